package nquads

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"iter"
	"slices"

	"github.com/cayleygraph/quad"
)

// A Writer writes quads as canonical N-Quads. It is not safe for concurrent
// use.
type Writer struct {
	out  *bufio.Writer
	line []byte
	last quad.Quad // terms that have been checked
}

// NewWriter returns a writer to w. Its output is complete after Flush.
func NewWriter(w io.Writer) *Writer { return &Writer{out: bufio.NewWriterSize(w, 64<<10)} }

// WriteQuad writes one line. A quad that [CheckQuad] refuses is not written.
func (w *Writer) WriteQuad(q quad.Quad) error {
	if err := CheckKinds(q); err != nil {
		return err
	}
	for _, d := range quad.Directions {
		v := q.Get(d)
		if v == nil || v == w.last.Get(d) {
			continue
		}
		if err := Check(v); err != nil {
			return err
		}
	}
	w.last = q
	w.line = AppendQuad(w.line[:0], q)
	_, err := w.out.Write(w.line)
	return err
}

// Flush hands everything that was written on.
func (w *Writer) Flush() error { return w.out.Flush() }

// AppendQuad appends the canonical line of q, with its line feed. It is valid
// if [CheckQuad] accepts q.
func AppendQuad(dst []byte, q quad.Quad) []byte {
	dst = append(AppendTerm(dst, q.Subject), ' ')
	dst = append(AppendTerm(dst, q.Predicate), ' ')
	dst = append(AppendTerm(dst, q.Object), ' ')
	if q.Label != nil {
		dst = append(AppendTerm(dst, q.Label), ' ')
	}
	return append(dst, '.', '\n')
}

// Write writes quads in the order they come. It ends with the first error, of
// the quads, of w or of the context.
func Write(ctx context.Context, w io.Writer, quads iter.Seq2[quad.Quad, error]) error {
	out := NewWriter(w)
	n := 0
	for q, err := range quads {
		if n%1024 == 0 && err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = out.WriteQuad(q)
		}
		if err != nil {
			return err
		}
		n++
	}
	return out.Flush()
}

// Sort sorts quads by their canonical lines and drops repetitions. It returns
// the shortened slice.
func Sort(quads []quad.Quad) []quad.Quad {
	type keyed struct {
		line []byte
		q    quad.Quad
	}
	lines := make([]keyed, len(quads))
	for i, q := range quads {
		lines[i] = keyed{AppendQuad(nil, q), q}
	}
	slices.SortFunc(lines, func(a, b keyed) int { return bytes.Compare(a.line, b.line) })
	lines = slices.CompactFunc(lines, func(a, b keyed) bool { return bytes.Equal(a.line, b.line) })
	clear(quads[len(lines):])
	for i, l := range lines {
		quads[i] = l.q
	}
	return quads[:len(lines)]
}
