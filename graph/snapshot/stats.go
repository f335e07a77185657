package snapshot

import (
	"encoding/binary"
	"fmt"
)

// predCounts are the counts of one predicate.
type predCounts struct{ subjects, objects uint64 }

// A statsCounter counts, for each predicate, its different subjects and
// objects, and for each order its different leading numbers.
type statsCounter struct {
	preds     []predCounts
	leads     [numOrders]uint64
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
	for _, n := range s.leads {
		b = binary.LittleEndian.AppendUint64(b, n)
	}
	for _, p := range s.preds {
		b = binary.LittleEndian.AppendUint64(b, p.subjects)
		b = binary.LittleEndian.AppendUint64(b, p.objects)
	}
	return b
}

// stats are the decoded statistics.
type stats struct {
	preds []predCounts      // by predicate rank
	leads [numOrders]uint64 // different leading numbers of each order
}

func decodeStats(b []byte, preds uint64) (stats, error) {
	var s stats
	if uint64(len(b)) != 16*preds+8*numOrders {
		return s, fmt.Errorf("%w: %d bytes of statistics", ErrCorrupt, len(b))
	}
	next := func() uint64 {
		n := binary.LittleEndian.Uint64(b)
		b = b[8:]
		return n
	}
	for o := range s.leads {
		s.leads[o] = next()
	}
	for range preds {
		s.preds = append(s.preds, predCounts{subjects: next(), objects: next()})
	}
	return s, nil
}
