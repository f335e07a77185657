package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/review"
)

// reviewOptions are the flags of review and its subcommands.
type reviewOptions struct {
	list  bool
	below float64
	by    string
	note  string
	later bool
}

func newReview(a *app) *cobra.Command {
	var o reviewOptions
	c := &cobra.Command{
		Use:     "review",
		GroupID: groupCare,
		Short:   "Decide on doubtful merges and claims; every build honours it",
		Long: `Walks through the pairs that may be one thing and the claims that are little sure,
and asks for a decision on each. Decisions go into a file to be kept under
version control: decisions.jsonl beside the store, or the one that --decisions
names. Every build honours them as long as the words that they are on stand in
the documents, and says which no longer do.

CLAIM is the id of a claim as 'show', 'explain' and 'review --list' print it.
ENTITY is a name or an id; ENTITY@DOCUMENT is the entity as one document names
it, to part what was taken for one.`,
		Example: `  normgraph review
  normgraph review --list --format jsonl
  normgraph review not-same "River Forum@press-12" "River Forum@wire-3" --note "two rivers"
  normgraph review wrong claim/3f09c2d1a4b5e6f7 --by cm
  normgraph review correct claim/3f09c2d1a4b5e6f7 2019-10-08`,
		Args: cobra.NoArgs,
	}
	c.Flags().BoolVar(&o.list, "list", false, "print what waits for a decision and ask nothing")
	f := c.PersistentFlags()
	f.Float64Var(&o.below, "below", 0.7, "confidence below which a claim waits for a decision")
	f.StringVar(&o.by, "by", "", "who decides (default: the user's name)")
	f.StringVar(&o.note, "note", "", "a note to keep beside the decision")
	f.BoolVar(&o.later, "later", false, "write the decisions only; the next build honours them")
	c.RunE = func(cmd *cobra.Command, _ []string) error {
		return a.reviewing(cmd.Context(), &o, func(r *reviewer) error {
			if o.list {
				return r.print()
			}
			return r.walk()
		})
	}
	sub := func(use, short string, n int, what string, do func(*reviewer, []string) error) {
		c.AddCommand(&cobra.Command{
			Use: use, Short: short, Args: exactly(n, what),
			RunE: func(cmd *cobra.Command, args []string) error {
				return a.reviewing(cmd.Context(), &o, func(r *reviewer) error { return do(r, args) })
			},
		})
	}
	sub("same ENTITY ENTITY", "Two are one thing", 2, "two entities", func(r *reviewer, args []string) error {
		return r.decideIdentity(review.Same, args[0], args[1])
	})
	sub("not-same ENTITY ENTITY", "Two are two things", 2, "two entities", func(r *reviewer, args []string) error {
		return r.decideIdentity(review.NotSame, args[0], args[1])
	})
	sub("wrong CLAIM", "The words do not say it", 1, "the id of a claim", func(r *reviewer, args []string) error {
		return r.decideClaim(review.Wrong, args[0], "", o.note)
	})
	sub("right CLAIM", "The words say it", 1, "the id of a claim", func(r *reviewer, args []string) error {
		return r.decideClaim(review.Right, args[0], "", o.note)
	})
	sub("correct CLAIM VALUE", "The words say it of another object: a date, number, name or id", 2, "the id of a claim and the value that is right", func(r *reviewer, args []string) error {
		return r.decideClaim(review.Corrected, args[0], args[1], o.note)
	})
	return c
}

// reviewing opens the store for decisions, lets do make them, and makes the
// graph again with those that are new.
func (a *app) reviewing(ctx context.Context, o *reviewOptions, do func(*reviewer) error) error {
	p, err := a.place()
	if err != nil {
		return err
	}
	if _, err := os.Stat(a.decisions); a.decisions != "" && errors.Is(err, fs.ErrNotExist) && !o.list {
		if err := a.disk.writeFile(a.decisions, nil); err != nil {
			return err
		}
	}
	l, err := loadList(p.dir)
	if err != nil {
		return err
	}
	if l == nil {
		return fmt.Errorf("there is no store at %s: build one with 'normgraph build PATH…'", p.graph)
	}
	s, err := a.workOn(p)
	if err != nil {
		return err
	}
	defer s.Close()
	r, err := a.newReviewer(ctx, s, l, o)
	if err != nil {
		return s.explain(err)
	}
	if err := do(r); err != nil {
		return err
	}
	switch {
	case r.made == 0:
		return nil
	case o.later:
		a.note("%s written to %s; the next build honours them", count(r.made, "decision"), s.decided.file)
		return nil
	}
	return a.remake(ctx, s, l, &buildReport{}, fmt.Sprintf("%s written to %s and honoured in %s", count(r.made, "decision"), s.decided.file, p.graph))
}

// who is the name that decisions are signed with.
func (o *reviewOptions) who() string {
	if o.by != "" {
		return o.by
	}
	if u, err := user.Current(); err == nil {
		return u.Username
	}
	return os.Getenv("USER")
}

// put keeps a decision.
func (r *reviewer) put(d review.Decision, note string) error {
	d.By, d.On, d.Note = r.opts.who(), time.Now().Format(time.DateOnly), note
	r.s.decided.set.Put(d)
	if err := r.s.decided.save(); err != nil {
		return err
	}
	r.made++
	return nil
}

// print lists what waits for a decision.
func (r *reviewer) print() error {
	format, err := r.a.pick(tableFormats...)
	if err != nil {
		return err
	}
	g := grid{columns: []string{"kind", "id", "other", "statement", "score", "why", "document"}}
	row := func(kind, id, other, statement string, score float64, why []string, document string) {
		text := fmt.Sprintf("%.2f", score)
		if kind == "identity" {
			text = fmt.Sprintf("%.0f", score)
		}
		g.rows = append(g.rows, []string{kind, id, other, statement, text, strings.Join(why, "; "), document})
		g.values = append(g.values, []any{kind, id, other, statement, score, why, document})
	}
	for i := range r.graph.Builder.Resolution.Pairs {
		p := &r.graph.Builder.Resolution.Pairs[i]
		row("identity", p.A, p.B, r.pairText(p), float64(p.Score), p.Reasons, "")
	}
	weak, err := r.weak()
	if err != nil {
		return err
	}
	for i := range weak {
		c := &weak[i]
		row("claim", c.ID, "", claimText(c), c.Confidence, quoted(c), c.Document)
	}
	return r.a.print(g, format)
}

func (r *reviewer) pairText(p *resolve.Pair) string {
	res := r.graph.Builder.Resolution
	name := func(path string) string {
		t := res.ByPath(path)
		if t == nil {
			return path
		}
		if t.SortDate != "" {
			return t.Label + " (" + t.SortDate + ")"
		}
		return t.Label
	}
	return name(p.A) + " = " + name(p.B) + "?"
}

func claimText(c *quads.Claim) string {
	s := termText(c.Subject) + " " + string(c.Predicate) + " " + termText(c.Object)
	if c.Status != "asserted" {
		s += " [" + string(c.Status) + "]"
	}
	return s
}

// quoted are the words of a claim.
func quoted(c *quads.Claim) []string {
	var out []string
	for i := range c.Evidence {
		words := c.Evidence[i].Text
		if words == "" {
			words = c.Evidence[i].Exact
		}
		out = append(out, strings.Join(strings.Fields(words), " "))
	}
	return out
}

// walk asks for a decision on everything that waits for one.
func (r *reviewer) walk() error {
	in := bufio.NewScanner(r.a.stdin)
	out := r.a.stdout
	weak, err := r.weak()
	if err != nil {
		return err
	}
	pairs := r.graph.Builder.Resolution.Pairs
	total := len(pairs) + len(weak)
	if total == 0 {
		fmt.Fprintln(out, "nothing waits for a decision")
		return nil
	}
	// ask returns the letter and what follows it; quit at the end of the input.
	ask := func(choices string) (letter, rest string) {
		fmt.Fprintf(out, "  %s ", choices)
		if !in.Scan() {
			fmt.Fprintln(out)
			return "q", ""
		}
		letter, rest, _ = strings.Cut(strings.TrimSpace(in.Text()), " ")
		return strings.ToLower(letter), strings.TrimSpace(rest)
	}
	for i := range pairs {
		p := &pairs[i]
		fmt.Fprintf(out, "\n%d of %d  %s\n  %s, %s\n", i+1, total, r.a.bold(r.pairText(p)), p.A, p.B)
		for _, why := range p.Reasons {
			fmt.Fprintf(out, "  %s\n", why)
		}
		letter, note := ask("[s]ame, [n]ot the same, [enter] skip, [q]uit; then a note if you like:")
		verdict := map[string]review.Verdict{"s": review.Same, "n": review.NotSame}[letter]
		switch {
		case letter == "q":
			return in.Err()
		case verdict != "":
			if err := r.put(review.Decision{Verdict: verdict, A: &p.MemberA, B: &p.MemberB}, note); err != nil {
				return err
			}
		}
	}
	for i := range weak {
		c := &weak[i]
		fmt.Fprintf(out, "\n%d of %d  %s\n  %s, %s, confidence %.2f\n", len(pairs)+i+1, total, r.a.bold(claimText(c)), c.Document, c.Rule, c.Confidence)
		for _, words := range quoted(c) {
			fmt.Fprintf(out, "  “%s”\n", words)
		}
		letter, rest := ask("[r]ight, [w]rong, [c]orrect VALUE, [enter] skip, [q]uit; then a note if you like:")
		verdict := map[string]review.Verdict{"r": review.Right, "w": review.Wrong, "c": review.Corrected}[letter]
		value := ""
		if verdict == review.Corrected {
			value, rest = rest, ""
		}
		switch {
		case letter == "q":
			return in.Err()
		case verdict != "":
			if err := r.decideClaim(verdict, c.ID, value, rest); err != nil {
				r.a.warn("%v", err)
			}
		}
	}
	return in.Err()
}
