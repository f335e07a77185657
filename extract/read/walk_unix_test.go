//go:build unix

package read

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWalkFindsFilesInOrderAndNamesWhatItRefuses(t *testing.T) {
	dir := t.TempDir()
	outside := t.TempDir()
	write(t, outside, map[string]string{"secret.txt": "secret"})
	write(t, dir, map[string]string{
		"b.txt": "text", "a/z.html": "<p>x", "a/y.txt": "text", "empty.txt": "", "large.txt": strings.Repeat("x", 2000), ".hidden": "x", "draft.txt~": "x",
	})
	for name, target := range map[string]string{
		"a/loop": "..", "out": outside, "out.txt": filepath.Join(outside, "secret.txt"), "again.txt": "b.txt", "broken.txt": "nowhere",
	} {
		if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := walked(t, dir, Options{MaxSize: 1000}, dir)
	want := []string{
		"a/loop: " + ErrLoop.Error(), "a/y.txt", "a/z.html", "b.txt", "broken.txt: no such file or directory",
		"empty.txt: is empty", "large.txt: is too large: 2000 bytes, the limit is 1000",
		"out: " + ErrOutside.Error(), "out.txt: " + ErrOutside.Error(), "pipe: " + ErrIrregular.Error(),
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
