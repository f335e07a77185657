package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

type timelineData struct {
	From    string     `json:"from,omitempty"`
	To      string     `json:"to,omitempty"`
	First   string     `json:"first,omitempty"`
	Last    string     `json:"last,omitempty"`
	Undated int        `json:"undated"`
	Total   int        `json:"events"`
	Lanes   []laneView `json:"lanes"`
	Pager   pager      `json:"-"`
	Cut     int        `json:"left_out,omitempty"` // events of long lanes that the list leaves out
}

type laneView struct {
	Series term         `json:"series"`
	Total  int          `json:"total"`
	Events []momentView `json:"events"`
}

type momentView struct {
	Event    term   `json:"event"`
	Date     string `json:"date"`
	Places   []term `json:"places,omitempty"`
	Status   string `json:"status,omitempty"`
	Disputed bool   `json:"disputed,omitempty"`
}

const (
	lanesShown = 40
	laneEvents = 60 // listed of a lane
)

// timeline shows events along time, a lane for each series.
func (s *Site) timeline(r *request) (*page, error) {
	d := &timelineData{From: r.form.Get("from"), To: r.form.Get("to")}
	for _, day := range []string{d.From, d.To} {
		if !isDate(day) {
			return nil, badRequest(fmt.Sprintf("“%s” is no date: write 2019, 2019-10 or 2019-10-08.", day))
		}
	}
	tl, err := r.timeline(r.ctx, d.From, d.To)
	if err != nil {
		return nil, err
	}
	d.First, d.Last, d.Undated = tl.First, tl.Last, tl.Undated
	all := slices.Clone(tl.Lanes)
	for _, l := range all {
		d.Total += len(l.Events)
	}
	var shown []query.Lane
	d.Pager, shown = paged(r, all, lanesShown)
	out := &sheet{Columns: []string{"series", "event", "id", "date", "first", "last", "place", "status"}}
	for _, l := range shown {
		v := laneView{Series: r.term(l.Series), Total: len(l.Events)}
		if l.Series.IRI == "" {
			v.Series = term{Label: singleEvents}
		}
		for i, m := range l.Events {
			x := momentView{Event: r.term(m.Event), Date: m.Date, Places: r.terms(m.Places), Status: m.Status, Disputed: m.Disputed}
			if i < laneEvents {
				v.Events = append(v.Events, x)
			} else {
				d.Cut++
			}
			var places []string
			for _, p := range m.Places {
				places = append(places, p.Label)
			}
			out.Rows = append(out.Rows, []string{v.Series.Label, m.Event.Label, m.Event.ID, m.Date, m.First, m.Last, strings.Join(places, "; "), m.Status})
		}
		d.Lanes = append(d.Lanes, v)
	}
	p := &page{Name: "timeline", Title: "Timeline", Section: "Timeline", Data: d, Sheet: out, Gizmo: timelineGizmo}
	if d.Total > 0 {
		p.Picture = r.drawLanes(shown)
	}
	return p, nil
}

func (v *reading) timeline(ctx context.Context, from, to string) (*query.Timeline, error) {
	return remember(v, "timeline "+from+" "+to, func() (*query.Timeline, error) { return v.Graph.Timeline(ctx, from, to) })
}

const timelineGizmo = `g.V().has("<ng:startDate>")
  .save("<rdfs:label>", "event")
  .save("<ng:startDate>", "date")
  .saveOpt("<ng:editionOf>", "series")
  .limit(200).all()`

// drawLanes draws lanes to one scale.
func (r *request) drawLanes(list []query.Lane) *draw.Lanes {
	var lanes []draw.Lane
	for _, l := range list {
		x := draw.Lane{Name: singleEvents}
		if l.Series.IRI != "" {
			x.Name, x.Href = l.Series.Label, r.term(l.Series).Href
		}
		for _, m := range l.Events {
			mo := draw.Moment{First: m.First, Last: m.Last, Title: m.Event.Label + ", " + m.Date, Href: r.term(m.Event).Href, Status: m.Status, Disputed: m.Disputed}
			if m.Status != "" {
				mo.Title += ", " + m.Status
			}
			if m.Disputed {
				mo.Title += ", dates differ between documents"
			}
			x.Moments = append(x.Moments, mo)
		}
		lanes = append(lanes, x)
	}
	return draw.Timeline("Events along time", lanes)
}

// singleEvents names the lane of events that belong to no series.
const singleEvents = "Single events"
