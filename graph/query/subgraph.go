package query

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"
)

// Subgraph returns the quads behind claims, given by id or IRI: the claims
// with their edges and premises, the evidence, and class and names
// of the things that they are about. The order is that of the quads' text.
func (g *Graph) Subgraph(ctx context.Context, claims []string) ([]quad.Quad, error) {
	s := g.session(ctx)
	seen := map[nodes]bool{}
	var out []quad.Quad
	add := func(pat nodes) error {
		return s.r.scan(ctx, pat, func(q nodes) bool {
			if !seen[q] {
				seen[q] = true
				v := quad.Quad{Subject: s.r.value(q[0]), Predicate: s.r.value(q[1]), Object: s.r.value(q[2])}
				if q[3] != 0 {
					v.Label = s.r.value(q[3])
				}
				out = append(out, v)
			}
			return true
		})
	}
	done := distinct{}
	var todo []node
	for _, id := range claims {
		if n := s.find(id); n != 0 {
			todo = append(todo, n)
		}
	}
	for len(todo) > 0 {
		n := todo[0]
		todo = todo[1:]
		c, err := s.loadClaim(n)
		if err != nil {
			return nil, err
		}
		if !c.known || !done.add(n) {
			continue
		}
		todo = append(todo, c.from...)
		pats := []nodes{{n}, {c.s, c.p, c.o}}
		for _, e := range c.evidence {
			pats = append(pats, nodes{e})
		}
		things := append(slices.Concat(c.attributedTo, c.addressee), c.s, c.o)
		if c.doc != 0 {
			things = append(things, c.doc)
		}
		for _, t := range things {
			for _, p := range append([]string{"rdf:type"}, namePredicates...) {
				if pred := s.pred(p); pred != 0 {
					pats = append(pats, nodes{t, pred})
				}
			}
		}
		for _, p := range pats {
			if err := add(p); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(out, func(a, b quad.Quad) int { return cmp.Compare(a.NQuad(), b.NQuad()) })
	return out, ctx.Err()
}
