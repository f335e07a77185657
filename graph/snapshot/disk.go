package snapshot

import (
	"io"
	"os"
)

// A Disk is what writing a snapshot needs of a file system. [OS] is the real
// one; tests inject faults with another.
type Disk interface {
	// Create makes the named file, or empties it.
	Create(name string) (File, error)
	MkdirAll(dir string) error
	Rename(from, to string) error
	// RemoveAll removes the name and all below it; a missing name is no error.
	RemoveAll(name string) error
	// SyncDir makes the renames in a folder durable.
	SyncDir(dir string) error
}

// A File is an open file of a [Disk].
type File interface {
	io.Writer
	io.ReaderAt
	io.WriterAt
	io.Closer
	Sync() error
}

// OS is the file system of the operating system.
type OS struct{}

// Create makes the named file readable by all and writable by its owner.
func (OS) Create(name string) (File, error) {
	return os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o644)
}

// MkdirAll makes a folder and its parents.
func (OS) MkdirAll(dir string) error { return os.MkdirAll(dir, 0o755) }

// Rename replaces to by from in one step.
func (OS) Rename(from, to string) error { return os.Rename(from, to) }

// RemoveAll removes a file or a folder with all it holds.
func (OS) RemoveAll(name string) error { return os.RemoveAll(name) }
