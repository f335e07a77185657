package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// glue is what may stand between two items of a list of names. A gap that holds
// a conjunction ends the list; so does one after the last item.
var (
	// "…, as well as top officials including …" goes on with the list.
	glue        = regexp.MustCompile(`^(?:’s|'s|\))?(?:\s*\([^()]{1,40}\))?\s*(?:[,;]?\s*(?:and also|and|or|&|as well as|along with|together with|plus)|[,;])\s*(?:(?:[\pL.-]+\s+){0,5}(?:including|such as|notably|among them)\s+)?(?:(?:the|from|of|by|for|also|then|its|governments? of|representatives? of)\s+)*(?:[\p{Lu}][\p{L}.-]*\s+){0,3}$`)
	company     = regexp.MustCompile(`\b(along with|together with)\b`)
	conjunction = regexp.MustCompile(`\b(and|or|as well as|along with|together with|plus)\b|&`)
)

// list extends an entity found in an argument to the list of names that it
// stands in: "Chile, Kenya (host) and the OSCE". The parse often finds only the
// first or the last item of a long list. A list counts only where a conjunction
// closes it, since a comma alone may as well begin a new clause.
func (d *doc) list(entity int, s *Slot) []int {
	at := slices.IndexFunc(d.mentions, func(m extract.Mention) bool { return m.Entity == entity && m.Form == extract.Name })
	if at < 0 {
		return []int{entity}
	}
	items := d.items(s.Class)
	pos := slices.IndexFunc(items, func(i item) bool { return i.entity == entity })
	if pos < 0 {
		return []int{entity}
	}
	first, last := pos, pos
	for last+1 < len(items) && d.glued(items[last], items[last+1]) && !(s.Alone && company.MatchString(d.gap(items[last], items[last+1]))) {
		last++
		if conjunction.MatchString(d.gap(items[last-1], items[last])) && !(last+1 < len(items) && items[last+1].titled) {
			break
		}
	}
	for first > 0 && d.glued(items[first-1], items[first]) && !(s.Alone && company.MatchString(d.gap(items[first-1], items[first]))) && !(first == pos && last > pos && conjunction.MatchString(d.gap(items[first-1], items[first]))) {
		first--
	}
	closed := false
	for i := first; i < last; i++ {
		closed = closed || conjunction.MatchString(d.gap(items[i], items[i+1]))
	}
	if !closed && slices.Contains(s.Class, schema.Person) {
		// A run of persons each with an office is a list without a conjunction too.
		closed = !slices.ContainsFunc(items[first:last+1], func(it item) bool { return !it.titled })
	}
	if !closed {
		return []int{entity}
	}
	var out []int
	for _, it := range items[first : last+1] {
		if !slices.Contains(out, it.entity) {
			out = append(out, it.entity)
		}
	}
	return out
}

// An item of a list: a name with the office, state or body that belongs to it.
type item struct {
	entity int
	span   extract.Span
	titled bool // a person with an office beside the name
}

// items gives the sentence's names of the classes, each widened over the
// offices and bodies that adjoin it where persons are listed.
func (d *doc) items(classes []schema.Class) []item {
	persons := slices.Contains(classes, schema.Person)
	var out []item
	for i, m := range d.mentions {
		if m.Form != extract.Name || !slices.Contains(classes, m.Class) {
			continue
		}
		if n := len(out); n > 0 && out[n-1].span.Overlaps(m.Span) {
			continue
		} else if n > 0 && out[n-1].entity == m.Entity && strings.TrimSpace(d.a.Doc.Text[out[n-1].span.End:m.Span.Start]) == "(" {
			out[n-1].span.End = m.Span.End // "the Republic of Korea (ROK)"
			if strings.HasPrefix(d.a.Doc.Text[m.Span.End:], ")") {
				out[n-1].span.End++
			}
			continue
		}
		if persons && m.Class != schema.Person && d.belongs(i) {
			continue // "of Chile" in "Minister Silva of Chile"
		}
		if !persons && d.attribute(m.Span) {
			continue // "Chilean" in "Chilean Minister Silva"
		}
		sp := m.Span
		if m.Class == schema.Person {
			sp = d.withOffice(m.Span)
		}
		out = append(out, item{m.Entity, sp, sp != m.Span})
	}
	return out
}

// belongs reports whether mention i stands inside or next to an office of a
// person, so that it is no item of its own.
func (d *doc) belongs(i int) bool {
	at := d.mentions[i].Span
	for k, m := range d.mentions {
		if k == i || m.Span == at {
			continue
		}
		switch m.Class {
		case schema.Office, schema.Person:
			if d.mentions[i].Class == schema.Person && m.Class == schema.Person {
				continue
			}
			if m.Span.Contains(at) || joined(d.a.Doc.Text, m.Span, at) || at.End <= m.Span.Start && strings.Trim(d.a.Doc.Text[at.End:m.Span.Start], " ’'s") == "" {
				return true
			}
		}
	}
	return false
}

// attribute reports whether a person or office follows the name at once, so that
// what is said is said of the person.
func (d *doc) attribute(name extract.Span) bool {
	return slices.ContainsFunc(d.mentions, func(m extract.Mention) bool {
		return (m.Class == schema.Person || m.Class == schema.Office) && m.Span != name && m.Span.End > name.End &&
			(m.Span.Start == name.Start || m.Span.Start >= name.End && strings.Trim(d.a.Doc.Text[name.End:m.Span.Start], " ’'s") == "")
	})
}

// joined reports whether only "of", "from" and articles stand between p and q.
func joined(text string, p, q extract.Span) bool {
	if p.End > q.Start {
		return false
	}
	between := strings.TrimSpace(text[p.End:q.Start])
	switch strings.ToLower(between) {
	case "of", "from", "of the", "from the", "for", "to", "to the", "at the", "at":
		return true
	}
	return false
}

// withOffice widens a person's name over the office and state that adjoin it:
// "Kenyan Minister Ann Odera", "Jan Novak, Minister of Justice of Poland".
func (d *doc) withOffice(sp extract.Span) extract.Span {
	for again := true; again; {
		again = false
		for _, m := range d.mentions {
			if m.Class == schema.Person || m.Class == schema.Event || sp.Contains(m.Span) {
				continue
			}
			switch {
			case m.Class == schema.Office && (adjoins(d.a.Doc.Text, m.Span, sp) || adjoins(d.a.Doc.Text, sp, m.Span) && !d.titles(m.Span)),
				m.Class != schema.Office && joined(d.a.Doc.Text, sp, m.Span),
				(m.Class == schema.State || m.Class == schema.Organization) && m.Span.End < sp.Start && strings.Trim(d.a.Doc.Text[m.Span.End:sp.Start], " ’'s") == "":
				sp = extract.Span{Start: min(sp.Start, m.Span.Start), End: max(sp.End, m.Span.End)}
				again = true
			}
		}
	}
	return sp
}

// titles reports whether a person's name follows the office at once, so that
// the office is that person's.
func (d *doc) titles(office extract.Span) bool {
	return slices.ContainsFunc(d.mentions, func(m extract.Mention) bool {
		return m.Class == schema.Person && m.Span.Start >= office.End && strings.TrimSpace(d.a.Doc.Text[office.End:m.Span.Start]) == ""
	})
}

func (d *doc) gap(p, q item) string {
	if p.span.End > q.span.Start {
		return ""
	}
	return d.a.Doc.Text[p.span.End:q.span.Start]
}

func (d *doc) glued(p, q item) bool {
	return p.span.End <= q.span.Start && q.span.Start-p.span.End < 80 && glue.MatchString(d.gap(p, q))
}
