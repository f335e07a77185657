package graph_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
)

func writeLevel(t testing.TB, quads []quad.Quad) graph.Address {
	t.Helper()
	a := parse(t, "leveldb:"+filepath.Join(t.TempDir(), "level"))
	if err := a.Write(context.Background(), graphtest.Seq(quads), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	return a
}

func openStore(t testing.TB, a graph.Address) *graph.Store {
	t.Helper()
	s, err := a.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestLevelDBContract(t *testing.T) {
	graphtest.Test(t, func(t testing.TB, quads []quad.Quad) cayleygraph.QuadStore {
		return openStore(t, writeLevel(t, quads)).QuadStore()
	}, graphtest.Options{Stock: true, Queries: 100})
}

// TestUnmodifiedCayleyOpensIt opens the folder as Cayley itself does.
func TestUnmodifiedCayleyOpensIt(t *testing.T) {
	a := writeLevel(t, small)
	qs, err := cayleygraph.NewQuadStore(leveldb.Type, a.Place, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer qs.Close()
	got, err := path.StartPath(qs, iri("state/PL")).In(quad.IRI(ns + "hostedBy")).Iterate(context.Background()).AllValues(qs)
	if diff := cmp.Diff([]quad.Value{iri("event/b")}, got); err != nil || diff != "" {
		t.Errorf("error %v, hosts (-want +got):\n%s", err, diff)
	}
}

// TestCayleyWritesOn adds and deletes quads with Cayley's own code: the numbers
// and counts that it needs are there.
func TestCayleyWritesOn(t *testing.T) {
	ctx := context.Background()
	a := writeLevel(t, small)
	qs, err := cayleygraph.NewQuadStore(leveldb.Type, a.Place, nil)
	if err != nil {
		t.Fatal(err)
	}
	extra := quad.Quad{Subject: iri("event/new"), Predicate: small[0].Predicate, Object: small[0].Object, Label: small[0].Label}
	for _, d := range []cayleygraph.Delta{
		{Quad: extra, Action: cayleygraph.Add},
		{Quad: small[1], Action: cayleygraph.Delete},
	} {
		if err := qs.ApplyDeltas([]cayleygraph.Delta{d}, cayleygraph.IgnoreOpts{}); err != nil {
			t.Fatal(err)
		}
	}
	if err := qs.ApplyDeltas([]cayleygraph.Delta{{Quad: small[0], Action: cayleygraph.Add}}, cayleygraph.IgnoreOpts{}); err == nil {
		t.Error("a quad that is there can be added again")
	}
	if err := qs.Close(); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, a)
	want := append(slices.Clone(small[:1]), append(slices.Clone(small[2:]), extra)...)
	if diff := cmp.Diff(nquads.Sort(want), all(t, s)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if st, err := s.Stats(ctx); err != nil || st.Quads != int64(len(want)) {
		t.Errorf("counts %+v, %v", st, err)
	}
}

func TestLevelDBIsReplacedWhole(t *testing.T) {
	ctx := context.Background()
	a := writeLevel(t, small)
	old := openStore(t, a)
	next := nquads.Sort(graphtest.Collect(t, graphtest.Corpus(3)))
	if err := a.Write(ctx, seq(next...), graph.Options{}); !errors.Is(err, graph.ErrLocked) {
		t.Errorf("while it is open: %v", err)
	}
	if _, err := a.Open(ctx); !errors.Is(err, graph.ErrLocked) {
		t.Errorf("opened twice: %v", err)
	}
	if diff := cmp.Diff(small, all(t, old)); diff != "" {
		t.Errorf("the store that is open (-want +got):\n%s", diff)
	}
	old.Close()
	if err := a.Write(ctx, seq(next...), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	if stale, err := old.Stale(); err != nil || !stale {
		t.Errorf("stale = %v, %v", stale, err)
	}
	fresh := openStore(t, a)
	if diff := cmp.Diff(next, all(t, fresh)); diff != "" {
		t.Errorf("quads (-want +got):\n%s", diff)
	}
	fresh.Close()
	bad := errors.New("no more quads")
	err := a.Write(ctx, func(yield func(quad.Quad, error) bool) { _ = yield(small[0], nil) && yield(quad.Quad{}, bad) }, graph.Options{})
	if !errors.Is(err, bad) {
		t.Errorf("error %v", err)
	}
	if diff := cmp.Diff(next, all(t, openStore(t, a))); diff != "" {
		t.Errorf("after a failed write (-want +got):\n%s", diff)
	}
}

// TestLevelDBSettles opens a store whose exchange was cut off half-way.
func TestLevelDBSettles(t *testing.T) {
	a := writeLevel(t, small)
	if err := os.Rename(a.Place, a.Place+".old"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(small, all(t, openStore(t, a))); diff != "" {
		t.Errorf("quads (-want +got):\n%s", diff)
	}
}

func TestLevelDBErrors(t *testing.T) {
	ctx := context.Background()
	if _, err := parse(t, "leveldb:"+filepath.Join(t.TempDir(), "none")).Open(ctx); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no folder: %v", err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "thesis.txt"), []byte("years of work"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := parse(t, "leveldb:"+dir).Write(ctx, seq(small...), graph.Options{}); err == nil || !strings.Contains(err.Error(), "other files") {
		t.Errorf("foreign folder: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "thesis.txt")); err != nil {
		t.Error(err)
	}
}

func TestParse(t *testing.T) {
	for in, want := range map[string]struct {
		address graph.Address
		shown   string
	}{
		"normgraph.db":                       {graph.Address{Backend: graph.Snapshot, Place: "normgraph.db"}, "normgraph.db"},
		"./a b/c":                            {graph.Address{Backend: graph.Snapshot, Place: "./a b/c"}, "./a b/c"},
		`C:\graphs\one`:                      {graph.Address{Backend: graph.Snapshot, Place: `C:\graphs\one`}, `C:\graphs\one`},
		"leveldb:dir":                        {graph.Address{Backend: graph.LevelDB, Place: "dir"}, "leveldb:dir"},
		"postgres://u:secret@host/db":        {graph.Address{Backend: graph.Postgres, Place: "postgres://u:secret@host/db"}, "postgres://u:xxxxx@host/db"},
		"postgresql://host/db?sslmode=off":   {graph.Address{Backend: graph.Postgres, Place: "postgresql://host/db?sslmode=off"}, "postgres://host/db?sslmode=off"},
		"cockroach://root@host:26257/db?a=b": {graph.Address{Backend: graph.Cockroach, Place: "postgres://root@host:26257/db?a=b"}, "cockroach://root@host:26257/db?a=b"},
	} {
		got, err := graph.Parse(in)
		if err != nil || got != want.address || got.String() != want.shown {
			t.Errorf("Parse(%q) = %+v (%v), %v", in, got, got, err)
		}
	}
	for _, in := range []string{"", "leveldb:", "mysql://host/db", "postgres://host", "postgres:///", "http://host/x", "postgres://ho st/db"} {
		if got, err := graph.Parse(in); err == nil {
			t.Errorf("Parse(%q) = %+v", in, got)
		}
	}
}

func TestPasswordsAreNotShown(t *testing.T) {
	a := parse(t, "postgres://someone:topsecret@127.0.0.1:1/db?sslmode=disable")
	_, err := a.Open(context.Background())
	if err == nil || strings.Contains(err.Error(), "topsecret") {
		t.Errorf("error %v", err)
	}
}
