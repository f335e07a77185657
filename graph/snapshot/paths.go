package snapshot

import (
	"context"

	"github.com/cayleygraph/cayley/graph"
)

// A check tells whether the term at one position of a quad, or the term that is
// being looked at, is among those of an index.
type check struct {
	index graph.Index
	p     int
	ref   graph.Ref // what was asked last
}

// A checklist is a list of checks that must all hold. It goes through all
// combinations of the ways in which they hold, as Cayley's own iterators do
// not: those add up where they should multiply.
type checklist []check

// holds reports whether all checks hold for their terms.
func (c checklist) holds(ctx context.Context) bool {
	for i := range c {
		if !c[i].index.Contains(ctx, c[i].ref) {
			return false
		}
	}
	return true
}

// hold reports whether all checks hold for one term.
func (c checklist) hold(ctx context.Context, r graph.Ref) bool {
	for i := range c {
		c[i].ref = r
	}
	return c.holds(ctx)
}

// nextPath moves to the next combination.
func (c checklist) nextPath(ctx context.Context) bool {
	for i := len(c) - 1; i >= 0; i-- {
		if c[i].index.NextPath(ctx) {
			return c[i+1:].holds(ctx)
		}
	}
	return false
}

func (c checklist) tagResults(dst map[string]graph.Ref) {
	for i := range c {
		c[i].index.TagResults(dst)
	}
}

func (c checklist) err() error {
	for i := range c {
		if err := c[i].index.Err(); err != nil {
			return err
		}
	}
	return nil
}

func (c checklist) close() error {
	var first error
	for i := range c {
		if err := c[i].index.Close(); err != nil && first == nil {
			first = err
		}
	}
	return first
}

// A driver is a scanner whose current result can be used several times, each
// time with all the ways that lead to it: the ways are kept where there may be
// more than one.
type driver struct {
	graph.Scanner
	single bool // there is one way to each result
	ways   []map[string]graph.Ref
	way    int
	last   bool // the scanner has no further way
}

// next moves to the next result.
func (d *driver) next(ctx context.Context) bool {
	d.ways, d.way, d.last = d.ways[:0], 0, d.single
	return d.Scanner.Next(ctx)
}

// again begins anew with the ways to the current result.
func (d *driver) again() { d.way = 0 }

// nextPath moves to the next way to the current result.
func (d *driver) nextPath(ctx context.Context) bool {
	if d.way+1 < len(d.ways) {
		d.way++
		return true
	}
	if d.last {
		return false
	}
	if len(d.ways) == 0 {
		d.ways = append(d.ways, tagsOf(d.Scanner))
	}
	if !d.Scanner.NextPath(ctx) {
		d.last = true
		return false
	}
	d.ways = append(d.ways, tagsOf(d.Scanner))
	d.way++
	return true
}

func tagsOf(it graph.IteratorBase) map[string]graph.Ref {
	tags := make(map[string]graph.Ref)
	it.TagResults(tags)
	return tags
}

func (d *driver) tagResults(dst map[string]graph.Ref) {
	if len(d.ways) == 0 {
		d.Scanner.TagResults(dst)
		return
	}
	for k, v := range d.ways[d.way] {
		dst[k] = v
	}
}

// A numbered is a scanner that can tell its result without making a reference.
type numbered interface{ number() uint32 }

// number is the number of the current result, 0 if it is not a term of the
// store.
func (d *driver) number() uint32 {
	if n, ok := d.Scanner.(numbered); ok {
		return n.number()
	}
	n, _ := d.Scanner.Result().(node)
	return uint32(n)
}

// singular tells that a shape reaches each result in one way only.
type singular interface{ single() bool }

func isSingle(s graph.IteratorShape) bool {
	one, ok := s.(singular)
	return ok && one.single()
}
