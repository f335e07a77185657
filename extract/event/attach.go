package event

import (
	"cmp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// ref is a mention of an event within a sentence, in words.
type ref struct {
	k        *cluster
	from, to int
	rule     string
}

// refs gives the event mentions of a sentence in order.
func (d *doc) refs(si int) []ref {
	ws := d.sents[si].words
	var out []ref
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent != si {
				continue
			}
			r := ref{k: k, from: -1, rule: m.rule}
			for i := range ws {
				if ws[i].Start >= m.span.Start && ws[i].End <= m.span.End {
					if r.from < 0 {
						r.from = i
					}
					r.to = i + 1
				}
			}
			if r.from >= 0 {
				out = append(out, r)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b ref) int { return cmp.Or(a.from-b.from, b.to-a.to) })
	return out
}

// attach gives each date, place, count, format and status to the event it is
// said of.
func (d *doc) attach() {
	for si := range d.sents {
		if d.sents[si].kind == extract.Caption {
			continue
		}
		sc := scan{d: d, si: si, s: &d.sents[si], refs: d.refs(si)}
		sc.run()
	}
}

// dateAt is the date expression that starts at word i of sentence si, or nil.
func (d *doc) dateAt(si, i int) *date.Expr {
	at := d.sents[si].words[i].Start
	for k := range d.dates[si] {
		if d.dates[si][k].Span.Start == at {
			return &d.dates[si][k]
		}
	}
	return nil
}

// mode says how what follows is tied to the event in hand.
type mode int

const (
	loose    mode = iota // not at all
	adjacent             // right after its name
	governed             // in the clause of a verb of holding
)

// scan walks over one sentence.
type scan struct {
	d    *doc
	si   int
	s    *sentence
	refs []ref

	cur     *cluster
	also    []*cluster // named with it: "the A Forum and the B Forum were held"
	curRef  ref
	mode    mode
	verb    string // kind of the verb: hold, open, close
	future  bool
	past    bool
	pending bool // a verb of holding waits for its object
	lead    []phraseAt
	where   []phraseAt // what stood before "where"
	recent  []phraseAt // phrases in a row up to now
	seen    bool       // an event or a verb has been met
	failed  bool       // "was to be held", "has been cancelled"
	trip    trip       // the journey in hand
	from    int        // first word to read
	reach   int        // index after the last phrase right after the mention in hand
}

func (sc *scan) run() {
	ws := sc.s.words
	sc.pronoun()
	line := sc.s.title || len(ws) <= 14 && (sc.s.heading || slices.ContainsFunc(ws[:min(len(ws), 5)], func(w word) bool { return w.is(":") }) || !slices.ContainsFunc(ws, func(w word) bool { return w.upos == "VERB" && !w.capital }))
	for i := max(sc.s.start, sc.from); i < len(ws); { // a dateline says nothing of the event
		if r, ok := sc.refAt(i); ok {
			to := sc.event(r, i)
			i = max(r.to, i+1, to)
			if i+2 < len(ws) && ws[i].is("(") && ws[i+2].is(")") && isAcronym(ws[i+1].text) {
				i += 3
				sc.curRef.to = i
			}
			if i+3 < len(ws) && ws[i].is("(") && ws[i+3].is(")") && isAcronym(ws[i+1].text) && ws[i+2].year() > 0 {
				i += 4
				sc.curRef.to = i
			}
			if to := sc.gloss(i); to > i {
				i = to
				sc.curRef.to = i
			}
			if i < len(ws) && ws[i].is("”", "\"") {
				i++
				sc.curRef.to = i
			}
			continue
		}
		w := &ws[i]
		if k := sc.toClose(i); k > i {
			i = k
			continue
		}
		if k := sc.lasting(i); k > i {
			i = k
			continue
		}
		if p, ok := sc.phrase(i, line); ok {
			if n := len(sc.recent); n == 0 || p.from > sc.recent[n-1].to+1 {
				sc.recent = nil
			}
			sc.recent = append(sc.recent, p)
			if sc.cur != nil && sc.mode != loose {
				if sc.mode == adjacent {
					sc.reach = p.to
				}
				sc.add(p)
			} else if !sc.seen {
				sc.lead = append(sc.lead, p)
			} else if sc.pending {
				sc.lead = append(sc.lead, p)
			}
			i = p.to
			continue
		}
		if to := sc.cue(i); to > i {
			i = to
			continue
		}
		if k := sc.verbAt(i); k != "" {
			sc.verbMet(i, k)
			i++
			continue
		}
		if sc.gathering(i) {
			sc.pending, sc.mode, sc.verb = true, loose, "hold"
			sc.seen = true
			sc.past = w.is("gathered", "came", "assembled", "welcomed", "received", "joined")
			i++
			continue
		}
		if sc.moved(i) {
			i++
			continue
		}
		if sc.presides(i) {
			sc.pending, sc.mode, sc.verb = true, loose, "preside"
			sc.seen = true
			sc.past = !sc.future
			i++
			continue
		}
		if w.is("which", "that") && sc.cur != nil && i-sc.curRef.to <= 1 && (i == sc.curRef.to || ws[i-1].is(",")) {
			sc.mode, sc.verb, sc.pending = adjacent, "", false
		}
		switch {
		case sc.d.x.in("boundary", w.low) && !(w.is("that", "which") && sc.mode == adjacent):
			sc.mode = loose
			sc.pending = false
			if p, ok := sc.placeBefore(i); w.is("where") && ok && (len(sc.recent) == 0 || i-sc.recent[len(sc.recent)-1].to > 1) {
				sc.where = []phraseAt{p}
			}
			if n := len(sc.recent); w.is("where") && n > 0 && i-sc.recent[n-1].to <= 1 {
				sc.where = sc.recent
			}
			if !w.is("which", "where") && !(i == sc.s.start && w.is("while") && i+1 < len(ws) && ws[i+1].is("in")) {
				sc.seen = true // but not in "While in Lima, …"
			}
		case sc.mode == adjacent && !sc.d.x.in("gap", w.low):
			if w.upos == "VERB" || w.upos == "" && strings.HasSuffix(w.low, "ed") {
				sc.mode = loose
			} else if !sc.parenthesis(i) {
				sc.mode = loose
			}
		case sc.mode == governed && w.upos == "VERB" && !w.is("bringing", "gathering", "including", "following"):
			sc.mode = loose
			sc.pending = false
		case w.upos == "VERB":
			sc.pending = false
			sc.seen = true
		}
		if w.is("will", "shall", "planned", "scheduled", "slated", "foreseen", "plans", "due", "upcoming", "would") {
			sc.future, sc.past = true, false
		}
		if w.is("was", "were", "had", "has", "have", "took") && !(i+1 < len(ws) && ws[i+1].is("to")) {
			sc.past, sc.future = true, false
		}
		if w.is("to") && i+1 < len(ws) && (ws[i+1].is("be", "take") || ws[i+1].is("host", "hold", "convene") && (sc.s.title || i > 0 && (ws[i-1].lemma == "be" || sc.d.x.in("arrange", ws[i-1].lemma)))) {
			sc.future, sc.past = true, false
		}
		i++
	}
}

// lasting reads the day until which the event in hand goes on: "runs until 12
// December", "lasts through Friday". It returns the index after it, or i.
func (sc *scan) lasting(i int) int {
	ws := sc.s.words
	if sc.cur == nil || sc.mode != governed || !ws[i].is("until", "till", "through") || i+1 >= len(ws) {
		return i
	}
	e := sc.d.dateAt(sc.si, i+1)
	if e == nil || e.Start.Day == 0 {
		return i
	}
	i++
	if f := sc.add(phraseAt{date: e}); f != nil {
		f.predicate, f.when.Start = schema.EndDate, e.End
		f.when.Float = date.Fixed // it may be to come though the event has begun
	}
	for i < len(ws) && ws[i].Start < e.Span.End {
		i++
	}
	return i
}

// placeBefore is the city whose name ends right before word i.
func (sc *scan) placeBefore(i int) (phraseAt, bool) {
	ws := sc.s.words
	if i > 0 && ws[i-1].is(",") {
		i--
	}
	for k := max(0, i-5); k < i; k++ {
		e, to := sc.d.lookup(ws, k)
		if e == nil || e.Place == nil || e.Place.Kind != "city" && e.Place.Kind != "capital" {
			continue
		}
		if to+1 < i && ws[to].is(",") { // "Washington, D.C.", "Lima, Peru"
			to = i
		}
		if to == i {
			return phraseAt{place: e, from: k, to: i}, true
		}
	}
	return phraseAt{}, false
}

// gloss is the index after a short bracket at word i that holds no date: (the
// “Committee”), or i.
func (sc *scan) gloss(i int) int {
	ws := sc.s.words
	if i >= len(ws) || !ws[i].is("(") {
		return i
	}
	for k := i + 1; k < len(ws) && k < i+9; k++ {
		if ws[k].is(")") {
			return k + 1
		}
		if e, _ := sc.d.lookup(ws, k); sc.d.dateAt(sc.si, k) != nil || e != nil || sc.d.x.in("hold", ws[k].lemma) {
			return i
		}
	}
	return i
}

func (sc *scan) refAt(i int) (ref, bool) {
	for _, r := range sc.refs {
		if r.from == i {
			return r, true
		}
	}
	return ref{}, false
}

// event takes up the event mentioned at word i. It returns the index after what
// belongs to the mention, or i.
func (sc *scan) event(r ref, i int) int {
	ws := sc.s.words
	pending := sc.pending
	sc.cur, sc.curRef, sc.mode, sc.also, sc.reach = r.k, r, adjacent, nil, 0
	sc.within(r)
	if r.rule == "event.contact" {
		sc.mode, sc.verb, sc.seen = governed, "hold", true
		sc.future, sc.past = r.k.future && !r.k.held, r.k.held
		if t := sc.trip; t.k != nil && t.k != r.k && t.place != nil && slices.ContainsFunc(sc.s.words[max(0, i-6):i], func(w word) bool { return w.is("where") }) {
			sc.add(phraseAt{place: t.place})
		}
		for _, p := range sc.lead {
			sc.add(p)
		}
		sc.lead = nil
		return sc.stops(r, r.to-1, "event.place-stop")
	}
	if r.rule == "event.verb" {
		sc.mode, sc.verb = governed, "hold"
		v := ws[i]
		sc.past = v.is("gathered", "came", "assembled") || v.low == "met" || v.low == "spoke" || v.low == "traveled" || v.low == "visited" || v.low == "hosted" || v.low == "held"
		for k := max(0, i-3); k < i; k++ {
			if ws[k].is("will", "to") {
				sc.future, sc.past = true, false
			}
		}
		sc.tense()
		for _, p := range sc.lead {
			sc.add(p)
		}
		sc.lead = nil
		sc.seen = true
		return sc.stops(r, i, "event.place-stop")
	}
	if r.rule == "event.title" && r.to < len(ws) && ws[r.to].is("to") {
		sc.stops(r, r.to-1, "event.place-title")
	}
	defer sc.purpose(r, i)
	if pending {
		sc.mode = governed
		sc.tense()
		for _, p := range append(sc.lead, sc.where...) {
			sc.add(p)
		}
		sc.where = nil
	} else {
		if c := sc.candidate(r); c != nil && !c.when.IsZero() {
			sc.addBefore(r, c)
		}
		if i >= 2 && r.rule == "event.name" && ws[i-1].is("'s", "’s", "'", "’") { // "last October's Lima Summit"
			for n := range sc.d.dates[sc.si] {
				if e := &sc.d.dates[sc.si][n]; e.Span.End == ws[i-2].End {
					sc.tenseOf(e)
					sc.add(phraseAt{date: e})
				}
			}
		}
		// A date right before the name: "the June 20-21 Three Rivers Summit".
		if n := len(sc.lead); n > 0 && sc.lead[n-1].date != nil && sc.lead[n-1].to == i && (!sc.lead[n-1].date.Relative || sc.lead[n-1].date.Float == date.AnyYear) {
			sc.tenseOf(sc.lead[n-1].date)
			sc.add(sc.lead[n-1])
		}
		sc.leadAt(i)
		sc.justBefore(i)
		if n := len(sc.lead); n > 0 && r.k.aside && sc.lead[0].date != nil && sc.lead[0].date.Start.Day > 0 && !sc.lead[0].date.Approx && sc.lead[0].from <= sc.s.start+2 {
			sc.tenseOf(sc.lead[0].date) // "On 3 May, he attended a workshop on ports"
			if f := sc.add(sc.lead[0]); f != nil {
				f.confidence = 0.75
			}
		}
		// "Next month, at the Three Rivers Summit, …"
		if n := len(sc.lead); n > 0 && i >= 2 && sc.lead[n-1].to+3 >= i && sc.s.words[sc.lead[n-1].to].is(",") && sc.lead[n-1].date != nil && ws[i-2].is("at", "during") && ws[i-1].is("the") {
			sc.tenseOf(sc.lead[n-1].date)
			sc.add(sc.lead[n-1])
		}
		if n := len(sc.where); n > 0 && i-sc.where[n-1].to < 14 && r.rule != "event.contact" {
			for _, p := range sc.where { // "to Lima, where she will address the Forum"
				sc.add(p)
			}
			sc.where = nil
		}
		sc.verb = ""
	}
	if !pending {
		if len(sc.lead) > 0 && sc.seen {
			sc.lead = nil
		}
	} else {
		sc.lead = nil
	}
	sc.seen = true
	return i
}

// add makes a fact of a phrase for the event in hand. It returns it for changes
// until the next call, or nil where the phrase says nothing of the event.
func (sc *scan) add(p phraseAt) *fact {
	k := sc.cur
	if k.noun != nil && k.noun.class == "call" && p.date == nil {
		return nil // a call is nowhere
	}
	if k.noun == meetingNoun && p.date != nil && p.date.IsRange() && sc.d.main != nil && sc.d.main != k && sc.d.main.noun.class == "visit" {
		return nil // the days are those of the journey
	}
	if k == sc.trip.k && p.date != nil && sc.trip.date == nil {
		sc.trip.date = &p
	}
	rule := "adjacent"
	confidence := 0.88
	if sc.mode == governed {
		rule, confidence = "held", 0.93
	}
	status := extract.Asserted
	if sc.failed {
		status = extract.Cancelled
	} else if sc.future && !sc.past {
		status = extract.Planned
	}
	f := fact{status: status, confidence: confidence, sent: sc.si}
	switch {
	case p.date != nil:
		f.when = *p.date
		f.predicate, f.rule = schema.StartDate, "event.date-"+rule
		if sc.verb == "close" && sc.mode == governed && !p.date.IsRange() {
			f.predicate = schema.EndDate
		}
		if sc.verb == "open" && sc.mode == governed {
			f.when.End = f.when.Start
		}
	case p.venue:
		f.predicate, f.place, f.rule = schema.Venue, p.name, "event.venue-"+rule
	case p.place != nil:
		f.predicate, f.rule = schema.InPlace, "event.place-"+rule
		if p.place.Kind == gazetteer.StateName {
			f.place, f.key = p.place.State.Name, ""
			f.confidence -= 0.1
		} else {
			if p.place.Place.Kind == "region" || p.place.Place.Kind == "sea" {
				return nil
			}
			f.place, f.key = p.place.Place.Name, p.place.Place.Key()
		}
	default:
		f.predicate, f.place, f.rule = schema.InPlace, p.name, "event.place-name"
		f.confidence -= 0.1
	}
	if sc.mode == governed && len(sc.also) > 0 {
		if f.predicate == schema.StartDate && len(sc.also) == 1 && f.when.IsRange() && slices.ContainsFunc(sc.s.words, func(w word) bool { return w.is("respectively") }) {
			other := f
			other.when.End = other.when.Start
			f.when.Start = f.when.End
			sc.also[0].facts = append(sc.also[0].facts, other)
		} else {
			for _, o := range sc.also {
				o.facts = append(o.facts, f)
			}
		}
	}
	k.facts = append(k.facts, f)
	return &k.facts[len(k.facts)-1]
}
