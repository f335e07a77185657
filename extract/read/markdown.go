package read

import (
	"bytes"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html"
)

// A mdLine is a line of Markdown: text[from:to] without its line break.
type mdLine struct{ from, to int }

// markdownReader reads the block structure of CommonMark that documents use:
// headings, paragraphs, lists, quotes, tables, fenced code, front matter.
type markdownReader struct {
	p     *page
	para  []mdLine // lines of the paragraph being read
	kind  extract.BlockKind
	level int
	mark  string
}

// readMarkdown reads the page's text as Markdown.
func (p *page) readMarkdown() {
	p.markup = true
	r := &markdownReader{p: p}
	lines := mdLines(p.text)
	i := r.frontMatter(lines)
	fence := ""
	for ; i < len(lines); i++ {
		l := lines[i]
		s := string(p.text[l.from:l.to])
		trimmed := strings.TrimSpace(s)
		switch f := fenceMark(trimmed); {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, "`~") == "" {
				fence = ""
			} else if trimmed != "" {
				r.line(l, extract.Chrome) // code says nothing
			}
			continue
		case f != "":
			r.flush()
			fence = f
			continue
		}
		switch {
		case trimmed == "":
			r.flush()
			r.kind, r.level, r.mark = extract.Paragraph, 0, ""
		case rule(trimmed) && (len(r.para) == 0 || !strings.HasPrefix(trimmed, "-")):
			r.flush()
		case len(r.para) > 0 && r.kind == extract.Paragraph && underline(trimmed) > 0:
			r.kind, r.level = extract.Heading, underline(trimmed)
			r.flush()
			r.kind, r.level = extract.Paragraph, 0
		case atxLevel(trimmed) > 0:
			r.heading(l, atxLevel(trimmed))
		case strings.HasPrefix(trimmed, "|") || len(r.para) == 0 && i+1 < len(lines) && strings.Contains(s, "|") && tableRule(p.text, lines[i+1]):
			r.flush()
			i = r.table(lines, i)
		default:
			r.text(l)
		}
	}
	r.flush()
	p.markNumbered()
	p.markLines()
}

func mdLines(text []byte) []mdLine {
	var lines []mdLine
	for i := 0; i < len(text); {
		end := bytes.IndexByte(text[i:], '\n')
		if end < 0 {
			end = len(text)
		} else {
			end += i
		}
		to := end
		if to > i && text[to-1] == '\r' {
			to--
		}
		lines = append(lines, mdLine{i, to})
		i = end + 1
	}
	return lines
}

// frontMatter reads "key: value" lines between two rules at the top and
// returns the number of lines it took.
func (r *markdownReader) frontMatter(lines []mdLine) int {
	text := func(i int) string { return strings.TrimSpace(string(r.p.text[lines[i].from:lines[i].to])) }
	if len(lines) < 2 || text(0) != "---" && text(0) != "+++" {
		return 0
	}
	for end := 1; end < len(lines) && end < 200; end++ {
		if text(end) != text(0) && text(end) != "..." {
			continue
		}
		for i := 1; i < end; i++ {
			s := string(r.p.text[lines[i].from:lines[i].to])
			k := strings.IndexAny(s, ":=")
			if k <= 0 || s[0] == ' ' {
				continue
			}
			val := strings.Trim(s[k+1:], " \t\"'[]")
			if at := strings.Index(s[k+1:], val); val != "" && at >= 0 {
				from := lines[i].from + k + 1 + at
				r.p.addField(strings.TrimSpace(s[:k]), val, from, from+len(val))
			}
		}
		return end + 1
	}
	return 0
}

func fenceMark(s string) string {
	for _, f := range [...]string{"```", "~~~"} {
		if strings.HasPrefix(s, f) {
			return f
		}
	}
	return ""
}

// rule reports whether a line is a thematic break.
func rule(s string) bool {
	for _, mark := range [...]string{"-", "*", "_"} {
		if strings.Count(s, mark) >= 3 && strings.Trim(s, mark+" ") == "" {
			return true
		}
	}
	return false
}

// underline is the level of a heading that a line underlines, or 0.
func underline(s string) int {
	switch {
	case strings.Trim(s, "=") == "":
		return 1
	case len(s) >= 2 && strings.Trim(s, "-") == "":
		return 2
	}
	return 0
}

func atxLevel(s string) int {
	n := 0
	for n < len(s) && s[n] == '#' {
		n++
	}
	if n == 0 || n > 6 || n < len(s) && s[n] != ' ' && s[n] != '\t' {
		return 0
	}
	return n
}

func (r *markdownReader) heading(l mdLine, level int) {
	r.flush()
	for l.from < l.to && (r.p.text[l.from] == ' ' || r.p.text[l.from] == '#') {
		l.from++
	}
	for l.to > l.from && (r.p.text[l.to-1] == ' ' || r.p.text[l.to-1] == '#') {
		l.to--
	}
	r.kind, r.level = extract.Heading, level
	r.para = append(r.para, l)
	r.flush()
	r.kind, r.level = extract.Paragraph, 0
}

// text adds a line of a paragraph, quote or list item.
func (r *markdownReader) text(l mdLine) {
	indent := 0
	for l.from < l.to && (r.p.text[l.from] == ' ' || r.p.text[l.from] == '\t') {
		if r.p.text[l.from] == '\t' {
			indent += 3
		}
		indent++
		l.from++
	}
	quote := false
	for l.from < l.to && r.p.text[l.from] == '>' {
		quote = true
		l.from++
		for l.from < l.to && r.p.text[l.from] == ' ' {
			l.from++
		}
	}
	if l.from == l.to {
		r.flush()
		return
	}
	s := string(r.p.text[l.from:l.to])
	if n := mdMarker(s); n > 0 && (indent < 4 || r.kind == extract.ListItem || len(r.para) == 0) {
		r.flush()
		r.kind, r.level, r.mark = extract.ListItem, 1+indent/2, strings.TrimSpace(s[:n])
		l.from += n
	} else if quote && r.kind != extract.Quote {
		r.flush()
		r.kind, r.level, r.mark = extract.Quote, 0, ""
	}
	hard := strings.HasSuffix(s, "  ")
	if strings.HasSuffix(s, "\\") {
		hard = true
		l.to--
	}
	r.para = append(r.para, l)
	if hard {
		kind, level := r.kind, r.level
		r.flush()
		r.kind, r.level, r.mark = kind, level, ""
	}
}

// mdMarker is the length of a list marker with its white space, or 0.
func mdMarker(s string) int {
	i := 0
	if s[0] == '-' || s[0] == '*' || s[0] == '+' {
		i = 1
	} else {
		for i < len(s) && i < 9 && s[i] >= '0' && s[i] <= '9' {
			i++
		}
		if i == 0 || i == len(s) || s[i] != '.' && s[i] != ')' {
			return 0
		}
		i++
	}
	gap := 0
	for i+gap < len(s) && (s[i+gap] == ' ' || s[i+gap] == '\t') {
		gap++
	}
	if gap == 0 || i+gap == len(s) {
		return 0
	}
	return i + gap
}

// line adds a line as a block of its own.
func (r *markdownReader) line(l mdLine, kind extract.BlockKind) {
	var w writer
	w.add(r.p.text, l.from, l.to)
	if !w.empty() {
		b := w.take()
		b.kind, b.fixed, b.blank = kind, true, 1
		r.p.blocks = append(r.p.blocks, b)
	}
}

// flush ends the paragraph being read.
func (r *markdownReader) flush() {
	if len(r.para) == 0 {
		return
	}
	var w writer
	from, to := r.para[0].from, r.para[len(r.para)-1].to
	r.inline(&w, from, to)
	r.para = r.para[:0]
	if w.empty() {
		return
	}
	b := w.take()
	b.kind, b.level, b.marker, b.blank = r.kind, r.level, r.mark, 1
	b.fixed = r.kind != extract.Paragraph
	r.mark = ""
	r.p.blocks = append(r.p.blocks, b)
}

// tableRule reports whether a line is the rule under a table's head.
func tableRule(text []byte, l mdLine) bool {
	s := strings.TrimSpace(string(text[l.from:l.to]))
	return strings.Contains(s, "-") && strings.Contains(s, "|") && strings.Trim(s, "|-: ") == ""
}

// table reads the rows of a table that begins at lines[i] and returns the index
// of its last line.
func (r *markdownReader) table(lines []mdLine, i int) int {
	for ; i < len(lines); i++ {
		l := lines[i]
		s := r.p.text[l.from:l.to]
		if !bytes.Contains(s, []byte("|")) {
			return i - 1
		}
		if tableRule(r.p.text, l) {
			continue
		}
		var row block
		cells := 0
		for at := l.from; at <= l.to; {
			end := at
			for end < l.to && (r.p.text[end] != '|' || end > at && r.p.text[end-1] == '\\') {
				end++
			}
			var w writer
			r.inline(&w, at, end)
			if !w.empty() {
				if b := w.take(); cells == 0 {
					row = b
				} else {
					row = joinWith(row, b, " | ")
				}
				cells++
			}
			at = end + 1
		}
		if cells > 0 {
			row.kind, row.fixed, row.blank = extract.TableRow, true, 1
			r.p.blocks = append(r.p.blocks, row)
		}
	}
	return i - 1
}

// A delimiter is a run of emphasis marks.
type delimiter struct {
	at, n       int
	mark        byte
	opens, ends bool
	used        int // marks that are emphasis
}

// inline writes text[from:to] without the marks of emphasis, links and code.
func (r *markdownReader) inline(w *writer, from, to int) {
	text := r.p.text
	drop := emphasis(text, from, to)
	start := from
	emit := func(end int) { w.add(text, start, end) }
	for i := from; i < to; {
		if n := drop[i]; n > 0 {
			emit(i)
			i += n
			start = i
			continue
		}
		switch c := text[i]; {
		case c == '\\' && i+1 < to && strings.IndexByte("\\`*_{}[]()#+-.!|<>~&", text[i+1]) >= 0:
			emit(i)
			start = i + 1
			i += 2
		case c == '&':
			end := entityEnd(text, i, to)
			if s := html.UnescapeString(string(text[i:max(end, i)])); end > 0 && s != string(text[i:end]) {
				emit(i)
				w.mapped(s, i, end)
				i, start = end, end
				continue
			}
			i++
		case c == '!' && i+1 < to && text[i+1] == '[':
			if _, end := link(text, i+1, to); end > 0 { // a picture
				emit(i)
				i, start = end, end
				continue
			}
			i++
		case c == '[':
			label, end := link(text, i, to)
			if end == 0 {
				i++
				continue
			}
			emit(i)
			before := len(w.buf)
			r.inline(w, i+1, label)
			w.links += max(len(w.buf)-before, 0)
			i, start = end, end
		case c == '<':
			end := bytes.IndexByte(text[i:to], '>')
			if end > 0 && end < 300 && i+1 < to && (text[i+1] == '/' || text[i+1] == '!' || letterByte(text[i+1])) {
				emit(i)
				if s := text[i+1 : i+end]; bytes.Contains(s, []byte("://")) || bytes.Contains(s, []byte("@")) {
					w.add(text, i+1, i+end) // an address
				}
				i, start = i+end+1, i+end+1
				continue
			}
			i++
		default:
			i++
		}
	}
	emit(to)
}

func letterByte(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// linkMax bounds how far the parts of a link are looked for.
const linkMax = 2000

// link reads "[label](address)" or "[label][reference]" at text[i:]: the end of
// the label and the end of the link, 0 where there is none. A label within a
// label counts its brackets.
func link(text []byte, i, to int) (label, end int) {
	depth := 0
	to = min(to, i+linkMax)
	for j := i; j < to; j++ {
		switch text[j] {
		case '\\':
			j++
		case '[':
			depth++
		case ']':
			if depth--; depth > 0 {
				continue
			}
			if j+1 < to && (text[j+1] == '(' || text[j+1] == '[') {
				closing := byte(')')
				if text[j+1] == '[' {
					closing = ']'
				}
				if k := bytes.IndexByte(text[j+1:to], closing); k > 0 && !bytes.Contains(text[j+1:j+1+k], []byte("\n\n")) {
					return j, j + 2 + k
				}
			}
			return 0, 0
		}
	}
	return 0, 0
}

// emphasis finds the marks of emphasis and code that are not text: from the
// place of each run to how many bytes of it are dropped.
func emphasis(text []byte, from, to int) map[int]int {
	drop := map[int]int{}
	var open []delimiter
	wordAt := func(i int) bool {
		return i >= from && i < to && (letterByte(text[i]) || text[i] >= '0' && text[i] <= '9' || text[i] >= 0x80)
	}
	blankAt := func(i int) bool { return i < from || i >= to || text[i] <= ' ' }
	for i := from; i < to; {
		c := text[i]
		if c == '\\' {
			i += 2
			continue
		}
		if c != '*' && c != '_' && c != '`' && c != '~' {
			i++
			continue
		}
		n := 1
		for i+n < to && text[i+n] == c {
			n++
		}
		d := delimiter{at: i, n: n, mark: c, opens: !blankAt(i + n), ends: !blankAt(i - 1)}
		if c == '_' {
			d.opens = d.opens && !wordAt(i-1)
			d.ends = d.ends && !wordAt(i+n)
		}
		if c == '~' && n != 2 {
			d.opens, d.ends = false, false
		}
		if c == '`' {
			d.opens, d.ends = true, true
		}
		if d.ends {
			for k := len(open) - 1; k >= 0 && d.n > 0; k-- {
				o := &open[k]
				if o.mark != c || o.n-o.used <= 0 {
					continue
				}
				m := min(o.n-o.used, d.n)
				o.used += m
				drop[o.at+o.n-o.used] += m
				drop[d.at] += m
				d.at, d.n = d.at+m, d.n-m
				open = open[:k+1]
				if o.n == o.used {
					open = open[:k]
				}
			}
		}
		if d.opens && d.n > 0 {
			const maxOpen = 64
			if len(open) < maxOpen {
				open = append(open, d)
			}
		}
		i += n
	}
	return drop
}
