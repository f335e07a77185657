package query

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/normgraph/normgraph/schema/problem"
)

func questions(t testing.TB) *Questions {
	t.Helper()
	qs, err := LoadQuestions(vocabulary(t))
	if err != nil {
		t.Fatal(err)
	}
	return qs
}

func TestShippedQuestionsCoverTheCompetencyQuestions(t *testing.T) {
	have := map[int]bool{}
	for _, q := range questions(t).List() {
		have[q.Number] = true
	}
	for n := 1; n <= 26; n++ {
		if !have[n] {
			t.Errorf("no question answers number %d", n)
		}
	}
}

// TestQuestions asks every shipped question of the fixture and compares the
// answers with testdata/answers/NAME.txt: "> arguments" and the rows after it.
func TestQuestions(t *testing.T) {
	g := New(rich().store(t), vocabulary(t))
	for _, q := range questions(t).List() {
		t.Run(q.Name, func(t *testing.T) {
			file := filepath.Join("testdata", "answers", q.Name+".txt")
			b, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var out strings.Builder
			for _, part := range strings.Split(string(b), "> ")[1:] {
				head, _, _ := strings.Cut(part, "\n")
				pos, named := arguments(head)
				args, err := q.Arguments(pos, named)
				if err != nil {
					t.Fatal(err)
				}
				got, err := g.Ask(t.Context(), &q, args, Options{})
				if err != nil {
					t.Fatal(err)
				}
				out.WriteString("> " + head + "\n" + strings.Join(got.Columns, " | ") + "\n" + lines(got) + "\n\n")
			}
			if got := strings.TrimSpace(out.String()) + "\n"; got != string(b) {
				if os.Getenv("UPDATE") != "" {
					if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
					return
				}
				t.Errorf("got\n%s\nwant\n%s", got, b)
			}
		})
	}
}

// arguments reads "value, name=value, …".
func arguments(s string) ([]string, map[string]string) {
	var pos []string
	named := map[string]string{}
	for _, a := range strings.Split(s, ", ") {
		k, v, ok := strings.Cut(a, "=")
		switch {
		case ok:
			named[k] = v
		case a != "":
			pos = append(pos, a)
		}
	}
	return pos, named
}

func TestUserQuestionsReplaceShippedOnes(t *testing.T) {
	user := fstest.MapFS{
		"cohosts.yaml": {Data: []byte("name: cohosts\nquestion: Mine?\npath: e ->coHostedBy a\n")},
		"mine.yaml":    {Data: []byte("name: mine\nquestion: Who?\npath: |\n  e ->hostedBy a\ncolumns: [a]\n")},
	}
	qs, err := LoadQuestions(vocabulary(t), user)
	if err != nil {
		t.Fatal(err)
	}
	if q, err := qs.Find("cohosts"); err != nil || q.Question != "Mine?" {
		t.Errorf("got %+v, %v", q, err)
	}
	if _, err := qs.Find("mnie"); err == nil || !strings.Contains(err.Error(), `nearest is "mine"`) {
		t.Errorf("got %v", err)
	}
}

func TestFaultsOfQuestionsAreReportedTogether(t *testing.T) {
	user := fstest.MapFS{
		"a.yaml": {Data: []byte("name: a\nquestion: Q?\npath: |\n  e ->hostedBy x\n  and e ->endorse n\n")},
		"b.yaml": {Data: []byte("name: b\nquestion: Q?\ncolour: red\npath: e ->hostedBy x\n")},
		"c.yaml": {Data: []byte("name: other\nparameters:\n  - name: p\n    type: Stat\npath: e ->hostedBy x\ncolumns:\n  - e\n  - z\n")},
		"d.yaml": {Data: []byte("name: d\nquestion: Q?\npath: e ->hostedBy $who\n")},
		"e.yaml": {Data: []byte("name: e\nquestion: Q?\nrun: conflict\n")},
	}
	_, err := LoadQuestions(vocabulary(t), user)
	var pe *problem.Error
	if !errors.As(err, &pe) {
		t.Fatalf("got %v", err)
	}
	var got []string
	for _, p := range pe.Problems {
		got = append(got, p.String())
	}
	for _, want := range []string{
		`a.yaml:5: unknown predicate "endorse"; the nearest is "endorses"`,
		`b.yaml:3: field colour not found in type query.questionFile`,
		`c.yaml:1: no question`,
		`c.yaml:1: name "other" differs from the name of the file`,
		`c.yaml:1: parameter "p": unknown type "Stat"; the nearest is "State"`,
		`c.yaml:7: the pattern has no variable "z"`,
		`d.yaml:3: the path mentions $who, which is no parameter`,
		`e.yaml:1: run: nothing is named "conflict"; the nearest is "conflicts"`,
	} {
		if !slices.ContainsFunc(got, func(g string) bool { return strings.HasPrefix(g, want) }) {
			t.Errorf("missing %s\nin %s", want, strings.Join(got, "\n"))
		}
	}
}
