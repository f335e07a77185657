package quads_test

import (
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

func TestShippedCataloguesFitTheSchema(t *testing.T) {
	g, err := gazetteer.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := norm.Load(data.Norms)
	if err != nil {
		t.Fatal(err)
	}
	v, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	b := &quads.Builder{Vocabulary: v}
	check := quads.NewChecker(v, schema.Names{}, nil)
	n := 0
	emit := func(q quad.Quad) error { check.Add(q); n++; return nil }
	if err := b.Known(quads.Catalogue(g, c), emit); err != nil {
		t.Fatal(err)
	}
	if err := b.VocabularyQuads(emit); err != nil {
		t.Fatal(err)
	}
	errs := check.Finish()
	for i, err := range errs {
		if i < 10 {
			t.Error(err)
		}
	}
	if n < 1000 {
		t.Errorf("only %d quads", n)
	}
}
