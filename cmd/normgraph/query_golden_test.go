package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

var pin = flag.Bool("pin", false, "take the claims behind the golden answers anew from testdata/corpus")

// What the golden answers rest on: claims of testdata/corpus as they were
// extracted once, and what the graph knew besides of the things in them. Better
// extraction does not change these answers; -pin takes the claims anew.
const (
	pinnedClaims     = "../../testdata/golden/claims.jsonl"
	pinnedBackground = "../../testdata/golden/background.nq"
	goldenQuestions  = "../../testdata/golden/questions"

	// Claims on an invented meeting, for questions that the corpus gives no
	// answer to; a file of answers says in its first line that it asks these.
	madeUp   = "../../testdata/golden/made-up"
	ofMadeUp = "asked of made-up\n"
)

// Each named question, asked of the pinned claims, has the answers of
// testdata/golden/questions, which a person has held against the documents.
// -update rewrites them; a remark after a row ("# …") stays with it.
func TestQuestionsHaveTheirReviewedAnswers(t *testing.T) {
	if *pin {
		pinClaims(t)
	}
	graphs := map[bool]*query.Graph{
		false: pinnedGraph(t, pinnedClaims, pinnedBackground),
		true:  pinnedGraph(t, madeUp+".jsonl", madeUp+".nq"),
	}
	var a app
	qs, err := a.questions(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range qs.List() {
		t.Run(q.Name, func(t *testing.T) {
			file := filepath.Join(goldenQuestions, q.Name+".txt")
			old, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := answersTo(t, graphs[strings.HasPrefix(string(old), ofMadeUp)], &q, string(old))
			if !hasRow(got) {
				t.Error("nothing of what is asked has an answer")
			}
			if got == string(old) {
				return
			}
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			t.Errorf("got\n%s\nwant\n%s", got, old)
		})
	}
}

// What the golden answers say of the main things holds on fresh extractions too.
func TestMainAnswersHoldOnFreshExtractions(t *testing.T) {
	b, err := os.ReadFile(goldenQuestions + "/holds.tsv")
	if err != nil {
		t.Fatal(err)
	}
	dirs := map[string]func(*testing.T) string{
		"corpus":    func(*testing.T) string { return "../../testdata/corpus" },
		"documents": func(t *testing.T) string { return shared(t, "documents") },
	}
	lines := map[string][][]string{}
	for line := range strings.Lines(string(b)) {
		f := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") {
			continue
		}
		if len(f) != 4 || dirs[f[0]] == nil {
			t.Fatalf("holds.tsv: bad line %q", line)
		}
		lines[f[0]] = append(lines[f[0]], f[1:])
	}
	for name, rows := range lines {
		t.Run(name, func(t *testing.T) {
			a := &app{db: filepath.Join(t.TempDir(), "fresh.db"), stdout: io.Discard, stderr: os.Stderr}
			if code := run(t.Context(), []string{"build", "-q", "--db", a.db, dirs[name](t)}, nil, io.Discard, os.Stderr); code != exitOK {
				t.Fatalf("build ended with %d", code)
			}
			s, err := a.open()
			if err != nil {
				t.Fatal(err)
			}
			defer s.Close()
			qs, err := a.questions(nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range rows {
				q, err := qs.Find(r[0])
				if err != nil {
					t.Fatal(err)
				}
				got := answersTo(t, s.graph, q, "> "+r[1])
				want, absent := strings.CutPrefix(r[2], "!")
				if strings.Contains(got, "\n"+want) == absent {
					t.Errorf("%s %s: want %q in\n%s", r[0], r[1], r[2], got)
				}
			}
		})
	}
}

// hasRow reports whether a golden file holds a row: a line after a question and
// its columns.
func hasRow(file string) bool {
	for part := range strings.SplitSeq("\n"+file, "\n> ") {
		if strings.Count(strings.TrimSpace(part), "\n") > 1 {
			return true
		}
	}
	return false
}

// answersTo asks what a golden file asks, "> value, name=value", and writes
// the file with the answers.
func answersTo(t *testing.T, g *query.Graph, q *query.Question, file string) string {
	t.Helper()
	head, rest, _ := strings.Cut("\n"+file, "\n> ")
	out := strings.TrimPrefix(head, "\n")
	if out != "" {
		out += "\n"
	}
	for _, part := range strings.Split(rest, "\n> ") {
		asked, lines, _ := strings.Cut(part, "\n")
		remarks := map[string]string{}
		for line := range strings.Lines(lines) {
			if row, remark, ok := strings.Cut(strings.TrimRight(line, "\n"), "  # "); ok {
				remarks[row] = remark
			}
		}
		pos, named := goldenArguments(asked)
		args, err := q.Arguments(pos, named)
		if err != nil {
			t.Fatal(err)
		}
		got, err := g.Ask(t.Context(), q, args, query.Options{})
		if err != nil {
			t.Fatal(err)
		}
		out += "> " + asked + "\n" + strings.Join(got.Columns, " | ") + "\n"
		for _, r := range got.Rows {
			row := rowText(r)
			if remark, ok := remarks[row]; ok {
				row += "  # " + remark
			}
			out += row + "\n"
		}
		out += "\n"
	}
	return strings.TrimRight(out, "\n") + "\n"
}

func goldenArguments(s string) (pos []string, named map[string]string) {
	named = map[string]string{}
	for a := range strings.SplitSeq(s, ", ") {
		if k, v, ok := strings.Cut(a, "="); ok {
			named[k] = v
		} else if a != "" {
			pos = append(pos, a)
		}
	}
	return pos, named
}

// rowText is a row with entities by id.
func rowText(r query.Row) string {
	cells := make([]string, len(r.Cells))
	for i, c := range r.Cells {
		var vs []string
		for _, x := range c {
			vs = append(vs, strings.Join(strings.Fields(ifSet(x.ID, x.Label)), " "))
		}
		slices.Sort(vs)
		cells[i] = strings.Join(vs, "; ")
	}
	return strings.TrimRight(strings.Join(cells, " | "), " ")
}

func ifSet(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// pinnedGraph makes a graph of pinned claims and what is known besides.
func pinnedGraph(t *testing.T, claims, background string) *query.Graph {
	t.Helper()
	defs, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	var all []quad.Quad
	if all, err = pinnedQuads(defs, claims, background); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "graph")
	seq := func(yield func(quad.Quad, error) bool) {
		for _, q := range all {
			if !yield(q, nil) {
				return
			}
		}
	}
	if err := snapshot.Build(t.Context(), name, seq, snapshot.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := snapshot.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return query.New(s, query.NewVocabulary(schema.Names{}, defs))
}

func pinnedQuads(defs *schema.Vocabulary, claims, background string) ([]quad.Quad, error) {
	f, err := os.Open(background)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var all []quad.Quad
	docs := map[string]*resolve.Document{} // by path
	of := map[quad.Value]*resolve.Document{}
	doc := func(v quad.Value) *resolve.Document {
		if of[v] == nil {
			of[v] = &resolve.Document{}
		}
		return of[v]
	}
	for q, err := range nquads.Read(f) {
		if err != nil {
			return nil, err
		}
		all = append(all, q)
		text := literal(q.Object)
		switch q.Predicate {
		case schema.PredicateIRI(schema.Path):
			d := doc(q.Subject)
			d.Path, d.ID = text, strings.TrimPrefix(string(q.Subject.(quad.IRI)), schema.DefaultBase+"doc/")
			docs[text] = d
		case schema.RDFSLabel:
			doc(q.Subject).Meta.Title = text
		case schema.PredicateIRI(schema.SHA256):
			doc(q.Subject).SHA256 = text
		}
	}
	b, err := os.ReadFile(claims)
	if err != nil {
		return nil, err
	}
	by := map[string][]quads.Claim{}
	var paths []string
	for dec := json.NewDecoder(bytes.NewReader(b)); ; {
		var c quads.Claim
		if err := dec.Decode(&c); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return nil, err
		}
		if by[c.Document] == nil {
			paths = append(paths, c.Document)
		}
		by[c.Document] = append(by[c.Document], c)
	}
	builder := &quads.Builder{Vocabulary: defs}
	for _, p := range paths {
		if docs[p] == nil {
			return nil, fmt.Errorf("%s does not describe document %s", background, p)
		}
		err := builder.Document(docs[p], by[p], func(q quad.Quad) error { all = append(all, q); return nil })
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

func literal(v quad.Value) string {
	if s, ok := quad.NativeOf(v).(string); ok {
		return s
	}
	return ""
}

// pinClaims extracts testdata/corpus and keeps its claims, and of the graph's
// other quads those on things that the claims name or that are above these.
func pinClaims(t *testing.T) {
	corpus := []string{"../../testdata/corpus"}
	db := filepath.Join(t.TempDir(), "pin.db")
	var claims, graph bytes.Buffer
	for _, c := range []struct {
		args []string
		out  io.Writer
	}{
		{append([]string{"extract", "-q", "--format", "jsonl"}, corpus...), &claims},
		{append([]string{"build", "-q", "--db", db}, corpus...), io.Discard},
		{[]string{"export", "-q", "--db", db}, &graph},
	} {
		if code := run(context.Background(), c.args, nil, c.out, os.Stderr); code != exitOK {
			t.Fatalf("%v ended with %d", c.args, code)
		}
	}
	if err := os.WriteFile(pinnedClaims, claims.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	var all []quad.Quad
	wanted := map[quad.Value]bool{}
	isDoc := func(v quad.Value) bool { return strings.HasPrefix(iriText(v), schema.DefaultBase+"doc/") }
	for q, err := range nquads.Read(&graph) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, q)
		switch q.Predicate {
		case schema.PredicateIRI(schema.ClaimSubject), schema.PredicateIRI(schema.ClaimObject), schema.PredicateIRI(schema.AttributedTo):
			wanted[q.Object] = true
		}
	}
	above := func(q quad.Quad) bool {
		return iriText(q.Label) == schema.DefaultBase+quads.VocabularyGraph && wanted[q.Subject] &&
			strings.HasPrefix(iriText(q.Object), schema.DefaultBase)
	}
	for n := -1; n != len(wanted); {
		n = len(wanted)
		for _, q := range all {
			if above(q) {
				wanted[q.Object] = true
			}
		}
	}
	var kept []quad.Quad
	for _, q := range all {
		label := strings.TrimPrefix(iriText(q.Label), schema.DefaultBase)
		switch {
		case label == quads.VocabularyGraph || label == quads.IdentityGraph:
			if wanted[q.Subject] {
				kept = append(kept, q)
			}
		case q.Predicate == schema.PredicateIRI(schema.SortDate),
			isDoc(q.Subject) && (q.Predicate == schema.PredicateIRI(schema.Path) || q.Predicate == schema.RDFSLabel ||
				q.Predicate == schema.RDFType || q.Predicate == schema.PredicateIRI(schema.SHA256)):
			kept = append(kept, q)
		}
	}
	var out bytes.Buffer
	seq := func(yield func(quad.Quad, error) bool) {
		for _, q := range kept {
			if !yield(q, nil) {
				return
			}
		}
	}
	if err := nquads.Write(context.Background(), &out, seq); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pinnedBackground, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

func iriText(v quad.Value) string {
	iri, _ := v.(quad.IRI)
	return string(iri)
}
