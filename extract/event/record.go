package event

import (
	"regexp"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// keyLine is a line of a fact sheet: "Venue: Palace of Nations, Geneva".
var keyLine = regexp.MustCompile(`^([A-Z][A-Za-z]*(?: (?:and|of|&|[A-Za-z]+))?)\s*:\s+(\S.*)$`)

// records reads runs of lines of a key and a value that tell of an event: of the
// one that a line of the run names, else of the main one.
func (d *doc) records() {
	blocks := d.a.Doc.Blocks
	for i := 0; i < len(blocks); {
		j, keys := i, 0
		for j < len(blocks) && j-i < 30 {
			m := keyLine.FindStringSubmatch(d.text(blocks[j].Span))
			if m == nil || blocks[j].Span.Len() > 160 || blocks[j].Kind == extract.TableRow {
				break
			}
			if d.x.in("key", strings.ToLower(m[1])) {
				keys++
			}
			j++
		}
		if keys >= 2 {
			d.record(blocks[i:j])
		}
		i = max(j, i+1)
	}
}

// record gives the event of a run of lines what they say.
func (d *doc) record(lines []extract.Block) {
	k := d.main
	for _, b := range lines {
		text := d.text(b.Span)
		m := keyLine.FindStringSubmatchIndex(text)
		kind := d.x.lists["key"][strings.ToLower(text[m[2]:m[3]])]
		value := extract.Span{Start: b.Span.Start + m[4], End: b.Span.End}
		if o := d.namedIn(value); kind == "event" && o != nil {
			k = o
			continue
		}
		if k == nil {
			continue
		}
		f := fact{status: extract.Asserted, confidence: 0.85, line: b.Span}
		switch kind {
		case "date":
			for _, e := range date.Find(d.text(value), d.anchor) {
				if e.Start.IsZero() || e.Prep == "since" {
					continue
				}
				f.predicate, f.when, f.rule = schema.StartDate, e, "event.date-key"
				if e.IsRange() || !d.has(k, schema.StartDate) {
					k.facts = append(k.facts, f)
				}
				break
			}
		case "place", "venue":
			d.site(k, f, value, kind == "venue")
		case "format":
			var ws []word
			for _, w := range strings.Fields(strings.ReplaceAll(strings.ToLower(d.text(value)), "-", " - ")) {
				ws = append(ws, word{text: w, low: w})
			}
			for n := range ws {
				if ph, _ := d.x.phrases["format"].at(ws, n); ph != nil {
					f.predicate, f.rule = schema.EventFormat, "event.format-key"
					f.literal = extract.Literal{Value: ph.value, Datatype: "xsd:string"}
					k.facts = append(k.facts, f)
					break
				}
			}
		}
	}
}

// site reads "Palace of Nations, Geneva, Switzerland" or "Geneva": the first part
// of a venue that is no place is the building.
func (d *doc) site(k *cluster, f fact, value extract.Span, venue bool) {
	var state string
	for n, part := range strings.FieldsFunc(d.text(value), func(r rune) bool { return r == ',' || r == ';' || r == '(' || r == ')' }) {
		part = strings.Trim(part, " .")
		if part == "" || len(strings.Fields(part)) > 8 {
			continue
		}
		g := f
		e := d.placeNamed(part)
		switch {
		case e != nil && e.Place != nil && e.Place.Kind != "region" && e.Place.Kind != "sea":
			if d.has(k, schema.InPlace) {
				continue
			}
			g.predicate, g.rule, g.place, g.key = schema.InPlace, "event.place-key", e.Place.Name, e.Place.Key()
		case e != nil && e.Kind == gazetteer.StateName:
			state = e.State.Name
			continue
		case n == 0 && (venue || d.x.in("venue", strings.ToLower(part[strings.LastIndex(part, " ")+1:])) || d.x.in("venue", strings.ToLower(strings.Fields(part)[0]))) && !d.has(k, schema.Venue) && !strings.EqualFold(part, "online") && !strings.EqualFold(part, "virtual"):
			g.predicate, g.rule, g.place = schema.Venue, "event.venue-key", part
		case n == 0 && !venue && d.x.lists["format"][strings.ToLower(part)] != "":
			g.predicate, g.rule = schema.EventFormat, "event.format-key"
			g.literal = extract.Literal{Value: d.x.lists["format"][strings.ToLower(part)], Datatype: "xsd:string"}
		default:
			continue
		}
		k.facts = append(k.facts, g)
	}
	if state != "" && !d.has(k, schema.InPlace) {
		f.predicate, f.rule, f.place, f.confidence = schema.InPlace, "event.place-key", state, 0.75
		k.facts = append(k.facts, f)
	}
}

// placeNamed is the city or state of that name, or nil.
func (d *doc) placeNamed(name string) *gazetteer.Entry {
	es := d.g.Lookup(name)
	for i := range es {
		if es[i].Kind == gazetteer.PlaceName || es[i].Kind == gazetteer.StateName {
			return &es[i]
		}
	}
	return nil
}

// namedIn is the event with a mention within a span, or nil.
func (d *doc) namedIn(s extract.Span) *cluster {
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if s.Contains(m.span) && m.form == extract.Name {
				return k
			}
		}
	}
	return nil
}

// rows reads the rows of tables that name an event in one cell: the other cells
// say when and where it was.
func (d *doc) rows() {
	for _, b := range d.a.Doc.Blocks {
		if b.Kind != extract.TableRow {
			continue
		}
		k := d.namedIn(b.Span)
		if k == nil {
			continue
		}
		at := b.Span.Start
		for _, cell := range strings.Split(d.text(b.Span), " | ") {
			span := extract.Span{Start: at, End: at + len(cell)}
			at = span.End + len(" | ")
			if d.namedIn(span) != nil {
				continue
			}
			f := fact{status: extract.Asserted, confidence: 0.85, line: b.Span}
			dates := date.Find(cell, d.anchor)
			if len(dates) > 0 && len(strings.Fields(cell)) <= 8 {
				e := dates[0]
				f.predicate, f.when, f.rule = schema.StartDate, e, "event.date-cell"
				if low := strings.ToLower(cell); strings.Contains(low, "planned") || strings.Contains(low, "tbc") || strings.Contains(low, "scheduled") {
					f.status, k.future = extract.Planned, true
				}
				if !e.Start.IsZero() && !d.has(k, schema.StartDate) {
					k.facts = append(k.facts, f)
				}
				continue
			}
			if w := strings.ToLower(strings.Trim(cell, " .()")); d.x.lists["status"][w] != "" {
				f.predicate, f.rule = schema.EventStatus, "event.status-cell"
				f.literal = extract.Literal{Value: d.x.lists["status"][w], Datatype: "xsd:string"}
				k.facts = append(k.facts, f)
				continue
			}
			d.site(k, f, span, false)
		}
	}
}

// anchors gives the day that each block counts from: in a feed of posts the date
// line above it, elsewhere the document's.
func (d *doc) anchors() []date.Anchor {
	blocks := d.a.Doc.Blocks
	out := make([]date.Anchor, len(blocks))
	lines := make([]date.Date, len(blocks))
	n := 0
	for i, b := range blocks {
		if b.Span.Len() > 60 {
			continue
		}
		text := d.text(b.Span)
		es := date.Find(text, d.anchor)
		if len(es) > 0 && es[0].Start.Day > 0 && es[0].Float == date.Fixed && !es[0].Relative && !es[0].IsRange() && es[0].Span.Len()*2 >= len(strings.TrimSpace(text)) {
			lines[i] = es[0].Start
			n++
		}
	}
	posts, prefix := 0, make([]date.Date, len(blocks))
	for i, b := range blocks {
		text := d.text(extract.Span{Start: b.Span.Start, End: min(b.Span.End, b.Span.Start+30)})
		if es := date.Find(text, d.anchor); len(es) > 0 && es[0].Span.Start == 0 && es[0].Start.Day > 0 && es[0].Float == date.Fixed && !es[0].Relative && !es[0].IsRange() && strings.HasPrefix(text[es[0].Span.End:], ":") {
			prefix[i] = es[0].Start // "3 May 2020: …"
			posts++
		}
	}
	cur := d.anchor
	for i := range blocks {
		if posts > 1 && !prefix[i].IsZero() {
			out[i] = date.Anchor{Date: prefix[i]}
			continue
		}
		if n > 1 && !lines[i].IsZero() {
			cur = date.Anchor{Date: lines[i]}
		}
		out[i] = cur
	}
	return out
}
