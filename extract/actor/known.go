package actor

import (
	"strings"

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
	if d.shipAt(l, m.First) {
		return true
	}
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

// shipAt reports whether word i begins the name of a ship: a word such as "HMS"
// or "frigate" stands before it, here or for the same name elsewhere.
func (d *doc) shipAt(l *line, i int) bool {
	if vessel(l, i-1, d.lex) {
		return true
	}
	return d.ships[l.fold(i)] && l.fold(i-1) == "the"
}

// vessel reports whether word k says that the name of a ship follows.
func vessel(l *line, k int, lex *gazetteer.Lexicon) bool {
	if k < 0 || l.upper || k+1 >= len(l.words) || !l.words[k+1].Upper || l.words[k+1].Hyphen {
		return false
	}
	c := lex.Word(l.words[k].Fold)
	return c&gazetteer.ShipPrefix != 0 && l.words[k].Caps || c&gazetteer.ShipNoun != 0 && !l.words[k].Upper
}

// noteShips notes the first words of the names of ships.
func (d *doc) noteShips() {
	d.ships = map[string]bool{}
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.words {
			if vessel(l, k, d.lex) {
				d.ships[l.fold(k+1)] = true
			}
		}
	}
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
	d.noteShips()
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
