// Package judges asks tools that are not ours what they read in a file. It is
// for tests: a tool that is not installed skips the test, with a message that
// says where it comes from.
package judges

import (
	"bytes"
	_ "embed"
	"fmt"
	"hash/fnv"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/normgraph/normgraph/graph/nquads"

	"github.com/cayleygraph/quad"
)

//go:embed judge.py
var pythonScript string

//go:embed judge.mjs
var nodeScript string

// nodePackages are what the script for Node.js imports, and what tests read.
var nodePackages = []string{
	"n3@1.26.0", "jsonld@8.3.3", "oxigraph@0.5.11", "graphology@0.26.0", "graphology-gexf@0.13.2", "graphology-graphml@0.5.2",
	"rdf-validate-shacl@0.6.5",
	"axe-core@4.10.3", // runs in a browser
}

// Rapper lists the quads that Raptor reads in a file of the format (nquads, trig,
// turtle), in canonical order.
func Rapper(t testing.TB, format, file string) string {
	t.Helper()
	return canonical(t, Command(t, "raptor2-utils", "rapper", "-q", "-i", format, "-o", "nquads", file))
}

// Rdflib lists the quads that rdflib reads in a file of the format (nquads,
// trig, turtle, json-ld).
func Rdflib(t testing.TB, format, file string) string {
	t.Helper()
	return canonical(t, Python(t, "rdflib", "quads", format, file))
}

// Python runs a command of the script for Python, which needs a module.
func Python(t testing.TB, module string, args ...string) []byte {
	t.Helper()
	for _, python := range []string{"python3", "/usr/bin/python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return run(t, exec.Command(python, append([]string{"-c", pythonScript}, args...)...))
		}
	}
	t.Skipf("%s (Debian package python3-%s) is not installed", module, module)
	return nil
}

// N3 lists the quads that N3.js reads in a file of the media type.
func N3(t testing.TB, mediaType, file string) string {
	t.Helper()
	return canonical(t, Node(t, "n3", mediaType, file))
}

// Oxigraph lists the quads that Oxigraph reads in a file of the media type.
func Oxigraph(t testing.TB, mediaType, file string) string {
	t.Helper()
	return canonical(t, Node(t, "oxigraph", mediaType, file))
}

// JSONLD lists the quads that jsonld.js reads in a file.
func JSONLD(t testing.TB, file string) string {
	t.Helper()
	return canonical(t, Node(t, "jsonld", file))
}

// Node runs a command of the script for Node.js. The packages that it needs are
// installed once a machine, into the folder for temporary files.
func Node(t testing.TB, args ...string) []byte {
	t.Helper()
	node := find(t, "nodejs", "node")
	dir, err := nodeModules()
	if err != nil {
		t.Skipf("npm packages: %v", err)
	}
	return run(t, exec.Command(node, append([]string{filepath.Join(dir, "judge.mjs")}, args...)...))
}

// NodeFile is the text of a file of an installed npm package: "axe-core/axe.min.js".
func NodeFile(t testing.TB, name string) string {
	t.Helper()
	dir, err := nodeModules()
	if err != nil {
		t.Skipf("npm packages: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "node_modules", filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// nodeModules is the folder with the packages and the script.
var nodeModules = sync.OnceValues(func() (string, error) {
	npm, err := exec.LookPath("npm")
	if err != nil {
		return "", fmt.Errorf("npm is not installed")
	}
	h := fnv.New64()
	h.Write([]byte(nodeScript + strings.Join(nodePackages, " ")))
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("normgraph-judges-%x", h.Sum64()))
	if _, err := os.Stat(dir); err == nil {
		return dir, nil
	}
	tmp, err := os.MkdirTemp("", "normgraph-judges")
	if err != nil {
		return "", err
	}
	args := append([]string{"install", "--silent", "--no-audit", "--no-fund", "--no-save", "--prefix", tmp}, nodePackages...)
	if out, err := exec.Command(npm, args...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	if err := os.WriteFile(filepath.Join(tmp, "judge.mjs"), []byte(nodeScript), 0o644); err != nil {
		return "", err
	}
	// Another test may have been faster.
	if err := os.Rename(tmp, dir); err != nil {
		if _, serr := os.Stat(dir); serr != nil {
			return "", err
		}
		os.RemoveAll(tmp)
	}
	return dir, nil
})

// Command runs a program of a Debian package and gives what it prints.
func Command(t testing.TB, pkg, name string, args ...string) []byte {
	t.Helper()
	return run(t, exec.Command(find(t, pkg, name), args...))
}

func find(t testing.TB, pkg, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("%s (Debian package %s) is not installed", name, pkg)
	}
	return path
}

func run(t testing.TB, cmd *exec.Cmd) []byte {
	t.Helper()
	var out, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", cmd.Path, err, out.String(), stderr.String())
	}
	return out.Bytes()
}

// maxDifferences is how many differences are listed.
const maxDifferences = 10

// Differences lists the lines that are in one of two documents only, up to ten
// of them.
func Differences(want, got string) []string {
	in := func(doc string) map[string]bool {
		set := map[string]bool{}
		for line := range strings.Lines(doc) {
			set[line] = true
		}
		return set
	}
	have, wanted := in(got), in(want)
	var out []string
	add := func(doc string, other map[string]bool, what string) {
		for line := range strings.Lines(doc) {
			if !other[line] && len(out) < maxDifferences {
				out = append(out, what+": "+strings.TrimSuffix(line, "\n"))
			}
		}
	}
	add(want, have, "missing")
	add(got, wanted, "not ours")
	return out
}

// canonical reads the N-Quads that a tool has written and writes them in the
// canonical form and order.
func canonical(t testing.TB, doc []byte) string {
	t.Helper()
	var quads []quad.Quad
	for q, err := range nquads.Read(bytes.NewReader(doc)) {
		if err != nil {
			t.Fatalf("what the tool has written: %v", err)
		}
		quads = append(quads, q)
	}
	var b []byte
	for _, q := range nquads.Sort(quads) {
		b = nquads.AppendQuad(b, q)
	}
	return string(b)
}
