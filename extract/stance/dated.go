package stance

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

var (
	// "the 2015 report", "the 2019 Declaration"
	ofYear = regexp.MustCompile(`\b(?:the |its |that |this )((?:19|20)\d\d) (?:\w+ )?(report|declaration|statement|communiqu[eé]|resolution|decision|agreement|convention|protocol|treaty|text|document)\b`)
	// "the text of 2013", "the declaration of May 2019"
	textOf = regexp.MustCompile(`\bthe (report|declaration|statement|communiqu[eé]|resolution|decision|agreement|convention|protocol|treaty|text|document) (?:of|from) (?:\w+ )?((?:19|20)\d\d)\b`)
)

// datedInstruments finds texts named by their kind and year, where the document
// names one such text and no other: "the 2015 report", "the text of 2013".
func (d *doc) datedInstruments(s *sentence) {
	note := func(sp span, year, kind string) {
		if !d.free(s, sp) {
			return
		}
		if e := d.oneOfYear(year, kind); e != extract.NoEntity {
			d.addInstrument(s, sp, extract.Nominal, e, "instrument.dated")
		}
	}
	for _, m := range ofYear.FindAllStringSubmatchIndex(s.folded, -1) {
		note(span{m[2], m[1]}, s.folded[m[2]:m[3]], s.folded[m[4]:m[5]])
	}
	for _, m := range textOf.FindAllStringSubmatchIndex(s.folded, -1) {
		note(span{m[0], m[1]}, s.folded[m[4]:m[5]], s.folded[m[2]:m[3]])
	}
}

// oneOfYear is the only instrument of the document that is of a year and a kind,
// or NoEntity.
func (d *doc) oneOfYear(year, kind string) int {
	out := extract.NoEntity
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.Instrument {
			continue
		}
		label := strings.ToLower(e.Label)
		dated := strings.Contains(label, year)
		if id, ok := strings.CutPrefix(e.Key, "instr/"); ok && !dated {
			if in := d.rec.cat.Instrument(id); in != nil {
				dated = strconv.Itoa(in.Year) == year
			}
		}
		if !dated || kind != "text" && kind != "document" && !strings.Contains(label, kind) {
			continue
		}
		if out != extract.NoEntity {
			return extract.NoEntity
		}
		out = i
	}
	return out
}

// yearBefore is the last year that the paragraph names before a place, "" for
// none.
func (d *doc) yearBefore(s *sentence, at int) string {
	from := s.block.Span.Start
	years := yearPattern.FindAllString(d.a.Doc.Text[from:s.source(span{at, at}).Start], -1)
	if len(years) == 0 {
		return ""
	}
	return years[len(years)-1]
}

// jointText is a text without a name that several parties make together.
var jointText = regexp.MustCompile(`\b(?:an? |the |its |their )?((?:joint|ministerial|leaders'|co-chairs'|trilateral|bilateral) (?:\w+ )?(?:statement|declaration|communiqu[eé])|(?:first |second |third |final |consensus |progress |interim |outcome )(?:report|document|declaration|statement|communiqu[eé])|chair's summary)\b`)

// madeJointly claims that the parties or the gathering adopted the joint
// statement that they are said to have issued: "The two countries concluded a
// joint statement".
func (d *doc) madeJointly(s *sentence) {
	for _, m := range jointText.FindAllStringSubmatchIndex(s.folded, -1) {
		sp := span{m[2], m[3]}
		if !d.free(s, sp) {
			continue
		}
		var by *found
		for _, c := range s.cues {
			if c.end <= m[0] && m[0]-c.end <= 14 && !c.negated {
				by = c
			}
		}
		var sub subject
		switch {
		case by != nil && (by.ID == "adopt" || by.ID == "issue-text" || by.ID == "agree") && !by.passive && s.finite(by):
			sub = d.subject(s, by)
		default:
			continue
		}
		if sub.kind == firstState {
			sub = subject{actor, d.us(s, s.source(by.span).Start), d.lex.confidence.Likely}
		}
		if sub.kind != actor || len(sub.entities) == 0 || slices.ContainsFunc(sub.entities, func(e int) bool { return d.a.Entities[e].Class == schema.Person }) {
			continue
		}
		kind := strings.ToUpper(s.folded[sp.start:sp.start+1]) + s.folded[sp.start+1:sp.end]
		var names []string
		for _, e := range sub.entities {
			names = append(names, d.a.Entities[e].Label)
		}
		e := d.a.AddEntity(extract.Entity{Class: schema.Instrument, Label: kind + " of " + strings.Join(names, " and ")})
		d.addInstrument(s, sp, extract.Nominal, e, "instrument.joint")
		for _, b := range sub.entities {
			d.a.AddClaim(extract.Claim{
				Subject: b, Predicate: schema.Adopted, Object: e, Status: extract.Asserted, AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
				Rule: "instrument.joint", Confidence: d.lex.confidence.Fair, Evidence: []extract.Span{s.src.Span},
			})
		}
	}
}

// finite reports whether the verb of a cue is finite and stands in no plan.
func (s *sentence) finite(c *found) bool {
	if c.token < 0 {
		return false
	}
	x := s.src.Tokens[c.token].XPOS
	return (x == "VBD" || x == "VBZ" || x == "VBP" || x == "VBN") && s.token(c) != "to"
}
