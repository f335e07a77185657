package event

import (
	"strings"

	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// trip is the journey that a sentence tells of, up to the events it is made for.
type trip struct {
	k     *cluster
	place *gazetteer.Entry // its only destination, or nil
	date  *phraseAt
}

// stops gives a trip the places that its verb, or its noun in a title, at word i
// is followed by: "will travel to Lima", "visited Oslo, Norway, and Riga, Latvia".
func (sc *scan) stops(r ref, i int, rule string) {
	ws := sc.s.words
	if r.k.noun.class != "visit" {
		return
	}
	sc.trip = trip{k: r.k}
	k := i + 1
	if k < len(ws) && ws[k].is("to") {
		k++
	} else if !ws[i].is("visit", "visited", "visits") {
		return
	}
	var list []*gazetteer.Entry
	for k < len(ws) {
		if ws[k].is("both", "the") {
			k++
		}
		e, to := sc.d.lookup(ws, k)
		if e == nil {
			break
		}
		if e.Place != nil && e.Place.Kind != "city" && e.Place.Kind != "capital" {
			if e.Place.Kind == "region" || e.Place.Kind == "sea" {
				return
			}
		}
		list = append(list, e)
		k = to
		// The state after a city says where it is.
		if e.Place != nil && k+1 < len(ws) && ws[k].is(",") {
			if f, end := sc.d.lookup(ws, k+1); f != nil && f.Kind == gazetteer.StateName && (end == len(ws) || ws[end].is(",", "and", ".") || !ws[end].capital || sc.d.dateAt(sc.si, end) != nil) && sc.cityIn(e, f) {
				k = end
			}
		}
		n := k
		for n < len(ws) && ws[n].is(",", "and", ";", "then", "to", "on") && n < k+3 {
			n++
		}
		if n == k {
			break
		}
		if e, _ := sc.d.lookup(ws, n); e == nil && !(n < len(ws) && ws[n].is("the")) {
			break
		}
		k = n
	}
	for n, e := range list {
		sc.add(phraseAt{place: e})
		f := &sc.cur.facts[len(sc.cur.facts)-1]
		f.rule = rule
		if n == 0 && len(list) == 1 {
			sc.trip.place = e
		}
	}
}

// cityIn reports whether city c lies in state s.
func (sc *scan) cityIn(c, s *gazetteer.Entry) bool {
	return c.Place != nil && s.State != nil && (c.Place.State == s.State.Alpha2)
}

// purpose gives the event at word i the place of the trip that is made for it,
// and its days where the traveller holds it: "will travel to Lima on 3 May to
// host the Ports Forum".
func (sc *scan) purpose(r ref, i int) {
	t := sc.trip
	if t.k == nil || t.place == nil || r.k == t.k || r.k.class != schema.Event || r.k.noun.class != "event" {
		return
	}
	ws := sc.s.words
	for v := i - 1; v > 0 && v > i-9; v-- {
		w := &ws[v]
		if w.upos != "VERB" {
			if w.is(";", "that", "which", "following", "after", "before", "ahead") {
				return
			}
			continue
		}
		if !ws[v-1].is("to", "and") || w.capital {
			return
		}
		hosts := sc.d.x.in("hold", w.lemma)
		if !hosts && !sc.d.x.in("attend", w.lemma) {
			return
		}
		sc.future = true
		if !sc.d.has(r.k, schema.InPlace) {
			sc.add(phraseAt{place: t.place})
			f := &sc.cur.facts[len(sc.cur.facts)-1]
			f.confidence, f.rule = 0.7, strings.Replace(f.rule, "held", "trip", 1)
		}
		if hosts && t.date != nil && !sc.d.has(r.k, schema.StartDate) {
			sc.add(*t.date)
			f := &sc.cur.facts[len(sc.cur.facts)-1]
			f.confidence, f.rule = 0.7, "event.date-trip"
		}
		return
	}
}
