package corpus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract/own"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
	"github.com/normgraph/normgraph/schema/problem"
)

// CheckExamples runs the examples of a user's norms and rules. The error names
// every one that does not give what it should.
func (w *World) CheckExamples(entries []own.Entry) error {
	var ps problem.List
	for _, e := range entries {
		if e.Rule {
			w.checkRule(e, &ps)
		} else if n := w.Catalogue.Norm(e.ID); n != nil {
			w.checkNorm(e, n, &ps)
		}
	}
	return ps.Err()
}

func (w *World) checkNorm(e own.Entry, n *norm.Norm, ps *problem.List) {
	found := func(s string) bool {
		folded, _ := text.Fold(s)
		return slices.ContainsFunc(w.Catalogue.Match(folded, w.Catalogue.Context(folded)), func(h norm.Hit) bool { return h.Norm.ID == e.ID })
	}
	for _, x := range n.Match {
		if !found(x.Text) {
			ps.Add(e.File, e.Line, "norm %q is not found in its example %q", e.ID, x.Text)
		}
	}
	for _, x := range n.NoMatch {
		if found(x.Text) {
			ps.Add(e.File, e.Line, "norm %q is found where it must not be: %q", e.ID, x.Text)
		}
	}
}

// checkRule compares the claims of each example, among those with the predicates
// of rules, with what it lists. One of them has to be of the rule itself.
func (w *World) checkRule(e own.Entry, ps *problem.List) {
	var predicates []schema.Predicate
	for i := range w.Rules.Rules {
		r := &w.Rules.Rules[i]
		predicates = append(predicates, r.Claim, r.Joint, r.Also)
	}
	for i := range w.Rules.Rules {
		r := &w.Rules.Rules[i]
		if r.ID != e.ID {
			continue
		}
		fired := false
		for _, x := range r.Examples {
			doc, err := read.Document("example.txt", []byte(x.Text), read.Options{})
			if err != nil {
				ps.Add(e.File, e.Line, "rule %q: example %q: %v", e.ID, x.Text, err)
				continue
			}
			a := w.Pipeline.Analyse(doc)
			var got []string
			for _, c := range a.Claims {
				if c.Subject >= 0 && c.Object >= 0 && slices.Contains(predicates, c.Predicate) {
					fired = fired || c.Rule == r.ID
					got = append(got, fmt.Sprintf("%s | %s | %s", a.Entities[c.Subject].Label, c.Predicate, a.Entities[c.Object].Label))
				}
			}
			want := slices.Sorted(slices.Values(x.Claims))
			slices.Sort(got)
			if !slices.Equal(got, want) {
				ps.Add(e.File, e.Line, "rule %q: %q gives %s, want %s", e.ID, x.Text, listed(got), listed(want))
			}
		}
		if !fired {
			ps.Add(e.File, e.Line, "rule %q: no example makes it fire", e.ID)
		}
	}
}

func listed(claims []string) string {
	if len(claims) == 0 {
		return "no claim"
	}
	return strings.Join(claims, "; ")
}
