package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

// A Recognizer makes the claims of a rule set. It is safe for concurrent use.
type Recognizer struct {
	set *Set
	ctx Context
}

// A Context answers what a sentence alone does not tell. Each function returns
// entity indices, [extract.NoEntity] for none.
type Context struct {
	// Focus is the event that the text speaks of at an offset.
	Focus func(a *extract.Analysis, at int) int
	// FirstPerson is whom "I" and "we" mean: the speaker, and the state or
	// organisation spoken for.
	FirstPerson func(a *extract.Analysis) (speaker, actor int)
}

// New returns a recogniser for the set.
func New(set *Set, ctx Context) *Recognizer { return &Recognizer{set: set, ctx: ctx} }

// Extract adds the claims of the rules and of the layout of a speech. It needs
// sentences with their parse, and the mentions of actors and events.
func (r *Recognizer) Extract(a *extract.Analysis) {
	a.SortMentions()
	d := doc{rec: r, a: a}
	for i := range a.Sentences {
		if a.Stopped() {
			return
		}
		d.sentence(i, clause.Sentence(&a.Sentences[i], i))
	}
	d.rosters()
	d.labels()
	d.tables()
	d.speech()
}

// doc is the work on one document.
type doc struct {
	rec *Recognizer
	a   *extract.Analysis

	sent     *extract.Sentence
	index    int
	clauses  []clause.Clause
	mentions []extract.Mention // of the sentence
	question bool
	before   int // number of claims when the sentence began
	masks    map[string]*masked
}

func (d *doc) sentence(i int, clauses []clause.Clause) {
	d.sent, d.index, d.clauses = &d.a.Sentences[i], i, clauses
	d.mentions = d.a.MentionsIn(d.sent.Span)
	if len(d.mentions) == 0 {
		return
	}
	d.masks = map[string]*masked{}
	n := len(d.sent.Tokens)
	d.question = n > 0 && d.text(d.sent.Tokens[n-1].Span) == "?"
	d.echo()
	d.before = len(d.a.Claims)
	if d.question || d.a.Doc.Blocks[d.sent.Block].Kind == extract.Caption {
		return
	}
	for c := range clauses {
		cl := &clauses[c]
		set := d.rec.set
		switch cl.Kind {
		case clause.Verbal:
			for _, n := range set.verbs[cl.Lemma] {
				d.apply(&set.Rules[n], cl)
			}
		case clause.Nominal:
			if d.former(cl.Head) {
				continue
			}
			for _, n := range set.nouns[cl.Lemma] {
				d.apply(&set.Rules[n], cl)
			}
		case clause.Copular:
			for _, n := range set.adjs[cl.Lemma] {
				d.apply(&set.Rules[n], cl)
			}
		}
	}
	for _, n := range d.rec.set.after {
		d.applyAfter(&d.rec.set.Rules[n])
	}
	for _, n := range d.rec.set.before {
		d.applyBefore(&d.rec.set.Rules[n])
	}
	for t := range d.sent.Tokens {
		for _, n := range d.rec.set.roles[d.sent.Tokens[t].Lemma] {
			d.applyRole(&d.rec.set.Rules[n], t)
		}
	}
	for _, n := range d.rec.set.wording {
		d.applyWording(&d.rec.set.Rules[n])
	}
	d.asDid()
}

// asDid reads "…, as did X", which says the same of X.
func (d *doc) asDid() {
	lower := strings.ToLower(d.text(d.sent.Span))
	for _, w := range d.rec.set.Words.AsDid {
		i := strings.Index(lower, w+" ")
		if i < 0 {
			continue
		}
		from := d.sent.Span.Start + i + len(w)
		d.repeat(from, d.a.Claims[min(d.before, len(d.a.Claims)):])
		return
	}
}

// repeat says of the names after an offset of the sentence what the claims say
// of those who took part in something.
func (d *doc) repeat(from int, claims []extract.Claim) {
	slot := &Slot{Class: []schema.Class{schema.Person, schema.State, schema.Organization}}
	items := d.items(slot.Class)
	first := slices.IndexFunc(items, func(it item) bool { return it.span.Start >= from })
	if first < 0 {
		return
	}
	said := slices.Clone(claims)
	for _, c := range said {
		if c.Predicate != schema.Addressed && c.Predicate != schema.PresentedAt && c.Predicate != schema.Attended {
			continue
		}
		for _, e := range d.list(items[first].entity, slot) {
			if e != c.Subject {
				d.add(e, c.Predicate, c.Object, c.Status, "attend.echo", 0.8*c.Confidence)
			}
		}
	}
}

// echo reads "So did X", which says of X what the sentence before said of
// another.
func (d *doc) echo() {
	lower := strings.ToLower(d.text(d.sent.Span))
	if !slices.ContainsFunc(d.rec.set.Words.Echo, func(w string) bool { return strings.HasPrefix(lower, w+" ") }) {
		return
	}
	d.repeat(d.sent.Span.Start, d.a.Claims[min(d.before, len(d.a.Claims)):])
}

func (d *doc) text(s extract.Span) string { return d.a.Text(s) }

// apply tries a verb or noun rule on a clause.
func (d *doc) apply(r *Rule, c *clause.Clause) {
	if r.Passive != nil && *r.Passive != c.Passive || r.Finite && !c.Finite {
		return
	}
	if r.With != nil && !d.hasSlot(r.With, c) || r.Without != nil && d.hasSlot(r.Without, c) {
		return
	}
	status, ok := d.status(c)
	if !ok {
		return
	}
	subjects, sf := d.fill(&r.Subject, c)
	objects, of := d.fill(&r.Object, c)
	if len(subjects) < r.Subject.Least || len(objects) < r.Object.Least {
		return
	}
	d.claim(r, subjects, objects, status, r.Confidence*min(sf, of))
}

// claim adds the claims of a rule that has found its arguments.
func (d *doc) claim(r *Rule, subjects, objects []int, status extract.Status, confidence float64) {
	p := r.Claim
	if r.Joint != "" && len(objects) > 1 {
		p = r.Joint
	}
	for _, s := range subjects {
		for _, o := range objects {
			if s == o {
				continue
			}
			for _, p := range []schema.Predicate{p, r.Also} {
				if p == "" {
					continue
				}
				d.add(s, p, o, status, r.ID, confidence)
			}
		}
	}
}

// add adds a claim with the sentence as its evidence. Who takes part in a
// session or ceremony takes part in the event that it belongs to.
func (d *doc) add(subject int, p schema.Predicate, object int, status extract.Status, rule string, confidence float64) {
	c := extract.Claim{
		Subject: subject, Predicate: p, Object: object, Status: status,
		AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
		Rule: rule, Confidence: confidence, Evidence: []extract.Span{d.sent.Span},
	}
	d.a.AddClaim(c)
	if object < 0 || d.a.Entities[object].Class != schema.Session {
		return
	}
	whole := d.whole(object)
	if whole < 0 {
		return
	}
	c.Object, c.Confidence = whole, confidence*0.9
	switch {
	case p == schema.Addressed && d.ceremony(object):
		d.a.AddClaim(c)
	case p == schema.Addressed, p == schema.PresentedAt, p == schema.Attended:
		if !d.remote() {
			c.Predicate = schema.Attended
			d.a.AddClaim(c)
		}
	}
}

// whole gives the event that a session is a part of.
func (d *doc) whole(session int) int {
	for _, c := range d.a.Claims {
		if c.Subject == session && c.Predicate == schema.SubEventOf {
			return c.Object
		}
	}
	return extract.NoEntity
}

// ceremony reports whether a session is one that speaks for the whole event:
// its opening, closing or a dinner.
func (d *doc) ceremony(session int) bool {
	name := strings.ToLower(d.a.Entities[session].Label)
	return slices.ContainsFunc(d.rec.set.Words.Ceremony, func(w string) bool { return strings.Contains(name, w) })
}

// remote reports whether the sentence tells of a message sent to an event.
func (d *doc) remote() bool {
	lower := strings.ToLower(d.text(d.sent.Span))
	return slices.ContainsFunc(d.rec.set.Words.Remote, func(w string) bool { return strings.Contains(lower, w) })
}

// hasSlot reports whether c has an argument that fits the slot by role and
// lemma, and by class where the slot names one.
func (d *doc) hasSlot(s *Slot, c *clause.Clause) bool {
	for _, a := range c.Args {
		if !slices.ContainsFunc(s.Role, func(r string) bool { return slices.Contains(strings.Split(r, "+"), a.Role) }) {
			continue
		}
		if len(s.Lemma) > 0 && !slices.Contains(s.Lemma, d.sent.Tokens[a.Head].Lemma) {
			continue
		}
		if len(s.Class) == 0 || len(d.entities(a.Head, a.Span, s.Class)) > 0 {
			return true
		}
	}
	if len(s.Class) > 0 && len(s.Lemma) == 0 {
		es, _ := d.fillArgs(s, c)
		return len(es) > 0
	}
	return false
}

// fill finds the entities that fit a slot, in text order, with a factor for
// how sure the place of the argument is.
func (d *doc) fill(s *Slot, c *clause.Clause) ([]int, float64) {
	if found, sure := d.fillArgs(s, c); len(found) > 0 {
		return found, sure
	}
	if s.Else == "focus" && !d.filled(s, c) || s.Else == "anaphor" && d.anaphor(s, c) {
		if e := d.focusEvent(d.sent.Tokens[c.Head].Span.Start); e >= 0 {
			return []int{e}, 0.8
		}
	}
	return nil, 1
}

// anaphor reports whether the slot's argument is "it" or a definite noun for a
// gathering ("the meeting"), which mean the event in focus.
func (d *doc) anaphor(s *Slot, c *clause.Clause) bool {
	for _, a := range c.Args {
		if a.Deep || !slices.Contains(s.Role, a.Role) {
			continue
		}
		t := &d.sent.Tokens[a.Head]
		if t.UPOS == "PRON" && (t.Lemma == "it" || t.Lemma == "this") || d.gathering(a.Head) {
			return true
		}
	}
	return false
}

// gathering reports whether a noun stands for the event in focus: "the meeting",
// but not "a meeting".
func (d *doc) gathering(head int) bool {
	if !slices.Contains(d.rec.set.Words.Gathering, d.sent.Tokens[head].Lemma) {
		return false
	}
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Head == head && t.Rel == "det" && (t.Lemma == "a" || t.Lemma == "an" || t.Lemma == "another" || t.Lemma == "any" || t.Lemma == "every") {
			return false
		}
	}
	return true
}

// filled reports whether c has an argument in one of the slot's roles that is
// no place or time and no word that stands for an event: what is said is then
// about something else than the event in focus.
func (d *doc) filled(s *Slot, c *clause.Clause) bool {
	for _, a := range c.Args {
		if a.Deep || !slices.ContainsFunc(s.Role, func(r string) bool { return slices.Contains(strings.Split(r, "+"), a.Role) }) {
			continue
		}
		t := &d.sent.Tokens[a.Head]
		if d.gathering(a.Head) || t.UPOS == "NUM" || t.UPOS == "PRON" && (t.Lemma == "it" || t.Lemma == "this") || len(d.entities(a.Head, a.Span, []schema.Class{schema.Place})) > 0 {
			continue
		}
		return true
	}
	return false
}

// fillArgs finds the entities that fit a slot among the arguments of c, the
// first role that gives any winning.
func (d *doc) fillArgs(s *Slot, c *clause.Clause) ([]int, float64) {
	for _, role := range s.Role {
		if role == "self" {
			if es := d.entities(c.Head, d.sent.Tokens[c.Head].Span, s.Class); len(es) > 0 {
				return es, 1
			}
			continue
		}
		var found []int
		sure, there := 1.0, false
		for _, role := range strings.Split(role, "+") {
			es, s, t := d.fillRole(s, role, c)
			for _, e := range es {
				if !slices.Contains(found, e) {
					found = append(found, e)
				}
			}
			there = there || t
			if len(es) > 0 {
				sure = min(sure, s)
			}
		}
		if len(found) == 0 && there && d.colonAfter(c) {
			found = d.listItems(s.Class)
		}
		if len(found) > 0 {
			return found, sure
		}
	}
	return nil, 1
}

// fillRole finds the entities among the arguments in one role. there says that
// an argument has the role, whether it fits or not.
func (d *doc) fillRole(s *Slot, role string, c *clause.Clause) (found []int, sure float64, there bool) {
	sure = 1
	named := false // the last argument that is no apposition gave an entity
	for _, a := range c.Args {
		if a.Role != role {
			continue
		}
		there = true
		if len(s.Lemma) > 0 && !slices.Contains(s.Lemma, d.sent.Tokens[a.Head].Lemma) {
			continue
		}
		if a.Appos && named {
			continue // the same thing by another name
		}
		es := d.entities(a.Head, a.Span, s.Class)
		if e := d.participleOf(s, c, &a); e >= 0 {
			es = []int{e}
		}
		if len(es) == 0 && role != "from" && d.transparent(a.Head) {
			// "convened ministers from Peru", where "from" hangs on the verb
			for _, from := range c.Arg("from", "of") {
				if from.Head > a.Head {
					es = append(es, d.entities(from.Head, from.Span, s.Class)...)
				}
			}
		}
		if !a.Appos {
			named = len(es) > 0
		}
		for _, e := range es {
			for _, e := range d.list(e, s) {
				if !slices.Contains(found, e) {
					found = append(found, e)
					if a.Deep {
						sure = 0.9
					}
				}
			}
		}
	}
	if len(found) > 0 || len(s.Lemma) > 0 {
		return found, sure, there
	}
	for _, a := range c.Args {
		if a.Role == role && slices.Contains(d.rec.set.Words.Group, strings.TrimSuffix(d.sent.Tokens[a.Head].Lemma, "s")) {
			if found = d.named(a.Head, s); len(found) > 0 {
				return found, 0.9, there
			}
		}
	}
	if !there && role == "agent" {
		if found = d.rescue(c, s); len(found) > 0 {
			return found, 0.85, there
		}
	}
	return d.afterPreposition(c, role, s), 0.85, there
}

// namedAfter is what stands before the names of those whom a group noun means.
var namedAfter = regexp.MustCompile(`(?i)\b(?:including|among them|among these|such as|namely|notably)\b|:`)

// named gives those whom a group noun means: "ten countries, among them Peru and
// Chile", "the following states: …".
func (d *doc) named(head int, s *Slot) []int {
	from := d.sent.Tokens[head].Span.End
	loc := namedAfter.FindStringIndex(d.a.Doc.Text[from:d.sent.Span.End])
	if loc == nil {
		return nil
	}
	end := from + loc[1]
	for k, m := range d.mentions {
		if m.Span.Start < end || m.Form != extract.Name || !slices.Contains(s.Class, m.Class) || d.belongs(k) {
			continue
		}
		if !d.attributive(end, m.Span.Start) {
			return nil
		}
		out := d.list(m.Entity, s)
		if d.text(extract.Span{Start: from + loc[0], End: end}) == ":" {
			for j := k; j < len(d.mentions); j++ {
				if n := d.mentions[j]; n.Form == extract.Name && slices.Contains(s.Class, n.Class) && !d.belongs(j) && !slices.Contains(out, n.Entity) {
					out = append(out, n.Entity)
				}
			}
		}
		return out
	}
	return nil
}

// participleOf gives the event that a participle belongs to where the parse may
// have hung it on another noun: the nearest one before it, with no verb
// between ("It followed the Safety Summit of 1 November, hosted by …").
func (d *doc) participleOf(s *Slot, c *clause.Clause, a *clause.Arg) int {
	if c.Finite || !c.Passive || !a.Shared || !slices.Contains(s.Class, schema.Event) {
		return extract.NoEntity
	}
	at := d.sent.Tokens[c.Head].Span.Start
	for i := len(d.mentions) - 1; i >= 0; i-- {
		m := d.mentions[i]
		if m.Span.End > at || !slices.Contains(s.Class, m.Class) {
			continue
		}
		if d.verbBetween(m.Span.End, at) {
			break
		}
		return m.Entity
	}
	return extract.NoEntity
}

// rescue finds the subject that the parse has lost, as it often does behind a
// long apposition: the nearest name before an active verb with no other
// predication between.
func (d *doc) rescue(c *clause.Clause, s *Slot) []int {
	if c.Kind != clause.Verbal || c.Passive || !c.Finite {
		return nil
	}
	at := d.sent.Tokens[c.Head].Span
	for i := len(d.mentions) - 1; i >= 0; i-- {
		m := d.mentions[i]
		if m.Span.End > at.Start || m.Form != extract.Name || !slices.Contains(s.Class, m.Class) || d.belongs(i) {
			continue
		}
		if d.governed(m.Span) {
			continue // "in Korea": no subject
		}
		for t := range d.sent.Tokens {
			tok := &d.sent.Tokens[t]
			if tok.Span.Start < m.Span.End || tok.Span.Start >= at.Start {
				continue
			}
			switch {
			case base(tok.Rel) == "nsubj", tok.Rel == "mark", tok.XPOS == "WDT", tok.XPOS == "WP", d.text(tok.Span) == ";", d.text(tok.Span) == ":":
				return nil
			}
		}
		return d.list(m.Entity, s)
	}
	return nil
}

// afterPreposition finds the names behind a preposition that the parse has hung
// elsewhere: "chaired jointly by …", "met with …". Only the prepositions of
// company and agency are worth the risk.
func (d *doc) afterPreposition(c *clause.Clause, role string, s *Slot) []int {
	if slices.Contains(s.Class, schema.Event) {
		return nil
	}
	prep := role
	switch {
	case role == "agent" && c.Passive:
		prep = "by"
	case role == "with":
	case strings.Contains(role, " "):
		return d.afterPhrase(c, role, s)
	default:
		return nil
	}
	toks := d.sent.Tokens
	for i := c.Head + 1; i < len(toks) && i <= c.Head+8; i++ {
		if toks[i].UPOS == "VERB" || toks[i].UPOS == "AUX" || d.text(toks[i].Span) == ";" {
			return nil
		}
		if toks[i].Lemma != prep {
			continue
		}
		end := toks[i].Span.End
		for k, m := range d.mentions {
			if m.Span.Start < end || m.Form == extract.Pronoun || !slices.Contains(s.Class, m.Class) || d.belongs(k) {
				continue
			}
			if !d.attributive(end, m.Span.Start) {
				return nil
			}
			return d.list(m.Entity, s)
		}
		return nil
	}
	return nil
}

// afterPhrase finds the names behind a preposition of several words on either
// side of the verb: "X, together with Y, held …".
func (d *doc) afterPhrase(c *clause.Clause, phrase string, s *Slot) []int {
	i := strings.Index(strings.ToLower(d.text(d.sent.Span)), phrase+" ")
	if i < 0 {
		return nil
	}
	end := d.sent.Span.Start + i + len(phrase)
	head := d.sent.Tokens[c.Head].Span
	if end < head.Start && d.verbBetween(end, head.Start) || end > head.End && d.verbBetween(head.End, end) {
		return nil
	}
	for k, m := range d.mentions {
		if m.Span.Start < end || m.Form == extract.Pronoun || !slices.Contains(s.Class, m.Class) || d.belongs(k) {
			continue
		}
		if !d.attributive(end, m.Span.Start) {
			return nil
		}
		return d.list(m.Entity, s)
	}
	return nil
}

// attributive reports whether the range holds nothing but what may stand before
// a name: articles, adjectives, titles, offices.
func (d *doc) attributive(start, end int) bool {
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Span.Start < start || t.Span.End > end {
			continue
		}
		switch t.UPOS {
		case "DET", "ADJ", "PROPN", "NOUN", "NUM", "PRON":
			continue
		}
		if !slices.ContainsFunc(d.mentions, func(m extract.Mention) bool {
			return (m.Class == schema.Office || m.Class == schema.Person || m.Class == schema.State) && m.Span.Contains(t.Span)
		}) && t.Lemma != "of" && t.Lemma != "'s" && t.Lemma != "’s" {
			return false
		}
	}
	return true
}

// governed reports whether a preposition stands before the phrase.
func (d *doc) governed(sp extract.Span) bool {
	for i := len(d.sent.Tokens) - 1; i >= 0; i-- {
		t := &d.sent.Tokens[i]
		if t.Span.End > sp.Start || t.UPOS == "DET" || t.UPOS == "ADJ" {
			continue
		}
		return t.UPOS == "ADP"
	}
	return false
}

// focusEvent gives the event that the text speaks of at an offset.
func (d *doc) focusEvent(at int) int { return d.rec.ctx.Focus(d.a, at) }

// entities gives the entities of the classes that the phrase with the head and
// span means: the mention that holds the head; the name that an office before
// or after it belongs to; or, where the head is a transparent noun ("the
// government of Poland"), all those named in the phrase.
func (d *doc) entities(head int, span extract.Span, classes []schema.Class) []int {
	at := d.sent.Tokens[head].Span
	var office *extract.Mention
	for i := range d.mentions {
		m := &d.mentions[i]
		if !m.Span.Overlaps(at) {
			continue
		}
		if slices.Contains(classes, m.Class) && !(m.Class != schema.Person && slices.Contains(classes, schema.Person) && d.belongs(i)) {
			return []int{m.Entity}
		}
		if m.Class == schema.Office {
			office = m
		}
	}
	if office != nil && slices.Contains(classes, schema.Person) {
		for i := range d.mentions {
			m := &d.mentions[i]
			if m.Class == schema.Person && (adjoins(d.a.Doc.Text, office.Span, m.Span) || adjoins(d.a.Doc.Text, m.Span, office.Span)) {
				return []int{m.Entity}
			}
		}
	}
	if slices.Contains(classes, schema.Event) {
		// "the Supply Chain Ministerial Forum" where the name found ends a word early
		for _, m := range d.mentions {
			if slices.Contains(classes, m.Class) && m.Form == extract.Name && span.Contains(m.Span) && m.Span.End <= at.Start && strings.TrimSpace(d.a.Doc.Text[m.Span.End:at.Start]) == "" {
				return []int{m.Entity}
			}
		}
	}
	if office == nil && slices.Contains(classes, schema.Person) {
		// "Ambassador Maria Lopez": the rank is no office, the name follows it
		for _, m := range d.mentions {
			if m.Class == schema.Person && m.Form == extract.Name && span.Overlaps(m.Span) && adjoins(d.a.Doc.Text, at, m.Span) {
				return []int{m.Entity}
			}
		}
	}
	if d.transparent(head) {
		var out []int
		for _, m := range d.mentions {
			if span.Contains(m.Span) && slices.Contains(classes, m.Class) && m.Class != schema.Person && m.Class != schema.Event && !slices.Contains(out, m.Entity) {
				out = append(out, m.Entity)
			}
		}
		return out
	}
	return nil
}

// transparent reports whether a noun stands for the states or organisations
// named in its phrase.
func (d *doc) transparent(head int) bool {
	t := &d.sent.Tokens[head]
	return slices.Contains(d.rec.set.Words.Transparent, t.Lemma) ||
		(t.XPOS == "NNS" || t.XPOS == "NNPS") && slices.Contains(d.rec.set.Words.TransparentPlural, strings.TrimSuffix(t.Lemma, "s"))
}

// adjoins reports whether q follows p with at most a comma or a bracket
// between them.
func adjoins(text string, p, q extract.Span) bool {
	return p.End <= q.Start && q.Start-p.End <= 4 && strings.Trim(text[p.End:q.Start], " ,(\n") == ""
}

// colonAfter reports whether the sentence ends in a colon and c is its last
// clause, so that a list that follows gives its missing argument.
func (d *doc) colonAfter(c *clause.Clause) bool {
	toks := d.sent.Tokens
	if len(toks) == 0 || d.text(toks[len(toks)-1].Span) != ":" {
		return false
	}
	last := &d.clauses[len(d.clauses)-1]
	return c == last || last.Kind == clause.Nominal
}

// listItems gives the first entity of the classes in each of the list items
// after the sentence's block.
func (d *doc) listItems(classes []schema.Class) []int {
	var out []int
	blocks := d.a.Doc.Blocks
	for b := d.sent.Block + 1; b < len(blocks) && (blocks[b].Kind == extract.ListItem || blocks[b].Kind == extract.TableRow); b++ {
		for _, m := range d.a.MentionsIn(blocks[b].Span) {
			if slices.Contains(classes, m.Class) {
				out = append(out, m.Entity)
				break
			}
		}
	}
	return out
}

// status says how the text puts the clause: asserted, planned, or (false)
// denied, conditional, merely possible, asked for.
func (d *doc) status(c *clause.Clause) (extract.Status, bool) {
	w := &d.rec.set.Words
	status := extract.Asserted
	link := d.sent.Tokens[c.Head].Rel
	for n := 0; n < len(d.sent.Tokens); n++ {
		if c.Negated {
			return "", false
		}
		if c.Modal != "" {
			if slices.Contains(w.BlockingModal, c.Modal) {
				return "", false
			}
			if slices.Contains(w.PlanningModal, c.Modal) {
				status = extract.Planned
			}
		}
		for i := range d.sent.Tokens {
			t := &d.sent.Tokens[i]
			if t.Head == c.Head && (t.Rel == "mark" || t.Rel == "advmod") && slices.Contains(w.Conditional, t.Lemma) {
				return "", false
			}
		}
		up, lemma := d.governor(c, link)
		if lemma != "" {
			switch {
			case slices.Contains(w.Blocking, lemma):
				return "", false
			case slices.Contains(w.Planning, lemma):
				status = extract.Planned
			}
		}
		if up == nil || slices.Contains(w.Reporting, up.Lemma) && !up.Negated {
			break
		}
		if up.Kind == clause.Nominal {
			break
		}
		switch link {
		case "ccomp", "xcomp", "advcl", "conj":
		default: // a relative clause or participle holds of its own
			return status, true
		}
		if link == "conj" || link == "advcl" && c.Finite {
			// its own polarity and mood, but "may host and chair" shares the modal
			if link == "conj" && c.Modal == "" && up.Modal != "" && slices.Contains(w.BlockingModal, up.Modal) {
				return "", false
			}
			if link == "conj" && c.Modal == "" && slices.Contains(w.PlanningModal, up.Modal) {
				status = extract.Planned
			}
			break
		}
		c = up
		link = d.sent.Tokens[c.Head].Rel
	}
	return status, true
}

// governor gives the clause above c and the lemma of the word that c hangs on
// ("plan" in "plans to host", "invitation" in "an invitation to attend"), where
// the link is one through which that word decides.
func (d *doc) governor(c *clause.Clause, link string) (*clause.Clause, string) {
	h := d.sent.Tokens[c.Head].Head
	if h < 0 {
		return nil, ""
	}
	var up *clause.Clause
	if c.Parent >= 0 {
		up = &d.clauses[c.Parent]
	}
	switch link {
	case "ccomp", "xcomp", "advcl", "acl", "csubj":
		if link == "acl" && c.Passive && !d.infinitive(c) {
			return up, "" // "the meeting hosted by …" hangs on the meeting
		}
		return up, d.sent.Tokens[h].Lemma
	}
	return up, ""
}

func (d *doc) infinitive(c *clause.Clause) bool {
	for i := range d.sent.Tokens {
		if t := &d.sent.Tokens[i]; t.Head == c.Head && t.Rel == "mark" && t.Lemma == "to" {
			return true
		}
	}
	return false
}

// base is a UD relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// Triggered lists the rules that have their trigger in a sentence, in the order
// of the rule files, whether they make a claim or not.
func (r *Recognizer) Triggered(a *extract.Analysis, sentence int) []string {
	s := &a.Sentences[sentence]
	found := map[int]bool{}
	note := func(rules []int) {
		for _, n := range rules {
			found[n] = true
		}
	}
	for _, c := range clause.Sentence(s, sentence) {
		switch c.Kind {
		case clause.Verbal:
			note(r.set.verbs[c.Lemma])
		case clause.Nominal:
			note(r.set.nouns[c.Lemma])
		case clause.Copular:
			note(r.set.adjs[c.Lemma])
		}
	}
	for i := range s.Tokens {
		note(r.set.roles[s.Tokens[i].Lemma])
	}
	lower := strings.ToLower(a.Text(s.Span))
	for _, n := range append(slices.Clone(r.set.after), r.set.before...) {
		rule := &r.set.Rules[n]
		if slices.ContainsFunc(rule.After, func(p string) bool { return strings.Contains(lower, p) }) || slices.ContainsFunc(rule.before, func(re *regexp.Regexp) bool { return re.MatchString(lower) }) {
			found[n] = true
		}
	}
	var out []string
	for n := range r.set.Rules {
		if found[n] {
			out = append(out, r.set.Rules[n].ID)
		}
	}
	return out
}
