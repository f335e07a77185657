package main

import (
	"bytes"
	"context"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/normgraph/normgraph/graph/web"
)

// A writer that a running command may write to while it is read.
type sharedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *sharedBuffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *sharedBuffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// serve shows a graph, then the one that is built beside it, and stops when it
// is told to.
func TestServeShowsNewGraphsByItself(t *testing.T) {
	dir := t.TempDir()
	press, db := filepath.Join(dir, "press"), filepath.Join(dir, "db")
	write := func(name, text string) {
		t.Helper()
		if err := os.MkdirAll(press, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(press, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	build := func() {
		t.Helper()
		var out, fault bytes.Buffer
		if code := run(t.Context(), []string{"--db", db, "--quiet", "build", press}, strings.NewReader(""), &out, &fault); code != exitOK {
			t.Fatalf("build: %s", fault.String())
		}
	}
	write("first.txt", "Seminar on Maritime Dialogue\n\nMay 3, 2021\n\nFrance and Chile co-hosted the Seminar on Maritime Dialogue in Paris on May 3, 2021.\n")
	build()
	base, stop := served(t, db)
	documents := func() (ids []string) {
		res, err := http.Get(base + "/documents.json")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		var got struct {
			Documents []struct{ ID string }
		}
		if err := json.NewDecoder(res.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		for _, d := range got.Documents {
			ids = append(ids, d.ID)
		}
		return ids
	}
	if got := documents(); len(got) != 1 || got[0] != "doc/first" {
		t.Fatalf("documents %v", got)
	}
	res, err := http.Get(base + "/document/first")
	if err != nil {
		t.Fatal(err)
	}
	page, err := io.ReadAll(res.Body)
	res.Body.Close()
	text := regexp.MustCompile("<[^>]*>").ReplaceAllString(string(page), "")
	if err != nil || !strings.Contains(text, "France and Chile co-hosted") {
		t.Errorf("the text is not on its page: %v", err)
	}
	write("second.txt", "Workshop on Ports\n\nJune 4, 2022\n\nJapan hosted the Workshop on Ports in Tokyo on June 4, 2022.\n")
	build()
	until(t, func() bool { return len(documents()) == 2 })
	stop()
}

// readersEnv says how long fifty readers ask while builds swap versions.
const readersEnv = "NORMGRAPH_READERS"

// Fifty readers ask while builds make one version after the other: every request
// is answered, and each answer is of one version.
func TestFiftyReadersWhileBuildsSwapVersions(t *testing.T) {
	last := 4 * time.Second
	if text := os.Getenv(readersEnv); text != "" {
		var err error
		if last, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	press, db := filepath.Join(dir, "press"), filepath.Join(dir, "db")
	if err := os.MkdirAll(press, 0o755); err != nil {
		t.Fatal(err)
	}
	hosts := []string{"France", "Japan"}
	build := func(n int) {
		host := hosts[n%2]
		for name, text := range map[string]string{
			"first.txt":  "Seminar on Maritime Dialogue\n\nMay 3, 2021\n\n" + host + " hosted the Seminar on Maritime Dialogue in Lisbon on May 3, 2021.\n",
			"second.txt": "Workshop on Ports\n\nJune 4, 2022\n\n" + host + " hosted the Workshop on Ports in Madrid on June 4, 2022.\n",
		} {
			if err := os.WriteFile(filepath.Join(press, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		var out, fault bytes.Buffer
		if code := run(t.Context(), []string{"--db", db, "--quiet", "build", press}, strings.NewReader(""), &out, &fault); code != exitOK {
			t.Fatalf("build: %s", fault.String())
		}
	}
	build(0)
	base, stop := served(t, db)

	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 50}}
	pages := []string{"/query.json?path=" + url.QueryEscape("e:Event ->hostedBy s return e, s"), "/timeline", "/documents", "/search?q=seminar", "/graph/state/PT", "/document/first", "/review"}
	done := make(chan struct{})
	var asked atomic.Int64
	var seen [2]atomic.Int64
	var readers sync.WaitGroup
	for i := range 50 {
		readers.Go(func() {
			for n := i; ; n++ {
				select {
				case <-done:
					return
				default:
				}
				page := pages[n%len(pages)]
				res, err := client.Get(base + page)
				if err != nil {
					t.Error(err)
					return
				}
				body, err := io.ReadAll(res.Body)
				res.Body.Close()
				if err != nil || res.StatusCode != http.StatusOK {
					t.Errorf("%s: %d %v: %.300s", page, res.StatusCode, err, body)
					return
				}
				asked.Add(1)
				if n%len(pages) != 0 {
					continue
				}
				var found [2]int
				for k, host := range hosts {
					found[k] = strings.Count(string(body), `"`+host+`"`)
				}
				switch {
				case found == [2]int{2, 0}:
					seen[0].Add(1)
				case found == [2]int{0, 2}:
					seen[1].Add(1)
				default:
					t.Errorf("an answer of no one version: %s", body)
					return
				}
			}
		})
	}
	builds := 1
	for end := time.Now().Add(last); time.Now().Before(end) || builds < 3; builds++ {
		build(builds)
	}
	until(t, func() bool { return t.Failed() || seen[0].Load() > 0 && seen[1].Load() > 0 })
	close(done)
	readers.Wait()
	stop()
	t.Logf("%d answers while %d versions came in", asked.Load(), builds)
}

// served starts the pages of a store on a free port. Stop ends them, and the
// test fails where that takes long or ends badly.
func served(t *testing.T, db string) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	t.Cleanup(cancel)
	var said sharedBuffer
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"--db", db, "serve", "--listen", "127.0.0.1:0"}, strings.NewReader(""), io.Discard, &said)
	}()
	address := regexp.MustCompile(`http://[0-9.:]+`)
	until(t, func() bool { base = address.FindString(said.String()); return base != "" })
	return base, func() {
		t.Helper()
		cancel()
		select {
		case c := <-code:
			if c != exitOK {
				t.Errorf("exit code %d: %s", c, said.String())
			}
		case <-time.After(15 * time.Second):
			t.Error("it does not stop")
		}
	}
}

// until waits for something to become true.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(20 * time.Second); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("it never came about")
		}
	}
}

// crawled is how many pages the test of all pages looks at.
const crawled = 700

// Every page that links lead to, in the graph of the corpus, is there, begins
// within 200 ms and is no larger than a megabyte.
func TestLinksOfTheCorpusLeadToQuickSmallPages(t *testing.T) {
	if testing.Short() {
		t.Skip("looking at all pages takes a while")
	}
	db := filepath.Join(t.TempDir(), "db")
	var out, fault bytes.Buffer
	if code := run(t.Context(), []string{"--db", db, "--quiet", "build", filepath.Join("..", "..", "testdata", "corpus")}, strings.NewReader(""), &out, &fault); code != exitOK {
		t.Fatalf("build: %s", fault.String())
	}
	a := &app{db: db, stderr: io.Discard}
	questions, err := a.questions(nil)
	if err != nil {
		t.Fatal(err)
	}
	site, err := web.New(t.Context(), web.Options{Open: a.version, Questions: questions})
	if err != nil {
		t.Fatal(err)
	}
	get := func(address string) (*httptest.ResponseRecorder, time.Duration) {
		begin := time.Now()
		w := httptest.NewRecorder()
		site.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://localhost"+address, nil))
		return w, time.Since(begin)
	}
	link := regexp.MustCompile(`(?:href|src)="(/[^"#]*)`)
	queue, from := []string{"/"}, map[string]string{"/": "the beginning"}
	largest, slowest := 0, time.Duration(0)
	for n := 0; n < len(queue) && n < crawled; n++ {
		address := queue[n]
		w, took := get(address)
		if w.Code >= http.StatusBadRequest {
			t.Errorf("%s: %d, a link of %s", address, w.Code, from[address])
			continue
		}
		for try := 0; took > 200*time.Millisecond && try < 5; try++ { // the machine may be busy
			_, again := get(address)
			took = min(took, again)
		}
		if took > 200*time.Millisecond {
			t.Errorf("%s took %v", address, took)
		}
		if w.Body.Len() > 1<<20 {
			t.Errorf("%s has %d bytes", address, w.Body.Len())
		}
		largest, slowest = max(largest, w.Body.Len()), max(slowest, took)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(w.Body.String(), -1) {
			to := html.UnescapeString(m[1])
			if from[to] == "" && !strings.HasPrefix(to, "/cayley/") { // whose pages are not everywhere
				from[to] = address
				queue = append(queue, to)
			}
		}
	}
	t.Logf("%d pages of %d known, the largest %d kB, the slowest %v", min(len(queue), crawled), len(queue), largest>>10, slowest)
}
