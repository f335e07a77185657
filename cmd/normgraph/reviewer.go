package main

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/extract/review"
	"github.com/normgraph/normgraph/schema"
)

// A reviewer makes decisions on what is in a store.
type reviewer struct {
	a     *app
	ctx   context.Context
	s     *workshop
	opts  *reviewOptions
	from  kept          // extractions without decisions
	graph *corpus.Graph // with the decisions that were there
	made  int
}

func (a *app) newReviewer(ctx context.Context, s *workshop, l *corpus.List, o *reviewOptions) (*reviewer, error) {
	names, err := newNames(l.Base)
	if err != nil {
		return nil, err
	}
	var b buildOptions
	r := &reviewer{a: a, ctx: ctx, s: s, opts: o, from: kept{s.cache, b.runner(s.world, s.cache)}}
	for i := range l.Docs {
		l.Docs[i].Key = r.from.runner.Key(l.Docs[i].Path, l.Docs[i].SHA256)
	}
	r.graph, err = a.resolveAll(ctx, s.world, r.from, s.decided, l.Docs, names, &buildReport{})
	return r, err
}

// weak are the claims that wait for a decision, the least sure first.
func (r *reviewer) weak() ([]quads.Claim, error) {
	var out []quads.Claim
	for w, err := range r.graph.Claims(r.ctx) {
		if err != nil {
			return nil, err
		}
		for _, c := range w.Claims {
			if !c.Derived && c.Review == nil && c.Confidence < r.opts.below {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y quads.Claim) int { return cmp.Compare(x.Confidence, y.Confidence) })
	return out, nil
}

// decideClaim keeps a decision on every statement that makes a claim.
func (r *reviewer) decideClaim(v review.Verdict, id, value, note string) error {
	id = "claim/" + strings.TrimPrefix(strings.Trim(id, "<>"), "claim/")
	var found []review.Statement
	var object *quads.Claim
	for _, d := range r.graph.Docs {
		if err := r.ctx.Err(); err != nil {
			return err
		}
		// With the decisions first: a claim that was corrected has another id
		// than what the document was read to say.
		for _, from := range []corpus.Extractions{r.graph.Extractions, r.from} {
			ss, c, err := r.statements(d, from, id)
			if err != nil {
				return err
			}
			if found = append(found, ss...); c != nil {
				object = c
				break
			}
		}
		if object != nil {
			break
		}
	}
	if object == nil {
		return fmt.Errorf("no claim %q in the store", id)
	}
	d := review.Decision{Verdict: v}
	if v == review.Corrected {
		val, err := r.value(object, value)
		if err != nil {
			return err
		}
		d.Value = val
	}
	for i := range found {
		d.Claim = &found[i]
		if err := r.put(d, note); err != nil {
			return err
		}
	}
	return nil
}

// statements are what makes the claim with an id in a document, and that claim.
func (r *reviewer) statements(d corpus.Doc, from corpus.Extractions, id string) ([]review.Statement, *quads.Claim, error) {
	x, err := from.Whole(d)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", d.Path, err)
	}
	doc := &resolve.Document{ID: d.ID, Path: corpus.ShownPath(d.Path), Extraction: *x}
	var out []review.Statement
	var found *quads.Claim
	for i := range x.Claims {
		c, err := r.graph.Builder.Claim(doc, &x.Claims[i])
		if err != nil || c.ID != id || c.Derived {
			continue
		}
		found = &c
		s := review.StatementOf(doc, &x.Claims[i])
		if c.Review != nil {
			if before := r.s.decided.set.ByPath(c.Review.Decision); before != nil {
				s = *before.Claim
			}
		}
		out = append(out, s)
	}
	if found != nil {
		return out, found, nil
	}
	claims, _ := r.graph.Builder.Claims(doc)
	for _, c := range claims {
		if c.ID != id {
			continue
		}
		if len(c.Premises) > 0 {
			return nil, nil, fmt.Errorf("%s follows from %s: decide on that", id, strings.Join(c.Premises, " and "))
		}
		return nil, nil, fmt.Errorf("%s follows from other claims of its document: decide on those", id)
	}
	return nil, nil, nil
}

// dateForms tell the datatype of a date by its form.
var dateForms = []struct {
	form     *regexp.Regexp
	datatype string
}{
	{regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), "xsd:date"},
	{regexp.MustCompile(`^\d{4}-\d\d$`), "xsd:gYearMonth"},
	{regexp.MustCompile(`^\d{4}$`), "xsd:gYear"},
}

// value reads the right object of a claim as a person writes it.
func (r *reviewer) value(c *quads.Claim, text string) (*review.Value, error) {
	if text = strings.TrimSpace(text); text == "" {
		return nil, usagef("what is the right value?")
	}
	def := r.graph.Builder.Vocabulary.Predicate(c.Predicate)
	if c.Object.Datatype != "" {
		v := &review.Value{Literal: text, Datatype: c.Object.Datatype}
		if strings.HasPrefix(v.Datatype, "xsd:date") || strings.HasPrefix(v.Datatype, "xsd:gYear") {
			for _, f := range dateForms {
				if f.form.MatchString(text) {
					v.Datatype = f.datatype
				}
			}
		}
		if err := r.graph.Builder.CheckLiteral(def, v.Literal, v.Datatype); err != nil {
			return nil, usagef("%s: %v", c.Predicate, err)
		}
		return v, nil
	}
	things, err := r.things(text, func(class schema.Class) bool { return r.graph.Builder.Vocabulary.Allows(def.Range, class) })
	if err != nil {
		return nil, err
	}
	if len(things) == 0 {
		return &review.Value{Class: c.Object.Type, Label: text}, nil
	}
	return &things[0], nil
}

// things finds what a person means by a name or path among what is known and
// what the documents speak of, of the classes that are allowed. More than one is
// an error that names them.
func (r *reviewer) things(text string, allowed func(schema.Class) bool) ([]review.Value, error) {
	found := map[string]review.Value{}
	match := func(path, label string, aliases []string, class schema.Class, key string) {
		names := append([]string{path, label}, aliases...)
		if allowed(class) && slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, text) }) {
			found[path] = review.Value{Class: class, Key: key, Label: label}
		}
	}
	for i := range r.graph.Known {
		k := &r.graph.Known[i]
		match(k.Path, k.Label, k.Aliases, k.Class, k.Path)
	}
	for i := range r.graph.Builder.Resolution.Things {
		t := &r.graph.Builder.Resolution.Things[i]
		if _, ok := found[t.Path]; !ok {
			match(t.Path, t.Label, t.Aliases, t.Class, "")
		}
	}
	paths := make([]string, 0, len(found))
	var out []review.Value
	for path, v := range found {
		paths, out = append(paths, path), append(out, v)
	}
	if len(paths) > 1 {
		slices.Sort(paths)
		return nil, usagef("%q may be %s: give the id", text, strings.Join(paths, " or "))
	}
	return out, nil
}

// decideIdentity keeps a decision on two entities.
func (r *reviewer) decideIdentity(v review.Verdict, a, b string) error {
	ma, pa, err := r.member(a)
	if err != nil {
		return err
	}
	mb, pb, err := r.member(b)
	if err != nil {
		return err
	}
	vocabulary := r.graph.Builder.Vocabulary
	switch {
	case !vocabulary.IsA(ma.Class, mb.Class) && !vocabulary.IsA(mb.Class, ma.Class):
		return usagef("%s is of class %s, %s of class %s", pa, ma.Class, pb, mb.Class)
	case ma == mb:
		return usagef("%s and %s are one thing: ENTITY@DOCUMENT says which document's is meant", a, b)
	case v == review.Same && r.catalogued(pa) && r.catalogued(pb):
		return usagef("%s and %s are two entries of the shipped data", pa, pb)
	case v == review.NotSame && pa == pb && r.catalogued(pa):
		return usagef("%s is an entry of the shipped data, and both documents name it", pa)
	}
	return r.put(review.Decision{Verdict: v, A: &ma, B: &mb}, r.opts.note)
}

// catalogued reports whether a path is that of an entry of the gazetteer or the
// catalogue.
func (r *reviewer) catalogued(path string) bool {
	return slices.ContainsFunc(r.graph.Known, func(k quads.Known) bool { return k.Path == path })
}

// member finds an entity by what some document calls it. The text is a name or
// a path, which @ and the id of a document may follow.
func (r *reviewer) member(text string) (m resolve.Member, path string, err error) {
	name, document := text, ""
	if i := strings.LastIndexByte(text, '@'); i > 0 {
		name, document = text[:i], strings.TrimPrefix(text[i+1:], "doc/")
	}
	res := r.graph.Builder.Resolution
	var members []resolve.Member
	var paths []string
	for _, d := range r.graph.Docs {
		if document != "" && d.ID != document && d.Path != document {
			continue
		}
		x, err := r.graph.Extractions.Names(d)
		if err != nil {
			return m, "", fmt.Errorf("%s: %w", d.Path, err)
		}
		for i := range x.Entities {
			e := &x.Entities[i]
			t := res.Thing(d.ID, i)
			if t == nil || slices.Contains(paths, t.Path) {
				continue
			}
			if t.Path == name || strings.EqualFold(t.Label, name) || strings.EqualFold(e.Label, name) || slices.ContainsFunc(t.Aliases, func(s string) bool { return strings.EqualFold(s, name) }) {
				paths = append(paths, t.Path)
				members = append(members, resolve.Member{Document: d.ID, Class: e.Class, Label: e.Label})
			}
		}
	}
	if i := slices.Index(paths, name); i >= 0 {
		return members[i], name, nil
	}
	switch {
	case len(paths) == 0 && document != "":
		return m, "", fmt.Errorf("document %s speaks of no %q", document, name)
	case len(paths) == 0:
		return m, "", fmt.Errorf("no document speaks of %q", name)
	case len(paths) > 1:
		slices.Sort(paths)
		return m, "", usagef("%q may be %s: give the id", name, strings.Join(paths, " or "))
	}
	return members[0], paths[0], nil
}
