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
func (w *world) known() []quads.Known {
	var out []quads.Known
	for i := range w.gazetteer.States {
		s := &w.gazetteer.States[i]
		out = append(out, quads.Known{Path: s.Key(), Class: schema.State, Label: s.Name, Aliases: others(s.Name, append([]string{s.Official}, s.Aliases...)), ISO3: s.Alpha3, Wikidata: s.Wikidata})
	}
	for i := range w.gazetteer.Organizations {
		o := &w.gazetteer.Organizations[i]
		k := quads.Known{Path: o.Key(), Class: schema.Organization, Label: o.Name, Aliases: others(o.Name, append([]string{o.Abbreviation}, o.Aliases...)), Wikidata: o.Wikidata}
		if o.Body {
			k.Class = schema.Body
		}
		if o.Home != "" {
			k.Home = "state/" + o.Home
		}
		if o.PartOf != "" {
			k.PartOf = "org/" + o.PartOf
		}
		out = append(out, k)
	}
	for i := range w.gazetteer.Places {
		p := &w.gazetteer.Places[i]
		out = append(out, quads.Known{Path: p.Key(), Class: schema.Place, Label: p.Name, Aliases: others(p.Name, p.Aliases)})
	}
	for _, n := range w.catalogue.Norms() {
		k := quads.Known{Path: "norm/" + n.ID, Class: schema.Norm, Label: n.Label, Aliases: others(n.Label, n.Aliases), Definition: n.Definition}
		for _, b := range n.Broader {
			k.Broader = append(k.Broader, "norm/"+b)
		}
		out = append(out, k)
	}
	for _, i := range w.catalogue.Instruments() {
		k := quads.Known{Path: "instr/" + i.ID, Class: schema.Instrument, Label: i.Label, Aliases: others(i.Label, i.Aliases)}
		for _, n := range i.States {
			k.States = append(k.States, "norm/"+n)
		}
		out = append(out, k)
	}
	return out
}

// others is names without empty ones, the label and repetitions.
func others(label string, names []string) []string {
	var out []string
	seen := map[string]bool{"": true, label: true}
	for _, n := range names {
		if !seen[n] {
			seen[n] = true
			out = append(out, n)
		}
	}
	return out
}

// resolver prepares the resolve pass with what is known.
func (w *world) resolver() (*resolve.Resolver, error) {
	o := resolve.Options{States: map[string]string{}}
	for i := range w.gazetteer.States {
		s := &w.gazetteer.States[i]
		for _, n := range append(append([]string{s.Name, s.Official}, s.Demonyms...), s.Aliases...) {
			if n != "" {
				o.States[n] = s.Alpha2
			}
		}
	}
	for _, k := range w.known() {
		o.Known = append(o.Known, resolve.Known{Path: k.Path, Class: k.Class, Label: k.Label, Aliases: k.Aliases, Home: k.Home})
	}
	for i := range w.gazetteer.Places {
		if p := &w.gazetteer.Places[i]; p.State != "" {
			for j := range o.Known {
				if o.Known[j].Path == p.Key() {
					o.Known[j].Within = "state/" + p.State
				}
			}
		}
	}
	return resolve.New(o)
}

// newNames checks the namespace that a user asks for.
func newNames(base string) (schema.Names, error) {
	n, err := schema.NewNames(base)
	if err != nil {
		return n, fmt.Errorf("--base: %w", err)
	}
	return n, nil
}
