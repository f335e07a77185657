package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

// A world is a made-up graph with the texts that it rests on.
type world struct {
	quads []quad.Quad
	texts map[string]string // by sum
	docs  map[string]string // text by id
	names schema.Names
	n     int
}

func newWorld() *world {
	return &world{texts: map[string]string{}, docs: map[string]string{}}
}

func (w *world) iri(id string) quad.IRI {
	iri, err := w.names.Expand(id)
	if err != nil {
		panic(err)
	}
	return iri
}

func (w *world) add(s, p string, o quad.Value, label string) {
	w.quads = append(w.quads, quad.Quad{Subject: w.iri(s), Predicate: schema.PredicateIRI(schema.Predicate(p)), Object: o, Label: w.iri(label)})
}

func (w *world) text(s, p, o, label string) { w.add(s, p, quad.String(o), label) }

func (w *world) entity(id, class, label string, names ...string) {
	w.add(id, "rdf:type", schema.ClassIRI(schema.Class(class)), "graph/vocabulary")
	w.text(id, "rdfs:label", label, "graph/vocabulary")
	for _, n := range names {
		w.text(id, "altName", n, "graph/vocabulary")
	}
}

func typed(v string, t quad.IRI) quad.Value { return quad.TypedString{Value: quad.String(v), Type: t} }

func (w *world) document(id, title, day, text string) {
	sum := sha256.Sum256([]byte(text))
	name := hex.EncodeToString(sum[:])
	w.texts[name], w.docs[id] = text, text
	w.entity(id, "Document", title)
	w.text(id, "title", title, id)
	w.text(id, "sha256", name, "graph/vocabulary")
	w.text(id, "path", "press/"+id[4:]+".txt", "graph/vocabulary")
	w.add(id, "publishedOn", typed(day, schema.XSDDate), id)
}

// claim adds an edge that the words of a document say. The object is an id, or
// a day.
func (w *world) claim(doc, s, p, o, words string) string { return w.sure("0.90", doc, s, p, o, words) }

// sure is claim with a confidence.
func (w *world) sure(confidence, doc, s, p, o, words string) string {
	w.n++
	id := fmt.Sprintf("claim/%016x", w.n)
	start := strings.Index(w.docs[doc], words)
	if start < 0 {
		panic("no such words: " + words)
	}
	var obj quad.Value
	if strings.Contains(o, "/") {
		obj = w.iri(o)
	} else {
		obj = typed(o, schema.XSDDate)
	}
	w.add(s, p, obj, doc)
	w.add(id, "rdf:type", schema.ClassIRI(schema.ClaimNode), doc)
	w.add(id, "claimSubject", w.iri(s), doc)
	w.add(id, "claimPredicate", schema.PredicateIRI(schema.Predicate(p)), doc)
	w.add(id, "claimObject", obj, doc)
	w.text(id, "status", "asserted", doc)
	w.text(id, "rule", "test.rule", doc)
	w.add(id, "confidence", typed(confidence, schema.XSDDecimal), doc)
	if sideOf(p) != "" {
		w.text(id, "stance", p, doc)
	}
	ev := fmt.Sprintf("evidence/%s/%d-%d", strings.TrimPrefix(doc, "doc/"), start, start+len(words))
	w.add(id, "evidence", w.iri(ev), doc)
	w.add(ev, "rdf:type", schema.ClassIRI(schema.EvidenceNode), doc)
	w.add(ev, "inDocument", w.iri(doc), doc)
	w.add(ev, "line", typed(fmt.Sprint(1+strings.Count(w.docs[doc][:start], "\n")), schema.XSDInteger), doc)
	w.add(ev, "start", typed(fmt.Sprint(start), schema.XSDInteger), doc)
	w.add(ev, "end", typed(fmt.Sprint(start+len(words)), schema.XSDInteger), doc)
	w.text(ev, "exact", words, doc)
	return id
}

// derived adds an edge that follows from a claim.
func (w *world) derived(s, p, o, from string) {
	w.n++
	id := fmt.Sprintf("claim/%016x", w.n)
	const label = "graph/derived"
	w.add(s, p, w.iri(o), label)
	w.add(id, "rdf:type", schema.ClassIRI(schema.ClaimNode), label)
	w.add(id, "claimSubject", w.iri(s), label)
	w.add(id, "claimPredicate", schema.PredicateIRI(schema.Predicate(p)), label)
	w.add(id, "claimObject", w.iri(o), label)
	w.add(id, "derived", typed("true", schema.XSDBoolean), label)
	w.add(id, "derivedFrom", w.iri(from), label)
}

// maybe says that two may be one, for reasons.
func (w *world) maybe(a, b string, reasons ...string) {
	w.n++
	id := fmt.Sprintf("claim/%016x", w.n)
	const label = "graph/identity"
	w.add(a, "possiblySameAs", w.iri(b), label)
	w.add(id, "rdf:type", schema.ClassIRI(schema.ClaimNode), label)
	w.add(id, "claimSubject", w.iri(a), label)
	w.add(id, "claimPredicate", schema.PredicateIRI("possiblySameAs"), label)
	w.add(id, "claimObject", w.iri(b), label)
	w.add(id, "score", typed("5", schema.XSDInteger), label)
	for _, r := range reasons {
		w.text(id, "reason", r, label)
	}
}

// evil is text that a browser would run if it were not escaped.
const evil = `<script>document.title="owned"</script><img src=x onerror="document.title='owned'">'"` + "`${1}`"

// lakeside is a small made-up graph: a forum with two editions, States,
// speakers, norms, and a document whose names and words are hostile.
func lakeside() *world {
	w := newWorld()
	for _, s := range [][2]string{{"AA", "Aland"}, {"BB", "Borduria"}, {"CC", "Caldonia"}} {
		w.entity("state/"+s[0], "State", s[1], "Republic of "+s[1])
	}
	w.entity("norm/conduct", "Norm", "Conduct of States")
	w.entity("norm/restraint", "Norm", "Restraint at sea")
	w.entity("norm/rescue", "Norm", "Duty of rescue")
	w.add("norm/restraint", "skos:broader", w.iri("norm/conduct"), "graph/vocabulary")
	w.add("norm/rescue", "skos:broader", w.iri("norm/conduct"), "graph/vocabulary")
	w.text("norm/rescue", "skos:definition", "Those in distress are helped.", "graph/vocabulary")
	w.entity("series/lakeside", "Series", "Lakeside Forum")
	w.entity("event/lakeside-1", "Event", "First Lakeside Forum")
	w.entity("event/lakeside-2", "Event", "Second Lakeside Forum")
	w.entity("person/ito-mika", "Person", "Mika Ito")
	w.entity("person/evil", "Person", evil)
	w.entity("place/port", "Place", "Port Amber")

	w.document("doc/first", "Lakeside Forum opens", "2020-03-04", `Lakeside Forum opens

The first Lakeside Forum was held in Port Amber on 3 March 2020.
Aland and Borduria co-hosted it. Mika Ito of Aland addressed the meeting.

The Forum called on all States to help those in distress at sea.
Aland committed itself to restraint at sea.
`)
	host := w.claim("doc/first", "event/lakeside-1", "coHostedBy", "state/AA", "Aland and Borduria co-hosted it.")
	w.derived("event/lakeside-1", "hostedBy", "state/AA", host)
	host = w.claim("doc/first", "event/lakeside-1", "coHostedBy", "state/BB", "Aland and Borduria co-hosted it.")
	w.derived("event/lakeside-1", "hostedBy", "state/BB", host)
	w.claim("doc/first", "event/lakeside-1", "editionOf", "series/lakeside", "The first Lakeside Forum")
	w.claim("doc/first", "event/lakeside-1", "startDate", "2020-03-03", "on 3 March 2020")
	w.claim("doc/first", "event/lakeside-1", "place", "place/port", "held in Port Amber")
	w.claim("doc/first", "person/ito-mika", "addressed", "event/lakeside-1", "Mika Ito of Aland addressed the meeting.")
	w.claim("doc/first", "person/ito-mika", "represents", "state/AA", "Mika Ito of Aland")
	st := w.claim("doc/first", "event/lakeside-1", "callsFor", "norm/rescue", "The Forum called on all States to help those in distress at sea.")
	w.derived("event/lakeside-1", "endorses", "norm/rescue", st)
	st = w.claim("doc/first", "state/AA", "commitsTo", "norm/restraint", "Aland committed itself to restraint at sea.")
	w.derived("state/AA", "endorses", "norm/restraint", st)

	w.document("doc/second", "Second Lakeside Forum", "2022-06-02", `<!DOCTYPE html><html><head><title>x</title><script>document.title="owned"</script></head>
<body><nav><a href="javascript:alert(1)">Menu</a></nav><h1>Second Lakeside Forum</h1>
<p>The second Lakeside Forum met on 1 June 2022. Borduria &amp; Caldonia attended.</p>
<p onclick="document.title='owned'">Borduria opposed restraint at sea.</p><p>M. Ito spoke.</p></body></html>
`)
	w.claim("doc/second", "event/lakeside-2", "editionOf", "series/lakeside", "The second Lakeside Forum")
	w.claim("doc/second", "event/lakeside-2", "startDate", "2022-06-01", "1 June 2022")
	w.claim("doc/second", "state/BB", "attended", "event/lakeside-2", "Borduria &amp; Caldonia attended.")
	w.claim("doc/second", "state/CC", "attended", "event/lakeside-2", "Borduria &amp; Caldonia attended.")
	w.claim("doc/second", "state/BB", "opposes", "norm/restraint", "Borduria opposed restraint at sea.")

	w.entity("person/ito-m", "Person", "M. Ito")
	w.sure("0.55", "doc/second", "person/ito-m", "addressed", "event/lakeside-2", "M. Ito spoke.")
	w.maybe("person/ito-m", "person/ito-mika", "one surname", "same initial")

	w.document("doc/evil", evil, "2021-01-01", "A text by "+evil+" of Caldonia.\n")
	w.claim("doc/evil", "person/evil", "represents", "state/CC", evil+" of Caldonia.")
	return w
}

// store writes the quads to a snapshot and gives the version that reads it.
func (w *world) version(t testing.TB) *Version {
	t.Helper()
	name := filepath.Join(t.TempDir(), "graph")
	seq := iter.Seq2[quad.Quad, error](func(yield func(quad.Quad, error) bool) {
		for _, q := range w.quads {
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
	defs, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	return &Version{
		Graph:    query.New(s, query.NewVocabulary(w.names, defs)),
		Quads:    s,
		Names:    w.names,
		Original: func(sum string) ([]byte, error) { return []byte(w.texts[sum]), nil },
		Close:    s.Close,
	}
}

// site serves a world.
func (w *world) site(t testing.TB) *Site {
	t.Helper()
	return serveVersions(t, func() *Version { return w.version(t) }, nil)
}

// serveVersions makes a site of what open gives; stale says when to open again.
func serveVersions(t testing.TB, open func() *Version, stale *atomic.Bool) *Site {
	t.Helper()
	defs, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	questions, err := query.LoadQuestions(query.NewVocabulary(schema.Names{}, defs))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	var current atomic.Pointer[Version]
	s, err := New(ctx, Options{
		Open: func(context.Context) (*Version, error) {
			v := open()
			if stale != nil {
				v.Stale = func() (bool, error) { return stale.Swap(false), nil }
			}
			current.Store(v)
			return v, nil
		},
		Questions: questions,
		Raw: func(ctx context.Context, req query.RawRequest) (*query.RawResult, error) {
			v := current.Load()
			return query.Raw(ctx, v.Quads, v.Names, req)
		},
		Cayley: cayleyForTests(t),
		Log:    slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks a site for an address of its own.
func get(s *Site, address string) *httptest.ResponseRecorder {
	return ask(s, "GET", address, "")
}

func ask(s *Site, method, address, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost:8080"+address, strings.NewReader(body))
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}
