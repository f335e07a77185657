package export

import (
	"bufio"
	"context"
	"io"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

// A jsonldTerm is what the context says of a predicate.
type jsonldTerm struct {
	name     string // the key
	iri      string // as the context writes it
	coercion string // "@id", "@vocab", a datatype's IRI or ""
}

// jsonldTerms gives each predicate of the vocabulary a key: its bare name, or
// the name with its prefix. A predicate with one kind of value gets a type, so
// that plain strings stand for its values.
func jsonldTerms(voc *schema.Vocabulary) []jsonldTerm {
	var out []jsonldTerm
	for _, d := range voc.Predicates() {
		iri := schema.PredicateIRI(d.Name)
		if iri == schema.RDFType {
			continue
		}
		t := jsonldTerm{name: string(d.Name), iri: string(d.Name)}
		if !strings.Contains(t.name, ":") {
			t.iri = "ng:" + t.name
		}
		isIRI := len(d.Datatypes) == 0 && !d.AnyLiteral
		switch {
		case d.Name == schema.ClaimPredicate:
			t.coercion = "@vocab"
		case isIRI:
			t.coercion = "@id"
		case !d.AnyLiteral && len(d.Datatypes) == 1 && len(d.Range) == 0 && d.Datatypes[0] != schema.XSDString:
			t.coercion = string(d.Datatypes[0])
		}
		out = append(out, t)
	}
	return out
}

// writeContext writes a document that has nothing but the context.
func (e *Exporter) writeContext(w io.Writer) error {
	j := e.newJSONLD(w)
	j.out.WriteString("{\"@context\": ")
	j.context(jsonldTerms(e.voc))
	j.out.WriteString("}\n")
	return j.out.Flush()
}

// jsonld writes JSON-LD 1.1 as a stream. The first error of the output sticks in
// the buffered writer.
type jsonld struct {
	out   *bufio.Writer
	snap  *snapshot.Snapshot
	short shortener
	keys  map[uint32]jsonldKey
	byIRI map[quad.IRI]jsonldTerm
	typ   uint32
	last  row
	first []byte // the first value of a key, not yet written
	many  bool   // a list of values is open
	buf   []byte
}

// A jsonldKey is a predicate as written.
type jsonldKey struct {
	text     []byte
	coercion string
}

func (e *Exporter) newJSONLD(w io.Writer) *jsonld {
	j := &jsonld{
		out: bufio.NewWriterSize(w, bufferSize), snap: e.snap, short: newShortener(e.names),
		keys: map[uint32]jsonldKey{}, byIRI: map[quad.IRI]jsonldTerm{}, typ: e.terms.typ,
	}
	for _, t := range jsonldTerms(e.voc) {
		j.byIRI[schema.PredicateIRI(schema.Predicate(t.name))] = t
	}
	return j
}

func (j *jsonld) context(terms []jsonldTerm) {
	j.out.WriteString("{")
	if j.short.base != "" {
		j.pair("\n  ", "@base", j.short.base)
		j.out.WriteByte(',')
	}
	j.pair("\n  ", "@vocab", schema.NS)
	for _, p := range j.short.prefixes {
		j.pair(",\n  ", p.Name, p.Namespace)
	}
	for _, t := range terms {
		if t.coercion == "" {
			// A bare name means the IRI of the vocabulary already.
			if t.iri != t.name {
				j.pair(",\n  ", t.name, t.iri)
			}
			continue
		}
		j.pairKey(",\n  ", t.name)
		j.pair("{", "@id", t.iri)
		typ := t.coercion
		if d, ok := strings.CutPrefix(typ, xsd); ok {
			typ = "xsd:" + d
		}
		j.pair(", ", "@type", typ)
		j.out.WriteByte('}')
	}
	j.out.WriteString("\n}")
}

// xsd is the namespace of the datatypes.
const xsd = "http://www.w3.org/2001/XMLSchema#"

func (j *jsonld) pairKey(before, key string) {
	j.out.WriteString(before)
	j.out.Write(appendJSON(j.buf[:0], key))
	j.out.WriteString(": ")
}

func (j *jsonld) pair(before, key, value string) {
	j.pairKey(before, key)
	j.out.Write(appendJSON(j.buf[:0], value))
}

// writeJSONLD writes one object for each label, with one for each subject
// within.
func (e *Exporter) writeJSONLD(ctx context.Context, w io.Writer) error {
	j := e.newJSONLD(w)
	j.out.WriteString("{\"@context\": ")
	j.context(jsonldTerms(e.voc))
	j.out.WriteString(",\n\"@graph\": [")
	for r, err := range e.rowsByLabel(ctx) {
		if err != nil {
			return err
		}
		j.statement(r)
	}
	j.endLabel()
	j.out.WriteString("]}\n")
	return j.out.Flush()
}

func (j *jsonld) statement(r row) {
	switch {
	case r[lab] != j.last[lab]:
		if j.endLabel() {
			j.out.WriteByte(',')
		}
		j.pair("\n{", "@id", j.id(j.snap.Term(r[lab]), false))
		j.out.WriteString(", \"@graph\": [")
		j.subject("\n ", r)
	case r[sub] != j.last[sub]:
		j.endSubject()
		j.subject(",\n ", r)
	case r[pred] != j.last[pred]:
		j.endValues()
		j.key(r[pred])
	default:
		if !j.many {
			j.out.WriteByte('[')
			j.out.Write(j.first)
			j.many = true
		}
		j.out.WriteString(", ")
		j.out.Write(j.value(r))
		j.last = r
		return
	}
	j.last = r
	j.first = append(j.first[:0], j.value(r)...)
}

func (j *jsonld) subject(before string, r row) {
	j.pair(before+"{", "@id", j.id(j.snap.Term(r[sub]), false))
	j.key(r[pred])
}

func (j *jsonld) key(p uint32) {
	j.out.WriteString(",\n  ")
	j.out.Write(j.keyOf(p).text)
	j.out.WriteString(": ")
}

func (j *jsonld) keyOf(p uint32) jsonldKey {
	k, ok := j.keys[p]
	if ok {
		return k
	}
	iri, _ := j.snap.Term(p).(quad.IRI)
	name := "@type"
	if p != j.typ {
		if t, ok := j.byIRI[iri]; ok {
			name, k.coercion = t.name, t.coercion
		} else {
			name = j.id(iri, true)
		}
	}
	k.text = appendJSON(nil, name)
	j.keys[p] = k
	return k
}

// endValues ends the value or the list of values of a key.
func (j *jsonld) endValues() {
	if j.many {
		j.out.WriteByte(']')
	} else {
		j.out.Write(j.first)
	}
	j.many = false
}

func (j *jsonld) endSubject() {
	j.endValues()
	j.out.WriteByte('}')
}

// endLabel ends the object of a label, and reports whether there was one.
func (j *jsonld) endLabel() bool {
	if j.last[lab] == 0 {
		return false
	}
	j.endSubject()
	j.out.WriteString("]}")
	return true
}

// id writes an IRI for a place where the base (vocab false) or the vocabulary
// counts.
func (j *jsonld) id(v quad.Value, vocab bool) string {
	iri, ok := v.(quad.IRI)
	if !ok {
		return v.String() // a blank node: "_:b"
	}
	if local, ok := strings.CutPrefix(string(iri), schema.NS); vocab && ok && isPlainName(local) {
		if _, taken := j.byIRI[iri]; taken || !j.isTerm(local) {
			return local
		}
	}
	if p, local, ok := j.short.prefixed(iri); ok {
		return p + ":" + local
	}
	if path, ok := j.short.relative(iri); ok && !vocab {
		return path
	}
	return string(iri)
}

// isTerm reports whether a bare name is taken by a prefix.
func (j *jsonld) isTerm(name string) bool {
	for _, p := range j.short.prefixes {
		if p.Name == name {
			return true
		}
	}
	return false
}

// value is an object as written; it is overwritten by the next.
func (j *jsonld) value(r row) []byte {
	v := j.snap.Term(r[obj])
	if r[pred] == j.typ {
		j.buf = appendJSON(j.buf[:0], j.id(v, true))
		return j.buf
	}
	j.buf = j.appendValue(j.buf[:0], v, j.keyOf(r[pred]).coercion)
	return j.buf
}

func (j *jsonld) appendValue(dst []byte, v quad.Value, coercion string) []byte {
	object := func(key, value, key2, value2 string) []byte {
		dst = append(dst, '{')
		dst = append(appendJSON(dst, key), ": "...)
		dst = appendJSON(dst, value)
		if key2 != "" {
			dst = append(dst, ", "...)
			dst = append(appendJSON(dst, key2), ": "...)
			dst = appendJSON(dst, value2)
		}
		return append(dst, '}')
	}
	switch v := v.(type) {
	case quad.String:
		if coercion == "" {
			return appendJSON(dst, string(v))
		}
		return object("@value", string(v), "", "")
	case quad.LangString:
		return object("@value", string(v.Value), "@language", v.Lang)
	case quad.TypedString:
		switch {
		case v.Type == schema.XSDInteger && coercion == string(v.Type) && isCanonicalInteger(string(v.Value)):
			return append(dst, v.Value...)
		case coercion == string(v.Type):
			return appendJSON(dst, string(v.Value))
		}
		return object("@value", string(v.Value), "@type", j.id(v.Type, true))
	}
	if coercion == "@id" || coercion == "@vocab" {
		return appendJSON(dst, j.id(v, coercion == "@vocab"))
	}
	return object("@id", j.id(v, false), "", "")
}

// isCanonicalInteger reports whether s is an integer that JSON tools with
// 64-bit floats read and write back letter by letter.
func isCanonicalInteger(s string) bool {
	n, err := strconv.ParseInt(s, 10, 64)
	const exact = 1 << 53
	return err == nil && -exact < n && n < exact && strconv.FormatInt(n, 10) == s
}

// appendJSON appends a JSON string. The text is valid UTF-8.
func appendJSON(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\r':
			dst = append(dst, '\\', 'r')
		case '\t':
			dst = append(dst, '\\', 't')
		default:
			dst = append(dst, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		}
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}
