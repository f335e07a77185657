package corpus

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// FuzzParse checks that a list is read as it was written, and all else refused.
func FuzzParse(f *testing.F) {
	var b bytes.Buffer
	l := List{Base: "https://a.example/", Program: "v1", Docs: Name([]Doc{{Path: "b/a.txt", Size: 3}, {Path: "a\xff\n.txt"}})}
	if err := l.Write(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte("normgraph documents 3\t99999999999\t\"\"\t\"\"\t\"\"\t\"\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		_, _ = ParseHead(bytes.NewReader(data))
		l, err := Parse(data)
		if err != nil {
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrVersion) {
				t.Fatal(err)
			}
			return
		}
		var b bytes.Buffer
		if err := l.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(b.Bytes())
		if diff := cmp.Diff(l, again); err != nil || diff != "" {
			t.Fatalf("read back: %v (-want +got)\n%s", err, diff)
		}
	})
}

// FuzzName checks that documents get ids of their own that can stand in an IRI,
// whatever their paths are.
func FuzzName(f *testing.F) {
	f.Add("a/x.txt", "b/x.txt", "B/X.html")
	f.Add("\xff", "\xfe", "#?%\n")
	f.Add("", ".", "..")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		docs := Name([]Doc{{Path: a}, {Path: b}, {Path: c}})
		seen := map[string]bool{}
		for _, d := range docs {
			id := fold(d.ID)
			if seen[id] || d.ID == "" {
				t.Fatalf("id %q of %q is there twice, or is none", d.ID, d.Path)
			}
			seen[id] = true
			for _, r := range d.ID {
				if r <= ' ' || r == '/' || r == '#' || r == '?' || r == '%' || r == '<' || r == '>' || r == '"' {
					t.Fatalf("id %q of %q", d.ID, d.Path)
				}
			}
			for _, r := range ShownPath(d.Path) {
				if r < ' ' || r == 0x7f {
					t.Fatalf("shown path of %q", d.Path)
				}
			}
		}
	})
}
