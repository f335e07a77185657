package query

import (
	"fmt"
	"strings"
	"time"
)

// Explain writes how the answer was found, for people: the path with its
// parameters filled in, and for each step in the order of the plan how many
// combinations it was expected to leave, how many there were before and after,
// and the time it took. Steps within "or" and "not" are indented.
func (t *Table) Explain() string {
	var b strings.Builder
	if t.Query != "" {
		fmt.Fprintf(&b, "path: %s\n", t.Query)
	}
	for _, n := range t.Notes {
		fmt.Fprintf(&b, "note: %s\n", n)
	}
	if len(t.Plan) > 0 {
		fmt.Fprintf(&b, "%4s  %10s %10s %10s %10s  %s\n", "step", "expected", "before", "after", "time", "pattern")
	}
	for i, st := range t.Plan {
		fmt.Fprintf(&b, "%4d  %10d %10d %10d %10s  %s%s\n",
			i+1, st.Estimate, st.Before, st.After, st.Time.Round(time.Microsecond), strings.Repeat("  ", st.Depth), st.Pattern)
	}
	fmt.Fprintf(&b, "rows: %d", t.Total)
	if len(t.Rows) < t.Total {
		fmt.Fprintf(&b, ", of which %d are shown", len(t.Rows))
	}
	b.WriteString("\n")
	if t.Empty != "" {
		fmt.Fprintf(&b, "empty: %s\n", t.Empty)
	}
	return b.String()
}
