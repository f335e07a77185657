package resolve_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// analysis of a document whose text comes from raw by the offsets, with one
// claim about an event.
func analysis(raw, text string, offsets []extract.Offset, evidence []extract.Span, rawEvidence []extract.Span) *extract.Analysis {
	a := &extract.Analysis{Doc: &extract.Document{ID: "d", Raw: []byte(raw), Text: text, Offsets: offsets}}
	e := a.AddEntity(extract.Entity{Class: schema.Event, Label: " River\n Forum ", Aliases: []string{"the  Forum", "River Forum", "x\xff"}})
	a.AddClaim(extract.Claim{
		Subject: e, Predicate: schema.EditionNumber, Object: extract.NoEntity, Literal: extract.Literal{Value: "2", Datatype: "xsd:integer"},
		AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Status: extract.Asserted, Confidence: 0.9, Evidence: evidence, RawEvidence: rawEvidence,
	})
	return a
}

func TestEvidenceIsTheBytesOfTheDocument(t *testing.T) {
	plain := []extract.Offset{{Scale: 1}}
	span := func(start, end int) []extract.Span { return []extract.Span{{Start: start, End: end}} }
	long := strings.Repeat("wörter ", 500)
	tests := []struct {
		name     string
		raw      string
		text     string
		offsets  []extract.Offset
		evidence []extract.Span
		rawEv    []extract.Span
		want     []resolve.Evidence
	}{
		{"plain", "one\ntwo three\n", "one\ntwo three\n", plain, span(4, 14), nil, []resolve.Evidence{{Start: 4, End: 13, Line: 2, Exact: "two three"}}},
		{
			"entity", "R&amp;D met", "R&D met",
			[]extract.Offset{{Text: 0, Raw: 0, Scale: 1}, {Text: 1, Raw: 1, RawEnd: 6}, {Text: 2, Raw: 6, Scale: 1}},
			span(0, 7), nil,
			[]resolve.Evidence{{Start: 0, End: 11, Line: 1, Exact: "R&amp;D met", Text: "R&D met"}},
		},
		{"wrapped_line", "one\ntwo", "one two", plain, span(0, 7), nil, []resolve.Evidence{{Start: 0, End: 7, Line: 1, Exact: "one\ntwo"}}},
		{
			"latin_1", "S\xe3o Paulo", "São Paulo",
			[]extract.Offset{{Text: 0, Raw: 0, Scale: 1}, {Text: 1, Raw: 1, RawEnd: 2}, {Text: 3, Raw: 2, Scale: 1}},
			span(0, 10), nil,
			[]resolve.Evidence{{Start: 0, End: 9, Line: 1, Exact: "São Paulo"}},
		},
		{"from_the_form", "<meta a>\nb", "b", plain, nil, span(0, 8), []resolve.Evidence{{Start: 0, End: 8, Line: 1, Exact: "<meta a>"}}},
		{"twice_the_same", "one two", "one two", plain, append(span(0, 3), span(0, 3)...), span(0, 3), []resolve.Evidence{{Start: 0, End: 3, Line: 1, Exact: "one"}}},
		{"beyond_the_end", "one two", "one two", plain, span(4, 99), nil, []resolve.Evidence{{Start: 4, End: 7, Line: 1, Exact: "two"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			x := resolve.FromAnalysis(analysis(tt.raw, tt.text, tt.offsets, tt.evidence, tt.rawEv))
			if len(x.Claims) != 1 {
				t.Fatalf("%d claims", len(x.Claims))
			}
			if d := cmp.Diff(tt.want, x.Claims[0].Evidence); d != "" {
				t.Error(d)
			}
		})
	}
	t.Run("cut_at_a_character", func(t *testing.T) {
		x := resolve.FromAnalysis(analysis(long, long, plain, span(0, len(long)), nil))
		ev := x.Claims[0].Evidence[0]
		if ev.Exact != long[ev.Start:ev.End] || !utf8.ValidString(ev.Exact) || len(ev.Exact) > 1500 || len(ev.Exact) < 1000 {
			t.Errorf("%d bytes: %q…", len(ev.Exact), ev.Exact[:20])
		}
	})
}

func TestWhatCannotBeTracedIsLeftOut(t *testing.T) {
	a := analysis("text", "text", []extract.Offset{{Scale: 1}}, nil, nil)
	a.AddClaim(extract.Claim{Subject: 7, Predicate: schema.HostedBy, Object: 0, Evidence: []extract.Span{{End: 4}}})
	a.AddClaim(extract.Claim{Subject: 0, Predicate: schema.HostedBy, Object: 9, Evidence: []extract.Span{{End: 4}}})
	a.AddClaim(extract.Claim{Subject: 0, Predicate: schema.Theme, Object: extract.NoEntity, Evidence: []extract.Span{{End: 4}}})
	x := resolve.FromAnalysis(a)
	if len(x.Claims) != 0 {
		t.Errorf("claims %+v", x.Claims)
	}
	want := []resolve.Entity{{Class: schema.Event, Label: "River Forum", Aliases: []string{"the Forum", "x"}}}
	if d := cmp.Diff(want, x.Entities); d != "" {
		t.Error(d)
	}
}

func TestExtractionSurvivesJSON(t *testing.T) {
	x := resolve.FromAnalysis(analysis("one two", "one two", []extract.Offset{{Scale: 1}}, []extract.Span{{End: 7}}, nil))
	x.Meta = resolve.Meta{Title: "T", PublishedOn: "2019-10-08", Genre: extract.Remarks}
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var back resolve.Extraction
	if err := json.Unmarshal(b, &back); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(*x, back); d != "" {
		t.Error(d)
	}
}
