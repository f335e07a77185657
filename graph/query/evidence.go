package query

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"github.com/cayleygraph/quad"
)

// A Quote is a passage of a document that supports a claim.
type Quote struct {
	Claim      string  `json:"claim"` // id: "claim/3f…"
	Subject    Term    `json:"subject"`
	Predicate  string  `json:"predicate"`
	Object     Term    `json:"object"`
	Document   Term    `json:"document"`
	Line       int     `json:"line"`  // 1-based
	Start      int     `json:"start"` // byte offsets into the document as stored, End exclusive
	End        int     `json:"end"`   // byte offsets into the document as stored, End exclusive
	Exact      string  `json:"exact"`
	Text       string  `json:"text,omitempty"` // the words as read, where Exact holds markup; else as Exact
	Status     string  `json:"status"`
	Stance     string  `json:"stance,omitempty"`
	Modality   string  `json:"modality,omitempty"`
	Rule       string  `json:"rule,omitempty"`
	Confidence float64 `json:"confidence"`
}

// Evidence returns the passages behind claims, given by id or IRI, in order of
// document, place and claim. The passages of a derived claim are those of the
// claims that it was derived from. Ids that are no claims are passed over.
func (g *Graph) Evidence(ctx context.Context, claims []string) ([]Quote, error) {
	s := g.session(ctx)
	var out []Quote
	done := distinct{}
	for _, id := range claims {
		n := s.find(id)
		if n == 0 {
			continue
		}
		c, err := s.loadClaim(n)
		if err != nil {
			return nil, err
		}
		if !c.known {
			continue
		}
		leaf, err := s.leavesOf(c)
		if err != nil {
			return nil, err
		}
		for _, l := range leaf {
			if !done.add(l.id) {
				continue
			}
			qs, err := s.quotes(l)
			if err != nil {
				return nil, err
			}
			out = append(out, qs...)
		}
	}
	slices.SortFunc(out, func(a, b Quote) int {
		return cmp.Or(cmp.Compare(a.Document.ID, b.Document.ID), a.Start-b.Start, a.End-b.End, cmp.Compare(a.Claim, b.Claim))
	})
	return out, ctx.Err()
}

// find is the node of an id or a full IRI, 0 if the store does not hold it.
func (s *session) find(id string) node {
	iri, err := s.voc.Names.Expand(id)
	if err != nil {
		return 0
	}
	return s.r.find(iri)
}

// quotes reads the passages of a claim.
func (s *session) quotes(c *claim) ([]Quote, error) {
	head := Quote{
		Claim: s.text(c.id), Predicate: s.text(c.p), Status: c.status, Stance: c.stance,
		Modality: c.modality, Rule: c.rule, Confidence: c.confidence,
	}
	var err error
	if head.Subject, err = s.term(c.s); err != nil {
		return nil, err
	}
	if head.Object, err = s.term(c.o); err != nil {
		return nil, err
	}
	var out []Quote
	for _, e := range c.evidence {
		q := head
		doc := c.doc
		err := s.r.scan(s.ctx, nodes{e}, func(t nodes) bool {
			switch t[1] {
			case s.pred("inDocument"):
				doc = t[2]
			case s.pred("line"):
				q.Line = s.integer(t[2])
			case s.pred("start"):
				q.Start = s.integer(t[2])
			case s.pred("end"):
				q.End = s.integer(t[2])
			case s.pred("exact"):
				q.Exact = s.text(t[2])
			case s.pred("text"):
				q.Text = s.text(t[2])
			}
			return true
		})
		if err != nil {
			return nil, err
		}
		if q.Text == "" {
			q.Text = q.Exact
		}
		if doc != 0 {
			if q.Document, err = s.term(doc); err != nil {
				return nil, err
			}
		}
		out = append(out, q)
	}
	return out, nil
}

func (s *session) integer(n node) int {
	v, _ := strconv.Atoi(literalText(s.r.value(n)))
	return v
}

// predTerm is a predicate for display.
func (s *session) predTerm(name string) Term {
	return Term{IRI: string(predIRI(name)), ID: name, Label: name}
}

// isLiteral reports whether n is a literal.
func (s *session) isLiteral(n node) bool {
	_, ok := s.r.value(n).(quad.IRI)
	return !ok
}
