package main

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/syntax/internal/model"
	"github.com/normgraph/normgraph/extract/text"
)

const (
	fineClasses   = 254
	coarseClasses = 48
	minAttested   = 2 // occurrences that bring a word into the vocabulary
	minClustered  = 3 // occurrences that give a word a distributional class
)

// tokens gives the forms of tokens of text.
func tokens(text string, toks []extract.Token) []string {
	out := make([]string, len(toks))
	for i, t := range toks {
		out[i] = text[t.Span.Start:t.Span.End]
	}
	return out
}

// lexicon gives the words of the treebank, of the texts and of WordNet's glosses
// their ranks and classes. texts are files of plain text, a paragraph a line;
// dir is WordNet's. Either may be missing.
func (t *trainer) lexicon(sents []sentence, rank map[string]uint16, texts []string, dir string) ([]model.Entry, error) {
	var lines [][]string
	for _, s := range sents {
		keys := make([]string, len(s.forms))
		for i, f := range s.forms {
			keys[i] = model.Key(f)
		}
		lines = append(lines, keys)
	}
	seg, err := text.New()
	if err != nil {
		return nil, err
	}
	add := func(line string) {
		for _, s := range seg.Sentences(line) {
			keys := tokens(line, s.Tokens)
			for i, f := range keys {
				keys[i] = model.Key(f)
			}
			lines = append(lines, keys)
		}
	}
	seen := map[string]bool{}
	for _, name := range texts {
		err := eachLine(name, func(line string) error {
			if !seen[line] { // pages repeat their frame
				seen[line] = true
				add(line)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	wn := &wordnet{}
	if dir != "" {
		if wn, err = readWordNet(dir); err != nil {
			return nil, err
		}
		for _, g := range wn.glosses {
			for _, part := range strings.Split(g, ";") {
				add(strings.Trim(part, ` "`))
			}
		}
	}
	count := map[string]int{}
	total := 0
	for _, l := range lines {
		for _, k := range l {
			count[k]++
			total++
		}
	}
	words := ranked(count, cmp.Compare[string])
	number := map[string]int32{}
	for i, w := range words {
		number[w] = int32(i)
	}
	coded := make([][]int32, len(lines))
	for i, l := range lines {
		for _, k := range l {
			coded[i] = append(coded[i], number[k])
		}
	}
	fine := clusters(coded, len(words), fineClasses, minClustered, 12)
	coarse := clusters(coded, len(words), coarseClasses, minClustered, 12)

	lex := make([]lexical, len(words))
	var names [4]map[string]int
	for i := range names {
		names[i] = map[string]int{}
	}
	for i, w := range words {
		if count[w] >= minAttested {
			lex[i] = wn.classes(w)
			t.attested = append(t.attested, w)
		}
		for k, s := range []string{lex[i].pos, lex[i].noun, lex[i].frames, lex[i].verb} {
			if s != "" {
				names[k][s]++
			}
		}
	}
	var ids [4]map[string]uint8
	for k := range ids {
		ids[k] = numbered(names[k], 256)
	}
	t.wordnet, t.count = wn, count
	var entries []model.Entry
	for i, w := range words {
		r := rank[w]
		if count[w] < minAttested && r == 0 {
			continue
		}
		entries = append(entries, model.Entry{Key: w, Word: r, Code: [model.Codes]uint8{
			ids[0][lex[i].pos], ids[1][lex[i].noun], ids[2][lex[i].frames],
			uint8(fine[i] + 1), uint8(coarse[i] + 1), ids[3][lex[i].verb],
		}})
	}
	fmt.Printf("%d tokens of text, %d words of which %d are kept; %d sets of parts of speech, %d noun and %d verb fields, %d frame sets\n",
		total, len(words), len(entries), len(ids[0]), len(ids[1]), len(ids[3]), len(ids[2]))
	return entries, nil
}
