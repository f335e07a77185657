package actor_test

import (
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/read"
)

// laws checks what holds for every analysis.
func laws(t *testing.T, a *extract.Analysis) {
	t.Helper()
	text := a.Doc.Text
	span := func(what string, s extract.Span) {
		t.Helper()
		if s.Start < 0 || s.End > len(text) || s.Len() <= 0 {
			t.Fatalf("%s: span %v of %d bytes", what, s, len(text))
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && !utf8.RuneStart(text[s.End]) {
			t.Fatalf("%s: span %v cuts a character", what, s)
		}
	}
	for _, m := range a.Mentions {
		span(m.Rule, m.Span)
		if m.Entity < 0 || m.Entity >= len(a.Entities) || a.Entities[m.Entity].Class != m.Class {
			t.Fatalf("%s: mention of entity %d with class %s", m.Rule, m.Entity, m.Class)
		}
	}
	keys := map[string]bool{}
	for _, e := range a.Entities {
		if e.Label == "" {
			t.Fatal("entity without a label")
		}
		if e.Key != "" && keys[e.Key] {
			t.Fatalf("two entities with key %s", e.Key)
		}
		keys[e.Key] = true
	}
	for _, c := range a.Claims {
		if len(c.Evidence)+len(c.RawEvidence) == 0 || c.Rule == "" || c.Confidence <= 0 || c.Confidence > 1 {
			t.Fatalf("claim %s by %q: confidence %v, %d spans", c.Predicate, c.Rule, c.Confidence, len(c.Evidence))
		}
		for _, s := range c.Evidence {
			span(c.Rule, s)
		}
		if c.Subject >= len(a.Entities) || c.Object >= len(a.Entities) || c.Object < 0 && c.Literal.Value == "" {
			t.Fatalf("claim %s from %d to %d", c.Predicate, c.Subject, c.Object)
		}
	}
}

func TestLawsOnRealDocuments(t *testing.T) {
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	shared := "../../../shared"
	if _, err := os.Stat(shared); err != nil {
		t.Skip("the shared documents are not there")
	}
	var files []string
	for _, pattern := range []string{"documents/*", "corpus/*", "releases/s*-strategic-*.html"} {
		found, err := filepath.Glob(filepath.Join(shared, pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			var runs [2]*extract.Analysis
			for i := range runs {
				doc, err := read.Document(f, raw, read.Options{})
				if err != nil {
					t.Fatal(err)
				}
				a := &extract.Analysis{Doc: doc}
				p.seg.Extract(a)
				p.parser.Extract(a)
				p.actors.Extract(a)
				laws(t, a)
				runs[i] = a
			}
			if diff := cmp.Diff(runs[0].Mentions, runs[1].Mentions); diff != "" {
				t.Errorf("two runs differ in mentions:\n%s", diff)
			}
			if diff := cmp.Diff(runs[0].Claims, runs[1].Claims); diff != "" {
				t.Errorf("two runs differ in claims:\n%s", diff)
			}
		})
	}
}

func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"H.E. Amb. LEE Minho (이민호), Vice Minister of Foreign Affairs of the Republic of Korea,",
		"'s Grace Wanjiru (Kenya) and the \"two sides\" met U.S. Secretary Blake.",
		"Presidents of Chile and Peru, A. B. and C, respectively; Ministry of Economy, Trade and Industry (METI)",
		"Foreign Minister II, of the its their (ret.) ((ABC)) \u0301 ． the Hague's",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) || len(s) > 2000 {
			return
		}
		laws(t, analyse(t, extract.Meta{Genre: extract.Remarks, Speaker: extract.MetaValue{Value: s, Raw: extract.Span{Start: 0, End: 1}}}, "# "+s, s, "- "+s, "by: "+s))
	})
}
