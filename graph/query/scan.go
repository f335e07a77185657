package query

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An Error is a fault in a query's text.
type Error struct {
	Query   string // the whole text
	Offset  int    // in bytes
	Message string
	Hint    string // what to write instead, or ""
	cause   error
}

// Unwrap is the error behind the fault, such as an *AmbiguousError, or nil.
func (e *Error) Unwrap() error { return e.cause }

// Position is the 1-based line and column, in characters, of the fault.
func (e *Error) Position() (line, col int) {
	before := e.Query[:min(e.Offset, len(e.Query))]
	line = strings.Count(before, "\n") + 1
	return line, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
}

// Error is the position and the message on one line.
func (e *Error) Error() string {
	line, col := e.Position()
	s := fmt.Sprintf("%d:%d: %s", line, col, e.Message)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Caret is the line at fault with a caret under the place.
func (e *Error) Caret() string {
	line, col := e.Position()
	text := strings.ReplaceAll(strings.Split(e.Query, "\n")[line-1], "\t", " ")
	return text + "\n" + strings.Repeat(" ", col-1) + "^"
}

func (p *parser) fail(at int, format string, args ...any) *Error {
	return &Error{Query: p.text, Offset: at, Message: fmt.Sprintf(format, args...)}
}

func (p *parser) hint(at int, hint, format string, args ...any) *Error {
	e := p.fail(at, format, args...)
	e.Hint = hint
	return e
}

// space skips white space and comments, which run from "//" to the line's end.
func (p *parser) space() {
	for p.at < len(p.text) {
		switch c := p.text[p.at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			p.at++
		case c == '/' && strings.HasPrefix(p.text[p.at:], "//"):
			for p.at < len(p.text) && p.text[p.at] != '\n' {
				p.at++
			}
		default:
			return
		}
	}
}

func (p *parser) peek(s string) bool {
	p.space()
	return strings.HasPrefix(p.text[p.at:], s)
}

func (p *parser) take(s string) bool {
	if p.peek(s) {
		p.at += len(s)
		return true
	}
	return false
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
func isDigit(c byte) bool  { return c >= '0' && c <= '9' }
func isWord(c byte) bool   { return isLetter(c) || isDigit(c) || c == '_' }

func isName(s string) bool {
	if s == "" || !isLetter(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if !isWord(s[i]) {
			return false
		}
	}
	return true
}

// word reads a name, or nothing.
func (p *parser) word() string {
	p.space()
	i := p.at
	if i < len(p.text) && isLetter(p.text[i]) {
		for i < len(p.text) && isWord(p.text[i]) {
			i++
		}
	}
	w := p.text[p.at:i]
	p.at = i
	return w
}

func (p *parser) peekWord() string {
	at := p.at
	w := p.word()
	p.at = at
	return w
}

func (p *parser) keyword(w string) bool {
	if p.peekWord() != w {
		return false
	}
	p.word()
	return true
}

// found describes what stands at the current place, for messages.
func (p *parser) found() string {
	p.space()
	if p.at >= len(p.text) {
		return "the end"
	}
	rest := p.text[p.at:]
	n := 0
	for n < len(rest) && isWord(rest[n]) {
		n++
	}
	if n == 0 {
		_, n = utf8.DecodeRuneInString(rest)
	}
	return strconv.Quote(rest[:n])
}

// number reads digits with the marks that dates and decimals have.
func (p *parser) number() string {
	i := p.at
	for i < len(p.text) && (isDigit(p.text[i]) ||
		(p.text[i] == '-' || p.text[i] == '.') && i > p.at && i+1 < len(p.text) && isDigit(p.text[i+1])) {
		i++
	}
	s := p.text[p.at:i]
	p.at = i
	return s
}

func (p *parser) checkNumber(at int, s string) error {
	if s == "" || isDate(s) {
		return nil
	}
	if _, err := strconv.ParseFloat(s, 64); err != nil {
		return p.hint(at, "dates are written 2019, 2019-10 or 2019-10-08", "bad number or date %q", s)
	}
	return nil
}

func (p *parser) integer() (int, error) { return strconv.Atoi(p.digits()) }

func (p *parser) digits() string {
	p.space()
	i := p.at
	for i < len(p.text) && isDigit(p.text[i]) {
		i++
	}
	s := p.text[p.at:i]
	p.at = i
	return s
}

func (p *parser) quoted() (string, error) {
	at := p.at
	var b strings.Builder
	for i := p.at + 1; i < len(p.text); i++ {
		switch c := p.text[i]; c {
		case '"':
			p.at = i + 1
			return b.String(), nil
		case '\\':
			if i++; i < len(p.text) {
				b.WriteByte(p.text[i])
			}
		default:
			b.WriteByte(c)
		}
	}
	return "", p.fail(at, "the text has no closing quote")
}

func (p *parser) iri() (string, error) {
	at := p.at
	end := strings.IndexByte(p.text[at:], '>')
	s := p.text[at+1 : max(at+1, at+end)]
	if end < 0 || s == "" || strings.ContainsAny(s, " \t\n\r\"<") {
		return "", p.hint(at, "such as <https://example.org/x>", "bad IRI")
	}
	p.at = at + end + 1
	return s, nil
}

// id reads the path of an entity: letters, digits and the marks / . _ ~ % and
// - between them.
func (p *parser) id() string {
	i := p.at
	for i < len(p.text) {
		c := p.text[i]
		if !isWord(c) {
			if !strings.ContainsRune("/._~%-", rune(c)) || i+1 >= len(p.text) || !isWord(p.text[i+1]) {
				break
			}
		}
		i++
	}
	s := p.text[p.at:i]
	p.at = i
	return s
}
