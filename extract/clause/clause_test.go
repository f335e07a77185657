package clause

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
)

// parsed reads tokens written "word lemma UPOS XPOS head relation", one a line;
// head is the 1-based number of the head, 0 for the root.
func parsed(t *testing.T, rows string) (*extract.Sentence, string) {
	t.Helper()
	var s extract.Sentence
	var text strings.Builder
	for row := range strings.Lines(strings.TrimSpace(rows)) {
		f := strings.Fields(row)
		if len(f) != 6 {
			t.Fatalf("row %q has %d fields", row, len(f))
		}
		head, err := strconv.Atoi(f[4])
		if err != nil {
			t.Fatal(err)
		}
		if text.Len() > 0 {
			text.WriteByte(' ')
		}
		start := text.Len()
		text.WriteString(f[0])
		s.Tokens = append(s.Tokens, extract.Token{Span: extract.Span{Start: start, End: text.Len()}, Lemma: f[1], UPOS: f[2], XPOS: f[3], Head: head - 1, Rel: f[5]})
	}
	s.Span.End = text.Len()
	return &s, text.String()
}

// summary writes clauses as "lemma flags: role=phrase …", one a line.
func summary(cs []Clause, text string) []string {
	var out []string
	for _, c := range cs {
		var b strings.Builder
		b.WriteString(c.Lemma)
		if c.Passive {
			b.WriteString(" passive")
		}
		if c.Negated {
			b.WriteString(" not")
		}
		if c.Modal != "" {
			fmt.Fprintf(&b, " (%s)", c.Modal)
		}
		b.WriteByte(':')
		for _, a := range c.Args {
			fmt.Fprintf(&b, " %s=%s", a.Role, text[a.Span.Start:a.Span.End])
			if a.Shared {
				b.WriteByte('^')
			}
		}
		out = append(out, b.String())
	}
	return out
}

func TestClauses(t *testing.T) {
	tests := []struct {
		name, rows string
		want       []string
	}{
		{
			"a_participle_takes_the_noun_before_it_as_patient", `
			The the DET DT 2 det
			seminar seminar NOUN NN 11 nsubj:pass
			, , PUNCT , 4 punct
			hosted host VERB VBN 2 acl
			by by ADP IN 6 case
			Chile Chile PROPN NNP 4 obl:agent
			and and CCONJ CC 8 cc
			Kenya Kenya PROPN NNP 6 conj
			, , PUNCT , 4 punct
			was be AUX VBD 11 aux:pass
			held hold VERB VBN 0 root
			in in ADP IN 13 case
			Oslo Oslo PROPN NNP 11 obl`,
			[]string{
				"seminar: ",
				"host passive: patient=The seminar^ agent=Chile agent=Kenya",
				"hold passive: patient=The seminar in=Oslo",
			},
		},
		{
			"a_relative_clause_fills_the_gap", `
			the the DET DT 2 det
			summit summit NOUN NN 0 root
			that that PRON WDT 5 obj
			Japan Japan PROPN NNP 5 nsubj
			hosted host VERB VBD 2 acl:relcl`,
			[]string{"summit:", "host: patient=the summit^ agent=Japan"},
		},
		{
			"need_to_is_a_modal_of_the_verb_under_it", `
			States state NOUN NNS 2 nsubj
			need need VERB VBP 0 root
			to to PART TO 4 mark
			cooperate cooperate VERB VB 2 xcomp`,
			[]string{"need: agent=States", "cooperate (need to): agent=States^"},
		},
		{
			"declining_negates_what_is_declined", `
			France France PROPN NNP 2 nsubj
			declined decline VERB VBD 0 root
			to to PART TO 4 mark
			sign sign VERB VB 2 xcomp
			it it PRON PRP 4 obj`,
			[]string{"decline: agent=France", "sign not: agent=France^ patient=it"},
		},
		{
			"coordinated_verbs_share_subject_and_object", `
			Peru Peru PROPN NNP 2 nsubj
			chaired chair VERB VBD 0 root
			and and CCONJ CC 4 cc
			hosted host VERB VBD 2 conj
			the the DET DT 6 det
			meeting meeting NOUN NN 2 obj`,
			[]string{"chair: agent=Peru patient=the meeting", "host: agent=Peru^ patient=the meeting^"},
		},
		{
			"the_object_controls_the_infinitive", `
			Peru Peru PROPN NNP 2 nsubj
			urged urge VERB VBD 0 root
			Chile Chile PROPN NNP 2 obj
			to to PART TO 5 mark
			attend attend VERB VB 2 xcomp`,
			[]string{"urge: agent=Peru patient=Chile", "attend: agent=Chile^"},
		},
		{
			"an_idiom_is_one_predicate", `
			Peru Peru PROPN NNP 2 nsubj
			took take VERB VBD 0 root
			part part NOUN NN 2 obj
			in in ADP IN 5 case
			talks talk NOUN NNS 2 obl`,
			[]string{"take part: agent=Peru in=talks"},
		},
		{
			"a_copula_has_a_patient", `
			Brazil Brazil PROPN NNP 4 nsubj
			was be AUX VBD 4 cop
			the the DET DT 4 det
			host host NOUN NN 0 root
			of of ADP IN 6 case
			it it PRON PRP 4 nmod`,
			[]string{"host: patient=Brazil of=it"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, text := parsed(t, tt.rows)
			got := summary(Sentence(s, 0), text)
			for i := range tt.want {
				tt.want[i] = strings.TrimSpace(tt.want[i])
			}
			if d := cmp.Diff(tt.want, got); d != "" {
				t.Errorf("clauses differ (-want +got):\n%s", d)
			}
		})
	}
}
