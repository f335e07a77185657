package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/normgraph/normgraph/extract"
)

// Offsets maps a folded text back to its source: the folded byte i comes from
// the source character at Offsets[i]. It has one entry more than there are
// folded bytes; the last is the length of the source.
type Offsets []int

// Span gives the source range of the folded range start..end.
func (o Offsets) Span(start, end int) extract.Span {
	return extract.Span{Start: o[start], End: o[end]}
}

// variants are the spellings that Fold makes one. They are part of the contract
// with the cues of the norm catalogue, which are written against folded text.
// Each right side comes from the left one by dropping or replacing characters
// in place; '\x00' marks a dropped one.
var variants = []struct{ from, to string }{
	{"behaviour", "behavio\x00r"},
	{"co-operat", "co\x00operat"},
	{"co-ordinat", "co\x00ordinat"},
	{"defence", "defense"},
	{"cyber space", "cyber\x00space"},
	{"cyber security", "cyber\x00security"},
	{"cyber-security", "cyber\x00security"},
	{"cyber crime", "cyber\x00crime"},
	{"cyber-crime", "cyber\x00crime"},
	{"cyber attack", "cyber\x00attack"},
	{"cyber-attack", "cyber\x00attack"},
	{"capacity-building", "capacity building"},
	{"confidence-building", "confidence building"},
	{"multi-stakeholder", "multi\x00stakeholder"},
	{"law-enforcement", "law enforcement"},
	{"public-private", "public private"},
}

// Fold prepares running text for cue phrases: lower case, straight quotes, one
// kind of dash, single spaces, one spelling. Accents stay. The result is never
// longer in characters than s.
func Fold(s string) (string, Offsets) {
	out := make([]byte, 0, len(s))
	off := make(Offsets, 0, len(s)+1)
	space := false
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			switch {
			case c == ' ' || c >= '\t' && c <= '\r':
				if !space {
					out, off = append(out, ' '), append(off, i)
				}
				space = true
				i++
				continue
			case 'A' <= c && c <= 'Z':
				c += 'a' - 'A'
			}
			out, off = append(out, c), append(off, i)
			space = false
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		r = plain(r)
		switch {
		case r == ' ':
			if !space {
				out, off = append(out, ' '), append(off, i)
			}
			space = true
		case r == utf8.RuneError:
			out, off = append(out, s[i:i+n]...), padded(off, i, n)
			space = false
		default:
			k := len(out)
			out = utf8.AppendRune(out, unicode.ToLower(r))
			off = padded(off, i, len(out)-k)
			space = false
		}
		i += n
	}
	out, off = unify(out, off)
	return string(out), append(off, len(s))
}

func padded(off Offsets, at, n int) Offsets {
	for range n {
		off = append(off, at)
	}
	return off
}

// plain gives the ASCII form of typographic quotes, dashes and spaces.
func plain(r rune) rune {
	switch r {
	case '’', '‘', '‚', '‛', 'ʼ', '′', '`', '´':
		return '\''
	case '“', '”', '„', '‟', '«', '»', '″':
		return '"'
	case '–', '—', '―', '‐', '‑', '‒', '−', '－':
		return '-'
	}
	if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
		return ' '
	}
	return r
}

// unify applies the variants in place.
func unify(b []byte, off Offsets) ([]byte, Offsets) {
	w := 0
scan:
	for i := 0; i < len(b); {
		switch b[i] {
		case 'b', 'c', 'd', 'm', 'l', 'p':
			for _, v := range variants {
				if b[i] == v.from[0] && i+len(v.from) <= len(b) && string(b[i:i+len(v.from)]) == v.from {
					for k := range len(v.to) {
						if v.to[k] != 0 {
							b[w], off[w] = v.to[k], off[i+k]
							w++
						}
					}
					i += len(v.from)
					continue scan
				}
			}
		}
		b[w], off[w] = b[i], off[i]
		w++
		i++
	}
	return b[:w], off[:w]
}

// special holds letters that Unicode does not decompose.
var special = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i", "ð", "d", "þ", "th", "ħ", "h")

// Key folds a name for comparison: lower case, without accents, special letters
// spelled out (ł, ø, đ, ß, æ …), straight quotes and dashes, single spaces,
// none at the ends. Other scripts keep their letters.
func Key(s string) string {
	if k, ok := asciiKey(s); ok {
		return k
	}
	var b strings.Builder
	space := false
	for _, r := range norm.NFKD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			continue
		}
		r = plain(r)
		if r == ' ' {
			space = b.Len() > 0
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return special.Replace(norm.NFC.String(b.String()))
}

// asciiKey is Key for ASCII text; ok is false for other text.
func asciiKey(s string) (key string, ok bool) {
	same := true
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			return "", false
		}
		if 'A' <= c && c <= 'Z' || c < ' ' || c == '`' || c == ' ' && (i == 0 || i == len(s)-1 || s[i-1] == ' ') {
			same = false
		}
	}
	if same {
		return s, true
	}
	b := make([]byte, 0, len(s))
	for i := range len(s) {
		c := s[i]
		switch {
		case c == ' ' || c >= '\t' && c <= '\r':
			if len(b) > 0 && b[len(b)-1] != ' ' {
				b = append(b, ' ')
			}
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		case c == '`':
			c = '\''
		}
		b = append(b, c)
	}
	if len(b) > 0 && b[len(b)-1] == ' ' {
		b = b[:len(b)-1]
	}
	return string(b), true
}

// Slug makes the last part of an IRI from a name: ASCII letters and digits in
// lower case with single hyphens between words, "&" spelled "and". It is empty
// for a name without Latin letters or digits.
func Slug(s string) string {
	k := Key(s)
	b := make([]byte, 0, len(k))
	hyphen := false
	add := func(part string) {
		if hyphen && len(b) > 0 {
			b = append(b, '-')
		}
		hyphen = false
		b = append(b, part...)
	}
	for i := range len(k) {
		switch c := k[i]; {
		case 'a' <= c && c <= 'z' || '0' <= c && c <= '9':
			add(k[i : i+1])
		case c == '&':
			hyphen = true
			add("and")
			hyphen = true
		default:
			hyphen = true
		}
	}
	return string(b)
}
