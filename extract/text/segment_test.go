package text

import (
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
)

func segmenter(t testing.TB) *Segmenter {
	t.Helper()
	g, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestTokens(t *testing.T) {
	g := segmenter(t)
	for _, c := range []struct{ name, in, want string }{
		{"clitics", "Poland's minister didn't say it'll", "Poland 's minister did n't say it 'll"},
		{"curly_clitics", "We’re sure it’s Japan’s", "We ’re sure it ’s Japan ’s"},
		{"plural_possessive", "the states' views", "the states ' views"},
		{"cannot", "We cannot agree", "We can not agree"},
		{"hyphenated_words_are_cut", "state-of-the-art open-ended", "state - of - the - art open - ended"},
		{"prefix_stays", "non-binding norms, co-hosted by", "non-binding norms , co-hosted by"},
		{"abbreviation_is_no_prefix", "UN-led talks, Non-Aligned states", "UN - led talks , Non-Aligned states"},
		{"hyphenated_name", "Ban Ki-moon spoke", "Ban Ki - moon spoke"},
		{"code_with_number", "COVID-19 and Track-1.5", "COVID - 19 and Track - 1.5"},
		{"abbreviated_state", "the U.S. and the U.K.-led group", "the U.S. and the U.K. - led group"},
		{"titles", "H.E. Amb. Dr. Jan Nowak, Gen. Park", "H.E. Amb. Dr. Jan Nowak , Gen. Park"},
		{"initials", "Harry S. Truman and J.-P. Meyer", "Harry S. Truman and J.-P. Meyer"},
		{"numbers", "1,200 people, 10.30 a.m., 2.5%", "1,200 people , 10.30 a.m. , 2.5 %"},
		{"number_word", "para. 3 of Res. 68/243, No. 5", "para. 3 of Res. 68/243 , No. 5"},
		{"no_is_a_word", "They said no.", "They said no ."},
		{"money", "$5 million, US$20bn and €3", "$ 5 million , US$ 20 bn and € 3"},
		{"dates", "2019-10-08, 8/10/2019, 01-Feb-02", "2019-10-08 , 8/10/2019 , 01-Feb-02"},
		{"ranges", "2019-2021, 15–16 November", "2019 - 2021 , 15 – 16 November"},
		{"addresses", "See https://example.org/a-b?c=d, www.example.org. Mail x.y@example.org.", "See https://example.org/a-b?c=d , www.example.org . Mail x.y@example.org ."},
		{"slash", "cyber/ICT and/or 24/7", "cyber / ICT and / or 24/7"},
		{"quotes", `He said: “We agree,” and 'left'. "Good!"`, "He said : “ We agree , ” and ' left ' . \" Good ! \""},
		{"brackets", "the Agency (KISA) [sic], state(s)", "the Agency ( KISA ) [ sic ] , state(s)"},
		{"dots", "Well... yes… no--never", "Well ... yes … no -- never"},
		{"glued_sentence", "their wrongdoings.This is", "their wrongdoings . This is"},
		{"glued_after_year", "held in 2019.The next", "held in 2019 . The next"},
		{"not_glued", "Zhipu.ai and e.g. U.N.-run", "Zhipu.ai and e.g. U.N. - run"},
		{"names_with_apostrophe", "O'Brien of Côte d’Ivoire", "O'Brien of Côte d’Ivoire"},
		{"ampersand", "AT&T and R&D & more", "AT&T and R&D & more"},
		{"time", "at 7:30pm KST", "at 7:30 pm KST"},
		{"decades", "the 1990s and '90s", "the 1990s and '90s"},
		{"other_script", "외교부 (MOFA)", "외교부 ( MOFA )"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, s := range g.Sentences(c.in) {
				for _, tok := range s.Tokens {
					got = append(got, c.in[tok.Span.Start:tok.Span.End])
				}
			}
			if d := cmp.Diff(strings.Fields(c.want), got); d != "" {
				t.Errorf("tokens of %q (-want +got):\n%s", c.in, d)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	g := segmenter(t)
	for _, c := range []struct {
		name string
		want []string // joined by a space they are the text
	}{
		{"plain", []string{"It met in Oslo.", "It ended."}},
		{"title_before_name", []string{"H.E. Amb. Lee spoke to Gen. Kim.", "He left."}},
		{"title_in_capitals", []string{"MR. TONER: Yes.", "GEN. SMITH: No."}},
		{"initial_before_name", []string{"Harry S. Truman signed."}},
		{"initial_that_is_an_abbreviation", []string{"Harry P. Truman signed.", "See p. 3 there."}},
		{"state_in_the_middle", []string{"The U.S. Department of State agreed."}},
		{"state_at_the_end", []string{"It was held in the U.S.", "The next is in Bern."}},
		{"states_joined", []string{"The India-U.S. Dialogue met.", "It ended."}},
		{"number_word", []string{"See No. 5 and para. 3.", "Then stop."}},
		{"list_number", []string{"1. The meeting was held.", "2. It was long."}},
		{"list_letter", []string{"A. The meeting was held."}},
		{"month", []string{"It began on Sept. 5 in Bern.", "It ended in Dec.", "The next follows."}},
		{"clock", []string{"It opens at 10 a.m. Tuesday.", "It closes at 5 p.m.", "The hall is full."}},
		{"quote_with_its_sentence", []string{`"We agree."`, `He said: “We must act.”`, "They did."}},
		{"quote_continued", []string{"“Will you come?” she asked."}},
		{"brackets_with_their_sentence", []string{"The Forum (held in Bern. It was the first.) ended.", "(All came.)", "Good."}},
		{"company", []string{"Acme Inc. of Ohio and Bolt Ltd. signed.", "Others, etc., did not."}},
		{"number_starts", []string{"It met in the East.", "62 states came."}},
		{"ellipsis", []string{"We wait... and see.", "Then we go..."}},
		{"question", []string{"Why?", "Because."}},
		{"latin", []string{"Some, e.g. Poland, i.e. a member, came.", "Smith v. Jones et al. was cited."}},
		{"esquire", []string{"The Hon. John Smith, M.P., came with Rt. Hon. Jane Doe."}},
		{"lower_case_name_stays", []string{"It uses the .org domain. eBay left."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			text := strings.Join(c.want, " ")
			var got []string
			for _, s := range g.Sentences(text) {
				got = append(got, text[s.Span.Start:s.Span.End])
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("sentences (-want +got):\n%s", d)
			}
		})
	}
}

func TestGluedSentencesAreCut(t *testing.T) {
	const in = "They answer for their wrongdoings.This is new. “It ends.”Then it began."
	var got []string
	for _, s := range segmenter(t).Sentences(in) {
		got = append(got, in[s.Span.Start:s.Span.End])
	}
	want := []string{"They answer for their wrongdoings.", "This is new.", "“It ends.”", "Then it began."}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("sentences (-want +got):\n%s", d)
	}
}

func TestExtractTakesProseBlocksOnly(t *testing.T) {
	doc := &extract.Document{Text: "Title\nDate : 2019\nIt met. It ended.\nVenue | Seoul\n"}
	doc.Blocks = []extract.Block{
		{Kind: extract.Heading, Span: extract.Span{Start: 0, End: 5}},
		{Kind: extract.MetaLine, Span: extract.Span{Start: 6, End: 17}},
		{Kind: extract.Paragraph, Span: extract.Span{Start: 18, End: 35}},
		{Kind: extract.TableRow, Span: extract.Span{Start: 36, End: 49}},
	}
	a := &extract.Analysis{Doc: doc}
	g := segmenter(t)
	g.Extract(a)
	g.Extract(a) // twice changes nothing
	type row struct {
		Block int
		Text  string
	}
	var got []row
	for _, s := range a.Sentences {
		got = append(got, row{s.Block, a.Text(s.Span)})
	}
	want := []row{{0, "Title"}, {2, "It met."}, {2, "It ended."}, {3, "Venue"}, {3, "Seoul"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("sentences (-want +got):\n%s", d)
	}
}

func TestBadListsAreReportedTogether(t *testing.T) {
	_, err := Load(fstest.MapFS{
		"abbreviations.tsv": {Data: []byte("form\tclass\nMr\ttitle\nDr.\tname\n")},
		"prefixes.tsv":      {Data: []byte("prefix\nco\nco\n")},
	})
	for _, want := range []string{"abbreviations.tsv:2:", "abbreviations.tsv:3:", "prefixes.tsv:3:", "starters.tsv:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v lacks %q", err, want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	g := segmenter(f)
	for _, s := range []string{
		"H.E. Amb. Lee's “open-ended” talk (10.30 a.m.) didn't end... wrongdoings.This",
		"\xff'’n't’s cannot$ US$5 –—''``<<>> 'tis", "a\u0301́’s 외교부.A",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, sent := range g.Sentences(s) {
			if len(sent.Tokens) == 0 || sent.Span.Start != sent.Tokens[0].Span.Start || sent.Span.End != sent.Tokens[len(sent.Tokens)-1].Span.End {
				t.Fatalf("sentence %v does not fit its tokens", sent)
			}
			for _, tok := range sent.Tokens {
				sp := tok.Span
				if sp.Start < last || sp.Len() <= 0 || sp.End > len(s) {
					t.Fatalf("span %v after %d in %q", sp, last, s)
				}
				if strings.TrimFunc(s[last:sp.Start], blank) != "" {
					t.Fatalf("%q is in no token of %q", s[last:sp.Start], s)
				}
				if utf8.ValidString(s) && (!utf8.RuneStart(s[sp.Start]) || sp.End < len(s) && !utf8.RuneStart(s[sp.End])) {
					t.Fatalf("span %v of %q cuts a character", sp, s)
				}
				last = sp.End
			}
		}
		if strings.TrimFunc(s[last:], blank) != "" {
			t.Fatalf("%q is in no token of %q", s[last:], s)
		}
	})
}

func BenchmarkSentences(b *testing.B) {
	g := segmenter(b)
	text := strings.Repeat("On 5 October 2021, H.E. Amb. Lee of the Republic of Korea's Ministry (MOFA) hosted the open-ended meeting, which 1,200 officials didn't miss. ", 50)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		g.Sentences(text)
	}
}
