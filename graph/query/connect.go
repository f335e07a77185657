package query

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/cayleygraph/quad"
)

// ConnectOptions narrow a search for connections. The zero value is fit for
// use.
type ConnectOptions struct {
	Via      []string // walk these predicates only; none means all domain predicates but those of documents
	Without  []string // do not walk these predicates, nor through these entities
	Max      int      // steps; 0 means DefaultMaxSteps
	Limit    int      // connections returned; 0 means DefaultConnections
	From, To string   // do not walk through events that lie outside of these dates
	// MaxNodes bounds the search; 0 means DefaultMaxNodes. More is ErrTooLarge.
	MaxNodes int
}

// Bounds of a search for connections.
const (
	DefaultMaxSteps    = 6
	DefaultConnections = 10
	DefaultMaxNodes    = 1_000_000
)

// Connections are the shortest connections between two entities.
type Connections struct {
	From, To Term
	Length   int // steps; 0 where there is no connection
	Total    int // shortest connections in all; Paths may hold fewer
	Paths    []Connection
	Empty    string   // why there are none
	Notes    []string // how names were read, where that isn't plain
}

// A Connection is a chain of hops. The lower its Cost, the more it tells: it
// goes through things that have few other edges, by predicates that are rare.
type Connection struct {
	Cost float64
	Hops []Hop
}

// A Hop is one step of a connection with the edges that make it.
type Hop struct {
	From, To Term
	Links    []Link
}

// A Link is an edge of a hop. Forward says that it leads from the hop's From to
// its To.
type Link struct {
	Predicate string
	Forward   bool
	Name      string // of the predicate as read from the hop's From: "coHosts" for coHostedBy walked backwards
	Claims    []string
	Evidence  int
	Status    string
}

// Connect finds the shortest connections between two entities, given as people
// write them.
func (g *Graph) Connect(ctx context.Context, from, to string, opt ConnectOptions) (*Connections, error) {
	s := g.session(ctx)
	a, err := g.resolveOne(s, from, nil)
	if err != nil {
		return nil, err
	}
	b, err := g.resolveOne(s, to, nil)
	if err != nil {
		return nil, err
	}
	w, err := newWalker(g, s, opt)
	if err != nil {
		return nil, err
	}
	x, y := s.r.find(quad.IRI(a.IRI)), s.r.find(quad.IRI(b.IRI))
	out := &Connections{Notes: append(readAs(from, a), readAs(to, b)...)}
	if out.From, err = s.term(x); err != nil {
		return nil, err
	}
	if out.To, err = s.term(y); err != nil {
		return nil, err
	}
	if x == y {
		out.Empty = "both names mean " + out.From.ID
		return out, nil
	}
	met, left, right, err := w.search(x, y)
	if err != nil {
		return nil, err
	}
	if len(met) == 0 {
		out.Empty = fmt.Sprintf("no connection in up to %d steps", w.max)
		return out, ctx.Err()
	}
	out.Length = left.depth + right.depth
	if err := w.rank(out, met, left, right); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// walker walks domain edges in both directions.
type walker struct {
	s        *session
	preds    map[node]string
	list     []node // of preds, sorted
	without  map[node]bool
	max      int
	limit    int
	maxNodes int
	first    string
	last     string
	event    []node // classes of events
	passable map[node]bool
}

func newWalker(g *Graph, s *session, opt ConnectOptions) (*walker, error) {
	w := &walker{
		s: s, preds: map[node]string{}, without: map[node]bool{}, passable: map[node]bool{},
		max: opt.Max, limit: opt.Limit, maxNodes: opt.MaxNodes,
	}
	if w.max == 0 {
		w.max = DefaultMaxSteps
	}
	if w.limit == 0 {
		w.limit = DefaultConnections
	}
	if w.maxNodes == 0 {
		w.maxNodes = DefaultMaxNodes
	}
	for n, name := range s.domain {
		if d := s.voc.def(name); len(opt.Via) == 0 && d.Group != "document" {
			w.preds[n] = name
		}
	}
	for _, v := range opt.Via {
		name, _, err := s.voc.canonical(v)
		if err != nil {
			return nil, &Error{Query: v, Message: err.message, Hint: err.hint}
		}
		if n := s.pred(name); n != 0 {
			w.preds[n] = name
		}
	}
	for _, v := range opt.Without {
		if name, _, err := s.voc.canonical(v); err == nil {
			delete(w.preds, s.pred(name))
			continue
		}
		c, err := g.resolveOne(s, v, nil)
		if err != nil {
			return nil, err
		}
		w.without[s.r.find(quad.IRI(c.IRI))] = true
	}
	for n := range w.preds {
		w.list = append(w.list, n)
	}
	slices.Sort(w.list)
	if opt.From != "" || opt.To != "" {
		w.first, w.last = "0000-01-01", "9999-12-31"
		for _, d := range []struct {
			text string
			into func(first, last string)
		}{{opt.From, func(f, _ string) { w.first = f }}, {opt.To, func(_, l string) { w.last = l }}} {
			if d.text == "" {
				continue
			}
			f, l, ok := dateSpan(d.text)
			if !ok {
				return nil, fmt.Errorf("bad date %q: dates are written 2019, 2019-10 or 2019-10-08", d.text)
			}
			d.into(f, l)
		}
	}
	for _, c := range s.voc.Subclasses("Event") {
		if n := s.r.find(classIRI(c)); n != 0 {
			w.event = append(w.event, n)
		}
	}
	return w, nil
}

// pass reports whether a connection may go through n.
func (w *walker) pass(n node) (bool, error) {
	if w.without[n] {
		return false, nil
	}
	if w.first == "" {
		return true, nil
	}
	if ok, known := w.passable[n]; known {
		return ok, nil
	}
	types, err := w.s.attr(n, "rdf:type")
	if err != nil {
		return false, err
	}
	ok := true
	if slices.ContainsFunc(types, func(t node) bool { return slices.Contains(w.event, t) }) {
		spans, err := w.s.dates(n)
		if err != nil {
			return false, err
		}
		ok = slices.ContainsFunc(spans, func(d [2]string) bool { return d[0] <= w.last && w.first <= d[1] })
	}
	w.passable[n] = ok
	return ok, nil
}

// fewEdges is the number of quads of a node up to which reading them all beats
// asking for each predicate.
const fewEdges = 256

// neighbours calls yield for each edge of n in both directions, with repeats.
func (w *walker) neighbours(n node, yield func(other, pred node, forward bool) bool) error {
	for _, back := range []bool{false, true} {
		pat := nodes{n}
		if back {
			pat = nodes{0, 0, n}
		}
		var fault error
		read := func(q nodes) bool {
			if _, ok := w.preds[q[1]]; !ok {
				return true
			}
			if no, err := w.s.doubtful(q); err != nil || no {
				fault = err
				return err == nil
			}
			if back {
				return yield(q[0], q[1], false)
			}
			return yield(q[2], q[1], true)
		}
		_, indexed := w.s.r.(indexReader)
		if !indexed || w.s.r.size(w.s.ctx, pat) <= fewEdges {
			if err := w.s.r.scan(w.s.ctx, pat, read); err != nil || fault != nil {
				return cmp.Or(err, fault)
			}
			continue
		}
		for _, p := range w.list {
			pat[1] = p
			if err := w.s.r.scan(w.s.ctx, pat, read); err != nil || fault != nil {
				return cmp.Or(err, fault)
			}
		}
	}
	return nil
}

// side is the search from one end: how far each node is, and the nodes before
// it on the shortest ways.
type side struct {
	depth  int
	dist   map[node]int
	before map[node][]node
	front  []node
}

func newSide(n node) *side {
	return &side{dist: map[node]int{n: 0}, before: map[node][]node{}, front: []node{n}}
}

// search goes breadth first from both ends, always from the side with fewer
// nodes at its front, until they meet. Met are the nodes in the middle, nil
// where there is no connection.
func (w *walker) search(x, y node) (met []node, left, right *side, err error) {
	left, right = newSide(x), newSide(y)
	for left.depth+right.depth < w.max && len(left.front) > 0 && len(right.front) > 0 {
		from, other := left, right
		if w.work(right) < w.work(left) {
			from, other = right, left
		}
		if err := w.advance(from, other); err != nil {
			return nil, nil, nil, err
		}
		for _, n := range from.front {
			if _, ok := other.dist[n]; ok {
				met = append(met, n)
			}
		}
		if len(met) > 0 {
			slices.Sort(met)
			return met, left, right, nil
		}
		if len(left.dist)+len(right.dist) > w.maxNodes {
			return nil, nil, nil, fmt.Errorf("%w: the search passed %d things", ErrTooLarge, w.maxNodes)
		}
	}
	return nil, left, right, nil
}

// work estimates what the next level of a side costs.
func (w *walker) work(d *side) int {
	sum := 0
	for i, n := range d.front {
		if i == 64 {
			return sum * len(d.front) / 64
		}
		sum += w.degree(n)
	}
	return sum
}

func (w *walker) degree(n node) int {
	return w.s.r.size(w.s.ctx, nodes{n}) + w.s.r.size(w.s.ctx, nodes{0, 0, n})
}

func (w *walker) advance(d, other *side) error {
	d.depth++
	var next []node
	for i, n := range d.front {
		if i%64 == 0 && w.s.ctx.Err() != nil {
			return w.s.ctx.Err()
		}
		if d.depth > 1 {
			ok, err := w.pass(n)
			if err != nil {
				return err
			}
			if !ok {
				continue
			}
		}
		err := w.neighbours(n, func(m, _ node, forward bool) bool {
			at, seen := d.dist[m]
			if seen && at < d.depth {
				return true
			}
			if !seen {
				if forward && w.s.isLiteral(m) {
					return true
				}
				d.dist[m] = d.depth
				next = append(next, m)
			}
			if b := d.before[m]; len(b) == 0 || b[len(b)-1] != n && !slices.Contains(b, n) {
				d.before[m] = append(b, n)
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	// Where the two sides meet, only nodes that may be passed count.
	d.front = d.front[:0:0]
	for _, m := range next {
		if _, end := other.before[m]; end {
			ok, err := w.pass(m)
			if err != nil {
				return err
			}
			if !ok {
				delete(d.dist, m)
				continue
			}
		}
		d.front = append(d.front, m)
	}
	return nil
}

// A way leads from one end of a search to a node.
type way struct {
	cost  float64
	nodes []node // from the end to the node
}

// ways returns up to limit cheapest ways from the end of a side to n, and how
// many there are.
func (w *walker) ways(d *side, n node, memo map[node][]way, count map[node]float64) ([]way, float64, error) {
	if ws, ok := memo[n]; ok {
		return ws, count[n], nil
	}
	if d.dist[n] == 0 {
		memo[n], count[n] = []way{{nodes: []node{n}}}, 1
		return memo[n], 1, nil
	}
	var out []way
	total := 0.0
	for _, b := range d.before[n] {
		ws, c, err := w.ways(d, b, memo, count)
		if err != nil {
			return nil, 0, err
		}
		total += c
		hop, err := w.hopCost(b, n)
		if err != nil {
			return nil, 0, err
		}
		if d.dist[b] > 0 {
			hop += w.nodeCost(b)
		}
		for _, x := range ws {
			out = append(out, way{x.cost + hop, append(slices.Clone(x.nodes), n)})
		}
		if len(out) > 4*w.limit {
			out = w.cheapest(out)
		}
	}
	memo[n], count[n] = w.cheapest(out), total
	return memo[n], total, nil
}

func (w *walker) cheapest(ws []way) []way {
	slices.SortFunc(ws, func(a, b way) int {
		switch {
		case a.cost < b.cost:
			return -1
		case a.cost > b.cost:
			return 1
		}
		return w.compareNames(a.nodes, b.nodes)
	})
	return ws[:min(len(ws), w.limit)]
}

// compareNames orders ways of one cost by the names of their nodes, so that
// the order does not depend on the store.
func (w *walker) compareNames(a, b []node) int {
	for i := range min(len(a), len(b)) {
		if a[i] == b[i] {
			continue
		}
		if x, y := w.s.text(a[i]), w.s.text(b[i]); x != y {
			return ifElse(x < y, -1, 1)
		}
	}
	return len(a) - len(b)
}

// nodeCost of going through a node grows with its number of edges: a State that
// everybody meets says little, a working group of three says a lot.
func (w *walker) nodeCost(n node) float64 { return math.Log2(1 + float64(w.degree(n))) }

// hopCost is that of the rarest predicate between the two nodes.
func (w *walker) hopCost(x, y node) (float64, error) {
	links, err := w.links(x, y)
	if err != nil || len(links) == 0 {
		return 0, err
	}
	best := math.Inf(1)
	for _, l := range links {
		best = min(best, math.Log2(1+float64(w.s.r.size(w.s.ctx, nodes{0, l.pred})))/4)
	}
	return best, nil
}

type link struct {
	pred    node
	forward bool
}

// links lists the edges between x and y in order of the predicates' names. A
// predicate is left out where one that rolls up to it is there.
func (w *walker) links(x, y node) ([]link, error) {
	var out []link
	for _, back := range []bool{false, true} {
		pat := nodes{x, 0, y}
		if back {
			pat = nodes{y, 0, x}
		}
		err := w.s.r.scan(w.s.ctx, pat, func(q nodes) bool {
			l := link{q[1], !back}
			if _, ok := w.preds[q[1]]; ok && !slices.Contains(out, l) {
				out = append(out, l)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	if w.s.least > 0 {
		kept := out[:0]
		for _, l := range out {
			q := nodes{x, l.pred, y}
			if !l.forward {
				q = nodes{y, l.pred, x}
			}
			no, err := w.s.doubtful(q)
			if err != nil {
				return nil, err
			}
			if !no {
				kept = append(kept, l)
			}
		}
		out = kept
	}
	out = slices.DeleteFunc(out, func(l link) bool {
		return slices.ContainsFunc(out, func(o link) bool {
			return o.forward == l.forward && string(w.s.voc.def(w.preds[o.pred]).Super) == w.preds[l.pred]
		})
	})
	slices.SortFunc(out, func(a, b link) int {
		if a.forward != b.forward {
			return ifElse(a.forward, -1, 1)
		}
		return ifElse(w.preds[a.pred] < w.preds[b.pred], -1, ifElse(a.pred == b.pred, 0, 1))
	})
	return out, nil
}

// rank joins the ways of both sides in the middle and keeps the most telling.
func (w *walker) rank(out *Connections, met []node, left, right *side) error {
	var all []way
	memoL, memoR := map[node][]way{}, map[node][]way{}
	countL, countR := map[node]float64{}, map[node]float64{}
	total := 0.0
	for _, m := range met {
		ls, cl, err := w.ways(left, m, memoL, countL)
		if err != nil {
			return err
		}
		rs, cr, err := w.ways(right, m, memoR, countR)
		if err != nil {
			return err
		}
		total += cl * cr
		mid := 0.0
		if left.dist[m] > 0 && right.dist[m] > 0 {
			mid = w.nodeCost(m)
		}
		for _, l := range ls {
			for _, r := range rs {
				ns := slices.Clone(l.nodes)
				for i := len(r.nodes) - 2; i >= 0; i-- {
					ns = append(ns, r.nodes[i])
				}
				all = append(all, way{l.cost + r.cost + mid, ns})
			}
		}
		if len(all) > 16*w.limit*w.limit {
			all = w.cheapest(all)
		}
	}
	out.Total = int(min(total, math.MaxInt32))
	for _, x := range w.cheapest(all) {
		c, err := w.connection(x)
		if err != nil {
			return err
		}
		out.Paths = append(out.Paths, c)
	}
	return nil
}

func (w *walker) connection(x way) (Connection, error) {
	c := Connection{Cost: math.Round(x.cost*100) / 100}
	for i := 1; i < len(x.nodes); i++ {
		a, b := x.nodes[i-1], x.nodes[i]
		h := Hop{}
		var err error
		if h.From, err = w.s.term(a); err != nil {
			return c, err
		}
		if h.To, err = w.s.term(b); err != nil {
			return c, err
		}
		links, err := w.links(a, b)
		if err != nil {
			return c, err
		}
		for _, l := range links {
			subj, obj := a, b
			if !l.forward {
				subj, obj = b, a
			}
			cs, err := w.s.behind(subj, l.pred, obj)
			if err != nil {
				return c, err
			}
			p := &proof{}
			for _, x := range cs {
				p.add(w.s, x)
			}
			var r Row
			p.into(&r)
			name := w.preds[l.pred]
			h.Links = append(h.Links, Link{name, l.forward, w.s.voc.reading(name, !l.forward), r.Claims, r.Evidence, r.Status})
		}
		c.Hops = append(c.Hops, h)
	}
	return c, nil
}

// Table is the connections as rows, one for each hop, which reads from the
// thing on the left: a predicate that leads the other way has the name of its
// inverse.
func (c *Connections) Table() *Table {
	t := &Table{
		Title:   fmt.Sprintf("How are %s and %s connected?", c.From.Label, c.To.Label),
		Columns: []string{"path", "step", "from", "predicate", "to"},
		Empty:   c.Empty,
		Notes:   slices.Clone(c.Notes),
	}
	for i, p := range c.Paths {
		for j, h := range p.Hops {
			r := Row{}
			var names Cell
			for _, l := range h.Links {
				names = append(names, Term{ID: l.Name, Label: l.Name})
				r.Claims = append(r.Claims, l.Claims...)
				r.Evidence += l.Evidence
				if l.Status != "" && (r.Status == "" || statusRank(l.Status) < statusRank(r.Status)) {
					r.Status = l.Status
				}
			}
			slices.Sort(r.Claims)
			r.Claims = slices.Compact(r.Claims)
			r.Cells = []Cell{{number(i + 1)}, {number(j + 1)}, {h.From}, names, {h.To}}
			t.Rows = append(t.Rows, r)
		}
	}
	t.Total = len(t.Rows)
	if c.Total > len(c.Paths) {
		t.Notes = append(t.Notes, "the "+strconv.Itoa(len(c.Paths))+" most telling of "+strconv.Itoa(c.Total)+" shortest connections")
	}
	return t
}
