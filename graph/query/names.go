package query

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// nameIndex finds entities by the words of their names. It is read-only once
// made.
type nameIndex struct {
	words    words
	entities []quad.IRI
	names    []indexed
	exact    map[string][]int32 // folded name to names
	squeezed map[string][]int32 // the same without spaces, words in order of the alphabet
	posting  map[string][]int32 // word to names
}

type indexed struct {
	entity int32
	label  bool
	words  int32 // letters in its words
	text   string
}

// newNameIndex reads the names of all entities under the base.
func newNameIndex(ctx context.Context, r reader, voc *Vocabulary) (*nameIndex, error) {
	x := &nameIndex{words: loadWords(), exact: map[string][]int32{}, squeezed: map[string][]int32{}, posting: map[string][]int32{}}
	type key struct {
		n    node
		name string
	}
	seen := map[key]bool{}
	entity := map[node]int32{}
	for _, p := range namePredicates {
		pred := r.find(predIRI(p))
		if pred == 0 {
			continue
		}
		var found []key
		err := r.scan(ctx, nodes{0, pred}, func(q nodes) bool {
			k := key{q[0], literalText(r.value(q[2]))}
			if !seen[k] {
				seen[k] = true
				found = append(found, k)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		for _, k := range found {
			id, ok := entity[k.n]
			if !ok {
				iri, isIRI := r.value(k.n).(quad.IRI)
				if !isIRI || strings.HasPrefix(string(iri), schema.NS) {
					id = -1
				} else {
					id = int32(len(x.entities))
					x.entities = append(x.entities, iri)
				}
				entity[k.n] = id
			}
			if id >= 0 {
				x.add(id, k.name, p == "rdfs:label")
			}
		}
	}
	return x, nil
}

func (x *nameIndex) add(entity int32, name string, label bool) {
	f := fold(name)
	if f == "" {
		return
	}
	id := int32(len(x.names))
	toks := x.words.tokens(f)
	in := indexed{entity: entity, label: label, text: name}
	for i, t := range toks {
		in.words += int32(len(t))
		if !slices.Contains(toks[:i], t) {
			x.posting[t] = append(x.posting[t], id)
		}
	}
	x.names = append(x.names, in)
	x.exact[f] = append(x.exact[f], id)
	for _, k := range squeezes(toks) {
		x.squeezed[k] = append(x.squeezed[k], id)
	}
}

// squeezes are the words without spaces, as they stand and in order of the
// alphabet: "Tae-ho Lee" and "Lee Taeho" share none, "Lee Tae-ho" and "LEE
// Taeho" the first, "Lee Taeho" and "Taeho Lee" the second.
func squeezes(toks []string) []string {
	plain := strings.Join(toks, "")
	sorted := strings.Join(slices.Sorted(slices.Values(toks)), "")
	if plain == sorted {
		return []string{plain}
	}
	return []string{plain, sorted}
}

// A hit is a name that fits.
type hit struct {
	name  int32
	score float64
}

// The scores of the ways in which a name can fit. A name that holds all words
// of the question scores between partial and partial+0.3, by how much of it
// they make up; one that fits but for slips of the keyboard between slipped
// and slipped+0.2.
const (
	byID      = 1.0
	byCode    = 0.98
	byLabel   = 0.96
	byAlias   = 0.95
	reordered = 0.9
	partial   = 0.5
	slipped   = 0.25
)

// find yields the names that fit text: those that are equal to it but for
// spelling, then those that hold all its words, then those that do but for
// slips. Each lot comes in order of score, the best first; the next one is
// looked for only if yield returns true.
func (x *nameIndex) find(text string, yield func([]hit) (more bool, err error)) error {
	f := fold(text)
	if f == "" {
		return nil
	}
	toks := x.words.tokens(f)
	for _, lot := range []func() map[int32]float64{
		func() map[int32]float64 { return x.equal(f, toks) },
		func() map[int32]float64 {
			return x.containing(toks, func(t string) []string { return []string{t} }, partial, 0.3)
		},
		func() map[int32]float64 { return x.containing(toks, x.similar, slipped, 0.2) },
	} {
		if more, err := yield(ranked(lot())); err != nil || !more {
			return err
		}
	}
	return nil
}

// ranked are names with their scores, the best first.
func ranked(scores map[int32]float64) []hit {
	hits := make([]hit, 0, len(scores))
	for n, s := range scores {
		hits = append(hits, hit{n, s})
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.name, b.name)) })
	return hits
}

// equal scores the names that are text but for case, accents, marks, spaces and
// the order of the words.
func (x *nameIndex) equal(folded string, toks []string) map[int32]float64 {
	best := map[int32]float64{}
	for _, n := range x.exact[folded] {
		best[n] = ifElse(x.names[n].label, byLabel, byAlias)
	}
	for _, k := range squeezes(toks) {
		for _, n := range x.squeezed[k] {
			best[n] = max(best[n], reordered)
		}
	}
	return best
}

// containing scores the names that hold a word for each of toks.
func (x *nameIndex) containing(toks []string, alike func(string) []string, base, span float64) map[int32]float64 {
	best := map[int32]float64{}
	var common map[int32]bool
	letters := 0
	for _, t := range toks {
		letters += len(t)
		here := map[int32]bool{}
		for _, a := range alike(t) {
			for _, n := range x.posting[a] {
				if common == nil || common[n] {
					here[n] = true
				}
			}
		}
		common = here
		if len(common) == 0 {
			return best
		}
	}
	for n := range common {
		cover := min(1, float64(letters)/float64(max(1, x.names[n].words)))
		best[n] = base + span*cover
	}
	return best
}

// similar lists the known words that differ from t by slips, those with the
// fewest: one in words of four to six letters, two in longer ones, none in the
// first letter, which hands rarely miss, and none in numbers. Words that begin
// with t come too.
func (x *nameIndex) similar(t string) []string {
	return x.within(t, true, ifElse(len(t) < 4, 0, ifElse(len(t) <= 6, 1, 2)))
}

// near lists known words that t may have been meant for, though not so surely
// that a question should be answered for them: any letter may differ.
func (x *nameIndex) near(t string) []string {
	return x.within(t, false, ifElse(len(t) < 4, 0, ifElse(len(t) < 8, 1, 2)))
}

func (x *nameIndex) within(t string, sameStart bool, most int) []string {
	if _, ok := x.posting[t]; ok {
		return []string{t}
	}
	if strings.ContainsFunc(t, unicode.IsDigit) {
		most = 0
	}
	var begin, alike []string
	for w := range x.posting {
		if len(t) >= 3 && strings.HasPrefix(w, t) {
			begin = append(begin, w)
			continue
		}
		if most == 0 || sameStart && w[0] != t[0] {
			continue
		}
		switch d := edits(t, w, most); {
		case d > most || strings.ContainsFunc(w, unicode.IsDigit):
		case d < most:
			most, alike = d, append(alike[:0], w)
		default:
			alike = append(alike, w)
		}
	}
	return append(begin, alike...)
}

// suggest lists names that text may have been meant for, the best first.
func (x *nameIndex) suggest(text string) []hit {
	f := fold(text)
	if f == "" {
		return nil
	}
	return ranked(x.containing(x.words.tokens(f), x.near, slipped, 0.2))
}
