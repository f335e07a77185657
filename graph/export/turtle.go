package export

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"regexp"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

// bufferSize is that of all writers.
const bufferSize = 64 << 10

// turtle writes Turtle, and the blocks of TriG. The first error of the output
// sticks in the buffered writer.
type turtle struct {
	out    *bufio.Writer
	snap   *snapshot.Snapshot
	short  shortener
	terms  map[uint32][]byte // terms that come again and again, as written
	typ    uint32
	last   row
	indent string
	buf    []byte
}

func (e *Exporter) newTurtle(w io.Writer) *turtle {
	t := &turtle{
		out: bufio.NewWriterSize(w, bufferSize), snap: e.snap, short: newShortener(e.names),
		terms: map[uint32][]byte{}, typ: e.terms.typ,
	}
	if t.short.base != "" {
		fmt.Fprintf(t.out, "@base <%s> .\n", t.short.base)
	}
	for _, p := range t.short.prefixes {
		fmt.Fprintf(t.out, "@prefix %s: <%s> .\n", p.Name, p.Namespace)
	}
	return t
}

// writeTurtle writes the selection without its labels.
func (e *Exporter) writeTurtle(ctx context.Context, w io.Writer) error {
	t := e.newTurtle(w)
	for r, err := range e.rows(ctx) {
		if err != nil {
			return err
		}
		t.statement(r)
	}
	t.end()
	return t.out.Flush()
}

// writeTriG writes the selection, one block for each label.
func (e *Exporter) writeTriG(ctx context.Context, w io.Writer) error {
	t := e.newTurtle(w)
	label := uint32(0)
	for r, err := range e.rowsByLabel(ctx) {
		if err != nil {
			return err
		}
		if r[lab] != label {
			t.close(label)
			label = r[lab]
			t.out.WriteByte('\n')
			t.out.Write(t.term(label))
			t.out.WriteString(" {")
			t.indent = "\t"
		}
		t.statement(r)
	}
	t.close(label)
	return t.out.Flush()
}

// close ends the block of a label.
func (t *turtle) close(label uint32) {
	t.end()
	if label != 0 {
		t.out.WriteString("}\n")
	}
}

// statement writes one triple; those of one subject, and of one predicate, have
// to follow each other. A triple that was the last one too is left out.
func (t *turtle) statement(r row) {
	switch {
	case r[sub] == t.last[sub] && r[pred] == t.last[pred] && r[obj] == t.last[obj]:
		return
	case r[sub] == t.last[sub] && r[pred] == t.last[pred]:
		t.out.WriteString(" , ")
	case r[sub] == t.last[sub]:
		t.out.WriteString(" ;\n" + t.indent + "\t")
		t.predicate(r[pred])
	default:
		if t.last[sub] != 0 {
			t.out.WriteString(" .")
		}
		t.out.WriteString("\n" + t.indent)
		t.out.Write(t.append(r[sub]))
		t.out.WriteString(" ")
		t.predicate(r[pred])
	}
	if r[pred] == t.typ {
		t.out.Write(t.term(r[obj]))
	} else {
		t.out.Write(t.append(r[obj]))
	}
	t.last = r
}

// end closes the statement that is open.
func (t *turtle) end() {
	if t.last[sub] != 0 {
		t.out.WriteString(" .\n")
	}
	t.last = row{}
}

func (t *turtle) predicate(n uint32) {
	if n == t.typ {
		t.out.WriteString("a ")
		return
	}
	t.out.Write(t.term(n))
	t.out.WriteByte(' ')
}

// term is a term as written, for those that come often.
func (t *turtle) term(n uint32) []byte {
	b, ok := t.terms[n]
	if !ok {
		if len(t.terms) > 1<<16 {
			clear(t.terms)
		}
		b = append([]byte(nil), t.append(n)...)
		t.terms[n] = b
	}
	return b
}

// append is a term as written; it is overwritten by the next.
func (t *turtle) append(n uint32) []byte {
	t.buf = appendTurtle(t.buf[:0], t.short, t.snap.Term(n))
	return t.buf
}

// Numbers that are written without quotes. Turtle's grammar (section 2.5.2) reads
// more forms letter by letter, but some tools write "007" and ".5" anew.
var (
	bareInteger = regexp.MustCompile(`^(0|-?[1-9][0-9]*)$`)
	bareDecimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)\.[0-9]+$`)
)

// appendTurtle appends a term in Turtle. Its strings are those of canonical
// N-Quads, which Turtle reads alike.
func appendTurtle(dst []byte, short shortener, v quad.Value) []byte {
	switch v := v.(type) {
	case quad.IRI:
		if p, local, ok := short.prefixed(v); ok {
			dst = append(dst, p...)
			dst = append(dst, ':')
			return append(dst, local...)
		}
		if path, ok := short.relative(v); ok {
			v = quad.IRI(path)
		}
		return nquads.AppendTerm(dst, v)
	case quad.TypedString:
		s := string(v.Value)
		switch {
		case v.Type == schema.XSDInteger && bareInteger.MatchString(s),
			v.Type == schema.XSDDecimal && bareDecimal.MatchString(s),
			v.Type == schema.XSDBoolean && (s == "true" || s == "false"):
			return append(dst, s...)
		}
		if p, local, ok := short.prefixed(v.Type); ok {
			dst = nquads.AppendTerm(dst, v.Value)
			dst = append(dst, "^^"...)
			dst = append(dst, p...)
			dst = append(dst, ':')
			return append(dst, local...)
		}
	}
	return nquads.AppendTerm(dst, v)
}
