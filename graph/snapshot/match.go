package snapshot

import (
	"context"
	"hash/maphash"
	"runtime"
	"sync/atomic"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
)

// TermID is the number of a term, from 1 to the number of terms in their
// order; 0 if the snapshot does not hold it.
func (s *Snapshot) TermID(v quad.Value) uint32 {
	if v == nil {
		return 0
	}
	var room [256]byte
	term := nquads.AppendTerm(room[:0], v)
	if len(term) > cacheTerm {
		return s.find(term)
	}
	slot := &s.known.slots[maphash.Bytes(s.known.seed, term)%cacheSize]
	if k := slot.Load(); k != nil && k.term == string(term) {
		return k.n
	}
	n := s.find(term)
	if n > 0 {
		slot.Store(&known{string(term), n})
	}
	return n
}

func (s *Snapshot) find(term []byte) uint32 {
	defer runtime.KeepAlive(s)
	return s.dict.find(term)
}

// The cache holds terms that were found lately: the predicates and classes of
// queries come again and again.
const (
	cacheSize = 1 << 10
	cacheTerm = 128 // longer terms are not kept
)

type cache struct {
	seed  maphash.Seed
	slots [cacheSize]atomic.Pointer[known]
}

type known struct {
	term string
	n    uint32
}

// Term is the term with a number, nil if there is none.
func (s *Snapshot) Term(n uint32) quad.Value {
	v := s.dict.value(n)
	runtime.KeepAlive(s)
	return v
}

// Match calls yield for every quad with the given subject, predicate, object
// and label, by the numbers of their terms, 0 standing for any, until yield
// returns false or ctx is done, which is an error. An absent label is 0 too.
// The order of the quads is the same each time.
func (s *Snapshot) Match(ctx context.Context, terms [4]uint32, yield func([4]uint32) bool) error {
	pt, ok := s.pattern(terms)
	if !ok {
		if err := ctx.Err(); err != nil {
			return err
		}
		return s.Err()
	}
	defer runtime.KeepAlive(s)
	c := s.cursor(&pt)
	for n := 0; ; n++ {
		if n%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		ok, more := c.next()
		if !ok {
			if more {
				continue
			}
			if err := ctx.Err(); err != nil {
				return err
			}
			return s.Err()
		}
		if !yield([4]uint32{c.get(sub), s.predicate(c.get(pred)), c.get(obj), c.get(lab)}) {
			return nil
		}
	}
}

// CountMatch is how many quads match, as an estimate from above.
func (s *Snapshot) CountMatch(terms [4]uint32) int {
	pt, ok := s.pattern(terms)
	if !ok {
		return 0
	}
	c := s.cursor(&pt)
	runtime.KeepAlive(s)
	return int(c.size())
}

// pattern turns numbers of terms, 0 for any, into a pattern of rows. It reports
// false where no quad can match.
func (s *Snapshot) pattern(terms [4]uint32) (pattern, bool) {
	var pt pattern
	for p, n := range terms {
		if n == 0 {
			continue
		}
		at, ok := s.number(node(n), p)
		if !ok || uint64(n) > s.head.terms {
			return pt, false
		}
		pt.bind(p, at)
	}
	return pt, true
}
