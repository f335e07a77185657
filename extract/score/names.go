package score

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// ordinals are the number words that names hold.
var ordinals = map[string]string{
	"first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8",
	"ninth": "9", "tenth": "10", "eleventh": "11", "twelfth": "12", "inaugural": "1",
}

// stopWords do not count in names.
var stopWords = map[string]bool{
	"the": true, "of": true, "and": true, "for": true, "a": true, "an": true, "on": true, "in": true, "at": true, "to": true, "with": true,
	"mr": true, "ms": true, "mrs": true, "dr": true, "h": true, "e": true, "he": true, "amb": true, "ambassador": true, "his": true, "her": true, "excellency": true,
}

var (
	cyber      = regexp.MustCompile(`\bcyber[ -]?(space|security|crime|attack)`)
	possessive = regexp.MustCompile(`'s\b`)
	word       = regexp.MustCompile(`[a-z0-9]+`)
	ordinal    = regexp.MustCompile(`^(\d+)(st|nd|rd|th)$`)
	upToPath   = regexp.MustCompile(`^.*[/#]`)
	noDigit    = regexp.MustCompile(`\D`)
)

// fold makes names comparable: letters without accents in lower case, ordinals
// as numbers, no stop words, single spaces.
func fold(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if norm.NFKD.PropertiesString(string(r)).CCC() == 0 {
			b.WriteRune(r)
		}
	}
	s = strings.ReplaceAll(strings.ToLower(b.String()), "’", "'")
	s = cyber.ReplaceAllString(s, "cyber$1")
	s = possessive.ReplaceAllString(s, "")
	s = strings.ReplaceAll(strings.ReplaceAll(s, "&", " and "), ".", "")
	var out []string
	for _, t := range word.FindAllString(s, -1) {
		if o, ok := ordinals[t]; ok {
			t = o
		}
		switch {
		case t == "un":
			out = append(out, "united", "nations")
			continue
		case ordinal.MatchString(t):
			t = t[:len(t)-2]
		}
		if !stopWords[t] {
			out = append(out, t)
		}
	}
	return strings.Join(out, " ")
}

// Names knows which names mean the same. It caches and is not safe for
// concurrent use.
type Names struct {
	alias  map[string]string // folded name → folded first name
	folded map[string]string
	keys   map[string]string
}

// NewNames takes sets of names of one thing each, the main one first. A name
// that an earlier set holds stays with it.
func NewNames(sets [][]string) *Names {
	n := &Names{alias: map[string]string{}, folded: map[string]string{}, keys: map[string]string{}}
	for _, set := range sets {
		if len(set) == 0 {
			continue
		}
		key := fold(set[0])
		for _, s := range set {
			f := fold(s)
			if _, taken := n.alias[f]; !taken && strings.TrimSpace(s) != "" {
				n.alias[f] = key
			}
		}
	}
	return n
}

func (n *Names) fold(s string) string {
	f, ok := n.folded[s]
	if !ok {
		f = fold(s)
		n.folded[s] = f
	}
	return f
}

// key is the folded main name of what s names.
func (n *Names) key(s string) string {
	if k, ok := n.keys[s]; ok {
		return k
	}
	f := n.fold(s)
	if a, ok := n.alias[f]; ok {
		f = a
	}
	for _, prefix := range []string{"republic ", "government ", "kingdom "} {
		if rest, ok := strings.CutPrefix(f, prefix); ok {
			if a, ok := n.alias[rest]; ok {
				f = a
			}
		}
	}
	n.keys[s] = f
	return f
}

// words are the distinct words of a folded name, sorted.
func words(folded string) []string {
	w := strings.Fields(folded)
	slices.Sort(w)
	return slices.Compact(w)
}

func countCommon(a, b []string) int {
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return n
}

func numbers(ws []string) []string {
	var out []string
	for _, w := range ws {
		if !noDigit.MatchString(w) {
			out = append(out, w)
		}
	}
	return out
}

// similarity of two names: 1 for one name, else the share of common words; 0.7
// at least where one holds all words of the other, two or more; 0 where both
// hold numbers and none is common.
func (n *Names) similarity(a, b string) float64 {
	ka, kb := n.key(a), n.key(b)
	if ka == kb {
		return 1
	}
	wa, wb := words(ka), words(kb)
	if len(wa) == 0 || len(wb) == 0 {
		return 0
	}
	if na, nb := numbers(wa), numbers(wb); len(na) > 0 && len(nb) > 0 && countCommon(na, nb) == 0 {
		return 0
	}
	common := countCommon(wa, wb)
	s := float64(common) / float64(len(wa)+len(wb)-common)
	if least := min(len(wa), len(wb)); common == least && least >= 2 {
		s = max(s, 0.7)
	}
	return s
}

// person compares names of persons: in any order, with hyphens or without, the
// one a part of the other.
func (n *Names) person(a, b string) float64 {
	wa, wb := words(n.fold(a)), words(n.fold(b))
	if slices.Equal(wa, wb) {
		return 1
	}
	if letters(wa) == letters(wb) {
		return 0.95
	}
	if len(wa) > 0 && len(wb) > 0 && countCommon(wa, wb) == min(len(wa), len(wb)) {
		return 0.8
	}
	return 0
}

func letters(ws []string) string {
	r := []rune(strings.Join(ws, ""))
	slices.Sort(r)
	return string(r)
}

// Groups maps a coarse name of a norm to the catalogue ids that count as it.
type Groups map[string][]string

// LoadGroups reads lines of a coarse name, a tab, and ids separated by spaces;
// "#" begins a comment line.
func LoadGroups(r io.Reader) (Groups, error) {
	g := Groups{}
	sc := bufio.NewScanner(r)
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if strings.TrimSpace(line) == "" || line[0] == '#' {
			continue
		}
		coarse, ids, ok := strings.Cut(line, "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: want a name, a tab, ids", n)
		}
		ids, _, _ = strings.Cut(ids, "\t")
		g[coarse] = append(strings.Fields(ids), coarse)
	}
	return g, sc.Err()
}

// same compares a gold norm with an id or label that was found.
func (g Groups) same(gold, got string, free bool) float64 {
	got = upToPath.ReplaceAllString(got, "")
	if gold == got || slices.Contains(g[gold], got) {
		return 1
	}
	if !free {
		return 0
	}
	wa, wb := words(fold(strings.ReplaceAll(gold, "-", " "))), words(fold(strings.ReplaceAll(got, "-", " ")))
	common := countCommon(wa, wb)
	return float64(common) / float64(max(1, len(wa)+len(wb)-common))
}
