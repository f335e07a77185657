package web

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
)

// A stretch is a piece of a document's bytes that holds text to be read.
type stretch struct {
	start, end int
	block      int    // pieces of one paragraph have the same number
	kind       string // of the block: p, h, li or cell
	aside      bool   // of menus and the like
}

// readable reports whether the bytes of a document are text, and whether they
// hold HTML.
func readable(raw []byte) (isText, isHTML bool) {
	kind := http.DetectContentType(raw)
	isText = strings.HasPrefix(kind, "text/")
	return isText, isText && (strings.HasPrefix(kind, "text/html") || bytes.Contains(bytes.ToLower(raw[:min(len(raw), 4096)]), []byte("<html")))
}

// plainStretches are the paragraphs of a plain text: what blank lines part.
func plainStretches(raw []byte) []stretch {
	var out []stretch
	start := 0
	if bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")) {
		start = 3
	}
	for start < len(raw) {
		end, next := len(raw), len(raw)
		for i := start; i < len(raw); i++ {
			if raw[i] != '\n' {
				continue
			}
			j := i + 1
			for j < len(raw) && (raw[j] == ' ' || raw[j] == '\t' || raw[j] == '\r') {
				j++
			}
			if j < len(raw) && raw[j] == '\n' {
				end, next = i, j+1
				break
			}
		}
		if text := bytes.TrimSpace(raw[start:end]); len(text) > 0 {
			from := start + bytes.Index(raw[start:end], text)
			out = append(out, stretch{start: from, end: from + len(text), block: len(out), kind: "p"})
		}
		start = next
	}
	return out
}

// hidden are elements whose text nobody reads; asides are read by few.
var (
	hidden = []atom.Atom{atom.Script, atom.Style, atom.Head, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Select, atom.Button, atom.Textarea}
	asides = []atom.Atom{atom.Nav, atom.Header, atom.Footer, atom.Aside, atom.Form}
	inline = []atom.Atom{
		atom.A, atom.B, atom.I, atom.Em, atom.Strong, atom.Span, atom.Font, atom.Sub, atom.Sup, atom.U, atom.S, atom.Small, atom.Abbr, atom.Cite,
		atom.Q, atom.Mark, atom.Time, atom.Label, atom.Code, atom.Bdi, atom.Bdo, atom.Wbr, atom.Ins, atom.Del, atom.Big, atom.Tt, atom.Img,
	}
)

// htmlStretches are the texts between the tags.
func htmlStretches(raw []byte) []stretch {
	z := html.NewTokenizer(bytes.NewReader(raw))
	z.SetMaxBuf(1 << 20)
	var out []stretch
	at, block, skip, aside := 0, 0, 0, 0
	kind := "p"
	for {
		tt := z.Next()
		if tt == html.ErrorToken {
			return out
		}
		start := at
		at += len(z.Raw())
		switch tt {
		case html.TextToken:
			if skip == 0 && len(bytes.TrimSpace(raw[start:at])) > 0 {
				out = append(out, stretch{start, at, block, kind, aside > 0})
			}
		case html.StartTagToken, html.EndTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			step := map[html.TokenType]int{html.StartTagToken: 1, html.EndTagToken: -1}[tt]
			switch {
			case slices.Contains(hidden, tag):
				skip = max(0, skip+step)
			case slices.Contains(asides, tag):
				aside = max(0, aside+step)
			}
			if slices.Contains(inline, tag) {
				continue
			}
			block++
			if tt == html.StartTagToken {
				kind = blockKind(tag)
			} else {
				kind = "p"
			}
		}
	}
}

func blockKind(tag atom.Atom) string {
	switch tag {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return "h"
	case atom.Li:
		return "li"
	case atom.Td, atom.Th:
		return "cell"
	}
	return "p"
}

// A span is evidence in a text: bytes that one or more claims rest on.
type span struct{ Start, End int }

// A run is text under the same spans.
type run struct {
	Text    string
	Anchors []span // that begin here
	Spans   []span // that cover it
	Href    string // of the shortest span that covers it
	Depth   int    // how many cover it, at most 3
	Side    string // of a stance that they hold
	Names   term   // the entity that it names, if it does
}

type block struct {
	Kind string
	Runs []run
}

// A marker writes a document with its evidence marked.
type marker struct {
	raw    []byte
	html   bool
	decode func([]byte) string
	spans  []span // by start
	side   func(span) string
	names  nameFinder
}

func newMarker(raw []byte, isHTML bool, spans []span, side func(span) string) *marker {
	m := &marker{raw: raw, html: isHTML, spans: slices.Clone(spans), side: side}
	slices.SortFunc(m.spans, func(a, b span) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	var enc encoding.Encoding
	if !utf8.Valid(raw) {
		enc, _, _ = charset.DetermineEncoding(raw[:min(len(raw), 4096)], "")
	}
	m.decode = func(b []byte) string {
		if enc != nil {
			if out, err := enc.NewDecoder().Bytes(b); err == nil {
				b = out
			}
		}
		s := strings.ToValidUTF8(string(b), "�")
		if isHTML {
			s = html.UnescapeString(s)
		}
		return s
	}
	return m
}

// stretches are the pieces of the document that are shown: menus only where
// they hold evidence.
func (m *marker) stretches() []stretch {
	if !m.html {
		return plainStretches(m.raw)
	}
	all := htmlStretches(m.raw)
	return slices.DeleteFunc(all, func(s stretch) bool {
		return s.aside && !slices.ContainsFunc(m.spans, func(x span) bool { return x.Start < s.end && x.End > s.start })
	})
}

// blocks writes stretches as paragraphs of runs.
func (m *marker) blocks(list []stretch) []block {
	var out []block
	last := -1
	begun := map[span]bool{}
	next := 0           // of spans not yet begun
	var covering []span // that may cover the stretch
	for _, s := range list {
		for next < len(m.spans) && m.spans[next].Start < s.end {
			covering = append(covering, m.spans[next])
			next++
		}
		covering = slices.DeleteFunc(covering, func(x span) bool { return x.End <= s.start })
		if s.block != last {
			out = append(out, block{Kind: s.kind})
			last = s.block
		}
		b := &out[len(out)-1]
		cuts := []int{s.start, s.end}
		for _, x := range covering {
			for _, c := range []int{x.Start, x.End} {
				if c > s.start && c < s.end {
					cuts = append(cuts, c)
				}
			}
		}
		names := m.names.find(m.raw, s.start, s.end)
		for _, x := range names {
			cuts = append(cuts, x.Start, x.End)
		}
		slices.Sort(cuts)
		cuts = slices.Compact(cuts)
		for i := 1; i < len(cuts); i++ {
			for len(names) > 0 && names[0].End <= cuts[i-1] {
				names = names[1:]
			}
			r := m.run(cuts[i-1], cuts[i], covering, begun)
			if len(names) > 0 && names[0].Start <= cuts[i-1] {
				r.Names = names[0].entity
			}
			b.Runs = append(b.Runs, r)
		}
	}
	return out
}

func (m *marker) run(from, to int, covering []span, begun map[span]bool) run {
	r := run{Text: m.decode(m.raw[from:to])}
	if m.html {
		r.Text = squeeze(r.Text)
	}
	shortest := span{}
	for _, x := range covering {
		if x.Start >= to || x.End <= from {
			continue
		}
		r.Spans = append(r.Spans, x)
		if !begun[x] {
			begun[x] = true
			r.Anchors = append(r.Anchors, x)
		}
		if shortest.End == 0 || x.End-x.Start < shortest.End-shortest.Start {
			shortest = x
		}
		if side := m.side(x); side != "" {
			r.Side = side
		}
	}
	if len(r.Spans) > 0 {
		r.Href = "#f" + shortest.name()
		r.Depth = min(3, len(r.Spans))
	}
	return r
}

// squeeze makes one space of white space, as a browser does between tags.
func squeeze(s string) string {
	if s == "" {
		return s
	}
	out := strings.Join(strings.Fields(s), " ")
	if strings.TrimLeft(s, " \t\r\n") != s {
		out = " " + out
	}
	if strings.TrimRight(s, " \t\r\n") != s && out != " " {
		out += " "
	}
	return out
}
