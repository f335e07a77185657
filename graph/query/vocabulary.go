package query

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// A Vocabulary is the set of names that queries may use. Make one with
// [NewVocabulary]; it is read-only afterwards and safe for concurrent use.
type Vocabulary struct {
	Names      schema.Names
	Classes    []string // sorted
	Predicates []string // sorted; with the prefix where it isn't ng:

	defs     *schema.Vocabulary
	inverse  map[string]string   // inverse name to predicate
	children map[string][]string // class to its direct subclasses
}

// NewVocabulary returns the names of a vocabulary under the base of names.
func NewVocabulary(names schema.Names, defs *schema.Vocabulary) *Vocabulary {
	v := &Vocabulary{Names: names, defs: defs, inverse: map[string]string{}, children: map[string][]string{}}
	for _, c := range defs.Classes() {
		v.Classes = append(v.Classes, string(c.Name))
		v.children[string(c.Parent)] = append(v.children[string(c.Parent)], string(c.Name))
	}
	for _, p := range defs.Predicates() {
		v.Predicates = append(v.Predicates, string(p.Name))
		if p.Inverse != "" && !p.Symmetric {
			v.inverse[p.Inverse] = string(p.Name)
		}
	}
	slices.Sort(v.Classes)
	slices.Sort(v.Predicates)
	return v
}

// HasClass reports whether name is a class.
func (v *Vocabulary) HasClass(name string) bool {
	_, ok := slices.BinarySearch(v.Classes, name)
	return ok
}

// def is the definition of a predicate, or nil.
func (v *Vocabulary) def(name string) *schema.PredicateDef {
	return v.defs.Predicate(schema.Predicate(name))
}

// Subclasses is the class and all classes under it, the class first.
func (v *Vocabulary) Subclasses(class string) []string {
	out := []string{class}
	for i := 0; i < len(out); i++ {
		out = append(out, v.children[out[i]]...)
	}
	return out
}

// isDomain reports whether a predicate says something about the world rather
// than about claims, names or identity. "any" stands for these.
func (v *Vocabulary) isDomain(name string) bool {
	d := v.def(name)
	return d != nil && d.IsClaim()
}

// reading is the name of a predicate as read from the one end or, with back,
// from the other: that of its inverse, or "^" before its own.
func (v *Vocabulary) reading(name string, back bool) string {
	d := v.def(name)
	switch {
	case !back || d == nil || d.Symmetric:
		return name
	case d.Inverse != "":
		return d.Inverse
	}
	return "^" + name
}

// stances lists the stance predicates, sorted.
func (v *Vocabulary) stances() []string {
	return slices.DeleteFunc(slices.Clone(v.Predicates), func(p string) bool { return v.def(p).Group != schema.StanceGroup })
}

// A short name for predicates of other vocabularies that people ask for.
var shortPredicates = map[string]string{
	"label": "rdfs:label", "type": "rdf:type", "broader": "skos:broader", "sameAs": "owl:sameAs",
	"closeMatch": "skos:closeMatch", "definition": "skos:definition",
}

// pseudoAttrs are attributes of nodes that are no predicates: the class, the
// id, and the time at which an event, document or instrument is.
var pseudoAttrs = []string{"class", "date", "id"}

// nameError is a fault without a place.
type nameError struct{ message, hint string }

// canonical resolves a name as written to a predicate and whether it is walked
// backwards.
func (v *Vocabulary) canonical(name string) (pred string, inverse bool, err *nameError) {
	name = strings.TrimPrefix(name, "ng:")
	if long, ok := shortPredicates[name]; ok {
		name = long
	}
	if v.def(name) != nil {
		return name, false, nil
	}
	if p, ok := v.inverse[name]; ok {
		return p, true, nil
	}
	return "", false, &nameError{
		fmt.Sprintf("unknown predicate %q", name),
		suggestion(name, append(slices.Sorted(maps.Keys(v.inverse)), v.Predicates...)),
	}
}

func (v *Vocabulary) checkPredicate(name string) *nameError {
	_, _, err := v.canonical(name)
	return err
}

func (v *Vocabulary) checkAttr(name string) *nameError {
	if slices.Contains(pseudoAttrs, name) {
		return nil
	}
	err := v.checkPredicate(name)
	if err != nil {
		err.message = fmt.Sprintf("unknown attribute %q", name)
		err.hint = suggestion(name, append(slices.Concat(pseudoAttrs, slices.Sorted(maps.Keys(shortPredicates))), v.Predicates...))
	}
	return err
}

func predIRI(name string) quad.IRI  { return schema.PredicateIRI(schema.Predicate(name)) }
func classIRI(name string) quad.IRI { return schema.ClassIRI(schema.Class(name)) }

// Short writes an IRI as short as it reads back: "state/KR", "coHostedBy",
// "skos:broader".
func (v *Vocabulary) Short(iri quad.IRI) string {
	if s, ok := strings.CutPrefix(string(iri), schema.NS); ok {
		return s
	}
	if p, ok := v.Names.Path(iri); ok && strings.Contains(p, "/") {
		return p
	}
	return v.Names.Shorten(iri)
}

// suggestion names what of known is nearest to name, or lists known where it is
// short, as a hint; it may be "".
func suggestion(name string, known []string) string {
	if best := nearest(name, known); best != "" {
		return fmt.Sprintf("the nearest is %q", best)
	}
	const short = 12
	if len(known) > 0 && len(known) <= short {
		return "known are " + strings.Join(known, ", ")
	}
	return ""
}

// nearest is the entry of known with the fewest edits from name, the first of
// them in order of the alphabet; "" where more than a third of the letters
// would have to change.
func nearest(name string, known []string) string {
	best, bestAt := "", (len(name)+1)/3+1
	low := strings.ToLower(name)
	for _, k := range known {
		d := edits(low, strings.ToLower(k), bestAt)
		if d < bestAt || d == bestAt && best != "" && k < best {
			best, bestAt = k, d
		}
	}
	return best
}

// edits is the Damerau-Levenshtein distance (optimal string alignment) between
// two texts in bytes, or most+1 where it is more than most.
func edits(a, b string, most int) int {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return most + 1
	}
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		low := i
		for j := 1; j <= len(b); j++ {
			cost := ifElse(a[i-1] == b[j-1], 0, 1)
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			low = min(low, cur[j])
		}
		if low > most {
			return most + 1
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return min(prev[len(b)], most+1)
}
