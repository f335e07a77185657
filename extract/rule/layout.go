package rule

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// hour is what a line of a programme begins with.
var hour = regexp.MustCompile(`^\(?\d{1,2}[:.h]\d{2}(?:\s*(?:am|pm|a\.m\.|p\.m\.|hrs?|h))?(?:\s*(?:-|to)\s*\d{1,2}[:.h]\d{2}(?:\s*(?:am|pm|a\.m\.|p\.m\.|hrs?|h))?)?\)?\s*[:|-]?\s*`)

// aside is a remark in brackets after a label: "Speakers (5 minutes each)".
var aside = regexp.MustCompile(`\s*\([^()]*\)\s*$`)

// labels reads programmes and lists of speakers: lines such as "Moderator: A",
// "Keynote – B", and lines that are only a label with the names below it.
func (d *doc) labels() {
	for i := 0; i < len(d.a.Sentences); i++ {
		s := &d.a.Sentences[i]
		if i > 0 && d.a.Sentences[i-1].Block == s.Block && d.a.Doc.Blocks[s.Block].Kind != extract.ListItem {
			continue
		}
		block := &d.a.Doc.Blocks[s.Block]
		if block.Kind == extract.TableRow || block.Kind == extract.Quote || block.Span.Len() > 600 {
			continue
		}
		p, after := d.label(block.Span)
		if p == "" {
			continue
		}
		d.sent, d.index = s, i
		event := d.focusEvent(block.Span.Start)
		if event < 0 {
			continue
		}
		if after < block.Span.End {
			for k := i; k < len(d.a.Sentences) && d.a.Sentences[k].Block == s.Block; k++ {
				d.labelled(p, event, extract.Span{Start: max(after, d.a.Sentences[k].Span.Start), End: d.a.Sentences[k].Span.End}, k)
			}
			continue
		}
		for b := s.Block + 1; b < len(d.a.Doc.Blocks); b++ {
			line := &d.a.Doc.Blocks[b]
			if line.Kind == extract.Heading || line.Span.Len() > 260 || hour.MatchString(plain(d.text(line.Span))) || strings.Contains(d.text(line.Span), " | ") {
				break
			}
			if other, _ := d.label(line.Span); other != "" {
				break
			}
			k := slices.IndexFunc(d.a.Sentences, func(s extract.Sentence) bool { return s.Block == b })
			if k < 0 || !d.labelled(p, event, line.Span, k) {
				break
			}
		}
	}
}

// label gives the predicate of those named after the label that opens the line,
// and where the label ends: the end of the line where it is all there is.
func (d *doc) label(line extract.Span) (schema.Predicate, int) {
	text := d.text(line)
	low := plain(text)
	if len(low) != len(text) { // other dashes and quotes are wider
		low = strings.ToLower(text)
		if len(low) != len(text) {
			return "", 0
		}
	}
	from := len(hour.FindString(low))
	rest := low[from:]
	name, end := rest, len(low)
	for _, mark := range []string{":", " - ", " – ", " — "} {
		if n, _, ok := strings.Cut(rest, mark); ok && len(n) < len(name) {
			name, end = n, from+len(n)+len(mark)
		}
	}
	name = strings.Trim(aside.ReplaceAllString(strings.TrimSpace(name), ""), " *_.#")
	if name == "" || len(name) > 60 {
		return "", 0
	}
	for _, p := range [...]schema.Predicate{schema.Addressed, schema.PresentedAt, schema.ChairedBy} {
		if slices.Contains(d.rec.set.Words.Labels[string(p)], name) {
			if strings.Trim(low[end:], " *_:") == "" {
				return p, line.End
			}
			return p, line.Start + end
		}
	}
	return "", 0
}

// labelled makes the claim of the persons named in the span of sentence k, and
// reports whether there are any and nothing else is said there.
func (d *doc) labelled(p schema.Predicate, event int, sp extract.Span, k int) bool {
	d.sent, d.index = &d.a.Sentences[k], k
	d.mentions = d.a.MentionsIn(d.sent.Span)
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Span.Start >= sp.Start && (t.UPOS == "AUX" || t.UPOS == "VERB" && (t.XPOS == "VBD" || t.XPOS == "VBZ") && strings.ToLower(d.text(t.Span)) == d.text(t.Span)) {
			return false
		}
	}
	found := false
	for _, it := range d.items([]schema.Class{schema.Person}) {
		if it.span.Start < sp.Start || it.span.End > sp.End {
			continue
		}
		if !found && strings.Count(d.a.Doc.Text[sp.Start:it.span.Start], " ") > 6 {
			return false // a name at the end of a line is about something else
		}
		found = true
		d.role(p, event, it.entity, "layout.label", 0.85)
	}
	return found
}

// role adds the claim that a person spoke at, presented at or chaired an event.
func (d *doc) role(p schema.Predicate, event, person int, rule string, confidence float64) {
	if p == schema.ChairedBy {
		d.add(event, p, person, extract.Asserted, rule, confidence)
	} else {
		d.add(person, p, event, extract.Asserted, rule, confidence)
	}
}

// A column of a table: what is claimed of those named in its cells, and whether
// its cells tell events apart.
type column struct {
	role  schema.Predicate
	event bool
}

// tables reads rows below a header with columns such as "Chair" and "Speakers".
// A table whose rows are different events makes claims only on rows that name
// theirs.
func (d *doc) tables() {
	blocks := d.a.Doc.Blocks
	for b := 0; b < len(blocks); b++ {
		if blocks[b].Kind != extract.TableRow {
			continue
		}
		end := b
		for end < len(blocks) && blocks[end].Kind == extract.TableRow {
			end++
		}
		if columns := d.header(blocks[b].Span); columns != nil {
			for r := b + 1; r < end; r++ {
				d.row(columns, blocks[r].Span)
			}
		}
		b = end
	}
}

// header gives the columns of a row of labels, nil where none is a role.
func (d *doc) header(row extract.Span) []column {
	var out []column
	any := false
	for _, cell := range cells(d.text(row)) {
		name := strings.Trim(plain(d.text(row)[cell.Start:cell.End]), " *_:")
		var c column
		for _, p := range [...]schema.Predicate{schema.Addressed, schema.PresentedAt, schema.ChairedBy} {
			if slices.Contains(d.rec.set.Words.Labels[string(p)], name) {
				c.role, any = p, true
			}
		}
		c.event = slices.Contains(d.rec.set.Words.EventColumns, name)
		out = append(out, c)
	}
	if !any || len(out) < 2 {
		return nil
	}
	return out
}

// cells gives the spans of the cells of a table row within its text.
func cells(text string) []extract.Span {
	var out []extract.Span
	at := 0
	for {
		i := strings.Index(text[at:], " | ")
		if i < 0 {
			return append(out, extract.Span{Start: at, End: len(text)})
		}
		out = append(out, extract.Span{Start: at, End: at + i})
		at += i + len(" | ")
	}
}

func (d *doc) row(columns []column, row extract.Span) {
	cs := cells(d.text(row))
	if len(cs) != len(columns) {
		return
	}
	event, many := extract.NoEntity, false
	for i, c := range columns {
		many = many || c.event
		if c.role != "" {
			continue
		}
		for _, m := range d.a.MentionsIn(extract.Span{Start: row.Start + cs[i].Start, End: row.Start + cs[i].End}) {
			if event < 0 && (m.Class == schema.Event || m.Class == schema.Session) {
				event = m.Entity
			}
		}
	}
	k := d.a.SentenceAt(row.Start)
	if k < 0 {
		return
	}
	if event < 0 && !many {
		event = d.focusEvent(row.Start)
	}
	if event < 0 {
		return
	}
	d.sent, d.index = &d.a.Sentences[k], k
	for i, c := range columns {
		if c.role == "" {
			continue
		}
		for _, m := range d.a.MentionsIn(extract.Span{Start: row.Start + cs[i].Start, End: row.Start + cs[i].End}) {
			if m.Class == schema.Person && m.Form == extract.Name {
				d.role(c.role, event, m.Entity, "layout.column", 0.85)
			}
		}
	}
}
