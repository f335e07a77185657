//go:build cayleyui

package web

import (
	"embed"
	"io/fs"
)

//go:embed cayley/static cayley/templates cayley/LICENSE cayley/AUTHORS
var cayleyEmbedded embed.FS

// CayleyFiles gives the copy of Cayley's pages in this binary, nil if there is
// none.
func CayleyFiles() fs.FS {
	files, err := fs.Sub(cayleyEmbedded, "cayley")
	if err != nil {
		return nil
	}
	return files
}
