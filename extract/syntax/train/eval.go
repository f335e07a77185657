package main

import (
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// figures are the shares of words that are right, in hundredths of all words.
type figures struct{ upos, xpos, lemma, uas, las float64 }

func (f figures) String() string {
	return fmt.Sprintf("UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f", f.upos, f.xpos, f.lemma, f.uas, f.las)
}

// evaluate compares an analysis of the gold tokens with the gold trees.
func evaluate(m *model.Model, sents []sentence, analyse func(forms []string) sentence) figures {
	var f figures
	words := 0.0
	count := func(n *float64, ok bool) {
		if ok {
			*n++
		}
	}
	for _, gold := range sents {
		s := analyse(gold.forms)
		for i := range s.forms {
			words++
			count(&f.upos, s.upos[i] == gold.upos[i])
			count(&f.xpos, s.xpos[i] == gold.xpos[i])
			count(&f.lemma, m.Lemmas.Lemma(s.forms[i], model.Tag{UPOS: s.upos[i], XPOS: s.xpos[i]}) == strings.ToLower(gold.lemmas[i]))
			count(&f.uas, s.heads[i] == gold.heads[i])
			count(&f.las, s.heads[i] == gold.heads[i] && s.rels[i] == gold.rels[i])
		}
	}
	for _, p := range []*float64{&f.upos, &f.xpos, &f.lemma, &f.uas, &f.las} {
		*p *= 100 / words
	}
	return f
}

// single analyses with one parser.
func single(m *model.Model) func(forms []string) sentence {
	r := model.NewRunner(m)
	return func(forms []string) sentence {
		r.Tag(forms)
		r.Parse()
		s := sentence{forms: forms, heads: r.State.Head[:len(forms)]}
		for i, a := range r.Attrs {
			t := m.Tags[a.Tag]
			s.upos, s.xpos, s.rels = append(s.upos, t.UPOS), append(s.xpos, t.XPOS), append(s.rels, m.Labels[r.State.Label[i]])
		}
		return s
	}
}
