package resolve

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// maxAliases bounds the other names that are kept of one thing.
const maxAliases = 40

// usage is a name and the number of documents that use it as the fullest one.
type usage struct {
	name   string
	labels int // documents whose label it is
	others int // documents whose alias it is
	rank   float64
}

// label chooses the display name of a thing: the catalogue's; else of the
// documents' labels a name rather than a short form, mixed case rather than
// capitals, the fuller, the more frequent. It also gives the other names.
func (p *pass) label(c *cluster) (label string, aliases []string) {
	uses := p.usages(c)
	best := -1
	for i := range uses {
		uses[i].rank = p.rank(c.class, &uses[i])
		if uses[i].labels > 0 && (best < 0 || uses[i].rank > uses[best].rank) {
			best = i
		}
	}
	if known := p.known[c.key]; known != nil && known.Label != "" {
		label = known.Label
	} else {
		label = uses[best].name
		if c.class == schema.Person {
			label = mixedCase(label)
		}
	}
	slices.SortStableFunc(uses, func(a, b usage) int {
		return cmp.Or(cmp.Compare(b.labels+b.others, a.labels+a.others), cmp.Compare(a.name, b.name))
	})
	for _, u := range uses {
		if u.name != label && len(aliases) < maxAliases {
			aliases = append(aliases, u.name)
		}
	}
	return label, aliases
}

// usages counts the names of a thing; in order of name.
func (p *pass) usages(c *cluster) []usage {
	byName := map[string]*usage{}
	get := func(s string) *usage {
		u := byName[s]
		if u == nil {
			u = &usage{name: s}
			byName[s] = u
		}
		return u
	}
	for _, r := range c.members {
		e := p.entity(r)
		get(e.Label).labels++
		for _, s := range e.Aliases {
			get(s).others++
		}
	}
	out := make([]usage, 0, len(byName))
	for _, name := range sortedKeys(byName) {
		out = append(out, *byName[name])
	}
	return out
}

// rank orders the labels of one thing. The weights only order: capitals lose
// against everything, a short form against a name; an event's name gains by its
// words up to six, past which it is a description; each use counts, up to four.
func (p *pass) rank(class schema.Class, u *usage) float64 {
	r := 0.5 * float64(min(u.labels, 4))
	if isCapitals(u.name) {
		r -= 10
	}
	if utf8.RuneCountInString(u.name) != len(u.name) && text.Slug(u.name) == "" {
		r -= 5 // another script
	}
	n := p.info(u.name)
	switch {
	case class == schema.Person:
		r += float64(min(len(strings.Fields(u.name)), 3))
		if strings.Contains(u.name, ".") {
			r-- // initials
		}
		if len(u.name) != utf8.RuneCountInString(u.name) {
			r += 0.25 // with its accents
		}
	case family(class) == schema.Event || family(class) == schema.Series:
		r += min(n.weight, 6)
	default:
		r += min(n.weight, 3)
	}
	return r
}

// isCapitals reports whether a name of several words or a long one is in
// capitals, but for the odd "2nd".
func isCapitals(s string) bool {
	upper, lower := 0, 0
	for _, r := range s {
		if unicode.IsLower(r) {
			lower++
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper > 4*lower && (upper > 6 || upper > 3 && strings.Contains(s, " "))
}

// mixedCase writes words in capitals with one capital: "LEE Taeho" is "Lee
// Taeho". Initials and short words with dots stay.
func mixedCase(name string) string {
	words := strings.Fields(name)
	for i, w := range words {
		if isShout(w) {
			words[i] = capitalize(w)
		}
	}
	return strings.Join(words, " ")
}

func isShout(w string) bool {
	letters := 0
	for _, r := range w {
		if unicode.IsLower(r) || r == '.' {
			return false
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	return letters > 1
}

// capitalize lowers all letters but the first and those after a hyphen or an
// apostrophe.
func capitalize(w string) string {
	first := true
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			first = true
			return r
		}
		if first {
			first = false
			return r
		}
		return unicode.ToLower(r)
	}, w)
}
