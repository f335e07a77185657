package read

import (
	"bytes"
	"encoding/binary"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// decoded is the text of a document's bytes in UTF-8 with the way back: segs
// are offsets from text to the raw bytes, in ascending order. Without segs the
// text is the raw bytes from shift on.
type decoded struct {
	text  []byte
	segs  []extract.Offset
	shift int
}

// A charsetName is a name as the WHATWG encoding standard has it.
type charsetName string

const (
	utf8Name    charsetName = "utf-8"
	utf16leName charsetName = "utf-16le"
	utf16beName charsetName = "utf-16be"
)

// metaWindow is how far into a page its charset is looked for. The HTML
// standard has 1024; pages with long comments at the top need more.
const metaWindow = 4096

// decode finds the charset of raw and decodes it. Bytes that are no character
// become U+FFFD.
func decode(raw []byte) decoded {
	name, bom := findCharset(raw)
	switch name {
	case utf8Name:
		if utf8.Valid(raw[bom:]) {
			return decoded{text: raw[bom:], shift: bom}
		}
		return decodeUTF8(raw, bom)
	case utf16leName:
		return decodeUTF16(raw, bom, binary.LittleEndian)
	case utf16beName:
		return decodeUTF16(raw, bom, binary.BigEndian)
	}
	enc, _ := charset.Lookup(string(name))
	if enc == nil {
		return decodeUTF8(raw, bom)
	}
	return decodeWith(raw, enc, name == "iso-2022-jp" || name == "hz-gb-2312")
}

// findCharset names the charset of raw and the length of its byte order mark.
func findCharset(raw []byte) (charsetName, int) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xef\xbb\xbf")):
		return utf8Name, 3
	case bytes.HasPrefix(raw, []byte("\xff\xfe")):
		return utf16leName, 2
	case bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return utf16beName, 2
	}
	if name := guessUTF16(raw); name != "" {
		return name, 0
	}
	if bytes.Contains(raw[:min(len(raw), metaWindow)], []byte("\x1b$B")) {
		return "iso-2022-jp", 0
	}
	if mostlyUTF8(raw) {
		return utf8Name, 0
	}
	if name := declaredCharset(raw); name != "" && name != utf8Name {
		return name, 0
	}
	return guessLegacy(raw), 0
}

// guessUTF16 finds UTF-16 without a byte order mark: white space and ASCII
// letters make every other byte a NUL.
func guessUTF16(raw []byte) charsetName {
	window := raw[:min(len(raw), metaWindow)&^1]
	if len(window) < 4 {
		return ""
	}
	var nul [2]int
	for i, b := range window {
		if b == 0 {
			nul[i&1]++
		}
	}
	half := len(window) / 2
	switch {
	case nul[1] > half*2/5 && nul[0]*20 < nul[1]:
		return utf16leName
	case nul[0] > half*2/5 && nul[1]*20 < nul[0]:
		return utf16beName
	}
	return ""
}

// mostlyUTF8 reports whether raw reads as UTF-8 with at most a few broken
// characters, as a truncated or spliced file has.
func mostlyUTF8(raw []byte) bool {
	if utf8.Valid(raw) {
		return true
	}
	good, bad := 0, 0
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > 3*bad // legacy text makes UTF-8 by chance in a tenth of its characters
}

// declaredCharset is the charset that an HTML or XML head names, or "".
func declaredCharset(raw []byte) charsetName {
	head := bytes.ToLower(raw[:min(len(raw), metaWindow)])
	for _, key := range []string{"charset=", "encoding="} {
		rest := head
		for {
			i := bytes.Index(rest, []byte(key))
			if i < 0 {
				break
			}
			rest = rest[i+len(key):]
			label := bytes.TrimLeft(rest, " \"'")
			end := bytes.IndexAny(label, " \"'/>?;\r\n")
			if end < 0 {
				continue
			}
			if enc, name := charset.Lookup(string(label[:end])); enc != nil {
				return charsetName(name)
			}
		}
	}
	return ""
}

// guessLegacy chooses among the charsets that were in use before UTF-8 by
// decoding: the right multi-byte charset has no invalid pairs and makes common
// characters of its language.
func guessLegacy(raw []byte) charsetName {
	sample := raw[:min(len(raw), 1<<16)]
	type candidate struct {
		name charsetName
		enc  encoding.Encoding
		good func(rune) bool
	}
	hangul := func(r rune) bool { return r >= 0xAC00 && r <= 0xD7A3 }
	kana := func(r rune) bool { return r >= 0x3040 && r <= 0x30FF }
	han := func(r rune) bool { return r >= 0x4E00 && r <= 0x9FFF }
	best, bestShare := charsetName("windows-1252"), 0.0
	for _, c := range []candidate{
		{"euc-kr", korean.EUCKR, hangul},
		{"shift_jis", japanese.ShiftJIS, kana},
		{"euc-jp", japanese.EUCJP, kana},
		{"gbk", simplifiedchinese.GBK, han},
		{"big5", traditionalchinese.Big5, han},
	} {
		text, err := c.enc.NewDecoder().Bytes(sample)
		if err != nil {
			continue
		}
		wide, fit, bad := 0, 0, 0
		for _, r := range string(text) {
			switch {
			case r == utf8.RuneError:
				bad++
			case r < utf8.RuneSelf:
			case r >= 0xFF61 && r <= 0xFF9F: // half-width kana: what Shift-JIS makes of anything
				bad++
				wide++
			default:
				wide++
				if c.good(r) {
					fit++
				}
			}
		}
		// A character cut off at the end of the sample may be bad. Kana are at
		// least a quarter of Japanese text; hangul and han are nearly all of
		// Korean and Chinese, so that Latin letters with accents, which pair to
		// rare characters, do not reach the share.
		need := 0.75
		if c.name == "shift_jis" || c.name == "euc-jp" {
			need = 0.25
		}
		if wide < 4 || bad > 1+wide/50 {
			continue
		}
		share := float64(fit) / float64(wide)
		if share >= need && share/need > bestShare && pairsRun(sample, wide) {
			best, bestShare = c.name, share/need
		}
	}
	return best
}

// pairsRun reports whether the high bytes of a sample stand in runs, as they do
// in East Asian text; accented letters stand alone or in twos.
func pairsRun(sample []byte, wide int) bool {
	long, run := 0, 0
	for _, b := range sample {
		if b >= utf8.RuneSelf {
			run++
			continue
		}
		if run >= 4 {
			long += run
		}
		run = 0
	}
	if run >= 4 {
		long += run
	}
	return long*2 >= wide
}

// decodeUTF8 decodes text with broken characters.
func decodeUTF8(raw []byte, from int) decoded {
	var d decoder
	start := from
	for i := from; i < len(raw); {
		r, n := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && n == 1 {
			d.verbatim(raw, start, i)
			d.char("\uFFFD", i, i+1)
			start = i + 1
		}
		i += n
	}
	d.verbatim(raw, start, len(raw))
	return d.decoded
}

func decodeUTF16(raw []byte, from int, order binary.ByteOrder) decoded {
	var d decoder
	for i := from; i < len(raw); {
		if i+1 == len(raw) {
			d.char("\uFFFD", i, i+1)
			break
		}
		r, n := rune(order.Uint16(raw[i:])), 2
		if utf16.IsSurrogate(r) {
			pair := utf8.RuneError
			if i+3 < len(raw) {
				pair = utf16.DecodeRune(r, rune(order.Uint16(raw[i+2:])))
			}
			if r = pair; r != utf8.RuneError {
				n = 4
			}
		}
		d.char(string(r), i, i+n)
		i += n
	}
	return d.decoded
}

// decodeWith decodes character by character, so that each has its bytes. A
// stateful charset has shift sequences and no ASCII that may be copied.
func decodeWith(raw []byte, enc encoding.Encoding, stateful bool) decoded {
	var d decoder
	dec := enc.NewDecoder()
	dst := make([]byte, 16)
	for i := 0; i < len(raw); {
		if raw[i] < utf8.RuneSelf && !stateful {
			j := i + 1
			for j < len(raw) && raw[j] < utf8.RuneSelf {
				j++
			}
			d.verbatim(raw, i, j)
			i = j
			continue
		}
		used := 0
		for n := 1; n <= 8 && i+n <= len(raw); n++ {
			written, read, _ := dec.Transform(dst, raw[i:i+n], i+n == len(raw))
			if read > 0 {
				used = read
				if written > 0 {
					d.char(string(dst[:written]), i, i+read)
				}
				break
			}
		}
		if used == 0 {
			d.char("\uFFFD", i, i+1)
			used = 1
		}
		i += used
	}
	return d.decoded
}

// decoder collects decoded text.
type decoder struct{ decoded }

// verbatim adds raw bytes that are UTF-8 already.
func (d *decoder) verbatim(raw []byte, from, to int) {
	if from >= to {
		return
	}
	d.segs = append(d.segs, extract.Offset{Text: len(d.text), Raw: from, RawEnd: to, Scale: 1})
	d.text = append(d.text, raw[from:to]...)
}

// char adds the text of one character.
func (d *decoder) char(s string, from, to int) {
	d.segs = append(d.segs, extract.Offset{Text: len(d.text), Raw: from, RawEnd: to})
	d.text = append(d.text, s...)
}

// rawReader maps ascending positions of the decoded text to raw offsets.
type rawReader struct {
	d    *decoded
	next int // segs before it end at or before the last position asked
}

// seek finds the segment that holds the decoded position at.
func (r *rawReader) seek(at int) extract.Offset {
	segs := r.d.segs
	if r.next > 0 && segs[r.next-1].Text > at {
		r.next = 0 // a block was read out of order
	}
	for step := 1; r.next < len(segs) && segs[r.next].Text <= at; {
		if next := r.next + step; next < len(segs) && segs[next].Text <= at {
			r.next, step = next, step*2
			continue
		}
		r.next, step = r.next+1, 1
	}
	return segs[max(r.next-1, 0)]
}

// span maps the decoded range from..to.
func (r *rawReader) span(from, to int) extract.Span {
	if r.d.segs == nil {
		return extract.Span{Start: from + r.d.shift, End: to + r.d.shift}
	}
	s := r.seek(from)
	start := s.Raw
	if s.Scale == 1 {
		start += from - s.Text
	}
	if to <= from {
		return extract.Span{Start: start, End: start}
	}
	e := r.seek(to - 1)
	end := e.RawEnd
	if e.Scale == 1 {
		end = e.Raw + to - e.Text
	}
	return extract.Span{Start: start, End: end}
}
