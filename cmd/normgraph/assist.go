package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/assist"
	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// assistKey is the variable of the environment that holds the key of an
// endpoint.
const assistKey = "NORMGRAPH_ASSIST_KEY"

// giveUp is how many documents in a row an endpoint may fail before it is asked
// no more.
const giveUp = 3

// An assistant keeps what a language model suggests, by the bytes of documents.
// The nil one suggests nothing.
type assistant struct {
	dir    string
	model  string
	client *assist.Client // nil where nothing is asked
}

// assistant is the one that the flags ask for; what it suggests is kept in dir.
func (a *app) assistant(ctx context.Context, o *buildOptions, w *world, dir string) (*assistant, error) {
	if o.assist == "" {
		return nil, nil
	}
	c, err := assist.New(assist.Options{URL: o.assist, Model: o.assistModel, Key: os.Getenv(assistKey), Vocabulary: w.Vocabulary})
	if err != nil {
		return nil, usageError{err}
	}
	model, err := c.Model(ctx)
	if err != nil {
		return nil, err
	}
	return &assistant{dir: dir, model: model, client: c}, os.MkdirAll(dir, 0o755)
}

func suggestionsDir(dir string) string { return filepath.Join(dir, "assist") }

// keptSuggestions is what the last build of a store was told, for making its
// graph again; nothing is asked.
func keptSuggestions(dir string) (*assistant, error) {
	old, err := loadReport(dir)
	if err != nil || old.Assist == "" {
		return nil, err
	}
	return &assistant{dir: suggestionsDir(dir), model: old.Assist}, nil
}

// decidedSum stands for what people have decided and what was suggested.
func (s *workshop) decidedSum(docs []corpus.Doc) (string, error) {
	sum, err := s.assist.sum(docs)
	return s.decided.sum + sum, err
}

// file is where the suggestions of a document are kept.
func (s *assistant) file(sum [32]byte) string {
	model := sha256.Sum256([]byte(s.model))
	return filepath.Join(s.dir, hex.EncodeToString(sum[:16])+"-"+hex.EncodeToString(model[:4])+".json")
}

// askModel asks about all documents whose suggestions are not kept. What fails is
// reported; the build goes on without.
func (a *app) askModel(ctx context.Context, s *assistant, docs []corpus.Doc, from *cache.Cache, opt read.Options, report *buildReport) error {
	if s == nil {
		return nil
	}
	bar := a.progress("assist", len(docs))
	defer bar.done()
	failed := 0
	for i, d := range docs {
		if _, err := os.Stat(s.file(d.SHA256)); err == nil {
			bar.step(d.Path)
			continue
		}
		raw, ok, err := from.Get(cache.Original, d.SHA256)
		if err != nil || !ok {
			return err
		}
		doc, err := read.Document(d.Path, raw, opt)
		if err != nil {
			continue // the build has reported it
		}
		answer, err := s.client.Ask(ctx, s.model, doc)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			report.Failed = append(report.Failed, failure{corpus.ShownPath(d.Path), err.Error()})
			if failed++; failed == giveUp && i+1 < len(docs) {
				report.Failed = append(report.Failed, failure{"assist", fmt.Sprintf("the endpoint failed %d times in a row; %s not asked about", giveUp, count(len(docs)-i-1, "document"))})
				return nil
			}
			continue
		}
		failed = 0
		b, err := json.Marshal(answer)
		if err == nil {
			err = a.disk.writeFile(s.file(d.SHA256), b)
		}
		if err != nil {
			return err
		}
		bar.step(d.Path)
	}
	return nil
}

// answer is what is kept of a document, nil for nothing.
func (s *assistant) answer(sum [32]byte) (*assist.Answer, error) {
	b, err := os.ReadFile(s.file(sum))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var a assist.Answer
	if err == nil {
		err = json.Unmarshal(b, &a)
	}
	if err != nil {
		return nil, fmt.Errorf("suggestions in %s: %w", s.file(sum), err)
	}
	return &a, nil
}

// sum stands for all suggestions about the documents.
func (s *assistant) sum(docs []corpus.Doc) (string, error) {
	if s == nil {
		return "", nil
	}
	h := sha256.New()
	for _, d := range docs {
		a, err := s.answer(d.SHA256)
		if err != nil {
			return "", err
		}
		if err := json.NewEncoder(h).Encode(a); err != nil {
			return "", err
		}
	}
	return " " + hex.EncodeToString(h.Sum(nil)), nil
}

// suggested gives the suggestions of documents that were resolved, with the ids
// of the things that their names mean there.
func (s *assistant) suggested(g *corpus.Graph) func(corpus.Doc, *resolve.Extraction) ([]quads.Claim, error) {
	if s == nil {
		return nil
	}
	known := map[string]quads.Term{}
	for i := range g.Known {
		k := &g.Known[i]
		for _, n := range append([]string{k.Label}, k.Aliases...) {
			key := string(k.Class) + "\n" + strings.ToLower(n)
			if _, ok := known[key]; !ok {
				known[key] = quads.Term{ID: k.Path, Type: k.Class, Label: k.Label}
			}
		}
	}
	return func(d corpus.Doc, x *resolve.Extraction) ([]quads.Claim, error) {
		a, err := s.answer(d.SHA256)
		if a == nil || err != nil {
			return nil, err
		}
		term := func(t assist.Thing) quads.Term {
			if t.Class == schema.Document {
				return quads.Term{ID: "doc/" + d.ID, Type: t.Class, Label: d.ID}
			}
			for i := range x.Entities {
				e := &x.Entities[i]
				related := g.Builder.Vocabulary.IsA(e.Class, t.Class) || g.Builder.Vocabulary.IsA(t.Class, e.Class)
				if th := g.Builder.Resolution.Thing(d.ID, i); th != nil && related && named(e, t.Name) {
					return quads.Term{ID: th.Path, Type: th.Class, Label: th.Label}
				}
			}
			if k, ok := known[string(t.Class)+"\n"+strings.ToLower(t.Name)]; ok {
				return k
			}
			return quads.Term{Type: t.Class, Label: t.Name}
		}
		var out []quads.Claim
		for i := range a.Suggestions {
			g := &a.Suggestions[i]
			c := quads.Claim{
				Document: corpus.ShownPath(d.Path), Subject: term(g.Subject), Predicate: g.Predicate, Status: extract.Asserted,
				Rule: "assist", Evidence: []resolve.Evidence{g.Evidence}, AssistedBy: g.Model,
			}
			if g.Literal.Datatype != "" {
				c.Object = quads.Term{Value: g.Literal.Value, Datatype: g.Literal.Datatype}
			} else {
				c.Object = term(g.Object)
			}
			c.ID = quads.SuggestionID(d.ID, &c)
			out = append(out, c)
		}
		return out, nil
	}
}

// named reports whether a document calls an entity by a name.
func named(e *resolve.Entity, name string) bool {
	for _, n := range append([]string{e.Label}, e.Aliases...) {
		if strings.EqualFold(n, name) {
			return true
		}
	}
	return false
}
