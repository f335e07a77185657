package draw

import (
	"cmp"
	"fmt"
	"time"
)

// A Lane is a row of a timeline: the events of a series.
type Lane struct {
	Name    string
	Href    string // page of the series, "" for none
	Moments []Moment
}

// A Moment is an event of a lane.
type Moment struct {
	First, Last string // days, 2006-01-02
	Title       string
	Href        string
	Status      string // planned, cancelled, postponed or ""
	Disputed    bool   // its dates differ between documents
}

// Lanes is a timeline that has been laid out.
type Lanes struct {
	Title         string
	Width, Height int
	Ticks         []tick
	Rows          []row
}

type tick struct {
	X    int
	Name string
}

type row struct {
	Y, H  int
	Name  []lineView
	Full  string
	Href  string
	Odd   bool
	Marks []mark
}

// A mark is one event, or several at one place.
type mark struct {
	X, Y, W      int
	Href         string
	Title        string
	Class        string
	Disputed     bool
	N            int
	TextX, TextY int
}

const (
	laneNames  = 250
	laneWidth  = 860
	laneHeight = 30
	markWidth  = 10
	titlesMost = 6 // of events at one place, named when pointed at
)

// Timeline draws lanes to one scale. Events that would lie on each other share
// a mark with their number in it.
func Timeline(title string, lanes []Lane) *Lanes {
	first, last := "9999-12-31", "0000-01-01"
	for _, l := range lanes {
		for _, m := range l.Moments {
			first, last = min(first, m.First), max(last, m.Last)
		}
	}
	sc := newScale(first, last)
	out := &Lanes{Title: title, Width: laneNames + laneWidth + 24, Ticks: sc.ticks()}
	y := 34
	for i, l := range lanes {
		names := wrap(l.Name, laneNames-24, 2)
		r := row{Y: y, H: laneHeight + (len(names)-1)*lineHeight, Full: l.Name, Href: l.Href, Odd: i%2 == 1}
		mid := y + r.H/2
		for k, text := range names {
			r.Name = append(r.Name, lineView{mid + 4 + lineHeight*k - lineHeight*(len(names)-1)/2, text})
		}
		r.marks(sc, l.Moments, mid)
		out.Rows = append(out.Rows, r)
		y += r.H
	}
	out.Height = y + 12
	return out
}

// marks places the events of a lane around the height mid.
func (r *row) marks(sc scale, moments []Moment, mid int) {
	used := map[int]int{} // marks by place
	for _, m := range moments {
		x, w := sc.span(m.First, m.Last)
		mk := mark{X: x, Y: mid - 6, W: max(w, markWidth), Href: m.Href, Title: m.Title, Class: cmp.Or(m.Status, "held"), Disputed: m.Disputed, N: 1}
		if w < markWidth {
			mk.X = x - (markWidth-w)/2
		}
		place := mk.X / (markWidth - 1)
		i, taken := used[place]
		if !taken {
			used[place] = len(r.Marks)
			r.Marks = append(r.Marks, mk)
			continue
		}
		old := &r.Marks[i]
		old.N++
		old.Class, old.Disputed = "many", old.Disputed || mk.Disputed
		old.W = max(old.W, mk.W)
		if old.N <= titlesMost {
			old.Title += "\n" + mk.Title
		}
	}
	for i := range r.Marks {
		mk := &r.Marks[i]
		if mk.N > titlesMost {
			mk.Title += fmt.Sprintf("\nand %d more", mk.N-titlesMost)
		}
		if mk.N > 1 {
			if grow := 16 - mk.W; grow > 0 {
				mk.X, mk.W = mk.X-grow/2, mk.W+grow
			}
		}
		mk.TextX, mk.TextY = mk.X+mk.W/2, mid+4
	}
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
	return scale{a - pad, max(0, b-a) + 2*pad}
}

func (s scale) x(day float64) int { return laneNames + int((day-s.from)/s.days*laneWidth) }

func (s scale) span(first, last string) (x, w int) {
	x = s.x(dayNumber(first))
	return x, max(0, s.x(dayNumber(last)+1)-x)
}

// ticks are up to a dozen years, or months where all is within two years.
func (s scale) ticks() []tick {
	from, to := time.Unix(int64(s.from)*86400, 0).UTC(), time.Unix(int64(s.from+s.days)*86400, 0).UTC()
	var out []tick
	if s.days < 730 {
		step := max(1, int(s.days)/30/10)
		for t := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, time.UTC); t.Before(to); t = t.AddDate(0, step, 0) {
			out = append(out, tick{s.x(float64(t.Unix() / 86400)), t.Format("Jan 2006")})
		}
		return out
	}
	years, step := int(s.days/365), 1
	for _, n := range []int{1, 2, 5, 10, 20, 50, 100, 1000} {
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
