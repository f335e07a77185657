package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/quads"
)

func newExtract(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use:     "extract PATH…",
		GroupID: groupBuild,
		Short:   "Print the claims of documents, without a store",
		Long: `Extracts claims and prints them with the words that make them, one JSON object a
line with --format jsonl. The documents are resolved together: a state, a person
and an event is one id in all of them. Decisions of people are honoured where --decisions names
their file.`,
		Example: `  normgraph extract note.txt
  normgraph extract --format jsonl press/*.html > claims.jsonl
  normgraph extract --why "co-hosted by" note.txt`,
		Args: atLeast(1, "the paths of documents or folders"),
	}
	why := c.Flags().String("why", "", "show how the sentences that hold these words were understood")
	c.RunE = func(cmd *cobra.Command, args []string) error {
		if *why != "" {
			return a.why(cmd.Context(), *why, args, o)
		}
		return a.extract(cmd.Context(), args, o)
	}
	o.flags(c)
	return c
}

func (a *app) extract(ctx context.Context, paths []string, o buildOptions) error {
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
	}
	by, err := a.namedDecisions()
	if err != nil {
		return err
	}
	var report buildReport
	made, done, err := a.extractGraph(ctx, paths, o, by, &report)
	if err != nil {
		return err
	}
	defer done()
	g := grid{columns: []string{"document", "line", "subject", "predicate", "object", "status", "confidence", "evidence"}}
	for doc, err := range made.Claims(ctx) {
		if err != nil {
			return err
		}
		claims := doc.Claims
		report.reject(doc)
		if format == "jsonl" {
			if err := quads.WriteJSON(a.stdout, append(claims, doc.Suggested...)); err != nil {
				return err
			}
			continue
		}
		for _, c := range claims {
			if c.Derived {
				continue
			}
			g.rows = append(g.rows, claimRow(c))
		}
		for _, c := range doc.Suggested {
			row := claimRow(c)
			row[5], row[6] = "suggested by "+c.AssistedBy, ""
			g.rows = append(g.rows, row)
		}
	}
	if format != "jsonl" {
		if err := a.print(g, format); err != nil {
			return err
		}
	}
	for _, r := range report.Rejected {
		a.warn("%s", r)
	}
	a.reportFailures(&report)
	if len(report.Failed) > 0 {
		return saidError{fmt.Errorf("%d documents failed", len(report.Failed))}
	}
	return nil
}

// extractGraph extracts and resolves documents without a store. What is made
// can be read until done is called.
func (a *app) extractGraph(ctx context.Context, paths []string, o buildOptions, by *decisions, report *buildReport) (made *corpus.Graph, done func(), err error) {
	names, err := newNames(o.base)
	if err != nil {
		return nil, nil, usageError{err}
	}
	w, err := a.newWorld()
	if err != nil {
		return nil, nil, err
	}
	dir, err := os.MkdirTemp("", "normgraph-extract-*")
	if err != nil {
		return nil, nil, err
	}
	scratch, err := cache.Open(dir)
	if err != nil {
		os.RemoveAll(dir)
		return nil, nil, err
	}
	done = func() {
		scratch.Close()
		os.RemoveAll(dir)
	}
	runner := o.runner(w, scratch)
	docs, err := a.extractAll(ctx, runner, paths, shard{}, report)
	docs = corpus.Name(docs)
	var helper *assistant
	if err == nil {
		helper, err = a.assistant(ctx, &o, w, filepath.Join(dir, "assist"))
	}
	if err == nil {
		err = a.askModel(ctx, helper, docs, scratch, runner.Read, report)
	}
	if err == nil {
		made, err = a.resolveAll(ctx, w, kept{scratch, runner}, by, docs, names, report)
	}
	if err == nil {
		made.Suggested = helper.suggested(made)
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return made, done, nil
}

func claimRow(c quads.Claim) []string {
	line, words := "", ""
	if len(c.Evidence) > 0 {
		line = strconv.Itoa(c.Evidence[0].Line)
		if words = c.Evidence[0].Text; words == "" {
			words = c.Evidence[0].Exact
		}
	}
	return []string{c.Document, line, termText(c.Subject), string(c.Predicate), termText(c.Object), string(c.Status), strconv.FormatFloat(c.Confidence, 'f', 2, 64), words}
}

func termText(t quads.Term) string {
	if t.Datatype != "" {
		return t.Value
	}
	if t.Label != "" {
		return t.Label
	}
	return t.ID
}
