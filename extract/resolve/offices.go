package resolve

import (
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// owner is whose an office is: a State by its code, or an organisation, or for
// want of both its holder.
type owner struct {
	code string
	of   *cluster
}

// offices joins offices of one name and one owner. An office of nobody is one of
// its document: two Directors of unknown bodies are two.
func (p *pass) offices() {
	byKey := map[string]*cluster{}
	for d := range p.docs {
		owners := p.officeOwners(int32(d))
		for e := range p.docs[d].entities {
			r := ref{int32(d), int32(e)}
			ent := p.entity(r)
			if ent.Class != schema.Office || ent.Key != "" {
				continue
			}
			c := p.add(r)
			c.owner = owners[int32(e)]
			key := p.officeKey(c, p.info(ent.Label), d)
			first := byKey[key]
			if first == nil {
				byKey[key] = c
				continue
			}
			o := c.owner
			first = p.joinNames(first.root(), c, "same office of one State or organisation")
			first.owner = o
		}
	}
	for _, pair := range p.joined {
		a, b := p.of[pair[0].doc][pair[0].ent], p.of[pair[1].doc][pair[1].ent]
		if a != nil && b != nil && a.class == schema.Office && b.class == schema.Office {
			p.joinNames(a.root(), b.root(), decidedReason)
		}
	}
}

func (p *pass) officeKey(c *cluster, n *nameInfo, doc int) string {
	var b strings.Builder
	switch {
	case c.owner.code != "":
		b.WriteString(c.owner.code)
	case c.owner.of != nil:
		b.WriteString("#" + strconv.Itoa(c.owner.of.id))
	default:
		b.WriteString("doc" + strconv.Itoa(doc))
	}
	for _, w := range n.bag {
		if w != "@"+c.owner.code { // but the Bangladesh of "Ambassador to Bangladesh" counts
			b.WriteString(" " + w)
		}
	}
	if n.number > 0 {
		b.WriteString(" #" + strconv.Itoa(n.number))
	}
	return b.String()
}

// officeOwners tells whose the offices of a document are: where the post sits,
// else the State that its name holds, else whom the holder represents or works
// for, else the holder.
func (p *pass) officeOwners(d int32) map[int32]owner {
	owners := map[int32]owner{}
	doc := p.docs[d]
	set := func(office int32, o owner) {
		if owners[office] == (owner{}) && o != (owner{}) {
			owners[office] = o
		}
	}
	for i := range doc.claims {
		if f := &doc.claims[i]; f.p == schema.OfficeIn && f.s >= 0 {
			set(f.s, p.ownerOf(p.object(d, f)))
		}
	}
	for e := range doc.entities {
		if doc.entities[e].Class != schema.Office {
			continue
		}
		if code := p.lex.ownerIn(doc.entities[e].Label); code != "" {
			set(int32(e), owner{code: code})
		}
	}
	sides := map[int32]owner{} // of persons
	for i := range doc.claims {
		f := &doc.claims[i]
		if (f.p == schema.Represents || f.p == schema.AffiliatedWith) && f.s >= 0 && sides[f.s] == (owner{}) {
			sides[f.s] = p.ownerOf(p.object(d, f))
		}
	}
	for i := range doc.claims {
		if f := &doc.claims[i]; f.p == schema.HoldsOffice && f.s >= 0 && f.o >= 0 {
			set(f.o, sides[f.s])
			set(f.o, owner{of: p.subject(d, f)})
		}
	}
	return owners
}

// ownerIn is the State whose office a name tells, in lower case: "Korean Vice
// Minister", "President of China", but not "Ambassador to Guatemala".
func (l *lexicon) ownerIn(name string) string {
	words := split(text.Key(name))
	before := ""
	for i := range words {
		if words[i] == "the" {
			continue
		}
		if code, n := l.stateAt(words[i:]); n > 0 {
			if before == "" || before == "of" {
				return strings.ToLower(code)
			}
			return ""
		}
		before = words[i]
	}
	return ""
}

// ownerOf takes a national body and its State for one owner: an office of the
// ministry is one of the State.
func (p *pass) ownerOf(c *cluster) owner {
	if c == nil {
		return owner{}
	}
	if code := p.stateOf(c); code != "" {
		return owner{code: strings.ToLower(code)}
	}
	return owner{of: c.root()}
}
