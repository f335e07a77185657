package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/schema"
)

// eventInfo is what all members of a cluster of events say that tells events
// apart. The lists are short, without repeats.
type eventInfo struct {
	names        []*nameInfo // that say enough to be compared
	shorts       []*nameInfo // that leave words of the full name out
	acronyms     []string
	numbers      []int // of the edition, as stated
	named        []int // ordinals in the names
	inferred     []int // numbers that follow from the next edition's
	dates        []interval
	cities       []*cluster
	virtual      bool
	series       []*cluster
	hosts        []*cluster
	people       []string // name keys of chairs and speakers
	parents      []*cluster
	participants []int
	links        []link     // functional relations that point here
	texts        []*cluster // adopted or issued there
	reported     []int      // days on which documents about it appeared
	spoken       []int      // first and last day of the documents that give it no date
	part         bool       // a dinner, a ceremony: by its name no event of its own
}

// link says that the event is the one object of a functional relation.
type link struct {
	predicate schema.Predicate
	subject   *cluster
}

// addNew appends the values that are not there.
func addNew[T comparable](to []T, values ...T) []T {
	for _, v := range values {
		if !slices.Contains(to, v) {
			to = append(to, v)
		}
	}
	return to
}

func (e *eventInfo) take(o *eventInfo) {
	e.names = addNew(e.names, o.names...)
	e.shorts = addNew(e.shorts, o.shorts...)
	e.acronyms = addNew(e.acronyms, o.acronyms...)
	e.numbers = addNew(e.numbers, o.numbers...)
	e.named = addNew(e.named, o.named...)
	e.inferred = addNew(e.inferred, o.inferred...)
	e.dates = addNew(e.dates, o.dates...)
	e.cities = addNew(e.cities, o.cities...)
	e.virtual = e.virtual || o.virtual
	e.series = addNew(e.series, o.series...)
	e.hosts = addNew(e.hosts, o.hosts...)
	e.people = addNew(e.people, o.people...)
	e.parents = addNew(e.parents, o.parents...)
	e.participants = addNew(e.participants, o.participants...)
	e.links = addNew(e.links, o.links...)
	e.texts = addNew(e.texts, o.texts...)
	e.reported = addNew(e.reported, o.reported...)
	e.part = e.part || o.part
	if both := append(slices.Clone(e.spoken), o.spoken...); len(both) > 0 {
		e.spoken = []int{slices.Min(both), slices.Max(both)}
	}
}

// maxRounds bounds the rounds of clustering: a merge of events can make two
// others parts of one event, or the object of one relation. The chains of the
// corpus are two long.
const maxRounds = 4

func (p *pass) events() {
	infos := p.eventInfos()
	p.collapse(infos)
	k := clustering[*eventInfo]{
		p: p, infos: infos, blocks: p.eventBlocks, merge: mergeScore,
		score: func(a, b *cluster) verdict { return p.scoreEvents(a, b, infos[a], infos[b]) },
		order: func(a, b *cluster) int { return cmp.Compare(infos[a].firstDay(), infos[b].firstDay()) },
	}
	k.run(maxRounds)
	p.eventInfo = infos
}

// refresh follows the merges of related clusters.
func (e *eventInfo) refresh() {
	for _, list := range []*[]*cluster{&e.cities, &e.series, &e.hosts, &e.parents, &e.texts} {
		var out []*cluster
		for _, c := range *list {
			out = addNew(out, c.root())
		}
		*list = out
	}
	var links []link
	for _, l := range e.links {
		links = addNew(links, link{l.predicate, l.subject.root()})
	}
	e.links = links
}

// eventInfos makes a cluster of each event without a key and reads the claims
// about events.
func (p *pass) eventInfos() map[*cluster]*eventInfo {
	infos := map[*cluster]*eventInfo{}
	for d := range p.docs {
		for e := range p.docs[d].entities {
			r := ref{int32(d), int32(e)}
			ent := p.entity(r)
			if family(ent.Class) != schema.Event {
				continue
			}
			c := p.of[d][e]
			if c == nil {
				c = p.add(r)
			}
			info := infos[c]
			if info == nil {
				info = &eventInfo{}
				infos[c] = info
			}
			p.readNames(info, ent)
			if day := p.docs[d].day; day != 0 {
				info.take(&eventInfo{spoken: []int{day}})
			}
		}
	}
	for d := range p.docs {
		doc := p.docs[d]
		for i := range doc.claims {
			if f := &doc.claims[i]; f.firm() {
				p.readEventFact(infos, int32(d), f)
			}
		}
	}
	for _, c := range live(infos) {
		infos[c].settle()
	}
	for _, e := range infos {
		e.infer(infos)
	}
	return infos
}

func (p *pass) readNames(info *eventInfo, ent *Entity) {
	for i, name := range append([]string{ent.Label}, ent.Aliases...) {
		n := p.info(name)
		if n.part && i == 0 {
			info.part = true
		}
		short := ""
		for w := range strings.FieldsSeq(name) {
			if a := strings.TrimRight(strings.TrimPrefix(w, "#"), "0123456789"); isAcronym(a) && len(n.bag) == 1 {
				short = shortKey(a)
			}
		}
		if short != "" {
			info.acronyms = addNew(info.acronyms, short)
		}
		if i > 0 && n.weight < minWeight {
			continue // "the meeting"
		}
		if i > 0 && p.lex.shortens(n, p.info(ent.Label)) {
			info.shorts = addNew(info.shorts, n) // "the Strategic Dialogue"
		} else if !slices.ContainsFunc(info.names, func(o *nameInfo) bool { return slices.Equal(o.bag, n.bag) }) {
			info.names = append(info.names, n)
		}
		if n.number > 0 {
			info.named = addNew(info.named, n.number)
		}
		for _, y := range n.years {
			if len(n.years) == 1 {
				info.dates = addNew(info.dates, yearInterval(y))
			}
		}
	}
}

// shortens reports whether a name only leaves telling words of a fuller one out.
func (l *lexicon) shortens(short, full *nameInfo) bool {
	return l.ownWords(full, short) && !l.ownWords(short, full)
}

func (p *pass) readEventFact(infos map[*cluster]*eventInfo, d int32, f *fact) {
	subject, object := p.subject(d, f), p.object(d, f)
	if e := infos[subject]; e != nil {
		switch f.p {
		case schema.StartDate, schema.EndDate:
			e.addDate(f)
		case schema.InPlace:
			if object != nil {
				e.cities = addNew(e.cities, object)
			}
		case schema.EventFormat:
			e.virtual = e.virtual || f.value == "virtual"
		case schema.EditionNumber:
			if n, err := strconv.Atoi(f.value); err == nil {
				e.numbers = addNew(e.numbers, n)
			}
		case schema.EditionOf:
			if object != nil {
				e.series = addNew(e.series, object)
			}
		case schema.HostedBy, schema.CoHostedBy:
			if object != nil {
				e.hosts = addNew(e.hosts, object)
			}
		case schema.ChairedBy, schema.CoChairedBy:
			if f.o >= 0 && p.docs[d].entities[f.o].Class == schema.Person {
				e.people = addNew(e.people, p.personKey(d, f.o))
			}
		case schema.Adopted, schema.Issued:
			if object != nil {
				e.texts = addNew(e.texts, object)
			}
		case schema.SubEventOf:
			if object != nil && object != subject {
				e.parents = addNew(e.parents, object)
			}
		case schema.ParticipantCount:
			if n, err := strconv.Atoi(f.value); err == nil {
				e.participants = addNew(e.participants, n)
			}
		}
	}
	e := infos[object]
	if e == nil {
		return
	}
	switch f.p {
	case schema.Addressed, schema.PresentedAt:
		if f.s >= 0 && p.docs[d].entities[f.s].Class == schema.Person {
			e.people = addNew(e.people, p.personKey(d, f.s))
		}
	case schema.ReportsOn, schema.Occasion:
		if day := p.docs[d].day; day != 0 {
			e.reported = addNew(e.reported, day)
		}
	case schema.EstablishedAt, schema.PrecededBy:
		if subject != nil && subject != object {
			e.links = addNew(e.links, link{f.p, subject})
		}
	}
}

// addDate takes the start or end of an event. Exact ends widen exact starts in
// settle.
func (e *eventInfo) addDate(f *fact) {
	iv, ok := parseDate(f.value)
	if !ok {
		return
	}
	if f.p == schema.EndDate && iv.exact() {
		for i, o := range e.dates {
			if o.exact() && o.lo <= iv.lo {
				e.dates[i].hi = max(o.hi, iv.lo)
				return
			}
		}
	}
	if f.p == schema.StartDate && iv.exact() {
		for i, o := range e.dates {
			// The end was read first.
			if o.exact() && o.lo == o.hi && o.lo > iv.lo && o.lo-iv.lo <= longestEvent {
				e.dates[i].lo = iv.lo
				return
			}
		}
	}
	e.dates = addNew(e.dates, iv)
}

// longestEvent is the number of days beyond which two days are not start and
// end of one event; a session of the General Assembly's committees runs longer,
// but its days are never read in the wrong order.
const longestEvent = 21

// settle sorts out what was read in any order: a stated number replaces those
// in names, exact dates replace coarser ones around them.
func (e *eventInfo) settle() {
	if len(e.numbers) == 0 {
		e.numbers = e.named
	}
	if len(e.dates) > 0 {
		e.spoken = nil
	}
	e.dates = slices.DeleteFunc(e.dates, func(iv interval) bool {
		return slices.ContainsFunc(e.dates, func(o interval) bool { return o.gran < iv.gran && o.gap(iv) == 0 })
	})
}

// infer gives the edition before a numbered one its number. It is an
// inference, so it speaks for an identity but never against one.
func (e *eventInfo) infer(infos map[*cluster]*eventInfo) {
	if len(e.numbers) > 0 {
		return
	}
	for _, l := range e.links {
		if next := infos[l.subject]; l.predicate == schema.PrecededBy && next != nil {
			for _, n := range next.numbers {
				if n > 1 {
					e.inferred = addNew(e.inferred, n-1)
				}
			}
		}
	}
}

// collapse joins events that agree in name, number, days, place and series,
// without pairwise scores: most documents about one event say just that.
func (p *pass) collapse(infos map[*cluster]*eventInfo) {
	k := clustering[*eventInfo]{p: p, infos: infos}
	first := map[string]*cluster{}
	for _, c := range live(infos) {
		e := infos[c]
		sig := e.signature(p.lex)
		if sig == "" || c.key != "" {
			continue
		}
		f := first[sig]
		if f == nil {
			first[sig] = c
			continue
		}
		f = f.root()
		if _, decided := p.decision(f, c); decided || shareDocument(f, c) {
			continue
		}
		m := Merge{}
		if a, b := p.member(f), p.member(c); a.Label != b.Label {
			m = Merge{A: a, B: b, Reasons: []string{"same name, number, dates, place and series"}}
		}
		k.take(f, c, m)
	}
}

// signature is "" where the event is not told well enough.
func (e *eventInfo) signature(l *lexicon) string {
	if len(e.names) == 0 || e.names[0].weight < minWeight || len(e.dates) > 1 || len(e.cities) > 1 || len(e.numbers) > 1 {
		return ""
	}
	exact := len(e.dates) == 1 && e.dates[0].exact()
	if !exact && (len(e.numbers) == 0 || len(e.series) == 0) {
		return ""
	}
	var b strings.Builder
	b.WriteString(strings.Join(e.names[0].bag, " "))
	for _, n := range e.numbers {
		b.WriteString("#" + strconv.Itoa(n))
	}
	for _, iv := range e.dates {
		b.WriteString("|" + iv.text() + "+" + strconv.Itoa(iv.hi-iv.lo))
	}
	for _, list := range [][]*cluster{e.cities, e.series, e.parents} {
		b.WriteByte('|')
		for _, c := range list {
			b.WriteString(strconv.Itoa(c.root().id) + " ")
		}
	}
	return b.String()
}

// eventBlocks are the keys under which an event is compared with others.
func (p *pass) eventBlocks(e *eventInfo) []string {
	var keys []string
	years := []string{""}
	for _, iv := range e.dates {
		years = addNew(years, strconv.Itoa(iv.year()))
	}
	for _, s := range e.series {
		id := "s" + strconv.Itoa(s.id)
		for _, n := range append(slices.Clone(e.numbers), e.inferred...) {
			keys = addNew(keys, id+"#"+strconv.Itoa(n))
		}
		for _, y := range years {
			keys = addNew(keys, id+"y"+y)
		}
	}
	for _, c := range e.cities {
		for _, iv := range e.dates {
			if iv.gran != yearly {
				keys = addNew(keys, "c"+strconv.Itoa(c.id)+"m"+iv.text()[:7])
			}
		}
	}
	for _, n := range e.names {
		if n.weight < minWeight {
			continue
		}
		k := "n" + p.lex.key(n)
		keys = addNew(keys, k)
		for _, y := range years {
			for _, w := range n.bag {
				if !p.lex.soft[w] && len(w) > 3 && y != "" {
					keys = addNew(keys, "w"+w+y+n.head)
				}
			}
		}
	}
	for _, n := range e.shorts {
		keys = addNew(keys, "n"+p.lex.key(n))
	}
	for _, a := range e.acronyms {
		for _, y := range years {
			keys = addNew(keys, "a"+a+y)
		}
	}
	for _, par := range e.parents {
		keys = addNew(keys, "p"+strconv.Itoa(par.id))
	}
	for _, c := range e.texts {
		for _, y := range years {
			keys = addNew(keys, "t"+strconv.Itoa(c.id)+y)
		}
	}
	for _, l := range e.links {
		keys = addNew(keys, "l"+string(l.predicate)+strconv.Itoa(l.subject.id))
	}
	return keys
}
