package query

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/cayleygraph/quad"
)

// A Comparison is the positions of several actors, events or series on norms,
// side by side.
type Comparison struct {
	Subjects []Term
	Rows     []NormRow // in order of topic and norm
	Notes    []string  // how names were read, where that isn't plain
}

// A NormRow is what the subjects say of one norm.
type NormRow struct {
	Norm   Term
	Topic  Term    // the norm above it, or the zero Term
	Stands []Stand // by subject
}

// A Stand is the strongest stance of a subject on a norm: the first of for and
// against, then of the others. Stance is "" where the subject is silent.
type Stand struct {
	Stance    string
	Others    []string // further stances, the strongest first
	Claims    []string
	Evidence  int
	Documents int
	Status    string
	Voices    []Term // who said it, where it isn't the subject itself
}

// Compare sets actors, events or series side by side by the norms on which any
// of them has a position. A series speaks through its editions.
func (g *Graph) Compare(ctx context.Context, names ...string) (*Comparison, error) {
	if len(names) == 0 {
		return nil, errors.New("nothing to compare")
	}
	s := g.session(ctx)
	var subjects []node
	var notes []string
	for _, name := range names {
		c, err := g.resolveOne(s, name, nil)
		if err != nil {
			return nil, err
		}
		notes = append(notes, readAs(name, c)...)
		subjects = append(subjects, s.r.find(quad.IRI(c.IRI)))
	}
	out, err := s.compareNorms(subjects)
	if err != nil {
		return nil, err
	}
	out.Notes = notes
	return out, ctx.Err()
}

func (s *session) compareNorms(subjects []node) (*Comparison, error) {
	out := &Comparison{}
	stances := loadStances()
	at := map[node]int{}
	for i, subj := range subjects {
		t, err := s.term(subj)
		if err != nil {
			return nil, err
		}
		out.Subjects = append(out.Subjects, t)
		voices, err := s.voices(subj)
		if err != nil {
			return nil, err
		}
		byNorm := map[node][]position{}
		var norms []node
		for _, v := range voices {
			ps, err := s.positions(v)
			if err != nil {
				return nil, err
			}
			for _, p := range ps {
				if _, seen := byNorm[p.norm]; !seen {
					norms = append(norms, p.norm)
				}
				byNorm[p.norm] = append(byNorm[p.norm], p)
			}
		}
		for _, n := range norms {
			row, seen := at[n]
			if !seen {
				row = len(out.Rows)
				at[n] = row
				r, err := s.normRow(n, len(subjects))
				if err != nil {
					return nil, err
				}
				out.Rows = append(out.Rows, r)
			}
			if out.Rows[row].Stands[i], err = s.stand(subj, byNorm[n], stances); err != nil {
				return nil, err
			}
		}
	}
	slices.SortFunc(out.Rows, func(a, b NormRow) int {
		return cmp.Or(compareTerms(a.Topic, b.Topic), compareTerms(a.Norm, b.Norm))
	})
	return out, nil
}

func (s *session) normRow(n node, subjects int) (NormRow, error) {
	r := NormRow{Stands: make([]Stand, subjects)}
	var err error
	if r.Norm, err = s.term(n); err != nil {
		return r, err
	}
	broader, err := s.attr(n, "skos:broader")
	if err != nil {
		return r, err
	}
	for _, b := range broader {
		t, err := s.term(b)
		if err != nil {
			return r, err
		}
		if r.Topic.IRI == "" || compareTerms(t, r.Topic) < 0 {
			r.Topic = t
		}
	}
	return r, nil
}

func (s *session) stand(subj node, ps []position, stances map[string]stance) (Stand, error) {
	var out Stand
	slices.SortStableFunc(ps, func(a, b position) int { return stances[a.stance].rank - stances[b.stance].rank })
	p := &proof{}
	var voices distinct
	for _, x := range ps {
		switch {
		case out.Stance == "":
			out.Stance = x.stance
		case x.stance != out.Stance && !slices.Contains(out.Others, x.stance):
			out.Others = append(out.Others, x.stance)
		}
		for _, c := range x.claims {
			p.add(s, c)
		}
		if x.voice != subj && voices.add(x.voice) {
			t, err := s.term(x.voice)
			if err != nil {
				return out, err
			}
			out.Voices = append(out.Voices, t)
		}
	}
	slices.SortFunc(out.Voices, compareTerms)
	var r Row
	p.into(&r)
	out.Claims, out.Evidence, out.Documents, out.Status = r.Claims, r.Evidence, r.Documents, r.Status
	return out, nil
}

// Silent stands in a table for no position.
const Silent = "silent"

// Table is the comparison as rows: a norm each, and in a column for each subject
// its stances, the strongest first, or [Silent].
func (c *Comparison) Table() *Table {
	t := &Table{Title: "Positions on norms side by side", Columns: []string{"topic", "norm"}, Notes: slices.Clone(c.Notes)}
	for _, s := range c.Subjects {
		name := s.Label
		if slices.Contains(t.Columns, name) {
			name = ifElse(s.ID != "", s.ID, name+" ")
		}
		t.Columns = append(t.Columns, name)
	}
	for _, r := range c.Rows {
		row := Row{Cells: []Cell{{r.Topic}, {r.Norm}}}
		for _, st := range r.Stands {
			cell := Cell{{Label: Silent}}
			if st.Stance != "" {
				cell = Cell{{ID: st.Stance, Label: st.Stance}}
				for _, o := range st.Others {
					cell = append(cell, Term{ID: o, Label: o})
				}
			}
			row.Cells = append(row.Cells, cell)
			row.Claims = append(row.Claims, st.Claims...)
			row.Evidence += st.Evidence
			row.Documents = max(row.Documents, st.Documents)
			if row.Status == "" || st.Status != "" && statusRank(st.Status) < statusRank(row.Status) {
				row.Status = st.Status
			}
		}
		slices.Sort(row.Claims)
		row.Claims = slices.Compact(row.Claims)
		t.Rows = append(t.Rows, row)
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = "none of them takes a position on a norm"
	}
	return t
}

// Editions are the editions of a series in order of number and date, with the
// norms of each.
type Editions struct {
	Series     Term
	Editions   []Edition
	Comparison *Comparison // the editions as subjects, in the same order
}

// An Edition is one event of a series.
type Edition struct {
	Event  Term
	Number int    // 0 where no document says it
	Date   string // as short as it goes, "" if unknown
}

// Editions compares the editions of a series.
func (g *Graph) Editions(ctx context.Context, series string) (*Editions, error) {
	s := g.session(ctx)
	c, err := g.resolveOne(s, series, []string{"Series"})
	if err != nil {
		return nil, err
	}
	n := s.r.find(quad.IRI(c.IRI))
	out := &Editions{}
	if out.Series, err = s.term(n); err != nil {
		return nil, err
	}
	events, err := s.follow(n, s.pred("editionOf"), true)
	if err != nil {
		return nil, err
	}
	type entry struct {
		n     node
		first string
		e     Edition
	}
	var list []entry
	for _, e := range events {
		x := entry{n: e}
		if x.e.Event, err = s.term(e); err != nil {
			return nil, err
		}
		numbers, err := s.attr(e, "editionNumber")
		if err != nil {
			return nil, err
		}
		for _, m := range numbers {
			if v := s.integer(m); x.e.Number == 0 || v < x.e.Number {
				x.e.Number = v
			}
		}
		spans, err := s.dates(e)
		if err != nil {
			return nil, err
		}
		if len(spans) > 0 {
			x.first, x.e.Date = spans[0][0], spanText(spans[0])
		}
		list = append(list, x)
	}
	slices.SortFunc(list, func(a, b entry) int {
		if a.first != "" && b.first != "" && a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		return cmp.Or(cmp.Compare(a.e.Number, b.e.Number), cmp.Compare(a.first, b.first), compareTerms(a.e.Event, b.e.Event))
	})
	var ns []node
	for _, x := range list {
		out.Editions = append(out.Editions, x.e)
		ns = append(ns, x.n)
	}
	if out.Comparison, err = s.compareNorms(ns); err != nil {
		return nil, err
	}
	return out, ctx.Err()
}

// Changes says for each norm and edition whether it came, stayed or went since
// the edition before. Of the first edition all norms came.
func (e *Editions) Changes() *Table {
	t := &Table{Title: "Norms of " + e.Series.Label + " from edition to edition", Columns: []string{"edition", "date", "change", "norm", "stance", "before"}}
	stances := loadStances()
	isFor := func(s Stand) bool { return stances[s.Stance].side == "for" }
	for i, ed := range e.Editions {
		for _, r := range e.Comparison.Rows {
			var before Stand
			if i > 0 {
				before = r.Stands[i-1]
			}
			now := r.Stands[i]
			change := ""
			switch {
			case isFor(now) && isFor(before):
				change = "stayed"
			case isFor(now):
				change = "came"
			case isFor(before):
				change = "went"
			default:
				continue
			}
			row := Row{
				Cells:  []Cell{{ed.Event}, {{Label: ed.Date}}, {{Label: change}}, {r.Norm}, {{Label: now.Stance}}, {{Label: before.Stance}}},
				Claims: slices.Concat(now.Claims, before.Claims), Evidence: now.Evidence + before.Evidence,
				Documents: now.Documents + before.Documents, Status: now.Status,
			}
			slices.Sort(row.Claims)
			t.Rows = append(t.Rows, row)
		}
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = ifElse(len(e.Editions) == 0, "the graph knows no edition of "+e.Series.Label, "no edition endorses a norm")
	}
	return t
}
