package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/schema"
)

// world is what the program knows before it reads a document.
type world struct {
	*corpus.World
	version []byte // of the program with its data
}

// newWorld loads the data files that the program ships.
func newWorld() (*world, error) {
	c, err := corpus.Shipped()
	if err != nil {
		return nil, err
	}
	w := &world{World: c}
	if w.version, err = programSum(); err != nil {
		return nil, err
	}
	return w, nil
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
