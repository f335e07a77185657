// Command train makes the model of package syntax from a treebank:
//
//	go run ./extract/syntax/train -train FILE -dev FILE -out extract/syntax/model.bin
//
// The same files and settings give the same model.
package main

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

func main() {
	train := flag.String("train", "", "treebank to train on, CoNLL-U")
	dev := flag.String("dev", "", "treebank to watch the training with")
	texts := flag.String("text", "", "files of plain text for word classes, separated by spaces")
	wordnet := flag.String("wordnet", "", "folder of WordNet's database files")
	out := flag.String("out", "model.bin", "model file to write")
	tagEpochs := flag.Int("tag-epochs", 8, "passes over the treebank for the tagger")
	epochs := flag.Int("epochs", 10, "passes over the treebank for the parser")
	folds := flag.Int("folds", 4, "parts of the treebank that are tagged by a tagger trained on the others")
	flag.Parse()
	if *train == "" || *dev == "" {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(*train, *dev, strings.Fields(*texts), *wordnet, *out, *tagEpochs, *epochs, *folds); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

const (
	taggerWidth = 128
	parserWidth = 192
)

func run(trainFile, devFile string, texts []string, wordnet, out string, tagEpochs, epochs, folds int) error {
	sents, err := readTreebank(trainFile)
	if err != nil {
		return err
	}
	dev, err := readTreebank(devFile)
	if err != nil {
		return err
	}
	t, err := newTrainer(sents, texts, wordnet)
	if err != nil {
		return err
	}
	p := &model.Parts{
		Tags: t.tags, Labels: t.labels, LeftLabels: t.leftLabels, RightLabels: t.rightLabels,
		Words: t.sizes.Words, Vocab: t.vocab, Lemmas: trainLemmas(sents),
	}
	p.Parser = emptyNet(8, t.pl.Rows)
	show := func(what string, epoch int, tagger, parser model.NetParts) {
		q := *p
		q.Tagger, q.Parser = tagger, parser
		m, err := model.Decode(model.Encode(&q))
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s epoch %d: %v\n", what, epoch+1, evaluate(m, dev))
	}
	// The parser learns on tags as bad as those it will meet.
	tags := make([][]uint8, len(sents))
	for f := range folds {
		var others []sentence
		for i, s := range sents {
			if i%folds != f {
				others = append(others, s)
			}
		}
		q := *p
		q.Tagger = t.trainTagger(others, max(tagEpochs/2, 2), taggerWidth, uint64(f), nil)
		m, err := model.Decode(model.Encode(&q))
		if err != nil {
			return err
		}
		r := model.NewRunner(m)
		for i, s := range sents {
			if i%folds == f {
				r.Tag(s.forms)
				for _, a := range r.Attrs {
					tags[i] = append(tags[i], a.Tag)
				}
			}
		}
		fmt.Printf("fold %d of %d tagged\n", f+1, folds)
	}
	p.Tagger = t.trainTagger(sents, tagEpochs, taggerWidth, 100, func(epoch int, now model.NetParts) {
		show("tagger", epoch, now, p.Parser)
	})
	show("tagger mean", tagEpochs, p.Tagger, p.Parser)
	p.Parser = t.trainParser(sents, tags, epochs, parserWidth, 100, func(epoch int, now model.NetParts) {
		show("parser", epoch, p.Tagger, now)
	})
	show("parser mean", epochs, p.Tagger, p.Parser)
	return os.WriteFile(out, model.Encode(p), 0o644)
}

func emptyNet(h, rows int) model.NetParts {
	n := model.NetParts{H: h, Rows: make([]byte, h*rows)}
	for range 3 {
		n.Layers = append(n.Layers, model.Weights{Classes: 3, Bias: make([]int32, 3), W: make([]int8, 3*h)})
	}
	return n
}

// minFreq is how often a word must occur to have a rank of its own.
const minFreq = 4

// newTrainer takes the inventories and the vocabulary from a treebank.
func newTrainer(sents []sentence, texts []string, wordnet string) (*trainer, error) {
	t := &trainer{tagID: map[model.Tag]uint8{}, labelID: map[string]uint8{}, leftID: map[uint8]int{}, rightID: map[uint8]int{}}
	words := map[string]int{}
	tags := map[model.Tag]int{}
	labels := map[string]int{}
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
		if tags[tag] < 3 {
			continue
		}
		t.tagID[tag] = uint8(len(t.tags))
		t.tags = append(t.tags, tag)
	}
	for tag := range tags { // rare pairs: the commonest with the same part of speech
		if _, ok := t.tagID[tag]; !ok {
			for i, other := range t.tags {
				if other.UPOS == tag.UPOS {
					t.tagID[tag] = uint8(i)
					break
				}
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
	t.freq = []int{0}
	rank := map[string]uint16{}
	for _, w := range ranked(words, cmp.Compare[string]) {
		if words[w] < minFreq {
			break
		}
		rank[w] = uint16(len(t.freq))
		t.freq = append(t.freq, words[w])
	}
	entries, err := t.lexicon(sents, rank, texts, wordnet)
	if err != nil {
		return nil, err
	}
	t.vocab = model.NewVocab(entries)
	t.sizes = model.Sizes{Words: len(t.freq), Tags: len(t.tags), Labels: len(t.labels)}
	t.tl, t.pl = model.TaggerLayout(t.sizes), model.ParserLayout(t.sizes)
	fmt.Printf("%d sentences, %d words of vocabulary, %d tags, %d labels (%d left, %d right), rows %d and %d\n",
		len(sents), t.sizes.Words, t.sizes.Tags, t.sizes.Labels, len(t.leftLabels), len(t.rightLabels), t.tl.Rows, t.pl.Rows)
	return t, nil
}

// ranked sorts the keys of a count by falling count.
func ranked[K comparable](count map[K]int, order func(a, b K) int) []K {
	return slices.SortedFunc(maps.Keys(count), func(a, b K) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), order(a, b))
	})
}
