package resolve

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// An Extraction is what extraction found in the bytes of one document, in the
// form that is kept by content hash. It does not depend on the document's name.
type Extraction struct {
	Meta     Meta     `json:"meta"`
	Entities []Entity `json:"entities,omitempty"`
	Claims   []Claim  `json:"claims,omitempty"`
}

// Meta is what resolution and the store keep of a document's form.
type Meta struct {
	Title       string        `json:"title,omitempty"`
	PublishedOn string        `json:"publishedOn,omitempty"` // 2006-01-02, 2006-01 or 2006
	DeliveredOn string        `json:"deliveredOn,omitempty"`
	Language    string        `json:"language,omitempty"`
	Genre       extract.Genre `json:"genre,omitempty"`
}

// An Entity is a thing that a document speaks of; see [extract.Entity].
type Entity struct {
	Class   schema.Class `json:"class"`
	Key     string       `json:"key,omitempty"`
	Label   string       `json:"label"`
	Aliases []string     `json:"aliases,omitempty"`
}

// A Claim is an [extract.Claim] with its evidence in raw bytes. Subject, Object,
// AttributedTo and Addressee are indices into Entities or the constants of
// package extract; Object is NoEntity where Literal is meant.
type Claim struct {
	Subject      int              `json:"s"`
	Predicate    schema.Predicate `json:"p"`
	Object       int              `json:"o"`
	Literal      *extract.Literal `json:"literal,omitempty"`
	Status       extract.Status   `json:"status,omitempty"` // "" means asserted
	Stance       schema.Predicate `json:"stance,omitempty"`
	AttributedTo int              `json:"by"`
	Addressee    int              `json:"to"`
	Modality     string           `json:"modality,omitempty"`
	Qualifier    string           `json:"qualifier,omitempty"`
	ChairOnly    bool             `json:"chairOnly,omitempty"`
	Derived      bool             `json:"derived,omitempty"`
	Rule         string           `json:"rule,omitempty"`
	Confidence   float64          `json:"confidence"`
	Evidence     []Evidence       `json:"evidence"`
	// Review is what a person has said of the claim; it is no part of what is
	// kept of a document.
	Review *Review `json:"review,omitempty"`
}

// A Review is a person's word on a claim.
type Review struct {
	Verdict  string `json:"verdict"`
	By       string `json:"by,omitempty"`
	On       string `json:"on,omitempty"` // 2006-01-02
	Note     string `json:"note,omitempty"`
	Decision string `json:"decision"` // path of its node: decision/…
}

// Evidence is a run of a document's bytes.
type Evidence struct {
	Start int `json:"start"` // byte offset into the file as stored
	End   int `json:"end"`   // after the last byte
	Line  int `json:"line"`  // 1-based line of Start
	// Exact holds those bytes. Of a file that is not UTF-8 it holds the words as
	// read, since no output format could carry the bytes.
	Exact string `json:"exact"`
	// Text holds the words as read, where the bytes hold markup or other signs
	// that are not read; else it is empty.
	Text string `json:"text,omitempty"`
}

// A Document is an extraction with the name of its document.
type Document struct {
	ID     string // last part of the document's IRI, unique in the corpus
	Path   string // as given by the user
	SHA256 string // of the bytes, in hexadecimal; may be empty
	Extraction
}

// maxEvidence is the length in raw bytes beyond which evidence is cut. Ten
// sentences of the treebank's mean length fit; what is longer is a table or a
// block that was not cut into sentences.
const maxEvidence = 1500

// FromAnalysis gives the storable form of an analysis. Claims without evidence
// and claims that refer to no entity are left out: they could not be traced.
func FromAnalysis(a *extract.Analysis) *Extraction {
	m := &a.Doc.Meta
	x := &Extraction{Meta: Meta{
		Title: clean(m.Title.Value), PublishedOn: m.PublishedOn.Value, DeliveredOn: m.DeliveredOn.Value,
		Language: m.Language, Genre: m.Genre,
	}}
	for _, e := range a.Entities {
		out := Entity{Class: e.Class, Key: e.Key, Label: clean(e.Label)}
		for _, s := range e.Aliases {
			if s = clean(s); s != "" && s != out.Label && !slices.Contains(out.Aliases, s) {
				out.Aliases = append(out.Aliases, s)
			}
		}
		x.Entities = append(x.Entities, out)
	}
	src := newSource(a.Doc)
	for i := range a.Claims {
		if c, ok := src.claim(&a.Claims[i], len(a.Entities)); ok {
			x.Claims = append(x.Claims, c)
		}
	}
	return x
}

// clean makes a name one line of valid UTF-8.
func clean(s string) string {
	return strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
}

// source finds the lines of one document.
type source struct {
	doc    *extract.Document
	breaks []int // offsets of the line feeds in Raw
}

func newSource(d *extract.Document) source {
	s := source{doc: d}
	for i, b := range d.Raw {
		if b == '\n' {
			s.breaks = append(s.breaks, i)
		}
	}
	return s
}

// line is the 1-based line of the raw offset at.
func (s source) line(at int) int {
	return sort.SearchInts(s.breaks, at) + 1
}

func (s source) claim(c *extract.Claim, entities int) (Claim, bool) {
	out := Claim{
		Subject: c.Subject, Predicate: c.Predicate, Object: c.Object, Status: c.Status, Stance: c.Stance,
		AttributedTo: c.AttributedTo, Addressee: c.Addressee, Modality: c.Modality, Qualifier: c.Qualifier,
		ChairOnly: c.ChairOnly, Derived: c.Derived, Rule: c.Rule, Confidence: min(max(c.Confidence, 0), 1),
	}
	known := func(i int) bool { return i >= 0 && i < entities }
	if !known(c.Subject) && c.Subject != extract.TheDocument {
		return out, false
	}
	if !known(c.Object) {
		if c.Object != extract.NoEntity || c.Literal.Value == "" {
			return out, false
		}
		out.Literal = &extract.Literal{Value: strings.TrimSpace(strings.ToValidUTF8(c.Literal.Value, "")), Datatype: c.Literal.Datatype}
	}
	for _, e := range []*int{&out.AttributedTo, &out.Addressee} {
		if !known(*e) {
			*e = extract.NoEntity
		}
	}
	if out.Status == extract.Asserted {
		out.Status = ""
	}
	for _, sp := range c.Evidence {
		out.Evidence = append(out.Evidence, s.words(sp)...)
	}
	for _, sp := range c.RawEvidence {
		out.Evidence = append(out.Evidence, s.raw(sp)...)
	}
	slices.SortFunc(out.Evidence, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	out.Evidence = slices.CompactFunc(out.Evidence, func(a, b Evidence) bool { return a.Start == b.Start && a.End == b.End })
	return out, len(out.Evidence) > 0
}

// words makes evidence of a span of the document's text; none of an empty one.
func (s source) words(sp extract.Span) []Evidence {
	text := s.doc.Text
	sp.Start, sp.End = max(sp.Start, 0), min(sp.End, len(text))
	for sp.Start < sp.End && isSpace(text[sp.Start]) {
		sp.Start++
	}
	for sp.Start < sp.End && isSpace(text[sp.End-1]) {
		sp.End--
	}
	if sp.Len() <= 0 {
		return nil
	}
	raw := s.doc.RawSpan(sp)
	for raw.Len() > maxEvidence && sp.Len() > 1 {
		sp.End = sp.Start + min(sp.Len()/2, maxEvidence)
		for sp.End > sp.Start+1 && !utf8.RuneStart(text[sp.End]) {
			sp.End--
		}
		raw = s.doc.RawSpan(sp)
	}
	evs := s.raw(raw)
	if len(evs) == 0 {
		return nil
	}
	words := text[sp.Start:sp.End]
	switch ev := &evs[0]; {
	case !utf8.Valid(s.doc.Raw[ev.Start:ev.End]):
		ev.Exact = words
	case clean(ev.Exact) != clean(words):
		ev.Text = words
	}
	return evs
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// raw makes evidence of a span of the raw bytes, cut at a character where it is
// too long.
func (s source) raw(sp extract.Span) []Evidence {
	b := s.doc.Raw
	sp.Start, sp.End = max(sp.Start, 0), min(sp.End, len(b))
	if sp.Len() > maxEvidence {
		sp.End = sp.Start + maxEvidence
		for sp.End > sp.Start+1 && !utf8.RuneStart(b[sp.End]) {
			sp.End--
		}
	}
	if sp.Len() <= 0 {
		return nil
	}
	return []Evidence{{
		Start: sp.Start, End: sp.End, Line: s.line(sp.Start),
		Exact: strings.ToValidUTF8(string(b[sp.Start:sp.End]), "\uFFFD"),
	}}
}
