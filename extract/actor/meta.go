package actor

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// metadata makes the claims about the document that its form states.
func (d *doc) metadata() {
	d.publisher = extract.NoEntity
	m := &d.a.Doc.Meta
	literal := func(p schema.Predicate, v extract.MetaValue, datatype string) {
		if v.Value == "" {
			return
		}
		d.metaClaim(p, extract.NoEntity, extract.Literal{Value: v.Value, Datatype: datatype}, v.Raw, 0.95)
	}
	literal(schema.Title, m.Title, "xsd:string")
	literal(schema.PublishedOn, m.PublishedOn, dateType(m.PublishedOn.Value))
	literal(schema.DeliveredOn, m.DeliveredOn, dateType(m.DeliveredOn.Value))
	if m.Genre != "" && m.Genre != extract.Other && m.Title.Value != "" {
		d.metaClaim(schema.DocType, extract.NoEntity, extract.Literal{Value: string(m.Genre), Datatype: "xsd:string"}, m.Title.Raw, 0.8)
	}
	if m.Publisher.Value != "" {
		d.publisher = d.r.PublisherEntity(d.a)
		if e := &d.a.Entities[d.publisher]; e.Key == "" {
			d.byName[gazetteer.Fold(e.Label)] = d.publisher
		}
		d.metaClaim(schema.Publisher, d.publisher, extract.Literal{}, m.Publisher.Raw, 0.95)
		d.publisherState = d.stateOf(d.publisher)
		if o := d.orgOf(d.publisher); o != nil {
			d.government = governmental(o)
		} else if d.publisherState == nil {
			d.publisherState = d.stateNamed(m.Publisher.Value)
			d.government = d.publisherState != nil && d.ministryName(m.Publisher.Value)
		}
		if !d.government {
			d.publisherState = nil
		}
	}
}

// stateNamed is the only state that a name contains.
func (d *doc) stateNamed(s string) *gazetteer.State {
	var found *gazetteer.State
	ws := gazetteer.Words(s)
	for i := 0; i < len(ws); i++ {
		m, ok := d.g.MatchAt(ws, i, false)
		if !ok {
			continue
		}
		if e := &m.Entries[0]; e.Kind == gazetteer.StateName || e.Kind == gazetteer.Demonym {
			if found != nil && found != e.State {
				return nil
			}
			found = e.State
		}
		i = m.Last
	}
	return found
}

func (d *doc) ministryName(s string) bool {
	for _, w := range gazetteer.Words(s) {
		if d.lex.Word(w.Fold)&gazetteer.MinistryHead != 0 || w.Fold == "government" || w.Fold == "embassy" {
			return true
		}
	}
	return false
}

func dateType(v string) string {
	switch len(v) {
	case 4:
		return "xsd:gYear"
	case 7:
		return "xsd:gYearMonth"
	}
	return "xsd:date"
}

func (d *doc) metaClaim(p schema.Predicate, object int, lit extract.Literal, raw extract.Span, confidence float64) {
	d.a.AddClaim(extract.Claim{
		Subject: extract.TheDocument, Predicate: p, Object: object, Literal: lit, Status: extract.Asserted, AttributedTo: extract.NoEntity,
		Addressee: extract.NoEntity, Rule: "meta." + string(p), Confidence: confidence, RawEvidence: []extract.Span{raw},
	})
}

// PublisherEntity is the entity of the document's publisher, added if need be;
// extract.NoEntity where the document names none.
func (r *Recognizer) PublisherEntity(a *extract.Analysis) int {
	v := strings.TrimSpace(a.Doc.Meta.Publisher.Value)
	if v == "" {
		return extract.NoEntity
	}
	for _, e := range r.g.Lookup(v) {
		switch e.Kind {
		case gazetteer.OrganizationName:
			if e.NeedsContext && e.Abbreviation {
				continue
			}
			class := schema.Organization
			if e.Organization.Body {
				class = schema.Body
			}
			i := a.AddEntity(extract.Entity{Class: class, Key: e.Organization.Key(), Label: e.Organization.Name})
			a.AddAlias(i, v)
			return i
		case gazetteer.StateName:
			i := a.AddEntity(extract.Entity{Class: schema.State, Key: e.State.Key(), Label: e.State.Name})
			a.AddAlias(i, v)
			return i
		}
	}
	for i := range a.Entities {
		if e := &a.Entities[i]; (e.Class == schema.Organization || e.Class == schema.Body) && (e.Label == v || e.Label == display(v)) {
			return i
		}
	}
	i := a.AddEntity(extract.Entity{Class: schema.Organization, Label: display(v)})
	a.AddAlias(i, v)
	return i
}
