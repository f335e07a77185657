// Package cache keeps what extraction has made of each document, by content
// hash, and the documents' bytes, so that an unchanged document costs a hash
// and evidence can be shown when the original has moved.
//
// A cache is a folder of segment files. A segment is a run of records, each
// compressed and with a checksum, and is only ever appended to: a process that
// is killed leaves at most one broken record at the end of the last segment,
// which the next Open cuts off.
package cache

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"sort"
	"sync"

	"github.com/klauspost/compress/zstd"
)

// Kind says what a record holds.
type Kind byte

// The kinds of record.
const (
	Extraction Kind = 'x' // what was extracted, as the resolve pass reads it
	Original   Kind = 'd' // the document's bytes
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
	dir      string
	readOnly bool
	enc      *zstd.Encoder
	dec      *zstd.Decoder

	mu       sync.RWMutex
	index    map[id]place
	segments []*os.File
	end      int64 // of the last segment
}

// Open opens the cache in dir for reading and writing, making the folder if it
// is not there. The caller sees to it that only one process writes.
func Open(dir string) (*Cache, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("open cache: %w", err)
	}
	return open(dir, false)
}

// OpenReader opens the cache in dir for reading; a folder that is not there
// is an empty cache.
func OpenReader(dir string) (*Cache, error) { return open(dir, true) }

func open(dir string, readOnly bool) (*Cache, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(2))
	if err != nil {
		return nil, err
	}
	c := &Cache{dir: dir, readOnly: readOnly, enc: enc, dec: dec, index: make(map[id]place)}
	names, err := filepath.Glob(filepath.Join(dir, "*.seg"))
	if err != nil {
		return nil, err
	}
	sort.Strings(names)
	for _, name := range names {
		if err := c.load(name); err != nil {
			c.Close()
			return nil, err
		}
	}
	return c, nil
}

// load reads the headers of one segment into the index.
func (c *Cache) load(name string) error {
	flag := os.O_RDWR
	if c.readOnly {
		flag = os.O_RDONLY
	}
	f, err := os.OpenFile(name, flag, 0)
	if err != nil {
		return fmt.Errorf("open cache: %w", err)
	}
	n := int32(len(c.segments))
	c.segments = append(c.segments, f)
	info, err := f.Stat()
	if err != nil {
		return err
	}
	size := info.Size()
	r := bufio.NewReaderSize(f, 64<<10)
	var at int64
	var h [headerSize]byte
	for at < size {
		if _, err := io.ReadFull(r, h[:]); err != nil {
			break // a record that was not finished
		}
		length := binary.LittleEndian.Uint32(h[37:])
		if [4]byte(h[:4]) != magic || length > maxRecord || at+headerSize+int64(length) > size {
			break
		}
		if _, err := r.Discard(int(length)); err != nil {
			break
		}
		c.index[id{Kind(h[4]), Key(h[5:37])}] = place{n, length, at}
		at += headerSize + int64(length)
	}
	c.end = at
	if at < size && !c.readOnly {
		if err := f.Truncate(at); err != nil {
			return fmt.Errorf("cut the unfinished record off %s: %w", name, err)
		}
	}
	return nil
}

// Has reports whether there is a record.
func (c *Cache) Has(kind Kind, key Key) bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	_, ok := c.index[id{kind, key}]
	return ok
}

// Get returns the data of a record; ok is false where there is none, or where
// the one there is fails its checksum.
func (c *Cache) Get(kind Kind, key Key) (data []byte, ok bool, err error) {
	c.mu.RLock()
	p, ok := c.index[id{kind, key}]
	var f *os.File
	if ok {
		f = c.segments[p.segment]
	}
	c.mu.RUnlock()
	if !ok {
		return nil, false, nil
	}
	buf := make([]byte, headerSize+int(p.length))
	if _, err := f.ReadAt(buf, p.offset); err != nil {
		return nil, false, fmt.Errorf("read cache %s: %w", f.Name(), err)
	}
	if crc32.Checksum(buf[headerSize:], castagnoli) == binary.LittleEndian.Uint32(buf[41:]) {
		if data, err = c.dec.DecodeAll(buf[headerSize:], nil); err == nil {
			return data, true, nil
		}
	}
	// Forgotten, so that the next Put writes it anew.
	c.mu.Lock()
	delete(c.index, id{kind, key})
	c.mu.Unlock()
	return nil, false, nil
}

// Put adds a record; one that is there already is left as it is.
func (c *Cache) Put(kind Kind, key Key, data []byte) error {
	if c.readOnly {
		return errors.New("cache is open for reading only")
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

	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.index[id{kind, key}]; ok {
		return nil
	}
	if len(c.segments) == 0 || c.end+int64(len(buf)) > segmentSize && c.end > 0 {
		name := filepath.Join(c.dir, fmt.Sprintf("%06d.seg", len(c.segments)+1))
		f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o644)
		if err != nil {
			return fmt.Errorf("write cache: %w", err)
		}
		c.segments = append(c.segments, f)
		c.end = 0
	}
	f := c.segments[len(c.segments)-1]
	if _, err := f.WriteAt(buf, c.end); err != nil {
		f.Truncate(c.end) // leave no half record behind; Open would cut it too
		return fmt.Errorf("write cache: %w", err)
	}
	c.index[id{kind, key}] = place{int32(len(c.segments) - 1), uint32(len(payload)), c.end}
	c.end += int64(len(buf))
	return nil
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
		return c.segments[n-1].Sync()
	}
	return nil
}

// Close closes the files.
func (c *Cache) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	var first error
	for _, f := range c.segments {
		if err := f.Close(); err != nil && first == nil {
			first = err
		}
	}
	c.segments = nil
	c.dec.Close()
	return first
}
