package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/text"
)

// manifestName is the file of a store that lists its documents.
const manifestName = "documents.json"

// manifestVersion changes with the format of the file.
const manifestVersion = 1

// A manifest lists the documents of a store, sorted by path.
type manifest struct {
	Version   int           `json:"version"`
	Base      string        `json:"base"`    // namespace of the entities' IRIs
	Program   string        `json:"program"` // what made the graph, as the cache knows it
	Documents []manifestDoc `json:"documents"`
}

type manifestDoc struct {
	ID     string `json:"id"`
	Path   string `json:"path"`
	Size   int64  `json:"size"`
	SHA256 string `json:"sha256"`
	Key    string `json:"key"` // of the extraction in the cache
}

func (d manifestDoc) key() (cache.Key, error) { return parseSum(d.Key) }

func (d manifestDoc) sum() (cache.Key, error) { return parseSum(d.SHA256) }

// parseSum reads a SHA-256 sum in hexadecimal.
func parseSum(s string) (cache.Key, error) {
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != len(cache.Key{}) {
		return cache.Key{}, fmt.Errorf("bad checksum %q", s)
	}
	return cache.Key(b), nil
}

// loadManifest reads the list of documents of a store; there being none is an
// empty list.
func loadManifest(dir string) (*manifest, error) {
	name := filepath.Join(dir, manifestName)
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return &manifest{Version: manifestVersion}, nil
	}
	if err != nil {
		return nil, err
	}
	var m manifest
	if err := json.Unmarshal(b, &m); err != nil {
		return nil, fmt.Errorf("%s is damaged (%v): run 'normgraph check --repair', or remove the store and build anew", name, err)
	}
	if m.Version != manifestVersion {
		return nil, fmt.Errorf("%s was made by another version of normgraph (format %d, this is %d): build the store anew in another folder", name, m.Version, manifestVersion)
	}
	return &m, nil
}

// name sorts the documents by path and gives each its id.
func (m *manifest) name() {
	slices.SortFunc(m.Documents, func(a, b manifestDoc) int { return strings.Compare(a.Path, b.Path) })
	assignIDs(m.Documents)
}

// save writes the list beside the old one and switches to it in one step.
func (m *manifest) save(dir string) error {
	m.Version = manifestVersion
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(m); err != nil {
		return err
	}
	return writeFile(filepath.Join(dir, manifestName), b.Bytes())
}

// writeFile replaces a file in one step: the old or the new content is there.
func writeFile(name string, data []byte) error {
	f, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".tmp*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err = f.Write(data); err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	return err
}

// assignIDs names the documents: by the file's stem where only one document
// has it, else by as much of the path as tells them apart. The names depend on
// the set of paths alone.
func assignIDs(docs []manifestDoc) {
	stems := make(map[string]int)
	for _, d := range docs {
		stems[strings.ToLower(documentID(d.Path))]++
	}
	taken := make(map[string]bool)
	for i := range docs {
		id := documentID(docs[i].Path)
		if stems[strings.ToLower(id)] > 1 {
			id = text.Slug(docs[i].Path)
			if id == "" || taken[id] {
				id += "-" + docs[i].SHA256[:12]
			}
		}
		taken[id] = true
		docs[i].ID = id
	}
}

// documentID is the file's stem with what an IRI may not hold replaced.
func documentID(path string) string {
	stem := read.Stem(path)
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, stem)
	if strings.Trim(id, "-.") == "" {
		return "document"
	}
	return id
}
