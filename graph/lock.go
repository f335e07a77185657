package graph

import (
	"fmt"
	"os"
	"path/filepath"
)

// A Lock keeps other processes, and other users of this package in this one,
// from writing to a folder. It ends with the process at the latest.
type Lock struct{ file *os.File }

// LockDir locks a folder for writing. It does not wait: where the folder is
// locked the error wraps [ErrLocked].
func LockDir(dir string) (*Lock, error) {
	return lockNamed(filepath.Join(dir, lockName))
}

// lockNamed locks by means of the named file.
func lockNamed(name string) (*Lock, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	if err := lockFile(f); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", name, err)
	}
	return &Lock{f}, nil
}

// Unlock lets others write. The lock file stays: removing it would let two
// processes lock two files of one name.
func (l *Lock) Unlock() error { return l.file.Close() }
