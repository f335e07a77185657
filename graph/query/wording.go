package query

import (
	"context"
	"slices"
	"strings"
)

// A Wording is what the editions of a series say of one norm, in their words.
type Wording struct {
	Norm Term
	Said []EditionWords // of those that take a position on it, in order
}

// EditionWords are the words of one edition.
type EditionWords struct {
	Edition Term
	Date    string
	Stance  string
	Text    string // passages one after the other
	Claims  []string
	// Changes tell the text apart from that of the edition before: runs of
	// words that stayed, came or went. nil for the first edition.
	Changes []WordChange
}

// A WordChange is a run of words.
type WordChange struct {
	Kind string // same, came, went
	Text string
}

// Wordings gives the words of each edition on the norms on which at least one
// of them takes a position, norms on which several do first, in the order of
// e.Comparison.
func (g *Graph) Wordings(ctx context.Context, e *Editions) ([]Wording, error) {
	var out []Wording
	for _, r := range e.Comparison.Rows {
		w := Wording{Norm: r.Norm}
		for i, st := range r.Stands {
			if st.Stance == "" {
				continue
			}
			quotes, err := g.Evidence(ctx, st.Claims)
			if err != nil {
				return nil, err
			}
			var texts []string
			for _, q := range quotes {
				t := strings.Join(strings.Fields(q.Text), " ")
				within := func(o string) bool { return strings.Contains(o, t) }
				if t == "" || slices.ContainsFunc(texts, within) {
					continue
				}
				texts = slices.DeleteFunc(texts, func(o string) bool { return strings.Contains(t, o) })
				texts = append(texts, t)
			}
			x := EditionWords{
				Edition: e.Editions[i].Event, Date: e.Editions[i].Date, Stance: st.Stance, Claims: st.Claims,
				Text: strings.Join(texts, " … "),
			}
			if n := len(w.Said); n > 0 {
				x.Changes = wordChanges(w.Said[n-1].Text, x.Text)
			}
			w.Said = append(w.Said, x)
		}
		if len(w.Said) > 0 {
			out = append(out, w)
		}
	}
	slices.SortStableFunc(out, func(a, b Wording) int {
		return ifElse(len(a.Said) > 1, 0, 1) - ifElse(len(b.Said) > 1, 0, 1)
	})
	return out, nil
}

// wordsCompared bounds the texts that are compared: the table of the comparison
// has the square of it.
const wordsCompared = 600

// wordChanges tells b apart from a by a longest common subsequence of words,
// which are the same if they fold to the same.
func wordChanges(a, b string) []WordChange {
	x, y := strings.Fields(a), strings.Fields(b)
	x, y = x[:min(len(x), wordsCompared)], y[:min(len(y), wordsCompared)]
	fx, fy := foldAll(x), foldAll(y)
	best := make([][]int, len(x)+1) // best[i][j]: common words of x[i:] and y[j:]
	for i := range best {
		best[i] = make([]int, len(y)+1)
	}
	for i := len(x) - 1; i >= 0; i-- {
		for j := len(y) - 1; j >= 0; j-- {
			if fx[i] == fy[j] {
				best[i][j] = best[i+1][j+1] + 1
			} else {
				best[i][j] = max(best[i+1][j], best[i][j+1])
			}
		}
	}
	var out []WordChange
	add := func(kind, word string) {
		if n := len(out); n > 0 && out[n-1].Kind == kind {
			out[n-1].Text += " " + word
			return
		}
		out = append(out, WordChange{kind, word})
	}
	i, j := 0, 0
	for i < len(x) || j < len(y) {
		switch {
		case i < len(x) && j < len(y) && fx[i] == fy[j]:
			add("same", y[j])
			i, j = i+1, j+1
		case i < len(x) && (j == len(y) || best[i+1][j] >= best[i][j+1]):
			add("went", x[i])
			i++
		default:
			add("came", y[j])
			j++
		}
	}
	return out
}

func foldAll(ws []string) []string {
	out := make([]string, len(ws))
	for i, w := range ws {
		out[i] = fold(w)
	}
	return out
}

// WordingTable is wordings as rows: one for each norm and edition.
func WordingTable(ws []Wording) *Table {
	t := &Table{Title: "The words of each edition", Columns: []string{"norm", "edition", "date", "stance", "words", "came", "went"}}
	for _, w := range ws {
		for _, x := range w.Said {
			came, went := Cell{}, Cell{}
			for _, c := range x.Changes {
				switch c.Kind {
				case "came":
					came = append(came, Term{Label: c.Text})
				case "went":
					went = append(went, Term{Label: c.Text})
				}
			}
			t.Rows = append(t.Rows, Row{
				Cells:  []Cell{{w.Norm}, {x.Edition}, {{Label: x.Date}}, {{Label: x.Stance}}, {{Label: x.Text}}, came, went},
				Claims: x.Claims,
			})
		}
	}
	t.Total = len(t.Rows)
	if len(t.Rows) == 0 {
		t.Empty = "no edition takes a position on a norm"
	}
	return t
}
