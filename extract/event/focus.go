package event

import (
	"sort"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// Main is the entity of the event that the document is about, or
// [extract.NoEntity]. It is known after [Recognizer.Extract].
func Main(a *extract.Analysis) int {
	for i := range a.Claims {
		if c := &a.Claims[i]; c.Subject == extract.TheDocument && (c.Predicate == schema.ReportsOn || c.Predicate == schema.Occasion) {
			return c.Object
		}
	}
	return extract.NoEntity
}

// Focus is the entity of the event that the text speaks of at the offset at, or
// [extract.NoEntity]: the last one mentioned before it in the same sentence;
// else the topic of the sentence before it in the paragraph that mentions an
// event; else the session whose heading in a programme the line stands below;
// else the document's main event. Mentions must be sorted.
func Focus(a *extract.Analysis, at int) int {
	main := Main(a)
	si := a.SentenceAt(at)
	if si < 0 {
		return main
	}
	if ms := events(a, a.Sentences[si].Span); len(ms) > 0 {
		last := extract.NoEntity
		for _, m := range ms {
			if m.Span.Start <= at {
				last = m.Entity
			}
		}
		if last != extract.NoEntity {
			return last
		}
	}
	for k := si - 1; k >= 0 && a.Sentences[k].Block == a.Sentences[si].Block; k-- {
		if ms := events(a, a.Sentences[k].Span); len(ms) > 0 {
			return topic(a, k, ms, main)
		}
	}
	if e := underHeading(a, at); e != extract.NoEntity {
		return e
	}
	return main
}

// underHeading is the part of an event whose line of the programme stands above
// the short line at the offset at: a chair or speaker below "10:00 Session 1" is
// the session's. Running text and the next heading end it.
func underHeading(a *extract.Analysis, at int) int {
	const line = 220 // bytes of a line that lists names
	blocks := a.Doc.Blocks
	i := sort.Search(len(blocks), func(i int) bool { return blocks[i].Span.End > at })
	for n := 0; i >= 0 && i < len(blocks) && n < 14; i, n = i-1, n+1 {
		b := &blocks[i]
		for _, m := range a.MentionsIn(b.Span) {
			if m.Rule == programmeRule {
				return m.Entity
			}
		}
		if b.Kind == extract.Heading || b.Span.Len() > line || n > 0 && startsWithHour(a.Text(b.Span)) {
			return extract.NoEntity
		}
	}
	return extract.NoEntity
}

// startsWithHour reports whether a line of a programme begins something new.
func startsWithHour(line string) bool {
	return hours.MatchString(line)
}

// topic is the event that sentence k with the mentions ms is about: the one at
// its head, else the only one, else the main event.
func topic(a *extract.Analysis, k int, ms []extract.Mention, main int) int {
	head := a.Sentences[k].Span.Start
	if toks := a.Sentences[k].Tokens; len(toks) > topicWords {
		head = toks[topicWords].Span.Start
	}
	if ms[0].Span.Start < head {
		return ms[0].Entity
	}
	for _, m := range ms {
		if m.Entity == main || m.Entity != ms[0].Entity {
			return main
		}
	}
	if main == extract.NoEntity || ms[0].Form != extract.Nominal {
		return ms[0].Entity
	}
	return main
}

// topicWords is how many words may stand before the subject of a sentence.
const topicWords = 5

// events gives the mentions of events and sessions within s, in order.
func events(a *extract.Analysis, s extract.Span) []extract.Mention {
	var out []extract.Mention
	for _, m := range a.MentionsIn(s) {
		if m.Class == schema.Event || m.Class == schema.Session {
			out = append(out, m)
		}
	}
	return out
}
