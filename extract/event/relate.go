package event

import (
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// those reads "following those in Oslo in 2011 and Accra in 2012": earlier
// editions of the main event, in order, named by place and year.
func (d *doc) those() {
	if d.main == nil {
		return
	}
	for si := range d.sents {
		ws := d.sents[si].words
		for i := 0; i+3 < len(ws); i++ {
			j := i + 1
			if ws[j].is("held", "hosted") {
				j++
			}
			if ph, to := d.x.nouns.at(ws, i); ph != nil && ph.plural && i > 0 && ws[i-1].is("previous", "earlier", "past", "preceding") && to+2 < len(ws) &&
				(ws[to].is("were") && ws[to+1].is("held", "hosted") && ws[to+2].is("in") || ws[to].is("took") && ws[to+2].is("in") || ws[to].is("in", "(")) {
				for j = to; j < len(ws) && !ws[j].is("in", "("); j++ {
				}
				d.earlier(si, j+1)
				continue
			}
			if e, to := d.lookup(ws, j); ws[i].is("after", "following") && e != nil && e.Place != nil && to+1 < len(ws) && ws[to].is("in", "(") && ws[to+1].year() > 0 && d.predicated(si, i) {
				d.earlier(si, j) // "is the third such meeting, after Oslo in 2018"
				continue
			}
			if !ws[i].is("those", "ones", "one") || !ws[j].is("in", "at") || ws[i].is("one") && (j == i+1 || i == 0 || !ws[i-1].is("the")) {
				continue
			}
			d.earlier(si, j)
		}
	}
}

// earlier reads a list of "in PLACE in YEAR" from word i on.
func (d *doc) earlier(si, i int) {
	ws := d.sents[si].words
	var list []*cluster
	for i < len(ws) {
		if ws[i].is("in", "at", "and", ",") {
			i++
			continue
		}
		e, to := d.lookup(ws, i)
		var name, key string
		switch {
		case e != nil && e.Place != nil:
			name, key = e.Place.Name, e.Place.Key()
		case e == nil && ws[i].capital && i+2 < len(ws) && ws[i+1].is("(", "in") && ws[i+2].year() > 0 && d.mentionAt(ws[i].Start, schema.Person, schema.Organization) == nil:
			name, to = ws[i].text, i+1 // a place that no list holds
		}
		if name == "" {
			break
		}
		k := &cluster{class: schema.Event, noun: d.main.noun, plain: true, series: d.main.series, base: d.main, first: 1 << 60, held: true}
		k.label = name + " " + d.main.noun.singular
		k.facts = append(k.facts, fact{predicate: schema.InPlace, place: name, key: key, status: extract.Asserted, rule: "event.place-earlier", confidence: 0.88, sent: si})
		from, end := i, to
		if to+1 < len(ws) && ws[to].is("in", ",", "(") {
			if x := d.dateAt(si, to+1); x != nil {
				k.facts = append(k.facts, fact{predicate: schema.StartDate, when: *x, status: extract.Asserted, rule: "event.date-earlier", confidence: 0.88, sent: si})
				k.label += " " + strconv.Itoa(x.Start.Year)
				k.alias(name + " " + strconv.Itoa(x.Start.Year))
				for to++; to < len(ws) && ws[to].Start < x.Span.End; to++ {
				}
				if to < len(ws) && ws[to].is(")") {
					to++
				}
				end = to
			}
		}
		k.series = d.withoutCity(d.main.series)
		k.bag = bag(k.label)
		d.clusters = append(d.clusters, k)
		d.mention(k, si, from, end, extract.Nominal, "event.earlier")
		list = append(list, k)
		i = end
	}
	if len(list) == 0 {
		return
	}
	d.main.series = d.withoutCity(d.main.series)
	for n, k := range list {
		next := d.main
		if n+1 < len(list) {
			next = list[n+1]
		}
		next.after = k
	}
}

// withoutCity takes the city off the front of the name of a series that moves
// from one to another.
func (d *doc) withoutCity(name string) string {
	words := strings.Fields(name)
	for n := min(3, len(words)-2); n > 0; n-- {
		for _, e := range d.g.Lookup(strings.Join(words[:n], " ")) {
			if e.Place != nil && (e.Place.Kind == "city" || e.Place.Kind == "capital") {
				return strings.Join(words[n:], " ")
			}
		}
	}
	return name
}

// relate claims what sentences say of events and other things: part of,
// followed.
func (d *doc) relate() {
	series := map[int]bool{}
	for si := range d.sents {
		refs := d.refs(si)
		if len(refs) == 0 {
			continue
		}
		d.partOf(si, refs)
		d.followed(si, refs)
		d.theme(si, refs)
		d.frequency(si, refs, series)
	}
}

// partOf reads "X is part of Y", "X, held as part of Y", "X on the margins of Y".
func (d *doc) partOf(si int, refs []ref) {
	ws := d.sents[si].words
	for n := 1; n < len(refs); n++ {
		x, y := refs[n-1], refs[n]
		if x.k == y.k || x.to > y.from || y.from-x.to > 12 || x.k.parent == y.k {
			continue
		}
		of := y.from - 1
		for of > x.to && (ws[of].is("the", "this", "a") || d.ordinalAt(ws, of) > 0) {
			of--
		}
		if of-1 < x.to || !ws[of].is("of") {
			continue
		}
		switch {
		case ws[of-1].is("part"):
			if slices.ContainsFunc(ws[x.to:of], func(w word) bool { return w.is("not", "no", "never", "n't") }) {
				continue
			}
		case ws[of-1].is("margins", "sidelines", "framework"):
			if slices.ContainsFunc(ws[x.to:of], func(w word) bool {
				return w.upos == "VERB" && !w.is("held", "hosted", "convened", "organized", "organised")
			}) {
				continue
			}
		default:
			continue
		}
		d.relation(si, x.k, schema.SubEventOf, y.k, "event.part-of", 0.85)
	}
}

// followed reads "X followed Y" and "X, preceded by Y" for gatherings of one
// kind.
func (d *doc) followed(si int, refs []ref) {
	ws := d.sents[si].words
	for n := 1; n < len(refs); n++ {
		x, y := refs[n-1], refs[n]
		if x.k == y.k || x.to > y.from || y.from-x.to > 8 || x.k.noun.class != y.k.noun.class || x.k.class != y.k.class {
			continue
		}
		for i := x.to; i < y.from; i++ {
			direct := y.from-i <= 3
			switch {
			case ws[i].is("followed", "follows", "succeeds", "succeeded") && i <= x.to+1 && direct && !(i+1 < len(ws) && ws[i+1].is("by")) && !ws[i-1].is("was", "be", "is"):
				d.relation(si, x.k, schema.PrecededBy, y.k, "event.followed", 0.8)
			case ws[i].is("preceded") && i+1 < len(ws) && ws[i+1].is("by") && direct:
				d.relation(si, x.k, schema.PrecededBy, y.k, "event.preceded", 0.8)
			}
		}
	}
}

func (d *doc) relation(si int, x *cluster, p schema.Predicate, y *cluster, rule string, confidence float64) {
	d.claim(extract.Claim{Subject: x.entity, Predicate: p, Object: y.entity, Rule: rule, Confidence: confidence, Evidence: []extract.Span{d.sents[si].span}})
}

// theme reads the quoted words after "under the theme" and "themed".
func (d *doc) theme(si int, refs []ref) {
	ws := d.sents[si].words
	for i := range ws {
		if !ws[i].is("theme", "themed", "motto", "banner") {
			continue
		}
		for k := i + 1; k < len(ws) && k < i+5; k++ {
			if !ws[k].is("“", "\"", "‘") {
				continue
			}
			for e := k + 1; e < len(ws) && e < k+30; e++ {
				if ws[e].is("”", "\"", "’") {
					ev := refs[0].k
					for _, r := range refs {
						if r.to <= i {
							ev = r.k
						}
					}
					words := strings.TrimRight(d.text(extract.Span{Start: ws[k+1].Start, End: ws[e-1].End}), ",.")
					d.claim(extract.Claim{Subject: ev.entity, Predicate: schema.Theme, Object: extract.NoEntity, Literal: extract.Literal{Value: words, Datatype: "xsd:string"}, Rule: "event.theme", Confidence: 0.85, Evidence: []extract.Span{d.sents[si].span}})
					return
				}
			}
		}
	}
}

// frequency reads how often a series is held: "annual" before the noun of an
// edition, "held annually" after it.
func (d *doc) frequency(si int, refs []ref, done map[int]bool) {
	ws := d.sents[si].words
	for _, r := range refs {
		s := d.seriesOf(r.k)
		if s < 0 || done[s] {
			continue
		}
		value := ""
		for i := max(0, r.from-1); i < r.to; i++ {
			if v := d.x.lists["frequency"][ws[i].low]; v != "" && !strings.HasSuffix(ws[i].low, "ly") {
				value = v
			}
		}
		if r.to+1 < len(ws) && ws[r.to].is("held", "convened") {
			if v := d.x.lists["frequency"][ws[r.to+1].low]; v != "" {
				value = v
			}
		}
		if value != "" {
			done[s] = true
			d.claim(extract.Claim{Subject: s, Predicate: schema.Frequency, Object: extract.NoEntity, Literal: extract.Literal{Value: value, Datatype: "xsd:string"}, Rule: "event.frequency", Confidence: 0.8, Evidence: []extract.Span{d.sents[si].span}})
		}
	}
}

// seriesOf is the entity of the series that k is claimed to be an edition of.
func (d *doc) seriesOf(k *cluster) int {
	for _, c := range d.a.Claims {
		if c.Predicate == schema.EditionOf && c.Subject == k.entity {
			return c.Object
		}
	}
	return extract.NoEntity
}
