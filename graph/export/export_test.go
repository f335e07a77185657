package export_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"
	"github.com/piprate/json-gold/ld"

	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/export"
	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

const base = schema.DefaultBase

// small is a graph with two documents: what a host and its guest did, with a
// claim that is denied, one that is derived, and a thing that only the
// gazetteer knows. Terms are written as people type them.
const small = `
state/KR rdf:type ng:State graph/vocabulary
state/KR rdf:type ng:Actor graph/vocabulary
state/KR rdfs:label "Korea" graph/vocabulary
state/KR owl:sameAs wd:Q884 graph/vocabulary
state/PL rdf:type ng:State graph/vocabulary
state/PL rdfs:label "Poland" graph/vocabulary
state/PE rdf:type ng:State graph/vocabulary
state/PE rdfs:label "Peru" graph/vocabulary
org/mfa-pl rdf:type ng:Organization graph/vocabulary
org/mfa-pl rdfs:label "Foreign Ministry" graph/vocabulary
org/mfa-pl ng:homeState state/PL graph/vocabulary
event/forum-1 rdf:type ng:Event graph/identity
event/forum-1 rdfs:label "First Forum" graph/identity
event/forum-1 ng:hostedBy state/KR doc/a
event/forum-1 ng:hostedBy state/KR doc/b
event/forum-1 ng:startDate 2019-10 doc/a
state/PL ng:attended event/forum-1 doc/a
state/PL ng:endorses norm/gge-c graph/derived
norm/gge-c rdf:type ng:Norm graph/vocabulary
norm/gge-c rdfs:label "Due diligence" graph/vocabulary
norm/gge-c skos:broader norm/framework graph/vocabulary
norm/framework rdf:type ng:Norm graph/vocabulary
norm/framework rdfs:label "Framework" graph/vocabulary
doc/a rdf:type ng:Document doc/a
doc/a rdfs:label "Paper A" doc/a
doc/b rdf:type ng:Document doc/b
doc/b rdfs:label "Paper B" doc/b
claim/1 = event/forum-1 ng:hostedBy state/KR doc/a asserted 0.95 evidence/a/0-10
claim/2 = event/forum-1 ng:hostedBy state/KR doc/b planned 0.60 evidence/b/0-10
claim/3 = event/forum-1 ng:startDate 2019-10 doc/a asserted 0.90 evidence/a/0-10
claim/4 = state/PL ng:attended event/forum-1 doc/a asserted 0.80 evidence/a/12-20
claim/5 = state/PE ng:attended event/forum-1 doc/b denied 0.90 evidence/b/12-20
claim/6 = state/PL ng:endorses norm/gge-c graph/derived asserted 0.80 evidence/a/12-20
`

// smallQuads reads small.
func smallQuads(t testing.TB) []quad.Quad {
	t.Helper()
	term := func(s string) quad.Value {
		switch {
		case strings.HasPrefix(s, `"`):
			return quad.String(strings.Trim(s, `"`))
		case strings.HasPrefix(s, "wd:"):
			return quad.IRI("http://www.wikidata.org/entity/" + s[3:])
		case len(s) == len("2019-10") && s[4] == '-':
			return graphtest.Typed(s, "gYearMonth")
		}
		iri, err := schema.Names{}.Expand(s)
		if err != nil {
			t.Fatal(err)
		}
		return iri
	}
	var out []quad.Quad
	add := func(s, p, o quad.Value, l string) {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: term(l)})
	}
	ng := func(s string) quad.Value { return term("ng:" + s) }
	for line := range strings.Lines(small) {
		f := strings.Fields(strings.TrimSpace(line))
		switch {
		case len(f) == 0:
		case f[1] == "=":
			c, doc := term(f[0]), f[5]
			if doc == "graph/derived" {
				doc = "doc/a"
				add(c, ng("derived"), graphtest.Typed("true", "boolean"), f[5])
			}
			add(c, term("rdf:type"), ng("Claim"), f[5])
			add(c, ng("claimSubject"), term(f[2]), f[5])
			add(c, ng("claimPredicate"), term(f[3]), f[5])
			add(c, ng("claimObject"), term(f[4]), f[5])
			add(c, ng("inDocument"), term(doc), f[5])
			add(c, ng("status"), quad.String(f[6]), f[5])
			add(c, ng("confidence"), graphtest.Typed(f[7], "decimal"), f[5])
			add(c, ng("evidence"), term(f[8]), f[5])
			add(term(f[8]), term("rdf:type"), ng("Evidence"), doc)
			add(term(f[8]), ng("inDocument"), term(doc), doc)
			add(term(f[8]), ng("exact"), quad.String("the words at "+f[8]), doc)
		default:
			last := len(f) - 1
			add(term(f[0]), term(f[1]), term(strings.Join(f[2:last], " ")), f[last])
		}
	}
	return out
}

// awkward has terms that a careless writer spoils.
func awkward() []quad.Quad {
	s, p, g := graphtest.Entity("state/KR"), graphtest.Term("altName"), graphtest.Entity("doc/a")
	var out []quad.Quad
	for _, o := range []quad.Value{
		quad.String(""), quad.String("two\nlines\r\tand \"quotes\" \\ back"), quad.String("\x01\x1f\x7f\u0085\u2028"),
		quad.String("대한민국 🇰🇷"), quad.String("</script><!--&amp;"), quad.String("@id"), quad.String("_:b"), quad.String("true"), quad.String("12"),
		quad.LangString{Value: "서울", Lang: "ko"},
		quad.LangString{Value: "x", Lang: "zh-hant"},
		graphtest.Typed("007", "integer"), graphtest.Typed("+5", "integer"), graphtest.Typed("99999999999999999999", "integer"), graphtest.Typed("12", "integer"),
		graphtest.Typed("0.90", "decimal"), graphtest.Typed("5.", "decimal"), graphtest.Typed(".5", "decimal"), graphtest.Typed("1.0E2", "double"),
		graphtest.Typed("true", "boolean"), graphtest.Typed("1", "boolean"), graphtest.Typed("2019", "gYear"), graphtest.Typed("2019-10-08T09:00:00+09:00", "dateTime"),
		quad.TypedString{Value: "<b>", Type: "http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML"},
		graphtest.Entity("a//b"), graphtest.Entity("x:y"), graphtest.Entity("a?b=c"), graphtest.Entity("a#b"), graphtest.Entity("a,b;(c)'"),
		graphtest.Entity("état/é"), graphtest.Entity("p%20q"), quad.IRI(base), graphtest.Term("State"), graphtest.Term("ng"), graphtest.Term("notDefined"), graphtest.Term("a/b"), graphtest.Term("a.b"),
		quad.IRI("http://www.wikidata.org/entity/Q884"), quad.IRI("urn:isbn:1"), quad.IRI("mailto:a@b.example"), quad.IRI("http://schema.org/Event"), quad.IRI("http://a.example/"), quad.IRI("http://a.example"),
	} {
		out = append(out, quad.Quad{Subject: s, Predicate: p, Object: o, Label: g})
		if iri, ok := o.(quad.IRI); ok {
			out = append(out,
				quad.Quad{Subject: iri, Predicate: schema.RDFType, Object: graphtest.Term("State"), Label: g},
				quad.Quad{Subject: s, Predicate: schema.RDFType, Object: iri, Label: g},
				quad.Quad{Subject: s, Predicate: iri, Object: quad.String("as predicate"), Label: g},
				quad.Quad{Subject: s, Predicate: graphtest.Term("attended"), Object: iri, Label: iri},
				quad.Quad{Subject: s, Predicate: graphtest.Term("claimPredicate"), Object: iri, Label: g},
			)
		}
	}
	// Values that do not fit what the vocabulary says of their predicate.
	for _, p := range []string{"attended", "startDate", "editionNumber", "claimPredicate", "claimObject", "confidence"} {
		for _, o := range []quad.Value{quad.String("text"), graphtest.Typed("2019-01-01", "date"), graphtest.Typed("3", "integer"), graphtest.Typed("03", "integer"), graphtest.Typed("0.5", "decimal"), s, quad.LangString{Value: "t", Lang: "en"}} {
			out = append(out, quad.Quad{Subject: g, Predicate: graphtest.Term(p), Object: o, Label: g})
		}
	}
	return out
}

func sequence(quads []quad.Quad) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
}

func store(t testing.TB, quads iter.Seq2[quad.Quad, error]) *graph.Store {
	t.Helper()
	dir := t.TempDir()
	if err := graph.Write(t.Context(), dir, quads, graph.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := graph.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func vocabulary(t testing.TB) *schema.Vocabulary {
	t.Helper()
	v, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func open(t testing.TB, quads iter.Seq2[quad.Quad, error], sel export.Selection) *export.Exporter {
	t.Helper()
	e, err := export.Open(t.Context(), store(t, quads), vocabulary(t), schema.Names{}, sel)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { e.Close() })
	return e
}

func write(t testing.TB, e *export.Exporter, f export.Format) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := e.Write(t.Context(), &b, f); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func canonical(quads []quad.Quad) string {
	var b []byte
	for _, q := range nquads.Sort(slices.Clone(quads)) {
		b = nquads.AppendQuad(b, q)
	}
	return string(b)
}

// The graphs that every format is tried on.
func graphs(t testing.TB) map[string][]quad.Quad {
	var corpus []quad.Quad
	for q := range graphtest.Corpus(20) {
		corpus = append(corpus, q)
	}
	// What the other tools do not keep, and so are not asked about: Raptor ends a
	// text at U+0000 and takes the dots out of full IRIs, jsonld.js writes doubles
	// anew.
	var lost []quad.Quad
	for _, o := range []quad.Value{quad.String("a\x00b"), graphtest.Entity("a/../b"), graphtest.Entity("./c"), graphtest.Typed("1E2", "double")} {
		lost = append(lost, quad.Quad{Subject: graphtest.Entity("a"), Predicate: graphtest.Term("altName"), Object: o, Label: graphtest.Entity("doc/a")})
	}
	return map[string][]quad.Quad{"small": smallQuads(t), "awkward": awkward(), "corpus": corpus, "empty": nil, "lost": lost}
}

func TestNQuadsAreCanonicalAndSorted(t *testing.T) {
	for name, quads := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			e := open(t, sequence(quads), export.Selection{})
			if diff := cmp.Diff(canonical(quads), string(write(t, e, export.NQuads))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJSONLDReadBackIsTheIdenticalGraph(t *testing.T) {
	for name, quads := range graphs(t) {
		t.Run(name, func(t *testing.T) {
			e := open(t, sequence(quads), export.Selection{})
			var doc any
			if err := json.Unmarshal(write(t, e, export.JSONLD), &doc); err != nil {
				t.Fatal(err)
			}
			opts := ld.NewJsonLdOptions("")
			opts.Format = "application/n-quads"
			text, err := ld.NewJsonLdProcessor().ToRDF(doc, opts)
			if err != nil {
				t.Fatal(err)
			}
			var got []quad.Quad
			for q, err := range nquads.Read(strings.NewReader(text.(string))) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, q)
			}
			if diff := cmp.Diff(canonical(quads), canonical(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnotherBackendGivesTheSameBytes(t *testing.T) {
	quads := smallQuads(t)
	addr := graph.Address{Backend: graph.LevelDB, Place: filepath.Join(t.TempDir(), "db")}
	if err := addr.Write(t.Context(), sequence(quads), graph.Options{}); err != nil {
		t.Fatal(err)
	}
	s, err := addr.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	sel := export.Selection{Documents: []quad.IRI{base + "doc/a"}}
	e, err := export.Open(t.Context(), s, vocabulary(t), schema.Names{}, sel)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if diff := cmp.Diff(string(write(t, open(t, sequence(quads), sel), export.TriG)), string(write(t, e, export.TriG))); diff != "" {
		t.Errorf("(-snapshot +leveldb):\n%s", diff)
	}
}

func TestContextAloneIsThatOfTheDocument(t *testing.T) {
	e := open(t, sequence(nil), export.Selection{})
	var alone, whole struct {
		Context map[string]any `json:"@context"`
	}
	for f, to := range map[export.Format]any{export.Context: &alone, export.JSONLD: &whole} {
		if err := json.Unmarshal(write(t, e, f), to); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(whole, alone); diff != "" || len(alone.Context) < 50 {
		t.Errorf("%d keys (-document +alone):\n%s", len(alone.Context), diff)
	}
}

// triples lists the quads of a selection, shortened, without what is said of the
// vocabulary.
func selected(t *testing.T, sel export.Selection) []string {
	t.Helper()
	e := open(t, sequence(smallQuads(t)), sel)
	v := vocabulary(t)
	var out []string
	for q, err := range e.Quads(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		d := v.PredicateByIRI(q.Predicate.(quad.IRI))
		if !d.IsClaim() && d.Group != schema.SchemeGroup && q.Predicate != schema.RDFType {
			continue
		}
		o := q.Object.String()
		if iri, ok := q.Object.(quad.IRI); ok {
			o = schema.Names{}.Shorten(iri)
		}
		if q.Predicate == schema.RDFType {
			if o != "ng:Actor" {
				out = append(out, schema.Names{}.Shorten(q.Subject.(quad.IRI)))
			}
			continue
		}
		out = append(out, schema.Names{}.Shorten(q.Subject.(quad.IRI))+" "+string(d.Name)+" "+o+" in "+schema.Names{}.Shorten(q.Label.(quad.IRI)))
	}
	slices.Sort(out)
	return out
}

func TestSelections(t *testing.T) {
	known := []string{"norm/framework", "norm/gge-c", "norm/gge-c skos:broader norm/framework in graph/vocabulary", "org/mfa-pl", "org/mfa-pl homeState state/PL in graph/vocabulary", "state/KR", "state/PE", "state/PL"}
	edges := []string{
		"event/forum-1 hostedBy state/KR in doc/a", "event/forum-1 hostedBy state/KR in doc/b", `event/forum-1 startDate "2019-10"^^<http://www.w3.org/2001/XMLSchema#gYearMonth> in doc/a`,
		"state/PL attended event/forum-1 in doc/a", "state/PL endorses norm/gge-c in graph/derived",
	}
	claims := []string{"claim/1", "claim/2", "claim/3", "claim/4", "claim/5", "claim/6"}
	evidence := []string{"evidence/a/0-10", "evidence/a/12-20", "evidence/b/0-10", "evidence/b/12-20"}
	things := []string{"doc/a", "doc/b", "event/forum-1"}
	for name, c := range map[string]struct {
		sel  export.Selection
		want [][]string
	}{
		"all":                         {export.Selection{}, [][]string{known, things, edges, claims, evidence}},
		"edges_alone":                 {export.Selection{Layers: export.Edges}, [][]string{known, things, edges}},
		"with_claims":                 {export.Selection{Layers: export.Claims}, [][]string{known, things, edges, claims}},
		"sure_claims":                 {export.Selection{MinConfidence: 0.9, Layers: export.Claims}, [][]string{known, things, {edges[0], edges[2], "claim/1", "claim/3", "claim/5"}}},
		"planned":                     {export.Selection{Status: []string{"planned"}}, [][]string{known, things, {edges[1], "claim/2", "evidence/b/0-10"}}},
		"denied_makes_no_edge":        {export.Selection{Status: []string{"denied"}}, [][]string{known, things, {"claim/5", "evidence/b/12-20"}}},
		"no_such_status":              {export.Selection{Status: []string{}}, [][]string{known, things}},
		"one_document":                {export.Selection{Documents: []quad.IRI{base + "doc/b"}}, [][]string{{"doc/b", "event/forum-1", "state/KR", "state/PE", edges[1], "claim/2", "claim/5", "evidence/b/0-10", "evidence/b/12-20"}}},
		"derived_from_a_document":     {export.Selection{Documents: []quad.IRI{base + "doc/a"}, Layers: export.Edges}, [][]string{{"doc/a", "event/forum-1", "state/KR", "state/PL", "norm/gge-c", edges[0], edges[2], edges[3], edges[4]}}},
		"neighbourhood_of_no_hop":     {export.Selection{Around: base + "event/forum-1", Layers: export.Edges}, [][]string{{"event/forum-1", edges[2]}}},
		"neighbourhood_of_one_hop":    {export.Selection{Around: base + "event/forum-1", Hops: 1, Layers: export.Claims}, [][]string{{"event/forum-1", "state/KR", "state/PL", edges[0], edges[1], edges[2], edges[3], "claim/1", "claim/2", "claim/3", "claim/4"}}},
		"neighbourhood_of_two_hops":   {export.Selection{Around: base + "event/forum-1", Hops: 2, Layers: export.Edges}, [][]string{{"event/forum-1", "state/KR", "state/PL", "norm/gge-c", "org/mfa-pl", "org/mfa-pl homeState state/PL in graph/vocabulary"}, edges}},
		"neighbourhood_in_a_document": {export.Selection{Around: base + "event/forum-1", Hops: 1, Layers: export.Edges, Documents: []quad.IRI{base + "doc/b"}}, [][]string{{"event/forum-1", "state/KR", edges[1]}}},
	} {
		t.Run(name, func(t *testing.T) {
			want := slices.Concat(c.want...)
			slices.Sort(want)
			if diff := cmp.Diff(want, selected(t, c.sel)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestSelectionOfWhatIsNotThere(t *testing.T) {
	s := store(t, sequence(smallQuads(t)))
	for name, sel := range map[string]export.Selection{
		"no_such_document": {Documents: []quad.IRI{base + "doc/c"}},
		"no_such_thing":    {Around: base + "state/XX", Hops: 1},
	} {
		t.Run(name, func(t *testing.T) {
			if e, err := export.Open(t.Context(), s, vocabulary(t), schema.Names{}, sel); err == nil {
				e.Close()
				t.Error("no error")
			}
		})
	}
}

// Every selection gives TriG, N-Quads and JSON-LD the same quads.
func TestFormatsOfOneSelectionAgree(t *testing.T) {
	for name, sel := range map[string]export.Selection{
		"all": {}, "document": {Documents: []quad.IRI{base + "doc/a"}}, "around": {Around: base + "state/PL", Hops: 2}, "planned": {Status: []string{"planned"}},
	} {
		t.Run(name, func(t *testing.T) {
			e := open(t, sequence(smallQuads(t)), sel)
			var doc any
			if err := json.Unmarshal(write(t, e, export.JSONLD), &doc); err != nil {
				t.Fatal(err)
			}
			opts := ld.NewJsonLdOptions("")
			opts.Format = "application/n-quads"
			text, err := ld.NewJsonLdProcessor().ToRDF(doc, opts)
			if err != nil {
				t.Fatal(err)
			}
			var got []quad.Quad
			for q := range nquads.Read(strings.NewReader(text.(string))) {
				got = append(got, q)
			}
			if diff := cmp.Diff(string(write(t, e, export.NQuads)), canonical(got)); diff != "" {
				t.Errorf("(-N-Quads +JSON-LD):\n%s", diff)
			}
		})
	}
}

func tables(t *testing.T, sel export.Selection, f export.Format) (nodes, edges [][]string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "tables")
	e := open(t, sequence(smallQuads(t)), sel)
	if err := e.WriteFolder(t.Context(), dir, f, export.Description{}); err != nil {
		t.Fatal(err)
	}
	for name, to := range map[string]*[][]string{"nodes.csv": &nodes, "edges.csv": &edges} {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		if *to, err = csv.NewReader(bytes.NewReader(b)).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	return nodes, edges
}

func TestPlainEdgesCountTheirDocuments(t *testing.T) {
	nodes, edges := tables(t, export.Selection{}, export.CSV)
	wantNodes := [][]string{
		{"id", "iri", "label", "type", "start", "end"},
		{"event/forum-1", base + "event/forum-1", "First Forum", "Event", "2019-10-01", ""},
		{"norm/gge-c", base + "norm/gge-c", "Due diligence", "Norm", "", ""},
		{"state/KR", base + "state/KR", "Korea", "State", "", ""},
		{"state/PL", base + "state/PL", "Poland", "State", "", ""},
	}
	wantEdges := [][]string{
		{"source", "target", "predicate", "documents", "status", "confidence"},
		{"event/forum-1", "state/KR", "hostedBy", "2", "asserted;planned", "0.95"},
		{"state/PL", "event/forum-1", "attended", "1", "asserted", "0.80"},
		{"state/PL", "norm/gge-c", "endorses", "1", "asserted", "0.80"},
	}
	if diff := cmp.Diff(wantNodes, nodes); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantEdges, edges); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
}

func TestEachClaimIsAnEdgeWhereClaimsAreAskedFor(t *testing.T) {
	_, edges := tables(t, export.Selection{Layers: export.Evidence}, export.Neo4j)
	want := [][]string{
		{":START_ID", ":END_ID", ":TYPE", "documents:int", "status", "confidence:double", "claim", "document", "stance", "holder", "rule", "derived:boolean", "words"},
		{"event/forum-1", "state/KR", "hostedBy", "1", "asserted", "0.95", "claim/1", "doc/a", "", "", "", "false", "the words at evidence/a/0-10"},
		{"event/forum-1", "state/KR", "hostedBy", "1", "planned", "0.60", "claim/2", "doc/b", "", "", "", "false", "the words at evidence/b/0-10"},
		{"state/PL", "event/forum-1", "attended", "1", "asserted", "0.80", "claim/4", "doc/a", "", "", "", "false", "the words at evidence/a/12-20"},
		{"state/PE", "event/forum-1", "attended", "1", "denied", "0.90", "claim/5", "doc/b", "", "", "", "false", "the words at evidence/b/12-20"},
		{"state/PL", "norm/gge-c", "endorses", "1", "asserted", "0.80", "claim/6", "doc/a", "", "", "", "true", "the words at evidence/a/12-20"},
	}
	if diff := cmp.Diff(want, edges); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestShardsAreTheDocumentInParts(t *testing.T) {
	e := open(t, graphtest.Corpus(30), export.Selection{})
	whole := write(t, e, export.NQuads)
	for _, n := range []int{1, 3, 7} {
		dir := filepath.Join(t.TempDir(), "shards")
		if err := e.WriteShards(t.Context(), dir, n); err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(filepath.Join(dir, "*"))
		if err != nil || len(names) != n {
			t.Fatalf("%d files of %d: %v", len(names), n, err)
		}
		var all []byte
		least, most := len(whole), 0
		for _, name := range names {
			part := readGzip(t, name)
			all = append(all, part...)
			least, most = min(least, len(part)), max(most, len(part))
		}
		if !bytes.Equal(all, whole) {
			t.Errorf("%d shards together are another document", n)
		}
		if most > 2*least {
			t.Errorf("%d shards of %d to %d bytes", n, least, most)
		}
	}
}

func readGzip(t *testing.T, name string) []byte {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestFilesAreReplacedWholeOrNotAtAll(t *testing.T) {
	e := open(t, sequence(smallQuads(t)), export.Selection{})
	dir := t.TempDir()
	name := filepath.Join(dir, "graph.nq.gz")
	if err := e.WriteFile(t.Context(), name, export.NQuads); err != nil {
		t.Fatal(err)
	}
	first := readGzip(t, name)
	if !bytes.Equal(first, write(t, e, export.NQuads)) {
		t.Error("the compressed file is another document")
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := e.WriteFile(stopped, name, export.NQuads); err == nil {
		t.Error("a stopped export gave no error")
	}
	if !bytes.Equal(first, readGzip(t, name)) {
		t.Error("a stopped export harmed the file")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("%d files are left", len(entries))
	}
}

func TestAFolderThatIsNotEmptyIsLeftAlone(t *testing.T) {
	e := open(t, sequence(smallQuads(t)), export.Selection{})
	dir := t.TempDir()
	mine := filepath.Join(dir, "mine")
	if err := os.WriteFile(mine, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if err := e.WriteFolder(t.Context(), dir, export.CSV, export.Description{}); err == nil {
		t.Error("no error")
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 || entries[0].Name() != "mine" {
		t.Errorf("the folder holds %v", entries)
	}
}
