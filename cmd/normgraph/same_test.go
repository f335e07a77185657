package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// normgraph runs a command line and returns what it printed.
func normgraph(t testing.TB, args ...string) string {
	t.Helper()
	out, errs, code := try(args...)
	if code != exitOK {
		t.Fatalf("normgraph %s: exit code %d\n%s", strings.Join(args, " "), code, errs)
	}
	return out
}

// try runs a command line that may fail.
func try(args ...string) (out, errs string, code int) {
	var o, e bytes.Buffer
	code = run(context.Background(), args, strings.NewReader(""), &o, &e)
	return o.String(), e.String(), code
}

// corpusCopy makes the folder "docs" in a new working folder, with the
// documents of testdata, and returns their paths.
func corpusCopy(t *testing.T) []string {
	t.Helper()
	from, err := filepath.Abs("../../testdata/corpus")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	if err := os.CopyFS("docs", os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	paths, err := filepath.Glob("docs/*")
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

func exported(t testing.TB, db string) string {
	t.Helper()
	return normgraph(t, "--db", db, "export")
}

// The graph depends on the documents alone: not on the order in which they are
// given, the number of workers, the way in which they are split into builds and
// shards, or what the store held before.
func TestEveryWayToBuildGivesTheSameGraph(t *testing.T) {
	paths := corpusCopy(t)
	normgraph(t, "--db", "whole.db", "-q", "build", "docs")
	want := exported(t, "whole.db")
	same := func(t *testing.T, db string) {
		t.Helper()
		if exported(t, db) != want {
			t.Errorf("%s: another graph", db)
		}
	}
	rounds := 3
	if testing.Short() {
		rounds = 1
	}
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(1, uint64(seed)))
		shuffled := slices.Clone(paths)
		rng.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		db := func(name string) string { return fmt.Sprintf("%s-%d.db", name, seed) }
		workers := fmt.Sprint("--workers=", 1+rng.IntN(5))

		t.Run(db("order"), func(t *testing.T) {
			normgraph(t, append([]string{"--db", db("order"), "-q", "build", workers}, shuffled...)...)
			same(t, db("order"))
		})
		t.Run(db("batches"), func(t *testing.T) {
			for batch := range slices.Chunk(shuffled, 1+rng.IntN(len(shuffled))) {
				normgraph(t, append([]string{"--db", db("batches"), "-q", "build", workers}, batch...)...)
			}
			same(t, db("batches"))
		})
		t.Run(db("changes"), func(t *testing.T) {
			normgraph(t, "--db", db("changes"), "-q", "build", "docs")
			victim, other := shuffled[0], shuffled[1]
			raw, err := os.ReadFile(victim)
			if err != nil {
				t.Fatal(err)
			}
			for _, change := range [][]byte{append(slices.Clone(raw), "\n\nPoland hosted the Seminar on Ports in Warsaw on 3 May 2021.\n"...), nil, raw} {
				if err := os.Remove(victim); err != nil && change == nil {
					t.Fatal(err)
				}
				if change != nil {
					if err := os.WriteFile(victim, change, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				normgraph(t, "--db", db("changes"), "-q", "build", workers, "docs")
			}
			normgraph(t, "--db", db("changes"), "-q", "remove", other)
			normgraph(t, "--db", db("changes"), "-q", "build", other)
			same(t, db("changes"))
		})
		t.Run(db("shards"), func(t *testing.T) {
			n := 1 + rng.IntN(4)
			args := []string{"--db", db("shards"), "-q", "build"}
			for i := range n {
				part := fmt.Sprintf("part-%d-%d.db", seed, i)
				for range 2 { // the second time changes nothing
					normgraph(t, "--db", part, "-q", "build", "--shard", fmt.Sprintf("%d/%d", i+1, n), "docs")
				}
				args = append(args, "--from", part)
			}
			normgraph(t, args...)
			same(t, db("shards"))
		})
	}
	t.Run("leveldb", func(t *testing.T) {
		normgraph(t, "--db", "leveldb:level", "-q", "build", "docs")
		same(t, "leveldb:level")
		if out := normgraph(t, "--db", "leveldb:level", "-q", "build", "docs"); strings.Contains(out, "read") {
			t.Errorf("the second build reads again: %s", out)
		}
		if w, g := normgraph(t, "--db", "whole.db", "query", "norms-by-forum"), normgraph(t, "--db", "leveldb:level", "query", "norms-by-forum"); w != g {
			t.Errorf("another answer:\n%s\nwant\n%s", g, w)
		}
	})
}

// Two files of the same bytes are two documents; names may hold any byte.
func TestDocumentsWithStrangeNames(t *testing.T) {
	t.Chdir(t.TempDir())
	text := []byte("Poland hosted the Regional Seminar on Cyber Norms in Warsaw on 3 May 2021.\n")
	names := []string{"a/note.txt", "b/note.txt", "line\nbreak.txt", "tab\tand \"quotes\".txt", "bytes\xff\xfe.txt", "bytes\xff\xfd.txt", "한국.txt", "Note.TXT", "note.txt", "#%25?.txt"}
	for _, name := range names {
		name = filepath.Join("docs", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, text, 0o644); err != nil {
			t.Skipf("the file system does not take the name %q: %v", name, err)
		}
	}
	out := normgraph(t, "--format", "json", "build", "docs")
	if !strings.Contains(out, fmt.Sprintf(`"documents": %d,`, len(names))) {
		t.Errorf("want %d documents:\n%s", len(names), out)
	}
	normgraph(t, "check")
	first := exported(t, "normgraph.db")
	if out := normgraph(t, "build", "docs"); !strings.Contains(out, fmt.Sprintf("documents: %d unchanged\n", len(names))) {
		t.Errorf("the second build: %s", out)
	}
	normgraph(t, "-q", "remove", "docs/bytes\xff\xfe.txt")
	normgraph(t, "-q", "build", "docs")
	if exported(t, "normgraph.db") != first {
		t.Error("another graph after a document was removed and built again")
	}
}
