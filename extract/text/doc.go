// Package text cuts a document's text into sentences and tokens and folds
// strings for comparison. Every token and every folded byte knows the bytes it
// came from.
//
// [Segmenter] is the first step of the pipeline. Tokens follow the habits of
// the English Universal Dependencies treebanks, on which package syntax is
// trained: clitics ("'s", "n't"), punctuation and the parts of hyphenated words
// are tokens of their own ("state - of - the - art"), except after a prefix
// ("non-binding", "co-chair"), in numbers ("2019-10-08") and in addresses.
//
// [Fold] prepares running text for cue phrases, [Key] a name for comparison,
// [Slug] a name for an IRI.
package text
