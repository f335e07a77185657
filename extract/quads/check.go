package quads

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Checker holds the quads of a graph against the invariants: the closed
// schema, no blank nodes, every extracted edge and claim with evidence, every
// evidence equal to the bytes of its document. Feed it all quads, then ask
// Finish. It keeps the claims and evidence in memory, in a short form.
type Checker struct {
	Vocabulary *schema.Vocabulary
	Names      schema.Names
	// Bytes gives the bytes of a document as stored; ok is false where they are
	// not to be had, which leaves that document's evidence unchecked.
	Bytes func(document string) (b []byte, ok bool)

	max      int
	problems []error
	claims   map[quad.IRI]*checkedClaim
	evidence map[quad.IRI]*checkedEvidence
	edges    map[edge]int8
	typed    map[quad.IRI]bool
	used     map[quad.IRI]string // things that need a type, with a predicate that uses them
	labels   map[quad.IRI]bool
}

type checkedClaim struct {
	label            quad.IRI
	s, p             quad.IRI
	o                string
	evidence, origin int
	derived          bool
	document         bool
}

type checkedEvidence struct {
	document   quad.IRI
	start, end int
	exact      string
	seen       int
}

type edge struct{ s, p, label, o string }

// MaxProblems is how many problems a Checker keeps; a graph with more is not
// better known by reading on.
const MaxProblems = 1000

// NewChecker prepares a check.
func NewChecker(v *schema.Vocabulary, n schema.Names, bytes func(document string) ([]byte, bool)) *Checker {
	return &Checker{
		Vocabulary: v, Names: n, Bytes: bytes, max: MaxProblems, claims: map[quad.IRI]*checkedClaim{}, evidence: map[quad.IRI]*checkedEvidence{},
		edges: map[edge]int8{}, typed: map[quad.IRI]bool{}, used: map[quad.IRI]string{}, labels: map[quad.IRI]bool{},
	}
}

func (c *Checker) problem(format string, args ...any) {
	if len(c.problems) < c.max {
		c.problems = append(c.problems, fmt.Errorf(format, args...))
	}
}

// Add takes one quad.
func (c *Checker) Add(q quad.Quad) {
	if err := c.Vocabulary.CheckQuad(c.Names, q); err != nil {
		c.problem("%v", err)
		return
	}
	s, p, label := q.Subject.(quad.IRI), q.Predicate.(quad.IRI), q.Label.(quad.IRI)
	if strings.HasPrefix(string(s), schema.NS) {
		return
	}
	if p == schema.RDFType {
		c.typed[s] = true
	}
	if path, _ := c.Names.Path(label); strings.HasPrefix(path, "doc/") {
		c.labels[label] = true
	}
	d := c.Vocabulary.PredicateByIRI(p)
	switch d.Group {
	case schema.ClaimGroup:
		c.addClaim(s, d.Name, q.Object, label)
	case schema.EvidenceGroup:
		c.addEvidence(s, d.Name, q.Object, label)
	default:
		if d.IsClaim() {
			c.addEdge(s, p, q.Object, label)
		}
	}
}

// AddImported takes in a quad that is no statement of a document: it needs no
// evidence, and what it says in other vocabularies is free. It may give a thing
// its class.
func (c *Checker) AddImported(q quad.Quad) {
	if s, ok := q.Subject.(quad.IRI); ok && q.Predicate == schema.RDFType {
		c.typed[s] = true
	}
}

func (c *Checker) addEdge(s, p quad.IRI, o quad.Value, label quad.IRI) {
	c.used[s] = string(p)
	if iri, ok := o.(quad.IRI); ok {
		c.used[iri] = string(p)
	}
	if path, _ := c.Names.Path(label); path == VocabularyGraph {
		return
	}
	c.edges[edge{string(s), string(p), string(label), o.String()}] |= 1
}

func (c *Checker) addClaim(n quad.IRI, p schema.Predicate, o quad.Value, label quad.IRI) {
	k := c.claims[n]
	if k == nil {
		k = &checkedClaim{label: label}
		c.claims[n] = k
	}
	iri, _ := o.(quad.IRI)
	switch p {
	case schema.ClaimSubject:
		k.s = iri
	case schema.ClaimPredicate:
		k.p = iri
	case schema.ClaimObject:
		k.o = o.String()
	case schema.HasEvidence:
		k.evidence++
		if c.evidence[iri] == nil {
			c.evidence[iri] = &checkedEvidence{start: -1}
		}
	case schema.DerivedFrom:
		k.origin++
	case schema.Derived:
		k.derived = true
	}
}

func (c *Checker) addEvidence(n quad.IRI, p schema.Predicate, o quad.Value, label quad.IRI) {
	if p == schema.InDocument {
		if path, _ := c.Names.Path(n); strings.HasPrefix(path, "claim/") {
			c.addClaim(n, p, o, label)
			c.claims[n].document = true
			return
		}
	}
	e := c.evidence[n]
	if e == nil {
		e = &checkedEvidence{start: -1}
		c.evidence[n] = e
	}
	number := func() int {
		t, _ := o.(quad.TypedString)
		i, err := strconv.Atoi(string(t.Value))
		if err != nil {
			c.problem("%s: %v", c.Names.Shorten(n), err)
		}
		return i
	}
	e.seen++
	switch p {
	case schema.InDocument:
		e.document, _ = o.(quad.IRI)
	case schema.Start:
		e.start = number()
	case schema.End:
		e.end = number()
	case schema.Exact:
		s, _ := o.(quad.String)
		e.exact = string(s)
	}
}

// Finish checks what only the whole graph tells and returns the problems, in an
// order that depends on that of the quads only.
func (c *Checker) Finish() []error {
	for _, n := range sortedIRIs(c.claims) {
		k := c.claims[n]
		name := c.Names.Shorten(n)
		identity := k.p == schema.PredicateIRI(schema.PossiblySame)
		switch {
		case k.s == "" || k.p == "" || k.o == "":
			c.problem("%s: subject, predicate or object is missing", name)
		case identity:
		case !k.document:
			c.problem("%s: no document", name)
		case k.evidence == 0:
			c.problem("%s: no evidence", name)
		case c.pathOf(k.label) == DerivedGraph && (!k.derived || k.origin == 0):
			c.problem("%s: a derived claim without a premise", name)
		}
		e := edge{string(k.s), string(k.p), string(k.label), k.o}
		if c.edges[e] != 0 {
			c.edges[e] |= 2
		}
	}
	bare := map[quad.IRI]string{}
	for e, have := range c.edges {
		if have == 1 {
			bare[quad.IRI(e.s+" "+e.p+" "+e.o+" "+e.label)] = c.Names.Shorten(quad.IRI(e.s)) + " " + c.Names.Shorten(quad.IRI(e.p)) + " " + e.o
		}
	}
	for _, k := range sortedIRIs(bare) {
		c.problem("edge %s: no claim and evidence", bare[k])
	}
	for _, n := range sortedIRIs(c.used) {
		if !c.typed[n] {
			c.problem("%s: used by %s but has no type", c.Names.Shorten(n), c.Names.Shorten(quad.IRI(c.used[n])))
		}
	}
	for _, l := range sortedIRIs(c.labels) {
		if !c.typed[l] {
			c.problem("label %s: no such document", c.Names.Shorten(l))
		}
	}
	c.checkBytes()
	return c.problems
}

func (c *Checker) pathOf(iri quad.IRI) string {
	p, _ := c.Names.Path(iri)
	return p
}

// checkBytes compares the evidence with the documents, one document at a time.
func (c *Checker) checkBytes() {
	byDocument := map[quad.IRI][]quad.IRI{}
	for _, n := range sortedIRIs(c.evidence) {
		e := c.evidence[n]
		if e.document == "" || e.start < 0 || e.end <= e.start || e.seen < 5 {
			c.problem("%s: not a whole evidence node", c.Names.Shorten(n))
			continue
		}
		byDocument[e.document] = append(byDocument[e.document], n)
	}
	if c.Bytes == nil {
		return
	}
	for _, doc := range sortedIRIs(byDocument) {
		raw, ok := c.Bytes(strings.TrimPrefix(c.pathOf(doc), "doc/"))
		if !ok {
			continue
		}
		for _, n := range byDocument[doc] {
			e := c.evidence[n]
			switch {
			case e.end > len(raw):
				c.problem("%s: beyond the end of the document", c.Names.Shorten(n))
			// The bytes of a file that is not UTF-8 can't be written as they are.
			case utf8.Valid(raw[e.start:e.end]) && string(raw[e.start:e.end]) != e.exact:
				c.problem("%s: %q is not what the document says", c.Names.Shorten(n), e.exact)
			}
		}
	}
}

func sortedIRIs[V any](m map[quad.IRI]V) []quad.IRI {
	keys := make([]quad.IRI, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
