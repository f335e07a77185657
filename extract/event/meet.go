package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// meetingNoun is what a meeting told of by a verb alone is called.
var meetingNoun = &noun{singular: "meeting", class: "event", family: "meeting", name: "ordinal"}

// sessions finds the meetings of a body that its name and a possessive tell:
// "the Fisheries Committee will convene its third session in Lima".
func (d *doc) sessions() {
	for si := range d.sents {
		ws := d.sents[si].words
		for i := 2; i < len(ws); i++ {
			ph, j := d.x.nouns.at(ws, i)
			if ph == nil || ph.plural || ph.noun.class != "event" || d.taken(si, i) > i {
				continue
			}
			p, n, how := i, 0, ""
			for p > 0 && i-p < 5 {
				low := ws[p-1].low
				switch {
				case d.ordinalAt(ws, p-1) > 0:
					n = d.ordinalAt(ws, p-1)
				case low == "annual" || low == "regular" || low == "biennial":
					how = low
				}
				if ws[p-1].is("its", "their", "'s", "’s") || ws[p-1].capital {
					break
				}
				p--
			}
			if p > 1 && n > 0 && ws[p-1].is("'s", "’s") {
				if body := d.bodyEnding(si, p-1); body != "" {
					d.ownSession(si, p, j, n, ph, body) // "the Council's third session"
				}
				continue
			}
			if p == 0 || !ws[p-1].is("its", "their") || n == 0 && how == "" {
				continue
			}
			v := -1
			for k := p - 2; k >= 0 && k > p-18; k-- {
				if d.x.in("boundary", ws[k].low) {
					break
				}
				if d.x.in("hold", ws[k].lemma) || d.x.in("open", ws[k].lemma) || d.x.in("close", ws[k].lemma) {
					v = k
					break
				}
			}
			switch {
			case v >= 0:
				d.ownSession(si, p, j, n, ph, d.subjectName(si, v))
			case p > 2 && ws[p-2].is("at", "during") && n > 0:
				d.ownSession(si, p, j, n, ph, d.nameBefore(si, p-2))
			}
		}
	}
}

// bodyEnding is the name of the organisation or body that ends before word i, or
// "".
func (d *doc) bodyEnding(si, i int) string {
	ws := d.sents[si].words
	m := d.mentionAt(ws[i-1].Start, schema.Organization, schema.Body)
	if m == nil || m.Form != extract.Name {
		if isAcronym(ws[i-1].text) && len(ws[i-1].text) > 2 && d.mentionAt(ws[i-1].Start, schema.State, schema.Person, schema.Office, schema.Place) == nil {
			return ws[i-1].text
		}
		return ""
	}
	return d.a.Entities[m.Entity].Label
}

// ownSession makes the event of a body's "its third session" at words p to j.
func (d *doc) ownSession(si, p, j, n int, ph *phrase, body string) {
	ws := d.sents[si].words
	if ws[p-1].is("their") || body != "" && d.stateName(body) {
		d.theirRound(si, p, j, n, ph)
		return
	}
	if body == "" || ph.noun.name == "never" || d.taken(si, p) > p {
		return
	}
	for _, k := range d.clusters {
		if n > 0 && k.ordinal == n && k.noun.family == ph.noun.family && subset(bag(body), k.bag) {
			d.mention(k, si, p, j, extract.Nominal, "event.own-session")
			return
		}
	}
	if strings.HasSuffix(ph.noun.singular, "debate") {
		n = 0 // "its first open debate" is no edition
	}
	k := &cluster{class: schema.Event, noun: ph.noun, series: body, ordinal: n, bag: bag(body), first: 1 << 60}
	k.label = d.text(extract.Span{Start: ws[p].Start, End: ws[j-1].End}) + " of the " + body
	d.clusters = append(d.clusters, k)
	d.mention(k, si, p, j, extract.Name, "event.own-session")
}

// stateName reports whether a name is that of a state or of several.
func (d *doc) stateName(name string) bool {
	first, _, _ := strings.Cut(name, " and ")
	return slices.ContainsFunc(d.g.Lookup(first), func(e gazetteer.Entry) bool { return e.Kind == gazetteer.StateName })
}

// theirRound makes the event of "their third round of port consultations", which
// states held: its series is what stands after "of".
func (d *doc) theirRound(si, p, j, n int, ph *phrase) {
	ws := d.sents[si].words
	to := d.topicEnd(si, j)
	if to <= j || !ws[j].is("of") || n == 0 || d.taken(si, p) > p {
		return
	}
	k := &cluster{class: schema.Event, noun: ph.noun, ordinal: n, first: 1 << 60}
	k.series = d.text(extract.Span{Start: ws[j+1].Start, End: ws[to-1].End})
	k.bag = bag(k.series)
	k.label = d.text(extract.Span{Start: ws[p].Start, End: ws[to-1].End})
	d.clusters = append(d.clusters, k)
	d.mention(k, si, p, to, extract.Name, "event.own-session")
}

// subjectName is the capitalised name that is the subject of the verb at word
// v, without article, or "".
func (d *doc) subjectName(si, v int) string {
	toks := d.a.Sentences[si].Tokens
	ws := d.sents[si].words
	for k := range toks {
		if k < d.sents[si].start || toks[k].Head != v || !strings.HasPrefix(toks[k].Rel, "nsubj") || !ws[k].capital {
			continue
		}
		from, to := k, k+1
		for from > 0 && (ws[from-1].capital && !d.x.in("function", ws[from-1].low) || (ws[from-1].hyphen() || ws[from-1].is("of", "on", "and", "for")) && from > 1 && ws[from-2].capital && d.within(toks, from-2, k)) {
			from--
		}
		for to+1 < len(ws) && to < v {
			if d.inDate(si, to) || d.inDate(si, to+1) {
				break
			}
			if ws[to].capital || (ws[to].is("of", "on", "to", "for", "the", "and", "a") || ws[to].hyphen()) && (ws[to+1].capital || to+2 < v && ws[to+2].capital && ws[to+1].is("the", "a")) {
				to++
				continue
			}
			break
		}
		if to < len(ws) && to < v && ws[to-1].is("the", "of", "on", "and", "a", "to", "for") {
			return ""
		}
		if ph, _ := d.x.nouns.at(ws, k); to-from == 1 && ph != nil && ph.noun.class == "body" {
			return d.fullBody(ws[k].text)
		}
		if to-from < 2 || d.personAt(ws[k].Start) || d.countryAt(ws[k].Start) && to-from < 3 {
			return ""
		}
		return d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End})
	}
	return d.nameBefore(si, v)
}

// fullBody is the longest name in the document of a body that is called by one
// word, "the Committee", or "".
func (d *doc) fullBody(word string) string {
	best := ""
	for _, e := range d.a.Entities {
		if (e.Class == schema.Body || e.Class == schema.Organization) && len(e.Label) > max(len(word), len(best)) && slices.Contains(strings.Fields(e.Label), word) {
			best = e.Label
		}
	}
	if best != "" {
		return best
	}
	if t := d.titleSentence(); t >= 0 {
		ws := d.sents[t].words
		for i := range ws {
			if ws[i].text != word {
				continue
			}
			from, to := i, i+1
			for from > 0 && ws[from-1].capital && !d.x.in("function", ws[from-1].low) {
				from--
			}
			for to+1 < len(ws) && (ws[to].capital || ws[to+1].capital && ws[to].is("of", "to", "on", "a", "the", "for", "and")) {
				to++
			}
			if to < len(ws) && ws[to].capital {
				to++
			}
			if to-from > 1 {
				return d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End})
			}
		}
	}
	return ""
}

// nameBefore is the capitalised name of two words or more that ends right before
// word i of sentence si, but for a date or brackets between, or "".
func (d *doc) nameBefore(si, i int) string {
	ws := d.sents[si].words
	to := i
	for to > d.sents[si].start && to > i-7 && (!ws[to-1].capital || d.inDate(si, to-1) || ws[to-1].is(")") || to < len(ws) && ws[to].is(")")) {
		if !ws[to-1].is("on", "(", ")", ",", "at", "by") && !d.inDate(si, to-1) && !isAcronym(ws[to-1].text) {
			return ""
		}
		to--
	}
	from := to
	for from > d.sents[si].start {
		w := &ws[from-1]
		if w.capital && !d.x.in("function", w.low) || w.is("of", "and", "on", "the", "(", ")") && from-2 >= 0 && (ws[from-2].capital || ws[from-2].is("of", ")")) && !w.is("by") {
			from--
			continue
		}
		break
	}
	for from < to && ws[from].is("of", "and", "on", "the", "(", ")") {
		from++
	}
	if to-from < 2 || d.personAt(ws[from].Start) {
		return ""
	}
	var name []string // without brackets
	for k := from; k < to; k++ {
		if k+2 < to && ws[k].is("(") && ws[k+2].is(")") {
			k += 2
			continue
		}
		name = append(name, ws[k].text)
	}
	return strings.Join(name, " ")
}

// inDate reports whether word i is part of a date.
func (d *doc) inDate(si, i int) bool {
	at := d.sents[si].words[i].Start
	return slices.ContainsFunc(d.dates[si], func(e date.Expr) bool { return e.Span.Start <= at && at < e.Span.End })
}

// meetings makes events of meetings that only a verb tells of: in the lead where
// the document names no event, and at each stop of a visit.
func (d *doc) meetings() {
	switch {
	case d.main == nil:
		for n, si := range d.lead() {
			if n == 0 && d.metIn(si) {
				d.chooseMain()
			}
		}
	case d.main.noun.class == "visit":
		for si := range d.sents {
			if !d.sents[si].heading {
				d.metIn(si)
			}
		}
	}
}

// metIn makes an event of the first verb of meeting in sentence si that says when
// or where, and who.
func (d *doc) metIn(si int) bool {
	s := &d.sents[si]
	ws := s.words
	sc := scan{d: d, si: si, s: s}
	for i := range ws {
		if !(ws[i].lemma == "meet" || sc.gathering(i)) || ws[i].capital || ws[i].upos != "VERB" || d.taken(si, i) > i {
			continue
		}
		who := d.subject(si, i)
		if who == "" && d.main == nil {
			who = d.plainSubject(si, i)
		}
		with := d.withWhom(si, i)
		if who == "" && (with == "" || d.main == nil) || len(strings.Fields(who)) > 14 {
			continue
		}
		if k := i + 1; k < len(ws) && ws[k].is("the", "a", "its", "their", "these", "those", "our") && !d.personAt(ws[k+1].Start) {
			continue // "met the requirements"
		}
		label := "meeting of " + trimArticle(who)
		if who == "" {
			label = "meeting"
			if t := d.titleSentence(); t >= 0 { // "she met": the one who travels
				if ps := d.persons(t); len(ps) > 0 && ps[0] != with {
					label += " of " + ps[0]
				}
			}
		}
		if full := d.fullName(si, i); who != "" && full != "" {
			label = "meeting of " + full
		}
		if with != "" {
			label += " with " + with
		} else if d.main != nil || !d.whenOrWhere(si, i) {
			continue
		}
		if !d.whenOrWhere(si, i) {
			continue
		}
		k := &cluster{class: schema.Event, noun: meetingNoun, plain: true, label: label, bag: bag(label), first: 1 << 60}
		if with != "" {
			k.alias("meeting with " + with)
		}
		d.clusters = append(d.clusters, k)
		d.mention(k, si, i, i+1, extract.Nominal, "event.verb")
		return true
	}
	return false
}

// plainSubject gives the words before the first comma, or before the verb at word
// v, where they speak of many who can meet: "The Ministers of the Lakes Coalition,
// …, met", or "".
func (d *doc) plainSubject(si, v int) string {
	ws := d.sents[si].words
	from := d.sents[si].start
	to := from
	for to < v && !ws[to].is(",") && ws[to].upos != "VERB" && ws[to].upos != "AUX" {
		to++
	}
	if to-from < 2 || to-from > 14 || to < v && !ws[to].is(",") || !ws[from].is("the", "we") && !ws[from].capital {
		return ""
	}
	if !slices.ContainsFunc(ws[from:min(to, from+4)], func(w word) bool { return d.x.in("gathered", w.low) }) {
		return ""
	}
	return d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End})
}

// fullName is the fullest name of the one person who is the subject of the verb
// at word v, or "".
func (d *doc) fullName(si, v int) string {
	ws := d.sents[si].words
	who := d.subject(si, v)
	for k := v - 1; k >= 0 && who != ""; k-- {
		if m := d.mentionAt(ws[k].Start, schema.Person); m != nil && strings.Contains(who, d.text(m.Span)) {
			if strings.Contains(who, " and ") {
				return ""
			}
			return d.a.Entities[m.Entity].Label
		}
	}
	return ""
}

// whenOrWhere reports whether sentence si tells a day or a place before or
// after the verb at word i, in its own clause.
func (d *doc) whenOrWhere(si, i int) bool {
	s := &d.sents[si]
	sc := scan{d: d, si: si, s: s, cur: &cluster{}, mode: governed}
	for k := range s.words {
		if k > i && s.words[k].is("to", "and", ";", "that", "which", "who") {
			return false
		}
		if k < i && !(k < 8) {
			continue
		}
		if _, ok := sc.phrase(k, false); ok {
			return true
		}
	}
	return false
}

// withWhom is the name of the first person or state that the verb "met" at word
// i has as its object, with or without "with".
func (d *doc) withWhom(si, i int) string {
	ws := d.sents[si].words
	for k := i + 1; k < len(ws) && k < i+16; k++ {
		if ws[k].is(".", ";", "to", "that", "invitation") {
			return ""
		}
		if m := d.mentionAt(ws[k].Start, schema.Person); m != nil && m.Form == extract.Name {
			return d.a.Entities[m.Entity].Label
		}
	}
	toks := d.a.Sentences[si].Tokens
	j := slices.IndexFunc(toks, func(t extract.Token) bool { return t.Head == i && t.Rel == "obl" })
	if j > i && j > 0 && ws[j-1].is("with") {
		return ws[j].text
	}
	return ""
}
