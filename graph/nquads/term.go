package nquads

import (
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// xsd is the namespace of the datatypes of XML Schema.
const xsd = "http://www.w3.org/2001/XMLSchema#"

// xsdString is the datatype of a plain literal, left out in writing.
const xsdString = quad.IRI(xsd + "string")

// langString is the datatype of literals with a language, which no literal can
// name as its own.
const langString = quad.IRI("http://www.w3.org/1999/02/22-rdf-syntax-ns#langString")

// AppendTerm appends the canonical form of v to dst. The result is valid
// N-Quads if [Check] accepts v.
func AppendTerm(dst []byte, v quad.Value) []byte {
	switch v := v.(type) {
	case quad.IRI:
		dst = append(dst, '<')
		dst = append(dst, v...)
		return append(dst, '>')
	case quad.BNode:
		dst = append(dst, '_', ':')
		return append(dst, v...)
	case quad.String:
		return appendLiteral(dst, string(v))
	case quad.LangString:
		dst = appendLiteral(dst, string(v.Value))
		dst = append(dst, '@')
		return append(dst, v.Lang...)
	case quad.TypedString:
		dst = appendLiteral(dst, string(v.Value))
		if v.Type == xsdString {
			return dst
		}
		dst = append(dst, '^', '^', '<')
		dst = append(dst, v.Type...)
		return append(dst, '>')
	case nil:
		return dst
	}
	return AppendTerm(dst, Plain(v))
}

// Plain turns a native value of the quad library ([quad.Int], [quad.Float],
// [quad.Bool], [quad.Time]) into a typed string with the full datatype IRI, and
// a typed string of type xsd:string into a [quad.String]. Other values are
// returned as they are.
func Plain(v quad.Value) quad.Value {
	switch v := v.(type) {
	case quad.TypedString:
		if v.Type == xsdString {
			return v.Value
		}
	case quad.Int:
		return quad.TypedString{Value: quad.String(strconv.FormatInt(int64(v), 10)), Type: xsd + "integer"}
	case quad.Float:
		return quad.TypedString{Value: quad.String(strconv.FormatFloat(float64(v), 'E', -1, 64)), Type: xsd + "double"}
	case quad.Bool:
		return quad.TypedString{Value: quad.String(strconv.FormatBool(bool(v))), Type: xsd + "boolean"}
	case quad.Time:
		return quad.TypedString{Value: quad.String(time.Time(v).Format(time.RFC3339Nano)), Type: xsd + "dateTime"}
	case quad.IRI, quad.BNode, quad.String, quad.LangString, nil:
	default:
		return quad.String(v.String())
	}
	return v
}

const upperHex = "0123456789ABCDEF"

// appendLiteral appends s in quotes. The escapes are those of canonical
// N-Quads (RDF Dataset Canonicalization, section 5): a short escape where there
// is one, \u for the other control characters, and no other.
func appendLiteral(dst []byte, s string) []byte {
	dst = append(dst, '"')
	from := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' && c != 0x7f {
			continue
		}
		dst = append(dst, s[from:i]...)
		from = i + 1
		switch c {
		case '"', '\\':
			dst = append(dst, '\\', c)
		case '\b':
			dst = append(dst, '\\', 'b')
		case '\t':
			dst = append(dst, '\\', 't')
		case '\n':
			dst = append(dst, '\\', 'n')
		case '\f':
			dst = append(dst, '\\', 'f')
		case '\r':
			dst = append(dst, '\\', 'r')
		default:
			dst = append(dst, '\\', 'u', '0', '0', upperHex[c>>4], upperHex[c&15])
		}
	}
	dst = append(dst, s[from:]...)
	return append(dst, '"')
}

// Check reports why v cannot be a term of an N-Quads document, or nil.
func Check(v quad.Value) error {
	switch v := v.(type) {
	case quad.IRI:
		return checkIRI(string(v))
	case quad.BNode:
		return checkLabel(string(v))
	case quad.String:
		return checkText(string(v))
	case quad.LangString:
		if err := checkText(string(v.Value)); err != nil {
			return err
		}
		return checkLang(v.Lang)
	case quad.TypedString:
		if err := checkText(string(v.Value)); err != nil {
			return err
		}
		if v.Type == langString {
			return fmt.Errorf("literal %q of type rdf:langString has no language", v.Value)
		}
		if err := checkIRI(string(v.Type)); err != nil {
			return fmt.Errorf("datatype: %w", err)
		}
		return nil
	case nil:
		return fmt.Errorf("no term")
	}
	return fmt.Errorf("%v is a %T: write it as a typed string with the full datatype IRI", v, v)
}

// CheckQuad reports why q cannot be a line of an N-Quads document, or nil. The
// label may be absent.
func CheckQuad(q quad.Quad) error {
	if err := CheckKinds(q); err != nil {
		return err
	}
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil && d == quad.Label {
			continue
		}
		if err := Check(v); err != nil {
			return fmt.Errorf("%v: %w", d, err)
		}
	}
	return nil
}

// CheckKinds is [CheckQuad] without a look into the terms: it reports a literal
// where none may stand, and the like.
func CheckKinds(q quad.Quad) error {
	switch q.Subject.(type) {
	case quad.IRI, quad.BNode:
	default:
		return fmt.Errorf("subject %v is neither an IRI nor a blank node", q.Subject)
	}
	if _, ok := q.Predicate.(quad.IRI); !ok {
		return fmt.Errorf("predicate %v is not an IRI", q.Predicate)
	}
	if q.Object == nil {
		return fmt.Errorf("no object")
	}
	switch q.Label.(type) {
	case quad.IRI, quad.BNode, nil:
	default:
		return fmt.Errorf("label %v is neither an IRI nor a blank node", q.Label)
	}
	return nil
}

func checkText(s string) error {
	if !utf8.ValidString(s) {
		return fmt.Errorf("literal %q is not valid UTF-8", s)
	}
	return nil
}

// The ASCII characters that IRIREF excludes, as bits: control characters, space
// and <>"{}|^`\, and the other control characters from U+007F to U+009F, which
// RFC 3987 excludes.
const (
	badLow  uint64 = 1<<'!' - 1 | 1<<'"' | 1<<'<' | 1<<'>'
	badHigh uint64 = 1<<('\\'-64) | 1<<('^'-64) | 1<<('`'-64) | 1<<('{'-64) | 1<<('|'-64) | 1<<('}'-64) | 1<<(0x7f-64)
)

// checkIRI checks that s is an absolute IRI by the rule IRIREF and by the
// scheme of RFC 3986, section 3.1.
func checkIRI(s string) error {
	ascii := true
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c < 64 && badLow>>c&1 > 0, 64 <= c && c < 128 && badHigh>>(c-64)&1 > 0:
			return fmt.Errorf("IRI <%s> holds %q", s, rune(c))
		case c >= utf8.RuneSelf:
			ascii = false
			if c == 0xc2 && i+1 < len(s) && 0x80 <= s[i+1] && s[i+1] < 0xa0 {
				return fmt.Errorf("IRI <%s> holds %q", s, rune(s[i+1]))
			}
		}
	}
	if !ascii && !utf8.ValidString(s) {
		return fmt.Errorf("IRI %q is not valid UTF-8", s)
	}
	if !hasScheme(s) {
		return fmt.Errorf("IRI <%s> is relative", s)
	}
	return nil
}

func hasScheme(s string) bool {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case isLetter(c):
		case c == ':':
			return i > 0
		case i > 0 && (isDigit(c) || c == '+' || c == '-' || c == '.'):
		default:
			return false
		}
	}
	return false
}

// checkLang checks the rule LANGTAG.
func checkLang(s string) error {
	if n := langLen(s); n == 0 || n < len(s) {
		return fmt.Errorf("bad language tag %q", s)
	}
	return nil
}

// langLen is the length of the longest language tag that s begins with.
func langLen(s string) int {
	end := 0
	for i := 0; i < len(s); {
		from := i
		for i < len(s) && (isLetter(s[i]) || end > 0 && isDigit(s[i])) {
			i++
		}
		if i == from {
			return end
		}
		end = i
		if i == len(s) || s[i] != '-' {
			return end
		}
		i++
	}
	return end
}

// checkLabel checks the rule BLANK_NODE_LABEL, without the leading "_:".
func checkLabel(s string) error {
	if n := labelLen(s); n == 0 || n < len(s) {
		return fmt.Errorf("bad blank node label %q", s)
	}
	return nil
}

// labelLen is the length of the longest blank node label that s begins with.
// It cannot end in a dot.
func labelLen(s string) int {
	end := 0
	for i, r := range s {
		switch {
		case r == utf8.RuneError:
			return end
		case isNameStart(r) || isDigitRune(r):
		case i > 0 && r == '.':
			continue
		case i > 0 && isNameRune(r):
		default:
			return end
		}
		end = i + utf8.RuneLen(r)
	}
	return end
}

// isNameStart is the rule PN_CHARS_U. The colon, which the first text of the
// recommendation had, is refused by its test suite and by RDF 1.2.
func isNameStart(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return isLetter(byte(r)) || r == '_'
	case r >= 0xC0 && r <= 0x2FF:
		return r != 0xD7 && r != 0xF7
	case r >= 0x370 && r <= 0x1FFF:
		return r != 0x37E
	}
	return r == 0x200C || r == 0x200D || r >= 0x2070 && r <= 0x218F ||
		r >= 0x2C00 && r <= 0x2FEF || r >= 0x3001 && r <= 0xD7FF ||
		r >= 0xF900 && r <= 0xFDCF || r >= 0xFDF0 && r <= 0xFFFD ||
		r >= 0x10000 && r <= 0xEFFFF
}

// isNameRune is the rule PN_CHARS.
func isNameRune(r rune) bool {
	return isNameStart(r) || r == '-' || isDigitRune(r) || r == 0xB7 ||
		r >= 0x300 && r <= 0x36F || r == 0x203F || r == 0x2040
}

func isLetter(c byte) bool    { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool     { return '0' <= c && c <= '9' }
func isDigitRune(r rune) bool { return '0' <= r && r <= '9' }
