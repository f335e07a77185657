package quads

import (
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// maxDerivations bounds the steps from a claim that was read to one that
// follows from it: statement, event, series is the longest chain of the rules.
const maxDerivations = 4

// deriver makes the claims that follow from those of one document.
type deriver struct {
	b      *Builder
	d      *resolve.Document
	claims []Claim
	seen   map[string]bool // by subject, predicate, object, status
}

// derive appends what follows from the claims, in order of their premises.
//
// The rules, from the study of holders: a kind of host, chair, speech or stance
// implies the general one; what is said to or at a part of an event is so of
// the event; a position of a person is one of whom he represents; an event or
// body that adopts a text holds its positions; so does the series of an
// edition. A hope, a discussion or a statement that binds the chair only is
// passed on to nobody.
func (b *Builder) derive(d *resolve.Document, claims []Claim) []Claim {
	dv := deriver{b: b, d: d, claims: claims, seen: map[string]bool{}}
	for i := range claims {
		dv.seen[edgeKey(&claims[i])] = true
	}
	from := 0
	for range maxDerivations {
		to := len(dv.claims)
		for i := from; i < to; i++ {
			dv.implied(i)
			dv.passedOn(i)
		}
		if len(dv.claims) == to {
			break
		}
		from = to
	}
	return dv.claims
}

func edgeKey(c *Claim) string {
	return c.Subject.ID + "\n" + string(c.Predicate) + "\n" + c.Object.ID + "\n" + c.Object.Value + "\n" + string(c.Status)
}

// add derives subject-predicate-object from premises; the first one gives
// status, holder and evidence.
func (dv *deriver) add(rule string, subject Term, p schema.Predicate, object Term, premises ...int) {
	main := dv.claims[premises[0]]
	c := Claim{
		Document: dv.d.Path, Subject: subject, Predicate: p, Object: object, Status: main.Status, Stance: main.Stance,
		Holder: main.Holder, Addressee: main.Addressee, Derived: true, Rule: "derive." + rule, Confidence: main.Confidence,
		Modality: main.Modality, Qualifier: main.Qualifier, ChairOnly: main.ChairOnly,
	}
	if c.Holder == nil && subject.ID != main.Subject.ID && main.Subject.Type == schema.Person {
		holder := main.Subject
		c.Holder = &holder
	}
	if key := edgeKey(&c); dv.seen[key] {
		return
	} else {
		dv.seen[key] = true
	}
	for _, i := range premises {
		premise := &dv.claims[i]
		c.Premises = append(c.Premises, premise.ID)
		c.Evidence = mergeEvidence(c.Evidence, premise.Evidence)
		c.Confidence = min(c.Confidence, premise.Confidence)
	}
	c.ID = claimID(dv.d, &c)
	dv.claims = append(dv.claims, c)
}

// implied derives the general predicate of a special one.
func (dv *deriver) implied(i int) {
	c := &dv.claims[i]
	if c.Predicate == schema.HopesFor || c.Status == extract.Denied {
		return
	}
	if def := dv.b.Vocabulary.Predicate(c.Predicate); def != nil && def.Super != "" {
		dv.add("kind", c.Subject, def.Super, c.Object, i)
	}
}

// passedOn derives what a claim means for the whole, the sender or the series
// of its subject.
func (dv *deriver) passedOn(i int) {
	c := dv.claims[i]
	if c.ChairOnly || c.Modality == "hoped" || c.Status == extract.Denied || c.Status == extract.Hedged || c.Status == extract.Cancelled {
		return
	}
	switch {
	case c.Predicate == schema.Endorses || c.Predicate == schema.Opposes:
		dv.position(i)
	case c.Predicate == schema.States:
		dv.each(schema.Adopted, func(k int, by *Claim) {
			if by.Object.ID == c.Subject.ID && adopts(dv.b.Vocabulary, by.Subject.Type) {
				dv.add("adopted", by.Subject, schema.Endorses, c.Object, i, k)
			}
		})
	case c.Predicate == schema.Addressed || c.Predicate == schema.Attended:
		dv.each(schema.SubEventOf, func(k int, part *Claim) {
			if part.Subject.ID == c.Object.ID {
				dv.add("part", c.Subject, c.Predicate, part.Object, i, k)
			}
		})
		if c.Predicate == schema.Attended && c.Subject.Type == schema.Person {
			dv.each(schema.Represents, func(k int, rep *Claim) {
				if rep.Subject.ID == c.Subject.ID {
					dv.add("represented", rep.Object, schema.Attended, c.Object, i, k)
				}
			})
		}
	}
}

// position passes on an endorsement or opposition.
func (dv *deriver) position(i int) {
	c := dv.claims[i]
	v := dv.b.Vocabulary
	pass := func(p schema.Predicate, rule string, reverse bool, ok func(schema.Class) bool) {
		dv.each(p, func(k int, link *Claim) {
			from, to := link.Subject, link.Object
			if reverse {
				from, to = to, from
			}
			if from.ID == c.Subject.ID && to.ID != c.Object.ID && ok(to.Type) {
				dv.add(rule, to, c.Predicate, c.Object, i, k)
			}
		})
	}
	always := func(schema.Class) bool { return true }
	adopter := func(class schema.Class) bool { return adopts(v, class) }
	switch {
	case c.Subject.Type == schema.Person:
		pass(schema.Represents, "represented", false, always)
	case v.IsA(c.Subject.Type, schema.Event):
		pass(schema.SubEventOf, "part", false, always)
		pass(schema.EditionOf, "edition", false, always)
	case c.Subject.Type == schema.Instrument:
		pass(schema.Adopted, "adopted", true, adopter)
		pass(schema.Issued, "adopted", true, adopter)
	}
}

// adopts reports whether an adopter of the class holds what its text says; a
// person or a State that joins a text does so by a stance of its own.
func adopts(v *schema.Vocabulary, class schema.Class) bool {
	return v.IsA(class, schema.Event) || v.IsA(class, schema.Organization) || v.IsA(class, schema.Series)
}

// each calls f with the asserted claims of one predicate that were read.
func (dv *deriver) each(p schema.Predicate, f func(k int, c *Claim)) {
	for k := range dv.claims {
		if c := &dv.claims[k]; c.Predicate == p && !c.Derived && c.Status == extract.Asserted {
			claim := *c // f appends to dv.claims
			f(k, &claim)
		}
	}
}

// HasEdge reports whether a claim is written as a plain edge too: not what is
// denied, hedged or called off, and of what is planned only what describes the
// event to come, not who will have come to it or what it will have adopted.
func HasEdge(v *schema.Vocabulary, c *Claim) bool {
	switch c.Status {
	case extract.Denied, extract.Hedged, extract.Cancelled:
		return c.Predicate == schema.EventStatus
	case extract.Planned:
		def := v.Predicate(c.Predicate)
		return def != nil && (def.Group == schema.EventGroup || def.Group == schema.DocumentGroup) && !slices.Contains(deeds, c.Predicate)
	}
	return true
}

// deeds are the event predicates that are false until they are done.
var deeds = []schema.Predicate{schema.Addressed, schema.PresentedAt, schema.Attended, schema.Launched}
