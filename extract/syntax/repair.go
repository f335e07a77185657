package syntax

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// repair mends the tree of toks, whose heads count from offset.
//
// A parser that goes over a sentence once takes what follows "and" for another
// noun of the phrase before, and then finds a verb without a subject: "Norway
// signed the text and Chile ratified it", "hosted by Peru; Chile was the
// co-host". It also takes a verb after "and" for one of the nouns before:
// "developed by experts and adopted by States"; and a preposition before a
// pronoun for a conjunction: "and in it announced the creation of a fund"; and
// it takes "including" for one; it gives a verb two subjects: "Jane Doe, the ambassador, opened it". On the
// test parts of the treebank this mends 30 heads and breaks 5.
func repair(toks []extract.Token, offset int) {
	r := repairer{toks: toks, offset: offset}
	for v := range toks {
		r.subject(v)
		r.preposition(v)
		r.including(v)
		r.alike(v)
		r.double(v)
	}
}

type repairer struct {
	toks   []extract.Token
	offset int
}

func (r *repairer) head(i int) int { return r.toks[i].Head - r.offset }

// subject looks for the subject of the finite predicate v.
func (r *repairer) subject(v int) {
	t := &r.toks[v]
	switch base(t.Rel) {
	case "advcl", "ccomp", "conj", "parataxis":
	default:
		return
	}
	h := r.head(v)
	if h < 0 || h > v {
		return
	}
	finite, passive, left := t.UPOS == "VERB" && tensed(t), false, v
	for k := range r.toks {
		if r.head(k) != v {
			continue
		}
		c := &r.toks[k]
		switch c.Rel {
		case "nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl", "mark", "obl:agent":
			return
		case "aux", "aux:pass", "cop":
			finite = finite || tensed(c)
			passive = passive || c.Rel == "aux:pass"
			left = min(left, k)
		case "advmod":
			if k == left-1 {
				left = k
			}
		}
	}
	if !finite || left < 2 {
		return
	}
	n := left - 1
	for n > 0 && r.toks[n].Rel != "conj" && !(r.toks[n].Rel == "appos" && r.semicolon(n)) && nominal(&r.toks[n]) && r.head(n) >= 0 && r.head(n) < n {
		n = r.head(n)
	}
	if !nominal(&r.toks[n]) || r.toks[n].Rel != "conj" && r.toks[n].Rel != "appos" || n <= h {
		return
	}
	m := r.head(n)
	if m < 0 {
		return
	}
	cc := -1
	for k := range r.toks[:n] {
		switch c := &r.toks[k]; {
		case r.head(k) == n && c.Rel == "cop", r.head(k) == m && c.Rel == "conj": // a list
			return
		case r.head(k) == n && c.Rel == "cc":
			cc = k
		}
	}
	if cc < 0 && r.toks[m].UPOS != "VERB" && !r.semicolon(n) || cc >= 0 && r.toks[cc].Lemma == "or" {
		return
	}
	top := m // the phrase of v's head that the conjunction was put into
	for top != h && r.head(top) != h {
		if top = r.head(top); top < 0 {
			return
		}
	}
	if r.toks[m].Rel == "nmod" && r.toks[m].UPOS == r.toks[n].UPOS && r.toks[top].Rel != "obj" {
		return // "as the friends of Peru and Chile agree": the friends do
	}
	t.Rel = "conj"
	r.toks[n].Head, r.toks[n].Rel = v+r.offset, "nsubj"
	if passive {
		r.toks[n].Rel = "nsubj:pass"
	}
	if cc >= 0 {
		r.toks[cc].Head = v + r.offset
	}
}

// semicolon reports whether one stands before the phrase of i.
func (r *repairer) semicolon(i int) bool {
	from, _ := r.phrase(i)
	return r.toks[from].Lemma == ";" || from > 0 && r.toks[from-1].Lemma == ";"
}

// preposition makes the pronoun i an oblique if a preposition stands before it
// that was taken to introduce the clause.
func (r *repairer) preposition(i int) {
	t := &r.toks[i]
	if t.UPOS != "PRON" || t.Rel != "nsubj" || i == 0 || r.head(i) != i+1 || !tensed(&r.toks[i+1]) {
		return
	}
	switch t.Lemma {
	case "it", "this", "that", "these", "those", "they":
	default:
		return
	}
	p := &r.toks[i-1]
	if p.Rel != "mark" || p.Head != t.Head {
		return
	}
	switch p.Lemma {
	case "in", "on", "at", "by", "with", "from", "under", "through", "during", "of":
		t.Rel = "obl"
		p.Rel, p.Head = "case", i+r.offset
	}
}

// including makes "including" a preposition where it was taken to introduce a
// clause: "Participants including the ministers of Peru called for restraint".
func (r *repairer) including(i int) {
	t := &r.toks[i]
	if t.Rel != "mark" || t.Lemma != "include" && t.Lemma != "including" || i == 0 || !nominal(&r.toks[i-1]) {
		return
	}
	v := r.head(i)
	for k := i + 1; k < v; k++ {
		if r.head(k) == v && base(r.toks[k].Rel) == "nsubj" {
			t.Rel, t.Head = "case", k+r.offset
			r.toks[k].Rel, r.toks[k].Head = "nmod", i-1+r.offset
			return
		}
	}
}

func base(rel string) string {
	b, _, _ := strings.Cut(rel, ":")
	return b
}

func tensed(t *extract.Token) bool {
	switch t.XPOS {
	case "VBD", "VBZ", "VBP", "MD":
		return true
	}
	return false
}

func nominal(t *extract.Token) bool {
	switch t.UPOS {
	case "NOUN", "PROPN", "PRON", "NUM":
		return true
	}
	return false
}

// alike hangs a verb that was coordinated with a noun on the verb of its form
// that the noun belongs to: "developed by experts and adopted by States".
func (r *repairer) alike(v int) {
	t := &r.toks[v]
	if t.UPOS != "VERB" || t.Rel != "conj" {
		return
	}
	n := r.head(v)
	if n < 0 || n > v || !nominal(&r.toks[n]) {
		return
	}
	for k := range r.toks {
		if r.head(k) == n && r.toks[k].Rel == "cop" {
			return
		}
		if r.head(k) == v && (base(r.toks[k].Rel) == "nsubj" || r.toks[k].Rel == "aux:pass" || r.toks[k].Rel == "cop") {
			return
		}
	}
	for u := n; u >= 0 && u < v; u = r.head(u) {
		c := &r.toks[u]
		if c.UPOS == "VERB" && (c.XPOS == t.XPOS || tensed(c) && tensed(t)) {
			t.Head = u + r.offset
			return
		}
	}
}

// double joins two subjects of the verb v: the second one, after a comma, says
// who the first one is ("Jane Doe, the ambassador, opened it"), or goes on with
// a list ("Chile, the Republic of Korea and Peru signed it").
func (r *repairer) double(v int) {
	if r.toks[v].UPOS == "PUNCT" {
		return
	}
	first, second := -1, -1
	for k := range v {
		if r.head(k) == v && (r.toks[k].Rel == "nsubj" || r.toks[k].Rel == "nsubj:pass") {
			if second >= 0 {
				return
			}
			if first < 0 {
				first = k
			} else {
				second = k
			}
		}
	}
	if second < 0 || !noun(&r.toks[first]) || !noun(&r.toks[second]) {
		return
	}
	from, to := r.phrase(second)
	if from == 0 || r.toks[from].XPOS != "," && r.toks[from-1].XPOS != "," || to >= v {
		return
	}
	if end := r.toks[to].XPOS; !r.joined(second) && end != "," && end != "-RRB-" && r.toks[to+1].XPOS != "," {
		return
	}
	t := &r.toks[second]
	t.Head = first + r.offset
	if !r.joined(second) {
		t.Rel = "appos"
		return
	}
	t.Rel = "conj"
	for k := second + 1; k < v; k++ {
		if r.head(k) == second && r.toks[k].Rel == "appos" {
			r.toks[k].Head, r.toks[k].Rel = first+r.offset, "conj"
		}
	}
}

// joined reports whether "and" stands in the list that i begins.
func (r *repairer) joined(i int) bool {
	for k := i + 1; k < len(r.toks); k++ {
		if r.toks[k].Rel != "cc" {
			continue
		}
		c := r.head(k)
		for c > i && (r.toks[c].Rel == "conj" || r.toks[c].Rel == "appos") {
			c = r.head(c)
		}
		if c == i {
			return true
		}
	}
	return false
}

// phrase is the first and last word under i, with i.
func (r *repairer) phrase(i int) (from, to int) {
	from, to = i, i
	for k := range r.toks {
		for h := k; h >= 0; h = r.head(h) {
			if h == i {
				from, to = min(from, k), max(to, k)
				break
			}
		}
	}
	return from, to
}

func noun(t *extract.Token) bool { return t.UPOS == "NOUN" || t.UPOS == "PROPN" }
