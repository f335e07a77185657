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
