package snapshot

import (
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// A fileWriter writes the sections of a file and takes their checksums. After
// an error it does nothing; close returns the error.
type fileWriter struct {
	file File
	buf  []byte
	pos  uint64 // bytes handed in, the header among them
	sums []uint32
	crc  uint32
	in   int // bytes in the current chunk
	head header
	err  error
}

func newFileWriter(f File) *fileWriter {
	w := &fileWriter{file: f, pos: headerSize, buf: make([]byte, 0, 256<<10)}
	_, w.err = f.Write(make([]byte, headerSize))
	return w
}

// write appends b to the section that is open.
func (w *fileWriter) write(b []byte) {
	w.pos += uint64(len(b))
	if len(w.buf)+len(b) > cap(w.buf) {
		w.flush()
	}
	if len(b) > cap(w.buf) {
		w.emit(b)
		return
	}
	w.buf = append(w.buf, b...)
}

func (w *fileWriter) flush() {
	w.emit(w.buf)
	w.buf = w.buf[:0]
}

func (w *fileWriter) emit(b []byte) {
	if w.err != nil {
		return
	}
	if _, w.err = w.file.Write(b); w.err != nil {
		return
	}
	for len(b) > 0 {
		n := min(len(b), chunkSize-w.in)
		w.crc = crc32.Update(w.crc, castagnoli, b[:n])
		b = b[n:]
		if w.in += n; w.in == chunkSize {
			w.endChunk()
		}
	}
}

func (w *fileWriter) endChunk() {
	w.sums = append(w.sums, w.crc)
	w.crc, w.in = 0, 0
}

// begin opens a section; the one before it ends.
func (w *fileWriter) begin(s section) {
	w.end()
	w.head.sections[s].offset = w.pos
}

// end closes the section that was opened last.
func (w *fileWriter) end() {
	for i := numSections - 1; i >= 0; i-- {
		if e := &w.head.sections[i]; e.offset > 0 {
			e.size = w.pos - e.offset
			return
		}
	}
}

// close writes the checksums and the header and makes the file durable.
func (w *fileWriter) close() error {
	w.begin(checksums)
	w.flush()
	if w.in > 0 {
		w.endChunk()
	}
	var sums []byte
	for _, s := range w.sums {
		sums = binary.LittleEndian.AppendUint32(sums, s)
	}
	w.pos += uint64(len(sums))
	w.end()
	w.head.checksum = crc32.Checksum(sums, castagnoli)
	if w.err == nil {
		_, w.err = w.file.Write(sums)
	}
	if w.err == nil {
		_, w.err = w.file.WriteAt(w.head.encode(), 0)
	}
	if w.err == nil {
		w.err = w.file.Sync()
	}
	if w.err != nil {
		return fmt.Errorf("write: %w", w.err)
	}
	return nil
}
