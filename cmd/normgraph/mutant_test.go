package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// fragments are pieces of hostile and broken text that mutation puts in.
var fragments = []string{
	"\x00", "\xff\xfe", "\xef\xbb\xbf", "\xc3", "\xed\xa0\x80", "\u202e", "\u2066", "\u200b", "\ufeff", "\u0301\u0301\u0301", "Kоrea", "\r", "\x1b$B",
	"<", ">", "&#x0;", "&#1114112;", "<![CDATA[", "<!--", "</p></div>", "<table><tr><td>", "<script>", "]]>", "{{", "${", "%s%n", "\\u0000",
	`" .` + "\n<https://w3id.org/normgraph/id/state/KR> <https://w3id.org/normgraph/ns#hostedBy> <x> <y> .\n", `"@en^^<x>`, "_:b0",
	"((((((((", "))))", "''\"“”‘’", ", and , and", "of the of the of", " the the ", "the 99999999999999999999th", "32 May 0000", "2021-13-45", "-", "…", "\t|\t", "\n\n\n", "- ", "# ", "1. ",
}

// mutant is a document with some of its bytes changed: bits flipped, parts cut
// out, doubled or put into another document, fragments put in. It is a window of
// at most size bytes.
func mutant(rng *rand.Rand, docs [][]byte, size int) []byte {
	part := func(d []byte, size int) []byte {
		n := 1 + rng.IntN(min(len(d), size))
		at := rng.IntN(len(d) - n + 1)
		return d[at : at+n]
	}
	pick := func() []byte { return docs[rng.IntN(len(docs))] }
	b := bytes.Clone(part(pick(), size))
	for range 1 + rng.IntN(4) {
		at := rng.IntN(len(b) + 1)
		switch rng.IntN(6) {
		case 0: // bits
			for range 1 + rng.IntN(30) {
				if len(b) > 0 {
					b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
				}
			}
		case 1: // cut off
			b = b[:at]
		case 2: // another document from here on
			b = append(b[:at:at], part(pick(), size)...)
		case 3: // a part twice
			n := rng.IntN(min(300, len(b)-at+1))
			b = append(b[:at+n:at+n], b[at:]...)
		case 4: // a part taken out
			n := rng.IntN(min(300, len(b)-at+1))
			b = append(b[:at:at], b[at+n:]...)
		default:
			for range 1 + rng.IntN(10) {
				at := rng.IntN(len(b) + 1)
				b = append(b[:at:at], append([]byte(fragments[rng.IntN(len(fragments))]), b[at:]...)...)
			}
		}
	}
	return b[:min(len(b), size)]
}

// Documents that were mutated at random are read or refused in time, nothing
// fails but they, and every evidence in the graph equals the bytes of its
// document. NORMGRAPH_MUTANTS sets how many, NORMGRAPH_MUTANT_DOCUMENTS a folder
// of documents to mutate, NORMGRAPH_MUTANT_BYTES how much of each.
func TestMutatedDocuments(t *testing.T) {
	number := func(name string, otherwise int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return otherwise
	}
	n, size := number("NORMGRAPH_MUTANTS", 10_000), number("NORMGRAPH_MUTANT_BYTES", 1500)
	if testing.Short() {
		n = min(n, 500)
	}
	dir := os.Getenv("NORMGRAPH_MUTANT_DOCUMENTS")
	if dir == "" {
		dir = "../../testdata/corpus"
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents in %s (%v)", dir, err)
	}
	var docs [][]byte
	for _, f := range files {
		if b := contents(t, f); len(b) > 0 {
			docs = append(docs, b)
		}
	}
	exts := []string{".txt", ".txt", ".html", ".html", ".md", ".htm", "", ".xml", ".json", ".eml"}
	rng := rand.New(rand.NewPCG(6, 2026))
	t.Chdir(t.TempDir())
	read, refused, claims := 0, 0, 0
	for done, batch := 0, 1000; done < n; done += batch {
		batch = min(batch, n-done)
		if err := os.Mkdir("docs", 0o755); err != nil {
			t.Fatal(err)
		}
		for i := range batch {
			name := filepath.Join("docs", fmt.Sprintf("%05d%s", done+i, exts[rng.IntN(len(exts))]))
			if err := os.WriteFile(name, mutant(rng, docs, size), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out, errs, code := try("--format", "json", "-q", "build", "--max-time", "30s", "docs")
		var r buildReport
		if err := json.Unmarshal([]byte(out), &r); err != nil {
			t.Fatalf("exit code %d, no report: %v\n%s", code, err, errs)
		}
		for _, f := range r.Failed {
			if strings.Contains(f.Reason, "fault in the program") || strings.Contains(f.Reason, "too long") {
				keep := filepath.Join(os.TempDir(), "mutant-"+filepath.Base(f.Path))
				t.Errorf("%s, kept as %s: %s", f.Path, keep, f.Reason)
				if err := os.WriteFile(keep, contents(t, f.Path), 0o644); err != nil {
					t.Error(err)
				}
			}
		}
		for _, rejected := range r.Rejected { // kept out of the graph
			t.Logf("outside of the schema: %s", rejected)
		}
		r.Read += r.Unchanged // of the same bytes as another
		if r.Read+len(r.Failed) != batch {
			t.Errorf("%d read and %d refused of %d", r.Read, len(r.Failed), batch)
		}
		if _, errs, code := try("check"); code != exitOK {
			t.Errorf("check: %s", errs)
		}
		read, refused, claims = read+r.Read, refused+len(r.Failed), claims+r.Claims
		if err := os.RemoveAll("docs"); err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll("normgraph.db"); err != nil {
			t.Fatal(err)
		}
	}
	if claims == 0 {
		t.Error("no claim was read from any of them")
	}
	t.Logf("trust\tmutants\t%d documents\t%d read\t%d refused\t%d claims with evidence checked", n, read, refused, claims)
}
