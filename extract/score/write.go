package score

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteTable writes the figures as a table, one predicate a line, the totals
// last.
func (r *Report) WriteTable(w io.Writer) error {
	p := printer{w: w}
	p.printf("%-18s%7s%7s%7s   right/claims  found/core\n", "predicate", "P", "R", "F1")
	for _, x := range r.Strict.Predicates {
		p.printf("%-18s%7.3f%7.3f%7.3f   %d/%d  %d/%d\n", x.Name, x.Precision, x.Recall, x.F1, x.Right, x.Claims, x.Found, x.Facts)
	}
	p.total("strict", &r.Strict)
	p.total("loose", &r.Loose)
	return p.err
}

// printer keeps the first error.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

func (p *printer) total(name string, r *Result) {
	m := &r.Micro
	p.printf("%-7s P %.3f R %.3f F1 %.3f  macro F1 %.3f  claims %d core facts %d", name, m.Precision, m.Recall, m.F1, r.MacroF1, m.Claims, m.Facts)
	if r.StanceOf > 0 {
		p.printf("  stance %.2f", float64(r.StanceRight)/float64(r.StanceOf))
	}
	p.printf("\n")
}

// WriteDetails writes what was missed and what was wrong, document by document,
// with sentences. Source gives the bytes of a document by its stem, or nil; it
// may be nil itself, and missed facts then show their line number only.
func (r *Report) WriteDetails(w io.Writer, source func(stem string) []byte) error {
	p := printer{w: w}
	for _, d := range r.Documents {
		var lines []string
		if source != nil {
			lines = strings.Split(string(source(d.Stem)), "\n")
		}
		p.printf("== %s\n", d.Stem)
		for _, f := range d.Missed {
			p.printf("   missed %s | %s -> %s | line %d%s\n", f.Fine[0], f.Subject, f.Object, f.Line, quoteLine(lines, f.Line))
		}
		for _, c := range d.Wrong {
			p.printf("   wrong  %s | %s -> %s | %s %.2f: %s\n", c.Fine[0], c.Subject.label(), c.Object.label(), c.Rule, c.Confidence, oneLine(c.Evidence))
		}
	}
	return p.err
}

func quoteLine(lines []string, n int) string {
	if n < 1 || n > len(lines) {
		return ""
	}
	return ": " + oneLine(lines[n-1])
}

// maxQuote is how much of a sentence a line of the report holds, in characters.
const maxQuote = 240

func oneLine(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > maxQuote {
		return string(r[:maxQuote]) + "…"
	}
	return string(r)
}

// Diff is what changed from one run to the next over the same gold.
type Diff struct {
	Predicates []PredicateDiff // those whose counts differ, in order of name
	Found      []Change        // core facts that are found now
	Lost       []Change        // core facts that are missed now
	Fixed      []Change        // wrong claims that are gone
	Broken     []Change        // claims that are wrong now
}

// PredicateDiff is the figures of one predicate before and after.
type PredicateDiff struct {
	Name          string
	Before, After Figures
}

// Change is one fact or claim of a document, as a line.
type Change struct{ Stem, Text string }

// Compare tells two reports over the same gold apart.
func Compare(before, after *Report) *Diff {
	d := &Diff{}
	names := map[string][2]Figures{}
	for i, r := range []*Report{before, after} {
		for _, p := range r.Strict.Predicates {
			f := names[p.Name]
			f[i] = p.Figures
			names[p.Name] = f
		}
	}
	for name, f := range names {
		if f[0] != f[1] {
			d.Predicates = append(d.Predicates, PredicateDiff{name, f[0], f[1]})
		}
	}
	slices.SortFunc(d.Predicates, func(a, b PredicateDiff) int { return strings.Compare(a.Name, b.Name) })
	missedBefore, wrongBefore := changes(before)
	missedAfter, wrongAfter := changes(after)
	d.Found, d.Lost = without(missedBefore, missedAfter), without(missedAfter, missedBefore)
	d.Fixed, d.Broken = without(wrongBefore, wrongAfter), without(wrongAfter, wrongBefore)
	return d
}

func changes(r *Report) (missed, wrong []Change) {
	for _, d := range r.Documents {
		for _, f := range d.Missed {
			missed = append(missed, Change{d.Stem, fmt.Sprintf("%s | %s -> %s", f.Predicate, f.Subject, f.Object)})
		}
		for _, c := range d.Wrong {
			wrong = append(wrong, Change{d.Stem, fmt.Sprintf("%s | %s -> %s | %s", c.Predicate, c.Subject.label(), c.Object.label(), c.Rule)})
		}
	}
	return missed, wrong
}

// without are the changes of a that are not in b, in order.
func without(a, b []Change) []Change {
	in := map[Change]bool{}
	for _, c := range b {
		in[c] = true
	}
	var out []Change
	for _, c := range a {
		if !in[c] {
			out = append(out, c)
		}
	}
	return out
}

// WriteText writes a difference for reading.
func (d *Diff) WriteText(w io.Writer) error {
	p := printer{w: w}
	for _, x := range d.Predicates {
		p.printf("%-18s P %.3f → %.3f  R %.3f → %.3f  F1 %.3f → %.3f\n", x.Name, x.Before.Precision, x.After.Precision, x.Before.Recall, x.After.Recall, x.Before.F1, x.After.F1)
	}
	for _, part := range []struct {
		sign string
		list []Change
	}{{"found ", d.Found}, {"lost  ", d.Lost}, {"fixed ", d.Fixed}, {"broken", d.Broken}} {
		for _, c := range part.list {
			p.printf("%s %s: %s\n", part.sign, c.Stem, c.Text)
		}
	}
	return p.err
}
