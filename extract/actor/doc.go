// Package actor recognises the actors of a document: states, organisations and
// their organs, offices, persons and places, as mentions of entities that are
// one for each thing. It also makes the claims about them that their names and
// titles state – who holds which office, whom a person represents, what an
// organ is part of – and the claims about the document itself that its form
// states.
//
// The recogniser reads words and their order first and the parse only where
// that helps, because titles, salutations, lists and captions have no syntax
// that a parser knows. Knowledge of names is data of package gazetteer.
//
// In random samples of claims about offices, representation and organisations
// from documents without gold 96 of 100 were right, judged by their sentence;
// testdata/audit/actors.md at the root of the repository has method, figures
// and classes of error.
package actor

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// A Recognizer finds actors. It is safe for use by many goroutines.
type Recognizer struct {
	g *gazetteer.Gazetteer
}

// New gives a Recognizer that knows the names of g.
func New(g *gazetteer.Gazetteer) *Recognizer { return &Recognizer{g: g} }

var _ extract.Extractor = (*Recognizer)(nil)

// Extract adds the actors of a. It needs the sentences; tags and heads help.
func (r *Recognizer) Extract(a *extract.Analysis) { r.run(a) }

// run does the work of Extract and returns its state, which tests look at.
func (r *Recognizer) run(a *extract.Analysis) *doc {
	d := &doc{r: r, g: r.g, lex: r.g.Lexicon, a: a, byName: map[string]int{}, byOffice: map[string]int{}, holders: map[int]int{}, homes: map[int]*gazetteer.State{}, abbr: map[string]int{}, speaker: extract.NoEntity}
	d.metadata()
	d.readLines()
	d.survey()
	for _, heading := range []bool{false, true} { // a headline's names are those of the text
		for i := range d.lines {
			if a.Stopped() {
				return d
			}
			if d.lines[i].heading == heading {
				d.findNames(&d.lines[i])
			}
		}
	}
	d.findShortNames()
	for i := range d.lines {
		d.findCompanies(&d.lines[i])
	}
	if a.Stopped() {
		return d
	}
	d.people()
	d.relate()
	d.findNominals()
	d.emit()
	a.SortMentions()
	return d
}

// doc is the work on one document.
type doc struct {
	r     *Recognizer
	g     *gazetteer.Gazetteer
	lex   *gazetteer.Lexicon
	a     *extract.Analysis
	lines []line

	byName   map[string]int           // organisations without a key, by folded name
	byOffice map[string]int           // offices by folded label
	learnt   map[string]abbreviation  // by its letters
	abbr     map[string]int           // entity of an organisation without a key, by learnt abbreviation
	seen     map[string]bool          // keys of actors that are named beyond doubt
	verbs    map[string]bool          // verbs of the text in small letters, and their lemmas
	ships    map[string]bool          // folded first words of the names of ships
	family   map[string]bool          // folded family names that occur with a title
	holders  map[int]int              // person who holds an office that is nobody's, by its entity
	homes    map[int]*gazetteer.State // home of organisations without a key
	persons  []person
	tenures  []tenure
	nominals []nominal
	states   []int // entities of states in the order of their first mention

	publisher      int // entity, or NoEntity
	publisherState *gazetteer.State
	government     bool             // the publisher is a government or one of its organs
	side           *gazetteer.State // whose offices the text names without a state, or nil
	speaker        int              // entity of the speaker of remarks, or NoEntity
	korea          string           // alpha-2 code that bare "Korea" means, or ""
}

// A line is a sentence with its words.
type line struct {
	sent    int          // index into Analysis.Sentences, or -1 for a by-line
	extent  extract.Span // of the sentence
	block   int
	words   []gazetteer.Word // offsets into Doc.Text
	pos     []string         // part of speech of each word, "" where unknown
	upper   bool             // written in capitals throughout
	title   bool             // most words have a capital: a heading
	heading bool             // block is a heading
	items   []item           // in order, not overlapping except that an office holds states and bodies
}

type itemKind int

const (
	stateItem itemKind = iota
	demonymItem
	orgItem
	placeItem
	officeItem
	personItem
)

// An item is a name or title found in a line.
type item struct {
	kind        itemKind
	first, last int // words
	entity      int
	form        extract.Form
	rule        string
	office      *office
	person      int // index into doc.persons, for a person, or -1
	start       int // first word with honorifics, for a person
	woman, man  bool
	retired     bool // "Retired general A", "Col. (ret.) A"
	titled      bool // a person with an honorific or rank
	rank        string
	inside      bool // lies within an office
	hidden      bool // read but not a mention of its own
}

func (d *doc) readLines() {
	a := d.a
	d.verbs = map[string]bool{}
	for i := range a.Sentences {
		for _, t := range a.Sentences[i].Tokens {
			if w := a.Text(t.Span); t.UPOS == "VERB" && w == strings.ToLower(w) && len(w) > 2 && w[0] >= 'a' && w[0] <= 'z' {
				d.verbs[gazetteer.Fold(w)] = true
				d.verbs[gazetteer.Fold(t.Lemma)] = true
			}
		}
	}
	s := 0
	for b := range a.Doc.Blocks {
		block := &a.Doc.Blocks[b]
		switch block.Kind {
		case extract.Byline, extract.MetaLine:
			// "Antony J. Blinken, Secretary of State" above a statement
			if a.Doc.Meta.Genre != extract.News && block.Span.Len() < 200 {
				d.addLine(-1, block.Span, b, nil)
			}
			continue
		case extract.Chrome, extract.Caption:
			continue
		}
		for s < len(a.Sentences) && a.Sentences[s].Block < b {
			s++
		}
		for ; s < len(a.Sentences) && a.Sentences[s].Block == b; s++ {
			d.addLine(s, a.Sentences[s].Span, b, a.Sentences[s].Tokens)
		}
	}
}

func (d *doc) addLine(sent int, span extract.Span, block int, tokens []extract.Token) {
	ws := gazetteer.Words(d.a.Doc.Text[span.Start:span.End])
	if len(ws) == 0 {
		return
	}
	l := line{sent: sent, extent: span, block: block, words: ws, pos: make([]string, len(ws)), heading: d.a.Doc.Blocks[block].Kind == extract.Heading}
	letters, capital, caps := 0, 0, 0
	t := 0
	for k := range ws {
		w := &ws[k]
		w.Start += span.Start
		w.End += span.Start
		for t < len(tokens) && tokens[t].Span.End <= w.Start {
			t++
		}
		if t < len(tokens) && tokens[t].Span.Start < w.End {
			l.pos[k] = tokens[t].UPOS
		}
		if w.Letter && w.Fold != "" && w.Fold[0] > '9' {
			letters++
			if w.Upper {
				capital++
			}
			if w.Caps {
				caps++
			}
		}
	}
	l.upper = letters >= 3 && caps*10 >= letters*8
	l.title = letters >= 4 && capital*10 >= letters*6 && (l.heading || !l.sentence())
	d.lines = append(d.lines, l)
}

// sentence reports whether the line has a verb in small letters: it is running
// text, whatever the number of its names.
func (l *line) sentence() bool {
	for k := range l.words {
		if p := l.pos[k]; (p == "VERB" || p == "AUX") && !l.words[k].Upper {
			return true
		}
	}
	return false
}

func (l *line) text(d *doc, first, last int) string {
	return d.a.Doc.Text[l.words[first].Start:l.words[last].End]
}

func (l *line) span(first, last int) extract.Span {
	return extract.Span{Start: l.words[first].Start, End: l.words[last].End}
}

// fold is the folded word at i, "" outside of the line.
func (l *line) fold(i int) string {
	if i < 0 || i >= len(l.words) {
		return ""
	}
	return l.words[i].Fold
}

func (d *doc) is(l *line, i int, c gazetteer.Class) bool {
	return i >= 0 && i < len(l.words) && d.lex.Word(l.words[i].Fold)&c != 0
}

// capital reports whether word i is written with a capital and may be part of a
// name: not a function word that opens the sentence.
func (d *doc) capital(l *line, i int) bool {
	if i < 0 || i >= len(l.words) || !l.words[i].Upper {
		return false
	}
	return !d.is(l, i, gazetteer.Function) || l.words[i].Caps && len(l.words[i].Fold) > 1 && !l.upper
}

func (d *doc) evidence(l *line) extract.Span { return l.extent }

// emit adds the mentions of all items to the analysis.
func (d *doc) emit() {
	for i := range d.lines {
		l := &d.lines[i]
		if l.sent < 0 {
			continue
		}
		for k := range l.items {
			it := &l.items[k]
			if it.hidden || it.entity == extract.NoEntity {
				continue
			}
			first := it.first
			if it.kind == personItem && it.person >= 0 && d.persons[it.person].royal != "" && it.rank != "" && it.start == it.first-1 {
				first = it.start // "King Hussein"
			}
			d.a.Mentions = append(d.a.Mentions, extract.Mention{
				Span: l.span(first, it.last), Class: d.a.Entities[it.entity].Class, Form: it.form, Entity: it.entity, Rule: it.rule,
			})
		}
	}
}

// A nominal is a phrase or pronoun that means an actor named elsewhere.
type nominal struct {
	line, first, last int
	entity            int
	form              extract.Form
	rule              string
}

// stateEntity is the entity of a state; alias is the name in the text.
func (d *doc) stateEntity(s *gazetteer.State, alias string) int {
	e := d.a.AddEntity(extract.Entity{Class: schema.State, Key: s.Key(), Label: s.Name})
	if alias != "" {
		d.a.AddAlias(e, alias)
	}
	return e
}

// organizationEntity is the entity of an organisation that is known.
func (d *doc) organizationEntity(o *gazetteer.Organization, alias string) int {
	class := schema.Organization
	if o.Body {
		class = schema.Body
	}
	e := d.a.AddEntity(extract.Entity{Class: class, Key: o.Key(), Label: o.Name})
	if alias != "" && !strings.EqualFold(alias, o.Name) {
		d.a.AddAlias(e, alias)
	}
	return e
}

func (d *doc) placeEntity(p *gazetteer.Place, alias string) int {
	e := d.a.AddEntity(extract.Entity{Class: schema.Place, Key: p.Key(), Label: p.Name})
	if alias != "" {
		d.a.AddAlias(e, alias)
	}
	return e
}

// stateOf is the state of an entity, or nil.
func (d *doc) stateOf(e int) *gazetteer.State {
	if e < 0 {
		return nil
	}
	key := d.a.Entities[e].Key
	if code, ok := strings.CutPrefix(key, "state/"); ok {
		s, _ := d.g.State(code)
		return s
	}
	if id, ok := strings.CutPrefix(key, "org/"); ok {
		if o, ok := d.g.Organization(id); ok && o.Home != "" {
			s, _ := d.g.State(o.Home)
			return s
		}
	}
	return nil
}

func (d *doc) orgOf(e int) *gazetteer.Organization {
	if e < 0 {
		return nil
	}
	if id, ok := strings.CutPrefix(d.a.Entities[e].Key, "org/"); ok {
		o, _ := d.g.Organization(id)
		return o
	}
	return nil
}
