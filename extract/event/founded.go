package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

// Founding is the step that claims at which event a process, group, programme
// or text was set up. It needs events and instruments with their mentions and
// the claims of participation.
func (r *Recognizer) Founding() extract.Extractor { return founding{r} }

type founding struct{ r *Recognizer }

// Extract adds claims, and the groups and processes that no earlier step knows.
func (f founding) Extract(a *extract.Analysis) {
	if !slices.ContainsFunc(a.Entities, func(e extract.Entity) bool { return e.Class == schema.Event }) {
		return
	}
	a.SortMentions()
	d := &doc{x: f.r.x, g: f.r.g, a: a, acronyms: map[string]*candidate{}}
	d.sents = sentences(a, d.x)
	for si := range d.sents {
		if a.Stopped() {
			return
		}
		s := &d.sents[si]
		if len(s.words) == 0 || a.Sentences[si].Tokens[0].Rel == "" || s.kind == extract.Caption {
			continue
		}
		for _, c := range clause.Sentence(&a.Sentences[si], si) {
			d.founds(si, &c)
		}
	}
	a.SortMentions()
}

// founds claims what clause c of sentence si says was set up at an event.
func (d *doc) founds(si int, c *clause.Clause) {
	if c.Negated || c.Modal != "" || !d.founder(si, c) {
		return
	}
	ev, confidence := d.foundedAt(si, c)
	if ev == extract.NoEntity {
		return
	}
	if c.Lemma == "announce" || c.Lemma == "unveil" {
		confidence -= 0.1 // what is announced may be set up later
	}
	patients := c.Arg("patient")
	for _, p := range patients {
		if d.x.in("founding", d.sents[si].words[p.Head].low) { // "announced the creation of X"
			patients = append(slices.Clone(patients), c.Arg("of")...)
			if h := d.afterOf(si, p.Head); h >= 0 {
				patients = append(patients, clause.Arg{Role: "of", Head: h})
			}
			break
		}
	}
	for _, p := range patients {
		if groups := d.listedGroups(si, p.Head); len(groups) > 0 {
			for _, g := range groups {
				d.establish(g.entity, ev, confidence, d.sents[si].span, d.sents[g.sent].span)
			}
			return
		}
		if e := d.foundedThing(si, p.Head); e >= 0 && !(c.Lemma == "announce" && strings.HasPrefix(d.a.Entities[e].Key, "org/")) {
			d.establish(e, ev, confidence, d.sents[si].span)
		}
	}
}

// afterOf is the head of the noun phrase after "of" at word i+1, where the parse
// may not show it, or -1.
func (d *doc) afterOf(si, i int) int {
	ws := d.sents[si].words
	if i+2 >= len(ws) || !ws[i+1].is("of") {
		return -1
	}
	for k := i + 2; k < len(ws) && k < i+8; k++ {
		if ph, j := d.x.nouns.at(ws, k); ph != nil && ph.noun.class == "body" {
			return j - 1
		}
		if !ws[k].is("the", "a", "an") && ws[k].upos != "ADJ" && ws[k].upos != "NOUN" && ws[k].upos != "NUM" && !ws[k].capital {
			return -1
		}
	}
	return -1
}

// establish claims that e was set up at event ev. Of several events the surest
// one is claimed.
func (d *doc) establish(e, ev int, confidence float64, words ...extract.Span) {
	if e == ev {
		return
	}
	k := slices.IndexFunc(d.a.Claims, func(c extract.Claim) bool { return c.Subject == e && c.Predicate == schema.EstablishedAt })
	if k >= 0 {
		if d.a.Claims[k].Confidence >= confidence {
			return
		}
		d.a.Claims = slices.Delete(d.a.Claims, k, k+1)
	}
	d.claim(extract.Claim{Subject: e, Predicate: schema.EstablishedAt, Object: ev, Rule: "event.founded", Confidence: confidence, Evidence: words})
}

// founder reports whether the head of clause c is a verb of founding.
func (d *doc) founder(si int, c *clause.Clause) bool {
	ws := d.sents[si].words
	switch {
	case d.x.in("launch", c.Lemma):
		return c.Kind == clause.Verbal
	case c.Lemma == "open": // "was opened for signature"
		return c.Head+2 < len(ws) && ws[c.Head+1].is("for") && ws[c.Head+2].is("signature")
	case c.Lemma == "make":
		return c.Head+1 < len(ws) && ws[c.Head+1].is("public")
	}
	return false
}

// foundedAt is the event at which what clause c tells happened, with how sure
// that is, or [extract.NoEntity].
func (d *doc) foundedAt(si int, c *clause.Clause) (int, float64) {
	ws := d.sents[si].words
	for _, a := range c.Arg("at", "during") {
		if e := d.eventOver(ws[a.Head].Span); e >= 0 {
			return e, 0.85
		}
	}
	for k := c.Head + 1; k < len(ws) && k < c.Head+12; k++ {
		if ws[k].is("there") && (k+1 == len(ws) || ws[k+1].is(".", ",", ";", "and")) {
			if e := d.eventBefore(si, ws[c.Head].Start); e >= 0 {
				return e, 0.75
			}
		}
	}
	for _, a := range c.Arg("agent") {
		w := &ws[a.Head]
		if e := d.eventOver(w.Span); e >= 0 {
			return e, 0.8
		}
		if d.x.in("gathered", w.low) && a.Span.Start < w.Start {
			if e := Focus(d.a, w.Start); e >= 0 && d.meeting(e) {
				return e, 0.7
			}
		}
		if m := d.mentionAt(w.Start, schema.Person); m != nil && d.x.lists["launch"][c.Lemma] != "" {
			if main := Main(d.a); main >= 0 && d.chairs(m.Entity, main) && d.meeting(main) {
				return main, 0.6
			}
		}
	}
	// "the summit, at which it was decided to form …"
	for k := c.Head - 1; k > 0 && k > c.Head-8; k-- {
		if ws[k].is("which", "where") {
			at := k
			if ws[k].is("which") && ws[k-1].is("at", "during") {
				at--
			}
			if at == k && ws[k].is("which") {
				break
			}
			if e := d.eventBefore(si, ws[at].Start); e >= 0 {
				return e, 0.75
			}
		}
	}
	return extract.NoEntity, 0
}

// eventOver is the event whose mention covers the word w, or
// [extract.NoEntity].
func (d *doc) eventOver(w extract.Span) int {
	if m := d.mentionAt(w.Start, schema.Event); m != nil {
		return m.Entity
	}
	return extract.NoEntity
}

// eventBefore is the event mentioned last before offset at in sentence si, or
// [extract.NoEntity].
func (d *doc) eventBefore(si, at int) int {
	last := extract.NoEntity
	for _, m := range d.a.MentionsIn(extract.Span{Start: d.sents[si].span.Start, End: at}) {
		if m.Class == schema.Event {
			last = m.Entity
		}
	}
	return last
}

// meeting reports whether event e is a gathering, not a call or a trip.
func (d *doc) meeting(e int) bool {
	low := strings.ToLower(d.a.Entities[e].Label)
	for _, w := range strings.Fields(low) {
		if ph := d.x.nouns[w]; len(ph) > 0 && (ph[0].noun.class == "visit" || ph[0].noun.class == "call") {
			return false
		}
	}
	return true
}

// chairs reports whether somebody is claimed to have chaired an event.
func (d *doc) chairs(person, ev int) bool {
	return slices.ContainsFunc(d.a.Claims, func(c extract.Claim) bool {
		return c.Subject == ev && c.Object == person && (c.Predicate == schema.ChairedBy || c.Predicate == schema.CoChairedBy)
	})
}

// group is one of a list of groups that were set up.
type group struct{ entity, sent int }

// listedGroups reads the list after "working groups on the following subjects:",
// an item each.
func (d *doc) listedGroups(si, head int) []group {
	s := &d.sents[si]
	ws := s.words
	ph, _ := d.x.nouns.at(ws, max(0, head-1))
	if ph == nil || !ph.plural {
		ph, _ = d.x.nouns.at(ws, head)
	}
	if ph == nil || ph.noun.class != "body" || !ph.plural || !ws[len(ws)-1].is(":") {
		return nil
	}
	on := slices.ContainsFunc(ws[head:], func(w word) bool { return w.is("on", "for") })
	var out []group
	for k := si + 1; k < len(d.sents) && d.sents[k].kind == extract.ListItem; k++ {
		item := strings.TrimRight(d.text(d.sents[k].span), ";,. ")
		item = strings.TrimSuffix(strings.TrimSuffix(item, " and"), ";")
		if item == "" || len(d.sents[k].words) > 14 {
			return nil
		}
		label := item
		if on && !strings.Contains(strings.ToLower(item), ph.noun.singular) {
			label = upperFirst(ph.noun.singular) + " on " + item
		}
		out = append(out, group{d.minted(label, schema.Body, extract.Span{Start: d.sents[k].span.Start, End: d.sents[k].span.Start + len(item)}), k})
		if label != item {
			d.a.AddAlias(out[len(out)-1].entity, upperFirst(item)+" "+ph.noun.singular)
		}
	}
	return out
}

// minted is the entity with the label, made with a mention where it is not
// there yet.
func (d *doc) minted(label string, class schema.Class, at extract.Span) int {
	for e := range d.a.Entities {
		x := &d.a.Entities[e]
		if strings.EqualFold(x.Label, label) && x.Class != schema.Event && x.Class != schema.Norm {
			return e
		}
	}
	e := d.a.AddEntity(extract.Entity{Class: class, Label: label})
	d.a.Mentions = append(d.a.Mentions, extract.Mention{Span: at, Class: class, Form: extract.Name, Entity: e, Rule: "event.process"})
	return e
}

// foundedThing is the entity of the process, group or text whose name has its
// head at word i, made where it is not there yet, or [extract.NoEntity].
func (d *doc) foundedThing(si, i int) int {
	ws := d.sents[si].words
	if m := d.mentionAt(ws[i].Start, schema.Organization, schema.Body, schema.Process, schema.Series, schema.Instrument); m != nil && m.Span.End >= ws[i].End {
		return m.Entity
	}
	if e := d.apposedThing(si, i); e >= 0 {
		return e
	}
	if !ws[i].capital || !d.x.in("process", ws[i].low) {
		return extract.NoEntity
	}
	if i > 0 && !ws[i-1].capital { // "the Partnership", named in full elsewhere
		for e := range d.a.Entities {
			x := &d.a.Entities[e]
			if (x.Class == schema.Series || x.Class == schema.Process || x.Class == schema.Body || x.Class == schema.Organization) && strings.HasSuffix(x.Label, " "+ws[i].text) {
				return e
			}
		}
	}
	from, to := d.thingName(si, i)
	if from == i && to == i+1 {
		return extract.NoEntity
	}
	return d.minted(d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End}), d.thingClass(ws[i].low), extract.Span{Start: ws[from].Start, End: ws[to-1].End})
}

// thingName gives the words of the name with its head at word i.
func (d *doc) thingName(si, i int) (from, to int) {
	ws := d.sents[si].words
	from, to = i, i+1
	for from > 0 && (ws[from-1].capital && !d.x.in("function", ws[from-1].low) || ws[from-1].hyphen() && ws[from-1].glued) {
		from--
	}
	for to+1 < len(ws) && ws[to].is("on", "for", "of", "to") && ws[to+1].capital && !d.placeAt(ws[to+1].Start) {
		for to++; to < len(ws) && (ws[to].capital || ws[to].is("and", "of", "the") && to+1 < len(ws) && ws[to+1].capital || ws[to].hyphen() && ws[to].glued); to++ {
		}
	}
	return from, to
}

func (d *doc) thingClass(noun string) schema.Class {
	if d.x.lists["process"][noun] == "body" {
		return schema.Body
	}
	return schema.Process
}

// apposedThing is the entity of the name that explains the described thing with
// its head at word i: "a framework for cooperation (the Lakes Forum)", "a
// group on ports, the “Lima Group”". It is [extract.NoEntity] where there is none.
func (d *doc) apposedThing(si, i int) int {
	ws := d.sents[si].words
	if ws[i].capital || ws[i].upos != "NOUN" {
		return extract.NoEntity
	}
	k := i + 1
	for k < len(ws) && k < i+9 && !ws[k].is("(", ",", "“", "\"", ":") {
		if ws[k].upos == "VERB" {
			return extract.NoEntity
		}
		k++
	}
	explained := false
	for k < len(ws) && (ws[k].is("(", ",", "“", "\"", "the", "called", "named", "known", "as", "‘") || ws[k].is("to", "be") && explained) {
		explained = true
		k++
	}
	if !explained || k >= len(ws) || !ws[k].capital {
		return extract.NoEntity
	}
	from := k
	for k < len(ws) && (ws[k].capital || ws[k].hyphen() && ws[k].glued || ws[k].is("of", "on", "for", "and", "the") && k+1 < len(ws) && ws[k+1].capital) {
		k++
	}
	if k-from < 2 || k >= len(ws) || !ws[k].is(")", "”", "\"", "’", ",", ".") {
		return extract.NoEntity
	}
	last := k - 1
	if !d.x.in("process", ws[last].low) && !d.x.in("process", ws[from].low) {
		return extract.NoEntity
	}
	span := extract.Span{Start: ws[from].Start, End: ws[last].End}
	if m := d.mentionAt(ws[last].Start, schema.Organization, schema.Body, schema.Process, schema.Series, schema.Instrument); m != nil && m.Span == span {
		return m.Entity
	}
	return d.minted(d.text(span), d.thingClass(ws[last].low), span)
}
