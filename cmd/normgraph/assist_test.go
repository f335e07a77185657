package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// A model's suggestions are kept beside the claims, and change nothing else.
func TestSuggestionsStayApart(t *testing.T) {
	answer, down := `{"claims":[
		{"subject":{"class":"Event","name":"River Forum"},"predicate":"attended","object":{"class":"Event","name":"River Forum"},"quote":"The River Forum was held in Lagos"},
		{"subject":{"class":"State","name":"Togo"},"predicate":"attended","object":{"class":"Event","name":"River Forum"},"quote":"Togo was seen at the River Forum"},
		{"subject":{"class":"Person","name":"Ama Example"},"predicate":"addressed","object":{"class":"Event","name":"River Forum"},"quote":"Ama Example was seen there, and Togo was seen at the River Forum"},
		{"subject":{"class":"Event","name":"River Forum"},"predicate":"adopted","object":{"class":"Instrument","name":"seen there"},"quote":"Ama Example was seen there"}]}`, false
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/models" {
			io.WriteString(w, `{"data":[{"id":"small"}]}`)
			return
		}
		asked.Add(1)
		if down {
			http.Error(w, "out of order", http.StatusServiceUnavailable)
			return
		}
		b, _ := json.Marshal(answer)
		fmt.Fprintf(w, `{"choices":[{"message":{"role":"assistant","content":%s}}]}`, b)
	}))
	defer s.Close()
	dir := t.TempDir()
	press := filepath.Join(dir, "press")
	if err := os.Mkdir(press, 0o755); err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(press, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.txt", "LAGOS, 3 May 2022. The River Forum was held in Lagos on 3 May 2022.\n\nNigeria hosted the River Forum. Ama Example was seen there, and Togo was seen at the River Forum.\n")
	db := filepath.Join(dir, "x.db")
	command := func(want int, args ...string) (stdout, stderr string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(context.Background(), append(args, "--db", db), strings.NewReader(""), &out, &errs); code != want {
			t.Fatalf("%q: exit code %d, want %d: %s", args, code, want, errs.String())
		}
		return out.String(), errs.String()
	}
	command(exitOK, "build", "-q", press)
	plain, _ := command(exitOK, "export")
	shown, _ := command(exitOK, "show", "River Forum")

	command(exitOK, "build", "-q", "--assist", s.URL+"/v1", press)
	with, _ := command(exitOK, "export")
	var rest, suggested []string
	for line := range strings.Lines(with) {
		switch {
		case strings.Contains(line, "/graph/assisted>"):
			suggested = append(suggested, line)
		case strings.Contains(plain, line), strings.Contains(line, "/id/evidence/"):
			rest = append(rest, line)
		default:
			t.Errorf("not in the graph without suggestions: %s", line)
		}
	}
	all := strings.Join(suggested, "")
	for _, want := range []string{`ns#assistedBy> "small"`, `ns#suggestedSubject> <https://w3id.org/normgraph/id/state/TG>`, `ns#suggestedSubject> <https://w3id.org/normgraph/id/person/ama-example>`, `ns#suggestedObject> "seen there"`, `ns#suggestedObject> <https://w3id.org/normgraph/id/event/river-forum`} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not among\n%s", want, all)
		}
	}
	if n := strings.Count(all, "ns#Suggestion>"); n != 3 {
		t.Errorf("%d suggestions, want 3", n)
	}
	if len(rest) < strings.Count(plain, "\n") {
		t.Error("the suggestions have taken something out")
	}
	if now, _ := command(exitOK, "show", "River Forum"); now != shown {
		t.Errorf("%s became %s", shown, now)
	}
	command(exitOK, "check")

	// What is kept is not asked for again; what is changed is.
	command(exitOK, "build", "-q", "--assist", s.URL+"/v1", press)
	if again, _ := command(exitOK, "export"); again != with || asked.Load() != 1 {
		t.Errorf("asked %d times, or another graph", asked.Load())
	}
	out, _ := command(exitOK, "extract", "--format", "jsonl", "--assist", s.URL+"/v1", press)
	if strings.Count(out, `"assistedBy":"small"`) != 3 || !strings.Contains(out, `"predicate":"hostedBy"`) {
		t.Errorf("extracted %s", out)
	}

	// An endpoint that fails costs its suggestions, and is given up.
	down = true
	for i := range 6 {
		write(fmt.Sprintf("b%d.txt", i), fmt.Sprintf("Ministers met in Accra on %d May 2022.\n", i+1))
	}
	asked.Store(0)
	_, errs := command(exitFail, "build", "-q", "--assist", s.URL+"/v1", press)
	if asked.Load() != giveUp || !strings.Contains(errs, "3 documents not asked about") {
		t.Errorf("asked %d times: %s", asked.Load(), errs)
	}
	if out, _ := command(exitOK, "show", "River Forum"); out != shown {
		t.Errorf("%s", out)
	}

	// Without the flag there are none.
	command(exitOK, "build", "-q", press)
	if out, _ := command(exitOK, "export"); strings.Contains(out, "/graph/assisted>") {
		t.Error("suggestions without asking for them")
	}
	var said, wrong bytes.Buffer
	if code := run(context.Background(), []string{"extract", "--assist", "nowhere", press}, strings.NewReader(""), &said, &wrong); code != exitUsage {
		t.Errorf("exit code %d: %s", code, wrong.String())
	}
}
