package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

// storeDir is the folder of the embedded store.
func (a *app) storeDir() (string, error) {
	if strings.Contains(a.db, "://") || strings.HasPrefix(a.db, "leveldb:") {
		return "", usagef("--db %s: this command needs the embedded store, a folder", a.db)
	}
	return a.db, nil
}

// An opened store with what is needed to ask it.
type opened struct {
	graph      *query.Graph
	store      *graph.Store
	dir        string // of what its builds keep
	names      schema.Names
	vocabulary *query.Vocabulary

	docs map[string]keptDoc // by id; nil until asked for
	kept *cache.Cache       // likewise
}

// Close closes the store.
func (o *opened) Close() error {
	var err error
	if o.kept != nil {
		err = o.kept.Close()
	}
	return errors.Join(err, o.store.Close())
}

// open opens the store for reading.
func (a *app) open() (*opened, error) {
	p, err := a.place()
	if err != nil {
		return nil, err
	}
	s, err := p.graph.Open(context.Background())
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, serr := os.Stat(p.dir); serr == nil {
			return nil, fmt.Errorf("%s holds no graph yet: build one with 'normgraph build PATH…'", p.graph)
		}
		return nil, fmt.Errorf("there is no store at %s: build one with 'normgraph build PATH…', or name another with --db", p.graph)
	case errors.Is(err, graph.ErrCorrupt), errors.Is(err, graph.ErrVersion):
		return nil, fmt.Errorf("store %s: %w: 'normgraph check --repair' makes it again from the documents kept in it", p.graph, err)
	case err != nil:
		return nil, fmt.Errorf("store %s: %w", p.graph, err)
	}
	o := &opened{store: s, dir: p.dir}
	if err := o.prepare(); err != nil {
		s.Close()
		return nil, err
	}
	return o, nil
}

func (o *opened) prepare() error {
	var err error
	if o.names, err = o.base(); err != nil {
		return err
	}
	defs, err := schema.Default()
	if err != nil {
		return err
	}
	o.vocabulary = query.NewVocabulary(o.names, defs)
	o.graph = query.New(o.store.QuadStore(), o.vocabulary)
	return nil
}

// base finds the namespace of the entities: where the norm catalogue is. The
// graph may have come from another machine without the list of its documents.
func (o *opened) base() (schema.Names, error) {
	qs := o.store.QuadStore()
	scheme := qs.ValueOf(schema.SKOSConceptScheme)
	if scheme == nil {
		return schema.NewNames("")
	}
	it := qs.QuadIterator(quad.Object, scheme)
	defer it.Close()
	for it.Next(context.Background()) {
		iri, _ := qs.Quad(it.Result()).Subject.(quad.IRI)
		if base, ok := strings.CutSuffix(string(iri), schema.SchemePath); ok {
			return schema.NewNames(base)
		}
	}
	return schema.NewNames("")
}

// A keptDoc is where the cache has a document.
type keptDoc struct{ sum, key cache.Key }

// bytes are what evidence points into: the text of a document that is no text
// itself, else its bytes; nil where they are not kept.
func (d keptDoc) bytes(kept *cache.Cache) []byte {
	if text, ok, _ := kept.Get(cache.Text, d.key); ok {
		return text
	}
	raw, _, _ := kept.Get(cache.Original, d.sum)
	return raw
}

// original gives what evidence of a document points into, by its IRI path; nil
// where that is not kept.
func (o *opened) original(doc string) []byte {
	if o.docs == nil {
		o.docs = map[string]keptDoc{}
		l, err := loadList(o.dir)
		if err != nil || l == nil {
			return nil
		}
		for i := range l.Docs {
			o.docs[l.Docs[i].ID] = keptDoc{l.Docs[i].SHA256, l.Docs[i].Key}
		}
	}
	d, ok := o.docs[strings.TrimPrefix(doc, "doc/")]
	if !ok {
		return nil
	}
	if o.kept == nil {
		kept, err := o.cache()
		if err != nil {
			return nil
		}
		o.kept = kept
	}
	return d.bytes(o.kept)
}

// bySum are the documents of the list by their sums.
func (o *opened) bySum() map[cache.Key]keptDoc {
	l, err := loadList(o.dir)
	if err != nil || l == nil {
		return nil
	}
	docs := make(map[cache.Key]keptDoc, len(l.Docs))
	for i := range l.Docs {
		docs[l.Docs[i].SHA256] = keptDoc{l.Docs[i].SHA256, l.Docs[i].Key}
	}
	return docs
}

// cache opens what the store keeps of its documents.
func (o *opened) cache() (*cache.Cache, error) {
	return cache.OpenReader(cacheDir(o.dir))
}

// documents gives the documents that the graph speaks of by path and sum.
func (o *opened) documents(ctx context.Context, each func(corpus.Doc)) error {
	qs := o.store.QuadStore()
	pred := qs.ValueOf(schema.PredicateIRI(schema.SHA256))
	if pred == nil {
		return nil
	}
	paths := schema.PredicateIRI(schema.Path)
	it := qs.QuadIterator(quad.Predicate, pred)
	defer it.Close()
	for it.Next(ctx) {
		q := qs.Quad(it.Result())
		text, _ := quad.NativeOf(q.Object).(string)
		sum, err := parseSum(text)
		if err != nil {
			continue
		}
		of := qs.QuadIterator(quad.Subject, qs.ValueOf(q.Subject))
		for of.Next(ctx) {
			if p := qs.Quad(of.Result()); p.Predicate == paths {
				path, _ := quad.NativeOf(p.Object).(string)
				each(corpus.Doc{Path: path, SHA256: sum})
				break
			}
		}
		of.Close()
	}
	return errors.Join(it.Err(), ctx.Err())
}
