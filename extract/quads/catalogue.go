package quads

import (
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// Catalogue gives the entries of a gazetteer and a norm catalogue as the graph
// holds them, in the order of their data files.
func Catalogue(g *gazetteer.Gazetteer, c *norm.Catalogue) []Known {
	var out []Known
	for i := range g.States {
		s := &g.States[i]
		out = append(out, Known{
			Path: s.Key(), Class: schema.State, Label: s.Name, Aliases: names(s.Official, s.Aliases), ISO3: s.Alpha3, Wikidata: s.Wikidata,
		})
	}
	for i := range g.Organizations {
		o := &g.Organizations[i]
		k := Known{Path: o.Key(), Class: schema.Organization, Label: o.Name, Aliases: names(o.Abbreviation, o.Aliases), Wikidata: o.Wikidata}
		if o.Body {
			k.Class = schema.Body
		}
		if o.Home != "" {
			k.Home = "state/" + o.Home
		}
		if o.PartOf != "" {
			k.PartOf = "org/" + o.PartOf
		}
		out = append(out, k)
	}
	for i := range g.Places {
		p := &g.Places[i]
		k := Known{Path: p.Key(), Class: schema.Place, Label: p.Name, Aliases: p.Aliases}
		if p.State != "" {
			k.InState = "state/" + p.State
		}
		out = append(out, k)
	}
	for _, n := range c.Norms() {
		k := Known{Path: "norm/" + n.ID, Class: schema.Norm, Label: n.Label, Aliases: n.Aliases, Definition: n.Definition}
		for _, b := range n.Broader {
			k.Broader = append(k.Broader, "norm/"+b)
		}
		out = append(out, k)
	}
	for _, in := range c.Instruments() {
		k := Known{Path: "instr/" + in.ID, Class: schema.Instrument, Label: in.Label, Aliases: names(in.Symbol, in.Aliases)}
		for _, s := range in.States {
			k.States = append(k.States, "norm/"+s)
		}
		for _, s := range in.BasedOn {
			k.BasedOn = append(k.BasedOn, "instr/"+s)
		}
		out = append(out, k)
	}
	return out
}

// names are a first name, if there is one, and others.
func names(first string, others []string) []string {
	if first == "" {
		return others
	}
	return append([]string{first}, others...)
}
