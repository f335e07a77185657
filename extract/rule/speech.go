package rule

import (
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// speech reads the layout of remarks: their speaker addressed the event they
// were made at, and those greeted by name were present.
func (d *doc) speech() {
	doc := d.a.Doc
	if doc.Meta.Genre != extract.Remarks {
		return
	}
	speaker, event := extract.NoEntity, d.focusEvent(0)
	if doc.Meta.Speaker.Value != "" {
		speaker, _ = d.rec.ctx.FirstPerson(d.a)
	}
	if event < 0 {
		return
	}
	at := []int{event}
	if e := d.deicticEvent(); e >= 0 && e != event {
		at = append([]int{e}, at...)
	}
	for _, e := range at {
		if speaker < 0 {
			break
		}
		d.a.AddClaim(extract.Claim{
			Subject: speaker, Predicate: schema.Addressed, Object: e, Status: extract.Asserted,
			AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
			Rule: "speech.speaker", Confidence: 0.9, RawEvidence: []extract.Span{doc.Meta.Speaker.Raw},
		})
	}
	for _, g := range d.greeted() {
		if g.entity == speaker {
			continue
		}
		d.a.AddClaim(extract.Claim{
			Subject: g.entity, Predicate: schema.Attended, Object: at[0], Status: extract.Asserted,
			AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
			Rule: "speech.salutation", Confidence: 0.85, Evidence: []extract.Span{g.span},
		})
	}
}

// deicticEvent is the event that the speaker says to be at, named with "this"
// or "tonight's" in the first paragraphs, or NoEntity.
func (d *doc) deicticEvent() int {
	blocks := 0
	last := -1
	for i := range d.a.Sentences {
		s := &d.a.Sentences[i]
		if s.Block != last {
			if b := d.a.Doc.Blocks[s.Block]; b.Kind == extract.Paragraph && strings.HasSuffix(strings.TrimSpace(d.text(b.Span)), ".") {
				blocks++
			}
			last = s.Block
		}
		if blocks > 3 {
			break
		}
		for _, m := range d.a.MentionsIn(s.Span) {
			if m.Class != schema.Event && m.Class != schema.Session {
				continue
			}
			before := strings.ToLower(d.a.Doc.Text[max(s.Span.Start, m.Span.Start-24):m.Span.Start] + d.text(m.Span))
			for _, w := range d.rec.set.Words.Deictic {
				if strings.Contains(before, w+" ") {
					return m.Entity
				}
			}
		}
	}
	return extract.NoEntity
}

type greeting struct {
	entity int
	span   extract.Span
}

// greeted gives the persons named in the salutation: the short blocks, each
// closed by a comma or opened by a form of address, that stand before the first
// running text.
func (d *doc) greeted() []greeting {
	var out []greeting
	w := d.rec.set.Words.Salutation
	open := false
	for _, b := range d.a.Doc.Blocks {
		if b.Kind != extract.Paragraph && b.Kind != extract.ListItem {
			continue
		}
		text := strings.TrimSpace(d.text(b.Span))
		lower := strings.ToLower(text)
		starts := slices.ContainsFunc(w, func(s string) bool { return strings.HasPrefix(lower, s) })
		if !open && !starts {
			continue
		}
		if open && !starts && !strings.HasSuffix(text, ",") {
			break
		}
		open = true
		cut := b.Span
		if !strings.HasSuffix(text, ",") {
			// a salutation that runs into the first sentence: up to its last comma
			// before a verb is not worth guessing; only a whole line counts
			if len(text) > 200 {
				break
			}
		}
		for _, m := range d.a.MentionsIn(cut) {
			if m.Class == schema.Person && m.Form == extract.Name && !slices.ContainsFunc(out, func(g greeting) bool { return g.entity == m.Entity }) {
				out = append(out, greeting{m.Entity, b.Span})
			}
		}
	}
	return out
}

// rosters reads lists of those who took part: a block or sentence that is only
// a word such as "Participants", then names.
func (d *doc) rosters() {
	blocks := d.a.Doc.Blocks
	for i := range d.a.Sentences {
		s := &d.a.Sentences[i]
		words := strings.ToLower(strings.Trim(d.text(s.Span), " .:–-—*#\n"))
		if !slices.Contains(d.rec.set.Words.Roster, words) {
			continue
		}
		d.sent, d.index = s, i
		event := d.focusEvent(s.Span.Start)
		if event < 0 {
			continue
		}
		// The sentences after it in the same block, or else the blocks after it
		// as long as they are lists of names.
		n := 0
		for k := i + 1; k < len(d.a.Sentences) && d.a.Sentences[k].Block == s.Block; k++ {
			if d.roster(k, event) == 0 {
				break
			}
			n++
		}
		if n > 0 {
			continue
		}
		for k := i + 1; k < len(d.a.Sentences); k++ {
			next := &d.a.Sentences[k]
			kind := blocks[next.Block].Kind
			if next.Block > s.Block+1 && kind != extract.ListItem && kind != extract.TableRow && (kind != extract.Paragraph || next.Span.Len() > 160) {
				break
			}
			if d.absent(next) {
				continue
			}
			if d.roster(k, event) == 0 {
				break
			}
		}
	}
}

// absent reports whether a line names those who did not come.
func (d *doc) absent(s *extract.Sentence) bool {
	lower := strings.ToLower(d.text(s.Span))
	return slices.ContainsFunc(d.rec.set.Words.Absent, func(w string) bool { return strings.HasPrefix(lower, w) })
}

// roster claims the attendance of those named in sentence k, if it is nothing
// but a list of names, and returns how many there are.
func (d *doc) roster(k, event int) int {
	d.sent = &d.a.Sentences[k]
	d.mentions = d.a.MentionsIn(d.sent.Span)
	for _, t := range d.sent.Tokens {
		if t.UPOS == "AUX" || t.UPOS == "VERB" && strings.HasPrefix(t.XPOS, "VB") && t.XPOS != "VBN" && t.XPOS != "VBG" { // "United" of a name may be a verb tagged NNP
			return 0
		}
	}
	classes := []schema.Class{schema.State, schema.Organization, schema.Body, schema.Person}
	items := d.items(classes)
	if len(items) == 0 {
		return 0
	}
	for _, it := range items {
		d.a.AddClaim(extract.Claim{
			Subject: it.entity, Predicate: schema.Attended, Object: event, Status: extract.Asserted,
			AttributedTo: extract.NoEntity, Addressee: extract.NoEntity,
			Rule: "attend.roster", Confidence: 0.85, Evidence: []extract.Span{d.sent.Span},
		})
	}
	return len(items)
}
