package nquads_test

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"testing"
)

// TestW3CSuites reads the documents of the test suites of the W3C for N-Quads
// and N-Triples, which the quad library keeps in its sources. Those whose names
// say "bad" must be refused, the others read.
func TestW3CSuites(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/quad").Output()
	if err != nil || len(dir) == 0 {
		t.Skip("the sources of the quad library are not to be found: go list -m needs the go command and the module cache")
	}
	for _, suite := range []string{"nquad_tests.tar.gz", "ntriple_tests.tar.gz"} {
		good, bad := 0, 0
		for name, doc := range unpack(t, filepath.Join(strings.TrimSpace(string(dir)), suite)) {
			_, err := read(t, doc)
			if strings.Contains(name, "-bad-") {
				bad++
				if err == nil {
					t.Errorf("%s %s is read: %q", suite, name, doc)
				}
				continue
			}
			good++
			if err != nil {
				t.Errorf("%s %s: %v", suite, name, err)
			}
		}
		if good < 40 || bad < 25 {
			t.Errorf("%s: only %d and %d documents", suite, good, bad)
		}
		t.Logf("%s: %d read, %d refused", suite, good, bad)
	}
}

// unpack gives the documents of a suite by their names.
func unpack(t *testing.T, name string) map[string]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	zip, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]string{}
	for r := tar.NewReader(zip); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			return docs
		}
		if err != nil {
			t.Fatal(err)
		}
		if ext := path.Ext(h.Name); ext != ".nq" && ext != ".nt" {
			continue
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		docs[path.Base(h.Name)] = string(b)
	}
}
