package pipeline_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/rogpeppe/go-internal/txtar"
)

// Each file of testdata/claims is a short made-up document and what must and
// must not be read from it; testdata/claims/README.md explains the form.
func TestClaimsOfMadeUpDocuments(t *testing.T) {
	files, err := filepath.Glob("../../testdata/claims/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in testdata/claims (%v)", err)
	}
	p := load(t)
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if len(ar.Files) != 2 || ar.Files[1].Name != "claims" || len(strings.TrimSpace(string(ar.Comment))) == 0 {
				t.Fatal("want a comment, a document and a file named claims")
			}
			doc, err := read.Document(ar.Files[0].Name, ar.Files[0].Data, read.Options{})
			if err != nil {
				t.Fatal(err)
			}
			a := p.Analyse(doc)
			for n, line := range strings.Split(string(ar.Files[1].Data), "\n") {
				line = strings.TrimSpace(line)
				if line == "" || strings.HasPrefix(line, "#") {
					continue
				}
				want, not := strings.CutPrefix(line, "not:")
				f := strings.Split(want, "|")
				if len(f) != 3 {
					t.Fatalf("line %d of claims: want subject | predicate | object", n+1)
				}
				for i := range f {
					f[i] = strings.TrimSpace(f[i])
				}
				switch got := found(a, f[0], f[1], f[2]); {
				case got && not:
					t.Errorf("wrong: %s", strings.TrimSpace(want))
				case !got && !not:
					t.Errorf("missing: %s%s", line, near(a, f[0], f[1]))
				}
			}
		})
	}
}

// found reports whether the analysis says it. A star stands for anything; the
// predicate "means" asks whom a mention with the words of the subject refers
// to.
func found(a *extract.Analysis, s, p, o string) bool {
	if p == "means" {
		for _, m := range a.Mentions {
			if same(trimThe(s), trimThe(a.Text(m.Span))) && named(a, m.Entity, o) {
				return true
			}
		}
		return false
	}
	for i := range a.Claims {
		c := &a.Claims[i]
		if string(c.Predicate) != p || !named(a, c.Subject, s) {
			continue
		}
		if c.Object >= 0 && named(a, c.Object, o) || c.Object < 0 && same(o, c.Literal.Value) {
			return true
		}
	}
	return false
}

// named reports whether want is a name of entity e, its key, "document" or a
// star.
func named(a *extract.Analysis, e int, want string) bool {
	if e == extract.TheDocument {
		return want == "document"
	}
	ent := &a.Entities[e]
	if same(want, ent.Label) || want == ent.Key {
		return true
	}
	for _, s := range ent.Aliases {
		if same(want, s) {
			return true
		}
	}
	return false
}

// trimThe cuts the article, which a mention may or may not hold.
func trimThe(s string) string {
	if len(s) > 4 && strings.EqualFold(s[:4], "the ") {
		return s[4:]
	}
	return s
}

func same(want, got string) bool { return want == "*" || strings.EqualFold(want, got) }

// near lists what is said of the subject with the predicate instead.
func near(a *extract.Analysis, s, p string) string {
	var b strings.Builder
	for i := range a.Claims {
		c := &a.Claims[i]
		if string(c.Predicate) != p {
			continue
		}
		o := c.Literal.Value
		if c.Object >= 0 {
			o = a.Entities[c.Object].Label
		}
		subject := "document"
		if c.Subject >= 0 {
			subject = a.Entities[c.Subject].Label
		}
		fmt.Fprintf(&b, "\n\tread: %s | %s | %s", subject, p, o)
	}
	return b.String()
}
