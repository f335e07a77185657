package quads

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// The paths of the graph labels that are no documents.
const (
	VocabularyGraph = "graph/vocabulary"
	DerivedGraph    = "graph/derived"
	IdentityGraph   = "graph/identity"
	DecisionGraph   = "graph/decisions"
	AssistedGraph   = "graph/assisted"
)

// An Emit takes one quad; an error ends the work and is returned.
type Emit func(quad.Quad) error

// writer makes quads under one label; the first error sticks.
type writer struct {
	b     *Builder
	emit  Emit
	label quad.IRI
	err   error
}

func (b *Builder) writer(label string, emit Emit) *writer {
	w := &writer{b: b, emit: emit}
	w.label = w.id(label)
	return w
}

func (w *writer) id(path string) quad.IRI {
	iri, err := w.b.Names.ID(path)
	w.fail(err)
	return iri
}

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) quad(s, p quad.IRI, o quad.Value) {
	if w.err == nil {
		w.err = w.emit(quad.Quad{Subject: s, Predicate: p, Object: o, Label: w.label})
	}
}

func (w *writer) property(s quad.IRI, p schema.Predicate, o quad.Value) {
	w.quad(s, schema.PredicateIRI(p), o)
}

// text adds a string, unless it is empty.
func (w *writer) text(s quad.IRI, p schema.Predicate, value string) {
	if value == "" {
		return
	}
	v, err := schema.NewString(value)
	w.fail(err)
	w.property(s, p, v)
}

func (w *writer) typed(s quad.IRI, p schema.Predicate, value string, datatype quad.IRI) {
	v, err := schema.NewTyped(value, datatype)
	w.fail(err)
	w.property(s, p, v)
}

// term is the quad value of a thing or literal.
func (w *writer) term(t *Term) quad.Value {
	if t.Datatype == "" {
		return w.id(t.ID)
	}
	v, err := literalValue(*t)
	w.fail(err)
	return v
}

// Document emits the quads of one document: the document's own description, and
// the three layers of its claims. The claims must be those of
// [Builder.Claims]. Evidence nodes carry the label of the document; derived
// edges and their claim nodes that of graph/derived.
func (b *Builder) Document(d *resolve.Document, claims []Claim, emit Emit) error {
	w := b.writer("doc/"+d.ID, emit)
	doc := w.label
	w.quad(doc, schema.RDFType, schema.ClassIRI(schema.Document))
	label, err := schema.NewString(cmp.Or(d.Meta.Title, d.ID))
	w.fail(err)
	w.quad(doc, schema.RDFSLabel, label)
	w.text(doc, schema.Path, d.Path)
	w.text(doc, schema.SHA256, d.SHA256)
	w.text(doc, schema.Language, d.Meta.Language)

	derived := b.writer(DerivedGraph, emit)
	written := map[quad.IRI]bool{}
	for i := range claims {
		c := &claims[i]
		cw := w
		if c.Derived && len(c.Premises) > 0 {
			cw = derived
		}
		cw.claim(doc, c)
		for j := range c.Evidence {
			node := w.id(evidencePath(d.ID, &c.Evidence[j]))
			cw.property(w.id(c.ID), schema.HasEvidence, node)
			if !written[node] {
				written[node] = true
				w.evidence(doc, node, &c.Evidence[j])
			}
		}
	}
	return cmp.Or(w.err, derived.err)
}

func evidencePath(doc string, e *resolve.Evidence) string {
	return fmt.Sprintf("evidence/%s/%d-%d", doc, e.Start, e.End)
}

func (w *writer) claim(doc quad.IRI, c *Claim) {
	s, p, o := w.id(c.Subject.ID), schema.PredicateIRI(c.Predicate), w.term(&c.Object)
	if HasEdge(w.b.Vocabulary, c) {
		w.quad(s, p, o)
	}
	n := w.id(c.ID)
	w.quad(n, schema.RDFType, schema.ClassIRI(schema.ClaimNode))
	w.property(n, schema.InDocument, doc)
	w.property(n, schema.ClaimSubject, s)
	w.property(n, schema.ClaimPredicate, p)
	w.property(n, schema.ClaimObject, o)
	w.text(n, schema.ClaimStatus, string(cmp.Or(c.Status, extract.Asserted)))
	w.text(n, schema.ClaimStance, string(c.Stance))
	w.text(n, schema.Modality, c.Modality)
	w.text(n, schema.CountQualifier, c.Qualifier)
	w.text(n, schema.RuleID, c.Rule)
	w.typed(n, schema.Confidence, strconv.FormatFloat(c.Confidence, 'f', 2, 64), schema.XSDDecimal)
	if c.Holder != nil {
		w.property(n, schema.AttributedTo, w.id(c.Holder.ID))
	}
	if c.Addressee != nil {
		w.property(n, schema.Addressee, w.id(c.Addressee.ID))
	}
	if c.ChairOnly {
		w.typed(n, schema.ChairOnly, "true", schema.XSDBoolean)
	}
	if c.Derived {
		w.typed(n, schema.Derived, "true", schema.XSDBoolean)
	}
	for _, id := range c.Premises {
		w.property(n, schema.DerivedFrom, w.id(id))
	}
	if c.Review != nil {
		w.property(n, schema.DecidedIn, w.id(c.Review.Decision))
	}
}

// SuggestionID is the path of a suggestion of a document, the same whenever the
// same model suggests the same.
func SuggestionID(document string, c *Claim) string {
	k := *c
	k.Subject.ID, k.Object.ID = cmp.Or(c.Subject.ID, c.Subject.Label), cmp.Or(c.Object.ID, c.Object.Label)
	id := claimID(&resolve.Document{ID: document + "\n" + c.AssistedBy}, &k)
	return "suggestion/" + strings.TrimPrefix(id, "claim/")
}

// Suggestions emits what a language model has suggested of a document, under
// graph/assisted. A suggestion has neither an edge nor a claim node, so that no
// question meets it that does not ask for suggestions. An end without an id is
// written by its name. The suggestions must have their ids.
func (b *Builder) Suggestions(document string, suggestions []Claim, emit Emit) error {
	w, doc := b.writer(AssistedGraph, emit), b.writer("doc/"+document, emit)
	for i := range suggestions {
		c := &suggestions[i]
		n := w.id(c.ID)
		w.quad(n, schema.RDFType, schema.ClassIRI(schema.SuggestionNode))
		w.property(n, schema.SuggestedSubject, w.end(&c.Subject))
		w.property(n, schema.SuggestedPredicate, schema.PredicateIRI(c.Predicate))
		w.property(n, schema.SuggestedObject, w.end(&c.Object))
		w.text(n, schema.AssistedBy, c.AssistedBy)
		for j := range c.Evidence {
			node := w.id(evidencePath(document, &c.Evidence[j]))
			w.property(n, schema.SuggestedFrom, node)
			doc.evidence(doc.label, node, &c.Evidence[j])
		}
	}
	return cmp.Or(w.err, doc.err)
}

// end is the thing of a term, its literal, or its name.
func (w *writer) end(t *Term) quad.Value {
	if t.Datatype != "" || t.ID != "" {
		return w.term(t)
	}
	name, err := schema.NewString(t.Label)
	w.fail(err)
	return name
}

// A Decision is what a person has said, as the graph holds it.
type Decision struct {
	resolve.Review
	Label string   // what was decided, in a line
	About []string // paths of the things or the document
}

// Decisions emits nodes for decisions under graph/decisions.
func (b *Builder) Decisions(ds []Decision, emit Emit) error {
	w := b.writer(DecisionGraph, emit)
	for i := range ds {
		d := &ds[i]
		n := w.id(d.Decision)
		w.classes(n, schema.DecisionNode)
		w.text(n, labelOf, d.Label)
		w.text(n, schema.Verdict, d.Verdict)
		w.text(n, schema.DecidedBy, d.By)
		w.text(n, schema.Note, d.Note)
		if d.On != "" {
			w.typed(n, schema.DecidedOn, d.On, schema.XSDDate)
		}
		for _, path := range d.About {
			w.property(n, schema.Decides, w.id(path))
		}
	}
	return w.err
}

func (w *writer) evidence(doc, node quad.IRI, e *resolve.Evidence) {
	w.quad(node, schema.RDFType, schema.ClassIRI(schema.EvidenceNode))
	w.property(node, schema.InDocument, doc)
	w.typed(node, schema.Line, strconv.Itoa(e.Line), schema.XSDInteger)
	w.typed(node, schema.Start, strconv.Itoa(e.Start), schema.XSDInteger)
	w.typed(node, schema.End, strconv.Itoa(e.End), schema.XSDInteger)
	exact, err := schema.NewString(e.Exact)
	w.fail(err)
	w.property(node, schema.Exact, exact)
	w.text(node, schema.Text, e.Text)
}

// Things emits what the whole corpus says of each thing: its classes, label and
// other names, the reasons for merges and the doubtful identities under
// graph/identity, the date to sort an event by under graph/derived. The things
// of known are left out: [Builder.Known] describes them.
func (b *Builder) Things(known map[string]bool, emit Emit) error {
	w, derived := b.writer(IdentityGraph, emit), b.writer(DerivedGraph, emit)
	for i := range b.Resolution.Things {
		t := &b.Resolution.Things[i]
		n := w.id(t.Path)
		if !known[t.Path] {
			w.classes(n, t.Class)
			w.text(n, labelOf, t.Label)
		}
		for _, s := range t.Aliases {
			w.text(n, schema.AltName, s)
		}
		for _, m := range t.Merges {
			w.text(n, schema.MergeReason, mergeText(&m))
		}
		if t.SortDate != "" {
			derived.typed(n, schema.SortDate, t.SortDate, schema.XSDDate)
		}
	}
	for i := range b.Resolution.Pairs {
		w.pair(&b.Resolution.Pairs[i])
	}
	return cmp.Or(w.err, derived.err)
}

// labelOf is rdfs:label as the vocabulary names it.
const labelOf schema.Predicate = "rdfs:label"

// classes gives a thing its class and the classes above it, so that a query for
// events finds sessions.
func (w *writer) classes(n quad.IRI, class schema.Class) {
	for d := w.b.Vocabulary.Class(class); d != nil; d = w.b.Vocabulary.Class(d.Parent) {
		w.quad(n, schema.RDFType, schema.ClassIRI(d.Name))
	}
}

func mergeText(m *resolve.Merge) string {
	s := fmt.Sprintf("%s: “%s” = %s: “%s”: %s", m.A.Document, m.A.Label, m.B.Document, m.B.Label, strings.Join(m.Reasons, ", "))
	if m.Score > 0 {
		s += fmt.Sprintf(" (%d points)", m.Score)
	}
	return s
}

// pair writes a doubtful identity as an edge and a claim node without evidence.
func (w *writer) pair(p *resolve.Pair) {
	a, b := w.id(p.A), w.id(p.B)
	edge := schema.PredicateIRI(schema.PossiblySame)
	w.quad(a, edge, b)
	n := w.id(pairID(p))
	w.quad(n, schema.RDFType, schema.ClassIRI(schema.ClaimNode))
	w.property(n, schema.ClaimSubject, a)
	w.property(n, schema.ClaimPredicate, edge)
	w.property(n, schema.ClaimObject, b)
	w.typed(n, schema.Derived, "true", schema.XSDBoolean)
	w.typed(n, schema.Score, strconv.Itoa(p.Score), schema.XSDInteger)
	for _, r := range p.Reasons {
		w.text(n, schema.Reason, r)
	}
}

func pairID(p *resolve.Pair) string {
	return claimID(&resolve.Document{}, &Claim{
		Subject: Term{ID: p.A}, Predicate: schema.PossiblySame, Object: Term{ID: p.B}, Status: extract.Asserted,
	})
}

// A Known thing is an entry of a gazetteer or catalogue that the graph holds
// whether documents speak of it or not.
type Known struct {
	Path       string
	Class      schema.Class
	Label      string
	Aliases    []string
	Definition string
	ISO3       string   // of a State
	Home       string   // path of an organisation's home State
	InState    string   // path of the State that a place lies in
	PartOf     string   // path of the organisation above
	Broader    []string // paths of more general norms
	CloseMatch []string // paths of norms nearly the same
	ClauseOf   string   // path of the instrument of a clause
	States     []string // paths of the norms that an instrument states
	BasedOn    []string // paths of the instruments that it rests on
	Wikidata   string   // confirmed id, such as Q884
}

// Known emits catalogue entries under graph/vocabulary.
func (b *Builder) Known(entries []Known, emit Emit) error {
	w := b.writer(VocabularyGraph, emit)
	scheme := w.id(schema.SchemePath)
	w.quad(scheme, schema.RDFType, schema.SKOSConceptScheme)
	w.text(scheme, labelOf, "Norm catalogue")
	for i := range entries {
		w.known(&entries[i], scheme)
	}
	return w.err
}

func (w *writer) known(k *Known, scheme quad.IRI) {
	n := w.id(k.Path)
	w.classes(n, k.Class)
	w.text(n, labelOf, k.Label)
	for _, s := range k.Aliases {
		if s != k.Label {
			w.text(n, schema.AltName, s)
		}
	}
	if k.Class == schema.Norm || k.Class == schema.Clause {
		w.quad(n, schema.RDFType, schema.SKOSConcept)
		w.quad(n, schema.SKOSInScheme, scheme)
		w.text(n, "skos:notation", k.Path[strings.IndexByte(k.Path, '/')+1:])
		w.text(n, "skos:definition", k.Definition)
	} else {
		w.text(n, "rdfs:comment", k.Definition)
	}
	w.text(n, schema.ISO3, k.ISO3)
	one := func(p schema.Predicate, path string) {
		if path != "" {
			w.property(n, p, w.id(path))
		}
	}
	one(schema.HomeState, k.Home)
	one(schema.InState, k.InState)
	one(schema.PartOf, k.PartOf)
	one(schema.ClauseOf, k.ClauseOf)
	for _, s := range k.Broader {
		one("skos:broader", s)
	}
	for _, s := range k.CloseMatch {
		one("skos:closeMatch", s)
	}
	for _, s := range k.States {
		one(schema.States, s)
	}
	for _, s := range k.BasedOn {
		one(schema.BasedOn, s)
	}
	if k.Wikidata != "" {
		iri, err := schema.NewIRI("http://www.wikidata.org/entity/" + k.Wikidata)
		w.fail(err)
		w.quad(n, schema.OWLSameAs, iri)
	}
}

// VocabularyQuads emits the classes and predicates under graph/vocabulary.
func (b *Builder) VocabularyQuads(emit Emit) error {
	w := b.writer(VocabularyGraph, emit)
	const (
		owlClass    quad.IRI = "http://www.w3.org/2002/07/owl#Class"
		property    quad.IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property"
		subClass    quad.IRI = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
		subProperty quad.IRI = "http://www.w3.org/2000/01/rdf-schema#subPropertyOf"
	)
	for _, c := range b.Vocabulary.Classes() {
		n := schema.ClassIRI(c.Name)
		w.quad(n, schema.RDFType, owlClass)
		w.text(n, labelOf, string(c.Name))
		w.text(n, "rdfs:comment", c.Comment)
		if c.Parent != "" {
			w.quad(n, subClass, schema.ClassIRI(c.Parent))
		}
	}
	for _, p := range b.Vocabulary.Predicates() {
		if strings.Contains(string(p.Name), ":") {
			continue
		}
		n := schema.PredicateIRI(p.Name)
		w.quad(n, schema.RDFType, property)
		w.text(n, labelOf, string(p.Name))
		w.text(n, "rdfs:comment", p.Comment)
		if p.Super != "" {
			w.quad(n, subProperty, schema.PredicateIRI(p.Super))
		}
	}
	return w.err
}
