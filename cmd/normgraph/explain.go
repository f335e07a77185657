package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/query"
)

func newExplain(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "explain CLAIM",
		GroupID: groupAsk,
		Short:   "The whole story of one edge: its words, rule, status, and what agrees or contradicts",
		Example: "  normgraph explain claim/3f09c2d1a4b5e6f7",
		Args:    exactly(1, "the id of a claim"),
	}
	timeout := timeoutFlag(c)
	c.RunE = func(cmd *cobra.Command, args []string) error {
		format, err := a.pick("table", "json")
		if err != nil {
			return err
		}
		s, err := a.open()
		if err != nil {
			return err
		}
		defer s.Close()
		ctx, cancel := context.WithTimeout(cmd.Context(), *timeout)
		defer cancel()
		story, err := s.graph.Story(ctx, args[0])
		if err != nil {
			return queryError(ctx, err, *timeout)
		}
		if format == "json" {
			enc := json.NewEncoder(a.stdout)
			enc.SetIndent("", " ")
			return enc.Encode(story)
		}
		return a.tell(s, story)
	}
	return c
}

// tell prints a story for a person.
func (a *app) tell(s *opened, st *query.Story) error {
	fmt.Fprintf(a.stdout, "%s %s %s\n", a.bold(st.Subject.Label), st.Predicate, a.bold(st.Object.Label))
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(a.stdout, "  %-12s %s\n", name, value)
		}
	}
	line("claim", st.Claim)
	line("status", st.Status)
	line("modality", st.Modality)
	line("count", st.Qualifier)
	line("rule", st.Rule)
	line("confidence", fmt.Sprintf("%.2f", st.Confidence))
	line("behind it", termLabels(st.AttributedTo))
	line("asked to act", termLabels(st.Addressee))
	for _, d := range st.Decided {
		line("decided", strings.Join(strings.Fields(d.Verdict+" "+d.By+" "+d.On+" "+d.Note), " "))
	}
	if st.Derived {
		line("derived from", strings.Join(st.Premises, ", "))
	}
	for _, q := range st.Quotes {
		fmt.Fprintf(a.stdout, "\n%s, line %d\n", q.Document.Label, q.Line)
		fmt.Fprintf(a.stdout, "  %s\n", a.inContext(s, q))
	}
	line("\nsame", strings.Join(st.Same, ", "))
	for _, c := range st.Contrary {
		fmt.Fprintf(a.stdout, "\ncontradicts (%s): %s against %s\n", c.Kind, c.A.Value.Label, c.B.Value.Label)
	}
	for _, m := range st.Merged {
		fmt.Fprintf(a.stdout, "\n%s is one thing: %s\n", m.Entity.Label, strings.Join(m.Names, "; "))
		for _, r := range m.Reasons {
			fmt.Fprintf(a.stdout, "  %s\n", r)
		}
	}
	return nil
}

func termLabels(ts []query.Term) string {
	var out []string
	for _, t := range ts {
		out = append(out, t.Label)
	}
	return strings.Join(out, ", ")
}

// inContext gives the words of a quote within their line of the document, the
// words marked, or alone where the document's bytes are not kept.
func (a *app) inContext(s *opened, q query.Quote) string {
	words := q.Text
	if words == "" {
		words = q.Exact
	}
	words = strings.Join(strings.Fields(words), " ")
	raw := s.original(q.Document.ID)
	if q.End > len(raw) || q.Start >= q.End || string(raw[q.Start:q.End]) != q.Exact || q.Text != "" && q.Text != q.Exact {
		return a.bold(words)
	}
	start, end := q.Start, q.End
	for start > 0 && raw[start-1] != '\n' && q.Start-start < 300 {
		start--
	}
	for end < len(raw) && raw[end] != '\n' && end-q.End < 300 {
		end++
	}
	before, after := strings.ToValidUTF8(string(raw[start:q.Start]), ""), strings.ToValidUTF8(string(raw[q.End:end]), "")
	return before + a.bold(q.Exact) + after
}
