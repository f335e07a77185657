package export

import (
	"iter"
	"math/bits"
)

// bitset is a set of terms by number.
type bitset []uint64

func newBitset(terms int64) bitset { return make(bitset, terms/64+1) }

func (b bitset) has(n uint32) bool {
	return int(n/64) < len(b) && b[n/64]&(1<<(n%64)) != 0
}

func (b bitset) add(n uint32) { b[n/64] |= 1 << (n % 64) }

// count is how many terms are in the set.
func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// all yields the terms of any of the sets, which are of one size, in order.
func all(sets ...bitset) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i := range sets[0] {
			var w uint64
			for _, s := range sets {
				w |= s[i]
			}
			for ; w != 0; w &= w - 1 {
				if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
