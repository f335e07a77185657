package rule

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// listGap is how many bytes may stand between two names of a list: a title, an
// office, a number.
const listGap = 110

// walkRight gives the names of a list from the first one after the offset at of
// the masked sentence on: "officials from Chile, Peru and the OSCE".
func (d *doc) walkRight(m *masked, at int) []item {
	first := strings.Count(m.text[:at], string(whoMark))
	next := strings.IndexRune(m.text[at:], whoMark)
	if next < 0 {
		return nil
	}
	start := m.actors[first].span.Start
	if strings.ContainsRune(m.text[at:at+next], eventMark) || !d.links(start-len(strings.TrimLeft(m.text[at:at+next], " ")), start) {
		return nil
	}
	if d.owns(m.actors[first].span.End) {
		return nil
	}
	out := []item{m.actors[first]}
	for k := first + 1; k < len(m.actors) && !d.owns(m.actors[k].span.End); k++ {
		p, q := m.actors[k-1].span.End, m.actors[k].span.Start
		if !d.separates(p, q) || !d.links(p, q) {
			break
		}
		if strings.Trim(d.a.Doc.Text[p:q], " \n") == "," && d.clauseAfter(m.actors[k].span.End) {
			break // "attended by Chile and Peru, Kenya said"
		}
		out = append(out, m.actors[k])
	}
	return out
}

// walkLeft gives the names of the list that is the subject of the words at the
// offset at of the masked sentence: "Chile, Peru and the OSCE, all members".
func (d *doc) walkLeft(m *masked, at int) []item {
	last := strings.Count(m.text[:at], string(whoMark)) - 1
	if last < 0 {
		return nil
	}
	gap := m.text[strings.LastIndex(m.text[:at], string(whoMark))+len(string(whoMark)) : at]
	end := m.actors[last].span.End
	words := strings.Fields(gap)
	relative := len(words) > 0 && slices.Contains(relatives, words[len(words)-1])
	if relative {
		gap = gap[:strings.LastIndex(gap, words[len(words)-1])]
		words = words[:len(words)-1]
	}
	if strings.ContainsRune(gap, eventMark) || len(words) > 0 && slices.Contains(closers, words[len(words)-1]) || !d.links(end, end+len(strings.TrimRight(gap, " "))) {
		return nil
	}
	out := []item{m.actors[last]}
	for k := last - 1; k >= 0; k-- {
		p, q := m.actors[k].span.End, m.actors[k+1].span.Start
		if !d.separates(p, q) || !d.links(p, q) {
			break
		}
		out = append(out, m.actors[k])
	}
	slices.Reverse(out)
	if relative {
		return out
	}
	if len(out) > 1 && d.adverbial(out[0].span.Start) {
		out = out[1:] // "In Lima, Chile and Peru attended"
	}
	if d.adverbial(out[0].span.Start) {
		return nil
	}
	return out
}

// Words between a subject and its verb: those that open a relative clause, and
// those by which the verb is another's.
var (
	relatives = []string{"who", "which"}
	closers   = []string{"and", "but", "or", "to", "not", "never"}
)

// adverbial reports whether the name at an offset of the text hangs on a
// preposition that no subject has: "in Chile".
func (d *doc) adverbial(at int) bool {
	for i := len(d.sent.Tokens) - 1; i >= 0; i-- {
		t := &d.sent.Tokens[i]
		if t.Span.Start >= at || t.UPOS == "DET" {
			continue
		}
		return t.UPOS == "ADP" && !slices.Contains(d.rec.set.Words.Within, strings.ToLower(d.text(t.Span)))
	}
	return false
}

// separates reports whether what stands between two names is what parts the
// items of a list.
func (d *doc) separates(p, q int) bool {
	if q < p {
		return false
	}
	gap := strings.ToLower(d.a.Doc.Text[p:q])
	if strings.ContainsAny(gap, ",;&") {
		return true
	}
	return slices.ContainsFunc(strings.Fields(gap), func(w string) bool {
		return slices.Contains(d.rec.set.Words.Joining, w)
	})
}

// links reports whether the words between two offsets can stand within a list of
// names: nouns and adjectives of titles, but no verb, clause or place.
func (d *doc) links(from, to int) bool {
	if to-from > listGap {
		return false
	}
	w := &d.rec.set.Words
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Span.Start < from || t.Span.End > to {
			continue
		}
		low := strings.ToLower(d.text(t.Span))
		if slices.Contains(w.Joining, low) || slices.Contains(w.Within, low) || low == "with" && i > 0 && slices.Contains(w.Joining, strings.ToLower(d.text(d.sent.Tokens[i-1].Span))) {
			continue
		}
		switch t.UPOS {
		case "AUX", "SCONJ", "PART", "INTJ":
			return low == "'s" || low == "’s" || low == "'" || low == "’"
		case "VERB":
			if t.XPOS != "VBN" || t.Rel != "amod" {
				return false
			}
		case "PRON":
			if t.XPOS != "PRP$" {
				return false
			}
		case "ADP", "CCONJ":
			return false
		case "PUNCT", "SYM":
			if strings.Contains("-–—", low) && t.Span.Start > 0 && d.a.Doc.Text[t.Span.Start-1] == ' ' {
				return false // after the place of a news report
			}
			if strings.ContainsAny(low, ".:?!\"“”") && to > t.Span.End+1 {
				return false
			}
		}
	}
	return true
}

// owns reports whether the name that ends at an offset is only the owner of what
// follows: "Chile's proposal".
func (d *doc) owns(end int) bool {
	rest := d.a.Doc.Text[end:d.sent.Span.End]
	return strings.HasPrefix(rest, "'s ") || strings.HasPrefix(rest, "’s ")
}

// clauseAfter reports whether a finite verb follows the name that ends at an
// offset.
func (d *doc) clauseAfter(end int) bool {
	for i := range d.sent.Tokens {
		t := &d.sent.Tokens[i]
		if t.Span.Start < end || t.UPOS == "ADV" {
			continue
		}
		return t.UPOS == "AUX" || t.UPOS == "VERB" && (t.XPOS == "VBD" || t.XPOS == "VBZ" || t.XPOS == "VBP")
	}
	return false
}

// proceedings reports whether the sentence stands in what tells of the
// interventions made at a gathering: a text that calls itself a summary or
// report, or a paragraph near those who listened.
func (d *doc) proceedings() bool {
	block := d.sent.Block
	for i := d.index; i >= 0 && d.a.Sentences[i].Block >= block-1; i-- {
		if d.namesAny(&d.a.Sentences[i], d.rec.set.Words.Floor) {
			return true
		}
	}
	return slices.ContainsFunc(strings.Fields(strings.ToLower(d.a.Doc.Meta.Title.Value)), func(w string) bool {
		return slices.Contains(d.rec.set.Words.Proceedings, strings.Trim(w, ",.:"))
	})
}

// reported reports whether an event is one that the document is about.
func (d *doc) reported(event int) bool {
	return slices.ContainsFunc(d.a.Claims, func(c extract.Claim) bool {
		return c.Subject == extract.TheDocument && c.Predicate == schema.ReportsOn && c.Object == event
	})
}

func (d *doc) namesAny(s *extract.Sentence, words []string) bool {
	for i := range s.Tokens {
		if slices.Contains(words, strings.ToLower(d.text(s.Tokens[i].Span))) {
			return true
		}
	}
	return false
}
