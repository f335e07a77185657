package corpus_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract/corpus"
)

func TestIDsTellDocumentsApart(t *testing.T) {
	tests := []struct {
		name  string
		paths []string
		want  []string
	}{
		{"stem", []string{"press/b.html", "press/a.txt"}, []string{"a", "b"}},
		{"same_stem", []string{"x/a.txt", "y/a.txt", "y/b.txt"}, []string{"x-a-txt", "y-a-txt", "b"}},
		{"case_does_not_tell_apart", []string{"A.txt", "a.txt"}, []string{"a-txt-6a5ae5e3e9f7", "a-txt-f9ebdbb8b43b"}},
		{"path_that_is_the_stem_of_another", []string{"x/a", "y/a", "z/x-a"}, []string{"x-a-3c43f9ab5f6d", "y-a", "z-x-a"}},
		{"signs_only", []string{"?.txt", "!.txt"}, nil},
		{"one_path_twice", []string{"a.txt", "a.txt"}, []string{"a"}},
		{"bytes_that_are_no_text", []string{"\xff.txt", "\xfe.txt", "\xffa.txt"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(tt.paths)
			if tt.want != nil && !slices.EqualFunc(got, tt.want, sameButSum) {
				t.Errorf("ids %q, want %q", got, tt.want)
			}
			seen := map[string]bool{}
			for _, id := range got {
				if seen[strings.ToLower(id)] {
					t.Errorf("two documents have the id %q", id)
				}
				seen[strings.ToLower(id)] = true
			}
			for range 5 {
				rand.Shuffle(len(tt.paths), func(i, j int) { tt.paths[i], tt.paths[j] = tt.paths[j], tt.paths[i] })
				if again := ids(tt.paths); !slices.Equal(again, got) {
					t.Errorf("in another order %q, want %q", again, got)
				}
			}
		})
	}
}

// sameButSum compares two ids up to the sum at their end.
func sameButSum(a, b string) bool {
	return a == b || len(a) == len(b) && len(a) > 12 && a[:len(a)-12] == b[:len(b)-12] && a[len(a)-13] == '-'
}

func ids(paths []string) []string {
	var docs []corpus.Doc
	for _, p := range paths {
		docs = append(docs, corpus.Doc{Path: p})
	}
	var out []string
	for _, d := range corpus.Name(docs) {
		out = append(out, d.ID)
	}
	return out
}

func list() *corpus.List {
	l := &corpus.List{Store: "leveldb:x y", Base: "https://example.org/id/", Program: "p\t1\n", Decided: "0f", Docs: []corpus.Doc{
		{Path: "b.txt", Size: 12, SHA256: [32]byte{1}, Key: [32]byte{2}},
		{Path: "a\nb\t\xff\"é.html", Size: 1 << 40, SHA256: [32]byte{3}},
	}}
	l.Docs = corpus.Name(l.Docs)
	return l
}

func TestListSurvivesBeingWritten(t *testing.T) {
	for name, l := range map[string]*corpus.List{"two": list(), "none": {Docs: []corpus.Doc{}}} {
		var b bytes.Buffer
		if err := l.Write(&b); err != nil {
			t.Fatal(err)
		}
		got, err := corpus.Parse(b.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if d := cmp.Diff(l, got); d != "" {
			t.Errorf("%s: %s", name, d)
		}
		head, err := corpus.ParseHead(&b)
		if err != nil || head.Base != l.Base || head.Docs != nil {
			t.Errorf("%s: head %+v, %v", name, head, err)
		}
	}
}

func TestADamagedListIsNotRead(t *testing.T) {
	var b bytes.Buffer
	if err := list().Write(&b); err != nil {
		t.Fatal(err)
	}
	for i := range b.Bytes() {
		bad := bytes.Clone(b.Bytes())
		bad[i] ^= 0x15
		if _, err := corpus.Parse(bad); !errors.Is(err, corpus.ErrDamaged) && !errors.Is(err, corpus.ErrVersion) {
			t.Fatalf("byte %d changed: %v", i, err)
		}
		if _, err := corpus.Parse(b.Bytes()[:i]); !errors.Is(err, corpus.ErrDamaged) {
			t.Fatalf("cut at %d: %v", i, err)
		}
	}
	newer := bytes.Replace(b.Bytes(), []byte("documents 3"), []byte("documents 4"), 1)
	if _, err := corpus.Parse(newer); !errors.Is(err, corpus.ErrVersion) {
		t.Errorf("a list of another version: %v", err)
	}
}

func TestAListOfAnOlderStoreIsRead(t *testing.T) {
	l, err := corpus.ParseHead(strings.NewReader("normgraph documents 2\t1\t\"\"\t\"b/\"\t\"p\"\n"))
	if err != nil || l.Base != "b/" || l.Program != "p" || l.Decided != "" {
		t.Errorf("%+v, %v", l, err)
	}
}

func TestShownPathsAreText(t *testing.T) {
	for path, want := range map[string]string{
		"press/a b.txt": "press/a b.txt", "é/한.html": "é/한.html", "a\xff\nb": "a%FF%0Ab", "�": "�", "�\xff": "�%FF",
	} {
		got := corpus.ShownPath(path)
		if got != want || !utf8.ValidString(got) {
			t.Errorf("ShownPath(%q) = %q, want %q", path, got, want)
		}
	}
}
