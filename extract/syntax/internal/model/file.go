package model

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
)

// A Model is everything that the analysis of a sentence needs. It is read-only.
type Model struct {
	Sizes  Sizes
	Tags   []Tag
	Labels []string
	// The labels of each kind of arc; each is an index into Labels.
	LeftLabels, RightLabels []uint8
	Vocab                   *Vocab
	Lemmas                  *Lemmas
	Tagger, Parser          *Net
	TaggerLayout            *Layout
	ParserLayout            *Layout
	kinds                   []TagKind
}

// Tag is a pair of tags that the tagger gives.
type Tag struct{ UPOS, XPOS string }

const magic = "NGSYN\x00\x01\n"

// Parts are the contents of a model file.
type Parts struct {
	Tags                    []Tag
	Labels                  []string
	LeftLabels, RightLabels []uint8
	Words                   int
	Vocab                   *Vocab
	Lemmas                  *Lemmas
	Tagger, Parser          NetParts
}

// NetParts are the contents of a network. Row i of the layout has the weights
// of kept row Index[i], in Rows with 128 added.
type NetParts struct {
	H      int
	Rows   []byte
	Index  []uint16
	Layers []Weights
}

// Encode writes a model file: the magic, then sections of a length (four bytes,
// little end first) and that many bytes.
func Encode(p *Parts) []byte {
	out := []byte(magic)
	put := func(b []byte) {
		out = binary.LittleEndian.AppendUint32(out, uint32(len(b)))
		out = append(out, b...)
	}
	var tags []string
	for _, t := range p.Tags {
		tags = append(tags, t.UPOS+" "+t.XPOS)
	}
	put([]byte(strings.Join(tags, "\n")))
	put([]byte(strings.Join(p.Labels, "\n")))
	put(p.LeftLabels)
	put(p.RightLabels)
	put(binary.LittleEndian.AppendUint32(nil, uint32(p.Words)))
	put(p.Vocab.table)
	put(p.Lemmas.exact)
	put(p.Lemmas.suffix)
	put([]byte(strings.Join(p.Lemmas.scripts, "\n")))
	for _, n := range []NetParts{p.Tagger, p.Parser} {
		put(binary.LittleEndian.AppendUint32(nil, uint32(n.H)))
		put(n.Rows)
		var index []byte
		for _, v := range n.Index {
			index = binary.LittleEndian.AppendUint16(index, v)
		}
		put(index)
		put([]byte{byte(len(n.Layers))})
		for _, l := range n.Layers {
			var b []byte
			for _, v := range l.Bias {
				b = binary.LittleEndian.AppendUint32(b, uint32(v))
			}
			put(b)
			w := make([]byte, len(l.W))
			for i, v := range l.W {
				w[i] = byte(v)
			}
			put(w)
		}
	}
	return out
}

// Decode reads a model file. The model keeps data, which must not change.
func Decode(data []byte) (*Model, error) {
	if !strings.HasPrefix(string(data[:min(len(data), len(magic))]), magic) {
		return nil, fmt.Errorf("read syntax model: it does not begin with %q", magic)
	}
	at := len(magic)
	var err error
	next := func() []byte {
		if err != nil || at+4 > len(data) {
			err = fmt.Errorf("read syntax model: it ends at byte %d within a section", len(data))
			return nil
		}
		n := int(binary.LittleEndian.Uint32(data[at:]))
		at += 4
		if n > len(data)-at {
			err = fmt.Errorf("read syntax model: it ends at byte %d within a section", len(data))
			return nil
		}
		b := data[at : at+n : at+n]
		at += n
		return b
	}
	number := func() int {
		if b := next(); len(b) == 4 {
			return int(binary.LittleEndian.Uint32(b))
		}
		return 0
	}
	m := &Model{Vocab: &Vocab{}, Lemmas: &Lemmas{}}
	for _, s := range strings.Split(string(next()), "\n") {
		u, x, _ := strings.Cut(s, " ")
		m.Tags = append(m.Tags, Tag{u, x})
	}
	m.kinds = Kinds(m.Tags)
	m.Labels = strings.Split(string(next()), "\n")
	m.LeftLabels, m.RightLabels = next(), next()
	m.Sizes = Sizes{Words: number(), Tags: len(m.Tags), Labels: len(m.Labels)}
	m.Vocab.table = next()
	m.Vocab.mask = uint64(len(m.Vocab.table)/vocabEntry) - 1
	m.Lemmas.exact, m.Lemmas.suffix = next(), next()
	m.Lemmas.scripts = strings.Split(string(next()), "\n")
	net := func(rows int) *Net {
		h := number()
		weights, index := next(), next()
		if err == nil && (h == 0 || h%64 != 0 || len(weights)%h != 0 || len(index) != 2*rows) {
			err = fmt.Errorf("read syntax model: %d weights in rows of %d, %d of %d rows", len(weights), h, len(index)/2, rows)
		}
		for i := 0; err == nil && i < len(index); i += 2 {
			if at := int(binary.LittleEndian.Uint16(index[i:])); at >= len(weights)/h {
				err = fmt.Errorf("read syntax model: row %d of %d", at, len(weights)/h)
			}
		}
		var layers []Weights
		count := next()
		if err != nil || len(count) != 1 {
			return nil
		}
		for range count[0] {
			b, w := next(), next()
			l := Weights{Classes: len(b) / 4, W: make([]int8, len(w))}
			if err != nil || len(w) != l.Classes*h {
				err = fmt.Errorf("read syntax model: an output layer of %d classes has %d weights", l.Classes, len(w))
				return nil
			}
			for i := range l.Classes {
				l.Bias = append(l.Bias, int32(binary.LittleEndian.Uint32(b[4*i:])))
			}
			for i, v := range w {
				l.W[i] = int8(v)
			}
			layers = append(layers, l)
		}
		return NewNet(h, weights, index, layers...)
	}
	if n := len(m.Vocab.table) / vocabEntry; err == nil && (n&(n-1) != 0 || n*vocabEntry != len(m.Vocab.table)) {
		err = fmt.Errorf("read syntax model: a vocabulary of %d bytes", len(m.Vocab.table))
	}
	for _, l := range slices.Concat(m.LeftLabels, m.RightLabels) {
		if int(l) >= len(m.Labels) {
			err = fmt.Errorf("read syntax model: label %d of %d", l, len(m.Labels))
		}
	}
	m.TaggerLayout, m.ParserLayout = TaggerLayout(m.Sizes), ParserLayout(m.Sizes)
	m.Tagger = net(m.TaggerLayout.Rows)
	m.Parser = net(m.ParserLayout.Rows)
	if err == nil && (len(m.Tagger.out) != 1 || m.Tagger.out[0].classes != len(m.Tags) || len(m.Parser.out) != int(Moves) ||
		m.Parser.out[Left].classes != len(m.LeftLabels) || m.Parser.out[Right].classes != len(m.RightLabels)) {
		err = fmt.Errorf("read syntax model: output layers of other sizes than the tags and labels")
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}
