package event

import (
	"slices"
	"strconv"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

var cardinals = map[string]int{
	"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
	"thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20,
	"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}

// count reads a number at word i: "120", "1,200", "1.600", "thirty-one", "eight
// hundred and fifty". It returns the index after it, or i.
func count(ws []word, i int) (n, to int) {
	if _, ok := cardinals[ws[i].low]; ok {
		return spelled(ws, i)
	}
	t := ws[i].text
	if len(t) > 4 && (t[len(t)-4] == ',' || t[len(t)-4] == '.') {
		t = t[:len(t)-4] + t[len(t)-3:]
	}
	n, err := strconv.Atoi(t)
	if err != nil || n < 2 || n > 200000 || ws[i].year() > 0 && n != 2000 {
		return 0, i
	}
	if i+1 < len(ws) && ws[i+1].is("hundred", "thousand") {
		return n * map[string]int{"hundred": 100, "thousand": 1000}[ws[i+1].low], i + 2
	}
	return n, i + 1
}

// spelled reads a number in words.
func spelled(ws []word, i int) (n, to int) {
	total, part := 0, 0
	for to = i; to < len(ws); to++ {
		w := &ws[to]
		v, ok := cardinals[w.low]
		switch {
		case ok:
			part += v
			if v >= 20 && v < 100 && to+2 < len(ws) && ws[to+1].text == "-" {
				if u := cardinals[ws[to+2].low]; u > 0 && u < 10 {
					part += u
					to += 2
				}
			}
		case w.is("hundred") && part > 0:
			part *= 100
		case w.is("thousand") && part > 0:
			total, part = total+part*1000, 0
		case w.is("and") && to > i && ws[to-1].is("hundred", "thousand") && to+1 < len(ws) && cardinals[ws[to+1].low] > 0:
		default:
			return total + part, to
		}
	}
	return total + part, to
}

// counts reads how many people and countries took part.
func (d *doc) counts(si int, refs []ref) {
	ws := d.sents[si].words
	after := 0
	for i := range ws {
		if i < after {
			continue // within a number
		}
		n, k := count(ws, i)
		after = k
		if k > i && d.attendance(si, i, k, refs, n) {
			continue
		}
		if k == i || i > 0 && (ws[i-1].text == "-" && ws[i-1].glued || ws[i-1].is("$", "€", "£", "no", "paragraph", "resolution", "article")) {
			continue
		}
		from, numberEnd := i, k
		qualifier := ""
		for back := 1; back <= 2 && i-back >= 0 && qualifier == ""; back++ {
			if ph, to := d.x.phrases["approx"].at(ws, i-back); ph != nil && to == i {
				qualifier = ph.value
				from = i - back
			}
		}
		for k < len(ws) {
			if ph, to := d.x.phrases["countadj"].at(ws, k); ph != nil {
				k = to
			} else if ws[k].is("and", "&") && k+1 < len(ws) && d.x.in("countadj", ws[k+1].low) {
				k++
			} else {
				break
			}
		}
		region := k
		for region < len(ws) && region < k+3 && ws[region].capital {
			region++ // "twenty Western Hemisphere nations"
		}
		if region > k && region < len(ws) && d.x.lists["count"][ws[region].low] == "countries" {
			k = region
		}
		if k >= len(ws) {
			continue
		}
		kind := d.x.lists["count"][ws[k].low]
		if kind == "" && k == numberEnd && n > 9 { // "some 600 came"
			v := k
			for v < len(ws) && ws[v].is("had", "have", "also", "actually") {
				v++
			}
			if v < len(ws) && (ws[v].is("attended", "came", "participated") || ws[v].is("took") && v+1 < len(ws) && ws[v+1].is("part")) {
				kind = "participants"
				k--
			}
		}
		if kind == "" {
			continue
		}
		predicate := schema.ParticipantCount
		if kind == "countries" {
			predicate = schema.CountryCount
		}
		if predicate == schema.CountryCount && n <= 10 && from > 0 && ws[from-1].is("the", "our", "these", "those", "their", "both") {
			continue // "the three countries"
		}
		total := k+2 < len(ws) && (ws[k+1].is("in") && ws[k+2].is("all", "total") || ws[k+1].is("altogether"))
		gathers := total || slices.ContainsFunc(ws[max(0, i-14):min(len(ws), i+16)], func(w word) bool { return d.x.in("gather", w.lemma) })
		ev := d.counted(si, refs, from, k, gathers, kind)
		if ev == nil {
			continue
		}
		confidence, status := 0.85, extract.Asserted
		if slices.ContainsFunc(ws[max(0, i-6):min(len(ws), k+6)], func(w word) bool { return w.is("registered", "expected", "invited", "anticipated", "planned") }) {
			confidence, status = 0.7, extract.Planned
		}
		ev.facts = append(ev.facts, fact{
			predicate: predicate, literal: extract.Literal{Value: strconv.Itoa(n), Datatype: "xsd:integer"},
			qualifier: qualifier, status: status, rule: "event.count", confidence: confidence, sent: si,
		})
	}
}

// attendance reads "attendance was put at around 400".
func (d *doc) attendance(si, i, k int, refs []ref, n int) bool {
	ws := d.sents[si].words
	if k < len(ws) && !ws[k].is(".", ",", ";", ")") {
		return false
	}
	for b := i - 1; b >= 0 && b > i-8; b-- {
		if ws[b].is("attendance", "turnout") && n > 9 && d.main != nil && (len(refs) == 0 || refs[0].k == d.main) && d.dateAt(si, i) == nil {
			d.main.facts = append(d.main.facts, fact{
				predicate: schema.ParticipantCount, literal: extract.Literal{Value: strconv.Itoa(n), Datatype: "xsd:integer"},
				status: extract.Asserted, rule: "event.attendance", confidence: 0.8, sent: si,
			})
			return true
		}
	}
	return false
}

// counted is the event whose size the count at words from to k gives, or nil.
func (d *doc) counted(si int, refs []ref, from, k int, gathers bool, kind string) *cluster {
	ws := d.sents[si].words
	// Subsets, agreements and comparisons count something else.
	for b := from - 1; b >= 0 && b >= from-4; b-- {
		if ws[b].is(",", ";") && b < from-2 {
			break
		}
		if ws[b].is("including", "include", "included", "of", "than", "which", "among", "other", "another") && !(b < from-1 && ws[b].is("other", "another")) && !(ws[b].is("of") && from-b > 1) {
			if ws[b].is("of") && b > 0 && ws[b-1].is("representatives", "ministers", "delegations", "attendance", "participation", "delegates", "officials", "representation", "experts", "leaders", "gathering", "presence") {
				continue
			}
			return nil
		}
	}
	if k+1 < len(ws) {
		after := ws[k+1]
		if after.is("have", "has", "had") && k+2 < len(ws) {
			after = ws[k+2]
		}
		for i := k + 1; i < len(ws) && i < k+5; i++ {
			if ws[i].is("in", "to") && i+1 < len(ws) && d.x.in("subscribe", ws[i+1].lemma) || i+3 < len(ws) && ws[i].is("co") && ws[i+2].is("signing", "sign", "sponsoring", "sponsor") {
				return nil // "joined 43 countries in co-signing"
			}
		}
		if after.is("agreed", "endorsed", "signed", "supported", "adopted", "cosponsored", "co", "voted", "ratified", "acceded", "pledged", "committed", "abstained") {
			return nil
		}
	}
	if !gathers {
		prev := ""
		if from > 0 {
			prev = ws[from-1].low
		}
		strong := ws[min(k, len(ws)-1)].is("participants", "delegates", "attendees") && (prev == "were" || prev == "was" || prev == "with" || prev == "of" || prev == ":") || prev == "from" && from > 1 && d.x.in("count", ws[from-2].low)
		if prev == "of" && from > 1 && kind == "countries" && ws[from-2].is("representatives", "ministers", "delegations", "delegates", "officials", "leaders", "envoys") {
			// "Delegates of 62 states began …", or a line of who came
			strong = from-2 <= d.sents[si].start || !slices.ContainsFunc(ws, func(w word) bool { return w.upos == "VERB" || w.upos == "AUX" })
		}
		if k+2 < len(ws) && ws[k+1].is("from") && kind == "participants" {
			// "350 participants from 44 countries."
			strong = strong || !slices.ContainsFunc(ws, func(w word) bool { return w.upos == "VERB" || w.upos == "AUX" })
		}
		if !strong && (prev != "from" && prev != "with" || len(refs) == 0) {
			return nil
		}
	}
	var ev *cluster
	for _, r := range refs {
		if r.from < from {
			ev = r.k
			for b := r.to; b+1 < from; b++ {
				if ws[b].is(",", ";") && ws[b+1].is("and", "while", "but") || ws[b].is(";") {
					ev = nil // another clause
				}
			}
		}
	}
	if ev == nil && len(refs) > 0 && refs[len(refs)-1].from > k && refs[len(refs)-1].from <= k+20 {
		ev = refs[len(refs)-1].k
	}
	if ev == nil && len(refs) > 0 && refs[0].from <= k+8 {
		ev = refs[0].k
	}
	if ev == nil && len(refs) == 0 {
		ev = d.spokenOf(si)
	}
	if ev != nil && (ev.noun.class == "visit" || ev.noun.class == "call") {
		return nil
	}
	return ev
}

// spokenOf is the event that a sentence without a mention goes on about: the
// last one of the sentence before, else the main event where it is near.
func (d *doc) spokenOf(si int) *cluster {
	if si > 0 && d.sents[si-1].block == d.sents[si].block {
		if refs := d.refs(si - 1); len(refs) > 0 && refs[len(refs)-1].k.class == schema.Event {
			return refs[len(refs)-1].k
		}
	}
	if d.main != nil && (d.nearMain(si) || d.leadsTo(si) || d.lastNamed(si) == d.main) {
		return d.main
	}
	return nil
}

// leadsTo reports whether sentence si opens the text and the next one of its
// paragraph names the main event.
func (d *doc) leadsTo(si int) bool {
	if lead := d.lead(); len(lead) == 0 || lead[0] != si {
		return false
	}
	return slices.ContainsFunc(d.main.mentions, func(m mention) bool { return m.sent == si+1 && d.sents[si+1].block == d.sents[si].block })
}

// nearMain reports whether sentence si or the one before it speaks of the main
// event.
func (d *doc) nearMain(si int) bool {
	for _, m := range d.main.mentions {
		if m.sent <= si && m.sent >= si-2 || m.sent < si && d.sents[m.sent].block == d.sents[si].block {
			return true
		}
	}
	return false
}

// lastNamed is the event that the text has told of last before sentence si, or
// nil.
func (d *doc) lastNamed(si int) *cluster {
	var last *cluster
	at := -1
	for _, k := range d.clusters {
		if k != d.main && len(k.facts) == 0 {
			continue // only named
		}
		for _, m := range k.mentions {
			if m.sent < si && m.span.Start > at {
				last, at = k, m.span.Start
			}
		}
	}
	return last
}

// has reports whether something is known of an event.
func (d *doc) has(k *cluster, p schema.Predicate) bool {
	for _, f := range k.facts {
		if f.predicate == p && f.status != extract.Cancelled {
			return true
		}
	}
	return false
}
