package read

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
)

// prose1 is a paragraph that ends the head of every example.
const prose1 = "\n\nThe ministers of the five states on the lake met in the town hall and agreed on the draft that their experts had written.\n"

func TestMeta(t *testing.T) {
	type want struct{ title, published, delivered, publisher, speaker, authors string }
	for _, c := range []struct {
		name, file, text string
		want             want
	}{
		{
			"dateline_with_agency", "a.txt", "Lake ministers agree on draft of treaty\n\nBy Ann Example and Bo Doe\nLUGANO, May 12, 2022 (Skerry News Agency)" + prose1,
			want{"Lake ministers agree on draft of treaty", "2022-05-12", "", "Skerry News Agency", "", "Ann Example;Bo Doe"},
		},
		{
			"short_form_in_dateline_and_masthead_in_full", "a.txt", "ROCKY RIVER PRESS SERVICE\n\nLake ministers agree on draft of treaty\n\nLUGANO, May 12, 2022 (RRPS) - The ministers of the five states on the lake met in the town hall and agreed on the draft.\n",
			want{"Lake ministers agree on draft of treaty", "2022-05-12", "", "ROCKY RIVER PRESS SERVICE", "", ""},
		},
		{
			"paper_in_byline", "a.txt", "Leaders discuss rules of the lake\n\nMay 7, 2013 - 19:44 By Shore Herald" + prose1,
			want{"Leaders discuss rules of the lake", "2013-05-07", "", "Shore Herald", "", ""},
		},
		{
			"remarks_with_place_and_day", "a.txt", "Remarks by H.E. Amb. Ada Holm\nMinister of Trade\non the occasion of the Fjord Dialogue\nBergen, 3 May 2019\n\nLadies and Gentlemen,\n" + prose1,
			want{"Remarks by H.E. Amb. Ada Holm", "2019-05-03", "2019-05-03", "", "H.E. Amb. Ada Holm", ""},
		},
		{
			"numbered_communique", "a.txt", "JOINT STATEMENT\n\nSECOND CHILE-NORWAY DIALOGUE ON THE SEA\nBergen, 14 and 15 March 2022\n\nCommuniqué no. 12, Ministry of Foreign Affairs of Norway (MFA), 16 March 2022" + prose1,
			want{"SECOND CHILE-NORWAY DIALOGUE ON THE SEA", "2022-03-16", "", "Ministry of Foreign Affairs of Norway", "", ""},
		},
		{
			"masthead_with_date_beside_it", "a.txt", "FJORD ECONOMIC MONITOR\nFact sheet no. 3            Bergen, 17 November 2015\n\nWHAT THE FIVE STATES OF THE LAKE SIGNED" + prose1,
			want{"WHAT THE FIVE STATES OF THE LAKE SIGNED", "2015-11-17", "", "FJORD ECONOMIC MONITOR", "", ""},
		},
		{
			"published_by_an_institute_in_a_sentence", "a.txt", "What the five states of the lake signed\n\nPublished by the Fjord Institute on 3 June 2020." + prose1,
			want{"What the five states of the lake signed", "2020-06-03", "", "Fjord Institute", "", ""},
		},
		{
			"korean_keys", "a.txt", "호수 협의체 회의 개최\n\n작성일\n2021-03-04\n조회수\n12\n\n외교부는 3월 4일 호수 협의체 회의를 개최하였으며, 다섯 나라의 대표들이 참석하여 협력 방안을 깊이 있게 논의하고 의견을 나누었다.\n",
			want{"호수 협의체 회의 개최", "2021-03-04", "", "", "", ""},
		},
		{
			"sign_off_with_place_and_day", "a.txt", "Statement of the five states of the lake\n" + prose1 + "\nLugano, 16 March 2022\n",
			want{"Statement of the five states of the lake", "2022-03-16", "", "", "", ""},
		},
		{
			"event_days_are_no_publication", "a.txt", "Programme of the Fjord Dialogue on Satellites\n\nBergen, 3-5 June 2019" + prose1,
			want{"Programme of the Fjord Dialogue on Satellites", "", "", "", "", ""},
		},
		{
			"meta_elements", "a.html", `<html><head><title>Talks end in Bergen | Shore Herald</title><meta property="article:published_time" content="2022-05-27T18:09:30+00:00"><meta property="og:site_name" content="The Shore &amp; Lake Herald"><meta name="author" content="Ann Example, Minister of Trade"></head><body><h1>Talks end in Bergen</h1><p>The ministers of the five states on the lake met in the town hall and agreed on the draft.</p></body></html>`,
			want{"Talks end in Bergen", "2022-05-27", "", "The Shore & Lake Herald", "", "Ann Example"},
		},
		{
			"json_ld", "a.html", `<html><head><script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Talks end in Bergen","datePublished":"2022-05-27","publisher":{"@type":"Organization","name":"Shore Herald"},"author":[{"name":"Ann Example"}]}]}</script></head><body><h1>Talks end in Bergen</h1><p>The ministers of the five states on the lake met in the town hall and agreed.</p></body></html>`,
			want{"Talks end in Bergen", "2022-05-27", "", "Shore Herald", "", "Ann Example"},
		},
		{
			"title_suffix_and_columns", "a.html", `<html><head><title>How ice melts - Fjord Library</title></head><body><main><h1>How ice melts</h1><p>Guide 7 &middot; Fjord Library, Bergen &middot; 11 February 2020 &middot; 4 min read</p><p>The ice of the five states on the lake melts each spring, and the towns agree on who clears it away.</p></main></body></html>`,
			want{"How ice melts", "2020-02-11", "", "Fjord Library", "", ""},
		},
		{
			"day_and_month_told_by_the_text", "a.txt", "What the five states of the lake signed\n\n12/05/2022 - 14:23" + strings.Replace(prose1, "met in the town hall", "met on 12 May", 1),
			want{"What the five states of the lake signed", "2022-05-12", "", "", "", ""},
		},
		{
			"day_and_month_that_nothing_tells", "a.txt", "What the five states of the lake signed\n\n12/05/2022 - 14:23" + prose1,
			want{"What the five states of the lake signed", "", "", "", "", ""},
		},
		{
			"korean_keys_in_one_line", "a.txt", "Lake Process Working Group Convened in Bern\n\n작성일 2021-03-04 조회수 12" + prose1,
			want{"Lake Process Working Group Convened in Bern", "2021-03-04", "", "", "", ""},
		},
		{
			"keys_in_a_table", "a.html", "<h3>Lake Process Working Group Convened in Bern</h3><table><tr><th>Date</th><td>2021-03-04</td><th>Hit</th><td>12</td></tr></table><div>The ministers of the five states on the lake met in the town hall and agreed on the draft.</div>",
			want{"Lake Process Working Group Convened in Bern", "2021-03-04", "", "", "", ""},
		},
		{
			"office_and_minister_from", "a.txt", "Minister's speech at the lake forum\n\nFrom: Department of Rivers\nPublished 12 May 2021\nDelivered on: 11 May 2021" + prose1,
			want{"Minister's speech at the lake forum", "2021-05-12", "2021-05-11", "Department of Rivers", "", ""},
		},
		{
			"dateline_with_day_in_brackets", "a.txt", "Experts warn of ice loss in the far north\n\nGENEVA (8 October 2019) – The ministers of the five states on the lake must act at once, experts said on Tuesday, as the ice melts.\n",
			want{"Experts warn of ice loss in the far north", "2019-10-08", "", "", "", ""},
		},
		{
			"dateline_of_an_agency_without_year", "a.txt", "Lake ministers agree on draft of treaty\n\nLUGANO, Oct. 8 (Skerry) -- The ministers of the five states on the lake agreed on the draft on Tuesday, their spokesman said.\n",
			want{"Lake ministers agree on draft of treaty", "", "", "Skerry", "", ""},
		},
		{
			"statement_of_an_ambassador", "a.txt", "Opening Statement of Ambassador Ada Holm at the lake forum\nBergen, 3 May 2019" + prose1,
			want{"Opening Statement of Ambassador Ada Holm at the lake forum", "2019-05-03", "2019-05-03", "", "Ambassador Ada Holm", ""},
		},
		{
			"statement_of_principles_is_no_speech", "a.txt", "Statement of Principles on the five states of the lake\n\nBergen, 3 May 2019" + prose1,
			want{"Statement of Principles on the five states of the lake", "2019-05-03", "", "", "", ""},
		},
		{
			"title_with_a_colon", "a.txt", "FJORD MONITOR\n17 November 2015\n\nLAKE FIVE: WHAT THE STATES SIGNED\n\nWho was there\nThe ministers of the five states on the lake met in the town hall and agreed on the draft that their experts had written.\n",
			want{"LAKE FIVE: WHAT THE STATES SIGNED", "2015-11-17", "", "FJORD MONITOR", "", ""},
		},
		{
			"remarks_over_a_name", "a.txt", "OPENING REMARKS\nH.E. Dr. Ada Holm\nMinister of Rivers of Norway\nGrand Hall, Bergen, 3 May 2019\n\nExcellencies,\n" + prose1,
			want{"OPENING REMARKS", "2019-05-03", "2019-05-03", "", "H.E. Dr. Ada Holm", ""},
		},
		{
			"programme_with_several_speakers", "a.txt", "Programme of the Fjord Dialogue on Satellites\n\n09:00 Opening remarks by Ms. Ada Holm\n10:00 Keynote speech by Mr. Bo Doe\n11:00 Closing remarks by Ms. Cy Poe\n" + prose1,
			want{"Programme of the Fjord Dialogue on Satellites", "", "", "", "", ""},
		},
		{
			"transcript_with_briefer", "a.txt", "SEASIDE PRESS ROOM\nTranscript of the regular briefing\nBergen, Tuesday, 23 May 2023\nBriefer: Ada Holm, Spokesperson of the Ministry of Trade of Norway\n\nMS. HOLM: Good morning.\nQUESTION: Why is the ferry late?\nMS. HOLM: It is not late at all, as I have said on this very spot before, and it will sail.\n",
			want{"Transcript of the regular briefing", "2023-05-23", "", "SEASIDE", "Ada Holm", ""},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := mustRead(t, c.file, c.text)
			m := doc.Meta
			var authors []string
			for _, a := range m.Authors {
				authors = append(authors, a.Value)
			}
			got := want{m.Title.Value, m.PublishedOn.Value, m.DeliveredOn.Value, m.Publisher.Value, m.Speaker.Value, strings.Join(authors, ";")}
			if got != c.want {
				t.Errorf("got\n%+v, want\n%+v\n%s", got, c.want, layout(doc))
			}
		})
	}
}

func TestMetaValuesQuoteTheirBytes(t *testing.T) {
	doc := mustRead(t, "a.txt", "Lake ministers agree on draft of treaty\n\nBy Ann Example\nLUGANO, May 12, 2022 (Skerry News Agency)"+prose1)
	for _, c := range []struct {
		v    extract.MetaValue
		want string
	}{
		{doc.Meta.PublishedOn, "May 12, 2022"},
		{doc.Meta.Publisher, "Skerry News Agency"},
		{doc.Meta.Title, "Lake ministers agree on draft of treaty"},
		{doc.Meta.Authors[0], "Ann Example"},
	} {
		if got := string(doc.Raw[c.v.Raw.Start:c.v.Raw.End]); got != c.want {
			t.Errorf("%q quotes %q, want %q", c.v.Value, got, c.want)
		}
	}
}

func TestGenre(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       extract.Genre
	}{
		{"remarks", "Opening Remarks by H.E. Ada Holm\n\nExcellencies,\n\nI thank you all for coming to this town on the lake, which my family has loved for years.\n", extract.Remarks},
		{"release", "Press Releases\n\nLake Process Working Group Convened in Bern\n\nDate\n2021-03-04\n" + prose1, extract.PressRelease},
		{"joint_statement", "Joint Statement of the Second Chile-Norway Dialogue\n" + prose1, extract.JointStatement},
		{"wire", "Lake ministers agree on draft of treaty\n\nBy Ann Example\nLUGANO, May 12, 2022 (Skerry News Agency)" + prose1, extract.News},
		{"transcript", "Regular briefing\n\nMS. HOLM: Good morning.\nQUESTION: Why?\nMS. HOLM: Because.\nQUESTION: When?\nMS. HOLM: Tomorrow morning.\n", extract.Transcript},
		{"communique", "Communiqué of the Ministers of the Five States\n" + prose1, extract.Communique},
		{"story_in_the_first_person", "A walk around the lake\n\nI walked around the lake with my sister, and I did not get wet, as I had feared in the morning.\n", extract.Other},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := mustRead(t, "a.txt", c.text).Meta.Genre; got != c.want {
				t.Errorf("genre is %s, want %s", got, c.want)
			}
		})
	}
}

func TestLanguage(t *testing.T) {
	for want, text := range map[string]string{
		"en": "The ministers of the five states on the lake met in the town hall and agreed on the draft that their experts had written for them over the winter, and they thanked the town for its kind welcome and help in the work.",
		"hu": "A tó körüli öt állam miniszterei a városházán találkoztak, és megállapodtak a tervezetről, amelyet szakértőik a tél folyamán írtak nekik, és megköszönték a városnak a szíves fogadtatást és a munkához nyújtott segítséget.",
		"ko": "다섯 나라의 장관들이 시청에서 만나 전문가들이 작성한 초안에 합의하였다.",
		"ja": "五か国の閣僚は市役所で会合し、専門家が作成した草案に合意した。",
		"zh": "五国部长在市政厅举行会晤，就专家起草的草案达成一致。",
		"ru": "Министры пяти государств встретились в ратуше и согласовали проект, который их эксперты подготовили для них за зиму, и поблагодарили город за тёплый приём и за помощь в работе, которую он оказал им в эти дни встречи.",
	} {
		if got := mustRead(t, "a.txt", text).Meta.Language; got != want {
			t.Errorf("language of %q is %q, want %q", text, got, want)
		}
	}
}
