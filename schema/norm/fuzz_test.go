package norm_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/normgraph/normgraph/schema/norm"
)

// FuzzLoad checks that a catalogue is taken or refused, whatever it holds, and
// that the cues of one that is taken are found within the text.
func FuzzLoad(f *testing.F) {
	const good = "field: a\nnorms:\n  - id: g\n    label: G\n    definition: d\n    cues:\n      - '\\bduty to (a|b)'\n"
	f.Add(good, "instruments:\n  - id: i\n    label: In\n    norm: g\n", "the duty to act")
	f.Add("field: [a]\nnorms: {}\n", "instruments:\n  - {id: i}\n", "")
	f.Add("&a [*a, *a]", "\t\xff", "x")
	f.Fuzz(func(t *testing.T, norms, instruments, text string) {
		c, err := norm.Load(fstest.MapFS{"norms/a.yaml": {Data: []byte(norms)}, "instruments/a.yaml": {Data: []byte(instruments)}})
		if err != nil {
			return
		}
		text = strings.ToLower(text)
		for _, h := range c.Match(text, ^norm.Context(0)) {
			if h.Start < 0 || h.End < h.Start || h.End > len(text) {
				t.Fatalf("hit %d..%d of %d bytes", h.Start, h.End, len(text))
			}
		}
	})
}
