package schema

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// NS is the namespace of the vocabulary, DefaultBase that of entities.
const (
	NS          = "https://w3id.org/normgraph/ns#"
	DefaultBase = "https://w3id.org/normgraph/id/"
)

// The full IRIs of the datatypes and of the few terms of other vocabularies
// that quads are made with.
const (
	xsdNS = "http://www.w3.org/2001/XMLSchema#"

	XSDString     quad.IRI = xsdNS + "string"
	XSDInteger    quad.IRI = xsdNS + "integer"
	XSDDecimal    quad.IRI = xsdNS + "decimal"
	XSDBoolean    quad.IRI = xsdNS + "boolean"
	XSDDate       quad.IRI = xsdNS + "date"
	XSDDateTime   quad.IRI = xsdNS + "dateTime"
	XSDGYear      quad.IRI = xsdNS + "gYear"
	XSDGYearMonth quad.IRI = xsdNS + "gYearMonth"

	RDFType     quad.IRI = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
	RDFSLabel   quad.IRI = "http://www.w3.org/2000/01/rdf-schema#label"
	RDFSComment quad.IRI = "http://www.w3.org/2000/01/rdf-schema#comment"
	OWLSameAs   quad.IRI = "http://www.w3.org/2002/07/owl#sameAs"

	SKOSConcept       quad.IRI = "http://www.w3.org/2004/02/skos/core#Concept"
	SKOSConceptScheme quad.IRI = "http://www.w3.org/2004/02/skos/core#ConceptScheme"
	SKOSBroader       quad.IRI = "http://www.w3.org/2004/02/skos/core#broader"
	SKOSCloseMatch    quad.IRI = "http://www.w3.org/2004/02/skos/core#closeMatch"
	SKOSInScheme      quad.IRI = "http://www.w3.org/2004/02/skos/core#inScheme"
	SKOSDefinition    quad.IRI = "http://www.w3.org/2004/02/skos/core#definition"
	SKOSNotation      quad.IRI = "http://www.w3.org/2004/02/skos/core#notation"
)

// NewIRI checks that s is an absolute IRI (RFC 3987: a scheme, then no space,
// control character or one of <>"{}|^`\) in valid UTF-8.
func NewIRI(s string) (quad.IRI, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("IRI %q: not valid UTF-8", s)
	}
	scheme, rest, ok := strings.Cut(s, ":")
	if !ok || !isScheme(scheme) {
		return "", fmt.Errorf("IRI %q: not absolute", s)
	}
	if rest == "" {
		return "", fmt.Errorf("IRI %q: nothing after the scheme", s)
	}
	for i, r := range rest {
		switch {
		case 'a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '-' || r == '/':
			// Nearly all of them; the rest of the cases costs more.
		case r <= ' ' || r == 0x7f || r >= 0x80 && r <= 0xa0 || strings.ContainsRune("<>\"{}|^`\\", r) || r == utf8.RuneError:
			return "", fmt.Errorf("IRI %q: the character %q is not allowed", s, r)
		case r == '%' && (i+2 >= len(rest) || !isHex(rest[i+1]) || !isHex(rest[i+2])):
			return "", fmt.Errorf("IRI %q: %% without two hexadecimal digits", s)
		}
	}
	// "rdf:type" parses as a scheme with a path. Two names for one thing would
	// split it, so a known prefix is refused where the full IRI is wanted.
	if _, short := namespace(scheme); short && !strings.HasPrefix(rest, "//") {
		return "", fmt.Errorf("IRI %q: short form, want the full IRI", s)
	}
	return quad.IRI(s), nil
}

func isScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		alpha := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !alpha && (i == 0 || !(c >= '0' && c <= '9' || c == '+' || c == '-' || c == '.')) {
			return false
		}
	}
	return s != ""
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// NewString makes a plain string literal. Bad UTF-8 is an error.
func NewString(s string) (quad.String, error) {
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("string %q: not valid UTF-8", s)
	}
	return quad.String(s), nil
}

var langTag = regexp.MustCompile(`^[a-zA-Z]{2,8}(-[a-zA-Z0-9]{1,8})*$`)

// NewLangString makes a string literal with a language tag (BCP 47), which is
// lower-cased.
func NewLangString(s, lang string) (quad.LangString, error) {
	v, err := NewString(s)
	if err != nil {
		return quad.LangString{}, err
	}
	if !langTag.MatchString(lang) {
		return quad.LangString{}, fmt.Errorf("string %q: bad language tag %q", s, lang)
	}
	return quad.LangString{Value: v, Lang: strings.ToLower(lang)}, nil
}

// NewTyped makes a literal with a datatype, which must be a full IRI. The value
// of a known xsd datatype must be in its lexical form. A string typed
// xsd:string is a plain string in RDF 1.1, hence an error here.
func NewTyped(value string, datatype quad.IRI) (quad.TypedString, error) {
	v, err := NewString(value)
	if err != nil {
		return quad.TypedString{}, err
	}
	if _, err := NewIRI(string(datatype)); err != nil {
		return quad.TypedString{}, fmt.Errorf("literal %q: datatype: %w", value, err)
	}
	if datatype == XSDString {
		return quad.TypedString{}, fmt.Errorf("literal %q: xsd:string is a plain string", value)
	}
	if !validLexical(value, datatype) {
		return quad.TypedString{}, fmt.Errorf("literal %q: not a valid %s", value, strings.Replace(string(datatype), xsdNS, "xsd:", 1))
	}
	return quad.TypedString{Value: v, Type: datatype}, nil
}

var (
	integerForm = regexp.MustCompile(`^[+-]?[0-9]+$`)
	decimalForm = regexp.MustCompile(`^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$`)
)

// validLexical reports whether value is in the lexical space of datatype;
// datatypes that are not known accept everything.
func validLexical(value string, datatype quad.IRI) bool {
	layout := ""
	switch datatype {
	case XSDInteger:
		return integerForm.MatchString(value)
	case XSDDecimal:
		return decimalForm.MatchString(value)
	case XSDBoolean:
		return value == "true" || value == "false"
	case XSDDate:
		layout = "2006-01-02"
	case XSDGYearMonth:
		layout = "2006-01"
	case XSDGYear:
		layout = "2006"
	case XSDDateTime:
		for _, l := range []string{"2006-01-02T15:04:05", time.RFC3339} {
			if _, err := time.Parse(l, value); err == nil {
				return true
			}
		}
		return false
	default:
		return true
	}
	_, err := time.Parse(layout, value)
	return err == nil
}
