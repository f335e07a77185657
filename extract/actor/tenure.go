package actor

import (
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// A tenure is an office that a person is said to hold.
type tenure struct {
	person     int
	label      string
	aliases    []string
	entity     int // of the office
	office     *office
	item       *item
	former     bool
	evidence   []extract.Span
	rule       string
	confidence float64
}

func (d *doc) addTenure(t tenure) {
	d.persons[t.person].offices = append(d.persons[t.person].offices, len(d.tenures))
	d.tenures = append(d.tenures, t)
}

// ranks makes "Ambassador" an office of those for whom no other is named.
func (d *doc) ranks() {
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.items {
			it := &l.items[k]
			if it.kind != personItem || it.person < 0 || it.rank == "" {
				continue
			}
			low := strings.ToLower(it.rank)
			// "Amb." and "H.E. Ambassador" are forms of address
			if low == "amb" && d.abroad() {
				low = "ambassador"
			} else if low != "ambassador" && low != "senator" || it.start < it.first-1 {
				continue
			}
			if len(d.persons[it.person].offices) > 0 {
				continue
			}
			d.addTenure(tenure{
				person: it.person, label: titleCase(low), entity: extract.NoEntity, office: &office{rank: true, capital: true, body: extract.NoEntity},
				evidence: []extract.Span{d.evidence(l)}, rule: "actor.rank", confidence: 0.8,
			})
		}
	}
}

// selfOffices reads what a speaker says of himself: "As Norway's foreign
// minister I have …", "I write as Minister of Energy of Chile".
func (d *doc) selfOffices() {
	p := d.personOf(d.speaker)
	if d.speaker < 0 || p < 0 {
		return
	}
	for i := range d.lines {
		l := &d.lines[i]
		me := false
		for k := range l.words {
			me = me || l.fold(k) == "i" && l.words[k].Upper
		}
		if !me {
			continue
		}
		top := l.top()
		for k, it := range top {
			before := it.first - 1
			if it.kind == officeItem && definite(l.fold(before)) {
				before--
			}
			if it.kind != officeItem || it.office.plural || it.office.role || !it.office.complete || l.fold(before) != "as" || d.quoted(l, it.first) ||
				k+1 < len(top) && top[k+1].kind == personItem && top[k+1].begin()-it.last <= 2 {
				continue
			}
			label, aliases := d.label(l, it.office)
			d.addTenure(tenure{
				person: p, label: label, aliases: aliases, entity: it.entity, office: it.office, item: it, former: it.office.former,
				evidence: []extract.Span{d.evidence(l)}, rule: "actor.as-office-i", confidence: 0.85,
			})
		}
	}
}

// royals makes the title of a monarch or heir an office where the text says of
// which state: "King A of Jordan", "Crown Prince B".
func (d *doc) royals() {
	for i := range d.lines {
		l := &d.lines[i]
		for k := range l.items {
			it := &l.items[k]
			if it.kind != personItem || it.person < 0 || it.rank == "" || len(d.persons[it.person].offices) > 0 {
				continue
			}
			switch low := strings.ToLower(it.rank); low {
			case "king", "queen", "emir", "sultan", "emperor", "grand duke", "crown prince", "crown princess":
				o := &office{first: it.start, last: it.first - 1, capital: true, body: extract.NoEntity}
				d.addTenure(tenure{
					person: it.person, label: it.rank, entity: extract.NoEntity, office: o, item: &item{kind: officeItem, first: it.start, last: it.first - 1, office: o, entity: extract.NoEntity, hidden: true}, evidence: []extract.Span{d.evidence(l)}, rule: "actor.royal-title", confidence: 0.85,
				})
			}
		}
	}
}

// settle makes the claims of the tenures: of several forms of one office of a
// person only the fullest, the others being mentions of it.
func (d *doc) settle() {
	for pi := range d.persons {
		p := &d.persons[pi]
		ts := p.offices
		main := make([]int, len(ts))
		for x := range ts {
			main[x] = x
			for y := range ts {
				if x == y || d.tenures[ts[x]].former && !d.tenures[ts[y]].former {
					continue
				}
				sx, sy := d.words(ts[x]), d.words(ts[y])
				if subset(sx, sy) && (len(sx) < len(sy) || d.fuller(ts[y], ts[x])) {
					main[x] = y
					if len(sx) == len(sy) {
						break
					}
				}
			}
		}
		for x := range ts {
			m := x
			for n := 0; n < 5 && main[m] != m; n++ {
				m = main[m]
			}
			t := &d.tenures[ts[x]]
			if m != x {
				full := &d.tenures[ts[m]]
				if t.item != nil && !t.office.plural && full.entityOr(d) >= 0 {
					t.item.entity = full.entityOr(d)
					t.item.hidden = false
				}
				if e := full.entityOr(d); e >= 0 && t.office.complete && !t.former && !t.office.plural {
					d.a.AddAlias(e, t.label)
				}
				if t.confidence > full.confidence {
					full.confidence = t.confidence
				}
				if full.office.state == nil {
					full.office.state = t.office.state
				}
				continue
			}
		}
		for x := range ts {
			if main[x] == x {
				t := &d.tenures[ts[x]]
				d.tenureClaims(pi, t)
				if t.item != nil && !t.office.plural && t.entity >= 0 && (t.office.inherited || t.item.entity >= 0 && t.item.entity != t.entity && !t.former) {
					t.item.entity, t.item.hidden = t.entity, false
				}
			}
		}
	}
	d.dropUnusedOffices()
}

// fuller reports whether of two tenures with the same words the first names the
// office better, or earlier.
func (d *doc) fuller(y, x int) bool {
	a, b := d.tenures[y].label, d.tenures[x].label
	if strings.EqualFold(a, b) && a != b {
		return a < b // with a capital
	}
	return len(a) > len(b) || len(a) == len(b) && y < x
}

// entityOr is the entity of the tenure's office. Two persons whose offices are
// named alike and of whom nothing says where they hold them have two offices.
func (t *tenure) entityOr(d *doc) int {
	if t.office.plural || t.entity < 0 || t.office.former || t.former {
		t.entity = d.officeEntity(t.label, t.aliases)
	}
	if o := t.office; o.state != nil || o.org != nil || o.body >= 0 {
		return t.entity
	}
	holder, held := d.holders[t.entity]
	switch {
	case !held:
		d.holders[t.entity] = t.person
	case holder != t.person:
		key := gazetteer.Fold(t.label) + "#" + strconv.Itoa(t.person)
		e, ok := d.byOffice[key]
		if !ok {
			e = d.a.AddEntity(extract.Entity{Class: schema.Office, Label: t.label, Aliases: slices.Clone(t.aliases)})
			d.byOffice[key] = e
		}
		t.entity = e
		d.holders[e] = t.person
	}
	return t.entity
}

// words are the important words of a tenure's office.
func (d *doc) words(t int) []string {
	var out []string
	for _, w := range gazetteer.Words(d.tenures[t].label) {
		switch w.Fold {
		case "of", "the", "for", "and", "to", ",", "'s", "in":
		default:
			out = append(out, w.Fold)
		}
	}
	if s := d.tenures[t].office.state; s != nil {
		for _, w := range gazetteer.Words(s.Name) {
			if i := slices.Index(out, w.Fold); i >= 0 {
				out = slices.Delete(out, i, i+1)
			}
		}
	}
	return out
}

func subset(a, b []string) bool {
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return len(a) > 0
}

// tenureClaims makes the claims of one office of a person.
func (d *doc) tenureClaims(pi int, t *tenure) {
	p := &d.persons[pi]
	e := t.entityOr(d)
	add := func(subject int, pred schema.Predicate, object int, rule string, confidence float64) {
		d.a.AddClaim(extract.Claim{
			Subject: subject, Predicate: pred, Object: object, Status: extract.Asserted, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
			Rule: rule, Confidence: confidence, Evidence: t.evidence,
		})
	}
	add(p.entity, schema.HoldsOffice, e, t.rule, t.confidence)
	o := t.office
	if o.plural {
		return
	}
	var state *gazetteer.State
	org := o.org
	body := o.body
	switch {
	case o.state != nil:
		state = o.state
	case org != nil && org.Home != "":
		state, _ = d.g.State(org.Home)
	case body >= 0 && d.homes[body] != nil:
		state = d.homes[body]
	}
	if body < 0 && org != nil {
		body = d.organizationEntity(org, "")
	}
	if body >= 0 {
		add(e, schema.OfficeIn, body, "actor.office-in", t.confidence*0.95)
	} else if o.state != nil && !o.implied {
		add(e, schema.OfficeIn, d.stateEntity(o.state, ""), "actor.office-in", t.confidence*0.95)
	}
	if o.rank && !t.former && d.ownAmbassador(t) {
		add(p.entity, schema.Represents, d.stateEntity(d.publisherState, ""), "actor.own-ambassador", 0.8)
	}
	if t.former || o.role && !headsHouse(org) || o.rank {
		return
	}
	if low := strings.ToLower(t.label); strings.Contains(low, "opposition") || strings.Contains(low, "party") || strings.Contains(low, "majority") || strings.Contains(low, "minority") {
		return
	}
	if o.state == nil && d.speaksForAnother(p.entity, state) {
		return // "the Kenyan delegation was led by A, of the Ministry of Trade"
	}
	government := body < 0 || org != nil && governmental(org) || org == nil && d.homes[body] != nil
	switch {
	case org == nil && body >= 0 && d.outlet(d.a.Entities[body].Label) && d.homes[body] == nil && !strings.Contains(strings.ToLower(t.label), "director") && !strings.Contains(strings.ToLower(t.label), "president"):
		add(p.entity, schema.AffiliatedWith, body, "actor.office-affiliation", t.confidence*0.9)
	case org != nil && (org.Media() || org.Type == "university" || org.Type == "academic centre" || org.Type == "academy") || d.labelHas(t.label, gazetteer.Academic):
		if body >= 0 {
			add(p.entity, schema.AffiliatedWith, body, "actor.office-affiliation", t.confidence*0.9)
		}
	case org != nil && (org.Type == "national agency" || org.Type == "CERT") && body >= 0:
		add(p.entity, schema.Represents, body, "actor.office-body", t.confidence*0.9)
		if o.state != nil || d.stated(t, org) {
			add(p.entity, schema.Represents, d.stateEntity(state, ""), "actor.office-state", t.confidence*0.9)
		}
	case state != nil && government && o.implied:
		add(p.entity, schema.Represents, d.stateEntity(state, ""), "actor.office-in-visited-state", 0.87)
	case state != nil && government:
		s := d.stateEntity(state, "")
		add(p.entity, schema.Represents, s, "actor.office-state", t.confidence*0.95)
	case (body < 0 || org == nil) && d.government && d.publisherState != nil && d.ownOffice(t):
		s := d.stateEntity(d.publisherState, "")
		add(p.entity, schema.Represents, s, "actor.office-of-publisher", 0.85)
	case (body < 0 || org == nil && d.ministryName(d.a.Entities[body].Label)) && !d.government && d.side != nil && d.ownMinister(t):
		add(p.entity, schema.Represents, d.stateEntity(d.side, ""), "actor.office-of-own-side", 0.8)
	case body >= 0 && !(org == nil && d.ministryName(d.a.Entities[body].Label)):
		if org != nil {
			body = d.house(org, body)
		}
		add(p.entity, schema.Represents, body, "actor.office-body", t.confidence*0.9)
	}
}

// speaksForAnother reports whether the person is said to speak for a state that is not
// the one that an office without a state was taken to be of.
func (d *doc) speaksForAnother(person int, state *gazetteer.State) bool {
	if state == nil {
		return false
	}
	other := false
	for _, e := range d.represented(person) {
		s := d.stateOf(e)
		if s == state {
			return false
		}
		other = other || s != nil
	}
	return other
}

// headsHouse reports whether those who chair the organisation speak for it, as
// they do of a company or a commission, not of a committee.
func headsHouse(o *gazetteer.Organization) bool {
	return o != nil && (o.Type == "IGO office" || o.Type == "company" || o.Type == "NGO" || o.Type == "EU body")
}

// house is whom the heads of an organ speak for: of the European Union's
// institutions the Union, of a secretariat its organisation, else the organ.
func (d *doc) house(o *gazetteer.Organization, e int) int {
	if o.PartOf == "" {
		return e
	}
	switch words := foldWords(o.Name); {
	case slices.Contains(words, "secretariat"):
	case o.Type == "EU body" && !slices.Contains(words, "parliament") && !slices.Contains(words, "bank") && !slices.Contains(words, "board"):
	default:
		return e
	}
	parent, ok := d.g.Organization(o.PartOf)
	if !ok {
		return e
	}
	return d.organizationEntity(parent, "")
}

// stated reports whether the office's name says the state of the agency.
func (d *doc) stated(t *tenure, org *gazetteer.Organization) bool {
	ws := gazetteer.Words(t.label)
	for i := range ws {
		if m, ok := d.g.MatchAt(ws, i, false); ok && m.Entries[0].State != nil && m.Entries[0].State.Alpha2 == org.Home {
			return true
		}
	}
	return d.publisherState != nil && d.publisherState.Alpha2 == org.Home && org.Home == "US"
}

func governmental(o *gazetteer.Organization) bool {
	switch o.Type {
	case "ministry", "ministry unit", "national agency", "government", "parliament", "diplomatic mission", "armed force", "military command",
		"head of state office", "head of government office", "office", "CERT":
		return o.Home != ""
	}
	return false
}

// ownOffice reports whether an office named without its state is one of the
// publisher's own government.
func (d *doc) ownOffice(t *tenure) bool {
	if d.persons[t.person].entity == d.speaker {
		return true
	}
	if d.publisherState.Alpha2 != "US" {
		return d.ownMinister(t)
	}
	f := strings.ToLower(t.label)
	p := &d.persons[t.person]
	if !p.full && !slices.Contains(foldWords(d.a.Doc.Meta.Title.Value), p.tokens[0]) {
		return false
	}
	if strings.Contains(f, "secretary of state for") && !strings.Contains(f, "under") && !strings.Contains(f, "deputy") && !strings.Contains(f, "assistant") {
		return false // a British or other minister
	}
	for _, s := range []string{"secretary", "special envoy", "special representative", "special presidential envoy", "spokesperson", "special coordinator", "attorney general", "national security advisor", "chief of staff"} {
		if strings.Contains(f, s) && !strings.Contains(f, "general") && !strings.Contains(f, "foreign secretary") && !strings.Contains(f, "home secretary") || f == "attorney general" {
			return true
		}
	}
	return false
}

// ownMinister reports whether an office without its state is one of the
// government that publishes, which is not that of the United States: its kind is
// one of governments, nothing says that its holder is of another state, and the
// sentence names no other state before it.
func (d *doc) ownMinister(t *tenure) bool {
	if t.former || t.item == nil || t.office.rank || len(d.persons[t.person].homes) > 0 || d.abroad() {
		return false
	}
	f := strings.ToLower(t.label)
	own := ofGovernment(t.label) && !strings.Contains(f, "secretary of state")
	for _, s := range []string{"director", "spokesperson", "spokesman", "spokeswoman", "secretary", "ambassador for", "ambassador-at-large", "special envoy", "special representative", "coordinator"} {
		own = own || strings.Contains(f, s)
	}
	if !own || strings.Contains(f, "secretary-general") || strings.Contains(f, "secretary general") {
		return false
	}
	l := d.lineOf(t.evidence[0])
	if l == nil {
		return false
	}
	for k := range l.items {
		it := &l.items[k]
		if it.first >= t.office.first {
			break
		}
		s := d.stateOf(it.entity)
		if it.kind == placeItem {
			if p, ok := d.g.Place(strings.TrimPrefix(d.a.Entities[it.entity].Key, "place/")); ok && p.State != "" {
				s, _ = d.g.State(p.State)
			}
		}
		if s != nil && s != d.side && (it.kind == stateItem || it.kind == demonymItem || it.kind == placeItem) {
			return false
		}
	}
	return true
}

// abroad reports whether the publisher is an embassy or other mission, whose
// texts name ministers of its own and of the host country alike.
func (d *doc) abroad() bool {
	if d.publisher < 0 {
		return false
	}
	for _, w := range foldWords(d.a.Entities[d.publisher].Label) {
		switch w {
		case "embassy", "mission", "consulate", "representation", "delegation":
			return true
		}
	}
	return false
}

// ownAmbassador reports whether "Ambassador A" in an embassy's own text is its
// ambassador: the only one there.
func (d *doc) ownAmbassador(t *tenure) bool {
	if !d.abroad() || d.publisherState == nil || t.label != "Ambassador" || len(d.persons[t.person].homes) > 0 || d.persons[t.person].from != nil {
		return false
	}
	for i := range d.tenures {
		if o := &d.tenures[i]; o.person != t.person && strings.Contains(strings.ToLower(o.label), "ambassador") {
			return false
		}
	}
	return true
}

// definiteOffices gives "the Brazilian president" to the one person whom the
// sentence before is about.
func (d *doc) definiteOffices() {
	for i := 1; i < len(d.lines); i++ {
		l, before := &d.lines[i], &d.lines[i-1]
		if l.block != before.block || l.heading {
			continue
		}
		top := l.top()
		for k, it := range top {
			if it.kind != officeItem || it.office.plural || it.office.role || it.office.former || it.office.state == nil || l.fold(it.first-1) != "the" || it.first > 2 {
				continue
			}
			if k+1 < len(top) && top[k+1].kind == personItem && top[k+1].begin()-it.last <= 2 || k > 0 {
				continue
			}
			one := -1
			for _, p := range before.items {
				if p.kind != personItem || p.person < 0 || p.person == one {
					continue
				}
				if one >= 0 {
					one = -2
					break
				}
				one = p.person
			}
			if one < 0 || len(d.persons[one].offices) > 0 || d.heldByOther(it, one) {
				continue
			}
			label, aliases := d.label(l, it.office)
			d.addTenure(tenure{person: one, label: label, aliases: aliases, entity: it.entity, office: it.office, item: it, evidence: []extract.Span{d.evidence(before), d.evidence(l)}, rule: "actor.definite-office", confidence: 0.75})
			d.nominals = append(d.nominals, nominal{line: i, first: it.first, last: it.last, entity: d.persons[one].entity})
		}
	}
}

// heldByOther reports whether the document gives the office to another person.
func (d *doc) heldByOther(it *item, person int) bool {
	for i := range d.tenures {
		t := &d.tenures[i]
		if t.person != person && t.office.state == it.office.state && t.entity == it.entity {
			return true
		}
	}
	return false
}

// dropUnusedOffices hides offices that nobody is said to hold and that are
// generic: plural and lower-case ones.
func (d *doc) dropUnusedOffices() {
	held := map[int]bool{}
	for i := range d.tenures {
		held[d.tenures[i].entity] = true
	}
	for i := range d.lines {
		for k := range d.lines[i].items {
			it := &d.lines[i].items[k]
			if it.kind == officeItem && !held[it.entity] && (it.office.plural || !it.office.complete) {
				it.hidden = true
			}
		}
	}
}
