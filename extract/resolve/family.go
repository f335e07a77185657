package resolve

import (
	"slices"
	"strings"
)

// termYears is how many years the documents may be apart that call an office
// holder by the family name only.
const termYears = 4

// clearMajority is how many times more documents must give the office to one
// bearer of a family name than to any other, for "President X" to mean the one.
const clearMajority = 3

// lone reports whether a person is known by a family name only.
func lone(i *personInfo) bool {
	return !slices.ContainsFunc(i.names, func(n personName) bool { return len(n.words) > 1 })
}

// joinFamilyNames joins "Prime Minister Abiy" with the one person of that family
// name who is told to hold the office at the time, and those of one office with
// each other where no document has the full name.
func (p *pass) joinFamilyNames(k *clustering[*personInfo]) {
	full, short := map[string][]*cluster{}, map[string][]*cluster{}
	for _, c := range k.live() {
		i := k.infos[c]
		if lone(i) {
			if len(i.names) == 1 && len(i.offices) > 0 {
				short[i.names[0].words[0]] = append(short[i.names[0].words[0]], c)
			}
			continue
		}
		var ends []string
		for _, n := range i.names {
			if len(n.words) > 1 {
				ends = addNew(ends, n.words[0], n.words[len(n.words)-1])
			}
		}
		for _, w := range ends {
			full[w] = append(full[w], c)
		}
	}
	for _, w := range sortedKeys(short) {
		var heads []*cluster // those that found nobody before them
		for _, c := range short[w] {
			to, office := p.bearer(k, c, full[w])
			if to == nil {
				to, office = p.bearer(k, c, heads)
			}
			if to == nil {
				heads = append(heads, c)
				continue
			}
			k.take(to, c, Merge{A: p.member(to), B: p.member(c), Reasons: []string{"family name", "office " + strings.TrimSpace(office)}})
		}
	}
}

// bearer is the one of some persons who holds an office of c at the time, with
// the office; nil if there is none or no clear one.
func (p *pass) bearer(k *clustering[*personInfo], c *cluster, of []*cluster) (best *cluster, office string) {
	most, second := 0, 0
	var seen []*cluster
	for _, o := range of {
		o = o.root()
		if o == c || slices.Contains(seen, o) {
			continue
		}
		seen = append(seen, o)
		n, shared := p.holdsOfficeOf(o, c, k.infos[o], k.infos[c])
		switch {
		case n > most:
			best, office, most, second = o, shared, n, most
		case n > second:
			second = n
		}
	}
	if most == 0 || second*clearMajority > most {
		return nil, ""
	}
	return best, office
}

// holdsOfficeOf counts the documents that give o an office that c is called by,
// 0 where they can't be one.
func (p *pass) holdsOfficeOf(o, c *cluster, oi, ci *personInfo) (documents int, office string) {
	state, sameState := common(oi.states, ci.states)
	if len(oi.states) > 0 && len(ci.states) > 0 && !sameState || shareDocument(o, c) {
		return 0, ""
	}
	if same, decided := p.decision(o, c); decided && !same {
		return 0, ""
	}
	if !slices.ContainsFunc(oi.years, func(x int) bool {
		return slices.ContainsFunc(ci.years, func(y int) bool { return abs(x-y) <= termYears })
	}) {
		return 0, ""
	}
	for _, f := range ci.offices {
		// "Ambassador Smith" may be many, "Secretary of State Smith" one.
		if strings.Count(f, " ") < 2 && state == "" && p.lex.common[ci.names[0].words[0]] {
			continue
		}
		if n := oi.officeDocs[f]; n > documents {
			documents, office = n, f
		}
	}
	if documents > 0 || !p.telling(ci.names[0].words[0]) {
		return documents, office
	}
	// "Secretary Mayorkas" holds the office that is told in full elsewhere.
	for _, f := range ci.offices {
		for _, g := range oi.offices {
			if n := oi.officeDocs[g]; n > documents && partOfOffice(f, g) && (state != "" || !ofMany(f)) {
				documents, office = n, f
			}
		}
	}
	return documents, office
}

// telling reports whether few bear a family name.
func (p *pass) telling(family string) bool {
	return len(family) > 4 && !p.lex.common[family] && p.lex.family[family] == ""
}

// ofMany tells the offices that many hold in one state at one time, where they
// are named by their head alone.
func ofMany(office string) bool {
	switch strings.TrimSpace(office) {
	case "ambassador", "senator", "director", "officer", "representative", "minister", "judge", "member", "fellow":
		return true
	}
	return false
}

// partOfOffice reports whether all words of one office are words of the other,
// which has more: "secretary" and "secretary homeland security".
func partOfOffice(short, long string) bool {
	s, l := strings.Fields(short), strings.Fields(long)
	if len(s) == 0 || len(s) >= len(l) {
		return false
	}
	return !slices.ContainsFunc(s, func(w string) bool { return !slices.Contains(l, w) })
}
