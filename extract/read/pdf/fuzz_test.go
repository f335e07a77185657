package pdf

import (
	"testing"

	"github.com/normgraph/normgraph/extract/read"
)

// FuzzRead checks that a file is read or refused, whatever it holds.
func FuzzRead(f *testing.F) {
	whole := makePDF(column(72, 700, "Joint Statement", "Poland and Kenya co-hosted the meeting in Warsaw."), column(72, 700, "Page two (2)"))
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 99999999>>endobj\ntrailer<</Root 1 0 R>>"))
	r := New(Options{Workers: 1})
	// The first file takes seconds, in which an input would count as hanging.
	if _, err := read.Document("a.pdf", whole, read.Options{PDF: r}); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, err := read.Document("a.pdf", raw, read.Options{MaxSize: 1 << 20, PDF: r})
		if err != nil {
			return
		}
		for _, b := range doc.Blocks {
			if b.Span.Start < 0 || b.Span.End < b.Span.Start || b.Span.End > len(doc.Text) {
				t.Fatalf("block %v of %d bytes", b.Span, len(doc.Text))
			}
		}
	})
}
