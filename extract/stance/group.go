package stance

import (
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// agentsOfAside reports whether actors stand after the "by" of an aside between
// the true subject and its verb: "The Declaration, endorsed by A and B, calls".
func (d *doc) agentsOfAside(s *sentence, c *found, ents []int) bool {
	for _, m := range s.mentions {
		if m.end > c.start || !slices.Contains(ents, m.Entity) {
			continue
		}
		before := strings.TrimSuffix(strings.TrimRight(s.folded[:m.start], " "), " the")
		return strings.HasSuffix(before, " by") && strings.Contains(before, ",") && strings.HasSuffix(strings.TrimRight(s.folded[:c.start], " "), ",")
	}
	return false
}

// wholeList completes a subject by the list that it stands in, of which a
// parser may see a part only: "A, B, C and D signed".
func (d *doc) wholeList(s *sentence, c *found, ents []int) []int {
	for _, m := range s.mentions {
		if m.end > c.start || m.Class != schema.State && m.Class != schema.Organization {
			continue
		}
		list := d.listed(s, m.start)
		if len(list) < 3 || len(list) <= len(ents) {
			continue
		}
		last := 0
		for _, o := range s.mentions {
			if o.end <= c.start && slices.Contains(list, o.Entity) {
				last = o.end
			}
		}
		if gap := strings.TrimSpace(s.folded[last:c.start]); strings.Count(gap, " ") <= 3 && !strings.HasPrefix(gap, ", ") && slices.ContainsFunc(list, func(e int) bool { return slices.Contains(ents, e) }) {
			return list
		}
	}
	return ents
}

// listed gives the States and organisations of a list that follows a place: "A,
// B and C", "(A, B and C)", ": A, B, C".
func (d *doc) listed(s *sentence, from int) []int {
	var out []int
	for _, m := range s.mentions {
		if m.start < from || m.Entity < 0 {
			continue
		}
		switch m.Class {
		case schema.State, schema.Organization, schema.Body, schema.Person:
		default:
			continue
		}
		gap := s.folded[from:m.start]
		for _, w := range []string{"the ", "and ", "as well as ", "together with ", "plus "} {
			gap = strings.ReplaceAll(gap, w, "")
		}
		if strings.Trim(gap, " ,:;()-") != "" {
			if len(out) > 0 {
				break
			}
			return nil
		}
		if !slices.Contains(out, m.Entity) {
			out = append(out, m.Entity)
		}
		from = m.end
	}
	return out
}

// ownPeople are the nouns that after the name of a State speak for it.
var ownPeople = map[string]bool{"participant": true, "delegate": true, "delegation": true, "negotiator": true, "diplomat": true, "representative": true, "envoy": true, "leader": true, "official": true}

// sentBy is who sends the experts or officials named by the noun at a place:
// the organisations after "from" or "of", with those coordinated.
func (d *doc) sentBy(s *sentence, at span) subject {
	rest := s.folded[at.end:]
	word := firstWord(strings.TrimLeft(rest, " "))
	if word != "from" && word != "of" {
		return subject{}
	}
	from := at.end + strings.Index(rest, word) + len(word)
	var out []int
	for _, m := range s.mentions {
		if m.start < from || m.Entity < 0 {
			continue
		}
		gap := strings.Trim(s.folded[from:m.start], " ,()")
		if gap != "" && gap != "the" && gap != "and" && gap != "and the" {
			break
		}
		switch m.Class {
		case schema.Organization, schema.Body:
			if !slices.Contains(out, m.Entity) {
				out = append(out, m.Entity)
			}
			from = m.end
		}
	}
	// Those from many places speak for the gathering.
	if len(out) == 0 || len(out) > 2 {
		return subject{}
	}
	return subject{actor, out, d.lex.confidence.Likely}
}

// ownCountry are the nouns that with "his" or "her" mean the State of somebody.
var ownCountry = map[string]bool{"country": true, "government": true, "nation": true, "administration": true, "delegation": true}

// collective is what "the participants", "both sides", "the Ministers" mean.
func (d *doc) collective(s *sentence, at span, lemma string) subject {
	from := strings.LastIndexAny(s.folded[:at.start], ",;:.") + 1
	np := strings.TrimSpace(s.folded[from:at.end])
	if w := strings.Fields(np); len(w) > 4 {
		np = strings.Join(w[len(w)-4:], " ")
	}
	if ents := d.statesAfterOf(s, at); len(ents) > 0 {
		return subject{actor, ents, d.lex.confidence.Clear}
	}
	if manyPresent.MatchString(np) {
		if e := d.focusAt(s.source(at).Start); e != extract.NoEntity {
			return subject{actor, []int{e}, d.lex.confidence.Weak}
		}
	}
	if definiteGroup.MatchString(np) && len(d.parties) < 2 {
		if e := d.focusAt(s.source(at).Start); e != extract.NoEntity {
			return subject{actor, []int{d.forum(e, "member")}, d.lex.confidence.Fair}
		}
	}
	switch {
	case d.lex.nobodyNP.MatchString(np):
		return subject{kind: nobody}
	case d.lex.partiesNP.MatchString(np) && len(d.parties) >= 2:
		return subject{actor, d.parties, d.lex.confidence.Clear}
	case len(d.parties) >= 2 && theParties[np]:
		return subject{actor, d.parties, d.lex.confidence.Likely}
	case slices.Contains(d.lex.words.Everybody, lemma) && !d.lex.partiesNP.MatchString(np) && !strings.Contains(np, "participating") && !strings.Contains(np, "member"):
		return subject{kind: nobody}
	}
	if d.joint && len(d.parties) > 0 && lemma != "meeting" && lemma != "dialogue" && lemma != "session" {
		return subject{actor, d.parties, d.lex.confidence.Likely}
	}
	if ents := d.officeHolders(s, at); len(ents) > 0 {
		return subject{actor, ents, d.lex.confidence.Likely}
	}
	if len(d.parties) == 2 && (d.joint || lemma == "side" || lemma == "they" || lemma == "both") {
		return subject{actor, d.parties, d.lex.confidence.Likely}
	}
	if d.event != extract.NoEntity && (d.joint || d.a.Doc.Meta.Genre == extract.Communique) && personal[lemma] {
		return subject{actor, []int{d.forum(d.event, lemma)}, d.lex.confidence.Likely}
	}
	if e := d.focusAt(s.source(at).Start); e != extract.NoEntity {
		return subject{actor, []int{d.forum(e, lemma)}, d.lex.confidence.Likely}
	}
	if len(d.issuers) > 0 {
		return subject{actor, d.issuers, d.lex.confidence.Fair}
	}
	if e := d.groupOf(s, lemma); e != extract.NoEntity {
		return subject{actor, []int{e}, d.lex.confidence.Weak}
	}
	return subject{kind: nobody}
}

// groupOf is the organisation whose members "the Ministers" are: the last one
// that the text before has named after that noun, "the Ministers of the
// Coalition", or NoEntity.
func (d *doc) groupOf(s *sentence, lemma string) int {
	for i := s.index - 1; i >= 0; i-- {
		p := d.sents[i]
		for _, m := range p.mentions {
			if m.Entity < 0 || m.Class != schema.Organization && m.Class != schema.Body && m.Class != schema.Process {
				continue
			}
			before := strings.TrimSuffix(strings.TrimSuffix(p.folded[:m.start], "the "), "of ")
			if strings.HasSuffix(before, lemma+"s ") && strings.HasSuffix(strings.TrimSuffix(p.folded[:m.start], "the "), " of ") {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// personal are the nouns for those who meet, as against the meeting.
var personal = map[string]bool{"participant": true, "leader": true, "minister": true, "delegate": true, "delegation": true, "official": true, "side": true, "head": true, "member": true, "counterpart": true, "co-chair": true, "envoy": true, "secretary": true, "representative": true, "party": true}

// manyPresent are the noun phrases by which the account of a meeting tells what
// most of those present think.
var manyPresent = regexp.MustCompile(`\b(many|most|all|numerous|majority of|number of) (of the |the )?(\w+ )?(delegations|participants|delegates|speakers|panell?ists|representatives|attendees|interventions)$`)

// definiteGroup are countries told apart from all others: "the six Partnership
// countries", "participating States".
var definiteGroup = regexp.MustCompile(`\b(the|our|these|all) (two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+|participating|partner|attending|assembled) ([\w-]+ )?(countries|states|governments|nations|members|economies|partners|delegations)$`)

// theParties are noun phrases that in a document of two or three States mean
// them, though elsewhere they mean everybody.
var theParties = map[string]bool{"the countries": true, "the governments": true, "our countries": true, "our governments": true}

// statesAfterOf are the States of "the ministers of A, B and C".
func (d *doc) statesAfterOf(s *sentence, at span) []int {
	rest := s.folded[at.end:]
	if !strings.HasPrefix(rest, " of ") && !strings.HasPrefix(rest, " from ") {
		return nil
	}
	from := at.end + 1 + strings.IndexByte(rest[1:], ' ') + 1
	var out []int
	for _, e := range d.listed(s, from) {
		if d.a.Entities[e].Class == schema.State {
			out = append(out, e)
		}
	}
	return out
}

// officeHolders are the persons that "the two vice ministers" means: those who
// hold an office of that name, where there are as many as the text says.
func (d *doc) officeHolders(s *sentence, at span) []int {
	words := strings.Fields(s.folded[max(0, at.start-40):at.end])
	n, count := -1, 0
	for i := len(words) - 1; i >= 0 && i >= len(words)-5; i-- {
		switch words[i] {
		case "two", "both":
			n, count = i, 2
		case "three":
			n, count = i, 3
		}
	}
	if n < 0 || n == len(words)-1 {
		return nil
	}
	office := strings.TrimSuffix(strings.Join(words[n+1:], " "), "s")
	var out []int
	for _, c := range d.a.Claims {
		if c.Predicate == schema.HoldsOffice && c.Object >= 0 && strings.Contains(strings.ToLower(d.a.Entities[c.Object].Label), office) && !slices.Contains(out, c.Subject) {
			out = append(out, c.Subject)
		}
	}
	if len(out) != count {
		return nil
	}
	return out
}

// forum is the group of States behind an event whose members speak ("the
// Leaders" of a G7 summit), else the event.
func (d *doc) forum(event int, lemma string) int {
	switch lemma {
	case "leader", "minister", "member", "they", "president", "head":
	default:
		return event
	}
	label := " " + strings.ToLower(d.a.Entities[event].Label) + " "
	for _, f := range d.lex.words.Forums {
		if !strings.Contains(label, " "+strings.ToLower(f)+" ") {
			continue
		}
		for i := range d.a.Entities {
			e := &d.a.Entities[i]
			if e.Class == schema.Organization && (strings.EqualFold(e.Label, f) || slices.ContainsFunc(e.Aliases, func(n string) bool { return strings.EqualFold(n, f) })) {
				return i
			}
		}
		return d.a.AddEntity(extract.Entity{Class: schema.Organization, Key: "org/" + strings.ToLower(f), Label: f})
	}
	return event
}
