package rule_test

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/rules"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

func load(t *testing.T) (*pipeline.Pipeline, *rule.Set) {
	t.Helper()
	g, err := gazetteer.Default()
	if err != nil {
		t.Fatal(err)
	}
	cat, err := norm.Load(data.Norms)
	if err != nil {
		t.Fatal(err)
	}
	events, err := fs.Sub(data.Events, "event")
	if err != nil {
		t.Fatal(err)
	}
	set, err := rule.Load(rules.FS)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.Default(pipeline.Data{Gazetteer: g, Catalogue: cat, Events: events, Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	return p, set
}

// Every example of every rule file gives just the claims that it lists, among
// those with the predicates of the rule files; and every rule makes one of the
// claims of its own examples.
func TestExamplesOfTheRuleFiles(t *testing.T) {
	p, set := load(t)
	var predicates []schema.Predicate
	for _, r := range set.Rules {
		predicates = append(predicates, r.Claim, r.Joint, r.Also)
	}
	for _, r := range set.Rules {
		t.Run(r.ID, func(t *testing.T) {
			fired := false
			for _, e := range r.Examples {
				doc, err := read.Document("example.txt", []byte(e.Text), read.Options{})
				if err != nil {
					t.Fatal(err)
				}
				a := p.Analyse(doc)
				var got []string
				for _, c := range a.Claims {
					if c.Subject < 0 || c.Object < 0 || !slices.Contains(predicates, c.Predicate) {
						continue
					}
					fired = fired || c.Rule == r.ID
					got = append(got, fmt.Sprintf("%s | %s | %s", label(a, c.Subject), c.Predicate, label(a, c.Object)))
				}
				want := slices.Clone(e.Claims)
				sort.Strings(got)
				sort.Strings(want)
				if d := cmp.Diff(want, got, cmpopts.EquateEmpty()); d != "" {
					t.Errorf("%s\n(-want +got)\n%s", e.Text, d)
				}
			}
			if !fired {
				t.Errorf("no example makes the rule %s fire", r.ID)
			}
		})
	}
}

func label(a *extract.Analysis, i int) string { return a.Entities[i].Label }
