package actor

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// kindName reads the name of an organisation after a noun that says what it is,
// from word j on: "the German drug maker Heliomed". It gives the words of the
// name.
func (d *doc) kindName(l *line, j int) (first, last int, ok bool) {
	k := j
	if m, known := d.knownAt(l, k); known && m.entry.Kind == gazetteer.Demonym {
		k = m.last + 1
	}
	for n := 0; n < 4 && k+1 < len(l.words) && l.words[k].Letter && !l.words[k].Upper; n++ {
		if d.is(l, k, gazetteer.KindNoun) && l.words[k+1].Upper && !l.words[k+1].Hyphen {
			first = k + 1
			last = d.nameRun(l, first)
			return first, last, last >= first
		}
		if p := l.at(k); p != "NOUN" && p != "ADJ" && p != "PROPN" && p != "VERB" {
			break
		}
		k++
	}
	return 0, 0, false
}

// namedBody is the organisation whose name is the words first..last.
func (d *doc) namedBody(l *line, first, last int) body {
	b := body{first: first, last: last, core: l.text(d, first, last)}
	for _, e := range d.g.Lookup(b.core) {
		if e.Kind == gazetteer.OrganizationName && !(e.NeedsContext && e.Abbreviation) {
			b.org = e.Organization
			break
		}
	}
	return b
}

// nameRun is the last word of the run of capitalised words from i, or i-1 where
// they are a title, a day or the name of a state.
func (d *doc) nameRun(l *line, i int) int {
	last := i - 1
	for k := i; k < len(l.words) && k < i+5 && l.words[k].Upper && l.words[k].Letter; k++ {
		if isDay(l.fold(k)) || d.is(l, k, gazetteer.OfficeHead|gazetteer.Honorific|gazetteer.RankTitle|gazetteer.EventRole) || d.is(l, k, gazetteer.Function) && !l.words[k].Caps {
			break
		}
		if m, known := d.knownAt(l, k); known && (m.entry.Kind == gazetteer.StateName || m.entry.Kind == gazetteer.Demonym) {
			break
		}
		last = k
	}
	return last
}

// findCompanies finds organisations that no list and no head noun gives away,
// by where they stand: in a list with known companies, or after "sponsored
// by".
func (d *doc) findCompanies(l *line) {
	if l.upper || l.heading && l.title {
		return
	}
	taken := make([]bool, len(l.words))
	companies := 0
	for _, it := range l.items {
		for k := it.first; k <= it.last; k++ {
			taken[k] = true
		}
		if o := d.orgOf(it.entity); o != nil && o.Type == "company" {
			companies++
		}
	}
	for i := 0; i < len(l.words); i++ {
		if taken[i] || !l.words[i].Upper || !d.capital(l, i) {
			continue
		}
		end := i
		for end+1 < len(l.words) && end < i+3 && !taken[end+1] && l.words[end+1].Upper && d.capital(l, end+1) {
			end++
		}
		if d.proper(l, i, end) && (companies >= 2 && d.inCompanyList(l, i, end) || sponsors(l, i) || sponsored(l, end+1)) {
			name := l.text(d, i, end)
			e, ok := d.byName[gazetteer.Fold(name)]
			if !ok {
				e = d.a.AddEntity(extract.Entity{Class: schema.Organization, Label: name})
				d.byName[gazetteer.Fold(name)] = e
			}
			l.items = append(l.items, item{kind: orgItem, first: i, last: end, entity: e, rule: "actor.company"})
		}
		i = end
	}
	d.findHouses(l)
	slices.SortStableFunc(l.items, func(a, b item) int { return a.first - b.first })
}

// findHouses finds organisations that only their place behind a person's name
// gives away: "Dr. A of the Lagos Policy Forum".
func (d *doc) findHouses(l *line) {
	for n := 0; n < len(l.items); n++ {
		p := l.items[n]
		if p.kind != personItem {
			continue
		}
		j := p.last + 1
		if f := l.fold(j); f != "of" && f != "from" && f != "at" && f != "with" {
			continue
		}
		if j++; l.fold(j) == "the" {
			j++
		}
		e := j
		for e+1 < len(l.words) && e < j+5 && l.words[e].Upper && l.words[e+1].Upper && l.words[e+1].Letter {
			e++
		}
		if e == j || e >= len(l.words) || !l.words[j].Upper || !houseNoun(l.fold(e)) || d.is(l, j, gazetteer.OfficeHead|gazetteer.Honorific) {
			continue
		}
		if slices.ContainsFunc(l.items, func(it item) bool { return it.kind != placeItem && it.first <= e && it.last >= j }) {
			continue
		}
		l.items = slices.DeleteFunc(l.items, func(it item) bool { return it.kind == placeItem && it.first >= j && it.last <= e })
		b := d.namedBody(l, j, e)
		l.items = append(l.items, item{kind: orgItem, first: j, last: e, entity: d.bodyEntity(l, &b), rule: "actor.person-of-house"})
	}
}

// houseNoun tells the nouns that end names of organisations as of events.
func houseNoun(f string) bool {
	switch f {
	case "forum", "network", "initiative", "alliance", "union", "group", "project", "hub", "lab", "trust", "collective", "platform", "academy", "partnership", "coalition", "programme", "program":
		return true
	}
	return false
}

// proper reports whether the words are a proper name of something: one of them
// is in no list of words, and none is a day, an event or a text.
func (d *doc) proper(l *line, i, last int) bool {
	foreign := false
	for k := i; k <= last; k++ {
		if isDay(l.fold(k)) || d.is(l, k, gazetteer.EventHead|gazetteer.Honorific|gazetteer.OfficeHead) {
			return false
		}
		foreign = foreign || d.foreign(l, k)
	}
	return foreign
}

// inCompanyList reports whether a comma or "and" parts the words from a known
// company on one side and from something on the other.
func (d *doc) inCompanyList(l *line, i, last int) bool {
	sep := func(k int) bool {
		switch l.fold(k) {
		case ",", "and", "or", ";":
			return true
		}
		return false
	}
	if !sep(i-1) && !sep(last+1) {
		return false
	}
	for _, it := range l.items {
		o := d.orgOf(it.entity)
		if o == nil || o.Type != "company" {
			continue
		}
		if near := it.last + 1; sep(near) && i-near <= 2 && i > near || sep(last+1) && it.first-last <= 3 && it.first > last {
			return true
		}
	}
	return false
}

// sponsors reports whether the words before i say that an organisation follows.
func sponsors(l *line, i int) bool {
	k := i - 1
	if l.fold(k) == "the" {
		k--
	}
	if l.fold(k) != "by" {
		return false
	}
	switch l.fold(k - 1) {
	case "sponsored", "funded", "financed", "organized", "organised", "coorganized", "coorganised", "cosponsored", "cofunded":
		return true
	}
	return false
}

// sponsored reads ", which has sponsored it" at i.
func sponsored(l *line, i int) bool {
	if l.fold(i) != "," || l.fold(i+1) != "which" {
		return false
	}
	for k := i + 2; k < i+4; k++ {
		switch l.fold(k) {
		case "has", "have", "had", "also", "generously":
		case "sponsored", "sponsors", "funded", "funds", "financed":
			return true
		default:
			return false
		}
	}
	return false
}
