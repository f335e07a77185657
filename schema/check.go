package schema

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// ClassOf is the class that the IRI of an entity tells by its path; subclasses
// that share the path (Session, Body) are not told apart. It is "" for IRIs
// outside of the base and for paths of no class.
func (v *Vocabulary) ClassOf(n Names, iri quad.IRI) Class {
	path, ok := n.Path(iri)
	if !ok {
		return ""
	}
	first, rest, ok := strings.Cut(path, "/")
	if !ok || rest == "" {
		return ""
	}
	return v.ClassOfPath(first)
}

// ClassOfPath is the most general class whose members have IRIs that begin with
// first, such as "state"; "" if there is none.
func (v *Vocabulary) ClassOfPath(first string) Class {
	var found Class
	for i := range v.classes {
		if d := &v.classes[i]; d.Path == first && (found == "" || v.IsA(found, d.Name)) {
			found = d.Name
		}
	}
	return found
}

// PathOf is the first part of the IRI path of members of c, "" if it has none.
func (v *Vocabulary) PathOf(c Class) string {
	if d := v.Class(c); d != nil {
		return d.Path
	}
	return ""
}

// CheckQuad holds a quad against the closed schema: full and valid terms, a
// known predicate, domain, range, datatype and values, no blank node, a label
// within the base. Quads of the vocabulary itself (label graph/vocabulary, a
// subject in the ng: namespace) may use RDFS and OWL freely.
func (v *Vocabulary) CheckQuad(n Names, q quad.Quad) error {
	subject, ok := q.Subject.(quad.IRI)
	if !ok {
		return fmt.Errorf("subject %v: not an IRI", q.Subject)
	}
	predicate, ok := q.Predicate.(quad.IRI)
	if !ok {
		return fmt.Errorf("predicate %v: not an IRI", q.Predicate)
	}
	label, ok := q.Label.(quad.IRI)
	if !ok {
		return fmt.Errorf("label %v: not an IRI", q.Label)
	}
	for _, iri := range []quad.IRI{subject, predicate, label} {
		if _, err := NewIRI(string(iri)); err != nil {
			return err
		}
	}
	if err := CheckValue(q.Object); err != nil {
		return fmt.Errorf("object: %w", err)
	}
	if path, ok := n.Path(label); !ok || !strings.HasPrefix(path, "doc/") && !strings.HasPrefix(path, "graph/") {
		return fmt.Errorf("label %s: neither a document nor a graph", n.Shorten(label))
	}
	if strings.HasPrefix(string(subject), NS) {
		return nil
	}
	d := v.PredicateByIRI(predicate)
	if d == nil {
		return fmt.Errorf("predicate %s: not in the vocabulary", n.Shorten(predicate))
	}
	if d.Domain != nil {
		if c := v.ClassOf(n, subject); !v.Allows(d.Domain, c) {
			return fmt.Errorf("subject %s of %s: class %q is outside of the domain", n.Shorten(subject), d.Name, c)
		}
	}
	return v.checkObject(n, d, q.Object)
}

func (v *Vocabulary) checkObject(n Names, d *PredicateDef, object quad.Value) error {
	if iri, ok := object.(quad.IRI); ok {
		switch {
		case d.External, d.Range == nil:
			return nil
		case !v.Allows(d.Range, v.ClassOf(n, iri)):
			return fmt.Errorf("object %s of %s: class %q is outside of the range", n.Shorten(iri), d.Name, v.ClassOf(n, iri))
		}
		return nil
	}
	value, datatype := literal(object)
	if !d.AnyLiteral && !slices.Contains(d.Datatypes, datatype) {
		return fmt.Errorf("object %q of %s: datatype %s is outside of the range", value, d.Name, ShortDatatype(datatype))
	}
	if len(d.Values) > 0 && !slices.Contains(d.Values, value) {
		return fmt.Errorf("object %q of %s: want one of %s", value, d.Name, strings.Join(d.Values, ", "))
	}
	return nil
}

// literal is the value and datatype of a literal; that of a language-tagged
// string counts as xsd:string.
func literal(v quad.Value) (value string, datatype quad.IRI) {
	switch l := v.(type) {
	case quad.String:
		return string(l), XSDString
	case quad.LangString:
		return string(l.Value), XSDString
	case quad.TypedString:
		return string(l.Value), l.Type
	}
	return fmt.Sprint(v), ""
}

// CheckValue checks that a term is an IRI or a literal that every RDF tool reads
// alike: what the constructors of this package make. Blank nodes and Cayley's
// native numbers and times are errors.
func CheckValue(v quad.Value) error {
	switch t := v.(type) {
	case quad.IRI:
		_, err := NewIRI(string(t))
		return err
	case quad.String:
		_, err := NewString(string(t))
		return err
	case quad.LangString:
		_, err := NewLangString(string(t.Value), t.Lang)
		return err
	case quad.TypedString:
		if !utf8.ValidString(string(t.Value)) {
			return fmt.Errorf("string %q: not valid UTF-8", t.Value)
		}
		_, err := NewTyped(string(t.Value), t.Type)
		return err
	}
	return fmt.Errorf("%v: a %T is neither IRI nor literal", v, v)
}
