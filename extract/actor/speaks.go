package actor

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// aside reports whether a bracket that begins with the word says only how or
// whether a person takes part: "(by video)", "(tbc)".
func aside(f string) bool {
	switch f {
	case "by", "via", "online", "virtual", "virtually", "remotely", "video", "tbc", "tbd", "invited", "confirmed":
		return true
	}
	return false
}

// otherScript reports whether a word is not in Latin letters.
func otherScript(f string) bool {
	r, _ := utf8.DecodeRuneInString(f)
	return unicode.IsLetter(r) && !unicode.Is(unicode.Latin, r)
}

// doubles tells the offices that are held together with a ministry.
func doubles(l *line, o *office) bool {
	for k := o.first; k <= o.head; k++ {
		switch l.fold(k) {
		case "vice", "deputy", "minister", "representative", "councilor", "councillor", "counselor":
			return true
		}
	}
	return false
}

// definite tells the words before an office that make it one certain office.
func definite(f string) bool {
	switch f {
	case "the", "our", "my", "its", "their", "his", "her":
		return true
	}
	return false
}

// closes reports whether the apposition ends at word i.
func closes(l *line, i int) bool {
	switch l.fold(i) {
	case "", ",", ".", ";", ")", ":", "and", "-":
		return true
	}
	return false
}

// afterShort is the word after an item and its abbreviation in brackets.
func afterShort(l *line, it *item) int {
	i := it.last + 1
	if l.fold(i) == "(" && l.fold(i+2) == ")" && l.words[i+1].Caps {
		return i + 3
	}
	return i
}

// onBehalf reports whether the words around a state say that the person after the
// comma speaks for it: "For Malta, A signed", "On the Maltese side, A", "the
// head of the Maltese delegation, A,".
func onBehalf(l *line, it *item) bool {
	k := it.first - 1
	if l.fold(k) == "the" {
		k--
	}
	side := l.fold(it.last) == "side" || l.fold(it.last) == "delegation"
	switch l.fold(k) {
	case "for":
		if f := l.fold(k - 1); k == 0 || f == ";" || f == "speaking" || f == "signing" || f == "and" && l.fold(k-2) == ";" {
			return true
		}
		return false
	case "representing":
		return true
	case "on", "from":
		return side && (k == 0 || !l.words[k-1].Letter)
	case "of":
		f := l.fold(k - 1)
		return f == "behalf" || side && (f == "head" || f == "leader" || f == "chief")
	}
	return false
}

// colleague tells the nouns after the adjective of a state whose person serves it.
func colleague(gap string) bool {
	switch gap {
	case "colleague", "diplomat", "official", "negotiator", "delegate", "leader", "counterpart", "representative":
		return true
	}
	return false
}

// sends reads "was represented by", "sent", "represented at the talks by" between an actor
// and a name.
func sends(gap string) bool {
	words := strings.Fields(gap)
	if len(words) == 0 {
		return false
	}
	if gap == "sent" || gap == "was sending" || gap == "sends" {
		return true
	}
	if words[len(words)-1] != "by" {
		return false
	}
	yes := false
	for i, w := range words[:len(words)-1] {
		switch w {
		case "represented":
			yes = true
		case "was", "were", "is", "will", "be", ",", "being", "has", "been", "which", "and", "alone":
			if w == "and" && i > 0 {
				return false
			}
		default:
			// "represented at the meeting by"
			if !yes || len(words) > 7 {
				return false
			}
		}
	}
	return yes
}

// speaksFor reads "represented", ", representing", "speaking on behalf of",
// "for", between a name and an actor.
func speaksFor(gap string) bool {
	words := strings.Fields(gap)
	if len(words) == 0 || len(words) > 7 {
		return false
	}
	switch gap {
	case ", head of", ", leader of", "represented", "represents", "will represent", ", representing", "representing", ", who represented", ", who represents", ", on behalf of", "on behalf of",
		", for", "spoke for", "speaking for", ", speaking for", "signed for", "signing for", ", signing for":
		return true
	}
	last := strings.HasSuffix(gap, " on behalf of")
	for _, w := range words {
		switch w {
		case "spoke", "speaking", "signed", "signing", "said", "attended", "accepted", "acting", "addressed", "delivered", "statement", "it", "meeting", "is", "was", "with", "us", "here", "present", "today":
		case ",", "on", "behalf", "of", "who":
		default:
			return false
		}
	}
	return last
}

// ledBy reads "the delegation of Mexico was headed by" and "that of Spain by"
// with the state's item and the words from it to the name.
func ledBy(l *line, it *item, gap string) bool {
	words := strings.Fields(gap)
	if len(words) == 0 || words[len(words)-1] != "by" {
		return false
	}
	of := l.fold(it.first-1) == "of" && (l.fold(it.first-2) == "delegation" || l.fold(it.first-2) == "that" || l.fold(it.first-2) == "side") ||
		l.fold(it.first-2) == "of" && (l.fold(it.first-3) == "delegation" || l.fold(it.first-3) == "that")
	del := of || l.fold(it.last) == "delegation" || l.fold(it.last) == "side"
	verb := len(words) == 1
	for _, w := range words[:len(words)-1] {
		switch w {
		case "headed", "led", "represented", "chaired":
			verb = true
		case "delegation", "side", "team":
			del = true
		case "was", "were", "is", "will", "be", ",", "being", "which", "that", "been", "has":
		default:
			return false
		}
	}
	return del && verb && (len(words) > 1 || of || ledBefore(l, it.first))
}

// ledBefore reports whether "led by" stands before word i, so that "the Czech
// side by B" repeats it.
func ledBefore(l *line, i int) bool {
	for k := 0; k+1 < i; k++ {
		if f := l.fold(k); (f == "led" || f == "headed" || f == "represented" || f == "chaired") && l.fold(k+1) == "by" {
			return true
		}
	}
	return false
}

// heads reads ", who heads" and "heads" between a name and an organisation.
func heads(gap string) bool {
	switch gap {
	case "heads", ", who heads", ", who leads", ", who runs", ", who directs", ", head of", ", heading", "who heads", "leads", "runs", "directs":
		return true
	}
	return false
}

func leadsOurs(l *line, i int) bool {
	verb := false
	for k := i; k < len(l.words) && k <= i+4; k++ {
		switch l.fold(k) {
		case ",", "who", "will":
		case "led", "leads", "lead", "headed", "heads", "leading":
			verb = true
		case "our":
			f := l.fold(k + 1)
			return verb && (f == "delegation" || f == "team" || f == "side")
		default:
			return false
		}
	}
	return false
}

// leads reports whether the words say "led" and nothing that changes it.
func leads(gap string) bool {
	verb := false
	for _, w := range strings.Fields(gap) {
		switch w {
		case "led", "leads", "lead", "headed", "heads", "head", "leading", "heading":
			verb = true
		case "will", "who", ",", "is", "delegation", "of", "to":
		default:
			return false
		}
	}
	return verb
}

// copula reads "is", "serves as", "was appointed", "who is currently".
func copula(gap string) bool {
	yes := false
	for _, w := range strings.Fields(gap) {
		switch w {
		case "is", "as", "became", "appointed", "named", "elected":
			yes = true
		case "was", "who", "serves", "served", "serving", "been", "has", "currently", "now", ",", "new", "also", "acting":
		default:
			return false
		}
	}
	return yes
}

// verbBetween reports whether a verb of speaking stands before a titled name,
// so that what follows its comma belongs to the sentence: "said Mr. A, Japan".
func verbBetween(l *line, it *item) bool {
	for k := 0; k < it.start; k++ {
		if p := l.at(k); p == "VERB" || p == "AUX" {
			return true
		}
	}
	return false
}

// represent notes that the person speaks for a state or organisation.
func (d *doc) represent(l *line, p, actor *item, rule string, confidence float64) {
	if p.person < 0 || actor.entity < 0 || p.retired && !strings.Contains(rule, "delegation") && rule != "actor.represented-by" && rule != "actor.speaks-for" {
		return
	}
	if rule == "actor.possessive-name" && p.last+1 < len(l.words) && l.words[p.last+1].Upper {
		return // "Ohio University's Anna Weber School of Law" is no person
	}
	pe := d.persons[p.person].entity
	pred := schema.Represents
	if o := d.orgOf(actor.entity); o != nil && rule != "actor.speaks-for" {
		switch o.Type {
		case "university", "academic centre", "academy", "think tank", "news agency", "newspaper", "broadcaster", "photo agency":
			pred = schema.AffiliatedWith
		}
	}
	object := actor.entity
	if o := d.orgOf(object); pred == schema.Represents && o != nil && governmental(o) && o.Type != "national agency" {
		if s, ok := d.g.State(o.Home); ok {
			object = d.stateEntity(s, "")
		}
	} else if o == nil && actor.kind == orgItem && d.homes[object] != nil && d.ministryName(d.a.Entities[object].Label) && pred == schema.Represents {
		object = d.stateEntity(d.homes[object], "")
	} else if o == nil && actor.kind == orgItem && (d.homes[object] != nil || d.outlet(d.a.Entities[object].Label)) {
		pred = schema.AffiliatedWith
	}
	d.claim(pe, pred, object, l, rule, confidence)
}

// outlet reports whether the name of an unknown organisation is that of a
// newspaper, broadcaster, university or school.
func (d *doc) outlet(name string) bool { return d.labelHas(name, gazetteer.Outlet) }

// labelHas reports whether a name has a word of the class.
func (d *doc) labelHas(name string, c gazetteer.Class) bool {
	for _, w := range gazetteer.Words(name) {
		if d.lex.Word(w.Fold)&c != 0 {
			return true
		}
	}
	return false
}
