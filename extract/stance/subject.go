package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
)

// purposeSubject is who acts for a purpose: "travelled to Lima to discuss N",
// "met the parties to N in order to advance it". A parser hangs such an
// infinitive on the noun before it often enough, so that the nouns on the way
// up count only where they name somebody.
func (d *doc) purposeSubject(s *sentence, c *found, cl *clause.Clause) subject {
	if cl.Finite || c.passive || s.token(c) != "to" {
		return subject{}
	}
	for n := 0; n < 4 && cl.Parent >= 0 && cl.Parent < len(s.clauses); n++ {
		cl = &s.clauses[cl.Parent]
		if cl.Kind != clause.Verbal {
			continue
		}
		if cl.Negated || cl.Passive || cl.Modal != "" && cl.Modal != "will" {
			return subject{}
		}
		var out subject
		for _, a := range cl.Arg("agent") {
			if a.Appos {
				continue
			}
			sub := d.resolveToken(s, a.Head, a.Span)
			switch {
			case sub.kind == actor && out.kind == actor:
				for _, e := range sub.entities {
					if !slices.Contains(out.entities, e) {
						out.entities = append(slices.Clone(out.entities), e)
					}
				}
			case sub.kind == actor || sub.kind == first || sub.kind == firstState:
				out = sub
			}
		}
		if out.kind != missing {
			out.confidence *= d.lex.confidence.Likely
			return out
		}
	}
	return subject{}
}

// saidOfItself is who "it" means in what somebody says: "Peru said that it would
// respect N".
func (d *doc) saidOfItself(s *sentence, token int) subject {
	for i := token - 1; i >= 0; i-- {
		if c := s.cueOver(i); c != nil && c.Frame {
			sub := d.mainSubject(s, i)
			if len(sub.entities) != 1 || d.a.Entities[sub.entities[0]].Class == schema.Person || d.a.Entities[sub.entities[0]].Class == schema.Event {
				return subject{}
			}
			sub.confidence *= d.lex.confidence.Clear
			return sub
		}
	}
	return subject{}
}

// itMeans is what "it" at the head of a sentence goes on speaking of: the
// subject of the sentence before in the same paragraph.
func (d *doc) itMeans(s *sentence) int {
	if s.index == 0 {
		return extract.NoEntity
	}
	p := d.sents[s.index-1]
	if p.src.Block != s.src.Block || p.question {
		return extract.NoEntity
	}
	if strings.HasPrefix(p.folded, "it ") || strings.Contains(p.folded, ", it ") {
		return d.itMeans(p)
	}
	for i := range p.clauses {
		cl := &p.clauses[i]
		if cl.Link != "root" {
			continue
		}
		args := cl.Arg("agent")
		if len(args) == 0 {
			args = cl.Arg("patient")
		}
		if len(args) != 1 {
			return extract.NoEntity
		}
		ents := d.mentionsAt(p, p.tokens[args[0].Head])
		if len(ents) != 1 {
			return extract.NoEntity
		}
		switch d.a.Entities[ents[0]].Class {
		case schema.State, schema.Organization, schema.Body, schema.Instrument:
			return ents[0]
		}
		return extract.NoEntity
	}
	return extract.NoEntity
}

// withoutEmoji drops flags and other pictures from a text, for strings.Map.
func withoutEmoji(r rune) rune {
	if r >= 0x1F000 || r >= 0x2600 && r <= 0x27BF {
		return -1
	}
	return r
}

// alongWith are the actors that the end of a clause adds to its subject:
// "co-sponsored the resolution, along with Peru and Chile".
func (d *doc) alongWith(s *sentence, c *found) []int {
	for _, w := range []string{" along with ", " together with ", ", as did ", " alongside "} {
		i := strings.Index(s.folded[c.end:], w)
		if i < 0 {
			continue
		}
		at := c.end + i
		if s.blocked(c.end, at) {
			continue
		}
		if list := d.listed(s, at+len(w)); len(list) > 0 && !slices.ContainsFunc(list, func(e int) bool { return d.a.Entities[e].Class == schema.Person }) {
			return list
		}
	}
	return nil
}

// elidedFirst reports whether a cue has the author of a post or a note as its
// understood subject: "Proud to support N", "Committed to N.", "Looking forward
// to N". Items under a lead and news have none.
func (d *doc) elidedFirst(s *sentence, c *found) bool {
	if c.Kind != verb || c.passive || s.lead != nil || s.block.Kind == extract.ListItem || len(d.a.Text(s.block.Span)) > 600 {
		return false
	}
	switch d.a.Doc.Meta.Genre {
	case extract.PressRelease, extract.Other, extract.Statement:
	default:
		return false
	}
	before := strings.TrimLeft(s.masked[:c.start], "-*•#@ ")
	if elidedOpening.MatchString(before) {
		return true
	}
	return before == "" && elidedForm.MatchString(s.masked[c.start:c.end]) && !strings.Contains(s.masked[c.end:], ", ")
}

var (
	elidedOpening = regexp.MustCompile(`^(so |very |really |truly )?(proud|pleased|delighted|happy|glad|honou?red|excited|thrilled) (to( be able to)?( be)?|that) ?$`)
	elidedForm    = regexp.MustCompile(`^(committed|looking forward|dedicated|determined|working|standing|welcoming|supporting) `)
)
