// Package export writes a graph, or a part of it, in the formats of other
// tools.
//
//	Store ─ Open(Selection) ─▶ Exporter ─ Write ─▶ N-Quads, TriG, Turtle, JSON-LD, GraphML, …
//
// A [Selection] says which part: how many of the layers (edges, claims,
// evidence), which documents, which neighbourhood, which claims. [Exporter]
// writes it in a [Format], as a stream: what it holds in memory are sets of
// numbers, a bit a term.
//
// N-Quads, TriG and JSON-LD are lossless: read back, they give the identical
// graph. Turtle has no place for the labels. GraphML, GEXF, CSV and DOT
// hold the property graph: things as nodes, statements between things as edges.
package export
