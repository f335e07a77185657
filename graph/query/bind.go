package query

import (
	"fmt"
	"slices"
	"strings"
)

// bind puts the values of parameters into a copy of q and leaves out the parts
// that mention a parameter without a value. Entities holds the references of
// those values that were resolved already.
func bind(q *Query, args map[string]string, entities map[string]Ref) (*Query, error) {
	for _, a := range sortedKeys(args) {
		if !slices.Contains(q.Parameters(), a) {
			return nil, fmt.Errorf("the query has no parameter %q%s", a, after(suggestion(a, q.Parameters())))
		}
	}
	b := binder{args: args, entities: entities}
	where := b.pattern(q.Where)
	if b.err != nil {
		return nil, b.err
	}
	out := *q
	out.Where = where
	if where == nil {
		return nil, fmt.Errorf("%w: $%s", errMissing, strings.Join(b.missing, ", $"))
	}
	out.Having = b.conds(q.Having)
	have := bound(where)
	for _, it := range q.items() {
		if !slices.Contains(have, it.Var) {
			return nil, fmt.Errorf("%w: $%s", errMissing, strings.Join(b.missing, ", $"))
		}
	}
	return &out, nil
}

func after(hint string) string { return ifElse(hint == "", "", "; "+hint) }

func sortedKeys(m map[string]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

type binder struct {
	args     map[string]string
	entities map[string]Ref
	missing  []string
	err      error
}

// value returns the value of a parameter; ok is false where it has none.
func (b *binder) value(name string) (string, bool) {
	v, ok := b.args[name]
	if !ok || v == "" {
		if !slices.Contains(b.missing, name) {
			b.missing = append(b.missing, name)
		}
		return "", false
	}
	return v, true
}

// pattern returns p with its parameters replaced, nil if nothing of it remains.
func (b *binder) pattern(p Pattern) Pattern {
	switch p := p.(type) {
	case *And:
		out := b.patterns(p.Patterns)
		switch len(out) {
		case 0:
			return nil
		case 1:
			return out[0]
		}
		return &And{out}
	case *Or:
		out := b.patterns(p.Patterns)
		switch len(out) {
		case 0:
			return nil
		case 1:
			return out[0]
		}
		return &Or{out}
	case *Not:
		in := b.pattern(p.Pattern)
		if in == nil {
			return nil
		}
		return &Not{in}
	case *Filter:
		f := *p
		cs := b.conds([]Cond{p.Cond})
		if len(cs) == 0 {
			return nil
		}
		f.Cond = cs[0]
		return &f
	case *Chain:
		return b.chain(p)
	}
	return p
}

func (b *binder) patterns(ps []Pattern) []Pattern {
	var out []Pattern
	for _, p := range ps {
		if x := b.pattern(p); x != nil {
			out = append(out, x)
		}
	}
	return out
}

func (b *binder) chain(c *Chain) Pattern {
	out := &Chain{Steps: slices.Clone(c.Steps)}
	var ok bool
	if out.Start, ok = b.node(c.Start); !ok {
		return nil
	}
	for i := range out.Steps {
		st := &out.Steps[i]
		st.Conds = b.conds(st.Conds)
		if st.To, ok = b.node(st.To); !ok {
			return nil
		}
	}
	return out
}

func (b *binder) node(n Node) (Node, bool) {
	n.Conds = b.conds(n.Conds)
	if n.Param == "" {
		return n, true
	}
	v, ok := b.value(n.Param)
	if !ok {
		return n, false
	}
	ref, ok := b.entities[n.Param]
	if !ok {
		ref = Ref{ByName, v}
	}
	n.Param, n.Ref = "", ref
	return n, true
}

func (b *binder) conds(cs []Cond) []Cond {
	var out []Cond
	for _, c := range cs {
		vs := make([]Value, 0, len(c.Values))
		for _, v := range c.Values {
			if v.Kind != Param {
				vs = append(vs, v)
				continue
			}
			if x, ok := b.param(v); ok {
				vs = append(vs, x)
			}
		}
		if len(vs) > 0 {
			c.Values = vs
			out = append(out, c)
		}
	}
	return out
}

// param is the value that the parameter of a condition stands for.
func (b *binder) param(v Value) (Value, bool) {
	lo, ok := b.value(v.Text)
	if v.To == "" {
		if !ok {
			return v, false
		}
		if ref, ok := b.entities[v.Text]; ok {
			pr := &printer{}
			ref.print(pr)
			return Value{Kind: Entity, Text: pr.String()}, true
		}
		if isDate(lo) || isNumber(lo) {
			return Value{Kind: Number, Text: lo}, true
		}
		return Value{Kind: Text, Text: lo}, true
	}
	hi, okHi := b.value(v.To)
	if !ok && !okHi {
		return v, false
	}
	for _, d := range []string{lo, hi} {
		if d != "" && !isDate(d) && !isNumber(d) {
			b.err = fmt.Errorf("bad date %q: dates are written 2019, 2019-10 or 2019-10-08", d)
		}
	}
	return Value{Kind: Range, Text: lo, To: hi}, true
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789.") == "" && strings.Count(s, ".") <= 1 && s != "."
}
