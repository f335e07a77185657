package cache

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// FuzzOpen opens a segment of any bytes: what can be read is read, and what is
// put is there when the cache is opened again.
func FuzzOpen(f *testing.F) {
	dir := f.TempDir()
	c, err := Open(dir)
	if err != nil {
		f.Fatal(err)
	}
	for i := range byte(3) {
		if err := c.Put(Extraction, Key{i}, bytes.Repeat([]byte{i, i + 1}, 40)); err != nil {
			f.Fatal(err)
		}
	}
	if err := c.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "000001"+segmentSuffix))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)-5])
	f.Add(whole[7:])
	f.Add([]byte("NGC1x"))
	f.Fuzz(func(t *testing.T, segment []byte) {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "000001"+segmentSuffix), segment, 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		for name := range c.index {
			if _, _, err := c.Get(name.kind, name.key); err != nil {
				t.Fatal(err)
			}
		}
		mine := Key{0xaa, 0xbb}
		c.forget(Original, mine)
		if err := c.Put(Original, mine, []byte("mine")); err != nil {
			t.Fatal(err)
		}
		if err := c.Close(); err != nil {
			t.Fatal(err)
		}
		c, err = OpenReader(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if got, ok, err := c.Get(Original, mine); err != nil || !ok || string(got) != "mine" {
			t.Fatalf("put and got %q, %v, %v", got, ok, err)
		}
	})
}
