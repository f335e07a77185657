package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/read/pdf"
	"github.com/normgraph/normgraph/extract/read/web"
	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/schema"
)

func newBuild(a *app) *cobra.Command {
	var o buildOptions
	c := &cobra.Command{
		Use:     "build PATH…",
		GroupID: groupBuild,
		Short:   "Read documents and build the graph",
		Long: `Reads files, folders, globs and addresses (pages, feeds, site maps), extracts
claims with their evidence, decides which mentions are the same thing, and writes
the graph to the store.

A document that has not changed since the last build costs a hash. Documents of
other paths stay in the store; those below a given folder that are gone are
taken out. The store that is there is harmed by nothing: the new graph takes its
place in one step, when it is whole, and a build that was stopped goes on where
it was.

A corpus too large for one machine is built in shards: --shard 2/8 extracts from
an eighth of the documents, chosen by the hash of the path, into a store of its
own that has no graph; --from then makes one graph of all of them, the same that
a build of all documents makes.

Addresses are fetched one at a time with a pause for each site, as its robots.txt
allows, and kept for a day; where a server can't be reached, what is kept is
read. Items that are gone from a feed stay in the store.

With --db leveldb:DIR or --db postgres://… the graph goes into a store that
Cayley itself opens. What builds keep is then in the folder DIR.normgraph, or in
a folder named after the database.`,
		Example: `  normgraph build press/                      all documents of a folder
  normgraph build 'statements/*.html' a.txt   globs and single files
  normgraph build https://example.org/news/   a page, its feed or its site map
  normgraph build --db /data/mofa.db press/   into another store
  normgraph build --db part2.db --shard 2/8 press/
  normgraph build --from part1.db --from part2.db`,
		Args: func(c *cobra.Command, args []string) error {
			if len(o.from) > 0 {
				return nil
			}
			return atLeast(1, "the paths of documents or folders")(c, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error { return a.build(cmd.Context(), args, o) },
	}
	o.flags(c)
	f := c.Flags()
	f.IntVar(&o.memory, "memory", 0, "MiB that sorting the graph may take (0: 256)")
	f.StringVar(&o.shard, "shard", "", "extract from a part of the documents only: 2/8 is the second of eight")
	f.StringArrayVar(&o.from, "from", nil, "take over the documents of another store, such as a shard (may be repeated)")
	return c
}

// buildOptions are the flags of build; extract has those before memory.
type buildOptions struct {
	base     string
	workers  int
	maxSize  int64
	maxTime  time.Duration
	private  bool   // addresses of private networks are fetched
	webCache string // folder of fetched pages; "" for none

	assist      string // address of a language model's API; "" for none
	assistModel string
	memory      int
	shard       string
	from        []string
}

func (o *buildOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.StringVar(&o.base, "base", "", "namespace of the entities' IRIs (an absolute IRI that ends in / or #)")
	f.IntVar(&o.workers, "workers", 0, "documents worked on at a time (0: one a core)")
	f.Int64Var(&o.maxSize, "max-size", 0, "refuse documents of more bytes (0: 64 MiB)")
	f.DurationVar(&o.maxTime, "max-time", 0, "refuse documents that take longer (0: one minute)")
	f.BoolVar(&o.private, "allow-private", false, "fetch addresses of private networks and of this machine too")
	f.StringVar(&o.assist, "assist", "", "ask the OpenAI-compatible API at this URL for suggestions, kept apart from claims (its key: "+assistKey+")")
	f.StringVar(&o.assistModel, "assist-model", "", "the model to ask (default: the first that the API lists)")
	f.StringVar(&o.webCache, "web-cache", "", "a folder that keeps fetched pages for a day (build: in the store)")
}

// read says how documents are read.
func (o *buildOptions) read() read.Options {
	opt := read.Options{MaxSize: o.maxSize, PDF: pdf.New(pdf.Options{Workers: o.workers, MaxTime: o.maxTime})}
	opt.Web = web.New(web.Options{Read: opt, AllowPrivate: o.private, CacheDir: o.webCache})
	return opt
}

// runner extracts as the flags say.
func (o *buildOptions) runner(w *world, kept *cache.Cache) *pipeline.Runner {
	return &pipeline.Runner{
		Pipeline: w.Pipeline, Read: o.read(), Version: w.version,
		Cache: kept, Workers: o.workers, MaxTime: o.maxTime,
	}
}

// A buildReport is what a build has done, kept in the store as report.json.
type buildReport struct {
	Program   string             `json:"program"`         // version, as the list of documents has it
	Data      string             `json:"data,omitempty"`  // full path of the user's data
	Shard     string             `json:"shard,omitempty"` // of a build that made no graph
	Read      int                `json:"read"`            // documents extracted in this run
	Unchanged int                `json:"unchanged"`       // taken from the cache, or from other stores
	Removed   int                `json:"removed"`
	Failed    []failure          `json:"failed"`
	Documents int                `json:"documents"` // in the store
	Bytes     int64              `json:"bytes"`     // of these
	Entities  int                `json:"entities"`
	Claims    int                `json:"claims"`
	Quads     int64              `json:"quads"`
	Rejected  []string           `json:"rejected,omitempty"` // claims outside of the schema: faults of rules
	Doubtful  int                `json:"doubtful"`           // pairs that may be the same and were not merged
	Decisions decisionReport     `json:"decisions"`
	Assist    string             `json:"assist,omitempty"` // the model whose suggestions are in the graph
	Words     int                `json:"words"`            // of the documents extracted in this run
	Seconds   map[string]float64 `json:"seconds"`          // by phase
}

type failure struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

func (a *app) build(ctx context.Context, paths []string, o buildOptions) error {
	format, err := a.pick("table", "json")
	if err != nil {
		return err
	}
	names, err := newNames(o.base)
	if err != nil {
		return usageError{err}
	}
	part, err := parseShard(o.shard)
	if err != nil {
		return err
	}
	if part.n > 0 && len(o.from) > 0 {
		return usagef("--shard and --from do not go together: a shard is extracted first, then taken over")
	}
	p, err := a.place()
	if err != nil {
		return err
	}
	s, err := a.workOn(p)
	if err != nil {
		return err
	}
	defer s.Close()
	old, err := loadList(p.dir)
	if err != nil {
		return err
	}
	graphThere := graphExists(ctx, p.graph)
	if part.n > 0 && graphThere {
		return usagef("--shard: %s holds a graph; name a store of the shard's own with --db", a.db)
	}
	if o.webCache == "" {
		o.webCache = filepath.Join(p.dir, "web")
	}
	report := buildReport{Program: s.world.versionText(), Data: s.world.data, Shard: o.shard, Failed: []failure{}, Seconds: map[string]float64{}}
	clock := time.Now()
	runner := o.runner(s.world, s.cache)
	docs, err := a.extractAll(ctx, runner, paths, part, &report)
	if err != nil {
		return s.explain(err)
	}
	if len(o.from) == 0 {
		docs = withOld(docs, old, paths, &report)
	} else if docs, err = a.fromStores(ctx, o.from, s.world, s.cache, docs, &report); err != nil {
		return s.explain(err)
	}
	if err := s.cache.Sync(); err != nil {
		return s.explain(err)
	}
	report.Seconds["extract"] = time.Since(clock).Seconds()
	next := &corpus.List{Store: p.store(), Base: names.Base(), Program: report.Program, Docs: corpus.Name(docs)}
	if s.assist, err = a.assistant(ctx, &o, s.world, suggestionsDir(p.dir)); err != nil {
		return err
	}
	if err := a.askModel(ctx, s.assist, next.Docs, s.cache, runner.Read, &report); err != nil {
		return s.explain(err)
	}
	if next.Decided, err = s.decidedSum(next.Docs); err != nil {
		return err
	}
	report.count(next)
	if len(next.Docs) == 0 && part.n == 0 {
		a.reportFailures(&report)
		return errors.New("no document could be read; the store is as it was")
	}
	switch {
	case part.n > 0:
		err = s.saveShard(next)
	case old != nil && old.Equal(next) && graphThere && !s.unfinished():
		err = report.recall(p.dir, s.decided)
	default:
		err = a.write(ctx, s, kept{s.cache, runner}, next, names, o.memory, &report)
	}
	if err == nil {
		err = report.save(s.disk, p.dir)
	}
	if err == nil {
		err = compact(s.cache, next.Docs)
	}
	if err != nil {
		return s.explain(err)
	}
	a.reportFailures(&report)
	if err := a.summary(ctx, p.dir, &report, format); err != nil {
		return err
	}
	if len(report.Failed) > 0 {
		return saidError{fmt.Errorf("%d documents failed", len(report.Failed))}
	}
	return nil
}

// count takes the documents of the store into the report.
func (r *buildReport) count(l *corpus.List) {
	r.Documents = len(l.Docs)
	for i := range l.Docs {
		r.Bytes += l.Docs[i].Size
	}
}

// A workshop is a store that a command works on: locked, with its cache open.
type workshop struct {
	place
	disk    disk
	lock    *graph.Lock
	cache   *cache.Cache
	world   *world
	decided *decisions
	assist  *assistant
}

// workOn locks the store, which is made if need be.
func (a *app) workOn(p place) (*workshop, error) {
	s := &workshop{place: p, disk: a.disk}
	err := os.MkdirAll(p.dir, 0o755)
	if err == nil {
		s.lock, err = graph.LockDir(p.dir)
	}
	if err == nil {
		s.cache, err = s.disk.openCache(cacheDir(p.dir))
	}
	if err == nil {
		err = a.remembered(p.dir)
	}
	if err == nil {
		s.world, err = a.newWorld()
	}
	if err == nil {
		s.decided, err = a.loadDecisions(p)
	}
	if err == nil {
		s.assist, err = keptSuggestions(p.dir)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("store %s: %w", p.dir, err)
	}
	return s, nil
}

// Close unlocks the store.
func (s *workshop) Close() {
	if s.cache != nil {
		s.cache.Close()
	}
	if s.lock != nil {
		s.lock.Unlock()
	}
}

// explain adds what a fault of the file system means for the store.
func (s *workshop) explain(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EFBIG) || errors.Is(err, syscall.EDQUOT) {
		return fmt.Errorf("store %s: the disk is full: %w; the graph is as it was, and the next build goes on from here", s.dir, err)
	}
	return err
}

// unfinished reports whether a build was stopped between the switch of the
// graph and that of the list.
func (s *workshop) unfinished() bool {
	_, err := os.Stat(filepath.Join(s.dir, unfinishedName))
	return err == nil
}

// saveShard keeps the list of a store that has no graph.
func (s *workshop) saveShard(l *corpus.List) error { return s.disk.saveList(s.dir, l) }

// write resolves the documents of the list and writes the graph, then the list.
// Whoever is stopped in between leaves the mark of unfinished work, and the next
// build makes the graph of its own list again.
func (a *app) write(ctx context.Context, s *workshop, from kept, l *corpus.List, names schema.Names, memory int, report *buildReport) error {
	clock := time.Now()
	g, err := a.resolveAll(ctx, s.world, from, s.decided, l.Docs, names, report)
	if err != nil {
		return err
	}
	g.Suggested = s.assist.suggested(g)
	if s.assist != nil {
		report.Assist = s.assist.model
	}
	if err := s.cache.Sync(); err != nil {
		return err
	}
	report.Seconds["resolve"] = time.Since(clock).Seconds()
	clock = time.Now()
	mark := filepath.Join(s.dir, unfinishedName)
	if err := s.disk.writeFile(mark, nil); err != nil {
		return err
	}
	opts := graph.Options{Memory: memory << 20, Disk: s.disk.graph}
	if s.graph.Backend == graph.Snapshot {
		opts.Lock = s.lock
	}
	if err := s.graph.Write(ctx, withImports(ctx, a.graphQuads(ctx, g, report), s.dir), opts); err != nil {
		return err
	}
	if report.Quads, err = countQuads(ctx, s.graph); err != nil {
		return err
	}
	report.Seconds["write"] = time.Since(clock).Seconds()
	if err := s.disk.saveList(s.dir, l); err != nil {
		return err
	}
	return s.disk.files().RemoveAll(mark)
}

// extractAll extracts from all sources of the shard that the paths name.
func (a *app) extractAll(ctx context.Context, runner *pipeline.Runner, paths []string, part shard, report *buildReport) ([]corpus.Doc, error) {
	bar := a.progress("extract", 0)
	defer bar.done()
	bar.count(func() int { return countFiles(ctx, paths) })
	own := filepath.Clean(a.db) + string(filepath.Separator) // a store among its documents is none
	sources := func(yield func(read.Source, error) bool) {
		for src, err := range read.Walk(ctx, paths, runner.Read) {
			if part.has(src.Path) && !strings.HasPrefix(src.Path, own) && !yield(src, err) {
				return
			}
		}
	}
	var docs []corpus.Doc
	err := runner.Run(ctx, sources, func(r pipeline.Result) error {
		bar.step(r.Path)
		if r.Err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			report.Failed = append(report.Failed, failure{corpus.ShownPath(r.Path), reason(r.Path, r.Err)})
			return nil
		}
		if r.Cached {
			report.Unchanged++
		} else {
			report.Read++
			report.Words += r.Words
		}
		docs = append(docs, corpus.Doc{Path: r.Path, Size: r.Size, SHA256: r.SHA256, Key: r.Key})
		return nil
	})
	return docs, err
}

// countFiles is about how many documents there are, for the progress: an
// archive counts as one.
func countFiles(ctx context.Context, paths []string) int {
	n := 0
	for _, p := range paths {
		_ = filepath.WalkDir(p, func(_ string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				n++
			}
			return ctx.Err()
		})
	}
	return n
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
func withOld(docs []corpus.Doc, old *corpus.List, paths []string, report *buildReport) []corpus.Doc {
	if old == nil {
		return docs
	}
	slices.SortStableFunc(docs, func(a, b corpus.Doc) int { return strings.Compare(a.Path, b.Path) })
	in, given := newScope(paths), docs
	for _, d := range old.Docs {
		for len(given) > 0 && given[0].Path < d.Path {
			given = given[1:]
		}
		if len(given) > 0 && given[0].Path == d.Path {
			continue
		}
		if in.has(d.Path) {
			report.Removed++
			continue
		}
		docs = append(docs, d)
	}
	return docs
}

// A scope is the paths that a build was given.
type scope struct {
	paths map[string]bool
	globs []string
}

func newScope(paths []string) scope {
	s := scope{paths: make(map[string]bool, len(paths))}
	for _, p := range paths {
		if read.IsAddress(p) {
			s.paths[p] = true
			continue
		}
		s.paths[filepath.Clean(p)] = true
		if strings.ContainsAny(p, "*?[") {
			s.globs = append(s.globs, filepath.Clean(p))
		}
	}
	return s
}

// has reports whether path is one of the paths or below one.
func (s scope) has(path string) bool {
	if read.IsAddress(path) {
		return s.paths[path] // a page or feed says nothing of those that it no longer names
	}
	for p := filepath.Clean(path); ; {
		if s.paths[p] {
			return true
		}
		for _, g := range s.globs {
			if ok, err := filepath.Match(g, p); err == nil && ok {
				return true
			}
		}
		up := filepath.Dir(p)
		if up == p {
			return false
		}
		p = up
	}
}

func graphExists(ctx context.Context, addr graph.Address) bool {
	s, err := addr.Open(ctx)
	if err != nil {
		return false
	}
	s.Close()
	return true
}

// countQuads counts those of the store: some are emitted twice.
func countQuads(ctx context.Context, addr graph.Address) (int64, error) {
	s, err := addr.Open(ctx)
	if err != nil {
		return 0, err
	}
	defer s.Close()
	st, err := s.Stats(ctx)
	return st.Quads, err
}

// recall takes the counts of the graph that is there from its report.
func (r *buildReport) recall(dir string, by *decisions) error {
	old, err := loadReport(dir)
	r.Entities, r.Claims, r.Quads, r.Rejected, r.Doubtful = old.Entities, old.Claims, old.Quads, old.Rejected, old.Doubtful
	r.Decisions, r.Assist = old.Decisions, old.Assist
	r.Decisions.File, r.Decisions.Named = by.file, by.named
	return err
}

func (a *app) reportFailures(r *buildReport) {
	for _, f := range r.Failed {
		a.warn("%s: %s", f.Path, f.Reason)
	}
	for _, d := range r.Decisions.Unmet {
		a.note("decision without effect: %s", d)
	}
}
