package actor

import (
	"strings"

	"github.com/normgraph/normgraph/schema/gazetteer"
)

// nounPhrase is the last word of the capitalised phrase that starts at i:
// "Foreign Affairs and Trade", "Economy, Trade and Industry", "Population,
// Refugees, and Migration".
func (d *doc) nounPhrase(l *line, i int) (int, bool) {
	last := -1
	for k := i; k < len(l.words); {
		switch f := l.fold(k); {
		case last == k-1 && l.fold(last) == "affairs" && k > i && l.words[k].Upper && !d.is(l, k, gazetteer.BodyHead):
			return last, true // a name follows
		case d.phraseWord(l, k, i):
			last = k
			k++
			continue
		case (f == "'s" || f == "'" && strings.HasSuffix(l.fold(k-1), "s")) && last == k-1 && d.phraseWord(l, k+1, i):
			k++
			continue
		case k > i && last == k-1 && l.words[k].Upper && d.is(l, k, gazetteer.Function) && d.phraseWord(l, k+1, i):
			k++ // "Violence Against Women"
			continue
		case f == "and" && last == k-1 && d.phraseWord(l, k+1, i) && d.joins(l, k+1):
			k++
			continue
		case f == "and" && last == k-1 && l.fold(k+1) == "the" && d.phraseWord(l, k+2, i) && d.is(l, k+2, gazetteer.MinistryWord|gazetteer.OfficeWord) && d.joins(l, k+2):
			k += 2 // "Sustainability and the Environment"
			continue
		case f == "," && last == k-1:
			if e, ok := d.listEnd(l, k); ok {
				last = e
				k = e + 1
				continue
			}
		case f == "in" && last == k-1 && k > i && d.phraseWord(l, k+1, i):
			if _, known := d.knownAt(l, k+1); !known {
				k++
				continue
			}
		}
		break
	}
	return last, last >= 0
}

// phraseWord reports whether word k may stand in a capitalised noun phrase
// that began at i: a capital, no known state or organisation, no title of a
// person and no given name after a title.
func (d *doc) phraseWord(l *line, k, i int) bool {
	if k >= len(l.words) || !l.words[k].Letter {
		return false
	}
	w := &l.words[k]
	if !w.Upper && !(w.Hyphen && k > i) {
		return false
	}
	if d.is(l, k, gazetteer.Function) && !w.Caps {
		return false
	}
	if isDay(w.Fold) {
		return false
	}
	if kn, ok := d.knownAt(l, k); ok {
		switch kn.entry.Kind {
		case gazetteer.StateName, gazetteer.OrganizationName:
			return false
		case gazetteer.PlaceName:
			// "Secretary of Defense Austin"
			if k > i && kn.first == kn.last && kn.entry.Place.Kind != "region" && d.is(l, k-1, gazetteer.Common) {
				return false
			}
		}
	}
	if k > i && !w.Hyphen && (d.is(l, k, gazetteer.Honorific) || d.nameBegins(l, k) || d.rankBegins(l, k)) {
		return false
	}
	if k > i && (w.Fold == "senior" || w.Fold == "acting") {
		return false
	}
	if k > i && l.heading && d.is(l, k, gazetteer.SpeechVerb) || d.headlineVerb(l, k, i) {
		return false // "Bureau of X Receives Award"
	}
	return true
}

// headlineVerb reports whether word k of a headline is its verb and no part of
// the name that began at i.
func (d *doc) headlineVerb(l *line, k, i int) bool {
	f := l.fold(k)
	verb := l.at(k) == "VERB" || d.verbs[f] || d.verbs[strings.TrimSuffix(f, "s")]
	return k > i && l.heading && verb && !d.is(l, k, gazetteer.BodyHead|gazetteer.EventHead|gazetteer.OfficeWord|gazetteer.FamilyName|gazetteer.FamilyFirst|gazetteer.GivenName|gazetteer.MinistryWord) &&
		!d.foreign(l, k)
}

// foreign reports whether word k is a capitalised word that no list of words,
// states, places or organisations knows.
func (d *doc) foreign(l *line, k int) bool {
	if !l.words[k].Upper || d.lex.Word(l.fold(k))&^(gazetteer.GivenName|gazetteer.WeakGivenName|gazetteer.FamilyName|gazetteer.FamilyFirst|gazetteer.Particle) != 0 {
		return false
	}
	_, known := d.g.MatchAt(l.words, k, l.upper)
	return !known
}

// rankBegins reports whether a rank stands before a name at word k: "Minister
// of Energy Prince A".
func (d *doc) rankBegins(l *line, k int) bool {
	n := d.lex.MatchAt(l.words, k, gazetteer.RankTitle)
	if n == 0 || k+n >= len(l.words) || !l.words[k+n].Upper {
		return false
	}
	return !d.is(l, k+n, gazetteer.OfficeHead|gazetteer.OfficeWord|gazetteer.BodyHead|gazetteer.EventHead|gazetteer.NotName|gazetteer.Function)
}

// nameBegins reports whether the name of a person begins at word k within a
// run of capitals: "Assistant Secretary for African Affairs Molly Phee".
func (d *doc) nameBegins(l *line, k int) bool {
	if d.family[l.fold(k)] && !d.is(l, k, gazetteer.EventHead|gazetteer.BodyHead|gazetteer.OfficeWord|gazetteer.NotName) && !(k+1 < len(l.words) && l.words[k+1].Upper) {
		return true
	}
	if !l.words[k].Caps && !l.words[k].Hyphen && d.foreign(l, k) && d.is(l, k-1, gazetteer.Common) && !(k+1 < len(l.words) && l.words[k+1].Upper && !d.foreign(l, k+1)) && l.fold(k+1) != "and" {
		return true // "Special Envoy for Climate Kerry"
	}
	if !d.is(l, k, gazetteer.GivenName|gazetteer.WeakGivenName|gazetteer.FamilyFirst) {
		return false
	}
	end := d.nameEnd(l, k, false)
	return end > k && (d.nameStrength(l, k, end) >= 2 || d.nameStrength(l, k, end) == 1 && (d.is(l, k, gazetteer.FamilyFirst) || d.family[l.fold(end)]))
}

func isDay(f string) bool {
	switch f {
	case "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "april", "june", "july",
		"august", "september", "october", "november", "december":
		return true
	}
	return false
}

// joins reports whether the phrase after "and" belongs to the name before it:
// it is no organisation, office or person of its own.
func (d *doc) joins(l *line, k int) bool {
	if d.lex.MatchAt(l.words, k, gazetteer.Honorific|gazetteer.RankTitle) > 0 {
		return false
	}
	for e := k; e < len(l.words) && e < k+5 && d.phraseWord(l, e, k) && l.fold(e-1) != "affairs"; e++ {
		if d.lex.MatchAt(l.words, e, gazetteer.BodyHead) > 0 && d.is(l, e, gazetteer.MinistryHead) {
			return false
		}
		if d.lex.MatchAt(l.words, e, gazetteer.OfficeHead) > 0 && !d.is(l, e, gazetteer.BodyHead) {
			return false
		}
	}
	if d.is(l, k, gazetteer.GivenName) && k+1 < len(l.words) && l.words[k+1].Upper {
		return false
	}
	if d.is(l, k, gazetteer.BodyHead) && l.fold(k+1) == "of" {
		return false
	}
	return true
}

// listEnd reads ", Refugees, and Migration" from the comma on: the last word
// of a list that "and" closes.
func (d *doc) listEnd(l *line, comma int) (int, bool) {
	k := comma
	for n := 0; n < 4; n++ {
		if l.fold(k) != "," {
			break
		}
		k++
		closing := false
		if l.fold(k) == "and" {
			if n == 0 {
				return 0, false // "Ministry of Foreign Affairs, and A": no list of three
			}
			closing = true
			k++
			if l.fold(k) == "the" && d.phraseWord(l, k+1, k+1) {
				k++ // "Energy, and the Environment"
			}
		}
		start := k
		for k < len(l.words) && d.phraseWord(l, k, start) {
			k++
		}
		if k == start || !d.joins(l, start) || k-start > 4 {
			return 0, false
		}
		if closing {
			return k - 1, true
		}
		if l.fold(k) == "and" && d.phraseWord(l, k+1, k+1) && d.joins(l, k+1) {
			k++
			start = k
			for k < len(l.words) && d.phraseWord(l, k, start) {
				k++
			}
			return k - 1, true
		}
	}
	return 0, false
}
