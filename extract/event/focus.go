package event

import (
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
// [extract.NoEntity]: the last one mentioned before it in the same sentence,
// else the last one of the paragraph, else the document's main event. Mentions
// must be sorted.
func Focus(a *extract.Analysis, at int) int {
	main := Main(a)
	si := a.SentenceAt(at)
	if si < 0 {
		return main
	}
	sent := a.Sentences[si]
	best, from := main, -1
	block := extract.Span{Start: sent.Span.Start, End: sent.Span.End}
	if sent.Block < len(a.Doc.Blocks) {
		block = a.Doc.Blocks[sent.Block].Span
	}
	for _, m := range a.MentionsIn(block) {
		if m.Span.Start > at || m.Class != schema.Event && m.Class != schema.Session {
			continue
		}
		if m.Span.Start >= from {
			best, from = m.Entity, m.Span.Start
		}
	}
	return best
}
