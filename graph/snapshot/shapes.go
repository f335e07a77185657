package snapshot

import (
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"
)

var _ shape.Optimizer = (*Snapshot)(nil)

// OptimizeShape replaces parts of a query by those that know the orders of the
// snapshot. Cayley calls it for each part, the inner ones first, when all terms
// have been looked up.
func (s *Snapshot) OptimizeShape(sh shape.Shape) (shape.Shape, bool) {
	if err := s.Err(); err != nil {
		return failed{err}, true
	}
	switch sh := sh.(type) {
	case shape.NodesFrom:
		if q, ok := sh.Quads.(shape.Quads); ok {
			return s.hop(sh.Dir, q)
		}
	case shape.QuadsAction:
		return s.hopOf(sh)
	case shape.Fixed:
		return present(sh)
	case shape.Intersect:
		return join{kind: inAll, parts: sh}.simple()
	case shape.Union:
		return join{kind: inAny, parts: sh}.simple()
	case shape.Except:
		from := sh.From
		if from == nil {
			from = shape.AllNodes{}
		}
		if shape.IsNull(sh.Exclude) {
			return from, true
		}
		return join{kind: inFirst, parts: []shape.Shape{from, sh.Exclude}}.simple()
	case shape.Count:
		return join{kind: counted, parts: []shape.Shape{sh.Values}}, true
	}
	return sh, false
}

// failed is a query that cannot be answered.
type failed struct{ err error }

// BuildIterator makes an iterator that fails.
func (f failed) BuildIterator(graph.QuadStore) graph.Iterator { return iterator.NewError(f.err) }

// Optimize does nothing.
func (f failed) Optimize(shape.Optimizer) (shape.Shape, bool) { return f, false }

// present drops references to terms that are absent.
func present(refs shape.Fixed) (shape.Shape, bool) {
	absent := func(r graph.Ref) bool { return r == graph.Ref(Absent{}) }
	if !slices.ContainsFunc(refs, absent) {
		return refs, false
	}
	refs = slices.DeleteFunc(slices.Clone(refs), absent)
	if len(refs) == 0 {
		return shape.Null{}, true
	}
	return refs, true
}

// A join is the part of a query that joins others.
type join struct {
	kind  joinKind
	parts []shape.Shape
}

type joinKind int

const (
	inAll   joinKind = iota // an intersection
	inAny                   // a union
	inFirst                 // a difference
	counted
)

// simple drops parts that are empty.
func (j join) simple() (shape.Shape, bool) {
	parts := make([]shape.Shape, 0, len(j.parts))
	for i, p := range j.parts {
		switch {
		case !shape.IsNull(p):
			parts = append(parts, p)
		case j.kind == inAll || j.kind == inFirst && i == 0:
			return shape.Null{}, true
		}
	}
	switch len(parts) {
	case 0:
		return shape.Null{}, true
	case 1:
		return parts[0], true
	}
	return join{j.kind, parts}, true
}

// BuildIterator makes the iterator.
func (j join) BuildIterator(qs graph.QuadStore) graph.Iterator {
	var parts []graph.IteratorShape
	for _, p := range j.parts {
		parts = append(parts, build(qs, p))
	}
	switch j.kind {
	case inAll:
		return newLegacy(&intersection{parts: parts})
	case inAny:
		return newLegacy(&union{parts: parts})
	case inFirst:
		return newLegacy(&difference{parts[0], parts[1]})
	}
	return newLegacy(&count{parts[0]})
}

// Optimize does nothing: the parts have been optimised before.
func (j join) Optimize(shape.Optimizer) (shape.Shape, bool) { return j, false }

// A hopShape is the part of a query that becomes a [hop].
type hopShape struct {
	s      *Snapshot
	fixed  pattern
	ends   []endShape
	tags   [4][]string
	result int
	label  bool
}

type endShape struct {
	p     int
	shape shape.Shape
}

// hop makes a hop of quads with filters on their directions.
func (s *Snapshot) hop(result quad.Direction, filters shape.Quads) (shape.Shape, bool) {
	h := &hopShape{s: s, result: positions[result-1]}
	for _, f := range filters {
		p := positions[f.Dir-1]
		values := f.Values
		for {
			save, ok := values.(shape.Save)
			if !ok {
				break
			}
			h.tags[p] = append(h.tags[p], save.Tags...)
			values = save.From
		}
		if !h.restrict(p, values) {
			return shape.Null{}, true
		}
	}
	return h, true
}

// restrict adds what a filter asks of a position. It reports false where no
// term can be there.
func (h *hopShape) restrict(p int, values shape.Shape) bool {
	switch v := values.(type) {
	case shape.AllNodes:
		h.label = h.label || p == lab
		return true
	case shape.Fixed:
		if len(v) == 1 {
			return h.fix(p, v[0])
		}
	}
	h.ends = append(h.ends, endShape{p, values})
	return !shape.IsNull(values)
}

// fix binds a position to one term.
func (h *hopShape) fix(p int, r graph.Ref) bool {
	n, ok := r.(node)
	if !ok || n == 0 {
		return false
	}
	at, ok := h.s.number(n, p)
	if !ok || h.fixed.bound[p] && h.fixed.at[p] != at {
		return false
	}
	h.fixed.bind(p, at)
	return true
}

// hopOf makes a hop of quads with one term at each of some directions.
func (s *Snapshot) hopOf(a shape.QuadsAction) (shape.Shape, bool) {
	h := &hopShape{s: s, result: positions[a.Result-1]}
	for d, r := range a.Filter {
		if !h.fix(positions[d-1], r) {
			return shape.Null{}, true
		}
	}
	for d, tags := range a.Save {
		p := positions[d-1]
		h.tags[p] = append(h.tags[p], tags...)
		h.label = h.label || p == lab
	}
	return h, true
}

// BuildIterator makes the iterator.
func (h *hopShape) BuildIterator(qs graph.QuadStore) graph.Iterator {
	out := &hop{s: h.s, fixed: h.fixed, tags: h.tags, result: h.result, label: h.label}
	for _, e := range h.ends {
		out.ends = append(out.ends, end{e.p, build(qs, e.shape)})
	}
	return out.AsLegacy()
}

// build makes the iterator of a part of a query. The store is the snapshot or
// one that stands for it.
func build(qs graph.QuadStore, sh shape.Shape) graph.IteratorShape {
	if f, ok := sh.(shape.Fixed); ok {
		if set, ok := newTermSet(f); ok {
			return set
		}
	}
	return graph.AsShape(sh.BuildIterator(qs))
}

// Optimize does nothing: the parts have been optimised before.
func (h *hopShape) Optimize(shape.Optimizer) (shape.Shape, bool) { return h, false }

// newTermSet makes a set of references, unless some are not those of terms or
// come twice, which would be lost.
func newTermSet(refs []graph.Ref) (*termSet, bool) {
	set := &termSet{}
	for _, r := range refs {
		n, ok := r.(node)
		if !ok {
			return nil, false
		}
		set.terms = append(set.terms, uint32(n))
	}
	slices.Sort(set.terms)
	if len(slices.Compact(set.terms)) < len(refs) {
		return nil, false
	}
	return set, true
}
