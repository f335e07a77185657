package read

import (
	"bytes"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
)

// DefaultMaxSize is the size in bytes above which a file is refused unless
// [Options] say otherwise.
const DefaultMaxSize = 64 << 20

// Options for reading. The zero value is what most programs want.
type Options struct {
	MaxSize int64     // bytes of one document; 0 means DefaultMaxSize
	Lexicon *Lexicon  // nil means the shipped one
	PDF     PDFReader // nil means that PDF files are refused
	Web     Web       // for Walk; nil means that addresses are refused
}

func (o Options) maxSize() int64 {
	if o.MaxSize <= 0 {
		return DefaultMaxSize
	}
	return o.MaxSize
}

func (o Options) lexicon() (*Lexicon, error) {
	if o.Lexicon != nil {
		return o.Lexicon, nil
	}
	return shippedLexicon()
}

// Reasons for which a source is refused.
var (
	ErrEmpty       = errors.New("is empty")
	ErrBinary      = errors.New("is not text")
	ErrTooLarge    = errors.New("is too large")
	ErrUnsupported = errors.New("is of a kind that cannot be read")
	ErrIrregular   = errors.New("is neither a file nor a folder")
	ErrLoop        = errors.New("is a link back to a folder it is in")
	ErrOutside     = errors.New("is a link out of the given folder")
	ErrNoMatch     = errors.New("matches no file")
)

// A Refusal names a source that was not read and says why. It wraps the reason.
type Refusal struct {
	Path string
	Err  error
}

// Error gives path and reason.
func (r *Refusal) Error() string { return r.Path + ": " + r.Err.Error() }

// Unwrap gives the reason.
func (r *Refusal) Unwrap() error { return r.Err }

// Document reads one document. Path names it and may decide its format; raw is
// kept in the document and must not be changed. The error is a [*Refusal].
func Document(path string, raw []byte, opt Options) (*extract.Document, error) {
	doc, err := document(path, raw, opt)
	if err != nil {
		return nil, &Refusal{Path: path, Err: err}
	}
	return doc, nil
}

func document(name string, raw []byte, opt Options) (*extract.Document, error) {
	if int64(len(raw)) > opt.maxSize() {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, len(raw), opt.maxSize())
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, ErrEmpty
	}
	lex, err := opt.lexicon()
	if err != nil {
		return nil, err
	}
	switch kind := magic(raw); kind {
	case "":
	case "ZIP":
		doc, ok, err := readOffice(name, raw, opt, lex)
		if !ok {
			return nil, fmt.Errorf("%w: ZIP without a document", ErrBinary)
		}
		return doc, err
	case "PDF":
		return readPDF(name, raw, opt, lex)
	default:
		return nil, fmt.Errorf("%w: %s", ErrBinary, kind)
	}
	if isMail(raw) || strings.EqualFold(path.Ext(name), ".eml") {
		return readMail(name, raw, opt, lex)
	}
	d := decode(raw)
	if err := checkText(&d); err != nil {
		return nil, err
	}
	switch feedRoot(d.text) {
	case "":
	case "urlset", "sitemapindex":
		return nil, fmt.Errorf("%w: a site map, which names pages and holds none", ErrUnsupported)
	default:
		return readFeed(name, d.text, opt, lex)
	}
	if strings.EqualFold(path.Ext(name), ".json") {
		return readJSON(name, d.text, opt, lex)
	}
	doc := &extract.Document{ID: Stem(name), Path: name, Raw: raw}
	p := page{lex: lex, text: d.text}
	switch formatOf(name, d.text) {
	case formatHTML:
		p.readHTML()
	case formatMarkdown:
		p.readMarkdown()
	default:
		p.readPlain()
	}
	if len(p.blocks) == 0 {
		return nil, fmt.Errorf("%w: no words in it", ErrEmpty)
	}
	assemble(doc, &d, p.blocks)
	p.describe(doc, &d)
	return doc, nil
}

// Stem is the name of a document: the last part of its path without the
// extension, with the query of an address ("view.do?seq=12" is "view-seq=12").
func Stem(name string) string {
	if strings.Contains(name, "://") {
		if address, query, ok := strings.Cut(name, "?"); ok {
			return Stem(address) + "-" + strings.NewReplacer("/", "_", "&", "-").Replace(query)
		}
	}
	base := path.Base(filepath.ToSlash(name))
	if ext := path.Ext(base); ext != "" && ext != base {
		base = strings.TrimSuffix(base, ext)
	}
	return base
}

// A page is a document being read.
type page struct {
	lex    *Lexicon
	text   []byte // decoded
	blocks []block
	fields []field // what the markup says of the document

	markup  bool  // read from HTML or Markdown, which name their headings
	indents []int // of the list being read
}

// A field is a statement of the markup: a meta element, JSON-LD, front matter.
// From and to are offsets into the decoded text.
type field struct {
	name     string // lower case: "og:site_name", "title"
	value    string
	from, to int
}

// field returns the first field with one of the names, in order of the names.
func (p *page) field(names ...string) (field, bool) {
	for _, n := range names {
		for _, f := range p.fields {
			if f.name == n && f.value != "" {
				return f, true
			}
		}
	}
	return field{}, false
}

// checkText refuses what decodes to control characters: no text is a tenth of
// them.
func checkText(d *decoded) error {
	sample := d.text[:min(len(d.text), 1<<16)]
	control, bad, all := 0, 0, 0
	for i := 0; i < len(sample); {
		r, n := utf8.DecodeRune(sample[i:])
		i += n
		all++
		switch {
		case r == utf8.RuneError:
			bad++
		case unicode.IsControl(r) && !unicode.IsSpace(r):
			control++
		}
	}
	if control*10 > all || bad*4 > all {
		return fmt.Errorf("%w: control characters", ErrBinary)
	}
	return nil
}

// magic names the binary format that raw begins like, or is "".
func magic(raw []byte) string {
	for _, m := range [...]struct{ head, name string }{
		{"%PDF-", "PDF"},
		{"PK\x03\x04", "ZIP"},
		{"\x89PNG", "PNG picture"},
		{"\xff\xd8\xff", "JPEG picture"},
		{"GIF8", "GIF picture"},
		{"\x1f\x8b", "gzip"},
		{"BZh", "bzip2"},
		{"\xfd7zXZ", "xz"},
		{"\x28\xb5\x2f\xfd", "zstd"},
		{"7z\xbc\xaf", "7-Zip"},
		{"Rar!", "RAR"},
		{"\xd0\xcf\x11\xe0", "old Office format"},
		{"\x7fELF", "program"},
		{"MZ\x90", "program"},
		{"SQLite format 3\x00", "SQLite database"},
		{"{\\rtf", "RTF"},
	} {
		if bytes.HasPrefix(raw, []byte(m.head)) {
			return m.name
		}
	}
	return ""
}

type format int

const (
	formatPlain format = iota
	formatHTML
	formatMarkdown
)

// formatOf decides by the name, and for names that say nothing by the text.
func formatOf(name string, text []byte) format {
	switch strings.ToLower(path.Ext(filepath.ToSlash(name))) {
	case ".xml", ".html", ".htm", ".xhtml", ".shtml", ".asp", ".aspx", ".jsp", ".php", ".do":
		return formatHTML
	case ".md", ".markdown", ".mdown", ".mkd":
		return formatMarkdown
	}
	head := bytes.ToLower(bytes.TrimLeft(text[:min(len(text), 2048)], " \t\r\n"))
	for _, tag := range []string{"<!doctype html", "<html", "<head", "<body", "<!--"} {
		if bytes.HasPrefix(head, []byte(tag)) {
			return formatHTML
		}
	}
	if bytes.HasPrefix(head, []byte("<?xml")) && bytes.Contains(head, []byte("<html")) {
		return formatHTML
	}
	if bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head, []byte("</")) &&
		(bytes.Contains(head, []byte("<p>")) || bytes.Contains(head, []byte("<div")) || bytes.Contains(head, []byte("<meta"))) {
		return formatHTML
	}
	return formatPlain
}
