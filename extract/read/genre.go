package read

import (
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// genre weighs the cues of title, head and body.
func (m *metaReader) genre() extract.Genre {
	score := map[extract.Genre]int{}
	title := fold(m.doc.Meta.Title.Value)
	var head []string
	for i := range m.blocks {
		if i >= m.head && i < m.tail || m.blocks[i].kind == extract.Chrome || i == m.titleBlock {
			continue
		}
		if len(m.blocks[i].text) < 200 {
			head = append(head, fold(m.blocks[i].text))
		}
	}
	best := map[extract.Genre]int{} // one cue a place counts, the strongest
	for _, c := range m.lex.genres {
		hit := false
		switch c.place {
		case "title":
			hit = c.matches(title)
		case "head":
			for _, h := range head {
				hit = hit || c.matches(h)
			}
		}
		if hit {
			best[c.genre] = max(best[c.genre], c.weight)
		}
	}
	for g, w := range best {
		score[g] += w
	}
	turns, speakers, first, words, datelines := m.voice()
	switch {
	case speakers >= 2 && turns >= 2:
		score[extract.Transcript] += 8
	case speakers == 1:
		score[extract.Remarks] += 6
	}
	if m.officialBody(m.doc.Meta.Publisher.Value) {
		score[extract.PressRelease] += 3
		if f, ok := m.field("author"); ok && !m.officialBody(f.value) && strings.Contains(f.value, ",") && first > 0 {
			score[extract.Statement] += 4
		}
	}
	if words > 0 {
		switch share := first * 1000 / words; {
		case share >= 15:
			score[extract.Remarks] += 2
		case share >= 7:
			score[extract.Remarks]++
		case share <= 1:
			score[extract.Remarks] -= 4
		}
	}
	if datelines > 0 {
		score[extract.News] += 5 + min(datelines, 3)
	}
	if m.masthead >= 0 && m.pressName(m.doc.Meta.Publisher.Value) {
		score[extract.News] += 4
	}
	if m.salutations() > 0 {
		score[extract.Remarks] += 5
	}
	order := [...]extract.Genre{extract.Transcript, extract.JointStatement, extract.Remarks, extract.Communique, extract.PressRelease, extract.News, extract.Statement, extract.Report}
	top, topScore := extract.Other, 2
	for _, g := range order {
		if score[g] > topScore {
			top, topScore = g, score[g]
		}
	}
	return top
}

func (c *genreCue) matches(s string) bool {
	switch c.match {
	case "exact":
		return s == c.cue
	case "start":
		return startsWith(s, c.cue)
	case "end":
		return endsWith(s, c.cue)
	}
	return containsWords(s, c.cue)
}

// voice counts speaker turns and speakers, words of the first person singular outside of
// quotes, all words, and signs of a news agency: datelines, bylines, credits.
func (m *metaReader) voice() (turns, speakers, first, words, news int) {
	labels := map[string]bool{}
	for i := range m.blocks {
		b := &m.blocks[i]
		switch b.kind {
		case extract.Chrome, extract.MetaLine:
			continue
		case extract.Byline:
			if m.byline(b.text) {
				news++
			}
			continue
		case extract.Caption:
			news++
			continue
		}
		if n := turnLen(b.text); n > 0 {
			turns++
			labels[b.text[:n]] = true
		}
		quoted := false
		for w := range strings.FieldsSeq(b.text) {
			words++
			if strings.HasPrefix(w, "“") || strings.HasPrefix(w, "\"") {
				quoted = true
			}
			if !quoted {
				switch strings.Trim(w, ".,;:!?()'’") {
				case "I", "my", "My", "me", "I’m", "I'm", "I’d", "I’ve", "I've", "myself":
					first++
				}
			}
			if strings.Contains(w, "”") || strings.HasSuffix(strings.TrimRight(w, ".,;:!?"), "\"") {
				quoted = false
			}
		}
		if i <= m.head+1 && b.kind == extract.Paragraph && datelineEnd(b.text) > 0 {
			news++
		}
	}
	return turns, len(labels), first, words, news
}

// officialBody reports whether a publisher's name is that of a ministry or
// organisation.
func (m *metaReader) officialBody(s string) bool {
	f := fold(s)
	for w := range strings.FieldsSeq(f) {
		for _, p := range m.lex.bodyHead[w] {
			if strings.Contains(p.text, " ") && containsWords(f, p.text) {
				return true
			}
		}
	}
	return m.bodyName(s)
}

func (m *metaReader) salutations() int {
	n := 0
	for i := range m.blocks {
		b := &m.blocks[i]
		if len(b.text) < 160 && (strings.HasSuffix(b.text, ",") || strings.HasSuffix(b.text, "!")) && m.lex.lineRole(b.text) == roleSalute {
			n++
		}
	}
	return n
}

// datelineEnd is the end of a dateline at the start of a paragraph, "SEOUL -",
// "STRASBOURG, May 12, 2022 (IRPS) -", or 0.
func datelineEnd(s string) int {
	for _, dash := range [...]string{" - ", " – ", " — ", " -- ", " ― ", "— "} {
		i := strings.Index(s, dash)
		if i <= 0 || i > 80 || len(s) < i+40 {
			continue
		}
		city, _, _ := strings.Cut(s[:i], ",")
		city, _, _ = strings.Cut(city, "(")
		city = strings.TrimSpace(city)
		if allCaps(city) && len(strings.Fields(city)) <= 4 {
			return i + len(dash)
		}
		if nameLike(city) && len(strings.Fields(city)) <= 3 && (strings.Contains(s[:i], "(") || len(city) == i || hasDigit(s[:i])) && !strings.Contains(city, ":") && !hasDigit(city) {
			return i + len(dash)
		}
	}
	return 0
}
