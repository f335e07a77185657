package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// metaLines reads the lines at the head of a document that the reader has set
// apart from its sentences and that hold only places, buildings and dates:
// "Geneva, 3-5 May 2020".
func (d *doc) metaLines() {
	if d.main == nil {
		return
	}
	g := d.a.Doc.Meta.Genre
	if g == extract.News || g == extract.PressRelease {
		return
	}
	for i, b := range d.a.Doc.Blocks {
		if i > 14 {
			return
		}
		if b.Kind == extract.MetaLine && b.Span.Len() < 90 {
			d.metaLine(b.Span, g == extract.Remarks || g == extract.Transcript)
		}
	}
}

// metaLine gives the main event what one such line says; spoken says that its
// date is that of a speech.
func (d *doc) metaLine(line extract.Span, spoken bool) {
	text := d.text(line)
	rest := text
	var facts []fact
	for _, e := range date.Find(text, d.anchor) {
		rest = strings.Replace(rest, text[e.Span.Start:e.Span.End], "", 1)
		if e.Start.Day > 0 && !spoken && !d.has(d.main, schema.StartDate) {
			facts = append(facts, fact{predicate: schema.StartDate, when: e, rule: "event.date-line"})
		}
	}
	site := false
	for _, part := range strings.FieldsFunc(rest, func(r rune) bool { return r == ',' || r == ';' || r == '|' || r == '(' || r == ')' }) {
		part = strings.Trim(part, " .-–:")
		if part == "" {
			continue
		}
		f := fact{place: part}
		for _, e := range d.g.Lookup(part) {
			if e.Place != nil && (e.Place.Kind == "city" || e.Place.Kind == "capital") {
				f.predicate, f.place, f.key, f.rule = schema.InPlace, e.Place.Name, e.Place.Key(), "event.place-line"
			} else if e.State != nil && f.rule == "" {
				f.rule = "state"
			}
		}
		words := strings.Fields(part)
		switch {
		case f.rule == "state":
			continue
		case f.rule != "":
			if d.has(d.main, schema.InPlace) {
				continue
			}
		case len(words) > 1 && len(words) < 8 && d.x.in("venue", strings.ToLower(words[len(words)-1])):
			f.predicate, f.rule = schema.Venue, "event.venue-line"
		default:
			return // the line says something else as well
		}
		site = true
		facts = append(facts, f)
	}
	if !site {
		return // a date alone is that of the text
	}
	for _, f := range facts {
		f.status, f.confidence, f.line = extract.Asserted, 0.8, line
		d.main.facts = append(d.main.facts, f)
	}
}

// headerLines reads the short lines at the head of a document that say where
// and when: "Lakeside Hotel, Geneva", "Geneva, 3-5 May 2020".
func (d *doc) headerLines() {
	if d.main == nil {
		return
	}
	// Of news and press releases the head is a dateline; a list of key facts is
	// none.
	g := d.a.Doc.Meta.Genre
	dateline := g == extract.News || g == extract.PressRelease
	named := g == extract.Remarks || g == extract.Transcript
	for si := 0; si < len(d.sents) && si < 16; si++ {
		s := &d.sents[si]
		if len(s.words) > 25 && !s.heading && !s.title {
			return
		}
		for _, m := range d.main.mentions {
			named = named || m.sent == si
		}
		if !named || len(s.words) > 12 || len(d.refs(si)) > 0 {
			continue
		}
		// No dateline has two days.
		days := slices.ContainsFunc(d.dates[si], func(e date.Expr) bool { return e.IsRange() && e.Start.Day > 0 })
		if !dateline || days || s.kind == extract.ListItem || d.siteLine(si) {
			d.headerLine(si)
		}
	}
}

// here places the main event of a news story in the city of the dateline, where
// the first sentence says that what it tells happened "here".
func (d *doc) here() {
	lead := d.lead()
	if d.main == nil || len(lead) == 0 || d.main.future || d.has(d.main, schema.InPlace) {
		return
	}
	s := &d.sents[lead[0]]
	if s.start == 0 || !slices.ContainsFunc(s.words[s.start:], func(w word) bool { return w.is("here") }) {
		return
	}
	city := d.placeNamed(d.text(s.words[0].Span))
	for k := 1; k < s.start && k < 4; k++ {
		if e := d.placeNamed(d.text(extract.Span{Start: s.words[0].Start, End: s.words[k].End})); e != nil {
			city = e
		}
	}
	if city != nil && city.Place != nil && (city.Place.Kind == "city" || city.Place.Kind == "capital") {
		d.main.facts = append(d.main.facts, fact{predicate: schema.InPlace, place: city.Place.Name, key: city.Place.Key(), status: extract.Asserted, rule: "event.place-here", confidence: 0.7, sent: lead[0]})
	}
}

// newsDay dates the main event of a news story, where nothing else does, by the
// day that its first sentence begins with: "Ten states today signed …". What
// somebody said that day is no date of the event.
func (d *doc) newsDay() {
	d.here()
	if d.main == nil || d.a.Doc.Meta.Genre != extract.News || d.main.future || d.has(d.main, schema.StartDate) || !d.has(d.main, schema.InPlace) && !d.has(d.main, schema.Venue) {
		return
	}
	lead := d.lead()
	if len(lead) == 0 {
		return
	}
	s := &d.sents[lead[0]]
	if d.main.closed(lead[0]) {
		return // the day is that of the end
	}
	for _, e := range d.dates[lead[0]] {
		if e.Start.Day == 0 || !e.Relative || e.IsRange() || e.Start.Compare(d.anchor.Date) > 0 {
			continue
		}
		if slices.ContainsFunc(s.words, func(w word) bool { return w.upos == "VERB" && d.x.in("say", w.lemma) }) {
			return
		}
		d.main.facts = append(d.main.facts, fact{predicate: schema.StartDate, when: e, status: extract.Asserted, rule: "event.date-news", confidence: 0.65, sent: lead[0]})
		return
	}
}

// siteLine reports whether line si and its neighbours name both a building and
// a place, as the head of a transcript does and a dateline does not.
func (d *doc) siteLine(si int) bool {
	for k := max(0, si-1); k <= si+1 && k < len(d.sents); k++ {
		s := &d.sents[k]
		if len(s.words) > 8 {
			continue
		}
		sc := scan{d: d, si: k, s: s}
		if p, ok := sc.venue(0, 0); ok && p.to >= len(s.words)-4 {
			return true
		}
	}
	return false
}

// headerLine gives the main event what a line says that holds nothing but
// places and dates.
func (d *doc) headerLine(si int) {
	s := &d.sents[si]
	for _, m := range d.a.MentionsIn(s.span) {
		if m.Class == schema.Person || m.Class == schema.Office {
			return
		}
	}
	if slices.ContainsFunc(s.words, func(w word) bool { return w.is("department", "ministry", "office", "embassy", "secretary") }) {
		return
	}
	sc := scan{d: d, si: si, s: s, cur: d.main, mode: adjacent}
	var ps []phraseAt
	for i := 0; i < len(s.words); {
		w := &s.words[i]
		if p, ok := sc.phrase(i, true); ok {
			ps = append(ps, p)
			i = p.to
			continue
		}
		if i == 0 {
			if p, ok := sc.venue(0, 0); ok {
				ps = append(ps, p)
				i = p.to
				continue
			}
			if e, to := d.lookup(s.words, 0); e != nil {
				ps = append(ps, phraseAt{place: e, to: to})
				i = to
				continue
			}
			// An unknown place before a date: "Querétaro, 14 March 2022".
			if k := 1; w.capital && k+1 < len(s.words) && s.words[k].is(",") && d.dateAt(si, k+1) != nil && !d.actorAt(w.Start) && len(w.text) > 3 {
				ps = append(ps, phraseAt{name: w.text, to: k})
				i = k
				continue
			}
			return
		}
		if w.is(",", ".", ";", "|", "(", ")", "on", "-", "–") {
			i++
			continue
		}
		if len(ps) == 1 && ps[0].venue && len(s.words) < 9 && s.words[i-1].is(",") {
			break // "Harbour Hotel, Ballroom"
		}
		return
	}
	for _, p := range ps {
		if p.date != nil && (d.a.Doc.Meta.Genre == extract.Remarks || d.has(d.main, schema.StartDate) && !p.date.IsRange()) {
			continue
		}
		if p.date == nil && !p.venue && d.has(d.main, schema.InPlace) {
			continue
		}
		if f := sc.add(p); f != nil {
			f.rule = strings.Replace(f.rule, "adjacent", "header", 1)
			f.confidence = 0.8
		}
	}
}
