package query

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"sort"
	"strings"
	"testing"
)

// randomGraph makes a small graph of events, actors and norms, some of its
// edges under two labels, some with claims, some derived.
func randomGraph(r *rand.Rand, claims bool) *maker {
	m := &maker{}
	var ids []string
	for i := range 3 + r.IntN(4) {
		id := fmt.Sprintf("x/%c", 'a'+i)
		ids = append(ids, id)
		for _, c := range []string{"Event", "Session", "State", "Norm"} {
			if r.IntN(3) == 0 {
				m.add(id, "rdf:type", "ng:"+c, "graph/vocabulary")
			}
		}
		if r.IntN(2) == 0 {
			m.add(id, "editionNumber", fmt.Sprint(1+r.IntN(3)), "doc/1")
		}
	}
	pick := func() string { return ids[r.IntN(len(ids))] }
	var made []string
	for range 3 + r.IntN(12) {
		p := testPreds[r.IntN(len(testPreds))]
		s, o, doc := pick(), pick(), fmt.Sprintf("doc/%d", 1+r.IntN(2))
		switch k := r.IntN(4); {
		case !claims || k == 0:
			m.add(s, p, o, doc)
		case k == 1 && len(made) > 0:
			m.derived(s, p, o, made[r.IntN(len(made))])
		default:
			made = append(made, m.claim(doc, s, p, o, "words",
				"status="+testStatus[r.IntN(len(testStatus))], "stance="+testPreds[r.IntN(len(testPreds))],
				"confidence=0."+fmt.Sprint(1+r.IntN(9))))
		}
	}
	return m
}

var (
	testPreds  = []string{"hostedBy", "subEventOf", "endorses", "partnerOf"}
	testStatus = []string{"asserted", "planned"}
	testVars   = []string{"u", "v", "w"}
)

// A generator makes random queries out of the parts that it is allowed.
type generator struct {
	r       *rand.Rand
	path    string // operators of paths: "|/^{?"
	pattern string // "&" and, "|" or, "!" not, "f" filters, "c" classes, "[" conditions on edges, "@" marks, "-" either direction
	vars    int
}

func (g *generator) may(ops, op string, odds int) bool {
	return strings.Contains(ops, op) && g.r.IntN(odds) == 0
}

func (g *generator) pathExpr(depth int) Path {
	if depth > 0 {
		switch {
		case g.may(g.path, "|", 3):
			return &Alt{[]Path{g.pathExpr(depth - 1), g.pathExpr(depth - 1)}}
		case g.may(g.path, "/", 3):
			return &Seq{[]Path{g.pathExpr(depth - 1), g.pathExpr(depth - 1)}}
		case g.may(g.path, "^", 3):
			return &Inverse{g.pathExpr(depth - 1)}
		case g.may(g.path, "{", 3):
			lo := g.r.IntN(3)
			return &Repeat{g.pathExpr(depth - 1), lo, max(1, lo+g.r.IntN(3))}
		}
	}
	if g.may(g.path, "a", 6) {
		return &Pred{Name: "any"}
	}
	if g.may(g.path, "^", 6) {
		return &Pred{Name: "hosts"}
	}
	return &Pred{Name: testPreds[g.r.IntN(len(testPreds))]}
}

func (g *generator) node() Node {
	n := Node{}
	switch k := g.r.IntN(8); {
	case k == 0:
	case k == 1:
		n.Ref = Ref{ByID, fmt.Sprintf("x/%c", 'a'+g.r.IntN(3))}
	default:
		n.Var = testVars[g.r.IntN(g.vars)]
	}
	if g.may(g.pattern, "c", 4) {
		n.Classes = []string{[]string{"Event", "Session", "Actor", "Norm"}[g.r.IntN(4)]}
	}
	if g.may(g.pattern, "f", 5) {
		n.Conds = []Cond{g.numberCond()}
	}
	return n
}

func (g *generator) numberCond() Cond {
	c := Cond{Attr: "editionNumber", Op: []string{"=", "!=", "<", "<=", ">", ">=", "in"}[g.r.IntN(7)]}
	c.Values = []Value{{Kind: Number, Text: fmt.Sprint(1 + g.r.IntN(3))}}
	if c.Op == "in" {
		c.Values = []Value{{Kind: Range, Text: fmt.Sprint(1 + g.r.IntN(3)), To: ifElse(g.r.IntN(2) == 0, "", fmt.Sprint(1+g.r.IntN(3)))}}
	}
	return c
}

func (g *generator) chain() *Chain {
	c := &Chain{Start: g.node()}
	for range 1 + g.r.IntN(2) {
		st := Step{Dir: Direction(g.r.IntN(2)), Path: g.pathExpr(2), To: g.node()}
		if g.may(g.pattern, "-", 3) {
			st.Dir = Either
		}
		if g.may(g.pattern, "[", 2) {
			st.Conds = []Cond{[]Cond{
				{Attr: "status", Op: "=", Values: []Value{{Kind: Word, Text: "planned"}}},
				{Attr: "status", Op: "!=", Values: []Value{{Kind: Word, Text: "planned"}}},
				{Attr: "stance", Op: "=", Values: []Value{{Kind: Word, Text: testPreds[0]}, {Kind: Word, Text: testPreds[2]}}},
				{Attr: "confidence", Op: ">=", Values: []Value{{Kind: Number, Text: "0.5"}}},
				{Attr: "derived", Op: "=", Values: []Value{{Kind: Word, Text: "true"}}},
			}[g.r.IntN(5)]}
		}
		if strings.Contains(g.pattern, "@") {
			// A mark needs a step of one edge.
			st.Path = &Pred{Name: testPreds[g.r.IntN(3)]}
			if g.r.IntN(3) == 0 {
				st.Path = &Alt{[]Path{st.Path, &Pred{Name: testPreds[g.r.IntN(3)]}}}
			}
			if g.r.IntN(4) == 0 {
				st.Path = &Inverse{st.Path}
			}
			st.Doc = ifElse(g.r.IntN(2) == 0, "d", "")
			st.Claim = ifElse(g.r.IntN(2) == 0, "c", "")
		}
		c.Steps = append(c.Steps, st)
	}
	return c
}

func (g *generator) patternOf(depth int) Pattern {
	if depth > 0 {
		switch {
		case g.may(g.pattern, "&", 2):
			return &And{[]Pattern{g.patternOf(depth - 1), g.patternOf(depth - 1)}}
		case g.may(g.pattern, "|", 2):
			return &Or{[]Pattern{g.patternOf(depth - 1), g.patternOf(depth - 1)}}
		case g.may(g.pattern, "!", 2):
			return &And{[]Pattern{g.chain(), &Not{g.patternOf(depth - 1)}}}
		case g.may(g.pattern, "f", 3):
			f := &Filter{Var: testVars[g.r.IntN(g.vars)], Cond: g.numberCond()}
			if g.r.IntN(2) == 0 {
				f.Cond = Cond{Op: ifElse(g.r.IntN(2) == 0, "=", "!="), Values: []Value{{Kind: Word, Text: testVars[g.r.IntN(g.vars)]}}}
			}
			return &And{[]Pattern{g.chain(), f}}
		}
	}
	return g.chain()
}

// TestAnswersEqualTheNaiveOnes holds the evaluator against one that tries
// every node for every variable, on random graphs and queries.
func TestAnswersEqualTheNaiveOnes(t *testing.T) {
	voc := vocabulary(t)
	cases := 3000
	if testing.Short() {
		cases = 300
	}
	for _, tt := range []struct {
		name   string
		gen    generator
		claims bool
	}{
		{"single_steps", generator{vars: 3}, false},
		{"either_direction", generator{pattern: "-", vars: 2}, false},
		{"any_predicate", generator{path: "a", vars: 2}, true},
		{"alternatives", generator{path: "|", vars: 2}, false},
		{"sequences", generator{path: "/", vars: 2}, false},
		{"inverses", generator{path: "^/", vars: 2}, false},
		{"repetitions", generator{path: "{", vars: 2}, false},
		{"all_paths", generator{path: "|/^{a", pattern: "-", vars: 2}, false},
		{"classes", generator{pattern: "c&", vars: 3}, false},
		{"intersections", generator{pattern: "&", vars: 3}, false},
		{"unions", generator{pattern: "|&", vars: 3}, false},
		{"unions_of_unions", generator{pattern: "|&f", vars: 3}, false},
		{"differences", generator{pattern: "!&", vars: 3}, false},
		{"filters", generator{pattern: "f&", vars: 3}, false},
		{"conditions_on_edges", generator{pattern: "[", path: "|/", vars: 2}, true},
		{"documents_and_claims", generator{pattern: "@[", vars: 2}, true},
		{"everything", generator{path: "|/^{a", pattern: "&|!fc[-", vars: 3}, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(1, uint64(len(tt.name))))
			tt.gen.r = r
			asked, filled := 0, 0
			n := cases
			if strings.Contains(tt.gen.pattern, "@") || tt.name == "everything" {
				n /= 3 // the naive evaluator takes 10 ms for each
			}
			for asked < n {
				m := randomGraph(r, tt.claims)
				g, want := New(m.store(t), voc), newNaive(voc, m.quads)
				for range 10 {
					text := (&Query{Where: tt.gen.patternOf(2)}).String()
					q, err := Parse(text, voc)
					if err != nil {
						continue // asks for nothing, or filters what nothing binds
					}
					got, err := g.Run(t.Context(), q, nil, Options{NoEvidence: asked%4 != 0})
					var unknown *UnknownError
					if errors.As(err, &unknown) || errors.Is(err, errNoAnchor) {
						continue
					}
					if err != nil {
						t.Fatalf("%s: %v", text, err)
					}
					asked++
					rows := strings.Split(lines(got), "\n")
					sort.Strings(rows)
					a, b := strings.Join(rows, "\n"), want.answers(q)
					if b != "" {
						filled++
					}
					if a != b {
						var dump strings.Builder
						for _, q := range m.quads {
							fmt.Fprintln(&dump, q)
						}
						t.Fatalf("%s\ngot\n%s\nwant\n%s\nplan %+v\nin\n%s", text, a, b, got.Plan, dump.String())
					}
				}
			}
			if filled < asked/20 {
				t.Errorf("only %d of %d cases have an answer", filled, asked)
			}
		})
	}
}

func TestPrintedQueriesParseToThemselves(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 3))
	g := generator{r: r, path: "|/^{a", pattern: "&|!fc[-", vars: 3}
	for range 5000 {
		text := (&Query{Where: g.patternOf(3)}).String()
		q, err := Parse(text, nil)
		if err != nil {
			continue
		}
		if again := q.String(); again != text {
			t.Fatalf("got  %s\nwant %s", again, text)
		}
	}
}

// TestASnapshotAnswersAsMemstoreDoes compares whole tables, proofs and all, on
// random graphs and queries.
func TestASnapshotAnswersAsMemstoreDoes(t *testing.T) {
	voc := vocabulary(t)
	r := rand.New(rand.NewPCG(8, 9))
	gen := generator{r: r, path: "|/^{a", pattern: "&|!fc[-", vars: 3}
	for range 30 {
		m := randomGraph(r, true)
		a, b := New(m.store(t), voc), New(snapshotStore(t, m.quads), voc)
		for range 20 {
			q, err := Parse((&Query{Where: gen.patternOf(2)}).String(), voc)
			if err != nil {
				continue
			}
			x, errX := a.Run(t.Context(), q, nil, Options{})
			y, errY := b.Run(t.Context(), q, nil, Options{})
			if (errX == nil) != (errY == nil) {
				t.Fatalf("%s: got errors %v and %v", q, errX, errY)
			}
			if errX != nil {
				continue
			}
			if s, u := fmt.Sprint(x.Rows), fmt.Sprint(y.Rows); s != u {
				t.Fatalf("%s: got\n%s\nand\n%s", q, s, u)
			}
		}
	}
}
