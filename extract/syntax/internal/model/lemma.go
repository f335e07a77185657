package model

import (
	"encoding/binary"
	"strconv"
	"strings"
)

// Lemmas gives the lemma of a form with its tags by edit scripts: cut so many
// bytes off the end, add these. Known forms have a script each, others that of
// their longest known ending.
type Lemmas struct {
	exact, suffix []byte // hash tables of 8 bytes: fingerprint, script plus 1
	scripts       []string
}

// Script is the edit that makes lemma of form, such as "3y": cut three bytes,
// add "y".
func Script(form, lemma string) string {
	n := 0
	for n < len(form) && n < len(lemma) && form[n] == lemma[n] {
		n++
	}
	return strconv.Itoa(len(form)-n) + lemma[n:]
}

// apply makes the lemma of a form by a script; ok is false if the form is too
// short for it.
func apply(script, form string) (lemma string, ok bool) {
	i := 0
	for i < len(script) && script[i] >= '0' && script[i] <= '9' {
		i++
	}
	cut, err := strconv.Atoi(script[:i])
	if err != nil || cut > len(form) || cut == len(form) && i == len(script) {
		return "", false
	}
	return form[:len(form)-cut] + script[i:], true
}

// MaxEnding is the length in bytes of the longest ending that has a script.
const MaxEnding = 6

// NewLemmas builds the tables. The keys of exact are form, space, XPOS; those of
// suffix are ending, space, XPOS.
func NewLemmas(scripts []string, exact, suffix []LemmaEntry) *Lemmas {
	return &Lemmas{exact: lemmaTable(exact), suffix: lemmaTable(suffix), scripts: scripts}
}

// LemmaEntry is a row of a table under construction.
type LemmaEntry struct {
	Key    string
	Script int
}

func lemmaTable(entries []LemmaEntry) []byte {
	size := uint64(16)
	for size < uint64(len(entries))*4/3 {
		size *= 2
	}
	b := make([]byte, size*8)
	for _, e := range entries {
		h := hash([]byte(e.Key), 5)
		for i := h & (size - 1); ; i = (i + 1) & (size - 1) {
			if binary.LittleEndian.Uint32(b[i*8+4:]) == 0 {
				binary.LittleEndian.PutUint32(b[i*8:], uint32(h>>32))
				binary.LittleEndian.PutUint32(b[i*8+4:], uint32(e.Script)+1)
				break
			}
		}
	}
	return b
}

func lookup(table, key []byte) int {
	size := uint64(len(table) / 8)
	if size == 0 {
		return -1
	}
	h := hash(key, 5)
	for i := h & (size - 1); ; i = (i + 1) & (size - 1) {
		e := table[i*8 : i*8+8]
		s := binary.LittleEndian.Uint32(e[4:])
		if s == 0 {
			return -1
		}
		if binary.LittleEndian.Uint32(e) == uint32(h>>32) {
			return int(s) - 1
		}
	}
}

// Lemma gives the lemma of a form. Of names, numbers, marks and what is not
// known otherwise it is the form in lower case.
func (l *Lemmas) Lemma(form string, t Tag) string {
	low := form
	for i := range len(form) {
		if c := form[i]; c >= 0x80 || 'A' <= c && c <= 'Z' {
			low = string(lowered(nil, form))
			break
		}
	}
	switch t.UPOS {
	case "NOUN", "VERB", "AUX", "ADJ", "ADV", "PRON", "DET", "PART", "NUM":
	default:
		return low
	}
	if t.UPOS == "NOUN" && t.XPOS == "NN" || t.UPOS == "VERB" && (t.XPOS == "VB" || t.XPOS == "VBP") {
		if !strings.ContainsAny(low, "'") {
			// Only irregular ones are listed.
			if s := lookup(l.exact, []byte(low+" "+t.XPOS)); s >= 0 && s < len(l.scripts) {
				if out, ok := apply(l.scripts[s], low); ok {
					return out
				}
			}
			return low
		}
	}
	var store [64]byte
	key := append(append(store[:0], low...), ' ')
	key = append(key, t.XPOS...)
	s := lookup(l.exact, key)
	for n := min(MaxEnding, len(low)-1); s < 0 && n >= 1; n-- {
		s = lookup(l.suffix, key[len(low)-n:])
	}
	if s >= 0 && s < len(l.scripts) {
		if out, ok := apply(l.scripts[s], low); ok {
			return out
		}
	}
	return low
}
