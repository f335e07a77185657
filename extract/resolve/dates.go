package resolve

import "time"

// gran is how exact a date is.
type gran int

const (
	day gran = iota
	month
	yearly
)

// interval is a range of days, counted from 1970-01-01, both ends included.
type interval struct {
	lo, hi int
	gran   gran
}

const secondsOfDay = 86400

func dayNumber(t time.Time) int { return int(t.Unix() / secondsOfDay) }

// parseDate reads 2006-01-02 (a time after it is ignored), 2006-01 or 2006.
func parseDate(s string) (interval, bool) {
	if len(s) > 10 {
		s = s[:10]
	}
	switch len(s) {
	case 10:
		t, err := time.Parse("2006-01-02", s)
		return interval{dayNumber(t), dayNumber(t), day}, err == nil
	case 7:
		t, err := time.Parse("2006-01", s)
		return interval{dayNumber(t), dayNumber(t.AddDate(0, 1, -1)), month}, err == nil
	case 4:
		t, err := time.Parse("2006", s)
		return interval{dayNumber(t), dayNumber(t.AddDate(1, 0, -1)), yearly}, err == nil
	}
	return interval{}, false
}

func yearInterval(y int) interval {
	t := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	return interval{dayNumber(t), dayNumber(t.AddDate(1, 0, -1)), yearly}
}

func (iv interval) exact() bool { return iv.gran == day }

func (iv interval) first() time.Time { return time.Unix(int64(iv.lo)*secondsOfDay, 0).UTC() }

func (iv interval) year() int { return iv.first().Year() }

// text writes the interval's start as exactly as it is known.
func (iv interval) text() string {
	return iv.first().Format(map[gran]string{day: "2006-01-02", month: "2006-01", yearly: "2006"}[iv.gran])
}

// gap is the number of days between two intervals, 0 if they touch or overlap.
func (iv interval) gap(o interval) int {
	return max(0, iv.lo-o.hi, o.lo-iv.hi)
}
