package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	_ "github.com/cayleygraph/cayley/writer" // the writer "single"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/graph"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

// readOnly reads all documents on all cores without analysing them, and returns
// the words and the seconds.
func readOnly(dir string) (words, seconds float64, err error) {
	start := time.Now()
	sources := make(chan read.Source)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			n := 0
			for src := range sources {
				if doc, err := src.Read(read.Options{}); err == nil {
					n += len(strings.Fields(doc.Text))
				}
			}
			mu.Lock()
			words += float64(n)
			mu.Unlock()
		})
	}
	for src, werr := range read.Walk(ctx, []string{dir}, read.Options{}) {
		if werr == nil {
			sources <- src
		}
	}
	close(sources)
	wait.Wait()
	return words, time.Since(start).Seconds(), nil
}

// questions are asked of each graph: one without an anchor, and some that begin
// at one entity.
var questions = []struct {
	name string
	args map[string]string
}{
	{"norms-by-forum", nil},
	{"positions", map[string]string{"holder": "state/PL"}},
	{"cohosts", map[string]string{"actor": "state/PL"}},
	{"representatives", map[string]string{"actor": "state/PL"}},
	{"shared-norms", map[string]string{"a": "state/PL", "b": "state/JP"}},
}

func (b *bench) queryTable(builds []*built) error {
	columns := []string{"quads", "open, ms"}
	for _, q := range questions {
		columns = append(columns, q.name+", ms (rows)")
	}
	b.table("Questions, median of seven with the evidence of each row", columns...)
	for _, o := range builds {
		step("%d documents: ask", o.n)
		row, err := ask(o)
		if err != nil {
			return err
		}
		b.row(row...)
	}
	return nil
}

func ask(o *built) ([]string, error) {
	names, err := schema.NewNames("")
	if err != nil {
		return nil, err
	}
	defs, err := schema.Default()
	if err != nil {
		return nil, err
	}
	voc := query.NewVocabulary(names, defs)
	all, err := query.LoadQuestions(voc)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	s, err := graph.Open(o.store)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	row := []string{num(o.report.Quads), ms(time.Since(start))}
	g := query.New(s.QuadStore(), voc)
	for _, q := range questions {
		question, err := all.Find(q.name)
		if err != nil {
			return nil, err
		}
		var took []time.Duration
		rows := 0
		for range 7 {
			start := time.Now()
			t, err := g.Ask(ctx, question, q.args, query.Options{})
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q.name, err)
			}
			took = append(took, time.Since(start))
			rows = len(t.Rows)
		}
		slices.Sort(took)
		row = append(row, fmt.Sprintf("%s (%s)", ms(took[len(took)/2]), num(rows)))
	}
	return row, nil
}

func ms(d time.Duration) string { return fmt.Sprintf("%.1f", float64(d.Microseconds())/1000) }

// loadTable loads some of the quads of a graph into a snapshot and, with
// Cayley's own loader, into leveldb.
func (b *bench) loadTable(o *built, limit int) error {
	step("load quads with Cayley")
	s, err := graph.Open(o.store)
	if err != nil {
		return err
	}
	defer s.Close()
	var quads []quad.Quad
	for q, err := range s.Quads(ctx) {
		if err != nil {
			return err
		}
		if quads = append(quads, q); len(quads) == limit {
			break
		}
	}
	each := func(yield func(quad.Quad, error) bool) {
		for _, q := range quads {
			if !yield(q, nil) {
				return
			}
		}
	}
	own, level := filepath.Join(b.work, "load-own"), filepath.Join(b.work, "load-leveldb")
	start := time.Now()
	if err := graph.Write(ctx, own, each, graph.Options{}); err != nil {
		return err
	}
	ours := time.Since(start)
	filled := filepath.Join(b.work, "load-filled")
	start = time.Now()
	if err := (graph.Address{Backend: graph.LevelDB, Place: filled}).Write(ctx, each, graph.Options{}); err != nil {
		return err
	}
	fill := time.Since(start)
	start = time.Now()
	if err := loadWithCayley(level, quads); err != nil {
		return err
	}
	theirs := time.Since(start)
	b.table("Loading "+num(len(quads))+" of these quads", "store", "quads/s", "ratio", "MB")
	b.row("Cayley's loader, leveldb", num(int(float64(len(quads))/theirs.Seconds())), "1", sec(float64(size(level))/1e6))
	b.row("the same store, filled by Normgraph", num(int(float64(len(quads))/fill.Seconds())), ratio(theirs, fill), sec(float64(size(filled))/1e6))
	b.row("snapshot", num(int(float64(len(quads))/ours.Seconds())), ratio(theirs, ours), sec(float64(size(own))/1e6))
	return nil
}

// loadWithCayley loads as fast as Cayley's own code allows.
func loadWithCayley(dir string, quads []quad.Quad) error {
	if err := cayleygraph.InitQuadStore(leveldb.Type, dir, nil); err != nil && !errors.Is(err, cayleygraph.ErrDatabaseExists) {
		return err
	}
	qs, err := cayleygraph.NewQuadStore(leveldb.Type, dir, nil)
	if err != nil {
		return err
	}
	defer qs.Close()
	w, err := cayleygraph.NewQuadWriter("single", qs, nil)
	if err != nil {
		return err
	}
	_, err = quad.CopyBatch(cayleygraph.NewWriter(w), quad.NewReader(quads), 10_000)
	return err
}

//go:embed peers.js
var peersScript []byte

// wordsTable compares with packages of npm on the text of the same documents.
func (b *bench) wordsTable(o *built) error {
	step("compare with npm packages")
	dir := filepath.Join(b.work, "npm")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	install := exec.Command("npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", dir, "wink-nlp@2", "wink-eng-lite-web-model@1", "compromise@14")
	if out, err := install.CombinedOutput(); err != nil {
		fmt.Fprintf(b.out, "\nThe npm packages could not be had (%v), so they were not measured.\n", err)
		step("%s", out)
		return nil
	}
	text := filepath.Join(dir, "text.txt")
	if err := plainText(o.docs, text); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "peers.js"), peersScript, 0o644); err != nil {
		return err
	}
	cmd := exec.Command("node", "peers.js", text)
	cmd.Dir, cmd.Stderr = dir, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return err
	}
	ours := o.readWords / o.cpu.Seconds()
	b.table("Words per second of processor time: Normgraph from files to the store, the others from text to tags", "program", "words/s", "Normgraph is")
	b.row("Normgraph", num(int(ours)), "")
	for line := range strings.Lines(string(out)) {
		name, rate, _ := strings.Cut(strings.TrimSpace(line), "\t")
		n, err := strconv.Atoi(rate)
		if err != nil {
			return fmt.Errorf("peers: %q", line)
		}
		b.row(name, num(n), ratio(ours, float64(n)))
	}
	return nil
}

// plainText writes the text of some documents to a file.
func plainText(dir, name string) error {
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	defer f.Close()
	size := 0
	for src, err := range read.Walk(ctx, []string{dir}, read.Options{}) {
		if err != nil {
			continue
		}
		doc, err := src.Read(read.Options{})
		if err != nil {
			continue
		}
		n, err := fmt.Fprintln(f, doc.Text)
		if err != nil {
			return err
		}
		if size += n; size > 8<<20 {
			break
		}
	}
	return f.Close()
}
