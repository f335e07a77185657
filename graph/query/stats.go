package query

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"
)

// Stats counts what is in a graph.
type Stats struct {
	Quads, Terms int
	Classes      []Count // entities by class, most first
	Predicates   []Count // distinct edges by domain predicate, most first
	Statuses     []Count // claims by status, most first
	Documents    []Count // claims by document, most first
	Claims       int
	Derived      int // of the claims
	Evidence     int // passages
}

// A Count is how many there are of something.
type Count struct {
	Of Term
	N  int
}

// Stats counts what is in the graph.
func (g *Graph) Stats(ctx context.Context) (*Stats, error) {
	s := g.session(ctx)
	out := &Stats{}
	st, err := g.qs.Stats(ctx, true)
	if err != nil {
		return nil, err
	}
	out.Quads, out.Terms = int(st.Quads.Size), int(st.Nodes.Size)
	for _, c := range s.voc.Classes {
		id := s.r.find(classIRI(c))
		if id == 0 {
			continue
		}
		ms, err := s.follow(id, s.pred("rdf:type"), true)
		if err != nil {
			return nil, err
		}
		switch c {
		case "Claim":
			out.Claims = len(ms)
		case "Evidence":
			out.Evidence = len(ms)
		}
		out.Classes = append(out.Classes, Count{Term{IRI: string(classIRI(c)), ID: c, Label: c}, len(ms)})
	}
	for _, p := range s.voc.Predicates {
		if n := s.pred(p); n != 0 && s.voc.isDomain(p) {
			seen := map[[2]node]struct{}{}
			err := s.r.scan(ctx, nodes{0, n}, func(q nodes) bool {
				seen[[2]node{q[0], q[2]}] = struct{}{}
				return true
			})
			if err != nil {
				return nil, err
			}
			out.Predicates = append(out.Predicates, Count{s.predTerm(p), len(seen)})
		}
	}
	if out.Statuses, err = s.countBy("status"); err != nil {
		return nil, err
	}
	if err := s.countDocuments(out); err != nil {
		return nil, err
	}
	for _, l := range [][]Count{out.Classes, out.Predicates, out.Statuses, out.Documents} {
		slices.SortFunc(l, func(a, b Count) int { return cmp.Or(b.N-a.N, compareTerms(a.Of, b.Of)) })
	}
	return out, ctx.Err()
}

// countBy counts the subjects of a predicate by its objects.
func (s *session) countBy(pred string) ([]Count, error) {
	by := map[node]int{}
	if s.pred(pred) == 0 {
		return nil, nil
	}
	if err := s.r.scan(s.ctx, nodes{0, s.pred(pred)}, func(q nodes) bool { by[q[2]]++; return true }); err != nil {
		return nil, err
	}
	return s.counts(by)
}

func (s *session) counts(by map[node]int) ([]Count, error) {
	var out []Count
	for n, k := range by {
		t, err := s.term(n)
		if err != nil {
			return nil, err
		}
		out = append(out, Count{t, k})
	}
	return out, nil
}

// countDocuments counts claims by the document whose label they have. A claim
// under the label of no document is a derived one.
func (s *session) countDocuments(out *Stats) error {
	by := map[node]int{}
	if s.pred("claimSubject") == 0 {
		return nil
	}
	err := s.r.scan(s.ctx, nodes{0, s.pred("claimSubject")}, func(q nodes) bool { by[q[3]]++; return true })
	if err != nil {
		return err
	}
	for _, graph := range []string{"graph/derived", "graph/identity", "graph/vocabulary"} {
		iri, err := s.voc.Names.ID(graph)
		if err != nil {
			return err
		}
		if n := s.r.find(iri); n != 0 {
			if graph == "graph/derived" {
				out.Derived = by[n]
			}
			delete(by, n)
		}
	}
	out.Documents, err = s.counts(by)
	return err
}

// Table is the counts as rows.
func (st *Stats) Table() *Table {
	t := &Table{Title: "What is in the graph", Columns: []string{"kind", "of", "number"}}
	row := func(kind string, of Term, n int) {
		t.Rows = append(t.Rows, Row{Cells: []Cell{{{Label: kind}}, {of}, {number(n)}}})
	}
	row("total", Term{Label: "quads"}, st.Quads)
	row("total", Term{Label: "terms"}, st.Terms)
	row("total", Term{Label: "claims"}, st.Claims)
	row("total", Term{Label: "derived claims"}, st.Derived)
	row("total", Term{Label: "passages"}, st.Evidence)
	for _, part := range []struct {
		kind string
		list []Count
	}{{"class", st.Classes}, {"predicate", st.Predicates}, {"status", st.Statuses}, {"document", st.Documents}} {
		for _, c := range part.list {
			row(part.kind, c.Of, c.N)
		}
	}
	t.Total = len(t.Rows)
	return t
}

// A ClaimChange is a claim that one graph has and another has not, or has
// otherwise.
type ClaimChange struct {
	Change    string // added, removed, changed
	Claim     string
	Subject   Term
	Predicate string
	Object    Term
	Document  Term
	Fields    []string // of a changed claim: "status asserted to planned"
}

// Diff compares two graphs in claims, derived ones left out: what the newer one
// has added, removed and changed, in order of document, claim and change. The
// id of a claim is made of its document, subject, predicate, object and
// holder, so that a claim with another of these is another claim.
func Diff(ctx context.Context, older, newer *Graph) ([]ClaimChange, error) {
	a, b := older.session(ctx), newer.session(ctx)
	as, err := a.allClaims()
	if err != nil {
		return nil, err
	}
	bs, err := b.allClaims()
	if err != nil {
		return nil, err
	}
	var out []ClaimChange
	add := func(change string, s *session, c *claim, fields []string) error {
		x, err := s.change(change, c)
		x.Fields = fields
		out = append(out, x)
		return err
	}
	for _, id := range sortedIRIs(as, bs) {
		x, y := as[id], bs[id]
		switch {
		case y == 0:
			c, err := a.loadClaim(x)
			if err == nil && len(c.from) == 0 {
				err = add("removed", a, c, nil)
			}
			if err != nil {
				return nil, err
			}
		case x == 0:
			c, err := b.loadClaim(y)
			if err == nil && len(c.from) == 0 {
				err = add("added", b, c, nil)
			}
			if err != nil {
				return nil, err
			}
		default:
			c, err := a.loadClaim(x)
			if err != nil {
				return nil, err
			}
			d, err := b.loadClaim(y)
			if err != nil {
				return nil, err
			}
			if fields := differing(a, c, b, d); len(fields) > 0 && len(d.from) == 0 {
				if err := add("changed", b, d, fields); err != nil {
					return nil, err
				}
			}
		}
	}
	slices.SortStableFunc(out, func(x, y ClaimChange) int {
		return cmp.Or(cmp.Compare(x.Document.ID, y.Document.ID), cmp.Compare(x.Claim, y.Claim), cmp.Compare(x.Change, y.Change))
	})
	return out, ctx.Err()
}

// allClaims maps the ids of all claims to their nodes.
func (s *session) allClaims() (map[string]node, error) {
	out := map[string]node{}
	if s.pred("claimSubject") == 0 {
		return out, nil
	}
	err := s.r.scan(s.ctx, nodes{0, s.pred("claimSubject")}, func(q nodes) bool {
		if iri, ok := s.r.value(q[0]).(quad.IRI); ok {
			out[string(iri)] = q[0]
		}
		return true
	})
	return out, err
}

func sortedIRIs(ms ...map[string]node) []string {
	var out []string
	for _, m := range ms {
		for k := range m {
			out = append(out, k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (s *session) change(kind string, c *claim) (ClaimChange, error) {
	out := ClaimChange{Change: kind, Claim: s.text(c.id), Predicate: s.text(c.p)}
	var err error
	if out.Subject, err = s.term(c.s); err != nil {
		return out, err
	}
	if out.Object, err = s.term(c.o); err != nil {
		return out, err
	}
	if c.doc != 0 {
		out.Document, err = s.term(c.doc)
	}
	return out, err
}

// differing says in which fields two claims of one id differ.
func differing(a *session, x *claim, b *session, y *claim) []string {
	list := func(s *session, ns []node) string {
		var out []string
		for _, n := range ns {
			out = append(out, s.text(n))
		}
		slices.Sort(out)
		return joined(out)
	}
	conf := func(c *claim) string { return formatFloat(c.confidence) }
	var out []string
	for _, f := range []struct{ name, was, is string }{
		{"subject", a.text(x.s), b.text(y.s)},
		{"object", a.text(x.o), b.text(y.o)},
		{"status", x.status, y.status},
		{"stance", x.stance, y.stance},
		{"modality", x.modality, y.modality},
		{"countQualifier", x.qualifier, y.qualifier},
		{"confidence", conf(x), conf(y)},
		{"rule", x.rule, y.rule},
		{"attributedTo", list(a, x.attributedTo), list(b, y.attributedTo)},
		{"addressee", list(a, x.addressee), list(b, y.addressee)},
		{"evidence", list(a, x.evidence), list(b, y.evidence)},
	} {
		if f.was != f.is {
			out = append(out, f.name+" "+ifElse(f.was == "", "none", f.was)+" to "+ifElse(f.is == "", "none", f.is))
		}
	}
	return out
}

// DiffTable is the changes as rows.
func DiffTable(changes []ClaimChange) *Table {
	t := &Table{
		Title: "Claims added, removed and changed", Columns: []string{"change", "document", "subject", "predicate", "object", "fields", "claim"},
		Empty: ifElse(len(changes) == 0, "both graphs hold the same claims", ""), Total: len(changes),
	}
	for _, c := range changes {
		doc := Cell{}
		if c.Document.IRI != "" {
			doc = Cell{c.Document}
		}
		t.Rows = append(t.Rows, Row{
			Cells: []Cell{
				{{Label: c.Change}},
				doc,
				{c.Subject},
				{{ID: c.Predicate, Label: c.Predicate}},
				{c.Object},
				{{Label: joined(c.Fields)}},
				{{ID: c.Claim, Label: c.Claim}},
			},
			Claims: []string{c.Claim},
		})
	}
	return t
}

func joined(parts []string) string { return strings.Join(parts, ", ") }

func formatFloat(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
