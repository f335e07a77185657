package read

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"compress/bzip2"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// A container is a file that holds documents.
type container int

const (
	noContainer container = iota
	zipFile
	tarFile
	mboxFile
	warcFile
	jsonLines
	feedFile
)

// containerOf decides by the name; comp is the compression around the file.
func containerOf(name string) (kind container, comp string) {
	name = strings.ToLower(filepath.Base(name))
	for _, c := range [...]string{".gz", ".bz2"} {
		if strings.HasSuffix(name, c) {
			name, comp = strings.TrimSuffix(name, c), c
		}
	}
	switch {
	case strings.HasSuffix(name, ".tgz"):
		return tarFile, ".gz"
	case strings.HasSuffix(name, ".tbz2"):
		return tarFile, ".bz2"
	}
	switch path.Ext(name) {
	case ".zip":
		return zipFile, comp
	case ".tar":
		return tarFile, comp
	case ".mbox":
		return mboxFile, comp
	case ".warc":
		return warcFile, comp
	case ".jsonl", ".ndjson":
		return jsonLines, comp
	case ".rss", ".atom", ".xml":
		return feedFile, comp
	}
	return noContainer, comp
}

// Limits of containers. A bomb unpacks to thousands of times its size.
const (
	maxRatio   = 200
	minUnpack  = 1 << 30 // always allowed
	maxMembers = 10_000_000
)

// members yields the documents in a container. False means stop.
func (w *walker) members(file string, kind container, comp string, size int64, modified time.Time) bool {
	m := &memberReader{w: w, file: file, modified: modified, left: max(minUnpack, maxRatio*size)}
	if kind == zipFile && comp == "" {
		return m.zip()
	}
	f, err := openRegular(file)
	if err != nil {
		return w.refuse(file, err)
	}
	defer f.Close()
	var in io.Reader = bufio.NewReaderSize(f, 1<<16)
	switch comp {
	case ".gz":
		z, err := gzip.NewReader(in)
		if err != nil {
			return w.refuse(file, fmt.Errorf("%w: %v", ErrBinary, err))
		}
		in = z
	case ".bz2":
		in = bzip2.NewReader(in)
	}
	in = &budget{in, &m.left}
	switch kind {
	case tarFile:
		return m.tar(in)
	case mboxFile:
		return m.mbox(in)
	case warcFile:
		return m.warc(in)
	case jsonLines:
		return m.jsonLines(in)
	case feedFile:
		return m.feed(in)
	case noContainer: // one compressed document
		return m.single(in, comp)
	}
	return w.refuse(file, fmt.Errorf("%w: compressed ZIP", ErrUnsupported))
}

// budget bounds what is read of a stream.
type budget struct {
	r    io.Reader
	left *int64
}

var errBudget = fmt.Errorf("%w: unpacks to more than %d times its size", ErrTooLarge, maxRatio)

func (b *budget) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	if *b.left -= int64(n); *b.left < 0 {
		return 0, errBudget
	}
	return n, err
}

type memberReader struct {
	w        *walker
	file     string
	modified time.Time
	left     int64
	count    int
}

// path names a member.
func (m *memberReader) path(name string) string {
	return m.file + "/" + strings.TrimLeft(path.Clean("/"+strings.ReplaceAll(name, "\\", "/")), "/")
}

// give yields a member whose bytes have been read.
func (m *memberReader) give(name string, raw []byte) bool {
	if err := m.w.ctx.Err(); err != nil {
		m.w.refuse(m.file, err)
		return false
	}
	p := m.path(name)
	if m.count++; m.count > maxMembers {
		m.w.refuse(m.file, fmt.Errorf("%w: more than %d members", ErrTooLarge, maxMembers))
		return false
	}
	if len(raw) == 0 {
		return m.w.refuse(p, ErrEmpty)
	}
	if int64(len(raw)) > m.w.opt.maxSize() {
		return m.w.refuse(p, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, m.w.opt.maxSize()))
	}
	return m.w.yield(Source{Path: p, Size: int64(len(raw)), Modified: m.modified, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(raw)), nil
	}}, nil)
}

// limited reads one member, one byte beyond the limit at most.
func (m *memberReader) limited(r io.Reader) ([]byte, error) {
	return io.ReadAll(io.LimitReader(r, m.w.opt.maxSize()+1))
}

// broken reports a container that cannot be read further.
func (m *memberReader) broken(err error) bool {
	if errors.Is(err, ErrTooLarge) {
		return m.w.refuse(m.file, err)
	}
	return m.w.refuse(m.file, fmt.Errorf("%w: broken from member %d on: %v", ErrBinary, m.count+1, err))
}

func hiddenMember(name string) bool {
	for part := range strings.SplitSeq(strings.Trim(name, "/"), "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, ".") && part != "." && part != ".." {
			return true
		}
	}
	return strings.HasSuffix(name, "~")
}

// nested refuses a container in a container. Office files are documents.
func (m *memberReader) nested(name string) (bool, bool) {
	if kind, comp := containerOf(name); kind != noContainer && kind != feedFile && kind != jsonLines || comp != "" {
		return true, m.w.refuse(m.path(name), fmt.Errorf("%w: an archive in an archive", ErrUnsupported))
	}
	return false, true
}

// zip yields the members of a ZIP file. Each is opened when it is read.
func (m *memberReader) zip() bool {
	z, err := zip.OpenReader(m.file)
	if err != nil {
		return m.broken(err)
	}
	defer z.Close()
	for i, f := range z.File {
		if err := m.w.ctx.Err(); err != nil {
			m.w.refuse(m.file, err)
			return false
		}
		if strings.HasSuffix(f.Name, "/") || hiddenMember(f.Name) {
			continue
		}
		if is, more := m.nested(f.Name); is {
			if !more {
				return false
			}
			continue
		}
		p := m.path(f.Name)
		unpacked := int64(f.UncompressedSize64)
		m.left -= max(unpacked, 0)
		switch {
		case !f.Mode().IsRegular():
			err = ErrIrregular
		case unpacked == 0:
			err = ErrEmpty
		case unpacked < 0 || unpacked > m.w.opt.maxSize():
			err = fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, f.UncompressedSize64, m.w.opt.maxSize())
		case m.left < 0:
			err = errBudget
		case f.Flags&1 != 0:
			err = fmt.Errorf("%w: encrypted", ErrUnsupported)
		default:
			err = nil
		}
		if err != nil {
			if !m.w.refuse(p, err) {
				return false
			}
			continue
		}
		file, index := m.file, i
		ok := m.w.yield(Source{Path: p, Size: unpacked, Modified: f.Modified, open: func() (io.ReadCloser, error) {
			return openZipMember(file, index)
		}}, nil)
		if !ok {
			return false
		}
	}
	return true
}

// openZipMember opens one member of a ZIP file; closing it closes the file.
func openZipMember(file string, index int) (io.ReadCloser, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	if index >= len(z.File) {
		z.Close()
		return nil, fmt.Errorf("%w: the archive has changed", os.ErrNotExist)
	}
	r, err := z.File[index].Open()
	if err != nil {
		z.Close()
		return nil, err
	}
	return &zipMember{r, z}, nil
}

type zipMember struct {
	io.ReadCloser
	archive *zip.ReadCloser
}

func (z *zipMember) Close() error { return errors.Join(z.ReadCloser.Close(), z.archive.Close()) }

func (m *memberReader) tar(in io.Reader) bool {
	t := tar.NewReader(in)
	for {
		h, err := t.Next()
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return m.broken(err)
		}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeReg:
		default:
			if !m.w.refuse(m.path(h.Name), ErrIrregular) {
				return false
			}
			continue
		}
		if hiddenMember(h.Name) {
			continue
		}
		if is, more := m.nested(h.Name); is {
			if !more {
				return false
			}
			continue
		}
		if h.Size > m.w.opt.maxSize() {
			if !m.w.refuse(m.path(h.Name), fmt.Errorf("%w: %d bytes, the limit is %d", ErrTooLarge, h.Size, m.w.opt.maxSize())) {
				return false
			}
			continue
		}
		raw, err := m.limited(t)
		if err != nil {
			return m.broken(err)
		}
		if !m.give(h.Name, raw) {
			return false
		}
	}
}

// single yields the one document in a compressed file.
func (m *memberReader) single(in io.Reader, comp string) bool {
	raw, err := m.limited(in)
	if err != nil {
		return m.broken(err)
	}
	return m.give(strings.TrimSuffix(filepath.Base(m.file), comp), raw)
}

// lines calls a function for every line of a stream with its number from 1. A
// line beyond the limit is refused as a whole.
func (m *memberReader) lines(in io.Reader, line func(n int, s []byte, tooLong bool) bool) bool {
	r := bufio.NewReaderSize(in, 1<<16)
	for n := 1; ; n++ {
		var buf []byte
		tooLong := false
		for {
			part, err := r.ReadSlice('\n')
			if int64(len(buf)+len(part)) > m.w.opt.maxSize() {
				tooLong, buf = true, nil
			}
			if !tooLong {
				buf = append(buf, part...)
			}
			if err == nil {
				break
			}
			if errors.Is(err, bufio.ErrBufferFull) {
				continue
			}
			if len(buf) > 0 || tooLong {
				if !line(n, buf, tooLong) {
					return false
				}
			}
			if !errors.Is(err, io.EOF) {
				return m.broken(err)
			}
			return true
		}
		if !line(n, buf, tooLong) {
			return false
		}
	}
}

func (m *memberReader) jsonLines(in io.Reader) bool {
	return m.lines(in, func(n int, s []byte, tooLong bool) bool {
		if tooLong {
			return m.w.refuse(m.path(strconv.Itoa(n)+".json"), fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, m.w.opt.maxSize()))
		}
		if s = bytes.TrimSpace(s); len(s) == 0 {
			return true
		}
		return m.give(strings.ReplaceAll(jsonID(s, n), "/", "_")+".json", s)
	})
}

// mbox cuts a mailbox at the lines that begin with "From ".
func (m *memberReader) mbox(in io.Reader) bool {
	var cur []byte
	number := 0
	tooLarge := false
	flush := func() bool {
		defer func() { cur, tooLarge = nil, false }()
		if number == 0 {
			return true
		}
		name := strconv.Itoa(number) + ".eml"
		if tooLarge {
			return m.w.refuse(m.path(name), fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, m.w.opt.maxSize()))
		}
		return m.give(name, cur)
	}
	blankBefore := true
	ok := m.lines(in, func(_ int, s []byte, tooLong bool) bool {
		if blankBefore && bytes.HasPrefix(s, []byte("From ")) {
			more := flush()
			number++
			blankBefore = false
			return more
		}
		blankBefore = len(bytes.TrimSpace(s)) == 0
		if rest := bytes.TrimLeft(s, ">"); len(rest) < len(s) && bytes.HasPrefix(rest, []byte("From ")) {
			s = s[1:] // the mailbox quotes such lines
		}
		if tooLong || int64(len(cur)+len(s)) > m.w.opt.maxSize() {
			tooLarge, cur = true, nil
			return true
		}
		cur = append(cur, s...)
		return true
	})
	if !ok {
		return false
	}
	if number == 0 {
		return m.w.refuse(m.file, fmt.Errorf("%w: no mail in it", ErrEmpty))
	}
	return flush()
}

// feed takes a feed apart into feeds of one item each. Any other XML file is
// one document.
func (m *memberReader) feed(in io.Reader) bool {
	raw, err := m.limited(in)
	if err != nil {
		return m.broken(err)
	}
	if int64(len(raw)) > m.w.opt.maxSize() {
		return m.w.refuse(m.file, fmt.Errorf("%w: the limit is %d bytes", ErrTooLarge, m.w.opt.maxSize()))
	}
	d := decode(raw)
	switch feedRoot(d.text) {
	case "":
		return m.w.yield(Source{Path: m.file, Size: int64(len(raw)), Modified: m.modified, open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(raw)), nil
		}}, nil)
	case "urlset", "sitemapindex":
		return m.w.refuse(m.file, fmt.Errorf("%w: a site map, which names pages and holds none", ErrUnsupported))
	}
	const maxItems = 100000
	title, entries, err := parseFeed(d.text, maxItems)
	if len(entries) == 0 {
		if err == nil {
			err = fmt.Errorf("%w: feed without items", ErrEmpty)
		}
		return m.w.refuse(m.file, err)
	}
	for i, e := range entries {
		if e.to <= e.from {
			continue // cut off; the error says so
		}
		item := "<feed><title>" + escapeXML(title) + "</title>" + string(d.text[e.from:e.to]) + "</feed>"
		if !m.give(itemName(e, i)+".xml", []byte(item)) {
			return false
		}
	}
	if err != nil {
		return m.broken(err)
	}
	return true
}

func escapeXML(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(s)
}

// itemName is the last part of an item's address, or its number.
func itemName(e feedEntry, i int) string {
	if u, err := url.Parse(e.link); err == nil && e.link != "" {
		if base := path.Base(strings.TrimRight(u.Path, "/")); base != "." && base != "/" && base != "" {
			return strconv.Itoa(i+1) + "-" + Stem(base)
		}
	}
	return strconv.Itoa(i + 1)
}

// warc yields the pages that a web archive holds: responses of type text.
func (m *memberReader) warc(in io.Reader) bool {
	r := bufio.NewReaderSize(in, 1<<16)
	for {
		head, err := warcHead(r)
		if errors.Is(err, io.EOF) {
			return true
		}
		if err != nil {
			return m.broken(err)
		}
		length, err := strconv.ParseInt(head["content-length"], 10, 64)
		if err != nil || length < 0 {
			return m.broken(fmt.Errorf("record without length"))
		}
		body := io.LimitReader(r, length)
		name := head["warc-target-uri"]
		if head["warc-type"] == "response" && strings.HasPrefix(strings.ToLower(head["content-type"]), "application/http") {
			more := m.warcResponse(name, body)
			if !more {
				return false
			}
		}
		if _, err := io.Copy(io.Discard, body); err != nil {
			return m.broken(err)
		}
	}
}

// warcHead reads the head of a record: its fields by name in small letters.
func warcHead(r *bufio.Reader) (map[string]string, error) {
	head := map[string]string{}
	began := false
	for lines := 0; lines < 1000; lines++ {
		s, err := r.ReadString('\n')
		if err != nil && !(errors.Is(err, io.EOF) && s != "") {
			return nil, err
		}
		s = strings.TrimRight(s, "\r\n")
		switch {
		case s == "" && !began:
			continue
		case s == "":
			return head, nil
		case !began:
			if !strings.HasPrefix(s, "WARC/") {
				return nil, fmt.Errorf("no record begins with %.20q", s)
			}
			began = true
		default:
			if key, value, ok := strings.Cut(s, ":"); ok {
				head[strings.ToLower(strings.TrimSpace(key))] = strings.TrimSpace(value)
			}
		}
	}
	return nil, errors.New("head of a record too long")
}

// warcResponse yields the page of one response. Other types and failed
// requests are no documents and are passed over.
func (m *memberReader) warcResponse(target string, body io.Reader) bool {
	resp, err := http.ReadResponse(bufio.NewReader(body), nil)
	if err != nil {
		return m.w.refuse(m.path(target), fmt.Errorf("%w: broken response: %v", ErrBinary, err))
	}
	defer resp.Body.Close()
	kind := resp.Header.Get("Content-Type")
	if resp.StatusCode != http.StatusOK || !strings.Contains(kind, "html") && !strings.HasPrefix(kind, "text/plain") {
		return true
	}
	var in io.Reader = resp.Body
	switch resp.Header.Get("Content-Encoding") {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(in)
		if err != nil {
			return m.w.refuse(m.path(target), fmt.Errorf("%w: %v", ErrBinary, err))
		}
		in = &budget{z, &m.left}
	default:
		return m.w.refuse(m.path(target), fmt.Errorf("%w: encoding %s", ErrUnsupported, resp.Header.Get("Content-Encoding")))
	}
	raw, err := m.limited(in)
	if err != nil && len(raw) == 0 {
		return m.w.refuse(m.path(target), fmt.Errorf("%w: %v", ErrBinary, err))
	}
	name := target
	if u, err := url.Parse(target); err == nil && u.Host != "" {
		name = u.Host + "/" + strings.Trim(u.Path, "/")
		if u.RawQuery != "" {
			name += "?" + u.RawQuery
		}
	}
	if path.Ext(name) == "" || !strings.Contains(path.Base(name), ".") {
		name += ".html"
	}
	return m.give(name, raw)
}
