package extract

import "sort"

// A Span is a half-open range of byte offsets, into [Document.Text] unless a
// comment says otherwise.
type Span struct{ Start, End int }

// Len is the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies wholly within s.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte.
func (s Span) Overlaps(o Span) bool { return s.Start < o.End && o.Start < s.End }

// A Document is one source text as read. It is never changed after reading;
// later steps add beside it, in an [Analysis].
type Document struct {
	ID   string // file stem, the last part of the document's IRI
	Path string // as given by the user
	Raw  []byte // the bytes as stored
	// Text is the readable text in UTF-8: the blocks in order, a newline after
	// each. No-break spaces are spaces; runs of white space inside a block and
	// the line breaks of a wrapped paragraph are one space.
	Text   string
	Blocks []Block // in order of Span, not overlapping
	Meta   Meta
	// Offsets maps Text to Raw: entries in ascending order of Text, each valid
	// up to the next.
	Offsets []Offset
	// Derived says that evidence cannot point at bytes of the file (PDF, DOCX):
	// Raw then holds the extracted text.
	Derived bool
	// Parts says where in the file the extracted text of a derived document is
	// from: pages, paragraphs. In order of Raw; empty for other documents.
	Parts []Part
}

// A Part is a place of the original file that a person can turn to. Its text is
// Raw from the offset Raw up to the next part.
type Part struct {
	Raw  int
	Name string // "page 3", "paragraph 12"
}

// PartAt names the place of the raw offset at in the original file, or is "".
func (d *Document) PartAt(at int) string {
	i := sort.Search(len(d.Parts), func(i int) bool { return d.Parts[i].Raw > at })
	if i == 0 {
		return ""
	}
	return d.Parts[i-1].Name
}

// An Offset says that the Text from byte Text on comes from the raw bytes from
// Raw on. Where Scale is 0 every byte up to the next entry comes from the one
// raw range Raw..RawEnd (an entity such as &amp;, or a multi-byte charset);
// where it is 1 the bytes run in step.
type Offset struct {
	Text, Raw, RawEnd int
	Scale             int
}

// RawSpan gives the range of raw bytes that the text range s was read from. It
// starts at the first byte of the first character and ends after the last.
func (d *Document) RawSpan(s Span) Span {
	if s.Len() <= 0 {
		r := d.raw(s.Start, false)
		return Span{r, r}
	}
	return Span{d.raw(s.Start, false), d.raw(s.End-1, true)}
}

// raw maps one text offset; end asks for the offset after the character.
func (d *Document) raw(at int, end bool) int {
	i := sort.Search(len(d.Offsets), func(i int) bool { return d.Offsets[i].Text > at }) - 1
	if i < 0 {
		if end {
			return at + 1
		}
		return at
	}
	o := d.Offsets[i]
	if o.Scale == 0 {
		if end {
			return o.RawEnd
		}
		return o.Raw
	}
	if end {
		return o.Raw + at - o.Text + 1
	}
	return o.Raw + at - o.Text
}

// Line is the 1-based line of the raw byte offset at.
func (d *Document) Line(at int) int {
	n := 1
	for _, b := range d.Raw[:min(at, len(d.Raw))] {
		if b == '\n' {
			n++
		}
	}
	return n
}

// BlockKind says what part of a page a block is.
type BlockKind int

// The kinds of block. Chrome, Byline, Caption and MetaLine hold no claims of
// the document's author; the analysis skips or treats them apart.
const (
	Paragraph BlockKind = iota
	Heading             // Level 1 is the document's title
	ListItem
	TableRow // cells are joined by " | "
	Quote
	Caption  // picture caption
	Byline   // author, photo credit, agency line
	MetaLine // "Date : 2019-10-08", "Hit : 300", "FOR IMMEDIATE RELEASE"
	Chrome   // navigation, share links, cookie notice, footer
)

// A Block is a run of Text: a paragraph, heading, list item, table row.
type Block struct {
	Kind   BlockKind
	Span   Span
	Level  int    // heading level, or depth of a list item; 0 elsewhere
	Marker string // "1.", "(a)", "IV.", "-", "°" as written, outside of Span
}

// A MetaValue is a fact about the document read from its form, with the raw
// bytes that say so.
type MetaValue struct {
	Value string
	Raw   Span // offsets into Document.Raw
}

// Genre is the kind of text, which decides who is speaking in it.
type Genre string

// The genres.
const (
	Remarks        Genre = "remarks" // first person, one speaker
	PressRelease   Genre = "press-release"
	News           Genre = "news"
	Statement      Genre = "statement"
	JointStatement Genre = "joint-statement"
	Communique     Genre = "communique"
	Report         Genre = "report"
	Transcript     Genre = "transcript" // several speakers with turns
	Other          Genre = "other"
)

// Meta is what the form of the document says about it. An empty Value means
// that nothing was found.
type Meta struct {
	Title       MetaValue
	PublishedOn MetaValue // 2006-01-02, or 2006-01 or 2006 where no more is said
	DeliveredOn MetaValue // day the words were spoken, where it is stated
	Publisher   MetaValue // site or agency name as written
	Authors     []MetaValue
	Speaker     MetaValue // "Remarks by NAME": name as written
	Language    string    // ISO 639-1 of the main text
	Genre       Genre
}

// A Sentence is a span of Text within one block, cut into tokens.
type Sentence struct {
	Span   Span
	Block  int // index into Document.Blocks
	Tokens []Token
}

// A Token is a word or a mark with its analysis.
type Token struct {
	Span  Span
	Lemma string // lower case; of a name, its own lower-cased form
	UPOS  string // Universal Dependencies part of speech: NOUN, PROPN, VERB …
	XPOS  string // Penn Treebank tag: NN, NNP, VBD …
	Head  int    // index of the head in the sentence, -1 for the root
	Rel   string // Universal Dependencies relation to the head
}
