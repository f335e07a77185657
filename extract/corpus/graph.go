package corpus

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"sync"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
)

// Extractions gives what was extracted from documents. It must be safe for
// concurrent use. Names may leave the evidence out.
type Extractions interface {
	Names(Doc) (*resolve.Extraction, error)
	Whole(Doc) (*resolve.Extraction, error)
}

// document puts a name to an extraction.
func document(d Doc, ext *resolve.Extraction) *resolve.Document {
	return &resolve.Document{ID: d.ID, Path: ShownPath(d.Path), SHA256: hex.EncodeToString(d.SHA256[:]), Extraction: *ext}
}

// Resolve decides which things of the documents are one. After each document
// that was read it calls each, which may be nil, from one goroutine.
func Resolve(ctx context.Context, r *resolve.Resolver, docs []Doc, from Extractions, each func(Doc)) (*resolve.Resolution, error) {
	load := func(d Doc) (*resolve.Document, error) {
		ext, err := from.Names(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		return document(d, ext), nil
	}
	for i, doc := range inOrder(ctx, docs, load) {
		if doc.err != nil {
			return nil, doc.err
		}
		if err := r.Add(doc.value); err != nil {
			return nil, err
		}
		if each != nil {
			each(docs[i])
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return r.Resolve(), nil
}

// A Graph is a corpus that has been resolved.
type Graph struct {
	Builder   quads.Builder
	Known     []quads.Known
	Decisions []quads.Decision
	// Suggested gives the suggestions of a document; nil where there are none of
	// any. It must be safe for concurrent use.
	Suggested   func(Doc, *resolve.Extraction) ([]quads.Claim, error)
	Docs        []Doc
	Extractions Extractions
}

// A Written is what the graph holds of one document.
type Written struct {
	Doc      Doc
	Claims   []quads.Claim
	Rejected []*quads.Rejected
	// Suggested is what a language model suggests, which is no part of Claims.
	Suggested []quads.Claim
	quads     []quad.Quad
}

// errStop ends an emitter whose quads nobody wants any more.
var errStop = errors.New("stop")

// Quads yields all quads of the graph: the vocabulary, what is known, what the
// corpus says of each thing, and the documents. A quad may come twice. After
// the quads of each document it calls each, which may be nil. An error ends the
// sequence.
func (g *Graph) Quads(ctx context.Context, each func(*Written)) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		emit := func(q quad.Quad) error {
			if !yield(q, nil) {
				return errStop
			}
			return nil
		}
		err := g.Frame(emit)
		if err == nil {
			err = g.Documents(ctx, emit, each)
		}
		if err != nil && !errors.Is(err, errStop) {
			yield(quad.Quad{}, err)
		}
	}
}

// Frame emits the quads that belong to no document.
func (g *Graph) Frame(emit quads.Emit) error {
	if err := g.Builder.VocabularyQuads(emit); err != nil {
		return err
	}
	known := make(map[string]bool, len(g.Known))
	for i := range g.Known {
		known[g.Known[i].Path] = true
	}
	if err := g.Builder.Known(g.Known, emit); err != nil {
		return err
	}
	if err := g.Builder.Things(known, emit); err != nil {
		return err
	}
	return g.Builder.Decisions(g.Decisions, emit)
}

// Documents emits the quads of the documents, and calls each after those of
// each document; it may be nil.
func (g *Graph) Documents(ctx context.Context, emit quads.Emit, each func(*Written)) error {
	for _, w := range inOrder(ctx, g.Docs, g.one) {
		if w.err != nil {
			return w.err
		}
		for _, q := range w.value.quads {
			if err := emit(q); err != nil {
				return err
			}
		}
		if each != nil {
			each(w.value)
		}
	}
	return ctx.Err()
}

// one makes the claims and quads of one document.
func (g *Graph) one(d Doc) (*Written, error) {
	doc, w, err := g.claims(d)
	if err != nil {
		return nil, err
	}
	w.quads = make([]quad.Quad, 0, 16*len(w.Claims)+8)
	keep := func(q quad.Quad) error {
		w.quads = append(w.quads, q)
		return nil
	}
	err = g.Builder.Document(doc, w.Claims, keep)
	if err == nil {
		err = g.Builder.Suggestions(d.ID, w.Suggested, keep)
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	return w, nil
}

func (g *Graph) claims(d Doc) (*resolve.Document, *Written, error) {
	ext, err := g.Extractions.Whole(d)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	doc := document(d, ext)
	w := &Written{Doc: d}
	w.Claims, w.Rejected = g.Builder.Claims(doc)
	if g.Suggested != nil {
		if w.Suggested, err = g.Suggested(d, ext); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", d.Path, err)
		}
	}
	return doc, w, nil
}

// Claims yields the claims of each document in the order of the list. An error
// ends the sequence.
func (g *Graph) Claims(ctx context.Context) iter.Seq2[*Written, error] {
	return func(yield func(*Written, error) bool) {
		load := func(d Doc) (*Written, error) {
			_, w, err := g.claims(d)
			return w, err
		}
		for _, w := range inOrder(ctx, g.Docs, load) {
			if !yield(w.value, w.err) || w.err != nil {
				return
			}
		}
		if err := ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

type outcome[T any] struct {
	value T
	err   error
}

// inOrder applies f to the items on all cores and yields the outcomes in the
// order of the items, a bounded number of them ahead. It ends early with the
// context.
func inOrder[S, T any](ctx context.Context, items []S, f func(S) (T, error)) iter.Seq2[int, outcome[T]] {
	return func(yield func(int, outcome[T]) bool) {
		// Whoever stops early may close what f reads: the workers end first.
		var working sync.WaitGroup
		defer working.Wait()
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		workers := runtime.GOMAXPROCS(0)
		type job struct {
			item S
			out  chan outcome[T]
		}
		jobs, queue := make(chan job), make(chan chan outcome[T], 4*workers)
		for range workers {
			working.Go(func() {
				for j := range jobs {
					v, err := f(j.item)
					j.out <- outcome[T]{v, err}
				}
			})
		}
		go func() {
			defer close(queue)
			defer close(jobs)
			for _, it := range items {
				j := job{it, make(chan outcome[T], 1)}
				select {
				case queue <- j.out:
				case <-ctx.Done():
					return
				}
				select {
				case jobs <- j:
				case <-ctx.Done():
					j.out <- outcome[T]{err: ctx.Err()}
					return
				}
			}
		}()
		i := 0
		for out := range queue {
			if !yield(i, <-out) {
				return
			}
			i++
		}
	}
}
