package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/schema"
)

func newBuild(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use:     "build PATH…",
		GroupID: groupBuild,
		Short:   "Read documents and build the graph",
		Long: `Reads files, folders and globs, extracts claims with their evidence, decides which
mentions are the same thing, and writes the graph to the store.

A document that has not changed since the last build costs a hash. Documents of
other paths stay in the store; those below a given folder that are gone are
taken out. The store that is there is harmed by nothing: the new graph takes its
place in one step, when it is whole.`,
		Example: `  normgraph build press/                      all documents of a folder
  normgraph build 'statements/*.html' a.txt   globs and single files
  normgraph build --db /data/mofa.db press/   into another store`,
		Args: atLeast(1, "the paths of documents or folders"),
		RunE: func(cmd *cobra.Command, args []string) error { return a.build(cmd.Context(), args, o) },
	}
	o.flags(c)
	return c
}

// buildOptions are the flags of build.
type buildOptions struct {
	base    string
	workers int
	maxSize int64
	maxTime time.Duration
	memory  int
}

func (o *buildOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.base, "base", "", "namespace of the entities' IRIs (an absolute IRI that ends in / or #)")
	f.IntVar(&o.workers, "workers", 0, "documents worked on at a time (0: one a core)")
	f.Int64Var(&o.maxSize, "max-size", 0, "refuse documents of more bytes (0: 64 MiB)")
	f.DurationVar(&o.maxTime, "max-time", 0, "refuse documents that take longer (0: one minute)")
	f.IntVar(&o.memory, "memory", 0, "MiB that sorting the graph may take (0: 256)")
}

// A buildReport is what a build has done, kept in the store as report.json.
type buildReport struct {
	Read      int                `json:"read"`      // documents extracted in this run
	Unchanged int                `json:"unchanged"` // taken from the cache
	Removed   int                `json:"removed"`
	Failed    []failure          `json:"failed"`
	Documents int                `json:"documents"` // in the store
	Entities  int                `json:"entities"`
	Claims    int                `json:"claims"`
	Quads     int64              `json:"quads"`
	Rejected  []string           `json:"rejected,omitempty"` // claims outside of the schema: faults of rules
	Doubtful  int                `json:"doubtful"`           // pairs that may be the same and were not merged
	Words     int                `json:"words"`
	Seconds   map[string]float64 `json:"seconds"` // by phase

	memory int // MiB for sorting
}

type failure struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

const (
	reportName = "report.json"
	cacheName  = "cache"
)

func (a *app) build(ctx context.Context, paths []string, o buildOptions) error {
	format, err := a.pick("table", "json")
	if err != nil {
		return err
	}
	names, err := newNames(o.base)
	if err != nil {
		return usageError{err}
	}
	dir, err := a.storeDir()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the store: %w", err)
	}
	lock, err := graph.LockDir(dir)
	if err != nil {
		return fmt.Errorf("store %s: %w", dir, err)
	}
	defer lock.Unlock()
	old, err := loadManifest(dir)
	if err != nil {
		return err
	}
	kept, err := cache.Open(filepath.Join(dir, cacheName))
	if err != nil {
		return err
	}
	defer kept.Close()
	world, err := newWorld()
	if err != nil {
		return err
	}

	report := buildReport{Seconds: map[string]float64{}, memory: o.memory}
	clock := time.Now()
	docs, err := a.extractAll(ctx, world, kept, paths, o, &report)
	if err != nil {
		return err
	}
	if err := kept.Sync(); err != nil {
		return err
	}
	report.Seconds["extract"] = time.Since(clock).Seconds()
	docs = withOld(docs, old, paths, &report)
	next := &manifest{Base: names.Base(), Program: world.versionText(), Documents: docs}
	next.name()
	report.Documents = len(next.Documents)

	if len(next.Documents) == 0 {
		a.reportFailures(&report)
		return errors.New("no document could be read; the store is as it was")
	}
	if !old.same(next) || !graphExists(dir) {
		if err := a.write(ctx, world, kept, dir, lock, next, names, &report); err != nil {
			return err
		}
	} else if err := report.recall(dir); err != nil {
		return err
	}
	a.reportFailures(&report)
	if err := a.summary(ctx, dir, &report, format); err != nil {
		return err
	}
	if len(report.Failed) > 0 {
		return saidError{fmt.Errorf("%d documents failed", len(report.Failed))}
	}
	return nil
}

// write resolves the documents of the list and writes the graph, the list and
// the report, in this order: whoever is stopped in between finds the old list
// and makes the same graph again.
func (a *app) write(ctx context.Context, w *world, kept *cache.Cache, dir string, lock *graph.Lock, m *manifest, names schema.Names, report *buildReport) error {
	clock := time.Now()
	corpus, err := a.resolveAll(ctx, w, kept, m, names, report)
	if err != nil {
		return err
	}
	report.Seconds["resolve"] = time.Since(clock).Seconds()
	clock = time.Now()
	quads := countQuads(corpus.quads(ctx), &report.Quads)
	if err := graph.Write(ctx, dir, quads, graph.Options{Memory: report.memory << 20, Lock: lock}); err != nil {
		return fmt.Errorf("write the graph: %w", err)
	}
	report.Seconds["write"] = time.Since(clock).Seconds()
	if err := m.save(dir); err != nil {
		return fmt.Errorf("write the store's list of documents: %w", err)
	}
	b, err := json.MarshalIndent(report, "", " ")
	if err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, reportName), append(b, '\n'))
}

// extractAll extracts from all sources that the paths name.
func (a *app) extractAll(ctx context.Context, w *world, kept *cache.Cache, paths []string, o buildOptions, report *buildReport) ([]manifestDoc, error) {
	opt := read.Options{MaxSize: o.maxSize}
	sources, total := collect(ctx, paths, opt)
	bar := a.progress("extract", total)
	defer bar.done()
	runner := pipeline.Runner{Pipeline: w.pipeline, Read: opt, Version: w.version, Cache: kept, Workers: o.workers, MaxTime: o.maxTime}
	var docs []manifestDoc
	err := runner.Run(ctx, sources, func(r pipeline.Result) error {
		bar.step(r.Path)
		if r.Err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			report.Failed = append(report.Failed, failure{r.Path, reason(r.Path, r.Err)})
			return nil
		}
		if r.Cached {
			report.Unchanged++
		} else {
			report.Read++
			report.Words += r.Words
		}
		docs = append(docs, manifestDoc{Path: r.Path, Size: r.Size, SHA256: hex.EncodeToString(r.SHA256[:]), Key: hex.EncodeToString(r.Key[:])})
		return nil
	})
	return docs, err
}

// collect walks the paths first, so that progress knows the whole.
func collect(ctx context.Context, paths []string, opt read.Options) (iter.Seq2[read.Source, error], int) {
	type found struct {
		src read.Source
		err error
	}
	var all []found
	for src, err := range read.Walk(ctx, paths, opt) {
		all = append(all, found{src, err})
	}
	return func(yield func(read.Source, error) bool) {
		for _, f := range all {
			if !yield(f.src, f.err) {
				return
			}
		}
	}, len(all)
}

// reason is the error without the path that is named beside it.
func reason(path string, err error) string {
	var refused *read.Refusal
	if errors.As(err, &refused) {
		return refused.Err.Error()
	}
	return strings.TrimPrefix(err.Error(), path+": ")
}

// withOld adds the documents of the old list that lie outside the given paths.
// One below a given folder that is gone there is removed; one that is there and
// failed this time is removed too, since the graph is to equal a fresh build.
func withOld(docs []manifestDoc, old *manifest, paths []string, report *buildReport) []manifestDoc {
	have := make(map[string]bool, len(docs))
	for _, d := range docs {
		have[d.Path] = true
	}
	for _, d := range old.Documents {
		if have[d.Path] {
			continue
		}
		if within(d.Path, paths) {
			report.Removed++
			continue
		}
		docs = append(docs, d)
	}
	return docs
}

// within reports whether path is one of paths or below one.
func within(path string, paths []string) bool {
	for _, p := range paths {
		p = filepath.Clean(p)
		if path == p || strings.HasPrefix(path, p+string(filepath.Separator)) || p == "." && !filepath.IsAbs(path) {
			return true
		}
		if ok, err := filepath.Match(p, path); err == nil && ok {
			return true
		}
	}
	return false
}

// same reports whether the graph made of next would be the one made of m.
func (m *manifest) same(next *manifest) bool {
	return m.Base == next.Base && m.Program == next.Program && slices.Equal(m.Documents, next.Documents)
}

func graphExists(dir string) bool {
	s, err := graph.Open(dir)
	if err != nil {
		return false
	}
	s.Close()
	return true
}

// recall takes the counts of the graph that is there from its report.
func (r *buildReport) recall(dir string) error {
	b, err := os.ReadFile(filepath.Join(dir, reportName))
	if err != nil {
		return nil // counts only; the graph is there
	}
	var old buildReport
	if err := json.Unmarshal(b, &old); err != nil {
		return nil
	}
	r.Entities, r.Claims, r.Quads, r.Doubtful = old.Entities, old.Claims, old.Quads, old.Doubtful
	return nil
}

func countQuads(quads iter.Seq2[quad.Quad, error], n *int64) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			*n++
			if !yield(q, err) {
				return
			}
		}
	}
}

func (a *app) reportFailures(r *buildReport) {
	for _, f := range r.Failed {
		a.warn("%s: %s", f.Path, f.Reason)
	}
}
