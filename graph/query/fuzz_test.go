package query

import (
	"context"
	"errors"
	"testing"
	"testing/fstest"
	"time"

	"github.com/normgraph/normgraph/schema/problem"
)

// FuzzQuestions checks that a file of a question is taken or refused with its
// problems named, whatever it holds.
func FuzzQuestions(f *testing.F) {
	for _, s := range []string{
		"name: a\nquestion: Q?\npath: |\n  e ->hostedBy x\ncolumns: [e, x]\n",
		"name: a\nquestion: Q?\nparameters:\n  - name: p\n    type: State\npath: e ->hostedBy $p\n",
		"name: a\nrun: conflicts\n", "name: [a\n", "&a [*a, *a]",
	} {
		f.Add([]byte(s))
	}
	voc := vocabulary(f)
	f.Fuzz(func(t *testing.T, b []byte) {
		_, err := LoadQuestions(voc, fstest.MapFS{"a.yaml": {Data: b}})
		var pe *problem.Error
		if err != nil && !errors.As(err, &pe) {
			t.Fatalf("error of type %T: %v", err, err)
		}
	})
}

// FuzzQuery asks a small graph anything: there is an answer or an error, within
// the time that it was given.
func FuzzQuery(f *testing.F) {
	for _, s := range []string{
		`forum:Series <-editionOf event ->endorses norm`, `"South Korea" <-hostedBy|coHostedBy e[date in 2019..2021, label ~ "x"] and not (e ->place p)`,
		`state/KR (->any|<-any){1,3} x return count(x) as "n" having "n" > 1 order by "n" desc limit 3`, `a ->hostedBy b, c ->hostedBy d and a.date < c.date`,
	} {
		f.Add(s)
	}
	g := fixtureGraph(f)
	f.Fuzz(func(t *testing.T, s string) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		_, _ = g.Query(ctx, s, nil, Options{MaxRows: 100_000})
		if took := time.Since(start); took > 20*time.Second {
			t.Fatalf("%q took %s", s, took)
		}
	})
}
