package stance

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
	"github.com/normgraph/normgraph/schema/problem"
)

// instrumentWords is the shape of instruments.yaml.
type instrumentWords struct {
	Heads   []string `yaml:"heads"`
	Generic []string `yaml:"generic"`
	// Capitalised are the generic nouns that mean a text only with a capital.
	Capitalised []string `yaml:"capitalised"`
	Links       []string `yaml:"links"`
	States      string   `yaml:"states"`
	StatedIn    string   `yaml:"statedIn"`
	Adopts      string   `yaml:"adopts"`
	Launches    string   `yaml:"launches"`
	Issues      string   `yaml:"issues"`
	Develops    string   `yaml:"develops"`
	BasedOn     string   `yaml:"basedOn"`

	Idle            string `yaml:"idle"`
	Purpose         string `yaml:"purpose"`
	Signatories     string `yaml:"signatories"`
	MoreSignatories string `yaml:"moreSignatories"`
	PartyTo         string `yaml:"partyTo"`

	states, adopts, launches, issues, develops, idle, purpose, moreSignatories, partyTo *regexp.Regexp
	statedIn, basedOn, signatories                                                      *finder
}

func (w *instrumentWords) compile(p *problem.List) {
	for _, x := range []struct {
		name, expr string
		into       **regexp.Regexp
	}{
		{"states", w.States, &w.states},
		{"adopts", w.Adopts, &w.adopts},
		{"launches", w.Launches, &w.launches},
		{"issues", w.Issues, &w.issues},
		{"develops", w.Develops, &w.develops},
		{"purpose", w.Purpose, &w.purpose},
		{"idle", w.Idle, &w.idle},
		{"moreSignatories", w.MoreSignatories, &w.moreSignatories},
		{"partyTo", w.PartyTo, &w.partyTo},
	} {
		re, err := regexp.Compile(x.expr)
		if err != nil || x.expr == "" {
			p.Add("instruments.yaml", 0, "%s: a valid expression is needed: %v", x.name, err)
			continue
		}
		*x.into = re
	}
	for _, x := range []struct {
		name, expr string
		into       **finder
	}{{"statedIn", w.StatedIn, &w.statedIn}, {"basedOn", w.BasedOn, &w.basedOn}, {"signatories", w.Signatories, &w.signatories}} {
		f, err := newFinder(x.expr)
		if err != nil {
			p.Add("instruments.yaml", 0, "%s: a valid expression is needed: %v", x.name, err)
		}
		*x.into = f
	}
}

// instruments finds the instruments that a sentence names and notes them.
func (d *doc) instruments(s *sentence) {
	d.knownInstruments(s)
	d.namedInstruments(s)
	if !speaksOfTexts.MatchString(s.folded) {
		return
	}
	d.datedInstruments(s)
	d.describedInstruments(s)
	d.titledInstruments(s)
	d.madeJointly(s)
	d.earlierText(s)
	d.anaphora(s)
}

// free reports whether no instrument mention and no longer name of something
// else lies over a span.
func (d *doc) free(s *sentence, sp span) bool {
	for _, m := range s.mentions {
		if !m.overlaps(sp) {
			continue
		}
		if m.Class == schema.Instrument || m.Form == extract.Name && m.start <= sp.start && sp.end <= m.end {
			return false
		}
	}
	return true
}

// freeOfEvents reports whether a known name stands for itself: it is in no name
// of an event or of a known organisation.
func (d *doc) freeOfEvents(s *sentence, sp span) bool {
	for _, m := range s.mentions {
		if m.Form != extract.Name || m.start > sp.start || m.end < sp.end {
			continue
		}
		switch m.Class {
		case schema.Event, schema.Session, schema.Series, schema.Process, schema.Instrument, schema.Office:
			return false
		case schema.Organization, schema.Body:
			if m.Entity >= 0 && d.a.Entities[m.Entity].Key != "" {
				return false
			}
		}
	}
	return true
}

// remember notes which instrument "the Declaration", "the report" mean from now.
func (d *doc) remember(e int) {
	ent := &d.a.Entities[e]
	for _, n := range append([]string{ent.Label}, ent.Aliases...) {
		for _, w := range strings.Fields(strings.ToLower(n)) {
			if slices.Contains(d.lex.instruments.Generic, w) {
				d.anaphors[w] = e
			}
		}
	}
}

func (d *doc) addInstrument(s *sentence, sp span, form extract.Form, e int, rule string) {
	m := extract.Mention{Span: s.source(sp), Class: schema.Instrument, Form: form, Entity: e, Rule: rule}
	d.a.Mentions = append(d.a.Mentions, m)
	s.mentions = append(s.mentions, mention{sp, m})
	slices.SortStableFunc(s.mentions, func(a, b mention) int {
		if a.start != b.start {
			return a.start - b.start
		}
		return b.end - a.end
	})
	d.last, d.lastAt = e, s.index
	d.remember(e)
	if form == extract.Name {
		s.maskSpan(sp)
	}
}

func (s *sentence) maskSpan(sp span) {
	b := []byte(s.masked)
	for i := sp.start; i < sp.end; i++ {
		if 'a' <= b[i] && b[i] <= 'z' {
			b[i] = 'x'
		}
	}
	s.masked = string(b)
	s.cues = slices.DeleteFunc(s.cues, func(c *found) bool { return c.overlaps(sp) })
	for i, c := range s.cues {
		c.index = i
	}
	s.barriers = slices.DeleteFunc(s.barriers, func(b barrier) bool { return b.start >= sp.start && b.end <= sp.end })
}

func (d *doc) catalogued(in *norm.Instrument, name string) int {
	e := d.a.AddEntity(extract.Entity{Class: schema.Instrument, Key: "instr/" + in.ID, Label: in.Label})
	d.a.AddAlias(e, name)
	return e
}

func (d *doc) knownInstruments(s *sentence) {
	for _, h := range d.rec.cat.MatchInstruments(s.folded) {
		sp := span{h.Start, h.End}
		src := d.a.Text(s.source(sp))
		if !strings.ContainsFunc(src, unicode.IsUpper) && !strings.ContainsFunc(src, unicode.IsDigit) {
			continue
		}
		if !d.freeOfEvents(s, sp) {
			// "the Review Conference of the Convention": what "the Convention"
			// means later is known now.
			d.remember(d.catalogued(h.Instrument, ""))
			continue
		}
		d.addInstrument(s, sp, extract.Name, d.catalogued(h.Instrument, src), "instrument.known")
	}
}

// namedInstruments finds capitalised names around a head such as Declaration.
func (d *doc) namedInstruments(s *sentence) {
	toks := s.src.Tokens
	word := func(i int) string { return d.a.Text(toks[i].Span) }
	for i := range toks {
		w := word(i)
		if !slices.Contains(d.lex.instruments.Heads, w) && !d.numbered(s, i) {
			continue
		}
		from, to := i, i+1
		for from > 0 && (d.inName(word(from-1), from-1 == 0) || from > 1 && possessive(word(from-1)) && isCapital(word(from-2))) {
			from--
		}
		for from > 1 && (word(from-1) == "of" || word(from-1) == "and" || word(from-1) == "for") && d.inName(word(from-2), from-2 == 0) {
			from -= 2
			for from > 0 && d.inName(word(from-1), from-1 == 0) {
				from--
			}
		}
		qualified := from < i
		if to < len(toks) {
			if n, ok := number(word(to)); ok && n {
				to++
				for to+1 < len(toks) && word(to) == "/" {
					to += 2
				}
				qualified = true
			} else if to+2 < len(toks) && word(to+1) == "/" && isCapital(word(to)) {
				to += 3
				qualified = true
			} else if word(to) == "No." && to+1 < len(toks) {
				to += 2
				qualified = true
			}
		}
		for to+1 < len(toks) && slices.Contains(d.lex.instruments.Links, word(to)) {
			k := to + 1
			for k < len(toks) && (word(k) == "the" || word(k) == "a") {
				k++
			}
			if k >= len(toks) || !isCapital(word(k)) || dateWord.MatchString(word(k)) || toks[k].UPOS == "PROPN" && d.isPlace(s, k) {
				break
			}
		name:
			for k < len(toks) {
				w := word(k)
				switch {
				case isCapital(w):
				case k+1 < len(toks) && isCapital(word(k+1)) && (w == "and" || w == "of" || w == "the" || w == "," || w == "-"):
				case w == "," && k+2 < len(toks) && word(k+1) == "and" && isCapital(word(k+2)):
				default:
					break name
				}
				k++
			}
			to = k
			qualified = true
		}
		if !qualified || from == i && to == i+1 {
			continue
		}
		sp := span{s.tokens[from].start, s.tokens[to-1].end}
		if !d.free(s, sp) {
			continue
		}
		name := d.a.Text(s.source(sp))
		if r, n := utf8.DecodeRuneInString(name); unicode.IsLower(r) {
			name = string(unicode.ToUpper(r)) + name[n:]
		}
		d.addInstrument(s, sp, extract.Name, d.unknown(name), "instrument.named")
	}
}

// numbered reports whether a token is the lower-case head of a numbered text:
// "resolution VII/2".
func (d *doc) numbered(s *sentence, i int) bool {
	toks := s.src.Tokens
	w := d.a.Text(toks[i].Span)
	if w != "resolution" && w != "decision" || i+1 >= len(toks) {
		return false
	}
	next := d.a.Text(toks[i+1].Span)
	return strings.Contains(next, "/") || i+2 < len(toks) && d.a.Text(toks[i+2].Span) == "/" || strings.Trim(next, "0123456789") == "" && len(next) >= 3
}

// isPlace reports whether a token begins a mention of a place or State.
func (d *doc) isPlace(s *sentence, token int) bool {
	for _, m := range s.mentions {
		if m.start == s.tokens[token].start && (m.Class == schema.Place || m.Class == schema.State) {
			return true
		}
	}
	return false
}

// unknown is the entity of a name that is in no catalogue: one in the document
// whose name begins or ends the same way, or a new one.
func (d *doc) unknown(name string) int {
	if in := d.rec.cat.Instrument(name); in != nil {
		return d.catalogued(in, name)
	}
	for i := range d.a.Entities {
		e := &d.a.Entities[i]
		if e.Class != schema.Instrument {
			continue
		}
		for _, n := range append([]string{e.Label}, e.Aliases...) {
			if strings.EqualFold(n, name) || hasPrefixFold(n, name+" ") || strings.HasPrefix(name, n+" ") && strings.Contains(n, " ") || strings.HasSuffix(n, " "+name) && strings.Contains(name, " ") {
				if len(name) > len(e.Label) && e.Key == "" {
					e.Label, name = name, e.Label
				}
				d.a.AddAlias(i, name)
				return i
			}
		}
	}
	return d.a.AddEntity(extract.Entity{Class: schema.Instrument, Label: name})
}

// hasPrefixFold is strings.HasPrefix without regard to case.
func hasPrefixFold(s, prefix string) bool {
	return len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], prefix)
}

func possessive(w string) bool { return w == "'" || w == "’" || w == "'s" || w == "’s" }

func isCapital(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

// number reports whether a word is the number of a resolution or decision.
func number(w string) (bool, bool) {
	if !strings.ContainsFunc(w, unicode.IsDigit) && !strings.Contains(w, "/") {
		return false, false
	}
	_, err := strconv.Atoi(w)
	return strings.ContainsAny(w, "/") || err == nil && len(w) <= 4, true
}

// inName reports whether a word can stand before the head in a name. The first
// word of a sentence counts only if it is no determiner.
func (d *doc) inName(w string, opensSentence bool) bool {
	if !isCapital(w) && !(len(w) == 4 && strings.Trim(w, "0123456789") == "") {
		return false
	}
	switch w {
	case "The", "This", "That", "A", "An", "These", "Our", "Their", "Its", "In", "On", "Under", "I", "We", "No", "As", "His", "Her", "By", "Today", "Both", "Each", "For", "With", "To":
		return false
	}
	return !opensSentence || true
}

// speaksOfTexts is a quick test for the common nouns that the slower patterns
// need.
var speaksOfTexts = mustFinder(`report|decision|resolution|declaration|statement|agreement|memorandum|protocol|convention|text|document|communiqu|treaty|call|charter|compact|commitments|framework|accord|pact|plan|roadmap|strategy|principles|guidelines|code|pledge|agenda|summary`)

var (
	dateWord     = regexp.MustCompile(`^(January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)$`)
	yearPattern  = regexp.MustCompile(`\b(19|20)\d\d\b`)
	reportsYears = mustFinder(`\breports? (of|by) (the )?((united nations|un) )?(groups? of governmental experts|gges?)( \(gges?\))?,? (of|in|from) ((?:19|20)\d\d)((,| and|, and) (?:19|20)\d\d)*`)
	yearReport   = regexp.MustCompile(`\b((19|20)\d\d) (consensus |final |gge |oewg )?report\b`)
	titled       = regexp.MustCompile(`\b(the |a |an |its |annual |new )*(?:[\w-]+-led |[\w-]+ )?((joint |presidential |ministerial |consensus )?(resolution|declaration|statement|decision|agreement|memorandum of understanding|protocol|convention|treaty|call to action|code of conduct|pledge|charter|set of principles)) (on|for|condemning|regarding|concerning|against|about|expressing|calling for) "?`)
	serial       = regexp.MustCompile(`^, ([\w-]+, )?(and )?[\w-]+(,| and| of| in) `)
	signing      = mustFinder(`\b(sign|(co-?)?sponsor|join|adopt|endors|support|back|ratif|led|lead|deliver|present|introduc|welcom|issu|conclud|negotiat|acced)\w*\b`)
	earlierText  = mustFinder(`\bthe (earlier|previous|former|original|preceding) (text|decision|document|declaration|resolution|report|statement|agreement|one)\b`)
	ownReport    = mustFinder(`\bits (first |final |consensus |annual |second |third )?(progress )?report\b`)
	bodyReport   = mustFinder(`\b(report|decision|resolution)s?\b`)
)

// describedInstruments finds catalogued instruments that are described by kind,
// body and year: "the report adopted in March 2021 by the Working Group".
func (d *doc) describedInstruments(s *sentence) {
	for _, m := range reportsYears.FindAllStringIndex(s.folded, -1) {
		for _, y := range yearPattern.FindAllStringIndex(s.folded[m[0]:m[1]], -1) {
			sp := span{m[0] + y[0], m[0] + y[1]}
			if in := d.rec.cat.Instrument("un-gge-report-" + s.folded[sp.start:sp.end]); in != nil {
				d.addInstrument(s, sp, extract.Nominal, d.catalogued(in, ""), "instrument.report-of-year")
			}
		}
	}
	for _, m := range yearReport.FindAllStringSubmatchIndex(s.folded, -1) {
		sp := span{m[0], m[1]}
		if !d.free(s, sp) {
			continue
		}
		year, _ := strconv.Atoi(s.folded[m[2]:m[3]])
		if in := d.oneReport(year); in != nil {
			d.addInstrument(s, sp, extract.Nominal, d.catalogued(in, ""), "instrument.year-report")
		}
	}
	d.ownReport(s)
	for _, m := range bodyReport.FindAllStringIndex(s.folded, -1) {
		sp := span{m[0], m[1]}
		if !d.free(s, sp) {
			continue
		}
		rest := s.folded[m[1]:min(len(s.folded), m[1]+110)]
		if i := strings.IndexAny(rest, ";."); i >= 0 {
			rest = rest[:i]
		}
		y := yearPattern.FindString(rest)
		if y == "" {
			continue
		}
		year, _ := strconv.Atoi(y)
		for _, mm := range s.mentions {
			if mm.start < m[1] || mm.start > m[1]+len(rest) || mm.Entity < 0 {
				continue
			}
			if in := d.instrumentOf(d.a.Entities[mm.Entity].Key, year, s.folded[m[0]:m[1]]); in != nil {
				d.addInstrument(s, sp, extract.Nominal, d.catalogued(in, ""), "instrument.body-year")
				break
			}
		}
	}
}

// ownReport finds "its final report" of a body that the document speaks of,
// by the year of the text.
func (d *doc) ownReport(s *sentence) {
	for _, m := range ownReport.FindAllStringIndex(s.folded, -1) {
		sp := span{m[0], m[1]}
		if !d.free(s, sp) {
			continue
		}
		if in := d.reportBefore(s, sp.start); in != nil {
			d.addInstrument(s, sp, extract.Nominal, d.catalogued(in, ""), "instrument.own-report")
		} else if e := d.oneOfYear(d.yearBefore(s, sp.start), "report"); e != extract.NoEntity {
			d.addInstrument(s, sp, extract.Nominal, e, "instrument.own-report")
		}
	}
}

// reportBefore is the catalogued report of the body named last before a place,
// from a year that the sentence names or that the document is from; nil for none.
func (d *doc) reportBefore(s *sentence, at int) *norm.Instrument {
	years := append(yearPattern.FindAllString(s.folded, -1), yearPattern.FindString(d.a.Doc.Meta.PublishedOn.Value))
	var keys []string
	if b := groupBefore(s.folded[:at]); b != "" {
		keys = append(keys, "org/"+b)
	}
	for i := len(s.mentions) - 1; i >= 0; i-- {
		if m := s.mentions[i]; m.end <= at && m.Entity >= 0 && d.a.Entities[m.Entity].Key != "" {
			keys = append(keys, d.a.Entities[m.Entity].Key)
		}
	}
	for _, k := range keys {
		for _, y := range years {
			year, err := strconv.Atoi(y)
			if err != nil {
				continue
			}
			if in := d.instrumentOf(k, year, "report"); in != nil {
				return in
			}
		}
	}
	return nil
}

// groupBefore is the id of the United Nations group that a text names in small
// letters, as newspapers do; "" for none.
func groupBefore(folded string) string {
	switch {
	case strings.Contains(folded, "open-ended working group") || strings.Contains(folded, "oewg"):
		return "un-oewg"
	case strings.Contains(folded, "group of governmental experts") || strings.Contains(folded, "groups of governmental experts"):
		return "un-gge"
	}
	return ""
}

// oneReport is the only catalogued report of a year whose body the document
// speaks of, or nil.
func (d *doc) oneReport(year int) *norm.Instrument {
	var out *norm.Instrument
	all := d.rec.cat.Instruments()
	for i := range all {
		in := &all[i]
		if in.Year != year || !strings.Contains(in.Label, "Report") || in.Body == "" {
			continue
		}
		for k := range d.a.Entities {
			if strings.HasPrefix(d.a.Entities[k].Key, "org/"+in.Body) {
				if out != nil && out != in {
					return nil
				}
				out = in
			}
		}
	}
	return out
}

// instrumentOf is the catalogued instrument of a body and year whose label
// names its kind, or nil.
func (d *doc) instrumentOf(key string, year int, kind string) *norm.Instrument {
	all := d.rec.cat.Instruments()
	for i := range all {
		in := &all[i]
		if in.Body != "" && strings.HasPrefix(key, "org/"+in.Body) && in.Year == year && strings.Contains(strings.ToLower(in.Label), strings.TrimSuffix(kind, "s")) {
			return in
		}
	}
	return nil
}

// anaphora finds "the Statement", "that report", "its text" where an instrument
// of the kind has been named before.
func (d *doc) anaphora(s *sentence) {
	toks := s.src.Tokens
	for i := range toks {
		w := s.folded[s.tokens[i].start:s.tokens[i].end]
		if !slices.Contains(d.lex.instruments.Generic, w) || i == 0 {
			continue
		}
		if slices.Contains(d.lex.instruments.Capitalised, w) && !isCapital(d.a.Text(toks[i].Span)) {
			continue
		}
		det := s.folded[s.tokens[i-1].start:s.tokens[i-1].end]
		if det != "the" && det != "this" && det != "that" {
			continue
		}
		if i+1 < len(toks) && (toks[i+1].UPOS == "NOUN" || toks[i+1].UPOS == "PROPN") && toks[i].Rel == "compound" {
			continue
		}
		sp := span{s.tokens[i-1].start, s.tokens[i].end}
		if !d.free(s, sp) {
			continue
		}
		e, ok := d.anaphors[w]
		if !ok && (w == "text" || w == "document") && d.last != extract.NoEntity && s.index-d.lastAt < 12 {
			e, ok = d.last, true
		}
		if ok {
			m := extract.Mention{Span: s.source(sp), Class: schema.Instrument, Form: extract.Nominal, Entity: e, Rule: "instrument.anaphor"}
			d.a.Mentions = append(d.a.Mentions, m)
			s.mentions = append(s.mentions, mention{sp, m})
			d.last, d.lastAt = e, s.index
		}
	}
}

// titledInstruments finds texts named by their subject alone: "co-sponsored the
// resolution on the safety of journalists". A verb of signing, leading or
// adopting before them tells them from talk of texts in general.
func (d *doc) titledInstruments(s *sentence) {
	for _, m := range titled.FindAllStringSubmatchIndex(s.folded, -1) {
		sp := span{m[4], m[1]}
		rest := s.folded[sp.end:]
		end := len(rest)
		for _, stop := range []string{"; ", ". ", " that ", " which ", " led by", " by the ", " and the ", " and a ", " as well as", " along with ", ": ", "\" ", "\",", " (", " in geneva", " last ", " this ", " at the "} {
			if i := strings.Index(rest, stop); i >= 0 && i < end {
				end = i
			}
		}
		// A comma ends the title unless it parts a list: "promotion, protection,
		// and enjoyment of".
		for at := 0; at < end; {
			i := strings.Index(rest[at:end], ", ")
			if i < 0 {
				break
			}
			at += i
			if !serial.MatchString(rest[at:]) {
				end = at
				break
			}
			at += 2
		}
		sp.end += end
		text := strings.TrimRight(s.folded[sp.start:sp.end], " .,;")
		sp.end = sp.start + len(text)
		if strings.Count(text, " ") < 2 || strings.Count(text, " ") > 16 || !d.free(s, sp) || !signing.MatchString(s.folded[:sp.start]) {
			continue
		}
		name := d.a.Text(s.source(sp))
		r, n := utf8.DecodeRuneInString(name)
		d.addInstrument(s, sp, extract.Nominal, d.unknown(string(unicode.ToUpper(r))+name[n:]), "instrument.titled")
	}
}

// earlierText finds "the earlier text", "the first decision": the instrument
// named before the one that the sentence is about.
func (d *doc) earlierText(s *sentence) {
	for _, m := range earlierText.FindAllStringIndex(s.folded, -1) {
		sp := span{m[0], m[1]}
		if !d.free(s, sp) {
			continue
		}
		now := d.itInstrument(s)
		for i := len(d.a.Mentions) - 1; i >= 0; i-- {
			mm := d.a.Mentions[i]
			if mm.Class != schema.Instrument || mm.Entity == now || mm.Span.Start >= s.src.Span.Start {
				continue
			}
			e := mm.Entity
			em := extract.Mention{Span: s.source(sp), Class: schema.Instrument, Form: extract.Nominal, Entity: e, Rule: "instrument.earlier"}
			d.a.Mentions = append(d.a.Mentions, em)
			s.mentions = append(s.mentions, mention{sp, em})
			break
		}
	}
}

// itInstrument is the instrument that "it" means at the head of a sentence: the
// subject of the sentence before, if that is one, else the last one in it.
func (d *doc) itInstrument(s *sentence) int {
	if s.index == 0 {
		return extract.NoEntity
	}
	p := d.sents[s.index-1]
	if p.src.Block != s.src.Block {
		return extract.NoEntity
	}
	if strings.HasPrefix(p.folded, "it ") {
		return d.itInstrument(p)
	}
	var first, last *mention
	for i := range p.mentions {
		if m := &p.mentions[i]; m.Class == schema.Instrument {
			if first == nil {
				first = m
			}
			last = m
		}
	}
	switch {
	case first == nil:
		return extract.NoEntity
	case first.start <= 14 && !strings.Contains(p.masked[:first.start], "in "):
		return first.Entity
	}
	return last.Entity
}
