package syntax

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/text"
)

func parser(t testing.TB) *Parser {
	t.Helper()
	p, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// parse analyses a text of one sentence.
func parse(t testing.TB, s string) *extract.Sentence {
	t.Helper()
	seg, err := text.New()
	if err != nil {
		t.Fatal(err)
	}
	sents := seg.Sentences(s)
	if len(sents) != 1 {
		t.Fatalf("%q has %d sentences, want 1", s, len(sents))
	}
	parser(t).Parse(s, &sents[0])
	return &sents[0]
}

// arcs writes each arc as "dependent <relation head".
func arcs(s string, sent *extract.Sentence) map[string]bool {
	out := map[string]bool{}
	form := func(i int) string {
		if i < 0 {
			return "ROOT"
		}
		sp := sent.Tokens[i].Span
		return s[sp.Start:sp.End]
	}
	for i, t := range sent.Tokens {
		out[fmt.Sprintf("%s <%s %s", form(i), t.Rel, form(t.Head))] = true
	}
	return out
}

// The constructions that extraction leans on.
func TestParsesOfDiplomaticProse(t *testing.T) {
	for _, c := range []struct {
		name, in string
		want     []string
	}{
		{
			"active_host", "Norway hosted the conference in Bergen on 3 May 2018.",
			[]string{"Norway <nsubj hosted", "conference <obj hosted", "hosted <root ROOT"},
		},
		{
			"passive_host", "The seminar was organised by the Ministry of Justice.",
			[]string{"seminar <nsubj:pass organised", "Ministry <obl:agent organised", "Justice <nmod Ministry"},
		},
		{
			"clause_after_verb", "The minister said that Chile would join the treaty.",
			[]string{"join <ccomp said", "Chile <nsubj join", "treaty <obj join"},
		},
		{
			"coordination", "Finland and Sweden welcomed the report.",
			[]string{"Finland <nsubj welcomed", "Sweden <conj Finland", "report <obj welcomed"},
		},
		{
			"negation", "The parties did not adopt the declaration.",
			[]string{"not <advmod adopt", "declaration <obj adopt"},
		},
		{
			"modal", "States should refrain from the use of force.",
			[]string{"should <aux refrain", "States <nsubj refrain"},
		},
		{
			"relative_clause", "The group, which met in Oslo, issued a statement.",
			[]string{"met <acl:relcl group", "group <nsubj issued", "statement <obj issued"},
		},
		{
			"hyphenated_given_name", "President Moon Ji-ho called for restraint.",
			[]string{"Moon <nsubj called", "Ji <flat Moon", "restraint <obl called"},
		},
		{
			"abbreviation_in_brackets", "The Ministry of Energy (ME) signed the agreement.",
			[]string{"Ministry <nsubj signed", "ME <appos Ministry", "agreement <obj signed"},
		},
		{
			"headline", "Ministers Discuss Maritime Security in Jakarta",
			[]string{"Ministers <nsubj Discuss", "Security <obj Discuss", "Discuss <root ROOT"},
		},
		{
			"participle_and_main_verb", "The dialogue, co-chaired by Kenya and Oman, was held in Nairobi.",
			[]string{"dialogue <nsubj:pass held", "co-chaired <acl dialogue", "Kenya <obl:agent co-chaired", "Oman <conj Kenya", "held <root ROOT"},
		},
		{
			"apposition", "Jane Doe, the ambassador of Malta, opened the session.",
			[]string{"Jane <nsubj opened", "ambassador <appos Jane", "Malta <nmod ambassador", "session <obj opened"},
		},
		{
			"long_list", "Chile, Peru, the Republic of Korea, Kenya, the United States and Norway signed it.",
			[]string{"Chile <nsubj signed", "Peru <conj Chile", "Republic <conj Chile", "Kenya <conj Chile", "States <conj Chile"},
		},
		{
			"clause_after_and", "Norway signed the Lima Declaration and Chile ratified it.",
			[]string{"Declaration <obj signed", "Chile <nsubj ratified", "and <cc ratified", "ratified <conj signed"},
		},
		{
			"copula_after_semicolon", "It was hosted by the Netherlands; the Republic of Korea was the co-host.",
			[]string{"Netherlands <obl:agent hosted", "Republic <nsubj co-host"},
		},
		{
			"nouns_joined_before_a_verb", "The ministers of Peru and Chile met.",
			[]string{"ministers <nsubj met", "Chile <conj Peru"},
		},
		{
			"participles_joined", "A framework developed by experts and adopted by the Assembly guides us.",
			[]string{"adopted <conj developed", "experts <obl:agent developed"},
		},
		{
			"preposition_before_a_pronoun", "The chairs put out a statement in their own name, and in it announced the creation of working groups.",
			[]string{"it <obl announced", "in <case it"},
		},
		{
			"copula", "International law is essential to stability.",
			[]string{"is <cop essential", "law <nsubj essential"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := parse(t, c.in)
			got := arcs(c.in, s)
			for _, w := range c.want {
				if !got[w] {
					t.Errorf("no arc %q in\n%s", w, Format(c.in, s))
				}
			}
		})
	}
}

func TestLemmas(t *testing.T) {
	const in = "Ministers have undertaken studies; they have met, stopped, agreed, hosted, hoped and planned the worst policies."
	s := parse(t, in)
	var got []string
	for _, tok := range s.Tokens {
		got = append(got, tok.Lemma)
	}
	want := strings.Fields("minister have undertake study ; they have meet , stop , agree , host , hope and plan the bad policy .")
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lemmas (-want +got):\n%s", d)
	}
}

func TestEveryTokenHasAHeadAndTheTreeOneRoot(t *testing.T) {
	for _, in := range []string{
		"Hello", "?", "Joint Statement On Cyber Security", strings.Repeat("the old, the new; ", 200) + "end", "외교부 발표",
	} {
		s := parse(t, in)
		roots := 0
		for i, tok := range s.Tokens {
			if tok.Head == -1 {
				roots++
			}
			if tok.UPOS == "" || tok.XPOS == "" || tok.Rel == "" || tok.Lemma == "" || tok.Head < -1 || tok.Head >= len(s.Tokens) || tok.Head == i {
				t.Errorf("token %d of %.40q is %+v", i, in, tok)
			}
			steps := 0
			for h := i; h >= 0 && steps <= len(s.Tokens); h = s.Tokens[h].Head {
				steps++
			}
			if steps > len(s.Tokens) {
				t.Fatalf("token %d of %.40q is in a cycle", i, in)
			}
		}
		if roots != 1 {
			t.Errorf("%d roots in %.40q", roots, in)
		}
	}
}

func TestParserIsSafeForManyGoroutines(t *testing.T) {
	const in = "The two sides agreed to hold the next round of consultations in Lima in 2020."
	want := Format(in, parse(t, in))
	p := parser(t)
	seg, err := text.New()
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 20 {
				s := seg.Sentences(in)
				p.Parse(in, &s[0])
				if got := Format(in, &s[0]); got != want {
					t.Errorf("got\n%swant\n%s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestTheModelLoadsAndIsSmall(t *testing.T) {
	if _, err := load(embedded); err != nil {
		t.Fatal(err)
	}
	const most = 12_000_000
	if len(embedded) > most {
		t.Errorf("the model has %d bytes, more than %d", len(embedded), most)
	}
}

// BenchmarkLoad is the decoding of the embedded model.
func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := load(embedded); err != nil {
			b.Fatal(err)
		}
	}
}

// tree is a gold sentence.
type tree struct {
	forms, upos, xpos, lemmas, rels []string
	heads                           []int
}

func readTrees(t testing.TB, name string) []tree {
	f, err := os.Open("../../../shared/treebank/" + name)
	if err != nil {
		t.Skip("the treebank is not here")
	}
	defer f.Close()
	var out []tree
	var s tree
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) != 10 {
			if len(s.forms) > 0 {
				out = append(out, s)
				s = tree{}
			}
			continue
		}
		if strings.ContainsAny(c[0], "-.") {
			continue
		}
		h, err := strconv.Atoi(c[6])
		if err != nil {
			t.Fatal(err)
		}
		s.forms, s.lemmas = append(s.forms, c[1]), append(s.lemmas, strings.ToLower(c[2]))
		s.upos, s.xpos, s.rels = append(s.upos, c[3]), append(s.xpos, c[4]), append(s.rels, c[7])
		s.heads = append(s.heads, h-1)
	}
	return out
}

// sentence lays the tokens of a tree out as text.
func (s *tree) sentence() (string, *extract.Sentence) {
	text := strings.Join(s.forms, " ")
	var sent extract.Sentence
	at := 0
	for _, f := range s.forms {
		sent.Tokens = append(sent.Tokens, extract.Token{Span: extract.Span{Start: at, End: at + len(f)}})
		at += len(f) + 1
	}
	return text, &sent
}

// The figures in the package comment come from here.
func TestFigures(t *testing.T) {
	for _, c := range []struct {
		file           string
		upos, uas, las float64 // floors
	}{
		{"test.conllu", 95.6, 86.4, 83.3},
		{"news-test.conllu", 96.3, 85.0, 81.9},
	} {
		t.Run(c.file, func(t *testing.T) {
			p := parser(t)
			var words, upos, xpos, lemma, uas, las float64
			count := func(n *float64, ok bool) {
				if ok {
					*n++
				}
			}
			for _, gold := range readTrees(t, c.file) {
				text, s := gold.sentence()
				p.Parse(text, s)
				for i, tok := range s.Tokens {
					words++
					count(&upos, tok.UPOS == gold.upos[i])
					count(&xpos, tok.XPOS == gold.xpos[i])
					count(&lemma, tok.Lemma == gold.lemmas[i])
					count(&uas, tok.Head == gold.heads[i])
					count(&las, tok.Head == gold.heads[i] && tok.Rel == gold.rels[i])
				}
			}
			for _, n := range []*float64{&upos, &xpos, &lemma, &uas, &las} {
				*n *= 100 / words
			}
			t.Logf("%s: UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f", c.file, upos, xpos, lemma, uas, las)
			if upos < c.upos || uas < c.uas || las < c.las {
				t.Errorf("below the floors UPOS %.2f UAS %.2f LAS %.2f", c.upos, c.uas, c.las)
			}
		})
	}
}

// BenchmarkParse needs running text: the same sentence again and again would
// find all its sums remembered.
func BenchmarkParse(b *testing.B) {
	type input struct {
		text string
		sent *extract.Sentence
	}
	var in []input
	words := 0
	for _, gold := range readTrees(b, "news-test.conllu") {
		text, s := gold.sentence()
		in = append(in, input{text, s})
		words += len(s.Tokens)
	}
	p := parser(b)
	b.ReportAllocs()
	for b.Loop() {
		for _, x := range in {
			p.Parse(x.text, x.sent)
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
