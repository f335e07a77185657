package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract/score"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The figures on each gold set, tuned and held-out documents apart, are not
// below those kept in testdata/golden/score.txt; -update rewrites it. A drop
// needs a reason in the commit.
func TestFiguresAreNotBelowThoseKept(t *testing.T) {
	held := heldOut(t)
	var a app
	scorer, err := a.scorer("../../testdata/gold/norm-map.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	set := func(name, gold string, paths []string) {
		facts, err := score.LoadGold(os.DirFS(gold))
		if err != nil {
			t.Fatal(err)
		}
		var jsonl bytes.Buffer
		if code := run(t.Context(), append([]string{"extract", "--format", "jsonl"}, paths...), nil, &jsonl, os.Stderr); code != exitOK {
			t.Fatalf("extract ended with %d", code)
		}
		claims, err := score.LoadClaims(&jsonl)
		if err != nil {
			t.Fatal(err)
		}
		var tuned, others []string
		for stem := range facts {
			if slices.Contains(held, stem) {
				others = append(others, stem)
			} else {
				tuned = append(tuned, stem)
			}
		}
		for _, part := range []struct {
			name  string
			stems []string
		}{{"tuned", tuned}, {"held out", others}} {
			if len(part.stems) == 0 {
				continue
			}
			r := scorer.Score(facts, claims, part.stems)
			fmt.Fprintf(&out, "# %s, %s: %d documents\n", name, part.name, len(part.stems))
			if err := r.WriteTable(&out); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&out)
		}
	}
	set("corpus", "../../testdata/gold/corpus", []string{"../../testdata/corpus"})
	set("written", "../../testdata/gold/written", []string{"../../testdata/written"})
	shared(t, "gold")
	documents, err := filepath.Glob(shared(t, "documents") + "/*")
	if err != nil {
		t.Fatal(err)
	}
	set("documents", shared(t, "gold/documents"), documents)
	set("releases", shared(t, "gold/releases"), releasesOf(t, shared(t, "gold/releases")))
	set("more releases", "../../testdata/gold/releases", releasesOf(t, "../../testdata/gold/releases"))

	const golden = "../../testdata/golden/score.txt"
	if *update {
		if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	kept, now := strict(t, string(want)), strict(t, out.String())
	for part, k := range kept {
		n, ok := now[part]
		if !ok {
			t.Errorf("%s: no figures", part)
			continue
		}
		const slack = 0.04 // two claims of the smallest part
		if n.precision < k.precision-slack || n.recall < k.recall-slack {
			t.Errorf("%s: P %.3f R %.3f, kept are P %.3f R %.3f; if the drop has a reason, go test ./cmd/normgraph -run Figures -update keeps it", part, n.precision, n.recall, k.precision, k.recall)
		}
	}
}

type figures struct{ precision, recall float64 }

// strict reads the strict figures of each part of the table.
func strict(t *testing.T, table string) map[string]figures {
	t.Helper()
	out := map[string]figures{}
	part := ""
	for line := range strings.Lines(table) {
		if name, ok := strings.CutPrefix(line, "# "); ok {
			part, _, _ = strings.Cut(name, ":")
		}
		var f figures
		if n, _ := fmt.Sscanf(line, "strict P %f R %f", &f.precision, &f.recall); n == 2 {
			out[part] = f
		}
	}
	if len(out) == 0 {
		t.Fatalf("no figures in\n%s", table)
	}
	return out
}

// heldOut lists the documents that no rule was tuned on.
func heldOut(t *testing.T) []string {
	t.Helper()
	b, err := os.ReadFile("../../testdata/gold/heldout.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}

// releasesOf are the press releases that a folder has gold of.
func releasesOf(t *testing.T, folder string) []string {
	t.Helper()
	gold, err := filepath.Glob(folder + "/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, g := range gold {
		out = append(out, filepath.Join(shared(t, "releases"), strings.TrimSuffix(filepath.Base(g), ".jsonl")+".html"))
	}
	return out
}
