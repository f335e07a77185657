package event

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// toClose reads "to a close", "to an end" and "under way" after the event in
// hand, as verbs of closing and opening.
func (sc *scan) toClose(i int) int {
	ws := sc.s.words
	if sc.cur == nil {
		return i
	}
	switch {
	case ws[i].is("to") && i+2 < len(ws) && ws[i+1].is("a", "an") && ws[i+2].is("close", "end"):
		sc.mode, sc.verb, sc.past = governed, "close", true
		sc.tense()
		return i + 3
	case ws[i].is("under") && i+1 < len(ws) && ws[i+1].is("way"), ws[i].is("underway"):
		sc.mode, sc.verb, sc.past = governed, "open", true
		sc.tense()
		return i + 1
	}
	return i
}

// pronoun takes up the event of the sentence before where this one begins with
// "It was held", "This will take place", "That is planned".
func (sc *scan) pronoun() {
	ws := sc.s.words
	sc.heldLine()
	if sc.si == 0 || len(ws) < 4 || !ws[0].is("it", "this", "that") || ws[1].upos != "AUX" && !ws[1].is("was", "is", "will", "takes", "took") {
		return
	}
	v := 1
	for v < min(5, len(ws)) && sc.verbAt(v) == "" {
		v++
	}
	if v == min(5, len(ws)) || sc.d.sents[sc.si-1].block != sc.s.block || len(sc.refs) > 0 && sc.refs[0].from < v {
		return
	}
	before := sc.d.refs(sc.si - 1)
	if len(before) == 0 || ws[v-1].is("a", "the") {
		return
	}
	k := before[len(before)-1].k
	if before[0].from < topicWords {
		k = before[0].k // the subject of the sentence before
	}
	if sc.d.x.lists["hold"][ws[v].lemma] == "transitive" && !slices.ContainsFunc(ws[1:v], func(w word) bool { return w.lemma == "be" }) {
		return // "It hosted …" speaks of the host
	}
	sc.d.mention(k, sc.si, 0, 1, extract.Pronoun, "event.pronoun")
	sc.refs = append([]ref{{k: k, from: 0, to: 1, rule: "event.pronoun"}}, sc.refs...)
}

// heldLine takes up the event that the line above names where this one begins
// with "Held in", "Convened on".
func (sc *scan) heldLine() {
	ws := sc.s.words
	if sc.si == 0 || len(ws) < 3 || len(ws) > 25 || !ws[0].capital || !ws[0].is("held", "convened", "hosted") || sc.d.sents[sc.si-1].block == sc.s.block || !(sc.d.sents[sc.si-1].heading || sc.d.sents[sc.si-1].title) {
		return
	}
	if before := sc.d.refs(sc.si - 1); len(before) == 1 {
		sc.cur, sc.curRef, sc.mode, sc.verb, sc.past = before[0].k, ref{k: before[0].k}, governed, "hold", true
		sc.seen, sc.from = true, 1
	}
}

// subjectOf reports whether the parse has word k as the subject of the verb at i.
func (sc *scan) subjectOf(k, i int) bool {
	t := &sc.d.a.Sentences[sc.si].Tokens[k]
	return t.Head == i && strings.HasPrefix(t.Rel, "nsubj")
}

// parenthesis reports whether word i stands between a comma and the next one
// before a verb of holding.
func (sc *scan) parenthesis(i int) bool {
	ws := sc.s.words
	for k := i; k < len(ws) && k-i < 25; k++ {
		if sc.verbAt(k) != "" {
			return true
		}
		if ws[k].upos == "VERB" || ws[k].is(";", "which", "and") && ws[k].low != "and" {
			return false
		}
	}
	return false
}

// verbAt says what kind of verb of holding word i is: hold, open, close, or "".
func (sc *scan) verbAt(i int) string {
	ws := sc.s.words
	w := &ws[i]
	if w.upos != "" && w.upos != "VERB" || w.capital && !sc.s.title && i > 0 {
		return ""
	}
	x := sc.d.x
	switch {
	case x.in("open", w.lemma) && w.lemma != "kick", w.lemma == "kick" && i+1 < len(ws) && ws[i+1].is("off"):
		return "open"
	case x.in("close", w.lemma) && (w.lemma != "wrap" || i+1 < len(ws) && ws[i+1].is("up")):
		return "close"
	case w.lemma == "take":
		if i+1 < len(ws) && ws[i+1].is("place") {
			return "hold"
		}
		return ""
	case x.in("arranged", w.lemma):
		if sc.participle(i) && (x.in("hold", w.lemma) || sc.arranges(i)) {
			return "hold"
		}
		return ""
	case x.in("passive", w.lemma):
		if sc.passive(i) {
			return "hold"
		}
		return ""
	case w.lemma == "last":
		return "hold"
	case w.lemma == "precede" || w.lemma == "follow":
		if i+1 < len(ws) && (ws[i+1].is("it", "them", "in", "at") || sc.d.dateAt(sc.si, i+1) != nil) {
			return "hold"
		}
		return ""
	case x.in("hold", w.lemma):
		return "hold"
	}
	return ""
}

// participle reports whether the verb at word i has the form of a past
// participle.
func (sc *scan) participle(i int) bool {
	w := &sc.s.words[i]
	x := sc.d.a.Sentences[sc.si].Tokens[i].XPOS
	return x == "VBN" || x == "VBD" || x == "" && strings.HasSuffix(w.low, "ed")
}

// passive reports whether a form of "be" stands before the participle at word i,
// with adverbs at most between.
func (sc *scan) passive(i int) bool {
	ws := sc.s.words
	if !sc.participle(i) {
		return false
	}
	for k := i - 1; k >= 0 && k > i-4; k-- {
		if ws[k].lemma == "be" || ws[k].is("being", "been", "be") {
			return true
		}
		if ws[k].upos != "ADV" && ws[k].upos != "PART" {
			return false
		}
	}
	return false
}

// arranges reports whether what follows the participle at word i says when or
// where: "is foreseen in Lima", "is set for 3 May", "slated to be held".
func (sc *scan) arranges(i int) bool {
	ws := sc.s.words
	if i+1 >= len(ws) || sc.d.dateAt(sc.si, i+1) != nil {
		return i+1 < len(ws)
	}
	if ws[i+1].is("to") {
		return i+2 < len(ws) && ws[i+2].is("be", "take")
	}
	return ws[i+1].is("for", "in", "on", "at", "from") && i+2 < len(ws) && (ws[i+2].capital || sc.d.dateAt(sc.si, i+2) != nil || ws[i+2].is("the", "early", "late", "mid", "next"))
}

// moved reads "was moved to": the places named before are void.
func (sc *scan) moved(i int) bool {
	ws := sc.s.words
	if sc.cur != nil && sc.d.x.in("move", ws[i].lemma) && ws[i].upos == "VERB" && !sc.passive(i) && i+2 < len(ws) && ws[i+1].is("to") && sc.d.placeAt(ws[i+2].Start) && sc.cur.noun.class != "visit" && sc.isSubject(i) {
		sc.mode, sc.verb = governed, "move"
		sc.tense()
		return true
	}
	if sc.cur == nil || i == 0 || !ws[i].is("moved", "relocated", "shifted", "transferred") || !ws[i-1].is("was", "were", "been", "and") {
		return false
	}
	sc.cur.facts = slices.DeleteFunc(sc.cur.facts, func(f fact) bool {
		return f.sent == sc.si && (f.predicate == schema.InPlace || f.predicate == schema.Venue)
	})
	sc.mode, sc.verb, sc.past, sc.future = governed, "move", true, false
	return true
}

// gathering reports whether word i is a verb of coming together, whose event
// follows with "for" or "at": "gathered in Lima on 3 May for the Lakes Forum".
func (sc *scan) gathering(i int) bool {
	ws := sc.s.words
	w := &ws[i]
	if w.upos != "" && w.upos != "VERB" {
		return false
	}
	if w.is("welcomed", "welcomes", "welcome", "received", "joined") { // "welcomed Minister Ruiz to Lima on 3 May for the Ports Dialogue"
		return sc.forEvent(i, len(ws))
	}
	if sc.d.x.in("move", w.lemma) && (sc.cur == nil || !sc.isSubject(i)) && !ws[i].is("going") && sc.forEvent(i, i+16) {
		return true
	}
	return w.is("gathered", "gather", "assembled", "assemble") || w.is("came", "come") && i+1 < len(ws) && ws[i+1].is("together")
}

// forEvent reports whether an event follows word i, before the one at end, with
// "for" before it.
func (sc *scan) forEvent(i, end int) bool {
	ws := sc.s.words
	return slices.ContainsFunc(sc.refs, func(r ref) bool {
		return r.from > i+3 && r.from < end && r.k.class == schema.Event && slices.ContainsFunc(ws[max(i, r.from-4):r.from], func(w word) bool { return w.is("for") })
	})
}

// presides reports whether word i is a verb of leading whose object may be an
// event of that day: "on 3 May, X co-chaired the second Lima Dialogue".
func (sc *scan) presides(i int) bool {
	w := &sc.s.words[i]
	return sc.d.x.in("preside", w.lemma) && !w.capital && (w.upos == "VERB" || w.upos == "" && strings.HasSuffix(w.low, "ed")) && !(i > 0 && sc.s.words[i-1].is("was", "were", "be", "been", "by"))
}

// verbMet ties what follows to the event in hand, where it is the verb's
// subject, or waits for the object.
func (sc *scan) verbMet(i int, kind string) {
	ws := sc.s.words
	w := &ws[i]
	x := sc.d.x
	passive, present := false, false
	for k := i - 1; k >= 0 && k >= i-4 && !ws[k].is(","); k-- {
		if ws[k].is("was", "were", "be", "been", "is", "are", "being") {
			passive, present = true, ws[k].is("is", "are", "being")
			break
		}
		if !ws[k].is("not", "also", "successfully", "held", "jointly", "officially", "last", "virtually", "originally", "again", "recently", "formally", "currently") && ws[k].upos != "ADV" {
			break
		}
	}
	sc.bySubject(i)
	value := x.lists["hold"][w.lemma]
	switch {
	case x.in("arranged", w.lemma):
		value = "arranged"
	case x.in("last", w.lemma) || w.lemma == "precede" || w.lemma == "follow":
		value = "intransitive"
	}
	relative := sc.mode == adjacent && sc.relativeObject(i)
	participle := relative || sc.mode == adjacent && !passive && (strings.HasSuffix(w.low, "ed") || w.low == "held") && i > 0 && (ws[i-1].is(",", "(") || sc.curRef.to == i) && (value == "transitive" || value == "arranged") && kind == "hold"
	if kind == "hold" && (value == "arranged" || w.is("launched", "inaugurated", "conducted", "run", "continued", "planning")) && !passive && !participle && !(w.is("run") && sc.mode == adjacent && sc.direct(i)) && !(x.in("last", w.lemma) && i+1 < len(ws) && ws[i+1].is("until", "till", "through")) {
		sc.pending = false
		sc.mode = loose
		return
	}
	subject := sc.cur != nil && (passive || participle || value == "intransitive" || value == "both" || kind != "hold")
	if subject && !relative && !sc.isSubject(i) {
		subject = false
	}
	switch {
	case subject:
		sc.coordinate()
		sc.mode, sc.verb = governed, kind
		sc.cur.opened = sc.cur.opened || kind == "open"
		switch {
		case value == "arranged", passive && i > 1 && ws[i-1].is("be") && !sc.past && sc.subjunctive(i-1):
			sc.future, sc.past = true, false
		case !sc.past && !sc.s.title && w.is("opens", "begins", "starts", "commences", "convenes", "takes") && sc.d.a.Doc.Meta.Genre != extract.Report:
			sc.future = true // "opens on Thursday"
		case participle && sc.finiteAhead(i):
		case !sc.future && !present && !w.is("opens", "convenes", "meets"):
			sc.past = true
		}
		if i+1 < len(ws) && x.in("frequency", ws[i+1].low) {
			sc.future = false // "is to convene annually"
		}
		sc.tense()
		for _, p := range sc.lead {
			sc.add(p)
		}
		sc.lead = nil
		for _, p := range sc.where {
			sc.add(p)
		}
		sc.where = nil
	case !passive:
		if p, ok := sc.placeBefore(i); ok && p.to == i && w.is("hosts", "hosted") && (p.from <= sc.s.start+3 || sc.subjectOf(p.to-1, i)) {
			sc.lead = append(sc.lead, p) // "Nairobi hosts the Forum"
		}
		sc.pending = true
		sc.verb = kind
		sc.mode = loose
		sc.past = strings.HasSuffix(w.low, "ed") || w.is("held", "opened", "began")
		for k := max(0, i-4); k < i; k++ {
			if ws[k].is("will", "shall") || ws[k].is("to") && (sc.s.title || k > 0 && (ws[k-1].lemma == "be" || x.in("arrange", ws[k-1].lemma))) {
				sc.future, sc.past = true, false
			}
		}
	default:
		sc.mode = loose
	}
	sc.seen = true
}

// finiteAhead reports whether the participle at word i only explains the event
// whose verb is still to come: "the meeting, hosted by Chile, is planned".
func (sc *scan) finiteAhead(i int) bool {
	ws := sc.s.words
	for k := i + 1; k < len(ws) && k < i+14; k++ {
		if ws[k].is("will", "shall") || ws[k].is("is", "are") && k+1 < len(ws) && (sc.d.x.in("arranged", ws[k+1].lemma) || ws[k+1].is("to")) {
			return true
		}
		if ws[k].upos == "AUX" || ws[k].is(";") {
			return false
		}
	}
	return false
}

// subjunctive reports whether the "be" at word i follows its subject without an
// auxiliary: "agreed that the third round be held".
func (sc *scan) subjunctive(i int) bool {
	w := &sc.s.words[i-1]
	return w.upos == "NOUN" || w.upos == "PROPN" || w.capital
}

// bySubject takes up the event whose mention the parse has as the subject of the
// verb at word i, where another one stands between: "a hearing in preparation of
// the Forum was held".
func (sc *scan) bySubject(i int) {
	toks := sc.d.a.Sentences[sc.si].Tokens
	if sc.cur == nil {
		return
	}
	for k := sc.s.start; k < i; k++ {
		if toks[k].Head != i || !strings.HasPrefix(toks[k].Rel, "nsubj") || k >= sc.curRef.from {
			continue
		}
		for _, r := range sc.refs {
			if r.k != sc.cur && r.from <= k && k < r.to && r.rule != "event.contact" && r.rule != "event.verb" {
				sc.cur, sc.curRef, sc.mode, sc.also, sc.reach = r.k, r, governed, nil, 0
				return
			}
		}
		return
	}
}

// coordinate notes the events that "and" joins to the one in hand.
func (sc *scan) coordinate() {
	ws := sc.s.words
	sc.also = nil
	from := sc.curRef.from
	for n := len(sc.refs) - 1; n >= 0; n-- {
		r := sc.refs[n]
		if r.to > from || r.k == sc.cur {
			continue
		}
		and := false
		for k := r.to; k < from; k++ {
			if !ws[k].is("and", "the", ",", "(", ")") && !isAcronym(ws[k].text) {
				return
			}
			and = and || ws[k].is("and", ",")
		}
		if !and {
			return
		}
		sc.also = append(sc.also, r.k)
		from = r.from
	}
}

// relativeObject reports whether the verb at word i heads a relative clause of
// the event in hand whose subject is somebody else: "the forum, which Chile is
// hosting".
func (sc *scan) relativeObject(i int) bool {
	toks := sc.d.a.Sentences[sc.si].Tokens
	ws := sc.s.words
	if k := sc.curRef.to; k+2 < i && sc.d.x.lists["hold"][ws[i].lemma] == "transitive" {
		if ws[k].is(",") {
			k++
		}
		if ws[k].is("which", "that") && ws[k+1].upos != "AUX" && ws[k+1].upos != "VERB" {
			return true
		}
	}
	if toks[i].Rel != "acl:relcl" || toks[i].Head < sc.curRef.from || toks[i].Head >= sc.curRef.to || sc.d.x.lists["hold"][sc.s.words[i].lemma] != "transitive" {
		return false
	}
	for k := range toks {
		if toks[k].Head == i && toks[k].Rel == "nsubj" {
			return !sc.s.words[k].is("which", "that", "who")
		}
	}
	return false
}

// isSubject reports whether the event in hand is what the verb at word i is
// said of: by the parse where there is one, else by what stands between.
func (sc *scan) isSubject(i int) bool {
	toks := sc.d.a.Sentences[sc.si].Tokens
	ws := sc.s.words
	if sc.mode == adjacent && sc.direct(i) || sc.afterApposition(i) {
		return true
	}
	if toks[i].Rel != "" {
		for k := range toks {
			if k >= sc.s.start && toks[k].Head == i && strings.HasPrefix(toks[k].Rel, "nsubj") {
				if k >= sc.curRef.from && k < sc.curRef.to {
					return true
				}
				if ws[k].is("which", "that") {
					return toks[i].Head >= sc.curRef.from && toks[i].Head < sc.curRef.to || sc.mode == adjacent
				}
				return false
			}
		}
		if h := toks[i].Head; h >= sc.curRef.from && h < sc.curRef.to {
			return true
		}
		if toks[i].Rel == "conj" && toks[i].Head >= 0 { // "was held and concluded"
			h := toks[i].Head
			for k := range toks {
				if toks[k].Head == h && strings.HasPrefix(toks[k].Rel, "nsubj") {
					return k >= sc.curRef.from && k < sc.curRef.to
				}
			}
		}
	}
	for k := sc.curRef.to; k < i; k++ {
		if ws[k].is("he", "she", "they", "we", "I", "who", "and") && ws[k].low != "and" {
			return false
		}
	}
	return sc.mode == adjacent || i-sc.curRef.to < 4
}

// afterApposition reports whether an insertion without a verb, between commas,
// and auxiliaries stand between the event in hand and the verb at word i: "the
// Lima Forum, the third gathering of its kind, was held".
func (sc *scan) afterApposition(i int) bool {
	ws := sc.s.words
	k := sc.curRef.to
	if k >= i || !ws[k].is(",") {
		return false
	}
	c := i - 1
	for c > k && (ws[c].upos == "AUX" || ws[c].upos == "ADV" || ws[c].upos == "PART") {
		c--
	}
	if c <= k+1 || !ws[c].is(",") {
		return false
	}
	if ws[k+1].is("which") { // "the Lima Forum, which Chile hosted, ended"
		return !slices.ContainsFunc(ws[k+1:c], func(w word) bool { return w.is(";", ",") })
	}
	toks := sc.d.a.Sentences[sc.si].Tokens
	for n := k + 1; n < c; n++ { // participles may stand within: "organised in cooperation with Chile"
		if w := &ws[n]; w.upos == "VERB" && toks[n].XPOS != "VBN" && toks[n].XPOS != "VBG" || w.upos == "AUX" || w.is(";", "which", "who") {
			return false
		}
	}
	return true
}

// direct reports whether only auxiliaries, adverbs and "which" stand between the
// event in hand and the verb at word i.
func (sc *scan) direct(i int) bool {
	ws := sc.s.words
	for k := max(sc.curRef.to, sc.reach); k < i; k++ {
		w := &ws[k]
		if w.upos != "AUX" && w.upos != "ADV" && w.upos != "PART" && !sc.d.x.in("arrange", w.lemma) && !w.is("was", "were", "is", "are", "be", "been", "being", "will", "would", "has", "have", "had", "to", "which", "that", "also", "not", ",", "officially", "formally", "shall", "last") {
			return false
		}
	}
	return true
}
