package main

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// trees calls f with every assignment of heads that is a projective tree.
func trees(n int, f func(heads []int32)) {
	heads := make([]int32, n)
	var fill func(i int)
	fill = func(i int) {
		if i == n {
			if tree(heads) {
				f(heads)
			}
			return
		}
		for h := range n + 1 {
			if h != i {
				heads[i] = int32(h)
				fill(i + 1)
			}
		}
	}
	fill(0)
}

// tree reports whether heads are without cycles and crossing arcs.
func tree(heads []int32) bool {
	n := len(heads)
	for i := range n {
		steps := 0
		for h := i; h < n; h = int(heads[h]) {
			if steps++; steps > n {
				return false
			}
		}
		for j := range n {
			a, b := min(i, int(heads[i])), max(i, int(heads[i]))
			c, d := min(j, int(heads[j])), max(j, int(heads[j]))
			if a < c && c < b && b < d {
				return false
			}
		}
	}
	return true
}

func TestEisnerFindsTheBestProjectiveTree(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	for range 40 {
		n := 1 + rng.IntN(5)
		score := make([]float64, (n+1)*(n+1))
		for i := range score {
			score[i] = float64(rng.IntN(1000))
		}
		sum := func(heads []int32) (s float64) {
			for d, h := range heads {
				s += score[int(h)*(n+1)+d]
			}
			return s
		}
		best := -1.0
		trees(n, func(heads []int32) { best = max(best, sum(heads)) })
		got := eisner(score, n)
		if !tree(got) || sum(got) != best {
			t.Errorf("n %d: heads %v with %v, want %v", n, got, sum(got), best)
		}
	}
}

// The cost of a move is the number of gold arcs that the best tree reachable
// after it lacks, beyond those lacking already.
func TestCostsAreTheArcsLost(t *testing.T) {
	var best func(s model.State, gold []int32) int
	clone := func(s model.State) model.State {
		for _, p := range []*[]int32{&s.Stack, &s.Head, &s.L1, &s.L2, &s.R1, &s.R2} {
			*p = append([]int32(nil), *p...)
		}
		for _, p := range []*[]uint8{&s.Label, &s.NL, &s.NR} {
			*p = append([]uint8(nil), *p...)
		}
		return s
	}
	best = func(s model.State, gold []int32) int {
		if s.Done() {
			right := 0
			for i, h := range gold {
				if s.Head[i] == h {
					right++
				}
			}
			return right
		}
		most := 0
		for m := range model.Moves {
			if s.Valid(m) {
				next := clone(s)
				next.Do(m, 0)
				most = max(most, best(next, gold))
			}
		}
		return most
	}
	rng := rand.New(rand.NewPCG(2, 2))
	const n = 4
	trees(n, func(heads []int32) {
		roots := 0
		for _, h := range heads {
			if h == n {
				roots++
			}
		}
		if roots != 1 {
			return
		}
		var s model.State
		s.Reset(make([]model.Attrs, n), make([]model.TagKind, 1))
		for !s.Done() {
			costs := s.Costs(heads)
			now := best(s, heads)
			var valid []model.Move
			for m := range model.Moves {
				if !s.Valid(m) {
					if costs[m] != -1 {
						t.Fatalf("an invalid move costs %d", costs[m])
					}
					continue
				}
				valid = append(valid, m)
				next := clone(s)
				next.Do(m, 0)
				if lost := now - best(next, heads); lost != costs[m] {
					t.Errorf("heads %v: move %d loses %d arcs, cost %d", heads, m, lost, costs[m])
				}
			}
			s.Do(valid[rng.IntN(len(valid))], 0)
		}
	})
}

func TestVariedSentencesAreTrees(t *testing.T) {
	tr := &trainer{tagID: map[model.Tag]uint8{{UPOS: "PROPN", XPOS: "NNP"}: 1, {UPOS: "PUNCT", XPOS: "-LRB-"}: 2, {UPOS: "PUNCT", XPOS: "-RRB-"}: 3, {UPOS: "PUNCT", XPOS: "HYPH"}: 4}}
	s := sentence{
		forms: strings.Fields("The Ministry of Justice thanked Kim Lee ."),
		upos:  strings.Fields("DET PROPN ADP PROPN VERB PROPN PROPN PUNCT"),
		xpos:  strings.Fields("DT NNP IN NNP VBD NNP NNP ."),
		rels:  strings.Fields("det nsubj case nmod root obj flat punct"),
		heads: []int32{1, 4, 3, 1, 8, 4, 5, 4},
	}
	tr.grafts = findGrafts([]sentence{{
		forms: strings.Fields("Ann , the chair , left"),
		upos:  strings.Fields("PROPN PUNCT DET NOUN PUNCT VERB"),
		xpos:  strings.Fields("NNP , DT NN , VBD"),
		rels:  strings.Fields("nsubj punct det appos punct root"),
		heads: []int32{5, 3, 3, 0, 3, 6},
	}})
	seen := map[string]bool{}
	rng := rand.New(rand.NewPCG(3, 3))
	for range 2000 {
		e := &example{sentence: s, tags: make([]uint8, 8)}
		tr.vary(e, rng)
		n := len(e.forms)
		if len(e.heads) != n || len(e.rels) != n || len(e.upos) != n || len(e.xpos) != n || len(e.tags) != n || !tree(e.heads) {
			t.Fatalf("bad sentence %v %v", e.forms, e.heads)
		}
		for i, r := range e.rels {
			if (r == "root") != (int(e.heads[i]) == n) {
				t.Fatalf("%v: word %d is %q and hangs on %d", e.forms, i, r, e.heads[i])
			}
		}
		for k, kind := range map[string]bool{
			"bracket": strings.Contains(strings.Join(e.forms, " "), "Justice ( MJ ) thanked"),
			"graft":   strings.Contains(strings.Join(e.forms, " "), "Justice , the chair , thanked"),
			"name":    n > 8 && e.rels[n-2] == "flat" && e.xpos[n-3] == "HYPH",
			"title":   strings.HasPrefix(strings.Join(e.forms, " "), "The Ministry of Justice Thanked"),
			"short":   e.forms[n-1] != ".",
		} {
			seen[k] = seen[k] || kind
		}
	}
	if want := map[string]bool{"bracket": true, "graft": true, "name": true, "title": true, "short": true}; cmp.Diff(want, seen) != "" {
		t.Errorf("variations seen: %v", seen)
	}
	if want := "The Ministry of Justice thanked Kim Lee ."; strings.Join(s.forms, " ") != want || s.heads[4] != 8 {
		t.Errorf("the sentence itself has changed: %v %v", s.forms, s.heads)
	}
}

func TestClustersPutLikeWordsTogether(t *testing.T) {
	// Words 0 and 1 are articles, 2 to 4 nouns, 5 and 6 verbs.
	rng := rand.New(rand.NewPCG(4, 4))
	var lines [][]int32
	for range 300 {
		lines = append(lines, []int32{rng.Int32N(2), 2 + rng.Int32N(3), 5 + rng.Int32N(2), rng.Int32N(2), 2 + rng.Int32N(3)})
	}
	c := clusters(lines, 7, 3, 3, 10)
	if c[0] != c[1] || c[2] != c[3] || c[3] != c[4] || c[5] != c[6] || c[0] == c[2] || c[2] == c[5] || c[0] == c[5] {
		t.Errorf("classes %v", c)
	}
}
