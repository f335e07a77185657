package read

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

func seeds(f *testing.F) {
	for _, s := range []string{
		"", "a", "\xff\xfea\x00b\x00", "Title\n\n1. One paragraph that is long enough to be text.\n\n2. Two.",
		"<html><head><title>A | B</title><meta charset=euc-kr></head><body><p>x&amp;y&nbsp;z<br>t</p><table><tr><td>a<td>b</table>",
		"<div><div><div><p>unclosed <b>bold <a href=x>link", "<!-- <p> --><p>&#x41;&#0;&notanentity;</p>\x00",
		"---\ntitle: T\ndate: 2019-10-08\n---\n# H\n\n* a *b* **c** [d](e) `f`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
		"Date : 2019-10-08\nHit : 3\n\nBy Ann Example\n\nSEOUL, May 3, 2019 (X News) - Something happened.\n",
		"\xb1\xb9\xb9\xce \xbf\xdc\xb1\xb3\xba\xce", "\x1b$B%F%9%H\x1b(B",
		"<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":\"H\",\"datePublished\":\"2020-01-02\"}</script><p>Text.</p>",
		"<td></tr></table></p></li></ul></div>", "\u200e\u202eabc\u202c\u2066x", "a\u00adb\u200bc\ufeffd",
	} {
		f.Add("f.txt", []byte(s))
		f.Add("f.html", []byte(s))
		f.Add("f.md", []byte(s))
	}
	if files, _ := filepath.Glob(filepath.Join("..", "..", "testdata", "corpus", "*")); len(files) > 0 {
		for _, name := range files {
			if raw, err := os.ReadFile(name); err == nil && len(raw) < 1<<16 {
				f.Add(name, raw)
			}
		}
	}
}

// FuzzDocument checks the laws of a document on any bytes, and that reading
// twice gives the same.
func FuzzDocument(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		doc, err := Document(name, raw, Options{MaxSize: 1 << 20})
		var refusal *Refusal
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Path != name {
				t.Fatalf("error %v is no refusal of %q", err, name)
			}
			return
		}
		checkLaws(t, doc, utf8.Valid(raw) && !doc.Derived && noNUL(raw))
		again, err := Document(name, raw, Options{MaxSize: 1 << 20})
		if err != nil || again.Text != doc.Text || layout(again) != layout(doc) || again.Meta.Title != doc.Meta.Title || again.Meta.PublishedOn != doc.Meta.PublishedOn {
			t.Fatal("reading twice gives two documents")
		}
	})
}

// noNUL leaves out what may be taken for UTF-16.
func noNUL(raw []byte) bool {
	name, _ := findCharset(raw)
	return name == utf8Name
}

// FuzzDates checks that dates lie in their line and are days of the calendar's
// shape.
func FuzzDates(f *testing.F) {
	for _, s := range []string{"Seoul, October 7, 2019", "2019-10-08 13:50:59", "3-5 June 2019", "2019년 10월 8일", "30. 4. 2014", "14 and 15 March 2022"} {
		f.Add(s)
	}
	lex, err := shippedLexicon()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, s string) {
		last := 0
		for _, d := range lex.dates(s) {
			if d.from < last || d.to <= d.from || d.to > len(s) {
				t.Fatalf("date %+v in %q", d, s)
			}
			last = d.to
			if d.year < firstYear || d.year > lastYear || d.month < 0 || d.month > 12 || d.day < 0 || d.day > 31 {
				t.Fatalf("date %+v in %q", d, s)
			}
		}
	})
}

// FuzzFormats checks the laws on what is read as a mail, feed, record or office
// file.
func FuzzFormats(f *testing.F) {
	f.Add("a.eml", []byte("From: a@b.example\nDate: Mon, 3 May 2021 10:00:00 +0000\nSubject: =?utf-8?q?T=C3=A9?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\ntext\n--x--\n"))
	f.Add("a.xml", []byte("<feed><title>F</title><entry><title>T</title><content type=\"xhtml\"><div><p>a &amp; b</p></div></content></entry></feed>"))
	f.Add("a.json", []byte(`{"title":"T","text":"A text.","date":"2021-03-04","authors":[{"name":"A"}]}`))
	f.Add("a.docx", []byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		doc, err := Document(name, raw, Options{MaxSize: 1 << 20})
		if err != nil {
			return
		}
		checkLaws(t, doc, doc.Derived)
	})
}

// FuzzWalk checks that no archive makes Walk fail or name a source outside of
// itself.
func FuzzWalk(f *testing.F) {
	f.Add("a.tar", []byte("x"))
	f.Add("a.warc", []byte("WARC/1.0\r\nContent-Length: 2\r\n\r\nab\r\n\r\n"))
	f.Add("a.mbox", []byte("From a\nFrom: a\n\nb\n"))
	f.Add("a.jsonl", []byte("{\"id\":\"../x\",\"text\":\"y\"}\n"))
	f.Add("a.rss", []byte("<rss><channel><item><title>a</title></item></channel></rss>"))
	f.Add("a.zip", []byte("PK\x05\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	f.Fuzz(func(t *testing.T, name string, raw []byte) {
		ext := filepath.Ext(name)
		if strings.ContainsAny(ext, "/\\\x00*?[") || len(ext) > 8 {
			return
		}
		file := filepath.Join(t.TempDir(), "a"+ext)
		if err := os.WriteFile(file, raw, 0o644); err != nil {
			return
		}
		for s, err := range Walk(context.Background(), []string{file}, Options{MaxSize: 1 << 20}) {
			if s.Path != file && (!strings.HasPrefix(s.Path, file+"/") || strings.Contains(s.Path, "/../")) {
				t.Fatalf("source %q of %q", s.Path, file)
			}
			if err == nil {
				if doc, err := s.Read(Options{MaxSize: 1 << 20}); err == nil {
					checkLaws(t, doc, false)
				}
			}
		}
	})
}
