package resolve

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/schema"
)

// The binary form of an extraction: a byte with its version, a table of the
// distinct names, the numbers of meta, entities and claims, and last, so that
// the resolve pass need not look at it, a table of the distinct words of
// evidence with the numbers of the evidence. Numbers are varints, strings are
// indices into their table, lists begin with their length.
const binaryVersion = 1

var errBinary = errors.New("not an extraction of this version, or cut off")

// MarshalBinary is the form in which extractions are kept: about a tenth of
// the time of JSON to read. Equal extractions give equal bytes.
func (x *Extraction) MarshalBinary() ([]byte, error) {
	var names, words table
	head := encoder{table: &names}
	m := &x.Meta
	for _, s := range []string{m.Title, m.PublishedOn, m.DeliveredOn, m.Language, string(m.Genre)} {
		head.text(s)
	}
	head.int(len(x.Entities))
	for i := range x.Entities {
		e := &x.Entities[i]
		head.text(string(e.Class))
		head.text(e.Key)
		head.text(e.Label)
		head.int(len(e.Aliases))
		for _, s := range e.Aliases {
			head.text(s)
		}
	}
	head.int(len(x.Claims))
	evidence := encoder{table: &words}
	for i := range x.Claims {
		c := &x.Claims[i]
		head.claim(c)
		evidence.int(len(c.Evidence))
		for j := range c.Evidence {
			e := &c.Evidence[j]
			evidence.int(e.Start)
			evidence.int(e.End)
			evidence.int(e.Line)
			evidence.text(e.Exact)
			evidence.text(e.Text)
		}
	}
	out := names.append([]byte{binaryVersion})
	out = append(out, head.b...)
	out = words.append(out)
	return append(out, evidence.b...), nil
}

// UnmarshalBinary reads what MarshalBinary has written.
func (x *Extraction) UnmarshalBinary(b []byte) error { return x.decode(b, true) }

// UnmarshalNames reads an extraction without the evidence of its claims: what
// [Resolver.Add] needs.
func (x *Extraction) UnmarshalNames(b []byte) error { return x.decode(b, false) }

func (x *Extraction) decode(b []byte, evidence bool) error {
	if len(b) == 0 || b[0] != binaryVersion {
		return errBinary
	}
	d := &decoder{b: b[1:]}
	*x = Extraction{}
	d.readTable()
	m := &x.Meta
	m.Title, m.PublishedOn, m.DeliveredOn, m.Language, m.Genre = d.text(), d.text(), d.text(), d.text(), extract.Genre(d.text())
	if n := d.length(); n > 0 {
		x.Entities = make([]Entity, n)
	}
	for i := range x.Entities {
		e := &x.Entities[i]
		e.Class, e.Key, e.Label = schema.Class(d.text()), d.text(), d.text()
		if n := d.length(); n > 0 {
			e.Aliases = make([]string, n)
		}
		for j := range e.Aliases {
			e.Aliases[j] = d.text()
		}
	}
	if n := d.length(); n > 0 {
		x.Claims = make([]Claim, n)
	}
	for i := range x.Claims {
		d.claim(&x.Claims[i])
	}
	if !evidence {
		return d.err
	}
	d.readTable()
	for i := range x.Claims {
		c := &x.Claims[i]
		if n := d.length(); n > 0 {
			c.Evidence = make([]Evidence, n)
		}
		for j := range c.Evidence {
			e := &c.Evidence[j]
			e.Start, e.End, e.Line, e.Exact, e.Text = d.int(), d.int(), d.int(), d.text(), d.text()
		}
	}
	if d.err == nil && len(d.b) > 0 {
		d.err = fmt.Errorf("%d bytes after the end of an extraction", len(d.b))
	}
	return d.err
}

// The flags of a claim.
const (
	hasLiteral = 1 << iota
	isChairOnly
	isDerived
)

func (e *encoder) claim(c *Claim) {
	flags := 0
	if c.Literal != nil {
		flags |= hasLiteral
	}
	if c.ChairOnly {
		flags |= isChairOnly
	}
	if c.Derived {
		flags |= isDerived
	}
	e.int(flags)
	e.int(c.Subject)
	e.int(c.Object)
	e.int(c.AttributedTo)
	e.int(c.Addressee)
	e.text(string(c.Predicate))
	if c.Literal != nil {
		e.text(c.Literal.Value)
		e.text(c.Literal.Datatype)
	}
	e.text(string(c.Status))
	e.text(string(c.Stance))
	e.text(c.Modality)
	e.text(c.Qualifier)
	e.text(c.Rule)
	e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(c.Confidence))
}

func (d *decoder) claim(c *Claim) {
	flags := d.int()
	c.Subject, c.Object, c.AttributedTo, c.Addressee = d.int(), d.int(), d.int(), d.int()
	c.Predicate = schema.Predicate(d.text())
	if flags&hasLiteral != 0 {
		c.Literal = &extract.Literal{Value: d.text(), Datatype: d.text()}
	}
	c.ChairOnly, c.Derived = flags&isChairOnly != 0, flags&isDerived != 0
	c.Status, c.Stance = extract.Status(d.text()), schema.Predicate(d.text())
	c.Modality, c.Qualifier, c.Rule = d.text(), d.text(), d.text()
	if len(d.b) < 8 {
		d.fail()
		return
	}
	c.Confidence = math.Float64frombits(binary.LittleEndian.Uint64(d.b))
	d.b = d.b[8:]
}

// A table holds distinct strings in the order in which they came.
type table struct {
	index map[string]int
	list  []string
}

func (t *table) number(s string) int {
	i, ok := t.index[s]
	if !ok {
		if t.index == nil {
			t.index = map[string]int{}
		}
		i = len(t.list)
		t.index[s] = i
		t.list = append(t.list, s)
	}
	return i
}

// append writes the number of strings, their lengths, the sum of these, and
// the strings.
func (t *table) append(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(t.list)))
	sum := 0
	for _, s := range t.list {
		b = binary.AppendUvarint(b, uint64(len(s)))
		sum += len(s)
	}
	b = binary.AppendUvarint(b, uint64(sum))
	for _, s := range t.list {
		b = append(b, s...)
	}
	return b
}

type encoder struct {
	b     []byte
	table *table
}

func (e *encoder) int(i int)     { e.b = binary.AppendVarint(e.b, int64(i)) }
func (e *encoder) text(s string) { e.int(e.table.number(s)) }

// A decoder reads from the front of b; after an error it reads zeros.
type decoder struct {
	b     []byte
	table []string
	err   error
}

func (d *decoder) fail() {
	if d.err == nil {
		d.err = errBinary
	}
	d.b = nil
}

func (d *decoder) uint() uint64 {
	v, n := binary.Uvarint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return v
}

func (d *decoder) int() int {
	v, n := binary.Varint(d.b)
	if n <= 0 {
		d.fail()
		return 0
	}
	d.b = d.b[n:]
	return int(v)
}

// length is that of a list, whose items take a byte each at least.
func (d *decoder) length() int {
	n := d.int()
	if n < 0 || n > len(d.b) {
		d.fail()
		return 0
	}
	return n
}

func (d *decoder) text() string {
	i := d.int()
	if i < 0 || i >= len(d.table) {
		d.fail()
		return ""
	}
	return d.table[i]
}

// readTable reads a table; its strings share one piece of memory.
func (d *decoder) readTable() {
	n := d.uint()
	if n > uint64(len(d.b)) {
		d.fail()
		return
	}
	ends := make([]int, n)
	sum := uint64(0)
	for i := range ends {
		sum += d.uint()
		if sum > uint64(len(d.b)) {
			d.fail()
			return
		}
		ends[i] = int(sum)
	}
	if d.uint() != sum || sum > uint64(len(d.b)) {
		d.fail()
		return
	}
	all := string(d.b[:sum])
	d.b = d.b[sum:]
	d.table = make([]string, n)
	from := 0
	for i, to := range ends {
		d.table[i] = all[from:to]
		from = to
	}
}
