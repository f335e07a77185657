package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/read"
)

// A line is a line of a test page: size 0 means 11 points, bold the second font.
type line struct {
	x, y float64
	text string
	size float64
	bold bool
}

// makePDF writes a file of pages in Helvetica.
func makePDF(pages ...[]line) []byte {
	var out bytes.Buffer
	var offs []int
	obj := func(s string) {
		offs = append(offs, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", len(offs), s)
	}
	out.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	obj("<< /Type /Catalog /Pages 2 0 R >>")
	obj(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(pages)))
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	obj("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>")
	for i, p := range pages {
		var text strings.Builder
		for _, l := range p {
			size, font := l.size, "F1"
			if size == 0 {
				size = 11
			}
			if l.bold {
				font = "F2"
			}
			s := strings.NewReplacer("\\", "\\\\", "(", "\\(", ")", "\\)").Replace(l.text)
			fmt.Fprintf(&text, "BT /%s %g Tf %g %g Td (%s) Tj ET\n", font, size, l.x, l.y, s)
		}
		obj(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>", 6+2*i))
		obj(fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", text.Len(), text.String()))
	}
	xref := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offs)+1)
	for _, o := range offs {
		fmt.Fprintf(&out, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&out, "trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offs)+1, xref)
	return out.Bytes()
}

// column sets lines of text under each other.
func column(x, y float64, texts ...string) []line {
	var lines []line
	for _, s := range texts {
		lines = append(lines, line{x: x, y: y, text: s})
		y -= 14
	}
	return lines
}

func blocks(doc *extract.Document) string {
	kinds := [...]string{"p", "h", "li", "row", "quote", "caption", "byline", "meta", "chrome"}
	var out strings.Builder
	for _, b := range doc.Blocks {
		fmt.Fprintf(&out, "%s%s %s\n", kinds[b.Kind], b.Marker, doc.Text[b.Span.Start:b.Span.End])
	}
	return out.String()
}

func TestPDF(t *testing.T) {
	reader := New(Options{})
	defer reader.Close()
	opt := read.Options{PDF: reader}

	t.Run("running_heads_hyphens_and_a_paragraph_across_pages", func(t *testing.T) {
		page1 := []line{{x: 72, y: 800, text: "Lake Commission - Record 12"}, {x: 72, y: 760, text: "Statement of the five states", size: 20, bold: true}}
		page1 = append(page1, column(72, 720,
			"The ministers of the five states on the lake met in the town hall of Lugano on the third of",
			"May and agreed on the draft that their experts had written over the winter, on the inter-",
			"national rules for boats, and on the budget.")...)
		page1 = append(page1, column(72, 660,
			"1. They call for more trade on the lakes and for fewer rules on the size of the boats that",
			"sail there.",
			"2. They thank the town, in which they hope to meet again, because the talks were held in a")...)
		page1 = append(page1, line{x: 290, y: 40, text: "1"})
		page2 := []line{{x: 72, y: 800, text: "Lake Commission - Record 12"}}
		page2 = append(page2, column(72, 760, "spirit of friendship.")...)
		page2 = append(page2, column(72, 720, "The next meeting will be held in Como.")...)
		page2 = append(page2, line{x: 290, y: 40, text: "2"})
		doc, err := read.Document("a.pdf", makePDF(page1, page2), opt)
		if err != nil {
			t.Fatal(err)
		}
		want := `h Statement of the five states
p The ministers of the five states on the lake met in the town hall of Lugano on the third of May and agreed on the draft that their experts had written over the winter, on the international rules for boats, and on the budget.
p1. They call for more trade on the lakes and for fewer rules on the size of the boats that sail there.
p2. They thank the town, in which they hope to meet again, because the talks were held in a spirit of friendship.
p The next meeting will be held in Como.
chrome Lake Commission - Record 12
`
		if got := blocks(doc); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
		for word, page := range map[string]string{"budget": "page 1", "friendship": "page 2", "Como": "page 2"} {
			at := strings.Index(doc.Text, word)
			if got := doc.PartAt(doc.RawSpan(extract.Span{Start: at, End: at + 1}).Start); got != page {
				t.Errorf("%s is on %q, want %q", word, got, page)
			}
		}
	})

	t.Run("two_columns", func(t *testing.T) {
		left := column(50, 700, "The ministers of the five states on", "the lake met in the town hall and", "agreed on the draft that their own", "experts had written over the long", "winter, and they thanked the town", "for the welcome that it gave them.")
		right := column(310, 700, "They called for more trade on the", "lakes and for fewer rules on the", "size of the boats that may sail on", "them, and they asked the experts", "to count the boats and the people", "who live by them on the shores.")
		var rows []line
		for i := range left {
			rows = append(rows, left[i], right[i])
		}
		doc, err := read.Document("a.pdf", makePDF(append([]line{{x: 50, y: 760, text: "Record of the meeting on the lake", size: 18}}, rows...)), opt)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(doc.Text, "agreed on the draft that their own experts had written") || !strings.Contains(doc.Text, "asked the experts to count the boats") {
			t.Errorf("text is\n%s", blocks(doc))
		}
	})

	t.Run("broken_and_empty", func(t *testing.T) {
		if _, err := read.Document("a.pdf", []byte("%PDF-1.4\nnothing of the kind"), opt); !errors.Is(err, read.ErrBinary) {
			t.Errorf("error is %v", err)
		}
		if _, err := read.Document("a.pdf", makePDF(nil), opt); !errors.Is(err, read.ErrEmpty) {
			t.Errorf("error is %v", err)
		}
		if _, err := read.Document("a.pdf", makePDF(nil), read.Options{}); !errors.Is(err, read.ErrUnsupported) {
			t.Errorf("error is %v", err)
		}
		whole := makePDF(column(50, 700, "The ministers of the five states on the lake met."))
		for cut := 0; cut < len(whole); cut += 97 {
			if _, err := read.Document("a.pdf", whole[:cut], opt); err != nil {
				var r *read.Refusal
				if !errors.As(err, &r) {
					t.Errorf("cut at %d: %v", cut, err)
				}
			}
		}
	})
}

func TestTimeLimit(t *testing.T) {
	reader := New(Options{})
	defer reader.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Nanosecond)
	defer cancel()
	if _, err := reader.Pages(ctx, makePDF(column(50, 700, "text"))); !errors.Is(err, read.ErrTooLarge) && !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("error is %v", err)
	}
	if _, err := reader.Pages(context.Background(), makePDF(column(50, 700, "text"))); err != nil {
		t.Errorf("after a timeout: %v", err)
	}
}
