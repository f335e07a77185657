package query

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// ErrTooLarge is returned, wrapped, when an evaluation exceeds its bound.
var ErrTooLarge = errors.New("the question has too many answers to hold")

// A rowset is a table of nodes, one row after the other. Slots that bound does
// not name are 0.
type rowset struct {
	width int
	n     int
	data  []node
	bound []bool // by slot
}

func (r *rowset) row(i int) []node { return r.data[i*r.width : (i+1)*r.width] }

// like is an empty rowset of the same shape, in which more slots are bound.
func (r *rowset) like(slots ...int) *rowset {
	out := &rowset{width: r.width, bound: slices.Clone(r.bound)}
	for _, s := range slots {
		if s >= 0 {
			out.bound[s] = true
		}
	}
	return out
}

func (r *rowset) has(t term) bool { return t.slot < 0 || r.bound[t.slot] }

func (r *rowset) covers(slots []int) bool {
	return !slices.ContainsFunc(slots, func(s int) bool { return !r.bound[s] })
}

// A runner runs a plan.
type runner struct {
	s     *session
	max   int      // rows that a step may hold
	names []string // of the variables, by slot
	trace []PlanStep
}

// A PlanStep is what one step of an evaluation did.
type PlanStep struct {
	Pattern  string        // the part of the query
	Depth    int           // of nesting in or and not
	Estimate int           // rows expected
	Before   int           // rows before
	After    int           // rows after
	Time     time.Duration // taken
	Words    string        // of a step that left nothing: what there is none of
}

func (e *runner) add(out *rowset, row []node, set ...node) error {
	if out.n >= e.max {
		return fmt.Errorf("%w: more than %d combinations", ErrTooLarge, e.max)
	}
	if out.n%checkEvery == 0 && e.s.ctx.Err() != nil {
		return e.s.ctx.Err()
	}
	out.data = append(out.data, row...)
	at := out.data[out.n*out.width:]
	for i := 0; i+1 < len(set); i += 2 {
		at[set[i]] = set[i+1]
	}
	out.n++
	return nil
}

// alive is the context's error, looked at for every so many of a loop's turns.
func (e *runner) alive(i int) error {
	if i%checkEvery != 0 {
		return nil
	}
	return e.s.ctx.Err()
}

// join applies the atoms to rows, the one that promises the fewest rows first,
// until none is left of either.
func (e *runner) join(atoms []atom, rows *rowset, depth int) (*rowset, error) {
	left := slices.Clone(atoms)
	for len(left) > 0 && rows.n > 0 {
		best, cost := -1, 0
		for i, a := range left {
			if !rows.covers(a.needs()) {
				continue
			}
			c, err := a.cost(e, rows)
			if err != nil {
				return nil, err
			}
			if best < 0 || c < cost {
				best, cost = i, c
			}
			if c == 0 {
				break
			}
		}
		if best < 0 {
			return e.distribute(left, rows, depth)
		}
		a := left[best]
		left = slices.Delete(left, best, best+1)
		at := len(e.trace)
		e.trace = append(e.trace, PlanStep{Pattern: a.String(), Depth: depth, Estimate: cost, Before: rows.n})
		start := time.Now()
		out, err := a.run(e, rows)
		if err != nil {
			return nil, err
		}
		if out.n == 0 && depth == 0 {
			if e.trace[at].Words, err = e.words(a, e.names, rows); err != nil {
				return nil, err
			}
		}
		rows = out
		e.trace[at].After, e.trace[at].Time = rows.n, time.Since(start)
	}
	return rows, nil
}

// distribute joins what is left once for each branch of its first or: where two
// of them wait for what the other binds in all its branches, none can go first.
func (e *runner) distribute(left []atom, rows *rowset, depth int) (*rowset, error) {
	i := slices.IndexFunc(left, func(a atom) bool { _, ok := a.(*orAtom); return ok })
	if i < 0 {
		return nil, fmt.Errorf("the pattern %s can't be ordered: nothing binds its variables", left[0])
	}
	rest := slices.Delete(slices.Clone(left), i, i+1)
	seen := map[string]bool{}
	all := make([]int, rows.width)
	for i := range all {
		all[i] = i
	}
	out := rows.like(all...) // bound is what every branch with rows binds
	for _, b := range left[i].(*orAtom).branches {
		got, err := e.join(slices.Concat(b, rest), rows, depth+1)
		if err != nil {
			return nil, err
		}
		for i := range out.bound {
			out.bound[i] = out.bound[i] && (got.bound[i] || got.n == 0)
		}
		if err := e.addNew(out, got, all, seen); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// reached is the memory of where a step leads from one node.
type reached struct {
	list []node
	set  map[node]struct{} // where list is long
}

func (r reached) has(n node) bool {
	if r.set != nil {
		_, ok := r.set[n]
		return ok
	}
	return slices.Contains(r.list, n)
}

// edgeAtom holds where a path leads from one term to another.
type edgeAtom struct {
	from, to   term
	path       *cpath
	conds      *edgeConds
	doc, claim int // slots, or -1
	text       string
}

func (a *edgeAtom) String() string { return a.text }
func (a *edgeAtom) needs() []int   { return nil }

func (a *edgeAtom) uses() []int {
	var out []int
	for _, s := range []int{a.from.slot, a.to.slot, a.doc, a.claim} {
		if s >= 0 {
			out = append(out, s)
		}
	}
	return out
}

// sampled is the number of rows whose fan-out is looked at to estimate a step.
const sampled = 8

func (a *edgeAtom) cost(e *runner, rows *rowset) (int, error) {
	from, to := rows.has(a.from), rows.has(a.to)
	marks := a.doc >= 0 || a.claim >= 0
	switch {
	case from && to && marks:
		return rows.n, nil
	case from && to:
		return rows.n / 2, nil
	case !from && !to && !a.path.starts(false) && !a.path.starts(true):
		return math.MaxInt, nil // last of all: it fails unless another atom binds an end
	case !from && !to:
		return max(1, rows.n) * a.path.total(e.s), nil
	}
	t, back := a.from, false
	if to {
		t, back = a.to, true
	}
	n, sum := min(rows.n, sampled), 0
	if t.slot < 0 {
		n = 1
	}
	for i := range n {
		sum += a.path.fan(e.s, t.in(rows.row(i*rows.n/n)), back)
	}
	return 1 + rows.n*sum/n, nil
}

// starts reports whether the edges tell where the path begins, or, with back,
// where it ends: a path that may be empty does so anywhere.
func (p *cpath) starts(back bool) bool {
	switch p.kind {
	case seqPath:
		if back {
			return p.subs[len(p.subs)-1].starts(back)
		}
		return p.subs[0].starts(back)
	case repPath:
		return p.min > 0 && p.subs[0].starts(back)
	case altPath:
		return !slices.ContainsFunc(p.subs, func(x *cpath) bool { return !x.starts(back) })
	}
	return true
}

// total estimates the pairs that the path connects.
func (p *cpath) total(s *session) int {
	switch p.kind {
	case predPath:
		if p.pred == 0 {
			return 0
		}
		return s.r.size(s.ctx, nodes{0, p.pred})
	case anyPath:
		return s.r.size(s.ctx, nodes{})
	case seqPath:
		return p.subs[0].total(s)
	case repPath:
		return p.subs[0].total(s) * 4
	}
	sum := 0
	for _, x := range p.subs {
		sum += x.total(s)
	}
	return sum
}

// fan estimates how many nodes the path leads to from n.
func (p *cpath) fan(s *session, n node, back bool) int {
	switch p.kind {
	case predPath, anyPath:
		if p.kind == predPath && p.pred == 0 {
			return 0
		}
		if p.back != back {
			return s.r.size(s.ctx, nodes{0, p.pred, n})
		}
		return s.r.size(s.ctx, nodes{n, p.pred})
	case seqPath:
		if back {
			return p.subs[len(p.subs)-1].fan(s, n, back)
		}
		return p.subs[0].fan(s, n, back)
	case repPath:
		return p.subs[0].fan(s, n, back)*2 + 1
	}
	sum := 0
	for _, x := range p.subs {
		sum += x.fan(s, n, back)
	}
	return sum
}

// reach returns the nodes that the step leads to from n.
func (a *edgeAtom) reach(s *session, n node, back bool) (reached, error) {
	return s.reached(a.path, n, back, a.conds)
}

// connects reports whether the step leads from x to y.
func (a *edgeAtom) connects(s *session, x, y node) (bool, error) {
	return s.connected(a.path, x, y, a.conds)
}

func (a *edgeAtom) run(e *runner, rows *rowset) (*rowset, error) {
	out, err := a.ends(e, rows)
	if err != nil || a.doc < 0 && a.claim < 0 {
		return out, err
	}
	return a.marks(e, out)
}

// ends binds the two ends of the step.
func (a *edgeAtom) ends(e *runner, rows *rowset) (*rowset, error) {
	from, to := rows.has(a.from), rows.has(a.to)
	out := rows.like(a.from.slot, a.to.slot)
	if !from && !to {
		return out, a.free(e, rows, out)
	}
	for i := range rows.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		row := rows.row(i)
		switch {
		case from && to:
			ok, err := a.connects(e.s, a.from.in(row), a.to.in(row))
			if err == nil && ok {
				err = e.add(out, row)
			}
			if err != nil {
				return nil, err
			}
		default:
			t, other := a.from, a.to
			if to {
				t, other = a.to, a.from
			}
			r, err := a.reach(e.s, t.in(row), to)
			if err != nil {
				return nil, err
			}
			for _, n := range r.list {
				if err := e.add(out, row, node(other.slot), n); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// free binds both ends: it goes through all edges.
func (a *edgeAtom) free(e *runner, rows, out *rowset) error {
	starts, back, err := e.s.starts(a.path, false)
	if err != nil {
		return err
	}
	here, there := a.from.slot, a.to.slot
	if back {
		here, there = there, here
	}
	for _, n := range starts {
		r, err := a.reach(e.s, n, back)
		if err != nil {
			return err
		}
		for _, m := range r.list {
			if here == there && n != m {
				continue
			}
			for i := range rows.n {
				if err := e.add(out, rows.row(i), node(here), n, node(there), m); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// marks binds the document and the claim behind the edge.
func (a *edgeAtom) marks(e *runner, rows *rowset) (*rowset, error) {
	out := rows.like(a.doc, a.claim)
	for i := range rows.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		row := rows.row(i)
		pairs, err := a.support(e.s, a.from.in(row), a.to.in(row))
		if err != nil {
			return nil, err
		}
		for _, p := range pairs {
			if a.doc >= 0 && rows.bound[a.doc] && row[a.doc] != p[0] || a.claim >= 0 && rows.bound[a.claim] && row[a.claim] != p[1] {
				continue
			}
			var set []node
			if a.doc >= 0 {
				set = append(set, node(a.doc), p[0])
			}
			if a.claim >= 0 {
				set = append(set, node(a.claim), p[1])
			}
			if err := e.add(out, row, set...); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// support lists the documents and claims behind the edges from x to y: pairs
// where a claim is asked for, else each document once with 0. An edge that no
// claim makes is supported by the label of its quad.
func (a *edgeAtom) support(s *session, x, y node) ([][2]node, error) {
	edges, err := s.walked(a, x, y)
	if err != nil {
		return nil, err
	}
	var out [][2]node
	add := func(doc, claim node) {
		p := [2]node{doc, ifElse(a.claim >= 0, claim, 0)}
		if doc != 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	for _, q := range edges {
		cs, err := s.behindIf(q[0], q[1], q[2], a.conds)
		if err != nil {
			return nil, err
		}
		for _, c := range cs {
			add(c.doc, c.id)
		}
		if len(cs) == 0 && a.claim < 0 {
			err := s.r.scan(s.ctx, nodes{q[0], q[1], q[2]}, func(q nodes) bool { add(q[3], 0); return true })
			if err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// classAtom holds where a term has one of the classes.
type classAtom struct {
	of      term
	classes []string
	ids     []node // of the classes and their subclasses that the store holds
}

func (a *classAtom) String() string { return "class " + strings.Join(a.classes, "|") }
func (a *classAtom) needs() []int   { return nil }

func (a *classAtom) uses() []int {
	if a.of.slot < 0 {
		return nil
	}
	return []int{a.of.slot}
}

func (a *classAtom) cost(e *runner, rows *rowset) (int, error) {
	if rows.has(a.of) {
		return 0, nil
	}
	sum := 0
	for _, id := range a.ids {
		sum += e.s.r.size(e.s.ctx, nodes{0, e.s.pred("rdf:type"), id})
	}
	return max(1, rows.n) * sum, nil
}

func (a *classAtom) run(e *runner, rows *rowset) (*rowset, error) {
	out := rows.like(a.of.slot)
	if rows.has(a.of) {
		for i := range rows.n {
			if err := e.alive(i); err != nil {
				return nil, err
			}
			row := rows.row(i)
			types, err := e.s.attr(a.of.in(row), "rdf:type")
			if err != nil {
				return nil, err
			}
			if slices.ContainsFunc(types, func(t node) bool { return slices.Contains(a.ids, t) }) {
				if err := e.add(out, row); err != nil {
					return nil, err
				}
			}
		}
		return out, nil
	}
	seen := distinct{}
	for _, id := range a.ids {
		members, err := e.s.follow(id, e.s.pred("rdf:type"), true)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			if !seen.add(m) {
				continue
			}
			for i := range rows.n {
				if err := e.add(out, rows.row(i), node(a.of.slot), m); err != nil {
					return nil, err
				}
			}
		}
	}
	return out, nil
}

// notAtom holds where its pattern has no match.
type notAtom struct {
	in    []atom
	outer []int // slots of the pattern around it that it reads
}

func (a *notAtom) String() string { return "not (…)" }
func (a *notAtom) uses() []int    { return a.outer }
func (a *notAtom) needs() []int   { return a.outer }

func (a *notAtom) cost(_ *runner, rows *rowset) (int, error) { return rows.n, nil }

func (a *notAtom) run(e *runner, rows *rowset) (*rowset, error) {
	in := &rowset{width: rows.width, bound: make([]bool, rows.width)}
	for _, s := range a.outer {
		in.bound[s] = true
	}
	blank := make([]node, rows.width)
	seen := map[string]bool{}
	for i := range rows.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		row := rows.row(i)
		k := keyOf(row, a.outer)
		if seen[k] {
			continue
		}
		seen[k] = true
		for _, s := range a.outer {
			blank[s] = row[s]
		}
		if err := e.add(in, blank); err != nil {
			return nil, err
		}
	}
	met, err := e.join(a.in, in, 1)
	if err != nil {
		return nil, err
	}
	clear(seen)
	for i := range met.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		seen[keyOf(met.row(i), a.outer)] = true
	}
	out := rows.like()
	for i := range rows.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		if row := rows.row(i); !seen[keyOf(row, a.outer)] {
			if err := e.add(out, row); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// addNew adds the rows of got whose values in the slots of all were not seen
// yet, and notes that they were.
func (e *runner) addNew(out, got *rowset, all []int, seen map[string]bool) error {
	for i := range got.n {
		if err := e.alive(i); err != nil {
			return err
		}
		row := got.row(i)
		k := keyOf(row, all)
		if seen[k] {
			continue
		}
		seen[k] = true
		if err := e.add(out, row); err != nil {
			return err
		}
	}
	return nil
}

// keyOf is the content of some slots as a key of a map.
func keyOf(row []node, slots []int) string {
	b := make([]byte, 0, 4*len(slots))
	for _, s := range slots {
		n := row[s]
		b = append(b, byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
	}
	return string(b)
}

// orAtom holds where any of its branches does.
type orAtom struct {
	branches [][]atom
	outer    []int // slots of the pattern around it that it uses
	binds    []int // those that every branch binds
	wants    []int // those that must be bound before
}

func (a *orAtom) String() string { return "… or …" }
func (a *orAtom) uses() []int    { return a.outer }
func (a *orAtom) needs() []int   { return a.wants }

func (a *orAtom) cost(e *runner, rows *rowset) (int, error) {
	sum := 0
	for _, b := range a.branches {
		least := -1
		for _, x := range b {
			if !rows.covers(x.needs()) {
				continue
			}
			c, err := x.cost(e, rows)
			if err != nil {
				return 0, err
			}
			if least < 0 || c < least {
				least = c
			}
		}
		sum += max(least, 1)
	}
	return sum, nil
}

func (a *orAtom) run(e *runner, rows *rowset) (*rowset, error) {
	out := rows.like(a.binds...)
	all := make([]int, rows.width)
	for i := range all {
		all[i] = i
	}
	seen := map[string]bool{}
	for _, b := range a.branches {
		got, err := e.join(b, rows, 1)
		if err != nil {
			return nil, err
		}
		if err := e.addNew(out, got, all, seen); err != nil {
			return nil, err
		}
	}
	return out, nil
}
