package main

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/graph"
)

// Files in the folder of a store.
const (
	manifestName = "documents.list"
	reportName   = "report.json"
	// unfinishedName marks a folder whose graph may not be that of its list: it is
	// there from before the graph is switched until the list has followed.
	unfinishedName = "unfinished"
)

func cacheDir(dir string) string { return filepath.Join(dir, "cache") }

// A place is where a store is: the graph, and the folder of what its builds
// keep.
type place struct {
	graph graph.Address
	dir   string
}

// place finds the store that --db names. The folder of a store that is none
// itself lies beside it, that of a database in the working folder.
func (a *app) place() (place, error) {
	addr, err := graph.Parse(a.db)
	if err != nil {
		return place{}, usagef("--db: %v", err)
	}
	switch addr.Backend {
	case graph.Snapshot:
		return place{addr, addr.Place}, nil
	case graph.LevelDB:
		return place{addr, filepath.Clean(addr.Place) + ".normgraph"}, nil
	}
	u, err := url.Parse(addr.Place)
	if err != nil {
		return place{}, usagef("--db: %v", err)
	}
	return place{addr, filepath.Base(u.Path) + ".normgraph"}, nil
}

// store is the address as the list of documents names it: nothing for a folder,
// which may be moved with its list.
func (p place) store() string {
	if p.graph.Backend == graph.Snapshot {
		return ""
	}
	return p.graph.String()
}

// loadList reads the list of documents of a store; nil where there is none.
func loadList(dir string) (*corpus.List, error) {
	name := filepath.Join(dir, manifestName)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	l, err := corpus.Parse(b)
	return l, listError(name, err)
}

func listError(name string, err error) error {
	switch {
	case errors.Is(err, corpus.ErrDamaged):
		return fmt.Errorf("%s: %w: repair it with 'normgraph check --repair'", name, err)
	case errors.Is(err, corpus.ErrVersion):
		return fmt.Errorf("%s: %w of normgraph: build the store anew in another folder", name, err)
	}
	return err
}

func (d disk) saveList(dir string, l *corpus.List) error {
	if err := d.replaceFile(filepath.Join(dir, manifestName), l.Write); err != nil {
		return fmt.Errorf("write the store's list of documents: %w", err)
	}
	return nil
}

// loadReport reads the report of the last build; that there is none, or one
// that cannot be read, makes an empty one: it holds nothing that is needed.
func loadReport(dir string) (r buildReport, err error) {
	b, err := os.ReadFile(filepath.Join(dir, reportName))
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	if json.Unmarshal(b, &r) != nil {
		return buildReport{}, nil
	}
	return r, nil
}

func (r *buildReport) save(d disk, dir string) error {
	b, err := json.MarshalIndent(r, "", " ")
	if err == nil {
		err = d.writeFile(filepath.Join(dir, reportName), append(b, '\n'))
	}
	if err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	return nil
}

// A shard is a part of a corpus. The zero value is the whole.
type shard struct{ i, n uint64 }

// parseShard reads "2/8": the second of eight.
func parseShard(s string) (shard, error) {
	if s == "" {
		return shard{}, nil
	}
	i, n, ok := strings.Cut(s, "/")
	a, err1 := strconv.ParseUint(i, 10, 32)
	b, err2 := strconv.ParseUint(n, 10, 32)
	if !ok || err1 != nil || err2 != nil || a < 1 || a > b {
		return shard{}, usagef("--shard %q: want a number and how many there are, like 2/8", s)
	}
	return shard{a - 1, b}, nil
}

// has reports whether a document belongs to the shard, by its path alone.
func (s shard) has(path string) bool {
	if s.n == 0 {
		return true
	}
	sum := sha256.Sum256([]byte(path))
	return binary.BigEndian.Uint64(sum[:])%s.n == s.i
}

// parseSum reads a SHA-256 sum in hexadecimal.
func parseSum(s string) (cache.Key, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(cache.Key{}) {
		return cache.Key{}, fmt.Errorf("bad checksum %q", s)
	}
	return cache.Key(b), nil
}
