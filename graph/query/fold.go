package query

import (
	_ "embed"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold lower-cases s, drops accents and apostrophes and turns every other mark
// into one space.
func fold(s string) string {
	ascii := true
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if !ascii {
		s = norm.NFKD.String(s)
	}
	b := make([]byte, 0, len(s))
	gap := false
	for _, r := range s {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if gap && len(b) > 0 {
				b = append(b, ' ')
			}
			gap = false
			b = append(b, string(unicode.ToLower(r))...)
		case unicode.Is(unicode.Mn, r) || r == '\'' || r == '’' || r == '.':
			// "U.S." is "us", "Côte d’Ivoire" is "cote divoire"
		default:
			gap = true
		}
	}
	return string(b)
}

//go:embed words.tsv
var wordList string

// words maps a folded word to what it counts as: a number for an ordinal, ""
// for a word that tells nothing.
type words map[string]string

func loadWords() words {
	w := words{}
	for line := range strings.Lines(wordList) {
		word, means, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if ok && !strings.HasPrefix(word, "#") && word != "word" {
			w[word] = strings.TrimPrefix(means, "-")
		}
	}
	return w
}

// tokens cuts a folded text into words, ordinals as numbers, the words that
// tell nothing left out unless nothing would remain.
func (w words) tokens(folded string) []string {
	fields := strings.Fields(folded)
	var out []string
	for _, f := range fields {
		if m, ok := w[f]; ok {
			f = m
		} else {
			f = cardinal(f)
		}
		if f != "" {
			out = append(out, f)
		}
	}
	if len(out) == 0 {
		return fields
	}
	return out
}

// cardinal drops the ending of "3rd".
func cardinal(s string) string {
	if len(s) < 3 || s[0] < '0' || s[0] > '9' {
		return s
	}
	n := strings.TrimRight(s, "sthndr")
	if len(s)-len(n) == 2 && strings.Trim(n, "0123456789") == "" {
		return n
	}
	return s
}
