package model

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
}

// Reset makes s ready for a sentence of n words.
func (s *State) Reset(n int) {
	s.N, s.Next = n, 0
	s.Stack = s.Stack[:0]
	grow := func(p *[]int32) {
		if cap(*p) < n+1 {
			*p = make([]int32, n+1, 2*n+1)
		}
		*p = (*p)[:n+1]
		for i := range *p {
			(*p)[i] = -1
		}
	}
	grow(&s.Head)
	grow(&s.L1)
	grow(&s.L2)
	grow(&s.R1)
	grow(&s.R2)
	if cap(s.Label) < n+1 {
		s.Label = make([]uint8, 2*n+1)
		s.NL = make([]uint8, 2*n+1)
		s.NR = make([]uint8, 2*n+1)
	}
	s.Label, s.NL, s.NR = s.Label[:n+1], s.NL[:n+1], s.NR[:n+1]
	clear(s.Label)
	clear(s.NL)
	clear(s.NR)
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
// (Goldberg and Nivre 2013); -1 for an invalid move.
func (s *State) Costs(gold []int32) [Moves]int {
	c := [Moves]int{-1, -1, -1}
	b := int32(s.Next)
	var s0, s1 int32 = -1, -1
	if k := len(s.Stack); k > 0 {
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
			if gold[b] == d && i < len(s.Stack)-1 {
				c[Shift]++
			}
		}
	}
	if s.Valid(Left) {
		c[Left] = lost
		if g := gold[s0]; g != b && (g == s1 || g > b) {
			c[Left]++
		}
	}
	if s.Valid(Right) {
		c[Right] = lost
		if gold[s0] >= b {
			c[Right]++
		}
	}
	return c
}
