package stance

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// boundBy claims that a party to a treaty endorses it: "Peru, a Party to X".
func (d *doc) boundBy(s *sentence) {
	for _, m := range s.mentions {
		if m.Class != schema.Instrument || m.Entity < 0 {
			continue
		}
		at := d.lex.instruments.partyTo.FindStringIndex(s.folded[:m.start])
		if at == nil {
			continue
		}
		before := strings.TrimRight(s.folded[:at[0]], " ")
		apposed := strings.HasSuffix(before, ",")
		before = strings.TrimRight(before, ", ")
		if !apposed && !strings.HasSuffix(before, " is") && !strings.HasSuffix(before, " are") && !strings.HasSuffix(before, " became") && !strings.HasSuffix(before, " become") {
			continue
		}
		if !apposed {
			before = before[:strings.LastIndexByte(before, ' ')]
		}
		for _, h := range s.mentions {
			if h.end == len(before) && (h.Class == schema.State || h.Class == schema.Organization) && h.Entity >= 0 {
				d.position(s, h.Entity, schema.Endorses, m.Entity, "party-to", d.lex.confidence.Clear)
			}
		}
	}
}

func (d *doc) position(s *sentence, holder int, label schema.Predicate, object int, rule string, confidence float64) {
	d.a.AddClaim(extract.Claim{
		Subject: holder, Predicate: label, Object: object, Status: extract.Asserted, Stance: label,
		AttributedTo: extract.NoEntity, Addressee: extract.NoEntity, Rule: "stance." + rule, Confidence: confidence, Evidence: []extract.Span{s.src.Span},
	})
}

// signatories reads lists of those who have endorsed an instrument: "Besides
// the two hosts, the States that have endorsed the Call are …".
func (d *doc) signatories(s *sentence) {
	if !d.texts || !d.lex.instruments.moreSignatories.MatchString(s.masked) && !signing.MatchString(s.masked) && !strings.Contains(s.masked, "signator") && !strings.Contains(s.masked, "parties") {
		return
	}
	instrument := extract.NoEntity
	from := 0
	if m := d.lex.instruments.signatories.FindStringIndex(s.masked); m != nil {
		from = m[1]
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.end <= m[1] {
				instrument = mm.Entity
			}
		}
		if instrument == extract.NoEntity {
			instrument = d.lastBefore(s)
		}
	} else if m := d.lex.instruments.moreSignatories.FindStringIndex(s.masked); m != nil && s.index > 0 {
		from, instrument = m[1], d.signed.instrument
		if d.signed.sentence != s.index-1 {
			instrument = d.signedIn(d.sents[s.index-1])
		}
	}
	if instrument == extract.NoEntity {
		return
	}
	d.signed.sentence, d.signed.instrument = s.index, instrument
	if head := s.folded[:min(from, 40)]; strings.HasPrefix(head, "besides the ") || strings.HasPrefix(head, "in addition to the ") || strings.HasPrefix(head, "apart from the ") {
		if e := d.focusAt(s.src.Span.Start); e != extract.NoEntity && strings.Contains(s.folded[:from], "host") {
			for _, c := range slices.Clone(d.a.Claims) {
				if c.Subject == e && (c.Predicate == schema.HostedBy || c.Predicate == schema.CoHostedBy) && c.Object >= 0 {
					d.position(s, c.Object, schema.Endorses, instrument, "signatories", d.lex.confidence.Likely)
				}
			}
		}
	}
	list := d.listed(s, from)
	if len(list) == 0 {
		list = d.colonList(s, from)
	}
	for _, e := range list {
		if d.a.Entities[e].Class != schema.Person {
			d.position(s, e, schema.Endorses, instrument, "signatories", d.lex.confidence.Clear)
		}
	}
}

// signedIn is the instrument that a sentence says some have signed or endorsed,
// or NoEntity.
func (d *doc) signedIn(s *sentence) int {
	for _, c := range s.cues {
		if c.Label != schema.Endorses || c.negated || c.Kind != verb {
			continue
		}
		for _, m := range s.mentions {
			if m.Class == schema.Instrument && m.start >= c.end && !s.blocked(c.end, m.start) {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// lastBefore is the last instrument mentioned in the three sentences before.
func (d *doc) lastBefore(s *sentence) int {
	for i := s.index - 1; i >= 0 && i >= s.index-3; i-- {
		p := d.sents[i]
		for k := len(p.mentions) - 1; k >= 0; k-- {
			if p.mentions[k].Class == schema.Instrument {
				return p.mentions[k].Entity
			}
		}
	}
	return d.onlyText()
}

// onlyText is the instrument of a document that names no other, or NoEntity.
func (d *doc) onlyText() int {
	out := extract.NoEntity
	for i := range d.a.Entities {
		if d.a.Entities[i].Class != schema.Instrument {
			continue
		}
		if out != extract.NoEntity {
			return extract.NoEntity
		}
		out = i
	}
	return out
}

// headerAdoption reads "Text adopted: X" of a fact sheet and "(Adopted on 5
// June …)" under the head of a resolution.
func (d *doc) headerAdoption(s *sentence) {
	adopted := func(by, instrument int) {
		d.a.AddClaim(extract.Claim{
			Subject: by, Predicate: schema.Adopted, Object: instrument, Status: extract.Asserted, AttributedTo: extract.NoEntity,
			Addressee: extract.NoEntity, Rule: "instrument.header", Confidence: d.lex.confidence.Likely, Evidence: []extract.Span{s.src.Span},
		})
	}
	if m := textAdopted.FindStringIndex(s.folded); m != nil {
		e := d.focusAt(s.src.Span.Start)
		for _, mm := range s.mentions {
			if mm.Class == schema.Instrument && mm.start >= m[1] && mm.start <= m[1]+6 && e != extract.NoEntity {
				adopted(e, mm.Entity)
			}
		}
		return
	}
	if !adoptedOn.MatchString(s.folded) || s.src.Block > 12 {
		return
	}
	instrument := d.resolution()
	if instrument == extract.NoEntity {
		return
	}
	for _, o := range d.sents {
		if t := strings.TrimSpace(o.folded); strings.HasPrefix(t, "the ") && strings.HasSuffix(t, ",") {
			if sub := d.tailSubject(o); sub.kind == actor {
				adopted(sub.entities[0], instrument)
				return
			}
		}
	}
	if e := d.focusAt(s.src.Span.Start); e != extract.NoEntity {
		adopted(e, instrument)
	}
}
