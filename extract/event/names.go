package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// relation says which edition a name means beside the one it would mean alone.
type relation int

const (
	same relation = iota
	next
	previous
)

// candidate is a run of words that names or describes an event.
type candidate struct {
	sent       int // index into doc.sents
	from, to   int // words, half open
	head       int // index of the last word of the event noun
	noun       *noun
	series     *series // known series
	ordinal    int
	year       int
	rel        relation
	acronym    string // in brackets after it
	numeral    string // Roman number with a full stop that stands before its words
	label      string // its words without article and brackets
	seriesName string // label without ordinal and year
	body       string // "meeting of BODY": the words after "of"
	quoted     bool
	lower      bool // the noun is in lower case and only premodified by a name
	plural     bool
	coming     bool      // "upcoming" stands before it
	title      bool      // in a heading of the document or in its title
	product    bool      // the name of a text of the event follows
	definite   bool      // "the", a possessive or an ordinal before it
	topic      bool      // a topic follows the noun
	premods    int       // capitalised words before the noun
	when       date.Date // month before the name or date right after it, which tells editions apart
	cluster    *cluster
}

func (c *candidate) span(d *doc) extract.Span {
	ws := d.sents[c.sent].words
	return extract.Span{Start: ws[c.from].Start, End: ws[c.to-1].End}
}

// names finds the named events of one sentence.
func (d *doc) names(si int) []*candidate {
	s := &d.sents[si]
	var out []*candidate
	for i := 0; i < len(s.words); {
		if c := d.acronymName(si, i); c != nil {
			out = append(out, c)
			i = c.to
			continue
		}
		if c := d.seriesName(si, i); c != nil {
			for len(out) > 0 && out[len(out)-1].to > c.from {
				out = out[:len(out)-1]
			}
			out = append(out, c)
			i = c.to
			continue
		}
		ph, j := d.x.nouns.at(s.words, i)
		if ph == nil {
			i++
			continue
		}
		if c := d.nameAround(si, i, j, ph); c != nil {
			for len(out) > 0 && out[len(out)-1].to > c.from {
				out = out[:len(out)-1] // the longer name holds the shorter
			}
			out = append(out, c)
			i = max(j, c.to)
			continue
		}
		i = j
	}
	return out
}

// seriesName reads the name of a known series of gatherings at word i, with the
// number or year of the edition.
func (d *doc) seriesName(si, i int) *candidate {
	ws := d.sents[si].words
	ph, j := d.x.series.at(ws, i)
	if ph == nil || !ws[i].capital || !ws[j-1].capital || ph.series.numbered == "body" {
		return nil
	}
	c := &candidate{sent: si, from: i, to: j, head: j - 1, series: ph.series, premods: 2}
	for k := i; k < j; k++ {
		if n, _ := d.x.nouns.at(ws, k); n != nil && n.noun.class == "event" && c.noun == nil {
			c.noun = n.noun
		}
	}
	if c.noun == nil || c.noun.name == "ordinal" {
		return nil // the name of a body, which "session of" must tell
	}
	d.expandLeft(c, i)
	if i > 0 && c.from < i && ws[i-1].capital && !d.sents[si].title && d.ownName(ws, i-1) {
		return nil // "the Youth Summit of the Lakes" is another than the Summit of the Lakes
	}
	if c.from < i && c.ordinal == 0 && c.year == 0 && c.rel == same {
		c.from = i
	}
	if !d.expandRight(c, j) {
		return nil
	}
	d.dated(c)
	d.labelName(c)
	return c
}

// ownName reports whether the capitalised word i before the name of a series
// makes it the name of something else.
func (d *doc) ownName(ws []word, i int) bool {
	w := &ws[i]
	return !d.x.in("function", w.low) && !d.x.in("generic", w.low) && !d.x.in("mode", w.low) && !d.x.in("frequency", w.low) && d.ordinalAt(ws, i) == 0 && w.year() == 0 &&
		!d.x.in("next", w.low) && !d.x.in("previous", w.low) && !d.actorAt(w.Start) && !d.placeAt(w.Start) && !date.IsMonth(w.low) && w.upos != "VERB" && w.upos != "ADP"
}

// dated notes the date that stands right after a name ("in March 2021") or the
// month before its year ("the March 2021 Lima Summit").
func (d *doc) dated(c *candidate) {
	ws := d.sents[c.sent].words
	for k := c.to; k < len(ws) && k < c.to+9; k++ {
		if e := d.dateAt(c.sent, k); e != nil {
			if e.Start.Month > 0 && (e.Float == date.Fixed || e.Relative && ws[k-1].is("last")) && !e.IsRange() {
				c.when = e.Start
			}
			break
		}
		if !ws[k].is("in", "on", ",", "(", ")", "held", "from", "hosted", "by", "last") && !ws[k].capital {
			break
		}
	}
	if c.from < c.head && date.IsMonth(ws[c.from].low) && ws[c.from+1].year() == 0 { // "the November Lima Summit"
		c.from++
		c.premods--
	}
	for i := range d.dates[c.sent] {
		e := &d.dates[c.sent][i]
		if c.from >= 2 && ws[c.from-1].is("'s", "’s") && e.Span.End == ws[c.from-2].End && e.Start.Month > 0 && !e.IsRange() {
			c.when = e.Start // "last October's Lima Summit"
		}
		if e.Start.Month > 0 && e.Span.Start < ws[c.head].Start && e.Span.End >= ws[c.from].Start && e.Span.End < ws[c.head].End {
			c.when = e.Start
			for c.from < c.head && ws[c.from].Start < e.Span.End {
				c.from++
			}
			c.year = 0
		}
	}
}

// acronymName reads "COP26", "GCCS 2015", "#SICW2016", "HRC 47", and acronyms
// that the document has put in brackets after a name.
func (d *doc) acronymName(si, i int) *candidate {
	ws := d.sents[si].words
	w := &ws[i]
	if !w.capital || i > 0 && ws[i-1].text == "(" || d.slug(si) {
		return nil
	}
	letters := strings.TrimPrefix(w.text, "#")
	digits := ""
	if k := strings.IndexAny(letters, "0123456789"); k > 1 {
		letters, digits = letters[:k], strings.TrimLeft(letters[k:], "-")
	}
	c := &candidate{sent: si, from: i, to: i + 1, head: i, noun: acronymNoun}
	known := d.x.acronym[letters]
	defined := d.acronyms[letters]
	if known == nil && defined == nil || len(letters) < 3 {
		return nil
	}
	c.series = known
	if digits == "" && i+1 < len(ws) && (ws[i+1].number() > 0 || ws[i+1].roman() > 0 && known != nil) {
		if n := ws[i+1]; n.year() > 0 || known != nil && known.numbered == "edition" {
			digits = n.text
			c.to++
		}
	}
	n := (&word{text: digits}).number()
	switch {
	case n >= 1900 && n <= 2100:
		c.year = n
	case n > 0 && known != nil && known.numbered == "edition":
		c.ordinal = n
	case digits != "":
		return nil
	case defined == nil:
		return nil // the bare acronym of a known series names the series
	}
	if i > 0 && c.ordinal == 0 {
		if n := d.ordinalAt(ws, i-1); n > 0 && !(i > 1 && ws[i-2].is("no", "his", "her", "my", "your")) {
			c.ordinal = n
			c.from--
		}
	}
	if c.from < i {
	} else if i > 0 && (d.x.in("next", ws[i-1].low) || ws[i-1].is("last", "previous")) {
		c.rel = next
		if ws[i-1].is("last", "previous") {
			c.rel = previous
		}
		c.from--
	} else if defined != nil && defined.body != "" && known == nil && c.year == 0 {
		return nil // the acronym is that of the body
	}
	c.acronym = letters
	c.label = strings.TrimPrefix(d.text(c.span(d)), "#")
	c.seriesName = letters
	switch {
	case known != nil:
		c.seriesName = known.label
	case defined != nil && defined.seriesName != "":
		c.seriesName = defined.seriesName
	}
	c.definite = true
	return c
}

var acronymNoun = &noun{singular: "", class: "event", family: "acronym", name: "strong"}

// nameAround reads the name around the event noun at words i to j.
func (d *doc) nameAround(si, i, j int, ph *phrase) *candidate {
	s := &d.sents[si]
	ws := s.words
	n := ph.noun
	capNoun := ws[j-1].capital
	if d.slug(si) {
		return nil
	}
	if n.name == "never" && (n.class != "body" || !capNoun) {
		return nil
	}
	c := &candidate{sent: si, from: i, to: j, head: j - 1, noun: n, plural: ph.plural && n.singular != "consultations" && n.singular != "talks"}
	d.expandLeft(c, i)
	if !d.expandRight(c, j) {
		return nil
	}
	if ph.plural && c.plural && (n.family != "dialogue" || n.name == "ordinal") || j < len(ws) && ws[j].text == "-" && ws[j].glued {
		return nil
	}
	if n.class != "body" && d.covered(c) {
		return nil
	}
	c.lower = !capNoun
	ok := false
	switch n.name {
	case "never": // a body, which stands for its meeting where it is held or meets
		ok = c.premods > 0 && !c.plural && d.meets(s, c.to)
		c.body = d.text(c.span(d))
	case "strong":
		ok = c.premods > 0 || capNoun && c.topic || c.quoted || c.ordinal > 0 && c.topic ||
			capNoun && c.definite && j-i > 1 && !s.title
		if !capNoun && n.family == "dialogue" && c.ordinal == 0 && !c.quoted {
			ok = false
		}
	case "capital":
		ok = capNoun && (c.premods > 0 || c.topic)
	case "ordinal":
		if n.family == "edition" && (capNoun || d.bareNoun(c)) {
			return nil
		}
		ok = c.quoted && n.family == "meeting" || (c.ordinal > 0 || c.rel != same || c.year > 0) && (c.body != "" || c.premods > 0) ||
			capNoun && (c.body != "" && (c.definite || s.title) || c.premods > 1 && n.family != "assembly" || c.ordinal > 0) || c.body != "" && c.definite && d.isBody(c)
	}
	if !ok {
		return nil
	}
	if s.title && !capNoun {
		return nil
	}
	if b := c.from - 1; b >= 2 && n.singular == "forum" && !c.topic && ws[b].is("the") && ws[b-1].is("in", "at") && (ws[b-2].is("held", "place", "convened", ")") || ws[b-2].capital && !s.title && b >= 3) && c.ordinal == 0 {
		return nil // a venue: "held in the World Forum"
	}
	if b := c.from - 1; b >= 0 && n.name == "ordinal" && c.body != "" && c.from == i && (ws[b].low == "annual" || d.x.in("mode", ws[b].low)) {
		c.from = b // "the annual meeting of the Council"
	}
	c.title = s.heading && s.level <= 1
	d.dated(c)
	if c.to-c.from == 1 && n.name == "ordinal" {
		return nil // "the December 2021 meeting" of something unnamed
	}
	d.labelName(c)
	return c
}

// slug reports whether sentence si is the line by which an agency files a story:
// "PORTS-LAKES/SUMMIT (WRAPUP 2)".
func (d *doc) slug(si int) bool {
	text := d.text(d.sents[si].span)
	first, _, _ := strings.Cut(text, " ")
	return si < 3 && len(text) < 60 && strings.Contains(first, "/") && text == strings.ToUpper(text) && strings.ContainsAny(first, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}

// bareNoun reports whether the words after "of" only refer back to a gathering:
// "the fifth edition of the Forum".
func (d *doc) bareNoun(c *candidate) bool {
	b := strings.ToLower(trimArticle(c.body))
	ph := d.x.nouns[b]
	return len(ph) > 0 && len(ph[0].toks) == 1
}

// labelName sets label and series name from the words of the candidate.
func (d *doc) labelName(c *candidate) {
	ws := d.sents[c.sent].words
	c.label = c.numeral + d.text(c.span(d))
	if c.noun.class == "body" {
		c.seriesName = c.label
		return
	}
	start := c.from
	for start < c.head {
		w := &ws[start]
		if d.ordinalAt(ws, start) > 0 || d.x.in("next", w.low) || d.x.in("previous", w.low) || w.year() > 0 || w.text == "-" || w.low == "annual" || w.low == "ever" {
			start++
			continue
		}
		if start+2 < c.head && ws[start+1].text == "-" && d.x.ordinalWord(w.low+"-"+ws[start+2].low) > 0 {
			start += 3
			continue
		}
		break
	}
	if c.body != "" && !slices.ContainsFunc(ws[start:c.head], func(w word) bool { return w.capital }) {
		c.seriesName = trimArticle(c.body)
		return
	}
	end := c.to
	if ws[end-1].year() > 0 && end-1 > c.head {
		end--
	}
	c.seriesName = d.text(extract.Span{Start: ws[start].Start, End: ws[end-1].End})
}

// trimArticle takes "the" off the front of a name.
func trimArticle(s string) string {
	for _, article := range []string{"the ", "this ", "our ", "a ", "an "} {
		if len(s) > len(article) && strings.EqualFold(s[:len(article)], article) {
			return s[len(article):]
		}
	}
	return s
}

// meets reports whether the words from j on say that a body came together: "was
// held", "convened", "took place", perhaps after an insertion between commas.
func (d *doc) meets(s *sentence, j int) bool {
	ws := s.words
	if j+2 < len(ws) && ws[j].is("(") && ws[j+2].is(")") {
		j += 3
	}
	if j < len(ws) && ws[j].is(",") {
		for k := j + 1; k < len(ws) && k-j < 40; k++ {
			if ws[k].is(";", "which", "who") {
				return false
			}
			if ws[k].is(",") && k+2 < len(ws) && (ws[k+1].is("was", "took", "convened") || ws[k+1].is("will") && ws[k+2].is("be", "convene", "take")) {
				j = k + 1
				break
			}
		}
	}
	if j+1 >= len(ws) {
		return false
	}
	for k := j; k < len(ws) && k < j+4; k++ {
		if ws[k].is("its", "their") {
			return false // what it held is the event
		}
	}
	switch {
	case ws[j].is("convened", "convenes", "met", "meets", "reconvened"):
		return true
	case ws[j].is("took", "takes") && ws[j+1].is("place"):
		return true
	case ws[j].is("was", "is", "were", "will", "has", "have"):
		for k := j + 1; k < len(ws) && k < j+4; k++ {
			if ws[k].is("held", "convened", "convene", "meet", "hosted", "take") {
				return true
			}
		}
	}
	return false
}

// ahead reports whether the words after a name say that it is to come.
func (d *doc) ahead(c *candidate) bool {
	ws := d.sents[c.sent].words
	for k := c.to; k+1 < len(ws) && k < c.to+4; k++ {
		if ws[k].is("will", "shall") || ws[k].is("is", "are") && ws[k+1].is("to", "planned", "scheduled", "due", "expected", "set") {
			return true
		}
	}
	return false
}

// told says whether the words around a name put the event into the future (1) or
// the past (-1), or neither (0).
func (d *doc) told(c *candidate) int {
	if now := d.anchor.Date; !c.when.IsZero() && !now.IsZero() {
		if w := c.when.Year*12 + c.when.Month; w < now.Year*12+now.Month {
			return -1
		} else if w > now.Year*12+now.Month {
			return 1
		}
	}
	if d.ahead(c) || c.coming {
		return 1
	}
	ws := d.sents[c.sent].words
	for k := c.from - 1; k > 0 && k > c.from-14; k-- {
		if ws[k].is(",", ";", "which", "that") && k < c.from-10 {
			break
		}
		if d.x.in("hold", ws[k].lemma) && ws[k].upos == "VERB" && (ws[k-1].is("will") || k > 1 && ws[k-2].is("will")) {
			return 1
		}
	}
	return 0
}

// covered reports whether the words of c are the name of an organisation, a
// person or an instrument.
func (d *doc) covered(c *candidate) bool {
	span := c.span(d)
	for _, m := range d.a.MentionsIn(span) {
		switch m.Class {
		case schema.Organization, schema.Body, schema.Person, schema.Office:
			if m.Form == extract.Name && m.Span.End >= d.sents[c.sent].words[c.head].End && m.Span.Start <= d.sents[c.sent].words[c.head].Start {
				// "the United Nations General Assembly" is a body; with an ordinal
				// or a year its session is meant, "third meeting of BODY" has its
				// head outside of the body's name.
				return c.ordinal == 0 && c.year == 0 && !(c.noun.family == "meeting" && c.definite && d.located(c.sent, c.to))
			}
		}
	}
	return false
}
