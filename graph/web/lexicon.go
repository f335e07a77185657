package web

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"

	"github.com/cayleygraph/quad"
	"golang.org/x/text/unicode/norm"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

// A lexicon completes names as they are typed.
type lexicon struct {
	entities []lexEntity
	words    []lexWord // sorted by text
}

type lexEntity struct {
	iri    string
	claims int // that it is in
}

// A lexWord is a name from the beginning of one of its words on, so that
// "security" finds "cyber security".
type lexWord struct {
	text   string
	entity int32
	first  bool // the whole name
}

// namePredicates hold the names of entities, display labels first.
var namePredicates = []schema.Predicate{"rdfs:label", schema.Name, schema.AltName, schema.Abbreviation}

// unlisted are the first parts of ids that nobody searches for.
var unlisted = []string{"claim/", "evidence/", "graph/", "rule/", "run/"}

// newLexicon reads the names of all entities. A store that can't be read by
// pattern gives an empty lexicon.
func newLexicon(ctx context.Context, v *Version) (*lexicon, error) {
	x, ok := v.Quads.(query.Index)
	if !ok {
		return &lexicon{}, nil
	}
	l := &lexicon{}
	at := map[uint32]int32{}
	for _, p := range namePredicates {
		pred := x.TermID(schema.PredicateIRI(p))
		if pred == 0 {
			continue
		}
		err := x.Match(ctx, [4]uint32{0, pred}, func(q [4]uint32) bool {
			i, seen := at[q[0]]
			if !seen {
				iri, ok := x.Term(q[0]).(quad.IRI)
				i = -1
				if path, in := v.Names.Path(iri); ok && in && !hasPrefix(path, unlisted) {
					i = int32(len(l.entities))
					l.entities = append(l.entities, lexEntity{iri: string(iri)})
				}
				at[q[0]] = i
			}
			if i >= 0 {
				l.add(literal(x.Term(q[2])), i)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	for _, p := range []schema.Predicate{schema.ClaimSubject, schema.ClaimObject} {
		pred := x.TermID(schema.PredicateIRI(p))
		if pred == 0 {
			continue
		}
		err := x.Match(ctx, [4]uint32{0, pred}, func(q [4]uint32) bool {
			if i, ok := at[q[2]]; ok && i >= 0 {
				l.entities[i].claims++
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortFunc(l.words, func(a, b lexWord) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.entity, b.entity))
	})
	return l, nil
}

// busiest gives the IRIs of up to n entities that most claims are on.
func (l *lexicon) busiest(n int) []string {
	all := slices.Clone(l.entities)
	slices.SortFunc(all, func(a, b lexEntity) int {
		return cmp.Or(cmp.Compare(b.claims, a.claims), strings.Compare(a.iri, b.iri))
	})
	var out []string
	for _, e := range all[:min(n, len(all))] {
		if e.claims > 0 {
			out = append(out, e.iri)
		}
	}
	return out
}

// spokenOf counts the entities that claims are on, by the first part of their
// ids.
func (l *lexicon) spokenOf(names schema.Names) map[string]int {
	out := map[string]int{}
	for _, e := range l.entities {
		if e.claims == 0 {
			continue
		}
		if path, ok := names.Path(quad.IRI(e.iri)); ok {
			kind, _, _ := strings.Cut(path, "/")
			out[kind]++
		}
	}
	return out
}

func hasPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

func literal(v quad.Value) string {
	switch v := v.(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	}
	return ""
}

func (l *lexicon) add(name string, entity int32) {
	name = foldName(name)
	for i := 0; i < len(name) && i >= 0; {
		l.words = append(l.words, lexWord{name[i:], entity, i == 0})
		next := strings.IndexByte(name[i:], ' ')
		if next < 0 {
			break
		}
		i += next + 1
	}
}

// complete gives the IRIs of up to limit entities with a name that has a word
// that begins as typed: whole names first, then what the documents say most of.
func (l *lexicon) complete(typed string, limit int) []string {
	typed = foldName(typed)
	if typed == "" {
		return nil
	}
	from, _ := slices.BinarySearchFunc(l.words, typed, func(w lexWord, t string) int { return strings.Compare(w.text, t) })
	type hit struct {
		entity int32
		rank   int
	}
	best := map[int32]int{}
	const most = 20_000 // a letter fits a great many
	for i := from; i < len(l.words) && i < from+most && strings.HasPrefix(l.words[i].text, typed); i++ {
		w := l.words[i]
		rank := 2
		switch {
		case w.first && w.text == typed:
			rank = 0
		case w.first:
			rank = 1
		}
		if l.entities[w.entity].claims == 0 {
			rank += 3
		}
		if old, seen := best[w.entity]; !seen || rank < old {
			best[w.entity] = rank
		}
	}
	hits := make([]hit, 0, len(best))
	for e, rank := range best {
		hits = append(hits, hit{e, rank})
	}
	slices.SortFunc(hits, func(a, b hit) int {
		x, y := l.entities[a.entity], l.entities[b.entity]
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(y.claims, x.claims), strings.Compare(x.iri, y.iri))
	})
	var out []string
	for _, h := range hits[:min(limit, len(hits))] {
		out = append(out, l.entities[h.entity].iri)
	}
	return out
}

// foldName lowers case, takes accents off and makes one space of whatever is
// neither letter nor digit.
func foldName(s string) string {
	var b strings.Builder
	gap := false
	for _, c := range norm.NFD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, c):
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			if gap && b.Len() > 0 {
				b.WriteByte(' ')
			}
			gap = false
			b.WriteRune(unicode.ToLower(c))
		default:
			gap = true
		}
	}
	return b.String()
}
