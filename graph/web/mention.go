package web

import (
	"bytes"
	"cmp"
	"context"
	"iter"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

// A mention is where a text names an entity.
type mention struct {
	span
	entity term
}

// A nameFinder finds the names of the entities that a document speaks of.
type nameFinder map[string][]named // by first word

// named is a name as its words.
type named struct {
	words  []string
	entity term
}

// shortestName is the length in bytes of the shortest name that is looked for.
const shortestName = 2

// newNameFinder reads the names of entities. A name that two of them have is
// left out, since only the pipeline knows which one is meant.
func (v *reading) newNameFinder(ctx context.Context, entities []term) (nameFinder, error) {
	x, ok := v.Quads.(query.Index)
	if !ok {
		return nil, nil
	}
	owner := map[string]int{} // by name
	const several = -1
	own := func(name string, i int) {
		name = strings.Join(strings.Fields(name), " ")
		if len(name) < shortestName {
			return
		}
		if j, taken := owner[name]; taken && j != i {
			i = several
		}
		owner[name] = i
	}
	for i, t := range entities {
		iri, err := v.Names.Expand(t.ID)
		if err != nil {
			continue
		}
		subject := x.TermID(iri)
		if subject == 0 {
			continue
		}
		for _, p := range namePredicates {
			pred := x.TermID(schema.PredicateIRI(p))
			if pred == 0 {
				continue
			}
			err := x.Match(ctx, [4]uint32{subject, pred}, func(q [4]uint32) bool {
				own(literal(x.Term(q[2])), i)
				return true
			})
			if err != nil {
				return nil, err
			}
		}
	}
	f := nameFinder{}
	for name, i := range owner {
		if i == several {
			continue
		}
		words := strings.Fields(name)
		f[words[0]] = append(f[words[0]], named{words, entities[i]})
	}
	f.sort()
	return f, nil
}

// sort puts the longest of the names with one first word first.
func (f nameFinder) sort() {
	for _, list := range f {
		slices.SortFunc(list, func(a, b named) int {
			return cmp.Or(len(b.words)-len(a.words), slices.Compare(a.words, b.words))
		})
	}
}

// find gives the names in raw[start:end], in order. None lies in another.
func (f nameFinder) find(raw []byte, start, end int) []mention {
	if len(f) == 0 {
		return nil
	}
	var out []mention
	part := raw[start:end]
	for at := 0; at < len(part); {
		c, size := utf8.DecodeRune(part[at:])
		if !inWord(c) || at > 0 && wordBefore(part, at) {
			at += size
			continue
		}
		n, t := f.at(part[at:])
		if n == 0 {
			at += size
			continue
		}
		out = append(out, mention{span{start + at, start + at + n}, t})
		at += n
	}
	return out
}

// at is the longest name at the beginning of a text, and its length; 0 where
// there is none.
func (f nameFinder) at(text []byte) (int, term) {
	for first := range wordEnds(text) {
	next:
		for _, n := range f[string(text[:first])] {
			at := 0
			for i, w := range n.words {
				if i > 0 {
					gap := len(text[at:]) - len(bytes.TrimLeft(text[at:], " \t\r\n"))
					if gap == 0 {
						continue next
					}
					at += gap
				}
				if !bytes.HasPrefix(text[at:], []byte(w)) {
					continue next
				}
				at += len(w)
			}
			if c, _ := utf8.DecodeRune(text[at:]); at < len(text) && inWord(c) {
				continue
			}
			return at, n.entity
		}
	}
	return 0, term{}
}

// wordEnds yields where the first word of a text may end: before white space,
// and before what stands at its end and is no letter.
func wordEnds(text []byte) iter.Seq[int] {
	return func(yield func(int) bool) {
		end := bytes.IndexAny(text, " \t\r\n")
		if end < 0 {
			end = len(text)
		}
		for end > 0 {
			if !yield(end) {
				return
			}
			c, size := utf8.DecodeLastRune(text[:end])
			end -= size
			if !inWord(c) {
				continue
			}
			for end > 0 {
				c, size := utf8.DecodeLastRune(text[:end])
				if !inWord(c) {
					break
				}
				end -= size
			}
		}
	}
}

func inWord(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

func wordBefore(text []byte, at int) bool {
	c, _ := utf8.DecodeLastRune(text[:at])
	return inWord(c)
}
