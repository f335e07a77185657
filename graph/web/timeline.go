package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

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
	Drawing *lanes     `json:"-"`
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

// lanes is the picture of a timeline: lengths in pixels.
type lanes struct {
	Title         string
	Width, Height int
	Left          int // where the lanes begin; names are before it
	Ticks         []tick
	Rows          []laneRow
}

type tick struct {
	X    int
	Name string
}

type laneRow struct {
	Y, H, Text int
	Name, Full string
	Href       string
	Odd        bool
	Marks      []mark
}

// A mark is one event, or several at one place.
type mark struct {
	X, W  int
	Y, R  int
	Href  string
	Title string
	Class string
	N     int
}

const (
	laneNames  = 230
	laneWidth  = 860
	laneHeight = 30
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
			v.Series = term{Label: "Single events"}
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
		d.Drawing = r.drawLanes(shown)
		p.Picture = d.Drawing
	}
	return p, nil
}

func (v *reading) timeline(ctx context.Context, from, to string) (*query.Timeline, error) {
	return remember(v, "timeline "+from+" "+to, func() (*query.Timeline, error) { return v.Graph.Timeline(ctx, from, to) })
}

const timelineGizmo = `g.V().has("<ng:sortDate>")
  .save("<rdfs:label>", "event")
  .save("<ng:sortDate>", "date")
  .saveOpt("<ng:editionOf>", "series")
  .limit(200).all()`

// drawLanes draws lanes to one scale.
func (r *request) drawLanes(list []query.Lane) *lanes {
	first, last := "9999", "0000"
	for _, l := range list {
		for _, m := range l.Events {
			first, last = min(first, m.First), max(last, m.Last)
		}
	}
	sc := newScale(first, last)
	out := &lanes{Title: "Events along time", Left: laneNames, Width: laneNames + laneWidth + 24, Ticks: sc.ticks()}
	y := 34
	for i, l := range list {
		row := laneRow{Y: y, H: laneHeight, Text: y + laneHeight/2 + 4, Name: shorten(l.Series.Label, 34), Full: l.Series.Label, Odd: i%2 == 1}
		if l.Series.IRI == "" {
			row.Name, row.Full = "Single events", "Events of no series"
		} else {
			row.Href = r.term(l.Series).Href
		}
		used := map[int]int{} // marks by place
		for _, m := range l.Events {
			x, w := sc.span(m.First, m.Last)
			mk := mark{X: x, W: max(w, 10), Y: y + laneHeight/2, R: 5, Href: r.term(m.Event).Href, N: 1, Class: "held"}
			if w < 10 {
				mk.X = x - 5 + w/2
			}
			mk.Title = m.Event.Label + ", " + m.Date
			if m.Status != "" {
				mk.Title += ", " + m.Status
				mk.Class = m.Status
			}
			if m.Disputed {
				mk.Title += ", dates differ between documents"
				mk.Class += " disputed"
			}
			if i, taken := used[mk.X/7]; taken {
				row.Marks[i].N++
				if row.Marks[i].N <= 6 {
					row.Marks[i].Title += "\n" + mk.Title
				}
				row.Marks[i].Class += " many"
				continue
			}
			used[mk.X/7] = len(row.Marks)
			row.Marks = append(row.Marks, mk)
		}
		for i := range row.Marks {
			if n := row.Marks[i].N; n > 6 {
				row.Marks[i].Title += fmt.Sprintf("\nand %d more", n-6)
			}
			if row.Marks[i].N > 1 {
				row.Marks[i].Class = "many"
			}
		}
		out.Rows = append(out.Rows, row)
		y += laneHeight
	}
	out.Height = y + 12
	return out
}

// A scale maps days to places.
type scale struct {
	from, days float64
}

func dayNumber(s string) float64 {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0
	}
	return float64(t.Unix() / 86400)
}

func newScale(first, last string) scale {
	a, b := dayNumber(first), dayNumber(last)
	pad := max(20, (b-a)*0.02)
	return scale{a - pad, b - a + 2*pad}
}

func (s scale) x(day float64) int { return laneNames + int((day-s.from)/s.days*laneWidth) }

func (s scale) span(first, last string) (x, w int) {
	x = s.x(dayNumber(first))
	return x, s.x(dayNumber(last)+1) - x
}

// ticks are up to a dozen years, or months where all is within two years.
func (s scale) ticks() []tick {
	from, to := time.Unix(int64(s.from)*86400, 0).UTC(), time.Unix(int64(s.from+s.days)*86400, 0).UTC()
	var out []tick
	if s.days < 730 {
		step := cmp.Or(int(s.days)/30/10, 1)
		for t := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC); t.Before(to); t = t.AddDate(0, step, 0) {
			out = append(out, tick{s.x(float64(t.Unix() / 86400)), t.Format("Jan 2006")})
		}
		return out
	}
	years := int(s.days / 365)
	step := 1
	for _, n := range []int{1, 2, 5, 10, 20, 50, 100} {
		if step = n; years/n <= 12 {
			break
		}
	}
	for y := (from.Year()/step + 1) * step; y <= to.Year(); y += step {
		t := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
		out = append(out, tick{s.x(float64(t.Unix() / 86400)), fmt.Sprint(y)})
	}
	return out
}
