// Command train makes the model of package syntax from a treebank:
//
//	GOEXPERIMENT=simd go run ./extract/syntax/train -train FILE -dev FILE \
//		-text FILE -wordnet FOLDER -out extract/syntax/model.bin
//
// The same files and settings give the same model on machines of one kind;
// without GOEXPERIMENT it takes five times as long. It
//
//  1. sorts the words of the treebank, of the text and of WordNet's glosses into
//     classes by their neighbours and by WordNet,
//  2. trains a tagger, and others on parts of the treebank, so that the parsers
//     learn from tags as bad as those they will meet,
//  3. trains an ensemble of parsers, some of which read from right to left, and
//     lets them vote on the trees of the text,
//  4. trains the parser on the treebank and those trees.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// The widths of the hidden layers, and the numbers of feature rows kept, which
// decide the size of the model.
const (
	taggerWidth  = 128
	parserWidth  = 192
	teacherWidth = 256
	taggerRows   = 16000
	parserRows   = 30000
	teacherRows  = 60000
)

// settings are the flags.
type settings struct {
	train, dev, wordnet, out        string
	texts                           []string
	tagEpochs, epochs, folds        int
	teachers, teachEpochs, autoSize int
}

func main() {
	var s settings
	flag.StringVar(&s.train, "train", "", "treebank to train on, CoNLL-U")
	flag.StringVar(&s.dev, "dev", "", "treebanks to watch the training with, separated by spaces")
	texts := flag.String("text", "", "files of plain text, a paragraph a line, separated by spaces")
	flag.StringVar(&s.wordnet, "wordnet", "", "folder of WordNet's database files")
	flag.StringVar(&s.out, "out", "model.bin", "model file to write")
	flag.IntVar(&s.tagEpochs, "tag-epochs", 8, "passes over the treebank for the tagger")
	flag.IntVar(&s.folds, "folds", 4, "parts of the treebank that are tagged by a tagger trained on the others")
	flag.IntVar(&s.teachers, "teachers", 6, "parsers of the ensemble; 0 for no use of text beyond word classes")
	flag.IntVar(&s.teachEpochs, "teach-epochs", 7, "passes over the treebank for each of them")
	flag.IntVar(&s.epochs, "epochs", 10, "passes over the treebank for the parser")
	flag.IntVar(&s.autoSize, "auto", 25000, "sentences of text for each of them but the last two")
	flag.Parse()
	s.texts = strings.Fields(*texts)
	if s.train == "" || flag.NArg() > 0 {
		flag.Usage()
		os.Exit(2)
	}
	if err := run(s); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run(set settings) error {
	sents, err := readTreebank(set.train)
	if err != nil {
		return err
	}
	var devs [][]sentence
	for _, name := range strings.Fields(set.dev) {
		d, err := readTreebank(name)
		if err != nil {
			return err
		}
		devs = append(devs, d)
	}
	t, err := newTrainer(sents, set.texts, set.wordnet)
	if err != nil {
		return err
	}
	t.grafts = findGrafts(sents)
	p := &model.Parts{
		Tags: t.tags, Labels: t.labels, LeftLabels: t.leftLabels, RightLabels: t.rightLabels,
		Words: t.sizes.Words, Vocab: t.vocab, Lemmas: t.lemmas(sents),
	}
	p.Parser = emptyNet(t.parserLayout.Rows, int(model.Moves), len(t.leftLabels), len(t.rightLabels))
	gold := &parsed{sents: sents}
	if gold.tags, err = t.jackknife(p, sents, set.folds, max(set.tagEpochs/2, 2)); err != nil {
		return err
	}
	p.Tagger = t.trainTagger(gold, plan{epochs: set.tagEpochs, width: taggerWidth, rows: taggerRows, seed: 100})
	show := func(epoch int, parser model.NetParts) {
		if len(devs) == 0 || epoch%2 == 0 && epoch < set.epochs-1 {
			return
		}
		q := *p
		q.Parser = parser
		m, err := model.Decode(model.Encode(&q))
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, d := range devs {
			fmt.Printf("epoch %d: %v\n", epoch+1, evaluate(m, d, single(m)))
		}
	}
	final := plan{epochs: set.epochs, width: parserWidth, rows: parserRows, seed: 100, autoSize: set.autoSize, goldLast: 2, after: show}
	if set.teachers > 0 && len(set.texts) > 0 {
		e, err := t.ensemble(p, gold, set.teachers, set.teachEpochs)
		if err != nil {
			return err
		}
		for _, d := range devs {
			fmt.Printf("ensemble: %v\n", evaluate(e.m, d, func(forms []string) sentence {
				s, _ := e.parse(forms)
				return s
			}))
		}
		if final.auto, err = e.annotate(set.texts); err != nil {
			return err
		}
	}
	p.Parser = t.trainParser(gold, final)
	b := model.Encode(p)
	fmt.Printf("%d bytes, %d and %d rows\n", len(b), len(p.Tagger.Rows)/p.Tagger.H, len(p.Parser.Rows)/p.Parser.H)
	return os.WriteFile(set.out, b, 0o644)
}

// emptyNet stands for a network that is not yet trained.
func emptyNet(rows int, classes ...int) model.NetParts {
	const h = 64
	n := model.NetParts{H: h, Rows: make([]byte, h), Index: make([]uint16, rows)}
	for _, c := range classes {
		n.Layers = append(n.Layers, model.Weights{Classes: c, Bias: make([]int32, c), W: make([]int8, c*h)})
	}
	return n
}

// jackknife tags each sentence by a tagger that was trained without it.
func (t *trainer) jackknife(p *model.Parts, sents []sentence, folds, epochs int) ([][]uint8, error) {
	tags := make([][]uint8, len(sents))
	err := each(folds, func(f int) error {
		others := &parsed{}
		for i, s := range sents {
			if i%folds != f {
				others.sents = append(others.sents, s)
			}
		}
		q := *p
		q.Tagger = t.trainTagger(others, plan{epochs: epochs, width: taggerWidth, rows: taggerRows, seed: uint64(f)})
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
		return nil
	})
	return tags, err
}
