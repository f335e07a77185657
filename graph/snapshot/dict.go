package snapshot

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"sort"

	"github.com/cayleygraph/quad"
)

// blockTerms is how many terms share a block of the dictionary. The first is
// whole; of each other only what differs from the one before it is kept.
const blockTerms = 16

// A dictWriter writes the terms, which come in order, each once.
type dictWriter struct {
	out    *fileWriter
	blocks []uint64
	last   []byte
	n      uint64
	buf    []byte
}

func (d *dictWriter) add(term []byte) {
	d.buf = d.buf[:0]
	shared := 0
	if d.n%blockTerms == 0 {
		d.blocks = append(d.blocks, d.out.pos-d.out.head.sections[dictTerms].offset)
	} else {
		shared = common(d.last, term)
		d.buf = binary.AppendUvarint(d.buf, uint64(shared))
	}
	d.buf = binary.AppendUvarint(d.buf, uint64(len(term)-shared))
	d.out.write(append(d.buf, term[shared:]...))
	d.last = append(d.last[:0], term...)
	d.n++
}

// close ends the terms and writes where each block begins.
func (d *dictWriter) close() {
	size := d.out.pos - d.out.head.sections[dictTerms].offset
	d.out.begin(dictBlocks)
	bw := bitWriter{out: d.out}
	for _, at := range d.blocks {
		bw.put(at, widthOf(size))
	}
	bw.close()
}

// common is the length of the beginning that a and b share.
func common(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// A dict finds terms by number and numbers by term.
type dict struct {
	trust  *trust
	terms  []byte
	blocks column
	n      uint64
}

func newDict(t *trust, terms, blocks []byte, n uint64) (dict, error) {
	d := dict{trust: t, terms: terms, n: n}
	d.blocks = column{data: blocks, w: widthOf(uint64(len(terms))), n: (n + blockTerms - 1) / blockTerms}
	if want := packedSize(d.blocks.n, d.blocks.w); uint64(len(blocks)) != want {
		return d, fmt.Errorf("%w: dictionary has %d bytes of blocks instead of %d", ErrCorrupt, len(blocks), want)
	}
	return d, nil
}

// next reads the term that begins at the given place. It shares memory with
// prev, the term before it in the block, or with the file where the term is the
// first.
func (d *dict) next(at uint64, prev []byte, first bool) (term []byte, end uint64, ok bool) {
	if at > uint64(len(d.terms)) {
		return nil, 0, false
	}
	b := d.terms[at:]
	var shared uint64
	if !first {
		n := 0
		if shared, n = binary.Uvarint(b); n <= 0 || shared > uint64(len(prev)) {
			return nil, 0, false
		}
		b = b[n:]
	}
	size, n := binary.Uvarint(b)
	if n <= 0 || size > uint64(len(b)-n) {
		return nil, 0, false
	}
	rest := b[n : n+int(size)]
	end = uint64(len(d.terms)-len(b)+n) + size
	if first {
		return rest[:len(rest):len(rest)], end, true
	}
	return append(prev[:shared], rest...), end, true
}

// block is where a block begins. It reports false where the file is damaged.
func (d *dict) block(i uint64) (at uint64, ok bool) {
	w := uint64(d.blocks.w)
	if !d.trust.section(dictBlocks, bytesOf(i, w), bytesOf(min(i+2, d.blocks.n), w)) {
		return 0, false
	}
	at, end := d.blocks.at(i), uint64(len(d.terms))
	if i+1 < d.blocks.n {
		end = d.blocks.at(i + 1)
	}
	return at, d.trust.section(dictTerms, at, end)
}

// term is the canonical form of term n, appended to buf, or nil if there is no
// such term.
func (d *dict) term(n uint32, buf []byte) []byte {
	if n == 0 || uint64(n) > d.n {
		return nil
	}
	i := uint64(n - 1)
	at, ok := d.block(i / blockTerms)
	if !ok {
		return nil
	}
	term, at, ok := d.next(at, nil, true)
	if i%blockTerms > 0 {
		term = append(buf, term...)
	}
	for range i % blockTerms {
		if !ok {
			return nil
		}
		term, at, ok = d.next(at, term, false)
	}
	if !ok {
		return nil
	}
	return term
}

// find is the number of a term in canonical form, or 0.
func (d *dict) find(term []byte) uint32 {
	after := sort.Search(int(d.blocks.n), func(i int) bool {
		at, ok := d.block(uint64(i))
		if !ok {
			return true
		}
		head, _, ok := d.next(at, nil, true)
		return !ok || bytes.Compare(head, term) > 0
	})
	if after == 0 {
		return 0
	}
	block := uint64(after - 1)
	var room [256]byte
	at, ok := d.block(block)
	if !ok {
		return 0
	}
	t, at, ok := d.next(at, nil, true)
	first := block * blockTerms
	for i := first; ok; i++ {
		switch bytes.Compare(t, term) {
		case 0:
			return uint32(i + 1)
		case 1:
			return 0
		}
		if i+1 == min(first+blockTerms, d.n) {
			return 0
		}
		if i == first {
			t = append(room[:0], t...)
		}
		t, at, ok = d.next(at, t, false)
	}
	return 0
}

// value is the value of term n, or nil if there is no such term.
func (d *dict) value(n uint32) quad.Value {
	var room [256]byte
	t := d.term(n, room[:0])
	if len(t) < 2 {
		return nil
	}
	return decode(t)
}

// decode turns the canonical form of a term into a value.
func decode(t []byte) quad.Value {
	switch t[0] {
	case '<':
		return quad.IRI(t[1 : len(t)-1])
	case '_':
		return quad.BNode(t[2:])
	}
	end := bytes.LastIndexByte(t, '"')
	if end < 1 {
		return nil
	}
	text, rest := quad.String(unescape(t[1:end])), t[end+1:]
	switch {
	case len(rest) == 0:
		return text
	case rest[0] == '@':
		return quad.LangString{Value: text, Lang: string(rest[1:])}
	case len(rest) > 4:
		return quad.TypedString{Value: text, Type: quad.IRI(rest[3 : len(rest)-1])}
	}
	return nil
}

// unescape undoes the escapes of the canonical form.
func unescape(t []byte) string {
	i := bytes.IndexByte(t, '\\')
	if i < 0 {
		return string(t)
	}
	out := append(make([]byte, 0, len(t)), t[:i]...)
	for ; i < len(t); i++ {
		if t[i] != '\\' || i+1 == len(t) {
			out = append(out, t[i])
			continue
		}
		i++
		switch c := t[i]; c {
		case 'b':
			out = append(out, '\b')
		case 't':
			out = append(out, '\t')
		case 'n':
			out = append(out, '\n')
		case 'f':
			out = append(out, '\f')
		case 'r':
			out = append(out, '\r')
		case 'u': // a control character, \u00XX
			if i+4 < len(t) {
				out = append(out, fromHex(t[i+3])<<4|fromHex(t[i+4]))
				i += 4
			}
		default:
			out = append(out, c)
		}
	}
	return string(out)
}

// fromHex is the value of an upper-case hexadecimal digit.
func fromHex(c byte) byte {
	if c >= 'A' {
		return c - 'A' + 10
	}
	return c - '0'
}
