package main

import (
	"bufio"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/nquads"
)

func newExport(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "export",
		GroupID: groupShare,
		Short:   "Write the graph for other tools",
		Long: `Writes the graph to standard output as canonical N-Quads in sorted order: the same
documents give the same bytes.`,
		Example: "  normgraph export --format nquads > graph.nq",
		Args:    cobra.NoArgs,
	}
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		if _, err := a.pick("nquads"); err != nil {
			return err
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		w := bufio.NewWriterSize(a.stdout, 1<<20)
		if err := nquads.Write(cmd.Context(), w, s.store.Quads(cmd.Context())); err != nil {
			return err
		}
		return w.Flush()
	}
	return c
}
