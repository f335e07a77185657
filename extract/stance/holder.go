package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

// subjectKind says what the subject of a cue is.
type subjectKind int

const (
	missing    subjectKind = iota // none found
	actor                         // entities of the document
	first                         // "I": the speaker
	firstState                    // "we", "my government": the speaker's State
	nobody                        // nobody who holds a position
)

// subject is who a cue is said of.
type subject struct {
	kind       subjectKind
	entities   []int
	confidence float64
}

// holders are the classes that can hold a position or make an instrument.
var holders = map[schema.Class]bool{
	schema.Person: true, schema.State: true, schema.Organization: true, schema.Body: true,
	schema.Event: true, schema.Session: true, schema.Instrument: true, schema.Series: true, schema.Process: true,
}

// subject finds who a cue is said of: by the parse, then by the cue's
// neighbours, then by the words before it, then by the layout.
func (d *doc) subject(s *sentence, c *found) subject {
	if c.After {
		for _, m := range s.mentions {
			if m.start >= c.end && m.start <= c.end+5 && m.Entity >= 0 && holders[d.a.Entities[m.Entity].Class] {
				return subject{actor, []int{m.Entity}, d.lex.confidence.Clear}
			}
		}
		return subject{kind: nobody}
	}
	if s.lead != nil && c.Kind != noun && (s.opensWith(c) || s.lead.cue == nil && !s.lead.text && c.Kind == verb && !c.passive && s.afterComma(c)) {
		return s.lead.subject
	}
	if d.elidedFirst(s, c) {
		return subject{firstState, nil, d.lex.confidence.Clear}
	}
	if c.Kind == verb && !c.passive && theTwo.MatchString(s.masked[:c.start]) {
		return d.collective(s, s.tokens[0], "they")
	}
	if sub := d.parsedSubject(s, c); sub.kind == actor || sub.kind != missing && !s.afterSemicolon(c) {
		return sub
	}
	if c.Kind == noun {
		return d.nounSubject(s, c)
	}
	for i := c.index - 1; i >= 0; i-- {
		o := s.cues[i]
		if o.passive {
			continue
		}
		if !s.afterSemicolon(c) {
			if s.blocked(o.end, c.start) {
				break
			}
			if _, sibling, _ := s.relation(o, c); !sibling || o.Kind == noun {
				continue
			}
		} else if o.Kind != verb {
			continue
		}
		if sub := d.parsedSubject(s, o); sub.kind != missing && (sub.kind != nobody || !s.afterSemicolon(c)) {
			sub.confidence *= d.lex.confidence.Near
			return sub
		}
		if s.lead != nil && s.opensWith(o) {
			return s.lead.subject
		}
	}
	if e := s.antecedent(c); e != extract.NoEntity {
		return subject{actor, []int{e}, d.lex.confidence.Likely}
	}
	return d.subjectByPlace(s, c)
}

// antecedent is what a relative clause without a parsed subject hangs on: the
// last holder before ", which", or NoEntity.
func (s *sentence) antecedent(c *found) int {
	words := trimAdverbs(strings.Fields(s.masked[:c.start]))
	if n := len(words); n == 0 || words[n-1] != "which" && words[n-1] != "who" && words[n-1] != "that" {
		return extract.NoEntity
	}
	end := strings.LastIndex(strings.TrimRight(s.masked[:c.start], " "), " ")
	out := extract.NoEntity
	for _, m := range s.mentions {
		if holders[m.Class] && m.end <= end && end-m.end <= 40 && !s.blocked(m.end, end-1) {
			out = m.Entity
		}
	}
	return out
}

// afterComma reports whether ", and" stands right before a verb cue, which then
// goes with the first verb of the item rather than with one nearer to it.
func (s *sentence) afterComma(c *found) bool {
	before := strings.TrimRight(s.masked[:c.start], " ")
	return strings.HasSuffix(before, ", and") || strings.HasSuffix(before, "; and")
}

// afterSemicolon reports whether a verb cue opens a part of the sentence after
// a semicolon and has no subject there: it shares that of the parts before.
func (s *sentence) afterSemicolon(c *found) bool {
	i := strings.LastIndexByte(s.masked[:c.start], ';')
	if i < 0 || c.Kind != verb {
		return false
	}
	words := strings.Fields(s.masked[i+1 : c.start])
	if len(words) > 0 && words[0] == "and" {
		words = words[1:]
	}
	return len(trimAdverbs(words)) == 0
}

// parsedSubject finds the subject by the clauses of the sentence.
func (d *doc) parsedSubject(s *sentence, c *found) subject {
	cl := s.clauseOf(c)
	if cl == nil {
		return subject{}
	}
	var args []clause.Arg
	switch {
	case c.Kind == verb && cl.Link == "acl" && s.isGerund(c) && strings.HasSuffix(strings.TrimRight(s.masked[:c.start], " "), ","):
		return subject{} // ", calling for N" goes with the main clause, whatever noun comes before
	case c.Kind == noun:
		if !c.Owner {
			return subject{}
		}
		args = cl.Arg("agent", "of", "by")
		args = slices.DeleteFunc(args, func(a clause.Arg) bool {
			return a.Deep || a.Role != "agent" && !d.ownerAt(s, s.tokens[a.Head])
		})
	case cl.Kind == clause.Copular:
		args = cl.Arg("patient")
	default:
		args = cl.Arg("agent")
		if len(args) == 0 && cl.Passive && !c.passive {
			args = cl.Arg("patient")
		}
	}
	if c.Kind == noun {
		// The list of owners in the cue itself: "commitment of A, B and C to".
		if i := strings.Index(s.masked[c.start:c.end], " of "); i >= 0 {
			if ents := d.listed(s, c.start+i+4); len(ents) > 0 && d.a.Entities[ents[0]].Class != schema.Instrument {
				return subject{actor, ents, 1}
			}
		}
	}
	var out subject
	for _, a := range args {
		if a.Appos {
			continue
		}
		sub := d.resolveToken(s, a.Head, a.Span)
		switch {
		case sub.kind == missing:
			continue
		case out.kind == missing || out.kind == nobody && sub.kind == actor:
			out = sub
		case out.kind == actor && sub.kind == actor:
			for _, e := range sub.entities {
				if !slices.Contains(out.entities, e) {
					out.entities = append(slices.Clone(out.entities), e)
				}
			}
		}
	}
	if cl.Link == "acl" && cl.Parent >= 0 && (out.kind == missing || out.kind == nobody) {
		// "was one of the first to sign": what is said of the noun holds of the
		// subject of the sentence.
		if p := &s.clauses[cl.Parent]; p.Kind == clause.Copular {
			for _, a := range p.Arg("patient") {
				if sub := d.resolveToken(s, a.Head, a.Span); sub.kind == actor {
					return sub
				}
			}
		}
	}
	if c.Kind == verb && (out.kind == missing || out.kind == nobody) {
		if sub := d.purposeSubject(s, c, cl); sub.kind != missing {
			return sub
		}
	}
	if out.kind == missing && len(args) > 0 && c.Kind != noun {
		return subject{kind: nobody}
	}
	if out.kind == actor && c.Kind != noun && !c.passive {
		if d.agentsOfAside(s, c, out.entities) {
			return subject{}
		}
		out.entities = d.wholeList(s, c, out.entities)
	}
	return out
}

// ownerAt reports whether somebody who can have a commitment is named at a place.
func (d *doc) ownerAt(s *sentence, at span) bool {
	ents := d.mentionsAt(s, at)
	return len(ents) > 0 && d.a.Entities[ents[0]].Class != schema.Instrument
}

// nounSubject is who has a position that a noun names: "presented its proposal
// for", "has a commitment to": the subject of the verb above the noun.
func (d *doc) nounSubject(s *sentence, c *found) subject {
	if !c.Owner || c.token < 0 {
		return subject{}
	}
	for h, n := s.src.Tokens[c.token].Head, 0; h >= 0 && n < 3; h, n = s.src.Tokens[h].Head, n+1 {
		for i := range s.clauses {
			cl := &s.clauses[i]
			if cl.Head != h || cl.Kind != clause.Verbal {
				continue
			}
			before := trimAdverbs(strings.Fields(s.masked[:c.start]))
			own := false
			for k := max(0, len(before)-3); k < len(before); k++ {
				switch before[k] {
				case "its", "their", "his", "her", "our", "my":
					own = true
				}
			}
			switch cl.Lemma {
			case "have", "express", "make", "present", "show", "demonstrate", "voice", "announce", "end", "conclude", "close", "declare", "give", "submit", "share", "provide", "offer", "lend", "extend", "table", "circulate", "introduce", "publish":
				own = true
			}
			if !own || cl.Negated {
				return subject{}
			}
			return d.agents(s, cl)
		}
	}
	return subject{}
}

// agents is the subject of a clause with all that is coordinated in it.
func (d *doc) agents(s *sentence, cl *clause.Clause) subject {
	var out subject
	for _, a := range cl.Arg("agent") {
		if a.Appos {
			continue
		}
		sub := d.resolveToken(s, a.Head, a.Span)
		switch {
		case sub.kind == missing:
		case out.kind == missing:
			out = sub
		case out.kind == actor && sub.kind == actor:
			for _, e := range sub.entities {
				if !slices.Contains(out.entities, e) {
					out.entities = append(slices.Clone(out.entities), e)
				}
			}
		}
	}
	return out
}

// clauseOf is the clause that a cue heads, or nil.
func (s *sentence) clauseOf(c *found) *clause.Clause {
	var in *clause.Clause
	for i := range s.clauses {
		cl := &s.clauses[i]
		if cl.Head == c.token {
			return cl
		}
		if t := s.tokens[cl.Head]; in == nil && c.start <= t.start && t.end <= c.end {
			in = cl
		}
	}
	if in == nil && c.token >= 0 {
		// A modal is no clause of its own: that of its verb.
		h := s.src.Tokens[c.token].Head
		for i := range s.clauses {
			if s.clauses[i].Head == h && c.Kind != noun {
				return &s.clauses[i]
			}
		}
	}
	return in
}

// resolveToken finds what the noun or pronoun at a token stands for.
func (d *doc) resolveToken(s *sentence, token int, phrase extract.Span) subject {
	at := s.tokens[token]
	lemma := strings.ToLower(s.src.Tokens[token].Lemma)
	if s.src.Tokens[token].UPOS == "PROPN" && !slices.Contains(d.lex.words.Collective, lemma) {
		lemma = strings.TrimSuffix(lemma, "s") // "the Leaders"
	}
	word := s.folded[at.start:at.end]
	if word == "they" && inWhich.MatchString(s.masked[:at.start]) {
		if sub := d.mainSubject(s, token); sub.kind == actor {
			return sub
		}
	}
	if ents := d.mentionsAt(s, at); len(ents) > 0 {
		if word == "we" || word == "our" || word == "i" {
			return d.firstPerson(word, s, ents)
		}
		if word == "they" && len(ents) == 1 && d.a.Entities[ents[0]].Class == schema.Event && len(d.parties) == 2 {
			return subject{actor, d.parties, d.lex.confidence.Likely}
		}
		if word == "they" && len(ents) == 1 && d.a.Entities[ents[0]].Class == schema.Event {
			ents = []int{d.forum(ents[0], word)}
		}
		return subject{actor, ents, 1}
	}
	if s.src.Tokens[token].UPOS == "PROPN" {
		if e := d.partOfName(word); e != extract.NoEntity {
			return subject{actor, []int{e}, d.lex.confidence.Clear}
		}
	}
	switch word {
	case "i", "me", "my", "myself":
		return subject{first, nil, 1}
	case "we", "us", "our", "ours":
		return subject{firstState, nil, d.lex.confidence.Near}
	}
	sp := s.inFolded(phrase)
	before := s.folded[max(0, min(sp.start, at.start)):at.end]
	if strings.HasPrefix(before, "my ") || strings.HasPrefix(before, "our ") {
		switch lemma {
		case "government", "country", "administration", "nation", "delegation", "ministry", "department", "state":
			return subject{firstState, nil, d.lex.confidence.Near}
		}
	}
	if i := token - 1; i >= 0 && ownCountry[lemma] {
		switch w := s.folded[s.tokens[i].start:s.tokens[i].end]; w {
		case "his", "her", "their":
			if ents := d.mentionsAt(s, s.tokens[i]); len(ents) > 0 {
				return subject{actor, d.stateOf(ents), d.lex.confidence.Clear}
			}
		}
	}
	// "the government of Poland", "the Korean side"
	if slices.Contains(d.lex.words.Transparent, lemma) {
		if states := d.statesAfterOf(s, at); len(states) > 1 {
			return subject{actor, states, d.lex.confidence.Near}
		}
		for _, m := range s.mentions {
			if m.Class == schema.State && m.start >= sp.start && m.end <= max(sp.end, at.end) {
				return subject{actor, []int{m.Entity}, d.lex.confidence.Near}
			}
		}
	}
	// "China's participants", "those from Peru and Chile"
	if ownPeople[lemma] && token > 0 {
		for _, m := range s.mentions {
			if m.Class == schema.State && m.Entity >= 0 && strings.HasPrefix(s.folded[m.end:], "'s ") && m.end+3 == at.start {
				return subject{actor, []int{m.Entity}, d.lex.confidence.Likely}
			}
		}
	}
	if word == "those" || word == "that" {
		if states := d.statesAfterOf(s, at); len(states) > 0 {
			return subject{actor, states, d.lex.confidence.Likely}
		}
	}
	// "experts from the Harbour Agency and the Port Police"
	if slices.Contains(d.lex.words.SpeakFor, lemma) {
		if sub := d.sentBy(s, at); sub.kind == actor {
			return sub
		}
	}
	if e := d.titled(s, token); e != extract.NoEntity {
		return subject{actor, []int{e}, 1}
	}
	if slices.Contains(d.lex.words.Collective, lemma) || word == "they" || word == "both" {
		return d.collective(s, at, lemma)
	}
	if s.src.Tokens[token].UPOS == "NUM" && token > 0 && s.folded[s.tokens[token-1].start:s.tokens[token-1].end] == "the" {
		return d.collective(s, at, "member") // "the ten agreed"
	}
	if word == "his" || word == "her" || word == "their" {
		return subject{}
	}
	if word == "it" {
		if sub := d.saidOfItself(s, token); sub.kind == actor {
			return sub
		}
		if e := d.itMeans(s); e != extract.NoEntity {
			return subject{actor, []int{e}, d.lex.confidence.Likely}
		}
		if e := d.itInstrument(s); e != extract.NoEntity {
			return subject{actor, []int{e}, d.lex.confidence.Likely}
		}
	}
	return subject{}
}

// titled is the person whose name hangs on a title: "Ambassador Ana Ruiz", "the
// Deputy Minister, Ms Ana Ruiz,".
func (d *doc) titled(s *sentence, token int) int {
	for i := token + 1; i < len(s.src.Tokens); i++ {
		t := &s.src.Tokens[i]
		if t.Head != token || base(t.Rel) != "appos" && base(t.Rel) != "flat" {
			continue
		}
		for _, m := range s.mentions {
			if m.Class == schema.Person && m.Entity >= 0 && m.start <= s.tokens[i].end+1 && m.end >= s.tokens[i].end {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// inWhich opens a relative clause on a text.
var inWhich = regexp.MustCompile(`\b(in|by|under|through) which $`)

// mainSubject is the subject of the sentence where it stands before a token, for
// "they" in "A and B issued a text in which they …".
func (d *doc) mainSubject(s *sentence, before int) subject {
	for i := range s.clauses {
		cl := &s.clauses[i]
		if cl.Link != "root" || cl.Passive {
			continue
		}
		for _, a := range cl.Arg("agent") {
			if a.Head < before && !a.Appos {
				if sub := d.resolveToken(s, a.Head, a.Span); sub.kind == actor {
					return sub
				}
			}
		}
	}
	return subject{}
}

// mentionsAt gives the entities of the mentions that cover a place: the
// longest span, all entities that share it. A person before others.
func (d *doc) mentionsAt(s *sentence, at span) []int {
	var best span
	var out []int
	person := false
	for i, m := range s.mentions {
		if m.start > at.start || m.end < at.end || m.Entity < 0 {
			continue
		}
		if m.Class == schema.Office {
			if e := d.namedAfter(s, i); e != extract.NoEntity {
				best, out, person = m.span, []int{e}, true
			}
			continue
		}
		if !holders[d.a.Entities[m.Entity].Class] {
			continue
		}
		isPerson := d.a.Entities[m.Entity].Class == schema.Person
		switch {
		case out == nil, isPerson && !person, isPerson == person && m.end-m.start > best.end-best.start:
			best, out, person = m.span, []int{m.Entity}, isPerson
		case m.span == best && isPerson == person:
			if !slices.Contains(out, m.Entity) {
				out = append(out, m.Entity)
			}
		}
	}
	return out
}

// namedAfter is the person whose name follows the office of a mention, of which
// a parser makes the head: "Secretary Ruiz", "Foreign Minister of Peru Ana Ruiz".
func (d *doc) namedAfter(s *sentence, office int) int {
	o := s.mentions[office]
	for _, m := range s.mentions[office+1:] {
		if m.start < o.end || m.Entity < 0 {
			continue
		}
		if m.Class != schema.Person || m.start > o.end+1 {
			break
		}
		return m.Entity
	}
	return extract.NoEntity
}

// subjectByPlace takes the first actor of the clause before the cue that does
// not follow a preposition, with those coordinated with it. It is for clauses
// that the parse has got wrong.
func (d *doc) subjectByPlace(s *sentence, c *found) subject {
	if c.passive {
		return subject{}
	}
	from := 0
	for _, b := range s.barriers {
		if b.end <= c.start && b.end > from && (b.until == 0 || c.start <= b.until) {
			from = b.end
		}
	}
	for _, o := range s.cues { // what is said begins after "that"
		if o.Frame && o.end > from && o.end < c.start && (strings.HasSuffix(s.masked[:o.end], " that") || strings.HasPrefix(s.masked[o.end:], " that ")) {
			from = o.end
		}
	}
	var ents []int
	last := 0
	for _, m := range s.mentions {
		if m.start < from || m.end > c.start || m.Entity < 0 || !holders[d.a.Entities[m.Entity].Class] || m.start < last {
			continue
		}
		before := strings.TrimRight(s.folded[from:m.start], " ")
		if len(ents) > 0 {
			between := strings.TrimSpace(strings.Map(withoutEmoji, s.folded[last:m.start]))
			if between != "," && between != "and" && between != ", and" && between != "and the" && between != ", the" && between != ", and the" {
				break
			}
		} else {
			w := strings.Fields(before)
			if len(w) > 0 && w[len(w)-1] == "the" {
				w = w[:len(w)-1]
			}
			if len(w) > 0 && prepositions[w[len(w)-1]] {
				continue
			}
			if len(w) > 6 {
				break
			}
		}
		if !slices.Contains(ents, m.Entity) {
			ents = append(ents, m.Entity)
		}
		last = m.end
	}
	if len(ents) == 0 {
		return subject{}
	}
	// An uncued verb between the actor and the cue has the actor for itself,
	// unless the cue is a participle that goes with it: "spoke, calling for N".
	for i, t := range s.tokens {
		if s.isGerund(c) {
			break
		}
		if t.start >= last && t.end <= c.start && s.cueOver(i) == nil && !s.inAside(t) {
			if x := s.src.Tokens[i].XPOS; (x == "VBD" || x == "VBZ" || x == "VBP") && s.src.Tokens[i].UPOS == "VERB" {
				return subject{}
			}
		}
	}
	return subject{actor, ents, d.lex.confidence.Fair}
}

var prepositions = map[string]bool{"in": true, "at": true, "of": true, "with": true, "for": true, "to": true, "by": true, "from": true, "on": true, "against": true, "between": true, "under": true, "after": true, "during": true}

// opensWith reports whether a cue opens the sentence, adverbs apart.
func (s *sentence) opensWith(c *found) bool {
	if c.in != s {
		return true // the cue of a lead
	}
	words := strings.Fields(strings.Trim(s.masked[:c.start], "-*• "))
	for len(words) > 0 && (words[0] == "and" || words[0] == "to" || words[0] == "further" || words[0] == "not") {
		words = words[1:]
	}
	return len(trimAdverbs(words)) == 0
}
