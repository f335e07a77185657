package snapshot_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/cayley/graph/path"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// million is about a million quads in the shape of a real graph.
var million = sync.OnceValue(func() []quad.Quad {
	var out []quad.Quad
	for q := range graphtest.Corpus(20_000) {
		out = append(out, q)
	}
	return out
})

func BenchmarkBuild(b *testing.B) {
	quads := million()
	name := filepath.Join(b.TempDir(), "graph")
	b.ReportAllocs()
	for b.Loop() {
		if err := snapshot.Build(context.Background(), name, graphtest.Seq(quads), snapshot.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	info, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(len(quads))*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
	b.ReportMetric(float64(info.Size())/float64(len(quads)), "B/quad")
}

func BenchmarkOpen(b *testing.B) {
	name := build(b, million(), snapshot.Options{})
	for b.Loop() {
		s, err := snapshot.Open(name)
		if err != nil {
			b.Fatal(err)
		}
		s.Close()
	}
}

func BenchmarkQuads(b *testing.B) {
	s := open(b, build(b, million(), snapshot.Options{}))
	n := 0
	for b.Loop() {
		for _, err := range s.Quads(context.Background()) {
			if err != nil {
				b.Fatal(err)
			}
			n++
		}
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "quads/s")
}

// queries are the commonest path queries.
var queries = []struct {
	name string
	from string
	path func(*path.Path) *path.Path
}{
	{"hop1_out", "event/conference-on-cyberspace-3", func(p *path.Path) *path.Path { return p.Out(term("hostedBy")) }},
	{"hop1_in_hub", "state/AA", func(p *path.Path) *path.Path { return p.In(term("hostedBy")) }},
	{"hop3_rare", "person/speaker-2371", func(p *path.Path) *path.Path {
		return p.In(term("attended")).Out(term("hostedBy")).Out(term("endorses"))
	}},
	{"hop3_hub", "state/AB", func(p *path.Path) *path.Path {
		return p.In(term("addressed")).Out(term("hostedBy")).Out(term("endorses"))
	}},
	{"hop5_unique", "person/speaker-100", func(p *path.Path) *path.Path {
		return p.In(term("attended")).Unique().Out(term("hostedBy")).Unique().Out(term("endorses")).
			Unique().In(term("supports")).Unique().In(term("chairedBy")).Unique()
	}},
	{"hop5_first_100", "person/speaker-100", func(p *path.Path) *path.Path {
		return p.In(term("attended")).Out(term("hostedBy")).Out(term("endorses")).In(term("supports")).In(term("chairedBy")).Limit(100)
	}},
	{"label", "claim/d76d32ee76b13a4e", func(p *path.Path) *path.Path {
		return p.LabelContext(million()[1000].Label).Out().LabelContext()
	}},
	{"and", "state/AA", func(p *path.Path) *path.Path {
		return p.In(term("hostedBy")).And(path.StartMorphism(graphtest.Entity("org/body-10")).In(term("attended")))
	}},
	{"has", "state/AA", func(p *path.Path) *path.Path {
		return p.In(term("hostedBy")).Has(term("attended"), graphtest.Entity("org/body-10")).Unique()
	}},
	{"recursive", "event/conference-on-cyberspace-5038", func(p *path.Path) *path.Path {
		return p.FollowRecursive(path.StartMorphism().In(term("reportsOn")).Out(term("publisher")).In(term("chairedBy")), 1, nil)
	}},
}

var term = graphtest.Term

func BenchmarkQuery(b *testing.B) {
	quads := million()
	stores := map[string]func(testing.TB) cayleygraph.QuadStore{
		"snapshot": func(t testing.TB) cayleygraph.QuadStore { return open(t, build(t, quads, snapshot.Options{})) },
		// Through a store that hides what the snapshot knows of queries.
		"plain": func(t testing.TB) cayleygraph.QuadStore {
			return struct{ cayleygraph.QuadStore }{open(t, build(t, quads, snapshot.Options{}))}
		},
		"memstore": func(testing.TB) cayleygraph.QuadStore { return memstore.New(quads...) },
	}
	for _, name := range []string{"snapshot", "plain", "memstore"} {
		qs := stores[name](b)
		for _, q := range queries {
			b.Run(fmt.Sprintf("%s/%s", q.name, name), func(b *testing.B) {
				b.ReportAllocs()
				n := 0
				for b.Loop() {
					n = 0
					err := q.path(path.StartPath(qs, graphtest.Entity(q.from))).Iterate(context.Background()).Each(func(cayleygraph.Ref) { n++ })
					if err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(n), "results")
			})
		}
	}
}

func BenchmarkTerms(b *testing.B) {
	s := open(b, build(b, million(), snapshot.Options{}))
	n := uint32(s.Terms())
	b.Run("by_number", func(b *testing.B) {
		b.ReportAllocs()
		at := uint32(0)
		for b.Loop() {
			at = (at*7919 + 104729) % n
			if s.Term(at+1) == nil {
				b.Fatal(at)
			}
		}
	})
	b.Run("by_value", func(b *testing.B) {
		var values []quad.Value
		for i := range uint32(1000) {
			values = append(values, s.Term(1+i*(n/1000)))
		}
		b.ReportAllocs()
		i := 0
		for b.Loop() {
			if s.TermID(values[i%1000]) == 0 {
				b.Fatal(i)
			}
			i++
		}
	})
}
