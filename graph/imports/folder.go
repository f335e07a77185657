package imports

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/nquads"
)

// A Folder holds the imports of a store. The folder need not be there; it is
// made by the first Add. Whoever changes it has to hold the lock of the store.
type Folder string

// An Import is one file of a folder.
type Import struct {
	Name string
	Sum  string // SHA-256 of the canonical N-Quads, in hexadecimal

	// Of what Add has just taken in; 0 in a list.
	Quads     int
	Relabeled int // quads whose label was one of the graph's own
}

const ending = ".nq.gz"

func (f Folder) file(i Import) string {
	return filepath.Join(string(f), i.Name+"."+i.Sum+ending)
}

// List gives the imports in order of name.
func (f Folder) List() ([]Import, error) {
	entries, err := os.ReadDir(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("list the imports: %w", err)
	}
	var out []Import
	for _, e := range entries {
		stem, ok := strings.CutSuffix(e.Name(), ending)
		i := strings.LastIndexByte(stem, '.')
		if ok && i > 0 && len(stem)-i-1 == 2*sha256.Size {
			out = append(out, Import{Name: stem[:i], Sum: stem[i+1:]})
		}
	}
	slices.SortFunc(out, func(a, b Import) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// Prepare reads an N-Quads document, which may be compressed with gzip, checks
// all of it and gives what [Prepared.Keep] keeps; nothing is changed before. The
// error is a [*nquads.SyntaxError], a [*Problems] or one of r. Sorting takes a
// temporary file.
func (f Folder) Prepare(ctx context.Context, r io.Reader, opts Options) (*Prepared, error) {
	c, err := newChecker(opts)
	if err != nil {
		return nil, err
	}
	plain, err := decompressed(r)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "normgraph")
	if err != nil {
		return nil, err
	}
	p := &Prepared{folder: f, dir: dir, Import: Import{Name: opts.Name}}
	if err := p.sort(ctx, c, plain); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// decompressed is the content of r, unpacked if it is compressed.
func decompressed(r io.Reader) (io.Reader, error) {
	var head [2]byte
	n, err := io.ReadFull(r, head[:])
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	whole := io.MultiReader(bytes.NewReader(head[:n]), r)
	if n == 2 && head == [2]byte{0x1f, 0x8b} {
		return gzip.NewReader(whole)
	}
	return whole, nil
}

// A Prepared import is checked and sorted, and not yet in its folder.
type Prepared struct {
	Import
	folder Folder
	dir    string
}

const preparedName = "prepared" + ending

// sort writes the checked quads in canonical order.
func (p *Prepared) sort(ctx context.Context, c *checker, r io.Reader) error {
	// The first error of the document is the one to tell, not that of the
	// store that got no more.
	var fault error
	quads := func(yield func(quad.Quad, error) bool) {
		for q, err := range c.quads(r) {
			if err != nil {
				fault = err
			}
			if !yield(q, err) {
				return
			}
		}
	}
	store := filepath.Join(p.dir, "sorted")
	err := graph.Write(ctx, store, quads, graph.Options{})
	switch {
	case fault != nil:
		return fault
	case err != nil:
		return err
	case len(c.problems.List) > 0:
		return &c.problems
	}
	s, err := graph.Open(store)
	if err != nil {
		return err
	}
	defer s.Close()
	out, err := os.Create(filepath.Join(p.dir, preparedName))
	if err != nil {
		return err
	}
	defer out.Close()
	zip, sum := gzip.NewWriter(out), sha256.New()
	counted := func(yield func(quad.Quad, error) bool) {
		for q, err := range s.Quads(ctx) {
			p.Quads++
			if !yield(q, err) {
				return
			}
		}
	}
	if err := nquads.Write(ctx, io.MultiWriter(zip, sum), counted); err != nil {
		return err
	}
	p.Sum, p.Relabeled = hex.EncodeToString(sum.Sum(nil)), c.relabeled
	return errors.Join(zip.Close(), out.Sync())
}

// Kept reports whether the folder holds just this under its name.
func (p *Prepared) Kept() bool {
	list, err := p.folder.List()
	if err != nil {
		return false
	}
	list = slices.DeleteFunc(list, func(i Import) bool { return i.Name != p.Name })
	return len(list) == 1 && list[0].Sum == p.Sum
}

// Keep puts the import into its folder, in the place of an older one of its
// name, which it returns.
func (p *Prepared) Keep() (replaced []Import, err error) {
	if err := os.MkdirAll(string(p.folder), 0o755); err != nil {
		return nil, err
	}
	old, err := p.folder.List()
	if err != nil {
		return nil, err
	}
	if err := copyFile(filepath.Join(p.dir, preparedName), p.folder.file(p.Import)); err != nil {
		return nil, err
	}
	for _, i := range old {
		if i.Name == p.Name && i.Sum != p.Sum {
			replaced = append(replaced, i)
			if err := os.Remove(p.folder.file(i)); err != nil {
				return replaced, err
			}
		}
	}
	return replaced, nil
}

// copyFile copies to another file system too; the copy takes its name when it is
// whole.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to + ".new")
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err == nil {
		err = out.Sync()
	}
	err = errors.Join(err, out.Close())
	if err == nil {
		err = os.Rename(out.Name(), to)
	}
	return err
}

// Close removes what Prepare needed.
func (p *Prepared) Close() error { return os.RemoveAll(p.dir) }

// Has reports whether there is an import with a name.
func (f Folder) Has(name string) bool {
	list, err := f.List()
	return err == nil && slices.ContainsFunc(list, func(i Import) bool { return i.Name == name })
}

// Remove takes out the import with a name, if there is one.
func (f Folder) Remove(name string) error {
	list, err := f.List()
	if err != nil {
		return err
	}
	for _, i := range list {
		if i.Name == name {
			if err := os.Remove(f.file(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Quads yields the quads of all imports in the order of their canonical lines,
// each once. An error ends the sequence; a file that is not what its name says
// is one.
func (f Folder) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		list, err := f.List()
		if err != nil {
			yield(quad.Quad{}, err)
			return
		}
		var open []*source
		defer func() {
			for _, s := range open {
				s.stop()
			}
		}()
		for _, i := range list {
			s := newSource(f.read(ctx, i))
			if s.err != nil {
				yield(quad.Quad{}, s.err)
				return
			}
			open = append(open, s)
		}
		var last []byte
		for {
			least := nearest(open)
			if least == nil {
				return
			}
			if !bytes.Equal(least.line, last) {
				if !yield(least.quad, nil) {
					return
				}
				last = append(last[:0], least.line...)
			}
			if least.next(); least.err != nil {
				yield(quad.Quad{}, least.err)
				return
			}
		}
	}
}

// nearest is the source with the least line, nil where all are at their ends.
func nearest(open []*source) *source {
	var least *source
	for _, s := range open {
		if !s.end && (least == nil || bytes.Compare(s.line, least.line) < 0) {
			least = s
		}
	}
	return least
}

// A source is a sequence of quads with the one that comes next.
type source struct {
	pull func() (quad.Quad, error, bool)
	stop func()
	quad quad.Quad
	line []byte // of the quad, canonical
	err  error
	end  bool
}

func newSource(quads iter.Seq2[quad.Quad, error]) *source {
	s := &source{}
	s.pull, s.stop = iter.Pull2(quads)
	s.next()
	return s
}

func (s *source) next() {
	q, err, ok := s.pull()
	s.quad, s.err, s.end = q, err, !ok
	if ok && err == nil {
		s.line = nquads.AppendQuad(s.line[:0], q)
	}
}

// read yields the quads of one import and compares its bytes with its sum.
func (f Folder) read(ctx context.Context, i Import) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		fail := func(err error) { yield(quad.Quad{}, fmt.Errorf("import %s: %w", i.Name, err)) }
		in, err := os.Open(f.file(i))
		if err != nil {
			fail(err)
			return
		}
		defer in.Close()
		zip, err := gzip.NewReader(in)
		if err != nil {
			fail(err)
			return
		}
		sum := sha256.New()
		n := 0
		for q, err := range nquads.Read(io.TeeReader(zip, sum)) {
			if n%1024 == 0 && err == nil {
				err = ctx.Err()
			}
			if n++; err != nil {
				fail(err)
				return
			}
			if !yield(q, nil) {
				return
			}
		}
		if hex.EncodeToString(sum.Sum(nil)) != i.Sum {
			fail(errors.New("the file is damaged: import it again"))
		}
	}
}

// Among calls each for every quad of a sequence in canonical order, and says
// whether the imports hold it.
func (f Folder) Among(ctx context.Context, quads iter.Seq2[quad.Quad, error], each func(q quad.Quad, imported bool)) error {
	s := newSource(f.Quads(ctx))
	defer s.stop()
	var line []byte
	for q, err := range quads {
		if err != nil {
			return err
		}
		line = nquads.AppendQuad(line[:0], q)
		for !s.end && s.err == nil && bytes.Compare(s.line, line) < 0 {
			s.next()
		}
		if s.err != nil {
			return s.err
		}
		each(q, !s.end && bytes.Equal(s.line, line))
	}
	return nil
}
