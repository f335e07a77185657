package model

import "encoding/binary"

// A Net is a network of one hidden layer in integers: the rows of the features
// that are on are added up, negative sums become 0, and each output layer
// weighs them. It gives the same on every machine, with vector instructions or
// without.
type Net struct {
	H    int    // width of the hidden layer, a multiple of 64
	rows []byte // weights plus 128, H for each kept row
	// The kept row of each row, two bytes each; rows that hardly occurred in
	// training share a row of zeros.
	index  []byte
	out    []output
	vector bool // whether the processor has the instructions of vector_amd64.s
}

// A layer of H sums is kept as H/4 words of four lanes of 16 bits. Of each 32
// weights of a row the even ones come first, then the odd ones, so that a mask
// and a shift make lanes of bytes.
const block = 32

// place is where weight k of a row stands among the lanes.
func place(k int) int { return k/block*block + k%2*(block/2) + k%block/2 }

// output is one layer of scores.
type output struct {
	classes int
	bias    []int32 // of each class, with zeros up to a multiple of four
	// With vector instructions: for each four classes and each 16 lanes, the
	// weights of the four classes one after the other.
	fours []int16
	// Without: for each lane a word for each two classes, 32 bits each, so that
	// one multiplication serves both; weights have 128 added, which scores takes
	// off again.
	pairs []uint64
}

// Weights are those of one output layer: Bias for each class and W[c*H+k] for
// class c and hidden unit k, -127 to 127.
type Weights struct {
	Classes int
	Bias    []int32
	W       []int8
}

// NewNet builds a network. rows holds weights plus 128, index two bytes for each
// row of the layout.
func NewNet(h int, rows, index []byte, layers ...Weights) *Net {
	return newNet(vectors, h, rows, index, layers...)
}

func newNet(vector bool, h int, rows, index []byte, layers ...Weights) *Net {
	n := &Net{H: h, rows: rows, index: index, vector: vector}
	for _, l := range layers {
		groups := (l.Classes + 3) / 4
		o := output{classes: l.Classes, bias: make([]int32, 4*groups)}
		copy(o.bias, l.Bias)
		if vector {
			o.fours = make([]int16, 4*groups*h)
			for i, w := range l.W {
				c, k := i/h, place(i%h)
				o.fours[(c/4*h/16+k/16)*64+c%4*16+k%16] = int16(w)
			}
		} else {
			half := 2 * groups
			o.pairs = make([]uint64, h*half)
			for i := range o.pairs {
				o.pairs[i] = 128 | 128<<32
			}
			for i, w := range l.W {
				c, k := i/h, place(i%h)
				o.pairs[k*half+c/2] += uint64(int64(w)) << (32 * (c & 1))
			}
		}
		n.out = append(n.out, o)
	}
	return n
}

// kept is the place in the table of a row of the layout.
func (n *Net) kept(row int32) int32 { return int32(binary.LittleEndian.Uint16(n.index[2*row:])) }

// sum fills acc, of H/4 words, with the vectors of arena that at numbers plus
// the rows of the table that kept numbers, less off, and at least 0. No more
// than 255 rows may be summed up in all.
func (n *Net) sum(acc []uint64, off int, arena []uint64, at []int32, kept []int32) {
	if n.vector {
		sumVector(&acc[0], len(acc), off, arena, at, n.rows, kept)
		return
	}
	clear(acc)
	for _, v := range at {
		s := arena[int(v)*len(acc):]
		s = s[:len(acc)]
		for k, x := range s {
			acc[k] += x
		}
	}
	for _, r := range kept {
		addRow(acc, n.rows[int(r)*n.H:][:n.H])
	}
	if off == 0 {
		return
	}
	for k, x := range acc {
		var y uint64
		for shift := 0; shift < 64; shift += 16 {
			y |= uint64(max(int(x>>shift&0xFFFF)-off, 0)) << shift
		}
		acc[k] = y
	}
}

const lanes = 0x00FF00FF00FF00FF

func addRow(acc []uint64, row []byte) {
	for len(row) >= block && len(acc) >= 8 {
		p, q := (*[block]byte)(row), (*[8]uint64)(acc)
		for k := range 4 {
			x := binary.LittleEndian.Uint64(p[8*k:])
			q[k] += x & lanes
			q[k+4] += x >> 8 & lanes
		}
		row, acc = row[block:], acc[8:]
	}
}

// scores fills the scores of the classes of an output layer from a hidden layer
// that sum gave. buf has room for half as many words as scores; the length of
// scores is the number of classes, rounded up to a multiple of four.
func (n *Net) scores(layer int, hid []uint64, buf []uint64, scores []int32) {
	o := &n.out[layer]
	scores = scores[:len(o.bias)]
	if n.vector {
		dotVector(scores, o.fours, hid, o.bias)
		return
	}
	half := len(o.bias) / 2
	buf = buf[:half]
	clear(buf)
	total := uint64(0)
	for k, four := range hid {
		for lane := 4 * k; four != 0; lane, four = lane+1, four>>16 {
			x := four & 0xFFFF
			if x == 0 {
				continue
			}
			total += x
			w := o.pairs[lane*half:]
			w = w[:len(buf)]
			for c := range w {
				buf[c] += w[c] * x
			}
		}
	}
	off := int32(128 * total)
	for c, b := range o.bias {
		scores[c] = int32(uint32(buf[c/2]>>(32*(c&1)))) - off + b
	}
}
