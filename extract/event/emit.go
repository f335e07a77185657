package event

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/date"
	"github.com/normgraph/normgraph/schema"
)

// emit adds entities, mentions and claims.
func (d *doc) emit() {
	series := map[string]int{}
	for _, k := range d.clusters {
		if m := d.main; m != nil && k != m && len(k.cands) > 0 && k.noun.family == "session" && k.cands[0].body == "" && k.cands[0].premods < 2 && (m.noun.family == "conference" || m.noun.family == "workshop" || m.noun.family == "acronym") {
			k.class, k.parent = schema.Session, m // "Second Session" of a conference is no edition
		}
		if k.parent == nil && k.noun.family == "side event" {
			k.parent = d.main
		}
		d.label(k)
		k.entity = d.a.AddEntity(extract.Entity{Class: k.class, Label: k.label})
		for _, s := range k.aliases {
			d.a.AddAlias(k.entity, s)
		}
		for _, m := range k.mentions {
			d.a.Mentions = append(d.a.Mentions, extract.Mention{Span: m.span, Class: k.class, Form: m.form, Entity: k.entity, Rule: m.rule})
		}
	}
	if d.main != nil {
		m := d.main.evidence()
		d.claim(extract.Claim{Subject: extract.TheDocument, Predicate: schema.ReportsOn, Object: d.main.entity, Rule: "event.main", Confidence: d.mainConfidence(), Evidence: []extract.Span{d.sents[m.sent].span}})
	}
	for _, k := range d.clusters {
		d.emitSeries(k, series)
		d.emitFacts(k)
		d.emitPresent(k)
		if k.parent != nil {
			d.claimLink(k, schema.SubEventOf, k.parent, "event.part", 0.8)
		}
	}
}

func (d *doc) mainConfidence() float64 {
	if d.main.inTitle {
		return 0.9
	}
	return 0.75
}

// evidence is the mention that stands for the event: its first name.
func (k *cluster) evidence() mention {
	for _, m := range k.mentions {
		if m.form == extract.Name {
			return m
		}
	}
	return k.mentions[0]
}

// placedLabel names an edition that is only called the next or the previous one
// by its place and year, where the text tells both: "G7 Summit in Italy in 2017".
func (d *doc) placedLabel(k *cluster) {
	var place, year string
	for i := range k.facts {
		f := &k.facts[i]
		switch {
		case f.status == extract.Cancelled:
		case f.predicate == schema.InPlace && place == "":
			place = f.place
		case f.predicate == schema.StartDate && year == "" && f.when.Start.Year > 0:
			year = strconv.Itoa(f.when.Start.Year)
		}
	}
	_, name, ok := strings.Cut(k.label, " ")
	if place == "" || year == "" || !ok || strings.Contains(name, place) {
		return
	}
	k.alias(k.label)
	k.label = upperFirst(name) + " in " + place + " in " + year
}

// label makes the label of an event fit to be read alone.
func (d *doc) label(k *cluster) {
	if k.rel != same && k.plain {
		d.placedLabel(k)
	}
	k.label = strings.Join(strings.Fields(k.label), " ")
	if k.label == strings.ToUpper(k.label) && strings.Contains(k.label, " ") {
		for _, s := range k.aliases {
			if s != strings.ToUpper(s) && len(s) >= len(k.label)-2 {
				k.label = s
				break
			}
		}
	}
	k.label = d.spelling(k.label)
	k.series = d.spelling(k.series)
}

func (d *doc) claim(c extract.Claim) {
	c.AttributedTo, c.Addressee = extract.NoEntity, extract.NoEntity
	if c.Status == "" {
		c.Status = extract.Asserted
	}
	d.a.AddClaim(c)
}

// claimLink claims that event k stands in a relation to event o, on the words of
// k's first mention.
func (d *doc) claimLink(k *cluster, p schema.Predicate, o *cluster, rule string, confidence float64) {
	if k == o {
		return
	}
	d.claim(extract.Claim{Subject: k.entity, Predicate: p, Object: o.entity, Rule: rule, Confidence: confidence, Evidence: []extract.Span{d.sents[k.evidence().sent].span}})
}

// emitSeries claims series, number and previous edition of event k.
func (d *doc) emitSeries(k *cluster, series map[string]int) {
	if k.after != nil {
		d.claimLink(k, schema.PrecededBy, k.after, "event.earlier", 0.85)
	}
	if k.class == schema.Session {
		return
	}
	sent := k.evidence().sent
	for _, c := range k.cands {
		if c.ordinal > 0 {
			sent = c.sent
			break
		}
	}
	for _, m := range k.mentions {
		if m.rule == "event.edition" && (len(k.cands) == 0 || k.cands[0].ordinal == 0) {
			sent = m.sent
			break
		}
	}
	ev := []extract.Span{d.sents[sent].span}
	if k.ordinal > 0 {
		d.claim(extract.Claim{Subject: k.entity, Predicate: schema.EditionNumber, Object: extract.NoEntity, Literal: extract.Literal{Value: strconv.Itoa(k.ordinal), Datatype: "xsd:integer"}, Rule: "event.edition-number", Confidence: 0.9, Evidence: ev})
	}
	if k.series == "" {
		return
	}
	if k.ordinal > 0 || len(k.cands) > 0 && k.noun.class == "body" || (k.rel != same || k.plain) && k.base != nil && (k.base.ordinal > 0 || k.year > 0) || d.inSeries(k) {
		name := k.series
		if k.base != nil && k.base.series != "" {
			name = k.base.series
		}
		if m := d.main; m != nil && m.series != "" && k.base == nil && slices.Equal(k.bag, m.bag) {
			name = m.series
		}
		name = trimArticle(strings.Join(strings.Fields(name), " "))
		if !d.bareKind(name) { // "Strategic Dialogue" tells no series from others
			i, ok := series[name]
			if !ok {
				i = d.a.AddEntity(extract.Entity{Class: schema.Series, Label: name})
				series[name] = i
			}
			if k.acronym != "" {
				d.a.AddAlias(i, k.acronym)
			}
			d.claim(extract.Claim{Subject: k.entity, Predicate: schema.EditionOf, Object: i, Rule: "event.series", Confidence: 0.85, Evidence: ev})
		}
	}
	for _, o := range d.clusters {
		if o != k && k.ordinal > 1 && o.ordinal == k.ordinal-1 && (o.base == k || subset(o.bag, k.bag) || subset(k.bag, o.bag)) {
			d.claimLink(k, schema.PrecededBy, o, "event.previous", 0.85)
		}
		if o.rel == previous && o.base == k {
			d.claimLink(k, schema.PrecededBy, o, "event.previous", 0.8)
		}
		if k.rel == next && k.base == o && len(k.facts) > 0 {
			d.claimLink(k, schema.PrecededBy, o, "event.next", 0.75)
		}
	}
}

// bareKind reports whether a name only says what kind of gathering it is.
func (d *doc) bareKind(name string) bool {
	words := strings.Fields(strings.ToLower(name))
	if len(words) > 3 {
		return false
	}
	for _, w := range words {
		if d.x.nouns[w] == nil && !d.x.in("modifier", w) && !d.x.in("generic", w) && !d.x.in("mode", w) {
			return false
		}
	}
	return true
}

// inSeries reports whether another edition of the same series is spoken of.
func (d *doc) inSeries(k *cluster) bool {
	if len(k.cands) > 0 && k.cands[0].series != nil && k.cands[0].series.numbered != "none" && k.year > 0 {
		return true
	}
	return slices.ContainsFunc(d.clusters, func(o *cluster) bool {
		return o != k && o.base == k && (o.ordinal > 0 || o.year > 0)
	})
}

// emitFacts claims dates, places and the rest of event k. Of dates and places
// that contradict, the surer one is taken.
func (d *doc) emitFacts(k *cluster) {
	d.emitDates(k)
	d.emitPlaces(k)
	slices.SortStableFunc(k.facts, func(a, b fact) int { return cmp.Compare(b.confidence, a.confidence) })
	seen := map[schema.Predicate]bool{}
	for _, f := range k.facts {
		switch f.predicate {
		case schema.EventFormat, schema.EventStatus, schema.ParticipantCount, schema.CountryCount:
			// Of counts that differ each is kept, but none that was only expected
			// beside one that was made.
			if seen[f.predicate] && (f.predicate == schema.EventFormat || f.status == extract.Planned) {
				continue
			}
			seen[f.predicate] = true
			d.claim(extract.Claim{Subject: k.entity, Predicate: f.predicate, Object: extract.NoEntity, Literal: f.literal, Qualifier: f.qualifier, Status: f.status, Rule: f.rule, Confidence: f.confidence, Evidence: d.evidenceOf(f)})
		}
	}
	if !seen[schema.EventStatus] {
		if f, ok := d.planned(k); ok && (!k.plain || k.rel != same || k.inTitle || len(k.facts) > 0 || len(k.present) > 0) {
			d.claim(extract.Claim{Subject: k.entity, Predicate: schema.EventStatus, Object: extract.NoEntity, Literal: extract.Literal{Value: "planned", Datatype: "xsd:string"}, Rule: "event.planned", Confidence: 0.8, Evidence: d.evidenceOf(f)})
		}
	}
}

// evidenceOf is the sentence of a fact.
func (d *doc) evidenceOf(f fact) []extract.Span {
	if f.line.Len() > 0 {
		return []extract.Span{f.line}
	}
	return []extract.Span{d.sents[f.sent].span}
}

// planned reports whether event k is still to come, and by what.
func (d *doc) planned(k *cluster) (fact, bool) {
	if k.held || k.class == schema.Session || k.noun.class == "call" {
		return fact{}, false
	}
	f := fact{sent: k.evidence().sent}
	if d.begun(k) {
		return f, false
	}
	for _, x := range k.facts {
		if x.predicate == schema.StartDate {
			if k.rel == next {
				return x, true
			}
			if !x.when.Start.IsZero() && !d.anchor.Date.IsZero() && x.when.Start.Compare(d.anchor.Date) > 0 && !x.when.Start.Covers(d.anchor.Date) {
				return x, true
			}
		}
		if k.future {
			f = x
		}
	}
	return f, k.future
}

// begun reports whether event k has begun by the day the document counts from,
// or in remarks is to begin on the next.
func (d *doc) begun(k *cluster) bool {
	now := d.anchor.Date
	if now.IsZero() {
		return false
	}
	if d.a.Doc.Meta.Genre == extract.Remarks {
		now = now.AddDays(1)
	}
	for _, f := range k.facts {
		if f.predicate == schema.StartDate && f.when.Start.Day > 0 && f.status != extract.Cancelled && f.when.Start.Compare(now) <= 0 && !f.when.Start.IsZero() && (f.when.Float == date.Fixed || f.status != extract.Planned) {
			return true
		}
	}
	return false
}

// emitDates chooses start and end among the dates said of k.
func (d *doc) emitDates(k *cluster) {
	var best *fact
	var start, end date.Date
	rank := func(f *fact) int {
		n := int(f.confidence * 100)
		if f.when.Start.Day > 0 {
			n += 20
		}
		if f.when.IsRange() {
			n += 40
		}
		if f.when.Approx {
			n -= 30
		}
		return n
	}
	var closing *fact
	for i := range k.facts {
		f := &k.facts[i]
		if k.year > 0 {
			f.when = f.when.InYear(k.year)
		}
		if f.predicate != schema.StartDate && f.predicate != schema.EndDate || f.when.Start.IsZero() {
			continue
		}
		if f.when.Approx && f.when.Start.Day > 0 {
			continue // "last week"
		}
		switch {
		case k.year > 0:
		case f.status == extract.Planned, f.status == extract.Cancelled:
			f.when = f.when.Future(d.anchor)
		case f.status == extract.Asserted && k.held && f.rule != "event.date-header":
			f.when = f.when.Past(d.anchor)
		}
		if k.year > 0 && f.when.Start.Year != k.year {
			continue
		}
		if f.predicate == schema.EndDate {
			if closing == nil {
				closing = f
			}
			continue
		}
		if best == nil || rank(f) > rank(best) {
			best = f
		}
	}
	if best != nil {
		start = best.when.Start
		if best.when.IsRange() {
			end = best.when.End
		}
	}
	if best != nil && k.noun.class == "visit" && start.Day > 0 {
		start, end = k.journey(best, start, end)
	}
	days := d.duration(k)
	if best != nil && days > 1 && start.Day > 0 && end.IsZero() && (best.rule == "event.date-held" || k.opened) {
		end = start.AddDays(days - 1)
	}
	if closing != nil {
		end = closing.when.End
		if best == nil && days > 1 && end.Day > 0 {
			start = end.AddDays(1 - days)
			best = closing
		}
	}
	if best == nil && closing == nil {
		d.dateInName(k)
		return
	}
	if !start.IsZero() {
		d.claim(extract.Claim{Subject: k.entity, Predicate: schema.StartDate, Object: extract.NoEntity, Literal: start.Literal(), Status: best.status, Rule: best.rule, Confidence: best.confidence, Evidence: d.evidenceOf(*best)})
	}
	if !end.IsZero() && end != start && end.Compare(start) >= 0 {
		f := best
		if closing != nil || f == nil {
			f = closing
		}
		d.claim(extract.Claim{Subject: k.entity, Predicate: schema.EndDate, Object: extract.NoEntity, Literal: end.Literal(), Status: f.status, Rule: f.rule, Confidence: f.confidence, Evidence: d.evidenceOf(*f)})
	}
}

// journey stretches the days of a trip over all that its sentence gives: "to
// Lima on 3-4 May and to Quito on 6 May".
func (k *cluster) journey(best *fact, start, end date.Date) (first, last date.Date) {
	if end.IsZero() {
		end = start
	}
	for i := range k.facts {
		f := &k.facts[i]
		if f.predicate != schema.StartDate || f.sent != best.sent || f.when.Start.Day == 0 || f.status == extract.Cancelled {
			continue
		}
		if f.when.Start.Compare(start) < 0 {
			start = f.when.Start
		}
		until := f.when.End
		if until.IsZero() {
			until = f.when.Start
		}
		if until.Compare(end) > 0 {
			end = until
		}
	}
	return start, end
}

// dateInName dates an event from its name's year where nothing else does.
func (d *doc) dateInName(k *cluster) {
	if k.year == 0 || k.plain && k.base == nil {
		return
	}
	m := k.evidence()
	d.claim(extract.Claim{Subject: k.entity, Predicate: schema.StartDate, Object: extract.NoEntity, Literal: date.Date{Year: k.year}.Literal(), Rule: "event.date-name", Confidence: 0.8, Evidence: []extract.Span{d.sents[m.sent].span}})
}

// duration is how many days the document says event k lasts, or 0.
func (d *doc) duration(k *cluster) int {
	for _, m := range k.mentions {
		ws := d.sents[m.sent].words
		for i := range ws {
			if i+2 < len(ws) && ws[i+1].text == "-" && ws[i+2].is("day") {
				n, to := count(ws, i)
				if to == i+1 && n > 1 && n < 15 {
					return n
				}
			}
			if i > 0 && ws[i-1].is("after", "for", "over") && i+1 < len(ws) && ws[i+1].is("days") && k.closed(m.sent) {
				if n, to := count(ws, i); to == i+1 && n > 1 && n < 15 {
					return n
				}
			}
		}
	}
	return 0
}

// closed reports whether sentence si says when k ended.
func (k *cluster) closed(si int) bool {
	return slices.ContainsFunc(k.facts, func(f fact) bool { return f.predicate == schema.EndDate && f.sent == si })
}

// emitPlaces claims the city, else the state, and the venue.
func (d *doc) emitPlaces(k *cluster) {
	var city, venue *fact
	virtual := slices.ContainsFunc(k.facts, func(f fact) bool { return f.literal.Value == "virtual" })
	for i := range k.facts {
		f := &k.facts[i]
		switch {
		case f.predicate == schema.Venue && (venue == nil || venue.status == extract.Cancelled):
			venue = f
		case f.predicate == schema.InPlace && (city == nil || city.status == extract.Cancelled && f.status != extract.Cancelled || f.confidence > city.confidence && f.status != extract.Cancelled):
			city = f
		}
	}
	if city == nil {
		city = d.placeInName(k)
	}
	stops := 0
	for _, rule := range []string{"event.place-stop", "event.place-title"} { // a trip is in several places
		for i := range k.facts {
			if f := &k.facts[i]; f.rule == rule && f.status != extract.Cancelled {
				d.claimPlace(k, schema.InPlace, f)
				stops++
			}
		}
		if stops > 0 {
			break
		}
	}
	if city != nil && !virtual && stops == 0 {
		d.claimPlace(k, schema.InPlace, city)
	}
	if venue != nil {
		d.claimPlace(k, schema.Venue, venue)
	}
}

// placeInName is the city right before the noun of a name, "Lima Conference on
// Ports", or nil. A city that names a process or treaty says nothing of where
// its meetings are.
func (d *doc) placeInName(k *cluster) *fact {
	for _, c := range k.cands {
		ws := d.sents[c.sent].words
		if c.body != "" || c.noun.family != "conference" && c.noun.family != "workshop" {
			continue
		}
		for i := c.from; i < c.head; i++ {
			e, to := d.lookup(ws, i)
			if e == nil || e.Place == nil || to != c.head || e.Place.Kind != "city" && e.Place.Kind != "capital" || i > 0 && ws[i-1].hyphen() {
				continue
			}
			return &fact{predicate: schema.InPlace, place: e.Place.Name, key: e.Place.Key(), status: extract.Asserted, rule: "event.place-in-name", confidence: 0.75, sent: c.sent}
		}
	}
	return nil
}

func (d *doc) claimPlace(k *cluster, p schema.Predicate, f *fact) {
	i, ok := d.placeEntity[f.place]
	if !ok {
		i = d.a.AddEntity(extract.Entity{Class: schema.Place, Key: f.key, Label: f.place})
		d.placeEntity[f.place] = i
		within := d.sents[f.sent].span
		if f.line.Len() > 0 {
			within = f.line
		}
		if at := strings.Index(d.text(within), f.place); at >= 0 {
			start := within.Start + at
			d.a.Mentions = append(d.a.Mentions, extract.Mention{Span: extract.Span{Start: start, End: start + len(f.place)}, Class: schema.Place, Form: extract.Name, Entity: i, Rule: "event.place"})
		}
	}
	d.claim(extract.Claim{Subject: k.entity, Predicate: p, Object: i, Status: f.status, Rule: f.rule, Confidence: f.confidence, Evidence: d.evidenceOf(*f)})
}
