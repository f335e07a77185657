// Package quads turns what documents say, and what resolution made of it, into
// the claims that users read ([Claim], one JSON object a line) and the quads of
// the graph.
//
// Every extracted statement is written three times, each level optional to
// read, under the label of its document: the plain edge (for path queries), the
// claim node (status, stance, holder, confidence, rule) and the evidence node
// (the exact words and where they stand). A claim that is denied, hedged or
// called off has no plain edge: said is not true.
//
// What follows from claims of one document by rule (a host from a co-host, the
// position of a State from that of its minister) is written under graph/derived
// with its premises. Names and classes of things are under graph/identity, the
// vocabulary and the catalogues under graph/vocabulary, what people have decided
// under graph/decisions, what language models suggest under graph/assisted.
//
// A [Builder] works on one document at a time and keeps nothing. The same edge
// may be derived from several documents: the quads of a corpus are a set.
package quads
