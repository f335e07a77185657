package stance

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/clause"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/norm"
)

// A Recognizer finds positions on norms and instruments. It is safe for use by
// many goroutines.
type Recognizer struct {
	cat *norm.Catalogue
	lex *lexicon
	// focus gives the event that a text speaks of at an offset.
	focus func(a *extract.Analysis, at int) int
	// firstPerson is whom "I" and "we" mean; see Speaking.
	firstPerson func(a *extract.Analysis) (speaker, actor int)
}

// New returns a recogniser for the catalogue with the lexicon that comes with
// the program. focus gives the entity index of the event that a text speaks of
// at an offset, or [extract.NoEntity]; nil stands for the event that the
// document reports on.
func New(cat *norm.Catalogue, focus func(a *extract.Analysis, at int) int) (*Recognizer, error) {
	sub, err := fs.Sub(embedded, "data")
	if err != nil {
		return nil, err
	}
	lex, err := loadLexicon(sub)
	if err != nil {
		return nil, fmt.Errorf("load stance lexicon: %w", err)
	}
	return &Recognizer{cat: cat, lex: lex, focus: focus}, nil
}

// Speaking returns a recogniser like r that asks firstPerson whom "I" and "we"
// mean in a speech: the speaker, and the State or organisation spoken for, each
// an entity index or [extract.NoEntity].
func (r *Recognizer) Speaking(firstPerson func(a *extract.Analysis) (speaker, actor int)) *Recognizer {
	out := *r
	out.firstPerson = firstPerson
	return &out
}

// Extract adds mentions and entities of norms and instruments, and the claims
// about them. It needs sentences with their parse, the mentions of actors and
// events, and the claims of earlier steps that say what the document reports
// on and whom persons represent.
func (r *Recognizer) Extract(a *extract.Analysis) {
	a.SortMentions()
	d := newDoc(r, a)
	for i := range a.Sentences {
		if a.Stopped() {
			return
		}
		d.instruments(d.sents[i])
	}
	a.SortMentions()
	d.texts = slices.ContainsFunc(a.Entities, func(e extract.Entity) bool { return e.Class == schema.Instrument })
	for i := range a.Sentences {
		if a.Stopped() {
			return
		}
		s := d.sents[i]
		s.findMentions(a)
		d.layout(s)
		d.sentence(s)
	}
	a.Mentions = append(a.Mentions, d.norms...)
	a.SortMentions()
}

// newDoc prepares the sentences of a document.
func newDoc(r *Recognizer, a *extract.Analysis) *doc {
	d := &doc{rec: r, lex: r.lex, a: a, anaphors: map[string]int{}}
	d.sents = make([]*sentence, len(a.Sentences))
	for i := range a.Sentences {
		d.sents[i] = newSentence(r.lex, a, i, clause.Sentence(&a.Sentences[i], i))
	}
	d.readContext()
	return d
}
