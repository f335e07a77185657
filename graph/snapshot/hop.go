package snapshot

import (
	"context"
	"fmt"
	"math"
	"runtime"

	"github.com/cayleygraph/cayley/graph"
)

// A hop is the terms at one position of the quads that have given terms at
// other positions: the step of a path. Cayley's own iterators for it look up
// the quads of one position and test the others; this one uses the order that
// has the quads for all bound positions next to each other.
type hop struct {
	s      *Snapshot
	fixed  pattern
	ends   []end
	tags   [4][]string // names for the terms at each position
	result int
	label  bool // only quads with a label

	planned bool
	lead    int // the end that is gone through, -1 for none
	costs   graph.IteratorCosts
}

// An end is the terms allowed at one position.
type end struct {
	p     int
	shape graph.IteratorShape
}

func (h *hop) AsLegacy() graph.Iterator { return newLegacy(h) }
func (h *hop) String() string           { return fmt.Sprintf("Hop(%d)", h.result) }

func (h *hop) SubIterators() []graph.IteratorShape {
	var out []graph.IteratorShape
	for _, e := range h.ends {
		out = append(out, e.shape)
	}
	return out
}

// single reports whether each result comes in one way.
func (h *hop) single() bool {
	h.plan(context.Background())
	return len(h.ends) == 0 || len(h.ends) == 1 && h.lead == 0 && isSingle(h.ends[0].shape)
}

// Optimize optimises the ends.
func (h *hop) Optimize(ctx context.Context) (graph.IteratorShape, bool) {
	for i := range h.ends {
		h.ends[i].shape, _ = h.ends[i].shape.Optimize(ctx)
	}
	h.planned = false
	return h, false
}

// Stats estimates from the counts of the predicate.
func (h *hop) Stats(ctx context.Context) (graph.IteratorCosts, error) {
	err := h.plan(ctx)
	return h.costs, err
}

// plan chooses the end to go through: that which makes the fewest steps.
func (h *hop) plan(ctx context.Context) error {
	if h.planned {
		return nil
	}
	h.planned = true
	var first error
	costs := make([]graph.IteratorCosts, len(h.ends))
	contains := 0.0 // cost of testing all ends
	for i, e := range h.ends {
		var err error
		if costs[i], err = e.shape.Stats(ctx); err != nil && first == nil {
			first = err
		}
		contains += float64(costs[i].ContainsCost)
	}
	rows := h.rows(-1)
	h.lead = -1
	best := rows * (1 + contains)
	size := rows
	for i, e := range h.ends {
		if h.fixed.bound[e.p] {
			continue
		}
		n := float64(costs[i].Size.Size)
		reached := n * h.rows(e.p)
		cost := n*(seekCost+float64(costs[i].NextCost)) + reached*(1+contains-float64(costs[i].ContainsCost))
		size = min(size, reached)
		if cost < best {
			best, h.lead = cost, i
		}
	}
	per := h.rows(h.result)
	if h.fixed.bound[h.result] {
		per = rows
	}
	h.costs = graph.IteratorCosts{
		NextCost:     toCost(best / max(1, size)),
		ContainsCost: toCost(seekCost + per*(1+contains)),
		Size:         graph.Size{Size: toCost(size)},
	}
	return first
}

// seekCost is what finding a range of rows costs, in rows gone through.
const seekCost = 4

func toCost(f float64) int64 { return int64(min(max(1, math.Ceil(f)), 1<<40)) }

// rows estimates the rows for one term at a position, beside the terms that
// are fixed; -1 stands for no position.
func (h *hop) rows(p int) float64 {
	c := h.s.cursor(&h.fixed)
	total := float64(c.size())
	if p < 0 || h.fixed.bound[p] {
		return total
	}
	different := float64(h.s.stats.leads[leading[p]])
	if h.fixed.bound[pred] && int(h.fixed.at[pred]) < len(h.s.stats.preds) {
		switch st := h.s.stats.preds[h.fixed.at[pred]]; p {
		case sub:
			different = float64(st.subjects)
		case obj:
			different = float64(st.objects)
		}
	}
	return total / max(1, different)
}

// Iterate goes through the quads.
func (h *hop) Iterate() graph.Scanner {
	_ = h.plan(context.Background()) // Stats has returned the error
	it := &hopScan{h: h}
	if h.lead < 0 {
		it.cur = h.s.cursor(&h.fixed)
	} else {
		e := h.ends[h.lead]
		it.driver = &driver{Scanner: e.shape.Iterate(), single: isSingle(e.shape)}
	}
	it.checks = h.checks(h.lead)
	return it
}

// checks makes the checks of all ends but one.
func (h *hop) checks(but int) checklist {
	var out checklist
	for i, e := range h.ends {
		if i != but {
			out = append(out, check{index: newTester(e.shape), p: e.p})
		}
	}
	return out
}

// Lookup tests terms.
func (h *hop) Lookup() graph.Index { return &hopCheck{h: h, checks: h.checks(-1)} }

// accept reports whether the current row of a cursor passes the checks.
func (h *hop) accept(ctx context.Context, c *cursor, checks checklist) bool {
	if (h.label || h.result == lab) && c.get(lab) == 0 {
		return false
	}
	for i := range checks {
		n := h.s.nodeAt(c, checks[i].p)
		if n == 0 {
			return false
		}
		checks[i].ref = node(n)
	}
	return checks.holds(ctx)
}

// nodeAt is the term at a position of the current row, 0 for an absent label.
func (s *Snapshot) nodeAt(c *cursor, p int) uint32 {
	n := c.get(p)
	if p == pred {
		return s.predicate(n)
	}
	return n
}

func (h *hop) tagResults(dst map[string]graph.Ref, c *cursor) {
	for p, tags := range h.tags {
		if len(tags) == 0 {
			continue
		}
		n := h.s.nodeAt(c, p)
		for _, tag := range tags {
			if n > 0 {
				dst[tag] = node(n)
			}
		}
	}
}

// A hopScan goes through the results of a hop.
type hopScan struct {
	h      *hop
	driver *driver // nil where the rows are fixed
	cur    cursor
	checks checklist
	result uint32
	steps  uint
	err    error
}

func (it *hopScan) String() string { return "HopScan" }

func (it *hopScan) Next(ctx context.Context) bool {
	defer runtime.KeepAlive(it.h.s)
	for it.err == nil {
		// Look at the context also where results keep coming: what asks for
		// them may refuse them all.
		if it.steps++; it.steps%patience == 0 && ctx.Err() != nil {
			it.err = ctx.Err()
			break
		}
		if it.cur.i < it.cur.hi {
			ok, more := it.cur.next()
			if ok && it.h.accept(ctx, &it.cur, it.checks) {
				it.result = it.h.s.nodeAt(&it.cur, it.h.result)
				if it.driver != nil {
					it.driver.again()
				}
				return true
			}
			if ok || more {
				it.err = ended(ctx, it.checks, ok)
				continue
			}
		}
		if it.driver == nil || !it.advance(ctx) {
			break
		}
	}
	it.result = 0
	return false
}

// ended is the error that ends a search that has not found a match: that of the
// checks after a match was refused, or that of the context.
func ended(ctx context.Context, checks checklist, refused bool) error {
	if refused {
		return checks.err()
	}
	return ctx.Err()
}

// advance moves the driver on and finds the rows for its result.
func (it *hopScan) advance(ctx context.Context) bool {
	if !it.driver.next(ctx) {
		it.err = it.driver.Err()
		return false
	}
	n := it.driver.number()
	p := it.h.ends[it.h.lead].p
	at, ok := it.h.s.number(node(n), p)
	if n == 0 || !ok {
		return true
	}
	pt := it.h.fixed
	pt.bind(p, at)
	it.cur = it.h.s.cursor(&pt)
	return true
}

func (it *hopScan) NextPath(ctx context.Context) bool {
	if it.checks.nextPath(ctx) {
		return true
	}
	if it.driver != nil && it.driver.nextPath(ctx) {
		return it.checks.holds(ctx)
	}
	return false
}

func (it *hopScan) Result() graph.Ref {
	if it.result == 0 {
		return nil
	}
	return node(it.result)
}

func (it *hopScan) number() uint32 { return it.result }

func (it *hopScan) TagResults(dst map[string]graph.Ref) {
	if it.result == 0 {
		return
	}
	if it.driver != nil {
		it.driver.tagResults(dst)
	}
	it.checks.tagResults(dst)
	it.h.tagResults(dst, &it.cur)
}

func (it *hopScan) Err() error {
	if it.err != nil {
		return it.err
	}
	if err := it.checks.err(); err != nil {
		return err
	}
	return it.h.s.Err()
}

func (it *hopScan) Close() error {
	err := it.checks.close()
	if it.driver != nil {
		if err2 := it.driver.Close(); err == nil {
			err = err2
		}
	}
	return err
}

// A hopCheck tests whether terms are among the results of a hop.
type hopCheck struct {
	h      *hop
	cur    cursor
	checks checklist
	result graph.Ref
	err    error
}

func (it *hopCheck) String() string { return "HopCheck" }

func (it *hopCheck) Contains(ctx context.Context, r graph.Ref) bool {
	it.result = nil
	n, ok := r.(node)
	if !ok || n == 0 {
		return false
	}
	p := it.h.result
	at, ok := it.h.s.number(n, p)
	if !ok || it.h.fixed.bound[p] && it.h.fixed.at[p] != at {
		return false
	}
	pt := it.h.fixed
	pt.bind(p, at)
	it.cur = it.h.s.cursor(&pt)
	if it.nextRow(ctx) {
		it.result = r
		return true
	}
	return false
}

// nextRow moves to the next row that passes the checks.
func (it *hopCheck) nextRow(ctx context.Context) bool {
	defer runtime.KeepAlive(it.h.s)
	for it.err == nil {
		ok, more := it.cur.next()
		if ok && it.h.accept(ctx, &it.cur, it.checks) {
			return true
		}
		if !ok && !more {
			return false
		}
		it.err = ended(ctx, it.checks, ok)
	}
	return false
}

func (it *hopCheck) NextPath(ctx context.Context) bool {
	return it.result != nil && (it.checks.nextPath(ctx) || it.nextRow(ctx))
}

func (it *hopCheck) Result() graph.Ref { return it.result }

func (it *hopCheck) TagResults(dst map[string]graph.Ref) {
	if it.result == nil {
		return
	}
	it.checks.tagResults(dst)
	it.h.tagResults(dst, &it.cur)
}

func (it *hopCheck) Err() error {
	if it.err != nil {
		return it.err
	}
	if err := it.checks.err(); err != nil {
		return err
	}
	return it.h.s.Err()
}

func (it *hopCheck) Close() error { return it.checks.close() }
