package event

import (
	"strings"
	"unicode"

	"github.com/normgraph/normgraph/schema/gazetteer"
)

// capitals reports whether a name is written in capitals throughout, as names
// of more than one word are in headings.
func capitals(s string) bool {
	return strings.Contains(s, " ") && s == strings.ToUpper(s) && strings.ContainsFunc(s, unicode.IsLetter)
}

// spelling gives a name in capitals the spelling that the running text uses, or
// else that of a title. Other names are returned as they are.
func (d *doc) spelling(name string) string {
	if !capitals(name) {
		return name
	}
	text := d.a.Doc.Text
	for at := 0; at+len(name) <= len(text); {
		k := indexFold(text[at:], name)
		if k < 0 {
			break
		}
		if found := text[at+k : at+k+len(name)]; !capitals(found) {
			return found
		}
		at += k + len(name)
	}
	words := strings.Fields(name)
	for i, w := range words {
		words[i] = d.titleWord(w, i == 0)
	}
	return strings.Join(words, " ")
}

// indexFold is the offset of the first occurrence of part in s without regard
// to case, or -1. Both must have the same length in either case, which holds
// where part is found at all.
func indexFold(s, part string) int {
	low, want := strings.ToLower(s), strings.ToLower(part)
	if len(low) != len(s) {
		return -1
	}
	return strings.Index(low, want)
}

// titleWord writes a word in capitals as titles do. Acronyms and numerals stay.
func (d *doc) titleWord(w string, first bool) string {
	bare := strings.Trim(w, "()[],.:;“”\"'’")
	low := strings.ToLower(bare)
	switch {
	case bare == "" || (&word{text: bare}).roman() > 0 && len(bare) > 1 || strings.ContainsAny(bare, "0123456789"):
		return w
	case small[low] && low != "meeting" || low == "by" || low == "from" || low == "as":
		if first {
			break
		}
		return strings.ToLower(w)
	case d.isAcronym(bare):
		return w
	}
	var b strings.Builder
	start := true
	for _, r := range w {
		if start {
			b.WriteRune(unicode.ToUpper(r))
		} else {
			b.WriteRune(unicode.ToLower(r))
		}
		start = start && !unicode.IsLetter(r) || r == '-' || r == '/'
	}
	return b.String()
}

// isAcronym reports whether a word in capitals is an acronym: one that is
// known, or that the text uses beside words in lower case.
func (d *doc) isAcronym(w string) bool {
	if d.x.acronym[w] != nil || d.acronyms[w] != nil {
		return true
	}
	for _, e := range d.g.Lookup(w) {
		if e.Kind == gazetteer.OrganizationName || e.Kind == gazetteer.StateName && len(w) < 4 {
			return true
		}
	}
	for i := range d.sents {
		s := &d.sents[i]
		for k := range s.words {
			if s.words[k].text == w && (k > 0 && s.words[k-1].text != strings.ToUpper(s.words[k-1].text) || k+1 < len(s.words) && s.words[k+1].text != strings.ToUpper(s.words[k+1].text)) {
				return true
			}
		}
	}
	return false
}
