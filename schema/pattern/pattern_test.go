package pattern

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFind(t *testing.T) {
	s, bad := New([]string{`\bnorms?\b`, `\b(call|appeal)(s|ed|ing)? for\b`, `\bco-?operat\w+\b`})
	if len(bad) > 0 {
		t.Fatal(bad)
	}
	tests := []struct {
		name, text string
		want       []Hit
	}{
		{"nothing", "an enormous normal day", nil},
		{"two_of_one", "norms and a norm", []Hit{{0, 0, 5}, {0, 12, 16}}},
		{"order_of_start", "called for norms", []Hit{{1, 0, 10}, {0, 11, 16}}},
		{"optional_letter", "cooperation, co-operative", []Hit{{2, 0, 11}, {2, 13, 25}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, s.Find(tt.text)); diff != "" {
				t.Errorf("Find(%q): -want +got\n%s", tt.text, diff)
			}
			if got := s.Match(tt.text); got != (len(tt.want) > 0) {
				t.Errorf("Match(%q) = %v", tt.text, got)
			}
		})
	}
}

func TestMayNamesWhatCanMatch(t *testing.T) {
	s, bad := New([]string{`signed (?:a|the) treaty`, `(?:host|chair)ed by`, `treaty \d`})
	if len(bad) != 0 {
		t.Fatal(bad)
	}
	if got, want := s.May("treaty 5 was chaired by him"), []int{1, 2}; !slices.Equal(got, want) {
		t.Errorf("May = %v, want %v", got, want)
	}
	if got := s.May("nothing of it"); len(got) != 0 {
		t.Errorf("May = %v, want none", got)
	}
}

func TestNewReportsWhatCannotBeUsed(t *testing.T) {
	_, bad := New([]string{`ok`, `(`, `\w+`, `.{0,5}`})
	if len(bad) != 3 {
		t.Fatalf("got %d problems, want 3: %v", len(bad), bad)
	}
	if bad[0].Pattern != 1 || !errors.Is(bad[1].Err, ErrNoWord) || !errors.Is(bad[2].Err, ErrNoWord) {
		t.Errorf("got %v", bad)
	}
}

func TestRequiredWords(t *testing.T) {
	tests := []struct {
		expr string
		want []string
	}{
		{`\b(un|united nations) charter\b`, []string{"un charter", "united nations charter"}},
		{`\bnorm[- ]setting\b`, []string{"norm setting", "norm-setting"}},
		{`\bprotect\w*\b.{0,40}\binfrastructures?\b`, []string{"infrastructure"}},
		{`(a|bc)*`, nil},
		{`x?y*|long`, nil},
	}
	for _, tt := range tests {
		got, _ := required(tt.expr)
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("required(%q): -want +got\n%s", tt.expr, diff)
		}
	}
}

// FuzzFind holds the set against the expressions run one by one.
func FuzzFind(f *testing.F) {
	exprs := []string{`ab`, `bab`, `(ba|cab)c?`, `\bcab\b`, `a[bc]a`}
	s, bad := New(exprs)
	if len(bad) > 0 {
		f.Fatal(bad)
	}
	f.Add("abacab")
	f.Add("cab bbba aca")
	f.Fuzz(func(t *testing.T, text string) {
		want := 0
		for _, x := range exprs {
			want += len(regexp.MustCompile(x).FindAllStringIndex(text, -1))
		}
		if got := len(s.Find(text)); got != want {
			t.Errorf("Find(%q): %d hits, want %d", text, got, want)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	s, _ := New([]string{`\bnorms?\b`, `\b(call|appeal)(s|ed|ing)? for\b`, `\bco-?operat\w+\b`, `\bprotect\w*\b.{0,40}\binfrastructures?\b`})
	text := strings.Repeat("the ministers met in the old town and took a walk along the river. ", 3) + "they called for cooperation."
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		s.Find(text)
	}
}
