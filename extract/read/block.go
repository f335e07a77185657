package read

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
)

// A block is a block of text on its way to the document.
type block struct {
	kind   extract.BlockKind
	level  int
	marker string
	fixed  bool // the markup says the kind; layout need not guess

	text string           // white space normalised
	offs []extract.Offset // from text to decoded text; the Raw fields are decoded offsets
	from int              // decoded range that the block was read from
	to   int

	blank int // blank lines before it (plain text), or 1 at a block boundary of markup
	gap   int // byte in text where columns stand apart, or 0

	node  int  // element that holds it (HTML)
	links int  // bytes of text within links
	bold  bool // in bold type as a whole
}

// decodedSpan is the decoded range of the text range from..to.
func (b *block) decodedSpan(from, to int) (int, int) {
	d := extract.Document{Offsets: b.offs}
	s := d.RawSpan(extract.Span{Start: from, End: to})
	return s.Start, s.End
}

// words counts the words of the block.
func (b *block) words() int { return len(strings.Fields(b.text)) }

// A writer collects the text of one block. It joins white space and drops
// characters that only control how a line breaks; direction marks stay.
type writer struct {
	buf  []byte
	offs []extract.Offset
	pendingFrom,
	pendingTo int // white space not written yet
	first, last int // decoded range seen
	links       int
	bold, plain int // bytes in bold type, and in none
	gap         int
}

// add adds the decoded bytes from..to of text.
func (w *writer) add(text []byte, from, to int) {
	start := from
	for i := from; i < to; {
		c := text[i]
		if c > ' ' && c < 0x7f {
			i++
			continue
		}
		n, class := classify(text[i:to])
		if class == visible {
			i += n
			continue
		}
		w.run(text, start, i)
		if class == blank {
			w.space(i, i+n)
		}
		i += n
		start = i
	}
	w.run(text, start, to)
}

// mapped adds s, which stands for the decoded range from..to: an entity.
func (w *writer) mapped(s string, from, to int) {
	for i := 0; i < len(s); {
		n, class := classify([]byte(s[i:]))
		switch class {
		case visible:
			w.flush()
			w.touch(from, to)
			w.offs = append(w.offs, extract.Offset{Text: len(w.buf), Raw: from, RawEnd: to})
			w.buf = append(w.buf, s[i:i+n]...)
		case blank:
			w.space(from, to)
		}
		i += n
	}
}

// space adds white space.
func (w *writer) space(from, to int) {
	if len(w.buf) == 0 {
		return
	}
	if w.pendingTo == 0 {
		w.pendingFrom = from
	}
	w.pendingTo = max(to, w.pendingTo)
}

func (w *writer) flush() {
	if w.pendingTo == 0 {
		return
	}
	if w.pendingTo-w.pendingFrom == 1 {
		w.inStep(w.pendingFrom)
	} else {
		w.offs = append(w.offs, extract.Offset{Text: len(w.buf), Raw: w.pendingFrom, RawEnd: w.pendingTo})
	}
	w.buf = append(w.buf, ' ')
	w.pendingFrom, w.pendingTo = 0, 0
}

func (w *writer) run(text []byte, from, to int) {
	if from >= to {
		return
	}
	w.flush()
	w.touch(from, to)
	w.inStep(from)
	w.buf = append(w.buf, text[from:to]...)
}

// inStep makes the next byte of the text come from the decoded byte at.
func (w *writer) inStep(at int) {
	if n := len(w.offs); n > 0 {
		o := w.offs[n-1]
		if o.Scale == 1 && o.Raw+len(w.buf)-o.Text == at {
			return
		}
	}
	w.offs = append(w.offs, extract.Offset{Text: len(w.buf), Raw: at, Scale: 1})
}

func (w *writer) touch(from, to int) {
	if len(w.buf) == 0 {
		w.first = from
	}
	w.last = to
}

// empty reports whether nothing visible has been written.
func (w *writer) empty() bool { return len(w.buf) == 0 }

// take returns what was written as a block and starts anew.
func (w *writer) take() block {
	text := strings.TrimRight(string(w.buf), " ")
	b := block{text: text, offs: w.offs, from: w.first, to: w.last, links: min(w.links, len(text)), bold: w.bold > 0 && w.plain == 0, gap: w.gap}
	*w = writer{buf: w.buf[:0]}
	return b
}

type charClass int

const (
	visible charClass = iota
	blank
	dropped
)

// classify gives the length of the first character and whether it is shown.
func classify(s []byte) (int, charClass) {
	c := s[0]
	if c < utf8.RuneSelf {
		if c <= ' ' || c == 0x7f {
			return 1, blank
		}
		return 1, visible
	}
	r, n := utf8.DecodeRune(s)
	switch r {
	case '\u00ad', '\u200b', '\u2060', '\ufeff': // soft hyphen, zero-width space, word joiner, byte order mark
		return n, dropped
	}
	if unicode.IsSpace(r) || r >= 0x80 && r < 0xa0 {
		return n, blank
	}
	return n, visible
}

// cut returns the part of b that is its text range from..to.
func (b block) cut(from, to int) block {
	for from < to && b.text[from] == ' ' {
		from++
	}
	for to > from && b.text[to-1] == ' ' {
		to--
	}
	c := b
	c.text, c.offs, c.gap = b.text[from:to], nil, 0
	if from == to {
		return c
	}
	i := sort.Search(len(b.offs), func(i int) bool { return b.offs[i].Text > from }) - 1
	for ; i >= 0 && i < len(b.offs) && b.offs[i].Text < to; i++ {
		o := b.offs[i]
		if o.Text < from {
			if o.Scale == 1 {
				o.Raw += from - o.Text
			}
			o.Text = from
		}
		o.Text -= from
		c.offs = append(c.offs, o)
	}
	c.from, c.to = b.decodedSpan(from, to)
	if b.links < len(b.text) {
		c.links = min(b.links, len(c.text))
	} else {
		c.links = len(c.text)
	}
	return c
}

// join appends b to a with a space.
func join(a, b block) block {
	if a.text == "" {
		return b
	}
	c := a
	sep := " "
	if wideEnd(a.text) && wideStart(b.text) {
		sep = ""
	} else {
		c.offs = append(c.offs[:len(c.offs):len(c.offs)], extract.Offset{Text: len(a.text), Raw: a.to, RawEnd: b.from})
	}
	shift := len(a.text) + len(sep)
	for _, o := range b.offs {
		o.Text += shift
		c.offs = append(c.offs, o)
	}
	c.text = a.text + sep + b.text
	c.to = b.to
	c.links = a.links + b.links
	c.bold = a.bold && b.bold
	return c
}

// wideEnd reports whether s ends in a character of a script written without
// spaces between words.
func wideEnd(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unspaced(r)
}

func wideStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unspaced(r)
}

func unspaced(r rune) bool {
	return r >= 0x3000 && r <= 0x30FF || r >= 0x4E00 && r <= 0x9FFF || r >= 0xFF00 && r <= 0xFF60
}

// assemble writes the blocks into doc: Text, Blocks and Offsets.
func assemble(doc *extract.Document, d *decoded, blocks []block) {
	size := 0
	for i := range blocks {
		size += len(blocks[i].text) + 1
	}
	var text strings.Builder
	text.Grow(size)
	reader := rawReader{d: d}
	for _, b := range blocks {
		at := text.Len()
		span := extract.Span{Start: at, End: at + len(b.text)}
		for i, o := range b.offs {
			end := len(b.text)
			if i+1 < len(b.offs) {
				end = b.offs[i+1].Text
			}
			o.Text, end = o.Text+at, end+at
			if o.Scale == 0 {
				raw := reader.span(o.Raw, o.RawEnd)
				addOffset(doc, extract.Offset{Text: o.Text, Raw: raw.Start, RawEnd: raw.End})
				continue
			}
			addSteps(doc, &reader, o.Text, o.Raw, end-o.Text)
		}
		text.WriteString(b.text)
		text.WriteByte('\n')
		raw := reader.span(b.to, b.to).Start
		if n := len(doc.Offsets); n > 0 {
			raw = doc.RawSpan(span).End
		}
		addOffset(doc, extract.Offset{Text: span.End, Raw: raw, RawEnd: raw})
		doc.Blocks = append(doc.Blocks, extract.Block{Kind: b.kind, Span: span, Level: b.level, Marker: b.marker})
	}
	doc.Text = text.String()
}

// addSteps adds offsets for n bytes of text that run in step with the decoded
// text from the position at on.
func addSteps(doc *extract.Document, reader *rawReader, text, at, n int) {
	d := reader.d
	if d.segs == nil {
		addOffset(doc, extract.Offset{Text: text, Raw: at + d.shift, Scale: 1})
		return
	}
	for end := at + n; at < end; {
		s := reader.seek(at)
		next := end
		if reader.next < len(d.segs) {
			next = min(end, d.segs[reader.next].Text)
		}
		if s.Scale == 1 {
			addOffset(doc, extract.Offset{Text: text, Raw: s.Raw + at - s.Text, Scale: 1})
		} else {
			addOffset(doc, extract.Offset{Text: text, Raw: s.Raw, RawEnd: s.RawEnd})
		}
		text, at = text+next-at, next
	}
}

// addOffset appends o unless the entry before says the same.
func addOffset(doc *extract.Document, o extract.Offset) {
	if n := len(doc.Offsets); n > 0 {
		p := doc.Offsets[n-1]
		if o.Scale == 1 && p.Scale == 1 && p.Raw+o.Text-p.Text == o.Raw {
			return
		}
		if p.Text == o.Text {
			doc.Offsets[n-1] = o
			return
		}
	}
	doc.Offsets = append(doc.Offsets, o)
}

// joinWith appends b to a with a separator that no byte stands for.
func joinWith(a, b block, sep string) block {
	c := a
	c.offs = append(c.offs[:len(c.offs):len(c.offs)], extract.Offset{Text: len(a.text), Raw: a.to, RawEnd: a.to})
	shift := len(a.text) + len(sep)
	for _, o := range b.offs {
		o.Text += shift
		c.offs = append(c.offs, o)
	}
	c.text, c.to = a.text+sep+b.text, max(a.to, b.to)
	c.links = a.links + b.links
	c.bold = a.bold && b.bold
	return c
}
