package model

import (
	"unicode"
	"unicode/utf8"
)

// Codes is the number of classes that a word carries: its possible parts of
// speech, the field of a noun, the frames of a verb, a fine and a coarse
// distributional class, the field of a verb.
const Codes = 6

// Attrs are the features of one word that do not depend on its neighbours. Zero
// stands for unknown in each.
type Attrs struct {
	Word   uint16 // frequent words by rank
	Code   [Codes]uint8
	Shape  uint8
	Suffix [4]uint16 // of one to four letters
	Prefix [2]uint16 // of two and three letters
	Tag    uint8
}

// Case says how a whole sentence is capitalised.
type Case uint8

// The cases.
const (
	Plain Case = iota
	Title      // Headline Style
	Upper      // ALL CAPITALS
	cases
)

// SentenceCase finds the case of a sentence from its words.
func SentenceCase(forms []string) Case {
	long, first, all := 0, 0, 0
	for i, f := range forms {
		if i == 0 || len(f) < 4 {
			continue
		}
		r, n := utf8.DecodeRuneInString(f)
		if !unicode.IsLetter(r) {
			continue
		}
		long++
		if unicode.IsUpper(r) {
			first++
			if f[n:] != "" && upper(f) {
				all++
			}
		}
	}
	switch {
	case long < 2:
		return Plain
	case all*10 >= long*8:
		return Upper
	case first*10 >= long*8:
		return Title
	}
	return Plain
}

func upper(s string) bool {
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
	}
	return true
}

// Shapes is the number of values of Attrs.Shape.
const Shapes = 16*3 + 1

// shape sorts a word by its characters: letters and their case, digits, marks.
func shape(form string, first bool, c Case) uint8 {
	var lower, up, digit, other, hyphen bool
	start := true
	initUp, restUp := false, false
	for _, r := range form {
		switch {
		case r >= '0' && r <= '9':
			digit = true
		case r >= 'a' && r <= 'z':
			lower = true
		case r >= 'A' && r <= 'Z':
			up = true
		case r < utf8.RuneSelf:
			if r == '-' {
				hyphen = true
			} else {
				other = true
			}
		case unicode.IsUpper(r):
			up = true
		case unicode.IsLetter(r):
			lower = true
		case unicode.IsDigit(r):
			digit = true
		default:
			other = true
		}
		if start {
			initUp = up
		} else if up && !initUp || up && unicode.IsUpper(r) {
			restUp = restUp || up
		}
		start = false
	}
	var k uint8
	switch {
	case !lower && !up && !digit:
		k = 1
	case digit && !lower && !up:
		k = 2
		if other || hyphen {
			k = 3
		}
	case digit:
		k = 4
		if up {
			k = 5
		}
	case up && !lower && len(form) == 1:
		k = 6
	case up && !lower && other:
		k = 7 // U.S.
	case up && !lower:
		k = 8
		if first {
			k = 9
		}
	case initUp && restUp:
		k = 10
	case initUp:
		k = 11
		if first {
			k = 12
		}
	case up:
		k = 13
	case other || hyphen:
		k = 14
	default:
		k = 15
	}
	return k*uint8(cases) + uint8(c)
}

// lowered appends the lower-case form of s to buf.
func lowered(buf []byte, s string) []byte {
	for i := range len(s) {
		c := s[i]
		if c >= utf8.RuneSelf {
			for _, r := range s[i:] {
				switch r {
				case '’', '‘':
					r = '\''
				case '“', '”':
					r = '"'
				case '–':
					r = '-'
				}
				buf = utf8.AppendRune(buf, unicode.ToLower(r))
			}
			return buf
		}
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf = append(buf, c)
	}
	return buf
}

// hash is FNV-1a over b with a seed.
func hash(b []byte, seed uint64) uint64 {
	h := uint64(14695981039346656037) ^ seed*0x9E3779B97F4A7C15
	for _, c := range b {
		h ^= uint64(c)
		h *= 1099511628211
	}
	h ^= h >> 32
	h *= 0xD6E8FEB86659FD93
	h ^= h >> 32
	return h
}

// Table sizes of hashed affixes: each value is a bucket, 0 means none.
const (
	SuffixBuckets = 1024
	PrefixBuckets = 512
)

func bucket(b []byte, seed uint64, n uint64) uint16 { return uint16(1 + hash(b, seed)%(n-1)) }

// Attributes fills attrs, one for each form.
func (v *Vocab) Attributes(forms []string, attrs []Attrs) {
	c := SentenceCase(forms)
	var store [64]byte
	for i, f := range forms {
		low := lowered(store[:0], f)
		a := Attrs{Shape: shape(f, i == 0, c)}
		digits := 0
		for k, b := range low { // numbers of one length are one word
			if b >= '0' && b <= '9' {
				low[k] = '0'
				digits++
			}
		}
		a.Word, a.Code = v.Lookup(low)
		if digits == 0 {
			for n := 1; n <= 4 && n < len(low); n++ {
				a.Suffix[n-1] = bucket(low[len(low)-n:], uint64(n), SuffixBuckets)
			}
			for n := 2; n <= 3 && n < len(low); n++ {
				a.Prefix[n-2] = bucket(low[:n], uint64(8+n), PrefixBuckets)
			}
		}
		attrs[i] = a
	}
}

// Key is the vocabulary's key of a form: lower case, digits zeroed.
func Key(form string) string {
	b := lowered(nil, form)
	for i, c := range b {
		if c >= '0' && c <= '9' {
			b[i] = '0'
		}
	}
	return string(b)
}
