// Package pattern finds many regular expressions in short texts at once.
//
// Every expression must hold at least one word without which it cannot match.
// One pass over the text for all these words (an Aho-Corasick automaton) tells
// which few expressions can match at all, and only these are run. An expression
// whose matches all begin with one of a few words is run at these words only.
package pattern

import (
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"sync"
)

// ErrNoWord is returned for an expression that can match a text in which none
// of a fixed list of words occurs, such as `\w+ing`.
var ErrNoWord = errors.New("no word is required by every match")

// A Hit is one match: the index of the expression and the byte range.
type Hit struct{ Pattern, Start, End int }

// A Set is a list of expressions. It is safe for use by many goroutines.
type Set struct {
	exprs []func() *regexp.Regexp // compiled when first needed
	words automaton
}

// A Bad names an expression that cannot be used.
type Bad struct {
	Pattern int // index into the list given to [New]
	Err     error
}

// New prepares expressions in RE2 syntax. Expressions that are wrong or that
// require no word are reported; the set finds the others. Each is compiled when
// a text first asks for it, since most texts need few of a large set.
func New(exprs []string) (*Set, []Bad) {
	s := &Set{exprs: make([]func() *regexp.Regexp, len(exprs))}
	var bad []Bad
	var words []word
	for i, x := range exprs {
		req, err := required(x)
		if err != nil {
			bad = append(bad, Bad{i, fmt.Errorf("%s: %w", x, err)})
			continue
		}
		if lead, boundary := leading(x); lead != nil {
			s.exprs[i] = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`^(?:` + x + `)`) })
			for _, w := range lead {
				words = append(words, word{w, i, true, boundary})
			}
			continue
		}
		s.exprs[i] = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(x) })
		for _, w := range req {
			words = append(words, word{text: w, pattern: i})
		}
	}
	s.words = newAutomaton(words)
	return s, bad
}

// Len is the number of expressions given to [New].
func (s *Set) Len() int { return len(s.exprs) }

// Find returns all matches of all expressions in text, those of one expression
// not overlapping, ordered by start, then the longer, then the lower index.
func (s *Set) Find(text string) []Hit {
	var hits []Hit
	var buf [64]place
	last, end := -1, 0
	for _, p := range s.words.places(buf[:0], text) {
		if p.start < 0 {
			for _, m := range s.exprs[p.pattern]().FindAllStringIndex(text, -1) {
				if m[1] > m[0] {
					hits = append(hits, Hit{p.pattern, m[0], m[1]})
				}
			}
			continue
		}
		if p.pattern != last {
			last, end = p.pattern, 0
		}
		if p.start < end {
			continue
		}
		if m := s.exprs[p.pattern]().FindStringIndex(text[p.start:]); m != nil && m[1] > 0 {
			end = p.start + m[1]
			hits = append(hits, Hit{p.pattern, p.start, end})
		}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End, a.Pattern-b.Pattern)
	})
	return hits
}

// May gives the expressions that can match text, by index: the words that each
// requires are there. The others match nowhere.
func (s *Set) May(text string) []int {
	var out []int
	var buf [64]place
	for _, p := range s.words.places(buf[:0], text) {
		if n := len(out); n == 0 || out[n-1] != p.pattern {
			out = append(out, p.pattern)
		}
	}
	return out
}

// Match reports whether any expression matches text.
func (s *Set) Match(text string) bool {
	var buf [64]place
	for _, p := range s.words.places(buf[:0], text) {
		if s.exprs[p.pattern]().MatchString(text[max(p.start, 0):]) {
			return true
		}
	}
	return false
}
