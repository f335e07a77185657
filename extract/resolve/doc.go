// Package resolve decides which mentions of different documents are the same
// thing, and gives every thing its IRI.
//
// A [Document] holds what extraction found in one text: entities and claims
// that refer to them. A [Resolver] takes the documents of a corpus, in any
// order, keeps their names and the claims that tell things apart, and makes a
// [Resolution]: the global entities with IRI path, label and aliases, the
// reasons for each merge, and the pairs that were too doubtful to merge.
//
//	documents ── Add ──▶ names and features ── Resolve ──▶ entities
//
// Things with a key (a State, a catalogued norm) are joined by it. Organisations,
// series, instruments and places are joined by name and by acronym where only
// one thing has it; events and persons by a score over names, dates, places,
// numbers and company, with vetoes that no score outweighs. Two different
// things of one document are never joined.
//
// The result is a function of the set of documents alone.
package resolve
