package export

import (
	"context"
	"fmt"
	"io"

	"github.com/normgraph/normgraph/graph/draw"
)

// MaxDrawn is how many things an SVG may hold: nobody can read more.
const MaxDrawn = 1500

// A TooManyError says that a drawing would hold more than MaxDrawn things.
type TooManyError struct{ Things int }

// Error says how to draw less.
func (e *TooManyError) Error() string {
	return fmt.Sprintf("a drawing of %d things can't be read (the limit is %d): choose a neighbourhood, documents or claims", e.Things, MaxDrawn)
}

// writeSVG draws the property graph. It grows from the thing whose neighbourhood
// is selected, else from the one with most edges; things of a whole graph that
// nothing is said of are left out.
func (e *Exporter) writeSVG(ctx context.Context, w io.Writer) error {
	set, err := e.propertyNodes(ctx)
	if err != nil {
		return err
	}
	many := 0
	for range all(set) {
		many++
	}
	if many > MaxDrawn {
		return &TooManyError{many}
	}
	var edges []draw.Edge
	for v, err := range e.edges(ctx, set) {
		if err != nil {
			return err
		}
		d := draw.Edge{From: v.source, To: v.target, Name: v.predicate, Title: v.predicate}
		if v.documents > 1 {
			d.Title = fmt.Sprintf("%s: %d documents", v.predicate, v.documents)
		}
		edges = append(edges, d)
	}
	var nodes []*draw.Node
	for n, err := range e.nodes(ctx, set) {
		if err != nil {
			return err
		}
		nodes = append(nodes, &draw.Node{Key: n.id, Kind: draw.Entity, Class: n.class, Label: n.label, Title: n.label + " (" + n.class + ")", Page: n.iri})
	}
	return draw.Graph(nodes, edges, e.center).WriteSVG(w)
}
