package schema_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

func load(t *testing.T) *schema.Vocabulary {
	t.Helper()
	v, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// constants reads the values of the constants of one type from a source file.
func constants(t *testing.T, typ string, files ...string) []string {
	t.Helper()
	var out []string
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			s, ok := n.(*ast.ValueSpec)
			if !ok {
				return true
			}
			if id, ok := s.Type.(*ast.Ident); !ok || id.Name != typ {
				return true
			}
			for _, v := range s.Values {
				text, err := strconv.Unquote(v.(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				out = append(out, text)
			}
			return true
		})
	}
	return out
}

func TestConstantsAndDataAgree(t *testing.T) {
	v := load(t)
	for _, c := range constants(t, "Class", "vocab.go", "vocabgraph.go") {
		if v.Class(schema.Class(c)) == nil {
			t.Errorf("class %q is a constant but not in classes.tsv", c)
		}
	}
	known := map[string]bool{}
	for _, p := range constants(t, "Predicate", "vocab.go", "vocabgraph.go") {
		if known[p] {
			t.Errorf("predicate %q has two constants", p)
		}
		known[p] = true
		if v.Predicate(schema.Predicate(p)) == nil {
			t.Errorf("predicate %q is a constant but not in predicates.tsv", p)
		}
	}
	for _, p := range v.Predicates() {
		if !known[string(p.Name)] && !strings.Contains(string(p.Name), ":") {
			t.Errorf("predicate %q is in predicates.tsv but no constant", p.Name)
		}
	}
}

func TestStancesRollUpToEndorses(t *testing.T) {
	v := load(t)
	n := 0
	for _, p := range v.Predicates() {
		if p.Super == schema.Endorses {
			n++
		}
	}
	if n != 9 {
		t.Errorf("%d kinds of endorses, want 9", n)
	}
}

func TestNewIRI(t *testing.T) {
	good := []string{"https://w3id.org/normgraph/id/state/KR", "urn:x:y", "http://x.org/%20a", "http://x.org/정보"}
	for _, s := range good {
		if got, err := schema.NewIRI(s); err != nil || string(got) != s {
			t.Errorf("NewIRI(%q) = %q, %v", s, got, err)
		}
	}
	bad := []string{"", "state/KR", "http://x.org/a b", "http://x.org/<a>", "http://x.org/\xff", "rdf:type", "ng:hostedBy", "http://x.org/%2", "http:", "1a:b", "http://x.org/a\nb", "http://x.org/`"}
	for _, s := range bad {
		if got, err := schema.NewIRI(s); err == nil {
			t.Errorf("NewIRI(%q) = %q, want an error", s, got)
		}
	}
}

func TestNewTyped(t *testing.T) {
	tests := []struct {
		name, value string
		datatype    quad.IRI
		ok          bool
	}{
		{"a_day", "2019-10-08", schema.XSDDate, true},
		{"a_day_that_is_not", "2019-02-30", schema.XSDDate, false},
		{"a_month", "2019-10", schema.XSDGYearMonth, true},
		{"a_day_as_month", "2019-10-08", schema.XSDGYearMonth, false},
		{"a_year", "2019", schema.XSDGYear, true},
		{"short_datatype", "2019", "xsd:gYear", false},
		{"integer_with_comma", "1,200", schema.XSDInteger, false},
		{"decimal", "0.97", schema.XSDDecimal, true},
		{"Cayley_boolean", "True", schema.XSDBoolean, false},
		{"zoned_time", "2019-10-08T13:50:59+09:00", schema.XSDDateTime, true},
		{"plain_string_typed", "x", schema.XSDString, false},
		{"bad_utf8", "\xff", "http://x.org/t", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := schema.NewTyped(tt.value, tt.datatype); (err == nil) != tt.ok {
				t.Errorf("NewTyped(%q, %q): error %v", tt.value, tt.datatype, err)
			}
		})
	}
	if _, err := schema.NewString("a\xffb"); err == nil {
		t.Error("NewString accepts bad UTF-8")
	}
	if l, err := schema.NewLangString("x", "KO"); err != nil || l.Lang != "ko" {
		t.Errorf("NewLangString: %v, %v", l, err)
	}
	if _, err := schema.NewLangString("x", "k"); err == nil {
		t.Error("NewLangString accepts a bad tag")
	}
}

func TestNames(t *testing.T) {
	n, err := schema.NewNames("http://example.org/g/")
	if err != nil {
		t.Fatal(err)
	}
	for short, full := range map[string]quad.IRI{
		"state/KR":                  "http://example.org/g/state/KR",
		"coHostedBy":                schema.NS + "coHostedBy",
		"ng:coHostedBy":             schema.NS + "coHostedBy",
		"<ng:coHostedBy>":           schema.NS + "coHostedBy",
		"rdfs:label":                schema.RDFSLabel,
		"<http://example.org/g/x>":  "http://example.org/g/x",
		"doc/000_5ba":               "http://example.org/g/doc/000_5ba",
		"https://en.example.org/?a": "https://en.example.org/?a",
	} {
		if got, err := n.Expand(short); err != nil || got != full {
			t.Errorf("Expand(%q) = %q, %v, want %q", short, got, err, full)
		}
	}
	for _, s := range []string{"", "nope:x", "state/a b"} {
		if got, err := n.Expand(s); err == nil {
			t.Errorf("Expand(%q) = %q, want an error", s, got)
		}
	}
	for full, short := range map[quad.IRI]string{
		"http://example.org/g/state/KR": "state/KR",
		schema.NS + "coHostedBy":        "ng:coHostedBy",
		schema.OWLSameAs:                "owl:sameAs",
		"http://other.example/x":        "http://other.example/x",
	} {
		if got := n.Shorten(full); got != short {
			t.Errorf("Shorten(%q) = %q, want %q", full, got, short)
		}
	}
	if _, err := schema.NewNames("http://example.org/g"); err == nil {
		t.Error("a base without a slash at the end is accepted")
	}
}

func TestLoadReportsEveryProblem(t *testing.T) {
	fsys := fstest.MapFS{
		"classes.tsv": {Data: []byte("# c\nname\tparent\tpath\taligned\tcomment\nA\tB\ta\tnope:X\tsomething\nA\t\t\t\tagain\n")},
		"predicates.tsv": {Data: []byte("name\tdomain\trange\tcard\tgroup\tsuper\tinverse\tvalues\taligned\tcomment\n" +
			"x\tZ\tA\t2\tevent\tnone\t\ta,b\t\tc\ny\tA\n")},
	}
	_, err := schema.Load(fsys)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`classes.tsv:3: alignment "nope:X"`, `classes.tsv:3: class "A": unknown parent "B"`, `classes.tsv:4: "A" is there already`,
		`predicates.tsv:2: predicate "x": card is "2"`, `predicates.tsv:2: predicate "x": unknown class "Z" in the domain`,
		`predicates.tsv:2: predicate "x": unknown super "none"`, `predicates.tsv:2: predicate "x": values need`, `predicates.tsv:3: 2 fields, want 10`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in:\n%v", want, err)
		}
	}
}

func TestCheckQuad(t *testing.T) {
	v := load(t)
	var n schema.Names
	id := func(path string) quad.IRI {
		iri, err := n.ID(path)
		if err != nil {
			t.Fatal(err)
		}
		return iri
	}
	p := schema.PredicateIRI
	doc := id("doc/a")
	tests := []struct {
		name string
		q    quad.Quad
		want string // part of the error, "" for none
	}{
		{"host", quad.Quad{Subject: id("event/a"), Predicate: p("coHostedBy"), Object: id("state/KR"), Label: doc}, ""},
		{"session_as_event", quad.Quad{Subject: id("event/a/session-3"), Predicate: p("subEventOf"), Object: id("event/a"), Label: doc}, ""},
		{"person_hosted_by", quad.Quad{Subject: id("person/a"), Predicate: p("hostedBy"), Object: id("state/KR"), Label: doc}, "domain"},
		{"hosted_by_norm", quad.Quad{Subject: id("event/a"), Predicate: p("hostedBy"), Object: id("norm/cbm"), Label: doc}, "range"},
		{"date_as_string", quad.Quad{Subject: id("event/a"), Predicate: p("startDate"), Object: quad.String("2019-10-08"), Label: doc}, "datatype"},
		{"month", quad.Quad{Subject: id("event/a"), Predicate: p("startDate"), Object: quad.TypedString{Value: "2019-10", Type: schema.XSDGYearMonth}, Label: doc}, ""},
		{"unknown_format", quad.Quad{Subject: id("event/a"), Predicate: p("eventFormat"), Object: quad.String("by post"), Label: doc}, "want one of"},
		{"unknown_predicate", quad.Quad{Subject: id("event/a"), Predicate: p("likes"), Object: id("state/KR"), Label: doc}, "not in the vocabulary"},
		{"native_integer", quad.Quad{Subject: id("event/a"), Predicate: p("participantCount"), Object: quad.Int(5), Label: doc}, "neither IRI nor literal"},
		{"blank_node", quad.Quad{Subject: quad.BNode("x"), Predicate: p("hostedBy"), Object: id("state/KR"), Label: doc}, "not an IRI"},
		{"no_label", quad.Quad{Subject: id("event/a"), Predicate: p("hostedBy"), Object: id("state/KR")}, "label"},
		{"label_is_no_graph", quad.Quad{Subject: id("event/a"), Predicate: p("hostedBy"), Object: id("state/KR"), Label: id("state/KR")}, "neither a document"},
		{"same_as_elsewhere", quad.Quad{Subject: id("state/KR"), Predicate: schema.OWLSameAs, Object: quad.IRI("http://www.wikidata.org/entity/Q884"), Label: id("graph/vocabulary")}, ""},
		{"claim", quad.Quad{Subject: id("claim/0a"), Predicate: p("confidence"), Object: quad.TypedString{Value: "0.97", Type: schema.XSDDecimal}, Label: doc}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := v.CheckQuad(n, tt.q)
			if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
				t.Errorf("error %v, want %q", err, tt.want)
			}
		})
	}
}

func TestExportsAreValidTurtle(t *testing.T) {
	v := load(t)
	var n schema.Names
	concepts := []schema.Concept{
		{Path: "norm/cbm", Label: "Confidence-building measures", Definition: `Steps that "lower" the risk.`},
		{Path: "norm/cbm-poc", Label: "Points of contact", AltLabels: []string{"PoC"}, Broader: []string{"norm/cbm"}},
		{Path: "clause/x-1", Label: "Clause 1", CloseMatch: []string{"norm/cbm"}, ClauseOf: "instr/x"},
	}
	for name, write := range map[string]func(*bytes.Buffer) error{
		"ontology": func(b *bytes.Buffer) error { return v.WriteTurtle(b, n, concepts) },
		"shapes":   func(b *bytes.Buffer) error { return v.WriteSHACL(b, n) },
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			if err := write(&b); err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(b.String(), "ng:coHostedBy") {
				t.Error("coHostedBy is missing")
			}
			rapper, err := exec.LookPath("rapper")
			if err != nil {
				t.Skip("rapper is not installed: the Turtle is not parsed by another tool")
			}
			file := filepath.Join(t.TempDir(), "x.ttl")
			if err := os.WriteFile(file, b.Bytes(), 0o600); err != nil {
				t.Fatal(err)
			}
			if out, err := exec.Command(rapper, "-q", "-i", "turtle", "-c", file).CombinedOutput(); err != nil {
				t.Errorf("rapper: %v\n%s", err, out)
			}
		})
	}
}
