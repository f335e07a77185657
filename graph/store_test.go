package graph_test

import (
	"context"
	"iter"
	"slices"
	"testing"

	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph"
)

func seq(quads ...quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func all(t *testing.T, s *graph.Store) []quad.Quad {
	t.Helper()
	var out []quad.Quad
	for q, err := range s.Quads(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
}

const ns = "https://w3id.org/normgraph/ns#"

func iri(s string) quad.IRI { return quad.IRI("https://w3id.org/normgraph/id/" + s) }

var small = []quad.Quad{
	{Subject: iri("event/a"), Predicate: quad.IRI(ns + "hostedBy"), Object: iri("state/KR"), Label: iri("doc/1")},
	{Subject: iri("event/a"), Predicate: quad.IRI(ns + "hostedBy"), Object: iri("state/KR"), Label: iri("doc/2")},
	{Subject: iri("event/a"), Predicate: quad.IRI(ns + "title"), Object: quad.String("The \"first\"\nmeeting"), Label: iri("doc/1")},
	{Subject: iri("event/b"), Predicate: quad.IRI(ns + "hostedBy"), Object: iri("state/PL"), Label: iri("doc/1")},
	{Subject: iri("event/b"), Predicate: quad.IRI(ns + "startDate"), Object: quad.TypedString{Value: "2019-10-08", Type: "http://www.w3.org/2001/XMLSchema#date"}, Label: iri("doc/1")},
	{Subject: iri("state/KR"), Predicate: quad.IRI(ns + "title"), Object: quad.LangString{Value: "대한민국", Lang: "ko"}, Label: iri("doc/2")},
}

func TestWriteThenOpen(t *testing.T) {
	dir := t.TempDir()
	ctx := context.Background()
	shuffled := slices.Concat(small[3:], small[:4])
	if err := graph.Write(ctx, dir, seq(shuffled...), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := graph.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if diff := cmp.Diff(small, all(t, s)); diff != "" {
		t.Errorf("quads (-want +got):\n%s", diff)
	}
	hosts, err := path.StartPath(s.QuadStore(), iri("event/a")).Out(quad.IRI(ns + "hostedBy")).Iterate(ctx).AllValues(s.QuadStore())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]quad.Value{iri("state/KR"), iri("state/KR")}, hosts); diff != "" {
		t.Errorf("hosts (-want +got):\n%s", diff)
	}
	if st, err := s.Stats(ctx); err != nil || st.Quads != 6 || st.Nodes != 12 || len(st.Predicates) != 3 {
		t.Errorf("stats = %+v", st)
	}
}

func parse(t testing.TB, s string) graph.Address {
	t.Helper()
	a, err := graph.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return a
}
