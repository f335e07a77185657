package read

import (
	"strings"

	"github.com/abadojack/whatlanggo"
	"github.com/normgraph/normgraph/extract"
)

// languageSample is how many bytes the language is read from. The detector's
// answer does not change after some hundred letters.
const languageSample = 1 << 12

// language is the language of the running text: by script where that settles
// it, else by its letters. The page's own word counts where there is little
// text.
func (m *metaReader) language() string {
	var text strings.Builder
	for i := range m.blocks {
		b := &m.blocks[i]
		if b.kind == extract.Chrome || b.kind == extract.MetaLine {
			continue
		}
		text.WriteString(b.text)
		text.WriteByte('\n')
		if text.Len() > languageSample {
			break
		}
	}
	s := text.String()
	if lang := scriptLanguage(s); lang != "" {
		return lang
	}
	declared := ""
	if f, ok := m.field("html:lang", "og:locale", "content-language", "dc.language", "ld:inlanguage", "lang", "language"); ok {
		declared, _, _ = strings.Cut(strings.ToLower(strings.ReplaceAll(f.value, "_", "-")), "-")
	}
	if n := countLetters(s); n < 200 {
		if len(declared) == 2 {
			return declared
		}
		if n < 40 {
			return ""
		}
	}
	if lang := m.lex.wordLanguage(s); lang != "" {
		return lang
	}
	return whatlanggo.DetectLangWithOptions(s, m.lex.detectable).Iso6391()
}

// wordLanguage names the language whose function words make a fifth of the
// words of s and half as many again as those of any other, or is "". It is a
// hundred times as fast as the statistics of letters.
func (l *Lexicon) wordLanguage(s string) string {
	counts := make([]int, len(l.langs))
	words := 0
	for w := range strings.FieldsSeq(s) {
		words++
		for _, i := range l.function[strings.ToLower(strings.Trim(w, ".,;:!?()\"'“”„«»"))] {
			counts[i]++
		}
	}
	best, second := -1, 0
	for i, n := range counts {
		switch {
		case best < 0 || n > counts[best]:
			if best >= 0 {
				second = counts[best]
			}
			best = i
		case n > second:
			second = n
		}
	}
	if best < 0 || words < 20 || counts[best]*5 < words || counts[best]*2 < second*3 {
		return ""
	}
	return l.langs[best]
}

func countLetters(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		if s[i] >= 'a' && s[i] <= 'z' || s[i] >= 'A' && s[i] <= 'Z' || s[i] >= 0xC0 {
			n++
		}
	}
	return n
}

// scriptLanguage names the language where the script decides it.
func scriptLanguage(s string) string {
	var hangul, kana, han, greek, hebrew, thai, all int
	for _, r := range s {
		switch {
		case r >= 0xAC00 && r <= 0xD7A3:
			hangul++
		case r >= 0x3040 && r <= 0x30FF:
			kana++
		case r >= 0x4E00 && r <= 0x9FFF:
			han++
		case r >= 0x370 && r <= 0x3FF:
			greek++
		case r >= 0x5D0 && r <= 0x5EA:
			hebrew++
		case r >= 0xE00 && r <= 0xE7F:
			thai++
		case r < 'A' || r > 'z' && r < 0xC0:
			continue
		}
		all++
	}
	half := all / 3
	switch {
	case all == 0:
		return ""
	case hangul > half:
		return "ko"
	case kana*4 > all:
		return "ja"
	case han > half && kana > han/20:
		return "ja"
	case han > half:
		return "zh"
	case greek > half:
		return "el"
	case hebrew > half:
		return "he"
	case thai > half:
		return "th"
	}
	return ""
}
