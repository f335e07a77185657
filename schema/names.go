package schema

import (
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
)

// A Prefix is a short name of a namespace.
type Prefix struct{ Name, Namespace string }

// prefixes are the namespaces that short forms may use, in order of name.
var prefixes = []Prefix{
	{"dct", "http://purl.org/dc/terms/"},
	{"foaf", "http://xmlns.com/foaf/0.1/"},
	{"ng", NS},
	{"oa", "http://www.w3.org/ns/oa#"},
	{"org", "http://www.w3.org/ns/org#"},
	{"owl", "http://www.w3.org/2002/07/owl#"},
	{"prov", "http://www.w3.org/ns/prov#"},
	{"rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"},
	{"rdfs", "http://www.w3.org/2000/01/rdf-schema#"},
	{"schema", "http://schema.org/"},
	{"sem", "http://semanticweb.cs.vu.nl/2009/11/sem/"},
	{"sh", "http://www.w3.org/ns/shacl#"},
	{"skos", "http://www.w3.org/2004/02/skos/core#"},
	{"time", "http://www.w3.org/2006/time#"},
	{"xsd", xsdNS},
}

// Prefixes returns the known prefixes in order of name.
func Prefixes() []Prefix { return slices.Clone(prefixes) }

// namespace is the namespace of a prefix; ok is false for an unknown one.
func namespace(prefix string) (ns string, ok bool) {
	for _, p := range prefixes {
		if p.Name == prefix {
			return p.Namespace, true
		}
	}
	return "", false
}

// Names translates between full IRIs and short names. The zero value uses
// [DefaultBase]. It is a plain value, safe for concurrent use.
type Names struct {
	base string
}

// NewNames returns the names under another base for entities, an absolute IRI
// that ends in "/" or "#". An empty base means [DefaultBase].
func NewNames(base string) (Names, error) {
	if base == "" {
		return Names{}, nil
	}
	if _, err := NewIRI(base); err != nil {
		return Names{}, fmt.Errorf("base: %w", err)
	}
	if !strings.HasSuffix(base, "/") && !strings.HasSuffix(base, "#") {
		return Names{}, fmt.Errorf("base %q: must end in / or #", base)
	}
	return Names{base: base}, nil
}

// Base is the namespace of entities.
func (n Names) Base() string {
	if n.base == "" {
		return DefaultBase
	}
	return n.base
}

// ID is the IRI of the entity with a path such as "state/KR".
func (n Names) ID(path string) (quad.IRI, error) {
	if path == "" {
		return "", fmt.Errorf("empty path of an entity")
	}
	return NewIRI(n.Base() + path)
}

// Path is the path of an entity's IRI within the base; ok is false for other
// IRIs.
func (n Names) Path(iri quad.IRI) (path string, ok bool) {
	return strings.CutPrefix(string(iri), n.Base())
}

// PredicateIRI is the IRI of a predicate. A predicate of another vocabulary is
// written with its prefix ("skos:broader").
func PredicateIRI(p Predicate) quad.IRI {
	if name, local, ok := strings.Cut(string(p), ":"); ok {
		ns, _ := namespace(name)
		return quad.IRI(ns + local)
	}
	return quad.IRI(NS + string(p))
}

// ClassIRI is the IRI of a class.
func ClassIRI(c Class) quad.IRI { return quad.IRI(NS + string(c)) }

// Expand gives the full IRI of what a person types: a full IRI, with or without
// angle brackets; a prefixed name ("ng:coHostedBy", "skos:broader"); the path of
// an entity ("state/KR"); or the bare name of a class or predicate of the
// vocabulary ("coHostedBy"). It does not check that such a thing exists.
func (n Names) Expand(s string) (quad.IRI, error) {
	s = strings.TrimSpace(s)
	if inner, ok := strings.CutPrefix(s, "<"); ok {
		s = strings.TrimSuffix(inner, ">")
	}
	if name, local, ok := strings.Cut(s, ":"); ok {
		if ns, known := namespace(name); known && !strings.HasPrefix(local, "//") {
			return NewIRI(ns + local)
		}
		if isScheme(name) && (strings.HasPrefix(local, "//") || name == "urn" || name == "mailto") {
			return NewIRI(s)
		}
		if !strings.Contains(name, "/") {
			return "", fmt.Errorf("%q: unknown prefix %q", s, name)
		}
	}
	switch {
	case s == "":
		return "", fmt.Errorf("empty name")
	case strings.Contains(s, "/"):
		return n.ID(s)
	}
	return NewIRI(NS + s)
}

// Shorten gives the shortest form that [Names.Expand] reads back: the path of an
// entity, "ng:" and other prefixed names, else the IRI itself.
func (n Names) Shorten(iri quad.IRI) string {
	s := string(iri)
	if path, ok := n.Path(iri); ok && strings.Contains(path, "/") {
		if back, err := n.Expand(path); err == nil && back == iri {
			return path
		}
	}
	best := s
	for _, p := range prefixes {
		local, ok := strings.CutPrefix(s, p.Namespace)
		if !ok || local == "" || strings.Contains(local, "/") && p.Name != "schema" {
			continue
		}
		if short := p.Name + ":" + local; len(short) < len(best) {
			best = short
		}
	}
	return best
}

// Datatype gives the full IRI of a datatype written short ("xsd:date") or full.
func Datatype(s string) (quad.IRI, error) {
	if local, ok := strings.CutPrefix(s, "xsd:"); ok {
		s = xsdNS + local
	}
	return NewIRI(s)
}

// ShortDatatype writes an xsd datatype with its prefix, others as they are.
func ShortDatatype(iri quad.IRI) string {
	if local, ok := strings.CutPrefix(string(iri), xsdNS); ok {
		return "xsd:" + local
	}
	return string(iri)
}
