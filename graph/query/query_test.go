package query

import (
	"strings"
	"testing"
)

func TestQuery(t *testing.T) {
	g := fixtureGraph(t)
	tests := []struct {
		name, query, want string
	}{
		{"norms_of_a_forum", `forum:Series <-editionOf event ->endorses norm return forum, norm`, `
series/irc | norm/cbm
series/irc | norm/intl-law
series/irc | norm/capacity-training`},
		{"entity_by_its_name", `"South Korea" <-hostedBy event`, "event/irc-2\nevent/irc-3"},
		{"entity_by_id_and_inverse_name", `state/PL ->hosts event`, "event/irc-3"},
		{"either_direction", `event/irc-3 --editionOf|subEventOf x`, "series/irc\nevent/irc-3/session-1"},
		{"cohosts_without_oneself", `"Korea" <-coHostedBy event ->coHostedBy other and other != "Korea"`, "event/irc-2 | org/osce\nevent/irc-3 | state/PL"},
		{"sequence", `state/KR ->^coHostedBy/coHostedBy other:Organization`, "org/osce"},
		{"repetition_from_zero", `event/irc-3/session-1 ->subEventOf{0,2} x`, "event/irc-3\nevent/irc-3/session-1"},
		{"optional_part", `p:Person ->addressed/subEventOf? event/irc-3`, "person/ann-bell\nperson/lee-taeho"},
		{"inverse_of_a_repetition", `event/irc-3 ->^(subEventOf{1,2}) x`, "event/irc-3/session-1"},
		{
			"difference", `event:Event ->endorses norm and not (event <-reportsOn doc/a)`,
			"event/irc-3 | norm/cbm\nevent/irc-3 | norm/intl-law\nevent/irc-3 | norm/capacity-training",
		},
		{"union", `x ->opposes|discusses norm/gge-c or x ->endorses norm/gge-c return x`, "state/KP\nstate/PL\nstate/KR"},
		{"subclasses_count", `x:Actor ->endorses norm`, "state/KR | norm/gge-c"},
		{"date_of_a_day_in_a_month", `e:Event ->editionOf _ and e.date in 2018-06-15..2018-07`, "event/irc-2"},
		{"date_after", `e[date > 2018] ->editionOf _ return e, e.date`, "event/irc-3 | 2019-05-08 to 2019-05-09"},
		{"a_session_has_the_date_of_its_event", `e:Session[date = 2019-05-09] return e`, "event/irc-3/session-1"},
		{"end_of_an_event", `e[date > 2019-05-08] ->editionOf _ return e`, ""},
		{"number_of_an_edition", `e[editionNumber >= 3] ->editionOf s`, "event/irc-3 | series/irc"},
		{"stance_of_what_rolls_up", `e ->endorses[stance = agrees|supports] n`, "event/irc-2 | norm/cbm\nevent/irc-3 | norm/cbm"},
		{"confidence", `e ->endorses[confidence < 0.6] n`, "event/irc-3 | norm/capacity-training"},
		{"status", `_ ->endorses[status = hedged] n`, "norm/intl-law"},
		{"document_filter", `e ->coHostedBy[doc = doc/c] x`, "event/irc-3 | state/KR"},
		{"document_variable", `event/irc-3 ->coHostedBy@d state/KR`, "doc/b\ndoc/c"},
		{"document_behind_a_rolled_up_edge", `event/irc-3 ->hostedBy@d state/KR return d, d.publishedOn`, "doc/b | 2019-05-10\ndoc/c | 2019-05-11"},
		{
			"claim_variable", `x ->endorses|opposes#c norm/gge-c return x, c.stance, c.attributedTo`,
			"state/KP | opposes | \nstate/KR | commitsTo | person/lee-taeho",
		},
		{"published", `e ->coHostedBy[published = 2019-05-11] x`, "event/irc-3 | state/KR"},
		{"attributed", `x ->endorses[attributedTo = "Lee Taeho"] n`, "state/KR | norm/gge-c"},
		{"count_and_order", `e ->endorses n return e, count(n) as norms order by norms desc`, "event/irc-3 | 3\nevent/irc-2 | 1\nstate/KR | 1"},
		{"having_a_count", `e ->endorses n return e, count(n) as norms having norms >= 2`, "event/irc-3 | 3"},
		{"list_and_limit", `e ->hostedBy h return e, list(h) order by e limit 1`, "event/irc-2 | org/osce; state/KR"},
		{"least_and_greatest", `e ->editionOf s return s, min(e.editionNumber), max(e.editionNumber)`, "series/irc | 2 | 3"},
		{"two_values_that_differ", `e ->participantCount a and e ->participantCount b and a < b`, "event/irc-3 | 120 | 200"},
		{"names_contain", `n:Norm[label ~ "BUILDING"]`, "norm/capacity\nnorm/cbm"},
		{"claims_are_nodes_too", `c:Claim ->claimObject norm/gge-c and c.derived = true return c.claimSubject`, "state/KR"},
		{"any_edge", `state/PL <-any x`, "event/irc-3"},
		{"any_edge_forwards", `person/lee-taeho ->any x`, "event/irc-3\nstate/KR\noffice/kr/vice-minister"},
		{"filter_within_or", `e ->editionOf s and (e.date < 2019 or e ->hostedBy state/PL) return e`, "event/irc-2\nevent/irc-3"},
		{"or_that_binds_outside_variables", `x:Actor ->endorses|discusses|opposes n and (x <-hostedBy e or x <-represents p) return x`, "state/PL\nstate/KR"},
		{
			"two_ors_that_wait_for_each_other",
			`(x ->hostedBy y or x ->editionOf _) and (y <-coHostedBy x or y <-addressed _) and x:Event and y:State return x, y`,
			"event/irc-2 | state/KR\nevent/irc-3 | state/PL\nevent/irc-3 | state/KR",
		},
		{"nested_not", `e ->editionOf _ and not (e ->endorses n and not (n.label ~ "confidence"))`, "event/irc-2"},
		{"unknown_in_store_but_known_in_vocabulary", `x ->chairedBy y`, ""},
		{"empty_predicate_does_not_come_first", `x ->presentedAt part ->precededBy{0,2} y and y ->editionOf series/irc return x`, ""},
		{"empty_walk_of_a_predicate_without_edges", `person/lee-taeho ->addressed part ->precededBy{0,2} y and y ->editionOf s return y`, "event/irc-3"},
		{"comment_and_lines", "e ->editionOf s // a comment\n and e.date = 2018\n return e", "event/irc-2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ask(t, g, tt.query, nil)
			if want := strings.TrimSpace(tt.want); lines(got) != want {
				t.Errorf("%s\ngot\n%s\nwant\n%s", tt.query, lines(got), want)
			}
			if want := strings.TrimSpace(tt.want); want == "" && got.Empty == "" {
				t.Error("an empty answer does not say why")
			}
		})
	}
}

func TestRowsKnowTheirProof(t *testing.T) {
	g := fixtureGraph(t)
	got := ask(t, g, `"Korea" <-hostedBy event`, nil)
	if len(got.Rows) != 2 {
		t.Fatalf("got %d rows", len(got.Rows))
	}
	r := got.Rows[1]
	if len(r.Claims) != 2 || r.Evidence != 2 || r.Documents != 2 || r.Status != "asserted" {
		t.Errorf("irc-3 hosted by Korea: got claims %v, evidence %d, documents %d, status %q", r.Claims, r.Evidence, r.Documents, r.Status)
	}
	planned := ask(t, g, `person/ann-bell ->addressed e`, nil).Rows[0]
	if planned.Status != "planned" {
		t.Errorf("got status %q, want planned", planned.Status)
	}
	if claims := ask(t, g, `c:Claim ->stance s and c ->claimObject norm/gge-c`, nil); len(claims.Rows) != 3 || len(claims.Rows[0].Claims) != 1 {
		t.Errorf("rows of claims: %+v", claims.Rows)
	}
}

func TestParametersWithoutValueAreLeftOut(t *testing.T) {
	g := fixtureGraph(t)
	const q = `e ->editionOf s and e.date in $from..$to and e ->place $in return e`
	for _, tt := range []struct {
		args map[string]string
		want string
	}{
		{nil, "event/irc-2\nevent/irc-3"},
		{map[string]string{"from": "2019"}, "event/irc-3"},
		{map[string]string{"to": "2018-12-31"}, "event/irc-2"},
		{map[string]string{"in": "vienna"}, "event/irc-2"},
		{map[string]string{"in": "vienna", "from": "2019"}, ""},
	} {
		if got := lines(ask(t, g, q, tt.args)); got != tt.want {
			t.Errorf("%v: got %q, want %q", tt.args, got, tt.want)
		}
	}
	if _, err := g.Query(t.Context(), `$who ->endorses n and n:Norm ->skos:broader b return n`, map[string]string{"whom": "x"}, Options{}); err == nil || !strings.Contains(err.Error(), `nearest is "who"`) {
		t.Errorf("unknown parameter: got %v", err)
	}
}
