package graph_test

import (
	"bufio"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	_ "github.com/cayleygraph/cayley/writer" // the writer "single"
	"github.com/cayleygraph/quad"
	rawnquads "github.com/cayleygraph/quad/nquads"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
)

// benchDocuments is the size of the graph to load, some 54 quads a document.
// NORMGRAPH_BENCH_DOCUMENTS sets another.
func benchDocuments() int {
	if n, err := strconv.Atoi(os.Getenv("NORMGRAPH_BENCH_DOCUMENTS")); err == nil {
		return n
	}
	return 20_000
}

// benchFile writes the N-Quads document to load and counts its lines.
func benchFile(b *testing.B) (name string, lines int) {
	b.Helper()
	name = filepath.Join(b.TempDir(), "in.nq")
	f, err := os.Create(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := nquads.NewWriter(f)
	for q := range graphtest.Corpus(benchDocuments()) {
		lines++
		if err := w.WriteQuad(q); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return name, lines
}

// report adds what a load has taken: the rate, the size on disk, and the
// highest memory of the process so far.
func report(b *testing.B, lines int, place string) {
	b.Helper()
	var size int64
	err := filepath.WalkDir(place, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			size += info.Size()
		}
		return err
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
	b.ReportMetric(float64(size)/1e6, "MB")
	b.ReportMetric(peakMemory(), "peakMB")
}

// peakMemory is the highest memory that the process has had, in megabytes; 0
// where the system does not tell.
func peakMemory() float64 {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(rest), " kB"))
			return float64(kb) / 1e3
		}
	}
	return 0
}

// BenchmarkLoad loads an N-Quads file. Run one of them at a time for its memory.
func BenchmarkLoad(b *testing.B) {
	ctx := context.Background()
	name, lines := benchFile(b)
	write := func(b *testing.B, address, place string) {
		a := parse(b, address)
		for b.Loop() {
			f, err := os.Open(name)
			if err != nil {
				b.Fatal(err)
			}
			if err := a.Write(ctx, nquads.Read(f), graph.Options{}); err != nil {
				b.Fatal(err)
			}
			f.Close()
		}
		if place != "" {
			report(b, lines, place)
		} else {
			b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
		}
	}
	b.Run("snapshot", func(b *testing.B) {
		dir := b.TempDir()
		write(b, dir, dir)
	})
	b.Run("leveldb", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "level")
		write(b, "leveldb:"+dir, dir)
	})
	b.Run("cayley_leveldb", func(b *testing.B) {
		dir := filepath.Join(b.TempDir(), "level")
		for b.Loop() {
			if err := os.RemoveAll(dir); err != nil {
				b.Fatal(err)
			}
			loadWithCayley(b, leveldb.Type, dir, name)
		}
		report(b, lines, dir)
	})
}

// loadWithCayley loads as fast as Cayley's own code allows: in batches of
// 10,000, without the filters that a query does not need.
func loadWithCayley(b *testing.B, backend, place, name string) {
	b.Helper()
	if err := cayleygraph.InitQuadStore(backend, place, nil); err != nil && !errors.Is(err, cayleygraph.ErrDatabaseExists) {
		b.Fatal(err)
	}
	qs, err := cayleygraph.NewQuadStore(backend, place, nil)
	if err != nil {
		b.Fatal(err)
	}
	defer qs.Close()
	w, err := cayleygraph.NewQuadWriter("single", qs, nil)
	if err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(name)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := quad.CopyBatch(cayleygraph.NewWriter(w), rawnquads.NewReader(f, true), 10_000); err != nil {
		b.Fatal(err)
	}
}
