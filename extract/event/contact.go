package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// contact is a meeting, call or visit of named persons that a predication tells
// of: "met with", "held talks with", "received", "spoke by phone to".
type contact struct {
	si       int
	from, to int // words of the verb, or of the noun after a verb of little meaning
	kind     string
	agents   []int // entities
	others   []int
	future   bool
	hosted   bool // the verb says that the agent is the host
}

// presence is somebody who takes part in an event, as a sentence tells.
type presence struct {
	entity, sent int
	planned      bool
}

// callNoun is what a call told of by a verb alone is called.
var callNoun = &noun{singular: "call", class: "call", family: "call", name: "never"}

// contacts makes events of the meetings and calls that the text tells of with
// those who took part, or adds them to the event of the title. Where the
// document is not about a journey, only those that say when or where they were
// count, and those of the lead.
func (d *doc) contacts() {
	title := d.titled()
	if title == nil {
		title = d.namedMeeting()
	}
	lead := d.lead()
	last := map[int]*cluster{} // by sentence
	for si := range d.sents {
		s := &d.sents[si]
		if s.title || s.heading || s.kind == extract.Caption || len(s.words) < 5 {
			continue
		}
		for i := range s.words {
			c, ok := d.contactAt(si, i)
			if !ok {
				continue
			}
			if k := d.mentionedAt(si, c.from); k != nil {
				if k.plain || k == title {
					k.joined(c)
				}
				continue
			}
			journey := title != nil && title.noun.class == "visit"
			if k := title; k != nil && !journey && d.sameContact(k, c) && si <= lead[len(lead)-1]+2 {
				d.mention(k, si, c.from, c.to, extract.Nominal, "event.contact")
				k.future, k.held = k.future || c.future, k.held || !c.future
				k.joined(c)
				continue
			}
			if k := last[si]; k != nil && k.noun == d.contactNoun(c) {
				continue // "met and spoke with"
			}
			if len(c.agents) == 0 || !journey && !slices.Contains(lead, si) && !d.whenOrWhere(si, c.to-1) {
				continue
			}
			if len(c.others) == 0 || d.gathersAt(si, c.to) {
				continue
			}
			last[si] = d.newContact(c)
			d.actor = c.agents[:1]
		}
	}
	d.fromTitle()
}

// fromTitle says that those whom the title names took part in the meeting or call
// that it tells of, where the text does not say who did.
func (d *doc) fromTitle() {
	t := d.titleSentence()
	who := d.personsOf(t)
	for _, k := range d.clusters {
		if !k.inTitle || len(k.present) > 0 || k.noun.family != "meeting" && k.noun.class != "call" || len(who) < 2 {
			continue
		}
		ws := d.sents[t].words
		for _, m := range k.mentions {
			if m.sent != t {
				continue
			}
			_, i := d.wordAt(m.span.Start)
			for j := max(0, i); j >= 0 && j < len(ws); j++ {
				if ws[j].is("of", "between", "with") {
					k.joined(contact{si: t, agents: who, future: k.future})
					return
				}
				if ws[j].is("on", "for", "in") {
					return
				}
			}
		}
	}
}

// namedMeeting is the event that the title names as a meeting or call of persons,
// "the Meeting of Secretary Diop and Foreign Minister Vega", or nil.
func (d *doc) namedMeeting() *cluster {
	for _, k := range d.clusters {
		if k.inTitle && (k.noun.family == "meeting" || k.noun.class == "call") && len(d.personsOf(d.titleSentence())) > 1 {
			return k
		}
	}
	return nil
}

// titled is the event that the title describes, or nil.
func (d *doc) titled() *cluster {
	for _, k := range d.clusters {
		if k.inTitle && k.plain {
			return k
		}
	}
	return nil
}

// mentionedAt is the event with a mention at word i, or nil.
func (d *doc) mentionedAt(si, i int) *cluster {
	at := d.sents[si].words[i].Start
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.span.Start <= at && at < m.span.End {
				return k
			}
		}
	}
	return nil
}

// joined adds those who took part in c to event k.
func (k *cluster) joined(c contact) {
	for _, e := range slices.Concat(c.agents, c.others) {
		if !slices.ContainsFunc(k.present, func(p presence) bool { return p.entity == e }) {
			k.present = append(k.present, presence{entity: e, sent: c.si, planned: c.future})
		}
	}
}

// sameContact reports whether c is the meeting or call k that the title tells of:
// of its kind, and with those that the title names.
func (d *doc) sameContact(k *cluster, c contact) bool {
	if call := k.noun.class == "call"; call != (c.kind == "call") && c.kind != "either" {
		return false
	}
	named := d.personsOf(d.titleSentence())
	for _, e := range slices.Concat(c.agents, c.others) {
		if slices.Contains(named, e) {
			return true
		}
	}
	return len(named) == 0
}

// personsOf gives the persons named in a sentence.
func (d *doc) personsOf(si int) []int {
	var out []int
	if si < 0 {
		return nil
	}
	for _, m := range d.a.MentionsIn(d.sents[si].span) {
		if m.Class == schema.Person && m.Form == extract.Name && !slices.Contains(out, m.Entity) {
			out = append(out, m.Entity)
		}
	}
	return out
}

func (d *doc) contactNoun(c contact) *noun {
	if c.kind == "call" {
		return callNoun
	}
	return meetingNoun
}

// newContact makes the event of c.
func (d *doc) newContact(c contact) *cluster {
	n := d.contactNoun(c)
	name := func(e int) string { return d.a.Entities[e].Label }
	k := &cluster{class: schema.Event, noun: n, plain: true, first: 1 << 60, future: c.future, held: !c.future}
	what := n.singular
	k.label = what + " of " + name(c.agents[0]) + " with " + name(c.others[0])
	if ph, _ := d.x.nouns.at(d.sents[c.si].words, c.from); ph != nil && ph.noun.family == "meal" {
		what = d.text(extract.Span{Start: d.sents[c.si].words[d.phraseStart(c.si, c.from)].Start, End: d.sents[c.si].words[c.from].End})
		k.alias(what + " of " + name(c.agents[0]) + " with " + name(c.others[0]))
	}
	for _, e := range c.others {
		k.alias(what + " of " + name(c.agents[0]) + " with " + name(e))
		k.alias(what + " with " + name(e))
	}
	if c.hosted {
		k.alias(what + " hosted by " + name(c.agents[0]))
	}
	k.aliases = slices.DeleteFunc(k.aliases, func(s string) bool { return s == k.label })
	k.bag = bag(k.label)
	d.clusters = append(d.clusters, k)
	d.mention(k, c.si, c.from, c.to, extract.Nominal, "event.contact")
	k.joined(c)
	return k
}

// phraseStart is the first of the adjectives and nouns before the noun at word i.
func (d *doc) phraseStart(si, i int) int {
	ws := d.sents[si].words
	for i > 0 && (ws[i-1].upos == "ADJ" || ws[i-1].upos == "NOUN" || ws[i-1].hyphen()) {
		i--
	}
	return i
}

// gathersAt reports whether what follows word i says that those who met did so
// for a gathering with a name of its own.
func (d *doc) gathersAt(si, i int) bool {
	for _, r := range d.refs(si) {
		if r.from < i || r.k.class != schema.Event {
			continue
		}
		ws := d.sents[si].words
		for k := r.from - 1; k >= i && k > r.from-6; k-- {
			if ws[k].is("margins", "sidelines", "before", "after", "ahead", "following") {
				return false
			}
			if ws[k].is("for") && r.k.inTitle {
				return true
			}
		}
	}
	return false
}

// contactAt reads the predication of a meeting, call or visit at word i.
func (d *doc) contactAt(si, i int) (contact, bool) {
	ws := d.sents[si].words
	w := &ws[i]
	c := contact{si: si, from: i, to: i + 1}
	v := i
	switch {
	case w.upos == "VERB" && !w.capital && d.x.in("contact", w.lemma):
		c.kind = d.x.lists["contact"][w.lemma]
	case d.x.in("contactnoun", w.low) && (w.upos == "NOUN" || w.upos == "PROPN" || w.upos == "") && !w.capital:
		c.kind = d.x.lists["contactnoun"][w.low]
		if v = d.lightVerb(si, i); v < 0 {
			if v = d.purposeOf(si, i); v < 0 {
				return d.nounContact(c)
			}
		}
	default:
		return contact{}, false
	}
	if d.unsure(si, v) {
		return contact{}, false
	}
	var phone bool
	from := v == i && (w.lemma == "speak" || w.lemma == "talk" || w.lemma == "confer" || w.lemma == "consult") || v != i
	c.others, phone = d.counterparts(si, i+1, from)
	for k := v; k < i; k++ {
		phone = phone || ws[k].is("phone", "telephone", "telephonic", "video", "virtual", "virtually")
	}
	if phone && c.kind == "either" || w.lemma == "speak" && c.kind == "either" {
		c.kind = "call"
	}
	c.agents = d.agents(si, v)
	if w.lemma == "receive" || w.lemma == "host" || w.lemma == "welcome" {
		if len(c.others) == 0 || len(c.agents) == 0 {
			return contact{}, false
		}
	}
	c.agents = slices.DeleteFunc(c.agents, func(e int) bool { return slices.Contains(c.others, e) })
	if len(c.others) == 0 && len(c.agents) > 1 && v == i && w.lemma == "meet" || len(c.others) == 0 && len(c.agents) > 1 && v != i {
		c.others, c.agents = c.agents[1:], c.agents[:1] // "A and B met"
	}
	c.future, c.hosted = d.toCome(si, v), ws[v].lemma == "host"
	return c, len(c.others) > 0
}

// nounContact reads "a meeting between A and B", "the talks of A with B".
func (d *doc) nounContact(c contact) (contact, bool) {
	ws := d.sents[c.si].words
	if c.to+1 >= len(ws) || !ws[c.to].is("between") || ws[c.from].is("visit") {
		return c, false
	}
	all, phone := d.counterparts(c.si, c.to, false)
	if len(all) < 2 {
		return c, false
	}
	c.agents, c.others = all[:1], all[1:]
	for k := max(0, c.from-4); k < c.from; k++ { // "a virtual meeting between", "the May 2021 meeting between"
		if ws[k].is("virtual", "recent", "last", "yesterday", "today") || d.dateAt(c.si, k) != nil {
			return c, true
		}
	}
	for k := c.to; k < len(ws) && k < c.to+60; k++ { // it must have taken place
		if ws[k].is("took", "held", "take", "takes", "today") || k > c.to+3 && d.dateAt(c.si, k) != nil {
			if phone || c.from > 0 && ws[c.from-1].is("phone", "telephone", "video") {
				c.kind = "call"
			}
			c.future = slices.ContainsFunc(ws, func(w word) bool { return w.is("will") })
			return c, true
		}
	}
	return c, false
}

// lightVerb is the verb whose object is the noun at word i and that only says
// that it happened: "held a long and useful meeting", or -1.
func (d *doc) lightVerb(si, i int) int {
	ws := d.sents[si].words
	for k := i - 1; k >= 0 && k > i-12; k-- {
		w := &ws[k]
		if w.upos == "VERB" {
			if d.x.in("light", w.lemma) {
				return k
			}
			if !strings.HasSuffix(w.low, "ing") && !strings.HasSuffix(w.low, "ed") {
				return -1
			}
			continue
		}
		if w.lemma == "have" || w.is("had") {
			return k
		}
		if w.is(",", ";", "that", "which", "who", "to", "from") {
			return -1
		}
	}
	return -1
}

// purposeOf is the verb of a journey made for the meeting at word i: "is in Lima
// for talks with", or -1.
func (d *doc) purposeOf(si, i int) int {
	ws := d.sents[si].words
	p := i - 1
	for p > 0 && (ws[p].upos == "ADJ" || ws[p].upos == "NOUN" || ws[p].is("a", "and", "of", "series")) {
		p--
	}
	if p < 1 || !ws[p].is("for") {
		return -1
	}
	if v, at := d.journeyVerb(si); v >= 0 && at < p {
		return v
	}
	return -1
}

// unsure reports whether the verb at word v is denied, or only wished for.
func (d *doc) unsure(si, v int) bool {
	ws := d.sents[si].words
	for k := v - 1; k >= 0 && k >= v-5; k-- {
		if !ws[k].capital && (d.x.in("unsure", ws[k].low) || d.x.in("unsure", ws[k].lemma)) { // but the month of May
			return true
		}
		if ws[k].is(",", ";", "that", "which", "who") {
			return false
		}
	}
	return false
}

// toCome reports whether what the verb at word v tells is still to be.
func (d *doc) toCome(si, v int) bool {
	ws := d.sents[si].words
	for k := v - 1; k >= 0 && k > v-40; k-- {
		w := &ws[k]
		switch {
		case w.is("will", "shall", "plans", "intends"), w.is("expected", "scheduled", "due", "planned", "set") && k+1 < len(ws) && ws[k+1].is("to"):
			return true
		case w.is("is", "are") && k+1 < len(ws) && ws[k+1].is("to"):
			return true
		case w.upos == "VERB" && (strings.HasSuffix(w.low, "ed") || w.is("met", "held")) || w.is("was", "were", "had"):
			return false
		case w.is(";"):
			return false
		}
	}
	return false
}

// agents gives the persons who are the subject of the verb at word v, over verbs
// that it hangs on.
func (d *doc) agents(si, v int) []int {
	toks := d.a.Sentences[si].Tokens
	ws := d.sents[si].words
	head := v
	for range 5 {
		for k := range toks {
			if toks[k].Head != head || !strings.HasPrefix(toks[k].Rel, "nsubj") || k < d.sents[si].start {
				continue
			}
			if ws[k].is("who", "which", "that") {
				continue
			}
			if out := d.subjects(si, k, head); len(out) > 0 {
				return out
			}
		}
		switch base, _, _ := strings.Cut(toks[head].Rel, ":"); base {
		case "conj", "xcomp", "advcl", "ccomp", "parataxis":
			if toks[head].Head < 0 {
				return d.personBefore(si, v)
			}
			head = toks[head].Head
		default:
			return d.personBefore(si, v)
		}
	}
	return nil
}

// personBefore is the person named last before the verb at word v, with no other
// verb between, where the parse shows no subject.
func (d *doc) personBefore(si, v int) []int {
	ws := d.sents[si].words
	verbs := 0
	if v > 0 && ws[v-1].is("to") {
		verbs = 2 // "will begin her trip in Lima to meet with"
	}
	for k := v - 1; k >= d.sents[si].start && k > v-30; k-- {
		if m := d.mentionAt(ws[k].Start, schema.Person); m != nil && m.Form == extract.Name {
			return []int{m.Entity}
		}
		if ws[k].upos == "VERB" {
			verbs--
		}
		if verbs < 0 || ws[k].is(";", "that", "which", "who", "he", "she", "they", "we", "i", "it") {
			return nil
		}
	}
	return nil
}

// subjects gives the persons in the subject with its head at word k of the verb
// at word v.
func (d *doc) subjects(si, k, v int) []int {
	toks := d.a.Sentences[si].Tokens
	ws := d.sents[si].words
	from, to := k, k+1
	for i := range toks {
		if d.within(toks, i, k) {
			from, to = min(from, i), max(to, i+1)
		}
	}
	if k < v {
		to = min(to, v)
	}
	var out []int
	for _, m := range d.a.MentionsIn(extract.Span{Start: ws[from].Start, End: ws[to-1].End}) {
		if m.Class == schema.Person && m.Form == extract.Name && !slices.Contains(out, m.Entity) {
			out = append(out, m.Entity)
		}
	}
	if len(out) > 0 {
		return out
	}
	named := d.personsOf(d.titleSentence())
	if ws[k].is("he", "she") && len(named) > 0 {
		return named[:1] // the one whom the text is about
	}
	for _, m := range d.a.MentionsIn(extract.Span{Start: ws[from].Start, End: ws[to-1].End}) { // "the Minister and the Envoy"
		if m.Class == schema.Person && m.Form == extract.Nominal && !slices.Contains(out, m.Entity) {
			out = append(out, m.Entity)
		}
	}
	if len(out) > 0 {
		return out
	}
	if ws[k].is("he", "she") && len(d.actor) > 0 {
		return d.actor // the subject of the last meeting told of
	}
	if m := d.mentionAt(ws[k].Start, schema.Person); m != nil && !ws[k].is("they", "we", "i", "you") {
		return []int{m.Entity}
	}
	if t := d.titleSentence(); t >= 0 && len(named) > 0 && !ws[k].is("they", "we", "i", "you", "both", "ministers", "sides", "leaders") {
		for i := range d.sents[t].words {
			if d.sents[t].words[i].low == ws[k].low {
				return named[:1] // "the Deputy Secretary"
			}
		}
	}
	return nil
}

// counterparts gives the persons named from word i on as those somebody met or
// spoke to; with says that a preposition must stand before them. It reports
// whether words between say that it was by telephone.
func (d *doc) counterparts(si, i int, with bool) (out []int, phone bool) {
	ws := d.sents[si].words
	preposition, listed := false, false
	for k := i; k < len(ws) && k < i+120; {
		w := &ws[k]
		if m := d.mentionAt(w.Start, schema.Person); m != nil && (preposition || !with) && m.Form == extract.Name {
			to := d.endOf(si, k, m.Span.End)
			if to < len(ws) && ws[to].is("'s", "’s") {
				return out, phone
			}
			if !slices.Contains(out, m.Entity) {
				out = append(out, m.Entity)
			}
			k, listed = to, true
			continue
		}
		if m := d.mentionAt(w.Start, schema.Office); m != nil && (preposition || !with) {
			k = max(k+1, d.endOf(si, k, m.Span.End))
			continue
		}
		if e := d.dateAt(si, k); e != nil && !listed {
			k = d.endOf(si, k, e.Span.End)
			continue
		}
		switch {
		case w.is("with", "between", "to", "from") && !preposition && !(w.is("to") && k+1 < len(ws) && ws[k+1].upos == "VERB") && (!w.is("from") || k == i):
			preposition = true
		case w.is("phone", "telephone", "telephonically", "videoconference", "video", "teleconference"):
			phone = true
		case w.is("by", "via", "over") && !listed && k+2 < len(ws) && ws[k+1].is("phone", "telephone", "video", "secure", "videoconference", "the", "a"):
		case w.is("in", "at") && !listed:
			sc := scan{d: d, si: si, s: &d.sents[si], cur: &cluster{noun: meetingNoun}, mode: governed}
			p, ok := sc.phrase(k, false)
			if !ok {
				return out, phone
			}
			k = p.to
			continue
		case w.is("of", "for", "and", "the", "a", "an", "his", "her", "their", "'s", "’s", "’", "'", ",", "(", ")", "as", "well", "along", "together", "&", "both", "also", "alongside", "with", ":", "de", "la", "'", "then", "H.E.", "including", "separately"):
		case w.is(";"):
			if !listed {
				return out, phone
			}
		case w.capital:
			if w.upos == "VERB" && !d.x.in("counterpart", w.low) && listed && d.mentionAt(w.Start, schema.State, schema.Organization, schema.Body, schema.Place) == nil {
				return out, phone
			}
		case w.hyphen(), w.upos == "ADV" || w.upos == "ADJ" || w.upos == "NUM", d.x.in("counterpart", w.low), !preposition && with && (w.upos == "NOUN" || w.upos == "ADP" && !w.is("on", "about", "regarding", "in", "at", "during", "to")):
		case w.is("led", "headed", "accompanied", "joined") && k+1 < len(ws) && ws[k+1].is("by"):
			k++
		case w.is("on") && k+1 < len(ws) && ws[k+1].is("the") && !preposition && with: // "on the phone with"
		case w.is("on") && k+1 < len(ws) && !listed && d.dateAt(si, k+1) != nil: // "spoke on 4 May with"
		default:
			return out, phone
		}
		k++
	}
	return out, phone
}

// endOf is the index after the word that holds or ends at offset at, from word k
// on.
func (d *doc) endOf(si, k, at int) int {
	ws := d.sents[si].words
	to := k + 1
	for to < len(ws) && ws[to].Start < at {
		to++
	}
	return to
}

// emitPresent claims who took part in event k, as the predications that tell of
// it say.
func (d *doc) emitPresent(k *cluster) {
	for _, p := range k.present {
		status := extract.Asserted
		if p.planned && !d.begun(k) {
			status = extract.Planned
		}
		d.claim(extract.Claim{Subject: p.entity, Predicate: schema.Attended, Object: k.entity, Status: status, Rule: "event.contact", Confidence: 0.85, Evidence: []extract.Span{d.sents[p.sent].span}})
	}
}
