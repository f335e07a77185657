package read

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "write what was read to testdata/pages")

// TestPages compares how pages of many kinds are read with the file beside
// each; -update writes them, and the difference is reviewed like code.
func TestPages(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "pages", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".want") {
			continue
		}
		t.Run(filepath.Base(f), func(t *testing.T) {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Document(f, raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkLaws(t, doc, utf8.Valid(raw))
			m := doc.Meta
			got := layout(doc) + "--\n"
			for _, v := range [...]struct{ name, value string }{
				{"title", m.Title.Value},
				{"published", m.PublishedOn.Value},
				{"delivered", m.DeliveredOn.Value},
				{"publisher", m.Publisher.Value},
				{"speaker", m.Speaker.Value},
				{"language", m.Language},
				{"genre", string(m.Genre)},
			} {
				if v.value != "" {
					got += fmt.Sprintf("%s: %s\n", v.name, v.value)
				}
			}
			for _, a := range m.Authors {
				got += "author: " + a.Value + "\n"
			}
			if *update {
				if err := os.WriteFile(f+".want", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(f + ".want")
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("read as\n%s\nwant\n%s", got, want)
			}
		})
	}
}
