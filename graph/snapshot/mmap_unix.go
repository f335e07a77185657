//go:build unix

package snapshot

import (
	"fmt"
	"os"
	"syscall"
)

// mapFile gives the bytes of f, shared with the page cache, and the function
// that gives them back. They stay as they are when f is closed, and when its
// name comes to mean another file.
func mapFile(f *os.File, size int64) ([]byte, func() error, error) {
	if size != int64(int(size)) {
		return nil, nil, fmt.Errorf("%d bytes are too many for this system", size)
	}
	data, err := syscall.Mmap(int(f.Fd()), 0, int(size), syscall.PROT_READ, syscall.MAP_SHARED)
	if err != nil {
		return nil, nil, fmt.Errorf("map into memory: %w", err)
	}
	return data, func() error { return syscall.Munmap(data) }, nil
}
