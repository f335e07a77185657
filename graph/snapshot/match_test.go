package snapshot_test

import (
	"context"
	"errors"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// TestMatchFindsWhatFits asks for every pattern that quads of a graph, or two
// of them mixed, fit.
func TestMatchFindsWhatFits(t *testing.T) {
	ctx := context.Background()
	for name, quads := range map[string][]quad.Quad{"small": graphtest.Small, "dense": graphtest.Dense(5, 60)} {
		s := open(t, build(t, quads, snapshot.Options{}))
		for i, a := range quads {
			b := quads[(i*7+3)%len(quads)]
			for mask := range 1 << 8 {
				var terms [4]uint32
				var fit quad.Quad
				for p, d := range quad.Directions {
					from := a
					if mask>>(4+p)&1 > 0 {
						from = b
					}
					if mask>>p&1 > 0 {
						fit.Set(d, from.Get(d))
						terms[p] = s.TermID(from.Get(d))
					}
				}
				var want, got []quad.Quad
				for _, q := range quads {
					ok := true
					for _, d := range quad.Directions {
						ok = ok && (fit.Get(d) == nil || fit.Get(d) == q.Get(d))
					}
					if ok {
						want = append(want, q)
					}
				}
				err := s.Match(ctx, terms, func(q [4]uint32) bool {
					got = append(got, quad.Quad{Subject: s.Term(q[0]), Predicate: s.Term(q[1]), Object: s.Term(q[2]), Label: s.Term(q[3])})
					return true
				})
				if diff := cmp.Diff(want, nquads.Sort(got)); err != nil || diff != "" {
					t.Fatalf("%s: %v: error %v, quads (-want +got):\n%s", name, fit, err, diff)
				}
				if n := s.CountMatch(terms); n < len(want) {
					t.Errorf("%s: %v: counted %d of %d", name, fit, n, len(want))
				}
			}
		}
	}
}

func TestMatchOutOfRange(t *testing.T) {
	s := open(t, build(t, graphtest.Small, snapshot.Options{}))
	for _, n := range []uint32{1 << 31, ^uint32(0), uint32(s.Terms()) + 1} {
		for p := range 4 {
			var terms [4]uint32
			terms[p] = n
			if err := s.Match(context.Background(), terms, func([4]uint32) bool { t.Errorf("%v matches", terms); return false }); err != nil || s.CountMatch(terms) != 0 {
				t.Errorf("%v: %v", terms, err)
			}
		}
		if s.Term(n) != nil {
			t.Errorf("there is a term %d", n)
		}
	}
}

func TestMatchEndsWithTheContext(t *testing.T) {
	s := open(t, build(t, graphtest.Small, snapshot.Options{}))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Match(ctx, [4]uint32{}, func([4]uint32) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// knowing is a store that has a reference for every term.
type knowing struct{ *snapshot.Snapshot }

func (k knowing) ValueOf(v quad.Value) cayleygraph.Ref {
	if r := k.Snapshot.ValueOf(v); r != nil {
		return r
	}
	return snapshot.Absent{}
}

func (k knowing) OptimizeShape(s shape.Shape) (shape.Shape, bool) { return k.Snapshot.OptimizeShape(s) }

func TestAbsentTermsDoNoHarm(t *testing.T) {
	ctx := context.Background()
	qs := knowing{open(t, build(t, graphtest.Small, snapshot.Options{}))}
	event, none := graphtest.Entity("event/a"), graphtest.Entity("event/none")
	hosted := graphtest.Term("hostedBy")
	for name, c := range map[string]struct {
		path *path.Path
		want []quad.Value
	}{
		"start":        {path.StartPath(qs, none), nil},
		"one_of_two":   {path.StartPath(qs, none, event), []quad.Value{event}},
		"except":       {path.StartPath(qs, event).Except(path.StartPath(qs, none)), []quad.Value{event}},
		"except_hop":   {path.StartPath(qs, event).Except(path.StartPath(qs, none).Out(hosted)), []quad.Value{event}},
		"and":          {path.StartPath(qs, event).And(path.StartPath(qs, none)), nil},
		"or":           {path.StartPath(qs, event).Or(path.StartPath(qs, none)), []quad.Value{event}},
		"out":          {path.StartPath(qs, none).Out(hosted), nil},
		"by_predicate": {path.StartPath(qs, event).Out(none), nil},
		"has":          {path.StartPath(qs, event).Has(hosted, none), nil},
		"recursive":    {path.StartPath(qs, none).FollowRecursive(hosted, 2, nil), nil},
		"label":        {path.StartPath(qs, event).LabelContext(none).Out(hosted), nil},
		"unique":       {path.StartPath(qs, none).Unique(), nil},
		"tag":          {path.StartPath(qs, none).Tag("x").Out(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := c.path.Iterate(ctx).AllValues(qs)
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("error %v, result (-want +got):\n%s", err, diff)
			}
			n, err := c.path.Iterate(ctx).Count()
			if err != nil || int(n) != len(c.want) {
				t.Errorf("count %d, %v", n, err)
			}
		})
	}
}

// TestCountsAreCounted compares the two ways of counting with what there is.
func TestCountsAreCounted(t *testing.T) {
	ctx := context.Background()
	quads := graphtest.Dense(9, 300)
	s := open(t, build(t, quads, snapshot.Options{}))
	random := graphtest.NewRandom(4, quads)
	for range 300 {
		q := random.Query()
		want := 0
		if err := q.Path(s).Iterate(ctx).EachValue(s, func(quad.Value) { want++ }); err != nil {
			t.Fatal(err)
		}
		if n, err := q.Path(s).Iterate(ctx).Count(); err != nil || int(n) != want {
			t.Errorf("%v: Iterate counts %d, %v; there are %d", q, n, err, want)
		}
		v, err := q.Path(s).Count().Iterate(ctx).FirstValue(s)
		if err != nil || v != quad.Value(quad.Int(want)) {
			t.Errorf("%v: Count gives %v, %v; there are %d", q, v, err, want)
		}
	}
}

// TestQueriesEndWithTheContext looks that a query which goes through very much
// without a result ends when nobody waits for it any more.
func TestQueriesEndWithTheContext(t *testing.T) {
	var quads []quad.Quad
	for q := range graphtest.Corpus(600) {
		quads = append(quads, q)
	}
	s := open(t, build(t, quads, snapshot.Options{}))
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	it := path.StartPath(s).In().Out().In().Out().Filter(iterator.CompareLT, quad.IRI("a")).BuildIterator()
	it, _ = it.Optimize()
	if it.Next(ctx) || !errors.Is(it.Err(), context.Canceled) {
		t.Errorf("result %v, error %v", it.Result(), it.Err())
	}
	if err := it.Close(); err != nil {
		t.Error(err)
	}
}
