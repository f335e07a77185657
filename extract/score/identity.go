package score

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"slices"
	"strings"

	spelling "github.com/normgraph/normgraph/extract/text"
	"github.com/normgraph/normgraph/schema/problem"
)

// A Cluster is a thing of the gold with the names that documents give it.
type Cluster struct {
	Type     string    `json:"type"`
	Name     string    `json:"name"`
	Mentions []Mention `json:"mentions"`
}

// A Mention is a name in a document.
type Mention struct {
	Document string `json:"doc"` // file name
	Name     string `json:"name"`
}

// LoadClusters reads clusters, one JSON object a line.
func LoadClusters(r io.Reader) ([]Cluster, error) {
	var out []Cluster
	var ps problem.List
	sc := bufio.NewScanner(r)
	sc.Buffer(nil, 1<<22)
	for n := 1; sc.Scan(); n++ {
		if len(bytes.TrimSpace(sc.Bytes())) == 0 {
			continue
		}
		var c Cluster
		if err := json.Unmarshal(sc.Bytes(), &c); err != nil {
			ps.Add("clusters", n, "%v", err)
			continue
		}
		out = append(out, c)
	}
	if err := sc.Err(); err != nil {
		return nil, err
	}
	return out, ps.Err()
}

// BCubed is the quality of identity over the mentions of one type: for each
// mention, how much of its found thing is right, and how much of its gold thing
// is there, averaged (Bagga and Baldwin 1998).
type BCubed struct {
	Type                  string
	Precision, Recall, F1 float64
	Mentions              int // of the gold
	Found                 int // those that extraction found under that name; only they count above
	Split, Merged         []string
}

// Identity compares clusters with what find says each mention was taken for: the
// id of a thing, or "" where extraction has no such mention. Split names gold
// things that are several, Merged found things that are several of the gold.
// Types are in order of name; the last result, of type "", is over all.
func Identity(gold []Cluster, find func(class string, m Mention) string) []BCubed {
	var types []string
	for _, c := range gold {
		if !slices.Contains(types, c.Type) {
			types = append(types, c.Type)
		}
	}
	slices.Sort(types)
	var out []BCubed
	for _, t := range types {
		out = append(out, bcubed(t, gold, find))
	}
	return append(out, bcubed("", gold, find))
}

// placed is a mention that was found.
type placed struct {
	gold  int
	found string
}

func bcubed(class string, gold []Cluster, find func(string, Mention) string) BCubed {
	b := BCubed{Type: class}
	var all []placed
	for g, c := range gold {
		if class != "" && c.Type != class {
			continue
		}
		seen := map[[2]string]bool{}
		for _, m := range c.Mentions {
			b.Mentions++
			id := find(c.Type, m)
			if id == "" {
				continue
			}
			b.Found++
			// Two names of one document that were taken for one thing count once:
			// identity across documents is what is measured.
			if key := [2]string{m.Document, id}; !seen[key] {
				seen[key] = true
				all = append(all, placed{g, id})
			}
		}
	}
	goldSize, foundSize, both := map[int]int{}, map[string]int{}, map[placed]int{}
	for _, p := range all {
		goldSize[p.gold]++
		foundSize[p.found]++
		both[p]++
	}
	for _, p := range all {
		n := float64(both[p])
		b.Precision += n / float64(foundSize[p.found])
		b.Recall += n / float64(goldSize[p.gold])
	}
	if len(all) > 0 {
		b.Precision /= float64(len(all))
		b.Recall /= float64(len(all))
	}
	b.F1 = f1(b.Precision, b.Recall)
	b.errors(gold, both)
	return b
}

// errors lists the things that are split or merged.
func (b *BCubed) errors(gold []Cluster, both map[placed]int) {
	parts, mixed := map[int][]string{}, map[string][]string{}
	for p := range both {
		parts[p.gold] = append(parts[p.gold], p.found)
		mixed[p.found] = append(mixed[p.found], gold[p.gold].Name)
	}
	for g, ids := range parts {
		if len(ids) > 1 {
			slices.Sort(ids)
			b.Split = append(b.Split, gold[g].Name+": "+strings.Join(ids, ", "))
		}
	}
	for id, names := range mixed {
		if len(names) > 1 {
			slices.Sort(names)
			b.Merged = append(b.Merged, id+": "+strings.Join(names, "; "))
		}
	}
	slices.Sort(b.Split)
	slices.Sort(b.Merged)
}

// Finder tells which thing a mention was taken for, by the names that the claims
// of its document have for things of the type: a name that several of them bear
// is nobody's. Processes count as series.
func (c Claims) Finder() func(class string, m Mention) string {
	type name struct{ document, class, key string }
	of := map[name]string{}
	for doc, claims := range c {
		for i := range claims {
			for _, t := range []*Term{&claims[i].Subject, &claims[i].Object} {
				if t.IsLiteral {
					continue
				}
				for _, s := range t.Names {
					n := name{doc, identityClass(t.Type), spelling.Key(s)}
					if old, ok := of[n]; ok && old != t.ID {
						of[n] = ""
						continue
					}
					of[n] = t.ID
				}
			}
		}
	}
	return func(class string, m Mention) string {
		return of[name{stem(m.Document), identityClass(class), spelling.Key(m.Name)}]
	}
}

func identityClass(class string) string {
	if class == "Process" {
		return "Series"
	}
	return class
}

// WriteIdentity writes the figures of identity as a table, and with details what
// is split and what is merged.
func WriteIdentity(w io.Writer, results []BCubed, details bool) error {
	p := printer{w: w}
	p.printf("%-18s%7s%7s%7s   found/mentions\n", "identity (B³)", "P", "R", "F1")
	for _, b := range results {
		name := b.Type
		if name == "" {
			name = "all"
		}
		p.printf("%-18s%7.3f%7.3f%7.3f   %d/%d\n", name, b.Precision, b.Recall, b.F1, b.Found, b.Mentions)
		if b.Type == "" || !details {
			continue
		}
		for _, s := range b.Split {
			p.printf("   split  %s\n", s)
		}
		for _, s := range b.Merged {
			p.printf("   merged %s\n", s)
		}
	}
	return p.err
}
