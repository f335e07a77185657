package snapshot

import (
	"context"
	"fmt"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// An intersection is what all of some shapes have in common. It comes in every
// combination of the ways in which the shapes have it.
type intersection struct {
	parts   []graph.IteratorShape
	planned bool
	lead    int // the part that is gone through
	costs   graph.IteratorCosts
}

func (s *intersection) AsLegacy() graph.Iterator            { return newLegacy(s) }
func (s *intersection) String() string                      { return fmt.Sprintf("Intersection(%d)", len(s.parts)) }
func (s *intersection) SubIterators() []graph.IteratorShape { return s.parts }

func (s *intersection) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	optimizeAll(ctx, s.parts)
	s.planned = false
	return s, false
}

func optimizeAll(ctx context.Context, parts []graph.IteratorShape) {
	for i := range parts {
		parts[i], _ = parts[i].Optimize(ctx)
	}
}

// Stats gives the costs of going through the best part.
func (s *intersection) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	if s.planned {
		return s.costs, nil
	}
	s.planned = true
	var first error
	costs := make([]graph.IteratorCosts, len(s.parts))
	contains := 0.0
	size := float64(1 << 40)
	for i, p := range s.parts {
		var err error
		if costs[i], err = p.Stats(ctx); err != nil && first == nil {
			first = err
		}
		contains += float64(costs[i].ContainsCost)
		size = min(size, float64(costs[i].Size.Size))
	}
	best := -1.0
	for i, c := range costs {
		cost := float64(c.Size.Size) * (float64(c.NextCost) + contains - float64(c.ContainsCost))
		if best < 0 || cost < best {
			best, s.lead = cost, i
		}
	}
	s.costs = graph.IteratorCosts{
		NextCost: toCost(best / max(1, size)), ContainsCost: toCost(contains),
		Size: graph.Size{Size: toCost(size)},
	}
	return s.costs, first
}

func (s *intersection) Iterate() graph.Scanner {
	_, _ = s.Stats(context.Background()) // an error shows again when it matters
	it := &intersectionScan{Scanner: s.parts[s.lead].Iterate()}
	for i, p := range s.parts {
		if i != s.lead {
			it.checks = append(it.checks, check{index: newTester(p)})
		}
	}
	return it
}

func (s *intersection) Lookup() graph.Index {
	it := &intersectionCheck{}
	for _, p := range s.parts {
		it.checks = append(it.checks, check{index: newTester(p)})
	}
	return it
}

type intersectionScan struct {
	graph.Scanner
	checks checklist
}

func (it *intersectionScan) String() string { return "IntersectionScan" }

func (it *intersectionScan) Next(ctx context.Context) bool {
	for it.Scanner.Next(ctx) {
		if it.checks.hold(ctx, it.Result()) {
			return true
		}
		if it.checks.err() != nil {
			return false
		}
	}
	return false
}

func (it *intersectionScan) NextPath(ctx context.Context) bool {
	return it.checks.nextPath(ctx) || it.Scanner.NextPath(ctx) && it.checks.holds(ctx)
}

func (it *intersectionScan) TagResults(dst map[string]graph.Ref) {
	it.Scanner.TagResults(dst)
	it.checks.tagResults(dst)
}

func (it *intersectionScan) Err() error {
	if err := it.Scanner.Err(); err != nil {
		return err
	}
	return it.checks.err()
}

func (it *intersectionScan) Close() error {
	err := it.Scanner.Close()
	if err2 := it.checks.close(); err == nil {
		err = err2
	}
	return err
}

type intersectionCheck struct {
	checks checklist
	result graph.Ref
}

func (it *intersectionCheck) String() string { return "IntersectionCheck" }

func (it *intersectionCheck) Contains(ctx context.Context, r graph.Ref) bool {
	it.result = nil
	if !it.checks.hold(ctx, r) {
		return false
	}
	it.result = r
	return true
}

func (it *intersectionCheck) NextPath(ctx context.Context) bool {
	return it.result != nil && it.checks.nextPath(ctx)
}

func (it *intersectionCheck) Result() graph.Ref                   { return it.result }
func (it *intersectionCheck) TagResults(dst map[string]graph.Ref) { it.checks.tagResults(dst) }
func (it *intersectionCheck) Err() error                          { return it.checks.err() }
func (it *intersectionCheck) Close() error                        { return it.checks.close() }

// A union is the results of some shapes, one shape after the other.
type union struct{ parts []graph.IteratorShape }

func (s *union) AsLegacy() graph.Iterator            { return newLegacy(s) }
func (s *union) String() string                      { return fmt.Sprintf("Union(%d)", len(s.parts)) }
func (s *union) SubIterators() []graph.IteratorShape { return s.parts }

func (s *union) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	optimizeAll(ctx, s.parts)
	return s, false
}

func (s *union) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	var sum graph.IteratorCosts
	var first error
	steps := 0.0
	for _, p := range s.parts {
		c, err := p.Stats(ctx)
		if err != nil && first == nil {
			first = err
		}
		steps += float64(c.Size.Size) * float64(c.NextCost)
		sum.ContainsCost += c.ContainsCost
		sum.Size.Size += c.Size.Size
	}
	sum.NextCost = toCost(steps / float64(max(1, sum.Size.Size)))
	return sum, first
}

func (s *union) Iterate() graph.Scanner { return &unionScan{rest: s.parts} }

func (s *union) Lookup() graph.Index {
	it := &unionCheck{}
	for _, p := range s.parts {
		it.parts = append(it.parts, newTester(p))
	}
	return it
}

type unionScan struct {
	cur  graph.Scanner // nil before the first result and after the last
	rest []graph.IteratorShape
	err  error
}

func (it *unionScan) String() string { return "UnionScan" }

func (it *unionScan) Next(ctx context.Context) bool {
	for it.err == nil {
		if it.cur != nil {
			if it.cur.Next(ctx) {
				return true
			}
			it.err = it.cur.Err()
			if err := it.Close(); it.err == nil {
				it.err = err
			}
			continue
		}
		if len(it.rest) == 0 {
			return false
		}
		it.cur, it.rest = it.rest[0].Iterate(), it.rest[1:]
	}
	return false
}

func (it *unionScan) NextPath(ctx context.Context) bool {
	return it.cur != nil && it.cur.NextPath(ctx)
}

func (it *unionScan) Result() graph.Ref {
	if it.cur == nil {
		return nil
	}
	return it.cur.Result()
}

func (it *unionScan) TagResults(dst map[string]graph.Ref) {
	if it.cur != nil {
		it.cur.TagResults(dst)
	}
}

func (it *unionScan) Err() error {
	if it.err == nil && it.cur != nil {
		return it.cur.Err()
	}
	return it.err
}

func (it *unionScan) Close() error {
	if it.cur == nil {
		return nil
	}
	cur := it.cur
	it.cur = nil
	return cur.Close()
}

type unionCheck struct {
	parts  []graph.Index
	at     int // the part that has the current result
	result graph.Ref
}

func (it *unionCheck) String() string { return "UnionCheck" }

func (it *unionCheck) Contains(ctx context.Context, r graph.Ref) bool {
	it.result = nil
	return it.search(ctx, 0, r)
}

// search looks for the next part that has r.
func (it *unionCheck) search(ctx context.Context, from int, r graph.Ref) bool {
	for i := from; i < len(it.parts); i++ {
		if it.parts[i].Contains(ctx, r) {
			it.at, it.result = i, r
			return true
		}
		if it.parts[i].Err() != nil {
			break
		}
	}
	return false
}

func (it *unionCheck) NextPath(ctx context.Context) bool {
	if it.result == nil {
		return false
	}
	return it.parts[it.at].NextPath(ctx) || it.search(ctx, it.at+1, it.result)
}

func (it *unionCheck) Result() graph.Ref { return it.result }

func (it *unionCheck) TagResults(dst map[string]graph.Ref) {
	if it.result != nil {
		it.parts[it.at].TagResults(dst)
	}
}

func (it *unionCheck) Err() error {
	for _, p := range it.parts {
		if err := p.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (it *unionCheck) Close() error {
	var first error
	for _, p := range it.parts {
		if err := p.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// A difference is the results of one shape that are not among those of another.
type difference struct{ from, without graph.IteratorShape }

func (s *difference) AsLegacy() graph.Iterator { return newLegacy(s) }
func (s *difference) String() string           { return "Difference" }

func (s *difference) SubIterators() []graph.IteratorShape {
	return []graph.IteratorShape{s.from, s.without}
}

func (s *difference) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	s.from, _ = s.from.Optimize(ctx)
	s.without, _ = s.without.Optimize(ctx)
	return s, false
}

func (s *difference) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	from, err := s.from.Stats(ctx)
	without, err2 := s.without.Stats(ctx)
	if err == nil {
		err = err2
	}
	return graph.IteratorCosts{
		NextCost:     from.NextCost + without.ContainsCost,
		ContainsCost: from.ContainsCost + without.ContainsCost,
		Size:         graph.Size{Size: from.Size.Size},
	}, err
}

func (s *difference) Iterate() graph.Scanner {
	return &differenceScan{Scanner: s.from.Iterate(), without: newTester(s.without)}
}

func (s *difference) Lookup() graph.Index {
	return &differenceCheck{Index: s.from.Lookup(), without: newTester(s.without)}
}

type differenceScan struct {
	graph.Scanner
	without graph.Index
}

func (it *differenceScan) String() string { return "DifferenceScan" }

func (it *differenceScan) Next(ctx context.Context) bool {
	for it.Scanner.Next(ctx) {
		if !it.without.Contains(ctx, it.Result()) {
			return it.without.Err() == nil
		}
	}
	return false
}

func (it *differenceScan) Err() error   { return firstErr(it.Scanner.Err, it.without.Err) }
func (it *differenceScan) Close() error { return firstErr(it.Scanner.Close, it.without.Close) }

type differenceCheck struct {
	graph.Index
	without graph.Index
}

func (it *differenceCheck) String() string { return "DifferenceCheck" }

func (it *differenceCheck) Contains(ctx context.Context, r graph.Ref) bool {
	return it.Index.Contains(ctx, r) && !it.without.Contains(ctx, r) && it.without.Err() == nil
}

func (it *differenceCheck) Err() error   { return firstErr(it.Index.Err, it.without.Err) }
func (it *differenceCheck) Close() error { return firstErr(it.Index.Close, it.without.Close) }

// firstErr calls both and returns the first error.
func firstErr(a, b func() error) error {
	err := a()
	if err2 := b(); err == nil {
		err = err2
	}
	return err
}

// A count is the number of the results of a shape, in all their ways. Cayley's
// own trusts the sizes that shapes claim, which are wrong for intersections.
type count struct{ of graph.IteratorShape }

func (s *count) AsLegacy() graph.Iterator            { return newLegacy(s) }
func (s *count) String() string                      { return "Count" }
func (s *count) SubIterators() []graph.IteratorShape { return []graph.IteratorShape{s.of} }
func (s *count) Iterate() graph.Scanner              { return &countScan{of: s.of} }
func (s *count) Lookup() graph.Index                 { return &countCheck{scan: countScan{of: s.of}} }

func (s *count) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	s.of, _ = s.of.Optimize(ctx)
	return s, false
}

func (s *count) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	c, err := s.of.Stats(ctx)
	all := toCost(float64(c.NextCost) * float64(c.Size.Size))
	return graph.IteratorCosts{NextCost: all, ContainsCost: all, Size: graph.Size{Size: 1, Exact: true}}, err
}

type countScan struct {
	leaf
	of     graph.IteratorShape
	done   bool
	result graph.Ref
	err    error
}

func (it *countScan) String() string { return "CountScan" }

func (it *countScan) Next(ctx context.Context) bool {
	if it.done {
		it.result = nil
		return false
	}
	it.done = true
	n := 0
	of := it.of.Iterate()
	for of.Next(ctx) {
		for n++; of.NextPath(ctx); n++ {
		}
	}
	it.err = firstErr(of.Err, of.Close)
	if it.err == nil {
		it.err = ctx.Err() // the count may be cut short
	}
	if it.err != nil {
		return false
	}
	it.result = graph.PreFetched(quad.Int(n))
	return true
}

func (it *countScan) Result() graph.Ref { return it.result }
func (it *countScan) Err() error        { return it.err }

type countCheck struct {
	scan   countScan
	number graph.Ref
	leaf
}

func (it *countCheck) String() string { return "CountCheck" }

func (it *countCheck) Contains(ctx context.Context, r graph.Ref) bool {
	if it.scan.Next(ctx) {
		it.number = it.scan.Result()
	}
	return it.number != nil && r != nil && r.Key() == it.number.Key()
}

func (it *countCheck) Result() graph.Ref { return it.number }
func (it *countCheck) Err() error        { return it.scan.Err() }
