package own

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/normgraph/normgraph/schema/problem"
)

// Shipped is the data that a user's is merged over.
type Shipped struct {
	Norms     fs.FS // norms/*.yaml, instruments/*.yaml
	Gazetteer fs.FS // *.tsv
	Rules     fs.FS // *.yaml
}

// Data is a user's data merged over what is shipped.
type Data struct {
	Shipped
	// Questions are those of the user alone; nil where there are none.
	Questions fs.FS
	// Sum is the SHA-256 sum of the user's files.
	Sum [sha256.Size]byte

	own     map[string]string // the user's files of norms and rules, by path as loaders see it
	lines   map[string]int    // by table: lines before the user's
	dir     string
	entries []Entry
}

// An Entry is a norm or rule of the user.
type Entry struct {
	Rule bool
	ID   string
	File string
	Line int
}

// Entries are the user's norms and rules in the order of files and lines.
func (d *Data) Entries() []Entry { return slices.Clone(d.entries) }

// problems are those of the user's files.
type problems struct {
	problem.List
	dir string
}

func (p *problems) add(name string, line int, format string, args ...any) {
	p.Add(path.Join(p.dir, name), line, format, args...)
}

// tables are the TSV files that may be added to, with the field of the id.
var tables = []string{"organizations.tsv", "places.tsv"}

const namesFile = "names.tsv"

// Load reads a user's folder; dir is its name in problems. The error names every
// file that is not known and every line of a table that is not of its form; what
// is wrong in the merged data the loaders tell, see [Data.Explain].
func Load(fsys fs.FS, dir string, shipped Shipped) (*Data, error) {
	d := &Data{Shipped: shipped, own: map[string]string{}, lines: map[string]int{}, dir: dir}
	ps := problems{dir: dir}
	files, err := d.list(fsys, &ps)
	if err != nil {
		return nil, err
	}
	norms, rules, gaz := layer{shipped.Norms, map[string][]byte{}}, layer{shipped.Rules, map[string][]byte{}}, layer{shipped.Gazetteer, map[string][]byte{}}
	h := sha256.New()
	for _, name := range files {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(h, "%s\n%d\n", name, len(b))
		h.Write(b)
		switch folder, base := path.Split(name); folder {
		case "norms/", "instruments/":
			norms.files[name] = b
			d.own[name] = path.Join(dir, name)
			d.note(name, b)
		case "rules/":
			if base == "words.yaml" {
				ps.add(name, 0, "the word lists of the shipped rules can't be replaced")
				continue
			}
			rules.files[base] = b
			d.own[base] = path.Join(dir, name)
			d.note(name, b)
		case "questions/":
			if d.Questions, err = fs.Sub(fsys, "questions"); err != nil {
				return nil, err
			}
		}
	}
	h.Sum(d.Sum[:0])
	names := d.names(fsys, &ps)
	for _, t := range tables {
		if err := d.table(t, fsys, gaz, &ps); err != nil {
			return nil, err
		}
	}
	for _, t := range append([]string{"states.tsv"}, tables...) {
		if err := addNames(t, gaz, names); err != nil {
			return nil, err
		}
	}
	for _, n := range sortedKeys(names) {
		if !names[n].met {
			ps.add(namesFile, names[n].line, "no entry %q in the gazetteer", n)
		}
	}
	d.Norms, d.Rules, d.Gazetteer = norms, rules, gaz
	return d, ps.Err()
}

// list gives the files that are read, in order.
func (d *Data) list(fsys fs.FS, ps *problems) ([]string, error) {
	var files []string
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := path.Base(name)
		switch {
		case name == ".":
			return nil
		case strings.HasPrefix(base, ".") && e.IsDir():
			return fs.SkipDir
		case strings.HasPrefix(base, "."), strings.HasPrefix(base, "README"), path.Ext(base) == ".md":
			return nil
		case e.IsDir():
			if !slices.Contains([]string{"norms", "instruments", "rules", "questions"}, name) {
				ps.add(name, 0, "unknown folder: norms, instruments, rules and questions are read")
				return fs.SkipDir
			}
			return nil
		case name == namesFile, slices.Contains(tables, name), path.Dir(name) != "." && path.Ext(name) == ".yaml":
			files = append(files, name)
			return nil
		}
		ps.add(name, 0, "unknown file: *.yaml in the folders, and %s, %s are read", namesFile, strings.Join(tables, ", "))
		return nil
	})
	return files, err
}

// A more is further names of one entry.
type more struct {
	names []string
	line  int
	met   bool
}

// names reads names.tsv: the key of an entry and a name.
func (d *Data) names(fsys fs.FS, ps *problems) map[string]*more {
	out := map[string]*more{}
	b, err := fs.ReadFile(fsys, namesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return out
	}
	if err != nil {
		ps.add(namesFile, 0, "%v", err)
		return out
	}
	n, head := 0, false
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		switch {
		case !head:
			head = true
			if line != "entry\tname" {
				ps.add(namesFile, n, "header is %q, want %q", f, []string{"entry", "name"})
				return out
			}
		case len(f) != 2 || f[0] == "" || strings.TrimSpace(f[1]) == "" || strings.Contains(f[1], ";"):
			ps.add(namesFile, n, "want the key of an entry, a tab and one name")
		default:
			m := out[f[0]]
			if m == nil {
				m = &more{line: n}
				out[f[0]] = m
			}
			m.names = append(m.names, f[1])
		}
	}
	return out
}

// table appends the user's lines to a shipped table. Of the shipped lines those
// of the user's ids become comments, so that line numbers stay.
func (d *Data) table(name string, fsys fs.FS, gaz layer, ps *problems) error {
	own, err := fs.ReadFile(fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	base, err := fs.ReadFile(gaz.base, name)
	if err != nil {
		return err
	}
	header := headerOf(base)
	lines := bytes.Split(own, []byte("\n"))
	ids := map[string]bool{}
	head := false
	for i, l := range lines {
		l = bytes.TrimRight(l, "\r")
		lines[i] = l
		if len(l) == 0 || l[0] == '#' {
			continue
		}
		if !head {
			head = true
			if string(l) != header {
				ps.add(name, i+1, "header is %q, want %q", l, header)
				return nil
			}
			lines[i] = []byte("#")
			continue
		}
		id, _, _ := bytes.Cut(l, []byte("\t"))
		ids[string(id)] = true
	}
	shipped := bytes.Split(bytes.TrimSuffix(base, []byte("\n")), []byte("\n"))
	for i, l := range shipped {
		if id, _, ok := bytes.Cut(l, []byte("\t")); ok && ids[string(id)] {
			shipped[i] = []byte("#")
		}
	}
	d.lines[name] = len(shipped)
	gaz.files[name] = bytes.Join(append(shipped, lines...), []byte("\n"))
	return nil
}

func headerOf(table []byte) string {
	for l := range bytes.Lines(table) {
		if l = bytes.TrimRight(l, "\n"); len(l) > 0 && l[0] != '#' {
			return string(l)
		}
	}
	return ""
}

// addNames adds names to the entries of a table.
func addNames(name string, gaz layer, names map[string]*more) error {
	if len(names) == 0 {
		return nil
	}
	b, err := fs.ReadFile(gaz, name)
	if err != nil {
		return err
	}
	folder := map[string]string{"states.tsv": "state/", "organizations.tsv": "org/", "places.tsv": "place/"}[name]
	field := slices.Index(strings.Split(headerOf(b), "\t"), "aliases")
	lines := strings.Split(string(b), "\n")
	for i, l := range lines {
		f := strings.Split(l, "\t")
		m := names[folder+f[0]]
		if m == nil || strings.HasPrefix(l, "#") || field >= len(f) {
			continue
		}
		m.met = true
		all := m.names
		if f[field] != "" {
			all = append(strings.Split(f[field], ";"), all...)
		}
		f[field] = strings.Join(all, ";")
		lines[i] = strings.Join(f, "\t")
	}
	gaz.files[name] = []byte(strings.Join(lines, "\n"))
	return nil
}

// Explain names the user's files and lines in the problems that a loader of the
// merged data has found.
func (d *Data) Explain(err error) error {
	var ps *problem.Error
	if !errors.As(err, &ps) {
		return err
	}
	var out problem.List
	for _, p := range ps.Problems {
		if before, ok := d.lines[p.File]; ok && p.Line > before {
			p.File, p.Line = path.Join(d.dir, p.File), p.Line-before
		} else if own := d.own[p.File]; own != "" {
			p.File = own
		}
		out.Add(p.File, p.Line, "%s", p.Message)
	}
	return out.Err()
}

// note collects the entries of a file of norms or rules. What is wrong with it
// the loaders tell.
func (d *Data) note(name string, b []byte) {
	var doc yaml.Node
	if yaml.Unmarshal(b, &doc) != nil || len(doc.Content) == 0 {
		return
	}
	list := doc.Content[0]
	rule := path.Dir(name) == "rules"
	if !rule {
		var of struct {
			Norms yaml.Node `yaml:"norms"`
		}
		if list.Decode(&of) != nil {
			return
		}
		list = &of.Norms
	}
	for _, n := range list.Content {
		var e struct {
			ID string `yaml:"id"`
		}
		if n.Decode(&e) == nil && e.ID != "" {
			d.entries = append(d.entries, Entry{rule, e.ID, path.Join(d.dir, name), n.Line})
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
