package syntax

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/normgraph/normgraph/extract/syntax/internal/model"
)

//go:embed verbs.txt
var verbsTXT string

// verbs maps the regular forms of the verbs in verbs.txt to their lemmas.
var verbs = sync.OnceValue(func() map[string]string {
	m := make(map[string]string)
	for line := range strings.Lines(verbsTXT) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		base, doubled, ok := strings.Cut(line, "\t")
		stem := base
		if ok {
			stem = doubled
		}
		past, ing, third := stem+"ed", stem+"ing", base+"s"
		last := base[len(base)-1]
		switch {
		case last == 'e':
			past, ing = base+"d", strings.TrimSuffix(base, "e")+"ing"
		case last == 'y' && !strings.ContainsRune("aeou", rune(base[len(base)-2])):
			past, third = base[:len(base)-1]+"ied", base[:len(base)-1]+"ies"
		case last == 's' || last == 'x' || last == 'z' || last == 'o' || strings.HasSuffix(base, "ch") || strings.HasSuffix(base, "sh"):
			third = base + "es"
		}
		for _, form := range []string{past, ing, third} {
			m[form] = base
		}
	}
	return m
})

// lemma is the lemma of a form: that of the list of verbs, else the model's.
// "co-chaired" is a form of "co-chair", "co-chairs" one too.
func lemma(m *model.Model, form string, tag model.Tag) string {
	low := strings.ToLower(form)
	prefix := ""
	if rest, ok := strings.CutPrefix(low, "co-"); ok {
		prefix, low = "co-", rest
	}
	if tag.UPOS == "VERB" {
		if base, ok := verbs()[low]; ok {
			return prefix + base
		}
	}
	if prefix == "" {
		return m.Lemmas.Lemma(form, tag)
	}
	if tag.XPOS == "NNS" || tag.XPOS == "NNPS" {
		tag.UPOS, tag.XPOS = "NOUN", "NNS"
	}
	return prefix + m.Lemmas.Lemma(low, tag)
}
