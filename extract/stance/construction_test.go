package stance

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
)

// A case is a made-up text and the claims that must come of it, no others.
type textCase struct {
	name  string
	genre extract.Genre
	text  []string
	want  []string
}

func check(t *testing.T, tests []textCase) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.genre == "" {
				tt.genre = extract.News
			}
			want := slices.Clone(tt.want)
			slices.Sort(want)
			if want == nil {
				want = []string{}
			}
			if diff := cmp.Diff(want, lines(document(t, tt.genre, tt.text...))); diff != "" {
				t.Errorf("%q: -want +got\n%s", tt.text, diff)
			}
		})
	}
}

func TestConstructions(t *testing.T) {
	check(t, []textCase{
		{"calls_for_a_norm", "", []string{"[P:Ana Ruiz] called for the establishment of international norms for cyberspace."}, []string{"Ana Ruiz callsFor norm-development"}},
		{"calls_on_somebody_to_act", "", []string{"[O:The Harbour Group] called on [S:Peru] to protect critical infrastructure."}, []string{"The Harbour Group callsFor gge-g to Peru"}},
		{"speaker_says_that_states_should", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "The international community should further develop and implement confidence-building measures."}, []string{"Ana Ruiz callsFor cbm-general"}},
		{"speaker_believes", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "I believe that States must work together against cybercrime."}, []string{"Ana Ruiz callsFor coop-general", "Ana Ruiz callsFor cybercrime-general"}},
		{"it_is_essential", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "It is therefore essential for all countries to build trust in cyberspace."}, []string{"Ana Ruiz callsFor trust"}},
		{"there_is_an_urgent_need", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "There is an urgent need for capacity-building."}, []string{"Ana Ruiz callsFor capacity-general"}},
		{"norm_is_a_cornerstone", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "Regional cooperation is a cornerstone of our work."}, []string{"Ana Ruiz supports coop-regional"}},
		{"stressed_that_it_is_imperative", "", []string{"[P:Ana Ruiz] stressed that closer international cooperation on cyber threats is imperative."}, []string{"Ana Ruiz callsFor coop-general"}},
		{"highlighted_the_necessity", "", []string{"The [E:Harbour Forum] highlighted the necessity of public-private partnerships."}, []string{"Harbour Forum supports ppp"}},
		{"agreed_that_it_should", "", []string{"[S:Peru] and [S:Chile] agreed that gender equality should be promoted."}, []string{"Chile agrees gender-equality", "Peru agrees gender-equality"}},
		{"reaffirmed_support", "", []string{"[S:Peru] reaffirmed its support for the rule of law."}, []string{"Peru reaffirms rule-of-law"}},
		{"reaffirmed_commitment", "", []string{"[S:Peru] reaffirmed its strong commitment to the rule of law."}, []string{"Peru commitsTo rule-of-law"}},
		{"stands_ready", "", []string{"[S:Peru] stands ready to share its experience with partners."}, []string{"Peru commitsTo capacity-sharing"}},
		{"plans_to", "", []string{"[S:Peru] plans to strengthen regional cooperation."}, []string{"Peru commitsTo coop-regional"}},
		{"instrument_that_recommends", "", []string{"[I:The Lima Report], which recommends confidence-building measures, runs to ten pages."}, []string{"The Lima Report states cbm-general"}},
		{"body_adopted_an_instrument", "", []string{"[O:The Harbour Council] adopted [I:the Lima Declaration] by consensus."}, []string{"The Harbour Council adopted the Lima Declaration"}},
		{"instrument_adopted_by", "", []string{"[I:The Lima Declaration] was adopted by [O:the Harbour Council] in May."}, []string{"the Harbour Council adopted The Lima Declaration"}},
		{"echoed_with_a_pledge", "", []string{"[P:Ana Ruiz] spoke first, pledging closer regional cooperation."}, []string{"Ana Ruiz commitsTo coop-regional"}},
		{"hopes", "", []string{"[P:Ana Ruiz] said in her address that she hoped for lasting peace.", "[P:Ana Ruiz] hopes to strengthen regional cooperation."}, []string{"Ana Ruiz hopesFor coop-regional"}},
		{"participants_discussed", "", []string{"The [E:Harbour Forum] opened on Monday.", "Participants discussed capacity-building and exchanged views on the protection of critical infrastructure."}, []string{"Harbour Forum discusses capacity-general", "Harbour Forum discusses gge-g"}},
		{"respectively", "", []string{"[O:The Port Agency] and [O:the Sea Police] presented respectively on capacity-building and on cybercrime."}, []string{"The Port Agency discusses capacity-general", "the Sea Police discusses cybercrime-general"}},
		{"condemned_an_act", "", []string{"[S:Peru] strongly condemned the use of torture."}, []string{"Peru supports torture-prohibition"}},
		{"warned_of_the_risks", "", []string{"[P:Ana Ruiz] pointed out the risks of excessive government regulation of the Internet."}, []string{"Ana Ruiz supports no-overregulation"}},
		{"opposed_acts_that_undermine", "", []string{"[S:Peru] and [S:Chile] reiterated their opposition to activities that undermine or threaten the rules-based international order."}, []string{"Chile supports rules-based-order", "Peru supports rules-based-order"}},
		{"opposed_an_act", "", []string{"[S:Peru] opposes any unilateral attempts to change the status quo."}, []string{"Peru opposes unilateral-change-of-the-status-quo"}},
		{"participial_need", "", []string{"[P:Ana Ruiz] emphasized regional cooperation, mentioning the need to strengthen capacity-building."}, []string{"Ana Ruiz callsFor capacity-general", "Ana Ruiz supports coop-regional"}},
		{"promise_in_reported_speech", "", []string{"[P:Ana Ruiz] promised that [S:Peru] would share its experience with partners."}, []string{"Peru commitsTo capacity-sharing"}},
		{"each_conjunct_gets_the_label", "", []string{"[S:Peru] reaffirmed its commitment to democracy, human rights, and the rule of law."}, []string{"Peru commitsTo democracy", "Peru commitsTo human-rights", "Peru commitsTo rule-of-law"}},
		{"semicolons_share_the_subject", "", []string{"[S:Peru] and [S:Chile] underscored the importance of food security; pledged to fight corruption; and called for regional cooperation."}, []string{
			"Chile callsFor coop-regional", "Chile commitsTo anti-corruption", "Chile supports food-security", "Peru callsFor coop-regional", "Peru commitsTo anti-corruption", "Peru supports food-security",
		}},
		{"proposal_of_somebody_discussed", "", []string{"The [E:Harbour Forum] met.", "A proposal by [S:Peru] for a Programme of Action in cyberspace was discussed."}, []string{"Harbour Forum discusses programme-of-action", "Peru recommends programme-of-action"}},
		{"reduced_participle_with_agent", "", []string{"[S:Peru] endorsed the confidence-building measures adopted by [O:the Harbour Council]."}, []string{"Peru endorses cbm-general", "the Harbour Council adopts cbm-general"}},
		{"as_the_report_recommended", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "As [I:the Lima Report] recommended, States should protect critical infrastructure."}, []string{"Ana Ruiz callsFor gge-g", "the Lima Report states gge-g"}},
		{"builds_on", "", []string{"[I:The Quito Declaration] builds on [I:the Lima Declaration]."}, []string{"The Quito Declaration basedOn the Lima Declaration"}},
		{"party_to_a_treaty", "", []string{"[S:Peru], a Party to [I:the Lima Convention], spoke next."}, []string{"Peru endorses the Lima Convention"}},
		{"launched_a_call", "", []string{"[P:Ana Ruiz] launched [I:the Lima Call] on Tuesday."}, []string{"Ana Ruiz launched the Lima Call"}},
	})
}

func TestLayouts(t *testing.T) {
	check(t, []textCase{
		{"bullets_under_a_subject", extract.JointStatement, []string{"# Peru-Chile Dialogue", "[S:Peru] and [S:Chile] met in May. The two sides", "- reaffirmed that international law applies in cyberspace;", "- called for regional cooperation, and agreed to strengthen capacity-building."}, []string{
			"Chile callsFor coop-regional", "Chile commitsTo capacity-general", "Chile reaffirms intl-law-applies", "Peru callsFor coop-regional", "Peru commitsTo capacity-general", "Peru reaffirms intl-law-applies",
		}},
		{"bullets_under_a_verb", "", []string{"[S:Peru] and [S:Chile] agreed to:", "- strengthen regional cooperation;", "- protect critical infrastructure."}, []string{
			"Chile commitsTo coop-regional", "Chile commitsTo gge-g", "Peru commitsTo coop-regional", "Peru commitsTo gge-g",
		}},
		{"operative_paragraphs", extract.Other, []string{"[O:The Harbour Assembly],", "Reaffirming that international law applies in cyberspace,", "Endorses the eleven norms;", "Calls upon all governments to protect critical infrastructure;", "Takes note of the multi-stakeholder approach."}, []string{
			"The Harbour Assembly callsFor gge-g", "The Harbour Assembly endorses voluntary-norms", "The Harbour Assembly reaffirms intl-law-applies",
		}},
		{"statement_as_follows", extract.PressRelease, []string{"The [E:Harbour Forum] ended with a statement. Some key points of the statement are as follows:", "International and regional cooperation is vital.", "States need to strengthen capacity-building."}, []string{
			"Harbour Forum callsFor capacity-general", "Harbour Forum supports coop-general", "Harbour Forum supports coop-regional",
		}},
		{"quote_with_a_tag", "", []string{"“States must protect critical infrastructure at all times,” [P:Ana Ruiz] said."}, []string{"Ana Ruiz callsFor gge-g"}},
		{"quote_without_a_tag_goes_to_the_last_speaker", "", []string{"[P:Ana Ruiz] opened the talks. [P:Ben Okoro] said that he was glad.", "“We need to bring cyber criminals to justice, and soon.”"}, []string{"Ben Okoro callsFor cybercrime-justice"}},
		{"bilateral_by_the_name_of_the_event", "", []string{"The [E:Peruvian-Chilean Cyber Dialogue] was held in May. [S:Peru] and [S:Chile] sent experts.", "The sides agreed to strengthen regional cooperation."}, []string{"Chile commitsTo coop-regional", "Peru commitsTo coop-regional"}},
		{"list_of_what_a_text_says", "", []string{"[I:The Lima Report] came out in May. It lists two norms:", "- respond to requests for assistance after cyber attacks;", "- report ICT vulnerabilities."}, []string{"The Lima Report states gge-h", "The Lima Report states gge-j"}},
		{"provisions_of_a_treaty", "", []string{"[I:The Lima Convention] has three articles. Article 1 bans the use of torture. Each Party must respect human rights."}, []string{"The Lima Convention states human-rights", "The Lima Convention states torture-prohibition"}},
		{"leaders_speak_for_their_forum", "", []string{"The [E:Fifth G7 Summit] closed on Monday.", "The leaders reaffirmed that international law applies in cyberspace."}, []string{"G7 reaffirms intl-law-applies"}},
		{"signatories_in_a_list", "", []string{"[I:The Lima Call] is not binding. The states that have endorsed [I:The Lima Call] are [S:Peru], [S:Chile] and [S:Kenya]."}, []string{"Chile endorses The Lima Call", "Kenya endorses The Lima Call", "Peru endorses The Lima Call"}},
		{"signatories_after_a_colon", "", []string{"Three states signed [I:the Lima Protocol] on Monday: [S:Peru], [S:Chile] and [S:Kenya]."}, []string{"Chile endorses the Lima Protocol", "Kenya endorses the Lima Protocol", "Peru endorses the Lima Protocol"}},
		{"signed_by", "", []string{"[I:The Lima Protocol] was signed by [S:Peru], [S:Chile] and [S:Kenya]."}, []string{"Chile endorses The Lima Protocol", "Kenya endorses The Lima Protocol", "Peru endorses The Lima Protocol"}},
	})
}

func TestTraps(t *testing.T) {
	check(t, []textCase{
		{"threats_before_the_ask", "", []string{"[P:Ana Ruiz] said that cyber attacks targeting critical infrastructure are rising."}, nil},
		{"courtesy", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "I thank our hosts for their excellent cooperation on the programme."}, nil},
		{"norm_words_in_a_name", "", []string{"[P:Ana Ruiz] praised the [O:Organization for Security and Co-operation in Europe]."}, nil},
		{"took_note", "", []string{"[S:Peru] took note of the multi-stakeholder approach."}, nil},
		{"agreed_to_continue_to_discuss", "", []string{"[S:Peru] and [S:Chile] agreed to continue to discuss regional cooperation."}, []string{"Chile discusses coop-regional", "Peru discusses coop-regional"}},
		{"declined_to_sign", "", []string{"[S:Peru] declined to sign [I:the Lima Declaration]."}, nil},
		{"did_not_sign", "", []string{"[S:Peru] sent a delegation but did not sign [I:the Lima Declaration]."}, nil},
		{"has_yet_to_endorse", "", []string{"[S:Peru] has yet to endorse [I:the Lima Declaration]."}, nil},
		{"condition", "", []string{"[P:Ana Ruiz] said that if States protect critical infrastructure the world will sleep."}, nil},
		{"question", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "Why should States protect critical infrastructure?"}, nil},
		{"critics_commit_nobody", "", []string{"Critics said that the rule of law must come first."}, nil},
		{"agenda_in_a_heading", "", []string{"# Session on capacity-building", "[P:Ana Ruiz] came late."}, nil},
		{"negation_inside_the_norm", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "No State should conduct attacks, and States should not knowingly allow their territory to be used for wrongful acts with ICTs."}, []string{"Ana Ruiz callsFor gge-c"}},
		{"double_negation", "", []string{"[S:Peru] does not oppose the multi-stakeholder approach."}, nil},
		{"cannot_overemphasise", extract.Remarks, []string{"[P:Ana Ruiz] takes the floor.", "I cannot overemphasize the importance of capacity-building."}, []string{"Ana Ruiz supports capacity-general"}},
		{"unfulfilled_norm_is_a_gap", "", []string{"[P:Ana Ruiz] said that States have yet to develop international norms for cyberspace."}, []string{"Ana Ruiz notesGapIn norm-development"}},
		{"two_clauses_two_holders", "", []string{"[S:Peru] supports the rule of law, while [S:Chile] opposes the multi-stakeholder approach."}, []string{"Chile opposes multistakeholder-approach", "Peru supports rule-of-law"}},
		{"other_verb_in_between", "", []string{"[S:Peru] welcomed the delegation and visited a school for human rights."}, nil},
		{"expectation_of_the_writer", "", []string{"The [E:Harbour Forum] is expected to contribute to regional cooperation."}, nil},
		{"merely_mentioned", "", []string{"The book on human rights lay on the table of [P:Ana Ruiz]."}, nil},
		{"wish_for_another", "", []string{"[P:Ana Ruiz] hopes that [S:Peru] will strengthen regional cooperation."}, []string{"Ana Ruiz hopesFor coop-regional"}},
	})
}
