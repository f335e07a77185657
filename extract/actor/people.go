package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// people makes the claims about the document's authors and speaker.
func (d *doc) people() {
	m := &d.a.Doc.Meta
	for _, v := range m.Authors {
		if e := d.metaPerson(v.Value); e >= 0 {
			d.metaClaim(schema.Author, e, extract.Literal{}, v.Raw, 0.9)
		}
	}
	if m.Speaker.Value == "" {
		return
	}
	if e := d.metaPerson(m.Speaker.Value); e >= 0 {
		d.speaker = e
		d.metaClaim(schema.Speaker, e, extract.Literal{}, m.Speaker.Raw, 0.92)
	}
}

// metaPerson is the entity of the person whose name a piece of metadata holds,
// or -1 where it holds none.
func (d *doc) metaPerson(value string) int {
	ws := gazetteer.Words(value)
	if len(ws) == 0 || len(ws) > 14 {
		return -1
	}
	// The name may be read as a line of its own that is not in the text.
	l := &line{sent: -1, words: ws, pos: make([]string, len(ws))}
	sub := &doc{r: d.r, g: d.g, lex: d.lex, a: &extract.Analysis{Doc: &extract.Document{Text: value}}, seen: d.seen, learnt: d.learnt, family: d.family, publisher: extract.NoEntity, korea: d.korea}
	for i := 0; i < len(ws); i++ {
		if !ws[i].Upper {
			continue
		}
		if n := d.lex.MatchAt(ws, i, gazetteer.OfficeHead); n > 0 {
			i += n - 1
			if nm, ok := sub.personAt(l, i+1, true); ok {
				return d.namedPerson(sub, l, &nm)
			}
			continue
		}
		nm, ok := sub.personAt(l, i, i == 0)
		if ok && nm.last > nm.first && (nm.sure || i == 0) {
			if _, known := sub.bodyAt(l, i); known && sub.nameStrength(l, nm.first, nm.last) < 2 {
				return -1
			}
			return d.namedPerson(sub, l, &nm)
		}
	}
	return -1
}

// namedPerson finds or adds the person of a name read outside of the text.
func (d *doc) namedPerson(sub *doc, l *line, nm *name) int {
	tokens := sub.tokensOf(l, nm.first, nm.last)
	if len(tokens) == 0 {
		return -1
	}
	for i := range d.persons {
		if sameName(d.persons[i].tokens, tokens) {
			return d.persons[i].entity
		}
	}
	if len(tokens) == 1 {
		found := -1
		for i := range d.persons {
			if d.callsBy(&d.persons[i], tokens[0]) {
				if found >= 0 {
					return -1
				}
				found = i
			}
		}
		if found >= 0 {
			return d.persons[found].entity
		}
	}
	label := display(strings.TrimSpace(l.text(sub, nm.first, nm.last)))
	e := d.a.AddEntity(extract.Entity{Class: schema.Person, Label: label})
	d.persons = append(d.persons, person{entity: e, tokens: tokens, full: len(tokens) > 1})
	return e
}

// FirstPerson is whom "I" and "we" mean in the document: the speaker of
// remarks and the state or organisation that he or she represents, or the
// publisher's. Each is extract.NoEntity where it is not known. It reads the
// claims that Extract has made.
func (r *Recognizer) FirstPerson(a *extract.Analysis) (speaker, actor int) {
	speaker, actor = extract.NoEntity, extract.NoEntity
	publisher := extract.NoEntity
	for _, c := range a.Claims {
		switch {
		case c.Subject == extract.TheDocument && c.Predicate == schema.Speaker && speaker < 0:
			speaker = c.Object
		case c.Subject == extract.TheDocument && c.Predicate == schema.Publisher && publisher < 0:
			publisher = c.Object
		}
	}
	if speaker >= 0 {
		for _, class := range []schema.Class{schema.State, schema.Organization, schema.Body} {
			for _, c := range a.Claims {
				if c.Subject == speaker && c.Predicate == schema.Represents && c.Object >= 0 && a.Entities[c.Object].Class == class {
					return speaker, c.Object
				}
			}
		}
	}
	if publisher < 0 {
		return speaker, actor
	}
	if id, ok := strings.CutPrefix(a.Entities[publisher].Key, "org/"); ok {
		if o, ok := r.g.Organization(id); ok {
			if governmental(o) {
				if s, ok := r.g.State(o.Home); ok {
					return speaker, a.AddEntity(extract.Entity{Class: schema.State, Key: s.Key(), Label: s.Name})
				}
			}
			if o.Media() {
				return speaker, actor
			}
		}
	}
	return speaker, publisher
}

// represented are the states and organisations that the person speaks for, by
// the claims made so far.
func (d *doc) represented(person int) []int {
	var out []int
	for _, c := range d.a.Claims {
		if c.Subject == person && c.Predicate == schema.Represents && !slices.Contains(out, c.Object) {
			out = append(out, c.Object)
		}
	}
	return out
}
