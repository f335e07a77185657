package export_test

import (
	"io"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/export"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/schema"
)

// benchDocuments give about a million quads.
const benchDocuments = 18_500

// BenchmarkWrite streams a graph of about a million quads in each format. Beside
// the rate it reports how much the heap grew at most; the graph itself is mapped,
// not on the heap.
func BenchmarkWrite(b *testing.B) {
	dir := b.TempDir()
	if err := graph.Write(b.Context(), dir, graphtest.Corpus(benchDocuments), graph.Options{}); err != nil {
		b.Fatal(err)
	}
	s, err := graph.Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	stats, err := s.Stats(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	e, err := export.Open(b.Context(), s, vocabulary(b), schema.Names{}, export.Selection{})
	if err != nil {
		b.Fatal(err)
	}
	defer e.Close()
	rate := func(b *testing.B, write func() error) {
		b.ReportAllocs()
		peak := watchHeap()
		for b.Loop() {
			if err := write(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(peak())/(1<<20), "peak-MiB")
		b.ReportMetric(float64(stats.Quads)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
	}
	for _, f := range []export.Format{export.NQuads, export.TriG, export.Turtle, export.JSONLD, export.GraphML, export.GEXF, export.DOT, export.VoID} {
		b.Run(string(f), func(b *testing.B) {
			rate(b, func() error { return e.Write(b.Context(), io.Discard, f) })
		})
	}
	for _, f := range []export.Format{export.CSV, export.Neo4j} {
		b.Run(string(f), func(b *testing.B) {
			n := 0
			out := b.TempDir()
			rate(b, func() error {
				n++
				return e.WriteFolder(b.Context(), filepath.Join(out, string(rune('a'+n))), f, export.Description{})
			})
		})
	}
	b.Run("shards", func(b *testing.B) {
		n := 0
		out := b.TempDir()
		rate(b, func() error {
			n++
			return e.WriteShards(b.Context(), filepath.Join(out, string(rune('a'+n))), 8)
		})
	})
}

// watchHeap looks at the heap until the function that it returns is called,
// which gives the most that it grew by.
func watchHeap() func() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before, peak := m.HeapAlloc, m.HeapAlloc
	done, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				peak = max(peak, m.HeapAlloc)
			}
		}
	}()
	return func() uint64 {
		close(done)
		<-stopped
		return peak - before
	}
}
