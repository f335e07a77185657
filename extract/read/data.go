package read

import (
	"embed"
	"io/fs"
	"strings"
	"sync"
	"unicode"

	"github.com/abadojack/whatlanggo"
	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema/problem"
)

//go:embed data/*.tsv
var shipped embed.FS

// shippedLexicon is the lexicon of the files in the data folder.
var shippedLexicon = sync.OnceValues(func() (*Lexicon, error) {
	sub, err := fs.Sub(shipped, "data")
	if err != nil {
		return nil, err
	}
	return LoadLexicon(sub)
})

// A Lexicon is what reading knows of pages: menu lines, key words, months. It
// is read-only once loaded and safe for use by many goroutines.
type Lexicon struct {
	exact    map[string]role // whole lines
	starts   phraseIndex
	ends     phraseIndex
	within   phraseIndex
	keys     map[string]role
	classes  map[string]role
	months   map[string]int
	weekdays map[string]bool
	genres   []genreCue
	langs    []string         // languages with function words
	function map[string][]int // indexes into langs of those that have the word
	// detectable are the same languages for the detector by letters, which takes
	// names in a short text for any of eighty.
	detectable whatlanggo.Options
	pressEnd   map[string]bool // last words of a periodical's name
	bodyEnd    map[string]bool
	bodyHead   phraseIndex       // first words of a body's name
	offices    map[string]bool   // words that begin the name of a person or an office
	rooms      []string          // words after a body's name that name its press room
	sites      map[string]string // publisher by host
	headVerbs  map[string]bool   // verbs of headlines, which no name of a publisher has
}

// A role is what a phrase, key or class word means; the names are those of the
// data files.
type role string

const (
	roleMenu    role = "menu"
	roleShare   role = "share"
	roleNotice  role = "notice"
	roleRelated role = "related"
	roleFoot    role = "foot"
	roleEnd     role = "end"
	roleRelease role = "release"
	roleCredit  role = "credit"
	roleContact role = "contact"
	roleEdit    role = "edit"
	roleSalute  role = "salute"

	keyDate      role = "date"
	keySpoken    role = "spoken"
	keyUpdated   role = "updated"
	keyAuthor    role = "author"
	keyPublisher role = "publisher"
	keySpeaker   role = "speaker"
	keyTitle     role = "title"
	keyPlace     role = "place"
	keyOther     role = "other"

	classChrome  role = "chrome"
	classContent role = "content"
	classByline  role = "byline"
	classCaption role = "caption"
	classDate    role = "date"
	classQuote   role = "quote"
	classHidden  role = "hidden"

	rolePress  role = "press"
	roleBody   role = "body"
	roleRoom   role = "room"
	roleVerb   role = "verb"
	roleOffice role = "office"
)

type genreCue struct {
	genre  extract.Genre
	place  string // title, head, body
	match  string // exact, start, end, within
	cue    string // folded
	weight int
}

// A phraseIndex finds phrases by their first word, or their last for phrases
// that end a line.
type phraseIndex map[string][]phrase

type phrase struct {
	text string // folded
	role role
}

// LoadLexicon reads the files described in data/FORMAT.md. The error lists
// every problem of every file.
func LoadLexicon(fsys fs.FS) (*Lexicon, error) {
	var probs problem.List
	l := &Lexicon{
		exact: map[string]role{}, starts: phraseIndex{}, ends: phraseIndex{}, within: phraseIndex{},
		keys: map[string]role{}, classes: map[string]role{}, months: map[string]int{}, weekdays: map[string]bool{},
		pressEnd: map[string]bool{}, bodyEnd: map[string]bool{}, bodyHead: phraseIndex{},
		offices: map[string]bool{}, sites: map[string]string{}, headVerbs: map[string]bool{}, function: map[string][]int{},
	}
	table := func(file string, columns []string, row func(line int, cells []string) string) {
		data, err := fs.ReadFile(fsys, file)
		if err != nil {
			probs.Add(file, 0, "%v", err)
			return
		}
		head := false
		for i, s := range strings.Split(string(data), "\n") {
			s = strings.TrimSuffix(s, "\r")
			if s == "" || strings.HasPrefix(s, "# ") || s == "#" {
				continue
			}
			cells := strings.Split(s, "\t")
			if !head {
				head = true
				if strings.Join(cells, "\t") != strings.Join(columns, "\t") {
					probs.Add(file, i+1, "columns are %q, want %q", cells, columns)
					return
				}
				continue
			}
			if len(cells) != len(columns) {
				probs.Add(file, i+1, "%d columns, want %d", len(cells), len(columns))
				continue
			}
			if msg := row(i+1, cells); msg != "" {
				probs.Add(file, i+1, "%s", msg)
			}
		}
	}
	table("phrases.tsv", []string{"role", "match", "phrase", "lang"}, func(_ int, c []string) string {
		return l.addPhrase(role(c[0]), c[1], c[2])
	})
	table("keys.tsv", []string{"role", "key", "lang"}, func(_ int, c []string) string {
		switch r := role(c[0]); r {
		case keyDate, keySpoken, keyUpdated, keyAuthor, keyPublisher, keySpeaker, keyTitle, keyPlace, keyOther:
			return addOnce(l.keys, fold(c[1]), r)
		}
		return "unknown role " + c[0]
	})
	table("classes.tsv", []string{"role", "word"}, func(_ int, c []string) string {
		switch r := role(c[0]); r {
		case classChrome, classContent, classByline, classCaption, classDate, classQuote, classHidden:
			return addOnce(l.classes, strings.ToLower(c[1]), r)
		}
		return "unknown role " + c[0]
	})
	table("months.tsv", []string{"month", "names", "lang"}, func(_ int, c []string) string {
		m := atoi(c[0])
		if m < 1 || m > 12 {
			return "month " + c[0] + " is not 1 to 12"
		}
		for _, name := range strings.Split(c[1], ";") {
			if old, ok := l.months[foldWord(name)]; ok && old != m {
				// A name that means different months in two languages (listopad)
				// is no name at all: a wrong date is worse than none.
				l.months[foldWord(name)] = -1
				continue
			}
			l.months[foldWord(name)] = m
		}
		return ""
	})
	table("weekdays.tsv", []string{"name", "lang"}, func(_ int, c []string) string {
		l.weekdays[foldWord(c[0])] = true
		return ""
	})
	langs := map[string]bool{}
	table("function_words.tsv", []string{"lang", "words"}, func(_ int, c []string) string {
		if langs[c[0]] || len(c[0]) != 2 {
			return "language " + c[0] + " twice, or no ISO 639-1 code"
		}
		langs[c[0]] = true
		l.langs = append(l.langs, c[0])
		for w := range strings.FieldsSeq(c[1]) {
			l.function[w] = append(l.function[w], len(l.langs)-1)
		}
		return ""
	})
	table("genres.tsv", []string{"genre", "place", "match", "cue", "weight"}, func(_ int, c []string) string {
		return l.addGenre(c)
	})
	table("publishers.tsv", []string{"role", "match", "noun", "lang"}, func(_ int, c []string) string {
		switch {
		case role(c[0]) == rolePress && c[1] == "end":
			l.pressEnd[fold(c[2])] = true
		case role(c[0]) == roleOffice && c[1] == "start":
			l.offices[fold(c[2])] = true
		case role(c[0]) == roleVerb && c[1] == "within":
			l.headVerbs[fold(c[2])] = true
		case role(c[0]) == roleRoom && c[1] == "end":
			l.rooms = append(l.rooms, fold(c[2]))
		case role(c[0]) == roleBody && c[1] == "end":
			l.bodyEnd[fold(c[2])] = true
		case role(c[0]) == roleBody && c[1] == "start":
			l.bodyHead.add(firstWord(fold(c[2])), phrase{fold(c[2]), roleBody})
		default:
			return "unknown role or match"
		}
		return ""
	})
	table("sites.tsv", []string{"host", "publisher"}, func(_ int, c []string) string {
		if c[0] != strings.ToLower(c[0]) || strings.ContainsAny(c[0], "/: ") || !strings.Contains(c[0], ".") {
			return "not a host"
		}
		if _, ok := l.sites[c[0]]; ok {
			return "host is there twice"
		}
		l.sites[c[0]] = c[1]
		return ""
	})
	if err := probs.Err(); err != nil {
		return nil, err
	}
	l.detectable.Whitelist = map[whatlanggo.Lang]bool{}
	for lang := range whatlanggo.Langs {
		if langs[lang.Iso6391()] {
			l.detectable.Whitelist[lang] = true
		}
	}
	return l, nil
}

func addOnce(m map[string]role, key string, r role) string {
	if key == "" {
		return "empty name"
	}
	if old, ok := m[key]; ok && old != r {
		return "already there with role " + string(old)
	}
	m[key] = r
	return ""
}

func (l *Lexicon) addPhrase(r role, match, text string) string {
	switch r {
	case roleMenu, roleShare, roleNotice, roleRelated, roleFoot, roleEnd, roleRelease, roleCredit, roleContact, roleEdit, roleSalute:
	default:
		return "unknown role " + string(r)
	}
	folded := fold(text)
	if r == roleEnd || r == roleFoot || r == roleCredit || r == roleEdit {
		folded = squeeze(text) // their marks are what matters
	}
	if folded == "" {
		return "empty phrase"
	}
	p := phrase{folded, r}
	switch match {
	case "exact":
		return addOnce(l.exact, folded, r)
	case "start":
		l.starts.add(firstWord(folded), p)
	case "end":
		l.ends.add(lastWord(folded), p)
	case "within":
		l.within.add(firstWord(folded), p)
	default:
		return "unknown match " + match
	}
	return ""
}

func (l *Lexicon) addGenre(c []string) string {
	g := extract.Genre(c[0])
	switch g {
	case extract.Remarks, extract.PressRelease, extract.News, extract.Statement, extract.JointStatement,
		extract.Communique, extract.Report, extract.Transcript, extract.Other:
	default:
		return "unknown genre " + c[0]
	}
	if c[1] != "title" && c[1] != "head" && c[1] != "body" {
		return "unknown place " + c[1]
	}
	switch c[2] {
	case "exact", "start", "end", "within":
	default:
		return "unknown match " + c[2]
	}
	w := atoi(c[4])
	if w < 1 || w > 9 {
		return "weight " + c[4] + " is not 1 to 9"
	}
	l.genres = append(l.genres, genreCue{g, c[1], c[2], fold(c[3]), w})
	return ""
}

func (x phraseIndex) add(word string, p phrase) { x[word] = append(x[word], p) }

// lineMax bounds the lines that have a role: longer ones are paragraphs.
const lineMax = 600

// creditMax bounds the length of a photo credit at the end of a caption.
const creditMax = 80

// lineRole is the role of a whole line, or "".
func (l *Lexicon) lineRole(line string) role {
	if len(line) > lineMax {
		return ""
	}
	marked := squeeze(line)
	folded := fold(line)
	if r, ok := l.exact[folded]; ok {
		return r
	}
	if r, ok := l.exact[marked]; ok {
		return r
	}
	for _, s := range [...]string{marked, folded} {
		best := phrase{}
		for _, p := range l.starts[firstWord(s)] {
			if len(p.text) > len(best.text) && startsWith(s, p.text) {
				best = p
			}
		}
		for _, p := range l.ends[lastWord(s)] {
			if len(p.text) > len(best.text) && endsWith(s, p.text) {
				best = p
			}
		}
		if best.role != "" {
			return best.role
		}
	}
	for w := range strings.FieldsSeq(marked) {
		for _, p := range l.within[firstWord(w)] {
			i := strings.LastIndex(marked, p.text)
			if i < 0 || !containsWords(marked, p.text) {
				continue
			}
			// A credit stands at the end of a caption.
			if p.role != roleCredit || len(marked)-i <= creditMax {
				return p.role
			}
		}
	}
	return ""
}

// key splits "Date : 2019-10-08" into the role of its key word and the place
// where the value begins; ok is false for any other line.
func (l *Lexicon) key(line string) (r role, value int, ok bool) {
	for i, c := range line {
		if i > 40 {
			break
		}
		if c != ':' && c != '：' && c != '|' && c != '/' {
			continue
		}
		r, ok = l.keys[fold(line[:i])]
		if ok {
			rest := strings.TrimLeft(line[i+len(string(c)):], " ")
			return r, len(line) - len(rest), true
		}
		if c == ':' {
			break
		}
	}
	return "", 0, false
}

// fold is s in lower case, with single spaces, without marks at its ends.
func fold(s string) string {
	return strings.TrimFunc(squeeze(s), func(r rune) bool {
		return unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsSpace(r)
	})
}

// squeeze is s in lower case with single spaces.
func squeeze(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// foldWord is a word in lower case without a dot at its end.
func foldWord(s string) string {
	s = strings.ToLower(s)
	s = strings.ReplaceAll(s, "i\u0307", "i") // Turkish capital I with dot
	return strings.Trim(s, ".,")
}

func firstWord(s string) string {
	w, _, _ := strings.Cut(s, " ")
	return strings.TrimRight(w, ".,:;")
}

func lastWord(s string) string { return s[strings.LastIndexByte(s, ' ')+1:] }

func startsWith(s, p string) bool {
	return strings.HasPrefix(s, p) && (len(s) == len(p) || !letterAt(s, len(p)) || !letterBefore(p, len(p)))
}

func endsWith(s, p string) bool {
	return strings.HasSuffix(s, p) && (len(s) == len(p) || !letterBefore(s, len(s)-len(p)) || !letterAt(p, 0))
}

func containsWords(s, p string) bool {
	for from := 0; ; {
		i := strings.Index(s[from:], p)
		if i < 0 {
			return false
		}
		i += from
		if !letterBefore(s, i) && !letterAt(s, i+len(p)) {
			return true
		}
		from = i + 1
	}
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		if c < '0' || c > '9' || n > 1e8 {
			return -1
		}
		n = n*10 + int(c-'0')
	}
	if s == "" {
		return -1
	}
	return n
}
