package query

import (
	"strings"
	"time"
)

// isDate reports whether s is a year, a month or a day as ISO 8601 writes them.
func isDate(s string) bool {
	_, _, ok := dateSpan(s)
	return ok
}

// dateSpan is the first and the last day that a date of any granularity means.
// A time of day is ignored. Days are written 2006-01-02, so that they compare
// as text.
func dateSpan(s string) (first, last string, ok bool) {
	s, _, _ = strings.Cut(s, "T")
	const day = "2006-01-02"
	switch len(s) {
	case 4:
		t, err := time.Parse("2006", s)
		return t.Format(day), t.AddDate(1, 0, -1).Format(day), err == nil
	case 7:
		t, err := time.Parse("2006-01", s)
		return t.Format(day), t.AddDate(0, 1, -1).Format(day), err == nil
	case 10:
		_, err := time.Parse(day, s)
		return s, s, err == nil
	}
	return "", "", false
}
