package quads_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

const text = "The Delta Process met in Seoul on October 8, 2019, co-hosted by Korea and Poland.\n" +
	"In session 2, participants agreed that States should exchange points of contact.\n" +
	"Minister Nowak of Poland called for capacity building & trust.\n" +
	"Japan did not attend. Hungary hopes for transparency.\n"

// analysis is what extraction would make of text.
func analysis() *extract.Analysis {
	a := &extract.Analysis{Doc: &extract.Document{ID: "delta", Path: "in/delta.txt", Raw: []byte(text), Text: text}}
	a.Doc.Offsets = []extract.Offset{{Scale: 1}}
	a.Doc.Meta.Title.Value = "Delta Process meets"
	add := func(c schema.Class, key, label string, aliases ...string) int {
		return a.AddEntity(extract.Entity{Class: c, Key: key, Label: label, Aliases: aliases})
	}
	line := func(n int) []extract.Span {
		start := 0
		for range n - 1 {
			start += strings.IndexByte(text[start:], '\n') + 1
		}
		return []extract.Span{{Start: start, End: start + strings.IndexByte(text[start:], '\n')}}
	}
	event := add(schema.Event, "", "Delta Process meeting")
	session := add(schema.Session, "", "Session 2")
	series := add(schema.Series, "", "Delta Process")
	kr, pl, jp, hu := add(schema.State, "state/KR", "Korea"), add(schema.State, "state/PL", "Poland"), add(schema.State, "state/JP", "Japan"), add(schema.State, "state/HU", "Hungary")
	nowak := add(schema.Person, "", "Jan Nowak", "Minister Nowak")
	poc, trust := add(schema.Norm, "norm/cbm-poc", "Points of contact"), add(schema.Norm, "norm/capacity", "Capacity building")
	claim := func(s int, p schema.Predicate, o, lineNumber int, change ...func(*extract.Claim)) {
		c := extract.Claim{Subject: s, Predicate: p, Object: o, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Status: extract.Asserted, Rule: "test", Confidence: 0.9, Evidence: line(lineNumber)}
		for _, f := range change {
			f(&c)
		}
		a.AddClaim(c)
	}
	literal := func(v, dt string) func(*extract.Claim) {
		return func(c *extract.Claim) {
			c.Object, c.Literal = extract.NoEntity, extract.Literal{Value: v, Datatype: dt}
		}
	}
	status := func(s extract.Status) func(*extract.Claim) { return func(c *extract.Claim) { c.Status = s } }
	claim(extract.TheDocument, schema.ReportsOn, event, 1)
	claim(event, schema.StartDate, 0, 1, literal("2019-10-08", "xsd:date"))
	claim(event, schema.CoHostedBy, kr, 1)
	claim(event, schema.CoHostedBy, pl, 1)
	claim(event, schema.EditionOf, series, 1)
	claim(session, schema.SubEventOf, event, 2)
	claim(session, schema.Agrees, poc, 2)
	claim(nowak, schema.Represents, pl, 3)
	claim(nowak, schema.CallsFor, trust, 3)
	claim(jp, schema.Attended, event, 4, status(extract.Denied))
	claim(hu, schema.HopesFor, trust, 4)
	// What no rule should make: a norm as host, a date that is none.
	claim(event, schema.HostedBy, poc, 1)
	claim(event, schema.EndDate, 0, 1, literal("2019-10-32", "xsd:date"))
	return a
}

func build(t *testing.T) (*quads.Builder, *resolve.Document, []quads.Claim) {
	t.Helper()
	v, err := schema.Default()
	if err != nil {
		t.Fatal(err)
	}
	doc := &resolve.Document{ID: "delta", Path: "in/delta.txt", SHA256: strings.Repeat("0", 64), Extraction: *resolve.FromAnalysis(analysis())}
	r, err := resolve.New(resolve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Add(doc); err != nil {
		t.Fatal(err)
	}
	b := &quads.Builder{Vocabulary: v, Resolution: r.Resolve()}
	claims, rejected := b.Claims(doc)
	if len(rejected) != 2 || !strings.Contains(rejected[0].Error(), "range") || !strings.Contains(rejected[1].Error(), "2019-10-32") {
		t.Errorf("rejected %v", rejected)
	}
	return b, doc, claims
}

func TestClaimsAndWhatFollows(t *testing.T) {
	_, _, claims := build(t)
	var got []string
	for _, c := range claims {
		s := c.Subject.ID + " " + string(c.Predicate) + " " + c.Object.ID + c.Object.Value
		if c.Status != extract.Asserted {
			s += " " + string(c.Status)
		}
		if c.Derived {
			s += " " + c.Rule
		}
		got = append(got, s)
	}
	want := []string{
		"doc/delta reportsOn event/delta-process-2019",
		"event/delta-process-2019 startDate 2019-10-08",
		"event/delta-process-2019 coHostedBy state/KR",
		"event/delta-process-2019 coHostedBy state/PL",
		"event/delta-process-2019 editionOf series/delta-process",
		"event/delta-process-2019/session-2 subEventOf event/delta-process-2019",
		"event/delta-process-2019/session-2 agrees norm/cbm-poc",
		"person/jan-nowak represents state/PL",
		"person/jan-nowak callsFor norm/capacity",
		"state/JP attended event/delta-process-2019 denied",
		"state/HU hopesFor norm/capacity",
		"event/delta-process-2019 hostedBy state/KR derive.kind",
		"event/delta-process-2019 hostedBy state/PL derive.kind",
		"event/delta-process-2019/session-2 endorses norm/cbm-poc derive.kind",
		"person/jan-nowak endorses norm/capacity derive.kind",
		"event/delta-process-2019 endorses norm/cbm-poc derive.part",
		"state/PL endorses norm/capacity derive.represented",
		"series/delta-process endorses norm/cbm-poc derive.edition",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestJSONLineHasTheAgreedForm(t *testing.T) {
	_, _, claims := build(t)
	var b bytes.Buffer
	if err := quads.WriteJSON(&b, claims); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(b.String()), "\n")
	if len(lines) != len(claims) {
		t.Fatalf("%d lines, want %d", len(lines), len(claims))
	}
	want := `{"id":"` + claims[2].ID + `","document":"in/delta.txt",` +
		`"subject":{"id":"event/delta-process-2019","type":"Event","label":"Delta Process meeting","aliases":[]},` +
		`"predicate":"coHostedBy","object":{"id":"state/KR","type":"State","label":"Korea","aliases":[]},` +
		`"status":"asserted","stance":"","holder":null,"addressee":null,"derived":false,"rule":"test","confidence":0.9,` +
		`"evidence":[{"start":0,"end":81,"line":1,"exact":"` + strings.SplitN(text, "\n", 2)[0] + `"}]}`
	if d := cmp.Diff(want, lines[2]); d != "" {
		t.Error(d)
	}
	if !strings.Contains(lines[1], `"object":{"value":"2019-10-08","datatype":"xsd:date"}`) {
		t.Errorf("literal: %s", lines[1])
	}
	if !strings.Contains(lines[8], "building & trust") {
		t.Errorf("escaped: %s", lines[8])
	}
	var back quads.Claim
	if err := json.Unmarshal([]byte(lines[2]), &back); err != nil || back.Object.ID != "state/KR" || back.Subject.Type != schema.Event {
		t.Errorf("read back %+v, %v", back, err)
	}
}

// graph is all quads of the test document.
func graph(t *testing.T) []quad.Quad {
	t.Helper()
	b, doc, claims := build(t)
	var qs []quad.Quad
	emit := func(q quad.Quad) error { qs = append(qs, q); return nil }
	known := []quads.Known{
		{Path: "norm/cbm-poc", Class: schema.Norm, Label: "Points of contact", Broader: []string{"norm/cbm"}, Definition: "Directories."},
		{Path: "norm/cbm", Class: schema.Norm, Label: "Confidence building"},
		{Path: "state/KR", Class: schema.State, Label: "Republic of Korea", Aliases: []string{"ROK"}, ISO3: "KOR", Wikidata: "Q884"},
	}
	names := map[string]bool{}
	for _, k := range known {
		names[k.Path] = true
	}
	for _, err := range []error{b.Document(doc, claims, emit), b.Things(names, emit), b.Known(known, emit), b.VocabularyQuads(emit)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return qs
}

func check(qs []quad.Quad, raw string) []error {
	v, err := schema.Default()
	if err != nil {
		return []error{err}
	}
	c := quads.NewChecker(v, schema.Names{}, func(string) ([]byte, bool) { return []byte(raw), true })
	for _, q := range qs {
		c.Add(q)
	}
	return c.Finish()
}

func TestGraphHoldsTheInvariants(t *testing.T) {
	qs := graph(t)
	if errs := check(qs, text); len(errs) > 0 {
		t.Errorf("%d problems: %v", len(errs), errs[:min(5, len(errs))])
	}
	has := func(s, p, o, label string) bool {
		return slices.ContainsFunc(qs, func(q quad.Quad) bool {
			return strings.HasSuffix(q.Subject.String(), s+">") && q.Predicate == schema.PredicateIRI(schema.Predicate(p)) &&
				strings.Contains(q.Object.String(), o) && strings.HasSuffix(q.Label.String(), label+">")
		})
	}
	if !has("event/delta-process-2019", "coHostedBy", "state/KR", "doc/delta") {
		t.Error("edge missing")
	}
	if !has("event/delta-process-2019", "hostedBy", "state/KR", "graph/derived") {
		t.Error("derived edge missing")
	}
	if has("event/delta-process-2019", "hostedBy", "state/KR", "doc/delta") {
		t.Error("derived edge under the document")
	}
	if has("state/JP", "attended", "event", "") {
		t.Error("a denied claim has an edge")
	}
	if !has("", "status", "denied", "doc/delta") {
		t.Error("the denied claim is missing")
	}
	if !has("event/delta-process-2019", "sortDate", "2019-10-08", "graph/derived") {
		t.Error("sort date missing")
	}
	if !has("session-2", "rdf:type", "ns#Event", "graph/identity") {
		t.Error("a session is not an event")
	}
}

func TestCheckerFindsWhatIsBroken(t *testing.T) {
	without := func(part string) func([]quad.Quad) []quad.Quad {
		return func(qs []quad.Quad) []quad.Quad {
			return slices.DeleteFunc(qs, func(q quad.Quad) bool {
				return strings.Contains(q.Predicate.String(), part) && !strings.Contains(q.Subject.String(), "ns#")
			})
		}
	}
	tests := []struct {
		name   string
		change func([]quad.Quad) []quad.Quad
		raw    string
		want   string
	}{
		{"other_bytes", func(qs []quad.Quad) []quad.Quad { return qs }, strings.ToUpper(text), "not what the document says"},
		{"shorter_document", func(qs []quad.Quad) []quad.Quad { return qs }, text[:100], "beyond the end"},
		{"no_evidence", without("#evidence"), text, "no evidence"},
		{"no_premises", without("#derivedFrom"), text, "without a premise"},
		{"no_types", without("#type"), text, "has no type"},
		{"edge_without_claim", without("#claim"), text, "no claim and evidence"},
		{"incomplete_evidence", without("#line"), text, "not a whole evidence node"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			errs := check(tt.change(graph(t)), tt.raw)
			if !slices.ContainsFunc(errs, func(err error) bool { return strings.Contains(err.Error(), tt.want) }) {
				t.Errorf("want %q in %v", tt.want, errs[:min(3, len(errs))])
			}
		})
	}
}

func TestClaimIDsAreStable(t *testing.T) {
	_, _, a := build(t)
	_, _, b := build(t)
	seen := map[string]bool{}
	for i := range a {
		if a[i].ID != b[i].ID {
			t.Errorf("%s and %s", a[i].ID, b[i].ID)
		}
		if seen[a[i].ID] {
			t.Errorf("%s twice", a[i].ID)
		}
		seen[a[i].ID] = true
	}
	if a[2].ID != "claim/3d0d5fa85d987536" {
		t.Errorf("the id of a claim has changed: %s", a[2].ID)
	}
}
