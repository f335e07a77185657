// Package graphtest has what every store must do, as tests.
//
// [Test] runs the contract on stores that a constructor makes. [Corpus] makes
// graphs of any size in the shape of real ones. [Random] makes path queries,
// which a store must answer as the definition of their steps does.
package graphtest
