package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

type questionsData struct {
	Questions []questionView `json:"questions"`
	Examples  []string       `json:"-"`
}

type questionView struct {
	Name     string `json:"name"`
	Question string `json:"question"`
	Href     string `json:"-"`
	Needs    bool   `json:"-"`
}

var pathExamples = []string{
	"forum:Series <-editionOf event ->endorses norm return forum, norm, count(event) as meetings order by meetings desc",
	"state:State ->commitsTo norm return state, norm",
	"person:Person ->addressed event ->place city return person, event, city, event.date order by event.date",
}

// questionList lists the named questions.
func (s *Site) questionList(r *request) (*page, error) {
	d := questionsData{Examples: pathExamples}
	out := &sheet{Columns: []string{"name", "question"}}
	for _, q := range s.questions.List() {
		v := questionView{Name: q.Name, Question: q.Question, Href: "/question/" + escapePath(q.Name)}
		for _, p := range q.Parameters {
			v.Needs = v.Needs || p.Required
		}
		d.Questions = append(d.Questions, v)
		out.Rows = append(out.Rows, []string{q.Name, q.Question})
	}
	return &page{Name: "questions", Title: "Questions", Section: "Questions", Data: d, Sheet: out}, nil
}

type answerData struct {
	Name       string      `json:"name,omitempty"`
	Question   string      `json:"question"`
	Path       string      `json:"path,omitempty"`
	Parameters []parameter `json:"parameters,omitempty"`
	Columns    []string    `json:"columns"`
	Rows       []answerRow `json:"rows"`
	Total      int         `json:"total"`
	Notes      []string    `json:"notes,omitempty"`
	Empty      string      `json:"empty,omitempty"`
	Plan       []planStep  `json:"plan,omitempty"`
	Pager      pager       `json:"-"`
	Asked      bool        `json:"-"`
	Missing    bool        `json:"-"`
}

type parameter struct {
	Name     string `json:"name"`
	Type     string `json:"type"`
	Help     string `json:"help"`
	Required bool   `json:"required"`
	Value    string `json:"value,omitempty"`
	Entity   bool   `json:"-"`
}

type answerRow struct {
	Cells    [][]term `json:"cells"`
	Claims   []string `json:"claims,omitempty"`
	Passages int      `json:"passages"`
	Status   string   `json:"status,omitempty"`
	Href     string   `json:"-"`
}

type planStep struct {
	Pattern string `json:"pattern"`
	Before  int    `json:"before"`
	After   int    `json:"after"`
	Micros  int64  `json:"microseconds"`
}

// question answers a named question.
func (s *Site) question(r *request) (*page, error) {
	q, err := s.questions.Find(strings.TrimSuffix(r.PathValue("name"), r.suffix))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errNotFound, err)
	}
	d := &answerData{Name: q.Name, Question: q.Question, Path: oneLine(q.Path), Columns: []string{}, Rows: []answerRow{}}
	args := map[string]string{}
	for _, p := range q.Parameters {
		v := strings.TrimSpace(r.form.Get(p.Name))
		if v != "" {
			args[p.Name] = v
		}
		d.Missing = d.Missing || p.Required && v == ""
		entity := !slices.Contains([]string{"date", "number", "text"}, p.Type)
		d.Parameters = append(d.Parameters, parameter{p.Name, p.Type, p.Help, p.Required, v, entity})
	}
	p := &page{Name: "question", Title: q.Question, Section: "Questions", Data: d}
	if d.Missing {
		return p, nil
	}
	t, err := r.ask(r.ctx, s, q.Name, args)
	if err != nil {
		return nil, err
	}
	d.take(r, t)
	p.Sheet, p.Gizmo = sheetOf(t), claimsGizmo(d.claims())
	return p, nil
}

// query answers a question in the path language.
func (s *Site) query(r *request) (*page, error) {
	d := &answerData{Question: "A question of your own", Path: r.form.Get("path"), Columns: []string{}, Rows: []answerRow{}}
	p := &page{Name: "question", Title: "A question of your own", Section: "Questions", Data: d}
	if strings.TrimSpace(d.Path) == "" {
		return p, nil
	}
	t, err := r.Graph.Query(r.ctx, d.Path, nil, query.Options{MaxRows: 500_000})
	if err != nil {
		return nil, err
	}
	d.take(r, t)
	p.Sheet, p.Gizmo = sheetOf(t), claimsGizmo(d.claims())
	return p, nil
}

// rowsShown is how many answers a page shows.
const rowsShown = 200

func (d *answerData) take(r *request, t *query.Table) {
	d.Asked = true
	d.Columns, d.Total, d.Notes, d.Empty = t.Columns, cmp.Or(t.Total, len(t.Rows)), t.Notes, t.Empty
	for _, st := range t.Plan {
		d.Plan = append(d.Plan, planStep{st.Pattern, st.Before, st.After, st.Time.Microseconds()})
	}
	var rows []query.Row
	d.Pager, rows = paged(r, t.Rows, rowsShown)
	for _, row := range rows {
		x := answerRow{Claims: row.Claims, Passages: row.Evidence, Status: row.Status, Href: claimsHref(row.Claims)}
		for _, c := range row.Cells {
			x.Cells = append(x.Cells, r.terms(c))
		}
		d.Rows = append(d.Rows, x)
	}
}

// claims are those behind the answers that the page shows.
func (d *answerData) claims() []string {
	var ids []string
	for _, row := range d.Rows {
		ids = append(ids, row.Claims...)
	}
	return uniq(ids)
}

type aboutData struct {
	Quads      int       `json:"quads"`
	Terms      int       `json:"terms"`
	Claims     int       `json:"claims"`
	Derived    int       `json:"derived"`
	Passages   int       `json:"passages"`
	Classes    []counted `json:"classes"`
	Predicates []counted `json:"predicates"`
	Statuses   []counted `json:"statuses"`
}

// about says what is in the graph and how it can be changed.
func (s *Site) about(r *request) (*page, error) {
	st, err := r.stats(r.ctx)
	if err != nil {
		return nil, err
	}
	d := aboutData{Quads: st.Quads, Terms: st.Terms, Claims: st.Claims, Derived: st.Derived, Passages: st.Evidence}
	for _, l := range []struct {
		to   *[]counted
		from []query.Count
	}{{&d.Classes, st.Classes}, {&d.Predicates, st.Predicates}, {&d.Statuses, st.Statuses}} {
		for _, c := range l.from {
			if c.N > 0 {
				*l.to = append(*l.to, counted{Term: r.term(c.Of), N: c.N})
			}
		}
	}
	return &page{Name: "about", Title: "About this graph", Data: d, Sheet: sheetOf(st.Table())}, nil
}

// readOnly says how a graph is changed.
const readOnly = "This server only reads. A graph is made from its documents: change them and run 'normgraph build', " +
	"take one out with 'normgraph remove', or record a decision on doubtful merges with 'normgraph review'. " +
	"The new graph shows here by itself."
