package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// relateRow reads a line of an aligned list: the state or organisation in the
// first column, its delegate in the second.
func (d *doc) relateRow(l *line) {
	top := l.top()
	if len(top) < 2 || l.sent < 0 || l.heading || len(l.words) > 40 || l.sentence() {
		return
	}
	it, n := top[0], top[1]
	if it.first != 0 || it.kind != stateItem && it.kind != orgItem || n.kind != personItem || n.start != it.last+1 {
		return
	}
	if n.titled || d.column(l.words[it.last].End, l.words[n.start].Start) {
		d.represent(l, n, it, "actor.row", 0.87)
	}
}

// column reports whether the words that end and begin at two offsets of the text
// stand in different columns of the file: a tab or several blanks between.
func (d *doc) column(end, start int) bool {
	from, to := d.a.Doc.RawSpan(extract.Span{Start: end - 1, End: end}).End, d.a.Doc.RawSpan(extract.Span{Start: start, End: start + 1}).Start
	if from < 0 || to > len(d.a.Doc.Raw) || from >= to {
		return false
	}
	gap := string(d.a.Doc.Raw[from:to])
	return strings.Trim(gap, " \t") == "" && (len(gap) > 1 || gap == "\t")
}

// A heading of a table's column.
type columnKind int

const (
	otherColumn columnKind = iota
	nameColumn             // whose cells are persons
	houseColumn            // whose cells say for whom they are there
)

func columnOf(label string) columnKind {
	switch strings.Trim(strings.ToLower(label), " *_:") {
	case "name", "names", "speaker", "speakers", "participant", "participants", "delegate", "delegates", "representative", "representatives",
		"head of delegation", "head of the delegation", "heads of delegation", "panellist", "panellists", "panelist", "panelists", "moderator", "chair", "chairs",
		"expert", "experts", "member", "members", "minister", "delegation head", "represented by", "presenter":
		return nameColumn
	case "country", "state", "member state", "organisation", "organization", "affiliation", "delegation", "institution", "company", "agency", "entity",
		"country/organisation", "country/organization", "representing", "body", "institute", "participating state", "ministry", "nationality":
		return houseColumn
	}
	return otherColumn
}

// relateTables reads for whom the persons of a table are there, where its head
// says so: "Name | Title | Organisation". Each cell is a line of its own.
func (d *doc) relateTables() {
	blocks := d.a.Doc.Blocks
	var head []columnKind
	for b := range blocks {
		if blocks[b].Kind != extract.TableRow {
			continue
		}
		cells := strings.Split(d.a.Text(blocks[b].Span), " | ")
		if b == 0 || blocks[b-1].Kind != extract.TableRow {
			head = nil
			for _, c := range cells {
				head = append(head, columnOf(c))
			}
			if !slices.Contains(head, nameColumn) || !slices.Contains(head, houseColumn) {
				head = nil
			}
		} else if len(cells) == len(head) {
			d.relateCells(b, head, cells)
		}
	}
}

func (d *doc) relateCells(block int, head []columnKind, cells []string) {
	from := d.a.Doc.Blocks[block].Span.Start
	var house *item
	var people []*item
	var row *line
	for c, cell := range cells {
		span := extract.Span{Start: from, End: from + len(cell)}
		from = span.End + len(" | ")
		for i := range d.lines {
			l := &d.lines[i]
			if l.block != block {
				continue
			}
			for k := range l.items {
				it := &l.items[k]
				if !span.Contains(l.span(it.first, it.last)) {
					continue
				}
				switch {
				case head[c] == nameColumn && it.kind == personItem:
					people = append(people, it)
					row = l
				case head[c] == houseColumn && house == nil && (it.kind == stateItem || it.kind == orgItem) && it.entity >= 0 && strings.TrimSpace(cell) == l.text(d, it.first, it.last):
					house = it
				}
			}
		}
	}
	if house == nil {
		return
	}
	for _, p := range people {
		d.represent(row, p, house, "actor.row", 0.88)
	}
}

// personsState is the state of the last person before item k of line i whose
// state is known: the one "his" and "her" mean.
func (d *doc) personsState(l *line, top []*item, k int) *gazetteer.State {
	state := func(it *item) *gazetteer.State {
		if it.kind != personItem || it.person < 0 {
			return nil
		}
		p := &d.persons[it.person]
		if p.from != nil {
			return p.from
		}
		for _, t := range p.offices {
			if s := d.tenures[t].office.state; s != nil {
				return s
			}
		}
		return nil
	}
	for j := k - 1; j >= 0; j-- {
		if top[j].kind == personItem {
			return state(top[j])
		}
	}
	for i := range d.lines {
		if &d.lines[i] != l || i == 0 {
			continue
		}
		for j := i - 1; j >= 0 && j >= i-2; j-- {
			above := d.lines[j].top()
			for n := len(above) - 1; n >= 0; n-- {
				if above[n].kind == personItem {
					return state(above[n])
				}
			}
		}
	}
	return nil
}
