package query

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/cayleygraph/quad"
	"go.yaml.in/yaml/v3"

	"github.com/normgraph/normgraph/schema/problem"
)

//go:embed questions/*.yaml
var shipped embed.FS

// A Question is a named query with parameters, as its YAML file says it.
type Question struct {
	Name     string
	Question string // what it asks, in words
	Number   int    // of the competency question that it answers, 0 if none
	// Parameters in the order in which a command takes them. Parameters that
	// are not required may be left out; the parts of the path that mention them
	// then do not count.
	Parameters []Parameter
	Path       string // without "return"
	Columns    []string
	Order      []string
	Having     []string
	Run        string // name of the reading of the graph that answers it, instead of a path
	File       string // where it was read from

	query *Query
	set   *Questions // that it is one of
}

// A Parameter is a value that a question takes.
type Parameter struct {
	Name     string
	Type     string // a class, classes joined by "|", "entity", "date", "number" or "text"
	Required bool
	Help     string
}

// Readings are the values of Question.Run: questions that one path does not
// express.
var readings = []string{"changes", "connections", "conflicts"}

// Questions is a set of questions. It is read-only and safe for concurrent use.
type Questions struct {
	list []Question
}

// List returns the questions in order of name.
func (qs *Questions) List() []Question { return slices.Clone(qs.list) }

// Find returns the question of a name. The error names the nearest.
func (qs *Questions) Find(name string) (*Question, error) {
	i, ok := slices.BinarySearchFunc(qs.list, name, func(q Question, n string) int { return strings.Compare(q.Name, n) })
	if !ok {
		names := make([]string, len(qs.list))
		for i, q := range qs.list {
			names[i] = q.Name
		}
		return nil, fmt.Errorf("no question is named %q%s", name, after(suggestion(name, names)))
	}
	return &qs.list[i], nil
}

// LoadQuestions reads the questions that Normgraph ships, and those of the
// folders, which replace earlier ones of the same name. The error is a
// *problem.Error with every fault.
func LoadQuestions(voc *Vocabulary, folders ...fs.FS) (*Questions, error) {
	own, err := fs.Sub(shipped, "questions")
	if err != nil {
		return nil, err
	}
	var ps problem.List
	by := map[string]Question{}
	for _, f := range append([]fs.FS{own}, folders...) {
		seen := map[string]string{}
		for _, q := range loadFolder(f, voc, &ps) {
			if other := seen[q.Name]; other != "" {
				ps.Add(q.File, 1, "question %q is in %s too", q.Name, other)
			}
			seen[q.Name] = q.File
			by[q.Name] = q
		}
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	out := &Questions{}
	for _, q := range by {
		out.list = append(out.list, q)
	}
	slices.SortFunc(out.list, func(a, b Question) int { return strings.Compare(a.Name, b.Name) })
	for i := range out.list {
		out.list[i].set = out
	}
	return out, nil
}

func loadFolder(f fs.FS, voc *Vocabulary, ps *problem.List) []Question {
	var out []Question
	files, err := fs.Glob(f, "*.yaml")
	if err != nil {
		ps.Add(".", 0, "%v", err)
	}
	for _, name := range files {
		b, err := fs.ReadFile(f, name)
		if err != nil {
			ps.Add(name, 0, "%v", err)
			continue
		}
		n := ps.Len()
		q := readQuestion(name, b, voc, ps)
		if ps.Len() == n {
			out = append(out, q)
		}
	}
	return out
}

// questionFile is the form of a file.
type questionFile struct {
	Name       string          `yaml:"name"`
	Question   string          `yaml:"question"`
	Number     int             `yaml:"number"`
	Parameters []parameterFile `yaml:"parameters"`
	Path       yaml.Node       `yaml:"path"`
	Columns    []yaml.Node     `yaml:"columns"`
	Order      []yaml.Node     `yaml:"order"`
	Having     []yaml.Node     `yaml:"having"`
	Run        string          `yaml:"run"`
}

type parameterFile struct {
	Name     string `yaml:"name"`
	Type     string `yaml:"type"`
	Required bool   `yaml:"required"`
	Help     string `yaml:"help"`
}

func readQuestion(file string, b []byte, voc *Vocabulary, ps *problem.List) Question {
	q := Question{File: file}
	var in questionFile
	dec := yaml.NewDecoder(bytes.NewReader(b))
	dec.KnownFields(true)
	if err := dec.Decode(&in); err != nil {
		if !errors.Is(err, io.EOF) {
			addYAML(ps, file, err)
			return q
		}
	}
	if err := dec.Decode(new(questionFile)); !errors.Is(err, io.EOF) {
		ps.Add(file, 0, "a file holds one question")
	}
	q.Name, q.Question, q.Number, q.Run = in.Name, in.Question, in.Number, in.Run
	for _, p := range in.Parameters {
		q.Parameters = append(q.Parameters, Parameter(p))
	}
	checkHead(&q, file, voc, ps)
	if q.Run != "" {
		if !slices.Contains(readings, q.Run) {
			ps.Add(file, 1, "run: nothing is named %q%s", q.Run, after(suggestion(q.Run, readings)))
		}
		if in.Path.Value != "" {
			ps.Add(file, in.Path.Line, "a question has a path or says what to run, not both")
		}
		return q
	}
	if strings.TrimSpace(in.Path.Value) == "" {
		ps.Add(file, 1, "no path")
		return q
	}
	q.Path = strings.TrimRight(in.Path.Value, "\n")
	q.Columns, q.Order, q.Having = texts(in.Columns), texts(in.Order), texts(in.Having)
	parsed, err := Parse(q.text(), voc)
	var bad *Error
	if errors.As(err, &bad) {
		ps.Add(file, lineOf(bad, &in), "%s%s", bad.Message, after(bad.Hint))
		return q
	}
	q.query = parsed
	for _, name := range parsed.Parameters() {
		if !slices.ContainsFunc(q.Parameters, func(p Parameter) bool { return p.Name == name }) {
			ps.Add(file, in.Path.Line, "the path mentions $%s, which is no parameter", name)
		}
	}
	for _, p := range q.Parameters {
		if !slices.Contains(parsed.Parameters(), p.Name) {
			ps.Add(file, in.Path.Line, "the path does not mention parameter $%s", p.Name)
		}
	}
	return q
}

// text is the whole query: the path, and a line for each of the rest.
func (q *Question) text() string {
	s := q.Path
	for _, part := range []struct {
		word  string
		items []string
	}{{"return", q.Columns}, {"having", q.Having}, {"order by", q.Order}} {
		if len(part.items) > 0 {
			s += "\n" + part.word + " " + strings.Join(part.items, ", ")
		}
	}
	return s
}

func texts(ns []yaml.Node) []string {
	var out []string
	for _, n := range ns {
		out = append(out, n.Value)
	}
	return out
}

// lineOf is the line of the file that a fault of the query is in.
func lineOf(e *Error, in *questionFile) int {
	line, _ := e.Position()
	inPath := strings.Count(strings.TrimRight(in.Path.Value, "\n"), "\n") + 1
	if line <= inPath {
		if in.Path.Style == yaml.LiteralStyle {
			return in.Path.Line + line
		}
		return in.Path.Line
	}
	rest := line - inPath
	for _, part := range [][]yaml.Node{in.Columns, in.Having, in.Order} {
		if len(part) == 0 {
			continue
		}
		if rest--; rest == 0 {
			return part[0].Line
		}
	}
	return in.Path.Line
}

func addYAML(ps *problem.List, file string, err error) {
	var te *yaml.TypeError
	if !errors.As(err, &te) {
		line := 0
		msg := strings.TrimPrefix(err.Error(), "yaml: ")
		if n, _ := fmt.Sscanf(msg, "line %d:", &line); n == 1 {
			_, msg, _ = strings.Cut(msg, ": ")
		}
		ps.Add(file, line, "%s", msg)
		return
	}
	for _, e := range te.Errors {
		line := 0
		msg := e
		if n, _ := fmt.Sscanf(e, "line %d:", &line); n == 1 {
			_, msg, _ = strings.Cut(e, ": ")
		}
		ps.Add(file, line, "%s", msg)
	}
}

func checkHead(q *Question, file string, voc *Vocabulary, ps *problem.List) {
	if q.Name == "" || q.Name != fileName(q.Name) {
		ps.Add(file, 1, "name %q: small letters, digits and hyphens are allowed", q.Name)
	} else if want := strings.TrimSuffix(path.Base(file), ".yaml"); q.Name != want {
		ps.Add(file, 1, "name %q differs from the name of the file", q.Name)
	}
	if q.Question == "" {
		ps.Add(file, 1, "no question")
	}
	optional := false
	for i, p := range q.Parameters {
		if !isName(p.Name) {
			ps.Add(file, 1, "parameter %q: a name is letters and digits", p.Name)
		}
		if slices.ContainsFunc(q.Parameters[:i], func(o Parameter) bool { return o.Name == p.Name }) {
			ps.Add(file, 1, "parameter %q is there twice", p.Name)
		}
		if p.Required && optional {
			ps.Add(file, 1, "parameter %q: a required one can't follow an optional one", p.Name)
		}
		optional = optional || !p.Required
		for _, c := range strings.Split(p.Type, "|") {
			if !slices.Contains(plainTypes, c) && !voc.HasClass(c) {
				ps.Add(file, 1, "parameter %q: unknown type %q%s", p.Name, c, after(suggestion(c, append(voc.Classes, plainTypes...))))
			}
		}
	}
}

var plainTypes = []string{"entity", "date", "number", "text"}

func fileName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, s)
}

// A UsageError says what is wrong with the arguments of a question.
type UsageError struct {
	Question *Question
	Message  string
}

// Error gives the message and how the question is asked.
func (e *UsageError) Error() string { return e.Message + "; usage: " + e.Question.Usage() }

// Usage is the question's name with its parameters: required ones in capitals,
// others as flags.
func (q *Question) Usage() string {
	s := q.Name
	for _, p := range q.Parameters {
		if p.Required {
			s += " " + strings.ToUpper(p.Name)
		} else {
			s += " [--" + p.Name + " " + strings.ToUpper(p.Type) + "]"
		}
	}
	return s
}

// Arguments pairs values given in order with the parameters of q and adds
// those given by name.
func (q *Question) Arguments(inOrder []string, byName map[string]string) (map[string]string, error) {
	out := map[string]string{}
	if len(inOrder) > len(q.Parameters) {
		return nil, &UsageError{q, fmt.Sprintf("%d values are too many", len(inOrder))}
	}
	for i, v := range inOrder {
		out[q.Parameters[i].Name] = v
	}
	for _, k := range sortedKeys(byName) {
		if !slices.ContainsFunc(q.Parameters, func(p Parameter) bool { return p.Name == k }) {
			names := make([]string, len(q.Parameters))
			for i, p := range q.Parameters {
				names[i] = p.Name
			}
			return nil, &UsageError{q, fmt.Sprintf("no parameter is named %q%s", k, after(suggestion(k, names)))}
		}
		if _, twice := out[k]; twice {
			return nil, &UsageError{q, fmt.Sprintf("%q is given twice", k)}
		}
		out[k] = byName[k]
	}
	for _, p := range q.Parameters {
		v := out[p.Name]
		switch {
		case v == "" && p.Required:
			return nil, &UsageError{q, fmt.Sprintf("%s is missing (%s)", strings.ToUpper(p.Name), p.Help)}
		case v == "":
		case p.Type == "date" && !isDate(v):
			return nil, &UsageError{q, fmt.Sprintf("bad date %q: dates are written 2019, 2019-10 or 2019-10-08", v)}
		case p.Type == "number" && !isNumber(v):
			return nil, &UsageError{q, fmt.Sprintf("bad number %q", v)}
		}
	}
	return out, nil
}

// Ask answers a question. Args are named values, as [Question.Arguments] gives
// them.
func (g *Graph) Ask(ctx context.Context, q *Question, args map[string]string, opt Options) (*Table, error) {
	t, err := g.ask(g.session(ctx), q, args, opt, true)
	if err != nil {
		return nil, err
	}
	return t, ctx.Err()
}

// ask is Ask in a session. With explain an empty answer says why it is.
func (g *Graph) ask(s *session, q *Question, args map[string]string, opt Options, explain bool) (*Table, error) {
	args, err := q.Arguments(nil, args)
	if err != nil {
		return nil, err
	}
	if q.Run != "" {
		return g.read(s.ctx, q, args, opt)
	}
	bound := *q.query
	given, entities, of := map[string]string{}, map[string]Ref{}, map[string]Candidate{}
	var notes []string
	for _, p := range q.Parameters {
		v := args[p.Name]
		if v == "" {
			delete(args, p.Name)
			continue
		}
		given[p.Name] = v
		if slices.Contains(plainTypes[1:], p.Type) {
			continue
		}
		c, note, err := g.widened(s, v, p)
		if err != nil {
			return nil, err
		}
		if note != "" {
			notes = append(notes, note)
		}
		of[p.Name] = c
		given[p.Name], entities[p.Name] = c.IRI, Ref{ByIRI, c.IRI}
		if _, ok := g.voc.Names.Path(quad.IRI(c.IRI)); ok {
			entities[p.Name] = Ref{ByID, c.ID}
		}
		notes = append(notes, readAs(v, c)...)
	}
	t, err := g.run(s, &bound, "", given, entities, opt)
	if err != nil {
		return nil, err
	}
	t.Title = q.Question
	t.Notes = append(notes, t.Notes...)
	if len(t.Rows) == 0 && explain {
		err = g.explainNothing(s, t, q, args, of)
	}
	return t, err
}
