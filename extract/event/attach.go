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
		d.counts(si, sc.refs)
	}
	d.headerLines()
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
}

// phraseAt is a date or place phrase in a sentence.
type phraseAt struct {
	date  *date.Expr
	place *gazetteer.Entry
	name  string // of an unknown place, or of a venue
	venue bool
	from  int
	to    int
}

func (sc *scan) run() {
	ws := sc.s.words
	sc.pronoun()
	line := sc.s.title || len(ws) <= 14 && (sc.s.heading || slices.ContainsFunc(ws[:min(len(ws), 5)], func(w word) bool { return w.is(":") }) || !slices.ContainsFunc(ws, func(w word) bool { return w.upos == "VERB" && !w.capital }))
	for i := 0; i < len(ws); {
		if r, ok := sc.refAt(i); ok {
			sc.event(r, i)
			i = max(r.to, i+1)
			if i+2 < len(ws) && ws[i].is("(") && ws[i+2].is(")") && isAcronym(ws[i+1].text) {
				i += 3
				sc.curRef.to = i
			}
			if i+3 < len(ws) && ws[i].is("(") && ws[i+3].is(")") && isAcronym(ws[i+1].text) && ws[i+2].year() > 0 {
				i += 4
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
		if p, ok := sc.phrase(i, line); ok {
			if n := len(sc.recent); n == 0 || p.from > sc.recent[n-1].to+1 {
				sc.recent = nil
			}
			sc.recent = append(sc.recent, p)
			if sc.cur != nil && sc.mode != loose {
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
			sc.past = w.is("gathered", "came", "assembled")
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
		case w.is(";", "which", "where", "who", "whose", "while", "when", "because", "although", "but", "that", "whom", "“", "\"", "”", "after", "following", "before", "since", "until", "ahead") && !(w.is("that", "which") && sc.mode == adjacent):
			sc.mode = loose
			sc.pending = false
			if n := len(sc.recent); w.is("where") && n > 0 && i-sc.recent[n-1].to <= 1 {
				sc.where = sc.recent
			}
			if !w.is("which", "where") {
				sc.seen = true
			}
		case sc.mode == adjacent && !w.is(",", "(", ")", ":", "the", "to", "be", "being", "-", "–", "was", "were", "is", "will", "has", "had", "been", "have", "shall", "that", "which", "of", "last", "this", "next", "also", "both", "officially", "successfully", "formally", "are", "here", "would", "may", "not", "due", "set", "scheduled", "planned", "expected", "in", "at", "on", "from", "later", "earlier", "early", "late", "a", "an", "affair", "event", "format", "gathering"):
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
		if w.is("will", "shall", "planned", "scheduled", "plans", "due", "upcoming", "would") {
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

// toClose reads "to a close", "to an end" and "under way" after the event in
// hand, as verbs of closing and opening.
func (sc *scan) toClose(i int) int {
	ws := sc.s.words
	if sc.cur == nil {
		return i
	}
	switch {
	case ws[i].is("to") && i+2 < len(ws) && ws[i+1].is("a", "an") && ws[i+2].is("close", "end"):
		sc.mode, sc.verb, sc.past = governed, "close", true
		sc.tense()
		return i + 3
	case ws[i].is("under") && i+1 < len(ws) && ws[i+1].is("way"), ws[i].is("underway"):
		sc.mode, sc.verb, sc.past = governed, "open", true
		sc.tense()
		return i + 1
	}
	return i
}

// pronoun takes up the event of the sentence before where this one begins with
// "It was held", "This will take place", "That is planned".
func (sc *scan) pronoun() {
	ws := sc.s.words
	if sc.si == 0 || len(ws) < 4 || !ws[0].is("it", "this", "that") || ws[1].upos != "AUX" && !ws[1].is("was", "is", "will", "takes", "took") {
		return
	}
	v := 1
	for v < min(5, len(ws)) && sc.verbAt(v) == "" {
		v++
	}
	if v == min(5, len(ws)) || sc.d.sents[sc.si-1].block != sc.s.block || len(sc.refs) > 0 && sc.refs[0].from < v {
		return
	}
	before := sc.d.refs(sc.si - 1)
	if len(before) == 0 || ws[v-1].is("a", "the") {
		return
	}
	k := before[len(before)-1].k
	if sc.d.x.lists["hold"][ws[v].lemma] == "transitive" && !slices.ContainsFunc(ws[1:v], func(w word) bool { return w.lemma == "be" }) {
		return // "It hosted …" speaks of the host
	}
	sc.d.mention(k, sc.si, 0, 1, extract.Pronoun, "event.pronoun")
	sc.refs = append([]ref{{k: k, from: 0, to: 1, rule: "event.pronoun"}}, sc.refs...)
}

// parenthesis reports whether word i stands between a comma and the next one
// before a verb of holding.
func (sc *scan) parenthesis(i int) bool {
	ws := sc.s.words
	for k := i; k < len(ws) && k-i < 25; k++ {
		if sc.verbAt(k) != "" {
			return true
		}
		if ws[k].upos == "VERB" || ws[k].is(";", "which", "and") && ws[k].low != "and" {
			return false
		}
	}
	return false
}

func (sc *scan) refAt(i int) (ref, bool) {
	for _, r := range sc.refs {
		if r.from == i {
			return r, true
		}
	}
	return ref{}, false
}

// event takes up the event mentioned at word i.
func (sc *scan) event(r ref, i int) {
	ws := sc.s.words
	pending := sc.pending
	sc.cur, sc.curRef, sc.mode, sc.also = r.k, r, adjacent, nil
	sc.within(r)
	if r.rule == "event.verb" {
		sc.mode, sc.verb = governed, "hold"
		sc.stop(r, i)
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
		return
	}
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
		if n := len(sc.lead); n > 0 && sc.lead[n-1].date != nil && sc.lead[n-1].to == i && !sc.lead[n-1].date.Relative {
			sc.add(sc.lead[n-1])
		}
		sc.leadAt(i)
		// "Next month, at the Three Rivers Summit, …"
		if n := len(sc.lead); n > 0 && i >= 2 && sc.lead[n-1].to+3 >= i && sc.s.words[sc.lead[n-1].to].is(",") && sc.lead[n-1].date != nil && ws[i-2].is("at", "during") && ws[i-1].is("the") {
			sc.tenseOf(sc.lead[n-1].date)
			sc.add(sc.lead[n-1])
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
}

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
		sc.add(p)
		f := &sc.cur.facts[len(sc.cur.facts)-1]
		f.confidence = 0.75
		f.rule = strings.Replace(f.rule, "adjacent", "lead", 1)
	}
	sc.lead = nil
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

// verbAt says what kind of verb of holding word i is: hold, open, close, or "".
func (sc *scan) verbAt(i int) string {
	ws := sc.s.words
	w := &ws[i]
	if w.upos != "" && w.upos != "VERB" || w.capital && !sc.s.title && i > 0 {
		return ""
	}
	x := sc.d.x
	switch {
	case x.in("open", w.lemma) && w.lemma != "kick", w.lemma == "kick" && i+1 < len(ws) && ws[i+1].is("off"):
		return "open"
	case x.in("close", w.lemma) && (w.lemma != "wrap" || i+1 < len(ws) && ws[i+1].is("up")):
		return "close"
	case w.lemma == "take":
		if i+1 < len(ws) && ws[i+1].is("place") {
			return "hold"
		}
		return ""
	case w.lemma == "plan" || w.lemma == "schedule":
		if w.is("planned", "scheduled") {
			return "hold"
		}
		return ""
	case x.in("hold", w.lemma):
		return "hold"
	}
	return ""
}

// moved reads "was moved to": the places named before are void.
func (sc *scan) moved(i int) bool {
	ws := sc.s.words
	if sc.cur == nil || i == 0 || !ws[i].is("moved", "relocated", "shifted", "transferred") || !ws[i-1].is("was", "were", "been", "and") {
		return false
	}
	for n := range sc.cur.facts {
		if f := &sc.cur.facts[n]; f.sent == sc.si && (f.predicate == schema.InPlace || f.predicate == schema.Venue) {
			f.status = extract.Cancelled
		}
	}
	sc.mode, sc.verb, sc.past, sc.future = governed, "move", true, false
	return true
}

// gathering reports whether word i is a verb of coming together, whose event
// follows with "for" or "at": "gathered in Lima on 3 May for the Lakes Forum".
func (sc *scan) gathering(i int) bool {
	ws := sc.s.words
	w := &ws[i]
	if w.upos != "" && w.upos != "VERB" {
		return false
	}
	return w.is("gathered", "gather", "assembled", "assemble") || w.is("came", "come") && i+1 < len(ws) && ws[i+1].is("together")
}

// presides reports whether word i is a verb of leading whose object may be an
// event of that day: "on 3 May, X co-chaired the second Lima Dialogue".
func (sc *scan) presides(i int) bool {
	w := &sc.s.words[i]
	return sc.d.x.in("preside", w.lemma) && !w.capital && (w.upos == "VERB" || w.upos == "" && strings.HasSuffix(w.low, "ed")) && !(i > 0 && sc.s.words[i-1].is("was", "were", "be", "been", "by"))
}

// verbMet ties what follows to the event in hand, where it is the verb's
// subject, or waits for the object.
func (sc *scan) verbMet(i int, kind string) {
	ws := sc.s.words
	w := &ws[i]
	x := sc.d.x
	passive := false
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if ws[k].is("was", "were", "be", "been", "is", "are", "being") {
			passive = true
			break
		}
		if !ws[k].is("not", "also", "successfully", "held", "jointly", "officially", "last", "virtually", "originally", "again", "recently", "formally", "currently") && ws[k].upos != "ADV" {
			break
		}
	}
	value := x.lists["hold"][w.lemma]
	relative := sc.mode == adjacent && sc.relativeObject(i)
	participle := relative || sc.mode == adjacent && !passive && (strings.HasSuffix(w.low, "ed") || w.low == "held") && i > 0 && (ws[i-1].is(",", "(") || sc.curRef.to == i) && value == "transitive" && kind == "hold"
	if kind == "hold" && w.is("launched", "planned", "inaugurated", "conducted", "run", "continued", "planning") && !passive && !participle && !(w.is("run") && sc.mode == adjacent && sc.direct(i)) {
		sc.pending = false
		sc.mode = loose
		return
	}
	subject := sc.cur != nil && (passive || participle || value == "intransitive" || value == "both" || kind != "hold")
	if subject && !relative && !sc.isSubject(i) {
		subject = false
	}
	switch {
	case subject:
		sc.coordinate()
		sc.mode, sc.verb = governed, kind
		sc.cur.opened = sc.cur.opened || kind == "open"
		switch {
		case w.is("planned", "scheduled"):
			sc.future, sc.past = true, false
		case !sc.future && !w.is("opens", "convenes", "meets"):
			sc.past = true
		}
		sc.tense()
		for _, p := range sc.lead {
			sc.add(p)
		}
		sc.lead = nil
		for _, p := range sc.where {
			sc.add(p)
		}
		sc.where = nil
	case !passive:
		sc.pending = true
		sc.verb = kind
		sc.mode = loose
		sc.past = strings.HasSuffix(w.low, "ed") || w.is("held", "opened", "began")
		for k := max(0, i-4); k < i; k++ {
			if ws[k].is("will", "shall") || ws[k].is("to") && (sc.s.title || k > 0 && (ws[k-1].lemma == "be" || x.in("arrange", ws[k-1].lemma))) {
				sc.future, sc.past = true, false
			}
		}
	default:
		sc.mode = loose
	}
	sc.seen = true
}

// stop gives a trip its place, where the verb at word i names only one: "will
// travel to Lima", "visited Oslo".
func (sc *scan) stop(r ref, i int) {
	ws := sc.s.words
	if r.k.noun.class != "visit" {
		return
	}
	k := i + 1
	if k < len(ws) && ws[k].is("to") {
		k++
	}
	e, to := sc.d.lookup(ws, k)
	if e == nil || e.Place == nil || e.Place.Kind == "region" || e.Place.Kind == "sea" {
		return
	}
	if to+1 < len(ws) && ws[to].is(",") {
		if f, end := sc.d.lookup(ws, to+1); f != nil && f.Kind == gazetteer.StateName {
			to = end
			if to < len(ws) && ws[to].is(",") {
				to++
			}
		} else if f != nil {
			return
		}
	}
	if to < len(ws) && ws[to].is("and") || strings.Contains(r.k.label, " and ") {
		return
	}
	sc.add(phraseAt{place: e})
}

// coordinate notes the events that "and" joins to the one in hand.
func (sc *scan) coordinate() {
	ws := sc.s.words
	sc.also = nil
	from := sc.curRef.from
	for n := len(sc.refs) - 1; n >= 0; n-- {
		r := sc.refs[n]
		if r.to > from || r.k == sc.cur {
			continue
		}
		and := false
		for k := r.to; k < from; k++ {
			if !ws[k].is("and", "the", ",", "(", ")") && !isAcronym(ws[k].text) {
				return
			}
			and = and || ws[k].is("and", ",")
		}
		if !and {
			return
		}
		sc.also = append(sc.also, r.k)
		from = r.from
	}
}

// relativeObject reports whether the verb at word i heads a relative clause of
// the event in hand whose subject is somebody else: "the forum, which Chile is
// hosting".
func (sc *scan) relativeObject(i int) bool {
	toks := sc.d.a.Sentences[sc.si].Tokens
	ws := sc.s.words
	if k := sc.curRef.to; k+2 < i && sc.d.x.lists["hold"][ws[i].lemma] == "transitive" {
		if ws[k].is(",") {
			k++
		}
		if ws[k].is("which", "that") && ws[k+1].upos != "AUX" && ws[k+1].upos != "VERB" {
			return true
		}
	}
	if toks[i].Rel != "acl:relcl" || toks[i].Head < sc.curRef.from || toks[i].Head >= sc.curRef.to || sc.d.x.lists["hold"][sc.s.words[i].lemma] != "transitive" {
		return false
	}
	for k := range toks {
		if toks[k].Head == i && toks[k].Rel == "nsubj" {
			return !sc.s.words[k].is("which", "that", "who")
		}
	}
	return false
}

// isSubject reports whether the event in hand is what the verb at word i is
// said of: by the parse where there is one, else by what stands between.
func (sc *scan) isSubject(i int) bool {
	toks := sc.d.a.Sentences[sc.si].Tokens
	ws := sc.s.words
	if sc.mode == adjacent && sc.direct(i) {
		return true
	}
	if toks[i].Rel != "" {
		for k := range toks {
			if toks[k].Head == i && strings.HasPrefix(toks[k].Rel, "nsubj") {
				if k >= sc.curRef.from && k < sc.curRef.to {
					return true
				}
				if ws[k].is("which", "that") {
					return toks[i].Head >= sc.curRef.from && toks[i].Head < sc.curRef.to || sc.mode == adjacent
				}
				return false
			}
		}
		if h := toks[i].Head; h >= sc.curRef.from && h < sc.curRef.to {
			return true
		}
		if toks[i].Rel == "conj" && toks[i].Head >= 0 { // "was held and concluded"
			h := toks[i].Head
			for k := range toks {
				if toks[k].Head == h && strings.HasPrefix(toks[k].Rel, "nsubj") {
					return k >= sc.curRef.from && k < sc.curRef.to
				}
			}
		}
	}
	for k := sc.curRef.to; k < i; k++ {
		if ws[k].is("he", "she", "they", "we", "I", "who", "and") && ws[k].low != "and" {
			return false
		}
	}
	return sc.mode == adjacent || i-sc.curRef.to < 4
}

// direct reports whether only auxiliaries, adverbs and "which" stand between the
// event in hand and the verb at word i.
func (sc *scan) direct(i int) bool {
	ws := sc.s.words
	for k := sc.curRef.to; k < i; k++ {
		w := &ws[k]
		if w.upos != "AUX" && w.upos != "ADV" && w.upos != "PART" && !w.is("was", "were", "is", "are", "be", "been", "being", "will", "would", "has", "have", "had", "to", "which", "that", "also", "not", ",", "officially", "formally", "shall", "last") {
			return false
		}
	}
	return true
}

// phrase reads a date, place or venue at word i, with its preposition.
func (sc *scan) phrase(i int, line bool) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if e := d.dateAt(sc.si, i); e != nil {
		switch e.Prep {
		case "since", "until", "till", "by", "before", "after", "through", "within", "throughout", "dated":
			return phraseAt{}, false
		}
		to := i
		for to < len(ws) && ws[to].Start < e.Span.End {
			to++
		}
		return phraseAt{date: e, from: i, to: to}, true
	}
	k := i
	comma := false
	if i > 0 && ws[i-1].is("not") {
		return phraseAt{}, false // "not in Lima but in Oslo"
	}
	switch {
	case ws[k].is("in", "at"), ws[k].is("to") && k > 0 && (sc.cur == nil || sc.cur.noun == nil || sc.cur.noun.class != "visit") && ws[k-1].is("travel", "travels", "traveled", "travelled", "traveling", "go", "return", "trip"), ws[k].is("to") && sc.verb == "move" && sc.mode == governed, ws[k].is("for") && k > 0 && ws[k-1].is("planned", "scheduled", "set"):
		k++
		if k < len(ws) && ws[k].is("the") {
			k++
		}
		if k+1 < len(ws) && ws[k].is("city", "town", "capital") && ws[k+1].is("of") {
			k += 2
		}
	case ws[k].is(",", "(") && (line || sc.mode == governed) && k+1 < len(ws):
		k++
		comma = true
	case line && (i == 0 || ws[i-1].is(":")):
	default:
		return phraseAt{}, false
	}
	if k >= len(ws) || !ws[k].capital {
		return phraseAt{}, false
	}
	if _, ok := sc.refAt(k); ok {
		return phraseAt{}, false
	}
	if !comma || line || sc.lastVenue(i) {
		if p, ok := sc.venue(i, k); ok {
			return p, true
		}
		if p, ok := sc.site(i, k); ok {
			return p, true
		}
		if e, to := d.lookup(ws, k); e != nil {
			if to < len(ws) && (ws[to].is("'s", "’s", "-") || ws[to].capital && d.dateAt(sc.si, to) == nil) && !line {
				return phraseAt{}, false
			}
			p := phraseAt{place: e, from: i, to: to}
			// "in Manama, Bahrain": the state after the city is no place of its own.
			if to+1 < len(ws) && ws[to].is(",") {
				if f, end := d.lookup(ws, to+1); f != nil && (f.Kind == gazetteer.StateName || f.Place != nil && (f.Place.Kind == "region" || f.Place.Name == "New York")) {
					p.to = end
				}
			}
			return p, true
		}
		if ws[i].is("in") && k == i+1 || k > 0 && ws[k-1].is("of") {
			if p, ok := sc.unknownPlace(i, k); ok {
				return p, true
			}
		}
	}
	return phraseAt{}, false
}

// lastVenue reports whether a venue was read right before word i.
func (sc *scan) lastVenue(i int) bool {
	if sc.cur == nil || len(sc.cur.facts) == 0 {
		return false
	}
	f := sc.cur.facts[len(sc.cur.facts)-1]
	return f.predicate == schema.Venue && f.sent == sc.si && strings.HasSuffix(strings.TrimSpace(sc.d.text(extract.Span{Start: sc.s.span.Start, End: sc.s.words[i].Start})), f.place)
}

// venue reads the name of a building at word k, after "at" or "in".
func (sc *scan) venue(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	end, last := k, -1
	of := false
	for end < len(ws) {
		w := &ws[end]
		if w.capital && !(functionWords[w.low] && end == k) {
			if d.x.in("venue", w.low) {
				last = end
			}
			end++
			continue
		}
		if (w.is("of", "the", "for", "and", "&", "-", "'s", "’s", "'", "’", "de", "la", "al") || w.hyphen()) && end+1 < len(ws) && (ws[end+1].capital || ws[end+1].is("the")) && (of || !w.is("and")) && end > k {
			of = of || w.is("of", "for")
			end++
			continue
		}
		break
	}
	if end > k && end < len(ws) && d.x.in("venue", ws[end].low) && !ws[end].capital {
		last = end // "the Narodowy stadium"
		end++
	}
	if last < 0 {
		return phraseAt{}, false
	}
	// The name may go on after the venue noun: "Ministry of Foreign Affairs".
	to := last + 1
	if to < len(ws) && ws[to].is("of", "for") {
		to = end
	} else if to < end && ws[to].capital {
		to = end
	}
	if ph, _ := d.x.nouns.at(ws, last); ph != nil {
		return phraseAt{}, false
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[to-1].End}), venue: true, from: i, to: to}, true
}

// site reads "in the World Forum in The Hague": after a verb of holding, a name
// that the city follows is that of a building.
func (sc *scan) site(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if sc.mode != governed || k < 1 || !ws[k-1].is("the") {
		return phraseAt{}, false
	}
	end := k
	for end < len(ws) && (ws[end].capital || (ws[end].is("of", "'s", "’s") || ws[end].hyphen()) && end > k && end+1 < len(ws) && ws[end+1].capital) {
		end++
	}
	if end-k < 2 || end+1 >= len(ws) || !ws[end].is("in", ",") || d.personAt(ws[k].Start) {
		return phraseAt{}, false
	}
	if e, _ := d.lookup(ws, k); e != nil {
		return phraseAt{}, false
	}
	if e, _ := d.lookup(ws, end+1); e == nil || e.Place == nil || e.Place.Kind == "region" {
		return phraseAt{}, false
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[end-1].End}), venue: true, from: i, to: end}, true
}

// unknownPlace reads "in Querétaro": one or two capitalised words that nothing
// else claims.
func (sc *scan) unknownPlace(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if sc.cur == nil || sc.mode == loose {
		return phraseAt{}, false
	}
	end := k
	for end < len(ws) && end-k < 3 && ws[end].capital && d.dateAt(sc.si, end) == nil && !d.actorAt(ws[end].Start) {
		end++
	}
	if end == k || len(ws[k].text) < 3 || strings.ToUpper(ws[k].text) == ws[k].text && !sc.s.title || functionWords[ws[k].low] {
		return phraseAt{}, false
	}
	if end < len(ws) && (ws[end].capital && d.dateAt(sc.si, end) == nil || ws[end].is("'s", "’s", "-", "of", "and")) {
		return phraseAt{}, false
	}
	if m := d.mentionAt(ws[k].Start, schema.Norm, schema.Instrument, schema.Organization, schema.Person); m != nil {
		return phraseAt{}, false
	}
	// Months and seasons are no places, and names need a lower-case neighbour.
	for n := k; n < end; n++ {
		if ph, _ := d.x.nouns.at(ws, n); ph != nil {
			return phraseAt{}, false
		}
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[end-1].End}), from: i, to: end}, true
}

// add makes facts of a phrase for the event in hand.
func (sc *scan) add(p phraseAt) {
	k := sc.cur
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
				return
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
	k := sc.cur
	if sc.mode == governed || sc.mode == adjacent && i > 0 && ws[i-1].is("was", "were", "is", "a", "an", "entirely", "fully") {
	} else if r, ok := sc.nextRef(to); ok && !sc.s.title && d.before(ws, to, r) {
		k = r.k
	} else {
		return i
	}
	if k == nil {
		return i
	}
	k.facts = append(k.facts, fact{predicate: schema.EventFormat, literal: extract.Literal{Value: ph.value, Datatype: "xsd:string"}, status: extract.Asserted, rule: "event.format", confidence: 0.88, sent: sc.si})
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
