// Package corpus makes one graph of many documents that have been extracted.
//
//	extractions ─ [Resolve] ─▶ entities ─ [Graph.Quads] ─▶ quads
//
// A [List] says which documents a graph is made of; the extractions themselves
// stay where they are kept and are read twice, once for their names and once
// for their claims. So what is in memory grows with the number of documents and
// entities, not with the texts. The quads depend on the list and the
// extractions alone, not on their order or the number of workers.
package corpus
