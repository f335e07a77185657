package review_test

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/review"
	"github.com/normgraph/normgraph/schema"
)

var shipped = sync.OnceValues(corpus.Shipped)

// memory is extractions by document id.
type memory map[string]*resolve.Extraction

func (m memory) Whole(d corpus.Doc) (*resolve.Extraction, error) {
	x := *m[d.ID]
	return &x, nil
}

func (m memory) Names(d corpus.Doc) (*resolve.Extraction, error) {
	x := *m[d.ID]
	x.Claims = slices.Clone(x.Claims)
	for i := range x.Claims {
		x.Claims[i].Evidence = nil
	}
	return &x, nil
}

// texts extracts from documents by path.
func texts(t *testing.T, files map[string]string) ([]corpus.Doc, memory) {
	t.Helper()
	w, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	var docs []corpus.Doc
	for path := range files {
		docs = append(docs, corpus.Doc{Path: path})
	}
	docs = corpus.Name(docs)
	m := memory{}
	for _, d := range docs {
		doc, err := read.Document(d.Path, []byte(files[d.Path]), read.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m[d.ID] = resolve.FromAnalysis(w.Pipeline.Analyse(doc))
	}
	return docs, m
}

// build resolves the documents under a set of decisions.
func build(t *testing.T, docs []corpus.Doc, from memory, set *review.Set) ([]quads.Claim, *corpus.Graph, *review.Account) {
	t.Helper()
	w, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	r, err := w.Resolver(set.Identities()...)
	if err != nil {
		t.Fatal(err)
	}
	over := set.Over(from)
	res, err := corpus.Resolve(context.Background(), r, docs, over, nil)
	if err != nil {
		t.Fatal(err)
	}
	account, err := set.Account(docs, from, res)
	if err != nil {
		t.Fatal(err)
	}
	names, err := schema.NewNames("")
	if err != nil {
		t.Fatal(err)
	}
	g := &corpus.Graph{
		Builder: quads.Builder{Vocabulary: w.Vocabulary, Names: names, Resolution: res},
		Known:   w.Known(), Decisions: account.Nodes, Docs: docs, Extractions: over,
	}
	var claims []quads.Claim
	for doc, err := range g.Claims(context.Background()) {
		if err != nil {
			t.Fatal(err)
		}
		claims = append(claims, doc.Claims...)
	}
	return claims, g, account
}

func shippedCorpus(t *testing.T) ([]corpus.Doc, memory) {
	dir := filepath.Join("..", "..", "testdata", "corpus")
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[e.Name()] = string(b)
	}
	return texts(t, files)
}

// statements are those behind a claim.
func statements(docs []corpus.Doc, from memory, g *corpus.Graph, id string) []review.Statement {
	var out []review.Statement
	for _, d := range docs {
		doc := &resolve.Document{ID: d.ID, Path: d.Path, Extraction: *from[d.ID]}
		for i := range doc.Claims {
			if c, err := g.Builder.Claim(doc, &doc.Claims[i]); err == nil && c.ID == id {
				out = append(out, review.StatementOf(doc, &doc.Claims[i]))
			}
		}
	}
	return out
}

func encode(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// A file of decisions on the corpus changes what it says and what follows from
// that, and nothing else.
func TestDecisionsChangeExactlyWhatTheySay(t *testing.T) {
	docs, from := shippedCorpus(t)
	before, g, _ := build(t, docs, from, review.NewSet(nil))
	verdicts := []review.Verdict{review.Wrong, review.Right, review.Corrected}
	korea := review.Value{Class: schema.State, Key: "state/KR", Label: "Republic of Korea"}
	decided := map[string]review.Verdict{}
	var ds []review.Decision
	n := 0
	for _, c := range before {
		// Who hosts, speaks and holds a position tells no event from another.
		if c.Derived || !slices.Contains([]schema.Predicate{schema.Addressed, schema.Attended, schema.HostedBy, schema.CallsFor, schema.Supports, schema.Discusses}, c.Predicate) {
			continue
		}
		if n++; n%9 != 0 {
			continue
		}
		v := verdicts[n/9%3]
		if v == review.Corrected && (c.Predicate != schema.HostedBy || c.Object.ID == korea.Key) {
			v = review.Wrong
		}
		decided[c.ID] = v
		for _, s := range statements(docs, from, g, c.ID) {
			d := review.Decision{Verdict: v, Claim: &s, By: "a reviewer", On: "2024-05-06"}
			if v == review.Corrected {
				d.Value = &korea
			}
			ds = append(ds, d)
		}
	}
	if len(decided) < 10 {
		t.Fatalf("only %d claims to decide on", len(decided))
	}
	set := review.NewSet(ds)
	after, _, account := build(t, docs, from, set)
	if account.Applied != set.Len() || len(account.Unmet) > 0 || account.Absent > 0 {
		t.Errorf("%d decisions: %+v", set.Len(), account)
	}

	left := map[string]quads.Claim{}
	for _, c := range after {
		left[c.ID] = c
	}
	// gone are the claims that no longer stand, with what followed from them.
	gone := map[string]bool{}
	for id, v := range decided {
		if v != review.Right {
			gone[id] = true
		}
	}
	for range 4 {
		for _, c := range before {
			if slices.ContainsFunc(c.Premises, func(p string) bool { return gone[p] }) {
				gone[c.ID] = true
			}
		}
	}
	for _, c := range before {
		now, stands := left[c.ID]
		delete(left, c.ID)
		switch v := decided[c.ID]; {
		case v == review.Right:
			c.Confidence, c.Review = 1, now.Review
			if now.Review == nil || now.Review.Verdict != "right" || now.Review.By != "a reviewer" || encode(t, c) != encode(t, now) {
				t.Errorf("right: %s became %s", encode(t, c), encode(t, now))
			}
		case v != "":
			if stands {
				t.Errorf("%s: still there: %s", v, encode(t, now))
			}
		case !stands:
			if !gone[c.ID] {
				t.Errorf("nobody decided on %s, which is gone", encode(t, c))
			}
		case !c.Derived && encode(t, c) != encode(t, now):
			t.Errorf("nobody decided on %s, which became %s", encode(t, c), encode(t, now))
		}
	}
	for _, c := range left {
		corrected := c.Review != nil && c.Review.Verdict == "corrected" && c.Object.ID == korea.Key && c.Confidence == 1
		if !corrected && !c.Derived {
			t.Errorf("new: %s", encode(t, c))
		}
	}

	// In any order of the lines, and again.
	var b bytes.Buffer
	if err := set.Write(&b); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	rng := rand.New(rand.NewPCG(1, 2))
	for range 3 {
		rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
		shuffled, err := review.Parse("x", []byte(strings.Join(lines, "")))
		if err != nil {
			t.Fatal(err)
		}
		again, _, _ := build(t, docs, from, shuffled)
		if encode(t, again) != encode(t, after) {
			t.Error("another order of the decisions gives other claims")
		}
		var back bytes.Buffer
		if err := shuffled.Write(&back); err != nil || back.String() != b.String() {
			t.Errorf("the file is not the same again: %v", err)
		}
	}
}

const (
	lagos  = "LAGOS, 3 May 2022. The River Forum was held in Lagos on 3 May 2022.\n\nNigeria hosted the River Forum.\n"
	longer = "A note of the secretariat, which may be quoted.\n\n" + lagos + "\nGhana attended the River Forum.\n"
)

func TestADecisionHoldsAsLongAsItsWordsStand(t *testing.T) {
	docs, from := texts(t, map[string]string{"a.txt": lagos})
	claims, g, _ := build(t, docs, from, review.NewSet(nil))
	host := func(claims []quads.Claim) string {
		for _, c := range claims {
			if c.Predicate == schema.HostedBy {
				return c.Object.ID
			}
		}
		return ""
	}
	i := slices.IndexFunc(claims, func(c quads.Claim) bool { return c.Predicate == schema.HostedBy })
	if i < 0 {
		t.Fatal("no host is read")
	}
	ss := statements(docs, from, g, claims[i].ID)
	if len(ss) != 1 {
		t.Fatalf("statements %+v", ss)
	}
	kenya := &review.Value{Class: schema.State, Key: "state/KE", Label: "Kenya"}
	for _, test := range []struct {
		name, text string
		decision   review.Decision
		host       string
		unmet      int
	}{
		{"wrong", lagos, review.Decision{Verdict: review.Wrong}, "", 0},
		{"wrong_and_the_words_moved", longer, review.Decision{Verdict: review.Wrong}, "", 0},
		{"wrong_and_set_with_other_blanks", strings.Replace(longer, "Nigeria hosted", "Nigeria  hosted", 1), review.Decision{Verdict: review.Wrong}, "", 0},
		{"corrected", longer, review.Decision{Verdict: review.Corrected, Value: kenya}, "state/KE", 0},
		{"other_words_say_it_too", longer + "\nThe River Forum was hosted by Nigeria.\n", review.Decision{Verdict: review.Wrong}, "state/NG", 0},
		{"the_words_are_gone", strings.Replace(longer, "Nigeria hosted the", "Nigeria was host of the", 1), review.Decision{Verdict: review.Wrong}, "state/NG", 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := test.decision
			d.Claim = &ss[0]
			docs, from := texts(t, map[string]string{"a.txt": test.text, "b.txt": "Nothing of note."})
			claims, _, account := build(t, docs, from, review.NewSet([]review.Decision{d}))
			if got := host(claims); got != test.host || len(account.Unmet) != test.unmet {
				t.Errorf("host %q, want %q; without effect: %q", got, test.host, account.Unmet)
			}
		})
	}
	t.Run("the_document_is_not_here", func(t *testing.T) {
		docs, from := texts(t, map[string]string{"b.txt": "Nothing of note."})
		_, _, account := build(t, docs, from, review.NewSet([]review.Decision{{Verdict: review.Wrong, Claim: &ss[0]}}))
		if account.Absent != 1 || len(account.Unmet) > 0 || len(account.Nodes) > 0 {
			t.Errorf("%+v", account)
		}
	})
}

func TestIdentitiesAreDecidedByNames(t *testing.T) {
	files := map[string]string{
		"a.txt": "The River Forum was held in Lagos on 3 May 2022. Nigeria hosted the River Forum.\n",
		"b.txt": "The River Forum was held in Lagos on 3 May 2022. Ghana attended the River Forum.\n",
	}
	docs, from := texts(t, files)
	events := func(claims []quads.Claim) []string {
		var out []string
		for _, c := range claims {
			if c.Predicate == schema.StartDate {
				out = append(out, c.Subject.ID)
			}
		}
		slices.Sort(out)
		return slices.Compact(out)
	}
	claims, _, _ := build(t, docs, from, review.NewSet(nil))
	if len(events(claims)) != 1 {
		t.Fatalf("events %q: want them joined without a decision", events(claims))
	}
	var label string
	for _, e := range from["a"].Entities {
		if e.Class == schema.Event {
			label = e.Label
		}
	}
	d := review.Decision{Verdict: review.NotSame, A: &resolve.Member{Document: "a", Class: schema.Event, Label: label}, B: &resolve.Member{Document: "b", Class: schema.Event, Label: label}}
	claims, g, account := build(t, docs, from, review.NewSet([]review.Decision{d}))
	if len(events(claims)) != 2 || account.Applied != 1 {
		t.Errorf("events %q, account %+v", events(claims), account)
	}
	c := quads.NewChecker(g.Builder.Vocabulary, g.Builder.Names, nil)
	for q, err := range g.Quads(context.Background(), nil) {
		if err != nil {
			t.Fatal(err)
		}
		c.Add(q)
	}
	for _, p := range c.Finish() {
		t.Error(p)
	}
}

func TestFilesOfDecisionsAreChecked(t *testing.T) {
	right := `{"verdict":"right","claim":{"document":"a","subject":{"class":"Event","label":"X"},"predicate":"hostedBy","object":{"class":"State","key":"state/NG"},"words":["Nigeria  hosted X."]}}`
	same := `{"verdict":"same","a":{"document":"a","class":"Event","label":"X"},"b":{"document":"b","class":"Event","label":"Y"}}`
	for _, test := range []struct{ name, text, want string }{
		{"fine", "# decisions\n\n" + right + "\n" + same + "\n", ""},
		{"not_json", "wrong\n", "f:1: no decision"},
		{"unknown_field", "\n" + strings.Replace(same, `"a":`, `"c":1,"a":`, 1), "f:2: no decision: json: unknown field"},
		{"unknown_verdict", strings.Replace(same, `"same"`, `"maybe"`, 1), `f:1: unknown verdict "maybe"`},
		{"one_side_only", `{"verdict":"same","a":{"document":"a","class":"Event","label":"X"}}`, "f:1: same wants the fields a and b"},
		{"corrected_to_what", strings.Replace(right, `"right"`, `"corrected"`, 1), "f:1: corrected wants a value"},
		{"no_words", strings.Replace(right, `"words":["Nigeria  hosted X."]`, `"words":[]`, 1), "f:1: claim wants document, predicate and words"},
		{"bad_day", strings.Replace(right, `"verdict"`, `"on":"yesterday","verdict"`, 1), `f:1: on: "yesterday" is no day`},
		{"decided_twice", right + "\n" + strings.Replace(right, "right", "wrong", 1), "f:2: decided in line 1 already"},
		{"decided_twice_the_other_way_round", same + "\n" + `{"verdict":"not-same","b":{"document":"a","class":"Event","label":"X"},"a":{"document":"b","class":"Event","label":"Y"}}`, "f:2: decided in line 1"},
		{"every_problem", "x\n" + right + "\ny\n", "f:3: no decision"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := review.Parse("f", []byte(test.text))
			got := ""
			if err != nil {
				got = err.Error()
			}
			if test.want == "" && got != "" || !strings.Contains(got, test.want) {
				t.Errorf("error %q, want %q", got, test.want)
			}
		})
	}
}

func TestApplyLeavesTheExtractionAlone(t *testing.T) {
	x := &resolve.Extraction{
		Entities: []resolve.Entity{{Class: schema.Event, Label: "X"}, {Class: schema.State, Key: "state/NG", Label: "Nigeria"}},
		Claims: []resolve.Claim{{
			Subject: 0, Predicate: schema.HostedBy, Object: 1, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Confidence: 0.5,
			Evidence: []resolve.Evidence{{Start: 0, End: 1, Exact: "a"}, {Start: 2, End: 3, Exact: "<b>b</b>", Text: "b"}},
		}},
	}
	kept := *x
	kept.Claims = slices.Clone(x.Claims)
	s := review.Statement{Document: "d", Subject: review.Value{Class: schema.Event, Label: "X"}, Predicate: schema.HostedBy, Object: review.Value{Key: "state/NG"}, Words: []string{"b"}}
	set := review.NewSet([]review.Decision{{Verdict: review.Corrected, Claim: &s, Value: &review.Value{Class: schema.State, Key: "state/GH", Label: "Ghana"}}})
	y := *x
	if unmet := set.Apply("d", &y); len(unmet) > 0 {
		t.Errorf("without effect: %v", unmet)
	}
	if d := cmp.Diff(&kept, x); d != "" {
		t.Errorf("changed: %s", d)
	}
	if len(y.Claims) != 2 || y.Claims[0].Object != 2 || y.Claims[0].Evidence[0].Text != "b" || y.Claims[1].Object != 1 || y.Claims[1].Evidence[0].Exact != "a" {
		t.Errorf("claims %+v", y.Claims)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"verdict":"same","a":{"document":"a","class":"Event","label":"X"},"b":{"document":"b","class":"Event","label":"Y"}}`))
	f.Add([]byte(`{"verdict":"wrong","claim":{"document":"a","subject":{},"predicate":"hostedBy","object":{"literal":"1","datatype":"xsd:integer"},"words":["a  b"]}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		set, err := review.Parse("f", b)
		if err != nil {
			return
		}
		var out, again bytes.Buffer
		if err := set.Write(&out); err != nil {
			t.Fatal(err)
		}
		back, err := review.Parse("f", out.Bytes())
		if err != nil {
			t.Fatalf("%v of %s", err, out.String())
		}
		if err := back.Write(&again); err != nil || again.String() != out.String() {
			t.Errorf("%s became %s", out.String(), again.String())
		}
	})
}
