package read

import (
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/korean"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
)

func TestCharsets(t *testing.T) {
	const (
		ko   = "사이버안보 실무회의 개최\n\n외교부는 서울에서 사이버안보 실무회의를 개최하였다. 약 50개국에서 120명이 참석하였다.\n"
		ja   = "サイバーに関する会合\n\n外務省は東京でサイバーに関する会合を開催しました。約五十か国が参加しました。\n"
		zh   = "网络安全会议\n\n外交部在首都举行了网络安全会议，来自五十个国家的代表出席了会议。\n"
		west = "Réunion à Genève\n\nLa déclaration a été adoptée à l’unanimité – « une première », selon l'émissaire de São Tomé.\n"
		pl   = "Grüße aus Köln\n\nDie Gespräche wurden am Montag fortgeführt.\n"
	)
	for _, c := range []struct {
		name string
		enc  encoding.Encoding
		text string
	}{
		{"euc_kr", korean.EUCKR, ko},
		{"shift_jis", japanese.ShiftJIS, ja},
		{"euc_jp", japanese.EUCJP, ja},
		{"iso_2022_jp", japanese.ISO2022JP, ja},
		{"gbk", simplifiedchinese.GBK, zh},
		{"windows_1252", charmap.Windows1252, west},
		{"latin_1", charmap.ISO8859_1, pl},
		{"utf_16_le_with_mark", unicode.UTF16(unicode.LittleEndian, unicode.UseBOM), ko},
		{"utf_16_be_with_mark", unicode.UTF16(unicode.BigEndian, unicode.UseBOM), west},
		{"utf_16_le_without_mark", unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), pl},
		{"utf_16_be_without_mark", unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), pl},
		{"utf_8_with_mark", unicode.UTF8BOM, ja},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw, err := c.enc.NewEncoder().Bytes([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			doc, err := Document("a.txt", raw, Options{})
			if err != nil {
				t.Fatal(err)
			}
			checkLaws(t, doc, false)
			want := strings.Join(strings.Fields(c.text), " ")
			if got := strings.Join(strings.Fields(doc.Text), " "); got != want {
				t.Errorf("text is %q, want %q", got, want)
			}
			// The raw bytes of every block decode to its text.
			for _, b := range doc.Blocks {
				if strings.HasPrefix(c.name, "iso_2022") {
					break // a part of it lacks its shift sequence
				}
				span := doc.RawSpan(b.Span)
				dec := c.enc.NewDecoder()
				switch {
				case strings.HasPrefix(c.name, "utf_16_be"):
					dec = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder()
				case strings.HasPrefix(c.name, "utf_16_le"):
					dec = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder()
				}
				back, err := dec.Bytes(doc.Raw[span.Start:span.End])
				if err != nil || string(back) != doc.Text[b.Span.Start:b.Span.End] {
					t.Errorf("raw %v reads %q, want %q", span, back, doc.Text[b.Span.Start:b.Span.End])
				}
			}
		})
	}
}

func TestCharsetOfThePageItself(t *testing.T) {
	page := "<html><head><meta charset=\"euc-kr\"><title>회의</title></head><body><p>외교부는 회의를 열었다.</p></body></html>"
	raw, err := korean.EUCKR.NewEncoder().Bytes([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := Document("a.html", raw, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(doc.Text, "외교부는 회의를 열었다.") {
		t.Errorf("text is %q", doc.Text)
	}
}

func TestBrokenUTF8KeepsItsBytes(t *testing.T) {
	doc, err := Document("a.txt", []byte("Minist\xc3re des Affaires \xc3\xa9trang\xc3\xa8res, r\xc3\xa9union du 3 mai à Gen\xc3\xa8ve"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	i := strings.Index(doc.Text, "\uFFFD")
	if i < 0 {
		t.Fatalf("text is %q", doc.Text)
	}
	if s := doc.RawSpan(extract.Span{Start: i, End: i + 3}); s.Len() != 1 || doc.Raw[s.Start] != 0xc3 {
		t.Errorf("the broken character comes from %v", s)
	}
	checkLaws(t, doc, false)
}

func TestDirectionMarksAndHomoglyphsStay(t *testing.T) {
	const line = "The \u202eStatement\u202c by Роland was read \u200fhere."
	doc := mustRead(t, "a.txt", line)
	if got := strings.TrimSuffix(doc.Text, "\n"); got != line {
		t.Errorf("text is %q", got)
	}
}
