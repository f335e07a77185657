package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

func (d *doc) claim(subject int, p schema.Predicate, object int, l *line, rule string, confidence float64) {
	d.a.AddClaim(extract.Claim{
		Subject: subject, Predicate: p, Object: object, Status: extract.Asserted, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
		Rule: rule, Confidence: confidence, Evidence: []extract.Span{d.evidence(l)},
	})
}

// relate finds who holds which office and whom persons represent.
func (d *doc) relate() {
	for i := range d.lines {
		l := &d.lines[i]
		top := l.top()
		for k := range top {
			d.relateItem(l, top, k)
		}
		d.relateRow(l)
	}
	d.relateTables()
	for i := 0; i+1 < len(d.lines); i++ {
		d.relateLines(&d.lines[i], &d.lines[i+1])
		d.relateBroken(&d.lines[i], &d.lines[i+1])
	}
	d.definiteOffices()
	d.officialsOf()
	d.selfOffices()
	d.royals()
	d.visited()
	d.complete()
	d.ranks()
	d.settle()
	d.relateOwn()
}

// top are the items that are not inside others.
func (l *line) top() []*item {
	var out []*item
	for k := range l.items {
		if it := &l.items[k]; !it.inside {
			out = append(out, it)
		}
	}
	return out
}

// begin is the first word of an item, honorifics and "former" included.
func (it *item) begin() int {
	if it.kind == personItem {
		return it.start
	}
	return it.first
}

// gap are the words between two items, articles left out.
func (l *line) gap(a, b *item) string {
	var s []string
	for k := a.last + 1; k < b.begin(); k++ {
		if l.fold(k) == "(" && k+2 < b.begin() && otherScript(l.fold(k+1)) {
			for k < b.begin() && l.fold(k) != ")" {
				k++
			}
			continue
		}
		if l.fold(k) == "(" && aside(l.fold(k+1)) {
			for k < b.begin() && l.fold(k) != ")" {
				k++
			}
			continue
		}
		switch f := l.fold(k); f {
		case "the", "a", "an", "former", `"`, "mp", "mep", "qc", "kc", "phd":
		default:
			s = append(s, f)
		}
	}
	return strings.Join(s, " ")
}

func (d *doc) relateItem(l *line, top []*item, k int) {
	it := top[k]
	next := func(n int) *item {
		if k+n < len(top) {
			return top[k+n]
		}
		return nil
	}
	switch it.kind {
	case officeItem:
		n := next(1)
		if n != nil && n.kind == officeItem && l.gap(it, n) == "and" && !it.office.plural && !n.office.plural && k+2 < len(top) &&
			top[k+2].kind == personItem && l.gap(n, top[k+2]) == "" && doubles(l, it.office) && n.office.state == nil && l.fold(n.first-1) == "and" &&
			(it.office.state != nil || l.fold(it.first-1) != "the") {
			// "Colombian Vice President and Foreign Minister Marta Lucia Ramirez"
			n.office.inherit(it.office)
			d.hold(l, top[k+2], it, "actor.two-offices-name", 0.85)
			return
		}
		if n != nil && n.kind == officeItem && l.gap(it, n) == "and" && !it.office.plural && !n.office.plural && k+2 < len(top) && top[k+2].kind == personItem &&
			l.gap(n, top[k+2]) == "" && doubles(l, it.office) && it.office.state == nil && it.office.org == nil && n.office.state != nil && n.office.modState == nil && l.fold(n.first-1) == "and" {
			// "Deputy Prime Minister and Minister of Trade of Malta A"
			it.office.inherit(n.office)
			d.hold(l, top[k+2], it, "actor.two-offices-name", 0.85)
			return
		}
		if it.office.plural && d.pair(l, top, k) {
			return
		}
		if n == nil || n.kind != personItem {
			return
		}
		if it.office.plural && it.office.state != nil && l.gap(it, n) == "(" && l.fold(n.last+1) == ")" && n.person >= 0 {
			// "the delegates of Peru (A) and Togo (B)"
			d.claim(d.persons[n.person].entity, schema.Represents, d.stateEntity(it.office.state, ""), l, "actor.actor-then-name", 0.86)
			return
		}
		switch gap := l.gap(it, n); {
		case gap == "" || gap == "-" || gap == ":" && it.office.capital && !it.office.plural && it.office.complete || gap == ":" && l.fold(it.head()) == "rapporteur":
			if gap == "" && k >= 2 && it.office.state == nil && it.office.org == nil && l.fold(it.first-1) == "and" && top[k-1].kind == personItem &&
				top[k-2].kind == officeItem && l.gap(top[k-2], top[k-1]) == "" && top[k-2].office.modState != nil && it.office.capital &&
				l.gap(top[k-1], it) == "and" && ofGovernment(l.text(d, it.office.first, it.office.last)) {
				// "Panamanian President X and Foreign Minister Y"
				it.office.inherit(top[k-2].office)
			}
			if k > 0 && it.office.state == nil && it.office.org == nil && top[k-1].kind == officeItem && l.gap(top[k-1], it) == "," && isCounterpart(l, top[k-1]) {
				it.office.inherit(top[k-1].office) // "his Malaysian counterpart, Foreign Minister A"
			}
			if gap == "" && it.office.capital && !it.office.plural && !it.office.role && it.office.complete && it.office.state == nil && it.office.org == nil && it.office.body == extract.NoEntity &&
				k+2 < len(top) && top[k+2].kind == orgItem && top[k+2].entity >= 0 && l.gap(n, top[k+2]) == "," && closes(l, top[k+2].last+1) {
				it.office.within(d, top[k+2]) // "Political Director A, Ministry of Trade of Malta,"
			}
			d.hold(l, n, it, "actor.office-name", 0.95)
			if it.office.plural {
				d.distribute(l, top, k)
			}
		case gap == "," && !it.office.plural && (it.office.state != nil || it.office.org != nil || definite(l.fold(it.first-1))) && closes(l, n.last+1):
			before := it.first - 1
			if definite(l.fold(before)) {
				before--
			}
			if row := l.namedBefore(top, k+1); row && l.fold(before) == "," {
			} else if l.fold(before) == "," || l.fold(before) == "and" && before == it.first-1 && it.office.modState == nil && it.office.modEnd < it.first || k > 0 && top[k-1].kind == personItem && l.gap(top[k-1], it) == "" {
				return
			}
			if !it.office.complete && l.fold(n.last+1) == "," && l.fold(n.last+2) == "and" {
				return // "the Queen, A, and the singer B" may be three persons
			}
			d.hold(l, n, it, "actor.office-comma-name", 0.88)
		}
	case personItem:
		d.relatePerson(l, top, k)
	case stateItem, demonymItem, orgItem:
		n := next(1)
		if n != nil && n.kind == officeItem && it.kind != orgItem && n.office.state == nil && n.office.org == nil && k+2 < len(top) && top[k+2].kind == personItem && l.gap(n, top[k+2]) == "" {
			switch gap := l.gap(it, n); {
			case ledBy(l, it, gap):
				// "the Maltese side was led by Deputy Director A"
				d.represent(l, top[k+2], it, "actor.delegation-led-by", 0.9)
				return
			case it.kind == stateItem && (sends(gap) || gap == "," && onBehalf(l, it)):
				d.represent(l, top[k+2], it, "actor.represented-by", 0.87)
				return
			}
		}
		if n != nil && n.kind == officeItem && it.kind != demonymItem && !n.office.plural && n.office.state == nil && n.office.org == nil && n.office.body == extract.NoEntity {
			d.relateIts(l, top, k)
			return
		}
		if n == nil || n.kind != personItem {
			return
		}
		gap := l.gap(it, n)
		switch {
		case gap == "," && it.kind == stateItem && onBehalf(l, it) || gap == "(" && it.kind == stateItem && l.fold(n.last+1) == ")":
			d.represent(l, n, it, "actor.actor-then-name", 0.86)
		case it.kind == demonymItem && n.start-it.last == 2 && colleague(gap):
			d.represent(l, n, it, "actor.demonym-official", 0.85)
		case gap == "'s" && it.kind != demonymItem && n.start == n.first:
			d.represent(l, n, it, "actor.possessive-name", 0.85)
		case sends(gap):
			d.represent(l, n, it, "actor.represented-by", 0.88)
		case it.kind != orgItem && ledBy(l, it, gap):
			d.represent(l, n, it, "actor.delegation-led-by", 0.9)
		}
	}
}

// isCounterpart reports whether the role is "his Malaysian counterpart".
func isCounterpart(l *line, it *item) bool {
	return l.fold(it.office.head) == "counterpart" && it.office.state != nil && it.office.modState != nil
}

func (it *item) head() int { return it.office.head }

// inherit takes over the state of the office before it in a coordination.
func (o *office) inherit(from *office) {
	o.state, o.inherited = from.state, true
}

func (d *doc) relatePerson(l *line, top []*item, k int) {
	it := top[k]
	if it.person < 0 {
		return
	}
	d.relateLeader(l, top, k)
	if k+1 >= len(top) {
		return
	}
	n := top[k+1]
	gap := l.gap(it, n)
	bound := func(o int) bool { // office top[o] belongs to the name that follows it
		for ; o+1 < len(top); o++ {
			gap := l.gap(top[o], top[o+1])
			if top[o+1].kind == personItem {
				return gap == ""
			}
			if top[o+1].kind != officeItem || gap != "and" {
				return false
			}
		}
		return false
	}
	switch n.kind {
	case officeItem:
		if n.office.plural || bound(k+1) {
			return
		}
		switch {
		case gap == ", its" || gap == ", their":
			// "Facebook sent A, its head of global affairs": the office is of the
			// actor named before
			for o := k - 1; o >= 0; o-- {
				if top[o].kind == orgItem || top[o].kind == stateItem {
					n.office.within(d, top[o])
					d.hold(l, it, n, "actor.name-its-office", 0.85)
					break
				}
				if top[o].kind == personItem {
					continue
				}
				break
			}
		case gap == ", his" || gap == ", her":
			// "President A of Malta … B, his foreign minister,"
			if s := d.personsState(l, top, k); s != nil && n.office.state == nil && n.office.org == nil && n.office.body == extract.NoEntity && d.apposes(l, n) {
				n.office.state, n.office.inherited = s, true
				d.hold(l, it, n, "actor.name-his-office", 0.82)
			}
		case gap == "," && l.namedBefore(top, k):
			// "the Mayor, A, the Governor, B": the office of A is the one before it
		case gap == "," && !d.apposes(l, n):
		case gap == "," && k > 0 && top[k-1].kind == officeItem && top[k-1].office.capital && l.gap(top[k-1], it) == "" && n.office.capital && l.fold(n.first-1) == ",":
			// "Foreign Minister A, Special Envoy for B": two items of a list
		case gap == "," || gap == "(" || gap == "-" || gap == ", -":
			d.hold(l, it, n, "actor.name-comma-office", 0.93)
			for o := k + 2; o < len(top) && top[o].kind == officeItem && !top[o].office.plural && !bound(o); o++ {
				g := l.gap(top[o-1], top[o])
				if g != "and" && g != "," && g != ", and" {
					break
				}
				if g == "," && o+1 < len(top) && top[o+1].kind == personItem && l.gap(top[o], top[o+1]) == "," {
					break
				}
				d.hold(l, it, top[o], "actor.name-two-offices", 0.85)
			}
		case copula(gap):
			d.hold(l, it, n, "actor.name-is-office", 0.9)
		}
	case stateItem, orgItem:
		switch gap {
		case "from", "of", ", of", ", from":
			if s := d.stateOf(n.entity); s != nil && n.kind == stateItem && gap == "of" {
				d.persons[it.person].from = s
			}
			if k > 0 && top[k-1].kind == officeItem && top[k-1].office.former && l.gap(top[k-1], it) == "" {
				return
			}
			if f := l.fold(n.last + 1); n.kind == stateItem && f == "'s" && n.last+2 < len(l.words) && l.words[n.last+2].Upper {
				return // "Dr. A of Tonga's CERT"
			}
			d.represent(l, it, n, "actor.name-of-actor", 0.85)
		case "(":
			if s := d.stateOf(n.entity); s != nil && n.kind == stateItem && l.fold(n.last+1) == ")" {
				d.persons[it.person].from = s
			}
			if l.fold(n.last+1) == ")" {
				d.represent(l, it, n, "actor.name-bracket-actor", 0.88)
			}
		case ",":
			if k+2 < len(top) && top[k+2].kind == officeItem && l.gap(n, top[k+2]) == "," && !top[k+2].office.plural && !bound(k+2) && d.apposes(l, top[k+2]) {
				// "Mr. A, Belgium, Chair of the Working Party"
				d.hold(l, it, top[k+2], "actor.name-actor-office", 0.88)
			}
			if closes(l, afterShort(l, n)) && (it.titled && !verbBetween(l, it) || d.listed(l, it) && l.fold(n.last+1) != "and") {
				d.represent(l, it, n, "actor.name-comma-actor", 0.85)
				// "Dr. A, Steppe Institute, Kazakhstan"
				if n.kind == orgItem && k+2 < len(top) && top[k+2].kind == stateItem && l.gap(n, top[k+2]) == "," && closes(l, top[k+2].last+1) && d.homes[n.entity] == nil && d.orgOf(n.entity) == nil {
					d.homes[n.entity] = d.stateOf(top[k+2].entity)
					d.claim(n.entity, schema.HomeState, top[k+2].entity, l, "actor.org-comma-state", 0.85)
				}
			}
		default:
			if speaksFor(gap) || gap == "for" && it.titled && n.kind == stateItem {
				d.represent(l, it, n, "actor.speaks-for", 0.88)
			}
			if n.kind == orgItem && heads(gap) && n.entity >= 0 && !l.title && !(n.last+1 < len(l.words) && l.words[n.last+1].Upper) {
				o := office{first: n.first, last: n.last, capital: true, complete: true, org: d.orgOf(n.entity), body: n.entity}
				label := "head of " + d.theName(l, n)
				d.addTenure(tenure{person: it.person, label: label, entity: d.officeEntity(label, nil), office: &o, evidence: []extract.Span{d.evidence(l)}, rule: "actor.heads-body", confidence: 0.85})
			}
		}
	}
}

// namedBefore reports whether person top[k] stands in a row of offices and names
// that begins with an office, so that its office is the one before it.
func (l *line) namedBefore(top []*item, k int) bool {
	j := k
	for j > 0 && l.gap(top[j-1], top[j]) == "," && top[j-1].kind != top[j].kind && (top[j-1].kind == officeItem || top[j-1].kind == personItem) {
		j--
	}
	if top[j].kind != officeItem || top[j].office.plural || top[j].office.role || l.fold(top[j].first-1) != "the" {
		return false
	}
	end := k
	for end+1 < len(top) && l.gap(top[end], top[end+1]) == "," && top[end].kind != top[end+1].kind {
		end++
	}
	return top[end].kind == personItem
}

// theName is the name of an organisation as the text has it, with its article.
func (d *doc) theName(l *line, it *item) string {
	name := l.text(d, it.first, it.last)
	if l.fold(it.first-1) == "the" {
		return "the " + name
	}
	return name
}

// within makes the office one of the actor.
func (o *office) within(d *doc, it *item) {
	if s := d.stateOf(it.entity); s != nil && it.kind == stateItem {
		o.state, o.inherited = s, true
		return
	}
	o.body, o.org, o.inherited = it.entity, d.orgOf(it.entity), true
}

// relateIts reads "Malta was represented by its fisheries minister, A", "sent its
// foreign minister, A", "the delegation of Malta, headed by its Speaker, A".
func (d *doc) relateIts(l *line, top []*item, k int) {
	it, o := top[k], top[k+1]
	own, ok := strings.CutSuffix(l.gap(it, o), " its")
	if !ok {
		own, ok = strings.CutSuffix(l.gap(it, o), " their")
	}
	if !ok || !sends(own) && !ledBy(l, it, own) && own != "and" && !strings.HasSuffix(own, " by") && own != "through" && own != ", through" {
		return
	}
	o.office.within(d, it)
	if k+2 < len(top) && top[k+2].kind == personItem {
		switch l.gap(o, top[k+2]) {
		case ",":
			d.hold(l, top[k+2], o, "actor.its-office-name", 0.85)
		}
	}
}

// relateLeader reads "A (, OFFICE,) led the Indian delegation".
func (d *doc) relateLeader(l *line, top []*item, k int) {
	it := top[k]
	prev := it
	for n := k + 1; n < len(top) && n <= k+4; n++ {
		gap := l.gap(prev, top[n])
		switch top[n].kind {
		case officeItem, orgItem:
			if gap == "," || gap == "(" {
				prev = top[n]
				continue
			}
			return
		case stateItem, demonymItem:
			if !leads(gap) {
				return
			}
			if f := l.fold(top[n].last + 1); l.fold(top[n].last) == "delegation" || l.fold(top[n].last) == "side" || f == "delegation" || f == "side" || strings.HasSuffix(gap, "delegation of") {
				d.represent(l, it, top[n], "actor.leads-delegation", 0.9)
			}
			return
		default:
			return
		}
	}
}

// relateOwn reads "A, who leads our delegation": the state of the speaker or of
// the government that publishes.
func (d *doc) relateOwn() {
	own := d.ownState()
	if own < 0 {
		return
	}
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.items {
			it := &l.items[k]
			if it.kind == personItem && it.person >= 0 && leadsOurs(l, it.last+1) {
				d.claim(d.persons[it.person].entity, schema.Represents, own, l, "actor.leads-our-delegation", 0.85)
			}
		}
	}
}

// apposes reports whether the office after a comma ends like an apposition and
// is no subject: "On behalf of A, the Secretary delivered a letter".
func (d *doc) apposes(l *line, o *item) bool {
	next := o.last + 1
	if l.fold(o.first-1) == "the" {
		return closes(l, next) || l.fold(next) == "who" || l.fold(next) == "("
	}
	if next < len(l.words) && !l.words[next].Upper && (d.is(l, next, gazetteer.SpeechVerb) || l.at(next) == "VERB" || l.at(next) == "AUX") {
		// "Mr. A, Director General, NCB led the delegation"
		return o.office.org != nil && l.fold(o.first-1) == ","
	}
	return true
}

// listed reports whether the person stands in a list or programme, where a
// comma before a state or organisation says where he or she comes from.
func (d *doc) listed(l *line, it *item) bool {
	kind := d.a.Doc.Blocks[l.block].Kind
	if kind == extract.ListItem || kind == extract.TableRow {
		return true
	}
	if len(l.words) > 40 {
		return false
	}
	for k := range l.words {
		if p := l.at(k); p == "VERB" || p == "AUX" {
			return false
		}
	}
	return it.titled || it.first <= 3 || l.fold(it.start-1) == ":" || l.fold(it.start-1) == ";"
}

// pair reads "the presidents of France and Germany, A and B" and "A and B,
// respectively Presidents of France and Germany": as many names as states.
func (d *doc) pair(l *line, top []*item, k int) bool {
	o := top[k].office
	if o.state == nil || o.modState != nil {
		return false
	}
	states := []*gazetteer.State{o.state}
	n := k + 1
	for ; n < len(top) && top[n].kind == stateItem && and(l.gap(top[n-1], top[n])); n++ {
		if s := d.stateOf(top[n].entity); s != nil {
			states = append(states, s)
		}
	}
	if len(states) < 2 {
		return false
	}
	var people []*item
	if n < len(top) && top[n].kind == personItem && l.gap(top[n-1], top[n]) == "," {
		people = append(people, top[n])
		for m := n + 1; m < len(top) && top[m].kind == personItem && and(l.gap(top[m-1], top[m])); m++ {
			people = append(people, top[m])
		}
	}
	if len(people) != len(states) {
		people = nil
		for m := k - 1; m >= 0 && top[m].kind == personItem; m-- {
			gap := l.gap(top[m], top[m+1])
			if m == k-1 && gap != "," && gap != ", respectively" && gap != ", respectively ," && gap != "are" && gap != "respectively" || m < k-1 && !and(gap) {
				break
			}
			people = append([]*item{top[m]}, people...)
		}
		if len(people) != len(states) {
			return false
		}
	}
	head := singular(l.text(d, o.first, o.head))
	for i, p := range people {
		if p.person < 0 {
			continue
		}
		label := ofState(head, states[i])
		one := office{capital: true, complete: true, state: states[i], body: extract.NoEntity}
		d.addTenure(tenure{person: p.person, label: label, entity: d.officeEntity(label, nil), office: &one, evidence: []extract.Span{d.evidence(l)}, rule: "actor.offices-respectively", confidence: 0.88})
	}
	return true
}

func and(gap string) bool { return gap == "and" || gap == "," || gap == ", and" }

// distribute gives a plural office to every name of the list that follows it,
// with the states named beside: "foreign ministers A from X and B from Y".
func (d *doc) distribute(l *line, top []*item, k int) {
	o := top[k]
	for n := k + 2; n < len(top); n++ {
		gap := l.gap(top[n-1], top[n])
		switch top[n].kind {
		case personItem:
			if gap != "and" && gap != "," && gap != ", and" && gap != ") and" && gap != ") ," && gap != "" {
				return
			}
			if top[n].titled && top[n].rank != "" {
				return
			}
			d.hold(l, top[n], o, "actor.plural-office", 0.9)
		case stateItem, orgItem:
			if gap != "from" && gap != "of" && gap != "(" {
				return
			}
		default:
			return
		}
	}
}

// hold notes that the person holds the office.
func (d *doc) hold(l *line, p, o *item, rule string, confidence float64) {
	if p.person < 0 {
		return
	}
	off := o.office
	if l.fold(off.first-1) == "late" || l.fold(o.first-1) == "late" {
		return
	}
	if off.role && off.modState != nil && !off.former {
		// "the Swiss delegate, A": no office, but it says for whom A is there
		d.claim(d.persons[p.person].entity, schema.Represents, d.stateEntity(off.modState, ""), l, "actor.role-state", confidence*0.92)
	}
	if off.role && off.org == nil && off.body == extract.NoEntity && !(off.last > off.head+1 && presides(l.fold(off.head)) && l.words[off.last].Caps && !l.upper && l.last(off) > 2) {
		return
	}
	label, aliases := d.label(l, off)
	entity := o.entity
	if off.inherited {
		entity = extract.NoEntity // the office with its state is another
		o.hidden = true
	}
	d.addTenure(tenure{
		person: p.person, label: label, aliases: aliases, entity: entity, office: off, item: o, former: off.former || l.fold(o.first-1) == "former",
		evidence: []extract.Span{d.evidence(l)}, rule: rule, confidence: confidence,
	})
}

// last is the number of letters of the last word of the office: of its body's
// abbreviation, as in "Chair of the OEWG".
func (l *line) last(o *office) int { return len(l.words[o.last].Fold) }

// relateBroken reads the body of an office that stands on the next line: "A,
// Deputy Director for Water," over "Ministry of Interior, Hungary".
func (d *doc) relateBroken(a, b *line) {
	if b.block-a.block > 1 || len(b.words) > 14 || a.fold(len(a.words)-1) != "," {
		return
	}
	ta, tb := a.top(), b.top()
	if len(ta) == 0 || len(tb) == 0 {
		return
	}
	o, body := ta[len(ta)-1], tb[0]
	if o.kind != officeItem || o.last != len(a.words)-2 || o.office.org != nil || o.office.state != nil || o.office.body >= 0 || o.office.plural ||
		body.kind != orgItem || body.first != 0 || !closes(b, body.last+1) || body.entity < 0 {
		return
	}
	for i := range d.tenures {
		if t := &d.tenures[i]; t.item == o && t.office == o.office {
			t.label += ", " + b.text(d, body.first, body.last)
			t.entity = extract.NoEntity
			t.evidence = []extract.Span{{Start: d.evidence(a).Start, End: d.evidence(b).End}}
			o.office.body, o.office.org = body.entity, d.orgOf(body.entity)
			o.office.inherited = true
		}
	}
}

// relateLines reads an office on the line under a name, as in salutations and
// title blocks.
func (d *doc) relateLines(a, b *line) {
	if b.block-a.block > 1 || len(b.words) > 30 {
		return
	}
	ta, tb := a.top(), b.top()
	if len(ta) == 0 || len(tb) == 0 {
		return
	}
	p, o := ta[len(ta)-1], tb[0]
	comma := a.fold(len(a.words)-1) == ","
	end := len(a.words) - 1
	if comma {
		end--
	}
	if p.kind != personItem || p.person < 0 || p.last != end || o.kind != officeItem || o.office.plural {
		return
	}
	start := o.first
	for start > 0 && (b.fold(start-1) == "the" || d.is(b, start-1, gazetteer.FormerWord)) {
		start--
	}
	if start != 0 {
		return
	}
	rest := o.last + 1
	whole := rest >= len(b.words) || rest == len(b.words)-1 && !b.words[rest].Letter
	// "Chair of the Group and Ambassador of Peru to the UN and other
	// organisations in Vienna,": in a salutation the second office may run on.
	runsOn := comma && b.fold(len(b.words)-1) == "," && !slices.ContainsFunc(tb, func(it *item) bool { return it.kind == personItem })
	if !whole && len(tb) >= 2 && b.fold(rest) == "and" && tb[1].kind == officeItem && !tb[1].office.plural && (len(tb) == 2 && tb[1].last >= len(b.words)-2 || runsOn) {
		d.hold(b, p, o, "actor.office-under-name", 0.9) // two offices
		o, whole = tb[1], true
	}
	if !whole && !(comma && b.fold(rest) == ",") && b.fold(rest) != "," {
		return
	}
	if !comma && !whole && !closes(b, rest) {
		return
	}
	if len(tb) > 1 && tb[1].kind == personItem && b.gap(o, tb[1]) == "" {
		return
	}
	if !comma {
		// "… met with Kim Gunn" is no title block
		for k := range a.words {
			if pos := a.at(k); pos == "VERB" && !a.words[k].Upper {
				return
			}
		}
	}
	d.hold(b, p, o, "actor.office-under-name", 0.93)
	t := &d.tenures[len(d.tenures)-1]
	if t.person == p.person && t.item == o {
		t.evidence = []extract.Span{{Start: d.evidence(a).Start, End: d.evidence(b).End}}
	}
}
