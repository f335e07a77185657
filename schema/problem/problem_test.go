package problem_test

import (
	"errors"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"

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

func TestYAMLProblemsHaveTheirLines(t *testing.T) {
	for _, test := range []struct {
		name, text string
		first      int
		want       string
	}{
		{"unknown_fields", "a: 1\nb: 2\nc: 3\n", 1, "f:2: field b not found in type struct { A int }\nf:3: field c not found in type struct { A int }"},
		{"in_the_middle_of_a_file", "a: 1\nb: 2\n", 10, "f:11: field b not found in type struct { A int }"},
		{"syntax", "a: 1\nb: [\n", 1, "f:2: did not find expected node content"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := yaml.NewDecoder(strings.NewReader(test.text))
			d.KnownFields(true)
			var into struct{ A int }
			var l problem.List
			l.AddYAML("f", test.first, d.Decode(&into))
			if got := l.Err().Error(); got != test.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, test.want)
			}
		})
	}
}
