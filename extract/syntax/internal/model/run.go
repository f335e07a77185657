package model

import "slices"

// A Runner analyses sentences with a model. It owns the buffers for that and is
// used by one goroutine at a time.
type Runner struct {
	m      *Model
	Attrs  []Attrs
	State  State
	hid    []uint64
	buf    []uint64
	scores []int32
	tags   []uint8
	hashes []uint32
	rows   []int32

	tagSums, parseSums *sums
}

// NewRunner makes a runner for m.
func NewRunner(m *Model) *Runner {
	h := max(m.Tagger.H, m.Parser.H)
	c := max(m.Sizes.Tags, m.Sizes.Labels, int(Moves)) + 3
	return &Runner{
		m: m, hid: make([]uint64, h/4), buf: make([]uint64, (c+1)/2), scores: make([]int32, c),
		tagSums: newSums(m.Tagger, m.TaggerLayout), parseSums: newSums(m.Parser, m.ParserLayout),
	}
}

// Tag tags a sentence: the results are indices into Model.Tags and are kept in
// r.Attrs, from which Parse reads them.
func (r *Runner) Tag(forms []string) {
	n := len(forms)
	if cap(r.Attrs) < n {
		r.Attrs = make([]Attrs, n, 2*n)
		r.tags = make([]uint8, n, 2*n)
	}
	r.Attrs, r.tags = r.Attrs[:n], r.tags[:n]
	r.m.Vocab.Attributes(forms, r.Attrs)
	net, l := r.m.Tagger, r.m.TaggerLayout
	hid := r.hid[:net.H/4]
	r.hash()
	c := r.tagSums
	for i := range n {
		c.start()
		for slot := range l.Slots {
			if j := i + slot - TaggerReach; j >= 0 && j < n {
				c.word(slot, &r.Attrs[j], r.hashes[j])
			} else {
				c.row(int32(l.Empty[slot]))
			}
		}
		r.rows = TaggerContext(r.rows[:0], l, r.m.Sizes, r.tags, i)
		for _, row := range r.rows {
			c.row(row)
		}
		c.hidden(hid)
		net.scores(0, hid, r.buf, r.scores)
		r.tags[i] = uint8(best(r.scores[:r.m.Sizes.Tags]))
	}
	for i, t := range r.tags {
		r.Attrs[i].Tag = t
	}
}

// hash fills r.hashes from r.Attrs.
func (r *Runner) hash() {
	r.hashes = r.hashes[:0]
	for i := range r.Attrs {
		a := &r.Attrs[i]
		h := uint32(a.Word)*0x85EBCA6B ^ uint32(a.Suffix[2])*0xC2B2AE35 ^ uint32(a.Prefix[1])*0x27D4EB2F ^ uint32(a.Suffix[3])*0x165667B1
		h ^= uint32(a.Shape)<<8 ^ uint32(a.Tag)<<16 ^ uint32(a.Code[3])
		h ^= h >> 15
		r.hashes = append(r.hashes, h*0x2C1B3C6D)
	}
}

// best is the index of the greatest score, the first of equals.
func best(s []int32) int {
	b := 0
	for i, x := range s {
		if x > s[b] {
			b = i
		}
	}
	return b
}

// Parse parses the sentence that Tag has tagged. Heads and labels are in
// r.State; the root has the head N.
func (r *Runner) Parse() {
	net := r.m.Parser
	r.hash()
	r.parseSums.sentence(len(r.Attrs))
	s := &r.State
	s.Reset(r.Attrs, r.m.kinds)
	hid := r.hid[:net.H/4]
	for !s.Done() {
		r.hidden(s)
		net.scores(0, hid, r.buf, r.scores)
		m := Moves
		for k := range Moves {
			if s.Valid(k) && (m == Moves || r.scores[k] > r.scores[m]) {
				m = k
			}
		}
		s.Do(m, r.label(m))
	}
}

// label is the best label of the arc that m makes in the state of the hidden
// layer.
func (r *Runner) label(m Move) uint8 {
	set := r.m.LeftLabels
	switch m {
	case Shift:
		return 0
	case Right:
		set = r.m.RightLabels
	}
	r.m.Parser.scores(int(m), r.hid[:r.m.Parser.H/4], r.buf, r.scores)
	return set[best(r.scores[:len(set)])]
}

// grouped are slots whose words follow from one word: the top of the stack and
// the one under it with their neighbours, the first of the buffer with those
// around it and the marks ahead. What they add up to is the same in every state
// with that word there.
var grouped = [...][]int{
	{B0, B0P, B1, B2, B3, BV, BM},
	{S0, S0P, S0N},
	{S1, S1N},
}

// single are the other slots; those of labelSlots come first, in their order.
var single = append(slices.Clone(labelSlots[:]), S2, S3, SV)

// hidden computes the hidden layer of the parser in state s.
func (r *Runner) hidden(s *State) {
	l, c := r.m.ParserLayout, r.parseSums
	var words [ParserSlots]int32
	s.Words(&words)
	var groups [len(grouped)]int
	for g, slots := range grouped {
		key := int(words[slots[0]]) + 1
		if g == 0 {
			key = s.Next // there are words before the root too
		}
		v, ok := c.group(g, key)
		groups[g] = v
		if ok {
			continue
		}
		c.start()
		for _, slot := range slots {
			if w := words[slot]; w >= 0 {
				c.word(slot, &r.Attrs[w], r.hashes[w])
			} else {
				c.row(int32(l.Empty[slot]))
			}
		}
		c.keep(v)
	}
	empty := uint32(0)
	for i, slot := range single {
		if words[slot] < 0 {
			empty |= 1 << i
		}
	}
	none, ok := c.set(empty)
	if !ok {
		c.start()
		for i, slot := range single {
			if empty>>i&1 == 0 {
				continue
			}
			c.row(int32(l.Empty[slot]))
			if i < len(labelSlots) {
				c.row(labelRow(l, r.m.Sizes, i, r.m.Sizes.Labels))
			}
		}
		c.keep(none)
	}
	c.start()
	for _, v := range groups {
		c.term(v)
	}
	c.term(none)
	for i, slot := range single {
		w := words[slot]
		if w < 0 {
			continue
		}
		c.word(slot, &r.Attrs[w], r.hashes[w])
		if i < len(labelSlots) {
			c.row(labelRow(l, r.m.Sizes, i, int(s.Label[w])))
		}
	}
	r.rows = s.countRows(r.rows[:0], l, r.m.Sizes, &words)
	for _, row := range r.rows {
		c.row(row)
	}
	c.hidden(r.hid[:r.m.Parser.H/4])
}
