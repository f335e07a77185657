package export

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// WriteFolder writes a format that is a folder, which must not be there or be
// empty. It takes its name in one step, when it is whole.
func (e *Exporter) WriteFolder(ctx context.Context, dir string, f Format, d Description) error {
	switch f {
	case CSV, Neo4j:
		return makeFolder(dir, func(tmp string) (err error) {
			nodes, err := os.Create(filepath.Join(tmp, "nodes.csv"))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, nodes.Close()) }()
			edges, err := os.Create(filepath.Join(tmp, "edges.csv"))
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, edges.Close()) }()
			return e.writeTables(ctx, nodes, edges, f)
		})
	case ROCrate:
		return makeFolder(dir, func(tmp string) error { return e.fillCrate(ctx, tmp, d) })
	}
	return fmt.Errorf("format %s is not a folder", f)
}
