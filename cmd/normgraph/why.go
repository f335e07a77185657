package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/rule"
	"github.com/normgraph/normgraph/extract/syntax"
)

// why shows how the sentences that hold a text were understood: their parse,
// the mentions with the entities they were taken for, the rules that had their
// trigger there, and the claims made.
func (a *app) why(ctx context.Context, text string, paths []string, o buildOptions) error {
	w, err := a.newWorld()
	if err != nil {
		return err
	}
	var rules *rule.Recognizer
	for _, s := range w.Pipeline.Steps() {
		if r, ok := s.Extractor.(*rule.Recognizer); ok {
			rules = r
		}
	}
	opt := o.read()
	found, failed := 0, 0
	for src, err := range read.Walk(ctx, paths, opt) {
		var doc *extract.Document
		if err == nil {
			doc, err = src.Read(opt)
		}
		if err != nil {
			a.warn("%v", err)
			failed++
			continue
		}
		an := w.Pipeline.Analyse(doc)
		for i, s := range an.Sentences {
			if !strings.Contains(strings.ToLower(an.Text(s.Span)), strings.ToLower(text)) {
				continue
			}
			found++
			a.whySentence(an, i, rules.Triggered(an, i))
		}
	}
	switch {
	case failed > 0:
		return saidError{fmt.Errorf("%d documents failed", failed)}
	case found == 0:
		return errors.New("no sentence of the documents holds these words: give a part of one sentence, as it is written")
	}
	return nil
}

func (a *app) whySentence(an *extract.Analysis, i int, triggered []string) {
	s := &an.Sentences[i]
	raw := an.Doc.RawSpan(s.Span)
	fmt.Fprintf(a.stdout, "%s, line %d\n%s\n\n%s\n", an.Doc.Path, an.Doc.Line(raw.Start), a.bold(an.Text(s.Span)), syntax.Format(an.Doc.Text, s))
	fmt.Fprintln(a.stdout, "mentions")
	for _, m := range an.MentionsIn(s.Span) {
		e := an.Entities[m.Entity]
		form := []string{"name", "noun", "pronoun"}[m.Form]
		key := e.Key
		if key == "" {
			key = "known in this document only"
		}
		fmt.Fprintf(a.stdout, "  %-40s %s, %s → %s (%s)\n", an.Text(m.Span), m.Class, form, e.Label, key)
	}
	fmt.Fprintln(a.stdout, "claims")
	var fired []string
	for _, c := range an.Claims {
		if !slices.ContainsFunc(c.Evidence, func(e extract.Span) bool { return e.Overlaps(s.Span) }) {
			continue
		}
		subject, object := "the document", c.Literal.Value
		if c.Subject >= 0 {
			subject = an.Entities[c.Subject].Label
		}
		if c.Object >= 0 {
			object = an.Entities[c.Object].Label
		}
		fired = append(fired, c.Rule)
		fmt.Fprintf(a.stdout, "  %s %s %s  [%s, %s, %.2f]\n", subject, c.Predicate, object, c.Rule, c.Status, c.Confidence)
	}
	fmt.Fprintln(a.stdout, "rules of extract/rules that were triggered and made no claim")
	for _, id := range triggered {
		if !slices.Contains(fired, id) {
			fmt.Fprintf(a.stdout, "  %s\n", id)
		}
	}
	fmt.Fprintln(a.stdout)
}
