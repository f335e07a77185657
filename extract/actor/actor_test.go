package actor_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/actor"
	"github.com/normgraph/normgraph/extract/syntax"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

type steps struct {
	seg    *text.Segmenter
	parser *syntax.Parser
	actors *actor.Recognizer
}

var pipeline = sync.OnceValues(func() (steps, error) {
	g, err := gazetteer.Default()
	if err != nil {
		return steps{}, err
	}
	seg, err := text.New()
	if err != nil {
		return steps{}, err
	}
	parser, err := syntax.New()
	if err != nil {
		return steps{}, err
	}
	return steps{seg, parser, actor.New(g)}, nil
})

// analyse reads a text whose lines are paragraphs, or headings after "# ".
func analyse(t testing.TB, meta extract.Meta, lines ...string) *extract.Analysis {
	t.Helper()
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	doc := &extract.Document{ID: "test", Meta: meta}
	for _, s := range lines {
		b := extract.Block{}
		switch {
		case strings.HasPrefix(s, "# "):
			b.Kind, b.Level, s = extract.Heading, 1, s[2:]
		case strings.HasPrefix(s, "- "):
			b.Kind, b.Level, s = extract.ListItem, 1, s[2:]
		case strings.HasPrefix(s, "by: "):
			b.Kind, s = extract.Byline, s[4:]
		}
		b.Span = extract.Span{Start: len(doc.Text), End: len(doc.Text) + len(s)}
		doc.Text += s + "\n"
		doc.Blocks = append(doc.Blocks, b)
	}
	doc.Raw = []byte(doc.Text)
	a := &extract.Analysis{Doc: doc}
	p.seg.Extract(a)
	p.parser.Extract(a)
	p.actors.Extract(a)
	return a
}

// claims are the claims of the predicates, as "subject predicate object".
func claims(a *extract.Analysis, ps ...schema.Predicate) []string {
	var out []string
	for _, c := range a.Claims {
		if !slices.Contains(ps, c.Predicate) {
			continue
		}
		s, o := "document", c.Literal.Value
		if c.Subject >= 0 {
			s = a.Entities[c.Subject].Label
		}
		if c.Object >= 0 {
			o = a.Entities[c.Object].Label
		}
		out = append(out, fmt.Sprintf("%s %s %s", s, c.Predicate, o))
	}
	slices.Sort(out)
	return out
}

// mentions are the mentions, as `class "words" entity`.
func mentions(a *extract.Analysis, classes ...schema.Class) []string {
	var out []string
	for _, m := range a.Mentions {
		if slices.Contains(classes, m.Class) {
			out = append(out, fmt.Sprintf("%q=%s", a.Text(m.Span), a.Entities[m.Entity].Label))
		}
	}
	return out
}

func check(t *testing.T, got, want []string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestWhoHoldsWhichOffice(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"office before the name", []string{"Foreign Minister Lena Lindholm opened the talks."}, []string{"Lena Lindholm holdsOffice Foreign Minister"}},
		{"adjective of the state becomes of-state", []string{"The Norwegian foreign minister Lena Lindholm opened the talks."}, []string{"Lena Lindholm holdsOffice foreign minister of Norway"}},
		{"possessive state", []string{"Chile's deputy minister of energy, Rosa Fuentes, replied."}, []string{"Rosa Fuentes holdsOffice deputy minister of energy of Chile"}},
		{"apposition after the name", []string{"Rosa Fuentes, Minister of Energy of Chile, replied."}, []string{"Rosa Fuentes holdsOffice Minister of Energy of Chile"}},
		{"list inside the name of an office", []string{"Rosa Fuentes, Under Secretary for Trade, Industry, and Labor, replied."}, []string{"Rosa Fuentes holdsOffice Under Secretary for Trade, Industry, and Labor"}},
		{"office with its body after a comma", []string{"Mr. Rohan Mehta, Director General, Customs Bureau, spoke."}, []string{"Rohan Mehta holdsOffice Director General, Customs Bureau"}},
		{"office in brackets", []string{"Anna Weber (State Secretary) took part."}, []string{"Anna Weber holdsOffice State Secretary"}},
		{"copula", []string{"Anna Weber was appointed Minister of Justice of Austria."}, []string{"Anna Weber holdsOffice Minister of Justice of Austria"}},
		{"two offices", []string{"Anna Weber, Deputy Prime Minister and Minister of Justice, took part."}, []string{"Anna Weber holdsOffice Deputy Prime Minister", "Anna Weber holdsOffice Minister of Justice"}},
		{"a further minister keeps the state before", []string{"She met Peruvian President Luis Vargas and Foreign Minister Elena Soto."}, []string{"Elena Soto holdsOffice Foreign Minister of Peru", "Luis Vargas holdsOffice President of Peru"}},
		{"plural office over names with states", []string{"Foreign ministers Erik Dahl from Sweden and Maria Koski from Finland spoke."}, []string{"Erik Dahl holdsOffice Foreign minister", "Maria Koski holdsOffice Foreign minister"}},
		{"plural office and states respectively", []string{"The presidents of Chile and Peru, Rosa Fuentes and Luis Vargas, signed."}, []string{"Luis Vargas holdsOffice president of Peru", "Rosa Fuentes holdsOffice president of Chile"}},
		{"salutation on two lines", []string{"Your Excellency Rosa Fuentes,", "Secretary of State of the Ministry of Energy of Chile,", "Ladies and Gentlemen,"}, []string{"Rosa Fuentes holdsOffice Secretary of State of the Ministry of Energy of Chile"}},
		{"title block", []string{"Remarks by H.E. Amb. HAN Jiyong", "Vice Minister of Foreign Affairs", "on the occasion of a meeting"}, []string{"Han Jiyong holdsOffice Vice Minister of Foreign Affairs"}},
		{"former office keeps its word", []string{"Former Prime Minister Olga Petrova was absent."}, []string{"Olga Petrova holdsOffice former Prime Minister"}},
		{"short form and full form are one office", []string{"# Deputy Secretary Sherwin in Oslo", "Deputy Secretary of State Wanda R. Sherwin arrived. Deputy Secretary Sherwin spoke."}, []string{"Wanda R. Sherwin holdsOffice Deputy Secretary of State"}},
		{"ambassador alone is an office, general is not", []string{"Ambassador Nina Horvat and General Milan Kovac attended."}, []string{"Nina Horvat holdsOffice Ambassador"}},
		{"rank before the name of an administrator", []string{"USAID Administrator Ambassador Sarah Powell spoke."}, []string{"Sarah Powell holdsOffice USAID Administrator"}},
		{"abbreviated office", []string{"PM Tan Wei Ling opened the week."}, []string{"Tan Wei Ling holdsOffice Prime Minister"}},
		{"office of the body named before", []string{"Norvista sent Nick Carter, its head of global affairs."}, nil},
		{"field of an envoy ends before the name", []string{"Special Presidential Envoy for Climate John Kerrigan left. The Envoy for Climate Kerrigan came back."}, []string{"John Kerrigan holdsOffice Special Presidential Envoy for Climate"}},
		{"verb after a comma starts a new clause", []string{"After the call of President Luis Vargas, the Minister left the room."}, []string{"Luis Vargas holdsOffice President"}},
		{"by-line of an official", []string{"# Statement on Peace", "by: Anthony Blake, Secretary of State", "We welcome the agreement."}, []string{"Anthony Blake holdsOffice Secretary of State"}},
		{"list of officials without articles", []string{"He met Russian Foreign Minister Ivanov, Special Envoy Petrov and Deputy Minister Orlova."}, []string{"Ivanov holdsOffice Foreign Minister of Russia", "Orlova holdsOffice Deputy Minister", "Petrov holdsOffice Special Envoy"}},
		{"title in capitals", []string{"# UNDER SECRETARY FOR POLITICAL AFFAIRS VERA LINDHOLM"}, []string{"Vera Lindholm holdsOffice Under Secretary for Political Affairs"}},
		{"minister of the formal name with its abbreviation", []string{"Republic of Korea (ROK) Minister of Unification Kwon Ho-jin spoke."}, []string{"Kwon Ho-jin holdsOffice Minister of Unification of the Republic of Korea"}},
		{"envoy for the state before the title", []string{"Syria Special Envoy Rolf Petersen spoke."}, []string{"Rolf Petersen holdsOffice Syria Special Envoy"}},
		{"no office of a list that goes on", []string{"They met Luis Vargas, Foreign Minister Elena Soto and others."}, []string{"Elena Soto holdsOffice Foreign Minister"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, claims(analyse(t, extract.Meta{}, tt.lines...), schema.HoldsOffice), tt.want)
		})
	}
}

func TestWhomPersonsRepresent(t *testing.T) {
	us := extract.Meta{Publisher: extract.MetaValue{Value: "United States Department of State"}}
	tests := []struct {
		name  string
		meta  extract.Meta
		lines []string
		want  []string
	}{
		{"state of the office", extract.Meta{}, []string{"Rosa Fuentes, Minister of Energy of Chile, replied."}, []string{"Rosa Fuentes represents Chile"}},
		{"ambassador of one state to another", extract.Meta{}, []string{"Dutch Ambassador to Yemen Pieter Bos travelled."}, []string{"Pieter Bos represents Netherlands"}},
		{"head of an organisation", extract.Meta{}, []string{"OSCE Secretary General Hilde Berger spoke."}, []string{"Hilde Berger represents Organization for Security and Co-operation in Europe"}},
		{"brackets", extract.Meta{}, []string{"The delegations were headed by Marta Nowak (Poland) and Hugo Ferreira (Portugal)."}, []string{"Hugo Ferreira represents Portugal", "Marta Nowak represents Poland"}},
		{"possessive before a name", extract.Meta{}, []string{"Around the table sat Canada's Justin Moreau and Kenya's Grace Wanjiru."}, []string{"Grace Wanjiru represents Kenya", "Justin Moreau represents Canada"}},
		{"delegation led by", extract.Meta{}, []string{"The delegation of Mexico was headed by Ximena Ordaz, and that of Spain by Hugo Ferreira."}, []string{"Hugo Ferreira represents Spain", "Ximena Ordaz represents Mexico"}},
		{"leads the delegation", extract.Meta{}, []string{"Mr. Rohan Mehta led the Indian delegation."}, []string{"Rohan Mehta represents India"}},
		{"represented by", extract.Meta{}, []string{"Sweden was represented by Lena Lindholm."}, []string{"Lena Lindholm represents Sweden"}},
		{"delegate", extract.Meta{}, []string{"The Kenyan delegate, Grace Wanjiru, took the floor."}, []string{"Grace Wanjiru represents Kenya"}},
		{"programme with states after the names", extract.Meta{}, []string{"- Mr. Ondrej Kral, Czech Republic", "- Ms. Hayase Minori, Japan"}, []string{"Hayase Minori represents Japan", "Ondrej Kral represents Czechia"}},
		{"minister met in the capital of a country", us, []string{"In Riyadh, the Envoy met with Foreign Minister Omar Hamdan."}, []string{"Omar Hamdan represents Saudi Arabia"}},
		{"list of ministers met on a visit", extract.Meta{Publisher: us.Publisher, Title: extract.MetaValue{Value: "Under Secretary Weber's Travel to Chile"}}, []string{"She met with Foreign Minister Elena Soto and Minister of Energy Rosa Fuentes."}, []string{"Elena Soto represents Chile", "Rosa Fuentes represents Chile"}},
		{"president of whom others speak abroad", us, []string{"In Riyadh, the Envoy said that President Moreau was wrong."}, nil},
		{"companion who met with a minister", us, []string{"In Riyadh, Foreign Minister Sergei Ivanov of Russia met with the King."}, []string{"Sergei Ivanov represents Russia"}},
		{"retired general", extract.Meta{}, []string{"Retired general Mamoun Haddad (Jordan) chaired the panel."}, nil},
		{"our state and theirs", extract.Meta{}, []string{"Foreign Minister Kim Ho-jin and his Japanese counterpart Tanaka Yuki met."}, []string{"Tanaka Yuki represents Japan"}},
		{"own official of the publishing government", us, []string{"Deputy Secretary of State Wanda Sherwin spoke."}, []string{"Wanda Sherwin represents United States"}},
		{"foreign minister in a text of another government", us, []string{"Foreign Minister Sergei Ivanov replied."}, nil},
		{"former office represents nobody", extract.Meta{}, []string{"Former Prime Minister of Bulgaria Olga Petrova was absent."}, nil},
		{"journalists are affiliated", extract.Meta{}, []string{"The next question came from Conor Fisher of Reuters."}, nil},
		{"professors are affiliated", extract.Meta{}, []string{"Rosa Fuentes, Professor at Leiden University, spoke."}, nil},
		{"our delegation", us, []string{"Ambassador Karl Brandt, who leads our delegation, is in New York."}, []string{"Karl Brandt represents United States"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, claims(analyse(t, tt.meta, tt.lines...), schema.Represents), tt.want)
		})
	}
}

func TestPersonMentions(t *testing.T) {
	tests := []struct {
		name  string
		lines []string
		want  []string
	}{
		{"family name in capitals", []string{"LEE Minho met Rasa KAZLAUSKAITE."}, []string{`"LEE Minho"=Lee Minho`, `"Rasa KAZLAUSKAITE"=Rasa Kazlauskaite`}},
		{"hyphenated Korean name", []string{"Baek In-ho said so. Baek smiled."}, []string{`"Baek In-ho"=Baek In-ho`, `"Baek"=Baek In-ho`}},
		{"particles", []string{"Mr. Hendrik van der Berg and Ambassador Luisa de la Cruz came."}, []string{`"Hendrik van der Berg"=Hendrik van der Berg`, `"Luisa de la Cruz"=Luisa de la Cruz`}},
		{"Arabic name", []string{"Sheikh Mohamed bin Khalid Al Nuaimi received them."}, []string{`"Mohamed bin Khalid Al Nuaimi"=Mohamed bin Khalid Al Nuaimi`}},
		{"initial and later family name", []string{"Secretary Antonia J. Blake arrived. Ms. Blake left."}, []string{`"Antonia J. Blake"=Antonia J. Blake`, `"Blake"=Antonia J. Blake`}},
		{"two persons of one family name are told apart by their state", []string{"U.S. Special Representative Sung Kim met ROK Special Representative Kim Gun-woo. ROK Special Representative Kim thanked him."}, []string{`"Sung Kim"=Sung Kim`, `"Kim Gun-woo"=Kim Gun-woo`, `"Kim"=Kim Gun-woo`, `"him"=Sung Kim`}},
		{"pronoun of the one person", []string{"Prime Minister Anna Weber arrived in Oslo. She thanked the hosts."}, []string{`"Anna Weber"=Anna Weber`, `"She"=Anna Weber`}},
		{"pronoun with two candidates stays open", []string{"Anna Weber met Maria Koski. She thanked the hosts."}, []string{`"Anna Weber"=Anna Weber`, `"Maria Koski"=Maria Koski`}},
		{"the minister", []string{"Minister of Energy Rosa Fuentes arrived. The Minister spoke."}, []string{`"Rosa Fuentes"=Rosa Fuentes`, `"Minister"=Rosa Fuentes`}},
		{"treaties, days, ships and programmes are no persons", []string{"The Abraham Accords, the Paris Agreement, Good Friday and the Marshall Plan were discussed on Monday in Lake Victoria aboard Ocean Pearl."}, nil},
		{"headline words are no persons", []string{"# Joint Statement on Strategic Dialogue", "# Opening Remarks at Climate Ministerial"}, nil},
		{"states that are given names", []string{"Chad and Jordan agreed with Georgia."}, nil},
		{"given name that is a state", []string{"Jordan Weber said so."}, []string{`"Jordan Weber"=Jordan Weber`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, mentions(analyse(t, extract.Meta{}, tt.lines...), schema.Person), tt.want)
		})
	}
}

func TestStateMentions(t *testing.T) {
	kr := extract.Meta{Publisher: extract.MetaValue{Value: "Ministry of Foreign Affairs of the Republic of Korea"}, Title: extract.MetaValue{Value: "Korea-Hungary Dialogue"}}
	tests := []struct {
		name string
		meta extract.Meta
		line string
		want []string
	}{
		{"parts of a pair", extract.Meta{}, "The ROK-U.S. talks ended.", []string{`"ROK"=Republic of Korea`, `"U.S."=United States`}},
		{"government of a state", extract.Meta{}, "The Polish government and the Government of Chile agreed.", []string{`"Polish government"=Poland`, `"Government of Chile"=Chile`}},
		{"adjective of people is no state", extract.Meta{}, "Polish experts met.", nil},
		{"capital that speaks", extract.Meta{}, "Seoul said that it would attend.", []string{`"Seoul"=Republic of Korea`}},
		{"capital as a place", extract.Meta{}, "They met in Seoul.", nil},
		{"peninsula is a place", extract.Meta{}, "Peace on the Korean Peninsula matters.", nil},
		{"two sides of the title", kr, "The two sides agreed.", []string{`"The two sides"=Republic of Korea`, `"The two sides"=Hungary`}},
		{"my government", kr, "My government supports this.", []string{`"My government"=Republic of Korea`}},
		{"both ends of ties between capitals", extract.Meta{}, "Ties between Washington and Moscow are cold.", []string{`"Washington"=United States`, `"Moscow"=Russia`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			check(t, mentions(analyse(t, tt.meta, tt.line), schema.State), tt.want)
		})
	}
}

func TestOrganizationMentions(t *testing.T) {
	tests := []struct{ name, line, want string }{
		{"unknown agency with its state", "The National Harbour Agency of Chile spoke.", `"National Harbour Agency of Chile"=National Harbour Agency of Chile`},
		{"ministry with a list", "The Ministry of Economy, Trade and Tourism of Peru spoke.", `"Ministry of Economy, Trade and Tourism of Peru"=Ministry of Economy, Trade and Tourism of Peru`},
		{"ministry of a known state by its adjective", "The Hungarian Ministry of Foreign Affairs spoke.", `"Hungarian Ministry of Foreign Affairs"=Ministry of Foreign Affairs of Hungary`},
		{"ministry in lower case", "South Korea's foreign ministry spoke.", `"South Korea's foreign ministry"=Ministry of Foreign Affairs of the Republic of Korea`},
		{"abbreviation that the text explains", "The Lisbon Harbour Authority (LHA) came. The LHA spoke.", `"Lisbon Harbour Authority"=Lisbon Harbour Authority "LHA"=Lisbon Harbour Authority "LHA"=Lisbon Harbour Authority`},
		{"abbreviation explained as something else", "Information system audits (ISA) matter. The ISA is slow.", ""},
		{"organ of a known organisation", "The OSCE Border Unit spoke.", `"OSCE Border Unit"=OSCE Border Unit`},
		{"kind of company is no company", "It is a Limited Liability Company.", ""},
		{"conference of an organisation is none", "The Green Harbour Agency Conference began.", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.Join(mentions(analyse(t, extract.Meta{}, tt.line), schema.Organization, schema.Body), " ")
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestBodiesAndHomes(t *testing.T) {
	a := analyse(t, extract.Meta{}, "The National Harbour Agency of Chile and the OSCE Border Unit met.")
	check(t, claims(a, schema.HomeState, schema.PartOf), []string{
		"National Harbour Agency of Chile homeState Chile",
		"OSCE Border Unit partOf Organization for Security and Co-operation in Europe",
	})
}

func TestDocumentClaims(t *testing.T) {
	at := func(v string) extract.MetaValue {
		return extract.MetaValue{Value: v, Raw: extract.Span{Start: 0, End: 3}}
	}
	a := analyse(t, extract.Meta{
		Title: at("Opening Remarks"), PublishedOn: at("2021-05-03"), DeliveredOn: at("2021-05"), Publisher: at("The Korea Herald"),
		Authors: []extract.MetaValue{at("Maria Koski")}, Speaker: at("H.E. Amb. Han Jiyong"), Genre: extract.Remarks,
	}, "I thank our hosts.")
	check(t, claims(a, schema.Title, schema.PublishedOn, schema.DeliveredOn, schema.Publisher, schema.Author, schema.Speaker, schema.DocType), []string{
		"document author Maria Koski",
		"document deliveredOn 2021-05",
		"document docType remarks",
		"document publishedOn 2021-05-03",
		"document publisher The Korea Herald",
		"document speaker Han Jiyong",
		"document title Opening Remarks",
	})
	for _, c := range a.Claims {
		if c.Subject == extract.TheDocument && len(c.RawEvidence) == 0 {
			t.Errorf("%s has no evidence", c.Predicate)
		}
	}
	check(t, mentions(a, schema.Person), []string{`"I"=Han Jiyong`})
}

func TestFirstPerson(t *testing.T) {
	p, err := pipeline()
	if err != nil {
		t.Fatal(err)
	}
	a := analyse(t, extract.Meta{
		Publisher: extract.MetaValue{Value: "Ministry of Foreign Affairs of the Republic of Korea"}, Speaker: extract.MetaValue{Value: "Han Jiyong"}, Genre: extract.Remarks,
	}, "Remarks by Han Jiyong", "Vice Minister of Foreign Affairs", "I thank our hosts.")
	speaker, state := p.actors.FirstPerson(a)
	if speaker < 0 || a.Entities[speaker].Label != "Han Jiyong" || state < 0 || a.Entities[state].Key != "state/KR" {
		t.Errorf("got %d, %d", speaker, state)
	}
}

func TestEveryClaimHasItsWords(t *testing.T) {
	a := analyse(t, extract.Meta{}, "Rosa Fuentes, Minister of Energy of Chile, met Foreign Minister Elena Soto of Peru in Lima.")
	for _, c := range a.Claims {
		if len(c.Evidence)+len(c.RawEvidence) == 0 {
			t.Errorf("%v has no evidence", c)
		}
		for _, s := range c.Evidence {
			if s.Start < 0 || s.End > len(a.Doc.Text) || s.Len() == 0 {
				t.Errorf("evidence %v of %d bytes", s, len(a.Doc.Text))
			}
		}
	}
}

func BenchmarkExtract(b *testing.B) {
	p, err := pipeline()
	if err != nil {
		b.Fatal(err)
	}
	line := "Foreign Minister Elena Soto of Peru met the Norwegian delegation, led by State Secretary Lena Lindholm, at the Ministry of Foreign Affairs in Lima on Monday, and both ministers welcomed the report of the United Nations Group of Governmental Experts."
	a := analyse(b, extract.Meta{}, slices.Repeat([]string{line}, 40)...)
	words := 40 * len(strings.Fields(line))
	b.ReportAllocs()
	for b.Loop() {
		p.actors.Extract(&extract.Analysis{Doc: a.Doc, Sentences: a.Sentences})
	}
	b.ReportMetric(float64(words)*float64(b.N)/b.Elapsed().Seconds(), "words/s")
}
