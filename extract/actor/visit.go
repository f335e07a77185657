package actor

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// visited gives the ministers whom somebody met in a country, and whose offices
// are named without a state, that country's: "In Riyadh, he met with Foreign
// Minister A".
func (d *doc) visited() {
	if d.a.Doc.Meta.Genre == extract.Transcript {
		return
	}
	abroad := d.titleState()
	for i := range d.tenures {
		t := &d.tenures[i]
		o := t.office
		if t.item == nil || t.former || o.state != nil || o.org != nil || o.body >= 0 || o.plural || o.role || !o.capital || !official(t.label) || t.rule != "actor.office-name" && t.rule != "actor.name-comma-office" && t.rule != "actor.royal-title" {
			continue
		}
		l := d.lineOf(t.evidence[0])
		if l == nil || d.persons[t.person].entity == d.speaker || !minister(t.label) && !d.fullName(l, t.person) {
			continue
		}
		var state *gazetteer.State
		if metBefore(l, o.first) {
			if state = d.placeState(l); state == nil {
				state = d.sectionState(l)
			}
			if state == nil && !abroad.bilateral {
				state = abroad.state
			}
		} else if lead := d.leadIn(l); lead != nil && metBefore(lead, len(lead.words)) {
			if state = d.placeState(lead); state == nil {
				state = d.sectionState(lead)
			}
		}
		if state == nil && abroad.bilateral && d.publisherState != nil && d.publisherState.Alpha2 == "US" && minister(t.label) && d.fullName(l, t.person) && meets(l) {
			state = abroad.state
		}
		if state == nil || state == d.publisherState || d.otherState(t, state) || elsewhere(o, state) {
			continue
		}
		d.giveState(t, state)
		t.office.implied = true
	}
}

// elsewhere reports whether the name of the office holds a place of another
// state: "Crown Prince of Abu Dhabi", met in Rabat.
func elsewhere(o *office, s *gazetteer.State) bool {
	for i := range o.parts {
		if e := o.parts[i].known; e != nil && e.Place != nil && e.Place.State != "" && e.Place.State != s.Alpha2 {
			return true
		}
	}
	return false
}

// fullName reports whether the line has more than the family name of the
// person.
func (d *doc) fullName(l *line, person int) bool {
	for k := range l.items {
		if it := &l.items[k]; it.kind == personItem && it.person == person && it.last > it.first {
			return true
		}
	}
	return false
}

// leadIn is the line with a colon that a list item stands under, or nil.
func (d *doc) leadIn(l *line) *line {
	if d.a.Doc.Blocks[l.block].Kind != extract.ListItem {
		return nil
	}
	var lead *line
	for i := range d.lines {
		b := &d.lines[i]
		if b.block >= l.block {
			break
		}
		if d.a.Doc.Blocks[b.block].Kind != extract.ListItem {
			lead = b
		}
	}
	if lead == nil || lead.fold(len(lead.words)-1) != ":" {
		return nil
	}
	return lead
}

// metBefore reports whether a verb of meeting stands before word i, with none
// of saying between.
func metBefore(l *line, i int) bool {
	for k := i - 1; k >= 0; k-- {
		switch l.fold(k) {
		case "met", "meet", "meets", "meeting", "meetings", "talks":
			return true
		case "said", "says", "told", "joined", "accompanied":
			return false
		}
	}
	return false
}

// otherState reports whether the document gives the person a state already.
func (d *doc) otherState(t *tenure, s *gazetteer.State) bool {
	for _, k := range d.persons[t.person].offices {
		if x := d.tenures[k].office.state; x != nil && x != s && !d.tenures[k].office.implied {
			return true
		}
	}
	for _, h := range d.persons[t.person].homes {
		if h != s {
			return true
		}
	}
	return false
}

func (d *doc) lineOf(s extract.Span) *line {
	for i := range d.lines {
		if d.lines[i].extent == s {
			return &d.lines[i]
		}
	}
	return nil
}

// official tells the offices of governments that visitors meet.
func official(label string) bool {
	f := strings.ToLower(label)
	for _, s := range []string{"minister", "president", "premier", "chancellor", "king", "emir", "crown prince", "foreign secretary", "state secretary"} {
		if s == "president" && strings.Contains(f, "vice") {
			continue
		}
		if strings.Contains(f, s) {
			return true
		}
	}
	return false
}

func meets(l *line) bool {
	for k := range l.words {
		switch l.fold(k) {
		case "met", "meet", "meets", "meeting", "meetings", "talks", "spoke", "led", "chaired", "cochaired", "headed", "hosted", "signed", "joined", "participated":
			return true
		}
	}
	return false
}

// sectionState is the state that the lines before l in its block, or else the
// heading over it, speak of.
func (d *doc) sectionState(l *line) *gazetteer.State {
	at := 0
	for at < len(d.lines) && d.lines[at].extent != l.extent {
		at++
	}
	for i := at - 1; i >= 0 && i >= at-40; i-- {
		b := &d.lines[i]
		switch {
		case b.block == l.block && i >= at-3:
			if s := d.placeState(b); s != nil {
				return s
			}
		case b.heading:
			if b.extent.Start == 0 || d.a.Doc.Blocks[b.block].Level == 1 {
				return nil
			}
			return d.placeState(b)
		}
	}
	return nil
}

// placeState is the state of the only place or state that the line names
// outside of offices, the publisher's own state aside.
func (d *doc) placeState(l *line) *gazetteer.State {
	var found *gazetteer.State
	for k := range l.items {
		it := &l.items[k]
		var s *gazetteer.State
		switch it.kind {
		case placeItem, stateItem:
			if it.inside {
				if it.kind == stateItem {
					return nil
				}
				continue
			}
			s = d.stateOf(it.entity)
			if s == nil && it.kind == placeItem {
				if p, ok := d.g.Place(strings.TrimPrefix(d.a.Entities[it.entity].Key, "place/")); ok && p.State != "" {
					s, _ = d.g.State(p.State)
				}
			}
		case demonymItem:
			if s = d.stateOf(it.entity); found == nil || s != found {
				return nil
			}
			continue
		}
		if s == nil || s == d.publisherState {
			continue
		}
		switch f := l.fold(it.first - 1); f {
		case "in", "to", "visit", "visited", "visits", "visiting", "at", ",", "near":
		case "the":
			if p := l.fold(it.first - 2); p != "in" && p != "to" && p != "visit" && p != "visited" {
				continue
			}
		default:
			if !l.heading {
				continue
			}
		}
		if found != nil && found != s {
			return nil
		}
		found = s
	}
	return found
}

// A counterpart is the foreign state that a text of a government deals with.
type counterpart struct {
	state     *gazetteer.State // or nil
	bilateral bool             // a dialogue or call, no visit
}

// titleState is the only foreign state that the title of a text about a visit
// or a bilateral meeting names.
func (d *doc) titleState() counterpart {
	title := d.a.Doc.Meta.Title.Value
	var c counterpart
	visit := false
	ws := gazetteer.Words(title)
	for i := 0; i < len(ws); i++ {
		switch ws[i].Fold {
		case "travel", "travels", "visit", "visits", "trip":
			visit = true
		case "dialogue", "dialog", "consultations", "meeting", "meets", "meetings", "call", "talks", "commission", "joint":
			c.bilateral = d.publisherState != nil
		}
		m, ok := d.g.MatchAt(ws, i, false)
		if !ok {
			continue
		}
		i = m.Last
		s := m.Entries[0].State
		if p := m.Entries[0].Place; p != nil && p.State != "" {
			s, _ = d.g.State(p.State)
		}
		if s == nil || s == d.publisherState {
			continue
		}
		if c.state != nil && c.state != s {
			return counterpart{}
		}
		c.state = s
	}
	if visit {
		c.bilateral = false
	} else if !c.bilateral {
		return counterpart{}
	}
	return c
}

// minister tells the offices that meet their like, presidents and heads of
// government aside, of whom texts also speak without meeting them.
func minister(label string) bool {
	f := strings.ToLower(label)
	return (strings.Contains(f, "minister") || strings.Contains(f, "state secretary")) && !strings.Contains(f, "prime")
}
