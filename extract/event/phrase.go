package event

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// phraseAt is a date or place phrase in a sentence.
type phraseAt struct {
	date  *date.Expr
	place *gazetteer.Entry
	name  string // of an unknown place, or of a venue
	venue bool
	from  int
	to    int
}

// phrase reads a date, place or venue at word i, with its preposition.
func (sc *scan) phrase(i int, line bool) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if e := d.dateAt(sc.si, i); e != nil {
		switch e.Prep {
		case "since", "until", "till", "by", "before", "after", "through", "within", "throughout", "dated":
			return phraseAt{}, false
		}
		to := i
		for to < len(ws) && ws[to].Start < e.Span.End {
			to++
		}
		return phraseAt{date: e, from: i, to: to}, true
	}
	k := i
	comma := false
	if i > 0 && ws[i-1].is("not") {
		return phraseAt{}, false // "not in Lima but in Oslo"
	}
	if ws[i].is("in", "at", "on") && i+3 < len(ws) && ws[i+1].is("the") && ws[i+2].is("same") {
		if p, ok := sc.samePlace(i); ok {
			return p, true
		}
	}
	switch {
	case ws[k].is("in", "at"), ws[k].is("to") && k > 0 && (sc.cur == nil || sc.cur.noun == nil || sc.cur.noun.class != "visit") && (ws[k-1].is("travel", "travels", "traveled", "travelled", "traveling", "go", "return", "trip") || sc.pending && sc.d.placeAt(ws[min(k+1, len(ws)-1)].Start)), ws[k].is("to") && sc.verb == "move" && sc.mode == governed, ws[k].is("for") && k > 0 && d.x.in("arranged", ws[k-1].lemma), ws[k].is("on") && sc.kindOfPlace(k+1) > k+1:
		k++
		if to := sc.kindOfPlace(k); to > k {
			k = to
			break
		}
		if k < len(ws) && ws[k].is("the") {
			k++
		}
		if k+1 < len(ws) && ws[k].is("city", "town", "capital") && ws[k+1].is("of") {
			k += 2
		}
	case ws[k].is(",", "(") && (line || sc.mode == governed || sc.mode == adjacent && sc.reach == i) && k+1 < len(ws):
		k++
		comma = true
		if sc.mode == adjacent && sc.reach == i && sc.cur != nil {
			if p, ok := sc.venue(i, k); ok && p.to < len(ws) && ws[p.to].is(",", ".", ";", ")") {
				return p, true // "the Forum, 3 May, Harbour Hotel, Lima"
			}
		}
	case line && (i == 0 && (sc.cur != nil || !sc.s.title) || i > 0 && ws[i-1].is(":")):
	default:
		return phraseAt{}, false
	}
	if k >= len(ws) || !ws[k].capital {
		return phraseAt{}, false
	}
	if _, ok := sc.refAt(k); ok {
		return phraseAt{}, false
	}
	if !comma || line || sc.lastVenue(i) || sc.mode == adjacent && sc.reach == i {
		if p, ok := sc.venue(i, k); ok {
			return p, true
		}
		if p, ok := sc.site(i, k); ok {
			return p, true
		}
		if e, to := d.lookup(ws, k); e != nil {
			if to < len(ws) && (ws[to].is("'s", "’s", "-") || ws[to].capital && d.dateAt(sc.si, to) == nil) && !line {
				return phraseAt{}, false
			}
			p := phraseAt{place: e, from: i, to: to}
			// "in Manama, Bahrain": the state after the city is no place of its own.
			if to+1 < len(ws) && ws[to].is(",") {
				if f, end := d.lookup(ws, to+1); f != nil && (f.Kind == gazetteer.StateName || f.Place != nil && (f.Place.Kind == "region" || f.Place.Name == "New York")) {
					p.to = end
				}
			}
			return p, true
		}
		if p, ok := sc.building(i, k); ok && !sc.datedAfter(k) {
			return p, true
		}
		if (ws[i].is("in", "for", "on") || ws[i].is("at") && sc.datedAfter(k)) && k == i+1 || k > 0 && ws[k-1].is("of") {
			if p, ok := sc.unknownPlace(i, k); ok {
				return p, true
			}
		}
	}
	return phraseAt{}, false
}

// kindOfPlace is the index after what says what kind of place the name is that
// follows: "the Kenyan coastal city of", "the Swiss capital", "the island of"; or i.
func (sc *scan) kindOfPlace(i int) int {
	ws := sc.s.words
	if i+2 >= len(ws) || !ws[i].is("the", "a") {
		return i
	}
	for k := i + 1; k+1 < len(ws) && k < i+5; k++ {
		if ws[k].is("city", "town", "capital", "resort", "port", "village", "island", "suburb", "municipality", "township", "hub", "peninsula") && !ws[k].capital {
			if ws[k+1].is("of") && k+2 < len(ws) && ws[k+2].capital {
				return k + 2
			}
			if ws[k+1].capital && k > i+1 {
				return k + 1
			}
			return i
		}
		if ws[k].upos != "ADJ" && ws[k].upos != "NOUN" && !ws[k].hyphen() && ws[k].upos != "PROPN" {
			return i
		}
	}
	return i
}

// building reads a name after "at" that nothing else is called by, where the
// event in hand is said to be: "at Singha Durbar", "at the Auberge de Castille".
func (sc *scan) building(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if sc.cur == nil || sc.mode == loose || !ws[i].is("at") || d.x.in("function", ws[k].low) {
		return phraseAt{}, false
	}
	end := k
	for end < len(ws) && d.dateAt(sc.si, end) == nil {
		w := &ws[end]
		if w.capital || end > k && end+1 < len(ws) && ws[end+1].capital && (w.hyphen() || w.is("of", "de", "del", "la", "di", "da", "do", "dos", "du", "el", "al", "'s", "’s", "'", "’")) {
			end++
			continue
		}
		break
	}
	if end == k || end-k == 1 && (k == i+1 || len(ws[k].text) < 5 || isAcronym(ws[k].text)) || end < len(ws) && !ws[end].is(",", ".", ";", ")", "(", "on", "in", "from", "and") && d.dateAt(sc.si, end) == nil {
		return phraseAt{}, false
	}
	for n := k; n < end; n++ {
		if ph, _ := d.x.nouns.at(ws, n); ph != nil {
			return phraseAt{}, false
		}
		if _, ok := sc.refAt(n); ok {
			return phraseAt{}, false
		}
	}
	if e, to := d.lookup(ws, k); e != nil && to == end || d.mentionAt(ws[k].Start, schema.Norm, schema.Instrument, schema.Person, schema.Office, schema.State, schema.Body) != nil {
		return phraseAt{}, false
	}
	if m := d.mentionAt(ws[k].Start, schema.Organization); m != nil && end-k < 2 {
		return phraseAt{}, false
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[end-1].End}), venue: true, from: i, to: end}, true
}

// datedAfter reports whether a name of one or two words at word k is followed by a
// year: "at Pointe-Noire in 2021".
func (sc *scan) datedAfter(k int) bool {
	ws := sc.s.words
	for n := k + 1; n < len(ws) && n < k+4; n++ {
		if ws[n].is("in") && n+1 < len(ws) && ws[n+1].year() > 0 {
			return true
		}
		if !ws[n].capital && !ws[n].hyphen() {
			return false
		}
	}
	return false
}

// samePlace reads "in the same city", "in the same palace": what is known of the
// main event, said of another.
func (sc *scan) samePlace(i int) (phraseAt, bool) {
	ws := sc.s.words
	main := sc.d.main
	if main == nil || main == sc.cur {
		return phraseAt{}, false
	}
	venue := sc.d.x.in("venue", ws[i+3].low)
	if !venue && !ws[i+3].is("city", "town", "place", "venue", "day") {
		return phraseAt{}, false
	}
	for _, f := range main.facts {
		if f.status == extract.Cancelled {
			continue
		}
		switch {
		case f.predicate == schema.StartDate && ws[i+3].is("day") && f.when.Start.Day > 0 && !f.when.IsRange():
			return phraseAt{date: &f.when, from: i, to: i + 4}, true
		case f.predicate == schema.InPlace && ws[i+3].is("city", "town", "place"):
			for _, e := range sc.d.g.Lookup(f.place) {
				if e.Place != nil {
					return phraseAt{place: &e, from: i, to: i + 4}, true
				}
			}
		case f.predicate == schema.Venue && (ws[i+3].is("venue") || venue && strings.HasSuffix(strings.ToLower(f.place), ws[i+3].low)):
			return phraseAt{name: f.place, venue: true, from: i, to: i + 4}, true
		}
	}
	return phraseAt{}, false
}

// lastVenue reports whether a venue was read right before word i.
func (sc *scan) lastVenue(i int) bool {
	if sc.cur == nil || len(sc.cur.facts) == 0 {
		return false
	}
	f := sc.cur.facts[len(sc.cur.facts)-1]
	return f.predicate == schema.Venue && f.sent == sc.si && strings.HasSuffix(strings.TrimSpace(sc.d.text(extract.Span{Start: sc.s.span.Start, End: sc.s.words[i].Start})), f.place)
}

// venue reads the name of a building at word k, after "at" or "in".
func (sc *scan) venue(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	end, last := k, -1
	of := false
	for end < len(ws) {
		w := &ws[end]
		if w.capital && !(d.x.in("function", w.low) && end == k) {
			if d.x.in("venue", w.low) {
				last = end
			}
			end++
			continue
		}
		if (w.is("of", "the", "for", "and", "&", "-", "'s", "’s", "'", "’", "de", "la", "al", "du", "des", "del", "do", "da", "della") || w.hyphen()) && end+1 < len(ws) && (ws[end+1].capital || ws[end+1].is("the")) && (of || !w.is("and")) && end > k {
			of = of || w.is("of", "for")
			end++
			continue
		}
		break
	}
	if end > k && end < len(ws) && d.x.in("venue", ws[end].low) && !ws[end].capital {
		last = end // "the Narodowy stadium"
		end++
	}
	if last < 0 {
		return phraseAt{}, false
	}
	// The name may go on after the venue noun: "Ministry of Foreign Affairs".
	to := last + 1
	if to < len(ws) && ws[to].is("of", "for", "de", "des", "du", "del", "della", "do", "da", "la") {
		to = end
	} else if to < end && ws[to].capital {
		to = end
	}
	if ph, _ := d.x.nouns.at(ws, last); ph != nil {
		return phraseAt{}, false
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[to-1].End}), venue: true, from: i, to: to}, true
}

// site reads "in the World Forum in The Hague": after a verb of holding, a name
// that the city follows is that of a building.
func (sc *scan) site(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if sc.mode != governed || k < 1 || !ws[k-1].is("the") && !(ws[k-1].is("at") && i == k-1) {
		return phraseAt{}, false
	}
	end := k
	for end < len(ws) && (ws[end].capital || (ws[end].is("of", "'s", "’s") || ws[end].hyphen()) && end > k && end+1 < len(ws) && ws[end+1].capital) {
		end++
	}
	if end-k < 2 || end+1 >= len(ws) || !ws[end].is("in", ",") || d.personAt(ws[k].Start) {
		return phraseAt{}, false
	}
	if e, _ := d.lookup(ws, k); e != nil {
		return phraseAt{}, false
	}
	if e, _ := d.lookup(ws, end+1); e == nil || e.Place == nil || e.Place.Kind == "region" {
		return phraseAt{}, false
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[end-1].End}), venue: true, from: i, to: end}, true
}

// unknownPlace reads "in Querétaro": one or two capitalised words that nothing
// else claims.
func (sc *scan) unknownPlace(i, k int) (phraseAt, bool) {
	ws := sc.s.words
	d := sc.d
	if sc.cur == nil || sc.mode == loose {
		return phraseAt{}, false
	}
	end := k
	for end < len(ws) && end-k < 3 && ws[end].capital && d.dateAt(sc.si, end) == nil && !d.actorAt(ws[end].Start) {
		end++
		if end+1 < len(ws) && ws[end].hyphen() && ws[end].glued && ws[end+1].capital { // "Pointe-Noire"
			end += 2
		}
		if end+1 < len(ws) && ws[end].is("de", "del", "dos", "la", "do", "da", "du", "di", "le", "sur", "upon", "am", "el") && ws[end+1].capital { // "Villa del Lago"
			end++
		} else if end+2 < len(ws) && ws[end].is("de", "del") && ws[end+1].is("la", "los", "las", "el") && ws[end+2].capital {
			end += 2
		}
	}
	if end == k || len(ws[k].text) < 3 || strings.ToUpper(ws[k].text) == ws[k].text && !sc.s.title || d.x.in("function", ws[k].low) {
		return phraseAt{}, false
	}
	if end < len(ws) && (ws[end].capital && d.dateAt(sc.si, end) == nil || ws[end].is("'s", "’s", "-", "of", "and") && !(ws[end].is("and") && sc.mode == governed && end+2 < len(ws) && ws[end+1].capital && ws[end+2].is(",", ".", ";"))) {
		return phraseAt{}, false
	}
	if m := d.mentionAt(ws[k].Start, schema.Norm, schema.Instrument, schema.Organization, schema.Person); m != nil {
		return phraseAt{}, false
	}
	// Months and seasons are no places, and names need a lower-case neighbour.
	for n := k; n < end; n++ {
		if ph, _ := d.x.nouns.at(ws, n); ph != nil {
			return phraseAt{}, false
		}
	}
	return phraseAt{name: d.text(extract.Span{Start: ws[k].Start, End: ws[end-1].End}), from: i, to: end}, true
}
