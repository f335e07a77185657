package export

import (
	"bufio"
	"context"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// xmlWriter writes XML; the first error sticks in the buffered writer.
type xmlWriter struct{ out *bufio.Writer }

func newXML(w io.Writer) xmlWriter {
	x := xmlWriter{bufio.NewWriterSize(w, bufferSize)}
	x.out.WriteString(xml.Header)
	return x
}

// open writes a start tag with attributes in pairs, empty values left out;
// closed ends the element at once.
func (x xmlWriter) tag(closed bool, name string, attrs ...string) {
	x.out.WriteByte('<')
	x.out.WriteString(name)
	for i := 0; i < len(attrs); i += 2 {
		if attrs[i+1] == "" {
			continue
		}
		x.out.WriteByte(' ')
		x.out.WriteString(attrs[i])
		x.out.WriteString(`="`)
		xml.EscapeText(x.out, []byte(attrs[i+1]))
		x.out.WriteByte('"')
	}
	if closed {
		x.out.WriteByte('/')
	}
	x.out.WriteString(">")
}

// An attribute of a node or an edge.
type attribute[T any] struct {
	id, name, typ string // typ is that of GraphML; GEXF has the same names
	value         func(T) string
}

func (e *Exporter) nodeAttributes() []attribute[node] {
	return []attribute[node]{
		{"n0", "label", "string", func(n node) string { return n.label }},
		{"n1", "type", "string", func(n node) string { return n.class }},
		{"n2", "iri", "string", func(n node) string { return n.iri }},
		{"n3", "start", "string", func(n node) string { return n.start }},
		{"n4", "end", "string", func(n node) string { return n.end }},
	}
}

func (e *Exporter) edgeAttributes() []attribute[edge] {
	out := []attribute[edge]{
		{"e0", "predicate", "string", func(v edge) string { return v.predicate }},
		{"e1", "documents", "int", func(v edge) string { return strconv.Itoa(v.documents) }},
		{"e2", "status", "string", func(v edge) string { return v.status }},
		{"e3", "confidence", "double", func(v edge) string { return confidence(v.confidence) }},
	}
	if e.withClaims() {
		out = append(out,
			attribute[edge]{"e4", "document", "string", func(v edge) string { return v.document }},
			attribute[edge]{"e5", "stance", "string", func(v edge) string { return v.stance }},
			attribute[edge]{"e6", "holder", "string", func(v edge) string { return v.holder }},
			attribute[edge]{"e7", "rule", "string", func(v edge) string { return v.rule }},
			attribute[edge]{"e8", "derived", "boolean", func(v edge) string { return strconv.FormatBool(v.derived) }},
		)
	}
	if e.withWords() {
		out = append(out, attribute[edge]{"e9", "words", "string", func(v edge) string { return v.words }})
	}
	return out
}

// confidence is written with two places, "" where there is none.
func confidence(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

// writeGraphML writes the property graph in GraphML 1.0.
func (e *Exporter) writeGraphML(ctx context.Context, w io.Writer) error {
	x := newXML(w)
	x.tag(false, "graphml", "xmlns", "http://graphml.graphdrawing.org/xmlns",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance",
		"xsi:schemaLocation", "http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd")
	nodeAttrs, edgeAttrs := e.nodeAttributes(), e.edgeAttributes()
	for _, a := range nodeAttrs {
		x.out.WriteByte('\n')
		x.tag(true, "key", "id", a.id, "for", "node", "attr.name", a.name, "attr.type", a.typ)
	}
	for _, a := range edgeAttrs {
		x.out.WriteByte('\n')
		x.tag(true, "key", "id", a.id, "for", "edge", "attr.name", a.name, "attr.type", a.typ)
	}
	x.out.WriteByte('\n')
	x.tag(false, "graph", "id", "normgraph", "edgedefault", "directed")
	set, err := e.propertyNodes(ctx)
	if err != nil {
		return err
	}
	for n, err := range e.nodes(ctx, set) {
		if err != nil {
			return err
		}
		x.out.WriteByte('\n')
		x.tag(false, "node", "id", n.id)
		for _, a := range nodeAttrs {
			x.data(a.id, a.value(n))
		}
		x.out.WriteString("</node>")
	}
	for v, err := range e.edges(ctx, set) {
		if err != nil {
			return err
		}
		x.out.WriteByte('\n')
		x.tag(false, "edge", "id", v.id, "source", v.source, "target", v.target)
		for _, a := range edgeAttrs {
			x.data(a.id, a.value(v))
		}
		x.out.WriteString("</edge>")
	}
	x.out.WriteString("\n</graph>\n</graphml>\n")
	return x.out.Flush()
}

func (x xmlWriter) data(key, value string) {
	if value == "" {
		return
	}
	x.tag(false, "data", "key", key)
	xml.EscapeText(x.out, []byte(value))
	x.out.WriteString("</data>")
}

// writeGEXF writes the property graph in GEXF 1.2, which Gephi and others read
// alike. Nodes with dates appear on its timeline.
func (e *Exporter) writeGEXF(ctx context.Context, w io.Writer) error {
	x := newXML(w)
	x.tag(false, "gexf", "xmlns", "http://www.gexf.net/1.2draft", "version", "1.2")
	x.out.WriteString("\n<meta><creator>Normgraph</creator></meta>\n")
	x.tag(false, "graph", "defaultedgetype", "directed", "mode", "dynamic", "timeformat", "date")
	nodeAttrs, edgeAttrs := gexfOnly(e.nodeAttributes()), gexfOnly(e.edgeAttributes())
	gexfAttributes(x, "node", nodeAttrs)
	gexfAttributes(x, "edge", edgeAttrs)
	set, err := e.propertyNodes(ctx)
	if err != nil {
		return err
	}
	x.out.WriteString("\n<nodes>")
	for n, err := range e.nodes(ctx, set) {
		if err != nil {
			return err
		}
		x.out.WriteByte('\n')
		x.tag(false, "node", "id", n.id, "label", n.label, "start", n.start, "end", n.end)
		gexfValues(x, nodeAttrs, n)
		x.out.WriteString("</node>")
	}
	x.out.WriteString("\n</nodes>\n<edges>")
	for v, err := range e.edges(ctx, set) {
		if err != nil {
			return err
		}
		x.out.WriteByte('\n')
		x.tag(false, "edge", "id", v.id, "source", v.source, "target", v.target,
			"label", v.predicate, "weight", strconv.Itoa(max(1, v.documents)))
		gexfValues(x, edgeAttrs, v)
		x.out.WriteString("</edge>")
	}
	x.out.WriteString("\n</edges>\n</graph>\n</gexf>\n")
	return x.out.Flush()
}

// gexfOnly leaves out what GEXF has attributes of its own for.
func gexfOnly[T any](attrs []attribute[T]) []attribute[T] {
	var out []attribute[T]
	for _, a := range attrs {
		switch a.name {
		case "label", "start", "end", "predicate":
			continue
		case "documents":
			a.typ = "integer"
		}
		out = append(out, a)
	}
	return out
}

func gexfAttributes[T any](x xmlWriter, class string, attrs []attribute[T]) {
	x.out.WriteByte('\n')
	x.tag(false, "attributes", "class", class, "mode", "static")
	for _, a := range attrs {
		x.tag(true, "attribute", "id", a.id, "title", a.name, "type", a.typ)
	}
	x.out.WriteString("</attributes>")
}

func gexfValues[T any](x xmlWriter, attrs []attribute[T], v T) {
	var b strings.Builder
	for _, a := range attrs {
		if s := a.value(v); s != "" {
			fmt.Fprintf(&b, `<attvalue for="%s" value="`, a.id)
			xml.EscapeText(&b, []byte(s))
			b.WriteString(`"/>`)
		}
	}
	if b.Len() > 0 {
		x.out.WriteString("<attvalues>" + b.String() + "</attvalues>")
	}
}
