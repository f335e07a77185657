package read

import (
	"bytes"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/normgraph/normgraph/schema/data/gazetteer"
)

// wordsInUse are words of the prose of ministries, in small letters.
var wordsInUse = sync.OnceValue(func() map[string]bool {
	words := map[string]bool{}
	b, err := gazetteer.Files.ReadFile("words/common-words.tsv")
	if err != nil {
		return words // a test sees to it that the file is there
	}
	for line := range bytes.Lines(b) {
		if w, _, ok := bytes.Cut(line, []byte{'\t'}); ok && line[0] != '#' {
			words[string(w)] = true
		}
	}
	return words
})

// tens take a hyphen before what is added to them.
const tens = " twenty thirty forty fifty sixty seventy eighty ninety "

// hyphenated counts how the words of the file are written, so that a word cut
// at a line's end is put together as it stands elsewhere.
func hyphenated(lines []pdfLine) map[string]int {
	count := map[string]int{}
	for _, l := range lines {
		for w := range strings.FieldsSeq(l.Text) {
			count[bareWord(w)]++
		}
	}
	return count
}

func bareWord(s string) string { return strings.ToLower(strings.Trim(s, ".,;:!?()\"'“”‘’")) }

// joinHyphen appends the next line of a paragraph. A word cut in two is written
// as elsewhere in the file. Where it does not occur, it is put together if that
// makes a word in use; else the hyphen stays before a capital ("Inter-Regional"),
// in numbers, and between two words ("confidence-building").
func joinHyphen(a, b string, words map[string]int) string {
	cut := strings.HasSuffix(a, "\u00ad")
	if !cut && (!strings.HasSuffix(a, "-") || strings.HasSuffix(a, " -") || !startsLower(b)) {
		if strings.HasSuffix(a, "-") && letterBefore(a, len(a)-1) && letterAt(b, 0) {
			return a + b
		}
		for _, dash := range []string{"–", "—"} { // "Hungarian–Korean"
			if strings.HasSuffix(a, dash) && letterBefore(a, len(a)-len(dash)) && letterAt(b, 0) {
				return a + b
			}
		}
		if wideEnd(a) && wideStart(b) {
			return a + b
		}
		return a + " " + b
	}
	stem := strings.TrimRight(a, "\u00ad-")
	head := stem[strings.LastIndexByte(stem, ' ')+1:]
	if i := strings.LastIndexByte(head, '-'); i >= 0 {
		head = head[i+1:] // "anti-money-" before "laundering"
	}
	if stays(bareWord(head), bareWord(firstField(b)), !startsLower(b), words) {
		return stem + "-" + b
	}
	return stem + b
}

// stays reports whether the hyphen between the halves of a word stays.
func stays(head, tail string, capital bool, words map[string]int) bool {
	plain, hyphen := words[head+tail], words[head+"-"+tail]
	if plain != hyphen {
		return hyphen > plain
	}
	if capital || strings.Contains(tens, " "+head+" ") {
		return true
	}
	known := func(w string) bool { return wordsInUse()[w] || words[w] > 0 }
	return !known(head+tail) && utf8.RuneCountInString(head) > 2 && known(head) && known(tail)
}
