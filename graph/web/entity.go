package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

func schemaClass(name string) schema.Class { return schema.Class(name) }

type entityData struct {
	Entity     term       `json:"entity"`
	IRI        string     `json:"iri"`
	Detail     string     `json:"detail,omitempty"`
	Definition string     `json:"definition,omitempty"`
	Names      []string   `json:"names"`
	Groups     []group    `json:"groups"`
	Years      []year     `json:"years,omitempty"`
	Documents  []docEntry `json:"documents,omitempty"`
	MoreDocs   int        `json:"-"`
	Identities []identity `json:"identities,omitempty"`
	Views      []navItem  `json:"-"` // other pages about it
}

// A group is the facts of one kind: what it did, where it stands.
type group struct {
	Name     string    `json:"name"`
	Sections []section `json:"sections"`
}

type section struct {
	Predicate string `json:"predicate"`
	Inverse   bool   `json:"inverse"`
	Title     string `json:"title"`
	Total     int    `json:"total"`
	Facts     []fact `json:"facts"`
	Known     []term `json:"known,omitempty"` // what is known without a document
	More      string `json:"-"`               // address of all facts
}

// A fact is an edge with the words that say it.
type fact struct {
	Term      term      `json:"value"`
	Status    string    `json:"status,omitempty"`
	Claims    []string  `json:"claims,omitempty"`
	Evidence  int       `json:"passages"`
	Documents int       `json:"documents"`
	Passages  []passage `json:"-"`
	Quotes    []quote   `json:"evidence,omitempty"`
	Href      string    `json:"-"` // all the words
	Stance    string    `json:"-"` // side, for its colour
}

// A year is how often the documents of a year speak of something.
type year struct {
	Year string `json:"year"`
	N    int    `json:"passages"`
	X, H int    `json:"-"`
}

type identity struct {
	Same    bool     `json:"same"`
	Other   term     `json:"other"`
	IRI     string   `json:"iri"`
	Score   string   `json:"score,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
}

// groupNames name the groups of predicates, in the order of a page.
var groupNames = []struct {
	group schema.Group
	name  string
}{
	{schema.StanceGroup, "Positions"},
	{schema.EventGroup, "Events"},
	{schema.ActorGroup, "People and bodies"},
	{schema.InstrumentGroup, "Texts"},
	{schema.SchemeGroup, "In the norm catalogue"},
	{schema.DocumentGroup, "Documents"},
}

const (
	factsShown    = 25  // of a section
	sectionShown  = 200 // facts, where the address asks for one section
	entityClaims  = 260 // whose words an entity's page holds
	quotesPerFact = 3
)

// entity is all that the graph knows of one entity.
func (s *Site) entity(r *request) (*page, error) {
	id := r.id("")
	if strings.HasPrefix(id, "doc/") || strings.HasPrefix(id, "claim/") {
		return &page{Go: entityPath(id) + r.suffix}, nil
	}
	c, err := r.exact(id)
	if err != nil {
		return nil, err
	}
	limit := factsShown
	only := r.form.Get("only")
	if only != "" {
		limit = sectionShown
	}
	p, err := r.portrait(r.ctx, c.IRI, limit)
	if err != nil {
		return nil, err
	}
	d := &entityData{Entity: r.term(p.Entity), IRI: p.Entity.IRI, Detail: p.Detail, Names: p.Names}
	if len(d.Names) > 0 && d.Names[0] == d.Entity.Label {
		d.Names = d.Names[1:]
	}
	for _, sec := range p.Sections {
		if sec.Predicate == definition && len(sec.Edges) > 0 {
			d.Definition = sec.Edges[0].Other.Label
		}
	}
	for _, x := range p.Identities {
		d.Identities = append(d.Identities, identity{x.Predicate == "owl:sameAs", r.term(x.Other), x.Other.IRI, x.Score, x.Reasons})
	}
	s.group(r, d, p, only)
	if err := r.addWords(d); err != nil {
		return nil, err
	}
	d.Views = []navItem{{Name: "Graph", Href: "/graph/" + escapePath(d.Entity.ID)}}
	q := "?" + url.Values{"with": {d.Entity.ID}}.Encode()
	if s.defs.IsA(schemaClass(d.Entity.Class), schema.Series) {
		d.Views = append(d.Views, navItem{Name: "Editions", Href: "/compare" + q})
	}
	if s.defs.IsA(schemaClass(d.Entity.Class), schema.Actor) || s.defs.IsA(schemaClass(d.Entity.Class), schema.Event) {
		d.Views = append(d.Views, navItem{Name: "Compare", Href: "/compare" + q})
	}
	d.Views = append(d.Views,
		navItem{Name: "Paths", Href: "/path?" + url.Values{"from": {d.Entity.ID}}.Encode()},
		navItem{Name: "Conflicts", Href: "/conflicts?" + url.Values{"about": {d.Entity.ID}}.Encode()})
	return &page{Name: "entity", Title: d.Entity.Label, Data: d, Sheet: factSheet(d), Gizmo: entityGizmo(d.Entity.ID)}, nil
}

// exact is the entity with an id, or the one that a name means.
func (r *request) exact(text string) (query.Candidate, error) {
	if r.known(text) && strings.Contains(text, "/") {
		return r.Graph.ResolveOne(r.ctx, r.full(text))
	}
	return r.Graph.ResolveOne(r.ctx, text)
}

// portrait is what the graph says of an entity, found once.
func (v *reading) portrait(ctx context.Context, iri string, limit int) (*query.Portrait, error) {
	return remember(v, fmt.Sprintf("show %d %s", limit, iri), func() (*query.Portrait, error) {
		return v.Graph.Show(ctx, iri, limit)
	})
}

// definition is the predicate of the sentence that stands below a name.
const definition = "skos:definition"

// unshown are predicates that tell a reader nothing that the page does not say.
var unshown = []string{definition, "skos:inScheme", "skos:notation"}

// group sorts the sections of a portrait by the kind of their predicates. What
// no document says comes last.
func (s *Site) group(r *request, d *entityData, p *query.Portrait, only string) {
	known := group{Name: "Known without a document"}
	for _, g := range groupNames {
		out := group{Name: g.name}
		for _, sec := range s.finest(p.Sections) {
			def := s.defs.Predicate(schema.Predicate(sec.Predicate))
			if def == nil || def.Group != g.group || slices.Contains(unshown, sec.Predicate) || only != "" && only != sec.Title {
				continue
			}
			x := section{Predicate: sec.Predicate, Inverse: sec.Inverse, Title: draw.Phrase(sec.Title), Total: sec.Total, Facts: []fact{}}
			for _, e := range sec.Edges {
				if len(e.Claims) == 0 {
					x.Known = append(x.Known, r.term(e.Other))
					continue
				}
				f := fact{Term: r.term(e.Other), Status: e.Status, Claims: e.Claims, Evidence: e.Evidence, Documents: e.Documents, Href: claimsHref(e.Claims)}
				if g.group == schema.StanceGroup {
					f.Stance = sideOf(sec.Predicate)
				}
				x.Facts = append(x.Facts, f)
			}
			if sec.Total > len(sec.Edges) && only == "" {
				x.More = r.with("only", sec.Title)
			}
			if len(x.Facts) == 0 {
				known.Sections = append(known.Sections, x)
			} else {
				out.Sections = append(out.Sections, x)
			}
		}
		if len(out.Sections) > 0 {
			d.Groups = append(d.Groups, out)
		}
	}
	if len(known.Sections) > 0 {
		d.Groups = append(d.Groups, known)
	}
}

// addWords puts the words beside the facts, and counts the documents that they
// are from by year.
func (r *request) addWords(d *entityData) error {
	var ids []string
	for _, g := range d.Groups {
		for _, sec := range g.Sections {
			for _, f := range sec.Facts {
				ids = append(ids, f.Claims[:min(len(f.Claims), quotesPerFact)]...)
			}
		}
	}
	ids = uniq(ids)
	qs, err := r.quotes(ids[:min(len(ids), entityClaims)])
	if err != nil {
		return err
	}
	byClaim := map[string][]quote{}
	docs := map[string]int{}
	for _, q := range qs {
		byClaim[q.Claim] = append(byClaim[q.Claim], q)
		docs[q.Document.ID]++
	}
	for _, g := range d.Groups {
		for _, sec := range g.Sections {
			for i := range sec.Facts {
				f := &sec.Facts[i]
				for _, id := range f.Claims[:min(len(f.Claims), quotesPerFact)] {
					f.Quotes = append(f.Quotes, byClaim[id]...)
				}
				f.Passages = passages(f.Quotes)
				f.Evidence = max(f.Evidence, len(f.Passages))
			}
		}
	}
	for id := range docs {
		if doc, ok := r.documentOf(id); ok {
			d.Documents = append(d.Documents, doc)
		}
	}
	slices.SortFunc(d.Documents, func(a, b docEntry) int {
		return cmp.Or(strings.Compare(b.Date, a.Date), strings.Compare(a.Title, b.Title), strings.Compare(a.ID, b.ID))
	})
	d.Years = years(d.Documents, docs)
	const shown = 20
	d.MoreDocs = max(0, len(d.Documents)-shown)
	d.Documents = d.Documents[:min(len(d.Documents), shown)]
	return nil
}

// years counts passages by the year of their documents, years without any
// between the first and the last included.
func years(docs []docEntry, passages map[string]int) []year {
	by := map[int]int{}
	first, last, most := 9999, 0, 0
	for _, d := range docs {
		var y int
		if _, err := fmt.Sscanf(d.Date, "%4d", &y); err != nil || y < 1000 {
			continue
		}
		by[y] += passages[d.ID]
		first, last, most = min(first, y), max(last, y), max(most, by[y])
	}
	if most == 0 || last-first > 120 {
		return nil
	}
	var out []year
	for y := first; y <= last; y++ {
		h := 0
		if by[y] > 0 {
			h = max(3, 40*by[y]/most)
		}
		out = append(out, year{Year: fmt.Sprint(y), N: by[y], X: (y - first) * 26, H: h})
	}
	return out
}

func uniq(ids []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	return out
}

func factSheet(d *entityData) *sheet {
	out := &sheet{Columns: []string{"group", "predicate", "value", "id", "status", "passages", "documents", "claims"}}
	for _, g := range d.Groups {
		for _, sec := range g.Sections {
			for _, f := range sec.Facts {
				out.Rows = append(out.Rows, []string{
					g.Name, sec.Title, f.Term.Label, f.Term.ID, f.Status, fmt.Sprint(f.Evidence), fmt.Sprint(f.Documents), strings.Join(f.Claims, " "),
				})
			}
			for _, t := range sec.Known {
				out.Rows = append(out.Rows, []string{g.Name, sec.Title, t.Label, t.ID, "", "0", "0", ""})
			}
		}
	}
	return out
}
