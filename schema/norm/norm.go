// Package norm holds the catalogue of norms and instruments: the closed scheme
// that stance claims point into. It is loaded once from data files, checked,
// and never changed; it is safe for use by many goroutines.
package norm

import (
	"slices"

	"github.com/normgraph/normgraph/schema/pattern"
)

// A Norm is a norm, principle or measure, or a group of them.
type Norm struct {
	ID         string   // stable, lower case; the last part of the IRI norm/ID
	Label      string   // display name
	Definition string   // one sentence in our words
	Source     string   // where the norm is laid down, with article or paragraph
	Field      string   // field of policy: "cyber", "climate"
	Broader    []string // ids of the groups it belongs to; empty for a group
	Level      int      // 1 for a group, 2 for a norm in one
	Aliases    []string // other names that a user may type
	// Forbids says that the norm is named by the act that it forbids, so that
	// whoever condemns the act holds the norm.
	Forbids bool
	// Act says that the entry is an act and not a norm: it can be opposed or
	// discussed, but nobody holds it.
	Act bool
	// Weak says that the phrases of the norm are common words: they count only
	// as the direct object of a stance.
	Weak     bool
	Match    []Example // texts in which the norm must be found
	NoMatch  []Example // texts in which it must not be found
	location           // where the entry stands
}

// An Example is a text in a data file with its line.
type Example struct {
	Text string
	Line int
}

type location struct {
	file string
	line int
}

// An Instrument is a text that states norms: report, treaty, declaration.
type Instrument struct {
	ID      string // stable, lower case; the last part of the IRI instr/ID
	Label   string
	Aliases []string // names that texts use
	Symbol  string   // "A/70/174"
	Year    int      // 0 where unknown
	Body    string   // id of the organisation that made it, as in the gazetteer
	States  []string // ids of norms
	BasedOn []string // ids of instruments
	location
}

// A Catalogue is the loaded scheme.
type Catalogue struct {
	norms       []Norm // by id
	instruments []Instrument
	byID        map[string]int
	byAlias     map[string]int
	instByID    map[string]int
	instByAlias map[string]int

	cues  *pattern.Set
	owner []cue // what each pattern of cues belongs to
	names nameIndex
	// contexts are the expressions that a text must match before the cues that
	// need a context count.
	contexts *pattern.Set
}

// cue is the meaning of one pattern.
type cue struct {
	norm    int
	not     bool // a blocker
	act     bool // names what the norm forbids
	context int  // index into contexts, or -1
}

// Norms returns all norms and groups by id. The slice must not be changed.
func (c *Catalogue) Norms() []Norm { return c.norms }

// Instruments returns all instruments by id. The slice must not be changed.
func (c *Catalogue) Instruments() []Instrument { return c.instruments }

// Norm looks up a norm by id, nil if there is none.
func (c *Catalogue) Norm(id string) *Norm {
	if i, ok := c.byID[id]; ok {
		return &c.norms[i]
	}
	return nil
}

// Find looks up a norm by id, label or alias in any case, nil if there is none.
func (c *Catalogue) Find(name string) *Norm {
	if n := c.Norm(name); n != nil {
		return n
	}
	if i, ok := c.byAlias[key(name)]; ok {
		return &c.norms[i]
	}
	return nil
}

// Instrument looks up an instrument by id, label, symbol or alias, nil if there
// is none.
func (c *Catalogue) Instrument(name string) *Instrument {
	i, ok := c.instByID[name]
	if !ok {
		i, ok = c.instByAlias[key(name)]
	}
	if !ok {
		return nil
	}
	return &c.instruments[i]
}

// Narrower returns the ids of the norms under a group, sorted.
func (c *Catalogue) Narrower(id string) []string {
	var out []string
	for i := range c.norms {
		if slices.Contains(c.norms[i].Broader, id) {
			out = append(out, c.norms[i].ID)
		}
	}
	return out
}

// IsBroader reports whether a is a group that b belongs to.
func (c *Catalogue) IsBroader(a, b string) bool {
	n := c.Norm(b)
	return n != nil && slices.Contains(n.Broader, a)
}
