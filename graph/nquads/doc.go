// Package nquads reads and writes RDF 1.1 N-Quads, strictly.
//
// [NewReader] refuses every line that the grammar of the recommendation
// refuses, and relative IRIs, with the line, the column and the words at
// fault. [NewWriter] writes the canonical form: one form for each term, so that
// equal graphs written in order are equal bytes. What a Writer has written a
// Reader reads back unchanged.
//
// Terms are [quad.IRI], [quad.BNode], [quad.String], [quad.LangString] and
// [quad.TypedString] with the full datatype IRI. A literal of type xsd:string
// is a [quad.String]; the two are one term in RDF.
package nquads
