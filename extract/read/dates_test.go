package read

import (
	"strings"
	"testing"
)

func TestDates(t *testing.T) {
	lex, err := shippedLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, line, want string }{
		{"iso_with_time", "2019-10-08 13:50:59", "2019-10-08"},
		{"iso_stamp", "2022-05-27T18:09:30+00:00", "2022-05-27"},
		{"points_year_first", "2019.10.8", "2019-10-08"},
		{"points_year_first_spaced", "2019. 10. 8.", "2019-10-08"},
		{"points_day_first", "30.4.2014 12:10", "2014-04-30"},
		{"slashes_day_above_twelve", "Posted 25/04/2014", "2014-04-25"},
		{"slashes_month_first", "04/25/2014", "2014-04-25"},
		{"slashes_that_may_be_either", "04/05/2014", ""},
		{"us_order", "Oct. 17, 2013 - 19:44", "2013-10-17"},
		{"us_order_ordinal", "October 7th, 2019", "2019-10-07"},
		{"day_first", "Wed 12 Oct 2016, 07:30 SGT", "2016-10-12"},
		{"day_first_ordinal", "the 3rd of May 2021", "2021-05-03"},
		{"range_of_days", "Novi Sad, 3-5 June 2019", "2019-06-05+"},
		{"two_days", "14 and 15 March 2022", "2022-03-15+"},
		{"us_range", "June 22–23, 2019", "2019-06-23+"},
		{"korean", "2019년 10월 8일", "2019-10-08"},
		{"japanese", "平成29年 2016年5月30日", "2016-05-30"},
		{"hungarian", "Budapest, 2024. szeptember 26.", "2024-09-26"},
		{"german", "Wien, 8. Oktober 2019", "2019-10-08"},
		{"spanish", "Madrid, 16 de marzo de 2022", "2022-03-16"},
		{"portuguese", "25 de abril de 2014, 11h20", "2014-04-25"},
		{"french", "Paris, le 1er juillet 2020", "2020-07-01"},
		{"russian", "Москва, 23 мая 2023 г.", "2023-05-23"},
		{"month_only", "Newsletter, May 2024", "2024-05"},
		{"two_dates", "2 May 2019, updated 4 May 2019", "2019-05-02 2019-05-04"},
		{"no_year", "on October 8, bringing together 120", ""},
		{"number_of_a_resolution", "resolution 75/240", ""},
		{"telephone", "Tel. 02-2100-8146", ""},
		{"verb_may", "They may 2019 say", "2019-05"},
		{"month_that_two_languages_dispute", "5 listopada 2019", ""},
		{"impossible_day", "45 May 2019", "2019-05"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, d := range lex.dates(c.line) {
				if d.either {
					continue
				}
				s := d.iso()
				if d.span {
					s += "+"
				}
				got = append(got, s)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("dates(%q) = %q, want %q", c.line, s, c.want)
			}
		})
	}
}
