package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// complete gives the offices that are named without a state the state that the
// text says elsewhere: "President A of Malta", "the Maltese president" where the
// text has one president without a state.
func (d *doc) complete() {
	for i := range d.tenures {
		t := &d.tenures[i]
		if !d.lacksState(t) && !(t.office.plural && t.office.state == nil && d.persons[t.person].from != nil && ofGovernment(t.label)) {
			continue
		}
		if s := d.persons[t.person].from; s != nil && d.ofPerson(t, s) {
			d.giveState(t, s)
		} else if !t.former {
			if s := d.adjectiveState(t); s != nil {
				d.giveState(t, s)
			}
		}
	}
	mixed := false
	for i := range d.tenures {
		t := &d.tenures[i]
		if t.former || t.office.state != nil || t.office.org != nil || t.office.plural || t.office.role || t.office.rank {
			continue
		}
		if own := d.ownState(); own >= 0 && d.ours(t) {
			if s := d.stateOf(own); s != nil {
				t.office.state, t.office.implied = s, true
				continue
			}
		}
		if !d.lacksState(t) || !t.office.capital {
			continue
		}
		if s := d.counterState(t); s != nil {
			d.giveState(t, s)
			t.office.implied = true
			switch {
			case d.side == nil:
				d.side = s
			case d.side != s:
				mixed = true
			}
		}
	}
	if mixed {
		d.side = nil
	}
	if d.government && d.publisherState != nil {
		d.side = d.publisherState
	}
}

// ours reports whether the office is one of the speaker's own side: "our Minister
// of Trade, A".
func (d *doc) ours(t *tenure) bool {
	if t.item == nil || d.a.Doc.Meta.Genre == extract.News || d.a.Doc.Meta.Genre == extract.Transcript {
		return false
	}
	l := d.lineOf(t.evidence[0])
	if l == nil || len(d.persons[t.person].homes) > 0 || d.quoted(l, t.office.first) {
		return false
	}
	f := l.fold(t.office.first - 1)
	return f == "our" || f == "my"
}

// lacksState reports whether t is an office of a state that the text does not
// name with it.
func (d *doc) lacksState(t *tenure) bool {
	o := t.office
	return o.state == nil && o.org == nil && o.body < 0 && !o.plural && !o.role && !o.rank && ofGovernment(t.label)
}

// ofGovernment tells the offices of heads of state and members of governments.
func ofGovernment(label string) bool {
	if headOfState(label) {
		return true
	}
	f := strings.ToLower(label)
	for _, s := range []string{"minister", "foreign secretary", "home secretary", "state secretary", "secretary of state", "vice president", "attorney general"} {
		if strings.Contains(f, s) {
			return true
		}
	}
	return false
}

// ofPerson reports whether the state that stands after a person's name may be
// that of the office before it: no other state is known.
func (d *doc) ofPerson(t *tenure, s *gazetteer.State) bool {
	for _, h := range d.persons[t.person].homes {
		if h != s {
			return false
		}
	}
	return true
}

// giveState makes the office one of the state, in name too.
func (d *doc) giveState(t *tenure, s *gazetteer.State) {
	o := *t.office
	o.state, o.inherited = s, true
	shared := o.plural
	o.plural = false
	t.office = &o
	if shared {
		t.item = nil
	}
	if t.item != nil {
		t.item.office = t.office
		t.item.hidden = true
	}
	t.aliases = append(t.aliases, t.label)
	t.label = ofState(t.label, s)
	t.entity = extract.NoEntity
	if p := &d.persons[t.person]; !t.former && !slices.Contains(p.homes, s) {
		p.homes = append(p.homes, s)
	}
}

// adjectiveState is the state of the only office "the Maltese president" with
// the words of t's that nobody else holds, where t's holder is the only one of
// such an office without a state.
func (d *doc) adjectiveState(t *tenure) *gazetteer.State {
	stem := officeWords(t.label)
	for i := range d.tenures {
		o := &d.tenures[i]
		if o.person != t.person && !o.former && slices.Equal(officeWords(o.label), stem) {
			return nil
		}
	}
	if len(d.persons[t.person].homes) > 0 {
		return nil
	}
	var found *gazetteer.State
	for i := range d.lines {
		l := &d.lines[i]
		top := l.top()
		for k, it := range top {
			if it.kind != officeItem || it.office.state == nil || it.office.modState == nil || it.office.former || it.office.plural {
				continue
			}
			if k+1 < len(top) && top[k+1].kind == personItem && top[k+1].begin()-it.last <= 2 && top[k+1].person != t.person {
				continue
			}
			if !slices.Equal(officeWords(l.text(d, it.office.modEnd+1, it.last)), stem) || d.holder(it.office.state, stem) {
				continue
			}
			if found != nil && found != it.office.state {
				return nil
			}
			found = it.office.state
		}
	}
	return found
}

// holder reports whether somebody in the document holds the office of the state.
func (d *doc) holder(s *gazetteer.State, stem []string) bool {
	for i := range d.tenures {
		t := &d.tenures[i]
		if t.office.state == s && !t.former && subset(stem, officeWords(t.label)) {
			return true
		}
	}
	return false
}

func officeWords(label string) []string {
	out := foldWords(label)
	return slices.DeleteFunc(out, func(s string) bool {
		return s == "of" || s == "the" || s == "for" || s == "'s" || s == "'" || s == "and"
	})
}

// counterState is the other of the only two states that the text speaks of,
// where t's holder meets somebody of the first in the sentence that names the
// office: two sides met, and one is named by its title alone.
func (d *doc) counterState(t *tenure) *gazetteer.State {
	if len(d.persons[t.person].homes) > 0 || t.item == nil || d.government {
		return nil
	}
	states := d.namedStates()
	if len(states) != 2 {
		return nil
	}
	l := d.lineOf(t.evidence[0])
	if l == nil || !meets(l) {
		return nil
	}
	for k := range l.items {
		it := &l.items[k]
		if it.kind != personItem || it.person < 0 || it.person == t.person {
			continue
		}
		for _, n := range d.persons[it.person].offices {
			switch o := &d.tenures[n]; {
			case o.former || o.office.state == nil || o.office.implied:
			case o.office.state == states[0]:
				return states[1]
			case o.office.state == states[1]:
				return states[0]
			}
		}
	}
	return nil
}

// namedStates are the states that the text names, in order.
func (d *doc) namedStates() []*gazetteer.State {
	var out []*gazetteer.State
	for i := range d.lines {
		for k := range d.lines[i].items {
			it := &d.lines[i].items[k]
			if it.kind != stateItem && it.kind != demonymItem {
				continue
			}
			if s := d.stateOf(it.entity); s != nil && !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// officialsOf gives the persons of "Maltese officials including Minister A and
// Director B" the state that the phrase names.
func (d *doc) officialsOf() {
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.items {
			it := &l.items[k]
			s := d.stateOf(it.entity)
			if s == nil || it.inside || it.kind != stateItem && it.kind != demonymItem || !officials(l, it.last+1) {
				continue
			}
			end := len(l.words)
			for w := it.last + 1; w < len(l.words); w++ {
				if l.fold(w) == ";" || l.at(w) == "VERB" && l.fold(w) != "including" {
					end = w
					break
				}
			}
			for n := range d.tenures {
				t := &d.tenures[n]
				if t.item == nil || t.evidence[0] != d.evidence(l) || t.office.first <= it.last || t.office.first >= end || t.office.state != nil || t.office.org != nil || t.office.body >= 0 ||
					t.office.plural || t.office.role || t.former || d.otherState(t, s) {
					continue
				}
				d.giveState(t, s)
				t.office.implied = true
			}
		}
	}
}

// officials reads "officials including", "leaders, including", "ministers such
// as" at word i.
func officials(l *line, i int) bool {
	switch l.fold(i) {
	case "officials", "leaders", "ministers", "representatives", "counterparts", "delegates", "authorities":
	case "government", "senior", "cabinet":
		if f := l.fold(i + 1); f != "officials" && f != "leaders" && f != "ministers" && f != "representatives" {
			return false
		}
		i++
	default:
		return false
	}
	i++
	if l.fold(i) == "," {
		i++
	}
	return l.fold(i) == "including" || l.fold(i) == "such" && l.fold(i+1) == "as" || l.fold(i) == ":"
}
