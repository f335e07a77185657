package pattern

import (
	"cmp"
	"slices"
)

// A word is a string that the automaton looks for on behalf of a pattern.
type word struct {
	text    string
	pattern int
	// lead says that every match of the pattern begins with one of its words;
	// boundary, that it begins at a word boundary then.
	lead, boundary bool
}

// automaton is an Aho-Corasick automaton with a full transition table over the
// bytes that occur in the words; all other bytes share column 0.
type automaton struct {
	words   []word
	column  [256]uint8
	columns int
	next    []int32   // state × column
	found   [][]int32 // words that end in the state, in ascending order
}

func newAutomaton(words []word) automaton {
	a := automaton{columns: 1, words: words}
	for _, w := range words {
		for i := range len(w.text) {
			if a.column[w.text[i]] == 0 {
				a.column[w.text[i]] = uint8(a.columns)
				a.columns++
			}
		}
	}
	a.addState()
	slices.SortFunc(words, func(x, y word) int {
		return cmp.Or(cmp.Compare(x.text, y.text), x.pattern-y.pattern)
	})
	for n, w := range words {
		s := 0
		for i := range len(w.text) {
			at := s*a.columns + int(a.column[w.text[i]])
			if a.next[at] < 0 {
				a.next[at] = a.addState()
			}
			s = int(a.next[at])
		}
		a.found[s] = append(a.found[s], int32(n))
	}
	a.link()
	return a
}

func (a *automaton) addState() int32 {
	for range a.columns {
		a.next = append(a.next, -1)
	}
	a.found = append(a.found, nil)
	return int32(len(a.found) - 1)
}

// link fills in the transitions of failure, breadth first.
func (a *automaton) link() {
	fail := make([]int32, len(a.found))
	var queue []int32
	for c := range a.columns {
		switch t := a.next[c]; {
		case t < 0:
			a.next[c] = 0
		default:
			queue = append(queue, t)
		}
	}
	for len(queue) > 0 {
		s := queue[0]
		queue = queue[1:]
		if more := a.found[fail[s]]; len(more) > 0 {
			a.found[s] = append(slices.Clone(a.found[s]), more...)
			slices.Sort(a.found[s])
		}
		for c := range a.columns {
			at := int(s)*a.columns + c
			back := a.next[int(fail[s])*a.columns+c]
			if t := a.next[at]; t >= 0 {
				fail[t] = back
				queue = append(queue, t)
			} else {
				a.next[at] = back
			}
		}
	}
}

// A place is where a pattern may match: from a byte on, or anywhere for -1.
type place struct{ pattern, start int }

// places appends to buf where patterns may match in text, ordered by pattern
// and start, each once.
func (a *automaton) places(buf []place, text string) []place {
	s := int32(0)
	for i := range len(text) {
		s = a.next[int(s)*a.columns+int(a.column[text[i]])]
		for _, n := range a.found[s] {
			w := &a.words[n]
			if !w.lead {
				buf = append(buf, place{w.pattern, -1})
				continue
			}
			start := i + 1 - len(w.text)
			if w.boundary && (start > 0 && isWord(text[start-1])) == isWord(text[start]) {
				continue
			}
			buf = append(buf, place{w.pattern, start})
		}
	}
	slices.SortFunc(buf, func(x, y place) int { return cmp.Or(x.pattern-y.pattern, x.start-y.start) })
	return slices.Compact(buf)
}

// isWord reports whether a byte is a word character of RE2.
func isWord(b byte) bool {
	return b == '_' || '0' <= b && b <= '9' || 'a' <= b && b <= 'z' || 'A' <= b && b <= 'Z'
}
