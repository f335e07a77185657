package problem_test

import (
	"errors"
	"testing"

	"github.com/normgraph/normgraph/schema/problem"
)

func TestList(t *testing.T) {
	var l problem.List
	if err := l.Err(); err != nil {
		t.Fatalf("empty list: Err() = %v, want nil", err)
	}
	l.Add("b.tsv", 3, "unknown predicate %q", "x")
	l.Add("a.tsv", 12, "empty id")
	l.Add("a.tsv", 2, "empty id")
	l.Add("a.tsv", 2, "empty id")
	l.Add("a.tsv", 0, "no header")
	l.Merge("c.tsv", errors.New("not found"))
	var inner problem.List
	inner.Add("b.tsv", 1, "bad class")
	l.Merge("ignored", inner.Err())
	l.Merge("ignored", nil)
	want := `a.tsv: no header
a.tsv:2: empty id
a.tsv:12: empty id
b.tsv:1: bad class
b.tsv:3: unknown predicate "x"
c.tsv: not found`
	if got := l.Err().Error(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if l.Len() != 7 {
		t.Errorf("Len() = %d, want 7", l.Len())
	}
}

func TestProblemWithoutFile(t *testing.T) {
	if got := (problem.Problem{Message: "m", Line: 4}).String(); got != "m" {
		t.Errorf("got %q", got)
	}
}
