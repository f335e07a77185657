package resolve

import (
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// World gives the settings that a gazetteer and a norm catalogue amount to:
// names of States, and what is known of the things that have keys.
func World(g *gazetteer.Gazetteer, c *norm.Catalogue) Options {
	o := Options{States: map[string]string{}}
	for i := range g.States {
		s := &g.States[i]
		names := append([]string{s.Name, s.Official}, s.Aliases...)
		for _, name := range append(names, s.Demonyms...) {
			if name != "" {
				o.States[name] = s.Alpha2
			}
		}
		o.Known = append(o.Known, Known{Path: s.Key(), Class: schema.State, Label: s.Name, Aliases: append([]string{s.Official}, s.Aliases...)})
	}
	for i := range g.Organizations {
		org := &g.Organizations[i]
		k := Known{Path: org.Key(), Class: schema.Organization, Label: org.Name, Aliases: org.Aliases}
		if publicBody(org.Type) {
			k.Home = statePath(org.Home)
		}
		if org.Body {
			k.Class = schema.Body
		}
		if org.Abbreviation != "" {
			k.Aliases = append([]string{org.Abbreviation}, k.Aliases...)
		}
		o.Known = append(o.Known, k)
	}
	for i := range g.Places {
		p := &g.Places[i]
		o.Known = append(o.Known, Known{Path: p.Key(), Class: schema.Place, Label: p.Name, Aliases: p.Aliases, Within: statePath(p.State)})
	}
	for _, n := range c.Norms() {
		o.Known = append(o.Known, Known{Path: "norm/" + n.ID, Class: schema.Norm, Label: n.Label, Aliases: n.Aliases})
	}
	for _, in := range c.Instruments() {
		k := Known{Path: "instr/" + in.ID, Class: schema.Instrument, Label: in.Label, Aliases: in.Aliases}
		if in.Symbol != "" {
			k.Aliases = append([]string{in.Symbol}, k.Aliases...)
		}
		o.Known = append(o.Known, k)
	}
	return o
}

// publicBody reports whether an organisation of a type of the gazetteer belongs
// to its home State, so that its people are the State's.
func publicBody(kind string) bool {
	switch kind {
	case "ministry", "ministry unit", "national agency", "CERT", "parliament", "military command", "armed force", "military force",
		"head of state office", "head of government office", "government", "diplomatic mission":
		return true
	}
	return false
}

func statePath(alpha2 string) string {
	if alpha2 == "" {
		return ""
	}
	return "state/" + alpha2
}
