package event

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// cluster is an event with all that the document says of it.
type cluster struct {
	class    schema.Class
	noun     *noun
	label    string
	aliases  []string
	series   string   // name of the series, "" where there is none
	bag      []string // content words of the series name, sorted
	acronym  string
	ordinal  int
	year     int
	rel      relation
	base     *cluster // the edition that rel counts from
	parent   *cluster
	after    *cluster // the edition before it, as a list tells
	inTitle  bool
	plain    bool // described, without a name
	aside    bool // told of only in passing; see [doc.asides]
	cands    []*candidate
	mentions []mention
	facts    []fact
	present  []presence // who took part, as predications of meeting tell
	future   bool       // said to be still to come
	held     bool       // said to have taken place
	opened   bool       // said to have opened
	first    int        // offset of the first mention
	entity   int
}

// mention is a reference to an event.
type mention struct {
	span extract.Span
	form extract.Form
	sent int
	rule string
}

// fact is a claim in the making.
type fact struct {
	predicate  schema.Predicate
	literal    extract.Literal
	place      string // label of a place
	key        string // its key, or ""
	when       date.Expr
	status     extract.Status
	qualifier  string
	rule       string
	confidence float64
	sent       int
	line       extract.Span // of a line that is no sentence, else zero
}

// small words carry no meaning in a name.
var small = map[string]bool{"the": true, "of": true, "and": true, "for": true, "on": true, "in": true, "at": true, "to": true, "a": true, "an": true, "de": true, "la": true, "el": true, "y": true, "between": true, "with": true, "meeting": true}

// camel finds where a word begins within a tag such as "#LakesProcess".
var camel = regexp.MustCompile(`([a-z]{2})([A-Z][a-z]{2})`)

// bag gives the content words of a name for comparison.
func bag(name string) []string {
	k := text.Key(camel.ReplaceAllString(name, "$1 $2"))
	k = strings.NewReplacer("cyber space", "cyberspace", "cyber-space", "cyberspace", "cyber security", "cybersecurity", "u.s.", "united states", "u.k.", "united kingdom", "u.n.", "united nations", "'s", "", "’s", "").Replace(k)
	var out []string
	for _, w := range strings.FieldsFunc(k, func(r rune) bool { return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r > 127) }) {
		if small[w] {
			continue
		}
		switch w {
		case "un":
			out = append(out, "united", "nations")
			continue
		case "us", "usa":
			out = append(out, "united", "states")
			continue
		case "wg":
			out = append(out, "working", "group")
			continue
		case "uk":
			out = append(out, "united", "kingdom")
			continue
		case "dialog":
			w = "dialogue"
		case "consultation":
			w = "consultations"
		}
		out = append(out, w)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// subset reports whether every word of a is in b.
func subset(a, b []string) bool {
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); !ok {
			return false
		}
	}
	return true
}

func common(a, b []string) int {
	n := 0
	for _, w := range a {
		if _, ok := slices.BinarySearch(b, w); ok {
			n++
		}
	}
	return n
}

// join puts the candidates into clusters: those that tell their edition first,
// then the fuller names.
func (d *doc) join() {
	order := slices.Clone(d.cands)
	bags := map[*candidate][]string{}
	for _, c := range order {
		bags[c] = bag(c.seriesName)
	}
	rank := func(c *candidate) int {
		switch {
		case c.ordinal > 0:
			return 0
		case c.year > 0:
			return 1
		case c.rel != same:
			return 4
		case !c.when.IsZero():
			return 2
		}
		return 3
	}
	slices.SortStableFunc(order, func(a, b *candidate) int {
		return cmp.Or(rank(a)-rank(b), len(bags[b])-len(bags[a]))
	})
	for _, c := range order {
		best := d.nearest(c, bags[c], true)
		if best == nil && d.sents[c.sent].title {
			best = d.nearest(c, bags[c], false)
		}
		if best == nil {
			best = &cluster{class: schema.Event, noun: c.noun, bag: bags[c], rel: c.rel, first: 1 << 60}
			d.clusters = append(d.clusters, best)
		}
		best.take(c, bags[c], d)
	}
	slices.SortStableFunc(d.clusters, func(a, b *cluster) int { return a.first - b.first })
	for _, k := range d.clusters {
		k.name(d)
	}
	d.link()
}

// nearest is the cluster that candidate c fits best, or nil. Strict says that a
// name without a number is not joined to an edition that is only announced.
func (d *doc) nearest(c *candidate, b []string, strict bool) *cluster {
	var best *cluster
	bestScore := 0.0
	for _, k := range d.clusters {
		if strict && c.ordinal == 0 && k.ordinal > 0 && !d.ahead(c) && !slices.ContainsFunc(k.cands, func(o *candidate) bool { return !d.ahead(o) }) {
			continue
		}
		if s := d.affinity(c, b, k); s > bestScore {
			best, bestScore = k, s
		}
	}
	return best
}

// take adds candidate c.
func (k *cluster) take(c *candidate, b []string, d *doc) {
	k.cands = append(k.cands, c)
	c.cluster = k
	k.ordinal = cmp.Or(k.ordinal, c.ordinal)
	k.year = cmp.Or(k.year, c.year)
	k.acronym = cmp.Or(k.acronym, c.acronym)
	k.inTitle = k.inTitle || c.title
	k.future = k.future || c.coming
	if k.noun == acronymNoun {
		k.noun = c.noun
	}
	if len(b) > len(k.bag) {
		k.bag = b
	}
	span := c.span(d)
	k.first = min(k.first, span.Start)
	k.mentions = append(k.mentions, mention{span: span, form: extract.Name, sent: c.sent, rule: "event.name"})
}

// affinity says how well candidate c fits cluster k; 0 is not at all.
func (d *doc) affinity(c *candidate, b []string, k *cluster) float64 {
	if c.rel != k.rel || c.ordinal > 0 && k.ordinal > 0 && c.ordinal != k.ordinal || c.year > 0 && k.year > 0 && c.year != k.year {
		return 0
	}
	if c.plural || d.apart(c, k) || d.otherThanSeries(c, b, k) {
		return 0
	}
	if c.acronym != "" && c.acronym == k.acronym || k.acronym != "" && slices.Contains(b, strings.ToLower(k.acronym)) && len(b) == 2 {
		return 3
	}
	if k.noun != acronymNoun && c.noun != acronymNoun && k.noun.family != c.noun.family {
		// "second session of the X Dialogue" is the X Dialogue.
		if c.body == "" && !slices.ContainsFunc(k.cands, func(o *candidate) bool { return o.body != "" }) || !slices.Equal(b, k.bag) {
			return 0
		}
	}
	kb := k.bag
	if city, other := d.city(c), d.clusterCity(k); city != other {
		if city != "" && other != "" {
			return 0
		}
		// A city that only one of two names holds does not part them.
		if b2, k2 := without(b, city), without(kb, other); min(len(b2), len(k2)) >= 3 {
			b, kb = b2, k2
		}
	}
	n := common(b, kb)
	small := min(len(b), len(kb))
	if n == 0 || small == 0 {
		return 0
	}
	// A number that only one of them tells must not join names that differ.
	tells := (c.ordinal > 0) != (k.ordinal > 0)
	switch {
	case n == len(b) && n == len(kb):
		return 2 + prominence(k)
	case c.ordinal > 0 && c.ordinal == k.ordinal && n >= 2 && c.noun.singular == k.noun.singular && c.noun.family == "conference":
		return 1.2
	case n == small && small >= 2:
		return 1 + float64(n)/float64(max(len(b), len(kb))) + prominence(k)/2
	case n*5 >= (len(b)+len(kb)-n)*4 && !tells:
		return 1
	}
	return 0
}

// otherThanSeries reports whether one of two names is that of a known series and
// the other holds more: "Summit of the Lakes", "Youth Summit of the Lakes".
func (d *doc) otherThanSeries(c *candidate, b []string, k *cluster) bool {
	for _, o := range k.cands {
		if o.noun == acronymNoun || c.noun == acronymNoun || o.acronym != "" || c.acronym != "" {
			continue
		}
		ob := bag(o.seriesName)
		if c.series != nil && o.series == nil && len(ob) > len(b) && subset(b, ob) && d.premodified(o) || o.series != nil && c.series == nil && len(b) > len(ob) && subset(ob, b) && d.premodified(c) {
			return true
		}
	}
	return false
}

// premodified reports whether a name begins with a word that makes it one of its
// own.
func (d *doc) premodified(c *candidate) bool {
	ws := d.sents[c.sent].words
	for i := c.from; i < c.head; i++ {
		if ws[i].capital && d.ownName(ws, i) {
			return true
		}
	}
	return false
}

// city is the key of the city in a candidate's name before its noun, or "".
func (d *doc) city(c *candidate) string {
	ws := d.sents[c.sent].words
	for i := c.from; i < c.head; i++ {
		if e, _ := d.lookup(ws, i); e != nil && e.Place != nil && (e.Place.Kind == "city" || e.Place.Kind == "capital") {
			return strings.ToLower(e.Place.Name)
		}
	}
	return ""
}

func (d *doc) clusterCity(k *cluster) string {
	for _, c := range k.cands {
		if s := d.city(c); s != "" {
			return s
		}
	}
	return ""
}

// without gives a bag without the words of a name.
func without(b []string, name string) []string {
	drop := bag(name)
	var out []string
	for _, w := range b {
		if !slices.Contains(drop, w) {
			out = append(out, w)
		}
	}
	return out
}

// apart reports whether the dates beside the names show two editions.
func (d *doc) apart(c *candidate, k *cluster) bool {
	if t := d.told(c); t != 0 && slices.ContainsFunc(k.cands, func(o *candidate) bool { return d.told(o) == -t }) {
		return true
	}
	if c.when.IsZero() {
		return false
	}
	for _, o := range k.cands {
		if !o.when.IsZero() && !o.when.Covers(c.when) && !c.when.Covers(o.when) && o.when.Year*12+o.when.Month != c.when.Year*12+c.when.Month {
			return true
		}
	}
	return k.year > 0 && k.year != c.when.Year
}

func prominence(k *cluster) float64 {
	p := float64(min(len(k.cands), 5)) / 50
	if k.inTitle {
		p += 0.3
	}
	return p
}

// name chooses the cluster's label: the fullest name, in the running text
// rather than in a heading in capitals.
func (k *cluster) name(d *doc) {
	score := func(c *candidate) int {
		n := 4 * len(bag(c.label))
		if c.ordinal > 0 {
			n += 3
		}
		if c.year > 0 {
			n += 3
		}
		if c.noun == acronymNoun {
			n -= 3
		}
		if d.sents[c.sent].heading {
			n--
		}
		if c.label == strings.ToUpper(c.label) {
			n -= 2
		}
		return n
	}
	best := k.cands[0]
	for _, c := range k.cands[1:] {
		if score(c) > score(best) {
			best = c
		}
	}
	k.label = best.label
	numbered := false
	for _, c := range k.cands {
		if !numbered && (len(bag(c.seriesName)) == len(k.bag) || k.series == "") || c.ordinal > 0 && !numbered {
			k.series = c.seriesName
			numbered = c.ordinal > 0
		}
		if k.series == strings.ToUpper(k.series) && c.seriesName != strings.ToUpper(c.seriesName) && strings.EqualFold(k.series, c.seriesName) {
			k.series = c.seriesName
		}
		if c.series != nil {
			k.series = c.series.label
		}
		k.alias(c.label)
	}
	k.alias(k.acronym)
}

func (k *cluster) alias(s string) {
	if s != "" && s != k.label && !slices.Contains(k.aliases, s) {
		k.aliases = append(k.aliases, s)
	}
}

// link ties "next" and "previous" editions to the one they count from.
func (d *doc) link() {
	for _, k := range d.clusters {
		if k.rel == same {
			continue
		}
		for _, o := range d.clusters {
			if o.rel == same && (subset(k.bag, o.bag) || subset(o.bag, k.bag)) && (k.base == nil || prominence(o) > prominence(k.base)) {
				k.base = o
			}
		}
	}
}
