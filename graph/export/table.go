package export

import (
	"bufio"
	"context"
	"encoding/csv"
	"io"
	"strconv"
)

// writeTables writes the property graph as two tables, for spreadsheets or, with
// the header of its importer, for Neo4j.
func (e *Exporter) writeTables(ctx context.Context, nodes, edges io.Writer, f Format) error {
	set, err := e.propertyNodes(ctx)
	if err != nil {
		return err
	}
	nodeHead := []string{"id", "iri", "label", "type", "start", "end"}
	edgeHead := []string{"source", "target", "predicate", "documents", "status", "confidence"}
	if f == Neo4j {
		nodeHead = []string{"id:ID", "iri", "label", ":LABEL", "start", "end"}
		edgeHead = []string{":START_ID", ":END_ID", ":TYPE", "documents:int", "status", "confidence:double"}
	}
	if e.withClaims() {
		derived := "derived"
		if f == Neo4j {
			derived = "derived:boolean"
		}
		edgeHead = append(edgeHead, "claim", "document", "stance", "holder", "rule", derived)
	}
	if e.withWords() {
		edgeHead = append(edgeHead, "words")
	}
	t := newTable(nodes)
	t.write(nodeHead)
	for n, err := range e.nodes(ctx, set) {
		if err != nil {
			return err
		}
		t.write([]string{n.id, n.iri, n.label, n.class, n.start, n.end})
	}
	if err := t.flush(); err != nil {
		return err
	}
	t = newTable(edges)
	t.write(edgeHead)
	for v, err := range e.edges(ctx, set) {
		if err != nil {
			return err
		}
		line := []string{v.source, v.target, v.predicate, strconv.Itoa(v.documents), v.status, confidence(v.confidence)}
		if e.withClaims() {
			line = append(line, v.claim, v.document, v.stance, v.holder, v.rule, strconv.FormatBool(v.derived))
		}
		if e.withWords() {
			line = append(line, v.words)
		}
		t.write(line)
	}
	return t.flush()
}

// table writes CSV (RFC 4180); the first error sticks.
type table struct {
	buf *bufio.Writer
	csv *csv.Writer
}

func newTable(w io.Writer) table {
	b := bufio.NewWriterSize(w, bufferSize)
	return table{b, csv.NewWriter(b)}
}

func (t table) write(cells []string) { _ = t.csv.Write(cells) }

func (t table) flush() error {
	t.csv.Flush()
	if err := t.csv.Error(); err != nil {
		return err
	}
	return t.buf.Flush()
}
