package snapshot

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
)

// spools make temporary storage in one folder, which exists from the first
// spool that outgrows its memory on.
type spools struct {
	disk Disk
	dir  string
	made bool
	open []File
}

// remove closes and removes all that was made.
func (s *spools) remove() error {
	var errs []error
	for _, f := range s.open {
		errs = append(errs, f.Close())
	}
	if s.made {
		errs = append(errs, s.disk.RemoveAll(s.dir))
	}
	return errors.Join(errs...)
}

// create makes a temporary file.
func (s *spools) create() (File, error) {
	if !s.made {
		s.made = true
		if err := s.disk.MkdirAll(s.dir); err != nil {
			return nil, err
		}
	}
	f, err := s.disk.Create(filepath.Join(s.dir, fmt.Sprintf("run%d", len(s.open))))
	if err != nil {
		return nil, err
	}
	s.open = append(s.open, f)
	return f, nil
}

// A spool is a sequence of bytes that is written once and then read, in memory
// up to keep bytes and in a temporary file beyond.
type spool struct {
	from *spools
	keep int
	mem  []byte
	file File
	size int64 // bytes in the file
}

func (s *spools) spool(keep int) *spool { return &spool{from: s, keep: keep} }

// spillBuffer is how much a spool gathers before it writes to its file.
const spillBuffer = 256 << 10

// Write appends b.
func (s *spool) Write(b []byte) (int, error) {
	s.mem = append(s.mem, b...)
	if len(s.mem) > max(s.keep, spillBuffer) {
		return len(b), s.spill()
	}
	return len(b), nil
}

func (s *spool) spill() error {
	if s.file == nil {
		f, err := s.from.create()
		if err != nil {
			return fmt.Errorf("temporary file: %w", err)
		}
		s.file, s.keep = f, spillBuffer
	}
	if _, err := s.file.Write(s.mem); err != nil {
		return fmt.Errorf("temporary file: %w", err)
	}
	s.size += int64(len(s.mem))
	s.mem = s.mem[:0]
	return nil
}

// bytes is the number of bytes written so far.
func (s *spool) bytes() int64 { return s.size + int64(len(s.mem)) }

// reader reads the spool from its beginning.
func (s *spool) reader() (*bufio.Reader, error) {
	if s.file == nil {
		return bufio.NewReaderSize(bytes.NewReader(s.mem), 4<<10), nil
	}
	if len(s.mem) > 0 {
		if err := s.spill(); err != nil {
			return nil, err
		}
	}
	s.mem = nil
	return bufio.NewReaderSize(io.NewSectionReader(s.file, 0, s.size), 64<<10), nil
}
