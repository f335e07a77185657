package model

import "encoding/binary"

// A Net is a network of one hidden layer in integers: the rows of the features
// that are on are added up, negative sums become 0, and each output layer
// weighs them. It gives the same on every machine.
type Net struct {
	H    int    // width of the hidden layer, a multiple of 8
	rows []byte // weights plus 128, H for each row
	out  []output
}

// output is one layer of scores. Two neighbouring classes share a word, 32 bits
// each, so that one multiplication serves both; weights have 128 added, which
// Scores takes off again.
type output struct {
	classes int
	bias    []int32
	pairs   []uint64 // for each hidden unit, one word for two classes
}

// Weights are those of one output layer: Bias for each class and W[c*H+k] for
// class c and hidden unit k, -127 to 127.
type Weights struct {
	Classes int
	Bias    []int32
	W       []int8
}

// NewNet builds a network. rows holds weights plus 128.
func NewNet(h int, rows []byte, layers ...Weights) *Net {
	n := &Net{H: h, rows: rows}
	for _, l := range layers {
		o := output{classes: l.Classes, bias: l.Bias}
		half := (l.Classes + 1) / 2
		o.pairs = make([]uint64, h*half)
		for k := range h {
			for c := range half {
				lo, hi := uint64(int(l.W[2*c*h+k])+128), uint64(128)
				if 2*c+1 < l.Classes {
					hi = uint64(int(l.W[(2*c+1)*h+k]) + 128)
				}
				o.pairs[k*half+c] = lo | hi<<32
			}
		}
		n.out = append(n.out, o)
	}
	return n
}

const lanes = 0x00FF00FF00FF00FF

// Add adds a row to acc, which has H/4 words of four lanes. At most 255 rows may
// be added to one acc.
func (n *Net) Add(acc []uint64, row int32) {
	r := n.rows[int(row)*n.H:]
	r = r[:n.H]
	for len(r) >= 8 && len(acc) >= 2 {
		x := binary.LittleEndian.Uint64(r)
		acc[0] += x & lanes
		acc[1] += x >> 8 & lanes
		r, acc = r[8:], acc[2:]
	}
}

// Hidden turns sums of count rows into the hidden layer and its sum.
func (n *Net) Hidden(h []uint32, acc []uint64, count int) (total uint64) {
	off := int32(128 * count)
	for len(acc) >= 2 && len(h) >= 8 {
		a, b := acc[0], acc[1]
		for k := 0; k < 8; k += 2 {
			x := max(int32(a&0xFFFF)-off, 0)
			y := max(int32(b&0xFFFF)-off, 0)
			h[k], h[k+1] = uint32(x), uint32(y)
			total += uint64(x) + uint64(y)
			a >>= 16
			b >>= 16
		}
		acc, h = acc[2:], h[8:]
	}
	return total
}

// Scores fills scores with those of an output layer. buf has room for half as
// many words as the layer has classes, rounded up.
func (n *Net) Scores(layer int, h []uint32, total uint64, buf []uint64, scores []int32) {
	o := &n.out[layer]
	half := (o.classes + 1) / 2
	buf = buf[:half]
	clear(buf)
	for k, x := range h {
		if x == 0 {
			continue
		}
		w := o.pairs[k*half:]
		w = w[:len(buf)]
		for c := range w {
			buf[c] += w[c] * uint64(x)
		}
	}
	off := int32(128 * total)
	for c := range o.classes {
		scores[c] = int32(uint32(buf[c/2]>>(32*(c&1)))) - off + o.bias[c]
	}
}
