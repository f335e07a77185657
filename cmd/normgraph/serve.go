package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/graph/web"
)

// serveOptions are the flags of serve.
type serveOptions struct {
	listen    string
	hosts     []string
	questions []string
}

func newServe(a *app) *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:     "serve",
		GroupID: groupAsk,
		Short:   "The graph in a browser: an explorer that shows the words, and Cayley's query pages",
		Long: `Serves the graph to browsers until it is stopped: an explorer in which every edge
shows its words, and Cayley's query pages and HTTP addresses. It only reads. A
graph that is built meanwhile shows by itself.

It answers this machine only, unless --listen names another address. Nobody is
asked for a password.`,
		Example: `  normgraph serve
  normgraph serve --listen :8080 --host graph.example.org`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.serve(cmd.Context(), o) },
	}
	f := c.Flags()
	f.StringVar(&o.listen, "listen", "127.0.0.1:8080", "address to listen at")
	f.StringArrayVar(&o.hosts, "host", nil, "a name under which browsers may ask for it, beside localhost and IP addresses (may be given again)")
	f.StringArrayVar(&o.questions, "queries", nil, "a folder with questions of your own (may be given again)")
	return c
}

// stopAfter is the time that answers get to end when the server stops.
const stopAfter = 10 * time.Second

func (a *app) serve(ctx context.Context, o serveOptions) error {
	p, err := a.place()
	if err != nil {
		return err
	}
	if err := a.remembered(p.dir); err != nil {
		return err
	}
	questions, err := a.questions(o.questions)
	if err != nil {
		return err
	}
	raw, err := a.rawInChild()
	if err != nil {
		return err
	}
	host, _, err := net.SplitHostPort(o.listen)
	if err != nil {
		return usagef("--listen %s: %v", o.listen, err)
	}
	if host != "" {
		o.hosts = append(o.hosts, host)
	}
	log := slog.New(slog.NewTextHandler(a.stderr, nil))
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	site, err := web.New(ctx, web.Options{
		Open: a.version, Questions: questions, Raw: raw, Cayley: cayleyFiles(), Hosts: o.hosts, Store: a.named(), Log: log,
	})
	if err != nil {
		return err
	}
	ln, err := net.Listen("tcp", o.listen)
	if err != nil {
		return err
	}
	server := &http.Server{
		Handler:           site,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       20 * time.Second,
		WriteTimeout:      60 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
	a.note("%s at http://%s/ (Ctrl-C stops)", a.db, ln.Addr())
	done := make(chan error, 1)
	go func() { done <- server.Serve(ln) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	end, stop := context.WithTimeout(context.WithoutCancel(ctx), stopAfter)
	defer stop()
	if err := server.Shutdown(end); err != nil {
		return fmt.Errorf("stop: %w", err)
	}
	return nil
}

// named is the value that --db needs for this store in commands that readers
// see, "" where it needs none. The address of a server may hold a password.
func (a *app) named() string {
	if a.db == defaultStore || strings.Contains(a.db, "://") {
		return ""
	}
	return a.db
}

// version opens the newest version of the store for the web.
func (a *app) version(context.Context) (*web.Version, error) {
	listed := a.manifestStamp()
	s, err := a.open()
	if err != nil {
		return nil, err
	}
	kept, err := s.cache()
	if err != nil {
		s.Close()
		return nil, err
	}
	docs := sync.OnceValue(s.bySum)
	return &web.Version{
		Graph: s.graph,
		Quads: s.store.QuadStore(),
		Names: s.names,
		Stale: func() (bool, error) {
			// The list of documents is written after the graph; a version that was
			// opened in between is replaced.
			if a.manifestStamp() != listed {
				return true, nil
			}
			return s.store.Stale()
		},
		Original: func(sha256 string) ([]byte, error) {
			key, err := parseSum(sha256)
			if err != nil {
				return nil, err
			}
			if d, ok := docs()[key]; ok {
				return d.bytes(kept), nil
			}
			raw, _, err := kept.Get(cache.Original, key)
			return raw, err
		},
		Close: func() error { return errors.Join(kept.Close(), s.Close()) },
	}, nil
}

// manifestStamp changes when the store's list of documents is written.
func (a *app) manifestStamp() string {
	dir, err := a.storeDir()
	if err != nil {
		return ""
	}
	fi, err := os.Stat(filepath.Join(dir, manifestName))
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(fi.ModTime().UnixNano(), fi.Size())
}

// rawInChild runs queries in Cayley's languages in processes of their own,
// which some of these queries end.
func (a *app) rawInChild() (func(context.Context, query.RawRequest) (*query.RawResult, error), error) {
	self, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	return func(ctx context.Context, req query.RawRequest) (*query.RawResult, error) {
		cmd := exec.CommandContext(ctx, self, rawChildName, "--db", a.db) // #nosec G204 -- this program itself
		cmd.Args[0] = "normgraph"
		return query.RawChild(ctx, cmd, req)
	}, nil
}

// rawMemory is the memory that one raw query may take.
const rawMemory = 2 << 30

// rawChildName is the command that answers one raw query.
const rawChildName = "answer-raw-query"

func newRawChild(a *app) *cobra.Command {
	return &cobra.Command{
		Use:    rawChildName,
		Hidden: true,
		Short:  "Answer one query in a language of Cayley's, as JSON, from standard input",
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			limitMemory(rawMemory)
			s, err := a.open()
			if err != nil {
				return err
			}
			defer s.Close()
			return query.ServeRaw(cmd.Context(), s.store.QuadStore(), s.names, a.stdin, a.stdout)
		},
	}
}
