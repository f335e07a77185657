package event

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// refer finds the references to events that are not names: "the meeting",
// "this forum", "the second, in 2020", "session 1", "the welcoming dinner".
func (d *doc) refer() {
	for si := range d.sents {
		s := &d.sents[si]
		ws := s.words
		for i := 0; i < len(ws); {
			if to := d.taken(si, i); to > i {
				i = to
				continue
			}
			d.apposed(si, i)
			if to := d.elided(si, i); to > i {
				i = to
				continue
			}
			if to := d.elidedNext(si, i); to > i {
				i = to
				continue
			}
			ph, j := d.x.nouns.at(ws, i)
			if ph == nil {
				i++
				continue
			}
			d.reference(si, i, j, ph)
			i = j
		}
	}
}

// taken is the index after the mention that holds word i, or i.
func (d *doc) taken(si, i int) int {
	ws := d.sents[si].words
	for _, c := range d.cands {
		if c.sent == si && c.from <= i && i < c.to {
			return c.to
		}
	}
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.span.Start <= ws[i].Start && ws[i].Start < m.span.End {
				for i < len(ws) && ws[i].Start < m.span.End {
					i++
				}
				return i
			}
		}
	}
	return i
}

// reference reads the event noun at words i to j, which belongs to no name.
func (d *doc) reference(si, i, j int, ph *phrase) {
	s := &d.sents[si]
	ws := s.words
	n := ph.noun
	if n.class == "body" {
		d.bodyReference(si, i, j)
		return
	}
	if w := &ws[j-1]; w.upos == "VERB" || w.upos == "AUX" || w.upos == "ADJ" && j < len(ws) && (ws[j].upos == "NOUN" || ws[j].upos == "PROPN") || w.upos == "ADV" || j < len(ws) && ws[j].text == "-" && ws[j].glued {
		return
	}
	l := d.left(ws, i)
	if n.family == "session" && ph.plural && n.singular == "session" && d.main != nil && i > 0 && ws[i-1].upos == "NOUN" && !ws[i-1].capital && d.main.noun.family != "session" {
		// "the stakeholder sessions"
		d.mention(d.partNamed(d.text(extract.Span{Start: ws[i-1].Start, End: ws[j-1].End}), n), si, i-1, j, extract.Nominal, "event.session")
		return
	}
	many := ph.plural && n.singular != "consultations" && n.singular != "talks" && n.singular != "consultation"
	if many && l.rel != same {
		return
	}
	if n.family == "session" && d.session(si, i, j, l, ph) {
		return
	}
	if n.class == "part" {
		d.part(si, l.from, j, l, ph)
		return
	}
	if l.rel != same && !ph.plural {
		d.otherEdition(si, i, j, l, ph)
		return
	}
	if l.ordinal > 0 && !ph.plural {
		if l.indefinite && l.ordinal > 1 && d.main != nil && d.main.series != "" && d.main.ordinal < l.ordinal && d.willBe(ws, j) && !ws[j].is("in") && d.fits(d.main, n, true) && !l.named {
			d.mention(d.edition(d.main, l.ordinal), si, l.from, j, extract.Nominal, "event.edition")
			return
		}
		if !l.indefinite && !(l.from > 0 && ws[l.from-1].is("its", "his", "her", "their", "my", "your")) {
			d.ordinalReference(si, i, j, l, ph)
		}
		return
	}
	if !l.definite || many || l.named {
		return
	}
	if j < len(ws) && ws[j].is("of", "with", "between", "on") && !(l.deictic) {
		return
	}
	if k := d.antecedent(si, i, n); k != nil {
		d.mention(k, si, l.from, j, extract.Nominal, "event.anaphor")
	}
}

// left is what stands before an event noun.
type left struct {
	from       int // first word of the noun phrase, without its determiner
	ordinal    int
	rel        relation
	definite   bool
	deictic    bool // this, today's, our
	indefinite bool
	named      bool // a capitalised or unknown word is part of the phrase
}

// left reads the words before the noun at i.
func (d *doc) left(ws []word, i int) left {
	l := left{from: i}
	p := i
	for p > 0 {
		w := &ws[p-1]
		low := w.low
		switch {
		case w.is("the"):
			l.definite = true
			l.from = p
			return l
		case (w.is("'s", "’s") || w.is("'", "’")) && p >= 2 && d.dateEnds(ws[p-2].End):
			l.definite, l.deictic = true, true
			l.from = p
			if p >= 3 && ws[p-2].is("year", "month") && ws[p-3].is("last") {
				l.rel, l.from = previous, p-3
			}
			return l
		case w.is("this", "our", "these") || w.is("'s", "’s") && p >= 2 && ws[p-2].is("today", "tonight", "evening", "yesterday", "morning", "tomorrow", "afternoon"):
			l.definite, l.deictic = true, true
			l.from = p
			return l
		case w.is("a", "an"), w.is("its", "their", "his", "her") && p < i && ws[p].is("first"):
			l.indefinite = true
			l.from = p
			return l
		case d.x.in("next", low):
			l.rel = next
			l.from = p - 1
			l.definite = true
			return l
		case low == "last" && p >= 3 && ws[p-2].is("and") && d.ordinalAt(ws, p-3) > 0: // "the third and last session"
			p -= 2
		case d.x.in("previous", low):
			l.rel = previous
			l.from = p - 1
			l.definite = true
			return l
		case low == "ever" && p >= 3 && ws[p-2].text == "-" && ws[p-3].is("first"): // no number
			p -= 3
		case low == "day" && p >= 3 && ws[p-2].text == "-":
			p -= 3
		case d.ordinalAt(ws, p-1) > 0 && !(p < len(ws) && d.x.in("notordinal", ws[p].low)):
			l.ordinal = d.ordinalAt(ws, p-1)
			l.definite = true
			l.from = p - 1
			if p >= 2 && ws[p-2].is("the", "this", "our") {
				l.deictic = ws[p-2].is("this", "our")
			}
			if p >= 2 && ws[p-2].is("a", "an") {
				l.indefinite = true
			}
			return l
		case d.x.in("generic", low) || d.x.in("mode", low) || d.x.in("format", low):
			p--
		case w.upos == "ADJ" && !w.capital:
			l.named = true
			p--
		case w.capital || w.upos == "NOUN" || w.upos == "PROPN":
			l.named = true
			p--
			if i-p > 6 {
				return l
			}
		case w.is("-", "–", "'", "’", "'s", "’s") && i-p < 6:
			p--
		default:
			l.from = p
			return l
		}
		l.from = p
	}
	return l
}

// dateEnds reports whether a date expression ends at offset at.
func (d *doc) dateEnds(at int) bool {
	si := d.a.SentenceAt(at - 1)
	return si >= 0 && slices.ContainsFunc(d.dates[si], func(e date.Expr) bool { return e.Span.End == at })
}

// antecedent is the event that a generic noun at word i refers to.
func (d *doc) antecedent(si, i int, n *noun) *cluster {
	at := d.sents[si].words[i].Start
	block := d.sents[si].block
	var near, far *cluster
	nearAt, farAt := -1, -1
	for _, k := range d.clusters {
		if k.rel == next && k.plain {
			continue
		}
		for _, m := range k.mentions {
			if m.span.Start >= at {
				continue
			}
			if !d.fits(k, n, true) {
				continue
			}
			if d.sents[m.sent].block == block && (m.form == extract.Name || m.rule == "event.anaphor") && m.span.Start > nearAt {
				near, nearAt = k, m.span.Start
			}
			if m.span.Start > farAt {
				far, farAt = k, m.span.Start
			}
		}
	}
	switch {
	case near != nil && (d.fits(near, n, false) || near == d.main):
		return near
	case d.main != nil && d.fits(d.main, n, true):
		return d.main
	case near != nil:
		return near
	case far != nil && d.fits(far, n, false):
		return far
	}
	return nil
}

// fits reports whether noun n can refer to cluster k; loosely, "meeting" and
// "event" may mean any gathering.
func (d *doc) fits(k *cluster, n *noun, loose bool) bool {
	if k.class == schema.Session && n.family != k.noun.family {
		return false
	}
	if k.noun.family == n.family && (k.noun.singular == n.singular || n.family != "conference") {
		return true
	}
	if n.family == "edition" && k.series != "" && k.class == schema.Event {
		return true
	}
	name := k.noun.singular
	if slices.Contains(k.bag, n.singular) && n.singular != name {
		return true
	}
	if k.noun.class == "visit" || k.noun.class == "call" {
		return false
	}
	if !loose {
		return k.noun.family == "body" && (n.family == "meeting" || n.family == "event")
	}
	switch n.family {
	case "meeting", "event":
		return k.noun.class == "event" || k.noun.class == "body"
	case "conference":
		return k == d.main && (k.noun.family == "conference" || k.noun.family == "meeting" || k.noun.family == "acronym") && n.singular != "forum"
	case "dialogue":
		return k == d.main && (k.noun.family == "meeting" || k.plain) && n.singular != "dialogue"
	case "session":
		if n.singular == "plenary" || n.singular == "plenary session" {
			return k == d.main
		}
		return k == d.main && (k.noun.family == "meeting" || k.noun.family == "body" || k.noun.family == "assembly")
	}
	return false
}

// mention adds a reference to k.
func (d *doc) mention(k *cluster, si, from, to int, form extract.Form, rule string) {
	ws := d.sents[si].words
	span := extract.Span{Start: ws[from].Start, End: ws[to-1].End}
	k.mentions = append(k.mentions, mention{span: span, form: form, sent: si, rule: rule})
	k.first = min(k.first, span.Start)
}

// bodyReference reads "this Cybersecurity Working Group": a name of the main
// event by its group.
func (d *doc) bodyReference(si, i, j int) {
	ws := d.sents[si].words
	if d.main == nil {
		return
	}
	from := i
	for from > 0 && (ws[from-1].capital && !ws[from-1].is("the", "this")) {
		from--
	}
	if from == 0 || !ws[from-1].is("this") {
		return
	}
	b := bag(d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End}))
	if len(b) > 0 && subset(b, d.main.bag) && ws[j-1].capital {
		d.mention(d.main, si, from, j, extract.Nominal, "event.body")
	}
}

// edition is the cluster of edition n of the series of base, made where it is
// not there yet.
func (d *doc) edition(base *cluster, n int) *cluster {
	if base.ordinal == n {
		return base
	}
	for _, k := range d.clusters {
		if k.ordinal == n && (k.base == base || subset(k.bag, base.bag) || subset(base.bag, k.bag)) {
			return k
		}
	}
	k := &cluster{class: base.class, noun: base.noun, bag: base.bag, series: base.series, ordinal: n, base: base, first: 1 << 60}
	k.label = ordinalName(n) + " " + base.series
	if base.noun.name == "ordinal" && !slices.Contains(bag(base.series), base.noun.singular) {
		k.label = ordinalName(n) + " " + base.noun.singular + " of the " + base.series
	}
	d.clusters = append(d.clusters, k)
	return k
}

var ordinalNames = strings.Fields("First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth Eleventh Twelfth")

// ordinalName writes a number as the first word of a name.
func ordinalName(n int) string {
	if n >= 1 && n <= len(ordinalNames) {
		return ordinalNames[n-1]
	}
	end := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			end = "st"
		case 2:
			end = "nd"
		case 3:
			end = "rd"
		}
	}
	return strconv.Itoa(n) + end
}

// ordinalReference reads "the third round", "this first Forum": an edition of
// the main event's series.
func (d *doc) ordinalReference(si, i, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	base := d.numbered(si)
	if base == nil || base.series == "" && !base.plain || l.named && !slices.ContainsFunc(ws[l.from:i], func(w word) bool { return w.is("substantive", "final", "full", "regular", "formal", "last") }) || !d.fits(base, ph.noun, true) {
		return
	}
	if j < len(ws) && ws[j].is("of", "on", "with", "between") {
		// "It was the first meeting of what is now …"
		if base == d.main && base.ordinal == 0 && l.from >= 3 && ws[l.from-2].is("was", "is") && ws[l.from-3].is("it", "this") && ws[j].is("of") {
			base.ordinal = l.ordinal
			d.mention(base, si, l.from, j, extract.Nominal, "event.edition")
		}
		return
	}
	if base.ordinal == 0 {
		if l.deictic || l.from <= 1 && d.sameSubject(si, base) && j < len(ws) && ws[j].is(",", "is", "opened", "began", "ended", "closed", "concluded", "brought", "gathered", "convened") {
			base.ordinal = l.ordinal
			d.mention(base, si, l.from, j, extract.Nominal, "event.edition")
		}
		return
	}
	k := d.edition(base, l.ordinal)
	d.mention(k, si, l.from, j, extract.Nominal, "event.edition")
}

// numbered is the event whose editions a bare number in sentence si counts: the
// last numbered one that the paragraph has named, else the main event.
func (d *doc) numbered(si int) *cluster {
	best, at := d.main, -1
	for _, k := range d.clusters {
		if k.ordinal == 0 || k.class == schema.Session || k.series == "" {
			continue
		}
		for _, m := range k.mentions {
			if m.sent <= si && (d.main == nil || d.sents[m.sent].block == d.sents[si].block) && m.span.Start > at && m.rule == "event.name" {
				best, at = k, m.span.Start
			}
		}
	}
	return best
}

// sameSubject reports whether sentence si goes on about k: it is the next
// after one that mentions k, or the second of the lead.
func (d *doc) sameSubject(si int, k *cluster) bool {
	for _, m := range k.mentions {
		if m.sent <= si && si-m.sent <= 8 {
			return true
		}
	}
	return false
}

// elidedNext reads "the next will be hosted by …", "the previous one was …".
func (d *doc) elidedNext(si, i int) int {
	ws := d.sents[si].words
	if d.main == nil || d.main.series == "" || i+2 >= len(ws) || !ws[i].is("the") || !ws[i+1].is("next", "previous") || d.main.noun.class != "event" {
		return i
	}
	j := i + 2
	if ws[j].is("one") {
		j++
	}
	if j >= len(ws) || !(ws[j].is("will", "is", "was", "took") || ws[j].is(",") && j == i+3) {
		return i
	}
	if !(i == 0 || ws[i-1].is(",", ";", "and", "(", ".")) {
		return i
	}
	rel := next
	if ws[i+1].is("previous") {
		rel = previous
	}
	k := d.relative(d.main, rel)
	if k == nil {
		k = &cluster{class: schema.Event, noun: d.main.noun, bag: d.main.bag, series: d.main.series, rel: rel, base: d.main, plain: true, first: 1 << 60}
		k.label = upperFirst(ws[i+1].low) + " " + d.main.series
		d.clusters = append(d.clusters, k)
	}
	d.mention(k, si, i+1, j, extract.Nominal, "event.elided")
	return j
}

// elided reads "the second, in 2020, was …", "a second one", "the first
// edition": an edition named by its number alone, at the head of a clause.
func (d *doc) elided(si, i int) int {
	ws := d.sents[si].words
	if i+2 >= len(ws) || !ws[i].is("the", "a") {
		return i
	}
	n := d.ordinalAt(ws, i+1)
	base := d.numbered(si)
	if n == 0 || base == nil || base.series == "" || base.ordinal == 0 || n == base.ordinal {
		return i
	}
	j := i + 2
	one := ws[j].is("one")
	if one {
		j++
	}
	if j >= len(ws) || ws[i].is("a") && !one {
		return i
	}
	if j+2 < len(ws) && (ws[j].is("in") && ws[j+1].is("the", "a") && ws[j+2].is("series", "row") || ws[j].is("of") && ws[j+1].is("its") && ws[j+2].is("kind")) || j < len(ws) && ws[j].is("edition") {
		return i
	}
	starts := i == 0 || ws[i-1].is(",", ";", "and", "(", "than") || d.sents[si].words[i].capital || one
	verb := ws[j].is("was", "will", "is", "took", "were", "had", "has") || ws[j].is(",") && j+1 < len(ws) && ws[j+1].is("in", "held", "hosted", "at", "on") || ws[j].is("in", ",") && one
	if !starts || !verb {
		return i
	}
	d.mention(d.edition(base, n), si, i+1, j, extract.Nominal, "event.elided")
	return j
}

// apposed reads "the X Forum, the ninth in the series" and "…, the third of its
// kind": the number of the edition in apposition to its name.
func (d *doc) apposed(si, i int) {
	ws := d.sents[si].words
	if i+4 >= len(ws) || !ws[i].is("the") || i == 0 {
		return
	}
	it := i == 2 && ws[0].is("it", "this") && ws[1].is("was", "is")
	if !ws[i-1].is(",") && !it {
		return
	}
	n := d.ordinalAt(ws, i+1)
	if n == 1 && ws[i+2].is("of") || n == 0 || !(ws[i+2].is("in") && ws[i+3].is("the", "a") && ws[i+4].is("series") || ws[i+2].is("of") && ws[i+3].is("its") && ws[i+4].is("kind")) {
		return
	}
	var last *cluster
	at := -1
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.span.End <= ws[i].Start && m.span.Start > at && m.form == extract.Name {
				last, at = k, m.span.Start
			}
		}
	}
	if it {
		last = d.main
	}
	if last != nil && last.ordinal == 0 {
		last.ordinal = n
	}
}

// otherEdition reads "the next meeting", "our last conference".
func (d *doc) otherEdition(si, i, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	base := d.main
	n := ph.noun
	if base == nil || l.named || !d.fits(base, n, true) || base.noun.class == "visit" || base.noun.class == "call" {
		return
	}
	w := ws[l.from].low
	if l.rel == previous && !(w == "last" && ws[l.from+1].is("year", "month")) && w != "previous" && w != "preceding" && !(l.from > 0 && ws[l.from-1].is("our", "the", "'s", "’s")) {
		return
	}
	if l.rel == next && (w == "further" || w == "another" || w == "future" || w == "subsequent" || w == "follow-up") && !d.willBe(ws, j) {
		return
	}
	if j < len(ws) && ws[j].is("with", "between") {
		return
	}
	k := d.relative(base, l.rel)
	if k == nil {
		name := base.series
		if name == "" || base.noun.family == "body" || base.noun.name == "ordinal" && !slices.Contains(bag(base.series), n.singular) && base.series != base.label {
			name = n.singular + " of the " + cmp.Or(base.series, base.label)
		}
		k = &cluster{class: schema.Event, noun: n, bag: base.bag, series: base.series, rel: l.rel, base: base, plain: true, first: 1 << 60}
		k.label = upperFirst(w) + " " + name
		if w == "last" {
			k.label = "Previous " + name
		}
		d.clusters = append(d.clusters, k)
	}
	k.alias(d.text(extract.Span{Start: ws[l.from].Start, End: ws[j-1].End}))
	if w == "last" && l.from+2 < j && ws[l.from+2].is("'s", "’s") {
		d.genitive(k, si, l.from+3, j)
	}
	d.mention(k, si, l.from, j, extract.Nominal, "event.other-edition")
}

// relative is the next or previous edition of base that the document has
// spoken of, or nil.
func (d *doc) relative(base *cluster, rel relation) *cluster {
	for _, k := range d.clusters {
		if k.rel == rel && k.base == base {
			return k
		}
	}
	return nil
}

// willBe reports whether the words after j are a future verb.
func (d *doc) willBe(ws []word, j int) bool {
	return j < len(ws) && (ws[j].is("will", "is", "shall", "in") || ws[j].is("to"))
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// session reads "Session 1", "in session 2 on …", "the leaders' session".
func (d *doc) session(si, i, j int, l left, ph *phrase) bool {
	ws := d.sents[si].words
	if ph.plural || d.main == nil {
		return false
	}
	from, to := i, j
	label := ""
	switch {
	case j < len(ws) && (ws[j].number() > 0 && ws[j].number() < 40 && ws[j].year() == 0 || ws[j].roman() > 0 || ws[i].capital && ws[j].is("i", "v", "x") && ws[j].capital):
		to = j + 1
		label = upperFirst(d.text(extract.Span{Start: ws[i].Start, End: ws[j].End}))
	case i >= 2 && ws[i-1].is("'", "’") && ws[i-2].is("leaders", "ministers", "experts", "officials", "stakeholders", "heads"):
		from = i - 2
		label = d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	case ph.noun.class == "part" && (l.definite || ws[i].capital):
		from = l.from
		label = d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	default:
		return false
	}
	k := d.partNamed(label, ph.noun)
	d.genitive(k, si, from, to)
	d.mention(k, si, from, to, extract.Name, "event.session")
	return true
}

// partNamed is the part of the main event with the label, made where it is not
// there yet.
func (d *doc) partNamed(label string, n *noun) *cluster {
	b := bag(label)
	for _, k := range d.clusters {
		if k.class == schema.Session && k.noun.family == n.family && (slices.Equal(k.bag, b) || n.family != "session" && (subset(b, k.bag) || subset(k.bag, b))) {
			if len(b) > len(k.bag) {
				k.alias(k.label)
				k.label, k.bag = label, b
			} else {
				k.alias(label)
			}
			return k
		}
	}
	k := &cluster{class: schema.Session, noun: n, label: label, bag: b, parent: d.main, first: 1 << 60}
	d.clusters = append(d.clusters, k)
	return k
}

// part reads ceremonies, meals and the like: "this evening's Welcoming Dinner",
// "the opening ceremony".
func (d *doc) part(si, from, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	if d.main == nil || ph.plural || ph.noun.family == "press" || ph.noun.family == "exhibition" {
		return
	}
	if !l.definite || j < len(ws) && ws[j].is("with") {
		return
	}
	// "the dinner" needs the words of a part, or a part before it.
	label := d.text(extract.Span{Start: ws[from].Start, End: ws[j-1].End})
	b := bag(label)
	if len(b) < 2 && !l.deictic {
		for _, k := range d.clusters {
			if k.class == schema.Session && k.noun.family == ph.noun.family {
				d.mention(k, si, from, j, extract.Nominal, "event.part")
				return
			}
		}
		return
	}
	k := d.partNamed(label, ph.noun)
	d.genitive(k, si, from, j)
	d.mention(k, si, from, j, extract.Nominal, "event.part")
}

// genitive dates event k by the words right before it: "tonight's dinner".
func (d *doc) genitive(k *cluster, si, from, j int) {
	ws := d.sents[si].words
	if from < 2 || !ws[from-1].is("'s", "’s", "'", "’") {
		return
	}
	for _, e := range d.dates[si] {
		if e.Span.End == ws[from-2].End {
			k.alias(d.text(extract.Span{Start: ws[from-2].Start, End: ws[j-1].End}))
			k.facts = append(k.facts, fact{predicate: schema.StartDate, when: e, status: extract.Asserted, rule: "event.date-genitive", confidence: 0.9, sent: si})
		}
	}
}

// indefinites finds the events that a text brings in without a name: "a two-day
// conference on ports opened in Lima", "at a summit at the Crystal Palace",
// "hosted a side event on X".
func (d *doc) indefinites() {
	for si := range d.sents {
		s := &d.sents[si]
		if s.title || s.kind == extract.Caption {
			continue
		}
		for i := 0; i < len(s.words); {
			if to := d.taken(si, i); to > i {
				i = to
				continue
			}
			ph, j := d.x.nouns.at(s.words, i)
			if ph == nil {
				i++
				continue
			}
			if w := &s.words[j-1]; (!ph.plural || ph.noun.singular == "talks") && (ph.noun.class == "event" || ph.noun.family == "ceremony") && (w.upos == "" || w.upos == "NOUN" || w.upos == "PROPN") {
				l := d.left(s.words, i)
				if ph.noun.class == "event" && l.indefinite && l.rel == same && (l.ordinal == 0 || d.fails(si, j)) || d.introduced(si, i, j, l, ph) {
					d.indefinite(si, i, j, l, ph)
				}
			}
			i = j
		}
	}
}

// indefinite makes an event of "a … NOUN" where the words around say that it
// takes place and tell it from others.
func (d *doc) indefinite(si, i, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	n := ph.noun
	if n.family == "event" || n.family == "edition" || n.family == "week" || n.family == "hearing" || n.singular == "round" || n.singular == "assembly" || n.singular == "forum" && !d.holds(si, l, j) {
		return
	}
	to := d.topicEnd(si, j)
	verb := d.holdVerb(ws, l)
	k := &cluster{class: schema.Event, noun: n, plain: true, first: 1 << 60}
	from := l.from
	for from+3 <= i && ws[from+1].text == "-" && ws[from+2].is("day", "week", "hour") { // "two-day"
		from += 3
	}
	k.label = d.text(extract.Span{Start: ws[from].Start, End: ws[to-1].End})
	switch {
	case n.family == "side event" && verb >= 0:
	case verb >= 0 || d.holds(si, l, j):
		if to == j && from == i && l.from < from {
			k.label = d.text(extract.Span{Start: ws[l.from].Start, End: ws[j-1].End}) // "five-day session"
		} else if to == j && from == i && l.ordinal == 0 && !d.located(si, j) {
			host := ""
			if verb >= 0 && d.x.in("hold", ws[verb].lemma) {
				host = d.subject(si, verb)
			}
			if host == "" {
				return
			}
			k.label += " hosted by " + host
		}
		if to == j && from == i {
			k.label = d.siteLabel(si, from, j, k.label)
		}
	case n.family == "ceremony" && d.located(si, to):
		if to == j {
			k.label = d.siteLabel(si, from, j, k.label)
		}
	case n.name == "strong" && n.family == "conference" && l.from >= 2 && ws[l.from-2].is("at", "during") && d.located(si, to):
		if to == j {
			k.label = d.siteLabel(si, from, j, k.label)
		}
	default:
		return
	}
	k.bag = bag(k.label)
	d.clusters = append(d.clusters, k)
	d.mention(k, si, l.from, to, extract.Nominal, "event.described")
}

// fails reports whether the words after an event noun say that it was put off
// or called off.
func (d *doc) fails(si, j int) bool {
	ws := d.sents[si].words
	for k := j; k < len(ws) && k < j+12; k++ {
		if ph, _ := d.x.phrases["status"].at(ws, k); ph != nil {
			return true
		}
	}
	return false
}

// introduced reports whether "the … NOUN" brings in an event of its own: it
// takes place, something tells what it is, and the text has named no other of
// its kind.
func (d *doc) introduced(si, i, j int, l left, ph *phrase) bool {
	n := ph.noun
	if n.singular == "talks" && !l.definite && !l.indefinite && j < len(d.sents[si].words) && d.sents[si].words[j].is("between") {
		return d.holds(si, l, j)
	}
	if n.family == "ceremony" {
		return (l.definite || l.indefinite) && !slices.ContainsFunc(d.clusters, func(k *cluster) bool { return k.class == schema.Event }) && (d.located(si, j) || d.holds(si, l, j)) && n.singular != "opening ceremony" && n.singular != "closing ceremony"
	}
	if !l.definite || l.deictic || l.rel != same || l.ordinal > 0 || n.family != "conference" && n.family != "workshop" && n.family != "meeting" || !d.holds(si, l, j) {
		return false
	}
	if n.family == "meeting" && (d.topicEnd(si, j) == j || !d.sents[si].words[j].is("of")) {
		return false
	}
	if l.from == i && d.topicEnd(si, j) == j {
		return false
	}
	return !slices.ContainsFunc(d.clusters, func(k *cluster) bool { return k.noun.family == n.family || k.noun.family == "acronym" })
}

// holdVerb is the word of a verb of holding or leading that governs the noun
// phrase l as its object, or -1.
func (d *doc) holdVerb(ws []word, l left) int {
	v := l.from - 2
	if v < 0 {
		return -1
	}
	if ws[v].is(",") { // "led, and 20 states supported, its side event"
		for v > 0 && !d.x.in("preside", ws[v].lemma) {
			v--
		}
	}
	ok := d.x.in("hold", ws[v].lemma) || d.x.in("preside", ws[v].lemma) || d.x.in("open", ws[v].lemma) || d.x.in("close", ws[v].lemma)
	if !ok || ws[v].upos != "" && ws[v].upos != "VERB" || ws[v].is("planning", "continued", "continuing") {
		return -1
	}
	return v
}

// holds reports whether a verb of holding has the noun phrase before word j as
// its subject, or qualifies it: "a conference, held in Lima".
func (d *doc) holds(si int, l left, j int) bool {
	ws := d.sents[si].words
	to := d.topicEnd(si, j)
	if d.fails(si, to) {
		return true
	}
	for k := to; k < len(ws) && k < to+5; k++ {
		w := &ws[k]
		if w.upos == "VERB" || w.is("held", "opened", "convened", "closed", "ended") {
			if w.is("attended", "chaired", "organized", "organised", "hosted") {
				return true
			}
			return d.x.in("hold", w.lemma) && w.lemma != "meet" && w.lemma != "launch" && w.lemma != "plan" && w.lemma != "continue" && w.lemma != "run" || d.x.in("open", w.lemma) || d.x.in("close", w.lemma)
		}
		if w.upos != "AUX" && w.upos != "ADV" && !w.is(",", "which", "that") {
			return false
		}
	}
	return false
}

// located reports whether a place, venue or date stands right at word j.
func (d *doc) located(si, j int) bool {
	sc := scan{d: d, si: si, s: &d.sents[si], cur: &cluster{}, mode: adjacent}
	for k := j; k < len(sc.s.words) && k < j+2; k++ {
		if _, ok := sc.phrase(k, false); ok {
			return true
		}
	}
	return false
}

// siteLabel is the label of an event that only its place tells from others:
// "summit at the Crystal Palace".
func (d *doc) siteLabel(si, from, j int, label string) string {
	ws := d.sents[si].words
	sc := scan{d: d, si: si, s: &d.sents[si], cur: &cluster{}, mode: adjacent}
	if j < len(ws) {
		if p, ok := sc.phrase(j, false); ok && p.date == nil {
			return d.text(extract.Span{Start: ws[from].Start, End: ws[p.to-1].End})
		}
	}
	return label
}

// topicEnd is the index after the topic that follows an event noun at j: "on
// port security", "with experts from both countries", "of foreign ministers".
func (d *doc) topicEnd(si, j int) int {
	ws := d.sents[si].words
	if j+1 >= len(ws) || !ws[j].is("on", "with", "of", "about", "between") {
		return j
	}
	k := j + 1
	for k < len(ws) && k-j < 12 && d.dateAt(si, k) == nil {
		w := &ws[k]
		if w.capital || w.is("the", "of", "and", "for", "-", "#", "’s", "'s", "’", "'", "&", "to") || w.upos == "NOUN" || w.upos == "ADJ" || w.upos == "PROPN" || w.upos == "NUM" {
			k++
			continue
		}
		break
	}
	for k > j+1 && ws[k-1].is("the", "of", "and", "for", "-", "to", "'s", "’s") {
		k--
	}
	if k == j+1 {
		return j
	}
	return k
}

// subject gives the words of the subject of the verb at word v of sentence si,
// up to the first comma, or "" where the parse shows none.
func (d *doc) subject(si, v int) string {
	toks := d.a.Sentences[si].Tokens
	for k := range toks {
		if toks[k].Head != v || toks[k].Rel != "nsubj" {
			continue
		}
		from, to := k, k+1
		for from > 0 && d.within(toks, from-1, k) && toks[from-1].UPOS != "PUNCT" {
			from--
		}
		for to < v && d.within(toks, to, k) && toks[to].UPOS != "PUNCT" {
			to++
		}
		if toks[k].UPOS == "PRON" {
			return ""
		}
		return d.text(extract.Span{Start: toks[from].Span.Start, End: toks[to-1].Span.End})
	}
	return ""
}

// within reports whether token i hangs, over any number of steps, on token top.
func (d *doc) within(toks []extract.Token, i, top int) bool {
	for range len(toks) {
		if i == top {
			return true
		}
		if i = toks[i].Head; i < 0 {
			return false
		}
	}
	return false
}
