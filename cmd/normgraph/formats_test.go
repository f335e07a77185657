package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/graph/export/judges"
	"github.com/normgraph/normgraph/schema"
)

// call runs a command line and gives what it prints.
func call(t *testing.T, args ...string) string {
	t.Helper()
	var out, stderr bytes.Buffer
	if code := run(t.Context(), args, nil, &out, &stderr); code != exitOK {
		t.Fatalf("normgraph %s: exit code %d\n%s", strings.Join(args, " "), code, stderr.String())
	}
	return out.String()
}

// A verdict is what a tool that is not ours says of a format.
type verdict struct{ format, tool, result string }

// The export of the documents in testdata/corpus is judged by tools that are
// not ours. The verdicts are kept as a table, which UPDATE=1 in the environment
// rewrites.
func TestFormatsJudgedByOtherTools(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many other programs")
	}
	dir := t.TempDir()
	db := filepath.Join(dir, "db")
	call(t, "build", "-q", "--db", db, "../../testdata/corpus")
	file := func(name string, args ...string) string {
		out := filepath.Join(dir, name)
		call(t, append([]string{"export", "-q", "--db", db, "--out", out}, args...)...)
		return out
	}
	nq, trig, jsonld, turtle := file("g.nq"), file("g.trig"), file("g.jsonld"), file("g.ttl")
	graphML, gexf, dot, svg := file("g.graphml"), file("g.gexf"), file("g.dot"), file("g.svg")
	csv, neo := file("csv", "--format", "csv"), file("neo4j", "--format", "neo4j", "--layers", "evidence")
	crate := file("crate", "--format", "ro-crate")

	b, err := os.ReadFile(nq)
	if err != nil {
		t.Fatal(err)
	}
	quads := string(b)
	var table []verdict
	skipped := false
	judged := func(format, tool, result string, judge func(t *testing.T) string, want string) {
		skip := true
		t.Run(format+"_"+tool, func(t *testing.T) {
			got := judge(t)
			skip = false
			if got != want {
				for _, d := range judges.Differences(want, got) {
					t.Error(d)
				}
			}
		})
		skipped = skipped || skip
		table = append(table, verdict{format, tool, result})
	}

	const identical = "identical graph"
	for _, c := range []struct{ format, file, raptor, rdflib, media string }{
		{"N-Quads", nq, "nquads", "nquads", "application/n-quads"},
		{"TriG", trig, "trig", "trig", "application/trig"},
		{"JSON-LD", jsonld, "", "json-ld", "application/ld+json"},
	} {
		if c.raptor != "" {
			judged(c.format, "Raptor (rapper)", identical, func(t *testing.T) string { return judges.Rapper(t, c.raptor, c.file) }, quads)
			judged(c.format, "N3.js", identical, func(t *testing.T) string { return judges.N3(t, c.media, c.file) }, quads)
		} else {
			judged(c.format, "jsonld.js", identical, func(t *testing.T) string { return judges.JSONLD(t, c.file) }, quads)
		}
		judged(c.format, "rdflib", identical, func(t *testing.T) string { return judges.Rdflib(t, c.rdflib, c.file) }, quads)
		// Oxigraph keeps numbers by value: "0.90" comes back as "0.9".
		judged(c.format, "Oxigraph", identical+", numbers by value", func(t *testing.T) string { return judges.Oxigraph(t, c.media, c.file) }, shortNumbers(quads))
	}
	triples := withoutLabels(t, quads)
	judged("Turtle", "Raptor (rapper)", "identical triples", func(t *testing.T) string { return judges.Rapper(t, "turtle", turtle) }, triples)
	judged("Turtle", "rdflib", "identical triples", func(t *testing.T) string { return judges.Rdflib(t, "turtle", turtle) }, triples)
	judged("Turtle", "N3.js", "identical triples", func(t *testing.T) string { return judges.N3(t, "text/turtle", turtle) }, triples)

	nodes, edges := lines(t, filepath.Join(csv, "nodes.csv")), lines(t, filepath.Join(csv, "edges.csv"))
	size := fmt.Sprintf("%d %d", nodes, edges)
	for _, c := range []struct{ format, kind, file string }{{"GraphML", "graphml", graphML}, {"GEXF", "gexf", gexf}} {
		judged(c.format, "networkx", "all nodes and edges, every node with label and type", func(t *testing.T) string {
			return string(judges.Python(t, "networkx", "networkx", c.kind, c.file))
		}, fmt.Sprintf("%s %d %d\n", size, nodes, nodes))
		judged(c.format, "graphology", "all nodes and edges, every node with a label", func(t *testing.T) string {
			return string(judges.Node(t, "graphology", c.kind, c.file))
		}, fmt.Sprintf("%s %d\n", size, nodes))
		judged(c.format, "xmllint", "well-formed", func(t *testing.T) string {
			return string(judges.Command(t, "libxml2-utils", "xmllint", "--noout", c.file))
		}, "")
	}
	judged("DOT", "Graphviz (gc)", "all nodes and edges", func(t *testing.T) string {
		return strings.Join(strings.Fields(string(judges.Command(t, "graphviz", "gc", "-n", "-e", dot)))[:2], " ")
	}, size)
	judged("SVG", "xmllint", "well-formed", func(t *testing.T) string {
		return string(judges.Command(t, "libxml2-utils", "xmllint", "--noout", svg))
	}, "")
	judged("CSV", "Python csv", "every edge between two nodes of the table", func(t *testing.T) string {
		return string(judges.Python(t, "csv", "csv", filepath.Join(csv, "nodes.csv"), filepath.Join(csv, "edges.csv"), "source", "target", "id"))
	}, size+" 0\n")
	judged("CSV for Neo4j", "Python csv", "every edge between two nodes of the table", func(t *testing.T) string {
		out := string(judges.Python(t, "csv", "csv", filepath.Join(neo, "nodes.csv"), filepath.Join(neo, "edges.csv"), ":START_ID", ":END_ID", "id:ID"))
		return out[strings.LastIndexByte(out, ' '):]
	}, " 0\n")
	judged("RO-Crate", "Python json", "every part described and there", func(t *testing.T) string {
		return string(judges.Python(t, "json", "crate", crate))
	}, "5 \n")
	judged("VoID and DCAT", "Raptor (rapper)", "read as Turtle", func(t *testing.T) string {
		return fmt.Sprint(len(judges.Rapper(t, "turtle", filepath.Join(crate, "void.ttl"))) > 0)
	}, "true")
	judged("Vocabulary (OWL, SKOS)", "rdflib", "read as Turtle", func(t *testing.T) string {
		return fmt.Sprint(len(judges.Python(t, "rdflib", "count", "turtle", filepath.Join(crate, "vocabulary.ttl"))) > 0)
	}, "true")
	judged("SHACL shapes", "rdf-validate-shacl", "the whole graph fits", func(t *testing.T) string {
		return string(judges.Node(t, "shacl", filepath.Join(crate, "shapes.ttl"), "application/n-quads", nq))
	}, "0\n")
	judged("SHACL shapes", "rdf-validate-shacl (a false quad)", "it is found", func(t *testing.T) string {
		return strings.SplitN(string(judges.Node(t, "shacl", filepath.Join(crate, "shapes.ttl"), "application/n-quads", withFalseQuad(t, quads))), "\n", 2)[0]
	}, "1")
	rules, err := filepath.Glob(filepath.Join("..", "..", "testdata", "sparql", "skos", "*.rq"))
	if err != nil || len(rules) == 0 {
		t.Fatalf("%d rules of SKOS: %v", len(rules), err)
	}
	judged("Norm catalogue (SKOS)", "Oxigraph", "no concept breaks a rule", func(t *testing.T) string {
		var b strings.Builder
		for _, r := range rules {
			b.Write(judges.Node(t, "sparql", r, "text/turtle", filepath.Join(crate, "vocabulary.ttl")))
		}
		return strings.TrimSpace(b.String())
	}, "")
	for _, q := range sparqlQuestions(t) {
		judged("SPARQL: "+q.name, "Oxigraph", "the answers of `normgraph query`", func(t *testing.T) string {
			return sortedLines(string(judges.Node(t, "sparql", q.file, "application/n-quads", nq)))
		}, q.answers(t, db))
	}
	if !skipped && !t.Failed() {
		checkTable(t, table)
	}
}

func checkTable(t *testing.T, table []verdict) {
	t.Helper()
	var b strings.Builder
	b.WriteString("| format | read by | result |\n| --- | --- | --- |\n")
	for _, v := range table {
		fmt.Fprintf(&b, "| %s | %s | %s |\n", v.format, v.tool, v.result)
	}
	const begin, end = "<!-- formats: UPDATE=1 go test ./cmd/normgraph -run Formats -->\n", "<!-- end of formats -->\n"
	name := filepath.Join("..", "..", "README.md")
	readme, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	head, rest, found := strings.Cut(string(readme), begin)
	kept, tail, closed := strings.Cut(rest, end)
	switch {
	case !found || !closed:
		t.Fatalf("%s has no lines %q and %q", name, begin, end)
	case kept == b.String():
	case os.Getenv("UPDATE") != "":
		if err := os.WriteFile(name, []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s has another table (UPDATE=1 in the environment rewrites it):\n%s", name, b.String())
	}
}

// withFalseQuad writes quads to a file with one more that does not fit the shapes.
func withFalseQuad(t *testing.T, quads string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "false.nq")
	doc := quads + fmt.Sprintf("<%sstate/KR> <%siso3> <%sstate/PL> .\n", schema.DefaultBase, schema.NS, schema.DefaultBase)
	if err := os.WriteFile(name, []byte(doc), 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}

// shortNumbers takes the zeros off the ends of decimals.
func shortNumbers(quads string) string {
	var out []string
	for line := range strings.Lines(quads) {
		before, after, ok := strings.Cut(line, `"^^<http://www.w3.org/2001/XMLSchema#decimal>`)
		if ok {
			line = strings.TrimSuffix(strings.TrimRight(before, "0"), ".") + `"^^<http://www.w3.org/2001/XMLSchema#decimal>` + after
		}
		out = append(out, line)
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "")
}

// withoutLabels turns quads into triples.
func withoutLabels(t *testing.T, quads string) string {
	t.Helper()
	var out []string
	for line := range strings.Lines(quads) {
		line = strings.TrimSuffix(line, " .\n")
		out = append(out, line[:strings.LastIndexByte(line, ' ')]+" .\n")
	}
	slices.Sort(out)
	return strings.Join(slices.Compact(out), "")
}

// lines is the number of rows of a table. No cell of these has a line feed.
func lines(t *testing.T, name string) int {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return bytes.Count(b, []byte("\n")) - 1
}

// A sparqlQuestion is a named question in SPARQL. The first line of its file is
// a comment with the command line; its variables are columns of the answer.
type sparqlQuestion struct {
	name, file string
	args       []string
	columns    []string
}

func sparqlQuestions(t *testing.T) []sparqlQuestion {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("..", "..", "testdata", "sparql", "*.rq"))
	if err != nil || len(files) < 5 {
		t.Fatalf("%d questions: %v", len(files), err)
	}
	var out []sparqlQuestion
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		head, text, _ := strings.Cut(string(b), "\n")
		q := sparqlQuestion{name: strings.TrimSuffix(filepath.Base(f), ".rq"), file: f, args: strings.Fields(strings.TrimPrefix(head, "# normgraph"))}
		_, text, _ = strings.Cut(text, "SELECT")
		text, _, _ = strings.Cut(text, "WHERE")
		for _, w := range strings.Fields(text) {
			switch name, isVariable := strings.CutPrefix(strings.TrimSuffix(w, ")"), "?"); {
			case strings.HasPrefix(w, "(") || strings.HasSuffix(w, "?event)"): // within a count
			case isVariable:
				q.columns = append(q.columns, name)
			}
		}
		out = append(out, q)
	}
	return out
}

// answers are the rows of `normgraph query`, a line each, things by their IRIs.
func (q sparqlQuestion) answers(t *testing.T, db string) string {
	t.Helper()
	var rows []map[string]any
	text := call(t, append(q.args, "--db", db, "--format", "json")...)
	if err := json.Unmarshal([]byte(text), &rows); err != nil {
		t.Fatal(err)
	}
	if len(rows) == 0 {
		t.Fatalf("normgraph %s: no answers", strings.Join(q.args, " "))
	}
	var b strings.Builder
	for _, r := range rows {
		var cells []string
		for _, c := range q.columns {
			cell := fmt.Sprint(r[c])
			if thing, ok := r[c].(map[string]any); ok {
				cell = schema.DefaultBase + fmt.Sprint(thing["id"])
			}
			cells = append(cells, cell)
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return sortedLines(b.String())
}

func sortedLines(s string) string {
	out := slices.Sorted(strings.Lines(s))
	return strings.Join(slices.Compact(out), "")
}
