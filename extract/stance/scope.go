package stance

import (
	"strings"
)

// link says how a cue hangs on the next outer one of its chain.
type link int

const (
	free    link = iota // it does not: the outermost
	inner               // infinitive, participle or noun in the outer one's object
	clausal             // clause of its own under a verb of saying
)

// step is a cue of a chain with its link to the next outer step.
type step struct {
	*found
	link link
}

// reachOfNoun is how many words may lie between a noun cue and its object:
// "commitment of the two governments of the region to N". Longer gaps hold
// other things; a list keeps the cue in reach.
const reachOfNoun = 12

// govern gives the cues that govern a target, the innermost first; nil where
// none does.
func (s *sentence) govern(t span) []step {
	var chain []step
	var anchor *found // the cue whose position decides what governs it
	for _, c := range s.cues {
		if (c.Kind == need || c.Kind == predicate) && c.start > t.start && c.end <= t.end {
			chain = append(chain, step{found: c}) // "rights that must be protected online"
			anchor = &found{in: s, span: t, cue: c.cue, token: c.token}
			break
		}
	}
	for i := len(s.cues) - 1; i >= 0; i-- {
		c := s.cues[i]
		if c.start > t.start || c.end >= t.end {
			continue
		}
		if anchor == nil {
			if s.blocked(c.end, t.start) {
				break
			}
			if !s.reaches(c, t) {
				continue
			}
			chain = append(chain, step{found: c})
			anchor = c
			continue
		}
		if s.blocked(c.end, anchor.start) {
			break
		}
		l, sibling, ok := s.relation(c, anchor)
		if sibling {
			if c.Kind == noun && anchor.Kind == verb && !s.isGerund(anchor) {
				continue // "stressed the value of N and discussed M"
			}
			anchor = c
			continue
		}
		if !ok || c.Label == none && anchor.Kind != noun && s.token(anchor) == "to" {
			break // "met the minister to discuss N": what for, not what of
		}
		chain[len(chain)-1].link = l
		chain = append(chain, step{found: c})
		anchor = c
	}
	if r := s.onRight(t, chain); r != nil {
		st := step{found: r}
		if n := len(chain); n > 0 && chain[n-1].Kind == noun && strings.HasSuffix(s.masked[:chain[n-1].end], " that") {
			st.link = clausal // "agreement that N applies"
		} else if n > 0 && chain[n-1].Kind == noun {
			// "The proposal for N was discussed": the noun is in its subject.
			chain[n-1].link = inner
			return append(chain, st)
		} else if n > 0 {
			st.link = clausal
			if chain[0].Kind == noun {
				st.link = inner
			}
		} else {
			chain, st = s.aboveRight(r, st)
		}
		chain = append([]step{st}, chain...)
	}
	return chain
}

// aboveRight gives the verbs of saying above a cue that follows its target,
// for targets that open the clause: "said that N is vital" has one, but the
// target hides it from a search on its own.
func (s *sentence) aboveRight(r *found, st step) ([]step, step) {
	if r.index == 0 {
		return nil, st
	}
	if c := s.cues[r.index-1]; c.Frame && !s.blocked(c.end, r.start) {
		st.link = clausal
		return []step{{found: c}}, st
	}
	return nil, st
}

// reaches reports whether a cue can govern a target to its right.
func (s *sentence) reaches(c *found, t span) bool {
	between := s.masked[min(c.end, t.start):t.start]
	switch c.Kind {
	case noun:
		return (strings.Count(between, " ") <= reachOfNoun || strings.Contains(between, ",")) && !s.verbBeside(c, t.start)
	case predicate:
		text := s.masked[c.start:c.end]
		for _, p := range []string{" to", " for", " of", " in"} {
			if strings.HasSuffix(text, p) {
				return true
			}
		}
		return false
	case verb:
		return !c.passive || s.masked[c.end-2:c.end] == "to"
	}
	return true
}

// verbBeside reports whether between a noun cue and a place stands a verb that is
// coordinated with one before the cue: "plans to join talks on N and to train M".
func (s *sentence) verbBeside(c *found, to int) bool {
	for i := range s.src.Tokens {
		t := &s.src.Tokens[i]
		if s.tokens[i].start < c.end || s.tokens[i].end > to {
			continue
		}
		if t.UPOS == "VERB" && t.XPOS != "VBG" && base(t.Rel) == "conj" && t.Head >= 0 && s.tokens[t.Head].start < c.start {
			return true
		}
	}
	return false
}

// onRight is the cue after the target whose subject the target is in, or nil:
// "N is vital", "N must be respected", "N was discussed".
func (s *sentence) onRight(t span, left []step) *found {
	if len(left) > 0 && !left[0].Frame && left[0].Kind != noun {
		return nil
	}
	for _, c := range s.cues {
		if c.start < t.end {
			continue
		}
		if s.blocked(t.end, c.start) {
			return nil
		}
		switch c.Kind {
		case predicate:
			return c
		case need:
			if rest := strings.TrimLeft(s.masked[c.end:], " "); strings.HasPrefix(rest, "be ") || strings.HasPrefix(rest, "also be ") || strings.HasPrefix(rest, "not be ") || strings.HasPrefix(rest, "apply") || strings.HasPrefix(rest, "prevail") || strings.HasPrefix(rest, "remain") {
				return c
			}
			return nil
		case verb:
			if c.passive && s.subjectOfPassive(c, t) {
				return c
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// subjectOfPassive reports whether the target lies in the subject of a passive
// verb that is finite ("was", "were", "has been") or stands right before a
// participle ("measures agreed in 2013").
func (s *sentence) subjectOfPassive(c *found, t span) bool {
	between := strings.Fields(s.masked[t.end:c.start])
	if len(between) == 0 {
		return true
	}
	for _, w := range between {
		switch w {
		case "is", "are", "was", "were", "been", "be", "being":
			return true
		}
	}
	return s.reducedOn(c, t)
}

// reducedOn reports whether a participle hangs on a noun of the target,
// directly or by coordination: "norms developed by X and recommended by Y".
func (s *sentence) reducedOn(c *found, t span) bool {
	for i, n := c.token, 0; i >= 0 && n < 4; i, n = s.src.Tokens[i].Head, n+1 {
		if i != c.token && s.tokens[i].start >= t.start && s.tokens[i].end <= t.end {
			return true
		}
		switch base(s.src.Tokens[i].Rel) {
		case "acl", "conj":
		default:
			return false
		}
	}
	return false
}

// relation tells how p, a cue to the right of c, hangs on c: as a sibling (both
// have one subject and are coordinated), by a link, or not at all.
func (s *sentence) relation(c, p *found) (l link, sibling, ok bool) {
	between := s.masked[c.end:p.start]
	words := trimAdverbs(strings.Fields(strings.ReplaceAll(between, ",", " , ")))
	last := ""
	if len(words) > 0 {
		last = words[len(words)-1]
	}
	switch p.Kind {
	case noun:
		return inner, false, true
	case need, will, predicate, impersonal:
		if last == "and" || last == "," || last == "or" {
			if c.Kind == p.Kind {
				return free, true, true
			}
		}
		return clausal, false, c.Frame && !s.attribute(c) || c.Kind == noun && strings.HasSuffix(s.masked[:c.end], " that")
	}
	if len(words) == 0 || p.Adjunct {
		return inner, false, true
	}
	if s.isGerund(p) {
		switch last {
		case "of", "in", "for", "by", "on", "to", "at", "from", "toward", "towards", "about", "with", "through", "into":
			return inner, false, true
		case ",", "and", "or":
			if s.under(c, p) {
				return inner, false, true
			}
			return free, true, true
		}
		return inner, false, true
	}
	for len(words) > 0 && auxiliary[last] {
		words = trimAdverbs(words[:len(words)-1])
		last = ""
		if len(words) > 0 {
			last = words[len(words)-1]
		}
	}
	switch last {
	case "", "to":
		return inner, false, true
	case "and", "or", "but", ",", "also", "well":
		if s.under(c, p) {
			return inner, false, true
		}
		return free, true, true
	case "that":
		if c.Frame && !s.relative(p) {
			return clausal, false, true
		}
		return inner, false, !s.antecedentHolds(p)
	case "which", "who":
		return inner, false, p.Label == harms && !s.antecedentHolds(p)
	}
	return clausal, false, c.Frame && !s.attribute(c)
}

// attribute reports whether a cue is a participle that describes a noun: "under
// the rules recommended by the Assembly, States need to …" is no recommendation
// of what States need to do.
func (s *sentence) attribute(c *found) bool {
	toks := s.src.Tokens
	i := c.token
	for n := 0; n < 4 && toks[i].XPOS == "VBN" && base(toks[i].Rel) == "conj" && toks[i].Head >= 0; n++ {
		i = toks[i].Head
	}
	return toks[i].XPOS == "VBN" && toks[i].Rel == "acl"
}

// auxiliary are the words between a subject and its verb that are no verb of
// their own.
var auxiliary = map[string]bool{"be": true, "been": true, "being": true, "have": true, "has": true, "had": true, "is": true, "are": true, "was": true, "were": true}

// token is the word right before a cue, adverbs apart.
func (s *sentence) token(c *found) string {
	words := trimAdverbs(strings.Fields(s.masked[:c.start]))
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// under reports whether a coordinated verb hangs on a cue that opens the
// coordination: "should develop and implement", "agreed to meet and discuss".
func (s *sentence) under(c, p *found) bool {
	t := &s.src.Tokens[p.token]
	switch c.Kind {
	case need, will, impersonal, noun:
		return t.XPOS == "VB" || t.XPOS == "VBP" || t.XPOS == "NN" || t.XPOS == "VBG" && c.Kind == noun
	}
	return strings.HasSuffix(s.masked[c.start:c.end], " to") && (t.XPOS == "VB" || t.XPOS == "VBP" || t.XPOS == "NN")
}

// relative reports whether the verb of a cue heads a relative clause.
func (s *sentence) relative(c *found) bool {
	return c.token >= 0 && s.src.Tokens[c.token].Rel == "acl:relcl"
}

// antecedentHolds reports whether a relative clause hangs on somebody or
// something that can hold a position of its own.
func (s *sentence) antecedentHolds(c *found) bool {
	before := strings.TrimRight(s.masked[:c.start], " ")
	before = strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(before, " that"), " which"), " who")
	end := len(strings.TrimRight(before, " ,"))
	for _, m := range s.mentions {
		if holders[m.Class] && m.end == end {
			return true
		}
	}
	return false
}

func (s *sentence) isGerund(c *found) bool {
	return c.token >= 0 && s.src.Tokens[c.token].XPOS == "VBG" || strings.HasSuffix(firstWord(s.masked[c.start:c.end]), "ing")
}

func firstWord(t string) string {
	w, _, _ := strings.Cut(t, " ")
	return w
}

// trimAdverbs drops adverbs from the end of a list of words.
func trimAdverbs(words []string) []string {
	for len(words) > 0 {
		switch w := words[len(words)-1]; {
		case strings.HasSuffix(w, "ly") && w != "family", w == "also", w == "further", w == "again", w == "then", w == "not", w == "both", w == "once", w == "therefore", w == "now":
			words = words[:len(words)-1]
		default:
			return words
		}
	}
	return words
}
