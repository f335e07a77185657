package score_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract/score"
)

const goldLines = `{"doc":"a.txt","s":"Fourth River Forum","s_type":"Event","p":"hostedBy","o":"Republic of Korea","o_type":"State","core":true,"line":2}
{"doc":"a.txt","s":"Fourth River Forum","s_type":"Event","p":"startDate","o":"2019-10-08","o_type":"date","core":true}
{"doc":"a.txt","s":"Fourth River Forum","s_type":"Event","p":"place","o":"Seoul","o_type":"Place","core":false}
{"doc":"a.txt","s":"Lee Taemin","s_type":"Person","p":"endorses","stance":"callsFor","o":"capacity-building","o_type":"Norm","core":true,"line":3}
`

const claimLines = `{"document":"x/a.txt","subject":{"id":"event/f","type":"Event","label":"4th River Forum"},"predicate":"hostedBy","object":{"id":"state/KR","type":"State","label":"Korea"},"rule":"r1","evidence":[{"exact":"Korea hosted."}]}
{"document":"x/a.txt","subject":{"id":"event/f","type":"Event","label":"4th River Forum"},"predicate":"startDate","object":{"value":"2019-10-09","datatype":"xsd:date"},"rule":"r2","confidence":0.5,"evidence":[{"exact":"<b>on the 9th</b>","text":"on the 9th"}]}
{"document":"x/a.txt","subject":{"id":"event/f","type":"Event","label":"4th River Forum"},"predicate":"place","object":{"id":"place/seoul","type":"Place","label":"Seoul"}}
{"document":"x/a.txt","subject":{"id":"person/l","type":"Person","label":"LEE Tae-min"},"predicate":"ng:supports","object":{"id":"norm/capacity-general","type":"Norm","label":"Capacity"}}
{"document":"x/a.txt","subject":{"id":"person/l","type":"Person","label":"LEE Tae-min"},"predicate":"callsFor","object":{"id":"norm/capacity-general","type":"Norm","label":"Capacity"}}
{"document":"x/a.txt","subject":{"id":"person/l","type":"Person","label":"LEE Tae-min"},"predicate":"mentions","object":{"id":"norm/x","type":"Norm","label":"X"}}
{"document":"x/a.txt","subject":{"id":"event/f","type":"Event","label":"4th River Forum"},"predicate":"coHostedBy","object":{"id":"state/PL","type":"State","label":"Poland"},"derived":true}
`

func scorer() *score.Scorer {
	return &score.Scorer{
		Names:  score.NewNames([][]string{{"South Korea", "Republic of Korea", "Korea"}}),
		Groups: score.Groups{"capacity-building": {"capacity-general", "capacity-building"}},
	}
}

func report(t *testing.T, claims string) *score.Report {
	t.Helper()
	gold, err := score.LoadGold(fstest.MapFS{"a.jsonl": {Data: []byte(goldLines)}})
	if err != nil {
		t.Fatal(err)
	}
	cs, err := score.LoadClaims(strings.NewReader(claims))
	if err != nil {
		t.Fatal(err)
	}
	return scorer().Score(gold, cs, nil)
}

func TestScore(t *testing.T) {
	r := report(t, claimLines)
	want := score.Figures{Precision: 0.75, Recall: 2.0 / 3, F1: 2 * 0.75 * (2.0 / 3) / (0.75 + 2.0/3), Right: 3, Claims: 4, Found: 2, Facts: 3}
	if d := cmp.Diff(want, r.Strict.Micro); d != "" {
		t.Error(d)
	}
	if r.Strict.StanceRight != 1 || r.Strict.StanceOf != 1 {
		t.Errorf("stance %d of %d", r.Strict.StanceRight, r.Strict.StanceOf)
	}
	var b bytes.Buffer
	if err := r.WriteDetails(&b, func(string) []byte { return []byte("one\ntwo\n") }); err != nil {
		t.Fatal(err)
	}
	for _, s := range []string{"missed startDate | Fourth River Forum -> 2019-10-08", "wrong  startDate | 4th River Forum -> 2019-10-09 | r2 0.50: on the 9th"} {
		if !strings.Contains(b.String(), s) {
			t.Errorf("%q is missing in\n%s", s, &b)
		}
	}
	b.Reset()
	if err := r.WriteTable(&b); err != nil || !strings.Contains(b.String(), "strict  P 0.750 R 0.667 F1 0.706") {
		t.Errorf("table: %v\n%s", err, &b)
	}
}

func TestCompare(t *testing.T) {
	before := report(t, claimLines)
	after := report(t, strings.Replace(claimLines, "2019-10-09", "2019-10-08", 1))
	var b bytes.Buffer
	if err := score.Compare(before, after).WriteText(&b); err != nil {
		t.Fatal(err)
	}
	want := `startDate          P 0.000 → 1.000  R 0.000 → 1.000  F1 0.000 → 1.000
found  a: startDate | Fourth River Forum -> 2019-10-08
fixed  a: startDate | 4th River Forum -> 2019-10-09 | r2
`
	if d := cmp.Diff(want, b.String()); d != "" {
		t.Error(d)
	}
}

func TestBadInputIsReportedByLine(t *testing.T) {
	_, err := score.LoadGold(fstest.MapFS{"a.jsonl": {Data: []byte("{}\n{\n")}})
	if err == nil || !strings.Contains(err.Error(), "a.jsonl:2: ") {
		t.Errorf("gold: %v", err)
	}
	if _, err := score.LoadClaims(strings.NewReader("\n{\n")); err == nil || !strings.Contains(err.Error(), ":2: ") {
		t.Errorf("claims: %v", err)
	}
}

func TestIdentity(t *testing.T) {
	gold := []score.Cluster{
		{Type: "Event", Name: "A", Mentions: []score.Mention{{"1", "a"}, {"2", "a"}, {"3", "a"}}},
		{Type: "Event", Name: "B", Mentions: []score.Mention{{"1", "b"}, {"2", "b"}}},
		{Type: "State", Name: "K", Mentions: []score.Mention{{"1", "k"}, {"1", "kk"}, {"4", "k"}}},
	}
	find := func(class string, m score.Mention) string {
		return map[string]string{"1a": "x", "2a": "x", "3a": "y", "1b": "z", "2b": "x", "1k": "k", "1kk": "k"}[m.Document+m.Name]
	}
	got := score.Identity(gold, find)
	if len(got) != 3 || got[0].Type != "Event" || got[1].Type != "State" || got[2].Type != "" {
		t.Fatalf("%+v", got)
	}
	e := got[0]
	// Found things: x = {A, A, B}, y = {A}, z = {B}.
	wantP := (2.0/3 + 2.0/3 + 1.0/3 + 1 + 1) / 5
	wantR := (2.0/3 + 2.0/3 + 1.0/3 + 0.5 + 0.5) / 5
	if math.Abs(e.Precision-wantP) > 1e-9 || math.Abs(e.Recall-wantR) > 1e-9 {
		t.Errorf("P %v R %v, want %v %v", e.Precision, e.Recall, wantP, wantR)
	}
	if len(e.Split) != 2 || len(e.Merged) != 1 || e.Merged[0] != "x: A; B" {
		t.Errorf("split %v merged %v", e.Split, e.Merged)
	}
	if s := got[1]; s.Mentions != 3 || s.Found != 2 || s.F1 != 1 {
		t.Errorf("state %+v", s)
	}
}

// shared is the folder of documents and gold beside the repository.
func shared(t *testing.T) string {
	t.Helper()
	dir := filepath.Join("..", "..", "..", "shared")
	if _, err := os.Stat(filepath.Join(dir, "tools", "score.py")); err != nil {
		t.Skip("no shared folder with the reference scorer beside the repository")
	}
	return dir
}

// table reads a TSV file's cells.
func table(t *testing.T, file string) [][]string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]string
	for i, line := range strings.Split(string(b), "\n") {
		if f := strings.Split(line, "\t"); i > 0 && len(f) >= 3 {
			out = append(out, f)
		}
	}
	return out
}

// referenceScorer knows the names that the reference scorer knows.
func referenceScorer(t *testing.T, dir string) *score.Scorer {
	t.Helper()
	var sets [][]string
	for _, src := range []struct {
		file string
		cols []int
	}{{"countries.tsv", []int{3, 4, 0, 1, 7}}, {"organizations.tsv", []int{2, 1}}} {
		for _, f := range table(t, filepath.Join(dir, "domain", src.file)) {
			set := []string{f[src.cols[0]]}
			for _, c := range src.cols {
				if c < len(f) {
					set = append(set, strings.Split(f[c], ";")...)
				}
			}
			sets = append(sets, set)
		}
	}
	m, err := os.Open(filepath.Join(dir, "tools", "norm-map.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer m.Close()
	groups, err := score.LoadGroups(m)
	if err != nil {
		t.Fatal(err)
	}
	return &score.Scorer{Names: score.NewNames(sets), Groups: groups}
}

// claimsFromGold makes claims of every gold fact but each seventh, spoiling some
// in each way that the scorer has to judge.
func claimsFromGold(t *testing.T, dir string) []byte {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	n := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
			if line == "" {
				continue
			}
			var f map[string]any
			if err := json.Unmarshal([]byte(line), &f); err != nil {
				t.Fatal(err)
			}
			n++
			s, o, p := fmt.Sprint(f["s"]), fmt.Sprint(f["o"]), fmt.Sprint(f["p"])
			switch n % 7 {
			case 0:
				continue
			case 1:
				s = strings.ToUpper(s)
			case 2:
				o = "The " + o + " Extra"
			case 3:
				if w := strings.Fields(s); len(w) > 2 {
					s = strings.Join(w[1:], " ")
				}
			case 4:
				if st, ok := f["stance"].(string); ok {
					p = st
				}
				if p == "hostedBy" {
					p = "coHostedBy"
				}
			}
			object := map[string]any{"id": "thing/" + o, "type": f["o_type"], "label": o, "aliases": []string{}}
			if strings.Contains("date integer gYear string", fmt.Sprint(f["o_type"])) {
				object = map[string]any{"value": o, "datatype": "xsd:string"}
			}
			claim := map[string]any{
				"document": "d/" + strings.TrimSuffix(filepath.Base(file), "jsonl") + "txt", "predicate": p,
				"subject": map[string]any{"id": "thing/" + s, "type": f["s_type"], "label": s, "aliases": []string{}}, "object": object,
				"derived": n%11 == 0,
			}
			if err := enc.Encode(claim); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.Bytes()
}

// someGold links five files of a gold folder into a new one: the reference
// scorer takes a minute over all.
func someGold(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	out := t.TempDir()
	for i := range 5 {
		from, err := filepath.Abs(files[i*len(files)/5])
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(from, filepath.Join(out, filepath.Base(from))); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

func TestSameFiguresAsTheReferenceScorer(t *testing.T) {
	dir := shared(t)
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("python3 is not installed: no comparison with the reference scorer")
	}
	for _, set := range []string{"documents", "corpus", "releases"} {
		t.Run(set, func(t *testing.T) {
			goldDir := someGold(t, filepath.Join(dir, "gold", set))
			claims := claimsFromGold(t, goldDir)
			file := filepath.Join(t.TempDir(), "claims.jsonl")
			if err := os.WriteFile(file, claims, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(python, filepath.Join(dir, "tools", "score.py"), goldDir, file, "--json").Output()
			if err != nil {
				t.Fatal(err)
			}
			var want map[string]struct {
				Micro    [3]float64
				Counts   [4]int
				MacroF1  float64                       `json:"macro_f1"`
				Stance   *float64                      `json:"stance_accuracy"`
				PerValue map[string][2]json.RawMessage `json:"per"`
			}
			if err := json.Unmarshal(out, &want); err != nil {
				t.Fatal(err)
			}
			gold, err := score.LoadGold(os.DirFS(goldDir))
			if err != nil {
				t.Fatal(err)
			}
			cs, err := score.LoadClaims(bytes.NewReader(claims))
			if err != nil {
				t.Fatal(err)
			}
			r := referenceScorer(t, dir).Score(gold, cs, nil)
			for name, got := range map[string]*score.Result{"strict": &r.Strict, "loose": &r.Loose} {
				w, m := want[name], &got.Micro
				if c := [4]int{m.Right, m.Claims, m.Found, m.Facts}; c != w.Counts {
					t.Errorf("%s: counts %v, want %v", name, c, w.Counts)
				}
				for i, x := range []float64{m.Precision, m.Recall, m.F1} {
					if math.Abs(x-w.Micro[i]) > 1e-12 {
						t.Errorf("%s: micro %v, want %v", name, x, w.Micro[i])
					}
				}
				if math.Abs(got.MacroF1-w.MacroF1) > 1e-12 {
					t.Errorf("%s: macro F1 %v, want %v", name, got.MacroF1, w.MacroF1)
				}
				if w.Stance != nil && math.Abs(float64(got.StanceRight)/float64(got.StanceOf)-*w.Stance) > 1e-12 {
					t.Errorf("%s: stance %d/%d, want %v", name, got.StanceRight, got.StanceOf, *w.Stance)
				}
				for _, p := range got.Predicates {
					var counts [4]int
					if err := json.Unmarshal(w.PerValue[p.Name][1], &counts); err != nil {
						t.Fatalf("%s: %v", p.Name, err)
					}
					if c := [4]int{p.Right, p.Claims, p.Found, p.Facts}; c != counts {
						t.Errorf("%s %s: counts %v, want %v", name, p.Name, c, counts)
					}
				}
			}
			if r.Strict.Micro.Claims < 100 {
				t.Errorf("only %d claims compared", r.Strict.Micro.Claims)
			}
		})
	}
}
