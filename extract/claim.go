package extract

import (
	"slices"
	"sort"
	"sync/atomic"

	"github.com/normgraph/normgraph/schema"
)

// Form is how a mention refers to its entity.
type Form int

// The forms of mention.
const (
	Name    Form = iota // "Republic of Korea", "Lee Taeho", "2013 Seoul Conference on Cyberspace"
	Nominal             // "the Minister", "the meeting", "both sides"
	Pronoun             // "he", "we", "it"
)

// A Mention is a span of text that refers to an entity.
type Mention struct {
	Span   Span
	Class  schema.Class
	Form   Form
	Entity int // index into Analysis.Entities
	Rule   string
}

// An Entity is a thing that a document speaks of: all mentions in the document
// that mean the same. The resolve pass joins entities across documents.
type Entity struct {
	Class schema.Class
	// Key is the IRI path within the base ("state/KR", "org/osce", "norm/gge-c")
	// where a gazetteer or catalogue entry is meant, else "".
	Key string
	// Label is the fullest name used in the document, honorifics removed; for an
	// entity without a proper name, a descriptive name made of the text's words.
	Label   string
	Aliases []string // other names in the document, in order of appearance, without Label
}

// Status says how a claim stands in its document.
type Status string

// The statuses.
const (
	Asserted  Status = "asserted"
	Planned   Status = "planned"
	Reported  Status = "reported" // somebody else is said to say it
	Hedged    Status = "hedged"
	Denied    Status = "denied"
	Cancelled Status = "cancelled"
)

// NoEntity is the index of no entity.
const NoEntity = -1

// TheDocument is the index that stands for the document itself as the subject
// of a claim.
const TheDocument = -2

// Literal is a literal object of a claim. Datatype is "xsd:date", "xsd:gYear",
// "xsd:gYearMonth", "xsd:integer" or "xsd:string".
type Literal struct{ Value, Datatype string }

// A Claim is one statement that a document makes: subject, predicate, object
// with the words that make it.
type Claim struct {
	Subject   int // index into Analysis.Entities, or TheDocument
	Predicate schema.Predicate
	Object    int // index into Analysis.Entities, or NoEntity where Literal is meant
	Literal   Literal

	Status       Status
	Stance       schema.Predicate // fine label of a stance claim, equal to Predicate
	AttributedTo int              // entity behind the words, or NoEntity
	Addressee    int              // entity that is asked to act, or NoEntity
	Modality     string           // "", possible, hoped, future, reported-evaluation, conditional, past
	Qualifier    string           // of a count: approx, min, max
	ChairOnly    bool             // a chair's statement binds nobody else
	Derived      bool             // made by a roll-up, not read
	Rule         string           // id of the rule that made it
	Confidence   float64          // 0 to 1
	Evidence     []Span           // text spans, whole sentences or clauses; at least one, or RawEvidence
	RawEvidence  []Span           // spans of Document.Raw, for facts from metadata
}

// An Analysis is what has been found in one document. Each step of the
// pipeline adds to it and changes nothing that an earlier step has added,
// except that it may add aliases and a key to an entity.
type Analysis struct {
	Doc       *Document
	Sentences []Sentence
	Mentions  []Mention // sorted by SortMentions after each step
	Entities  []Entity
	Claims    []Claim

	// Stop is set when nobody wants the analysis any more; see
	// [Analysis.Stopped]. It may be nil.
	Stop *atomic.Bool
}

// Stopped reports whether nobody wants the analysis any more. Steps ask at each
// sentence, and return at once with whatever they have.
func (a *Analysis) Stopped() bool { return a.Stop != nil && a.Stop.Load() }

// Text is the text of s.
func (a *Analysis) Text(s Span) string { return a.Doc.Text[s.Start:s.End] }

// AddEntity adds e and returns its index. An entity with a key that is there
// already is not added again.
func (a *Analysis) AddEntity(e Entity) int {
	if e.Key != "" {
		for i := range a.Entities {
			if a.Entities[i].Key == e.Key {
				a.AddAlias(i, e.Label)
				for _, s := range e.Aliases {
					a.AddAlias(i, s)
				}
				return i
			}
		}
	}
	a.Entities = append(a.Entities, e)
	return len(a.Entities) - 1
}

// AddAlias adds another name of entity i.
func (a *Analysis) AddAlias(i int, name string) {
	e := &a.Entities[i]
	if name == "" || name == e.Label || slices.Contains(e.Aliases, name) {
		return
	}
	e.Aliases = append(e.Aliases, name)
}

// AddClaim adds c, or its evidence to a claim that says the same.
func (a *Analysis) AddClaim(c Claim) {
	for i := range a.Claims {
		o := &a.Claims[i]
		if o.Subject == c.Subject && o.Predicate == c.Predicate && o.Object == c.Object && o.Literal == c.Literal &&
			o.AttributedTo == c.AttributedTo && o.Status == c.Status {
			for _, s := range c.Evidence {
				if !slices.Contains(o.Evidence, s) {
					o.Evidence = append(o.Evidence, s)
				}
			}
			for _, s := range c.RawEvidence {
				if !slices.Contains(o.RawEvidence, s) {
					o.RawEvidence = append(o.RawEvidence, s)
				}
			}
			o.Confidence = max(o.Confidence, c.Confidence)
			return
		}
	}
	a.Claims = append(a.Claims, c)
}

// SortMentions orders mentions by start, the longer first.
func (a *Analysis) SortMentions() {
	sort.SliceStable(a.Mentions, func(i, j int) bool {
		p, q := a.Mentions[i].Span, a.Mentions[j].Span
		if p.Start != q.Start {
			return p.Start < q.Start
		}
		return p.End > q.End
	})
}

// MentionsIn returns the mentions that lie within s, in order. SortMentions
// must have been called since the last was added.
func (a *Analysis) MentionsIn(s Span) []Mention {
	i := sort.Search(len(a.Mentions), func(i int) bool { return a.Mentions[i].Span.Start >= s.Start })
	var out []Mention
	for ; i < len(a.Mentions) && a.Mentions[i].Span.Start < s.End; i++ {
		if a.Mentions[i].Span.End <= s.End {
			out = append(out, a.Mentions[i])
		}
	}
	return out
}

// SentenceAt is the index of the sentence that holds the text offset at, or -1.
func (a *Analysis) SentenceAt(at int) int {
	i := sort.Search(len(a.Sentences), func(i int) bool { return a.Sentences[i].Span.End > at })
	if i < len(a.Sentences) && a.Sentences[i].Span.Start <= at {
		return i
	}
	return -1
}

// An Extractor is one step of the pipeline. It reads the analysis and adds to
// it; it keeps nothing between documents and is safe for use by many
// goroutines on different analyses.
type Extractor interface {
	Extract(*Analysis)
}
