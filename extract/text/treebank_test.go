package text

import (
	"bufio"
	"os"
	"strings"
	"testing"
)

// readTexts gives the sentences of a treebank as text, with their tokens.
func readTexts(t *testing.T, name string) (texts []string, tokens [][]string) {
	f, err := os.Open("../../../shared/treebank/" + name)
	if err != nil {
		t.Skip("the treebank is not here")
	}
	defer f.Close()
	var b strings.Builder
	var toks []string
	skip := 0
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for sc.Scan() {
		c := strings.Split(sc.Text(), "\t")
		if len(c) != 10 {
			if len(toks) > 0 {
				texts, tokens = append(texts, strings.TrimSpace(b.String())), append(tokens, toks)
				b.Reset()
				toks = nil
			}
			continue
		}
		space := " "
		if strings.Contains(c[9], "SpaceAfter=No") {
			space = ""
		}
		if from, to, ok := strings.Cut(c[0], "-"); ok {
			b.WriteString(c[1] + space)
			skip = int(to[len(to)-1]-from[len(from)-1]+10)%10 + 1
			continue
		}
		toks = append(toks, c[1])
		if skip > 0 {
			skip--
			continue
		}
		b.WriteString(c[1] + space)
	}
	return texts, tokens
}

// The tokens must be those that the parser was trained on. Words of several
// tokens whose parts are not cut anywhere in their spelling ("im") are counted
// against us; the floor leaves room for them.
func TestTokensAreThoseOfTheTreebank(t *testing.T) {
	texts, tokens := readTexts(t, "news-test.conllu")
	g := segmenter(t)
	var right, found, want int
	wrong := map[string]int{}
	for i, text := range texts {
		ends := map[[2]int]bool{}
		at := 0
		for _, tok := range tokens[i] {
			at += strings.Index(text[at:], tok)
			ends[[2]int{at, at + len(tok)}] = true
			at += len(tok)
		}
		want += len(tokens[i])
		for _, s := range g.Sentences(text) {
			for _, tok := range s.Tokens {
				found++
				if ends[[2]int{tok.Span.Start, tok.Span.End}] {
					right++
				} else {
					wrong[text[tok.Span.Start:tok.Span.End]]++
				}
			}
		}
	}
	p, r := float64(right)/float64(found), float64(right)/float64(want)
	t.Logf("tokens: precision %.4f, recall %.4f", p, r)
	if p < 0.99 || r < 0.99 {
		t.Errorf("precision %.4f, recall %.4f, want 0.99; %v", p, r, wrong)
	}
}
