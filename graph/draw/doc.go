// Package draw lays out pictures of a graph and writes them as SVG.
//
// A picture is a tree that grows from its centre to both sides, an entity and a
// predicate by turns, so that no label lies on another; what is reached twice
// has further, dashed lines. [Tree] lays out a tree that the caller has grown,
// [Graph] grows the trees of any graph by itself, [Timeline] draws events along
// time in lanes. All three are deterministic.
//
//	nodes and edges ─ Graph ─▶ Node tree ─ Tree ─▶ Picture ─▶ SVG in a page, or as a file
package draw
