package query

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// A Story is all there is to say of one claim.
type Story struct {
	Claim        string     `json:"claim"`
	Subject      Term       `json:"subject"`
	Predicate    string     `json:"predicate"`
	Object       Term       `json:"object"`
	Status       string     `json:"status"`
	Stance       string     `json:"stance,omitempty"`
	Modality     string     `json:"modality,omitempty"`
	Qualifier    string     `json:"qualifier,omitempty"` // of a count: approx, min, max
	Rule         string     `json:"rule,omitempty"`
	Confidence   float64    `json:"confidence"`
	AttributedTo []Term     `json:"attributedTo,omitempty"`
	Addressee    []Term     `json:"addressee,omitempty"`
	Document     Term       `json:"document"`         // the zero Term of a derived claim
	Quotes       []Quote    `json:"quotes,omitempty"` // where the words stand; of a derived claim, those of its premises
	Derived      bool       `json:"derived"`
	Premises     []string   `json:"premises,omitempty"`    // claims that it was derived from, sorted
	Conclusions  []string   `json:"conclusions,omitempty"` // claims that were derived from it, sorted
	Same         []string   `json:"same,omitempty"`        // claims of other documents that say the same, sorted
	Contrary     []Conflict `json:"contrary,omitempty"`
	Merged       []Merge    `json:"merged,omitempty"` // why the mentions of its ends are one thing each
	Decided      []Ruling   `json:"decided,omitempty"`
}

// A Ruling is what a person has decided on a claim.
type Ruling struct {
	Verdict string `json:"verdict"`
	By      string `json:"by"`
	On      string `json:"on"`
	Note    string `json:"note"`
	What    string `json:"what"` // what was decided on, in words
}

// A Merge is why mentions of several documents were taken for one entity.
type Merge struct {
	Entity  Term     `json:"entity"`
	Names   []string `json:"names,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
}

// Story tells the whole story of a claim, given by its id, the end of the id,
// or its IRI.
func (g *Graph) Story(ctx context.Context, claim string) (*Story, error) {
	s := g.session(ctx)
	id := strings.Trim(claim, "<>")
	if !strings.Contains(id, "/") {
		id = "claim/" + id
	}
	n := s.find(id)
	if n == 0 {
		return nil, fmt.Errorf("no claim %q in the graph", claim)
	}
	c, err := s.loadClaim(n)
	if err != nil {
		return nil, err
	}
	if !c.known {
		return nil, fmt.Errorf("%q is no claim", claim)
	}
	out := &Story{
		Claim: s.text(n), Predicate: s.text(c.p), Status: c.status, Stance: c.stance, Modality: c.modality,
		Qualifier: c.qualifier, Rule: c.rule, Confidence: c.confidence, Derived: c.derived,
	}
	if out.Subject, err = s.term(c.s); err != nil {
		return nil, err
	}
	if out.Object, err = s.term(c.o); err != nil {
		return nil, err
	}
	if out.AttributedTo, err = s.termsOf(c.attributedTo); err != nil {
		return nil, err
	}
	if out.Addressee, err = s.termsOf(c.addressee); err != nil {
		return nil, err
	}
	if c.doc != 0 {
		if out.Document, err = s.term(c.doc); err != nil {
			return nil, err
		}
	}
	if out.Quotes, err = g.Evidence(ctx, []string{out.Claim}); err != nil {
		return nil, err
	}
	if err := s.around(out, c); err != nil {
		return nil, err
	}
	conflicts, err := g.Conflicts(ctx, out.Subject.IRI)
	if err != nil {
		return nil, err
	}
	for _, x := range conflicts {
		if slices.Contains(x.A.Claims, out.Claim) || slices.Contains(x.B.Claims, out.Claim) {
			out.Contrary = append(out.Contrary, x)
		}
	}
	for _, e := range []node{c.s, c.o} {
		m, err := s.merge(e)
		if err != nil {
			return nil, err
		}
		if len(m.Reasons) > 0 {
			out.Merged = append(out.Merged, m)
		}
	}
	if out.Decided, err = s.rulings(n); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

func (s *session) rulings(claim node) ([]Ruling, error) {
	decisions, err := s.attr(claim, "decidedIn")
	if err != nil {
		return nil, err
	}
	var out []Ruling
	for _, d := range decisions {
		t, err := s.term(d)
		if err != nil {
			return nil, err
		}
		r := Ruling{What: t.Label}
		for pred, to := range map[string]*string{"verdict": &r.Verdict, "decidedBy": &r.By, "decidedOn": &r.On, "note": &r.Note} {
			if *to, err = s.first(d, pred); err != nil {
				return nil, err
			}
		}
		out = append(out, r)
	}
	slices.SortFunc(out, func(a, b Ruling) int { return strings.Compare(a.What, b.What) })
	return out, nil
}

func (s *session) termsOf(ns []node) ([]Term, error) {
	var out []Term
	for _, n := range ns {
		t, err := s.term(n)
		if err != nil {
			return nil, err
		}
		out = append(out, t)
	}
	slices.SortFunc(out, compareTerms)
	return out, nil
}

// around fills in the claims that are tied to c.
func (s *session) around(out *Story, c *claim) error {
	for _, f := range c.from {
		out.Premises = append(out.Premises, s.text(f))
	}
	conclusions, err := s.follow(c.id, s.pred("derivedFrom"), true)
	if err != nil {
		return err
	}
	for _, f := range conclusions {
		out.Conclusions = append(out.Conclusions, s.text(f))
	}
	same, err := s.claimsOf(c.s, c.p, c.o)
	if err != nil {
		return err
	}
	for _, o := range same {
		if o.id != c.id && !o.derived {
			out.Same = append(out.Same, s.text(o.id))
		}
	}
	for _, l := range [][]string{out.Premises, out.Conclusions, out.Same} {
		slices.Sort(l)
	}
	return nil
}

func (s *session) merge(n node) (Merge, error) {
	var m Merge
	if s.isLiteral(n) {
		return m, nil
	}
	reasons, err := s.attr(n, "mergeReason")
	if err != nil {
		return m, err
	}
	for _, r := range reasons {
		m.Reasons = append(m.Reasons, s.text(r))
	}
	slices.Sort(m.Reasons)
	if m.Names, err = s.namesOf(n); err != nil {
		return m, err
	}
	m.Entity, err = s.term(n)
	return m, err
}
