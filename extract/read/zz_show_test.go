package read

import (
	"fmt"
	"os"
	"testing"
)

func TestShow(t *testing.T) {
	for _, f := range []string{os.Getenv("SHOW")} {
		if f == "" {
			t.Skip()
		}
		raw, _ := os.ReadFile(f)
		doc, err := Document(f, raw, Options{})
		if err != nil {
			t.Fatal(err)
		}
		kinds := []string{"Para", "Head", "Item", "Row", "Quote", "Caption", "Byline", "Meta", "Chrome"}
		for _, b := range doc.Blocks {
			s := doc.Text[b.Span.Start:b.Span.End]
			if len(s) > 110 {
				s = s[:100] + "…"
			}
			fmt.Printf("%-7s %d %-5s %s\n", kinds[b.Kind], b.Level, b.Marker, s)
		}
		m := doc.Meta
		fmt.Printf("TITLE %v\nPUB %v\nDELIV %v\nPUBLISHER %v\nAUTH %v\nSPK %v\nLANG %v GENRE %v\n", m.Title, m.PublishedOn, m.DeliveredOn, m.Publisher, m.Authors, m.Speaker, m.Language, m.Genre)
	}
}
