package event

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

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
	if rel := d.besides(base, n); rel != nil { // "the next Forum", now numbered
		k = rel
		k.ordinal = n
		k.alias(k.label)
	}
	k.label = ordinalName(n) + " " + base.series
	if base.noun.name == "ordinal" && !slices.Contains(bag(base.series), base.noun.singular) {
		k.label = ordinalName(n) + " " + base.noun.singular + " of the " + base.series
	}
	if k.first == 1<<60 {
		d.clusters = append(d.clusters, k)
	}
	return k
}

// besides is the next or previous edition of base that has no number yet and is
// the one with number n, or nil.
func (d *doc) besides(base *cluster, n int) *cluster {
	var k *cluster
	switch {
	case base.ordinal == 0:
	case n == base.ordinal+1:
		k = d.relative(base, next)
	case n == base.ordinal-1:
		k = d.relative(base, previous)
	}
	if k == nil || k.ordinal > 0 {
		return nil
	}
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

// editionBefore reports whether a numbered edition is mentioned before word i of
// sentence si.
func (d *doc) editionBefore(si, i int) bool {
	at := d.sents[si].words[i].Start
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.span.End <= at && k.ordinal > 0 {
				return true
			}
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
	if ws[j].is("in", "on", "at") && !one && i > 0 && ws[i-1].is("and", ",") && d.editionBefore(si, i) {
		d.mention(d.edition(base, n), si, i+1, j, extract.Nominal, "event.elided")
		return j
	}
	starts := i == 0 || ws[i-1].is(",", ";", "and", "(", "than") || d.sents[si].words[i].capital || one
	verb := ws[j].upos == "AUX" || ws[j].upos == "VERB" && !ws[j].is("being") || ws[j].is("was", "will", "is", "took", "were", "had", "has") || ws[j].is(",") && j+1 < len(ws) && (ws[j+1].is("in", "held", "hosted", "convened", "organized", "organised", "at", "on", "due", "set", "which") || ws[j+1].is("to") && j+2 < len(ws) && ws[j+2].is("be", "take") || d.x.in("arranged", ws[j+1].lemma)) || ws[j].is("in", ",") && one
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

// began reads "the series began in Lima in 2013": the first edition of the main
// event's series.
func (d *doc) began(si, i int) {
	ws := d.sents[si].words
	if d.main == nil || d.main.series == "" || d.main.ordinal < 2 || i+2 >= len(ws) || !ws[i].is("series", "process") || i == 0 || !ws[i-1].is("the") {
		return
	}
	v := i + 1
	for v < len(ws) && v < i+4 && (ws[v].upos == "AUX" || ws[v].upos == "ADV") {
		v++
	}
	if v < len(ws) && ws[v].is("began", "started", "begun", "inaugurated") && v+1 < len(ws) && (ws[v+1].is("in", "at") || d.dateAt(si, v+1) != nil) {
		d.mention(d.edition(d.main, 1), si, i, i+1, extract.Nominal, "event.began")
	}
}

// yearReference reads "the 2022 Forum", "the 2020 edition": the edition of the
// main event's series in that year.
func (d *doc) yearReference(si, i, j int, ph *phrase) bool {
	ws := d.sents[si].words
	if i < 2 || ws[i-1].year() == 0 || !ws[i-2].is("the", "its", "whose") || d.main == nil || d.main.series == "" || ph.plural || !d.fits(d.main, ph.noun, true) {
		return false
	}
	year := ws[i-1].year()
	if d.main.year == year || d.main.year == 0 && slices.ContainsFunc(d.main.cands, func(c *candidate) bool { return c.when.Year == year }) {
		d.mention(d.main, si, i-1, j, extract.Nominal, "event.anaphor")
		return true
	}
	for _, k := range d.clusters {
		if k.year == year && (k.base == d.main || subset(k.bag, d.main.bag)) {
			d.mention(k, si, i-1, j, extract.Nominal, "event.anaphor")
			return true
		}
	}
	if d.main.year == 0 {
		return false // it may be the main event itself
	}
	k := &cluster{class: d.main.class, noun: d.main.noun, bag: d.main.bag, series: d.main.series, base: d.main, year: year, plain: true, first: 1 << 60}
	k.label = ws[i-1].text + " " + d.main.series
	d.clusters = append(d.clusters, k)
	d.mention(k, si, i-1, j, extract.Nominal, "event.year")
	return true
}

// meetAgain reads "will meet again in Lima in 2027", "decided to reconvene": the
// next edition of the main event.
func (d *doc) meetAgain(si, i int) {
	ws := d.sents[si].words
	if d.main == nil || d.main.series == "" || d.main.ordinal == 0 && d.main.noun.family != "dialogue" || d.taken(si, i) > i {
		return
	}
	again := ws[i].is("reconvene") || ws[i].is("meet", "convene") && i+1 < len(ws) && ws[i+1].is("again", "next")
	if !again || i == 0 || !ws[i-1].is("to", "will", "again") || !d.whenOrWhere(si, i) || d.unsure(si, i) {
		return
	}
	k := d.relative(d.main, next)
	if k == nil && d.main.ordinal > 0 {
		k = d.edition(d.main, d.main.ordinal+1)
	}
	if k == nil {
		k = &cluster{class: schema.Event, noun: d.main.noun, bag: d.main.bag, series: d.main.series, rel: next, base: d.main, plain: true, first: 1 << 60, label: "Next " + d.main.series}
		d.clusters = append(d.clusters, k)
	}
	k.future = true
	d.mention(k, si, i, i+1, extract.Nominal, "event.contact")
}

// predicated reports whether the words before word i say which edition the main
// event is: "X is the third such meeting, after …".
func (d *doc) predicated(si, i int) bool {
	ws := d.sents[si].words
	for k := i - 1; k > 0 && k > i-12; k-- {
		if d.ordinalAt(ws, k) > 0 && ws[k-1].is("the", "their", "its") {
			return true
		}
	}
	return false
}

// ranked reads which edition of which series a sentence says that an event is:
// "X was the third in the Lakes Workshop Series", "is the fifth edition of the
// Lakes Forum", "was the second such meeting".
func (d *doc) ranked(si, i int) {
	ws := d.sents[si].words
	if !ws[i].is("the") || i+3 >= len(ws) {
		return
	}
	n := d.ordinalAt(ws, i+1)
	if n == 0 {
		return
	}
	v := i - 1
	for v > 0 && (ws[v].upos == "ADV" || ws[v].is("also", "now", "already")) {
		v--
	}
	if v < 1 || !ws[v].is("is", "was", "marks", "marked", "be", "became") {
		return
	}
	var k *cluster
	for _, r := range d.refs(si) {
		if r.to <= v && r.k.class == schema.Event {
			k = r.k
		}
	}
	if k == nil && v <= 2 && ws[0].is("it", "this") {
		k = d.spokenOf(si)
	}
	if k == nil || k.ordinal > 0 && k.ordinal != n {
		return
	}
	j := i + 2
	for j < len(ws) && (d.x.in("generic", ws[j].low) || ws[j].is("such", "consecutive", "successive")) {
		j++
	}
	if j+1 >= len(ws) {
		return
	}
	of := j
	ph, to := d.x.nouns.at(ws, j)
	switch {
	case ph != nil && d.fits(k, ph.noun, true):
		of = to
	case ws[j].is("in"):
	default:
		return
	}
	if of < len(ws) && ws[of].is("in", "of") && of+1 < len(ws) {
		from := of + 1
		if ws[from].is("the", "a", "its") {
			from++
		}
		end := from
		for end < len(ws) && (ws[end].capital || end > from && (ws[end].is("of", "on", "for", "the", "and", "to") || ws[end].hyphen()) && end+1 < len(ws) && (ws[end+1].capital || ws[end+1].is("the"))) {
			end++
		}
		whole := d.mentionAt(ws[from].Start, schema.State, schema.Person, schema.Place)
		if end-from > 1 && (whole == nil || whole.Span.End < ws[end-1].End) {
			k.series = d.text(extract.Span{Start: ws[from].Start, End: ws[end-1].End})
		} else if end > from && !(ws[from].is("series") || ws[of].is("of")) || ws[from].is("year", "history", "decade", "row") {
			return
		}
	} else if of == j {
		return
	}
	k.ordinal = n
}

// otherEdition reads "the next meeting", "our last conference".
func (d *doc) otherEdition(si, i, j int, l left, ph *phrase) {
	ws := d.sents[si].words
	n := ph.noun
	base := d.main
	if k := d.namedBefore(si, i, n); k != nil {
		base = k
	}
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

// namedBefore is the event last named before word i in the same sentence that
// noun n can refer to, or nil.
func (d *doc) namedBefore(si, i int, n *noun) *cluster {
	var best *cluster
	at := -1
	for _, k := range d.clusters {
		for _, m := range k.mentions {
			if m.sent == si && m.form == extract.Name && m.span.Start > at && m.span.End <= d.sents[si].words[i].Start && k.rel == same && k.class == schema.Event && (d.fits(k, n, true) || k.noun.family == n.family) {
				best, at = k, m.span.Start
			}
		}
	}
	return best
}

// relative is the next or previous edition of base that the document has
// spoken of, or nil.
func (d *doc) relative(base *cluster, rel relation) *cluster {
	for _, k := range d.clusters {
		if k.base == base && (k.rel == rel || rel == next && base.ordinal > 0 && k.ordinal == base.ordinal+1 || rel == previous && k.ordinal > 0 && k.ordinal == base.ordinal-1) {
			return k
		}
	}
	return nil
}

// willBe reports whether the words after j are a future verb.
func (d *doc) willBe(ws []word, j int) bool {
	return j < len(ws) && (ws[j].is("will", "is", "shall", "in") || ws[j].is("to"))
}
