package export

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

// The graphs of a store that are no documents.
const (
	vocabularyGraph = "graph/vocabulary"
	derivedGraph    = "graph/derived"
)

// A row is a quad by the numbers of its terms: subject, predicate, object,
// label.
type row [4]uint32

// Positions in a row.
const (
	sub = iota
	pred
	obj
	lab
)

// A kind of predicate says what a quad with it is for.
type kind uint8

const (
	describes kind = iota // names and classes of a thing, and all that is unknown
	states                // an edge that claims are made with
	links                 // an edge of the norm catalogue, or a doubtful identity
	claims                // of a claim node
)

// An Exporter writes a selection of a graph. It is safe for concurrent use.
type Exporter struct {
	snap  *snapshot.Snapshot
	names schema.Names
	voc   *schema.Vocabulary
	terms *knownTerms
	scope *scope
	// center is the short name of the thing whose neighbourhood is selected.
	center string
	close  func() error
}

// Open prepares an export. The store must stay open until Close. A store of
// another backend than the snapshot is copied into a temporary one first. It is
// an error if the selection names a document or an entity that the graph does
// not hold.
func Open(ctx context.Context, s *graph.Store, voc *schema.Vocabulary, names schema.Names, sel Selection) (*Exporter, error) {
	e := &Exporter{names: names, voc: voc, close: func() error { return nil }}
	var ok bool
	if e.snap, ok = s.QuadStore().(*snapshot.Snapshot); !ok {
		if err := e.copy(ctx, s); err != nil {
			return nil, errors.Join(err, e.close())
		}
	}
	e.terms = newKnownTerms(e.snap, voc, names)
	var err error
	if e.scope, err = e.newScope(ctx, sel); err != nil {
		return nil, errors.Join(err, e.close())
	}
	if sel.Around != "" {
		e.center = e.path(sel.Around)
	}
	return e, nil
}

// copy makes a temporary snapshot of another backend.
func (e *Exporter) copy(ctx context.Context, s *graph.Store) error {
	dir, err := os.MkdirTemp("", "normgraph")
	if err != nil {
		return err
	}
	e.close = func() error { return os.RemoveAll(dir) }
	name := filepath.Join(dir, "graph")
	if err := snapshot.Build(ctx, name, s.Quads(ctx), snapshot.Options{}); err != nil {
		return err
	}
	e.snap, err = snapshot.Open(name)
	return err
}

// Close ends the use of e.
func (e *Exporter) Close() error { return e.close() }

// Quads yields the quads of the selection in the order of their canonical
// N-Quads lines. An error ends the sequence.
func (e *Exporter) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		v := e.values()
		for r, err := range e.rows(ctx) {
			if err != nil {
				yield(quad.Quad{}, err)
				return
			}
			if !yield(v.quad(r), nil) {
				return
			}
		}
	}
}

func (e *Exporter) writeNQuads(ctx context.Context, w io.Writer) error {
	return nquads.Write(ctx, w, e.Quads(ctx))
}

// rows yields the rows of the selection in order of subject, predicate, object
// and label.
func (e *Exporter) rows(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		stopped := false
		match := func(pattern row) error {
			return e.snap.Match(ctx, pattern, func(q [4]uint32) bool {
				if e.scope.has(q) {
					stopped = !yield(q, nil)
				}
				return !stopped
			})
		}
		if e.scope.things == nil {
			if err := match(row{}); err != nil && !stopped {
				yield(row{}, err)
			}
			return
		}
		for n := range all(e.scope.things, e.scope.claims, e.scope.evidence) {
			if err := match(row{sub: n}); err != nil && !stopped {
				yield(row{}, err)
				return
			}
			if stopped {
				return
			}
		}
	}
}

// rowsByLabel is rows in order of label, subject, predicate and object.
func (e *Exporter) rowsByLabel(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		stopped := false
		for n := uint32(1); int64(n) <= e.snap.Terms(); n++ {
			if e.snap.CountMatch(row{lab: n}) == 0 {
				continue
			}
			err := e.snap.Match(ctx, row{lab: n}, func(q [4]uint32) bool {
				if e.scope.has(q) {
					stopped = !yield(q, nil)
				}
				return !stopped
			})
			if stopped {
				return
			}
			if err != nil {
				yield(row{}, err)
				return
			}
		}
	}
}

// knownTerms are the numbers of the terms that have a meaning for exports; 0
// for those that the graph does not hold.
type knownTerms struct {
	typ                                         uint32
	claimSubject, claimPredicate, claimObject   uint32
	status, stance, confidence, rule, derived   uint32
	attributedTo, addressee, inDocument         uint32
	derivedFrom, hasEvidence, exact, text, line uint32
	label, startDate, endDate                   uint32
	publishedOn, issuedOn, establishedOn        uint32
	vocabulary, derivedGraph                    uint32
	kinds                                       map[uint32]kind
}

func newKnownTerms(s *snapshot.Snapshot, voc *schema.Vocabulary, names schema.Names) *knownTerms {
	p := func(p schema.Predicate) uint32 { return s.TermID(schema.PredicateIRI(p)) }
	t := &knownTerms{
		typ: s.TermID(schema.RDFType), label: s.TermID(schema.RDFSLabel),
		claimSubject: p(schema.ClaimSubject), claimPredicate: p(schema.ClaimPredicate), claimObject: p(schema.ClaimObject),
		status: p(schema.ClaimStatus), stance: p(schema.ClaimStance), confidence: p(schema.Confidence), rule: p(schema.RuleID),
		derived: p(schema.Derived), attributedTo: p(schema.AttributedTo), addressee: p(schema.Addressee),
		inDocument: p(schema.InDocument), derivedFrom: p(schema.DerivedFrom), hasEvidence: p(schema.HasEvidence),
		exact: p(schema.Exact), text: p(schema.Text), line: p(schema.Line),
		startDate: p(schema.StartDate), endDate: p(schema.EndDate), publishedOn: p(schema.PublishedOn),
		issuedOn: p(schema.IssuedOn), establishedOn: p(schema.EstablishedOn),
		vocabulary:   s.TermID(quad.IRI(names.Base() + vocabularyGraph)),
		derivedGraph: s.TermID(quad.IRI(names.Base() + derivedGraph)),
		kinds:        map[uint32]kind{},
	}
	for _, d := range voc.Predicates() {
		k := describes
		switch {
		case d.IsClaim():
			k = states
		case d.Group == schema.ClaimGroup:
			k = claims
		case d.Group == schema.SchemeGroup && d.Range != nil && len(d.Range) > 0, d.Name == schema.PossiblySame:
			k = links
		}
		if n := p(d.Name); n != 0 {
			t.kinds[n] = k
		}
	}
	return t
}

// values makes quads of rows. It remembers the terms that come again and again
// and is not safe for concurrent use.
type values struct {
	snap *snapshot.Snapshot
	last row
	vals [4]quad.Value
	seen map[uint32]quad.Value // predicates and labels
}

func (e *Exporter) values() *values { return &values{snap: e.snap, seen: map[uint32]quad.Value{}} }

func (v *values) quad(r row) quad.Quad {
	for p, n := range r {
		if n == v.last[p] {
			continue
		}
		if p == pred || p == lab {
			v.vals[p] = v.term(n)
		} else {
			v.vals[p] = v.snap.Term(n)
		}
	}
	v.last = r
	return quad.Quad{Subject: v.vals[sub], Predicate: v.vals[pred], Object: v.vals[obj], Label: v.vals[lab]}
}

func (v *values) term(n uint32) quad.Value {
	t, ok := v.seen[n]
	if !ok {
		if len(v.seen) > 1<<16 {
			clear(v.seen)
		}
		t = v.snap.Term(n)
		v.seen[n] = t
	}
	return t
}

// path is the short id of a thing: "state/KR", or the whole IRI outside of the
// base.
func (e *Exporter) path(v quad.Value) string {
	iri, ok := v.(quad.IRI)
	if !ok {
		return fmt.Sprint(v)
	}
	if p, ok := e.names.Path(iri); ok && p != "" {
		return p
	}
	return string(iri)
}
