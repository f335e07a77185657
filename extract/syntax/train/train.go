package main

import (
	"math/rand/v2"
	"slices"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// Settings found on the development part of the treebank.
const (
	rate      = 0.05   // of Adagrad at the start; it falls to a twentieth
	dropout   = 0.3125 // share of hidden units
	leastSeen = 10     // sentences that a feature must have been on in to be kept
	explore   = 0.9    // share of moves that follow the parser's own choice
)

// schedule is the rate of an epoch.
func schedule(epoch, epochs int) float32 {
	return rate * (0.05 + 0.95*(1-float32(epoch)/float32(epochs)))
}

// parsed are sentences with the tags that a tagger gives them.
type parsed struct {
	sents []sentence
	tags  [][]uint8
}

// A plan says how a network is trained.
type plan struct {
	epochs, width int
	rows          int // feature rows to keep
	seed          uint64
	reverse       bool // read sentences from right to left
	// Besides the treebank, each epoch but the last goldLast ones sees autoSize
	// sentences of auto.
	auto               *parsed
	autoSize, goldLast int
	after              func(epoch int, p model.NetParts) // called after each epoch; may be nil
}

// run calls learn with the sentences of each epoch in random order and steps
// after each. The network of the last epoch counts.
func (p *plan) run(n *network, gold *parsed, rng *rand.Rand, learn func(epoch int, s sentence, tags []uint8)) model.NetParts {
	var parts model.NetParts
	for epoch := range p.epochs {
		order := rng.Perm(len(gold.sents))
		if p.auto != nil && epoch < p.epochs-p.goldLast {
			for range p.autoSize {
				order = append(order, len(gold.sents)+rng.IntN(len(p.auto.sents)))
			}
			rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		}
		for _, k := range order {
			from := gold
			if k >= len(gold.sents) {
				from, k = p.auto, k-len(gold.sents)
			}
			var tags []uint8
			if from.tags != nil {
				tags = from.tags[k]
			}
			learn(epoch, from.sents[k], tags)
			n.step(schedule(epoch, p.epochs))
		}
		if p.after != nil || epoch == p.epochs-1 {
			parts = n.quantise(p.rows)
		}
		if p.after != nil {
			p.after(epoch, parts)
		}
	}
	return parts
}

// trainTagger trains a tagger. The tags in gold are not looked at.
func (t *trainer) trainTagger(gold *parsed, p plan) model.NetParts {
	rng := rand.New(rand.NewPCG(p.seed, 1))
	n := newNetwork(rng, p.width, t.taggerLayout, t.sizes.Tags)
	words := make([]int32, len(t.taggerLayout.Slots))
	var extra []int32
	return p.run(n, gold, rng, func(_ int, s sentence, _ []uint8) {
		e := t.example(s, nil, rng)
		tags := make([]uint8, len(e.attrs))
		n.sentence(e.attrs)
		for i := range e.attrs {
			for slot := range words {
				words[slot] = int32(i + slot - model.TaggerReach)
				if int(words[slot]) >= len(e.attrs) {
					words[slot] = -1
				}
			}
			extra = model.TaggerContext(extra[:0], t.taggerLayout, t.sizes, tags, i)
			n.forward(words, extra, rng)
			scores := n.scores(0)
			tags[i] = e.gold[i]
			if rng.Float32() < 0.5 {
				tags[i] = uint8(argmax(scores)) // learn to live with own mistakes
			}
			softmax(scores)
			scores[e.gold[i]]--
			n.back(0, scores)
			n.finish()
		}
	})
}

func argmax(s []float32) int {
	b := 0
	for i, x := range s {
		if x > s[b] {
			b = i
		}
	}
	return b
}

// trainParser trains a parser with a dynamic oracle: at each step every move
// that loses no more gold arcs than the best one is right, and the parser mostly
// goes on with its own choice.
func (t *trainer) trainParser(gold *parsed, p plan) model.NetParts {
	rng := rand.New(rand.NewPCG(p.seed, 2))
	n := newNetwork(rng, p.width, t.parserLayout, int(model.Moves), len(t.leftLabels), len(t.rightLabels))
	kinds := model.Kinds(t.tags)
	var extra []int32
	var st model.State
	var words [model.ParserSlots]int32
	return p.run(n, gold, rng, func(epoch int, s sentence, tags []uint8) {
		e := t.example(s, tags, rng)
		for i := range e.attrs {
			e.attrs[i].Tag = e.tags[i]
			if rng.Float32() < 0.1 {
				e.attrs[i].Tag = e.gold[i]
			}
		}
		if p.reverse {
			e.turn()
		}
		st.Reset(e.attrs, kinds)
		n.sentence(e.attrs)
		var grad [model.Moves]float32
		for !st.Done() {
			st.Words(&words)
			extra = st.Context(extra[:0], t.parserLayout, t.sizes, &words)
			n.forward(words[:], extra, rng)
			scores := n.scores(0)
			costs := st.Costs(e.heads)
			least := len(e.attrs) + 1
			for m, c := range costs {
				if c < 0 {
					scores[m] = -1e9
				} else {
					least = min(least, c)
				}
			}
			own := argmax(scores)
			softmax(scores)
			// The loss is that of all right moves together.
			var right float32
			pick := -1
			for m, c := range costs {
				if c == least {
					right += scores[m]
					if pick < 0 || scores[m] > scores[pick] {
						pick = m
					}
				}
			}
			for m, c := range costs {
				grad[m] = scores[m]
				if c == least {
					grad[m] -= scores[m] / max(right, 1e-6)
				}
			}
			n.back(0, grad[:])
			if epoch >= 1 && rng.Float32() < explore {
				pick = own
			}
			var label uint8
			if m := model.Move(pick); m != model.Shift {
				label = t.learnLabel(n, &st, m, e)
			}
			n.finish()
			st.Do(model.Move(pick), label)
		}
	})
}

// learnLabel scores the labels of the arc that m makes, learns if the arc is
// right, and gives the label that the parser would choose.
func (t *trainer) learnLabel(n *network, st *model.State, m model.Move, e *example) uint8 {
	d := st.Stack[len(st.Stack)-1]
	set, id, head := t.leftLabels, t.leftID, int32(st.Next)
	if m == model.Right {
		set, id, head = t.rightLabels, t.rightID, st.Stack[len(st.Stack)-2]
	}
	scores := n.scores(int(m))
	label := set[argmax(scores)]
	if e.heads[d] == head {
		if c, ok := id[e.label[d]]; ok {
			softmax(scores)
			scores[c]--
			n.back(int(m), scores)
		}
	}
	return label
}

// turn reverses the order of a sentence's words.
func (e *example) turn() {
	slices.Reverse(e.attrs)
	slices.Reverse(e.label)
	e.heads = turnHeads(e.heads)
}

// turnHeads gives the heads of the words in reversed order.
func turnHeads(heads []int32) []int32 {
	n := len(heads)
	out := make([]int32, n)
	for i, h := range heads {
		if int(h) < n {
			h = int32(n-1) - h
		}
		out[n-1-i] = h
	}
	return out
}
