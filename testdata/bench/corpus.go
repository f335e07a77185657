package main

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
)

// makeCorpus writes n documents into a folder. Where real releases are given
// the first documents are those, and the others put paragraphs of one into the
// page of another; else all are generated.
func makeCorpus(dir, releases string, n int) error {
	pages, err := readPages(releases)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range n {
		sub := filepath.Join(dir, fmt.Sprintf("%03d", i/1000))
		if i%1000 == 0 {
			if err := os.MkdirAll(sub, 0o755); err != nil {
				return err
			}
		}
		name, text := fmt.Sprintf("%07d.txt", i), []byte(nil)
		switch {
		case len(pages) == 0:
			text = generated(i, rng)
		case i < len(pages):
			name, text = fmt.Sprintf("%07d.html", i), bytes.Join(pages[i], nil)
		default:
			name, text = fmt.Sprintf("%07d.html", i), recombined(pages, i, rng)
		}
		if err := os.WriteFile(filepath.Join(sub, name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

var paragraph = regexp.MustCompile(`(?is)<p[ >].*?</p>`)

// readPages cuts pages at their paragraphs: those have the odd numbers.
func readPages(dir string) ([][][]byte, error) {
	if dir == "" {
		return nil, nil
	}
	names, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		return nil, err
	}
	var pages [][][]byte
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		var parts [][]byte
		at := 0
		for _, p := range paragraph.FindAllIndex(b, -1) {
			parts = append(parts, b[at:p[0]], b[p[0]:p[1]])
			at = p[1]
		}
		pages = append(pages, append(parts, b[at:]))
	}
	return pages, nil
}

// recombined is a page with a third of its paragraphs from others.
func recombined(pages [][][]byte, i int, rng *rand.Rand) []byte {
	var out bytes.Buffer
	for k, part := range pages[i%len(pages)] {
		if other := pages[rng.IntN(len(pages))]; k%2 == 1 && len(other) > 2 && rng.IntN(3) == 0 {
			part = other[1+2*rng.IntN(len(other)/2)]
		}
		out.Write(part)
	}
	return out.Bytes()
}

// generated is a short release about a world that grows with the corpus: each
// event is told in about three documents.
func generated(i int, rng *rand.Rand) []byte {
	states := []string{"Poland", "Kenya", "Chile", "Japan", "Hungary", "Brazil", "Ghana", "Norway", "Canada", "Vietnam", "Morocco", "Latvia"}
	cities := []string{"Warsaw", "Nairobi", "Santiago", "Tokyo", "Budapest", "Brasilia", "Accra", "Oslo", "Ottawa", "Hanoi", "Rabat", "Riga"}
	topics := []string{"Cyber Norms", "Maritime Law", "Critical Infrastructure", "Digital Trade", "Ransomware", "Confidence-Building Measures"}
	given := []string{"Maria", "Anna", "Joon", "Peter", "Amina", "Carlos", "Helen", "Tomas"}
	family := []string{"Lopez", "Nowak", "Kim", "Olsen", "Mensah", "Silva", "Kariuki", "Ozols", "Tran", "Alaoui"}
	e := i / 3
	a, b := e%len(states), (e/5+1+e%7)%len(states)
	topic, year := topics[e/len(states)%len(topics)], 1990+e/72%35
	return fmt.Appendf(nil, `MINISTRY OF FOREIGN AFFAIRS OF %s
Press release, %d June %d

%s Regional Seminar on %s held in %s

The %s Regional Seminar on %s, co-hosted by %s and %s, was held in %s from %d to %d May %d. Ambassador %s %s of %s chaired the meeting, which %d participants from %d countries attended.

The participants reaffirmed that international law, including the Charter of the United Nations, applies to the use of information and communications technologies by States. They called for closer cooperation between computer emergency response teams, and discussed the protection of critical infrastructure.

"No State should knowingly allow its territory to be used for wrongful acts," said Minister %s %s.
`, states[a], 1+i%28, year, ordinals[e%len(ordinals)], topic, cities[a],
		ordinals[e%len(ordinals)], topic, states[a], states[b], cities[a], 1+e%20, 2+e%20, year,
		given[rng.IntN(len(given))], family[rng.IntN(len(family))], states[(a+3)%len(states)], 20+e%200, 5+e%60,
		given[rng.IntN(len(given))], family[rng.IntN(len(family))])
}

var ordinals = []string{"First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh"}
