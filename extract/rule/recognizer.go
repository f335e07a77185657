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
