//go:build !unix

package snapshot

import (
	"fmt"
	"io"
	"os"
)

// mapFile reads f whole: a mapped file could not be replaced on Windows.
func mapFile(f *os.File, size int64) ([]byte, func() error, error) {
	if size != int64(int(size)) {
		return nil, nil, fmt.Errorf("%d bytes are too many for this system", size)
	}
	data := make([]byte, size)
	if _, err := io.ReadFull(f, data); err != nil {
		return nil, nil, err
	}
	return data, func() error { return nil }, nil
}
