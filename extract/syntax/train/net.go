package main

import (
	"math"
	"math/rand/v2"
	"slices"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// network is a model.Net in floating point, under training: Adagrad with one
// rate for each feature row and one for each output weight.
type network struct {
	h      int
	rows   []float32
	rowSq  []float32 // mean square of the gradients of each row so far
	layers []*layer
	rate   float32
	drop   float32

	sum, hid, grad []float32
	on             []bool
}

type layer struct {
	c         int
	w, b      []float32
	wSq, bSq  []float32
	out, dOut []float32
}

func newNetwork(rng *rand.Rand, h, rows int, rate, drop float32, classes ...int) *network {
	n := &network{
		h: h, rate: rate, drop: drop,
		rows: make([]float32, h*rows), rowSq: make([]float32, rows),
		sum: make([]float32, h), hid: make([]float32, h), grad: make([]float32, h), on: make([]bool, h),
	}
	for i := range n.rows {
		n.rows[i] = (rng.Float32() - 0.5) * 0.1
	}
	for _, c := range classes {
		l := &layer{
			c: c, w: make([]float32, c*h), b: make([]float32, c), wSq: make([]float32, c*h), bSq: make([]float32, c),
			out: make([]float32, c), dOut: make([]float32, c),
		}
		for i := range l.w {
			l.w[i] = (rng.Float32() - 0.5) * 2 * float32(math.Sqrt(3/float64(h)))
		}
		n.layers = append(n.layers, l)
	}
	return n
}

// forward computes the hidden layer; with rng some of its units are dropped.
func (n *network) forward(rows []int32, rng *rand.Rand) {
	clear(n.sum)
	for _, r := range rows {
		w := n.rows[int(r)*n.h:]
		w = w[:len(n.sum)]
		for k := range w {
			n.sum[k] += w[k]
		}
	}
	keep := float32(1)
	if rng != nil {
		keep = 1 / (1 - n.drop)
	}
	for k, x := range n.sum {
		n.on[k] = x > 0 && (rng == nil || rng.Float32() >= n.drop)
		n.hid[k] = 0
		if n.on[k] {
			n.hid[k] = x * keep
		}
	}
	clear(n.grad)
}

// scores computes an output layer.
func (n *network) scores(li int) []float32 {
	l := n.layers[li]
	for c := range l.c {
		w := l.w[c*n.h:]
		w = w[:len(n.hid)]
		var s float32
		for k, x := range n.hid {
			s += w[k] * x
		}
		l.out[c] = s + l.b[c]
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

// back takes the gradient of a layer's scores, adds to that of the hidden layer
// and updates the layer.
func (n *network) back(li int, d []float32) {
	l := n.layers[li]
	for c, g := range d {
		if g == 0 {
			continue
		}
		w := l.w[c*n.h:][:n.h]
		sq := l.wSq[c*n.h:][:n.h]
		for k, x := range n.hid {
			if x == 0 {
				continue
			}
			n.grad[k] += g * w[k]
			e := g * x
			sq[k] += e * e
			w[k] -= n.rate * e / float32(math.Sqrt(float64(sq[k])+1e-3))
		}
		l.bSq[c] += g * g
		l.b[c] -= n.rate * g / float32(math.Sqrt(float64(l.bSq[c])+1e-3))
	}
}

// finish updates the feature rows after back.
func (n *network) finish(rows []int32) {
	keep := 1 / (1 - n.drop)
	var norm float32
	for k := range n.grad {
		if n.on[k] {
			n.grad[k] *= keep
			norm += n.grad[k] * n.grad[k]
		} else {
			n.grad[k] = 0
		}
	}
	if norm == 0 {
		return
	}
	norm /= float32(n.h)
	for _, r := range rows {
		n.rowSq[r] += norm
		f := n.rate / float32(math.Sqrt(float64(n.rowSq[r])+1e-6))
		w := n.rows[int(r)*n.h:]
		w = w[:len(n.grad)]
		for k, g := range n.grad {
			w[k] -= f * g
		}
	}
}

// average keeps the mean of several states of a network.
type average struct {
	n      float32
	rows   []float32
	layers [][2][]float32
}

func (a *average) add(n *network) {
	if a.n == 0 {
		a.rows = make([]float32, len(n.rows))
		for _, l := range n.layers {
			a.layers = append(a.layers, [2][]float32{make([]float32, len(l.w)), make([]float32, len(l.b))})
		}
	}
	a.n++
	mean := func(to, from []float32) {
		for i, x := range from {
			to[i] += (x - to[i]) / a.n
		}
	}
	mean(a.rows, n.rows)
	for i, l := range n.layers {
		mean(a.layers[i][0], l.w)
		mean(a.layers[i][1], l.b)
	}
}

// quantise gives the mean network in integers: rows in steps of a 1/127 of
// their largest weight (the rarest 0.01 % are cut off), output weights in steps
// of their own.
func (a *average) quantise(h int) model.NetParts {
	step := clip(a.rows, 0.9999) / 127
	p := model.NetParts{H: h, Rows: make([]byte, len(a.rows))}
	for i, x := range a.rows {
		p.Rows[i] = byte(int(round(x, step)) + 128)
	}
	for _, l := range a.layers {
		s := clip(l[0], 0.9999) / 127
		w := model.Weights{Classes: len(l[1]), W: make([]int8, len(l[0]))}
		for i, x := range l[0] {
			w.W[i] = round(x, s)
		}
		for _, x := range l[1] {
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
