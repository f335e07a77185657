package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

// A docEntry is a document as lists show it.
type docEntry struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Date      string `json:"published,omitempty"`
	Kind      string `json:"type,omitempty"`
	Publisher term   `json:"publisher,omitzero"`
	Path      string `json:"path,omitempty"`
	Claims    int    `json:"claims"`
	Href      string `json:"-"`

	sha256 string
}

// docList is all documents, the latest first.
type docList struct {
	docs []docEntry
	at   map[string]int // by id
}

// documentList reads what lists say of documents.
func (v *reading) documentList(ctx context.Context) (*docList, error) {
	return remember(v, "documents", func() (*docList, error) {
		t, err := v.Graph.Query(ctx, "d:Document return d, d.title, d.publishedOn, d.docType, d.publisher, d.path, d.sha256", nil, query.Options{NoEvidence: true})
		if err != nil {
			return nil, err
		}
		st, err := v.stats(ctx)
		if err != nil {
			return nil, err
		}
		claims := make(map[string]int, len(st.Documents))
		for _, c := range st.Documents {
			claims[c.Of.ID] = c.N
		}
		out := &docList{at: map[string]int{}}
		for _, row := range t.Rows {
			c := row.Cells
			d := docEntry{
				ID: c[0][0].ID, Title: firstLabel(c[1]), Date: firstLabel(c[2]), Kind: firstLabel(c[3]),
				Path: firstLabel(c[5]), sha256: firstLabel(c[6]),
			}
			if d.Title == "" {
				d.Title = cmp.Or(c[0][0].Label, d.ID)
			}
			if len(c[4]) > 0 {
				d.Publisher = v.term(c[4][0])
			}
			d.Date, _, _ = strings.Cut(d.Date, "T")
			d.Claims, d.Href = claims[d.ID], entityPath(d.ID)
			out.docs = append(out.docs, d)
		}
		slices.SortFunc(out.docs, func(a, b docEntry) int {
			return cmp.Or(strings.Compare(b.Date, a.Date), strings.Compare(a.Title, b.Title), strings.Compare(a.ID, b.ID))
		})
		for i, d := range out.docs {
			out.at[d.ID] = i
		}
		return out, nil
	})
}

func firstLabel(c query.Cell) string {
	if len(c) == 0 {
		return ""
	}
	return c[0].Label
}

// documentOf is what lists say of the document with an id.
func (r *request) documentOf(id string) (docEntry, bool) {
	l, err := r.documentList(r.ctx)
	if err != nil {
		return docEntry{}, false
	}
	i, ok := l.at[id]
	if !ok {
		return docEntry{}, false
	}
	return l.docs[i], true
}

type documentsData struct {
	Documents []docEntry `json:"documents"`
	Total     int        `json:"total"`
	Find      string     `json:"-"`
	Pager     pager      `json:"-"`
}

// documents lists the documents.
func (s *Site) documents(r *request) (*page, error) {
	l, err := r.documentList(r.ctx)
	if err != nil {
		return nil, err
	}
	d := documentsData{Find: r.form.Get("q")}
	docs := l.docs
	if want := foldName(d.Find); want != "" {
		docs = nil
		for _, x := range l.docs {
			if strings.Contains(foldName(x.Title+" "+x.Publisher.Label+" "+x.ID+" "+x.Date), want) {
				docs = append(docs, x)
			}
		}
	}
	d.Total = len(docs)
	d.Pager, docs = paged(r, docs, 100)
	d.Documents = docs
	out := &sheet{Columns: []string{"id", "title", "published", "type", "publisher", "path", "claims"}}
	for _, x := range docs {
		out.Rows = append(out.Rows, []string{x.ID, x.Title, x.Date, x.Kind, x.Publisher.Label, x.Path, fmt.Sprint(x.Claims)})
	}
	return &page{Name: "documents", Title: "Documents", Section: "Documents", Data: d, Sheet: out, Gizmo: documentsGizmo}, nil
}

// A pager leads through the parts of a long list.
type pager struct {
	Part, Parts int
	Prev, Next  string // addresses, "" at the ends
}

// paged gives the part of a list that the address asks for.
func paged[T any](r *request, list []T, size int) (pager, []T) { return pagedAs(r, "part", list, size) }

// pagedAs is paged for a page with several lists: name says which one.
func pagedAs[T any](r *request, name string, list []T, size int) (pager, []T) {
	p := pager{Parts: max(1, (len(list)+size-1)/size), Part: 1}
	if n := r.number(name); n > 0 {
		p.Part = min(n, p.Parts)
	}
	link := func(n int) string { return r.with(name, fmt.Sprint(n)) }
	if p.Part > 1 {
		p.Prev = link(p.Part - 1)
	}
	if p.Part < p.Parts {
		p.Next = link(p.Part + 1)
	}
	from := min(len(list), (p.Part-1)*size)
	return p, list[from:min(len(list), from+size)]
}

// number is a number in the address, 0 where there is none.
func (r *request) number(name string) int {
	n := 0
	if _, err := fmt.Sscanf(r.form.Get(name), "%d", &n); err != nil || n < 0 {
		return 0
	}
	return n
}

// with is this page's address with one value changed; "" takes it out.
func (r *request) with(name, value string) string {
	form := cloneForm(r.form)
	if value == "" {
		form.Del(name)
	} else {
		form.Set(name, value)
	}
	if len(form) == 0 {
		return r.URL.EscapedPath()
	}
	return r.URL.EscapedPath() + "?" + form.Encode()
}
