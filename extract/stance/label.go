package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/schema"
)

// verdict is the position that a chain of cues adds up to.
type verdict struct {
	label      schema.Predicate
	confidence float64
	modality   string
	planned    bool
}

// decide gives the position on a target, false where there is none.
func (d *doc) decide(s *sentence, chain []step, t target) (verdict, bool) {
	var labels []schema.Predicate // outermost first, without verbs of saying
	var kinds []kind
	var aspects []bool
	bad, harm, hedge := false, false, false
	confidence := 1.0
	for i := len(chain) - 1; i >= 0; i-- {
		c := chain[i]
		switch {
		case c.Label == none || c.Object == "instrument" && t.norm != nil || c.Object == "norm" && t.norm == nil:
			return verdict{}, false
		case c.negated && c.Label == harms:
			continue
		case c.negated && c.Kind == will && t.forbidden && c.Reported:
			// "promised that neither would conduct it"
		case c.negated && c.Kind != need && c.Kind != impersonal && c.Kind != predicate:
			return verdict{}, false
		}
		switch c.Label {
		case frame:
			continue
		case condemns, schema.Opposes:
			bad = true
		case harms:
			harm = true
			continue
		case schema.HopesFor:
			hedge = true
		}
		if i > 0 && chain[i-1].link == clausal {
			confidence *= d.lex.confidence.Near
		}
		confidence = min(confidence, c.Weight+boolTo(c.Weight == 0))
		label := c.Label
		if c.Kind == will && s.secondPerson(c.found) {
			label, hedge = schema.HopesFor, true
		}
		labels = append(labels, label)
		kinds = append(kinds, c.Kind)
		aspects = append(aspects, c.Kind == will || c.Aspect)
	}
	if c := chain[0]; c.Adjunct && len(labels) > 0 {
		return verdict{label: c.Label, confidence: c.Weight}, true
	}
	for _, c := range chain {
		if c.Required && !impossible.MatchString(s.masked[min(t.end, len(s.masked)):]) {
			return verdict{}, false
		}
	}
	if len(labels) == 0 || d.conditional(s, chain, t) {
		return verdict{}, false
	}
	v := verdict{confidence: confidence}
	if hedge {
		v.modality = "hoped"
	}
	has := func(l schema.Predicate) bool { return slices.Contains(labels, l) }
	switch {
	case labels[0] == schema.Adopts && len(labels) > 1:
		return verdict{}, false // "adopted a report on talks about N" adopts the report
	case has(schema.Discusses) && discussed(labels) && !(labels[0] == schema.CommitsTo && takesPart.MatchString(s.masked[:min(chain[0].start, len(s.masked))])):
		v.label = schema.Discusses
		v.planned = labels[0] == schema.CommitsTo || future(chain[len(chain)-1])
		return v, !bad || !t.forbidden
	case labels[len(labels)-1] == schema.NotesGapIn:
		v.label = schema.NotesGapIn
		return v, !bad && !harm
	case has(schema.AccusedOf):
		if bad {
			v.label = schema.Supports
			return v, true
		}
		v.label = schema.AccusedOf
		return v, d.parsedSubject(chain[0].in, chain[0].found).kind == actor
	}
	if bad || harm {
		return d.decideBad(s, chain, t, v, has(schema.Opposes), harm, bad)
	}
	if t.norm != nil && t.norm.Weak && !d.direct(s, chain, t) {
		return verdict{}, false
	}
	if t.norm != nil && t.norm.Act {
		// "called for an end to the war"
		v.label = schema.Opposes
		from := min(s.local(chain[0].found).end, t.start)
		return v, endOf.MatchString(s.masked[from:t.start])
	}
	v.label = resolve(labels, kinds, aspects)
	if t.norm != nil && !d.positive(s, chain, t) {
		return verdict{}, false
	}
	return v, true
}

// takesPart makes of talks something that one does: "will contribute to the
// discussions on N".
var takesPart = regexp.MustCompile(`\b(engag|contribut|participat)\w* (\w+ly )?(in|to) (the )?(\w+ )?$`)

// impossible is what follows "without N" where N is needed.
var impossible = regexp.MustCompile(`^,? .{0,40}\b(no|not|cannot|can.t|never|nothing|impossible|meaningless|pointless|little|fail\w*)\b`)

// endOf is what turns a call or promise into one against an act.
var endOf = regexp.MustCompile(`\b(end|stop|halt|cease|against|counter|prevent|oppose|resist|repel|condemn|punish|combat|refrain from|desist from)(s|ing|ation|ing of)?\b`)

// future reports whether "will" or "is to" stands before a cue.
func future(c step) bool {
	words := trimAdverbs(strings.Fields(c.in.masked[max(0, c.start-40):c.start]))
	n := len(words)
	return n > 0 && (words[n-1] == "will" || words[n-1] == "to")
}

func boolTo(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// discussed reports whether talking is all that the labels say: "discussed the
// need for", "will discuss", "agreed to discuss", but not "called for talks on".
func discussed(labels []schema.Predicate) bool {
	switch labels[0] {
	case schema.Discusses, schema.Agrees, schema.CommitsTo:
		return true
	}
	return false
}

// decideBad decides on what is opposed, condemned or harmed.
func (d *doc) decideBad(s *sentence, chain []step, t target, v verdict, opposed, harm, bad bool) (verdict, bool) {
	if !bad { // "the attacks threaten N"
		return verdict{}, false
	}
	switch {
	case t.norm == nil:
		v.label = schema.Opposes
		return v, opposed && !harm
	case t.norm.Act:
		v.label = schema.Opposes
	case harm || d.violated(s, chain, t):
		v.label = schema.Supports
	case t.forbidden:
		v.label = schema.Supports
	case opposed:
		v.label = schema.Opposes
	default:
		return verdict{}, false
	}
	return v, true
}

// positive reports whether a favourable position is one on the norm itself: an
// act must be what something is done against, and the breach of a norm is no
// object of support.
func (d *doc) positive(s *sentence, chain []step, t target) bool {
	if t.norm.Act {
		return false
	}
	from := s.local(chain[0].found).end
	if from > t.start {
		from = t.start
	}
	text := s.masked[from:min(len(s.masked), t.end)]
	if t.forbidden {
		if i := slices.IndexFunc(chain, func(c step) bool { return c.negated && (c.Kind == will || c.Kind == need) }); i >= 0 {
			return true
		}
		return d.lex.anti.Match(text) || d.lex.anti.Match(chain[0].in.masked[chain[0].start:chain[0].end])
	}
	if d.violated(s, chain, t) {
		return d.lex.anti.Match(text)
	}
	return true
}

// direct reports whether a target is the object of its cue and not something
// that the object has to do with: "end the pandemic", not "support the people
// during the long months of the pandemic".
func (d *doc) direct(s *sentence, chain []step, t target) bool {
	from := s.local(chain[0].found).end
	if from > t.start {
		return true
	}
	return strings.Count(s.masked[from:t.start], " ") <= 3 || d.lex.anti.Match(s.masked[from:t.end])
}

// violated reports whether the words around the target say that the norm is
// broken: "human rights abuses", "violations of international law".
func (d *doc) violated(s *sentence, chain []step, t target) bool {
	from := max(t.start-30, 0)
	if c := s.local(chain[0].found); c.end <= t.start && c.end > from {
		from = c.end
	}
	after := s.masked[t.end:min(len(s.masked), t.end+14)]
	if i := strings.IndexAny(after, ",.;"); i >= 0 {
		after = after[:i]
	}
	return d.lex.violation.Match(s.masked[from:t.start]) || d.lex.violation.Match(firstWord(strings.TrimLeft(after, " ")))
}

// resolve gives the label of nested positions, outermost first. The outermost
// stands but for the cases that change it.
func resolve(labels []schema.Predicate, kinds []kind, aspects []bool) schema.Predicate {
	l := labels[0]
	if len(labels) == 1 {
		return l
	}
	next := labels[1]
	switch l {
	case schema.Reaffirms:
		// "reaffirmed its commitment to": the innermost act counts.
		if kinds[1] == noun && (next == schema.CommitsTo || next == schema.CallsFor || next == schema.HopesFor) {
			return next
		}
	case schema.Supports:
		// "stressed that N must": a need inside makes it a call. A promise
		// under a verb of stressing is a promise.
		if kinds[1] == need || kinds[1] == impersonal || next == schema.CallsFor {
			return schema.CallsFor
		}
		if kinds[1] == will {
			return schema.CommitsTo
		}
	case schema.CommitsTo:
		if aspects[0] && next != schema.Supports && next != schema.Implements && next != schema.Endorses && next != schema.Adopts {
			return resolve(labels[1:], kinds[1:], aspects[1:])
		}
	}
	return l
}

// conditional reports whether the innermost cue stands in a clause with "if".
func (d *doc) conditional(s *sentence, chain []step, t target) bool {
	if c := s.local(chain[0].found); c.end < t.start && d.lex.conditions.Match(s.masked[c.end:t.start]) {
		return true // "would be prepared to lift it if N is kept"
	}
	at := min(s.local(chain[0].found).start, t.start)
	for _, h := range d.lex.conditions.Find(s.masked[:at]) {
		if !strings.ContainsAny(s.masked[h.End:at], ",;") {
			return true
		}
	}
	return false
}
