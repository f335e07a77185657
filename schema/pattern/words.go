package pattern

import (
	"regexp/syntax"
	"slices"
	"strings"
	"unicode/utf8"
)

// Limits of the analysis: more than maxExact exact strings are not multiplied
// out, a set of more than maxWords alternatives is given up, and a word shorter
// than minWord says too little to be worth looking for.
const (
	maxExact = 48
	maxWords = 512
	minWord  = 1
)

// required lists words one of which occurs in every match of the expression.
func required(expr string) ([]string, error) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, err
	}
	best := analyse(re.Simplify()).best()
	if best == nil {
		return nil, ErrNoWord
	}
	// A word that holds another of the set adds nothing.
	return slices.DeleteFunc(slices.Clone(best), func(w string) bool {
		return slices.ContainsFunc(best, func(o string) bool { return o != w && strings.Contains(w, o) })
	}), nil
}

// minLead is the length of the shortest word at which it pays to start an
// expression.
const minLead = 2

// leading lists words with one of which every match begins, and tells whether
// it begins at a word boundary; nil where there is no such short list.
func leading(expr string) (words []string, boundary bool) {
	re, err := syntax.Parse(expr, syntax.Perl)
	if err != nil {
		return nil, false
	}
	words, boundary, ok := lead(re.Simplify())
	if !ok || shortest(words) < minLead {
		return nil, false
	}
	// A word that begins with another of the list adds nothing.
	return slices.DeleteFunc(slices.Clone(words), func(w string) bool {
		return slices.ContainsFunc(words, func(o string) bool { return o != w && strings.HasPrefix(w, o) })
	}), boundary
}

// lead is leading for a part of an expression; ok is false where the beginning
// is not known or differs in its boundary.
func lead(re *syntax.Regexp) (words []string, boundary, ok bool) {
	switch re.Op {
	case syntax.OpCapture:
		return lead(re.Sub[0])
	case syntax.OpAlternate:
		for i, s := range re.Sub {
			w, b, ok := lead(s)
			if !ok || i > 0 && b != boundary || union(words, w) == nil {
				return nil, false, false
			}
			words, boundary = union(words, w), b
		}
		return words, boundary, true
	case syntax.OpConcat:
		subs := re.Sub
		for len(subs) > 1 && subs[0].Op == syntax.OpWordBoundary {
			boundary, subs = true, subs[1:]
		}
		run := []string{""}
		for _, s := range subs {
			if s.Op == syntax.OpBeginText || s.Op == syntax.OpBeginLine {
				return nil, false, false
			}
			in := analyse(s)
			if in.exact != nil {
				if joined := cross(run, in.exact); joined != nil {
					run = joined
					continue
				}
				break
			}
			if w, b, ok := lead(s); ok && (shortest(run) > 0 || !boundary || !b) {
				if len(run) == 1 && run[0] == "" {
					return w, boundary || b, true
				}
				if joined := cross(run, w); joined != nil {
					run = joined
				}
			}
			break
		}
		return run, boundary, shortest(run) > 0
	}
	in := analyse(re)
	return in.exact, false, shortest(in.exact) > 0
}

// info is what is known of one part of an expression.
type info struct {
	exact []string // all strings that it matches, nil where there are too many
	need  []string // one of these occurs in every match, nil where nothing is known
}

// best is the better of the two sets, nil if neither is of use.
func (in info) best() []string { return better(in.exact, in.need) }

// better picks the set whose shortest word is the longer, nil if none will do.
func better(a, b []string) []string {
	if shortest(a) < minWord {
		a = nil
	}
	if shortest(b) < minWord {
		b = nil
	}
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	case shortest(b) > shortest(a) || shortest(b) == shortest(a) && len(b) < len(a):
		return b
	}
	return a
}

func shortest(words []string) int {
	if len(words) == 0 {
		return -1
	}
	n := len(words[0])
	for _, w := range words {
		n = min(n, len(w))
	}
	return n
}

func analyse(re *syntax.Regexp) info {
	switch re.Op {
	case syntax.OpLiteral:
		if re.Flags&syntax.FoldCase != 0 {
			return info{}
		}
		return info{exact: []string{string(re.Rune)}}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText,
		syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return info{exact: []string{""}}
	case syntax.OpCharClass:
		return info{exact: classStrings(re.Rune)}
	case syntax.OpCapture:
		return analyse(re.Sub[0])
	case syntax.OpQuest:
		in := analyse(re.Sub[0])
		if in.exact == nil {
			return info{}
		}
		return info{exact: few(union(in.exact, []string{""}))}
	case syntax.OpPlus:
		return info{need: analyse(re.Sub[0]).best()}
	case syntax.OpRepeat:
		if re.Min > 0 {
			return info{need: analyse(re.Sub[0]).best()}
		}
	case syntax.OpAlternate:
		return alternatives(re.Sub)
	case syntax.OpConcat:
		return sequence(re.Sub)
	}
	return info{}
}

func classStrings(ranges []rune) []string {
	var out []string
	for i := 0; i+1 < len(ranges); i += 2 {
		if int(ranges[i+1]-ranges[i]) >= maxExact-len(out) {
			return nil
		}
		for r := ranges[i]; r <= ranges[i+1] && utf8.ValidRune(r); r++ {
			out = append(out, string(r))
		}
	}
	return out
}

func alternatives(subs []*syntax.Regexp) info {
	out := info{exact: []string{}, need: []string{}}
	for _, s := range subs {
		in := analyse(s)
		if out.exact != nil && in.exact != nil {
			out.exact = few(union(out.exact, in.exact))
		} else {
			out.exact = nil
		}
		if b := in.best(); out.need != nil && b != nil {
			out.need = union(out.need, b)
		} else {
			out.need = nil
		}
	}
	return out
}

// sequence joins neighbours with few exact strings and keeps the best word set
// met on the way.
func sequence(subs []*syntax.Regexp) info {
	run, whole := []string{""}, true
	var need []string
	for _, s := range subs {
		in := analyse(s)
		need = better(need, in.need)
		if in.exact != nil {
			if joined := cross(run, in.exact); joined != nil {
				run = joined
				continue
			}
			need = better(need, run)
			run, whole = in.exact, false
			continue
		}
		need = better(need, run)
		run, whole = []string{""}, false
	}
	need = better(need, run)
	if whole {
		return info{exact: run, need: need}
	}
	return info{need: need}
}

func cross(a, b []string) []string {
	if len(a)*len(b) > maxExact {
		return nil
	}
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+y)
		}
	}
	return union(out, nil)
}

// few is nil for a set of more than maxExact strings.
func few(words []string) []string {
	if len(words) > maxExact {
		return nil
	}
	return words
}

// union is nil where it would be too large.
func union(a, b []string) []string {
	out := append(slices.Clone(a), b...)
	slices.Sort(out)
	out = slices.Compact(out)
	if len(out) > maxWords {
		return nil
	}
	return out
}
