package snapshot

import (
	"encoding/binary"
	"hash/crc32"
)

// Seal makes the checksums of the bytes of a file right again, as somebody might
// who has changed them on purpose. It needs a header that can be read.
func Seal(data []byte) bool {
	h, err := decodeHeader(data, uint64(len(data)))
	if err != nil {
		return false
	}
	e := h.sections[checksums]
	body, sums := data[headerSize:e.offset], data[e.offset:e.offset+e.size]
	for c := 0; 4*c < len(sums) && c*chunkSize < len(body); c++ {
		part := body[c*chunkSize : min((c+1)*chunkSize, len(body))]
		binary.LittleEndian.PutUint32(sums[4*c:], crc32.Checksum(part, castagnoli))
	}
	h.checksum = crc32.Checksum(sums, castagnoli)
	copy(data, h.encode())
	return true
}

// OpenLazily opens the bytes of a file as if they were too many to verify at
// once.
func OpenLazily(data []byte) (*Snapshot, error) { return open(data, 0) }
