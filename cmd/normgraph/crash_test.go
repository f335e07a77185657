//go:build unix

package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"
)

// generateDocuments writes n documents about a small world into a folder.
func generateDocuments(t testing.TB, dir string, n int) {
	t.Helper()
	states := []string{"Poland", "Kenya", "Chile", "Japan", "Hungary", "Brazil", "Ghana", "Norway"}
	cities := []string{"Warsaw", "Nairobi", "Santiago", "Tokyo", "Budapest", "Brasilia", "Accra", "Oslo"}
	topics := []string{"Cyber Norms", "Maritime Law", "Critical Infrastructure", "Digital Trade"}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		a, b, topic := i%8, (i/3+1)%8, topics[i/8%4]
		text := fmt.Sprintf(`MINISTRY OF FOREIGN AFFAIRS OF %s
Press release, %d May %d

Regional Seminar on %s held in %s

The Regional Seminar on %s, co-hosted by %s and %s, was held in %s on %d May %d. Ambassador Maria Lopez of %s chaired the meeting, which %d participants attended. The participants reaffirmed that international law applies in cyberspace.
`, states[a], 2+i%20, 2001+i%20, topic, cities[a], topic, states[a], states[b], cities[a], 1+i%20, 2001+i%20, states[(a+3)%8], 20+i)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("release-%04d.txt", i)), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// program is the path of a program that is normgraph: this test itself, which
// goes by the name it is called; see TestMain.
func program(t testing.TB) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "normgraph")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	return name
}

// killDocuments makes the folder "docs" and returns its paths: the documents of
// testdata, or the first 500 of the folder that NORMGRAPH_KILL_DOCUMENTS names.
func killDocuments(t *testing.T) []string {
	t.Helper()
	dir := os.Getenv("NORMGRAPH_KILL_DOCUMENTS")
	if dir == "" {
		return corpusCopy(t)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.Mkdir("docs", 0o755); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, e := range entries[:min(500, len(entries))] {
		name := filepath.Join("docs", e.Name())
		if err := os.WriteFile(name, contents(t, filepath.Join(dir, e.Name())), 0o644); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, name)
	}
	return paths
}

// A build that is killed at any moment leaves the old graph or the new one, and
// the next build ends in the bytes of one that nobody disturbed.
// NORMGRAPH_KILLS sets how often.
func TestABuildThatIsKilledHarmsNothing(t *testing.T) {
	kills := 12
	if n, err := strconv.Atoi(os.Getenv("NORMGRAPH_KILLS")); err == nil {
		kills = n
	} else if testing.Short() {
		kills = 3
	}
	paths := killDocuments(t)
	self := program(t)
	normgraph(t, append([]string{"--db", "old.db", "-q", "build"}, paths[:len(paths)/2]...)...)
	oldGraph := exported(t, "old.db")
	if err := os.CopyFS("whole.db", os.DirFS("old.db")); err != nil {
		t.Fatal(err)
	}
	started := time.Now()
	if out, err := exec.Command(self, "--db", "whole.db", "-q", "build", "docs").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	took := time.Since(started)
	normgraph(t, "--db", "fresh.db", "-q", "build", "docs")
	newGraph := exported(t, "fresh.db")
	snapshot := contents(t, "fresh.db/graph.snapshot")

	rng := rand.New(rand.NewPCG(3, 9))
	killed, saw := 0, map[string]int{}
	for round := 0; killed < kills; round++ {
		db := fmt.Sprintf("round-%d.db", round)
		if err := os.CopyFS(db, os.DirFS("old.db")); err != nil {
			t.Fatal(err)
		}
		for done := false; !done; {
			cmd := exec.Command(self, "--db", db, "-q", "build", "docs")
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			delay := time.Duration(rng.Int64N(int64(took)))
			if killed >= kills {
				delay = time.Hour
			}
			started := time.Now()
			timer := time.AfterFunc(delay, func() { cmd.Process.Kill() })
			err := cmd.Wait()
			timer.Stop()
			if done = err == nil; !done {
				if s, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !s.Signaled() {
					t.Fatalf("build after %d kills: %v", killed, err)
				}
				killed++
			} else {
				took = time.Since(started) // the machine may have other work than before
			}
			switch got := exported(t, db); got {
			case oldGraph:
				saw["old"]++
			case newGraph:
				saw["new"]++
			default:
				t.Fatalf("after %d kills the graph is neither the old nor the new one", killed)
			}
		}
		if got := contents(t, filepath.Join(db, "graph.snapshot")); !bytes.Equal(got, snapshot) {
			t.Fatalf("after %d kills the build ended in other bytes", killed)
		}
		if got := contents(t, filepath.Join(db, manifestName)); !bytes.Equal(got, contents(t, "fresh.db/"+manifestName)) {
			t.Fatalf("after %d kills the build ended in another list", killed)
		}
		normgraph(t, "--db", db, "check")
		if err := os.RemoveAll(db); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("trust\tkills\t%d kills\t%d documents\tthe old graph was found %d times, the new one %d times", killed, len(paths), saw["old"], saw["new"])
}

func contents(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
