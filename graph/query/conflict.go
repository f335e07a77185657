package query

import (
	"cmp"
	"context"
	"math"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Conflict is two statements that can't both be right.
type Conflict struct {
	Kind    string `json:"kind"` // date, count, value, host, stance, status
	Subject Term   `json:"subject"`
	A       Side   `json:"a"`
	B       Side   `json:"b"`
}

// A Side is one of two statements in conflict, with its proof.
type Side struct {
	Predicate string   `json:"predicate"`
	Value     Term     `json:"value"`
	Claims    []string `json:"claims,omitempty"`
	Documents []Term   `json:"documents,omitempty"`
	Quotes    []Quote  `json:"quotes,omitempty"`
}

// Conflicts lists statements that contradict each other: different values of
// what has one value (dates by whether they may be the same, counts by their
// qualifiers), different sole hosts, stances for and against a norm, and what
// one document asserts and another denies. About restricts it to one entity;
// "" means all. The order is by subject, kind and values.
func (g *Graph) Conflicts(ctx context.Context, about string) ([]Conflict, error) {
	s := g.session(ctx)
	f := &conflictFinder{s: s, stances: loadStances()}
	if about != "" {
		c, err := g.resolveOne(s, about, nil)
		if err != nil {
			return nil, err
		}
		f.about = s.r.find(quad.IRI(c.IRI))
	}
	for _, find := range []func() error{f.values, f.hosts, f.stanceSides, f.denials} {
		if err := find(); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(f.out, func(a, b Conflict) int {
		return cmp.Or(
			compareTerms(a.Subject, b.Subject), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.A.Predicate, b.A.Predicate),
			compareTerms(a.A.Value, b.A.Value), compareTerms(a.B.Value, b.B.Value),
		)
	})
	return f.out, ctx.Err()
}

type conflictFinder struct {
	s       *session
	about   node
	stances map[string]stance
	out     []Conflict
}

// statements maps each subject of pred to its objects; both in the order of
// the store.
func (f *conflictFinder) statements(pred node) (subjects []node, objects map[node][]node, err error) {
	objects = map[node][]node{}
	if pred == 0 {
		return nil, objects, nil
	}
	err = f.s.r.scan(f.s.ctx, nodes{f.about, pred}, func(q nodes) bool {
		os, seen := objects[q[0]]
		if !seen {
			subjects = append(subjects, q[0])
		}
		if !slices.Contains(os, q[2]) {
			objects[q[0]] = append(os, q[2])
		}
		return true
	})
	return subjects, objects, err
}

// said are the claims behind an edge that stand: neither denied nor cancelled.
func (f *conflictFinder) said(subj, pred, obj node) ([]*claim, error) {
	cs, err := f.s.behind(subj, pred, obj)
	return slices.DeleteFunc(slices.Clone(cs), func(c *claim) bool { return c.status == "denied" || c.status == "cancelled" }), err
}

// comparable reports whether different values of a predicate may contradict:
// texts that are not from a list are only words, and the status of an event
// moves on.
func comparable(d *schema.PredicateDef) bool {
	if !d.Functional || !d.IsClaim() || d.Group == schema.DocumentGroup || d.Name == schema.EventStatus {
		return false
	}
	return len(d.Values) > 0 || !slices.Contains(d.Datatypes, schema.XSDString)
}

func (f *conflictFinder) values() error {
	for _, name := range f.s.voc.Predicates {
		d := f.s.voc.def(name)
		if !comparable(d) {
			continue
		}
		pred := f.s.pred(name)
		subjects, objects, err := f.statements(pred)
		if err != nil {
			return err
		}
		for _, subj := range subjects {
			os := objects[subj]
			for i := range os {
				for j := range i {
					if err := f.pair(name, subj, os[j], os[i]); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

func (f *conflictFinder) pair(pred string, subj, a, b node) error {
	p := f.s.pred(pred)
	as, err := f.said(subj, p, a)
	if err != nil {
		return err
	}
	bs, err := f.said(subj, p, b)
	if err != nil || len(as) == 0 || len(bs) == 0 {
		return err
	}
	x, y := f.s.literal(a), f.s.literal(b)
	kind := "value"
	switch {
	case x.isDate && y.isDate:
		if x.first <= y.last && y.first <= x.last {
			return nil
		}
		ok, err := f.during(pred, subj, x, y, as, bs)
		if err != nil || ok {
			return err
		}
		kind = "date"
	case x.isNum && y.isNum:
		if !slices.ContainsFunc(as, func(c *claim) bool {
			return slices.ContainsFunc(bs, func(d *claim) bool { return countsDiffer(x.num, c.qualifier, y.num, d.qualifier) })
		}) {
			return nil
		}
		kind = "count"
	case f.s.isIRI(a) && f.s.isIRI(b):
		ok, err := f.within(a, b)
		if err != nil || ok {
			return err
		}
		if ok, err = f.lies(a, b); err != nil || ok {
			return err
		}
	}
	return f.add(kind, subj, pred, a, as, pred, b, bs)
}

// during reports whether one of two start dates, from documents that give no
// end, is a day of what the other documents say from start to end: they speak
// of one day of a longer event.
func (f *conflictFinder) during(pred string, subj node, x, y operand, as, bs []*claim) (bool, error) {
	if pred != "startDate" {
		return false, nil
	}
	endA, err := f.endSaid(subj, as)
	if err != nil {
		return false, err
	}
	endB, err := f.endSaid(subj, bs)
	if err != nil {
		return false, err
	}
	return endB == "" && x.first <= y.first && y.last <= endA || endA == "" && y.first <= x.first && x.last <= endB, nil
}

// endSaid is the last day that the documents of claims give an event, "" if
// they give none.
func (f *conflictFinder) endSaid(subj node, of []*claim) (string, error) {
	pred := f.s.pred("endDate")
	ends, err := f.s.follow(subj, pred, false)
	if err != nil {
		return "", err
	}
	last := ""
	for _, e := range ends {
		cs, err := f.said(subj, pred, e)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(cs, func(c *claim) bool {
			return slices.ContainsFunc(of, func(o *claim) bool { return o.doc == c.doc })
		}) {
			last = max(last, f.s.literal(e).last)
		}
	}
	return last, nil
}

// nearly is how far apart two counts may be where one is called approximate: a
// tenth, as people round to.
const nearly = 0.1

// countsDiffer reports whether two counts with qualifiers (approx, min, max or
// "") exclude each other.
func countsDiffer(x float64, qx string, y float64, qy string) bool {
	if qx == "approx" || qy == "approx" {
		return math.Abs(x-y) > nearly*max(x, y)
	}
	lo := func(n float64, q string) float64 { return ifElse(q == "max", 0, n) }
	hi := func(n float64, q string) float64 { return ifElse(q == "min", math.Inf(1), n) }
	return lo(x, qx) > hi(y, qy) || lo(y, qy) > hi(x, qx)
}

// within reports whether one of two entities is a part of the other, so that
// both may be named.
func (f *conflictFinder) within(a, b node) (bool, error) {
	part := &cpath{kind: altPath}
	for _, p := range []string{"partOf", "subSeriesOf", "subEventOf", "partOfProcess"} {
		part.subs = append(part.subs, &cpath{kind: predPath, pred: f.s.pred(p)})
	}
	up := &cpath{kind: repPath, subs: []*cpath{part}, min: 1, max: 3}
	for _, p := range [][2]node{{a, b}, {b, a}} {
		to, err := f.s.step(up, p[0], false, nil)
		if err != nil || slices.Contains(to, p[1]) {
			return true, err
		}
	}
	return false, nil
}

// lies reports whether one of two places lies in the other as far as the
// gazetteer knows: a city in a State, or in the place that has the State's name.
func (f *conflictFinder) lies(a, b node) (bool, error) {
	for _, p := range [][2]node{{a, b}, {b, a}} {
		states, err := f.s.attr(p[0], "inState")
		if err != nil {
			return false, err
		}
		for _, st := range states {
			if st == p[1] {
				return true, nil
			}
			names, err := f.s.namesOf(st)
			if err != nil {
				return false, err
			}
			whole, err := f.s.namesOf(p[1])
			if err != nil {
				return false, err
			}
			if slices.ContainsFunc(whole, func(w string) bool {
				return slices.ContainsFunc(names, func(n string) bool { return fold(n) == fold(w) })
			}) {
				return true, nil
			}
		}
	}
	return false, nil
}

// hosts finds events that two documents give different sole hosts.
func (f *conflictFinder) hosts() error {
	pred := f.s.pred("hostedBy")
	subjects, objects, err := f.statements(pred)
	if err != nil {
		return err
	}
	for _, subj := range subjects {
		type said struct {
			host   node
			claims []*claim
		}
		var docs []node
		by := map[node][]said{}
		for _, h := range objects[subj] {
			cs, err := f.said(subj, pred, h)
			if err != nil {
				return err
			}
			for _, c := range cs {
				if _, seen := by[c.doc]; !seen {
					docs = append(docs, c.doc)
				}
				i := slices.IndexFunc(by[c.doc], func(x said) bool { return x.host == h })
				if i < 0 {
					by[c.doc] = append(by[c.doc], said{host: h})
					i = len(by[c.doc]) - 1
				}
				by[c.doc][i].claims = append(by[c.doc][i].claims, c)
			}
		}
		done := map[[2]node]bool{}
		for i, d := range docs {
			for _, e := range docs[:i] {
				x, y := by[e], by[d]
				if len(x) != 1 || len(y) != 1 || x[0].host == y[0].host || done[[2]node{x[0].host, y[0].host}] {
					continue
				}
				// A claim of one of several hosts says that there are others.
				if coHost := f.s.pred("coHostedBy"); x[0].claims[0].p == coHost || y[0].claims[0].p == coHost {
					continue
				}
				done[[2]node{x[0].host, y[0].host}] = true
				ok, err := f.within(x[0].host, y[0].host)
				if err != nil {
					return err
				}
				if !ok {
					if err := f.add("host", subj, "hostedBy", x[0].host, x[0].claims, "hostedBy", y[0].host, y[0].claims); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// stanceSides finds holders that are for and against one norm.
func (f *conflictFinder) stanceSides() error {
	var holders []node
	seen := distinct{}
	for name, st := range f.stances {
		if st.side != "against" {
			continue
		}
		subjects, _, err := f.statements(f.s.pred(name))
		if err != nil {
			return err
		}
		for _, h := range subjects {
			if seen.add(h) {
				holders = append(holders, h)
			}
		}
	}
	for _, h := range holders {
		ps, err := f.s.positions(h)
		if err != nil {
			return err
		}
		for i, p := range ps {
			for _, q := range ps[i+1:] {
				if p.norm != q.norm || !contrary(f.stances[p.stance].side, f.stances[q.stance].side) {
					continue
				}
				a, b := p, q
				if f.stances[a.stance].side == "against" {
					a, b = b, a
				}
				if err := f.add("stance", h, a.stance, a.norm, a.claims, b.stance, b.norm, b.claims); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func contrary(a, b string) bool { return a == "for" && b == "against" || a == "against" && b == "for" }

// denials finds what is asserted and denied.
func (f *conflictFinder) denials() error {
	for _, word := range []string{"denied", "cancelled"} {
		lit := f.s.r.find(quad.String(word))
		if lit == 0 || f.s.pred("status") == 0 {
			continue
		}
		ids, err := f.s.follow(lit, f.s.pred("status"), true)
		if err != nil {
			return err
		}
		for _, id := range ids {
			c, err := f.s.loadClaim(id)
			if err != nil {
				return err
			}
			if !c.known || f.about != 0 && c.s != f.about {
				continue
			}
			others, err := f.said(c.s, c.p, c.o)
			if err != nil {
				return err
			}
			others = slices.DeleteFunc(others, func(o *claim) bool { return o.status != "asserted" })
			if len(others) == 0 {
				continue
			}
			p := f.s.text(c.p)
			if err := f.add("status", c.s, p, c.o, others, p+" ("+word+")", c.o, []*claim{c}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *conflictFinder) add(kind string, subj node, pa string, a node, as []*claim, pb string, b node, bs []*claim) error {
	c := Conflict{Kind: kind}
	var err error
	if c.Subject, err = f.s.term(subj); err != nil {
		return err
	}
	if c.A, err = f.s.side(pa, a, as); err != nil {
		return err
	}
	if c.B, err = f.s.side(pb, b, bs); err != nil {
		return err
	}
	if pa == pb && compareTerms(c.A.Value, c.B.Value) > 0 {
		c.A, c.B = c.B, c.A
	}
	f.out = append(f.out, c)
	return nil
}

func (s *session) side(pred string, value node, cs []*claim) (Side, error) {
	out := Side{Predicate: pred}
	var err error
	if out.Value, err = s.term(value); err != nil {
		return out, err
	}
	docs := distinct{}
	for _, c := range cs {
		out.Claims = append(out.Claims, s.text(c.id))
		qs, err := s.quotes(c)
		if err != nil {
			return out, err
		}
		out.Quotes = append(out.Quotes, qs...)
		if c.doc != 0 && docs.add(c.doc) {
			d, err := s.term(c.doc)
			if err != nil {
				return out, err
			}
			out.Documents = append(out.Documents, d)
		}
	}
	slices.Sort(out.Claims)
	slices.SortFunc(out.Documents, compareTerms)
	slices.SortFunc(out.Quotes, func(a, b Quote) int {
		return cmp.Or(cmp.Compare(a.Document.ID, b.Document.ID), a.Start-b.Start, cmp.Compare(a.Claim, b.Claim))
	})
	return out, nil
}

// ConflictTable is conflicts as rows.
func ConflictTable(cs []Conflict) *Table {
	t := &Table{
		Title:   "Which claims contradict each other?",
		Columns: []string{"kind", "subject", "one says", "value", "in", "another says", "other value", "other in"},
		Empty:   ifElse(len(cs) == 0, "no two claims contradict each other", ""),
	}
	for _, c := range cs {
		r := Row{Cells: []Cell{
			{{Label: c.Kind}},
			{c.Subject},
			{{ID: c.A.Predicate, Label: c.A.Predicate}},
			{c.A.Value},
			c.A.Documents,
			{{ID: c.B.Predicate, Label: c.B.Predicate}},
			{c.B.Value},
			c.B.Documents,
		}}
		r.Claims = slices.Concat(c.A.Claims, c.B.Claims)
		slices.Sort(r.Claims)
		r.Claims = slices.Compact(r.Claims)
		r.Evidence = len(c.A.Quotes) + len(c.B.Quotes)
		docs := map[string]bool{}
		for _, d := range slices.Concat(c.A.Documents, c.B.Documents) {
			docs[d.ID] = true
		}
		r.Documents = len(docs)
		t.Rows = append(t.Rows, r)
	}
	t.Total = len(t.Rows)
	return t
}
