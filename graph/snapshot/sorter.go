package snapshot

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"iter"
)

// A sorter sorts rows in bounded memory: runs are sorted in memory and, when
// there is more than one, kept in temporary files and merged.
type sorter struct {
	from  *spools
	by    [4]int // positions, the most significant first
	pass  []int  // positions to sort by, the least significant first
	bits  [4]uint
	limit int // rows in memory
	rows  []row
	spare []row
	runs  []*spool
}

func (s *sorter) add(r row) error {
	if len(s.rows) == s.limit {
		if err := s.spill(); err != nil {
			return err
		}
	}
	s.rows = append(s.rows, r)
	return nil
}

// digit is how many bits one pass sorts by: few enough for the counts to stay
// in the processor's first cache.
const digit = 11

// sortRun sorts the rows in memory, by digits from the least significant on.
func (s *sorter) sortRun() {
	if len(s.spare) < len(s.rows) {
		s.spare = make([]row, max(len(s.rows), min(s.limit, 2*len(s.rows))))
	}
	from, to := s.rows, s.spare[:len(s.rows)]
	for _, p := range s.pass {
		digits := (s.bits[p] + digit - 1) / digit
		width := (s.bits[p] + digits - 1) / digits
		for d := range digits {
			if scatter(from, to, p, d*width, width) {
				from, to = to, from
			}
		}
	}
	if len(from) > 0 && &from[0] != &s.rows[0] {
		s.rows, s.spare = from, to[:cap(to)]
	}
}

// scatter copies the rows to another place in the order of some bits at
// position p, keeping the order of equals. It reports false, having done
// nothing, where all are equal.
func scatter(from, to []row, p int, shift, width uint) bool {
	var starts [1<<digit + 1]int
	mask := uint32(1)<<width - 1
	for i := range from {
		starts[from[i][p]>>shift&mask+1]++
	}
	if len(from) == 0 || starts[from[0][p]>>shift&mask+1] == len(from) {
		return false
	}
	for i := 1; i <= int(mask); i++ {
		starts[i] += starts[i-1]
	}
	for i := range from {
		k := from[i][p] >> shift & mask
		to[starts[k]] = from[i]
		starts[k]++
	}
	return true
}

func (s *sorter) spill() error {
	s.sortRun()
	run := s.from.spool(0)
	if err := writeRows(run, s.rows); err != nil {
		return err
	}
	if err := run.spill(); err != nil {
		return err
	}
	run.mem = nil
	s.runs = append(s.runs, run)
	s.rows = s.rows[:0]
	return nil
}

// sorted yields the rows in order, equal ones once. The sorter cannot be used
// any further.
func (s *sorter) sorted(ctx context.Context) iter.Seq2[row, error] {
	return func(yield func(row, error) bool) {
		rows, err := s.merged()
		if err != nil {
			yield(row{}, err)
			return
		}
		var last row
		n := 0
		for r, err := range rows {
			if n%4096 == 0 && err == nil {
				err = ctx.Err()
			}
			if err != nil {
				yield(row{}, err)
				return
			}
			if n > 0 && r == last {
				continue
			}
			if !yield(r, nil) {
				return
			}
			last = r
			n++
		}
	}
}

func (s *sorter) merged() (iter.Seq2[row, error], error) {
	if len(s.runs) == 0 {
		s.sortRun()
		return func(yield func(row, error) bool) {
			for _, r := range s.rows {
				if !yield(r, nil) {
					return
				}
			}
		}, nil
	}
	if err := s.spill(); err != nil {
		return nil, err
	}
	s.rows, s.spare = nil, nil
	readers := make([]func() (row, error), len(s.runs))
	for i, run := range s.runs {
		rd, err := run.reader()
		if err != nil {
			return nil, err
		}
		readers[i] = func() (row, error) { return readRow(rd) }
	}
	return merge(readers, s.compare), nil
}

func (s *sorter) compare(a, b row) int {
	for _, p := range s.by {
		if c := cmp.Compare(a[p], b[p]); c != 0 {
			return c
		}
	}
	return 0
}

// merge yields the values of sorted sources in order. A source ends with
// [io.EOF]. Equal values come in the order of their sources.
func merge[T any](sources []func() (T, error), compare func(a, b T) int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		type head struct {
			value  T
			source int
		}
		var heap []head
		less := func(a, b head) bool {
			c := compare(a.value, b.value)
			return c < 0 || c == 0 && a.source < b.source
		}
		down := func(i int) {
			for {
				least := i
				for c := 2*i + 1; c <= 2*i+2 && c < len(heap); c++ {
					if less(heap[c], heap[least]) {
						least = c
					}
				}
				if least == i {
					return
				}
				heap[i], heap[least] = heap[least], heap[i]
				i = least
			}
		}
		for i, next := range sources {
			v, err := next()
			if errors.Is(err, io.EOF) {
				continue
			}
			if err != nil {
				yield(none, err)
				return
			}
			heap = append(heap, head{v, i})
		}
		for i := len(heap) / 2; i >= 0; i-- {
			down(i)
		}
		for len(heap) > 0 {
			if !yield(heap[0].value, nil) {
				return
			}
			v, err := sources[heap[0].source]()
			switch {
			case errors.Is(err, io.EOF):
				heap[0] = heap[len(heap)-1]
				heap = heap[:len(heap)-1]
			case err != nil:
				yield(none, err)
				return
			default:
				heap[0].value = v
			}
			down(0)
		}
	}
}

const rowSize = 16

// writeRows writes rows as readRow reads them.
func writeRows(w io.Writer, rows []row) error {
	buf := make([]byte, 0, 1024*rowSize)
	for i, r := range rows {
		for _, v := range r {
			buf = binary.LittleEndian.AppendUint32(buf, v)
		}
		if len(buf) == cap(buf) || i == len(rows)-1 {
			if _, err := w.Write(buf); err != nil {
				return err
			}
			buf = buf[:0]
		}
	}
	return nil
}

// readRow reads one row, or fails with [io.EOF] at the end.
func readRow(r io.Reader) (row, error) {
	var buf [rowSize]byte
	if _, err := io.ReadFull(r, buf[:]); err != nil {
		return row{}, err
	}
	var q row
	for i := range q {
		q[i] = binary.LittleEndian.Uint32(buf[4*i:])
	}
	return q, nil
}
