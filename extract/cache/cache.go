// Package cache keeps what extraction has made of each document, by content
// hash, and the documents' bytes, so that an unchanged document costs a hash
// and evidence can be shown when the original has moved.
//
// A cache is a folder of segment files. A segment is a run of records, each
// compressed and with a checksum, and is only ever appended to: a process that
// is killed leaves at most one broken record at the end of the last segment,
// which the next Open cuts off. Damage within a segment costs the records that
// it hit; those after it are found again. The files of one cache can be copied
// into the folder of another under numbers that are free there.
package cache

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Kind says what a record holds.
type Kind byte

// The kinds of record.
const (
	Extraction Kind = 'x' // what was extracted, as the resolve pass reads it
	Original   Kind = 'd' // the document's bytes
	Text       Kind = 't' // what evidence points into, where that is not the document's bytes
)

// A Key names a record within its kind: a SHA-256 sum.
type Key [32]byte

// segmentSize is the size in bytes at which a new segment is begun.
const segmentSize = 256 << 20

// maxRecord is the largest payload in bytes that a header may announce; more
// means a broken file.
const maxRecord = 1 << 31

const headerSize = 4 + 1 + 32 + 4 + 4 // magic, kind, key, length, checksum

var magic = [4]byte{'N', 'G', 'C', '1'}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type place struct {
	segment int32
	length  uint32
	offset  int64
}

type id struct {
	kind Kind
	key  Key
}

// A Cache is an open cache. It is safe for concurrent use by one process.
type Cache struct {
	disk     Disk
	dir      string
	readOnly bool
	enc      *zstd.Encoder
	dec      *zstd.Decoder

	mu       sync.RWMutex
	index    map[id]place
	segments []File
	last     int   // number in the name of the last segment
	end      int64 // of the last segment
	size     int64 // of all segments
}

// Open opens the cache in dir for reading and writing, making the folder if it
// is not there. The caller sees to it that only one process writes.
func Open(dir string) (*Cache, error) { return OpenOn(OS{}, dir) }

// OpenOn is Open on another file system than that of the operating system.
func OpenOn(disk Disk, dir string) (*Cache, error) {
	if err := disk.MkdirAll(dir); err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	return open(disk, dir, false)
}

// OpenReader opens the cache in dir for reading; a folder that is not there
// is an empty cache.
func OpenReader(dir string) (*Cache, error) { return open(OS{}, dir, true) }

func open(disk Disk, dir string, readOnly bool) (*Cache, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	c := &Cache{disk: disk, dir: dir, readOnly: readOnly, enc: enc, dec: dec, index: make(map[id]place)}
	// A compaction by another process may remove files between their being
	// listed and opened.
	for try := 0; ; try++ {
		err := c.loadAll()
		if err == nil {
			return c, nil
		}
		c.closeFiles()
		if try == 3 || !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("open cache: %w", err)
		}
	}
}

func (c *Cache) loadAll() error {
	names, err := c.disk.Files(c.dir, segmentSuffix)
	if err != nil {
		return err
	}
	clear(c.index)
	c.last, c.end, c.size = 0, 0, 0
	for _, name := range names {
		number, err := strconv.Atoi(strings.TrimSuffix(filepath.Base(name), segmentSuffix))
		if err != nil || number <= 0 {
			continue // not one of ours
		}
		if err := c.load(name); err != nil {
			return err
		}
		c.last = max(c.last, number)
	}
	return nil
}

const segmentSuffix = ".seg"

// load reads the headers of one segment into the index.
func (c *Cache) load(name string) error {
	f, err := c.disk.Open(name, !c.readOnly)
	if err != nil {
		return err
	}
	n := int32(len(c.segments))
	c.segments = append(c.segments, f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	r := bufio.NewReaderSize(io.NewSectionReader(f, 0, size), 64<<10)
	var at, whole int64 // whole is the end of the last record
	var h [headerSize]byte
	for at < size {
		_, err := io.ReadFull(r, h[:])
		length, ok := parseHeader(h[:])
		if err == nil && ok && at+headerSize+int64(length) <= size {
			if _, err := r.Discard(int(length)); err != nil {
				return err
			}
			c.index[id{Kind(h[4]), Key(h[5:37])}] = place{n, length, at}
			at += headerSize + int64(length)
			whole = at
			continue
		}
		// Either a record that was not finished, at the end, or damage: then
		// another record comes.
		next, err := nextRecord(f, at+1, size)
		if err != nil {
			return err
		}
		if next < 0 {
			break
		}
		at = next
		r.Reset(io.NewSectionReader(f, at, size-at))
	}
	c.end = whole
	c.size += whole
	if whole < size && !c.readOnly {
		if err := f.Truncate(whole); err != nil {
			return fmt.Errorf("cut the unfinished record off: %w", err)
		}
	}
	return nil
}

func parseHeader(h []byte) (length uint32, ok bool) {
	length = binary.LittleEndian.Uint32(h[37:])
	kind := Kind(h[4])
	return length, [4]byte(h[:4]) == magic && length <= maxRecord && (kind == Extraction || kind == Original || kind == Text)
}

// nextRecord is the offset of the first record from at on whose checksum is
// right, or -1.
func nextRecord(f File, at, size int64) (int64, error) {
	const window = 1 << 20
	buf := make([]byte, window)
	for at+headerSize <= size {
		n, err := f.ReadAt(buf[:min(window, size-at)], at)
		if err != nil && err != io.EOF || n == 0 {
			return -1, err
		}
		i := bytes.Index(buf[:n], magic[:])
		if i < 0 {
			at += int64(max(n-len(magic)+1, 1))
			continue
		}
		at += int64(i)
		if checkRecord(f, at, size) {
			return at, nil
		}
		at++
	}
	return -1, nil
}

func checkRecord(f File, at, size int64) bool {
	var h [headerSize]byte
	if _, err := f.ReadAt(h[:], at); err != nil {
		return false
	}
	length, ok := parseHeader(h[:])
	if !ok || at+headerSize+int64(length) > size {
		return false
	}
	payload := make([]byte, length)
	if _, err := f.ReadAt(payload, at+headerSize); err != nil {
		return false
	}
	return crc32.Checksum(payload, castagnoli) == binary.LittleEndian.Uint32(h[41:])
}

// Has reports whether there is a record.
func (c *Cache) Has(kind Kind, key Key) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	_, ok := c.index[id{kind, key}]
	return ok
}

// record reads a record with its header; it is nil where there is none, or
// where the one there is fails its checksum.
func (c *Cache) record(kind Kind, key Key) ([]byte, error) {
	c.mu.RLock()
	p, ok := c.index[id{kind, key}]
	var f File
	if ok {
		f = c.segments[p.segment]
	}
	c.mu.RUnlock()
	if !ok {
		return nil, nil
	}
	buf := make([]byte, headerSize+int(p.length))
	if _, err := f.ReadAt(buf, p.offset); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read cache: %w", err)
	} else if err == nil && Key(buf[5:37]) == key && crc32.Checksum(buf[headerSize:], castagnoli) == binary.LittleEndian.Uint32(buf[41:]) {
		return buf, nil
	}
	c.forget(kind, key)
	return nil, nil
}

// forget drops a damaged record from the index, so that the next Put writes it
// anew.
func (c *Cache) forget(kind Kind, key Key) {
	c.mu.Lock()
	delete(c.index, id{kind, key})
	c.mu.Unlock()
}

// Get returns the data of a record; ok is false where there is none, or where
// the one there is fails its checksum.
func (c *Cache) Get(kind Kind, key Key) (data []byte, ok bool, err error) {
	buf, err := c.record(kind, key)
	if err != nil || buf == nil {
		return nil, false, err
	}
	if data, err = c.dec.DecodeAll(buf[headerSize:], nil); err != nil {
		c.forget(kind, key)
		return nil, false, nil
	}
	return data, true, nil
}

// Put adds a record; one that is there already is left as it is.
func (c *Cache) Put(kind Kind, key Key, data []byte) error {
	if c.readOnly {
		return errReadOnly
	}
	if c.Has(kind, key) {
		return nil
	}
	buf := make([]byte, headerSize, headerSize+len(data)/2)
	buf = c.enc.EncodeAll(data, buf)
	copy(buf, magic[:])
	buf[4] = byte(kind)
	copy(buf[5:], key[:])
	payload := buf[headerSize:]
	if len(payload) > maxRecord {
		return fmt.Errorf("cache: record of %d bytes is too large", len(payload))
	}
	binary.LittleEndian.PutUint32(buf[37:], uint32(len(payload)))
	binary.LittleEndian.PutUint32(buf[41:], crc32.Checksum(payload, castagnoli))
	return c.add(buf)
}

// Import copies a record from another cache and reports whether it was there.
func (c *Cache) Import(from *Cache, kind Kind, key Key) (bool, error) {
	if c.readOnly {
		return false, errReadOnly
	}
	if c.Has(kind, key) {
		return true, nil
	}
	buf, err := from.record(kind, key)
	if err != nil || buf == nil {
		return false, err
	}
	return true, c.add(buf)
}

var errReadOnly = errors.New("cache is open for reading only")

// add appends a record with its header, unless there is one of its key.
func (c *Cache) add(buf []byte) error {
	name := id{Kind(buf[4]), Key(buf[5:37])}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.index[name]; ok {
		return nil
	}
	if len(c.segments) == 0 || c.end+int64(len(buf)) > segmentSize && c.end > 0 {
		if err := c.begin(); err != nil {
			return err
		}
	}
	f := c.segments[len(c.segments)-1]
	if _, err := f.WriteAt(buf, c.end); err != nil {
		// Leave no half record behind; Open would cut it off too.
		return errors.Join(fmt.Errorf("write cache: %w", err), f.Truncate(c.end))
	}
	c.index[name] = place{int32(len(c.segments) - 1), uint32(len(buf) - headerSize), c.end}
	c.end += int64(len(buf))
	c.size += int64(len(buf))
	return nil
}

// begin opens a new segment, after the one before is safe on disk.
func (c *Cache) begin() error {
	if n := len(c.segments); n > 0 {
		if err := c.segments[n-1].Sync(); err != nil {
			return fmt.Errorf("write cache: %w", err)
		}
	}
	name := filepath.Join(c.dir, fmt.Sprintf("%06d%s", c.last+1, segmentSuffix))
	f, err := c.disk.Create(name)
	if err != nil {
		return fmt.Errorf("write cache: %w", err)
	}
	c.segments = append(c.segments, f)
	c.last++
	c.end = 0
	return nil
}

// Compact drops the records that keep does not want, if they take more than
// half of the space; it reports whether they did. What is kept is copied to new
// segments before the old ones are removed: whoever is stopped in between has
// some records twice and none lost. No record may be put at the same time.
func (c *Cache) Compact(keep func(Kind, Key) bool) (bool, error) {
	if c.readOnly {
		return false, errReadOnly
	}
	var wanted []id
	var live int64
	for name, p := range c.index {
		if keep(name.kind, name.key) {
			wanted = append(wanted, name)
			live += headerSize + int64(p.length)
		}
	}
	if 2*live >= c.size {
		return false, nil
	}
	slices.SortFunc(wanted, func(a, b id) int {
		x, y := c.index[a], c.index[b]
		return cmp.Or(cmp.Compare(x.segment, y.segment), cmp.Compare(x.offset, y.offset))
	})
	fresh := &Cache{disk: c.disk, dir: c.dir, index: map[id]place{}, last: c.last}
	if err := fresh.copyAll(c, wanted); err != nil {
		return false, errors.Join(err, fresh.remove())
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	old := c.segments
	c.index, c.segments, c.last, c.end, c.size = fresh.index, fresh.segments, fresh.last, fresh.end, fresh.size
	for _, f := range old {
		if err := errors.Join(f.Close(), c.disk.Remove(f.Name())); err != nil {
			return true, fmt.Errorf("remove an old segment of the cache: %w", err)
		}
	}
	return true, nil
}

func (c *Cache) copyAll(from *Cache, records []id) error {
	for _, name := range records {
		if _, err := c.Import(from, name.kind, name.key); err != nil {
			return err
		}
	}
	return c.Sync()
}

// remove takes the files of a compaction that failed away.
func (c *Cache) remove() error {
	var errs []error
	for _, f := range c.segments {
		errs = append(errs, f.Close(), c.disk.Remove(f.Name()))
	}
	return errors.Join(errs...)
}

// Len is the number of records.
func (c *Cache) Len() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.index)
}

// Sync makes sure that what was put is on disk.
func (c *Cache) Sync() error {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if n := len(c.segments); n > 0 && !c.readOnly {
		if err := c.segments[n-1].Sync(); err != nil {
			return fmt.Errorf("write cache: %w", err)
		}
		c.disk.SyncDir(c.dir)
	}
	return nil
}

// Close closes the files.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	err := c.closeFiles()
	c.dec.Close()
	return err
}

func (c *Cache) closeFiles() error {
	var first error
	for _, f := range c.segments {
		if err := f.Close(); err != nil && first == nil {
			first = err
		}
	}
	c.segments = nil
	return first
}
