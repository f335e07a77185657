package event

import (
	"regexp"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// hours is what a line of a programme begins with: "10:00", "9.30 – 11.00", "14h".
var hours = regexp.MustCompile(`^\(?\d{1,2}(?:[:.]\d{2}|h\d{0,2})(?:\s*(?:-|–|—|to)\s*\d{1,2}(?:[:.]\d{2}|h\d{0,2}))?(?:\s*(?:hrs?|[ap]\.?m\.?))?\)?[\s.:|–-]*`)

// programme reads the lines of a programme that name a part of the event, with
// an hour or a number: "10:00 Session I: Norms", "SESSION 2 – Financing Dams".
// They are on the day that they stand below.
func (d *doc) programme() {
	if d.main == nil {
		return
	}
	var day date.Date
	for _, b := range d.a.Doc.Blocks {
		text := d.text(b.Span)
		if b.Kind == extract.Chrome || b.Span.Len() > 200 {
			continue
		}
		for _, e := range date.Find(text, d.anchor) {
			if e = e.InYear(d.year()); e.Span.Len()*3 >= len(text)*2 && e.Start.Day > 0 && !e.IsRange() {
				day = e.Start // "Wednesday, 22 May"
			}
		}
		if p, ok := d.partOfLine(text); ok {
			d.programmePart(p, day, b.Span)
		}
	}
}

// year is the year of the main event, or of the text, or 0.
func (d *doc) year() int {
	for _, f := range d.main.facts {
		if f.predicate == schema.StartDate && f.when.Start.Year > 0 {
			return f.when.Start.Year
		}
	}
	return d.anchor.Date.Year
}

// programmeLine is a line of a programme that names a part of an event.
type programmeLine struct {
	label  string // "Session 1"
	title  string // what follows it, or ""
	status string // cancelled, postponed, or ""
}

// partOfLine reads the name of the part of an event in a line that begins with an
// hour, or with the number of a session.
func (d *doc) partOfLine(line string) (programmeLine, bool) {
	var p programmeLine
	at := hours.FindStringIndex(line)
	rest := line
	if at != nil {
		rest = line[at[1]:]
	}
	name := rest
	if k := strings.IndexAny(rest, ":,(–—|\"“"); k >= 0 {
		name, p.title = rest[:k], strings.Trim(rest[k:], " :,(–—|\"“”)")
	} else if k := strings.Index(rest, " - "); k >= 0 {
		name, p.title = rest[:k], strings.TrimSpace(rest[k+3:])
	}
	name = strings.Trim(name, " .")
	var ws []word
	for _, f := range strings.Fields(name) {
		ws = append(ws, word{text: f, low: strings.ToLower(f)})
	}
	if len(ws) == 0 || len(ws) > 6 {
		return p, false
	}
	for i := range ws {
		ph, j := d.x.nouns.at(ws, i)
		if ph == nil || ph.plural || ph.noun.class != "part" && ph.noun.family != "session" || ph.noun.family == "press" {
			continue
		}
		numbered := j < len(ws) && (ws[j].number() > 0 || ws[j].roman() > 0 || ws[j].text == "I" || ws[j].text == "V") || i > 0 && d.x.ordinalWord(ws[i-1].low) > 0
		switch {
		case at == nil && !(numbered && i <= 1 && j+1 >= len(ws)):
			return p, false // running text
		case ph.noun.family == "meal" && len(ws) == 1:
			return p, false // lunch is a break
		}
		p.label = name
		low := strings.ToLower(line)
		for n, w := range strings.FieldsFunc(low, func(r rune) bool { return r < 'a' || r > 'z' }) {
			if v := d.x.lists["status"][w]; v != "" && n > 0 {
				p.status = v
			}
		}
		if d.x.lists["status"][strings.ToLower(p.title)] != "" {
			p.title = ""
		}
		return p, true
	}
	return p, false
}

// programmePart claims a part of the main event that a line of the programme
// names.
func (d *doc) programmePart(p programmeLine, day date.Date, line extract.Span) {
	e := extract.NoEntity
	for _, k := range d.clusters {
		if k.class == schema.Session && strings.EqualFold(k.label, p.label) {
			e = k.entity
		}
	}
	if e == extract.NoEntity {
		e = d.a.AddEntity(extract.Entity{Class: schema.Session, Label: d.spelling(p.label)})
	}
	if p.title != "" && len(p.title) < 120 {
		d.a.AddAlias(e, d.a.Entities[e].Label+": "+p.title)
		d.a.AddAlias(e, p.title)
	}
	at := line.Start + strings.Index(d.text(line), p.label)
	d.a.Mentions = append(d.a.Mentions, extract.Mention{Span: extract.Span{Start: at, End: at + len(p.label)}, Class: schema.Session, Form: extract.Name, Entity: e, Rule: programmeRule})
	ev := []extract.Span{line}
	d.claim(extract.Claim{Subject: e, Predicate: schema.SubEventOf, Object: d.main.entity, Rule: programmeRule, Confidence: 0.8, Evidence: ev})
	if !day.IsZero() {
		d.claim(extract.Claim{Subject: e, Predicate: schema.StartDate, Object: extract.NoEntity, Literal: day.Literal(), Rule: programmeRule, Confidence: 0.8, Evidence: ev})
	}
	if p.status != "" {
		d.claim(extract.Claim{Subject: e, Predicate: schema.EventStatus, Object: extract.NoEntity, Literal: extract.Literal{Value: p.status, Datatype: "xsd:string"}, Rule: programmeRule, Confidence: 0.85, Evidence: ev})
	}
}

// programmeRule marks the mentions and claims of lines of a programme.
const programmeRule = "event.programme"
