package query

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/cayleygraph/quad"
)

// An Absence says in the words of the person who asked why there is no answer,
// and what there is instead.
type Absence struct {
	Asked string    // what was looked for
	Step  string    // the part that found nothing
	Has   []Holding // what the graph says of the things that were asked of
	Try   []Attempt // questions that have an answer
}

// A Holding is what the graph says of one thing: edges by predicate, as read
// from the thing, most first.
type Holding struct {
	Of    Term
	Edges []Count
}

// An Attempt is a question asked otherwise.
type Attempt struct {
	Question string
	Arg      Term
	Answers  int
}

// Lines are sentences for a person, one a line.
func (a *Absence) Lines() []string {
	var out []string
	if a.Asked != "" {
		out = append(out, a.Asked)
	}
	if a.Step != "" {
		out = append(out, a.Step+".")
	}
	for _, h := range a.Has {
		if len(h.Edges) == 0 {
			out = append(out, fmt.Sprintf("No document in this graph says anything of %s (%s).", h.Of.Label, h.Of.ID))
			continue
		}
		var parts []string
		for _, c := range h.Edges {
			parts = append(parts, fmt.Sprintf("%s %d", c.Of.Label, c.N))
		}
		out = append(out, fmt.Sprintf("What documents say of %s (%s): %s.", h.Of.Label, h.Of.ID, strings.Join(parts, ", ")))
	}
	for _, t := range a.Try {
		out = append(out, fmt.Sprintf("Has an answer (%d): %s %s", t.Answers, t.Question, t.Arg.ID))
	}
	return out
}

// words says in words why an atom left nothing of rows.
func (e *runner) words(a atom, names []string, rows *rowset) (string, error) {
	thing := func(t term) (string, error) {
		if t.slot < 0 {
			if t.node == 0 {
				return "what was asked of", nil
			}
			return e.s.label(t.node)
		}
		if !rows.bound[t.slot] {
			return "", nil
		}
		var few distinct
		var labels []string
		for i := range rows.n {
			if n := rows.row(i)[t.slot]; few.add(n) {
				if len(labels) == 3 {
					return fmt.Sprintf("None of the things found so far (%s, …)", strings.Join(labels, ", ")), nil
				}
				l, err := e.s.label(n)
				if err != nil {
					return "", err
				}
				labels = append(labels, l)
			}
		}
		if len(labels) > 1 {
			return "None of " + strings.Join(labels, ", "), nil
		}
		return strings.Join(labels, ""), nil
	}
	name := func(slot int) string {
		if slot < 0 || names[slot] == "" {
			return "it"
		}
		return names[slot]
	}
	none := func(subject, rest string) string {
		return fmt.Sprintf("The graph holds no %s of %s", rest, lowerNone(subject))
	}
	switch a := a.(type) {
	case *edgeAtom:
		from, err := thing(a.from)
		if err != nil {
			return "", err
		}
		to, err := thing(a.to)
		if err != nil {
			return "", err
		}
		where := ifElse(a.conds == nil, "", " that meets the conditions")
		switch {
		case from != "" && to != "":
			return fmt.Sprintf("Nothing leads from %s to %s by %s%s", lowerNone(from), lowerNone(to), e.s.pathWords(a.path, false), where), nil
		case from != "":
			return none(from, e.s.pathWords(a.path, false)+where), nil
		case to != "":
			return none(to, e.s.pathWords(a.path, true)+where), nil
		}
		return "The graph has no " + e.s.pathWords(a.path, false) + where, nil
	case *classAtom:
		of, err := thing(a.of)
		classes := strings.Join(a.classes, " or ")
		switch {
		case of == "":
			return "The graph has no " + classes, err
		case strings.HasPrefix(of, "None of"):
			return of + " is of class " + classes, err
		}
		return fmt.Sprintf("%s is no %s", of, classes), err
	case *filterAtom:
		return fmt.Sprintf("Nothing found so far meets the condition on %s: %s", name(a.left.slot), a.text), nil
	case *notAtom:
		return "Everything found so far is ruled out by what the question excludes", nil
	}
	return "None of the alternatives that the question allows holds", nil
}

func lowerNone(s string) string {
	return strings.Replace(s, "None of", "any of", 1)
}

// pathWords names the predicates of a path as read from one end of it.
func (s *session) pathWords(p *cpath, back bool) string {
	var names []string
	var collect func(p *cpath, back bool)
	collect = func(p *cpath, back bool) {
		switch p.kind {
		case predPath:
			names = append(names, "“"+inWords(s.voc.reading(p.name, p.back != back))+"”")
		case anyPath:
			names = append(names, "edge")
		}
		for _, x := range p.subs {
			collect(x, back)
		}
	}
	collect(p, back)
	slices.Sort(names)
	names = slices.Compact(names)
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " or " + names[n-1]
	}
	return strings.Join(names, "")
}

// inWords writes the name of a predicate as words: "notes gap in".
func inWords(name string) string {
	_, local, ok := strings.Cut(name, ":")
	if !ok {
		local = name
	}
	var b strings.Builder
	for i, r := range local {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// Bounds of what is told beside an empty answer.
const (
	holdingsShown = 8
	attemptsShown = 4
	attemptTime   = 500 * time.Millisecond
)

// explainNothing fills in why t is empty: q is the question, nil for a path, of
// things that were asked of.
func (g *Graph) explainNothing(s *session, t *Table, q *Question, args map[string]string, of map[string]Candidate) error {
	w := &Absence{}
	if len(t.Plan) > 0 {
		last := t.Plan[len(t.Plan)-1]
		for _, st := range t.Plan {
			if st.Depth == 0 {
				last = st
			}
		}
		w.Step = last.Words
	}
	names := make([]string, 0, len(of))
	for _, k := range sortedKeys(args) {
		if c, ok := of[k]; ok {
			names = append(names, fmt.Sprintf("%s (%s)", c.Label, c.ID))
			n := s.r.find(quad.IRI(c.IRI))
			h, err := s.holding(n)
			if err != nil {
				return err
			}
			w.Has = append(w.Has, h)
		} else {
			names = append(names, k+" "+args[k])
		}
	}
	if q != nil {
		w.Asked = q.Question
		if len(names) > 0 {
			w.Asked += " Asked of " + strings.Join(names, ", ") + "."
		}
		w.Try = g.attempts(s, q, args, of)
	}
	t.Why = w
	t.Empty = strings.TrimSuffix(cmp.Or(w.Step, "nothing in the graph matches"), ".")
	return nil
}

// holding counts what documents say of n.
func (s *session) holding(n node) (Holding, error) {
	h := Holding{}
	var err error
	if h.Of, err = s.term(n); err != nil {
		return h, err
	}
	for _, p := range s.voc.Predicates {
		d := s.voc.def(p)
		if !d.IsClaim() {
			continue
		}
		for _, back := range []bool{false, true} {
			others, told, err := s.told(n, s.pred(p), back)
			if err != nil {
				return h, err
			}
			count := 0
			for _, o := range others {
				if told[o] {
					count++
				}
			}
			if count > 0 {
				h.Edges = append(h.Edges, Count{Term{ID: s.voc.reading(p, back), Label: inWords(s.voc.reading(p, back))}, count})
			}
		}
	}
	slices.SortStableFunc(h.Edges, func(a, b Count) int { return b.N - a.N })
	if len(h.Edges) > holdingsShown {
		h.Edges = h.Edges[:holdingsShown]
	}
	return h, nil
}

// attempts asks q of things with a like name, and other questions of the one
// thing that q was asked of, for as long as a person does not notice.
func (g *Graph) attempts(s *session, q *Question, args map[string]string, of map[string]Candidate) []Attempt {
	if len(of) != 1 || q.set == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(s.ctx, attemptTime)
	defer cancel()
	var out []Attempt
	try := func(q *Question, name, id string, rest map[string]string) {
		given := map[string]string{}
		for k, v := range rest {
			given[k] = v
		}
		given[name] = id
		inner := g.session(ctx)
		t, err := g.ask(inner, q, given, Options{Limit: 1}, false)
		if err != nil || t.Total == 0 || len(t.Rows[0].Claims) == 0 || len(out) == attemptsShown {
			return // what only the gazetteer knows is no answer to send a person to
		}
		n := inner.find(id)
		term, err := inner.term(n)
		if err == nil {
			out = append(out, Attempt{q.Name, term, t.Total})
		}
	}
	for name, c := range of {
		for _, like := range g.alike(s, args[name], c, q.parameter(name)) {
			try(q, name, like, args)
		}
		for i := range q.set.list {
			other := &q.set.list[i]
			if other.Name == q.Name || other.Run != "" {
				continue
			}
			p, ok := other.single()
			if !ok || !s.admits(p, c) {
				continue
			}
			try(other, p.Name, c.ID, nil)
		}
	}
	return out
}

// alike lists things, other than c, whose names hold the words of text.
func (g *Graph) alike(s *session, text string, c Candidate, p Parameter) []string {
	x, err := g.index(s)
	if err != nil {
		return nil
	}
	var out []string
	_ = x.find(text, func(hits []hit) (bool, error) {
		for _, h := range hits {
			iri := x.entities[x.names[h.name].entity]
			id := s.voc.Short(iri)
			if string(iri) == c.IRI || h.score < partial || slices.Contains(out, id) || len(out) >= attemptsShown {
				continue
			}
			ok, err := s.isA(s.r.find(iri), p.classes())
			if err != nil {
				return false, err
			}
			if ok {
				out = append(out, id)
			}
		}
		return true, nil
	})
	return out
}

// admits reports whether a parameter may take a thing.
func (s *session) admits(p Parameter, c Candidate) bool {
	if slices.Contains(plainTypes[1:], p.Type) {
		return false
	}
	ok, err := s.isA(s.r.find(quad.IRI(c.IRI)), p.classes())
	return err == nil && ok
}

// classes are those that the value of a parameter may have; nil means any.
func (p Parameter) classes() []string {
	if slices.Contains(plainTypes, p.Type) || p.Type == "" {
		return nil
	}
	return strings.Split(p.Type, "|")
}

func (q *Question) parameter(name string) Parameter {
	for _, p := range q.Parameters {
		if p.Name == name {
			return p
		}
	}
	return Parameter{}
}

// single is the one parameter that must have a value.
func (q *Question) single() (Parameter, bool) {
	var out []Parameter
	for _, p := range q.Parameters {
		if p.Required {
			out = append(out, p)
		}
	}
	if len(out) != 1 {
		return Parameter{}, false
	}
	return out[0], true
}

// errMissing says that a query can't do without a parameter.
var errMissing = errors.New("a parameter is missing")

// widened resolves the value of a parameter. Where the name is that of an event
// and a series is wanted, it is the series of the event; where an event is
// wanted and the name is that of a series or process, it is its one event, if it
// has but one. The note says so.
func (g *Graph) widened(s *session, text string, p Parameter) (c Candidate, note string, err error) {
	c, err = g.resolveOne(s, text, p.classes())
	var unknown *UnknownError
	if !errors.As(err, &unknown) || p.classes() == nil {
		return c, "", err
	}
	other, err := g.resolveOne(s, text, nil)
	if err != nil {
		return c, "", unknown
	}
	n := s.r.find(quad.IRI(other.IRI))
	for _, way := range []struct {
		path []string
		back bool
	}{{[]string{"subEventOf", "editionOf"}, false}, {[]string{"partOfProcess", "subSeriesOf"}, false}, {[]string{"editionOf", "partOfProcess"}, true}} {
		at := []node{n}
		for range way.path {
			var next []node
			for _, m := range at {
				for _, pr := range way.path {
					to, err := s.follow(m, s.pred(pr), way.back)
					if err != nil {
						return c, "", err
					}
					next = append(next, to...)
				}
			}
			var fit []Candidate
			for _, m := range next {
				iri, _ := s.r.value(m).(quad.IRI)
				x := Candidate{IRI: string(iri), ID: s.voc.Short(iri), Matched: text, Score: byID}
				ok, err := s.isA(m, p.classes())
				if err != nil {
					return c, "", err
				}
				if !ok || slices.ContainsFunc(fit, func(f Candidate) bool { return f.IRI == x.IRI }) {
					continue
				}
				if err := s.describe(m, &x); err != nil {
					return c, "", err
				}
				fit = append(fit, x)
			}
			if len(fit) == 1 {
				return fit[0], fmt.Sprintf("%s is of class %s; asked of %s (%s)", other.Label, other.Class, fit[0].Label, fit[0].ID), nil
			}
			if len(fit) > 1 {
				slices.SortFunc(fit, func(a, b Candidate) int { return strings.Compare(a.ID, b.ID) })
				return c, "", &AmbiguousError{text, fit}
			}
			at = next
		}
	}
	return c, "", unknown
}
