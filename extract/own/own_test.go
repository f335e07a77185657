package own_test

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/normgraph/normgraph/extract/own"
	"github.com/normgraph/normgraph/schema/problem"
)

func files(m map[string]string) fs.FS {
	out := fstest.MapFS{}
	for name, s := range m {
		out[name] = &fstest.MapFile{Data: []byte(s)}
	}
	return out
}

func shipped() own.Shipped {
	return own.Shipped{
		Norms: files(map[string]string{"norms/a.yaml": "field: a\nnorms:\n  - id: one\n", "norms/b.yaml": "field: b\n"}),
		Rules: files(map[string]string{"words.yaml": "", "hosts.yaml": "- id: host\n"}),
		Gazetteer: files(map[string]string{
			"states.tsv":        "# s\nalpha2\taliases\nKR\tROK\nNG\t\n",
			"organizations.tsv": "# o\nid\tname\taliases\nosce\tOSCE\t\nun\tUN\t\n",
			"places.tsv":        "id\tname\taliases\ngeneva\tGeneva\t\n",
		}),
	}
}

func load(t *testing.T, m map[string]string) *own.Data {
	t.Helper()
	d, err := own.Load(files(m), "mine", shipped())
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func content(t *testing.T, f fs.FS, name string) string {
	t.Helper()
	b, err := fs.ReadFile(f, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFilesAreAddedOrTakeThePlaceOfShippedOnes(t *testing.T) {
	d := load(t, map[string]string{
		"norms/b.yaml": "field: mine\n", "norms/c.yaml": "field: c\nnorms:\n  - id: two\n", "rules/r.yaml": "# ours\n- id: ours\n", "README.md": "x",
	})
	got, err := fs.Glob(d.Norms, "norms/*.yaml")
	if want := []string{"norms/a.yaml", "norms/b.yaml", "norms/c.yaml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("files %q, %v", got, err)
	}
	if s := content(t, d.Norms, "norms/b.yaml"); s != "field: mine\n" {
		t.Errorf("b.yaml is %q", s)
	}
	if s := content(t, d.Norms, "norms/a.yaml"); !strings.Contains(s, "one") {
		t.Errorf("a.yaml is %q", s)
	}
	if got, _ := fs.Glob(d.Rules, "*.yaml"); !slices.Equal(got, []string{"hosts.yaml", "r.yaml", "words.yaml"}) {
		t.Errorf("rules %q", got)
	}
	want := []own.Entry{{ID: "two", File: "mine/norms/c.yaml", Line: 3}, {Rule: true, ID: "ours", File: "mine/rules/r.yaml", Line: 2}}
	if got := d.Entries(); !slices.Equal(got, want) {
		t.Errorf("entries %+v", got)
	}
	if d.Questions != nil {
		t.Error("questions out of nothing")
	}
	if other := load(t, map[string]string{"norms/b.yaml": "field: other\n"}); other.Sum == d.Sum {
		t.Error("other data have the same sum")
	}
}

func TestTablesTakeLinesAndNames(t *testing.T) {
	d := load(t, map[string]string{
		"organizations.tsv": "# mine\nid\tname\taliases\r\nosce\tThe OSCE\tO\nicimod\tICIMOD\t\n",
		"names.tsv":         "entry\tname\nstate/KR\tSouth Korea\norg/icimod\tMountain Centre\norg/osce\tVienna group\n",
	})
	if got := content(t, d.Gazetteer, "states.tsv"); got != "# s\nalpha2\taliases\nKR\tROK;South Korea\nNG\t\n" {
		t.Errorf("states %q", got)
	}
	want := "# o\nid\tname\taliases\n#\nun\tUN\t\n# mine\n#\nosce\tThe OSCE\tO;Vienna group\nicimod\tICIMOD\tMountain Centre\n"
	if got := content(t, d.Gazetteer, "organizations.tsv"); got != want {
		t.Errorf("organizations %q", got)
	}
	if content(t, d.Gazetteer, "places.tsv") != content(t, shipped().Gazetteer, "places.tsv") {
		t.Error("places changed")
	}
	var ps problem.List
	ps.Add("organizations.tsv", 7, "a")
	ps.Add("organizations.tsv", 2, "b")
	ps.Add("states.tsv", 3, "c")
	if got := d.Explain(ps.Err()).Error(); got != "mine/organizations.tsv:3: a\norganizations.tsv:2: b\nstates.tsv:3: c" {
		t.Errorf("problems %q", got)
	}
}

func TestEveryProblemOfTheFolderIsNamed(t *testing.T) {
	_, err := own.Load(files(map[string]string{
		"organisations.tsv": "x", "data/x.tsv": "x", "rules/words.yaml": "x", "rules/a.txt": "x",
		"organizations.tsv": "id\tname\n", "names.tsv": "entry\tname\nstate/XX\tNowhere\nstate/KR\n",
	}), "mine", shipped())
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"mine/data: unknown folder", "mine/organisations.tsv: unknown file", "mine/rules/a.txt: unknown file", "mine/rules/words.yaml: the word lists",
		"mine/organizations.tsv:1: header is", `mine/names.tsv:2: no entry "state/XX"`, "mine/names.tsv:3: want the key",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is not among\n%v", want, err)
		}
	}
}
