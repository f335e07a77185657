// Package assist asks a language model behind an OpenAI-compatible endpoint for
// a second opinion: claims of a document in the vocabulary of Normgraph.
//
//	document ─ [Client.Ask] ─▶ answer in a JSON schema ─ check ─▶ [Suggestion]s, and what was refused
//
// A suggestion is taken only if its quoted words stand in the document, if both
// names stand there, one of them in the quote, and if the classes fit the
// predicate. It is never a claim: it is kept apart, with the name of its model,
// and is in no answer of the graph until a person makes it his own.
//
// The package opens a socket to the endpoint it is given, and only when it is
// asked.
package assist
