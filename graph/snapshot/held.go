package snapshot

import (
	"context"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
)

// A tester is an index over a shape that is asked first and, when asking has
// cost more than fetching all results would have, fetches them and looks them
// up in memory. So it costs at most about twice what the better of the two
// would, however often it is asked.
type tester struct {
	shape graph.IteratorShape
	index graph.Index // nil once the results are held
	held  map[any][]map[string]graph.Ref
	cost  float64 // of one question
	spent float64
	price float64 // of fetching, 0 where that is out of the question

	found  []map[string]graph.Ref // the ways to the current result
	result graph.Ref
	err    error
}

// holdLimit is how many ways to results a tester keeps in memory, some 30 MB.
const holdLimit = 1 << 18

// newTester makes an index over a shape.
func newTester(s graph.IteratorShape) graph.Index {
	st, err := s.Stats(context.Background())
	if err == nil && hasRecursion(s) {
		return &tester{shape: s, index: s.Lookup(), price: 1, spent: 2}
	}
	index := s.Lookup()
	const cheap = 8 // not worth any bookkeeping
	if err != nil || st.ContainsCost <= cheap || st.Size.Size > holdLimit {
		return index
	}
	const put = 4 // what keeping a result costs, in rows gone through
	return &tester{
		shape: s, index: index, cost: float64(st.ContainsCost),
		price: float64(st.Size.Size) * float64(st.NextCost+put),
	}
}

// hasRecursion reports whether a shape follows steps recursively. Cayley's index
// for that gives a result the tags of another one, so it is better never asked.
func hasRecursion(s graph.IteratorShape) bool {
	if _, ok := graph.AsLegacy(s).(*iterator.Recursive); ok {
		return true
	}
	return slices.ContainsFunc(s.SubIterators(), hasRecursion)
}

func (t *tester) String() string { return "Tester" }

func (t *tester) Contains(ctx context.Context, r graph.Ref) bool {
	t.result, t.found = nil, nil
	if t.err != nil || r == nil {
		return false
	}
	if t.index != nil && t.price > 0 && t.spent > t.price {
		t.fetch(ctx)
	}
	if t.held != nil {
		t.found = t.held[r.Key()]
		if t.found != nil {
			t.result = r
		}
		return t.found != nil
	}
	if t.err != nil {
		return false
	}
	t.spent += t.cost
	if !t.index.Contains(ctx, r) {
		return false
	}
	t.result = r // some of Cayley's indexes do not keep it
	return true
}

// fetch gets all results, unless there are too many.
func (t *tester) fetch(ctx context.Context) {
	t.price = 0 // no second try
	held := make(map[any][]map[string]graph.Ref)
	it := t.shape.Iterate()
	n := 0
	for it.Next(ctx) {
		key := it.Result().Key()
		for more := true; more; more = it.NextPath(ctx) {
			if n++; n > holdLimit {
				t.err = it.Close()
				return
			}
			tags := tagsOf(it)
			if len(tags) == 0 {
				tags = nil
			}
			held[key] = append(held[key], tags)
		}
	}
	t.err = it.Err()
	if err := it.Close(); t.err == nil {
		t.err = err
	}
	if err := t.index.Close(); t.err == nil {
		t.err = err
	}
	if t.err == nil {
		t.err = ctx.Err() // the results may be cut short
	}
	t.held, t.index = held, nil
}

func (t *tester) NextPath(ctx context.Context) bool {
	switch {
	case t.result == nil:
		return false
	case t.index != nil:
		return t.index.NextPath(ctx)
	case len(t.found) > 1:
		t.found = t.found[1:]
		return true
	}
	return false
}

func (t *tester) Result() graph.Ref { return t.result }

func (t *tester) TagResults(dst map[string]graph.Ref) {
	switch {
	case t.result == nil:
	case t.index != nil:
		t.index.TagResults(dst)
	case len(t.found) > 0:
		for k, v := range t.found[0] {
			dst[k] = v
		}
	}
}

func (t *tester) Err() error {
	if t.err == nil && t.index != nil {
		return t.index.Err()
	}
	return t.err
}

func (t *tester) Close() error {
	t.held = nil
	if t.index != nil {
		return t.index.Close()
	}
	return nil
}
