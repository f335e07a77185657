package pdf

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/klippa-app/go-pdfium/responses"
	"github.com/normgraph/normgraph/extract/read"
)

// A glyph is a character with its place.
type glyph struct {
	r             rune
	left, right   float64
	bottom, top   float64
	size          float64
	bold, defined bool // the font is known
}

// wideGap is the distance, in font sizes, beyond which two words of a line are
// apart: columns, cells of a table.
const wideGap = 2.5

// runs joins the characters of a page to runs of text on one line, in the order
// of the file. The engine tells where words and lines end.
func runs(chars []*responses.GetPageTextStructuredChar) []read.PDFText {
	glyphs := make([]glyph, 0, len(chars))
	for _, c := range chars {
		r, _ := utf8.DecodeRuneInString(c.Text)
		p := c.PointPosition
		g := glyph{r: r, left: p.Left, right: p.Right, bottom: min(p.Top, p.Bottom), top: max(p.Top, p.Bottom)}
		if f := c.FontInformation; f != nil {
			g.size, g.defined = f.Size, true
			g.bold = f.Weight >= 600 || strings.Contains(strings.ToLower(f.Name), "bold")
		}
		glyphs = append(glyphs, g)
	}
	scale := scaleOf(glyphs)
	for i := range glyphs {
		glyphs[i].size *= scale
	}
	var out []read.PDFText
	var run []glyph
	flush := func() {
		if t, ok := textOf(run); ok {
			out = append(out, t)
		}
		run = run[:0]
	}
	for _, g := range glyphs {
		if g.r == '\r' || g.r == '\n' {
			flush()
			continue
		}
		if last, ok := lastInk(run); ok && g.ink() && apart(last, g) {
			flush()
		}
		run = append(run, g)
	}
	flush()
	return out
}

// ink reports whether there is something to see.
func (g glyph) ink() bool { return !unicode.IsSpace(g.r) && g.r != utf8.RuneError && g.r != 0 }

func lastInk(run []glyph) (glyph, bool) {
	for i := len(run) - 1; i >= 0; i-- {
		if run[i].ink() {
			return run[i], true
		}
	}
	return glyph{}, false
}

// apart reports whether b, after a in the file, is on another line or far off.
func apart(a, b glyph) bool {
	size := max(a.size, b.size, 1)
	middle := func(g glyph) float64 { return (g.top + g.bottom) / 2 }
	return math.Abs(middle(a)-middle(b)) > size || b.left-a.right > wideGap*size || b.right < a.left-size
}

// scaleOf is by how much the letters of a page are larger than their fonts say:
// the file may draw on a scale of its own. Capitals are about 0.7 of the size of
// their font.
func scaleOf(glyphs []glyph) float64 {
	const capital, most = 0.7, 400
	var found []float64
	for _, g := range glyphs {
		if g.r >= 'A' && g.r <= 'Z' && g.r != 'J' && g.r != 'Q' && g.size > 0 && g.top > g.bottom {
			if found = append(found, (g.top-g.bottom)/(capital*g.size)); len(found) == most {
				break
			}
		}
	}
	if len(found) == 0 {
		return 1
	}
	slices.Sort(found)
	if s := found[len(found)/2]; s < 0.85 || s > 1.2 {
		return s
	}
	return 1
}

// textOf is a run as text; its Bottom is the line that it stands on.
func textOf(run []glyph) (read.PDFText, bool) {
	var t read.PDFText
	var words strings.Builder
	var base, feet []float64
	sizes := map[float64]int{}
	bold, n := 0, 0
	for _, g := range run {
		if g.r == utf8.RuneError || g.r == 0 {
			g.r = unicode.ReplacementChar
		}
		words.WriteRune(g.r)
		if !g.ink() {
			if g.defined && g.r == ' ' && g.top == g.bottom {
				base = append(base, g.bottom)
			}
			continue
		}
		if n == 0 {
			t.Left, t.Right = g.left, g.right
		}
		n++
		t.Left, t.Right = min(t.Left, g.left), max(t.Right, g.right)
		sizes[g.size]++
		if g.bold {
			bold++
		}
		feet = append(feet, g.bottom)
		if standing(g.r) {
			base = append(base, g.bottom)
		}
	}
	if n == 0 {
		return t, false
	}
	for size, k := range sizes {
		if best := sizes[t.Size]; k > best || k == best && size > t.Size {
			t.Size = size
		}
	}
	if len(base) == 0 {
		base = feet
	}
	slices.Sort(base)
	t.Bottom = base[len(base)/2]
	t.Top = t.Bottom + 0.7*t.Size
	t.Bold = bold*2 > n
	t.Text = strings.Trim(words.String(), " ")
	return t, true
}

// standing reports whether a letter stands on the line and does not go below.
func standing(r rune) bool {
	return r < 128 && (unicode.IsLetter(r) || unicode.IsDigit(r)) && !strings.ContainsRune("gjpqyJQ", r)
}
