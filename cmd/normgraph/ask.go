package main

import (
	"context"
	"fmt"
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
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, args []string) (*query.Table, error) {
		cs, err := s.graph.Connect(ctx, args[0], args[1], o)
		if err != nil {
			return nil, err
		}
		return cs.Table(), nil
	})
	return c
}

func newCompare(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "compare A B…",
		GroupID: groupAsk,
		Short:   "Positions on norms side by side: states, organisations, forums; or the editions of a series",
		Example: `  normgraph compare korea poland
  normgraph compare "inter-regional conference"     what came and went between editions`,
		Args: atLeast(1, "a series, or two or more actors or events"),
	}
	timeout := timeoutFlag(c)
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, args []string) (*query.Table, error) {
		if len(args) == 1 {
			e, err := s.graph.Editions(ctx, args[0])
			if err != nil {
				return nil, err
			}
			return e.Changes(), nil
		}
		cmp, err := s.graph.Compare(ctx, args...)
		if err != nil {
			return nil, err
		}
		return cmp.Table(), nil
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
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, args []string) (*query.Table, error) {
		cs, err := s.graph.Conflicts(ctx, strings.Join(args, " "))
		if err != nil {
			return nil, err
		}
		return query.ConflictTable(cs), nil
	})
	return c
}

func newTimeline(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "timeline",
		GroupID: groupAsk,
		Short:   "Events along time, series as lanes",
		Args:    cobra.NoArgs,
	}
	timeout := timeoutFlag(c)
	from := c.Flags().String("from", "", "first day")
	to := c.Flags().String("to", "", "last day")
	c.RunE = a.reading(timeout, func(ctx context.Context, s *opened, _ []string) (*query.Table, error) {
		tl, err := s.graph.Timeline(ctx, *from, *to)
		if err != nil {
			return nil, err
		}
		return tl.Table(), nil
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

func newShow(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "show ENTITY",
		GroupID: groupAsk,
		Short:   "All that the graph knows of one entity, with evidence",
		Example: `  normgraph show korea
  normgraph show "third inter-regional conference" --why`,
		Args: exactly(1, "one entity"),
	}
	timeout := timeoutFlag(c)
	limit := c.Flags().Int("limit", 20, "at most this many edges of a kind")
	why := c.Flags().Bool("why", false, "say why its mentions are one thing")
	c.RunE = func(cmd *cobra.Command, args []string) error {
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
		p, err := s.graph.Show(ctx, args[0], *limit)
		if err != nil {
			return queryError(ctx, err, *timeout)
		}
		if format != "table" {
			return a.print(tableGrid(p.Table()), format)
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
		if err := a.print(tableGrid(p.Table()), format); err != nil {
			return err
		}
		if *why {
			for _, id := range p.Identities {
				fmt.Fprintf(a.stdout, "\n%s %s %s\n", id.Predicate, id.Other.Label, id.Score)
				for _, r := range id.Reasons {
					fmt.Fprintf(a.stdout, "  %s\n", r)
				}
			}
		}
		return nil
	}
	return c
}
