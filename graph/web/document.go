package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

type documentData struct {
	Document docEntry  `json:"document"`
	IRI      string    `json:"iri"`
	About    []section `json:"about"`
	Quotes   []quote   `json:"evidence"`
	Said     []said    `json:"-"` // by place in the text
	Blocks   []block   `json:"-"`
	Why      string    `json:"-"` // why the text is not shown
	Parts    []part    `json:"-"` // of a long text
	Kinds    []option  `json:"-"` // predicates, to filter by
	Claims   int       `json:"claims"`
}

// said is what one place in a text says.
type said struct {
	Span   span
	Line   int
	Text   string
	Claims []quote
	Away   string // address, where the place is in another part of the text
}

// name is the end of the id of a place in the page.
func (s span) name() string { return fmt.Sprintf("%d-%d", s.Start, s.End) }

// Name is name, for templates.
func (s span) Name() string { return s.name() }

type part struct {
	Name    string
	Href    string
	Current bool
}

// partSize is about how many bytes of a text one page shows.
const partSize = 120_000

// document shows a text with what the graph took from it.
func (s *Site) document(r *request) (*page, error) {
	id := r.id("doc/")
	iri := r.full(id)
	doc, ok := r.documentOf(id)
	if !ok {
		c, err := r.Graph.ResolveOne(r.ctx, strings.TrimPrefix(id, "doc/"), "Document")
		if err != nil {
			return nil, err
		}
		return &page{Go: entityPath(c.ID) + r.suffix}, nil
	}
	d := &documentData{Document: doc, IRI: iri}
	p, err := r.Graph.Show(r.ctx, iri, 12)
	if err != nil {
		return nil, err
	}
	for _, sec := range p.Sections {
		if sec.Predicate == "title" {
			continue
		}
		x := section{Predicate: sec.Predicate, Title: draw.Phrase(sec.Title), Total: sec.Total}
		for _, e := range sec.Edges {
			x.Facts = append(x.Facts, fact{Term: r.term(e.Other), Href: claimsHref(e.Claims)})
		}
		d.About = append(d.About, x)
	}
	t, err := r.Graph.Query(r.ctx, "c:Claim ->evidence w ->inDocument <"+iri+"> return c", nil, query.Options{NoEvidence: true})
	if err != nil {
		return nil, err
	}
	var ids []string
	for _, row := range t.Rows {
		ids = append(ids, row.Cells[0][0].ID)
	}
	all, err := r.quotes(ids)
	if err != nil {
		return nil, err
	}
	for _, q := range all {
		if q.Document.ID == id {
			if q.Subject.ID == id {
				q.Subject.Label = "This text"
			}
			d.Quotes = append(d.Quotes, q)
		}
	}
	d.Claims = len(ids)
	d.arrange()
	if err := d.mark(r); err != nil {
		return nil, err
	}
	return &page{Name: "document", Title: doc.Title, Section: "Documents", Data: d, Sheet: quoteSheet(d.Quotes), Gizmo: documentGizmo(id)}, nil
}

func documentGizmo(ids ...string) string {
	return fmt.Sprintf(`// what the text says
g.V(%s).in("<ng:inDocument>").in("<ng:evidence>").unique()
  .save("<ng:claimSubject>", "source")
  .save("<ng:claimPredicate>", "predicate")
  .save("<ng:claimObject>", "target")
  .limit(300).all()`, nodes(ids))
}

// arrange puts the claims of each place together.
func (d *documentData) arrange() {
	kinds := map[string]bool{}
	at := map[span]int{}
	for _, q := range d.Quotes {
		sp := span{q.Start, q.End}
		i, ok := at[sp]
		if !ok {
			i = len(d.Said)
			at[sp] = i
			d.Said = append(d.Said, said{Span: sp, Line: q.Line, Text: q.Text})
		}
		d.Said[i].Claims = append(d.Said[i].Claims, q)
		kinds[q.Predicate] = true
	}
	slices.SortFunc(d.Said, func(a, b said) int { return cmp.Or(a.Span.Start-b.Span.Start, a.Span.End-b.Span.End) })
	for k := range kinds {
		d.Kinds = append(d.Kinds, option{Value: k, Name: draw.Phrase(strings.TrimPrefix(k, "ng:"))})
	}
	slices.SortFunc(d.Kinds, func(a, b option) int { return strings.Compare(a.Name, b.Name) })
}

// mark writes the text with the places marked.
func (d *documentData) mark(r *request) error {
	if r.Original == nil || d.Document.sha256 == "" {
		d.Why = "The store does not keep the bytes of this document."
		return nil
	}
	raw, err := r.Original(d.Document.sha256)
	if err != nil {
		return err
	}
	isText, isHTML := readable(raw)
	switch {
	case raw == nil:
		d.Why = "The store does not keep the bytes of this document."
		return nil
	case !isText:
		d.Why = "The document is no text that can be shown here. These are the words that the graph rests on."
		return nil
	}
	sides := map[span]string{}
	var spans []span
	for _, s := range d.Said {
		if s.Span.Start < 0 || s.Span.End > len(raw) || s.Span.Start >= s.Span.End {
			continue
		}
		spans = append(spans, s.Span)
		for _, c := range s.Claims {
			if side := sideOf(c.Predicate); side != "" {
				sides[s.Span] = side
			}
		}
	}
	m := newMarker(raw, isHTML, spans, func(s span) string { return sides[s] })
	if m.names, err = r.newNameFinder(r.ctx, d.entities()); err != nil {
		return err
	}
	list := m.stretches()
	chosen := d.part(r, list)
	d.Blocks = m.blocks(chosen)
	if len(chosen) > 0 {
		from, to := chosen[0].start, chosen[len(chosen)-1].end
		for i := range d.Said {
			if sp := d.Said[i].Span; sp.End <= from || sp.Start >= to {
				d.Said[i].Away = placeIn(d.Document.ID, sp.Start, sp.End)
			}
		}
	}
	return nil
}

// entities are those that the claims of the text are on.
func (d *documentData) entities() []term {
	var out []term
	seen := map[string]bool{d.Document.ID: true}
	for _, q := range d.Quotes {
		for _, t := range []term{q.Subject, q.Object} {
			if t.Href != "" && !seen[t.ID] {
				seen[t.ID] = true
				out = append(out, t)
			}
		}
	}
	return out
}

// part cuts a long text into parts and gives the one that is asked for.
func (d *documentData) part(r *request, list []stretch) []stretch {
	var parts [][]stretch
	for _, s := range list {
		k := len(parts) - 1
		if k < 0 || s.end-parts[k][0].start > partSize && s.block != parts[k][len(parts[k])-1].block {
			parts = append(parts, nil)
			k++
		}
		parts[k] = append(parts[k], s)
	}
	if len(parts) < 2 {
		return list
	}
	at, chosen := r.number("at"), 0
	for i, p := range parts {
		if p[0].start <= at {
			chosen = i
		}
	}
	for i, p := range parts {
		d.Parts = append(d.Parts, part{fmt.Sprint(i + 1), r.with("at", fmt.Sprint(p[0].start)), i == chosen})
	}
	// Only what the text of this part says stands beside it.
	from, to := parts[chosen][0].start, parts[chosen][len(parts[chosen])-1].end
	d.Said = slices.DeleteFunc(d.Said, func(s said) bool { return s.Span.End <= from || s.Span.Start >= to })
	return parts[chosen]
}
