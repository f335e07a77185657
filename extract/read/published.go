package read

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// dates fills in when the document was published and when its words were
// spoken.
func (m *metaReader) dates() {
	m.deliveredOn()
	if m.statedDate() || m.keyDate() || m.headDate() || m.tailDate() {
		return
	}
	// A speech that does not say when it was posted was put out as it was held.
	m.doc.Meta.PublishedOn = m.doc.Meta.DeliveredOn
}

// datesIn finds the dates of a line. A date whose day and month may be the other
// way round is taken only where the text names the one day and not the other.
func (m *metaReader) datesIn(s string) []date {
	var out []date
	for _, d := range m.lex.dates(s) {
		if d.either {
			if m.days == nil {
				m.days = m.daysOfText()
			}
			day, other := m.days[[2]int{d.month, d.day}], m.days[[2]int{d.day, d.month}]
			if day == other {
				continue
			}
			if other {
				d.month, d.day = d.day, d.month
			}
		}
		out = append(out, d)
	}
	return out
}

// daysOfText is the days that the first part of the text names.
func (m *metaReader) daysOfText() map[[2]int]bool {
	days := map[[2]int]bool{}
	size := 0
	for i := range m.blocks {
		if size += len(m.blocks[i].text); size > 1<<16 {
			break
		}
		for d := range m.lex.named(m.blocks[i].text) {
			days[d] = true
		}
	}
	return days
}

// statedDate reads the date of the markup.
func (m *metaReader) statedDate() bool {
	for _, name := range [...]string{
		"article:published_time", "og:article:published_time", "ld:datepublished", "datepublished", "og:published_time",
		"dc.date.issued", "dcterms.issued", "dcterms.created", "dcterms.date", "dc.date", "dc.date.created", "citation_publication_date",
		"parsely-pub-date", "sailthru.date", "article.published", "publish-date", "publishdate", "publication_date",
		"pubdate", "date", "published", "article:published", "published_time", "created", "time",
	} {
		f, ok := m.field(name)
		if !ok {
			continue
		}
		if ds := m.datesIn(f.value); len(ds) > 0 {
			d := ds[0]
			f.to = f.from + d.to // the stamp without the hour
			f.from += d.from
			m.doc.Meta.PublishedOn = m.inField(f, d.iso())
			return true
		}
	}
	return false
}

// keyDate reads "Date : 2019-10-08" and a key with its value on the next line.
func (m *metaReader) keyDate() bool {
	for _, want := range [...]role{keyDate, keyUpdated} {
		for i := range m.blocks {
			b := &m.blocks[i]
			if b.kind != extract.MetaLine || i >= m.head && i < m.tail {
				continue
			}
			r, at, ok := m.lex.key(b.text)
			if ok && r == want {
				if m.setDate(i, at) {
					return true
				}
				continue
			}
			if r, ok := m.lex.keys[fold(b.text)]; ok && r == want && i+1 < len(m.blocks) && m.blocks[i+1].kind == extract.MetaLine && m.setDate(i+1, 0) {
				return true
			}
		}
	}
	return false
}

// setDate takes the first date of block i from the text offset at on.
func (m *metaReader) setDate(i, at int) bool {
	for _, d := range m.datesIn(m.blocks[i].text[at:]) {
		m.doc.Meta.PublishedOn = m.inBlock(i, at+d.from, at+d.to, d.iso())
		return true
	}
	return false
}

// headDate reads the date line, dateline or numbering line before the text. A
// line with the place and the days of an event is none of these.
func (m *metaReader) headDate() bool {
	best, bestRank := -1, 0
	var bestDate date
	for i := 0; i < min(m.head+2, len(m.blocks)); i++ {
		b := &m.blocks[i]
		if b.kind == extract.Chrome && i >= m.head || i == m.titleBlock || b.kind == extract.TableRow {
			continue
		}
		s := b.text
		if i >= m.head {
			end := datelineEnd(s)
			if end == 0 {
				continue
			}
			s = s[:end]
		}
		for _, d := range m.datesIn(s) {
			rank := m.dateRank(i, s, d)
			if rank > bestRank {
				best, bestRank, bestDate = i, rank, d
			}
		}
	}
	if best < 0 {
		return false
	}
	m.doc.Meta.PublishedOn = m.inBlock(best, bestDate.from, bestDate.to, bestDate.iso())
	return true
}

// dateRank says how sure it is that a date of a line before the text is that of
// the document: 0 not at all.
func (m *metaReader) dateRank(i int, s string, d date) int {
	b := &m.blocks[i]
	switch {
	case d.span || d.day == 0 || dayLine(s):
		return 0
	case releaseLine(s):
		return 9
	case clock(s[d.to:]), m.putOut(s[:d.from]):
		return 8
	case b.kind == extract.Byline || b.kind == extract.MetaLine:
		return 7
	case datelineEnd(s) > 0 || strings.HasSuffix(s, ")") && allCaps(firstField(strings.TrimRight(s, ","))):
		return 6
	case m.eventLine(i):
		return 0
	case m.placeDate(s):
		return 5
	case len(s) < 120 && separated(s):
		return 4
	case len(s) < 200 && (m.publisherIn(s) != [2]int{} || m.bodyName(s[:d.from])):
		return 3
	case b.kind != extract.Heading && strings.HasPrefix(s, "(") && b.words() < 30:
		return 1
	}
	return 0
}

// dayLine reports whether a line heads a day of a programme: "DAY 1 (Tuesday, 5
// November 2019)".
func dayLine(s string) bool {
	f := strings.Fields(strings.ToLower(s))
	if len(f) < 3 || f[0] != "day" {
		return false
	}
	switch strings.Trim(f[1], ".:,-–") {
	case "1", "2", "3", "4", "5", "6", "7", "one", "two", "three", "four", "five", "i", "ii", "iii", "iv":
		return true
	}
	return false
}

// putOut reports whether the words before a date say that something was put out
// then: "Published by the Institute on", "updated".
func (m *metaReader) putOut(s string) bool {
	for w := range strings.FieldsSeq(s) {
		switch m.lex.keys[fold(w)] {
		case keyDate, keyUpdated:
			return true
		}
	}
	return false
}

// releaseLine reports whether a line numbers a document of a series.
func releaseLine(s string) bool {
	f := squeeze(s)
	for _, w := range [...]string{"communiqué", "communique", "press release", "media release", "statement", "document", "ref", "release"} {
		for _, no := range [...]string{" no", " nr", " n°", " #"} {
			if strings.HasPrefix(f, w+no) {
				return true
			}
		}
	}
	return false
}

// clock reports whether a time of day follows a date.
func clock(s string) bool {
	s = strings.TrimLeft(s, " ,-–T|·")
	s = strings.TrimPrefix(s, "at ")
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	return i > 0 && i <= 2 && i+1 < len(s) && (s[i] == ':' || s[i] == '.' || s[i] == 'h') && s[i+1] >= '0' && s[i+1] <= '9'
}

func separated(s string) bool {
	return strings.Contains(s, " · ") || strings.Contains(s, " | ") || strings.Contains(s, " • ") || strings.Contains(s, " — ") || strings.Contains(s, " - ") || strings.Contains(s, " / ")
}

// eventLine reports whether block i belongs to the lines that name the occasion
// of remarks or the event of a statement: the day in it is that of the event.
func (m *metaReader) eventLine(i int) bool {
	return m.doc.Meta.DeliveredOn.Value != "" && m.occasionLine(i)
}

func (m *metaReader) occasionLine(i int) bool {
	for k := i - 1; k >= 0 && k >= i-occasionLines; k-- {
		b := &m.blocks[k]
		if b.kind == extract.Chrome || b.kind == extract.MetaLine || len(b.text) > 2*chromeLine {
			return false
		}
		if block, _ := m.cueLine(k); block >= 0 {
			return true
		}
	}
	return false
}

// occasionLines bounds the lines between "Remarks by" and the place and day.
const occasionLines = 5

// tailDate reads a date that signs the document off.
func (m *metaReader) tailDate() bool {
	for i := len(m.blocks) - 1; i >= m.tail && i > m.head; i-- {
		s := m.blocks[i].text
		if m.blocks[i].kind == extract.TableRow || m.blocks[i].kind == extract.Chrome && !m.placeDate(s) {
			continue
		}
		for _, d := range m.datesIn(s) {
			if d.day > 0 && !d.span && m.placeDate(s) {
				m.doc.Meta.PublishedOn = m.inBlock(i, d.from, d.to, d.iso())
				return true
			}
		}
	}
	return false
}

// deliveredOn finds the day on which remarks were made: the line of place and
// date under "Remarks by", or the end of the title.
func (m *metaReader) deliveredOn() {
	for i := 0; i < m.head && i < len(m.blocks); i++ {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.MetaLine {
			continue
		}
		for _, d := range m.datesIn(b.text) {
			if d.day == 0 || d.span {
				continue
			}
			if m.occasionLine(i) && len(b.text) < 120 || i == m.titleBlock && m.speechTitle(b.text) {
				m.doc.Meta.DeliveredOn = m.inBlock(i, d.from, d.to, d.iso())
				return
			}
		}
	}
	for _, name := range [...]role{keySpoken} {
		for i := range m.blocks {
			if r, at, ok := m.lex.key(m.blocks[i].text); ok && r == name && (i < m.head || i >= m.tail) {
				for _, d := range m.datesIn(m.blocks[i].text[at:]) {
					m.doc.Meta.DeliveredOn = m.inBlock(i, at+d.from, at+d.to, d.iso())
					return
				}
			}
		}
	}
}

// speechTitle reports whether a title is that of spoken words.
func (m *metaReader) speechTitle(s string) bool {
	f := fold(s)
	for _, c := range m.lex.genres {
		if c.genre == extract.Remarks && c.place == "title" && c.matches(f) {
			return true
		}
	}
	return false
}
