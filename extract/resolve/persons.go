package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// personName is a name of a person, folded.
type personName struct {
	words   []string // hyphens inside a word dropped: "tae-ho" is "taeho"
	letters string   // all letters, sorted: the same for every order and split
	sounds  string   // letters after family and sound variants, sorted
	alias   bool     // no document's fullest name
}

// personMarks joins what a hyphen or an apostrophe splits.
var personMarks = strings.NewReplacer("-", "", "'", "", ".", " ", ",", " ")

// parsePerson folds the name of a person; words in parentheses and other
// scripts stay as they are.
func (l *lexicon) parsePerson(name string) personName {
	var n personName
	key := personMarks.Replace(text.Key(name))
	var sounded []string
	for _, w := range l.untitled(strings.Fields(key)) {
		n.words = append(n.words, w)
		if f, ok := l.family[w]; ok {
			w = f
		}
		sounded = append(sounded, l.sound(w))
	}
	n.letters = sortLetters(strings.Join(n.words, ""))
	n.sounds = sortLetters(strings.Join(sounded, ""))
	return n
}

// untitled drops titles at the head of a name as long as two words are left.
func (l *lexicon) untitled(words []string) []string {
	for len(words) > 2 {
		switch {
		case l.title[words[0]]:
			words = words[1:]
		case len(words) > 3 && words[0] == "h" && words[1] == "e":
			words = words[2:] // H.E.
		default:
			return words
		}
	}
	return words
}

func sortLetters(s string) string {
	r := []rune(s)
	slices.Sort(r)
	return string(r)
}

// sound writes a word as the transcriptions of its sound have it in common.
func (l *lexicon) sound(w string) string {
	var b strings.Builder
scan:
	for w != "" {
		for _, s := range l.sounds {
			if strings.HasPrefix(w, s.from) {
				b.WriteString(s.to)
				w = w[len(s.from):]
				continue scan
			}
		}
		b.WriteByte(w[0])
		w = w[1:]
	}
	return b.String()
}

// sameWords reports whether two names are the same words in any order, where
// neighbours may be written as one: "lee tae ho", "taeho lee".
func sameWords(a, b *personName) bool {
	if a.letters != b.letters {
		return false
	}
	return covers(a.words, b.words) || covers(b.words, a.words)
}

// covers reports whether each word of long is one word of short or two or
// three neighbouring ones joined, and none is left.
func covers(long, short []string) bool {
	left := slices.Clone(short)
	for _, w := range long {
		found := false
		for n := 1; n <= 3 && !found; n++ {
			for i := 0; i+n <= len(left); i++ {
				if strings.Join(left[i:i+n], "") == w {
					left = slices.Delete(left, i, i+n)
					found = true
					break
				}
			}
		}
		if !found {
			return false
		}
	}
	return len(left) == 0
}

// shortOf reports whether two names of two words or more share the family name
// and the given names are full and short form or differ in middle names,
// "Michael R. Pompeo" and "Mike Pompeo"; with initials, whether one gives the
// initial of the other: "K. Okonski" and "Karol Okonski".
func (l *lexicon) shortOf(a, b *personName, initials bool) bool {
	if len(a.words) < 2 || len(b.words) < 2 {
		return false
	}
	family := a.words[len(a.words)-1]
	if family != b.words[len(b.words)-1] || len(family) < 3 {
		return false
	}
	x, y := a.words[0], b.words[0]
	if len(a.words) > 2 && len(b.words) > 2 && a.words[1][0] != b.words[1][0] {
		return false // George W. and George H. W.
	}
	if initials {
		return len(x) == 1 && strings.HasPrefix(y, x) || len(y) == 1 && strings.HasPrefix(x, y)
	}
	return len(x) > 1 && l.fullGiven(x) == l.fullGiven(y)
}

// fullGiven is the given name that a short form stands for.
func (l *lexicon) fullGiven(w string) string {
	if f, ok := l.given[w]; ok {
		return f
	}
	return w
}

// personInfo is what a cluster of persons is compared by.
type personInfo struct {
	names   []personName
	states  []string // ISO codes
	orgs    []*cluster
	offices []string // content words of each office, without names of States
	classes []string // head words of offices: minister, ambassador
	events  []*cluster
	years   []int
	// officeDocs counts the documents that give each office.
	officeDocs map[string]int
}

func (i *personInfo) take(o *personInfo) {
	for _, n := range o.names {
		i.addName(n)
	}
	i.states = addNew(i.states, o.states...)
	i.orgs = addNew(i.orgs, o.orgs...)
	i.offices = addNew(i.offices, o.offices...)
	for f, n := range o.officeDocs {
		i.officeDocs[f] += n
	}
	i.classes = addNew(i.classes, o.classes...)
	i.events = addNew(i.events, o.events...)
	i.years = addNew(i.years, o.years...)
}

func (i *personInfo) refresh() {
	for _, list := range []*[]*cluster{&i.orgs, &i.events} {
		var out []*cluster
		for _, c := range *list {
			out = addNew(out, c.root())
		}
		*list = out
	}
}

// personKey is the letters of a person's name in a document, for comparison
// before persons are resolved.
func (p *pass) personKey(d, e int32) string {
	return p.person(p.docs[d].entities[e].Label).letters
}

// person parses a name once.
func (p *pass) person(name string) personName {
	n, ok := p.named[name]
	if !ok {
		n = p.lex.parsePerson(name)
		p.named[name] = n
	}
	return n
}

// careerYears is the distance in years beyond which two bearers of one name are
// not taken for one.
const careerYears = 15

// The points of the features of persons. The full name needs one agreement
// more to reach personMerge, a variant of it two, a family name alone three.
const (
	personMerge  = 8
	fullName     = 6
	soundName    = 5
	shortName    = 5
	initialName  = 4
	familyName   = 2
	rareName     = 2
	sameOffice   = 3
	sameState    = 2
	sameOrg      = 2
	sameRank     = 2
	sameMeeting  = 3
	rareLetters  = 8 // letters that a full name needs to count as rare
	personRounds = 3
)

func (p *pass) persons() {
	infos := p.personInfos()
	k := clustering[*personInfo]{
		p: p, infos: infos, blocks: personBlocks, merge: personMerge,
		score: func(a, b *cluster) verdict { return p.scorePersons(infos[a], infos[b]) },
		order: func(a, b *cluster) int { return slices.Compare(infos[a].states, infos[b].states) },
	}
	p.collapsePersons(&k)
	k.run(personRounds)
	p.joinLoneNames(&k)
	p.joinFamilyNames(&k)
	p.personInfo = infos
}

// personInfos makes a cluster of each person without a key and reads the claims
// about persons and their offices.
func (p *pass) personInfos() map[*cluster]*personInfo {
	infos := map[*cluster]*personInfo{}
	for d, doc := range p.docs {
		for e := range doc.entities {
			r := ref{int32(d), int32(e)}
			ent := p.entity(r)
			if ent.Class != schema.Person {
				continue
			}
			c := p.of[d][e]
			if c == nil {
				c = p.add(r)
			}
			info := infos[c]
			if info == nil {
				info = &personInfo{officeDocs: map[string]int{}}
				infos[c] = info
			}
			info.addName(p.person(ent.Label))
			for _, s := range ent.Aliases {
				if n := p.person(s); len(n.words) > 1 {
					n.alias = true
					info.addName(n)
				}
			}
			if doc.year != 0 {
				info.years = addNew(info.years, doc.year)
			}
		}
		for i := range doc.claims {
			if f := &doc.claims[i]; f.firm() {
				p.readPersonFact(infos, int32(d), f)
			}
		}
	}
	return infos
}

func (i *personInfo) addName(n personName) {
	for k := range i.names {
		if slices.Equal(i.names[k].words, n.words) {
			i.names[k].alias = i.names[k].alias && n.alias
			return
		}
	}
	if len(n.words) > 0 {
		i.names = append(i.names, n)
	}
}

func (p *pass) readPersonFact(infos map[*cluster]*personInfo, d int32, f *fact) {
	subject, object := p.subject(d, f), p.object(d, f)
	if i := infos[subject]; i != nil {
		switch f.p {
		case schema.Represents, schema.AffiliatedWith:
			p.addSide(i, object)
		case schema.HoldsOffice:
			p.addOffice(i, d, f.o)
		case schema.Addressed, schema.PresentedAt, schema.Attended:
			if object != nil {
				i.events = addNew(i.events, object)
			}
		}
	}
	if i := infos[object]; i != nil && (f.p == schema.ChairedBy || f.p == schema.CoChairedBy) && subject != nil {
		i.events = addNew(i.events, subject)
	}
}

// addSide notes a State, or an organisation and its home State.
func (p *pass) addSide(i *personInfo, side *cluster) {
	if side == nil {
		return
	}
	if code := p.stateOf(side); code != "" {
		i.states = addNew(i.states, code)
	}
	if family(side.class) == schema.Organization {
		i.orgs = addNew(i.orgs, side)
	}
}

// stateOf is the ISO code of a State or of an organisation's home, "" if it is
// not known.
func (p *pass) stateOf(c *cluster) string {
	path := c.key
	if c.class != schema.State {
		known := p.known[path]
		if known == nil {
			return ""
		}
		path = known.Home
	}
	code, _ := strings.CutPrefix(path, "state/")
	return code
}

// addOffice notes an office: its rank, its words, and whose it is.
func (p *pass) addOffice(i *personInfo, d, e int32) {
	if e < 0 || int(e) >= len(p.docs[d].entities) {
		return
	}
	n := p.info(p.docs[d].entities[e].Label)
	if n.head == "" {
		return
	}
	i.classes = addNew(i.classes, n.head)
	var b strings.Builder
	for _, w := range n.bag {
		switch {
		case isStateWord(w):
			if code := p.lex.ownerIn(p.docs[d].entities[e].Label); code == w[1:] {
				i.states = addNew(i.states, strings.ToUpper(code))
			}
		case !p.lex.soft[w]:
			b.WriteString(w + " ")
		}
	}
	i.offices = addNew(i.offices, b.String())
	i.officeDocs[b.String()]++
	doc := p.docs[d]
	for k := range doc.claims {
		if f := &doc.claims[k]; f.s == e && f.p == schema.OfficeIn {
			p.addSide(i, p.object(d, f))
		}
	}
}

// collapsePersons joins equal names of one State, and equal rare names of nobody
// else, without pairwise scores.
func (p *pass) collapsePersons(k *clustering[*personInfo]) {
	first := map[string]*cluster{}
	for _, c := range k.live() {
		i := k.infos[c]
		if len(i.names) == 0 || len(i.names[0].words) < 2 || len(i.states) > 1 || c.key != "" {
			continue
		}
		v := verdict{}
		v.add(fullName, "same name")
		switch {
		case len(i.states) == 1:
			v.add(sameState, "State "+i.states[0])
		case p.rare(&i.names[0]):
			v.add(rareName, "a rare name")
		default:
			continue
		}
		sig := strings.Join(i.names[0].words, " ") + "|" + v.reasons[1]
		f := first[sig]
		if f == nil {
			first[sig] = c
			continue
		}
		f = f.root()
		if _, decided := p.decision(f, c); decided || shareDocument(f, c) || !yearsFit(k.infos[f].years, i.years) {
			continue
		}
		m := Merge{}
		if a, b := p.member(f), p.member(c); a.Label != b.Label {
			m = Merge{A: a, B: b, Score: v.score, Reasons: v.reasons}
		}
		k.take(f, c, m)
	}
}

func yearsFit(a, b []int) bool {
	for _, x := range a {
		for _, y := range b {
			if abs(x-y) <= careerYears {
				return true
			}
		}
	}
	return len(a) == 0 || len(b) == 0
}

// personBlocks compare persons of one name; of names that sound alike; of one
// family name at one event, in one office, of one rank, or with one State.
func personBlocks(i *personInfo) []string {
	var keys []string
	for _, n := range i.names {
		keys = addNew(keys, "l"+n.letters, "s"+n.sounds)
		if len(n.words) > 1 {
			for _, c := range i.classes {
				keys = addNew(keys, "r"+n.words[len(n.words)-1]+"|"+c)
			}
		}
		for _, w := range n.words {
			if len(w) < 3 {
				continue
			}
			for _, e := range i.events {
				keys = addNew(keys, "e"+w+strconv.Itoa(e.id))
			}
			for _, o := range i.offices {
				keys = addNew(keys, "o"+w+"|"+o)
			}
			for _, s := range i.states {
				keys = addNew(keys, "n"+w+"|"+s)
			}
		}
	}
	return keys
}

func (p *pass) scorePersons(a, b *personInfo) verdict {
	v := verdict{firm: true, quiet: lone(a) || lone(b)}
	if !yearsFit(a.years, b.years) {
		v.veto = fmt.Sprintf("more than %d years apart", careerYears)
	}
	p.scorePersonNames(&v, a, b)
	if v.score == 0 {
		return v
	}
	full := v.score >= fullName
	if len(a.states) > 0 && len(b.states) > 0 {
		if s, ok := common(a.states, b.states); ok {
			v.add(sameState, "State "+s)
		} else if _, ok := common(a.orgs, b.orgs); !ok {
			v.veto = fmt.Sprintf("States %s and %s", a.states[0], b.states[0])
			v.doubt = full
		}
	}
	if o, ok := common(a.orgs, b.orgs); ok {
		v.add(sameOrg, "organisation "+p.member(o).Label)
	}
	if o, ok := common(a.offices, b.offices); ok {
		v.add(sameOffice, "office "+strings.TrimSpace(o))
	} else if o, ok := fullerOffice(a.offices, b.offices); ok && v.score >= initialName {
		v.add(sameOffice, "office "+o)
	} else if c, ok := common(a.classes, b.classes); ok && full {
		v.add(sameRank, "rank "+c)
	}
	if e, ok := common(a.events, b.events); ok {
		v.add(sameMeeting, "at "+p.member(e).Label)
	}
	return v
}

// fullerOffice gives an office of two words or more that is part of a fuller one
// of the other.
func fullerOffice(a, b []string) (string, bool) {
	for _, f := range a {
		for _, g := range b {
			switch {
			case strings.Count(f, " ") > 1 && partOfOffice(f, g):
				return strings.TrimSpace(f), true
			case strings.Count(g, " ") > 1 && partOfOffice(g, f):
				return strings.TrimSpace(g), true
			}
		}
	}
	return "", false
}

func (p *pass) scorePersonNames(v *verdict, a, b *personInfo) {
	points, reason := 0, ""
	rare := false
	for x := range a.names {
		for y := range b.names {
			m, n := &a.names[x], &b.names[y]
			switch {
			case len(m.words) > 1 && len(n.words) > 1 && !(m.alias && n.alias) && sameWords(m, n):
				if points < fullName {
					points, reason = fullName, "same name"
				}
				rare = rare || p.rare(m)
			case points < soundName && len(m.words) > 1 && len(n.words) > 1 && m.sounds == n.sounds:
				points, reason = soundName, "names that sound alike"
			case points < shortName && p.lex.shortOf(m, n, false):
				points, reason = shortName, "short form of the name"
			case points < initialName && p.lex.shortOf(m, n, true):
				points, reason = initialName, "initials of the name"
			case points < familyName && (familyOf(m, n) || familyOf(n, m)):
				points, reason = familyName, "family name"
			}
		}
	}
	if points == 0 {
		return
	}
	v.add(points, reason)
	if rare {
		v.add(rareName, "a rare name")
	}
}

// familyOf reports whether one word alone is the first or last word of a name.
func familyOf(one, full *personName) bool {
	return len(one.words) == 1 && len(full.words) > 1 && len(one.words[0]) > 2 &&
		(one.words[0] == full.words[0] || one.words[0] == full.words[len(full.words)-1])
}

// rare reports whether a name is unlikely to have two bearers among officials.
func (p *pass) rare(n *personName) bool {
	return len(n.letters) >= rareLetters && !slices.ContainsFunc(n.words, func(w string) bool { return p.lex.common[w] || p.lex.family[w] != "" })
}

// joinLoneNames joins persons of whom a document tells the name only with the
// one person of that name of whom others tell more; with nobody where there are
// two.
func (p *pass) joinLoneNames(k *clustering[*personInfo]) {
	byName := map[string][]*cluster{}
	for _, c := range k.live() {
		if i := k.infos[c]; len(i.names) > 0 && len(i.names[0].words) > 1 {
			byName[i.names[0].letters] = append(byName[i.names[0].letters], c)
		}
	}
	for _, name := range sortedKeys(byName) {
		var told, lone []*cluster
		for _, c := range byName[name] {
			if i := k.infos[c]; len(i.states)+len(i.orgs)+len(i.classes) > 0 {
				told = append(told, c)
			} else {
				lone = append(lone, c)
			}
		}
		if len(told) != 1 {
			continue
		}
		c := told[0]
		for _, l := range lone {
			ia, ib := k.infos[c], k.infos[l]
			if v := k.compare(c, l); v.veto == "" && v.score >= fullName && sameWords(&ia.names[0], &ib.names[0]) {
				m := Merge{A: p.member(c), B: p.member(l), Score: v.score, Reasons: append(v.reasons, "the only person of this name")}
				k.take(c, l, m)
				c = c.root()
			}
		}
	}
}
