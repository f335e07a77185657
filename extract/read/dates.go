package read

import (
	"fmt"
	"unicode"
	"unicode/utf8"
)

// A date is a date found in a line, as it stands in the head of a document.
type date struct {
	year, month, day int  // month and day are 0 where the line does not say
	from, to         int  // byte range in the line
	span             bool // the last day of several: "3-5 June 2019"
	either           bool // day and month may be the other way round: "04/05/2014"
}

// iso writes d as 2006-01-02, 2006-01 or 2006.
func (d date) iso() string {
	switch {
	case d.day > 0:
		return fmt.Sprintf("%04d-%02d-%02d", d.year, d.month, d.day)
	case d.month > 0:
		return fmt.Sprintf("%04d-%02d", d.year, d.month)
	}
	return fmt.Sprintf("%04d", d.year)
}

// A datePart is a number, a word or a mark of a line.
type datePart struct {
	from, to int
	num      int // value of a number, else -1
	digits   int
	word     string // folded; a mark is its own word
}

// The years that documents are dated with.
const (
	firstYear = 1900
	lastYear  = 2099
)

func (t datePart) year() bool  { return t.digits == 4 && t.num >= firstYear && t.num <= lastYear }
func (t datePart) month() bool { return t.digits >= 1 && t.digits <= 2 && t.num >= 1 && t.num <= 12 }

func (t datePart) day() bool { return t.digits >= 1 && t.digits <= 2 && t.num >= 1 && t.num <= 31 }

// dateParts cuts the line into parts, white space left out.
func dateParts(s string) []datePart {
	var parts []datePart
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r >= '0' && r <= '9':
			j := i
			for j < len(s) && s[j] >= '0' && s[j] <= '9' {
				j++
			}
			parts = append(parts, datePart{from: i, to: j, num: atoi(s[i:j]), digits: j - i})
			i = j
		case unicode.IsLetter(r):
			j := i
			for j < len(s) {
				r, n := utf8.DecodeRuneInString(s[j:])
				if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				j += n
			}
			parts = append(parts, datePart{from: i, to: j, num: -1, word: foldWord(s[i:j])})
			i = j
		case unicode.IsSpace(r):
			i += n
		default:
			parts = append(parts, datePart{from: i, to: i + n, num: -1, word: s[i : i+n]})
			i += n
		}
	}
	return parts
}

// dateLineMax is how far into a line dates are looked for: the lines that date a
// document are short.
const dateLineMax = 500

// dates finds the dates of a line, in order. Numbers alone count only where
// their order is certain: the year first, points between day and month, or a
// day above 12.
func (l *Lexicon) dates(s string) []date {
	s = s[:min(len(s), dateLineMax)]
	if !hasDigit(s) {
		return nil
	}
	parts := dateParts(s)
	var found []date
	for i := 0; i < len(parts); {
		d, n := l.dateAt(parts, i)
		if n == 0 {
			i++
			continue
		}
		if d.year > 0 { // else numbers whose order nothing tells
			d.from, d.to = parts[i].from, parts[i+n-1].to
			found = append(found, d)
		}
		i += n
	}
	return found
}

// dateAt reads a date at parts[i:] and the number of its parts, 0 for none.
func (l *Lexicon) dateAt(parts []datePart, i int) (date, int) {
	at := func(k int) datePart {
		if i+k < len(parts) {
			return parts[i+k]
		}
		return datePart{num: -1}
	}
	month := func(k int) int { return max(l.months[at(k).word], 0) }
	mark := func(k int, marks ...string) bool {
		for _, m := range marks {
			if at(k).word == m {
				return true
			}
		}
		return false
	}
	starts := func(k int, marks ...string) bool {
		w := at(k).word
		for _, m := range marks {
			if len(w) >= len(m) && w[:len(m)] == m {
				return true
			}
		}
		return false
	}
	t := at(0)
	switch {
	case t.year():
		k := 1
		if mark(k, "-", ".", "/") || starts(k, "년", "年") {
			k++
		}
		if at(k).month() && k > 1 {
			m := at(k).num
			if (mark(k+1, "-", ".", "/") || starts(k+1, "월", "月")) && at(k+2).day() && !(at(k+2).digits > 2) {
				n := k + 3
				if starts(n, "일", "日") {
					n++
				}
				return date{year: t.num, month: m, day: at(k + 2).num}, n
			}
			if starts(k+1, "월", "月") {
				return date{year: t.num, month: m}, k + 2
			}
			if mark(1, "-") && at(k).digits == 2 && !mark(k+1, "-") {
				return date{year: t.num, month: m}, k + 1
			}
			return date{}, 0
		}
		if m := month(k); m > 0 { // 2022. május 12., 2022 May 12
			if mark(k+1, ".") {
				k++
			}
			if at(k + 1).day() {
				n, span := l.dayRange(parts, i+k+1)
				return date{year: t.num, month: m, day: at(k + n).num, span: span}, k + 1 + n
			}
		}
		return date{}, 0
	case t.day():
		n, span := l.dayRange(parts, i)
		k := n
		day := at(k - 1).num
		for mark(k, "st", "nd", "rd", "th", "er", "º", "ª", "°", ".", "of", "de", "do", "о") {
			k++
			if k > n+3 {
				return date{}, 0
			}
		}
		if m := month(k); m > 0 {
			k++
			for j := 0; j < 2 && mark(k, ",", ".", "of", "de", "del", "do", "-", "/"); j++ {
				k++
			}
			if at(k).year() {
				return date{year: at(k).num, month: m, day: day, span: span}, k + 1
			}
			// "30 April - 1 May 2019": the day that counts is the last.
			return date{}, 0
		}
		if mark(1, ".", "/", "-") && at(2).day() && mark(3, at(1).word) && at(4).year() {
			a, b := t.num, at(2).num
			switch {
			case b > 12 && a <= 12 && !mark(1, "."):
				return date{year: at(4).num, month: a, day: b}, 5
			case b <= 12 && (a > 12 || mark(1, ".") || a == b):
				return date{year: at(4).num, month: b, day: a}, 5
			case a <= 12 && b <= 12:
				return date{year: at(4).num, month: b, day: a, either: true}, 5
			}
			return date{}, 5
		}
	case month(0) > 0:
		m := month(0)
		k := 1
		if mark(k, ".") {
			k++
		}
		if at(k).day() {
			n, span := l.dayRange(parts, i+k)
			day := at(k + n - 1).num
			k += n
			for j := 0; j < 3 && mark(k, "st", "nd", "rd", "th", ",", "."); j++ {
				k++
			}
			if at(k).year() {
				return date{year: at(k).num, month: m, day: day, span: span}, k + 1
			}
			return date{}, 0
		}
		for j := 0; j < 2 && mark(k, ",", "de", "of"); j++ {
			k++
		}
		if at(k).year() {
			return date{year: at(k).num, month: m}, k + 1
		}
	}
	return date{}, 0
}

// named lists the days that a text names by day and month, with or without a
// year: "12 May", "May 12".
func (l *Lexicon) named(s string) map[[2]int]bool {
	days := map[[2]int]bool{}
	parts := dateParts(s)
	for i := range parts {
		m := max(l.months[parts[i].word], 0)
		if m == 0 {
			continue
		}
		if i > 0 && parts[i-1].day() {
			days[[2]int{m, parts[i-1].num}] = true
		}
		if i+1 < len(parts) && parts[i+1].day() {
			days[[2]int{m, parts[i+1].num}] = true
		}
	}
	return days
}

// dayRange reads "3", "3-5" or "14 and 15" at parts[i:]: the number of its
// parts, and whether there are two days. The last part is the last day.
func (l *Lexicon) dayRange(parts []datePart, i int) (int, bool) {
	k := 1
	for i+k < len(parts) && (parts[i+k].word == "st" || parts[i+k].word == "nd" || parts[i+k].word == "rd" || parts[i+k].word == "th") {
		k++
	}
	if i+k+1 < len(parts) && parts[i+k+1].day() {
		switch parts[i+k].word {
		case "-", "–", "—", "~", "and", "&", "to", "y", "e", "et", "und", "bis", "a", "i":
			return k + 2, true
		}
	}
	return 1, false
}
