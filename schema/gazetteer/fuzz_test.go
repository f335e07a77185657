package gazetteer

import (
	"testing"
	"testing/fstest"

	data "github.com/normgraph/normgraph/schema/data/gazetteer"
)

// FuzzLoad checks that lists of names are taken or refused, whatever they hold,
// and that a name of one that is taken can be looked for in any text.
func FuzzLoad(f *testing.F) {
	whole := fstest.MapFS{}
	for _, name := range []string{"states.tsv", "organizations.tsv", "places.tsv", "office-abbreviations.tsv", "words/titles.tsv"} {
		b, err := data.Files.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		whole[name] = &fstest.MapFile{Data: b}
		f.Add(name, b[:min(len(b), 2000)], "Republic of X, the (Y)")
	}
	f.Add("states.tsv", []byte("\t\t\n\xff\t\x00"), "")
	f.Fuzz(func(t *testing.T, name string, b []byte, text string) {
		if _, ok := whole[name]; !ok {
			return
		}
		files := fstest.MapFS{}
		for n, file := range whole {
			// Small files, for speed; the others may then name what is not there.
			files[n] = &fstest.MapFile{Data: file.Data[:min(len(file.Data), 1000)]}
		}
		files[name] = &fstest.MapFile{Data: b}
		g, err := Load(files)
		if err != nil {
			return
		}
		words := Words(text)
		for i := range words {
			if m, ok := g.MatchAt(words, i, false); ok && len(m.Entries) == 0 {
				t.Fatalf("a match without an entry at word %d of %q", i, text)
			}
		}
	})
}
