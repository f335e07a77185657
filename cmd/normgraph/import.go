package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/graph/imports"
	"github.com/normgraph/normgraph/schema"
)

func importsOf(dir string) imports.Folder { return imports.Folder(filepath.Join(dir, "imports")) }

func newImport(a *app) *cobra.Command {
	var name, label string
	c := &cobra.Command{
		Use:     "import [FILE…]",
		GroupID: groupShare,
		Short:   "Take statements of others into the graph (N-Quads), or list those taken in",
		Long: `Reads N-Quads files ("-" is standard input; .gz is unpacked), checks all of them, and
makes the graph with them added. Every later build adds them too. A file of the
same name takes the place of the older one; 'normgraph remove NAME' takes an
import out again.

A quad keeps its label; one without a label, or with one that builds use for what
no document says, gets graph/import/NAME. Blank nodes get names. What is said in
the vocabulary of Normgraph has to fit its schema, what is said in others is
free. A document of this graph can't be made to say more than it does.

Without files the imports are listed.`,
		Example: `  normgraph import wikidata.nq.gz
  normgraph import --name members membership.nq
  normgraph remove members`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listImports()
			}
			if name != "" && len(args) > 1 {
				return usagef("--name names one import; %d files are given", len(args))
			}
			return a.importFiles(cmd.Context(), args, name, label)
		},
	}
	c.Flags().StringVar(&name, "name", "", "what the import is called (default: the name of the file)")
	c.Flags().StringVar(&label, "label", "", "the IRI that is the label of all quads")
	return c
}

// importName is the name of an import by its file.
func importName(file string) string {
	if file == "-" {
		return "stdin"
	}
	base := filepath.Base(file)
	for _, end := range []string{".gz", ".nq", ".nquads"} {
		base = strings.TrimSuffix(base, end)
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, base)
}

func (a *app) listImports() error {
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
	}
	p, err := a.place()
	if err != nil {
		return err
	}
	list, err := importsOf(p.dir).List()
	if err != nil {
		return err
	}
	g := grid{columns: []string{"name", "sha256"}}
	for _, i := range list {
		g.rows = append(g.rows, []string{i.Name, i.Sum})
	}
	return a.print(g, format)
}

func (a *app) importFiles(ctx context.Context, files []string, name, label string) error {
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
		l = &corpus.List{}
	}
	opts, err := a.importOptions(l, label)
	if err != nil {
		return err
	}
	var all []*imports.Prepared
	defer func() {
		for _, p := range all {
			p.Close()
		}
	}()
	fresh, failed := 0, 0
	from := map[string]string{}
	for _, f := range files {
		opts.Name = name
		if name == "" {
			opts.Name = importName(f)
		}
		if other, ok := from[opts.Name]; ok {
			return usagef("%s and %s would both be called %s: import them one by one with --name", other, f, opts.Name)
		}
		from[opts.Name] = f
		one, err := a.prepareImport(ctx, importsOf(p.dir), f, opts)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			a.warnImport(f, err)
			failed++
			continue
		}
		all = append(all, one)
		if !one.Kept() {
			fresh++
		}
	}
	switch {
	case failed > 0:
		return saidError{fmt.Errorf("%d files can't be taken in; the graph is as it was", failed)}
	case fresh == 0 && !s.unfinished():
		a.note("nothing new: %s as it is in %s", count(len(files), "import"), p.graph)
		return nil
	}
	return a.keepImports(ctx, s, l, all)
}

// importOptions says what a file may say.
func (a *app) importOptions(l *corpus.List, label string) (imports.Options, error) {
	var opts imports.Options
	var err error
	if opts.Names, err = newNames(l.Base); err != nil {
		return opts, err
	}
	if opts.Vocabulary, err = schema.Default(); err != nil {
		return opts, err
	}
	if label != "" {
		if opts.Label, err = opts.Names.Expand(label); err != nil {
			return opts, usagef("--label: %v", err)
		}
	}
	own := make(map[quad.IRI]bool, len(l.Docs))
	for i := range l.Docs {
		own[quad.IRI(opts.Names.Base()+"doc/"+l.Docs[i].ID)] = true
	}
	opts.Own = func(label quad.IRI) bool { return own[label] }
	return opts, nil
}

func (a *app) prepareImport(ctx context.Context, into imports.Folder, file string, opts imports.Options) (*imports.Prepared, error) {
	var in io.Reader = a.stdin
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		in = bufio.NewReaderSize(f, 1<<16)
	}
	one, err := into.Prepare(ctx, in, opts)
	if err == nil && one.Quads == 0 {
		return nil, errors.Join(errors.New("no quads in it"), one.Close())
	}
	return one, err
}

// warnImport tells every problem with the name of its file.
func (a *app) warnImport(file string, err error) {
	var ps *imports.Problems
	if !errors.As(err, &ps) {
		a.warn("%s: %v", file, err)
		return
	}
	for _, p := range ps.List {
		a.warn("%s: %v", file, p)
	}
	if ps.More > 0 {
		a.warn("%s: %s more", file, count(ps.More, "problem"))
	}
}

// keepImports puts imports into the store and makes the graph with them.
func (a *app) keepImports(ctx context.Context, s *workshop, l *corpus.List, all []*imports.Prepared) error {
	// Whoever is stopped from here on leaves a mark, and the next build makes
	// the graph anew.
	if err := s.disk.writeFile(filepath.Join(s.dir, unfinishedName), nil); err != nil {
		return s.explain(err)
	}
	n := 0
	for _, p := range all {
		replaced, err := p.Keep()
		if err != nil {
			return s.explain(err)
		}
		n += p.Quads
		if len(replaced) > 0 {
			a.note("%s takes the place of the older import of its name", p.Name)
		}
		if p.Relabeled > 0 {
			a.note("%s: %s had labels of a graph's own; they are under graph/import/%s now", p.Name, count(p.Relabeled, "quad"), p.Name)
		}
	}
	return a.remake(ctx, s, l, &buildReport{}, fmt.Sprintf("%s imported into %s", count(n, "quad"), s.graph))
}

// removeImports takes imports out of the store, whose graph is to be made anew
// then.
func (s *workshop) removeImports(names []string) error {
	if len(names) == 0 {
		return nil
	}
	if err := s.disk.writeFile(filepath.Join(s.dir, unfinishedName), nil); err != nil {
		return err
	}
	for _, n := range names {
		if err := importsOf(s.dir).Remove(n); err != nil {
			return err
		}
	}
	return nil
}

// withImports adds the imports of a store to the quads of its documents.
func withImports(ctx context.Context, quads iter.Seq2[quad.Quad, error], dir string) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			if !yield(q, err) {
				return
			}
		}
		for q, err := range importsOf(dir).Quads(ctx) {
			if !yield(q, err) {
				return
			}
		}
	}
}
