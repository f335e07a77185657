package snapshot_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
)

func TestMatchFindsWhatTheQuadsHold(t *testing.T) {
	term := func(kind string, i int) quad.IRI { return quad.IRI(fmt.Sprintf("https://example.org/%s%d", kind, i)) }
	var quads []quad.Quad
	for i := range 60 {
		quads = append(quads, quad.Quad{
			Subject: term("n", i%5), Predicate: term("p", i%3), Object: term("n", i%7), Label: term("g", i%2),
		})
	}
	s := open(t, build(t, quads, snapshot.Options{}))
	terms := []quad.Value{nil, term("absent", 0)}
	for i := range 7 {
		terms = append(terms, term("n", i))
	}
	for i := range 3 {
		terms = append(terms, term("p", i), term("g", i))
	}
	for _, sub := range terms {
		for _, pred := range terms {
			for _, obj := range terms {
				for _, lab := range terms {
					pattern := quad.Quad{Subject: sub, Predicate: pred, Object: obj, Label: lab}
					var ids [4]uint32
					absent := false
					for i, d := range quad.Directions {
						if v := pattern.Get(d); v != nil {
							ids[i] = s.TermID(v)
							absent = absent || ids[i] == 0
						}
					}
					if absent {
						continue
					}
					want := map[quad.Quad]bool{}
					for _, q := range quads {
						if (sub == nil || q.Subject == sub) && (pred == nil || q.Predicate == pred) &&
							(obj == nil || q.Object == obj) && (lab == nil || q.Label == lab) {
							want[q] = true
						}
					}
					got := 0
					err := s.Match(t.Context(), ids, func(q [4]uint32) bool {
						got++
						if !want[quad.Quad{Subject: s.Term(q[0]), Predicate: s.Term(q[1]), Object: s.Term(q[2]), Label: s.Term(q[3])}] {
							t.Errorf("%v: unexpected %v", pattern, q)
						}
						return true
					})
					if err != nil || got != len(want) {
						t.Errorf("%v: got %d quads, %v, want %d", pattern, got, err, len(want))
					}
					if n := s.CountMatch(ids); n < got {
						t.Errorf("%v: CountMatch %d is below %d", pattern, n, got)
					}
				}
			}
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Match(ctx, [4]uint32{}, func([4]uint32) bool { return true }); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: got %v", err)
	}
}
