package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// Limits of office files, which are archives: a bomb unpacks to thousands of
// times its size.
const (
	maxOfficeFiles = 10000
	maxOfficeDepth = 400 // open elements
)

// readOffice reads DOCX and ODT, which are archives of XML. ok is false for
// any other archive.
func readOffice(name string, raw []byte, opt Options, lex *Lexicon) (doc *extract.Document, ok bool, err error) {
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, true, fmt.Errorf("%w: broken archive: %v", ErrBinary, err)
	}
	if len(z.File) > maxOfficeFiles {
		return nil, false, nil
	}
	files := map[string]*zip.File{}
	for _, f := range z.File {
		files[f.Name] = f
	}
	d := &derived{limit: opt.maxSize()}
	var body xmlBody
	switch {
	case files["word/document.xml"] != nil:
		w := &wordReader{d: d}
		if f := files["word/numbering.xml"]; f != nil {
			if err := readXML(f, opt, w.numbering); err != nil {
				return nil, true, err
			}
		}
		body = xmlBody{files["word/document.xml"], w.token, w.finish}
		if f := files["docProps/core.xml"]; f != nil {
			err = d.properties(f, opt)
		}
	case files["content.xml"] != nil && files["META-INF/manifest.xml"] != nil:
		o := &odtReader{d: d}
		body = xmlBody{files["content.xml"], o.token, func() error { return nil }}
		if f := files["meta.xml"]; f != nil {
			err = d.properties(f, opt)
		}
	default:
		return nil, false, nil
	}
	if err != nil {
		return nil, true, err
	}
	if err := readXML(body.file, opt, body.token); err != nil {
		return nil, true, err
	}
	if err := body.finish(); err != nil {
		return nil, true, err
	}
	doc, err = d.document(name, lex)
	return doc, true, err
}

type xmlBody struct {
	file   *zip.File
	token  func(xml.Token) error
	finish func() error
}

// readXML feeds the tokens of an XML file to a function, within the limits.
func readXML(f *zip.File, opt Options, token func(xml.Token) error) error {
	r, err := f.Open()
	if err != nil {
		return fmt.Errorf("%w: %s: %v", ErrBinary, f.Name, err)
	}
	defer r.Close()
	limited := &io.LimitedReader{R: r, N: 8 * opt.maxSize()} // markup is several times the text
	dec := xml.NewDecoder(limited)
	dec.Strict = false
	dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
	depth := 0
	for {
		t, err := dec.RawToken()
		if limited.N <= 0 {
			return fmt.Errorf("%w: %s unpacks to more than %d bytes", ErrTooLarge, f.Name, 8*opt.maxSize())
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w: %s: %v", ErrBinary, f.Name, err)
		}
		switch t.(type) {
		case xml.StartElement:
			if depth++; depth > maxOfficeDepth {
				return fmt.Errorf("%w: %s: elements nested more than %d deep", ErrUnsupported, f.Name, maxOfficeDepth)
			}
		case xml.EndElement:
			depth--
		}
		if err := token(t); err != nil {
			return err
		}
	}
}

func xmlAttr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// properties reads the title that the file's own metadata states. Creator and
// dates there are those of the typist and are left out.
func (d *derived) properties(f *zip.File, opt Options) error {
	in := ""
	values := map[string]string{}
	err := readXML(f, opt, func(t xml.Token) error {
		switch t := t.(type) {
		case xml.StartElement:
			in = t.Name.Local
		case xml.EndElement:
			in = ""
		case xml.CharData:
			if in == "title" || in == "publisher" {
				values[in] += string(t)
			}
		}
		return nil
	})
	if err != nil {
		return nil // broken metadata is no reason to refuse the text
	}
	if s := values["title"]; len(s) < 300 && len(strings.Fields(s)) > 2 && !strings.HasPrefix(s, "Microsoft Word") {
		if err := d.field("title", "Title", s); err != nil {
			return err
		}
	}
	return d.field("publisher", "Publisher", values["publisher"])
}

// wordReader reads the body of a DOCX file.
type wordReader struct {
	d       *derived
	text    strings.Builder
	style   string
	num     string
	depth   int // of the list
	inText  bool
	skip    int // open elements whose text is not of the body
	rows    []wordRow
	paras   int
	formats map[string][]numberFormat // of an abstract list, by depth
	lists   map[string]string         // number to abstract list
	counts  map[string]*[9]int
	// while reading numbering.xml
	abstract, list string
	level          int
}

type wordRow struct{ cells []string }

type numberFormat struct {
	format, text string
	start        int
}

// numbering reads numbering.xml.
func (w *wordReader) numbering(t xml.Token) error {
	e, ok := t.(xml.StartElement)
	if !ok {
		return nil
	}
	if w.formats == nil {
		w.formats, w.lists, w.counts = map[string][]numberFormat{}, map[string]string{}, map[string]*[9]int{}
	}
	val := xmlAttr(e, "val")
	current := func() *numberFormat {
		l := w.formats[w.abstract]
		if w.level < len(l) {
			return &l[w.level]
		}
		return nil
	}
	switch e.Name.Local {
	case "abstractNum":
		w.abstract, w.list = xmlAttr(e, "abstractNumId"), ""
		w.formats[w.abstract] = make([]numberFormat, 9)
	case "lvl":
		w.level = max(atoi(xmlAttr(e, "ilvl")), 0)
	case "numFmt":
		if f := current(); f != nil {
			f.format = val
		}
	case "lvlText":
		if f := current(); f != nil {
			f.text = val
		}
	case "start":
		if f := current(); f != nil {
			f.start = max(atoi(val), 0)
		}
	case "num":
		w.list = xmlAttr(e, "numId")
	case "abstractNumId":
		if w.list != "" {
			w.lists[w.list] = val
		}
	}
	return nil
}

// marker is the label of the next item of the current list.
func (w *wordReader) marker() string {
	formats := w.formats[w.lists[w.num]]
	if w.depth >= len(formats) || formats[w.depth].format == "" || formats[w.depth].format == "bullet" {
		return "•"
	}
	c := w.counts[w.num]
	if c == nil {
		c = &[9]int{}
		w.counts[w.num] = c
	}
	c[w.depth]++
	for i := w.depth + 1; i < len(c); i++ {
		c[i] = 0
	}
	label := formats[w.depth].text
	for i := range formats {
		n := max(c[i], 1) + max(formats[i].start, 1) - 1
		label = strings.ReplaceAll(label, "%"+strconv.Itoa(i+1), formatNumber(n, formats[i].format))
	}
	return label
}

// formatNumber writes n in a numbering format of the standard.
func formatNumber(n int, format string) string {
	switch format {
	case "lowerLetter", "upperLetter":
		s := string(rune('a' + (n-1)%26))
		if format == "upperLetter" {
			s = strings.ToUpper(s)
		}
		return s
	case "lowerRoman", "upperRoman":
		s := ""
		for _, r := range [...]struct {
			n int
			s string
		}{{100, "c"}, {90, "xc"}, {50, "l"}, {40, "xl"}, {10, "x"}, {9, "ix"}, {5, "v"}, {4, "iv"}, {1, "i"}} {
			for n >= r.n && len(s) < 20 {
				s, n = s+r.s, n-r.n
			}
		}
		if format == "upperRoman" {
			s = strings.ToUpper(s)
		}
		return s
	}
	return strconv.Itoa(n)
}

// token reads a token of document.xml.
func (w *wordReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if w.skip > 0 {
			w.skip++
			return nil
		}
		switch t.Name.Local {
		case "Fallback", "del", "moveFrom", "instrText", "footnoteReference", "annotation", "comment": // a second copy, or deleted
			w.skip = 1
		case "p":
			if t.Name.Space != "w" {
				break
			}
			w.style, w.num, w.depth = "", "", 0
		case "pStyle":
			w.style = xmlAttr(t, "val")
		case "numId":
			if v := xmlAttr(t, "val"); v != "0" {
				w.num = v
			}
		case "ilvl":
			w.depth = min(max(atoi(xmlAttr(t, "val")), 0), 8)
		case "t":
			w.inText = true
		case "tab":
			w.text.WriteByte('\t')
		case "br", "cr":
			w.text.WriteByte('\n')
		case "noBreakHyphen":
			w.text.WriteByte('-')
		case "tr":
			w.rows = append(w.rows, wordRow{})
		case "tc":
			if n := len(w.rows); n > 0 {
				w.rows[n-1].cells = append(w.rows[n-1].cells, "")
			}
		}
	case xml.CharData:
		if w.inText && w.skip == 0 {
			w.text.Write(t)
		}
	case xml.EndElement:
		if w.skip > 0 {
			w.skip--
			return nil
		}
		switch t.Name.Local {
		case "t":
			w.inText = false
		case "p":
			if t.Name.Space == "w" {
				return w.paragraph()
			}
		case "tr":
			return w.row()
		}
	}
	if int64(w.text.Len()) > w.d.limit {
		return fmt.Errorf("%w: a paragraph of more than %d bytes", ErrTooLarge, w.d.limit)
	}
	return nil
}

// paragraph ends a paragraph: in a table it goes to the cell.
func (w *wordReader) paragraph() error {
	text := w.text.String()
	w.text.Reset()
	if n := len(w.rows); n > 0 {
		if k := len(w.rows[n-1].cells); k > 0 {
			cell := &w.rows[n-1].cells[k-1]
			*cell = strings.TrimSpace(*cell + " " + text)
		}
		return nil
	}
	w.paras++
	if strings.TrimSpace(text) == "" {
		return nil
	}
	w.d.part("paragraph " + strconv.Itoa(w.paras))
	b := derivedBlock{}
	style := strings.ToLower(w.style)
	switch {
	case style == "title":
		b.kind, b.level, b.fixed = extract.Heading, 1, true
	case strings.HasPrefix(style, "heading"), strings.HasPrefix(style, "berschrift"), strings.HasPrefix(style, "titre"):
		b.kind, b.level, b.fixed = extract.Heading, max(atoi(style[len(style)-1:]), 1), true
	case style == "caption":
		b.kind, b.fixed = extract.Caption, true
	case strings.HasSuffix(style, "quote"):
		b.kind, b.fixed = extract.Quote, true
	case w.num != "":
		b.kind, b.level, b.marker, b.fixed = extract.ListItem, w.depth+1, w.marker(), true
	}
	for _, line := range strings.Split(text, "\n") {
		if n := markerLen(strings.TrimLeft(line, " \t")); n > 0 && b.marker == "" && !b.fixed { // typed by hand
			line = strings.TrimLeft(line, " \t")
			b := derivedBlock{kind: extract.ListItem, level: 1, marker: strings.TrimSpace(line[:n]), fixed: true}
			if err := w.d.add(line[n:], b); err != nil {
				return err
			}
			continue
		}
		if err := w.d.add(line, b); err != nil {
			return err
		}
		b.marker = ""
	}
	return nil
}

// row ends a row of a table. A row in a cell goes to the row around it.
func (w *wordReader) row() error {
	n := len(w.rows)
	if n == 0 {
		return nil
	}
	var cells []string
	for _, c := range w.rows[n-1].cells {
		if c = strings.Join(strings.Fields(c), " "); c != "" {
			cells = append(cells, c)
		}
	}
	w.rows = w.rows[:n-1]
	text := strings.Join(cells, " | ")
	if n > 1 {
		if k := len(w.rows[n-2].cells); k > 0 {
			cell := &w.rows[n-2].cells[k-1]
			*cell = strings.TrimSpace(*cell + " " + text)
		}
		return nil
	}
	w.paras++
	w.d.part("paragraph " + strconv.Itoa(w.paras))
	kind := extract.TableRow
	if len(cells) == 1 {
		kind = extract.Paragraph
	}
	return w.d.add(text, derivedBlock{kind: kind, fixed: kind == extract.TableRow})
}

func (w *wordReader) finish() error { return w.paragraph() }

// odtReader reads the body of an ODT file.
type odtReader struct {
	d     *derived
	text  strings.Builder
	level int // of the heading being read
	lists int
	first bool // the next paragraph is the first of its item
	open  int  // open paragraphs
	skip  int
	cells []string
	row   bool
	paras int
}

func (o *odtReader) token(t xml.Token) error {
	switch t := t.(type) {
	case xml.StartElement:
		if o.skip > 0 {
			o.skip++
			return nil
		}
		switch t.Name.Local {
		case "note", "annotation", "tracked-changes", "forms", "sequence-decls", "automatic-styles", "font-face-decls":
			o.skip = 1
		case "p", "h":
			if o.open == 0 {
				o.level = 0
				if t.Name.Local == "h" {
					o.level = max(atoi(xmlAttr(t, "outline-level")), 1)
				}
			}
			o.open++
		case "s":
			n := min(max(atoi(xmlAttr(t, "c")), 1), 80)
			o.text.WriteString(strings.Repeat(" ", n))
		case "tab":
			o.text.WriteByte('\t')
		case "line-break":
			o.text.WriteByte('\n')
		case "list":
			o.lists++
		case "list-item":
			o.first = true
		case "table-row":
			o.row, o.cells = true, nil
		case "table-cell":
			o.cells = append(o.cells, "")
		}
	case xml.CharData:
		if o.open > 0 && o.skip == 0 {
			o.text.Write(t)
		}
	case xml.EndElement:
		if o.skip > 0 {
			o.skip--
			return nil
		}
		switch t.Name.Local {
		case "p", "h":
			if o.open--; o.open <= 0 {
				o.open = 0
				return o.paragraph()
			}
		case "list":
			o.lists = max(o.lists-1, 0)
		case "table-row":
			o.row = false
			var cells []string
			for _, c := range o.cells {
				if c != "" {
					cells = append(cells, c)
				}
			}
			o.paras++
			o.d.part("paragraph " + strconv.Itoa(o.paras))
			kind := extract.TableRow
			if len(cells) == 1 {
				kind = extract.Paragraph
			}
			return o.d.add(strings.Join(cells, " | "), derivedBlock{kind: kind, fixed: kind == extract.TableRow})
		}
	}
	if int64(o.text.Len()) > o.d.limit {
		return fmt.Errorf("%w: a paragraph of more than %d bytes", ErrTooLarge, o.d.limit)
	}
	return nil
}

func (o *odtReader) paragraph() error {
	text := o.text.String()
	o.text.Reset()
	if o.row && len(o.cells) > 0 {
		cell := &o.cells[len(o.cells)-1]
		*cell = strings.TrimSpace(*cell + " " + strings.Join(strings.Fields(text), " "))
		return nil
	}
	o.paras++
	if strings.TrimSpace(text) == "" {
		return nil
	}
	o.d.part("paragraph " + strconv.Itoa(o.paras))
	b := derivedBlock{}
	switch {
	case o.level > 0:
		b.kind, b.level, b.fixed = extract.Heading, o.level, true
	case o.lists > 0:
		b.kind, b.level, b.fixed = extract.ListItem, o.lists, true
		if o.first {
			b.marker = "•"
		}
		o.first = false
	}
	for _, line := range strings.Split(text, "\n") {
		if err := o.d.add(line, b); err != nil {
			return err
		}
		b.marker = ""
	}
	return nil
}
