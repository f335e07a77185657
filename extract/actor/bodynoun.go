package actor

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/gazetteer"
)

// bodyNoun refers "the Council", "the working group", "the agency" at word k,
// after the article, to the organisation of that kind named before. A noun with
// a capital means the nearest one; one in small letters only a single one that
// the lines before have named.
func (d *doc) bodyNoun(l *line, i, k int) {
	host := 0
	if f := l.fold(k); f == "host" || f == "hosting" || f == "organizing" || f == "organising" {
		host = 1
	}
	n := d.lex.MatchAt(l.words, k+host, gazetteer.BodyHead)
	if n == 0 || strings.HasSuffix(l.fold(k+host+n-1), "s") {
		return
	}
	last := k + host + n - 1
	if next := last + 1; next < len(l.words) && (l.words[next].Upper || l.words[next].Hyphen || l.fold(next) == "of" || d.noun(l, next) ||
		(l.fold(next) == "on" || l.fold(next) == "for") && next+1 < len(l.words) && (l.words[next+1].Upper || d.noun(l, next+1))) {
		return
	}
	noun := make([]string, 0, 2)
	for x := k + host; x <= last; x++ {
		noun = append(noun, l.fold(x))
	}
	capital := l.words[k+host].Upper && !l.upper
	if !capital && !standsForOne(noun) {
		return
	}
	near := i - nounReach
	if capital {
		near = 0
	}
	if e := d.bodyNamed(i, k, near, noun, capital); e >= 0 {
		d.refer(i, k, last, e, extract.Nominal, "actor.the-ministry")
		return
	}
	if capital && d.publisher >= 0 && d.government && slices.Contains(foldWords(d.a.Entities[d.publisher].Label), noun[0]) {
		d.refer(i, k, last, d.publisher, extract.Nominal, "actor.the-ministry")
	}
}

// noun reports whether word k is a noun that the word before it modifies: "the
// committee room".
func (d *doc) noun(l *line, k int) bool { return l.at(k) == "NOUN" && l.words[k].Letter }

// nounReach is how many lines before a noun in small letters the name of its
// body may stand.
const nounReach = 8

// standsForOne tells the nouns that stand for a body named before when they are
// written small; "the group", "the team" and "the office" mean too many things.
func standsForOne(noun []string) bool {
	if len(noun) > 1 {
		return true
	}
	switch noun[0] {
	case "committee", "subcommittee", "commission", "council", "agency", "ministry", "panel", "secretariat", "assembly", "tribunal", "court", "bloc",
		"alliance", "federation", "association", "organization", "institute", "foundation", "embassy", "taskforce", "board", "bank", "authority":
		return true
	}
	return false
}

// bodyNamed is the organisation that is named in the lines from near on before
// word k of line i and whose name has the noun, or -1: the nearest one, or with
// nearest false the only one of the document so far.
func (d *doc) bodyNamed(i, k, near int, noun []string, nearest bool) int {
	found := extract.NoEntity
	for n := i; n >= 0; n-- {
		items := d.lines[n].items
		for x := len(items) - 1; x >= 0; x-- {
			it := &items[x]
			if it.kind != orgItem || it.entity < 0 || n == i && it.first > k || it.hidden || it.entity == found {
				continue
			}
			if c := d.a.Entities[it.entity].Class; c != schema.Organization && c != schema.Body || !d.isNamed(it.entity, noun) {
				continue
			}
			if nearest {
				return it.entity
			}
			if found >= 0 {
				return extract.NoEntity
			}
			if n < near && d.lines[n].block != 0 {
				return extract.NoEntity
			}
			found = it.entity
		}
	}
	return found
}

// isNamed reports whether the noun is in a name of the organisation.
func (d *doc) isNamed(e int, noun []string) bool {
	ent := &d.a.Entities[e]
	for _, name := range append([]string{ent.Label}, ent.Aliases...) {
		words := foldWords(name)
		for i := 0; i+len(noun) <= len(words); i++ {
			if slices.Equal(words[i:i+len(noun)], noun) {
				return true
			}
		}
	}
	return noun[0] == "bloc" && d.orgOf(e) != nil && (d.orgOf(e).Type == "supranational" || d.orgOf(e).Type == "IGO regional")
}

// ownBody reads "this Ministry" and "our embassy": the publisher where it is
// one, else the only such body that the document has named before.
func (d *doc) ownBody(l *line, i, k int) {
	n := d.lex.MatchAt(l.words, k+1, gazetteer.BodyHead)
	if n == 0 || strings.HasSuffix(l.fold(k+n), "s") || k+n+1 < len(l.words) && (l.words[k+n+1].Upper || l.fold(k+n+1) == "of" || d.noun(l, k+n+1)) {
		return
	}
	noun := make([]string, 0, 2)
	for x := k + 1; x <= k+n; x++ {
		noun = append(noun, l.fold(x))
	}
	e := extract.NoEntity
	our := l.fold(k) == "our"
	if our && (d.quoted(l, k) || d.a.Doc.Meta.Genre == extract.News) {
		return
	}
	if d.publisher >= 0 && d.isNamed(d.publisher, noun) && d.a.Entities[d.publisher].Class != schema.State {
		e = d.publisher
	} else if !our && (standsForOne(noun) || l.words[k+1].Upper) {
		e = d.bodyNamed(i, k, 0, noun, false)
	}
	if e >= 0 {
		d.refer(i, k, k+n, e, extract.Nominal, "actor.this-ministry")
	}
}
