package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/query"
)

type compareOptions struct {
	words   bool
	timeout *time.Duration
	surer   func(*opened) (*query.Graph, error)
}

func newCompare(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "compare A B…",
		GroupID: groupAsk,
		Short:   "Positions on norms side by side; the editions of a series; what documents say of the same",
		Long: `Two or more actors, events or series: their positions on norms side by side,
silence among them. One series: what came, stayed and went from edition to
edition, and the words of each, those that are new marked {+so+} and those that
are gone [-so-]. Two or more documents: what all of them say of the things that
they share, what only one says, and where they differ.`,
		Example: `  normgraph compare korea poland
  normgraph compare "inter-regional conference"     what came and went between editions
  normgraph compare doc/a doc/b                     two documents on one event`,
		Args: atLeast(1, "a series, or two or more actors, events or documents"),
	}
	o := compareOptions{timeout: timeoutFlag(c), surer: confidenceFlag(c)}
	c.Flags().BoolVar(&o.words, "words", false, "of a series: only the words of each edition")
	c.RunE = func(cmd *cobra.Command, args []string) error { return a.compare(cmd.Context(), args, o) }
	return c
}

func (a *app) compare(ctx context.Context, names []string, o compareOptions) error {
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
	}
	if o.words && len(names) > 1 {
		return usagef("--words is for one series")
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	ctx, cancel := context.WithTimeout(ctx, *o.timeout)
	defer cancel()
	g, err := o.surer(s)
	if err != nil {
		return err
	}
	if len(names) == 1 {
		err = a.compareEditions(ctx, s, g, names[0], format, o.words)
	} else {
		var t *query.Table
		if t, err = sideBySide(ctx, g, names); err == nil {
			err = a.answer(ctx, s, t, format, queryOptions{})
		}
	}
	if err != nil {
		return queryError(ctx, err, *o.timeout)
	}
	return nil
}

// sideBySide compares documents, if all the names are of documents, else
// positions.
func sideBySide(ctx context.Context, g *query.Graph, names []string) (*query.Table, error) {
	documents := true
	for _, n := range names {
		c, err := g.ResolveOne(ctx, n)
		if err != nil {
			return nil, err
		}
		documents = documents && c.Class == "Document"
	}
	if documents {
		c, err := g.CompareDocuments(ctx, names...)
		if err != nil {
			return nil, err
		}
		return c.Table(), nil
	}
	c, err := g.Compare(ctx, names...)
	if err != nil {
		return nil, err
	}
	return c.Table(), nil
}

func (a *app) compareEditions(ctx context.Context, s *opened, g *query.Graph, series, format string, words bool) error {
	e, err := g.Editions(ctx, series)
	if err != nil {
		return err
	}
	if !words {
		if err := a.answer(ctx, s, e.Changes(), format, queryOptions{}); err != nil {
			return err
		}
		if format != "table" {
			return nil
		}
	}
	ws, err := g.Wordings(ctx, e)
	if err != nil {
		return err
	}
	if format != "table" {
		return a.print(tableGrid(query.WordingTable(ws)), format)
	}
	for _, w := range ws {
		if len(w.Said) < 2 && !words {
			continue
		}
		fmt.Fprintf(a.stdout, "\n%s\n", a.bold(w.Norm.Label))
		for _, x := range w.Said {
			fmt.Fprintf(a.stdout, "  %s, %s (%s)\n    %s\n", x.Edition.Label, x.Date, x.Stance, marked(x))
		}
	}
	return nil
}

// marked is the text of an edition with what came and went since the one before.
func marked(x query.EditionWords) string {
	if x.Changes == nil {
		return x.Text
	}
	var parts []string
	for _, c := range x.Changes {
		switch c.Kind {
		case "came":
			parts = append(parts, "{+"+c.Text+"+}")
		case "went":
			parts = append(parts, "[-"+c.Text+"-]")
		default:
			parts = append(parts, c.Text)
		}
	}
	return strings.Join(parts, " ")
}
