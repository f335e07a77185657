package date

import (
	"testing"
	"unicode/utf8"
)

// found renders an expression as "span = start/end flags".
func found(text string, e Expr) string {
	s := text[e.Span.Start:e.Span.End] + " = "
	switch {
	case e.Start.IsZero():
		s += "?"
	case e.IsRange():
		s += e.Start.String() + "/" + e.End.String()
	default:
		s += e.Start.String()
	}
	if e.Approx {
		s += "~"
	}
	return s
}

func TestFind(t *testing.T) {
	tests := []struct {
		name, anchor, text string
		want               []string
	}{
		{"month_day_year", "", "signed on October 7, 2019 in Oslo", []string{"October 7, 2019 = 2019-10-07"}},
		{"day_month_year", "", "the talks of 7 October 2019.", []string{"7 October 2019 = 2019-10-07"}},
		{"abbreviated_with_time", "", "Oct. 17, 2013 - 19:44 By staff", []string{"Oct. 17, 2013 = 2013-10-17"}},
		{"iso_with_time", "", "Date : 2019-10-08 13:50:59", []string{"2019-10-08 = 2019-10-08"}},
		{"dotted_iso", "", "Posted 2019.10.8 Hit : 300", []string{"2019.10.8 = 2019-10-08"}},
		{"dotted_european", "", "vom 8.10.2019", []string{"8.10.2019 = 2019-10-08"}},
		{"year_from_anchor", "2019-10-08", "held on October 8 in Lima", []string{"October 8 = 2019-10-08"}},
		{"year_across_new_year", "2020-01-05", "held on 20 December", []string{"20 December = 2019-12-20"}},
		{"hyphen_range", "2021-06-23", "The event on June 22-23 drew many", []string{"June 22-23 = 2021-06-22/2021-06-23"}},
		{"en_dash_range_day_first", "", "from 22–23 June 2021", []string{"22–23 June 2021 = 2021-06-22/2021-06-23"}},
		{"spaced_range", "2018-04-20", "on 16 - 17 April", []string{"16 - 17 April = 2018-04-16/2018-04-17"}},
		{"range_across_months", "", "October 31–November 1, 2023", []string{"October 31–November 1, 2023 = 2023-10-31/2023-11-01"}},
		{"range_across_months_no_year", "2022-02-28", "New York, February 28-March 11, to negotiate", []string{"February 28-March 11 = 2022-02-28/2022-03-11"}},
		{"range_across_years", "", "from December 30 to January 2, 2020", []string{"December 30 to January 2, 2020 = 2019-12-30/2020-01-02"}},
		{"from_to", "2019-05-01", "meets from May 1 to 2 here", []string{"May 1 to 2 = 2019-05-01/2019-05-02"}},
		{"and_range_day_first", "", "on 17 and 18 June 2019", []string{"17 and 18 June 2019 = 2019-06-17/2019-06-18"}},
		{"comma_list", "", "on 8, 9 and 10 October 2019", []string{"8, 9 and 10 October 2019 = 2019-10-08/2019-10-10"}},
		{"comma_before_year_day_first", "", "on 7-8 July, 2022 in", []string{"7-8 July, 2022 = 2022-07-07/2022-07-08"}},
		{"through", "", "June 6 through 16, 2022", []string{"June 6 through 16, 2022 = 2022-06-06/2022-06-16"}},
		{"two_full_dates", "", "from 3 October 2022 to 7 October 2022", []string{"3 October 2022 to 7 October 2022 = 2022-10-03/2022-10-07"}},
		{"adjacent_days_joined_by_and", "", "on June 30 and July 1, 2021", []string{"June 30 and July 1, 2021 = 2021-06-30/2021-07-01"}},
		{"separate_days_share_year", "2022-03-01", "on April 9 and November 3, 2021", []string{"April 9 = 2021-04-09", "November 3, 2021 = 2021-11-03"}},
		{"count_after_day", "2019-10-08", "On October 8 and 20 delegates later left", []string{"October 8 = 2019-10-08"}},
		{"weekday_in_brackets", "2021-07-14", "on July 14 (Wed)", []string{"July 14 (Wed) = 2021-07-14"}},
		{"weekday_before_date", "", "on Thursday, October 8, 2019, at", []string{"Thursday, October 8, 2019 = 2019-10-08"}},
		{"weekday_and_date_in_brackets", "2019-10-09", "on Tuesday (October 8) it", []string{"Tuesday (October 8) = 2019-10-08"}},
		{"ordinal_of_month", "2019-05-03", "on the 3rd of May", []string{"3rd of May = 2019-05-03"}},
		{"month_ordinal", "", "May 3rd, 2019", []string{"May 3rd, 2019 = 2019-05-03"}},
		{"word_ordinal", "", "the first of May 2004", []string{"first of May 2004 = 2004-05-01"}},
		{"weekday_news", "2013-10-17", "he said on Thursday", []string{"Thursday = 2013-10-17"}},
		{"weekday_before_anchor", "2013-10-19", "he said on Thursday", []string{"Thursday = 2013-10-17"}},
		{"last_weekday", "2022-06-10", "last Friday in", []string{"last Friday = 2022-06-03"}},
		{"next_weekday", "2022-06-09", "next Monday in", []string{"next Monday = 2022-06-13"}},
		{"old_style_next", "1997-12-04", "on Wednesday next", []string{"Wednesday next = 1997-12-10"}},
		{"weekday_range", "2021-03-12", "from Monday to Friday", []string{"Monday to Friday = 2021-03-08/2021-03-12"}},
		{"today", "2021-07-20", "met today in Tokyo", []string{"today = 2021-07-20"}},
		{"today_and_tomorrow", "2024-09-24", "today and tomorrow", []string{"today = 2024-09-24", "tomorrow = 2024-09-25"}},
		{"yesterday_morning", "2014-04-24", "yesterday morning", []string{"yesterday morning = 2014-04-23"}},
		{"this_evening", "2019-10-07", "at this evening’s dinner", []string{"this evening = 2019-10-07"}},
		{"last_week", "2022-05-18", "last week", []string{"last week = 2022-05-09/2022-05-15~"}},
		{"last_month", "2022-01-18", "earlier, last month", []string{"last month = 2021-12"}},
		{"month_of_this_year", "2019-10-07", "in Warsaw in February of this year", []string{"February of this year = 2019-02"}},
		{"month_of_last_year", "1997-12-03", "October of last year", []string{"October of last year = 1996-10"}},
		{"month_last_year", "2022-03-01", "in October last year", []string{"October last year = 2021-10"}},
		{"this_november", "2024-09-24", "this November in", []string{"November = 2024-11"}},
		{"last_november", "2022-03-14", "last November in", []string{"November = 2021-11"}},
		{"month_and_year", "", "in April 2019 and in May of 2020", []string{"April 2019 = 2019-04", "May of 2020 = 2020-05"}},
		{"bare_month", "2022-03-31", "Prague in June", []string{"June = 2022-06"}},
		{"month_range", "", "between March and May 2021", []string{"March and May 2021 = 2021-03/2021-05"}},
		{"mid_month", "2021-10-01", "in mid-November", []string{"November = 2021-11"}},
		{"year", "", "in 2015 and in London in 2011", []string{"2015 = 2015", "2011 = 2011"}},
		{"years_range", "", "the 2019–2021 group", []string{"2019–2021 = 2019/2021"}},
		{"school_years", "", "in 2015-16", []string{"2015-16 = 2015/2016"}},
		{"between_years", "", "between 2019 and 2021", []string{"2019 and 2021 = 2019/2021"}},
		{"next_year", "2023-04-01", "next year", []string{"next year = 2024"}},
		{"years_ago", "2019-05-01", "when we met two years ago", []string{"two years ago = 2017~"}},
		{"days_ago", "2019-05-01", "10 days ago", []string{"10 days ago = 2019-04-21"}},
		{"summer", "", "in the summer of 2021", []string{"summer of 2021 = 2021~"}},
		{"event_year_prefix", "", "the 2013 Seoul Conference", []string{"2013 = 2013"}},
		{"yearless_without_anchor_borrows", "", "Opened 3 March 2020. It closed on 5 March.", []string{"3 March 2020 = 2020-03-03", "5 March = 2020-03-05"}},
		{"deictic_without_anchor", "", "today", []string{"today = ?"}},
		{"month_only_anchor", "2022-05", "in August", []string{"August = 2022-08"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := Find(tt.text, Anchor{Parse(tt.anchor)})
			if len(got) != len(tt.want) {
				t.Fatalf("Find(%q) found %d expressions, want %d: %v", tt.text, len(got), len(tt.want), got)
			}
			for i, e := range got {
				if g := found(tt.text, e); g != tt.want[i] {
					t.Errorf("got %q, want %q", g, tt.want[i])
				}
			}
		})
	}
}

func TestFindNothing(t *testing.T) {
	for _, text := range []string{
		"Hit : 300", "No. 1106", "A/RES/70/237", "document A/74/2019/3", "2+2 dialogue", "24/7 network", "5G",
		"States may march on.", "May I thank you", "Prime Minister May said", "March to peace", "the Long March of 40 men",
		"resolution 2094", "the 2030 Agenda", "recently, over the past decades", "two days of talks", "1,200 people",
		"for 15 years", "Theresa May met Angela", "sat on the bench", "May 45 ministers", "Second Committee",
		"the sun set", "UNSCR 2231 (2015)", "2000 participants", "10-12 countries", "Room 1915",
	} {
		for _, e := range Find(text, Anchor{Date{2019, 10, 8}}) {
			t.Errorf("Find(%q) found %q", text, found(text, e))
		}
	}
}

func TestFutureAndPast(t *testing.T) {
	tests := []struct {
		name, anchor, text string
		future, past       string
	}{
		{"weekday", "2022-06-08", "on Thursday", "2022-06-09", "2022-06-02"},
		{"weekday_same_day", "2022-06-08", "on Wednesday", "2022-06-08", "2022-06-08"},
		{"month", "2022-02-10", "in May", "2022-05", "2021-05"},
		{"day", "2022-02-10", "on May 3", "2022-05-03", "2021-05-03"},
		{"fixed", "2022-02-10", "on May 3, 2022", "2022-05-03", "2022-05-03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := Anchor{Parse(tt.anchor)}
			es := Find(tt.text, a)
			if len(es) != 1 {
				t.Fatalf("found %d expressions, want 1", len(es))
			}
			if got := es[0].Future(a).Start.String(); got != tt.future {
				t.Errorf("future is %s, want %s", got, tt.future)
			}
			if got := es[0].Past(a).Start.String(); got != tt.past {
				t.Errorf("past is %s, want %s", got, tt.past)
			}
		})
	}
}

func TestInYear(t *testing.T) {
	for text, want := range map[string]string{
		"on February 15-16": "2023-02-15/2023-02-16", "from December 30 to January 2": "2023-12-30/2024-01-02",
		"on 3 May 2020": "2020-05-03/2020-05-03", "on February 29": "0000/0000",
	} {
		es := Find(text, Anchor{})
		if len(es) != 1 {
			t.Fatalf("Find(%q) found %d expressions, want 1", text, len(es))
		}
		e := es[0].InYear(2023)
		if got := e.Start.String() + "/" + e.End.String(); got != want {
			t.Errorf("%q in 2023 is %s, want %s", text, got, want)
		}
	}
}

func TestPreposition(t *testing.T) {
	for text, want := range map[string]string{
		"on October 8, 2019": "on", "since 2017": "since", "by the end of 2022": "of", "October 8, 2019": "",
		"until 3 May 2020": "until", "in early March 2020": "in", "in mid-March 2020": "in",
	} {
		if es := Find(text, Anchor{}); len(es) != 1 || es[0].Prep != want {
			t.Errorf("Find(%q) = %v, want preposition %q", text, es, want)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("on October 31–November 1, 2023 and 8, 9 and 10 May", "2023-10-01")
	f.Add("May 31 - Feb 30, 29 February", "2021")
	f.Add("Monday to Friday, 2019.10.8, ten years ago", "2022-02")
	f.Fuzz(func(t *testing.T, text, anchor string) {
		last := 0
		for _, e := range Find(text, Anchor{Parse(anchor)}) {
			if e.Span.Start < last || e.Span.End <= e.Span.Start || e.Span.End > len(text) {
				t.Fatalf("span %v out of order in %q", e.Span, text)
			}
			last = e.Span.End
			if utf8.ValidString(text) && !utf8.ValidString(text[e.Span.Start:e.Span.End]) {
				t.Fatalf("span %v cuts a character of %q", e.Span, text)
			}
			if !e.Start.IsZero() && (!e.Start.valid() || !e.End.valid()) {
				t.Fatalf("%q gives %v to %v", text[e.Span.Start:e.Span.End], e.Start, e.End)
			}
			if e.Start.Compare(e.End) > 0 {
				t.Fatalf("%q ends before it starts: %v to %v", text[e.Span.Start:e.Span.End], e.Start, e.End)
			}
		}
	})
}
