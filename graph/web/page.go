package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
)

// A request is what a view answers.
type request struct {
	*http.Request
	*reading
	ctx    context.Context
	form   url.Values
	suffix string // ".json", ".csv" or ""
}

// A view finds what a page shows.
type view func(*request) (*page, error)

// A page is an answer in all its forms.
type page struct {
	Name    string // of its template
	Title   string
	Section string  // of the navigation, "" for none
	Data    any     // for the template, and as JSON
	Sheet   *sheet  // the page as a table; nil where it is none
	Gizmo   string  // the same question in Cayley's language, "" if there is none
	Status  int     // 0 means 200
	Go      string  // an address to send the reader to instead
	Picture drawing // nil where the page draws nothing
}

// A sheet is a table for spreadsheets.
type sheet struct {
	Columns []string
	Rows    [][]string
}

var errNotFound = errors.New("there is no such page")

// page makes a handler of a view.
func (s *Site) page(v view) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			s.refuse(w, r, http.StatusMethodNotAllowed, readOnly)
			return
		}
		held, err := s.lib.acquire()
		if err != nil {
			s.refuse(w, r, http.StatusServiceUnavailable, err.Error())
			return
		}
		defer held.release()
		ctx, cancel := context.WithTimeout(r.Context(), pageTime)
		defer cancel()
		req := &request{Request: r, reading: held, ctx: ctx, form: r.URL.Query(), suffix: suffixOf(r)}
		p, err := v(req)
		if err != nil {
			p = s.failure(req, err)
		}
		s.write(w, req, p)
	})
}

type suffixKey struct{}

// twins routes the addresses of a page's other forms to the page.
func twins(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, suffix := range []string{".json", ".csv", ".svg"} {
			base, ok := strings.CutSuffix(r.URL.Path, suffix)
			if !ok || strings.HasPrefix(base, "/assets/") || strings.HasPrefix(base, "/cayley/") || strings.HasPrefix(base, "/api/") {
				continue
			}
			if base == "/index" {
				base = "/"
			}
			r2 := r.Clone(context.WithValue(r.Context(), suffixKey{}, suffix))
			r2.URL.Path, r2.URL.RawPath = base, ""
			next.ServeHTTP(w, r2)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func suffixOf(r *http.Request) string {
	s, _ := r.Context().Value(suffixKey{}).(string)
	return s
}

// id is the id in the address. An id that ends like a twin's address is still
// an id if the graph has it.
func (r *request) id(prefix string) string {
	id := r.PathValue("id")
	if r.suffix != "" && r.known(prefix+id+r.suffix) {
		id, r.suffix = id+r.suffix, ""
	}
	return prefix + id
}

// known reports whether the graph says anything of an id.
func (v *reading) known(id string) bool {
	iri, err := v.Names.Expand(id)
	return err == nil && v.Quads.ValueOf(iri) != nil
}

// write sends a page in the form that was asked for.
func (s *Site) write(w http.ResponseWriter, r *request, p *page) {
	if p.Go != "" {
		http.Redirect(w, r.Request, p.Go, http.StatusFound)
		return
	}
	status := p.Status
	if status == 0 {
		status = http.StatusOK
	}
	var b bytes.Buffer
	kind := "text/html; charset=utf-8"
	var err error
	switch {
	case r.suffix == ".csv" && p.Sheet != nil:
		kind = "text/csv; charset=utf-8"
		w.Header().Set("Content-Disposition", `attachment; filename="normgraph-`+p.Name+`.csv"`)
		err = p.Sheet.write(&b)
	case r.suffix == ".svg" && p.Picture != nil:
		kind = "image/svg+xml"
		w.Header().Set("Content-Security-Policy", picturePolicy)
		err = p.Picture.WriteSVG(&b)
	case r.suffix != "" && r.suffix != ".json" && p.Name != "error":
		status, kind = http.StatusNotFound, "text/plain; charset=utf-8"
		b.WriteString("This page has no such form; it has a twin under .json.\n")
	case r.suffix != "":
		kind = "application/json"
		enc := json.NewEncoder(&b)
		enc.SetIndent("", " ")
		err = enc.Encode(p.Data)
	default:
		err = s.render(&b, r, p)
	}
	if err != nil {
		s.log.Error("write a page", "path", r.URL.Path, "error", err)
		s.refuse(w, r.Request, http.StatusInternalServerError, "Something went wrong here. The server's log says what.")
		return
	}
	w.Header().Set("Content-Type", kind)
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(b.Bytes())
	}
}

// write writes the table as CSV. A cell that a spreadsheet would take for a
// formula is given an apostrophe, since its text comes from documents.
func (t *sheet) write(b *bytes.Buffer) error {
	w := csv.NewWriter(b)
	if err := w.Write(t.Columns); err != nil {
		return err
	}
	for _, row := range t.Rows {
		safe := make([]string, len(row))
		for i, c := range row {
			if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
				c = "'" + c
			}
			safe[i] = c
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// sheetOf is an answer as a table.
func sheetOf(t *query.Table) *sheet {
	out := &sheet{Columns: append(slices.Clone(t.Columns), "status", "passages", "claims")}
	for _, r := range t.Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, c.String())
		}
		out.Rows = append(out.Rows, append(row, r.Status, fmt.Sprint(r.Evidence), strings.Join(r.Claims, " ")))
	}
	return out
}

// frame is what the layout of every page needs.
type frame struct {
	*page
	Here   string // address without the form's suffix
	JSON   string
	CSV    string
	Cayley string
	Nav    []navItem
	Search string
}

type navItem struct {
	Name, Href string
	Current    bool
}

var navigation = []navItem{
	{Name: "Matrix", Href: "/matrix"},
	{Name: "Timeline", Href: "/timeline"},
	{Name: "Documents", Href: "/documents"},
	{Name: "Graph", Href: "/graph"},
	{Name: "Paths", Href: "/path"},
	{Name: "Compare", Href: "/compare"},
	{Name: "Questions", Href: "/questions"},
	{Name: "Review", Href: "/review"},
}

func (s *Site) render(b *bytes.Buffer, r *request, p *page) error {
	f := frame{page: p, Here: r.URL.RequestURI()}
	twin := func(suffix string) string {
		path := r.URL.EscapedPath()
		if path == "/" {
			path = "/index"
		}
		if r.URL.RawQuery != "" {
			return path + suffix + "?" + r.URL.RawQuery
		}
		return path + suffix
	}
	if p.Status == 0 {
		f.JSON = twin(".json")
		if p.Sheet != nil {
			f.CSV = twin(".csv")
		}
	}
	if p.Gizmo != "" && s.cayley != nil {
		f.Cayley = "/cayley/?" + url.Values{"lang": {"gizmo"}, "query": {p.Gizmo}}.Encode()
	}
	for _, n := range navigation {
		n.Current = n.Name == p.Section
		f.Nav = append(f.Nav, n)
	}
	if p.Name == "search" {
		f.Search = r.form.Get("q")
	}
	t := s.pages[p.Name]
	if t == nil {
		return fmt.Errorf("no template %q", p.Name)
	}
	return t.ExecuteTemplate(b, "layout", f)
}

// A fault is what a page of an error shows.
type fault struct {
	Error      string   `json:"error"`
	Hint       string   `json:"hint,omitempty"`
	Caret      string   `json:"caret,omitempty"`
	Candidates []choice `json:"candidates,omitempty"`
}

// A choice is an entity that may be meant.
type choice struct {
	Term   term   `json:"entity"`
	Detail string `json:"detail,omitempty"`
	Href   string `json:"-"`
}

// failure is the page of an error.
func (s *Site) failure(r *request, err error) *page {
	p := &page{Name: "error", Title: "Not found", Status: http.StatusNotFound}
	f := fault{Error: err.Error()}
	var (
		ambiguous *query.AmbiguousError
		unknown   *query.UnknownError
		wrong     *query.Error
		usage     *query.UsageError
		bad       badRequest
	)
	switch {
	case errors.As(err, &ambiguous):
		p.Title, p.Status = "Which one?", http.StatusMultipleChoices
		f.Error = fmt.Sprintf("“%s” may mean one of these.", ambiguous.Text)
		f.Candidates = r.choices(ambiguous.Text, ambiguous.Candidates)
	case errors.As(err, &wrong):
		p.Title, p.Status = "The question can't be read", http.StatusBadRequest
		f.Error, f.Caret, f.Hint = wrong.Message, wrong.Caret(), wrong.Hint
	case errors.As(err, &usage):
		p.Title, p.Status = "The question needs more", http.StatusBadRequest
		f.Error = usage.Message
	case errors.As(err, &bad):
		p.Title, p.Status = "That can't be read", http.StatusBadRequest
	case errors.As(err, &unknown):
		f.Error = fmt.Sprintf("Nothing in the graph is named “%s”.", unknown.Text)
		f.Candidates = r.choices(unknown.Text, unknown.Near)
	case errors.Is(err, context.DeadlineExceeded):
		p.Title, p.Status = "Too slow", http.StatusGatewayTimeout
		f.Error = fmt.Sprintf("There was no answer within %v. Narrow the question.", pageTime)
	case errors.Is(err, query.ErrTooLarge):
		p.Title, p.Status = "Too large", http.StatusUnprocessableEntity
		f.Error = "The question has too many answers to hold. Narrow it."
	case errors.Is(err, errNotFound), errors.Is(err, errUnknownClaim):
	case r.ctx.Err() != nil: // the reader has left
		p.Title, p.Status = "Stopped", http.StatusServiceUnavailable
	default:
		p.Title, p.Status = "Something went wrong", http.StatusInternalServerError
		s.log.Error("a page failed", "path", r.URL.Path, "error", err)
	}
	p.Data = f
	return p
}

// A badRequest says what is wrong with an address.
type badRequest string

func (e badRequest) Error() string { return string(e) }

// choices are candidates with the address of this page that means each.
func (r *request) choices(text string, cs []query.Candidate) []choice {
	var out []choice
	for i, c := range cs {
		if i == 20 {
			break
		}
		t := r.term(query.Term{IRI: c.IRI, ID: c.ID, Label: c.Label, Class: c.Class})
		form := url.Values{}
		replaced := false
		for name, values := range r.form {
			for _, v := range values {
				if v == text {
					v, replaced = c.ID, true
				}
				form.Add(name, v)
			}
		}
		href := t.Href
		if replaced {
			href = r.URL.EscapedPath() + "?" + form.Encode()
		}
		out = append(out, choice{t, c.Detail, href})
	}
	return out
}

// A term is an entity or a value as pages show it.
type term struct {
	ID       string `json:"id,omitempty"`
	Label    string `json:"label"`
	Class    string `json:"class,omitempty"`
	Datatype string `json:"datatype,omitempty"`
	Href     string `json:"-"` // page of an entity, "" for a value
}

func (v *reading) term(t query.Term) term {
	out := term{ID: t.ID, Label: t.Label, Class: t.Class, Datatype: t.Datatype}
	if t.IRI == "" {
		return out
	}
	if out.Label == "" {
		out.Label = out.ID
	}
	if strings.HasPrefix(t.IRI, v.Names.Base()) {
		out.Href = entityPath(t.ID)
	}
	return out
}

func (v *reading) terms(ts []query.Term) []term {
	out := make([]term, len(ts))
	for i, t := range ts {
		out[i] = v.term(t)
	}
	return out
}

// entityPath is the address of the page about an id.
func entityPath(id string) string {
	for _, kind := range []string{"doc/", "claim/"} {
		if rest, ok := strings.CutPrefix(id, kind); ok {
			return map[string]string{"doc/": "/document/", "claim/": "/claim/"}[kind] + escapePath(rest)
		}
	}
	return "/entity/" + escapePath(id)
}

func escapePath(id string) string {
	parts := strings.Split(id, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return strings.Join(parts, "/")
}
