package nquads

import (
	"bytes"
	"errors"
	"fmt"
	"hash/maphash"
	"io"
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/cayleygraph/quad"
)

// A SyntaxError says what is wrong where in a document.
type SyntaxError struct {
	Line   int    // from 1
	Column int    // in characters, from 1
	Text   string // the words at fault, shortened
	Msg    string // what is wrong
}

func (e *SyntaxError) Error() string {
	if e.Text == "" {
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Msg)
	}
	return fmt.Sprintf("line %d, column %d: %s: %s", e.Line, e.Column, e.Msg, e.Text)
}

// maxLine bounds the length of a line in bytes, so that a file that is no text
// does not fill the memory.
const maxLine = 256 << 20

// A Reader reads quads one after the other. It is not safe for concurrent use.
type Reader struct {
	in    io.Reader
	buf   []byte // unread bytes are buf[from:to]
	from  int
	to    int
	err   error // of in
	line  int
	text  []byte // of the line
	at    int    // in text
	stop  error  // what the last call returned, once it was an error
	seed  maphash.Seed
	cache [cacheSize]cached
}

// The cache holds terms that were read lately, by the hash of their text:
// predicates, labels and subjects come again and again.
const (
	cacheSize = 1 << 10
	cacheTerm = 128 // longer terms are not kept
)

type cached struct {
	text  string
	value quad.Value
}

// NewReader returns a reader of the N-Quads document in r.
func NewReader(r io.Reader) *Reader {
	return &Reader{in: r, buf: make([]byte, 64<<10), seed: maphash.MakeSeed()}
}

// Read yields the quads of the N-Quads document in r. The first error ends the
// sequence.
func Read(r io.Reader) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		rd := NewReader(r)
		for {
			q, err := rd.ReadQuad()
			if errors.Is(err, io.EOF) {
				return
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// ReadQuad reads the next quad. At the end of the document it returns
// [io.EOF]; where the document breaks the grammar, a [*SyntaxError]. After an
// error it returns the same error again.
func (r *Reader) ReadQuad() (quad.Quad, error) {
	for r.stop == nil {
		if r.stop = r.nextLine(); r.stop != nil {
			break
		}
		r.skipSpace()
		if r.done() {
			continue
		}
		q, err := r.statement()
		if err != nil {
			r.stop = err
			break
		}
		return q, nil
	}
	return quad.Quad{}, r.stop
}

// Line is the line, from 1, of the quad that was read last; 0 before the first.
func (r *Reader) Line() int { return r.line }

// Close does nothing. It is there for [quad.ReadCloser].
func (r *Reader) Close() error { return nil }

// nextLine makes the next line the text, without its end.
func (r *Reader) nextLine() error {
	for scanned := 0; ; {
		part := r.buf[r.from+scanned : r.to]
		if i := lineEnd(part); i >= 0 {
			end := r.from + scanned + i
			// A line feed after a carriage return belongs to the same end.
			if r.buf[end] == '\r' && end+1 == r.to && r.err == nil {
				r.fill()
				continue
			}
			r.take(end)
			r.from = end + 1
			if r.buf[end] == '\r' && r.from < r.to && r.buf[r.from] == '\n' {
				r.from++
			}
			return nil
		}
		scanned += len(part)
		if scanned > maxLine {
			return &SyntaxError{Line: r.line + 1, Column: 1, Msg: fmt.Sprintf("line of more than %d bytes", maxLine)}
		}
		if r.err != nil {
			if !errors.Is(r.err, io.EOF) || scanned == 0 {
				return r.err
			}
			r.take(r.to)
			r.from = r.to
			return nil
		}
		r.fill()
	}
}

func (r *Reader) take(end int) {
	r.text, r.at = r.buf[r.from:end], 0
	r.line++
}

// lineEnd is the index of the first line feed or carriage return, or -1.
func lineEnd(b []byte) int {
	n := bytes.IndexByte(b, '\n')
	if n >= 0 {
		b = b[:n]
	}
	if c := bytes.IndexByte(b, '\r'); c >= 0 {
		return c
	}
	return n
}

// fill reads more bytes behind those that are there.
func (r *Reader) fill() {
	if r.from > 0 {
		r.to = copy(r.buf, r.buf[r.from:r.to])
		r.from = 0
	}
	if r.to == len(r.buf) {
		r.buf = append(r.buf, make([]byte, len(r.buf))...)
	}
	const patience = 100 // empty reads in a row, as in package bufio
	for range patience {
		n, err := r.in.Read(r.buf[r.to:])
		r.to += n
		r.err = err
		if n > 0 || err != nil {
			return
		}
	}
	r.err = io.ErrNoProgress
}

// statement reads the quad of the line.
func (r *Reader) statement() (q quad.Quad, err error) {
	if q.Subject, err = r.term("a subject", isSubject); err != nil {
		return q, err
	}
	if q.Predicate, err = r.term("a predicate", isIRI); err != nil {
		return q, err
	}
	if q.Object, err = r.term("an object", isObject); err != nil {
		return q, err
	}
	r.skipSpace()
	if r.peek() != '.' {
		if q.Label, err = r.term("a label or '.'", isSubject); err != nil {
			return q, err
		}
		r.skipSpace()
	}
	if r.peek() != '.' {
		return q, r.fail(r.at, "expected '.'")
	}
	r.at++
	r.skipSpace()
	if !r.done() {
		return q, r.fail(r.at, "expected the end of the line")
	}
	return q, nil
}

func isIRI(c byte) bool     { return c == '<' }
func isSubject(c byte) bool { return c == '<' || c == '_' }
func isObject(c byte) bool  { return c == '<' || c == '_' || c == '"' }

// term reads a term whose first byte starts accepts.
func (r *Reader) term(what string, starts func(byte) bool) (quad.Value, error) {
	r.skipSpace()
	from := r.at
	if !starts(r.peek()) {
		return nil, r.fail(from, "expected "+what)
	}
	end := r.extent()
	raw := r.text[from:end]
	var slot *cached
	if len(raw) <= cacheTerm && end > from {
		slot = &r.cache[maphash.Bytes(r.seed, raw)%cacheSize]
		if slot.text == string(raw) {
			r.at = end
			return slot.value, nil
		}
	}
	var v quad.Value
	var err error
	switch r.text[from] {
	case '<':
		v, err = r.iri()
	case '_':
		v, err = r.blank()
	default:
		v, err = r.literal()
	}
	if err == nil && slot != nil && r.at == end {
		*slot = cached{string(raw), v}
	}
	return v, err
}

// extent guesses the end of the term that begins here: a cheap look that is
// right for every term without spaces around its datatype. Where it is wrong
// the term is not taken from the cache, because its text differs.
func (r *Reader) extent() int {
	switch r.text[r.at] {
	case '<':
		if i := bytes.IndexByte(r.text[r.at:], '>'); i >= 0 {
			return r.at + i + 1
		}
	case '"':
		for i := r.at + 1; i < len(r.text); i++ {
			j := bytes.IndexByte(r.text[i:], '"')
			if j < 0 {
				break
			}
			i += j
			if r.text[i-1] == '\\' {
				continue
			}
			i++
			if i+2 < len(r.text) && r.text[i] == '^' {
				if k := bytes.IndexByte(r.text[i:], '>'); k >= 0 {
					return i + k + 1
				}
			} else if i < len(r.text) && r.text[i] == '.' || i < len(r.text) && isSpace(r.text[i]) {
				// No language may follow, or the guess would cut it off.
				k := i
				for k < len(r.text) && isSpace(r.text[k]) {
					k++
				}
				if k < len(r.text) && r.text[k] != '@' && r.text[k] != '^' {
					return i
				}
			}
			break
		}
	}
	return r.at
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

func (r *Reader) skipSpace() {
	for r.at < len(r.text) && isSpace(r.text[r.at]) {
		r.at++
	}
}

// done reports whether nothing but a comment is left of the line.
func (r *Reader) done() bool { return r.at == len(r.text) || r.text[r.at] == '#' }

// peek is the next byte, or 0 at the end of the line.
func (r *Reader) peek() byte {
	if r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *Reader) iri() (quad.Value, error) {
	s, err := r.iriText()
	return quad.IRI(s), err
}

// iriText reads an IRI in angle brackets.
func (r *Reader) iriText() (string, error) {
	from := r.at
	n := bytes.IndexByte(r.text[from:], '>')
	if n < 0 {
		return "", r.fail(from, "IRI without '>'")
	}
	body := r.text[from+1 : from+n]
	if i := bytes.IndexAny(body, " \t<\""); i >= 0 {
		return "", r.fail(from+1+i, fmt.Sprintf("%q in an IRI", body[i]))
	}
	s, at, msg := unescape(body, "uU")
	if msg != "" {
		return "", r.fail(from+1+at, msg)
	}
	if err := checkIRI(s); err != nil {
		return "", r.failWith(from, err)
	}
	r.at = from + n + 1
	return s, nil
}

func (r *Reader) blank() (quad.Value, error) {
	from := r.at
	if !bytes.HasPrefix(r.text[from:], []byte("_:")) {
		return nil, r.fail(from, "expected \"_:\"")
	}
	rest := r.text[from+2:]
	if i := bytes.IndexAny(rest, " \t<\""); i >= 0 {
		rest = rest[:i]
	}
	n := labelLen(string(rest))
	if n == 0 {
		return nil, r.fail(from, "bad blank node label")
	}
	r.at = from + 2 + n
	if c := r.peek(); c != 0 && c != '.' && c != '<' && c != '"' && c != '#' && !isSpace(c) {
		return nil, r.fail(r.at, "bad character in a blank node label")
	}
	return quad.BNode(rest[:n]), nil
}

func (r *Reader) literal() (quad.Value, error) {
	from := r.at
	end := from + 1
	for ; ; end++ {
		if end >= len(r.text) {
			return nil, r.fail(from, "literal without closing '\"'")
		}
		if c := r.text[end]; c == '"' {
			break
		} else if c == '\\' {
			end++
		}
	}
	body := r.text[from+1 : end]
	s, at, msg := unescape(body, "uUtbnrf\"'\\")
	if msg != "" {
		return nil, r.fail(from+1+at, msg)
	}
	if !utf8.ValidString(s) {
		return nil, r.fail(from, "literal that is not valid UTF-8")
	}
	r.at = end + 1
	r.skipSpace()
	switch r.peek() {
	case '@':
		r.at++
		n := langLen(string(r.text[r.at:min(len(r.text), r.at+maxLang)]))
		if n == 0 || r.at+n < len(r.text) && (r.text[r.at+n] == '-' || r.text[r.at+n] == '_' || isDigit(r.text[r.at+n])) {
			return nil, r.fail(r.at-1, "bad language tag")
		}
		lang := string(r.text[r.at : r.at+n])
		r.at += n
		return quad.LangString{Value: quad.String(s), Lang: lang}, nil
	case '^':
		if !bytes.HasPrefix(r.text[r.at:], []byte("^^")) {
			return nil, r.fail(r.at, "expected \"^^\"")
		}
		r.at += 2
		r.skipSpace()
		typeAt := r.at
		if r.peek() != '<' {
			return nil, r.fail(typeAt, "expected the IRI of a datatype")
		}
		datatype, err := r.iriText()
		if err != nil {
			return nil, err
		}
		v := quad.TypedString{Value: quad.String(s), Type: quad.IRI(datatype)}
		if v.Type == langString {
			return nil, r.fail(typeAt, "literal of type rdf:langString without a language")
		}
		return Plain(v), nil
	}
	return quad.String(s), nil
}

// maxLang bounds the length of a language tag that is looked at.
const maxLang = 256

// unescape decodes the escapes of b whose letters are allowed. Where one is
// wrong it returns its place and what is wrong with it.
func unescape(b []byte, allowed string) (s string, at int, msg string) {
	i := bytes.IndexByte(b, '\\')
	if i < 0 {
		return string(b), 0, ""
	}
	out := append(make([]byte, 0, len(b)), b[:i]...)
	for i < len(b) {
		if b[i] != '\\' {
			out = append(out, b[i])
			i++
			continue
		}
		if i+1 == len(b) || strings.IndexByte(allowed, b[i+1]) < 0 {
			return "", i, "bad escape"
		}
		c := b[i+1]
		if c != 'u' && c != 'U' {
			out = append(out, short(c))
			i += 2
			continue
		}
		digits := 4
		if c == 'U' {
			digits = 8
		}
		n, ok := hex(b[i+2:], digits)
		if !ok || !utf8.ValidRune(n) {
			return "", i, "bad escape"
		}
		out = utf8.AppendRune(out, n)
		i += 2 + digits
	}
	return string(out), 0, ""
}

// short is the character that the escape of a letter stands for.
func short(c byte) byte {
	switch c {
	case 't':
		return '\t'
	case 'b':
		return '\b'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 'f':
		return '\f'
	}
	return c
}

// hex reads n hexadecimal digits.
func hex(b []byte, n int) (rune, bool) {
	if len(b) < n {
		return 0, false
	}
	var v uint32
	for _, c := range b[:n] {
		switch {
		case isDigit(c):
			v = v<<4 | uint32(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			v = v<<4 | uint32(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return rune(v), v <= utf8.MaxRune
}

// fail makes an error about the text from an offset on.
func (r *Reader) fail(at int, msg string) error {
	const most = 40 // characters of the text to show
	rest := r.text[min(at, len(r.text)):]
	shown := strings.ToValidUTF8(string(rest[:min(len(rest), 4*most)]), "\uFFFD")
	if c := []rune(shown); len(c) > most {
		shown = string(c[:most]) + "…"
	}
	return &SyntaxError{Line: r.line, Column: utf8.RuneCount(r.text[:min(at, len(r.text))]) + 1, Text: shown, Msg: msg}
}

// failWith makes an error about a term, where err shows the text.
func (r *Reader) failWith(at int, err error) error {
	return &SyntaxError{Line: r.line, Column: utf8.RuneCount(r.text[:at]) + 1, Msg: err.Error()}
}
