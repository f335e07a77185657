package read

import (
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// TestMutatedDocumentsKeepTheLaws flips, cuts and splices real documents.
func TestMutatedDocumentsKeepTheLaws(t *testing.T) {
	var files []string
	for _, pattern := range []string{"documents/*", "corpus/*", "releases/a*.html"} {
		found, err := filepath.Glob(filepath.Join(shared(t), pattern))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	var raws [][]byte
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		raws = append(raws, raw)
	}
	rounds := 600
	if testing.Short() {
		rounds = 60
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range rounds {
		k := i % len(raws)
		raw := append([]byte(nil), raws[k]...)
		switch i % 4 {
		case 0:
			for range 1 + rng.IntN(20) {
				raw[rng.IntN(len(raw))] ^= 1 << rng.IntN(8)
			}
		case 1:
			raw = raw[:rng.IntN(len(raw))]
		case 2:
			other := raws[rng.IntN(len(raws))]
			raw = append(raw[:rng.IntN(len(raw))], other[rng.IntN(len(other)):]...)
		case 3:
			at := rng.IntN(len(raw))
			raw = append(raw[:at], append([]byte{0, 0xff, '<', '&', 0xe2, 0x80}, raw[at:]...)...)
		}
		doc, err := Document(files[k], raw, Options{})
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) {
				t.Fatalf("%s, mutation %d: %v", files[k], i, err)
			}
			continue
		}
		checkLaws(t, doc, noNUL(raw))
		if t.Failed() {
			t.Fatalf("%s, mutation %d", files[k], i)
		}
	}
}
