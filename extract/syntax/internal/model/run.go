package model

// A Runner analyses sentences with a model. It owns the buffers for that and is
// used by one goroutine at a time.
type Runner struct {
	m      *Model
	Attrs  []Attrs
	State  State
	rows   []int32
	acc    []uint64
	hid    []uint32
	buf    []uint64
	scores []int32
	tags   []uint8
	// Sums of the rows of a word at a slot of the parser: H/4 words each.
	cache  []uint64
	cached []bool
	n      int
}

// NewRunner makes a runner for m.
func NewRunner(m *Model) *Runner {
	h := max(m.Tagger.H, m.Parser.H)
	c := max(m.Sizes.Tags, m.Sizes.Labels, int(Moves))
	return &Runner{m: m, acc: make([]uint64, h/4), hid: make([]uint32, h), buf: make([]uint64, (c+1)/2), scores: make([]int32, c)}
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
	acc, hid := r.acc[:net.H/4], r.hid[:net.H]
	for i := range n {
		r.rows = TaggerRows(r.rows[:0], l, r.m.Sizes, r.Attrs, r.tags, i)
		clear(acc)
		for _, row := range r.rows {
			net.Add(acc, row)
		}
		total := net.Hidden(hid, acc, len(r.rows))
		net.Scores(0, hid, total, r.buf, r.scores)
		r.tags[i] = uint8(best(r.scores[:r.m.Sizes.Tags]))
	}
	for i, t := range r.tags {
		r.Attrs[i].Tag = t
	}
}

// TaggerRows appends the rows of the tagger for word i; tags holds those of the
// words before.
func TaggerRows(rows []int32, l *Layout, z Sizes, attrs []Attrs, tags []uint8, i int) []int32 {
	for slot := range l.Slots {
		if j := i + slot - TaggerReach; j >= 0 && j < len(attrs) {
			rows = l.WordRows(rows, slot, &attrs[j])
		} else {
			rows = append(rows, int32(l.Empty[slot]))
		}
	}
	return TaggerContext(rows, l, z, tags, i)
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
	n := len(r.Attrs)
	net := r.m.Parser
	q := net.H / 4
	if need := n * ParserSlots; cap(r.cached) < need {
		r.cached = make([]bool, need*2)
		r.cache = make([]uint64, need*2*q)
	}
	r.cached = r.cached[:n*ParserSlots]
	clear(r.cached)
	s := &r.State
	s.Reset(n)
	hid := r.hid[:net.H]
	for !s.Done() {
		total := r.hidden(s)
		net.Scores(0, hid, total, r.buf, r.scores)
		m := Moves
		for k := range Moves {
			if s.Valid(k) && (m == Moves || r.scores[k] > r.scores[m]) {
				m = k
			}
		}
		s.Do(m, r.label(m, total))
	}
}

// label is the best label of the arc that m makes in the state of the hidden
// layer.
func (r *Runner) label(m Move, total uint64) uint8 {
	set := r.m.LeftLabels
	switch m {
	case Shift:
		return 0
	case Right:
		set = r.m.RightLabels
	}
	r.m.Parser.Scores(int(m), r.hid[:r.m.Parser.H], total, r.buf, r.scores)
	return set[best(r.scores[:len(set)])]
}

// hidden computes the hidden layer of the parser in state s.
func (r *Runner) hidden(s *State) (total uint64) {
	net, l := r.m.Parser, r.m.ParserLayout
	q := net.H / 4
	acc := r.acc[:q]
	clear(acc)
	var words [ParserSlots]int32
	s.Words(&words)
	count := 0
	for slot, w := range words {
		if w < 0 {
			net.Add(acc, int32(l.Empty[slot]))
			count++
			continue
		}
		at := int(w)*ParserSlots + slot
		sum := r.cache[at*q : at*q+q]
		if !r.cached[at] {
			r.cached[at] = true
			clear(sum)
			r.rows = l.WordRows(r.rows[:0], slot, &r.Attrs[w])
			for _, row := range r.rows {
				net.Add(sum, row)
			}
		}
		for k, x := range sum {
			acc[k] += x
		}
		count += len(l.Slots[slot])
	}
	r.rows = s.Context(r.rows[:0], l, r.m.Sizes, &words)
	for _, row := range r.rows {
		net.Add(acc, row)
	}
	return net.Hidden(r.hid[:net.H], acc, count+len(r.rows))
}
