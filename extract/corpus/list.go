package corpus

import (
	"bufio"
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/text"
)

// A Doc is one document of a corpus.
type Doc struct {
	ID     string // last part of its IRI; see [Name]
	Path   string // as given, any bytes
	Size   int64  // bytes
	SHA256 [32]byte
	Key    [32]byte // of its extraction
}

// A List is the documents that a graph is made of, with what else decides what
// the graph is.
type List struct {
	Store   string // address, for a store other than the folder of the list
	Base    string // namespace of the entities' IRIs
	Program string // what made the extractions
	Decided string // sum of the decisions of people that the graph honours
	Docs    []Doc  // in order of path
}

// Equal reports whether two lists make the same graph at the same place.
func (l *List) Equal(other *List) bool {
	return l.Store == other.Store && l.Base == other.Base && l.Program == other.Program && l.Decided == other.Decided && slices.Equal(l.Docs, other.Docs)
}

// listVersion changes with the format of a list.
const listVersion = 3

// Errors of reading a list.
var (
	ErrDamaged = errors.New("the list of documents is damaged")
	ErrVersion = errors.New("the list of documents was made by another version")
)

// Write writes a list: a head of one line, then a line for each document with
// its sums, size, id and quoted path, and last the sum of all that.
func (l *List) Write(w io.Writer) error {
	h := sha256.New()
	b := bufio.NewWriterSize(io.MultiWriter(w, h), 1<<16)
	fmt.Fprintf(b, "normgraph documents %d\t%d\t%s\t%s\t%s\t%s\n", listVersion, len(l.Docs),
		strconv.Quote(l.Store), strconv.Quote(l.Base), strconv.Quote(l.Program), strconv.Quote(l.Decided))
	var line []byte
	for i := range l.Docs {
		d := &l.Docs[i]
		line = hex.AppendEncode(line[:0], d.SHA256[:])
		line = append(line, '\t')
		line = hex.AppendEncode(line, d.Key[:])
		line = append(line, '\t')
		line = strconv.AppendInt(line, d.Size, 10)
		line = append(line, '\t')
		line = append(line, d.ID...)
		line = append(line, '\t')
		line = strconv.AppendQuote(line, d.Path)
		line = append(line, '\n')
		b.Write(line)
	}
	if err := b.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%x\n", h.Sum(nil))
	return err
}

// Parse reads what Write has written. The error wraps ErrDamaged or ErrVersion.
func Parse(data []byte) (*List, error) {
	l, n, err := parseHead(data)
	if err != nil {
		return nil, err
	}
	const sumLine = 2*sha256.Size + 1
	if len(data) < sumLine {
		return nil, ErrDamaged
	}
	body, sum := data[:len(data)-sumLine], data[len(data)-sumLine:]
	if fmt.Sprintf("%x\n", sha256.Sum256(body)) != string(sum) {
		return nil, ErrDamaged
	}
	_, body, _ = bytes.Cut(body, []byte{'\n'})
	l.Docs = make([]Doc, 0, min(n, len(body)/(4*sha256.Size)))
	for line := range bytes.Lines(body) {
		d, err := parseDoc(bytes.TrimSuffix(line, []byte{'\n'}))
		if err != nil {
			return nil, err
		}
		l.Docs = append(l.Docs, d)
	}
	if len(l.Docs) != n {
		return nil, ErrDamaged
	}
	return l, nil
}

// ParseHead reads the head of a list alone: its Docs are nil.
func ParseHead(r io.Reader) (*List, error) {
	line, err := bufio.NewReader(io.LimitReader(r, 1<<20)).ReadBytes('\n')
	if err != nil && err != io.EOF {
		return nil, err
	}
	l, _, err := parseHead(line)
	return l, err
}

func parseHead(data []byte) (l *List, docs int, err error) {
	head, _, ok := bytes.Cut(data, []byte{'\n'})
	rest, isList := bytes.CutPrefix(head, []byte("normgraph documents "))
	if !ok || !isList {
		return nil, 0, ErrDamaged
	}
	f := strings.Split(string(rest), "\t")
	switch {
	case f[0] == "2" && len(f) == 5: // before there were decisions
		f = append(f, `""`)
	case f[0] != strconv.Itoa(listVersion):
		return nil, 0, fmt.Errorf("%w (format %.20q, this is %d)", ErrVersion, f[0], listVersion)
	}
	if len(f) != 6 {
		return nil, 0, ErrDamaged
	}
	l = &List{}
	docs, err = strconv.Atoi(f[1])
	for i, to := range []*string{&l.Store, &l.Base, &l.Program, &l.Decided} {
		if *to, err = strconv.Unquote(f[i+2]); err != nil {
			break
		}
	}
	if err != nil || docs < 0 {
		return nil, 0, ErrDamaged
	}
	return l, docs, nil
}

func parseDoc(line []byte) (d Doc, err error) {
	f := bytes.SplitN(line, []byte{'\t'}, 5)
	if len(f) != 5 || len(f[0]) != 2*len(d.SHA256) || len(f[1]) != 2*len(d.Key) {
		return d, ErrDamaged
	}
	_, err1 := hex.Decode(d.SHA256[:], f[0])
	_, err2 := hex.Decode(d.Key[:], f[1])
	size, err3 := strconv.ParseInt(string(f[2]), 10, 64)
	path, err4 := strconv.Unquote(string(f[4]))
	if err1 != nil || err2 != nil || err3 != nil || err4 != nil {
		return d, ErrDamaged
	}
	d.Size, d.ID, d.Path = size, string(f[3]), path
	return d, nil
}

// Name sorts documents by path, keeps one of each path, the first that was
// given, and gives each its id: the file's stem where no other document has it,
// else as much of the path as tells them apart, else the path's hash with it.
// The ids depend on the set of paths alone. Upper and lower case do not tell
// ids apart.
func Name(docs []Doc) []Doc {
	slices.SortStableFunc(docs, func(a, b Doc) int { return cmp.Compare(a.Path, b.Path) })
	docs = slices.CompactFunc(docs, func(a, b Doc) bool { return a.Path == b.Path })
	form := make([]uint8, len(docs)) // index into the forms that an id can take
	ids := make([]string, len(docs))
	taken := make(map[string]int, len(docs)) // by id: documents that have it
	for i := range docs {
		ids[i] = idForm(docs[i].Path, 0)
		taken[fold(ids[i])]++
	}
	for again := true; again; {
		again = false
		var clash []int
		for i := range docs {
			if taken[fold(ids[i])] > 1 && form[i] < lastForm {
				clash = append(clash, i)
			}
		}
		for _, i := range clash {
			taken[fold(ids[i])]--
			form[i]++
			ids[i] = idForm(docs[i].Path, form[i])
			taken[fold(ids[i])]++
			again = true
		}
	}
	for i := range docs {
		docs[i].ID = ids[i]
	}
	return docs
}

const lastForm = 3

func fold(id string) string { return strings.ToLower(id) }

// idForm is one of the forms of a document's id, from short to certain.
func idForm(path string, form uint8) string {
	if form == 0 {
		return stem(path)
	}
	slug := text.Slug(path)
	if form == 1 && slug != "" {
		return slug
	}
	sum := sha256.Sum256([]byte(path))
	n := 6
	if form == lastForm {
		n = len(sum)
	}
	return strings.TrimPrefix(slug+"-"+hex.EncodeToString(sum[:n]), "-")
}

// stem is the file's stem with what an IRI may not hold replaced.
func stem(path string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_', r == '.':
			return r
		}
		return '-'
	}, read.Stem(path))
	if strings.Trim(id, "-.") == "" {
		return "document"
	}
	return id
}

// ShownPath is a path as the graph holds it: bytes that are no UTF-8, which no
// literal can hold, and control characters are written as %XX.
func ShownPath(path string) string {
	plain := true
	for i, r := range path {
		if r < ' ' || r == 0x7f || r == '�' && !strings.HasPrefix(path[i:], "�") {
			plain = false
			break
		}
	}
	if plain {
		return path
	}
	var b strings.Builder
	for i, r := range path {
		switch {
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "%%%02X", r)
		case r == '�' && !strings.HasPrefix(path[i:], "�"):
			fmt.Fprintf(&b, "%%%02X", path[i])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
