package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/query"
)

type showOptions struct {
	limit   int
	all     bool
	why     bool
	timeout *time.Duration
	surer   func(*opened) (*query.Graph, error)
}

func newShow(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "show ENTITY",
		GroupID: groupAsk,
		Short:   "All that the graph knows of one entity, with evidence",
		Long: `All that the graph knows of one entity: what documents tell first, with the
claims behind each fact. What only the gazetteer and the norm catalogue know is
counted, and so is what a finer statement beside it says already; --all prints
that too.`,
		Example: `  normgraph show korea
  normgraph show "third inter-regional conference" --why`,
		Args: exactly(1, "one entity"),
	}
	o := showOptions{timeout: timeoutFlag(c), surer: confidenceFlag(c)}
	f := c.Flags()
	f.IntVar(&o.limit, "limit", 20, "at most this many edges of a kind; 0 means all")
	f.BoolVar(&o.all, "all", false, "also what no document tells, and what finer statements say already")
	f.BoolVar(&o.why, "why", false, "say why its mentions are one thing")
	c.RunE = func(cmd *cobra.Command, args []string) error { return a.show(cmd.Context(), args[0], o) }
	return c
}

func (a *app) show(ctx context.Context, entity string, o showOptions) error {
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
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
	p, err := g.Show(ctx, entity, o.limit)
	if err != nil {
		return queryError(ctx, err, *o.timeout)
	}
	t := p.Table(o.all)
	if format != "table" {
		return a.print(tableGrid(t), format)
	}
	fmt.Fprintf(a.stdout, "%s  %s", a.bold(p.Entity.Label), p.Entity.ID)
	if p.Detail != "" {
		fmt.Fprintf(a.stdout, "  (%s)", p.Detail)
	}
	fmt.Fprintln(a.stdout)
	if len(p.Names) > 1 {
		fmt.Fprintf(a.stdout, "also: %s\n", strings.Join(p.Names[1:], "; "))
	}
	fmt.Fprintln(a.stdout)
	if len(t.Rows) > 0 {
		if err := a.print(tableGrid(t), format); err != nil {
			return err
		}
	} else {
		fmt.Fprintln(a.stdout, t.Empty)
	}
	for i, n := range t.Notes {
		if i == 0 {
			fmt.Fprintln(a.stdout)
		}
		fmt.Fprintln(a.stdout, n)
	}
	if o.why {
		for _, id := range p.Identities {
			fmt.Fprintf(a.stdout, "\n%s %s %s\n", id.Predicate, id.Other.Label, id.Score)
			for _, r := range id.Reasons {
				fmt.Fprintf(a.stdout, "  %s\n", r)
			}
		}
	}
	return nil
}
