package web

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/normgraph/normgraph/extract/read"
)

const body = "<h1>Talks held on the lake</h1><p>The ministers of the five states met in the town hall and agreed on the draft.</p>"

// site is a server for the tests; hits counts the requests for pages.
func site(t *testing.T) (*httptest.Server, *atomic.Int64) {
	t.Helper()
	var hits atomic.Int64
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("User-agent: *\nDisallow: /private/\nAllow: /private/open\n\nUser-agent: other\nDisallow: /\n"))
	})
	mux.HandleFunc("/page", func(w http.ResponseWriter, r *http.Request) {
		hits.Add(1)
		w.Header().Set("ETag", `"one"`)
		if r.Header.Get("If-None-Match") == `"one"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Write([]byte(body))
	})
	mux.HandleFunc("/once", func(w http.ResponseWriter, _ *http.Request) {
		if hits.Add(1) > 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		w.Write([]byte(body))
	})
	mux.HandleFunc("/gone", func(w http.ResponseWriter, _ *http.Request) {
		if hits.Add(1) > 1 {
			w.WriteHeader(http.StatusGone)
			return
		}
		w.Write([]byte(body))
	})
	mux.HandleFunc("/private/", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(body)) })
	mux.HandleFunc("/loop", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/loop", http.StatusFound) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/page", http.StatusFound) })
	mux.HandleFunc("/file", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
	})
	mux.HandleFunc("/large", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(strings.Repeat("word ", 1<<16))) })
	mux.HandleFunc("/slow", func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	s := httptest.NewServer(mux)
	mux.HandleFunc("/sitemap.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<sitemapindex><sitemap><loc>" + s.URL + "/more.xml</loc></sitemap></sitemapindex>"))
	})
	mux.HandleFunc("/more.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Write([]byte("<urlset><url><loc> " + s.URL + "/page </loc></url><url><loc>https://elsewhere.example/x</loc></url></urlset>"))
	})
	t.Cleanup(s.Close)
	return s, &hits
}

func fetcher(t *testing.T, opt Options) *Fetcher {
	t.Helper()
	opt.Delay = time.Millisecond
	f := New(opt)
	t.Cleanup(f.Close)
	return f
}

func TestFetchReadsAPage(t *testing.T) {
	s, _ := site(t)
	f := fetcher(t, Options{AllowPrivate: true})
	doc, err := f.Document(context.Background(), s.URL+"/moved#top")
	if err != nil {
		t.Fatal(err)
	}
	if doc.Meta.Title.Value != "Talks held on the lake" || string(doc.Raw) != body {
		t.Errorf("title %q, raw %q", doc.Meta.Title.Value, doc.Raw)
	}
}

func TestFetchRefuses(t *testing.T) {
	s, _ := site(t)
	ctx := context.Background()
	open := fetcher(t, Options{AllowPrivate: true, MaxTime: 300 * time.Millisecond, Read: read.Options{MaxSize: 1 << 16}})
	for _, c := range []struct {
		name, address string
		f             *Fetcher
		want          error
	}{
		{"a_private_address", s.URL + "/page", fetcher(t, Options{}), ErrPrivate},
		{"a_file", "file:///etc/passwd", open, ErrScheme},
		{"a_redirect_to_a_file", s.URL + "/file", open, ErrScheme},
		{"redirects_without_end", s.URL + "/loop", open, ErrRedirects},
		{"what_robots_may_not_read", s.URL + "/private/x", open, ErrRobots},
		{"a_large_page", s.URL + "/large", open, read.ErrTooLarge},
		{"a_page_that_is_not_there", s.URL + "/nowhere", open, ErrStatus},
		{"a_slow_page", s.URL + "/slow", open, context.DeadlineExceeded},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := c.f.Fetch(ctx, c.address)
			var r *read.Refusal
			if !errors.Is(err, c.want) && !(c.want == context.DeadlineExceeded && strings.Contains(err.Error(), "imeout")) || !errors.As(err, &r) || r.Path != c.address {
				t.Errorf("error is %v, want %v", err, c.want)
			}
		})
	}
	if _, err := open.Fetch(ctx, s.URL+"/private/open"); err != nil {
		t.Errorf("a path that robots.txt allows: %v", err)
	}
}

func TestCache(t *testing.T) {
	s, hits := site(t)
	dir := t.TempDir()
	ctx := context.Background()
	get := func(opt Options) Page {
		t.Helper()
		opt.AllowPrivate, opt.CacheDir = true, dir
		p, err := fetcher(t, opt).Fetch(ctx, s.URL+"/page")
		if err != nil || string(p.Raw) != body {
			t.Fatalf("page %q, error %v", p.Raw, err)
		}
		return p
	}
	if get(Options{}).Cached || !get(Options{}).Cached || hits.Load() != 1 {
		t.Errorf("%d requests for a fresh page", hits.Load())
	}
	if !get(Options{MaxAge: time.Nanosecond}).Cached || hits.Load() != 2 {
		t.Errorf("%d requests for an old page", hits.Load())
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.body"))
	if len(files) != 1 || os.WriteFile(files[0], []byte("torn"), 0o644) != nil {
		t.Fatal(files)
	}
	if get(Options{}).Cached {
		t.Error("a torn entry was used")
	}
}

func TestWhatIsKeptServesWhileAServerIsAway(t *testing.T) {
	for path, want := range map[string]error{"/once": nil, "/gone": ErrStatus} {
		s, _ := site(t)
		dir := t.TempDir()
		for i := range 2 {
			f := fetcher(t, Options{AllowPrivate: true, CacheDir: dir, MaxAge: time.Nanosecond})
			p, err := f.Fetch(context.Background(), s.URL+path)
			switch {
			case i == 0 && err != nil:
				t.Fatal(err)
			case i == 1 && !errors.Is(err, want):
				t.Errorf("%s: %v, want %v", path, err, want)
			case i == 1 && want == nil && (!p.Stale || string(p.Raw) != body):
				t.Errorf("%s: %+v", path, p)
			}
		}
	}
}

func TestSitemap(t *testing.T) {
	s, _ := site(t)
	got, err := fetcher(t, Options{AllowPrivate: true}).Sitemap(context.Background(), s.URL+"/sitemap.xml")
	if err != nil || !slices.Equal(got, []string{s.URL + "/page"}) {
		t.Errorf("pages %v, error %v", got, err)
	}
}

func TestPublic(t *testing.T) {
	for a, want := range map[string]bool{
		"8.8.8.8": true, "2606:4700::1111": true, "127.0.0.1": false, "10.1.2.3": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "0.0.0.0": false, "::1": false, "fe80::1": false, "fd00::1": false, "::ffff:127.0.0.1": false,
		"64:ff9b::7f00:1": false, "224.0.0.1": false, "255.255.255.255": false, "2002:7f00:1::": false,
	} {
		if got := public(netip.MustParseAddr(a)); got != want {
			t.Errorf("public(%s) = %v", a, got)
		}
	}
}

func TestRobots(t *testing.T) {
	r := parseRobots([]byte("# x\nUser-agent: a\nUser-agent: normgraph\nDisallow: /p\nAllow: /p/q\nDisallow: /*.pdf$\n\nUser-agent: *\nDisallow: /\n"), "normgraph/1.0")
	for path, want := range map[string]bool{"/": true, "/p": false, "/p/q/r": true, "/x.pdf": false, "/x.pdf?y": true, "/other": true} {
		if got := r.allow(path); got != want {
			t.Errorf("allow(%s) = %v", path, got)
		}
	}
	if parseRobots([]byte("User-agent: *\nDisallow: /\n"), "normgraph").allow("/x") {
		t.Error("a closed site was opened")
	}
}
