package event

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// asides finds the gatherings that a text speaks of beside those it names: "a
// closed-door retreat in Baden on 21 March", "its seminar at the Academy", "a
// reception". They are kept only where the text says when or where they are
// ([doc.dropAsides]).
func (d *doc) asides() {
	for si := range d.sents {
		s := &d.sents[si]
		if s.title || s.heading || s.kind == extract.Caption {
			continue
		}
		d.untaken(si, func(i, j int, ph *phrase) { d.aside(si, i, j, ph) })
	}
}

// untaken visits the event nouns of a sentence, at words i to j, that no mention
// has taken by the time it comes to them.
func (d *doc) untaken(si int, visit func(i, j int, ph *phrase)) {
	words := d.sents[si].words
	for i := 0; i < len(words); {
		if to := d.taken(si, i); to > i {
			i = to
			continue
		}
		ph, j := d.x.nouns.at(words, i)
		if ph == nil {
			i++
			continue
		}
		visit(i, j, ph)
		i = j
	}
}

// aside makes an event of the noun at words i to j where its noun phrase brings
// in one gathering as a fact.
func (d *doc) aside(si, i, j int, ph *phrase) {
	ws := d.sents[si].words
	n := ph.noun
	if n.class != "event" && n.class != "part" || n.family == "press" || n.family == "edition" || n.family == "week" || n.family == "exhibition" || n.singular == "round" || n.singular == "assembly" {
		return
	}
	bare := n.singular == "talks" || n.singular == "consultations"
	if ph.plural && !bare || ws[j-1].upos != "" && ws[j-1].upos != "NOUN" && ws[j-1].upos != "PROPN" {
		return
	}
	if j < len(ws) && (ws[j].text == "-" && ws[j].glued || ws[j].is("'s", "’s", "'", "’") || ws[j].upos == "NOUN" && ws[j].glued) {
		return
	}
	from, det := d.nounPhrase(ws, i)
	if det != "" && from > 1 && ws[from-2].is(",", "(", "–", "—") && slices.ContainsFunc(d.refs(si), func(r ref) bool { return r.to == from-2 }) {
		return // "the leaders' session, a videoconference": it explains the name
	}
	if !d.real(si, from, det) {
		return
	}
	to := d.topicEnd(si, j)
	definite := det == "the" || det == ""
	switch {
	case det == "" && !bare || det != "a" && ws[j-1].capital:
		return
	case definite && to == j && !d.hostedRight(si, j) && (from == i || !d.located(si, to) && !d.heldRight(si, j)) && !(bare && d.fails(si, j)):
		return
	case det == "the" && to > j && !d.heldRight(si, to) && !slices.ContainsFunc(ws[j:to], func(w word) bool { return w.capital }):
		return
	case det == "its" && to == j && from == i && !d.located(si, to) && !d.heldRight(si, j):
		return
	case definite && n.name == "never" && n.class == "event":
		return
	}
	if n.family == "event" && to == j && from == i {
		return // "an event in Lima" is told by nothing
	}
	label := d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End})
	if to == j && from == i {
		label = d.siteLabel(si, from, j, label)
	}
	for _, k := range d.clusters {
		if k.aside && k.label == label {
			d.mention(k, si, from, to, extract.Nominal, "event.described")
			return
		}
	}
	ordinal := 0
	if det != "a" && from < i {
		ordinal = d.ordinalAt(ws, from)
	}
	k := &cluster{class: schema.Event, noun: n, plain: true, aside: true, ordinal: ordinal, label: label, bag: bag(label), first: 1 << 60}
	if n.class == "part" {
		if d.main != nil {
			k.class, k.parent = schema.Session, d.main
		}
	}
	d.clusters = append(d.clusters, k)
	d.mention(k, si, from, to, extract.Nominal, "event.described")
}

// nounPhrase is the first word of the noun phrase whose head is at word i,
// without its determiner, and the determiner: a, the, its, or "".
func (d *doc) nounPhrase(ws []word, i int) (from int, det string) {
	from = i
	for from > 0 && i-from < 8 {
		w := &ws[from-1]
		switch {
		case w.is("a", "an", "another", "one"):
			return from, "a"
		case w.is("the", "this", "that"):
			return from, "the"
		case w.is("its", "their", "his", "her", "our", "'s", "’s"):
			return from, "its"
		case w.upos == "ADJ" || w.upos == "NOUN" || w.upos == "PROPN" || w.upos == "NUM" || w.hyphen() || w.upos == "VERB" && w.glued:
			from--
		case w.is("and") && from > 1 && from < i && (ws[from-2].upos == "NOUN" || ws[from-2].upos == "ADJ") && (ws[from].upos == "NOUN" || ws[from].upos == "ADJ"):
			from--
		case from < i && ws[from].hyphen() && ws[from].glued || from > 1 && w.glued && ws[from-2].hyphen() && ws[from-2].glued: // "in-person", "follow-on"
			from--
		case w.upos == "VERB" && from < i && w.is("closed", "invited", "dedicated", "restricted", "extended", "led"):
			from--
		default:
			return from, ""
		}
	}
	return from, ""
}

// real reports whether the noun phrase at word from is told as something that
// was or is to be, not wished for, denied or left open.
func (d *doc) real(si, from int, det string) bool {
	ws := d.sents[si].words
	p := from
	if det != "" {
		p--
	}
	if p > 0 && ws[p-1].is("is", "was", "are", "were", "be", "been", "as") {
		return false // "It was a meeting of experts" says what something else is
	}
	for k := p - 1; k >= 0 && k > p-7; k-- {
		if ws[k].is(",", ";", "and", ".") {
			break
		}
		if d.x.in("unreal", ws[k].low) || d.x.in("unreal", ws[k].lemma) {
			return false
		}
	}
	return true
}

// heldRight reports whether a verb of holding follows the noun that ends at
// word j, with auxiliaries at most between.
func (d *doc) heldRight(si, j int) bool {
	ws := d.sents[si].words
	for k := j; k < len(ws) && k < j+6; k++ {
		w := &ws[k]
		if w.upos == "VERB" {
			return d.x.in("hold", w.lemma) || d.x.in("arranged", w.lemma) || d.x.in("open", w.lemma) || d.x.in("close", w.lemma)
		}
		if w.upos != "AUX" && w.upos != "ADV" && !w.is(",", "which", "that", "to") {
			return false
		}
	}
	return false
}

// hostedRight reports whether a relative clause says who holds what the noun
// that ends at word j names: "the seminar that our Ministry holds".
func (d *doc) hostedRight(si, j int) bool {
	ws := d.sents[si].words
	if j >= len(ws) || !ws[j].is("that", "which") {
		return false
	}
	for k := j + 1; k < len(ws) && k < j+9; k++ {
		if w := &ws[k]; w.upos == "VERB" {
			return k > j+1 && d.x.in("hold", w.lemma)
		}
	}
	return false
}

// dropAsides takes out the events of [doc.asides] of which the text says
// neither when nor where they are, nor what became of them.
func (d *doc) dropAsides() {
	d.clusters = slices.DeleteFunc(d.clusters, func(k *cluster) bool {
		return k.aside && k != d.main && !slices.ContainsFunc(k.facts, func(f fact) bool {
			switch f.predicate {
			case schema.InPlace, schema.Venue, schema.EventStatus:
				return true
			case schema.StartDate, schema.EndDate:
				return f.when.Start.Month > 0 && f.confidence > 0.8
			}
			return false
		})
	})
}
