package model

import "encoding/binary"

// A Vocab maps words to ranks and classes. It is a hash table with open
// addressing: entries of 12 bytes, four of fingerprint, two of rank, six of
// codes; a fingerprint of 0 is an empty place.
type Vocab struct {
	table []byte
	mask  uint64
}

const vocabEntry = 12

// Lookup gives the rank and codes of a key, zero if it is not known.
func (v *Vocab) Lookup(key []byte) (word uint16, code [Codes]uint8) {
	if v.mask == 0 {
		return 0, code
	}
	h := hash(key, 77)
	fp := uint32(h>>32) | 1
	for i := h & v.mask; ; i = (i + 1) & v.mask {
		e := v.table[i*vocabEntry : i*vocabEntry+vocabEntry]
		got := binary.LittleEndian.Uint32(e)
		if got == fp {
			copy(code[:], e[6:12])
			return binary.LittleEndian.Uint16(e[4:]), code
		}
		if got == 0 {
			return 0, code
		}
	}
}

// Entry is one word of a vocabulary under construction.
type Entry struct {
	Key  string
	Word uint16
	Code [Codes]uint8
}

// NewVocab builds a vocabulary.
func NewVocab(entries []Entry) *Vocab {
	size := uint64(16)
	for size < uint64(len(entries))*3/2 {
		size *= 2
	}
	v := &Vocab{table: make([]byte, size*vocabEntry), mask: size - 1}
	for _, e := range entries {
		h := hash([]byte(e.Key), 77)
		fp := uint32(h>>32) | 1
		for i := h & v.mask; ; i = (i + 1) & v.mask {
			b := v.table[i*vocabEntry : i*vocabEntry+vocabEntry]
			if got := binary.LittleEndian.Uint32(b); got == 0 {
				binary.LittleEndian.PutUint32(b, fp)
				binary.LittleEndian.PutUint16(b[4:], e.Word)
				copy(b[6:12], e.Code[:])
				break
			} else if got == fp {
				break // the first of two with one fingerprint stays
			}
		}
	}
	return v
}
