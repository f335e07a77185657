// Package schema is the vocabulary of Normgraph: its classes and predicates,
// the names of things (IRIs) and values (literals) with constructors that
// refuse what other RDF tools would misread, and the exports of the vocabulary
// as Turtle and SHACL. It knows no text and no store.
//
// A [Vocabulary] is loaded from data files and read-only afterwards. [Names]
// translates between full IRIs and the short forms that people type.
// [Vocabulary.Check] holds quads against domain, range and datatypes.
package schema
