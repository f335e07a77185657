package read

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// walked lists what Walk yields: the paths, or path and reason of a refusal,
// relative to dir.
func walked(t *testing.T, dir string, opt Options, paths ...string) []string {
	t.Helper()
	var got []string
	for s, err := range Walk(context.Background(), paths, opt) {
		name := strings.TrimPrefix(s.Path, dir+string(filepath.Separator))
		if err != nil {
			var r *Refusal
			if !errors.As(err, &r) || r.Path != s.Path {
				t.Errorf("%v is no refusal of %s", err, s.Path)
			}
			name += ": " + errors.Unwrap(err).Error()
		}
		got = append(got, name)
	}
	return got
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		p := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWalkTakesFilesGlobsAndReportsWhatIsMissing(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"b.txt": "b", "a.txt": "a", "c.md": "c", "x[1].txt": "odd name"})
	got := walked(t, dir, Options{}, filepath.Join(dir, "*.txt"), filepath.Join(dir, "c.md"), filepath.Join(dir, "a.txt"),
		filepath.Join(dir, "none.txt"), filepath.Join(dir, "*.pdf"), filepath.Join(dir, "x[1].txt"))
	want := []string{"a.txt", "b.txt", "x[1].txt", "c.md", "none.txt: no such file or directory", "*.pdf: " + ErrNoMatch.Error()}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWalkStops(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "a", "b.txt": "b"})
	n := 0
	for range Walk(context.Background(), []string{dir}, Options{}) {
		n++
		break
	}
	if n != 1 {
		t.Errorf("%d sources after a break", n)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for _, err := range Walk(ctx, []string{dir}, Options{}) {
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error %v after the context was cancelled", err)
		}
	}
}

func TestUnreadableFileIsRefusedWithItsName(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a.txt": "a"})
	p := filepath.Join(dir, "a.txt")
	if err := os.Chmod(p, 0); err != nil {
		t.Fatal(err)
	}
	for s, err := range Walk(context.Background(), []string{p}, Options{}) {
		if err == nil {
			_, err = s.Read(Options{})
		}
		if os.Getuid() == 0 {
			continue // root reads anything
		}
		var r *Refusal
		if !errors.As(err, &r) || r.Path != p || !errors.Is(err, fs.ErrPermission) && !strings.Contains(err.Error(), "permission") {
			t.Errorf("error is %v", err)
		}
	}
}

func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		name string
		raw  string
		want error
	}{
		{"nothing", "", ErrEmpty},
		{"white_space", " \n\t \r\n", ErrEmpty},
		{"picture", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ErrBinary},
		{"program", "\x7fELF\x02\x01\x01", ErrBinary},
		{"control_characters", strings.Repeat("\x01\x02\x03a", 100), ErrBinary},
		{"too_large", strings.Repeat("word ", 1000), ErrTooLarge},
		{"markup_without_words", "<html><head><style>p{}</style></head><body><br></body></html>", ErrEmpty},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Document("a", []byte(c.raw), Options{MaxSize: 2000})
			if !errors.Is(err, c.want) {
				t.Errorf("error is %v, want %v", err, c.want)
			}
		})
	}
}

func TestStem(t *testing.T) {
	for path, want := range map[string]string{
		"a/b/c.txt": "c", "c.tar.gz": "c.tar", ".hidden": ".hidden", "noext": "noext", "a.b/c": "c", "x.zip/y.html": "y", "https://a.example/b/view.do?seq=12&p=/x": "view-seq=12-p=_x", "https://a.example/b/": "b",
	} {
		if got := Stem(path); got != want {
			t.Errorf("Stem(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestWalkGivesWhatTwoPathsNameOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, map[string]string{"a/x.txt": "x", "a/b/y.txt": "y", "z.txt": "z"})
	got := walked(t, dir, Options{}, filepath.Join(dir, "a", "b"), filepath.Join(dir, "z.txt"), dir, filepath.Join(dir, "a"), filepath.Join(dir, "*.txt"))
	if diff := cmp.Diff([]string{"a/b/y.txt", "z.txt", "a/x.txt"}, got); diff != "" {
		t.Error(diff)
	}
}
