package model

import (
	"math/rand/v2"
	"testing"
)

// The packed sums must equal the plain ones, whichever instructions make them.
func TestNetAddsUpLikePlainIntegers(t *testing.T) {
	for _, vector := range []bool{false, true} {
		if vector && !vectors {
			t.Log("this processor has no vector instructions that are made use of")
			continue
		}
		for _, h := range []int{64, 128, 192} {
			netAddsUp(t, vector, h)
		}
	}
}

func netAddsUp(t *testing.T, vector bool, h int) {
	rng := rand.New(rand.NewPCG(1, 1))
	const rows, classes = 40, 5
	table := make([]byte, h*rows)
	for i := range table {
		table[i] = byte(1 + rng.IntN(255))
	}
	index := make([]byte, 2*rows)
	for i := range rows {
		index[2*i] = byte(rows - 1 - i)
	}
	l := Weights{Classes: classes, Bias: make([]int32, classes), W: make([]int8, classes*h)}
	for i := range l.W {
		l.W[i] = int8(rng.IntN(255) - 127)
	}
	for c := range classes {
		l.Bias[c] = rng.Int32N(2000) - 1000
	}
	n := newNet(vector, h, table, index, l)
	arena := make([]uint64, 3*h/4)
	for range 100 {
		plain := make([]int, h)
		var at, kept []int32
		count := 0
		add := func(r int32) int32 {
			for k := range plain {
				plain[k] += int(table[(rows-1-int(r))*h+k]) - 128
			}
			count++
			return n.kept(r)
		}
		for v := range rng.IntN(4) {
			var part []int32
			for range 1 + rng.IntN(30) {
				part = append(part, add(rng.Int32N(rows)))
			}
			n.sum(arena[v*h/4:][:h/4], 0, nil, nil, part)
			at = append(at, int32(v))
		}
		for range rng.IntN(120) {
			kept = append(kept, add(rng.Int32N(rows)))
		}
		hid := make([]uint64, h/4)
		n.sum(hid, 128*count, arena, at, kept)
		got := make([]int32, classes+3)
		n.scores(0, hid, make([]uint64, 4), got)
		for c := range classes {
			want := int(l.Bias[c])
			for k, x := range plain {
				want += max(x, 0) * int(l.W[c*h+k])
			}
			if int(got[c]) != want {
				t.Fatalf("vector %v, width %d, class %d: score %d, want %d", vector, h, c, got[c], want)
			}
		}
	}
}

func TestLemmaScripts(t *testing.T) {
	for _, c := range []struct{ form, lemma, script string }{
		{"ministers", "minister", "1"}, {"policies", "policy", "3y"}, {"went", "go", "4go"}, {"host", "host", "0"},
	} {
		if got := Script(c.form, c.lemma); got != c.script {
			t.Errorf("Script(%q, %q) = %q, want %q", c.form, c.lemma, got, c.script)
		}
		if got, ok := apply(c.script, c.form); !ok || got != c.lemma {
			t.Errorf("%q of %q gives %q, want %q", c.script, c.form, got, c.lemma)
		}
	}
	for _, bad := range []string{"", "9x", "4", "x"} {
		if got, ok := apply(bad, "went"); ok {
			t.Errorf("script %q gives %q", bad, got)
		}
	}
}

func TestSentenceCase(t *testing.T) {
	for _, c := range []struct {
		name  string
		forms []string
		want  Case
	}{
		{"prose", []string{"The", "Ministers", "agreed", "that", "law", "applies"}, Plain},
		{"headline", []string{"Ministers", "Agree", "on", "Cyber", "Norms"}, Title},
		{"capitals", []string{"JOINT", "STATEMENT", "OF", "MINISTERS"}, Upper},
		{"one_name", []string{"In", "Seoul"}, Plain},
	} {
		if got := SentenceCase(c.forms); got != c.want {
			t.Errorf("%s: case %d, want %d", c.name, got, c.want)
		}
	}
}

func TestVocabularyFindsItsWords(t *testing.T) {
	v := NewVocab([]Entry{{Key: "state", Word: 7, Code: [Codes]uint8{1, 2, 3, 4, 5, 6}}, {Key: "norm", Word: 9}})
	if w, c := v.Lookup([]byte("state")); w != 7 || c != [Codes]uint8{1, 2, 3, 4, 5, 6} {
		t.Errorf("state is %d %v", w, c)
	}
	if w, _ := v.Lookup([]byte("absent")); w != 0 {
		t.Errorf("absent is %d", w)
	}
}

func tiny() *Parts {
	p := &Parts{
		Tags: []Tag{{"NOUN", "NN"}, {"VERB", "VB"}}, Labels: []string{"root", "obj"}, LeftLabels: []uint8{0, 1}, RightLabels: []uint8{1},
		Words: 3, Vocab: NewVocab([]Entry{{Key: "state", Word: 1}}), Lemmas: NewLemmas([]string{"1"}, []LemmaEntry{{"states NNS", 0}}, nil),
	}
	z := Sizes{Words: 3, Tags: 2, Labels: 2}
	net := func(rows int, classes ...int) NetParts {
		n := NetParts{H: 64, Rows: make([]byte, 64), Index: make([]uint16, rows)}
		for _, c := range classes {
			n.Layers = append(n.Layers, Weights{Classes: c, Bias: make([]int32, c), W: make([]int8, c*64)})
		}
		return n
	}
	p.Tagger, p.Parser = net(TaggerLayout(z).Rows, 2), net(ParserLayout(z).Rows, int(Moves), 2, 1)
	return p
}

func TestModelFileComesBack(t *testing.T) {
	m, err := Decode(Encode(tiny()))
	if err != nil {
		t.Fatal(err)
	}
	if len(m.Tags) != 2 || m.Tags[1] != (Tag{"VERB", "VB"}) || m.Sizes != (Sizes{3, 2, 2}) {
		t.Errorf("tags %v, sizes %v", m.Tags, m.Sizes)
	}
	if got := m.Lemmas.Lemma("States", Tag{"NOUN", "NNS"}); got != "state" {
		t.Errorf("lemma %q", got)
	}
	r := NewRunner(m)
	r.Tag([]string{"We", "state", "it"})
	r.Parse()
	if len(r.State.Head) != 4 {
		t.Errorf("heads %v", r.State.Head)
	}
}

func TestBrokenModelFileIsAnError(t *testing.T) {
	whole := Encode(tiny())
	for n := 0; n < len(whole); n += 1 + n/20 {
		if _, err := Decode(whole[:n]); err == nil {
			t.Fatalf("the first %d bytes of %d are read without an error", n, len(whole))
		}
	}
	p := tiny()
	p.LeftLabels = []uint8{0, 7}
	if _, err := Decode(Encode(p)); err == nil {
		t.Error("a label out of range is read without an error")
	}
	p = tiny()
	p.Parser.Index[3] = 9
	if _, err := Decode(Encode(p)); err == nil {
		t.Error("a row out of range is read without an error")
	}
}
