package query

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A session is one evaluation over one version of the store: its reader with
// what has been read so far. It is not safe for concurrent use.
type session struct {
	ctx     context.Context
	r       reader
	voc     *Vocabulary
	preds   map[string]node
	domain  map[node]string // domain predicates that the store holds
	next    map[nextKey][]node
	reach   map[reachKey]reached
	claim   map[node]*claim
	edges   map[nodes][]*claim
	least   float64        // confidence of the claims that count; 0 means all
	doubt   map[nodes]bool // edges that only claims make which do not count
	labels  map[node]string
	class   map[node]string
	classes map[node]string // names of classes, "" for others
	texts   map[node]string
	byOther map[claimEnd]map[node][]node // claims of an end by their other end
	spent   map[claimEnd]int             // claims read for the sake of an end

	claimPreds claimPreds
	records    map[node]record
	quads      []nodes // room for the edges of one node
	ends       []node  // room for the ends of the edges of one node
	free       []node  // see room
}

type nextKey struct {
	from, pred node
	back       bool
}

func newSession(ctx context.Context, r reader, voc *Vocabulary) *session {
	s := &session{
		ctx: ctx, r: r, voc: voc,
		preds: map[string]node{}, domain: map[node]string{}, next: map[nextKey][]node{}, reach: map[reachKey]reached{},
		claim: map[node]*claim{}, edges: map[nodes][]*claim{}, labels: map[node]string{}, class: map[node]string{}, classes: map[node]string{},
		texts: map[node]string{}, byOther: map[claimEnd]map[node][]node{}, spent: map[claimEnd]int{}, doubt: map[nodes]bool{},
		records: map[node]record{},
	}
	for _, p := range voc.Predicates {
		n := r.find(predIRI(p))
		s.preds[p] = n
		if n != 0 && voc.isDomain(p) {
			s.domain[n] = p
		}
	}
	s.claimPreds = newClaimPreds(s.pred)
	return s
}

// pred is the node of a predicate, 0 if the store has no such edge.
func (s *session) pred(name string) node { return s.preds[name] }

// follow returns the distinct nodes that an edge of pred leads to from n, or
// from which it leads to n, in the order of the store. The result must not be
// changed.
func (s *session) follow(n, pred node, back bool) ([]node, error) {
	if n == 0 || pred == 0 {
		return nil, nil
	}
	if r, ok := s.records[n]; ok && r.preds != nil && !back && (s.least == 0 || s.domain[pred] == "") {
		return r.of(pred), nil
	}
	key := nextKey{n, pred, back}
	if out, ok := s.next[key]; ok {
		return out, nil
	}
	at := ifElse(back, 0, 2)
	found, rising := s.ends[:0], true
	err := s.scanFrom(n, pred, back, func(q nodes) bool {
		to := q[at]
		if k := len(found); k > 0 {
			if found[k-1] == to {
				return true
			}
			rising = rising && found[k-1] < to
		}
		found = append(found, to)
		return true
	})
	s.ends = found
	if err != nil {
		return nil, err
	}
	if !rising { // a store of another order
		seen := distinct{}
		found = slices.DeleteFunc(found, func(m node) bool { return !seen.add(m) })
	}
	out := s.room(len(found))
	copy(out, found)
	if out, err = s.sure(n, pred, back, out); err != nil {
		return nil, err
	}
	s.next[key] = out
	return out, nil
}

// sure leaves out the ends of edges that are in doubt.
func (s *session) sure(n, pred node, back bool, ends []node) ([]node, error) {
	if s.least == 0 || s.domain[pred] == "" {
		return ends, nil
	}
	var out []node
	for _, m := range ends {
		q := nodes{n, pred, m}
		if back {
			q = nodes{m, pred, n}
		}
		no, err := s.doubtful(q)
		if err != nil {
			return nil, err
		}
		if !no {
			out = append(out, m)
		}
	}
	return out, nil
}

// doubtful reports whether only claims make an edge that do not count.
func (s *session) doubtful(q nodes) (bool, error) {
	if s.least == 0 || s.domain[q[1]] == "" {
		return false, nil
	}
	_, err := s.claimsOf(q[0], q[1], q[2])
	return s.doubt[nodes{q[0], q[1], q[2]}], err
}

func (s *session) scanFrom(n, pred node, back bool, yield func(nodes) bool) error {
	pat := nodes{n, pred}
	if back {
		pat = nodes{0, pred, n}
	}
	return s.r.scan(s.ctx, pat, yield)
}

// attr returns the values of an attribute by the name of its predicate.
func (s *session) attr(n node, pred string) ([]node, error) { return s.valuesOf(n, s.pred(pred)) }

// neighbours are the values of an attribute, which may be an edge read backwards.
func (s *session) neighbours(n, pred node, back bool) ([]node, error) {
	if back {
		return s.follow(n, pred, true)
	}
	return s.valuesOf(n, pred)
}

// valuesOf is follow for a node of which more than one predicate will be asked.
func (s *session) valuesOf(n, pred node) ([]node, error) {
	if n == 0 || pred == 0 {
		return nil, nil
	}
	if _, _, err := s.record(n); err != nil {
		return nil, err
	}
	return s.follow(n, pred, false)
}

// first is the text of the first value of an attribute, or "".
func (s *session) first(n node, pred string) (string, error) {
	vs, err := s.attr(n, pred)
	if err != nil || len(vs) == 0 {
		return "", err
	}
	return s.text(vs[0]), nil
}

// text is the text of a literal, the short form of an IRI.
func (s *session) text(n node) string {
	if t, ok := s.texts[n]; ok {
		return t
	}
	v := s.r.value(n)
	t := ""
	if iri, ok := v.(quad.IRI); ok {
		t = s.voc.Short(iri)
	} else {
		t = literalText(v)
	}
	s.texts[n] = t
	return t
}

func literalText(v quad.Value) string {
	switch v := v.(type) {
	case nil:
		return ""
	case quad.String:
		return string(v)
	case quad.TypedString:
		return string(v.Value)
	case quad.LangString:
		return string(v.Value)
	case quad.IRI:
		return string(v)
	}
	return fmt.Sprint(v.Native())
}

func (s *session) isIRI(n node) bool {
	_, ok := s.r.value(n).(quad.IRI)
	return ok
}

// label is the display name of an entity: its rdfs:label, without a language
// or in English before others, else the short IRI.
func (s *session) label(n node) (string, error) {
	if l, ok := s.labels[n]; ok {
		return l, nil
	}
	best, rank := "", 3
	if p := s.pred("rdfs:label"); n != 0 && p != 0 {
		err := s.r.scan(s.ctx, nodes{n, p}, func(q nodes) bool {
			v := s.r.value(q[2])
			r := 0
			if l, ok := v.(quad.LangString); ok {
				r = ifElse(l.Lang == "en", 1, 2)
			}
			if t := literalText(v); r < rank || r == rank && t < best {
				best, rank = t, r
			}
			return true
		})
		if err != nil {
			return "", err
		}
	}
	if best == "" {
		best = s.text(n)
	}
	s.labels[n] = best
	return best, nil
}

// classOf is the most special class of an entity by name, "" if it has none.
func (s *session) classOf(n node) (string, error) {
	if c, ok := s.class[n]; ok {
		return c, nil
	}
	best := ""
	if p := s.pred("rdf:type"); n != 0 && p != 0 {
		err := s.r.scan(s.ctx, nodes{n, p}, func(q nodes) bool {
			name, ok := s.className(q[2])
			if !ok || name == best {
				return true
			}
			under := best != "" && slices.Contains(s.voc.Subclasses(best), name)
			over := best != "" && slices.Contains(s.voc.Subclasses(name), best)
			if best == "" || under || !over && name < best {
				best = name
			}
			return true
		})
		if err != nil {
			return "", err
		}
	}
	s.class[n] = best
	return best, nil
}

// className is the name of a class of the vocabulary.
func (s *session) className(n node) (string, bool) {
	if name, ok := s.classes[n]; ok {
		return name, name != ""
	}
	iri, _ := s.r.value(n).(quad.IRI)
	name, ok := strings.CutPrefix(string(iri), schema.NS)
	if !ok || !s.voc.HasClass(name) {
		name = ""
	}
	s.classes[n] = name
	return name, name != ""
}

// distinct is a set of nodes that costs nothing while it is small.
type distinct struct {
	few  []node
	many map[node]struct{}
}

// add reports whether n was not in the set yet.
func (d *distinct) add(n node) bool {
	if d.many == nil {
		if slices.Contains(d.few, n) {
			return false
		}
		d.few = append(d.few, n)
		if len(d.few) > 16 {
			d.many = make(map[node]struct{}, 64)
			for _, x := range d.few {
				d.many[x] = struct{}{}
			}
		}
		return true
	}
	if _, ok := d.many[n]; ok {
		return false
	}
	d.many[n] = struct{}{}
	return true
}

// claimsOf returns the claims that make the edge, derived ones included.
func (s *session) claimsOf(subj, pred, obj node) ([]*claim, error) {
	key := nodes{subj, pred, obj}
	if cs, ok := s.edges[key]; ok {
		return cs, nil
	}
	ids, err := s.claimsBetween(subj, obj)
	if err != nil {
		return nil, err
	}
	var out []*claim
	for _, id := range ids {
		c, err := s.loadClaim(id)
		if err != nil {
			return nil, err
		}
		if c.s == subj && c.p == pred && c.o == obj {
			out = append(out, c)
		}
	}
	if s.least > 0 && len(out) > 0 {
		out = slices.DeleteFunc(out, func(c *claim) bool { return c.confidence < s.least })
		s.doubt[key] = len(out) == 0
	}
	s.edges[key] = out
	return out, nil
}

// A claimEnd is a node as the subject or the object of claims.
type claimEnd struct {
	at     node
	object bool
}

// claimsBetween lists the claims with a subject and an object. It reads those of
// the end that has fewer. The claims of the other end are read, once and for all,
// when as many have been read for its sake as it has itself: a question about a
// State asks for the claims between it and each of a thousand events.
func (s *session) claimsBetween(subj, obj node) ([]node, error) {
	subjects, objects := s.claimPreds.subject, s.claimPreds.object
	if subjects == 0 || objects == 0 {
		return nil, nil
	}
	few, many := claimEnd{subj, false}, claimEnd{obj, true}
	for _, e := range []claimEnd{few, many} {
		if by, ok := s.byOther[e]; ok {
			return by[ifElse(e.object, subj, obj)], nil
		}
	}
	nFew, nMany := s.r.size(s.ctx, nodes{0, subjects, subj}), s.r.size(s.ctx, nodes{0, objects, obj})
	if nMany < nFew {
		few, many, nFew, nMany = many, few, nMany, nFew
	}
	s.spent[many] += nFew
	if s.spent[many] > nMany {
		few, many = many, few
	}
	here, there := subjects, objects
	if few.object {
		here, there = objects, subjects
	}
	ids, err := s.follow(few.at, here, true)
	if err != nil {
		return nil, err
	}
	by := map[node][]node{}
	for _, id := range ids {
		end, err := s.endOf(id, there)
		if err != nil {
			return nil, err
		}
		by[end] = append(by[end], id)
	}
	s.byOther[few] = by
	return by[many.at], nil
}

// endOf is the one subject or object of a claim.
func (s *session) endOf(claim, pred node) (node, error) {
	ends, err := s.valuesOf(claim, pred)
	if err != nil || len(ends) == 0 {
		return 0, err
	}
	return ends[0], nil
}

func (s *session) has(pat nodes) (bool, error) {
	found := false
	err := s.r.scan(s.ctx, pat, func(nodes) bool { found = true; return false })
	return found, err
}

// leavesOf returns the claims that c was derived from in the end, c itself if
// it was read from a text.
func (s *session) leavesOf(c *claim) ([]*claim, error) {
	if c.leaves {
		return c.leaf, nil
	}
	c.leaves = true // set first: a circle of premises ends here
	if len(c.from) == 0 {
		c.leaf = []*claim{c}
		return c.leaf, nil
	}
	for _, n := range c.from {
		p, err := s.loadClaim(n)
		if err != nil {
			return nil, err
		}
		if !p.known {
			continue
		}
		leaf, err := s.leavesOf(p)
		if err != nil {
			return nil, err
		}
		for _, l := range leaf {
			if !slices.Contains(c.leaf, l) {
				c.leaf = append(c.leaf, l)
			}
		}
	}
	if len(c.leaf) == 0 {
		c.leaf = []*claim{c}
	}
	return c.leaf, nil
}

// mainLeaves are the leaves of c that say the same kind of thing as c. A
// State's position is derived from that of its minister and from the claim that
// he speaks for the State; it is the minister's position that makes it.
func (s *session) mainLeaves(c *claim) ([]*claim, error) {
	all, err := s.leavesOf(c)
	if err != nil || len(all) < 2 {
		return all, err
	}
	group := s.group(c.p)
	var out []*claim
	for _, l := range all {
		if s.group(l.p) == group {
			out = append(out, l)
		}
	}
	if len(out) == 0 {
		return all, nil
	}
	return out, nil
}

// group is the group of a predicate, "" if it isn't of the vocabulary.
func (s *session) group(pred node) schema.Group {
	if d := s.voc.def(s.text(pred)); d != nil {
		return d.Group
	}
	return ""
}

// behind returns the claims that an edge rests on: those read from texts, with
// derived claims replaced by their main premises.
func (s *session) behind(subj, pred, obj node) ([]*claim, error) {
	cs, err := s.claimsOf(subj, pred, obj)
	if err != nil {
		return nil, err
	}
	var out []*claim
	for _, c := range cs {
		leaf, err := s.mainLeaves(c)
		if err != nil {
			return nil, err
		}
		for _, l := range leaf {
			if !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out, nil
}
