package main

import (
	"io/fs"

	"github.com/normgraph/normgraph/graph/web"
)

// cayleyFiles are Cayley's own pages: those in the binary, else those of the
// module cache, else none.
func cayleyFiles() fs.FS {
	if files := web.CayleyFiles(); files != nil {
		return files
	}
	return web.CayleyModule()
}
