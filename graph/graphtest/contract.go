package graphtest

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/memstore"
	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/nquads"
)

// Small is a tiny graph: two events, two states, two documents, one triple
// stated by both, literals of every kind.
var Small = []quad.Quad{
	{Subject: Entity("event/a"), Predicate: Term("hostedBy"), Object: Entity("state/KR"), Label: Entity("doc/1")},
	{Subject: Entity("event/a"), Predicate: Term("hostedBy"), Object: Entity("state/KR"), Label: Entity("doc/2")},
	{Subject: Entity("event/a"), Predicate: Term("startDate"), Object: Typed("2019-10-08", "date"), Label: Entity("doc/1")},
	{Subject: Entity("event/a"), Predicate: Term("title"), Object: quad.String("The \"first\"\nmeeting\t\\ \x01 of many"), Label: Entity("doc/1")},
	{Subject: Entity("event/b"), Predicate: Term("hostedBy"), Object: Entity("state/PL"), Label: Entity("doc/1")},
	{Subject: Entity("event/b"), Predicate: Term("participantCount"), Object: Typed("0012", "integer"), Label: Entity("doc/1")},
	{Subject: Entity("event/b"), Predicate: Term("precededBy"), Object: Entity("event/a"), Label: Entity("doc/2")},
	{Subject: Entity("event/b"), Predicate: Term("title"), Object: quad.String(""), Label: Entity("doc/1")},
	{Subject: Entity("state/KR"), Predicate: Term("title"), Object: quad.LangString{Value: "대한민국", Lang: "ko"}, Label: Entity("doc/2")},
	{Subject: Entity("state/KR"), Predicate: Term("title"), Object: quad.LangString{Value: "대한민국", Lang: "ko-KR"}, Label: Entity("doc/2")},
	{Subject: quad.BNode("b1"), Predicate: Term("title"), Object: quad.String("대한민국"), Label: quad.BNode("g")},
}

// Seq makes a sequence of a list.
func Seq(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

// Collect makes a list of a sequence.
func Collect(t testing.TB, seq iter.Seq2[quad.Quad, error]) []quad.Quad {
	t.Helper()
	var out []quad.Quad
	for q, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	return out
}

// A Constructor makes a store with the given quads, which are distinct. It
// fails the test where it cannot, and cleans up when the test ends.
type Constructor func(t testing.TB, quads []quad.Quad) graph.QuadStore

// Options say what a store may do otherwise.
type Options struct {
	// Queries is the number of random queries; 0 means 2,000.
	Queries int
	// KnowsAll says that the store makes references to terms that it does not
	// hold, as SQL stores do.
	KnowsAll bool
	// Stock says that queries run on Cayley's own iterators, or in SQL, which
	// panic on some shapes of a query and compare literals that have a language
	// or a datatype in ways of their own.
	Stock bool
	// Bags says that terms must come as often as the definition says wherever
	// they do in Cayley's memory store.
	Bags bool
}

// Test checks that a store gives back what was put in and answers queries
// rightly.
func Test(t *testing.T, open Constructor, opts Options) {
	t.Run("terms", func(t *testing.T) { testTerms(t, open(t, Small), opts) })
	t.Run("quads", func(t *testing.T) { testQuads(t, open(t, Small)) })
	t.Run("directions", func(t *testing.T) { testDirections(t, open(t, Small), opts) })
	t.Run("empty", func(t *testing.T) { testEmpty(t, open(t, nil)) })
	corpus := nquads.Sort(Collect(t, Corpus(12)))
	t.Run("small_queries", func(t *testing.T) { TestQueries(t, open(t, Small), Small, 1, opts) })
	t.Run("corpus_queries", func(t *testing.T) { TestQueries(t, open(t, corpus), corpus, 2, opts) })
	dense := Dense(3, 400)
	t.Run("dense_queries", func(t *testing.T) { TestQueries(t, open(t, dense), dense, 3, opts) })
}

func testTerms(t *testing.T, qs graph.QuadStore, opts Options) {
	seen := map[quad.Value]bool{}
	for _, q := range Small {
		for _, d := range quad.Directions {
			v := q.Get(d)
			seen[v] = true
			ref := qs.ValueOf(v)
			if ref == nil {
				t.Errorf("%v is not there", v)
				continue
			}
			if got := qs.NameOf(ref); got != v {
				t.Errorf("%v comes back as %v", v, got)
			}
			if again := qs.ValueOf(v); graph.ToKey(again) != graph.ToKey(ref) {
				t.Errorf("%v has two references", v)
			}
		}
	}
	st, err := qs.Stats(context.Background(), true)
	if err != nil || st.Nodes.Size != int64(len(seen)) || st.Quads.Size != int64(len(Small)) {
		t.Errorf("stats = %+v, %v; want %d nodes and %d quads", st, err, len(seen), len(Small))
	}
	if qs.NameOf(nil) != nil || qs.ValueOf(nil) != nil && !opts.KnowsAll {
		t.Error("nil has a name or a reference")
	}
	if got := qs.NameOf(graph.PreFetched(quad.Int(5))); got != quad.Int(5) {
		t.Errorf("a value made by a query comes back as %v", got)
	}
	if opts.KnowsAll {
		return
	}
	for _, v := range []quad.Value{
		Entity("state/K"), Entity("state/KRR"), Entity(""), quad.String("대한"), quad.BNode("b"), quad.String(Base + "state/KR"),
		Typed("12", "integer"), Typed("0012", "int"),
		quad.LangString{Value: "대한민국", Lang: "en"},
		quad.IRI("a:"), quad.String("~"),
	} {
		if ref := qs.ValueOf(v); ref != nil {
			t.Errorf("%v is there as %v", v, qs.NameOf(ref))
		}
	}
}

func testQuads(t *testing.T, qs graph.QuadStore) {
	ctx := context.Background()
	for range 2 {
		it := qs.QuadsAllIterator()
		var got []quad.Quad
		for it.Next(ctx) {
			got = append(got, qs.Quad(it.Result()))
		}
		if err := it.Err(); err != nil {
			t.Error(err)
		}
		if err := it.Close(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(Small, nquads.Sort(got)); diff != "" {
			t.Errorf("quads (-want +got):\n%s", diff)
		}
	}
	nodes := qs.NodesAllIterator()
	defer nodes.Close()
	got := map[quad.Value]bool{}
	for nodes.Next(ctx) {
		v := qs.NameOf(nodes.Result())
		if got[v] {
			t.Errorf("node %v twice", v)
		}
		got[v] = true
	}
	if diff := cmp.Diff(quads(Small).nodes(), got); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
}

// testDirections looks up the quads of every term at every direction.
func testDirections(t *testing.T, qs graph.QuadStore, opts Options) {
	ctx := context.Background()
	for _, d := range quad.Directions {
		for v := range quads(Small).nodes() {
			ref := qs.ValueOf(v)
			var want, got []quad.Quad
			for _, q := range Small {
				if q.Get(d) == v {
					want = append(want, q)
				}
			}
			it := qs.QuadIterator(d, ref)
			for it.Next(ctx) {
				got = append(got, qs.Quad(it.Result()))
				for _, e := range quad.Directions {
					end := qs.QuadDirection(it.Result(), e)
					if name := qs.NameOf(end); name != got[len(got)-1].Get(e) {
						t.Errorf("%v of %v is %v", e, got[len(got)-1], name)
					}
				}
			}
			if err := it.Close(); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff(want, nquads.Sort(got)); diff != "" {
				t.Errorf("quads with %v %v (-want +got):\n%s", d, v, diff)
			}
			size, err := qs.QuadIteratorSize(ctx, d, ref)
			if opts.Stock && len(want) == 0 {
				continue // some have an error for nothing
			}
			if err != nil || size.Exact && size.Size != int64(len(want)) {
				t.Errorf("size of %v %v = %+v, %v", d, v, size, err)
			}
		}
	}
}

func testEmpty(t *testing.T, qs graph.QuadStore) {
	ctx := context.Background()
	for _, it := range []graph.Iterator{qs.QuadsAllIterator(), qs.NodesAllIterator()} {
		if it.Next(ctx) {
			t.Errorf("an empty store yields %v", it.Result())
		}
		if err := it.Close(); err != nil {
			t.Error(err)
		}
	}
	q := Query{start: []quad.Value{Entity("state/KR")}, build: nil}
	if ref := qs.ValueOf(q.start[0]); ref != nil && qs.NameOf(ref) != nil {
		t.Errorf("an empty store holds %v", q.start[0])
	}
}

// Dense makes a graph in which everything is connected with everything, so that
// queries meet the same terms again on many ways.
func Dense(seed uint64, n int) []quad.Quad {
	r := NewRandom(seed, nil).rng
	var out []quad.Quad
	for range n {
		out = append(out, quad.Quad{
			Subject:   Entity(fmt.Sprintf("event/%d", r.IntN(25))),
			Predicate: Term([]string{"hostedBy", "precededBy", "attended"}[r.IntN(3)]),
			Object:    Entity(fmt.Sprintf("event/%d", r.IntN(25))),
			Label:     Entity(fmt.Sprintf("doc/%d", r.IntN(5))),
		})
	}
	return nquads.Sort(out)
}

// An answer is what a store says to a query.
type answer struct {
	bag      Bag
	panicked any
}

// ask evaluates a query on a store. Cayley itself panics on some shapes.
func ask(q Query, qs graph.QuadStore) (a answer, err error) {
	defer func() {
		if p := recover(); p != nil {
			a.panicked = p
		}
	}()
	a.bag = Bag{}
	err = q.Path(qs).Iterate(context.Background()).EachValue(qs, func(v quad.Value) { a.bag[v]++ })
	return a, err
}

// TestQueries asks a store random queries about its quads. Each term must be in
// the answer that is in the answer by definition, and no other.
func TestQueries(t *testing.T, qs graph.QuadStore, g []quad.Quad, seed uint64, opts Options) {
	n := opts.Queries
	if n == 0 {
		n = 2000
	}
	mem := memstore.New(g...)
	random := NewRandom(seed, g)
	random.plain = opts.Stock
	var panics, memPanics, memWrong, bags, memBags int
	for range n {
		q := random.Query()
		want := q.Eval(g)
		got, err := ask(q, qs)
		if err != nil {
			t.Errorf("%v: %v", q, err)
			continue
		}
		other, err := ask(q, mem)
		if err != nil {
			t.Fatalf("memstore: %v: %v", q, err)
		}
		if other.panicked != nil {
			memPanics++
		} else if !cmp.Equal(want.set(), other.bag.set()) {
			memWrong++
		}
		if got.panicked != nil {
			panics++
			if other.panicked == nil && !opts.Stock {
				t.Errorf("%v: panic: %v", q, got.panicked)
			}
			continue
		}
		if diff := cmp.Diff(want.set(), got.bag.set()); diff != "" {
			t.Errorf("%v (-want +got):\n%s", q, diff)
			continue
		}
		if q.Loose {
			continue
		}
		same, memSame := cmp.Equal(want, got.bag), other.panicked == nil && cmp.Equal(want, other.bag)
		if same {
			bags++
		}
		if memSame {
			memBags++
		}
		if opts.Bags && memSame && !same {
			t.Errorf("%v: how often each term comes (-want +got):\n%s", q, cmp.Diff(want, got.bag))
		}
	}
	t.Logf("%d queries; panics: %d, memstore %d; memstore wrong: %d; as often as defined: %d, memstore %d",
		n, panics, memPanics, memWrong, bags, memBags)
}
