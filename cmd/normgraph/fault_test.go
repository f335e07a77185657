package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/graph"
)

// fails runs a command line that must fail with one message that holds all of
// the words.
func fails(t *testing.T, words []string, args ...string) {
	t.Helper()
	_, errs, code := try(args...)
	if code != exitFail {
		t.Errorf("normgraph %s: exit code %d, want %d", strings.Join(args, " "), code, exitFail)
	}
	if n := strings.Count(errs, "\n"); n != 1 {
		t.Errorf("normgraph %s: %d lines of messages, want 1:\n%s", strings.Join(args, " "), n, errs)
	}
	for _, w := range words {
		if !strings.Contains(errs, w) {
			t.Errorf("normgraph %s: the message does not say %q:\n%s", strings.Join(args, " "), w, errs)
		}
	}
}

// flip changes some bytes in the middle of a file.
func flip(t *testing.T, name string) {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for i := range min(8, len(b)/2) {
		b[len(b)/2+i] ^= 0x55
	}
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestAStoreThatIsDamagedIsMadeAgain(t *testing.T) {
	corpusCopy(t)
	normgraph(t, "-q", "build", "docs")
	want := exported(t, "normgraph.db")
	graphFile, list, cached := "normgraph.db/graph.snapshot", "normgraph.db/"+manifestName, "normgraph.db/cache/000001.seg"
	remove := func(name string) {
		if err := os.RemoveAll(name); err != nil {
			t.Fatal(err)
		}
	}
	const hint = "check --repair"
	tests := []struct {
		name   string
		damage func()
		then   func()
	}{
		{"graph", func() { flip(t, graphFile) }, func() { fails(t, []string{"normgraph.db", hint}, "query", "norms-by-forum") }},
		{"graph_cut_off", func() {
			if err := os.Truncate(graphFile, 1000); err != nil {
				t.Fatal(err)
			}
		}, func() { fails(t, []string{"normgraph.db", hint}, "query", "norms-by-forum") }},
		{"graph_missing", func() { remove(graphFile) }, func() { fails(t, []string{"holds no graph"}, "query", "norms-by-forum") }},
		{"list", func() { flip(t, list) }, func() { fails(t, []string{list, hint}, "build", "docs") }},
		{"list_missing", func() { remove(list) }, func() {}},
		{"cache", func() { flip(t, cached) }, func() {}},
		{"cache_missing", func() { remove("normgraph.db/cache") }, func() {}},
		{"cache_and_graph", func() { remove("normgraph.db/cache"); remove(graphFile) }, func() {}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.damage()
			tt.then()
			normgraph(t, "-q", "check", "--repair")
			if exported(t, "normgraph.db") != want {
				t.Error("the graph is another one after the repair")
			}
			if out := normgraph(t, "build", "docs"); !strings.Contains(out, "28 unchanged") {
				t.Errorf("a build after the repair: %s", out)
			}
		})
	}
	t.Run("a_build_mends_the_cache", func(t *testing.T) {
		flip(t, cached)
		remove(graphFile)
		normgraph(t, "-q", "build", "docs")
		if exported(t, "normgraph.db") != want {
			t.Error("another graph")
		}
	})
	t.Run("documents_that_are_gone", func(t *testing.T) {
		remove("normgraph.db/cache")
		remove("docs/01-netmundial-page.html")
		_, errs, code := try("-q", "check", "--repair")
		if code != exitFail || !strings.Contains(errs, "docs/01-netmundial-page.html: neither kept") {
			t.Errorf("exit code %d: %s", code, errs)
		}
		normgraph(t, "--db", "fresh.db", "-q", "build", "docs")
		if exported(t, "normgraph.db") != exported(t, "fresh.db") {
			t.Error("the graph is not that of the documents that are left")
		}
	})
	t.Run("nothing_is_left", func(t *testing.T) {
		flip(t, list)
		flip(t, graphFile)
		fails(t, []string{"neither the list of documents nor the graph"}, "check", "--repair")
	})
}

func TestAStoreInUseIsLeftAlone(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("note.txt", []byte("Poland hosted the Seminar on Ports in Warsaw on 3 May 2021.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	normgraph(t, "-q", "build", "note.txt")
	lock, err := graph.LockDir("normgraph.db")
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Unlock()
	for _, args := range [][]string{{"build", "note.txt"}, {"remove", "note.txt"}, {"check", "--repair"}} {
		fails(t, []string{"normgraph.db", "another process"}, args...)
	}
	normgraph(t, "query", "events")
}

func TestAStoreAmongItsDocumentsIsNone(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("note.txt", []byte("Poland hosted the Seminar on Ports in Warsaw on 3 May 2021.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		normgraph(t, "-q", "build", ".")
	}
}

func TestAPlaceThatCannotBeAStore(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile("file", []byte("no folder\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	fails(t, []string{"store file:"}, "--db", "file", "build", "file")
	fails(t, []string{"there is no store at none"}, "--db", "none", "query", "events")
	fails(t, []string{"postgres:"}, "--db", "postgres://nobody@localhost:1/none?connect_timeout=1&sslmode=disable", "query", "events")
	fails(t, []string{"no list of documents"}, "build", "--from", "none")
}

// small mounts a file system of a few bytes, where that is allowed.
func small(t *testing.T, dir, options string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", options, "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("a file system cannot be mounted here: %v: %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
}

// Whatever the size of the disk, a build that does not fit says so, the graph
// that is there stays, and with more room the build ends.
func TestADiskThatIsFull(t *testing.T) {
	corpusCopy(t)
	disk, err := filepath.Abs("disk")
	if err != nil {
		t.Fatal(err)
	}
	small(t, disk, "size=4m")
	normgraph(t, "--db", "disk/a.db", "-q", "build", "docs/02-netmundial-wire.txt")
	before := exported(t, "disk/a.db")
	normgraph(t, "--db", "whole.db", "-q", "build", "docs")
	want := exported(t, "whole.db")
	for free := 0; free <= 1600; free += 320 {
		t.Run(fmt.Sprint(free, "_KiB"), func(t *testing.T) {
			if err := os.RemoveAll("disk/b.db"); err != nil {
				t.Fatal(err)
			}
			if err := os.CopyFS("disk/b.db", os.DirFS("disk/a.db")); err != nil {
				t.Fatal(err)
			}
			fillDisk(t, "disk/filler", free)
			_, errs, code := try("--db", "disk/b.db", "-q", "build", "docs")
			got := exported(t, "disk/b.db")
			switch {
			case code == exitOK && got != want:
				t.Error("the build ended with another graph")
			case code != exitOK && got != before:
				t.Error("the graph is not as it was")
			case code != exitOK && (strings.Count(errs, "\n") != 1 || !strings.Contains(errs, "disk is full")):
				t.Errorf("messages: %s", errs)
			}
			if err := os.Remove("disk/filler"); err != nil {
				t.Fatal(err)
			}
			normgraph(t, "--db", "disk/b.db", "-q", "build", "docs")
			if exported(t, "disk/b.db") != want {
				t.Error("with more room, the build ended with another graph")
			}
		})
	}
}

// fillDisk writes a file that leaves some KiB free.
func fillDisk(t *testing.T, name string, free int) {
	t.Helper()
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	block := bytes.Repeat([]byte{1}, 4096)
	size := int64(0)
	for err == nil {
		var n int
		n, err = f.Write(block)
		size += int64(n)
	}
	if err := f.Truncate(max(size-int64(free)<<10, 0)); err != nil {
		t.Fatal(err)
	}
}

func TestAFolderThatCannotBeWritten(t *testing.T) {
	corpusCopy(t)
	disk, err := filepath.Abs("disk")
	if err != nil {
		t.Fatal(err)
	}
	small(t, disk, "size=8m")
	normgraph(t, "--db", "disk/a.db", "-q", "build", "docs/02-netmundial-wire.txt")
	if out, err := exec.Command("mount", "-o", "remount,ro", disk).CombinedOutput(); err != nil {
		t.Skipf("%v: %s", err, out)
	}
	fails(t, []string{"disk/a.db", "read-only"}, "--db", "disk/a.db", "build", "docs")
	normgraph(t, "--db", "disk/a.db", "query", "events")
	normgraph(t, "--db", "disk/a.db", "check")
}
