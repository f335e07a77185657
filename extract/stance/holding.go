package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// underLead puts the cue of the lead around the chain of an item.
func (d *doc) underLead(s *sentence, chain []step, t target) []step {
	if len(chain) == 0 {
		if s.blocked(0, t.start) {
			return nil
		}
		return []step{{found: s.lead.cue}}
	}
	out := &chain[len(chain)-1]
	if !s.opensWith(out.found) {
		return chain
	}
	out.link = inner
	return append(chain, step{found: s.lead.cue})
}

// holding is whose position it is.
type holding struct {
	subject
	attributed int // who is reported to say so, or NoEntity
	addressee  int // who is asked to act, or NoEntity
}

// holder finds whose position a chain states, and the step whose subject it is:
// the innermost cue that has one of its own; for a need or a judgement ("N is
// vital") the verb of saying above it, else whoever speaks.
func (d *doc) holder(s *sentence, chain []step, t target) (holding, int, bool) {
	h := holding{attributed: extract.NoEntity, addressee: extract.NoEntity}
	for i, c := range chain {
		at := c.in.source(c.span).Start
		last := i+1 == len(chain)
		own := d.stepSubject(s, c)
		if c.Addressee && c.Kind == verb && !c.passive {
			h.addressee = d.addressee(c.in, c.found)
		}
		switch {
		case c.Label == harms && !last:
			continue
		case c.Kind == need, c.Kind == predicate, c.Kind == impersonal, c.Label == schema.NotesGapIn:
			if c.Kind == need && own.kind == actor && len(own.entities) == 1 && addressable[d.a.Entities[own.entities[0]].Class] {
				h.addressee = own.entities[0]
			}
			if !last {
				continue
			}
			if own.kind == first || own.kind == firstState || c.Kind == impersonal && d.lex.firstPerson.Match(s.masked[min(c.end, len(s.masked)):min(c.end+24, len(s.masked))]) {
				h.subject = subject{kind: firstState, confidence: d.lex.confidence.Clear}
				return h, i, true
			}
			ents, conf := d.speakers(s, at)
			if c.Label == schema.Discusses {
				if e := d.focusAt(at); e != extract.NoEntity {
					ents, conf = []int{e}, d.lex.confidence.Fair
				}
			}
			h.subject = subject{actor, ents, conf}
			return h, i, len(ents) > 0
		case c.link == inner && !last:
			// "reaffirmed Peru's support for N": Peru holds it.
			if o := chain[i+1].Label; c.Kind == noun && own.kind == actor && (o == schema.Reaffirms || o == frame) && !slices.Equal(own.entities, d.stepSubject(s, chain[i+1]).entities) {
				if sub := d.parsedSubject(s, c.found); sub.kind == actor {
					h.subject = sub
					return h, i + 1, true
				}
			}
			continue
		case c.link == clausal && !last && wished(chain[i+1:]):
			continue
		}
		if c.passive {
			own = d.passiveHolder(c.in, c.found)
		}
		switch own.kind {
		case missing:
			if c.Kind == noun && !last {
				continue
			}
			if last {
				if c.Kind == noun && (c.Label == schema.Discusses || c.Label == schema.Agrees && existential.MatchString(s.masked[:c.start])) {
					if e := d.focusAt(at); e != extract.NoEntity {
						h.subject = subject{actor, []int{e}, d.lex.confidence.Weak}
						return h, i, true
					}
				}
				return h, i, false
			}
			continue
		case nobody:
			if ents := d.colonList(s, c.end); len(ents) > 0 && (t.norm == nil || len(ents) > 1 && amongThemAfter.MatchString(s.folded[:c.start])) && c.in == s && addressable[d.a.Entities[ents[0]].Class] {
				h.subject = subject{actor, ents, d.lex.confidence.Clear}
				return h, i, true
			}
			if c.Kind == will && s.secondPerson(c.found) {
				h.subject = subject{kind: first}
				return h, i, true
			}
			return h, i, false
		default:
			h.subject = own
			if s.lead != nil && s.lead.under != extract.NoEntity && s.opensWith(c.found) {
				h.subject = subject{actor, []int{s.lead.under}, d.lex.confidence.Clear}
			}
		}
		for _, o := range chain[i+1:] {
			if sub := d.stepSubject(s, o); sub.kind == actor && len(sub.entities) == 1 && !slices.Contains(h.subject.entities, sub.entities[0]) {
				h.attributed = sub.entities[0]
			}
		}
		return h, i, true
	}
	return h, 0, false
}

// wished reports whether an outer step makes what is under it a wish or advice
// of its own subject: "hopes that Peru will support N".
func wished(outer []step) bool {
	for _, o := range outer {
		switch o.Label {
		case schema.HopesFor, schema.CallsFor, schema.Recommends, schema.NotesGapIn, schema.Discusses:
			return true
		}
	}
	return false
}

// first replaces "I" and "we" by whom they mean.
func (d *doc) first(s *sentence, c step, sub subject, label schema.Predicate) subject {
	at := c.in.source(c.span).Start
	switch sub.kind {
	case first:
		return d.speakerSubject(s, at)
	case firstState:
		return d.weSubject(s, at, label)
	}
	return sub
}

// stepSubject is the subject of a cue, which stands in the lead's sentence
// where it comes from there.
func (d *doc) stepSubject(s *sentence, c step) subject {
	if s.lead != nil && c.found == s.lead.cue {
		return s.lead.subject
	}
	return d.subject(s, c.found)
}

func (d *doc) speakerSubject(s *sentence, at int) subject {
	ents, conf := d.speakers(s, at)
	if len(ents) == 0 {
		return subject{}
	}
	return subject{actor, ents, conf}
}

// weSubject is who holds what "we" say: in remarks the speaker's State commits
// itself and supports, as "my government" would.
func (d *doc) weSubject(s *sentence, at int, label schema.Predicate) subject {
	if label == schema.CallsFor || label == schema.HopesFor {
		if q := d.quoteAt(at); q != nil || d.a.Doc.Meta.Genre == extract.Remarks {
			return d.speakerSubject(s, at)
		}
	}
	if ents := d.us(s, at); len(ents) > 0 {
		return subject{actor, ents, d.lex.confidence.Likely}
	}
	return subject{}
}

// colonList gives the actors of a list that says who the "twelve States" of a
// subject are: after a colon or a dash, "among them", "including".
func (d *doc) colonList(s *sentence, from int) []int {
	for _, m := range s.mentions {
		if m.Entity >= 0 && addressable[m.Class] && firstOfThem.MatchString(s.folded[m.end:]) {
			return []int{m.Entity}
		}
	}
	for _, m := range listOpens.FindAllStringIndex(s.folded, -1) {
		if m[1] < from && s.folded[m[0]] != ',' {
			continue
		}
		if ents := d.listed(s, m[1]); len(ents) > 0 {
			return ents
		}
	}
	return nil
}

// amongThemAfter is what tells who are meant of "fifty countries, among them A and B,".
var amongThemAfter = regexp.MustCompile(`, (among them|including|namely) .*,$|, (among them|including|namely) .*, $`)

var firstOfThem = regexp.MustCompile(`^ (\w+ )?among them\b`)

var listOpens = mustFinder(`:| - |, (among them|including|such as|notably|namely|among others|from)\b`)

// passiveHolder is the holder of a passive: the agent after "by", else the
// event that the paragraph reports on.
func (d *doc) passiveHolder(s *sentence, c *found) subject {
	if ents := d.agentAfterBy(s, c.end); len(ents) > 0 {
		return subject{actor, ents, d.lex.confidence.Near}
	}
	switch c.Label {
	case schema.Endorses, schema.Supports, schema.Adopts:
		if i := strings.Index(s.folded[c.end:], "by "); i >= 0 && i < 24 {
			if ents := d.listed(s, c.end+i+3); len(ents) > 0 {
				return subject{actor, ents, d.lex.confidence.Clear}
			}
			if ents := d.colonList(s, c.end); len(ents) > 1 {
				return subject{actor, ents, d.lex.confidence.Clear}
			}
		}
	}
	switch c.Label {
	case schema.Discusses, schema.Supports, schema.Agrees:
		if e := d.focusAt(s.source(c.span).Start); e != extract.NoEntity && (c.Label != schema.Supports || c.ID == "stress") {
			return subject{actor, []int{e}, d.lex.confidence.Weak}
		}
	}
	return subject{kind: nobody}
}

// addressable are the classes of those who can be asked to act.
var addressable = map[schema.Class]bool{schema.State: true, schema.Organization: true, schema.Body: true, schema.Person: true}

// addressee is the actor asked: the first one after the cue, before a verb.
func (d *doc) addressee(s *sentence, c *found) int {
	for _, m := range s.mentions {
		if m.start >= c.end && m.start <= c.end+12 && m.Entity >= 0 {
			if addressable[d.a.Entities[m.Entity].Class] {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// possessor makes the claim of somebody else's commitment that the sentence
// speaks of: "discussed their commitment to N", "welcomed Peru's support for N".
func (d *doc) possessor(s *sentence, chain []step, t target) {
	for i, c := range chain {
		if i+1 == len(chain) || c.link != inner || c.in != s {
			return
		}
		if c.Kind != noun {
			continue
		}
		if !c.Owner || c.Label == schema.Opposes || c.negated || slices.ContainsFunc(chain[i+1:], func(o step) bool { return o.Label == schema.CallsFor || o.Label == schema.HopesFor }) {
			return // "must uphold its commitment to N" doubts it
		}
		sub := d.parsedSubject(s, c.found)
		if sub.kind != actor {
			return
		}
		own := chain[:i+1]
		v, ok := d.decide(s, own, t)
		if !ok {
			return
		}
		h := holding{subject: sub, attributed: extract.NoEntity, addressee: extract.NoEntity}
		for _, e := range sub.entities {
			d.claim(s, e, v, t, h, own)
		}
		return
	}
}
