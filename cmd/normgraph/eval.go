package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/score"
)

type evalOptions struct {
	claims  string
	before  string
	groups  string
	same    string
	details bool
}

func newEval(a *app) *cobra.Command {
	var o evalOptions
	c := &cobra.Command{
		Use:     "eval GOLD [PATH…]",
		GroupID: groupCare,
		Short:   "Precision, recall and F1 by predicate on gold facts",
		Long: `Extracts from the documents and compares the claims with gold facts: a folder with
one NAME.jsonl for each document. With --claims it scores claims made before;
with --before it tells what changed since then. With --identity it tells besides
which things of several documents are split or wrongly merged.

GOLD may be a file of reviewers' decisions too: then what is extracted without
them is compared with what they say is right and wrong, and nothing else counts.`,
		Example: `  normgraph eval testdata/gold/corpus testdata/corpus
  normgraph eval gold press/ --identity gold/clusters.jsonl
  normgraph eval gold --claims new.jsonl --before old.jsonl --details
  normgraph eval decisions.jsonl press/`,
		Args: atLeast(1, "a folder with gold facts, or a file of decisions"),
	}
	f := c.Flags()
	f.StringVar(&o.claims, "claims", "", "score this file of claims (JSON lines) instead of extracting")
	f.StringVar(&o.before, "before", "", "compare with this file of claims")
	f.StringVar(&o.groups, "norm-groups", "", "coarse norm names of the gold: lines of a name, a tab, and catalogue ids")
	f.StringVar(&o.same, "identity", "", "a file of clusters: how well names of several documents became one thing (B-cubed)")
	f.BoolVar(&o.details, "details", false, "show what was missed and what was wrong, with sentences")
	c.RunE = func(cmd *cobra.Command, args []string) error { return a.eval(cmd.Context(), args[0], args[1:], o) }
	return c
}

func (a *app) eval(ctx context.Context, gold string, paths []string, o evalOptions) error {
	format, err := a.pick("table", "json")
	if err != nil {
		return err
	}
	if info, err := os.Stat(gold); err == nil && info.Mode().IsRegular() {
		return a.evalDecisions(ctx, gold, paths, o, format)
	}
	facts, err := score.LoadGold(os.DirFS(gold))
	if err != nil {
		return fmt.Errorf("gold %s: %w", gold, err)
	}
	scorer, err := a.scorer(o.groups)
	if err != nil {
		return err
	}
	if o.claims == "" {
		if len(paths) == 0 {
			return usagef("eval needs the paths of the documents, or --claims FILE")
		}
		dir, err := os.MkdirTemp("", "normgraph-eval-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		o.claims = filepath.Join(dir, "claims.jsonl")
		out, err := os.Create(o.claims)
		if err != nil {
			return err
		}
		one := *a
		one.stdout, one.format = out, "jsonl"
		err = one.extract(ctx, paths, buildOptions{})
		if cerr := out.Close(); err == nil {
			err = cerr
		}
		if err != nil {
			return err
		}
	}
	claims, err := loadClaims(o.claims)
	if err != nil {
		return err
	}
	report := scorer.Score(facts, claims, nil)
	identity, err := identityOf(o.same, claims)
	if err != nil {
		return err
	}
	if format == "json" {
		enc := json.NewEncoder(a.stdout)
		enc.SetIndent("", " ")
		return enc.Encode(struct {
			*score.Report
			Identity []score.BCubed `json:",omitempty"`
		}{report, identity})
	}
	if o.details {
		if err := report.WriteDetails(a.stdout, sourceOf(paths)); err != nil {
			return err
		}
	}
	if err := report.WriteTable(a.stdout); err != nil {
		return err
	}
	if identity != nil {
		if err := score.WriteIdentity(a.stdout, identity, o.details); err != nil {
			return err
		}
	}
	if o.before == "" {
		return nil
	}
	old, err := loadClaims(o.before)
	if err != nil {
		return err
	}
	return score.Compare(scorer.Score(facts, old, nil), report).WriteText(a.stdout)
}

// identityOf compares the things of the claims with the clusters of a file, nil
// where there is none.
func identityOf(file string, claims score.Claims) ([]score.BCubed, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	clusters, err := score.LoadClusters(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return score.Identity(clusters, claims.Finder()), nil
}

func loadClaims(name string) (score.Claims, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	c, err := score.LoadClaims(f)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// scorer knows the names of states and organisations, and the coarse names of
// norms that a gold set uses.
func (a *app) scorer(groups string) (*score.Scorer, error) {
	w, err := a.newWorld()
	if err != nil {
		return nil, err
	}
	var sets [][]string
	for i := range w.Gazetteer.States {
		s := &w.Gazetteer.States[i]
		sets = append(sets, append([]string{s.Name, s.Official, s.Alpha2, s.Alpha3}, s.Aliases...))
	}
	for i := range w.Gazetteer.Organizations {
		o := &w.Gazetteer.Organizations[i]
		sets = append(sets, append([]string{o.Name, o.Abbreviation}, o.Aliases...))
	}
	s := &score.Scorer{Names: score.NewNames(sets)}
	if groups == "" {
		return s, nil
	}
	f, err := os.Open(groups)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if s.Groups, err = score.LoadGroups(f); err != nil {
		return nil, fmt.Errorf("%s: %w", groups, err)
	}
	return s, nil
}

// sourceOf finds the bytes of a document by its stem among the paths.
func sourceOf(paths []string) func(string) []byte {
	files := map[string]string{}
	for _, p := range paths {
		filepath.WalkDir(p, func(path string, e fs.DirEntry, err error) error {
			if err == nil && !e.IsDir() {
				files[strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))] = path
			}
			return nil
		})
	}
	return func(stem string) []byte {
		b, err := os.ReadFile(files[stem])
		if err != nil {
			return nil
		}
		return b
	}
}
