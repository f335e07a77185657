package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// corpus is all documents of a store with what resolution made of them. The
// extractions stay in the cache; only names are in memory.
type corpus struct {
	world   *world
	cache   *cache.Cache
	docs    []manifestDoc // by path
	builder quads.Builder
	report  *buildReport
	bar     *progress
}

// resolveAll decides which mentions of the documents are the same thing.
func (a *app) resolveAll(ctx context.Context, w *world, kept *cache.Cache, m *manifest, names schema.Names, report *buildReport) (*corpus, error) {
	r, err := w.resolver()
	if err != nil {
		return nil, err
	}
	bar := a.progress("resolve", len(m.Documents))
	defer bar.done()
	c := &corpus{world: w, cache: kept, docs: m.Documents, report: report}
	for _, d := range m.Documents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		doc, err := c.load(d)
		if err != nil {
			return nil, err
		}
		if err := r.Add(doc); err != nil {
			return nil, err
		}
		bar.step(d.Path)
	}
	c.builder = quads.Builder{Vocabulary: w.vocabulary, Names: names, Resolution: r.Resolve()}
	c.bar = a.progress("write", len(m.Documents))
	report.Entities, report.Doubtful = len(c.builder.Resolution.Things), len(c.builder.Resolution.Pairs)
	return c, nil
}

// load reads the extraction of a document.
func (c *corpus) load(d manifestDoc) (*resolve.Document, error) {
	key, err := d.key()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	ext, err := pipeline.Load(c.cache, key)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	return &resolve.Document{ID: d.ID, Path: d.Path, SHA256: d.SHA256, Extraction: *ext}, nil
}

// errStop ends an emitter whose quads nobody wants any more.
var errStop = errors.New("stop")

// quads yields all quads of the graph: the vocabulary, what is known, what the
// corpus says of each thing, and the documents.
func (c *corpus) quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		defer c.bar.done()
		emit := func(q quad.Quad) error {
			if !yield(q, nil) {
				return errStop
			}
			return nil
		}
		if err := c.emit(ctx, emit); err != nil && err != errStop {
			yield(quad.Quad{}, err)
		}
	}
}

func (c *corpus) emit(ctx context.Context, emit quads.Emit) error {
	if err := c.builder.VocabularyQuads(emit); err != nil {
		return err
	}
	entries := c.world.known()
	known := make(map[string]bool, len(entries))
	for _, k := range entries {
		known[k.Path] = true
	}
	if err := c.builder.Known(entries, emit); err != nil {
		return err
	}
	if err := c.builder.Things(known, emit); err != nil {
		return err
	}
	for _, d := range c.docs {
		if err := ctx.Err(); err != nil {
			return err
		}
		doc, err := c.load(d)
		if err != nil {
			return err
		}
		claims, rejected := c.builder.Claims(doc)
		for _, r := range rejected {
			c.report.Rejected = append(c.report.Rejected, r.Error())
		}
		c.report.Claims += len(claims)
		if err := c.builder.Document(doc, claims, emit); err != nil {
			return fmt.Errorf("%s: %w", d.Path, err)
		}
		c.bar.step(d.Path)
	}
	return nil
}

// claims gives the claims of each document, in order of path.
func (c *corpus) claims(ctx context.Context) iter.Seq2[[]quads.Claim, error] {
	docs := slices.SortedFunc(slices.Values(c.docs), func(a, b manifestDoc) int { return strings.Compare(a.Path, b.Path) })
	return func(yield func([]quads.Claim, error) bool) {
		for _, d := range docs {
			if err := ctx.Err(); err != nil {
				yield(nil, err)
				return
			}
			doc, err := c.load(d)
			if err != nil {
				yield(nil, err)
				return
			}
			claims, rejected := c.builder.Claims(doc)
			for _, r := range rejected {
				c.report.Rejected = append(c.report.Rejected, r.Error())
			}
			if !yield(claims, nil) {
				return
			}
		}
	}
}
