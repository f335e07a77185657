package main

import (
	"os/exec"
	"strings"
	"testing"
)

const module = "github.com/normgraph/normgraph/"

// The packages depend on each other in one direction: cmd on extract and graph,
// both on schema; extract and graph not on each other; only graph on Cayley.
func TestDependenciesPointOneWay(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Deps " "}}`, module+"...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		pkg := strings.TrimPrefix(f[0], module)
		top, _, _ := strings.Cut(pkg, "/")
		for _, dep := range f[1:] {
			own, isOwn := strings.CutPrefix(dep, module)
			to, _, _ := strings.Cut(own, "/")
			switch {
			case isOwn && top == "schema" && to != "schema",
				isOwn && top == "extract" && (to == "graph" || to == "cmd"),
				isOwn && top == "graph" && (to == "extract" || to == "cmd"):
				t.Errorf("%s imports %s: the arrow points the wrong way", pkg, own)
			case top != "graph" && top != "cmd" && strings.HasPrefix(dep, "github.com/cayleygraph/cayley"):
				t.Errorf("%s imports Cayley; only graph may", pkg)
			case strings.Contains(dep, "gobuffalo/packr") || strings.Contains(dep, "cayley/cmd/cayley"):
				t.Errorf("%s imports %s, which reads .env files and the module cache", pkg, dep)
			}
		}
	}
}

// Nothing under extract opens a socket, but for the package that fetches URLs and
// the one that asks a language model.
// Package read parses the HTTP headers inside of web archives.
func TestExtractionOpensNoSockets(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"extract/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		pkg := strings.TrimPrefix(f[0], module)
		for _, dep := range f[1:] {
			if dep == "net" && pkg != "extract/read/web" || dep == "net/http" && !strings.HasPrefix(pkg, "extract/read") && pkg != "extract/assist" {
				t.Errorf("%s imports %s", pkg, dep)
			}
		}
	}
}
