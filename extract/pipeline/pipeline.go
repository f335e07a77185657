// Package pipeline puts the steps of extraction in order and runs them over
// documents.
//
//	bytes ─ read ─▶ Document ─ text ─▶ sentences ─ syntax ─▶ parse
//	      ─ actor ─▶ states, organisations, persons, offices, places
//	      ─ event ─▶ events with dates, places, counts, series
//	      ─ rule  ─▶ hosts, speakers, chairs, attendance
//	      ─ stance ─▶ norms, instruments, who says what about them
//
// [Pipeline.Analyse] is pure: the same document and the same data files give
// the same analysis. [Run] does it for many documents on all cores, with a
// cache by content hash.
package pipeline

import (
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/normgraph/normgraph/extract"
)

// A Step is one stage of the pipeline: what it needs of earlier steps and what
// it adds, by name.
type Step struct {
	Name  string
	Needs []string
	Adds  []string
	extract.Extractor
}

// A Pipeline is a checked list of steps. It is safe for concurrent use.
type Pipeline struct{ steps []Step }

// New returns a pipeline of the steps, in order. It is an error for a step to
// need what no earlier one adds.
func New(steps []Step) (*Pipeline, error) {
	var have []string
	for _, s := range steps {
		for _, n := range s.Needs {
			if !slices.Contains(have, n) {
				return nil, fmt.Errorf("step %s needs %s, which no earlier step adds", s.Name, n)
			}
		}
		have = append(have, s.Adds...)
	}
	return &Pipeline{steps: steps}, nil
}

// Steps are the steps in order.
func (p *Pipeline) Steps() []Step { return slices.Clone(p.steps) }

// Analyse runs all steps over doc.
func (p *Pipeline) Analyse(doc *extract.Document) *extract.Analysis { return p.analyse(doc, nil) }

// analyse is Analyse that ends soon, with an analysis of no use, when stop is
// set.
func (p *Pipeline) analyse(doc *extract.Document, stop *atomic.Bool) *extract.Analysis {
	a := &extract.Analysis{Doc: doc, Stop: stop}
	for _, s := range p.steps {
		if a.Stopped() {
			break
		}
		s.Extract(a)
		a.SortMentions()
	}
	return a
}
