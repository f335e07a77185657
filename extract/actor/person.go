package actor

import (
	"slices"
	"strings"
	"unicode"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// A person is a person of the document.
type person struct {
	entity  int
	tokens  []string           // folded parts of the fullest name, in order
	full    bool               // more than a family name is known
	offices []int              // indexes into doc.tenures
	homes   []*gazetteer.State // states of the offices that stand before the name
	titles  []string           // folded heads of those offices
	from    *gazetteer.State   // the state in "President A of STATE", or nil
	royal   string             // "King", "Queen", "Pope" of a monarch; "" for others
	woman   bool
	man     bool
}

// A name is the name of a person read in a line.
type name struct {
	first, last int    // words of the name itself
	start       int    // first word with honorifics and ranks
	rank        string // "Ambassador", "General"; "" for none
	honorific   bool
	royal       bool
	sure        bool // its form alone says that it is a person
	woman, man  bool
	retired     bool
}

// honorifics reads the forms of address and ranks at i: "H.E. Amb.", "Mr.",
// "Col. (ret.)". It gives the index after them.
func (d *doc) honorifics(l *line, i int, nm *name) int {
	j := i
	for j < len(l.words) {
		n := d.lex.MatchAt(l.words, j, gazetteer.Honorific)
		r := d.lex.MatchAt(l.words, j, gazetteer.RankTitle)
		if n == 0 && r == 0 || !l.words[j].Upper && j == i {
			break
		}
		if j > i && nm.honorific && d.is(l, j, gazetteer.GivenName|gazetteer.WeakGivenName) && !styled(l.fold(j)) && j+1 < len(l.words) && l.words[j+1].Upper {
			break // "Dr. Sultan Al Jaber"
		}
		if r >= n {
			nm.rank = l.text(d, j, j+r-1)
			n = r
		} else {
			nm.honorific = true
		}
		switch l.fold(j) {
		case "ms", "mrs", "mme", "miss", "madam", "madame", "lady", "dame", "her", "queen", "princess", "sheikha":
			nm.woman = true
		case "mr", "sir", "lord", "his", "king", "prince", "sheikh":
			nm.man = true
		}
		switch l.fold(j) {
		case "king", "queen", "pope":
			nm.royal = true
		}
		j += n
		if l.fold(j) == "." {
			j++
		}
		if l.fold(j) == "(" && strings.HasPrefix(l.fold(j+1), "ret") {
			nm.retired = true
			j += 2
			for j < len(l.words) && (l.fold(j) == "." || l.fold(j) == ")") {
				j++
			}
		}
	}
	return j
}

// styled tells the titles of nobility and faith that stand after an office as
// before a name, though they are given names too.
func styled(f string) bool {
	switch f {
	case "sheikh", "shaikh", "shaykh", "sheikha", "prince", "princess", "haji", "hajji", "imam", "mullah":
		return true
	}
	return false
}

// personAt reads a personal name that starts at word i. After tells that an
// office stands directly before it.
func (d *doc) personAt(l *line, i int, after bool) (name, bool) {
	nm := name{start: i}
	j := i
	if !after || !d.is(l, i, gazetteer.GivenName|gazetteer.WeakGivenName) || styled(l.fold(i)) && i+2 < len(l.words) && l.words[i+1].Upper {
		j = d.honorifics(l, i, &nm)
	}
	titled := j > i
	if j >= len(l.words) {
		return name{}, false
	}
	// The rank may be the first part of a name ("Major", "King", "Prince").
	end := d.nameEnd(l, j, titled || after)
	if end < j {
		return name{}, false
	}
	nm.first, nm.last = j, end
	n := end - j + 1
	strength := d.nameStrength(l, j, end)
	switch {
	case titled && (nm.honorific || nm.rank != ""):
		if n == 1 && (d.is(l, j, gazetteer.EventHead|gazetteer.BodyHead) && strength == 0) {
			return name{}, false
		}
		nm.sure = true
	case after:
		if n == 1 && strength == 0 && l.fold(j) == "forum" {
			return name{}, false // "the CEO Forum"
		}
		if n == 1 && strength == 0 && !d.plainName(l, j) && (l.title || !d.is(l, j, gazetteer.Common) || d.is(l, j, gazetteer.EventHead|gazetteer.BodyHead|gazetteer.NotName|gazetteer.Function)) {
			return name{}, false
		}
		nm.sure = true
	case n == 1:
		return name{}, false
	case strength >= 2:
		nm.sure = true
	default:
		if !d.nameContext(l, j, end, strength) {
			return name{}, false
		}
	}
	return nm, true
}

// plainName reports whether a single capitalised word can be a family name.
func (d *doc) plainName(l *line, i int) bool {
	f := l.fold(i)
	if s, ok := strings.CutSuffix(f, "s"); ok && d.lex.Word(s)&(gazetteer.Common|gazetteer.NotName) != 0 && d.lex.Word(f)&gazetteer.FamilyName == 0 && !d.family[f] {
		return false // "National Guard Troops"
	}
	return d.family[f] || !d.is(l, i, gazetteer.EventHead|gazetteer.BodyHead|gazetteer.NotName|gazetteer.Function|gazetteer.Common)
}

// nameEnd is the last word of the run of name parts from i, or i-1.
func (d *doc) nameEnd(l *line, i int, titled bool) int {
	last := i - 1
	for k := i; k < len(l.words) && k < i+9; k++ {
		if n := nickname(l, k); n > 0 && k > i && d.namePart(l, k+n, i, titled) {
			k += n - 1
			continue
		}
		if !d.namePart(l, k, i, titled) {
			break
		}
		if d.is(l, k, gazetteer.Particle) && !l.words[k].Upper {
			continue // counts only with what follows
		}
		last = k
	}
	return last
}

// contracted tells "I'm", "we've" and their like.
func contracted(f string) bool {
	for _, s := range [...]string{"'m", "'re", "'ve", "'ll", "'d", "n't"} {
		if strings.HasSuffix(f, s) {
			return true
		}
	}
	return false
}

// postNominal tells the letters after a name that are no part of it.
func postNominal(f string) bool {
	switch f {
	case "mp", "mep", "qc", "kc", "phd", "md", "obe", "cbe", "mbe":
		return true
	}
	return false
}

// nickname is the number of words of a by-name in quotes at k, or 0.
func nickname(l *line, k int) int {
	if l.fold(k) != `"` {
		return 0
	}
	for n := 1; n <= 3; n++ {
		if l.fold(k+n) == `"` && n > 1 {
			return n + 1
		}
		if k+n >= len(l.words) || !l.words[k+n].Upper {
			return 0
		}
	}
	return 0
}

// namePart reports whether word k may be part of the name that began at i.
func (d *doc) namePart(l *line, k, i int, titled bool) bool {
	w := &l.words[k]
	if !w.Letter || w.Fold == "" || w.Fold[0] >= '0' && w.Fold[0] <= '9' {
		return false
	}
	if k > i && w.Hyphen {
		return true
	}
	if w.Hyphen && k == i && (w.Fold == "elect" || w.Fold == "designate") {
		return false // "the President-Elect"
	}
	if k > i && w.Caps && postNominal(w.Fold) {
		return false
	}
	if k > i && w.Start == l.words[k-1].End && !w.Hyphen {
		return false
	}
	if w.Upper && k > i && d.is(l, k, gazetteer.Particle) && d.is(l, k, gazetteer.Function) {
		return false // "Minister Jaishankar As Prepared"
	}
	if !w.Upper {
		if k+1 >= len(l.words) || !d.is(l, k, gazetteer.Particle) {
			return false
		}
		if k == i {
			return titled && (l.words[k+1].Upper || l.words[k+1].Hyphen)
		}
		switch w.Fold {
		case "as", "on", "y", "e", "do", "bar":
			if w.Fold == "y" || w.Fold == "do" {
				break
			}
			return false
		}
		return l.words[k+1].Upper || l.words[k+1].Hyphen || d.is(l, k+1, gazetteer.Particle)
	}
	if k > i && d.is(l, k-1, gazetteer.FamilyFirst) && k+1 < len(l.words) && l.words[k+1].Hyphen && !l.words[k+1].Upper {
		return true // "Baek In-pyo"
	}
	if initial(d.a.Doc.Text[w.Start:w.End]) {
		if _, known := d.g.MatchAt(l.words, k, l.upper); known && len(w.Fold) > 1 {
			return false // "U.S."
		}
		return k+1 < len(l.words) || k > i
	}
	if k > i {
		switch w.Fold {
		case "ii", "iii", "iv", "jr", "sr":
			return true
		}
	}
	given := d.is(l, k, gazetteer.GivenName|gazetteer.WeakGivenName)
	family := d.is(l, k, gazetteer.FamilyName|gazetteer.FamilyFirst)
	prevGiven := k > i && (d.is(l, k-1, gazetteer.GivenName) || len(l.fold(k-1)) == 1 && initial(d.a.Doc.Text[l.words[k-1].Start:l.words[k-1].End]))
	if contracted(w.Fold) || k > i+1 && d.is(l, k, gazetteer.EventHead) && d.is(l, k, gazetteer.Common) && !family && !given {
		return false // "Foreign Minister Heiko Maas Opening Remarks"
	}
	if d.is(l, k, gazetteer.Honorific|gazetteer.Function) && !d.is(l, k, gazetteer.Particle) && !(k > i && family && d.is(l, k-1, gazetteer.FamilyFirst) && !d.is(l, k, gazetteer.Function)) {
		// "Julie Bishop", "Theresa May"
		if !(prevGiven && !d.is(l, k, gazetteer.Function) || prevGiven && family || k == i && given && titled || k == i && d.doubleGiven(l, k)) {
			return false
		}
	}
	if d.is(l, k, gazetteer.OfficeWord|gazetteer.Common) && !family && !given && !prevGiven && !d.family[w.Fold] {
		// "Administrator Power said", but no headline word
		return k == i && titled && !l.title && !d.is(l, k, gazetteer.OfficeWord|gazetteer.OfficeHead|gazetteer.EventRole|gazetteer.BodyHead|gazetteer.EventHead) && !(k+1 < len(l.words) && l.words[k+1].Upper)
	}
	if (l.title || l.upper) && d.is(l, k, gazetteer.SpeechVerb) && (k > i || !given) && !d.family[w.Fold] || d.headlineVerb(l, k, i) && !d.family[w.Fold] {
		return false
	}
	if k == i && w.Caps && len(w.Fold) <= 4 && !family && k+1 < len(l.words) && !l.words[k+1].Caps && d.is(l, k+1, gazetteer.GivenName) && !l.upper {
		return false // an abbreviated title
	}
	if k > i && d.is(l, k-1, gazetteer.Particle) && !l.words[k-1].Upper {
		return true // "bin Sultan", "de la Cour"
	}
	if d.is(l, k, gazetteer.OfficeHead|gazetteer.EventRole) && !prevGiven {
		if k > i || !given {
			return false
		}
	}
	if d.is(l, k, gazetteer.NotName) && !prevGiven && !(k == i && d.doubleGiven(l, k)) {
		return false
	}
	if d.is(l, k, gazetteer.EventHead) && !family && !(titled && prevGiven) && !(k == i && given) {
		return false // "Abraham Accords"
	}
	if d.is(l, k, gazetteer.BodyHead) && !family && !prevGiven && !(k == i && given) {
		return false
	}
	if d.is(l, k, gazetteer.BodyHead) && k > i && !family {
		return false
	}
	if m, ok := d.g.MatchAt(l.words, k, l.upper); ok {
		e := &m.Entries[0]
		switch {
		case m.Last > k:
			return prevGiven && family
		case e.Kind == gazetteer.OrganizationName:
			return family && (prevGiven || titled) && !e.Abbreviation || prevGiven && !e.Abbreviation
		case e.Kind == gazetteer.StateName || e.Kind == gazetteer.Demonym:
			return prevGiven || k == i && given && !e.Abbreviation && (titled || k+1 < len(l.words) && d.is(l, k+1, gazetteer.FamilyName))
		default:
			return prevGiven || given || family || titled && k == i
		}
	}
	return true
}

// doubleGiven reports whether word k, which has another meaning too, is a given
// name here: it does not open the sentence, and a family name follows.
func (d *doc) doubleGiven(l *line, k int) bool {
	if k == 0 || !l.words[k-1].Letter && l.fold(k-1) != "," || k+1 >= len(l.words) || l.words[k].Caps || !d.is(l, k, gazetteer.GivenName|gazetteer.WeakGivenName) {
		return false
	}
	next := &l.words[k+1]
	return next.Upper && next.Letter && !next.Caps && (d.foreign(l, k+1) || d.is(l, k+1, gazetteer.FamilyName) && !d.is(l, k+1, gazetteer.Common|gazetteer.NotName|gazetteer.Function))
}

func initial(s string) bool {
	r := []rune(s)
	return len(r) == 2 && unicode.IsUpper(r[0]) && r[1] == '.' || len(r) == 4 && r[1] == '.' && r[3] == '.'
}

// nameStrength says how surely the words i..last are a person's name by their
// form: 2 sure, 1 likely, 0 unknown.
func (d *doc) nameStrength(l *line, i, last int) int {
	n := last - i + 1
	first := &l.words[i]
	given := d.is(l, i, gazetteer.GivenName)
	weak := d.is(l, i, gazetteer.WeakGivenName)
	ff := d.is(l, i, gazetteer.FamilyFirst)
	ambiguous := d.is(l, i, gazetteer.EventHead|gazetteer.NotName|gazetteer.OfficeWord|gazetteer.WeakGivenName|gazetteer.SpeechVerb|gazetteer.Particle)
	lastFamily := d.is(l, last, gazetteer.FamilyName|gazetteer.FamilyFirst|gazetteer.GivenName) || d.family[l.fold(last)]
	anyGiven, anyInitial, hyphen := false, false, false
	for k := i; k <= last; k++ {
		anyGiven = anyGiven || d.is(l, k, gazetteer.GivenName)
		if k > i {
			anyInitial = anyInitial || initial(d.a.Doc.Text[l.words[k].Start:l.words[k].End])
			hyphen = hyphen || l.words[k].Hyphen && !l.words[k].Upper && k >= 2
		}
	}
	if n == 1 {
		if given || ff && !ambiguous || d.is(l, i, gazetteer.FamilyName) {
			return 1
		}
		return 0
	}
	// "LEE Taeho", "Rasa OSTRAUSKAITĖ"
	if !l.upper && n <= 4 {
		caps, plain := 0, 0
		for k := i; k <= last; k++ {
			if l.words[k].Caps && len(l.words[k].Fold) > 1 {
				caps++
			} else if l.words[k].Upper {
				plain++
			}
		}
		if caps >= 1 && plain >= 1 && caps <= 2 && (anyGiven || ff || lastFamily) {
			return 2
		}
		if n == 2 && caps == 1 && plain == 1 && d.foreign(l, i) && d.foreign(l, last) && len(first.Fold)+len(l.words[last].Fold) >= 8 {
			return 2
		}
	}
	switch {
	case given && n >= 2 && (!l.words[last].Hyphen || n > 2):
		return 2
	case ff && hyphen:
		return 2
	case ff && !ambiguous && n <= 3:
		if anyGiven {
			return 2
		}
		return 1
	case ff && anyGiven && n <= 3:
		return 2
	case anyInitial && n >= 3 && (weak || lastFamily || anyGiven):
		return 2
	case weak && lastFamily && !first.Caps:
		return 1
	case anyGiven && n >= 3:
		return 1
	case lastFamily && !d.is(l, i, gazetteer.NotName):
		return 1
	}
	return 0
}

// nameContext reports whether what stands around words i..last shows that they
// name a person: an office in apposition, a verb of speaking, a name in
// another script in brackets.
func (d *doc) nameContext(l *line, i, last, strength int) bool {
	n := last - i + 1
	if n > 5 {
		return false
	}
	next := l.fold(last + 1)
	if next == "(" && last+2 < len(l.words) {
		r := []rune(l.words[last+2].Fold)
		if len(r) > 0 && unicode.In(r[0], unicode.Hangul, unicode.Han, unicode.Hiragana, unicode.Katakana) {
			return true
		}
	}
	if next == "(" && n <= 4 && d.foreign(l, last) {
		if kn, ok := d.knownAt(l, last+2); ok && kn.entry.Kind == gazetteer.StateName && l.fold(kn.last+1) == ")" {
			return true // "Marta Nowak (Poland)"
		}
	}
	for k := i; k <= last; k++ {
		if d.is(l, k, gazetteer.EventHead|gazetteer.BodyHead|gazetteer.NotName|gazetteer.OfficeWord) && !d.is(l, k, gazetteer.FamilyFirst|gazetteer.FamilyName|gazetteer.WeakGivenName) {
			return false
		}
	}
	if l.title && l.heading {
		return false
	}
	if next == "," {
		k := last + 2
		if l.fold(k) == "the" || l.fold(k) == "a" || l.fold(k) == "an" {
			k++
		}
		if o, ok := d.officeAt(l, k); ok && !o.plural && (o.complete || l.fold(k-1) == "the") {
			return true
		}
	}
	if n <= 3 && d.unknownName(l, i, last) && agentPlace(l, i) {
		return true
	}
	if n <= 3 && l.fold(i-1) == "'s" && d.foreign(l, last) && !l.words[last].Caps {
		if _, ok := d.g.MatchAt(l.words, i-2, l.upper); ok {
			return true // "Kenya's Grace Wanjiru"
		}
	}
	if strength >= 1 && d.is(l, last+1, gazetteer.SpeechVerb) && last+1 < len(l.words) && !l.words[last+1].Upper {
		return true
	}
	if strength == 0 && !l.title && l.at(last+1) == "VERB" && d.is(l, last+1, gazetteer.SpeechVerb) {
		for k := i; k <= last; k++ {
			if p := l.at(k); p != "PROPN" && p != "" {
				return false
			}
			if _, ok := d.knownAt(l, k); ok {
				return false
			}
		}
		return i == 0 || !strings.EqualFold(l.fold(i-1), "the")
	}
	return false
}

// unknownName reports whether the words are proper names that no list knows.
func (d *doc) unknownName(l *line, i, last int) bool {
	for k := i; k <= last; k++ {
		if l.at(k) != "PROPN" || l.words[k].Caps || d.lex.Word(l.fold(k))&^(gazetteer.FamilyName|gazetteer.FamilyFirst|gazetteer.Particle|gazetteer.WeakGivenName|gazetteer.GivenName) != 0 {
			return false
		}
		if _, ok := d.knownAt(l, k); ok {
			return false
		}
	}
	return last > i
}

// agentPlace reports whether the words before i expect a person: "led by",
// "met with", "sent".
func agentPlace(l *line, i int) bool {
	switch l.fold(i - 1) {
	case "sent":
		return true
	case "by":
		switch l.fold(i - 2) {
		case "headed", "led", "chaired", "moderated", "represented", "addressed", "delivered", "facilitated", "given", "introduced", "opened":
			return true
		}
	case "with":
		switch l.fold(i - 2) {
		case "met", "meet", "meets", "spoke", "spoken":
			return true
		}
	}
	return false
}

// display is a name without capitals throughout.
func display(s string) string {
	f := strings.Fields(s)
	for i, w := range f {
		up, low, letters := 0, 0, 0
		for _, r := range w {
			if unicode.IsUpper(r) {
				up++
			}
			if unicode.IsLower(r) {
				low++
			}
			if unicode.IsLetter(r) {
				letters++
			}
		}
		if letters >= 2 && low == 0 && up == letters && !strings.Contains(w, ".") && !roman(w) {
			f[i] = titleCase(w)
		}
	}
	return strings.Join(f, " ")
}

func roman(s string) bool { return s == "II" || s == "III" || s == "IV" || s == "VI" }

func titleCase(s string) string {
	var b strings.Builder
	start := true
	for _, r := range s {
		if start {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = r == '-' || r == '\'' || r == '’'
	}
	return b.String()
}

// tokensOf are the folded parts of a name without initials and suffixes.
func (d *doc) tokensOf(l *line, first, last int) []string {
	var out []string
	for k := first; k <= last; k++ {
		f := l.fold(k)
		if len(f) <= 1 || !l.words[k].Letter || initial(d.a.Doc.Text[l.words[k].Start:l.words[k].End]) {
			continue
		}
		switch f {
		case "jr", "sr":
			continue
		}
		out = append(out, f)
	}
	return out
}

// agrees reports whether the office before a name may be one of p's: it is not
// of another state.
func (p *person) agrees(o *office) bool {
	return o == nil || o.state == nil || len(p.homes) == 0 || slices.Contains(p.homes, o.state)
}

// learn keeps the office that stands before p's name.
func (p *person) learn(o *office, head string) {
	if o == nil {
		return
	}
	if o.state != nil && !slices.Contains(p.homes, o.state) {
		p.homes = append(p.homes, o.state)
	}
	if !slices.Contains(p.titles, head) {
		p.titles = append(p.titles, head)
	}
}

// personEntity finds or adds the person of a name; before is the office that
// stands before it, or nil.
func (d *doc) personEntity(l *line, nm *name, before *office) int {
	tokens := d.tokensOf(l, nm.first, nm.last)
	if len(tokens) == 0 {
		return -1
	}
	surface := strings.TrimSpace(l.text(d, nm.first, nm.last))
	label := display(surface)
	if nm.royal {
		label = display(nm.rank + " " + l.text(d, nm.first, nm.last))
	}
	for i := range d.persons {
		p := &d.persons[i]
		if sameName(p.tokens, tokens) && (len(tokens) > 1 || p.agrees(before)) || nm.royal && p.royal != "" && sameMonarch(p.tokens, tokens) {
			if len(label) > len(d.a.Entities[p.entity].Label) && len(tokens) >= len(p.tokens) {
				old := d.a.Entities[p.entity].Label
				d.a.Entities[p.entity].Label = label
				d.a.Entities[p.entity].Aliases = slices.DeleteFunc(d.a.Entities[p.entity].Aliases, func(s string) bool { return s == label })
				d.a.AddAlias(p.entity, old)
				p.tokens = tokens
			}
			d.a.AddAlias(p.entity, label)
			d.a.AddAlias(p.entity, surface)
			p.woman, p.man = p.woman || nm.woman, p.man || nm.man
			return i
		}
	}
	e := d.a.AddEntity(extract.Entity{Class: schema.Person, Label: label})
	d.a.AddAlias(e, surface)
	p := person{entity: e, tokens: tokens, full: len(tokens) > 1, woman: nm.woman, man: nm.man}
	if nm.royal {
		p.royal = nm.rank
	}
	d.persons = append(d.persons, p)
	return len(d.persons) - 1
}

// sameMonarch reports whether "Faris II" and "Faris" are one monarch.
func sameMonarch(a, b []string) bool {
	if len(a) == 0 || len(b) == 0 || a[0] != b[0] {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return len(a) == 1 || slices.Equal(a, b)
}

// sameName reports whether two full names are of one person: the same parts
// in any order, or one with further parts, or with parts written together.
func sameName(a, b []string) bool {
	if len(a) < 2 || len(b) < 2 {
		return len(a) == len(b) && a[0] == b[0]
	}
	x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	if slices.Equal(x, y) {
		return true
	}
	if strings.Join(a, "") == strings.Join(b, "") {
		return true
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	if slices.Equal(a, b[len(b)-len(a):]) {
		return !clanName(a[0]) // "Cormier Smith" of "Desirée Cormier Smith", not "Al Nahyan"
	}
	// "Antony Blinken" and "Antony John Blinken": first and last agree, and
	// nothing between contradicts
	return a[0] == b[0] && a[len(a)-1] == b[len(b)-1] && inOrder(a, b)
}

// clanName tells the particles that begin the name of a house, which many bear.
func clanName(f string) bool {
	return f == "al" || f == "el" || f == "bin" || f == "ibn" || f == "bint" || f == "ben"
}

// inOrder reports whether the parts of a are all in b, in order.
func inOrder(a, b []string) bool {
	i := 0
	for _, s := range b {
		if i < len(a) && a[i] == s {
			i++
		}
	}
	return i == len(a)
}

// callsBy reports whether token f alone can mean p.
func (d *doc) callsBy(p *person, f string) bool {
	n := len(p.tokens)
	if n == 0 {
		return false
	}
	if p.tokens[n-1] == f {
		return true
	}
	if p.tokens[0] == f && d.lex.Word(f)&gazetteer.FamilyFirst != 0 {
		return true
	}
	if n >= 3 && p.tokens[n-2] == f && d.lex.Word(f)&gazetteer.Particle == 0 {
		return true
	}
	return n >= 2 && p.tokens[0] == f && d.lex.Word(f)&(gazetteer.GivenName|gazetteer.WeakGivenName) == 0
}
