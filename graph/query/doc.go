// Package query answers questions about a graph that [quad.Quad]s of Normgraph
// hold in a Cayley store, with the proof beside each answer.
//
// The main types are [Graph], which reads a [graph.QuadStore], [Query], the
// parsed form of the path language that SYNTAX.md describes, and [Table], the
// answer: columns, and rows that know the claims they rest on.
//
//	words of a person ─ Question ─▶ Query ─ Graph.Run ─▶ Table
//	                                  ▲                   │ claim ids
//	              Parse ─ path text ──┘                   ▼
//	                                           Graph.Evidence ─▶ sentences
//
// [Graph.Resolve] finds the entity that a name means, [Graph.Connect] the
// shortest connections between two, and [Graph.Compare], [Graph.Show],
// [Graph.Story], [Graph.Conflicts], [Graph.Timeline], [Graph.Stats] and [Diff]
// read the graph in ways that one path does not express. [Raw] hands a text in
// one of Cayley's own query languages to Cayley.
//
// An evaluation that is cancelled, or that exceeds its bounds, returns an error
// and no answer; there are no silently shortened answers.
package query
