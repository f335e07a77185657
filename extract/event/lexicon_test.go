package event

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/normgraph/normgraph/schema/data"
)

func TestShippedDataLoads(t *testing.T) {
	sub, err := fs.Sub(data.Events, "event")
	if err != nil {
		t.Fatal(err)
	}
	x, err := load(sub)
	if err != nil {
		t.Fatal(err)
	}
	for _, list := range wordLists {
		if len(x.lists[list]) == 0 {
			t.Errorf("no word in the list %s", list)
		}
	}
}

func TestBadDataIsReportedTogether(t *testing.T) {
	_, err := load(fstest.MapFS{
		"nouns.tsv":  {Data: []byte("noun\tplural\tclass\tfamily\tname\nsummit\tsummits\tthing\tconference\tstrong\ntalk\ttalks\n")},
		"series.tsv": {Data: []byte("label\tacronym\tnumbered\taliases\nA Forum\tAF\toften\t-\nB Forum\tAF\tyear\t-\n")},
		"words.tsv":  {Data: []byte("list\tword\tvalue\nordinal\tfirst\tone\nnone\tx\t-\n")},
	})
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{
		`nouns.tsv:2: unknown class "thing"`, `nouns.tsv:3: 2 fields, want 5`, `series.tsv:2: unknown numbering "often"`,
		`series.tsv:3: acronym "AF" is listed twice`, `words.tsv:2: "one" is no number of an edition`, `words.tsv:3: unknown list "none"`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("missing %q in:\n%v", want, err)
		}
	}
}

func TestNumbersInWords(t *testing.T) {
	for text, want := range map[string]int{
		"120": 120, "1,200": 1200, "1.600": 1600, "thirty-one": 31, "eight hundred and fifty": 850, "twelve hundred": 1200,
		"two thousand": 2000, "ninety": 90, "twenty nations": 20,
	} {
		var ws []word
		for _, f := range strings.Fields(strings.ReplaceAll(text, "-", " - ")) {
			ws = append(ws, word{text: f, low: f})
		}
		if got, _ := count(ws, 0); got != want {
			t.Errorf("count(%q) = %d, want %d", text, got, want)
		}
	}
}
