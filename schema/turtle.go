package schema

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// A Concept is an entry of a norm catalogue as the vocabulary's exports need it.
type Concept struct {
	Path       string // "norm/gge-c", "clause/paris-call-1"
	Label      string
	AltLabels  []string
	Definition string
	Broader    []string // paths
	CloseMatch []string // paths
	ClauseOf   string   // path of the instrument of a clause, else ""
}

// SchemePath is the path of the concept scheme that holds the norm catalogue.
const SchemePath = "graph/norms"

// WriteTurtle writes the vocabulary as an OWL ontology, and the concepts, in the
// order given, as a SKOS scheme, in Turtle.
func (v *Vocabulary) WriteTurtle(w io.Writer, n Names, concepts []Concept) error {
	t := turtle{w: bufio.NewWriter(w), n: n}
	t.prefixes()
	t.subject("ng:", "a owl:Ontology", "rdfs:label "+quote("Normgraph vocabulary"))
	for _, c := range v.classes {
		lines := []string{"a owl:Class", "rdfs:label " + quote(string(c.Name)), "rdfs:comment " + quote(c.Comment)}
		if c.Parent != "" {
			lines = append(lines, "rdfs:subClassOf ng:"+string(c.Parent))
		}
		for _, a := range c.Aligned {
			lines = append(lines, "rdfs:subClassOf "+a)
		}
		t.subject("ng:"+string(c.Name), lines...)
	}
	for i := range v.predicates {
		if p := &v.predicates[i]; !strings.Contains(string(p.Name), ":") {
			t.subject("ng:"+string(p.Name), v.predicateLines(p)...)
		}
	}
	if len(concepts) > 0 {
		t.subject(t.entity(SchemePath), "a skos:ConceptScheme", "rdfs:label "+quote("Normgraph norm catalogue"))
	}
	for _, c := range concepts {
		t.subject(t.entity(c.Path), t.conceptLines(v, c)...)
	}
	return t.finish()
}

func (v *Vocabulary) predicateLines(p *PredicateDef) []string {
	kind := "owl:ObjectProperty"
	if p.Range != nil && len(p.Range) == 0 && !p.External {
		kind = "owl:DatatypeProperty"
	} else if p.AnyLiteral || len(p.Datatypes) > 0 {
		kind = "rdf:Property"
	}
	lines := []string{"a " + kind, "rdfs:label " + quote(string(p.Name)), "rdfs:comment " + quote(p.Comment)}
	if p.Symmetric {
		lines = append(lines, "a owl:SymmetricProperty")
	}
	if len(p.Domain) > 0 {
		lines = append(lines, "rdfs:domain "+union(classNames(p.Domain)))
	}
	var ranges []string
	ranges = append(ranges, classNames(p.Range)...)
	for _, d := range p.Datatypes {
		ranges = append(ranges, ShortDatatype(d))
	}
	if len(ranges) > 0 && !p.AnyLiteral {
		lines = append(lines, "rdfs:range "+union(ranges))
	}
	if p.Super != "" {
		lines = append(lines, "rdfs:subPropertyOf ng:"+string(p.Super))
	}
	for _, a := range p.Aligned {
		lines = append(lines, "rdfs:seeAlso "+a)
	}
	return lines
}

func classNames(cs []Class) []string {
	var out []string
	for _, c := range cs {
		out = append(out, "ng:"+string(c))
	}
	return out
}

// union writes one name as it is, several as an OWL union of classes, or of
// datatypes.
func union(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	kind := "owl:Class"
	if strings.HasPrefix(names[0], "xsd:") {
		kind = "rdfs:Datatype"
	}
	return "[ a " + kind + " ; owl:unionOf ( " + strings.Join(names, " ") + " ) ]"
}

func (t *turtle) conceptLines(v *Vocabulary, c Concept) []string {
	first, _, _ := strings.Cut(c.Path, "/")
	lines := []string{
		"a skos:Concept, ng:" + string(v.ClassOfPath(first)), "skos:inScheme " + t.entity(SchemePath),
		"skos:prefLabel " + quote(c.Label) + "@en",
	}
	for _, s := range c.AltLabels {
		lines = append(lines, "skos:altLabel "+quote(s)+"@en")
	}
	if c.Definition != "" {
		lines = append(lines, "skos:definition "+quote(c.Definition)+"@en")
	}
	for _, s := range c.Broader {
		lines = append(lines, "skos:broader "+t.entity(s))
	}
	for _, s := range c.CloseMatch {
		lines = append(lines, "skos:closeMatch "+t.entity(s))
	}
	if c.ClauseOf != "" {
		lines = append(lines, "ng:clauseOf "+t.entity(c.ClauseOf))
	}
	return lines
}

// WriteSHACL writes shapes for every class: domain, range, datatypes, closed
// lists of values, cardinality of claim and evidence nodes.
func (v *Vocabulary) WriteSHACL(w io.Writer, n Names) error {
	t := turtle{w: bufio.NewWriter(w), n: n}
	t.prefixes()
	for i := range v.classes {
		c := &v.classes[i]
		lines := []string{"a sh:NodeShape", "sh:targetClass ng:" + string(c.Name)}
		for j := range v.predicates {
			p := &v.predicates[j]
			if p.Domain == nil || !slices.Contains(p.Domain, c.Name) {
				continue
			}
			lines = append(lines, "sh:property [ "+strings.Join(v.shapeParts(p), " ; ")+" ]")
		}
		t.subject("ng:"+string(c.Name)+"Shape", lines...)
	}
	return t.finish()
}

// requiredOf are the predicates that every claim and evidence node has.
var requiredOf = []Predicate{
	"claimSubject", "claimPredicate", "claimObject", "inDocument", "line", "start", "end", "exact",
}

func (v *Vocabulary) shapeParts(p *PredicateDef) []string {
	parts := []string{"sh:path ng:" + string(p.Name)}
	var alternatives []string
	for _, c := range p.Range {
		alternatives = append(alternatives, "[ sh:class ng:"+string(c)+" ]")
	}
	for _, d := range p.Datatypes {
		alternatives = append(alternatives, "[ sh:datatype "+ShortDatatype(d)+" ]")
	}
	switch {
	case p.AnyLiteral || len(alternatives) == 0:
	case len(alternatives) == 1:
		parts = append(parts, strings.Trim(alternatives[0], "[] "))
	default:
		parts = append(parts, "sh:or ( "+strings.Join(alternatives, " ")+" )")
	}
	if len(p.Values) > 0 {
		var vs []string
		for _, s := range p.Values {
			vs = append(vs, quote(s))
		}
		parts = append(parts, "sh:in ( "+strings.Join(vs, " ")+" )")
	}
	if p.Functional && (p.Group == ClaimGroup || p.Group == EvidenceGroup) {
		parts = append(parts, "sh:maxCount 1")
	}
	// A possible identity is a claim node without document, so inDocument is
	// required of evidence only; SHACL has one shape a class, hence the domain.
	if slices.Contains(requiredOf, p.Name) && len(p.Domain) == 1 {
		parts = append(parts, "sh:minCount 1")
	}
	return parts
}

// turtle writes Turtle; the first error sticks in the buffered writer.
type turtle struct {
	w *bufio.Writer
	n Names
}

func (t *turtle) prefixes() {
	for _, p := range prefixes {
		fmt.Fprintf(t.w, "@prefix %s: <%s> .\n", p.Name, p.Namespace)
	}
}

func (t *turtle) subject(name string, lines ...string) {
	fmt.Fprintf(t.w, "\n%s %s .\n", name, strings.Join(lines, " ;\n\t"))
}

func (t *turtle) entity(path string) string { return "<" + t.n.Base() + path + ">" }

func (t *turtle) finish() error { return t.w.Flush() }

// quote writes a Turtle string. Cayley's escaping is that of N-Quads, which
// Turtle reads too.
func quote(s string) string { return quad.String(s).String() }
