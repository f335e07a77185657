package read

import (
	"strings"
	"testing"
)

func TestPlainLayout(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{
			"a_release_with_one_line_a_paragraph", `본문 바로가기
주메뉴 바로가기

Press Releases

Lake Process Working Group on Data Convened in Bern

Date
2021-03-04
hit
210

1. The Lake Process Working Group on Data, co-hosted by Switzerland and Chile, was held at the Hotel Aare, Bern, on March 4.

2. The meeting featured presentations by experts from many countries on the recent trend of data theft.
`, `
chrome 본문 바로가기
chrome 주메뉴 바로가기
meta Press Releases
h1 Lake Process Working Group on Data Convened in Bern
meta Date
meta 2021-03-04
meta hit
meta 210
p [1.] The Lake Process Working Group on Data, co-hosted by Switzerland and Chile, was held at the Hotel Aare, Bern, on March 4.
p [2.] The meeting featured presentations by experts from many countries on the recent trend of data theft.`,
		},
		{
			"remarks_keep_their_salutations_apart", `Remarks at the Opening of the Fjord Dialogue on Satellites

Remarks by H.E. Ms. Ada Holm
Minister of Trade
at the opening of the Fjord Dialogue
Bergen, 3 May 2019

Your Excellency Mr. Ito,
Minister of Science of Japan,
Distinguished Delegates,
Ladies and Gentlemen,

It is a pleasure to welcome you to Bergen for the second Fjord Dialogue, which my ministry hosts with the University.
Let me begin with our thanks.
`, `
h1 Remarks at the Opening of the Fjord Dialogue on Satellites
p Remarks by H.E. Ms. Ada Holm
p Minister of Trade
p at the opening of the Fjord Dialogue
p Bergen, 3 May 2019
p Your Excellency Mr. Ito,
p Minister of Science of Japan,
p Distinguished Delegates,
p Ladies and Gentlemen,
p It is a pleasure to welcome you to Bergen for the second Fjord Dialogue, which my ministry hosts with the University.
p Let me begin with our thanks.`,
		},
		{
			"wrapped_lines_are_one_paragraph", `COMMUNIQUE OF THE RIVER COMMISSION

The members of the River Commission met in Linz on the third and
fourth of May in order to discuss the state of navigation after the
flood, and agreed on the following steps, which the secretariat will
carry out before the next meeting.

The Commission thanked the city. It noted that the
repair of the locks would take another year.
`, `
h1 COMMUNIQUE OF THE RIVER COMMISSION
p The members of the River Commission met in Linz on the third and fourth of May in order to discuss the state of navigation after the flood, and agreed on the following steps, which the secretariat will carry out before the next meeting.
p The Commission thanked the city. It noted that the repair of the locks would take another year.`,
		},
		{
			"list_items_with_hanging_lines", `Outcome of the talks

The two sides

  -  reaffirmed their support for the treaty and for the
     inspections that it provides;
  -  agreed to meet again.

    (i)   first of these;
    (ii)  second of these.
`, `
h1 Outcome of the talks
p The two sides
li1 [-] reaffirmed their support for the treaty and for the inspections that it provides;
li1 [-] agreed to meet again.
li2 [(i)] first of these;
li2 [(ii)] second of these.`,
		},
		{
			"a_wire_story_with_caption_and_byline", `Talks on ice end in the far north

By Jon Berg
TROMSO, May 3, 2021 (Skerry News Agency)

Delegates wait for the ferry on Monday. (Photo: Ida Lund/SNA)

Ministers from five countries ended two days of talks on sea ice yesterday without agreeing on a common text.

(Editing by P. Moe)

Copyright 2021 Skerry News Agency. All rights reserved.
`, `
h1 Talks on ice end in the far north
byline By Jon Berg
meta TROMSO, May 3, 2021 (Skerry News Agency)
caption Delegates wait for the ferry on Monday. (Photo: Ida Lund/SNA)
p Ministers from five countries ended two days of talks on sea ice yesterday without agreeing on a common text.
byline (Editing by P. Moe)
chrome Copyright 2021 Skerry News Agency. All rights reserved.`,
		},
		{
			"a_transcript_has_a_block_a_turn", `Press Briefing

MS. BERG: Good morning. We have one announcement today, on the ferry.
QUESTION: When will it sail?
MS. BERG: On Monday.
`, `
h1 Press Briefing
p MS. BERG: Good morning. We have one announcement today, on the ferry.
p QUESTION: When will it sail?
p MS. BERG: On Monday.`,
		},
		{
			"clauses_of_a_resolution_are_items", `ALPINE ASSEMBLY

Resolution 3/2
Parliaments and the glaciers

The Alpine Assembly,

1.   Endorses the report of the experts;

2.   Calls upon governments to measure the ice every year and to publish what they find without delay;

3.   Decides to return to the matter at its next session, which is to be held in the spring of next year.
`, `
meta ALPINE ASSEMBLY
p Resolution 3/2
h1 Parliaments and the glaciers
p The Alpine Assembly,
li1 [1.] Endorses the report of the experts;
li1 [2.] Calls upon governments to measure the ice every year and to publish what they find without delay;
li1 [3.] Decides to return to the matter at its next session, which is to be held in the spring of next year.`,
		},
		{
			"a_numbered_trail_is_a_menu", `Skip navigation

  1. HOME
  2. Press
  3. Speeches

Remarks at the Conference on Glaciers in Zermatt

  • Date : 2019-10-08 13:50:59
  • Hit : 300

I am glad to see so many friends of the ice in this hall tonight, and I thank the town for its welcome.
`, `
chrome Skip navigation
chrome HOME
chrome Press
chrome Speeches
h1 Remarks at the Conference on Glaciers in Zermatt
meta [•] Date : 2019-10-08 13:50:59
meta [•] Hit : 300
p I am glad to see so many friends of the ice in this hall tonight, and I thank the town for its welcome.`,
		},
		{
			"dates_and_initials_are_no_markers", `Notes of the meeting in Vienna

8. Oktober 2019

V. Petrov said on Monday that the talks would go on until the end of the month.
`, `
h1 Notes of the meeting in Vienna
meta 8. Oktober 2019
p V. Petrov said on Monday that the talks would go on until the end of the month.`,
		},
	} {
		t.Run(c.name, func(t *testing.T) { wantLayout(t, mustRead(t, "a.txt", c.text), c.want) })
	}
}

func TestMarkerLen(t *testing.T) {
	for _, c := range []struct {
		line string
		want string
	}{
		{"1. The first", "1. "},
		{"12) The twelfth", "12) "},
		{"(a) letter", "(a) "},
		{"a) letter", "a) "},
		{"iv) roman", "iv) "},
		{"IV. Findings", "IV. "},
		{"- dash", "- "},
		{"•\ttab", "•\t"},
		{"° degree", "° "},
		{"1  The meeting", "1  "},
		{"2　The wide space", "2　"},
		{"10 Downing Street", ""},
		{"1.2. nested", "1.2. "},
		{"2019. No", ""},
		{"A. Smith said", ""},
		{"I. Ivanov said that it was over.", ""},
		{"1.5 million", ""},
		{"-5 degrees", ""},
		{"--", ""},
		{"(as delivered) text", ""},
		{"8. October 2019", ""},
	} {
		if got := c.line[:markerLen(c.line)]; got != c.want {
			t.Errorf("marker of %q is %q, want %q", c.line, got, c.want)
		}
	}
}

func TestLineBreaksOfOtherSystems(t *testing.T) {
	const text = "Outcome of the talks\n\nThe two sides met in the town hall and agreed on the draft that their experts had written.\n\n- First point\n- Second point\n"
	want := layout(mustRead(t, "a.txt", text))
	for name, brk := range map[string]string{"windows": "\r\n", "old_mac": "\r", "separator": "\u2028"} {
		if got := layout(mustRead(t, "a.txt", strings.ReplaceAll(text, "\n", brk))); got != want {
			t.Errorf("%s: layout is\n%s\nwant\n%s", name, got, want)
		}
	}
}
