package norm

import (
	"cmp"
	"slices"
	"strings"
)

// A Hit is a norm found in a folded text, with the byte range of the words.
type Hit struct {
	Norm       *Norm
	Start, End int
	// Act says that the words name what the norm forbids, so that whoever
	// condemns it holds the norm: "attacks on civilians".
	Act        bool
	contextual bool // found by a cue that counts only in its field
}

// A Context tells which fields of policy a text is about; see
// [Catalogue.Context].
type Context uint64

// contextDensity is how many words of a document may stand to one word of the
// field where the whole document is to count as being about it. Documents about
// a field name it every few lines, others once or twice in passing.
const contextDensity = 300

// Context tells the fields that a sentence or paragraph speaks of.
func (c *Catalogue) Context(folded string) Context {
	var out Context
	for _, h := range c.contexts.Find(folded) {
		out |= 1 << h.Pattern
	}
	return out
}

// DocumentContext tells the fields that a whole document is about.
func (c *Catalogue) DocumentContext(folded string) Context {
	words := strings.Count(folded, " ") + 1
	var out Context
	var count [maxContexts]int
	for _, h := range c.contexts.Find(folded) {
		count[h.Pattern]++
	}
	for i, n := range count {
		if n >= 2 && n*contextDensity >= words {
			out |= 1 << i
		}
	}
	return out
}

// Match finds norms in a text folded as by extract/text.Fold. Cues that need a
// context count only where it is in ctx. Of overlapping hits the narrower norm
// stays: a norm before a group, a *-general or weak one after others, then the
// longer. The hits are ordered by start; those of one phrase that names several
// norms (an adjective list) may overlap.
func (c *Catalogue) Match(folded string, ctx Context) []Hit {
	found := c.cues.Find(folded)
	if len(found) == 0 {
		return nil
	}
	type span struct{ norm, start, end int }
	var blocked []span
	for _, f := range found {
		if o := c.owner[f.Pattern]; o.not {
			blocked = append(blocked, span{o.norm, f.Start, f.End})
		}
	}
	var hits []Hit
next:
	for _, f := range found {
		o := c.owner[f.Pattern]
		if o.not || o.context >= 0 && ctx&(1<<o.context) == 0 {
			continue
		}
		for _, b := range blocked {
			if b.norm == o.norm && b.start < f.End && f.Start < b.end {
				continue next
			}
		}
		n := &c.norms[o.norm]
		for i := range hits {
			if h := &hits[i]; h.Norm == n && h.Start < f.End && f.Start < h.End {
				h.Start, h.End = min(h.Start, f.Start), max(h.End, f.End)
				h.contextual = h.contextual || o.context >= 0
				h.Act = h.Act && o.act
				continue next
			}
		}
		hits = append(hits, Hit{n, f.Start, f.End, o.act, o.context >= 0})
	}
	return c.specific(hits)
}

// specific drops the less specific of overlapping hits.
func (c *Catalogue) specific(hits []Hit) []Hit {
	drop := make([]bool, len(hits))
	for i := range hits {
		for j := range hits {
			if i == j || hits[i].Norm == hits[j].Norm || hits[i].Start >= hits[j].End || hits[j].Start >= hits[i].End {
				continue
			}
			// One phrase that both list ("international and regional
			// cooperation") names both.
			same := hits[i].Start == hits[j].Start && hits[i].End == hits[j].End
			if general(hits[i].Norm) && !general(hits[j].Norm) && !same || covers(hits[j], hits[i]) {
				drop[i] = true
			}
			// Where a phrase belongs to two fields, the field that the text is
			// about has it.
			if hits[j].contextual && !hits[i].contextual && hits[i].Norm.Field != hits[j].Norm.Field {
				drop[i] = true
			}
		}
	}
	var out []Hit
	for i := range hits {
		if !drop[i] {
			out = append(out, hits[i])
		}
	}
	slices.SortStableFunc(out, func(a, b Hit) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End, cmp.Compare(a.Norm.ID, b.Norm.ID))
	})
	return out
}

// covers reports whether a holds all of b and more, both being of one kind.
// Adjectives of one noun ("an open, secure and stable cyberspace", "a
// cyberspace which is open and stable") end or begin together and do not cover
// each other.
func covers(a, b Hit) bool {
	if (a.Start == b.Start || a.End == b.End) && slices.Equal(a.Norm.Broader[:min(1, len(a.Norm.Broader))], b.Norm.Broader[:min(1, len(b.Norm.Broader))]) {
		return false
	}
	return a.Start <= b.Start && b.End <= a.End && a.End-a.Start > b.End-b.Start && a.End != b.End && general(a.Norm) == general(b.Norm)
}

// general reports whether a norm stands for the whole of its group.
func general(n *Norm) bool {
	return n.Level == 1 || n.Weak || strings.HasSuffix(n.ID, "-general")
}
