// Command release builds what a release of Normgraph consists of, the same bytes
// from the same sources wherever it runs:
//
//	go run ./.ci/release                 archives for all systems in ./dist
//	go run ./.ci/release -check          builds twice, in two folders with two caches, and compares
//
// An archive holds the program, the manual pages, the completions for shells,
// README and LICENSE. SHA256SUMS lists the sums of the archives.
package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

var targets = []string{"darwin/amd64", "darwin/arm64", "linux/amd64", "linux/arm64", "windows/amd64", "windows/arm64"}

func main() {
	out := flag.String("out", "dist", "folder for the archives")
	name := flag.String("version", "", "version (default: what git describe says)")
	only := flag.String("targets", strings.Join(targets, ","), "systems to build for")
	check := flag.Bool("check", false, "build the first of the targets twice and compare, and keep nothing")
	flag.Parse()
	r := release{version: *name, targets: strings.Split(*only, ",")}
	err := r.prepare()
	if err == nil && *check {
		err = r.check()
	} else if err == nil {
		err = r.build(*out)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "release:", err)
		os.Exit(1)
	}
}

type release struct {
	version string
	targets []string
	when    time.Time // of the commit; all files have it
}

func (r *release) prepare() error {
	if r.version == "" {
		s, err := output("git", "describe", "--tags", "--always", "--dirty")
		if err != nil {
			return err
		}
		r.version = s
	}
	s, err := output("git", "log", "-1", "--format=%ct")
	if err != nil {
		return err
	}
	sec, err := strconv.ParseInt(s, 10, 64)
	r.when = time.Unix(sec, 0).UTC()
	return err
}

func output(name string, args ...string) (string, error) {
	b, err := exec.Command(name, args...).Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", name, err)
	}
	return strings.TrimSpace(string(b)), nil
}

// compile builds the program from the sources in dir. Nothing of the machine
// goes into it: no paths, no build id, no state of the repository.
func (r *release) compile(dir, target, to string, env ...string) error {
	system, machine, ok := strings.Cut(target, "/")
	if !ok {
		return fmt.Errorf("target %q: want a system and a machine, like linux/amd64", target)
	}
	c := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags", "-s -w -buildid= -X main.release="+r.version, "-o", to, "./cmd/normgraph")
	c.Dir = dir
	c.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=", "GOAMD64=v1", "GOARM64=v8.0", "GOOS="+system, "GOARCH="+machine)
	c.Env = append(c.Env, env...)
	if b, err := c.CombinedOutput(); err != nil {
		return fmt.Errorf("build for %s: %w\n%s", target, err, b)
	}
	return nil
}

// A member is a file of an archive.
type member struct {
	name string
	mode fs.FileMode
	data []byte
}

func (r *release) build(out string) error {
	work, err := os.MkdirTemp("", "normgraph-release-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	common, err := r.papers(work)
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, t := range r.targets {
		program := "normgraph"
		if strings.HasPrefix(t, "windows/") {
			program += ".exe"
		}
		file := filepath.Join(work, program)
		if err := r.compile(".", t, file); err != nil {
			return err
		}
		b, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		stem := "normgraph-" + r.version + "-" + strings.ReplaceAll(t, "/", "-")
		members := append([]member{{stem + "/" + program, 0o755, b}}, common...)
		for i := range members[1:] {
			members[i+1].name = stem + "/" + members[i+1].name
		}
		name, pack := stem+".tar.gz", r.tar
		if strings.HasPrefix(t, "windows/") {
			name, pack = stem+".zip", r.zip
		}
		data, err := pack(members)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), data, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sha256.Sum256(data), name)
		fmt.Println(name)
	}
	return os.WriteFile(filepath.Join(out, "SHA256SUMS"), []byte(sums.String()), 0o644)
}

// papers are the files that every archive has beside the program.
func (r *release) papers(work string) ([]member, error) {
	var out []member
	for _, name := range []string{"LICENSE", "README.md"} {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		out = append(out, member{name, 0o644, b})
	}
	program := filepath.Join(work, "here")
	host, err := output("go", "env", "GOHOSTOS", "GOHOSTARCH")
	if err != nil {
		return nil, err
	}
	if err := r.compile(".", strings.Join(strings.Fields(host), "/"), program); err != nil {
		return nil, err
	}
	man := filepath.Join(work, "man")
	c := exec.Command(program, "man", man)
	c.Env = append(os.Environ(), "SOURCE_DATE_EPOCH="+strconv.FormatInt(r.when.Unix(), 10))
	if b, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("manual: %w\n%s", err, b)
	}
	pages, err := os.ReadDir(man)
	if err != nil {
		return nil, err
	}
	for _, p := range pages {
		b, err := os.ReadFile(filepath.Join(man, p.Name()))
		if err != nil {
			return nil, err
		}
		out = append(out, member{"man/man1/" + p.Name(), 0o644, b})
	}
	for shell, name := range map[string]string{"bash": "normgraph.bash", "zsh": "_normgraph", "fish": "normgraph.fish", "powershell": "normgraph.ps1"} {
		b, err := exec.Command(program, "completion", shell).Output()
		if err != nil {
			return nil, fmt.Errorf("completion for %s: %w", shell, err)
		}
		out = append(out, member{"completions/" + name, 0o644, b})
	}
	slices.SortFunc(out, func(a, b member) int { return strings.Compare(a.name, b.name) })
	return out, nil
}

func (r *release) tar(members []member) ([]byte, error) {
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	t := tar.NewWriter(z)
	for _, m := range members {
		h := &tar.Header{Name: m.name, Mode: int64(m.mode), Size: int64(len(m.data)), ModTime: r.when, Typeflag: tar.TypeReg, Format: tar.FormatPAX}
		if err := t.WriteHeader(h); err != nil {
			return nil, err
		}
		if _, err := t.Write(m.data); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), errors.Join(t.Close(), z.Close())
}

func (r *release) zip(members []member) ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		h := &zip.FileHeader{Name: m.name, Method: zip.Deflate, Modified: r.when}
		h.SetMode(m.mode)
		w, err := z.CreateHeader(h)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(m.data); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), z.Close()
}

// check builds here with the cache that there is, and from a copy of the sources
// elsewhere with an empty one.
func (r *release) check() error {
	work, err := os.MkdirTemp("", "normgraph-release-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	copied := filepath.Join(work, "a", "copy")
	if err := os.CopyFS(copied, sources()); err != nil {
		return err
	}
	var sums [2][sha256.Size]byte
	for i, dir := range []string{".", copied} {
		var env []string
		if i == 1 {
			env = []string{"GOCACHE=" + filepath.Join(work, "cache")}
		}
		file := filepath.Join(work, strconv.Itoa(i))
		if err := r.compile(dir, r.targets[0], file, env...); err != nil {
			return err
		}
		f, err := os.Open(file)
		if err != nil {
			return err
		}
		h := sha256.New()
		_, err = io.Copy(h, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		h.Sum(sums[i][:0])
	}
	if sums[0] != sums[1] {
		return fmt.Errorf("two builds for %s differ: %x and %x", r.targets[0], sums[0], sums[1])
	}
	fmt.Printf("%s: two builds are equal: %x\n", r.targets[0], sums[0])
	return nil
}

// sources are the files here.
func sources() fs.FS { return tracked{os.DirFS(".")} }

// tracked leaves out what a build leaves behind.
type tracked struct{ fs.FS }

// ReadDir implements [fs.ReadDirFS].
func (t tracked) ReadDir(name string) ([]fs.DirEntry, error) {
	es, err := fs.ReadDir(t.FS, name)
	return slices.DeleteFunc(es, func(e fs.DirEntry) bool {
		return name == "." && (e.Name() == ".git" || e.Name() == "dist" || strings.HasSuffix(e.Name(), ".db") || !e.Type().IsRegular() && !e.IsDir())
	}), err
}
