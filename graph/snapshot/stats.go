package snapshot

import (
	"encoding/binary"
	"fmt"
)

// predCounts are the counts of one predicate.
type predCounts struct{ subjects, objects uint64 }

// A statsCounter counts, for each predicate, its different subjects and
// objects.
type statsCounter struct {
	preds     []predCounts
	inSubject [2]uint32 // last subject and predicate
	inObject  [2]uint32 // last object and predicate
	begun     [2]bool
}

// countSubjects takes the rows in the order spog.
func (s *statsCounter) countSubjects(r row) {
	if k := [2]uint32{r[sub], r[pred]}; !s.begun[0] || k != s.inSubject {
		s.begun[0], s.inSubject = true, k
		s.preds[r[pred]].subjects++
	}
}

// countObjects takes the rows in the order posg.
func (s *statsCounter) countObjects(r row) {
	if k := [2]uint32{r[obj], r[pred]}; !s.begun[1] || k != s.inObject {
		s.begun[1], s.inObject = true, k
		s.preds[r[pred]].objects++
	}
}

func (s *statsCounter) encode() []byte {
	var b []byte
	for _, p := range s.preds {
		b = binary.LittleEndian.AppendUint64(b, p.subjects)
		b = binary.LittleEndian.AppendUint64(b, p.objects)
	}
	return b
}

func decodeStats(b []byte, preds uint64) ([]predCounts, error) {
	if uint64(len(b)) != 16*preds {
		return nil, fmt.Errorf("%w: %d bytes of statistics instead of %d", ErrCorrupt, len(b), 16*preds)
	}
	out := make([]predCounts, preds)
	for i := range out {
		out[i].subjects = binary.LittleEndian.Uint64(b[16*i:])
		out[i].objects = binary.LittleEndian.Uint64(b[16*i+8:])
	}
	return out, nil
}
