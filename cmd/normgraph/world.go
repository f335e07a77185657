package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/own"
	"github.com/normgraph/normgraph/schema"
)

// world is what the program knows before it reads a document.
type world struct {
	*corpus.World
	version []byte // of the program with its data
	data    string // full path of the user's folder; "" without one
	own     []own.Entry
}

// newWorld loads the data files that the program ships, with those of the folder
// that --data names over them.
func (a *app) newWorld() (*world, error) {
	w := &world{}
	var err error
	if w.version, err = programSum(); err != nil {
		return nil, err
	}
	if a.data == "" {
		w.World, err = corpus.Shipped()
		return w, err
	}
	if info, err := os.Stat(a.data); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--data %s: no such folder", a.data)
	}
	if w.data, err = filepath.Abs(a.data); err != nil {
		return nil, err
	}
	var d *own.Data
	if w.World, d, err = corpus.Merged(os.DirFS(a.data), filepath.ToSlash(filepath.Clean(a.data))); err != nil {
		return nil, fmt.Errorf("--data %s:\n%w", a.data, err)
	}
	w.own = d.Entries()
	sum := sha256.Sum256(append(w.version, d.Sum[:]...))
	w.version = sum[:]
	return w, nil
}

// remembered takes the user's data from the last build of a store where --data
// does not name another folder.
func (a *app) remembered(dir string) error {
	if a.data != "" {
		return nil
	}
	old, err := loadReport(dir)
	if err != nil || old.Data == "" {
		return err
	}
	if _, err := os.Stat(old.Data); err != nil {
		return fmt.Errorf("the data that the last build used is gone: %w; --data names the folder where it is now", err)
	}
	a.data = old.Data
	return nil
}

// programSum is the SHA-256 sum of the running program, which has its data
// files in it: what it extracts from a text can change with nothing else.
func programSum() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return nil, err
	}
	return h.Sum(nil), nil
}

func (w *world) versionText() string { return hex.EncodeToString(w.version[:16]) }

// newNames checks the namespace that a user asks for.
func newNames(base string) (schema.Names, error) {
	n, err := schema.NewNames(base)
	if err != nil {
		return n, fmt.Errorf("--base: %w", err)
	}
	return n, nil
}
