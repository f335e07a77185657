package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/query"
)

// cayleyPages are the pages of Cayley's own web interface, under /cayley/.
type cayleyPages struct {
	files  fs.FS
	pages  map[string][]byte // by name: query, query_shape, visualize
	policy string
}

// cayleyNames are the pages and the templates of Cayley that hold them.
var cayleyNames = []string{"query", "query_shape", "visualize"}

var inlineScript = regexp.MustCompile(`(?s)<script(?: type=['"]text/javascript['"])?>(.+?)</script>`)

// newCayleyPages makes Cayley's templates ready: their links lead to /cayley/,
// nothing is loaded from elsewhere, and a script of ours adds examples.
func newCayleyPages(files fs.FS) (*cayleyPages, error) {
	c := &cayleyPages{files: files, pages: map[string][]byte{}}
	t, err := template.ParseFS(files, "templates/*.tmpl")
	if err != nil {
		return nil, err
	}
	var sums []string
	for _, name := range cayleyNames {
		src, err := fs.ReadFile(files, "templates/"+name+".html")
		if err != nil {
			return nil, err
		}
		one, err := t.Clone()
		if err != nil {
			return nil, err
		}
		if one, err = one.New(name).Parse(string(src)); err != nil {
			return nil, err
		}
		var b bytes.Buffer
		if err := one.Execute(&b, nil); err != nil {
			return nil, err
		}
		page := c.adapt(b.String())
		for _, m := range inlineScript.FindAllStringSubmatch(page, -1) {
			if sum := sumOf(m[1]); !slices.Contains(sums, sum) {
				sums = append(sums, sum)
			}
		}
		c.pages[name] = []byte(page)
	}
	// Cayley's libraries set styles of elements; its inline script is known by its
	// sum, and so is the handler "t" by which jQuery tries what a browser can.
	script := "'self' 'unsafe-hashes' " + sumOf("t")
	for _, sum := range sums {
		script += " " + sum
	}
	c.policy = "default-src 'none'; script-src " + script + "; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; " +
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
	return c, nil
}

// sumOf names a script in a policy.
func sumOf(script string) string {
	sum := sha256.Sum256([]byte(script))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// importedSheets are style sheets that others load, all of them fonts from
// another host.
var importedSheets = regexp.MustCompile(`@import url\([^)]*\);?`)

// leftOut are lines of the head: style sheets that load fonts from elsewhere,
// and a library that no page uses and that makes scripts of texts.
var leftOut = regexp.MustCompile(`(?m)^.*(OpenSans\.css|Inconsolata\.css|fabric\.min\.js).*\n`)

// docLinks are links to Cayley's documentation, which is not served here.
var docLinks = regexp.MustCompile(`(?s)<div class="row bottompad at-bottom">.*?</ul>\s*</div>\s*</div>\s*</div>`)

func (c *cayleyPages) adapt(page string) string {
	page = leftOut.ReplaceAllString(page, "")
	page = docLinks.ReplaceAllString(page, "")
	page = strings.NewReplacer(
		`"/static/`, `"/cayley/static/`, `'/static/`, `'/cayley/static/`,
		`href="/ui/`, `href="/cayley/ui/`, `href="/"`, `href="/cayley/"`,
		`<title>Cayley</title>`, `<title>Cayley on Normgraph</title><meta name="viewport" content="width=device-width, initial-scale=1"/>`,
		`<html>`, `<html lang="en">`,
		`</body>`, ``, // what follows belongs into it
		`</html>`, `<script src="/assets/cayley.js"></script></body></html>`,
		`</head>`, `<link rel="stylesheet" href="/assets/cayley.css"></head>`,
	).Replace(page)
	return page
}

func (s *Site) cayleyRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /cayley/{$}", s.cayleyPage("query"))
	mux.HandleFunc("GET /cayley/ui/{name}", func(w http.ResponseWriter, r *http.Request) { s.cayleyPage(r.PathValue("name"))(w, r) })
	mux.HandleFunc("GET /cayley/static/{path...}", s.cayleyStatic)
	mux.HandleFunc("GET /cayley", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/cayley/", http.StatusMovedPermanently)
	})
	mux.HandleFunc("GET /ui/{name}", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/cayley/ui/"+escapePath(r.PathValue("name")), http.StatusFound)
	})
	mux.HandleFunc("POST /api/v1/query/{lang}", s.apiQuery)
	mux.HandleFunc("POST /api/v1/shape/{lang}", s.apiShape)
	mux.HandleFunc("/api/v2/query", s.apiQuery2)
	mux.HandleFunc("/api/v2/read", s.apiRead)
	mux.HandleFunc("GET /api/v2/formats", s.apiFormats)
	for _, write := range []string{"v1/write", "v1/write/file/nquad", "v1/delete", "v2/write", "v2/delete", "v2/node/delete"} {
		mux.HandleFunc("/api/"+write, func(w http.ResponseWriter, _ *http.Request) { apiError(w, http.StatusForbidden, readOnly) })
	}
	mux.HandleFunc("/api/", func(w http.ResponseWriter, _ *http.Request) {
		apiError(w, http.StatusNotFound, "There is no such address. Cayley's are /api/v1/query/LANGUAGE, /api/v1/shape/LANGUAGE, /api/v2/query, /api/v2/read and /api/v2/formats.")
	})
}

func (s *Site) cayleyPage(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		switch {
		case name == "write":
			s.refuse(w, r, http.StatusForbidden, readOnly)
			return
		case s.cayley == nil:
			s.refuse(w, r, http.StatusNotFound, "This binary holds no copy of Cayley's pages. Build it with 'go generate ./graph/web && go build -tags cayleyui ./cmd/normgraph'. Cayley's addresses under /api/ work.")
			return
		case s.cayley.pages[name] == nil:
			s.refuse(w, r, http.StatusNotFound, "Cayley has no such page.")
			return
		}
		w.Header().Set("Content-Security-Policy", s.cayley.policy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if r.Method != http.MethodHead {
			_, _ = w.Write(s.cayley.pages[name])
		}
	}
}

func (s *Site) cayleyStatic(w http.ResponseWriter, r *http.Request) {
	name := path.Join("static", path.Clean("/"+r.PathValue("path")))
	if s.cayley == nil || !fs.ValidPath(name) {
		s.refuse(w, r, http.StatusNotFound, "There is no such file.")
		return
	}
	data, err := fs.ReadFile(s.cayley.files, name)
	if err != nil {
		s.refuse(w, r, http.StatusNotFound, "There is no such file.")
		return
	}
	switch path.Ext(name) {
	case ".js":
		data = bytes.ReplaceAll(data, []byte(`"/static/`), []byte(`"/cayley/static/`))
	case ".css":
		data = importedSheets.ReplaceAll(data, nil)
	}
	w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(name)))
	http.ServeContent(w, r, name, time.Time{}, bytes.NewReader(data))
}

// apiError answers as Cayley does, with a status that tells.
func apiError(w http.ResponseWriter, code int, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	_ = json.NewEncoder(w).Encode(map[string]string{"error": message})
}

// Bounds of a raw query.
const (
	rawTime  = 20 * time.Second
	rawLimit = 10_000
)

// apiQuery answers a query as Cayley's /api/v1/query does.
func (s *Site) apiQuery(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	lang := r.PathValue("lang")
	res, ok := s.runRaw(w, r, query.RawRequest{Language: lang, Text: body, Limit: limitOf(r)})
	if !ok {
		return
	}
	// Cayley's pages read the answer as text.
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	key := "result"
	if lang == "graphql" {
		key = "data"
	}
	s.writeResult(w, r, key, res)
}

// apiQuery2 answers a query as Cayley's /api/v2/query does.
func (s *Site) apiQuery2(w http.ResponseWriter, r *http.Request) {
	var text string
	switch r.Method {
	case http.MethodGet, http.MethodHead:
		if fromElsewhere(r) {
			apiError(w, http.StatusForbidden, "This request came from a page of another site.")
			return
		}
		text = r.URL.Query().Get("qu")
	case http.MethodPost:
		var ok bool
		if text, ok = readBody(w, r); !ok {
			return
		}
	default:
		apiError(w, http.StatusMethodNotAllowed, readOnly)
		return
	}
	res, ok := s.runRaw(w, r, query.RawRequest{Language: r.URL.Query().Get("lang"), Text: text, Limit: limitOf(r)})
	if !ok {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	s.writeResult(w, r, "result", res)
}

func limitOf(r *http.Request) int {
	n, err := strconv.Atoi(r.URL.Query().Get("limit"))
	if err != nil || n == 0 {
		return 100 // Cayley's
	}
	if n < 0 || n > rawLimit {
		return rawLimit
	}
	return n
}

func readBody(w http.ResponseWriter, r *http.Request) (string, bool) {
	b, err := io.ReadAll(r.Body)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		apiError(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("The query is longer than %d bytes.", large.Limit))
		return "", false
	case err != nil:
		apiError(w, http.StatusBadRequest, "The query did not arrive whole.")
		return "", false
	}
	return string(b), true
}

// runRaw runs a raw query, or writes what is wrong with it.
func (s *Site) runRaw(w http.ResponseWriter, r *http.Request, req query.RawRequest) (*query.RawResult, bool) {
	if strings.TrimSpace(req.Text) == "" {
		apiError(w, http.StatusBadRequest, "The query is empty.")
		return nil, false
	}
	ctx, cancel := context.WithTimeout(r.Context(), rawTime+5*time.Second)
	defer cancel()
	select {
	case s.busy <- struct{}{}:
		defer func() { <-s.busy }()
	case <-ctx.Done():
		apiError(w, http.StatusServiceUnavailable, "Too many queries are running. Try again in a while.")
		return nil, false
	}
	req.Timeout = rawTime
	res, err := s.raw(ctx, req)
	switch {
	case err == nil:
		return res, true
	case errors.Is(err, query.ErrTimeout):
		apiError(w, http.StatusGatewayTimeout, fmt.Sprintf("There was no answer within %v.", rawTime))
	case errors.Is(err, query.ErrCrash):
		apiError(w, http.StatusBadRequest, "Cayley could not stand this query: "+err.Error())
	default:
		apiError(w, http.StatusBadRequest, err.Error())
	}
	return nil, false
}

// writeResult writes the results under a key; with ?iri=short the IRIs in them
// are as short as a query may name them.
func (s *Site) writeResult(w http.ResponseWriter, r *http.Request, key string, res *query.RawResult) {
	var out any = res.Results
	if len(res.Results) == 0 {
		out = nil
	}
	if key == "data" && len(res.Results) == 1 {
		out = res.Results[0]
	}
	if res.More {
		w.Header().Set("X-More", "true") // the limit left out some
	}
	b, err := json.Marshal(map[string]any{key: out})
	if err != nil {
		apiError(w, http.StatusInternalServerError, err.Error())
		return
	}
	if r.URL.Query().Get("iri") == "short" {
		if v, err := s.lib.acquire(); err == nil {
			b = shortIRIs(b, v.Version)
			v.release()
		}
	}
	_, _ = w.Write(append(b, '\n'))
}

var quotedIRI = regexp.MustCompile(`"(\\u003c|<)?(https?://[^"\\<>]+)(\\u003e|>)?"`)

// shortIRIs shortens the IRIs that are whole strings of a JSON text.
func shortIRIs(b []byte, v *Version) []byte {
	return quotedIRI.ReplaceAllFunc(b, func(m []byte) []byte {
		g := quotedIRI.FindSubmatch(m)
		out, err := json.Marshal(v.Names.Shorten(quad.IRI(g[2])))
		if err != nil {
			return m
		}
		return out
	})
}

// apiShape answers with the shape of a query, for Cayley's pages.
func (s *Site) apiShape(w http.ResponseWriter, r *http.Request) {
	body, ok := readBody(w, r)
	if !ok {
		return
	}
	res, ok := s.runRaw(w, r, query.RawRequest{Language: r.PathValue("lang"), Text: body, Shape: true})
	if !ok {
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if len(res.Results) == 0 {
		_, _ = io.WriteString(w, "{}\n")
		return
	}
	_, _ = w.Write(append(res.Results[0], '\n'))
}

// readMost is how many quads one reading gives.
const readMost = 100_000

// apiRead gives quads by pattern, as Cayley's /api/v2/read does, in N-Quads.
func (s *Site) apiRead(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost {
		apiError(w, http.StatusMethodNotAllowed, readOnly)
		return
	}
	if fromElsewhere(r) {
		apiError(w, http.StatusForbidden, "This request came from a page of another site.")
		return
	}
	if f := r.FormValue("format"); f != "" && f != "nquads" {
		apiError(w, http.StatusBadRequest, "Quads are given as nquads only.")
		return
	}
	v, err := s.lib.acquire()
	if err != nil {
		apiError(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	defer v.release()
	x, ok := v.Quads.(query.Index)
	if !ok {
		apiError(w, http.StatusNotImplemented, "Reading by pattern needs the embedded store.")
		return
	}
	var pattern [4]uint32
	for i, name := range []string{"sub", "pred", "obj", "label"} {
		text := r.FormValue(name)
		if text == "" {
			continue
		}
		if pattern[i] = x.TermID(v.readTerm(text)); pattern[i] == 0 {
			w.Header().Set("Content-Type", "application/n-quads")
			return // nothing has it
		}
	}
	ctx, cancel := context.WithTimeout(r.Context(), rawTime)
	defer cancel()
	if n := x.CountMatch(pattern); n > readMost {
		apiError(w, http.StatusRequestEntityTooLarge, fmt.Sprintf("That is some %d quads, of which %d are given at a time. Narrow it by sub, pred, obj or label, or use 'normgraph export'.", n, readMost))
		return
	}
	w.Header().Set("Content-Type", "application/n-quads")
	err = x.Match(ctx, pattern, func(q [4]uint32) bool {
		line := quad.Quad{Subject: x.Term(q[0]), Predicate: x.Term(q[1]), Object: x.Term(q[2]), Label: x.Term(q[3])}
		if _, err := io.WriteString(w, line.NQuad()+"\n"); err != nil {
			return false
		}
		return true
	})
	if err != nil {
		s.log.Warn("a reading of quads ended early", "error", err)
	}
}

// readTerm reads a term as Cayley does: <iri>, "text", or a bare one.
func (v *Version) readTerm(text string) quad.Value {
	value := quad.StringToValue(text)
	if iri, ok := value.(quad.IRI); ok {
		if full, err := v.Names.Expand(string(iri)); err == nil {
			return full
		}
	}
	return value
}

func (s *Site) apiFormats(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `[{"id":"nquads","write":true,"ext":[".nq",".nt"],"mime":["application/n-quads","application/n-triples"]}]`+"\n")
}
