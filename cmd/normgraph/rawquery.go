package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

// rawLanguages are the languages of Cayley's that query takes, in the order of
// queryOptions.raw.
var rawLanguages = [3]string{"gizmo", "graphql", "mql"}

// rawTitles are their names.
var rawTitles = [3]string{"Gizmo", "GraphQL", "MQL"}

// maxRawText bounds a query text from standard input.
const maxRawText = 1 << 20

// rawFormats are the formats of the answers to raw queries: as Cayley gives them,
// or as a table of their fields.
var rawFormats = []string{"jsonl", "json", "table", "csv", "tsv"}

// rawText gives the language and text of the raw query that was asked for, ""
// for none.
func (a *app) rawText(o queryOptions, args []string) (lang, text string, err error) {
	for i, t := range o.raw {
		if t == "" {
			continue
		}
		if lang != "" {
			return "", "", usagef("ask in one language at a time")
		}
		lang, text = rawLanguages[i], t
	}
	if lang == "" {
		return "", "", nil
	}
	if len(args) > 0 || o.evidence || o.explain || o.least > 0 {
		return "", "", usagef("--%s takes its text and goes with --limit, --timeout and --format only", lang)
	}
	if text == "-" {
		b, err := io.ReadAll(io.LimitReader(a.stdin, maxRawText+1))
		if err != nil {
			return "", "", fmt.Errorf("read query: %w", err)
		}
		if len(b) > maxRawText {
			return "", "", usagef("the query is longer than %d bytes", maxRawText)
		}
		text = string(b)
	}
	return lang, text, nil
}

// raw asks in one of Cayley's languages. Such a query runs in a process of its
// own, which some of them end.
func (a *app) raw(ctx context.Context, lang, text string, o queryOptions) error {
	format, err := a.pick(rawFormats...)
	if err != nil {
		return err
	}
	s, err := a.open() // says what is wrong with the store
	if err != nil {
		return err
	}
	names := s.names
	if err := s.Close(); err != nil {
		return err
	}
	ask, err := a.rawInChild()
	if err != nil {
		return err
	}
	limit := o.limit
	if limit == 0 {
		limit = query.DefaultRawLimit
	}
	res, err := ask(ctx, query.RawRequest{Language: lang, Text: text, Limit: limit, Timeout: o.timeout})
	switch {
	case errors.Is(err, query.ErrTimeout):
		return fmt.Errorf("no answer within %s: narrow the question, or give more time with --timeout", o.timeout)
	case err != nil:
		return err
	}
	if res.More {
		a.note("the first %d results; --limit gives more", limit)
	}
	if len(res.Results) == 0 {
		a.note("No answer: nothing in the graph matches")
	}
	switch format {
	case "jsonl":
		for _, r := range res.Results {
			if _, err := fmt.Fprintf(a.stdout, "%s\n", plainJSON(r)); err != nil {
				return err
			}
		}
		return nil
	case "json":
		var all []string
		for _, r := range res.Results {
			all = append(all, string(plainJSON(r)))
		}
		_, err := fmt.Fprintf(a.stdout, "[%s]\n", strings.Join(all, ",\n "))
		return err
	}
	return a.print(rawGrid(res.Results, func(iri string) string {
		if i, err := names.Expand(iri); err == nil {
			if p, ok := names.Path(i); ok {
				return p
			}
			return names.Shorten(i)
		}
		return iri
	}), format)
}

// plainJSON is JSON with angle brackets as such, which Cayley writes around IRIs.
func plainJSON(raw json.RawMessage) []byte {
	var v any
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(&v) != nil {
		return raw
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return raw
	}
	return bytes.TrimSpace(b.Bytes())
}

// rawGrid is results as a table: a column for each field, "value" for results
// without fields. Short writes an IRI for people.
func rawGrid(results []json.RawMessage, short func(string) string) grid {
	g := grid{}
	var rows []map[string]any
	for _, r := range results {
		var v any
		if json.Unmarshal(r, &v) != nil {
			v = string(r)
		}
		fields, ok := v.(map[string]any)
		if !ok {
			fields = map[string]any{"value": v}
		}
		for k := range fields {
			if !slices.Contains(g.columns, k) {
				g.columns = append(g.columns, k)
			}
		}
		rows = append(rows, fields)
	}
	slices.SortFunc(g.columns, func(a, b string) int {
		if (a == "id") != (b == "id") { // the end of the path comes last, as it is read
			if a == "id" {
				return 1
			}
			return -1
		}
		return strings.Compare(a, b)
	})
	for _, fields := range rows {
		var row []string
		for _, c := range g.columns {
			row = append(row, rawCell(fields[c], short))
		}
		g.rows = append(g.rows, row)
	}
	if len(g.columns) == 0 {
		g.columns = []string{"value"}
	}
	return g
}

func rawCell(v any, short func(string) string) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		if iri, ok := strings.CutPrefix(v, "<"); ok && strings.HasSuffix(iri, ">") {
			return short(strings.TrimSuffix(iri, ">"))
		}
		return v
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Sprint(v)
	}
	return string(plainJSON(b))
}
