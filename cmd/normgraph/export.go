package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/export"
	"github.com/normgraph/normgraph/schema"
)

// exportOptions are the flags of export.
type exportOptions struct {
	out           string
	shards        int
	layers        string
	minConfidence float64
	documents     []string
	around        string
	hops          int
	status        []string
	title         string
	license       string
}

func newExport(a *app) *cobra.Command {
	var o exportOptions
	c := &cobra.Command{
		Use:     "export",
		GroupID: groupShare,
		Short:   "Write the graph, or a part of it, for other tools",
		Long: `Writes the graph in a format of other tools, to standard output or to --out:

  nquads           canonical N-Quads in sorted order: equal graphs are equal bytes
  trig, jsonld     the same quads, grouped by document
  turtle           without the documents as labels
  jsonld-context   the JSON-LD context alone
  graphml, gexf    things as nodes and statements as edges (Gephi, networkx, yEd)
  csv, neo4j       the same as two tables, nodes.csv and edges.csv, in a folder
  dot, svg         a drawing for Graphviz, and one of its own, best of the
                   neighbourhood of one thing
  void             what the graph holds in numbers (VoID and DCAT)
  ro-crate         a folder with graph, vocabulary, shapes and description

Without --format the ending of --out decides: .nq, .trig, .ttl, .jsonld, .graphml,
.gexf, .dot, .svg; each may be followed by .gz. A file or folder takes its name
when it is whole.

With --layers edges the plain edges are written, with claims also the claim
behind each, with evidence also its words. The RDF formats hold all unless told
otherwise. In graphml, gexf, csv and neo4j an edge is a statement with the number of
its documents, or with claims each claim by itself.`,
		Example: `  normgraph export > graph.nq
  normgraph export --out graph.jsonld.gz
  normgraph export --around "Republic of Korea" --out korea.svg
  normgraph export --format gexf --min-confidence 0.9 --status asserted > sure.gexf
  normgraph export --format neo4j --layers claims --out tables
  normgraph export --shards 8 --out parts`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.export(cmd.Context(), o) },
	}
	f := c.Flags()
	f.StringVarP(&o.out, "out", "o", "", "the file or folder to write, compressed if it ends in .gz")
	f.IntVar(&o.shards, "shards", 0, "N-Quads in so many compressed files, in the folder --out")
	f.StringVar(&o.layers, "layers", "", "how much of the proof: edges, claims or evidence")
	f.Float64Var(&o.minConfidence, "min-confidence", 0, "only what claims of at least this confidence make (0 to 1)")
	f.StringArrayVar(&o.documents, "document", nil, "only what this document says, named by path or id (may be repeated)")
	f.StringVar(&o.around, "around", "", "only the neighbourhood of this entity")
	f.IntVar(&o.hops, "hops", 1, "how many edges away the neighbourhood goes")
	f.StringSliceVar(&o.status, "status", nil, "only claims of these statuses: asserted, planned, reported, hedged, denied, cancelled")
	f.StringVar(&o.title, "title", "Knowledge graph of diplomatic documents", "title of an RO-Crate")
	f.StringVar(&o.license, "license", "", "URL of the licence of an RO-Crate")
	return c
}

// endings are the formats by the ending of a file's name.
var endings = map[string]export.Format{
	".nq": export.NQuads, ".trig": export.TriG, ".ttl": export.Turtle, ".jsonld": export.JSONLD, ".graphml": export.GraphML,
	".gexf": export.GEXF, ".dot": export.DOT, ".gv": export.DOT, ".svg": export.SVG,
}

func (a *app) export(ctx context.Context, o exportOptions) error {
	f, err := a.exportFormat(o)
	if err != nil {
		return err
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	defs, err := schema.Default()
	if err != nil {
		return err
	}
	sel, err := a.selection(ctx, s, defs, o)
	if err != nil {
		return err
	}
	e, err := export.Open(ctx, s.store, defs, s.names, sel)
	if err != nil {
		return err
	}
	defer e.Close()
	switch {
	case o.shards > 0:
		err = e.WriteShards(ctx, o.out, o.shards)
	case f == export.ROCrate:
		w, werr := a.newWorld()
		if werr != nil {
			return werr
		}
		err = e.WriteFolder(ctx, o.out, f, o.description(w, defs, s.names))
	case f.IsFolder():
		err = e.WriteFolder(ctx, o.out, f, export.Description{})
	case o.out != "":
		err = e.WriteFile(ctx, o.out, f)
	default:
		out := bufio.NewWriterSize(a.stdout, 1<<20)
		if err := e.Write(ctx, out, f); err != nil {
			return err
		}
		return out.Flush()
	}
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	a.note("wrote %s", o.out)
	return nil
}

// exportFormat is the format that --format or the ending of --out names.
func (a *app) exportFormat(o exportOptions) (export.Format, error) {
	f := export.NQuads
	if a.format != "" {
		var names []string
		for _, x := range export.Formats() {
			names = append(names, string(x))
		}
		name, err := a.pick(names...)
		if err != nil {
			return "", err
		}
		f = export.Format(name)
	} else if end, ok := endings[strings.ToLower(filepath.Ext(strings.TrimSuffix(o.out, ".gz")))]; ok {
		f = end
	}
	switch {
	case o.shards < 0:
		return "", usagef("--shards %d: want a number above 0", o.shards)
	case o.shards > 0 && f != export.NQuads:
		return "", usagef("--shards: only N-Quads are written in parts")
	case o.out == "" && (o.shards > 0 || f.IsFolder()):
		return "", usagef("this makes a folder: name it with --out DIR")
	}
	return f, nil
}

// selection finds what the flags name.
func (a *app) selection(ctx context.Context, s *opened, defs *schema.Vocabulary, o exportOptions) (export.Selection, error) {
	sel := export.Selection{MinConfidence: o.minConfidence, Hops: o.hops}
	if o.layers != "" {
		var err error
		if sel.Layers, err = export.ParseLayers(o.layers); err != nil {
			return sel, usagef("--layers: %v", err)
		}
	}
	if o.minConfidence < 0 || o.minConfidence > 1 {
		return sel, usagef("--min-confidence %v: want a number from 0 to 1", o.minConfidence)
	}
	if o.hops < 0 {
		return sel, usagef("--hops %d: want a number that is not below 0", o.hops)
	}
	known := defs.Predicate(schema.ClaimStatus).Values
	for _, st := range o.status {
		if !slices.Contains(known, st) {
			return sel, usagef("--status %s: use %s", st, strings.Join(known, ", "))
		}
		sel.Status = append(sel.Status, st)
	}
	for _, d := range o.documents {
		iri, err := s.document(ctx, d)
		if err != nil {
			return sel, err
		}
		sel.Documents = append(sel.Documents, iri)
	}
	if o.around != "" {
		thing, err := s.graph.ResolveOne(ctx, o.around)
		if err != nil {
			return sel, err
		}
		sel.Around = quad.IRI(thing.IRI)
		if o.around != thing.ID {
			a.note("around %s (%s)", thing.ID, thing.Label)
		}
	}
	return sel, nil
}

// document finds the IRI of a document by its id or its path.
func (o *opened) document(ctx context.Context, text string) (quad.IRI, error) {
	qs := o.store.QuadStore()
	if iri, err := o.names.ID("doc/" + strings.TrimPrefix(text, "doc/")); err == nil && qs.ValueOf(iri) != nil {
		return iri, nil
	}
	for _, path := range []string{text, filepath.Clean(text)} {
		ref := qs.ValueOf(quad.String(path))
		if ref == nil {
			continue
		}
		it := qs.QuadIterator(quad.Object, ref)
		defer it.Close()
		for it.Next(ctx) {
			q := qs.Quad(it.Result())
			if iri, ok := q.Subject.(quad.IRI); ok && q.Predicate == schema.PredicateIRI(schema.Path) {
				return iri, nil
			}
		}
	}
	return "", fmt.Errorf("%s: no such document in the graph ('normgraph stats' lists them)", text)
}

// description is what an export cannot know from the graph.
func (o *exportOptions) description(w *world, defs *schema.Vocabulary, names schema.Names) export.Description {
	return export.Description{
		Title: o.title, Date: time.Now(), License: o.license, Program: w.versionText(),
		Vocabulary: func(out io.Writer) error { return defs.WriteTurtle(out, names, w.concepts()) },
		Shapes:     func(out io.Writer) error { return defs.WriteSHACL(out, names) },
	}
}
