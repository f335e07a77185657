package read

import (
	"unicode"
	"unicode/utf8"
)

// letterAt reports whether a letter or digit begins at s[i:].
func letterAt(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// letterBefore reports whether a letter or digit ends at s[:i].
func letterBefore(s string, i int) bool {
	if i <= 0 {
		return false
	}
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// startsLower reports whether s begins with a lower-case letter.
func startsLower(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// endsSentence reports whether s ends with a full stop, question or
// exclamation mark, perhaps with closing quotes or brackets.
func endsSentence(s string) bool {
	for s != "" {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '?', '!', '。', '！', '？', '…', '।', '؟':
			return true
		case '"', '\'', '”', '’', '»', ')', ']', '」', '』':
			s = s[:len(s)-n]
		default:
			return false
		}
	}
	return false
}

// letters counts the letters of s and how many of them are capitals; scripts
// without capitals count in neither.
func letters(s string) (cased, upper int) {
	for _, r := range s {
		switch {
		case unicode.IsUpper(r):
			cased++
			upper++
		case unicode.IsLower(r):
			cased++
		}
	}
	return cased, upper
}

// allCaps reports whether s is written in capitals.
func allCaps(s string) bool {
	cased, upper := letters(s)
	return cased >= 3 && upper*10 >= cased*9
}

// columns is the width of s on a terminal: East Asian characters count two.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r >= 0x1100 && (r <= 0x115F || r >= 0x2E80 && r <= 0xA4CF || r >= 0xAC00 && r <= 0xD7A3 || r >= 0xF900 && r <= 0xFAFF || r >= 0xFE30 && r <= 0xFE6F || r >= 0xFF00 && r <= 0xFF60) {
			n++
		}
	}
	return n
}
