package snapshot

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"iter"
	"os"
	"runtime"
	"slices"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/quad"
)

// A Snapshot is an open snapshot file. It is safe for concurrent use.
type Snapshot struct {
	head   *header
	data   []byte
	trust  *trust
	dict   dict
	preds  []uint32    // the term of each predicate rank
	refs   []graph.Ref // the same as references, which are asked for most of all
	orders [numOrders]index
	stats  stats
	known  cache
}

var _ graph.QuadStore = (*Snapshot)(nil)

// An index is the rows of one order.
type index struct {
	trust  *trust
	order  order
	starts column
	rows   []byte
	by     [4]int
	shift  [4]uint // where the number of a position begins in a row
	width  [4]uint
	bits   uint64 // of a row
}

// verifyLimit is the size up to which a file is verified whole when it is
// opened. The processor takes the checksums of this many bytes in some 10 ms,
// and reading them from a disk takes no second.
const verifyLimit = 64 << 20

// Open opens the named file. Up to 64 MiB are verified against the checksums
// before Open returns, the parts of a larger file when they are first read: see
// [Snapshot.Err]. The errors wrap [ErrCorrupt] and [ErrVersion].
func Open(name string) (*Snapshot, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < headerSize {
		return nil, fmt.Errorf("%s: %w: only %d bytes are left", name, ErrCorrupt, info.Size())
	}
	data, unmap, err := mapFile(f, info.Size())
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	s, err := open(data, verifyLimit)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", name, err), unmap())
	}
	// The memory is given back when nothing can read it any more, so that an
	// iterator that is still in use after Close does no harm.
	runtime.AddCleanup(s, func(unmap func() error) { _ = unmap() }, unmap)
	return s, nil
}

// open opens the bytes of a file. It verifies up to eager bytes at once.
func open(data []byte, eager int) (*Snapshot, error) {
	head, err := decodeHeader(data, uint64(len(data)))
	if err != nil {
		return nil, err
	}
	s := &Snapshot{head: head, data: data, known: cache{seed: maphash.MakeSeed()}}
	if s.trust, err = newTrust(head, data); err != nil {
		return nil, err
	}
	if len(data) <= eager {
		err = s.Verify(context.Background())
	} else {
		err = s.verifySmall()
	}
	if err != nil {
		return nil, err
	}
	if s.dict, err = newDict(s.trust, s.section(dictTerms), s.section(dictBlocks), head.terms); err != nil {
		return nil, err
	}
	preds := column{data: s.section(predicates), w: widthOf(head.terms), n: head.predicates}
	if uint64(len(preds.data)) != packedSize(preds.n, preds.w) {
		return nil, fmt.Errorf("%w: list of predicates", ErrCorrupt)
	}
	for i := range preds.n {
		s.preds = append(s.preds, uint32(preds.at(i)))
		s.refs = append(s.refs, node(preds.at(i)))
	}
	for o := range order(numOrders) {
		if s.orders[o], err = s.index(o); err != nil {
			return nil, err
		}
	}
	s.stats, err = decodeStats(s.section(statistics), head.predicates)
	return s, err
}

// section is the bytes of a section.
func (s *Snapshot) section(n section) []byte {
	e := s.head.sections[n]
	return s.data[e.offset : e.offset+e.size]
}

func (s *Snapshot) index(o order) (index, error) {
	x := index{
		by: directions[o], width: widths(s.head.terms, s.head.predicates), rows: s.section(o.rows()),
		trust: s.trust, order: o,
	}
	for _, p := range x.by[1:] {
		x.shift[p] = uint(x.bits)
		x.bits += uint64(x.width[p])
	}
	x.starts = column{
		data: s.section(o.starts()), w: widthOf(s.head.quads),
		n: leads(o, s.head.terms, s.head.predicates) + 1,
	}
	if uint64(len(x.rows)) != (s.head.quads*x.bits+7)/8+padding ||
		uint64(len(x.starts.data)) != packedSize(x.starts.n, x.starts.w) {
		return x, fmt.Errorf("%w: size of order %d", ErrCorrupt, o)
	}
	return x, nil
}

// verifySmall verifies the sections that are read when a file is opened.
func (s *Snapshot) verifySmall() error {
	for _, n := range [2]section{predicates, statistics} {
		if !s.trust.section(n, 0, s.head.sections[n].size) {
			return s.Err()
		}
	}
	return nil
}

// Verify compares all bytes with their checksums.
func (s *Snapshot) Verify(ctx context.Context) error {
	defer runtime.KeepAlive(s)
	return s.trust.all(ctx)
}

// Err is the damage, if any, that reading has met so far; it wraps
// [ErrCorrupt]. Damaged parts are not read: a term in one has no name, and what
// goes through quads ends with this error.
func (s *Snapshot) Err() error { return s.trust.err() }

// Close ends the use of s. Its memory is given back when the last iterator is
// gone.
func (s *Snapshot) Close() error { return nil }

// Len is the number of quads.
func (s *Snapshot) Len() int64 { return int64(s.head.quads) }

// Terms is the number of distinct terms.
func (s *Snapshot) Terms() int64 { return int64(s.head.terms) }

// PredicateCounts are the numbers of quads, distinct subjects and distinct
// objects of one predicate.
type PredicateCounts struct {
	Predicate                quad.Value
	Quads, Subjects, Objects int64
}

// Predicates gives the counts of each predicate, in the order of the
// predicates.
func (s *Snapshot) Predicates() []PredicateCounts {
	out := make([]PredicateCounts, len(s.preds))
	for i, p := range s.preds {
		lo, hi := s.orders[posg].span(uint32(i))
		out[i] = PredicateCounts{s.dict.value(p), int64(hi - lo), int64(s.stats.preds[i].subjects), int64(s.stats.preds[i].objects)}
	}
	return out
}

// Quads yields all quads in the order of their canonical N-Quads lines. It ends
// with the context's error when the context does.
func (s *Snapshot) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] { return s.quads(ctx, spog) }

// QuadsByLabel is [Snapshot.Quads] in the order of label, subject, predicate and
// object: document by document.
func (s *Snapshot) QuadsByLabel(ctx context.Context) iter.Seq2[quad.Quad, error] {
	return s.quads(ctx, gspo)
}

func (s *Snapshot) quads(ctx context.Context, o order) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		var vals [4]quad.Value
		var last row
		terms := make(map[uint32]quad.Value) // predicates and labels come again and again
		n := 0
		for r := range s.all(o) {
			if n%4096 == 0 {
				if err := ctx.Err(); err != nil {
					yield(quad.Quad{}, err)
					return
				}
				if len(terms) > 1<<16 {
					clear(terms)
				}
			}
			n++
			r[pred] = s.predicate(r[pred])
			for p := range r {
				if r[p] == last[p] {
					continue
				}
				if p == sub || p == obj {
					vals[p] = s.dict.value(r[p])
					continue
				}
				v, ok := terms[r[p]]
				if !ok {
					v = s.dict.value(r[p])
					terms[r[p]] = v
				}
				vals[p] = v
			}
			last = r
			if err := s.Err(); err != nil {
				yield(quad.Quad{}, err)
				return
			}
			if !yield(quad.Quad{Subject: vals[sub], Predicate: vals[pred], Object: vals[obj], Label: vals[lab]}, nil) {
				return
			}
		}
		if err := s.Err(); err != nil {
			yield(quad.Quad{}, err)
		}
	}
}

// Nodes yields all terms in order, each with the number of directions of quads
// at which it stands.
func (s *Snapshot) Nodes(ctx context.Context) iter.Seq2[quad.Value, int64] {
	return func(yield func(quad.Value, int64) bool) {
		rank := 0
		for n := uint32(1); uint64(n) <= s.head.terms; n++ {
			if n%4096 == 0 && ctx.Err() != nil {
				return
			}
			uses := uint64(0)
			for _, p := range [3]int{sub, obj, lab} {
				lo, hi := s.orders[leading[p]].span(n)
				uses += hi - lo
			}
			if rank < len(s.preds) && s.preds[rank] == n {
				lo, hi := s.orders[posg].span(uint32(rank))
				uses += hi - lo
				rank++
			}
			if !yield(s.dict.value(n), int64(uses)) {
				return
			}
		}
		runtime.KeepAlive(s)
	}
}

// all yields the rows of an order, with predicate ranks.
func (s *Snapshot) all(o order) iter.Seq[row] {
	return func(yield func(row) bool) {
		x := &s.orders[o]
		for lead := range uint32(x.starts.n - 1) {
			lo, hi := x.span(lead)
			for i := lo; i < hi; i++ {
				if !yield(x.row(lead, i)) {
					return
				}
			}
		}
		runtime.KeepAlive(s)
	}
}

// span is the range of rows with the given leading number. It is empty where
// the file is damaged.
func (x *index) span(lead uint32) (lo, hi uint64) {
	if uint64(lead)+1 >= x.starts.n || !x.trust.section(x.order.starts(), bytesOf(uint64(lead), uint64(x.starts.w)), bytesOf(uint64(lead)+2, uint64(x.starts.w))) {
		return 0, 0
	}
	lo, hi = x.starts.at(uint64(lead)), x.starts.at(uint64(lead)+1)
	if lo > hi || hi > x.trust.head.quads {
		x.trust.fail(fmt.Errorf("%w: rows %d to %d", ErrCorrupt, lo, hi))
		return 0, 0
	}
	if lo < hi && !x.trust.section(x.order.rows(), bytesOf(lo, x.bits), bytesOf(hi, x.bits)) {
		return 0, 0
	}
	return lo, hi
}

// bytesOf is the byte in which number n begins, of numbers or rows of some
// bits.
func bytesOf(n, bits uint64) uint64 { return n * bits / 8 }

// row is row i, whose leading number is known.
func (x *index) row(lead uint32, i uint64) (r row) {
	r[x.by[0]] = lead
	bit := i * x.bits
	for _, p := range x.by[1:] {
		r[p] = uint32(load(x.rows, bit+uint64(x.shift[p]), x.width[p]))
	}
	return r
}

// get is the number at one position of row i, not the leading one.
func (x *index) get(i uint64, p int) uint32 {
	return uint32(load(x.rows, i*x.bits+uint64(x.shift[p]), x.width[p]))
}

// A node is a reference to a term.
type node uint32

// Key is the node itself.
func (n node) Key() any { return n }

// A link is a reference to a quad.
type link row

// Key is the link itself.
func (l link) Key() any { return l }

// positions of Cayley's directions, by direction minus one.
var positions = [4]int{quad.Subject - 1: sub, quad.Predicate - 1: pred, quad.Object - 1: obj, quad.Label - 1: lab}

// term is the term at one position of a link, or 0.
func (s *Snapshot) term(l link, p int) uint32 {
	if p != pred {
		return l[p]
	}
	return s.predicate(l[pred])
}

// predicate is the term of a predicate rank, 0 if there is none.
func (s *Snapshot) predicate(rank uint32) uint32 {
	if uint64(rank) >= uint64(len(s.preds)) {
		s.trust.fail(fmt.Errorf("%w: predicate %d", ErrCorrupt, rank))
		return 0
	}
	return s.preds[rank]
}

// number turns a term into the number that stands for it at a position. It
// reports false where the term is never there.
func (s *Snapshot) number(n node, p int) (uint32, bool) {
	if p != pred {
		return uint32(n), true
	}
	rank, ok := slices.BinarySearch(s.preds, uint32(n))
	return uint32(rank), ok
}

// Absent is a reference that stands for a term that the snapshot does not hold.
// ValueOf gives none, it gives nil; but a store around a snapshot may give it
// instead, and the snapshot drops it from queries. For Cayley stumbles over nil:
// its path.Except with an unknown term panics, in Gizmo beyond any recovery.
type Absent struct{}

// Key is the reference itself.
func (a Absent) Key() any { return a }

// ValueOf gives the reference of a term, nil if the store does not hold it. A
// native value stands for the typed string with the full datatype IRI.
func (s *Snapshot) ValueOf(v quad.Value) graph.Ref {
	if n := s.TermID(v); n > 0 {
		return node(n)
	}
	if v != nil && s.Err() != nil {
		return Absent{} // lets the query go on until it can say so
	}
	return nil
}

// NameOf gives the term of a reference.
func (s *Snapshot) NameOf(r graph.Ref) quad.Value {
	switch r := r.(type) {
	case node:
		return s.Term(uint32(r))
	case graph.PreFetchedValue:
		return r.NameOf()
	}
	return nil
}

// Quad gives the quad of a reference, an empty one if it is none.
func (s *Snapshot) Quad(r graph.Ref) quad.Quad {
	l, ok := r.(link)
	if !ok {
		return quad.Quad{}
	}
	defer runtime.KeepAlive(s)
	return quad.Quad{
		Subject: s.dict.value(l[sub]), Predicate: s.dict.value(s.term(l, pred)),
		Object: s.dict.value(l[obj]), Label: s.dict.value(l[lab]),
	}
}

// QuadDirection gives the term at one direction of a quad.
func (s *Snapshot) QuadDirection(r graph.Ref, d quad.Direction) graph.Ref {
	l, ok := r.(link)
	if !ok || d < quad.Subject || d > quad.Label {
		return nil
	}
	p := positions[d-1]
	if p == pred && uint64(l[pred]) < uint64(len(s.refs)) {
		return s.refs[l[pred]]
	}
	if n := s.term(l, p); n > 0 {
		return node(n)
	}
	return nil
}

// QuadIterator iterates over the quads that have the term at the direction.
func (s *Snapshot) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	q, ok := s.with(d, r)
	if ok {
		return q.AsLegacy()
	}
	if err := s.Err(); err != nil {
		return iterator.NewError(err)
	}
	return iterator.NewNull()
}

// with is the quads that have a term at a direction; it reports false where
// there are none.
func (s *Snapshot) with(d quad.Direction, r graph.Ref) (*linksWith, bool) {
	n, ok := r.(node)
	if !ok || n == 0 || d < quad.Subject || d > quad.Label {
		return nil, false
	}
	p := positions[d-1]
	lead, ok := s.number(n, p)
	if !ok {
		return nil, false
	}
	defer runtime.KeepAlive(s)
	lo, hi := s.orders[leading[p]].span(lead)
	return &linksWith{s: s, p: p, lead: lead, lo: lo, hi: hi}, lo < hi
}

// QuadIteratorSize gives the exact number of quads that have the term at the
// direction.
func (s *Snapshot) QuadIteratorSize(_ context.Context, d quad.Direction, r graph.Ref) (graph.Size, error) {
	q, ok := s.with(d, r)
	if !ok {
		return graph.Size{Exact: true}, nil
	}
	return graph.Size{Size: int64(q.hi - q.lo), Exact: true}, nil
}

// NodesAllIterator iterates over all terms.
func (s *Snapshot) NodesAllIterator() graph.Iterator { return (&allNodes{s}).AsLegacy() }

// QuadsAllIterator iterates over all quads, in order.
func (s *Snapshot) QuadsAllIterator() graph.Iterator { return (&allLinks{s}).AsLegacy() }

// Stats gives exact counts.
func (s *Snapshot) Stats(context.Context, bool) (graph.Stats, error) {
	return graph.Stats{
		Nodes: graph.Size{Size: s.Terms(), Exact: true},
		Quads: graph.Size{Size: s.Len(), Exact: true},
	}, nil
}

// errImmutable answers every attempt to change a snapshot.
var errImmutable = errors.New("a snapshot cannot be changed: build a new one")

// ApplyDeltas refuses.
func (s *Snapshot) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error { return errImmutable }

// NewQuadWriter refuses.
func (s *Snapshot) NewQuadWriter() (quad.WriteCloser, error) { return nil, errImmutable }
