package export

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// Layers are how much of the proof goes with the edges.
type Layers int

// The layers, each with those before it.
const (
	Everything Layers = iota // as much as the format holds
	Edges                    // plain edges, names and classes
	Claims                   // with the claim behind each edge
	Evidence                 // with the words behind each claim
)

// ParseLayers reads "edges", "claims" or "evidence".
func ParseLayers(s string) (Layers, error) {
	i := slices.Index([]string{"edges", "claims", "evidence"}, s)
	if i < 0 {
		return 0, fmt.Errorf("unknown layers %q: use edges, claims or evidence", s)
	}
	return Edges + Layers(i), nil
}

// A Selection says which part of a graph is meant. The zero value means all.
//
// Where documents, a neighbourhood or kinds of claims are selected, an edge is
// in if a selected claim makes it; what the gazetteer and imports say, which
// needs no claim, is in unless documents are selected. With documents or a
// neighbourhood come the names and classes of the things in it, not those of
// others.
type Selection struct {
	Layers Layers
	// MinConfidence is the least confidence of a claim, from 0 to 1.
	MinConfidence float64
	// Status are the allowed statuses of claims; nil allows all.
	Status []string
	// Documents are the IRIs of the documents whose claims are meant; nil means
	// all.
	Documents []quad.IRI
	// Around is the thing whose neighbourhood is meant, up to Hops edges away,
	// with all edges among the things reached; "" means the whole.
	Around quad.IRI
	Hops   int
}

// claimsOnly reports whether only some of the claims are meant.
func (s *Selection) claimsOnly() bool {
	return s.MinConfidence > 0 || s.Status != nil || s.Documents != nil
}

// scope is a selection by the numbers of the terms. It is read-only.
type scope struct {
	terms     *knownTerms
	asked     Layers // as the selection has it
	layers    Layers
	documents bitset // nil where none are selected
	// isClaim and isEvidence are the nodes of these layers, isDocument the
	// documents.
	isClaim, isEvidence, isDocument bitset
	// claims, evidence and things are those in the selection; nil means all.
	claims, evidence, things bitset
	// edges are the quads that selected claims make, sorted, where only some
	// claims are selected.
	someClaims bool
	edges      []row
	literal    func(uint32) bool
}

func compareRows(a, b row) int { return slices.Compare(a[:], b[:]) }

func (e *Exporter) newScope(ctx context.Context, sel Selection) (*scope, error) {
	s := &scope{
		terms: e.terms, asked: sel.Layers, layers: cmp.Or(sel.Layers, Evidence), someClaims: sel.claimsOnly(),
		literal: e.isLiteral,
	}
	for class, set := range map[schema.Class]*bitset{
		schema.ClaimNode: &s.isClaim, schema.EvidenceNode: &s.isEvidence, schema.Document: &s.isDocument,
	} {
		var err error
		if *set, err = e.members(ctx, class); err != nil {
			return nil, err
		}
	}
	if sel.Documents != nil {
		s.documents = newBitset(e.snap.Terms())
		for _, d := range sel.Documents {
			n := e.snap.TermID(d)
			if n == 0 || e.snap.CountMatch(row{lab: n}) == 0 {
				return nil, fmt.Errorf("no document %s in the graph", e.names.Shorten(d))
			}
			s.documents.add(n)
		}
	}
	if s.someClaims {
		if err := e.selectClaims(ctx, s, sel); err != nil {
			return nil, err
		}
	}
	switch {
	case sel.Around != "":
		if err := e.selectAround(ctx, s, sel); err != nil {
			return nil, err
		}
	case sel.Documents != nil:
		if err := e.selectThings(ctx, s); err != nil {
			return nil, err
		}
	}
	if s.claims != nil {
		if err := e.selectEvidence(ctx, s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// members is the set of the members of a class.
func (e *Exporter) members(ctx context.Context, c schema.Class) (bitset, error) {
	set := newBitset(e.snap.Terms())
	class := e.snap.TermID(schema.ClassIRI(c))
	if class == 0 || e.terms.typ == 0 {
		return set, nil
	}
	return set, e.snap.Match(ctx, row{pred: e.terms.typ, obj: class}, func(q [4]uint32) bool { set.add(q[sub]); return true })
}

func (e *Exporter) isLiteral(n uint32) bool {
	_, iri := e.snap.Term(n).(quad.IRI)
	return !iri
}

// selectClaims finds the claims of the selection and the edges they make.
func (e *Exporter) selectClaims(ctx context.Context, s *scope, sel Selection) error {
	s.claims = newBitset(e.snap.Terms())
	for n := range all(s.isClaim) {
		c, err := e.claim(ctx, n)
		if err != nil {
			return err
		}
		if s.documents != nil && !s.documents.has(c.document) {
			continue
		}
		if sel.Status != nil && !slices.Contains(sel.Status, c.status) {
			continue
		}
		if sel.MinConfidence > 0 && c.confidence < sel.MinConfidence {
			continue
		}
		s.claims.add(n)
		s.edges = append(s.edges, row{c.subject, c.predicate, c.object, c.label})
	}
	slices.SortFunc(s.edges, compareRows)
	s.edges = slices.Compact(s.edges)
	return nil
}

// selectAround walks from a thing along the edges of the selection.
func (e *Exporter) selectAround(ctx context.Context, s *scope, sel Selection) error {
	start := e.snap.TermID(sel.Around)
	if start == 0 {
		return fmt.Errorf("no %s in the graph", e.names.Shorten(sel.Around))
	}
	things := newBitset(e.snap.Terms())
	things.add(start)
	front := []uint32{start}
	for range sel.Hops {
		var next []uint32
		reach := func(r row, to uint32) {
			if s.terms.kinds[r[pred]] == states && s.makesEdge(r) && !things.has(to) && !e.isLiteral(to) {
				things.add(to)
				next = append(next, to)
			}
		}
		for _, n := range front {
			if err := e.snap.Match(ctx, row{sub: n}, func(q [4]uint32) bool { reach(q, q[obj]); return true }); err != nil {
				return err
			}
			if err := e.snap.Match(ctx, row{obj: n}, func(q [4]uint32) bool { reach(q, q[sub]); return true }); err != nil {
				return err
			}
		}
		front = next
	}
	claims := newBitset(e.snap.Terms())
	for n := range all(things) {
		if s.terms.claimSubject == 0 {
			break
		}
		var found []uint32
		if err := e.snap.Match(ctx, row{pred: s.terms.claimSubject, obj: n}, func(q [4]uint32) bool { found = append(found, q[sub]); return true }); err != nil {
			return err
		}
		for _, c := range found {
			if s.claims != nil && !s.claims.has(c) {
				continue
			}
			k, err := e.claim(ctx, c)
			if err != nil {
				return err
			}
			if things.has(k.object) || e.isLiteral(k.object) {
				claims.add(c)
			}
		}
	}
	s.things, s.claims = things, claims
	return nil
}

// selectThings finds what the selected claims speak of.
func (e *Exporter) selectThings(ctx context.Context, s *scope) error {
	things := newBitset(e.snap.Terms())
	for n := range all(s.documents) {
		things.add(n)
		err := e.snap.Match(ctx, row{lab: n}, func(q [4]uint32) bool {
			if s.terms.kinds[q[pred]] == states && s.makesEdge(q) {
				things.add(q[sub])
				if !e.isLiteral(q[obj]) {
					things.add(q[obj])
				}
			}
			return true
		})
		if err != nil {
			return err
		}
	}
	for n := range all(s.claims) {
		c, err := e.claim(ctx, n)
		if err != nil {
			return err
		}
		for _, t := range append([]uint32{c.subject, c.object}, c.others...) {
			if t != 0 && !e.isLiteral(t) {
				things.add(t)
			}
		}
	}
	s.things = things
	return nil
}

func (e *Exporter) selectEvidence(ctx context.Context, s *scope) error {
	s.evidence = newBitset(e.snap.Terms())
	for n := range all(s.claims) {
		c, err := e.claim(ctx, n)
		if err != nil {
			return err
		}
		for _, ev := range c.evidence {
			s.evidence.add(ev)
		}
	}
	return nil
}

// makesEdge reports whether an edge is in as far as claims decide.
func (s *scope) makesEdge(r row) bool {
	if !s.someClaims {
		return true
	}
	if _, ok := slices.BinarySearchFunc(s.edges, r, compareRows); ok {
		return true
	}
	// Of what the documents say, and what follows from it, claims decide.
	return s.documents == nil && !s.ofDocuments(r[lab])
}

// ofDocuments reports whether a label is that of a document, or of what follows
// from documents.
func (s *scope) ofDocuments(label uint32) bool {
	return label == s.terms.derivedGraph || s.isDocument.has(label)
}

// has reports whether a quad of the graph is in.
func (s *scope) has(q [4]uint32) bool {
	switch n := q[sub]; {
	case s.isClaim.has(n):
		if s.layers < Claims || s.claims != nil && !s.claims.has(n) {
			return false
		}
		switch q[pred] {
		case s.terms.hasEvidence:
			return s.layers >= Evidence
		case s.terms.derivedFrom:
			return s.claims == nil || s.claims.has(q[obj])
		}
		return true
	case s.isEvidence.has(n):
		return s.layers >= Evidence && (s.evidence == nil || s.evidence.has(n))
	}
	if s.things != nil && !s.things.has(q[sub]) {
		return false
	}
	k := s.terms.kinds[q[pred]]
	if k == states && !s.makesEdge(q) {
		return false
	}
	if s.things != nil && (k == states || k == links) {
		return s.things.has(q[obj]) || s.literal(q[obj])
	}
	return true
}

// A claim is a claim node.
type claim struct {
	id, label                  uint32
	subject, predicate, object uint32
	document                   uint32
	status, stance, rule       string
	confidence                 float64 // 0 where there is none
	derived                    bool
	holder                     uint32
	others                     []uint32 // who is behind the words, and who is addressed
	evidence                   []uint32
}

// claim reads a claim node.
func (e *Exporter) claim(ctx context.Context, n uint32) (claim, error) {
	c := claim{id: n}
	t := e.terms
	err := e.snap.Match(ctx, row{sub: n}, func(q [4]uint32) bool {
		switch o := q[obj]; q[pred] {
		case t.claimSubject:
			c.subject, c.label = o, q[lab]
		case t.claimPredicate:
			c.predicate = o
		case t.claimObject:
			c.object = o
		case t.inDocument:
			c.document = o
		case t.status:
			c.status = e.textOf(o)
		case t.stance:
			c.stance = e.textOf(o)
		case t.rule:
			c.rule = e.textOf(o)
		case t.confidence:
			c.confidence, _ = strconv.ParseFloat(e.textOf(o), 64)
		case t.derived:
			c.derived = true
		case t.attributedTo:
			c.holder = o
			c.others = append(c.others, o)
		case t.addressee:
			c.others = append(c.others, o)
		case t.hasEvidence:
			c.evidence = append(c.evidence, o)
		}
		return true
	})
	return c, err
}

// textOf is the text of a literal, the short form of an IRI.
func (e *Exporter) textOf(n uint32) string {
	switch v := e.snap.Term(n).(type) {
	case quad.String:
		return string(v)
	case quad.LangString:
		return string(v.Value)
	case quad.TypedString:
		return string(v.Value)
	case quad.IRI:
		return e.path(v)
	case nil:
		return ""
	default:
		return strings.TrimSpace(v.String())
	}
}
