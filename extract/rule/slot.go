package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

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
