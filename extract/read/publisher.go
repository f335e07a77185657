package read

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
)

// publisher finds who put the document out, the surest place first.
func (m *metaReader) publisher() {
	for _, find := range [...]func() bool{
		m.statedPublisher, m.keyPublisher, m.issuedPublisher, m.releaseLinePublisher, m.datelinePublisher, m.bylinePublisher, m.mastheadPublisher,
		m.suffixPublisher, m.authorPublisher, m.copyrightPublisher, m.accountPublisher, m.sitePublisher,
	} {
		if find() {
			return
		}
	}
}

func (m *metaReader) setPublisher(i, from, to int) bool {
	s := m.blocks[i].text[from:to]
	trimmed := m.cutRoom(trimName(s))
	if trimmed == "" || len(trimmed) > 120 {
		return false
	}
	from += strings.Index(s, trimmed)
	m.doc.Meta.Publisher = m.inBlock(i, from, from+len(trimmed), trimmed)
	return true
}

// cutRoom cuts the words of a body's press room off its name.
func (m *metaReader) cutRoom(s string) string {
	f := strings.ToLower(s)
	for _, w := range m.lex.rooms {
		if len(f) == len(s) && strings.HasSuffix(f, " "+w) {
			return s[:len(s)-len(w)-1]
		}
	}
	return s
}

// trimName cuts marks and a short form in brackets from a name: "Ministry of
// Foreign Affairs (MFA)," is "Ministry of Foreign Affairs".
func trimName(s string) string {
	s = strings.Trim(s, " ,.;:|/-–—·•©\"“”")
	for startsLower(s) { // "and the Secretariat"
		_, rest, ok := strings.Cut(s, " ")
		if !ok {
			return ""
		}
		s = rest
	}
	if i := strings.LastIndex(s, " ("); i > 0 && strings.HasSuffix(s, ")") {
		s = s[:i]
	}
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		s = s[1 : len(s)-1]
	}
	return strings.Trim(s, " ,.;:")
}

func (m *metaReader) statedPublisher() bool {
	for _, name := range [...]string{"og:site_name", "ld:publisher", "publisher", "article:publisher", "dc.publisher", "dcterms.publisher", "citation_publisher", "copyright"} {
		if f, ok := m.field(name); ok && !strings.Contains(f.value, "://") {
			m.doc.Meta.Publisher = m.inField(f, f.value)
			return true
		}
	}
	for _, name := range [...]string{"institute", "institution", "organization", "organisation", "issuer", "issued_by", "agency", "ministry", "source"} {
		if f, ok := m.field(name); ok && m.publisherName(f.value) {
			m.doc.Meta.Publisher = m.inField(f, f.value)
			return true
		}
	}
	return false
}

func (m *metaReader) keyPublisher() bool {
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind != extract.MetaLine || i >= m.head && i < m.tail {
			continue
		}
		r, at, ok := m.lex.key(b.text)
		if !ok || r != keyPublisher && r != keyAuthor {
			continue
		}
		if r == keyAuthor && strings.Contains(b.text[at:], ",") { // "From: Press Office, Ministry of Energy"
			if span, ok := m.houseIn(b.text, at); ok {
				return m.setPublisher(i, span[0], span[1])
			}
		}
		if r == keyPublisher || m.publisherName(b.text[at:]) {
			return m.setPublisher(i, at, len(b.text))
		}
	}
	return false
}

// issued is what stands before the name of who put a document out.
var issued = regexp.MustCompile(`^[*_(\[]*(?i:circulated|issued|released|published|distributed|put out)\b[^.;:]{0,40}? by (?:the )?`)

// issuedPublisher reads "Circulated on 9 May by the Ministry of X under the
// Chair's responsibility", above the text or below it.
func (m *metaReader) issuedPublisher() bool {
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.Caption || i >= m.head+2 && i < m.tail-1 {
			continue
		}
		loc := issued.FindStringIndex(b.text)
		if loc == nil {
			continue
		}
		rest := b.text[loc[1]:]
		words := strings.Fields(rest)
		for n := min(len(words), nameMax+4); n > 0; n-- {
			end := 0
			for _, w := range words[:n] {
				end += strings.Index(rest[end:], w) + len(w)
			}
			name := rest[:end]
			if inner := strings.TrimRight(name, ".,;:)]*_"); strings.ContainsAny(inner, ".,;:") || !nameLike(inner) {
				continue
			}
			if m.publisherName(name) {
				return m.setPublisher(i, loc[1], loc[1]+end)
			}
		}
	}
	return false
}

// houseIn is the range of the last of the names between commas from the text
// offset at on that is a body's and no press room's.
func (m *metaReader) houseIn(s string, at int) ([2]int, bool) {
	for end := len(s); end > at; {
		from := max(strings.LastIndexByte(s[:end], ',')+1, at)
		part := strings.TrimSpace(s[from:end])
		if m.bodyName(part) && m.cutRoom(" "+part) == " "+part {
			return [2]int{from, end}, true
		}
		end = from - 1
	}
	return [2]int{}, false
}

// releaseLinePublisher reads "Communiqué no. 77, Ministry of X, 16 March 2022".
func (m *metaReader) releaseLinePublisher() bool {
	for i := 0; i < min(m.head, len(m.blocks)); i++ {
		if s := m.blocks[i].text; releaseLine(s) && m.partPublisher(i, s, ",", m.bodyName) {
			return true
		}
	}
	return false
}

// partPublisher takes the first part of a line that is a publisher's name.
func (m *metaReader) partPublisher(i int, s, seps string, is func(string) bool) bool {
	from := 0
	for from <= len(s) {
		end := len(s)
		if k := strings.IndexAny(s[from:], seps); k >= 0 {
			end = from + k
		}
		part := trimName(s[from:end])
		if part != "" && is(part) && len(m.datesIn(part)) == 0 {
			return m.setPublisher(i, from, end)
		}
		_, n := utf8.DecodeRuneInString(s[end:])
		from = end + max(n, 1)
	}
	return false
}

// datelinePublisher reads the agency in a dateline: "SEOUL, May 2 (Name) -".
func (m *metaReader) datelinePublisher() bool {
	for i := 0; i < min(m.head+2, len(m.blocks)); i++ {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.Caption {
			continue
		}
		s := b.text
		if end := datelineEnd(s); end > 0 {
			s = s[:end]
		} else if i >= m.head {
			continue
		} else if len(s) > 120 || len(m.datesIn(s)) == 0 {
			continue
		}
		open := strings.IndexByte(s, '(')
		end := strings.IndexByte(s, ')')
		if open < 0 || end < open {
			continue
		}
		name := s[open+1 : end]
		if m.pressName(name) || nameLike(name) && !hasDigit(name) && len(name) >= 2 && (len(s) < len(b.text) || len(name) > 2) {
			if full, k := m.expand(name); k >= 0 {
				return m.setPublisher(k, full[0], full[1])
			}
			return m.setPublisher(i, open+1, end)
		}
	}
	return false
}

// expand finds a masthead or footer name whose initials are the short form:
// IRPS for Ill River Press Service.
func (m *metaReader) expand(short string) ([2]int, int) {
	if !allCaps(short) || strings.Contains(short, " ") {
		return [2]int{}, -1
	}
	for i := range m.blocks {
		if i >= m.head && i < m.tail {
			continue
		}
		s := m.blocks[i].text
		words := strings.Fields(s)
		if len(words) > 12 {
			continue
		}
		for from := range words {
			initials := ""
			for to := from; to < len(words) && len(initials) < len(short); to++ {
				r, _ := utf8.DecodeRuneInString(words[to])
				if unicode.IsUpper(r) {
					initials += string(r)
				}
				if initials == short && to > from {
					a := strings.Index(s, words[from])
					b := strings.LastIndex(s, words[to]) + len(words[to])
					if a < b {
						return [2]int{a, b}, i
					}
				}
			}
		}
	}
	return [2]int{}, -1
}

// bylinePublisher reads "By Korea Herald": a byline that names a paper.
func (m *metaReader) bylinePublisher() bool {
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || i >= m.head && i < m.tail {
			continue
		}
		k := strings.LastIndex(" "+b.text, " By ")
		if k < 0 || len(b.text) > 160 {
			continue
		}
		from := k + len("By ")
		if name := trimName(b.text[from:]); m.pressName(name) {
			return m.setPublisher(i, from, len(b.text))
		}
	}
	return false
}

// mastheadPublisher reads the name at the head of a paper: a line in capitals
// or with the noun of a publisher, before the title or between it and the text.
func (m *metaReader) mastheadPublisher() bool {
	first := -1
	for i := 0; i < min(m.head, len(m.blocks)); i++ {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.Caption || b.kind == extract.Byline || b.marker != "" {
			continue
		}
		s := b.text
		if b.gap > 0 && b.gap < len(s) {
			s = s[:b.gap]
		}
		if first < 0 {
			first = i
		}
		s = cutIssue(s)
		if i > 0 && strings.HasSuffix(m.blocks[i-1].text, ",") && m.blocks[i-1].words() > 2 {
			continue // the line before goes on: a person's office, his ministry
		}
		if m.personParts(s) || m.labelled(s) || strings.Contains(s, " Headquarters") && len(m.datesIn(b.text)) > 0 {
			continue
		}
		if len(s) > 140 || strings.HasSuffix(s, ",") || m.lex.offices[firstWord(fold(s))] || i == m.titleBlock && m.titleSure(i) && !(i == first && i+1 < m.head && m.house(s)) || m.occasionLine(i) || m.speakerCue(s) > 0 {
			continue
		}
		if m.partPublisher(i, s, "|/·•;", m.publisherName) {
			m.masthead = i
			return true
		}
		if m.partPublisher(i, s, "|/·•;,", m.publisherName) || m.partPublisher(i, strings.ReplaceAll(s, " - ", " | "), "|", m.publisherName) {
			m.masthead = i
			return true
		}
	}
	for i := 0; i < min(m.head, len(m.blocks)); i++ {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.Caption || i == m.titleBlock && m.titleSure(i) || m.occasionLine(i) || strings.HasSuffix(b.text, ",") {
			continue
		}
		if span := m.publisherIn(b.text); span != [2]int{} {
			return m.setPublisher(i, span[0], span[1])
		}
	}
	// A first line in capitals over a date line or another title is a masthead
	// whatever its nouns are.
	if first >= 0 && first+1 < len(m.blocks) && first != m.titleBlock {
		s := m.blocks[first].text
		for _, sep := range [...]string{" / ", " | "} {
			s, _, _ = strings.Cut(s, sep)
		}
		if allCaps(s) && len(strings.Fields(s)) <= 6 && !hasDigit(s) && !m.genreLine(s) {
			m.masthead = first
			return m.setPublisher(first, 0, len(s))
		}
	}
	return false
}

// house reports whether a line is the name of a house that puts out texts under
// its own name as a head: a mission, ministry or office.
func (m *metaReader) house(s string) bool {
	switch firstWord(fold(s)) {
	case "permanent", "embassy", "ministry", "department", "consulate", "office", "delegation", "government":
		return m.bodyName(s)
	}
	return false
}

// labelled reports whether a line is a label and what it names, as in programmes:
// "Moderator: Dr. A, Delta Institute".
func (m *metaReader) labelled(s string) bool {
	label, rest, ok := strings.Cut(s, ":")
	return ok && len(strings.Fields(label)) <= 4 && strings.TrimSpace(rest) != "" && m.personParts(strings.TrimSpace(rest))
}

// personParts reports whether one of the parts of a line begins with an office or
// a form of address: what it names is a person's.
func (m *metaReader) personParts(s string) bool {
	for part := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '|' || r == ',' || r == ';' }) {
		if part = strings.TrimSpace(part); part != "" && m.beginsOffice(part) {
			return true
		}
	}
	return false
}

// publisherIn finds the name of a paper within a line, or of a body after "by",
// "for" and the like: the longest run of capitalised words that is one. The
// result is its range, or zero.
func (m *metaReader) publisherIn(s string) [2]int {
	if len(s) > 200 || prose(s) && !m.putOut(s) {
		return [2]int{}
	}
	type word struct{ from, to int }
	var words []word
	for from := 0; from < len(s); {
		if s[from] == ' ' {
			from++
			continue
		}
		to := from
		for to < len(s) && s[to] != ' ' {
			to++
		}
		words = append(words, word{from, to})
		from = to
	}
	ends := func(w string) bool {
		return strings.HasSuffix(w, ",") || strings.HasSuffix(w, ".") && len(w) > 3 || strings.HasSuffix(w, ";") ||
			strings.Trim(w, "|/·•–—-*>»:") == ""
	}
	after := false // a word such as "by" came before
	for i := 0; i < len(words); i++ {
		w := s[words[i].from:words[i].to]
		r, _ := utf8.DecodeRuneInString(strings.TrimLeft(w, "(\"“*_"))
		if !unicode.IsUpper(r) {
			switch w {
			case "by", "for", "from", "in":
				after = true
			case "the":
			default:
				after = false
			}
			continue
		}
		for j := min(len(words), i+nameMax+4) - 1; j >= i; j-- {
			broken := false
			for k := i; k < j && !broken; k++ {
				broken = ends(s[words[k].from:words[k].to])
			}
			part := s[words[i].from:words[j].to]
			if broken || !nameLike(part) {
				continue
			}
			if j+1 < len(words) && !ends(part) && upperAt(s, words[j+1].from) && letterAt(s, words[j+1].from) {
				continue // the name goes on
			}
			if m.pressName(part) || after && m.bodyName(part) {
				return [2]int{words[i].from, words[j].to}
			}
		}
		after = false
	}
	return [2]int{}
}

// cutIssue cuts the number of an issue and what follows off a masthead:
// "LAKESIDE WEEKLY no. 12" is "LAKESIDE WEEKLY".
func cutIssue(s string) string {
	lower := strings.ToLower(s)
	for _, w := range [...]string{" no. ", " nr. ", " issue ", " vol. ", " volume ", " number ", " edition ", " #"} {
		if i := strings.Index(lower, w); i > 0 && len(lower) == len(s) && hasDigit(s[i:min(len(s), i+len(w)+6)]) {
			s, lower = s[:i], lower[:i]
		}
	}
	return s
}

// titleSure reports whether the title block was found by more than its place.
func (m *metaReader) titleSure(i int) bool { return m.blocks[i].words() >= titleWords }

// genreLine reports whether a line names the kind of text and no publisher.
func (p *page) genreLine(s string) bool {
	f := fold(s)
	for _, c := range p.lex.genres {
		if c.place != "body" && c.matches(f) {
			return true
		}
	}
	return false
}

// publisherName reports whether s is the name of a paper or a body.
func (p *page) publisherName(s string) bool { return p.pressName(s) || p.bodyName(s) }

// nameMax bounds the words of a publisher's name.
const nameMax = 9

// pressName reports whether s reads as the name of a paper or agency.
func (p *page) pressName(s string) bool {
	s = trimName(s)
	words := strings.Fields(s)
	if len(words) < 1 || len(words) > nameMax || !nameLike(s) || hasDigit(s) {
		return false
	}
	last := foldWord(words[len(words)-1])
	if len(words) >= 2 && p.lex.pressEnd[last] {
		return true
	}
	return len(words) >= 3 && p.lex.pressEnd[foldWord(words[len(words)-2])+" "+last]
}

// bodyName reports whether s reads as the name of a ministry, organisation or
// institute.
func (p *page) bodyName(s string) bool {
	s = trimName(s)
	words := strings.Fields(s)
	if len(words) < 1 || len(words) > nameMax+4 || !nameLike(s) || hasDigit(s) || p.genreLine(s) || p.lex.offices[foldWord(words[0])] {
		return false
	}
	f := fold(s)
	for w := range strings.FieldsSeq(f) {
		if p.lex.headVerbs[w] {
			return false // "Ministry of Trade opens tender"
		}
	}
	for _, h := range p.lex.bodyHead[firstWord(f)] {
		if startsWith(f, h.text) && (len(words) > 1 || f == h.text) {
			return true
		}
	}
	if len(words) < 2 {
		return false
	}
	if len(words) <= nameMax && p.lex.bodyEnd[foldWord(words[len(words)-1])] {
		return true
	}
	for i, w := range words[1:] { // "Lakeside Forum for Foreign Policy"
		if i+2 < len(words) && p.lex.bodyEnd[foldWord(w)] {
			switch words[i+2] {
			case "for", "of", "on", "in", "to":
				return true
			}
		}
	}
	return false
}

// suffixPublisher reads the site's name in the title of the page.
func (m *metaReader) suffixPublisher() bool {
	f, ok := m.field("title")
	if !ok {
		return false
	}
	head, site := siteSuffix(f.value)
	for site != "" && (m.genreLine(site) || m.lex.lineRole(site) != "") { // a section of the site
		head, site = siteSuffix(head)
	}
	if strings.EqualFold(site, m.doc.Meta.Title.Value) {
		site = head
	}
	if site == "" || len(strings.Fields(site)) > nameMax {
		return false
	}
	at := strings.LastIndex(string(m.text[f.from:f.to]), site)
	if at >= 0 {
		f.from, f.to = f.from+at, f.from+at+len(site)
	}
	m.doc.Meta.Publisher = m.inField(f, site)
	return true
}

// authorPublisher takes a stated author that is a body.
func (m *metaReader) authorPublisher() bool {
	f, ok := m.field("author", "ld:author", "dc.creator", "article:author")
	if !ok || !m.publisherName(f.value) {
		return false
	}
	m.doc.Meta.Publisher = m.inField(f, f.value)
	return true
}

// copyrightPublisher reads "© 2020 Name" and "Copyright 2014 Name.".
func (m *metaReader) copyrightPublisher() bool {
	for i := len(m.blocks) - 1; i >= 0; i-- {
		s := m.blocks[i].text
		if len(s) > 300 {
			continue
		}
		at := -1
		for _, mark := range [...]string{"©", "Copyright", "copyright", "(c)", "(C)"} {
			if k := strings.Index(s, mark); k >= 0 {
				at = max(at, k+len(mark))
			}
		}
		if at < 0 {
			continue
		}
		rest := strings.TrimLeft(s[at:], " 0123456789-–,.©")
		from := len(s) - len(rest)
		end := len(s)
		if k := strings.IndexAny(rest, ".|·•/,;"); k > 0 {
			end = from + k
		}
		if name := trimName(s[from:end]); nameLike(name) && name != "" && !strings.HasPrefix(strings.ToLower(name), "all rights") {
			return m.setPublisher(i, from, end)
		}
	}
	return false
}

// accountPublisher takes the account whose posts the document holds, where its
// first lines name just one.
func (m *metaReader) accountPublisher() bool {
	for i := 0; i < min(3, len(m.blocks)); i++ {
		s := m.blocks[i].text
		at := strings.IndexByte(s, '@')
		if at < 0 || at > 0 && s[at-1] != ' ' && s[at-1] != '(' || strings.Count(s, "@") != 1 || len(s) > 120 {
			continue
		}
		end := at + 1
		for end < len(s) && (s[end] == '_' || letterByte(s[end]) || s[end] >= '0' && s[end] <= '9') {
			end++
		}
		if end-at > 3 {
			return m.setPublisher(i, at+1, end)
		}
	}
	return false
}

// sitePublisher takes the publisher of the site that the page's own address is
// of, or the one address in the lines before or after the text.
func (m *metaReader) sitePublisher() bool {
	if f, ok := m.field("canonical", "og:url"); ok {
		if name := m.lex.site(f.value); name != "" {
			m.doc.Meta.Publisher = m.inField(f, name)
			return true
		}
	}
	block, from, to, found := -1, 0, 0, ""
	for i := range m.blocks {
		if i >= m.head && i < m.tail {
			continue
		}
		s := m.blocks[i].text
		if m.blocks[i].words() > addressWords {
			continue // a sentence that sends the reader elsewhere
		}
		for at := 0; at < len(s); {
			k := strings.IndexByte(s[at:], ' ')
			end := len(s)
			if k >= 0 {
				end = at + k
			}
			if name := m.lex.site(strings.Trim(s[at:end], "()<>[],.;\"")); name != "" {
				if found != "" && name != found {
					return false
				}
				block, from, to, found = i, at, end, name
			}
			at = end + 1
		}
	}
	if block < 0 {
		return false
	}
	m.doc.Meta.Publisher = m.inBlock(block, from, to, found)
	return true
}

// addressWords bounds a line that gives the address of the page: "Source: www…".
const addressWords = 4

// site is the publisher of the site that a web address is of, or "". A mail
// address is none.
func (l *Lexicon) site(address string) string {
	host, ok := strings.CutPrefix(strings.ToLower(address), "https://")
	if !ok {
		host, ok = strings.CutPrefix(host, "http://")
	}
	if !ok && !strings.HasPrefix(host, "www.") || strings.Contains(host, "@") {
		return ""
	}
	host, _, _ = strings.Cut(host, "/")
	host, _, _ = strings.Cut(host, ":")
	for host != "" {
		if name, ok := l.sites[host]; ok {
			return name
		}
		_, rest, more := strings.Cut(host, ".")
		if !more {
			return ""
		}
		host = rest
	}
	return ""
}
