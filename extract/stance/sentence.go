package stance

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// A span is a half-open range of bytes of a sentence's folded text.
type span struct{ start, end int }

func (s span) overlaps(o span) bool { return s.start < o.end && o.start < s.end }

// sentence is one sentence with what is found in it. Offsets are into the
// folded text unless a comment says otherwise.
type sentence struct {
	index    int
	src      *extract.Sentence
	block    *extract.Block
	folded   string
	masked   string // folded, with the letters of names replaced by x
	offsets  text.Offsets
	tokens   []span // of src.Tokens
	clauses  []clause.Clause
	mentions []mention
	cues     []*found
	barriers []barrier
	lead     *lead
	hits     []norm.Hit // see doc.hits
	matched  bool
	question bool
}

// barrier is a place that the reach of a cue does not cross. An aside between
// commas ends at until, and hides only what is inside; 0 is no end.
type barrier struct {
	span
	until int
}

// mention is an extract.Mention in folded offsets.
type mention struct {
	span
	extract.Mention
}

// found is a cue in the text.
type found struct {
	span
	*cue
	in      *sentence
	index   int // of the cue in the sentence
	token   int // index of the token that is its head, -1 where there is none
	passive bool
	negated bool
}

// target is what a position is taken on.
type target struct {
	span
	norm   *norm.Norm
	entity int // of an instrument, or NoEntity
	// forbidden says that the words name what the norm forbids.
	forbidden bool
}

func newSentence(lex *lexicon, a *extract.Analysis, index int, clauses []clause.Clause) *sentence {
	src := &a.Sentences[index]
	s := &sentence{index: index, src: src, block: &a.Doc.Blocks[src.Block], clauses: clauses}
	s.folded, s.offsets = text.Fold(a.Text(src.Span))
	s.tokens = make([]span, len(src.Tokens))
	for i, t := range src.Tokens {
		s.tokens[i] = s.inFolded(t.Span)
	}
	s.question = strings.HasSuffix(strings.TrimRight(s.folded, `"') `), "?")
	s.findMentions(a)
	s.mask()
	s.findCues(lex)
	for _, h := range lex.barriers.Find(s.masked) {
		if s.masked[h.Start] != ';' || s.clauseAfter(h.End) {
			b := barrier{span: span{h.Start, h.End}}
			if s.masked[h.Start] == ',' {
				b.until = s.asideEnd(h.End)
			}
			s.barriers = append(s.barriers, b)
		}
	}
	s.verbBarriers()
	if strings.HasPrefix(s.masked, "as ") { // "As the report recommended, …"
		if i := strings.IndexByte(s.masked, ','); i >= 0 && i < 90 {
			s.barriers = append(s.barriers, barrier{span: span{i, i + 1}})
		}
	}
	return s
}

// inFolded maps a source span to the folded text.
func (s *sentence) inFolded(sp extract.Span) span {
	at := func(o int) int {
		o -= s.src.Span.Start
		return sort.Search(len(s.offsets), func(i int) bool { return s.offsets[i] >= o })
	}
	return span{min(at(sp.Start), len(s.folded)), min(at(sp.End), len(s.folded))}
}

// source maps a folded span to the document's text.
func (s *sentence) source(sp span) extract.Span {
	o := s.offsets.Span(sp.start, sp.end)
	return extract.Span{Start: o.Start + s.src.Span.Start, End: o.End + s.src.Span.Start}
}

// findMentions takes the mentions in the sentence over from the analysis.
func (s *sentence) findMentions(a *extract.Analysis) {
	s.mentions = s.mentions[:0]
	for _, m := range a.MentionsIn(s.src.Span) {
		if m.Class == schema.Norm {
			continue
		}
		s.mentions = append(s.mentions, mention{s.inFolded(m.Span), m})
	}
}

// maskable are the classes whose names hold words that are no norms.
var maskable = map[schema.Class]bool{
	schema.Organization: true, schema.Body: true, schema.Event: true, schema.Session: true, schema.Series: true,
	schema.Process: true, schema.Office: true, schema.Instrument: true, schema.Person: true, schema.State: true, schema.Place: true,
}

func (s *sentence) mask() {
	b := []byte(s.folded)
	for _, m := range s.mentions {
		if m.Form != extract.Name || !maskable[m.Class] {
			continue
		}
		for i := m.start; i < m.end; i++ {
			if b[i] != ' ' && b[i] != ',' && b[i] != '-' {
				b[i] = 'x'
			}
		}
	}
	s.masked = string(b)
}

// findCues finds the cues; of overlapping ones the longer stays.
func (s *sentence) findCues(lex *lexicon) {
	hits := lex.set.Find(s.masked)
	sort.SliceStable(hits, func(i, j int) bool {
		if a, b := hits[i].End-hits[i].Start, hits[j].End-hits[j].Start; a != b {
			return a > b
		}
		return hits[i].Pattern < hits[j].Pattern
	})
next:
	for _, h := range hits {
		sp := span{h.Start, h.End}
		for _, c := range s.cues {
			if c.overlaps(sp) {
				continue next
			}
		}
		f := &found{in: s, span: sp, cue: &lex.cues[h.Pattern], token: s.headToken(sp, lex.cues[h.Pattern].Kind)}
		if s.wrongPart(f) {
			continue
		}
		s.cues = append(s.cues, f)
	}
	sort.Slice(s.cues, func(i, j int) bool { return s.cues[i].start < s.cues[j].start })
	for i, c := range s.cues {
		c.index = i
		c.passive = s.isPassive(c)
		before := s.masked[max(0, c.start-60):c.start]
		c.negated = lex.negations.Match(strings.TrimRight(before, " "))
	}
}

// headToken is the token of the span that heads the others, by the parse; the
// first verb or noun of the span where the parse does not tell.
func (s *sentence) headToken(sp span, k kind) int {
	first, best := -1, -1
	for i, t := range s.tokens {
		if t.start < sp.start || t.end > sp.end {
			continue
		}
		if first < 0 {
			first = i
		}
		switch s.src.Tokens[i].UPOS {
		case "VERB":
			if k == verb && best < 0 {
				best = i
			}
		case "NOUN", "ADJ":
			if k != verb && best < 0 {
				best = i
			}
		}
	}
	if best >= 0 {
		return best
	}
	return first
}

// wrongPart reports whether the word is tagged as something that the cue is
// not: "support" as a noun where the cue is a verb.
func (s *sentence) wrongPart(f *found) bool {
	if f.token < 0 {
		return true
	}
	t := &s.src.Tokens[f.token]
	if f.Kind != verb || t.UPOS == "" || f.Label == none {
		return false
	}
	switch t.UPOS {
	case "VERB", "AUX", "ADP", "SCONJ":
		if t.Rel != "amod" && t.Rel != "compound" || f.token == 0 {
			return false
		}
		// "Ana Ruiz opposed acts": after a name the participle is a past tense.
		switch s.src.Tokens[f.token-1].UPOS {
		case "PROPN", "PRON", "NOUN", "AUX":
			return false
		}
		return !theTwo.MatchString(s.masked[:f.start])
	case "NOUN", "PROPN", "ADJ":
		// The first word of an operative paragraph and a bare verb in a
		// coordination are often tagged as nouns; a determiner, an adjective or
		// a preposition before the word says that it is one.
		if f.token == 0 {
			return false
		}
		switch s.src.Tokens[f.token-1].UPOS {
		case "DET", "ADJ", "ADP", "NOUN", "NUM":
			return true
		}
		if strings.HasPrefix(s.masked[f.end:], " of ") && s.src.Tokens[f.token-1].Rel == "amod" {
			return true // "continued support of N"
		}
		return s.src.Tokens[f.token-1].XPOS == "PRP$" || s.src.Tokens[f.token-1].XPOS == "POS"
	}
	return false
}

// isPassive reports whether a verb cue is in the passive voice: "was adopted",
// "the report adopted by", "to be discussed". A form of "be" in the cue itself
// ("is committed to") is none. The tag alone does not decide, since taggers take
// many a past tense for a participle.
func (s *sentence) isPassive(f *found) bool {
	if f.Kind != verb || f.token < 0 {
		return false
	}
	switch firstWord(s.masked[f.start:f.end]) {
	case "is", "are", "am", "was", "were", "be", "been", "being":
		return false
	}
	if t := s.masked[f.start:f.end]; strings.HasSuffix(t, " that") || strings.HasSuffix(t, " of") {
		return false // "is convinced that"
	}
	if t := s.src.Tokens[f.token]; t.XPOS != "VBN" && t.XPOS != "VBD" {
		return false
	}
	before := trimAdverbs(strings.Fields(s.masked[max(0, f.start-40):f.start]))
	if len(before) > 0 {
		switch before[len(before)-1] {
		case "is", "are", "was", "were", "be", "been", "being":
			return true
		}
	}
	if strings.HasPrefix(strings.TrimLeft(s.masked[f.end:], " "), "by ") {
		return true
	}
	if s.childOf(f.token, "aux:pass") {
		return true
	}
	return base(s.src.Tokens[f.token].Rel) == "acl" && !s.childOf(f.token, "nsubj", "obj")
}

// theTwo is a number that stands for those who meet, as the whole subject of a
// sentence: "The two discussed N".
var theTwo = regexp.MustCompile(`^(the (two|three|four|pair)|both)( also| then| further| \w+ly)* $`)

func (s *sentence) childOf(token int, rels ...string) bool {
	for i := range s.src.Tokens {
		if s.src.Tokens[i].Head == token && slices.Contains(rels, s.src.Tokens[i].Rel) {
			return true
		}
	}
	return false
}

// base is a relation without its subtype.
func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

// blocked reports whether a barrier lies between two places.
func (s *sentence) blocked(from, to int) bool {
	for _, b := range s.barriers {
		if b.start >= from && b.end <= to && (b.until == 0 || to <= b.until) {
			return true
		}
	}
	return false
}

// tokenAt is the index of the token that covers or follows a folded offset.
func (s *sentence) tokenAt(at int) int {
	i := sort.Search(len(s.tokens), func(i int) bool { return s.tokens[i].end > at })
	if i == len(s.tokens) {
		return -1
	}
	return i
}

// verbBarriers adds a barrier where the sentence goes on with another finite
// verb: before its subject if it has one of its own, else at the verb, unless
// that is a cue ("reaffirmed N and visited a school").
func (s *sentence) verbBarriers() {
	toks := s.src.Tokens
	for i := range toks {
		t := &toks[i]
		if t.Head < 0 || base(t.Rel) != "conj" && t.Rel != "parataxis" {
			continue
		}
		own := false
		left := i
		for k := range toks {
			if toks[k].Head == i {
				own = own || base(toks[k].Rel) == "nsubj"
				left = min(left, s.leftmost(k))
			}
		}
		finite := t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP"
		switch {
		case own && (finite || s.childOf(i, "cop", "aux", "aux:pass")):
			at := s.tokens[left].start
			s.barriers = append(s.barriers, barrier{span: span{at, at}})
		case finite && s.cueOver(i) == nil && (toks[t.Head].Rel == "root" || s.cueOver(t.Head) != nil) && !s.bare(i):
			s.barriers = append(s.barriers, barrier{span: s.tokens[i]})
		}
	}
}

// bare reports whether a verb in a coordination is an infinitive that a tagger
// took for a present tense: it goes with an infinitive, "to stop and turn", or
// comes after one under a past tense, "called on them to stop and turn".
func (s *sentence) bare(i int) bool {
	toks := s.src.Tokens
	t := &toks[i]
	if t.XPOS != "VBP" {
		return false
	}
	switch toks[t.Head].XPOS {
	case "VB":
		return true
	case "VBD":
		for k := t.Head + 1; k < i; k++ {
			if toks[k].XPOS == "VB" {
				return true
			}
		}
	}
	return false
}

// asideEnd is where an aside that begins at a place ends: at a comma before the
// finite verb of the main clause ("Peru, which …, would commit") or after a few
// words ("to adopt, before the end of the year, a law"); 0 where it has no end.
func (s *sentence) asideEnd(from int) int {
	at := from
	for {
		i := strings.IndexByte(s.masked[at:], ',')
		if i < 0 {
			return 0
		}
		at += i + 1
		if k := s.tokenAt(at); k >= 0 {
			switch s.src.Tokens[k].XPOS {
			case "MD", "VBD", "VBZ", "VBP":
				return at
			}
		}
		if strings.Count(s.masked[from:at], " ") <= 6 && !s.finiteIn(from, at) {
			return at
		}
	}
}

// inAside reports whether a token lies in an aside between commas.
func (s *sentence) inAside(t span) bool {
	for _, b := range s.barriers {
		if b.until > 0 && t.start >= b.start && t.end <= b.until {
			return true
		}
	}
	return false
}

// finiteIn reports whether a finite verb stands in a part of the sentence.
func (s *sentence) finiteIn(from, to int) bool {
	for i, t := range s.tokens {
		if t.start >= from && t.end <= to {
			switch s.src.Tokens[i].XPOS {
			case "VBD", "VBZ", "VBP", "MD":
				return true
			}
		}
	}
	return false
}

// clauseAfter reports whether the part of the sentence up to the next semicolon
// has a finite verb. Where it has none, semicolons part the items of a list.
func (s *sentence) clauseAfter(from int) bool {
	to := len(s.masked)
	if i := strings.IndexByte(s.masked[from:], ';'); i >= 0 {
		to = from + i
	}
	for i, t := range s.tokens {
		if t.start < from || t.end > to {
			continue
		}
		switch s.src.Tokens[i].XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			if base(s.src.Tokens[i].Rel) != "acl" {
				return true
			}
		}
	}
	return false
}

// leftmost is the first token of the subtree under a token.
func (s *sentence) leftmost(token int) int {
	first := token
	for i := range token {
		for h, n := i, 0; h >= 0 && n < len(s.src.Tokens); h, n = s.src.Tokens[h].Head, n+1 {
			if h == token {
				return i
			}
		}
	}
	return first
}

// cueOver is the cue that covers a token, or nil.
func (s *sentence) cueOver(token int) *found {
	for _, c := range s.cues {
		if c.start <= s.tokens[token].start && s.tokens[token].end <= c.end {
			return c
		}
	}
	return nil
}

// local is where a cue stands in the sentence, its beginning for a cue of the
// sentence before that opens a list.
func (s *sentence) local(c *found) span {
	if c.in != s {
		return span{}
	}
	return c.span
}
