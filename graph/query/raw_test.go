package query

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/normgraph/normgraph/schema"
)

func raw(t *testing.T, lang, text string, limit int, timeout time.Duration) (*RawResult, error) {
	t.Helper()
	return Raw(t.Context(), fixture().store(t), schema.Names{}, RawRequest{Language: lang, Text: text, Limit: limit, Timeout: timeout})
}

func TestRawKnowsShortNames(t *testing.T) {
	for _, tt := range []struct{ lang, text, want string }{
		{"gizmo", `g.V("<state/PL>").In("<ng:coHostedBy>").All()`, `{"id":"<` + testBase + `event/irc-3>"}`},
		{"gizmo", `g.V("<state/PL>").In(g.IRI("ng:coHostedBy")).All()`, `{"id":"<` + testBase + `event/irc-3>"}`},
		{"mql", `[{"id": "<state/PL>", "<rdfs:label>": null}]`, `"\u003crdfs:label\u003e":"Poland"`},
	} {
		got, err := raw(t, tt.lang, tt.text, 0, 0)
		if err != nil {
			t.Errorf("%s: %v", tt.text, err)
			continue
		}
		var all []string
		for _, r := range got.Results {
			all = append(all, strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(string(r)))
		}
		want := strings.NewReplacer(`\u003c`, "<", `\u003e`, ">").Replace(tt.want)
		if s := strings.Join(all, "\n"); !strings.Contains(s, want) {
			t.Errorf("%s: got %s, want %s", tt.text, s, want)
		}
	}
	got, err := raw(t, "graphql", `{ nodes(id: <`+testBase+`state/PL>) { id } }`, 0, 0)
	if err != nil || len(got.Results) != 1 {
		t.Errorf("graphql: got %v, %v", got, err)
	}
}

func TestRawHonoursItsBounds(t *testing.T) {
	got, err := raw(t, "gizmo", `g.V().All()`, 5, 0)
	if err != nil || len(got.Results) != 5 || !got.More {
		t.Errorf("limit: got %d results, %v", len(got.Results), err)
	}
	start := time.Now()
	_, err = raw(t, "gizmo", `while (true) {}`, 0, 200*time.Millisecond)
	if !errors.Is(err, ErrTimeout) || time.Since(start) > 2*time.Second {
		t.Errorf("endless script: got %v after %v", err, time.Since(start))
	}
	start = time.Now()
	_, err = raw(t, "gizmo", `g.V().Both().Both().Both().Both().Both().Both().Both().Count()`, 0, 200*time.Millisecond)
	if !errors.Is(err, ErrTimeout) || time.Since(start) > 2*time.Second {
		t.Errorf("endless walk: got %v after %v", err, time.Since(start))
	}
	if _, err := raw(t, "gizmo", `g.V(`, 0, 0); err == nil {
		t.Error("a fault of syntax is no error")
	}
	if _, err := raw(t, "sparql", `x`, 0, 0); err == nil || !strings.Contains(err.Error(), "known are gizmo, graphql, mql") {
		t.Errorf("unknown language: got %v", err)
	}
}

// A snapshot answers raw queries as any store does, and where they name what it
// does not hold.
func TestRawQueriesOfASnapshot(t *testing.T) {
	qs := snapshotStore(t, rich().quads)
	for _, tt := range []struct {
		lang, text string
		want       int
	}{
		{"gizmo", `g.V("<state/PL>").In("<ng:coHostedBy>").Out("<ng:coHostedBy>").Unique().All()`, 2},
		{"gizmo", `g.V("<nope/nope>").Out().All()`, 0},
		{"gizmo", `g.V("<state/PL>").In("<ng:nothing>").All()`, 0},
		{"gizmo", `g.V("<state/PL>").In("<ng:coHostedBy>").Except(g.V("<nope/nope>")).All()`, 1},
		{"gizmo", `g.V("<state/PL>").In("<ng:coHostedBy>").Has("<rdf:type>", "<ng:Nope>").All()`, 0},
		{"gizmo", `g.V("<state/PL>", "<nope/nope>").In("<ng:coHostedBy>").Tag("e").Out("<ng:editionOf>").All()`, 1},
		{"mql", `[{"id": "<nope/nope>", "<rdfs:label>": null}]`, 0},
		{"mql", `[{"id": null, "<rdfs:label>": "Poland"}]`, 1},
		{"graphql", `{ nodes(id: <` + testBase + `nope/nope>) { id } }`, 1},
	} {
		got, err := Raw(t.Context(), qs, schema.Names{}, RawRequest{Language: tt.lang, Text: tt.text})
		if err != nil || len(got.Results) != tt.want {
			t.Errorf("%s: got %+v, %v, want %d results", tt.text, got, err, tt.want)
		}
	}
	start := time.Now()
	big := snapshotStore(t, large(20_000).quads)
	_, err := Raw(t.Context(), big, schema.Names{}, RawRequest{
		Language: "gizmo", Text: `g.V().Both().Both().Both().Both().Both().Both().Both().Count()`, Timeout: 200 * time.Millisecond,
	})
	if !errors.Is(err, ErrTimeout) || time.Since(start) > 5*time.Second {
		t.Errorf("endless walk: got %v after %v", err, time.Since(start))
	}
}

// TestMain serves one raw query where the test process is started as the child
// of TestRawInAChildProcess.
func TestMain(m *testing.M) {
	if os.Getenv("QUERY_TEST_CHILD") == "" {
		os.Exit(m.Run())
	}
	qs, err := fixture().open()
	if err == nil {
		err = ServeRaw(context.Background(), qs, schema.Names{}, os.Stdin, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func TestRawInAChildProcess(t *testing.T) {
	run := func(text string, timeout time.Duration) (*RawResult, error) {
		cmd := exec.Command(os.Args[0], "-test.run=^$")
		cmd.Env = append(os.Environ(), "QUERY_TEST_CHILD=1")
		return RawChild(t.Context(), cmd, RawRequest{Language: "gizmo", Text: text, Timeout: timeout})
	}
	got, err := run(`g.V("<state/PL>").In("<ng:coHostedBy>").All()`, 10*time.Second)
	if err != nil || len(got.Results) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	if _, err := run(`g.V("<state/PL>").Out().Except(g.V("<nope/nope>")).All()`, 10*time.Second); !errors.Is(err, ErrCrash) {
		t.Errorf("except() of an unknown node: got %v, want ErrCrash", err)
	}
	if _, err := run(`while (true) {}`, 300*time.Millisecond); !errors.Is(err, ErrTimeout) {
		t.Errorf("endless script: got %v", err)
	}
	if _, err := run(`g.V(`, time.Second); err == nil || errors.Is(err, ErrCrash) {
		t.Errorf("fault of syntax: got %v", err)
	}
}
