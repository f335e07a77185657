package read

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html/atom"
)

const (
	// runningText is the length from which a block is taken for running text,
	// about seven words. Menu entries are shorter.
	runningText = 40
	// mainShare is the share of a page's running text that its main element
	// holds. Below it the text is spread over siblings.
	mainShare = 0.75
)

// linked reports whether a block is mostly links.
func linked(b *block) bool { return b.links*5 > len(b.text)*3 }

// running reports whether a block is a piece of running text.
func running(b *block) bool {
	return len(b.text) >= runningText && b.links*3 < len(b.text)
}

// findMain marks the blocks outside the main text of a page as chrome. The main
// element is the smallest one that holds most of the running text, unless the
// page itself names one.
func (p *page) findMain(nodes []node) {
	for i := range p.blocks {
		b := &p.blocks[i]
		if !running(b) {
			continue
		}
		for n := b.node; n >= 0; n = nodes[n].parent {
			nodes[n].prose += len(b.text)
		}
	}
	// A wrapper with an unlucky class name ("has-sidebar") holds the page.
	chrome := make([]bool, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		if n.weak && n.prose*2 > nodes[0].prose && n.prose > 0 {
			n.chrome = false
		}
		chrome[i] = n.chrome || n.parent >= 0 && chrome[n.parent]
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if chrome[b.node] {
			b.kind, b.level, b.marker, b.fixed = extract.Chrome, 0, "", true
			continue
		}
		if b.kind == extract.Chrome {
			b.kind, b.fixed = extract.Paragraph, false
		}
		run := running(b)
		for n := b.node; n >= 0; n = nodes[n].parent {
			if run {
				nodes[n].good += len(b.text)
				nodes[n].pieces++
			}
			nodes[n].text += len(b.text)
			nodes[n].links += b.links
		}
	}
	main := mainNode(nodes)
	inside := make([]bool, len(nodes))
	for i := range nodes {
		inside[i] = i == main || nodes[i].parent >= 0 && inside[nodes[i].parent]
	}
	p.keepInside(inside)
}

// mainNode chooses the element with the main text: the smallest that holds most
// of it, and then those around it as long as they add little but text.
func mainNode(nodes []node) int {
	total := nodes[0].good
	if total == 0 {
		return 0
	}
	best := 0
	for i, n := range nodes { // parents come before their children
		named := n.tag == atom.Main || n.tag == atom.Article || n.role == classContent
		share := float64(n.good) / float64(total)
		if named && share >= 0.5 || n.pieces >= 2 && share >= mainShare {
			best = i
		}
	}
	for nodes[best].parent > 0 {
		p := nodes[nodes[best].parent]
		if p.tag == atom.Body || p.tag == atom.Html || nodes[best].tag == atom.Main || nodes[best].tag == atom.Article {
			break
		}
		added, links := p.text-nodes[best].text, p.links-nodes[best].links
		if links*3 > added {
			break
		}
		best = nodes[best].parent
	}
	return best
}

// minTitle is the length from which a line that begins the page's stated title
// is the title.
const minTitle = 12

// keepInside marks what lies outside of the main element, except a title and
// the lines between it and the text.
func (p *page) keepInside(inside []bool) {
	first := len(p.blocks)
	for i := range p.blocks {
		if inside[p.blocks[i].node] && p.blocks[i].kind != extract.Chrome {
			first = i
			break
		}
	}
	title := -1
	stated := ""
	if f, ok := p.field("og:title", "title"); ok {
		stated = fold(f.value)
	}
	for i := 0; i < first; i++ {
		b := &p.blocks[i]
		if linked(b) || b.kind == extract.Chrome {
			continue
		}
		if b.kind == extract.Heading && b.level == 1 || len(b.text) >= minTitle && stated != "" && strings.HasPrefix(stated, fold(b.text)) {
			title = i
		}
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		if inside[b.node] || b.kind == extract.Chrome || title >= 0 && i >= title && i < first && !linked(b) {
			continue
		}
		b.kind, b.level, b.marker, b.fixed = extract.Chrome, 0, "", true
	}
	// Lists of links within the main element: at least two in a row.
	for i := 0; i < len(p.blocks); {
		j := i
		for j < len(p.blocks) && p.blocks[j].kind != extract.Chrome && linked(&p.blocks[j]) {
			j++
		}
		if j-i >= 2 {
			for k := i; k < j; k++ {
				p.blocks[k].kind, p.blocks[k].level, p.blocks[k].marker, p.blocks[k].fixed = extract.Chrome, 0, "", true
			}
		}
		i = max(j, i+1)
	}
}

// chromeLine bounds the length of a line that is looked up among the phrases
// of navigation.
const chromeLine = 160

// boldWords bounds a paragraph in bold type that is a heading.
const boldWords = 15

// captionWords bounds a caption.
const captionWords = 80

// markLines tells menu lines, key words, bylines, credits and notices from the
// text by their words.
func (p *page) markLines() {
	head := p.headEnd()
	tail := p.tailStart()
	if !p.markup {
		p.markMenus(head)
	}
	ended, lastProse := -1, p.lastProse()
	contact := false
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == extract.TableRow && i < head && len(b.text) < chromeLine && p.dateLine(b.text) && !p.inTable(i) {
			b.kind = extract.MetaLine
			continue
		}
		if b.kind == extract.Chrome || b.kind == extract.TableRow {
			continue
		}
		if i >= tail && b.links*5 > len(b.text)*2 && !endsSentence(b.text) || contact && i >= tail && b.words() <= 20 {
			b.kind = extract.Chrome
			if contact {
				b.kind = extract.MetaLine
			}
			b.level, b.marker, b.fixed = 0, "", true
			continue
		}
		r := p.lex.lineRole(b.text)
		short := len(b.text) <= chromeLine
		switch r {
		case roleMenu, roleShare:
			if short && (linked(b) || i < head || i >= tail) && !(b.kind == extract.Heading && b.level == 1) {
				b.kind = extract.Chrome
			}
		case roleNotice:
			b.kind = extract.Chrome
		case roleFoot:
			if len(b.text) <= 3*chromeLine && i >= tail {
				b.kind = extract.Chrome
			}
		case roleRelated:
			if short && i > lastProse {
				ended = i
			}
		case roleEnd, roleRelease:
			if short {
				b.kind = extract.MetaLine
			}
		case roleCredit:
			if b.words() <= captionWords {
				b.kind = extract.Caption
			}
		case roleEdit:
			b.kind = extract.Byline
		case roleContact:
			if i >= tail && b.words() <= 40 {
				b.kind = extract.MetaLine
				contact = true // what follows is names and numbers
			}
		}
		if b.kind == extract.Paragraph && !b.fixed && b.bold && b.words() <= boldWords && headingLike(b.text) && turnLen(b.text) == 0 && r == "" && i+1 < len(p.blocks) &&
			(i >= head || i+1 == head && (i == 0 || !p.blocks[i-1].bold)) && !p.placeDate(b.text) {
			b.kind, b.level, b.fixed = extract.Heading, 3, true
		}
		if b.kind == extract.Paragraph || b.kind == extract.ListItem {
			p.markKeyLine(i, head, tail)
		}
		if i < head+2 && b.kind == extract.Paragraph && p.authorLine(b.text) {
			b.kind = extract.Byline
		}
		if i < head && b.kind == extract.Paragraph && !b.fixed && len(b.text) < 40 && clock(b.text) {
			b.kind = extract.MetaLine // the hour of a briefing
		}
		if i < head && (b.kind == extract.Paragraph || b.kind == extract.Heading && !b.fixed) && p.dateLine(b.text) {
			b.kind = extract.MetaLine
		}
		if (b.kind == extract.Paragraph || b.kind == extract.Heading && !b.fixed) && p.byline(b.text) && (i < head || i >= tail) {
			b.kind = extract.Byline
		}
		if i >= tail && strings.HasPrefix(b.text, "(") && strings.HasSuffix(b.text, ")") && p.publisherName(b.text) {
			b.kind = extract.Byline // "(Ministry of Rivers)", who put it out
		}
		if i >= tail && b.kind == extract.ListItem && strings.ContainsAny(b.marker, "-–—") && nameLike(b.text) && !hasDigit(b.text) && i+2 >= len(p.blocks) {
			b.kind, b.marker = extract.Byline, ""
		}
		if b.kind == extract.Chrome || b.kind == extract.MetaLine || b.kind == extract.Byline || b.kind == extract.Caption {
			if b.kind == extract.Chrome {
				b.marker = ""
			}
			b.level, b.fixed = 0, true
		}
		if ended == i {
			break
		}
	}
	if ended >= 0 {
		for i := ended; i < len(p.blocks); i++ {
			b := &p.blocks[i]
			b.kind, b.level, b.marker, b.fixed = extract.Chrome, 0, "", true
		}
	}
}

// inTable reports whether the row is one of a table of many things, not of what
// a page says of itself: it stands under a head of as many cells, or the table
// has several rows with dates and without key words.
func (p *page) inTable(row int) bool {
	from, to := row, row+1
	for from > 0 && p.blocks[from-1].kind == extract.TableRow {
		from--
	}
	for to < len(p.blocks) && p.blocks[to].kind == extract.TableRow {
		to++
	}
	const between = " | "
	cells := strings.Count(p.blocks[row].text, between)
	if first := p.blocks[from].text; cells > 0 && from < row && strings.Count(first, between) == cells && !hasDigit(first) {
		return true
	}
	dates := 0
	for i := from; i < to; i++ {
		if _, _, key := p.lex.key(p.blocks[i].text); !key && strings.Count(p.blocks[i].text, between) == cells && p.dateLine(p.blocks[i].text) {
			dates++
		}
	}
	return cells > 0 && dates > 1
}

// menuWords is the longest entry of a menu or trail, in words.
const menuWords = 6

// markMenus marks the numbered or bulleted entries of a trail ("1. HOME",
// "2. Press") that stand before the first longer line of plain text.
func (p *page) markMenus(head int) {
	first, end := -1, -1
	for i := 0; i < min(head, len(p.blocks)); i++ {
		b := &p.blocks[i]
		_, _, key := p.lex.key(b.text)
		entry := b.kind == extract.ListItem && b.words() <= menuWords && !key && !endsSentence(b.text)
		if entry && first < 0 {
			first = i
		}
		if !entry && (first >= 0 || b.words() > menuWords) {
			break
		}
		end = i + 1
	}
	if first < 0 || end-first < 2 {
		return
	}
	for i := first; i < end; i++ {
		b := &p.blocks[i]
		b.kind, b.level, b.marker, b.fixed = extract.Chrome, 0, "", true
	}
}

// headEnd is the index of the first block of running text: a paragraph that
// has a sentence.
func (p *page) headEnd() int {
	for i := range p.blocks {
		b := &p.blocks[i]
		if b.kind == extract.TableRow && (p.inTable(i) || i+1 < len(p.blocks) && p.blocks[i+1].kind == extract.TableRow && p.inTable(i+1)) {
			return i
		}
		if b.kind == extract.Chrome || b.kind == extract.Caption || linked(b) {
			continue
		}
		if prose(b.text) {
			return i
		}
	}
	return len(p.blocks)
}

// prose reports whether s is a paragraph of running text by its length and how
// it ends. A title has no full stop; the lines of a salutation are short.
func prose(s string) bool {
	words := len(strings.Fields(s))
	switch {
	case words > 40:
		return true
	case endsSentence(s):
		return words > 12 || unspacedText(s)
	}
	return words > 14 && endsWithAny(s, ",;:")
}

// unspacedText reports whether s is a sentence of a script without spaces.
func unspacedText(s string) bool {
	return utf8.RuneCountInString(s) > 40 && !strings.Contains(s, " ") && endsSentence(s)
}

// tailStart is the index after the last block of running text.
func (p *page) tailStart() int {
	for i := len(p.blocks) - 1; i >= 0; i-- {
		b := &p.blocks[i]
		if b.kind == extract.Chrome || linked(b) {
			continue
		}
		switch p.lex.lineRole(b.text) {
		case roleFoot, roleEdit, roleContact, roleCredit, roleNotice, roleEnd:
			continue
		}
		if b.words() > 20 || b.words() > 8 && endsSentence(b.text) || unspacedText(b.text) {
			return i + 1
		}
	}
	return 0
}

// lastProse is the index of the last block of running text, or -1.
func (p *page) lastProse() int {
	for i := len(p.blocks) - 1; i >= 0; i-- {
		if b := &p.blocks[i]; b.kind != extract.Chrome && running(b) && endsSentence(b.text) {
			return i
		}
	}
	return -1
}

// markKeyLine marks "Date : 2019-10-08" and the two lines "Date", "2019-10-08"
// in the head of a document or after its text.
func (p *page) markKeyLine(i, head, tail int) {
	if i >= head && i < tail {
		return
	}
	b := &p.blocks[i]
	if r, at, ok := p.lex.key(b.text); ok && at < len(b.text) {
		if r == keyPlace || r == keyTitle || r == keyAuthor && !nameLike(b.text[at:]) {
			return
		}
		if (r == keyDate || r == keyUpdated) && !hasDigit(b.text[at:]) {
			return
		}
		b.kind = extract.MetaLine
		return
	}
	r, ok := p.lex.keys[fold(b.text)]
	if !ok || i+1 >= len(p.blocks) || len(p.blocks[i+1].text) > 60 {
		return
	}
	next := &p.blocks[i+1]
	switch r {
	case keyDate, keyUpdated, keySpoken:
		if !hasDigit(next.text) {
			return
		}
	case keyOther:
		if atoi(strings.ReplaceAll(next.text, ",", "")) < 0 {
			return
		}
	case keyAuthor, keyPublisher:
		if !nameLike(next.text) || !strings.HasSuffix(b.text, ":") {
			return
		}
	default:
		return
	}
	b.kind, next.kind, next.fixed, next.level = extract.MetaLine, extract.MetaLine, true, 0
}

// dateLine reports whether a line says when a page was put out and nothing
// else: a date with a time of day, a byline or columns beside it, a dateline
// with the city in capitals, or a date alone. "Seoul, October 7, 2019" is none:
// it may be the place and day of an event.
func (p *page) dateLine(s string) bool {
	if len(s) > 140 {
		return false
	}
	if releaseLine(s) || strings.Contains(s, "/") && hasDigit(s) && !strings.Contains(s, " ") {
		return true // a document's number: "SG/SM/21000"
	}
	for _, d := range p.lex.dates(s) {
		rest := strings.TrimSpace(s[:d.from] + " " + s[d.to:])
		switch p.lex.keys[fold(s[:d.from])] {
		case keyDate, keyUpdated, keySpoken:
			return true
		}
		switch {
		case clock(s[d.to:]), strings.Contains(rest, " By "), p.onlyWeekday(rest):
			return true
		case strings.Contains(s, " | ") || strings.Contains(s, " · ") || strings.Contains(s, " • "):
			return true
		}
		city, _, comma := strings.Cut(s, ",")
		if comma && d.from >= len(city) && allCaps(city) && len(strings.Fields(city)) <= 3 && !allCaps(s[len(city):]) && !d.span {
			return true
		}
	}
	return false
}

// authorLine reports whether a line names who the markup says is the author.
func (p *page) authorLine(s string) bool {
	f, ok := p.field("author", "ld:author", "dc.creator")
	return ok && len(s) < 300 && squeeze(f.value) == squeeze(s)
}

// onlyWeekday reports whether s has no word but names of days.
func (p *page) onlyWeekday(s string) bool {
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '-' }) {
		if strings.Trim(w, "-") != "" && !p.lex.weekdays[foldWord(w)] {
			return false
		}
	}
	return true
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// nameWords bounds the words of a byline.
const nameWords = 14

// byline reports whether a line names the author: "By Ann Example and Bo Doe".
func (p *page) byline(s string) bool {
	word, rest, ok := strings.Cut(s, " ")
	if !ok || endsSentence(rest) && !strings.HasSuffix(rest, ")") {
		return false
	}
	switch strings.ToLower(word) {
	case "by", "von", "par", "por", "door":
		return nameLike(rest)
	case "-", "–", "—":
		return nameLike(rest) && !hasDigit(rest)
	}
	return false
}

// nameLike reports whether s is made of names: capitalised words with the small
// words that join them, and perhaps a mail address.
func nameLike(s string) bool {
	fields := strings.Fields(s)
	if len(fields) == 0 || len(fields) > nameWords {
		return false
	}
	for i, w := range fields {
		if strings.Contains(w, "@") {
			continue
		}
		w = strings.Trim(w, "(),;.|/")
		if w == "" {
			continue
		}
		switch w {
		case "and", "und", "et", "y", "e", "de", "da", "di", "del", "van", "von", "der", "den", "la", "le", "bin", "al", "of", "for", "the", "in", "with", "&", "-", "–", "—", "·", "•", "files", "from":
			continue
		}
		r, _ := utf8.DecodeRuneInString(w)
		if !unicode.IsUpper(r) && !(unicode.IsLetter(r) && !unicode.IsLower(r)) {
			return i > 0 && unicode.IsDigit(r) && i >= 2
		}
	}
	return true
}
