package norm

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/normgraph/normgraph/schema/pattern"
	"github.com/normgraph/normgraph/schema/problem"
)

// maxContexts is the number of bits of a [Context].
const maxContexts = 64

var idForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// normFile is the shape of a file in norms/; see FORMAT.md there.
type normFile struct {
	Field   string      `yaml:"field"`
	Context string      `yaml:"context"`
	Norms   []yaml.Node `yaml:"norms"`
}

type normEntry struct {
	ID         string      `yaml:"id"`
	Label      string      `yaml:"label"`
	Definition string      `yaml:"definition"`
	Source     string      `yaml:"source"`
	Broader    []string    `yaml:"broader"`
	Aliases    []string    `yaml:"aliases"`
	Forbids    bool        `yaml:"forbids"`
	Act        bool        `yaml:"act"`
	Weak       bool        `yaml:"weak"`
	Cues       []yaml.Node `yaml:"cues"`
	Contextual []yaml.Node `yaml:"contextual"`
	Acts       []yaml.Node `yaml:"acts"`
	Not        []yaml.Node `yaml:"not"`
	Match      []yaml.Node `yaml:"match"`
	NoMatch    []yaml.Node `yaml:"nomatch"`
}

type instrumentFile struct {
	Instruments []yaml.Node `yaml:"instruments"`
}

type instrumentEntry struct {
	ID      string   `yaml:"id"`
	Label   string   `yaml:"label"`
	Aliases []string `yaml:"aliases"`
	Symbol  string   `yaml:"symbol"`
	Year    int      `yaml:"year"`
	Body    string   `yaml:"body"`
	States  []string `yaml:"states"`
	BasedOn []string `yaml:"basedOn"`
}

// loader collects what the files hold.
type loader struct {
	cat      *Catalogue
	problems problem.List
	exprs    []string
	places   []location // of each expression
	names    []string
	contexts map[string]int
	fields   []string // the expressions of contexts, by index
}

// Load reads all files norms/*.yaml and instruments/*.yaml of fsys. All
// problems of all files are reported at once, as a [problem.Error].
func Load(fsys fs.FS) (*Catalogue, error) {
	l := &loader{
		cat: &Catalogue{
			byID: map[string]int{}, byAlias: map[string]int{},
			instByID: map[string]int{}, instByAlias: map[string]int{},
		},
		contexts: map[string]int{},
	}
	if err := l.each(fsys, "norms/*.yaml", l.normFile); err != nil {
		return nil, err
	}
	if err := l.each(fsys, "instruments/*.yaml", l.instrumentFile); err != nil {
		return nil, err
	}
	l.finish()
	if err := l.problems.Err(); err != nil {
		return nil, err
	}
	return l.cat, nil
}

func (l *loader) each(fsys fs.FS, glob string, read func(name string, data []byte)) error {
	files, err := fs.Glob(fsys, glob)
	if err != nil {
		return fmt.Errorf("list %s: %w", glob, err)
	}
	slices.Sort(files)
	for _, f := range files {
		data, err := fs.ReadFile(fsys, f)
		if err != nil {
			return fmt.Errorf("read %s: %w", f, err)
		}
		read(f, data)
	}
	return nil
}

// decode reads one YAML document strictly.
func (l *loader) decode(name string, data []byte, into any) bool {
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		l.problems.AddYAML(name, 1, err)
		return false
	}
	return true
}

// entry decodes one list entry strictly, which yaml.Node.Decode cannot.
func (l *loader) entry(name string, n *yaml.Node, into any) bool {
	data, err := yaml.Marshal(n)
	if err == nil {
		d := yaml.NewDecoder(bytes.NewReader(data))
		d.KnownFields(true)
		if err = d.Decode(into); err == nil {
			err = n.Decode(into) // again, for the line numbers of the nodes in it
		}
	}
	if err != nil {
		var found problem.List
		found.AddYAML(name, 1, err)
		for _, p := range found.Problems() {
			// The lines are those of the entry written anew.
			l.problems.Add(name, fieldLine(n, p.Message), "%s", p.Message)
		}
		return false
	}
	return true
}

// fieldLine is the line of the field that a message speaks of, else that of the
// entry.
func fieldLine(entry *yaml.Node, message string) int {
	for i := 0; i+1 < len(entry.Content); i += 2 {
		if strings.HasPrefix(message, "field "+entry.Content[i].Value+" ") {
			return entry.Content[i].Line
		}
	}
	return entry.Line
}

func (l *loader) normFile(name string, data []byte) {
	var f normFile
	if !l.decode(name, data, &f) {
		return
	}
	if f.Field == "" {
		l.problems.Add(name, 0, "field is missing")
	}
	context := l.context(name, f.Context)
	for i := range f.Norms {
		l.norm(name, f.Field, context, &f.Norms[i])
	}
}

// context compiles the context expression of a file, -1 for none.
func (l *loader) context(name, expr string) int {
	if expr == "" {
		return -1
	}
	if i, ok := l.contexts[expr]; ok {
		return i
	}
	i := len(l.fields)
	if i == maxContexts {
		l.problems.Add(name, 0, "more than %d different contexts", maxContexts)
		return -1
	}
	if _, bad := pattern.New([]string{expr}); len(bad) > 0 {
		l.problems.Add(name, 0, "context: %v", bad[0].Err)
		expr = `\x00`
	}
	l.contexts[expr] = i
	l.fields = append(l.fields, expr)
	return i
}

func (l *loader) norm(name, field string, context int, node *yaml.Node) {
	var e normEntry
	if !l.entry(name, node, &e) {
		return
	}
	at := location{name, node.Line}
	if !idForm.MatchString(e.ID) {
		l.problems.Add(name, node.Line, "id %q: lower-case words joined by hyphens are needed", e.ID)
		return
	}
	if old, ok := l.cat.byID[e.ID]; ok {
		l.problems.Add(name, node.Line, "id %q is there already, in %s:%d", e.ID, l.cat.norms[old].file, l.cat.norms[old].line)
		return
	}
	if e.Label == "" || e.Definition == "" {
		l.problems.Add(name, node.Line, "%s: label and definition are needed", e.ID)
	}
	n := Norm{
		ID: e.ID, Label: e.Label, Definition: e.Definition, Source: e.Source, Field: field, Broader: e.Broader,
		Level: 1, Aliases: e.Aliases, Forbids: e.Forbids, Act: e.Act, Weak: e.Weak, location: at,
	}
	if len(e.Broader) > 0 {
		n.Level = 2
	}
	for _, x := range e.Match {
		n.Match = append(n.Match, Example{x.Value, x.Line})
	}
	for _, x := range e.NoMatch {
		n.NoMatch = append(n.NoMatch, Example{x.Value, x.Line})
	}
	i := len(l.cat.norms)
	l.cat.byID[n.ID] = i
	l.cat.norms = append(l.cat.norms, n)
	for _, a := range append([]string{n.Label}, n.Aliases...) {
		l.alias(l.cat.byAlias, a, i, at)
	}
	l.cues(name, e.Cues, cue{norm: i, context: -1, act: e.Forbids})
	l.cues(name, e.Acts, cue{norm: i, context: -1, act: true})
	l.cues(name, e.Not, cue{norm: i, context: -1, not: true})
	if len(e.Contextual) > 0 && context < 0 {
		l.problems.Add(name, node.Line, "%s: contextual cues in a file without context", e.ID)
	}
	l.cues(name, e.Contextual, cue{norm: i, context: context, act: e.Forbids})
}

func (l *loader) cues(name string, nodes []yaml.Node, c cue) {
	for _, n := range nodes {
		l.exprs = append(l.exprs, n.Value)
		l.places = append(l.places, location{name, n.Line})
		l.cat.owner = append(l.cat.owner, c)
	}
}

func (l *loader) alias(in map[string]int, name string, i int, at location) {
	k := key(name)
	if k == "" {
		return
	}
	if old, ok := in[k]; ok && old != i {
		l.problems.Add(at.file, at.line, "name %q belongs to two entries", name)
		return
	}
	in[k] = i
}

func (l *loader) instrumentFile(name string, data []byte) {
	var f instrumentFile
	if !l.decode(name, data, &f) {
		return
	}
	for i := range f.Instruments {
		node := &f.Instruments[i]
		var e instrumentEntry
		if !l.entry(name, node, &e) {
			continue
		}
		at := location{name, node.Line}
		if !idForm.MatchString(e.ID) || e.Label == "" {
			l.problems.Add(name, node.Line, "id %q: an id of lower-case words joined by hyphens and a label are needed", e.ID)
			continue
		}
		if _, ok := l.cat.instByID[e.ID]; ok {
			l.problems.Add(name, node.Line, "id %q is there already", e.ID)
			continue
		}
		k := len(l.cat.instruments)
		l.cat.instByID[e.ID] = k
		l.cat.instruments = append(l.cat.instruments, Instrument{
			ID: e.ID, Label: e.Label, Aliases: e.Aliases, Symbol: e.Symbol, Year: e.Year, Body: e.Body,
			States: e.States, BasedOn: e.BasedOn, location: at,
		})
		for _, a := range append([]string{e.Label, e.Symbol}, e.Aliases...) {
			if a == "" {
				continue
			}
			l.alias(l.cat.instByAlias, a, k, at)
			l.names = append(l.names, namePattern(foldName(a)))
			l.cat.names.owner = append(l.cat.names.owner, k)
		}
	}
}

// foldName spells a name as extract/text.Fold does; a test holds the two
// together over all names.
func foldName(s string) string {
	s = key(s)
	for _, v := range [][2]string{
		{"’", "'"},
		{"–", "-"},
		{"behaviour", "behavior"},
		{"co-operat", "cooperat"},
		{"co-ordinat", "coordinat"},
		{"defence", "defense"},
		{"cyber space", "cyberspace"},
		{"cyber security", "cybersecurity"},
		{"cyber-security", "cybersecurity"},
		{"cyber crime", "cybercrime"},
		{"cyber-crime", "cybercrime"},
		{"cyber attack", "cyberattack"},
		{"cyber-attack", "cyberattack"},
		{"capacity-building", "capacity building"},
		{"confidence-building", "confidence building"},
		{"multi-stakeholder", "multistakeholder"},
		{"law-enforcement", "law enforcement"},
		{"public-private", "public private"},
	} {
		s = strings.ReplaceAll(s, v[0], v[1])
	}
	return s
}

// finish compiles the expressions and checks the references.
func (l *loader) finish() {
	c := l.cat
	set, bad := pattern.New(l.exprs)
	for _, b := range bad {
		l.problems.Add(l.places[b.Pattern].file, l.places[b.Pattern].line, "%v", b.Err)
	}
	c.cues = set
	c.contexts, _ = pattern.New(l.fields)
	names, bad := pattern.New(l.names)
	for _, b := range bad {
		i := c.instruments[c.names.owner[b.Pattern]]
		l.problems.Add(i.file, i.line, "%v", b.Err)
	}
	c.names.set = names
	for i := range c.norms {
		n := &c.norms[i]
		for _, b := range n.Broader {
			if g := c.Norm(b); g == nil || g.Level != 1 {
				l.problems.Add(n.file, n.line, "%s: %q is no group", n.ID, b)
			}
		}
	}
	for i := range c.instruments {
		in := &c.instruments[i]
		for _, s := range in.States {
			if c.Norm(s) == nil {
				l.problems.Add(in.file, in.line, "%s: no norm %q", in.ID, s)
			}
		}
		for _, b := range in.BasedOn {
			if _, ok := c.instByID[b]; !ok {
				l.problems.Add(in.file, in.line, "%s: no instrument %q", in.ID, b)
			}
		}
	}
	l.sort()
}

// sort puts norms and instruments in order of id and renumbers what points at
// them.
func (l *loader) sort() {
	c := l.cat
	order := make([]int, len(c.norms))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(c.norms[a].ID, c.norms[b].ID) })
	place := make([]int, len(order))
	norms := make([]Norm, len(order))
	for to, from := range order {
		place[from], norms[to] = to, c.norms[from]
	}
	c.norms = norms
	for i := range c.owner {
		c.owner[i].norm = place[c.owner[i].norm]
	}
	renumber(c.byID, place)
	renumber(c.byAlias, place)

	order = make([]int, len(c.instruments))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(c.instruments[a].ID, c.instruments[b].ID) })
	place = make([]int, len(order))
	instruments := make([]Instrument, len(order))
	for to, from := range order {
		place[from], instruments[to] = to, c.instruments[from]
	}
	c.instruments = instruments
	for i := range c.names.owner {
		c.names.owner[i] = place[c.names.owner[i]]
	}
	renumber(c.instByID, place)
	renumber(c.instByAlias, place)
}

func renumber(m map[string]int, place []int) {
	for k, i := range m {
		m[k] = place[i]
	}
}
