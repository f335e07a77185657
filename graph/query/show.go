package query

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"strings"

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
	Told      int    // edges that documents tell; the others only the gazetteer and the catalogue know
	Edges     []Edge // those that documents tell first, then in order of the label of the other end
}

// An Edge is one edge of an entity with its proof.
type Edge struct {
	Other     Term
	Claims    []string
	Evidence  int
	Documents int
	Status    string
	Told      bool   // a document tells it
	Finer     string // the predicate that says more of the same two, "" if there is none
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
	finer, err := s.finer(n)
	if err != nil {
		return nil, err
	}
	for _, group := range groupOrder {
		for _, back := range []bool{false, true} {
			for _, p := range s.voc.Predicates {
				d := s.voc.def(p)
				if d.Group != group || back && d.Symmetric {
					continue
				}
				sec, err := s.section(n, d, back, limit, finer)
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

// An end is one end of an edge, seen from the other.
type end struct {
	other, pred node
	back        bool
}

// finer maps the edges of n that are rolled up from finer ones between the
// same two to the name of the finer predicate.
func (s *session) finer(n node) (map[end]string, error) {
	out := map[end]string{}
	for _, p := range s.voc.Predicates {
		super := string(s.voc.def(p).Super)
		if super == "" || s.pred(p) == 0 {
			continue
		}
		for _, back := range []bool{false, true} {
			others, err := s.follow(n, s.pred(p), back)
			if err != nil {
				return nil, err
			}
			for _, o := range others {
				key := end{o, s.pred(super), back}
				if old, ok := out[key]; !ok || p < old {
					out[key] = p
				}
			}
		}
	}
	return out, nil
}

// told lists the ends of the edges of n by pred, and which of them documents
// tell.
func (s *session) told(n, pred node, back bool) (others []node, told map[node]bool, err error) {
	told = map[node]bool{}
	if n == 0 || pred == 0 {
		return nil, told, nil
	}
	err = s.scanFrom(n, pred, back, func(q nodes) bool {
		o := q[2]
		if back {
			o = q[0]
		}
		if _, seen := told[o]; !seen {
			others = append(others, o)
		}
		told[o] = told[o] || !s.isBackground(q[3])
		return true
	})
	if err == nil {
		others, err = s.sure(n, pred, back, others)
	}
	return others, told, err
}

// background are the labels of what no document says.
var background = []string{"graph/vocabulary", "graph/identity"}

func (s *session) isBackground(label node) bool { return slices.Contains(background, s.text(label)) }

func (s *session) section(n node, d *schema.PredicateDef, back bool, limit int, finer map[end]string) (Section, error) {
	name := string(d.Name)
	sec := Section{Predicate: name, Inverse: back, Title: ifElse(back && d.Inverse != "", d.Inverse, name)}
	pred := s.pred(name)
	others, told, err := s.told(n, pred, back)
	if err != nil {
		return sec, err
	}
	if d.Symmetric {
		more, as, err := s.told(n, pred, true)
		if err != nil {
			return sec, err
		}
		for _, o := range more {
			if _, seen := told[o]; !seen {
				others = append(others, o)
			}
			told[o] = told[o] || as[o]
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
		t.folded = fold(t.Label)
		items[i] = item{o, t}
		if told[o] {
			sec.Told++
		}
	}
	slices.SortFunc(items, func(a, b item) int {
		if told[a.n] != told[b.n] {
			return ifElse(told[a.n], -1, 1)
		}
		return compareTerms(a.t, b.t)
	})
	sec.Total = len(items)
	if limit > 0 && len(items) > limit {
		items = items[:limit]
	}
	for _, it := range items {
		r, err := s.proofOf(n, pred, it.n, back, d.Symmetric)
		if err != nil {
			return sec, err
		}
		sec.Edges = append(sec.Edges, Edge{
			it.t, r.Claims, r.Evidence, r.Documents, r.Status, told[it.n], finer[end{it.n, pred, back}],
		})
	}
	return sec, nil
}

// proofOf is what the edge between two things rests on, of a symmetric
// predicate in both directions.
func (s *session) proofOf(n, pred, other node, back, symmetric bool) (Row, error) {
	ends := [][2]node{{n, other}}
	if back {
		ends[0] = [2]node{other, n}
	}
	if symmetric {
		ends = append(ends, [2]node{other, n})
	}
	p := &proof{}
	for _, e := range ends {
		cs, err := s.behind(e[0], pred, e[1])
		if err != nil {
			return Row{}, err
		}
		for _, c := range cs {
			p.add(s, c)
		}
	}
	var r Row
	p.into(&r)
	return r, nil
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

// Table is the portrait as rows, one for each edge, what an analyst asks first
// before the rest. Without all, the edges that only the gazetteer and the
// catalogue know, and those that a finer one beside them says, are left out, and
// the notes say how many.
func (p *Portrait) Table(all bool) *Table {
	t := &Table{Title: p.Entity.Label, Columns: []string{"predicate", "value"}}
	order := portraitOrder()
	secs := slices.Clone(p.Sections)
	slices.SortStableFunc(secs, func(a, b Section) int { return order.of(a) - order.of(b) })
	for _, sec := range secs {
		shown := 0
		for _, e := range sec.Edges {
			if !e.Told && !all || e.Finer != "" && !all {
				continue
			}
			shown++
			t.Rows = append(t.Rows, Row{
				Cells:  []Cell{{{ID: sec.Title, Label: sec.Title}}, {e.Other}},
				Claims: e.Claims, Evidence: e.Evidence, Documents: e.Documents, Status: e.Status,
			})
		}
		rolled := 0
		for _, e := range sec.Edges {
			if e.Told && e.Finer != "" && !all {
				rolled++
			}
		}
		if more := ifElse(all, sec.Total, sec.Told) - shown - rolled; more > 0 {
			t.Notes = append(t.Notes, fmt.Sprintf("%s: %d more that documents tell (--limit 0)", sec.Title, more))
		}
		if known := sec.Total - sec.Told; known > 0 && !all {
			t.Notes = append(t.Notes, fmt.Sprintf("%s: %d that only the gazetteer and the catalogue know, without words (--all)", sec.Title, known))
		}
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = "no document says anything of " + p.Entity.ID
	}
	return t
}

//go:embed portrait.tsv
var portraitList string

// sectionOrder is the place of each section of a portrait, by title.
type sectionOrder map[string]int

// portraitOrder reads the order in which an analyst wants to see facts.
func portraitOrder() sectionOrder {
	out := sectionOrder{}
	for line := range strings.Lines(portraitList) {
		title := strings.TrimSpace(line)
		if title != "" && !strings.HasPrefix(title, "#") && title != "predicate" {
			out[title] = len(out)
		}
	}
	return out
}

// of is the place of a section; those that the list does not name come last.
func (o sectionOrder) of(s Section) int {
	if at, ok := o[s.Title]; ok {
		return at
	}
	return len(o)
}
