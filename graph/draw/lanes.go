package draw

import (
	"cmp"
	"fmt"
	"slices"
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
	manyWidth  = 18 // of a mark with a number
	titlesMost = 6  // of events at one place, named when pointed at
)

// Timeline draws lanes to one scale. Events that would lie on each other share
// a mark with their number in it. What lies long before or after nearly all
// others stands at the edge, so that it doesn't press them together.
func Timeline(title string, lanes []Lane) *Lanes {
	var firsts, lasts []string
	for _, l := range lanes {
		for _, m := range l.Moments {
			firsts, lasts = append(firsts, m.First), append(lasts, m.Last)
		}
	}
	sc := newScale(firsts, lasts)
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
	var wide, small []mark
	for _, m := range moments {
		x, w := sc.span(m.First, m.Last)
		mk := mark{X: x, Y: mid - 6, W: w, Href: m.Href, Title: m.Title, Class: cmp.Or(m.Status, "held"), Disputed: m.Disputed, N: 1}
		if w > manyWidth {
			wide = append(wide, mk)
			continue
		}
		if grow := markWidth - w; grow > 0 {
			mk.X, mk.W = x-grow/2, markWidth
		}
		small = append(small, mk)
	}
	slices.SortStableFunc(small, func(a, b mark) int { return a.X - b.X })
	r.Marks = wide
	last := -1 // of the small marks, in r.Marks
	for _, mk := range small {
		if last < 0 || mk.X >= r.Marks[last].X+r.Marks[last].W {
			last = len(r.Marks)
			r.Marks = append(r.Marks, mk)
			continue
		}
		old := &r.Marks[last]
		old.N++
		old.Class, old.Disputed, old.W = "many", old.Disputed || mk.Disputed, manyWidth
		if old.N >= 100 {
			old.W = manyWidth + 6
		}
		if old.N <= titlesMost {
			old.Title += "\n" + mk.Title
		}
	}
	for i := range r.Marks {
		mk := &r.Marks[i]
		if mk.N > titlesMost {
			mk.Title += fmt.Sprintf("\nand %d more", mk.N-titlesMost)
		}
		mk.TextX, mk.TextY = mk.X+mk.W/2, mid+4
	}
}

// A scale maps days to places.
type scale struct {
	from, days     float64
	earlier, later bool // there are days before and after it
}

func dayNumber(s string) float64 {
	t, err := time.Parse("2006-01-02", s)
	if err != nil {
		return 0
	}
	return float64(t.Unix() / 86400)
}

const (
	fewShare  = 0.04 // of the events may stand at an edge
	farShare  = 0.3  // of all the time has to lie between them and the others
	edgeWidth = 70   // of an edge that holds some
)

// newScale makes a scale for events that begin and end at the given days.
func newScale(firsts, lasts []string) scale {
	if len(firsts) == 0 {
		return scale{days: 1}
	}
	slices.Sort(firsts)
	slices.Sort(lasts)
	few := int(fewShare * float64(len(firsts)))
	a, b := dayNumber(firsts[0]), dayNumber(lasts[len(lasts)-1])
	lo, hi := dayNumber(firsts[few]), dayNumber(lasts[len(lasts)-1-few])
	var s scale
	if s.earlier = lo-a > farShare*(b-a); s.earlier {
		a = lo
	}
	if s.later = b-hi > farShare*(b-a); s.later {
		b = hi
	}
	pad := max(20, (b-a)*0.02)
	s.from, s.days = a-pad, max(0, b-a)+2*pad
	return s
}

// x is the place of a day; what lies outside of the scale stands in the middle
// of an edge.
func (s scale) x(day float64) int {
	left, width := laneNames, laneWidth
	if s.earlier {
		left, width = left+edgeWidth, width-edgeWidth
	}
	if s.later {
		width -= edgeWidth
	}
	switch {
	case day < s.from:
		return left - edgeWidth/2
	case day > s.from+s.days:
		return left + width + edgeWidth/2
	}
	return left + int((day-s.from)/s.days*float64(width))
}

func (s scale) span(first, last string) (x, w int) {
	x = s.x(dayNumber(first))
	return x, max(0, s.x(dayNumber(last)+1)-x)
}

// ticks are up to a dozen years, or months where all is within two years.
func (s scale) ticks() (out []tick) {
	from, to := time.Unix(int64(s.from)*86400, 0).UTC(), time.Unix(int64(s.from+s.days)*86400, 0).UTC()
	if s.earlier {
		out = append(out, tick{s.x(s.from - 1), "earlier"})
	}
	if s.later {
		defer func() { out = append(out, tick{s.x(s.from + s.days + 1), "later"}) }()
	}
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
