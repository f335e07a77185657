package query

import (
	"cmp"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Table is an answer: columns and rows in a settled order, which does not
// depend on the store.
type Table struct {
	Title   string // what was asked
	Columns []string
	Rows    []Row
	Total   int      // rows before the limit
	Notes   []string // how names were read, where that isn't plain
	Empty   string   // why there are no rows
	Why     *Absence // more of that; nil where there is no more to say
	Query   string   // the path with its parameters filled in; "" where there was none
	Plan    []PlanStep
}

// A Row is one answer with the claims it rests on.
type Row struct {
	Cells     []Cell
	Claims    []string // ids ("claim/3f…") of the claims read from texts, sorted
	Evidence  int      // distinct places in texts
	Documents int      // distinct documents
	// Status is the strongest status among the claims: asserted before planned,
	// reported, hedged, denied and cancelled; "" where there are no claims.
	Status string
}

// A Cell holds the values of a column, mostly one.
type Cell []Term

// A Term is an entity (IRI, ID, Label, Class) or a literal (Label, Datatype).
type Term struct {
	IRI      string `json:"iri,omitempty"`
	ID       string `json:"id,omitempty"` // short form of the IRI: "state/KR"
	Label    string `json:"label"`        // display name; the value of a literal
	Class    string `json:"class,omitempty"`
	Datatype string `json:"datatype,omitempty"` // "xsd:date"; "" for an entity and for a plain string

	folded string // of Label, once it is needed often
	node   node   // while its class has not been looked up
}

// String is the label.
func (t Term) String() string { return t.Label }

// String joins the labels.
func (c Cell) String() string {
	out := make([]string, len(c))
	for i, t := range c {
		out[i] = t.Label
	}
	return strings.Join(out, "; ")
}

// term describes a node for display.
func (s *session) term(n node) (Term, error) {
	t, err := s.named(n)
	if err == nil && t.IRI != "" {
		t.Class, err = s.classOf(n)
	}
	return t, err
}

// named describes a node for display, but for its class.
func (s *session) named(n node) (Term, error) {
	switch v := s.r.value(n).(type) {
	case quad.IRI:
		t := Term{IRI: string(v), ID: s.voc.Short(v)}
		var err error
		t.Label, err = s.label(n)
		return t, err
	case quad.TypedString:
		return Term{Label: string(v.Value), Datatype: schema.ShortDatatype(v.Type)}, nil
	default:
		return Term{Label: literalText(v)}, nil
	}
}

// number makes a count.
func number(n int) Term { return Term{Label: strconv.Itoa(n), Datatype: "xsd:integer"} }

// compareTerms orders numbers by value and before everything else, which it
// orders by the folded label and then by the id.
func compareTerms(a, b Term) int { return compareTo(&a, &b) }

func compareTo(a, b *Term) int {
	x, isX := a.number()
	y, isY := b.number()
	switch {
	case isX && isY:
		if c := cmp.Compare(x, y); c != 0 {
			return c
		}
	case isX != isY:
		return ifElse(isX, -1, 1)
	}
	if c := strings.Compare(a.fold(), b.fold()); c != 0 {
		return c
	}
	return cmp.Or(strings.Compare(a.Label, b.Label), strings.Compare(a.IRI, b.IRI), strings.Compare(a.Datatype, b.Datatype))
}

// number is the value of a number; ok is false for anything else.
func (t *Term) number() (n float64, ok bool) {
	if t.Datatype != "xsd:integer" && t.Datatype != "xsd:decimal" {
		return 0, false
	}
	n, err := strconv.ParseFloat(t.Label, 64)
	return n, err == nil
}

func (t *Term) fold() string {
	if t.folded == "" {
		return fold(t.Label)
	}
	return t.folded
}

func compareCells(a, b Cell) int {
	for i := range min(len(a), len(b)) {
		if c := compareTo(&a[i], &b[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// filler turns rows of nodes into a table.
type filler struct {
	s     *session
	p     *plan
	items []Item
	slots []int // by item
	rows  *rowset
	terms map[node]Cell
	attrs map[attrKey]Cell
	same  sameness
}

type attrKey struct {
	n    node
	attr string
}

// group is the answer that several combinations share. Its cells are made when
// they are needed: to tell which rows come first, and to show those.
type group struct {
	cells []Cell // by item; nil before it is made
	rows  []int  // of the rowset
}

// apart lists the columns that tell groups apart: those without a function, but
// for attributes of what is a column itself.
func (f *filler) apart() []int {
	var out []int
	for i, it := range f.items {
		if it.Func != "" || it.Attr != "" && slices.ContainsFunc(f.items, func(o Item) bool {
			return o.Func == "" && o.Attr == "" && o.Var == it.Var
		}) {
			continue
		}
		out = append(out, i)
	}
	return out
}

// make makes the cell of a column if it isn't there yet.
func (f *filler) make(g *group, column int) (Cell, error) {
	if g.cells == nil {
		g.cells = make([]Cell, len(f.items))
	}
	if g.cells[column] != nil {
		return g.cells[column], nil
	}
	var c Cell
	var err error
	if it := f.items[column]; it.Func != "" {
		c, err = f.aggregate(it, f.slots[column], g)
	} else {
		c, err = f.value(f.rows.row(g.rows[0])[f.slots[column]], it.Attr)
	}
	if c == nil {
		c = Cell{}
	}
	g.cells[column] = c
	return c, err
}

func fill(t *Table, s *session, p *plan, q *Query, rows *rowset, opt Options) error {
	f := &filler{s: s, p: p, items: q.items(), rows: rows, terms: map[node]Cell{}, attrs: map[attrKey]Cell{}}
	f.same = sameness{f: f}
	for _, it := range f.items {
		t.Columns = append(t.Columns, it.Name())
		f.slots = append(f.slots, p.slot[it.Var])
	}
	groups, err := f.groups()
	if err != nil {
		return err
	}
	if groups, err = f.having(groups, q.Having, t.Columns); err != nil {
		return err
	}
	order, err := sortOrder(q, t.Columns)
	if err != nil {
		return err
	}
	t.Total = len(groups)
	if groups, err = f.first(groups, q.Limit, order); err != nil {
		return err
	}
	t.Rows = make([]Row, len(groups))
	for i, g := range groups {
		if i%checkEvery == 0 && s.ctx.Err() != nil {
			return s.ctx.Err()
		}
		for column := range f.items {
			c, err := f.make(g, column)
			if err != nil {
				return err
			}
			if g.cells[column], err = f.classified(c); err != nil {
				return err
			}
		}
		t.Rows[i].Cells = g.cells
		if opt.NoEvidence {
			continue
		}
		if err := f.prove(&t.Rows[i], g, rows); err != nil {
			return err
		}
	}
	return nil
}

// classified are the terms of a cell with their classes.
func (f *filler) classified(c Cell) (Cell, error) {
	if !slices.ContainsFunc(c, func(t Term) bool { return t.node != 0 }) {
		return c, nil
	}
	out := slices.Clone(c)
	for i := range out {
		if out[i].node == 0 {
			continue
		}
		var err error
		if out[i].Class, err = f.s.classOf(out[i].node); err != nil {
			return nil, err
		}
		out[i].node = 0
	}
	return out, nil
}

// first orders groups, and leaves out all but the first so many where limit is
// above 0. After an error or the end of the context it takes all for equal, and
// so ends too.
func (f *filler) first(groups []*group, limit int, order []sortKey) ([]*group, error) {
	n := 0
	var err error
	less := func(a, b *group) int {
		if n++; n%checkEvery == 0 && err == nil {
			err = f.s.ctx.Err()
		}
		for _, k := range order {
			if err != nil {
				return 0
			}
			for _, g := range [2]*group{a, b} {
				if err == nil && (g.cells == nil || g.cells[k.column] == nil) {
					_, err = f.make(g, k.column)
				}
			}
			if err != nil {
				return 0
			}
			if c := compareCells(a.cells[k.column], b.cells[k.column]); c != 0 {
				return ifElse(k.desc, -c, c)
			}
		}
		return cmp.Compare(a.rows[0], b.rows[0])
	}
	if limit > 0 && limit < len(groups) {
		groups = smallest(groups, limit, less)
	}
	slices.SortFunc(groups, less)
	return groups, err
}

// smallest are the n smallest groups, in no order. It moves them to the front of
// the list, as a heap with the largest on top.
func smallest(groups []*group, n int, compare func(a, b *group) int) []*group {
	top := groups[:n]
	sink := func(i int) {
		for {
			c := 2*i + 1
			if c >= n {
				return
			}
			if c+1 < n && compare(top[c+1], top[c]) > 0 {
				c++
			}
			if compare(top[c], top[i]) <= 0 {
				return
			}
			top[i], top[c] = top[c], top[i]
			i = c
		}
	}
	for i := n/2 - 1; i >= 0; i-- {
		sink(i)
	}
	for i := n; i < len(groups); i++ {
		if compare(groups[i], top[0]) < 0 {
			top[0], groups[i] = groups[i], top[0]
			sink(0)
		}
	}
	return top
}

// A sortKey is a column by which rows are ordered.
type sortKey struct {
	column int
	desc   bool
}

func sortOrder(q *Query, columns []string) ([]sortKey, error) {
	var out []sortKey
	for _, k := range q.Order {
		i := slices.Index(columns, k.Column)
		if i < 0 {
			return nil, fmt.Errorf("no column is named %q%s", k.Column, after(suggestion(k.Column, columns)))
		}
		out = append(out, sortKey{i, k.Desc})
	}
	for i := range columns { // the rest decides between equals
		out = append(out, sortKey{i, false})
	}
	return out, nil
}

// groups gathers the combinations that show the same, in order of the first of
// each. It compares what they show by number and makes no cells.
func (f *filler) groups() ([]*group, error) {
	apart := f.apart()
	of := make([]int, f.rows.n) // group by row
	var sizes []int
	known := map[string]int{}
	var key []byte
	for i := range of {
		if i%checkEvery == 0 && f.s.ctx.Err() != nil {
			return nil, f.s.ctx.Err()
		}
		row := f.rows.row(i)
		key = key[:0]
		for _, at := range apart {
			id, err := f.same.of(row[f.slots[at]], f.items[at].Attr)
			if err != nil {
				return nil, err
			}
			key = binary.LittleEndian.AppendUint64(key, id)
		}
		g, ok := known[string(key)]
		if !ok {
			g = len(sizes)
			known[string(key)] = g
			sizes = append(sizes, 0)
		}
		of[i] = g
		sizes[g]++
	}
	made, out := make([]group, len(sizes)), make([]*group, len(sizes))
	all := make([]int, f.rows.n)
	at := 0
	for i, n := range sizes {
		made[i].rows = all[at : at : at+n]
		out[i] = &made[i]
		at += n
	}
	for i, g := range of {
		out[g].rows = append(out[g].rows, i)
	}
	return out, nil
}

// having keeps the groups whose columns meet the conditions.
func (f *filler) having(groups []*group, conds []Cond, columns []string) ([]*group, error) {
	c := &compiler{s: f.s, p: f.p}
	for _, cond := range conds {
		at := slices.Index(columns, cond.Attr)
		if at < 0 {
			return nil, fmt.Errorf("no column is named %q%s", cond.Attr, after(suggestion(cond.Attr, columns)))
		}
		var want []operand
		for _, v := range cond.Values {
			v.Kind = ifElse(v.Kind == Var || v.Kind == Entity, Word, v.Kind)
			o, err := c.operand(v, nil, nil)
			if err != nil {
				return nil, err
			}
			want = append(want, o)
		}
		var kept []*group
		for _, g := range groups {
			cell, err := f.make(g, at)
			if err != nil {
				return nil, err
			}
			var have []operand
			for _, t := range cell {
				have = append(have, t.operand())
			}
			ok, err := f.s.holds(cond.Op, have, want)
			if err != nil {
				return nil, err
			}
			if ok {
				kept = append(kept, g)
			}
		}
		groups = kept
	}
	return groups, nil
}

// operand is a term as a side of a comparison: a number, a date or its label.
func (t Term) operand() operand {
	o := operand{slot: -1, text: t.Label}
	o.num, o.isNum = t.number()
	switch t.Datatype {
	case "xsd:date", "xsd:gYear", "xsd:gYearMonth", "xsd:dateTime":
		first, last, _ := strings.Cut(t.Label, " to ")
		var ok bool
		if o.first, o.last, ok = dateSpan(first); ok && last != "" {
			_, o.last, _ = dateSpan(last)
		}
		o.isDate = ok
	}
	return o
}

// value is an attribute of a node, or the node itself where attr is "".
func (f *filler) value(n node, attr string) (Cell, error) {
	if attr == "" {
		return f.term(n)
	}
	return f.attr(n, attr)
}

// term is a node as a cell, without its class.
func (f *filler) term(n node) (Cell, error) {
	c, ok := f.terms[n]
	if !ok {
		t, err := f.s.named(n)
		if err != nil {
			return nil, err
		}
		t.folded = fold(t.Label)
		if t.IRI != "" {
			t.node = n
		}
		c = Cell{t}
		f.terms[n] = c
	}
	return c, nil
}

// attr are the values of an attribute, sorted.
func (f *filler) attr(n node, attr string) (Cell, error) {
	k := attrKey{n, attr}
	if c, ok := f.attrs[k]; ok {
		return c, nil
	}
	c := Cell{}
	os, err := f.s.operands(n, attr)
	if err != nil {
		return nil, err
	}
	if attr == "label" && len(os) > 1 {
		l, err := f.s.label(n)
		if err != nil {
			return nil, err
		}
		os = []operand{{text: l}}
	}
	if attr == "class" && len(os) > 1 {
		best, err := f.s.classOf(n)
		if err != nil {
			return nil, err
		}
		if best != "" {
			os = []operand{{text: best}}
		}
	}
	for _, o := range os {
		t := Term{Label: o.text}
		switch {
		case attr == "date":
			t = Term{Label: spanText([2]string{o.first, o.last}), Datatype: "xsd:date"}
		case o.node != 0:
			one, err := f.term(o.node)
			if err != nil {
				return nil, err
			}
			t = one[0]
		}
		if t.folded == "" {
			t.folded = fold(t.Label)
		}
		if !slices.Contains(c, t) {
			c = append(c, t)
		}
	}
	slices.SortFunc(c, compareTerms)
	f.attrs[k] = c
	return c, nil
}

// aggregate applies a function to the distinct values of an item in a group.
func (f *filler) aggregate(it Item, slot int, g *group) (Cell, error) {
	seen := distinct{}
	var ns []node
	for _, i := range g.rows {
		if n := f.rows.row(i)[slot]; seen.add(n) {
			ns = append(ns, n)
		}
	}
	if it.Func == "count" && it.Attr == "" {
		return Cell{number(len(ns))}, nil
	}
	var all Cell
	have := map[Term]bool{}
	for _, n := range ns {
		c, err := f.value(n, it.Attr)
		if err != nil {
			return nil, err
		}
		for _, t := range c {
			if !have[t] {
				have[t] = true
				all = append(all, t)
			}
		}
	}
	if it.Func == "count" {
		return Cell{number(len(all))}, nil
	}
	slices.SortFunc(all, compareTerms)
	if len(all) == 0 {
		return Cell{}, nil
	}
	switch it.Func {
	case "min":
		all = all[:1]
	case "max":
		all = all[len(all)-1:]
	}
	return all, nil
}

// statusOrder ranks the statuses, the strongest first.
var statusOrder = []string{"asserted", "planned", "reported", "hedged", "denied", "cancelled"}

func statusRank(s string) int {
	if i := slices.Index(statusOrder, s); i >= 0 {
		return i
	}
	return len(statusOrder)
}

// proof gathers claims without repeats.
type proof struct {
	claims   distinct
	ids      []string
	evidence distinct
	docs     distinct
	nEv, nD  int
	status   string
}

func (p *proof) add(s *session, c *claim) {
	if !p.claims.add(c.id) {
		return
	}
	p.ids = append(p.ids, s.text(c.id))
	for _, e := range c.evidence {
		if p.evidence.add(e) {
			p.nEv++
		}
	}
	if c.doc != 0 && p.docs.add(c.doc) {
		p.nD++
	}
	if p.status == "" || statusRank(c.status) < statusRank(p.status) {
		p.status = c.status
	}
}

func (p *proof) into(r *Row) {
	slices.Sort(p.ids)
	r.Claims, r.Evidence, r.Documents, r.Status = p.ids, p.nEv, p.nD, p.status
}

// prove fills in the claims behind the edges of a group's combinations.
func (f *filler) prove(r *Row, g *group, rows *rowset) error {
	p := &proof{}
	for _, a := range f.p.edges {
		done := map[[2]node]bool{}
		for _, i := range g.rows {
			row := rows.row(i)
			x, y := a.from.in(row), a.to.in(row)
			if x == 0 || y == 0 || done[[2]node{x, y}] && a.claim < 0 {
				continue
			}
			done[[2]node{x, y}] = true
			if a.claim >= 0 && row[a.claim] != 0 {
				c, err := f.s.loadClaim(row[a.claim])
				if err != nil {
					return err
				}
				p.add(f.s, c)
				continue
			}
			if err := f.proveEdge(p, a, x, y); err != nil {
				return err
			}
		}
	}
	p.into(r)
	return nil
}

func (f *filler) proveEdge(p *proof, a *edgeAtom, x, y node) error {
	edges, err := f.s.walked(a, x, y)
	if err != nil {
		return err
	}
	for _, q := range edges {
		if f.s.isClaimPredicate(q[1]) {
			c, err := f.s.loadClaim(q[0])
			if err != nil {
				return err
			}
			if c.known {
				leaf, err := f.s.leavesOf(c)
				if err != nil {
					return err
				}
				for _, l := range leaf {
					p.add(f.s, l)
				}
			}
			continue
		}
		cs, err := f.s.behindIf(q[0], q[1], q[2], a.conds)
		if err != nil {
			return err
		}
		for _, c := range cs {
			p.add(f.s, c)
		}
	}
	return nil
}

// isClaimPredicate reports whether a predicate is one of claim nodes.
func (s *session) isClaimPredicate(n node) bool {
	for _, p := range []string{"claimSubject", "claimPredicate", "claimObject", "evidence", "status", "stance"} {
		if s.pred(p) == n {
			return true
		}
	}
	return false
}
