package snapshot

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"runtime"
	"sync"
	"sync/atomic"
)

// A trust knows which parts of a file have been compared with their checksums,
// and compares others when they are to be read. It is safe for concurrent use.
type trust struct {
	head  *header
	body  []byte // all that has checksums
	sums  []byte
	good  []atomic.Bool // by chunk
	whole atomic.Bool
	wrong atomic.Pointer[error]
}

func newTrust(h *header, data []byte) (*trust, error) {
	e := h.sections[checksums]
	t := &trust{head: h, body: data[headerSize:e.offset], sums: data[e.offset : e.offset+e.size]}
	if crc32.Checksum(t.sums, castagnoli) != h.checksum {
		return nil, fmt.Errorf("%w: checksum of the checksums", ErrCorrupt)
	}
	chunks := (len(t.body) + chunkSize - 1) / chunkSize
	if len(t.sums) != 4*chunks {
		return nil, fmt.Errorf("%w: %d checksums for %d chunks", ErrCorrupt, len(t.sums)/4, chunks)
	}
	t.good = make([]atomic.Bool, chunks)
	return t, nil
}

// section reports whether the bytes of a section can be read: from from up to
// to, and the padding behind.
func (t *trust) section(n section, from, to uint64) bool {
	if t.whole.Load() {
		return true
	}
	e := t.head.sections[n]
	first := (e.offset + min(from, e.size) - headerSize) / chunkSize
	last := (e.offset + min(to+padding, e.size) - headerSize) / chunkSize
	for c := first; c <= last && c < uint64(len(t.good)); c++ {
		if !t.good[c].Load() && !t.chunk(int(c)) {
			return false
		}
	}
	return true
}

// chunk compares one chunk.
func (t *trust) chunk(c int) bool {
	part := t.body[c*chunkSize : min((c+1)*chunkSize, len(t.body))]
	if crc32.Checksum(part, castagnoli) != binary.LittleEndian.Uint32(t.sums[4*c:]) {
		t.fail(fmt.Errorf("%w: checksum of the bytes from %d on", ErrCorrupt, headerSize+c*chunkSize))
		return false
	}
	t.good[c].Store(true)
	return true
}

// all compares all chunks.
func (t *trust) all(ctx context.Context) error {
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for c := w; c < len(t.good) && ctx.Err() == nil; c += workers {
				if !t.chunk(c) {
					return
				}
			}
		})
	}
	wg.Wait()
	if err := t.err(); err != nil {
		return err
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	t.whole.Store(true)
	return nil
}

// fail notes damage.
func (t *trust) fail(err error) { t.wrong.CompareAndSwap(nil, &err) }

// err is the first damage met.
func (t *trust) err() error {
	if err := t.wrong.Load(); err != nil {
		return *err
	}
	return nil
}
