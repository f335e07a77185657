package gazetteer

import (
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	data "github.com/normgraph/normgraph/schema/data/gazetteer"
)

var shipped = sync.OnceValues(Default)

func load(t testing.TB) *Gazetteer {
	t.Helper()
	g, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestShippedDataIsComplete(t *testing.T) {
	g := load(t)
	members := 0
	for _, s := range g.States {
		if s.Kind == "member" {
			members++
			if len(s.Demonyms) == 0 || len(s.Capitals) == 0 || len(s.Alpha3) != 3 {
				t.Errorf("%s: a member state needs demonyms, a capital and an alpha-3 code", s.Alpha2)
			}
		}
	}
	if members != 193 {
		t.Errorf("got %d member states, want 193", members)
	}
}

func TestNoNameHasTwoOwnersWithoutContext(t *testing.T) {
	g := load(t)
	owner := map[string]string{}
	for _, e := range g.table {
		if e.NeedsContext || e.Kind == Demonym {
			continue
		}
		var key string
		switch {
		case e.Organization != nil:
			key = e.Organization.Key()
		case e.State != nil:
			key = e.State.Key()
		default:
			continue // a capital may bear its state's name
		}
		name := foldName(e.Name)
		if old, ok := owner[name]; ok && old != key {
			t.Errorf("%q means both %s and %s", e.Name, old, key)
		}
		owner[name] = key
	}
}

func TestWords(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"dotted abbreviation is one word", "the U.S. side", "the us side"},
		{"hyphen separates and is no word", "U.S.-ROK talks", "us rok talks"},
		{"possessive is a word", "Korea's and Prosecutors’ Office", "korea 's and prosecutors ' office"},
		{"apostrophe inside a name stays", "Côte d’Ivoire", "cote d'ivoire"},
		{"both spellings of an institution are one", "Organisation for Co-operation, Defence Centre", "organization for cooperation , defense center"},
		{"prefix joins over its hyphen", "Non-Proliferation and Counter-Terrorism", "nonproliferation and counterterrorism"},
		{"ampersand is and", "Korea Internet & Security Agency", "korea internet and security agency"},
		{"accents and letters without decomposition fold", "Dán Károly, Łódź, Türkiye", "dan karoly , lodz , turkiye"},
		{"two words that lost their space are two", "European AffairsBureau", "european affairs bureau"},
		{"short camel case is one word", "McConnell AfDB", "mcconnell afdb"},
		{"initial keeps its dot inside", "Wendy R. Sherman", "wendy r sherman"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, w := range Words(tt.in) {
				got = append(got, w.Fold)
			}
			if diff := cmp.Diff(tt.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestMatchAt(t *testing.T) {
	g := load(t)
	tests := []struct{ name, in, want string }{
		{"longest name wins", "Democratic People's Republic of Korea", "state/KP"},
		{"short name", "Korea", "state/KR"},
		{"dotted form", "R.O.K. officials", "state/KR"},
		{"abbreviation must be in capitals", "us and them", ""},
		{"adjective", "Polish ministers", "state/PL"},
		{"plural of an adjective", "Koreans", "state/KR"},
		{"a state before its capital of the same name", "Singapore", "state/SG"},
		{"short form of the parent's name", "UN Institute for Disarmament Research", "org/unidir"},
		{"either spelling", "Organisation for Security and Cooperation in Europe", "org/osce"},
		{"a word is no abbreviation", "who said", ""},
		{"a historic state has no successor", "Soviet Union", "state/SU"},
		{"name in lower case", "turkey with rice", ""},
		{"letter and number", "G20 leaders", "org/g20"},
		{"letter and number in lower case", "g20", ""},
		{"place", "Geneva", "place/geneva"},
		{"family name that is a place only after the", "Hague said", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if m, ok := g.MatchAt(Words(tt.in), 0, false); ok {
				switch e := m.Entries[0]; {
				case e.State != nil:
					got = e.State.Key()
				case e.Organization != nil:
					got = e.Organization.Key()
				default:
					got = e.Place.Key()
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestMatchInCapitalsTakesNoShortAbbreviation(t *testing.T) {
	g := load(t)
	if m, ok := g.MatchAt(Words("US AND YOU"), 0, true); ok {
		t.Errorf("got %v, want none", m.Entries[0].Name)
	}
}

func TestLoadReportsEveryProblem(t *testing.T) {
	fsys := fstest.MapFS{}
	for _, name := range []string{"states.tsv", "organizations.tsv", "places.tsv", "office-abbreviations.tsv", "words/titles.tsv"} {
		b, err := data.Files.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		fsys[name] = &fstest.MapFile{Data: b}
	}
	add := func(name, line string) {
		fsys[name].Data = append(append([]byte{}, fsys[name].Data...), line+"\n"...)
	}
	add("states.tsv", "KR\tKOR\t\tKorea\tKorea\t\t\t\t\tmember")
	add("organizations.tsv", "nowhere\t\tNowhere Agency\tagency\tOrganization\tZZ\tnobody\t\t\t\t")
	add("places.tsv", "x\tX")
	add("words/titles.tsv", "sire\tcrown")
	_, err := Load(fsys)
	if err == nil {
		t.Fatal("got no error")
	}
	for _, want := range []string{`alpha2 "KR" is there twice`, `unknown state "ZZ"`, `unknown organisation "nobody"`, "2 fields, want 5", `unknown class "crown"`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func FuzzWords(f *testing.F) {
	for _, s := range []string{"U.S.-ROK", "Côte d’Ivoire’s", "a–b", "Wendy R. Sherman's", "\xff(", "ｗ．Ｗ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, w := range Words(s) {
			if w.Start < end || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("word %d..%d of %d bytes after %d", w.Start, w.End, len(s), end)
			}
			end = w.End
		}
	})
}
