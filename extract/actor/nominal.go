package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// findNominals resolves the phrases and pronouns that mean actors named
// elsewhere, where only one reading is possible.
func (d *doc) findNominals() {
	pair := d.parties()
	own := d.ownState()
	chairs := d.chairPair()
	var last *line
	for i := range d.lines {
		l := &d.lines[i]
		if l.sent < 0 {
			continue
		}
		for k := 0; k < len(l.words); k++ {
			switch f := l.fold(k); f {
			case "i", "me", "my", "myself":
				if f == "my" && d.ownNoun(l, i, k, own) {
					continue
				}
				if d.speaker >= 0 && d.a.Doc.Meta.Genre == extract.Remarks && !d.quoted(l, k) {
					if f != "i" || l.words[k].Upper {
						d.refer(i, k, k, d.speaker, extract.Pronoun, "actor.first-person")
					}
				}
			case "our":
				if !d.ownNoun(l, i, k, own) {
					d.ownBody(l, i, k)
				}
			case "this":
				d.ownBody(l, i, k)
			case "he", "she", "him", "his", "her":
				d.thirdPerson(l, last, i, k)
			case "both", "two", "three":
				d.several(l, i, k, pair)
				if f == "both" {
					d.bothAlone(l, last, i, k)
				}
			case "the":
				d.definite(l, i, k)
				d.coChairs(l, i, k, chairs)
				if l.fold(k+1) == "sides" && len(pair) == 2 {
					for _, e := range pair {
						d.refer(i, k, k+1, e, extract.Nominal, "actor.the-two-sides")
					}
				}
			}
		}
		last = l
	}
	for _, n := range d.nominals {
		l := &d.lines[n.line]
		for k := range l.items {
			if it := &l.items[k]; it.first == n.first && it.last == n.last && !it.inside {
				it.hidden = true
			}
		}
		rule := n.rule
		if rule == "" {
			rule = "actor.definite-office"
		}
		form := n.form
		if form == extract.Name {
			form = extract.Nominal
		}
		d.a.Mentions = append(d.a.Mentions, extract.Mention{Span: l.span(n.first, n.last), Class: d.a.Entities[n.entity].Class, Form: form, Entity: n.entity, Rule: rule})
	}
}

func (d *doc) refer(line, first, last, entity int, form extract.Form, rule string) {
	d.nominals = append(d.nominals, nominal{line: line, first: first, last: last, entity: entity, form: form, rule: rule})
}

// quoted reports whether word k stands between quotation marks.
func (d *doc) quoted(l *line, k int) bool {
	n := 0
	for i := 0; i < k; i++ {
		if l.fold(i) == `"` {
			n++
		}
	}
	return n%2 == 1
}

// ownState is the state that "my government" means: the speaker's, else that
// of a government's own text.
func (d *doc) ownState() int {
	if d.speaker >= 0 {
		for _, e := range d.represented(d.speaker) {
			if d.a.Entities[e].Class == schema.State {
				return e
			}
		}
		if p := d.personOf(d.speaker); p >= 0 { // before the claims are made
			for _, t := range d.persons[p].offices {
				if s := d.tenures[t].office.state; s != nil && !d.tenures[t].former {
					return d.stateEntity(s, "")
				}
			}
		}
	}
	if d.publisherState != nil {
		return d.stateEntity(d.publisherState, "")
	}
	return extract.NoEntity
}

// ownNoun reads "my government", "our country", "our delegation".
func (d *doc) ownNoun(l *line, i, k, own int) bool {
	switch l.fold(k + 1) {
	case "government", "country", "delegation", "nation":
	default:
		return false
	}
	if own < 0 || d.quoted(l, k) || d.a.Doc.Meta.Genre == extract.News || d.a.Doc.Meta.Genre == extract.JointStatement {
		return false
	}
	d.refer(i, k, k+1, own, extract.Nominal, "actor.own-government")
	return true
}

// thirdPerson resolves "he" and "she" to the one person of fitting sex whom
// the sentence has named before, or else the sentence before it.
func (d *doc) thirdPerson(l, last *line, i, k int) {
	if d.quoted(l, k) {
		return
	}
	f := l.fold(k)
	woman := f == "she" || f == "her"
	fits := func(p int) bool { return !(woman && d.persons[p].man || !woman && d.persons[p].woman) }
	one := -1
	see := func(p int) {
		if p < 0 || !fits(p) {
			return
		}
		if one >= 0 && one != p {
			one = -2
		} else if one == -1 {
			one = p
		}
	}
	// The object of a clause is not its subject: "Kim thanked him".
	object := f == "him" || f == "her" && l.at(k+1) != "NOUN" && l.at(k+1) != "ADJ" && l.at(k+1) != "PROPN"
	var here []int
	for _, it := range l.items {
		if it.kind == personItem && it.first < k {
			if object {
				here = append(here, it.person)
			} else {
				see(it.person)
			}
		}
	}
	fits = func(p int) bool {
		return !slices.Contains(here, p) && !(woman && d.persons[p].man || !woman && d.persons[p].woman)
	}
	if one == -1 && last != nil && l.block-last.block <= 1 {
		for _, it := range last.items {
			if it.kind == personItem {
				see(it.person)
			}
		}
		if one == -1 {
			// a chain of pronouns
			for n := len(d.nominals) - 1; n >= 0 && d.nominals[n].line >= i-1; n-- {
				if d.nominals[n].form == extract.Pronoun {
					see(d.personOf(d.nominals[n].entity))
				}
			}
		}
	}
	if one < 0 {
		return
	}
	p := &d.persons[one]
	p.woman, p.man = p.woman || woman, p.man || !woman
	d.refer(i, k, k, p.entity, extract.Pronoun, "actor.third-person")
}

func (d *doc) personOf(entity int) int {
	for i := range d.persons {
		if d.persons[i].entity == entity {
			return i
		}
	}
	return -1
}

// parties are the states and organisations that the document is between: those
// of its title, or of its first lines.
func (d *doc) parties() []int {
	title := d.a.Doc.Meta.Title.Value
	var out []int
	add := func(e *gazetteer.Entry) {
		var i int
		switch {
		case e.Kind == gazetteer.StateName, e.Kind == gazetteer.Demonym:
			i = d.stateEntity(e.State, "")
		case e.Kind == gazetteer.OrganizationName && (e.Organization.Type == "supranational" || e.Organization.Type == "IGO regional"):
			i = d.organizationEntity(e.Organization, "")
		default:
			return
		}
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	ws := gazetteer.Words(title)
	for i := 0; i < len(ws); i++ {
		if m, ok := d.g.MatchAt(ws, i, false); ok {
			if e := &m.Entries[0]; !e.NeedsContext {
				add(e)
			}
			i = m.Last
		}
	}
	if len(out) == 1 && d.publisherState != nil {
		i := d.stateEntity(d.publisherState, "")
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
	}
	if len(out) >= 2 {
		return out
	}
	out = nil
	for n := range d.lines {
		if n >= 3 {
			break
		}
		for _, it := range d.lines[n].items {
			if (it.kind == stateItem || it.kind == demonymItem) && it.entity >= 0 && !slices.Contains(out, it.entity) {
				out = append(out, it.entity)
			}
		}
	}
	return out
}

// several resolves "both sides", "the two countries", "both ministers".
func (d *doc) several(l *line, i, k int, pair []int) {
	want := 2
	if l.fold(k) == "three" {
		want = 3
	}
	j := k + 1
	if l.fold(k) == "both" && l.fold(j) == "the" {
		j++
	}
	first := k
	if l.fold(k-1) == "the" {
		first = k - 1
	} else if l.fold(k) != "both" && k > 0 && l.fold(k) != "two" {
		return
	}
	switch l.fold(j) {
	case "sides", "countries", "governments", "nations", "delegations", "states", "parties":
		if len(pair) != want || l.fold(k) == "two" && first == k && l.fold(j) != "sides" {
			return
		}
		for _, e := range pair {
			d.refer(i, first, j, e, extract.Nominal, "actor.the-two-sides")
		}
		return
	}
	if who := d.leaders(l, i, j, want); who != nil {
		for _, e := range who {
			d.refer(i, first, j, e, extract.Nominal, "actor.the-two-leaders")
		}
		return
	}
	end := j
	for end < len(l.words) && end < j+4 && !(d.lex.MatchAt(l.words, end, gazetteer.OfficeHead) > 0 && strings.HasSuffix(l.fold(end), "s")) {
		end++
	}
	n := d.lex.MatchAt(l.words, end, gazetteer.OfficeHead)
	if n == 0 || end >= j+4 {
		// "both Foreign Ministers": the phrase begins with its modifiers
		n = d.lex.MatchAt(l.words, j, gazetteer.OfficeHead)
		end = j
		if n == 0 || !plural(l, j, j+n-1) {
			return
		}
	}
	end += n - 1
	var stem []string
	for _, w := range strings.Fields(singular(strings.ToLower(l.text(d, j, end)))) {
		stem = append(stem, gazetteer.Fold(w))
	}
	var who []int
	for p := range d.persons {
		for _, t := range d.persons[p].offices {
			if !d.tenures[t].former && subset(stem, foldWords(d.tenures[t].label)) {
				who = append(who, d.persons[p].entity)
				break
			}
		}
	}
	if len(who) != want {
		return
	}
	for _, e := range who {
		d.refer(i, first, end, e, extract.Nominal, "actor.both-ministers")
	}
}

func foldWords(s string) []string {
	var out []string
	for _, w := range gazetteer.Words(s) {
		out = append(out, w.Fold)
	}
	return out
}

// definite resolves "the Minister", "the Secretary-General" and "the
// Ministry".
func (d *doc) definite(l *line, i, the int) {
	k := the + 1
	if k >= len(l.words) || !l.words[k].Letter {
		return
	}
	for x := range l.items {
		it := &l.items[x]
		if it.first > k || it.last < k || it.inside {
			continue
		}
		if it.kind != officeItem || it.first != k || it.office.plural {
			return
		}
		for y := x + 1; y < len(l.items); y++ {
			if l.items[y].kind == personItem {
				if l.items[y].begin()-it.last <= 2 {
					return
				}
				break
			}
		}
		label, _ := d.label(l, it.office)
		d.definiteOffice(i, it.first, it.last, foldWords(strings.TrimPrefix(label, "former ")), it.office)
		return
	}
	if n := d.lex.MatchAt(l.words, k, gazetteer.OfficeHead); n > 0 {
		if f := l.fold(k + n); f != "of" && f != "for" {
			d.definiteOffice(i, k, k+n-1, foldWords(l.text(d, k, k+n-1)), nil)
		}
		return
	}
	d.bodyNoun(l, i, k)
}

// definiteOffice refers the words first..last to the only person who holds an
// office of that name; stem are the words of the name, o the office as read
// there, or nil.
func (d *doc) definiteOffice(i, first, last int, stem []string, o *office) {
	for _, n := range d.nominals {
		if n.line == i && n.first == first {
			return
		}
	}
	stem = slices.DeleteFunc(stem, func(s string) bool { return s == "of" || s == "the" || s == "for" })
	one, exact := -1, false
	for p := range d.persons {
		for _, t := range d.persons[p].offices {
			if d.tenures[t].former || o != nil && (o.former || o.state != nil && d.tenures[t].office.state != nil && o.state != d.tenures[t].office.state) {
				continue
			}
			words := foldWords(d.tenures[t].label)
			if !subset(stem, words) {
				continue
			}
			// "the Secretary" is not the Deputy Secretary where there is both
			ex := len(words) > 0 && words[0] == stem[0]
			switch {
			case one < 0 || ex && !exact:
				one, exact = p, ex
			case one != p && ex == exact:
				one = -2
			}
			break
		}
		if one == -2 {
			return
		}
	}
	if one < 0 {
		return
	}
	// "the President of Y" in a text about the president of X
	d.refer(i, first, last, d.persons[one].entity, extract.Nominal, "actor.the-minister")
}
