package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

type homeData struct {
	Quads     int        `json:"quads"`
	Claims    int        `json:"claims"` // read from texts
	Passages  int        `json:"passages"`
	Total     int        `json:"documents"`
	Classes   []counted  `json:"classes"`
	Documents []docEntry `json:"latest"`
	Forums    []counted  `json:"forums"`
	Norms     []counted  `json:"norms"`
}

// counted is something with how many there are of it.
type counted struct {
	Term term `json:"entity"`
	N    int  `json:"count"`
	Part int  `json:"-"` // of a hundred of the most
}

// home is the first page.
func (s *Site) home(r *request) (*page, error) {
	st, err := r.stats(r.ctx)
	if err != nil {
		return nil, err
	}
	docs, err := r.documentList(r.ctx)
	if err != nil {
		return nil, err
	}
	d := homeData{Quads: st.Quads, Claims: st.Claims - st.Derived, Passages: st.Evidence, Total: len(docs.docs)}
	d.Documents = docs.docs[:min(6, len(docs.docs))]
	m, err := r.positions(r.ctx, "forum")
	if err != nil {
		return nil, err
	}
	d.Forums, d.Norms = m.most(8)
	l, err := r.lexicon(r.ctx)
	if err != nil {
		return nil, err
	}
	spoken := l.spokenOf(r.Names)
	for _, k := range kindNames {
		if n := spoken[k.prefix]; n > 0 {
			d.Classes = append(d.Classes, counted{Term: term{Label: ifOne(n, k.one, k.many), ID: k.prefix}, N: n})
		}
	}
	return &page{Name: "home", Title: "Normgraph", Data: d, Gizmo: documentsGizmo}, nil
}

// kindNames are the kinds of entities that the first page counts, by the first
// part of their ids.
var kindNames = []struct{ prefix, one, many string }{
	{"state", "State", "States"},
	{"org", "organisation", "organisations"},
	{"person", "person", "people"},
	{"event", "event", "events"},
	{"series", "series", "series"},
	{"norm", "norm", "norms"},
	{"instrument", "text or treaty", "texts and treaties"},
	{"place", "place", "places"},
}

func ifOne(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// most are the holders and norms with most claims.
func (p *positions) most(n int) (holders, norms []counted) {
	byHolder, byNorm := map[string]*counted{}, map[string]*counted{}
	count := func(by map[string]*counted, t term, n int) {
		if by[t.ID] == nil {
			by[t.ID] = &counted{Term: t}
		}
		by[t.ID].N += n
	}
	for _, x := range p.rows {
		count(byHolder, x.holder, x.claims)
		count(byNorm, x.norm, x.claims)
	}
	top := func(by map[string]*counted) []counted {
		var out []counted
		for _, c := range by {
			out = append(out, *c)
		}
		slices.SortFunc(out, func(a, b counted) int {
			return cmp.Or(b.N-a.N, strings.Compare(a.Term.Label, b.Term.Label), strings.Compare(a.Term.ID, b.Term.ID))
		})
		out = out[:min(n, len(out))]
		for i := range out {
			out[i].Part = max(1, 100*out[i].N/max(1, out[0].N))
		}
		return out
	}
	return top(byHolder), top(byNorm)
}

// A found is an answer to a search.
type found struct {
	Term   term   `json:"entity"`
	Detail string `json:"detail,omitempty"`
	Name   string `json:"name,omitempty"` // the name that fits, where it isn't the label
	Edges  int    `json:"edges"`
}

type searchData struct {
	Query string  `json:"query"`
	Class string  `json:"class,omitempty"`
	Found []found `json:"found"`
	// Classes to narrow the search to, with their addresses.
	Classes []counted `json:"-"`
}

// maxFound is how many answers a search shows.
const maxFound = 40

// search finds entities by name.
func (s *Site) search(r *request) (*page, error) {
	d := searchData{Query: strings.TrimSpace(r.form.Get("q")), Class: r.form.Get("class"), Found: []found{}}
	p := &page{Name: "search", Title: "Search", Data: &d}
	if d.Query == "" {
		return p, nil
	}
	p.Title = "Search: " + d.Query
	all, err := r.find(d.Query, maxFound)
	if err != nil {
		return nil, err
	}
	seen := map[string]int{}
	for _, f := range all {
		seen[f.Term.Class]++
		if d.Class == "" || f.Term.Class == d.Class {
			d.Found = append(d.Found, f)
		}
	}
	for class, n := range seen {
		d.Classes = append(d.Classes, counted{Term: term{Label: class, ID: class, Href: r.with("class", class)}, N: n})
	}
	slices.SortFunc(d.Classes, func(a, b counted) int { return strings.Compare(a.Term.ID, b.Term.ID) })
	p.Sheet = &sheet{Columns: []string{"id", "label", "class", "detail", "name", "edges"}}
	var ids []string
	for _, f := range d.Found {
		ids = append(ids, f.Term.ID)
		p.Sheet.Rows = append(p.Sheet.Rows, []string{f.Term.ID, f.Term.Label, f.Term.Class, f.Detail, f.Name, fmt.Sprint(f.Edges)})
	}
	p.Gizmo = namesGizmo(ids)
	return p, nil
}

// find lists entities whose names fit a text, however it is written: what
// Graph.Resolve makes of it first, then names that begin so.
func (r *request) find(text string, limit int) ([]found, error) {
	cs, err := r.Graph.Resolve(r.ctx, text)
	if err != nil {
		return nil, err
	}
	l, err := r.lexicon(r.ctx)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, c := range cs {
		seen[c.IRI] = true
	}
	if len(cs) < limit {
		for _, iri := range l.complete(text, limit) {
			if seen[iri] {
				continue
			}
			more, err := r.Graph.Resolve(r.ctx, iri)
			if err != nil {
				return nil, err
			}
			for _, c := range more {
				if !seen[c.IRI] {
					seen[c.IRI] = true
					c.Matched = ""
					cs = append(cs, c)
				}
			}
		}
	}
	out := make([]found, 0, len(cs))
	for _, c := range cs[:min(limit, len(cs))] {
		f := found{Term: r.term(query.Term{IRI: c.IRI, ID: c.ID, Label: c.Label, Class: c.Class}), Detail: c.Detail, Edges: c.Edges}
		if c.Matched != c.Label && foldName(c.Matched) != foldName(text) && !strings.HasPrefix(c.Matched, "http") && !strings.Contains(c.Matched, "/") {
			f.Name = c.Matched
		}
		out = append(out, f)
	}
	return out, nil
}

// complete gives the names that a search box offers while it is typed in.
func (s *Site) complete(r *request) (*page, error) {
	l, err := r.lexicon(r.ctx)
	if err != nil {
		return nil, err
	}
	type offer struct {
		ID     string `json:"id"`
		Label  string `json:"label"`
		Class  string `json:"class"`
		Detail string `json:"detail,omitempty"`
		Href   string `json:"href"`
	}
	out := []offer{}
	r.suffix = ".json"
	for _, iri := range l.complete(r.form.Get("q"), 10) {
		cs, err := r.Graph.Resolve(r.ctx, iri)
		if err != nil {
			return nil, err
		}
		for _, c := range cs[:min(1, len(cs))] {
			out = append(out, offer{c.ID, c.Label, c.Class, c.Detail, entityPath(c.ID)})
		}
	}
	return &page{Name: "complete", Title: "Names", Data: out}, nil
}
