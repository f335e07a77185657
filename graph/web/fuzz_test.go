package web

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// FuzzRequest asks for any page with any parameters: each is answered, without
// a fault of the program and without text that a browser would run.
func FuzzRequest(f *testing.F) {
	for _, a := range addresses {
		path, q, _ := strings.Cut(a, "?")
		f.Add(path, q)
		f.Add(path+".json", q)
	}
	f.Add("/claims", "id="+url.QueryEscape(evil))
	f.Add("/graph/state/AA", "do=open:"+url.QueryEscape(evil)+"&do=shut:")
	f.Add("/timeline", "from=99999-99-99&to=\x00&limit=-1&page=999999999999999999999")
	f.Add("/query", "path="+url.QueryEscape(`a ->b{0,16} c <-d{0,16} e and not (x = "`+"\xff"+`")`))
	s := lakeside().site(f)
	f.Fuzz(func(t *testing.T, path, q string) {
		u := url.URL{Path: "/" + strings.TrimLeft(path, "/"), RawQuery: q}
		// What a client cannot send.
		if _, err := url.ParseRequestURI(u.String()); err != nil || strings.ContainsAny(q, " \t\r\n#") {
			return
		}
		w := get(s, u.String())
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusServiceUnavailable && w.Code != http.StatusGatewayTimeout {
			t.Fatalf("%s: status %d: %s", &u, w.Code, text(w.Body.String()))
		}
		body := w.Body.String()
		switch kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); kind {
		case "text/html":
			if strings.Contains(body, "<img src=x") || strings.Contains(body, `<script>document`) {
				t.Fatalf("%s: hostile text stands in the page", &u)
			}
		case "application/json":
			if !json.Valid([]byte(body)) {
				t.Fatalf("%s: no JSON: %.80q", &u, body)
			}
		}
	})
}
