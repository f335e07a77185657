package imports

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

// Options say how quads are taken in.
type Options struct {
	// Name is what the import is called: letters, digits, "-", "_" and ".". A
	// new import takes the place of an old one of its name.
	Name string
	// Label, if it is set, is the label of all quads.
	Label quad.IRI
	// Names and Vocabulary are those of the graph.
	Names      schema.Names
	Vocabulary *schema.Vocabulary
	// Own reports whether a label is that of a document of the graph. Nothing
	// but the document itself may say what it says. nil means that there are
	// none.
	Own func(label quad.IRI) bool
}

// A Problem is a quad that can't be taken in.
type Problem struct {
	Line int // from 1
	Err  error
}

func (p Problem) Error() string { return fmt.Sprintf("line %d: %v", p.Line, p.Err) }

// Unwrap is the fault without its place.
func (p Problem) Unwrap() error { return p.Err }

// Problems are the quads of one document that can't be taken in.
type Problems struct {
	List []Problem
	More int // further ones that are not listed
}

func (p *Problems) Error() string {
	var b strings.Builder
	for i, x := range p.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(x.Error())
	}
	if p.More > 0 {
		fmt.Fprintf(&b, "\n… and %d more", p.More)
	}
	return b.String()
}

// maxProblems is how many problems are listed.
const maxProblems = 20

// graphPath is where the labels of imports are within the base; labelPath is
// that of one of them.
const graphPath = "graph/import/"

// checker changes quads into what the graph takes in.
type checker struct {
	opts      Options
	label     quad.IRI // for quads that can't keep theirs
	relabeled int
	problems  Problems
}

func newChecker(opts Options) (*checker, error) {
	c := &checker{opts: opts, label: opts.Label}
	if !isName(opts.Name) {
		return nil, fmt.Errorf("name %q: want letters, digits, \"-\", \"_\" and \".\"", opts.Name)
	}
	if c.label != "" {
		if _, err := schema.NewIRI(string(c.label)); err != nil {
			return nil, fmt.Errorf("label: %w", err)
		}
		if c.reserved(c.label) || opts.Own != nil && opts.Own(c.label) {
			return nil, fmt.Errorf("label %s: the graph itself uses it", opts.Names.Shorten(c.label))
		}
		return c, nil
	}
	var err error
	c.label, err = opts.Names.ID(graphPath + opts.Name)
	return c, err
}

// isName reports whether s can be part of a file's name and of an IRI.
func isName(s string) bool {
	ok := strings.Trim(s, ".") != ""
	for i := 0; i < len(s); i++ {
		c := s[i]
		ok = ok && ('a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-_.", c) >= 0)
	}
	return ok
}

// reserved reports whether a label is one of those that builds use for what no
// document says.
func (c *checker) reserved(label quad.IRI) bool {
	path, ok := c.opts.Names.Path(label)
	return ok && strings.HasPrefix(path, "graph/") && !strings.HasPrefix(path, graphPath)
}

// quads yields the quads of a document as the graph takes them in. A syntax
// error ends the sequence; the other problems are collected, and their quads
// left out.
func (c *checker) quads(r io.Reader) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		in := nquads.NewReader(r)
		for {
			q, err := in.ReadQuad()
			if errors.Is(err, io.EOF) {
				return
			}
			if err != nil {
				yield(q, err)
				return
			}
			if q, err = c.take(q); err != nil {
				c.problem(in.Line(), err)
				continue
			}
			if !yield(q, nil) {
				return
			}
		}
	}
}

func (c *checker) problem(line int, err error) {
	if len(c.problems.List) == maxProblems {
		c.problems.More++
		return
	}
	c.problems.List = append(c.problems.List, Problem{line, err})
}

// take checks a quad and gives it a label; blank nodes get names.
func (c *checker) take(q quad.Quad) (quad.Quad, error) {
	for _, d := range quad.Directions {
		v := q.Get(d)
		if b, ok := v.(quad.BNode); ok {
			v = c.named(b)
			q.Set(d, v)
		}
		if v == nil {
			continue
		}
		if err := schema.CheckValue(v); err != nil {
			return q, err
		}
	}
	switch label, _ := q.Label.(quad.IRI); {
	case c.opts.Label != "" || label == "":
		q.Label = c.label
	case c.reserved(label):
		c.relabeled++
		q.Label = c.label
	case c.opts.Own != nil && c.opts.Own(label):
		return q, fmt.Errorf("label %s: it is a document of this graph, and only its own words say what it says; choose another label for all quads", c.opts.Names.Shorten(label))
	}
	return q, c.checkSchema(q)
}

// named is the IRI that stands for a blank node (RDF 1.1 Concepts, section 3.5):
// the same for one name in all imports of that name.
func (c *checker) named(b quad.BNode) quad.IRI {
	return quad.IRI(c.opts.Names.Base() + "genid/" + c.opts.Name + "/" + string(b))
}

// checkSchema holds what is said in Normgraph's vocabulary against it. What is
// said in others is free.
func (c *checker) checkSchema(q quad.Quad) error {
	s, p := q.Subject.(quad.IRI), q.Predicate.(quad.IRI)
	if strings.HasPrefix(string(s), schema.NS) {
		return fmt.Errorf("%s: an import cannot change the vocabulary", c.opts.Names.Shorten(s))
	}
	if p == schema.RDFType {
		class, ok := q.Object.(quad.IRI)
		if !ok {
			return fmt.Errorf("class %v: not an IRI", q.Object)
		}
		if name, own := strings.CutPrefix(string(class), schema.NS); own && c.opts.Vocabulary.Class(schema.Class(name)) == nil {
			return fmt.Errorf("class %s: not in the vocabulary", c.opts.Names.Shorten(class))
		}
		return nil
	}
	if !strings.HasPrefix(string(p), schema.NS) {
		return nil
	}
	q.Label = quad.IRI(c.opts.Names.Base() + graphPath)
	return c.opts.Vocabulary.CheckQuad(c.opts.Names, q)
}
