package stance

import (
	"regexp"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
)

// lead is what the items of a list, the operative paragraphs of a resolution
// or the paragraphs of a quoted statement hang on.
type lead struct {
	subject subject
	cue     *found // position that governs every item, or nil
	from    *sentence
	text    bool // whole paragraphs follow; their bare needs are the subject's
	under   int  // instrument under which the subject acts, or NoEntity
}

// layout carries the open lead over to a sentence, or closes it, and opens a
// new one where the sentence ends in a way that says so.
func (d *doc) layout(s *sentence) {
	firstOfBlock := s.index == 0 || d.sents[s.index-1].src.Block != s.src.Block
	lastOfBlock := s.index == len(d.sents)-1 || d.sents[s.index+1].src.Block != s.src.Block
	if d.open != nil {
		switch {
		case !firstOfBlock && d.sents[s.index-1].lead == d.open:
			s.lead = d.open
		case firstOfBlock && d.continues(s):
			s.lead = d.open
		case firstOfBlock:
			d.open = nil
		}
	}
	if lastOfBlock && s.lead == nil {
		d.open = d.opensLead(s)
	}
}

// continues reports whether a block goes on with what the open lead began.
func (d *doc) continues(s *sentence) bool {
	b := s.block
	if d.open.text {
		return b.Kind != extract.Heading && (b.Marker == "" || d.open.from.block.Marker == "")
	}
	if b.Kind == extract.ListItem {
		return true
	}
	t := strings.TrimLeft(s.folded, "-*• ")
	src := strings.TrimLeft(d.a.Text(s.src.Span), "-*•–° ")
	if src != "" && src[0] >= 'a' && src[0] <= 'z' {
		return true
	}
	return t != "" && len(s.cues) > 0 && s.opensWith(s.cues[0]) && s.cues[0].Kind == verb || s.opensOperative()
}

// opensOperative reports whether the sentence begins with the verb form of an
// operative or preambular paragraph that is no cue: "Decides …", "Noting …".
func (s *sentence) opensOperative() bool {
	if len(s.tokens) < 3 {
		return false
	}
	at := 0
	for at < 2 && strings.HasSuffix(s.folded[s.tokens[at].start:s.tokens[at].end], "ly") {
		at++ // "Deeply concerned …"
	}
	w := s.folded[s.tokens[at].start:s.tokens[at].end]
	x := s.src.Tokens[at].XPOS
	return (x == "VBZ" || x == "VBG" || strings.HasSuffix(w, "ing") || strings.HasSuffix(w, "es") || stirred[w]) && (s.block.Marker != "" || strings.HasSuffix(strings.TrimRight(s.folded, " "), ",") || strings.HasSuffix(strings.TrimRight(s.folded, " "), ";"))
}

// stirred are the participles and adjectives that open preambular paragraphs.
var stirred = map[string]bool{"concerned": true, "alarmed": true, "convinced": true, "determined": true, "mindful": true, "aware": true, "conscious": true, "guided": true, "encouraged": true, "inspired": true, "disturbed": true, "appalled": true, "resolved": true}

// opensLead gives the lead that a sentence opens, or nil.
func (d *doc) opensLead(s *sentence) *lead {
	trimmed := strings.TrimRight(s.folded, " ")
	if trimmed == "" || s.block.Kind == extract.Caption {
		return nil
	}
	opens := d.lex.opens.Match(trimmed)
	next := s.index+1 < len(d.sents)
	if !next {
		return nil
	}
	last := trimmed[len(trimmed)-1]
	unfinished := !strings.ContainsRune(".!?\"')", rune(last))
	if !opens && !unfinished {
		return nil
	}
	l := &lead{from: s, under: extract.NoEntity}
	following := d.sents[s.index+1]
	item := following.block.Kind == extract.ListItem
	// "Some key takeaways of the statement are as follows:"
	if opens && !item && strings.HasSuffix(strings.TrimRight(trimmed, ":. "), "as follows") {
		l.text = true
		if e := d.focusAt(s.src.Span.Start); e != extract.NoEntity {
			l.subject = subject{actor, []int{e}, d.lex.confidence.Clear}
			return l
		}
		return nil
	}
	if s.block.Kind == extract.Heading && item {
		// "What the report says", with a list right below
		for _, m := range s.mentions {
			if m.Class == "Instrument" && m.Entity >= 0 {
				return &lead{from: s, under: m.Entity, subject: subject{actor, []int{m.Entity}, d.lex.confidence.Likely}}
			}
		}
	}
	if s.block.Kind == extract.Heading || s.block.Kind == extract.ListItem {
		return nil
	}
	// "Under the text, governments undertake"
	for _, m := range s.mentions {
		if m.Class == "Instrument" && (strings.HasPrefix(trimmed, "under ") || strings.HasPrefix(trimmed, "in ")) && m.start < 40 {
			l.under = m.Entity
			break
		}
	}
	if l.under == extract.NoEntity && last == ':' && strings.HasPrefix(trimmed, "it ") && lists.MatchString(trimmed) {
		if e := d.itInstrument(s); e != extract.NoEntity {
			l.under = e
		} else if e := d.lastBefore(s); e != extract.NoEntity {
			l.under = e
		}
	}
	if l.under == extract.NoEntity && last == ':' && lists.MatchString(trimmed) {
		for _, m := range s.mentions {
			if m.Class == "Instrument" && m.Entity >= 0 {
				l.under = m.Entity
				break
			}
		}
	}
	if n := len(s.cues); n > 0 {
		c := s.cues[n-1]
		if tail := strings.Trim(s.masked[c.end:], " :,.-"); strings.Count(tail, " ") < 2 && c.Kind == verb && !c.negated && c.Label != none {
			l.cue = c
			l.subject = d.subject(s, c)
		}
	}
	if n := len(s.cues); n > 0 && l.cue == nil && s.cues[n-1].Kind == need && strings.Trim(s.masked[s.cues[n-1].end:], " :") == "" && item {
		// "The report recommends eleven norms. States should", with a list
		l.cue, l.under = s.cues[n-1], d.lastInBlock(s)
	}
	if l.subject.kind == missing || l.subject.kind == nobody {
		l.subject = d.tailSubject(s)
	}
	if l.subject.kind != actor && l.under == extract.NoEntity && item && last == ':' && lists.MatchString(trimmed) {
		l.under = d.lastBefore(s) // "The norms, one by one:" of the text named before
	}
	if l.under != extract.NoEntity && l.subject.kind != actor {
		l.subject = subject{actor, []int{l.under}, d.lex.confidence.Clear}
	}
	if l.subject.kind == missing || l.subject.kind == nobody {
		return nil
	}
	return l
}

// lastInBlock is the last instrument named before a sentence in its paragraph,
// or NoEntity.
func (d *doc) lastInBlock(s *sentence) int {
	for i := s.index - 1; i >= 0 && d.sents[i].src.Block == s.src.Block; i-- {
		for k := len(d.sents[i].mentions) - 1; k >= 0; k-- {
			if m := d.sents[i].mentions[k]; m.Class == "Instrument" && m.Entity >= 0 {
				return m.Entity
			}
		}
	}
	return extract.NoEntity
}

// lists are the words by which a sentence before a list says that it holds
// what a text provides.
var lists = regexp.MustCompile(`\b(norms|measures|principles|points|commitments|provisions|rules|recommendations|elements|articles|paragraphs|goals|pledges|promises|list|lists|contains|sets out|says|provides|recommends|calls for|undertake|agree)\b`)

// tailSubject is the actor or group at the end of an unfinished sentence: "The
// two sides", "The Harbour Assembly,", "In it the Leaders".
func (d *doc) tailSubject(s *sentence) subject {
	trimmed := strings.TrimRight(s.folded, " ,:")
	for i := len(s.tokens) - 1; i >= 0; i-- {
		t := s.tokens[i]
		if t.end > len(trimmed) {
			continue
		}
		switch s.src.Tokens[i].UPOS {
		case "PUNCT", "ADV":
			continue
		}
		sub := d.resolveToken(s, i, s.src.Tokens[i].Span)
		if sub.kind == actor || sub.kind == firstState {
			return sub
		}
		break
	}
	name := text.Key(strings.TrimPrefix(strings.TrimLeft(trimmed, " "), "the "))
	for i := range d.a.Entities {
		if e := &d.a.Entities[i]; (e.Class == schema.Organization || e.Class == schema.Body) && text.Key(e.Label) == name {
			return subject{actor, []int{i}, d.lex.confidence.Clear}
		}
	}
	for _, m := range s.mentions {
		if m.end >= len(trimmed)-2 && holders[d.a.Entities[m.Entity].Class] {
			return subject{actor, []int{m.Entity}, d.lex.confidence.Likely}
		}
	}
	return subject{}
}
