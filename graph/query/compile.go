package query

import (
	"fmt"
	"slices"
)

// A plan is a query made ready for one session.
type plan struct {
	width int      // slots of a row
	names []string // by slot; "" for nodes without a name
	slot  map[string]int
	root  []atom
	edges []*edgeAtom // outside of not, for the proof of an answer
}

// An atom is a condition on rows that a plan applies in an order of its own.
type atom interface {
	// uses are the slots that the atom reads or binds.
	uses() []int
	// needs are the slots that must be bound before it can run.
	needs() []int
	// cost estimates how many rows there will be afterwards.
	cost(e *runner, rows *rowset) (int, error)
	run(e *runner, rows *rowset) (*rowset, error)
	String() string
}

// A term is a slot of the row, or a node where slot is negative.
type term struct {
	slot int
	node node
}

func (t term) in(row []node) node {
	if t.slot < 0 {
		return t.node
	}
	return row[t.slot]
}

type compiler struct {
	s       *session
	g       *Graph
	p       *plan
	text    string
	resolve func(ref Ref, classes []string) (node, error)
}

// scope maps the variables visible in a part of a pattern to slots.
type scope map[string]int

func (c *compiler) newSlot(name string) int {
	c.p.names = append(c.p.names, name)
	c.p.width++
	return c.p.width - 1
}

// extend adds slots for the variables that are not in the scope yet.
func (c *compiler) extend(sc scope, vars []string) scope {
	out := scope{}
	for v, i := range sc {
		out[v] = i
	}
	for _, v := range vars {
		if _, ok := out[v]; !ok {
			out[v] = c.newSlot(v)
		}
	}
	return out
}

// conjunction compiles p into atoms that must all hold. Positive says that its
// edges are part of the proof of an answer.
func (c *compiler) conjunction(p Pattern, sc scope, positive bool) ([]atom, error) {
	switch p := p.(type) {
	case *And:
		var out []atom
		for _, x := range p.Patterns {
			as, err := c.conjunction(x, sc, positive)
			if err != nil {
				return nil, err
			}
			out = append(out, as...)
		}
		return out, nil
	case *Chain:
		return c.chain(p, sc, positive)
	case *Filter:
		a, err := c.filter(sc[p.Var], &p.Cond, sc)
		return []atom{a}, err
	case *Not:
		in, err := c.conjunction(p.Pattern, c.extend(sc, bound(p.Pattern)), false)
		if err != nil {
			return nil, err
		}
		a := &notAtom{in: in}
		a.outer = slotsIn(sc, usesOf(in))
		return []atom{a}, nil
	case *Or:
		return c.or(p, sc, positive)
	}
	return nil, fmt.Errorf("unknown pattern %T", p)
}

func (c *compiler) or(p *Or, sc scope, positive bool) ([]atom, error) {
	a := &orAtom{}
	for _, v := range bound(p) {
		a.binds = append(a.binds, sc[v])
	}
	var outer []int
	for _, x := range p.Patterns {
		in, err := c.conjunction(x, c.extend(sc, bound(x)), positive)
		if err != nil {
			return nil, err
		}
		a.branches = append(a.branches, in)
		outer = append(outer, slotsIn(sc, usesOf(in))...)
	}
	slices.Sort(outer)
	a.outer = slices.Compact(outer)
	for _, s := range a.outer {
		if !slices.Contains(a.binds, s) {
			a.wants = append(a.wants, s)
		}
	}
	// A slot that is bound in every branch may still be read by a filter of a
	// branch's own; the branch binds it first, so it is not needed from outside.
	return []atom{a}, nil
}

func usesOf(as []atom) []int {
	var out []int
	for _, a := range as {
		out = append(out, a.uses()...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// slotsIn keeps the slots that belong to variables of the scope.
func slotsIn(sc scope, slots []int) []int {
	var out []int
	for _, s := range slots {
		for _, i := range sc {
			if i == s {
				out = append(out, s)
				break
			}
		}
	}
	return out
}

func (c *compiler) chain(ch *Chain, sc scope, positive bool) ([]atom, error) {
	var out []atom
	left, err := c.node(&ch.Start, sc, &out)
	if err != nil {
		return nil, err
	}
	for i := range ch.Steps {
		st := &ch.Steps[i]
		right, err := c.node(&st.To, sc, &out)
		if err != nil {
			return nil, err
		}
		a := &edgeAtom{from: left, to: right, doc: -1, claim: -1}
		a.path, err = c.path(st.Path)
		if err != nil {
			return nil, err
		}
		switch st.Dir {
		case In:
			a.path = inverted(a.path)
		case Either:
			a.path = &cpath{kind: altPath, subs: []*cpath{a.path, inverted(a.path)}}
		}
		if a.conds, err = c.edgeConds(st.Conds); err != nil {
			return nil, err
		}
		if st.Doc != "" {
			a.doc = sc[st.Doc]
		}
		if st.Claim != "" {
			a.claim = sc[st.Claim]
		}
		one := &Chain{Start: withoutConds(prev(ch, i)), Steps: []Step{*st}}
		one.Steps[0].To = withoutConds(one.Steps[0].To)
		pr := &printer{}
		one.print(pr)
		a.text = pr.String()
		out = append(out, a)
		if positive {
			c.p.edges = append(c.p.edges, a)
		}
		left = right
	}
	return out, nil
}

func prev(ch *Chain, i int) Node {
	if i == 0 {
		return ch.Start
	}
	return ch.Steps[i-1].To
}

func withoutConds(n Node) Node {
	n.Conds, n.Classes = nil, nil
	return n
}

// node compiles a node and its conditions.
func (c *compiler) node(n *Node, sc scope, out *[]atom) (term, error) {
	t := term{slot: -1}
	switch {
	case n.Var != "":
		t.slot = sc[n.Var]
	case n.Ref.Kind != NoRef:
		id, err := c.resolve(n.Ref, n.Classes)
		if err != nil {
			return t, c.at(n.Pos, err)
		}
		t.node = id
	case n.Param != "":
		return t, c.at(n.Pos, fmt.Errorf("parameter $%s has no value", n.Param))
	default:
		t.slot = c.newSlot("")
	}
	if len(n.Classes) > 0 {
		a := &classAtom{of: t, classes: n.Classes}
		for _, cl := range n.Classes {
			for _, sub := range c.s.voc.Subclasses(cl) {
				if id := c.s.r.find(classIRI(sub)); id != 0 && !slices.Contains(a.ids, id) {
					a.ids = append(a.ids, id)
				}
			}
		}
		*out = append(*out, a)
	}
	for i := range n.Conds {
		slot := t.slot
		if slot < 0 {
			slot = -1
		}
		a, err := c.filter(slot, &n.Conds[i], sc)
		if err != nil {
			return t, err
		}
		a.left.node = t.node
		*out = append(*out, a)
	}
	return t, nil
}

// at gives an error the place in the query's text.
func (c *compiler) at(pos int, err error) error {
	if c.text == "" {
		return err
	}
	return &Error{Query: c.text, Offset: pos, Message: err.Error(), cause: err}
}

func (c *compiler) filter(slot int, cond *Cond, sc scope) (*filterAtom, error) {
	a := &filterAtom{left: term{slot: slot}, attr: cond.Attr, op: cond.Op}
	pr := &printer{}
	if slot >= 0 {
		pr.WriteString(c.p.names[slot])
		if cond.Attr != "" {
			pr.WriteString(".")
		}
	}
	cond.print(pr)
	a.text = pr.String()
	for _, v := range cond.Values {
		o, err := c.operand(v, sc, nil)
		if err != nil {
			return nil, c.at(cond.Pos, err)
		}
		a.values = append(a.values, o)
	}
	return a, nil
}

// pathKind is a kind of compiled path.
type pathKind int

const (
	predPath pathKind = iota
	anyPath           // any domain predicate
	altPath
	seqPath
	repPath
)

// A cpath is a compiled path. Inversion is pushed down to the predicates.
type cpath struct {
	kind     pathKind
	pred     node
	name     string // of the predicate
	back     bool   // of predPath and anyPath
	subs     []*cpath
	min, max int

	rest  *cpath         // tail, once it was asked for
	walks map[int]*cpath // walk, likewise
}

// tail is a sequence without its first step.
func (p *cpath) tail() *cpath {
	if p.rest == nil {
		p.rest = &cpath{kind: seqPath, subs: p.subs[1:]}
	}
	return p.rest
}

// walk is n times what a repetition repeats.
func (p *cpath) walk(n int) *cpath {
	if p.walks == nil {
		p.walks = map[int]*cpath{}
	}
	if p.walks[n] == nil {
		p.walks[n] = &cpath{kind: seqPath, subs: slices.Repeat(p.subs, n)}
	}
	return p.walks[n]
}

func (c *compiler) path(p Path) (*cpath, error) {
	switch p := p.(type) {
	case *Pred:
		if p.Name == "any" {
			return &cpath{kind: anyPath}, nil
		}
		name, back, err := c.s.voc.canonical(p.Name)
		if err != nil {
			return nil, c.at(p.Pos, fmt.Errorf("%s", err.message))
		}
		x := &cpath{kind: predPath, pred: c.s.pred(name), name: name, back: back}
		if d := c.s.voc.def(name); d.Symmetric {
			return &cpath{kind: altPath, subs: []*cpath{x, inverted(x)}}, nil
		}
		return x, nil
	case *Alt:
		subs, err := c.paths(p.Paths)
		return &cpath{kind: altPath, subs: subs}, err
	case *Seq:
		subs, err := c.paths(p.Paths)
		return &cpath{kind: seqPath, subs: subs}, err
	case *Inverse:
		x, err := c.path(p.Path)
		if err != nil {
			return nil, err
		}
		return inverted(x), nil
	case *Repeat:
		x, err := c.path(p.Path)
		return &cpath{kind: repPath, subs: []*cpath{x}, min: p.Min, max: p.Max}, err
	}
	return nil, fmt.Errorf("unknown path %T", p)
}

func (c *compiler) paths(ps []Path) ([]*cpath, error) {
	var out []*cpath
	for _, p := range ps {
		x, err := c.path(p)
		if err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

func inverted(p *cpath) *cpath {
	q := *p
	switch p.kind {
	case predPath, anyPath:
		q.back = !p.back
		return &q
	}
	q.subs = nil
	for _, s := range p.subs {
		q.subs = append(q.subs, inverted(s))
	}
	if p.kind == seqPath {
		slices.Reverse(q.subs)
	}
	return &q
}
