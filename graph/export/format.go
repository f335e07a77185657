package export

import (
	"context"
	"fmt"
	"io"
	"slices"
)

// A Format is a format to write.
type Format string

// The formats.
const (
	NQuads  Format = "nquads"
	TriG    Format = "trig"
	Turtle  Format = "turtle"
	JSONLD  Format = "jsonld"
	Context Format = "jsonld-context" // the JSON-LD context alone
	GraphML Format = "graphml"
	GEXF    Format = "gexf"
	DOT     Format = "dot"
	SVG     Format = "svg"      // a drawing, of a part that can be read
	VoID    Format = "void"     // a description of the data set
	CSV     Format = "csv"      // a folder with two tables
	Neo4j   Format = "neo4j"    // a folder with two tables for its importer
	ROCrate Format = "ro-crate" // a folder with the graph and its description
)

// formats are all formats; of the folders, whether they are some.
var formats = []Format{NQuads, TriG, Turtle, JSONLD, Context, GraphML, GEXF, CSV, Neo4j, DOT, SVG, VoID, ROCrate}

// Formats lists the formats, the default first.
func Formats() []Format { return slices.Clone(formats) }

// IsFolder reports whether f is written as a folder of files.
func (f Format) IsFolder() bool { return f == CSV || f == Neo4j || f == ROCrate }

// Properties reports whether f holds the property graph, whose layers are edges
// that stand for statements, claims or claims with their words.
func (f Format) Properties() bool {
	return slices.Contains([]Format{GraphML, GEXF, CSV, Neo4j, DOT, SVG}, f)
}

// Write writes the selection in a format that is not a folder. It ends with the
// first error, of w or of the context; what was written by then is not whole.
func (e *Exporter) Write(ctx context.Context, w io.Writer, f Format) error {
	switch f {
	case NQuads:
		return e.writeNQuads(ctx, w)
	case TriG:
		return e.writeTriG(ctx, w)
	case Turtle:
		return e.writeTurtle(ctx, w)
	case JSONLD:
		return e.writeJSONLD(ctx, w)
	case Context:
		return e.writeContext(w)
	case GraphML:
		return e.writeGraphML(ctx, w)
	case GEXF:
		return e.writeGEXF(ctx, w)
	case DOT:
		return e.writeDOT(ctx, w)
	case SVG:
		return e.writeSVG(ctx, w)
	case VoID:
		return e.writeVoID(ctx, w)
	}
	return fmt.Errorf("format %s is not one file", f)
}
