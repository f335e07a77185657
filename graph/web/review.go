package web

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

// clashNames say what two statements differ in, by the kind of conflict.
var clashNames = map[string]string{
	"date": "two dates", "count": "two numbers", "value": "two values", "host": "two hosts", "stance": "two stances", "status": "said and denied",
}

// A clash is two statements that can't both be right.
type clash struct {
	Kind    string `json:"kind"`
	Differ  string `json:"-"` // the kind in words
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
	Decide    []command `json:"decide,omitempty"`
}

func (s *Site) clash(r *request, c query.Conflict) clash {
	side := func(x query.Side) sideOn {
		out := sideOn{Predicate: x.Predicate, Value: r.term(x.Value), Documents: r.terms(x.Documents), Claims: x.Claims, Href: claimsHref(x.Claims)}
		var qs []quote
		for _, q := range x.Quotes[:min(4, len(x.Quotes))] {
			qs = append(qs, r.quote(q))
		}
		out.Passages = passages(qs)
		if ids := uniq(out.Claims); len(ids) == 1 {
			out.Decide = s.decide([]string{"wrong"}, ids[0])
		}
		return out
	}
	return clash{c.Kind, cmp.Or(clashNames[c.Kind], c.Kind), r.term(c.Subject), side(c.A), side(c.B)}
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
		d.List = append(d.List, s.clash(r, c))
	}
	return &page{Name: "conflicts", Title: "Conflicts", Section: "Review", Data: d, Sheet: sheetOf(query.ConflictTable(shown)), Gizmo: documentsGizmo}, nil
}

type reviewData struct {
	Pairs     []pair `json:"possible_duplicates"`
	Total     int    `json:"total"`
	Pager     pager  `json:"-"`
	Weak      []weak `json:"weak_claims"`
	WeakTotal int    `json:"weak_total"`
	WeakPager pager  `json:"-"`
	Below     string `json:"below"`
	Conflicts int    `json:"conflicts"`
}

// A pair is two entities that may be one.
type pair struct {
	A       partner   `json:"a"`
	B       partner   `json:"b"`
	Score   string    `json:"score,omitempty"`
	Reasons []string  `json:"reasons,omitempty"`
	Decide  []command `json:"decide"`
}

// partner is one of two entities that may be one, with some of what is said of it.
type partner struct {
	term
	Date     string    `json:"date,omitempty"`
	Names    []string  `json:"names,omitempty"`
	Quotes   []quote   `json:"evidence,omitempty"`
	Passages []passage `json:"-"`
}

// weak is a claim that is little sure.
type weak struct {
	Claim      string    `json:"claim"`
	Subject    term      `json:"subject"`
	Predicate  string    `json:"predicate"`
	Object     term      `json:"object"`
	Confidence string    `json:"confidence"`
	Rule       string    `json:"rule"`
	Quotes     []quote   `json:"evidence"`
	Passages   []passage `json:"-"`
	Story      string    `json:"-"`
	Decide     []command `json:"decide"`
}

// A command is what a reviewer runs to record a decision.
type command struct {
	Verdict string `json:"verdict"`
	Line    string `json:"command"`
}

const (
	weakBelow  = "0.7" // confidence below which a claim is listed for review
	pairsShown = 15
	weakShown  = 25
	pairWords  = 3 // passages of each of two entities
)

// review lists what a person should look at: merges that were not made because
// they are doubtful, and claims that are little sure, each with the words and
// the commands that record a decision.
func (s *Site) review(r *request) (*page, error) {
	d := &reviewData{Below: weakBelow, Pairs: []pair{}, Weak: []weak{}}
	dup, err := r.ask(r.ctx, s, "possible-duplicates", nil)
	if err != nil {
		return nil, err
	}
	d.Total = len(dup.Rows)
	var rows []query.Row
	d.Pager, rows = pagedAs(r, "part", dup.Rows, pairsShown)
	for _, row := range rows {
		x, err := s.pair(r, row)
		if err != nil {
			return nil, err
		}
		d.Pairs = append(d.Pairs, x)
	}
	wk, err := r.weakClaims(r.ctx)
	if err != nil {
		return nil, err
	}
	d.WeakTotal = len(wk.Rows)
	d.WeakPager, rows = pagedAs(r, "claims", wk.Rows, weakShown)
	if err := s.weak(r, d, rows); err != nil {
		return nil, err
	}
	cs, err := r.conflicts(r.ctx, "")
	if err != nil {
		return nil, err
	}
	d.Conflicts = len(cs)
	return &page{
		Name: "review", Title: "Review", Section: "Review", Data: d, Sheet: d.sheet(),
		Gizmo: `g.V().has("<ng:possiblySameAs>").tag("source").out("<ng:possiblySameAs>").tag("target").all()`,
	}, nil
}

// pair is a row of the possible duplicates with what is said of both.
func (s *Site) pair(r *request, row query.Row) (pair, error) {
	c := row.Cells
	x := pair{Decide: s.decide([]string{"same", "not-same"}, c[0][0].ID, c[1][0].ID)}
	for i, side := range []*partner{&x.A, &x.B} {
		side.term, side.Date = r.term(c[i][0]), c[3+i].String()
		p, err := r.Graph.Show(r.ctx, c[i][0].IRI, pairWords)
		if err != nil {
			return x, err
		}
		if len(p.Names) > 1 {
			side.Names = p.Names[1:min(len(p.Names), 6)]
		}
		var ids []string
		for _, sec := range p.Sections {
			for _, e := range sec.Edges {
				ids = append(ids, e.Claims...)
			}
		}
		ids = uniq(ids)
		if side.Quotes, err = r.quotes(ids[:min(len(ids), 4*pairWords)]); err != nil {
			return x, err
		}
		side.Passages = passages(side.Quotes)
		side.Passages = side.Passages[:min(len(side.Passages), pairWords)]
		for _, id := range p.Identities {
			if i == 0 && id.Other.IRI == c[1][0].IRI {
				x.Score, x.Reasons = id.Score, id.Reasons
			}
		}
	}
	return x, nil
}

// weakClaims are the claims of documents that are little sure, the least first.
func (v *reading) weakClaims(ctx context.Context) (*query.Table, error) {
	return remember(v, "weak", func() (*query.Table, error) {
		return v.Graph.Query(ctx, `c:Claim ->claimSubject s and c ->claimPredicate p and c ->claimObject o
			and c.confidence < $below and not (c ->derivedFrom x)
			return c, s, p, o, c.confidence as confidence, c.rule as rule order by confidence, c`,
			map[string]string{"below": weakBelow}, query.Options{NoEvidence: true})
	})
}

func (s *Site) weak(r *request, d *reviewData, rows []query.Row) error {
	var ids []string
	for _, row := range rows {
		ids = append(ids, row.Cells[0][0].ID)
	}
	qs, err := r.quotes(ids)
	if err != nil {
		return err
	}
	by := map[string][]quote{}
	for _, q := range qs {
		by[q.Claim] = append(by[q.Claim], q)
	}
	for _, row := range rows {
		c := row.Cells
		x := weak{
			Claim: c[0][0].ID, Subject: r.term(c[1][0]), Predicate: strings.TrimPrefix(c[2][0].ID, "ng:"), Object: r.term(c[3][0]),
			Confidence: c[4].String(), Rule: c[5].String(), Quotes: by[c[0][0].ID], Story: entityPath(c[0][0].ID),
		}
		x.Passages = passages(x.Quotes)
		x.Decide = append(s.decide([]string{"right", "wrong"}, x.Claim), s.decide([]string{"correct"}, x.Claim, "VALUE")...)
		d.Weak = append(d.Weak, x)
	}
	return nil
}

// decide are the commands for verdicts on claims or entities.
func (s *Site) decide(verdicts []string, on ...string) []command {
	var out []command
	for _, v := range verdicts {
		line := s.program + " review " + v
		for _, arg := range on {
			line += " " + shellWord(arg)
		}
		out = append(out, command{v, line})
	}
	return out
}

// shellWord writes a text so that a shell takes it for one word.
func shellWord(s string) string {
	plain := func(c rune) bool {
		return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.ContainsRune("/._:@%+-", c)
	}
	if s != "" && s[0] != '-' && strings.IndexFunc(s, func(c rune) bool { return !plain(c) }) < 0 {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

func (d *reviewData) sheet() *sheet {
	out := &sheet{Columns: []string{"kind", "a", "a id", "predicate", "b", "b id", "score", "why"}}
	for _, x := range d.Pairs {
		out.Rows = append(out.Rows, []string{"identity", x.A.Label, x.A.ID, "", x.B.Label, x.B.ID, x.Score, strings.Join(x.Reasons, "; ")})
	}
	for _, x := range d.Weak {
		why := ""
		if len(x.Quotes) > 0 {
			why = x.Quotes[0].Text
		}
		out.Rows = append(out.Rows, []string{"claim", x.Subject.Label, x.Subject.ID, x.Predicate, x.Object.Label, x.Object.ID, x.Confidence, why})
	}
	return out
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
