package graph

import (
	"bytes"
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"slices"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	"github.com/cayleygraph/cayley/graph/proto"
	"github.com/cayleygraph/quad"
	"github.com/cayleygraph/quad/pquads"
	hkv "github.com/hidal-go/hidalgo/kv"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// fillLevelDB writes the entries that Cayley's own loader would write, each once
// and in the order of its keys: the loader looks up every term and quad, and
// rewrites the lists of its indexes with each batch. Terms have their numbers in
// the snapshot, quads come after them. An entry is
//
//	log   number → the term, or the numbers that a quad is made of
//	v     hash of a term → its number
//	n     hash of a term → how often quads use it
//	sp    subject, predicate → the quads, likewise for the other indexes
//	meta  counts
func fillLevelDB(ctx context.Context, dir string, snap *snapshot.Snapshot) (err error) {
	if err := initLevelDB(dir); err != nil {
		return err
	}
	db, err := leveldb.Open(dir, nil)
	if err != nil {
		return err
	}
	f := &levelFiller{ctx: ctx, snap: snap, db: db}
	defer func() { err = errors.Join(err, f.discard(), db.Close()) }()
	for _, step := range []func() error{f.terms, f.hashes, f.quads, f.byObject, f.byLabel, f.counts, f.commit} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type levelFiller struct {
	ctx  context.Context
	snap *snapshot.Snapshot
	db   hkv.KV
	tx   hkv.Tx
	n    int // entries of tx
}

// entriesAtOnce are the entries of a transaction.
const entriesAtOnce = 200_000

func (f *levelFiller) put(key hkv.Key, value []byte) error {
	if f.n == entriesAtOnce {
		if err := errors.Join(f.commit(), f.ctx.Err()); err != nil {
			return err
		}
	}
	if f.tx == nil {
		tx, err := f.db.Tx(true)
		if err != nil {
			return err
		}
		f.tx, f.n = tx, 0
	}
	f.n++
	return f.tx.Put(key, value)
}

func (f *levelFiller) commit() error {
	if f.tx == nil {
		return nil
	}
	err := f.tx.Commit(context.WithoutCancel(f.ctx))
	f.tx = nil
	return err
}

// discard drops what was not committed.
func (f *levelFiller) discard() error {
	if f.tx == nil {
		return nil
	}
	return f.tx.Close()
}

func (f *levelFiller) log(p *proto.Primitive) error {
	b, err := p.Marshal()
	if err != nil {
		return err
	}
	return f.put(hkv.Key{[]byte("log"), binary.BigEndian.AppendUint64(nil, p.ID)}, b)
}

func (f *levelFiller) terms() error {
	n := uint64(0)
	for v := range f.snap.Nodes(f.ctx) {
		n++
		b, err := pquads.MarshalValue(v)
		if err == nil {
			err = f.log(&proto.Primitive{ID: n, Value: b})
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(f.ctx.Err(), f.snap.Err())
}

// termsAtOnce and quadsAtOnce are how many are sorted in memory at a time.
const (
	termsAtOnce = 4_000_000
	quadsAtOnce = 8_000_000
)

// hashes writes what is found by the hash of a term. The hashes are spread
// evenly, so parts of their range are of about the same size.
func (f *levelFiller) hashes() error {
	type hashed struct {
		hash cayleygraph.ValueHash
		n    uint32
		uses int64
	}
	parts := 1 + int(f.snap.Terms()/termsAtOnce)
	var terms []hashed
	for part := range parts {
		terms = terms[:0]
		n := uint32(0)
		for v, uses := range f.snap.Nodes(f.ctx) {
			n++
			if h := cayleygraph.HashOf(v); parts == 1 || int(binary.BigEndian.Uint16(h[:]))*parts>>16 == part {
				terms = append(terms, hashed{h, n, uses})
			}
		}
		if err := errors.Join(f.ctx.Err(), f.snap.Err()); err != nil {
			return err
		}
		slices.SortFunc(terms, func(a, b hashed) int { return bytes.Compare(a.hash[:], b.hash[:]) })
		for _, bucket := range []byte("nv") {
			for i := range terms {
				t := &terms[i]
				value := uint64(t.n)
				if bucket == 'n' {
					value = uint64(t.uses)
				}
				key := hkv.Key{{bucket, t.hash[0], t.hash[1]}, t.hash[:]}
				if err := f.put(key, binary.AppendUvarint(nil, value)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// each calls use with the number and the terms of each quad, in order.
func (f *levelFiller) each(use func(id uint64, q [4]uint32) error) error {
	id := uint64(f.snap.Terms())
	var failed error
	err := f.snap.Match(f.ctx, [4]uint32{}, func(q [4]uint32) bool {
		id++
		failed = use(id, q)
		return failed == nil
	})
	return errors.Join(failed, err)
}

// quads writes the quads, and the index by subject and predicate, which is in
// their order.
func (f *levelFiller) quads() error {
	err := f.each(func(id uint64, q [4]uint32) error {
		p := &proto.Primitive{ID: id}
		for i, d := range quad.Directions {
			p.SetDirection(d, uint64(q[i]))
		}
		return f.log(p)
	})
	if err != nil {
		return err
	}
	l := levelList{f: f, index: levelIndexes[0]}
	err = f.each(func(id uint64, q [4]uint32) error { return l.add(id, uint64(q[0]), uint64(q[1])) })
	return errors.Join(err, l.end())
}

func (f *levelFiller) byObject() error {
	return f.sorted(levelIndexes[1], 2, func(q [4]uint32) []uint64 { return []uint64{uint64(q[2]), uint64(q[1])} })
}

func (f *levelFiller) byLabel() error {
	return f.sorted(levelIndexes[2], 3, func(q [4]uint32) []uint64 { return []uint64{uint64(q[3])} })
}

// sorted writes an index whose keys begin with the term at a position: for a
// part of these terms after the other, as many as have quads for the memory.
func (f *levelFiller) sorted(index kv.QuadIndex, pos int, keyOf func(q [4]uint32) []uint64) error {
	type entry struct {
		lead, pred uint32
		id         uint64
	}
	var entries []entry
	l := levelList{f: f, index: index}
	for lo := uint32(1); int64(lo) <= f.snap.Terms(); {
		hi, n := lo, 0
		for ; int64(hi) <= f.snap.Terms() && (n == 0 || n < quadsAtOnce); hi++ {
			var at [4]uint32
			at[pos] = hi
			n += f.snap.CountMatch(at)
		}
		entries = entries[:0]
		err := f.each(func(id uint64, q [4]uint32) error {
			if q[pos] >= lo && q[pos] < hi {
				entries = append(entries, entry{q[pos], q[1], id})
			}
			return nil
		})
		if err != nil {
			return err
		}
		byPredicate := len(index.Dirs) > 1
		slices.SortFunc(entries, func(a, b entry) int {
			c := cmp.Compare(a.lead, b.lead)
			if c == 0 && byPredicate {
				c = cmp.Compare(a.pred, b.pred)
			}
			return cmp.Or(c, cmp.Compare(a.id, b.id))
		})
		for _, e := range entries {
			var q [4]uint32
			q[1], q[pos] = e.pred, e.lead
			if err := l.add(e.id, keyOf(q)...); err != nil {
				return err
			}
		}
		lo = hi
	}
	return l.end()
}

// counts writes how many quads there are and which numbers are in use.
func (f *levelFiller) counts() error {
	for name, n := range map[string]int64{"size": f.snap.Len(), "horizon": f.snap.Terms() + f.snap.Len()} {
		if err := f.put(hkv.Key{[]byte("meta"), []byte(name)}, binary.LittleEndian.AppendUint64(nil, uint64(n))); err != nil {
			return err
		}
	}
	return nil
}

// A levelList gathers the quads of one key of an index after the other.
type levelList struct {
	f     *levelFiller
	index kv.QuadIndex
	key   []uint64
	ids   []byte
}

func (l *levelList) add(id uint64, key ...uint64) error {
	if !slices.Equal(key, l.key) {
		if err := l.end(); err != nil {
			return err
		}
		l.key = append(l.key[:0], key...)
	}
	l.ids = binary.AppendUvarint(l.ids, id)
	return nil
}

func (l *levelList) end() error {
	if len(l.ids) == 0 {
		return nil
	}
	err := l.f.put(l.index.Key(l.key), slices.Clone(l.ids))
	l.ids = l.ids[:0]
	return err
}
