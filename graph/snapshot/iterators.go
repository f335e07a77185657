package snapshot

import (
	"context"
	"fmt"
	"runtime"
	"slices"

	"github.com/cayleygraph/cayley/graph"
)

// legacy is the older kind of iterator of Cayley over one of our shapes.
type legacy struct {
	graph.Iterator
	shape graph.IteratorShape
}

// AsShape gives the shape back.
func (l *legacy) AsShape() graph.IteratorShape { return l.shape }

func newLegacy(s graph.IteratorShape) graph.Iterator {
	l := &legacy{shape: s}
	l.Iterator = graph.NewLegacy(s, l)
	return l
}

// leaf is what iterators without sub-iterators have in common.
type leaf struct{}

func (leaf) TagResults(map[string]graph.Ref)     {}
func (leaf) NextPath(context.Context) bool       { return false }
func (leaf) Err() error                          { return nil }
func (leaf) Close() error                        { return nil }
func (leaf) SubIterators() []graph.IteratorShape { return nil }

// linksWith is the quads with a number at one position.
type linksWith struct {
	leaf
	s      *Snapshot
	p      int
	lead   uint32
	lo, hi uint64 // rows of the order that the position leads
}

func (q *linksWith) AsLegacy() graph.Iterator { return &linkIterator{of: *q} }
func (q *linksWith) String() string           { return fmt.Sprintf("LinksWith(%d, %d)", q.p, q.lead) }

func (q *linksWith) Iterate() graph.Scanner {
	it := q.scan()
	return &it
}

func (q *linksWith) scan() linkScan {
	return linkScan{s: q.s, x: &q.s.orders[leading[q.p]], lead: q.lead, i: q.lo, hi: q.hi}
}
func (q *linksWith) Lookup() graph.Index { return &linkCheck{p: q.p, lead: q.lead} }

func (q *linksWith) Optimize(context.Context) (graph.IteratorShape, bool) { return q, false }

func (q *linksWith) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{
		ContainsCost: 1, NextCost: 1,
		Size: graph.Size{Size: int64(q.hi - q.lo), Exact: true},
	}, nil
}

// A linkIterator is [linksWith] as the older kind of iterator. Cayley's own steps
// make one for each term that they come to, so it is one piece of memory.
type linkIterator struct {
	of       linksWith
	scan     linkScan
	check    linkCheck
	scanning bool
	checking bool
}

var _ graph.IteratorFuture = (*linkIterator)(nil)

func (it *linkIterator) AsShape() graph.IteratorShape     { return &it.of }
func (it *linkIterator) String() string                   { return it.of.String() }
func (it *linkIterator) TagResults(map[string]graph.Ref)  {}
func (it *linkIterator) NextPath(context.Context) bool    { return false }
func (it *linkIterator) Err() error                       { return it.of.s.Err() }
func (it *linkIterator) Optimize() (graph.Iterator, bool) { return it, false }
func (it *linkIterator) SubIterators() []graph.Iterator   { return nil }
func (it *linkIterator) Size() (int64, bool)              { return int64(it.of.hi - it.of.lo), true }

func (it *linkIterator) Reset() { it.scanning, it.checking = false, false }

func (it *linkIterator) Close() error {
	it.Reset()
	return nil
}

func (it *linkIterator) Next(ctx context.Context) bool {
	if !it.scanning {
		it.scanning, it.checking = true, false
		it.scan = it.of.scan()
	}
	return it.scan.Next(ctx)
}

func (it *linkIterator) Contains(ctx context.Context, r graph.Ref) bool {
	if !it.checking {
		it.scanning, it.checking = false, true
		it.check = linkCheck{p: it.of.p, lead: it.of.lead}
	}
	return it.check.Contains(ctx, r)
}

func (it *linkIterator) Result() graph.Ref {
	switch {
	case it.scanning:
		return it.scan.Result()
	case it.checking:
		return it.check.Result()
	}
	return nil
}

func (it *linkIterator) Stats() graph.IteratorStats {
	n, exact := it.Size()
	return graph.IteratorStats{ContainsCost: 1, NextCost: 1, Size: n, ExactSize: exact}
}

// A linkScan goes through rows with one leading number.
type linkScan struct {
	leaf
	s     *Snapshot
	x     *index
	lead  uint32
	i, hi uint64
	cur   graph.Ref
}

func (it *linkScan) String() string { return "LinkScan" }

func (it *linkScan) Next(context.Context) bool {
	if it.i >= it.hi {
		it.cur = nil
		return false
	}
	it.cur = link(it.x.row(it.lead, it.i))
	it.i++
	runtime.KeepAlive(it.s)
	return true
}

func (it *linkScan) Result() graph.Ref { return it.cur }
func (it *linkScan) Err() error        { return it.s.Err() }

// A linkCheck tells whether quads have a number at a position.
type linkCheck struct {
	leaf
	p    int
	lead uint32
	cur  graph.Ref
}

func (it *linkCheck) String() string { return "LinkCheck" }

func (it *linkCheck) Contains(_ context.Context, r graph.Ref) bool {
	l, ok := r.(link)
	if !ok || l[it.p] != it.lead {
		return false
	}
	it.cur = r
	return true
}

func (it *linkCheck) Result() graph.Ref { return it.cur }

// allNodes is all terms.
type allNodes struct{ s *Snapshot }

func (a *allNodes) AsLegacy() graph.Iterator            { return newLegacy(a) }
func (a *allNodes) String() string                      { return "AllNodes" }
func (a *allNodes) Iterate() graph.Scanner              { return &nodeScan{n: uint32(a.s.head.terms)} }
func (a *allNodes) Lookup() graph.Index                 { return &allCheck{s: a.s, nodes: true} }
func (a *allNodes) SubIterators() []graph.IteratorShape { return nil }

func (a *allNodes) single() bool { return true }

func (a *allNodes) Optimize(context.Context) (graph.IteratorShape, bool) { return a, false }

func (a *allNodes) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{
		ContainsCost: 1, NextCost: 1, Size: graph.Size{Size: a.s.Terms(), Exact: true},
	}, nil
}

// A nodeScan goes through the terms from 1 to n.
type nodeScan struct {
	leaf
	cur, n uint32
}

func (it *nodeScan) String() string { return "NodeScan" }

func (it *nodeScan) Next(context.Context) bool {
	if it.cur >= it.n {
		return false
	}
	it.cur++
	return true
}

func (it *nodeScan) number() uint32 { return it.cur }

func (it *nodeScan) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return node(it.cur)
}

// An allCheck tells whether there is a node or a quad.
type allCheck struct {
	leaf
	s     *Snapshot
	nodes bool
	cur   graph.Ref
}

func (it *allCheck) String() string { return "AllCheck" }

func (it *allCheck) Contains(_ context.Context, r graph.Ref) bool {
	switch r := r.(type) {
	case node:
		if !it.nodes || r == 0 || uint64(r) > it.s.head.terms {
			return false
		}
	case link:
		if it.nodes {
			return false
		}
	default:
		return false
	}
	it.cur = r
	return true
}

func (it *allCheck) Result() graph.Ref { return it.cur }

// allLinks is all quads.
type allLinks struct{ s *Snapshot }

func (a *allLinks) AsLegacy() graph.Iterator            { return newLegacy(a) }
func (a *allLinks) String() string                      { return "AllLinks" }
func (a *allLinks) Iterate() graph.Scanner              { return &allLinkScan{s: a.s} }
func (a *allLinks) Lookup() graph.Index                 { return &allCheck{s: a.s} }
func (a *allLinks) SubIterators() []graph.IteratorShape { return nil }

func (a *allLinks) Optimize(context.Context) (graph.IteratorShape, bool) { return a, false }

func (a *allLinks) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{
		ContainsCost: 1, NextCost: 1, Size: graph.Size{Size: a.s.Len(), Exact: true},
	}, nil
}

// An allLinkScan goes through the order spog.
type allLinkScan struct {
	leaf
	s     *Snapshot
	lead  uint32
	i, hi uint64
	cur   graph.Ref
}

func (it *allLinkScan) String() string { return "AllLinkScan" }

func (it *allLinkScan) Next(context.Context) bool {
	x := &it.s.orders[spog]
	for it.i >= it.hi {
		if uint64(it.lead)+1 >= x.starts.n-1 {
			it.cur = nil
			return false
		}
		it.lead++ // no quad has subject 0
		it.i, it.hi = x.span(it.lead)
	}
	it.cur = link(x.row(it.lead, it.i))
	it.i++
	return true
}

func (it *allLinkScan) Result() graph.Ref { return it.cur }
func (it *allLinkScan) Err() error        { return it.s.Err() }

// A termSet is some terms, in order.
type termSet struct{ terms []uint32 }

func (t *termSet) AsLegacy() graph.Iterator            { return newLegacy(t) }
func (t *termSet) String() string                      { return fmt.Sprintf("TermSet(%d)", len(t.terms)) }
func (t *termSet) Iterate() graph.Scanner              { return &termScan{terms: t.terms} }
func (t *termSet) Lookup() graph.Index                 { return &termCheck{terms: t.terms} }
func (t *termSet) SubIterators() []graph.IteratorShape { return nil }
func (t *termSet) single() bool                        { return true }

func (t *termSet) Optimize(context.Context) (graph.IteratorShape, bool) { return t, false }

func (t *termSet) Stats(context.Context) (graph.IteratorCosts, error) {
	return graph.IteratorCosts{
		ContainsCost: 1, NextCost: 1, Size: graph.Size{Size: int64(len(t.terms)), Exact: true},
	}, nil
}

// A termScan goes through some terms.
type termScan struct {
	leaf
	terms []uint32
	cur   uint32
}

func (it *termScan) String() string { return "TermScan" }

func (it *termScan) Next(context.Context) bool {
	if len(it.terms) == 0 {
		it.cur = 0
		return false
	}
	it.cur, it.terms = it.terms[0], it.terms[1:]
	return true
}

func (it *termScan) number() uint32 { return it.cur }

func (it *termScan) Result() graph.Ref {
	if it.cur == 0 {
		return nil
	}
	return node(it.cur)
}

// A termCheck tests whether terms are among some, which are in order.
type termCheck struct {
	leaf
	terms []uint32
	cur   graph.Ref
}

func (it *termCheck) String() string { return "TermCheck" }

func (it *termCheck) Contains(_ context.Context, r graph.Ref) bool {
	it.cur = nil
	n, ok := r.(node)
	if !ok {
		return false
	}
	if _, ok := slices.BinarySearch(it.terms, uint32(n)); !ok {
		return false
	}
	it.cur = r
	return true
}

func (it *termCheck) Result() graph.Ref { return it.cur }
