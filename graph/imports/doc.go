// Package imports keeps the statements of others that go into a graph beside
// what its documents say.
//
//	N-Quads ─ [Folder.Add]: checked, sorted ─▶ NAME.SUM.nq.gz ─ [Folder.Quads] ─▶ every build
//
// A graph is always made anew of its documents, so what was imported is kept in
// a folder of its own, a file for each import under the sum of its content, and
// every build adds it. Removing the file takes it out again.
package imports
