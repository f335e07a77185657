package event_test

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/actor"
	"github.com/normgraph/normgraph/extract/event"
	"github.com/normgraph/normgraph/extract/syntax"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// steps are the steps of extraction that the recogniser builds on, and it.
var steps = sync.OnceValues(func() ([]extract.Extractor, error) {
	seg, err := text.New()
	if err != nil {
		return nil, err
	}
	parser, err := syntax.New()
	if err != nil {
		return nil, err
	}
	g, err := gazetteer.Default()
	if err != nil {
		return nil, err
	}
	sub, err := fs.Sub(data.Events, "event")
	if err != nil {
		return nil, err
	}
	r, err := event.New(g, sub)
	if err != nil {
		return nil, err
	}
	return []extract.Extractor{seg, parser, actor.New(g), r, r.Founding()}, nil
})

// analyse runs the steps over a document whose lines are blocks: "# " begins a
// title, "- " a list item, "@ " a line set apart from the text. "@ " a line apart from the text.
func analyse(t *testing.T, published string, genre extract.Genre, lines string) *extract.Analysis {
	t.Helper()
	ss, err := steps()
	if err != nil {
		t.Fatal(err)
	}
	doc := &extract.Document{ID: "doc"}
	doc.Meta.PublishedOn.Value = published
	doc.Meta.Genre = genre
	for line := range strings.Lines(lines) {
		line = strings.TrimSpace(line)
		b := extract.Block{Kind: extract.Paragraph}
		if s, ok := strings.CutPrefix(line, "# "); ok {
			line, b.Kind, b.Level = s, extract.Heading, 1
			doc.Meta.Title.Value = s
		} else if s, ok := strings.CutPrefix(line, "- "); ok {
			line, b.Kind = s, extract.ListItem
		} else if s, ok := strings.CutPrefix(line, "@ "); ok {
			line, b.Kind = s, extract.MetaLine
		}
		if line == "" {
			continue
		}
		b.Span = extract.Span{Start: len(doc.Text), End: len(doc.Text) + len(line)}
		doc.Text += line + "\n"
		doc.Blocks = append(doc.Blocks, b)
	}
	a := &extract.Analysis{Doc: doc}
	for _, s := range ss {
		s.Extract(a)
	}
	return a
}

// claims renders the claims as "subject | predicate | object".
func claims(a *extract.Analysis) []string {
	var out []string
	label := func(i int) string {
		if i == extract.TheDocument {
			return "doc"
		}
		return a.Entities[i].Label
	}
	for _, c := range a.Claims {
		o := c.Literal.Value
		if c.Object != extract.NoEntity {
			o = label(c.Object)
		}
		out = append(out, fmt.Sprintf("%s | %s | %s", label(c.Subject), c.Predicate, o))
	}
	return out
}

var cases = []struct {
	name, published string
	genre           extract.Genre
	text            string
	want            []string
	not             []string // predicates or claims that must not be there
}{
	{
		"held_at_venue_in_city_on_day", "2020-03-05", extract.PressRelease,
		"The Third Lakes Conference on Port Security was held at the Harbour Hotel, Lima, on March 3 with some 300 participants from about 40 countries.",
		[]string{
			"doc | reportsOn | Third Lakes Conference on Port Security",
			"Third Lakes Conference on Port Security | editionNumber | 3",
			"Third Lakes Conference on Port Security | editionOf | Lakes Conference on Port Security",
			"Third Lakes Conference on Port Security | startDate | 2020-03-03",
			"Third Lakes Conference on Port Security | place | Lima",
			"Third Lakes Conference on Port Security | venue | Harbour Hotel",
			"Third Lakes Conference on Port Security | participantCount | 300",
			"Third Lakes Conference on Port Security | countryCount | 40",
		},
		[]string{"eventStatus"},
	},
	{
		"active_host", "2021-06-10", extract.PressRelease,
		"Chile hosted the Andes Cyber Forum in Santiago on 7 and 8 June 2021.",
		[]string{"Andes Cyber Forum | startDate | 2021-06-07", "Andes Cyber Forum | endDate | 2021-06-08", "Andes Cyber Forum | place | Santiago"},
		nil,
	},
	{
		"date_at_the_head", "2021-06-10", extract.PressRelease,
		"On June 7, Chile and Kenya held the second Chile-Kenya Cyber Dialogue in Nairobi.",
		[]string{"second Chile-Kenya Cyber Dialogue | startDate | 2021-06-07", "second Chile-Kenya Cyber Dialogue | place | Nairobi", "second Chile-Kenya Cyber Dialogue | editionOf | Chile-Kenya Cyber Dialogue"},
		nil,
	},
	{
		"planned", "2021-06-10", extract.PressRelease,
		"The Andes Cyber Forum will take place virtually from October 4 to 6.",
		[]string{"Andes Cyber Forum | eventStatus | planned", "Andes Cyber Forum | startDate | 2021-10-04", "Andes Cyber Forum | endDate | 2021-10-06", "Andes Cyber Forum | eventFormat | virtual"},
		nil,
	},
	{
		"postponed", "2021-06-10", extract.PressRelease,
		"The Andes Cyber Forum, which was to be held in Quito on 3 July, has been postponed.",
		[]string{"Andes Cyber Forum | eventStatus | postponed"},
		[]string{"Andes Cyber Forum | eventStatus | planned"},
	},
	{
		"cancelled", "2021-06-10", extract.News,
		"The Andes Cyber Forum has been cancelled, the ministry said.",
		[]string{"Andes Cyber Forum | eventStatus | cancelled"},
		nil,
	},
	{
		"closes_after_two_days", "2020-05-14", extract.News,
		"The two-day Lima Summit on Water closed on Wednesday.",
		[]string{"Lima Summit on Water | startDate | 2020-05-12", "Lima Summit on Water | endDate | 2020-05-13", "Lima Summit on Water | place | Lima"},
		nil,
	},
	{
		"described_conference_in_lead", "2020-05-14", extract.News,
		"A three-day conference on river pollution opened in Vienna on Tuesday.\nThe conference was attended by officials from 23 countries.",
		[]string{"doc | reportsOn | conference on river pollution", "conference on river pollution | startDate | 2020-05-12", "conference on river pollution | endDate | 2020-05-14", "conference on river pollution | place | Vienna", "conference on river pollution | countryCount | 23"},
		nil,
	},
	{
		"editions_before_and_after", "2022-03-16", extract.JointStatement,
		"# Third Chile-Kenya Dialogue on Ports\nThe Third Chile-Kenya Dialogue on Ports was held in Mombasa on 14 and 15 March 2022. The second, in 2020, was held online. The fourth will be hosted by Chile, in Valparaíso, in 2023.",
		[]string{
			"Second Chile-Kenya Dialogue on Ports | startDate | 2020", "Second Chile-Kenya Dialogue on Ports | eventFormat | virtual",
			"Fourth Chile-Kenya Dialogue on Ports | place | Valparaíso", "Fourth Chile-Kenya Dialogue on Ports | startDate | 2023", "Fourth Chile-Kenya Dialogue on Ports | eventStatus | planned",
			"Third Chile-Kenya Dialogue on Ports | precededBy | Second Chile-Kenya Dialogue on Ports", "Third Chile-Kenya Dialogue on Ports | startDate | 2022-03-14",
		},
		nil,
	},
	{
		"next_meeting_of_a_group", "2022-07-10", extract.JointStatement,
		"# Joint Statement of the Third Meeting of the Chile-Kenya Fisheries Working Group\nChile hosted the third meeting of the Chile-Kenya Fisheries Working Group in Lima on 7-8 July 2022. The next meeting will be held in Nairobi in 2023.",
		[]string{
			"third meeting of the Chile-Kenya Fisheries Working Group | editionOf | Chile-Kenya Fisheries Working Group",
			"third meeting of the Chile-Kenya Fisheries Working Group | endDate | 2022-07-08",
			"Meeting of the Chile-Kenya Fisheries Working Group in Nairobi in 2023 | startDate | 2023", "Meeting of the Chile-Kenya Fisheries Working Group in Nairobi in 2023 | place | Nairobi", "Meeting of the Chile-Kenya Fisheries Working Group in Nairobi in 2023 | eventStatus | planned",
		},
		[]string{"third meeting of the Chile-Kenya Fisheries Working Group | place | Nairobi"},
	},
	{
		"a_body_meets", "2020-10-09", extract.PressRelease,
		"The Lima Process Working Group on Ports, co-hosted by Chile, Kenya and Fiji, was held at the Four Winds Hotel, Suva, on October 8.",
		[]string{"Lima Process Working Group on Ports | place | Suva", "Lima Process Working Group on Ports | venue | Four Winds Hotel", "Lima Process Working Group on Ports | startDate | 2020-10-08"},
		[]string{"Lima Process Working Group on Ports | place | Lima"},
	},
	{
		"title_meeting", "2021-07-20", extract.PressRelease,
		"# Minister Diop’s Meeting with Foreign Minister Vega\nMinister Awa Diop met today in Lima with Foreign Minister Ana Vega.",
		[]string{"doc | reportsOn | Minister Diop’s Meeting with Foreign Minister Vega", "Minister Diop’s Meeting with Foreign Minister Vega | startDate | 2021-07-20", "Minister Diop’s Meeting with Foreign Minister Vega | place | Lima"},
		nil,
	},
	{
		"tonight's_dinner", "2019-10-07", extract.Remarks,
		"# Remarks at the First Meeting of the Lima Process Working Group on Ports\nI welcome you to this evening’s Welcoming Dinner for participants at the first meeting of the Lima Process Working Group on Ports to be held tomorrow.",
		[]string{"Welcoming Dinner | startDate | 2019-10-07", "Welcoming Dinner | subEventOf | First Meeting of the Lima Process Working Group on Ports", "First Meeting of the Lima Process Working Group on Ports | startDate | 2019-10-08"},
		[]string{"eventStatus"},
	},
	{
		"two_summits_of_one_name", "2022-04-12", extract.JointStatement,
		"They recalled the virtual Lakes Leaders’ Summit in March 2021 and the in-person Lakes Leaders’ Summit in September 2021 in Lima.",
		[]string{"Lakes Leaders’ Summit | startDate | 2021-03", "Lakes Leaders’ Summit | startDate | 2021-09", "Lakes Leaders’ Summit | eventFormat | virtual", "Lakes Leaders’ Summit | eventFormat | in-person"},
		nil,
	},
	{
		"side_events", "2021-07-14", extract.PressRelease,
		"# Outcomes of the 47th Session of the Fisheries Council\nOn June 22, Chile co-hosted a side event on coastal villages. On June 23, Chile led, and 20 countries co-sponsored, its first-ever side event on whales.",
		[]string{"side event on coastal villages | startDate | 2021-06-22", "side event on coastal villages | subEventOf | 47th Session of the Fisheries Council"},
		[]string{"countryCount"},
	},
	{
		"header_lines_of_remarks", "2024-09-24", extract.Remarks,
		"# Opening Remarks at the Fourth Chile-Kenya Cyber Policy Dialogue\nHarbour Conference House, Mombasa\nIt is a privilege to open the Fourth Chile-Kenya Cyber Policy Dialogue, which the Ministry of Foreign Affairs is hosting, today and tomorrow, in this city.",
		[]string{"Fourth Chile-Kenya Cyber Policy Dialogue | venue | Harbour Conference House", "Fourth Chile-Kenya Cyber Policy Dialogue | place | Mombasa", "Fourth Chile-Kenya Cyber Policy Dialogue | startDate | 2024-09-24", "Fourth Chile-Kenya Cyber Policy Dialogue | endDate | 2024-09-25"},
		[]string{"eventStatus"},
	},
	{
		"key_facts", "2015-11-17", extract.News,
		"# What the leaders signed\n- Tenth Lakes Leaders' Summit\n- Antalya, Turkey, 15-16 November 2015\n- Previous summit: Brisbane, November 2014\n- Next summit: Hangzhou, China, in 2016 (planned)",
		[]string{"Tenth Lakes Leaders' Summit | place | Antalya", "Tenth Lakes Leaders' Summit | startDate | 2015-11-15", "Tenth Lakes Leaders' Summit | endDate | 2015-11-16", "Lakes Leaders' Summit in Brisbane in 2014 | place | Brisbane", "Lakes Leaders' Summit in Brisbane in 2014 | startDate | 2014-11", "Lakes Leaders' Summit in Hangzhou in 2016 | startDate | 2016", "Lakes Leaders' Summit in Hangzhou in 2016 | eventStatus | planned"},
		nil,
	},
	{
		"earlier_editions_in_a_phrase", "2013-10-17", extract.News,
		"The Lima Conference on Ports 2013 opened on Thursday. The third international conference, following those in Oslo in 2011 and Accra in 2012, will discuss six topics.",
		[]string{"Lima Conference on Ports 2013 | editionNumber | 3", "Oslo conference 2011 | place | Oslo", "Oslo conference 2011 | startDate | 2011", "Accra conference 2012 | startDate | 2012", "Lima Conference on Ports 2013 | precededBy | Accra conference 2012", "Accra conference 2012 | precededBy | Oslo conference 2011"},
		nil,
	},
	{
		"part_of_a_week", "2016-10-12", extract.News,
		"The Lakes Ministerial Conference on Ports (LMCP) was held in Lima yesterday. The LMCP is part of the first Lima International Harbour Week (LIHW), 10-12 October, which ends today.",
		[]string{"Lakes Ministerial Conference on Ports | startDate | 2016-10-11", "Lakes Ministerial Conference on Ports | subEventOf | first Lima International Harbour Week", "first Lima International Harbour Week | startDate | 2016-10-10", "first Lima International Harbour Week | endDate | 2016-10-12"},
		nil,
	},
	{
		"founded_at_an_event", "2019-10-07", extract.News,
		"The Lakes Port Initiative was launched at the Lima Summit in February 2019.",
		[]string{"Lakes Port Initiative | establishedAt | Lima Summit", "Lima Summit | startDate | 2019-02"},
		nil,
	},
	{
		"travel", "2022-07-18", extract.PressRelease,
		"# Envoy Diop’s Travel to Germany\nEnvoy Awa Diop will travel to Berlin, Germany, July 19-20 to participate in the Petersberg Climate Dialogue.",
		[]string{"Envoy Diop’s Travel to Germany | startDate | 2022-07-19", "Envoy Diop’s Travel to Germany | endDate | 2022-07-20", "Envoy Diop’s Travel to Germany | eventStatus | planned", "Envoy Diop’s Travel to Germany | place | Berlin"},
		[]string{"Petersberg Climate Dialogue | place | Petersberg"},
	},
	{
		"lower_case_summit", "2022-04-18", extract.News,
		"Leaders gathered at the NATO summit in Madrid on June 29. The summit ended on Thursday.",
		[]string{"NATO summit | place | Madrid"},
		nil,
	},
	{
		"no_events", "2020-05-14", extract.News,
		"Cyber attacks hit three banks in Lima on Monday. They reached the summit of the mountain on 3 May. Talks about a new contract continue. The Council of Europe published its report in Strasbourg on Tuesday. Parliament met the demand.",
		nil,
		[]string{"reportsOn", "startDate", "place"},
	},
	{
		"football", "2020-05-14", extract.News,
		"The Ambassadors beat the Delegates 3-1 in Vienna on Sunday. The league adopted a new format and the Cup final will be hosted by Madrid in June.",
		nil,
		[]string{"reportsOn", "startDate", "place", "eventStatus"},
	},
	{
		"counts_that_are_none", "2020-05-14", extract.PressRelease,
		"The Lima Summit on Water was held on 12 May 2020. At the summit 62 states agreed on a text. It set up seven working groups. Sixteen companies signed a pledge.",
		nil,
		[]string{"countryCount", "participantCount"},
	},
	{
		"anniversary_is_no_edition", "2020-05-14", extract.PressRelease,
		"The Lakes Forum marked its 25th anniversary in Oslo on 12 May 2020 and the First Committee met.",
		nil,
		[]string{"editionNumber"},
	},
	{
		"dateline_is_no_place", "2020-05-14", extract.News,
		"# Lakes Conference on Ports ends\nPARIS, May 14, 2020\nThe Lakes Conference on Ports ended in Lima on Wednesday.",
		[]string{"Lakes Conference on Ports | place | Lima", "Lakes Conference on Ports | endDate | 2020-05-13"},
		[]string{"Lakes Conference on Ports | place | Paris"},
	},
	{
		"places_and_years_of_earlier_editions", "", extract.PressRelease,
		"# Netherlands to host 2015 World Conference on Ports\nOn 16 and 17 April 2015 the Netherlands will host the fourth World Conference on Ports (WCP2015) at the World Forum in The Hague. The previous conferences were held in London (2011), Budapest (2012) and Seoul (2013).",
		[]string{"fourth World Conference on Ports | startDate | 2015-04-16", "fourth World Conference on Ports | place | The Hague", "fourth World Conference on Ports | venue | World Forum", "fourth World Conference on Ports | precededBy | Seoul conference 2013", "Budapest conference 2012 | precededBy | London conference 2011", "London conference 2011 | startDate | 2011"},
		[]string{"fourth World Conference on Ports | place | Netherlands"},
	},
	{
		"meeting_of_a_body_by_its_number", "", extract.Communique,
		"Adopted by the Peace and Security Council (PSC) of the African Union (AU) at its 1120th meeting held on 9 November 2022 on the situation in the region.",
		[]string{"1120th meeting of the Peace and Security Council of the African Union | editionNumber | 1120", "1120th meeting of the Peace and Security Council of the African Union | startDate | 2022-11-09"},
		nil,
	},
	{
		"a_body_will_convene_its_session", "2022-02-28", extract.PressRelease,
		"# The Ad Hoc Committee to Elaborate a Convention on Ports\nThe Ad Hoc Committee to Elaborate a Convention on Ports will convene its first session at United Nations Headquarters in New York February 28-March 11.",
		[]string{"doc | reportsOn | first session of the Ad Hoc Committee to Elaborate a Convention on Ports", "first session of the Ad Hoc Committee to Elaborate a Convention on Ports | startDate | 2022-02-28", "first session of the Ad Hoc Committee to Elaborate a Convention on Ports | endDate | 2022-03-11", "first session of the Ad Hoc Committee to Elaborate a Convention on Ports | place | New York", "first session of the Ad Hoc Committee to Elaborate a Convention on Ports | venue | United Nations Headquarters"},
		nil,
	},
	{
		"where_clause_and_the_one_held", "2022-04-14", extract.PressRelease,
		"Secretary of State Ana Vega will travel to Cartagena, Colombia, April 19-20, where she and Foreign Minister Luis Prado will co-host a Ministerial Conference on Ports. Ministers from twenty nations of the hemisphere will attend. The Ministerial follows the one held in Lima in October 2021.",
		[]string{"Ministerial Conference on Ports | startDate | 2022-04-19", "Ministerial Conference on Ports | place | Cartagena", "Ministerial Conference on Ports | countryCount | 20", "Ministerial Conference on Ports | precededBy | Lima ministerial conference 2021", "Ministerial Conference on Ports | eventStatus | planned"},
		[]string{"Ministerial Conference on Ports | place | Lima"},
	},
	{
		"meeting_told_by_a_verb", "2021-05-05", extract.News,
		"Foreign ministers of 14 countries met in Geneva on Tuesday to discuss river pollution. The meeting was chaired by Chile.",
		[]string{"meeting of Foreign ministers of 14 countries | startDate | 2021-05-04", "meeting of Foreign ministers of 14 countries | place | Geneva", "meeting of Foreign ministers of 14 countries | countryCount | 14"},
		nil,
	},
	{
		"stops_of_a_visit", "2021-06-16", extract.PressRelease,
		"# Envoy Ann Diop's Visit to Egypt and Kuwait\nEnvoy Ann Diop traveled to Cairo and Kuwait City June 11-15. In Cairo on June 12, Envoy Diop met with Foreign Minister Sameh Shoukry.",
		[]string{"Envoy Ann Diop's Visit to Egypt and Kuwait | startDate | 2021-06-11", "Envoy Ann Diop's Visit to Egypt and Kuwait | endDate | 2021-06-15", "meeting of Ann Diop with Sameh Shoukry | startDate | 2021-06-12", "meeting of Ann Diop with Sameh Shoukry | place | Cairo", "Envoy Ann Diop's Visit to Egypt and Kuwait | place | Cairo", "Envoy Ann Diop's Visit to Egypt and Kuwait | place | Kuwait City"},
		[]string{"Envoy Ann Diop's Visit to Egypt and Kuwait | place | Egypt"},
	},
	{
		"moved_and_last_year's", "2022-03-14", extract.Remarks,
		"# Remarks at the Regional Forum on Port Security\nWelcome to the fifth Regional Forum on Port Security. The Forum was to take place in Amman and was moved to the King Hussein Convention Centre. Last year's Forum, in Muscat, was in person.",
		[]string{"fifth Regional Forum on Port Security | venue | King Hussein Convention Centre", "Regional Forum on Port Security in Muscat in 2021 | startDate | 2021", "Regional Forum on Port Security in Muscat in 2021 | place | Muscat"},
		nil,
	},
	{
		"the_second_one_of_a_name_is_another", "2023-02-16", extract.PressRelease,
		"# REAR Summit concludes\nThe Summit on Responsible Engines in Rescue (REAR 2023) was held in the World Forum in The Hague on 15 and 16 February. Some 2,000 participants, among them ministers from 80 countries, attended. The second REAR Summit will be held in Seoul.",
		[]string{"Summit on Responsible Engines in Rescue | place | The Hague", "Summit on Responsible Engines in Rescue | startDate | 2023-02-15", "Summit on Responsible Engines in Rescue | participantCount | 2000", "second REAR Summit | place | Seoul", "second REAR Summit | eventStatus | planned"},
		[]string{"Summit on Responsible Engines in Rescue | place | Seoul", "Summit on Responsible Engines in Rescue | editionNumber | 2"},
	},
	{
		"session_of_an_unnamed_committee", "2022-06-01", extract.News,
		"VIENNA, 1 June 2022 (HW) - Delegates from 130 countries on Monday opened the second session of a UN committee that is drafting a treaty on port crime. It follows a first session in New York in February. The third session is to be held in New York from 29 August to 9 September.",
		[]string{"second session of a UN committee | startDate | 2022-05-30", "second session of a UN committee | countryCount | 130", "First session of the UN committee | place | New York", "Third session of the UN committee | startDate | 2022-08-29", "Third session of the UN committee | endDate | 2022-09-09", "Third session of the UN committee | eventStatus | planned"},
		[]string{"second session of a UN committee | place | Vienna", "second session of a UN committee | place | New York"},
	},
	{
		"programme_with_hours", "", extract.Other,
		"# SECOND LAKES CONFERENCE ON PORTS\nSuva, 22-23 May 2019\nWednesday, 22 May\n@ 09:00 Opening session\n@ 10:00 Session I: Norms\nThursday, 23 May\n@ 09:30 Session II: Cranes\n@ 11:00 Coffee",
		[]string{"Opening session | subEventOf | SECOND LAKES CONFERENCE ON PORTS", "Session I | startDate | 2019-05-22", "Session II | startDate | 2019-05-23", "SECOND LAKES CONFERENCE ON PORTS | place | Suva"},
		nil,
	},
	{
		"hotel_brochure", "", extract.Other,
		strings.Repeat("Welcome to the Grand Summit Hotel. Our conference centre seats 300 guests. Host your next meeting, workshop or gala dinner in the Danube Ballroom in Vienna. The hotel opened in March 2019. Book by 5 May 2023. Our annual wine festival takes place in September. ", 3),
		nil,
		[]string{"reportsOn", "startDate", "place", "venue", "eventStatus"},
	},
	{
		"product_news", "2022-05-03", extract.News,
		strings.Repeat("Acme on Tuesday launched the Summit 14, a laptop. The company showed it at the Acme Developer Conference in San Francisco, where 5,000 developers from 60 countries took part. The talks about a merger with Beta ended in April. ", 3),
		nil,
		[]string{"reportsOn", "startDate", "place", "countryCount", "participantCount"},
	},
}

func TestExtract(t *testing.T) {
	for _, tt := range cases {
		t.Run(tt.name, func(t *testing.T) {
			a := analyse(t, tt.published, tt.genre, tt.text)
			got := claims(a)
			for _, w := range tt.want {
				if !slices.ContainsFunc(got, func(g string) bool { return strings.EqualFold(g, w) }) {
					t.Errorf("missing %q", w)
				}
			}
			for _, n := range tt.not {
				for _, g := range got {
					if strings.EqualFold(g, n) || strings.Contains(g, " | "+n+" | ") {
						t.Errorf("must not claim %q", g)
					}
				}
			}
			if t.Failed() {
				t.Logf("all claims:\n%s", strings.Join(got, "\n"))
			}
		})
	}
}
