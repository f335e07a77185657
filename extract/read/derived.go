package read

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/normgraph/normgraph/extract"
)

// A derived text is what was taken out of a format whose bytes are no text. It
// becomes the Raw of the document; every block is a range of it.
type derived struct {
	raw    bytes.Buffer
	blocks []derivedBlock
	fields []field
	parts  []extract.Part
	limit  int64 // of raw
	plain  bool  // lines of text, to be laid out as such
}

type derivedBlock struct {
	from, to int
	kind     extract.BlockKind
	level    int
	marker   string
	fixed    bool
}

// add adds a block of text.
func (d *derived) add(text string, b derivedBlock) error {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if strings.TrimSpace(text) == "" {
		return nil
	}
	if int64(d.raw.Len()+len(text)) > d.limit {
		return fmt.Errorf("%w: more than %d bytes of text in it", ErrTooLarge, d.limit)
	}
	b.from = d.raw.Len()
	d.raw.WriteString(text)
	b.to = d.raw.Len()
	d.raw.WriteByte('\n')
	d.blocks = append(d.blocks, b)
	return nil
}

// field adds a statement of the format's own metadata. It stands as a line of
// its own before the text, so that it can be quoted.
func (d *derived) field(name, label, value string) error {
	value = strings.Join(strings.Fields(value), " ")
	if value == "" {
		return nil
	}
	at := d.raw.Len() + len(label) + len(": ")
	if err := d.add(label+": "+value, derivedBlock{kind: extract.MetaLine, fixed: true}); err != nil {
		return err
	}
	d.fields = append(d.fields, field{name, value, at, at + len(value)})
	return nil
}

// headline adds the title that a mail, feed or record states: it is shown above
// the text and is part of it.
func (d *derived) headline(title string) error {
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return nil
	}
	at := d.raw.Len()
	if err := d.add(title, derivedBlock{kind: extract.Heading, level: 1, fixed: true}); err != nil {
		return err
	}
	d.fields = append(d.fields, field{"title", title, at, at + len(title)})
	return nil
}

// part says that what is added from now on is from the named place.
func (d *derived) part(name string) {
	d.parts = append(d.parts, extract.Part{Raw: d.raw.Len(), Name: name})
}

// document makes the document of a derived text.
func (d *derived) document(name string, lex *Lexicon) (*extract.Document, error) {
	raw := d.raw.Bytes()
	p := page{lex: lex, text: raw, fields: d.fields}
	if d.plain {
		p.layout(0, len(raw))
		p.markNumbered()
		p.markLines()
		p.markHeadings()
	} else {
		p.markup = true
		for _, b := range d.blocks {
			var w writer
			w.add(raw, b.from, b.to)
			if w.empty() {
				continue
			}
			t := w.take()
			t.kind, t.level, t.marker, t.fixed, t.blank = b.kind, b.level, b.marker, b.fixed, 1
			p.blocks = append(p.blocks, t)
		}
		p.markNumbered()
		p.markLines()
	}
	if len(p.blocks) == 0 {
		return nil, fmt.Errorf("%w: no words in it", ErrEmpty)
	}
	doc := &extract.Document{ID: Stem(name), Path: name, Raw: raw, Derived: true, Parts: d.parts}
	dec := decoded{text: raw}
	assemble(doc, &dec, p.blocks)
	p.describe(doc, &dec)
	return doc, nil
}
