package review

import (
	"fmt"
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// StatementOf is a claim of a document in the form that decisions are tied to.
func StatementOf(d *resolve.Document, c *resolve.Claim) Statement {
	s := Statement{Document: d.ID, Subject: valueOf(&d.Extraction, c.Subject), Predicate: c.Predicate, Status: c.Status}
	if c.Literal != nil {
		s.Object = Value{Literal: c.Literal.Value, Datatype: c.Literal.Datatype}
	} else {
		s.Object = valueOf(&d.Extraction, c.Object)
	}
	if s.Status == extract.Asserted {
		s.Status = ""
	}
	for i := range c.Evidence {
		s.Words = append(s.Words, words(&c.Evidence[i]))
	}
	return s
}

func valueOf(x *resolve.Extraction, i int) Value {
	if i < 0 || i >= len(x.Entities) {
		return Value{Class: schema.Document}
	}
	e := &x.Entities[i]
	return Value{Class: e.Class, Key: e.Key, Label: e.Label}
}

// words are those of evidence as read, so that a decision outlives a change of
// the markup.
func words(e *resolve.Evidence) string {
	if e.Text != "" {
		return oneLine(e.Text)
	}
	return oneLine(e.Exact)
}

// Apply changes the claims of a document as the set says. It adds to the lists
// of x and changes none of their elements in place. It returns the decisions on
// the document that no claim answers to: their words are gone, or say something
// else now.
func (s *Set) Apply(doc string, x *resolve.Extraction) (unmet []Decision) {
	on := s.byDoc[doc]
	if len(on) == 0 {
		return nil
	}
	claims := x.Claims
	for _, i := range on {
		d := &s.list[i]
		next := make([]resolve.Claim, 0, len(claims)+1)
		met := false
		for _, c := range claims {
			hit, rest := d.Claim.match(x, &c)
			if len(hit) == 0 {
				next = append(next, c)
				continue
			}
			met = true
			next = append(next, d.decide(x, c, hit, rest)...)
		}
		if claims = next; !met {
			unmet = append(unmet, *d)
		}
	}
	x.Claims = claims
	return unmet
}

// decide makes of a claim what is left of it: hit is the evidence that the
// decision is on, rest all other.
func (d *Decision) decide(x *resolve.Extraction, c resolve.Claim, hit, rest []resolve.Evidence) []resolve.Claim {
	var out []resolve.Claim
	switch d.Verdict {
	case Right:
		c.Confidence, c.Review = 1, d.Review()
		return []resolve.Claim{c}
	case Corrected:
		r := c
		r.Evidence, r.Confidence, r.Review = hit, 1, d.Review()
		if d.Value.Datatype != "" {
			r.Object, r.Literal = extract.NoEntity, &extract.Literal{Value: d.Value.Literal, Datatype: d.Value.Datatype}
		} else {
			r.Object, r.Literal = d.Value.entity(x), nil
		}
		out = append(out, r)
	}
	if len(rest) > 0 {
		c.Evidence = rest
		out = append(out, c)
	}
	return out
}

// entity is the index of the thing among the entities of x, which gets it where
// it has none such.
func (v *Value) entity(x *resolve.Extraction) int {
	i := slices.IndexFunc(x.Entities, func(e resolve.Entity) bool {
		if v.Key != "" || e.Key != "" {
			return v.Key == e.Key
		}
		return e.Class == v.Class && (e.Label == v.Label || slices.Contains(e.Aliases, v.Label))
	})
	if i >= 0 {
		return i
	}
	x.Entities = append(slices.Clip(x.Entities), resolve.Entity{Class: v.Class, Key: v.Key, Label: v.Label})
	return len(x.Entities) - 1
}

// match splits the evidence of a claim into what the statement is on and the
// rest; both are nil for another claim.
func (s *Statement) match(x *resolve.Extraction, c *resolve.Claim) (hit, rest []resolve.Evidence) {
	status := c.Status
	if status == extract.Asserted {
		status = ""
	}
	if c.Derived || c.Review != nil || c.Predicate != s.Predicate || status != s.Status || !s.Subject.is(x, c.Subject) {
		return nil, nil
	}
	if c.Literal != nil {
		if s.Object.Literal != c.Literal.Value || s.Object.Datatype != c.Literal.Datatype {
			return nil, nil
		}
	} else if !s.Object.is(x, c.Object) {
		return nil, nil
	}
	for i := range c.Evidence {
		if slices.Contains(s.Words, words(&c.Evidence[i])) {
			hit = append(hit, c.Evidence[i])
		} else {
			rest = append(rest, c.Evidence[i])
		}
	}
	return hit, rest
}

// is reports whether the value means entity i of x.
func (v *Value) is(x *resolve.Extraction, i int) bool {
	if i < 0 || i >= len(x.Entities) {
		return i == extract.TheDocument && v.Class == schema.Document && v.Label == "" && v.Key == ""
	}
	e := &x.Entities[i]
	if v.Key != "" {
		return v.Key == e.Key
	}
	return v.Datatype == "" && v.Label != "" && (e.Label == v.Label || slices.Contains(e.Aliases, v.Label))
}

// over is extractions with the decisions in them.
type over struct {
	set  *Set
	from corpus.Extractions
}

// Over gives the extractions with the decisions of the set in them.
func (s *Set) Over(from corpus.Extractions) corpus.Extractions {
	if len(s.byDoc) == 0 {
		return from
	}
	return over{s, from}
}

// Names implements [corpus.Extractions].
func (o over) Names(d corpus.Doc) (*resolve.Extraction, error) {
	if len(o.set.byDoc[d.ID]) > 0 {
		return o.Whole(d) // the words are in the evidence
	}
	return o.from.Names(d)
}

// Whole implements [corpus.Extractions].
func (o over) Whole(d corpus.Doc) (*resolve.Extraction, error) {
	x, err := o.from.Whole(d)
	if err == nil {
		o.set.Apply(d.ID, x)
	}
	return x, err
}

// An Account is what became of the decisions in a corpus.
type Account struct {
	Nodes   []quads.Decision // of those that are in the graph, in order
	Applied int
	Absent  int      // on documents that are not in the corpus
	Unmet   []string // those without effect, each with the reason, in order
}

// Account says what became of the decisions: the documents and extractions are
// those that were resolved with them.
func (s *Set) Account(docs []corpus.Doc, from corpus.Extractions, res *resolve.Resolution) (*Account, error) {
	unmet := map[string]bool{}
	known := map[string]bool{}
	for _, d := range docs {
		known[d.ID] = true
		if len(s.byDoc[d.ID]) == 0 {
			continue
		}
		x, err := from.Whole(d)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", d.Path, err)
		}
		for _, u := range s.Apply(d.ID, x) {
			unmet[u.key()] = true
		}
	}
	a := &Account{}
	outcomes := res.Outcomes
	for i := range s.list {
		d := &s.list[i]
		node := quads.Decision{Review: *d.Review(), Label: d.String()}
		reason := ""
		if d.identity() {
			o := outcomes[0]
			outcomes = outcomes[1:]
			switch {
			case o.Absent:
				a.Absent++
				continue
			case o.Gone:
				reason = "one of the names is gone from its document"
			case !o.Honoured:
				reason = "what is known of the two does not allow it"
			}
			node.About = slices.Compact([]string{o.A, o.B})
		} else {
			switch {
			case !known[d.Claim.Document]:
				a.Absent++
				continue
			case unmet[d.key()]:
				reason = "the words are gone from the document, or nothing is read from them that this is on"
			}
			node.About = []string{"doc/" + d.Claim.Document}
		}
		if reason != "" {
			a.Unmet = append(a.Unmet, d.String()+": "+reason)
			continue
		}
		a.Applied++
		a.Nodes = append(a.Nodes, node)
	}
	return a, nil
}
