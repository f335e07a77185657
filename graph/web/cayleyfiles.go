package web

import (
	"go/build"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
)

//go:generate go run ./internal/copyui

// cayleyPath is the module that holds Cayley's pages.
const cayleyPath = "github.com/cayleygraph/cayley"

// CayleyModule gives Cayley's pages from the cache of Go modules on this
// machine, nil where they aren't there. It is for 'go run' and for binaries
// built without the tag cayleyui.
func CayleyModule() fs.FS {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return nil
	}
	for _, dep := range info.Deps {
		if dep.Path != cayleyPath {
			continue
		}
		dir := filepath.Join(moduleCache(), filepath.FromSlash(dep.Path)+"@"+dep.Version)
		if _, err := os.Stat(filepath.Join(dir, "templates", "query.html")); err == nil {
			return os.DirFS(dir)
		}
	}
	return nil
}

// moduleCache is the folder of the cache, found as the go command finds it.
func moduleCache() string {
	if dir := os.Getenv("GOMODCACHE"); dir != "" {
		return dir
	}
	first, _, _ := strings.Cut(build.Default.GOPATH, string(filepath.ListSeparator))
	return filepath.Join(first, "pkg", "mod")
}
