package stance

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/normgraph/normgraph/extract"
)

// BenchmarkExtract runs the recogniser over one text of the development corpus,
// without the steps before it.
func BenchmarkExtract(b *testing.B) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "testdata", "corpus", "24-mexico-spain-joint-statement.txt"))
	if err != nil {
		b.Skip("the corpus is not there: ", err)
	}
	f, err := loadFixture()
	if err != nil {
		b.Fatal(err)
	}
	doc := &extract.Document{Text: string(raw), Raw: raw}
	for start := 0; start < len(raw); {
		end := start
		for end < len(raw) && raw[end] != '\n' {
			end++
		}
		if end > start {
			doc.Blocks = append(doc.Blocks, extract.Block{Span: extract.Span{Start: start, End: end}})
		}
		start = end + 1
	}
	parsed := &extract.Analysis{Doc: doc}
	f.segment.Extract(parsed)
	f.parse.Extract(parsed)
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		a := *parsed
		f.stance.Extract(&a)
	}
}
