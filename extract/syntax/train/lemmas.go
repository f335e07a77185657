package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

// tagsOf are the tags of the kinds of reading that WordNet knows.
var tagsOf = map[string][]string{
	"ns": {"NNS"}, "vz": {"VBZ"}, "vd": {"VBD", "VBN"}, "vg": {"VBG"}, "ar": {"JJR"}, "as": {"JJS"},
}

// lemmas learns edit scripts for forms and endings from the treebank and, for
// forms that it doesn't hold, from WordNet. A form is listed only where its
// ending would lead to another lemma.
func (t *trainer) lemmas(sents []sentence) *model.Lemmas {
	type pair struct{ form, xpos string }
	count := map[pair]map[string]int{}
	for _, s := range sents {
		for i, f := range s.forms {
			switch s.upos[i] {
			case "NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "PART", "NUM":
			default:
				continue
			}
			p := pair{strings.ReplaceAll(strings.ToLower(f), "’", "'"), s.xpos[i]}
			if count[p] == nil {
				count[p] = map[string]int{}
			}
			count[p][model.Script(p.form, strings.ToLower(s.lemmas[i]))]++
		}
	}
	listed := map[pair]bool{} // by the treebank
	for p := range count {
		listed[p] = true
	}
	for _, f := range t.attested {
		for _, r := range t.wordnet.readings(f) {
			for _, x := range tagsOf[r.kind] {
				p := pair{f, x}
				if listed[p] {
					continue
				}
				if count[p] == nil {
					count[p] = map[string]int{}
				}
				// The commoner lemma: "hoped" is of "hope", not of "hop".
				script := model.Script(f, r.lemma)
				count[p][script] = max(count[p][script], 1+t.count[r.lemma])
			}
		}
	}
	forms := slices.SortedFunc(maps.Keys(count), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.form, b.form), cmp.Compare(a.xpos, b.xpos))
	})
	top := func(c map[string]int) (string, int) {
		s := ranked(c, cmp.Compare[string])[0]
		return s, c[s]
	}
	// Endings: each form votes once.
	ends := map[string]map[string]int{}
	for _, p := range forms {
		script, _ := top(count[p])
		for n := 1; n <= model.MaxEnding && n < len(p.form); n++ {
			k := p.form[len(p.form)-n:] + " " + p.xpos
			if ends[k] == nil {
				ends[k] = map[string]int{}
			}
			ends[k][script]++
		}
	}
	id := map[string]int{}
	var scripts []string
	number := func(s string) int {
		i, ok := id[s]
		if !ok {
			i = len(scripts)
			id[s] = i
			scripts = append(scripts, s)
		}
		return i
	}
	var suffix, exact []model.LemmaEntry
	chosen := map[string]string{}
	for _, k := range slices.SortedFunc(maps.Keys(ends), func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.IndexByte(a, ' '), strings.IndexByte(b, ' ')), cmp.Compare(a, b))
	}) {
		script, n := top(ends[k])
		total := 0
		for _, c := range ends[k] {
			total += c
		}
		// A longer ending is kept where it says something else.
		if parent := chosen[longest(chosen, k[1:])]; parent == script || n < 2 && total > 0 && strings.IndexByte(k, ' ') > 1 || n*3 < total*2 && strings.IndexByte(k, ' ') > 1 {
			continue
		}
		chosen[k] = script
		suffix = append(suffix, model.LemmaEntry{Key: k, Script: number(script)})
	}
	for _, p := range forms {
		script, _ := top(count[p])
		guess, ok := chosen[longest(chosen, clipEnd(p.form)+" "+p.xpos)]
		if p.xpos == "NN" || p.xpos == "VB" || p.xpos == "VBP" {
			guess, ok = "0", true
		}
		if ok && guess == script || !ok && script == "0" {
			continue
		}
		exact = append(exact, model.LemmaEntry{Key: p.form + " " + p.xpos, Script: number(script)})
	}
	return model.NewLemmas(scripts, exact, suffix)
}

func clipEnd(f string) string {
	n := min(model.MaxEnding, len(f)-1)
	return f[len(f)-n:]
}

// longest is the longest ending of key that is known, or "".
func longest(known map[string]string, key string) string {
	for len(key) > 0 && key[0] != ' ' {
		if _, ok := known[key]; ok {
			return key
		}
		key = key[1:]
	}
	return ""
}
