package event

import (
	"bufio"
	"bytes"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/schema/problem"
)

// noun is an event noun of nouns.tsv.
type noun struct {
	singular string
	class    string // event, part, visit, call, body
	family   string
	name     string // strong, capital, ordinal, never
}

// series is a known series of series.tsv.
type series struct {
	label    string
	acronym  string
	numbered string // edition, year, none, body
}

// phrase is a way to write something in one or more tokens.
type phrase struct {
	toks   []string
	plural bool
	value  string
	noun   *noun
	series *series
}

// phrases finds phrases by their first token, the longer first.
type phrases map[string][]phrase

func (p phrases) add(text string, ph phrase) {
	ph.toks = strings.Fields(strings.NewReplacer("-", " - ", "’s", " ’s", "/", " / ", ".", " . ").Replace(text))
	p[ph.toks[0]] = append(p[ph.toks[0]], ph)
}

func (p phrases) sort() {
	for _, l := range p {
		slices.SortStableFunc(l, func(a, b phrase) int { return len(b.toks) - len(a.toks) })
	}
}

// at is the longest phrase that starts with word i, and the index after it.
func (p phrases) at(ws []word, i int) (*phrase, int) {
	l := p[ws[i].low]
next:
	for k := range l {
		if i+len(l[k].toks) > len(ws) {
			continue
		}
		for n, t := range l[k].toks {
			if ws[i+n].low != t {
				continue next
			}
		}
		return &l[k], i + len(l[k].toks)
	}
	return nil, i
}

// lexicon is the knowledge of the recogniser. It is not changed after loading.
type lexicon struct {
	nouns   phrases
	series  phrases
	acronym map[string]*series
	lists   map[string]map[string]string // by list and word
	phrases map[string]phrases           // lists whose entries may be several words
}

var (
	nounClasses = []string{"event", "part", "visit", "call", "body"}
	nounNames   = []string{"strong", "capital", "ordinal", "never"}
	numberings  = []string{"edition", "year", "none", "body"}
	wordLists   = []string{
		"ordinal", "notordinal", "hold", "arranged", "passive", "last", "move", "unreal", "open", "close", "attend", "arrange", "format", "status", "next", "previous", "count", "countadj",
		"approx", "gather", "venue", "product", "bodytail", "generic", "frequency", "mode", "launch", "preside", "process", "function", "modifier", "gap", "boundary", "field", "say", "subscribe", "gathered", "founding", "key", "contact", "journey", "contactnoun", "light", "unsure", "counterpart",
	}
	phraseLists = []string{"format", "status", "approx", "countadj"}
)

// load reads nouns.tsv, series.tsv and words.tsv of fsys.
func load(fsys fs.FS) (*lexicon, error) {
	var probs problem.List
	x := &lexicon{nouns: phrases{}, series: phrases{}, acronym: map[string]*series{}, lists: map[string]map[string]string{}, phrases: map[string]phrases{}}
	for _, l := range wordLists {
		x.lists[l] = map[string]string{}
	}
	for _, l := range phraseLists {
		x.phrases[l] = phrases{}
	}
	oneOf := func(file string, line int, field, value string, values []string) {
		if !slices.Contains(values, value) {
			probs.Add(file, line, "unknown %s %q, want one of %s", field, value, strings.Join(values, ", "))
		}
	}
	readTSV(fsys, "nouns.tsv", &probs, []string{"noun", "plural", "class", "family", "name"}, func(line int, f []string) {
		oneOf("nouns.tsv", line, "class", f[2], nounClasses)
		oneOf("nouns.tsv", line, "name", f[4], nounNames)
		n := &noun{singular: f[0], class: f[2], family: f[3], name: f[4]}
		x.nouns.add(f[0], phrase{noun: n})
		if f[1] != f[0] {
			x.nouns.add(f[1], phrase{noun: n, plural: true})
		}
	})
	readTSV(fsys, "series.tsv", &probs, []string{"label", "acronym", "numbered", "aliases"}, func(line int, f []string) {
		oneOf("series.tsv", line, "numbering", f[2], numberings)
		s := &series{label: f[0], numbered: f[2]}
		if f[1] != "-" {
			s.acronym = f[1]
			if x.acronym[s.acronym] != nil {
				probs.Add("series.tsv", line, "acronym %q is listed twice", f[1])
			}
			x.acronym[s.acronym] = s
		}
		x.series.add(strings.ToLower(f[0]), phrase{series: s})
		if f[3] != "-" {
			for _, alias := range strings.Split(f[3], ";") {
				x.series.add(strings.ToLower(alias), phrase{series: s})
			}
		}
	})
	readTSV(fsys, "words.tsv", &probs, []string{"list", "word", "value"}, func(line int, f []string) {
		l := x.lists[f[0]]
		if l == nil {
			probs.Add("words.tsv", line, "unknown list %q", f[0])
			return
		}
		if _, ok := l[f[1]]; ok {
			probs.Add("words.tsv", line, "%q is twice in the list %s", f[1], f[0])
		}
		if f[0] == "ordinal" {
			if n, err := strconv.Atoi(f[2]); err != nil || n < 1 {
				probs.Add("words.tsv", line, "%q is no number of an edition", f[2])
			}
		}
		l[f[1]] = f[2]
		if p := x.phrases[f[0]]; p != nil {
			p.add(f[1], phrase{value: f[2]})
		}
	})
	if err := probs.Err(); err != nil {
		return nil, err
	}
	x.nouns.sort()
	x.series.sort()
	for _, p := range x.phrases {
		p.sort()
	}
	return x, nil
}

// verb reports whether a list of verbs holds a lemma.
func (x *lexicon) verb(lemma string) bool {
	for _, l := range []string{"hold", "open", "close", "preside", "launch", "gather"} {
		if x.in(l, lemma) {
			return true
		}
	}
	return false
}

// in reports whether a list holds a word.
func (x *lexicon) in(list, word string) bool {
	_, ok := x.lists[list][word]
	return ok
}

// readTSV calls row for each line after the header that is neither empty nor a
// comment.
func readTSV(fsys fs.FS, name string, probs *problem.List, header []string, row func(line int, fields []string)) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		probs.Add(name, 0, "%v", err)
		return
	}
	seen := false
	sc := bufio.NewScanner(bytes.NewReader(data))
	for n := 1; sc.Scan(); n++ {
		line := sc.Text()
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		switch {
		case !seen:
			seen = true
			if !slices.Equal(f, header) {
				probs.Add(name, n, "header is %q, want %q", f, header)
				return
			}
		case len(f) != len(header):
			probs.Add(name, n, "%d fields, want %d", len(f), len(header))
		case slices.Contains(f, ""):
			probs.Add(name, n, "empty field")
		default:
			row(n, f)
		}
	}
}
