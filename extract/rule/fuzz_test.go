package rule

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/normgraph/normgraph/extract/rules"
)

// FuzzLoad checks that a rule file is taken or refused, whatever it holds, and
// that what is taken is taken again.
func FuzzLoad(f *testing.F) {
	words, err := fs.ReadFile(rules.FS, "words.yaml")
	if err != nil {
		f.Fatal(err)
	}
	files, err := fs.Glob(rules.FS, "*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range files {
		b, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b[:min(len(b), 3000)])
	}
	f.Add([]byte("- id: a.b\n  verb: [x]\n  subject: {class: State}\n"))
	f.Add([]byte("&a [*a, *a]"))
	f.Fuzz(func(t *testing.T, b []byte) {
		fsys := fstest.MapFS{"a.yaml": {Data: b}, "words.yaml": {Data: words}}
		_, first := Load(fsys)
		if _, second := Load(fsys); (first == nil) != (second == nil) {
			t.Fatalf("first %v, then %v", first, second)
		}
		_, _ = Load(fstest.MapFS{"words.yaml": {Data: b}})
	})
}
