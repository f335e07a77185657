package text

import (
	"io/fs"

	"github.com/normgraph/normgraph/extract"
)

// A Segmenter finds the sentences and tokens of a document. It is safe for use
// by many goroutines.
type Segmenter struct{ x *lexicon }

// New gives a Segmenter with the word lists that come with the program.
func New() (*Segmenter, error) {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
}

// Load gives a Segmenter with the word lists in fsys: abbreviations.tsv,
// prefixes.tsv and starters.tsv.
func Load(fsys fs.FS) (*Segmenter, error) {
	x, err := loadLexicon(fsys)
	if err != nil {
		return nil, err
	}
	return &Segmenter{x}, nil
}

// Extract fills a.Sentences from the blocks that hold prose: paragraphs,
// headings, list items, table rows, quotes and captions. The cells of a table
// row, which " | " parts, are sentences of their own; the bar is in none. Of the
// tokens only Span is set, and Head to -1.
func (g *Segmenter) Extract(a *extract.Analysis) {
	a.Sentences = a.Sentences[:0]
	for i, b := range a.Doc.Blocks {
		if a.Stopped() {
			return
		}
		switch b.Kind {
		case extract.Byline, extract.MetaLine, extract.Chrome:
			continue
		case extract.TableRow:
			text := a.Doc.Text
			at := b.Span.Start
			for k := at; k+3 <= b.Span.End; k++ {
				if text[k:k+3] == " | " {
					a.Sentences = g.sentences(a.Sentences, text, extract.Span{Start: at, End: k}, i)
					at = k + 3
					k += 2
				}
			}
			a.Sentences = g.sentences(a.Sentences, text, extract.Span{Start: at, End: b.Span.End}, i)
		default:
			a.Sentences = g.sentences(a.Sentences, a.Doc.Text, b.Span, i)
		}
	}
}

// Sentences cuts a text of its own, taken as one paragraph.
func (g *Segmenter) Sentences(text string) []extract.Sentence {
	return g.sentences(nil, text, extract.Span{Start: 0, End: len(text)}, 0)
}

func (g *Segmenter) sentences(out []extract.Sentence, text string, span extract.Span, block int) []extract.Sentence {
	toks := g.x.tokenize(text, span.Start, span.End, nil)
	all := make([]extract.Token, len(toks))
	for i, t := range toks {
		all[i] = extract.Token{Span: extract.Span{Start: t.start, End: t.end}, Head: -1}
	}
	from := 0
	for _, end := range g.x.bounds(text, toks) {
		s := all[from:end:end]
		out = append(out, extract.Sentence{
			Span:   extract.Span{Start: s[0].Span.Start, End: s[len(s)-1].Span.End},
			Block:  block,
			Tokens: s,
		})
		from = end
	}
	return out
}
