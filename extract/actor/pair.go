package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// leaders are the want persons that "the two leaders", "both officials" mean,
// where the noun is word j of line i; nil where that is not plain.
func (d *doc) leaders(l *line, i, j, want int) []int {
	leader := false
	switch l.fold(j) {
	case "leaders":
		leader = true
	case "officials", "diplomats", "men", "women", "interlocutors", "envoys", "counterparts":
	default:
		return nil
	}
	if leader {
		var who []int
		for p := range d.persons {
			for _, t := range d.persons[p].offices {
				if !d.tenures[t].former && headOfState(d.tenures[t].label) {
					who = append(who, d.persons[p].entity)
					break
				}
			}
		}
		if len(who) == want {
			return who
		}
	}
	if i == 0 || d.lines[i-1].block != l.block && d.lines[i-1].heading {
		return nil
	}
	if who := d.personsIn(&d.lines[i-1]); len(who) == want {
		return who
	}
	return nil
}

// headOfState tells the offices of those who lead a state or government.
func headOfState(label string) bool {
	f := strings.ToLower(label)
	if strings.Contains(f, "vice") || strings.Contains(f, "deputy") {
		return false
	}
	for _, w := range []string{"president", "prime minister", "premier", "chancellor", "king", "queen", "emir", "sultan", "taoiseach", "crown prince"} {
		if strings.HasPrefix(f, w) || strings.HasSuffix(f, w) {
			return true
		}
	}
	return false
}

// personsIn are the different persons whom a line names, in order.
func (d *doc) personsIn(l *line) []int {
	var out []int
	for k := range l.items {
		if it := &l.items[k]; it.kind == personItem && it.person >= 0 && !slices.Contains(out, it.entity) {
			out = append(out, it.entity)
		}
	}
	return out
}

// bothAlone reads "Both said", "Both are": the two persons of the sentence
// before, or its two states where it names no person.
func (d *doc) bothAlone(l, last *line, i, k int) {
	if k > 1 || last == nil || last.block != l.block || d.quoted(l, k) {
		return
	}
	switch p := l.at(k + 1); {
	case p != "VERB" && p != "AUX" && p != "ADV":
		return
	}
	who := d.personsIn(last)
	if len(who) == 0 {
		for _, it := range last.top() {
			if it.kind == stateItem && !slices.Contains(who, it.entity) {
				who = append(who, it.entity)
			}
		}
	}
	if len(who) != 2 {
		return
	}
	for _, e := range who {
		d.refer(i, k, k, e, extract.Nominal, "actor.both")
	}
}

// chairPair are the persons who are said to chair together, if there are two.
func (d *doc) chairPair() []int {
	var found []int
	add := func(e int) {
		if e >= 0 && !slices.Contains(found, e) {
			found = append(found, e)
		}
	}
	for n := range d.lines {
		l := &d.lines[n]
		for k := range l.words {
			if f := l.fold(k); f != "cochaired" && f != "cochair" && f != "cochairs" && f != "cochairing" && !(f == "chaired" && l.fold(k-1) == "jointly") {
				continue
			}
			by := l.fold(k+1) == "by"
			var row []int
			for x := range l.items {
				it := &l.items[x]
				if it.kind != personItem || it.person < 0 || by != (it.first > k) {
					continue
				}
				row = append(row, it.entity)
			}
			if len(row) == 2 {
				add(row[0])
				add(row[1])
			}
		}
	}
	if len(found) != 2 {
		found = nil
		for p := range d.persons {
			for _, t := range d.persons[p].offices {
				if f := foldWords(d.tenures[t].label); !d.tenures[t].former && len(f) > 0 && strings.HasPrefix(f[0], "cochair") {
					add(d.persons[p].entity)
				}
			}
		}
	}
	if len(found) != 2 {
		return nil
	}
	return found
}

// coChairs refers "the co-chairs", "the two chairs" at the article to the
// persons who chair together.
func (d *doc) coChairs(l *line, i, the int, chairs []int) {
	k := the + 1
	if l.fold(k) == "two" {
		k++
	}
	switch l.fold(k) {
	case "cochairs", "cochairpersons", "cochairmen":
	case "chairs":
		if k == the+1 {
			return
		}
	default:
		return
	}
	if l.fold(k+1) == "of" {
		return
	}
	for _, e := range chairs {
		d.refer(i, the, k, e, extract.Nominal, "actor.the-co-chairs")
	}
}
