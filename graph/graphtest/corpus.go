package graphtest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"

	"github.com/cayleygraph/quad"
)

// Namespaces of the made-up graphs.
const (
	NS   = "https://w3id.org/normgraph/ns#"
	Base = "https://w3id.org/normgraph/id/"
	rdf  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	xsd  = "http://www.w3.org/2001/XMLSchema#"
)

// Term is the IRI of a vocabulary term.
func Term(name string) quad.IRI { return quad.IRI(NS + name) }

// Entity is the IRI of an entity.
func Entity(path string) quad.IRI { return quad.IRI(Base + path) }

// Typed is a literal of a datatype of XML Schema.
func Typed(text, datatype string) quad.TypedString {
	return quad.TypedString{Value: quad.String(text), Type: quad.IRI(xsd + datatype)}
}

// words for titles and sentences that nobody has written.
var words = strings.Fields(`the meeting on norms of responsible behaviour in space was
hosted by states which reaffirm that measures for confidence and capacity are
open to all participants from regions where dialogue about threats to
infrastructure continues with experts ministers working groups chairs and
observers who agreed hope call support`)

// Corpus yields the quads that a corpus of the given number of documents might
// give, some 54 a document: plain edges, claims and evidence, with hubs among
// the actors and norms. The same number gives the same quads.
func Corpus(documents int) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		c := &corpus{rng: rand.New(rand.NewPCG(7, 11)), yield: yield}
		for d := range documents {
			if !c.document(d) {
				return
			}
		}
	}
}

type corpus struct {
	rng   *rand.Rand
	yield func(quad.Quad, error) bool
	label quad.IRI
	done  bool
}

func (c *corpus) add(s quad.IRI, p string, o quad.Value) {
	pred := quad.IRI(NS + p)
	if p == "type" {
		pred = rdf + "type"
	}
	c.done = c.done || !c.yield(quad.Quad{Subject: s, Predicate: pred, Object: o, Label: c.label}, nil)
}

// skewed is a number below n; low ones are much more frequent.
func (c *corpus) skewed(n int) int {
	f := c.rng.Float64()
	return int(f * f * f * float64(n))
}

func (c *corpus) text(n int) quad.String {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(words[c.rng.IntN(len(words))])
	}
	return quad.String(b.String())
}

var (
	edges   = []string{"hostedBy", "coHostedBy", "attended", "addressed", "chairedBy", "organizedBy"}
	stances = []string{"endorses", "callsFor", "reaffirms", "discusses", "supports"}
)

func (c *corpus) actor() quad.IRI {
	switch c.rng.IntN(3) {
	case 0:
		return Entity(fmt.Sprintf("state/%c%c", 'A'+c.skewed(26), 'A'+c.skewed(26)))
	case 1:
		return Entity(fmt.Sprintf("org/body-%d", c.skewed(1000)))
	}
	return Entity(fmt.Sprintf("person/speaker-%d", c.skewed(5000)))
}

func (c *corpus) document(d int) bool {
	doc := Entity(fmt.Sprintf("doc/%06d-%016x", d, c.rng.Uint64()))
	c.label = doc
	event := Entity(fmt.Sprintf("event/conference-on-cyberspace-%d", c.skewed(6000)))
	day := Typed(fmt.Sprintf("20%02d-%02d-%02d", c.rng.IntN(25), 1+c.rng.IntN(12), 1+c.rng.IntN(28)), "date")
	c.add(doc, "type", Term("Document"))
	c.add(doc, "title", c.text(7))
	c.add(doc, "publishedOn", day)
	c.add(doc, "reportsOn", event)
	c.add(doc, "publisher", c.actor())
	c.add(event, "type", Term("Event"))
	c.add(event, "startDate", day)
	c.add(event, "title", quad.LangString{Value: c.text(4), Lang: "en"})
	for n := range 3 {
		claim := Entity(fmt.Sprintf("claim/%016x", c.rng.Uint64()))
		evidence := Entity(fmt.Sprintf("evidence/%016x", c.rng.Uint64()))
		subject, predicate, object := event, edges[c.rng.IntN(len(edges))], c.actor()
		if n == 0 {
			subject, predicate = c.actor(), stances[c.rng.IntN(len(stances))]
			object = Entity(fmt.Sprintf("norm/gge-%d", c.skewed(92)))
		}
		start := c.rng.IntN(9000)
		c.add(subject, predicate, object)
		c.add(claim, "type", Term("Claim"))
		c.add(claim, "subject", subject)
		c.add(claim, "predicate", Term(predicate))
		c.add(claim, "object", object)
		c.add(claim, "status", Term("asserted"))
		c.add(claim, "confidence", Typed(fmt.Sprintf("0.%02d", 50+c.rng.IntN(50)), "decimal"))
		c.add(claim, "rule", quad.String("host."+predicate))
		c.add(claim, "evidence", evidence)
		c.add(evidence, "type", Term("Evidence"))
		c.add(evidence, "exact", c.text(12+c.rng.IntN(12)))
		c.add(evidence, "start", Typed(fmt.Sprint(start), "integer"))
		c.add(evidence, "end", Typed(fmt.Sprint(start+150), "integer"))
		c.add(evidence, "line", Typed(fmt.Sprint(start/80), "integer"))
		c.add(evidence, "source", doc)
	}
	return !c.done
}
