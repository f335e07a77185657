package read

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/text/unicode/norm"
)

// A PDFReader takes the text out of PDF files; package pdf has one.
type PDFReader interface {
	Pages(ctx context.Context, raw []byte) (PDF, error)
}

// PDF is the text of a file and where it stands.
type PDF struct {
	Title, Author string // of the file's metadata
	Pages         []PDFPage
}

// A PDFPage is one page, in points, with its texts in the order of the file.
type PDFPage struct {
	Width, Height float64
	Texts         []PDFText
}

// A PDFText is a run of text on one line. Top is above Bottom, which is the line
// that the letters stand on.
type PDFText struct {
	Text                     string
	Left, Right, Top, Bottom float64
	Size                     float64 // of the font, in points
	Bold                     bool
}

// A pdfLine is a line of a page.
type pdfLine struct {
	PDFText
	page int
	col  int     // column of the page
	gap  float64 // of the base lines to the line above, in its own sizes; 0 for the first of a column
	run  bool    // a running head or foot
}

// readPDF lays out the pages of a file as paragraphs.
func readPDF(name string, raw []byte, opt Options, lex *Lexicon) (*extract.Document, error) {
	if opt.PDF == nil {
		return nil, fmt.Errorf("%w: PDF", ErrUnsupported)
	}
	file, err := opt.PDF.Pages(context.Background(), raw)
	if err != nil {
		return nil, err
	}
	d := &derived{limit: opt.maxSize()}
	if s := file.Title; len(strings.Fields(s)) > 2 && len(s) < 300 && !strings.HasPrefix(s, "Microsoft") {
		if err := d.field("title", "Title", s); err != nil {
			return nil, err
		}
	}
	var lines []pdfLine
	for i, p := range file.Pages {
		lines = append(lines, pageLines(p, i)...)
	}
	if len(lines) == 0 {
		return nil, fmt.Errorf("%w: PDF without text, perhaps of scanned pages", ErrEmpty)
	}
	markRunning(lines, len(file.Pages))
	if err := d.addPages(lines); err != nil {
		return nil, err
	}
	return d.document(name, lex)
}

// pageLines joins the texts of a page to lines and puts the columns in order.
func pageLines(p PDFPage, page int) []pdfLine {
	var lines []pdfLine
	for _, t := range p.Texts {
		t.Text = cleanPDF(t.Text)
		if strings.TrimSpace(t.Text) == "" {
			continue
		}
		if t.Size <= 0 {
			t.Size = t.Top - t.Bottom
		}
		if n := len(lines); n > 0 && sameLine(lines[n-1].PDFText, t) {
			l := &lines[n-1]
			if t.Left-l.Right > 0.12*t.Size && !strings.HasSuffix(l.Text, " ") && !strings.HasPrefix(t.Text, " ") {
				l.Text += " "
			}
			l.Text += t.Text
			l.Right, l.Top, l.Bottom = max(l.Right, t.Right), max(l.Top, t.Top), min(l.Bottom, t.Bottom)
			l.Bold = l.Bold && t.Bold
			continue
		}
		lines = append(lines, pdfLine{PDFText: t, page: page})
	}
	for i := range lines {
		lines[i].Text = strings.TrimSpace(lines[i].Text)
	}
	lines = orderColumns(lines, p.Width)
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], &lines[i]
		if a.col == b.col && a.Bottom >= b.Bottom {
			b.gap = (a.Bottom - b.Bottom) / max(b.Size, 1)
		}
	}
	return lines
}

// cleanPDF writes ligatures and width variants as their letters. PDFium gives
// the hyphen at the end of a line as U+0002.
func cleanPDF(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == 2:
			return '\u00ad'
		case r == '\r' || r == '\n' || r == '\t':
			return ' '
		case unicode.IsControl(r) || r == 0xfffe || r == 0xffff:
			return -1
		}
		return r
	}, s)
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return ligatures(s)
		}
	}
	return s
}

func ligatures(s string) string {
	var out strings.Builder
	for _, r := range s {
		if r >= 0xfb00 && r <= 0xfb06 || r >= 0xff01 && r <= 0xff5e {
			out.WriteString(norm.NFKC.String(string(r)))
			continue
		}
		out.WriteRune(r)
	}
	return out.String()
}

// sameLine reports whether t goes on where line a ends: beside it, not further
// off than columns are.
func sameLine(a, t PDFText) bool {
	overlap := min(a.Top, t.Top) - max(a.Bottom, t.Bottom)
	height := min(a.Top-a.Bottom, t.Top-t.Bottom)
	return overlap > 0.5*height && t.Left >= a.Right-0.5*t.Size && t.Left-a.Right < 2.5*t.Size
}

// orderColumns puts the lines of a page of two columns in reading order. Lines
// across both cut the page into bands; within a band the left column is first.
func orderColumns(lines []pdfLine, width float64) []pdfLine {
	gutter, ok := findGutter(lines, width)
	if !ok {
		return lines
	}
	var out, left, right []pdfLine
	flush := func() {
		out = append(out, left...)
		out = append(out, right...)
		left, right = nil, nil
	}
	byTop := slices.Clone(lines)
	slices.SortStableFunc(byTop, func(a, b pdfLine) int { return cmp.Compare(b.Top, a.Top) })
	for _, l := range byTop {
		switch {
		case l.Right <= gutter:
			l.col = 1
			left = append(left, l)
		case l.Left >= gutter:
			l.col = 2
			right = append(right, l)
		default:
			flush()
			out = append(out, l)
		}
	}
	flush()
	return out
}

// Columns have at least minColumn lines, and lines across them are few.
const minColumn = 6

// findGutter looks for a place near the middle of the page that few lines
// cross.
func findGutter(lines []pdfLine, width float64) (float64, bool) {
	if len(lines) < 2*minColumn {
		return 0, false
	}
	best, bestCross := 0.0, math.MaxInt
	for x := 0.38 * width; x <= 0.62*width; x += width / 200 {
		cross, left, right := 0, 0, 0
		for _, l := range lines {
			switch {
			case l.Right <= x:
				left++
			case l.Left >= x:
				right++
			default:
				cross++
			}
		}
		if left >= minColumn && right >= minColumn && cross < bestCross {
			best, bestCross = x, cross
		}
	}
	if bestCross*4 > len(lines) {
		return 0, false
	}
	// Both sides are filled: short lines on the left are a list or an address,
	// and the right side begins at one margin.
	var wide, all int
	for _, l := range lines {
		if l.Right <= best {
			all++
			if l.Right-l.Left > 0.25*width {
				wide++
			}
		}
	}
	return best, wide*2 > all
}

// markRunning marks the heads and feet that pages repeat, and page numbers.
func markRunning(lines []pdfLine, pages int) {
	edge := map[int]bool{} // the outer two lines of each page, by height
	for from := 0; from < len(lines); {
		to := from
		for to < len(lines) && lines[to].page == lines[from].page {
			to++
		}
		order := make([]int, 0, to-from)
		for i := from; i < to; i++ {
			order = append(order, i)
		}
		slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lines[b].Top, lines[a].Top) })
		for k, i := range order {
			if k < 2 || k >= len(order)-2 {
				edge[i] = true
			}
		}
		from = to
	}
	count := map[string]int{}
	for i := range lines {
		if edge[i] {
			count[noDigits(lines[i].Text)]++
		}
	}
	numbers := pageNumbers(lines, edge)
	for i := range lines {
		if !edge[i] {
			continue
		}
		key := noDigits(lines[i].Text)
		switch bare := strings.Trim(key, " -–—/|.()#"); {
		case hasDigit(lines[i].Text) && (bare == "page" || bare == "page # of" || bare == "p"):
			lines[i].run = true
		case hasDigit(lines[i].Text) && bare == "":
			lines[i].run = numbers[i]
		case count[key] >= 2 && count[key]*3 >= pages && len(key) > 0:
			lines[i].run = true
		}
	}
}

// pageNumbers tells which lines of figures alone number the pages: those that
// count with them, or that of a single page.
func pageNumbers(lines []pdfLine, edge map[int]bool) map[int]bool {
	by := map[int][]int{} // lines by the page number less the place of the page
	last := 0
	for i := range lines {
		last = max(last, lines[i].page)
		figures := strings.FieldsFunc(lines[i].Text, func(r rune) bool { return !unicode.IsDigit(r) })
		if !edge[i] || len(figures) == 0 || len(figures) > 2 || strings.IndexFunc(lines[i].Text, unicode.IsLetter) >= 0 {
			continue
		}
		if n, err := strconv.Atoi(figures[0]); err == nil && n < 10000 {
			by[n-lines[i].page] = append(by[n-lines[i].page], i)
		}
	}
	out := map[int]bool{}
	for first, found := range by {
		pages := map[int]bool{}
		for _, i := range found {
			pages[lines[i].page] = true
		}
		if len(pages) < 2 && (last > 0 || first != 1) {
			continue
		}
		for _, i := range found {
			out[i] = true
		}
	}
	return out
}

// noDigits is s folded, with a mark for numbers.
func noDigits(s string) string {
	var out strings.Builder
	number := false
	for _, r := range squeeze(s) {
		if unicode.IsDigit(r) {
			if !number {
				out.WriteByte('#')
			}
			number = true
			continue
		}
		number = false
		out.WriteRune(r)
	}
	return out.String()
}

// addPages joins lines to paragraphs and adds them.
func (d *derived) addPages(lines []pdfLine) error {
	body := bodySize(lines)
	title := titleSize(lines)
	shape := pdfShape{right: rightEdges(lines), gap: paragraphGap(lines, body)}
	hyphens := hyphenated(lines)
	page := -1
	var para []pdfLine
	flush := func() error {
		if len(para) == 0 {
			return nil
		}
		err := d.addParagraph(para, sizes{body, title}, hyphens, &page)
		para = nil
		return err
	}
	for _, l := range lines {
		if l.run {
			continue
		}
		if len(para) > 0 && !shape.goesOn(para, l) {
			if err := flush(); err != nil {
				return err
			}
		}
		para = append(para, l)
	}
	if err := flush(); err != nil {
		return err
	}
	for _, l := range lines { // heads and feet at the end, for the metadata they hold
		if l.run && len(strings.Trim(noDigits(l.Text), "# -")) > 3 && l.page == 0 {
			if err := d.add(l.Text, derivedBlock{kind: extract.Chrome, fixed: true}); err != nil {
				return err
			}
		}
	}
	return nil
}

// bodySize is the font size of most of the text.
func bodySize(lines []pdfLine) float64 {
	count := map[int]int{}
	best := 0
	for _, l := range lines {
		k := int(math.Round(l.Size * 2))
		count[k] += len(l.Text)
		if count[k] > count[best] || count[k] == count[best] && k < best {
			best = k
		}
	}
	return float64(best) / 2
}

// A pdfShape is how the text of a file is set.
type pdfShape struct {
	right map[int]float64 // where the lines of a column end at the most
	gap   float64         // from this distance of base lines on another paragraph begins
}

// rightEdges is where the lines of each column end at the most, on any page.
func rightEdges(lines []pdfLine) map[int]float64 {
	edges := map[int]float64{}
	for _, l := range lines {
		if !l.run {
			edges[l.col] = max(edges[l.col], l.Right)
		}
	}
	return edges
}

// Distances between base lines, in font sizes.
const (
	usualGap    = 1.75 // between paragraphs, where the distance of lines is not known
	leastGap    = 1.45 // between paragraphs, of a text set without space between its lines
	widestLines = 1.9  // of a text with a line of space after each
	moreGap     = 1.25 // between paragraphs, by the distance of lines
	indentation = 0.8
)

// paragraphGap finds the distance of lines within paragraphs: the least that is
// common. Texts of few long paragraphs have one distance, others at least two.
func paragraphGap(lines []pdfLine, body float64) float64 {
	count := map[int]int{} // in twentieths
	all := 0
	for _, l := range lines {
		if l.gap > 0.8 && l.gap < 3 && !l.run && math.Abs(l.Size-body) < 0.1*body {
			count[int(math.Round(l.gap*20))]++
			all++
		}
	}
	least := 0
	for k := range count {
		// Rounding parts what is one distance.
		if (count[k]+count[k+1])*7 >= all && (least == 0 || k < least) {
			least = k
		}
	}
	if least == 0 {
		return usualGap
	}
	return max(leastGap, moreGap*min(float64(least+1)/20, widestLines))
}

// fits reports whether the first word of line l would have had room at the end
// of the line before it, so that the line was ended on purpose.
func (s pdfShape) fits(prev, l pdfLine) bool {
	word := firstField(l.Text)
	if word == "" {
		return false
	}
	width := (l.Right - l.Left) * float64(utf8.RuneCountInString(word)) / float64(max(utf8.RuneCountInString(l.Text), 1))
	return prev.Right+width+1.2*prev.Size < s.right[prev.col]
}

// goesOn reports whether line l carries on a paragraph.
func (s pdfShape) goesOn(para []pdfLine, l pdfLine) bool {
	prev := para[len(para)-1]
	text := strings.TrimRight(prev.Text, "\u00ad")
	if markerLen(l.Text) > 0 || turnLen(l.Text) > 0 {
		return false
	}
	if math.Abs(l.Size-prev.Size) > 0.1*prev.Size || l.Bold != prev.Bold && (l.Bold || endsSentence(text) || len(para) == 1) && !startsLower(l.Text) {
		return false
	}
	short := s.fits(prev, l)
	if l.page != prev.page || l.col != prev.col {
		return !endsSentence(text) && !short && (startsLower(l.Text) || len(text) > 30) && !allCaps(text)
	}
	if l.gap > s.gap || l.gap == 0 && l.Bottom > prev.Bottom {
		return false
	}
	if short && !startsLower(l.Text) {
		return false
	}
	// A first line set in, after a line that ends a sentence.
	first := para[0]
	if l.Left > prev.Left+indentation*l.Size && markerLen(first.Text) == 0 && endsSentence(text) {
		return false
	}
	// Back at the margin after the hanging lines of an item.
	if markerLen(first.Text) > 0 && l.Left < first.Left+0.3*l.Size && endsSentence(text) {
		return false
	}
	return true
}

// sizes of letters.
type sizes struct{ body, title float64 }

// titleSize is the size of the largest letters of the first page that has text.
func titleSize(lines []pdfLine) float64 {
	most := 0.0
	for _, l := range lines {
		if l.page == lines[0].page && !l.run {
			most = max(most, l.Size)
		}
	}
	return most
}

// addParagraph writes the lines of a paragraph as one line.
func (d *derived) addParagraph(para []pdfLine, of sizes, words map[string]int, page *int) error {
	b := derivedBlock{}
	first := para[0]
	text := first.Text
	if n := markerLen(text); n > 0 {
		b.kind, b.level, b.marker, b.fixed = extract.ListItem, 1, strings.TrimSpace(text[:n]), true
		text = text[n:]
	}
	if first.page != *page {
		*page = first.page
		d.part("page " + strconv.Itoa(first.page+1))
	}
	type turn struct{ at, page int }
	var turns []turn
	for i, l := range para[1:] {
		joined := joinHyphen(text, l.Text, words)
		if l.page != para[i].page {
			turns = append(turns, turn{len(joined) - len(l.Text), l.page})
		}
		text = joined
	}
	text = strings.ReplaceAll(text, "\u00ad", "-")
	if !b.fixed && headingLike(text) && len(strings.Fields(text)) <= 30 && turnLen(text) == 0 {
		switch {
		case first.Size > 1.45*of.body && first.Size > 0.9*of.title:
			b.kind, b.level, b.fixed = extract.Heading, 1, true
		case first.Size > 1.12*of.body:
			b.kind, b.level, b.fixed = extract.Heading, 2, true
		case first.Bold && len(strings.Fields(text)) <= boldWords:
			b.kind, b.level, b.fixed = extract.Heading, 3, true
		}
	}
	at := d.raw.Len()
	if err := d.add(text, b); err != nil {
		return err
	}
	for _, t := range turns {
		*page = t.page
		d.parts = append(d.parts, extract.Part{Raw: at + max(t.at, 0), Name: "page " + strconv.Itoa(t.page+1)})
	}
	return nil
}
