package resolve

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/text"
)

// The points of the features, from the study of event names in domain work on
// press releases: a name alone never reaches mergeScore, a name with a day or
// an edition does.
const (
	sameName      = 5
	nearNameScore = 4
	likeName      = 2
	sameSeries    = 3
	sameEdition   = 3
	sameDays      = 4
	sameMonth     = 2
	sameYear      = 1
	sameCity      = 2
	sameHosts     = 2
	sameHost      = 1
	samePeople    = 1
	sameCount     = 1
	sameParent    = 3
	sameLink      = 4
	sameText      = 3
	sameWeek      = 2
	sameSeason    = 1
)

// season is how many days the documents that speak of an undated event in one
// city under one name may be apart, all of them: less than half a year, so that
// two editions of a yearly meeting stay two.
const season = 120

// daySlack is the number of days that two accounts of one event may be apart:
// time zones, an eve counted in, a day of departure.
const daySlack = 3

// scoreEvents compares two events. What one of them leaves open counts as
// nothing.
func (p *pass) scoreEvents(ca, cb *cluster, a, b *eventInfo) verdict {
	var v verdict
	if veto := p.eventVeto(ca, cb, a, b); veto != "" {
		v.veto = veto
		return v
	}
	apart := p.scoreNames(&v, a, b)
	named := v.score > 0
	before := v.score
	p.scoreSeries(&v, a, b)
	series := v.score > before
	p.scoreDates(&v, a, b)
	v.firm = v.firm && (named && !apart || series)
	if n, ok := common(numbersOf(a), numbersOf(b)); ok {
		v.add(sameEdition, "edition "+strconv.Itoa(n))
		v.firm = v.firm || named || series
	}
	if c, ok := common(a.cities, b.cities); ok {
		v.add(sameCity, "place "+p.member(c).Label)
		if sameTime(a, b) {
			v.add(sameSeason, "spoken of at one time")
			v.firm = v.firm || named && !apart && !p.recurring(a)
		}
	} else if city := p.cityInNames(a, b); city != "" && !series {
		v.add(sameCity, "place in the name: "+city)
	}
	if len(a.hosts) > 0 && len(a.hosts) == len(b.hosts) && containsAll(a.hosts, b.hosts) {
		v.add(sameHosts, "same hosts")
	} else if c, ok := common(a.hosts, b.hosts); ok {
		v.add(sameHost, "host "+p.member(c).Label)
	}
	if _, ok := common(a.people, b.people); ok {
		v.add(samePeople, "same chair or speaker")
	}
	for _, n := range a.participants {
		if slices.ContainsFunc(b.participants, func(m int) bool { return abs(n-m)*10 <= max(n, m) }) {
			v.add(sameCount, "size "+strconv.Itoa(n))
			break
		}
	}
	if c, ok := common(a.parents, b.parents); ok {
		v.add(sameParent, "part of "+p.member(c).Label)
		v.firm = true
	}
	if c, ok := common(a.texts, b.texts); ok {
		v.add(sameText, "both adopted "+p.member(c).Label)
		if sameDay(a, b) {
			v.firm = true
		}
		named = true
	}
	if l, ok := common(a.links, b.links); ok {
		v.add(sameLink, fmt.Sprintf("%s of %s", l.predicate, p.member(l.subject).Label))
		v.firm = true
		named = true
	}
	v.quiet = !named && !series // many events fall on one day
	return v
}

func abs(n int) int { return max(n, -n) }

func numbersOf(e *eventInfo) []int {
	if len(e.numbers) > 0 {
		return e.numbers
	}
	return e.inferred
}

// common is the first value of a that b has too.
func common[T comparable](a, b []T) (T, bool) {
	for _, x := range a {
		if slices.Contains(b, x) {
			return x, true
		}
	}
	var zero T
	return zero, false
}

func containsAll[T comparable](a, b []T) bool {
	return !slices.ContainsFunc(b, func(x T) bool { return !slices.Contains(a, x) })
}

// eventVeto says why two events cannot be one, whatever else agrees.
func (p *pass) eventVeto(ca, cb *cluster, a, b *eventInfo) string {
	if len(a.numbers) > 0 && len(b.numbers) > 0 {
		if _, ok := common(a.numbers, b.numbers); !ok {
			return fmt.Sprintf("editions %d and %d", a.numbers[0], b.numbers[0])
		}
	}
	for _, x := range a.dates {
		for _, y := range b.dates {
			slack := 0
			if x.exact() && y.exact() {
				slack = daySlack
			}
			if x.gap(y) > slack {
				return fmt.Sprintf("dates %s and %s", x.text(), y.text())
			}
		}
	}
	if len(a.cities) > 0 && len(b.cities) > 0 && !a.virtual && !b.virtual && !p.placesFit(a.cities, b.cities) && !sameEditionAndDays(a, b) {
		return fmt.Sprintf("places %s and %s", p.member(a.cities[0]).Label, p.member(b.cities[0]).Label)
	}
	if len(a.parents) > 0 && len(b.parents) > 0 {
		if _, ok := common(a.parents, b.parents); !ok {
			return "parts of two events"
		}
	}
	if slices.Contains(a.parents, cb) || slices.Contains(b.parents, ca) {
		return "one is a part of the other"
	}
	if a.part != b.part {
		return "a part against a whole event"
	}
	return ""
}

// sameEditionAndDays reports whether two events are one edition of one series on
// the same days. Documents that place it in two cities then contradict each
// other, which is for the reader to see on one event.
func sameEditionAndDays(a, b *eventInfo) bool {
	_, series := common(a.series, b.series)
	_, number := common(a.numbers, b.numbers)
	return series && number && sameDay(a, b)
}

// sameDay reports whether two events are known to have a day in common.
func sameDay(a, b *eventInfo) bool {
	return slices.ContainsFunc(a.dates, func(x interval) bool {
		return x.exact() && slices.ContainsFunc(b.dates, func(y interval) bool { return y.exact() && x.gap(y) == 0 })
	})
}

// placesFit reports whether two lists have a place in common, or one that lies
// within another: "Korea" and "Seoul".
func (p *pass) placesFit(a, b []*cluster) bool {
	for _, x := range a {
		for _, y := range b {
			if x == y || p.within(x, y) || p.within(y, x) {
				return true
			}
		}
	}
	return false
}

func (p *pass) within(inner, outer *cluster) bool {
	if inner.key == "" {
		return false
	}
	// "Brazil" as a place has a path of its own.
	code := p.lex.states[strings.Join(split(text.Key(p.member(outer).Label)), " ")]
	for k, n := inner.key, 0; n < 4; n++ {
		known := p.known[k]
		if known == nil || known.Within == "" {
			return false
		}
		k = known.Within
		if k == outer.key || code != "" && k == "state/"+code {
			return true
		}
	}
	return false
}

func pathTail(path string) string {
	_, tail, _ := strings.Cut(path, "/")
	return tail
}

// scoreNames compares the names and reports whether they can be of one event as
// far as they go: two meetings with two counterparts on one day have similar
// names of which each holds words of its own.
func (p *pass) scoreNames(v *verdict, a, b *eventInfo) (apart bool) {
	best, like := 0.0, false
	var x, y *nameInfo
	apart = true
	for _, m := range a.names {
		for _, n := range b.names {
			s := p.lex.similarity(m, n)
			own := p.lex.ownWords(m, n) && p.lex.ownWords(n, m)
			apart = apart && own
			if own || !p.lex.tells(m) || !p.lex.tells(n) {
				s = min(s, nearName-0.01)
			}
			if s > best {
				best, x, y = s, m, n
			}
			like = like || p.lex.similarity(m, n) >= 0.5 && m.head == n.head
		}
	}
	for _, pair := range [][2][]*nameInfo{{a.shorts, b.names}, {a.names, b.shorts}, {a.shorts, b.shorts}} {
		for _, m := range pair[0] {
			for _, n := range pair[1] {
				if p.lex.similarity(m, n) >= 0.5 && m.head == n.head && !(p.lex.ownWords(m, n) && p.lex.ownWords(n, m)) {
					like, apart = true, false
				}
			}
		}
	}
	acronym, shared := common(a.acronyms, b.acronyms)
	switch {
	case best == 1 && x.weight >= minWeight:
		v.add(sameName, "same name")
	case best >= nearName && x.weight >= minWeight && y.weight >= minWeight:
		v.add(nearNameScore, "nearly the same name")
	case shared:
		v.add(nearNameScore, "same short name "+acronym)
		return false
	case inNames(a.acronyms, b.names) || inNames(b.acronyms, a.names):
		v.add(nearNameScore, "the short name of one in the name of the other")
		return false
	case like && len(a.parents) > 0 && len(b.parents) > 0 && sameBag(a, b):
		v.add(sameName, "same name") // the dinners of one event
	case like:
		v.add(likeName, "similar name")
	}
	return apart
}

func sameBag(a, b *eventInfo) bool {
	return slices.ContainsFunc(a.names, func(m *nameInfo) bool {
		return slices.ContainsFunc(b.names, func(n *nameInfo) bool { return slices.Equal(m.bag, n.bag) })
	})
}

// tells reports whether a name has a word that says which event it is, not only
// of what kind: not "Strategic Dialogue", "Leaders' Summit".
func (l *lexicon) tells(n *nameInfo) bool {
	return slices.ContainsFunc(n.bag, func(w string) bool { return !l.soft[w] && !l.generic[w] && !l.event[w] })
}

// ownWords reports whether a holds a word that tells and b does not hold.
func (l *lexicon) ownWords(a, b *nameInfo) bool {
	return slices.ContainsFunc(a.bag, func(w string) bool { return !l.soft[w] && !slices.Contains(b.bag, w) })
}

// inNames reports whether a name holds one of the acronyms as a word.
func inNames(acronyms []string, names []*nameInfo) bool {
	for _, a := range acronyms {
		if slices.ContainsFunc(names, func(n *nameInfo) bool { return slices.Contains(n.bag, a) }) {
			return true
		}
	}
	return false
}

// scoreSeries also takes the name of the series that one event is known to
// belong to in the name of the other.
func (p *pass) scoreSeries(v *verdict, a, b *eventInfo) {
	if c, ok := common(a.series, b.series); ok {
		v.add(sameSeries, "series "+p.member(c).Label)
		return
	}
	if len(a.series) > 0 && len(b.series) > 0 {
		return
	}
	for _, pair := range [][2]*eventInfo{{a, b}, {b, a}} {
		for _, s := range pair[0].series {
			name := p.info(p.member(s).Label)
			for _, n := range pair[1].names {
				if name.weight >= minWeight && p.lex.similarity(name, n) >= nearName {
					v.add(sameSeries, "named like the series "+p.member(s).Label)
					return
				}
			}
		}
	}
}

func (p *pass) scoreDates(v *verdict, a, b *eventInfo) {
	best, text := 0, ""
	for _, x := range a.dates {
		for _, y := range b.dates {
			points, at := 0, ""
			switch g := max(x.gran, y.gran); {
			case g == day && x.gap(y) == 0:
				points, at = sameDays, "on "+max(x.text(), y.text())
			case g == day, g == month:
				points, at = sameMonth, "in "+x.text()[:7]
			default:
				points, at = sameYear, "in "+strconv.Itoa(max(x.year(), y.year()))
			}
			if points > best {
				best, text = points, at
			}
		}
	}
	if best > 0 {
		v.add(best, text)
		// A minister may call his counterpart twice a month.
		v.firm = best == sameDays || !p.recurring(a) || !p.recurring(b)
		return
	}
	// Two documents of one week that report on events of one name speak of one.
	for _, x := range a.reported {
		for _, y := range b.reported {
			if abs(x-y) <= 7 {
				v.add(sameWeek, "reported in one week")
				v.firm = true
				return
			}
		}
	}
}

// sameTime reports whether two events, one of them without a date, were spoken
// of or dated within one season.
func sameTime(a, b *eventInfo) bool {
	if len(a.dates) > 0 && len(b.dates) > 0 {
		return false
	}
	var days []int
	for _, e := range []*eventInfo{a, b} {
		at := slices.Clone(e.spoken)
		for _, iv := range e.dates {
			if iv.gran == yearly {
				return false
			}
			at = append(at, iv.lo, iv.hi)
		}
		if len(at) == 0 {
			return false
		}
		days = append(days, at...)
	}
	return slices.Max(days)-slices.Min(days) <= season
}

// recurring reports whether an event is of a kind that happens again and again
// under one name: a call, a meeting, a visit outside of a series.
func (p *pass) recurring(e *eventInfo) bool {
	return len(e.series) == 0 && len(e.numbers) == 0 && slices.ContainsFunc(e.names, func(n *nameInfo) bool { return p.lex.recurring[n.head] })
}

// cityInNames is a place that both names hold, for events whose place is not
// told otherwise; "" if there is none.
func (p *pass) cityInNames(a, b *eventInfo) string {
	if len(a.cities) > 0 && len(b.cities) > 0 {
		return ""
	}
	for _, m := range a.names {
		for _, w := range m.bag {
			if p.places[w] && slices.ContainsFunc(b.names, func(n *nameInfo) bool { return slices.Contains(n.bag, w) }) {
				return w
			}
		}
	}
	return ""
}

// firstDay is the first day that is known, for ordering; 0 if none is.
func (e *eventInfo) firstDay() int {
	first := 0
	for _, iv := range e.dates {
		if first == 0 || iv.lo < first {
			first = iv.lo
		}
	}
	return first
}
