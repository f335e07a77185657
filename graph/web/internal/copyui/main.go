// Command copyui copies Cayley's pages and their scripts from its module to the
// folder cayley, which a build with the tag cayleyui embeds. 'go generate'
// runs it in graph/web.
package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/normgraph/normgraph/graph/web"
)

func main() {
	if err := run("cayley"); err != nil {
		fmt.Fprintln(os.Stderr, "copyui:", err)
		os.Exit(1)
	}
}

func run(to string) error {
	files := web.CayleyModule()
	if files == nil {
		return errors.New("the module cache does not hold Cayley: run 'go mod download github.com/cayleygraph/cayley'")
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	for _, top := range []string{"static", "templates", "LICENSE", "AUTHORS"} {
		err := fs.WalkDir(files, top, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			dest := filepath.Join(to, filepath.FromSlash(name))
			if d.IsDir() {
				return os.MkdirAll(dest, 0o755)
			}
			data, err := fs.ReadFile(files, name)
			if err != nil {
				return err
			}
			return os.WriteFile(dest, data, 0o644)
		})
		if err != nil {
			return err
		}
	}
	return nil
}
