package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// within reads the format in the words of a mention and right before it: "the
// virtual Lima Ministerial"; and the date before "at the end of".
func (sc *scan) within(r ref) {
	ws := sc.s.words
	for k := r.from; k < r.to; k++ {
		if v := sc.d.x.lists["format"][ws[k].low]; v != "" && ws[k].low != "online" {
			sc.cur.facts = append(sc.cur.facts, fact{predicate: schema.EventFormat, literal: extract.Literal{Value: v, Datatype: "xsd:string"}, status: extract.Asserted, rule: "event.format", confidence: 0.88, sent: sc.si})
		}
	}
	k := r.from - 1
	if k > 0 && ws[k].is("the", "a", "its", "this") {
		k--
	}
	if k < 3 || !ws[k].is("of") || !ws[k-2].is("the") || !ws[k-3].is("at") {
		return
	}
	p := schema.StartDate
	switch {
	case ws[k-1].is("end", "close", "conclusion"):
		p = schema.EndDate
	case !ws[k-1].is("opening", "start", "beginning", "outset"):
		return
	}
	for i := range sc.d.dates[sc.si] {
		e := &sc.d.dates[sc.si][i]
		if gap := ws[k-3].Start - e.Span.End; gap >= 0 && gap <= 2 && e.Start.Day > 0 && !e.IsRange() {
			sc.cur.facts = append(sc.cur.facts, fact{predicate: p, when: *e, status: extract.Asserted, rule: "event.date-end-of", confidence: 0.88, sent: sc.si})
		}
	}
}

// leadAt dates the event at word i by what the sentence begins with, where what
// it tells happened at the event: "In May 2016 ministers took it up at the Lima
// Forum", "It was in Lima in May that it was founded at the Forum". A day is
// not taken: it need not be the first.
func (sc *scan) leadAt(i int) {
	ws := sc.s.words
	at := i - 1
	if at > 0 && ws[at].is("the") {
		at--
	}
	part := sc.cur.class == schema.Session
	if at < 1 || len(sc.lead) == 0 || at == i-1 && !part || !ws[at].is("at", "during") {
		return
	}
	first := sc.lead[0].from
	for first > 0 && !ws[first-1].is(",") && (ws[first-1].upos == "ADP" || ws[first-1].is("in", "on", "the")) {
		first--
	}
	cleft := first == 2 && ws[0].is("it") && ws[1].is("was")
	if first > 0 && !cleft {
		return
	}
	for _, p := range sc.lead {
		if p.date != nil && (p.date.Start.Day > 0 && !part || p.date.Approx) || p.date == nil && !cleft {
			continue
		}
		if p.date != nil {
			sc.tenseOf(p.date)
		}
		if f := sc.add(p); f != nil {
			f.confidence = 0.75
			f.rule = strings.Replace(f.rule, "adjacent", "lead", 1)
		}
	}
	sc.lead = nil
}

// justBefore dates the event at word i by what stands right before "at" or
// "during": "they were heard in May 2020, at a meeting with port workers".
func (sc *scan) justBefore(i int) {
	ws := sc.s.words
	n := len(sc.recent)
	if n == 0 || sc.recent[n-1].date == nil || sc.recent[n-1].date.Approx || sc.recent[n-1].to <= sc.curRef.from-8 || slices.ContainsFunc(sc.cur.facts, func(f fact) bool { return f.sent == sc.si && f.predicate == schema.StartDate }) {
		return
	}
	p := sc.recent[n-1]
	k := p.to
	if k < i && ws[k].is(",") {
		k++
	}
	if k >= i || !ws[k].is("at", "during") {
		return
	}
	for k++; k < i; k++ {
		if !ws[k].is("the", "a", "an") && ws[k].upos != "ADJ" {
			return
		}
	}
	sc.tenseOf(p.date)
	if f := sc.add(p); f != nil {
		f.confidence = 0.75
	}
}

// candidate is the name that mention r stands for, or nil.
func (sc *scan) candidate(r ref) *candidate {
	for _, c := range r.k.cands {
		if c.sent == sc.si && c.from == r.from {
			return c
		}
	}
	return nil
}

// addBefore dates the event by the month right before its name: "the March 2021
// Lima Summit".
func (sc *scan) addBefore(r ref, c *candidate) {
	for i := range sc.d.dates[sc.si] {
		e := &sc.d.dates[sc.si][i]
		if r.from > 0 && e.Span.End == sc.s.words[r.from-1].End && e.Start == c.when {
			sc.tenseOf(e)
			sc.add(phraseAt{date: e})
		}
	}
}

// tenseOf notes whether a date is to come.
func (sc *scan) tenseOf(e *date.Expr) {
	if now := sc.d.anchor.Date; !now.IsZero() && !e.Start.IsZero() {
		sc.future = e.Start.Compare(now) > 0 && !e.Start.Covers(now)
		sc.past = !sc.future
	}
}

// tense notes whether the event in hand is to come or has been.
func (sc *scan) tense() {
	if sc.cur == nil {
		return
	}
	if sc.future && !sc.past {
		sc.cur.future = true
	} else if sc.past {
		sc.cur.held = true
	}
}

// cue reads format and status words at word i.
func (sc *scan) cue(i int) int {
	d := sc.d
	ws := sc.s.words
	if ph, to := d.x.phrases["status"].at(ws, i); ph != nil && (ws[i].upos == "" || ws[i].upos == "VERB" || ws[i].upos == "ADJ") {
		if sc.cur != nil && sc.isSubject(i) {
			sc.cur.facts = append(sc.cur.facts, fact{predicate: schema.EventStatus, literal: extract.Literal{Value: ph.value, Datatype: "xsd:string"}, status: extract.Asserted, rule: "event.status", confidence: 0.9, sent: sc.si})
			for n := range sc.cur.facts {
				if f := &sc.cur.facts[n]; f.sent == sc.si && f.predicate != schema.EventStatus {
					f.status = extract.Cancelled
				}
			}
			sc.failed = true
		}
		return to
	}
	ph, to := d.x.phrases["format"].at(ws, i)
	if ph == nil {
		return i
	}
	value := ph.value
	if value == "virtual" && sc.cur != nil && sc.mode != loose && i > 1 && ws[i-1].is("and") && len(sc.recent) > 0 && sc.recent[len(sc.recent)-1].to == i-1 && sc.recent[len(sc.recent)-1].date == nil {
		value = "hybrid" // "in Lima and online"
	}
	k := sc.cur
	if k == nil && i >= 2 && ws[0].is("it", "this") && ws[1].is("was", "is") && (i <= 4 || i <= 12 && ws[i-1].is("held", "met", "convened")) && sc.si > 0 {
		k = sc.d.spokenOf(sc.si) // "It was an in-person meeting"
	} else if sc.mode == governed || value == "hybrid" && sc.mode == adjacent || sc.mode == adjacent && i > 0 && ws[i-1].is("was", "were", "is", "a", "an", "entirely", "fully") {
	} else if r, ok := sc.nextRef(to); ok && !sc.s.title && d.before(ws, to, r) {
		k = r.k
	} else {
		return i
	}
	if k == nil {
		return i
	}
	k.facts = append(k.facts, fact{predicate: schema.EventFormat, literal: extract.Literal{Value: value, Datatype: "xsd:string"}, status: extract.Asserted, rule: "event.format", confidence: 0.88, sent: sc.si})
	return to
}

// nextRef is the mention that starts at word i or soon after.
func (sc *scan) nextRef(i int) (ref, bool) {
	for _, r := range sc.refs {
		if r.to > i && r.from <= i+3 && r.to-1 >= i {
			return r, true
		}
	}
	return ref{}, false
}

// before reports whether only adjectives stand between word i and the mention.
func (d *doc) before(ws []word, i int, r ref) bool {
	for k := i; k < r.from; k++ {
		if ws[k].upos != "ADJ" && ws[k].upos != "" && !ws[k].capital {
			return false
		}
		if ws[k].is(",", "and", "the") {
			return false
		}
	}
	return true
}
