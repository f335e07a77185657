package resolve

import (
	"cmp"
	"slices"
)

// The thresholds on points: from mergeScore on two events are one, from
// doubtScore on two things may be one.
const (
	mergeScore = 7
	doubtScore = 4
)

// blockWindow is how many neighbours in its block an entity is compared with.
// Blocks of real corpora are smaller; the bound keeps a block of thousands of
// namesakes from a quadratic number of comparisons.
const blockWindow = 48

// decidedReason is why two things are one that a person took for one.
const decidedReason = "decided by a reviewer"

// maxDoubts is the number of doubtful identities reported for one thing: more
// would not be reviewed.
const maxDoubts = 5

// verdict is the outcome of a comparison.
type verdict struct {
	score   int
	reasons []string
	veto    string // why they cannot be one, "" if they can
	firm    bool   // enough agrees besides the name
	doubt   bool   // worth reporting in spite of the veto
	quiet   bool   // not worth reporting where it is not enough
}

func (v *verdict) add(points int, reason string) {
	v.score += points
	v.reasons = append(v.reasons, reason)
}

// feature is what clusters of a kind are compared by.
type feature[T any] interface {
	take(T)   // adds what the other says, after a merge
	refresh() // follows the merges of related clusters
}

// clustering joins the clusters of one kind by scores: greedily, the best pair
// first, each merge subject to the vetoes against all that both have taken in.
type clustering[T feature[T]] struct {
	p      *pass
	infos  map[*cluster]T
	blocks func(T) []string // keys; only clusters that share one are compared
	score  func(a, b *cluster) verdict
	order  func(a, b *cluster) int // of neighbours in a large block
	merge  int                     // the score from which on two are one
}

type candidate struct {
	a, b *cluster
	v    verdict
}

// run joins what reviewers say is one, then clusters in rounds, since a merge can make further things agree, and
// reports what is left in doubt.
func (k *clustering[T]) run(rounds int) {
	for _, pair := range k.p.joined {
		a, b := k.p.of[pair[0].doc][pair[0].ent], k.p.of[pair[1].doc][pair[1].ent]
		if a == nil || b == nil || a.root() == b.root() {
			continue
		}
		a, b = a.root(), b.root()
		_, okA := k.infos[a]
		_, okB := k.infos[b]
		if v := k.compare(a, b); okA && okB && v.veto == "" {
			k.take(a, b, Merge{A: k.p.member(a), B: k.p.member(b), Reasons: v.reasons})
		}
	}
	for i := 1; ; i++ {
		cands := k.candidates()
		merged := k.mergeAll(cands)
		if !merged || i == rounds {
			k.report(cands)
			return
		}
	}
}

// live are the clusters that stand, in order.
func (k *clustering[T]) live() []*cluster { return live(k.infos) }

func live[T any](infos map[*cluster]T) []*cluster {
	out := make([]*cluster, 0, len(infos))
	for c := range infos {
		if c.into == nil {
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b *cluster) int { return cmp.Compare(a.id, b.id) })
	return out
}

// candidates scores the pairs of each block and returns those worth more than
// nothing, the best first.
func (k *clustering[T]) candidates() []candidate {
	all := k.live()
	blocks := map[string][]*cluster{}
	for _, c := range all {
		k.infos[c].refresh()
	}
	for _, c := range all {
		for _, key := range k.blocks(k.infos[c]) {
			blocks[key] = append(blocks[key], c)
		}
	}
	seen := map[[2]int]bool{}
	var cands []candidate
	for _, key := range sortedKeys(blocks) {
		block := blocks[key]
		if len(block) > blockWindow {
			slices.SortStableFunc(block, k.order)
		}
		for i, a := range block {
			for _, b := range block[i+1 : min(len(block), i+1+blockWindow)] {
				if a.id > b.id {
					a, b = b, a
				}
				if pair := [2]int{a.id, b.id}; seen[pair] {
					continue
				} else {
					seen[pair] = true
				}
				if v := k.compare(a, b); v.score >= doubtScore && (v.veto == "" || v.doubt) {
					cands = append(cands, candidate{a, b, v})
				}
			}
		}
	}
	slices.SortFunc(cands, func(x, y candidate) int {
		return cmp.Or(cmp.Compare(y.v.score, x.v.score), cmp.Compare(x.a.id, y.a.id), cmp.Compare(x.b.id, y.b.id))
	})
	return cands
}

// compare scores two clusters under what holds for things of every kind: a
// person's decision is final, and one document's two things are two.
func (k *clustering[T]) compare(a, b *cluster) verdict {
	if same, decided := k.p.decision(a, b); decided {
		if same {
			return verdict{score: 100, reasons: []string{decidedReason}, firm: true}
		}
		return verdict{veto: "a reviewer tells them apart"}
	}
	if a.key != "" && b.key != "" {
		return verdict{veto: "two catalogued things"}
	}
	if shareDocument(a, b) {
		return verdict{veto: "one document tells them apart"}
	}
	return k.score(a, b)
}

func (k *clustering[T]) mergeAll(cands []candidate) bool {
	merged := false
	for _, c := range cands {
		if c.v.score < k.merge {
			break
		}
		a, b := c.a.root(), c.b.root()
		if a == b {
			continue
		}
		v := c.v
		if a != c.a || b != c.b {
			v = k.compare(a, b)
		}
		if v.veto != "" || !v.firm || v.score < k.merge {
			continue
		}
		k.take(a, b, Merge{A: k.p.member(a), B: k.p.member(b), Score: v.score, Reasons: v.reasons})
		merged = true
	}
	return merged
}

func (k *clustering[T]) take(a, b *cluster, m Merge) {
	ia, ib := k.infos[a], k.infos[b]
	if k.p.join(a, b, m) == a {
		ia.take(ib)
		delete(k.infos, b)
		return
	}
	ib.take(ia)
	delete(k.infos, a)
}

// report keeps the pairs that stayed in doubt.
func (k *clustering[T]) report(cands []candidate) {
	for _, c := range cands {
		a, b := c.a.root(), c.b.root()
		if a == b {
			continue
		}
		v := c.v
		if a != c.a || b != c.b {
			v = k.compare(a, b)
		}
		if v.score < doubtScore || v.quiet || v.veto != "" && !v.doubt {
			continue
		}
		reasons := v.reasons
		if v.veto != "" {
			reasons = append(slices.Clone(reasons), "but "+v.veto)
		}
		k.p.doubt(a, b, v.score, reasons)
	}
}

// doubt records a pair that may be one thing.
func (p *pass) doubt(a, b *cluster, score int, reasons []string) {
	p.pairs = append(p.pairs, rawPair{a, b, score, reasons})
}

// rawPair is a doubtful pair before the things have their names.
type rawPair struct {
	a, b    *cluster
	score   int
	reasons []string
}
