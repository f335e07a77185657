package event

import (
	"io/fs"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// A Recognizer finds events. It is not changed after it is made and safe for
// use by many goroutines on different analyses.
type Recognizer struct {
	x *lexicon
	g *gazetteer.Gazetteer
}

// New gives a Recognizer with the places of g and the event data in fsys:
// nouns.tsv, series.tsv and words.tsv. All problems of the data are in the
// error, each with file and line.
func New(g *gazetteer.Gazetteer, fsys fs.FS) (*Recognizer, error) {
	x, err := load(fsys)
	if err != nil {
		return nil, err
	}
	return &Recognizer{x: x, g: g}, nil
}

// Extract adds events, sessions, series, processes and places with their
// mentions, and the claims about them. It needs sentences with tokens; it uses
// their analysis and the mentions of actors where they are there.
func (r *Recognizer) Extract(a *extract.Analysis) {
	a.SortMentions()
	d := &doc{x: r.x, g: r.g, a: a, anchor: date.AnchorOf(a.Doc.Meta), acronyms: map[string]*candidate{}, placeEntity: map[string]int{}}
	d.sents = sentences(a, d.x)
	if !d.diplomatic() {
		return
	}
	d.findDates()
	for i := range d.sents {
		if a.Stopped() {
			return
		}
		d.cands = append(d.cands, d.names(i)...)
	}
	d.defineAcronyms()
	d.properNames()
	d.join()
	d.described()
	d.sessions()
	d.journeys()
	d.contacts()
	d.indefinites()
	d.chooseMain()
	d.tentative()
	d.meetings()
	if a.Stopped() {
		return
	}
	d.refer()
	d.those()
	d.asides()
	d.attach()
	d.atStops()
	d.rows()
	d.dropAsides()
	d.chooseAgain()
	for si := range d.sents {
		if d.sents[si].kind != extract.Caption {
			d.counts(si, d.refs(si))
		}
	}
	d.records()
	d.headerLines()
	d.metaLines()
	d.newsDay()
	d.emit()
	d.relate()
	d.programme()
	a.SortMentions()
}

// diplomatic reports whether the document speaks of the dealings of states:
// whether it has two words of that field, or one and the name of a state. Of a
// short text one of them is enough, and a line or two pass.
func (d *doc) diplomatic() bool {
	const tiny, short = 50, 80 // words
	n := 0
	for i := range d.sents {
		n += len(d.sents[i].words)
	}
	if n < tiny {
		return true
	}
	seen := map[string]bool{}
	states := slices.ContainsFunc(d.a.Mentions, func(m extract.Mention) bool { return m.Class == schema.State })
	for i := range d.sents {
		for k := range d.sents[i].words {
			if low := d.sents[i].words[k].low; d.x.in("field", low) {
				seen[low] = true
				if len(seen) > 1 || states || n < short {
					return true
				}
			}
		}
	}
	return states && n < short
}

// doc is the work on one document.
type doc struct {
	x           *lexicon
	g           *gazetteer.Gazetteer
	a           *extract.Analysis
	anchor      date.Anchor
	sents       []sentence
	dates       [][]date.Expr // by sentence
	cands       []*candidate
	acronyms    map[string]*candidate
	clusters    []*cluster
	main        *cluster
	guessed     bool // main is not sure yet
	placeEntity map[string]int
	actor       []int // who was last said to meet somebody
}

func (d *doc) text(s extract.Span) string { return d.a.Doc.Text[s.Start:s.End] }

// findDates finds the date expressions, block by block so that dates without a
// year may borrow one.
func (d *doc) findDates() {
	d.dates = make([][]date.Expr, len(d.sents))
	anchor, borrowed := d.anchor, false
	if anchor.Date.IsZero() { // a full date of the text tells the year of the others
		for _, e := range date.Find(d.a.Doc.Text, anchor) {
			if e.Float != date.Fixed || e.Relative || e.Start.Month == 0 {
				continue
			}
			if e.Start.Day > 0 {
				anchor, borrowed = date.Anchor{Date: e.Start}, true
				if d.inDateline(e.Span) {
					d.anchor, borrowed = anchor, false
				}
				break
			}
			if anchor.Date.IsZero() {
				anchor, borrowed = date.Anchor{Date: e.Start}, true // a month, until there is a day
			}
		}
	}
	posts := d.anchors()
	for i := 0; i < len(d.sents); {
		j := i
		for j < len(d.sents) && d.sents[j].block == d.sents[i].block {
			j++
		}
		from := d.sents[i].span.Start
		at := anchor
		own := false
		if b := d.sents[i].block; b < len(posts) && (!borrowed || !posts[b].Date.IsZero()) {
			at, own = posts[b], borrowed
		}
		es := date.Find(d.a.Doc.Text[from:d.sents[j-1].span.End], at)
		if borrowed && !own {
			es = slices.DeleteFunc(es, func(e date.Expr) bool { return e.Relative && e.Float != date.AnyYear })
		}
		for k := i; k < j; k++ {
			for len(es) > 0 && es[0].Span.Start+from < d.sents[k].span.End {
				e := es[0]
				es = es[1:]
				e.Span.Start += from
				e.Span.End += from
				if !d.sents[k].span.Contains(e.Span) {
					continue
				}
				if n := len(d.dates[k]); n > 0 && d.successive(d.dates[k][n-1], e) {
					d.dates[k][n-1].Span.End = e.Span.End
					d.dates[k][n-1].End = e.End
					continue
				}
				d.dates[k] = append(d.dates[k], e)
			}
		}
		i = j
	}
}

// inDateline reports whether a date stands behind a place at the head of one of
// the first blocks: "Oslo, 26 June 2023. Norway and …". It is the day the text
// counts from.
func (d *doc) inDateline(s extract.Span) bool {
	const blocks, place = 5, 40
	for i, b := range d.a.Doc.Blocks {
		if i < blocks && b.Span.Contains(s) {
			head := strings.TrimSpace(d.text(extract.Span{Start: b.Span.Start, End: s.Start}))
			name, ok := strings.CutSuffix(head, ",")
			return ok && len(name) <= place && d.placeNamed(strings.SplitN(name, ",", 2)[0]) != nil
		}
	}
	return false
}

// successive reports whether b is the day after a and joined to it by "and":
// "today and tomorrow".
func (d *doc) successive(a, b date.Expr) bool {
	between := strings.TrimSpace(d.text(extract.Span{Start: a.Span.End, End: b.Span.Start}))
	return between == "and" && a.Start.Day > 0 && !a.IsRange() && a.Start.AddDays(1) == b.Start
}

// mentionAt is the mention of one of the classes that covers offset at.
func (d *doc) mentionAt(at int, classes ...schema.Class) *extract.Mention {
	ms := d.a.Mentions
	i, _ := slices.BinarySearchFunc(ms, at+1, func(m extract.Mention, at int) int { return m.Span.Start - at })
	for k := i - 1; k >= 0 && k >= i-12; k-- {
		if ms[k].Span.Start <= at && at < ms[k].Span.End && slices.Contains(classes, ms[k].Class) {
			return &ms[k]
		}
	}
	return nil
}

func (d *doc) personAt(at int) bool {
	m := d.mentionAt(at, schema.Person, schema.Office)
	return m != nil && m.Form == extract.Name
}

// holderAt reports whether a person, or an office of a person who is named after
// it, stands at offset at. An office may be part of a name: "Special Envoy
// Meeting".
func (d *doc) holderAt(at, head int) bool {
	m := d.mentionAt(at, schema.Person, schema.Office)
	if m == nil || m.Form != extract.Name {
		return false
	}
	if m.Class == schema.Person {
		return true
	}
	for _, o := range d.a.MentionsIn(extract.Span{Start: m.Span.Start, End: head}) {
		if o.Class == schema.Person && o.Form == extract.Name {
			return true
		}
	}
	return m.Span.End > head
}

func (d *doc) actorAt(at int) bool {
	return d.mentionAt(at, schema.Person, schema.Office, schema.Organization, schema.Body, schema.State) != nil
}

func (d *doc) countryAt(at int) bool { return d.mentionAt(at, schema.State) != nil }

// sentenceOf gives the words of the sentence that holds at, and the index of
// the word that starts there, or -1.
func (d *doc) wordAt(at int) (*sentence, int) {
	si := d.a.SentenceAt(at)
	if si < 0 {
		return nil, -1
	}
	for i := range d.sents[si].words {
		if d.sents[si].words[i].Start >= at {
			return &d.sents[si], i
		}
	}
	return nil, -1
}

// lookup finds the longest name of a place or state that starts with word i.
func (d *doc) lookup(ws []word, i int) (*gazetteer.Entry, int) {
	if i >= len(ws) || !ws[i].capital && !ws[i].is("the") {
		return nil, i
	}
	for n := min(6, len(ws)-i); n > 0; n-- {
		name := d.text(extract.Span{Start: ws[i].Start, End: ws[i+n-1].End})
		if strings.HasSuffix(name, ",") || !ws[i+n-1].capital && !strings.Contains(name, ".") {
			continue
		}
		es := d.g.Lookup(name)
		for k := range es {
			if es[k].Kind == gazetteer.PlaceName || es[k].Kind == gazetteer.StateName {
				return &es[k], i + n
			}
		}
	}
	return nil, i
}

// placeAt reports whether a city or state is named at offset at.
func (d *doc) placeAt(at int) bool {
	s, i := d.wordAt(at)
	if i < 0 {
		return false
	}
	e, _ := d.lookup(s.words, i)
	return e != nil
}

// regionAt reports whether a region, sea or continent is named at offset at.
func (d *doc) regionAt(at int) bool {
	s, i := d.wordAt(at)
	if i < 0 {
		return false
	}
	e, _ := d.lookup(s.words, i)
	return e != nil && e.Kind == gazetteer.PlaceName && (e.Place.Kind == "region" || e.Place.Kind == "sea")
}

// isBody reports whether the words after "of" name an organisation or body.
func (d *doc) isBody(c *candidate) bool {
	ws := d.sents[c.sent].words
	for i := c.head + 1; i < c.to; i++ {
		if d.mentionAt(ws[i].Start, schema.Organization, schema.Body) != nil {
			return true
		}
		if ph, _ := d.x.nouns.at(ws, i); ph != nil && ph.noun.class == "body" {
			return true
		}
	}
	return false
}

// defineAcronyms notes the acronyms that stand in brackets after a name.
func (d *doc) defineAcronyms() {
	fresh := false
	for _, c := range d.cands {
		if c.acronym != "" && c.noun != acronymNoun && d.acronyms[c.acronym] == nil {
			d.acronyms[c.acronym] = c
			fresh = true
		}
	}
	if !fresh {
		return
	}
	d.findNames()
}
