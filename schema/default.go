package schema

import (
	"embed"
	"io/fs"
)

//go:embed data/classes.tsv data/predicates.tsv
var files embed.FS

// Default loads the vocabulary that Normgraph ships.
func Default() (*Vocabulary, error) {
	sub, err := fs.Sub(files, "data")
	if err != nil {
		return nil, err
	}
	return Load(sub)
}
