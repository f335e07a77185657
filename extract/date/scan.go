package date

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A token is a word, a number or a mark of the text.
type token struct {
	start, end int
	word       string // lower case, of a word
	capital    bool   // the word starts with a capital
	num        int    // value of a number, -1 of anything else
	digits     int    // how many digits it has
	ordinal    bool   // 1st, 2nd
	mark       rune   // of anything that is neither
	glued      bool   // no white space before it
}

func (t token) isNum() bool { return t.num >= 0 }

// scan cuts a text into tokens. Letters and digits that touch are tokens of
// their own, except for the ending of an ordinal.
func scan(text string) []token {
	toks := make([]token, 0, len(text)/5)
	last := 0
	for i := 0; i < len(text); {
		r, w := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) {
			i += w
			continue
		}
		t := token{start: i, num: -1, glued: i == last && i > 0}
		switch {
		case r >= '0' && r <= '9':
			t.num = 0
			for i < len(text) && text[i] >= '0' && text[i] <= '9' {
				t.num = min(t.num*10+int(text[i]-'0'), 1e9)
				t.digits++
				i++
			}
			// A comma with three digits after it is a thousands mark.
			for i+3 < len(text) && text[i] == ',' && threeDigits(text[i+1:]) {
				i += 4
				t.digits += 3
				t.num = 1e9
			}
			if s := ordinalEnding(text[i:]); s > 0 {
				t.ordinal = true
				i += s
			}
		case unicode.IsLetter(r):
			t.capital = unicode.IsUpper(r)
			for i < len(text) {
				r, w = utf8.DecodeRuneInString(text[i:])
				if !unicode.IsLetter(r) && !unicode.IsMark(r) {
					break
				}
				i += w
			}
			if i-t.start <= 12 {
				t.word = strings.ToLower(text[t.start:i])
			} else {
				t.word = "·" // longer than any word the grammar knows
			}
		default:
			t.mark = r
			i += w
		}
		t.end = i
		last = i
		toks = append(toks, t)
	}
	return toks
}

func threeDigits(s string) bool {
	for i := range 3 {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return len(s) == 3 || s[3] < '0' || s[3] > '9'
}

// ordinalEnding is the length of st, nd, rd or th at the start of s, else 0.
func ordinalEnding(s string) int {
	if len(s) < 2 {
		return 0
	}
	switch strings.ToLower(s[:2]) {
	case "st", "nd", "rd", "th":
		if r, _ := utf8.DecodeRuneInString(s[2:]); !unicode.IsLetter(r) {
			return 2
		}
	}
	return 0
}

var months = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6,
	"july": 7, "august": 8, "september": 9, "october": 10, "november": 11, "december": 12,
}

// IsMonth reports whether a lower-case word is the full name of a month.
func IsMonth(word string) bool { return months[word] > 0 }

var shortMonths = map[string]int{
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8,
	"sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdays = map[string]int{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

var shortWeekdays = map[string]int{
	"sun": 0, "mon": 1, "tue": 2, "tues": 2, "wed": 3, "thu": 4, "thur": 4, "thurs": 4, "fri": 5, "sat": 6,
}

var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30,
}

var ordinalWords = map[string]int{
	"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
	"ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
	"twentieth": 20, "thirtieth": 30,
}

// unitShift is how many years, months or weeks a word is away from now.
var unitShift = map[string]int{"last": -1, "this": 0, "next": 1}

var prepositions = map[string]bool{
	"on": true, "in": true, "at": true, "from": true, "since": true, "by": true, "until": true, "till": true,
	"before": true, "after": true, "between": true, "during": true, "through": true, "of": true, "to": true,
	"for": true, "dated": true, "around": true, "throughout": true, "within": true, "starting": true, "beginning": true,
}
