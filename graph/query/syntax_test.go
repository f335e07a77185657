package query

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// TestSyntaxExamples parses what SYNTAX.md shows.
func TestSyntaxExamples(t *testing.T) {
	b, err := os.ReadFile("SYNTAX.md")
	if err != nil {
		t.Fatal(err)
	}
	voc := vocabulary(t)
	first := strings.Split(string(b), "```")[1]
	if _, err := Parse(first, voc); err != nil {
		t.Errorf("%s: %v", first, err)
	}
	_, rest, _ := strings.Cut(string(b), "```yaml\n")
	file, _, _ := strings.Cut(rest, "```")
	if _, err := LoadQuestions(voc, fstest.MapFS{"cohosts.yaml": {Data: []byte(file)}}); err != nil {
		t.Error(err)
	}
	for _, q := range []string{
		`x:State|Body ->p y`, `e[date in 2019..2021, label ~ "cyber"] ->p y`, `a --p|q b`, `a ->^p{1,3}/q? b`, `a ->p{2} b`,
		`e ->endorses[stance = callsFor|commitsTo, confidence >= 0.6] norm`, `e ->endorses@d#c norm`, `(a ->p b or a ->q b) and b ->r c`,
		`a ->p b and a.date < b.date and a != b`, `e ->p x and e.f = in-person and e.n in ..2020`,
	} {
		if _, err := Parse(q, nil); err != nil {
			t.Errorf("%s: %v", q, err)
		}
	}
}
