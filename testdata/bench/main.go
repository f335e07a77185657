// Command bench measures Normgraph on corpora of several sizes, beside its
// peers in the same run, and prints a Markdown table. It is run by the script
// of this folder.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"time"
)

type bench struct {
	program, work, releases string
	out                     io.Writer
}

func main() {
	b := &bench{}
	flag.StringVar(&b.program, "normgraph", "normgraph", "the program to measure")
	flag.StringVar(&b.work, "work", os.TempDir(), "folder for corpora and stores")
	flag.StringVar(&b.releases, "releases", "../shared/releases", "folder of real releases to recombine; all documents are generated where it is not there")
	sizes := flag.String("documents", "1000,5000", "sizes of the corpora")
	peers := flag.Bool("peers", true, "measure npm packages and Cayley's own loader too")
	quads := flag.Int("quads", 300_000, "quads to load with Cayley's own loader")
	into := flag.String("into", "", "write the tables into this file, between the marks of a bench, beside printing them")
	flag.Parse()
	if _, err := os.Stat(b.releases); err != nil {
		b.releases = ""
	}
	var tables bytes.Buffer
	b.out = io.MultiWriter(os.Stdout, &tables)
	err := b.run(*sizes, *peers, *quads)
	if err == nil && *into != "" {
		err = insert(*into, tables.String())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// insert puts tables between the marks of a file.
func insert(name, tables string) error {
	const begin, end = "<!-- bench: testdata/bench/run -into README.md -->\n", "<!-- end of bench -->\n"
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	before, rest, ok1 := strings.Cut(string(text), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s: no place for the tables: %s", name, strings.TrimSpace(begin))
	}
	return os.WriteFile(name, []byte(before+begin+tables+end+after), 0o644)
}

func (b *bench) row(cells ...string) {
	fmt.Fprintf(b.out, "| %s |\n", strings.Join(cells, " | "))
}

func (b *bench) table(title string, columns ...string) {
	fmt.Fprintf(b.out, "\n%s\n\n", title)
	b.row(columns...)
	b.row(strings.Split(strings.Repeat("--- ", len(columns)), " ")[:len(columns)]...)
}

func (b *bench) run(list string, peers bool, quads int) error {
	kind := "generated documents"
	if b.releases != "" {
		kind = "recombined releases"
	}
	fmt.Fprintf(b.out, "%s, %d cores, %s/%s, %s; %s; ratios are within this run.\n", time.Now().Format("2 January 2006"), runtime.NumCPU(), runtime.GOOS, runtime.GOARCH, runtime.Version(), kind)
	var builds []*built
	for _, s := range strings.Split(list, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil {
			return err
		}
		one, err := b.build(n)
		if err != nil {
			return fmt.Errorf("%d documents: %w", n, err)
		}
		builds = append(builds, one)
	}
	b.buildTable(builds)
	if err := b.queryTable(builds); err != nil {
		return err
	}
	last := builds[len(builds)-1]
	if !peers {
		return nil
	}
	if err := b.loadTable(last, quads); err != nil {
		return err
	}
	return b.wordsTable(last)
}

// built is a corpus and what building it has taken.
type built struct {
	n                     int
	docs, store           string
	cold, same, one       time.Duration // processor time on all cores, but of cold the time that passed
	cpu                   time.Duration // of the cold build
	memory                float64       // MB, of the cold build
	report                report
	readWords, readSecond float64
}

type report struct {
	Read      int                `json:"read"`
	Documents int                `json:"documents"`
	Bytes     int64              `json:"bytes"`
	Entities  int                `json:"entities"`
	Claims    int                `json:"claims"`
	Quads     int                `json:"quads"`
	Seconds   map[string]float64 `json:"seconds"`
}

func (b *bench) build(n int) (*built, error) {
	one := &built{n: n, docs: filepath.Join(b.work, fmt.Sprintf("docs-%d", n)), store: filepath.Join(b.work, fmt.Sprintf("store-%d", n))}
	step("%d documents: write them", n)
	if err := makeCorpus(one.docs, b.releases, n); err != nil {
		return nil, err
	}
	step("%d documents: read them", n)
	var err error
	if one.readWords, one.readSecond, err = readOnly(one.docs); err != nil {
		return nil, err
	}
	step("%d documents: build", n)
	cold, err := b.normgraph(one)
	if err != nil {
		return nil, err
	}
	one.report, one.cold, one.cpu, one.memory = cold.report, cold.took, cold.cpu, cold.memory
	step("%d documents: build again", n)
	same, err := b.normgraph(one)
	if err != nil {
		return nil, err
	}
	one.same = same.cpu
	step("%d documents: build with one changed", n)
	victim, err := firstFile(one.docs)
	if err != nil {
		return nil, err
	}
	raw, err := os.ReadFile(victim)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(victim, append(raw, "\n<p>Poland hosted the Seminar on Ports in Warsaw on 3 May 2021.</p>\n"...), 0o644); err != nil {
		return nil, err
	}
	changed, err := b.normgraph(one)
	if err != nil {
		return nil, err
	}
	if changed.report.Read != 1 {
		return nil, fmt.Errorf("%d documents were read anew, want 1", changed.report.Read)
	}
	one.one = changed.cpu
	return one, nil
}

// ran is one run of the program.
type ran struct {
	report    report
	took, cpu time.Duration
	memory    float64 // peak, MB
}

func (b *bench) normgraph(one *built) (r ran, err error) {
	cmd := exec.Command(b.program, "--db", one.store, "--format", "json", "-q", "build", one.docs)
	cmd.Stderr = os.Stderr
	start := time.Now()
	out, err := cmd.Output()
	r.took = time.Since(start)
	// Documents that a reader refuses make the exit code 1; the report is there.
	if _, refused := err.(*exec.ExitError); err != nil && !(refused && len(out) > 0) {
		return r, err
	}
	r.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage); ok {
		r.memory = float64(u.Maxrss) / 1024
	}
	return r, json.Unmarshal(out, &r.report)
}

func (b *bench) buildTable(builds []*built) {
	b.table("Building", "documents", "words", "quads", "read, words/s", "extract, words/s", "documents/s", "resolve, s", "write, quads/s", "cold, s", "cold, CPU s", "unchanged, CPU s", "one changed, CPU s", "peak MB", "store / text")
	for _, o := range builds {
		r := &o.report
		b.row(num(o.n), num(int(o.readWords)), num(r.Quads), num(int(o.readWords/o.readSecond)), num(int(o.readWords/r.Seconds["extract"])), num(int(float64(r.Documents)/r.Seconds["extract"])),
			sec(r.Seconds["resolve"]), num(int(float64(r.Quads)/r.Seconds["write"])), sec(o.cold.Seconds()), sec(o.cpu.Seconds()), sec(o.same.Seconds()), sec(o.one.Seconds()), num(int(o.memory)), fmt.Sprintf("%.2f", float64(size(o.store))/float64(r.Bytes)))
	}
	for i, o := range builds[1:] {
		before := builds[i]
		b.row(fmt.Sprintf("× %.1f", float64(o.n)/float64(before.n)), ratio(o.readWords, before.readWords), ratio(o.report.Quads, before.report.Quads), "", "", "",
			ratio(o.report.Seconds["resolve"], before.report.Seconds["resolve"]), "", ratio(o.cold, before.cold), ratio(o.cpu, before.cpu), ratio(o.same, before.same), ratio(o.one, before.one), ratio(o.memory, before.memory), "")
	}
}

func step(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func num(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func sec(s float64) string { return fmt.Sprintf("%.2f", s) }

func ratio[N int | int64 | float64 | time.Duration](a, b N) string {
	return fmt.Sprintf("× %.1f", float64(a)/float64(b))
}

func firstFile(dir string) (name string, err error) {
	err = filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			name = path
			return fs.SkipAll
		}
		return err
	})
	return name, err
}

func size(dir string) (n int64) {
	_ = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			if info, err := e.Info(); err == nil {
				n += info.Size()
			}
		}
		return nil
	})
	return n
}

var ctx = context.Background()
