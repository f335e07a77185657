package query

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// snapshotStore keeps quads in a snapshot.
func snapshotStore(t testing.TB, quads []quad.Quad) graph.QuadStore {
	t.Helper()
	name := filepath.Join(t.TempDir(), "graph")
	seq := iter.Seq2[quad.Quad, error](func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err := snapshot.Build(context.Background(), name, seq, snapshot.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := snapshot.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// large makes a graph of about n quads in the shape of ours: documents with
// some forty claims each on events, hosts, speakers and norms. A few States are
// in a tenth of all events.
func large(n int) *maker {
	m := &maker{}
	r := rand.New(rand.NewPCG(7, 7))
	const states, norms, series, places = 190, 120, 300, 200
	skewed := func(n int) int { return int(float64(n) * r.Float64() * r.Float64() * r.Float64()) }
	for i := range states {
		m.entity(fmt.Sprintf("state/S%d", i), "State", fmt.Sprintf("State number %d", i), fmt.Sprintf("The %d State", i))
	}
	for i := range norms {
		m.entity(fmt.Sprintf("norm/n%d", i), "Norm", fmt.Sprintf("Norm number %d", i))
		if i >= 16 {
			m.add(fmt.Sprintf("norm/n%d", i), "skos:broader", fmt.Sprintf("norm/n%d", i%16), "graph/vocabulary")
		}
	}
	for i := range series {
		m.entity(fmt.Sprintf("series/f%d", i), "Series", fmt.Sprintf("Forum number %d", i))
	}
	for i := range places {
		m.entity(fmt.Sprintf("place/p%d", i), "Place", fmt.Sprintf("City number %d", i))
	}
	stances := []string{"supports", "callsFor", "agrees", "commitsTo", "reaffirms"}
	for d := 0; len(m.quads) < n; d++ {
		doc, ev := fmt.Sprintf("doc/d%d", d), fmt.Sprintf("event/e%d", d)
		m.entity(doc, "Document", fmt.Sprintf("Document number %d", d))
		m.entity(ev, "Event", fmt.Sprintf("Meeting number %d", d))
		day := fmt.Sprintf("20%02d-%02d-%02d", r.IntN(24), 1+r.IntN(12), 1+r.IntN(28))
		m.claim(doc, doc, "publishedOn", day, day)
		m.claim(doc, doc, "reportsOn", ev, "the meeting")
		m.claim(doc, ev, "startDate", day, day)
		m.claim(doc, ev, "place", fmt.Sprintf("place/p%d", skewed(places)), "met in the city")
		if r.IntN(2) == 0 {
			m.claim(doc, ev, "editionOf", fmt.Sprintf("series/f%d", skewed(series)), "an edition of the forum")
		}
		for range 1 + r.IntN(3) {
			host := fmt.Sprintf("state/S%d", skewed(states))
			m.derived(ev, "hostedBy", host, m.claim(doc, ev, "coHostedBy", host, "co-hosted by the State"))
		}
		for range 1 + r.IntN(4) {
			p := fmt.Sprintf("person/p%d", r.IntN(1+len(m.quads)/200))
			m.entity(p, "Person", "Person "+p[7:])
			m.claim(doc, p, "addressed", ev, "spoke at the meeting")
			m.claim(doc, p, "represents", fmt.Sprintf("state/S%d", skewed(states)), "of the State")
		}
		for range 2 + r.IntN(5) {
			norm, st := fmt.Sprintf("norm/n%d", skewed(norms)), stances[r.IntN(len(stances))]
			m.derived(ev, "endorses", norm, m.claim(doc, ev, st, norm, "they spoke for the norm", "stance="+st))
		}
		for range r.IntN(3) {
			norm, st := fmt.Sprintf("norm/n%d", skewed(norms)), stances[r.IntN(len(stances))]
			host := fmt.Sprintf("state/S%d", skewed(states))
			m.derived(host, "endorses", norm, m.claim(doc, host, st, norm, "the State spoke for the norm", "stance="+st))
		}
	}
	return m
}

// BenchmarkMillion asks questions of a graph of a million quads in a snapshot.
func BenchmarkMillion(b *testing.B) {
	if testing.Short() {
		b.Skip("a million quads take a while to make")
	}
	g := New(snapshotStore(b, large(1_000_000).quads), vocabulary(b))
	qs := questions(b)
	for _, tt := range []struct {
		name string
		args map[string]string
		opt  Options
	}{
		{"norms-by-forum", nil, Options{}},
		{"norms-by-forum", nil, Options{NoEvidence: true}},
		{"norms-by-forum", map[string]string{"forum": "series/f200"}, Options{}},
		{"speakers", map[string]string{"at": "event/e777"}, Options{}},
		{"speakers", map[string]string{"at": "state/S100"}, Options{}},
		{"cohosts", map[string]string{"actor": "state/S100"}, Options{}},
		{"cohosts", map[string]string{"actor": "state/S0"}, Options{}},
		{"speakers", map[string]string{"at": "state/S0"}, Options{}},
		{"who-endorses", map[string]string{"norm": "norm/n100"}, Options{}},
		{"who-endorses", map[string]string{"norm": "norm/n0"}, Options{}},
		{"positions", map[string]string{"holder": "state/S0"}, Options{}},
		{"cohosts", map[string]string{"actor": "state/S0"}, Options{Limit: 50}},
		{"speakers", map[string]string{"at": "state/S0"}, Options{Limit: 50}},
		{"who-endorses", map[string]string{"norm": "norm/n0"}, Options{Limit: 50}},
		{"first-use", map[string]string{"norm": "norm/n0"}, Options{Limit: 50}},
		{"representatives", map[string]string{"actor": "state/S0"}, Options{Limit: 50}},
		{"first-use", map[string]string{"norm": "norm/n0"}, Options{}},
		{"representatives", map[string]string{"actor": "state/S0"}, Options{}},
		{"regulars", map[string]string{"series": "series/f1"}, Options{}},
		{"commitments", map[string]string{"actor": "state/S100"}, Options{}},
		{"positions", map[string]string{"holder": "state/S100"}, Options{}},
		{"events", map[string]string{"in": "place/p150", "from": "2019", "to": "2020"}, Options{}},
		{"editions", map[string]string{"series": "series/f200"}, Options{}},
		{"shared-norms", map[string]string{"a": "state/S100", "b": "state/S120"}, Options{}},
		{"evidence", map[string]string{"subject": "state/S100", "object": "norm/n3"}, Options{}},
		{"claims-of", map[string]string{"document": "doc/d777"}, Options{}},
		{"representatives", map[string]string{"actor": "state/S150"}, Options{}},
	} {
		name := tt.name
		for _, k := range sortedKeys(tt.args) {
			name += "_" + strings.ReplaceAll(tt.args[k], "/", ":")
		}
		if tt.opt.NoEvidence {
			name += "_without_evidence"
		}
		if tt.opt.Limit > 0 {
			name += fmt.Sprintf("_first_%d", tt.opt.Limit)
		}
		b.Run(name, func(b *testing.B) {
			q, err := qs.Find(tt.name)
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			rows := 0
			took := cpuTime()
			for b.Loop() {
				got, err := g.Ask(b.Context(), q, tt.args, tt.opt)
				if err != nil {
					b.Fatal(err)
				}
				rows = len(got.Rows)
			}
			b.ReportMetric(float64((cpuTime()-took).Microseconds())/1000/float64(b.N), "cpu-ms/op")
			b.ReportMetric(float64(rows), "rows")
		})
	}
	for _, tt := range [][2]string{{"state/S0", "state/S1"}, {"person/p12", "person/p301"}, {"person/p7", "state/S120"}, {"norm/n110", "place/p90"}} {
		b.Run("connect_"+strings.ReplaceAll(tt[0]+"_"+tt[1], "/", ":"), func(b *testing.B) {
			length, total := 0, 0
			for b.Loop() {
				c, err := g.Connect(b.Context(), tt[0], tt[1], ConnectOptions{})
				if err != nil {
					b.Fatal(err)
				}
				length, total = c.Length, c.Total
			}
			b.ReportMetric(float64(length), "steps")
			b.ReportMetric(float64(total), "connections")
		})
	}
	b.Run("names_index", func(b *testing.B) {
		for b.Loop() {
			s := g.session(b.Context())
			if _, err := newNameIndex(b.Context(), s.r, g.voc); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("resolve_a_slip", func(b *testing.B) {
		for b.Loop() {
			if _, err := g.Resolve(b.Context(), "State numbr 77"); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBesideGizmo asks the same in the path language and in Gizmo, both of
// the same snapshot and without evidence: gizmo/op is how many times as long
// Gizmo takes.
func BenchmarkBesideGizmo(b *testing.B) {
	if testing.Short() {
		b.Skip("a million quads take a while to make")
	}
	g := New(snapshotStore(b, large(1_000_000).quads), vocabulary(b))
	for _, tt := range []struct{ name, path, gizmo string }{
		{
			"cohosts of a State", `state/S100 ->^coHostedBy/coHostedBy x return x`,
			`g.V("<state/S100>").In("<ng:coHostedBy>").Out("<ng:coHostedBy>").Unique().All()`,
		},
		{
			"cohosts of a hub", `state/S0 ->^coHostedBy/coHostedBy x return x`,
			`g.V("<state/S0>").In("<ng:coHostedBy>").Out("<ng:coHostedBy>").Unique().All()`,
		},
		{
			"speakers at the events of a hub", `state/S0 <-hostedBy e <-addressed x return x`,
			`g.V("<state/S0>").In("<ng:hostedBy>").In("<ng:addressed>").Unique().All()`,
		},
		{
			"who endorses a norm", `x ->endorses norm/n0 return x`,
			`g.V("<norm/n0>").In("<ng:endorses>").Unique().All()`,
		},
		{
			"norms of both of two States", `state/S0 ->endorses n and state/S1 ->endorses n return n`,
			`g.V("<state/S0>").Out("<ng:endorses>").Intersect(g.V("<state/S1>").Out("<ng:endorses>")).Unique().All()`,
		},
		{
			"norms by forum", `f:Series <-editionOf e ->endorses n return f, n`,
			`g.V("<ng:Series>").In("<rdf:type>").Tag("f").In("<ng:editionOf>").Out("<ng:endorses>").All()`,
		},
	} {
		b.Run(strings.ReplaceAll(tt.name, " ", "_"), func(b *testing.B) {
			req := RawRequest{Language: "gizmo", Text: tt.gizmo, Limit: -1}
			const runs = 5
			start := cpuTime()
			for range runs {
				if _, err := Raw(b.Context(), g.qs, g.voc.Names, req); err != nil {
					b.Fatal(err)
				}
			}
			gizmo := (cpuTime() - start) / runs
			start = cpuTime()
			for b.Loop() {
				if _, err := g.Query(b.Context(), tt.path, nil, Options{NoEvidence: true}); err != nil {
					b.Fatal(err)
				}
			}
			own := (cpuTime() - start) / time.Duration(b.N)
			b.ReportMetric(float64(own.Microseconds())/1000, "cpu-ms/op")
			b.ReportMetric(float64(gizmo)/float64(max(own, 1)), "gizmo/op")
		})
	}
}
