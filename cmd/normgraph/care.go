package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/schema"
)

func newRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "remove DOC…",
		GroupID: groupCare,
		Short:   "Take documents out of the graph",
		Long: `Takes documents out, named by path or by id, and makes the graph that a fresh build
without them would make.`,
		Example: "  normgraph remove press/2019-10-08.html",
		Args:    atLeast(1, "the path or id of a document"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.remove(cmd.Context(), args) },
	}
}

func (a *app) remove(ctx context.Context, docs []string) error {
	dir, err := a.storeDir()
	if err != nil {
		return err
	}
	lock, err := graph.LockDir(dir)
	if err != nil {
		return fmt.Errorf("store %s: %w", dir, err)
	}
	defer lock.Unlock()
	m, err := loadManifest(dir)
	if err != nil {
		return err
	}
	for _, d := range docs {
		i := slices.IndexFunc(m.Documents, func(x manifestDoc) bool { return x.Path == filepath.Clean(d) || x.ID == strings.TrimPrefix(d, "doc/") })
		if i < 0 {
			return fmt.Errorf("%s: no such document in %s ('normgraph stats' lists them)", d, dir)
		}
		m.Documents = slices.Delete(m.Documents, i, i+1)
	}
	w, err := newWorld()
	if err != nil {
		return err
	}
	names, err := newNames(m.Base)
	if err != nil {
		return err
	}
	kept, err := cache.Open(filepath.Join(dir, cacheName))
	if err != nil {
		return err
	}
	defer kept.Close()
	m.name()
	report := &buildReport{Documents: len(m.Documents), Removed: len(docs), Seconds: map[string]float64{}}
	if err := a.write(ctx, w, kept, dir, lock, m, names, report); err != nil {
		return err
	}
	a.note("%s taken out of %s; %d left", count(len(docs), "document"), dir, len(m.Documents))
	return nil
}

func newCheck(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "check",
		GroupID: groupCare,
		Short:   "Check a store: checksums, evidence, schema",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return a.check(cmd.Context()) },
	}
}

func (a *app) check(ctx context.Context) error {
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	if err := s.store.Verify(ctx); err != nil {
		return err
	}
	v, err := schema.Default()
	if err != nil {
		return err
	}
	c := quads.NewChecker(v, s.names, func(doc string) ([]byte, bool) {
		raw := s.original(doc)
		return raw, raw != nil
	})
	n := 0
	for q, err := range s.store.Quads(ctx) {
		if err != nil {
			return err
		}
		c.Add(q)
		n++
	}
	problems := c.Finish()
	for _, p := range problems {
		a.warn("%v", p)
	}
	if len(problems) > 0 {
		return saidError{fmt.Errorf("%d problems", len(problems))}
	}
	fmt.Fprintf(a.stdout, "%s: %s, no problem found\n", s.dir, count(n, "quad"))
	return nil
}
