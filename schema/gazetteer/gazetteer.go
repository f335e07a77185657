// Package gazetteer holds the names that are known beforehand: states with
// their adjectives and capitals, organisations and their organs, places, and
// the word classes of which offices, unknown bodies and personal names are
// made. It is read-only after loading and safe for use by many goroutines.
package gazetteer

import (
	"io/fs"
	"strings"

	data "github.com/normgraph/normgraph/schema/data/gazetteer"
	"github.com/normgraph/normgraph/schema/problem"
)

// A State is a state, or a territory that documents name beside states.
type State struct {
	Alpha2   string // ISO 3166-1, of a historic state ISO 3166-3: the key, "state/KR"
	Alpha3   string
	Wikidata string // "Q884", or ""
	Name     string // the common name in diplomatic use
	Official string
	Demonyms []string // adjectives and nouns: "Polish", "Pole"
	Capitals []string // names of the seat of government
	Aliases  []string
	Region   string // United Nations subregion
	Kind     string // member, observer, other, territory, historic
}

// Key is the path of the state's IRI.
func (s *State) Key() string { return "state/" + s.Alpha2 }

// An Organization is an organisation or one of its organs.
type Organization struct {
	ID           string // the key is "org/" + ID
	Abbreviation string // or ""
	Name         string
	Type         string // "IGO", "ministry", "news agency" …
	Body         bool   // an organ that meets and adopts
	Home         string // alpha-2 of the state it belongs to, "" for an international one
	PartOf       string // ID of the organisation it is part of, or ""
	Seat         string
	Wikidata     string
	Aliases      []string
	// NeedsContext lists the names, abbreviation included, that mean this
	// organisation only where the document says more: its full name, its home
	// state or its parent.
	NeedsContext []string
}

// Key is the path of the organisation's IRI.
func (o *Organization) Key() string { return "org/" + o.ID }

// Media reports whether o publishes news.
func (o *Organization) Media() bool {
	switch o.Type {
	case "news agency", "newspaper", "broadcaster", "photo agency":
		return true
	}
	return false
}

// A Place is a city, region or sea.
type Place struct {
	ID      string // the key is "place/" + ID
	Name    string
	State   string // alpha-2, or "" where it lies in several states or none
	Kind    string // capital, city, region, sea
	Aliases []string
}

// Key is the path of the place's IRI.
func (p *Place) Key() string { return "place/" + p.ID }

// A Gazetteer is the loaded data.
type Gazetteer struct {
	States        []State // in order of Alpha2
	Organizations []Organization
	Places        []Place
	Lexicon       *Lexicon

	states map[string]*State
	orgs   map[string]*Organization
	places map[string]*Place
	caps   map[string]*State // capital by folded name
	short  map[string]string // offices by abbreviation
	names  *trie
	table  []Entry
}

// Default loads the data that the program ships.
func Default() (*Gazetteer, error) { return Load(data.Files) }

// Load reads the files of fsys: states.tsv, organizations.tsv, places.tsv,
// office-abbreviations.tsv and words/*.tsv. The error lists every problem with file and line.
func Load(fsys fs.FS) (*Gazetteer, error) {
	var ps problem.List
	g := &Gazetteer{
		states: map[string]*State{}, orgs: map[string]*Organization{}, places: map[string]*Place{},
		caps: map[string]*State{}, short: map[string]string{}, names: newTrie(),
	}
	g.loadStates(fsys, &ps)
	g.loadOrganizations(fsys, &ps)
	g.loadPlaces(fsys, &ps)
	g.Lexicon = loadLexicon(fsys, &ps)
	readTSV(fsys, "office-abbreviations.tsv", []string{"abbreviation", "office"}, &ps, func(line int, f []string) {
		if _, ok := g.short[f[0]]; ok {
			ps.Add("office-abbreviations.tsv", line, "%q is there twice", f[0])
		}
		g.short[f[0]] = f[1]
	})
	if err := ps.Err(); err != nil {
		return nil, err
	}
	g.index()
	return g, nil
}

// State returns the state with the alpha-2 code.
func (g *Gazetteer) State(alpha2 string) (*State, bool) {
	s, ok := g.states[alpha2]
	return s, ok
}

// Organization returns the organisation with the id.
func (g *Gazetteer) Organization(id string) (*Organization, bool) {
	o, ok := g.orgs[id]
	return o, ok
}

// Place returns the place with the id.
func (g *Gazetteer) Place(id string) (*Place, bool) {
	p, ok := g.places[id]
	return p, ok
}

// OfficeAbbreviation spells out the abbreviation of an office: "PM".
func (g *Gazetteer) OfficeAbbreviation(s string) (string, bool) {
	full, ok := g.short[s]
	return full, ok
}

// Capital returns the state whose seat of government bears the name.
func (g *Gazetteer) Capital(name string) (*State, bool) {
	s, ok := g.caps[foldName(name)]
	return s, ok
}

// Lookup returns the entries that the whole of name means, best first, or nil.
// Case is ignored except for abbreviations.
func (g *Gazetteer) Lookup(name string) []Entry {
	ws := Words(name)
	if len(ws) > 0 && ws[0].Fold == "the" {
		ws = ws[1:]
	}
	m, ok := g.names.longest(ws, 0, func(n int, ids []int32) bool { return n == len(ws) })
	if !ok {
		return nil
	}
	var out []Entry
	for _, id := range m.ids {
		if e := g.table[id]; !e.Abbreviation || caps(ws) {
			out = append(out, e)
		}
	}
	return out
}

func caps(ws []Word) bool {
	for _, w := range ws {
		if w.Letter && !w.Upper {
			return false
		}
	}
	return true
}

func foldName(s string) string {
	ws := Words(s)
	parts := make([]string, 0, len(ws))
	for _, w := range ws {
		parts = append(parts, w.Fold)
	}
	return strings.Join(parts, " ")
}
