//go:build !cayleyui

package web

import "io/fs"

// CayleyFiles gives the copy of Cayley's pages in this binary, nil if there is
// none.
func CayleyFiles() fs.FS { return nil }
