// Package syntax tags, lemmatises and parses the sentences that package text
// has cut: Universal Dependencies of English, projective trees.
package syntax
