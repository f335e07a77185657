package web

import (
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

type pathData struct {
	From     string       `json:"from"`
	To       string       `json:"to"`
	Without  string       `json:"without,omitempty"`
	Via      string       `json:"via,omitempty"`
	Max      int          `json:"max,omitempty"`
	A        term         `json:"a,omitzero"`
	B        term         `json:"b,omitzero"`
	Length   int          `json:"length"`
	Total    int          `json:"total"`
	Paths    []connection `json:"paths"`
	Empty    string       `json:"empty,omitempty"`
	Asked    bool         `json:"-"`
	FromName string       `json:"-"`
	ToName   string       `json:"-"`
}

type connection struct {
	Start term  `json:"start"`
	Hops  []hop `json:"hops"`
}

type hop struct {
	To    term      `json:"to"`
	Links []linkage `json:"links"`
}

// linkage is an edge of a hop with its words.
type linkage struct {
	Predicate string    `json:"predicate"`
	Forward   bool      `json:"forward"`
	Status    string    `json:"status,omitempty"`
	Claims    []string  `json:"claims,omitempty"`
	Passages  []passage `json:"-"`
	Href      string    `json:"-"`
}

// path shows how two entities are connected.
func (s *Site) path(r *request) (*page, error) {
	d := &pathData{
		From: strings.TrimSpace(r.form.Get("from")), To: strings.TrimSpace(r.form.Get("to")),
		Without: r.form.Get("without"), Via: r.form.Get("via"), Max: r.number("max"), Paths: []connection{},
	}
	d.FromName, d.ToName = r.nameOf(d.From), r.nameOf(d.To)
	p := &page{Name: "path", Title: "Paths", Section: "Paths", Data: d}
	if d.From == "" || d.To == "" {
		return p, nil
	}
	d.Asked = true
	opt := query.ConnectOptions{Via: words(d.Via), Without: words(d.Without), Max: min(d.Max, 8), Limit: 8, MaxNodes: 300_000}
	cs, err := r.Graph.Connect(r.ctx, d.From, d.To, opt)
	if err != nil {
		return nil, err
	}
	d.A, d.B, d.Length, d.Total, d.Empty = r.term(cs.From), r.term(cs.To), cs.Length, cs.Total, cs.Empty
	d.FromName, d.ToName = d.A.Label, d.B.Label
	for _, c := range cs.Paths {
		x := connection{Start: d.A}
		for _, h := range c.Hops {
			y := hop{To: r.term(h.To)}
			for _, l := range h.Links {
				z := linkage{Predicate: l.Predicate, Forward: l.Forward, Status: l.Status, Claims: l.Claims, Href: claimsHref(l.Claims)}
				qs, err := r.quotes(l.Claims[:min(2, len(l.Claims))])
				if err != nil {
					return nil, err
				}
				z.Passages = passages(qs)
				z.Passages = z.Passages[:min(2, len(z.Passages))]
				y.Links = append(y.Links, z)
			}
			x.Hops = append(x.Hops, y)
		}
		d.Paths = append(d.Paths, x)
	}
	p.Title = d.A.Label + " to " + d.B.Label
	p.Sheet = sheetOf(cs.Table())
	p.Gizmo = "g.V(" + node(d.A.ID) + ").tag(\"source\").both().tag(\"target\").limit(200).all()"
	return p, nil
}

// words are the parts of a list separated by commas.
func words(s string) []string {
	var out []string
	for _, w := range strings.Split(s, ",") {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// nameOf is the label of the entity with an id; other texts stay as they are.
func (r *request) nameOf(text string) string {
	if !strings.Contains(text, "/") || !r.known(text) {
		return text
	}
	c, err := r.Graph.ResolveOne(r.ctx, r.full(text))
	if err != nil {
		return text
	}
	return c.Label
}
