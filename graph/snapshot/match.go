package snapshot

import (
	"context"
	"runtime"

	"github.com/cayleygraph/quad"
)

// TermID is the number of a term, from 1 on; 0 if the snapshot does not hold
// it. The numbers follow the order of the terms' canonical N-Quads form.
func (s *Snapshot) TermID(v quad.Value) uint32 {
	n, _ := s.ValueOf(v).(node)
	return uint32(n)
}

// Term is the term with a number, nil for 0 and for numbers beyond the last.
func (s *Snapshot) Term(n uint32) quad.Value {
	if n == 0 || uint64(n) > s.head.terms {
		return nil
	}
	return s.NameOf(node(n))
}

// bindAll turns numbers of terms, 0 standing for any, into a pattern; ok is
// false where no quad can match.
func (s *Snapshot) bindAll(quad [4]uint32) (pt pattern, ok bool) {
	for i, p := range positions {
		if quad[i] == 0 {
			continue
		}
		n, ok := s.number(node(quad[i]), p)
		if !ok || uint64(quad[i]) > s.head.terms {
			return pt, false
		}
		pt.bind(p, n)
	}
	return pt, true
}

// Match calls yield for every quad with the given subject, predicate, object
// and label, as numbers of terms, 0 standing for any, until it returns false.
// An absent label is 0 in the quads. The error is that of ctx.
func (s *Snapshot) Match(ctx context.Context, quad [4]uint32, yield func([4]uint32) bool) error {
	defer runtime.KeepAlive(s)
	pt, ok := s.bindAll(quad)
	if !ok {
		return ctx.Err()
	}
	c := s.cursor(&pt)
	for n := 1; ; n++ {
		if n%patience == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		found, more := c.next()
		switch {
		case found:
			if !yield([4]uint32{c.get(sub), s.preds[c.get(pred)], c.get(obj), c.get(lab)}) {
				return nil
			}
		case !more:
			return ctx.Err()
		case ctx.Err() != nil:
			return ctx.Err()
		}
	}
}

// CountMatch is how many quads match, or more where the orders can't tell
// without reading them.
func (s *Snapshot) CountMatch(quad [4]uint32) int {
	defer runtime.KeepAlive(s)
	pt, ok := s.bindAll(quad)
	if !ok {
		return 0
	}
	c := s.cursor(&pt)
	n, _ := c.size()
	return int(n)
}
