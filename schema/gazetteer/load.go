package gazetteer

import (
	"bufio"
	"io/fs"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/schema/problem"
)

// readTSV calls row for each data line of a file. Its first line that is no
// comment must be the header.
func readTSV(fsys fs.FS, name string, header []string, ps *problem.List, row func(line int, f []string)) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		ps.Add(name, 0, "%v", err)
		return
	}
	sc := bufio.NewScanner(strings.NewReader(string(b)))
	sc.Buffer(nil, 1<<20)
	seen := false
	for line := 1; sc.Scan(); line++ {
		s := sc.Text()
		if s == "" || strings.HasPrefix(s, "#") {
			continue
		}
		f := strings.Split(s, "\t")
		if !seen {
			seen = true
			if !slices.Equal(f, header) {
				ps.Add(name, line, "header is %q, want %q", f, header)
				return
			}
			continue
		}
		if len(f) != len(header) {
			ps.Add(name, line, "%d fields, want %d", len(f), len(header))
			continue
		}
		row(line, f)
	}
	if !seen {
		ps.Add(name, 0, "no header")
	}
}

func list(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

var stateKinds = []string{"member", "observer", "other", "territory", "historic"}

func (g *Gazetteer) loadStates(fsys fs.FS, ps *problem.List) {
	const name = "states.tsv"
	header := []string{"alpha2", "alpha3", "wikidata", "name", "official", "demonyms", "capitals", "aliases", "region", "kind"}
	readTSV(fsys, name, header, ps, func(line int, f []string) {
		s := State{f[0], f[1], f[2], f[3], f[4], list(f[5]), list(f[6]), list(f[7]), f[8], f[9]}
		if len(s.Alpha2) != 2 || s.Name == "" || s.Official == "" {
			ps.Add(name, line, "alpha2, name and official are required")
		}
		if !slices.Contains(stateKinds, s.Kind) {
			ps.Add(name, line, "unknown kind %q", s.Kind)
		}
		if _, ok := g.states[s.Alpha2]; ok {
			ps.Add(name, line, "alpha2 %q is there twice", s.Alpha2)
		}
		g.states[s.Alpha2] = nil
		g.States = append(g.States, s)
	})
	for i := range g.States {
		g.states[g.States[i].Alpha2] = &g.States[i]
	}
}

func (g *Gazetteer) loadOrganizations(fsys fs.FS, ps *problem.List) {
	const name = "organizations.tsv"
	header := []string{"id", "abbreviation", "name", "type", "class", "home", "partOf", "seat", "wikidata", "aliases", "context"}
	lines := map[string]int{}
	readTSV(fsys, name, header, ps, func(line int, f []string) {
		o := Organization{
			ID: f[0], Abbreviation: f[1], Name: f[2], Type: f[3], Home: f[5], PartOf: f[6], Seat: f[7],
			Wikidata: f[8], Aliases: list(f[9]), NeedsContext: list(f[10]),
		}
		switch f[4] {
		case "Body":
			o.Body = true
		case "Organization":
		default:
			ps.Add(name, line, "class is %q, want Organization or Body", f[4])
		}
		if o.ID == "" || o.Name == "" || o.Type == "" {
			ps.Add(name, line, "id, name and type are required")
		}
		if _, ok := g.orgs[o.ID]; ok {
			ps.Add(name, line, "id %q is there twice", o.ID)
		}
		if _, ok := g.states[o.Home]; !ok && o.Home != "" {
			ps.Add(name, line, "unknown state %q", o.Home)
		}
		for _, c := range o.NeedsContext {
			if c != o.Abbreviation && c != o.Name && !slices.Contains(o.Aliases, c) {
				ps.Add(name, line, "context %q is no name of the organisation", c)
			}
		}
		lines[o.ID] = line
		g.orgs[o.ID] = nil
		g.Organizations = append(g.Organizations, o)
	})
	for i := range g.Organizations {
		o := &g.Organizations[i]
		g.orgs[o.ID] = o
		if _, ok := lines[o.PartOf]; !ok && o.PartOf != "" {
			ps.Add(name, lines[o.ID], "unknown organisation %q in partOf", o.PartOf)
		}
	}
}

var placeKinds = []string{"capital", "city", "region", "sea"}

func (g *Gazetteer) loadPlaces(fsys fs.FS, ps *problem.List) {
	const name = "places.tsv"
	header := []string{"id", "name", "state", "kind", "aliases"}
	readTSV(fsys, name, header, ps, func(line int, f []string) {
		p := Place{f[0], f[1], f[2], f[3], list(f[4])}
		if p.ID == "" || p.Name == "" {
			ps.Add(name, line, "id and name are required")
		}
		if !slices.Contains(placeKinds, p.Kind) {
			ps.Add(name, line, "unknown kind %q", p.Kind)
		}
		if _, ok := g.states[p.State]; !ok && p.State != "" {
			ps.Add(name, line, "unknown state %q", p.State)
		}
		if _, ok := g.places[p.ID]; ok {
			ps.Add(name, line, "id %q is there twice", p.ID)
		}
		g.places[p.ID] = nil
		g.Places = append(g.Places, p)
	})
	for i := range g.Places {
		g.places[g.Places[i].ID] = &g.Places[i]
	}
}

// index fills the trie. A name's readings are tried in the order in which they
// are added: states before organisations before places, so that a capital that
// is also a state ("Singapore") is the state.
func (g *Gazetteer) index() {
	for i := range g.States {
		s := &g.States[i]
		for _, n := range unique(s.Name, s.Official, s.Aliases) {
			g.addName(Entry{Kind: StateName, Name: n, State: s, Abbreviation: abbreviation(n)})
		}
		for _, n := range s.Demonyms {
			g.addName(Entry{Kind: Demonym, Name: n, State: s})
			if len(n) > 3 && !strings.HasSuffix(n, "ese") && !strings.HasSuffix(n, "ish") && !strings.HasSuffix(n, "s") {
				g.addName(Entry{Kind: Demonym, Name: n + "s", State: s})
			}
		}
		if s.Kind != "historic" && s.Kind != "territory" {
			for _, c := range s.Capitals {
				g.caps[foldName(c)] = s
			}
		}
	}
	for i := range g.Organizations {
		o := &g.Organizations[i]
		for _, n := range unique(o.Abbreviation, o.Name, o.Aliases) {
			for _, v := range variants(n) {
				g.addName(Entry{
					Kind: OrganizationName, Name: v, Organization: o, Abbreviation: abbreviation(v),
					NeedsContext: slices.Contains(o.NeedsContext, n), lower: strings.ToLower(v) == v,
				})
			}
		}
	}
	for i := range g.Places {
		p := &g.Places[i]
		for _, n := range unique(p.Name, "", p.Aliases) {
			e := Entry{Kind: PlaceName, Name: n, Place: p}
			if p.Kind == "capital" {
				e.Capital = g.caps[foldName(p.Name)]
			}
			g.addName(e)
		}
	}
}

func (g *Gazetteer) addName(e Entry) {
	ws := Words(e.Name)
	if len(ws) > 1 && ws[0].Fold == "the" {
		ws = ws[1:]
		e.article = e.Kind == PlaceName
	}
	g.names.add(ws, int32(len(g.table)))
	g.table = append(g.table, e)
}

// unique is first, second and rest without empty and repeated names.
func unique(first, second string, rest []string) []string {
	var out []string
	for _, n := range append([]string{first, second}, rest...) {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// shortForms are the ways in which the first words of an organisation's name
// are abbreviated.
var shortForms = [][]string{
	{"United Nations ", "UN ", "U.N. "},
	{"United States ", "U.S. ", "US "},
	{"European Union ", "EU "},
	{"Republic of Korea ", "ROK "},
}

func variants(n string) []string {
	out := []string{n}
	for _, f := range shortForms {
		if rest, ok := strings.CutPrefix(n, f[0]); ok {
			for _, p := range f[1:] {
				out = append(out, p+rest)
			}
		}
	}
	return out
}

// abbreviation reports whether n is a short form that capitals distinguish
// from a word: "US", "ROK", "WHO", "AfDB".
func abbreviation(n string) bool {
	if strings.ContainsRune(n, ' ') {
		return false
	}
	upper, letters := 0, 0
	for i, r := range n {
		if r >= 'A' && r <= 'Z' {
			upper++
		}
		if r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || i > 0 && r > 127 {
			letters++
		}
	}
	return upper >= 2 && letters <= 10 || upper == 1 && letters == 1
}
