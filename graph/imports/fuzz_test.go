package imports_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/graph/imports"
	"github.com/normgraph/normgraph/graph/nquads"
)

// FuzzPrepare checks that what is taken in is sorted, has labels, and comes out
// again as quads that the graph accepts.
func FuzzPrepare(f *testing.F) {
	for _, doc := range []string{
		full(f, `<state/KR> <http://a.example/p> "x" .`), `_:n1 <http://a.example/p> _:n2 _:g .`,
		full(f, `<state/KR> <ng:memberOf> <org/osce> <graph/derived> .`), full(f, `<state/KR> <rdf:type> <http://a.example/C> <doc/mine> .`),
		"# comment\n\n<a:b> <c:d> \"\\u0000\"@en-GB <e:f> . # more", "<a:b> <c:d> \"5\"^^<http://www.w3.org/2001/XMLSchema#integer> .\r\n",
	} {
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		dir := imports.Folder(filepath.Join(t.TempDir(), "imports"))
		p, err := dir.Prepare(t.Context(), strings.NewReader(doc), options(t, "a"))
		if err != nil {
			return
		}
		defer p.Close()
		if _, err := p.Keep(); err != nil {
			t.Fatal(err)
		}
		last := ""
		for q, err := range dir.Quads(t.Context()) {
			if err == nil {
				err = nquads.CheckQuad(q)
			}
			if err != nil || q.Label == nil {
				t.Fatalf("%v: %v", q, err)
			}
			line := string(nquads.AppendQuad(nil, q))
			if line <= last {
				t.Fatalf("%s comes after %s", line, last)
			}
			last = line
		}
	})
}
