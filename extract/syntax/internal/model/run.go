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
	hashes []uint32
	// The sums of the rows of a word at a slot come up again and again.
	tagSums, parseSums *sums
}

// sums remembers sums of rows by slot and attributes of the word. Each pair has
// one place; a later one takes it over.
type sums struct {
	net    *Net
	layout *Layout
	keys   []Attrs
	slots  []uint8 // slot plus 1, 0 for a free place
	acc    []uint64
	rows   []int32
}

// sumPlaces is the number of places of sums, a power of two. 8,192 places of the
// parser take three megabytes.
const sumPlaces = 8192

func newSums(n *Net, l *Layout) *sums {
	return &sums{net: n, layout: l, keys: make([]Attrs, sumPlaces), slots: make([]uint8, sumPlaces), acc: make([]uint64, sumPlaces*n.H/4)}
}

// add adds the rows of a word at a slot to acc and returns how many they are.
func (c *sums) add(acc []uint64, slot int, a *Attrs, hash uint32) int {
	at := (hash + uint32(slot)*0x9E3779B1) >> 7 % sumPlaces
	q := len(acc)
	sum := c.acc[int(at)*q:]
	sum = sum[:q]
	if c.slots[at] != uint8(slot+1) || c.keys[at] != *a {
		c.slots[at], c.keys[at] = uint8(slot+1), *a
		clear(sum)
		c.rows = c.layout.WordRows(c.rows[:0], slot, a)
		for _, row := range c.rows {
			c.net.Add(sum, row)
		}
	}
	for k, x := range sum {
		acc[k] += x
	}
	return len(c.layout.Slots[slot])
}

// NewRunner makes a runner for m.
func NewRunner(m *Model) *Runner {
	h := max(m.Tagger.H, m.Parser.H)
	c := max(m.Sizes.Tags, m.Sizes.Labels, int(Moves))
	return &Runner{
		m: m, acc: make([]uint64, h/4), hid: make([]uint32, h), buf: make([]uint64, (c+1)/2), scores: make([]int32, c),
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
	acc, hid := r.acc[:net.H/4], r.hid[:net.H]
	r.hash()
	for i := range n {
		clear(acc)
		count := 0
		for slot := range l.Slots {
			if j := i + slot - TaggerReach; j >= 0 && j < n {
				count += r.tagSums.add(acc, slot, &r.Attrs[j], r.hashes[j])
			} else {
				net.Add(acc, int32(l.Empty[slot]))
				count++
			}
		}
		r.rows = TaggerContext(r.rows[:0], l, r.m.Sizes, r.tags, i)
		for _, row := range r.rows {
			net.Add(acc, row)
		}
		total := net.Hidden(hid, acc, count+len(r.rows))
		net.Scores(0, hid, total, r.buf, r.scores)
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
	r.hash()
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
		count += r.parseSums.add(acc, slot, &r.Attrs[w], r.hashes[w])
	}
	r.rows = s.Context(r.rows[:0], l, r.m.Sizes, &words)
	for _, row := range r.rows {
		net.Add(acc, row)
	}
	return net.Hidden(r.hid[:net.H], acc, count+len(r.rows))
}
