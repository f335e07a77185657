package norm_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/norm"
	"github.com/normgraph/normgraph/schema/problem"
)

func shipped(t testing.TB) *norm.Catalogue {
	t.Helper()
	c, err := norm.Load(data.Norms)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func ids(hits []norm.Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Norm.ID)
	}
	return out
}

func match(c *norm.Catalogue, s string) []string {
	f, _ := text.Fold(s)
	return ids(c.Match(f, c.Context(f)))
}

func TestShippedExamplesBehaveAsTheySay(t *testing.T) {
	c := shipped(t)
	for _, n := range c.Norms() {
		for _, x := range n.Match {
			if got := match(c, x.Text); !contains(got, n.ID) {
				t.Errorf("%s, line %d: %q gives %v", n.ID, x.Line, x.Text, got)
			}
		}
		for _, x := range n.NoMatch {
			if got := match(c, x.Text); contains(got, n.ID) {
				t.Errorf("%s, line %d: %q must not match", n.ID, x.Line, x.Text)
			}
		}
	}
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

func TestShippedInstrumentNamesAreFoundInRunningText(t *testing.T) {
	c := shipped(t)
	for _, in := range c.Instruments() {
		for _, name := range append([]string{in.Label}, in.Aliases...) {
			f, _ := text.Fold("They discussed the " + name + " at length.")
			hits := c.MatchInstruments(f)
			if len(hits) != 1 || hits[0].Instrument.ID != in.ID {
				t.Errorf("%s: %q is not found", in.ID, name)
			}
			if got := c.Instrument(name); got == nil || got.ID != in.ID {
				t.Errorf("%s: look-up of %q gives %v", in.ID, name, got)
			}
		}
	}
}

func TestMatch(t *testing.T) {
	c := shipped(t)
	tests := []struct {
		name, text string
		want       []string
	}{
		{"adjectives_of_one_noun", "an open, secure and peaceful cyberspace", []string{"cs-open", "cs-secure", "cs-peaceful"}},
		{"narrower_wins_over_general", "confidence-building measures (CBMs) at the regional level in cyberspace", []string{"cbm-regional"}},
		{"due_diligence_needs_its_field", "The bank did its due diligence.", nil},
		{"due_diligence_in_its_field", "Due diligence in cyberspace", []string{"gge-c"}},
		{"name_of_a_body", "the Organization for Security and Co-operation in Europe", nil},
		{"public_private", "public–private partnerships", []string{"ppp"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, match(c, tt.text)); diff != "" {
				t.Errorf("Match(%q): -want +got\n%s", tt.text, diff)
			}
		})
	}
}

func TestLookUp(t *testing.T) {
	c := shipped(t)
	if n := c.Find("international law applies"); n == nil || n.ID != "intl-law" {
		t.Errorf("Find by label gives %v", n)
	}
	if n := c.Norm("no-such-norm"); n != nil {
		t.Errorf("got %v, want nil", n)
	}
	if !c.IsBroader("rsb", "gge-c") || !c.IsBroader("intl-law", "gge-c") || c.IsBroader("cbm", "gge-c") {
		t.Error("gge-c is under rsb and intl-law only")
	}
	if got := c.Narrower("capacity"); len(got) < 4 {
		t.Errorf("capacity has %v", got)
	}
}

func TestLoadReportsAllProblems(t *testing.T) {
	file := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	_, err := norm.Load(fstest.MapFS{
		"norms/a.yaml": file("field: a\nnorms:\n  - id: g\n    label: G\n    definition: d\n" +
			"  - id: Bad\n    label: x\n    definition: d\n" +
			"  - id: n\n    label: N\n    definition: d\n    broader: [none]\n    cues:\n      - '('\n" +
			"  - id: m\n    label: M\n    definition: d\n    colour: red\n"),
		"instruments/i.yaml": file("instruments:\n  - id: i\n    label: In\n    states: [zzz]\n"),
	})
	var pe *problem.Error
	if !errors.As(err, &pe) {
		t.Fatalf("got %v, want a list of problems", err)
	}
	var got []string
	for _, p := range pe.Problems {
		got = append(got, p.String())
	}
	want := []string{"instruments/i.yaml:2: i: no norm", "norms/a.yaml:6: id \"Bad\"", "norms/a.yaml:9: n: \"none\" is no group", "norms/a.yaml:14: (: ", "norms/a.yaml:18: field colour"}
	if len(got) != len(want) {
		t.Fatalf("got %d problems, want %d:\n%s", len(got), len(want), strings.Join(got, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("problem %d is %q, want it to begin with %q", i, got[i], want[i])
		}
	}
}

func BenchmarkMatch(b *testing.B) {
	c := shipped(b)
	s := "On Tuesday the two ministers met in the old town, where they reviewed relations between the countries since the last visit. " +
		"They reaffirmed their commitment to strengthen international cooperation and to protect critical infrastructure. " +
		"The delegation then left for the airport, and a press conference was held by the spokesperson in the evening."
	f, _ := text.Fold(s)
	b.SetBytes(int64(len(f)))
	b.ReportAllocs()
	for b.Loop() {
		for _, part := range strings.SplitAfter(f, ". ") {
			c.Match(part, ^norm.Context(0))
		}
	}
}

func TestHitsTellWhetherTheActOrTheNormIsNamed(t *testing.T) {
	c := shipped(t)
	for text, act := range map[string]bool{
		"they deplored the shelling of civilians":        true,
		"they stressed the protection of civilians":      false,
		"they condemned torture":                         true,
		"protecting civilians from attacks on civilians": true, // two hits, the act last
	} {
		hits := c.Match(text, 0)
		if len(hits) == 0 || hits[len(hits)-1].Act != act {
			t.Errorf("%q: %v", text, hits)
		}
	}
}
