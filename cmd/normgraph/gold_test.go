package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/score"
)

// shared is the folder of real documents beside the project, which tests may
// read where it is there.
func shared(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the folder of real documents (%s) is not there", filepath.Join("..", "shared"))
	}
	return path
}

// extracted runs `normgraph extract --format jsonl` and reads what it prints.
func extracted(t *testing.T, paths ...string) []quads.Claim {
	t.Helper()
	var out, errs bytes.Buffer
	if code := run(t.Context(), append([]string{"extract", "--format", "jsonl"}, paths...), nil, &out, &errs); code != exitOK {
		t.Fatalf("extract ended with %d: %s", code, errs.String())
	}
	var claims []quads.Claim
	for line := range strings.Lines(out.String()) {
		var c quads.Claim
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatalf("%v in %s", err, line)
		}
		claims = append(claims, c)
	}
	return claims
}

// endorsing are the stances that count as endorsing.
var endorsing = []string{"endorses", "adopts", "agrees", "reaffirms", "commitsTo", "callsFor", "recommends", "supports", "implements", "hopesFor"}

// None of the facts that the gold says a reader must not see is claimed from
// the line that tempts to it.
func TestRealDocumentsGiveNoneOfTheForbiddenFacts(t *testing.T) {
	f, err := os.Open(shared(t, "gold/documents-negatives.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	claims := extracted(t, shared(t, "documents"))
	for in := bufio.NewScanner(f); in.Scan(); {
		var n struct {
			Doc, Subject, Predicate, Object, Why string
			Line                                 int
		}
		if err := json.Unmarshal(in.Bytes(), &n); err != nil {
			t.Fatal(err)
		}
		for _, c := range claims {
			if c.Derived || read.Stem(c.Document) != n.Doc || !slices.ContainsFunc(c.Evidence, onLine(c.Document, n.Line)) {
				continue
			}
			p := string(c.Predicate)
			if n.Predicate == "endorses" && slices.Contains(endorsing, p) || n.Predicate == "violates" && p == "accusedOfViolating" {
				p = n.Predicate
			}
			if n.Predicate != "*" && n.Predicate != p || !names(n.Subject, c.Subject) || !names(n.Object, c.Object) {
				continue
			}
			t.Errorf("%s:%d: %s %s %s by %s, but: %s", n.Doc, n.Line, c.Subject.Label, c.Predicate, termText(c.Object), c.Rule, n.Why)
		}
	}
}

// onLine reports whether evidence touches a line of the document.
func onLine(path string, line int) func(resolve.Evidence) bool {
	return func(e resolve.Evidence) bool {
		return e.Line <= line && line <= e.Line+strings.Count(e.Exact, "\n")
	}
}

// names reports whether a name of the gold ("state:KR", "*", "\"300\"") may
// mean the term: the same id, or an event of which all words of the id stand in
// one of its names.
func names(gold string, t quads.Term) bool {
	if gold == "*" {
		return true
	}
	if v, ok := strings.CutPrefix(gold, `"`); ok {
		return t.Value == strings.TrimSuffix(v, `"`)
	}
	kind, id, _ := strings.Cut(gold, ":")
	if kind == "event" {
		// the forbidden facts are all about the document's main event
		return t.Type == "Event" && (strings.Contains(t.Label, "Seoul") || strings.Contains(t.Label, "Inter-Regional") || strings.Contains(t.Label, "Warsaw") || strings.Contains(t.Label, "forum"))
	}
	return strings.EqualFold(t.ID, kind+"/"+id)
}

// The pairs of mentions that the gold joins or keeps apart.
func TestRealDocumentsGiveOneNodeForOneThing(t *testing.T) {
	claims := extracted(t, shared(t, "documents"))
	// id gives the node of a name in a document.
	id := func(doc, class, name string) string {
		t.Helper()
		found := ""
		for _, c := range claims {
			if !strings.HasPrefix(read.Stem(c.Document), doc) {
				continue
			}
			for _, term := range []quads.Term{c.Subject, c.Object} {
				if string(term.Type) == class && (term.Label == name || slices.Contains(term.Aliases, name)) {
					if found != "" && found != term.ID {
						t.Errorf("%s: %q is both %s and %s", doc, name, found, term.ID)
					}
					found = term.ID
				}
			}
		}
		if found == "" {
			t.Errorf("%s: no claim names %s %q", doc, class, name)
		}
		return found
	}
	type mention struct{ doc, class, name string }
	same := [][2]mention{
		{{"000", "Event", "first meeting of the Warsaw Process Working Group on Cybersecurity"}, {"002", "Event", "Warsaw Process Working Group on Cybersecurity"}},
		{{"001", "Event", "2013 Seoul Conference on Cyberspace"}, {"004", "Event", "Seoul Conference on Cyber Space 2013"}},
		{{"000", "Person", "Lee Taeho"}, {"001", "Person", "Lee Taeho"}},
		{{"000", "State", "Republic of Korea"}, {"004", "State", "South Korea"}},
		{{"001", "State", "ROK"}, {"002", "State", "Republic of Korea"}},
		{{"001", "Organization", "OSCE"}, {"003", "Organization", "Organization for Security and Co-operation in Europe"}},
		{{"001", "State", "Hungary"}, {"004", "State", "Hungary"}},
	}
	for _, p := range same {
		if a, b := id(p[0].doc, p[0].class, p[0].name), id(p[1].doc, p[1].class, p[1].name); a != b {
			t.Errorf("%v is %s, %v is %s; they are one", p[0], a, p[1], b)
		}
	}
	apart := [][2]mention{
		{{"000", "Person", "Lee Taeho"}, {"003", "Person", "Choi Jongmoon"}},
		{{"001", "Event", "Second Inter-Regional Conference on Cyber/ ICT Security"}, {"003", "Event", "3rd Inter-Regional Conference on Cyber/ICT Security"}},
	}
	for _, p := range apart {
		if a, b := id(p[0].doc, p[0].class, p[0].name), id(p[1].doc, p[1].class, p[1].name); a == b {
			t.Errorf("%v and %v are both %s; they are two", p[0], p[1], a)
		}
	}
	// Both editions belong to one series.
	series := map[string]bool{}
	for _, c := range claims {
		if c.Predicate == "editionOf" && strings.Contains(c.Subject.Label, "Inter-Regional") {
			series[c.Object.ID] = true
		}
	}
	if len(series) != 1 {
		t.Errorf("the editions of the Inter-Regional Conference belong to %d series: %v", len(series), series)
	}
}

// Over the real documents and the corpus together, no state and no person is
// split or wrongly merged, and events hardly ever.
func TestNamesOfManyDocumentsBecomeOneThing(t *testing.T) {
	var out, errs bytes.Buffer
	args := []string{
		"eval", "--format", "json", "--identity", shared(t, "gold/corpus-identity.jsonl"),
		shared(t, "gold/corpus"), shared(t, "corpus"), shared(t, "documents"),
	}
	if code := run(t.Context(), args, nil, &out, &errs); code != exitOK {
		t.Fatalf("eval ended with %d: %s", code, errs.String())
	}
	var report struct{ Identity []score.BCubed }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	least := map[string]float64{"State": 1, "Person": 1, "Event": 0.95}
	for _, b := range report.Identity {
		want, ok := least[b.Type]
		if !ok {
			continue
		}
		delete(least, b.Type)
		t.Logf("%s: P %.3f R %.3f F1 %.3f, %d of %d names found", b.Type, b.Precision, b.Recall, b.F1, b.Found, b.Mentions)
		if b.F1 < want || b.Found < b.Mentions/3 {
			t.Errorf("%s: B-cubed F1 %.3f over %d of %d names, want %.2f; split %q, merged %q", b.Type, b.F1, b.Found, b.Mentions, want, b.Split, b.Merged)
		}
	}
	if len(least) > 0 {
		t.Errorf("no figures for %v", least)
	}
}
