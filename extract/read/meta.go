package read

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// describe fills in what the form of the document says about it.
func (p *page) describe(doc *extract.Document, d *decoded) {
	m := &metaReader{page: p, doc: doc, raw: rawReader{d: d}}
	m.head = min(p.headEnd(), maxHead)
	m.tail = max(p.tailStart(), len(p.blocks)-maxHead)
	m.title()
	m.dates()
	m.publisher()
	doc.Meta.Genre = m.genre()
	m.people()
	m.sections()
	doc.Meta.Language = m.language()
}

// sections marks the lines over the title that name the paper or the section
// of a site: they say nothing.
func (m *metaReader) sections() {
	for i := 0; i < m.titleBlock; i++ {
		b := &m.doc.Blocks[i]
		if b.Kind != extract.Paragraph && b.Kind != extract.Heading {
			continue
		}
		s := m.blocks[i].text
		if slices.Contains(m.lex.rooms, fold(s)) || i == m.masthead && (s == m.doc.Meta.Publisher.Value || trail(s) || len(m.blocks[i].text) < 60) || trail(s) ||
			m.blocks[i].words() <= sectionWords && !hasDigit(s) && !allCaps(s) {
			b.Kind, b.Level, b.Marker = extract.MetaLine, 0, ""
			m.blocks[i].kind = extract.MetaLine
		}
	}
}

// sectionWords bounds the name of a section of a site.
const sectionWords = 4

// maxHead bounds the lines before and after the text that are searched for
// metadata. A document with more has no head but is a list.
const maxHead = 200

// A metaReader reads the metadata of one document.
type metaReader struct {
	*page
	doc        *extract.Document
	raw        rawReader
	head, tail int             // blocks before head and from tail on are around the text
	titleBlock int             // index of the block with the title, or -1
	days       map[[2]int]bool // months and days that the text names; nil before it is asked
	masthead   int             // index of the block with the publisher's name, or -1
}

// inBlock is a value that stands in block i at its text range from..to.
func (m *metaReader) inBlock(i, from, to int, value string) extract.MetaValue {
	at := m.doc.Blocks[i].Span.Start
	return extract.MetaValue{Value: value, Raw: m.doc.RawSpan(extract.Span{Start: at + from, End: at + to})}
}

// inField is a value that the markup states.
func (m *metaReader) inField(f field, value string) extract.MetaValue {
	m.raw.next = 0
	return extract.MetaValue{Value: value, Raw: m.raw.span(f.from, f.to)}
}

// title chooses the title and makes its block a heading of level 1.
func (m *metaReader) title() {
	m.titleBlock, m.masthead = -1, -1
	stated, ok := m.field("og:title", "ld:headline", "headline", "dc.title", "twitter:title", "title")
	if i := m.findTitle(stated.value); i >= 0 {
		m.titleBlock = i
		b := &m.doc.Blocks[i]
		text, from := m.blocks[i].text, 0
		if r, at, ok := m.lex.key(text); ok && r == keyTitle && at > 0 && at < len(text) {
			from = at // "Subject: Title"
		}
		m.doc.Meta.Title = m.inBlock(i, from, len(text), text[from:])
		if b.Kind != extract.Chrome {
			b.Kind, b.Level, b.Marker = extract.Heading, 1, ""
			m.blocks[i].kind, m.blocks[i].level = extract.Heading, 1
		}
	} else if ok {
		head, _ := siteSuffix(stated.value)
		m.doc.Meta.Title = m.inField(stated, head)
	}
	for i := range m.doc.Blocks { // there is one title
		if b := &m.doc.Blocks[i]; b.Kind == extract.Heading && b.Level == 1 && i != m.titleBlock {
			b.Level = 2
		}
	}
}

// findTitle is the index of the block with the title, or -1: the heading that
// the page's own title begins with, the first heading of level 1, or the first
// line before the text that reads like a title.
func (m *metaReader) findTitle(stated string) int {
	if stated != "" {
		want := fold(stated)
		for i := range m.blocks {
			b := &m.blocks[i]
			f := fold(b.text)
			if len(f) < 4 || b.kind != extract.Heading && b.kind != extract.Paragraph {
				continue
			}
			if f == want || b.kind == extract.Heading && strings.HasPrefix(want, f) && len(b.text) >= 12 {
				return i
			}
			if i > m.head+3 {
				break
			}
		}
	}
	for i := range m.blocks {
		if b := &m.blocks[i]; b.kind == extract.Heading && b.level == 1 && !linked(b) {
			return i
		}
	}
	return m.plainTitle()
}

// titleWords is the number of words from which a line is surely a title and not
// the name of a section or a newspaper.
const titleWords = 5

// plainTitle looks for the title among the lines before the text.
func (m *metaReader) plainTitle() int {
	best, bestWords := -1, 0
	turns := 0
	for i := range m.blocks {
		if turnLen(m.blocks[i].text) > 0 {
			turns++
		}
	}
	for i := 0; i < min(m.head+1, len(m.blocks)); i++ {
		b := &m.blocks[i]
		if b.kind != extract.Paragraph && b.kind != extract.Heading || b.links*2 > len(b.text) || b.marker != "" {
			continue
		}
		if len(b.text) > 300 || endsWithAny(b.text, ".,;:") || startsLower(b.text) || m.placeDate(b.text) || m.occasionLine(i) {
			continue
		}
		if i == m.head && b.kind != extract.Heading {
			continue
		}
		if turns > 1 && turnLen(b.text) > 0 || m.markup && m.head == len(m.blocks) {
			continue
		}
		if trail(b.text) || m.mastheadLine(b.text) {
			continue
		}
		words := b.words()
		if words >= titleWords && !m.publisherName(b.text) {
			return i
		}
		if words > bestWords && !m.publisherName(b.text) {
			best, bestWords = i, words
		}
	}
	return best
}

// mastheadLine reports whether a line begins with a paper's name and goes on
// with its number, motto or sections.
func (m *metaReader) mastheadLine(s string) bool {
	if cut := cutIssue(s); cut != s && m.pressName(cut) {
		return true
	}
	span := m.publisherIn(s)
	if span == [2]int{} || span[0] != 0 || !m.pressName(s[:span[1]]) {
		return false
	}
	rest := strings.TrimLeft(s[span[1]:], " ")
	return rest == "" || !letterAt(rest, 0)
}

// trail reports whether a line is a trail of sections: "Paper / Press / 2019".
func trail(s string) bool {
	for _, sep := range [...]string{" / ", " | ", " > ", " » ", " › ", " :: "} {
		if strings.Count(s, sep) >= 2 {
			return true
		}
	}
	return false
}

func endsWithAny(s, marks string) bool {
	return s != "" && strings.IndexByte(marks, s[len(s)-1]) >= 0
}

// placeDate reports whether a line is a place and a date and little else:
// "Seoul, October 7, 2019", "Saturday, 13 March 2021 - United Nations desk".
func (p *page) placeDate(s string) bool {
	for _, d := range p.lex.dates(s) {
		rest := s[:d.from] + " " + s[d.to:]
		words := 0
		for w := range strings.FieldsFuncSeq(rest, func(r rune) bool {
			return r == ' ' || r == ',' || r == '-' || r == '/' || r == '(' || r == ')' || r == '·' || r == '|'
		}) {
			if !p.lex.weekdays[foldWord(w)] && !hasDigit(w) {
				words++
			}
		}
		if words <= 5 && d.day > 0 {
			return true
		}
	}
	return false
}

// siteSuffix cuts "Title | Site" and "Title - Site" into the title and the site.
func siteSuffix(s string) (title, site string) {
	for _, sep := range [...]string{" | ", " – ", " — ", " - ", " :: ", " « ", " » ", " · "} {
		if i := strings.LastIndex(s, sep); i > 0 {
			return strings.TrimSpace(s[:i]), strings.TrimSpace(s[i+len(sep):])
		}
	}
	return s, ""
}
