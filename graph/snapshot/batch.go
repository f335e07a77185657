package snapshot

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/maphash"
	"slices"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
)

// A batch gathers quads and gives their terms numbers from 1 in the order of
// appearance. The table finds a term's number by hash; the hash differs from
// run to run, the numbers do not.
type batch struct {
	seed  maphash.Seed
	arena []byte   // the terms in canonical form, one after the other
	ends  []int    // where each ends in the arena
	hash  []uint32 // of each
	table []uint32 // numbers, 0 for a free slot; the length is a power of two
	quads []row    // with numbers of the batch, also for the predicate
	last  [4]struct {
		value quad.Value
		n     uint32
	}
	scratch []byte
}

func newBatch() *batch {
	return &batch{seed: maphash.MakeSeed(), table: make([]uint32, 1<<12)}
}

// memory is about the number of bytes in use.
func (b *batch) memory() int {
	return len(b.arena) + 12*len(b.ends) + 4*len(b.table) + 16*len(b.quads)
}

// reset empties b and keeps its memory.
func (b *batch) reset() {
	clear(b.table)
	b.arena, b.ends, b.hash, b.quads = b.arena[:0], b.ends[:0], b.hash[:0], b.quads[:0]
	clear(b.last[:])
}

// term is the term of the given number.
func (b *batch) term(n uint32) []byte {
	if n == 1 {
		return b.arena[:b.ends[0]]
	}
	return b.arena[b.ends[n-2]:b.ends[n-1]]
}

// add gathers q. The check is called with each term that the batch does not
// hold yet.
func (b *batch) add(q quad.Quad, check func(quad.Value) error) error {
	var r row
	for i, v := range [4]quad.Value{q.Subject, q.Predicate, q.Object, q.Label} {
		if v == nil && i == lab {
			continue
		}
		last := &b.last[i]
		if v == nil || v != last.value {
			n, err := b.number(v, check)
			if err != nil {
				return err
			}
			last.value, last.n = v, n
		}
		r[i] = last.n
	}
	b.quads = append(b.quads, r)
	return nil
}

// number finds or makes the number of v.
func (b *batch) number(v quad.Value, check func(quad.Value) error) (uint32, error) {
	b.scratch = nquads.AppendTerm(b.scratch[:0], v)
	sum := maphash.Bytes(b.seed, b.scratch)
	tag, mask := uint32(sum>>32), uint64(len(b.table)-1)
	slot := sum & mask
	for b.table[slot] != 0 {
		if n := b.table[slot]; b.hash[n-1] == tag && bytes.Equal(b.term(n), b.scratch) {
			return n, nil
		}
		slot = (slot + 1) & mask
	}
	if err := check(v); err != nil {
		return 0, err
	}
	b.arena = append(b.arena, b.scratch...)
	b.ends = append(b.ends, len(b.arena))
	b.hash = append(b.hash, tag)
	n := uint32(len(b.ends))
	b.table[slot] = n
	if 2*len(b.ends) > len(b.table) {
		b.grow()
	}
	return n, nil
}

// grow doubles the table. The tag is the upper half of the hash, so the terms
// are hashed again.
func (b *batch) grow() {
	b.table = make([]uint32, 2*len(b.table))
	mask := uint64(len(b.table) - 1)
	for n := range uint32(len(b.ends)) {
		slot := maphash.Bytes(b.seed, b.term(n+1)) & mask
		for b.table[slot] != 0 {
			slot = (slot + 1) & mask
		}
		b.table[slot] = n + 1
	}
}

// A keyed is a term's number with eight bytes of the term.
type keyed struct {
	key uint64
	n   uint32
}

// sorted gives the numbers of the terms in the order of their bytes.
func (b *batch) sorted() []keyed {
	terms := make([]keyed, len(b.ends))
	for i := range terms {
		terms[i].n = uint32(i + 1)
	}
	b.sort(terms, 0)
	return terms
}

// sort sorts terms that agree in their first depth bytes: by the next eight,
// then each group that agrees in those by the rest. Terms of a graph share long
// beginnings, so this looks at far fewer bytes than comparing whole terms.
func (b *batch) sort(terms []keyed, depth int) {
	const few = 16
	if len(terms) <= few {
		slices.SortFunc(terms, func(x, y keyed) int {
			return bytes.Compare(b.term(x.n)[depth:], b.term(y.n)[depth:])
		})
		return
	}
	for i := range terms {
		terms[i].key = keyAt(b.term(terms[i].n), depth)
	}
	slices.SortFunc(terms, func(x, y keyed) int { return cmp.Compare(x.key, y.key) })
	for i := 0; i < len(terms); {
		j := i + 1
		for j < len(terms) && terms[j].key == terms[i].key {
			j++
		}
		if j-i > 1 {
			b.sortRest(terms[i:j], depth+8)
		}
		i = j
	}
}

// sortRest sorts terms that agree in the bytes up to depth, which lies beyond
// the end of some of them if they end in NUL bytes.
func (b *batch) sortRest(terms []keyed, depth int) {
	for _, t := range terms {
		if len(b.term(t.n)) < depth {
			slices.SortFunc(terms, func(x, y keyed) int { return bytes.Compare(b.term(x.n), b.term(y.n)) })
			return
		}
	}
	b.sort(terms, depth)
}

// keyAt is the number whose order is that of the eight bytes at depth.
func keyAt(term []byte, depth int) uint64 {
	if len(term) >= depth+8 {
		return binary.BigEndian.Uint64(term[depth:])
	}
	var k [8]byte
	copy(k[:], term[depth:])
	return binary.BigEndian.Uint64(k[:])
}
