package nquads_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	rawnquads "github.com/cayleygraph/quad/nquads"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/nquads"
)

// FuzzReader checks that what is read is written, and read again, unchanged,
// and that the quad library's raw reader, which accepts more, accepts it too.
func FuzzReader(f *testing.F) {
	for _, c := range accepted {
		f.Add(c.doc)
	}
	for _, c := range refused {
		f.Add(c.doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		var quads []quad.Quad
		for q, err := range nquads.Read(strings.NewReader(doc)) {
			if err != nil {
				break
			}
			if err := nquads.CheckQuad(q); err != nil {
				t.Fatalf("read %v, which is refused: %v", q, err)
			}
			quads = append(quads, q)
		}
		var written []byte
		for _, q := range quads {
			written = nquads.AppendQuad(written, q)
		}
		var again []quad.Quad
		for q, err := range nquads.Read(bytes.NewReader(written)) {
			if err != nil {
				t.Fatalf("wrote %q: %v", written, err)
			}
			again = append(again, q)
		}
		if diff := cmp.Diff(quads, again); diff != "" {
			t.Fatalf("read back (-want +got):\n%s", diff)
		}
		for _, line := range strings.Split(string(written), "\n") {
			if _, err := rawnquads.ParseRaw(line); err != nil && line != "" {
				t.Fatalf("the quad library refuses %q: %v", line, err)
			}
		}
	})
}
