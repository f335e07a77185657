package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

const (
	minFreq = 4 // how often a word must occur to have a rank of its own
	minTag  = 3 // how often a pair of tags must occur
)

// trainer holds what the networks share: inventories, vocabulary, layouts.
type trainer struct {
	sizes                      model.Sizes
	tags                       []model.Tag
	tagID                      map[model.Tag]uint8
	labels                     []string
	labelID                    map[string]uint8
	leftLabels, rightLabels    []uint8 // labels of arcs whose head stands right, left
	leftID, rightID            map[uint8]int
	vocab                      *model.Vocab
	freq                       []int // of each word rank
	taggerLayout, parserLayout *model.Layout
	grafts                     []graft
	wordnet                    *wordnet
	count                      map[string]int // of forms in the treebank and the texts
	attested                   []string       // forms of the treebank and the texts
}

// newTrainer takes the inventories and the vocabulary from a treebank, texts and
// WordNet.
func newTrainer(sents []sentence, texts []string, dir string) (*trainer, error) {
	t := &trainer{tagID: map[model.Tag]uint8{}, labelID: map[string]uint8{}, leftID: map[uint8]int{}, rightID: map[uint8]int{}, freq: []int{0}}
	words, labels := map[string]int{}, map[string]int{}
	tags := map[model.Tag]int{}
	left, right := map[string]int{}, map[string]int{}
	for _, s := range sents {
		for i, f := range s.forms {
			words[model.Key(f)]++
			tags[model.Tag{UPOS: s.upos[i], XPOS: s.xpos[i]}]++
			labels[s.rels[i]]++
			if int(s.heads[i]) > i {
				left[s.rels[i]]++
			} else {
				right[s.rels[i]]++
			}
		}
	}
	for _, tag := range ranked(tags, func(a, b model.Tag) int {
		return cmp.Or(cmp.Compare(a.UPOS, b.UPOS), cmp.Compare(a.XPOS, b.XPOS))
	}) {
		if tags[tag] >= minTag {
			t.tagID[tag] = uint8(len(t.tags))
			t.tags = append(t.tags, tag)
			continue
		}
		// A rare pair counts as the commonest with the same part of speech.
		for i, other := range t.tags {
			if other.UPOS == tag.UPOS {
				t.tagID[tag] = uint8(i)
				break
			}
		}
	}
	for _, l := range ranked(labels, cmp.Compare[string]) {
		id := uint8(len(t.labels))
		t.labelID[l] = id
		t.labels = append(t.labels, l)
		if left[l] > 0 {
			t.leftID[id] = len(t.leftLabels)
			t.leftLabels = append(t.leftLabels, id)
		}
		if right[l] > 0 {
			t.rightID[id] = len(t.rightLabels)
			t.rightLabels = append(t.rightLabels, id)
		}
	}
	rank := map[string]uint16{}
	for _, w := range ranked(words, cmp.Compare[string]) {
		if words[w] < minFreq {
			break
		}
		rank[w] = uint16(len(t.freq))
		t.freq = append(t.freq, words[w])
	}
	entries, err := t.lexicon(sents, rank, texts, dir)
	if err != nil {
		return nil, err
	}
	t.vocab = model.NewVocab(entries)
	t.sizes = model.Sizes{Words: len(t.freq), Tags: len(t.tags), Labels: len(t.labels)}
	t.taggerLayout, t.parserLayout = model.TaggerLayout(t.sizes), model.ParserLayout(t.sizes)
	fmt.Printf("%d sentences, %d ranked words, %d tags, %d labels\n", len(sents), t.sizes.Words, t.sizes.Tags, t.sizes.Labels)
	return t, nil
}

// ranked sorts the keys of a count by falling count.
func ranked[K comparable](count map[K]int, order func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(count), func(a, b K) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), order(a, b))
	})
}
