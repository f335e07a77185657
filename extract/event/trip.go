package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// trip is the journey that a sentence tells of, up to the events it is made for.
type trip struct {
	k     *cluster
	place *gazetteer.Entry // its only destination, or nil
	date  *phraseAt
}

// visitNoun is what a journey told of by a verb alone is called.
var visitNoun = &noun{singular: "visit", class: "visit", family: "visit", name: "never"}

// journeys notes who travels on the journey that the title describes; where no
// event is in the title, it makes one of the journey that the lead tells of.
func (d *doc) journeys() {
	if k := d.titled(); k != nil {
		if k.noun.class == "visit" {
			d.travellers(k)
		}
		return
	}
	lead := d.lead()
	if len(lead) == 0 || slices.ContainsFunc(d.clusters, func(k *cluster) bool { return k.inTitle || k.first < d.sents[lead[0]].span.End }) {
		return
	}
	v, i := d.journeyVerb(lead[0])
	if v < 0 {
		return
	}
	who := d.agents(lead[0], v)
	if len(who) == 0 || d.unsure(lead[0], v) {
		return
	}
	place := ""
	ws := d.sents[lead[0]].words
	for k := i + 1; k < len(ws) && k < i+14 && place == ""; k++ {
		if e, _ := d.lookup(ws, k); e != nil && (ws[k-1].is("to", "in", "the") || k == i+1) {
			place = placeName(e)
		}
	}
	if place == "" {
		return
	}
	k := &cluster{class: schema.Event, noun: visitNoun, plain: true, first: 1 << 60, label: "visit of " + d.a.Entities[who[0]].Label + " to " + place}
	k.alias("travel of " + d.a.Entities[who[0]].Label + " to " + place)
	k.alias("visit to " + place)
	k.bag = bag(k.label)
	d.clusters = append(d.clusters, k)
	d.travel(k, lead[0], v, i, who)
}

// travellers finds the sentence at the head of the text that tells of the journey
// k, and who makes it; else those whom the title names.
func (d *doc) travellers(k *cluster) {
	t := d.titleSentence()
	seen := 0
	for si := t + 1; si < len(d.sents) && seen < 3; si++ {
		s := &d.sents[si]
		if len(s.words) < 6 || s.title || s.heading {
			continue
		}
		seen++
		v, i := d.journeyVerb(si)
		if v < 0 {
			continue
		}
		if who := d.agents(si, v); len(who) > 0 {
			if m := k.mentions[len(k.mentions)-1]; m.rule == "event.verb" && m.sent >= si {
				k.mentions = k.mentions[:len(k.mentions)-1]
			}
			d.travel(k, si, v, i, who)
			d.legs(k, si+1, who)
			return
		}
	}
	if who := d.personsOf(t); len(who) > 0 {
		k.joined(contact{si: t, agents: who[:1], future: k.future})
	}
}

// placeName is the name of a place or state.
func placeName(e *gazetteer.Entry) string {
	if e.Kind == gazetteer.StateName {
		return e.State.Name
	}
	return e.Place.Name
}

// legs adds what the sentences from si on tell of the same journey: "She will
// then travel to Lima".
func (d *doc) legs(k *cluster, si int, who []int) {
	for ; si < len(d.sents); si++ {
		if d.sents[si].title || d.sents[si].heading {
			continue
		}
		v, i := d.journeyVerb(si)
		if v < 0 || i != v || d.sents[si].words[v].upos != "VERB" || d.unsure(si, v) || d.toCome(si, v) != k.future {
			continue
		}
		if more := d.agents(si, v); len(more) > 0 && slices.Contains(who, more[0]) {
			d.mention(k, si, i, i+1, extract.Nominal, "event.contact")
		}
	}
}

// travel says that the verb at word v, or its noun at word i, tells of the
// journey k of somebody.
func (d *doc) travel(k *cluster, si, v, i int, who []int) {
	future := d.toCome(si, v)
	k.future, k.held = k.future || future, k.held || !future
	d.mention(k, si, i, i+1, extract.Nominal, "event.contact")
	k.joined(contact{si: si, agents: who, future: future})
}

// journeyVerb finds the verb of sentence si that tells of a journey, and the word
// that the destination follows: "will travel", "visited", "is in Lima", "paid a
// visit", "leads a delegation to Lima". It is -1 where there is none.
func (d *doc) journeyVerb(si int) (verb, at int) {
	ws := d.sents[si].words
	for i := d.sents[si].start; i+1 < len(ws); i++ {
		w := &ws[i]
		switch {
		case w.capital || w.upos != "VERB" && w.upos != "AUX" && w.upos != "NOUN":
		case w.upos == "VERB" && d.x.in("journey", w.lemma):
			if w.lemma == "visit" || w.lemma == "travel" || ws[i+1].is("to", "in", "for") {
				return i, i
			}
		case w.lemma == "be" && ws[i+1].is("in"):
			if e, _ := d.lookup(ws, i+2); e != nil {
				return i, i
			}
		case w.is("visit", "trip", "delegation") && w.upos == "NOUN" && ws[i+1].is("to"):
			if e, _ := d.lookup(ws, i+2); e == nil && !(i+2 < len(ws) && ws[i+2].is("the")) {
				continue
			}
			for v := i - 1; v >= 0 && v > i-8; v-- {
				if ws[v].upos == "VERB" && (d.x.in("light", ws[v].lemma) && ws[v].lemma != "have" || d.x.in("preside", ws[v].lemma)) || ws[v].lemma == "be" {
					return v, i
				}
			}
		}
	}
	return -1, -1
}

// stops gives a trip the places that its verb, or its noun in a title, at word i
// is followed by: "will travel to Lima", "visited Oslo, Norway, and Riga, Latvia".
// It returns the index after them, or i where there are none.
func (sc *scan) stops(r ref, i int, rule string) int {
	ws := sc.s.words
	if r.k.noun.class != "visit" {
		return i
	}
	sc.trip = trip{k: r.k}
	k := i + 1
	for n := k; n < len(ws) && n < k+14; n++ { // "will travel with her team on 3 May to Lima"
		if ws[n].is("to", "in") {
			if e, _ := sc.d.lookup(ws, n+1); e != nil || n+1 < len(ws) && ws[n+1].is("the") {
				k = n
				break
			}
		}
		if ws[n].upos == "VERB" || ws[n].is(";", "and") {
			break
		}
	}
	if k < len(ws) && ws[k].is("to", "in") {
		k++
	} else if ws[i].lemma != "visit" || ws[i].upos == "NOUN" {
		return i
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
				return i
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
	end := i
	for n, e := range list {
		end = k
		sc.add(phraseAt{place: e})
		f := &sc.cur.facts[len(sc.cur.facts)-1]
		f.rule = rule
		if n == 0 && len(list) == 1 {
			sc.trip.place = e
		}
	}
	return end
}

// cityIn reports whether city c lies in state s.
func (sc *scan) cityIn(c, s *gazetteer.Entry) bool {
	return c.Place != nil && s.State != nil && (c.Place.State == s.State.Alpha2)
}

// atStops places the events of a paragraph that tells of a stop of a journey and
// of no other place.
func (d *doc) atStops() {
	trip := d.titled()
	if trip == nil || trip.noun.class != "visit" {
		return
	}
	for si := range d.sents {
		var here []fact
		for _, f := range trip.facts {
			if f.predicate == schema.InPlace && f.rule == "event.place-stop" && f.sent <= si && d.sents[f.sent].block == d.sents[si].block {
				if len(here) > 0 && here[0].sent != f.sent {
					here = here[:0]
				}
				here = append(here, f)
			}
		}
		at, ok := d.commonPlace(here)
		if !ok {
			continue
		}
		for _, k := range d.clusters {
			if k == trip || k.noun.class != "event" || k.class != schema.Event || k.rel != same || d.has(k, schema.InPlace) || k.evidence().sent != si || k.first < d.sents[at.sent].span.Start {
				continue
			}
			if !k.plain && !k.future {
				continue
			}
			f := at
			f.rule, f.confidence, f.sent = "event.place-paragraph", 0.7, si
			k.facts = append(k.facts, f)
		}
	}
}

// commonPlace is the only place of some, or the state that all of them lie in.
func (d *doc) commonPlace(places []fact) (fact, bool) {
	if len(places) == 0 {
		return fact{}, false
	}
	f := places[0]
	if len(places) == 1 {
		return f, true
	}
	state := ""
	for _, p := range places {
		e := d.placeNamed(p.place)
		if e == nil || e.Place == nil || e.Place.State == "" || state != "" && e.Place.State != state {
			return fact{}, false
		}
		state = e.Place.State
	}
	e := d.placeNamed(state)
	if e == nil || e.State == nil {
		return fact{}, false
	}
	f.place, f.key = e.State.Name, ""
	return f, true
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
