package query

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// node is a term of the store, numbered by a reader. 0 is no term, in a
// pattern any term.
type node uint32

// A pattern of quads or a quad: subject, predicate, object, label.
type nodes [4]node

// reader finds terms and quads. It serves one evaluation and is not safe for
// concurrent use.
type reader interface {
	// find is the number of a term, 0 if the store does not hold it.
	find(quad.Value) node
	value(node) quad.Value
	// scan calls yield for every quad that matches pat until it returns false
	// or ctx is done, which is an error.
	scan(ctx context.Context, pat nodes, yield func(nodes) bool) error
	// size estimates from above how many quads match pat.
	size(ctx context.Context, pat nodes) int
}

// An Index is a store that numbers its terms and finds quads by any of their
// parts without reading others. A store that has these methods is read through
// them, others through Cayley's iterators.
type Index interface {
	// TermID is the number of a term, 0 if the store does not hold it.
	TermID(quad.Value) uint32
	// Term is the term with a number, nil if there is none.
	Term(uint32) quad.Value
	// Match calls yield for every quad with the given subject, predicate,
	// object and label, 0 standing for any, until it returns false or ctx is
	// done, which is an error.
	Match(ctx context.Context, pattern [4]uint32, yield func([4]uint32) bool) error
	// CountMatch is how many quads match, or an estimate from above.
	CountMatch(pattern [4]uint32) int
}

// newReader returns the fastest reader that the store allows.
func newReader(qs graph.QuadStore) reader {
	if x, ok := qs.(Index); ok {
		return indexReader{x}
	}
	return &storeReader{qs: qs, ids: map[any]node{}, refs: []graph.Ref{nil}}
}

type indexReader struct{ x Index }

func (r indexReader) find(v quad.Value) node  { return node(r.x.TermID(v)) }
func (r indexReader) value(n node) quad.Value { return r.x.Term(uint32(n)) }

func (r indexReader) scan(ctx context.Context, pat nodes, yield func(nodes) bool) error {
	return r.x.Match(ctx, [4]uint32{uint32(pat[0]), uint32(pat[1]), uint32(pat[2]), uint32(pat[3])}, func(q [4]uint32) bool {
		return yield(nodes{node(q[0]), node(q[1]), node(q[2]), node(q[3])})
	})
}

func (r indexReader) size(_ context.Context, pat nodes) int {
	return r.x.CountMatch([4]uint32{uint32(pat[0]), uint32(pat[1]), uint32(pat[2]), uint32(pat[3])})
}

// checkEvery is how many quads are read between two looks at the context: at
// the slowest rate seen (10 us a quad) that is 5 ms.
const checkEvery = 512

// storeReader reads any store through Cayley's iterators.
type storeReader struct {
	qs   graph.QuadStore
	ids  map[any]node
	refs []graph.Ref // by node
}

func (r *storeReader) node(ref graph.Ref) node {
	if ref == nil {
		return 0
	}
	key := ref.Key()
	n, ok := r.ids[key]
	if !ok {
		n = node(len(r.refs))
		r.ids[key] = n
		r.refs = append(r.refs, ref)
	}
	return n
}

func (r *storeReader) find(v quad.Value) node {
	ref := r.qs.ValueOf(v)
	// Cayley's SQL backends give a reference, the hash, to any term.
	if ref == nil || r.qs.NameOf(ref) == nil {
		return 0
	}
	return r.node(ref)
}

func (r *storeReader) value(n node) quad.Value {
	if n == 0 {
		return nil
	}
	return r.qs.NameOf(r.refs[n])
}

// best is the direction in which the fewest quads have to be read for pat, or
// quad.Any where it fixes nothing.
func (r *storeReader) best(ctx context.Context, pat nodes) (quad.Direction, int) {
	best, size := quad.Any, 0
	for i, n := range pat {
		if n == 0 {
			continue
		}
		s, err := r.qs.QuadIteratorSize(ctx, quad.Directions[i], r.refs[n])
		if err != nil {
			continue
		}
		if best == quad.Any || int(s.Size) < size {
			best, size = quad.Directions[i], int(s.Size)
		}
	}
	return best, size
}

func (r *storeReader) scan(ctx context.Context, pat nodes, yield func(nodes) bool) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	var it graph.Iterator
	dir, _ := r.best(ctx, pat)
	if dir == quad.Any {
		it = r.qs.QuadsAllIterator()
	} else {
		it = r.qs.QuadIterator(dir, r.refs[pat[dir-1]])
	}
	defer it.Close()
	for i := 1; it.Next(ctx); i++ {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		q, ok := nodes{}, true
		ref := it.Result()
		for _, d := range scanOrder {
			q[d-1] = r.node(r.qs.QuadDirection(ref, d))
			if pat[d-1] != 0 && pat[d-1] != q[d-1] {
				ok = false
				break
			}
		}
		if ok && !yield(q) {
			return nil
		}
	}
	if err := it.Err(); err != nil {
		return err
	}
	return ctx.Err()
}

// scanOrder looks at the predicate first, which tells most quads apart.
var scanOrder = [4]quad.Direction{quad.Predicate, quad.Subject, quad.Object, quad.Label}

func (r *storeReader) size(ctx context.Context, pat nodes) int {
	dir, size := r.best(ctx, pat)
	if dir == quad.Any {
		st, err := r.qs.Stats(ctx, false)
		if err != nil {
			return 1 << 30
		}
		return int(st.Quads.Size)
	}
	return size
}
