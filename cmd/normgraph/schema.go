package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/schema"
)

func newSchema(a *app) *cobra.Command {
	c := &cobra.Command{
		Use:     "schema",
		GroupID: groupCare,
		Short:   "The vocabulary and the data files",
	}
	c.AddCommand(
		&cobra.Command{
			Use:   "show [classes|predicates|norms|instruments]",
			Short: "Print the vocabulary or the norm catalogue as a table",
			Args:  cobra.MaximumNArgs(1),
			RunE: func(_ *cobra.Command, args []string) error {
				return a.schemaShow(append(args, "predicates")[0])
			},
		},
		&cobra.Command{
			Use:   "check",
			Short: "Check the data files that the program ships, and those of --data",
			Long: `Loads the data files that the program ships, with those of the folder that --data
names over them, and runs the examples of the user's norms and rules. Every
problem is named with file and line.`,
			Example: "  normgraph schema check --data own/",
			Args:    cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				w, err := a.newWorld()
				if err != nil {
					return err
				}
				if _, err := a.questions(nil); err != nil {
					return err
				}
				if err := w.CheckExamples(w.own); err != nil {
					return err
				}
				fmt.Fprintf(a.stdout, "%d classes, %d predicates, %d norms, %d instruments, %d states, %d organisations, %d places, %d rules: no problem found\n",
					len(w.Vocabulary.Classes()), len(w.Vocabulary.Predicates()), len(w.Catalogue.Norms()), len(w.Catalogue.Instruments()),
					len(w.Gazetteer.States), len(w.Gazetteer.Organizations), len(w.Gazetteer.Places), len(w.Rules.Rules))
				return nil
			},
		},
		&cobra.Command{
			Use:   "export",
			Short: "Write the vocabulary as Turtle (OWL) or as SHACL shapes",
			Args:  cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error {
				format, err := a.pick("turtle", "shacl")
				if err != nil {
					return err
				}
				w, err := a.newWorld()
				if err != nil {
					return err
				}
				names, err := newNames("")
				if err != nil {
					return err
				}
				if format == "shacl" {
					return w.Vocabulary.WriteSHACL(a.stdout, names)
				}
				return w.Vocabulary.WriteTurtle(a.stdout, names, w.concepts())
			},
		},
	)
	return c
}

func (a *app) schemaShow(what string) error {
	format, err := a.pick(tableFormats...)
	if err != nil {
		return err
	}
	w, err := a.newWorld()
	if err != nil {
		return err
	}
	var g grid
	ranges := func(p schema.PredicateDef) string {
		var out []string
		for _, c := range p.Range {
			out = append(out, string(c))
		}
		for _, d := range p.Datatypes {
			out = append(out, schema.ShortDatatype(d))
		}
		return strings.Join(out, ", ")
	}
	classes := func(cs []schema.Class) string {
		var out []string
		for _, c := range cs {
			out = append(out, string(c))
		}
		return strings.Join(out, ", ")
	}
	switch what {
	case "classes":
		g.columns = []string{"class", "under", "aligned", "meaning"}
		for _, c := range w.Vocabulary.Classes() {
			g.rows = append(g.rows, []string{string(c.Name), string(c.Parent), strings.Join(c.Aligned, ", "), c.Comment})
		}
	case "predicates":
		g.columns = []string{"predicate", "domain", "range", "meaning"}
		for _, p := range w.Vocabulary.Predicates() {
			g.rows = append(g.rows, []string{string(p.Name), classes(p.Domain), ranges(p), p.Comment})
		}
	case "norms":
		g.columns = []string{"norm", "field", "under", "label", "definition"}
		for _, n := range w.Catalogue.Norms() {
			g.rows = append(g.rows, []string{n.ID, n.Field, strings.Join(n.Broader, ", "), n.Label, n.Definition})
		}
	case "instruments":
		g.columns = []string{"instrument", "symbol", "by", "label", "states"}
		for _, i := range w.Catalogue.Instruments() {
			g.rows = append(g.rows, []string{i.ID, i.Symbol, i.Body, i.Label, strings.Join(i.States, ", ")})
		}
	default:
		return usagef("schema show knows classes, predicates, norms and instruments, not %q", what)
	}
	return a.print(g, format)
}

// concepts lists the norm catalogue for export as SKOS.
func (w *world) concepts() []schema.Concept {
	var out []schema.Concept
	for _, n := range w.Catalogue.Norms() {
		c := schema.Concept{Path: "norm/" + n.ID, Label: n.Label, AltLabels: n.Aliases, Definition: n.Definition}
		for _, b := range n.Broader {
			c.Broader = append(c.Broader, "norm/"+b)
		}
		out = append(out, c)
	}
	return out
}
