package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// An office is a title read in a line.
type office struct {
	first, last int // the phrase without former words
	head        int // last word of the head noun
	former      bool
	plural      bool
	capital     bool // the head is written with a capital
	complete    bool // has a modifier or a complement
	rank        bool // "Ambassador" alone
	role        bool // chair, moderator: an office only of a body
	possessive  bool // "Japan's foreign minister"
	modState    *gazetteer.State
	modEnd      int              // last word of the state or body before the head, first-1 if none
	state       *gazetteer.State // whose office it is
	org         *gazetteer.Organization
	body        int // entity of the body it sits in, or NoEntity
	parts       []part
	implied     bool // the state follows from where its holder was met
	inherited   bool // the state or body is named elsewhere in the sentence
	kind        int  // first word of the name after "of the drug maker", or 0
}

// A part is a known name inside the office.
type part struct {
	first, last int
	known       *gazetteer.Entry
	body        *body
	seat        bool // the office sits in it or belongs to it
}

const maxModifiers = 6

// officeAt reads an office that starts at word i.
func (d *doc) officeAt(l *line, i int) (office, bool) {
	o := office{first: i, modEnd: i - 1, body: extract.NoEntity}
	j := i
	for d.is(l, j, gazetteer.FormerWord) && j < i+3 {
		if l.fold(j) == "then" && (l.fold(j-1) == "and" || l.fold(j-1) == ",") && !(j+1 < len(l.words) && l.words[j+1].Hyphen) {
			return office{}, false // "A first and then Foreign Minister B"
		}
		if !d.is(l, j, gazetteer.OfficeWord) || l.fold(j) == "former" || l.fold(j) == "outgoing" || l.fold(j) == "then" {
			o.former = true
		}
		j++
	}
	if o.former {
		o.first = j
	} else {
		j = i
	}
	for n := 0; n < 2; n++ {
		b, ok := d.modifier(l, j)
		if !ok {
			break
		}
		next := b.last + 1
		if ab, at, ok := d.bracketed(l, b.last); ok && l.fold(at+1) == ")" && b.known != nil && d.sameName(ab, b.known) {
			next = at + 2 // "Republic of Korea (ROK) Minister of Unification"
		}
		if l.fold(next) == "'s" || l.fold(next) == "'" {
			o.possessive = true
			next++
		}
		if d.lex.MatchAt(l.words, next, gazetteer.OfficeHead|gazetteer.OfficeWord|gazetteer.FormerWord|gazetteer.EventRole) == 0 && !d.domainWord(l, next) && !(o.possessive && d.ownField(l, next) > 0) {
			if _, more := d.modifier(l, next); !more {
				break
			}
		}
		o.parts = append(o.parts, b)
		o.modEnd = b.last
		if b.known != nil {
			switch b.known.Kind {
			case gazetteer.StateName, gazetteer.Demonym:
				o.modState, o.state = b.known.State, b.known.State
			case gazetteer.OrganizationName:
				o.org = b.known.Organization
			}
		}
		o.complete = true
		j = next
		if d.is(l, j, gazetteer.FormerWord) && (l.fold(j) == "former" || l.fold(j) == "ex") {
			o.former = true
			j++
		}
	}
	start := j
	for j < len(l.words) && j-start < maxModifiers {
		if n := d.lex.MatchAt(l.words, j, gazetteer.OfficeHead|gazetteer.EventRole); n > 0 {
			if _, short := d.g.OfficeAbbreviation(l.text(d, j, j+n-1)); short && (l.words[j].Hyphen || j+n < len(l.words) && l.words[j+n].Hyphen) {
				return office{}, false
			} else if short && !l.words[j].Upper {
				return office{}, false
			}
			// "general" and "chief" also stand before a head
			if next := d.lex.MatchAt(l.words, j+n, gazetteer.OfficeHead); next > 0 && l.words[j+n].Upper == l.words[j].Upper && !d.startsName(l, j+n) && !d.rankOf(l, j+n, next) {
				j += n
				o.complete = true
				continue
			}
			o.role = d.lex.MatchAt(l.words, j, gazetteer.OfficeHead) < n
			o.head = j + n - 1
			o.capital = l.words[j].Upper
			o.plural = plural(l, j, o.head)
			if f := l.fold(o.head + 1); f == "ii" || f == "iii" {
				o.head++ // "Foreign Minister II"
			}
			o.last = o.head
			if j > start || n >= 3 {
				o.complete = true // "national security adviser"
			}
			o.rank = !o.complete && d.lex.MatchAt(l.words, j, gazetteer.RankTitle) == n
			if o.modState != nil && !o.possessive && len(o.parts) == 1 && envoy(l.fold(o.head)) && topical(o.parts[0].known) {
				o.state, o.modState = nil, nil // "the Syria envoy" deals with Syria
				o.parts[0].seat = false
			}
			d.officeComplement(l, &o)
			if o.complete {
				o.rank = false
			}
			return o, true
		}
		f := l.fold(j)
		switch {
		case d.is(l, j, gazetteer.OfficeWord):
		case (f == "and" || f == "&") && j > start && l.fold(j+1) != "then" && (d.is(l, j-1, gazetteer.OfficeWord) || l.words[j-1].Upper) && (d.is(l, j+1, gazetteer.OfficeWord) || d.domainWord(l, j+1)):
			if d.lex.MatchAt(l.words, j+1, gazetteer.OfficeHead) > 0 && !d.is(l, j+1, gazetteer.OfficeWord) {
				return office{}, false
			}
		case f == "." && j > start && shortTitle(l.fold(j-1)): // "Dep. Asst. Secretary"
		case d.domainWord(l, j), d.lowerDomain(l, j):
		case o.possessive && j == start && d.ownField(l, j) > 0:
			j += d.ownField(l, j)
			continue
		default:
			return office{}, false
		}
		j++
	}
	return office{}, false
}

// rankOf reports whether the n words at i are a rank before a name, not the
// head of the office before them: "USAID Administrator Ambassador A".
func (d *doc) rankOf(l *line, i, n int) bool {
	return d.lex.MatchAt(l.words, i, gazetteer.RankTitle) == n && i+n < len(l.words) && l.words[i+n].Upper && !d.is(l, i+n, gazetteer.OfficeHead|gazetteer.OfficeWord)
}

// titleBegins reports whether a title or a name begins at word i.
func (d *doc) titleBegins(l *line, i int) bool {
	return d.lex.MatchAt(l.words, i, gazetteer.Honorific|gazetteer.RankTitle|gazetteer.OfficeHead) > 0 || d.nameBegins(l, i)
}

// sameName reports whether an abbreviation means the entry.
func (d *doc) sameName(ab string, e *gazetteer.Entry) bool {
	for _, x := range d.g.Lookup(ab) {
		if x.State != nil && x.State == e.State || x.Organization != nil && x.Organization == e.Organization {
			return true
		}
	}
	return false
}

// envoy tells the offices whose state may be the one they deal with.
func envoy(head string) bool {
	switch head {
	case "envoy", "representative", "coordinator", "rapporteur":
		return true
	}
	return false
}

// topical reports whether a state's name before an envoy says what he or she
// deals with: a plain short name, no adjective, abbreviation or formal name.
func topical(e *gazetteer.Entry) bool {
	return e != nil && e.Kind == gazetteer.StateName && !e.Abbreviation && !strings.ContainsAny(e.Name, " .")
}

// modifier is a state, its adjective, or an organisation before an office.
func (d *doc) modifier(l *line, i int) (part, bool) {
	if k, ok := d.knownAt(l, i); ok {
		switch k.entry.Kind {
		case gazetteer.StateName, gazetteer.Demonym, gazetteer.OrganizationName:
			if b, ok := d.bodyAt(l, i); ok && b.last > k.last {
				return part{first: i, last: b.last, body: &b, known: knownOrg(&b), seat: true}, true
			}
			return part{first: k.first, last: k.last, known: k.entry, seat: true}, true
		}
		return part{}, false
	}
	if b, ok := d.bodyAt(l, i); ok {
		return part{first: i, last: b.last, body: &b, known: knownOrg(&b), seat: true}, true
	}
	return part{}, false
}

func knownOrg(b *body) *gazetteer.Entry {
	if b.org == nil {
		return nil
	}
	return &gazetteer.Entry{Kind: gazetteer.OrganizationName, Organization: b.org}
}

// domainWord reports whether word j may name the field of an office: "Digital
// Affairs Minister", "ICT minister".
func (d *doc) domainWord(l *line, j int) bool {
	if !d.capital(l, j) || l.words[j].Fold[0] <= '9' && l.words[j].Fold[0] >= '0' {
		return false
	}
	if d.is(l, j, gazetteer.OfficeWord) {
		return true
	}
	if d.is(l, j, gazetteer.Function|gazetteer.EventHead|gazetteer.GivenName|gazetteer.FamilyFirst|gazetteer.Honorific|gazetteer.SpeechVerb|gazetteer.Particle) || isDay(l.fold(j)) {
		return l.fold(j) == "affairs" || l.fold(j) == "policy" || l.fold(j) == "cooperation" || l.fold(j) == "security" || l.fold(j) == "development" || l.fold(j) == "cyberspace"
	}
	if l.words[j].Caps {
		return len(l.words[j].Fold) <= 5
	}
	// A word that is known for nothing must stand between others.
	return d.is(l, j, gazetteer.NotName|gazetteer.BodyHead)
}

// shortTitle tells the short forms of words before the head of an office.
func shortTitle(f string) bool {
	switch f {
	case "dep", "asst", "perm", "parl", "exec":
		return true
	}
	return false
}

// lowerDomain reports whether a noun in small letters names the field of a
// minister: "fisheries minister", "rural development minister".
func (d *doc) lowerDomain(l *line, j int) bool {
	for k := j; k < len(l.words) && k < j+2; k++ {
		if l.words[k].Upper || !l.words[k].Letter || d.is(l, k, gazetteer.Function|gazetteer.OfficeHead|gazetteer.FormerWord) {
			return false
		}
		if p := l.at(k); p != "NOUN" && p != "ADJ" || k == j && p == "ADJ" && l.fold(k+1) == "minister" {
			return false
		}
		if f := l.fold(k + 1); f == "minister" || f == "ministers" {
			return !l.words[k+1].Upper // "my friend Minister A"
		}
	}
	return false
}

// ownField is the number of words from j that name the field of somebody's
// office before its head: a region ("UNICEF's Pacific Representative"), nouns
// that stand nowhere else ("Malta's cyber ambassador").
func (d *doc) ownField(l *line, j int) int {
	if k, ok := d.knownAt(l, j); ok && k.entry.Kind == gazetteer.PlaceName {
		if d.lex.MatchAt(l.words, k.last+1, gazetteer.OfficeHead|gazetteer.OfficeWord) > 0 {
			return k.last + 1 - j
		}
		return 0
	}
	for k := j; k < len(l.words) && k < j+3; k++ {
		if p := l.at(k); p != "NOUN" && p != "PROPN" && p != "ADJ" || !l.words[k].Letter || d.is(l, k, gazetteer.Function|gazetteer.GivenName|gazetteer.FamilyFirst|gazetteer.EventHead|gazetteer.BodyHead|gazetteer.FormerWord) {
			return 0
		}
		if d.lex.MatchAt(l.words, k+1, gazetteer.OfficeHead) > 0 {
			return k + 1 - j
		}
	}
	return 0
}

func plural(l *line, first, last int) bool {
	for k := first; k <= last; k++ {
		switch f := l.fold(k); {
		case f == "affairs", f == "d'affaires", f == "forces", f == "chiefs", f == "counsel", f == "press", f == "staff", f == "communications", f == "operations":
		case strings.HasSuffix(f, "men") && len(f) > 5, strings.HasSuffix(f, "women") && len(f) > 6:
			return true
		case strings.HasSuffix(f, "s") && !strings.HasSuffix(f, "ss") && len(f) > 4:
			return true
		}
	}
	return false
}

// officeComplement reads what follows the head: "of Foreign Affairs of
// Hungary", "for Cyber Affairs", "to the United Nations", ", Narcotics Control
// Bureau".
func (d *doc) officeComplement(l *line, o *office) {
	head := l.fold(o.head)
	i := o.last + 1
	for n := 0; n < 5 && i < len(l.words); n++ {
		prep := l.fold(i)
		j := i + 1
		switch l.fold(j) {
		case "the", "its", "their", "our", "his", "her":
			j++
		}
		switch prep {
		case "of", "for", "at":
		case "to":
			if !d.is(l, o.head, gazetteer.TakesTo) || head == "secretary" && l.fold(i+1) != "the" {
				return
			}
		case "in":
			if k, ok := d.knownAt(l, j); !ok || k.entry.Kind != gazetteer.PlaceName && k.entry.Kind != gazetteer.StateName || !d.is(l, o.head, gazetteer.TakesIn) {
				return
			}
		case "on":
			if !d.is(l, o.head, gazetteer.TakesOn) || isDay(l.fold(j)) {
				return
			}
			if !d.capital(l, j) {
				e, ok := d.topic(l, i+1)
				if !ok || !d.is(l, o.head, gazetteer.TakesOn) || head != "rapporteur" && head != "expert" {
					return
				}
				o.last, o.complete = e, true
				i = e + 1
				continue
			}
		case ",":
			if e, ok := d.unitAt(l, j, o); ok {
				o.last, o.complete = e, true
				i = e + 1
				continue
			}
			if !d.commaBody(l, j, o) {
				return
			}
		default:
			return
		}
		if prep != "," && (o.org != nil && o.body != extract.NoEntity) && prep == "of" && n > 3 {
			return
		}
		// a nested office: "Special Assistant to the President of the United States"
		if prep == "to" || prep == "of" || prep == "for" {
			if in, ok := d.officeAt(l, j); ok && !in.plural && in.capital && in.head-j < 5 && (prep == "to" || !d.bodyStarts(l, j) && d.lex.MatchAt(l.words, j, gazetteer.OfficeHead) > 0) && !in.role {
				o.last = in.last
				o.complete = true
				if nm, ok := d.personAt(l, in.last+1, true); ok && l.fold(j-1) == prep && nm.start == in.last+1 {
					o.last = nm.last // "advisers to President A"
				}
				if prep != "for" {
					if o.state == nil {
						o.state = in.state
					}
					if o.org == nil {
						o.org = in.org
					}
				}
				o.parts = append(o.parts, in.parts...)
				i = o.last + 1
				continue
			}
		}
		if first, last, ok := d.kindName(l, j); ok && prep != "," && prep != "on" {
			b := d.namedBody(l, first, last)
			o.parts = append(o.parts, part{first: first, last: last, body: &b, known: knownOrg(&b), seat: true})
			o.kind = first
			if o.org == nil {
				o.org = b.org
			}
			o.last, o.complete = last, true
			i = last + 1
			continue
		}
		if e, ok := d.eventFrom(l, j); ok {
			// "chair of the Red Sea Forum Ministerial Meeting" is nobody's office
			if o.role {
				return
			}
			o.last, o.complete = e, true
			i = e + 1
			continue
		}
		if b, ok := d.bodyAt(l, j); ok {
			seat := prep == "of" || prep == "at" || prep == "," || prep == "for" && (b.org == nil || governmental(b.org) || o.org == nil && o.state == nil && !d.is(l, o.head, gazetteer.Topical))
			o.parts = append(o.parts, part{first: j, last: b.last, body: &b, known: knownOrg(&b), seat: seat})
			o.last = b.last
			o.complete = true
			if seat {
				switch {
				case b.org != nil && o.org == nil:
					o.org = b.org
				case b.org == nil && b.state != nil && o.state == nil:
					o.state = b.state
				}
			}
			i = o.last + 1
			continue
		}
		if k, ok := d.knownAt(l, j); ok {
			if k.entry.Kind == gazetteer.Demonym {
				// "for European Affairs", "of Korean Peninsula Affairs"
				last := k.last
				for l.fold(last+1) == "and" {
					k2, more := d.knownAt(l, last+2)
					if !more {
						break
					}
					last = k2.last
				}
				if e, more := d.nounPhrase(l, last+1); more {
					o.last, o.complete = e, true
					i = e + 1
					continue
				}
				return
			}
			if prep == "for" && k.entry.Kind == gazetteer.StateName && !d.is(l, o.head, gazetteer.Topical) && !o.capital {
				return
			}
			last := k.last
			o.parts = append(o.parts, part{first: j, last: last, known: k.entry, seat: prep == "of" || prep == "at" || prep == ","})
			// "for Middle East, North Africa, and North America"
			for prep == "for" && k.entry.Kind == gazetteer.PlaceName && l.fold(last+1) == "," {
				next := last + 2
				if l.fold(next) == "and" {
					next++
				}
				k2, more := d.knownAt(l, next)
				if !more || k2.entry.Kind != gazetteer.PlaceName {
					break
				}
				last = k2.last
			}
			// "for Europe and Eurasian Affairs", "of Kenya and Uganda"
			if l.fold(last+1) == "and" {
				if k2, more := d.knownAt(l, last+2); more && prep == "for" && k2.entry.Kind == k.entry.Kind && k.entry.Kind == gazetteer.PlaceName {
					last = k2.last
				} else if e, more := d.nounPhrase(l, last+2); more && d.joins(l, last+2) && (prep == "for" || prep == "of") && k.entry.Kind == gazetteer.PlaceName {
					last = e
				}
			} else if e, more := d.nounPhrase(l, last+1); more && l.fold(last+1) != "," && prep != "to" && !d.titleBegins(l, last+1) && !d.foreign(l, last+1) && !d.foreign(l, e) {
				last = e
			}
			o.last, o.complete = last, true
			if prep == "of" || prep == "at" || prep == "," {
				switch k.entry.Kind {
				case gazetteer.StateName:
					if o.state == nil {
						o.state = k.entry.State
					}
				case gazetteer.OrganizationName:
					if o.org == nil {
						o.org = k.entry.Organization
					}
				}
			}
			i = last + 1
			continue
		}
		if prep == "to" || prep == "," || prep == "in" {
			return
		}
		if d.capital(l, j) && !isDay(l.fold(j)) {
			if e, ok := d.nounPhrase(l, j); ok {
				o.last, o.complete = e, true
				i = e + 1
				continue
			}
			return
		}
		e, ok := d.lowerPhrase(l, j, prep)
		if !ok {
			return
		}
		o.last, o.complete = e, true
		i = e + 1
	}
}

// eventFrom is the last word of the name of an event that begins with the known
// organisation or state at j: "ASEAN Ministerial Meeting".
func (d *doc) eventFrom(l *line, j int) (int, bool) {
	k, ok := d.knownAt(l, j)
	if !ok {
		return 0, false
	}
	for e := k.last + 1; e < len(l.words) && e < k.last+6; e++ {
		if !l.words[e].Upper || !l.words[e].Letter || d.is(l, e, gazetteer.BodyHead|gazetteer.OfficeHead) {
			return 0, false
		}
		if d.is(l, e, gazetteer.EventHead) && !d.is(l, e, gazetteer.OfficeWord) && !(e+1 < len(l.words) && d.is(l, e+1, gazetteer.BodyHead)) {
			return e, true
		}
	}
	return 0, false
}

// bodyStarts reports whether an organisation begins at j, so that "of the
// President's Office" is not read as a nested office.
func (d *doc) bodyStarts(l *line, j int) bool {
	_, ok := d.bodyAt(l, j)
	return ok
}

// commaBody reports whether the body at j, after a comma, belongs to the
// office before it: the office has no body yet, and a comma, a bracket or the
// end of the line follows.
func (d *doc) commaBody(l *line, j int, o *office) bool {
	if o.org != nil || o.plural {
		return false
	}
	last, unit := -1, false
	if b, ok := d.bodyAt(l, j); ok && (b.org == nil || !b.org.Media()) {
		last = b.last
	} else if k, ok := d.knownAt(l, j); ok && k.entry.Kind == gazetteer.OrganizationName && !k.entry.Organization.Media() {
		last = k.last
	} else if ok && k.entry.Kind == gazetteer.StateName && o.state == nil && o.capital && (k.last == len(l.words)-1 || l.fold(k.last+1) == ";" || l.fold(k.last+1) == ")") {
		last = k.last
	}
	if last < 0 {
		return false
	}
	for _, p := range o.parts {
		if p.body != nil && p.body.org == nil && p.body.state == nil && p.first > o.head && ministerial(l, j, last) {
			unit = true // "Director, Arms Control Division, Ministry of Defence"
			continue
		}
		if p.body != nil || p.known != nil && p.known.Kind == gazetteer.OrganizationName {
			return false
		}
	}
	if unit && o.state != nil {
		return false
	}
	switch l.fold(last + 1) {
	case "", ",", ".", ";", ")", "(", "and", "-", ":", "|":
		return true
	}
	// "Mr. X, Director General, NCB led the delegation"
	return o.capital && d.is(l, last+1, gazetteer.SpeechVerb) && !l.words[last+1].Upper
}

// topic is the last word of what a rapporteur deals with, in small letters: "the
// promotion and protection of the right to freedom of opinion".
func (d *doc) topic(l *line, i int) (int, bool) {
	last := -1
	for k := i; k < len(l.words) && k < i+24; k++ {
		switch p := l.at(k); {
		case p == "NOUN" || p == "PROPN" && !d.is(l, k, gazetteer.GivenName):
			last = k
		case p == "ADJ" || p == "DET" || p == "PART" || p == "PRON" && l.fold(k) == "'s" || l.fold(k) == "human" || l.fold(k) == "'s":
		case last >= 0 && (l.fold(k) == "of" || l.fold(k) == "and" || l.fold(k) == "to" || l.fold(k) == "in" && k > i+1):
			if p := l.at(k + 1); l.fold(k) == "and" && last == k-1 && p != "NOUN" && p != "ADJ" {
				return last, true
			}
		default:
			return last, last >= 0
		}
	}
	return last, last >= 0
}

// unitAt is the last word of the name of a part of a ministry that stands
// between commas after an office: "Director, Arms Control Division, Ministry of
// Defence". Words that name what it deals with make no organisation of it.
func (d *doc) unitAt(l *line, j int, o *office) (int, bool) {
	if o.plural || o.state != nil || o.org != nil || len(o.parts) > 0 || !o.capital {
		return 0, false
	}
	for k := j; k < len(l.words) && k < j+7; k++ {
		if l.fold(k) == "and" && k > j && d.phraseWord(l, k+1, j) {
			continue
		}
		if !d.phraseWord(l, k, j) {
			return 0, false
		}
		switch l.fold(k) {
		case "division", "section", "unit", "desk", "directorate", "bureau", "branch", "department", "office":
			if k == j || d.lex.MatchAt(l.words, j, gazetteer.OfficeHead) > 0 {
				return 0, false
			}
			if l.fold(k+1) == "," {
				n := k + 2
				if l.fold(n) == "the" {
					n++
				}
				if b, ok := d.bodyAt(l, n); ok && ministerial(l, n, b.last) {
					return k, true
				}
			}
			return 0, false
		}
	}
	return 0, false
}

// ministerial reports whether the words first..last name a ministry, secretariat
// or other house that units belong to.
func ministerial(l *line, first, last int) bool {
	for k := first; k <= last; k++ {
		switch l.fold(k) {
		case "ministry", "department", "secretariat", "commission", "agency", "office", "chancellery", "government", "organization", "authority":
			return true
		}
	}
	return false
}

// lowerPhrase is the last word of a lower-case phrase such as "foreign
// affairs", "science and ICT", "global affairs" after the head of an office.
func (d *doc) lowerPhrase(l *line, i int, prep string) (int, bool) {
	last, n := -1, 0
	for k := i; k < len(l.words) && n < 5; k++ {
		w := &l.words[k]
		if !w.Letter {
			break
		}
		if w.Fold == "and" && last == k-1 && k > i {
			if p := l.at(k + 1); p == "NOUN" || p == "PROPN" {
				if d.lex.MatchAt(l.words, k+1, gazetteer.OfficeHead|gazetteer.EventRole) > 0 || l.words[k+1].Upper && !l.words[k+1].Caps {
					break
				}
				continue
			}
			break
		}
		if p := l.at(k); p != "NOUN" && p != "ADJ" && p != "PROPN" {
			break
		}
		if d.lex.MatchAt(l.words, k, gazetteer.OfficeHead) > 0 || d.is(l, k, gazetteer.Function) {
			break
		}
		if w.Upper && !w.Caps {
			break
		}
		n++
		if p := l.at(k); p != "ADJ" {
			last = k
		}
	}
	if prep == "for" && last >= 0 && !d.is(l, last, gazetteer.MinistryWord|gazetteer.OfficeWord) {
		return last, l.fold(last) != "talks" && l.fold(last) != "consultations"
	}
	return last, last >= 0
}

func (l *line) at(i int) string {
	if i < 0 || i >= len(l.pos) {
		return ""
	}
	return l.pos[i]
}

// officeEntity is the entity of an office.
func (d *doc) officeEntity(label string, aliases []string) int {
	key := gazetteer.Fold(label)
	e, ok := d.byOffice[key]
	if !ok {
		e = d.a.AddEntity(extract.Entity{Class: schema.Office, Label: label})
		d.byOffice[key] = e
	}
	for _, s := range aliases {
		d.a.AddAlias(e, s)
	}
	return e
}

// addOffice adds the items of an office: the bodies and states in it.
func (d *doc) addOffice(l *line, o *office) {
	if o.role && (o.last == o.head && o.org == nil || !presides(l.fold(o.head))) && o.modState == nil {
		return
	}
	for _, p := range o.parts {
		it := item{first: p.first, last: p.last, inside: true, entity: extract.NoEntity, rule: "actor.in-office"}
		switch {
		case p.body != nil:
			it.kind, it.entity = orgItem, d.bodyEntity(l, p.body)
			if p.seat && o.body == extract.NoEntity && (o.org == nil || p.known != nil && p.known.Organization == o.org) {
				o.body = it.entity
			}
		case p.known.Kind == gazetteer.StateName:
			it.kind, it.entity = stateItem, d.stateEntity(p.known.State, l.text(d, p.first, p.last))
		case p.known.Kind == gazetteer.Demonym:
			it.kind, it.entity = demonymItem, d.stateEntity(p.known.State, "")
		case p.known.Kind == gazetteer.OrganizationName:
			it.kind, it.entity = orgItem, d.organizationEntity(p.known.Organization, l.text(d, p.first, p.last))
			if p.seat && o.body == extract.NoEntity && o.org == p.known.Organization {
				o.body = it.entity
			}
		case p.known.Kind == gazetteer.PlaceName:
			it.kind, it.entity = placeItem, d.placeEntity(p.known.Place, l.text(d, p.first, p.last))
		}
		l.items = append(l.items, it)
	}
	slices.SortStableFunc(l.items, func(a, b item) int { return a.first - b.first })
	label, aliases := d.label(l, o)
	it := item{kind: officeItem, first: o.first, last: o.last, entity: extract.NoEntity, office: o, rule: "actor.office"}
	if !o.role && (o.complete || o.capital) || o.role && o.last > o.head && presides(l.fold(o.head)) {
		it.entity = d.officeEntity(label, aliases)
	} else {
		it.hidden = true
	}
	l.items = append(l.items, it)
}
