package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

var (
	// "We, the Health Ministers of the G20, met in Rome"
	weThe = regexp.MustCompile(`^(\(?\d+[.)] ?)?we, (the |as )?`)
	// titles of texts that speak for whoever signs them
	statementTitle = regexp.MustCompile(`(?i)\b(press |media |public |national )?statement\b`)
)

// findIssuers finds who issues a text that is not known for a statement by its
// genre: those who say "We, the ministers of …", the official under whose name a
// press statement stands.
func (d *doc) findIssuers(title string) {
	if g := d.a.Doc.Meta.Genre; g == extract.Remarks || g == extract.Transcript || g == extract.News {
		return
	}
	for _, s := range d.sents {
		m := weThe.FindStringIndex(s.folded)
		if m == nil {
			continue
		}
		if ents := d.selfNamed(s, m[1]); len(ents) > 0 {
			d.issuers = ents
			return
		}
	}
	if len(d.issuers) > 0 {
		return
	}
	d.findOwnVoice()
	head := title
	for i, b := range d.a.Doc.Blocks {
		if i < 3 && len(d.a.Text(b.Span)) < 120 {
			head += " | " + d.a.Text(b.Span)
		}
	}
	if !statementTitle.MatchString(head) {
		return
	}
	if d.ownState != extract.NoEntity {
		d.issuers = []int{d.ownState}
		return
	}
	for _, m := range d.a.Mentions {
		if d.blockOf(m.Span.Start) > 3 {
			return
		}
		if m.Class == schema.Person && m.Entity >= 0 {
			if ents := d.stateOf([]int{m.Entity}); d.a.Entities[ents[0]].Class == schema.State {
				d.issuers = ents
				return
			}
		}
	}
}

// findJoint finds out whether the document is one text of several parties: by
// its genre or because it says who has released it. The parties issue it.
func (d *doc) findJoint() {
	if d.a.Doc.Meta.Genre == extract.JointStatement {
		d.joint = true
		return
	}
	for _, s := range d.sents[:min(len(d.sents), 8)] {
		m := releasedBy.FindStringIndex(s.folded)
		if m == nil {
			continue
		}
		var states []int
		for _, e := range d.listed(s, m[1]) {
			if d.a.Entities[e].Class == schema.State {
				states = append(states, e)
			}
		}
		if len(states) > 1 {
			d.joint, d.issuers = true, states
			if len(states) <= 4 && len(d.parties) == 0 {
				d.parties = states
			}
		}
		return
	}
}

// releasedBy is how a publisher introduces a text of several governments.
var releasedBy = regexp.MustCompile(`\b(statement|declaration|text|communique) (was|is being|is|has been) (jointly )?(released|issued|made|adopted|agreed)( jointly| today)? by (the )?((governments|foreign ministers|ministers|leaders|heads of state|heads of government|foreign ministries|secretaries|envoys) of )?(the )?`)

// selfNamed is who "we, the ministers of A and B," are: the States or the group
// named before the comma, else the gathering.
func (d *doc) selfNamed(s *sentence, from int) []int {
	end := len(s.folded)
	for _, stop := range []string{", met", ", meeting", ", gathered", ", assembled", ", having", ", participat", ", hereby", ", declare", ", adopt", ", reaffirm", ", welcom", ", express", ", on the"} {
		if i := strings.Index(s.folded[from:], stop); i >= 0 && from+i < end {
			end = from + i
		}
	}
	if end == len(s.folded) {
		i := strings.IndexByte(s.folded[from:], ',')
		if i < 0 {
			return nil
		}
		end = from + i
	}
	var states, groups []int
	for _, m := range s.mentions {
		if m.start < from || m.end > end || m.Entity < 0 {
			continue
		}
		switch d.a.Entities[m.Entity].Class {
		case schema.State:
			if !slices.Contains(states, m.Entity) {
				states = append(states, m.Entity)
			}
		case schema.Organization, schema.Body:
			groups = append(groups, m.Entity)
		}
	}
	switch {
	case len(states) > 1:
		return states
	case len(groups) > 0:
		return groups[:1]
	case d.event != extract.NoEntity:
		return []int{d.event}
	}
	return states
}

// blockOf is the index of the block that holds a text offset.
func (d *doc) blockOf(at int) int {
	i, _ := slices.BinarySearchFunc(d.a.Doc.Blocks, at, func(b extract.Block, at int) int {
		switch {
		case b.Span.End <= at:
			return -1
		case b.Span.Start > at:
			return 1
		}
		return 0
	})
	return i
}

// offices are the offices of a State that write in its name.
var offices = regexp.MustCompile(`(?i)\b(embassy|ministry|permanent mission|mission|consulate|consulate general|high commission|government) of\b`)

// findOwnVoice finds the State in whose name an embassy or a ministry writes, by
// the head of the document, where the text uses the first person.
func (d *doc) findOwnVoice() {
	if e := d.letterhead(); d.ownState == extract.NoEntity {
		d.ownState = e
	}
	if d.ownState == extract.NoEntity {
		return
	}
	for _, s := range d.sents {
		if firstPlural.MatchString(s.folded) && d.quoteAt(s.src.Span.Start) == nil {
			d.ownVoice = true
			return
		}
	}
}

// letterhead is the State whose embassy, mission or ministry stands at the head
// of the document, or NoEntity.
func (d *doc) letterhead() int {
	for i, b := range d.a.Doc.Blocks {
		if i > 2 {
			break
		}
		t := d.a.Text(b.Span)
		m := offices.FindStringIndex(t)
		if m == nil || m[0] > 12 || len(t) > 120 {
			continue
		}
		if states := d.statesNamedIn(t[m[0]:]); len(states) > 0 {
			return states[0]
		}
	}
	return extract.NoEntity
}

var firstPlural = regexp.MustCompile(`\b(we|our)\b`)
