package review

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"

	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema/problem"
)

// A Set is decisions in the order of what they are on, one for each. Its
// methods may be called by many goroutines where none calls Put.
type Set struct {
	list  []Decision
	byDoc map[string][]int // decisions on claims by document
}

// NewSet makes a set of decisions; of two on the same the later one holds.
func NewSet(ds []Decision) *Set {
	s := &Set{}
	for _, d := range ds {
		s.put(d)
	}
	s.index()
	return s
}

// Load reads a file of decisions. One that is not there is an empty set.
func Load(name string) (*Set, error) {
	b, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return NewSet(nil), nil
	}
	if err != nil {
		return nil, err
	}
	return Parse(name, b)
}

// Parse reads decisions, one JSON object a line in any order; empty lines and
// those that begin with # are skipped. The error names every line that is no
// decision, or that decides again what another line has decided.
func Parse(file string, data []byte) (*Set, error) {
	var ps problem.List
	var ds []Decision
	first := map[string]int{}
	n := 0
	for line := range bytes.Lines(data) {
		n++
		line = bytes.TrimSpace(line)
		if len(line) == 0 || line[0] == '#' {
			continue
		}
		var d Decision
		if err := d.decode(line); err != nil {
			ps.Add(file, n, "%v", err)
			continue
		}
		k := d.key()
		if at, ok := first[k]; ok {
			ps.Add(file, n, "decided in line %d already", at)
			continue
		}
		first[k] = n
		ds = append(ds, d)
	}
	if err := ps.Err(); err != nil {
		return nil, err
	}
	return NewSet(ds), nil
}

const header = `# Decisions of people on claims and identities, one a line, sorted; made by
# 'normgraph review', honoured by every build. Keep it under version control.
`

// Write writes the set as Parse reads it. Equal sets give equal bytes.
func (s *Set) Write(w io.Writer) error {
	var b bytes.Buffer
	b.WriteString(header)
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	for i := range s.list {
		if err := enc.Encode(&s.list[i]); err != nil {
			return err
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

// Len is the number of decisions.
func (s *Set) Len() int { return len(s.list) }

// All are the decisions in order.
func (s *Set) All() []Decision { return slices.Clone(s.list) }

// Put adds a decision, in the place of an earlier one on the same.
func (s *Set) Put(d Decision) {
	s.put(d)
	s.index()
}

func (s *Set) put(d Decision) {
	if d.Claim != nil {
		c := *d.Claim
		c.Words = slices.Compact(slices.Sorted(slices.Values(c.Words)))
		d.Claim = &c
	}
	i, ok := s.search(d.key())
	if ok {
		s.list[i] = d
	} else {
		s.list = slices.Insert(s.list, i, d)
	}
}

func (s *Set) search(key string) (int, bool) {
	return slices.BinarySearchFunc(s.list, key, func(d Decision, key string) int { return cmp.Compare(d.key(), key) })
}

// ByPath is the decision of a node of the graph, or nil.
func (s *Set) ByPath(path string) *Decision {
	for i := range s.list {
		if s.list[i].Path() == path {
			d := s.list[i]
			return &d
		}
	}
	return nil
}

func (s *Set) index() {
	s.byDoc = map[string][]int{}
	for i := range s.list {
		if c := s.list[i].Claim; c != nil {
			s.byDoc[c.Document] = append(s.byDoc[c.Document], i)
		}
	}
}

// Identities are the decisions on identities as the resolve pass takes them, in
// order.
func (s *Set) Identities() []resolve.Decision {
	var out []resolve.Decision
	for i := range s.list {
		if d := &s.list[i]; d.identity() {
			out = append(out, resolve.Decision{A: *d.A, B: *d.B, Same: d.Verdict == Same})
		}
	}
	return out
}
