package web

import (
	"strings"
	"testing"
)

func TestNameFinder(t *testing.T) {
	f := nameFinder{}
	for name, id := range map[string]string{
		"Aland": "state/AA", "Republic of Aland": "state/AA", "U.S.": "state/US", "Port Amber": "place/port", "Port": "place/p",
		"Lakeside Forum": "series/lakeside", "G7": "org/g7", "Côte": "place/cote",
	} {
		words := strings.Fields(name)
		f[words[0]] = append(f[words[0]], named{words, term{ID: id}})
	}
	f.sort()
	for _, tt := range []struct{ name, text, want string }{
		{"a_name", "In Aland it rained.", "Aland=state/AA"},
		{"the_longest_name", "The Republic of Aland agreed.", "Republic of Aland=state/AA"},
		{"before_an_apostrophe", "Aland's ministers", "Aland=state/AA"},
		{"in_brackets_and_before_a_comma", "(Aland), “Aland”", "Aland=state/AA Aland=state/AA"},
		{"joined_by_a_hyphen", "the Aland-Borduria talks", "Aland=state/AA"},
		{"not_in_a_word", "Alander, Inaland and Alands", ""},
		{"not_in_lower_case", "aland", ""},
		{"over_a_line_end", "the Lakeside\r\n  Forum met", "Lakeside Forum=series/lakeside"},
		{"a_point_in_the_name", "the U.S. delegation", "U.S.=state/US"},
		{"a_digit", "the G7 met, not the G77", "G7=org/g7"},
		{"the_shorter_where_the_longer_does_not_fit", "Port Ambers", "Port=place/p"},
		{"letters_of_two_bytes", "la Côte d'Azur", "Côte=place/cote"},
		{"two_beside_each_other", "Aland Port Amber", "Aland=state/AA Port Amber=place/port"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			const before = "## "
			raw := []byte(before + tt.text + " Aland")
			var got []string
			for _, m := range f.find(raw, len(before), len(before)+len(tt.text)) {
				got = append(got, squeeze(string(raw[m.Start:m.End]))+"="+m.entity.ID)
			}
			if s := strings.Join(got, " "); s != tt.want {
				t.Errorf("%q, want %q", s, tt.want)
			}
		})
	}
}

func TestShellWord(t *testing.T) {
	for text, want := range map[string]string{
		"claim/3f09": "claim/3f09", "": "''", "it's": `'it'\''s'`, "a b": "'a b'", "$(rm x)": "'$(rm x)'", "-x": "'-x'", "é": "'é'",
	} {
		if got := shellWord(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
