package web

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

type compareData struct {
	With     []string     `json:"-"`
	Names    []string     `json:"-"` // for the form
	Subjects []term       `json:"subjects"`
	Editions []edition    `json:"editions,omitempty"` // of a series; the subjects are its editions
	Series   term         `json:"series,omitzero"`
	Rows     []compareRow `json:"rows"`
	Said     []saidRow    `json:"said,omitempty"` // of documents
	Asked    bool         `json:"-"`
	Shared   int          `json:"shared"`
}

type edition struct {
	Event  term   `json:"event"`
	Number int    `json:"number,omitempty"`
	Date   string `json:"date,omitempty"`
}

type compareRow struct {
	Topic  term   `json:"topic"`
	Norm   term   `json:"norm"`
	Cells  []cell `json:"cells"`
	Shared bool   `json:"shared"`
	First  bool   `json:"-"` // of its topic
}

type saidRow struct {
	Subject   term        `json:"subject"`
	Predicate string      `json:"predicate"`
	Verdict   string      `json:"verdict"`
	Values    [][]term    `json:"values"`
	Columns   []saidValue `json:"-"`
}

type saidValue struct {
	Terms []term
	Href  string
}

// compare sets actors, events, the editions of a series, or documents side by
// side.
func (s *Site) compare(r *request) (*page, error) {
	d := &compareData{Subjects: []term{}, Rows: []compareRow{}}
	for _, w := range r.form["with"] {
		if w = strings.TrimSpace(w); w != "" {
			d.With = append(d.With, w)
			d.Names = append(d.Names, r.nameOf(w))
		}
	}
	p := &page{Name: "compare", Title: "Compare", Section: "Compare", Data: d}
	if len(d.With) > 6 {
		return nil, badRequest("At most six can be compared at a time.")
	}
	if len(d.With) == 0 {
		return p, nil
	}
	var chosen []query.Candidate
	for _, w := range d.With {
		c, err := r.exact(w)
		if err != nil {
			return nil, err
		}
		chosen = append(chosen, c)
	}
	isA := func(class string) func(query.Candidate) bool {
		return func(c query.Candidate) bool { return s.defs.IsA(schemaClass(c.Class), schemaClass(class)) }
	}
	var iris []string
	for _, c := range chosen {
		iris = append(iris, c.IRI)
	}
	switch {
	case len(chosen) == 1 && isA("Series")(chosen[0]):
		e, err := r.Graph.Editions(r.ctx, iris[0])
		if err != nil {
			return nil, err
		}
		d.Series, d.Asked = r.term(e.Series), true
		for _, x := range e.Editions {
			d.Editions = append(d.Editions, edition{r.term(x.Event), x.Number, x.Date})
		}
		d.take(r, e.Comparison)
		p.Title, p.Sheet = "Editions of "+d.Series.Label, sheetOf(e.Changes())
	case len(chosen) == 1: // a second one is still to be chosen
	case !slices.ContainsFunc(chosen, func(c query.Candidate) bool { return !isA("Document")(c) }):
		c, err := r.Graph.CompareDocuments(r.ctx, iris...)
		if err != nil {
			return nil, err
		}
		d.Asked, d.Subjects = true, r.terms(c.Documents)
		for _, x := range c.Rows {
			row := saidRow{Subject: r.term(x.Subject), Predicate: x.Predicate, Verdict: x.Verdict}
			for _, said := range x.Said {
				row.Values = append(row.Values, r.terms(said.Values))
				row.Columns = append(row.Columns, saidValue{r.terms(said.Values), claimsHref(said.Claims)})
			}
			d.Said = append(d.Said, row)
		}
		p.Title, p.Sheet = "What the documents say", sheetOf(c.Table())
	default:
		c, err := r.Graph.Compare(r.ctx, iris...)
		if err != nil {
			return nil, err
		}
		d.Asked = true
		d.take(r, c)
		var names []string
		for _, t := range d.Subjects {
			names = append(names, t.Label)
		}
		p.Title, p.Sheet = strings.Join(names, " · "), sheetOf(c.Table())
	}
	var ids []string
	for _, t := range d.Subjects {
		ids = append(ids, t.ID)
	}
	switch {
	case len(ids) > 0 && strings.HasPrefix(ids[0], "doc/"):
		p.Gizmo = documentGizmo(ids...)
	case len(ids) > 0:
		p.Gizmo = compareGizmo(ids)
	}
	return p, nil
}

// take copies a comparison.
func (d *compareData) take(r *request, c *query.Comparison) {
	d.Subjects = r.terms(c.Subjects)
	rows := slices.Clone(c.Rows)
	inTopic := func(x query.NormRow) query.Term {
		if x.Topic.IRI == "" && x.Norm.Class == "Norm" {
			return x.Norm // a whole field
		}
		return x.Topic
	}
	slices.SortStableFunc(rows, func(a, b query.NormRow) int { // texts and instruments last
		switch x, y := inTopic(a).IRI == "", inTopic(b).IRI == ""; {
		case x == y:
			return 0
		case y:
			return -1
		}
		return 1
	})
	topic := ""
	for i, x := range rows {
		in := inTopic(x)
		row := compareRow{Topic: r.term(in), Norm: r.term(x.Norm), Shared: len(x.Stands) > 1, First: i == 0 || in.IRI != topic}
		topic = in.IRI
		for k, st := range x.Stands {
			y := cell{Stance: st.Stance, Others: st.Others, Claims: len(st.Claims), Status: st.Status, Href: claimsHref(st.Claims)}
			y.Side = y.side()
			if st.Stance != "" {
				y.Label = d.Subjects[k].Label + " " + draw.Phrase(st.Stance) + ": " + row.Norm.Label
			}
			row.Shared = row.Shared && st.Stance != ""
			row.Cells = append(row.Cells, y)
		}
		if row.Shared {
			d.Shared++
		}
		d.Rows = append(d.Rows, row)
	}
}
