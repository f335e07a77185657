package read

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
)

// archive makes a ZIP file of name and content pairs.
func archive(t *testing.T, files ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

const wordBody = `<?xml version="1.0"?><w:document xmlns:w="x"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Statement of the five states</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">Lugano, </w:t></w:r><w:r><w:t>16 March 2022</w:t></w:r></w:p>
<w:p><w:r><w:t>The ministers of the five states on the lake met in the town hall &amp; agreed on the draft.</w:t></w:r><w:del><w:r><w:delText>No.</w:delText></w:r></w:del></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>First point</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Under it</w:t></w:r></w:p>
<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Second point</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>State</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Minister</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><w:r><w:t>Your Excellency,</w:t><w:br/><w:t>Ladies and Gentlemen,</w:t></w:r></w:p>
</w:body></w:document>`

func TestWordDocument(t *testing.T) {
	raw := archive(t,
		"word/document.xml", wordBody,
		"word/numbering.xml", `<w:numbering xmlns:w="x"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>`,
		"docProps/core.xml", `<cp:coreProperties xmlns:dc="d"><dc:title>Statement of the five states</dc:title><dc:creator>typist</dc:creator></cp:coreProperties>`)
	doc, err := Document("a.docx", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, doc, true)
	wantLayout(t, doc, `
meta Title: Statement of the five states
h1 Statement of the five states
p Lugano, 16 March 2022
p The ministers of the five states on the lake met in the town hall & agreed on the draft.
li1 [1.] First point
li2 [(a)] Under it
li1 [2.] Second point
row State | Minister
p Your Excellency,
p Ladies and Gentlemen,`)
	if !doc.Derived || doc.Meta.PublishedOn.Value != "2022-03-16" {
		t.Errorf("derived %v, meta %+v", doc.Derived, doc.Meta)
	}
	at := strings.Index(doc.Text, "First point")
	if got := doc.PartAt(doc.RawSpan(extract.Span{Start: at, End: at + 5}).Start); got != "paragraph 4" {
		t.Errorf("the first point is in %q", got)
	}
}

func TestOpenDocument(t *testing.T) {
	raw := archive(t, "META-INF/manifest.xml", "<m/>", "content.xml", `<office:document-content><office:body><office:text>
<text:h text:outline-level="1">Statement of the five states</text:h>
<text:p>The ministers of the<text:s text:c="2"/>five states<text:note><text:p>a note</text:p></text:note> met.<text:line-break/>They agreed.</text:p>
<text:list><text:list-item><text:p>First point</text:p><text:list><text:list-item><text:p>Under it</text:p></text:list-item></text:list></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>State</text:p></table:table-cell><table:table-cell><text:p>Minister</text:p></table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>`)
	doc, err := Document("a.odt", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, doc, true)
	wantLayout(t, doc, `
h1 Statement of the five states
p The ministers of the five states met.
p They agreed.
li1 [•] First point
li2 [•] Under it
row State | Minister`)
}

func TestOfficeRefusals(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"no_document_in_it", archive(t, "a.txt", "text"), ErrBinary},
		{"bomb", archive(t, "word/document.xml", "<w:document><w:body><w:p><w:r><w:t>"+strings.Repeat("a", 3<<20)+"</w:t>"), ErrTooLarge},
		{"deep", archive(t, "word/document.xml", strings.Repeat("<w:p>", 5000)), ErrUnsupported},
		{"no_words", archive(t, "word/document.xml", "<w:document/>"), ErrEmpty},
		{"cut_off", archive(t, "word/document.xml", wordBody)[:400], ErrBinary},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Document("a.docx", c.raw, Options{MaxSize: 1 << 20}); !errors.Is(err, c.want) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
		})
	}
}
