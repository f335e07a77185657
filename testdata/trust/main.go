// Command trust makes the table of the README that says what the program has
// survived. It reads the output of tests (go test -v) and of .ci/fuzz, keeps the
// figures in testdata/golden/trust.tsv, and writes the table between its marks.
// The seconds and inputs of fuzzing add up; of all else the last figure counts.
//
//	go run ./testdata/trust LOG…    take in the figures of logs
//	go run ./testdata/trust -check  fail where the table is not that of the figures
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	figuresName = "testdata/golden/trust.tsv"
	readmeName  = "README.md"
	begin, end  = "<!-- trust: go run ./testdata/trust -->\n", "<!-- end of trust -->\n"
)

// A row is a line of the table with the figures that it is made of.
type row struct {
	key, what, outcome string // the outcome names figures by $1, $2 …
}

var rows = []row{
	{"write", "Operations of writing a graph (create, write, read, sync, rename, remove) that failed, each with all after it", "$1 faults; each time the old graph or the new one was there, whole"},
	{"build", "Operations of a build on its store that failed, alone and with all after it", "$1 faults; nothing lost, and the next build ended in the same bytes"},
	{"kills", "`kill -9` at random moments of a build", "$1 kills of a build of $2 documents; each time the store opened, and the build ended in the bytes of an undisturbed one"},
	{"mutants", "Documents mutated at random (bits, cuts, splices, hostile fragments) through the whole program", "$1 documents; $2 read, $3 refused with a reason, none over its time, no fault; the evidence of $4 claims equal to its bytes"},
	{"mutants-real", "The same of real releases", "$1 documents; $2 read, $3 refused with a reason, none over its time, no fault; the evidence of $4 claims equal to its bytes"},
	{"cases", "Hostile, broken and forged inputs by name: markup, addresses, bombs, files of the store", "$1 cases, all read or refused as they should be"},
	{"fuzz", "Fuzzing of $1 readers, recognisers, parsers and pages", "$2 inputs in $3 hours; what was found is repaired and kept as a test"},
}

func main() {
	check := flag.Bool("check", false, "change nothing; fail where the table is not that of the figures")
	flag.Parse()
	if err := run(flag.Args(), *check); err != nil {
		fmt.Fprintln(os.Stderr, "trust:", err)
		os.Exit(1)
	}
}

func run(logs []string, check bool) error {
	figures, err := load()
	if err != nil {
		return err
	}
	for _, name := range logs {
		log, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := figures.take(string(log)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	readme, err := os.ReadFile(readmeName)
	if err != nil {
		return err
	}
	before, rest, ok1 := strings.Cut(string(readme), begin)
	_, after, ok2 := strings.Cut(rest, end)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s: no place for the table: %s", readmeName, strings.TrimSpace(begin))
	}
	made := before + begin + figures.table() + end + after
	if check {
		if made != string(readme) {
			return errors.New("the table of the README is not that of " + figuresName + ": run go run ./testdata/trust")
		}
		return nil
	}
	if err := os.WriteFile(figuresName, figures.bytes(), 0o644); err != nil {
		return err
	}
	return os.WriteFile(readmeName, []byte(made), 0o644)
}

// figures are the values of each row: the day first, then $1, $2 …
type figures map[string][]string

func load() (figures, error) {
	b, err := os.ReadFile(figuresName)
	if errors.Is(err, os.ErrNotExist) {
		return figures{}, nil
	}
	f := figures{}
	for line := range strings.Lines(string(b)) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if !strings.HasPrefix(line, "#") && len(cells) > 2 {
			f[cells[0]] = cells[1:]
		}
	}
	return f, err
}

func (f figures) bytes() []byte {
	b := []byte("# What the program has survived, for the table of the README: made by go run ./testdata/trust LOG…\n# row\tday\tfigures\n")
	for _, r := range rows {
		if v, ok := f[r.key]; ok {
			b = fmt.Appendf(b, "%s\t%s\n", r.key, strings.Join(v, "\t"))
		}
	}
	return b
}

var (
	told = regexp.MustCompile(`(?m)\btrust\t([a-z-]+)\t(.*)$`)
	leaf = regexp.MustCompile(`(?m)^ *--- PASS: (Test\w*(?:Hostile|Refus|Broken|Damage|Forged|Cannot|Strange|Wrong|Fault|Limit)\w*(?:/\S+)?)`)
	lead = regexp.MustCompile(`\d+`)
)

// take reads the figures of a log.
func (f figures) take(log string) error {
	today := time.Now().Format(time.DateOnly)
	found := false
	for _, m := range told.FindAllStringSubmatch(log, -1) {
		found = true
		values := []string{today}
		for _, cell := range strings.Split(m[2], "\t") {
			values = append(values, lead.FindString(cell))
		}
		if old := f["fuzz"]; m[1] == "fuzz" && len(old) == len(values) {
			if number(old[1]) > number(values[1]) {
				values[1] = old[1] // the log is that of some targets
			}
			for i := 2; i < len(old); i++ {
				values[i] = strconv.Itoa(number(old[i]) + number(values[i]))
			}
		}
		f[m[1]] = values
	}
	passed := map[string]bool{}
	for _, m := range leaf.FindAllStringSubmatch(log, -1) {
		passed[m[1]] = true
	}
	n := 0
	for name := range passed {
		if !hasBelow(passed, name) {
			n++
		}
	}
	if n > 20 { // a log of these tests, not of one among others
		found, f["cases"] = true, []string{today, strconv.Itoa(n)}
	}
	if !found {
		return errors.New("no figure in it")
	}
	return nil
}

func hasBelow(names map[string]bool, name string) bool {
	for other := range names {
		if strings.HasPrefix(other, name+"/") {
			return true
		}
	}
	return false
}

func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

func (f figures) table() string {
	var b strings.Builder
	b.WriteString("| what was done | what came of it | day |\n|---|---|---|\n")
	for _, r := range rows {
		v, ok := f[r.key]
		if !ok {
			continue
		}
		var names []string
		for i := len(v) - 1; i > 0; i-- {
			text := grouped(v[i])
			if r.key == "fuzz" && i == 3 {
				text = fmt.Sprintf("%.1f", float64(number(v[i]))/3600)
			}
			names = append(names, "$"+strconv.Itoa(i), text)
		}
		fmt.Fprintln(&b, "|", strings.NewReplacer(names...).Replace(r.what), "|", strings.NewReplacer(names...).Replace(r.outcome), "|", v[0], "|")
	}
	return b.String()
}

// grouped puts commas into a number.
func grouped(n string) string {
	for i := len(n) - 3; i > 0; i -= 3 {
		n = n[:i] + "," + n[i:]
	}
	return n
}
