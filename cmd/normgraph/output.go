package main

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"charm.land/lipgloss/v2"
	ltable "charm.land/lipgloss/v2/table"
	"github.com/clipperhouse/displaywidth"
)

// tableFormats are the formats of every answer that is a table.
var tableFormats = []string{"table", "json", "jsonl", "csv", "tsv"}

// A grid is a table to print: rows of as many cells as there are columns.
type grid struct {
	columns []string
	rows    [][]string
	// values, where it is set, holds the rows for programs (json, jsonl), with
	// numbers and lists as such.
	values [][]any
}

// print writes g in the format.
func (a *app) print(g grid, format string) error {
	switch format {
	case "table":
		return a.printTable(g)
	case "json", "jsonl":
		return printJSON(a.stdout, g, format == "jsonl")
	case "csv":
		w := csv.NewWriter(a.stdout)
		w.Write(g.columns)
		w.WriteAll(g.rows)
		return w.Error()
	case "tsv":
		clean := strings.NewReplacer("\t", " ", "\n", " ", "\r", " ")
		line := func(cells []string) error {
			out := make([]string, len(cells))
			for i, c := range cells {
				out[i] = clean.Replace(c)
			}
			_, err := fmt.Fprintln(a.stdout, strings.Join(out, "\t"))
			return err
		}
		if err := line(g.columns); err != nil {
			return err
		}
		for _, r := range g.rows {
			if err := line(r); err != nil {
				return err
			}
		}
		return nil
	}
	return usagef("unknown format %q", format)
}

// printJSON writes one object a row, keys in column order.
func printJSON(w io.Writer, g grid, lines bool) error {
	object := func(i int) ([]byte, error) {
		var b strings.Builder
		b.WriteByte('{')
		for c, name := range g.columns {
			if c > 0 {
				b.WriteByte(',')
			}
			k, _ := json.Marshal(name)
			var v any = g.rows[i][c]
			if g.values != nil {
				v = g.values[i][c]
			}
			j, err := json.Marshal(v)
			if err != nil {
				return nil, err
			}
			b.Write(k)
			b.WriteByte(':')
			b.Write(j)
		}
		b.WriteByte('}')
		return []byte(b.String()), nil
	}
	if !lines {
		if _, err := io.WriteString(w, "["); err != nil {
			return err
		}
	}
	for i := range g.rows {
		o, err := object(i)
		if err != nil {
			return err
		}
		sep := "\n"
		if !lines {
			sep = ",\n "
			if i == 0 {
				sep = ""
			}
		}
		if lines {
			_, err = fmt.Fprintf(w, "%s\n", o)
		} else {
			_, err = fmt.Fprintf(w, "%s%s", sep, o)
		}
		if err != nil {
			return err
		}
	}
	if !lines {
		_, err := io.WriteString(w, "]\n")
		return err
	}
	return nil
}

// printTable aligns the columns; on a terminal it wraps the cells so that the
// table fits its width, elsewhere each row is one line.
func (a *app) printTable(g grid) error {
	width, tty := terminal(a.stdout)
	head := make([]string, len(g.columns))
	for i, c := range g.columns {
		head[i] = strings.ToUpper(strings.ReplaceAll(c, "_", " "))
	}
	if tty && natural(head, g.rows) > width {
		t := ltable.New().Border(lipgloss.HiddenBorder()).BorderTop(false).BorderBottom(false).BorderLeft(false).BorderRight(false).
			BorderHeader(false).BorderColumn(false).Wrap(true).Width(width).
			Headers(head...).Rows(g.rows...).
			StyleFunc(func(row, _ int) lipgloss.Style {
				s := lipgloss.NewStyle().PaddingRight(2)
				if row == ltable.HeaderRow && a.colour() {
					s = s.Bold(true)
				}
				return s
			})
		_, err := fmt.Fprintln(a.stdout, t.String())
		return err
	}
	widths := columnWidths(head, g.rows)
	write := func(cells []string, bold bool) error {
		var b strings.Builder
		for i, c := range cells {
			c = strings.ReplaceAll(c, "\n", " ")
			b.WriteString(c)
			if i < len(cells)-1 {
				b.WriteString(strings.Repeat(" ", widths[i]-displaywidth.String(c)+2))
			}
		}
		line := b.String()
		if bold && a.colour() {
			line = "\x1b[1m" + line + "\x1b[0m"
		}
		_, err := fmt.Fprintln(a.stdout, line)
		return err
	}
	if err := write(head, true); err != nil {
		return err
	}
	for _, r := range g.rows {
		if err := write(r, false); err != nil {
			return err
		}
	}
	return nil
}

func columnWidths(head []string, rows [][]string) []int {
	w := make([]int, len(head))
	for i, c := range head {
		w[i] = displaywidth.String(c)
	}
	for _, r := range rows {
		for i, c := range r {
			w[i] = max(w[i], displaywidth.String(strings.ReplaceAll(c, "\n", " ")))
		}
	}
	return w
}

// natural is the width in columns of a table that is not wrapped.
func natural(head []string, rows [][]string) int {
	n := 0
	for _, w := range columnWidths(head, rows) {
		n += w + 2
	}
	return n
}
