package snapshot_test

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	cayleytest "github.com/cayleygraph/cayley/graph/graphtest"
	"github.com/cayleygraph/cayley/graph/graphtest/testutil"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/path/pathtest"
	"github.com/cayleygraph/cayley/graph/shape"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// A rebuilt store can be written, as Cayley's tests must: writes go to Cayley's
// memory store, reads to a snapshot that is built anew after a write.
type rebuilt struct {
	t    testing.TB
	mem  *memstore.QuadStore
	more []quad.Quad        // not in mem yet
	snap *snapshot.Snapshot // nil after a write
}

var (
	_ cayleygraph.QuadStore = (*rebuilt)(nil)
	_ shape.Optimizer       = (*rebuilt)(nil)
)

func (r *rebuilt) now() *snapshot.Snapshot {
	if r.snap == nil {
		quads := slices.Clone(r.more)
		it := r.mem.QuadsAllIterator()
		for it.Next(context.Background()) {
			quads = append(quads, r.mem.Quad(it.Result()))
		}
		r.snap = open(r.t, build(r.t, quads, snapshot.Options{}))
	}
	return r.snap
}

func (r *rebuilt) ApplyDeltas(in []cayleygraph.Delta, opts cayleygraph.IgnoreOpts) error {
	r.snap = nil
	for _, q := range r.more {
		r.mem.AddQuad(q)
	}
	r.more = nil
	return r.mem.ApplyDeltas(in, opts)
}

func (r *rebuilt) NewQuadWriter() (quad.WriteCloser, error) { return batchWriter{r}, nil }

// A batchWriter adds quads without looking whether they are there.
type batchWriter struct{ r *rebuilt }

func (w batchWriter) WriteQuad(q quad.Quad) error {
	w.r.snap = nil
	w.r.more = append(w.r.more, q)
	return nil
}

func (w batchWriter) WriteQuads(quads []quad.Quad) (int, error) {
	w.r.snap = nil
	w.r.more = append(w.r.more, quads...)
	return len(quads), nil
}

func (w batchWriter) Close() error { return nil }

func (r *rebuilt) ValueOf(v quad.Value) cayleygraph.Ref   { return r.now().ValueOf(v) }
func (r *rebuilt) NameOf(v cayleygraph.Ref) quad.Value    { return r.now().NameOf(v) }
func (r *rebuilt) Quad(v cayleygraph.Ref) quad.Quad       { return r.now().Quad(v) }
func (r *rebuilt) NodesAllIterator() cayleygraph.Iterator { return r.now().NodesAllIterator() }
func (r *rebuilt) QuadsAllIterator() cayleygraph.Iterator { return r.now().QuadsAllIterator() }
func (r *rebuilt) Close() error                           { return nil }

func (r *rebuilt) QuadIterator(d quad.Direction, v cayleygraph.Ref) cayleygraph.Iterator {
	return r.now().QuadIterator(d, v)
}

func (r *rebuilt) QuadIteratorSize(ctx context.Context, d quad.Direction, v cayleygraph.Ref) (cayleygraph.Size, error) {
	return r.now().QuadIteratorSize(ctx, d, v)
}

func (r *rebuilt) QuadDirection(v cayleygraph.Ref, d quad.Direction) cayleygraph.Ref {
	return r.now().QuadDirection(v, d)
}

func (r *rebuilt) Stats(ctx context.Context, exact bool) (cayleygraph.Stats, error) {
	return r.now().Stats(ctx, exact)
}

func (r *rebuilt) OptimizeShape(s shape.Shape) (shape.Shape, bool) { return r.now().OptimizeShape(s) }

// inCayley makes a folder of Cayley's sources the current one, from which its
// tests find their data.
func inCayley(t *testing.T) {
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/cayleygraph/cayley").Output()
	if err != nil || len(dir) == 0 {
		t.Skip("the sources of Cayley are not to be found: go list -m needs the go command and the module cache")
	}
	t.Chdir(filepath.Join(strings.TrimSpace(string(dir)), "graph", "kv", "bolt"))
}

func constructor(t testing.TB) (cayleygraph.QuadStore, cayleygraph.Options, func()) {
	return &rebuilt{t: t, mem: memstore.New()}, nil, func() {}
}

var _ testutil.DatabaseFunc = constructor

// TestCayleySuite runs the tests that Cayley has for its stores, apart from
// those that look whether an iterator sees later writes and those that store
// native numbers and times, which a snapshot refuses.
func TestCayleySuite(t *testing.T) {
	inCayley(t)
	conf := &cayleytest.Config{UnTyped: true, SkipDeletedFromIterator: true, AlwaysRunIntegration: true}
	for name, test := range map[string]func(testing.TB, testutil.DatabaseFunc, *cayleytest.Config){
		"load_one_quad":    cayleytest.TestLoadOneQuad,
		"load_dup":         cayleytest.TestLoadDup,
		"load_dup_single":  cayleytest.TestLoadDupSingle,
		"load_dup_raw":     cayleytest.TestLoadDupRaw,
		"delete_quad":      cayleytest.TestDeleteQuad,
		"sizes":            cayleytest.TestSizes,
		"iterator":         cayleytest.TestIterator,
		"hasa":             cayleytest.TestHasA,
		"set_iterator":     cayleytest.TestSetIterator,
		"add_remove":       cayleytest.TestAddRemove,
		"node_delete":      cayleytest.TestNodeDelete,
		"result_order":     cayleytest.TestIteratorsAndNextResultOrderA,
		"schema":           cayleytest.TestSchema,
		"reinserted":       cayleytest.TestDeleteReinserted,
		"reinserted_again": cayleytest.TestDeleteReinsertedDup,
	} {
		t.Run(name, func(t *testing.T) { test(t, constructor, conf) })
	}
	t.Run("writers", func(t *testing.T) { cayleytest.TestWriters(t, constructor, conf) })
	t.Run("paths", func(t *testing.T) { pathtest.RunTestMorphisms(t, constructor) })
	t.Run("integration", func(t *testing.T) { cayleytest.TestIntegration(t, constructor, true) })
}
