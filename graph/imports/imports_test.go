package imports_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/imports"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

// full replaces short names in angle brackets: <state/KR>, <ng:attended>.
func full(t testing.TB, doc string) string {
	t.Helper()
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(doc, "<")
		b.WriteString(before)
		if !ok {
			return b.String()
		}
		name, after, _ := strings.Cut(rest, ">")
		iri, err := schema.Names{}.Expand(name)
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString("<" + string(iri) + ">")
		doc = after
	}
}

func options(t testing.TB, name string) imports.Options {
	t.Helper()
	v, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	own := quad.IRI(schema.DefaultBase + "doc/mine")
	return imports.Options{Name: name, Vocabulary: v, Own: func(l quad.IRI) bool { return l == own }}
}

func add(t testing.TB, f imports.Folder, name, doc string) imports.Import {
	t.Helper()
	p, err := f.Prepare(t.Context(), strings.NewReader(full(t, doc)), options(t, name))
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Keep(); err != nil {
		t.Fatal(err)
	}
	return p.Import
}

func lines(t testing.TB, f imports.Folder) string {
	t.Helper()
	var b []byte
	for q, err := range f.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		b = nquads.AppendQuad(b, q)
	}
	return string(b)
}

func TestQuadsAreTakenInSortedWithALabel(t *testing.T) {
	for name, c := range map[string]struct{ doc, want string }{
		"without_label":      {`<state/KR> <http://a.example/p> "x" .`, `<state/KR> <http://a.example/p> "x" <graph/import/a> .`},
		"own_label_is_kept":  {`<state/KR> <http://a.example/p> "x" <http://a.example/g> .`, `<state/KR> <http://a.example/p> "x" <http://a.example/g> .`},
		"label_of_a_builder": {`<state/KR> <http://a.example/p> "x" <graph/derived> .`, `<state/KR> <http://a.example/p> "x" <graph/import/a> .`},
		"document_of_others": {`<state/KR> <http://a.example/p> "x" <doc/theirs> .`, `<state/KR> <http://a.example/p> "x" <doc/theirs> .`},
		"blank_node":         {`_:n1 <http://a.example/p> _:n2 .`, `<genid/a/n1> <http://a.example/p> <genid/a/n2> <graph/import/a> .`},
		"blank_label":        {`<state/KR> <http://a.example/p> "x" _:g .`, `<state/KR> <http://a.example/p> "x" <genid/a/g> .`},
		"twice":              {"<state/KR> <http://a.example/p> \"x\" .\n<state/KR> <http://a.example/p> \"x\" .", `<state/KR> <http://a.example/p> "x" <graph/import/a> .`},
		"sorted":             {"<state/PL> <http://a.example/p> \"x\" .\n<state/KR> <http://a.example/p> \"x\" .", "<state/KR> <http://a.example/p> \"x\" <graph/import/a> .\n<state/PL> <http://a.example/p> \"x\" <graph/import/a> ."},
		"canonical_escapes":  {`<state/KR> <http://a.example/p> "A\u0042" .`, `<state/KR> <http://a.example/p> "AB" <graph/import/a> .`},
		"own_vocabulary":     {`<state/KR> <ng:memberOf> <org/osce> .`, `<state/KR> <ng:memberOf> <org/osce> <graph/import/a> .`},
		"foreign_class":      {`<http://a.example/x> <rdf:type> <http://a.example/C> .`, `<http://a.example/x> <rdf:type> <http://a.example/C> <graph/import/a> .`},
	} {
		t.Run(name, func(t *testing.T) {
			f := imports.Folder(filepath.Join(t.TempDir(), "imports"))
			add(t, f, "a", c.doc)
			if diff := cmp.Diff(full(t, c.want)+"\n", lines(t, f)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhatDoesNotFitIsNamedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct {
		line string
		want string
	}{
		"outside_of_the_range":  {`<state/KR> <ng:memberOf> "x" .`, "line 2: object"},
		"outside_of_the_domain": {`<norm/gge-c> <ng:attended> <event/x> .`, "line 2: subject"},
		"unknown_predicate":     {`<state/KR> <ng:hosts> <event/x> .`, "line 2: predicate ng:hosts"},
		"unknown_class":         {`<state/KR> <rdf:type> <ng:Country> .`, "line 2: class ng:Country"},
		"class_that_is_text":    {`<state/KR> <rdf:type> "State" .`, "line 2: class"},
		"own_document":          {`<state/KR> <ng:memberOf> <org/osce> <doc/mine> .`, "line 2: label doc/mine"},
		"change_of_vocabulary":  {`<ng:State> <rdfs:label> "x" .`, "line 2: ng:State"},
		"date_that_is_none":     {`<event/x> <ng:startDate> "2019-13-01"^^<xsd:date> .`, "line 2: literal"},
		"syntax":                {`<state/KR> <ng:memberOf> <org/osce>`, "line 2, column"},
	} {
		t.Run(name, func(t *testing.T) {
			f := imports.Folder(filepath.Join(t.TempDir(), "imports"))
			_, err := f.Prepare(t.Context(), strings.NewReader(full(t, "# a comment\n"+c.line+"\n")), options(t, "a"))
			if err == nil || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if list, err := f.List(); err != nil || list != nil {
				t.Errorf("the folder holds %v, %v", list, err)
			}
		})
	}
}

func TestAllProblemsAreListedUpToABound(t *testing.T) {
	doc := strings.Repeat(full(t, `<state/KR> <ng:memberOf> "x" .`)+"\n", 30)
	_, err := imports.Folder(t.TempDir()).Prepare(t.Context(), strings.NewReader(doc), options(t, "a"))
	var ps *imports.Problems
	if !errors.As(err, &ps) || len(ps.List) != 20 || ps.More != 10 || ps.List[19].Line != 20 {
		t.Errorf("error %v", err)
	}
}

func TestOneLabelForAllQuads(t *testing.T) {
	f := imports.Folder(t.TempDir())
	opts := options(t, "a")
	opts.Label = "http://a.example/mine"
	doc := full(t, "<state/KR> <ng:memberOf> <org/osce> <doc/mine> .\n<state/KR> <ng:memberOf> <org/osce> <graph/derived> .")
	p, err := f.Prepare(t.Context(), strings.NewReader(doc), opts)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close()
	if _, err := p.Keep(); err != nil {
		t.Fatal(err)
	}
	if want := full(t, "<state/KR> <ng:memberOf> <org/osce> <http://a.example/mine> .\n"); lines(t, f) != want {
		t.Errorf("got %s", lines(t, f))
	}
	for _, l := range []quad.IRI{schema.DefaultBase + "doc/mine", schema.DefaultBase + "graph/derived", "ng:x"} {
		opts.Label = l
		if _, err := f.Prepare(t.Context(), strings.NewReader(""), opts); err == nil {
			t.Errorf("label %s is taken", l)
		}
	}
}

func TestANewImportTakesThePlaceOfAnOldOneOfItsName(t *testing.T) {
	f := imports.Folder(t.TempDir())
	add(t, f, "a", `<state/KR> <http://a.example/p> "old" .`)
	add(t, f, "b", `<state/PL> <http://a.example/p> "other" .`)
	last := add(t, f, "a", `<state/KR> <http://a.example/p> "new" .`)
	got := lines(t, f)
	if strings.Contains(got, "old") || !strings.Contains(got, "new") || !strings.Contains(got, "other") {
		t.Errorf("got %s", got)
	}
	list, err := f.List()
	if err != nil || len(list) != 2 || list[0].Sum != last.Sum || list[1].Name != "b" {
		t.Errorf("list %v, %v", list, err)
	}
	if err := f.Remove("a"); err != nil || f.Has("a") || !f.Has("b") {
		t.Errorf("remove: %v", err)
	}
}

func TestQuadsOfSeveralImportsAreMergedInOrder(t *testing.T) {
	f := imports.Folder(t.TempDir())
	var want []quad.Quad
	for i, name := range []string{"a", "b", "c"} {
		var doc strings.Builder
		for j := range 10 {
			doc.WriteString("<http://a.example/" + string(rune('a'+(i*7+j*3)%13)) + "> <http://a.example/p> \"x\" <http://a.example/g> .\n")
		}
		add(t, f, name, doc.String())
		for q := range nquads.Read(strings.NewReader(doc.String())) {
			want = append(want, q)
		}
	}
	var b []byte
	for _, q := range nquads.Sort(want) {
		b = nquads.AppendQuad(b, q)
	}
	if diff := cmp.Diff(string(b), lines(t, f)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCompressedFilesAreUnpacked(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(full(t, `<state/KR> <http://a.example/p> "x" .`)))
	z.Close()
	p, err := imports.Folder(t.TempDir()).Prepare(t.Context(), &b, options(t, "a"))
	if err != nil || p.Quads != 1 {
		t.Fatalf("%v, %v", p, err)
	}
	p.Close()
}

func TestADamagedFileIsAnError(t *testing.T) {
	f := imports.Folder(t.TempDir())
	i := add(t, f, "a", `<state/KR> <http://a.example/p> "x" .`)
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte("<http://a.example/s> <http://a.example/p> \"y\" <http://a.example/g> .\n"))
	z.Close()
	if err := os.WriteFile(filepath.Join(string(f), "a."+i.Sum+".nq.gz"), b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var err error
	for _, err = range f.Quads(t.Context()) {
	}
	if err == nil || !strings.Contains(err.Error(), "damaged") {
		t.Errorf("error %v", err)
	}
}

func TestAmongTellsImportedQuadsFromOthers(t *testing.T) {
	f := imports.Folder(t.TempDir())
	add(t, f, "a", `<state/KR> <http://a.example/p> "imported" <http://a.example/g> .`)
	all := full(t, "<state/KR> <http://a.example/p> \"another\" <http://a.example/g> .\n<state/KR> <http://a.example/p> \"imported\" <http://a.example/g> .\n<state/KR> <http://a.example/p> \"read\" <http://a.example/g> .\n")
	var got []bool
	err := f.Among(t.Context(), nquads.Read(strings.NewReader(all)), func(_ quad.Quad, imported bool) { got = append(got, imported) })
	if want := []bool{false, true, false}; err != nil || !slices.Equal(want, got) {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestAStoppedImportLeavesNothing(t *testing.T) {
	f := imports.Folder(filepath.Join(t.TempDir(), "imports"))
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := f.Prepare(ctx, strings.NewReader(full(t, `<state/KR> <http://a.example/p> "x" .`)), options(t, "a")); err == nil {
		t.Error("no error")
	}
	if list, err := f.List(); list != nil || err != nil {
		t.Errorf("list %v, %v", list, err)
	}
}

func TestNamesThatCannotBeFilesAreRefused(t *testing.T) {
	for _, name := range []string{"", "..", "a/b", "a b", "é"} {
		if _, err := imports.Folder(t.TempDir()).Prepare(t.Context(), strings.NewReader(""), options(t, name)); err == nil {
			t.Errorf("name %q is taken", name)
		}
	}
}
