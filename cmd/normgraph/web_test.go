package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

const feedHead = `<?xml version="1.0"?><rss version="2.0"><channel><title>River Ministry</title><link>http://x.example/</link>`

func item(n, text string) string {
	return "<item><title>Note " + n + "</title><link>http://x.example/" + n + "</link><guid>" + n + "</guid><pubDate>Tue, 03 May 2022 10:00:00 GMT</pubDate><description>" + text + "</description></item>"
}

// Pages, feeds and site maps are read at their addresses; what a server says no
// more of stays, what it answers no more is read as it was kept.
func TestAddressesAreBuilt(t *testing.T) {
	feed := item("one", "The River Forum was held in Lagos on 3 May 2022. Nigeria hosted the River Forum.")
	down := false
	mux := http.NewServeMux()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down {
			http.Error(w, "out of order", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	defer s.Close()
	answer := func(path string, text func() string) {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(text())) })
	}
	answer("/robots.txt", func() string { return "User-agent: *\nDisallow: /closed\n" })
	answer("/page.html", func() string {
		return "<html><head><title>A note of the ministry</title></head><body><p>The Lake Forum was held in Accra on 4 May 2022.</p><p>Ghana hosted the Lake Forum.</p></body></html>"
	})
	answer("/feed.xml", func() string { return feedHead + feed + "</channel></rss>" })
	answer("/sitemap.xml", func() string {
		return "<urlset><url><loc>" + s.URL + "/page.html</loc></url><url><loc>" + s.URL + "/closed</loc></url></urlset>"
	})
	db := filepath.Join(t.TempDir(), "x.db")
	command := func(want int, args ...string) (stdout, stderr string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), append(args, "--db", db), strings.NewReader(""), &out, &errs); code != want {
			t.Fatalf("%q: exit code %d, want %d: %s", args, code, want, errs.String())
		}
		return out.String(), errs.String()
	}
	_, errs := command(exitFail, "build", s.URL+"/page.html")
	if !strings.Contains(errs, "private network") {
		t.Errorf("a private address: %s", errs)
	}
	out, _ := command(exitOK, "extract", "--allow-private", "--format", "jsonl", s.URL+"/page.html")
	if !strings.Contains(out, `"document":"`+s.URL+`/page.html"`) || !strings.Contains(out, "state/GH") {
		t.Errorf("extracted: %s", out)
	}
	_, errs = command(exitFail, "build", "--allow-private", "-q", s.URL+"/sitemap.xml", s.URL+"/feed.xml")
	if !strings.Contains(errs, "/closed: is closed to programs") || strings.Count(errs, "\n") != 1 {
		t.Errorf("a page that is closed: %s", errs)
	}
	for event, host := range map[string]string{"Lake Forum": "Ghana", "River Forum": "Nigeria"} {
		if out, _ := command(exitOK, "show", event); !strings.Contains(out, host) {
			t.Errorf("%s: %s", event, out)
		}
	}

	// The feed has moved on; the server is out of order; what is kept is old.
	feed = item("two", "The Delta Forum was held in Banjul on 5 May 2022. The Gambia hosted the Delta Forum.")
	fresh := t.TempDir()
	command(exitOK, "build", "--allow-private", "-q", "--web-cache", fresh, s.URL+"/feed.xml")
	for _, event := range []string{"River Forum", "Delta Forum"} {
		command(exitOK, "show", event)
	}
	down = true
	out, _ = command(exitOK, "build", "--allow-private", "--web-cache", fresh, s.URL+"/feed.xml")
	if !strings.Contains(out, "3 documents") {
		t.Errorf("with a server that is down: %s", out)
	}
	command(exitOK, "check")
}
