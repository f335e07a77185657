package stance

import (
	"regexp"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// instrumentClaims makes the claims of what happens to instruments: adopted,
// launched, issued, developed, states, basedOn.
func (d *doc) instrumentClaims(s *sentence) {
	if s.question || s.block.Kind == extract.Heading {
		return
	}
	w := &d.lex.instruments
	d.signatories(s)
	d.headerAdoption(s)
	d.provision(s)
	here := strings.HasPrefix(s.folded, "it ") || strings.Contains(s.folded, " it ")
	for _, m := range s.mentions {
		here = here || m.Class == schema.Instrument
	}
	if !d.texts || !here { // nothing that could be made or quoted
		if launching.MatchString(s.masked) {
			for i := range s.clauses {
				c := &s.clauses[i]
				t := s.tokens[c.Head]
				if c.Kind == clause.Verbal && !c.Negated && opens(w.launches, s.masked[t.start:min(len(s.masked), t.end+14)]) {
					d.made(s, c, schema.Launched, "launch")
				}
			}
		}
		return
	}
	for i := range s.clauses {
		c := &s.clauses[i]
		if c.Kind != clause.Verbal || c.Negated {
			continue
		}
		t := s.tokens[c.Head]
		text := s.masked[t.start:min(len(s.masked), t.end+14)]
		switch {
		case opens(w.adopts, text):
			d.made(s, c, schema.Adopted, "adopt")
		case opens(w.launches, text):
			d.made(s, c, schema.Launched, "launch")
		case opens(w.issues, text):
			d.made(s, c, schema.Issued, "issue")
		case opens(w.develops, text):
			d.made(s, c, schema.Developed, "develop")
		}
		switch {
		case opens(w.states, text):
			d.states(s, c, "verb", d.lex.confidence.Likely)
		case c.Finite && !c.Passive && !opens(w.idle, text):
			d.states(s, c, "subject", d.lex.confidence.Thin)
		}
	}
	d.adjacent(s)
	d.outcome(s)
	d.adoptionOf(s)
	d.restsOn(s)
	d.contained(s)
	d.quotedFor(s)
	d.byWhich(s)
	d.underIt(s)
	d.boundBy(s)
}

// launching is a quick test for a verb of launching.
var launching = mustFinder(`launch|initiat|unveil|inaugurat`)

func opens(re *regexp.Regexp, text string) bool {
	m := re.FindStringIndex(text)
	return m != nil && m[0] == 0
}

// real reports whether a clause says that something has happened: no plan, no
// possibility, no condition.
func real(c *clause.Clause) bool {
	return c.Modal == "" && !c.Negated
}

// made claims that somebody adopted, launched or issued the instruments in the
// clause's object.
func (d *doc) made(s *sentence, c *clause.Clause, p schema.Predicate, rule string) {
	if !real(c) || d.govern(s, c) {
		return
	}
	t := s.tokens[c.Head]
	objects := d.argEntities(s, c.Arg("patient", "on", "to", "upon"), schema.Instrument)
	if len(objects) == 0 {
		objects = d.knownAs(s, c.Arg("patient"))
	}
	if p == schema.Launched {
		for _, class := range []schema.Class{schema.Process, schema.Series, schema.Organization, schema.Body} {
			for _, e := range d.argEntities(s, c.Arg("patient"), class) {
				if undertaking.MatchString(d.a.Entities[e].Label) {
					objects = append(objects, e)
				}
			}
		}
	}
	if len(objects) == 0 {
		return
	}
	var by []int
	conf := d.lex.confidence.Named
	for _, a := range c.Arg("agent") {
		sub := d.resolveToken(s, a.Head, a.Span)
		switch sub.kind {
		case actor:
			if p == schema.Adopted {
				sub.entities = d.gathered(s, a.Head, sub.entities)
			}
			by = append(by, sub.entities...)
		case nobody:
			if !c.Passive {
				return
			}
		case missing:
			// "It … and adopted the Declaration": the event spoken of.
			if w := s.folded[s.tokens[a.Head].start:s.tokens[a.Head].end]; w == "it" && p == schema.Adopted {
				if e := d.focusAt(s.source(t).Start); e != extract.NoEntity {
					by, conf = append(by, e), d.lex.confidence.Weak
				}
			}
		case firstState:
			by = append(by, d.us(s, s.source(t).Start)...)
		}
	}
	if len(by) == 0 && c.Passive {
		by = d.agentAfterBy(s, t.end)
	}
	if len(by) == 0 && c.Passive && p == schema.Adopted {
		by = d.ownerOf(s, objects[0])
	}
	if len(by) == 0 {
		if !c.Passive && len(c.Arg("agent")) > 0 {
			return
		}
		if !c.Passive {
			return
		}
		if at := d.argEntities(s, c.Arg("at", "in", "during"), schema.Event); len(at) > 0 {
			by = at[:1]
		} else if e := s.closing(t.end); e != extract.NoEntity {
			by = []int{e}
		}
		if len(by) == 0 && (p != schema.Adopted || !c.Finite && !s.childOf(c.Head, "aux:pass", "nsubj:pass")) {
			return
		}
		e := d.focusAt(s.source(t).Start)
		switch {
		case len(by) > 0:
		case e == extract.NoEntity:
			return
		default:
			by, conf = []int{e}, d.lex.confidence.Fair
		}
	}
	for _, b := range by {
		switch d.a.Entities[b].Class {
		case schema.Instrument, schema.Norm, schema.Place:
			continue
		}
		if cl := d.a.Entities[b].Class; p == schema.Adopted && cl == schema.Person || p == schema.Launched && cl == schema.Event {
			continue // an event is where a process is launched, not who launches it
		}
		for _, o := range objects {
			if o == b {
				continue
			}
			d.a.AddClaim(extract.Claim{
				Subject: b, Predicate: p, Object: o, Status: extract.Asserted, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
				Rule: "instrument." + rule, Confidence: conf, Evidence: []extract.Span{s.src.Span},
			})
		}
	}
}

// knownAs are the instruments of "the pact, known as the Lima Compact".
func (d *doc) knownAs(s *sentence, args []clause.Arg) []int {
	for _, a := range args {
		from := s.tokens[a.Head].end
		for _, m := range s.mentions {
			if m.Class == schema.Instrument && m.start > from && m.Entity >= 0 && knownAs.MatchString(s.folded[from:m.start]) {
				return []int{m.Entity}
			}
		}
	}
	return nil
}

var knownAs = regexp.MustCompile(`^,? (known|referred to|entitled|titled|called|named|dubbed)( as)? "?(the )?"?$`)

// closing is the event of "at the close of the Forum" after a place, or NoEntity.
func (s *sentence) closing(from int) int {
	for _, m := range s.mentions {
		if m.Class == schema.Event && m.start >= from && m.Entity >= 0 && atClose.MatchString(s.folded[from:m.start]) {
			return m.Entity
		}
	}
	return extract.NoEntity
}

var atClose = regexp.MustCompile(`\b(at|in|during|on) (the )?(\w+ )?(close|end|conclusion|opening|start|session|day|margins|meeting) of (the )?$`)

// gathered gives the event at which "the Leaders" of a forum adopt a text,
// where they meet at one.
func (d *doc) gathered(s *sentence, token int, ents []int) []int {
	if len(ents) != 1 || d.a.Entities[ents[0]].Class != schema.Organization || len(d.mentionsAt(s, s.tokens[token])) > 0 {
		return ents
	}
	if e := d.focusAt(s.source(s.tokens[token]).Start); e != extract.NoEntity {
		return []int{e}
	}
	return ents
}

// agentAfterBy is the actor right after a "by" that follows a participle:
// "adopted by consensus in March by the Working Group".
func (d *doc) agentAfterBy(s *sentence, from int) []int {
	for _, m := range s.mentions {
		if m.start < from || m.start > from+80 || m.Entity < 0 || !holders[d.a.Entities[m.Entity].Class] || m.Class == schema.Instrument {
			continue
		}
		before := strings.TrimSuffix(strings.TrimRight(s.folded[from:m.start], " "), " the")
		if m := onBehalf.FindStringIndex(before); m != nil {
			before = before[:m[0]]
		}
		if strings.HasSuffix(before, " by") && !s.blocked(from, m.start) {
			if all := d.listed(s, m.start); len(all) > 1 {
				return all
			}
			return []int{m.Entity}
		}
	}
	return nil
}

// govern reports whether the clause hangs on a verb that leaves it open: "plans
// to adopt", "called on them to adopt", "failed to adopt".
func (d *doc) govern(s *sentence, c *clause.Clause) bool {
	if c.Link != "xcomp" && c.Link != "ccomp" && c.Link != "acl" && c.Link != "advcl" || c.Finite {
		return false
	}
	t := s.tokens[c.Head]
	before := strings.Fields(s.masked[:t.start])
	before = trimAdverbs(before)
	return len(before) > 0 && (before[len(before)-1] == "to" || before[len(before)-1] == "be")
}

// argEntities lists the entities of a class that the arguments name.
func (d *doc) argEntities(s *sentence, args []clause.Arg, class schema.Class) []int {
	var out []int
	for _, a := range args {
		if a.Deep {
			continue
		}
		at := s.tokens[a.Head]
		found := false
		for _, m := range s.mentions {
			if m.Class == class && m.start <= at.start && at.end <= m.end {
				out = append(out, m.Entity)
				found = true
				break
			}
		}
		if w := s.folded[at.start:at.end]; !found && class == schema.Instrument && w == "it" {
			if e := d.itInstrument(s); e != extract.NoEntity {
				out = append(out, e)
			}
		}
	}
	return out
}

// states claims that an instrument which is the subject of a verb of content
// states the norms after it.
func (d *doc) states(s *sentence, c *clause.Clause, rule string, confidence float64) {
	if c.Passive || !real(c) {
		return
	}
	subjects := d.argEntities(s, c.Arg("agent"), schema.Instrument)
	if len(subjects) == 0 {
		for _, a := range c.Arg("agent") {
			if w := s.folded[s.tokens[a.Head].start:s.tokens[a.Head].end]; w == "it" || w == "which" {
				if e := d.itInstrument(s); e != extract.NoEntity {
					subjects = []int{e}
				}
			}
		}
	}
	from := s.tokens[c.Head].end
	for _, in := range subjects {
		for _, h := range d.hits(s) {
			if h.Start < from || s.blocked(from, h.Start) || h.Norm.Act || d.lex.instruments.purpose.MatchString(s.masked[from:h.Start]) {
				continue
			}
			d.stated(s, in, h.Norm.ID, rule, confidence)
		}
	}
}

func (d *doc) stated(s *sentence, instrument int, id, rule string, confidence float64) {
	d.a.AddClaim(extract.Claim{
		Subject: instrument, Predicate: schema.States, Object: d.normEntity(d.rec.cat.Norm(id)), Status: extract.Asserted,
		AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Rule: "states." + rule, Confidence: confidence, Evidence: []extract.Span{s.src.Span},
	})
}

// contained claims what "norms contained in the report" says.
func (d *doc) contained(s *sentence) {
	for _, m := range d.lex.instruments.statedIn.FindAllStringIndex(s.masked, -1) {
		in := -1
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.start >= m[1] && mm.start <= m[1]+8 {
				in = mm.Entity
			}
		}
		if in < 0 {
			continue
		}
		for _, h := range d.hits(s) {
			if h.End <= m[0] && m[0]-h.End <= 4 && !h.Norm.Act {
				d.stated(s, in, h.Norm.ID, "contained", d.lex.confidence.Likely)
			}
		}
	}
}

// restsOn claims that one instrument is based on another: "builds on", "guided
// by". The subject is an instrument before the words, or the resolution whose
// paragraph begins with them.
func (d *doc) restsOn(s *sentence) {
	for _, m := range d.lex.instruments.basedOn.FindAllStringIndex(s.masked, -1) {
		subject := extract.NoEntity
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.end <= m[0] && m[0]-mm.end <= 24 && (!s.blocked(mm.end, m[0]) || strings.TrimSpace(s.masked[mm.end:m[0]]) == ", which") {
				subject = mm.Entity
			}
		}
		if subject == extract.NoEntity && m[0] == 0 && s.lead == nil { // "Building on X, the Declaration …"
			comma := strings.IndexByte(s.masked, ',')
			for _, mm := range s.mentions {
				if comma > 0 && mm.Class == schema.Instrument && mm.start > comma && mm.start <= comma+8 {
					subject = mm.Entity
				}
			}
		}
		if subject == extract.NoEntity && strings.HasPrefix(s.folded, "it ") && m[0] <= 14 {
			subject = d.itInstrument(s)
		}
		if subject == extract.NoEntity && s.lead != nil && m[0] <= 2 {
			subject = d.resolution()
		}
		if subject == extract.NoEntity {
			continue
		}
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.start >= m[1] && mm.Entity != subject && !s.blocked(m[1], mm.start) {
				d.a.AddClaim(extract.Claim{
					Subject: subject, Predicate: schema.BasedOn, Object: mm.Entity, Status: extract.Asserted, AttributedTo: extract.NoEntity,
					Addressee: extract.NoEntity, Rule: "instrument.based-on", Confidence: d.lex.confidence.Likely, Evidence: []extract.Span{s.src.Span},
				})
			}
		}
	}
}

// resolution is the instrument that the document itself is, by its headings, or
// NoEntity.
func (d *doc) resolution() int {
	for _, s := range d.sents {
		if s.src.Block > 8 {
			break
		}
		for _, m := range s.mentions {
			if m.Class == schema.Instrument && m.Form == extract.Name && (s.block.Kind == extract.Heading || m.start == 0) {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// adjacent reads "the Council adopted Decision No. 5" by the order of words, for
// sentences that the parser gets wrong.
func (d *doc) adjacent(s *sentence) {
	for _, c := range s.cues {
		if c.ID != "adopt" || c.passive || c.negated || !strings.HasPrefix(s.masked[c.start:c.end], "adopted") {
			continue
		}
		by, object := extract.NoEntity, extract.NoEntity
		for _, m := range s.mentions {
			switch m.Class {
			case schema.Organization, schema.Body, schema.Event, schema.Session:
				if m.end == c.start-1 {
					by = m.Entity
				}
			case schema.Instrument:
				if m.start >= c.end && m.start <= c.end+5 {
					object = m.Entity
				}
			}
		}
		if by >= 0 && object >= 0 {
			d.a.AddClaim(extract.Claim{
				Subject: by, Predicate: schema.Adopted, Object: object, Status: extract.Asserted, AttributedTo: extract.NoEntity,
				Addressee: extract.NoEntity, Rule: "instrument.adopt", Confidence: d.lex.confidence.Clear, Evidence: []extract.Span{s.src.Span},
			})
		}
	}
}

// adoptionOf reads "the adoption by the Council of X", "ended with the adoption
// of X".
func (d *doc) adoptionOf(s *sentence) {
	for _, m := range adoption.FindAllStringIndex(s.masked, -1) {
		instrument := extract.NoEntity
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.start >= m[1] && mm.start <= m[1]+90 && !s.blocked(m[1], mm.start) {
				instrument = mm.Entity
				break
			}
		}
		if instrument == extract.NoEntity {
			continue
		}
		before := s.masked[max(0, m[0]-50):m[0]]
		by := d.agentAfterBy(s, m[1])
		if len(by) == 0 && endedWith.MatchString(before) {
			if e := d.focusAt(s.src.Span.Start); e != extract.NoEntity {
				by = []int{e}
			}
		}
		for _, e := range by {
			if cl := d.a.Entities[e].Class; cl == schema.Person || e == instrument {
				continue
			}
			d.a.AddClaim(extract.Claim{
				Subject: e, Predicate: schema.Adopted, Object: instrument, Status: extract.Asserted, AttributedTo: extract.NoEntity,
				Addressee: extract.NoEntity, Rule: "instrument.adoption", Confidence: d.lex.confidence.Likely, Evidence: []extract.Span{s.src.Span},
			})
		}
	}
}

// ownerOf is whose "its resolution" is, in an operative paragraph.
func (d *doc) ownerOf(s *sentence, instrument int) []int {
	if s.lead == nil || s.lead.subject.kind != actor {
		return nil
	}
	for _, m := range s.mentions {
		if m.Entity == instrument && strings.HasSuffix(strings.TrimRight(s.folded[:m.start], " "), "its") {
			return s.lead.subject.entities
		}
	}
	return nil
}

// normsBetween lists the norms that begin in a part of the sentence and before
// a barrier.
func (d *doc) normsBetween(s *sentence, from int) []norm.Hit {
	var out []norm.Hit
	for _, h := range d.hits(s) {
		if h.Start >= from && !s.blocked(from, h.Start) && !h.Norm.Act {
			out = append(out, h)
		}
	}
	return out
}

// quotedFor claims what "as the report recommended, States should …" says.
func (d *doc) quotedFor(s *sentence) {
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Entity < 0 {
			continue
		}
		before := strings.TrimSuffix(strings.TrimRight(s.folded[:m.start], " "), " the")
		if before != "as" && !strings.HasSuffix(before, " as") && before != "according to" && before != "the" {
			continue
		}
		from := m.end
		if before != "according to" {
			c := s.cueAfter(m.end, 3)
			if c == nil || c.Kind != verb || before == "the" {
				continue
			}
			from = c.end
			if i := strings.IndexByte(s.masked[from:], ','); i >= 0 && i < 40 {
				from += i + 1
			}
		}
		for _, h := range d.normsBetween(s, from) {
			d.stated(s, m.Entity, h.Norm.ID, "as-recommended", d.lex.confidence.Likely)
		}
		return
	}
}

// cueAfter is the cue that begins within a few bytes after a place, or nil.
func (s *sentence) cueAfter(at, within int) *found {
	for _, c := range s.cues {
		if c.start >= at && c.start <= at+within {
			return c
		}
	}
	return nil
}

// provision claims what "Article 2 bans N" and "each Party must do N" say of the
// instrument named shortly before.
func (d *doc) provision(s *sentence) {
	m := provision.FindStringIndex(s.folded)
	if m == nil || !d.texts {
		return
	}
	instrument := extract.NoEntity
	for _, mm := range s.mentions {
		if mm.Class == schema.Instrument && mm.start <= m[1]+30 {
			instrument = mm.Entity
			break
		}
	}
	if instrument == extract.NoEntity {
		instrument = d.lastBefore(s)
	}
	if instrument == extract.NoEntity {
		return
	}
	for _, h := range d.normsBetween(s, m[1]) {
		if c := s.govern(span{h.Start, h.End}); len(c) > 0 && (c[0].negated && c[0].Kind != need || c[0].Label == none) {
			continue
		}
		d.stated(s, instrument, h.Norm.ID, "provision", d.lex.confidence.Weak)
	}
}

var provision = regexp.MustCompile(`^(under |in )?(its )?(article|paragraph|point|chapter|part|section|principle|clause|norm|pillar|commitment) ([ivx]+|\d+|one|two|three|four|five)\b|^(each|every|all|the) (state |states )?(party|parties|signatory|signatories|member states)( \w+)? (shall|must|undertakes?|agrees?|promises?|pledges?|commits?|(is|are) (bound|obliged|required))\b|^its (first|second|third|fourth|fifth|main|central|core|key|operative|other) (articles?|chapters?|parts?|points?|provisions?|principles?|commitments?)\b`)

// underIt claims what "Under the Declaration, States must do N" and "In the
// Declaration, the ministers pledged N" say of the Declaration.
func (d *doc) underIt(s *sentence) {
	if m := inIt.FindStringIndex(s.folded); m != nil && d.texts {
		if e := d.lastBefore(s); e != extract.NoEntity {
			for _, h := range d.normsBetween(s, m[1]) {
				if c := s.govern(span{h.Start, h.End}); len(c) > 0 && c[0].Label != none && c[0].Label != schema.Discusses && !c[0].negated {
					d.stated(s, e, h.Norm.ID, "under", d.lex.confidence.Fair)
				}
			}
		}
	}
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Entity < 0 || m.start > 20 {
			continue
		}
		before := strings.TrimSuffix(strings.TrimRight(s.folded[:m.start], " "), " the")
		if !startPreposition[before] || !strings.HasPrefix(s.folded[m.end:], ",") {
			continue
		}
		for _, h := range d.normsBetween(s, m.end+1) {
			c := s.govern(span{h.Start, h.End})
			if len(c) > 0 && c[0].Label != none && c[0].Label != schema.Discusses && !c[0].negated || len(c) == 0 && areTo.MatchString(s.masked[m.end:h.Start]) {
				d.stated(s, m.Entity, h.Norm.ID, "under", d.lex.confidence.Likely)
			}
		}
	}
}

// areTo is the duty that a text lays on those under it.
var areTo = regexp.MustCompile(`^, [\w ,-]{3,60}? (is|are) (bound |obliged |required )?to `)

var inIt = regexp.MustCompile(`^(in|under|with|through) (it|this text|this document|the text|the document),? `)

// outcome reads what a gathering ended with: "The Declaration came out of the
// Forum", "The outcome of the Forum is the Declaration".
func (d *doc) outcome(s *sentence) {
	m := outcomes.FindStringIndex(s.masked)
	if m == nil {
		return
	}
	instrument, event := extract.NoEntity, extract.NoEntity
	for _, mm := range s.mentions {
		switch {
		case mm.Class == schema.Instrument && instrument == extract.NoEntity && (mm.end <= m[0]+1 || mm.start >= m[1]-1 && mm.start <= m[1]+60) && !s.blocked(min(mm.end, m[1]), max(mm.start, m[0])):
			instrument = mm.Entity
		case (mm.Class == schema.Event || mm.Class == schema.Session) && event == extract.NoEntity:
			event = mm.Entity
		}
	}
	if event == extract.NoEntity {
		event = d.focusAt(s.src.Span.Start)
	}
	if instrument == extract.NoEntity || event == extract.NoEntity {
		return
	}
	d.a.AddClaim(extract.Claim{
		Subject: event, Predicate: schema.Adopted, Object: instrument, Status: extract.Asserted, AttributedTo: extract.NoEntity,
		Addressee: extract.NoEntity, Rule: "instrument.outcome", Confidence: d.lex.confidence.Weak, Evidence: []extract.Span{s.src.Span},
	})
}

var outcomes = mustFinder(`\b((came|comes) out of|emerged from|(is|was) the (outcome|result|fruit) of|(end|clos|conclud|culminat)(e|es|ed) (on \w+ )?(with|in) (an? |the )?|outcome( document| text)? (of .{1,80}? )?(is|was) |result of .{1,80}? (is|was) )`)

var startPreposition = map[string]bool{"in": true, "under": true, "with": true, "through": true, "by": true, "in their": true, "in its": true}

// byWhich claims what "the Declaration, by which ten States commit themselves
// to N" says of the Declaration.
func (d *doc) byWhich(s *sentence) {
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Entity < 0 {
			continue
		}
		rest := strings.TrimLeft(s.masked[m.end:], ", ")
		for _, p := range []string{"by which ", "under which ", "through which ", "in which "} {
			if !strings.HasPrefix(rest, p) {
				continue
			}
			from := len(s.masked) - len(rest) + len(p)
			for _, h := range d.normsBetween(s, from) {
				if c := s.govern(span{h.Start, h.End}); len(c) > 0 && c[0].start >= from && c[0].Label != none {
					d.stated(s, m.Entity, h.Norm.ID, "by-which", d.lex.confidence.Likely)
				}
			}
		}
	}
}

var (
	// "by the foreign ministers of Peru and Chile"
	onBehalf    = regexp.MustCompile(`( the)?( [\w-]+)? (governments?|ministers?|presidents?|leaders|representatives?|ambassadors?|delegations?|heads of state)( and government)? of$`)
	undertaking = regexp.MustCompile(`\b(Initiative|Partnership|Programme|Program|Forum|Process|Cent(re|er)|Fund|Network|Coalition|Dialogue|Call|Alliance|Campaign|Mechanism|Platform|Facility|Compact|Agenda|Project)\b`)
	adoption    = mustFinder(`\badoption (by|of)\b`)
	endedWith   = regexp.MustCompile(`\b(end|conclud|clos|culminat|finish|result|wrapp?|led to|follow)\w* (up )?(with|in|by)? ?(the )?(\w+ )?$`)
	textAdopted = regexp.MustCompile(`^\W*(text|document|outcome|declaration|statement)s? adopted ?: ?`)
	adoptedOn   = regexp.MustCompile(`^\(?adopted (on|at|by) `)
)
