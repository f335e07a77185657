package assist_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/assist"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/schema"
)

const text = "LAGOS, 3 May 2022. The River Forum was held in\nLagos on 3 May 2022. Nigeria &amp; Ghana hosted the River Forum, which 300 delegates attended.\n"

// endpoint is a server that answers every question with content.
func endpoint(t *testing.T, content string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/models" {
			io.WriteString(w, `{"object":"list","data":[{"id":"first","object":"model"},{"id":"second","object":"model"}]}`)
			return
		}
		var q struct {
			Model          string
			Messages       []struct{ Role, Content string }
			ResponseFormat struct {
				Type       string
				JSONSchema struct{ Schema json.RawMessage } `json:"json_schema"`
			} `json:"response_format"`
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil || r.URL.Path != "/v1/chat/completions" || q.Model == "" ||
			q.ResponseFormat.Type != "json_schema" || !strings.Contains(string(q.ResponseFormat.JSONSchema.Schema), "hostedBy") || len(q.Messages) != 2 {
			t.Errorf("asked %s %+v, %v", r.URL.Path, q, err)
		}
		b, _ := json.Marshal(content)
		fmt.Fprintf(w, `{"id":"1","object":"chat.completion","model":%q,"choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":%s}}]}`, q.Model, b)
	}))
	t.Cleanup(s.Close)
	return s
}

func client(t *testing.T, o assist.Options) *assist.Client {
	t.Helper()
	var err error
	if o.Vocabulary, err = schema.Default(); err != nil {
		t.Fatal(err)
	}
	c, err := assist.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func document(t *testing.T, name, text string) *extract.Document {
	t.Helper()
	doc, err := read.Document(name, []byte(text), read.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func claim(sc, s, p, oc, o, quote string) string {
	b, _ := json.Marshal(map[string]any{
		"subject": map[string]string{"class": sc, "name": s}, "predicate": p, "object": map[string]string{"class": oc, "name": o}, "quote": quote,
	})
	return string(b)
}

// A claim is taken if the document bears out its words, names and classes.
func TestOnlyWhatTheDocumentBearsOutIsTaken(t *testing.T) {
	const quote = "Ghana hosted the River Forum"
	for _, test := range []struct{ name, claim, refused string }{
		{"a_host", claim("Event", "River Forum", "hostedBy", "State", "Ghana", quote), ""},
		{"a_date", claim("Event", "River Forum", "startDate", "Literal", "2022-05-03", "The River Forum was held in Lagos on 3 May 2022."), ""},
		{"a_number", claim("Event", "River Forum", "participantCount", "Literal", "300", "the River Forum, which 300 delegates attended"), ""},
		{"words_over_a_line's_end", claim("Event", "River Forum", "place", "Place", "Lagos", "River Forum was  held\nin Lagos"), ""},
		{"an_invented_quote", claim("Event", "River Forum", "hostedBy", "State", "Ghana", "Ghana was the host of the River Forum"), "do not stand"},
		{"a_quote_too_short", claim("Event", "River Forum", "hostedBy", "State", "Ghana", "Ghana"), "too short"},
		{"an_invented_name", claim("Event", "River Forum", "hostedBy", "State", "Togo", quote), `"Togo" does not stand`},
		{"a_class_that_does_not_fit", claim("Event", "River Forum", "hostedBy", "Place", "Lagos", "held in Lagos on 3 May 2022"), "a Place does not fit"},
		{"an_unknown_class", claim("Event", "River Forum", "hostedBy", "Country", "Ghana", quote), "unknown class"},
		{"an_unknown_predicate", claim("Event", "River Forum", "likes", "State", "Ghana", quote), "no predicate of claims"},
		{"a_predicate_of_ours", claim("Event", "River Forum", "sha256", "Literal", "300", quote), "no predicate of claims"},
		{"a_date_of_another_year", claim("Event", "River Forum", "startDate", "Literal", "2019-05-03", "held in Lagos on 3 May 2022"), "does not fit the predicate"},
		{"no_date", claim("Event", "River Forum", "startDate", "Literal", "May", "held in Lagos on 3 May 2022"), "does not fit the predicate"},
		{"names_elsewhere", claim("Event", "River Forum", "hostedBy", "State", "Nigeria", "which 300 delegates attended"), "neither of the two"},
		{"one_thing", claim("Event", "River Forum", "subEventOf", "Event", "River Forum", quote), "are one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := endpoint(t, `{"claims":[`+test.claim+`,`+test.claim+`]}`)
			doc := document(t, "a.html", "<p>"+text+"</p>")
			a, err := client(t, assist.Options{URL: s.URL + "/v1", Model: "m"}).Ask(context.Background(), "m", doc)
			if err != nil {
				t.Fatal(err)
			}
			if test.refused != "" {
				if len(a.Suggestions) > 0 || len(a.Refused) != 2 || !strings.Contains(a.Refused[0], test.refused) {
					t.Errorf("%+v, want it refused: %s", a, test.refused)
				}
				return
			}
			if len(a.Suggestions) != 1 || len(a.Refused) > 0 {
				t.Fatalf("%+v", a)
			}
			g := a.Suggestions[0]
			if g.Model != "m" || string(doc.Raw[g.Evidence.Start:g.Evidence.End]) != g.Evidence.Exact || g.Evidence.Line == 0 {
				t.Errorf("%+v", g)
			}
		})
	}
}

func TestBadAnswersAreErrors(t *testing.T) {
	doc := document(t, "a.txt", text)
	for name, content := range map[string]string{
		"prose": "The River Forum was hosted by Ghana.", "another_form": `{"facts":[]}`, "cut_off": `{"claims":[{"subject":`, "nothing": "", "a_list": "[]",
	} {
		t.Run(name, func(t *testing.T) {
			_, err := client(t, assist.Options{URL: endpoint(t, content).URL + "/v1"}).Ask(context.Background(), "m", doc)
			if !errors.Is(err, assist.ErrAnswer) {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestServersThatDoNotAnswer(t *testing.T) {
	doc := document(t, "a.txt", text)
	ask := func(h http.HandlerFunc) error {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			io.Copy(io.Discard, r.Body) // else the end of the connection is not seen
			h(w, r)
		}))
		defer s.Close()
		_, err := client(t, assist.Options{URL: s.URL, MaxTime: 200 * time.Millisecond}).Ask(context.Background(), "m", doc)
		return err
	}
	start := time.Now()
	for name, h := range map[string]http.HandlerFunc{
		"slow": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"an_error": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "out of order", http.StatusInternalServerError)
		},
		"no_json": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "<html>") },
		"no_end": func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write([]byte(strings.Repeat(" ", 1<<16))); err != nil {
					return
				}
			}
		},
		"nothing": func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, `{"choices":[]}`) },
	} {
		if err := ask(h); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	if _, err := client(t, assist.Options{URL: s.URL}).Ask(context.Background(), "m", doc); err == nil {
		t.Error("not there: no error")
	}
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestTheFirstModelIsAsked(t *testing.T) {
	s := endpoint(t, "")
	if m, err := client(t, assist.Options{URL: s.URL + "/v1/"}).Model(context.Background()); m != "first" || err != nil {
		t.Errorf("model %q, %v", m, err)
	}
	if m, err := client(t, assist.Options{URL: s.URL, Model: "mine"}).Model(context.Background()); m != "mine" || err != nil {
		t.Errorf("model %q, %v", m, err)
	}
	if _, err := assist.New(assist.Options{URL: "file:///x"}); err == nil {
		t.Error("a file is no endpoint")
	}
}
