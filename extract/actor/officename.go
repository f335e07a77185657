package actor

import (
	"strings"

	"github.com/normgraph/normgraph/schema/gazetteer"
)

// label is the name of the office as the text says it, the adjective of a
// state turned into "of STATE"; aliases are its other forms.
func (d *doc) label(l *line, o *office) (string, []string) {
	surface := l.text(d, o.first, o.last)
	label := surface
	if o.modState != nil && o.modEnd >= o.first {
		k := o.modEnd + 1
		if l.fold(k) == "(" && l.fold(k+2) == ")" {
			k += 3
		}
		if l.fold(k) == "'s" || l.fold(k) == "'" {
			k++
		}
		if d.is(l, k, gazetteer.FormerWord) && o.former {
			k++
		}
		mod := &o.parts[0]
		short := mod.known != nil && mod.known.Abbreviation
		if k <= o.last && (!short || o.possessive) {
			label = ofState(l.text(d, k, o.last), o.modState)
			// "Italy's ambassador to the OSCE" is the ambassador of Italy to it
			if f := l.fold(o.head + 1); (f == "to" || f == "in" || f == "at") && o.head < o.last {
				label = ofState(l.text(d, k, o.head), o.modState) + " " + l.text(d, o.head+1, o.last)
			}
		}
	}
	label = d.spellOut(ownWords.Replace(label))
	full := ""
	if o.inherited && o.state != nil {
		full = ofState(label, o.state)
	} else if o.inherited && o.body >= 0 && !o.seated() {
		of := " of "
		if b := d.orgOf(o.body); b != nil && b.Type != "company" || b == nil && d.lex.Word(foldWords(d.a.Entities[o.body].Label)[0])&gazetteer.BodyHead != 0 {
			of = " of the "
		}
		full = label + of + d.a.Entities[o.body].Label
	}
	if full != "" {
		label = full
	}
	if o.plural {
		label = singular(label)
	}
	var aliases []string
	if o.modState != nil && !o.former && !o.plural && label == surface && o.modEnd >= o.first && o.modEnd < o.head {
		aliases = append(aliases, ofState(l.text(d, o.modEnd+1, o.last), o.modState)) // "US Vice President"
	}
	if !o.former {
		if label != surface && !o.plural {
			aliases = append(aliases, surface)
		}
		aliases = append(aliases, d.otherLabels(l, o, label)...)
	}
	if o.former {
		label = "former " + label
	}
	return label, aliases
}

// seated reports whether the name of the office holds its state or body.
func (o *office) seated() bool {
	for i := range o.parts {
		if o.parts[i].seat {
			return true
		}
	}
	return false
}

// presides tells the roles that are offices of the bodies they are held in.
func presides(head string) bool {
	return strings.Contains(head, "chair") || head == "office" || head == "facilitator" || head == "facilitators"
}

// ownWords takes the pronouns out of "chief executive of its agency".
var ownWords = strings.NewReplacer(" of its ", " of the ", " of their ", " of the ", " of our ", " of the ", " of his ", " of the ", " of her ", " of the ")

// spellOut writes a label that is all capitals or an abbreviation in full.
func (d *doc) spellOut(label string) string {
	if full, ok := d.g.OfficeAbbreviation(label); ok {
		return full
	}
	head, rest, _ := strings.Cut(label, " of ")
	if full, ok := d.g.OfficeAbbreviation(head); ok {
		return full + " of " + rest
	}
	if body, short, ok := strings.Cut(label, " "); ok && !strings.Contains(short, " ") {
		if full, ok := d.g.OfficeAbbreviation(short); ok {
			return body + " " + full // "IAEA DG"
		}
	}
	if strings.ToUpper(label) == label && len(label) > 4 {
		return smallWords.Replace(display(label))
	}
	return label
}

// smallWords writes the words between the parts of a title small.
var smallWords = strings.NewReplacer(" Of ", " of ", " For ", " for ", " And ", " and ", " The ", " the ", " To ", " to ", " In ", " in ", " On ", " on ")

// otherLabels are names of the office without its body or with the body's
// short name: "Ambassador for International Security Affairs", "ITU
// secretary-general".
func (d *doc) otherLabels(l *line, o *office, label string) []string {
	var out []string
	if o.kind > 0 {
		out = append(out, l.text(d, o.first, o.head)+" of "+l.text(d, o.kind, o.last))
	}
	if len(o.parts) > 0 && o.parts[0].last < o.head && o.parts[0].seat && o.org != nil && o.modState == nil && o.modEnd+1 <= o.last && o.org.Home == "" {
		k := o.modEnd + 1
		if l.fold(k) == "'s" || l.fold(k) == "'" {
			k++
		}
		if k <= o.head { // "IAEA Director General"
			out = append(out, l.text(d, k, o.last)+" of the "+o.org.Name)
		}
	}
	end := -1
	for i := range o.parts {
		p := &o.parts[i]
		if !p.seat || p.first <= o.head {
			continue
		}
		if k := p.first - 1; end < 0 {
			if l.fold(k) == "the" {
				k--
			}
			end = k - 1
		}
	}
	if end >= o.head {
		core := l.text(d, o.first, end)
		if o.org != nil && o.org.Abbreviation != "" {
			out = append(out, o.org.Abbreviation+" "+core)
		}
		if o.org != nil && o.org.Home != "" && governmental(o.org) {
			if s, ok := d.g.State(o.org.Home); ok {
				out = append(out, ofState(core, s))
			}
		}
		out = append(out, core)
	}
	return out
}

// singular turns the head of a plural office into one: "foreign ministers".
func singular(s string) string {
	f := strings.Fields(s)
	for i, w := range f {
		if i > 0 && (w == "of" || w == "for" || w == "to") {
			break
		}
		low := strings.ToLower(w)
		switch {
		case low == "affairs", low == "forces", low == "chiefs", len(low) < 5:
		case strings.HasSuffix(low, "ies"):
			f[i] = w[:len(w)-3] + "y"
		case strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss"):
			f[i] = w[:len(w)-1]
		}
	}
	return strings.Join(f, " ")
}
