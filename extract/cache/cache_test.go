package cache

import (
	"bytes"
	"crypto/sha256"
	"os"
	"path/filepath"
	"testing"
)

func TestRecordsSurviveReopening(t *testing.T) {
	dir := t.TempDir()
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	one, two := Key(sha256.Sum256([]byte("one"))), Key(sha256.Sum256([]byte("two")))
	for key, data := range map[Key]string{one: "first", two: "second"} {
		if err := c.Put(Extraction, key, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Put(Original, one, bytes.Repeat([]byte("x"), 100_000)); err != nil {
		t.Fatal(err)
	}
	c.Close()
	c, err = OpenReader(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, ok, err := c.Get(Extraction, two); !ok || err != nil || string(got) != "second" {
		t.Errorf("Get(two) = %q, %v, %v", got, ok, err)
	}
	if got, ok, _ := c.Get(Original, one); !ok || len(got) != 100_000 {
		t.Errorf("original has %d bytes, %v", len(got), ok)
	}
	if c.Has(Original, two) {
		t.Error("a record that was never put is there")
	}
	if err := c.Put(Original, two, nil); err == nil {
		t.Error("a cache open for reading took a record")
	}
}

// Whatever is left of the last record after a crash, the records before it are
// there and new ones can be put.
func TestAnUnfinishedRecordIsCutOff(t *testing.T) {
	whole := t.TempDir()
	c, err := Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	one, two := Key{1}, Key{2}
	if err := c.Put(Extraction, one, []byte("first")); err != nil {
		t.Fatal(err)
	}
	first := c.end
	if err := c.Put(Extraction, two, []byte("second")); err != nil {
		t.Fatal(err)
	}
	c.Close()
	all, err := os.ReadFile(filepath.Join(whole, "000001.seg"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := first; cut < int64(len(all)); cut++ {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "000001.seg"), all[:cut], 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := Open(dir)
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if got, ok, _ := c.Get(Extraction, one); !ok || string(got) != "first" {
			t.Fatalf("cut at %d: the finished record is gone", cut)
		}
		if c.Has(Extraction, two) {
			t.Fatalf("cut at %d: the unfinished record is there", cut)
		}
		if err := c.Put(Extraction, two, []byte("again")); err != nil {
			t.Fatal(err)
		}
		c.Close()
		c, err = Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if got, ok, _ := c.Get(Extraction, two); !ok || string(got) != "again" {
			t.Fatalf("cut at %d: the new record is %q, %v", cut, got, ok)
		}
		c.Close()
	}
}

func TestAFlippedByteIsNotServed(t *testing.T) {
	dir := t.TempDir()
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Put(Extraction, Key{1}, []byte("a claim with its evidence")); err != nil {
		t.Fatal(err)
	}
	c.Close()
	name := filepath.Join(dir, "000001.seg")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)-3] ^= 1
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	c, err = Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if got, ok, err := c.Get(Extraction, Key{1}); ok || err != nil {
		t.Errorf("Get = %q, %v, %v; want no record", got, ok, err)
	}
	if err := c.Put(Extraction, Key{1}, []byte("made anew")); err != nil {
		t.Fatal(err)
	}
	if got, _, _ := c.Get(Extraction, Key{1}); string(got) != "made anew" {
		t.Errorf("after a new Put, Get = %q", got)
	}
}
