package cache

import (
	"bytes"
	"crypto/sha256"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
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

// fill puts n records of 1000 incompressible bytes and returns their data.
func fill(t *testing.T, c *Cache, n int) map[Key][]byte {
	t.Helper()
	rng := rand.NewChaCha8([32]byte{1})
	all := map[Key][]byte{}
	for i := range n {
		data := make([]byte, 1000)
		rng.Read(data)
		key := Key(sha256.Sum256(data))
		all[key] = data
		if err := c.Put([]Kind{Extraction, Original}[i%2], key, data); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// have counts the records of all that are there and fails on any other data.
func have(t *testing.T, c *Cache, all map[Key][]byte) int {
	t.Helper()
	n := 0
	for key, want := range all {
		for _, kind := range []Kind{Extraction, Original} {
			got, ok, err := c.Get(kind, key)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				n++
				if !bytes.Equal(got, want) {
					t.Errorf("another record under %x", key[:4])
				}
			}
		}
	}
	return n
}

func TestDamageCostsTheRecordsItHitAndNoOthers(t *testing.T) {
	whole := t.TempDir()
	c, err := Open(whole)
	if err != nil {
		t.Fatal(err)
	}
	all := fill(t, c, 20)
	c.Close()
	b, err := os.ReadFile(filepath.Join(whole, "000001.seg"))
	if err != nil {
		t.Fatal(err)
	}
	for at := 0; at < len(b); at += 97 {
		dir := t.TempDir()
		name := filepath.Join(dir, "000001.seg")
		bad := bytes.Clone(b)
		for i := at; i < min(at+40, len(bad)); i++ {
			bad[i] ^= 0x5a
		}
		if err := os.WriteFile(name, bad, 0o644); err != nil {
			t.Fatal(err)
		}
		c, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if n := have(t, c, all); n < 18 {
			t.Errorf("damage at %d: %d of 20 records are left", at, n)
		}
		c.Close()
	}
}

func TestCompactionKeepsWhatIsWanted(t *testing.T) {
	dir := t.TempDir()
	c, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := fill(t, c, 40)
	wanted := map[Key][]byte{}
	for key, data := range all {
		if len(wanted) < 15 {
			wanted[key] = data
		}
	}
	if done, err := c.Compact(func(Kind, Key) bool { return true }); done || err != nil {
		t.Errorf("with nothing to drop: %v, %v", done, err)
	}
	reader, err := OpenReader(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	done, err := c.Compact(func(_ Kind, k Key) bool { return wanted[k] != nil })
	if !done || err != nil {
		t.Fatalf("Compact = %v, %v", done, err)
	}
	if n := have(t, c, all); n != 15 {
		t.Errorf("%d records after compaction, want 15", n)
	}
	if runtime.GOOS != "windows" {
		if n := have(t, reader, all); n != 40 {
			t.Errorf("who had the cache open reads %d records, want 40", n)
		}
	}
	more := fill(t, c, 41)
	c.Close()
	if c, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if n := have(t, c, more); n != 41 {
		t.Errorf("%d records after more were put, want 41", n)
	}
	files, _ := os.ReadDir(dir)
	if len(files) != 1 {
		t.Errorf("%d files are left, want 1", len(files))
	}
}

func TestSegmentsOfAnotherCacheCanBeCopied(t *testing.T) {
	dir, other := t.TempDir(), t.TempDir()
	a, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, a, 4)
	a.Close()
	b, err := Open(other)
	if err != nil {
		t.Fatal(err)
	}
	fill(t, b, 10)
	b.Close()
	if err := os.Rename(filepath.Join(other, "000001.seg"), filepath.Join(dir, "000007.seg")); err != nil {
		t.Fatal(err)
	}
	if a, err = Open(dir); err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	all := fill(t, a, 12) // the first ten are there
	if n := have(t, a, all); n != 12 {
		t.Errorf("%d records, want 12", n)
	}
	if _, err := os.Stat(filepath.Join(dir, "000008.seg")); err == nil {
		t.Error("a new segment was begun, though the last has room")
	}
}

func TestImportCopiesRecords(t *testing.T) {
	from, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	all := fill(t, from, 6)
	to, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	n := 0
	for key := range all {
		for _, kind := range []Kind{Extraction, Original} {
			ok, err := to.Import(from, kind, key)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				n++
			}
		}
	}
	if n != 6 || have(t, to, all) != 6 {
		t.Errorf("%d records imported, want 6", n)
	}
}
