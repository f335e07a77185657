package rule

import (
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// The letters that stand for names in a masked sentence, from the private use
// area: an actor with its titles, office, state and brackets; an event.
const (
	whoMark   = '\uE000'
	eventMark = '\uE001'
)

// Parts of wordings that stand for names; W and E are the two letters. A list
// before a verb is closed by a conjunction, as a comma may begin a new clause;
// one after it may be open.
const (
	joiner    = `(?:,|;)? (?:and|as well as|along with|together with|&) (?:(?:by|from|of|the|an?|also) )*`
	whoPart   = `(?:(?:the|an?|our|its) )*(?P<who>W(?:(?:[,;] (?:the )?W)+` + joiner + `W| (?:and|as well as|&) (?:the )?W)?)(?:, [^,;:WE]{2,90},|,)?`
	namesPart = `(?:(?:by|from|the|an?|also|both|its) )*(?P<who>W(?:(?:,? [^WE.:;,]{3,60})?(?:` + joiner + `|[,;] (?:(?:by|from|the|an?|also) )*)W)*)`
	restPart  = `(?P<who>[^?!]*)$`
	eventName = `(?:(?:the|this|that|its|their|today's|an?) (?:[a-z0-9'-]+ ){0,2})?(?P<event>E)`
	gathering = `(?:the|this|that|its|their|today's|all) (?:[a-z0-9'-]+ ){0,2}`
)

var fragment = regexp.MustCompile(`\{([a-z-]+)\}`)

// wording compiles an expression over masked sentences, with "{name}" standing
// for a fragment of words.yaml, or for {who}, {names}, {rest} or {event}; {left}
// and {list} are places where a list of names ends and begins.
func (w *Words) wording(expr string) (*regexp.Regexp, error) {
	out, err := w.expand(expr, 0)
	if err != nil {
		return nil, err
	}
	for _, group := range []string{"who", "event", "left", "list"} { // names of groups must differ
		for n := 1; strings.Contains(out, "(?P<"+group+">"); n++ {
			out = strings.Replace(out, "(?P<"+group+">", "(?P<"+group+strconv.Itoa(n)+">", 1)
		}
	}
	out = strings.NewReplacer("W", string(whoMark), "E", string(eventMark)).Replace(out)
	return regexp.Compile(`(?:^|[ "(/])(?:` + out + `)`)
}

func (w *Words) expand(expr string, depth int) (string, error) {
	if depth > 6 {
		return "", errors.New("fragments of words.yaml hold each other")
	}
	var failed error
	out := fragment.ReplaceAllStringFunc(expr, func(ref string) string {
		part := ""
		switch name := ref[1 : len(ref)-1]; name {
		case "who":
			part = whoPart
		case "names":
			part = namesPart
		case "rest":
			part = restPart
		case "left", "list":
			part = "(?P<" + name + ">)"
		case "event":
			part = eventName + "|" + gathering + "(?:" + strings.Join(w.Gathering, "|") + `)s?\b`
		default:
			found := false
			if part, found = w.Fragments[name]; !found {
				failed = errors.New("no fragment " + ref + " in words.yaml")
				return ref
			}
		}
		part, err := w.expand(part, depth+1)
		if err != nil {
			failed = err
		}
		return "(?:" + part + ")"
	})
	return out, failed
}

// A masked sentence is in small letters with single spaces, a letter standing
// for each name.
type masked struct {
	text   string
	actors []item // in the order of whoMark
	events []int  // in the order of eventMark
	may    []int  // wordings that can match
}

// mask gives the sentence with letters for the names of the classes and of
// events.
func (d *doc) mask(classes []schema.Class) masked {
	type cut struct {
		span  extract.Span
		actor item
		event int
	}
	var cuts []cut
	for _, it := range d.items(classes) {
		it.span = d.withTitles(it.span)
		cuts = append(cuts, cut{span: it.span, actor: it, event: extract.NoEntity})
	}
	for _, m := range d.mentions {
		if m.Class != schema.Event && m.Class != schema.Session || slices.ContainsFunc(cuts, func(c cut) bool { return c.event >= 0 && c.span.Overlaps(m.Span) }) {
			continue
		}
		cuts = slices.DeleteFunc(cuts, func(c cut) bool { return c.event < 0 && m.Span.Contains(c.actor.span) && m.Form == extract.Name })
		if slices.ContainsFunc(cuts, func(c cut) bool { return c.span.Overlaps(m.Span) }) {
			continue
		}
		cuts = append(cuts, cut{span: m.Span, event: m.Entity})
	}
	slices.SortStableFunc(cuts, func(a, b cut) int { return a.span.Start - b.span.Start })
	var out masked
	var b strings.Builder
	at := d.sent.Span.Start
	for _, c := range cuts {
		if c.span.Start < at {
			continue
		}
		b.WriteString(plain(d.a.Doc.Text[at:c.span.Start]))
		if c.event >= 0 {
			b.WriteRune(eventMark)
			out.events = append(out.events, c.event)
		} else {
			b.WriteRune(whoMark)
			out.actors = append(out.actors, c.actor)
		}
		at = c.span.End
	}
	b.WriteString(plain(d.a.Doc.Text[at:d.sent.Span.End]))
	out.text = strings.Join(strings.Fields(b.String()), " ")
	return out
}

// plain gives text in small letters with straight quotes, without the letters
// that stand for names.
func plain(s string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		switch r {
		case '’', '‘':
			return '\''
		case '“', '”':
			return '"'
		case '–', '—':
			return '-'
		case whoMark, eventMark:
			return ' '
		}
		if unicode.IsSpace(r) {
			return ' '
		}
		return r
	}, s))
}

// bracket is what may stand in brackets after a name: a state, a body, a date.
var bracket = regexp.MustCompile(`^\s*\([^()]{1,60}\)`)

// withTitles widens the phrase of a name over the words with a capital before it
// that title it ("Ambassador", "Professor") and a bracket after it.
func (d *doc) withTitles(sp extract.Span) extract.Span {
	for i := len(d.sent.Tokens) - 1; i >= 0; i-- {
		t := &d.sent.Tokens[i]
		if t.Span.End > sp.Start {
			continue
		}
		word := d.text(t.Span)
		if strings.TrimSpace(d.a.Doc.Text[t.Span.End:sp.Start]) != "" || t.UPOS != "PROPN" && t.UPOS != "NOUN" && t.UPOS != "ADJ" && word != "." {
			break
		}
		if r := []rune(word)[0]; word != "." && !unicode.IsUpper(r) && !slices.Contains(d.rec.set.Words.Callings, t.Lemma) ||
			slices.ContainsFunc(d.mentions, func(m extract.Mention) bool { return m.Span.Overlaps(t.Span) && m.Class != schema.Office }) {
			break
		}
		sp.Start = t.Span.Start
	}
	if loc := bracket.FindStringIndex(d.a.Doc.Text[sp.End:d.sent.Span.End]); loc != nil {
		sp.End += loc[1]
	}
	return sp
}

// elsewhere is what follows a wording that is said of something that is no event
// of the document: "delivered a speech at the university".
var elsewhere = regexp.MustCompile(`^ (?:at|to|before|for|in front of) `)

// applyWording tries a rule on the set phrases of a sentence.
func (d *doc) applyWording(r *Rule) {
	actor, event := &r.Subject, &r.Object
	if slices.Contains(actor.Class, schema.Event) {
		actor, event = event, actor
	}
	m := d.masked(actor.Class)
	if len(m.actors) == 0 || r.Proceedings && !d.proceedings() {
		return
	}
	for _, n := range r.wordings {
		if !slices.Contains(m.may, n) {
			continue
		}
		re := d.rec.set.wordings[n]
		for _, loc := range re.FindAllStringSubmatchIndex(m.text, -1) {
			if r.not != nil && r.not.MatchString(m.text[lastWord(m.text, loc[0]):loc[1]]) {
				continue
			}
			status := extract.Asserted
			var who, what []int
			at := d.sent.Span.End
			named := false
		groups:
			for g, name := range re.SubexpNames() {
				from, to := loc[2*g], loc[2*g+1]
				if g == 0 || from < 0 {
					continue
				}
				switch {
				case name == "plan":
					status = extract.Planned
				case strings.HasPrefix(name, "event"):
					what = append(what, m.events[strings.Count(m.text[:from], string(eventMark))])
				case strings.HasPrefix(name, "left"), strings.HasPrefix(name, "list"):
					walk := d.walkRight
					if strings.HasPrefix(name, "left") {
						walk = d.walkLeft
					}
					found := walk(m, from)
					if len(found) == 0 {
						who = nil
						break groups
					}
					for _, it := range found {
						if !slices.Contains(who, it.entity) {
							who = append(who, it.entity)
							at = min(at, it.span.Start)
						}
					}
					named = true
				case strings.HasPrefix(name, "who"):
					first := strings.Count(m.text[:from], string(whoMark))
					for k := first; k < first+strings.Count(m.text[from:to], string(whoMark)); k++ {
						if e := m.actors[k].entity; !slices.Contains(who, e) {
							who = append(who, e)
							at = min(at, m.actors[k].span.Start)
						}
					}
					named = true
				}
			}
			if !named || len(who) == 0 {
				continue
			}
			confidence := r.Confidence
			if len(what) == 0 {
				rest := m.text[loc[1]:]
				if event.Else != "focus" || elsewhere.MatchString(rest) {
					continue
				}
				e := d.focusEvent(at)
				if e < 0 || r.Proceedings && d.a.Entities[e].Class == schema.Event && !d.reported(e) {
					continue
				}
				what, confidence = []int{e}, confidence*0.9
			}
			if actor == &r.Subject {
				d.claim(r, who, what, status, confidence)
			} else {
				d.claim(r, what, who, status, confidence)
			}
		}
	}
}

// lastWord is where the word before the offset at begins: "former".
func lastWord(s string, at int) int {
	return strings.LastIndexByte(strings.TrimRight(s[:at], " "), ' ') + 1
}

// masked is mask, once for each set of classes of a sentence.
func (d *doc) masked(classes []schema.Class) *masked {
	key := ""
	for _, c := range classes {
		key += string(c) + " "
	}
	if m, ok := d.masks[key]; ok {
		return m
	}
	m := d.mask(classes)
	if len(m.actors) > 0 {
		m.may = append(d.rec.set.worded.May(m.text), d.rec.set.always...)
	}
	d.masks[key] = &m
	return &m
}
