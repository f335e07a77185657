package resolve

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// maxSlug is the length at which a slug is cut, at a hyphen.
const maxSlug = 80

// minter gives each thing a path of its own. It works on things in order of
// prominence, so the plain path goes to the best known of several namesakes.
type minter struct {
	p     *pass
	taken map[string]*cluster
	base  map[schema.Class]string // first parts of paths
}

// mintPaths sets the path of every cluster. A path is made of what the
// documents say of the thing, never of a count; a clash is resolved by State,
// year or place, at last by a hash of the first document and its label.
func (p *pass) mintPaths(clusters []*cluster) {
	m := &minter{p: p, taken: map[string]*cluster{}, base: map[schema.Class]string{
		schema.Person: "person", schema.Office: "office", schema.State: "state", schema.Organization: "org", schema.Body: "org",
		schema.Event: "event", schema.Session: "event", schema.Series: "series", schema.Process: "process", schema.Norm: "norm",
		schema.Instrument: "instr", schema.Clause: "clause", schema.Place: "place", schema.Document: "doc",
	}}
	for _, d := range p.docs {
		m.taken["doc/"+d.id] = &cluster{}
	}
	order := slices.Clone(clusters)
	docs := make(map[*cluster]int, len(order))
	for _, c := range order {
		docs[c] = countDocuments(c)
		if c.key != "" {
			c.path = c.key
			m.taken[c.key] = c
		}
	}
	slices.SortFunc(order, func(a, b *cluster) int {
		return cmp.Or(cmp.Compare(docs[b], docs[a]), compareRefs(a.members[0], b.members[0]))
	})
	for _, c := range order {
		m.mint(c, 0)
	}
}

// mint sets the path of c; depth guards against events that are part of each
// other.
func (m *minter) mint(c *cluster, depth int) {
	if c.path != "" {
		return
	}
	var stem string
	var extra []string
	switch family(c.class) {
	case schema.Event:
		stem, extra = m.event(c, depth)
	case schema.Office:
		stem = m.office(c, depth)
	case schema.Person:
		stem = "person/" + m.slug(c.label)
		extra = m.personExtra(c)
	case schema.Organization:
		stem = m.organisation(c)
	case schema.Instrument:
		stem = m.dated(c)
	default:
		stem = cmp.Or(m.base[c.class], "thing") + "/" + m.slug(c.label)
	}
	if c.path != "" || m.take(c, stem) {
		return // the former where a part led back here
	}
	for i := range extra {
		if m.take(c, stem+"-"+strings.Join(extra[:i+1], "-")) {
			return
		}
	}
	r := c.members[0]
	sum := hash(m.p.docs[r.doc].id + "\x00" + m.p.entity(r).Label + "\x00" + string(c.class))
	for n := 6; !m.take(c, stem+"-"+sum[:n]); n += 2 {
		if n+2 > len(sum) {
			// Two entities of one document with one label and class: the place of
			// the second in it is as much a fact of the document as its label.
			sum = hash(sum + strconv.Itoa(int(r.ent)))
			n = 6
		}
	}
}

func hash(s string) string {
	sum := sha256.Sum256([]byte(s))
	return hex.EncodeToString(sum[:])
}

func (m *minter) take(c *cluster, path string) bool {
	if m.taken[path] != nil {
		return false
	}
	m.taken[path] = c
	c.path = path
	return true
}

// slug is never empty: a name in another script is hashed.
func (m *minter) slug(name string) string {
	s := text.Slug(name)
	if s == "" {
		return "x" + hash(name)[:8]
	}
	if len(s) > maxSlug {
		s = s[:maxSlug]
		if i := strings.LastIndexByte(s, '-'); i > 0 {
			s = s[:i]
		}
	}
	return s
}

// personExtra is a State and a year that tell namesakes apart.
func (m *minter) personExtra(c *cluster) []string {
	var extra []string
	if i := m.p.personInfo[c]; i != nil && len(i.states) > 0 {
		extra = append(extra, strings.ToLower(slices.Min(i.states)))
	}
	for _, r := range c.members {
		if y := m.p.docs[r.doc].year; y != 0 {
			return append(extra, strconv.Itoa(y))
		}
	}
	return extra
}

// organisation adds the home State where the name does not hold it.
func (m *minter) organisation(c *cluster) string {
	stem := "org/" + m.slug(c.label)
	home := m.p.homes[c]
	if home == "" || slices.Contains(m.p.info(c.label).bag, "@"+home) {
		return stem
	}
	return stem + "-" + home
}

// dated adds the year of an instrument where the name does not hold it.
func (m *minter) dated(c *cluster) string {
	slug := m.slug(c.label)
	for _, r := range c.members {
		years := m.p.info(m.p.entity(r).Label).years
		if len(years) == 0 {
			continue
		}
		if y := strconv.Itoa(years[0]); !strings.Contains(slug, y) {
			slug += "-" + y
		}
		break
	}
	return "instr/" + slug
}

func (m *minter) office(c *cluster, depth int) string {
	whose := "of-unknown"
	switch o := c.owner; {
	case o.code != "":
		whose = o.code
	case o.of != nil:
		of := o.of.root()
		if of.path == "" && depth < 8 {
			m.mint(of, depth+1)
		}
		whose = strings.ReplaceAll(pathTail(of.path), "/", "-")
	}
	return "office/" + whose + "/" + m.slug(m.withoutState(c.label, c.owner.code))
}

// withoutState leaves the name of a State out of the name of its office, since
// it comes first in the path.
func (m *minter) withoutState(name, state string) string {
	words := split(text.Key(name))
	var out []string
	for i := 0; i < len(words); i++ {
		if code, n := m.p.lex.stateAt(words[i:]); n > 0 && strings.EqualFold(code, state) {
			i += n - 1
			continue
		}
		out = append(out, words[i])
	}
	for len(out) > 0 && m.p.lex.stop[out[len(out)-1]] {
		out = out[:len(out)-1] // "of the"
	}
	if len(out) == 0 {
		return name
	}
	return strings.Join(out, " ")
}

// event makes SERIES-EDITION-YEAR or NAME-YEAR-PLACE, below the path of the
// event that it is part of.
func (m *minter) event(c *cluster, depth int) (stem string, extra []string) {
	e := m.p.eventInfo[c]
	if e == nil {
		return "event/" + m.slug(c.label), nil
	}
	var first interval
	dated := false
	for _, iv := range e.dates {
		if !dated || iv.gran < first.gran || iv.gran == first.gran && iv.lo < first.lo {
			first, dated = iv, true
		}
	}
	if dated && first.gran != yearly {
		extra = strings.Split(first.text(), "-")[1:]
	}
	for _, par := range e.parents {
		if par = par.root(); par == c || depth > 4 {
			continue
		}
		m.mint(par, depth+1)
		if c.path != "" {
			break
		}
		return par.path + "/" + m.slug(c.label), extra
	}
	name := c.label
	if len(e.series) > 0 {
		name = e.series[0].root().label
	}
	parts := []string{m.eventSlug(name)}
	if len(e.numbers) == 1 {
		parts = append(parts, strconv.Itoa(e.numbers[0]))
	}
	if dated {
		parts = append(parts, strconv.Itoa(first.year()))
	}
	if len(e.numbers) != 1 {
		where := ""
		if len(e.cities) > 0 {
			where = text.Slug(e.cities[0].root().label)
		} else if e.virtual {
			where = "virtual"
		}
		if where != "" && !strings.Contains("-"+parts[0]+"-", "-"+where+"-") {
			parts = append(parts, where)
		}
	}
	return "event/" + strings.Join(parts, "-"), extra
}

// eventSlug leaves out ordinals, years and "meeting of" at the head.
func (m *minter) eventSlug(name string) string {
	folded := splitYears(split(text.Key(name)))
	var words []string
	for i := 0; i < len(folded); i++ {
		if _, ok := year(folded[i]); ok {
			continue
		}
		if _, n := m.p.lex.ordinal(folded, i); n > 0 {
			i += n - 1
			continue
		}
		words = append(words, folded[i])
	}
	lead := 0
	for lead < len(words) && (words[lead] == "the" || words[lead] == "of" || words[lead] == "meeting") {
		lead++
	}
	if lead == len(words) {
		lead = 0
	}
	if s := text.Slug(strings.Join(words[lead:], " ")); s != "" {
		return m.slug(s)
	}
	return m.slug(name)
}
