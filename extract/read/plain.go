package read

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
)

// A line is a line of plain text: text[from:to] without its white space.
type line struct {
	from, to int
	indent   int // columns of white space before it
	width    int // columns of the text
	blank    int // empty lines before it
	marker   int // bytes of the list marker and the space after it
}

// readPlain reads the page's text as lines.
func (p *page) readPlain() {
	p.layout(0, len(p.text))
	p.markNumbered()
	p.markLines()
	p.markHeadings()
}

// layout makes blocks of the lines in text[from:to]. Lines of a wrapped
// paragraph become one block; any other line is a block of its own.
func (p *page) layout(from, to int) {
	lines := splitLines(p.text, from, to)
	width := wrapWidth(p.text, lines)
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && p.wrapped(lines, i, j, width) {
			j++
		}
		p.addLines(lines[i:j])
		i = j
	}
}

// tabWidth is the distance of tab stops.
const tabWidth = 8

// splitLines cuts text into lines and leaves out those that are empty.
func splitLines(text []byte, from, to int) []line {
	var lines []line
	blank := 0
	for i := from; i < to; {
		end := i
		for end < to && text[end] != '\n' && text[end] != '\r' && text[end] != '\f' && text[end] != '\v' &&
			!bytes.HasPrefix(text[end:min(end+3, to)], []byte("\u2028")) && !bytes.HasPrefix(text[end:min(end+3, to)], []byte("\u2029")) {
			end++
		}
		next := end + 1
		if end < to && text[end] == '\r' && next < to && text[next] == '\n' {
			next++
		} else if end < to && text[end] == 0xE2 {
			next = end + 3
		}
		l := line{from: i, to: end, blank: blank}
		for l.from < l.to {
			n, class := classify(text[l.from:l.to])
			if class == visible {
				break
			}
			switch text[l.from] {
			case '\t':
				l.indent += tabWidth - l.indent%tabWidth
			default:
				l.indent++
			}
			l.from += n
		}
		for l.to > l.from {
			r, n := utf8.DecodeLastRune(text[l.from:l.to])
			if _, class := classify([]byte(string(r))); class == visible {
				break
			}
			l.to -= n
		}
		if l.from == l.to {
			blank++
		} else {
			s := string(text[l.from:l.to])
			l.marker = markerLen(s)
			l.width = columns(s)
			lines = append(lines, l)
			blank = 0
		}
		i = next
	}
	return lines
}

// Widths of hard-wrapped text: letters and mail wrap at 60 to 80 columns, wide
// terminals at up to 130. A longer line is a paragraph.
const (
	minWrap = 45
	maxWrap = 130
)

// wrapWidth is the width at which the text has been wrapped, or 0. The sign is
// a line that the next one carries on in lower case.
func wrapWidth(text []byte, lines []line) int {
	var ends []int
	pairs, long := 0, 0
	for i, l := range lines {
		if l.width > maxWrap {
			long++
		}
		if i+1 == len(lines) || lines[i+1].blank > 0 || lines[i+1].marker > 0 {
			continue
		}
		pairs++
		s, next := string(text[l.from:l.to]), string(text[lines[i+1].from:lines[i+1].to])
		if l.width >= minWrap && l.width <= maxWrap && !endsSentence(s) && startsLower(next) {
			ends = append(ends, l.width+l.indent)
		}
	}
	if len(ends) == 0 || long*3 > len(lines) || len(ends)*8 < pairs {
		return 0
	}
	if len(ends) < 3 && len(lines) > 12 {
		return 0
	}
	slices.Sort(ends)
	w := ends[len(ends)-1]
	// Wrapped lines end near the edge; the ends of short lines spread.
	near := 0
	for _, e := range ends {
		if e*4 >= w*3 {
			near++
		}
	}
	if near*3 < len(ends)*2 {
		return 0
	}
	return w
}

// wrapped reports whether lines[j] carries on the paragraph that lines[i]
// begins.
func (p *page) wrapped(lines []line, i, j, width int) bool {
	prev, next := lines[j-1], lines[j]
	if next.blank > 0 || next.marker > 0 {
		return false
	}
	s, t := string(p.text[prev.from:prev.to]), string(p.text[next.from:next.to])
	if turnLen(t) > 0 || p.lex.lineRole(t) != "" && len(t) < chromeLine {
		return false
	}
	if _, _, key := p.lex.key(t); key {
		return false
	}
	// Within a list item the text hangs under the text of its first line.
	if first := lines[i]; first.marker > 0 && next.indent > first.indent && next.indent <= first.indent+first.marker+tabWidth && prev.width >= minWrap/2 && prev.width <= maxWrap {
		return true
	}
	// A title in capitals, set in the middle of the page on several lines.
	if allCaps(s) && allCaps(t) && prev.indent >= 4 && next.indent >= 4 && prev.width >= minWrap*3/4 && !endsSentence(s) {
		return true
	}
	if width == 0 || prev.width > maxWrap {
		return false
	}
	// The next word would not have fitted.
	word := columns(firstField(t))
	full := prev.indent+prev.width+1+word > width
	if startsLower(t) && !endsSentence(s) && prev.width*2 >= width {
		return true
	}
	return full && prev.width*3 >= width*2 && !salutation(p, s)
}

func salutation(p *page, s string) bool {
	return p.lex.lineRole(s) == roleSalute && strings.HasSuffix(s, ",")
}

func firstField(s string) string {
	if i := strings.IndexByte(s, ' '); i >= 0 {
		return s[:i]
	}
	return s
}

// addLines adds a block of one or more lines.
func (p *page) addLines(lines []line) {
	var w writer
	first := lines[0]
	for i, l := range lines {
		from := l.from
		if i == 0 {
			from += l.marker
		} else {
			prev := lines[i-1]
			a, b := string(p.text[prev.from:prev.to]), string(p.text[l.from:l.to])
			if !(wideEnd(a) && wideStart(b)) {
				w.space(prev.to, l.from)
			}
		}
		p.addColumns(&w, from, l.to)
	}
	if w.empty() {
		return
	}
	b := w.take()
	b.blank = first.blank
	if first.marker > 0 {
		b.marker = strings.TrimSpace(string(p.text[first.from : first.from+first.marker]))
		b.kind, b.fixed, b.level = extract.ListItem, true, p.listLevel(first)
	}
	p.blocks = append(p.blocks, b)
}

// listLevel is the depth of a list item: how many indents to its left the list
// has used. A line at the margin, or anything but an item, ends the list.
func (p *page) listLevel(l line) int {
	if n := len(p.blocks); n == 0 || p.blocks[n-1].kind != extract.ListItem {
		p.indents = p.indents[:0]
	}
	for n := len(p.indents); n > 0 && p.indents[n-1] >= l.indent; n-- {
		p.indents = p.indents[:n-1]
	}
	p.indents = append(p.indents, l.indent)
	return len(p.indents)
}

// sentenceWords is the length from which a numbered text with a full stop is a
// paragraph.
const sentenceWords = 8

// markNumbered tells numbered paragraphs, as releases have them, from numbered
// clauses and lists: most of the paragraphs of a count are whole sentences.
func (p *page) markNumbered() {
	type count struct {
		blocks         []int
		whole, clauses int
	}
	type next struct{ level, number int }
	var counts []*count
	open := map[next]*count{} // by the number that would go on
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind != extract.ListItem || !numbered(b.marker) {
			continue
		}
		n := next{b.level, atoi(strings.Trim(b.marker, "()."))}
		c := open[n]
		if c == nil {
			c = &count{}
			counts = append(counts, c)
		}
		delete(open, n)
		n.number++
		open[n] = c
		c.blocks = append(c.blocks, i)
		switch {
		case endsSentence(b.text) && b.words() >= sentenceWords && !startsLower(b.text), strings.HasSuffix(b.text, ":"):
			c.whole++
		case endsWithAny(b.text, ";,"):
			c.clauses++
		}
	}
	for _, c := range counts {
		if c.whole*2 <= len(c.blocks) || c.clauses > 1 {
			continue
		}
		for _, i := range c.blocks {
			p.blocks[i].kind, p.blocks[i].level = extract.Paragraph, 0
		}
	}
}

// columnGap is the number of blanks that sets columns of a line apart.
const columnGap = 4

// addColumns adds one line and notes where columns stand apart.
func (p *page) addColumns(w *writer, from, to int) {
	line := p.text[from:to]
	gap := bytes.Index(line, []byte(strings.Repeat(" ", columnGap)))
	if tab := bytes.IndexByte(line, '\t'); tab >= 0 && (gap < 0 || tab < gap) {
		gap = tab
	}
	if gap > 0 && w.empty() {
		w.add(p.text, from, from+gap)
		w.gap = len(w.buf)
		w.add(p.text, from+gap, to)
		return
	}
	w.add(p.text, from, to)
}

// numbered reports whether a marker counts.
func numbered(marker string) bool {
	m := strings.Trim(marker, "().")
	return m != "" && (m[0] >= '0' && m[0] <= '9')
}

// markerLen is the length of the list marker at the start of a line with the
// white space after it, or 0.
func markerLen(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	switch r {
	case '-', '–', '—', '*', '•', '°', '◦', '○', '●', '▪', '▫', '■', '□', '◆', '◇', '▶', '►', '‣', '⁃', '∙', '·', '※', '>', '☐', '✓', '➢', '➤', 'ㅇ', '\uf0b7', 'o':
		gap := blanks(s[n:])
		if gap == 0 || len(s) == n+gap {
			return 0
		}
		if r == 'o' && gap == 1 && !upperAt(s, n+gap) {
			return 0
		}
		if strings.Trim(s[n+gap:], "-–—*• ") == "" {
			return 0
		}
		return n + gap
	}
	open := s[0] == '('
	i := 0
	if open {
		i = 1
	}
	start := i
	kind := labelKind(s, &i)
	if kind == noLabel || i >= len(s) {
		return 0
	}
	label := s[start:i]
	if gap := blanks(s[i:]); kind == digitLabel && !open && len(label) <= 2 && upperAt(s, i+gap) && letterAt(s, i+gap) && columns(s[i:i+gap]) >= 2 {
		return i + gap // "1  The meeting"
	}
	switch {
	case s[i] == ')':
	case s[i] == '.' && !open && kind == digitLabel:
		for i+1 < len(s) && s[i+1] >= '0' && s[i+1] <= '9' { // 1.2.
			i++
			for i < len(s) && s[i] >= '0' && s[i] <= '9' {
				i++
			}
			if i < len(s) && s[i] == ' ' && upperAt(s, i+1) { // 1.2 Scope
				return i + 1
			}
			if i >= len(s) || s[i] != '.' {
				return 0
			}
		}
	case s[i] == '.' && !open && kind == romanLabel && len(label) > 1:
	case s[i] == '.' && !open && kind == romanLabel && (label == "I" || label == "i" || label == "V" || label == "v"):
		// "V. Putin" is an initial; a heading is short and has no full stop.
		if endsSentence(s) || len(s) > 80 {
			return 0
		}
	default:
		return 0
	}
	i++
	gap := blanks(s[min(i, len(s)):])
	if gap == 0 || i+gap >= len(s) {
		return 0
	}
	// "8. Oktober 2019" and "14. 3. 2020" begin with a date.
	if kind == digitLabel && !open && s[i-1] == '.' && dateStart(label, s[i+gap:]) {
		return 0
	}
	return i + gap
}

type label int

const (
	noLabel label = iota
	digitLabel
	letterLabel
	romanLabel
)

// labelKind reads a label at s[*i:] and moves *i past it.
func labelKind(s string, i *int) label {
	start := *i
	for *i < len(s) && s[*i] >= '0' && s[*i] <= '9' {
		*i++
	}
	if n := *i - start; n > 0 {
		if n > 3 {
			return noLabel
		}
		return digitLabel
	}
	for *i < len(s) && strings.IndexByte("ivxlIVXL", s[*i]) >= 0 {
		*i++
	}
	if n := *i - start; n > 0 && n <= 6 && !letterAt(s, *i) {
		return romanLabel
	}
	*i = start
	if *i < len(s) && (s[*i] >= 'a' && s[*i] <= 'z' || s[*i] >= 'A' && s[*i] <= 'Z') && !letterAt(s, *i+1) {
		*i++
		return letterLabel
	}
	return noLabel
}

// dateStart reports whether a number and the words after it are a date such as
// "8. Oktober 2019": a lower number and a year within three words.
func dateStart(label, rest string) bool {
	d := atoi(label)
	if d < 1 || d > 31 {
		return false
	}
	f := strings.Fields(rest)
	for i := 0; i < min(2, len(f)); i++ {
		w := strings.Trim(f[i], ".,:")
		if y := atoi(w); len(w) == 4 && y >= 1900 && y < 2100 {
			return i <= 1 && len(f) <= 8
		}
	}
	return false
}

func blanks(s string) int {
	n := 0
	for n < len(s) {
		size, class := classify([]byte(s[n:min(len(s), n+4)]))
		if class != blank {
			break
		}
		n += size
	}
	return n
}

func upperAt(s string, i int) bool {
	r, _ := utf8.DecodeRuneInString(s[min(i, len(s)):])
	return r >= 'A' && r <= 'Z' || r > 0x7f
}

// turnLen is the length of the speaker's label that begins a turn of a
// transcript, with its colon, or 0: "MR PRICE:", "Q:", "QUESTION (Reuters):".
func turnLen(s string) int {
	i := strings.IndexByte(s, ':')
	if i <= 0 || i > 80 {
		return 0
	}
	name := s[:i]
	if j := strings.IndexByte(name, '('); j > 0 {
		name = strings.TrimSpace(name[:j])
	}
	if name == "Q" || name == "A" {
		return i + 1
	}
	cased, upper := letters(name)
	if cased < 4 || len(strings.Fields(name)) > 8 {
		return 0
	}
	if upper*10 >= cased*8 && i+1 < len(s) && s[i+1] == ' ' && !hasDigit(name) && !allCaps(s[i+1:]) {
		return i + 1
	}
	return 0
}

// markHeadings finds the headings of plain text: short lines without a full
// stop that stand apart, before longer text.
func (p *page) markHeadings() {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.fixed || b.kind != extract.Paragraph || !headingLike(b.text) || turnLen(b.text) > 0 || p.lex.lineRole(b.text) != "" || p.placeDate(b.text) {
			continue
		}
		if i+1 == len(p.blocks) {
			continue
		}
		next := &p.blocks[i+1]
		if next.kind == extract.ListItem && startsLower(next.text) {
			continue // the stem of the items
		}
		prevShort := i > 0 && b.blank == 0 && !p.blocks[i-1].fixed && len(p.blocks[i-1].text) < 100 && p.blocks[i-1].kind == extract.Paragraph
		nextShort := next.blank == 0 && next.kind == extract.Paragraph && len(next.text) < 100 && !next.fixed
		apart := i == 0 || b.blank > 0 || p.blocks[i-1].fixed || endsSentence(p.blocks[i-1].text)
		switch {
		case allCaps(b.text) && !prevShort && !nextShort:
			b.kind, b.level = extract.Heading, 2
		case apart && next.blank > 0 && next.blank <= 3 && cmp.Compare(len(next.text), len(b.text)) > 0 && b.words() >= 2 && !nextShort:
			b.kind, b.level = extract.Heading, 2
		case apart && next.blank == 0 && len(next.text) >= 2*len(b.text) && len(next.text) >= 100 && b.words() <= 10:
			b.kind, b.level = extract.Heading, 2
		case apart && next.blank == 0 && next.kind == extract.ListItem && b.words() <= 6 && !strings.HasSuffix(b.text, ":"):
			b.kind, b.level = extract.Heading, 2
		}
	}
}

// headingMax is the longest line that is taken for a heading, in bytes.
const headingMax = 200

// headingLike reports whether a line can be a heading by its form.
func headingLike(s string) bool {
	if len(s) > headingMax || s == "" {
		return false
	}
	switch s[len(s)-1] {
	case '.', ',', ';', ':', ')', '!':
		return false
	}
	if strings.Contains(s, ". ") && len(strings.Fields(s)) > 8 {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s)
	return !startsLower(s) && r != '"' && r != '“' && r != '(' && r != '#' && (!endsSentence(s) || s[len(s)-1] == '?')
}
