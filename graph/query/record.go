package query

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// A record holds what leaves a node: predicates, and beside them the ends and
// the labels of the edges. Edges of one predicate stand together, each end once.
type record struct{ preds, ends, labels []node }

// maxRecord is how many edges a record holds. Claims, documents and events have
// ten to forty; a State that thousands of edges leave is read edge by edge.
const maxRecord = 64

// record reads what leaves n, once. It is false for a node that more leaves than
// a record holds.
func (s *session) record(n node) (record, bool, error) {
	if r, ok := s.records[n]; ok {
		return r, r.preds != nil, nil
	}
	r, ok, err := s.leaving(n, maxRecord)
	if err != nil {
		return record{}, false, err
	}
	if !ok {
		r = record{}
	}
	s.records[n] = r
	return r, ok, nil
}

// leaving reads up to most edges that leave n; false says that there are more.
func (s *session) leaving(n node, most int) (record, bool, error) {
	quads, sorted := s.quads[:0], true
	err := s.r.scan(s.ctx, nodes{n}, func(q nodes) bool {
		if k := len(quads); k > 0 {
			last := quads[k-1]
			if last[1] == q[1] && last[2] == q[2] {
				quads[k-1][3] = q[3]
				return true
			}
			sorted = sorted && (last[1] < q[1] || last[1] == q[1] && last[2] < q[2])
		}
		quads = append(quads, q)
		return len(quads) <= most
	})
	s.quads = quads
	if err != nil || len(quads) > most {
		return record{}, false, err
	}
	if !sorted { // a store of another order
		slices.SortStableFunc(quads, func(a, b nodes) int { return slices.Compare(a[1:3], b[1:3]) })
		quads = slices.CompactFunc(quads, func(a, b nodes) bool { return a[1] == b[1] && a[2] == b[2] })
	}
	k := len(quads)
	room := s.room(3 * k)
	r := record{room[:k:k], room[k : 2*k : 2*k], room[2*k:]}
	for i, q := range quads {
		r.preds[i], r.ends[i], r.labels[i] = q[1], q[2], q[3]
	}
	return r, true, nil
}

// of are the ends of the edges of a predicate.
func (r record) of(pred node) []node {
	for i, p := range r.preds {
		if p == pred {
			j := i + 1
			for j < len(r.preds) && r.preds[j] == pred {
				j++
			}
			return r.ends[i:j:j]
		}
	}
	return nil
}

// room is space for n nodes, of a larger piece of memory.
func (s *session) room(n int) []node {
	if s.free == nil || len(s.free) < n {
		s.free = make([]node, max(n, 4096))
	}
	out := s.free[:n:n]
	s.free = s.free[n:]
	return out
}

// claimPreds are the predicates of claim nodes.
type claimPreds struct {
	subject, predicate, object, status, stance, modality, qualifier, rule, derived, confidence,
	attributedTo, addressee, from, evidence, document node
}

func newClaimPreds(pred func(string) node) claimPreds {
	return claimPreds{
		subject: pred("claimSubject"), predicate: pred("claimPredicate"), object: pred("claimObject"),
		status: pred("status"), stance: pred("stance"), modality: pred("modality"),
		qualifier: pred("countQualifier"), rule: pred("rule"), derived: pred("derived"),
		confidence: pred("confidence"), attributedTo: pred("attributedTo"), addressee: pred("addressee"),
		from: pred("derivedFrom"), evidence: pred("evidence"), document: pred("inDocument"),
	}
}

// A claim is a claim node as read from the store.
type claim struct {
	id, s, p, o   node
	label         node
	status        string
	stance        string
	modality      string
	qualifier     string
	rule          string
	derived       bool
	confidence    float64
	attributedTo  []node
	addressee     []node
	from          []node // premises of a derived claim
	evidence      []node
	doc           node
	known, leaves bool // leaves: leaf is filled
	leaf          []*claim
}

// loadClaim reads a claim node. It is never nil; known is false where n is no
// claim.
func (s *session) loadClaim(n node) (*claim, error) {
	if c, ok := s.claim[n]; ok {
		return c, nil
	}
	r, ok, err := s.record(n)
	if err == nil && !ok {
		r, _, err = s.leaving(n, math.MaxInt)
	}
	if err != nil {
		return nil, err
	}
	c := &claim{id: n}
	k := &s.claimPreds
	for i := 0; i < len(r.preds); {
		pred, o := r.preds[i], r.ends[i]
		j := i + 1
		for j < len(r.preds) && r.preds[j] == pred {
			j++
		}
		all := r.ends[i:j:j]
		switch pred {
		case k.subject:
			c.s, c.label, c.known = o, r.labels[i], true
		case k.predicate:
			c.p = o
		case k.object:
			c.o = o
		case k.status:
			c.status = s.text(o)
		case k.stance:
			c.stance = s.text(o)
		case k.modality:
			c.modality = s.text(o)
		case k.qualifier:
			c.qualifier = s.text(o)
		case k.rule:
			c.rule = strings.TrimPrefix(s.text(o), "rule/")
		case k.derived:
			c.derived = s.text(o) == "true"
		case k.confidence:
			c.confidence, _ = strconv.ParseFloat(s.text(o), 64)
		case k.attributedTo:
			c.attributedTo = all
		case k.addressee:
			c.addressee = all
		case k.from:
			c.from = all
		case k.evidence:
			c.evidence = all
		case k.document:
			c.doc = o
		}
		i = j
	}
	if c.doc == 0 && !c.derived {
		c.doc = c.label
	}
	s.claim[n] = c
	return c, nil
}
