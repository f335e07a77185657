package read

import (
	"strings"
	"testing"
	"testing/fstest"
)

func TestShippedLexiconLoads(t *testing.T) {
	if _, err := shippedLexicon(); err != nil {
		t.Fatal(err)
	}
}

func TestLexiconReportsEveryProblem(t *testing.T) {
	fsys := fstest.MapFS{
		"phrases.tsv":  {Data: []byte("role\tmatch\tphrase\tlang\nmenu\texact\tHome\ten\nmenue\texact\tHome\ten\nmenu\tsomewhere\tHome\ten\nshare\texact\thome\ten\n")},
		"keys.tsv":     {Data: []byte("role\tkey\tlanguage\n")},
		"classes.tsv":  {Data: []byte("role\tword\nchrome\n")},
		"months.tsv":   {Data: []byte("month\tnames\tlang\n13\tNever\ten\n")},
		"weekdays.tsv": {Data: []byte("name\tlang\n")},
		"genres.tsv":   {Data: []byte("genre\tplace\tmatch\tcue\tweight\nnovel\ttitle\twithin\tLove\t5\nnews\ttitle\twithin\tx\t10\n")},
	}
	_, err := LoadLexicon(fsys)
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		"phrases.tsv:3: unknown role menue", "phrases.tsv:4: unknown match somewhere", "phrases.tsv:5: already there with role menu",
		"keys.tsv:1: columns are", "classes.tsv:2: 1 columns, want 2", "months.tsv:2: month 13", "genres.tsv:2: unknown genre novel",
		"genres.tsv:3: weight 10", "publishers.tsv: ",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

func TestLineRole(t *testing.T) {
	lex, err := shippedLexicon()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		line string
		want role
	}{
		{"Skip navigation", roleMenu},
		{"본문 바로가기", roleMenu},
		{"Ugrás a tartalomra", roleMenu},
		{"SHARE", roleShare},
		{"We use cookies to count visitors.", roleNotice},
		{"Este site usa cookies para contar visitas.", roleNotice},
		{"© 2020 Fjord Library", roleFoot},
		{"Related articles", roleRelated},
		{"/end/", roleEnd},
		{"# # #", roleEnd},
		{"FOR IMMEDIATE RELEASE", roleRelease},
		{"Delegates queue. (Photo: Ida Lund)", roleCredit},
		{"Your Excellency Mr. Ito,", roleSalute},
		{"Home affairs ministers met on Monday.", ""},
		{"The share of women rose.", ""},
		{"The end of the talks came late on Friday night.", ""},
		{"Search and rescue teams met.", ""},
	} {
		if got := lex.lineRole(c.line); got != c.want {
			t.Errorf("role of %q is %q, want %q", c.line, got, c.want)
		}
	}
}
