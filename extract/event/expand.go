package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// expandLeft takes the words before the noun that belong to the name.
func (d *doc) expandLeft(c *candidate, i int) {
	s := &d.sents[c.sent]
	ws := s.words
	p := i
	lower := 0
	for p > 0 {
		w := &ws[p-1]
		if w.text == "”" || w.text == "\"" || w.text == "’" && p >= 2 && !strings.HasSuffix(ws[p-2].low, "s") {
			if q := d.quoteBefore(ws, p-1); q >= 0 && p == i {
				c.quoted = true
				c.from = q
				p = q
				c.premods += 2
				continue
			}
			break
		}
		if c.quoted && p == c.from {
			if !d.takeOrdinal(c, &p) {
				break
			}
			continue
		}
		if d.takeOrdinal(c, &p) {
			break
		}
		if y := w.year(); y > 0 && c.year == 0 {
			c.year = y
			p--
			continue
		}
		if !s.title && (w.text == "A" || w.text == "An") && p < len(ws) && !ws[p].capital {
			break // "Lima, 3 May – A workshop on ports"
		}
		if w.is("upcoming", "forthcoming") {
			c.coming = true
			c.definite = true
			break
		}
		if d.x.in("next", w.low) || d.x.in("previous", w.low) {
			c.rel = next
			if d.x.in("previous", w.low) {
				c.rel = previous
			}
			if w.low == "last" || w.low == "past" {
				c.rel = previous
			}
			c.from = p - 1
			p--
			break
		}
		if w.hyphen() && p >= 2 && p < len(ws) {
			l := &ws[p-2]
			if (w.glued && ws[p].glued || s.title) && (l.capital || l.number() >= 0) && !d.breaks(s, p-2) {
				p--
				continue
			}
			if w.glued && ws[p].glued && lower < 3 && p == i { // "follow-on", "high-level meeting"
				p -= 2
				lower += 2
				continue
			}
			break
		}
		if w.number() >= 0 && p >= 3 && w.glued && ws[p-2].hyphen() && ws[p-2].glued && ws[p-3].capital { // "COVID-20"
			p -= 3
			c.premods++
			c.from = p
			continue
		}
		if w.text == "'" || w.text == "’" { // "Leaders' Summit"
			if p >= 2 && strings.HasSuffix(ws[p-2].low, "s") && w.glued {
				p--
				continue
			}
			break
		}
		if w.is("'s", "’s") {
			if p >= 2 && ws[p-2].is("women", "men", "children", "people", "world") && ws[p-2].capital {
				p--
				continue
			}
			c.definite = true
			if p >= 3 && ws[p-2].is("year", "month", "week") && ws[p-3].is("last") {
				c.rel = previous
			}
			break
		}
		if w.is("of", "the", "and") && d.oneName(ws, p) {
			p--
			continue
		}
		if w.is("of", "for", "and", "on", "&", "the", "de", "del") {
			k := p - 2
			if w.low == "the" && k >= 0 && ws[k].is("of", "for", "and", "on") {
				k--
			}
			if k >= 0 && ws[k].capital && c.premods > 0 && !d.breaks(s, k) && !d.actorAt(ws[k].Start) && !(k == 0 && d.x.in("function", ws[k].low)) && (!s.title || w.low == "and" && d.x.in("modifier", ws[k].low)) && (w.low != "the" || k == p-3 && strings.HasSuffix(ws[k].low, "s")) && !d.countryAt(ws[p].Start) {
				p = k + 1
				continue
			}
			break
		}
		if w.capital {
			if d.breaks(s, p-1) || d.holderAt(w.Start, ws[i].Start) {
				break
			}
			if p-1 == 0 && d.x.in("function", w.low) && w.low != "i" {
				break
			}
			if d.x.in("function", w.low) && w.low != "i" && !strings.ContainsAny(w.text, ".") && w.text != strings.ToUpper(w.text) {
				break
			}
			if n, _ := d.x.nouns.at(ws, p-1); p-1 == 0 && s.title && n != nil && n.noun.class == "visit" {
				break
			}
			p--
			if !d.x.in("generic", w.low) || p != 0 {
				c.premods++
			}
			c.from = p
			continue
		}
		if lower < 3 && d.x.in("mode", w.low) && p == i || lower < 3 && d.x.in("modifier", w.low) {
			lower++
			p--
			continue
		}
		if lower < 2 && !ws[i].capital && (w.upos == "NOUN" || w.upos == "ADJ") && !d.x.in("generic", w.low) && c.noun.name == "strong" {
			lower++ // "the Internet governance summit"
			p--
			continue
		}
		break
	}
	if p == 0 && c.ordinal == 0 && c.sent > 0 { // "The IV. Lima Dialogue", cut at the full stop
		if prev := &d.sents[c.sent-1]; prev.block == s.block && len(prev.words) > 0 {
			last := prev.words[len(prev.words)-1]
			if last.text == "." && len(prev.words) > 1 {
				last = prev.words[len(prev.words)-2]
			}
			last.text = strings.TrimSuffix(last.text, ".")
			if n := last.roman(); n > 0 && s.span.Start-prev.span.End <= 2 {
				c.ordinal, c.numeral = n, last.text+". "
			}
		}
	}
	// Lower-case words count only between a name or an ordinal and the noun.
	if c.ordinal == 0 && c.rel == same && !c.quoted {
		for p < i && !ws[p].capital && ws[p].year() == 0 {
			p++
		}
	}
	if p < i || c.ordinal > 0 {
		c.from = min(p, c.from)
	}
	b := c.from
	for b > 0 && b > c.from-3 && d.x.in("generic", ws[b-1].low) && !ws[b-1].capital {
		b-- // "the annual meeting"
	}
	if b > 0 && ws[b-1].is("the", "this", "our", "these") {
		c.definite = true
	}
	if c.from == 0 && c.from < i && ws[0].is("the", "this", "our") {
		c.definite = true
		c.from++
	}
}

// oneName reports whether the small word before word p stands within the name of
// a state or organisation: "Republic of Korea".
func (d *doc) oneName(ws []word, p int) bool {
	if p >= len(ws) || p < 2 {
		return false
	}
	m := d.mentionAt(ws[p].Start, schema.State, schema.Organization, schema.Body)
	return m != nil && m.Span.Start < ws[p-1].Start
}

// takeOrdinal reads the number of an edition that ends before word *p.
func (d *doc) takeOrdinal(c *candidate, p *int) bool {
	ws := d.sents[c.sent].words
	w := &ws[*p-1]
	v := d.ordinalAt(ws, *p-1)
	k := *p - 1
	if v == 0 && *p >= 3 && ws[*p-2].text == "-" { // "twenty-first", "first-ever"
		v = d.x.ordinalWord(ws[*p-3].low + "-" + w.low)
		k = *p - 3
	}
	if v == 0 || d.x.in("notordinal", ws[*p].low) {
		return false
	}
	if k > 0 && ws[k-1].text == "-" && ws[k-1].glued { // "ninety-first": a number that the list does not hold
		return false
	}
	if k > 0 && ws[k-1].is("his", "her", "my", "your", "no", "any") || d.forSomebody(ws, k) {
		*p = k // "her third Lima Summit" counts hers, "no second" none
		c.from, c.definite = k, true
		return true
	}
	c.ordinal = v
	c.definite = true
	*p = k
	c.from = k
	return true
}

// forSomebody reports whether the ordinal at word i counts what somebody has
// been to: "For Ms Diop it was the third Lima Summit".
func (d *doc) forSomebody(ws []word, i int) bool {
	it := slices.IndexFunc(ws[:i], func(w word) bool { return w.is("it") })
	if it < 2 || it+1 >= i || !ws[it+1].is("was", "is", "will") {
		return false
	}
	return slices.ContainsFunc(ws[:it], func(w word) bool { return w.is("for") }) && d.personAt(ws[it-1].Start) || d.personAt(ws[max(0, it-2)].Start) && ws[0].is("for")
}

func (x *lexicon) ordinalWord(low string) int {
	n := 0
	for _, r := range x.lists["ordinal"][low] {
		n = n*10 + int(r-'0')
	}
	return n
}

// ordinalAt is the number that word i says as an ordinal: "third", "47th",
// "IX", "IXth", or 0.
func (d *doc) ordinalAt(ws []word, i int) int {
	w := &ws[i]
	if n := d.x.ordinalWord(w.low); n > 0 {
		return n
	}
	if len(w.low) > 2 {
		switch w.low[len(w.low)-2:] {
		case "st", "nd", "rd", "th":
			if n := (&word{text: w.low[:len(w.low)-2]}).number(); n > 0 && n < 3000 {
				return n
			}
		}
	}
	if n := w.roman(); n > 0 && i+1 < len(ws) && ws[i+1].capital {
		return n
	}
	return 0
}

// breaks reports whether the capitalised word i of s is no part of a name that
// goes on after it: in titles, verbs and nouns that take the event as argument.
func (d *doc) breaks(s *sentence, i int) bool {
	w := &s.words[i]
	if w.upos == "ADP" && w.low != "of" || (w.upos == "PRON" || w.upos == "AUX") && d.x.in("function", w.low) {
		return true
	}
	if !s.title {
		return false
	}
	if w.upos == "VERB" && !strings.HasSuffix(w.low, "ing") && d.mentionAt(w.Start, schema.State, schema.Organization, schema.Body) == nil && !w.is("united") {
		return true
	}
	l := stem(w.low)
	return d.x.in("hold", l) && w.low != "host" && l != "plan" && l != "launch" || d.x.in("open", l) && strings.HasSuffix(w.low, "s") || d.x.in("close", l) && strings.HasSuffix(w.low, "s") || d.x.in("attend", l) && w.low != "lead" && w.low != "chair"
}

// quoteBefore is the index after the opening quote that pairs with the closing
// one at word i, or -1.
func (d *doc) quoteBefore(ws []word, i int) int {
	for k := i - 1; k >= 0 && i-k < 14; k-- {
		if ws[k].text == "“" || ws[k].text == "\"" || ws[k].text == "‘" {
			if k+1 < i && ws[k+1].capital {
				return k + 1
			}
			return -1
		}
	}
	return -1
}

// expandRight takes topic, year and bracketed acronym after the noun. It is
// false where what follows shows that the words name something else.
func (d *doc) expandRight(c *candidate, j int) bool {
	s := &d.sents[c.sent]
	ws := s.words
	c.to = j
	if j < len(ws) && ws[j].roman() > 0 && ws[j].text == strings.ToUpper(ws[j].text) && c.ordinal == 0 {
		c.ordinal = ws[j].roman()
		j++
		c.to = j
	}
	for range 3 {
		if j >= len(ws) {
			return true
		}
		w := &ws[j]
		switch {
		case w.is("“", "\"") && j == c.head+1 && j+1 < len(ws) && ws[j+1].capital && c.noun.name == "strong":
			for k := j + 1; k < len(ws) && k-j < 14; k++ {
				if ws[k].is("”", "\"") {
					c.quoted = true
					c.to = k
					c.from, c.head = j+1, k-1
					return true
				}
			}
			return true
		case w.text == "(" && j+2 < len(ws) && ws[j+2].text == ")" && isAcronym(ws[j+1].text):
			c.acronym = strings.TrimRight(ws[j+1].text, "0123456789")
			j += 3
			continue
		case w.text == "(" && j+3 < len(ws) && ws[j+3].text == ")" && isAcronym(ws[j+1].text) && ws[j+2].year() > 0:
			c.acronym = ws[j+1].text
			if c.year == 0 {
				c.year = ws[j+2].year()
			}
			j += 4
			continue
		case w.year() > 0 && c.year == 0 && ws[j-1].text != ")":
			c.year = w.year()
			j++
			c.to = j
			continue
		case w.capital && !w.is("on", "for", "of", "to", "in", "at", "with", "between") && w.text != "I":
			if j > 0 && ws[j-1].text == ")" {
				return true
			}
			if d.breaks(s, j) || s.title && (w.upos == "VERB" && !strings.HasSuffix(w.low, "ing") || w.upos == "AUX") || w.upos == "ADP" || w.upos == "CCONJ" || d.x.in("function", w.low) {
				return true
			}
			if n, _ := d.x.nouns.at(ws, j); n != nil && n.noun.class != "visit" && n.noun.class != "call" && n.noun.name != "never" && !d.x.in("product", w.low) {
				return false // the later noun is the head
			}
			if d.x.in("product", w.low) {
				c.product = true
				return s.title
			}
			if !s.title && !ws[c.head].capital {
				return true
			}
			return false
		case w.hyphen() && w.glued && j+1 < len(ws) && ws[j+1].glued:
			return false
		case w.is("of", "on", "for", "to", "between") || w.is("against", "about", "in") && ws[c.head].capital && !s.title:
			if k := d.topic(c, j); k > j {
				if w.low == "of" && c.noun.name == "ordinal" && c.body == "" {
					c.body = d.text(extract.Span{Start: ws[j+1].Start, End: ws[k-1].End})
				}
				c.topic = true
				j = k
				c.to = k
				continue
			}
			return true
		default:
			return true
		}
	}
	return true
}

func isAcronym(t string) bool {
	upper := 0
	for i := range len(t) {
		if t[i] >= 'A' && t[i] <= 'Z' {
			upper++
		}
	}
	return upper >= 2 && upper*2 >= len(t) && len(t) <= 12 && !strings.ContainsAny(t, " .")
}

// topic reads what follows a preposition at word j and belongs to the name. It
// returns the index after it, or j.
func (d *doc) topic(c *candidate, j int) int {
	s := &d.sents[c.sent]
	ws := s.words
	prep := ws[j].low
	k := j + 1
	if k < len(ws) && (ws[k].is("the") || prep == "of" && ws[k].is("this", "our", "a", "an", "its", "their")) {
		k++
		if prep == "of" && k+1 < len(ws) && ws[k].is("annual", "regular", "biannual", "biennial", "bilateral", "joint", "yearly") && ws[k+1].capital {
			k++
		}
	}
	if k >= len(ws) {
		return j
	}
	capHead := ws[c.head].capital
	if prep == "in" || prep == "against" || prep == "about" {
		return j
	}
	if prep != "of" && !capHead {
		return j
	}
	if prep == "of" && !capHead && c.noun.name != "ordinal" && c.ordinal == 0 {
		return j
	}
	start := k
	end := j
	for k < len(ws) {
		w := &ws[k]
		switch {
		case k == start && d.dateAt(c.sent, k) != nil:
			return j
		case s.heading && !w.capital && k > start && (d.x.in("close", stem(w.low)) || d.x.in("open", stem(w.low))) && w.low != stem(w.low):
			return end
		case w.capital && !(d.x.in("function", w.low) && w.text != strings.ToUpper(w.text)) && (!d.breaks(s, k) || k == start && prep == "to"):
			if k > start && ws[k-1].text == "," {
				return end
			}
			k++
			end = k
		case prep == "of" && !w.capital && k > start && k == end && ws[k-1].capital && d.bodyNoun(ws, k) && ws[j+1].is("a", "an"):
			return k + 1 // "of a UN committee"
		case w.number() >= 0 && w.year() == 0 && k > start && ws[k-1].capital && !w.glued:
			return end
		case w.hyphen() && w.glued && k+1 < len(ws) && ws[k+1].glued && k > start:
			k += 2
			end = k
		case w.is("'s", "’s", "'", "’") && w.glued && k > start && k+1 < len(ws) && ws[k+1].capital && !d.countryAt(ws[k-1].Start):
			k++
		case w.is("on", "in", "for", "to") && k+1 < len(ws) && d.dateAt(c.sent, k+1) != nil:
			return end
		case w.is("of", "and", "the", "for", "&", "on", "to", "a", "an") && k+1 < len(ws) && (ws[k+1].capital || ws[k+1].is("the", "its") && k+2 < len(ws) && ws[k+2].capital) && k > start:
			if w.is("and") && (prep == "of" && c.noun.name == "ordinal" || d.placeAt(ws[k+1].Start)) && d.ordinalAt(ws, k+1) > 0 {
				return end
			}
			if w.is("on", "to", "for") && (s.title || prep == "of" && k+1 < len(ws) && d.personAt(ws[k+1].Start)) {
				return end
			}
			k++
		case w.is("in") && k > start && prep != "of":
			n := k + 1
			if n < len(ws) && ws[n].is("the") {
				n++
			}
			if n >= len(ws) || !ws[n].capital || d.dateAt(c.sent, n) != nil || d.siteAt(ws, k+1) || d.siteAt(ws, n) || n == k+1 && !(d.regionAt(ws[n].Start) || d.glossed(ws, n)) {
				return end
			}
			k = n // "in the Military Domain"
		case k == start && prep == "on" && capHead && !w.capital && (w.upos == "ADJ" || w.upos == "NOUN" || w.upos == "PROPN"), prep == "on" && k > start && end == k && !w.capital && (w.upos == "ADJ" || w.upos == "NOUN"):
			k++
			if w.upos != "ADJ" {
				end = k
			} else {
				end = k
			}
		case prep == "on" && w.is("and") && k > start && k+1 < len(ws) && (ws[k+1].upos == "NOUN" || ws[k+1].upos == "ADJ" || ws[k+1].capital):
			k++
		default:
			return end
		}
	}
	return end
}

// glossed reports whether the capitals from word n on are followed by an acronym
// in brackets, which stands for a whole name.
func (d *doc) glossed(ws []word, n int) bool {
	for n < len(ws) && ws[n].capital {
		n++
	}
	return n+2 < len(ws) && ws[n].is("(") && isAcronym(ws[n+1].text)
}

// bodyNoun reports whether word i names a kind of body.
func (d *doc) bodyNoun(ws []word, i int) bool {
	ph, _ := d.x.nouns.at(ws, i)
	return ph != nil && ph.noun.class == "body"
}

// siteAt reports whether word i begins the name of a city or state.
func (d *doc) siteAt(ws []word, i int) bool {
	e, _ := d.lookup(ws, i)
	return e != nil && (e.Place == nil || e.Place.Kind == "city" || e.Place.Kind == "capital")
}
