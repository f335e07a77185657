package pipeline_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/rules"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

func load(tb testing.TB) *pipeline.Pipeline {
	tb.Helper()
	g, err := gazetteer.Default()
	if err != nil {
		tb.Fatal(err)
	}
	cat, err := norm.Load(data.Norms)
	if err != nil {
		tb.Fatal(err)
	}
	events, err := fs.Sub(data.Events, "event")
	if err != nil {
		tb.Fatal(err)
	}
	set, err := rule.Load(rules.FS)
	if err != nil {
		tb.Fatal(err)
	}
	p, err := pipeline.Default(pipeline.Data{Gazetteer: g, Catalogue: cat, Events: events, Rules: set})
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// documents reads the documents of a folder.
func documents(tb testing.TB, dir string) []*extract.Document {
	tb.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		tb.Fatalf("no documents in %s (%v)", dir, err)
	}
	var docs []*extract.Document
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			tb.Fatal(err)
		}
		doc, err := read.Document(f, raw, read.Options{})
		if err != nil {
			tb.Fatal(err)
		}
		docs = append(docs, doc)
	}
	return docs
}

const corpus = "../../testdata/corpus"

func TestLawsOfAnalysis(t *testing.T) {
	p := load(t)
	for _, doc := range documents(t, corpus) {
		checkLaws(t, p.Analyse(doc))
	}
}

// checkLaws checks the laws of every analysis: spans lie in the text on rune
// boundaries, indices in range, each claim has evidence that equals the file's
// bytes.
func checkLaws(t *testing.T, a *extract.Analysis) {
	t.Helper()
	doc := a.Doc
	inText := func(what string, s extract.Span) {
		if s.Start < 0 || s.End > len(doc.Text) || s.Start > s.End {
			t.Fatalf("%s: %s %v is outside of the text", doc.Path, what, s)
		}
		if !utf8.ValidString(doc.Text[s.Start:s.End]) {
			t.Errorf("%s: %s %q cuts a character", doc.Path, what, doc.Text[s.Start:s.End])
		}
	}
	for _, m := range a.Mentions {
		inText("mention", m.Span)
		if m.Entity < 0 || m.Entity >= len(a.Entities) {
			t.Errorf("%s: mention %q has no entity", doc.Path, a.Text(m.Span))
		}
	}
	for _, c := range a.Claims {
		for _, s := range c.Evidence {
			inText("evidence", s)
		}
		if len(c.Evidence)+len(c.RawEvidence) == 0 {
			t.Errorf("%s: claim by %s has no evidence", doc.Path, c.Rule)
		}
		if c.Confidence <= 0 || c.Confidence > 1 {
			t.Errorf("%s: claim by %s has confidence %v", doc.Path, c.Rule, c.Confidence)
		}
	}
	for _, c := range resolve.FromAnalysis(a).Claims {
		for _, e := range c.Evidence {
			// Of a file that is not UTF-8 the words as read are given.
			if e.Start >= e.End || e.End > len(doc.Raw) || string(doc.Raw[e.Start:e.End]) != e.Exact && (utf8.Valid(doc.Raw) || !utf8.ValidString(e.Exact)) {
				t.Errorf("%s: evidence %d..%d of %s is not the file's bytes", doc.Path, e.Start, e.End, c.Rule)
			} else if line := 1 + bytes.Count(doc.Raw[:e.Start], []byte("\n")); line != e.Line {
				t.Errorf("%s: evidence at byte %d is said to be in line %d, is in %d", doc.Path, e.Start, e.Line, line)
			}
		}
	}
}

// The same document gives the same analysis, whatever ran before.
func TestAnalysisIsPure(t *testing.T) {
	p := load(t)
	docs := documents(t, corpus)
	print := func(a *extract.Analysis) string {
		b, err := json.Marshal(resolve.FromAnalysis(a))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	var first []string
	for _, doc := range docs {
		first = append(first, print(p.Analyse(doc)))
	}
	for i := len(docs) - 1; i >= 0; i-- {
		if got := print(p.Analyse(docs[i])); got != first[i] {
			t.Errorf("%s: another analysis the second time", docs[i].Path)
		}
	}
}

func TestAStepMustFindWhatItNeeds(t *testing.T) {
	_, err := pipeline.New([]pipeline.Step{{Name: "rule", Needs: []string{"parse"}}})
	if err == nil || !strings.Contains(err.Error(), "rule needs parse") {
		t.Errorf("New = %v, want an error that names step and need", err)
	}
}

// BenchmarkAnalyse is the extraction of the corpus from documents as read, on
// one core.
func BenchmarkAnalyse(b *testing.B) {
	p := load(b)
	docs := documents(b, corpus)
	words := 0
	b.ReportAllocs()
	for b.Loop() {
		words = 0
		for _, doc := range docs {
			for _, s := range p.Analyse(doc).Sentences {
				words += len(s.Tokens)
			}
		}
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
