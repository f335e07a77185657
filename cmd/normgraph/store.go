package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/normgraph/normgraph/extract/cache"
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
	dir        string
	names      schema.Names
	vocabulary *query.Vocabulary
	manifest   *manifest
}

func (o *opened) Close() error { return o.store.Close() }

// open opens the store for reading.
func (a *app) open() (*opened, error) {
	dir, err := a.storeDir()
	if err != nil {
		return nil, err
	}
	s, err := graph.Open(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, serr := os.Stat(dir); serr == nil {
			return nil, fmt.Errorf("%s holds no graph yet: build one with 'normgraph build PATH…'", dir)
		}
		return nil, fmt.Errorf("there is no store at %s: build one with 'normgraph build PATH…', or name another with --db", dir)
	case err != nil:
		return nil, fmt.Errorf("open store %s: %w", dir, err)
	}
	m, err := loadManifest(dir)
	if err != nil {
		s.Close()
		return nil, err
	}
	names, err := schema.NewNames(m.Base)
	if err != nil {
		s.Close()
		return nil, err
	}
	defs, err := schema.Default()
	if err != nil {
		s.Close()
		return nil, err
	}
	voc := query.NewVocabulary(names, defs)
	return &opened{graph: query.New(s.QuadStore(), voc), store: s, dir: dir, names: names, vocabulary: voc, manifest: m}, nil
}

// cache opens what the store keeps of its documents.
func (o *opened) cache() (*cache.Cache, error) {
	return cache.OpenReader(filepath.Join(o.dir, cacheName))
}
