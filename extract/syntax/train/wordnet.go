package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// wordnet holds what we use of Princeton's WordNet database: which parts of
// speech a word can be, the field of its commonest sense, the sentence frames
// of a verb, irregular forms.
type wordnet struct {
	lemmas map[string]*wnLemma
	// irregular forms: "went" to "go", for n, v and a
	irregular map[string]map[byte]string
	glosses   []string
}

type wnLemma struct {
	pos        map[byte]bool // n, v, a, r
	proper     bool          // written with a capital
	noun, verb int           // lexicographer file of the first sense
	frames     uint64
}

func readWordNet(dir string) (*wordnet, error) {
	w := &wordnet{lemmas: map[string]*wnLemma{}, irregular: map[string]map[byte]string{}}
	for _, p := range []struct {
		name string
		pos  byte
	}{{"noun", 'n'}, {"verb", 'v'}, {"adj", 'a'}, {"adv", 'r'}} {
		type synset struct {
			file   int
			upper  map[string]bool
			frames uint64
		}
		sets := map[string]synset{}
		err := eachLine(filepath.Join(dir, "data."+p.name), func(line string) error {
			if line == "" || line[0] == ' ' {
				return nil
			}
			body, gloss, _ := strings.Cut(line, " | ")
			w.glosses = append(w.glosses, gloss)
			f := strings.Fields(body)
			if len(f) < 6 {
				return fmt.Errorf("short line %q", line)
			}
			s := synset{upper: map[string]bool{}}
			s.file, _ = strconv.Atoi(f[1])
			n, err := strconv.ParseInt(f[3], 16, 0)
			if err != nil {
				return err
			}
			for i := range int(n) {
				word := f[4+2*i]
				s.upper[strings.ToLower(word)] = unicode.IsUpper(rune(word[0]))
			}
			if p.pos == 'v' {
				for i := 0; i+1 < len(f); i++ {
					if f[i] == "+" {
						if n, err := strconv.Atoi(f[i+1]); err == nil && n < 64 {
							s.frames |= 1 << n
						}
					}
				}
			}
			sets[f[0]] = s
			return nil
		})
		if err != nil {
			return nil, err
		}
		err = eachLine(filepath.Join(dir, "index."+p.name), func(line string) error {
			if line == "" || line[0] == ' ' {
				return nil
			}
			f := strings.Fields(line)
			if strings.Contains(f[0], "_") {
				return nil
			}
			n, err := strconv.Atoi(f[2])
			if err != nil {
				return err
			}
			l := w.lemmas[f[0]]
			if l == nil {
				l = &wnLemma{pos: map[byte]bool{}}
				w.lemmas[f[0]] = l
			}
			l.pos[p.pos] = true
			for i, off := range f[len(f)-n:] {
				s := sets[off]
				if i == 0 {
					switch p.pos {
					case 'n':
						l.noun, l.proper = s.file, s.upper[f[0]]
					case 'v':
						l.verb = s.file
					}
				}
				l.frames |= s.frames
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if p.pos == 'r' {
			continue
		}
		err = eachLine(filepath.Join(dir, p.name+".exc"), func(line string) error {
			f := strings.Fields(line)
			if len(f) >= 2 && !strings.Contains(f[0], "_") {
				if w.irregular[f[0]] == nil {
					w.irregular[f[0]] = map[byte]string{}
				}
				w.irregular[f[0]][p.pos] = f[1]
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

func eachLine(name string, f func(string) error) error {
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	sc := bufio.NewScanner(file)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		if err := f(sc.Text()); err != nil {
			return fmt.Errorf("%s:%d: %w", name, n, err)
		}
	}
	return sc.Err()
}

// reading is one way in which a form can be an inflected word.
type reading struct {
	lemma string
	kind  string // n, ns, v, vz, vd, vg, a, ar, as, r
}

// readings finds the words that a form can be.
func (w *wordnet) readings(form string) []reading {
	var out []reading
	has := func(lemma string, pos byte) bool {
		l := w.lemmas[lemma]
		return l != nil && l.pos[pos]
	}
	add := func(lemma string, pos byte, kind string) {
		if has(lemma, pos) && !slices.Contains(out, reading{lemma, kind}) {
			out = append(out, reading{lemma, kind})
		}
	}
	for _, p := range []byte("nvar") {
		add(form, p, string(p))
	}
	irr := w.irregular[form]
	if l := irr['n']; l != "" {
		add(l, 'n', "ns")
	}
	if l := irr['v']; l != "" {
		kind := "vd"
		if strings.HasSuffix(form, "ing") {
			kind = "vg"
		} else if strings.HasSuffix(form, "s") {
			kind = "vz"
		}
		add(l, 'v', kind)
	}
	if l := irr['a']; l != "" {
		kind := "ar"
		if strings.HasSuffix(form, "st") {
			kind = "as"
		}
		add(l, 'a', kind)
	}
	for _, r := range []struct {
		end, base, kind string
		pos             byte
	}{
		{"s", "", "ns", 'n'},
		{"es", "", "ns", 'n'},
		{"ies", "y", "ns", 'n'},
		{"men", "man", "ns", 'n'},
		{"s", "", "vz", 'v'},
		{"es", "", "vz", 'v'},
		{"ies", "y", "vz", 'v'},
		{"ed", "e", "vd", 'v'},
		{"ed", "", "vd", 'v'},
		{"ied", "y", "vd", 'v'},
		{"ing", "e", "vg", 'v'},
		{"ing", "", "vg", 'v'},
		{"er", "", "ar", 'a'},
		{"er", "e", "ar", 'a'},
		{"ier", "y", "ar", 'a'},
		{"est", "", "as", 'a'},
		{"est", "e", "as", 'a'},
		{"iest", "y", "as", 'a'},
	} {
		stem, ok := strings.CutSuffix(form, r.end)
		if !ok || len(stem) < 2 || irr[r.pos] != "" || r.end == "s" && strings.HasSuffix(stem, "s") {
			continue
		}
		add(stem+r.base, r.pos, r.kind)
		// A doubled consonant: "planned".
		if n := len(stem); (r.pos == 'v' || r.pos == 'a') && r.end != "s" && r.end != "es" && r.base == "" && n > 3 && stem[n-1] == stem[n-2] {
			add(stem[:n-1], r.pos, r.kind)
		}
	}
	return out
}

// lexical are the classes of a word that WordNet gives.
type lexical struct{ pos, noun, verb, frames string }

func (w *wordnet) classes(form string) lexical {
	var kinds []string
	var l lexical
	for _, r := range w.readings(form) {
		lemma := w.lemmas[r.lemma]
		kind := r.kind
		if kind[0] == 'n' {
			if lemma.proper {
				kind = "P" + kind
			}
			if l.noun == "" {
				l.noun = "n" + strconv.Itoa(lemma.noun)
				if lemma.proper {
					l.noun = "P" + l.noun
				}
			}
		}
		if kind[0] == 'v' && l.verb == "" {
			l.verb = "v" + strconv.Itoa(lemma.verb)
			l.frames = frameClass(lemma.frames)
		}
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	l.pos = strings.Join(slices.Compact(kinds), "+")
	return l
}

// frameClass groups WordNet's 35 sentence frames.
func frameClass(f uint64) string {
	var b strings.Builder
	for _, g := range []struct {
		name   string
		frames []int
	}{
		{"intransitive", []int{1, 2, 3}},
		{"transitive", []int{8, 9, 10, 11}},
		{"ditransitive", []int{14}},
		{"to", []int{12, 13, 15, 27}},
		{"pp", []int{4, 20, 21, 22}},
		{"with-from", []int{16, 17, 18, 19, 30, 31}},
		{"that", []int{26, 34}},
		{"inf", []int{24, 25, 28, 32, 35}},
		{"adj", []int{5, 6, 7}},
		{"ing", []int{33}},
	} {
		for _, n := range g.frames {
			if f&(1<<n) != 0 {
				b.WriteString(g.name + " ")
				break
			}
		}
	}
	return b.String()
}

// numbered gives the commonest n-1 names a number from 1 on; the others share
// the last.
func numbered(names map[string]int, n int) map[string]uint8 {
	out := map[string]uint8{}
	for i, s := range ranked(names, cmp.Compare[string]) {
		out[s] = uint8(min(i+1, n-1))
	}
	return out
}
