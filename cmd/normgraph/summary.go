package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"
)

// summary says what a build found and gives the first answers.
func (a *app) summary(ctx context.Context, dir string, r *buildReport, format string) error {
	if format == "json" {
		b, err := json.MarshalIndent(r, "", " ")
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(a.stdout, "%s\n", b)
		return err
	}
	if a.quiet {
		return nil
	}
	fmt.Fprintf(a.stdout, "%s: %s, %s, %s, %s\n", dir, count(r.Documents, "document"), count(r.Entities, "entity"), count(r.Claims, "claim"), count(int(r.Quads), "quad"))
	var did []string
	for _, p := range []struct {
		n    int
		what string
	}{{r.Read, "read"}, {r.Unchanged, "unchanged"}, {r.Removed, "removed"}, {len(r.Failed), "failed"}} {
		if p.n > 0 {
			did = append(did, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	fmt.Fprintf(a.stdout, "documents: %s\n", strings.Join(did, ", "))
	if r.Doubtful > 0 {
		fmt.Fprintf(a.stdout, "%s may be the same and were not merged: normgraph query possible-duplicates\n", count(r.Doubtful, "pair"))
	}
	if d := r.Decisions; d.Applied > 0 {
		fmt.Fprintf(a.stdout, "%s of reviewers honoured: %s\n", count(d.Applied, "decision"), d.File)
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	qs, err := a.questions(nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	const first = 10
	t, err := a.ask(ctx, s, qs, []string{"norms-by-forum"}, queryOptions{})
	if err != nil {
		return err
	}
	if len(t.Rows) == 0 {
		return nil
	}
	fmt.Fprintf(a.stdout, "\nWhich norms has each forum endorsed? (normgraph query norms-by-forum --evidence shows the words)\n\n")
	shown := *t
	shown.Rows = shown.Rows[:min(first, len(shown.Rows))]
	g := tableGrid(&shown)
	g.columns = g.columns[:len(g.columns)-1] // the ids of claims are for the query command
	for i := range g.rows {
		g.rows[i] = g.rows[i][:len(g.columns)]
	}
	if err := a.printTable(g); err != nil {
		return err
	}
	if n := t.Total - len(shown.Rows); n > 0 {
		fmt.Fprintf(a.stdout, "… and %d more\n", n)
	}
	return nil
}

// count writes a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	if strings.HasSuffix(noun, "y") {
		return fmt.Sprintf("%s %sies", thousands(n), strings.TrimSuffix(noun, "y"))
	}
	return fmt.Sprintf("%s %ss", thousands(n), noun)
}

// thousands writes a number with commas.
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
