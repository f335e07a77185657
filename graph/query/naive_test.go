package query

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// naive answers queries by trying every node for every variable. It shares the
// parsed form with the evaluator and nothing else.
type naive struct {
	voc   *Vocabulary
	quads []quad.Quad
	terms []quad.Value // subjects and objects
	rels  map[string]map[[2]quad.Value]bool
}

func newNaive(voc *Vocabulary, quads []quad.Quad) *naive {
	n := &naive{voc: voc, quads: quads, rels: map[string]map[[2]quad.Value]bool{}}
	seen := map[quad.Value]bool{}
	for _, q := range quads {
		for _, v := range []quad.Value{q.Subject, q.Object} {
			if !seen[v] {
				seen[v] = true
				n.terms = append(n.terms, v)
			}
		}
	}
	return n
}

type pairs = map[[2]quad.Value]bool

func (n *naive) edges(keep func(quad.IRI) bool, conds []Cond) pairs {
	out := pairs{}
	for _, q := range n.quads {
		p := q.Predicate.(quad.IRI)
		if keep(p) && (len(conds) == 0 || len(n.claims(q.Subject, p, q.Object, conds)) > 0) {
			out[[2]quad.Value{q.Subject, q.Object}] = true
		}
	}
	return out
}

// relation is the pairs that a path connects.
func (n *naive) relation(p Path, conds []Cond) pairs {
	pr := &printer{}
	p.print(pr, precAlt)
	pr.conds(conds)
	key := pr.String()
	if r, ok := n.rels[key]; ok {
		return r
	}
	out := pairs{}
	switch p := p.(type) {
	case *Pred:
		switch name, back, err := n.voc.canonical(p.Name); {
		case p.Name == "any":
			out = n.edges(func(i quad.IRI) bool {
				local, ok := strings.CutPrefix(string(i), schema.NS)
				return ok && n.voc.isDomain(local)
			}, conds)
		case err != nil:
			panic(err.message)
		default:
			for e := range n.edges(func(i quad.IRI) bool { return i == predIRI(name) }, conds) {
				if back {
					e[0], e[1] = e[1], e[0]
				}
				out[e] = true
				if n.voc.def(name).Symmetric {
					out[[2]quad.Value{e[1], e[0]}] = true
				}
			}
		}
	case *Alt:
		for _, x := range p.Paths {
			for e := range n.relation(x, conds) {
				out[e] = true
			}
		}
	case *Seq:
		out = n.relation(p.Paths[0], conds)
		for _, x := range p.Paths[1:] {
			out = compose(out, n.relation(x, conds))
		}
	case *Inverse:
		for e := range n.relation(p.Path, conds) {
			out[[2]quad.Value{e[1], e[0]}] = true
		}
	case *Repeat:
		one := n.relation(p.Path, conds)
		power := pairs{}
		for _, t := range n.terms {
			power[[2]quad.Value{t, t}] = true
		}
		for i := 0; i <= p.Max; i++ {
			if i >= p.Min {
				for e := range power {
					out[e] = true
				}
			}
			power = compose(power, one)
		}
	}
	n.rels[key] = out
	return out
}

func compose(a, b pairs) pairs {
	out := pairs{}
	for x := range a {
		for y := range b {
			if x[1] == y[0] {
				out[[2]quad.Value{x[0], y[1]}] = true
			}
		}
	}
	return out
}

func (n *naive) values(s quad.Value, pred string) []quad.Value {
	var out []quad.Value
	for _, q := range n.quads {
		if q.Subject == s && q.Predicate == predIRI(pred) && !slices.Contains(out, q.Object) {
			out = append(out, q.Object)
		}
	}
	return out
}

// claims are the claims behind an edge that meet the conditions: those that
// are derived stand for their premises.
func (n *naive) claims(s, p, o quad.Value, conds []Cond) []quad.Value {
	var out []quad.Value
	for _, q := range n.quads {
		c := q.Subject
		if q.Predicate != predIRI("claimSubject") || q.Object != s ||
			!slices.Contains(n.values(c, "claimPredicate"), p) || !slices.Contains(n.values(c, "claimObject"), o) {
			continue
		}
		for _, l := range n.leaves(c) {
			ok := true
			for _, cond := range conds {
				from := l
				if cond.Attr == "derived" {
					ok = ok && (len(n.values(c, "derived")) > 0) == (cond.Values[0].Text == "true")
					continue
				}
				ok = ok && n.compares(n.values(from, ifElse(cond.Attr == "doc", "inDocument", cond.Attr)), cond)
			}
			if ok && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out
}

func (n *naive) leaves(c quad.Value) []quad.Value {
	var out []quad.Value
	for _, f := range n.values(c, "derivedFrom") {
		out = append(out, n.leaves(f)...)
	}
	if len(out) == 0 {
		return []quad.Value{c}
	}
	return out
}

// compares holds a list of values against a condition: numbers, words, ids.
func (n *naive) compares(have []quad.Value, c Cond) bool {
	if c.Op == "!=" {
		c.Op = "="
		return !n.compares(have, c)
	}
	for _, h := range have {
		for _, v := range c.Values {
			if n.one(h, c.Op, v) {
				return true
			}
		}
	}
	return false
}

func (n *naive) one(h quad.Value, op string, v Value) bool {
	text := literalText(h)
	if iri, ok := h.(quad.IRI); ok {
		text = n.voc.Short(iri)
	}
	if t, ok := h.(quad.TypedString); ok && t.Type == schema.XSDInteger || ok && t.Type == schema.XSDDecimal {
		x, _ := strconv.ParseFloat(text, 64)
		if v.Kind == Range {
			lo, _ := strconv.ParseFloat(ifElse(v.Text == "", "-1e9", v.Text), 64)
			hi, _ := strconv.ParseFloat(ifElse(v.To == "", "1e9", v.To), 64)
			return lo <= x && x <= hi
		}
		y, err := strconv.ParseFloat(v.Text, 64)
		if err != nil {
			return false
		}
		return map[string]bool{"=": x == y, "in": x == y, "<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y}[op]
	}
	if op == "~" {
		return strings.Contains(fold(text), fold(v.Text))
	}
	return (op == "=" || op == "in") && fold(text) == fold(v.Text)
}

type env map[string]quad.Value

func (n *naive) ref(x *Node, e env) quad.Value {
	if x.Var != "" {
		return e[x.Var]
	}
	if x.Ref.Kind == ByID {
		return quad.IRI(testBase + x.Ref.Text)
	}
	return nil
}

// match reports whether the node x may be v.
func (n *naive) match(x *Node, v quad.Value, e env) bool {
	if want := n.ref(x, e); want != nil && want != v {
		return false
	}
	if len(x.Classes) > 0 {
		ok := false
		for _, c := range x.Classes {
			for _, sub := range n.voc.Subclasses(c) {
				ok = ok || slices.Contains(n.values(v, "rdf:type"), quad.Value(classIRI(sub)))
			}
		}
		if !ok {
			return false
		}
	}
	for _, c := range x.Conds {
		if !n.compares(n.values(v, c.Attr), c) {
			return false
		}
	}
	return true
}

// chain reports whether the rest of a chain holds from v on.
func (n *naive) chain(v quad.Value, steps []Step, e env) bool {
	if len(steps) == 0 {
		return true
	}
	st := steps[0]
	rel := n.relation(st.Path, st.Conds)
	targets := n.terms
	if want := n.ref(&st.To, e); want != nil {
		targets = []quad.Value{want}
	}
	for _, w := range targets {
		out, in := rel[[2]quad.Value{v, w}], rel[[2]quad.Value{w, v}]
		if !map[Direction]bool{Out: out, In: in, Either: out || in}[st.Dir] || !n.match(&st.To, w, e) {
			continue
		}
		if (st.Doc != "" || st.Claim != "") && !n.marked(st, v, w, e) {
			continue
		}
		if n.chain(w, steps[1:], e) {
			return true
		}
	}
	return false
}

// marked reports whether the document and the claim of a step are behind an
// edge of it.
func (n *naive) marked(st Step, v, w quad.Value, e env) bool {
	var names []string
	back := false
	p := st.Path
	if i, ok := p.(*Inverse); ok {
		p, back = i.Path, true
	}
	switch p := p.(type) {
	case *Pred:
		names = []string{p.Name}
	case *Alt:
		for _, x := range p.Paths {
			names = append(names, x.(*Pred).Name)
		}
	}
	try := func(a, b quad.Value) bool {
		for _, name := range names {
			p := predIRI(name)
			var labels []quad.Value
			for _, q := range n.quads {
				if q.Subject == a && q.Predicate == p && q.Object == b {
					labels = append(labels, q.Label)
				}
			}
			if len(labels) == 0 {
				continue
			}
			cs := n.claims(a, p, b, st.Conds)
			for _, c := range cs {
				docOK := st.Doc == "" || slices.Contains(n.values(c, "inDocument"), e[st.Doc])
				if docOK && (st.Claim == "" || e[st.Claim] == c) {
					return true
				}
			}
			if len(cs) == 0 && len(st.Conds) == 0 && st.Claim == "" && slices.Contains(labels, e[st.Doc]) {
				return true
			}
		}
		return false
	}
	if st.Dir == Either {
		return try(v, w) || try(w, v)
	}
	if (st.Dir == In) != back {
		return try(w, v)
	}
	return try(v, w)
}

func (n *naive) holds(p Pattern, e env) bool {
	switch p := p.(type) {
	case *Chain:
		starts := n.terms
		if want := n.ref(&p.Start, e); want != nil {
			starts = []quad.Value{want}
		}
		for _, v := range starts {
			if n.match(&p.Start, v, e) && n.chain(v, p.Steps, e) {
				return true
			}
		}
		return false
	case *And:
		for _, x := range p.Patterns {
			if !n.holds(x, e) {
				return false
			}
		}
		return true
	case *Or:
		for _, x := range p.Patterns {
			if n.some(x, e) {
				return true
			}
		}
		return false
	case *Not:
		return !n.some(p.Pattern, e)
	case *Filter:
		v := e[p.Var]
		have := []quad.Value{v}
		if p.Cond.Attr != "" {
			have = n.values(v, p.Cond.Attr)
		}
		if p.Cond.Values[0].Kind == Var {
			same := slices.Contains(have, e[p.Cond.Values[0].Text])
			return same == (p.Cond.Op == "=")
		}
		return n.compares(have, p.Cond)
	}
	return false
}

// some reports whether values of the variables that e leaves open make p true.
func (n *naive) some(p Pattern, e env) bool {
	var open []string
	for _, v := range bound(p) {
		if e[v] == nil {
			open = append(open, v)
		}
	}
	found := false
	n.try(p, open, e, func(env) bool { found = true; return false })
	return found
}

// try calls yield for every assignment of the open variables that makes p true
// until it returns false. Conjuncts are looked at as soon as their variables
// have values.
func (n *naive) try(p Pattern, open []string, e env, yield func(env) bool) bool {
	conj := []Pattern{p}
	if a, ok := p.(*And); ok {
		conj = a.Patterns
	}
	for _, c := range conj {
		if ready(c, open) && !n.holds(c, e) {
			return true
		}
	}
	if len(open) == 0 {
		return yield(e)
	}
	defer delete(e, open[0])
	for _, v := range n.candidates(open[0]) {
		e[open[0]] = v
		if !n.try(p, open[1:], e, yield) {
			return false
		}
	}
	return true
}

// candidates are the values that a variable may have: d those of documents, c
// claims, others entities and numbers.
func (n *naive) candidates(name string) []quad.Value {
	var out []quad.Value
	add := func(v quad.Value) {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	for _, q := range n.quads {
		switch {
		case name == "d":
			add(q.Label)
		case name == "c" && q.Predicate == predIRI("claimSubject"):
			add(q.Subject)
		case name != "c" && strings.HasPrefix(literalText(q.Subject), testBase+"x/"):
			add(q.Subject)
			if q.Predicate != predIRI("rdf:type") {
				add(q.Object)
			}
		}
	}
	return out
}

// ready reports whether none of the open variables is named in p.
func ready(p Pattern, open []string) bool {
	pr := &printer{}
	p.print(pr)
	for _, w := range strings.FieldsFunc(pr.String(), func(r rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_/", r)
	}) {
		if slices.Contains(open, w) {
			return false
		}
	}
	return true
}

// answers are the distinct rows of variables, sorted, as lines.
func (n *naive) answers(q *Query) string {
	vars := q.Variables()
	rows := map[string]bool{}
	n.try(q.Where, vars, env{}, func(e env) bool {
		var cells []string
		for _, v := range vars {
			t := literalText(e[v])
			if iri, ok := e[v].(quad.IRI); ok {
				t = n.voc.Short(iri)
			}
			cells = append(cells, t)
		}
		rows[strings.Join(cells, " | ")] = true
		return true
	})
	out := make([]string, 0, len(rows))
	for r := range rows {
		out = append(out, r)
	}
	sort.Strings(out)
	return strings.Join(out, "\n")
}
