package query

import (
	"slices"
	"strings"
)

// bindWords turns the words of filters that name a variable into variables.
func bindWords(p Pattern, vars []string) {
	walk(p, func(p Pattern) {
		f, ok := p.(*Filter)
		if !ok {
			return
		}
		for i := range f.Cond.Values {
			v := &f.Cond.Values[i]
			name, _, dotted := strings.Cut(v.Text, ".")
			if v.Kind == Word && (dotted || slices.Contains(vars, name)) {
				v.Kind = Var
			}
		}
	})
}

// walk calls f for p and every pattern in it, from the outside in.
func walk(p Pattern, f func(Pattern)) {
	f(p)
	switch p := p.(type) {
	case *And:
		for _, x := range p.Patterns {
			walk(x, f)
		}
	case *Or:
		for _, x := range p.Patterns {
			walk(x, f)
		}
	case *Not:
		walk(p.Pattern, f)
	}
}

// bound lists the variables that every match of p binds, in order of
// appearance.
func bound(p Pattern) []string {
	var out []string
	add := func(v string) {
		if v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	switch p := p.(type) {
	case *Chain:
		add(p.Start.Var)
		for _, s := range p.Steps {
			add(s.Doc)
			add(s.Claim)
			add(s.To.Var)
		}
	case *And:
		for _, x := range p.Patterns {
			for _, v := range bound(x) {
				add(v)
			}
		}
	case *Or:
		for i, x := range p.Patterns {
			b := bound(x)
			if i == 0 {
				out = b
			} else {
				out = slices.DeleteFunc(out, func(v string) bool { return !slices.Contains(b, v) })
			}
		}
	}
	return out
}

// Variables lists the variables that every answer of q binds, in order of
// appearance.
func (q *Query) Variables() []string { return bound(q.Where) }

// Parameters lists the parameters that q mentions, in order of appearance.
func (q *Query) Parameters() []string {
	var out []string
	add := func(s string) {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	conds := func(cs []Cond) {
		for _, c := range cs {
			for _, v := range c.Values {
				if v.Kind == Param {
					add(v.Text)
					add(v.To)
				}
			}
		}
	}
	walk(q.Where, func(p Pattern) {
		switch p := p.(type) {
		case *Filter:
			conds([]Cond{p.Cond})
		case *Chain:
			add(p.Start.Param)
			conds(p.Start.Conds)
			for _, s := range p.Steps {
				conds(s.Conds)
				add(s.To.Param)
				conds(s.To.Conds)
			}
		}
	})
	conds(q.Having)
	return out
}

// check finds the faults that need the whole query: variables that nothing
// binds, unknown columns, patterns without an anchor.
func (p *parser) check(q *Query) error {
	vars := q.Variables()
	if err := p.checkFilters(q.Where, vars); err != nil {
		return err
	}
	for _, it := range q.Return {
		if !slices.Contains(vars, it.Var) {
			return p.hint(it.Pos, "name it outside of not and in every branch of or", "variable %q is not bound in every answer", it.Var)
		}
	}
	var names []string
	for _, it := range q.items() {
		if slices.Contains(names, it.Name()) {
			return p.hint(it.Pos, `name one of them with "as"`, "two columns are named %q", it.Name())
		}
		names = append(names, it.Name())
	}
	for _, c := range q.Having {
		if !slices.Contains(names, c.Attr) {
			return p.hint(c.Pos, suggestion(c.Attr, names), "no column is named %q", c.Attr)
		}
	}
	for _, k := range q.Order {
		if !slices.Contains(names, k.Column) {
			return p.hint(k.Pos, suggestion(k.Column, names), "no column is named %q", k.Column)
		}
	}
	if len(names) == 0 {
		return p.hint(0, "name a node with a variable", "the query asks for nothing")
	}
	return nil
}

// checkFilters reports a filter on a variable that neither p nor the patterns
// around it bind.
func (p *parser) checkFilters(at Pattern, outer []string) error {
	switch x := at.(type) {
	case *Filter:
		if !slices.Contains(outer, x.Var) {
			return p.hint(x.Cond.Pos, suggestion(x.Var, outer), "the filter's variable %q is not bound", x.Var)
		}
		for _, v := range x.Cond.Values {
			if name, _, _ := strings.Cut(v.Text, "."); v.Kind == Var && !slices.Contains(outer, name) {
				return p.hint(x.Cond.Pos, suggestion(name, outer), "the filter's variable %q is not bound", name)
			}
		}
	case *And:
		in := union(outer, bound(x))
		for _, y := range x.Patterns {
			if err := p.checkFilters(y, in); err != nil {
				return err
			}
		}
	case *Or:
		for _, y := range x.Patterns {
			if err := p.checkFilters(y, union(outer, bound(y))); err != nil {
				return err
			}
		}
	case *Not:
		return p.checkFilters(x.Pattern, union(outer, bound(x.Pattern)))
	}
	return nil
}

func union(a, b []string) []string {
	out := slices.Clone(a)
	for _, s := range b {
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// items are the columns asked for: those of "return", or every variable.
func (q *Query) items() []Item {
	if len(q.Return) > 0 {
		return q.Return
	}
	var out []Item
	for _, v := range q.Variables() {
		out = append(out, Item{Var: v})
	}
	return out
}
