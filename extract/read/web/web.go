// Package web fetches pages for package read. It is the only package under
// extract that opens a socket, and only when it is asked to fetch.
//
// It is polite and careful: one request at a time and host, with a pause
// between them, robots.txt obeyed, size, time and redirects bounded, and no
// address of a private network unless that is allowed. What has been fetched is
// kept in a folder and asked for again only when it is old, and then with the
// validators that the server gave.
package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"syscall"
	"time"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/read"
)

// Defaults of [Options].
const (
	DefaultMaxTime      = 30 * time.Second
	DefaultMaxRedirects = 5
	DefaultDelay        = time.Second
	DefaultMaxAge       = 24 * time.Hour
	DefaultUserAgent    = "normgraph"
)

// Options of a fetcher. The zero value is what most programs want.
type Options struct {
	Read         read.Options  // its MaxSize bounds a page
	MaxTime      time.Duration // for one page with its redirects; 0 means DefaultMaxTime
	MaxRedirects int           // 0 means DefaultMaxRedirects
	Delay        time.Duration // between requests to a host; 0 means DefaultDelay
	MaxAge       time.Duration // of a page in the cache; 0 means DefaultMaxAge
	CacheDir     string        // "" means no cache
	UserAgent    string        // "" means DefaultUserAgent
	AllowPrivate bool          // allow addresses of private networks and this machine
	IgnoreRobots bool          // fetch what robots.txt asks to leave alone
}

// Reasons for which a page is not fetched, beside those of package read.
var (
	ErrScheme    = errors.New("is no http or https address")
	ErrPrivate   = errors.New("is an address of a private network")
	ErrRedirects = errors.New("redirects too often")
	ErrRobots    = errors.New("is closed to programs by the site's robots.txt")
	ErrStatus    = errors.New("the server answered")
)

// A Page is what was fetched.
type Page struct {
	URL         string // after redirects
	Raw         []byte
	ContentType string
	Fetched     time.Time // when the server last confirmed it
	Cached      bool      // not asked for again, or not changed since
	Stale       bool      // old, and the server could not be reached
}

// A Fetcher fetches pages. It is safe for use by many goroutines.
type Fetcher struct {
	opt    Options
	client *http.Client

	mu    sync.Mutex
	hosts map[string]*host
}

// A host is what is known of a server. Its lock is held during a request.
type host struct {
	mu     sync.Mutex
	last   time.Time
	robots *robots // nil until it has been asked for
}

// New makes a fetcher.
func New(opt Options) *Fetcher {
	if opt.MaxTime <= 0 {
		opt.MaxTime = DefaultMaxTime
	}
	if opt.MaxRedirects <= 0 {
		opt.MaxRedirects = DefaultMaxRedirects
	}
	if opt.Delay <= 0 {
		opt.Delay = DefaultDelay
	}
	if opt.MaxAge <= 0 {
		opt.MaxAge = DefaultMaxAge
	}
	if opt.UserAgent == "" {
		opt.UserAgent = DefaultUserAgent
	}
	f := &Fetcher{opt: opt, hosts: map[string]*host{}}
	dialer := &net.Dialer{Timeout: opt.MaxTime, Control: f.control}
	f.client = &http.Client{
		Timeout: opt.MaxTime,
		// Without a proxy: it would resolve names that are then not checked.
		Transport: &http.Transport{
			DialContext:            dialer.DialContext,
			MaxResponseHeaderBytes: 1 << 20,
			ResponseHeaderTimeout:  opt.MaxTime,
			IdleConnTimeout:        opt.MaxTime,
			ForceAttemptHTTP2:      true,
		},
		CheckRedirect: func(req *http.Request, via []*http.Request) error {
			if len(via) > opt.MaxRedirects {
				return ErrRedirects
			}
			return checkURL(req.URL)
		},
	}
	return f
}

// Close ends idle connections.
func (f *Fetcher) Close() { f.client.CloseIdleConnections() }

func checkURL(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return ErrScheme
	}
	return nil
}

// control is called with the address that a connection is about to be made to,
// after the name has been resolved.
func (f *Fetcher) control(_, address string, _ syscall.RawConn) error {
	if f.opt.AllowPrivate {
		return nil
	}
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %s", ErrPrivate, address)
	}
	if !public(ap.Addr()) {
		return fmt.Errorf("%w: %s", ErrPrivate, ap.Addr())
	}
	return nil
}

// public reports whether an address can be that of a server on the internet.
// The ranges are those of the IANA registries of special-purpose addresses.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() || a.Zone() != "" {
		return false
	}
	for _, s := range [...]string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"203.0.113.0/24", "240.0.0.0/4", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
	} {
		if netip.MustParsePrefix(s).Contains(a) {
			return false
		}
	}
	return true
}

// Document fetches a page and reads it. Its path is the address. The error is a
// [*read.Refusal].
func (f *Fetcher) Document(ctx context.Context, address string) (*extract.Document, error) {
	p, err := f.Fetch(ctx, address)
	if err != nil {
		return nil, err
	}
	return read.Document(address, p.Raw, f.opt.Read)
}

// Get implements [read.Web].
func (f *Fetcher) Get(ctx context.Context, address string) (raw []byte, at time.Time, err error) {
	p, err := f.Fetch(ctx, address)
	return p.Raw, p.Fetched, err
}

var _ read.Web = (*Fetcher)(nil)

// Fetch fetches a page or takes it from the cache. The error is a
// [*read.Refusal] with the address.
func (f *Fetcher) Fetch(ctx context.Context, address string) (Page, error) {
	p, err := f.fetch(ctx, address)
	if err != nil {
		var u *url.Error
		if errors.As(err, &u) {
			err = u.Err // the address is named already
		}
		return Page{}, &read.Refusal{Path: address, Err: err}
	}
	return p, nil
}

func (f *Fetcher) fetch(ctx context.Context, address string) (Page, error) {
	u, err := url.Parse(address)
	if err != nil {
		return Page{}, ErrScheme
	}
	if err := checkURL(u); err != nil {
		return Page{}, err
	}
	u.Fragment = ""
	key := u.String()
	old, err := f.load(key)
	if err != nil {
		return Page{}, err
	}
	if old != nil && time.Since(old.Fetched) < f.opt.MaxAge {
		return old.page(true), nil
	}
	p, err := f.ask(ctx, key, u, old)
	if old != nil && errors.Is(err, errAway) && ctx.Err() == nil {
		p, err = old.page(true), nil
		p.Stale = true
	}
	return p, err
}

// errAway marks the errors of a server that cannot be reached or is out of
// order. What is kept of it is better than nothing (RFC 9111, section 4.2.4).
var errAway = errors.New("the server is not to be reached")

// ask asks the server; old is what is kept of the page, or nil.
func (f *Fetcher) ask(ctx context.Context, key string, u *url.URL, old *entry) (Page, error) {
	f.mu.Lock()
	h := f.hosts[u.Host]
	if h == nil {
		h = &host{}
		f.hosts[u.Host] = h
	}
	f.mu.Unlock()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !f.opt.IgnoreRobots {
		if h.robots == nil {
			r, err := f.robots(ctx, h, u)
			if err != nil {
				return Page{}, away(err)
			}
			h.robots = r
		}
		if !h.robots.allow(u.RequestURI()) {
			return Page{}, ErrRobots
		}
	}
	resp, err := f.get(ctx, h, key, old)
	if err != nil {
		return Page{}, away(err)
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNotModified && old != nil:
		old.Fetched = time.Now().UTC()
		return old.page(true), f.store(key, old)
	case resp.StatusCode >= http.StatusInternalServerError:
		return Page{}, away(fmt.Errorf("%w: %s", ErrStatus, resp.Status))
	case resp.StatusCode != http.StatusOK:
		return Page{}, fmt.Errorf("%w: %s", ErrStatus, resp.Status)
	}
	raw, err := f.body(resp)
	if err != nil {
		return Page{}, err
	}
	e := &entry{
		Address: key, URL: resp.Request.URL.String(), ContentType: resp.Header.Get("Content-Type"), Fetched: time.Now().UTC(),
		ETag: resp.Header.Get("ETag"), LastModified: resp.Header.Get("Last-Modified"), raw: raw,
	}
	return e.page(false), f.store(key, e)
}

// away marks an error of a server that cannot be reached, unless it is ours.
func away(err error) error {
	if errors.Is(err, ErrPrivate) || errors.Is(err, ErrRedirects) || errors.Is(err, ErrScheme) {
		return err
	}
	return awayError{err}
}

type awayError struct{ error }

func (e awayError) Unwrap() error        { return e.error }
func (e awayError) Is(target error) bool { return target == errAway }

// get sends a request when the host's pause is over.
func (f *Fetcher) get(ctx context.Context, h *host, address string, old *entry) (*http.Response, error) {
	if wait := f.opt.Delay - time.Since(h.last); wait > 0 && !h.last.IsZero() {
		t := time.NewTimer(wait)
		defer t.Stop()
		select {
		case <-t.C:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	defer func() { h.last = time.Now() }()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("User-Agent", f.opt.UserAgent)
	req.Header.Set("Accept", "text/html, application/xhtml+xml, text/plain, application/pdf, application/xml;q=0.9, */*;q=0.5")
	if old != nil {
		if old.ETag != "" {
			req.Header.Set("If-None-Match", old.ETag)
		}
		if old.LastModified != "" {
			req.Header.Set("If-Modified-Since", old.LastModified)
		}
	}
	return f.client.Do(req)
}

// body reads a response of bounded size. The transport has unpacked it.
func (f *Fetcher) body(resp *http.Response) ([]byte, error) {
	limit := f.opt.Read.MaxSize
	if limit <= 0 {
		limit = read.DefaultMaxSize
	}
	if resp.ContentLength > limit {
		return nil, fmt.Errorf("%w: %d bytes, the limit is %d", read.ErrTooLarge, resp.ContentLength, limit)
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	if err != nil {
		return nil, err
	}
	if int64(len(raw)) > limit {
		return nil, fmt.Errorf("%w: the limit is %d bytes", read.ErrTooLarge, limit)
	}
	return raw, nil
}
