package text

import (
	"bufio"
	"bytes"
	"embed"
	"io/fs"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/schema/problem"
)

//go:embed data/*.tsv
var embedded embed.FS

// class says what an abbreviation's full stop can mean.
type class uint8

const (
	none    class = iota
	title         // before a name
	number        // before a number only
	inner         // never ends a sentence
	month         // before a number, or may end a sentence
	anyEnd        // may end a sentence
	place         // ends a sentence before any capitalised word
	initial       // "J.", "U.S.": may end a sentence
)

var classes = map[string]class{"title": title, "number": number, "inner": inner, "month": month, "any": anyEnd, "place": place}

// lexicon holds the word lists that decide where tokens and sentences end.
type lexicon struct {
	abbreviations map[string]class
	prefixes      map[string]bool
	starters      map[string]bool
}

func loadLexicon(fsys fs.FS) (*lexicon, error) {
	var probs problem.List
	x := &lexicon{abbreviations: map[string]class{}, prefixes: map[string]bool{}, starters: map[string]bool{}}
	readTSV(fsys, "abbreviations.tsv", &probs, []string{"form", "class"}, func(line int, f []string) {
		c, ok := classes[f[1]]
		switch {
		case !strings.HasSuffix(f[0], "."):
			probs.Add("abbreviations.tsv", line, "abbreviation %q has no full stop at its end", f[0])
		case !ok:
			probs.Add("abbreviations.tsv", line, "unknown class %q", f[1])
		case x.abbreviations[f[0]] != none:
			probs.Add("abbreviations.tsv", line, "abbreviation %q is listed twice", f[0])
		}
		x.abbreviations[f[0]] = c
	})
	word := func(file string, set map[string]bool) func(int, []string) {
		return func(line int, f []string) {
			if set[f[0]] {
				probs.Add(file, line, "%q is listed twice", f[0])
			}
			set[f[0]] = true
		}
	}
	readTSV(fsys, "prefixes.tsv", &probs, []string{"prefix"}, word("prefixes.tsv", x.prefixes))
	readTSV(fsys, "starters.tsv", &probs, []string{"word"}, word("starters.tsv", x.starters))
	if err := probs.Err(); err != nil {
		return nil, err
	}
	return x, nil
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
		s := strings.TrimRight(sc.Text(), "\r")
		if s == "" || s[0] == '#' {
			continue
		}
		f := strings.Split(s, "\t")
		switch {
		case !seen && !slices.Equal(f, header):
			probs.Add(name, n, "header is %q, want %q", f, header)
			return
		case !seen:
			seen = true
		case len(f) != len(header) || slices.Contains(f, ""):
			probs.Add(name, n, "%d fields, want %d, none empty", len(f), len(header))
		default:
			row(n, f)
		}
	}
	if err := sc.Err(); err != nil {
		probs.Add(name, 0, "%v", err)
	}
}

// abbreviation gives the class of a form that ends in a full stop.
func (x *lexicon) abbreviation(form string) class {
	if c := x.abbreviations[form]; c != none {
		return c
	}
	lower := strings.ToLower(form)
	if c := x.abbreviations[lower]; c != none || len(form) < 3 {
		return c
	}
	if strings.ToUpper(form) == form { // "MR." as "Mr."
		return x.abbreviations[form[:1]+lower[1:]]
	}
	return none
}
