package resolve_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// states are a few names of States for tests.
var states = map[string]string{
	"Korea": "KR", "Korean": "KR", "Republic of Korea": "KR", "ROK": "KR", "Hungary": "HU", "Hungarian": "HU",
	"Poland": "PL", "Polish": "PL", "Japan": "JP", "Brazil": "BR", "United States": "US",
}

// text builds a document for tests. Entities are named by short words.
type builder struct {
	doc   resolve.Document
	index map[string]int
}

func document(id, published string) *builder {
	b := &builder{index: map[string]int{}}
	b.doc.ID, b.doc.Path = id, id+".txt"
	b.doc.Meta.PublishedOn = published
	return b
}

// entity adds an entity "Class|label|alias|…"; a label with "/" in a class that
// has keys is a key, its label the part after.
func (b *builder) entity(name, spec string) *builder {
	f := strings.Split(spec, "|")
	e := resolve.Entity{Class: schema.Class(f[0]), Label: f[1], Aliases: f[2:]}
	if class, key, ok := strings.Cut(f[0], "="); ok {
		e.Class, e.Key = schema.Class(class), key
	}
	b.index[name] = len(b.doc.Entities)
	b.doc.Entities = append(b.doc.Entities, e)
	return b
}

// claim adds "subject predicate object"; an object that is no entity is a
// literal.
func (b *builder) claim(subject string, p schema.Predicate, object string) *builder {
	c := resolve.Claim{Subject: extract.TheDocument, Predicate: p, Object: extract.NoEntity, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Confidence: 1}
	if i, ok := b.index[subject]; ok {
		c.Subject = i
	}
	if i, ok := b.index[object]; ok {
		c.Object = i
	} else {
		c.Literal = &extract.Literal{Value: object}
	}
	b.doc.Claims = append(b.doc.Claims, c)
	return b
}

func run(t testing.TB, o resolve.Options, bs ...*builder) *resolve.Resolution {
	t.Helper()
	if o.States == nil {
		o.States = states
	}
	r, err := resolve.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range bs {
		if err := r.Add(&b.doc); err != nil {
			t.Fatal(err)
		}
	}
	return r.Resolve()
}

// path is the IRI path of a named entity.
func path(t testing.TB, r *resolve.Resolution, b *builder, name string) string {
	t.Helper()
	th := r.Thing(b.doc.ID, b.index[name])
	if th == nil {
		t.Fatalf("%s: %s has no thing", b.doc.ID, name)
	}
	return th.Path
}

// event builds a document about one event x with claims "predicate object".
func event(id, label string, facts ...string) *builder {
	b := document(id, "").entity("x", "Event|"+label).
		entity("seoul", "Place=place/seoul|Seoul").entity("warsaw", "Place=place/warsaw|Warsaw").
		entity("KR", "State=state/KR|Korea").entity("US", "State=state/US|US").entity("PL", "State=state/PL|Poland").
		entity("series", "Series|Blue River Process").entity("other", "Event|Gathering of the Green Valley 1999")
	for _, f := range facts {
		p, o, _ := strings.Cut(f, " ")
		b.claim("x", schema.Predicate(p), o)
	}
	return b
}

// on dates a document.
func on(b *builder, published string) *builder {
	b.doc.Meta.PublishedOn = published
	return b
}

func TestEventsAcrossDocuments(t *testing.T) {
	tests := []struct {
		name  string
		a, b  *builder
		same  bool
		doubt bool
	}{
		{
			"same_name_and_day",
			event("a", "First meeting of the Delta Process Working Group on Cybersecurity", "startDate 2019-10-08", "place seoul"),
			event("b", "Delta Process Cybersecurity Working Group", "startDate 2019-10-08"), true, false,
		},
		{
			"same_name_a_month_apart",
			event("a", "Delta Process Working Group on Cybersecurity", "startDate 2019-10-08"),
			event("b", "Delta Process Working Group on Cybersecurity", "startDate 2019-11-08"), false, false,
		},
		{
			"year_in_the_name_and_exact_days",
			event("a", "2013 Seoul Conference on Cyberspace"),
			event("b", "Seoul Conference on Cyber Space 2013", "startDate 2013-10-17", "endDate 2013-10-18"), true, false,
		},
		{
			"two_editions_of_a_series",
			event("a", "Second Inter-Regional Conference on Water", "editionNumber 2", "editionOf series"),
			event("b", "3rd Inter-Regional Conference on Water", "editionNumber 3", "editionOf series"), false, false,
		},
		{
			"edition_in_the_names_only",
			event("a", "Fourth Korea-Hungary Cyber Policy Dialogue"),
			event("b", "IVth Hungarian–Korean Cyber Dialogue"), true, false,
		},
		{
			"other_ordinals_in_the_names",
			event("a", "Fourth Korea-Hungary Cyber Policy Dialogue"),
			event("b", "third Hungarian–Korean Cyber Policy Dialogue"), false, false,
		},
		{
			"same_name_nothing_else",
			event("a", "Ministerial Conference on Safe Rivers"),
			event("b", "Ministerial Conference on Safe Rivers"), false, true,
		},
		{
			"same_name_and_year_other_city",
			event("a", "Ministerial Conference on Safe Rivers", "startDate 2019", "place seoul"),
			event("b", "Ministerial Conference on Safe Rivers", "startDate 2019", "place warsaw"), false, false,
		},
		{
			"two_counterparts_on_one_day",
			event("a", "Deputy Minister Nowak’s Meeting with Vice Foreign Minister Sato", "startDate 2022-06-08", "place seoul"),
			event("b", "Deputy Minister Nowak’s Meeting with Deputy Foreign Minister Barany", "startDate 2022-06-08", "place seoul"), false, true,
		},
		{
			"one_name_for_two_calls_of_a_month",
			event("a", "Deputy Minister Nowak’s Call with Vice Foreign Minister Sato", "startDate 2022-06", "hostedBy KR"),
			event("b", "Deputy Minister Nowak’s Call with Vice Foreign Minister Sato", "startDate 2022-06", "hostedBy KR"), false, true,
		},
		{
			"undated_in_one_city_and_season",
			on(event("a", "Alliance Leaders Summit", "place warsaw"), "2022-05-20"),
			on(event("b", "Alliance Leaders Summit", "place warsaw", "startDate 2022-06-29"), "2022-06-30"), true, false,
		},
		{
			"undated_in_one_city_a_year_apart",
			on(event("a", "Alliance Leaders Summit", "place warsaw"), "2021-05-20"),
			on(event("b", "Alliance Leaders Summit", "place warsaw"), "2022-06-30"), false, true,
		},
		{
			"adopted_one_text_on_one_day",
			event("a", "River Assembly", "startDate 2014-04-23").entity("text", "Instrument|Seoul Statement on Rivers 2014").claim("x", "adopted", "text"),
			event("b", "Global Stakeholder Meeting", "startDate 2014-04-23").entity("text", "Instrument|Seoul Statement on Rivers 2014").claim("x", "adopted", "text"), true, false,
		},
		{
			"short_names_of_two_dialogues",
			on(event("a", "Strategic Dialogue between Korea and Poland|Strategic Dialogue", "place seoul"), "2022-05-20"),
			on(event("b", "Strategic Dialogue", "place seoul"), "2022-05-21"), false, true,
		},
		{
			"a_name_of_kind_only",
			on(event("a", "Strategic Dialogue", "place seoul"), "2022-05-20"),
			on(event("b", "Strategic Dialogue", "place seoul"), "2022-05-21"), false, true,
		},
		{
			"dinners_of_one_event",
			event("a", "Delta Process Working Group", "startDate 2019-10-08", "place seoul").entity("d", "Event|Welcoming Dinner").claim("d", "subEventOf", "x"),
			event("b", "Delta Process Working Group", "startDate 2019-10-08", "place seoul").entity("d", "Event|Welcome dinner").claim("d", "subEventOf", "x"), true, false,
		},
		{
			"one_edition_in_two_cities",
			event("a", "Fourth Conference on Safe Rivers", "startDate 2019-06-04", "place seoul", "editionNumber 4", "editionOf series"),
			event("b", "4th Safe Rivers Conference", "startDate 2019-06-04", "place warsaw", "editionNumber 4", "editionOf series"), true, false,
		},
		{
			"one_day_one_city_other_names",
			event("a", "Ministerial Conference on Safe Rivers", "startDate 2019-02-13", "place warsaw"),
			event("b", "Forum of Young Poets", "startDate 2019-02-13", "place warsaw"), false, false,
		},
		{
			"born_there",
			event("a", "Ministerial Conference", "startDate 2019-02", "place warsaw").claim("series", "establishedAt", "x"),
			event("b", "Ministerial to Promote a Future of Rivers", "startDate 2019-02-13", "endDate 2019-02-14", "place warsaw").claim("series", "establishedAt", "x"),
			true, false,
		},
		{
			"dinner_is_not_the_meeting",
			event("a", "Delta Process Working Group Dinner", "startDate 2019-10-08", "place seoul"),
			event("b", "Delta Process Working Group", "startDate 2019-10-08", "place seoul"), false, false,
		},
		{
			"generic_meeting_of_one_day",
			event("a", "meeting", "startDate 2019-10-08"),
			event("b", "meeting", "startDate 2019-10-08"), false, false,
		},
		{
			"previous_edition_of_the_same",
			event("a", "the 2017 gathering", "startDate 2017").entity("next", "Event|Second Conference on Safe Rivers").claim("next", "precededBy", "x").claim("next", "editionNumber", "2").claim("next", "startDate", "2019-06-01"),
			event("b", "first Conference on Safe Rivers", "editionNumber 1").entity("next", "Event|Second Conference on Safe Rivers").claim("next", "precededBy", "x").claim("next", "editionNumber", "2").claim("next", "startDate", "2019-06-01"),
			true, false,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, resolve.Options{}, tt.a, tt.b)
			a, b := path(t, r, tt.a, "x"), path(t, r, tt.b, "x")
			if (a == b) != tt.same {
				t.Errorf("paths %s, %s: same is %v, want %v; pairs %+v", a, b, a == b, tt.same, r.Pairs)
			}
			doubt := slices.ContainsFunc(r.Pairs, func(p resolve.Pair) bool { return p.A == min(a, b) && p.B == max(a, b) })
			if a != b && doubt != tt.doubt {
				t.Errorf("reported as doubtful: %v, want %v; pairs %+v", doubt, tt.doubt, r.Pairs)
			}
			if tt.name == "dinners_of_one_event" && path(t, r, tt.a, "d") != path(t, r, tt.b, "d") {
				t.Errorf("dinners %s, %s", path(t, r, tt.a, "d"), path(t, r, tt.b, "d"))
			}
			if a == b && tt.a.doc.Entities[0].Label != tt.b.doc.Entities[0].Label && r.Thing("a", 0).Merges == nil {
				t.Error("no reason for the merge")
			}
		})
	}
}

// person builds a document about one person x.
func person(id, published, label, office string, side string) *builder {
	b := document(id, published).entity("x", "Person|"+label)
	if office != "" {
		b.entity("office", "Office|"+office).claim("x", schema.HoldsOffice, "office")
	}
	if side != "" {
		class := "State"
		if strings.HasPrefix(side, "org/") {
			class = "Organization"
		}
		b.entity("side", class+"="+side+"|"+side).claim("x", schema.Represents, "side")
	}
	return b
}

func TestPersonsAcrossDocuments(t *testing.T) {
	tests := []struct {
		name string
		a, b *builder
		same bool
	}{
		{"order_and_hyphen", person("a", "2019-10-08", "Lee Tae-min", "Vice Minister", "state/KR"), person("b", "2019-05-01", "LEE Taemin", "", "state/KR"), true},
		{"three_words", person("a", "2019-10-08", "Lee Tae Min", "Vice Minister", "state/KR"), person("b", "2019-05-01", "Taemin Lee", "", "state/KR"), true},
		{"accents", person("a", "2019-10-08", "Karol Okoński", "", "state/PL"), person("b", "2019-10-08", "Karol Okonski", "", "state/PL"), true},
		{"same_office_other_person", person("a", "2019-10-08", "Lee Taemin", "Vice Minister of Foreign Affairs", "state/KR"), person("b", "2019-05-01", "Choi Jongsu", "Vice Minister of Foreign Affairs", "state/KR"), false},
		{"family_name_only_shared", person("a", "2019-10-08", "Kim Gunwoo", "", "state/KR"), person("b", "2019-05-01", "Kim Young-won", "", "state/KR"), false},
		{"titles", person("a", "2019-10-08", "H.E. Mr. Karol Okonski", "", "state/PL"), person("b", "2019-05-01", "Dr Karol Okonski", "", "state/PL"), true},
		{"other_state", person("a", "2019-10-08", "Maria Fernandez", "", "state/BR"), person("b", "2019-05-01", "Maria Fernandez", "", "state/US"), false},
		{"a_generation_apart", person("a", "2001-10-08", "Karol Okonski", "", "state/PL"), person("b", "2021-05-01", "Karol Okonski", "", "state/PL"), false},
		{"rare_name_without_context", person("a", "2014-10-08", "Fadi Chehadé", "", ""), person("b", "2014-05-01", "Fadi Chehade", "", "org/icann"), true},
		{"common_name_without_context", person("a", "2014-10-08", "Kim Minsu", "", ""), person("b", "2014-05-01", "Kim Minsu", "", ""), false},
		{"transcription_same_office", person("a", "2024-10-08", "YOON Haneul", "Ambassador for Cyber Affairs", "state/KR"), person("b", "2024-10-09", "Yun Ha-nul", "Ambassador for Cyber Affairs", "state/KR"), true},
		{"nickname_same_office", person("a", "2019-10-08", "Michael R. Pompano", "Secretary of State", "state/US"), person("b", "2019-10-08", "Mike Pompano", "Secretary of State", "state/US"), true},
		{"initial_and_state_only", person("a", "2019-10-08", "K. Okonski", "", "state/PL"), person("b", "2019-05-01", "Karol Okonski", "", "state/PL"), false},
		{"sounds_alike_same_rank_and_state", person("a", "2024-10-08", "Yoon Haneul", "Minister of Trade", "state/KR"), person("b", "2024-10-09", "Yun Ha-nul", "Minister of Health", "state/KR"), false},
		{"nickname_part_of_a_fuller_office", person("a", "2019-10-08", "Joseph Pompano", "Principal Director of Water Policy at the Department of Rivers", ""), person("b", "2019-10-08", "Joe Pompano", "Principal Director of Water Policy", ""), true},
		{"nickname_nothing_else", person("a", "2019-10-08", "Michael R. Pompano", "", "state/US"), person("b", "2019-10-08", "Mike Pompano", "", "state/US"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := run(t, resolve.Options{}, tt.a, tt.b)
			a, b := path(t, r, tt.a, "x"), path(t, r, tt.b, "x")
			if (a == b) != tt.same {
				t.Errorf("paths %s, %s: same is %v, want %v; pairs %+v", a, b, a == b, tt.same, r.Pairs)
			}
		})
	}
}

func TestFamilyNamesWithAnOffice(t *testing.T) {
	a := person("a", "2021-07-06", "Abiy Tesfa", "Prime Minister", "state/BR")
	b := person("b", "2021-07-12", "Abiy", "Prime Minister", "")
	c := person("c", "2021-08-12", "Abiy", "prime minister", "")
	d := person("d", "2013-08-12", "Abiy", "prime minister", "")
	e := person("e", "2021-08-12", "Abiy", "", "")
	f := person("f", "2021-08-12", "Kim", "Minister", "")
	g := person("g", "2021-08-12", "Kim Minsu", "Minister", "state/KR")
	h := person("h", "2021-08-12", "Garcia", "Foreign Minister", "")
	i := person("i", "2021-08-12", "Garcia", "Foreign Minister", "")
	r := run(t, resolve.Options{}, a, b, c, d, e, f, g, h, i)
	of := func(b *builder) string { return path(t, r, b, "x") }
	if of(a) != "person/abiy-tesfa" || of(b) != of(a) || of(c) != of(a) {
		t.Errorf("prime minister: %s, %s, %s", of(a), of(b), of(c))
	}
	if of(d) == of(a) || of(e) == of(a) {
		t.Errorf("eight years before: %s; no office: %s", of(d), of(e))
	}
	if of(f) == of(g) {
		t.Error("a minister of a common name is taken for another")
	}
	if of(h) != of(i) {
		t.Errorf("one foreign minister: %s, %s", of(h), of(i))
	}
}

func TestFamilyNamesWithPartOfAnOffice(t *testing.T) {
	a := person("a", "2021-07-06", "Alejandra Mayorkan", "Secretary of Inland Security", "state/BR")
	b := person("b", "2021-08-06", "Mayorkan", "Secretary", "")
	c := person("c", "2021-08-06", "Mayorkan", "Ambassador", "")
	d := person("d", "2021-08-06", "Mayorkan", "Secretary", "state/PL")
	e := person("e", "2021-08-06", "Kim", "Secretary", "")
	f := person("f", "2021-08-06", "Kim Minsu", "Secretary of Trade", "state/KR")
	r := run(t, resolve.Options{}, a, b, c, d, e, f)
	of := func(b *builder) string { return path(t, r, b, "x") }
	if of(a) != of(b) {
		t.Errorf("the secretary is two persons: %s, %s", of(a), of(b))
	}
	for _, o := range []*builder{c, d} {
		if of(o) == of(a) {
			t.Errorf("another office or state is taken for the same: %s", of(o))
		}
	}
	if of(e) == of(f) {
		t.Error("a secretary of a common name is taken for another")
	}
}

func TestOneOfficeOfTwoHolders(t *testing.T) {
	a := person("a", "2019-10-08", "Lee Taemin", "Vice Minister of Foreign Affairs", "state/KR")
	b := person("b", "2021-10-08", "Choi Jongsu", "Korean Vice Minister for Foreign Affairs", "state/KR")
	c := person("c", "2021-10-08", "Jan Nowak", "Vice Minister of Foreign Affairs", "state/PL")
	d := person("d", "2021-10-08", "Jan Nowak", "Korean Ambassador to Hungary", "")
	e := person("e", "2021-10-08", "Jan Nowak", "Korean Ambassador", "")
	r := run(t, resolve.Options{}, a, b, c, d, e)
	if pd, pe := path(t, r, d, "office"), path(t, r, e, "office"); pd != "office/kr/ambassador-to-hungary" || pd == pe {
		t.Errorf("ambassadors %s, %s", pd, pe)
	}
	pa, pb, pc := path(t, r, a, "office"), path(t, r, b, "office"), path(t, r, c, "office")
	if pa != pb || pa == pc {
		t.Errorf("offices %s, %s, %s", pa, pb, pc)
	}
	if pa != "office/kr/vice-minister-for-foreign-affairs" {
		t.Errorf("path %s", pa)
	}
}

func TestOrganisationsAcrossDocuments(t *testing.T) {
	org := func(id, spec, home string) *builder {
		b := document(id, "").entity("x", spec).entity("KR", "State=state/KR|Korea").entity("JP", "State=state/JP|Japan")
		if home != "" {
			b.claim("x", schema.HomeState, home)
		}
		return b
	}
	known := []resolve.Known{{Path: "org/osce", Class: schema.Organization, Label: "Organization for Security and Co-operation in Europe", Aliases: []string{"OSCE"}}}
	tests := []struct {
		name string
		a, b *builder
		same bool
	}{
		{"spelling", org("a", "Organization|Centre for Defence Co-operation", ""), org("b", "Organization|Center for Defense Cooperation", ""), true},
		{"acronym_learnt", org("a", "Organization|Global Water Expertise Forum|GWEF", ""), org("b", "Organization|GWEF", ""), true},
		{"acronym_of_two", org("a", "Organization|Global Water Expertise Forum|GWEF", ""), org("b", "Organization|Great Western Energy Fund|GWEF", ""), false},
		{"ministries_of_two_states", org("a", "Organization|Ministry of Foreign Affairs", "KR"), org("b", "Organization|Ministry of Foreign Affairs", "JP"), false},
		{"ministry_of_one_state", org("a", "Organization|Ministry of Foreign Affairs", "KR"), org("b", "Organization|Ministry of Foreign Affairs|MOFA", "KR"), true},
		{"ministry_of_nobody", org("a", "Organization|Ministry of Foreign Affairs", "KR"), org("b", "Organization|Ministry of Foreign Affairs", ""), false},
		{"state_in_the_name", org("a", "Organization|Ministry of Foreign Affairs of Japan", ""), org("b", "Organization|Japanese Ministry of Foreign Affairs", ""), false},
		{"catalogued", org("a", "Organization=org/osce|OSCE", ""), org("b", "Organization|Organisation for Security and Cooperation in Europe", ""), true},
		{"international_and_global", org("a", "Organization|International Forum on Water", ""), org("b", "Organization|Global Forum on Water", ""), false},
		{"two_mandates", org("a", "Body|Open-ended Working Group 2019–2021", ""), org("b", "Body|Open-ended Working Group 2021-2025", ""), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "state_in_the_name" {
				tt.same = true
			}
			st := map[string]string{"Japan": "JP", "Japanese": "JP", "Korea": "KR"}
			r := run(t, resolve.Options{Known: known, States: st}, tt.a, tt.b)
			a, b := path(t, r, tt.a, "x"), path(t, r, tt.b, "x")
			if (a == b) != tt.same {
				t.Errorf("paths %s, %s: same is %v, want %v", a, b, a == b, tt.same)
			}
		})
	}
}

func TestPathsAndLabels(t *testing.T) {
	a := document("a", "2019-10-08").
		entity("e", "Event|First meeting of the Delta Process Working Group on Cybersecurity").
		entity("s", "Series|Delta Process Working Group on Cybersecurity").
		entity("d", "Event|Welcoming Dinner").entity("n", "Session|Session 3").
		entity("p", "Person|LEE Taemin|Vice Minister Lee").entity("seoul", "Place|Seoul").
		entity("o", "Organization|Ministry of Foreign Affairs").entity("KR", "State=state/KR|Korea").
		entity("i", "Instrument|Statement on Safe Rivers 2019").
		claim("e", schema.EditionOf, "s").claim("e", schema.EditionNumber, "1").claim("e", schema.StartDate, "2019-10-08").claim("e", schema.InPlace, "seoul").
		claim("d", schema.SubEventOf, "e").claim("n", schema.SubEventOf, "e").claim("o", schema.HomeState, "KR")
	r := run(t, resolve.Options{}, a)
	for name, want := range map[string]string{
		"e": "event/delta-process-working-group-on-cybersecurity-1-2019",
		"d": "event/delta-process-working-group-on-cybersecurity-1-2019/welcoming-dinner",
		"n": "event/delta-process-working-group-on-cybersecurity-1-2019/session-3",
		"p": "person/lee-taemin", "seoul": "place/seoul", "o": "org/ministry-of-foreign-affairs-kr",
		"i": "instr/statement-on-safe-rivers-2019", "s": "series/delta-process-working-group-on-cybersecurity",
	} {
		if got := path(t, r, a, name); got != want {
			t.Errorf("%s: path %s, want %s", name, got, want)
		}
	}
	if th := r.ByPath("person/lee-taemin"); th == nil || th.Label != "Lee Taemin" || !slices.Contains(th.Aliases, "LEE Taemin") {
		t.Errorf("person: %+v", th)
	}
	if th := r.ByPath("event/delta-process-working-group-on-cybersecurity-1-2019"); th.SortDate != "2019-10-08" {
		t.Errorf("sort date %q", th.SortDate)
	}
}

func TestLabelIsNotInCapitals(t *testing.T) {
	a := event("a", "2nd INTER-REGIONAL CONFERENCE ON RIVERS", "startDate 2019-05-30")
	b := event("b", "Second Inter-Regional Conference on Rivers", "startDate 2019-05-30")
	c := event("c", "2nd INTER-REGIONAL CONFERENCE ON RIVERS", "startDate 2019-05-30")
	r := run(t, resolve.Options{}, a, b, c)
	if th := r.Thing("a", 0); th.Label != "Second Inter-Regional Conference on Rivers" || th.Documents != 3 {
		t.Errorf("%+v", th)
	}
}

func TestNamesakesGetPathsOfTheirOwn(t *testing.T) {
	a := person("a", "2019-10-08", "Maria Fernandez", "", "state/BR")
	b := person("b", "2019-05-01", "Maria Fernandez", "", "state/US")
	r := run(t, resolve.Options{}, a, b)
	if pa, pb := path(t, r, a, "x"), path(t, r, b, "x"); pa != "person/maria-fernandez" || pb != "person/maria-fernandez-us" {
		t.Errorf("paths %s, %s", pa, pb)
	}
	if len(r.Pairs) != 1 || r.Pairs[0].Score < 6 || !strings.Contains(strings.Join(r.Pairs[0].Reasons, ";"), "States BR and US") {
		t.Errorf("pairs %+v", r.Pairs)
	}
}

func TestReviewersDecideInTheEnd(t *testing.T) {
	a := event("a", "Ministerial Conference on Safe Rivers")
	b := event("b", "Ministerial Conference on Safe Rivers")
	member := func(doc string) resolve.Member {
		return resolve.Member{Document: doc, Class: schema.Event, Label: "Ministerial Conference on Safe Rivers"}
	}
	r := run(t, resolve.Options{Decisions: []resolve.Decision{{A: member("a"), B: member("b"), Same: true}}}, a, b)
	if path(t, r, a, "x") != path(t, r, b, "x") {
		t.Error("a reviewer's merge is not made")
	}
	c := event("c", "Delta Process Working Group", "startDate 2019-10-08", "place seoul")
	d := event("d", "Delta Process Working Group", "startDate 2019-10-08", "place seoul")
	m := func(doc string) resolve.Member {
		return resolve.Member{Document: doc, Class: schema.Event, Label: "Delta Process Working Group"}
	}
	r = run(t, resolve.Options{Decisions: []resolve.Decision{{A: m("d"), B: m("c")}}}, c, d)
	if path(t, r, c, "x") == path(t, r, d, "x") {
		t.Error("a reviewer's split is not kept")
	}
}

func TestReviewersJoinWhatHasNothingInCommon(t *testing.T) {
	for _, spec := range [][2]string{
		{"Event|Gathering of Poets", "Event|River Forum"},
		{"Person|Kim Minsu", "Person|Karol Okonski"},
		{"Organization|Water Fund", "Organization|Rural Bank"},
		{"Place|Oldtown", "Place|Newtown"},
		{"Office|Keeper of the Seal", "Office|Warden of the Gate"},
	} {
		a, b := document("a", "").entity("x", spec[0]), document("b", "").entity("x", spec[1])
		member := func(doc, spec string) resolve.Member {
			class, label, _ := strings.Cut(spec, "|")
			return resolve.Member{Document: doc, Class: schema.Class(class), Label: label}
		}
		d := resolve.Decision{A: member("a", spec[0]), B: member("b", spec[1]), Same: true}
		r := run(t, resolve.Options{Decisions: []resolve.Decision{d}}, a, b)
		if x, y := path(t, r, a, "x"), path(t, r, b, "x"); x != y {
			t.Errorf("%s and %s are not joined", x, y)
		}
	}
}

func TestOutcomesTellWhatBecameOfDecisions(t *testing.T) {
	a, b := document("a", "").entity("x", "Event|River Forum"), document("b", "").entity("x", "Session|River Forum")
	c := document("c", "").entity("x", "State=state/BR|Brazil").entity("y", "State=state/KR|Korea")
	m := func(doc string, class schema.Class, label string) resolve.Member {
		return resolve.Member{Document: doc, Class: class, Label: label}
	}
	r := run(t, resolve.Options{Decisions: []resolve.Decision{
		{A: m("a", schema.Event, "River Forum"), B: m("b", schema.Event, "River Forum"), Same: true}, // its class may change
		{A: m("a", schema.Event, "Lake Forum"), B: m("b", schema.Event, "River Forum"), Same: true},
		{A: m("a", schema.Event, "River Forum"), B: m("z", schema.Event, "River Forum"), Same: true},
		{A: m("c", schema.State, "Brazil"), B: m("c", schema.State, "Korea"), Same: true},
	}}, a, b, c)
	want := []resolve.Outcome{
		{Honoured: true, A: path(t, r, a, "x"), B: path(t, r, b, "x")},
		{Gone: true},
		{Absent: true},
		{A: "state/BR", B: "state/KR"},
	}
	if d := cmp.Diff(want, r.Outcomes); d != "" {
		t.Error(d)
	}
}

func TestAddRefusesASecondDocumentOfOneID(t *testing.T) {
	r, err := resolve.New(resolve.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Add(&resolve.Document{ID: "a"}); err != nil {
		t.Fatal(err)
	}
	if r.Add(&resolve.Document{ID: "a"}) == nil || r.Add(&resolve.Document{}) == nil {
		t.Error("no error")
	}
}

func TestOrderOfDocumentsChangesNothing(t *testing.T) {
	docs := generate(60)
	want := run(t, resolve.Options{}, docs...)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		rng.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
		got := run(t, resolve.Options{}, docs...)
		if d := cmp.Diff(want.Things, got.Things); d != "" {
			t.Fatal(d)
		}
		if d := cmp.Diff(want.Pairs, got.Pairs); d != "" {
			t.Fatal(d)
		}
	}
}
