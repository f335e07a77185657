package read

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

// shared is the folder of documents beside the repository that tests measure
// on; the test is skipped where it is absent.
func shared(t testing.TB, parts ...string) string {
	t.Helper()
	dir := filepath.Join(append([]string{"..", "..", "..", "shared"}, parts...)...)
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("no documents to measure on: %v", err)
	}
	return dir
}

type goldFact struct {
	P    string   `json:"p"`
	O    string   `json:"o"`
	Alt  []string `json:"alt"`
	Core bool     `json:"core"`
}

// TestGoldMetadata measures publication date and publisher on the gold facts.
// A name counts where most of its words are those of the gold.
func TestGoldMetadata(t *testing.T) {
	for _, set := range []string{"documents", "corpus", "releases"} {
		dir := shared(t, "gold", set)
		docs := shared(t, set)
		files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		hits, wrong, missed := map[string]int{}, map[string]int{}, map[string]int{}
		for _, f := range files {
			stem := strings.TrimSuffix(filepath.Base(f), ".jsonl")
			found, err := filepath.Glob(filepath.Join(docs, stem+".*"))
			if err != nil || len(found) != 1 {
				t.Fatalf("document of %s: %v %v", f, found, err)
			}
			raw, err := os.ReadFile(found[0])
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Document(found[0], raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkLaws(t, doc, utf8.Valid(raw))
			for p, got := range map[string]string{"publishedOn": doc.Meta.PublishedOn.Value, "publisher": doc.Meta.Publisher.Value} {
				core, right := false, false
				for _, g := range goldFacts(t, f) {
					if g.P == p {
						core = core || g.Core
						right = right || got != "" && slices.ContainsFunc(append(g.Alt, g.O), func(s string) bool { return sameName(s, got) })
					}
				}
				switch {
				case right:
					hits[p]++
				case got != "":
					wrong[p]++
				case core:
					missed[p]++
				}
			}
		}
		for _, p := range []string{"publishedOn", "publisher"} {
			t.Logf("%s %s: %d right, %d wrong, %d missed", set, p, hits[p], wrong[p], missed[p])
			if wrong[p]+missed[p] > 2 {
				t.Errorf("%s %s: %d right, %d wrong, %d missed", set, p, hits[p], wrong[p], missed[p])
			}
		}
	}
}

func goldFacts(t *testing.T, file string) []goldFact {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var facts []goldFact
	for s := bufio.NewScanner(f); s.Scan(); {
		var g goldFact
		if err := json.Unmarshal(s.Bytes(), &g); err != nil {
			t.Fatal(err)
		}
		facts = append(facts, g)
	}
	return facts
}

func sameName(a, b string) bool {
	x, y := strings.Fields(fold(a)), strings.Fields(fold(b))
	common := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			common++
		}
	}
	return common > 0 && common*10 >= 6*(len(x)+len(y)-common)
}

// TestReleasesAreRead reads every real page and checks the laws and that each
// has its title, date and publisher.
func TestReleasesAreRead(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(shared(t, "releases"), "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range files {
		if testing.Short() && i%20 != 0 {
			continue
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := Document(f, raw, Options{})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		if doc.Meta.Title.Value == "" || doc.Meta.PublishedOn.Value == "" || doc.Meta.Publisher.Value == "" || doc.Meta.Language != "en" {
			t.Errorf("%s: metadata %+v", f, doc.Meta)
		}
		if i%10 == 0 {
			checkLaws(t, doc, utf8.Valid(raw))
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	files, err := filepath.Glob(filepath.Join(shared(b, "releases"), "*.html"))
	if err != nil {
		b.Fatal(err)
	}
	var raws [][]byte
	size, words := 0, 0
	for _, f := range files[:min(len(files), 200)] {
		raw, err := os.ReadFile(f)
		if err != nil {
			b.Fatal(err)
		}
		raws = append(raws, raw)
		size += len(raw)
		words += len(strings.Fields(string(raw)))
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for i, raw := range raws {
			if _, err := Document(files[i], raw, Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
