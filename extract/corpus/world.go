package corpus

import (
	"fmt"
	"io/fs"

	"github.com/normgraph/normgraph/extract/own"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/rules"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	gaz "github.com/normgraph/normgraph/schema/data/gazetteer"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// A World is what is known before a document is read. It is read-only and safe
// for concurrent use.
type World struct {
	Vocabulary *schema.Vocabulary
	Gazetteer  *gazetteer.Gazetteer
	Catalogue  *norm.Catalogue
	Rules      *rule.Set
	Pipeline   *pipeline.Pipeline
}

// Shipped loads the data files that the program ships.
func Shipped() (*World, error) {
	return load(shippedData(), func(err error) error { return err })
}

func shippedData() own.Shipped {
	return own.Shipped{Norms: data.Norms, Gazetteer: gaz.Files, Rules: rules.FS}
}

// Merged loads them with a user's folder over them; dir is its name in problems.
func Merged(fsys fs.FS, dir string) (*World, *own.Data, error) {
	d, err := own.Load(fsys, dir, shippedData())
	if err != nil {
		return nil, nil, err
	}
	w, err := load(d.Shipped, d.Explain)
	return w, d, err
}

func load(d own.Shipped, explain func(error) error) (*World, error) {
	w := &World{}
	var err error
	if w.Vocabulary, err = schema.Default(); err != nil {
		return nil, fmt.Errorf("load vocabulary: %w", err)
	}
	if w.Gazetteer, err = gazetteer.Load(d.Gazetteer); err != nil {
		return nil, fmt.Errorf("load gazetteer:\n%w", explain(err))
	}
	if w.Catalogue, err = norm.Load(d.Norms); err != nil {
		return nil, fmt.Errorf("load norm catalogue:\n%w", explain(err))
	}
	if w.Rules, err = rule.Load(d.Rules); err != nil {
		return nil, fmt.Errorf("load rules:\n%w", explain(err))
	}
	events, err := fs.Sub(data.Events, "event")
	if err != nil {
		return nil, err
	}
	w.Pipeline, err = pipeline.Default(pipeline.Data{Gazetteer: w.Gazetteer, Catalogue: w.Catalogue, Events: events, Rules: w.Rules})
	if err != nil {
		return nil, err
	}
	return w, nil
}

// Known lists the entries of gazetteer and catalogue for the graph.
func (w *World) Known() []quads.Known { return quads.Catalogue(w.Gazetteer, w.Catalogue) }

// Resolver prepares a resolve pass with what is known and what people have
// decided.
func (w *World) Resolver(decisions ...resolve.Decision) (*resolve.Resolver, error) {
	o := resolve.World(w.Gazetteer, w.Catalogue)
	o.Decisions = decisions
	return resolve.New(o)
}
