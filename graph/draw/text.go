package draw

import (
	"strings"
	"unicode"
)

// textWidth is about the width in pixels of a text in the font of pictures, at
// 13 pixels.
func textWidth(s string) int {
	w := 0
	for _, c := range s {
		switch {
		case unicode.Is(unicode.Mn, c):
		case c > 0x1100 && unicode.In(c, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana):
			w += 130
		case unicode.IsUpper(c) || strings.ContainsRune("mw—@%", c):
			w += 98
		case strings.ContainsRune("iljtfr .,:;'’()|-", c):
			w += 48
		default:
			w += 81
		}
	}
	return w/10 + 2
}

// cut shortens a text to a width, at a space if there is one near, and says so
// with an ellipsis.
func cut(s string, width int) string {
	if textWidth(s) <= width {
		return s
	}
	end, space := 0, 0
	for i, c := range s {
		if textWidth(s[:i]+"…") > width {
			break
		}
		end = i
		if c == ' ' {
			space = i
		}
	}
	if space > end*2/3 {
		end = space
	}
	return strings.TrimRight(s[:end], " ") + "…"
}

// wrap breaks a text into at most most lines of a width. The last one is cut
// where the text is longer.
func wrap(s string, width, most int) []string {
	words := strings.Fields(s)
	if len(words) == 0 {
		return []string{""}
	}
	var lines []string
	for len(words) > 0 {
		if len(lines) == most-1 {
			return append(lines, cut(strings.Join(words, " "), width))
		}
		n := 1
		for n < len(words) && textWidth(strings.Join(words[:n+1], " ")) <= width {
			n++
		}
		lines = append(lines, cut(strings.Join(words[:n], " "), width))
		words = words[n:]
	}
	return lines
}

// even breaks a text as wrap does, with lines of about one length.
func even(s string, width, most int) []string {
	lines := wrap(s, width, most)
	if len(lines) < 2 || strings.HasSuffix(lines[len(lines)-1], "…") {
		return lines
	}
	best := lines
	for w := width - 10; w > width/3; w -= 10 {
		next := wrap(s, w, len(lines))
		if strings.Contains(strings.Join(next, ""), "…") {
			break
		}
		best = next
	}
	return best
}

// Phrase writes the name of a predicate as words: "co-hosted by".
func Phrase(name string) string {
	if _, rest, ok := strings.Cut(name, ":"); ok {
		name = rest
	}
	var b strings.Builder
	for _, c := range name {
		if c >= 'A' && c <= 'Z' {
			b.WriteByte(' ')
			c += 'a' - 'A'
		}
		b.WriteRune(c)
	}
	return strings.Replace(b.String(), "co ", "co-", 1)
}
