package graphtest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
)

// A Bag is a set of terms with the number of ways that each is reached.
type Bag map[quad.Value]int

// A Query is a path query with its definition: how Cayley builds it, and what
// it means for a plain list of quads.
type Query struct {
	text  string
	build func(*path.Path) *path.Path
	eval  func(g quads, in Bag, labels map[quad.Value]bool) Bag
	start []quad.Value // of a query from nodes; nil for a morphism
	any   bool         // the query begins with all nodes
	// Loose says that the query has a step for which Cayley does not promise
	// how often a term comes.
	Loose bool
}

// String shows the query.
func (q Query) String() string { return q.text }

// Path is the query over a store.
func (q Query) Path(qs graph.QuadStore) *path.Path {
	return q.build(path.StartPath(qs, q.start...))
}

// Eval answers the query by its definition, without an index or an optimiser.
func (q Query) Eval(g []quad.Quad) Bag {
	in := Bag{}
	if q.any {
		for v := range quads(g).nodes() {
			in[v] = 1
		}
	}
	known := quads(g).nodes()
	for _, v := range q.start {
		if known[v] {
			in[v]++
		}
	}
	return q.eval(g, in, nil)
}

type quads []quad.Quad

func (g quads) nodes() map[quad.Value]bool {
	all := make(map[quad.Value]bool)
	for _, q := range g {
		for _, d := range quad.Directions {
			if v := q.Get(d); v != nil {
				all[v] = true
			}
		}
	}
	return all
}

// hop follows the quads with one of the predicates, nil for all, from a to b.
func (g quads) hop(in Bag, a, b quad.Direction, via []quad.Value, labels map[quad.Value]bool) Bag {
	out := Bag{}
	for _, q := range g {
		if n := in[q.Get(a)]; n > 0 && contains(via, q.Predicate) && (labels == nil || labels[q.Label]) {
			out[q.Get(b)] += n
		}
	}
	return out
}

func contains(list []quad.Value, v quad.Value) bool {
	if list == nil {
		return true
	}
	for _, x := range list {
		if x == v {
			return true
		}
	}
	return false
}

// A Random makes queries about a graph. It is not safe for concurrent use.
type Random struct {
	rng        *rand.Rand
	quads      []quad.Quad
	nodes      []quad.Value
	predicates []quad.Value
	labels     []quad.Value
	plain      bool // no filters on literals with a language or a datatype
}

// NewRandom returns a maker of queries about the given quads. The same seed
// makes the same queries.
func NewRandom(seed uint64, g []quad.Quad) *Random {
	r := &Random{rng: rand.New(rand.NewPCG(seed, 1)), quads: g}
	seen := [3]map[quad.Value]bool{{}, {}, {}}
	note := func(list *[]quad.Value, i int, v quad.Value) {
		if v != nil && !seen[i][v] {
			seen[i][v] = true
			*list = append(*list, v)
		}
	}
	for _, q := range g {
		for _, d := range quad.Directions {
			note(&r.nodes, 0, q.Get(d))
		}
		note(&r.predicates, 1, q.Predicate)
		note(&r.labels, 2, q.Label)
	}
	return r
}

// Query makes a query.
func (r *Random) Query() Query {
	q := Query{
		build: func(p *path.Path) *path.Path { return p },
		eval:  func(_ quads, in Bag, _ map[quad.Value]bool) Bag { return in },
	}
	if r.rng.IntN(12) == 0 {
		q.any, q.text = true, "V()"
	} else {
		q.start = r.some(r.nodes, 1+r.rng.IntN(3))
		q.text = fmt.Sprintf("V(%s)", show(q.start))
	}
	return r.steps(q, 1+r.rng.IntN(4), 2)
}

// steps appends n steps; nested is how deep paths within steps may go.
func (r *Random) steps(q Query, n, nested int) Query {
	for range n {
		q = r.step(q, nested)
	}
	return q
}

func (q Query) then(text string, build func(*path.Path) *path.Path, eval func(quads, Bag, map[quad.Value]bool) Bag) Query {
	b, e := q.build, q.eval
	q.text += "." + text
	q.build = func(p *path.Path) *path.Path { return build(b(p)) }
	q.eval = func(g quads, in Bag, labels map[quad.Value]bool) Bag { return eval(g, e(g, in, labels), labels) }
	return q
}

func (r *Random) some(list []quad.Value, n int) []quad.Value {
	var out []quad.Value
	for range n {
		v := list[r.rng.IntN(len(list))]
		if !contains(append([]quad.Value{}, out...), v) || len(out) == 0 {
			out = append(out, v)
		}
	}
	return out
}

// via is a choice of predicates, nil for all.
func (r *Random) via() []quad.Value {
	if r.rng.IntN(4) == 0 {
		return nil
	}
	return r.some(r.predicates, 1+r.rng.IntN(2))
}

func show(vs []quad.Value) string {
	var out []string
	for _, v := range vs {
		s := v.String()
		s = strings.TrimPrefix(strings.Trim(s, "<>"), NS)
		out = append(out, strings.TrimPrefix(s, Base))
	}
	return strings.Join(out, ", ")
}

func args(vs []quad.Value) []any {
	out := make([]any, len(vs))
	for i, v := range vs {
		out[i] = v
	}
	return out
}

// inLabels is the nesting of steps within a context of labels.
const inLabels = -1

// step appends one step.
func (r *Random) step(q Query, nested int) Query {
	kinds := 11
	switch nested {
	case 0:
		kinds = 7
	case inLabels: // a context of labels ends the one around it
		kinds = 6
	}
	switch kind := r.rng.IntN(kinds); kind {
	case 0, 1, 2:
		return r.hopStep(q)
	case 3:
		return r.hasStep(q)
	case 4:
		return q.then("Unique()", (*path.Path).Unique, func(_ quads, in Bag, _ map[quad.Value]bool) Bag { return in.set() })
	case 5:
		return r.filterStep(q)
	case 6:
		return r.labelStep(q)
	case 7, 8, 9:
		return r.setStep(q, nested, kind)
	default:
		return r.recursiveStep(q)
	}
}

func (b Bag) set() Bag {
	out := Bag{}
	for v, n := range b {
		if n > 0 {
			out[v] = 1
		}
	}
	return out
}

func (r *Random) hopStep(q Query) Query {
	via := r.via()
	switch r.rng.IntN(5) {
	case 0, 1:
		return q.then("Out("+show(via)+")", func(p *path.Path) *path.Path { return p.Out(args(via)...) },
			func(g quads, in Bag, l map[quad.Value]bool) Bag {
				return g.hop(in, quad.Subject, quad.Object, via, l)
			})
	case 2, 3:
		return q.then("In("+show(via)+")", func(p *path.Path) *path.Path { return p.In(args(via)...) },
			func(g quads, in Bag, l map[quad.Value]bool) Bag {
				return g.hop(in, quad.Object, quad.Subject, via, l)
			})
	}
	return q.then("Both("+show(via)+")", func(p *path.Path) *path.Path { return p.Both(args(via)...) },
		func(g quads, in Bag, l map[quad.Value]bool) Bag {
			out := g.hop(in, quad.Subject, quad.Object, via, l)
			for v, n := range g.hop(in, quad.Object, quad.Subject, via, l) {
				out[v] += n
			}
			return out
		})
}

// hasStep asks for an edge; it gives each node once for each edge that it has.
func (r *Random) hasStep(q Query) Query {
	via := r.some(r.predicates, 1)
	var to []quad.Value
	if r.rng.IntN(2) == 0 {
		to = r.some(r.nodes, 1+r.rng.IntN(2))
	}
	from, end, name := quad.Subject, quad.Object, "Has"
	if r.rng.IntN(3) == 0 {
		from, end, name = end, from, "HasReverse"
	}
	return q.then(fmt.Sprintf("%s(%s; %s)", name, show(via), show(to)),
		func(p *path.Path) *path.Path {
			if name == "Has" {
				return p.Has(via[0], to...)
			}
			return p.HasReverse(via[0], to...)
		},
		func(g quads, in Bag, l map[quad.Value]bool) Bag {
			out := Bag{}
			for _, q := range g {
				if n := in[q.Get(from)]; n > 0 && q.Predicate == via[0] && contains(to, q.Get(end)) && (l == nil || l[q.Label]) {
					out[q.Get(from)] += n
				}
			}
			return out
		})
}

// filterStep compares IRIs and strings.
func (r *Random) filterStep(q Query) Query {
	v := r.nodes[r.rng.IntN(len(r.nodes))]
	for r.plain && rendered(v) {
		v = r.nodes[r.rng.IntN(len(r.nodes))]
	}
	op := []iterator.Operator{iterator.CompareLT, iterator.CompareLTE, iterator.CompareGT, iterator.CompareGTE}[r.rng.IntN(4)]
	return q.then(fmt.Sprintf("Filter(%v %s)", op, show([]quad.Value{v})),
		func(p *path.Path) *path.Path { return p.Filter(op, v) },
		func(_ quads, in Bag, _ map[quad.Value]bool) Bag {
			out := Bag{}
			for w, n := range in {
				if c, ok := compare(w, v); ok && (c < 0 && op <= iterator.CompareLTE || c > 0 && op >= iterator.CompareGT ||
					c == 0 && (op == iterator.CompareLTE || op == iterator.CompareGTE)) {
					out[w] = n
				}
			}
			return out
		})
}

// compare compares terms as Cayley's filters do: those of the kind of b by their
// text; where b has a language or a datatype, all by their rendering.
func compare(a, b quad.Value) (int, bool) {
	if rendered(b) {
		return strings.Compare(a.String(), b.String()), true
	}
	switch a := a.(type) {
	case quad.IRI:
		b, ok := b.(quad.IRI)
		return strings.Compare(string(a), string(b)), ok
	case quad.BNode:
		b, ok := b.(quad.BNode)
		return strings.Compare(string(a), string(b)), ok
	case quad.String:
		b, ok := b.(quad.String)
		return strings.Compare(string(a), string(b)), ok
	}
	return 0, false
}

// rendered reports whether filters on v compare whole renderings.
func rendered(v quad.Value) bool {
	switch v.(type) {
	case quad.LangString, quad.TypedString:
		return true
	}
	return false
}

// labelStep restricts the labels of the steps after it.
func (r *Random) labelStep(q Query) Query {
	labels := r.some(r.labels, 1+r.rng.IntN(3))
	allowed := map[quad.Value]bool{}
	for _, l := range labels {
		allowed[l] = true
	}
	rest := r.steps(Query{
		build: func(p *path.Path) *path.Path { return p },
		eval:  func(_ quads, in Bag, _ map[quad.Value]bool) Bag { return in },
	}, 1+r.rng.IntN(2), inLabels)
	q.Loose = q.Loose || rest.Loose
	return q.then("LabelContext("+show(labels)+")"+rest.text+".LabelContext()",
		func(p *path.Path) *path.Path { return rest.build(p.LabelContext(args(labels)...)).LabelContext() },
		func(g quads, in Bag, _ map[quad.Value]bool) Bag { return rest.eval(g, in, allowed) })
}

// setStep joins the query with another one.
func (r *Random) setStep(q Query, nested, kind int) Query {
	other := Query{
		build: func(p *path.Path) *path.Path { return p },
		eval:  func(_ quads, in Bag, _ map[quad.Value]bool) Bag { return in },
	}
	start := r.some(r.nodes, 1+r.rng.IntN(2))
	other.text = "V(" + show(start) + ")"
	other = r.steps(other, 1+r.rng.IntN(2), nested-1)
	q.Loose = q.Loose || other.Loose
	sub := func(g quads) Bag {
		in := Bag{}
		for _, v := range start {
			in[v]++
		}
		return other.eval(g, in, nil)
	}
	// The other path is bound to the store of this one when it is built.
	with := func(join func(p, o *path.Path) *path.Path) func(*path.Path) *path.Path {
		return func(p *path.Path) *path.Path { return join(p, other.build(path.StartMorphism(start...))) }
	}
	switch kind {
	case 7:
		return q.then("And("+other.text+")", with((*path.Path).And),
			func(g quads, in Bag, _ map[quad.Value]bool) Bag {
				o, out := sub(g), Bag{}
				for v, n := range in {
					if m := o[v]; m > 0 {
						out[v] = n * m
					}
				}
				return out
			})
	case 8:
		return q.then("Or("+other.text+")", with((*path.Path).Or),
			func(g quads, in Bag, _ map[quad.Value]bool) Bag {
				out := sub(g)
				for v, n := range in {
					out[v] += n
				}
				return out
			})
	}
	return q.then("Except("+other.text+")", with((*path.Path).Except),
		func(g quads, in Bag, _ map[quad.Value]bool) Bag {
			o, out := sub(g), Bag{}
			for v, n := range in {
				if o[v] == 0 {
					out[v] = n
				}
			}
			return out
		})
}

// recursiveStep follows a predicate up to some depth.
func (r *Random) recursiveStep(q Query) Query {
	via := r.some(r.predicates, 1)
	depth := 1 + r.rng.IntN(3)
	q.Loose = true
	return q.then(fmt.Sprintf("FollowRecursive(%s, %d)", show(via), depth),
		func(p *path.Path) *path.Path { return p.FollowRecursive(via[0], depth, nil) },
		func(g quads, in Bag, l map[quad.Value]bool) Bag {
			out, at := Bag{}, in.set()
			for range depth {
				next := Bag{}
				for v := range g.hop(at, quad.Subject, quad.Object, via, nil) {
					if out[v] == 0 {
						out[v], next[v] = 1, 1
					}
				}
				at = next
			}
			return out
		})
}
