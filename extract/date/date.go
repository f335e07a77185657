// Package date recognises English dates in running text: full and partial
// dates, ranges, and expressions that count from the day a text was written
// ("yesterday", "on Thursday", "in February of this year").
//
// What it cannot date it leaves alone: "May" and "March" that are verbs or
// names, document symbols, hit counters, durations, "recently".
package date

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/normgraph/normgraph/extract"
)

// A Date is a day, a month or a year of the Gregorian calendar: Day is 0 where
// only a month is meant, Month and Day are 0 where only a year is meant. The
// zero Date is no date.
type Date struct{ Year, Month, Day int }

// Parse reads "2006-01-02", "2006-01" or "2006"; what follows a full date, a
// time of day, is ignored. The zero Date is returned for anything else.
func Parse(s string) Date {
	if len(s) > 10 {
		s = s[:10]
	}
	var d Date
	for i, part := range strings.Split(s, "-") {
		n, err := strconv.Atoi(part)
		if err != nil || n <= 0 || len(part) != []int{4, 2, 2, 0}[min(i, 3)] {
			return Date{}
		}
		switch i {
		case 0:
			d.Year = n
		case 1:
			d.Month = n
		case 2:
			d.Day = n
		}
	}
	if !d.valid() {
		return Date{}
	}
	return d
}

// IsZero reports whether d is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String is d as an XML Schema literal: "2019-10-08", "2019-10" or "2019".
func (d Date) String() string {
	switch {
	case d.Day > 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
	case d.Month > 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d", d.Year)
}

// Datatype is the short name of the XML Schema type of d.
func (d Date) Datatype() string {
	switch {
	case d.Day > 0:
		return "xsd:date"
	case d.Month > 0:
		return "xsd:gYearMonth"
	}
	return "xsd:gYear"
}

// Literal is d as the object of a claim.
func (d Date) Literal() extract.Literal {
	return extract.Literal{Value: d.String(), Datatype: d.Datatype()}
}

// Covers reports whether o lies within d: 2013 covers 2013-10-17.
func (d Date) Covers(o Date) bool {
	return d.Year == o.Year && (d.Month == 0 || d.Month == o.Month) && (d.Day == 0 || d.Day == o.Day)
}

// Compare orders dates by their first day.
func (d Date) Compare(o Date) int {
	return cmp.Or(cmp.Compare(d.Year, o.Year), cmp.Compare(d.Month, o.Month), cmp.Compare(d.Day, o.Day))
}

// AddDays is the day n days after d. A d that is no day is returned unchanged.
func (d Date) AddDays(n int) Date {
	if d.Day == 0 {
		return d
	}
	return of(d.time().AddDate(0, 0, n))
}

// addMonths is the month n months after that of d.
func (d Date) addMonths(n int) Date {
	m := d.Year*12 + d.Month - 1 + n
	return Date{Year: m / 12, Month: m%12 + 1}
}

func (d Date) time() time.Time {
	return time.Date(d.Year, time.Month(max(d.Month, 1)), max(d.Day, 1), 0, 0, 0, 0, time.UTC)
}

func of(t time.Time) Date { return Date{t.Year(), int(t.Month()), t.Day()} }

// valid reports whether the calendar has d.
func (d Date) valid() bool {
	return d.Year > 0 && d.Month >= 0 && d.Month <= 12 && d.Day >= 0 && (d.Day == 0 || d.Month > 0 && of(d.time()) == d)
}

// days is the number of days from d to o, taken from their first days.
func (d Date) days(o Date) int { return int(o.time().Sub(d.time()).Hours() / 24) }

// An Anchor is the date that a text counts from. The zero Anchor is none:
// expressions that need one then get no value.
type Anchor struct{ Date Date }

// AnchorOf is the day the words of a document were spoken, where that is
// stated, else the day it was published.
func AnchorOf(m extract.Meta) Anchor {
	if d := Parse(m.DeliveredOn.Value); !d.IsZero() {
		return Anchor{d}
	}
	return Anchor{Parse(m.PublishedOn.Value)}
}

// Float says what an expression leaves open, and the recogniser chose.
type Float int

// The kinds of openness.
const (
	Fixed   Float = iota
	AnyWeek       // "on Thursday": the week is not said
	AnyYear       // "on 8 October", "in May": the year is not said
)

// An Expr is a date expression in a text.
type Expr struct {
	Span       extract.Span // without the preposition
	Start, End Date         // equal for a single date; zero where there is nothing to count from
	Relative   bool         // the value depends on the anchor
	Float      Float
	// Approx says that the words are rounder than the value: "two years ago",
	// "in summer 2021", "this week" (a range of days that holds the date).
	Approx bool
	// Prep is the lower-case preposition before the span: "on", "in", "from",
	// "since", "until", "by" …, or "".
	Prep string

	open [2]Date // start and end without their year, where the text does not say it
}

// InYear gives an expression of Float [AnyYear] the year y; others are returned
// unchanged.
func (e Expr) InYear(y int) Expr {
	if e.Float != AnyYear || e.open[0].Month == 0 {
		return e
	}
	e.Start, e.End = e.open[0], e.open[1]
	e.Start.Year, e.End.Year = y, y
	if e.End.Month < e.Start.Month {
		e.End.Year++
	}
	if !e.Start.valid() || !e.End.valid() {
		e.Start, e.End = Date{}, Date{}
	}
	return e
}

// lag is how many days a text may come out after what it announces, or before
// what it tells as past: notes are dated before they are posted.
const lag = 10

// IsRange reports whether the expression names two dates.
func (e Expr) IsRange() bool { return e.Start != e.End }

// Future gives e read as something to come: the open week or year is the first
// that is not before the anchor.
func (e Expr) Future(a Anchor) Expr { return e.shift(a, 1) }

// Past gives e read as something that has been: the open week or year is the
// last that is not after the anchor.
func (e Expr) Past(a Anchor) Expr { return e.shift(a, -1) }

func (e Expr) shift(a Anchor, dir int) Expr {
	if a.Date.IsZero() || e.Start.IsZero() {
		return e
	}
	switch e.Float {
	case AnyWeek:
		for a.Date.Day > 0 && e.Start.Compare(a.Date)*dir < 0 {
			e.Start, e.End = e.Start.AddDays(7*dir), e.End.AddDays(7*dir)
		}
	case AnyYear:
		at, ref := e.Start, a.Date
		if dir > 0 {
			at = e.End
		}
		if at.Day == 0 || ref.Day == 0 {
			at.Day, ref.Day = 0, 0
		}
		if gap := ref.days(at) * dir; at.Day > 0 && gap < 0 && gap > -lag {
			return e
		}
		if ref.Month > 0 && at.Compare(ref)*dir < 0 {
			e.Start.Year += dir
			e.End.Year += dir
		}
	}
	return e
}
