package query

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// withoutPlaces compares queries but for the places of their parts in the text.
var withoutPlaces = cmp.Options{
	cmpopts.IgnoreFields(Step{}, "Pos"), cmpopts.IgnoreFields(Node{}, "Pos"), cmpopts.IgnoreFields(Pred{}, "Pos"),
	cmpopts.IgnoreFields(Cond{}, "Pos"), cmpopts.IgnoreFields(Item{}, "Pos"), cmpopts.IgnoreFields(Key{}, "Pos"),
}

func TestParseReportsThePlaceAndTheNearestName(t *testing.T) {
	voc := vocabulary(t)
	for _, tt := range []struct {
		name, query, want, caret string
	}{
		{"misspelt_predicate", `e ->endorsse n`, `1:5: unknown predicate "endorsse"; the nearest is "endorses"`, "e ->endorsse n\n    ^"},
		{"misspelt_class", `x:Stat ->endorses n`, `1:3: unknown class "Stat"; the nearest is "State"`, "x:Stat ->endorses n\n  ^"},
		{"second_line", "e ->endorses n\n and e ->hostBy x", `2:10: unknown predicate "hostBy"; the nearest is "hostedBy"`, ""},
		{"capital_variable", `KR ->hosts e`, `1:1: variables begin with a small letter, "KR" does not; write "KR" in quotes if an entity is meant`, ""},
		{"unbounded_repetition", `e ->subEventOf* x`, `1:15: a repetition needs a bound; write {1,3}; the highest bound is 16`, ""},
		{"repetition_too_long", `e ->subEventOf{1,99} x`, `1:15: a repetition goes up to 16`, ""},
		{"bad_date", `e[date in 2019-13] ->hostedBy x`, `1:11: bad number or date "2019-13"; dates are written 2019, 2019-10 or 2019-10-08`, ""},
		{"date_of_a_number", `e[date > 20191] ->hostedBy x`, `1:10: bad date "20191"; dates are written 2019, 2019-10 or 2019-10-08`, ""},
		{"unbound_column", `e ->hostedBy x return y`, `1:23: the pattern has no variable "y"; known are e, x`, ""},
		{"column_only_under_not", `e ->hostedBy x and not (e ->endorses n) return n`, `1:48: variable "n" is not bound in every answer; name it outside of not and in every branch of or`, ""},
		{"unknown_edge_attribute", `e ->endorses[stanc = x] n`, `1:14: an edge has no attribute "stanc"; the nearest is "stance"`, ""},
		{"unknown_attribute", `e ->endorses n and e.dates > 2019`, `1:22: unknown attribute "dates"; the nearest is "date"`, ""},
		{"unknown_column", `e ->endorses n return e order by m`, `1:34: no column is named "m"; known are e`, ""},
		{"no_bracket", `e ->endorses[stance = x n`, `1:25: "]" missing, found "n"`, ""},
		{"no_quote", `"Korea ->hosts e`, `1:1: the text has no closing quote`, ""},
		{"nothing_asked", `state/KR ->hosts _`, `1:1: the query asks for nothing; name a node with a variable`, ""},
		{"rest", `e ->hostedBy x y`, `1:16: "y" is not expected here; a step begins with "->", "<-" or "--", another condition with "and"`, ""},
		{"marks_need_one_edge", `e ->subEventOf/hostedBy@d x`, `1:3: @ and # need a step of one edge`, ""},
		{"after_wide_letters", `"Côte" ->hostts e`, `1:10: unknown predicate "hostts"; the nearest is "hosts"`, "\"Côte\" ->hostts e\n         ^"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse(tt.query, voc)
			var bad *Error
			if !errors.As(err, &bad) {
				t.Fatalf("got %v", err)
			}
			if bad.Error() != tt.want {
				t.Errorf("got  %s\nwant %s", bad, tt.want)
			}
			if tt.caret != "" && bad.Caret() != tt.caret {
				t.Errorf("got\n%s\nwant\n%s", bad.Caret(), tt.caret)
			}
		})
	}
}

func TestErrorsOfEntitiesHaveThePlace(t *testing.T) {
	g := fixtureGraph(t)
	for _, tt := range []struct{ query, want string }{
		{`"Atlantis" ->hosts e`, `1:1: no entity in the graph is named "Atlantis"`},
		{`e ->hostedBy "Seoul":State`, `1:14: no State in the graph is named "Seoul"; the nearest is place/seoul (Place Seoul)`},
		{`e ->editionOf _ and e ->place "inter-regional conference"`, `1:31: "inter-regional conference" may mean series/irc (`},
		{`a ->subEventOf{0,2} b`, errNoAnchor.Error()},
	} {
		_, err := g.Query(t.Context(), tt.query, nil, Options{})
		if err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s\ngot  %v\nwant %s", tt.query, err, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		`forum:Series <-editionOf event ->endorses norm`,
		`"South Korea" <-hostedBy|coHostedBy e[date in 2019..2021, label ~ "x\"y"] --(^a/b){1,3}[status = asserted|planned, confidence >= 0.5]@d#c <https://e.org/x> and not (a ->b? c or d.date < e.date) return count(a) as "x y", b.date having "x y" > 1 order by b.date desc limit 3`,
		`$a ->any $b:State|Body and x = $y and z in $from..$to`,
		"a ->b c // comment\n, d ->e f",
		`e ->p x and e in ..2019 and x != state/KR`,
	} {
		f.Add(s)
	}
	voc := vocabulary(f)
	f.Fuzz(func(t *testing.T, s string) {
		if _, err := Parse(s, voc); err != nil {
			var bad *Error
			if !errors.As(err, &bad) {
				t.Fatalf("%q: error of type %T", s, err)
			}
			_ = bad.Error() + bad.Caret()
		}
		q, err := Parse(s, nil)
		if err != nil {
			return
		}
		text := q.String()
		again, err := Parse(text, nil)
		if err != nil {
			t.Fatalf("%q prints as %q: %v", s, text, err)
		}
		if d := cmp.Diff(q, again, withoutPlaces); d != "" {
			t.Fatalf("%q prints as %q: %s", s, text, d)
		}
		if again.String() != text {
			t.Fatalf("%q prints as %q, then as %q", s, text, again)
		}
	})
}
