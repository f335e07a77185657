package schema

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema/problem"
)

// Group says which layer of the graph a predicate belongs to.
type Group string

// The groups of predicates. The first five are those of edges between things,
// which extraction makes claims with.
const (
	DocumentGroup   Group = "document"
	ActorGroup      Group = "actor"
	EventGroup      Group = "event"
	InstrumentGroup Group = "instrument"
	StanceGroup     Group = "stance"
	ClaimGroup      Group = "claim"    // predicates of claim nodes
	EvidenceGroup   Group = "evidence" // predicates of evidence nodes
	EntityGroup     Group = "entity"   // names and codes of things
	IdentityGroup   Group = "identity"
	SchemeGroup     Group = "scheme" // the norm catalogue
)

// ClassDef defines a class.
type ClassDef struct {
	Name    Class
	Parent  Class    // "" for a root
	Path    string   // first part of the IRI path of its members: "state"; "" if it has none of its own
	Aligned []string // classes of other vocabularies, with prefix
	Comment string
}

// PredicateDef defines a predicate.
type PredicateDef struct {
	Name Predicate
	// Domain and Range are names of classes; nil means that any class will do.
	Domain, Range []Class
	Datatypes     []quad.IRI // of literal objects, full IRIs; xsd:string for plain strings
	AnyLiteral    bool       // literals of every datatype are allowed
	External      bool       // the object is an IRI of another data set
	Functional    bool       // one value per subject and document
	Symmetric     bool
	Group         Group
	Super         Predicate // "" or the predicate that this one implies
	Inverse       string    // for display; never stored
	Values        []string  // the values allowed, where they are a closed list
	Aligned       []string
	Comment       string
}

// IsClaim reports whether extraction makes claims with the predicate.
func (p *PredicateDef) IsClaim() bool {
	switch p.Group {
	case DocumentGroup, ActorGroup, EventGroup, InstrumentGroup, StanceGroup:
		return true
	}
	return false
}

// A Vocabulary is the set of classes and predicates. It is read-only and safe
// for concurrent use.
type Vocabulary struct {
	classes    []ClassDef     // in order of name
	predicates []PredicateDef // in order of name
	class      map[Class]int
	predicate  map[Predicate]int
	byIRI      map[quad.IRI]int
}

// Classes returns the definitions in order of name.
func (v *Vocabulary) Classes() []ClassDef { return slices.Clone(v.classes) }

// Predicates returns the definitions in order of name.
func (v *Vocabulary) Predicates() []PredicateDef { return slices.Clone(v.predicates) }

// Class returns the definition of c, or nil.
func (v *Vocabulary) Class(c Class) *ClassDef {
	if i, ok := v.class[c]; ok {
		return &v.classes[i]
	}
	return nil
}

// Predicate returns the definition of p, or nil.
func (v *Vocabulary) Predicate(p Predicate) *PredicateDef {
	if i, ok := v.predicate[p]; ok {
		return &v.predicates[i]
	}
	return nil
}

// PredicateByIRI returns the definition of the predicate with an IRI, or nil.
func (v *Vocabulary) PredicateByIRI(iri quad.IRI) *PredicateDef {
	if i, ok := v.byIRI[iri]; ok {
		return &v.predicates[i]
	}
	return nil
}

// IsA reports whether c is super or one of its subclasses.
func (v *Vocabulary) IsA(c, super Class) bool {
	for c != "" {
		if c == super {
			return true
		}
		d := v.Class(c)
		if d == nil {
			return false
		}
		c = d.Parent
	}
	return false
}

// Allows reports whether c is among the classes or their subclasses; nil
// classes allow every class.
func (v *Vocabulary) Allows(classes []Class, c Class) bool {
	return classes == nil || slices.ContainsFunc(classes, func(s Class) bool { return v.IsA(c, s) })
}

// Load reads classes.tsv and predicates.tsv. The error names every problem of
// both files.
func Load(fsys fs.FS) (*Vocabulary, error) {
	var ps problem.List
	v := &Vocabulary{class: map[Class]int{}, predicate: map[Predicate]int{}, byIRI: map[quad.IRI]int{}}
	classLines := v.loadClasses(fsys, &ps)
	v.checkParents(classLines, &ps)
	v.loadPredicates(fsys, &ps)
	if err := ps.Err(); err != nil {
		return nil, fmt.Errorf("load vocabulary:\n%w", err)
	}
	return v, nil
}

const (
	classFile     = "classes.tsv"
	predicateFile = "predicates.tsv"
)

var (
	classFields     = []string{"name", "parent", "path", "aligned", "comment"}
	predicateFields = []string{"name", "domain", "range", "card", "group", "super", "inverse", "values", "aligned", "comment"}
)

func (v *Vocabulary) loadClasses(fsys fs.FS, ps *problem.List) []int {
	var lines []int
	for _, row := range readTable(fsys, classFile, classFields, ps) {
		d := ClassDef{
			Name: Class(row.fields[0]), Parent: Class(row.fields[1]), Path: row.fields[2],
			Aligned: split(row.fields[3], ","), Comment: row.fields[4],
		}
		checkAligned(classFile, row.line, d.Aligned, ps)
		if d.Comment == "" {
			ps.Add(classFile, row.line, "class %q has no comment", d.Name)
		}
		v.class[d.Name] = len(v.classes)
		v.classes = append(v.classes, d)
		lines = append(lines, row.line)
	}
	return lines
}

func (v *Vocabulary) checkParents(lines []int, ps *problem.List) {
	for i, d := range v.classes {
		seen := map[Class]bool{d.Name: true}
		for c := d.Parent; c != ""; c = v.Class(c).Parent {
			if v.Class(c) == nil {
				ps.Add(classFile, lines[i], "class %q: unknown parent %q", d.Name, c)
				break
			}
			if seen[c] {
				ps.Add(classFile, lines[i], "class %q is its own ancestor", d.Name)
				break
			}
			seen[c] = true
		}
	}
}

func (v *Vocabulary) loadPredicates(fsys fs.FS, ps *problem.List) {
	var lines []int
	for _, row := range readTable(fsys, predicateFile, predicateFields, ps) {
		f := row.fields
		d := PredicateDef{
			Name: Predicate(f[0]), Group: Group(f[4]), Super: Predicate(f[5]), Inverse: f[6],
			Values: split(f[7], ","), Aligned: split(f[8], ","), Comment: f[9],
			Functional: f[3] == "1", Symmetric: f[6] == f[0],
		}
		bad := func(format string, args ...any) {
			ps.Add(predicateFile, row.line, "predicate %q: "+format, append([]any{d.Name}, args...)...)
		}
		if f[3] != "1" && f[3] != "n" {
			bad("card is %q, want 1 or n", f[3])
		}
		if prefix, _, ok := strings.Cut(f[0], ":"); ok {
			if _, known := namespace(prefix); !known {
				bad("unknown prefix %q", prefix)
			}
		}
		switch d.Group {
		case DocumentGroup, ActorGroup, EventGroup, InstrumentGroup, StanceGroup, ClaimGroup, EvidenceGroup, EntityGroup, IdentityGroup, SchemeGroup:
		default:
			bad("unknown group %q", d.Group)
		}
		if d.Comment == "" {
			bad("no comment")
		}
		v.parseDomain(&d, f[1], bad)
		v.parseRange(&d, f[2], bad)
		if len(d.Values) > 0 && !slices.Contains(d.Datatypes, XSDString) {
			bad("values need the range xsd:string")
		}
		checkAligned(predicateFile, row.line, d.Aligned, ps)
		v.predicate[d.Name] = len(v.predicates)
		v.byIRI[PredicateIRI(d.Name)] = len(v.predicates)
		v.predicates = append(v.predicates, d)
		lines = append(lines, row.line)
	}
	for i, d := range v.predicates {
		if d.Super != "" && v.Predicate(d.Super) == nil {
			ps.Add(predicateFile, lines[i], "predicate %q: unknown super %q", d.Name, d.Super)
		}
	}
}

func (v *Vocabulary) parseDomain(d *PredicateDef, field string, bad func(string, ...any)) {
	if field == "any" {
		return
	}
	for _, s := range split(field, "|") {
		if v.Class(Class(s)) == nil {
			bad("unknown class %q in the domain", s)
		}
		d.Domain = append(d.Domain, Class(s))
	}
	if d.Domain == nil {
		bad("no domain; write any if there is none")
	}
}

func (v *Vocabulary) parseRange(d *PredicateDef, field string, bad func(string, ...any)) {
	d.Range = []Class{}
	for _, s := range split(field, "|") {
		switch {
		case s == "any":
			d.Range = nil
		case s == "external":
			d.External = true
		case s == "literal":
			d.AnyLiteral = true
		case strings.Contains(s, ":"):
			dt, err := Datatype(s)
			if err != nil {
				bad("datatype %q: %v", s, err)
			}
			d.Datatypes = append(d.Datatypes, dt)
		case v.Class(Class(s)) == nil:
			bad("unknown class %q in the range", s)
		default:
			d.Range = append(d.Range, Class(s))
		}
	}
	if field == "" {
		bad("no range; write any if there is none")
	}
}

func checkAligned(file string, line int, aligned []string, ps *problem.List) {
	for _, s := range aligned {
		prefix, local, ok := strings.Cut(s, ":")
		if _, known := namespace(prefix); !ok || !known || local == "" {
			ps.Add(file, line, "alignment %q is not a name with a known prefix", s)
		}
	}
}

func split(s, sep string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, sep)
}

type tableRow struct {
	line   int
	fields []string
}

// readTable reads a TSV file: comment lines with "#", a header with exactly the
// fields wanted, rows with a first field that is unique and in ascending order.
func readTable(fsys fs.FS, file string, fields []string, ps *problem.List) []tableRow {
	b, err := fs.ReadFile(fsys, file)
	if err != nil {
		ps.Add(file, 0, "%v", err)
		return nil
	}
	var rows []tableRow
	header, prev := false, ""
	for i, l := range bytes.Split(b, []byte("\n")) {
		s := strings.TrimSuffix(string(l), "\r")
		if s == "" || s[0] == '#' {
			continue
		}
		f := strings.Split(s, "\t")
		if !header {
			header = true
			if !slices.Equal(f, fields) {
				ps.Add(file, i+1, "the header is %q, want %q", f, fields)
				return nil
			}
			continue
		}
		if len(f) != len(fields) {
			ps.Add(file, i+1, "%d fields, want %d", len(f), len(fields))
			continue
		}
		switch {
		case f[0] == "":
			ps.Add(file, i+1, "no name")
			continue
		case f[0] == prev:
			ps.Add(file, i+1, "%q is there already", f[0])
			continue
		case f[0] < prev:
			ps.Add(file, i+1, "%q is not in order", f[0])
		}
		prev = f[0]
		rows = append(rows, tableRow{i + 1, f})
	}
	if !header {
		ps.Add(file, 0, "no header")
	}
	return rows
}
