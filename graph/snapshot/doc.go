// Package snapshot is an immutable quad store in one file that Cayley's query
// engine runs on.
//
// [Build] writes a file from quads in any order, [Open] maps it into memory.
// The file holds the distinct terms in order, front-coded, and the quads as
// packed numbers in four orders, so that the quads with any combination of
// bound directions lie next to each other:
//
//	header
//	terms      <https://…/ns#State>, <https://…/id/state/KR> …   numbered from 1
//	predicates the terms used as predicate, ranked from 0
//	spog       (predicate, object, label) of each quad, by subject
//	opsg       (predicate, subject, label), by object
//	posg       (object, subject, label), by predicate
//	gspo       (subject, predicate, object), by label
//	statistics distinct subjects and objects of each predicate
//	checksums  of each mebibyte
//
// Terms are numbered in the order of their canonical N-Quads form, so the order
// spog is that of the sorted N-Quads document. The bytes depend on the set of
// quads alone.
//
// A [Snapshot] is a graph.QuadStore of Cayley. It is safe for concurrent use.
package snapshot
