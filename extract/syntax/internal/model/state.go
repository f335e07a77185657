package model

import "slices"

// Move is a transition of the arc-hybrid system.
type Move uint8

// The moves. The first word of the buffer is B0, the top of the stack S0, the
// one under it S1. After the last word the buffer holds the root.
const (
	Shift Move = iota // B0 to the stack
	Left              // B0 becomes the head of S0, which leaves the stack
	Right             // S1 becomes the head of S0, which leaves the stack
	Moves
)

// A State is a sentence being parsed. The words are 0 to N-1, the root is N.
type State struct {
	N     int
	Next  int // B0
	Stack []int32
	Head  []int32 // -1 while unknown
	Label []uint8
	// The first and last two children on each side, -1 for none.
	L1, L2, R1, R2 []int32
	NL, NR         []uint8 // number of children
	// Of each place in the buffer: the next verb from there on (-1 for none), the
	// next mark or conjunction, and the number of finite verbs left.
	NextVerb, NextMark []int32
	Finite             []uint8
	verb               []bool
}

// TagKind is a set of coarse properties of a tag.
type TagKind uint8

// The properties.
const (
	Verb   TagKind = 1 << iota // a verb that is no auxiliary
	Finite                     // a finite form
	Mark                       // a comma or the like, a conjunction
)

// Kinds gives the properties of tags.
func Kinds(tags []Tag) []TagKind {
	out := make([]TagKind, len(tags))
	for i, t := range tags {
		if t.UPOS == "VERB" {
			out[i] |= Verb
		}
		switch t.XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			out[i] |= Finite
		case ",", ":", ".", "CC", "-LRB-", "-RRB-", "``", "''":
			out[i] |= Mark
		}
	}
	return out
}

// Reset makes s ready for a sentence. kinds are the properties of each tag.
func (s *State) Reset(attrs []Attrs, kinds []TagKind) {
	n := len(attrs)
	s.N, s.Next = n, 0
	s.Stack = s.Stack[:0]
	for _, p := range []*[]int32{&s.Head, &s.L1, &s.L2, &s.R1, &s.R2} {
		*p = slices.Grow((*p)[:0], n+1)[:n+1]
		for i := range *p {
			(*p)[i] = -1
		}
	}
	for _, p := range []*[]uint8{&s.Label, &s.NL, &s.NR} {
		*p = slices.Grow((*p)[:0], n+1)[:n+1]
		clear(*p)
	}
	s.NextVerb, s.NextMark = slices.Grow(s.NextVerb[:0], n+2)[:n+2], slices.Grow(s.NextMark[:0], n+2)[:n+2]
	s.Finite, s.verb = slices.Grow(s.Finite[:0], n+2)[:n+2], slices.Grow(s.verb[:0], n)[:n]
	verb, mark, finite := int32(-1), int32(-1), uint8(0)
	for i := n + 1; i >= 0; i-- {
		if i < n {
			k := kinds[attrs[i].Tag]
			s.verb[i] = k&Verb != 0
			if s.verb[i] {
				verb = int32(i)
			}
			if k&Mark != 0 {
				mark = int32(i)
			}
			if k&Finite != 0 && finite < 255 {
				finite++
			}
		}
		s.NextVerb[i], s.NextMark[i], s.Finite[i] = verb, mark, finite
	}
}

// Done reports whether the root has its child and nothing is left.
func (s *State) Done() bool { return s.Next == s.N && len(s.Stack) == 0 }

// Valid reports whether m is allowed: the root takes one child, last of all.
func (s *State) Valid(m Move) bool {
	switch m {
	case Shift:
		return s.Next < s.N
	case Left:
		return len(s.Stack) > 0 && (s.Next < s.N || len(s.Stack) == 1)
	}
	return len(s.Stack) > 1
}

// Do makes a valid move. label is that of the arc.
func (s *State) Do(m Move, label uint8) {
	switch m {
	case Shift:
		s.Stack = append(s.Stack, int32(s.Next))
		s.Next++
		return
	case Left:
		d := s.Stack[len(s.Stack)-1]
		s.Stack = s.Stack[:len(s.Stack)-1]
		h := int32(s.Next)
		s.Head[d], s.Label[d] = h, label
		s.L2[h], s.L1[h] = s.L1[h], d
		s.NL[h]++
	case Right:
		d := s.Stack[len(s.Stack)-1]
		s.Stack = s.Stack[:len(s.Stack)-1]
		h := s.Stack[len(s.Stack)-1]
		s.Head[d], s.Label[d] = h, label
		s.R2[h], s.R1[h] = s.R1[h], d
		s.NR[h]++
	}
}

// Costs gives the number of gold arcs that each move makes unreachable
// (Goldberg and Nivre 2013); -1 for an invalid move. As the root takes one child
// only, that child must come to lie at the bottom of the stack.
func (s *State) Costs(gold []int32) [Moves]int {
	c := [Moves]int{-1, -1, -1}
	b, root := int32(s.Next), int32(s.N)
	var s0, s1 int32 = -1, -1
	k := len(s.Stack)
	if k > 0 {
		s0 = s.Stack[k-1]
		if k > 1 {
			s1 = s.Stack[k-2]
		}
	}
	lost := 0 // dependents of S0 in the buffer
	if s0 >= 0 {
		for d := s.Next; d < s.N; d++ {
			if gold[d] == s0 {
				lost++
			}
		}
	}
	if s.Valid(Shift) {
		c[Shift] = 0
		for i, d := range s.Stack {
			if gold[d] == b {
				c[Shift]++
			}
			if gold[b] == d && i < k-1 {
				c[Shift]++
			}
		}
		if gold[b] == root && k > 0 {
			c[Shift]++
		}
	}
	ahead := s0 >= 0 && gold[s0] >= b && (gold[s0] != root || k == 1) // the head of S0 is to come
	if s.Valid(Left) {
		c[Left] = lost
		if g := gold[s0]; g != b && (g == s1 || ahead) {
			c[Left]++
		}
	}
	if s.Valid(Right) {
		c[Right] = lost
		if ahead {
			c[Right]++
		}
	}
	return c
}
