package export_test

import (
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/export"
	"github.com/normgraph/normgraph/graph/export/judges"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

// A judge says which quads it reads in a file.
type judge func(t testing.TB, file string) string

// rdfJudges are those of each lossless format, and of Turtle.
var rdfJudges = []struct {
	format export.Format
	tool   string
	read   judge
}{
	{export.NQuads, "rapper", func(t testing.TB, f string) string { return judges.Rapper(t, "nquads", f) }},
	{export.NQuads, "rdflib", func(t testing.TB, f string) string { return judges.Rdflib(t, "nquads", f) }},
	{export.NQuads, "N3.js", func(t testing.TB, f string) string { return judges.N3(t, "application/n-quads", f) }},
	{export.NQuads, "Oxigraph", func(t testing.TB, f string) string { return judges.Oxigraph(t, "application/n-quads", f) }},
	{export.TriG, "rapper", func(t testing.TB, f string) string { return judges.Rapper(t, "trig", f) }},
	{export.TriG, "rdflib", func(t testing.TB, f string) string { return judges.Rdflib(t, "trig", f) }},
	{export.TriG, "N3.js", func(t testing.TB, f string) string { return judges.N3(t, "application/trig", f) }},
	{export.TriG, "Oxigraph", func(t testing.TB, f string) string { return judges.Oxigraph(t, "application/trig", f) }},
	{export.JSONLD, "jsonld.js", judges.JSONLD},
	{export.JSONLD, "rdflib", func(t testing.TB, f string) string { return judges.Rdflib(t, "json-ld", f) }},
	{export.JSONLD, "Oxigraph", func(t testing.TB, f string) string { return judges.Oxigraph(t, "application/ld+json", f) }},
	{export.Turtle, "rapper", func(t testing.TB, f string) string { return judges.Rapper(t, "turtle", f) }},
	{export.Turtle, "rdflib", func(t testing.TB, f string) string { return judges.Rdflib(t, "turtle", f) }},
	{export.Turtle, "N3.js", func(t testing.TB, f string) string { return judges.N3(t, "text/turtle", f) }},
	{export.Turtle, "Oxigraph", func(t testing.TB, f string) string { return judges.Oxigraph(t, "text/turtle", f) }},
}

// Tools that are not ours read the identical graph.
func TestOtherToolsReadTheIdenticalGraph(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many other programs")
	}
	quads := slices.Concat(smallQuads(t), awkward())
	for q := range graphtest.Corpus(10) {
		quads = append(quads, q)
	}
	e := open(t, sequence(quads), export.Selection{})
	dir := t.TempDir()
	for _, j := range rdfJudges {
		t.Run(string(j.format)+"_"+j.tool, func(t *testing.T) {
			file := filepath.Join(dir, string(j.format))
			if _, err := os.Stat(file); err != nil {
				if err := e.WriteFile(t.Context(), file, j.format); err != nil {
					t.Fatal(err)
				}
			}
			want := quads
			if j.format == export.Turtle {
				want = nil
				for _, q := range quads {
					q.Label = nil
					want = append(want, q)
				}
			}
			text, got := canonical(want), j.read(t, file)
			if j.tool == "Oxigraph" {
				text, got = byValue(t, text), byValue(t, got)
			}
			for _, d := range judges.Differences(text, got) {
				t.Error(d)
			}
		})
	}
}

// byValue writes numbers and truth values of N-Quads in one form for each value,
// as Oxigraph does, which keeps the value and not the letters.
func byValue(t testing.TB, doc string) string {
	t.Helper()
	var out []quad.Quad
	for q, err := range nquads.Read(strings.NewReader(doc)) {
		if err != nil {
			t.Fatal(err)
		}
		if o, ok := q.Object.(quad.TypedString); ok {
			switch o.Type {
			case schema.XSDInteger, schema.XSDDecimal, "http://www.w3.org/2001/XMLSchema#double":
				if r, ok := new(big.Rat).SetString(strings.TrimPrefix(string(o.Value), "+")); ok {
					o.Value = quad.String(r.RatString())
				}
			case schema.XSDBoolean:
				if o.Value == "1" {
					o.Value = "true"
				}
			}
			q.Object = o
		}
		out = append(out, q)
	}
	return canonical(out)
}

// Of the property graph other tools read the nodes and edges that it has.
func TestOtherToolsReadTheNodesAndEdges(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many other programs")
	}
	for name, sel := range map[string]export.Selection{"edges": {}, "claims": {Layers: export.Claims}, "words": {Layers: export.Evidence}} {
		e := open(t, sequence(slices.Concat(smallQuads(t), labels())), sel)
		dir := t.TempDir()
		want := map[string]string{"edges": "6 4", "claims": "7 6", "words": "7 6"}[name]
		for _, f := range []export.Format{export.GraphML, export.GEXF, export.DOT} {
			if err := e.WriteFile(t.Context(), filepath.Join(dir, string(f)), f); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range []export.Format{export.GraphML, export.GEXF} {
			file := filepath.Join(dir, string(f))
			t.Run(name+"_"+string(f)+"_networkx", func(t *testing.T) {
				if got := string(judges.Python(t, "networkx", "networkx", string(f), file)); !strings.HasPrefix(got, want+" ") {
					t.Errorf("read %s, want %s", got, want)
				}
			})
			t.Run(name+"_"+string(f)+"_graphology", func(t *testing.T) {
				if got := string(judges.Node(t, "graphology", string(f), file)); !strings.HasPrefix(got, want+" ") {
					t.Errorf("read %s, want %s", got, want)
				}
			})
			t.Run(name+"_"+string(f)+"_xmllint", func(t *testing.T) {
				judges.Command(t, "libxml2-utils", "xmllint", "--noout", file)
			})
		}
		t.Run(name+"_dot", func(t *testing.T) {
			got := strings.Fields(string(judges.Command(t, "graphviz", "gc", "-n", "-e", filepath.Join(dir, "dot"))))
			if len(got) < 2 || got[0]+" "+got[1] != want {
				t.Errorf("read %v, want %s", got, want)
			}
		})
	}
}

// labels are names that a careless writer of XML or DOT spoils, with an edge
// between the two things.
func labels() []quad.Quad {
	var out []quad.Quad
	for q, err := range nquads.Read(strings.NewReader(`
<http://a.example/x> <http://www.w3.org/2000/01/rdf-schema#label> "a \"b\" <c> & d\\n\u0001 \\" <http://a.example/g> .
<http://a.example/y> <http://www.w3.org/2000/01/rdf-schema#label> "'é'\n-- ]]>\t{|}" <http://a.example/g> .
<http://a.example/x> <https://w3id.org/normgraph/ns#partnerOf> <http://a.example/y> <http://a.example/g> .`)) {
		if err != nil {
			panic(err)
		}
		out = append(out, q)
	}
	return out
}
