package nquads_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/cayleygraph/quad"
	"github.com/google/go-cmp/cmp"

	"github.com/normgraph/normgraph/graph/graphtest"
	"github.com/normgraph/normgraph/graph/nquads"
)

func read(t *testing.T, doc string) ([]quad.Quad, error) {
	t.Helper()
	var out []quad.Quad
	for q, err := range nquads.Read(strings.NewReader(doc)) {
		if err != nil {
			return out, err
		}
		out = append(out, q)
	}
	return out, nil
}

const (
	s, p, o, g = quad.IRI("http://a.example/s"), quad.IRI("http://a.example/p"), quad.IRI("http://a.example/o"), quad.IRI("http://a.example/g")
	xsd        = "http://www.w3.org/2001/XMLSchema#"
)

func line(s, p, o, g quad.Value) quad.Quad {
	return quad.Quad{Subject: s, Predicate: p, Object: o, Label: g}
}

func lang(text, tag string) quad.LangString {
	return quad.LangString{Value: quad.String(text), Lang: tag}
}

func typed(text string, datatype quad.IRI) quad.TypedString {
	return quad.TypedString{Value: quad.String(text), Type: datatype}
}

// The cases follow those of the W3C test suites for N-Triples and N-Quads.
var accepted = map[string]struct {
	doc  string
	want []quad.Quad
}{
	"triple":                     {"<http://a.example/s> <http://a.example/p> <http://a.example/o> .", []quad.Quad{line(s, p, o, nil)}},
	"quad":                       {"<http://a.example/s> <http://a.example/p> <http://a.example/o> <http://a.example/g> .\n", []quad.Quad{line(s, p, o, g)}},
	"empty_document":             {"", nil},
	"only_comment":               {"# nothing here", nil},
	"empty_lines":                {"\n\n \t\n", nil},
	"comment_after":              {"<http://a.example/s> <http://a.example/p> <http://a.example/o> <http://a.example/g> . # a comment\n# more", []quad.Quad{line(s, p, o, g)}},
	"comment_touching":           {"<http://a.example/s> <http://a.example/p> <http://a.example/o>.#x", []quad.Quad{line(s, p, o, nil)}},
	"no_space":                   {"<http://a.example/s><http://a.example/p>\"x\"<http://a.example/g>.", []quad.Quad{line(s, p, quad.String("x"), g)}},
	"tabs":                       {"\t<http://a.example/s>\t\t<http://a.example/p>\t<http://a.example/o>\t.\t", []quad.Quad{line(s, p, o, nil)}},
	"carriage_returns":           {"<http://a.example/s> <http://a.example/p> <http://a.example/o> .\r\n\r<http://a.example/s> <http://a.example/p> \"2\" .\r", []quad.Quad{line(s, p, o, nil), line(s, p, quad.String("2"), nil)}},
	"blank_nodes":                {"_:a <http://a.example/p> _:1b <http://a.example/g> .\n_:x.y-z\u00b7 <http://a.example/p> _:é <http://a.example/g>.", []quad.Quad{line(quad.BNode("a"), p, quad.BNode("1b"), g), line(quad.BNode("x.y-z·"), p, quad.BNode("é"), g)}},
	"blank_graph":                {"<http://a.example/s> <http://a.example/p> <http://a.example/o> _:g.", []quad.Quad{line(s, p, o, quad.BNode("g"))}},
	"blank_before_dot":           {"_:a <http://a.example/p> _:b.", []quad.Quad{line(quad.BNode("a"), p, quad.BNode("b"), nil)}},
	"escapes":                    {`<http://a.example/s> <http://a.example/p> "\t\b\n\r\f\"\'\\" .`, []quad.Quad{line(s, p, quad.String("\t\b\n\r\f\"'\\"), nil)}},
	"unicode_escapes":            {`<http://a.example/s> <http://a.example/p> "\u00E9\U0001F600" .`, []quad.Quad{line(s, p, quad.String("é😀"), nil)}},
	"unicode_escape_in_iri":      {`<http://a.example/\u00E9> <http://a.example/p> "x" .`, []quad.Quad{line(quad.IRI("http://a.example/é"), p, quad.String("x"), nil)}},
	"raw_control_characters":     {"<http://a.example/s> <http://a.example/p> \"\x01\x0b\x7f\u0085\" .", []quad.Quad{line(s, p, quad.String("\x01\x0b\x7f\u0085"), nil)}},
	"quote_after_backslash":      {`<http://a.example/s> <http://a.example/p> "a\\" <http://a.example/g> .`, []quad.Quad{line(s, p, quad.String(`a\`), g)}},
	"empty_literal":              {`<http://a.example/s> <http://a.example/p> "" <http://a.example/g> .`, []quad.Quad{line(s, p, quad.String(""), g)}},
	"language":                   {`<http://a.example/s> <http://a.example/p> "x"@en .`, []quad.Quad{line(s, p, lang("x", "en"), nil)}},
	"language_with_region":       {`<http://a.example/s> <http://a.example/p> "x"@zh-Hant-TW-x1.`, []quad.Quad{line(s, p, lang("x", "zh-Hant-TW-x1"), nil)}},
	"datatype":                   {`<http://a.example/s> <http://a.example/p> "0012"^^<` + xsd + `integer> <http://a.example/g> .`, []quad.Quad{line(s, p, typed("0012", xsd+"integer"), g)}},
	"datatype_with_spaces":       {`<http://a.example/s> <http://a.example/p> "1" ^^ <` + xsd + `integer> .`, []quad.Quad{line(s, p, typed("1", xsd+"integer"), nil)}},
	"string_is_the_plain_type":   {`<http://a.example/s> <http://a.example/p> "x"^^<` + xsd + `string> .`, []quad.Quad{line(s, p, quad.String("x"), nil)}},
	"literal_like_our_markup":    {`<http://a.example/s> <http://a.example/p> "x\"^^<http://b.example/t> ." <http://a.example/g> .`, []quad.Quad{line(s, p, quad.String(`x"^^<http://b.example/t> .`), g)}},
	"same_literal_then_typed":    {"<http://a.example/s> <http://a.example/p> \"x\" .\n<http://a.example/s> <http://a.example/p> \"x\" @en .\n<http://a.example/s> <http://a.example/p> \"x\" .", []quad.Quad{line(s, p, quad.String("x"), nil), line(s, p, lang("x", "en"), nil), line(s, p, quad.String("x"), nil)}},
	"dot_in_iri":                 {"<http://a.example/s.> <http://a.example/p> <urn:x:y> .", []quad.Quad{line(quad.IRI("http://a.example/s."), p, quad.IRI("urn:x:y"), nil)}},
	"last_line_without_line_end": {"<http://a.example/s> <http://a.example/p> _:b .\n<http://a.example/s> <http://a.example/p> <http://a.example/o> .", []quad.Quad{line(s, p, quad.BNode("b"), nil), line(s, p, o, nil)}},
}

func TestReaderAccepts(t *testing.T) {
	for name, c := range accepted {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, c.doc)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("quads (-want +got):\n%s", diff)
			}
		})
	}
}

const sp = "<http://a.example/s> <http://a.example/p> "

var refused = map[string]struct {
	doc    string
	line   int
	column int
	words  string // in the message
}{
	"literal_subject":                {`"s" <http://a.example/p> <http://a.example/o> .`, 1, 1, "a subject"},
	"literal_predicate":              {`<http://a.example/s> "p" <http://a.example/o> .`, 1, 22, "a predicate"},
	"blank_predicate":                {`<http://a.example/s> _:p <http://a.example/o> .`, 1, 22, "a predicate"},
	"literal_label":                  {sp + `<http://a.example/o> "g" .`, 1, 64, "a label"},
	"five_terms":                     {sp + `<http://a.example/o> <http://a.example/g> <http://a.example/h> .`, 1, 85, "expected '.'"},
	"no_dot":                         {"\n" + sp + `<http://a.example/o>`, 2, 63, "a label or '.'"},
	"no_object":                      {sp + ".", 1, 43, "an object"},
	"two_statements_in_a_line":       {sp + `"x" . ` + sp + `"y" .`, 1, 49, "end of the line"},
	"words_after":                    {sp + `"x" . more`, 1, 49, "end of the line"},
	"space_in_iri":                   {`<http://a.example/ s> <http://a.example/p> "x" .`, 1, 19, "in an IRI"},
	"escaped_space_in_iri":           {`<http://a.example/\u0020s> <http://a.example/p> "x" .`, 1, 1, "IRI"},
	"bad_hex_in_iri":                 {`<http://a.example/\u00ZZ11> <http://a.example/p> "x" .`, 1, 19, "bad escape"},
	"bad_long_hex_in_iri":            {`<http://a.example/\U00ZZ1111> <http://a.example/p> "x" .`, 1, 19, "bad escape"},
	"letter_escape_in_iri":           {`<http://a.example/\n> <http://a.example/p> "x" .`, 1, 19, "bad escape"},
	"slash_escape_in_iri":            {`<http://a.example/\/> <http://a.example/p> "x" .`, 1, 19, "bad escape"},
	"relative_subject":               {`<s> <http://a.example/p> "x" .`, 1, 1, "relative"},
	"relative_predicate":             {`<http://a.example/s> <p> "x" .`, 1, 22, "relative"},
	"relative_object":                {sp + "<o> .", 1, 43, "relative"},
	"relative_label":                 {sp + "<http://a.example/o> <g> .", 1, 64, "relative"},
	"relative_datatype":              {sp + `"x"^^<dt> .`, 1, 48, "relative"},
	"empty_iri":                      {`<> <http://a.example/p> "x" .`, 1, 1, "relative"},
	"bad_scheme":                     {`<1http://a.example/s> <http://a.example/p> "x" .`, 1, 1, "relative"},
	"brace_in_iri":                   {`<http://a.example/{s}> <http://a.example/p> "x" .`, 1, 1, `'{'`},
	"quote_in_iri":                   {`<http://a.example/"> <http://a.example/p> "x" .`, 1, 19, "in an IRI"},
	"control_character_in_iri":       {"<http://a.example/\x7f> <http://a.example/p> \"x\" .", 1, 1, "IRI"},
	"c1_character_in_iri":            {"<http://a.example/\u0085> <http://a.example/p> \"x\" .", 1, 1, "IRI"},
	"open_iri":                       {sp + "<http://a.example/o .", 1, 43, "without '>'"},
	"triple_as_subject":              {"<< " + sp + `"x" >> <http://a.example/p> "y" .`, 1, 2, "in an IRI"},
	"label_with_colon":               {"_::a <http://a.example/p> \"x\" .", 1, 1, "blank node"},
	"label_with_inner_colon":         {"_:abc:def <http://a.example/p> \"x\" .", 1, 6, "blank node"},
	"label_with_leading_hyphen":      {"_:-a <http://a.example/p> \"x\" .", 1, 1, "blank node"},
	"label_with_leading_dot":         {"_:.a <http://a.example/p> \"x\" .", 1, 1, "blank node"},
	"label_with_trailing_dot":        {"_:a. <http://a.example/p> \"x\" .", 1, 4, "a predicate"},
	"label_with_sign":                {"_:a!b <http://a.example/p> \"x\" .", 1, 4, "blank node"},
	"empty_label":                    {"_: <http://a.example/p> \"x\" .", 1, 1, "blank node"},
	"lone_underscore":                {"_a <http://a.example/p> \"x\" .", 1, 1, "_:"},
	"bad_escape":                     {sp + `"a\zb" .`, 1, 45, "bad escape"},
	"bad_hex":                        {sp + `"\u00ZZ11" .`, 1, 44, "bad escape"},
	"short_hex":                      {sp + `"\u00" .`, 1, 44, "bad escape"},
	"bad_long_hex":                   {sp + `"\U00ZZ1111" .`, 1, 44, "bad escape"},
	"surrogate_escape":               {sp + `"\uD83D\uDE00" .`, 1, 44, "bad escape"},
	"escape_beyond_unicode":          {sp + `"\U00110000" .`, 1, 44, "bad escape"},
	"backslash_at_the_end":           {sp + `"abc\`, 1, 43, "closing"},
	"escaped_last_quote":             {sp + `"abc\" .`, 1, 43, "closing"},
	"single_quotes":                  {sp + `'x' .`, 1, 43, "an object"},
	"open_literal":                   {sp + `"x .`, 1, 43, "closing"},
	"line_end_in_literal":            {sp + "\"x\ny\" .", 1, 43, "closing"},
	"long_literal":                   {sp + `"""x""" .`, 1, 45, "label"},
	"language_with_digit":            {sp + `"x"@1 .`, 1, 46, "language"},
	"language_empty":                 {sp + `"x"@ .`, 1, 46, "language"},
	"language_trailing_hyphen":       {sp + `"x"@en- .`, 1, 46, "language"},
	"language_underscore":            {sp + `"x"@en_US .`, 1, 46, "language"},
	"language_and_type":              {sp + `"x"@en^^<` + xsd + `string> .`, 1, 49, "label"},
	"type_of_language_literals":      {sp + `"x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString> .`, 1, 48, "langString"},
	"type_without_brackets":          {sp + `"x"^^xsd:string .`, 1, 48, "datatype"},
	"one_caret":                      {sp + `"x"^<` + xsd + `string> .`, 1, 46, "^^"},
	"bare_number":                    {sp + "1 .", 1, 43, "an object"},
	"bare_decimal":                   {sp + "1.0 .", 1, 43, "an object"},
	"bare_word":                      {sp + "true .", 1, 43, "an object"},
	"prefixed_name":                  {"ex:s ex:p ex:o .", 1, 1, "a subject"},
	"prefix_directive":               {"@prefix : <http://a.example/> .", 1, 1, "a subject"},
	"base_directive":                 {"@base <http://a.example/> .", 1, 1, "a subject"},
	"object_list":                    {sp + "<http://a.example/o>, <http://a.example/o2> .", 1, 63, "label"},
	"predicate_list":                 {sp + `"x"; <http://a.example/p2> "y" .`, 1, 46, "label"},
	"bad_utf8_in_literal":            {sp + "\"\xff\" .", 1, 43, "UTF-8"},
	"bad_utf8_in_iri":                {"<http://a.example/\xff> <http://a.example/p> \"x\" .", 1, 1, "UTF-8"},
	"bad_utf8_in_label":              {"_:a\xff <http://a.example/p> \"x\" .", 1, 4, "blank node"},
	"byte_order_mark":                {"\ufeff" + sp + `"x" .`, 1, 1, "a subject"},
	"column_counts_characters":       {`<http://a.example/é日本> <http://a.example/p> x .`, 1, 45, "an object"},
	"second_line_after_carriage_ret": {sp + "\"x\" .\r\n" + sp + "y .", 2, 43, "an object"},
}

func TestReaderRefuses(t *testing.T) {
	for name, c := range refused {
		t.Run(name, func(t *testing.T) {
			got, err := read(t, c.doc)
			var syntax *nquads.SyntaxError
			if !errors.As(err, &syntax) {
				t.Fatalf("read %v, error %v", got, err)
			}
			if syntax.Line != c.line || syntax.Column != c.column || !strings.Contains(err.Error(), c.words) {
				t.Errorf("error %q, want line %d, column %d and %q", err, c.line, c.column, c.words)
			}
		})
	}
}

func TestReaderIsTheSameInSmallPieces(t *testing.T) {
	for name, c := range accepted {
		rd := nquads.NewReader(iotest.OneByteReader(strings.NewReader(c.doc)))
		var got []quad.Quad
		for {
			q, err := rd.ReadQuad()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			got = append(got, q)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReaderReturnsTheErrorOfTheSource(t *testing.T) {
	broken := errors.New("the line is cut")
	rd := nquads.NewReader(io.MultiReader(strings.NewReader(sp+"\"x\" .\n"+sp), iotest.ErrReader(broken)))
	if _, err := rd.ReadQuad(); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := rd.ReadQuad(); !errors.Is(err, broken) {
			t.Errorf("error %v, want %v", err, broken)
		}
	}
}

func TestWriterIsCanonical(t *testing.T) {
	for name, c := range map[string]struct {
		q    quad.Quad
		want string
	}{
		"quad":        {line(s, p, o, g), "<http://a.example/s> <http://a.example/p> <http://a.example/o> <http://a.example/g> .\n"},
		"no_label":    {line(s, p, quad.BNode("b"), nil), sp + "_:b .\n"},
		"escapes":     {line(s, p, quad.String("a\"\\\n\r\t\b\f\x00\x1f\x7fé\u0085"), nil), sp + `"a\"\\\n\r\t\b\f\u0000\u001F\u007Fé` + "\u0085" + `" .` + "\n"},
		"typed":       {line(s, p, typed("1", xsd+"integer"), g), sp + `"1"^^<` + xsd + "integer> <http://a.example/g> .\n"},
		"plain_typed": {line(s, p, typed("1", xsd+"string"), nil), sp + "\"1\" .\n"},
		"language":    {line(s, p, lang("x", "en-GB"), nil), sp + "\"x\"@en-GB .\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := nquads.NewWriter(&b)
			if err := w.WriteQuad(c.q); err != nil {
				t.Fatal(err)
			}
			if err := w.Flush(); err != nil {
				t.Fatal(err)
			}
			if b.String() != c.want {
				t.Errorf("wrote %q, want %q", b.String(), c.want)
			}
		})
	}
}

func TestWriterRefuses(t *testing.T) {
	for name, q := range map[string]quad.Quad{
		"no_subject":         line(nil, p, o, g),
		"no_object":          line(s, p, nil, g),
		"literal_subject":    line(quad.String("s"), p, o, g),
		"blank_predicate":    line(s, quad.BNode("p"), o, g),
		"literal_label":      line(s, p, o, quad.String("g")),
		"space_in_iri":       line(s, p, quad.IRI("http://a.example/a b"), g),
		"bracket_in_iri":     line(s, p, quad.IRI("http://a.example/a>"), g),
		"short_iri":          line(s, p, quad.IRI("ng"), g),
		"bad_label":          line(quad.BNode("a b"), p, o, g),
		"bad_language":       line(s, p, lang("x", "en US"), g),
		"no_language":        line(s, p, lang("x", ""), g),
		"no_datatype":        line(s, p, typed("x", ""), g),
		"bad_utf8":           line(s, p, quad.String("\xff"), g),
		"native_number":      line(s, p, quad.Int(5), g),
		"langstring_as_type": line(s, p, typed("x", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"), g),
	} {
		t.Run(name, func(t *testing.T) {
			var b bytes.Buffer
			w := nquads.NewWriter(&b)
			err := w.WriteQuad(q)
			if err2 := w.Flush(); err == nil || err2 != nil || b.Len() > 0 {
				t.Errorf("error %v, wrote %q", err, b.String())
			}
		})
	}
}

func TestSortOrdersLinesAndDropsRepetitions(t *testing.T) {
	got := nquads.Sort([]quad.Quad{line(s, p, quad.String("x"), g), line(s, p, lang("x", "en"), g), line(s, p, o, g), line(s, p, quad.String("x"), g), line(s, p, quad.String("x"), nil)})
	want := []quad.Quad{line(s, p, quad.String("x"), nil), line(s, p, quad.String("x"), g), line(s, p, lang("x", "en"), g), line(s, p, o, g)}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("sorted (-want +got):\n%s", diff)
	}
}

// document is all that the reader accepts, written, apart from quads that drop
// is true of.
func document(t *testing.T, drop func(quad.Quad) bool) ([]byte, int) {
	t.Helper()
	var quads []quad.Quad
	for _, c := range accepted {
		quads = append(quads, c.want...)
	}
	quads = slices.DeleteFunc(quads, drop)
	quads = nquads.Sort(quads)
	var b bytes.Buffer
	err := nquads.Write(context.Background(), &b, func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), len(quads)
}

func TestRapperReadsWhatWeWrite(t *testing.T) {
	rapper, err := exec.LookPath("rapper")
	if err != nil {
		t.Skip("rapper (Debian package raptor2-utils) is not installed")
	}
	doc, n := document(t, func(quad.Quad) bool { return false })
	cmd := exec.Command(rapper, "-q", "-i", "nquads", "-o", "nquads", "-", "http://a.example/")
	cmd.Stdin = bytes.NewReader(doc)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil || bytes.Count(out, []byte(" .\n")) != n {
		t.Errorf("rapper: %v\n%s\nread %d of %d quads", err, stderr.String(), bytes.Count(out, []byte(" .\n")), n)
	}
}

func TestRdflibReadsWhatWeWrite(t *testing.T) {
	python := ""
	for _, p := range []string{"python3", "/usr/bin/python3"} { // the second is Debian's
		if exec.Command(p, "-c", "import rdflib").Run() == nil {
			python = p
			break
		}
	}
	if python == "" {
		t.Skip("rdflib (Debian package python3-rdflib) is not installed")
	}
	// rdflib knows blank node labels of ASCII letters and digits only.
	doc, n := document(t, func(q quad.Quad) bool { return q.Subject == quad.BNode("x.y-z·") })
	cmd := exec.Command(python, "-c", `
import rdflib, sys
g = rdflib.ConjunctiveGraph()
g.parse(data=sys.stdin.buffer.read().decode(), format="nquads")
print(len(list(g.quads())))`)
	cmd.Stdin = bytes.NewReader(doc)
	out, err := cmd.CombinedOutput()
	lines := strings.Fields(string(out))
	if err != nil || lines[len(lines)-1] != strconv.Itoa(n) {
		t.Errorf("rdflib: %v, %s of %d quads", err, out, n)
	}
}

func BenchmarkReader(b *testing.B) {
	var doc []byte
	n := 0
	for q := range graphtest.Corpus(500) {
		doc = nquads.AppendQuad(doc, q)
		n++
	}
	b.SetBytes(int64(len(doc)))
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range nquads.Read(bytes.NewReader(doc)) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "quads/s")
}
