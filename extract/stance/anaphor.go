package stance

import (
	"regexp"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// meantBefore are the norms that "it" and "the idea" right after a verb for or
// against mean: those of the sentence before. "Peru proposed N. Chile opposed
// the idea."
func (d *doc) meantBefore(s *sentence) []target {
	if s.index == 0 {
		return nil
	}
	p := d.sents[s.index-1]
	if p.src.Block != s.src.Block || p.question {
		return nil
	}
	var out []target
	for _, c := range s.cues {
		if c.Kind != verb || c.passive || c.Object != "" {
			continue
		}
		switch c.Label {
		case schema.Opposes, schema.Endorses:
		case schema.Supports:
			if c.ID != "support" {
				continue
			}
		default:
			continue
		}
		m := anaphor.FindStringIndex(s.masked[c.end:])
		if m == nil {
			continue
		}
		at := span{c.end + 1, c.end + len(strings.TrimRight(s.masked[c.end:c.end+m[1]], " .,;"))}
		for _, n := range d.normsMeant(p) {
			out = append(out, target{at, n, extract.NoEntity, n.Forbids})
		}
	}
	return out
}

// anaphor stands for a norm named before, as the whole object of a verb.
var anaphor = regexp.MustCompile(`^ (it|this|that|one|them|(the|this|that|such an?|any such|such|these|those) (ideas?|proposals?|calls?|suggestions?|initiatives?|plans?|notions?|demands?|concepts?|instruments?|treaty|approach))( [.]|[.,;]|$| (too|also|as|and|but|while|because|outright|firmly|strongly|in|at|on) )`)

// normsMeant are the one or two norms that a sentence speaks of: those on which
// it states a position, else the only one that it names.
func (d *doc) normsMeant(s *sentence) []*norm.Norm {
	var out []*norm.Norm
	add := func(n *norm.Norm) {
		for _, o := range out {
			if o == n {
				return
			}
		}
		if n != nil && !n.Act {
			out = append(out, n)
		}
	}
	for _, p := range d.positions {
		if p.in == s {
			add(p.target.norm)
		}
	}
	if len(out) > 0 {
		if len(out) > 2 {
			return nil
		}
		return out
	}
	for _, h := range d.hits(s) {
		add(h.Norm)
	}
	if len(out) > 1 {
		return nil
	}
	return out
}
