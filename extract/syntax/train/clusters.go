package main

import (
	"cmp"
	"math"
	"slices"
)

// clusters sorts the words of a text into k classes, such that the class of a
// word says as much as possible about its neighbours: the exchange algorithm of
// Kneser and Ney (1993) on the bigrams of the text. Words that occur fewer than
// minCount times are left out (class -1). Lines are sequences of word numbers;
// words are numbered by falling frequency.
func clusters(lines [][]int32, words, k, minCount, rounds int) []int {
	count := make([]int, words)
	for _, l := range lines {
		for _, w := range l {
			count[w]++
		}
	}
	kept := 0
	for kept < words && count[kept] >= minCount {
		kept++
	}
	// Class k is that of words left out and of the ends of lines.
	class := make([]int, words)
	for w := range class {
		switch {
		case w >= kept:
			class[w] = k
		default:
			class[w] = w % k
		}
	}
	type edge struct {
		w int32
		n int32
	}
	succ, pred := make([][]edge, kept), make([][]edge, kept)
	{
		big := map[[2]int32]int32{}
		end := int32(words)
		for _, l := range lines {
			prev := end
			for _, w := range l {
				big[[2]int32{prev, w}]++
				prev = w
			}
			big[[2]int32{prev, end}]++
		}
		for b, n := range big {
			if int(b[0]) < kept {
				succ[b[0]] = append(succ[b[0]], edge{b[1], n})
			}
			if int(b[1]) < kept {
				pred[b[1]] = append(pred[b[1]], edge{b[0], n})
			}
		}
		for w := range kept {
			order := func(a, b edge) int { return cmp.Compare(a.w, b.w) }
			slices.SortFunc(succ[w], order)
			slices.SortFunc(pred[w], order)
		}
	}
	of := func(w int32) int {
		if int(w) >= words {
			return k
		}
		return class[w]
	}
	// Counts of class bigrams and classes.
	n := k + 1
	pair := make([]int32, n*n)
	left, right := make([]int32, n), make([]int32, n)
	for w := range kept {
		for _, e := range succ[w] {
			pair[class[w]*n+of(e.w)] += e.n
			left[class[w]] += e.n
			right[of(e.w)] += e.n
		}
		for _, e := range pred[w] {
			if int(e.w) >= kept { // not counted from the other side
				pair[of(e.w)*n+class[w]] += e.n
				left[of(e.w)] += e.n
				right[class[w]] += e.n
			}
		}
	}
	logs := make([]float64, 1<<16)
	for i := 2; i < len(logs); i++ {
		logs[i] = float64(i) * math.Log(float64(i))
	}
	xlogx := func(x int32) float64 {
		if int(x) < len(logs) {
			return logs[max(x, 0)]
		}
		return float64(x) * math.Log(float64(x))
	}
	outTo, inFrom := make([]int32, n), make([]int32, n)
	var outs, ins []int
	for range rounds {
		moved := 0
		for w := range kept {
			from := class[w]
			outs, ins = outs[:0], ins[:0]
			var self, nOut, nIn int32
			for _, e := range succ[w] {
				nOut += e.n
				if int(e.w) == w {
					self += e.n
					continue
				}
				c := of(e.w)
				if outTo[c] == 0 {
					outs = append(outs, c)
				}
				outTo[c] += e.n
			}
			for _, e := range pred[w] {
				nIn += e.n
				if int(e.w) == w {
					continue
				}
				c := of(e.w)
				if inFrom[c] == 0 {
					ins = append(ins, c)
				}
				inFrom[c] += e.n
			}
			put := func(c int, sign int32) {
				for _, d := range outs {
					pair[c*n+d] += sign * outTo[d]
				}
				for _, d := range ins {
					pair[d*n+c] += sign * inFrom[d]
				}
				pair[c*n+c] += sign * self
				left[c] += sign * nOut
				right[c] += sign * nIn
			}
			put(from, -1)
			best, gain := from, math.Inf(-1)
			for c := range k {
				var g float64
				for _, d := range outs {
					if d != c {
						x := pair[c*n+d]
						g += xlogx(x+outTo[d]) - xlogx(x)
					}
				}
				for _, d := range ins {
					if d != c {
						x := pair[d*n+c]
						g += xlogx(x+inFrom[d]) - xlogx(x)
					}
				}
				x := pair[c*n+c]
				g += xlogx(x+self+outTo[c]+inFrom[c]) - xlogx(x)
				g -= xlogx(left[c]+nOut) - xlogx(left[c]) + xlogx(right[c]+nIn) - xlogx(right[c])
				if g > gain+1e-9 {
					best, gain = c, g
				}
			}
			put(best, 1)
			if best != from {
				class[w] = best
				moved++
			}
			for _, d := range outs {
				outTo[d] = 0
			}
			for _, d := range ins {
				inFrom[d] = 0
			}
		}
		if moved*200 < kept {
			break
		}
	}
	for w := kept; w < words; w++ {
		class[w] = -1
	}
	return class
}
