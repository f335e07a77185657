package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// example is a sentence with its features. Its slices may be changed.
type example struct {
	sentence
	tags  []uint8 // as a tagger gives them; nil for gold ones
	attrs []model.Attrs
	gold  []uint8
	label []uint8
}

// example varies a sentence and computes its features.
func (t *trainer) example(s sentence, tags []uint8, rng *rand.Rand) *example {
	e := &example{sentence: s, tags: tags}
	t.vary(e, rng)
	e.attrs = make([]model.Attrs, len(e.forms))
	t.vocab.Attributes(e.forms, e.attrs)
	for i := range e.forms {
		e.gold = append(e.gold, t.tagID[model.Tag{UPOS: e.upos[i], XPOS: e.xpos[i]}])
		e.label = append(e.label, t.labelID[e.rels[i]])
	}
	t.dropWords(e.attrs, rng)
	return e
}

// dropWords makes rare words unknown now and then, the rarer the more often, so
// that the network learns to do without.
func (t *trainer) dropWords(attrs []model.Attrs, rng *rand.Rand) {
	for i := range attrs {
		a := &attrs[i]
		if a.Word != 0 && rng.Float32() < 0.5/(0.5+float32(t.freq[a.Word])) {
			a.Word = 0
		}
		if rng.Float32() < 0.05 {
			a.Code = [model.Codes]uint8{}
		}
	}
}

// vary changes a sentence the way our texts vary: abbreviations in brackets,
// East Asian names, phrases between commas, headlines, capitals, a missing full
// stop.
func (t *trainer) vary(e *example, rng *rand.Rand) {
	if rng.Float32() < 0.06 {
		t.abbreviate(e, rng)
	}
	if rng.Float32() < 0.08 {
		t.rename(e, rng)
	}
	if rng.Float32() < 0.12 {
		t.graft(e, rng)
	}
	x := rng.Float32()
	if x < 0.12 {
		e.forms = slices.Clone(e.forms)
		for i, f := range e.forms {
			switch {
			case x < 0.04:
				e.forms[i] = strings.ToUpper(f)
			case i == 0 || !(len(f) < 5 && slices.Contains([]string{"ADP", "DET", "CCONJ", "PART", "SCONJ"}, e.upos[i])):
				r, n := utf8.DecodeRuneInString(f)
				e.forms[i] = string(unicode.ToUpper(r)) + f[n:]
			}
		}
	}
	if n := len(e.forms); n > 3 && e.upos[n-1] == "PUNCT" && int(e.heads[n-1]) < n-1 && rng.Float32() < 0.12 &&
		!slices.Contains(e.heads, int32(n-1)) {
		e.cut(n - 1)
	}
}

// cut removes the last word, which nothing hangs on.
func (e *example) cut(n int) {
	e.forms, e.upos, e.xpos, e.rels = e.forms[:n], e.upos[:n], e.xpos[:n], e.rels[:n]
	e.heads = slices.Clone(e.heads[:n])
	for i, h := range e.heads {
		if int(h) == n+1 { // the root
			e.heads[i] = int32(n)
		}
	}
	if e.tags != nil {
		e.tags = e.tags[:n]
	}
}

// word is a word to be put into a sentence; its head is a number after the
// insertion.
type word struct {
	form, upos, xpos, rel string
	head                  int
}

// insert puts words before the word at.
func (t *trainer) insert(e *example, at int, words ...word) {
	k := int32(len(words))
	heads := make([]int32, 0, len(e.heads)+len(words))
	for _, h := range e.heads {
		if int(h) >= at {
			h += k
		}
		heads = append(heads, h)
	}
	e.forms, e.upos, e.xpos, e.rels, e.tags = slices.Clone(e.forms), slices.Clone(e.upos), slices.Clone(e.xpos), slices.Clone(e.rels), slices.Clone(e.tags)
	known := e.tags != nil
	for i, w := range words {
		e.forms = slices.Insert(e.forms, at+i, w.form)
		e.upos = slices.Insert(e.upos, at+i, w.upos)
		e.xpos = slices.Insert(e.xpos, at+i, w.xpos)
		e.rels = slices.Insert(e.rels, at+i, w.rel)
		heads = slices.Insert(heads, at+i, int32(w.head))
		if known {
			e.tags = slices.Insert(e.tags, at+i, t.tagID[model.Tag{UPOS: w.upos, XPOS: w.xpos}])
		}
	}
	e.heads = heads
}

// abbreviate puts the initials of a name of two words or more in brackets after
// it: "the Ministry of Justice (MJ)".
func (t *trainer) abbreviate(e *example, rng *rand.Rand) {
	n := len(e.forms)
	for _, i := range rng.Perm(n) {
		if e.upos[i] != "PROPN" || e.rels[i] == "flat" || e.rels[i] == "compound" || e.rels[i] == "nmod:desc" {
			continue
		}
		// The name runs from its first to its last dependent.
		from, to := i, i
		for j := range n {
			if int(e.heads[j]) == i && (e.rels[j] == "compound" || e.rels[j] == "amod" || e.rels[j] == "nmod" || e.rels[j] == "flat") {
				from, to = min(from, j), max(to, j)
			}
		}
		for again := true; again; { // what hangs on its last word
			again = false
			for j := to + 1; j < n; j++ {
				if int(e.heads[j]) == to && e.rels[j] != "punct" {
					to, again = j, true
				}
			}
		}
		var short strings.Builder
		for _, f := range e.forms[from : to+1] {
			if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
				short.WriteRune(r)
			}
		}
		if short.Len() < 2 || short.Len() > 6 || to-from > 7 || to+1 < n && (e.forms[to+1] == "(" || e.forms[to+1] == "'s" || e.xpos[to+1] == "HYPH") {
			continue
		}
		// Nothing may reach over the brackets from inside the name.
		for j := from; j <= to; j++ {
			if h := int(e.heads[j]); j != i && (h < from || h > to) {
				return
			}
		}
		t.insert(e, to+1,
			word{"(", "PUNCT", "-LRB-", "punct", to + 2},
			word{short.String(), "PROPN", "NNP", "appos", i},
			word{")", "PUNCT", "-RRB-", "punct", to + 2})
		return
	}
}

// rename turns the second part of a name of two into one of the form "Xxx-yyy",
// made from the letters of names in the treebank.
func (t *trainer) rename(e *example, rng *rand.Rand) {
	for _, i := range rng.Perm(len(e.forms)) {
		if e.rels[i] != "flat" || e.upos[i] != "PROPN" || int(e.heads[i]) != i-1 || e.upos[i-1] != "PROPN" ||
			i+1 < len(e.forms) && (e.xpos[i+1] == "HYPH" || e.rels[i+1] == "flat") || slices.Contains(e.heads, int32(i)) {
			continue
		}
		first := syllable(rng)
		r, n := utf8.DecodeRuneInString(first)
		e.forms = slices.Clone(e.forms)
		e.forms[i] = string(unicode.ToUpper(r)) + first[n:]
		t.insert(e, i+1,
			word{"-", "PUNCT", "HYPH", "punct", i + 2},
			word{syllable(rng), "PROPN", "NNP", "flat", i})
		return
	}
}

// syllable makes up a syllable of an East Asian given name.
func syllable(rng *rand.Rand) string {
	pick := func(s string) string {
		f := strings.Split(s, " ")
		return f[rng.IntN(len(f))]
	}
	return pick("b ch d g h j k m n s sh t w y z") + pick("a e i o u eo eu ae ai ee oo ou yu ye ia") + pick(" n ng k l m") // open syllables too
}

// graft is a phrase of the treebank that stands after a noun and a comma: an
// apposition, a participle, a relative clause. Words hang on each other by their
// numbers in it.
type graft struct {
	words []word
	head  int
	name  bool // it explains a name
}

// maxGraft is the number of words that a graft may have.
const maxGraft = 12

// findGrafts collects the grafts of a treebank.
func findGrafts(sents []sentence) []graft {
	var out []graft
	for _, s := range sents {
		for i, r := range s.rels {
			h := int(s.heads[i])
			if r != "appos" && r != "acl" && r != "acl:relcl" || h >= i {
				continue
			}
			from, to, ok := s.subtree(i)
			if !ok || from <= h || s.forms[from] != "," {
				continue
			}
			from++
			if s.forms[to] == "," {
				to--
			}
			if to-from >= maxGraft || strings.ContainsAny(strings.Join(s.forms[from:to+1], ""), "()\"“”:;") {
				continue
			}
			g := graft{head: i - from, name: s.upos[h] == "PROPN"}
			for j := from; j <= to; j++ {
				g.words = append(g.words, word{s.forms[j], s.upos[j], s.xpos[j], s.rels[j], int(s.heads[j]) - from})
			}
			out = append(out, g)
		}
	}
	return out
}

// subtree is the range of the words that hang on i, directly or not, with i; ok
// is false if there are others between them.
func (s *sentence) subtree(i int) (from, to int, ok bool) {
	n := len(s.forms)
	size := 0
	from, to = i, i
	for j := range n {
		h, steps := j, 0
		for h < n && h != i && steps <= n {
			h = int(s.heads[h])
			steps++
		}
		if h == i {
			size++
			from, to = min(from, j), max(to, j)
		}
	}
	return from, to, size == to-from+1
}

// graft puts a graft between commas after a noun phrase, if there is one that
// ends before a word, not before a mark.
func (t *trainer) graft(e *example, rng *rand.Rand) {
	if len(t.grafts) == 0 {
		return
	}
	g := t.grafts[rng.IntN(len(t.grafts))]
	for _, i := range rng.Perm(len(e.forms)) {
		if e.upos[i] != "PROPN" && (g.name || e.upos[i] != "NOUN") {
			continue
		}
		switch e.rels[i] {
		case "nsubj", "nsubj:pass", "obl", "obl:agent", "obj", "nmod":
		default:
			continue
		}
		from, to, ok := e.subtree(i)
		if !ok || to+1 >= len(e.forms) || e.upos[to] == "PUNCT" || e.upos[to+1] == "PUNCT" && e.forms[to+1] != "." {
			continue
		}
		for j := from; ok && j <= to; j++ { // no second graft, no list
			ok = int(e.heads[j]) != i || e.rels[j] != "appos" && e.rels[j] != "acl" && e.rels[j] != "acl:relcl" && e.rels[j] != "conj"
		}
		if !ok {
			continue
		}
		at := to + 2
		words := []word{{",", "PUNCT", ",", "punct", at + g.head}}
		for k, w := range g.words {
			w.head += at
			if k == g.head {
				w.head = i
			}
			words = append(words, w)
		}
		if e.forms[to+1] != "." {
			words = append(words, word{",", "PUNCT", ",", "punct", at + g.head})
		}
		t.insert(e, to+1, words...)
		return
	}
}
