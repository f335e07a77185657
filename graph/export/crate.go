package export

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"time"
)

// A Description is what an export cannot know from the graph.
type Description struct {
	Title   string
	Date    time.Time // of publication; only the day counts
	License string    // URL, "" if none is given
	Program string    // version of the program
	// Vocabulary and Shapes write the vocabulary and its SHACL shapes in
	// Turtle.
	Vocabulary, Shapes func(io.Writer) error
}

// crateProfile is the version of RO-Crate that is written.
const crateProfile = "https://w3id.org/ro/crate/1.1"

// fillCrate writes the files of a research object (RO-Crate 1.1): the graph, its
// vocabulary and shapes, its statistics, and the metadata that describe them.
func (e *Exporter) fillCrate(ctx context.Context, dir string, d Description) error {
	files := []struct {
		name, media, about string
		write              func(io.Writer) error
	}{
		{"graph.nq", "application/n-quads", "The graph as canonical N-Quads in sorted order. The label of each quad is the document that says it.", func(w io.Writer) error { return e.writeNQuads(ctx, w) }},
		{"vocabulary.ttl", "text/turtle", "The classes and predicates as an OWL ontology, the norm catalogue as a SKOS scheme.", d.Vocabulary},
		{"shapes.ttl", "text/turtle", "SHACL shapes that the graph holds to.", d.Shapes},
		{"void.ttl", "text/turtle", "What the graph holds, in numbers (VoID and DCAT).", func(w io.Writer) error { return e.writeVoID(ctx, w) }},
		{"context.jsonld", "application/ld+json", "The JSON-LD context of the vocabulary.", e.writeContext},
	}
	type object = map[string]any
	ref := func(id string) object { return object{"@id": id} }
	root := object{
		"@id": "./", "@type": "Dataset", "name": d.Title, "datePublished": d.Date.UTC().Format(time.DateOnly),
		"description": "A knowledge graph of actors, events and norms, read from documents by Normgraph. Every edge names its document; claims and evidence hold the exact words.",
	}
	if d.License != "" {
		root["license"] = ref(d.License)
	}
	graph := []any{
		object{"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "conformsTo": ref(crateProfile), "about": ref("./")},
		root,
	}
	var parts []any
	for _, f := range files {
		if f.write == nil {
			continue
		}
		name := filepath.Join(dir, f.name)
		if err := replaceFile(name, f.write); err != nil {
			return err
		}
		info, err := os.Stat(name)
		if err != nil {
			return err
		}
		parts = append(parts, ref(f.name))
		graph = append(graph, object{
			"@id": f.name, "@type": "File", "name": f.name, "description": f.about,
			"encodingFormat": f.media, "contentSize": info.Size(),
		})
	}
	root["hasPart"] = parts
	graph = append(graph, object{
		"@id": "#build", "@type": "CreateAction", "name": "Built by Normgraph",
		"instrument": ref("#normgraph"), "result": ref("graph.nq"),
	}, object{
		"@id": "#normgraph", "@type": "SoftwareApplication", "name": "Normgraph", "version": d.Program,
		"url": "https://w3id.org/normgraph/",
	})
	return replaceFile(filepath.Join(dir, "ro-crate-metadata.json"), func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetIndent("", "  ")
		enc.SetEscapeHTML(false)
		return enc.Encode(object{"@context": crateProfile + "/context", "@graph": graph})
	})
}
