package assist

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// Defaults of [Options].
const (
	DefaultMaxTime = 2 * time.Minute
	DefaultMaxText = 60_000
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 4 << 20

// Options of a client.
type Options struct {
	URL     string        // of the API, such as http://127.0.0.1:8080/v1
	Model   string        // "" for the first that the endpoint lists
	Key     string        // sent as bearer token; may be empty
	MaxTime time.Duration // for one document; 0 means DefaultMaxTime
	MaxText int           // bytes of a document that are sent; 0 means DefaultMaxText

	Vocabulary *schema.Vocabulary
}

// A Thing is an end of a suggestion: a class and a name that stands in the
// document, or the document itself, which has no name.
type Thing struct {
	Class schema.Class
	Name  string
}

// A Suggestion is a claim that a model made and that the document bears out in
// form. Whether it is true nobody has said.
type Suggestion struct {
	Subject   Thing
	Predicate schema.Predicate
	Object    Thing   // where Literal is not set
	Literal   Literal // value of Datatype, else the zero Literal
	Evidence  resolve.Evidence
	Model     string
}

// Literal is a literal object.
type Literal struct{ Value, Datatype string }

// An Answer is what came of a question.
type Answer struct {
	Suggestions []Suggestion // in the order of the model, each once
	Refused     []string     // what was not taken, with the reason
}

// ErrAnswer is the reason of an answer that is not of the form asked for.
var ErrAnswer = errors.New("the model did not answer in the form that was asked for")

// A Client asks. It is safe for use by many goroutines.
type Client struct {
	opt    Options
	api    *openai.Client
	schema json.RawMessage
	prompt string
}

// New prepares a client; nothing is asked yet.
func New(o Options) (*Client, error) {
	if !strings.HasPrefix(o.URL, "http://") && !strings.HasPrefix(o.URL, "https://") {
		return nil, fmt.Errorf("assist: %q is no http or https address", o.URL)
	}
	if o.MaxTime <= 0 {
		o.MaxTime = DefaultMaxTime
	}
	if o.MaxText <= 0 {
		o.MaxText = DefaultMaxText
	}
	c := &Client{opt: o, prompt: prompt(o.Vocabulary)}
	var err error
	if c.schema, err = answerSchema(o.Vocabulary); err != nil {
		return nil, err
	}
	cfg := openai.DefaultConfig(o.Key)
	cfg.BaseURL = strings.TrimRight(o.URL, "/")
	cfg.HTTPClient = &http.Client{Timeout: o.MaxTime, Transport: bounded{http.DefaultTransport}}
	c.api = openai.NewClientWithConfig(cfg)
	return c, nil
}

// bounded cuts answers off at maxAnswer.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		resp.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(resp.Body, maxAnswer), resp.Body}
	}
	return resp, err
}

// Model is the model that is asked; without one in the options it is the first
// that the endpoint lists.
func (c *Client) Model(ctx context.Context) (string, error) {
	if c.opt.Model != "" {
		return c.opt.Model, nil
	}
	ctx, cancel := context.WithTimeout(ctx, c.opt.MaxTime)
	defer cancel()
	list, err := c.api.ListModels(ctx)
	if err != nil {
		return "", fmt.Errorf("assist: list the models: %w", err)
	}
	if len(list.Models) == 0 {
		return "", errors.New("assist: the endpoint lists no model: name one")
	}
	return list.Models[0].ID, nil
}

// Ask asks the model about a document. A document longer than the options allow
// is asked about as far as that.
func (c *Client) Ask(ctx context.Context, model string, doc *extract.Document) (*Answer, error) {
	ctx, cancel := context.WithTimeout(ctx, c.opt.MaxTime)
	defer cancel()
	text := doc.Text
	if len(text) > c.opt.MaxText {
		text = strings.ToValidUTF8(text[:c.opt.MaxText], "")
	}
	seed := 1
	resp, err := c.api.CreateChatCompletion(ctx, openai.ChatCompletionRequest{
		Model: model, Seed: &seed,
		Messages: []openai.ChatCompletionMessage{
			{Role: openai.ChatMessageRoleSystem, Content: c.prompt},
			{Role: openai.ChatMessageRoleUser, Content: text},
		},
		ResponseFormat: &openai.ChatCompletionResponseFormat{
			Type:       openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: "claims", Schema: c.schema, Strict: true},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("assist: %w", err)
	}
	if len(resp.Choices) == 0 {
		return nil, ErrAnswer
	}
	return c.read(doc, model, resp.Choices[0].Message.Content)
}

// proposed is a claim as the model writes it.
type proposed struct {
	Subject struct {
		Class schema.Class `json:"class"`
		Name  string       `json:"name"`
	} `json:"subject"`
	Predicate schema.Predicate `json:"predicate"`
	Object    struct {
		Class schema.Class `json:"class"`
		Name  string       `json:"name"`
	} `json:"object"`
	Quote string `json:"quote"`
}

// read takes from an answer what the document bears out.
func (c *Client) read(doc *extract.Document, model, content string) (*Answer, error) {
	var a struct {
		Claims []proposed `json:"claims"`
	}
	if err := json.Unmarshal([]byte(strings.TrimSpace(content)), &a); err != nil || a.Claims == nil {
		return nil, ErrAnswer
	}
	out := &Answer{}
	seen := map[Suggestion]bool{}
	for i := range a.Claims {
		p := &a.Claims[i]
		s, err := c.check(doc, p)
		if err != nil {
			out.Refused = append(out.Refused, fmt.Sprintf("%s %s %s: %v", p.Subject.Name, p.Predicate, p.Object.Name, err))
			continue
		}
		s.Model = model
		if !seen[s] {
			seen[s] = true
			out.Suggestions = append(out.Suggestions, s)
		}
	}
	return out, nil
}
