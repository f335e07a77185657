package resolve

import (
	"bytes"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema/problem"
)

// lexicon is what words and persons' names mean for identity. Read-only.
type lexicon struct {
	stop, soft, part, generic, national, recurring, event, counted, uncounted map[string]bool
	same                                                                      map[string][]string
	number, tens                                                              map[string]int
	given, family                                                             map[string]string
	common, title                                                             map[string]bool
	sounds                                                                    []sound // longest first
	states                                                                    map[string]string
	longest                                                                   int // words in the longest name of a State
}

type sound struct{ from, to string }

const (
	wordFile   = "words.tsv"
	personFile = "persons.tsv"
)

// loadLexicon reads words.tsv and persons.tsv; states maps names and adjectives
// of States, in any case, to ISO codes.
func loadLexicon(fsys fs.FS, states map[string]string) (*lexicon, error) {
	set := func() map[string]bool { return map[string]bool{} }
	l := &lexicon{
		stop: set(), soft: set(), part: set(), generic: set(), national: set(), recurring: set(), event: set(), counted: set(), uncounted: set(), common: set(), title: set(),
		same: map[string][]string{}, number: map[string]int{}, tens: map[string]int{},
		given: map[string]string{}, family: map[string]string{}, states: map[string]string{},
	}
	var ps problem.List
	l.load(fsys, wordFile, &ps, func(word, kind, value string) string {
		switch kind {
		case "stop":
			l.stop[word] = true
		case "soft":
			l.soft[word] = true
		case "part":
			l.part[word] = true
		case "generic":
			l.generic[word] = true
		case "national":
			l.national[word] = true
		case "event":
			l.event[word] = true
		case "recurring":
			l.recurring[word] = true
		case "counted":
			l.counted[word] = true
		case "uncounted":
			l.uncounted[word] = true
		case "same":
			l.same[word] = strings.Fields(value)
		case "number", "tens":
			n, err := strconv.Atoi(value)
			if err != nil {
				return "the value is no number"
			}
			map[string]map[string]int{"number": l.number, "tens": l.tens}[kind][word] = n
			return ""
		default:
			return "unknown kind " + strconv.Quote(kind)
		}
		return wantValue(value, kind == "same")
	})
	l.load(fsys, personFile, &ps, func(word, kind, value string) string {
		switch kind {
		case "given":
			l.given[word] = value
		case "family":
			l.family[word] = value
		case "common":
			l.common[word] = true
		case "title":
			l.title[word] = true
		case "sound":
			l.sounds = append(l.sounds, sound{word, value})
		default:
			return "unknown kind " + strconv.Quote(kind)
		}
		return wantValue(value, kind != "common" && kind != "title")
	})
	slices.SortStableFunc(l.sounds, func(a, b sound) int { return len(b.from) - len(a.from) })
	for name, code := range states {
		words := split(text.Key(name))
		if len(words) == 0 {
			continue
		}
		l.states[strings.Join(words, " ")] = code
		l.longest = max(l.longest, len(words))
	}
	return l, ps.Err()
}

func wantValue(value string, want bool) string {
	switch {
	case want && value == "":
		return "no value"
	case !want && value != "":
		return "this kind has no value"
	}
	return ""
}

// load calls entry for each line of a file; entry answers with a problem or "".
func (l *lexicon) load(fsys fs.FS, file string, ps *problem.List, entry func(word, kind, value string) string) {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		ps.Add(file, 0, "%v", err)
		return
	}
	header, prev := false, ""
	for i, line := range bytes.Split(b, []byte("\n")) {
		s := string(line)
		if s == "" || s[0] == '#' {
			continue
		}
		if !header {
			header = true
			if s != "word\tkind\tvalue" {
				ps.Add(file, i+1, "the header is %q, want word, kind, value", s)
			}
			continue
		}
		f := strings.Split(s, "\t")
		if len(f) != 3 || f[0] == "" {
			ps.Add(file, i+1, "want the fields word, kind, value")
			continue
		}
		if s <= prev {
			ps.Add(file, i+1, "%q is not in order", f[0])
		}
		prev = s
		if text.Key(f[0]) != f[0] {
			ps.Add(file, i+1, "%q is not folded", f[0])
		}
		if p := entry(f[0], f[1], f[2]); p != "" {
			ps.Add(file, i+1, "%q: %s", f[0], p)
		}
	}
}

// split cuts a folded name into its words, runs of letters and digits; the
// possessive "'s" is dropped, other apostrophes join.
func split(key string) []string {
	key = strings.ReplaceAll(key, "'s ", " ")
	key = strings.TrimSuffix(key, "'s")
	var out []string
	var b strings.Builder
	flush := func() {
		if b.Len() > 0 {
			out = append(out, b.String())
			b.Reset()
		}
	}
	for _, r := range key {
		switch {
		case r == '\'' || r == '.':
			// "U.S." and "Al-Zu'bi" are one word each.
		case r == '&':
			flush()
			out = append(out, "and")
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r > 0x7f && r != '\u2026':
			b.WriteRune(r)
		default:
			flush()
		}
	}
	flush()
	return out
}

// A nameInfo is what a name of an event, series, organisation, instrument or
// office says.
type nameInfo struct {
	bag    []string // content words, sorted, distinct; soft ones among them
	weight float64  // of the bag
	number int      // ordinal: edition or number of a session; 0 if none
	years  []int    // in order of appearance
	head   string   // the noun that the name is built on, as far as word order tells
	part   bool     // the head is a dinner, a ceremony …
}

// softWeight is the weight of words that seldom tell events apart; with it a
// lone soft word does not reach minWeight, and one soft word more or less
// keeps two names of four words above the 0.8 of a near-equal bag.
const (
	softWeight = 0.25
	minWeight  = 1.5
)

func (l *lexicon) weigh(word string) float64 {
	if l.soft[word] {
		return softWeight
	}
	return 1
}

// parse reads a name. Numbers and years are taken out of the bag.
func (l *lexicon) parse(name string) nameInfo {
	folded, _ := text.Fold(text.Key(name))
	words := splitYears(split(folded))
	var info nameInfo
	var bag []string
	headDone := false
	for i := 0; i < len(words); i++ {
		w := words[i]
		if code, n := l.stateAt(words[i:]); n > 0 {
			bag = append(bag, "@"+strings.ToLower(code))
			i += n - 1
			continue
		}
		if y, ok := year(w); ok {
			info.years = append(info.years, y)
			continue
		}
		if n, used := l.ordinal(words, i); used > 0 {
			if i+used < len(words) && l.uncounted[words[i+used]] {
				bag = append(bag, w)
				continue
			}
			if info.number == 0 {
				info.number = n
			}
			i += used - 1
			continue
		}
		if l.stop[w] {
			if len(bag) > 0 && w != "the" && w != "and" {
				headDone = true
			}
			continue
		}
		for _, s := range l.same1(w) {
			if l.stop[s] {
				continue
			}
			bag = append(bag, s)
			if !headDone {
				info.head = s
			}
		}
	}
	info.part = l.part[info.head]
	slices.Sort(bag)
	info.bag = slices.Compact(bag)
	for _, w := range info.bag {
		info.weight += l.weigh(w)
	}
	return info
}

// same1 gives the words that w is read as.
func (l *lexicon) same1(w string) []string {
	if s, ok := l.same[w]; ok {
		return s
	}
	w = stem(w)
	if s, ok := l.same[w]; ok {
		return s
	}
	return []string{w}
}

// stem drops the plural and makes -ize spellings -ise.
func stem(w string) string {
	w = strings.ReplaceAll(w, "iza", "isa")
	if len(w) > 4 && strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && !strings.HasSuffix(w, "us") && !strings.HasSuffix(w, "is") {
		if strings.HasSuffix(w, "ies") {
			return w[:len(w)-3] + "y"
		}
		return w[:len(w)-1]
	}
	return w
}

// stateAt reads the name of a State at the head of words, the longest first.
func (l *lexicon) stateAt(words []string) (code string, n int) {
	for n := min(l.longest, len(words)); n > 0; n-- {
		if code, ok := l.states[strings.Join(words[:n], " ")]; ok {
			return code, n
		}
	}
	return "", 0
}

// splitYears cuts "gccs2015" into "gccs" and "2015".
func splitYears(words []string) []string {
	var out []string
	for _, w := range words {
		if n := len(w) - 4; n >= 2 && w[n-1] >= 'a' && w[n-1] <= 'z' {
			if _, ok := year(w[n:]); ok {
				out = append(out, w[:n], w[n:])
				continue
			}
		}
		out = append(out, w)
	}
	return out
}

// year reads a year of the time of modern diplomacy.
func year(w string) (int, bool) {
	if len(w) != 4 || w < "1815" || w > "2100" {
		return 0, false
	}
	y, err := strconv.Atoi(w)
	return y, err == nil
}

// ordinal reads an ordinal at words[i]: in words, in figures, in Roman figures,
// or a bare figure after "session". It returns how many words it took.
func (l *lexicon) ordinal(words []string, i int) (n, used int) {
	w := words[i]
	if n, ok := l.number[w]; ok {
		return n, 1
	}
	if t, ok := l.tens[w]; ok && i+1 < len(words) {
		if n, ok := l.number[words[i+1]]; ok && n < 10 {
			return t + n, 2
		}
	}
	digits := strings.TrimRight(w, "abcdefghijklmnopqrstuvwxyz")
	suffix := w[len(digits):]
	if digits != "" && len(digits) < 4 {
		n, err := strconv.Atoi(digits)
		after := i > 0 && l.counted[words[i-1]]
		if err == nil && n > 0 && (suffix == "st" || suffix == "nd" || suffix == "rd" || suffix == "th" || suffix == "" && after) {
			return n, 1
		}
		return 0, 0
	}
	bare := strings.TrimSuffix(w, "th")
	if n := roman(bare); n > 0 && (len(bare) > 1 || bare != w || i > 0 && l.counted[words[i-1]]) {
		return n, 1
	}
	return 0, 0
}

// roman reads a Roman figure up to 39 in its regular form, else 0.
func roman(s string) int {
	n := 0
	rest := s
	for strings.HasPrefix(rest, "x") && n < 30 {
		n, rest = n+10, rest[1:]
	}
	for i, one := range []string{"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"} {
		if rest == one {
			return n + i
		}
	}
	return 0
}

// similarity is the weighted share of common words, 0 to 1.
func (l *lexicon) similarity(a, b *nameInfo) float64 {
	var common, all float64
	i, j := 0, 0
	for i < len(a.bag) || j < len(b.bag) {
		switch {
		case j == len(b.bag) || i < len(a.bag) && a.bag[i] < b.bag[j]:
			all += l.weigh(a.bag[i])
			i++
		case i == len(a.bag) || a.bag[i] > b.bag[j]:
			all += l.weigh(b.bag[j])
			j++
		default:
			common += l.weigh(a.bag[i])
			all += l.weigh(a.bag[i])
			i++
			j++
		}
	}
	if all == 0 {
		return 0
	}
	return common / all
}

// key is the bag without soft words as one string, with the numbers and years
// that tell bodies and texts of one name apart.
func (l *lexicon) key(n *nameInfo) string {
	var b strings.Builder
	for _, w := range n.bag {
		if !l.soft[w] {
			b.WriteString(w)
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// isAcronym reports whether a name is one word in capitals (and digits) of at
// least three characters: a short form that can stand for one thing.
func isAcronym(s string) bool {
	s = strings.TrimPrefix(s, "#")
	capitals := 0
	for _, r := range s {
		switch {
		case r >= 'A' && r <= 'Z':
			capitals++
		case r >= '0' && r <= '9' || r == '-' || r == '/' || r == '&' || r >= 'a' && r <= 'z':
		default:
			return false
		}
	}
	return len(s) >= 3 && capitals >= 2 && capitals*2 >= len(s)
}
