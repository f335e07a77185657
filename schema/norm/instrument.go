package norm

import (
	"cmp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/schema/pattern"
)

// An InstrumentHit is a known instrument found in a folded text.
type InstrumentHit struct {
	Instrument *Instrument
	Start, End int
}

// nameIndex finds the names of instruments.
type nameIndex struct {
	set   *pattern.Set
	owner []int
}

// MatchInstruments finds the names of known instruments in a folded text,
// ordered by start; of overlapping names the longest stays.
func (c *Catalogue) MatchInstruments(folded string) []InstrumentHit {
	found := c.names.set.Find(folded)
	slices.SortStableFunc(found, func(a, b pattern.Hit) int {
		return cmp.Or((b.End-b.Start)-(a.End-a.Start), a.Start-b.Start)
	})
	var out []InstrumentHit
next:
	for _, f := range found {
		for _, h := range out {
			if f.Start < h.End && h.Start < f.End {
				continue next
			}
		}
		out = append(out, InstrumentHit{&c.instruments[c.names.owner[f.Pattern]], f.Start, f.End})
	}
	slices.SortFunc(out, func(a, b InstrumentHit) int { return a.Start - b.Start })
	return out
}

// namePattern makes an expression of a name: its words with word boundaries.
func namePattern(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i == 0 && isWord(r) {
			b.WriteString(`\b`)
		}
		if strings.ContainsRune(`\.+*?()|[]{}^$`, r) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	if last := name[len(name)-1]; isWord(rune(last)) {
		b.WriteString(`\b`)
	}
	return b.String()
}

func isWord(r rune) bool {
	return r == '_' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z'
}

// key folds a name for look-up.
func key(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }
