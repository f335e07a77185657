package read

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html/charset"
)

// mailHeaders begin the head of a mail file.
var mailHeaders = [...]string{"Return-Path:", "Received:", "From:", "Date:", "Message-ID:", "Message-Id:", "MIME-Version:", "Delivered-To:", "Subject:"}

// isMail reports whether raw begins like a mail: a header that only mails have,
// or one with a blank line after a Date header.
func isMail(raw []byte) bool {
	head := raw[:min(len(raw), 1<<14)]
	end := bytes.Index(head, []byte("\n\n"))
	if e := bytes.Index(head, []byte("\r\n\r\n")); e >= 0 && (end < 0 || e < end) {
		end = e
	}
	if end < 0 {
		return false
	}
	begins := false
	for _, h := range mailHeaders {
		begins = begins || bytes.HasPrefix(head, []byte(h))
	}
	block := "\n" + string(head[:end])
	return begins && strings.Contains(block, "\nDate:") && strings.Contains(block, "\nFrom:") &&
		(strings.Contains(block, "\nMessage-I") || strings.Contains(block, "\nMIME-Version:") || strings.Contains(block, "\nContent-Type:") || strings.Contains(block, "\nReceived:"))
}

// readMail reads one mail: its headers as lines of metadata and its text part,
// or its HTML part where there is no other.
func readMail(name string, raw []byte, opt Options, lex *Lexicon) (*extract.Document, error) {
	msg, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%w: broken mail: %v", ErrBinary, err)
	}
	words := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	header := func(key string) string {
		s := msg.Header.Get(key)
		if t, err := words.DecodeHeader(s); err == nil {
			return t
		}
		return s
	}
	d := &derived{limit: opt.maxSize()}
	d.part("headers")
	from := header("From")
	if a, err := (&mail.AddressParser{WordDecoder: &words}).Parse(msg.Header.Get("From")); err == nil && a.Name != "" {
		from = a.Name
	}
	for _, f := range [...]struct{ name, label, value string }{
		{"date", "Date", mailDate(msg.Header)},
		{"author", "From", from},
		{"publisher", "Organization", header("Organization")},
	} {
		if err := d.field(f.name, f.label, f.value); err != nil {
			return nil, err
		}
	}
	if err := d.headline(strings.TrimPrefix(strings.TrimPrefix(header("Subject"), "Fwd: "), "Re: ")); err != nil {
		return nil, err
	}
	b := mailBody{limit: opt.maxSize(), parts: maxMailParts}
	if err := b.read(msg.Header.Get("Content-Type"), msg.Header.Get("Content-Transfer-Encoding"), msg.Body, 0); err != nil {
		return nil, err
	}
	d.part("body")
	body := page{lex: lex}
	switch {
	case len(bytes.TrimSpace(b.plain)) > 0:
		body.text = b.plain
		body.readPlain()
	case len(b.html) > 0:
		body.text = b.html
		body.readHTML()
	}
	if err := d.addBlocks(body.blocks); err != nil {
		return nil, err
	}
	if len(body.blocks) == 0 {
		return nil, fmt.Errorf("%w: mail without text", ErrEmpty)
	}
	return d.document(name, lex)
}

// addBlocks adds blocks that were read from text inside the file.
func (d *derived) addBlocks(blocks []block) error {
	for _, b := range blocks {
		if err := d.add(b.text, derivedBlock{kind: b.kind, level: b.level, marker: b.marker, fixed: b.fixed || b.kind != extract.Paragraph}); err != nil {
			return err
		}
	}
	return nil
}

// mailDate is the day of a mail as 2006-01-02, by the sender's clock.
func mailDate(h mail.Header) string {
	t, err := h.Date()
	if err != nil {
		return ""
	}
	return t.Format("2006-01-02")
}

// Limits of the parts of a mail.
const (
	maxMailParts = 200
	maxMailDepth = 10
)

// mailBody collects the first text part and the first HTML part.
type mailBody struct {
	plain, html []byte
	limit       int64
	parts       int
}

func (b *mailBody) read(contentType, transfer string, body io.Reader, depth int) error {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, params = "text/plain", nil
	}
	if strings.HasPrefix(kind, "multipart/") && params["boundary"] != "" {
		if depth == maxMailDepth {
			return fmt.Errorf("%w: mail parts nested more than %d deep", ErrUnsupported, maxMailDepth)
		}
		parts := multipart.NewReader(body, params["boundary"])
		for {
			p, err := parts.NextRawPart()
			if err != nil {
				return nil // the end, or what is left is broken
			}
			if b.parts--; b.parts < 0 {
				return fmt.Errorf("%w: mail of more than %d parts", ErrTooLarge, maxMailParts)
			}
			if strings.HasPrefix(p.Header.Get("Content-Disposition"), "attachment") {
				continue
			}
			if err := b.read(p.Header.Get("Content-Type"), p.Header.Get("Content-Transfer-Encoding"), p, depth+1); err != nil {
				return err
			}
		}
	}
	if kind != "text/plain" && kind != "text/html" || kind == "text/plain" && b.plain != nil || kind == "text/html" && b.html != nil {
		return nil
	}
	switch strings.ToLower(transfer) {
	case "base64":
		body = base64.NewDecoder(base64.StdEncoding, &noSpace{body})
	case "quoted-printable":
		body = quotedprintable.NewReader(body)
	}
	raw, err := io.ReadAll(io.LimitReader(body, b.limit+1))
	if int64(len(raw)) > b.limit {
		return fmt.Errorf("%w: mail with more than %d bytes of text", ErrTooLarge, b.limit)
	}
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && len(raw) == 0 {
		return nil
	}
	text := raw
	if label := params["charset"]; label != "" {
		if r, err := charset.NewReaderLabel(label, bytes.NewReader(raw)); err == nil {
			if t, err := io.ReadAll(r); err == nil {
				text = t
			}
		}
	} else {
		dec := decode(raw)
		text = dec.text
	}
	text = []byte(strings.ToValidUTF8(string(text), "\uFFFD"))
	if kind == "text/html" {
		b.html = text
	} else {
		b.plain = text
	}
	return nil
}

// noSpace leaves out the line breaks and stray marks within base64.
type noSpace struct{ r io.Reader }

func (n *noSpace) Read(p []byte) (int, error) {
	k, err := n.r.Read(p)
	out := p[:0]
	for _, c := range p[:k] {
		if c > ' ' && c < 0x7f {
			out = append(out, c)
		}
	}
	return len(out), err
}
