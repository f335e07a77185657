package snapshot_test

import (
	"context"
	"path/filepath"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/snapshot"
)

func build(t testing.TB, quads []quad.Quad, opts snapshot.Options) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "graph")
	if err := snapshot.Build(context.Background(), name, graphtest.Seq(quads), opts); err != nil {
		t.Fatal(err)
	}
	return name
}

func open(t testing.TB, name string) *snapshot.Snapshot {
	t.Helper()
	s, err := snapshot.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestContract(t *testing.T) {
	graphtest.Test(t, func(t testing.TB, quads []quad.Quad) cayleygraph.QuadStore {
		return open(t, build(t, quads, snapshot.Options{}))
	}, graphtest.Options{Bags: true})
}

// TestMoreQueries asks about graphs of other densities.
func TestMoreQueries(t *testing.T) {
	for _, seed := range []uint64{102, 104, 105, 107, 109, 119} {
		g := graphtest.Dense(seed, int(50+seed*7%400))
		graphtest.TestQueries(t, open(t, build(t, g, snapshot.Options{})), g, seed, graphtest.Options{Bags: true})
	}
}
