package main

import (
	"context"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/query"
)

// reading is a command that opens the store, reads it for as long as allowed
// and prints a table.
func (a *app) reading(timeout *time.Duration, read func(ctx context.Context, s *opened, args []string) (*query.Table, error)) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		format, err := a.pick(tableFormats...)
		if err != nil {
			return err
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		ctx, cancel := context.WithTimeout(cmd.Context(), *timeout)
		defer cancel()
		t, err := read(ctx, s, args)
		if err != nil {
			return queryError(ctx, err, *timeout)
		}
		return a.answer(ctx, s, t, format, queryOptions{})
	}
}

// confidenceFlag adds --min-confidence; the function gives the graph that it asks
// for.
func confidenceFlag(c *cobra.Command) func(s *opened) (*query.Graph, error) {
	least := c.Flags().Float64("min-confidence", 0, "count only claims of at least this confidence (0 to 1)")
	return func(s *opened) (*query.Graph, error) {
		if *least < 0 || *least > 1 {
			return nil, usagef("--min-confidence %g: a confidence is from 0 to 1", *least)
		}
		return s.graph.Surer(*least), nil
	}
}

// timeoutFlag adds --timeout.
func timeoutFlag(c *cobra.Command) *time.Duration {
	return c.Flags().Duration("timeout", 30*time.Second, "give up after this time")
}

func newPath(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "path A B",
		GroupID: groupAsk,
		Short:   "The shortest connections between two entities, with their evidence",
		Example: `  normgraph path korea poland
  normgraph path "Lee Taeho" osce --without attended --max 4`,
		Args: exactly(2, "two entities"),
	}
	var o query.ConnectOptions
	timeout := timeoutFlag(c)
	f := c.Flags()
	f.StringSliceVar(&o.Via, "via", nil, "walk these predicates only")
	f.StringSliceVar(&o.Without, "without", nil, "do not walk these predicates or through these entities")
	f.IntVar(&o.Max, "max", 0, "at most this many steps")
	f.IntVar(&o.Limit, "limit", 0, "at most this many connections")
	f.StringVar(&o.From, "from", "", "only through events from this day on")
	f.StringVar(&o.To, "to", "", "only through events up to this day")
	surer := confidenceFlag(c)
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, args []string) (*query.Table, error) {
		g, err := surer(s)
		if err != nil {
			return nil, err
		}
		cs, err := g.Connect(ctx, args[0], args[1], o)
		if err != nil {
			return nil, err
		}
		return cs.Table(), nil
	})
	return c
}

func newConflicts(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "conflicts [ENTITY]",
		GroupID: groupAsk,
		Short:   "Statements that contradict each other, with both sides",
		Args:    cobra.MaximumNArgs(1),
	}
	timeout := timeoutFlag(c)
	surer := confidenceFlag(c)
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, args []string) (*query.Table, error) {
		g, err := surer(s)
		if err != nil {
			return nil, err
		}
		cs, err := g.Conflicts(ctx, strings.Join(args, " "))
		if err != nil {
			return nil, err
		}
		return query.ConflictTable(cs), nil
	})
	return c
}

func newStats(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "stats",
		GroupID: groupAsk,
		Short:   "Counts by class, predicate, status and document",
		Args:    cobra.NoArgs,
	}
	timeout := timeoutFlag(c)
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, _ []string) (*query.Table, error) {
		st, err := s.graph.Stats(ctx)
		if err != nil {
			return nil, err
		}
		return st.Table(), nil
	})
	return c
}

func newDiff(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "diff OLDER NEWER",
		GroupID: groupAsk,
		Short:   "The difference of two stores, in claims",
		Args:    exactly(2, "two stores"),
	}
	timeout := timeoutFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		format, err := a.pick(tableFormats...)
		if err != nil {
			return err
		}
		var graphs []*query.Graph
		for _, dir := range args {
			one := *a
			one.db = dir
			s, err := one.open()
			if err != nil {
				return err
			}
			defer s.Close()
			graphs = append(graphs, s.graph)
		}
		ctx, cancel := context.WithTimeout(cmd.Context(), *timeout)
		defer cancel()
		changes, err := query.Diff(ctx, graphs[0], graphs[1])
		if err != nil {
			return queryError(ctx, err, *timeout)
		}
		return a.print(tableGrid(query.DiffTable(changes)), format)
	}
	return c
}
