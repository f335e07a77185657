package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// kept are extractions in a cache. One that is missing there or damaged is made
// anew from the document, if that can be had.
type kept struct {
	cache  *cache.Cache
	runner *pipeline.Runner
}

// Names implements [corpus.Extractions].
func (k kept) Names(d corpus.Doc) (*resolve.Extraction, error) {
	return k.load(d, pipeline.LoadNames)
}

// Whole implements [corpus.Extractions].
func (k kept) Whole(d corpus.Doc) (*resolve.Extraction, error) {
	return k.load(d, pipeline.Load)
}

func (k kept) load(d corpus.Doc, load func(*cache.Cache, cache.Key) (*resolve.Extraction, error)) (*resolve.Extraction, error) {
	ext, err := load(k.cache, d.Key)
	if !errors.Is(err, pipeline.ErrNotKept) {
		return ext, err
	}
	if err := k.runner.Restore(d.Path, d.SHA256); err != nil {
		return nil, err
	}
	return load(k.cache, d.Key)
}

// resolveAll decides which mentions of the documents are the same thing, as far
// as people have not decided it.
func (a *app) resolveAll(ctx context.Context, w *world, from kept, by *decisions, docs []corpus.Doc, names schema.Names, report *buildReport) (*corpus.Graph, error) {
	r, err := w.Resolver(by.set.Identities()...)
	if err != nil {
		return nil, err
	}
	bar := a.progress("resolve", len(docs))
	defer bar.done()
	over := by.set.Over(from)
	res, err := corpus.Resolve(ctx, r, docs, over, func(d corpus.Doc) { bar.step(d.Path) })
	if err != nil {
		return nil, err
	}
	account, err := by.set.Account(docs, from, res)
	if err != nil {
		return nil, err
	}
	report.Entities, report.Doubtful = len(res.Things), len(res.Pairs)
	report.Decisions = decisionReport{File: by.file, Named: by.named, Applied: account.Applied, Absent: account.Absent, Unmet: account.Unmet}
	return &corpus.Graph{
		Builder: quads.Builder{Vocabulary: w.Vocabulary, Names: names, Resolution: res},
		Known:   w.Known(), Decisions: account.Nodes, Docs: docs, Extractions: over,
	}, nil
}

// graphQuads yields the quads of a graph and counts its claims.
func (a *app) graphQuads(ctx context.Context, g *corpus.Graph, report *buildReport) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		bar := a.progress("write", len(g.Docs))
		defer bar.done()
		for q, err := range g.Quads(ctx, func(w *corpus.Written) {
			report.Claims += len(w.Claims)
			report.reject(w)
			bar.step(w.Doc.Path)
		}) {
			if !yield(q, err) {
				return
			}
		}
	}
}

func (r *buildReport) reject(w *corpus.Written) {
	for _, x := range w.Rejected {
		r.Rejected = append(r.Rejected, x.Error())
	}
}

// fromStores takes over what builds of other stores have extracted: their
// documents, and what has failed. All must be of this very program, else the
// same bytes could give other claims.
func (a *app) fromStores(ctx context.Context, dirs []string, w *world, into *cache.Cache, docs []corpus.Doc, report *buildReport) ([]corpus.Doc, error) {
	for _, dir := range dirs {
		l, err := loadList(dir)
		if err != nil {
			return nil, err
		}
		if l == nil {
			return nil, fmt.Errorf("--from %s: no list of documents there; make it with 'normgraph build --shard'", dir)
		}
		if l.Program != w.versionText() {
			return nil, fmt.Errorf("--from %s: it was built by another version of normgraph", dir)
		}
		failed, err := takeOver(ctx, dir, l, into, a.progress("take over", len(l.Docs)))
		if err != nil {
			return nil, fmt.Errorf("--from %s: %w", dir, err)
		}
		report.Failed = append(report.Failed, failed...)
		report.Unchanged += len(l.Docs)
		docs = append(docs, l.Docs...)
	}
	sums := make(map[string][32]byte, len(docs))
	for _, d := range docs {
		if sum, ok := sums[d.Path]; ok && sum != d.SHA256 {
			return nil, fmt.Errorf("%s: there are two versions of it in the stores", d.Path)
		}
		sums[d.Path] = d.SHA256
	}
	return docs, nil
}

func takeOver(ctx context.Context, dir string, l *corpus.List, into *cache.Cache, bar *progress) ([]failure, error) {
	defer bar.done()
	from, err := cache.OpenReader(cacheDir(dir))
	if err != nil {
		return nil, err
	}
	defer from.Close()
	for _, d := range l.Docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, r := range []struct {
			kind cache.Kind
			key  cache.Key
		}{{cache.Original, d.SHA256}, {cache.Text, d.Key}, {cache.Extraction, d.Key}} {
			ok, err := into.Import(from, r.kind, r.key)
			if err != nil {
				return nil, err
			}
			if !ok && r.kind != cache.Text { // few documents have one
				return nil, fmt.Errorf("%s: %w", d.Path, pipeline.ErrNotKept)
			}
		}
		bar.step(d.Path)
	}
	old, err := loadReport(dir)
	return old.Failed, err
}

// compact drops from the cache what the documents do not need, if that is most
// of it.
func compact(c *cache.Cache, docs []corpus.Doc) error {
	keys := make([]cache.Key, 0, 2*len(docs))
	for i := range docs {
		keys = append(keys, docs[i].SHA256, docs[i].Key)
	}
	less := func(a, b cache.Key) int { return slices.Compare(a[:], b[:]) }
	slices.SortFunc(keys, less)
	_, err := c.Compact(func(_ cache.Kind, k cache.Key) bool {
		_, ok := slices.BinarySearchFunc(keys, k, less)
		return ok
	})
	return err
}
