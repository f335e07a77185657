package export

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A node is a thing in the property graph.
type node struct {
	id, iri    string // the id is short within the base
	label      string
	class      string // the narrowest
	start, end string // days: YYYY-MM-DD, "" where not known
}

// An edge is a statement between two things; with claims it is one claim.
type edge struct {
	id             string // of the claim, else counted
	source, target string
	predicate      string
	documents      int     // that say it
	status         string  // of the claims, with ";" between different ones
	confidence     float64 // the highest of the claims, 0 where there are none

	// Of a claim alone.
	claim, document, stance, rule, holder string
	derived                               bool
	// Of a claim with evidence: the words, with " … " between them.
	words string
}

// withClaims and withWords say what the edges of the property graph are.
func (e *Exporter) withClaims() bool { return e.layersOfEdges() >= Claims }
func (e *Exporter) withWords() bool  { return e.layersOfEdges() >= Evidence }

// layersOfEdges are the layers where plain edges are the default.
func (e *Exporter) layersOfEdges() Layers {
	if e.scope.asked == Everything {
		return Edges
	}
	return e.scope.asked
}

// propertyNodes are the things that stand at the ends of edges. In the
// neighbourhood of a thing or the part of documents these are the things of the
// selection; of the whole graph, those that documents or imports speak of.
func (e *Exporter) propertyNodes(ctx context.Context) (bitset, error) {
	nodes := newBitset(e.snap.Terms())
	if e.scope.things != nil {
		for n := range all(e.scope.things) {
			nodes.add(n)
		}
		return nodes, ctx.Err()
	}
	for r, err := range e.rows(ctx) {
		if err != nil {
			return nil, err
		}
		if e.terms.kinds[r[pred]] == states && r[lab] != e.terms.vocabulary && !e.isLiteral(r[obj]) {
			nodes.add(r[sub])
			nodes.add(r[obj])
		}
	}
	if e.withClaims() {
		for n := range e.claimNodes() {
			c, err := e.claim(ctx, n)
			if err != nil {
				return nil, err
			}
			if c.subject != 0 && c.object != 0 && !e.isLiteral(c.object) {
				nodes.add(c.subject)
				nodes.add(c.object)
			}
		}
	}
	return nodes, nil
}

// claimNodes are the claims of the selection, in order.
func (e *Exporter) claimNodes() iter.Seq[uint32] {
	if e.scope.claims != nil {
		return all(e.scope.claims)
	}
	return all(e.scope.isClaim)
}

// nodes yields the things of a set in order of their IRIs.
func (e *Exporter) nodes(ctx context.Context, set bitset) iter.Seq2[node, error] {
	return func(yield func(node, error) bool) {
		for n := range all(set) {
			v, err := e.node(ctx, n)
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

func (e *Exporter) node(ctx context.Context, n uint32) (node, error) {
	iri, _ := e.snap.Term(n).(quad.IRI)
	v := node{id: e.path(iri), iri: string(iri)}
	var class schema.Class
	t := e.terms
	err := e.snap.Match(ctx, row{sub: n}, func(q [4]uint32) bool {
		switch q[pred] {
		case t.typ:
			c, _ := e.snap.Term(q[obj]).(quad.IRI)
			name := schema.Class(e.short(c))
			if e.voc.Class(name) != nil && (class == "" || e.voc.IsA(name, class)) {
				class = name
			}
		case t.label:
			v.label = cmp.Or(v.label, e.textOf(q[obj]))
		case t.startDate, t.publishedOn, t.issuedOn, t.establishedOn:
			if d := firstDay(e.textOf(q[obj])); d != "" && (v.start == "" || d < v.start) {
				v.start = d
			}
		case t.endDate:
			if d := lastDay(e.textOf(q[obj])); d > v.end {
				v.end = d
			}
		}
		return true
	})
	v.label, v.class = cmp.Or(v.label, v.id), string(class)
	if v.end != "" && v.end < v.start {
		v.end = ""
	}
	return v, err
}

// short is the bare name of a term of the vocabulary, the prefixed name of one
// of another, else the IRI.
func (e *Exporter) short(iri quad.IRI) string {
	if local, ok := strings.CutPrefix(string(iri), schema.NS); ok {
		return local
	}
	return e.names.Shorten(iri)
}

// firstDay and lastDay are the bounds of a day, month or year; "" for what is
// none.
func firstDay(s string) string {
	switch s = strings.SplitN(s, "T", 2)[0]; len(s) {
	case len("2006"):
		return s + "-01-01"
	case len("2006-01"):
		return s + "-01"
	case len("2006-01-02"):
		return s
	}
	return ""
}

func lastDay(s string) string {
	switch s = strings.SplitN(s, "T", 2)[0]; len(s) {
	case len("2006"):
		return s + "-12-31"
	case len("2006-01"):
		year, _ := strconv.Atoi(s[:4])
		days := "31"
		switch s[5:] {
		case "04", "06", "09", "11":
			days = "30"
		case "02":
			days = "28"
			if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
				days = "29"
			}
		}
		return s + "-" + days
	case len("2006-01-02"):
		return s
	}
	return ""
}

// edges yields the edges among a set of things: one for each statement, in
// order of subject, predicate and object; with claims one for each claim, in
// order of their ids, and then one for each statement that no claim makes.
func (e *Exporter) edges(ctx context.Context, nodes bitset) iter.Seq2[edge, error] {
	if !e.withClaims() {
		return e.statements(ctx, nodes, func(*support) bool { return true })
	}
	return func(yield func(edge, error) bool) {
		for v, err := range e.claimEdges(ctx, nodes) {
			if !yield(v, err) {
				return
			}
		}
		for v, err := range e.statements(ctx, nodes, func(s *support) bool { return s == nil }) {
			if !yield(v, err) {
				return
			}
		}
	}
}

// support is what the claims say of one statement.
type support struct {
	documents  map[uint32]bool
	status     []string
	confidence float64
}

// statements yields an edge for each statement whose support is wanted; it is nil
// where no claim makes the statement.
func (e *Exporter) statements(ctx context.Context, nodes bitset, wanted func(*support) bool) iter.Seq2[edge, error] {
	return func(yield func(edge, error) bool) {
		var last row
		var of map[[2]uint32]*support // of the claims of the subject, by predicate and object
		count := 0
		for r, err := range e.rows(ctx) {
			if err != nil {
				yield(edge{}, err)
				return
			}
			k := e.terms.kinds[r[pred]]
			if k != states && k != links || !nodes.has(r[sub]) || !nodes.has(r[obj]) {
				continue
			}
			if r[sub] == last[sub] && r[pred] == last[pred] && r[obj] == last[obj] {
				continue
			}
			if r[sub] != last[sub] {
				if of, err = e.supports(ctx, r[sub]); err != nil {
					yield(edge{}, err)
					return
				}
			}
			last = r
			s := of[[2]uint32{r[pred], r[obj]}]
			if !wanted(s) {
				continue
			}
			count++
			v := e.bareEdge(r[sub], r[pred], r[obj])
			v.id = "e" + strconv.Itoa(count)
			if s != nil {
				v.documents, v.status, v.confidence = len(s.documents), strings.Join(s.status, ";"), s.confidence
			}
			if !yield(v, nil) {
				return
			}
		}
	}
}

func (e *Exporter) bareEdge(s, p, o uint32) edge {
	iri, _ := e.snap.Term(p).(quad.IRI)
	return edge{source: e.path(e.snap.Term(s)), target: e.path(e.snap.Term(o)), predicate: e.short(iri)}
}

// supports gathers the claims of the selection about a subject.
func (e *Exporter) supports(ctx context.Context, subject uint32) (map[[2]uint32]*support, error) {
	if e.terms.claimSubject == 0 {
		return nil, nil
	}
	var found []uint32
	err := e.snap.Match(ctx, row{pred: e.terms.claimSubject, obj: subject}, func(q [4]uint32) bool {
		if e.scope.claims == nil || e.scope.claims.has(q[sub]) {
			found = append(found, q[sub])
		}
		return true
	})
	if err != nil {
		return nil, err
	}
	out := map[[2]uint32]*support{}
	for _, n := range found {
		c, err := e.claim(ctx, n)
		if err != nil {
			return nil, err
		}
		key := [2]uint32{c.predicate, c.object}
		s := out[key]
		if s == nil {
			s = &support{documents: map[uint32]bool{}}
			out[key] = s
		}
		if c.document != 0 {
			s.documents[c.document] = true
		}
		if i, ok := slices.BinarySearch(s.status, c.status); !ok && c.status != "" {
			s.status = slices.Insert(s.status, i, c.status)
		}
		s.confidence = max(s.confidence, c.confidence)
	}
	return out, nil
}

func (e *Exporter) claimEdges(ctx context.Context, nodes bitset) iter.Seq2[edge, error] {
	return func(yield func(edge, error) bool) {
		for n := range e.claimNodes() {
			c, err := e.claim(ctx, n)
			if err == nil && (!nodes.has(c.subject) || !nodes.has(c.object)) {
				continue
			}
			v := e.bareEdge(c.subject, c.predicate, c.object)
			v.claim = e.path(e.snap.Term(n))
			v.id = v.claim
			v.status, v.stance, v.rule, v.confidence, v.derived = c.status, c.stance, c.rule, c.confidence, c.derived
			if c.document != 0 {
				v.documents, v.document = 1, e.path(e.snap.Term(c.document))
			}
			if c.holder != 0 {
				v.holder = e.path(e.snap.Term(c.holder))
			}
			if err == nil && e.withWords() {
				v.words, err = e.words(ctx, c)
			}
			if !yield(v, err) || err != nil {
				return
			}
		}
	}
}

// words are the words behind a claim, as read.
func (e *Exporter) words(ctx context.Context, c claim) (string, error) {
	var out []string
	for _, n := range c.evidence {
		exact, text := "", ""
		err := e.snap.Match(ctx, row{sub: n}, func(q [4]uint32) bool {
			switch q[pred] {
			case e.terms.exact:
				exact = e.textOf(q[obj])
			case e.terms.text:
				text = e.textOf(q[obj])
			}
			return true
		})
		if err != nil {
			return "", err
		}
		out = append(out, strings.Join(strings.Fields(cmp.Or(text, exact)), " "))
	}
	return strings.Join(out, " … "), nil
}
