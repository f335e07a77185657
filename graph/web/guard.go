package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"time"
)

// Bounds of a request.
const (
	maxBody  = 256 << 10 // bytes of a query
	maxURL   = 16 << 10
	pageTime = 20 * time.Second // to find what a page shows
)

// explorerPolicy lets pages of the explorer load what this server gives and
// nothing else. There is no inline script and no inline style.
const explorerPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard refuses what no browser of an honest user sends: names of hosts that
// are not ours (which pages of others use to read a server on the loopback
// interface), requests made by other sites' pages, and huge ones.
func (s *Site) guard(next http.Handler) http.Handler {
	crossOrigin := http.NewCrossOriginProtection()
	crossOrigin.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.refuse(w, r, http.StatusForbidden, "This request came from a page of another site.")
	}))
	inner := crossOrigin.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", explorerPolicy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cache-Control", "no-cache")
		switch {
		case !s.ours(r.Host):
			s.refuse(w, r, http.StatusMisdirectedRequest, "This server does not answer under that name of a host. Start it with --host NAME to allow one.")
			return
		case len(r.URL.RequestURI()) > maxURL:
			s.refuse(w, r, http.StatusRequestURITooLong, "The address is too long.")
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxBody)
		inner.ServeHTTP(w, r)
	})
}

// ours reports whether a Host header names this server. A page that points a
// name of its own at this machine can't make a browser send an IP address.
func (s *Site) ours(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(strings.Trim(name, "[]"), "."))
	if name == "localhost" || slices.Contains(s.hosts, name) {
		return true
	}
	_, err := netip.ParseAddr(name)
	return err == nil
}

// fromElsewhere reports whether a browser says that a page of another site made
// the request.
func fromElsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site == "cross-site" || site == "same-site"
}

// refuse answers with a plain message.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, code int, message string) {
	if strings.HasPrefix(r.URL.Path, "/api/") {
		apiError(w, code, message)
		return
	}
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(code)
	if r.Method != http.MethodHead {
		_, _ = w.Write([]byte(message + "\n"))
	}
}
