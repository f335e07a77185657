package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

var keywords = map[string]bool{
	"and": true, "or": true, "not": true, "return": true, "order": true, "by": true,
	"limit": true, "having": true, "in": true, "as": true, "asc": true, "desc": true,
}

// functions are the functions over rows, in the order of SYNTAX.md.
var functions = []string{"count", "list", "min", "max"}

// edgeAttrs are the attributes of a claim that the filter of a step may test.
var edgeAttrs = []string{
	"addressee", "attributedTo", "confidence", "derived", "doc", "modality", "published", "rule", "stance", "status",
}

// maxDepth bounds the nesting of parentheses, maxText the length of a query.
const (
	maxDepth = 50
	maxText  = 1 << 16
)

// Parse reads a query. Names of predicates and classes are checked against
// voc, unless it is nil. The error is an *Error.
func Parse(text string, voc *Vocabulary) (*Query, error) {
	p := &parser{text: text, voc: voc}
	q, err := p.query()
	if err != nil {
		return nil, err
	}
	return q, nil
}

type parser struct {
	text  string
	at    int
	depth int
	voc   *Vocabulary
	vars  []string // named so far by nodes and steps
}

func (p *parser) query() (*Query, error) {
	if len(p.text) > maxText {
		return nil, p.fail(0, "the query is longer than %d bytes", maxText)
	}
	if !utf8.ValidString(p.text) {
		return nil, p.fail(0, "the query is not valid UTF-8")
	}
	q := &Query{}
	var err error
	if q.Where, err = p.pattern(); err != nil {
		return nil, err
	}
	bindWords(q.Where, p.vars)
	if p.keyword("return") {
		if q.Return, err = list(p, p.item); err != nil {
			return nil, err
		}
	}
	if p.keyword("having") {
		if q.Having, err = list(p, p.having); err != nil {
			return nil, err
		}
	}
	if p.peekWord() == "order" {
		p.word()
		if !p.keyword("by") {
			return nil, p.hint(p.at, `write "order by" and a column`, `"by" missing, found %s`, p.found())
		}
		if q.Order, err = list(p, p.key); err != nil {
			return nil, err
		}
	}
	if p.keyword("limit") {
		p.space()
		at := p.at
		if q.Limit, err = p.integer(); err != nil || q.Limit < 1 {
			return nil, p.fail(at, "a limit is a whole number above 0")
		}
	}
	p.space()
	if p.at < len(p.text) {
		return nil, p.hint(p.at, `a step begins with "->", "<-" or "--", another condition with "and"`, "%s is not expected here", p.found())
	}
	return q, p.check(q)
}

// list reads items separated by commas.
func list[T any](p *parser, read func() (T, error)) ([]T, error) {
	var out []T
	for {
		x, err := read()
		if err != nil {
			return nil, err
		}
		out = append(out, x)
		if !p.take(",") {
			return out, nil
		}
	}
}

func (p *parser) pattern() (Pattern, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(p.at, "parentheses are nested deeper than %d", maxDepth)
	}
	defer func() { p.depth-- }()
	var or []Pattern
	for {
		var and []Pattern
		for {
			t, err := p.term()
			if err != nil {
				return nil, err
			}
			and = append(and, t)
			if !p.keyword("and") && !p.take(",") {
				break
			}
		}
		if len(and) == 1 {
			or = append(or, and[0])
		} else {
			or = append(or, &And{and})
		}
		if !p.keyword("or") {
			break
		}
	}
	if len(or) == 1 {
		return or[0], nil
	}
	return &Or{or}, nil
}

func (p *parser) term() (Pattern, error) {
	if p.peekWord() == "not" {
		p.word()
		if !p.peek("(") {
			return nil, p.hint(p.at, `write "not (pattern)"`, `"(" missing after "not"`)
		}
		in, err := p.parenthesised()
		if err != nil {
			return nil, err
		}
		return &Not{in}, nil
	}
	if p.peek("(") {
		return p.parenthesised()
	}
	at := p.at
	if w := p.word(); w != "" && !keywords[w] {
		if strings.HasPrefix(p.text[p.at:], ".") || p.operatorAhead() {
			p.at = at
			return p.filter()
		}
	}
	p.at = at
	return p.chain()
}

func (p *parser) parenthesised() (Pattern, error) {
	p.take("(")
	in, err := p.pattern()
	if err != nil {
		return nil, err
	}
	if !p.take(")") {
		return nil, p.fail(p.at, `")" missing, found %s`, p.found())
	}
	return in, nil
}

var operators = []string{"!=", "<=", ">=", "=", "<", ">", "~"}

func (p *parser) operatorAhead() bool {
	if p.peek("<-") {
		return false
	}
	if p.peekWord() == "in" {
		return true
	}
	return slices.ContainsFunc(operators, p.peek)
}

func (p *parser) filter() (*Filter, error) {
	at := p.at
	f := &Filter{Var: p.word()}
	if strings.HasPrefix(p.text[p.at:], ".") {
		p.at++
		c, err := p.cond(nil)
		if err != nil {
			return nil, err
		}
		f.Cond = c
	} else if err := p.comparison(&f.Cond); err != nil {
		return nil, err
	}
	p.spaceFrom(&at)
	f.Cond.Pos = at
	return f, nil
}

// spaceFrom moves at over white space.
func (p *parser) spaceFrom(at *int) {
	keep := p.at
	p.at = *at
	p.space()
	*at, p.at = p.at, keep
}

// cond reads an attribute, an operator and values. Of allowed, one must be the
// attribute; nil allows the attributes of nodes.
func (p *parser) cond(allowed []string) (Cond, error) {
	p.space()
	c := Cond{Pos: p.at}
	c.Attr = p.attr()
	if c.Attr == "" {
		return c, p.fail(p.at, "an attribute is expected, found %s", p.found())
	}
	if allowed != nil && !slices.Contains(allowed, c.Attr) {
		return c, p.hint(c.Pos, suggestion(c.Attr, allowed), "an edge has no attribute %q", c.Attr)
	}
	if allowed == nil && p.voc != nil {
		if err := p.voc.checkAttr(c.Attr); err != nil {
			return c, p.hint(c.Pos, err.hint, "%s", err.message)
		}
	}
	return c, p.comparison(&c)
}

// attr reads a name with an optional prefix.
func (p *parser) attr() string {
	at := p.at
	w := p.word()
	if w != "" && strings.HasPrefix(p.text[p.at:], ":") {
		p.at++
		if p.at < len(p.text) && isLetter(p.text[p.at]) {
			p.word()
		}
		p.spaceFrom(&at)
		return p.text[at:p.at]
	}
	return w
}

func (p *parser) comparison(c *Cond) error {
	p.space()
	if p.peekWord() == "in" {
		p.word()
		c.Op = "in"
	} else {
		i := slices.IndexFunc(operators, p.peek)
		if i < 0 {
			return p.hint(p.at, "one of = != < <= > >= ~ in", "an operator is expected, found %s", p.found())
		}
		c.Op = operators[i]
		p.at += len(c.Op)
	}
	for {
		p.space()
		at := p.at
		v, err := p.value()
		if err != nil {
			return err
		}
		if v.isRange() && c.Op != "in" {
			return p.hint(at, `write "in"`, "a range does not go with %q", c.Op)
		}
		if v.Kind == Number && c.Attr == "date" && !isDate(v.Text) {
			return p.hint(at, "dates are written 2019, 2019-10 or 2019-10-08", "bad date %q", v.Text)
		}
		c.Values = append(c.Values, v)
		if !p.take("|") {
			return nil
		}
		if c.Op != "=" && c.Op != "!=" && c.Op != "in" && c.Op != "~" {
			return p.fail(at, "several values do not go with %q", c.Op)
		}
	}
}

func (v Value) isRange() bool { return v.Kind == Range || v.Kind == Param && v.To != "" }

func (p *parser) value() (Value, error) {
	p.space()
	if p.at >= len(p.text) {
		return Value{}, p.fail(p.at, "a value is expected, found the end")
	}
	at := p.at
	switch c := p.text[p.at]; {
	case c == '"':
		s, err := p.quoted()
		return Value{Kind: Text, Text: s}, err
	case c == '<':
		s, err := p.iri()
		return Value{Kind: Entity, Text: "<" + s + ">"}, err
	case c == '$':
		p.at++
		v := Value{Kind: Param, Text: p.paramName()}
		if v.Text == "" {
			return v, p.fail(at, "the name of a parameter is expected after $")
		}
		if strings.HasPrefix(p.text[p.at:], "..$") {
			p.at += 3
			if v.To = p.paramName(); v.To == "" {
				return v, p.fail(p.at, "the name of a parameter is expected after $")
			}
		}
		return v, nil
	case isDigit(c) || strings.HasPrefix(p.text[p.at:], ".."):
		lo := p.number()
		if !strings.HasPrefix(p.text[p.at:], "..") {
			return Value{Kind: Number, Text: lo}, p.checkNumber(at, lo)
		}
		p.at += 2
		mid := p.at
		hi := p.number()
		if lo == "" && hi == "" {
			return Value{}, p.hint(at, "such as 2019..2021, 2019.. or ..2021", "a range needs a lower or an upper end")
		}
		if err := p.checkNumber(at, lo); err != nil {
			return Value{}, err
		}
		return Value{Kind: Range, Text: lo, To: hi}, p.checkNumber(mid, hi)
	case isLetter(c):
		w := p.word()
		if strings.HasPrefix(p.text[p.at:], "/") && !strings.HasPrefix(p.text[p.at:], "//") {
			p.at = at
			return Value{Kind: Entity, Text: p.id()}, nil
		}
		if strings.HasPrefix(p.text[p.at:], ".") && !strings.HasPrefix(p.text[p.at:], "..") {
			p.at++
			a := p.attr()
			if a == "" {
				return Value{}, p.fail(p.at, "an attribute is expected after %q", w+".")
			}
			return Value{Kind: Word, Text: w + "." + a}, nil
		}
		for strings.HasPrefix(p.text[p.at:], "-") && p.at+1 < len(p.text) && isLetter(p.text[p.at+1]) {
			p.at++ // in-person
			w += "-" + p.word()
		}
		return Value{Kind: Word, Text: w}, nil
	}
	return Value{}, p.hint(at, "a word, a number, a date, a text in quotes or an entity such as state/KR", "a value is expected, found %s", p.found())
}

func (p *parser) chain() (Pattern, error) {
	c := &Chain{}
	var err error
	if c.Start, err = p.node(); err != nil {
		return nil, err
	}
	for {
		p.space()
		s := Step{Pos: p.at}
		switch {
		case p.take("->"):
			s.Dir = Out
		case p.take("<-"):
			s.Dir = In
		case p.take("--"):
			s.Dir = Either
		default:
			return c, nil
		}
		if s.Path, err = p.alternatives(); err != nil {
			return nil, err
		}
		if s.Conds, err = p.conds(edgeAttrs); err != nil {
			return nil, err
		}
		if s.Doc, err = p.mark("@"); err != nil {
			return nil, err
		}
		if s.Claim, err = p.mark("#"); err != nil {
			return nil, err
		}
		if (s.Doc != "" || s.Claim != "") && !oneEdge(s.Path) {
			return nil, p.fail(s.Pos, "@ and # need a step of one edge")
		}
		if s.To, err = p.node(); err != nil {
			return nil, err
		}
		c.Steps = append(c.Steps, s)
	}
}

// oneEdge reports whether a path always follows one edge.
func oneEdge(p Path) bool {
	switch p := p.(type) {
	case *Pred:
		return true
	case *Inverse:
		return oneEdge(p.Path)
	case *Alt:
		return !slices.ContainsFunc(p.Paths, func(x Path) bool { return !oneEdge(x) })
	}
	return false
}

// mark reads a variable after sign, or nothing.
func (p *parser) mark(sign string) (string, error) {
	if !strings.HasPrefix(p.text[p.at:], sign) {
		return "", nil
	}
	p.at++
	at := p.at
	v := p.word()
	if at < len(p.text) && !isLetter(p.text[at]) {
		v = ""
	}
	return v, p.variable(at, v)
}

// variable checks and notes the name of a variable.
func (p *parser) variable(at int, v string) error {
	switch {
	case v == "":
		return p.fail(at, "a variable is expected, found %s", p.found())
	case keywords[v] || v == "any":
		return p.fail(at, "%q can't be the name of a variable", v)
	case v[0] < 'a':
		return p.hint(at, fmt.Sprintf("write %q in quotes if an entity is meant", v), "variables begin with a small letter, %q does not", v)
	}
	if !slices.Contains(p.vars, v) {
		p.vars = append(p.vars, v)
	}
	return nil
}

func (p *parser) paramName() string {
	if p.at < len(p.text) && isLetter(p.text[p.at]) {
		return p.word()
	}
	return ""
}

func (p *parser) node() (Node, error) {
	p.space()
	n := Node{Pos: p.at}
	rest := p.text[p.at:]
	var err error
	switch {
	case rest == "":
		return n, p.hint(p.at, `a variable, "a name", an entity such as state/KR, or _`, "a node is expected, found the end")
	case rest[0] == '"':
		n.Ref.Kind = ByName
		at := p.at
		if n.Ref.Text, err = p.quoted(); err == nil && strings.TrimSpace(n.Ref.Text) == "" {
			err = p.fail(at, "an empty name names nothing")
		}
	case rest[0] == '<' && !strings.HasPrefix(rest, "<-"):
		n.Ref.Kind = ByIRI
		n.Ref.Text, err = p.iri()
	case rest[0] == '$':
		p.at++
		if n.Param = p.paramName(); n.Param == "" {
			err = p.fail(p.at, "the name of a parameter is expected after $")
		}
	case rest[0] == '_' && (len(rest) == 1 || !isWord(rest[1])):
		p.at++
	case isLetter(rest[0]):
		at := p.at
		w := p.word()
		if strings.HasPrefix(p.text[p.at:], "/") && !strings.HasPrefix(p.text[p.at:], "//") {
			p.at = at
			n.Ref = Ref{ByID, p.id()}
			break
		}
		n.Var = w
		err = p.variable(at, w)
	default:
		err = p.hint(p.at, `a variable, "a name", an entity such as state/KR, or _`, "a node is expected, found %s", p.found())
	}
	if err != nil {
		return n, err
	}
	for sep := ":"; strings.HasPrefix(p.text[p.at:], sep); sep = "|" {
		p.at++
		at := p.at
		c := p.word()
		if c == "" || at != p.at-len(c) {
			return n, p.fail(at, "a class is expected, found %s", p.found())
		}
		if p.voc != nil && !p.voc.HasClass(c) {
			return n, p.hint(at, suggestion(c, p.voc.Classes), "unknown class %q", c)
		}
		n.Classes = append(n.Classes, c)
	}
	n.Conds, err = p.conds(nil)
	return n, err
}

// conds reads conditions between brackets, if there are any.
func (p *parser) conds(allowed []string) ([]Cond, error) {
	if p.at >= len(p.text) || p.text[p.at] != '[' {
		return nil, nil
	}
	p.at++
	cs, err := list(p, func() (Cond, error) { return p.cond(allowed) })
	if err != nil {
		return nil, err
	}
	if !p.take("]") {
		return nil, p.fail(p.at, `"]" missing, found %s`, p.found())
	}
	return cs, nil
}

func (p *parser) alternatives() (Path, error) {
	if p.depth++; p.depth > maxDepth {
		return nil, p.fail(p.at, "parentheses are nested deeper than %d", maxDepth)
	}
	defer func() { p.depth-- }()
	return several(p, "|", func(x []Path) Path { return &Alt{x} }, p.sequence)
}

func (p *parser) sequence() (Path, error) {
	return several(p, "/", func(x []Path) Path { return &Seq{x} }, p.unary)
}

func several(p *parser, op string, join func([]Path) Path, read func() (Path, error)) (Path, error) {
	var out []Path
	for {
		x, err := read()
		if err != nil {
			return nil, err
		}
		out = append(out, x)
		if !strings.HasPrefix(p.text[p.at:], op) || strings.HasPrefix(p.text[p.at:], "//") {
			break
		}
		p.at++
	}
	if len(out) == 1 {
		return out[0], nil
	}
	return join(out), nil
}

func (p *parser) unary() (Path, error) {
	inverses := 0
	for p.take("^") {
		if inverses++; inverses > maxDepth {
			return nil, p.fail(p.at, "more than %d inversions", maxDepth)
		}
	}
	var x Path
	if p.peek("(") {
		p.at++
		in, err := p.alternatives()
		if err != nil {
			return nil, err
		}
		if !p.take(")") {
			return nil, p.fail(p.at, `")" missing in the path, found %s`, p.found())
		}
		x = in
	} else {
		at := p.at
		name := p.attr()
		if name == "" {
			return nil, p.hint(p.at, `a predicate such as endorses, or "any"`, "a predicate is expected, found %s", p.found())
		}
		if name != "any" && p.voc != nil {
			if err := p.voc.checkPredicate(name); err != nil {
				return nil, p.hint(at, err.hint, "%s", err.message)
			}
		}
		x = &Pred{Name: name, Pos: at}
	}
	x, err := p.repetition(x)
	for ; inverses > 0; inverses-- {
		x = &Inverse{x}
	}
	return x, err
}

func (p *parser) repetition(x Path) (Path, error) {
	if p.at >= len(p.text) {
		return x, nil
	}
	at := p.at
	switch p.text[p.at] {
	case '?':
		p.at++
		return &Repeat{x, 0, 1}, nil
	case '*', '+':
		return nil, p.hint(at, fmt.Sprintf("write {1,3}; the highest bound is %d", MaxRepeat), "a repetition needs a bound")
	case '{':
		p.at++
		lo, err := p.integer()
		hi := lo
		if err == nil && p.take(",") {
			hi, err = p.integer()
		}
		if err != nil || !p.take("}") {
			return nil, p.hint(at, "write {1,3}", "a repetition needs two whole numbers as bounds")
		}
		if lo > hi || hi == 0 {
			return nil, p.fail(at, "the bounds of a repetition are in the wrong order or 0")
		}
		if hi > MaxRepeat {
			return nil, p.fail(at, "a repetition goes up to %d", MaxRepeat)
		}
		return &Repeat{x, lo, hi}, nil
	}
	return x, nil
}

func (p *parser) item() (Item, error) {
	p.space()
	it := Item{Pos: p.at}
	w := p.word()
	if slices.Contains(functions, w) && p.take("(") {
		it.Func = w
		at := p.at
		p.spaceFrom(&at)
		it.Pos = at
		w = p.word()
	}
	if w == "" {
		return it, p.fail(p.at, "a variable is expected, found %s", p.found())
	}
	if !slices.Contains(p.vars, w) {
		if p.peek("(") {
			return it, p.hint(it.Pos, suggestion(w, functions), "unknown function %q", w)
		}
		return it, p.hint(it.Pos, suggestion(w, p.vars), "the pattern has no variable %q", w)
	}
	it.Var = w
	if strings.HasPrefix(p.text[p.at:], ".") {
		p.at++
		at := p.at
		if it.Attr = p.attr(); it.Attr == "" {
			return it, p.fail(at, "an attribute is expected, found %s", p.found())
		}
		if p.voc != nil {
			if err := p.voc.checkAttr(it.Attr); err != nil {
				return it, p.hint(at, err.hint, "%s", err.message)
			}
		}
	}
	if it.Func != "" && !p.take(")") {
		return it, p.fail(p.at, `")" missing, found %s`, p.found())
	}
	if p.keyword("as") {
		var err error
		if it.As, err = p.columnName(); err != nil {
			return it, err
		}
	}
	return it, nil
}

func (p *parser) columnName() (string, error) {
	if p.peek(`"`) {
		s, err := p.quoted()
		if err == nil && s == "" {
			err = p.fail(p.at, "a column needs a name")
		}
		return s, err
	}
	at := p.at
	w := p.word()
	if w == "" || keywords[w] {
		return "", p.fail(at, "the name of a column is expected, found %s", p.found())
	}
	return w, nil
}

// having reads a condition on a column.
func (p *parser) having() (Cond, error) {
	p.space()
	c := Cond{Pos: p.at}
	var err error
	if c.Attr, err = p.columnRef(); err != nil {
		return c, err
	}
	return c, p.comparison(&c)
}

func (p *parser) key() (Key, error) {
	p.space()
	k := Key{Pos: p.at}
	var err error
	if k.Column, err = p.columnRef(); err != nil {
		return k, err
	}
	if p.keyword("desc") {
		k.Desc = true
	} else {
		p.keyword("asc")
	}
	return k, nil
}

// columnRef reads the name of a column as it is written in "return".
func (p *parser) columnRef() (string, error) {
	if p.peek(`"`) {
		return p.quoted()
	}
	w := p.word()
	if w == "" || keywords[w] {
		return "", p.fail(p.at, "a column is expected, found %s", p.found())
	}
	closing := ""
	if slices.Contains(functions, w) && p.take("(") {
		closing = ")"
		w += "(" + p.word()
	}
	if strings.HasPrefix(p.text[p.at:], ".") {
		p.at++
		w += "." + p.attr()
	}
	if closing != "" {
		if !p.take(closing) {
			return "", p.fail(p.at, `")" missing, found %s`, p.found())
		}
		w += closing
	}
	return w, nil
}
