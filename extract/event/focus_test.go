package event_test

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/event"
)

func TestFocus(t *testing.T) {
	a := analyse(t, "2022-03-16", extract.JointStatement, `# Third Chile-Kenya Dialogue on Ports
The Third Chile-Kenya Dialogue on Ports was held in Mombasa on 14 March 2022. It was chaired by Ana Vega.
The ministers signed a text. The second Dialogue, in Lima in 2020, was shorter. Its chair was Awa Diop.`)
	label := func(at string) string {
		e := event.Focus(a, strings.Index(a.Doc.Text, at))
		if e == extract.NoEntity {
			return ""
		}
		return a.Entities[e].Label
	}
	const third, second = "Third Chile-Kenya Dialogue on Ports", "Second Chile-Kenya Dialogue on Ports"
	for at, want := range map[string]string{
		"was chaired": third, "signed": third, "was shorter": second, "Its chair": second,
	} {
		if got := label(at); got != want {
			t.Errorf("focus at %q is %q, want %q", at, got, want)
		}
	}
	if m := event.Main(a); m == extract.NoEntity || a.Entities[m].Label != third {
		t.Errorf("main event is %d, want %q", m, third)
	}
}

func TestNoEventNoFocus(t *testing.T) {
	a := analyse(t, "2022-03-16", extract.Other, "Whisk the eggs and meet the demand for cake. The summit of the hill is cold.")
	if m := event.Main(a); m != extract.NoEntity {
		t.Errorf("main event is %q, want none", a.Entities[m].Label)
	}
	if f := event.Focus(a, 10); f != extract.NoEntity {
		t.Errorf("focus is %q, want none", a.Entities[f].Label)
	}
}

func TestSpansLieInTheirSentences(t *testing.T) {
	for _, tt := range cases {
		a := analyse(t, tt.published, tt.genre, tt.text)
		for _, m := range a.Mentions {
			if m.Span.Start < 0 || m.Span.End > len(a.Doc.Text) || m.Span.Len() <= 0 {
				t.Errorf("%s: span %v of %d bytes", tt.name, m.Span, len(a.Doc.Text))
			}
			if m.Entity < 0 || m.Entity >= len(a.Entities) {
				t.Errorf("%s: entity %d of %d", tt.name, m.Entity, len(a.Entities))
			}
		}
		for _, c := range a.Claims {
			if len(c.Evidence) == 0 && len(c.RawEvidence) == 0 {
				t.Errorf("%s: a claim without evidence: %v", tt.name, c)
			}
		}
	}
}

func FuzzExtract(f *testing.F) {
	for _, tt := range cases {
		f.Add(tt.published, tt.text)
	}
	f.Add("", "(\n\"The, the 2nd of - the' summit's (X) ((X 2020) “in the Forum”")
	f.Fuzz(func(t *testing.T, published, lines string) {
		if len(lines) > 2000 {
			return
		}
		a := analyse(t, published, extract.Other, lines)
		for _, m := range a.Mentions {
			if m.Span.Start < 0 || m.Span.End > len(a.Doc.Text) || m.Span.Len() <= 0 {
				t.Fatalf("span %v of %d bytes", m.Span, len(a.Doc.Text))
			}
		}
		event.Focus(a, len(lines)/2)
	})
}
