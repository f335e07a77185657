package read

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/normgraph/normgraph/extract"
)

// A Source is a document that has been found and not been read.
type Source struct {
	Path     string // as given, or below the folder as given
	Size     int64  // bytes
	Modified time.Time
	open     func() (io.ReadCloser, error)
}

// Bytes reads the source, at most as much as opt allows. The error is a
// [*Refusal].
func (s Source) Bytes(opt Options) ([]byte, error) {
	limit := opt.maxSize()
	if s.Size > limit {
		return nil, &Refusal{s.Path, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, s.Size, limit)}
	}
	r, err := s.open()
	if err != nil {
		return nil, &Refusal{s.Path, plainError(err)}
	}
	defer r.Close()
	raw, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err != nil {
		return nil, &Refusal{s.Path, plainError(err)}
	}
	if int64(len(raw)) > limit {
		return nil, &Refusal{s.Path, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, limit)}
	}
	return raw, nil
}

// Read reads the source as a document.
func (s Source) Read(opt Options) (*extract.Document, error) {
	raw, err := s.Bytes(opt)
	if err != nil {
		return nil, err
	}
	return Document(s.Path, raw, opt)
}

// plainError drops the path that an operating system error repeats.
func plainError(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// Walk finds the sources that the paths name: files, folders with all that is
// in them, globs, and, where opt has a Web, addresses of pages, feeds and site
// maps. Archives (ZIP, TAR, WARC, also compressed), mailboxes,
// feeds and JSON lines are read as streams and give a source for each document
// in them, named like a file in a folder of the archive's name; the sources of
// streams hold their bytes, so that reading them in the order given keeps the
// memory low. Order is that of the paths, and by name within a folder;
// a file that two paths name is given once. A link to a file or folder within
// the folder that was given is left out, since what it leads to is found itself. What cannot be read is yielded as
// a [*Refusal] with the source's name; the walk goes on. Hidden files and
// folders within a folder are left out, as are editors' backups. Links are
// followed only to places within the folder that was given.
func Walk(ctx context.Context, paths []string, opt Options) iter.Seq2[Source, error] {
	return func(yield func(Source, error) bool) {
		w := walker{ctx: ctx, opt: opt, yield: yield, files: map[string]bool{}}
		for _, p := range paths {
			if !w.given(p) {
				return
			}
		}
	}
}

type walker struct {
	ctx   context.Context
	opt   Options
	yield func(Source, error) bool
	// Real paths that were given and are done: files, and folders with all in
	// them. Files within folders are not kept: there may be millions.
	files   map[string]bool // addresses too
	folders []string
}

func (w *walker) refuse(path string, err error) bool {
	return w.yield(Source{Path: path}, &Refusal{Path: path, Err: plainError(err)})
}

// realPath is the absolute path without links.
func realPath(path string) (string, error) {
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		return "", err
	}
	return filepath.Abs(real)
}

// done reports whether an earlier path led to a real path.
func (w *walker) done(real string) bool {
	return w.files[real] || slices.ContainsFunc(w.folders, func(f string) bool { return within(real, f) })
}

// given walks one path of the caller. False means stop.
func (w *walker) given(path string) bool {
	if err := w.ctx.Err(); err != nil {
		w.refuse(path, err)
		return false
	}
	if IsAddress(path) {
		return w.address(path, true)
	}
	info, err := os.Stat(path)
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) && strings.ContainsAny(path, "*?[") {
			return w.glob(path)
		}
		return w.refuse(path, err)
	}
	real, err := realPath(path)
	if err != nil {
		return w.refuse(path, err)
	}
	if w.done(real) {
		return true
	}
	if !info.IsDir() {
		w.files[real] = true
		return w.file(path, info)
	}
	if !w.folder(path, real, real, 0) {
		return false
	}
	w.folders = append(w.folders, real)
	return true
}

func (w *walker) glob(pattern string) bool {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return w.refuse(pattern, err)
	}
	if len(found) == 0 {
		return w.refuse(pattern, ErrNoMatch)
	}
	slices.Sort(found)
	for _, p := range found {
		if !w.given(p) {
			return false
		}
	}
	return true
}

// maxFolders bounds how deep folders are entered.
const maxFolders = 256

// folder walks a folder, whose real path is real, below the given one, whose
// real path is root.
func (w *walker) folder(path, real, root string, depth int) bool {
	if depth > maxFolders {
		return w.refuse(path, fmt.Errorf("%w: folders are nested too deeply", ErrUnsupported))
	}
	entries, err := os.ReadDir(path) // sorted by name
	if err != nil {
		return w.refuse(path, err)
	}
	for _, e := range entries {
		if err := w.ctx.Err(); err != nil {
			w.refuse(path, err)
			return false
		}
		name := e.Name()
		if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") {
			continue
		}
		p, r := filepath.Join(path, name), filepath.Join(real, name)
		if e.Type()&fs.ModeSymlink != 0 {
			if !w.link(p, real, root) {
				return false
			}
			continue
		}
		if w.files[r] || slices.Contains(w.folders, r) {
			continue
		}
		if e.IsDir() {
			if !w.folder(p, r, root, depth+1) {
				return false
			}
			continue
		}
		info, err := e.Info()
		if err != nil {
			if !w.refuse(p, err) {
				return false
			}
			continue
		}
		if !w.file(p, info) {
			return false
		}
	}
	return true
}

// link reports a link that leads nowhere, out of the given folder, or back to a
// folder that it lies in. Where any other leads is found by itself.
func (w *walker) link(path, folder, root string) bool {
	real, err := realPath(path)
	switch {
	case err != nil:
		return w.refuse(path, err)
	case within(folder, real):
		return w.refuse(path, ErrLoop)
	case !within(real, root):
		return w.refuse(path, ErrOutside)
	}
	return true
}

// within reports whether a real path lies in a real folder.
func within(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}

func (w *walker) file(path string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return w.refuse(path, ErrIrregular)
	}
	kind, comp := containerOf(path)
	switch {
	case info.Size() == 0:
		return w.refuse(path, ErrEmpty)
	case kind != noContainer || comp != "":
		return w.members(path, kind, comp, info.Size(), info.ModTime())
	case info.Size() > w.opt.maxSize():
		return w.refuse(path, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, info.Size(), w.opt.maxSize()))
	}
	return w.yield(Source{Path: path, Size: info.Size(), Modified: info.ModTime(), open: func() (io.ReadCloser, error) {
		return openRegular(path)
	}}, nil)
}

// openRegular opens a file and looks again that it is one: a pipe put in its
// place would block for ever.
func openRegular(path string) (io.ReadCloser, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrIrregular
	}
	return os.Open(path)
}
