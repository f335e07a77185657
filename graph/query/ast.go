package query

import (
	"strconv"
	"strings"
)

// A Query is a parsed text of the path language: a pattern that bindings of
// its variables must match, and what is shown of them. String gives a text
// that parses to the same Query.
type Query struct {
	Where  Pattern
	Return []Item // empty: every named variable, in order of appearance
	Having []Cond // conditions on columns, which Cond.Attr names
	Order  []Key  // empty: by the columns from left to right
	Limit  int    // 0: no limit
}

// A Pattern is one of *Chain, *Filter, *And, *Or and *Not.
type Pattern interface {
	pattern()
	print(*printer)
}

// A Chain is a node followed by steps to further nodes.
type Chain struct {
	Start Node
	Steps []Step
}

// A Step leads from the node before it to the node To.
type Step struct {
	Dir   Direction
	Path  Path
	Conds []Cond // hold for a claim behind each edge of the step
	Doc   string // variable that is bound to a document that supports the edge, or ""
	Claim string // variable that is bound to a claim behind the edge, or ""
	To    Node
	Pos   int // byte offset in the text
}

// Direction is the direction of a step as seen from the node on its left.
type Direction int

// The directions of a step.
const (
	Out    Direction = iota // ->
	In                      // <-
	Either                  // --
)

// A Node stands for the entities at one place of a pattern. At most one of
// Var, Ref and Param is set; none means any node.
type Node struct {
	Var     string
	Ref     Ref
	Param   string
	Classes []string // alternatives
	Conds   []Cond
	Pos     int
}

// A Ref names one entity. Kind says how it is written.
type Ref struct {
	Kind RefKind
	Text string
}

// RefKind is the way in which an entity is named in a query.
type RefKind int

// The kinds of reference.
const (
	NoRef  RefKind = iota
	ByName         // "South Korea": resolved as people write it
	ByID           // state/KR: path under the base
	ByIRI          // <https://…>
)

// A Path is one of *Pred, *Alt, *Seq, *Inverse and *Repeat.
type Path interface {
	path()
	print(*printer, int)
}

// A Pred is one predicate, or any domain predicate where Name is "any".
type Pred struct {
	Name string // as written: "endorses", "skos:broader"
	Pos  int
}

// An Alt is a path by any of its alternatives.
type Alt struct{ Paths []Path }

// A Seq is a path that follows its parts in turn.
type Seq struct{ Paths []Path }

// An Inverse is a path walked backwards.
type Inverse struct{ Path Path }

// A Repeat is a path walked from Min to Max times.
type Repeat struct {
	Path     Path
	Min, Max int
}

// MaxRepeat is the highest bound of a repetition.
const MaxRepeat = 16

// A Cond compares an attribute with values: any of them for "=" and "in", none
// of them for "!=".
type Cond struct {
	Attr   string
	Op     string // = != < <= > >= ~ in
	Values []Value
	Pos    int
}

// A Filter is a condition on bound variables: an attribute of Var, or Var
// itself where Cond.Attr is empty.
type Filter struct {
	Var  string
	Cond Cond
}

// A Value is the right side of a condition.
type Value struct {
	Kind ValueKind
	Text string // without quotes; of a range, its lower end
	To   string // upper end of a range
}

// ValueKind says what a value of a condition is.
type ValueKind int

// The kinds of value.
const (
	Word   ValueKind = iota // asserted
	Text                    // "a text"
	Number                  // 12, 0.6, 2019, 2019-10, 2019-10-08
	Range                   // 2019..2021, either end may be empty
	Entity                  // state/KR, <https://…>; Text holds it as written
	Param                   // $name, or $a..$b with To
	Var                     // another variable; of a filter only
)

// And holds where all its patterns do, Or where any does, Not where its
// pattern has no match.
type (
	And struct{ Patterns []Pattern }
	Or  struct{ Patterns []Pattern }
	Not struct{ Pattern Pattern }
)

// An Item is a column: a variable, an attribute of it, or a function over the
// rows that agree in the other columns.
type Item struct {
	Func string // "", count, list, min, max
	Var  string
	Attr string
	As   string // name of the column; "" stands for the item as written
	Pos  int
}

// Name is the column's name.
func (it Item) Name() string {
	if it.As != "" {
		return it.As
	}
	p := &printer{}
	it.As = ""
	it.print(p)
	return p.String()
}

// A Key orders rows by a column.
type Key struct {
	Column string
	Desc   bool
	Pos    int
}

func (*Chain) pattern()  {}
func (*Filter) pattern() {}
func (*And) pattern()    {}
func (*Or) pattern()     {}
func (*Not) pattern()    {}

func (*Pred) path()    {}
func (*Alt) path()     {}
func (*Seq) path()     {}
func (*Inverse) path() {}
func (*Repeat) path()  {}

type printer struct{ strings.Builder }

// String is the query in the path language, on one line.
func (q *Query) String() string {
	p := &printer{}
	q.Where.print(p)
	for i, it := range q.Return {
		p.WriteString(ifElse(i == 0, " return ", ", "))
		it.print(p)
	}
	for i := range q.Having {
		p.WriteString(ifElse(i == 0, " having ", ", "))
		c := q.Having[i]
		p.column(c.Attr)
		c.Attr = ""
		c.print(p)
	}
	for i, k := range q.Order {
		p.WriteString(ifElse(i == 0, " order by ", ", "))
		p.column(k.Column)
		if k.Desc {
			p.WriteString(" desc")
		}
	}
	if q.Limit > 0 {
		p.WriteString(" limit " + strconv.Itoa(q.Limit))
	}
	return p.String()
}

func ifElse[T any](c bool, a, b T) T {
	if c {
		return a
	}
	return b
}

func (it Item) print(p *printer) {
	if it.Func != "" {
		p.WriteString(it.Func + "(")
	}
	p.WriteString(it.Var)
	if it.Attr != "" {
		p.WriteString("." + it.Attr)
	}
	if it.Func != "" {
		p.WriteString(")")
	}
	if it.As != "" {
		p.WriteString(" as ")
		p.column(it.As)
	}
}

// column prints the name of a column, quoted unless it is a plain word.
func (p *printer) column(name string) {
	if isName(name) && !keywords[name] {
		p.WriteString(name)
		return
	}
	p.quote(name)
}

// quote prints a text between quotes. Only the quote and the backslash are
// escaped, so that every byte survives.
func (p *printer) quote(s string) {
	p.WriteByte('"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			p.WriteByte('\\')
		}
		p.WriteByte(s[i])
	}
	p.WriteByte('"')
}

func (a *And) print(p *printer) { p.group(a.Patterns, " and ") }
func (o *Or) print(p *printer)  { p.group(o.Patterns, " or ") }

func (p *printer) group(ps []Pattern, sep string) {
	for i, x := range ps {
		if i > 0 {
			p.WriteString(sep)
		}
		switch x.(type) {
		case *And, *Or:
			p.WriteString("(")
			x.print(p)
			p.WriteString(")")
		default:
			x.print(p)
		}
	}
}

func (n *Not) print(p *printer) {
	p.WriteString("not (")
	n.Pattern.print(p)
	p.WriteString(")")
}

func (f *Filter) print(p *printer) {
	p.WriteString(f.Var)
	if f.Cond.Attr != "" {
		p.WriteString(".")
	}
	f.Cond.print(p)
}

func (c *Cond) print(p *printer) {
	p.WriteString(c.Attr)
	if c.Op == "in" {
		p.WriteString(" in ")
	} else {
		p.WriteString(" " + c.Op + " ")
	}
	for i, v := range c.Values {
		if i > 0 {
			p.WriteString("|")
		}
		v.print(p)
	}
}

func (v Value) print(p *printer) {
	switch v.Kind {
	case Text:
		p.quote(v.Text)
	case Range:
		p.WriteString(v.Text + ".." + v.To)
	case Param:
		p.WriteString("$" + v.Text)
		if v.To != "" {
			p.WriteString("..$" + v.To)
		}
	default:
		p.WriteString(v.Text)
	}
}

func (p *printer) conds(cs []Cond) {
	if len(cs) == 0 {
		return
	}
	p.WriteString("[")
	for i := range cs {
		if i > 0 {
			p.WriteString(", ")
		}
		cs[i].print(p)
	}
	p.WriteString("]")
}

func (c *Chain) print(p *printer) {
	c.Start.print(p)
	for _, s := range c.Steps {
		p.WriteString([...]string{Out: " ->", In: " <-", Either: " --"}[s.Dir])
		s.Path.print(p, precAlt)
		p.conds(s.Conds)
		if s.Doc != "" {
			p.WriteString("@" + s.Doc)
		}
		if s.Claim != "" {
			p.WriteString("#" + s.Claim)
		}
		p.WriteString(" ")
		s.To.print(p)
	}
}

func (n *Node) print(p *printer) {
	switch {
	case n.Var != "":
		p.WriteString(n.Var)
	case n.Param != "":
		p.WriteString("$" + n.Param)
	case n.Ref.Kind != NoRef:
		n.Ref.print(p)
	default:
		p.WriteString("_")
	}
	for i, c := range n.Classes {
		p.WriteString(ifElse(i == 0, ":", "|"))
		p.WriteString(c)
	}
	p.conds(n.Conds)
}

func (r Ref) print(p *printer) {
	switch r.Kind {
	case ByName:
		p.quote(r.Text)
	case ByIRI:
		p.WriteString("<" + r.Text + ">")
	default:
		p.WriteString(r.Text)
	}
}

// Precedence of the operators of paths, weakest first.
const (
	precAlt = iota
	precSeq
	precUnary
)

func (e *Pred) print(p *printer, _ int) { p.WriteString(e.Name) }
func (e *Alt) print(p *printer, at int) { p.paths(e.Paths, "|", precAlt, at) }
func (e *Seq) print(p *printer, at int) { p.paths(e.Paths, "/", precSeq, at) }

func (p *printer) paths(ps []Path, op string, own, at int) {
	if at > own {
		p.WriteString("(")
		defer p.WriteString(")")
	}
	for i, x := range ps {
		if i > 0 {
			p.WriteString(op)
		}
		x.print(p, own+1)
	}
}

// The inverse of an inverse needs no parentheses, a repetition of an inverse
// does: ^a{1,2} is the inverse of a repetition.
func (e *Inverse) print(p *printer, _ int) {
	p.WriteString("^")
	e.Path.print(p, precUnary)
}

func (e *Repeat) print(p *printer, _ int) {
	if _, plain := e.Path.(*Pred); plain {
		e.Path.print(p, precUnary)
	} else {
		p.WriteString("(")
		e.Path.print(p, precAlt)
		p.WriteString(")")
	}
	if e.Min == 0 && e.Max == 1 {
		p.WriteString("?")
		return
	}
	p.WriteString("{" + strconv.Itoa(e.Min) + "," + strconv.Itoa(e.Max) + "}")
}
