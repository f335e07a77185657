package main

import (
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// trainer holds what the networks share: inventories and vocabulary.
type trainer struct {
	sizes                   model.Sizes
	tags                    []model.Tag
	tagID                   map[model.Tag]uint8
	labels                  []string
	labelID                 map[string]uint8
	leftLabels, rightLabels []uint8
	leftID, rightID         map[uint8]int
	vocab                   *model.Vocab
	freq                    []int // of each word rank
	tl, pl                  *model.Layout
}

// example is a sentence with its features.
type example struct {
	s     sentence
	attrs []model.Attrs
	gold  []uint8 // tags
	label []uint8
}

func (t *trainer) example(s sentence) example {
	e := example{s: s, attrs: make([]model.Attrs, len(s.forms))}
	t.vocab.Attributes(s.forms, e.attrs)
	for i := range s.forms {
		e.gold = append(e.gold, t.tagID[model.Tag{UPOS: s.upos[i], XPOS: s.xpos[i]}])
		e.label = append(e.label, t.labelID[s.rels[i]])
	}
	return e
}

// corrupt varies a sentence the way our texts vary: headlines, capitals,
// a missing full stop.
func corrupt(s sentence, rng *rand.Rand) sentence {
	x := rng.Float32()
	if x < 0.12 {
		forms := make([]string, len(s.forms))
		for i, f := range s.forms {
			switch {
			case x < 0.04:
				f = strings.ToUpper(f)
			case i == 0 || !small[f]:
				r, n := utf8.DecodeRuneInString(f)
				f = string(unicode.ToUpper(r)) + f[n:]
			}
			forms[i] = f
		}
		s.forms = forms
	}
	if n := len(s.forms); n > 3 && rng.Float32() < 0.12 {
		// Only a leaf can go.
		if last := n - 1; s.upos[last] == "PUNCT" && int(s.heads[last]) < last {
			for _, h := range s.heads[:last] {
				if int(h) == last {
					return s
				}
			}
			heads := append([]int32(nil), s.heads[:last]...)
			for i, h := range heads {
				if int(h) == n {
					heads[i] = int32(last)
				}
			}
			s.forms, s.lemmas, s.upos, s.xpos, s.rels, s.heads = s.forms[:last], s.lemmas[:last], s.upos[:last], s.xpos[:last], s.rels[:last], heads
		}
	}
	return s
}

// small are the words that headline style leaves in lower case.
var small = map[string]bool{
	"a": true, "an": true, "the": true, "and": true, "or": true, "but": true, "of": true, "in": true, "on": true,
	"at": true, "to": true, "for": true, "by": true, "with": true, "from": true, "as": true, "'s": true, "n't": true,
}

// dropWords makes rare words unknown now and then, the rarer the more often, so
// that the network learns to do without.
func (t *trainer) dropWords(attrs []model.Attrs, rng *rand.Rand) []model.Attrs {
	out := append([]model.Attrs(nil), attrs...)
	for i := range out {
		a := &out[i]
		if a.Word != 0 && rng.Float32() < 0.5/(0.5+float32(t.freq[a.Word])) {
			a.Word = 0
		}
		if rng.Float32() < 0.05 {
			a.Code = [model.Codes]uint8{}
		}
	}
	return out
}

// trainTagger trains on sents for some epochs; the mean of the last ones counts.
func (t *trainer) trainTagger(sents []sentence, epochs, h int, seed uint64, after func(epoch int, p model.NetParts)) model.NetParts {
	rng := rand.New(rand.NewPCG(seed, 1))
	n := newNetwork(rng, h, t.tl.Rows, 0.05, 0.3, t.sizes.Tags)
	var avg average
	var rows []int32
	for epoch := range epochs {
		n.rate = 0.05 * (1 - 0.8*float32(epoch)/float32(epochs))
		for _, k := range rng.Perm(len(sents)) {
			e := t.example(corrupt(sents[k], rng))
			attrs := t.dropWords(e.attrs, rng)
			tags := make([]uint8, len(attrs))
			for i := range attrs {
				rows = model.TaggerRows(rows[:0], t.tl, t.sizes, attrs, tags, i)
				n.forward(rows, rng)
				s := n.scores(0)
				tags[i] = e.gold[i]
				if rng.Float32() < 0.5 {
					tags[i] = uint8(argmax(s)) // learn to live with own mistakes
				}
				softmax(s)
				s[e.gold[i]]--
				n.back(0, s)
				n.finish(rows)
			}
		}
		if epoch >= epochs-4 {
			avg.add(n)
		}
		if after != nil {
			var now average
			now.add(n)
			after(epoch, now.quantise(h))
		}
	}
	return avg.quantise(h)
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

// trainParser trains on sents whose predicted tags are in tags.
func (t *trainer) trainParser(sents []sentence, tags [][]uint8, epochs, h int, seed uint64, after func(epoch int, p model.NetParts)) model.NetParts {
	rng := rand.New(rand.NewPCG(seed, 2))
	n := newNetwork(rng, h, t.pl.Rows, 0.05, 0.3, int(model.Moves), len(t.leftLabels), len(t.rightLabels))
	var avg average
	var rows []int32
	var st model.State
	var words [model.ParserSlots]int32
	for epoch := range epochs {
		n.rate = 0.05 * (1 - 0.8*float32(epoch)/float32(epochs))
		var loss float64
		for _, k := range rng.Perm(len(sents)) {
			e := t.example(corrupt(sents[k], rng))
			attrs := t.dropWords(e.attrs, rng)
			for i := range attrs {
				attrs[i].Tag = tags[k][i]
				if rng.Float32() < 0.1 {
					attrs[i].Tag = e.gold[i]
				}
			}
			st.Reset(len(attrs))
			for !st.Done() {
				rows = t.parserRows(rows[:0], &st, attrs, &words)
				n.forward(rows, rng)
				s := n.scores(0)
				costs := st.Costs(e.s.heads)
				least := 1 << 30
				for _, c := range costs {
					if c >= 0 {
						least = min(least, c)
					}
				}
				for m, c := range costs {
					if c < 0 {
						s[m] = -1e9
					}
				}
				own := argmax(s)
				softmax(s)
				var right float32
				pick := -1
				for m, c := range costs {
					if c == least {
						right += s[m]
						if pick < 0 || s[m] > s[pick] {
							pick = m
						}
					}
				}
				right = max(right, 1e-6)
				loss -= float64(right)
				d := n.layers[0].dOut
				for m, c := range costs {
					d[m] = s[m]
					if c == least {
						d[m] -= s[m] / right
					}
				}
				n.back(0, d)
				if epoch >= 1 && rng.Float32() < 0.9 {
					pick = own
				}
				var label uint8
				if m := model.Move(pick); m != model.Shift {
					label = t.learnLabel(n, &st, m, &e)
				}
				n.finish(rows)
				st.Do(model.Move(pick), label)
			}
		}
		if epoch >= epochs-4 {
			avg.add(n)
		}
		if after != nil {
			var now average
			now.add(n)
			after(epoch, now.quantise(h))
		}
	}
	return avg.quantise(h)
}

func (t *trainer) parserRows(rows []int32, st *model.State, attrs []model.Attrs, words *[model.ParserSlots]int32) []int32 {
	st.Words(words)
	for slot, w := range words {
		if w < 0 {
			rows = append(rows, int32(t.pl.Empty[slot]))
		} else {
			rows = t.pl.WordRows(rows, slot, &attrs[w])
		}
	}
	return st.Context(rows, t.pl, t.sizes, words)
}

// learnLabel scores the labels of the arc that m makes, learns if the arc is
// right, and gives the label that the parser would choose.
func (t *trainer) learnLabel(n *network, st *model.State, m model.Move, e *example) uint8 {
	d := st.Stack[len(st.Stack)-1]
	set, id, head := t.leftLabels, t.leftID, int32(st.Next)
	if m == model.Right {
		set, id, head = t.rightLabels, t.rightID, st.Stack[len(st.Stack)-2]
	}
	s := n.scores(int(m))
	label := set[argmax(s)]
	if e.s.heads[d] == head {
		if c, ok := id[e.label[d]]; ok {
			softmax(s)
			s[c]--
			n.back(int(m), s)
		}
	}
	return label
}
