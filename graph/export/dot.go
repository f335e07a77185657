package export

import (
	"bufio"
	"context"
	_ "embed"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/schema"
)

// A look is how the members of a class are drawn.
type look struct{ shape, fill string }

//go:embed style.tsv
var styleFile string

// looks reads the table of classes.
func looks() map[schema.Class]look {
	out := map[schema.Class]look{}
	for line := range strings.Lines(styleFile) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) == 3 && !strings.HasPrefix(line, "#") && f[0] != "class" {
			out[schema.Class(f[0])] = look{f[1], f[2]}
		}
	}
	return out
}

// writeDOT writes the property graph for Graphviz.
func (e *Exporter) writeDOT(ctx context.Context, w io.Writer) error {
	set, err := e.propertyNodes(ctx)
	if err != nil {
		return err
	}
	return e.drawDOT(ctx, w, set)
}

func (e *Exporter) drawDOT(ctx context.Context, w io.Writer, set bitset) error {
	out := bufio.NewWriterSize(w, bufferSize)
	out.WriteString("digraph normgraph {\n" +
		"\tgraph [rankdir=LR, splines=true, nodesep=0.3, ranksep=0.8]\n" +
		"\tnode [shape=box, style=filled, fillcolor=white, fontname=\"Helvetica\", fontsize=11]\n" +
		"\tedge [fontname=\"Helvetica\", fontsize=9, color=gray40]\n")
	styles := looks()
	for n, err := range e.nodes(ctx, set) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\t%s [label=%s", dotString(n.id), dotString(wrap(n.label)))
		if l, ok := e.look(styles, schema.Class(n.class)); ok {
			fmt.Fprintf(out, ", shape=%s, fillcolor=%s", l.shape, l.fill)
		}
		fmt.Fprintf(out, ", tooltip=%s, URL=%s]\n", dotString(strings.TrimSpace(n.class+" "+n.id)), dotString(n.iri))
	}
	for v, err := range e.edges(ctx, set) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "\t%s -> %s [label=%s", dotString(v.source), dotString(v.target), dotString(v.predicate))
		if v.documents > 1 {
			fmt.Fprintf(out, ", penwidth=%s", strconv.FormatFloat(min(4, 1+0.5*float64(v.documents-1)), 'f', 1, 64))
		}
		if v.status != "" && !strings.Contains(v.status, "asserted") {
			fmt.Fprintf(out, ", style=dashed, tooltip=%s", dotString(v.status))
		}
		out.WriteString("]\n")
	}
	out.WriteString("}\n")
	return out.Flush()
}

// look is how a class is drawn, or the nearest class above it.
func (e *Exporter) look(styles map[schema.Class]look, c schema.Class) (look, bool) {
	for d := e.voc.Class(c); d != nil; d = e.voc.Class(d.Parent) {
		if l, ok := styles[d.Name]; ok {
			return l, true
		}
	}
	return look{}, false
}

// lineWidth is the length at which labels of drawings are broken, in bytes.
const lineWidth = 28

// wrap breaks a label at spaces.
func wrap(s string) string {
	var b strings.Builder
	n := 0
	for _, word := range strings.Fields(s) {
		switch {
		case n == 0:
		case n+1+len(word) > lineWidth:
			b.WriteByte('\n')
			n = 0
		default:
			b.WriteByte(' ')
			n++
		}
		b.WriteString(word)
		n += len(word)
	}
	return b.String()
}

// In a quoted string of DOT a backslash begins an escape.
var dotEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\r", " ")

// dotString writes a quoted string of DOT.
func dotString(s string) string { return `"` + dotEscapes.Replace(s) + `"` }
