package snapshot

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
)

// A snapshot file is a header, the sections one after the other, and the
// checksums of all that lies between. Numbers are little-endian. Nothing in it
// depends on the time, the machine or the order in which quads were given.
const (
	headerSize = 1024
	chunkSize  = 1 << 20 // bytes under one checksum
	version    = 1
)

// magic begins every snapshot file. The last bytes show that a transfer has
// changed line ends.
var magic = [8]byte{'n', 'g', 'q', 'u', 'a', 'd', '\r', '\n'}

// Errors that a caller may want to tell apart.
var (
	// ErrCorrupt says that the bytes of a snapshot are not those written.
	ErrCorrupt = errors.New("corrupted")
	// ErrVersion says that another version of the program made the snapshot.
	ErrVersion = errors.New("other version")
)

// section numbers the sections of a file.
type section int

const (
	dictTerms   section = iota // front-coded terms in blocks
	dictBlocks                 // where each block begins
	predicates                 // the terms that are predicates
	ordersFirst                // rows and starts of each order follow
)

const (
	statistics   = ordersFirst + 2*numOrders
	checksums    = statistics + 1
	numSections  = checksums + 1
	sectionEntry = 16
)

// rows and starts are the two sections of an order.
func (o order) rows() section   { return ordersFirst + 2*section(o) }
func (o order) starts() section { return o.rows() + 1 }

// extent says where a section lies.
type extent struct{ offset, size uint64 }

// header is the decoded first part of a file.
type header struct {
	terms, predicates, quads uint64
	sections                 [numSections]extent
	checksum                 uint32 // of the section of checksums
}

// castagnoli is the polynomial that processors compute by themselves.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (h *header) encode() []byte {
	b := make([]byte, headerSize)
	copy(b, magic[:])
	le := binary.LittleEndian
	le.PutUint32(b[8:], version)
	le.PutUint32(b[12:], h.checksum)
	le.PutUint64(b[16:], h.terms)
	le.PutUint64(b[24:], h.predicates)
	le.PutUint64(b[32:], h.quads)
	for i, e := range h.sections {
		le.PutUint64(b[40+sectionEntry*i:], e.offset)
		le.PutUint64(b[48+sectionEntry*i:], e.size)
	}
	le.PutUint32(b[headerSize-4:], crc32.Checksum(b[:headerSize-4], castagnoli))
	return b
}

// decodeHeader reads the header of a file of the given size.
func decodeHeader(b []byte, size uint64) (*header, error) {
	if len(b) < headerSize || [8]byte(b[:8]) != magic {
		return nil, fmt.Errorf("%w: not a snapshot", ErrCorrupt)
	}
	le := binary.LittleEndian
	if v := le.Uint32(b[8:]); v != version {
		return nil, fmt.Errorf("%w: format %d, this program reads %d", ErrVersion, v, version)
	}
	if le.Uint32(b[headerSize-4:]) != crc32.Checksum(b[:headerSize-4], castagnoli) {
		return nil, fmt.Errorf("%w: checksum of the header", ErrCorrupt)
	}
	h := &header{
		checksum: le.Uint32(b[12:]), terms: le.Uint64(b[16:]),
		predicates: le.Uint64(b[24:]), quads: le.Uint64(b[32:]),
	}
	end := uint64(headerSize)
	for i := range h.sections {
		e := extent{le.Uint64(b[40+sectionEntry*i:]), le.Uint64(b[48+sectionEntry*i:])}
		if e.offset != end || e.size > size-min(size, end) {
			return nil, fmt.Errorf("%w: truncated, %d bytes are left", ErrCorrupt, size)
		}
		h.sections[i] = e
		end += e.size
	}
	if end != size {
		return nil, fmt.Errorf("%w: %d bytes instead of %d", ErrCorrupt, size, end)
	}
	return h, nil
}

// order is one of the orders that the quads are kept in.
type order int

// Between them, the orders find the quads of every combination of bound
// directions without a scan of more than the rarest of them asks for.
const (
	spog order = iota
	opsg
	posg
	gspo
	numOrders = iota
)

// Positions in a quad.
const (
	sub = iota
	pred
	obj
	lab
)

// directions of each order, the leading one first. The leading one is told by
// the starts, the others are the columns of the rows.
var directions = [numOrders][4]int{
	spog: {sub, pred, obj, lab},
	opsg: {obj, pred, sub, lab},
	posg: {pred, obj, sub, lab},
	gspo: {lab, sub, pred, obj},
}

// leading is the order that begins with each position.
var leading = [4]order{sub: spog, pred: posg, obj: opsg, lab: gspo}

// A row is a quad of numbers: terms are numbered from 1 in the order of their
// canonical N-Quads form, 0 is the absent label; the predicate is its rank from
// 0 among the predicates.
type row [4]uint32
