package query

import (
	"cmp"
	"context"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Portrait is what the graph says of one entity.
type Portrait struct {
	Entity     Term
	Detail     string    // what tells it apart: dates, place, office
	Names      []string  // the label first
	Sections   []Section // in order of the groups of predicates
	Identities []Identity
}

// A Section is the edges of one predicate in one direction.
type Section struct {
	Predicate string
	Inverse   bool   // the entity is the object
	Title     string // the predicate; its inverse name where Inverse is set
	Total     int    // edges, of which Edges may hold fewer
	Edges     []Edge // in order of the label of the other end
}

// An Edge is one edge of an entity with its proof.
type Edge struct {
	Other     Term
	Claims    []string
	Evidence  int
	Documents int
	Status    string
}

// An Identity says that an entity is, or may be, another one.
type Identity struct {
	Predicate string // "owl:sameAs", "possiblySameAs"
	Other     Term
	Score     string   // points for it, "" where there are none
	Reasons   []string // sorted
}

// groupOrder is the order of the sections of a Portrait.
var groupOrder = []schema.Group{
	schema.ActorGroup, schema.EventGroup, schema.StanceGroup, schema.InstrumentGroup, schema.SchemeGroup, schema.DocumentGroup,
}

// Show returns what the graph says of an entity, given as a person writes it.
// A section holds up to limit edges; 0 means all.
func (g *Graph) Show(ctx context.Context, name string, limit int) (*Portrait, error) {
	s := g.session(ctx)
	c, err := g.resolveOne(s, name, nil)
	if err != nil {
		return nil, err
	}
	n := s.r.find(quad.IRI(c.IRI))
	out := &Portrait{Detail: c.Detail}
	if out.Entity, err = s.term(n); err != nil {
		return nil, err
	}
	if out.Names, err = s.namesOf(n); err != nil {
		return nil, err
	}
	for _, group := range groupOrder {
		for _, back := range []bool{false, true} {
			for _, p := range s.voc.Predicates {
				d := s.voc.def(p)
				if d.Group != group || back && d.Symmetric {
					continue
				}
				sec, err := s.section(n, d, back, limit)
				if err != nil {
					return nil, err
				}
				if sec.Total > 0 {
					out.Sections = append(out.Sections, sec)
				}
			}
		}
	}
	out.Identities, err = s.identities(n)
	if err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

func (s *session) section(n node, d *schema.PredicateDef, back bool, limit int) (Section, error) {
	name := string(d.Name)
	sec := Section{Predicate: name, Inverse: back, Title: ifElse(back && d.Inverse != "", d.Inverse, name)}
	pred := s.pred(name)
	others, err := s.follow(n, pred, back)
	if err != nil {
		return sec, err
	}
	if d.Symmetric {
		more, err := s.follow(n, pred, true)
		if err != nil {
			return sec, err
		}
		for _, o := range more {
			if !slices.Contains(others, o) {
				others = append(slices.Clone(others), o)
			}
		}
	}
	type item struct {
		n node
		t Term
	}
	items := make([]item, len(others))
	for i, o := range others {
		t, err := s.term(o)
		if err != nil {
			return sec, err
		}
		items[i] = item{o, t}
	}
	slices.SortFunc(items, func(a, b item) int { return compareTerms(a.t, b.t) })
	sec.Total = len(items)
	if limit > 0 && len(items) > limit {
		items = items[:limit]
	}
	for _, it := range items {
		ends := [][2]node{{n, it.n}}
		if back {
			ends[0] = [2]node{it.n, n}
		}
		if d.Symmetric {
			ends = append(ends, [2]node{it.n, n})
		}
		p := &proof{}
		for _, e := range ends {
			cs, err := s.behind(e[0], pred, e[1])
			if err != nil {
				return sec, err
			}
			for _, c := range cs {
				p.add(s, c)
			}
		}
		var r Row
		p.into(&r)
		sec.Edges = append(sec.Edges, Edge{it.t, r.Claims, r.Evidence, r.Documents, r.Status})
	}
	return sec, nil
}

// identities lists what n is, or may be, the same as, with the reasons that
// the claims of these edges give.
func (s *session) identities(n node) ([]Identity, error) {
	var out []Identity
	for _, p := range []string{"owl:sameAs", "possiblySameAs"} {
		for _, back := range []bool{false, true} {
			others, err := s.follow(n, s.pred(p), back)
			if err != nil {
				return nil, err
			}
			for _, o := range others {
				id := Identity{Predicate: p}
				if id.Other, err = s.term(o); err != nil {
					return nil, err
				}
				subj, obj := n, o
				if back {
					subj, obj = o, n
				}
				cs, err := s.claimsOf(subj, s.pred(p), obj)
				if err != nil {
					return nil, err
				}
				for _, c := range cs {
					if id.Score, err = s.first(c.id, "score"); err != nil {
						return nil, err
					}
					reasons, err := s.attr(c.id, "reason")
					if err != nil {
						return nil, err
					}
					for _, r := range reasons {
						id.Reasons = append(id.Reasons, s.text(r))
					}
				}
				slices.Sort(id.Reasons)
				id.Reasons = slices.Compact(id.Reasons)
				out = append(out, id)
			}
		}
	}
	slices.SortFunc(out, func(a, b Identity) int {
		return cmp.Or(cmp.Compare(a.Predicate, b.Predicate), compareTerms(a.Other, b.Other))
	})
	return out, nil
}

// Table is the portrait as rows: one for each edge.
func (p *Portrait) Table() *Table {
	t := &Table{Title: p.Entity.Label, Columns: []string{"predicate", "value"}}
	for _, sec := range p.Sections {
		for _, e := range sec.Edges {
			t.Rows = append(t.Rows, Row{
				Cells:  []Cell{{{ID: sec.Title, Label: sec.Title}}, {e.Other}},
				Claims: e.Claims, Evidence: e.Evidence, Documents: e.Documents, Status: e.Status,
			})
		}
		t.Total += sec.Total
	}
	if len(t.Rows) == 0 {
		t.Empty = "no document says anything of " + p.Entity.ID
	}
	return t
}
