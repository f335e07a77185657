package event

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
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
		d.untaken(si, func(i, j int, ph *phrase) {
			if w := &s.words[j-1]; (!ph.plural || ph.noun.singular == "talks") && (ph.noun.class == "event" || ph.noun.family == "ceremony") && (w.upos == "" || w.upos == "NOUN" || w.upos == "PROPN") {
				l := d.left(s.words, i)
				if ph.noun.class == "event" && l.indefinite && l.rel == same && (l.ordinal == 0 || d.fails(si, j)) || d.introduced(si, i, j, l, ph) {
					d.indefinite(si, i, j, l, ph)
				}
			}
		})
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
		to := d.topicEnd(si, j)
		return d.holds(si, l, j) && slices.ContainsFunc(d.sents[si].words[j:to], func(w word) bool { return w.capital })
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
	var topic []string // "the workshop on port data" is none of another topic
	if to := d.topicEnd(si, j); to > j+1 {
		topic = bag(d.text(extract.Span{Start: d.sents[si].words[j+1].Start, End: d.sents[si].words[to-1].End}))
	}
	return !slices.ContainsFunc(d.clusters, func(k *cluster) bool {
		return (k.noun.family == n.family || k.noun.family == "acronym") && (len(topic) == 0 || !d.fails(si, j) || common(topic, bag(k.label)) > 0)
	})
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
	if j+1 >= len(ws) || !ws[j].is("on", "with", "of", "about", "between") && !(ws[j].is("for", "among") && (ws[j+1].upos == "NOUN" || ws[j+1].upos == "ADJ")) {
		return j
	}
	k := j + 1
	if ws[k].is("its", "their") {
		k++
	}
	for k < len(ws) && k-j < 12 && d.dateAt(si, k) == nil {
		w := &ws[k]
		if w.is(",") && j < k-1 && d.listed(ws, k) {
			k++
			continue
		}
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

// listed reports whether the comma at word i parts two nouns of a list that ends
// with "and": "with companies, academics and unions".
func (d *doc) listed(ws []word, i int) bool {
	nouns := 0
	for k := i + 1; k < len(ws) && k < i+10; k++ {
		switch {
		case ws[k].is("and") && nouns > 0:
			return k+1 < len(ws) && (ws[k+1].upos == "NOUN" || ws[k+1].upos == "ADJ" || ws[k+1].upos == "PROPN")
		case ws[k].upos == "NOUN" || ws[k].upos == "PROPN":
			nouns++
		case ws[k].upos != "ADJ" && !ws[k].is(","):
			return false
		}
	}
	return false
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
