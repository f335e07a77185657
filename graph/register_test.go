package graph_test

import (
	"context"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"

	"github.com/normgraph/normgraph/graph"
)

func TestRegisteredWithCayley(t *testing.T) {
	dir := t.TempDir()
	if err := graph.Write(context.Background(), dir, seq(small...), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	graph.Register()
	graph.Register()
	qs, err := cayleygraph.NewQuadStore(graph.CayleyName, dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	if st, err := qs.Stats(context.Background(), true); err != nil || st.Quads.Size != int64(len(small)) {
		t.Errorf("stats %+v, %v", st, err)
	}
	if _, err := cayleygraph.NewQuadStore(graph.CayleyName, t.TempDir(), nil); err == nil {
		t.Error("an empty folder is opened")
	}
}
