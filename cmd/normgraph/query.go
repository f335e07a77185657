package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

type queryOptions struct {
	raw       [3]string // text in gizmo, graphql, mql
	least     float64
	questions []string
	evidence  bool
	explain   bool
	limit     int
	timeout   time.Duration
	named     map[string]*string // parameters of questions given as flags
	set       map[string]string
}

func newQuery(a *app) *cobra.Command {
	o := queryOptions{named: map[string]*string{}}
	c := &cobra.Command{
		Use:     "query [NAME [ARG…] | PATH]",
		GroupID: groupAsk,
		Short:   "Ask a named question, or one in the path language",
		Long: `Without a name it lists the questions. A question takes its required values in
order and the others as flags. Anything with an arrow is read as the path
language (graph/query/SYNTAX.md).

Entities are written as people write them: KR, korea, "South Korea", osce,
"3rd inter-regional conference", state/KR.

With --gizmo, --graphql or --mql the text goes to Cayley as it is. Prefixes may
be written in all three: <ng:hostedBy>, <state/KR>.`,
		Example: `  normgraph query
  normgraph query norms-by-forum
  normgraph query speakers korea --evidence
  normgraph query events --in seoul --from 2019 --to 2021
  normgraph query 'forum <-editionOf event ->endorses norm'
  normgraph query cohosts poland --explain
  normgraph query --gizmo 'g.V("<state/PL>").In("<ng:coHostedBy>").All()'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			o.set = map[string]string{}
			for name, v := range o.named {
				if cmd.Flags().Changed(name) {
					o.set[name] = *v
				}
			}
			return a.query(cmd.Context(), args, o)
		},
	}
	f := c.Flags()
	f.StringArrayVar(&o.questions, "queries", nil, "a folder with questions of your own (may be given again)")
	f.BoolVarP(&o.evidence, "evidence", "e", false, "print the sentences behind each answer")
	f.BoolVar(&o.explain, "explain", false, "print the path, the plan and the counts at each step")
	f.IntVar(&o.limit, "limit", 0, "print at most this many answers")
	f.Float64Var(&o.least, "min-confidence", 0, "count only claims of at least this confidence (0 to 1)")
	for i, lang := range rawLanguages {
		f.StringVar(&o.raw[i], lang, "", "ask in Cayley's "+rawTitles[i]+" instead; - reads the text from standard input")
	}
	f.DurationVar(&o.timeout, "timeout", 30*time.Second, "give up after this time")
	if qs, err := a.questions(nil); err == nil {
		for _, q := range qs.List() {
			for _, p := range q.Parameters {
				if f.Lookup(p.Name) == nil && !p.Required {
					o.named[p.Name] = f.String(p.Name, "", p.Help)
				}
			}
		}
	}
	c.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		qs, err := a.questions(o.questions)
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		var names []string
		for _, q := range qs.List() {
			names = append(names, q.Name+"\t"+q.Question)
		}
		return names, cobra.ShellCompDirectiveNoFileComp
	}
	return c
}

// questions loads the named questions, with those of the user's folders.
func (a *app) questions(folders []string) (*query.Questions, error) {
	defs, err := schema.Default()
	if err != nil {
		return nil, err
	}
	names, err := schema.NewNames("")
	if err != nil {
		return nil, err
	}
	var own []fs.FS
	if a.data != "" {
		if dir := filepath.Join(a.data, "questions"); isDir(dir) {
			folders = append([]string{dir}, folders...)
		}
	}
	for _, f := range folders {
		own = append(own, os.DirFS(f))
	}
	return query.LoadQuestions(query.NewVocabulary(names, defs), own...)
}

func isDir(name string) bool {
	info, err := os.Stat(name)
	return err == nil && info.IsDir()
}

func (a *app) query(ctx context.Context, args []string, o queryOptions) error {
	lang, text, err := a.rawText(o, args)
	if err != nil {
		return err
	}
	if lang != "" {
		return a.raw(ctx, lang, text, o)
	}
	if o.least < 0 || o.least > 1 {
		return usagef("--min-confidence %g: a confidence is from 0 to 1", o.least)
	}
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
	}
	p, err := a.place()
	if err != nil {
		return err
	}
	if err := a.remembered(p.dir); err != nil {
		return err
	}
	qs, err := a.questions(o.questions)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		g := grid{columns: []string{"name", "question"}}
		for _, q := range qs.List() {
			g.rows = append(g.rows, []string{q.Usage(), q.Question})
		}
		return a.print(g, format)
	}
	s, err := a.open()
	if err != nil {
		return err
	}
	defer s.Close()
	s.graph = s.graph.Surer(o.least)
	ctx, cancel := context.WithTimeout(ctx, o.timeout)
	defer cancel()
	t, err := a.ask(ctx, s, qs, args, o)
	if err != nil {
		return queryError(ctx, err, o.timeout)
	}
	return a.answer(ctx, s, t, format, o)
}

// ask evaluates a named question, or a path.
func (a *app) ask(ctx context.Context, s *opened, qs *query.Questions, args []string, o queryOptions) (*query.Table, error) {
	opt := query.Options{Limit: o.limit}
	if strings.Contains(args[0], "->") || strings.Contains(args[0], "<-") || strings.Contains(args[0], "--") || strings.Contains(args[0], ":") && strings.Contains(args[0], " ") {
		return s.graph.Query(ctx, strings.Join(args, " "), o.set, opt)
	}
	q, err := qs.Find(args[0])
	if err != nil {
		return nil, usageError{err}
	}
	values, err := q.Arguments(args[1:], o.set)
	if err != nil {
		return nil, usageError{err}
	}
	return s.graph.Ask(ctx, q, values, opt)
}

// queryError makes one clear message of what can go wrong with a query.
func queryError(ctx context.Context, err error, timeout time.Duration) error {
	var fault *query.Error
	switch {
	case errors.As(err, &fault):
		return usageError{fmt.Errorf("%w\n%s", err, fault.Caret())}
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return fmt.Errorf("no answer within %s: narrow the question, or give more time with --timeout", timeout)
	}
	return err
}

// answer prints a table with notes, and the proof or the plan as asked for.
func (a *app) answer(ctx context.Context, s *opened, t *query.Table, format string, o queryOptions) error {
	for _, n := range t.Notes {
		a.note("%s", n)
	}
	if o.explain {
		a.explainPlan(t)
	}
	if err := a.print(tableGrid(t), format); err != nil {
		return err
	}
	switch {
	case len(t.Rows) > 0:
	case t.Why != nil:
		a.note("No answer.\n%s", strings.Join(t.Why.Lines(), "\n"))
	case t.Empty != "":
		a.note("No answer: %s", t.Empty)
	}
	if t.Total > len(t.Rows) {
		a.note("%d of %d answers; --limit %d shows all", len(t.Rows), t.Total, t.Total)
	}
	if !o.evidence {
		return nil
	}
	var ids []string
	for _, r := range t.Rows {
		ids = append(ids, r.Claims...)
	}
	quotes, err := s.graph.Evidence(ctx, ids)
	if err != nil {
		return err
	}
	return a.printQuotes(quotes, format)
}

func (a *app) explainPlan(t *query.Table) {
	if t.Query != "" {
		a.note("path: %s", t.Query)
	}
	for i, p := range t.Plan {
		a.note("%2d. %s%-60s estimated %d, %d → %d rows, %s", i+1, strings.Repeat("  ", p.Depth), p.Pattern, p.Estimate, p.Before, p.After, p.Time.Round(time.Microsecond))
	}
}

// tableGrid is a table with the count of evidence behind each row.
func tableGrid(t *query.Table) grid {
	proof := false
	for _, r := range t.Rows {
		proof = proof || len(r.Claims) > 0
	}
	g := grid{columns: append([]string(nil), t.Columns...)}
	if proof {
		g.columns = append(g.columns, "evidence", "claims")
	}
	for _, r := range t.Rows {
		var row []string
		var values []any
		for _, c := range r.Cells {
			row = append(row, c.String())
			values = append(values, cellValue(c))
		}
		if proof {
			row = append(row, strconv.Itoa(r.Evidence), claimsText(r.Claims))
			values = append(values, r.Evidence, r.Claims)
		}
		g.rows = append(g.rows, row)
		g.values = append(g.values, values)
	}
	return g
}

// claimsText shows the first claim of a row and how many more there are.
func claimsText(ids []string) string {
	switch len(ids) {
	case 0:
		return ""
	case 1:
		return ids[0]
	}
	return fmt.Sprintf("%s +%d", ids[0], len(ids)-1)
}

// cellValue is a cell for programs: an entity with id and label, a literal with
// its value, several as a list.
func cellValue(c query.Cell) any {
	var out []any
	for _, t := range c {
		switch {
		case t.ID != "":
			out = append(out, map[string]string{"id": t.ID, "label": t.Label})
		case (t.Datatype == "xsd:integer" || t.Datatype == "xsd:decimal") && json.Valid([]byte(t.Label)):
			out = append(out, json.Number(t.Label))
		default:
			out = append(out, t.Label)
		}
	}
	if len(out) == 1 {
		return out[0]
	}
	return out
}

// printQuotes prints sentences, for a person as text and for programs as
// records.
func (a *app) printQuotes(quotes []query.Quote, format string) error {
	if format != "table" {
		g := grid{columns: []string{"claim", "subject", "predicate", "object", "document", "line", "start", "end", "exact", "text", "status", "rule", "confidence"}}
		for _, q := range quotes {
			row := []string{q.Claim, q.Subject.Label, q.Predicate, q.Object.Label, q.Document.ID, strconv.Itoa(q.Line), strconv.Itoa(q.Start), strconv.Itoa(q.End), q.Exact, q.Text, q.Status, q.Rule, strconv.FormatFloat(q.Confidence, 'f', 2, 64)}
			g.rows = append(g.rows, row)
			g.values = append(g.values, []any{q.Claim, q.Subject.Label, q.Predicate, q.Object.Label, q.Document.ID, q.Line, q.Start, q.End, q.Exact, q.Text, q.Status, q.Rule, q.Confidence})
		}
		return a.print(g, format)
	}
	last := ""
	for _, q := range quotes {
		if q.Document.ID != last {
			fmt.Fprintf(a.stdout, "\n%s\n", a.bold(strings.TrimPrefix(q.Document.ID, "doc/")))
			last = q.Document.ID
		}
		text := q.Text
		if text == "" {
			text = q.Exact
		}
		fmt.Fprintf(a.stdout, "  line %d: %s\n      %s %s %s  [%s, %s, %.2f, %s]\n", q.Line, strings.Join(strings.Fields(text), " "), q.Subject.Label, q.Predicate, q.Object.Label, q.Status, q.Rule, q.Confidence, q.Claim)
	}
	return nil
}

func (a *app) bold(s string) string {
	if a.colour() {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}
