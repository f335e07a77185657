package event

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
)

// word is a token with what the recogniser needs of it.
type word struct {
	extract.Span
	text, low string
	lemma     string // lower case; guessed from the form where nobody has set it
	upos      string
	capital   bool // starts with an upper-case letter, or is an acronym with digits
	glued     bool // no white space before it
}

// sentence is a sentence with its words.
type sentence struct {
	index   int
	span    extract.Span
	block   int
	kind    extract.BlockKind
	level   int
	words   []word
	start   int  // first word after a dateline such as "OSLO, 3 May (HW) -"
	title   bool // most words have capitals: they show nothing
	heading bool // a heading or a short line without a verb
}

// sentences gives the words of every sentence.
func sentences(a *extract.Analysis, x *lexicon) []sentence {
	out := make([]sentence, len(a.Sentences))
	for i := range a.Sentences {
		src := &a.Sentences[i]
		s := &out[i]
		s.index, s.span, s.block = i, src.Span, src.Block
		if src.Block < len(a.Doc.Blocks) {
			s.kind, s.level = a.Doc.Blocks[src.Block].Kind, a.Doc.Blocks[src.Block].Level
		}
		s.words = make([]word, len(src.Tokens))
		last := -1
		capitals, letters := 0, 0
		for k, t := range src.Tokens {
			text := a.Doc.Text[t.Span.Start:t.Span.End]
			w := word{Span: t.Span, text: text, low: strings.ToLower(text), lemma: t.Lemma, upos: t.UPOS, glued: t.Span.Start == last}
			last = t.Span.End
			w.low = strings.TrimPrefix(w.low, "#")
			r, _ := utf8.DecodeRuneInString(strings.TrimPrefix(text, "#"))
			w.capital = unicode.IsUpper(r) || r == '#' || strings.Contains(text, "+") && unicode.IsDigit(r) // "2+2"
			if unicode.IsLetter(r) && len(text) > 3 {
				letters++
				if w.capital {
					capitals++
				}
			}
			if w.lemma == "" || w.upos == "VERB" && !x.verb(w.lemma) {
				if l := stem(w.low); w.lemma == "" || x.verb(l) {
					w.lemma = l // models know no lemma of "co-chaired"
				}
			}
			s.words[k] = w
		}
		s.heading = s.kind == extract.Heading
		s.start = s.dateline()
		s.title = letters >= 2 && capitals*10 >= letters*7 && (s.heading || !strings.HasSuffix(s.words[len(s.words)-1].text, "."))
	}
	return out
}

// dateline is the number of words of the dateline at the head of s, or 0.
func (s *sentence) dateline() int {
	ws := s.words
	if len(ws) < 6 || len(ws[0].text) < 3 || !ws[0].capital {
		return 0
	}
	upper := ws[0].text == strings.ToUpper(ws[0].text)
	digits := false
	for i := 1; i < len(ws) && i < 14; i++ {
		if !upper { // "Suva, Fiji, 3 May 2022 – ": names, a date and marks alone
			if ws[i].is("-", "–", "—", "--") && !digits {
				return 0
			}
			if !ws[i].capital && !ws[i].is(",", ".", "(", ")", ":", "-", "–", "—", "--") && ws[i].number() < 0 && ws[i].year() == 0 {
				return 0
			}
			digits = digits || ws[i].number() > 0 || ws[i].year() > 0
		}
		if ws[i].is("-", "–", "—", "--") && !ws[i].glued || ws[i].is(":") && digits {
			return i + 1
		}
	}
	return 0
}

// stem guesses the lemma of a verb form well enough to look it up.
func stem(low string) string {
	switch low {
	case "held":
		return "hold"
	case "met":
		return "meet"
	case "took":
		return "take"
	case "began":
		return "begin"
	case "brought":
		return "bring"
	case "drew":
		return "draw"
	case "was", "were", "is", "are", "be", "been":
		return "be"
	}
	for _, end := range []string{"ing", "ed", "es", "s"} {
		b, ok := strings.CutSuffix(low, end)
		if !ok || len(b) < 3 {
			continue
		}
		if n := len(b); n > 3 && b[n-1] == b[n-2] && b[n-1] != 's' && b[n-1] != 'l' {
			b = b[:n-1] // planned, running
		}
		switch {
		case end == "s":
			return b
		case strings.HasSuffix(b, "en") && strings.HasPrefix(b, "conv"), strings.HasSuffix(b, "ganiz"), strings.HasSuffix(b, "ganis"),
			strings.HasSuffix(b, "conclud"), strings.HasSuffix(b, "ostpon"), strings.HasSuffix(b, "chedul"), strings.HasSuffix(b, "issu"),
			strings.HasSuffix(b, "ugurat"), strings.HasSuffix(b, "ebrat"), strings.HasSuffix(b, "ticipat"), strings.HasSuffix(b, "ontinu"),
			strings.HasSuffix(b, "reat"), strings.HasSuffix(b, "nitiat"), strings.HasSuffix(b, "unit"), strings.HasSuffix(b, "announc"):
			return b + "e"
		}
		return b
	}
	return low
}

func (w *word) is(ss ...string) bool {
	for _, s := range ss {
		if w.low == s {
			return true
		}
	}
	return false
}

func (w *word) hyphen() bool { return w.is("-", "–", "/", "—", "‑") }

// year is the year that the word names, or 0.
func (w *word) year() int {
	t := strings.TrimPrefix(w.text, "#")
	if len(t) != 4 {
		return 0
	}
	n, err := strconv.Atoi(t)
	if err != nil || n < 1900 || n > 2100 {
		return 0
	}
	return n
}

// number is the integer that the word is, or -1.
func (w *word) number() int {
	n, err := strconv.Atoi(w.text)
	if err != nil || n < 0 {
		return -1
	}
	return n
}

// roman is the value of a Roman numeral of two letters or more, with or
// without an English ending ("IXth"), or 0.
func (w *word) roman() int {
	t := w.text
	for _, end := range []string{"th", "st", "nd", "rd"} {
		t = strings.TrimSuffix(t, end)
	}
	if len(t) < 2 && t == w.text || t == "" {
		return 0
	}
	value := map[byte]int{'I': 1, 'V': 5, 'X': 10, 'L': 50}
	n := 0
	for i := range len(t) {
		v := value[t[i]]
		if v == 0 {
			return 0
		}
		if i+1 < len(t) && value[t[i+1]] > v {
			n -= v
		} else {
			n += v
		}
	}
	return n
}
