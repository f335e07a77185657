package export

import (
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// prefixes are the namespaces that short names of an export may use.
func prefixes() []schema.Prefix {
	return append(schema.Prefixes(), schema.Prefix{Name: "wd", Namespace: "http://www.wikidata.org/entity/"})
}

// shortener writes IRIs short in formats with prefixes and a base. What it
// writes means the same IRI in Turtle, TriG and JSON-LD.
type shortener struct {
	base     string // "" where relative references are not safe
	prefixes []schema.Prefix
}

func newShortener(names schema.Names) shortener {
	s := shortener{prefixes: prefixes()}
	// A base with these would not come out of the resolution of a relative
	// reference (RFC 3986, section 5.2) as it was.
	b := names.Base()
	_, rest, ok := strings.Cut(b, "://")
	if ok && strings.HasSuffix(b, "/") && isPlainPath(strings.TrimSuffix(rest, "/")) {
		s.base = b
	}
	return s
}

// prefixed splits an IRI into prefix and a local name that needs no escapes;
// ok is false where there is no such prefix.
func (s shortener) prefixed(iri quad.IRI) (prefix, local string, ok bool) {
	for _, p := range s.prefixes {
		if l, found := strings.CutPrefix(string(iri), p.Namespace); found && isPlainName(l) {
			return p.Name, l, true
		}
	}
	return "", "", false
}

// relative gives an IRI as a reference relative to the base.
func (s shortener) relative(iri quad.IRI) (string, bool) {
	if s.base == "" {
		return "", false
	}
	path, ok := strings.CutPrefix(string(iri), s.base)
	return path, ok && isPlainPath(path)
}

// isPlainName reports whether s is a letter and then letters, digits, "_" and
// "-": a local name in every format.
func isPlainName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := 'a' <= c|0x20 && c|0x20 <= 'z'
		if !letter && (i == 0 || c != '_' && c != '-' && (c < '0' || c > '9')) {
			return false
		}
	}
	return s != ""
}

// isPlainPath reports whether s is a path whose segments have letters, digits
// and "-._~" alone, none of them empty or made of dots.
func isPlainPath(s string) bool {
	for seg := range strings.SplitSeq(s, "/") {
		if strings.Trim(seg, ".") == "" {
			return false
		}
		for i := 0; i < len(seg); i++ {
			c := seg[i]
			if !('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0) {
				return false
			}
		}
	}
	return true
}
