// Package graph keeps the quads and is the home of Cayley.
//
// [Write] replaces the graph of a folder by the quads it is given; [Open] opens
// it for reading:
//
//	quads ─ Write ─▶ DIR/graph.snapshot ─ Open ─▶ Store ─▶ Cayley's paths, Gizmo, GraphQL …
//
// A graph is never edited, it is always written anew: the new file is made
// beside the old one and takes its name in one step. Who has the old one open
// keeps it. Other packages keep files of their own in the folder; those of this
// package have names that begin with "graph.".
//
// Package snapshot has the file format, package nquads reads and writes the
// exchange format, and package graphtest holds what every store must do.
package graph
