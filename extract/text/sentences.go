package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxBracket is how many tokens ahead a closing bracket is looked for. Inside
// a bracket that opens within a sentence, the sentence does not end.
const maxBracket = 60

// bounds returns the index after the last token of each sentence of toks, in
// ascending order; the last one is len(toks).
func (x *lexicon) bounds(s string, toks []token) []int {
	var ends []int
	first := 0    // token that begins the sentence
	closing := -1 // index of the bracket that closes the one we are in
	for i := 0; i < len(toks); i++ {
		t := toks[i]
		w := s[t.start:t.end]
		if i > first && closing < i && (w == "(" || w == "[") {
			closing = closer(s, toks, i)
		}
		if i < closing || !x.mayEnd(s, toks, first, i) {
			continue
		}
		end := i + 1
		for end < len(toks) && toks[end].start == toks[end-1].end && closes(s[toks[end].start:toks[end].end]) {
			end++
		}
		if end < len(toks) && !x.begins(s, toks, i, end) {
			continue
		}
		ends = append(ends, end)
		first = end
		i = end - 1
	}
	if first < len(toks) {
		ends = append(ends, len(toks))
	}
	return ends
}

// closer is the index of the bracket that closes the one at i, or -1 if there
// is none near.
func closer(s string, toks []token, i int) int {
	depth := 0
	for k := i; k < len(toks) && k < i+maxBracket; k++ {
		switch s[toks[k].start:toks[k].end] {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
			if depth == 0 {
				return k
			}
		}
	}
	return -1
}

// mayEnd reports whether the token i can end the sentence that began at first.
func (x *lexicon) mayEnd(s string, toks []token, first, i int) bool {
	t := toks[i]
	switch t.abbr {
	case title, number, inner:
		return false
	case month, anyEnd, place, initial:
		return true
	}
	w := s[t.start:t.end]
	switch w[0] {
	case '.':
		if strings.Trim(w, ".") != "" {
			return false
		}
		// "1." and "a." at the start count the sentence.
		return w != "." || i != first+1 || !counter(s[toks[first].start:toks[first].end])
	case '?', '!':
		return strings.Trim(w, "?!") == "" && i > first
	}
	return w == "…" || w == "。"
}

// counter reports whether w is a list number or letter.
func counter(w string) bool {
	if allDigits(w) {
		return len(w) <= 3
	}
	if utf8.RuneCountInString(w) == 1 {
		r, _ := utf8.DecodeRuneInString(w)
		return unicode.IsLetter(r)
	}
	return len(w) <= 5 && strings.Trim(w, "IVX") == "" || len(w) <= 4 && strings.Trim(w, "ivx") == ""
}

// closes reports whether w belongs to the sentence before it when it follows
// without a space.
func closes(w string) bool {
	switch w {
	case `"`, "'", "”", "’", "»", "›", ")", "]", "''", ".", "!", "?", "…", "}":
		return true
	}
	return false
}

// begins reports whether the token end can begin a sentence after the one that
// the token i closes.
func (x *lexicon) begins(s string, toks []token, i, end int) bool {
	t := toks[i]
	spaced := toks[end].start > toks[end-1].end
	if !spaced && !t.glued && (end == i+1 || !capitalised(s[toks[end].start:toks[end].end])) {
		return footnote(s, toks, i, end)
	}
	// The first word after opening marks decides.
	k := end
	for k < len(toks) && opens(s[toks[k].start:toks[k].end]) {
		k++
	}
	if k == len(toks) {
		return false
	}
	w := s[toks[k].start:toks[k].end]
	r, _ := utf8.DecodeRuneInString(w)
	switch {
	case unicode.IsLower(r):
		return false
	case t.abbr == place:
		return unicode.IsUpper(r)
	case t.abbr != none:
		return x.starters[w] || k > end && unicode.IsUpper(r)
	case unicode.IsDigit(r), unicode.IsLetter(r):
		return true
	}
	return !strings.ContainsRune(",;:)]}.?!%", r)
}

// capitalised reports whether w is a capital followed by lower case.
func capitalised(w string) bool {
	r, n := utf8.DecodeRuneInString(w)
	q, _ := utf8.DecodeRuneInString(w[n:])
	return unicode.IsUpper(r) && (n == len(w) || unicode.IsLower(q))
}

// footnote reports whether the token at end is the number of a note that
// follows a sentence's full stop ("Assembly.1 The"). It is left with the next
// sentence, which it precedes.
func footnote(s string, toks []token, i, end int) bool {
	w := s[toks[end].start:toks[end].end]
	return toks[i].abbr == none && allDigits(w) && len(w) <= 2 && end+1 < len(toks) && toks[end+1].start > toks[end].end
}

// opens reports whether w can stand before the first word of a sentence.
func opens(w string) bool {
	switch w {
	case `"`, "'", "“", "‘", "„", "«", "‹", "(", "[", "``", "`", "-", "–", "—", "•", "·", "*", "¿", "¡":
		return true
	}
	return false
}
