package actor

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// known is a match of the gazetteer whose best reading the context allows.
type known struct {
	first, last int
	entry       *gazetteer.Entry
}

// knownAt is the longest known name at word i, or none. Names that need
// context are taken only where the document has it.
func (d *doc) knownAt(l *line, i int) (known, bool) {
	if i < 0 || i >= len(l.words) {
		return known{}, false
	}
	m, ok := d.g.MatchAt(l.words, i, l.upper)
	if !ok {
		return known{}, false
	}
	for k := range m.Entries {
		e := &m.Entries[k]
		if e.Abbreviation {
			if ab, ok := d.learnt[l.text(d, m.First, m.Last)]; ok && ab.org == nil {
				continue
			}
		}
		if e.Kind == gazetteer.OrganizationName && e.NeedsContext && !d.hasContext(e) {
			continue
		}
		if e.Kind == gazetteer.StateName && e.State.Alpha2 == "KR" && d.korea != "KR" && l.fold(m.First) == "korea" && m.First == m.Last {
			continue
		}
		if d.misleading(l, m, e) {
			continue
		}
		return known{m.First, m.Last, e}, true
	}
	return known{}, false
}

// misleading reports names of states that are part of another name: "Korean
// Peninsula", "New Mexico", "South Georgia", "Jordan Valley", "American
// Samoa".
func (d *doc) misleading(l *line, m gazetteer.Match, e *gazetteer.Entry) bool {
	if e.Kind == gazetteer.Demonym {
		return false
	}
	if e.Kind == gazetteer.StateName && m.First == m.Last {
		switch l.fold(m.First - 1) {
		case "new", "lake":
			return l.words[m.First-1].Upper
		}
		switch l.fold(m.Last + 1) {
		case "valley", "river", "street", "avenue", "road", "city", "wall":
			return l.words[m.Last+1].Upper
		}
	}
	return false
}

// hasContext reports whether the document says enough for a short or common
// name: the organisation's own full name, or for a name that is no
// abbreviation, its parent or its home state.
func (d *doc) hasContext(e *gazetteer.Entry) bool {
	o := e.Organization
	if d.seen[o.Key()] {
		return true
	}
	if e.Abbreviation {
		return false
	}
	return o.PartOf != "" && d.seen["org/"+o.PartOf] || o.Home != "" && d.seen["state/"+o.Home]
}

// An abbreviation is what "Full Name (ABBR)" has taught: the organisation, or
// nil where the full name is none.
type abbreviation struct {
	org *gazetteer.Organization
}

// survey notes which actors the document names beyond doubt, and which
// abbreviations it explains.
func (d *doc) survey() {
	d.seen = map[string]bool{}
	d.learnt = map[string]abbreviation{}
	if d.publisher >= 0 {
		d.seen[d.a.Entities[d.publisher].Key] = true
	}
	d.family = map[string]bool{}
	north, south := 0, 0
	for i := range d.lines {
		l := &d.lines[i]
		for k := 0; k < len(l.words); k++ {
			m, ok := d.g.MatchAt(l.words, k, l.upper)
			if !ok {
				d.noteFamily(l, k)
				continue
			}
			e := &m.Entries[0]
			switch e.Kind {
			case gazetteer.StateName, gazetteer.Demonym:
				d.seen[e.State.Key()] = true
				switch {
				case e.State.Alpha2 == "KP":
					north++
				case e.State.Alpha2 == "KR" && l.fold(m.First) != "korea" && l.fold(m.First) != "korean":
					south++
				}
			case gazetteer.OrganizationName:
				for j := range m.Entries {
					if e := &m.Entries[j]; e.Kind == gazetteer.OrganizationName && !e.NeedsContext {
						for o := e.Organization; o != nil; {
							d.seen[o.Key()] = true
							next, ok := d.g.Organization(o.PartOf)
							if !ok {
								break
							}
							o = next
						}
					}
				}
			}
			d.learn(l, m)
			k = m.Last
		}
	}
	d.korea = "KR"
	if north > 0 && south == 0 && d.publisherState == nil {
		d.korea = ""
	}
	for i := range d.lines {
		d.unlearn(&d.lines[i])
	}
}

// noteFamily notes the family names that follow a title or end a name that is
// one beyond doubt.
func (d *doc) noteFamily(l *line, k int) {
	if !l.words[k].Letter || !l.words[k].Upper {
		return
	}
	if n := d.lex.MatchAt(l.words, k, gazetteer.Honorific|gazetteer.OfficeHead); n > 0 {
		at := k + n
		if l.fold(at) == "." {
			at++
		}
		if at < len(l.words) && l.words[at].Upper && l.words[at].Letter && d.plainName(l, at) && !d.is(l, at, gazetteer.OfficeWord|gazetteer.OfficeHead) &&
			!(at+1 < len(l.words) && l.words[at+1].Upper) {
			d.family[l.fold(at)] = true
		}
		return
	}
	if d.is(l, k, gazetteer.GivenName) {
		if end := d.nameEnd(l, k, false); end > k && d.nameStrength(l, k, end) >= 2 {
			d.family[l.fold(end)] = true
		}
	}
}

// learn notes the abbreviation in brackets after a known organisation.
func (d *doc) learn(l *line, m gazetteer.Match) {
	for j := range m.Entries {
		e := &m.Entries[j]
		if e.Kind != gazetteer.OrganizationName || e.Abbreviation {
			continue
		}
		if ab, _, ok := d.bracketed(l, m.Last); ok && spells(ab, l, m.First, m.Last) {
			d.learnt[ab] = abbreviation{org: e.Organization}
			d.seen[e.Organization.Key()] = true
			return
		}
	}
}

// unlearn notes the abbreviations that stand for something else than the
// organisation of that name: "information and communication technologies
// (ICT)".
func (d *doc) unlearn(l *line) {
	for i := range l.words {
		ab, _, ok := d.bracketed(l, i)
		if !ok {
			continue
		}
		if _, ok := d.learnt[ab]; ok {
			continue
		}
		es := d.g.Lookup(ab)
		if len(es) == 0 {
			continue
		}
		for first := max(0, i-2*len(ab)); first <= i; first++ {
			if !spells(ab, l, first, i) {
				continue
			}
			phrase := l.text(d, first, i)
			same := false
			for _, e := range d.g.Lookup(phrase) {
				for _, x := range es {
					same = same || e.State != nil && e.State == x.State || e.Organization != nil && e.Organization == x.Organization
				}
			}
			if !same {
				d.learnt[ab] = abbreviation{}
			}
			break
		}
	}
}

// bracketed is the abbreviation in brackets after word i: its text and the
// index of its word.
func (d *doc) bracketed(l *line, i int) (string, int, bool) {
	if l.fold(i+1) != "(" {
		return "", 0, false
	}
	k := i + 2
	if l.fold(k) == `"` || l.fold(k) == "the" {
		k++
	}
	if k >= len(l.words) || !l.words[k].Letter {
		return "", 0, false
	}
	s := l.text(d, k, k)
	upper := 0
	for _, r := range s {
		if r >= 'A' && r <= 'Z' {
			upper++
		}
	}
	if upper < 2 || len(s) > 10 {
		return "", 0, false
	}
	end := k + 1
	if l.fold(end) == `"` {
		end++
	}
	switch l.fold(end) {
	case ")", ",", ";", "or":
		return s, k, true
	}
	return "", 0, false
}

// spells reports whether the initials of the words first..last, function words
// skipped or not, contain the letters of ab in order, starting with the first
// and using the last important word.
func spells(ab string, l *line, first, last int) bool {
	ab = strings.ToLower(strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, ab))
	if ab == "" || l.fold(first) == "" || l.fold(first)[0] != ab[0] {
		return false
	}
	at, used := 0, -1
	for i := first; i <= last && at < len(ab); i++ {
		f := l.fold(i)
		if f != "" && f[0] == ab[at] {
			at++
			used = i
			// the last word may give several letters: "Cybersecurity" = CS
			for k := 1; i == last && k < len(f) && at < len(ab); k++ {
				if f[k] == ab[at] {
					at++
				}
			}
		}
	}
	return at == len(ab) && used >= last-1
}

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
	learnt      bool // by its abbreviation, which the document has explained
	entity      int  // of a learnt one
}

// bodyAt reads a known or unknown organisation that starts at word i.
func (d *doc) bodyAt(l *line, i int) (body, bool) {
	if i < len(l.words) && l.words[i].Upper {
		if e, ok := d.abbr[d.a.Doc.Text[l.words[i].Start:l.words[i].End]]; ok {
			return body{first: i, last: i, org: d.orgOf(e), learnt: true, entity: e}, true
		}
	}
	k, isKnown := d.knownAt(l, i)
	b, ok := d.readBody(l, i)
	if isKnown && k.entry.Kind == gazetteer.OrganizationName {
		if !ok || k.last >= b.last {
			return body{first: i, last: k.last, org: k.entry.Organization}, true
		}
	}
	if !ok {
		return body{}, false
	}
	d.identify(l, &b)
	return b, true
}

// readBody reads an organisation by its head noun.
func (d *doc) readBody(l *line, i int) (body, bool) {
	b := body{first: i}
	j := i
	if k, ok := d.knownAt(l, j); ok {
		switch k.entry.Kind {
		case gazetteer.StateName, gazetteer.Demonym:
			b.state = k.entry.State
			j = k.last + 1
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
			if w.Fold == "'s" && k > j && d.capital(l, k+1) && !d.is(l, k-1, gazetteer.OfficeHead) {
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
			if kn, ok := d.knownAt(l, k); ok && kn.entry.Kind != gazetteer.PlaceName && kn.last > k {
				break
			}
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
	if h := l.fold(head); h == "party" && head == j {
		return body{}, false // "Party to the Convention"
	}
	bare := head-headWords+1 == j && !hasComplement
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
	if weakHead(l.fold(head)) && !hasComplement && b.state == nil && b.parent == nil && !d.namesIt(l, j, head-headWords) {
		return body{}, false
	}
	// "NATO Alliance" is NATO, "U.S.-Japan Alliance" nobody
	if h := l.fold(head); h == "alliance" || h == "union" || h == "team" {
		if bare && !(b.possessive && b.state != nil && hasComplement) || b.state != nil && l.words[j].Hyphen {
			return body{}, false
		}
	}
	b.committee = committee(l.fold(head)) || headWords > 1 && (l.fold(head) == "group" || l.fold(head) == "party" || l.fold(head) == "force")
	end := b.last
	if b.stateEnd > 0 {
		end = b.stateEnd
	}
	b.core = l.text(d, nameStart, end)
	return b, true
}

// weakHead tells the head nouns that need a proper name before them: "Joint
// Stock Company" is a kind, "Vympel Company" a company.
func weakHead(head string) bool {
	switch head {
	case "company", "systems", "technologies", "group", "team", "corps", "delegation", "union", "networks", "enterprises", "holdings", "industries",
		"motors", "division", "unit", "mission", "command", "coalition", "alliance", "administration", "services", "offices", "section", "corporation",
		"forces", "party", "network", "news", "press", "school", "society", "lab", "labs", "church", "organizations", "agencies", "companies", "centers", "institutions", "consortium", "electronics", "television", "radio", "bank", "court", "courts", "embassies", "institute", "chambers", "inc", "corp", "ltd", "llc", "cabinet", "guards":
		return true
	}
	return false
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
					case "", ".", ",", ")":
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
				if b.state == nil {
					b.state = k.entry.State
					if b.ministry && ok || comma {
						b.stateEnd = i - 1
					}
				}
				return k.last, true
			case gazetteer.OrganizationName:
				if comma {
					return end, ok
				}
				if b.parent == nil && prep == "of" {
					b.parent = k.entry.Organization
				}
				if n, more := d.nounPhrase(l, k.last+1); more && l.fold(k.last+1) != "," {
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

// nounPhrase is the last word of the capitalised phrase that starts at i:
// "Foreign Affairs and Trade", "Economy, Trade and Industry", "Population,
// Refugees, and Migration".
func (d *doc) nounPhrase(l *line, i int) (int, bool) {
	last := -1
	for k := i; k < len(l.words); {
		switch f := l.fold(k); {
		case last == k-1 && l.fold(last) == "affairs" && k > i && l.words[k].Upper && !d.is(l, k, gazetteer.BodyHead):
			return last, true // a name follows
		case d.phraseWord(l, k, i):
			last = k
			k++
			continue
		case f == "'s" && last == k-1 && d.phraseWord(l, k+1, i):
			k++
			continue
		case k > i && last == k-1 && l.words[k].Upper && d.is(l, k, gazetteer.Function) && d.phraseWord(l, k+1, i):
			k++ // "Violence Against Women"
			continue
		case f == "and" && last == k-1 && d.phraseWord(l, k+1, i) && d.joins(l, k+1):
			k++
			continue
		case f == "," && last == k-1:
			if e, ok := d.listEnd(l, k); ok {
				last = e
				k = e + 1
				continue
			}
		case f == "in" && last == k-1 && k > i && d.phraseWord(l, k+1, i):
			if _, known := d.knownAt(l, k+1); !known {
				k++
				continue
			}
		}
		break
	}
	return last, last >= 0
}

// phraseWord reports whether word k may stand in a capitalised noun phrase
// that began at i: a capital, no known state or organisation, no title of a
// person and no given name after a title.
func (d *doc) phraseWord(l *line, k, i int) bool {
	if k >= len(l.words) || !l.words[k].Letter {
		return false
	}
	w := &l.words[k]
	if !w.Upper && !(w.Hyphen && k > i) {
		return false
	}
	if d.is(l, k, gazetteer.Function) && !w.Caps {
		return false
	}
	if isDay(w.Fold) {
		return false
	}
	if kn, ok := d.knownAt(l, k); ok {
		switch kn.entry.Kind {
		case gazetteer.StateName, gazetteer.OrganizationName:
			return false
		case gazetteer.PlaceName:
			// "Secretary of Defense Austin"
			if k > i && kn.first == kn.last && kn.entry.Place.Kind != "region" && d.is(l, k-1, gazetteer.Common) {
				return false
			}
		}
	}
	if k > i && !w.Hyphen && (d.is(l, k, gazetteer.Honorific) || d.nameBegins(l, k) || d.rankBegins(l, k)) {
		return false
	}
	if k > i && l.heading && d.is(l, k, gazetteer.SpeechVerb) {
		return false // "Bureau of X Receives Award"
	}
	return true
}

// foreign reports whether word k is a capitalised word that no list of words,
// states, places or organisations knows.
func (d *doc) foreign(l *line, k int) bool {
	if !l.words[k].Upper || d.lex.Word(l.fold(k))&^(gazetteer.GivenName|gazetteer.WeakGivenName|gazetteer.FamilyName|gazetteer.FamilyFirst|gazetteer.Particle) != 0 {
		return false
	}
	_, known := d.g.MatchAt(l.words, k, l.upper)
	return !known
}

// rankBegins reports whether a rank stands before a name at word k: "Minister
// of Energy Prince A".
func (d *doc) rankBegins(l *line, k int) bool {
	n := d.lex.MatchAt(l.words, k, gazetteer.RankTitle)
	if n == 0 || k+n >= len(l.words) || !l.words[k+n].Upper {
		return false
	}
	return !d.is(l, k+n, gazetteer.OfficeHead|gazetteer.OfficeWord|gazetteer.BodyHead|gazetteer.EventHead|gazetteer.NotName|gazetteer.Function)
}

// nameBegins reports whether the name of a person begins at word k within a
// run of capitals: "Assistant Secretary for African Affairs Molly Phee".
func (d *doc) nameBegins(l *line, k int) bool {
	if d.family[l.fold(k)] && !d.is(l, k, gazetteer.EventHead|gazetteer.BodyHead|gazetteer.OfficeWord|gazetteer.NotName) && !(k+1 < len(l.words) && l.words[k+1].Upper) {
		return true
	}
	if !l.words[k].Caps && !l.words[k].Hyphen && d.foreign(l, k) && d.is(l, k-1, gazetteer.Common) && !(k+1 < len(l.words) && l.words[k+1].Upper && !d.foreign(l, k+1)) && (l.fold(k+1) != "and" && l.fold(k+1) != ",") {
		return true // "Special Envoy for Climate Kerry"
	}
	if !d.is(l, k, gazetteer.GivenName|gazetteer.WeakGivenName|gazetteer.FamilyFirst) {
		return false
	}
	end := d.nameEnd(l, k, false)
	return end > k && (d.nameStrength(l, k, end) >= 2 || d.nameStrength(l, k, end) == 1 && (d.is(l, k, gazetteer.FamilyFirst) || d.family[l.fold(end)]))
}

func isDay(f string) bool {
	switch f {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july",
		"august", "september", "october", "november", "december":
		return true
	}
	return false
}

// joins reports whether the phrase after "and" belongs to the name before it:
// it is no organisation, office or person of its own.
func (d *doc) joins(l *line, k int) bool {
	if d.lex.MatchAt(l.words, k, gazetteer.Honorific|gazetteer.RankTitle) > 0 {
		return false
	}
	for e := k; e < len(l.words) && e < k+5 && d.phraseWord(l, e, k); e++ {
		if d.lex.MatchAt(l.words, e, gazetteer.BodyHead) > 0 && d.is(l, e, gazetteer.MinistryHead) {
			return false
		}
		if d.lex.MatchAt(l.words, e, gazetteer.OfficeHead) > 0 && !d.is(l, e, gazetteer.BodyHead) {
			return false
		}
	}
	if d.is(l, k, gazetteer.GivenName) && k+1 < len(l.words) && l.words[k+1].Upper {
		return false
	}
	if d.is(l, k, gazetteer.BodyHead) && l.fold(k+1) == "of" {
		return false
	}
	return true
}

// listEnd reads ", Refugees, and Migration" from the comma on: the last word
// of a list that "and" closes.
func (d *doc) listEnd(l *line, comma int) (int, bool) {
	k := comma
	for n := 0; n < 4; n++ {
		if l.fold(k) != "," {
			break
		}
		k++
		closing := false
		if l.fold(k) == "and" {
			closing = true
			k++
		}
		start := k
		for k < len(l.words) && d.phraseWord(l, k, start) {
			k++
		}
		if k == start || !d.joins(l, start) || k-start > 4 {
			return 0, false
		}
		if closing {
			return k - 1, true
		}
		if l.fold(k) == "and" && d.phraseWord(l, k+1, k+1) && d.joins(l, k+1) {
			k++
			start = k
			for k < len(l.words) && d.phraseWord(l, k, start) {
				k++
			}
			return k - 1, true
		}
	}
	return 0, false
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
	if b.parent != nil {
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
