package snapshot

import (
	"bufio"
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"slices"
	"sync"

	"github.com/cayleygraph/quad"
)

// Options say how a snapshot is built. The zero value is ready for use.
type Options struct {
	// Memory is about the number of bytes that the sorting takes; 0 means 256
	// MiB. Besides, four bytes are needed for each distinct term.
	Memory int
	// Check is asked about each distinct term, at least once; an error ends
	// the building. Nil accepts all.
	Check func(quad.Value) error
	// Disk is the file system to write to; nil means that of the operating
	// system.
	Disk Disk
}

// Build writes the quads to a new snapshot file, durably. Equal quads are kept
// once; their order does not matter: the same quads give the same bytes. An
// error of the sequence ends the building and is returned. Files for sorting
// are kept in the folder name+".runs", which is gone in the end. After an error
// the file is removed.
func Build(ctx context.Context, name string, quads iter.Seq2[quad.Quad, error], opts Options) (err error) {
	if opts.Disk == nil {
		opts.Disk = OS{}
	}
	if opts.Memory == 0 {
		opts.Memory = 256 << 20
	}
	if opts.Check == nil {
		opts.Check = func(quad.Value) error { return nil }
	}
	file, err := opts.Disk.Create(name)
	if err != nil {
		return err
	}
	tmp := &spools{disk: opts.Disk, dir: name + ".runs"}
	defer func() {
		err = errors.Join(err, tmp.remove(), file.Close())
		if err != nil {
			err = errors.Join(err, opts.Disk.RemoveAll(name))
		}
	}()
	b := &builder{opts: opts, tmp: tmp, out: newFileWriter(file), batch: newBatch()}
	if err := b.collect(ctx, quads); err != nil {
		return err
	}
	if err := b.number(ctx); err != nil {
		return err
	}
	if err := b.writeOrders(ctx); err != nil {
		return err
	}
	return b.out.close()
}

// A builder writes one snapshot: it collects the quads in batches, merges the
// terms of the batches into the dictionary, and sorts the rows.
type builder struct {
	opts  Options
	tmp   *spools
	out   *fileWriter
	batch *batch
	runs  []*run
	preds []uint32 // the terms that are predicates, in order
	terms uint64
	rows  *sorter // of the order spog
}

// A run is a batch that had to leave memory. Its terms are numbered from 1 in
// their order.
type run struct {
	terms *spool // in order, as writeTerm writes them
	rows  *spool
	ids   *spool   // the number that each term has in the snapshot
	preds []uint32 // the terms that are predicates, in order
}

// collect reads the quads.
func (b *builder) collect(ctx context.Context, quads iter.Seq2[quad.Quad, error]) error {
	for batch, err := range ahead(quads) {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		for _, q := range batch {
			if err := b.batch.add(q, b.check); err != nil {
				return err
			}
			if b.batch.memory() > b.opts.Memory/2 {
				if err := b.seal(); err != nil {
					return err
				}
			}
		}
	}
	return ctx.Err()
}

// check refuses what the dictionary cannot keep.
func (b *builder) check(v quad.Value) error {
	switch v := v.(type) {
	case quad.IRI, quad.BNode, quad.String, quad.LangString, quad.TypedString:
		return b.opts.Check(v)
	case nil:
		return errors.New("a quad without subject, predicate or object")
	}
	return fmt.Errorf("%v is a %T: use a typed string with the full datatype IRI", v, v)
}

// seal numbers the terms of the batch in their order and moves the batch out of
// memory.
func (b *builder) seal() error {
	bt := b.batch
	r := &run{terms: b.tmp.spool(0), rows: b.tmp.spool(0), ids: b.tmp.spool(1 << 20)}
	rank := make([]uint32, len(bt.ends)+1)
	var prev []byte
	for i, t := range bt.sorted() {
		rank[t.n] = uint32(i + 1)
		term := bt.term(t.n)
		if err := writeTerm(r.terms, prev, term); err != nil {
			return err
		}
		prev = term
	}
	r.preds = renumber(bt.quads, rank)
	if err := writeRows(r.rows, bt.quads); err != nil {
		return err
	}
	b.runs = append(b.runs, r)
	bt.reset()
	return nil
}

// renumber replaces the terms of rows by their ranks. It returns those that are
// predicates, in order.
func renumber(rows []row, rank []uint32) []uint32 {
	isPred := make([]bool, len(rank))
	var preds []uint32
	for i := range rows {
		for p := range rows[i] {
			rows[i][p] = rank[rows[i][p]]
		}
		if p := rows[i][pred]; !isPred[p] {
			isPred[p] = true
			preds = append(preds, p)
		}
	}
	slices.Sort(preds)
	return preds
}

// number writes the dictionary and gives the rows their final numbers.
func (b *builder) number(ctx context.Context) error {
	b.out.begin(dictTerms)
	d := &dictWriter{out: b.out}
	if len(b.runs) == 0 {
		return b.numberOne(d)
	}
	if err := b.seal(); err != nil {
		return err
	}
	b.batch = nil
	if err := b.mergeTerms(ctx, d); err != nil {
		return err
	}
	b.endTerms(d)
	for _, r := range b.runs {
		if err := b.feed(ctx, r); err != nil {
			return err
		}
	}
	return nil
}

// numberOne does it for a single batch, in memory.
func (b *builder) numberOne(d *dictWriter) error {
	bt := b.batch
	b.batch = nil
	rank := make([]uint32, len(bt.ends)+1)
	for i, t := range bt.sorted() {
		rank[t.n] = uint32(i + 1)
		d.add(bt.term(t.n))
	}
	b.preds = renumber(bt.quads, rank)
	b.endTerms(d)
	for i := range bt.quads {
		p, _ := slices.BinarySearch(b.preds, bt.quads[i][pred])
		bt.quads[i][pred] = uint32(p)
	}
	b.rows.rows = bt.quads
	return nil
}

// endTerms ends the dictionary and writes the predicates.
func (b *builder) endTerms(d *dictWriter) {
	d.close()
	b.terms = d.n
	b.out.begin(predicates)
	bw := bitWriter{out: b.out}
	for _, p := range b.preds {
		bw.put(uint64(p), widthOf(b.terms))
	}
	bw.close()
	b.rows = b.sorter(spog)
}

// sorter makes a sorter of rows that come in the order spog, or in none if that
// is the order asked for.
func (b *builder) sorter(o order) *sorter {
	w := widthOf(b.terms)
	s := &sorter{
		from: b.tmp, by: directions[o], limit: max(1024, b.opts.Memory/(numOrders*2*rowSize)),
		bits: [4]uint{sub: w, pred: widthOf(uint64(len(b.preds))), obj: w, lab: w},
	}
	switch o {
	case spog:
		s.pass = []int{lab, obj, pred, sub}
	case opsg:
		s.pass = []int{pred, obj}
	case posg:
		s.pass = []int{obj, pred}
	case gspo:
		s.pass = []int{lab}
	}
	return s
}

// mergeTerms merges the terms of all runs into the dictionary and notes for
// each run the numbers that its terms have got.
func (b *builder) mergeTerms(ctx context.Context, d *dictWriter) error {
	type found struct {
		term []byte
		run  *run
	}
	sources := make([]func() (found, error), len(b.runs))
	for i, r := range b.runs {
		rd, err := r.terms.reader()
		if err != nil {
			return err
		}
		var term []byte
		sources[i] = func() (found, error) {
			var err error
			term, err = readTerm(rd, term)
			return found{term, r}, err
		}
	}
	isPred := make(map[uint32]bool)
	read := make(map[*run]uint32, len(b.runs)) // terms read of each
	next := make(map[*run]int, len(b.runs))    // index into preds of each
	var id [4]byte
	for f, err := range merge(sources, func(x, y found) int { return bytes.Compare(x.term, y.term) }) {
		if d.n%4096 == 0 && err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
		if d.n == 0 || !bytes.Equal(f.term, d.last) {
			if d.n == math.MaxUint32 {
				return fmt.Errorf("more than %d different terms", uint32(math.MaxUint32))
			}
			d.add(f.term)
		}
		binary.LittleEndian.PutUint32(id[:], uint32(d.n))
		if _, err := f.run.ids.Write(id[:]); err != nil {
			return err
		}
		read[f.run]++
		if i := next[f.run]; i < len(f.run.preds) && f.run.preds[i] == read[f.run] {
			next[f.run]++
			if !isPred[uint32(d.n)] {
				isPred[uint32(d.n)] = true
				b.preds = append(b.preds, uint32(d.n))
			}
		}
	}
	return nil
}

// feed gives the rows of a run to the sorter, with their final numbers.
func (b *builder) feed(ctx context.Context, r *run) error {
	ids := make([]uint32, 1, r.ids.bytes()/4+1) // 0 stays 0
	rd, err := r.ids.reader()
	if err != nil {
		return err
	}
	var buf [4]byte
	for {
		if _, err := io.ReadFull(rd, buf[:]); err == io.EOF {
			break
		} else if err != nil {
			return err
		}
		ids = append(ids, binary.LittleEndian.Uint32(buf[:]))
	}
	if rd, err = r.rows.reader(); err != nil {
		return err
	}
	for {
		q, err := readRow(rd)
		if err == io.EOF {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		for i := range q {
			q[i] = ids[q[i]]
		}
		p, _ := slices.BinarySearch(b.preds, q[pred])
		q[pred] = uint32(p)
		if err := b.rows.add(q); err != nil {
			return err
		}
	}
}

// writeOrders writes the rows in every order, and the statistics.
func (b *builder) writeOrders(ctx context.Context) error {
	others := []*sorter{opsg: b.sorter(opsg), posg: b.sorter(posg), gspo: b.sorter(gspo)}
	var stats statsCounter
	stats.preds = make([]predCounts, len(b.preds))
	w := b.orderWriter(spog)
	for r, err := range b.rows.sorted(ctx) {
		if err != nil {
			return err
		}
		if w.n == math.MaxUint32 {
			return fmt.Errorf("more than %d quads", uint32(math.MaxUint32))
		}
		w.add(r)
		stats.countSubjects(r)
		for _, s := range others[1:] {
			if err := s.add(r); err != nil {
				return err
			}
		}
	}
	w.close()
	stats.leads[spog] = w.distinct
	b.rows = nil
	var wg sync.WaitGroup
	for _, s := range others[1:] {
		if len(s.runs) == 0 {
			wg.Go(s.sortRun)
		}
	}
	wg.Wait()
	for o := opsg; o < numOrders; o++ {
		w := b.orderWriter(o)
		for r, err := range others[o].sorted(ctx) {
			if err != nil {
				return err
			}
			w.add(r)
			if o == posg {
				stats.countObjects(r)
			}
		}
		w.close()
		stats.leads[o] = w.distinct
		others[o] = nil
	}
	b.out.head.terms, b.out.head.predicates, b.out.head.quads = b.terms, uint64(len(b.preds)), w.n
	b.out.begin(statistics)
	b.out.write(stats.encode())
	return nil
}

// An orderWriter writes the rows of one order and where those of each leading
// number start.
type orderWriter struct {
	order  order
	bits   bitWriter
	widths [4]uint
	leads  uint64
	starts []uint32 // for each leading number and the one after the last
	n      uint64
	lead   uint32 // of the last row

	distinct uint64 // leading numbers, without the absent label
}

func (b *builder) orderWriter(o order) *orderWriter {
	b.out.begin(o.rows())
	w := &orderWriter{order: o, bits: bitWriter{out: b.out}, widths: widths(b.terms, uint64(len(b.preds)))}
	w.leads = leads(o, b.terms, uint64(len(b.preds)))
	w.starts = make([]uint32, 0, w.leads+1)
	return w
}

// widths are the bits of the numbers at each position.
func widths(terms, preds uint64) [4]uint {
	w := widthOf(terms)
	return [4]uint{sub: w, pred: widthOf(preds), obj: w, lab: w}
}

// leads is how many leading numbers an order may have, from 0 on.
func leads(o order, terms, preds uint64) uint64 {
	if o == posg {
		return preds
	}
	return terms + 1
}

func (w *orderWriter) add(r row) {
	by := directions[w.order]
	if lead := r[by[0]]; w.n == 0 || lead != w.lead {
		w.lead = lead
		if w.order != gspo || lead > 0 {
			w.distinct++
		}
	}
	for lead := int(r[by[0]]); len(w.starts) <= lead; {
		w.starts = append(w.starts, uint32(w.n))
	}
	for _, p := range by[1:] {
		w.bits.put(uint64(r[p]), w.widths[p])
	}
	w.n++
}

func (w *orderWriter) close() {
	w.bits.close()
	for uint64(len(w.starts)) <= w.leads {
		w.starts = append(w.starts, uint32(w.n))
	}
	out := w.bits.out
	out.begin(w.order.starts())
	bw := bitWriter{out: out}
	for _, at := range w.starts {
		bw.put(uint64(at), widthOf(w.n))
	}
	bw.close()
}

// writeTerm writes a term without the beginning that it shares with prev.
func writeTerm(w io.Writer, prev, term []byte) error {
	shared := common(prev, term)
	buf := make([]byte, 0, 64)
	buf = binary.AppendUvarint(buf, uint64(shared))
	buf = binary.AppendUvarint(buf, uint64(len(term)-shared))
	_, err := w.Write(append(buf, term[shared:]...))
	return err
}

// readTerm reads what writeTerm has written; prev is overwritten. It fails with
// [io.EOF] at the end.
func readTerm(rd *bufio.Reader, prev []byte) ([]byte, error) {
	shared, err := binary.ReadUvarint(rd)
	if err != nil {
		return nil, err
	}
	size, err := binary.ReadUvarint(rd)
	if err != nil {
		return nil, noEOF(err)
	}
	if shared > uint64(len(prev)) {
		return nil, io.ErrUnexpectedEOF
	}
	term := slices.Grow(prev[:shared], int(size))[:shared+size]
	if _, err := io.ReadFull(rd, term[shared:]); err != nil {
		return nil, noEOF(err)
	}
	return term, nil
}

func noEOF(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}
