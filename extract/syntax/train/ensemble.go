package main

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
	"github.com/normgraph/normgraph/extract/text"
)

// ensemble is a group of parsers that vote. Some read from right to left.
type ensemble struct {
	m       *model.Model
	runners []*model.Runner
	reverse []bool
}

// ensemble trains count parsers, every third one from right to left.
func (t *trainer) ensemble(p *model.Parts, gold *parsed, count, epochs int) (*ensemble, error) {
	e := &ensemble{runners: make([]*model.Runner, count), reverse: make([]bool, count)}
	err := each(count, func(k int) error {
		q, u := *p, *t
		e.reverse[k] = k%3 == 2
		if e.reverse[k] {
			u.leftLabels, u.rightLabels, u.leftID, u.rightID = t.rightLabels, t.leftLabels, t.rightID, t.leftID
			// The root stands at the end in both directions.
			root := t.labelID["root"]
			if _, ok := u.leftID[root]; !ok {
				u.leftID = maps.Clone(u.leftID)
				u.leftID[root] = len(u.leftLabels)
				u.leftLabels = append(slices.Clone(u.leftLabels), root)
			}
			q.LeftLabels, q.RightLabels = u.leftLabels, u.rightLabels
		}
		q.Parser = u.trainParser(gold, plan{epochs: epochs, width: teacherWidth, rows: teacherRows, seed: uint64(1000 + k), reverse: e.reverse[k]})
		m, err := model.Decode(model.Encode(&q))
		if err != nil {
			return err
		}
		e.runners[k] = model.NewRunner(m)
		if k == 0 {
			e.m = m
		}
		return nil
	})
	return e, err
}

// each calls f with 0 to n-1 on as many goroutines as there are processors and
// gives their errors. No call depends on another.
func each(n int, f func(int) error) error {
	errs := make([]error, n)
	var wg sync.WaitGroup
	next := make(chan int)
	for range min(n, runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			for k := range next {
				errs[k] = f(k)
			}
		})
	}
	for k := range n {
		next <- k
	}
	close(next)
	wg.Wait()
	return errors.Join(errs...)
}

// parse tags a sentence and gives the projective tree with the most votes.
func (e *ensemble) parse(forms []string) (s sentence, tags []uint8) {
	n := len(forms)
	e.runners[0].Tag(forms)
	attrs := slices.Clone(e.runners[0].Attrs)
	score := make([]float64, (n+1)*(n+1)) // of head and dependent
	heads, rels := make([][]int32, len(e.runners)), make([][]string, len(e.runners))
	for k, r := range e.runners {
		r.Attrs = append(r.Attrs[:0], attrs...)
		if e.reverse[k] {
			slices.Reverse(r.Attrs)
		}
		r.Parse()
		heads[k] = slices.Clone(r.State.Head[:n])
		for _, l := range r.State.Label[:n] {
			rels[k] = append(rels[k], e.m.Labels[l])
		}
		if e.reverse[k] {
			heads[k] = turnHeads(heads[k])
			slices.Reverse(rels[k])
		}
		for d, h := range heads[k] {
			score[int(h)*(n+1)+d]++
		}
	}
	for d := range n {
		score[n*(n+1)+d] -= 1000 // only one root
	}
	s = sentence{forms: forms, heads: eisner(score, n)}
	for d, h := range s.heads {
		agree, all := map[string]int{}, map[string]int{}
		for k := range heads {
			all[rels[k][d]]++
			if heads[k][d] == h {
				agree[rels[k][d]]++
			}
		}
		if len(agree) == 0 {
			agree = all
		}
		s.rels = append(s.rels, ranked(agree, cmp.Compare[string])[0])
		t := e.m.Tags[attrs[d].Tag]
		s.upos, s.xpos = append(s.upos, t.UPOS), append(s.xpos, t.XPOS)
		tags = append(tags, attrs[d].Tag)
	}
	return s, tags
}

// eisner finds the projective tree over n words, whose scores add up to the
// most; the root has the number n and stands at the end. score[h*(n+1)+d] is
// that of the arc from h to d.
func eisner(score []float64, n int) []int32 {
	const headRight, headLeft = 0, 1
	const never = -1e12
	m := n + 1
	// For the words i to j: open spans have an arc between their ends, closed
	// ones have all they need; the head is at the right or the left end.
	type span struct {
		open, closed          [2]float64
		openSplit, closeSplit [2]int
	}
	c := make([]span, m*m)
	for w := 1; w < m; w++ {
		for i := 0; i+w < m; i++ {
			j := i + w
			x := &c[i*m+j]
			best := 2 * never
			for k := i; k < j; k++ {
				if v := c[i*m+k].closed[headLeft] + c[(k+1)*m+j].closed[headRight]; v > best {
					best, x.openSplit[headRight], x.openSplit[headLeft] = v, k, k
				}
			}
			x.open[headRight] = best + score[j*m+i]
			x.open[headLeft] = best + score[i*m+j]
			if j == n { // the root has no head
				x.open[headLeft] = never
			}
			x.closed = [2]float64{4 * never, 4 * never}
			for k := i; k < j; k++ {
				if v := c[i*m+k].closed[headRight] + c[k*m+j].open[headRight]; v > x.closed[headRight] {
					x.closed[headRight], x.closeSplit[headRight] = v, k
				}
				if v := c[i*m+k+1].open[headLeft] + c[(k+1)*m+j].closed[headLeft]; v > x.closed[headLeft] {
					x.closed[headLeft], x.closeSplit[headLeft] = v, k+1
				}
			}
		}
	}
	heads := make([]int32, n)
	var open, closed func(i, j, dir int)
	open = func(i, j, dir int) {
		if dir == headRight {
			heads[i] = int32(j)
		} else {
			heads[j] = int32(i)
		}
		k := c[i*m+j].openSplit[dir]
		closed(i, k, headLeft)
		closed(k+1, j, headRight)
	}
	closed = func(i, j, dir int) {
		if i == j {
			return
		}
		k := c[i*m+j].closeSplit[dir]
		if dir == headRight {
			closed(i, k, headRight)
			open(k, j, headRight)
		} else {
			open(i, k, headLeft)
			closed(k, j, headLeft)
		}
	}
	closed(0, n, headRight)
	return heads
}

// annotate parses the sentences of texts that are neither too short nor too
// long. Sentences that come again are left out.
func (e *ensemble) annotate(texts []string) (*parsed, error) {
	seg, err := text.New()
	if err != nil {
		return nil, err
	}
	p := &parsed{}
	seen := map[string]bool{}
	for _, name := range texts {
		err := eachLine(name, func(line string) error {
			for _, s := range seg.Sentences(line) {
				key := line[s.Span.Start:s.Span.End]
				if seen[key] || len(s.Tokens) < 6 || len(s.Tokens) > 70 {
					continue
				}
				seen[key] = true
				x, tags := e.parse(tokens(line, s.Tokens))
				p.sents, p.tags = append(p.sents, x), append(p.tags, tags)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	fmt.Printf("%d sentences of text parsed by %d parsers\n", len(p.sents), len(e.runners))
	return p, nil
}
