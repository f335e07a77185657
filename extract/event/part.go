package event

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// session reads "Session 1", "in session 2 on …", "the leaders' session".
func (d *doc) session(si, i, j int, l left, ph *phrase) bool {
	ws := d.sents[si].words
	if ph.plural || d.main == nil {
		return false
	}
	from, to := i, j
	label := ""
	switch {
	case j < len(ws) && (ws[j].number() > 0 && ws[j].number() < 40 && ws[j].year() == 0 || ws[j].roman() > 0 || ws[i].capital && ws[j].is("i", "v", "x") && ws[j].capital):
		to = j + 1
		label = upperFirst(d.text(extract.Span{Start: ws[i].Start, End: ws[j].End}))
	case i >= 2 && ws[i-1].is("'", "’") && ws[i-2].is("leaders", "ministers", "experts", "officials", "stakeholders", "heads"):
		from = i - 2
		label = d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	case (ph.noun.singular == "plenary" || ph.noun.singular == "plenary session" || ph.noun.singular == "session") && ws[i].capital && i > 0 && ws[i-1].capital && l.definite && !d.sents[si].title && d.main.noun.family == "conference":
		from = l.from // "the Ministerial Plenary"
		label = d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	case ph.noun.class == "part" && (l.definite || ws[i].capital):
		from = l.from
		label = d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	default:
		return false
	}
	k := d.partNamed(label, ph.noun)
	d.genitive(k, si, from, to)
	d.mention(k, si, from, to, extract.Name, "event.session")
	return true
}

// partNamed is the part of the main event with the label, made where it is not
// there yet.
func (d *doc) partNamed(label string, n *noun) *cluster {
	b := bag(label)
	for _, k := range d.clusters {
		if k.class == schema.Session && k.noun.family == n.family && (slices.Equal(k.bag, b) || n.family != "session" && (subset(b, k.bag) || subset(k.bag, b))) {
			if len(b) > len(k.bag) {
				k.alias(k.label)
				k.label, k.bag = label, b
			} else {
				k.alias(label)
			}
			return k
		}
	}
	k := &cluster{class: schema.Session, noun: n, label: label, bag: b, parent: d.main, first: 1 << 60}
	d.clusters = append(d.clusters, k)
	return k
}

// part reads ceremonies, meals and the like: "this evening's Welcoming Dinner",
// "the opening ceremony".
func (d *doc) part(si, from, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	if d.main == nil || ph.plural || ph.noun.family == "press" || ph.noun.family == "exhibition" {
		return
	}
	if !l.definite || j < len(ws) && ws[j].is("with") || ph.noun.singular == "ceremony" && from == j-1 {
		return
	}
	// "the dinner" needs the words of a part, or a part before it.
	label := d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	b := bag(label)
	if len(b) < 2 && !l.deictic {
		for _, k := range d.clusters {
			if k.class == schema.Session && k.noun.family == ph.noun.family {
				d.mention(k, si, from, j, extract.Nominal, "event.part")
				return
			}
		}
		return
	}
	k := d.partNamed(label, ph.noun)
	d.genitive(k, si, from, j)
	d.mention(k, si, from, j, extract.Nominal, "event.part")
}

// genitive dates event k by the words right before it: "tonight's dinner".
func (d *doc) genitive(k *cluster, si, from, j int) {
	ws := d.sents[si].words
	if from < 2 || !ws[from-1].is("'s", "’s", "'", "’") {
		return
	}
	for _, e := range d.dates[si] {
		if e.Span.End == ws[from-2].End {
			k.alias(d.text(extract.Span{Start: ws[from-2].Start, End: ws[j-1].End}))
			k.facts = append(k.facts, fact{predicate: schema.StartDate, when: e, status: extract.Asserted, rule: "event.date-genitive", confidence: 0.9, sent: si})
		}
	}
}
