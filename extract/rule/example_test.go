package rule_test

import (
	"fmt"
	"io/fs"
	"slices"
	"sort"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"go.yaml.in/yaml/v3"

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
	return loadFrom(t, rules.FS)
}

func loadFrom(t *testing.T, files fs.FS) (*pipeline.Pipeline, *rule.Set) {
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
	set, err := rule.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	p, err := pipeline.Default(pipeline.Data{Gazetteer: g, Catalogue: cat, Events: events, Rules: set})
	if err != nil {
		t.Fatal(err)
	}
	return p, set
}

// wordings gives the rule files with no rules but those that are wordings: what
// they find is often found by another rule too, whose claim it then is.
func wordings(t *testing.T) fs.FS {
	t.Helper()
	files, err := fs.Glob(rules.FS, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	out := fstest.MapFS{}
	for _, f := range files {
		b, err := fs.ReadFile(rules.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		if f != "words.yaml" {
			var all, kept []map[string]any
			if err := yaml.Unmarshal(b, &all); err != nil {
				t.Fatal(err)
			}
			for _, r := range all {
				if r["wording"] != nil {
					kept = append(kept, r)
				}
			}
			if b, err = yaml.Marshal(kept); err != nil {
				t.Fatal(err)
			}
		}
		out[f] = &fstest.MapFile{Data: b}
	}
	return out
}

// Every example of every rule file gives just the claims that it lists, among
// those with the predicates of the rule files; and every rule makes one of the
// claims of its own examples.
func TestExamplesOfTheRuleFiles(t *testing.T) {
	p, set := load(t)
	alone, _ := loadFrom(t, wordings(t))
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
				if len(r.Wording) > 0 {
					for _, c := range alone.Analyse(doc).Claims {
						fired = fired || c.Rule == r.ID
					}
				}
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
