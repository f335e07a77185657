package read

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html"
)

// checkLaws fails the test where a document breaks what its type promises.
// Bytes that run in step must be equal where the file is UTF-8.
func checkLaws(t *testing.T, doc *extract.Document, inUTF8 bool) {
	t.Helper()
	if !utf8.ValidString(doc.Text) {
		t.Errorf("text is not UTF-8")
	}
	at := 0
	for i, b := range doc.Blocks {
		if b.Span.Start != at || b.Span.End <= b.Span.Start || b.Span.End >= len(doc.Text) || doc.Text[b.Span.End] != '\n' {
			t.Fatalf("block %d %v does not follow %d in a text of %d bytes", i, b.Span, at, len(doc.Text))
		}
		s := doc.Text[b.Span.Start:b.Span.End]
		if strings.ContainsAny(s, "\n\t\r") || strings.TrimSpace(s) != s || strings.Contains(s, "  ") {
			t.Errorf("block %d has white space that was not normalised: %q", i, s)
		}
		at = b.Span.End + 1
	}
	if at != len(doc.Text) {
		t.Errorf("text goes on after the last block")
	}
	last := 0
	for i := 0; i < len(doc.Text); i++ {
		if !utf8.RuneStart(doc.Text[i]) {
			continue
		}
		_, n := utf8.DecodeRuneInString(doc.Text[i:])
		s := doc.RawSpan(extract.Span{Start: i, End: i + n})
		if s.Start < last || s.End < s.Start || s.End > len(doc.Raw) {
			t.Fatalf("text byte %d comes from raw %v, the one before from %d, file has %d bytes", i, s, last, len(doc.Raw))
		}
		last = s.Start
	}
	if inUTF8 {
		checkSteps(t, doc)
	}
	m := doc.Meta
	for _, v := range append([]extract.MetaValue{m.Title, m.PublishedOn, m.DeliveredOn, m.Publisher, m.Speaker}, m.Authors...) {
		if v.Raw.Start < 0 || v.Raw.End < v.Raw.Start || v.Raw.End > len(doc.Raw) {
			t.Errorf("metadata %q has raw span %v in a file of %d bytes", v.Value, v.Raw, len(doc.Raw))
		}
		if v.Value != "" && v.Raw.Len() == 0 {
			t.Errorf("metadata %q has no words", v.Value)
		}
	}
}

func checkSteps(t *testing.T, doc *extract.Document) {
	t.Helper()
	for i, o := range doc.Offsets {
		end := len(doc.Text)
		if i+1 < len(doc.Offsets) {
			end = doc.Offsets[i+1].Text
		}
		if o.Text >= end {
			t.Fatalf("offset %d is not before the next", i)
		}
		text := doc.Text[o.Text:end]
		if o.Scale == 1 {
			raw := string(doc.Raw[o.Raw : o.Raw+len(text)])
			for k := range len(text) {
				if text[k] != raw[k] && !(text[k] == ' ' && raw[k] <= ' ' || raw[k] == 0x7f) {
					t.Fatalf("text %q is raw %q", text, raw)
				}
			}
			continue
		}
		raw := string(doc.Raw[o.Raw:o.RawEnd])
		if text == "\n" || text == "\uFFFD" || strings.TrimSpace(text) == "|" || text == " " {
			continue
		}
		if !strings.Contains(html.UnescapeString(raw), text) {
			t.Fatalf("text %q stands for raw %q", text, raw)
		}
	}
}

func mustRead(t *testing.T, name, raw string) *extract.Document {
	t.Helper()
	doc, err := Document(name, []byte(raw), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, doc, utf8.ValidString(raw))
	return doc
}

// layout writes a document's blocks, one a line: kind, marker, text.
func layout(doc *extract.Document) string {
	names := [...]string{"p", "h", "li", "row", "quote", "caption", "byline", "meta", "chrome"}
	var out strings.Builder
	for _, b := range doc.Blocks {
		out.WriteString(names[b.Kind])
		if b.Level > 0 {
			out.WriteByte('0' + byte(b.Level))
		}
		if b.Marker != "" {
			out.WriteString(" [" + b.Marker + "]")
		}
		out.WriteString(" " + doc.Text[b.Span.Start:b.Span.End] + "\n")
	}
	return out.String()
}

func wantLayout(t *testing.T, doc *extract.Document, want string) {
	t.Helper()
	if got := layout(doc); strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("layout is\n%s\nwant\n%s", got, want)
	}
}
