package score

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/schema/problem"
)

// rolled maps predicates to those that they count as.
var rolled = map[string]string{
	"adopts": "endorses", "agrees": "endorses", "reaffirms": "endorses", "commitsTo": "endorses", "callsFor": "endorses",
	"recommends": "endorses", "supports": "endorses", "implements": "endorses", "hopesFor": "endorses",
	"presentedAt": "addressed", "coChairedBy": "chairedBy",
}

// scoredNames are the predicates that count, in the order of the documents'
// layers; claims of others are left out.
const scoredNames = "publisher publishedOn reportsOn startDate endDate place venue eventFormat eventStatus hostedBy coHostedBy organizedBy " +
	"sponsoredBy addressed chairedBy attended holdsOffice represents participantCount countryCount editionOf editionNumber " +
	"precededBy subEventOf establishedAt endorses discusses opposes adopted states basedOn launched"

// families are predicates that the loose figures take for each other.
var families = [][]string{
	{"hostedBy", "coHostedBy", "organizedBy", "sponsoredBy"},
	{"addressed", "attended"},
	{"adopted", "launched", "issued", "endorses"},
	{"place", "venue"},
	{"represents", "affiliatedWith"},
}

func rollUp(p string) string {
	if r, ok := rolled[p]; ok {
		return r
	}
	return p
}

// A Fact is a line of the gold.
type Fact struct {
	Subject, Object string
	SubjectNames    []string // Subject and other names that are right
	ObjectNames     []string
	SubjectType     string
	ObjectType      string
	Predicate       string   // rolled up
	Others          []string // further predicates that are right, rolled up
	Fine            []string // kinds of stance that are right
	Core            bool     // must be found
	Free            bool     // a norm that is in no catalogue, compared by words
	Line            int      // 1-based line of the document, 0 if not known
}

// Gold is the facts of documents by file stem.
type Gold map[string][]Fact

type factJSON struct {
	S     any    `json:"s"`
	P     string `json:"p"`
	O     any    `json:"o"`
	SType string `json:"s_type"`
	OType string `json:"o_type"`
	Fine  string `json:"stance"`
	Core  bool   `json:"core"`
	Free  bool   `json:"free"`
	Alt   []any  `json:"alt"`
	SAlt  []any  `json:"s_alt"`
	OAlt  []any  `json:"o_alt"`
	PAlt  []any  `json:"p_alt"`
	Line  int    `json:"line"`
}

// LoadGold reads every NAME.jsonl of the root of fsys but identity.jsonl. Facts
// that say the same are one. The error names every line that is no fact.
func LoadGold(fsys fs.FS) (Gold, error) {
	files, err := fs.Glob(fsys, "*.jsonl")
	if err != nil {
		return nil, err
	}
	var ps problem.List
	gold := Gold{}
	for _, file := range files {
		if stem := stem(file); stem != "identity" {
			gold[stem] = loadFacts(fsys, file, &ps)
		}
	}
	if len(files) == 0 {
		ps.Add("", 0, "no *.jsonl file in the gold folder")
	}
	return gold, ps.Err()
}

func stem(p string) string {
	base := path.Base(p)
	if ext := path.Ext(base); ext != base {
		return strings.TrimSuffix(base, ext)
	}
	return base
}

func loadFacts(fsys fs.FS, file string, ps *problem.List) []Fact {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		ps.Add(file, 0, "%v", err)
		return nil
	}
	facts := []Fact{}
	index := map[[3]string]int{}
	for n, line := range bytes.Split(b, []byte("\n")) {
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var x factJSON
		dec := json.NewDecoder(bytes.NewReader(line))
		dec.UseNumber()
		if err := dec.Decode(&x); err != nil {
			ps.Add(file, n+1, "%v", err)
			continue
		}
		f := x.fact()
		key := [3]string{fold(f.Subject), f.Predicate, fold(f.Object)}
		if i, ok := index[key]; ok {
			old := &facts[i]
			old.Core = old.Core || f.Core
			if !slices.Contains(old.Fine, f.Fine[0]) {
				old.Fine = append(old.Fine, f.Fine[0])
			}
			continue
		}
		index[key] = len(facts)
		facts = append(facts, f)
	}
	return facts
}

func (x *factJSON) fact() Fact {
	f := Fact{
		Subject: text(x.S), Object: text(x.O), SubjectType: x.SType, ObjectType: x.OType, Predicate: rollUp(x.P),
		Core: x.Core, Free: x.Free, Line: x.Line,
	}
	f.SubjectNames = append([]string{f.Subject}, texts(x.SAlt)...)
	f.ObjectNames = slices.Concat([]string{f.Object}, texts(x.Alt), texts(x.OAlt))
	for _, p := range texts(x.PAlt) {
		f.Others = append(f.Others, rollUp(p))
	}
	f.Fine = []string{x.P}
	if x.Fine != "" {
		f.Fine = []string{x.Fine}
	}
	return f
}

func text(v any) string {
	if v == nil {
		return ""
	}
	return fmt.Sprint(v)
}

func texts(vs []any) []string {
	var out []string
	for _, v := range vs {
		out = append(out, text(v))
	}
	return out
}

// A Claim is a claim as far as scoring needs it.
type Claim struct {
	Subject, Object Term
	Predicate       string   // rolled up
	Fine            []string // the predicates as claimed
	Rule            string
	Confidence      float64
	Evidence        string // words of the first evidence
}

// A Term is a thing, or a literal if IsLiteral.
type Term struct {
	ID        string
	Type      string
	Names     []string // label and aliases; the value of a literal
	IsLiteral bool
}

// label is the name to show.
func (t *Term) label() string {
	if len(t.Names) == 0 {
		return t.ID
	}
	return t.Names[0]
}

// Claims are the claims of documents by file stem, in order.
type Claims map[string][]Claim

type termJSON struct {
	ID      string   `json:"id"`
	Type    string   `json:"type"`
	Label   string   `json:"label"`
	Aliases []string `json:"aliases"`
	Value   any      `json:"value"`
}

func (t *termJSON) term() Term {
	if t.Value != nil {
		return Term{ID: t.ID, Type: t.Type, Names: []string{text(t.Value)}, IsLiteral: true}
	}
	return Term{ID: t.ID, Type: t.Type, Names: append([]string{t.Label}, t.Aliases...)}
}

// LoadClaims reads claims as JSON lines. Derived claims and those of predicates
// that do not count are left out; claims of one edge are one.
func LoadClaims(r io.Reader) (Claims, error) {
	count := map[string]bool{}
	for p := range strings.FieldsSeq(scoredNames) {
		count[p] = true
	}
	out := Claims{}
	index := map[[4]string]int{}
	br := bufio.NewReaderSize(r, 1<<16)
	var ps problem.List
	for n := 1; ; n++ {
		line, err := br.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			if p := readClaim(out, index, count, line); p != nil {
				ps.Add("claims", n, "%v", p)
			}
		}
		if err == io.EOF {
			return out, ps.Err()
		}
		if err != nil {
			return nil, err
		}
	}
}

func readClaim(out Claims, index map[[4]string]int, count map[string]bool, line []byte) error {
	var x struct {
		Document   string   `json:"document"`
		Subject    termJSON `json:"subject"`
		Predicate  string   `json:"predicate"`
		Object     termJSON `json:"object"`
		Derived    bool     `json:"derived"`
		Rule       string   `json:"rule"`
		Confidence float64  `json:"confidence"`
		Evidence   []struct {
			Exact string `json:"exact"`
			Text  string `json:"text"`
		} `json:"evidence"`
	}
	dec := json.NewDecoder(bytes.NewReader(line))
	dec.UseNumber()
	if err := dec.Decode(&x); err != nil {
		return err
	}
	fine := x.Predicate[strings.LastIndexByte(x.Predicate, ':')+1:]
	p := rollUp(fine)
	if x.Derived || !count[p] {
		return nil
	}
	c := Claim{Subject: x.Subject.term(), Object: x.Object.term(), Predicate: p, Fine: []string{fine}, Rule: x.Rule, Confidence: x.Confidence}
	if len(x.Evidence) > 0 {
		c.Evidence = x.Evidence[0].Exact
		if x.Evidence[0].Text != "" {
			c.Evidence = x.Evidence[0].Text
		}
	}
	doc := stem(x.Document)
	object := c.Object.ID
	if object == "" {
		object = c.Object.label()
	}
	key := [4]string{doc, c.Subject.ID, p, object}
	if i, ok := index[key]; ok {
		old := &out[doc][i]
		if !slices.Contains(old.Fine, fine) {
			old.Fine = append(old.Fine, fine)
		}
		return nil
	}
	index[key] = len(out[doc])
	out[doc] = append(out[doc], c)
	return nil
}
