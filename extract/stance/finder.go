package stance

import (
	"fmt"

	"github.com/normgraph/normgraph/schema/pattern"
)

// A finder is an expression that is looked for in every sentence. It costs one
// pass over the text unless a word that it needs is there.
type finder struct{ set *pattern.Set }

// newFinder compiles an expression that holds a word without which it cannot
// match.
func newFinder(expr string) (*finder, error) {
	set, bad := pattern.New([]string{expr})
	if len(bad) > 0 {
		return nil, bad[0].Err
	}
	return &finder{set}, nil
}

// mustFinder is newFinder for the expressions of the program.
func mustFinder(expr string) *finder {
	f, err := newFinder(expr)
	if err != nil {
		panic(fmt.Sprintf("stance: %v", err))
	}
	return f
}

// MatchString reports whether the expression matches.
func (f *finder) MatchString(s string) bool { return f.set.Match(s) }

// FindStringIndex is the range of the first match, or nil.
func (f *finder) FindStringIndex(s string) []int {
	if h := f.set.Find(s); len(h) > 0 {
		return []int{h[0].Start, h[0].End}
	}
	return nil
}

// FindAllStringIndex lists the ranges of all matches; n is there for the shape
// of [regexp.Regexp] and not looked at.
func (f *finder) FindAllStringIndex(s string, _ int) [][]int {
	var out [][]int
	for _, h := range f.set.Find(s) {
		out = append(out, []int{h.Start, h.End})
	}
	return out
}
