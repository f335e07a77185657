package graph_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// A faultyDisk fails at one operation, and at all after it: so a killed process
// or a full disk looks to the one that comes after it.
type faultyDisk struct {
	snapshot.OS
	left int // operations until the fault
	err  error
	dead bool
	ops  []string
}

func (d *faultyDisk) op(name string) error {
	d.ops = append(d.ops, name)
	if d.dead || d.left == 0 {
		d.dead = true
		return d.err
	}
	d.left--
	return nil
}

func (d *faultyDisk) Create(name string) (snapshot.File, error) {
	if err := d.op("create"); err != nil {
		return nil, err
	}
	f, err := d.OS.Create(name)
	return faultyFile{f, d}, err
}

func (d *faultyDisk) MkdirAll(dir string) error {
	if err := d.op("mkdir"); err != nil {
		return err
	}
	return d.OS.MkdirAll(dir)
}

func (d *faultyDisk) Rename(from, to string) error {
	if err := d.op("rename"); err != nil {
		return err
	}
	return d.OS.Rename(from, to)
}

func (d *faultyDisk) RemoveAll(name string) error {
	if err := d.op("remove"); err != nil {
		return err
	}
	return d.OS.RemoveAll(name)
}

func (d *faultyDisk) SyncDir(dir string) error {
	if err := d.op("syncdir"); err != nil {
		return err
	}
	return d.OS.SyncDir(dir)
}

type faultyFile struct {
	snapshot.File
	d *faultyDisk
}

func (f faultyFile) Write(b []byte) (int, error) {
	if err := f.d.op("write"); err != nil {
		n, _ := f.File.Write(b[:len(b)/2]) // a torn write
		return n, err
	}
	return f.File.Write(b)
}

func (f faultyFile) WriteAt(b []byte, at int64) (int, error) {
	if err := f.d.op("writeat"); err != nil {
		return 0, err
	}
	return f.File.WriteAt(b, at)
}

func (f faultyFile) ReadAt(b []byte, at int64) (int, error) {
	if err := f.d.op("read"); err != nil {
		return 0, err
	}
	return f.File.ReadAt(b, at)
}

func (f faultyFile) Sync() error {
	if err := f.d.op("sync"); err != nil {
		return err
	}
	return f.File.Sync()
}

// TestFaultAtEveryStep lets every single operation of a write fail. The graph
// that was there stays, until the new one has taken its place; the next write
// goes through.
func TestFaultAtEveryStep(t *testing.T) {
	ctx := context.Background()
	before := small[:3]
	after := nquads.Sort(graphtest.Collect(t, graphtest.Corpus(20)))
	var undisturbed []byte
	for n := 0; ; n++ {
		dir := t.TempDir()
		if err := graph.Write(ctx, dir, seq(before...), graph.Options{}); err != nil {
			t.Fatal(err)
		}
		disk := &faultyDisk{left: n, err: syscall.ENOSPC}
		err := graph.Write(ctx, dir, seq(after...), graph.Options{Disk: disk, Memory: 32 << 10})
		s, errOpen := graph.Open(dir)
		if errOpen != nil {
			t.Fatalf("fault %d (%s): %v", n, disk.ops[n], errOpen)
		}
		got := all(t, s)
		renamed := slices.Contains(disk.ops[:min(n, len(disk.ops))], "rename")
		if want := map[bool][]quad.Quad{false: before, true: after}[renamed]; !cmp.Equal(want, got) {
			t.Fatalf("fault %d (%s): %d quads instead of %d", n, disk.ops[n], len(got), len(want))
		}
		if !disk.dead {
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("trust\twrite\t%d faults", n)
			return
		}
		words := map[bool]string{false: "the disk is full; the graph that was there is unchanged", true: "in place"}[renamed]
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), words) {
			t.Fatalf("fault %d (%s): error %v", n, disk.ops[n], err)
		}
		if err := graph.Write(ctx, dir, seq(after...), graph.Options{}); err != nil {
			t.Fatalf("after fault %d (%s): %v", n, disk.ops[n], err)
		}
		b, err := os.ReadFile(filepath.Join(dir, "graph.snapshot"))
		if err != nil {
			t.Fatal(err)
		}
		if undisturbed == nil {
			undisturbed = b
		}
		if !bytes.Equal(undisturbed, b) {
			t.Fatalf("after fault %d (%s): other bytes", n, disk.ops[n])
		}
		names := []string{}
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			names = append(names, e.Name())
		}
		if diff := cmp.Diff([]string{"graph.lock", "graph.snapshot"}, names); diff != "" {
			t.Fatalf("after fault %d (%s), files (-want +got):\n%s", n, disk.ops[n], diff)
		}
	}
}

// killVariable asks the test program to write graphs until it is killed.
const killVariable = "NORMGRAPH_TEST_WRITE"

func TestMain(m *testing.M) {
	if dir := os.Getenv(killVariable); dir != "" {
		for {
			if err := graph.Write(context.Background(), dir, graphtest.Corpus(400), graph.Options{Memory: 200 << 10}); err != nil {
				fmt.Println(err)
				os.Exit(1)
			}
		}
	}
	os.Exit(m.Run())
}

func TestKilledAtRandomMoments(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := graph.Write(context.Background(), dir, seq(small...), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	want := nquads.Sort(graphtest.Collect(t, graphtest.Corpus(400)))
	replaced := false
	for n := range 12 {
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), killVariable+"="+dir)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(20+n*60) * time.Millisecond)
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); cmd.ProcessState.Exited() {
			t.Fatalf("the writer ended by itself: %v", err)
		}
		s, err := graph.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		got := all(t, s)
		replaced = replaced || len(got) > len(small)
		if wanted := map[bool][]quad.Quad{false: small, true: want}[replaced]; !cmp.Equal(wanted, got) {
			t.Fatalf("kill %d: %d quads instead of %d", n, len(got), len(wanted))
		}
	}
	if err := graph.Write(context.Background(), dir, seq(small...), graph.Options{}); err != nil {
		t.Errorf("after the kills: %v", err)
	}
}

func TestSecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	lock, err := graph.LockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	err = graph.Write(context.Background(), dir, seq(small...), graph.Options{})
	if !errors.Is(err, graph.ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("error %v", err)
	}
	if err := graph.Write(context.Background(), dir, seq(small...), graph.Options{Lock: lock}); err != nil {
		t.Errorf("with the lock: %v", err)
	}
	if _, err := graph.LockDir(dir); !errors.Is(err, graph.ErrLocked) {
		t.Errorf("the lock is lost: %v", err)
	}
	if err := lock.Unlock(); err != nil {
		t.Error(err)
	}
	if err := graph.Write(context.Background(), dir, seq(small...), graph.Options{}); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestErrorsSayWhatIsWrong(t *testing.T) {
	ctx := context.Background()
	if _, err := graph.Open(t.TempDir()); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "no graph in") {
		t.Errorf("empty folder: %v", err)
	}
	damaged := t.TempDir()
	if err := graph.Write(ctx, damaged, seq(small...), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(damaged, "graph.snapshot")
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	b[len(b)/2]++
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := graph.Open(damaged); !errors.Is(err, graph.ErrCorrupt) || !strings.Contains(err.Error(), name) {
		t.Errorf("damaged: %v", err)
	}
	if err := graph.Write(ctx, damaged, seq(small...), graph.Options{}); err != nil {
		t.Errorf("over a damaged one: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := graph.Write(ctx, file, seq(small...), graph.Options{}); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a file for a folder: %v", err)
	}
	if _, err := graph.Open(file); err == nil {
		t.Error("a file is opened as a folder")
	}
	denied := &faultyDisk{err: fs.ErrPermission}
	if err := graph.Write(ctx, t.TempDir(), seq(small...), graph.Options{Disk: denied}); !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), "cannot be written") {
		t.Errorf("without permission: %v", err)
	}
}

func TestWriteRefusesQuads(t *testing.T) {
	good := small[0]
	for name, change := range map[string]func(*quad.Quad){
		"no_label":          func(q *quad.Quad) { q.Label = nil },
		"relative_iri":      func(q *quad.Quad) { q.Object = quad.IRI("ng") },
		"space_in_iri":      func(q *quad.Quad) { q.Subject = iri("a b") },
		"short_datatype":    func(q *quad.Quad) { q.Object = quad.TypedString{Value: "5", Type: "integer"} },
		"native_number":     func(q *quad.Quad) { q.Object = quad.Int(5) },
		"bad_utf8":          func(q *quad.Quad) { q.Object = quad.String("\xff") },
		"literal_subject":   func(q *quad.Quad) { q.Subject = quad.String("s") },
		"literal_predicate": func(q *quad.Quad) { q.Predicate = quad.String("p") },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			q := good
			change(&q)
			if err := graph.Write(context.Background(), dir, seq(good, q), graph.Options{}); err == nil {
				t.Error("accepted")
			}
			if _, err := graph.Open(dir); !errors.Is(err, fs.ErrNotExist) {
				t.Errorf("a graph is there: %v", err)
			}
		})
	}
}

// TestReadersWhileWriting reads all the time while graphs replace each other:
// each reader sees one of them, whole, and keeps it.
func TestReadersWhileWriting(t *testing.T) {
	ctx := context.Background()
	dir := t.TempDir()
	versions := [][]quad.Quad{
		nquads.Sort(graphtest.Collect(t, graphtest.Corpus(3))),
		nquads.Sort(graphtest.Collect(t, graphtest.Corpus(5))),
		slices.Clone(small),
	}
	write := func(n int) {
		if err := graph.Write(ctx, dir, seq(versions[n%3]...), graph.Options{}); err != nil {
			t.Error(err)
		}
	}
	write(0)
	old, err := graph.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	var done atomic.Bool
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			for !done.Load() {
				s, err := graph.Open(dir)
				if err != nil {
					t.Error(err)
					return
				}
				var got []quad.Quad
				for q, err := range s.Quads(ctx) {
					if err != nil {
						t.Error(err)
					}
					got = append(got, q)
				}
				if !slices.ContainsFunc(versions, func(v []quad.Quad) bool { return slices.Equal(v, got) }) {
					t.Errorf("%d quads that were never written", len(got))
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for n := range 30 {
		write(n + 1)
	}
	done.Store(true)
	wg.Wait()
	if got := all(t, old); !slices.Equal(got, versions[0]) {
		t.Error("the graph that was open has changed")
	}
	stale, err := old.Stale()
	if err != nil || !stale {
		t.Errorf("stale = %v, %v", stale, err)
	}
	fresh, err := graph.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if stale, err := fresh.Stale(); err != nil || stale {
		t.Errorf("of the newest, stale = %v, %v", stale, err)
	}
}
