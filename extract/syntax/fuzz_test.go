package syntax

import (
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/text"
)

// FuzzExtract checks that any text gets one tree a sentence: a head for each
// token, one root, no circle.
func FuzzExtract(f *testing.F) {
	for _, s := range []string{
		"Ministers of the two sides met, and agreed to meet again.", "((((", "a\u0301 \u202e 외교부 's ' \" — ...", "I. II. III. IV) (v) - , ; the the of of",
	} {
		f.Add(s)
	}
	seg, err := text.New()
	if err != nil {
		f.Fatal(err)
	}
	p, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 4000 {
			return
		}
		a := &extract.Analysis{Doc: &extract.Document{Text: s, Blocks: []extract.Block{{Span: extract.Span{End: len(s)}}}}}
		seg.Extract(a)
		p.Extract(a)
		for _, sent := range a.Sentences {
			roots := 0
			for i, tok := range sent.Tokens {
				if tok.UPOS == "" || tok.Head == i || tok.Head < -1 || tok.Head >= len(sent.Tokens) {
					t.Fatalf("token %d of %q: part of speech %q, head %d", i, a.Text(sent.Span), tok.UPOS, tok.Head)
				}
				if tok.Head == -1 {
					roots++
				}
				for n, h := 0, i; h >= 0; h = sent.Tokens[h].Head {
					if n++; n > len(sent.Tokens) {
						t.Fatalf("a circle through token %d of %q", i, a.Text(sent.Span))
					}
				}
			}
			if roots != 1 && sent.Tokens[0].Rel != "" {
				t.Fatalf("%d roots in %q", roots, a.Text(sent.Span))
			}
		}
	})
}
