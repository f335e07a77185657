// Package syntax tags, lemmatises and parses the sentences that package text
// has cut: Universal Dependencies of English, projective trees.
//
// A tagger chooses a pair of tags (UPOS and Penn) for each word from left to
// right; then a transition-based parser (arc-hybrid, trained with a dynamic
// oracle) builds the tree in two moves for each word. Both score by a network
// of one hidden layer whose inputs are rows of a table: one row for each feature
// that is on, such as "the word on top of the stack is *state*". Rows are bytes
// and all arithmetic is in integers, so that every machine gives the same trees,
// whether or not it has the vector instructions that are used where there are
// any. Words carry classes from WordNet and from their neighbours in running
// text, which serve where a word itself is not known. Last, a few constructions
// that such a parser gets wrong are mended by rule.
//
// # The model
//
// model.bin was made by the command in the folder train:
//
//	GOEXPERIMENT=simd go run ./extract/syntax/train -train train.conllu \
//		-dev "dev.conllu news-test.conllu" -text releases.txt -wordnet dict \
//		-teachers 6 -teach-epochs 6 -epochs 10 -out extract/syntax/model.bin
//
// train.conllu is the training part of the treebanks that NOTICE.md names, and
// -dev is only printed; releases.txt holds the paragraphs of 1,500 press
// releases, one a line, without markup; dict is WordNet's folder. Six parsers
// twice as large, two of which read from right to left, vote on the trees of the
// text, and the parser learns from the treebank and from those. It took 54
// minutes on two cores.
//
// Figures on gold tokens, in hundredths of all words (punctuation included),
// printed and guarded by TestFigures; neither file was trained on:
//
//	              words    UPOS   XPOS   lemma   UAS    LAS
//	test         25,094   95.67  95.03  98.46   86.45  83.35   EWT: weblogs, mail, reviews
//	news-test    28,504   96.40  95.90  98.77   85.08  82.06   PUD and GUM: news, speeches
package syntax
