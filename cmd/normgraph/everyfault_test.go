package main

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// faults counts the operations on a disk, and lets one fail, or one and all
// after it: so a disk that is full, or a killed process, looks to the next.
type faults struct {
	mu    sync.Mutex
	n     int // operations so far
	at    int // the one that fails, from 0
	dead  bool
	err   error
	which string // what has failed
	kinds map[string]int
}

func (f *faults) op(kind, name string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	f.kinds[kind]++
	if f.n-1 == f.at || f.dead && f.n-1 > f.at {
		if f.which == "" {
			f.which = kind + " " + filepath.Base(name)
		}
		return &fs.PathError{Op: kind, Path: name, Err: f.err}
	}
	return nil
}

// graphDisk is the disk of graph and lists.
type graphDisk struct {
	snapshot.OS
	*faults
}

func (d graphDisk) Create(name string) (snapshot.File, error) {
	if err := d.op("create", name); err != nil {
		return nil, err
	}
	f, err := d.OS.Create(name)
	return graphFile{f, d.faults, name}, err
}

func (d graphDisk) MkdirAll(dir string) error {
	if err := d.op("mkdir", dir); err != nil {
		return err
	}
	return d.OS.MkdirAll(dir)
}

func (d graphDisk) Rename(from, to string) error {
	if err := d.op("rename", to); err != nil {
		return err
	}
	return d.OS.Rename(from, to)
}

func (d graphDisk) RemoveAll(name string) error {
	if err := d.op("remove", name); err != nil {
		return err
	}
	return d.OS.RemoveAll(name)
}

func (d graphDisk) SyncDir(dir string) error {
	if err := d.op("sync", dir); err != nil {
		return err
	}
	return d.OS.SyncDir(dir)
}

type graphFile struct {
	snapshot.File
	*faults
	name string
}

func (f graphFile) Write(b []byte) (int, error) {
	if err := f.op("write", f.name); err != nil {
		n, _ := f.File.Write(b[:len(b)/2]) // a torn write
		return n, err
	}
	return f.File.Write(b)
}

func (f graphFile) WriteAt(b []byte, at int64) (int, error) {
	if err := f.op("write", f.name); err != nil {
		return 0, err
	}
	return f.File.WriteAt(b, at)
}

func (f graphFile) ReadAt(b []byte, at int64) (int, error) {
	if err := f.op("read", f.name); err != nil {
		return 0, err
	}
	return f.File.ReadAt(b, at)
}

func (f graphFile) Sync() error {
	if err := f.op("sync", f.name); err != nil {
		return err
	}
	return f.File.Sync()
}

// cacheDisk is the disk of the cache.
type cacheDisk struct {
	cache.OS
	*faults
}

func (d cacheDisk) MkdirAll(dir string) error {
	if err := d.op("mkdir", dir); err != nil {
		return err
	}
	return d.OS.MkdirAll(dir)
}

func (d cacheDisk) Files(dir, suffix string) ([]string, error) {
	if err := d.op("list", dir); err != nil {
		return nil, err
	}
	return d.OS.Files(dir, suffix)
}

func (d cacheDisk) Open(name string, write bool) (cache.File, error) {
	if err := d.op("open", name); err != nil {
		return nil, err
	}
	f, err := d.OS.Open(name, write)
	return cacheFile{f, d.faults}, err
}

func (d cacheDisk) Create(name string) (cache.File, error) {
	if err := d.op("create", name); err != nil {
		return nil, err
	}
	f, err := d.OS.Create(name)
	return cacheFile{f, d.faults}, err
}

func (d cacheDisk) Remove(name string) error {
	if err := d.op("remove", name); err != nil {
		return err
	}
	return d.OS.Remove(name)
}

type cacheFile struct {
	cache.File
	*faults
}

func (f cacheFile) WriteAt(b []byte, at int64) (int, error) {
	if err := f.op("write", f.Name()); err != nil {
		n, _ := f.File.WriteAt(b[:len(b)/2], at)
		return n, err
	}
	return f.File.WriteAt(b, at)
}

func (f cacheFile) ReadAt(b []byte, at int64) (int, error) {
	if err := f.op("read", f.Name()); err != nil {
		return 0, err
	}
	return f.File.ReadAt(b, at)
}

func (f cacheFile) Truncate(size int64) error {
	if err := f.op("truncate", f.Name()); err != nil {
		return err
	}
	return f.File.Truncate(size)
}

func (f cacheFile) Sync() error {
	if err := f.op("sync", f.Name()); err != nil {
		return err
	}
	return f.File.Sync()
}

// tryOn is try with another disk.
func tryOn(f *faults, args ...string) (errs string, code int) {
	var o, e bytes.Buffer
	a := &app{stdin: strings.NewReader(""), stdout: &o, stderr: &e, disk: disk{graph: graphDisk{faults: f}, cache: cacheDisk{faults: f}}}
	code = runApp(context.Background(), a, args)
	return e.String(), code
}

// Every single operation of a build on its store fails once: alone, or with all
// that follow. The old graph or the new one is there, whole; the next build ends
// in the bytes of one that nothing disturbed.
func TestABuildSurvivesAFaultAtEveryOperation(t *testing.T) {
	t.Chdir(t.TempDir())
	generateDocuments(t, "docs", 6)
	// One worker: the operations come in the same order each time.
	build := []string{"--db", "x.db", "-q", "build", "--workers=1", "docs"}
	normgraph(t, "--db", "old.db", "-q", "build", "--workers=1", "docs/release-0000.txt", "docs/release-0001.txt")
	normgraph(t, "--db", "whole.db", "-q", "build", "--workers=1", "docs")
	before, after := exported(t, "old.db"), exported(t, "whole.db")
	wantGraph, wantList := contents(t, "whole.db/graph.snapshot"), contents(t, "whole.db/"+manifestName)
	start := func() {
		if err := os.RemoveAll("x.db"); err != nil {
			t.Fatal(err)
		}
		if err := os.CopyFS("x.db", os.DirFS("old.db")); err != nil {
			t.Fatal(err)
		}
	}
	every := 1
	if testing.Short() {
		every = 7
	}
	injected, kinds := 0, map[string]int{}
	for _, mode := range []struct {
		name string
		err  error
		dead bool
	}{{"disk_full_from_there_on", syscall.ENOSPC, true}, {"one_operation_fails", syscall.EIO, false}} {
		t.Run(mode.name, func(t *testing.T) {
			for at := 0; ; at += every {
				start()
				f := &faults{at: at, dead: mode.dead, err: mode.err, kinds: map[string]int{}}
				errs, code := tryOn(f, build...)
				if f.which == "" {
					if code != exitOK {
						t.Fatalf("without a fault: exit code %d: %s", code, errs)
					}
					if at == 0 {
						t.Fatal("no operation was counted")
					}
					break
				}
				injected++
				kinds[strings.Fields(f.which)[0]]++
				got := exported(t, "x.db")
				switch {
				case code == exitOK && got != after:
					t.Errorf("fault %d (%s): the build ended well with another graph", at, f.which)
				case code != exitOK && got != before && got != after:
					t.Errorf("fault %d (%s): the graph is neither the old nor the new one", at, f.which)
				case code != exitOK && !strings.Contains(errs, mode.err.Error()):
					t.Errorf("fault %d (%s): the message does not say %q: %s", at, f.which, mode.err, errs)
				}
				if _, errs, code := try(build...); code != exitOK {
					t.Fatalf("fault %d (%s): the next build: %s", at, f.which, errs)
				}
				if !bytes.Equal(contents(t, "x.db/graph.snapshot"), wantGraph) || !bytes.Equal(contents(t, "x.db/"+manifestName), wantList) {
					t.Errorf("fault %d (%s): the next build ends in other bytes", at, f.which)
				}
			}
		})
	}
	t.Logf("trust\tbuild\t%d faults\t%v", injected, kinds)
}
