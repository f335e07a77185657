package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/rules"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// world is what the program knows before it reads a document.
type world struct {
	vocabulary *schema.Vocabulary
	gazetteer  *gazetteer.Gazetteer
	catalogue  *norm.Catalogue
	rules      *rule.Set
	pipeline   *pipeline.Pipeline
	version    []byte // of the program with its data
}

// newWorld loads the data files that the program ships.
func newWorld() (*world, error) {
	w := &world{}
	var err error
	if w.vocabulary, err = schema.Default(); err != nil {
		return nil, fmt.Errorf("load vocabulary: %w", err)
	}
	if w.gazetteer, err = gazetteer.Default(); err != nil {
		return nil, fmt.Errorf("load gazetteer: %w", err)
	}
	if w.catalogue, err = norm.Load(data.Norms); err != nil {
		return nil, fmt.Errorf("load norm catalogue: %w", err)
	}
	if w.rules, err = rule.Load(rules.FS); err != nil {
		return nil, fmt.Errorf("load rules: %w", err)
	}
	events, err := fs.Sub(data.Events, "event")
	if err != nil {
		return nil, err
	}
	w.pipeline, err = pipeline.Default(pipeline.Data{Gazetteer: w.gazetteer, Catalogue: w.catalogue, Events: events, Rules: w.rules})
	if err != nil {
		return nil, err
	}
	if w.version, err = programSum(); err != nil {
		return nil, err
	}
	return w, nil
}

// programSum is the SHA-256 sum of the running program, which has its data
// files in it: what it extracts from a text can change with nothing else.
func programSum() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

func (w *world) versionText() string { return hex.EncodeToString(w.version[:16]) }

// known lists the entries of gazetteer and catalogue for the graph.
func (w *world) known() []quads.Known { return quads.Catalogue(w.gazetteer, w.catalogue) }

// resolver prepares the resolve pass with what is known.
func (w *world) resolver() (*resolve.Resolver, error) {
	return resolve.New(resolve.World(w.gazetteer, w.catalogue))
}

// newNames checks the namespace that a user asks for.
func newNames(base string) (schema.Names, error) {
	n, err := schema.NewNames(base)
	if err != nil {
		return n, fmt.Errorf("--base: %w", err)
	}
	return n, nil
}
