package model

import "slices"

// sums remembers sums of rows as vectors, each with the number of its rows:
// those of a word at a slot, which come up again and again in all texts; those
// of groups of slots in one sentence; those of slots without a word. Words and
// sets of empty slots have one place each; a later one takes it over.
type sums struct {
	net     *Net
	layout  *Layout
	vectors []uint64 // H/4 words each
	counts  []int
	keys    []Attrs // of the vectors of words
	slots   []uint8 // slot plus 1, 0 for a free place
	sets    []uint32
	have    []bool // whether the vector of each group and word is there
	kept    []int32

	// What is being added up.
	terms   []int32 // vectors
	singles []int32 // rows of the table
	count   int     // of rows in both
}

// Numbers of vectors, powers of two. 8,192 of the parser take three megabytes.
const (
	wordPlaces = 8192
	setPlaces  = 512
	groupStart = wordPlaces + setPlaces
)

func newSums(n *Net, l *Layout) *sums {
	return &sums{
		net: n, layout: l, keys: make([]Attrs, wordPlaces), slots: make([]uint8, wordPlaces), sets: make([]uint32, setPlaces),
		vectors: make([]uint64, groupStart*n.H/4), counts: make([]int, groupStart),
	}
}

// sentence makes room for the groups of a sentence of n words and forgets those
// of the last one.
func (c *sums) sentence(n int) {
	need := len(grouped) * (n + 2)
	if q := c.net.H / 4; len(c.vectors) < (groupStart+need)*q {
		c.vectors = append(c.vectors, make([]uint64, (groupStart+2*need)*q-len(c.vectors))...)
		c.counts = append(c.counts, make([]int, groupStart+2*need-len(c.counts))...)
	}
	c.have = slices.Grow(c.have[:0], need)[:need]
	clear(c.have)
}

// start begins a sum of nothing.
func (c *sums) start() { c.terms, c.singles, c.count = c.terms[:0], c.singles[:0], 0 }

// row adds a row of the layout.
func (c *sums) row(r int32) {
	c.singles = append(c.singles, c.net.kept(r))
	c.count++
}

func (c *sums) term(v int) {
	c.terms = append(c.terms, int32(v))
	c.count += c.counts[v]
}

// hidden makes the hidden layer of what was added up.
func (c *sums) hidden(hid []uint64) {
	c.net.sum(hid, 128*c.count, c.vectors, c.terms, c.singles)
}

// keep makes vector v of what was added up.
func (c *sums) keep(v int) {
	q := c.net.H / 4
	c.net.sum(c.vectors[v*q:][:q], 0, c.vectors, c.terms, c.singles)
	c.counts[v] = c.count
}

// group is the vector of a group of slots and a word of the sentence, and
// whether it is there; it counts as there from now on.
func (c *sums) group(g, word int) (v int, ok bool) {
	at := word*len(grouped) + g
	ok = c.have[at]
	c.have[at] = true
	return groupStart + at, ok
}

// set is the vector of a set of slots without a word, likewise.
func (c *sums) set(empty uint32) (v int, ok bool) {
	at := empty * 0x9E3779B1 >> 23 % setPlaces
	key := empty + 1
	ok = c.sets[at] == key
	c.sets[at] = key
	return wordPlaces + int(at), ok
}

// word adds the rows of a word at a slot.
func (c *sums) word(slot int, a *Attrs, hash uint32) {
	v := int((hash + uint32(slot)*0x9E3779B1) >> 7 % wordPlaces)
	if c.slots[v] != uint8(slot+1) || c.keys[v] != *a {
		c.kept = c.layout.WordRows(c.kept[:0], slot, a)
		if slices.Contains(c.terms, int32(v)) { // the place is in use just now
			for _, r := range c.kept {
				c.row(r)
			}
			return
		}
		for i, r := range c.kept {
			c.kept[i] = c.net.kept(r)
		}
		q := c.net.H / 4
		c.net.sum(c.vectors[v*q:][:q], 0, nil, nil, c.kept)
		c.slots[v], c.keys[v], c.counts[v] = uint8(slot+1), *a, len(c.kept)
	}
	c.term(v)
}
