package web

import (
	"encoding/csv"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// cayleyForTests finds Cayley's pages in the module cache; nil where they
// aren't.
func cayleyForTests(t testing.TB) fs.FS {
	t.Helper()
	dir, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", cayleyPath).Output()
	if err != nil {
		return nil
	}
	name := strings.TrimSpace(string(dir))
	if _, err := os.Stat(name + "/templates/query.html"); err != nil {
		return nil
	}
	return os.DirFS(name)
}

// addresses are one or more of every page.
var addresses = []string{
	"/", "/search", "/search?q=aland", "/search?q=zzzz", "/entity/state/AA", "/entity/state/AA?only=co+hosts", "/entity/norm/rescue",
	"/entity/event/lakeside-1", "/entity/series/lakeside", "/entity/person/evil", "/claim/0000000000000001", "/claim/0000000000000002",
	"/claims?id=claim/0000000000000001&id=claim/0000000000000003", "/cell?holder=series/lakeside&norm=norm/conduct",
	"/matrix", "/matrix?by=state", "/matrix?by=state&stance=no&from=2021&to=2022-12-31&topic=norm/conduct", "/documents", "/documents?q=second",
	"/document/first", "/document/second", "/document/evil", "/graph", "/graph/state/AA", "/graph/state/AA?do=open:event/lakeside-1",
	"/timeline", "/timeline?from=2021", "/path", "/path?from=state/AA&to=state/BB", "/compare", "/compare?with=state/AA&with=state/BB",
	"/compare?with=series/lakeside", "/compare?with=doc/first&with=doc/second", "/conflicts", "/review", "/questions", "/question/speakers",
	"/question/who-endorses?norm=norm/restraint", "/query?path=" + url.QueryEscape("a:State ->commitsTo n return a, n"), "/about",
}

// text is all text of a page, with one space between words.
func text(body string) string {
	var b strings.Builder
	z := html.NewTokenizer(strings.NewReader(body))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(b.String()), " ")
		case html.TextToken:
			b.Write(z.Text())
			b.WriteByte(' ')
		}
	}
}

func TestPagesShowWhatTheGraphSays(t *testing.T) {
	s := lakeside().site(t)
	for _, tt := range []struct {
		name, address string
		want          []string // in the text
		href          []string // somewhere in the page
	}{
		{"home_counts_and_lists", "/", []string{"3 documents", "Lakeside Forum", "Duty of rescue", "Second Lakeside Forum"}, []string{`href="/document/second"`}},
		{"search_by_another_name", "/search?q=Republic+of+Borduria", []string{"Borduria"}, []string{`href="/entity/state/BB"`}},
		{"search_by_the_beginning_of_a_word", "/search?q=lakes", []string{"Lakeside Forum", "First Lakeside Forum"}, nil},
		{"entity_with_its_words", "/entity/state/AA", []string{"commits to", "Restraint at sea", "Aland committed itself to restraint at sea.", "co-hosts"}, []string{`href="/graph/state/AA"`}},
		{"entity_with_a_definition", "/entity/norm/rescue", []string{"Those in distress are helped."}, nil},
		{"roll_up_is_not_shown_twice", "/entity/event/lakeside-1", []string{"co-hosted by"}, nil},
		{"claim_has_rule_and_words", "/claim/0000000000000001", []string{"co-hosted by", "test.rule", "Aland and Borduria co-hosted it."}, []string{"/document/first?at="}},
		{"derived_claim_names_its_premise", "/claim/0000000000000002", []string{"rolled up", "Derived from"}, []string{`href="/claim/0000000000000001"`}},
		{"matrix_of_forums", "/matrix", []string{"Lakeside Forum", "Conduct of States", "Duty of rescue"}, []string{"/cell?holder=series%2Flakeside"}},
		{"matrix_of_states_has_both_sides", "/matrix?by=state", []string{"Aland", "Borduria", "Restraint at sea"}, []string{"s-yes", "s-no"}},
		{"matrix_folds_what_the_address_says", "/matrix?by=state&shut=norm/conduct", []string{"Conduct of States"}, []string{`aria-expanded="false"`, `data-id="norm/restraint" data-depth="1" hidden`}},
		{"matrix_shows_for_and_against_in_one_field", "/matrix?by=state&shut=*", []string{"Unfold all"}, []string{`data-id="norm/restraint" data-depth="1" hidden`}},
		{"review_has_both_sides_and_the_commands", "/review", []string{
			"M. Ito spoke.", "Mika Ito of Aland addressed the meeting.", "one surname; same initial (5 points)",
			"normgraph review same person/ito-m person/ito-mika", "normgraph review not-same person/ito-m person/ito-mika",
			"Confidence 0.55", "normgraph review wrong claim/", "normgraph review correct claim/",
		}, nil},
		{"names_in_a_text_lead_to_their_pages", "/document/evil", []string{"Caldonia"}, []string{`data-entity="state/CC"`}},
		{"about_counts", "/about", []string{"co-hosted by", "asserted"}, nil},
		{"matrix_by_stance", "/matrix?by=state&stance=no", []string{"Borduria"}, []string{"s-no"}},
		{"cell_of_a_topic_holds_what_is_under_it", "/cell?holder=state/AA&norm=norm/conduct", []string{"Aland committed itself to restraint at sea."}, nil},
		{"document_with_marked_words", "/document/first", []string{"The first Lakeside Forum was held in Port Amber"}, []string{`class="ev`, `id="w`}},
		{"html_document_is_read_as_text", "/document/second", []string{"Borduria & Caldonia attended."}, []string{`s-no`}},
		{"graph_counts_before_opening", "/graph/state/AA", []string{"First Lakeside Forum", "+"}, []string{"do=open%3Aevent%2Flakeside-1"}},
		{"graph_opened", "/graph/state/AA?do=open:event/lakeside-1", []string{"Duty of rescue", "Undo"}, []string{"do=shut%3Aevent%2Flakeside-1"}},
		{"timeline_has_a_lane", "/timeline", []string{"Lakeside Forum", "2020-03-03"}, []string{`class="mark`}},
		{"path_with_words", "/path?from=aland&to=borduria", []string{"Aland", "First Lakeside Forum", "Borduria", "Aland and Borduria co-hosted it."}, nil},
		{"compare_states", "/compare?with=aland&with=borduria", []string{"commits to", "opposes"}, nil},
		{"compare_editions", "/compare?with=series/lakeside", []string{"edition by edition", "First Lakeside Forum", "calls for"}, nil},
		{"named_question", "/question/who-endorses?norm=norm/restraint", []string{"Aland", "commitsTo"}, nil},
		{"question_of_ones_own", "/query?path=" + url.QueryEscape("a:State ->commitsTo n return a, n"), []string{"Aland", "Restraint at sea", "1 answer"}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := get(s, tt.address)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %s", w.Code, text(w.Body.String()))
			}
			got := text(w.Body.String())
			for _, want := range tt.want {
				if !strings.Contains(got, want) {
					t.Errorf("no %q in the page:\n%s", want, got)
				}
			}
			for _, want := range tt.href {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("no %s in the page", want)
				}
			}
		})
	}
}

func TestEveryPageHasItsTwins(t *testing.T) {
	s := lakeside().site(t)
	for _, address := range addresses {
		w := get(s, address)
		if w.Code != http.StatusOK {
			t.Errorf("%s: status %d: %s", address, w.Code, text(w.Body.String()))
			continue
		}
		path, q, _ := strings.Cut(address, "?")
		if path == "/" {
			path = "/index"
		}
		j := get(s, path+".json?"+q)
		if !json.Valid(j.Body.Bytes()) || j.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%s: the JSON twin is %s %.80q", address, j.Header().Get("Content-Type"), j.Body)
		}
		if strings.Contains(w.Body.String(), `type="text/csv"`) {
			c := get(s, path+".csv?"+q)
			if _, err := csv.NewReader(c.Body).ReadAll(); err != nil || c.Code != http.StatusOK {
				t.Errorf("%s: the CSV twin: %d %v", address, c.Code, err)
			}
		}
	}
}

// The link to Cayley's pages on each page leads to a query that runs and has
// answers.
func TestTheSameQuestionRunsInCayley(t *testing.T) {
	s := lakeside().site(t)
	if s.cayley == nil {
		t.Skip("Cayley's module is not in the module cache")
	}
	link := regexp.MustCompile(`href="/cayley/\?([^"]+)"`)
	found := 0
	for _, address := range addresses {
		m := link.FindStringSubmatch(get(s, address).Body.String())
		if m == nil {
			continue
		}
		found++
		form, err := url.ParseQuery(html.UnescapeString(m[1]))
		if err != nil || form.Get("query") == "" {
			t.Errorf("%s: the link is %s", address, m[1])
			continue
		}
		w := ask(s, "POST", "/api/v1/query/"+form.Get("lang"), form.Get("query"))
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), `"result":null`) {
			t.Errorf("%s: %d %.200s\n%s", address, w.Code, w.Body, form.Get("query"))
		}
	}
	if found < 25 {
		t.Errorf("only %d pages have such a link", found)
	}
}

func TestFaultsAreToldClearly(t *testing.T) {
	s := lakeside().site(t)
	for _, tt := range []struct {
		name, address string
		status        int
		want          string
	}{
		{"unknown_page", "/nothing", 404, "no such page"},
		{"unknown_entity", "/entity/state/ZZ", 404, "Nothing in the graph is named"},
		{"unknown_document", "/document/none", 404, "Nothing in the graph"},
		{"unknown_claim", "/claim/ffff", 404, "no such claim"},
		{"ambiguous_name", "/path?from=republic&to=aland", 300, "may mean"},
		{"bad_path", "/query?path=" + url.QueryEscape("a ->endorsez b"), 400, "can’t be read|can't be read"},
		{"bad_date", "/matrix?from=yesterday", 400, "is no date"},
		{"bad_kind", "/matrix?by=dogs", 400, "forum, state"},
		{"needed_value", "/question/none", 404, "none"},
		{"picture_of_a_page_without_one", "/about.svg", 404, "no such form"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := get(s, tt.address)
			if w.Code != tt.status {
				t.Errorf("status %d, want %d", w.Code, tt.status)
			}
			got := text(w.Body.String())
			ok := false
			for want := range strings.SplitSeq(tt.want, "|") {
				ok = ok || strings.Contains(got, want)
			}
			if !ok {
				t.Errorf("no %q in %s", tt.want, got)
			}
		})
	}
}

// No tag and no attribute of a page comes from the graph or the address.
func TestHostileTextNeverBecomesMarkup(t *testing.T) {
	s := lakeside().site(t)
	list := append([]string{
		"/search?q=" + url.QueryEscape(evil), "/path?from=" + url.QueryEscape(evil) + "&to=aland", "/query?path=" + url.QueryEscape(evil),
		"/matrix?from=" + url.QueryEscape(evil), "/documents?q=" + url.QueryEscape(evil), "/compare?with=" + url.QueryEscape(evil),
		"/entity/" + url.PathEscape(evil), "/graph/person/evil", "/graph/state/CC?do=open:person/evil&p=" + url.QueryEscape(evil),
		"/question/speakers?at=" + url.QueryEscape(evil), "/claims?id=" + url.QueryEscape(evil), "/graph/state/CC.svg",
	}, addresses...)
	for _, address := range list {
		w := get(s, address)
		body := w.Body.String()
		if csp := w.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe-inline") && !strings.Contains(csp, "sandbox") {
			t.Errorf("%s: policy %q", address, csp)
		}
		z := html.NewTokenizer(strings.NewReader(body))
		for tt := z.Next(); tt != html.ErrorToken; tt = z.Next() {
			if tt != html.StartTagToken && tt != html.SelfClosingTagToken {
				continue
			}
			tag := z.Token()
			src := ""
			for _, a := range tag.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || (a.Key == "href" || a.Key == "src") && strings.HasPrefix(strings.ToLower(a.Val), "javascript:") {
					t.Errorf("%s: <%s %s=%q>", address, tag.Data, a.Key, a.Val)
				}
				if a.Key == "src" {
					src = a.Val
				}
			}
			if tag.Data == "img" || tag.Data == "script" && !strings.HasPrefix(src, "/assets/") {
				t.Errorf("%s: <%s src=%q>", address, tag.Data, src)
			}
		}
	}
}

func TestPicturesAreFilesOfTheirOwn(t *testing.T) {
	s := lakeside().site(t)
	for _, address := range []string{"/graph/state/AA.svg", "/graph/person/evil.svg?do=open:state/CC", "/timeline.svg"} {
		w := get(s, address)
		if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "image/svg+xml" || !strings.Contains(w.Body.String(), "<style>") {
			t.Errorf("%s: %d %s", address, w.Code, w.Header().Get("Content-Type"))
		}
		x := xml.NewDecoder(w.Body)
		for {
			if _, err := x.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", address, err)
			}
		}
	}
}

func TestCellsAreNoFormulas(t *testing.T) {
	w := newWorld()
	w.entity("state/AA", "State", "Aland")
	w.document("doc/x", "=HYPERLINK(1)", "2020-01-01", "x\n")
	got := get(w.site(t), "/documents.csv").Body.String()
	if !strings.Contains(got, "'=HYPERLINK(1)") {
		t.Errorf("no apostrophe before a formula: %s", got)
	}
}

func TestNothingIsWritten(t *testing.T) {
	s := lakeside().site(t)
	for _, address := range []string{"/api/v1/write", "/api/v1/write/file/nquad", "/api/v1/delete", "/api/v2/write", "/api/v2/delete", "/api/v2/node/delete"} {
		for _, method := range []string{"POST", "PUT", "DELETE", "GET"} {
			w := ask(s, method, address, `[{"subject":"a","predicate":"b","object":"c"}]`)
			if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "normgraph build") {
				t.Errorf("%s %s: %d %s", method, address, w.Code, w.Body)
			}
		}
	}
	for _, address := range addresses {
		if w := ask(s, "POST", address, "x=1"); w.Code != http.StatusMethodNotAllowed {
			t.Errorf("POST %s: %d", address, w.Code)
		}
	}
	if w := get(s, "/cayley/ui/write"); w.Code != http.StatusForbidden {
		t.Errorf("the page that writes: %d", w.Code)
	}
}

func TestForeignHostsAndPagesAreRefused(t *testing.T) {
	s := lakeside().site(t)
	for _, tt := range []struct {
		name   string
		change func(*http.Request)
		status int
	}{
		{"localhost", func(*http.Request) {}, 200},
		{"address", func(r *http.Request) { r.Host = "127.0.0.1:9" }, 200},
		{"address_of_six", func(r *http.Request) { r.Host = "[::1]:9" }, 200},
		{"rebound_name", func(r *http.Request) { r.Host = "evil.example" }, 421},
		{"no_name", func(r *http.Request) { r.Host = "" }, 421},
	} {
		r := httptest.NewRequest("GET", "http://localhost/", nil)
		tt.change(r)
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d", tt.name, w.Code, tt.status)
		}
		if w.Header().Get("Access-Control-Allow-Origin") != "" {
			t.Errorf("%s: other origins may read", tt.name)
		}
	}
	for _, header := range [][2]string{{"Origin", "http://evil.example"}, {"Sec-Fetch-Site", "cross-site"}} {
		r := httptest.NewRequest("POST", "http://localhost/api/v1/query/gizmo", strings.NewReader("g.V().all()"))
		r.Header.Set(header[0], header[1])
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusForbidden {
			t.Errorf("a query with %s %s: %d", header[0], header[1], w.Code)
		}
	}
}

func TestHostileAddressesAreRefused(t *testing.T) {
	s := lakeside().site(t)
	for _, address := range []string{
		"/assets/..%2f..%2fweb.go", "/assets/%2e%2e/web.go", "/cayley/static/..%2f..%2fgo.mod", "/cayley/static/../../../etc/passwd", "/document/..%2f..%2fetc%2fpasswd",
		"/entity/%00", "/claim/%ff%fe", "/question/..%2f..%2fx",
	} {
		if w := get(s, address); w.Code < 300 || w.Code == 500 {
			t.Errorf("%s: %d %.100s", address, w.Code, w.Body)
		}
	}
	if w := get(s, "/search?q="+strings.Repeat("a", maxURL)); w.Code != http.StatusRequestURITooLong {
		t.Errorf("a long address: %d", w.Code)
	}
	if w := ask(s, "POST", "/api/v1/query/gizmo", strings.Repeat("/", maxBody+1)); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a long query: %d", w.Code)
	}
}

func TestCayleyAddressesAnswer(t *testing.T) {
	s := lakeside().site(t)
	for _, tt := range []struct {
		name, address, body string
		status              int
		want                string
	}{
		{"gizmo_with_short_names", "/api/v1/query/gizmo", `g.V("<state/AA>").in("<ng:coHostedBy>").all()`, 200, "event/lakeside-1"},
		{"short_names_in_the_answer", "/api/v1/query/gizmo?iri=short", `g.V("<state/AA>").in("<ng:coHostedBy>").all()`, 200, `"id":"event/lakeside-1"`},
		{"fault_of_a_script", "/api/v1/query/gizmo", `g.V(`, 400, "error"},
		{"unknown_language", "/api/v1/query/sparql", `x`, 400, "unknown language"},
		{"empty", "/api/v1/query/gizmo", ` `, 400, "empty"},
		{"mql", "/api/v1/query/mql", `[{"id": "<state/AA>"}]`, 200, "result"},
		{"shape", "/api/v1/shape/gizmo", `g.V("<state/AA>").out().all()`, 200, "nodes"},
		{"second_version", "/api/v2/query?lang=gizmo", `g.V("<state/AA>").in("<ng:coHostedBy>").all()`, 200, "event/lakeside-1"},
		{"read_by_pattern", "/api/v2/read?sub=" + url.QueryEscape("<state/AA>"), ``, 200, "commitsTo"},
		{"unknown_address", "/api/v1/nothing", ``, 404, "error"},
	} {
		w := ask(s, "POST", tt.address, tt.body)
		if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s: %d %s", tt.name, w.Code, w.Body)
		}
	}
}

func TestCayleyPagesLoadNothingFromElsewhere(t *testing.T) {
	s := lakeside().site(t)
	if s.cayley == nil {
		t.Skip("Cayley's module is not in the module cache")
	}
	for _, address := range []string{"/cayley/", "/cayley/ui/query_shape", "/cayley/ui/visualize"} {
		w := get(s, address)
		if w.Code != 200 || !strings.Contains(w.Header().Get("Content-Security-Policy"), "sha256-") {
			t.Errorf("%s: %d, policy %s", address, w.Code, w.Header().Get("Content-Security-Policy"))
		}
		for _, part := range []string{"http://", "https://", "OpenSans", "/docs/"} {
			if i := strings.Index(w.Body.String(), part); i >= 0 {
				t.Errorf("%s: %.80s", address, w.Body.String()[i:])
			}
		}
	}
}

// Readers are answered from one version, while new ones come in.
func TestReadersKeepTheirVersion(t *testing.T) {
	var made, closed atomic.Int32
	make1 := func() *Version {
		n := made.Add(1)
		w := lakeside()
		name := "Even"
		if n%2 == 1 {
			name = "Odd"
		}
		w.entity("state/DD", "State", name+"land")
		w.claim("doc/first", "state/DD", "commitsTo", "norm/rescue", "help those in distress")
		w.text("norm/rescue", "altName", "Rule of "+name+"land", "graph/vocabulary")
		v := w.version(t)
		shut := v.Close
		v.Close = func() error { closed.Add(1); return shut() }
		return v
	}
	var stale atomic.Bool
	s := serveVersions(t, make1, &stale)
	stop := time.After(3 * time.Second)
	done := make(chan struct{})
	var wg sync.WaitGroup
	var asked atomic.Int32
	for range 50 {
		wg.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				w := get(s, "/entity/norm/rescue")
				body := w.Body.String()
				odd, even := strings.Contains(body, "Odd"), strings.Contains(body, "Even")
				if w.Code != 200 || odd == even {
					t.Errorf("status %d, odd %v, even %v", w.Code, odd, even)
					return
				}
				if n := strings.Count(body, "Oddland") + strings.Count(body, "Evenland"); n < 2 {
					t.Errorf("only %d of the names", n)
				}
				asked.Add(1)
			}
		})
	}
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
loop:
	for {
		select {
		case <-stop:
			break loop
		case <-tick.C:
			stale.Store(true)
		}
	}
	close(done)
	wg.Wait()
	for deadline := time.Now().Add(5 * time.Second); closed.Load() != made.Load()-1 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if made.Load() < 3 || closed.Load() != made.Load()-1 {
		t.Errorf("%d versions made, %d closed; %d answers", made.Load(), closed.Load(), asked.Load())
	}
	t.Logf("%d answers from %d versions", asked.Load(), made.Load())
}

// What is asked for again and again is kept, however much else is asked for.
func TestMemoKeepsWhatIsUsed(t *testing.T) {
	v := &reading{}
	made := 0
	used := func() { _, _ = remember(v, "used", func() (int, error) { made++; return 1, nil }) }
	for i := range 3 * maxMemo {
		used()
		_, _ = remember(v, fmt.Sprint(i), func() (int, error) { return i, nil })
	}
	if made != 1 || len(v.memo.entries) > maxMemo {
		t.Errorf("made %d times; %d entries", made, len(v.memo.entries))
	}
}
