package snapshot_test

import (
	"context"
	"errors"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// FuzzOpen opens files of any bytes, also with checksums made right on purpose:
// they are refused or read, and nothing panics.
func FuzzOpen(f *testing.F) {
	quads := graphtest.Collect(f, graphtest.Corpus(1))
	whole := bytesOf(f, build(f, quads, snapshot.Options{}))
	f.Add(whole, true)
	f.Add(whole[:1024], false)
	f.Fuzz(func(t *testing.T, b []byte, forge bool) {
		if forge && !snapshot.Seal(b) {
			return
		}
		s, err := snapshot.OpenLazily(b)
		if err != nil {
			if !errors.Is(err, snapshot.ErrCorrupt) && !errors.Is(err, snapshot.ErrVersion) {
				t.Fatal(err)
			}
			return
		}
		ctx := context.Background()
		n := 0
		for q, err := range s.Quads(ctx) {
			if err != nil {
				break
			}
			for _, d := range quad.Directions {
				if v := s.ValueOf(q.Get(d)); v != nil {
					_ = s.NameOf(v)
				}
			}
			if n++; n == 1000 {
				break
			}
		}
		_ = s.Verify(ctx)
	})
}
