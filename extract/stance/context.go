package stance

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// doc is the work on one document.
type doc struct {
	rec   *Recognizer
	lex   *lexicon
	a     *extract.Analysis
	sents []*sentence
	topic norm.Context // fields that the document is about

	speaker      int   // person whose remarks the document holds, or NoEntity
	speakerState int   // State or organisation the speaker speaks for
	ownState     int   // State behind the publisher
	event        int   // event that the document reports on
	parties      []int // States of a bilateral or trilateral document
	issuers      []int // those who issue a joint statement

	positions []position
	// joint says that the document is one text of several parties.
	joint bool
	// ownVoice says that the document is in the voice of an embassy or ministry.
	ownVoice bool
	counting int               // index after the last sentence that announces a count of points, 0 for none
	norms    []extract.Mention // found so far; the analysis gets them at the end
	quotes   []quote
	turns    []turn

	signed struct { // the last list of signatories
		sentence, instrument int
	}
	texts    bool           // the document names instruments
	open     *lead          // what the next list hangs on
	anaphors map[string]int // head noun of an instrument to the last one so called
	last     int            // last instrument mentioned, or NoEntity
	lastAt   int            // index of its sentence
}

// quote is a quoted stretch of the text, in source offsets, with its speaker.
type quote struct {
	extract.Span
	block   int
	speaker []int
}

// turn is what one speaker of a transcript says: from a block to the next turn.
type turn struct {
	block    int
	speaker  int // NoEntity where he is not known
	question bool
}

// readContext finds out who stands behind the document as a whole.
func (d *doc) readContext() {
	a := d.a
	d.signed.sentence, d.signed.instrument = -2, extract.NoEntity
	d.speaker, d.speakerState, d.ownState, d.event, d.last = extract.NoEntity, extract.NoEntity, extract.NoEntity, extract.NoEntity, extract.NoEntity
	folded, _ := text.Fold(a.Doc.Text)
	d.topic = d.rec.cat.DocumentContext(folded)
	represents := map[int]int{}
	publisher := extract.NoEntity
	for _, c := range a.Claims {
		switch {
		case c.Predicate == schema.ReportsOn && d.event == extract.NoEntity:
			d.event = c.Object
		case c.Predicate == schema.Occasion && d.event == extract.NoEntity:
			d.event = c.Object
		case c.Predicate == schema.Speaker && c.Object >= 0:
			d.speaker = c.Object
		case c.Predicate == schema.Publisher && c.Object >= 0:
			publisher = c.Object
		case c.Predicate == schema.Represents && c.Object >= 0:
			if _, ok := represents[c.Subject]; !ok && a.Entities[c.Object].Class == schema.State {
				represents[c.Subject] = c.Object
			}
		case c.Predicate == schema.HomeState && c.Object >= 0:
			if _, ok := represents[c.Subject]; !ok {
				represents[c.Subject] = c.Object
			}
		}
	}
	if d.rec.firstPerson != nil && a.Doc.Meta.Genre == extract.Remarks {
		speaker, spokenFor := d.rec.firstPerson(a)
		if d.speaker == extract.NoEntity {
			d.speaker = speaker
		}
		if spokenFor != extract.NoEntity && addressable[a.Entities[spokenFor].Class] {
			d.speakerState = spokenFor
		}
	}
	if d.speaker == extract.NoEntity && a.Doc.Meta.Speaker.Value != "" {
		d.speaker = d.person(a.Doc.Meta.Speaker.Value)
	}
	if st, ok := represents[d.speaker]; ok && d.speakerState == extract.NoEntity {
		d.speakerState = st
	}
	if st, ok := represents[publisher]; ok {
		d.ownState = st
	} else if states := d.statesNamedIn(a.Doc.Meta.Publisher.Value); len(states) > 0 {
		d.ownState = states[0]
	}
	if d.speakerState == extract.NoEntity && d.speaker != extract.NoEntity {
		for _, c := range a.Claims {
			if c.Subject == d.speaker && c.Predicate == schema.HoldsOffice && c.Object >= 0 {
				if states := d.statesNamedIn(a.Entities[c.Object].Label); len(states) > 0 {
					d.speakerState = states[0]
					break
				}
			}
		}
	}
	if d.speakerState == extract.NoEntity {
		d.speakerState = d.ownState
	}
	if a.Doc.Meta.Genre == extract.Remarks && (d.speakerState == extract.NoEntity || a.Entities[d.speakerState].Class != schema.State) {
		if e := d.letterhead(); e != extract.NoEntity {
			d.speakerState = e
		}
	}
	if d.speakerState == extract.NoEntity && a.Doc.Meta.Genre == extract.Remarks {
		d.speakerState = d.dominantState()
	}
	title := a.Doc.Meta.Title.Value
	heads := title
	for _, b := range a.Doc.Blocks {
		if b.Kind == extract.Heading && len(heads) < 600 {
			heads += " | " + a.Text(b.Span)
		}
	}
	states := d.statesNamedIn(heads)
	if by, on, ok := cutTopic(title); ok {
		if states = d.statesNamedIn(by); len(states) == 0 && (sideBySide.MatchString(on) || meetings.MatchString(on)) {
			states = d.statesNamedIn(on)
		}
	}
	if len(states) > 1 && !betweenStates.MatchString(heads) && !slices.Contains(states, d.ownState) {
		states = nil // "Statement on Russia and Ukraine" is by neither
	}
	if d.event != extract.NoEntity {
		if named := d.statesNamedIn(a.Entities[d.event].Label); len(named) >= 2 {
			states = named
		}
	}
	if len(states) < 2 {
		states = d.statesInName(d.event)
	}
	if len(states) >= 2 && len(states) <= 4 {
		d.parties = states
	}
	switch a.Doc.Meta.Genre {
	case extract.JointStatement, extract.Statement, extract.Communique:
		d.issuers = d.parties
		if len(d.issuers) == 0 && a.Doc.Meta.Genre == extract.Statement && d.ownState != extract.NoEntity {
			d.issuers = []int{d.ownState}
		}
		if len(d.issuers) == 0 && d.event != extract.NoEntity {
			d.issuers = []int{d.event}
		}
	}
	d.findJoint()
	d.findQuotes()
	d.findTurns()
	d.findIssuers(title)
}

// betweenStates are the words of a title by which the States in it are those
// that meet or speak together.
var betweenStates = regexp.MustCompile(`(?i)\b(joint|between|bilateral|trilateral|quadrilateral|dialogue|consultations?|talks|meeting|visit|partnership|relations|agreement|memorandum|governments of|hosted by|[a-z]+-[a-z]+ )\b|[A-Z][a-z.]+ ?[-–—/] ?[A-Z]|\b[A-Z]\.[A-Z]\.`)

// cutTopic cuts the title of a statement before what it is about: "Joint
// Statement by A and B | on C".
func cutTopic(title string) (by, on string, ok bool) {
	m := statementOn.FindStringSubmatchIndex(title)
	if m == nil {
		return "", "", false
	}
	return title[:m[2]], title[m[3]:], true
}

var (
	statementOn = regexp.MustCompile(`(?i)\bstatement\b.*?( on | regarding | concerning | about | following )`)
	meetings    = regexp.MustCompile(`(?i)\b(meeting|dialogue|consultations?|visit|call|partnership|between|governments? of|commission|committee|working group)\b`)
)

// dominantState is the State that a speech names at least three times and at
// least twice as often as any other: speakers speak of their own; NoEntity where
// there is none.
func (d *doc) dominantState() int {
	count := map[int]int{}
	for _, m := range d.a.Mentions {
		if m.Class == schema.State && m.Entity >= 0 && m.Form == extract.Name {
			count[m.Entity]++
		}
	}
	best, second, out := 0, 0, extract.NoEntity
	for i := range d.a.Entities {
		switch n := count[i]; {
		case n > best:
			best, second, out = n, best, i
		case n > second:
			second = n
		}
	}
	if best < 3 || best < 2*second {
		return extract.NoEntity
	}
	return out
}

// person is the person entity that a name means, or NoEntity.
func (d *doc) person(name string) int {
	k := text.Key(name)
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.Person {
			continue
		}
		for _, n := range append([]string{e.Label}, e.Aliases...) {
			if nk := text.Key(n); nk == k || strings.Contains(nk, " ") && strings.Contains(k, nk) {
				return i
			}
		}
	}
	return extract.NoEntity
}

// statesNamedIn lists the State entities of the document whose names stand in a
// text, in order of place.
func (d *doc) statesNamedIn(s string) []int {
	type at struct{ pos, entity int }
	var found []at
	k := " " + strings.Map(func(r rune) rune {
		if r == '-' || r == ',' || r == '.' || r == '\'' || r == '|' || r == '(' || r == ')' || r == '/' {
			return ' '
		}
		return r
	}, text.Key(s)) + " "
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.State {
			continue
		}
		best := -1
		for _, n := range append([]string{e.Label}, e.Aliases...) {
			nk := strings.ReplaceAll(strings.ReplaceAll(text.Key(n), ".", " "), "-", " ")
			nk = strings.TrimSpace(nk)
			if len(nk) < 2 || nk == "we" || nk == "us" && !strings.Contains(s, "US") {
				continue
			}
			if p := strings.Index(k, " "+nk+" "); p >= 0 && (best < 0 || p < best) {
				best = p
			}
		}
		if best >= 0 {
			found = append(found, at{best, i})
		}
	}
	slices.SortStableFunc(found, func(x, y at) int { return x.pos - y.pos })
	var out []int
	for _, f := range found {
		out = append(out, f.entity)
	}
	return out
}

// statesInName lists the two States whose adjectives stand side by side in the
// name of an event: "Hungarian-Korean Cyber Dialogue". One that is merely held by
// or in two States is not bilateral.
func (d *doc) statesInName(event int) []int {
	if event == extract.NoEntity {
		return nil
	}
	e := &d.a.Entities[event]
	for _, n := range append([]string{e.Label}, e.Aliases...) {
		m := sideBySide.FindStringSubmatch(n)
		if m == nil {
			continue
		}
		first, second := d.stateOfAdjective(m[1]), d.stateOfAdjective(m[2])
		if first != extract.NoEntity && second != extract.NoEntity && first != second {
			return []int{first, second}
		}
	}
	return nil
}

var sideBySide = regexp.MustCompile(`([A-Z][a-z]+)\s?[-–—/]\s?([A-Z][a-z]+)\b`)

// stateOfAdjective is the State of the document that a word names or is the
// adjective of, by its beginning ("Peruvian", "Hungarian"); NoEntity for none.
func (d *doc) stateOfAdjective(w string) int {
	k := text.Key(w)
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.State {
			continue
		}
		for _, n := range append([]string{e.Label}, e.Aliases...) {
			for _, part := range strings.Fields(text.Key(n)) {
				p := 0
				for p < len(part) && p < len(k) && part[p] == k[p] {
					p++
				}
				if part == k || p >= 4 && p >= len(part)-1 && adjectival.MatchString(k) {
					return i
				}
			}
		}
	}
	return extract.NoEntity
}

var adjectival = regexp.MustCompile(`(an|ian|ean|ese|ish|i)$`)

// focusAt is the event that the text speaks of at a source offset.
func (d *doc) focusAt(at int) int {
	if d.rec.focus != nil {
		if e := d.rec.focus(d.a, at); e != extract.NoEntity {
			return e
		}
	}
	if d.event != extract.NoEntity {
		return d.event
	}
	// No event is the document's: the last one named shortly before.
	i := sort.Search(len(d.a.Mentions), func(i int) bool { return d.a.Mentions[i].Span.Start >= at })
	for i--; i >= 0 && at-d.a.Mentions[i].Span.End < 600; i-- {
		if m := d.a.Mentions[i]; m.Class == schema.Event && m.Entity >= 0 {
			return m.Entity
		}
	}
	return extract.NoEntity
}

// findQuotes finds the quoted stretches of each block. A paragraph that opens a
// quote and does not close it is quoted to its end, as newspapers do.
func (d *doc) findQuotes() {
	for b, blk := range d.a.Doc.Blocks {
		t := d.a.Text(blk.Span)
		open := -1
		for i, r := range t {
			switch r {
			case '“':
				open = i + len("“")
			case '”':
				if open >= 0 {
					d.quotes = append(d.quotes, quote{Span: extract.Span{Start: blk.Span.Start + open, End: blk.Span.Start + i}, block: b})
				}
				open = -1
			case '"':
				if open < 0 {
					open = i + 1
				} else {
					d.quotes = append(d.quotes, quote{Span: extract.Span{Start: blk.Span.Start + open, End: blk.Span.Start + i}, block: b})
					open = -1
				}
			}
		}
		if open >= 0 {
			d.quotes = append(d.quotes, quote{Span: extract.Span{Start: blk.Span.Start + open, End: blk.Span.End}, block: b})
		}
	}
	// Scare quotes and titles are no speech: a quote of speech has some words.
	d.quotes = slices.DeleteFunc(d.quotes, func(q quote) bool { return strings.Count(d.a.Text(q.Span), " ") < 3 })
}

// quoteAt is the quote that holds a source offset, or nil.
func (d *doc) quoteAt(at int) *quote {
	for i := range d.quotes {
		if d.quotes[i].Start <= at && at < d.quotes[i].End {
			return &d.quotes[i]
		}
	}
	return nil
}

// quoteSpeaker finds who says a quote: the subject of the nearest verb of
// saying outside of quotes in the same block; for a block that is all quote,
// the speaker of the nearest quote before. The result is cached.
func (d *doc) quoteSpeaker(q *quote) []int {
	if q.speaker != nil {
		return q.speaker
	}
	q.speaker = []int{}
	best := -1
	for _, s := range d.sents {
		if s.src.Block != q.block {
			continue
		}
		for _, c := range s.cues {
			at := s.source(c.span)
			if !c.Frame || d.quoteAt(at.Start) != nil {
				continue
			}
			distance := at.Start - q.End
			if at.End <= q.Start {
				distance = q.Start - at.End
			}
			if best >= 0 && distance >= best {
				continue
			}
			if sub := d.subject(s, c); sub.kind == actor && len(sub.entities) > 0 {
				if cl := d.a.Entities[sub.entities[0]].Class; cl == schema.Person || cl == schema.Organization || cl == schema.State || cl == schema.Body {
					best, q.speaker = distance, sub.entities
				}
			}
		}
	}
	if best < 0 {
		q.speaker = d.lastSayer(q.block)
	}
	return q.speaker
}

// lastSayer is the subject of the last verb of saying or of position before a
// block, for quoted paragraphs without a tag.
func (d *doc) lastSayer(block int) []int {
	for i := len(d.sents) - 1; i >= 0; i-- {
		s := d.sents[i]
		if s.src.Block >= block || s.block.Kind == extract.Caption || s.block.Kind == extract.Heading {
			continue
		}
		for k := len(s.cues) - 1; k >= 0; k-- {
			c := s.cues[k]
			if !c.Frame || d.quoteAt(s.source(c.span).Start) != nil {
				continue
			}
			if sub := d.subject(s, c); sub.kind == actor && len(sub.entities) == 1 && d.a.Entities[sub.entities[0]].Class == schema.Person {
				return sub.entities
			}
		}
		if block-s.src.Block > 3 {
			break
		}
	}
	return []int{}
}

// findTurns finds the speaker turns of a transcript: "MS. QUADROS: …".
func (d *doc) findTurns() {
	if d.a.Doc.Meta.Genre != extract.Transcript {
		return
	}
	for b, blk := range d.a.Doc.Blocks {
		t := d.a.Text(blk.Span)
		i := strings.Index(t, ":")
		if i < 0 || i > 60 {
			continue
		}
		label := t[:i]
		name, _, _ := strings.Cut(label, "(")
		if name != strings.ToUpper(name) || strings.ToUpper(name) == strings.ToLower(name) {
			continue
		}
		tn := turn{block: b, speaker: extract.NoEntity}
		words := strings.Fields(text.Key(name))
		if words[0] == "question" || words[0] == "q" {
			tn.question = true
		} else {
			tn.speaker = d.surname(words[len(words)-1])
		}
		d.turns = append(d.turns, tn)
	}
}

// surname is the person whose name ends in a word, or NoEntity.
func (d *doc) surname(w string) int {
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class == schema.Person && strings.HasSuffix(" "+text.Key(e.Label), " "+w) {
			return i
		}
	}
	return extract.NoEntity
}

// partOfName is the only person of the document with a word in his name, or
// NoEntity.
func (d *doc) partOfName(w string) int {
	out := extract.NoEntity
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.Person || !strings.Contains(" "+text.Key(e.Label)+" ", " "+w+" ") {
			continue
		}
		if out != extract.NoEntity {
			return extract.NoEntity
		}
		out = i
	}
	return out
}

// turnAt is the turn that a block belongs to, or nil.
func (d *doc) turnAt(block int) *turn {
	for i := len(d.turns) - 1; i >= 0; i-- {
		if d.turns[i].block <= block {
			return &d.turns[i]
		}
	}
	return nil
}
