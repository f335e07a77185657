package snapshot

import (
	"encoding/binary"
	"math/bits"
)

// padding follows every run of packed numbers, so that the last of them can be
// loaded as eight bytes.
const padding = 8

// widthOf is the number of bits that n needs, at least one.
func widthOf(n uint64) uint { return uint(max(1, bits.Len64(n))) }

// packedSize is the number of bytes that n numbers of w bits take, with their
// padding.
func packedSize(n uint64, w uint) uint64 { return (n*uint64(w)+7)/8 + padding }

// load reads the number of w bits, at most 56, that begins at the given bit.
func load(data []byte, bit uint64, w uint) uint64 {
	return binary.LittleEndian.Uint64(data[bit>>3:]) >> (bit & 7) & (1<<w - 1)
}

// A column is a sequence of n numbers of equal width.
type column struct {
	data []byte
	w    uint
	n    uint64
}

func (c column) at(i uint64) uint64 { return load(c.data, i*uint64(c.w), c.w) }

// A bitWriter packs numbers into the output of a section.
type bitWriter struct {
	out  *fileWriter
	acc  uint64
	used uint
}

// put appends the lowest w bits of v, which has no others.
func (b *bitWriter) put(v uint64, w uint) {
	b.acc |= v << b.used
	if b.used += w; b.used < 64 {
		return
	}
	var buf [8]byte
	binary.LittleEndian.PutUint64(buf[:], b.acc)
	b.out.write(buf[:])
	b.used -= 64
	b.acc = v >> (w - b.used)
}

// close writes the last bits and the padding.
func (b *bitWriter) close() {
	var buf [8 + padding]byte
	binary.LittleEndian.PutUint64(buf[:], b.acc)
	b.out.write(buf[:(b.used+7)/8+padding])
}
