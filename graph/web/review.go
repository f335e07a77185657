package web

import (
	"context"
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

// A clash is two statements that can't both be right.
type clash struct {
	Kind    string `json:"kind"`
	Subject term   `json:"subject"`
	A       sideOn `json:"a"`
	B       sideOn `json:"b"`
}

type sideOn struct {
	Predicate string    `json:"predicate"`
	Value     term      `json:"value"`
	Documents []term    `json:"documents"`
	Claims    []string  `json:"claims"`
	Passages  []passage `json:"-"`
	Href      string    `json:"-"`
}

func (r *request) clash(c query.Conflict) clash {
	side := func(x query.Side) sideOn {
		out := sideOn{Predicate: x.Predicate, Value: r.term(x.Value), Documents: r.terms(x.Documents), Claims: x.Claims, Href: claimsHref(x.Claims)}
		var qs []quote
		for _, q := range x.Quotes[:min(4, len(x.Quotes))] {
			qs = append(qs, r.quote(q))
		}
		out.Passages = passages(qs)
		return out
	}
	return clash{c.Kind, r.term(c.Subject), side(c.A), side(c.B)}
}

func (v *reading) conflicts(ctx context.Context, about string) ([]query.Conflict, error) {
	return remember(v, "conflicts "+about, func() ([]query.Conflict, error) { return v.Graph.Conflicts(ctx, about) })
}

type conflictData struct {
	About string  `json:"about,omitempty"`
	Name  string  `json:"-"`
	List  []clash `json:"conflicts"`
	Total int     `json:"total"`
	Pager pager   `json:"-"`
}

// conflicts shows statements that contradict each other, both with their
// words.
func (s *Site) conflicts(r *request) (*page, error) {
	about := strings.TrimSpace(r.form.Get("about"))
	cs, err := r.conflicts(r.ctx, about)
	if err != nil {
		return nil, err
	}
	d := &conflictData{About: about, Name: r.nameOf(about), Total: len(cs), List: []clash{}}
	var shown []query.Conflict
	d.Pager, shown = paged(r, cs, 30)
	for _, c := range shown {
		d.List = append(d.List, r.clash(c))
	}
	return &page{Name: "conflicts", Title: "Conflicts", Section: "Review", Data: d, Sheet: sheetOf(query.ConflictTable(shown)), Gizmo: documentsGizmo}, nil
}

type reviewData struct {
	Pairs     []pair `json:"possible_duplicates"`
	Total     int    `json:"total"`
	Pager     pager  `json:"-"`
	Weak      []weak `json:"weak_claims"`
	WeakTotal int    `json:"weak_total"`
	Below     string `json:"below"`
	Conflicts int    `json:"conflicts"`
}

// A pair is two entities that may be one.
type pair struct {
	A       term     `json:"a"`
	B       term     `json:"b"`
	DateA   string   `json:"date_a,omitempty"`
	DateB   string   `json:"date_b,omitempty"`
	Score   string   `json:"score,omitempty"`
	Reasons []string `json:"reasons,omitempty"`
}

// weak is a claim that is little sure.
type weak struct {
	Subject    term   `json:"subject"`
	Predicate  string `json:"predicate"`
	Object     term   `json:"object"`
	Confidence string `json:"confidence"`
	Rule       string `json:"rule"`
	Document   term   `json:"document"`
	Href       string `json:"-"`
}

// weakBelow is the confidence below which a claim is listed for review.
const weakBelow = "0.7"

// review lists what a person should look at: merges that were not made because
// they are doubtful, and claims that are little sure.
func (s *Site) review(r *request) (*page, error) {
	d := &reviewData{Below: weakBelow, Pairs: []pair{}, Weak: []weak{}}
	dup, err := r.ask(r.ctx, s, "possible-duplicates", nil)
	if err != nil {
		return nil, err
	}
	d.Total = len(dup.Rows)
	var rows []query.Row
	d.Pager, rows = paged(r, dup.Rows, 50)
	for _, row := range rows {
		c := row.Cells
		x := pair{A: r.term(c[0][0]), B: r.term(c[1][0]), DateA: c[3].String(), DateB: c[4].String()}
		p, err := r.Graph.Show(r.ctx, c[0][0].IRI, 1)
		if err != nil {
			return nil, err
		}
		for _, id := range p.Identities {
			if id.Other.IRI == c[1][0].IRI {
				x.Score, x.Reasons = id.Score, id.Reasons
			}
		}
		d.Pairs = append(d.Pairs, x)
	}
	wk, err := r.ask(r.ctx, s, "weak-claims", map[string]string{"below": weakBelow})
	if err != nil {
		return nil, err
	}
	d.WeakTotal = len(wk.Rows)
	for _, row := range wk.Rows[:min(len(wk.Rows), 40)] {
		c := row.Cells
		x := weak{
			Subject: r.term(c[0][0]), Predicate: strings.TrimPrefix(c[1][0].ID, "ng:"), Object: r.term(c[2][0]),
			Confidence: c[3].String(), Rule: c[4].String(), Document: r.term(c[5][0]), Href: claimsHref(row.Claims),
		}
		d.Weak = append(d.Weak, x)
	}
	cs, err := r.conflicts(r.ctx, "")
	if err != nil {
		return nil, err
	}
	d.Conflicts = len(cs)
	out := &sheet{Columns: []string{"a", "a id", "b", "b id", "class", "score", "reasons"}}
	for _, x := range d.Pairs {
		out.Rows = append(out.Rows, []string{x.A.Label, x.A.ID, x.B.Label, x.B.ID, x.A.Class, x.Score, strings.Join(x.Reasons, "; ")})
	}
	return &page{Name: "review", Title: "Review", Section: "Review", Data: d, Sheet: out, Gizmo: `g.V().has("<ng:possiblySameAs>").tag("source").out("<ng:possiblySameAs>").tag("target").all()`}, nil
}

// ask answers a named question, once for each version.
func (v *reading) ask(ctx context.Context, s *Site, name string, args map[string]string) (*query.Table, error) {
	q, err := s.questions.Find(name)
	if err != nil {
		return nil, err
	}
	return remember(v, fmt.Sprint("ask ", name, args), func() (*query.Table, error) {
		return v.Graph.Ask(ctx, q, args, query.Options{})
	})
}
