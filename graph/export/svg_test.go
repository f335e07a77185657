package export_test

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/export"
	"github.com/normgraph/normgraph/schema"
)

// An SVG is XML that holds the labels of what is selected, hostile ones as text.
func TestDrawingsAreSVG(t *testing.T) {
	for name, quads := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			out := write(t, open(t, sequence(quads), export.Selection{}), export.SVG)
			d := xml.NewDecoder(strings.NewReader(string(out)))
			roots := 0
			for {
				tok, err := d.Token()
				if err == io.EOF {
					break
				}
				if err != nil {
					t.Fatalf("%v in %s", err, out)
				}
				if e, ok := tok.(xml.StartElement); ok && e.Name.Local == "svg" {
					roots++
				} else if ok && e.Name.Local == "script" {
					t.Error("a script")
				}
			}
			if roots != 1 {
				t.Errorf("%d svg elements", roots)
			}
			if again := write(t, open(t, sequence(quads), export.Selection{}), export.SVG); string(again) != string(out) {
				t.Error("the same graph gives another drawing")
			}
		})
	}
}

func TestADrawingOfTooMuchIsRefused(t *testing.T) {
	var quads []quad.Quad
	id := func(i int) quad.IRI { return quad.IRI(fmt.Sprintf("https://w3id.org/normgraph/id/event/e%d", i)) }
	for i := range export.MaxDrawn + 1 {
		quads = append(quads, quad.Quad{Subject: id(i), Predicate: schema.PredicateIRI(schema.SubEventOf), Object: id(i + 1), Label: quad.IRI("https://w3id.org/normgraph/id/doc/d")})
	}
	var many *export.TooManyError
	err := open(t, sequence(quads), export.Selection{}).Write(context.Background(), io.Discard, export.SVG)
	if !errors.As(err, &many) || many.Things != export.MaxDrawn+2 {
		t.Errorf("error %v", err)
	}
	if out := write(t, open(t, sequence(quads), export.Selection{Around: id(3), Hops: 2}), export.SVG); !strings.Contains(string(out), "event/e5") {
		t.Errorf("a part of it: %s", out)
	}
}
