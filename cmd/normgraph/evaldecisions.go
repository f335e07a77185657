package main

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/normgraph/normgraph/extract/review"
)

// evalDecisions compares what is extracted from documents with what people have
// decided.
func (a *app) evalDecisions(ctx context.Context, file string, paths []string, o evalOptions, format string) error {
	if len(paths) == 0 || o.claims != "" || o.before != "" {
		return usagef("eval with a file of decisions needs the paths of the documents, and takes neither --claims nor --before")
	}
	set, err := review.Load(file)
	if err != nil {
		return err
	}
	var report buildReport
	made, done, err := a.extractGraph(ctx, paths, buildOptions{}, &decisions{set: review.NewSet(nil)}, &report)
	if err != nil {
		return err
	}
	defer done()
	s, err := set.Score(made.Docs, made.Extractions, made.Builder.Resolution)
	if err != nil {
		return err
	}
	a.reportFailures(&report)
	if format == "json" {
		enc := json.NewEncoder(a.stdout)
		enc.SetIndent("", " ")
		return enc.Encode(s)
	}
	if o.details {
		for _, d := range s.Wrong {
			fmt.Fprintf(a.stdout, "still made: %s\n", &d)
		}
		for _, d := range s.Missed {
			fmt.Fprintf(a.stdout, "missed: %s\n", &d)
		}
	}
	g := grid{columns: []string{"predicate", "precision", "recall", "right", "of made", "found", "of wanted"}}
	share := func(n, of int) string {
		if of == 0 {
			return ""
		}
		return fmt.Sprintf("%.2f", float64(n)/float64(of))
	}
	for _, f := range append(s.Predicates, s.Total) {
		g.rows = append(g.rows, []string{
			f.Predicate, share(f.Right, f.Made), share(f.Found, f.Wanted),
			fmt.Sprint(f.Right), fmt.Sprint(f.Made), fmt.Sprint(f.Found), fmt.Sprint(f.Wanted),
		})
	}
	return a.print(g, format)
}
