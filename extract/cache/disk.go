package cache

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Disk is what a cache needs of a file system. [OS] is the real one; tests
// inject faults with another.
type Disk interface {
	MkdirAll(dir string) error
	// Files lists the files of a folder whose names end as given, in order; a
	// folder that is not there has none.
	Files(dir, suffix string) ([]string, error)
	Open(name string, write bool) (File, error)
	// Create makes a file that is not there yet.
	Create(name string) (File, error)
	Remove(name string) error
	// SyncDir makes new names in a folder durable, where the system can.
	SyncDir(dir string)
}

// A File is an open file of a [Disk].
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Name() string
	Stat() (fs.FileInfo, error)
	Truncate(size int64) error
	Sync() error
}

// OS is the file system of the operating system.
type OS struct{}

// MkdirAll makes a folder and its parents.
func (OS) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o755) }

// Files lists the files of a folder whose names end as given, in order.
func (OS) Files(dir, suffix string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if os.IsNotExist(err) {
		return nil, nil
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), suffix) {
			names = append(names, filepath.Join(dir, e.Name()))
		}
	}
	return names, err
}

// Open opens a file.
func (OS) Open(name string, write bool) (File, error) {
	flag := os.O_RDONLY
	if write {
		flag = os.O_RDWR
	}
	return os.OpenFile(name, flag, 0)
}

// Create makes a file that is not there yet, readable by all.
func (OS) Create(name string) (File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
}

// Remove removes a file.
func (OS) Remove(name string) error { return os.Remove(name) }

// SyncDir makes new names in a folder durable. Not every system can.
func (OS) SyncDir(dir string) {
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
}
