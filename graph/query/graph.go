package query

import (
	"context"
	"slices"
	"sync"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"
)

// A Graph answers questions from one version of a store. It is safe for
// concurrent use if reading the store is.
type Graph struct {
	qs    graph.QuadStore
	voc   *Vocabulary
	paths []string // first parts of the ids of entities, sorted
	least float64  // confidence of the claims that count; 0 means all
	names *sharedNames
}

// sharedNames is the index of names of a store, made when first needed.
type sharedNames struct {
	mu    sync.Mutex
	index *nameIndex
}

// New returns a Graph over a store whose quads use the names of voc. The store
// must not change while the Graph is in use.
func New(qs graph.QuadStore, voc *Vocabulary) *Graph {
	g := &Graph{qs: qs, voc: voc, names: &sharedNames{}}
	for _, c := range voc.defs.Classes() {
		if c.Path != "" && c.Path != "claim" && c.Path != "evidence" && c.Path != "rule" && c.Path != "run" {
			g.paths = append(g.paths, c.Path)
		}
	}
	slices.Sort(g.paths)
	g.paths = slices.Compact(g.paths)
	return g
}

// Vocabulary is the vocabulary that the graph was opened with.
func (g *Graph) Vocabulary() *Vocabulary { return g.voc }

// Surer is the graph without the claims of less than a confidence, and without
// the edges that only such claims make. Edges that no claim makes stay. Nodes of
// claims stay too: a question about claims can ask for their confidence itself.
func (g *Graph) Surer(confidence float64) *Graph {
	out := *g
	out.least = confidence
	return &out
}

func (g *Graph) session(ctx context.Context) *session {
	s := newSession(ctx, newReader(g.qs), g.voc)
	s.least = g.least
	return s
}

// index returns the index of names, which it makes at the first call.
func (g *Graph) index(s *session) (*nameIndex, error) {
	g.names.mu.Lock()
	defer g.names.mu.Unlock()
	if g.names.index == nil {
		x, err := newNameIndex(s.ctx, s.r, s.voc)
		if err != nil {
			return nil, err
		}
		g.names.index = x
	}
	return g.names.index, nil
}

// Options bound an evaluation. The zero value is fit for use.
type Options struct {
	// MaxRows is how many combinations a step of the evaluation may hold; more
	// is ErrTooLarge. 0 means DefaultMaxRows.
	MaxRows int
	// NoEvidence leaves out the claims behind the rows, which takes less time.
	NoEvidence bool
	// Limit replaces the query's own limit if it is above 0.
	Limit int
}

// DefaultMaxRows keeps an evaluation below about 200 MB.
const DefaultMaxRows = 2_000_000

// Run evaluates q. Values for its parameters are in args; a part of the
// pattern that mentions a parameter without a value is left out. A cancelled
// ctx is an error.
func (g *Graph) Run(ctx context.Context, q *Query, args map[string]string, opt Options) (*Table, error) {
	s := g.session(ctx)
	t, err := g.run(s, q, "", args, nil, opt)
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		if err := g.explainNothing(s, t, nil, nil, nil); err != nil {
			return nil, err
		}
	}
	return t, ctx.Err()
}

// Query parses and evaluates a text of the path language.
func (g *Graph) Query(ctx context.Context, text string, args map[string]string, opt Options) (*Table, error) {
	q, err := Parse(text, g.voc)
	if err != nil {
		return nil, err
	}
	s := g.session(ctx)
	t, err := g.run(s, q, text, args, nil, opt)
	if err != nil {
		return nil, err
	}
	if len(t.Rows) == 0 {
		if err := g.explainNothing(s, t, nil, nil, nil); err != nil {
			return nil, err
		}
	}
	return t, ctx.Err()
}

func (g *Graph) run(s *session, q *Query, text string, args map[string]string, entities map[string]Ref, opt Options) (*Table, error) {
	q, err := bind(q, args, entities)
	if err != nil {
		return nil, err
	}
	t := &Table{Query: q.String()}
	c := &compiler{s: s, g: g, p: &plan{}, text: text}
	c.resolve = func(ref Ref, classes []string) (node, error) {
		cand, err := g.resolveOne(s, ref.Text, classes)
		if err != nil && len(classes) > 0 && ref.Kind != ByName {
			cand, err = g.resolveOne(s, ref.Text, nil)
		}
		if err != nil {
			return 0, err
		}
		t.Notes = append(t.Notes, readAs(ref.Text, cand)...)
		return s.r.find(quad.IRI(cand.IRI)), nil
	}
	c.p.slot = c.extend(scope{}, q.Variables())
	if c.p.root, err = c.conjunction(q.Where, c.p.slot, true); err != nil {
		return nil, err
	}
	e := &runner{s: s, max: opt.MaxRows, names: c.p.names}
	if e.max == 0 {
		e.max = DefaultMaxRows
	}
	start := &rowset{width: c.p.width, n: 1, data: make([]node, c.p.width), bound: make([]bool, c.p.width)}
	rows, err := e.join(c.p.root, start, 0)
	if err != nil {
		return nil, err
	}
	t.Plan = e.trace
	if opt.Limit > 0 {
		q.Limit = opt.Limit
	}
	if err := fill(t, s, c.p, q, rows, opt); err != nil {
		return nil, err
	}
	return t, nil
}
