package main

import (
	"bytes"
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// network is a model.Net in floating point, under training. Gradients are
// gathered over a sentence; then step changes the weights by Adagrad, with one
// rate for each feature row and one for each output weight.
type network struct {
	h      int
	layout *model.Layout
	rows   []float32
	rowSq  []float32 // mean square of the gradients of each row so far
	seen   []int     // sentences in which each row has been used
	layers []*layer

	// Gradients of rows: place[r] is the number of the row's gradient plus 1.
	place []int32
	dirty []int32
	grads []float32

	// The sums of the rows of each word and slot of the sentence, and their
	// gradients.
	attrs      []model.Attrs
	have, used []bool
	sum, dSum  []float32
	buf        []int32

	in, hid, grad []float32
	mask          []float32
	terms         []int32 // places in sum that the last forward used
	extra         []int32 // rows that it used besides
}

type layer struct {
	c        int
	w, b     []float32
	wSq, bSq []float32
	dw, db   []float32
	out      []float32
}

func newNetwork(rng *rand.Rand, h int, layout *model.Layout, classes ...int) *network {
	n := &network{
		h: h, layout: layout,
		rows: make([]float32, h*layout.Rows), rowSq: make([]float32, layout.Rows), seen: make([]int, layout.Rows), place: make([]int32, layout.Rows),
		in: make([]float32, h), hid: make([]float32, h), grad: make([]float32, h), mask: make([]float32, h),
	}
	for i := range n.rows {
		n.rows[i] = (rng.Float32() - 0.5) * 0.1
	}
	for _, c := range classes {
		l := &layer{
			c: c, w: make([]float32, c*h), b: make([]float32, c), wSq: make([]float32, c*h), bSq: make([]float32, c),
			dw: make([]float32, c*h), db: make([]float32, c), out: make([]float32, c),
		}
		for i := range l.w {
			l.w[i] = (rng.Float32() - 0.5) * 2 * float32(math.Sqrt(3/float64(h)))
		}
		n.layers = append(n.layers, l)
	}
	return n
}

func (n *network) row(r int32) []float32 { return n.rows[int(r)*n.h:][:n.h] }

// sentence makes the network ready for the words of a sentence.
func (n *network) sentence(attrs []model.Attrs) {
	n.attrs = attrs
	need := len(attrs) * len(n.layout.Slots)
	if cap(n.have) < need {
		n.have, n.used = make([]bool, need), make([]bool, need)
		n.sum, n.dSum = make([]float32, need*n.h), make([]float32, need*n.h)
	}
	n.have, n.used = n.have[:need], n.used[:need]
	clear(n.have)
	clear(n.used)
}

// forward computes the hidden layer from the words in the slots, -1 for none,
// and the extra rows. With rng some hidden units are dropped.
func (n *network) forward(words []int32, extra []int32, rng *rand.Rand) {
	clear(n.in)
	n.terms, n.extra = n.terms[:0], append(n.extra[:0], extra...)
	for slot, w := range words {
		if w < 0 {
			n.extra = append(n.extra, int32(n.layout.Empty[slot]))
			continue
		}
		at := int(w)*len(n.layout.Slots) + slot
		s := n.sum[at*n.h:][:n.h]
		if !n.have[at] {
			n.have[at] = true
			clear(s)
			n.buf = n.layout.WordRows(n.buf[:0], slot, &n.attrs[w])
			for _, r := range n.buf {
				add(s, n.row(r))
			}
		}
		add(n.in, s)
		n.terms = append(n.terms, int32(at))
	}
	for _, r := range n.extra {
		add(n.in, n.row(r))
	}
	keep := float32(1)
	var bits uint64
	if rng != nil {
		keep = 1 / (1 - float32(dropout))
	}
	limit := uint64(dropout * 65536)
	for k, x := range n.in {
		m := keep
		if rng != nil {
			if k%4 == 0 {
				bits = rng.Uint64()
			}
			if bits&0xFFFF < limit {
				m = 0
			}
			bits >>= 16
		}
		if x <= 0 {
			m = 0
		}
		n.mask[k] = m
		n.hid[k] = x * m
	}
	clear(n.grad)
}

// scores computes an output layer.
func (n *network) scores(li int) []float32 {
	l := n.layers[li]
	for c := range l.c {
		l.out[c] = dot(l.w[c*n.h:][:n.h], n.hid) + l.b[c]
	}
	return l.out
}

// softmax turns scores into probabilities in place.
func softmax(s []float32) {
	top := slices.Max(s)
	var sum float32
	for i, x := range s {
		s[i] = float32(math.Exp(float64(x - top)))
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}

// back takes the gradient of a layer's scores.
func (n *network) back(li int, d []float32) {
	l := n.layers[li]
	for c, g := range d {
		if g > -1e-5 && g < 1e-5 {
			continue
		}
		axpy(n.grad, g, l.w[c*n.h:][:n.h])
		axpy(l.dw[c*n.h:][:n.h], g, n.hid)
		l.db[c] += g
	}
}

// finish hands the gradient of the hidden layer on to what forward used.
func (n *network) finish() {
	for k, m := range n.mask {
		n.grad[k] *= m
	}
	for _, at := range n.terms {
		d := n.dSum[int(at)*n.h:][:n.h]
		if !n.used[at] {
			n.used[at] = true
			clear(d)
		}
		add(d, n.grad)
	}
	for _, r := range n.extra {
		n.give(r, n.grad)
	}
}

func (n *network) give(r int32, g []float32) {
	p := n.place[r]
	if p == 0 {
		n.dirty = append(n.dirty, r)
		p = int32(len(n.dirty))
		n.place[r] = p
		if len(n.grads) < int(p)*n.h {
			n.grads = append(n.grads, make([]float32, n.h*1024)...)
		}
		clear(n.grads[int(p-1)*n.h:][:n.h])
	}
	add(n.grads[int(p-1)*n.h:][:n.h], g)
}

// step changes the weights after a sentence.
func (n *network) step(rate float32) {
	for at, used := range n.used {
		if !used {
			continue
		}
		d := n.dSum[at*n.h:][:n.h]
		n.buf = n.layout.WordRows(n.buf[:0], at%len(n.layout.Slots), &n.attrs[at/len(n.layout.Slots)])
		for _, r := range n.buf {
			n.give(r, d)
		}
	}
	for i, r := range n.dirty {
		n.place[r] = 0
		n.seen[r]++
		g := n.grads[i*n.h:][:n.h]
		n.rowSq[r] += dot(g, g) / float32(n.h)
		axpy(n.row(r), -rate/float32(math.Sqrt(float64(n.rowSq[r])+1e-6)), g)
	}
	n.dirty = n.dirty[:0]
	for _, l := range n.layers {
		adagrad(l.w, l.wSq, l.dw, rate)
		for c, g := range l.db {
			l.bSq[c] += g * g
			l.b[c] -= rate * g / float32(math.Sqrt(float64(l.bSq[c])+1e-3))
			l.db[c] = 0
		}
	}
}

// quantise gives the network in integers: rows in steps of a 1/127 of their
// largest weight (the largest 0.01 % are cut off), output weights in steps of
// their own. The most rows that sentences have used most often are kept, if at
// least leastSeen have; the others become zero.
func (n *network) quantise(most int) model.NetParts {
	order := make([]int, len(n.seen))
	for r := range order {
		order[r] = r
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(n.seen[b], n.seen[a]) })
	keep := make([]bool, len(n.seen))
	for _, r := range order[:min(most, len(order))] {
		keep[r] = n.seen[r] >= leastSeen
	}
	step := clip(n.rows, 0.9999) / 127
	p := model.NetParts{H: n.h, Rows: bytes.Repeat([]byte{128}, n.h)}
	for r := range n.seen {
		if !keep[r] {
			p.Index = append(p.Index, 0)
			continue
		}
		p.Index = append(p.Index, uint16(len(p.Rows)/n.h))
		for _, x := range n.row(int32(r)) {
			p.Rows = append(p.Rows, byte(int(round(x, step))+128))
		}
	}
	for _, l := range n.layers {
		s := clip(l.w, 0.9999) / 127
		w := model.Weights{Classes: l.c, W: make([]int8, len(l.w))}
		for i, x := range l.w {
			w.W[i] = round(x, s)
		}
		for _, x := range l.b {
			w.Bias = append(w.Bias, int32(math.Round(float64(x/(s*step)))))
		}
		p.Layers = append(p.Layers, w)
	}
	return p
}

func round(x, step float32) int8 {
	return int8(max(-127, min(127, math.Round(float64(x/step)))))
}

// clip is the magnitude that a share of the weights stays below.
func clip(w []float32, share float64) float32 {
	m := make([]float32, len(w))
	for i, x := range w {
		m[i] = max(x, -x)
	}
	slices.Sort(m)
	return max(m[int(share*float64(len(m)-1))], 1e-6)
}
