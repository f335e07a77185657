package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/schema"
)

func newRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "remove DOC…",
		GroupID: groupCare,
		Short:   "Take documents or imports out of the graph",
		Long: `Takes documents out, named by path or by id, and imports, by name, and makes the
graph that a fresh build without them would make.`,
		Example: "  normgraph remove press/2019-10-08.html",
		Args:    atLeast(1, "the path or id of a document"),
		RunE:    func(cmd *cobra.Command, args []string) error { return a.remove(cmd.Context(), args) },
	}
}

func (a *app) remove(ctx context.Context, docs []string) error {
	p, err := a.place()
	if err != nil {
		return err
	}
	s, err := a.workOn(p)
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := loadList(p.dir)
	if err != nil {
		return err
	}
	if l == nil {
		return fmt.Errorf("there is no store at %s", p.graph)
	}
	var imports []string
	for _, d := range docs {
		i := slices.IndexFunc(l.Docs, func(x corpus.Doc) bool {
			return x.Path == d || x.Path == filepath.Clean(d) || x.ID == strings.TrimPrefix(d, "doc/")
		})
		switch {
		case i >= 0:
			l.Docs = slices.Delete(l.Docs, i, i+1)
		case importsOf(p.dir).Has(d):
			imports = append(imports, d)
		default:
			return fmt.Errorf("%s: no such document in %s ('normgraph stats' lists them), and no such import", d, p.graph)
		}
	}
	if err := s.removeImports(imports); err != nil {
		return s.explain(err)
	}
	n := len(docs) - len(imports)
	var what []string
	if n > 0 {
		what = append(what, count(n, "document"))
	}
	if len(imports) > 0 {
		what = append(what, count(len(imports), "import"))
	}
	return a.remake(ctx, s, l, &buildReport{Removed: n}, fmt.Sprintf("%s taken out of %s", strings.Join(what, " and "), p.graph))
}

// remake writes the graph of a list whose documents have been extracted by
// whatever version of the program, and says what was done.
func (a *app) remake(ctx context.Context, s *workshop, l *corpus.List, report *buildReport, done string) error {
	names, err := newNames(l.Base)
	if err != nil {
		return err
	}
	var o buildOptions
	from := kept{s.cache, o.runner(s.world, s.cache)}
	l.Docs, l.Program, l.Store = corpus.Name(l.Docs), s.world.versionText(), s.store()
	if l.Decided, err = s.decidedSum(l.Docs); err != nil {
		return err
	}
	for i := range l.Docs {
		l.Docs[i].Key = from.runner.Key(l.Docs[i].Path, l.Docs[i].SHA256)
	}
	report.Program, report.Data, report.Failed, report.Seconds = l.Program, s.world.data, []failure{}, map[string]float64{}
	report.count(l)
	err = a.write(ctx, s, from, l, names, o.memory, report)
	if err == nil {
		err = report.save(s.disk, s.dir)
	}
	if err == nil {
		err = compact(s.cache, l.Docs)
	}
	if err != nil {
		return s.explain(err)
	}
	a.reportFailures(report)
	a.note("%s; it holds %s", done, count(len(l.Docs), "document"))
	return nil
}

func newCheck(a *app) *cobra.Command {
	var repair bool
	c := &cobra.Command{
		Use:     "check",
		GroupID: groupCare,
		Short:   "Check a store: checksums, evidence, schema",
		Long: `Compares the store with its checksums, every evidence with the bytes of its
document, and every quad with the schema.

With --repair it first makes the graph again from the documents that the store
keeps, or that are still at their paths unchanged. A list of documents that is
damaged is read back from the graph. What cannot be had again is named and taken
out.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if repair {
				if err := a.repair(cmd.Context()); err != nil {
					return err
				}
			}
			return a.check(cmd.Context())
		},
	}
	c.Flags().BoolVar(&repair, "repair", false, "make the graph again from what the store keeps")
	return c
}

func (a *app) repair(ctx context.Context) error {
	p, err := a.place()
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.dir); err != nil {
		return fmt.Errorf("there is nothing to repair at %s: %w", p.graph, err)
	}
	s, err := a.workOn(p)
	if err != nil {
		return err
	}
	defer s.Close()
	l, err := a.findList(ctx, p)
	if err != nil {
		return err
	}
	var o buildOptions
	from := kept{s.cache, o.runner(s.world, s.cache)}
	bar := a.progress("repair", len(l.Docs))
	var report buildReport
	var docs []corpus.Doc
	for _, d := range l.Docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		d.Key = from.runner.Key(d.Path, d.SHA256)
		size, err := from.mend(d)
		switch {
		case errors.Is(err, pipeline.ErrNotKept):
			bar.done()
			a.warn("%s: neither kept in the store nor unchanged at its path; taken out of the graph", corpus.ShownPath(d.Path))
			report.Removed++
			continue
		case err != nil:
			return s.explain(err)
		}
		d.Size = size
		docs = append(docs, d)
		bar.step(d.Path)
	}
	bar.done()
	l.Docs = docs
	if err := a.remake(ctx, s, l, &report, fmt.Sprintf("%s made again", p.graph)); err != nil {
		return err
	}
	if report.Removed > 0 {
		return saidError{fmt.Errorf("%d documents lost", report.Removed)}
	}
	return nil
}

// mend sees to it that a document and its extraction can be read, and returns
// the size of the document.
func (k kept) mend(d corpus.Doc) (int64, error) {
	raw, ok, err := k.cache.Get(cache.Original, d.SHA256)
	if err != nil {
		return 0, err
	}
	if !ok {
		if err := k.runner.Restore(d.Path, d.SHA256); err != nil {
			return 0, err
		}
		raw, _, err = k.cache.Get(cache.Original, d.SHA256)
	}
	if err == nil {
		_, err = k.Whole(d)
	}
	if err == nil {
		err = k.runner.Text(d.Path, d.SHA256)
	}
	return int64(len(raw)), err
}

// findList reads the list of documents, or where it is damaged or missing, what
// the graph says of its documents.
func (a *app) findList(ctx context.Context, p place) (*corpus.List, error) {
	l, err := loadList(p.dir)
	if l != nil && err == nil {
		return l, nil
	}
	s, oerr := a.open()
	if oerr != nil {
		if err == nil {
			err = errors.New("there is no list of documents")
		}
		return nil, fmt.Errorf("neither the list of documents nor the graph can be read: remove %s and build again, documents already extracted are taken from the cache (%w; %w)",
			filepath.Join(p.dir, manifestName), err, oerr)
	}
	defer s.Close()
	l = &corpus.List{Base: s.names.Base()}
	err = s.documents(ctx, func(d corpus.Doc) { l.Docs = append(l.Docs, d) })
	return l, err
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
	err = importsOf(s.dir).Among(ctx, s.store.Quads(ctx), func(q quad.Quad, imported bool) {
		if imported {
			c.AddImported(q)
		} else {
			c.Add(q)
		}
		n++
	})
	if err != nil {
		return err
	}
	problems := c.Finish()
	for _, p := range problems {
		a.warn("%v", p)
	}
	if len(problems) > 0 {
		return saidError{fmt.Errorf("%d problems", len(problems))}
	}
	fmt.Fprintf(a.stdout, "%s: %s, no problem found\n", a.db, count(n, "quad"))
	return nil
}
