package resolve_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/score"
	"github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/data"
	"github.com/normgraph/normgraph/schema/gazetteer"
	"github.com/normgraph/normgraph/schema/norm"
)

// goldFact is a fact of the gold, as far as it makes an extraction.
type goldFact struct {
	Doc, S, P     string
	O             any
	SType         string   `json:"s_type"`
	OType         string   `json:"o_type"`
	Alt           []string `json:"alt"`
	Stance        string
	PublishedHere bool
}

// goldDocument is what a flawless extraction of one document would find.
type goldDocument struct {
	*builder
	gaz   *gazetteer.Gazetteer
	names map[string]string // folded name and type → entity
	n     int
}

// goldDocuments makes a document of each gold file with the names that the
// clusters give for it.
func goldDocuments(t *testing.T, clusters []score.Cluster, g *gazetteer.Gazetteer) []*goldDocument {
	t.Helper()
	var out []*goldDocument
	for _, set := range []string{"documents", "corpus"} {
		files, err := filepath.Glob(filepath.Join(sharedDir, "gold", set, "*.jsonl"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			stem := strings.TrimSuffix(filepath.Base(file), ".jsonl")
			d := &goldDocument{builder: document(stem, ""), gaz: g, names: map[string]string{}}
			for _, c := range clusters {
				d.addCluster(c, stem)
			}
			for line := range bytes.SplitSeq(bytes.TrimSpace(raw), []byte("\n")) {
				var f goldFact
				if len(line) == 0 {
					continue
				}
				if err := json.Unmarshal(line, &f); err != nil {
					t.Fatalf("%s: %v", file, err)
				}
				d.addFact(&f)
			}
			out = append(out, d)
		}
	}
	return out
}

func (d *goldDocument) addCluster(c score.Cluster, stem string) {
	var names []string
	for _, m := range c.Mentions {
		if strings.HasPrefix(m.Document, stem+".") {
			names = append(names, m.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	slices.SortStableFunc(names, func(a, b string) int { return len(b) - len(a) })
	e := d.new(c.Type, names)
	for _, s := range append(names, c.Name) {
		d.names[c.Type+text.Key(s)] = e
	}
}

// new adds an entity with the key that the gazetteer gives it.
func (d *goldDocument) new(class string, names []string) string {
	d.n++
	name := fmt.Sprint("e", d.n)
	head := class
	for _, s := range names {
		for _, e := range d.gaz.Lookup(s) {
			key := ""
			switch {
			case class == "State" && e.State != nil:
				key = e.State.Key()
			case class == "Organization" && e.Organization != nil && !e.NeedsContext:
				key = e.Organization.Key()
			case class == "Place" && e.Place != nil:
				key = e.Place.Key()
			}
			if key != "" && head == class {
				head += "=" + key
			}
		}
	}
	d.entity(name, head+"|"+strings.Join(names, "|"))
	return name
}

func (d *goldDocument) named(class, name string) string {
	if class == "Process" {
		class = "Series"
	}
	key := class + text.Key(name)
	e, ok := d.names[key]
	if !ok {
		e = d.new(class, []string{name})
		d.names[key] = e
	}
	return e
}

func (d *goldDocument) addFact(f *goldFact) {
	subject := ""
	if f.SType != "Document" {
		subject = d.named(f.SType, f.S)
	}
	object := fmt.Sprint(f.O)
	switch f.OType {
	case "date":
		if f.P == "publishedOn" {
			d.doc.Meta.PublishedOn = object
		}
	case "integer", "string", "gYear", "":
	default:
		object = d.named(f.OType, object)
	}
	d.claim(subject, schema.Predicate(f.P), object)
}

// sharedDir holds documents and gold beside the repository.
var sharedDir = filepath.Join("..", "..", "..", "shared")

// leastF1 is what identity must reach. Bodies and series are often named by a
// common noun ("the previous group"), which is no matter of names.
var leastF1 = map[string]float64{"State": 1, "Person": 0.98, "Event": 0.95, "Organization": 0.9, "Series": 0.94}

// TestIdentityOfGoldFacts resolves what a flawless extraction would find, so
// that what is wrong is resolution's own fault.
func TestIdentityOfGoldFacts(t *testing.T) {
	f, err := os.Open(filepath.Join(sharedDir, "gold", "corpus-identity.jsonl"))
	if err != nil {
		t.Skip("no shared folder with gold beside the repository")
	}
	defer f.Close()
	clusters, err := score.LoadClusters(f)
	if err != nil {
		t.Fatal(err)
	}
	g, err := gazetteer.Default()
	if err != nil {
		t.Fatal(err)
	}
	c, err := norm.Load(data.Norms)
	if err != nil {
		t.Fatal(err)
	}
	docs := goldDocuments(t, clusters, g)
	var bs []*builder
	byStem := map[string]*goldDocument{}
	for _, d := range docs {
		bs = append(bs, d.builder)
		byStem[d.doc.ID] = d
	}
	r := run(t, resolve.World(g, c), bs...)
	find := func(class string, m score.Mention) string {
		d := byStem[strings.TrimSuffix(m.Document, filepath.Ext(m.Document))]
		if d == nil {
			return ""
		}
		e, ok := d.names[class+text.Key(m.Name)]
		if !ok {
			return ""
		}
		return r.Thing(d.doc.ID, d.index[e]).Path
	}
	for _, b := range score.Identity(clusters, find) {
		t.Logf("%-12s P %.3f R %.3f F1 %.3f  found %d of %d", b.Type, b.Precision, b.Recall, b.F1, b.Found, b.Mentions)
		if b.Type == "" {
			continue
		}
		for _, s := range b.Split {
			t.Logf("   split  %s", s)
		}
		for _, s := range b.Merged {
			t.Logf("   merged %s", s)
		}
		if want := leastF1[b.Type]; b.F1 < want || b.Precision < 0.99 {
			t.Errorf("%s: B-cubed P %.3f F1 %.3f, want 0.99 and %.2f", b.Type, b.Precision, b.F1, want)
		}
	}
}
