package review

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/resolve"
)

// Identity is the name under which [Score] counts what was taken for one thing.
const Identity = "identity"

// Figures are the counts of a predicate over what people have decided on, as far
// as its documents are there.
type Figures struct {
	Predicate string `json:"predicate"`
	Made      int    `json:"made"`  // claims made that somebody has decided on
	Right     int    `json:"right"` // of these, those that are right
	Wanted    int    `json:"wanted"`
	Found     int    `json:"found"` // of those wanted
}

func (f *Figures) add(o Figures) {
	f.Made += o.Made
	f.Right += o.Right
	f.Wanted += o.Wanted
	f.Found += o.Found
}

// A Score compares what is extracted without the decisions with them.
type Score struct {
	Total      Figures    `json:"total"`
	Predicates []Figures  `json:"predicates"` // in order of name
	Wrong      []Decision `json:"wrong"`      // still made in spite of what was decided
	Missed     []Decision `json:"missed"`     // right, and not made
}

// Score takes the decisions for gold. The extractions and the resolution are
// those without the decisions. A claim that nobody has decided on does not
// count.
func (s *Set) Score(docs []corpus.Doc, from corpus.Extractions, res *resolve.Resolution) (*Score, error) {
	out := &Score{Total: Figures{Predicate: "total"}, Wrong: []Decision{}, Missed: []Decision{}}
	by := map[string]*Figures{}
	count := func(name string, d *Decision, made, right, wanted bool) {
		f := by[name]
		if f == nil {
			f = &Figures{Predicate: name}
			by[name] = f
		}
		var one Figures
		if made {
			one.Made = 1
		}
		if right {
			one.Right, one.Found = 1, 1
		}
		if wanted {
			one.Wanted = 1
		}
		f.add(one)
		out.Total.add(one)
		if made && !right {
			out.Wrong = append(out.Wrong, *d)
		}
		if wanted && !right {
			out.Missed = append(out.Missed, *d)
		}
	}
	found := map[string]*resolve.Extraction{}
	for _, d := range docs {
		x, err := from.Whole(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		if s.names(d.ID) {
			found[d.ID] = x
		}
		for _, i := range s.byDoc[d.ID] {
			dec := &s.list[i]
			made := makes(dec.Claim, x)
			name := string(dec.Claim.Predicate)
			switch dec.Verdict {
			case Wrong:
				count(name, dec, made, false, false)
			case Right:
				count(name, dec, made, made, true)
			case Corrected:
				better := *dec.Claim
				better.Object = *dec.Value
				count(name, dec, made, false, false)
				right := makes(&better, x)
				count(name, dec, right, right, true)
			}
		}
	}
	for i := range s.list {
		d := &s.list[i]
		if !d.identity() {
			continue
		}
		a, b := thing(found, res, d.A), thing(found, res, d.B)
		if a != nil && b != nil {
			one := a == b
			count(Identity, d, one, one && d.Verdict == Same, d.Verdict == Same)
		}
	}
	for _, f := range by {
		out.Predicates = append(out.Predicates, *f)
	}
	slices.SortFunc(out.Predicates, func(a, b Figures) int { return cmp.Compare(a.Predicate, b.Predicate) })
	return out, nil
}

// names reports whether a decision on an identity names the document.
func (s *Set) names(doc string) bool {
	return slices.ContainsFunc(s.list, func(d Decision) bool {
		return d.identity() && (d.A.Document == doc || d.B.Document == doc)
	})
}

// makes reports whether some claim of x is what the statement says.
func makes(s *Statement, x *resolve.Extraction) bool {
	return slices.ContainsFunc(x.Claims, func(c resolve.Claim) bool {
		hit, _ := s.match(x, &c)
		return len(hit) > 0
	})
}

// thing is what a document's name came to mean, nil where it is not there.
func thing(docs map[string]*resolve.Extraction, res *resolve.Resolution, m *resolve.Member) *resolve.Thing {
	x := docs[m.Document]
	if x == nil {
		return nil
	}
	v := Value{Label: m.Label}
	for i := range x.Entities {
		if x.Entities[i].Class == m.Class && v.is(x, i) {
			return res.Thing(m.Document, i)
		}
	}
	return nil
}
