package main

import (
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"
)

// app is what the commands share: the streams and the flags of the root.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	disk           disk // where builds write

	db        string
	data      string // folder of the user's data
	decisions string // file; "" for the one that the store's last build honoured
	format    string
	quiet     bool
	noColor   bool
}

// defaultStore is the store of those who name none.
const defaultStore = "normgraph.db"

// The groups of commands in the help text.
const (
	groupBuild = "build"
	groupAsk   = "ask"
	groupShare = "share"
	groupCare  = "care"
)

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "normgraph",
		Short: "Diplomatic documents to a knowledge graph in which every edge shows its words",
		Long: `Normgraph reads diplomatic documents (press releases, remarks, statements, news)
and builds a graph of actors, events and norms in which every edge can be traced
to the sentence that says it.

  normgraph build press/              read a folder, build ./normgraph.db
  normgraph query                     list the questions it answers
  normgraph query norms-by-forum      which norms has each forum endorsed?
  normgraph show "Republic of Korea"  all that the graph knows of one entity
  normgraph serve                     the same in a browser`,
		Version:       version(),
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	f := root.PersistentFlags()
	f.StringVar(&a.db, "db", defaultStore, "the store: a folder, leveldb:DIR or postgres://…")
	f.StringVar(&a.data, "data", "", "a folder with norms, organisations, names, rules and questions of your own")
	f.StringVar(&a.decisions, "decisions", "", "file of reviewers' decisions (default: decisions.jsonl beside the store)")
	f.StringVar(&a.format, "format", "", "output format: table, json, jsonl, csv, tsv (and more where a command says so)")
	f.BoolVarP(&a.quiet, "quiet", "q", false, "no progress and no summary on standard error")
	f.BoolVar(&a.noColor, "no-color", false, "no colours (as with NO_COLOR in the environment)")
	root.AddGroup(
		&cobra.Group{ID: groupBuild, Title: "Build a graph:"},
		&cobra.Group{ID: groupAsk, Title: "Ask it:"},
		&cobra.Group{ID: groupShare, Title: "Share it:"},
		&cobra.Group{ID: groupCare, Title: "Take care of it:"},
	)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usagef("%v\nSee '%s --help'.", err, c.CommandPath())
	})
	for _, c := range []*cobra.Command{
		newBuild(a), newExtract(a),
		newQuery(a), newShow(a), newExplain(a), newPath(a), newCompare(a), newConflicts(a), newTimeline(a), newStats(a), newDiff(a),
		newServe(a), newRawChild(a),
		newExport(a), newImport(a),
		newReview(a), newRemove(a), newCheck(a), newEval(a), newSchema(a), newVersion(a), newMan(),
	} {
		root.AddCommand(c)
	}
	return root
}

// exactly is an argument check that reports wrong usage with what is needed.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s needs %s.\nSee '%s --help'.", c.CommandPath(), what, c.CommandPath())
		}
		return nil
	}
}

// atLeast is exactly for a lower bound.
func atLeast(n int, what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) < n {
			return usagef("%s needs %s.\nSee '%s --help'.", c.CommandPath(), what, c.CommandPath())
		}
		return nil
	}
}

// pick returns the output format, the first of allowed where none was asked
// for.
func (a *app) pick(allowed ...string) (string, error) {
	if a.format == "" {
		return allowed[0], nil
	}
	for _, f := range allowed {
		if a.format == f {
			return f, nil
		}
	}
	return "", usagef("unknown format %q: use one of %s", a.format, strings.Join(allowed, ", "))
}

// terminal reports whether w is a terminal, and its width in columns.
func terminal(w io.Writer) (width int, ok bool) {
	f, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(f.Fd())) {
		return 0, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		width = 80
	}
	return width, true
}

// colour reports whether standard output takes colours.
func (a *app) colour() bool {
	if _, tty := terminal(a.stdout); !tty || a.noColor {
		return false
	}
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// note writes a message for the person at standard error.
func (a *app) note(format string, args ...any) {
	if !a.quiet {
		fmt.Fprintf(a.stderr, format+"\n", args...)
	}
}

// warn writes a message about something that failed; --quiet does not hide it.
func (a *app) warn(format string, args ...any) {
	fmt.Fprintf(a.stderr, "normgraph: "+format+"\n", args...)
}
