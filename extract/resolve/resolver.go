package resolve

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data/identity"
)

// Known is a thing of a gazetteer or catalogue.
type Known struct {
	Path    string // "state/KR"
	Class   schema.Class
	Label   string
	Aliases []string
	Home    string // path of the State that an organisation belongs to, else ""
	Within  string // path of the State or larger place around a place, else ""
}

// A Decision is what a person has said about two things. Each side names one
// entity of one document.
type Decision struct {
	A    Member `json:"a"`
	B    Member `json:"b"`
	Same bool   `json:"same"`
}

// A Member is an entity of a document by class and label, as the text has it.
type Member struct {
	Document string       `json:"document"` // id
	Class    schema.Class `json:"class"`
	Label    string       `json:"label"`
}

// An Outcome is what became of a decision.
type Outcome struct {
	Absent   bool   // a document that it names is not in the corpus
	Gone     bool   // a document that it names has no entity of that class and label
	Honoured bool   // the two are one thing, or two, as decided
	A, B     string // paths of the things, where both were found
}

// foundDecision is a decision with its members, where the outcome does not say
// that they are missing.
type foundDecision struct {
	a, b    ref
	same    bool
	outcome Outcome
}

// Options are the settings of a Resolver. The zero value works, with the words
// that Normgraph ships and without knowledge of the world.
type Options struct {
	Words     fs.FS             // words.tsv and persons.tsv; nil for those that are shipped
	States    map[string]string // names and adjectives of States → ISO code
	Known     []Known           // gazetteer and catalogue entries, in any order
	Decisions []Decision
}

// A Resolver collects documents. It is not safe for concurrent use.
type Resolver struct {
	lex       *lexicon
	known     map[string]*Known
	docs      []*docInfo
	ids       map[string]bool
	decisions []Decision
}

// New prepares a resolver. An error tells what is wrong in the words.
func New(o Options) (*Resolver, error) {
	words := o.Words
	if words == nil {
		words = identity.Files
	}
	lex, err := loadLexicon(words, o.States)
	if err != nil {
		return nil, fmt.Errorf("load words of identity:\n%w", err)
	}
	r := &Resolver{lex: lex, known: map[string]*Known{}, ids: map[string]bool{}, decisions: o.Decisions}
	for i := range o.Known {
		r.known[o.Known[i].Path] = &o.Known[i]
	}
	return r, nil
}

// docInfo is what resolution remembers of a document.
type docInfo struct {
	id       string
	day      int // day number of delivery, else of publication; 0 if not known
	year     int // of that day; 0 if not known
	entities []Entity
	claims   []fact
}

// fact is a claim without its evidence.
type fact struct {
	s, o   int32 // o is NoEntity for a literal
	p      schema.Predicate
	value  string
	status extract.Status
}

// Add takes a document. It keeps names and claims, not the evidence, and does
// not change or keep d itself. A second document with the same id is an error.
func (r *Resolver) Add(d *Document) error {
	if d.ID == "" {
		return fmt.Errorf("document %q has no id", d.Path)
	}
	if r.ids[d.ID] {
		return fmt.Errorf("document id %q is there already", d.ID)
	}
	r.ids[d.ID] = true
	info := &docInfo{id: d.ID, entities: d.Entities}
	for _, s := range []string{d.Meta.DeliveredOn, d.Meta.PublishedOn} {
		if iv, ok := parseDate(s); ok && info.year == 0 {
			info.year = iv.year()
			if iv.exact() {
				info.day = iv.lo
			}
		}
	}
	for i := range d.Claims {
		c := &d.Claims[i]
		f := fact{s: int32(c.Subject), o: int32(c.Object), p: c.Predicate, status: c.Status}
		if c.Literal != nil {
			f.value = c.Literal.Value
		}
		info.claims = append(info.claims, f)
	}
	r.docs = append(r.docs, info)
	return nil
}

// ref names an entity of a document by indices.
type ref struct{ doc, ent int32 }

// cluster is a set of entities that are one thing.
type cluster struct {
	class   schema.Class
	key     string // IRI path from a gazetteer or catalogue, else ""
	members []ref  // in order of document and entity
	merges  []Merge
	id      int      // place in pass.clusters
	owner   owner    // of an office
	path    string   // of its IRI, at the end
	label   string   // the best one, at the end
	into    *cluster // after a merge, the cluster that took this one in
}

// root follows merges.
func (c *cluster) root() *cluster {
	for c.into != nil {
		c = c.into
	}
	return c
}

// pass is one resolution under way.
type pass struct {
	*Resolver
	of         [][]*cluster // by document and entity
	clusters   []*cluster
	pairs      []rawPair
	eventInfo  map[*cluster]*eventInfo  // after events
	personInfo map[*cluster]*personInfo // after persons
	homes      map[*cluster]string      // home States of organisations, in lower case
	places     map[string]bool          // words that name a place in some document
	parsed     map[string]*nameInfo
	named      map[string]personName
	same       map[[2]ref]bool // decisions, both ways round
	joined     [][2]ref        // what reviewers say is one, in the order of the decisions
	found      []foundDecision // by decision
	decided    map[ref]bool
}

// Resolve decides over all documents added. It may be called again after
// further documents were added.
func (r *Resolver) Resolve() *Resolution {
	slices.SortFunc(r.docs, func(a, b *docInfo) int { return cmp.Compare(a.id, b.id) })
	p := &pass{Resolver: r, parsed: map[string]*nameInfo{}, named: map[string]personName{}, same: map[[2]ref]bool{}, decided: map[ref]bool{}, homes: map[*cluster]string{}}
	p.of = make([][]*cluster, len(r.docs))
	for i, d := range r.docs {
		p.of[i] = make([]*cluster, len(d.entities))
	}
	p.readDecisions()
	p.keyed()
	p.byName(schema.Place)
	p.readPlaces()
	p.byName(schema.Organization)
	p.byName(schema.Instrument)
	p.byName(schema.Series)
	p.byName(schema.Norm)
	p.byName(schema.Clause)
	p.events()
	p.persons()
	p.offices()
	p.byName(schema.Document)
	return p.finish()
}

// info parses a name once.
func (p *pass) info(name string) *nameInfo {
	n, ok := p.parsed[name]
	if !ok {
		info := p.lex.parse(name)
		n = &info
		p.parsed[name] = n
	}
	return n
}

// readPlaces collects the names of places that are one word.
func (p *pass) readPlaces() {
	p.places = map[string]bool{}
	for d := range p.docs {
		for i := range p.docs[d].entities {
			if e := &p.docs[d].entities[i]; e.Class == schema.Place {
				if n := p.info(e.Label); len(n.bag) == 1 && !isStateWord(n.bag[0]) {
					p.places[n.bag[0]] = true
				}
			}
		}
	}
}

func (p *pass) entity(r ref) *Entity { return &p.docs[r.doc].entities[r.ent] }

// add makes a cluster of one entity.
func (p *pass) add(r ref) *cluster {
	e := p.entity(r)
	c := &cluster{class: e.Class, key: e.Key, members: []ref{r}, id: len(p.clusters)}
	p.clusters = append(p.clusters, c)
	p.of[r.doc][r.ent] = c
	return c
}

// join makes one cluster of two and returns it. The smaller one is moved; of
// two with a key, which callers do not join, the key of a would stay.
func (p *pass) join(a, b *cluster, m Merge) *cluster {
	if len(b.members) > len(a.members) {
		a, b = b, a
	}
	for _, r := range b.members {
		p.of[r.doc][r.ent] = a
	}
	a.members = mergeRefs(a.members, b.members)
	a.merges = append(a.merges, b.merges...)
	if m.A.Label != "" {
		a.merges = append(a.merges, m)
	}
	if a.key == "" {
		a.key, a.class = b.key, cmp.Or(b.class, a.class)
	}
	b.into, b.members, b.merges = a, nil, nil
	return a
}

func compareRefs(x, y ref) int { return cmp.Or(cmp.Compare(x.doc, y.doc), cmp.Compare(x.ent, y.ent)) }

// mergeRefs merges two sorted lists; appending in order costs nothing extra.
func mergeRefs(a, b []ref) []ref {
	if len(a) == 0 || len(b) == 0 || compareRefs(a[len(a)-1], b[0]) < 0 {
		return append(a, b...)
	}
	out := make([]ref, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compareRefs(a[0], b[0]) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// keyed joins entities by key; those without one are left.
func (p *pass) keyed() {
	byKey := map[string]*cluster{}
	for d := range p.docs {
		for e := range p.docs[d].entities {
			r := ref{int32(d), int32(e)}
			key := p.entity(r).Key
			if key == "" {
				continue
			}
			c, ok := byKey[key]
			if !ok {
				byKey[key] = p.add(r)
				continue
			}
			c.members = append(c.members, r)
			p.of[d][e] = c
		}
	}
}

// object is the cluster of a fact's object, nil for a literal.
func (p *pass) object(d int32, f *fact) *cluster {
	if f.o < 0 || int(f.o) >= len(p.of[d]) {
		return nil
	}
	return p.of[d][f.o]
}

// subject is the cluster of a fact's subject, nil for the document.
func (p *pass) subject(d int32, f *fact) *cluster {
	if f.s < 0 || int(f.s) >= len(p.of[d]) {
		return nil
	}
	return p.of[d][f.s]
}

// firm reports whether a fact may tell what its subject is: not one that is
// denied or that somebody is only said to say.
func (f *fact) firm() bool {
	return f.status != extract.Denied && f.status != extract.Hedged && f.status != extract.Cancelled
}

func (p *pass) readDecisions() {
	for _, d := range p.decisions {
		f := foundDecision{same: d.Same}
		var okA, okB bool
		f.a, okA = p.find(d.A, &f.outcome)
		f.b, okB = p.find(d.B, &f.outcome)
		if okA && okB {
			a, b := f.a, f.b
			p.same[[2]ref{a, b}], p.same[[2]ref{b, a}] = d.Same, d.Same
			p.decided[a], p.decided[b] = true, true
			if d.Same {
				p.joined = append(p.joined, [2]ref{a, b})
			}
		}
		p.found = append(p.found, f)
	}
}

// find looks a member up by what its document calls it.
func (p *pass) find(m Member, o *Outcome) (ref, bool) {
	d, ok := slices.BinarySearchFunc(p.docs, m.Document, func(d *docInfo, id string) int { return cmp.Compare(d.id, id) })
	if !ok {
		o.Absent = true
		return ref{}, false
	}
	for _, strict := range []bool{true, false} {
		for i, e := range p.docs[d].entities {
			if family(e.Class) == family(m.Class) && (e.Label == m.Label || !strict && slices.Contains(e.Aliases, m.Label)) {
				return ref{int32(d), int32(i)}, true
			}
		}
	}
	o.Gone = true
	return ref{}, false
}

// decision is what a person has said of two clusters; known is false where
// nobody has. One "different" outweighs every "same".
func (p *pass) decision(a, b *cluster) (same, known bool) {
	if len(p.same) == 0 {
		return false, false
	}
	for _, x := range a.members {
		if !p.decided[x] {
			continue
		}
		for _, y := range b.members {
			if s, ok := p.same[[2]ref{x, y}]; ok {
				if !s {
					return false, true
				}
				same, known = true, true
			}
		}
	}
	return same, known
}

// shareDocument reports whether one document speaks of both.
func shareDocument(a, b *cluster) bool {
	if len(a.members) < len(b.members) {
		a, b = b, a
	}
	if len(b.members)*8 < len(a.members) {
		for _, r := range b.members {
			i, _ := slices.BinarySearchFunc(a.members, r.doc, func(x ref, doc int32) int { return cmp.Compare(x.doc, doc) })
			if i < len(a.members) && a.members[i].doc == r.doc {
				return true
			}
		}
		return false
	}
	for i, j := 0, 0; i < len(a.members) && j < len(b.members); {
		switch x, y := a.members[i].doc, b.members[j].doc; {
		case x == y:
			return true
		case x < y:
			i++
		default:
			j++
		}
	}
	return false
}
