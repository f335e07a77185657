package query

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Candidate is an entity that a name may mean.
type Candidate struct {
	IRI     string
	ID      string // path under the base: "state/KR"
	Class   string
	Label   string
	Matched string  // the name that fits
	Score   float64 // 0 to 1
	Edges   int     // an estimate of what the graph says of it
	// Detail tells it apart from its like: dates, place, series of an event,
	// office or State of a person.
	Detail string
}

// An AmbiguousError says that a name fits several entities equally well.
type AmbiguousError struct {
	Text       string
	Candidates []Candidate // best first
}

// Error lists the candidates on one line.
func (e *AmbiguousError) Error() string {
	var b strings.Builder
	if len(e.Candidates) > 0 && e.Candidates[0].Score < partial {
		fmt.Fprintf(&b, "nothing in the graph is named %q; similar are", e.Text)
	} else {
		fmt.Fprintf(&b, "%q may mean", e.Text)
	}
	for i, c := range e.Candidates {
		if i == 5 {
			fmt.Fprintf(&b, " or %d others", len(e.Candidates)-i)
			break
		}
		fmt.Fprintf(&b, "%s %s (%s%s)", ifElse(i == 0, "", " or"), c.ID, c.Label, ifElse(c.Detail == "", "", ", "+c.Detail))
	}
	return b.String()
}

// An UnknownError says that no entity has a name.
type UnknownError struct {
	Text    string
	Classes []string    // asked for, or nil
	Near    []Candidate // with a similar name, or of another class
}

// Error names what is near.
func (e *UnknownError) Error() string {
	kind := "entity"
	if len(e.Classes) > 0 {
		kind = strings.Join(e.Classes, " or ")
	}
	s := fmt.Sprintf("no %s in the graph is named %q", kind, e.Text)
	if len(e.Near) > 0 {
		c := e.Near[0]
		s += fmt.Sprintf("; the nearest is %s (%s)", c.ID, strings.TrimSpace(c.Class+" "+c.Label))
	}
	return s
}

// maxCandidates is how many candidates are looked at closely. A name that fits
// more is a question too wide for anybody to choose from.
const maxCandidates = 50

// Resolve lists the entities that a text means, the best first: the text is an
// IRI, an id such as "state/KR" or its last part, or a name as a person writes
// it, with slips of the keyboard. Only entities of the classes, or of classes
// under them, are listed; no classes allow all.
func (g *Graph) Resolve(ctx context.Context, text string, classes ...string) ([]Candidate, error) {
	s := g.session(ctx)
	return g.resolve(s, text, classes)
}

// ResolveOne returns the one entity that a text means. The error is an
// *AmbiguousError or an *UnknownError where there isn't one.
func (g *Graph) ResolveOne(ctx context.Context, text string, classes ...string) (Candidate, error) {
	s := g.session(ctx)
	return g.resolveOne(s, text, classes)
}

func (g *Graph) resolveOne(s *session, text string, classes []string) (Candidate, error) {
	cs, err := g.resolve(s, text, classes)
	if err != nil {
		return Candidate{}, err
	}
	if len(cs) == 0 {
		e := &UnknownError{Text: text, Classes: classes}
		if len(classes) > 0 {
			if e.Near, err = g.resolve(s, text, nil); err != nil {
				return Candidate{}, err
			}
		}
		if len(e.Near) == 0 {
			if e.Near, err = g.suggest(s, text, classes); err != nil {
				return Candidate{}, err
			}
		}
		return Candidate{}, e
	}
	cs = statesBeforeTerritory(cs)
	if len(cs) > 1 && !clear1(cs[0], cs[1]) {
		n := 1
		for n < len(cs) && !clear1(cs[0], cs[n]) {
			n++
		}
		return Candidate{}, &AmbiguousError{text, cs[:n]}
	}
	return cs[0], nil
}

// readAs is the note that a text was read as an entity, where that isn't plain.
func readAs(text string, c Candidate) []string {
	if c.Score >= reordered {
		return nil
	}
	return []string{fmt.Sprintf("%q was read as %s (%s)", text, c.Label, c.ID)}
}

// maxSuggested is how many entities an error offers.
const maxSuggested = 3

// suggest lists entities of the classes with a name that is not far from text.
func (g *Graph) suggest(s *session, text string, classes []string) ([]Candidate, error) {
	x, err := g.index(s)
	if err != nil {
		return nil, err
	}
	var out []Candidate
	for _, h := range x.suggest(text) {
		in := x.names[h.name]
		iri := x.entities[in.entity]
		if len(out) == maxSuggested {
			break
		}
		if slices.ContainsFunc(out, func(c Candidate) bool { return c.IRI == string(iri) }) {
			continue
		}
		n := s.r.find(iri)
		if ok, err := s.isA(n, classes); err != nil || !ok {
			if err != nil {
				return nil, err
			}
			continue
		}
		c := Candidate{IRI: string(iri), ID: s.voc.Short(iri), Matched: in.text, Score: h.score}
		if err := s.describe(n, &c); err != nil {
			return nil, err
		}
		out = append(out, c)
	}
	return out, nil
}

// statesBeforeTerritory leaves out the place of each name that is that of a
// State as well: who writes "Hungary" means the actor.
func statesBeforeTerritory(cs []Candidate) []Candidate {
	var states []Candidate
	for _, c := range cs {
		if c.Class == "State" {
			states = append(states, c)
		}
	}
	if len(states) == 0 {
		return cs
	}
	return slices.DeleteFunc(slices.Clone(cs), func(p Candidate) bool {
		return p.Class == "Place" && slices.ContainsFunc(states, func(s Candidate) bool {
			return fold(s.Label) == fold(p.Label) || fold(s.Matched) == fold(p.Matched)
		})
	})
}

// clear1 reports whether a is clearly meant rather than b. Of two whose names
// fit alike, one that the documents speak of wins over one that only the
// gazetteer knows.
func clear1(a, b Candidate) bool {
	const margin = 0.05 // a code or a label against an alias is no difference to a reader
	if a.Score-b.Score >= margin {
		return true
	}
	return a.Edges > 0 && b.Edges == 0
}

func (g *Graph) resolve(s *session, text string, classes []string) ([]Candidate, error) {
	text = strings.TrimSpace(text)
	found := map[node]*Candidate{}
	add := func(iri quad.IRI, name string, score float64) error {
		n := s.r.find(iri)
		if n == 0 || strings.HasPrefix(string(iri), schema.NS) {
			return nil
		}
		if c := found[n]; c != nil {
			if score > c.Score {
				c.Score, c.Matched = score, name
			}
			return nil
		}
		ok, err := s.isA(n, classes)
		if err != nil || !ok {
			return err
		}
		found[n] = &Candidate{IRI: string(iri), ID: s.voc.Short(iri), Matched: name, Score: score}
		return nil
	}
	if err := g.byID(s, text, add); err != nil {
		return nil, err
	}
	if len(found) == 0 || !strings.Contains(text, "/") {
		if err := g.byExactName(s, text, add); err != nil {
			return nil, err
		}
	}
	// The id of a territory is the name of its State written small.
	for n := range found {
		if c, err := s.classOf(n); err != nil || c != "Place" || strings.Contains(text, "/") {
			continue
		}
		label, err := s.label(n)
		if err != nil {
			return nil, err
		}
		if err := g.byExactName(s, label, add); err != nil {
			return nil, err
		}
	}
	if len(found) == 0 {
		x, err := g.index(s)
		if err != nil {
			return nil, err
		}
		err = x.find(text, func(hits []hit) (bool, error) {
			for _, h := range hits {
				in := x.names[h.name]
				if err := add(x.entities[in.entity], in.text, h.score); err != nil {
					return false, err
				}
			}
			return len(found) == 0, nil
		})
		if err != nil {
			return nil, err
		}
	}
	fits := make([]node, 0, len(found))
	for n := range found {
		fits = append(fits, n)
	}
	slices.SortFunc(fits, func(a, b node) int {
		return cmp.Or(cmp.Compare(found[b].Score, found[a].Score), cmp.Compare(found[a].ID, found[b].ID))
	})
	var out []Candidate
	for _, n := range fits[:min(len(fits), maxCandidates)] {
		if err := s.describe(n, found[n]); err != nil {
			return nil, err
		}
		out = append(out, *found[n])
	}
	slices.SortFunc(out, func(a, b Candidate) int {
		switch {
		case a.Score != b.Score:
			return ifElse(a.Score > b.Score, -1, 1)
		case (a.Edges > 0) != (b.Edges > 0):
			return ifElse(a.Edges > 0, -1, 1)
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// isA reports whether n has one of the classes; no classes mean any.
func (s *session) isA(n node, classes []string) (bool, error) {
	if len(classes) == 0 {
		return true, nil
	}
	types, err := s.attr(n, "rdf:type")
	if err != nil {
		return false, err
	}
	for _, c := range classes {
		for _, sub := range s.voc.Subclasses(c) {
			if id := s.r.find(classIRI(sub)); id != 0 && slices.Contains(types, id) {
				return true, nil
			}
		}
	}
	return false, nil
}

// byID finds entities by their IRI, their id or the last part of it.
func (g *Graph) byID(s *session, text string, add func(quad.IRI, string, float64) error) error {
	if iri, err := s.voc.Names.Expand(text); err == nil && (strings.Contains(text, "/") || strings.Contains(text, ":")) {
		if err := add(iri, text, byID); err != nil {
			return err
		}
		if p, ok := s.voc.Names.Path(iri); ok && s.r.find(iri) == 0 { // state/kr
			class, rest, _ := strings.Cut(p, "/")
			for _, t := range []string{strings.ToUpper(rest), strings.ToLower(rest)} {
				if iri, err := s.voc.Names.ID(class + "/" + t); err == nil {
					if err := add(iri, text, byCode); err != nil {
						return err
					}
				}
			}
		}
		return nil
	}
	if strings.ContainsAny(text, " \t") {
		return nil
	}
	for _, path := range g.paths {
		tails := []string{text, strings.ToLower(text)}
		if path == "state" {
			tails = []string{strings.ToUpper(text)}
		}
		for _, t := range tails {
			iri, err := s.voc.Names.ID(path + "/" + t)
			if err != nil {
				continue
			}
			if err := add(iri, t, byCode); err != nil {
				return err
			}
		}
	}
	return nil
}

// byExactName finds entities by a name that is written letter by letter. It
// needs no index of names, which takes time to make.
func (g *Graph) byExactName(s *session, text string, add func(quad.IRI, string, float64) error) error {
	for _, v := range []quad.Value{quad.String(text), quad.LangString{Value: quad.String(text), Lang: "en"}} {
		lit := s.r.find(v)
		if lit == 0 {
			continue
		}
		for _, p := range namePredicates {
			ns, err := s.follow(lit, s.pred(p), true)
			if err != nil {
				return err
			}
			for _, n := range ns {
				iri, ok := s.r.value(n).(quad.IRI)
				if !ok {
					continue
				}
				if err := add(iri, text, ifElse(p == "rdfs:label", byLabel, byAlias)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// describe fills in what tells a candidate apart.
func (s *session) describe(n node, c *Candidate) error {
	var err error
	if c.Label, err = s.label(n); err != nil {
		return err
	}
	if c.Class, err = s.classOf(n); err != nil {
		return err
	}
	seen := 0
	count := func(q nodes) bool {
		if _, ok := s.domain[q[1]]; ok {
			seen++
		}
		return seen < 1000
	}
	if err := s.r.scan(s.ctx, nodes{n}, count); err != nil {
		return err
	}
	if err := s.r.scan(s.ctx, nodes{0, 0, n}, count); err != nil {
		return err
	}
	c.Edges = seen
	c.Detail, err = s.detail(n)
	return err
}

// detailAttrs tell entities of one name apart, in the order in which they are
// shown.
var detailAttrs = []string{
	"place", "editionOf", "editionNumber", "subEventOf", "holdsOffice", "represents", "officeIn", "homeState", "partOf", "publisher", "clauseOf", "skos:broader",
}

func (s *session) detail(n node) (string, error) {
	var parts []string
	spans, err := s.dates(n)
	if err != nil {
		return "", err
	}
	if len(spans) > 0 {
		parts = append(parts, spanText(spans[0]))
	}
	for _, p := range detailAttrs {
		vs, err := s.attr(n, p)
		if err != nil {
			return "", err
		}
		var texts []string
		for _, v := range vs {
			l, err := s.label(v)
			if err != nil {
				return "", err
			}
			texts = append(texts, l)
		}
		if len(texts) > 0 && len(parts) < 4 {
			t := slices.Min(texts)
			parts = append(parts, ifElse(p == "editionNumber", "edition "+t, t))
		}
	}
	return strings.Join(parts, ", "), nil
}

// spanText writes a span of days as short as it goes: a year, a month, a day,
// or two days.
func spanText(d [2]string) string {
	for _, s := range []string{d[0][:4], d[0][:7], d[0]} {
		if f, l, _ := dateSpan(s); f == d[0] && l == d[1] {
			return s
		}
	}
	return d[0] + " to " + d[1]
}
