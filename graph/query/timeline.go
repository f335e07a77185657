package query

import (
	"cmp"
	"context"
	"fmt"
	"slices"
)

// A Timeline is events along time, a lane for each series.
type Timeline struct {
	First, Last string // days of the first and the last event, "" if there are none
	Lanes       []Lane // in order of their first event; the one without a series last
	Undated     int    // events without a date, which are left out
}

// A Lane is the events of one series, or of none where Series is the zero Term.
type Lane struct {
	Series Term
	Events []Moment // in order of date
}

// A Moment is an event in a Timeline.
type Moment struct {
	Event       Term
	First, Last string // days that it may lie in
	Date        string // as short as it goes
	Places      []Term
	Status      string // of the event: planned, held, …; "" if no document says it
	Disputed    bool   // documents give dates that exclude each other
}

// Timeline lists the events that lie between two dates, "" standing for no
// bound. Parts of events are left out.
func (g *Graph) Timeline(ctx context.Context, from, to string) (*Timeline, error) {
	first, last := "0000-01-01", "9999-12-31"
	if from != "" {
		f, _, ok := dateSpan(from)
		if !ok {
			return nil, fmt.Errorf("bad date %q: dates are written 2019, 2019-10 or 2019-10-08", from)
		}
		first = f
	}
	if to != "" {
		_, l, ok := dateSpan(to)
		if !ok {
			return nil, fmt.Errorf("bad date %q: dates are written 2019, 2019-10 or 2019-10-08", to)
		}
		last = l
	}
	s := g.session(ctx)
	events, err := s.members("Event")
	if err != nil {
		return nil, err
	}
	out := &Timeline{}
	lanes := map[node]*Lane{}
	for i, e := range events {
		if i%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		whole, err := s.attr(e, "subEventOf")
		if err != nil {
			return nil, err
		}
		if len(whole) > 0 {
			continue
		}
		m, ok, err := s.moment(e, first, last)
		if err != nil {
			return nil, err
		}
		if !ok {
			if m.First == "" {
				out.Undated++
			}
			continue
		}
		series, err := s.attr(e, "editionOf")
		if err != nil {
			return nil, err
		}
		key := node(0)
		if len(series) > 0 {
			key = series[0]
			for _, x := range series {
				if s.text(x) < s.text(key) {
					key = x
				}
			}
		}
		if lanes[key] == nil {
			lanes[key] = &Lane{}
			if key != 0 {
				if lanes[key].Series, err = s.term(key); err != nil {
					return nil, err
				}
			}
		}
		lanes[key].Events = append(lanes[key].Events, m)
		if out.First == "" || m.First < out.First {
			out.First = m.First
		}
		out.Last = max(out.Last, m.Last)
	}
	for _, l := range lanes {
		slices.SortFunc(l.Events, func(a, b Moment) int {
			return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Last, b.Last), compareTerms(a.Event, b.Event))
		})
		out.Lanes = append(out.Lanes, *l)
	}
	slices.SortFunc(out.Lanes, func(a, b Lane) int {
		if (a.Series.IRI == "") != (b.Series.IRI == "") {
			return ifElse(a.Series.IRI == "", 1, -1)
		}
		return cmp.Or(cmp.Compare(a.Events[0].First, b.Events[0].First), compareTerms(a.Series, b.Series))
	})
	return out, ctx.Err()
}

// moment describes an event; ok is false where it lies outside of the dates.
func (s *session) moment(e node, first, last string) (m Moment, ok bool, err error) {
	spans, err := s.dates(e)
	if err != nil || len(spans) == 0 {
		return m, false, err
	}
	// Of several dates the most exact counts.
	best := spans[0]
	for _, d := range spans[1:] {
		if d[0] >= best[0] && d[1] <= best[1] {
			best = d
		} else if d[0] > best[1] || best[0] > d[1] {
			m.Disputed = true
		}
	}
	m.First, m.Last, m.Date = best[0], best[1], spanText(best)
	if m.First > last || m.Last < first {
		return m, false, nil
	}
	if m.Event, err = s.term(e); err != nil {
		return m, false, err
	}
	places, err := s.attr(e, "place")
	if err != nil {
		return m, false, err
	}
	if m.Places, err = s.termsOf(places); err != nil {
		return m, false, err
	}
	m.Status, err = s.first(e, "eventStatus")
	return m, true, err
}

// members lists the entities of a class and of those under it, in the order of
// the store.
func (s *session) members(class string) ([]node, error) {
	var out []node
	seen := distinct{}
	for _, c := range s.voc.Subclasses(class) {
		id := s.r.find(classIRI(c))
		if id == 0 {
			continue
		}
		ms, err := s.follow(id, s.pred("rdf:type"), true)
		if err != nil {
			return nil, err
		}
		for _, m := range ms {
			if seen.add(m) {
				out = append(out, m)
			}
		}
	}
	return out, nil
}

// Table is the timeline as rows: one for each event.
func (tl *Timeline) Table() *Table {
	t := &Table{Title: "Events along time", Columns: []string{"date", "event", "place", "series", "status"}}
	type line struct {
		m      Moment
		series Term
	}
	var all []line
	for _, l := range tl.Lanes {
		for _, m := range l.Events {
			all = append(all, line{m, l.Series})
		}
	}
	slices.SortStableFunc(all, func(a, b line) int {
		return cmp.Or(cmp.Compare(a.m.First, b.m.First), cmp.Compare(a.m.Last, b.m.Last), compareTerms(a.m.Event, b.m.Event))
	})
	for _, x := range all {
		series := Cell{}
		if x.series.IRI != "" {
			series = Cell{x.series}
		}
		status := x.m.Status
		if x.m.Disputed {
			status = ifElse(status == "", "date disputed", status+", date disputed")
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{{Label: x.m.Date, Datatype: "xsd:date"}}, {x.m.Event}, x.m.Places, series, {{Label: status}},
		}})
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = "no event has a date in this range"
	}
	if tl.Undated > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d events without a date are left out", tl.Undated))
	}
	return t
}
