package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// findNames reads the names and titles of a line from left to right.
func (d *doc) findNames(l *line) {
	const starts = gazetteer.OfficeHead | gazetteer.OfficeWord | gazetteer.EventRole | gazetteer.FormerWord | gazetteer.MinistryWord
	for i := 0; i < len(l.words); {
		w := &l.words[i]
		if !w.Letter || !w.Upper && !d.is(l, i, starts) && !w.Hyphen && !d.lowerDomain(l, i) {
			if e, ok := d.knownLower(l, i); ok {
				i = e
				continue
			}
			i++
			continue
		}
		i = d.readAt(l, i)
	}
	slices.SortStableFunc(l.items, func(a, b item) int { return a.first - b.first })
}

// knownLower reads the few known names that are written in lower case
// ("al-Qaida").
func (d *doc) knownLower(l *line, i int) (int, bool) {
	k, ok := d.knownAt(l, i)
	if !ok || k.entry.Kind != gazetteer.OrganizationName {
		return 0, false
	}
	l.items = append(l.items, item{kind: orgItem, first: i, last: k.last, entity: d.organizationEntity(k.entry.Organization, l.text(d, i, k.last)), rule: "actor.gazetteer"})
	return k.last + 1, true
}

// readAt reads what starts at word i and returns the word after it.
func (d *doc) readAt(l *line, i int) int {
	w := &l.words[i]
	// A person with a form of address or a rank.
	if w.Upper && d.lex.MatchAt(l.words, i, gazetteer.Honorific|gazetteer.RankTitle) > 0 {
		if nm, ok := d.personAt(l, i, false); ok && nm.first > i {
			return d.addPerson(l, &nm, nil)
		}
	}
	if s := d.bracketCode(l, i); s != nil {
		l.items = append(l.items, item{kind: stateItem, first: i, last: i, entity: d.stateEntity(s, l.text(d, i, i)), rule: "actor.state-code"})
		return i + 1
	}
	known, isKnown := d.knownAt(l, i)
	if w.Upper && !isKnown && !l.title && d.is(l, i-1, gazetteer.KindNoun) && !l.words[i-1].Upper && !w.Hyphen {
		if last := d.nameRun(l, i); last >= i && d.proper(l, i, last) && l.fold(last+1) != "'s" {
			b := d.namedBody(l, i, last)
			l.items = append(l.items, item{kind: orgItem, first: i, last: last, entity: d.bodyEntity(l, &b), rule: "actor.kind-and-name"})
			return last + 1
		}
	}
	if w.Upper && (!isKnown || known.last == i) {
		if nm, ok := d.personAt(l, i, false); ok && (nm.sure || isKnown) && nm.last > nm.first {
			return d.addPerson(l, &nm, nil)
		}
	}
	if o, ok := d.officeAt(l, i); ok && d.takesOffice(l, &o) {
		next := o.last + 1
		d.addOffice(l, &o)
		if nm, ok := d.personAt(l, next, true); ok && !(o.plural && nm.first == nm.last && !listsOn(l, nm.last+1)) && !(o.role && nm.first == nm.last && d.nameStrength(l, nm.first, nm.last) == 0) {
			return d.addPerson(l, &nm, &o)
		}
		if l.fold(next) == "," && (o.complete || o.capital && !o.role) && !o.plural && (definite(l.fold(o.first-1)) || o.modState != nil) {
			// "the Special Rapporteur on X, A B, said"
			if nm, ok := d.personAt(l, next+1, true); ok && nm.last > nm.first && nm.last-nm.first < 5 && closes(l, nm.last+1) {
				return d.addPerson(l, &nm, nil)
			}
		}
		return max(next, i+1)
	}
	if b, ok := d.bodyAt(l, i); ok {
		e := d.bodyEntity(l, &b)
		rule := "actor.body-head"
		if b.org != nil {
			rule = "actor.gazetteer"
		}
		if b.state != nil || b.bilateral {
			// the state in the name is a mention of its own
			d.addStates(l, b.first, b.last)
		}
		l.items = append(l.items, item{kind: orgItem, first: b.first, last: b.last, entity: e, rule: rule})
		end := b.last
		if b.stateEnd > 0 {
			end = b.stateEnd
		}
		return d.shortForm(l, b.first, end, b.last, e) + 1
	}
	if w.Upper && (w.Fold == "city" || w.Fold == "municipality") && l.fold(i+1) == "of" {
		// "the City of Busan" is an authority, "the city of Busan" a place
		if k, ok := d.knownAt(l, i+2); ok && k.entry.Place != nil {
			return d.addCity(l, i, &k)
		}
	}
	if isKnown {
		return d.addKnown(l, &known)
	}
	if w.Upper {
		if nm, ok := d.personAt(l, i, false); ok {
			return d.addPerson(l, &nm, nil)
		}
	}
	return i + 1
}

// listsOn reports whether a list goes on at word i, as after the first of the
// names that a plural office needs.
func listsOn(l *line, i int) bool {
	f := l.fold(i)
	return f == "," || f == "and" || f == "&" || f == "(" || f == "of" || f == "from"
}

// bracketCode is the state whose two-letter code stands in brackets after a name
// at word i, or nil: "Minister A (PL)".
func (d *doc) bracketCode(l *line, i int) *gazetteer.State {
	w := &l.words[i]
	if l.upper || !w.Caps || w.End-w.Start != 2 || l.fold(i-1) != "(" || l.fold(i+1) != ")" || postNominal(w.Fold) || len(l.items) == 0 {
		return nil
	}
	if it := &l.items[len(l.items)-1]; it.kind != personItem || it.last != i-2 {
		return nil
	}
	s, ok := d.g.State(l.text(d, i, i))
	if !ok || s.Kind == "territory" {
		return nil
	}
	return s
}

func (d *doc) addCity(l *line, i int, k *known) int {
	name := l.text(d, i, k.last)
	e, ok := d.byName[gazetteer.Fold(name)]
	if !ok {
		e = d.a.AddEntity(extract.Entity{Class: schema.Organization, Label: name})
		d.byName[gazetteer.Fold(name)] = e
		if s, ok := d.g.State(k.entry.Place.State); ok {
			d.homes[e] = s
		}
	}
	l.items = append(l.items, item{kind: orgItem, first: i, last: k.last, entity: e, rule: "actor.city-authority"})
	return k.last + 1
}

// takesOffice reports whether an office is worth an item: a title with a
// capital, a phrase that says more than its noun, or a noun before a name.
func (d *doc) takesOffice(l *line, o *office) bool {
	if o.capital && l.upper {
		return o.complete
	}
	if l.fold(o.head) == "fellow" && o.head == o.first && !o.capital && (definite(l.fold(o.first-1)) || l.fold(o.head+1) != ",") {
		return false // "his fellow Tibetans"
	}
	if o.complete || o.capital {
		return !(o.role && !o.complete)
	}
	if o.head > o.first && !o.role && !o.plural && (l.fold(o.first-1) == "his" || l.fold(o.first-1) == "her") && l.fold(o.first-2) == "," {
		return true // "A, his foreign minister,"
	}
	nm, ok := d.personAt(l, o.last+1, true)
	return ok && nm.first == o.last+1 && !o.role
}

// addStates adds the states named within the words first..last.
func (d *doc) addStates(l *line, first, last int) {
	for k := first; k <= last; k++ {
		kn, ok := d.knownAt(l, k)
		if !ok {
			continue
		}
		if kn.entry.Kind == gazetteer.StateName && kn.last <= last {
			l.items = append(l.items, item{kind: stateItem, first: k, last: kn.last, entity: d.stateEntity(kn.entry.State, l.text(d, k, kn.last)), inside: true, rule: "actor.gazetteer"})
		}
		k = kn.last
	}
}

// shortForm learns the abbreviation in brackets after an organisation and
// returns the last word read. The name ends at word end, its state at last.
func (d *doc) shortForm(l *line, first, end, last, e int) int {
	ab, at, ok := d.bracketed(l, last)
	if !ok && l.fold(last+1) == "," {
		// "the Narcotics Control Bureau, India (NCB)"
		if k, known := d.knownAt(l, last+2); known && k.entry.Kind == gazetteer.StateName {
			ab, at, ok = d.bracketed(l, k.last)
		}
	}
	if !ok || !spells(ab, l, first, end) {
		return last
	}
	d.abbr[ab] = e
	d.a.AddAlias(e, ab)
	if at > last+3 {
		return last
	}
	l.items = append(l.items, item{kind: orgItem, first: at, last: at, entity: e, rule: "actor.abbreviation"})
	return at
}

// stateNouns stand after the adjective of a state and mean its government.
func stateNoun(f string) bool {
	switch f {
	case "government", "side", "delegation", "authorities", "administration":
		return true
	}
	return false
}

func (d *doc) addKnown(l *line, k *known) int {
	e := k.entry
	it := item{first: k.first, last: k.last, rule: "actor.gazetteer"}
	text := l.text(d, k.first, k.last)
	next := l.fold(k.last + 1)
	switch e.Kind {
	case gazetteer.StateName:
		it.kind, it.entity = stateItem, d.stateEntity(e.State, text)
		switch {
		case next == "'s" && stateNoun(l.fold(k.last+2)):
			it.last = k.last + 2
		case stateNoun(next) && (e.Abbreviation || l.words[k.last+1].Upper):
			it.last = k.last + 1
		case l.fold(k.first-1) == "of" && l.fold(k.first-2) == "government", l.fold(k.first-1) == "the" && l.fold(k.first-2) == "of" && l.fold(k.first-3) == "government":
			for l.fold(it.first) != "government" {
				it.first--
			}
		}
		d.noteState(it.entity)
	case gazetteer.Demonym:
		it.kind, it.entity = demonymItem, d.stateEntity(e.State, "")
		it.hidden = true
		if stateNoun(next) {
			it.kind, it.hidden = stateItem, false
			it.last = k.last + 1
			it.rule = "actor.demonym-government"
			d.a.AddAlias(it.entity, l.text(d, k.first, it.last))
			d.noteState(it.entity)
		}
	case gazetteer.OrganizationName:
		it.kind, it.entity = orgItem, d.organizationEntity(e.Organization, text)
	case gazetteer.PlaceName:
		it.kind = placeItem
		if e.Capital != nil && d.metonym(l, k) {
			it.kind, it.entity, it.rule = stateItem, d.stateEntity(e.Capital, text), "actor.metonym"
		} else {
			if strings.HasPrefix(e.Place.Name, "The ") && l.fold(it.first-1) == "the" {
				it.first-- // "The Hague"
				text = l.text(d, it.first, it.last)
			}
			it.entity = d.placeEntity(e.Place, text)
		}
	}
	l.items = append(l.items, it)
	return it.last + 1
}

func (d *doc) noteState(e int) {
	if !slices.Contains(d.states, e) {
		d.states = append(d.states, e)
	}
}

// metonym reports whether a capital stands for its government: it is the
// subject of a verb of speaking or deciding, or one of two capitals that
// "between" joins.
func (d *doc) metonym(l *line, k *known) bool {
	if k.entry.Place.ID == "brussels" || l.heading && l.title {
		return false
	}
	prev, next := l.fold(k.first-1), l.fold(k.last+1)
	switch prev {
	case "in", "at", "from", "to", "near", "outside", "of", "via", "into", "through":
		return false
	case "between":
		if next == "and" {
			if o, ok := d.knownAt(l, k.last+2); ok && (o.entry.Capital != nil || o.entry.Kind == gazetteer.StateName) {
				return true
			}
		}
	case "and":
		if l.fold(k.first-3) == "between" {
			return true
		}
	}
	if !d.is(l, k.last+1, gazetteer.SpeechVerb) {
		return false
	}
	switch next {
	case "is", "was", "will", "would", "has", "had", "held", "holds", "hosted", "hosts", "remarks", "meets", "meet", "visit", "visits", "travel":
		// "Seoul hosted the meeting" is the city's or the state's: undecided;
		// "Washington has said" is decided by the word after.
		return (next == "has" || next == "had" || next == "will" || next == "would") && speaks(l.fold(k.last+2))
	}
	return !l.words[k.last+1].Upper
}

func speaks(f string) bool {
	switch f {
	case "said", "say", "announced", "announce", "agreed", "agree", "called", "call", "urged", "urge", "warned", "warn", "stressed", "stated",
		"expressed", "denied", "deny", "confirmed", "confirm", "pledged", "pledge", "proposed", "propose", "insisted", "insist", "rejected",
		"reject", "decided", "decide":
		return true
	}
	return false
}

// addPerson adds the item of a name. A single name waits for the full names of
// the whole document.
func (d *doc) addPerson(l *line, nm *name, before *office) int {
	it := item{kind: personItem, first: nm.first, last: nm.last, start: nm.start, person: -1, entity: extract.NoEntity, rule: "actor.person", titled: nm.start < nm.first, rank: nm.rank, woman: nm.woman, man: nm.man, retired: nm.retired || l.fold(nm.start-1) == "retired" || l.fold(nm.start-2) == "retired"}
	if len(d.tokensOf(l, nm.first, nm.last)) > 1 || nm.royal {
		it.person = d.personEntity(l, nm, before)
		if it.person >= 0 {
			if before != nil && !before.plural {
				d.persons[it.person].learn(before, l.fold(before.head))
			}
			it.entity = d.persons[it.person].entity
		}
	}
	l.items = append(l.items, it)
	return nm.last + 1
}

// findShortNames links single names to the persons of the document, and adds
// persons of whom only the family name is said.
func (d *doc) findShortNames() {
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.items {
			it := &l.items[k]
			if it.kind != personItem || it.person >= 0 {
				continue
			}
			var before *office
			if k > 0 && l.items[k-1].kind == officeItem && l.items[k-1].last == it.first-1 {
				before = l.items[k-1].office
			}
			d.linkShort(l, it, before)
		}
		d.findBareNames(l)
	}
	for i := range d.lines {
		l := &d.lines[i]
		l.items = slices.DeleteFunc(l.items, func(it item) bool { return it.kind == personItem && it.person < 0 })
		slices.SortStableFunc(l.items, func(a, b item) int { return a.first - b.first })
	}
}

// linkShort decides whom a single name with a title means.
func (d *doc) linkShort(l *line, it *item, before *office) {
	f := l.fold(it.first)
	tokens := d.tokensOf(l, it.first, it.last)
	if len(tokens) == 1 {
		f = tokens[0]
	}
	found, best, tie := -1, -1, false
	for n := range d.persons {
		p := &d.persons[n]
		if !d.callsBy(p, f) && !((it.titled || before != nil && slices.Contains(p.titles, l.fold(before.head))) && slices.Contains(p.tokens, f)) {
			continue
		}
		if it.woman && p.man || it.man && p.woman || !p.agrees(before) {
			continue
		}
		score := 0
		if p.full {
			score++
		}
		if before != nil && slices.Contains(p.titles, l.fold(before.head)) {
			score += 2
		}
		if before != nil && before.state != nil && slices.Contains(p.homes, before.state) {
			score += 4
		}
		switch {
		case score > best:
			found, best, tie = n, score, false
		case score == best:
			tie = true
		}
	}
	if tie {
		return
	}
	if found < 0 {
		if d.is(l, it.first, gazetteer.EventHead|gazetteer.NotName|gazetteer.BodyHead) && it.first == it.last && !it.titled {
			return
		}
		nm := name{first: it.first, last: it.last, start: it.start, woman: it.woman, man: it.man}
		found = d.personEntity(l, &nm, before)
		if found < 0 {
			return
		}
	}
	if before != nil && !before.plural {
		d.persons[found].learn(before, l.fold(before.head))
	}
	it.person = found
	it.entity = d.persons[found].entity
	d.persons[found].woman = d.persons[found].woman || it.woman
	d.persons[found].man = d.persons[found].man || it.man
	d.a.AddAlias(it.entity, strings.TrimSpace(l.text(d, it.first, it.last)))
}

// findBareNames finds single names without a title that mean a person of the
// document.
func (d *doc) findBareNames(l *line) {
	if l.upper {
		return
	}
	taken := make([]bool, len(l.words))
	for _, it := range l.items {
		for k := it.first; k <= it.last; k++ {
			taken[k] = true
		}
	}
	var found []item
	for i := range l.words {
		w := &l.words[i]
		if taken[i] || !w.Upper || w.Hyphen || len(w.Fold) < 2 {
			continue
		}
		if d.is(l, i, gazetteer.Function|gazetteer.EventHead|gazetteer.NotName|gazetteer.BodyHead) && !(d.is(l, i+1, gazetteer.SpeechVerb) && !d.is(l, i, gazetteer.Function)) {
			continue
		}
		// part of a longer capitalised name
		if i > 0 && l.words[i-1].Upper && !taken[i-1] && !d.is(l, i-1, gazetteer.Function) || i+1 < len(l.words) && l.words[i+1].Upper && !taken[i+1] && !d.is(l, i+1, gazetteer.Function|gazetteer.SpeechVerb) {
			continue
		}
		match := -1
		for n := range d.persons {
			p := &d.persons[n]
			if d.callsBy(p, w.Fold) {
				if match >= 0 {
					match = -2
					break
				}
				match = n
			}
		}
		if match < 0 {
			continue
		}
		found = append(found, item{kind: personItem, first: i, last: i, start: i, person: match, entity: d.persons[match].entity, rule: "actor.family-name"})
		d.a.AddAlias(d.persons[match].entity, d.a.Doc.Text[w.Start:w.End])
	}
	l.items = append(l.items, found...)
	slices.SortStableFunc(l.items, func(a, b item) int { return a.first - b.first })
}

// startsName reports whether word i begins the name of a person rather than a
// further title.
func (d *doc) startsName(l *line, i int) bool {
	return d.is(l, i, gazetteer.GivenName) && i+1 < len(l.words) && l.words[i+1].Upper && d.is(l, i+1, gazetteer.FamilyName|gazetteer.FamilyFirst)
}
