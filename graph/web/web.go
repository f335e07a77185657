package web

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

//go:embed assets templates
var embedded embed.FS

// Options say what a Site serves.
type Options struct {
	// Open opens the newest version of the store.
	Open func(context.Context) (*Version, error)
	// Questions are the named questions.
	Questions *query.Questions
	// Raw answers a query in one of Cayley's languages. It should do so in a
	// process of its own, since some queries end the process that runs them.
	Raw func(context.Context, query.RawRequest) (*query.RawResult, error)
	// Cayley holds the folders static and templates of Cayley's pages; nil
	// leaves the pages out.
	Cayley fs.FS
	// Hosts are names under which the server may be asked, beside localhost and
	// IP addresses.
	Hosts []string
	// Store is what --db has to name in the commands that pages show, "" where
	// they need not.
	Store string
	// Log takes what goes wrong; nil means slog.Default.
	Log *slog.Logger
}

// A Site is the handler of all addresses. It is safe for concurrent use.
type Site struct {
	lib       *library
	questions *query.Questions
	raw       func(context.Context, query.RawRequest) (*query.RawResult, error)
	busy      chan struct{} // bounds the raw queries that run at a time
	hosts     []string
	program   string
	log       *slog.Logger
	defs      *schema.Vocabulary
	pages     map[string]*template.Template
	assets    map[string]asset
	cayley    *cayleyPages
	handler   http.Handler
}

// maxRaw is how many raw queries run at a time.
const maxRaw = 4

// New opens the store and returns its site. The site follows the store until
// ctx is done.
func New(ctx context.Context, opt Options) (*Site, error) {
	s := &Site{
		questions: opt.Questions, raw: opt.Raw, log: opt.Log,
		program: "normgraph",
		busy:    make(chan struct{}, maxRaw),
	}
	if opt.Store != "" {
		s.program += " --db " + shellWord(opt.Store)
	}
	if s.log == nil {
		s.log = slog.Default()
	}
	for _, h := range opt.Hosts {
		s.hosts = append(s.hosts, strings.ToLower(strings.TrimSuffix(h, ".")))
	}
	var err error
	if s.defs, err = schema.Default(); err != nil {
		return nil, err
	}
	if s.assets, err = loadAssets(); err != nil {
		return nil, err
	}
	if s.pages, err = s.loadTemplates(); err != nil {
		return nil, err
	}
	if opt.Cayley != nil {
		if s.cayley, err = newCayleyPages(opt.Cayley); err != nil {
			return nil, fmt.Errorf("read Cayley's pages: %w", err)
		}
	}
	s.lib = &library{open: opt.Open, log: s.log, prepare: s.prepare}
	if err := s.lib.load(ctx); err != nil {
		return nil, err
	}
	go s.lib.watch(ctx)
	s.handler = s.guard(s.recover(twins(s.routes())))
	return s, nil
}

// preparedEntities is how many entities, those spoken of most, have their pages
// prepared: a hub of thousands of edges takes long to read.
const preparedEntities = 40

// prepare finds what is costly and asked for by the pages that most readers
// open, those first that come first.
func (s *Site) prepare(ctx context.Context, v *reading) {
	steps := []func() error{
		func() error { _, err := v.positions(ctx, "forum"); return err },
		func() error { _, err := v.Graph.Resolve(ctx, "a name"); return err }, // makes the index of names
		func() error { _, err := v.positions(ctx, "state"); return err },
		func() error { _, err := v.timeline(ctx, "", ""); return err },
		func() error { _, err := v.conflicts(ctx, ""); return err },
		func() error { _, err := v.ask(ctx, s, "possible-duplicates", nil); return err },
		func() error { _, err := v.weakClaims(ctx); return err },
	}
	for _, kind := range []string{"organization", "event", "person"} {
		steps = append(steps, func() error { _, err := v.positions(ctx, kind); return err })
	}
	if l, err := v.lexicon(ctx); err == nil {
		for _, iri := range l.busiest(preparedEntities) {
			steps = append(steps, func() error { _, err := v.portrait(ctx, iri, factsShown); return err })
		}
	}
	for _, step := range steps {
		if err := step(); err != nil && ctx.Err() == nil {
			s.log.Warn("prepare a version of the store", "error", err)
		}
	}
}

// ServeHTTP answers a request.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// routes are all addresses. A page has twins under its address with .json and,
// for a table, .csv at the end.
func (s *Site) routes() http.Handler {
	mux := http.NewServeMux()
	for pattern, v := range map[string]view{
		"GET /{$}":              s.home,
		"GET /search":           s.search,
		"GET /complete":         s.complete,
		"GET /entity/{id...}":   s.entity,
		"GET /claim/{id...}":    s.claim,
		"GET /claims":           s.claims,
		"GET /cell":             s.cell,
		"GET /matrix":           s.matrix,
		"GET /documents":        s.documents,
		"GET /document/{id...}": s.document,
		"GET /graph":            s.graphStart,
		"GET /graph/{id...}":    s.graphView,
		"GET /timeline":         s.timeline,
		"GET /path":             s.path,
		"GET /compare":          s.compare,
		"GET /conflicts":        s.conflicts,
		"GET /review":           s.review,
		"GET /questions":        s.questionList,
		"GET /question/{name}":  s.question,
		"GET /query":            s.query,
		"GET /about":            s.about,
	} {
		mux.Handle(pattern, s.page(v))
	}
	mux.HandleFunc("GET /assets/{name}", s.asset)
	s.cayleyRoutes(mux)
	mux.Handle("/", s.page(func(*request) (*page, error) { return nil, errNotFound }))
	return mux
}

// recover turns a panic into an answer, so that one bad page does not end the
// connection without a word.
func (s *Site) recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if p := recover(); p != nil {
				if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
					panic(p)
				}
				s.log.Error("a page failed", "path", r.URL.Path, "panic", p)
				s.refuse(w, r, http.StatusInternalServerError, "Something went wrong here. The server's log says what.")
			}
		}()
		next.ServeHTTP(w, r)
	})
}
