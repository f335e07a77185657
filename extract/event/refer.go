package event

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// refer finds the references to events that are not names: "the meeting",
// "this forum", "the second, in 2020", "session 1", "the welcoming dinner".
func (d *doc) refer() {
	for si := range d.sents {
		s := &d.sents[si]
		ws := s.words
		for i := 0; i < len(ws); {
			if to := d.taken(si, i); to > i {
				i = to
				continue
			}
			d.apposed(si, i)
			d.ranked(si, i)
			d.began(si, i)
			d.meetAgain(si, i)
			if to := d.elided(si, i); to > i {
				i = to
				continue
			}
			if to := d.elidedNext(si, i); to > i {
				i = to
				continue
			}
			ph, j := d.x.nouns.at(ws, i)
			if ph == nil {
				i++
				continue
			}
			d.reference(si, i, j, ph)
			i = j
		}
	}
}

// taken is the index after the mention that holds word i, or i.
func (d *doc) taken(si, i int) int {
	ws := d.sents[si].words
	for _, c := range d.cands {
		if c.sent == si && c.from <= i && i < c.to {
			return c.to
		}
	}
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.span.Start <= ws[i].Start && ws[i].Start < m.span.End {
				for i < len(ws) && ws[i].Start < m.span.End {
					i++
				}
				return i
			}
		}
	}
	return i
}

// reference reads the event noun at words i to j, which belongs to no name.
func (d *doc) reference(si, i, j int, ph *phrase) {
	s := &d.sents[si]
	ws := s.words
	n := ph.noun
	if n.class == "body" {
		d.bodyReference(si, i, j)
		return
	}
	if w := &ws[j-1]; w.upos == "VERB" || w.upos == "AUX" || w.upos == "ADJ" && j < len(ws) && (ws[j].upos == "NOUN" || ws[j].upos == "PROPN") || w.upos == "ADV" || j < len(ws) && ws[j].text == "-" && ws[j].glued {
		return
	}
	l := d.left(ws, i)
	if n.family == "session" && ph.plural && n.singular == "session" && d.main != nil && i > 0 && ws[i-1].upos == "NOUN" && !ws[i-1].capital && d.main.noun.family != "session" {
		// "the stakeholder sessions"
		d.mention(d.partNamed(d.text(extract.Span{Start: ws[i-1].Start, End: ws[j-1].End}), n), si, i-1, j, extract.Nominal, "event.session")
		return
	}
	many := ph.plural && n.singular != "consultations" && n.singular != "talks" && n.singular != "consultation"
	if many && l.rel != same {
		return
	}
	if n.family == "session" && d.session(si, i, j, l, ph) {
		return
	}
	if n.class == "part" {
		d.part(si, l.from, j, l, ph)
		return
	}
	if l.rel != same && !ph.plural {
		d.otherEdition(si, i, j, l, ph)
		return
	}
	if l.ordinal > 0 && !ph.plural {
		if l.indefinite && l.ordinal > 1 && d.main != nil && d.main.series != "" && d.main.ordinal < l.ordinal && (d.willBe(ws, j) && !ws[j].is("in") || d.offered(si, l)) && d.fits(d.main, n, true) && !l.named {
			d.mention(d.edition(d.main, l.ordinal), si, l.from, j, extract.Nominal, "event.edition")
			return
		}
		if k := d.numbered(si); l.indefinite && k != nil && l.ordinal < k.ordinal && l.from > 1 && ws[l.from-2].is("follows", "followed", "after", "following") {
			l.indefinite = false
		}
		if !l.indefinite && !(l.from > 0 && ws[l.from-1].is("its", "his", "her", "their", "my", "your")) {
			d.ordinalReference(si, i, j, l, ph)
		}
		return
	}
	if d.yearReference(si, i, j, ph) || !l.definite || many || l.named {
		return
	}
	if j < len(ws) && (ws[j].is("of", "with", "between", "on") || ws[j].is("for") && j+1 < len(ws) && ws[j+1].capital && d.dateAt(si, j+1) == nil) && !l.deictic {
		return
	}
	if k := d.antecedent(si, i, n); k != nil {
		d.mention(k, si, l.from, j, extract.Nominal, "event.anaphor")
	}
}

// offered reports whether an infinitive of holding has the noun phrase l as its
// object: "has offered to host a third round".
func (d *doc) offered(si int, l left) bool {
	ws := d.sents[si].words
	v := d.holdVerb(ws, l)
	return v > 0 && ws[v-1].is("to", "will", "would")
}

// left is what stands before an event noun.
type left struct {
	from       int // first word of the noun phrase, without its determiner
	ordinal    int
	rel        relation
	definite   bool
	deictic    bool // this, today's, our
	indefinite bool
	named      bool // a capitalised or unknown word is part of the phrase
}

// left reads the words before the noun at i.
func (d *doc) left(ws []word, i int) left {
	l := left{from: i}
	p := i
	for p > 0 {
		w := &ws[p-1]
		low := w.low
		switch {
		case w.is("the"):
			l.definite = true
			l.from = p
			return l
		case (w.is("'s", "’s") || w.is("'", "’")) && p >= 2 && d.dateEnds(ws[p-2].End):
			l.definite, l.deictic = true, true
			l.from = p
			if p >= 3 && ws[p-2].is("year", "month") && ws[p-3].is("last") {
				l.rel, l.from = previous, p-3
			}
			if p >= 3 && ws[p-2].is("year", "month") && ws[p-3].is("next") {
				l.rel, l.from = next, p-3
			}
			return l
		case w.is("'s", "’s") && p >= 3 && ws[p-2].is("year", "month") && ws[p-3].is("last", "next", "previous"):
			l.definite, l.from, l.rel = true, p-3, previous
			if ws[p-3].is("next") {
				l.rel = next
			}
			return l
		case w.is("this", "our", "these") || w.is("'s", "’s") && p >= 2 && ws[p-2].is("today", "tonight", "evening", "yesterday", "morning", "tomorrow", "afternoon"):
			l.definite, l.deictic = true, true
			l.from = p
			return l
		case w.is("a", "an"), w.is("its", "their", "his", "her") && p < i && ws[p].is("first"):
			l.indefinite = true
			l.from = p
			return l
		case d.x.in("next", low):
			l.rel = next
			l.from = p - 1
			l.definite = true
			return l
		case low == "last" && p >= 3 && ws[p-2].is("and") && d.ordinalAt(ws, p-3) > 0: // "the third and last session"
			p -= 2
		case d.x.in("previous", low):
			l.rel = previous
			l.from = p - 1
			l.definite = true
			return l
		case low == "ever" && p >= 3 && ws[p-2].text == "-" && ws[p-3].is("first"): // no number
			p -= 3
		case low == "day" && p >= 3 && ws[p-2].text == "-":
			p -= 3
		case d.ordinalAt(ws, p-1) > 0 && !(p < len(ws) && d.x.in("notordinal", ws[p].low)):
			l.ordinal = d.ordinalAt(ws, p-1)
			l.definite = true
			l.from = p - 1
			if p >= 2 && ws[p-2].is("the", "this", "our") {
				l.deictic = ws[p-2].is("this", "our")
			}
			if p >= 2 && ws[p-2].is("a", "an") {
				l.indefinite = true
			}
			return l
		case d.x.in("generic", low) || d.x.in("mode", low) || d.x.in("format", low):
			p--
		case w.upos == "ADJ" && !w.capital:
			l.named = true
			p--
		case w.capital || w.upos == "NOUN" || w.upos == "PROPN":
			l.named = true
			p--
			if i-p > 6 {
				return l
			}
		case w.is("-", "–", "'", "’", "'s", "’s") && i-p < 6:
			p--
		default:
			l.from = p
			return l
		}
		l.from = p
	}
	return l
}

// dateEnds reports whether a date expression ends at offset at.
func (d *doc) dateEnds(at int) bool {
	si := d.a.SentenceAt(at - 1)
	return si >= 0 && slices.ContainsFunc(d.dates[si], func(e date.Expr) bool { return e.Span.End == at })
}

// antecedent is the event that a generic noun at word i refers to.
func (d *doc) antecedent(si, i int, n *noun) *cluster {
	at := d.sents[si].words[i].Start
	block := d.sents[si].block
	var near, far *cluster
	nearAt, farAt := -1, -1
	for _, k := range d.clusters {
		if k.rel == next && k.plain {
			continue
		}
		for _, m := range k.mentions {
			if m.span.Start >= at {
				continue
			}
			if !d.fits(k, n, true) {
				continue
			}
			if d.sents[m.sent].block == block && (m.form == extract.Name || m.rule == "event.anaphor") && m.span.Start > nearAt {
				near, nearAt = k, m.span.Start
			}
			if m.span.Start > farAt {
				far, farAt = k, m.span.Start
			}
		}
	}
	switch {
	case near != nil && (d.fits(near, n, false) || near == d.main):
		return near
	case d.main != nil && d.fits(d.main, n, true):
		return d.main
	case near != nil:
		return near
	case far != nil && d.fits(far, n, false):
		return far
	}
	return nil
}

// fits reports whether noun n can refer to cluster k; loosely, "meeting" and
// "event" may mean any gathering.
func (d *doc) fits(k *cluster, n *noun, loose bool) bool {
	if k.class == schema.Session && n.family != k.noun.family {
		return false
	}
	if k.noun.family == n.family && (k.noun.singular == n.singular || n.family != "conference") {
		return true
	}
	if n.family == "edition" && k.series != "" && k.class == schema.Event {
		return true
	}
	name := k.noun.singular
	if slices.Contains(k.bag, n.singular) && n.singular != name {
		return true
	}
	if k.noun.class == "visit" || k.noun.class == "call" {
		return false
	}
	if !loose {
		return k.noun.family == "body" && (n.family == "meeting" || n.family == "event")
	}
	switch n.family {
	case "meeting", "event":
		return k.noun.class == "event" || k.noun.class == "body"
	case "conference":
		return k == d.main && (k.noun.family == "conference" || k.noun.family == "meeting" || k.noun.family == "acronym") && n.singular != "forum"
	case "dialogue":
		return k == d.main && (k.noun.family == "meeting" || k.plain) && n.singular != "dialogue"
	case "session":
		if n.singular == "plenary" || n.singular == "plenary session" {
			return k == d.main
		}
		return k == d.main && (k.noun.family == "meeting" || k.noun.family == "body" || k.noun.family == "assembly")
	}
	return false
}

// mention adds a reference to k.
func (d *doc) mention(k *cluster, si, from, to int, form extract.Form, rule string) {
	ws := d.sents[si].words
	span := extract.Span{Start: ws[from].Start, End: ws[to-1].End}
	k.mentions = append(k.mentions, mention{span: span, form: form, sent: si, rule: rule})
	k.first = min(k.first, span.Start)
}

// bodyReference reads "this Cybersecurity Working Group": a name of the main
// event by its group.
func (d *doc) bodyReference(si, i, j int) {
	ws := d.sents[si].words
	if d.main == nil {
		return
	}
	from := i
	for from > 0 && (ws[from-1].capital && !ws[from-1].is("the", "this")) {
		from--
	}
	if from == 0 || !ws[from-1].is("this") {
		return
	}
	b := bag(d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End}))
	if len(b) > 0 && subset(b, d.main.bag) && ws[j-1].capital {
		d.mention(d.main, si, from, j, extract.Nominal, "event.body")
	}
}
