package main

import (
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// figures are the shares of words that are right, of all words.
type figures struct{ upos, xpos, lemma, uas, las float64 }

func (f figures) String() string {
	return fmt.Sprintf("UPOS %.2f XPOS %.2f lemma %.2f UAS %.2f LAS %.2f", f.upos, f.xpos, f.lemma, f.uas, f.las)
}

// evaluate analyses sentences with their gold tokens.
func evaluate(m *model.Model, sents []sentence) figures {
	r := model.NewRunner(m)
	var f figures
	words := 0.0
	one := func(ok bool) float64 {
		if ok {
			return 1
		}
		return 0
	}
	for _, s := range sents {
		r.Tag(s.forms)
		r.Parse()
		for i, a := range r.Attrs {
			t := m.Tags[a.Tag]
			words++
			f.upos += one(t.UPOS == s.upos[i])
			f.xpos += one(t.XPOS == s.xpos[i])
			f.lemma += one(m.Lemmas.Lemma(s.forms[i], t) == strings.ToLower(s.lemmas[i]))
			f.uas += one(r.State.Head[i] == s.heads[i])
			f.las += one(r.State.Head[i] == s.heads[i] && m.Labels[r.State.Label[i]] == s.rels[i])
		}
	}
	for _, p := range []*float64{&f.upos, &f.xpos, &f.lemma, &f.uas, &f.las} {
		*p *= 100 / words
	}
	return f
}
