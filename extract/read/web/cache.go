package web

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// An entry of the cache: a JSON file with the head and one with the bytes,
// named by the hash of the address.
type entry struct {
	Address      string    `json:"address"`
	URL          string    `json:"url"`
	ContentType  string    `json:"contentType"`
	Fetched      time.Time `json:"fetched"`
	ETag         string    `json:"etag,omitempty"`
	LastModified string    `json:"lastModified,omitempty"`
	Hash         string    `json:"sha256"` // of the bytes
	raw          []byte
}

func (e *entry) page(cached bool) Page {
	return Page{URL: e.URL, Raw: e.raw, ContentType: e.ContentType, Fetched: e.Fetched, Cached: cached}
}

func hash(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

func (f *Fetcher) file(address string) string {
	return filepath.Join(f.opt.CacheDir, hash([]byte(address)))
}

// load finds the entry of an address; nil where there is none, or where what is
// there is broken or half written.
func (f *Fetcher) load(address string) (*entry, error) {
	if f.opt.CacheDir == "" {
		return nil, nil
	}
	name := f.file(address)
	head, err := os.ReadFile(name + ".json")
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read cache: %w", err)
	}
	var e entry
	if json.Unmarshal(head, &e) != nil || e.Address != address {
		return nil, nil
	}
	e.raw, err = os.ReadFile(name + ".body")
	if err != nil || hash(e.raw) != e.Hash {
		return nil, nil
	}
	return &e, nil
}

// store writes an entry: the bytes first, so that a head never stands alone.
func (f *Fetcher) store(address string, e *entry) error {
	if f.opt.CacheDir == "" {
		return nil
	}
	e.Hash = hash(e.raw)
	head, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	if err := os.MkdirAll(f.opt.CacheDir, 0o755); err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	name := f.file(address)
	for _, w := range [...]struct {
		name string
		data []byte
	}{{name + ".body", e.raw}, {name + ".json", head}} {
		if err := replace(w.name, w.data); err != nil {
			return fmt.Errorf("write cache: %w", err)
		}
	}
	return nil
}

// replace writes a file beside the old one and renames it.
func replace(name string, data []byte) error {
	t, err := os.CreateTemp(filepath.Dir(name), ".tmp-*")
	if err != nil {
		return err
	}
	defer os.Remove(t.Name()) // gone after the rename
	if _, err := t.Write(data); err != nil {
		t.Close()
		return err
	}
	if err := t.Close(); err != nil {
		return err
	}
	return os.Rename(t.Name(), name)
}
