package graph_test

import (
	"context"
	"fmt"
	"os"

	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph"
)

// A graph is written whole and read through Cayley's paths.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "graph")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	const ns, id = "https://w3id.org/normgraph/ns#", "https://w3id.org/normgraph/id/"
	quads := func(yield func(quad.Quad, error) bool) {
		for _, state := range []string{"PL", "KR", "KR"} { // the same quad twice is one
			q := quad.Quad{
				Subject:   quad.IRI(id + "event/working-group"),
				Predicate: quad.IRI(ns + "coHostedBy"),
				Object:    quad.IRI(id + "state/" + state),
				Label:     quad.IRI(id + "doc/1"),
			}
			if !yield(q, nil) {
				return
			}
		}
	}
	if err := graph.Write(ctx, dir, quads, graph.Options{}); err != nil {
		fmt.Println(err)
		return
	}

	store, err := graph.Open(dir)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer store.Close()
	hosts := path.StartPath(store.QuadStore(), quad.IRI(id+"event/working-group")).Out(quad.IRI(ns + "coHostedBy"))
	err = hosts.Iterate(ctx).EachValue(nil, func(v quad.Value) { fmt.Println(v) })
	if err != nil {
		fmt.Println(err)
	}

	// Output:
	// <https://w3id.org/normgraph/id/state/KR>
	// <https://w3id.org/normgraph/id/state/PL>
}
