package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

// applyRole tries a rule on a noun that says what somebody is: "Brazil was the
// host", "the chair was Virgílio Almeida", "Kim Gunn, one of the co-chairs of
// the meeting", "our co-hosts, the governments of …", "served as moderator".
// The bearer fills the slot whose role is "bearer"; the other slot is found
// among the noun's own arguments.
func (d *doc) applyRole(r *Rule, noun int) {
	if t := &d.sent.Tokens[noun]; t.UPOS != "NOUN" && t.UPOS != "PROPN" || d.former(noun) || d.excluded(noun) {
		return
	}
	at := d.sent.Tokens[noun].Span
	if slices.ContainsFunc(d.mentions, func(m extract.Mention) bool {
		return m.Class == schema.Event && m.Form == extract.Name && m.Span.Contains(at) && m.Span.Start < at.Start
	}) {
		return // "Call with Commission Chairperson A" is the name of the call
	}
	bearerSlot, otherSlot := &r.Subject, &r.Object
	if slices.Contains(r.Object.Role, "bearer") {
		bearerSlot, otherSlot = otherSlot, bearerSlot
	}
	bearers, status, ok := d.bearers(noun, bearerSlot)
	if !ok || len(bearers) == 0 {
		return
	}
	if state := d.ours(noun); state >= 0 && strings.HasPrefix(d.sent.Tokens[noun].Lemma, "co") && slices.Contains(bearerSlot.Class, schema.State) && !slices.Contains(bearers, state) {
		bearers = append(bearers, state)
	}
	others, sure := d.ofNoun(noun, otherSlot)
	others = slices.DeleteFunc(others, func(e int) bool { return slices.Contains(bearers, e) })
	if len(others) == 0 {
		return
	}
	subjects, objects := bearers, others
	if bearerSlot == &r.Object {
		subjects, objects = others, bearers
	}
	d.claim(r, subjects, objects, status, r.Confidence*sure)
}

// former reports whether the noun is qualified as no longer or not yet true.
func (d *doc) former(noun int) bool {
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Head == noun && (t.Rel == "amod" || t.Rel == "advmod" || t.Rel == "compound") && slices.Contains(d.rec.set.Words.Former, t.Lemma) {
			return true
		}
	}
	return false
}

// excluded reports whether a preposition sets the noun apart.
func (d *doc) excluded(noun int) bool {
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Head == noun && t.Rel == "case" && slices.Contains(d.rec.set.Words.Excluding, t.Lemma) {
			return true
		}
	}
	return false
}

// bearers gives the entities that the role noun is said of.
func (d *doc) bearers(noun int, s *Slot) ([]int, extract.Status, bool) {
	classes := s.Class
	toks := d.sent.Tokens
	// "one of the co-chairs": what is said of "one" is said of a chair.
	top := noun
	if h := toks[noun].Head; h >= 0 && toks[noun].Rel == "nmod" && (toks[h].UPOS == "NUM" || toks[h].Lemma == "one" || toks[h].Lemma == "each") {
		top = h
	}
	var out []int
	add := func(head int) {
		for _, e := range d.entities(head, d.phraseSpan(head), classes) {
			for _, e := range d.list(e, s) {
				if !slices.Contains(out, e) {
					out = append(out, e)
				}
			}
		}
		for _, k := range d.conjuncts(head) {
			for _, e := range d.entities(k, d.phraseSpan(k), classes) {
				if !slices.Contains(out, e) {
					out = append(out, e)
				}
			}
		}
	}
	status := extract.Asserted
	// Copula: "Brazil was the host" (the noun is the predicate), "the chair was
	// Almeida" (it is the subject).
	for i := range d.clauses {
		c := &d.clauses[i]
		switch {
		case c.Kind == clause.Copular && c.Head == top:
			s, ok := d.status(c)
			if !ok {
				return nil, "", false
			}
			status = s
			for _, a := range c.Arg("patient") {
				add(a.Head)
			}
		case c.Kind == clause.Copular && slices.ContainsFunc(c.Arg("patient"), func(a clause.Arg) bool { return a.Head == top && !a.Appos }):
			s, ok := d.status(c)
			if !ok {
				return nil, "", false
			}
			status = s
			add(c.Head)
		case c.Kind == clause.Verbal && slices.ContainsFunc(c.Arg("as"), func(a clause.Arg) bool { return a.Head == top }):
			// "served as moderator", "was named as host"
			s, ok := d.status(c)
			if !ok {
				return nil, "", false
			}
			status = s
			if owner, ok := d.capacity(top); ok {
				add(owner)
				break
			}
			role := "agent"
			if c.Passive {
				role = "patient"
			}
			for _, a := range c.Arg(role) {
				add(a.Head)
			}
		}
	}
	if len(out) > 0 {
		return out, status, true
	}
	// Apposition in either direction, and a name that the noun stands before.
	if h := toks[top].Head; h >= 0 && toks[top].Rel == "appos" {
		add(h)
	}
	for i := range toks {
		if toks[i].Head == top {
			switch toks[i].Rel {
			case "appos", "flat":
				add(i)
			}
		}
	}
	if len(out) == 0 {
		out = d.nameAfter(noun, classes)
	}
	if len(out) == 0 {
		out = d.afterColon(noun, classes)
	}
	if len(out) == 0 {
		out = d.inserted(noun, s)
	}
	return out, status, true
}

// capacity gives whose leadership, role or capacity "as" chair a text names:
// "India's leadership as the chair". It is false where no such noun stands there.
func (d *doc) capacity(role int) (owner int, ok bool) {
	toks := d.sent.Tokens
	for i := role - 1; i > 0 && i >= role-5; i-- {
		if toks[i].Lemma != "as" {
			continue
		}
		noun := i - 1
		if !slices.Contains(d.rec.set.Words.Capacity, toks[noun].Lemma) {
			return -1, false
		}
		for k := noun - 1; k >= 0 && k >= noun-4; k-- {
			if toks[k].Head == noun && toks[k].Rel == "nmod:poss" {
				return k, true
			}
		}
		return -1, false
	}
	return -1, false
}

// inserted gives the entity that an insertion with the noun is said of, where
// the parse has not linked the two: "Kim Gunn, Ambassador for …, one of the
// co-chairs of the meeting, announced", "our co-hosts, the governments of the
// United States and Poland".
func (d *doc) inserted(noun int, s *Slot) []int {
	classes := s.Class
	toks := d.sent.Tokens
	first := noun
	for first > 0 && (toks[first-1].UPOS == "DET" || toks[first-1].UPOS == "ADP" || toks[first-1].UPOS == "NUM" || toks[first-1].UPOS == "ADJ" || toks[first-1].UPOS == "PRON") {
		first--
	}
	if first > 0 && d.text(toks[first-1].Span) == "," {
		// what stands before it, with no verb between
		for i := len(d.mentions) - 1; i >= 0; i-- {
			m := d.mentions[i]
			if m.Span.End > toks[first].Span.Start || m.Form != extract.Name || !slices.Contains(classes, m.Class) || d.belongs(i) {
				continue
			}
			if d.verbBetween(m.Span.End, toks[first].Span.Start) {
				break
			}
			return d.list(m.Entity, s)
		}
	}
	if noun+1 < len(toks) && d.text(toks[noun+1].Span) == "," && toks[noun].UPOS != "VERB" {
		for i, m := range d.mentions {
			if m.Span.Start < toks[noun+1].Span.End || m.Form != extract.Name || !slices.Contains(classes, m.Class) || d.belongs(i) {
				continue
			}
			if between := d.a.Doc.Text[toks[noun+1].Span.End:m.Span.Start]; transparentGap.MatchString(between) {
				return d.list(m.Entity, s)
			}
			break
		}
	}
	return nil
}

// transparentGap is what may stand between "our co-hosts," and the name.
var transparentGap = regexp.MustCompile(`^\s*(?:(?:the|governments?|states|countries|namely|of)\s+)*$`)

// verbBetween reports whether a verb stands in the range of text.
func (d *doc) verbBetween(start, end int) bool {
	for _, t := range d.sent.Tokens {
		if t.Span.Start >= start && t.Span.End <= end && (t.UPOS == "VERB" || t.UPOS == "AUX") {
			return true
		}
	}
	return false
}

// ours gives the State that the speaker of remarks speaks for where the noun
// is "our …": among "our co-hosts" the speaker's own side is a host too.
func (d *doc) ours(noun int) int {
	if d.a.Doc.Meta.Genre != extract.Remarks {
		return extract.NoEntity
	}
	for _, t := range d.sent.Tokens {
		if t.Head == noun && t.Rel == "nmod:poss" && (t.Lemma == "we" || t.Lemma == "our" || t.Lemma == "my" || t.Lemma == "i") {
			if _, actor := d.rec.ctx.FirstPerson(d.a); actor >= 0 && d.a.Entities[actor].Class == schema.State {
				return actor
			}
		}
	}
	return extract.NoEntity
}

// applyAfter tries a rule on a phrase after a name: "with Dr Yaacob Ibrahim,
// Minister for …, in the chair".
func (d *doc) applyAfter(r *Rule) {
	bearerSlot, otherSlot := &r.Subject, &r.Object
	if slices.Contains(r.Object.Role, "bearer") {
		bearerSlot, otherSlot = otherSlot, bearerSlot
	}
	lower := strings.ToLower(d.text(d.sent.Span))
	for _, phrase := range r.After {
		at := strings.Index(lower, phrase)
		if at < 0 || strings.HasPrefix(lower[at+len(phrase):], ":") {
			continue
		}
		at += d.sent.Span.Start
		for i := len(d.mentions) - 1; i >= 0; i-- {
			m := d.mentions[i]
			if m.Span.End > at || !slices.Contains(bearerSlot.Class, m.Class) || d.belongs(i) {
				continue
			}
			if d.verbBetween(m.Span.End, at) && !d.onlyBe(m.Span.End, at) {
				break
			}
			var others []int
			if otherSlot.Else == "focus" {
				if e := d.focusEvent(at); e >= 0 {
					others = []int{e}
				}
			}
			subjects, objects := []int{m.Entity}, others
			if bearerSlot == &r.Object {
				subjects, objects = others, []int{m.Entity}
			}
			d.claim(r, subjects, objects, extract.Asserted, r.Confidence)
			break
		}
	}
}

// applyBefore tries a rule on a phrase before a list of names: "around the table
// were Canada's Justin Trudeau, …".
func (d *doc) applyBefore(r *Rule) {
	bearerSlot, otherSlot := &r.Subject, &r.Object
	if slices.Contains(r.Object.Role, "bearer") {
		bearerSlot, otherSlot = otherSlot, bearerSlot
	}
	lower := strings.ToLower(d.text(d.sent.Span))
	for _, re := range r.before {
		loc := re.FindStringIndex(lower)
		if loc == nil || len(lower) != d.sent.Span.Len() {
			continue
		}
		at, phrase := loc[0], lower[loc[0]:loc[1]]
		end := d.sent.Span.Start + loc[1]
		for i, m := range d.mentions {
			if m.Span.Start < end || m.Form != extract.Name || !slices.Contains(bearerSlot.Class, m.Class) || d.belongs(i) {
				continue
			}
			if d.verbBetween(end, m.Span.Start) || m.Span.Start-end > 100 || strings.ContainsAny(d.a.Doc.Text[end:m.Span.Start], ";") {
				break
			}
			var others []int
			if otherSlot.Else == "focus" {
				if e := d.focusEvent(d.sent.Span.Start + at); e >= 0 {
					others = []int{e}
				}
			}
			bearers := d.list(m.Entity, bearerSlot)
			if strings.HasSuffix(phrase, ":") {
				// what follows a colon is nothing but the list
				for k, m := range d.mentions {
					if m.Span.Start >= end && m.Form == extract.Name && slices.Contains(bearerSlot.Class, m.Class) && !d.belongs(k) && !slices.Contains(bearers, m.Entity) {
						bearers = append(bearers, m.Entity)
					}
				}
			}
			subjects, objects := bearers, others
			if bearerSlot == &r.Object {
				subjects, objects = others, bearers
			}
			d.claim(r, subjects, objects, extract.Asserted, r.Confidence)
			break
		}
	}
}

// onlyBe reports whether the only verbs in the range are forms of "be".
func (d *doc) onlyBe(start, end int) bool {
	for _, t := range d.sent.Tokens {
		if t.Span.Start >= start && t.Span.End <= end && (t.UPOS == "VERB" || t.UPOS == "AUX") && t.Lemma != "be" {
			return false
		}
	}
	return true
}

// nameAfter gives the entity whose name follows the noun at once ("Chair
// Virgílio Almeida", "co-chair, Kim Gunn").
func (d *doc) nameAfter(noun int, classes []schema.Class) []int {
	at := d.sent.Tokens[noun].Span
	for _, m := range d.mentions {
		if m.Form == extract.Name && m.Class == schema.Person && slices.Contains(classes, m.Class) && adjoins(d.a.Doc.Text, at, m.Span) {
			return []int{m.Entity}
		}
	}
	return nil
}

// afterColon gives the entities of the list after a colon that follows the
// noun: "as co-hosts: Argentina, France, …".
func (d *doc) afterColon(noun int, classes []schema.Class) []int {
	toks := d.sent.Tokens
	for i := noun + 1; i < len(toks) && i <= noun+6; i++ {
		if d.text(toks[i].Span) != ":" {
			continue
		}
		var out []int
		rest := extract.Span{Start: toks[i].Span.End, End: d.sent.Span.End}
		for _, m := range d.mentions {
			if rest.Contains(m.Span) && m.Form == extract.Name && slices.Contains(classes, m.Class) && !slices.Contains(out, m.Entity) {
				out = append(out, m.Entity)
			}
		}
		if len(out) == 0 && i == len(toks)-1 {
			out = d.listItems(classes)
		}
		return out
	}
	return nil
}

// ofNoun finds the entity that the role is held at: an argument of the noun,
// of the verb it hangs on, or the event in focus.
func (d *doc) ofNoun(noun int, s *Slot) ([]int, float64) {
	for i := range d.clauses {
		c := &d.clauses[i]
		if c.Head != noun {
			continue
		}
		if es, sure := d.fillArgs(s, c); len(es) > 0 {
			return es, sure
		}
	}
	// "the meeting's host", "host of the meeting" under another head
	toks := d.sent.Tokens
	for i := range toks {
		if toks[i].Head == noun && (base(toks[i].Rel) == "nmod" || toks[i].Rel == "compound") {
			if es := d.entities(i, d.phraseSpan(i), s.Class); len(es) > 0 {
				return es, 0.95
			}
		}
	}
	if d.ofHouse(noun) {
		return nil, 1
	}
	if s.Else == "focus" {
		if e := d.focusEvent(toks[noun].Span.Start); e >= 0 {
			return []int{e}, 0.8
		}
	}
	return nil, 1
}

// ofHouse reports whether the noun ends an office that names its organisation:
// "African Union Commission Chairperson".
func (d *doc) ofHouse(noun int) bool {
	at := d.sent.Tokens[noun].Span
	for _, o := range d.mentions {
		if o.Class != schema.Office || !o.Span.Contains(at) {
			continue
		}
		for _, m := range d.mentions {
			if (m.Class == schema.Organization || m.Class == schema.Body) && o.Span.Contains(m.Span) {
				return true
			}
		}
	}
	return false
}

// conjuncts gives the heads of the phrases coordinated with head.
func (d *doc) conjuncts(head int) []int {
	var out []int
	for i := range d.sent.Tokens {
		if t := &d.sent.Tokens[i]; t.Rel == "conj" && t.Head == head && i > head {
			out = append(out, i)
			out = append(out, d.conjuncts(i)...)
		}
	}
	return out
}

// phraseSpan is the hull of the head and the names below it.
func (d *doc) phraseSpan(head int) extract.Span {
	sp := d.sent.Tokens[head].Span
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Head != head {
			continue
		}
		switch base(t.Rel) {
		case "nmod", "compound", "flat", "amod", "conj":
			s := d.phraseSpan(i)
			sp.Start, sp.End = min(sp.Start, s.Start), max(sp.End, s.End)
		}
	}
	return sp
}
