package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// titleSentence is the index of the sentence that holds the document's title,
// or -1.
func (d *doc) titleSentence() int {
	for i := range d.sents {
		if d.sents[i].heading && d.sents[i].level <= 1 {
			return i
		}
	}
	title := d.a.Doc.Meta.Title.Value
	for i := range min(len(d.sents), 6) {
		if title != "" && (strings.HasPrefix(title, d.text(d.sents[i].span)) || strings.HasPrefix(d.text(d.sents[i].span), title)) {
			return i
		}
	}
	return -1
}

// described makes an event of a title such as "Minister Diop’s Meeting with
// Foreign Minister Vega" or "Visit of the Minister to Lima", where the title
// names no event.
func (d *doc) described() {
	si := d.titleSentence()
	if si < 0 || slices.ContainsFunc(d.clusters, func(k *cluster) bool { return k.inTitle }) {
		return
	}
	s := &d.sents[si]
	ws := s.words
	for i := range ws {
		ph, j := d.x.nouns.at(ws, i)
		if ph == nil || j >= len(ws) && !(i > 1 && ws[i-1].is("their")) {
			continue
		}
		n := ph.noun
		switch {
		case n.class == "visit" && (ws[j].is("to", "in", "of") && (i == 0 || ws[i-1].is("'s", "’s", "’", "'", "official", "state", "trip") || d.personAt(ws[i-1].Start) || d.x.in("close", ws[i-1].lemma)) || i > 0 && ws[i-1].is("'s", "’s")):
		case n.class == "call" && (ws[j].is("with") || ws[j].is("to")) && i > 0:
		case i > 1 && ws[i-1].is("their") && (n.family == "meeting" || n.family == "meal"):
		case (n.family == "meeting" || n.family == "workshop" || n.family == "dialogue" || n.family == "meal") && ws[j].is("with", "between") && i > 0:
		default:
			continue
		}
		if i > 1 && ws[i-1].is("their") && (n.family == "meeting" || n.family == "meal") && len(d.personsOf(si)) > 1 {
			d.theirMeeting(si, i, j, n)
			return
		}
		if slices.ContainsFunc(ws[max(0, i-3):i], func(w word) bool { return w.is("before", "following", "after", "their", "ahead", "prior") }) {
			continue
		}
		title := strings.TrimSpace(d.text(s.span))
		k := &cluster{class: schema.Event, noun: n, label: title, plain: true, inTitle: true, first: ws[i].Start}
		from := i
		for from > 0 && ws[from-1].capital && d.x.in("mode", ws[from-1].low) {
			from--
		}
		k.alias(d.text(extract.Span{Start: ws[from].Start, End: ws[len(ws)-1].End}))
		k.alias(d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End}))
		k.mentions = append(k.mentions, mention{span: extract.Span{Start: ws[from].Start, End: ws[j-1].End}, form: extract.Name, sent: si, rule: "event.title"})
		if ps := d.persons(si); len(ps) > 1 && n.class == "event" {
			k.alias("meeting of " + ps[0] + " with " + ps[1])
		}
		d.clusters = append([]*cluster{k}, d.clusters...)
		d.verbs(k, si)
		return
	}
}

// theirMeeting makes the event of a title such as "Minister Diop and Foreign
// Minister Vega Before Their Meeting", at words i to j.
func (d *doc) theirMeeting(si, i, j int, n *noun) {
	who := d.personsOf(si)
	c := contact{si: si, from: i, to: j, agents: who[:1], others: who[1:]}
	k := d.newContact(c)
	k.inTitle, k.held = true, false
	k.mentions[0].form, k.mentions[0].rule = extract.Name, "event.title"
}

// persons gives the fullest names of the persons mentioned in a sentence.
func (d *doc) persons(si int) []string {
	var out []string
	for _, m := range d.a.MentionsIn(d.sents[si].span) {
		if m.Class == schema.Person && m.Form == extract.Name && !slices.Contains(out, d.a.Entities[m.Entity].Label) {
			out = append(out, d.a.Entities[m.Entity].Label)
		}
	}
	return out
}

// verbs adds the first verb that tells of the described event k in the lead:
// "met today with", "spoke yesterday with", "will travel to".
func (d *doc) verbs(k *cluster, title int) {
	named := len(k.cands) > 0
	lemmas := map[string][]string{"meeting": {"meet"}, "body": {"meet"}, "dialogue": {"meet"}, "workshop": {"meet", "host", "hold"}, "call": {"speak"}, "visit": {"travel", "visit"}, "meal": {"meet"}}[k.noun.family]
	if named {
		lemmas = []string{"meet"}
	}
	seen := 0
	if d.a.Doc.Meta.Genre == extract.Remarks {
		d.weMeet(k)
		return
	}
	for i := title + 1; i < len(d.sents) && seen < 3; i++ {
		if len(d.sents[i].words) < 6 || d.sents[i].title || d.sents[i].heading {
			continue
		}
		seen++
		if named && slices.ContainsFunc(k.mentions, func(m mention) bool { return m.sent == i }) {
			return
		}
		for w := range d.sents[i].words {
			v := &d.sents[i].words[w]
			if slices.Contains(lemmas, v.lemma) && !v.capital && (v.upos == "" || v.upos == "VERB") && !(named && d.bilateral(i, w)) {
				k.mentions = append(k.mentions, mention{span: v.Span, form: extract.Nominal, sent: i, rule: "event.verb"})
				return
			}
		}
	}
}

// weMeet adds the first "we meet", "we are gathered" of remarks to the event they
// are made at.
func (d *doc) weMeet(k *cluster) {
	seen := 0
	for i := range d.sents {
		ws := d.sents[i].words
		if len(ws) < 8 || d.sents[i].title {
			continue
		}
		if seen++; seen > 8 {
			return
		}
		for w := 1; w < len(ws); w++ {
			if ws[w].is("meet", "gather", "gathered", "meeting") && ws[w].upos == "VERB" && (ws[w-1].is("we") || w > 1 && ws[w-1].is("are", "here") && ws[w-2].is("we", "are")) {
				d.mention(k, i, w, w+1, extract.Nominal, "event.verb")
				return
			}
		}
	}
}

// bilateral reports whether the verb "met" at word w tells of somebody meeting
// another, not of many coming together.
func (d *doc) bilateral(si, w int) bool {
	ws := d.sents[si].words
	for k := w + 1; k < len(ws) && k < w+3; k++ {
		if ws[k].is("with") || d.personAt(ws[k].Start) || ws[k].is("a", "the", "its", "their", "his", "her") && k == w+1 {
			return true
		}
	}
	return !slices.ContainsFunc(ws[:w], func(w word) bool {
		return w.is("ministers", "officials", "representatives", "delegates", "delegations", "leaders", "experts", "states", "countries", "members", "sides", "governments", "we", "and")
	})
}

// chooseMain picks the event that the document is about: named in its title, or
// in its lead.
func (d *doc) chooseMain() {
	lead := d.lead()
	if t := d.titleSentence(); t >= 0 {
		title := bag(d.text(d.sents[t].span))
		for _, k := range d.clusters {
			if len(k.bag) > 1 && k.rel == same && subset(k.bag, title) && k.noun.name == "ordinal" && !d.rival(k) {
				k.inTitle = true
			}
		}
	}
	best := 0
	d.main = nil
	for _, k := range d.clusters {
		if s := d.weight(k, lead); s > best {
			d.main, best = k, s
		}
	}
	if best < 4 || d.main != nil && !d.main.inTitle && d.ofSchedule(d.main) {
		d.main = nil
	}
	if k := d.main; k != nil && !k.plain && k.noun.class != "visit" && k.noun.class != "call" {
		d.verbs(k, d.titleSentence())
	}
}

// ofSchedule reports whether k is only an appointment of somebody's day: a
// document with several lines that begin with an hour, one of them the first to
// name it.
func (d *doc) ofSchedule(k *cluster) bool {
	n, first := 0, false
	for i := range d.sents {
		if !hours.MatchString(d.text(d.sents[i].span)) {
			continue
		}
		n++
		first = first || i == k.mentions[0].sent
	}
	return first && n > 2
}

// convened reports whether a verb of holding stands right before a name: "will
// co-host a Ministerial Conference on Ports".
func (d *doc) convened(c *candidate) bool {
	ws := d.sents[c.sent].words
	for k := c.from - 1; k >= 0 && k >= c.from-3; k-- {
		if d.x.in("hold", ws[k].lemma) && ws[k].lemma != "plan" && ws[k].lemma != "continue" && (ws[k].upos == "VERB" || ws[k].upos == "") {
			return true
		}
		if !ws[k].is("the", "a", "an", "its", "their") && ws[k].upos != "ADJ" {
			return false
		}
	}
	return false
}

// rival reports whether another event is in the title by its own name.
func (d *doc) rival(k *cluster) bool {
	return slices.ContainsFunc(d.clusters, func(o *cluster) bool { return o != k && o.inTitle })
}

// chooseAgain picks the main event with what is known of dates and places; it
// may find one where the names alone did not.
func (d *doc) chooseAgain() {
	if d.main == nil || d.guessed {
		d.chooseMain()
	}
}

// tentative takes the only event that the lead names for the main one, until
// dates and places are known.
func (d *doc) tentative() {
	lead := d.lead()
	if d.main != nil || len(lead) == 0 || d.a.Doc.Meta.Genre == extract.Transcript {
		return
	}
	for _, k := range d.clusters {
		if k.plain || k.rel != same || k.class != schema.Event || !slices.ContainsFunc(k.mentions, func(m mention) bool { return slices.Contains(lead, m.sent) }) {
			continue
		}
		if d.main != nil {
			d.main = nil
			return
		}
		d.main, d.guessed = k, true
	}
}

// lead gives the first two sentences of running text and the first of the
// second paragraph.
func (d *doc) lead() []int {
	var out []int
	for i := range d.sents {
		if len(out) == 2 && d.sents[i].block == d.sents[out[1]].block {
			continue
		}
		s := &d.sents[i]
		if s.heading || s.title || len(s.words) < 8 || s.kind == extract.Caption {
			continue
		}
		if strings.HasPrefix(d.text(s.span), "The following is the text") || strings.HasPrefix(d.text(s.span), "The text of the following") {
			continue
		}
		if out = append(out, i); len(out) == 3 {
			break
		}
	}
	return out
}

func (d *doc) weight(k *cluster, lead []int) int {
	if k.class == schema.Session || k.aside || k.rel != same && !k.inTitle || k.parent != nil || k.base != nil && k.plain {
		return 0
	}
	s := min(len(k.mentions), 3)
	if k.inTitle {
		s += 6
	}
	head := k.inTitle
	if d.a.Doc.Meta.Genre == extract.Transcript && !k.inTitle {
		lead = nil // the first words of a speaker tell nothing of what the text is about
	}
	for n, i := range lead {
		if slices.ContainsFunc(k.mentions, func(m mention) bool { return m.sent == i }) {
			s += 3 - n
			head = true
		}
		for _, c := range k.cands {
			if c.sent == i && (d.meets(&d.sents[i], c.to) || d.convened(c)) {
				s += 2
			}
		}
	}
	if k.ordinal > 0 && s > 3 {
		s++
	}
	if k.plain && !k.inTitle && head {
		s++ // brought in by a verb of holding
	}
	for _, f := range k.facts {
		if f.predicate == schema.StartDate || f.predicate == schema.InPlace {
			s++
		}
	}
	for i := range min(len(d.sents), 8) {
		if (d.sents[i].heading || len(d.sents[i].words) < 14) && slices.ContainsFunc(k.mentions, func(m mention) bool { return m.sent == i && m.form == extract.Name }) {
			s += 4
			head = true
			break
		}
	}
	if !head || s < 5 && !k.inTitle && len(k.facts) == 0 {
		return 0
	}
	return s
}
