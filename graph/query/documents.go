package query

import (
	"cmp"
	"context"
	"slices"

	"github.com/normgraph/normgraph/schema"
)

// A DocumentComparison sets side by side what documents say of the things that
// at least two of them speak of.
type DocumentComparison struct {
	Documents []Term
	Rows      []SaidRow // in order of subject and predicate
}

// A SaidRow is what each document says of one subject by one predicate.
type SaidRow struct {
	Subject   Term
	Predicate string
	Said      []Said // by document
	// Verdict is "same" where all that speak say the same, "differ" where they
	// give values of which only one can be right, "more" where one says more
	// than another or says it more exactly, "one" where only one document speaks.
	Verdict string
}

// Said is the values that one document gives.
type Said struct {
	Values []Term
	Claims []string
}

// CompareDocuments compares what documents, given as people write them, say.
func (g *Graph) CompareDocuments(ctx context.Context, names ...string) (*DocumentComparison, error) {
	s := g.session(ctx)
	out := &DocumentComparison{}
	type key struct{ subj, pred node }
	rows := map[key][]map[node][]string{} // by document: values to claims
	var order []key
	speakers := map[node]map[int]bool{}
	for i, name := range names {
		c, err := g.resolveOne(s, name, []string{"Document"})
		if err != nil {
			return nil, err
		}
		doc := s.find(c.IRI)
		t, err := s.term(doc)
		if err != nil {
			return nil, err
		}
		out.Documents = append(out.Documents, t)
		claims, err := s.claimsIn(doc)
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			k := key{c.s, c.p}
			if rows[k] == nil {
				rows[k] = make([]map[node][]string, len(names))
				order = append(order, k)
			}
			if rows[k][i] == nil {
				rows[k][i] = map[node][]string{}
			}
			rows[k][i][c.o] = append(rows[k][i][c.o], s.text(c.id))
			if speakers[c.s] == nil {
				speakers[c.s] = map[int]bool{}
			}
			speakers[c.s][i] = true
		}
	}
	for _, k := range order {
		if len(speakers[k.subj]) < 2 && len(names) > 1 {
			continue
		}
		row := SaidRow{Predicate: s.text(k.pred)}
		var err error
		if row.Verdict, err = s.verdict(k.subj, k.pred, rows[k]); err != nil {
			return nil, err
		}
		if row.Subject, err = s.term(k.subj); err != nil {
			return nil, err
		}
		for _, values := range rows[k] {
			var said Said
			for n, claims := range values {
				t, err := s.term(n)
				if err != nil {
					return nil, err
				}
				said.Values = append(said.Values, t)
				said.Claims = append(said.Claims, claims...)
			}
			slices.SortFunc(said.Values, compareTerms)
			slices.Sort(said.Claims)
			row.Said = append(row.Said, said)
		}
		out.Rows = append(out.Rows, row)
	}
	slices.SortFunc(out.Rows, func(a, b SaidRow) int {
		return cmp.Or(compareTerms(a.Subject, b.Subject), cmp.Compare(a.Predicate, b.Predicate))
	})
	return out, ctx.Err()
}

// claimsIn lists the claims of a document, in the order of the store.
func (s *session) claimsIn(doc node) ([]*claim, error) {
	var out []*claim
	err := s.r.scan(s.ctx, nodes{0, s.pred("claimSubject"), 0, doc}, func(q nodes) bool {
		out = append(out, &claim{id: q[0]})
		return true
	})
	if err != nil || s.pred("claimSubject") == 0 {
		return nil, err
	}
	for i := range out {
		if out[i], err = s.loadClaim(out[i].id); err != nil {
			return nil, err
		}
	}
	return slices.DeleteFunc(out, func(c *claim) bool { return c.confidence < s.least }), nil
}

// verdict compares the values of those documents that give any.
func (s *session) verdict(subj, pred node, docs []map[node][]string) (string, error) {
	var spoken []map[node][]string
	for _, d := range docs {
		if len(d) > 0 {
			spoken = append(spoken, d)
		}
	}
	if len(spoken) < 2 {
		return "one", nil
	}
	out := "same"
	for i, a := range spoken {
		for _, b := range spoken[:i] {
			ab, ba := subset(a, b), subset(b, a)
			if !ab || !ba {
				out = "more"
			}
			if ab || ba {
				continue
			}
			no, err := s.excluded(subj, pred, a, b)
			if err != nil {
				return "", err
			}
			if no {
				return "differ", nil
			}
		}
	}
	return out, nil
}

// excluded reports whether no value of a agrees with one of b, where a subject
// can have but one.
func (s *session) excluded(subj, pred node, a, b map[node][]string) (bool, error) {
	name := s.text(pred)
	d := s.voc.def(name)
	if d == nil || !comparable(d) && !(d.Functional && d.Group == schema.DocumentGroup) {
		return false, nil
	}
	f := &conflictFinder{s: s}
	for x := range a {
		for y := range b {
			if err := f.pair(name, subj, x, y); err != nil {
				return false, err
			}
			if len(f.out) == 0 {
				return false, nil
			}
			f.out = nil
		}
	}
	return true, nil
}

func subset(a, b map[node][]string) bool {
	for n := range a {
		if _, ok := b[n]; !ok {
			return false
		}
	}
	return true
}

// Table is the comparison as rows: what all documents say, then in a column for
// each what it says beyond that.
func (c *DocumentComparison) Table() *Table {
	t := &Table{Title: "What the documents say", Columns: []string{"subject", "predicate", "verdict", "all say"}}
	for _, d := range c.Documents {
		t.Columns = append(t.Columns, d.ID)
	}
	for _, r := range c.Rows {
		all := Cell{}
		for _, v := range r.Said[0].Values {
			if !slices.ContainsFunc(r.Said, func(s Said) bool { return !slices.Contains(s.Values, v) }) {
				all = append(all, v)
			}
		}
		row := Row{Cells: []Cell{{r.Subject}, {{ID: r.Predicate, Label: r.Predicate}}, {{Label: r.Verdict}}, all}}
		for _, s := range r.Said {
			rest := Cell{}
			for _, v := range s.Values {
				if !slices.Contains(all, v) {
					rest = append(rest, v)
				}
			}
			row.Cells = append(row.Cells, rest)
			row.Claims = append(row.Claims, s.Claims...)
			if len(s.Values) > 0 {
				row.Documents++
			}
		}
		slices.Sort(row.Claims)
		t.Rows = append(t.Rows, row)
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = "the documents speak of nothing that they share"
	}
	return t
}
