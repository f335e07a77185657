package pattern

import (
	"cmp"
	"slices"
)

// A word is a string that the automaton looks for on behalf of a pattern.
type word struct {
	text    string
	pattern int
}

// automaton is an Aho-Corasick automaton with a full transition table over the
// bytes that occur in the words; all other bytes share column 0.
type automaton struct {
	column  [256]uint8
	columns int
	next    []int32   // state × column
	found   [][]int32 // patterns whose word ends in the state, in ascending order
}

func newAutomaton(words []word) automaton {
	a := automaton{columns: 1}
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
	for _, w := range words {
		s := 0
		for i := range len(w.text) {
			at := s*a.columns + int(a.column[w.text[i]])
			if a.next[at] < 0 {
				a.next[at] = a.addState()
			}
			s = int(a.next[at])
		}
		a.found[s] = append(a.found[s], int32(w.pattern))
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
			a.found[s] = slices.Compact(a.found[s])
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

// candidates are the patterns one of whose words occurs in text, in ascending
// order.
func (a *automaton) candidates(text string) []int {
	var out []int
	var last int32
	s := int32(0)
	for i := range len(text) {
		s = a.next[int(s)*a.columns+int(a.column[text[i]])]
		if s == last {
			continue
		}
		last = s
		for _, p := range a.found[s] {
			out = append(out, int(p))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
