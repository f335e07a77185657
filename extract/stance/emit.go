package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// sentence finds the targets of one sentence and makes the claims on them.
func (d *doc) sentence(s *sentence) {
	if g := d.a.Doc.Meta.Genre; (g == extract.Remarks || g == extract.Transcript) && counting.MatchString(s.folded) {
		d.counting = s.index + 1
	}
	d.sessionTitles(s)
	if s.block.Kind == extract.Caption || s.block.Kind == extract.Heading {
		d.normMentions(s)
		return
	}
	d.instrumentClaims(s)
	targets := d.normMentions(s)
	for _, m := range s.mentions {
		if m.Class == schema.Instrument && m.Entity >= 0 {
			targets = append(targets, target{m.span, nil, m.Entity, false})
		}
	}
	targets = append(targets, d.pronounTargets(s)...)
	targets = append(targets, d.meantBefore(s)...)
	if s.question {
		return
	}
	if t := d.turnAt(s.src.Block); t != nil && t.question {
		return
	}
	before := len(d.positions)
	for _, t := range targets {
		d.target(s, t)
	}
	d.listedIn(s, targets)
	d.takenUp(s, targets, before)
}

// listedIn claims that an instrument states the norms of the list that follows
// it: "The report lists three norms:", "Under the text, governments undertake".
func (d *doc) listedIn(s *sentence, targets []target) {
	if s.lead == nil || s.lead.text {
		return
	}
	in := s.lead.under
	if in == extract.NoEntity && s.lead.subject.kind == actor && len(s.lead.subject.entities) == 1 {
		in = s.lead.subject.entities[0]
	}
	if in == extract.NoEntity || d.a.Entities[in].Class != schema.Instrument {
		return
	}
	for _, t := range targets {
		if t.norm != nil && !t.norm.Act && !s.blocked(0, t.start) {
			d.stated(s, in, t.norm.ID, "listed", d.lex.confidence.Likely)
		}
	}
}

// takenUp carries positions of the sentence before on: to norms that "this
// includes", and to an actor who "was among them".
func (d *doc) takenUp(s *sentence, targets []target, before int) {
	var last []position
	for _, p := range d.positions[:before] {
		if p.in.index == s.index-1 && p.in.src.Block == s.src.Block {
			last = append(last, p)
		}
	}
	if len(d.positions) > before {
		return
	}
	if len(last) == 0 {
		d.amongSignatories(s)
		return
	}
	if m := contentOf.FindStringIndex(s.masked); m != nil && last[len(last)-1].target.norm != nil {
		p := last[len(last)-1]
		for _, t := range targets {
			if t.norm == nil || t.start < m[1] || s.blocked(m[1], t.start) || t.norm.Act {
				continue
			}
			for _, e := range p.entities {
				d.claim(s, e, p.verdict, t, p.holding, []step{{found: &found{in: s, cue: &cue{ID: "taken-up"}}}})
			}
		}
		return
	}
	if so := soDid.FindStringIndex(s.masked); so != nil {
		p := last[len(last)-1]
		for _, e := range d.listed(s, so[1]) {
			h := holding{subject{actor, []int{e}, d.lex.confidence.Clear}, extract.NoEntity, extract.NoEntity}
			d.claim(s, e, p.verdict, p.target, h, []step{{found: &found{in: s, cue: &cue{ID: "so-did"}}}})
		}
		return
	}
	m := amongThem.FindStringIndex(s.masked)
	if m == nil || strings.Contains(s.masked, " not ") {
		return
	}
	for _, mm := range s.mentions {
		if mm.end > m[0] || mm.Entity < 0 || mm.Class != schema.State && mm.Class != schema.Organization {
			continue
		}
		for _, p := range last {
			h := holding{subject{actor, []int{mm.Entity}, d.lex.confidence.Likely}, extract.NoEntity, extract.NoEntity}
			d.claim(s, mm.Entity, p.verdict, p.target, h, []step{{found: &found{in: s, cue: &cue{ID: "among-them"}}}})
		}
	}
}

// amongSignatories claims that those who "were among the signatories" have
// endorsed the text named last.
func (d *doc) amongSignatories(s *sentence) {
	m := amongThose.FindStringIndex(s.masked)
	if m == nil || strings.Contains(s.masked[:m[1]], " not ") {
		return
	}
	instrument := d.lastBefore(s)
	for _, mm := range s.mentions {
		if mm.Class == schema.Instrument && mm.start >= m[1] && mm.start <= m[1]+12 {
			instrument = mm.Entity
		}
	}
	if instrument == extract.NoEntity {
		return
	}
	for _, mm := range s.mentions {
		if mm.end <= m[0] && mm.Entity >= 0 && (mm.Class == schema.State || mm.Class == schema.Organization) && !s.blocked(mm.end, m[0]) {
			d.position(s, mm.Entity, schema.Endorses, instrument, "signatories", d.lex.confidence.Likely)
		}
	}
}

var amongThose = mustFinder(`\b(was|were|is|are) (also )?among (the|its) (\w+ )?(signatories|supporters|endorsers|co-?sponsors|parties)\b`)

// soDid opens a sentence that adds holders to the position before.
var soDid = regexp.MustCompile(`^(and )?so (too )?(did|do|does|has|have) `)

var (
	elided    = regexp.MustCompile(`^( (on|at|in|the (next|following|same) (day|week|month|year)|yesterday|today|too|later|first|last|immediately|the same|then|as well|during|before|after|within|so far)\b|[.,;:])`)
	signs     = regexp.MustCompile(`^(sign(s|ed)?|ratif(y|ies|ied)|deposit.* (of|for)? ?(ratification|accession|acceptance|approval))$`)
	contentOf = regexp.MustCompile(`^(this|these|it|they|that|the framework|the package)( also)? (spans?|includes?|covers?|compris(es|e)|encompass(es)?|embrac(es|e)|means?|consists? of|extends? to)\b`)
	amongThem = mustFinder(`\b(was|were|is|are) (also )?among (them|those|the signatories|the supporters)\b`)
)

// sessionTitles claims that a session or side event discusses the norms in its
// title: a topic, never a position.
func (d *doc) sessionTitles(s *sentence) {
	for _, m := range s.mentions {
		if m.Entity < 0 || m.Class != schema.Session && (m.Class != schema.Event || !topical.MatchString(s.folded[m.start:m.end])) {
			continue
		}
		title := span{m.start, m.end}
		if rest := titleAfter.FindString(s.folded[m.end:]); rest != "" {
			title.end = m.end + len(rest)
		}
		for _, h := range d.rec.cat.Match(s.folded[title.start:title.end], d.topic|d.rec.cat.Context(s.folded)) {
			d.a.AddClaim(extract.Claim{
				Subject: m.Entity, Predicate: schema.Discusses, Object: d.normEntity(h.Norm), Status: extract.Asserted, Stance: schema.Discusses,
				AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Rule: "stance.session-title", Confidence: d.lex.confidence.Fair, Evidence: []extract.Span{s.src.Span},
			})
		}
	}
}

var (
	topical    = regexp.MustCompile(`\b(side events?|panels?|session|break-?out)\b.* on\b`)
	titleAfter = regexp.MustCompile(`^( \d+| [ivx]+)?(:| on| -| \() ?"?[^.;:]{4,120}`)
)

// pronounTargets are the "it" and "them" right after a verb of signing or
// endorsing that mean the instrument named before.
func (d *doc) pronounTargets(s *sentence) []target {
	var out []target
	for _, c := range s.cues {
		// "Twelve States signed on Thursday": the object is understood.
		if c.ID == "sign" && !c.passive && !c.negated && elided.MatchString(s.masked[c.end:]) && signs.MatchString(s.masked[c.start:c.end]) {
			if e := d.lastBefore(s); e != extract.NoEntity {
				out = append(out, target{span{c.end, c.end + 1}, nil, e, false})
			}
		}
	}
	for i, t := range s.tokens {
		if w := s.folded[t.start:t.end]; w != "it" && w != "them" {
			continue
		}
		c := s.cueBefore(t.start)
		if c == nil || c.Object != "instrument" && c.Label != schema.Endorses && c.ID != "support" && c.ID != "support-noun" && c.ID != "adopt" || base(s.src.Tokens[i].Rel) == "nsubj" {
			continue
		}
		e := extract.NoEntity
		for _, m := range s.mentions {
			if m.Class == schema.Instrument && m.end <= c.start {
				e = m.Entity
			}
		}
		if e == extract.NoEntity && d.last != extract.NoEntity && s.index > 0 {
			for _, p := range d.sents[max(0, s.index-2):s.index] {
				for _, m := range p.mentions {
					if m.Class == schema.Instrument {
						e = m.Entity
					}
				}
			}
		}
		if e != extract.NoEntity {
			out = append(out, target{t, nil, e, false})
		}
	}
	return out
}

// cueBefore is the cue that ends right before a place, or nil.
func (s *sentence) cueBefore(at int) *found {
	for _, c := range s.cues {
		if c.end <= at && at-c.end <= 1 {
			return c
		}
	}
	return nil
}

// normMentions finds the norms of a sentence and notes them.
func (d *doc) normMentions(s *sentence) []target {
	var out []target
	for _, h := range d.hits(s) {
		sp := span{h.Start, h.End}
		out = append(out, target{sp, h.Norm, extract.NoEntity, h.Act})
		d.norms = append(d.norms, extract.Mention{
			Span: s.source(sp), Class: schema.Norm, Form: extract.Name, Entity: d.normEntity(h.Norm), Rule: "norm." + h.Norm.ID,
		})
	}
	return out
}

// hits are the norms that a sentence names, found once its names are masked.
func (d *doc) hits(s *sentence) []norm.Hit {
	if !s.matched {
		s.hits, s.matched = d.rec.cat.Match(s.masked, d.topic|d.rec.cat.Context(s.folded)), true
	}
	return s.hits
}

func (d *doc) normEntity(n *norm.Norm) int {
	return d.a.AddEntity(extract.Entity{Class: schema.Norm, Key: "norm/" + n.ID, Label: n.Label})
}

// target makes the claims on one target.
func (d *doc) target(s *sentence, t target) {
	chain := s.govern(t.span)
	if t.norm != nil && d.inTitle(s, chain, t) {
		return
	}
	if s.lead != nil && s.lead.cue != nil {
		chain = d.underLead(s, chain, t)
	}
	chain = d.reduced(s, chain, t)
	if len(chain) == 0 {
		d.ungoverned(s, t)
		return
	}
	for i, c := range chain {
		if c.Reported && (i == len(chain)-1 || !chain[i+1].Frame) {
			return
		}
	}
	h, at, ok := d.holder(s, chain, t)
	if !ok {
		return
	}
	for _, o := range chain[at+1:] {
		// What is denied, doubted or wished to be so is nobody's position.
		if o.negated || o.Label == none || o.Label == schema.Opposes || o.Label == schema.NotesGapIn {
			return
		}
	}
	chain = chain[:at+1]
	v, ok := d.decide(s, chain, t)
	if !ok {
		return
	}
	h.subject = d.first(s, chain[at], h.subject, v.label)
	if h.kind != actor || len(h.entities) == 0 {
		return
	}
	if t.norm == nil && chain[at].in == s {
		for _, e := range d.alongWith(s, chain[at].found) {
			if !slices.Contains(h.entities, e) {
				h.entities = append(slices.Clone(h.entities), e)
			}
		}
	}
	if v.label == schema.Discusses {
		h.entities = d.meetingOf(s, h.entities)
	}
	for _, e := range d.paired(s, h.entities, t) {
		d.claim(s, e, v, t, h, chain)
	}
	d.laidDownIn(s, chain, t, v, h)
	d.possessor(s, chain, t)
	d.positions = append(d.positions, position{s, t, v, h})
}

// ungoverned makes the claims of norms that no cue governs and that are said all
// the same: "no country can do it alone" is a call for cooperation in itself,
// and what a speaker counts up after "let me stress three points" is stressed.
func (d *doc) ungoverned(s *sentence, t target) {
	if t.norm == nil || t.norm.Act || t.forbidden {
		return
	}
	at := s.source(t.span).Start
	words := s.masked[t.start:t.end]
	alone := strings.HasPrefix(words, "no ") && strings.HasSuffix(words, " alone")
	counted := d.counting > 0 && s.index+1-d.counting < 40 && enumerated.MatchString(s.folded) && t.start < 70
	if !alone && !counted {
		return
	}
	ents, conf := d.speakers(s, at)
	if len(ents) == 0 {
		return
	}
	v := verdict{label: schema.Supports, confidence: d.lex.confidence.Labels[schema.Supports]}
	if counted {
		v.confidence *= d.lex.confidence.Weak
	}
	h := holding{subject{actor, ents, conf}, extract.NoEntity, extract.NoEntity}
	for _, e := range ents {
		d.claim(s, e, v, t, h, []step{{found: &found{in: s, cue: &cue{ID: "counted"}}}})
	}
}

var (
	existential = regexp.MustCompile(`\bthere (is|was|were|are|has been) (\w+ ){0,4}$`)
	enumerated  = regexp.MustCompile(`^(first|second|third|fourth|fifth|sixth|finally|lastly|last but not least|next)(ly)?( of all)?[,:]`)
	counting    = regexp.MustCompile(`\b(make|raise|highlight|stress|underline|share|offer|emphasi[sz]e|suggest|propose|mention|underscore|outline|focus on|touch on|point out)\b.{0,40}\b(two|three|four|five|six|some|several|a few|few) (\w+ ){0,2}(points?|areas?|priorities|aspects|things|issues|elements|observations|remarks|thoughts|ideas|proposals|suggestions|messages|of them|of these)\b|^(two|three|four|five|six|several) (things|points|principles|elements|priorities|ideas) (matter|count|stand out|are (key|vital|crucial|essential|important))\b`)
)

// inTitle makes the claims of a norm in the title of an instrument, "co-sponsored
// a resolution on N": the text states it, who signs the text endorses it.
func (d *doc) inTitle(s *sentence, chain []step, t target) bool {
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Rule != "instrument.titled" || m.start > t.start || m.end < t.end {
			continue
		}
		if !t.norm.Act {
			d.stated(s, m.Entity, t.norm.ID, "title", d.lex.confidence.Fair)
		}
		if len(chain) > 0 && chain[0].Object == "instrument" && !chain[0].negated && !t.norm.Act {
			if h, at, ok := d.holder(s, chain, target{m.span, nil, m.Entity, false}); ok {
				sub := d.first(s, chain[at], h.subject, schema.Endorses)
				for _, e := range sub.entities {
					d.position(s, e, schema.Endorses, d.normEntity(t.norm), "title", d.lex.confidence.Thin)
				}
			}
		}
		return true
	}
	return false
}

// reduced makes the claim of an actor after "by" that a participle on the
// target names ("measures adopted by X"), and gives the chain without it.
func (d *doc) reduced(s *sentence, chain []step, t target) []step {
	for _, c := range s.cues {
		if c.start < t.end || c.start > t.end+60 || !c.passive || c.negated || c.Label == frame || c.Label == none || t.norm == nil {
			continue
		}
		if c.start > t.end+1 && !s.reducedOn(c, t.span) {
			continue
		}
		ents := d.agentAfterBy(s, c.end)
		if len(ents) == 0 {
			continue
		}
		own := []step{{found: c}}
		if v, ok := d.decide(s, own, t); ok {
			h := holding{subject: subject{actor, ents, d.lex.confidence.Clear}, attributed: extract.NoEntity, addressee: extract.NoEntity}
			for _, e := range ents {
				d.claim(s, e, v, t, h, own)
			}
		}
		if len(chain) > 0 && chain[0].found == c {
			return chain[1:]
		}
	}
	if len(chain) > 1 && chain[0].passive && chain[0].start >= t.end && s.reducedOn(chain[0].found, t.span) {
		return chain[1:]
	}
	return chain
}

// meetingOf gives the event at which persons talk: to discuss something takes no
// position, and what was talked about is told of the meeting.
func (d *doc) meetingOf(s *sentence, ents []int) []int {
	if slices.ContainsFunc(ents, func(e int) bool { return d.a.Entities[e].Class != schema.Person }) {
		return ents
	}
	if e := d.focusAt(s.src.Span.Start); e != extract.NoEntity {
		return []int{e}
	}
	return ents
}

// paired pairs holders and norms by order where the text says "respectively".
func (d *doc) paired(s *sentence, ents []int, t target) []int {
	if len(ents) < 2 || t.norm == nil || !strings.Contains(s.folded, "respectively") {
		return ents
	}
	var starts []int
	for _, h := range d.hits(s) {
		if len(starts) == 0 || h.Start >= starts[len(starts)-1]+8 {
			starts = append(starts, h.Start)
		}
	}
	i := slices.IndexFunc(starts, func(x int) bool { return t.start < x+8 })
	if len(starts) != len(ents) || i < 0 {
		return ents
	}
	return ents[i : i+1]
}

// position is a claim made, for sentences that take it up.
type position struct {
	in *sentence
	target
	verdict
	holding
}

// laidDownIn makes the claims of "endorsed N in Decision No. 5": the instrument
// states the norm and is the holder's.
func (d *doc) laidDownIn(s *sentence, chain []step, t target, v verdict, h holding) {
	if t.norm == nil || v.label == schema.Discusses || v.label == schema.Opposes || v.label == schema.NotesGapIn {
		return
	}
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Form != extract.Name || m.start < t.end || m.start > t.end+40 || s.blocked(t.end, m.start) {
			continue
		}
		before := strings.TrimSuffix(strings.TrimRight(s.folded[t.end:m.start], " "), " the")
		if !strings.HasSuffix(before, " in") && !strings.HasSuffix(before, " through") || strings.Count(before, " ") > 4 {
			continue
		}
		d.stated(s, m.Entity, t.norm.ID, "laid-down", d.lex.confidence.Likely)
		switch v.label {
		case schema.Adopts, schema.Endorses, schema.Agrees:
			for _, e := range h.entities {
				switch d.a.Entities[e].Class {
				case schema.Event, schema.Session, schema.Organization, schema.Body:
					d.a.AddClaim(extract.Claim{
						Subject: e, Predicate: schema.Adopted, Object: m.Entity, Status: extract.Asserted, AttributedTo: extract.NoEntity,
						Addressee: extract.NoEntity, Rule: "instrument.laid-down", Confidence: d.lex.confidence.Fair, Evidence: []extract.Span{s.src.Span},
					})
				}
			}
		}
		return
	}
}

// contentLabels are the positions of a text that say no more than that the
// norm stands in it.
var contentLabels = map[schema.Predicate]bool{
	schema.Supports: true, schema.Recommends: true, schema.CallsFor: true, schema.CommitsTo: true, schema.Discusses: true, schema.Implements: true, schema.HopesFor: true,
}

// claim adds the claim of one holder.
func (d *doc) claim(s *sentence, holder int, v verdict, t target, h holding, chain []step) {
	object := t.entity
	if t.norm != nil {
		object = d.normEntity(t.norm)
	}
	if holder == object {
		return
	}
	class := d.a.Entities[holder].Class
	for _, c := range chain {
		if c.Gathering && class != schema.Event && class != schema.Session {
			return
		}
	}
	if (class == schema.Event || class == schema.Session) && ceremonial.MatchString(strings.ToLower(d.a.Entities[holder].Label)) {
		return
	}
	c := extract.Claim{
		Subject: holder, Predicate: v.label, Object: object, Status: extract.Asserted, Stance: v.label,
		AttributedTo: h.attributed, Addressee: h.addressee, Modality: v.modality, Rule: "stance." + chain[0].ID,
		Confidence: round(v.confidence * h.confidence), Evidence: []extract.Span{s.src.Span},
	}
	if v.planned {
		c.Status, c.Modality = extract.Planned, "future"
	}
	if s.lead != nil {
		c.Evidence = append(c.Evidence, s.lead.from.src.Span)
	}
	switch {
	case class == schema.Instrument && t.norm != nil:
		states := c
		states.Predicate, states.Stance, states.Rule = schema.States, "", "states."+chain[0].ID
		d.a.AddClaim(states)
		if contentLabels[v.label] {
			return
		}
	case class == schema.Instrument:
		return // what one text says of another is basedOn, see instrumentClaims
	case t.norm == nil && v.label == schema.Agrees && !addressable[class]:
		return
	case t.norm == nil && (v.label == schema.Adopts || v.label == schema.Implements || v.label == schema.NotesGapIn || v.label == schema.AccusedOf):
		return // an instrument adopted is a claim of its own
	case (class == schema.Event || class == schema.Session) && v.label == schema.CommitsTo && chain[len(chain)-1].Kind == will:
		return // what a meeting will bring about is the writer's expectation
	}
	d.a.AddClaim(c)
}

// ceremonial are the events at which nothing is decided or discussed.
var ceremonial = regexp.MustCompile(`\b(ceremony|dinner|reception|luncheon|lunch|banquet|cocktail|press conference|exhibition)\b`)

func round(x float64) float64 { return float64(int(x*100+0.5)) / 100 }
