package main

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/read/pdf"
	"github.com/normgraph/normgraph/schema"
)

// printed are the documents of the corpus that the test prints: prose, points,
// headings, a table, a programme.
var printed = []string{
	"06-oewg-consensus.txt", "14-cri-first-readout.txt", "21-seoul-programme-2019.txt", "22-danube-assembly-resolution.txt", "24-mexico-spain-joint-statement.txt",
}

// onPaper writes a document as a word processor would: title, headings, lists,
// tables, paragraphs.
func onPaper(doc *extract.Document, open func(kind extract.BlockKind, level int, marker, text string)) {
	for _, b := range doc.Blocks {
		if b.Kind == extract.Chrome {
			continue // no part of what a person would print
		}
		open(b.Kind, b.Level, b.Marker, doc.Text[b.Span.Start:b.Span.End])
	}
}

// asHTML is the document for a browser to print, on pages so low that there are
// ten of them.
func asHTML(doc *extract.Document) string {
	var out strings.Builder
	out.WriteString(`<meta charset="utf-8"><style>@page { size: 148mm 75mm; margin: 15mm; @top-center { content: 'For the use of delegations'; font-size: 8pt } @bottom-center { content: counter(page); font-size: 8pt } } body { font: 10pt/1.4 "DejaVu Serif", serif } h1, h2, h3, td { break-inside: avoid } td { border: 1px solid; padding: 2px }</style>`)
	list, table := "", false
	onPaper(doc, func(kind extract.BlockKind, level int, marker, text string) {
		want := ""
		if kind == extract.ListItem {
			want = "ul"
		}
		if list != want && list != "" {
			out.WriteString("</ul>")
		}
		if list != want && want != "" {
			out.WriteString("<ul style='list-style: none'>")
		}
		list = want
		if table && kind != extract.TableRow {
			out.WriteString("</table>")
			table = false
		}
		e := html.EscapeString(text)
		switch kind {
		case extract.Heading:
			fmt.Fprintf(&out, "<h%d>%s</h%d>", max(level, 1), e, max(level, 1))
		case extract.ListItem:
			m := marker
			if m == "-" || m == "*" {
				m = "•"
			}
			fmt.Fprintf(&out, "<li>%s %s</li>", html.EscapeString(m), e)
		case extract.TableRow:
			if !table {
				out.WriteString("<table>")
				table = true
			}
			out.WriteString("<tr><td>" + strings.ReplaceAll(e, " | ", "</td><td>") + "</td></tr>")
		default:
			fmt.Fprintf(&out, "<p>%s</p>", strings.TrimSpace(html.EscapeString(marker)+" "+e))
		}
	})
	return out.String()
}

// asWord is the document as a word processor stores it.
func asWord(t *testing.T, doc *extract.Document) []byte {
	t.Helper()
	var body strings.Builder
	esc := func(s string) string { return html.EscapeString(s) }
	row := false
	onPaper(doc, func(kind extract.BlockKind, level int, marker, text string) {
		if row && kind != extract.TableRow {
			body.WriteString("</w:tbl>")
			row = false
		}
		switch kind {
		case extract.Heading:
			style := fmt.Sprintf("Heading%d", max(level, 1))
			if level == 1 {
				style = "Title"
			}
			fmt.Fprintf(&body, `<w:p><w:pPr><w:pStyle w:val="%s"/></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, style, esc(text))
		case extract.ListItem:
			if marker == "-" || marker == "*" || marker == "•" {
				fmt.Fprintf(&body, `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>%s</w:t></w:r></w:p>`, esc(text))
			} else {
				fmt.Fprintf(&body, `<w:p><w:r><w:t xml:space="preserve">%s %s</w:t></w:r></w:p>`, esc(marker), esc(text))
			}
		case extract.TableRow:
			if !row {
				body.WriteString("<w:tbl>")
				row = true
			}
			body.WriteString("<w:tr>")
			for c := range strings.SplitSeq(text, " | ") {
				fmt.Fprintf(&body, "<w:tc><w:p><w:r><w:t>%s</w:t></w:r></w:p></w:tc>", esc(c))
			}
			body.WriteString("</w:tr>")
		default:
			fmt.Fprintf(&body, `<w:p><w:r><w:t>%s</w:t></w:r></w:p>`, esc(strings.TrimSpace(marker+" "+text)))
		}
	})
	if row {
		body.WriteString("</w:tbl>")
	}
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, f := range [][2]string{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`},
		{"word/document.xml", `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` + body.String() + `</w:body></w:document>`},
		{"word/numbering.xml", `<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="` + "\uf0b7" + `"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num></w:numbering>`},
	} {
		w, err := z.Create(f[0])
		if err == nil {
			_, err = w.Write([]byte(f[1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// printer prints HTML to PDF with a browser; nil where there is none.
func printer(t *testing.T) func(text string) []byte {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			program = p
			break
		}
	}
	if program == "" {
		t.Skip("no browser to print with")
	}
	return func(text string) []byte {
		dir := t.TempDir()
		in, out := filepath.Join(dir, "x.html"), filepath.Join(dir, "x.pdf")
		if err := os.WriteFile(in, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		c := exec.CommandContext(ctx, program, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--user-data-dir="+filepath.Join(dir, "profile"), "--no-pdf-header-footer", "--print-to-pdf="+out, "file://"+in)
		if said, err := c.CombinedOutput(); err != nil {
			t.Fatalf("print: %v\n%s", err, said)
		}
		b, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
}

// coreClaims are the claims of a document that count in the figures, by the names of
// their ends.
func coreClaims(w *corpus.World, doc *extract.Document) []string {
	a := w.Pipeline.Analyse(doc)
	name := func(i int) string {
		if i < 0 {
			return "the document"
		}
		if k := a.Entities[i].Key; k != "" {
			return k
		}
		return a.Entities[i].Label
	}
	var out []string
	for _, c := range a.Claims {
		if c.Derived || c.Predicate == schema.Title || c.Predicate == schema.DocType {
			continue
		}
		object := c.Literal.Value
		if c.Object >= 0 {
			object = name(c.Object)
		}
		out = append(out, fmt.Sprintf("%s | %s | %s | %s", name(c.Subject), c.Predicate, object, c.Status))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// A document printed on ten pages, and one stored by a word processor, give the
// claims of its text.
func TestPaperSaysWhatTheTextSays(t *testing.T) {
	w, err := corpus.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	reader := pdf.New(pdf.Options{Workers: 1})
	defer reader.Close()
	toPDF := printer(t)
	dir := filepath.Join("..", "..", "testdata", "corpus")
	all, found, longest := 0, map[string]int{}, 0
	for _, name := range printed {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		doc, err := read.Document(name, raw, read.Options{})
		if err != nil {
			t.Fatal(err)
		}
		want := coreClaims(w, doc)
		all += len(want)
		stem := strings.TrimSuffix(name, filepath.Ext(name))
		for file, raw := range map[string][]byte{stem + ".pdf": toPDF(asHTML(doc)), stem + ".docx": asWord(t, doc)} {
			doc, err := read.Document(file, raw, read.Options{PDF: reader})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range doc.Parts {
				if n, ok := strings.CutPrefix(p.Name, "page "); ok {
					page, _ := strconv.Atoi(n)
					longest = max(longest, page)
				}
			}
			got := coreClaims(w, doc)
			for _, c := range want {
				if slices.Contains(got, c) {
					found[filepath.Ext(file)]++
				} else {
					t.Logf("%s: missing %s", file, c)
				}
			}
			for _, c := range got {
				if !slices.Contains(want, c) {
					t.Logf("%s: more %s", file, c)
				}
			}
		}
	}
	if longest < 10 {
		t.Errorf("the longest file has %d pages", longest)
	}
	// A line's end inside a sentence costs a claim now and then.
	for ext, least := range map[string]float64{".pdf": 0.97, ".docx": 0.995} {
		if share := float64(found[ext]) / float64(all); share < least {
			t.Errorf("%s: %d of %d claims", ext, found[ext], all)
		}
	}
	t.Logf("%d claims, found in %v", all, found)
}
