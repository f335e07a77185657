package read

import (
	"bytes"
	"strconv"
	"strings"
	"unicode"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxDepth bounds the stack of open elements. Deeper ones are read as if they
// were not there; browsers stop at 512, too.
const maxDepth = 512

// A node is a block-level element of the page.
type node struct {
	parent int
	tag    atom.Atom
	role   role // of its class, id or role attribute
	chrome bool // an element or class of navigation
	weak   bool // chrome by its class only
	good   int  // bytes of running text in it, filled in by findMain
	pieces int  // blocks of running text in it
	prose  int  // as good, chrome included
	text   int  // bytes of all its text that is no chrome
	links  int  // bytes of it within links
}

// An open is an element whose end has not been seen.
type open struct {
	tag    atom.Atom
	node   int
	kind   extract.BlockKind
	level  int
	depth  int // of lists
	count  int // items so far of an ordered list, -1 of another
	chrome bool
	marker string
	row    int // index of the row's first block, for tr
}

// htmlReader turns the tokens of a page into blocks. It keeps a stack of
// block-level elements only; inline elements change nothing but links and bold.
type htmlReader struct {
	p     *page
	w     writer
	nodes []node
	stack []open
	cells []int // cell of each block in p.blocks
	cell  int
	soft  []bool // whether each block follows a line break within its element
	brk   bool   // a line break came last
	link  bool
	bold  int
	skip  atom.Atom // element whose content is not read
	deep  int       // elements of that name open in it
	json  bool      // in a script of JSON-LD
	over  int       // open elements beyond maxDepth
	title bool
}

// readHTML reads the page's text as HTML.
func (p *page) readHTML() {
	p.markup = true
	r := &htmlReader{p: p, nodes: []node{{parent: -1}}, stack: []open{{tag: 0, count: -1}}}
	z := html.NewTokenizer(bytes.NewReader(p.text))
	for pos := 0; ; {
		kind := z.Next()
		from := pos
		pos += len(z.Raw())
		if kind == html.ErrorToken {
			break
		}
		switch kind {
		case html.TextToken:
			r.addText(from, pos)
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			r.start(atom.Lookup(name), from, pos, kind == html.SelfClosingTagToken)
		case html.EndTagToken:
			name, _ := z.TagName()
			r.end(atom.Lookup(name))
		}
	}
	r.flush()
	for len(r.stack) > 1 {
		r.pop()
	}
	r.joinWrapped()
	p.findMain(r.nodes)
	p.markNumbered()
	p.markLines()
}

// blockLevel holds the elements that begin and end a block of text.
func blockLevel(a atom.Atom) bool {
	switch a {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Button, atom.Caption, atom.Center, atom.Dd,
		atom.Details, atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer,
		atom.Form, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html,
		atom.Label, atom.Legend, atom.Li, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.P, atom.Pre, atom.Section, atom.Summary,
		atom.Table, atom.Tbody, atom.Td, atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul:
		return true
	}
	return false
}

// skipped holds the elements whose content is no text of the page.
func skipped(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Math, atom.Iframe, atom.Object, atom.Select,
		atom.Datalist, atom.Canvas, atom.Audio, atom.Video, atom.Map, atom.Textarea, atom.Applet, atom.Noframes, atom.Noembed:
		return true
	}
	return false
}

func (r *htmlReader) top() *open { return &r.stack[len(r.stack)-1] }

func (r *htmlReader) start(a atom.Atom, from, to int, closed bool) {
	if r.skip != 0 {
		if a == r.skip && !closed {
			r.deep++
		}
		return
	}
	attrs := attributes(r.p.text, from, to)
	switch {
	case a == atom.Meta:
		r.meta(attrs)
		return
	case a == atom.Title:
		r.title = !closed
		r.flush()
		return
	case skipped(a):
		if !closed {
			r.skip, r.deep = a, 1
			t, _ := attrs.get("type")
			r.json = a == atom.Script && strings.EqualFold(t.value, "application/ld+json")
		}
		return
	case a == atom.Br:
		r.flush()
		r.brk = true
		return
	case a == atom.A:
		_, r.link = attrs.get("href")
		return
	case a == atom.B || a == atom.Strong:
		r.bold++
		return
	case a == atom.Time:
		r.time(attrs)
		return
	case a == atom.Html:
		if l, ok := attrs.get("lang"); ok {
			r.p.fields = append(r.p.fields, field{"html:lang", l.value, l.from, l.to})
		}
	case a == atom.Link:
		if rel, _ := attrs.get("rel"); rel.value == "canonical" {
			if h, ok := attrs.get("href"); ok {
				r.p.fields = append(r.p.fields, field{"canonical", h.value, h.from, h.to})
			}
		}
		return
	}
	r.itemprop(attrs, a)
	if !blockLevel(a) {
		return
	}
	r.flush()
	r.brk = false
	r.implied(a)
	if a == atom.Hr || closed && a != atom.P && a != atom.Div {
		return
	}
	if len(r.stack) >= maxDepth {
		r.over++
		return
	}
	r.push(a, attrs)
}

// implied closes elements that the start of another ends.
func (r *htmlReader) implied(a atom.Atom) {
	if r.top().tag == atom.P {
		r.pop()
	}
	ends := func(stop []atom.Atom, tags ...atom.Atom) {
		for i := len(r.stack) - 1; i > 0; i-- {
			t := r.stack[i].tag
			for _, x := range tags {
				if t == x {
					r.popTo(i)
					return
				}
			}
			for _, x := range stop {
				if t == x {
					return
				}
			}
		}
	}
	switch a {
	case atom.Li:
		ends([]atom.Atom{atom.Ul, atom.Ol, atom.Menu, atom.Dir, atom.Table}, atom.Li)
	case atom.Dt, atom.Dd:
		ends([]atom.Atom{atom.Dl, atom.Table}, atom.Dt, atom.Dd)
	case atom.Td, atom.Th:
		ends([]atom.Atom{atom.Tr, atom.Table}, atom.Td, atom.Th)
	case atom.Tr:
		ends([]atom.Atom{atom.Table}, atom.Tr)
	}
}

func (r *htmlReader) push(a atom.Atom, attrs attrList) {
	parent := *r.top()
	n := node{parent: parent.node, tag: a}
	o := open{
		tag: a, node: len(r.nodes), kind: parent.kind, level: parent.level, depth: parent.depth, count: -1,
		chrome: parent.chrome, marker: parent.marker,
	}
	switch a {
	case atom.Nav, atom.Footer, atom.Aside, atom.Button, atom.Menu, atom.Dialog:
		n.chrome = true
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		o.kind, o.level = extract.Heading, int(a.String()[1]-'0')
	case atom.Ul, atom.Ol, atom.Dir:
		o.depth++
		if a == atom.Ol {
			o.count = 0
			if s, ok := attrs.get("start"); ok {
				o.count = max(atoi(s.value)-1, 0)
			}
		}
	case atom.Li:
		o.kind, o.level, o.marker = extract.ListItem, max(parent.depth, 1), "•"
		if list := r.list(); list != nil && list.count >= 0 {
			list.count++
			o.marker = strconv.Itoa(list.count) + "."
		}
	case atom.Dt, atom.Dd:
		o.kind, o.level = extract.Paragraph, 0
	case atom.Blockquote:
		o.kind = extract.Quote
	case atom.Figcaption, atom.Caption, atom.Figure:
		o.kind, o.level = extract.Caption, 0
	case atom.Tr:
		o.row = len(r.p.blocks)
	case atom.Td, atom.Th:
		r.cell++
	}
	n.role = r.classRole(attrs)
	switch n.role {
	case classChrome, classHidden:
		if a != atom.Body && a != atom.Html && a != atom.Main && a != atom.Article && !n.chrome {
			n.chrome, n.weak = true, true
		}
	case classByline:
		o.kind = extract.Byline
	case classCaption:
		o.kind = extract.Caption
	case classDate:
		o.kind = extract.MetaLine
	case classQuote:
		o.kind = extract.Quote
	}
	if hidden(attrs) {
		n.chrome, n.weak = true, false
	}
	o.chrome = o.chrome || n.chrome
	r.nodes = append(r.nodes, n)
	r.stack = append(r.stack, o)
}

// list is the innermost open list.
func (r *htmlReader) list() *open {
	for i := len(r.stack) - 1; i > 0; i-- {
		switch r.stack[i].tag {
		case atom.Ul, atom.Ol, atom.Dir, atom.Menu:
			return &r.stack[i]
		case atom.Table:
			return nil
		}
	}
	return nil
}

func hidden(attrs attrList) bool {
	if _, ok := attrs.get("hidden"); ok {
		return true
	}
	s, _ := attrs.get("style")
	style := strings.ReplaceAll(strings.ToLower(s.value), " ", "")
	return strings.Contains(style, "display:none") || strings.Contains(style, "visibility:hidden")
}

// classRole is the role of an element by its class, id and role attributes.
// Chrome is found in any part of a name; the other roles only in whole names.
func (r *htmlReader) classRole(attrs attrList) role {
	var found role
	for _, key := range [...]string{"role", "class", "id", "itemprop"} {
		a, ok := attrs.get(key)
		if !ok {
			continue
		}
		for name := range strings.FieldsSeq(a.value) {
			lower := strings.ToLower(name)
			whole := strings.NewReplacer("-", "", "_", "").Replace(lower)
			for _, w := range [...]string{lower, whole} {
				if got := r.p.lex.classes[w]; got != "" && (found == "" || got == classChrome) {
					found = got
				}
			}
			for _, part := range nameParts(name) {
				if got := r.p.lex.classes[part]; got == classChrome || got == classHidden {
					if found == "" {
						found = got
					}
				}
			}
		}
	}
	return found
}

// nameParts cuts a class name at hyphens, underscores and capitals.
func nameParts(s string) []string {
	var parts []string
	start := 0
	for i, c := range s {
		switch {
		case c == '-' || c == '_' || c == ':' || c == '/':
			parts = append(parts, strings.ToLower(s[start:i]))
			start = i + 1
		case unicode.IsUpper(c) && i > start && unicode.IsLower(rune(s[i-1])):
			parts = append(parts, strings.ToLower(s[start:i]))
			start = i
		}
	}
	return append(parts, strings.ToLower(s[min(start, len(s)):]))
}

func (r *htmlReader) end(a atom.Atom) {
	if r.skip != 0 {
		if a == r.skip {
			if r.deep--; r.deep == 0 {
				r.skip, r.json = 0, false
			}
		}
		return
	}
	switch a {
	case atom.A:
		r.link = false
		return
	case atom.B, atom.Strong:
		r.bold = max(r.bold-1, 0)
		return
	case atom.Title:
		r.title = false
		r.w = writer{}
		return
	}
	if !blockLevel(a) {
		return
	}
	r.flush()
	r.brk, r.bold = false, 0
	if r.over > 0 {
		r.over--
		return
	}
	for i := len(r.stack) - 1; i > 0; i-- {
		t := r.stack[i].tag
		if t == a {
			r.popTo(i)
			return
		}
		// A stray end tag does not close a table or the page from within a cell.
		if (t == atom.Td || t == atom.Th) && a != atom.Tr && a != atom.Table && a != atom.Tbody {
			return
		}
	}
}

func (r *htmlReader) popTo(i int) {
	for len(r.stack) > i {
		r.pop()
	}
}

func (r *htmlReader) pop() {
	o := *r.top()
	r.stack = r.stack[:len(r.stack)-1]
	if o.tag == atom.Tr {
		r.joinRow(o.row)
	}
}

// rowMax bounds the cells and the text of a row of data. A row with more, or
// with several paragraphs in a cell, is a table that lays out the page.
const (
	rowMaxCells = 64
	rowMaxText  = 1200
)

// joinRow makes one block of the cells of a row, if it is one of data.
func (r *htmlReader) joinRow(from int) {
	row := r.p.blocks[from:]
	if len(row) < 2 || len(row) > rowMaxCells {
		return
	}
	size := 0
	for i, b := range row {
		size += len(b.text)
		if i > 0 && r.cells[from+i] == r.cells[from+i-1] || b.kind == extract.TableRow || size > rowMaxText {
			return
		}
	}
	joined := row[0]
	for _, b := range row[1:] {
		joined = joinWith(joined, b, " | ")
	}
	if joined.kind != extract.Chrome {
		joined.kind, joined.level, joined.marker = extract.TableRow, 0, ""
	}
	r.p.blocks = append(r.p.blocks[:from], joined)
	r.cells = r.cells[:from+1]
	r.soft = r.soft[:from+1]
}

// addText adds a text token with its entities.
func (r *htmlReader) addText(from, to int) {
	text := r.p.text
	if r.skip != 0 {
		if r.json {
			r.p.jsonLD(from, to)
		}
		return
	}
	before := len(r.w.buf)
	start := from
	for i := from; i < to; i++ {
		if text[i] == '\n' && r.top().tag == atom.Pre {
			r.w.add(text, start, i)
			r.flush()
			r.brk, start, before = true, i+1, 0
			continue
		}
		if text[i] != '&' {
			continue
		}
		end := entityEnd(text, i, to)
		if end == 0 {
			continue
		}
		s := html.UnescapeString(string(text[i:end]))
		if s == string(text[i:end]) {
			continue
		}
		r.w.add(text, start, i)
		r.w.mapped(strings.ToValidUTF8(s, "\uFFFD"), i, end)
		i, start = end-1, end
	}
	r.w.add(text, start, to)
	n := max(len(r.w.buf)-before, 0)
	if r.link {
		r.w.links += n
	}
	if r.bold > 0 {
		r.w.bold += n
	} else {
		r.w.plain += n
	}
	if r.title && !r.w.empty() {
		b := r.w.take()
		r.p.fields = append(r.p.fields, field{"title", b.text, b.from, b.to})
	}
}

// entityEnd is the end of the entity that begins at i, or 0.
func entityEnd(text []byte, i, to int) int {
	j := i + 1
	for j < to && j-i < 40 && (text[j] == '#' || text[j] >= '0' && text[j] <= '9' || text[j] >= 'a' && text[j] <= 'z' || text[j] >= 'A' && text[j] <= 'Z') {
		j++
	}
	if j == i+1 {
		return 0
	}
	if j < to && text[j] == ';' {
		return j + 1
	}
	return j
}

// flush ends the block being written.
func (r *htmlReader) flush() {
	if r.w.empty() {
		r.w = writer{buf: r.w.buf[:0]}
		return
	}
	b := r.w.take()
	o := r.top()
	b.kind, b.level, b.node, b.blank = o.kind, o.level, o.node, 1
	if o.kind == extract.ListItem {
		b.marker = o.marker
		for i := len(r.stack) - 1; i > 0; i-- { // later paragraphs of the item have no marker
			r.stack[i].marker = ""
			if r.stack[i].tag == atom.Li {
				break
			}
		}
	}
	b.fixed = o.kind != extract.Paragraph
	if n := markerLen(b.text); n > 0 && o.kind == extract.Paragraph && b.links*2 < len(b.text) { // typed by hand
		marker := strings.TrimSpace(b.text[:n])
		b = b.cut(n, len(b.text))
		b.kind, b.level, b.marker, b.fixed = extract.ListItem, 1, marker, true
	}
	if o.chrome {
		b.kind, b.marker, b.fixed = extract.Chrome, "", true
	}
	r.p.blocks = append(r.p.blocks, b)
	r.cells = append(r.cells, r.cell)
	r.soft = append(r.soft, r.brk)
	r.brk = false
}

// joinWrapped joins lines that a page breaks in the middle of a sentence.
func (r *htmlReader) joinWrapped() {
	out := r.p.blocks[:0]
	for i, b := range r.p.blocks {
		if n := len(out); n > 0 && r.soft[i] && out[n-1].node == b.node && brokenOff(out[n-1].text, b.text) {
			out[n-1] = join(out[n-1], b)
			continue
		}
		out = append(out, b)
	}
	r.p.blocks = out
}

// brokenOff reports whether a line goes on in the next: it is as long as a line
// of a paragraph and the next begins in lower case.
func brokenOff(line, next string) bool {
	return columns(line) >= 60 && !endsSentence(line) && startsLower(next) && !strings.HasSuffix(line, ":") && !strings.HasSuffix(line, ";")
}
