package read

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// people finds the authors and the speaker.
func (m *metaReader) people() {
	m.authors()
	m.speaker()
}

func (m *metaReader) authors() {
	for i := range m.blocks {
		b := &m.blocks[i]
		if i >= m.head && i < m.tail || b.kind != extract.Byline && b.kind != extract.MetaLine {
			continue
		}
		at := 0
		if r, v, ok := m.lex.key(b.text); ok && r == keyAuthor {
			at = v
		} else if w, _, ok := strings.Cut(b.text, " "); ok && b.kind == extract.Byline && m.byline(b.text) {
			at = len(w) + 1
		} else {
			continue
		}
		m.addAuthors(i, at)
	}
	if len(m.doc.Meta.Authors) > 0 {
		return
	}
	if f, ok := m.field("author", "ld:author", "dc.creator", "article:author", "byl"); ok && !strings.Contains(f.value, "://") && !m.publisherName(f.value) {
		name, office, _ := strings.Cut(f.value, ",")
		if office != "" {
			f.to = min(f.to, f.from+len(name))
		}
		m.doc.Meta.Authors = append(m.doc.Meta.Authors, m.inField(f, name))
	}
}

const maxAuthors = 32

// addAuthors takes the names of a byline from the text offset at on.
func (m *metaReader) addAuthors(i, at int) {
	s := m.blocks[i].text
	if k := strings.IndexByte(s[at:], '('); k > 0 {
		s = s[:at+k]
	}
	for at < len(s) && len(m.doc.Meta.Authors) < maxAuthors {
		end, next := len(s), len(s)
		for _, sep := range [...]string{" and ", ", ", " & ", "; "} {
			if k := strings.Index(s[at:], sep); k >= 0 && at+k < end {
				end, next = at+k, at+k+len(sep)
			}
		}
		name := strings.Trim(s[at:end], " .,;|")
		if name != "" && nameLike(name) && !hasDigit(name) && !m.publisherName(name) {
			from := at + strings.Index(s[at:end], name)
			m.doc.Meta.Authors = append(m.doc.Meta.Authors, m.inBlock(i, from, from+len(name), name))
		}
		at = next
	}
}

// speakerCue is the length of the words that introduce the speaker of remarks
// at the start of a line, or 0.
func (m *metaReader) speakerCue(s string) int {
	if i := strings.Index(s, " by "); i >= 0 && i <= cueMax {
		noun := lastWord(s[:i])
		switch lower := strings.ToLower(noun); {
		case strings.HasPrefix(s[i+len(" by "):], "the "): // names an office only
		case m.speechTitle(noun), lower == "statement", lower == "delivered":
			return i + len(" by ")
		}
	}
	// "Opening statement of Ambassador X"; a "Statement of Principles" is no speech.
	if i := strings.Index(s, " of "); i >= 0 && i <= cueMax && m.speechTitle(s[:i]) {
		rest := s[i+len(" of "):]
		if name := firstField(rest); upperAt(rest, 0) && (m.lex.offices[foldWord(name)] || m.lex.offices[fold(name)]) {
			return i + len(" of ")
		}
	}
	return 0
}

// cueMax bounds the words before a speaker's name.
const cueMax = 50

// cueLine is the block with the name of the speaker that block i introduces,
// and where in it the name begins: "Remarks by NAME", or "OPENING REMARKS" over
// a line with a name. It is -1 for any other block.
func (m *metaReader) cueLine(i int) (block, at int) {
	s := m.blocks[i].text
	if at := m.speakerCue(s); at > 0 {
		return i, at
	}
	if m.blocks[i].words() > cueWords || !m.speechTitle(s) || i+1 >= len(m.blocks) {
		return -1, 0
	}
	if strings.EqualFold(strings.Trim(m.blocks[i+1].text, " :"), "by") && i+2 < len(m.blocks) {
		i++ // "OPENING REMARKS" over "by" over a name
	}
	next := m.blocks[i+1].text
	first := foldWord(firstField(next))
	if len(next) <= chromeLine && nameLike(next) && !hasDigit(next) && !m.publisherName(next) && len(strings.Fields(next)) >= 2 &&
		(m.lex.offices[first] || m.lex.offices[fold(firstField(next))] || i+1 < m.head && len(strings.Fields(next)) <= 5 && !m.speechTitle(next) && m.blocks[i+1].kind == extract.Paragraph) {
		return i + 1, 0
	}
	return -1, 0
}

// cueWords bounds a line such as "OPENING REMARKS" that stands over a name.
const cueWords = 4

// speaker finds whose words the document is: the name after "Remarks by", or
// the stated author of a text in the first person. A programme, which
// introduces several speakers, has none.
func (m *metaReader) speaker() {
	genre := m.doc.Meta.Genre
	if genre != extract.Remarks && genre != extract.Statement && genre != extract.Transcript {
		return
	}
	cues, block, at := 0, -1, 0
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || i >= m.head && len(b.text) > chromeLine {
			continue
		}
		if r, v, ok := m.lex.key(b.text); ok && r == keySpeaker && i < m.head {
			m.setSpeaker(i, v)
			return
		}
		if k, v := m.cueLine(i); k >= 0 {
			if cues++; block < 0 && i < m.head {
				block, at = k, v
			}
		}
	}
	if block >= 0 && cues <= maxCues {
		m.setSpeaker(block, at)
		return
	}
	if genre != extract.Remarks || cues > maxCues {
		return
	}
	if f, ok := m.field("author"); ok {
		name, office, more := strings.Cut(f.value, ",")
		if more && !strings.Contains(office, ",") && !m.publisherName(name) && nameLike(name) {
			f.to = min(f.to, f.from+len(name))
			m.doc.Meta.Speaker = m.inField(f, name)
			return
		}
	}
	if m.titleSpeaker() {
		return
	}
	m.nameOverOffice()
}

// titleSpeaker reads the title of a speech that says who speaks where: "Foreign
// Minister A at the Arctic Forum", "Minister A's Address to the Assembly". A
// title with two persons has no one speaker.
func (m *metaReader) titleSpeaker() bool {
	if m.titleBlock < 0 {
		return false
	}
	s := m.blocks[m.titleBlock].text
	end := -1
	for _, cut := range [...]string{" at the ", " at ", " on the occasion ", " to the ", " before the ", " addresses ", " speaks ", " delivers "} {
		if k := strings.Index(s, cut); k > 0 && (end < 0 || k < end) {
			end = k
		}
	}
	for _, mark := range [...]string{"’s ", "'s "} {
		if k := strings.Index(s, mark); k > 0 && (end < 0 || k < end) && m.speechTitle(s[k+len(mark):]) {
			end = k
		}
	}
	if end < 0 {
		return false
	}
	who := s[:end]
	if !nameLike(who) || !m.beginsOffice(who) || m.publisherName(who) {
		return false
	}
	for w := range strings.FieldsSeq(strings.ToLower(who)) {
		switch w {
		case "and", "with", "&", "meets", "met":
			return false
		}
	}
	if len(strings.Fields(who)) < 2 || len(strings.Fields(who)) > nameWords {
		return false
	}
	m.doc.Meta.Speaker = m.inBlock(m.titleBlock, 0, end, who)
	return true
}

// beginsOffice reports whether a line begins with an office or a form of address.
func (m *metaReader) beginsOffice(s string) bool {
	first := firstField(s)
	return m.lex.offices[foldWord(first)] || m.lex.offices[fold(first)]
}

// nameOverOffice reads the line with a name over or before that with an office,
// between the title and the text or after the text, as the speaker of a text in
// the first person: "Javiera Montt" over "Minister of Energy".
func (m *metaReader) nameOverOffice() bool {
	try := func(i int) bool {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.MetaLine || i == m.titleBlock {
			return false
		}
		name, office, same := strings.Cut(b.text, ", ")
		if !same {
			name = strings.TrimRight(b.text, ",")
			if i+1 >= len(m.blocks) || m.blocks[i+1].kind == extract.Chrome {
				return false
			}
			office = m.blocks[i+1].text
		}
		if n := len(strings.Fields(name)); n < 2 || n > 6 || len(office) > 160 || !nameLike(name) || hasDigit(name) || m.publisherName(name) || m.speechTitle(name) ||
			!m.beginsOffice(office) || strings.HasSuffix(office, ".") && len(strings.Fields(office)) > 12 || m.lex.lineRole(name) == roleSalute || m.lex.lineRole(office) == roleSalute {
			return false
		}
		m.doc.Meta.Speaker = m.inBlock(i, 0, len(name), name)
		return true
	}
	for i := m.titleBlock + 1; i < min(m.head, len(m.blocks)); i++ {
		if i >= 0 && try(i) {
			return true
		}
	}
	for i := max(m.tail, m.head, 0); i < len(m.blocks); i++ {
		if try(i) {
			return true
		}
	}
	return false
}

// maxCues is how many lines may introduce the one speaker: the title and the
// line under it.
const maxCues = 2

// setSpeaker takes the name at the text offset at: up to a comma, or to the
// words that say where the person spoke.
func (m *metaReader) setSpeaker(i, at int) {
	rest := m.blocks[i].text[at:]
	end := len(rest)
	for _, stop := range [...]string{",", " at the ", " at ", " on the ", " on ", " to the ", " in ", " before ", " during ", " (", ";", " – ", " - "} {
		if k := strings.Index(rest, stop); k > 0 {
			end = min(end, k)
		}
	}
	if name := strings.TrimRight(rest[:end], " .:"); name != "" && len(strings.Fields(name)) <= nameWords {
		m.doc.Meta.Speaker = m.inBlock(i, at, at+len(name), name)
	}
}
