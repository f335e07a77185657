package stance

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// firstPerson is what "I" and "we" mean where an earlier step has found it.
func (d *doc) firstPerson(word string, s *sentence, ents []int) subject {
	if word == "i" {
		return subject{actor, ents, 1}
	}
	if len(ents) == 1 && d.a.Entities[ents[0]].Class == schema.Person {
		return subject{firstState, nil, d.lex.confidence.Near}
	}
	return subject{actor, ents, d.lex.confidence.Near}
}

// secondPerson reports whether "you" is the subject of "will": what a speaker
// tells his hearers to come is his hope.
func (s *sentence) secondPerson(c *found) bool {
	words := strings.Fields(s.masked[max(0, c.start-16):c.start])
	n := len(words)
	return n > 0 && words[n-1] == "you" || n > 1 && words[n-1] == "all" && words[n-2] == "you"
}

// speakers gives whose words a place of the text is where no subject says it:
// the speaker of a quote, of a turn, of the remarks, the issuers of a
// statement. The second result tells how sure that is.
func (d *doc) speakers(s *sentence, at int) ([]int, float64) {
	if q := d.quoteAt(at); q != nil {
		return d.quoteSpeaker(q), d.lex.confidence.Likely
	}
	if s.lead != nil && s.lead.text {
		return s.lead.subject.entities, d.lex.confidence.Clear
	}
	if t := d.turnAt(s.src.Block); t != nil {
		if t.speaker == extract.NoEntity {
			return nil, 0
		}
		return []int{t.speaker}, d.lex.confidence.Clear
	}
	switch d.a.Doc.Meta.Genre {
	case extract.Remarks:
		if d.speaker != extract.NoEntity {
			return []int{d.speaker}, d.lex.confidence.Near
		}
		if d.speakerState != extract.NoEntity {
			return []int{d.speakerState}, d.lex.confidence.Weak
		}
	case extract.Statement, extract.JointStatement, extract.Communique:
		return d.issuers, d.lex.confidence.Likely
	case extract.PressRelease, extract.Other:
		if len(d.issuers) > 0 {
			return d.issuers, d.lex.confidence.Fair
		}
		if d.ownState != extract.NoEntity && d.ownVoice {
			return []int{d.ownState}, d.lex.confidence.Weak
		}
	}
	return nil, 0
}

// us gives whom "we" means at a place: the State or organisation that the
// speaker speaks for.
func (d *doc) us(s *sentence, at int) []int {
	if q := d.quoteAt(at); q != nil {
		return d.stateOf(d.quoteSpeaker(q))
	}
	if t := d.turnAt(s.src.Block); t != nil {
		if t.speaker == extract.NoEntity {
			return nil
		}
		ents := d.stateOf([]int{t.speaker})
		if d.a.Entities[ents[0]].Class == schema.Person {
			if e := d.spokenFor(); e != extract.NoEntity {
				return []int{e}
			}
		}
		return ents
	}
	if d.a.Doc.Meta.Genre == extract.Remarks {
		switch {
		case d.speaker != extract.NoEntity:
			return d.stateOf([]int{d.speaker})
		case d.speakerState != extract.NoEntity:
			return []int{d.speakerState}
		}
	}
	if len(d.issuers) > 0 {
		return d.issuers
	}
	if d.ownState != extract.NoEntity {
		return []int{d.ownState}
	}
	return nil
}

// spokenFor is the State that the officials of a document speak for: the
// publisher's, else the one that the document names by far the most.
func (d *doc) spokenFor() int {
	if d.ownState != extract.NoEntity {
		return d.ownState
	}
	return d.dominantState()
}

// stateOf replaces persons by the State that they represent.
func (d *doc) stateOf(ents []int) []int {
	var out []int
	for _, e := range ents {
		to := e
		if d.a.Entities[e].Class == schema.Person {
			for _, c := range d.a.Claims {
				if c.Subject == e && c.Predicate == schema.Represents && c.Object >= 0 && d.a.Entities[c.Object].Class == schema.State {
					to = c.Object
					break
				}
			}
			if to == e && e == d.speaker && d.speakerState != extract.NoEntity {
				to = d.speakerState
			}
		}
		if !slices.Contains(out, to) {
			out = append(out, to)
		}
	}
	return out
}
