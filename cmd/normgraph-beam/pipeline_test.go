package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/testing/ptest"
)

func TestMain(m *testing.M) { ptest.MainWithDefault(m, "prism") }

const documents = "../../testdata/corpus"

// The shards together are what one machine exports.
func TestShardsEqualTheExportOfOneMachine(t *testing.T) {
	dir := t.TempDir()
	files, err := findFiles([]string{documents})
	if err != nil {
		t.Fatal(err)
	}
	o := options{Output: filepath.Join(dir, "graph"), Shards: 3, Gzip: true}
	if _, err := beam.Run(context.Background(), "prism", build(files, o)); err != nil {
		t.Fatal(err)
	}
	shards, err := filepath.Glob(o.Output + "-*.nq.gz")
	if err != nil || len(shards) != o.Shards {
		t.Fatalf("%d shards (%v), want %d", len(shards), err, o.Shards)
	}
	var got [][]byte
	for _, name := range shards {
		b := unzipped(t, name)
		lines := slices.Collect(bytes.Lines(b))
		if !slices.IsSortedFunc(lines, bytes.Compare) {
			t.Errorf("%s is not sorted", name)
		}
		got = append(got, lines...)
	}
	slices.SortFunc(got, bytes.Compare)

	single := filepath.Join(dir, "normgraph")
	compile := exec.Command("go", "build", "-o", single, ".")
	compile.Dir = "../normgraph" // of the main module, with its own versions
	if out, err := compile.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	store := filepath.Join(dir, "store")
	if out, err := exec.Command(single, "--db", store, "-q", "build", documents).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	export, err := exec.Command(single, "--db", store, "export", "--format", "nquads").Output()
	if err != nil {
		t.Fatal(err)
	}
	want := slices.Collect(bytes.Lines(export))
	if len(got) != len(want) {
		t.Errorf("%d lines, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if !bytes.Equal(got[i], want[i]) {
			t.Fatalf("line %d is %s, want %s", i+1, got[i], want[i])
		}
	}
}

func unzipped(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFilesAreFoundAsABuildFindsThem(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b/two.txt", "a.html", ".hidden", "b/.git/x", "b/old.txt~"} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := findFiles([]string{dir, filepath.Join(dir, "a.html")})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{filepath.Join(dir, "a.html"), filepath.Join(dir, "b/two.txt")}
	if !slices.Equal(got, want) {
		t.Errorf("found %q, want %q", got, want)
	}
}
