package gazetteer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A Word is a piece of text as the matchers see it: a run of letters, marks
// and digits, a dotted abbreviation ("U.S.", "J."), a possessive ending, or one
// other sign. Hyphens between letters separate words and are none themselves.
type Word struct {
	Start, End int    // byte offsets into the text given to [Words], half-open
	Fold       string // lower case, without accents and dots, in the one spelling the gazetteer uses
	Upper      bool   // starts with an upper-case letter
	Caps       bool   // all letters upper case, at least two of them
	Letter     bool   // starts with a letter or a digit
	Hyphen     bool   // joined to the word before it by a hyphen or dash
}

// Words cuts text into words, in order.
func Words(text string) []Word {
	out := make([]Word, 0, len(text)/5+1)
	hyphen := false
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsSpace(r):
			hyphen = false
			i += n
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			end := wordEnd(text, i)
			w := Word{Start: i, End: end, Letter: true, Hyphen: hyphen}
			w.setCase(text[i:end])
			w.Fold = Fold(text[i:end])
			hyphen = false
			if k := len(out) - 1; w.Hyphen && k >= 0 && glued(out[k].Fold, w.Fold) {
				out[k].End = end
				out[k].Fold = spelling(out[k].Fold + w.Fold)
				out[k].Caps = out[k].Caps && w.Caps
			} else {
				out = append(out, w)
			}
			i = end
		case isHyphen(r):
			next, _ := utf8.DecodeRuneInString(text[i+n:])
			prev, _ := utf8.DecodeLastRuneInString(text[:i])
			if (unicode.IsLetter(prev) || unicode.IsDigit(prev) || prev == '.') && (unicode.IsLetter(next) || unicode.IsDigit(next)) {
				hyphen = true
			} else {
				out = append(out, Word{Start: i, End: i + n, Fold: "-"})
				hyphen = false
			}
			i += n
		case isApostrophe(r):
			hyphen = false
			if len(text) > i+n && (text[i+n] == 's' || text[i+n] == 'S') && !letterAt(text, i+n+1) && len(out) > 0 && out[len(out)-1].End == i {
				out = append(out, Word{Start: i, End: i + n + 1, Fold: "'s"})
				i += n + 1
				break
			}
			out = append(out, Word{Start: i, End: i + n, Fold: "'"})
			i += n
		default:
			f := string(r)
			switch r {
			case '&':
				f = "and"
			case '“', '”', '„', '«', '»':
				f = `"`
			}
			out = append(out, Word{Start: i, End: i + n, Fold: f})
			hyphen = false
			i += n
		}
	}
	return out
}

func letterAt(text string, i int) bool {
	if i >= len(text) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

func isHyphen(r rune) bool {
	return r == '-' || r == '‐' || r == '‑' || r == '–' || r == '—'
}

func isApostrophe(r rune) bool {
	return r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`'
}

// wordEnd is the end of the word that starts at i: letters and digits, an
// apostrophe between letters unless it opens a possessive ending, and the dots
// of an abbreviation made of single letters.
//
// Two long words that a lost line break has joined ("AffairsBureau") are two.
func wordEnd(text string, i int) int {
	if e := dotted(text, i); e > 0 {
		return e
	}
	start, lower := i, false
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if lower && unicode.IsUpper(r) && i-start >= 6 && lowerRun(text[i+n:]) >= 5 {
				return i
			}
			lower = unicode.IsLower(r)
			i += n
			continue
		}
		if isApostrophe(r) && letterAt(text, i+n) {
			s := text[i+n]
			if (s == 's' || s == 'S') && !letterAt(text, i+n+1) {
				break
			}
			i += n
			continue
		}
		break
	}
	return i
}

// lowerRun is the number of lower-case letters that s starts with.
func lowerRun(s string) int {
	n := 0
	for _, r := range s {
		if !unicode.IsLower(r) {
			break
		}
		n++
	}
	return n
}

// dotted is the end of "U.S.", "J." or "H.E." at i, or 0.
func dotted(text string, i int) int {
	end := 0
	for {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsUpper(r) || i+n >= len(text) || text[i+n] != '.' {
			break
		}
		i += n + 1
		end = i
	}
	return end
}

func (w *Word) setCase(s string) {
	letters, upper := 0, 0
	for i, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		if unicode.IsUpper(r) {
			upper++
			if i == 0 {
				w.Upper = true
			}
		}
	}
	w.Caps = letters >= 2 && letters == upper
}

// prefixes are joined with what follows their hyphen, as both spellings occur:
// "Co-operation", "Non-Proliferation", "Counter-Terrorism".
var prefixes = map[string]bool{
	"co": true, "non": true, "counter": true, "cyber": true, "anti": true, "under": true, "re": true,
}

func glued(a, b string) bool {
	switch a {
	case "south", "north":
		return strings.HasPrefix(b, "east") || strings.HasPrefix(b, "west")
	}
	return prefixes[a] && len(b) > 3
}

// Fold brings a word to the form in which the gazetteer compares: lower case,
// no accents, no dots, American spelling of the words that institutions spell
// both ways.
func Fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		s = strings.ToLower(s)
		if strings.IndexByte(s, '.') >= 0 {
			s = strings.ReplaceAll(s, ".", "")
		}
		return spelling(s)
	}
	var b strings.Builder
	for _, r := range norm.NFD.String(s) {
		switch {
		case unicode.IsMark(r), r == '.':
		case isApostrophe(r):
			b.WriteByte('\'')
		default:
			r = unicode.ToLower(r)
			if t, ok := plainLetters[r]; ok {
				b.WriteString(t)
			} else {
				b.WriteRune(r)
			}
		}
	}
	return spelling(b.String())
}

// plainLetters are the Latin letters that have no decomposition.
var plainLetters = map[rune]string{
	'ł': "l", 'ø': "o", 'đ': "d", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ð': "d", 'þ': "th", 'ə': "e",
}

// spelling replaces the British spelling in the names of institutions.
func spelling(s string) string {
	switch s {
	case "programme":
		return "program"
	case "programmes":
		return "programs"
	case "centre":
		return "center"
	case "centres":
		return "centers"
	case "defence":
		return "defense"
	case "labour":
		return "labor"
	case "counsellor":
		return "counselor"
	case "adviser":
		return "advisor"
	case "organisation":
		return "organization"
	case "organisations":
		return "organizations"
	case "neighbourhood":
		return "neighborhood"
	case "behaviour":
		return "behavior"
	}
	if len(s) > 9 && strings.HasSuffix(s, "isation") {
		return s[:len(s)-7] + "ization"
	}
	return s
}
