package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// A body is an organisation read from the form of its name.
type body struct {
	first, last int
	core        string // the name without its state, as in the text
	org         *gazetteer.Organization
	state       *gazetteer.State // stated home
	parent      *gazetteer.Organization
	ministry    bool
	committee   bool // class Body
	possessive  bool // "Japan's National Police Agency": the state is not part of the name
	stateEnd    int  // last word of the name before "of STATE", or 0
	bilateral   bool // "U.S.-Canada Working Group": a body of two states
	learnt      bool // by its abbreviation, which the document has explained
	entity      int  // of a learnt one
}

// bodyAt reads a known or unknown organisation that starts at word i.
func (d *doc) bodyAt(l *line, i int) (body, bool) {
	if i < len(l.words) && l.words[i].Upper {
		if e, ok := d.abbr[d.a.Doc.Text[l.words[i].Start:l.words[i].End]]; ok && (l.fold(i+1) != "'s" || d.orgOf(e) == nil) {
			return body{first: i, last: i, org: d.orgOf(e), learnt: true, entity: e}, true
		}
	}
	k, isKnown := d.knownAt(l, i)
	b, ok := d.readBody(l, i)
	if isKnown && k.entry.Kind == gazetteer.OrganizationName {
		if !ok || k.last >= b.last {
			return body{first: i, last: d.withHome(l, k.last, k.entry.Organization), org: k.entry.Organization}, true
		}
	}
	if !ok || l.fold(b.last+1) == "@" {
		return body{}, false
	}
	d.identify(l, &b)
	return b, true
}

// withHome is the last word of a known organisation's name that ends at last,
// with its state: "Department of State of the United States".
func (d *doc) withHome(l *line, last int, o *gazetteer.Organization) int {
	if o.Home == "" || l.fold(last+1) != "of" {
		return last
	}
	j := last + 2
	if l.fold(j) == "the" {
		j++
	}
	if k, ok := d.knownAt(l, j); ok && k.entry.Kind == gazetteer.StateName && k.entry.State.Alpha2 == o.Home {
		return k.last
	}
	return last
}

// readBody reads an organisation by its head noun.
func (d *doc) readBody(l *line, i int) (body, bool) {
	b := body{first: i}
	j := i
	if k, ok := d.knownAt(l, j); ok {
		switch k.entry.Kind {
		case gazetteer.StateName, gazetteer.Demonym:
			if l.words[i].Hyphen && stateBefore(d, l, i) {
				return body{}, false // the second state of "U.S.-Canada Working Group"
			}
			if j = k.last + 1; j < len(l.words) && l.words[j].Hyphen {
				k2, more := d.knownAt(l, j)
				if !more || k2.entry.State == nil {
					return body{}, false // "U.S.-OIC Strategic Dialogue"
				}
				b.bilateral = true
				j = k2.last + 1
				break
			}
			b.state = k.entry.State
			if l.fold(j) == "'s" || l.fold(j) == "'" {
				b.possessive = true
				j++
			}
		case gazetteer.OrganizationName:
			b.parent = k.entry.Organization
			j = k.last + 1
			if l.fold(j) == "'s" {
				b.possessive = true
				j++
			}
		case gazetteer.PlaceName:
			j = k.last + 1
			if l.fold(j) == "'s" {
				j++
			}
		}
	}
	nameStart := j
	if !b.possessive && (b.state != nil || b.parent != nil) || b.state == nil && b.parent == nil {
		nameStart = i
	}
	// "the Polish foreign ministry", "Japan's defence ministry"
	if n := d.lex.MatchAt(l.words, j, gazetteer.MinistryWord); n > 0 && d.is(l, j+n, gazetteer.MinistryHead) && !l.words[j+n].Upper {
		if b.state == nil && !d.government && l.fold(j-1) != "the" {
			return body{}, false
		}
		b.last, b.ministry = j+n, true
		b.core = l.text(d, j, j+n)
		return b, true
	}
	head := -1
	mods := 0
	last := j - 1
	for k := j; k < len(l.words) && k-j < 9; k++ {
		w := &l.words[k]
		if !w.Letter {
			if (w.Fold == "'s" || w.Fold == "'" && strings.HasSuffix(l.fold(k-1), "s")) && k > j && d.capital(l, k+1) && !d.is(l, k-1, gazetteer.OfficeHead) {
				continue
			}
			break
		}
		if w.Fold == "and" {
			if k == j || head >= 0 || !d.capital(l, k+1) {
				break
			}
			if kn, ok := d.knownAt(l, k+1); ok && kn.entry.Kind != gazetteer.PlaceName {
				break
			}
			continue
		}
		if !d.capital(l, k) && !(w.Hyphen && k > j) {
			break
		}
		if d.is(l, k, gazetteer.OfficeHead|gazetteer.EventRole) && !d.is(l, k, gazetteer.BodyHead) && k > j {
			break
		}
		if k > j {
			if kn, ok := d.knownAt(l, k); ok && kn.entry.Kind != gazetteer.PlaceName && (kn.last > k || kn.entry.Kind == gazetteer.StateName) {
				break
			}
		}
		if (l.title || l.upper) && d.is(l, k, gazetteer.SpeechVerb) && !d.is(l, k, gazetteer.BodyHead) || people(w.Fold) || d.headlineVerb(l, k, j) || k > j && beginsOffice(w.Fold) {
			break // "United States Designates X Network", "Government Officials and Civil Society"
		}
		if n := d.lex.MatchAt(l.words, k, gazetteer.BodyHead); n > 0 {
			head = k + n - 1
			last = head
			k = head
			mods++
			continue
		}
		mods++
		last = k
	}
	if head < 0 {
		return body{}, false
	}
	// A capitalised event or text follows: the name is that of the event.
	if last > head && d.is(l, head+1, gazetteer.EventHead) && !d.is(l, head+1, gazetteer.OfficeWord) {
		return body{}, false
	}
	b.last = head
	headWords := 1
	for s := max(j, head-2); s < head; s++ {
		if n := d.lex.MatchAt(l.words, s, gazetteer.BodyHead); s+n-1 == head {
			headWords = head - s + 1
			break
		}
	}
	b.ministry = d.is(l, head, gazetteer.MinistryHead) || headWords > 1 && d.lex.MatchAt(l.words, head-headWords+1, gazetteer.MinistryHead) == headWords
	hasComplement := false
	if last == head {
		if end, ok := d.bodyComplement(l, head+1, &b); ok {
			b.last = end
			hasComplement = true
		}
	}
	if h := l.fold(head); h == "departments" || h == "ministries" || h == "delegation" && (b.parent == nil || b.parent.Type != "supranational" && !strings.HasPrefix(b.parent.Type, "IGO")) {
		return body{}, false // "Departments of State and Defense"; a delegation is its state
	}
	if h := l.fold(head); h == "party" && head == j {
		return body{}, false // "Party to the Convention"
	}
	bare := head-headWords+1 == j && !hasComplement
	if bare && b.parent != nil && !b.possessive && slices.Contains(foldWords(b.parent.Name), l.fold(head)) {
		b.org = b.parent // "DRL Bureau"
		return b, true
	}
	if bare && b.state == nil && b.parent == nil {
		return body{}, false
	}
	if bare && headWords == 1 && !b.possessive && b.parent == nil && !b.ministry {
		// "Korean Government Center" has a name, "American Council" has not
		return body{}, false
	}
	if l.fold(head) == "administration" && !hasComplement && head-j < 2 && b.state == nil && b.parent == nil {
		return body{}, false // "the Biden Administration"
	}
	if d.is(l, head, gazetteer.KindHead) && !hasComplement && b.state == nil && b.parent == nil && !d.namesIt(l, j, head-headWords) {
		if ab, _, ok := d.bracketed(l, head); !ok || !spells(ab, l, i, head) { // "Rural Credit Union (RCU)"
			return body{}, false
		}
	}
	// "NATO Alliance" is NATO, "U.S.-Japan Alliance" nobody
	if h := l.fold(head); h == "alliance" || h == "union" || h == "team" {
		if bare && !(b.possessive && b.state != nil && hasComplement) || b.state != nil && l.words[j].Hyphen {
			return body{}, false
		}
	}
	if b.bilateral && !committee(l.fold(head)) && !jointBody(l.fold(head)) {
		return body{}, false
	}
	b.committee = committee(l.fold(head)) || headWords > 1 && (l.fold(head) == "group" || l.fold(head) == "party" || l.fold(head) == "force")
	end := b.last
	if b.stateEnd > 0 {
		end = b.stateEnd
	}
	b.core = l.text(d, nameStart, end)
	return b, true
}

// people tells the plural nouns that name groups of persons, no bodies.
func people(f string) bool {
	switch f {
	case "officials", "leaders", "experts", "representatives", "partners", "actions", "civil":
		return true
	}
	return false
}

// beginsOffice tells the words that open an office after the name of its body:
// "Bureau of Energy Senior Official".
func beginsOffice(f string) bool {
	return f == "senior" || f == "acting" || f == "deputy" || f == "principal"
}

// namesIt reports whether one of the words i..last is no common word.
func (d *doc) namesIt(l *line, i, last int) bool {
	for k := i; k <= last; k++ {
		if l.words[k].Letter && !d.is(l, k, gazetteer.Common|gazetteer.NotName|gazetteer.Function|gazetteer.BodyHead) {
			return true
		}
	}
	return false
}

// jointBody tells the heads of bodies that two states set up together.
func jointBody(head string) bool {
	switch head {
	case "group", "commission", "council", "board", "force", "foundation", "fund", "institute", "association", "secretariat", "party", "chamber":
		return true
	}
	return false
}

// stateBefore reports whether a state ends right before word i.
func stateBefore(d *doc, l *line, i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if m, ok := d.knownAt(l, k); ok && m.last == i-1 && m.entry.State != nil {
			return true
		}
	}
	return false
}

func committee(head string) bool {
	switch head {
	case "committee", "subcommittee", "panel", "taskforce":
		return true
	}
	return false
}

// bodyComplement reads "of Foreign Affairs and Trade of Hungary", "for
// Cybersecurity", "on Arms Control" after the head of a name.
func (d *doc) bodyComplement(l *line, i int, b *body) (int, bool) {
	end, ok := 0, false
	for i < len(l.words) {
		prep := l.fold(i)
		comma := false
		switch prep {
		case "of", "for", "on", "against", "to":
		case ",":
			// "Ministry of Foreign Affairs, Republic of Korea", "Narcotics
			// Control Bureau, India (NCB)"
			if b.state != nil {
				return end, ok
			}
			comma = true
		default:
			return end, ok
		}
		j := i + 1
		if l.fold(j) == "the" {
			j++
		}
		if k, isKnown := d.knownAt(l, j); isKnown {
			switch k.entry.Kind {
			case gazetteer.StateName:
				if prep != "of" && !comma {
					return end, ok
				}
				if comma {
					switch l.fold(k.last + 1) {
					case "", ".", ",", ")", "|", ";":
						if !b.ministry {
							return end, ok
						}
					case "(":
						if _, _, short := d.bracketed(l, k.last); !short {
							return end, ok
						}
					default:
						return end, ok
					}
				}
				if b.state != nil && b.state != k.entry.State && !b.possessive {
					b.state = nil // "Croatian Democratic Union of Bosnia and Herzegovina"
				}
				if b.state == nil {
					b.state = k.entry.State
					if b.ministry && ok || comma {
						b.stateEnd = i - 1
					}
				}
				return k.last, true
			case gazetteer.PlaceName:
				if _, more := d.nounPhrase(l, k.last+1); more && !d.nameBegins(l, k.last+1) || comma || k.last == j || k.entry.Place.Kind != "region" {
					break
				}
				// "Bureau of Latin America and the Caribbean"
				last := k.last
				if n := last + 2; l.fold(last+1) == "and" {
					if l.fold(n) == "the" {
						n++
					}
					if k2, more := d.knownAt(l, n); more && k2.entry.Kind == gazetteer.PlaceName && k2.entry.Place.Kind == "region" {
						last = k2.last
					}
				}
				return last, true
			case gazetteer.OrganizationName:
				if comma {
					return end, ok
				}
				if b.parent == nil && prep == "of" {
					b.parent = k.entry.Organization
				}
				if n, more := d.nounPhrase(l, k.last+1); more && l.fold(k.last+1) != "," && !d.titleBegins(l, k.last+1) {
					return n, true
				}
				return k.last, true
			}
		}
		if comma {
			return end, ok
		}
		if !d.capital(l, j) {
			return end, ok
		}
		e, more := d.nounPhrase(l, j)
		if !more {
			return end, ok
		}
		end, ok = e, true
		i = e + 1
	}
	return end, ok
}

// identify looks up a ministry under the other ways to write its name.
func (d *doc) identify(l *line, b *body) {
	if b.org != nil {
		return
	}
	state := b.state
	if state == nil && b.ministry && b.parent == nil && d.government {
		state = d.publisherState
	}
	names := []string{l.text(d, b.first, b.last), b.core}
	if state != nil {
		names = nil
		for _, n := range append([]string{state.Name, state.Official}, state.Aliases...) {
			names = append(names, b.core+" of "+n, b.core+" of the "+n, n+" "+b.core)
		}
		for _, dem := range state.Demonyms {
			names = append(names, dem+" "+b.core)
		}
		names = append(names, l.text(d, b.first, b.last))
	}
	for _, n := range names {
		for _, e := range d.g.Lookup(n) {
			if e.Kind == gazetteer.OrganizationName && (!e.NeedsContext || d.hasContext(&e)) && (state == nil || e.Organization.Home == state.Alpha2) {
				b.org = e.Organization
				return
			}
		}
	}
	if state != nil {
		for _, e := range d.g.Lookup(b.core) {
			if e.Kind == gazetteer.OrganizationName && e.Organization.Home == state.Alpha2 {
				b.org = e.Organization
				return
			}
		}
	}
}

// bodyEntity is the entity of an organisation that has been read.
func (d *doc) bodyEntity(l *line, b *body) int {
	if b.learnt {
		return b.entity
	}
	surface := l.text(d, b.first, b.last)
	if b.org != nil {
		e := d.organizationEntity(b.org, surface)
		return e
	}
	state := b.state
	if state == nil && b.ministry && b.parent == nil && d.government {
		state = d.publisherState
	}
	label := b.core
	if b.state != nil && (b.ministry || b.possessive) {
		label = ofState(stripDemonym(label, b.state), b.state)
	}
	key := strings.ToLower(gazetteer.Fold(label))
	if e, ok := d.byName[key]; ok {
		d.a.AddAlias(e, surface)
		return e
	}
	if b.ministry && b.state == nil && b.parent == nil {
		if e := d.fullMinistry(b.core); e >= 0 {
			d.a.AddAlias(e, surface)
			return e
		}
	}
	if l.upper {
		label = smallWords.Replace(display(label))
	}
	short := strings.ToLower(gazetteer.Fold(b.core))
	if b.state == nil {
		if e, ok := d.byName[short]; ok {
			d.a.AddAlias(e, surface)
			return e
		}
	}
	class := schema.Organization
	if b.committee {
		class = schema.Body
	}
	e := d.a.AddEntity(extract.Entity{Class: class, Label: label})
	if surface != label {
		d.a.AddAlias(e, surface)
	}
	d.byName[key] = e
	if _, ok := d.byName[short]; !ok {
		d.byName[short] = e
	}
	if b.parent != nil && hasOrgans(b.parent) {
		p := d.organizationEntity(b.parent, "")
		d.claim(e, schema.PartOf, p, l, "actor.part-of-name", 0.85)
		if s := d.stateOf(p); s != nil && b.state == nil {
			d.homes[e] = s
		}
	}
	if b.state != nil {
		d.claim(e, schema.HomeState, d.stateEntity(b.state, ""), l, "actor.home-state-in-name", 0.9)
	}
	if state != nil {
		d.homes[e] = state
	}
	return e
}

// fullMinistry is the only ministry of the document whose name is core with a
// state, or -1: "Ministry of Trade" where the text has "Ministry of Trade of
// Malta".
func (d *doc) fullMinistry(core string) int {
	found := extract.NoEntity
	for i := range d.a.Entities {
		ent := &d.a.Entities[i]
		if ent.Class != schema.Organization || len(ent.Label) <= len(core)+4 || !strings.EqualFold(ent.Label[:len(core)], core) || !strings.HasPrefix(ent.Label[len(core):], " of ") ||
			d.stateOf(i) == nil && d.homes[i] == nil {
			continue
		}
		if found >= 0 {
			return extract.NoEntity
		}
		found = i
	}
	return found
}

// hasOrgans reports whether a body named after o can be a part of it: the
// Taliban Sanctions Committee is none of the Taliban.
func hasOrgans(o *gazetteer.Organization) bool {
	switch o.Type {
	case "armed group", "movement", "party", "newspaper", "initiative", "coalition":
		return false
	}
	return true
}

// stripDemonym removes the adjective of the state from the start of a name.
func stripDemonym(name string, s *gazetteer.State) string {
	for _, n := range append(append([]string{s.Name}, s.Aliases...), s.Demonyms...) {
		if rest, ok := strings.CutPrefix(name, n+" "); ok {
			return rest
		}
	}
	return name
}

// ofState completes a name with its state.
func ofState(name string, s *gazetteer.State) string {
	switch {
	case strings.HasPrefix(s.Name, "United "), strings.HasPrefix(s.Name, "Republic "), strings.HasPrefix(s.Name, "Democratic "),
		strings.HasSuffix(s.Name, "Republic"), strings.HasSuffix(s.Name, "Islands"), s.Alpha2 == "NL", s.Alpha2 == "PH", s.Alpha2 == "BS",
		s.Alpha2 == "GM", s.Alpha2 == "MV", s.Alpha2 == "VA", s.Alpha2 == "SU":
		return name + " of the " + s.Name
	}
	return name + " of " + s.Name
}
