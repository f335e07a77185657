package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// sentence is one tree of a treebank. The head of the root is the number of
// words.
type sentence struct {
	forms, lemmas []string
	upos, xpos    []string
	heads         []int32
	rels          []string
}

// readTreebank reads a CoNLL-U file. Lines of multi-word tokens and empty nodes
// are left out.
func readTreebank(name string) ([]sentence, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []sentence
	var s sentence
	flush := func() {
		if len(s.forms) > 0 {
			n := int32(len(s.forms))
			for i, h := range s.heads {
				if h < 0 {
					s.heads[i] = n
				}
			}
			out = append(out, s)
			s = sentence{}
		}
	}
	sc := bufio.NewScanner(f)
	sc.Buffer(nil, 1<<20)
	for line := 1; sc.Scan(); line++ {
		t := sc.Text()
		if t == "" {
			flush()
			continue
		}
		if t[0] == '#' {
			continue
		}
		c := strings.Split(t, "\t")
		if len(c) != 10 {
			return nil, fmt.Errorf("%s:%d: %d columns, want 10", name, line, len(c))
		}
		if strings.ContainsAny(c[0], "-.") {
			continue
		}
		head, err := strconv.Atoi(c[6])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: head %q", name, line, c[6])
		}
		s.forms = append(s.forms, c[1])
		s.lemmas = append(s.lemmas, c[2])
		s.upos = append(s.upos, c[3])
		s.xpos = append(s.xpos, c[4])
		s.heads = append(s.heads, int32(head-1))
		s.rels = append(s.rels, c[7])
	}
	flush()
	return out, sc.Err()
}
