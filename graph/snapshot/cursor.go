package snapshot

import "sort"

// A pattern binds some positions of a quad to numbers.
type pattern struct {
	at    row
	bound [4]bool
}

func (p *pattern) bind(pos int, n uint32) {
	p.at[pos], p.bound[pos] = n, true
}

// A cursor goes through the rows that match a pattern.
type cursor struct {
	x     *index
	lead  uint32
	i, hi uint64 // rows to come
	// Positions that the range of rows does not bind yet.
	check  [3]int
	checks int
	want   row
	all    bool // of all leading numbers, not only this one
}

// cursor finds the shortest range of rows that holds all matches of a pattern.
func (s *Snapshot) cursor(p *pattern) cursor {
	var best cursor
	found := false
	for _, pos := range [4]int{sub, obj, lab, pred} {
		// The orders by subject and object are narrowed by the predicate, so
		// the order by predicate adds nothing to them.
		if !p.bound[pos] || pos == pred && (p.bound[sub] || p.bound[obj]) {
			continue
		}
		x := &s.orders[leading[pos]]
		lo, hi := x.span(p.at[pos])
		if !found || hi-lo < best.hi-best.i {
			found = true
			best = cursor{x: x, lead: p.at[pos], i: lo, hi: hi}
		}
	}
	if !found {
		return s.everything()
	}
	best.want = p.at
	narrowing := true
	for _, pos := range best.x.by[1:] {
		switch {
		case !p.bound[pos]:
			narrowing = false
		case narrowing && best.hi > best.i:
			best.i, best.hi = best.x.narrow(best.i, best.hi, pos, p.at[pos])
		default:
			best.check[best.checks] = pos
			best.checks++
		}
	}
	return best
}

// everything goes through all rows.
func (s *Snapshot) everything() cursor {
	x := &s.orders[spog]
	if !x.trust.section(spog.starts(), 0, uint64(len(x.starts.data))) || !x.trust.section(spog.rows(), 0, uint64(len(x.rows))) {
		return cursor{x: x}
	}
	return cursor{x: x, hi: s.head.quads, all: true}
}

// narrow is the part of a range of rows, sorted by a position, that has the
// given number there.
func (x *index) narrow(lo, hi uint64, pos int, n uint32) (uint64, uint64) {
	const few = 8
	if hi-lo > few {
		lo += uint64(sort.Search(int(hi-lo), func(i int) bool { return x.get(lo+uint64(i), pos) >= n }))
	} else {
		for lo < hi && x.get(lo, pos) < n {
			lo++
		}
	}
	end := lo
	for step := uint64(1); end < hi && x.get(end, pos) == n; step *= 2 {
		if next := min(end+step, hi); x.get(next-1, pos) == n {
			end = next
			continue
		}
		from := end
		end += uint64(sort.Search(int(min(end+step, hi)-from), func(i int) bool { return x.get(from+uint64(i), pos) > n }))
		break
	}
	return lo, end
}

// size is the number of rows in the range, which the matches are among.
func (c *cursor) size() uint64 { return c.hi - c.i }

// next moves to the next row that matches. It gives up after a number of rows,
// so that the caller can look whether anybody still waits: more is then true.
func (c *cursor) next() (ok, more bool) {
	for end := min(c.hi, c.i+patience); c.i < end; {
		c.i++
		if c.all {
			for c.x.starts.at(uint64(c.lead)+1) < c.i {
				c.lead++
			}
		}
		if c.matches(c.i - 1) {
			return true, true
		}
	}
	return false, c.i < c.hi
}

// patience is how many rows a cursor looks at in one go.
const patience = 4096

func (c *cursor) matches(i uint64) bool {
	for _, pos := range c.check[:c.checks] {
		if c.x.get(i, pos) != c.want[pos] {
			return false
		}
	}
	return true
}

// get is the number at a position of the current row.
func (c *cursor) get(pos int) uint32 {
	if pos == c.x.by[0] {
		return c.lead
	}
	return c.x.get(c.i-1, pos)
}
