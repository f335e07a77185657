package read

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/korean"
)

const story = "The ministers of the five states on the lake met in the town hall and agreed on the draft that their experts had written."

func gz(t *testing.T, raw []byte) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	if _, err := w.Write(raw); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func tarball(t *testing.T, files ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := tar.NewWriter(&buf)
	for i := 0; i < len(files); i += 2 {
		if err := w.WriteHeader(&tar.Header{Name: files[i], Mode: 0o644, Size: int64(len(files[i+1]))}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.WriteHeader(&tar.Header{Name: "link", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestWalkReadsArchives(t *testing.T) {
	dir := t.TempDir()
	warc := func(uri, kind, body string) string {
		http := "HTTP/1.1 200 OK\r\nContent-Type: " + kind + "\r\nContent-Length: " + fmt.Sprint(len(body)) + "\r\n\r\n" + body
		return "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: " + uri + "\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: " + fmt.Sprint(len(http)) + "\r\n\r\n" + http + "\r\n\r\n"
	}
	files := map[string][]byte{
		"a.zip":    archive(t, "x/one.txt", story, "../two.html", "<p>"+story, "inner.zip", "PK", "__MACOSX/x", "x", "empty.txt", ""),
		"b.tar.gz": gz(t, tarball(t, "./one.txt", story)),
		"c.txt.gz": gz(t, []byte(story)),
		"d.jsonl":  []byte(`{"id":"first","title":"Lake ministers agree on a draft","text":"` + story + `","date":"2021-03-04","source":"Shore Herald"}` + "\n\nnot json\n"),
		"e.mbox":   []byte("From a@b Mon\nFrom: Ann <a@b.example>\nDate: Mon, 3 May 2021 10:00:00 +0000\nSubject: Talks on the lake held\n\n" + story + "\n>From here on.\n\nFrom c@d Tue\nFrom: Bo <c@d.example>\nDate: Tue, 4 May 2021 10:00:00 +0000\nSubject: More talks held\n\nMore.\n"),
		"f.rss":    []byte(`<?xml version="1.0"?><rss version="2.0"><channel><title>Shore Herald</title><item><title>Lake ministers agree &amp;amp; leave</title><link>https://example.org/n/lake-draft</link><pubDate>Mon, 03 May 2021 10:00:00 GMT</pubDate><description>&lt;p&gt;` + story + `&lt;/p&gt;</description></item><item><title>Second</title><description>Short text.</description></item></channel></rss>`),
		"g.warc":   []byte(warc("https://example.org/a/page", "text/html", "<h1>Talks</h1><p>"+story) + warc("https://example.org/p.png", "image/png", "xx")),
		"h.zip":    []byte("no archive"),
	}
	for name, raw := range files {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for s, err := range Walk(context.Background(), []string{dir}, Options{}) {
		name := strings.TrimPrefix(s.Path, dir+"/")
		if err == nil {
			doc, rerr := s.Read(Options{})
			if rerr == nil {
				checkLaws(t, doc, false)
				name += fmt.Sprintf(" [%s|%s|%s]", doc.Meta.Title.Value, doc.Meta.PublishedOn.Value, doc.Meta.Publisher.Value)
			}
			err = rerr
		}
		if err != nil {
			name += ": " + errors.Unwrap(err).Error()
		}
		got = append(got, name)
	}
	want := []string{
		"a.zip/x/one.txt [||]",
		"a.zip/two.html [||]",
		"a.zip/inner.zip: is of a kind that cannot be read: an archive in an archive",
		"a.zip/empty.txt: is empty",
		"b.tar.gz/one.txt [||]",
		"b.tar.gz/link: is neither a file nor a folder",
		"c.txt.gz/c.txt [||]",
		"d.jsonl/first.json [Lake ministers agree on a draft|2021-03-04|Shore Herald]",
		"d.jsonl/3.json: is of a kind that cannot be read: no JSON object: invalid character 'o' in literal null (expecting 'u')",
		"e.mbox/1.eml [Talks on the lake held|2021-05-03|]",
		"e.mbox/2.eml [More talks held|2021-05-04|]",
		"f.rss/1-lake-draft.xml [Lake ministers agree & leave|2021-05-03|Shore Herald]",
		"f.rss/2.xml [Second||Shore Herald]",
		"g.warc/example.org/a/page.html [Talks||]",
		"h.zip: is not text: broken from member 1 on: zip: not a valid zip file",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestArchivesThatUnpackToTooMuch(t *testing.T) {
	dir := t.TempDir()
	zeros := strings.Repeat("0", 1<<20)
	for name, raw := range map[string][]byte{
		"a.zip": archive(t, "big.txt", zeros), "b.tar.gz": gz(t, tarball(t, "big.txt", zeros)), "c.txt.gz": gz(t, []byte(zeros)),
		"d.jsonl": []byte(`{"text":"` + zeros + `"}`),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for s, err := range Walk(context.Background(), []string{dir}, Options{MaxSize: 1 << 16}) {
		if err == nil || !errors.Is(err, ErrTooLarge) && !errors.Is(err, ErrIrregular) {
			t.Errorf("%s: error is %v", s.Path, err)
		}
	}
}

func TestMail(t *testing.T) {
	subject, err := korean.EUCKR.NewEncoder().String("호수 회의 개최 결과 보고서")
	if err != nil {
		t.Fatal(err)
	}
	raw := "From: =?utf-8?q?Ministry_of_Rivers?= <press@rivers.example>\r\nDate: Mon, 3 May 2021 23:30:00 +0900\r\n" +
		"Subject: =?euc-kr?B?" + base64.StdEncoding.EncodeToString([]byte(subject)) + "?=\r\nMIME-Version: 1.0\r\n" +
		"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n" +
		"--y\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nThe ministers met in Gen=E8ve and agreed on the draft that th=\r\neir experts had written.\r\n" +
		"--y\r\nContent-Type: text/html\r\n\r\n<p>No.</p>\r\n--y--\r\n--x\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment\r\n\r\nPDF\r\n--x--\r\n"
	doc, err := Document("a.eml", []byte(raw), Options{})
	if err != nil {
		t.Fatal(err)
	}
	checkLaws(t, doc, true)
	m := doc.Meta
	if m.Title.Value != "호수 회의 개최 결과 보고서" || m.PublishedOn.Value != "2021-05-03" || !doc.Derived {
		t.Errorf("meta %+v", m)
	}
	if !strings.Contains(doc.Text, "met in Genève and agreed on the draft that their experts had written.") || strings.Contains(doc.Text, "No.") {
		t.Errorf("text is %q", doc.Text)
	}
}

func TestAtomWithMarkupAsContent(t *testing.T) {
	doc, err := Document("a.xml", []byte(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Lake Office</title><entry><title>Talks held on the lake</title><published>2021-05-03T10:00:00Z</published><author><name>Ann Example</name></author><content type="xhtml"><div xmlns="x"><p>The ministers &amp; experts met in the <b>town hall</b> on Monday morning.</p><ul><li>First point</li></ul></div></content></entry></feed>`), Options{})
	if err != nil {
		t.Fatal(err)
	}
	wantLayout(t, doc, `
meta Date: 2021-05-03
meta Author: Ann Example
meta Feed: Lake Office
h1 Talks held on the lake
p The ministers & experts met in the town hall on Monday morning.
li1 [•] First point`)
}
