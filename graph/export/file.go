package export

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
)

// WriteFile writes a file of the format, compressed if the name ends in ".gz".
// The file takes its name in one step, when it is whole; after an error what was
// there is still there.
func (e *Exporter) WriteFile(ctx context.Context, name string, f Format) error {
	return replaceFile(name, func(w io.Writer) error { return e.Write(ctx, w, f) })
}

// replaceFile writes beside the file and renames.
func replaceFile(name string, write func(io.Writer) error) (err error) {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return fmt.Errorf("%s is a folder", name)
	}
	dir, base := filepath.Split(name)
	if dir == "" {
		dir = "."
	}
	tmp, err := os.CreateTemp(dir, base+".tmp*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(tmp.Name()))
		}
	}()
	err = writeTo(tmp, strings.HasSuffix(name, ".gz"), write)
	if err == nil {
		err = tmp.Sync()
	}
	if cerr := tmp.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(tmp.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(tmp.Name(), name)
	}
	return err
}

// writeTo writes through a buffer and, if asked for, gzip without name and time,
// so that equal graphs are equal files.
func writeTo(f io.Writer, compress bool, write func(io.Writer) error) error {
	buf := bufio.NewWriterSize(f, 1<<20)
	var w io.Writer = buf
	if compress {
		zip := gzip.NewWriter(buf)
		if err := write(zip); err != nil {
			return err
		}
		if err := zip.Close(); err != nil {
			return err
		}
		return buf.Flush()
	}
	if err := write(w); err != nil {
		return err
	}
	return buf.Flush()
}

// makeFolder fills a folder beside the one meant and gives it its name when it
// is whole. A folder that is there must be empty.
func makeFolder(dir string, fill func(tmp string) error) (err error) {
	entries, err := os.ReadDir(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case len(entries) > 0:
		return fmt.Errorf("the folder %s is not empty: name another, or remove it first", dir)
	}
	dir = filepath.Clean(dir)
	tmp, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".tmp*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(tmp))
		}
	}()
	if err := fill(tmp); err != nil {
		return err
	}
	if err := os.Chmod(tmp, 0o755); err != nil {
		return err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return os.Rename(tmp, dir)
}

// WriteShards writes the selection as canonical N-Quads in n compressed files of
// about the same number of quads, part-00001-of-00004.nq.gz and so on, in a new
// folder. All quads of a subject are in one file; the files one after the other
// are the sorted document.
func (e *Exporter) WriteShards(ctx context.Context, dir string, n int) error {
	if n < 1 {
		return fmt.Errorf("%d files are none", n)
	}
	total := 0
	for _, err := range e.rows(ctx) {
		if err != nil {
			return err
		}
		total++
	}
	return makeFolder(dir, func(tmp string) error {
		next, stop := iter.Pull2(e.Quads(ctx))
		defer stop()
		q, err, ok := next()
		written := 0
		for i := range n {
			end := total * (i + 1) / n
			name := filepath.Join(tmp, fmt.Sprintf("part-%05d-of-%05d.nq.gz", i+1, n))
			werr := replaceFile(name, func(w io.Writer) error {
				out := nquads.NewWriter(w)
				var last quad.Value
				for ok && (written < end || i == n-1 || q.Subject == last) {
					if err != nil {
						return err
					}
					if err := out.WriteQuad(q); err != nil {
						return err
					}
					last = q.Subject
					written++
					q, err, ok = next()
				}
				return out.Flush()
			})
			if werr != nil {
				return werr
			}
		}
		return err
	})
}
