package own

import (
	"bytes"
	"io/fs"
	"path"
	"slices"
	"time"
)

// A layer is a file system with files in the place of its own, or beside them.
type layer struct {
	base  fs.FS
	files map[string][]byte
}

// Open implements [fs.FS] for files.
func (l layer) Open(name string) (fs.File, error) {
	if b, ok := l.files[name]; ok {
		return &file{bytes.NewReader(b), info{path.Base(name), int64(len(b))}}, nil
	}
	return l.base.Open(name)
}

// Glob implements [fs.GlobFS].
func (l layer) Glob(pattern string) ([]string, error) {
	names, err := fs.Glob(l.base, pattern)
	if err != nil {
		return nil, err
	}
	for name := range l.files {
		if ok, err := path.Match(pattern, name); err != nil {
			return nil, err
		} else if ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// file is an opened file of a layer.
type file struct {
	*bytes.Reader
	info info
}

func (f *file) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *file) Close() error               { return nil }

type info struct {
	name string
	size int64
}

func (i info) Name() string       { return i.name }
func (i info) Size() int64        { return i.size }
func (i info) Mode() fs.FileMode  { return 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
