package snapshot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
)

func bytesOf(t testing.TB, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func shuffled(seed uint64, quads []quad.Quad) []quad.Quad {
	out := slices.Clone(quads)
	rand.New(rand.NewPCG(seed, 3)).Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func TestSameQuadsGiveSameBytes(t *testing.T) {
	quads := graphtest.Collect(t, graphtest.Corpus(150))
	want := bytesOf(t, build(t, quads, snapshot.Options{}))
	for name, c := range map[string]struct {
		quads  []quad.Quad
		memory int
	}{
		"shuffled":                {shuffled(1, quads), 0},
		"repeated":                {slices.Concat(quads, shuffled(2, quads)[:500], quads), 0},
		"two_runs":                {shuffled(3, quads), 2 << 20},
		"many_runs":               {shuffled(4, quads), 64 << 10},
		"many_runs_with_repeats":  {slices.Concat(quads, quads, shuffled(5, quads)), 64 << 10},
		"sorted":                  {nquads.Sort(slices.Clone(quads)), 0},
		"one_run_for_each_quad":   {shuffled(6, quads[:0:0]), 1},
		"sorted_with_many_runs":   {nquads.Sort(slices.Clone(quads)), 100 << 10},
		"memory_for_nothing_else": {quads, 40 << 10},
	} {
		t.Run(name, func(t *testing.T) {
			got := bytesOf(t, build(t, c.quads, snapshot.Options{Memory: c.memory}))
			if len(c.quads) > 0 && !bytes.Equal(want, got) {
				t.Errorf("%d bytes instead of %d", len(got), len(want))
			}
		})
	}
}

func TestQuadsComeSorted(t *testing.T) {
	quads := append(graphtest.Collect(t, graphtest.Corpus(100)), graphtest.Small...)
	for _, memory := range []int{0, 100 << 10} {
		s := open(t, build(t, shuffled(1, quads), snapshot.Options{Memory: memory}))
		if diff := cmp.Diff(nquads.Sort(slices.Clone(quads)), graphtest.Collect(t, s.Quads(context.Background()))); diff != "" {
			t.Errorf("quads (-want +got):\n%s", diff)
		}
	}
}

// TestTermsOfEveryKindAndLength stores terms that share beginnings, that end
// where others go on, and that are longer than any buffer.
func TestTermsOfEveryKindAndLength(t *testing.T) {
	var quads []quad.Quad
	add := func(o quad.Value) {
		quads = append(quads, quad.Quad{Subject: graphtest.Entity("s"), Predicate: graphtest.Term("p"), Object: o, Label: graphtest.Entity("doc/1")})
	}
	for n := range 40 {
		add(quad.String(strings.Repeat("a", n)))
		add(quad.LangString{Value: quad.String(strings.Repeat("a", n)), Lang: "en"})
		add(quad.TypedString{Value: quad.String(strings.Repeat("\\", n)), Type: graphtest.Term("t")})
		add(quad.String(strings.Repeat("\x00", n)))
		add(quad.BNode("b" + strings.Repeat("0", n)))
		add(quad.IRI("urn:" + strings.Repeat("é", n)))
	}
	for _, n := range []int{255, 256, 1 << 10, 64<<10 - 1, 64 << 10, 300 << 10, 3 << 20} {
		add(quad.String(strings.Repeat("long text, ", n/11)))
		add(quad.String(strings.Repeat("\"\n", n/2)))
	}
	quads = nquads.Sort(quads)
	for _, memory := range []int{0, 1 << 10} {
		s := open(t, build(t, shuffled(1, quads), snapshot.Options{Memory: memory}))
		if !slices.Equal(quads, graphtest.Collect(t, s.Quads(context.Background()))) {
			t.Error("the quads come back otherwise")
		}
		for _, q := range quads {
			if ref := s.ValueOf(q.Object); ref == nil || s.NameOf(ref) != q.Object {
				t.Errorf("%.60v comes back as %.60v", q.Object, s.NameOf(ref))
			}
		}
	}
}

func TestManyPredicates(t *testing.T) {
	var quads []quad.Quad
	for i := range 5000 {
		quads = append(quads, quad.Quad{
			Subject: graphtest.Entity(fmt.Sprint("s", i%70)), Predicate: graphtest.Term(fmt.Sprint("p", i)),
			Object: graphtest.Term(fmt.Sprint("p", i*7%5000)), Label: graphtest.Entity(fmt.Sprint("doc/", i%9)),
		})
	}
	quads = nquads.Sort(quads)
	s := open(t, build(t, quads, snapshot.Options{Memory: 50 << 10}))
	if !slices.Equal(quads, graphtest.Collect(t, s.Quads(context.Background()))) {
		t.Error("the quads come back otherwise")
	}
	if p := s.Predicates(); len(p) != 5000 || p[17].Quads != 1 {
		t.Errorf("%d predicates, the 17th %+v", len(p), p[17])
	}
}

func TestPredicateCounts(t *testing.T) {
	s := open(t, build(t, graphtest.Small, snapshot.Options{}))
	want := []snapshot.PredicateCounts{
		{Predicate: graphtest.Term("hostedBy"), Quads: 3, Subjects: 2, Objects: 2},
		{Predicate: graphtest.Term("participantCount"), Quads: 1, Subjects: 1, Objects: 1},
		{Predicate: graphtest.Term("precededBy"), Quads: 1, Subjects: 1, Objects: 1},
		{Predicate: graphtest.Term("startDate"), Quads: 1, Subjects: 1, Objects: 1},
		{Predicate: graphtest.Term("title"), Quads: 5, Subjects: 4, Objects: 5},
	}
	if diff := cmp.Diff(want, s.Predicates()); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

func TestBuildRefuses(t *testing.T) {
	bad := errors.New("no such thing")
	with := func(change func(*quad.Quad)) iter.Seq2[quad.Quad, error] {
		quads := slices.Clone(graphtest.Small)
		change(&quads[3])
		return graphtest.Seq(quads)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	for name, c := range map[string]struct {
		ctx   context.Context
		quads iter.Seq2[quad.Quad, error]
		want  string
	}{
		"no_subject":         {context.Background(), with(func(q *quad.Quad) { q.Subject = nil }), "without subject"},
		"no_object":          {context.Background(), with(func(q *quad.Quad) { q.Object = nil }), "without subject"},
		"native_number":      {context.Background(), with(func(q *quad.Quad) { q.Object = quad.Int(5) }), "typed string"},
		"refused_by_check":   {context.Background(), with(func(q *quad.Quad) { q.Object = quad.String("bad") }), "no such thing"},
		"error_of_the_quads": {context.Background(), func(yield func(quad.Quad, error) bool) { yield(quad.Quad{}, bad) }, "no such thing"},
		"cancelled":          {cancelled, graphtest.Seq(graphtest.Small), "canceled"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			err := snapshot.Build(c.ctx, filepath.Join(dir, "graph"), c.quads, snapshot.Options{
				Check: func(v quad.Value) error {
					if v == quad.String("bad") {
						return bad
					}
					return nil
				},
			})
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
			if entries, _ := os.ReadDir(dir); len(entries) > 0 {
				t.Errorf("left behind: %v", entries)
			}
		})
	}
}

func TestCancelledWhileSorting(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	dir := t.TempDir()
	n := 0
	err := snapshot.Build(ctx, filepath.Join(dir, "graph"), func(yield func(quad.Quad, error) bool) {
		for q, err := range graphtest.Corpus(300) {
			if n++; n == 9000 {
				cancel()
			}
			if !yield(q, err) {
				return
			}
		}
	}, snapshot.Options{Memory: 128 << 10})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestTemporaryFilesAreGone(t *testing.T) {
	dir := t.TempDir()
	if err := snapshot.Build(context.Background(), filepath.Join(dir, "graph"), graphtest.Corpus(200), snapshot.Options{Memory: 64 << 10}); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}

// TestEveryFlippedByteIsNoticed opens files with one byte changed, and files
// cut short.
func TestEveryFlippedByteIsNoticed(t *testing.T) {
	whole := bytesOf(t, build(t, graphtest.Collect(t, graphtest.Corpus(3)), snapshot.Options{}))
	name := filepath.Join(t.TempDir(), "graph")
	try := func(what string, b []byte) {
		t.Helper()
		if err := os.WriteFile(name, b, 0o644); err != nil {
			t.Fatal(err)
		}
		s, err := snapshot.Open(name)
		if err == nil {
			s.Close()
			t.Fatalf("%s: opened", what)
		}
		if !errors.Is(err, snapshot.ErrCorrupt) && !errors.Is(err, snapshot.ErrVersion) || !strings.Contains(err.Error(), name) {
			t.Fatalf("%s: error %v", what, err)
		}
	}
	for i := range whole {
		if i > 1200 && i%7 != 0 {
			continue
		}
		b := slices.Clone(whole)
		b[i] ^= 1 << (i % 8)
		try(fmt.Sprintf("byte %d", i), b)
	}
	for i := 0; i < len(whole); i += 1 + i/50 {
		try(fmt.Sprintf("first %d bytes", i), whole[:i])
	}
	try("a byte more", append(slices.Clone(whole), 0))
}

// TestDamageOfLargeFilesIsNoticed asks questions of files that are not verified
// at once and have a byte changed in one place: every answer is right, or an
// error.
func TestDamageOfLargeFilesIsNoticed(t *testing.T) {
	ctx := context.Background()
	quads := nquads.Sort(graphtest.Collect(t, graphtest.Corpus(3000)))
	whole := bytesOf(t, build(t, quads, snapshot.Options{}))
	good, err := snapshot.OpenLazily(whole)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(quads, graphtest.Collect(t, good.Quads(ctx))) || good.Err() != nil {
		t.Fatal("the undamaged file reads otherwise")
	}
	const chunk = 1 << 20
	chunks := len(whole) / chunk
	if chunks < 4 {
		t.Fatalf("only %d chunks", chunks)
	}
	noticed, right := 0, 0
	for c := range chunks {
		b := slices.Clone(whole)
		b[1024+c*chunk+chunk/3] ^= 4
		random := graphtest.NewRandom(uint64(c), quads[:3000])
		for range 6 {
			s, err := snapshot.OpenLazily(b)
			if err != nil {
				if !errors.Is(err, snapshot.ErrCorrupt) {
					t.Fatal(err)
				}
				noticed++
				continue
			}
			q := random.Query()
			var want, got []quad.Value
			if err := q.Path(good).Iterate(ctx).Limit(500).EachValue(good, func(v quad.Value) { want = append(want, v) }); err != nil {
				t.Fatal(err)
			}
			err = q.Path(s).Iterate(ctx).Limit(500).EachValue(s, func(v quad.Value) { got = append(got, v) })
			switch {
			case errors.Is(err, snapshot.ErrCorrupt) || errors.Is(s.Err(), snapshot.ErrCorrupt):
				noticed++
			case err == nil && slices.Equal(want, got):
				right++
			default:
				t.Errorf("chunk %d: %v: error %v, %d results instead of %d", c, q, err, len(got), len(want))
			}
		}
		s, err := snapshot.OpenLazily(b)
		if err != nil {
			continue
		}
		n := 0
		var last error
		for q, err := range s.Quads(ctx) {
			if last = err; err == nil && q != quads[n] {
				t.Fatalf("chunk %d: quad %d reads %v", c, n, q)
			}
			n++
		}
		if last == nil {
			last = s.Verify(ctx)
		}
		if !errors.Is(last, snapshot.ErrCorrupt) {
			t.Errorf("chunk %d: error %v", c, last)
		}
	}
	t.Logf("%d chunks; %d answers right, %d errors", chunks, right, noticed)
}

// TestForgedFilesDoNoHarm changes bytes and makes the checksums right again:
// whatever is read then, nothing panics.
func TestForgedFilesDoNoHarm(t *testing.T) {
	ctx := context.Background()
	quads := graphtest.Collect(t, graphtest.Corpus(8))
	whole := bytesOf(t, build(t, quads, snapshot.Options{}))
	rng := rand.New(rand.NewPCG(8, 8))
	opened := 0
	for n := range 600 {
		b := slices.Clone(whole)
		for range 1 + rng.IntN(20) {
			b[1024+rng.IntN(len(b)-1024)] = byte(rng.Uint32())
		}
		if !snapshot.Seal(b) {
			continue
		}
		s, err := snapshot.OpenLazily(b)
		if err != nil {
			continue
		}
		opened++
		random := graphtest.NewRandom(uint64(n), quads)
		for range 3 {
			q := random.Query()
			_ = q.Path(knowing{s}).Iterate(ctx).Limit(1000).EachValue(s, func(quad.Value) {})
		}
		for range s.Quads(ctx) {
		}
		for v := range s.Nodes(ctx) {
			_ = v
		}
		_ = s.Predicates()
	}
	t.Logf("%d forged files opened", opened)
}

func TestOtherVersionIsNamed(t *testing.T) {
	b := bytesOf(t, build(t, graphtest.Small, snapshot.Options{}))
	b[8] = 77
	name := filepath.Join(t.TempDir(), "graph")
	if err := os.WriteFile(name, b, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := snapshot.Open(name); !errors.Is(err, snapshot.ErrVersion) || !strings.Contains(err.Error(), "77") {
		t.Errorf("error %v", err)
	}
	if _, err := snapshot.Open(name + ".none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

func TestQuadsEndWithTheContext(t *testing.T) {
	s := open(t, build(t, graphtest.Collect(t, graphtest.Corpus(200)), snapshot.Options{}))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	n := 0
	var last error
	for _, err := range s.Quads(ctx) {
		if n++; n == 10 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) {
		t.Errorf("after %d quads error %v", n, last)
	}
}

func TestSnapshotRefusesChanges(t *testing.T) {
	s := open(t, build(t, graphtest.Small, snapshot.Options{}))
	if err := s.ApplyDeltas(nil, struct{ IgnoreDup, IgnoreMissing bool }{}); err == nil {
		t.Error("deltas are applied")
	}
	if _, err := s.NewQuadWriter(); err == nil {
		t.Error("there is a writer")
	}
}
