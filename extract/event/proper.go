package event

import (
	"strings"
	"unicode"

	"github.com/normgraph/normgraph/schema"
)

// properNames notes the names of gatherings that hold no event noun, by what
// the text says of them: "PortsCon, the annual meeting of …", "PortsCon was held
// in Lima", "Chile will host PORTS 2024". They are found again as acronyms are.
func (d *doc) properNames() {
	fresh := false
	for si := range d.sents {
		ws := d.sents[si].words
		for i := range ws {
			base, to := d.properName(si, i)
			if base == "" || d.acronyms[base] != nil || d.x.acronym[base] != nil {
				continue
			}
			if c := d.apposition(si, to); c != nil {
				if c.acronym == "" && c.body == "" {
					c.acronym = base
				}
				d.acronyms[base], fresh = c, true
				continue
			}
			if d.heldName(si, i, to) {
				d.acronyms[base], fresh = &candidate{noun: acronymNoun, acronym: base, seriesName: base, sent: si}, true
			}
		}
	}
	if fresh {
		d.findNames()
	}
}

// properName reads a word that may name a gathering by itself, with a number or
// year after it: written with capitals inside ("PortsCon", "NETports"), or an
// acronym. It gives the name without number and the index after all.
func (d *doc) properName(si, i int) (base string, to int) {
	ws := d.sents[si].words
	w := &ws[i]
	t := strings.TrimPrefix(w.text, "#")
	digits := len(strings.TrimRight(t, "0123456789"))
	numbered := digits < len(t)
	base = strings.TrimRight(t[:digits], "-")
	to = i + 1
	if !numbered && to < len(ws) && ws[to].year() > 0 {
		numbered = true
		to++
	}
	if len(base) < 3 || !innerCapitals(base) && !(numbered && isAcronym(base)) {
		return "", i
	}
	if m := d.mentionAt(w.Start, schema.Person, schema.State, schema.Place, schema.Office, schema.Instrument); m != nil {
		return "", i
	}
	if m := d.mentionAt(w.Start, schema.Organization, schema.Body); m != nil && d.a.Entities[m.Entity].Key != "" {
		return "", i
	}
	return base, to
}

// innerCapitals reports whether a word has both cases inside, as coined names
// have: "PortsCon", "NETports".
func innerCapitals(t string) bool {
	upper, lower, inner := 0, 0, false
	for i, r := range t {
		switch {
		case unicode.IsUpper(r):
			upper++
			inner = inner || i > 0
		case unicode.IsLower(r):
			lower++
		default:
			return false
		}
	}
	return inner && upper >= 2 && lower >= 2 && !strings.HasPrefix(t, "Mc") && !strings.HasPrefix(t, "Mac")
}

// apposition is the name of an event that stands after a comma at word j and
// explains the name before it, or nil.
func (d *doc) apposition(si, j int) *candidate {
	ws := d.sents[si].words
	if j+2 >= len(ws) || !ws[j].is(",", "(", "–", "—") || !ws[j+1].is("the", "a", "an") {
		return nil
	}
	for _, c := range d.cands {
		if c.sent == si && c.from >= j+1 && c.from <= j+4 && c.noun.class == "event" {
			return c
		}
	}
	return nil
}

// heldName reports whether the text says that what words i to j name was held.
func (d *doc) heldName(si, i, j int) bool {
	s := &d.sents[si]
	ws := s.words
	k := j
	if k < len(ws) && ws[k].is(",") {
		k++
	}
	aux := false
	for k < len(ws) && (ws[k].upos == "AUX" || ws[k].upos == "ADV" || ws[k].is("to", "was", "is", "will", "be")) {
		aux = aux || ws[k].lemma == "be" || ws[k].is("will")
		k++
	}
	if k < len(ws) && !s.title {
		w := &ws[k]
		value := d.x.lists["hold"][w.lemma]
		switch {
		case w.is("held", "hosted", "convened", "staged") && (aux || k > j && ws[k-1].is(",")):
			return d.located(si, k+1) || w.is("held")
		case w.lemma == "take" && k+1 < len(ws) && ws[k+1].is("place"):
			return true
		case (d.x.in("open", w.lemma) || d.x.in("close", w.lemma)) && w.upos == "VERB" && value == "":
			return d.located(si, k+1)
		}
	}
	// "Chile will host PortsCon in May"
	v := i - 1
	for v > 0 && ws[v].is("the", "first", "next", "annual", "its") {
		v--
	}
	if v < 1 || !ws[v].is("host", "hosts", "hosted", "hosting", "holding", "convene", "convened", "co-host", "co-hosted") {
		return false
	}
	return innerCapitals(strings.TrimRight(strings.TrimPrefix(ws[i].text, "#"), "0123456789")) && d.located(si, j) || j > i+1 && d.located(si, j)
}

// findNames finds the named events of all sentences anew.
func (d *doc) findNames() {
	d.cands = d.cands[:0]
	for i := range d.sents {
		d.cands = append(d.cands, d.names(i)...)
	}
	// Names made anew know nothing of the coined name beside them.
	for _, o := range d.cands {
		if b := o.from - 3; o.acronym == "" && b >= 0 {
			ws := d.sents[o.sent].words
			for b = o.from - 1; b > 0 && b >= o.from-4 && !ws[b].is(",", "(", "–", "—"); b-- {
			}
			if b > 0 && ws[b].is(",", "(", "–", "—") {
				if c := d.acronyms[strings.TrimPrefix(ws[b-1].text, "#")]; c != nil && c.sent == o.sent && c.from == o.from {
					o.acronym = c.acronym
				}
			}
		}
	}
}
