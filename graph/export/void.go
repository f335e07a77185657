package export

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

// The namespaces that only the description needs.
const (
	voidNS = "http://rdfs.org/ns/void#"
	dcatNS = "http://www.w3.org/ns/dcat#"
)

// tally is what the description counts in one pass.
type tally struct {
	triples, quads int64
	subjects       int64
	documents      int64
	objects        bitset
	predicates     map[uint32]*predicateTally
	classes        map[uint32]int64
	sameAs         int64
	first, last    string // days of the documents
}

type predicateTally struct{ triples, subjects int64 }

// count goes through the selection once. A triple under two labels counts once
// as a triple.
func (e *Exporter) count(ctx context.Context) (*tally, error) {
	t := &tally{objects: newBitset(e.snap.Terms()), predicates: map[uint32]*predicateTally{}, classes: map[uint32]int64{}}
	sameAs := e.snap.TermID(schema.OWLSameAs)
	document := e.snap.TermID(schema.ClassIRI(schema.Document))
	var last row
	for r, err := range e.rows(ctx) {
		if err != nil {
			return nil, err
		}
		t.quads++
		if r[sub] == last[sub] && r[pred] == last[pred] && r[obj] == last[obj] {
			continue
		}
		t.triples++
		p := t.predicates[r[pred]]
		if p == nil {
			p = &predicateTally{}
			t.predicates[r[pred]] = p
		}
		p.triples++
		if r[sub] != last[sub] {
			t.subjects++
		}
		if r[sub] != last[sub] || r[pred] != last[pred] {
			p.subjects++
		}
		t.objects.add(r[obj])
		switch r[pred] {
		case e.terms.typ:
			t.classes[r[obj]]++
			if r[obj] == document {
				t.documents++
			}
		case sameAs:
			t.sameAs++
		case e.terms.publishedOn:
			text := e.textOf(r[obj])
			if d := firstDay(text); d != "" && (t.first == "" || d < t.first) {
				t.first = d
			}
			t.last = max(t.last, lastDay(text))
		}
		last = r
	}
	return t, nil
}

// writeVoID describes the selection as a data set in the vocabularies VoID and
// DCAT, in Turtle.
func (e *Exporter) writeVoID(ctx context.Context, w io.Writer) error {
	t, err := e.count(ctx)
	if err != nil {
		return err
	}
	out := bufio.NewWriterSize(w, bufferSize)
	for _, p := range append(prefixes(), schema.Prefix{Name: "dcat", Namespace: dcatNS}, schema.Prefix{Name: "void", Namespace: voidNS}) {
		fmt.Fprintf(out, "@prefix %s: <%s> .\n", p.Name, p.Namespace)
	}
	base := e.names.Base()
	fmt.Fprintf(out, "\n<%sgraph/dataset> a void:Dataset , dcat:Dataset", base)
	line := func(format string, args ...any) { fmt.Fprintf(out, " ;\n\t"+format, args...) }
	line("dct:title %s@en", text("Normgraph: actors, events and norms in diplomatic documents"))
	line("dct:description %s@en", text("Read from documents; every edge names its document, claims and evidence hold the exact words."))
	line("void:uriSpace %s", text(base))
	line("void:vocabulary <%s> , <http://www.w3.org/2004/02/skos/core#>", schema.NS)
	line("void:triples %d", t.triples)
	line("void:entities %d", t.subjects)
	line("void:distinctSubjects %d", t.subjects)
	line("void:distinctObjects %d", t.objects.count())
	line("void:classes %d", len(t.classes))
	line("void:properties %d", len(t.predicates))
	line("void:documents %d", t.documents)
	line("void:feature <http://www.w3.org/ns/formats/N-Quads>")
	if t.first != "" {
		line("dct:temporal [ a dct:PeriodOfTime ; dcat:startDate %s^^xsd:date ; dcat:endDate %s^^xsd:date ]", text(t.first), text(t.last))
	}
	for _, n := range sortedTerms(t.classes) {
		line("void:classPartition [ void:class %s ; void:entities %d ]", e.turtleTerm(n), t.classes[n])
	}
	for _, n := range sortedTerms(t.predicates) {
		p := t.predicates[n]
		line("void:propertyPartition [ void:property %s ; void:triples %d ; void:distinctSubjects %d ]", e.turtleTerm(n), p.triples, p.subjects)
	}
	for _, d := range []struct{ name, media, format string }{
		{"graph.nq", "application/n-quads", "N-Quads"},
		{"graph.trig", "application/trig", "TriG"},
		{"graph.jsonld", "application/ld+json", "JSON-LD"},
	} {
		line("dcat:distribution [ a dcat:Distribution ; dct:title %s ; dcat:mediaType <https://www.iana.org/assignments/media-types/%s> ; dct:format <http://www.w3.org/ns/formats/%s> ]", text(d.name), d.media, d.format)
	}
	out.WriteString(" .\n")
	if t.sameAs > 0 {
		fmt.Fprintf(out, "\n<%sgraph/links-wikidata> a void:Linkset ;\n\tvoid:subjectsTarget <%sgraph/dataset> ;\n\tvoid:objectsTarget <http://www.wikidata.org/entity/> ;\n\tvoid:linkPredicate owl:sameAs ;\n\tvoid:triples %d .\n", base, base, t.sameAs)
	}
	return out.Flush()
}

// text is a plain string in Turtle.
func text(s string) string { return string(nquads.AppendTerm(nil, quad.String(s))) }

// turtleTerm is a term without a base.
func (e *Exporter) turtleTerm(n uint32) string {
	return string(appendTurtle(nil, shortener{prefixes: prefixes()}, e.snap.Term(n)))
}

// sortedTerms are the keys of a map in order of the terms.
func sortedTerms[V any](m map[uint32]V) []uint32 {
	keys := make([]uint32, 0, len(m))
	for n := range m {
		keys = append(keys, n)
	}
	slices.SortFunc(keys, cmp.Compare[uint32])
	return keys
}
