package syntax

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

//go:embed model.bin
var embedded []byte

var shared = sync.OnceValues(func() (*model.Model, error) { return load(embedded) })

func load(data []byte) (*model.Model, error) { return model.Decode(data) }

// A Parser tags and parses sentences. It is safe for use by many goroutines.
type Parser struct {
	m    *model.Model
	pool sync.Pool // of *model.Runner
}

// New gives a parser with the model that comes with the program.
func New() (*Parser, error) {
	m, err := shared()
	if err != nil {
		return nil, err
	}
	return newParser(m), nil
}

func newParser(m *model.Model) *Parser {
	p := &Parser{m: m}
	p.pool.New = func() any { return model.NewRunner(m) }
	return p
}

// MaxTokens is the length up to which a sentence is parsed as a whole. A longer
// one is cut, if possible after a semicolon or another mark, and the parts hang
// on the root of the first by the relation "parataxis".
const MaxTokens = 160

// Extract fills Lemma, UPOS, XPOS, Head and Rel of every token of a.Sentences.
func (p *Parser) Extract(a *extract.Analysis) {
	r := p.pool.Get().(*model.Runner)
	defer p.pool.Put(r)
	var forms []string
	for i := range a.Sentences {
		if a.Stopped() {
			return
		}
		toks := a.Sentences[i].Tokens
		forms = forms[:0]
		for _, t := range toks {
			forms = append(forms, a.Doc.Text[t.Span.Start:t.Span.End])
		}
		p.sentence(r, forms, toks)
	}
}

// Parse analyses the tokens of one sentence of text.
func (p *Parser) Parse(text string, s *extract.Sentence) {
	r := p.pool.Get().(*model.Runner)
	defer p.pool.Put(r)
	forms := make([]string, len(s.Tokens))
	for i, t := range s.Tokens {
		forms[i] = text[t.Span.Start:t.Span.End]
	}
	p.sentence(r, forms, s.Tokens)
}

func (p *Parser) sentence(r *model.Runner, forms []string, toks []extract.Token) {
	first := -1 // root of the first part
	for from := 0; from < len(forms); {
		to := cut(forms, from)
		part := toks[from:to]
		r.Tag(forms[from:to])
		r.Parse()
		for i := range part {
			t, tag := &part[i], p.m.Tags[r.Attrs[i].Tag]
			t.UPOS, t.XPOS = tag.UPOS, tag.XPOS
			t.Lemma = lemma(p.m, forms[from+i], tag)
			t.Head, t.Rel = from+int(r.State.Head[i]), p.m.Labels[r.State.Label[i]]
			if int(r.State.Head[i]) == len(part) {
				t.Head, t.Rel = first, "parataxis"
				if first < 0 {
					t.Rel, first = "root", from+i
				}
			}
		}
		repair(part, from)
		from = to
	}
}

// cut is where the part of a sentence that begins at from ends: at the end of
// the sentence, or after the last mark that leaves no more than MaxTokens.
func cut(forms []string, from int) int {
	if len(forms)-from <= MaxTokens {
		return len(forms)
	}
	for _, marks := range []string{";", ":,", ""} {
		for i := from + MaxTokens; i > from+MaxTokens/2; i-- {
			if marks == "" || len(forms[i-1]) == 1 && strings.Contains(marks, forms[i-1]) {
				return i
			}
		}
	}
	return from + MaxTokens
}

// Format prints a sentence of text, a line for each token with tabs between:
// number, form, lemma, UPOS, XPOS, number of the head (0 for the root),
// relation.
func Format(text string, s *extract.Sentence) string {
	var b strings.Builder
	for i, t := range s.Tokens {
		fmt.Fprintf(&b, "%d\t%s\t%s\t%s\t%s\t%d\t%s\n", i+1, text[t.Span.Start:t.Span.End], t.Lemma, t.UPOS, t.XPOS, t.Head+1, t.Rel)
	}
	return b.String()
}
