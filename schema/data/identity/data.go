// Package identity holds the words by which package resolve compares names.
package identity

import "embed"

// Files holds words.tsv and persons.tsv.
//
//go:embed *.tsv
var Files embed.FS
