package query

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/iterator"
	"github.com/cayleygraph/cayley/graph/shape"
	cayley "github.com/cayleygraph/cayley/query"
	_ "github.com/cayleygraph/cayley/query/gizmo"   // registers the language
	_ "github.com/cayleygraph/cayley/query/graphql" // registers the language
	_ "github.com/cayleygraph/cayley/query/mql"     // registers the language
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
	"github.com/normgraph/normgraph/schema"
)

// A RawRequest is a query in one of Cayley's own languages.
type RawRequest struct {
	Language string        `json:"language"` // gizmo, graphql or mql
	Text     string        `json:"text"`
	Limit    int           `json:"limit"`   // results; 0 means DefaultRawLimit, less means all
	Timeout  time.Duration `json:"timeout"` // 0 means DefaultRawTimeout
	// Shape asks for the shape of the query, the only result, in place of its
	// answers. GraphQL has none.
	Shape bool `json:"shape,omitempty"`
}

// Bounds of a RawRequest.
const (
	DefaultRawLimit   = 1000
	DefaultRawTimeout = 30 * time.Second
)

// A RawResult is what Cayley answered.
type RawResult struct {
	Results []json.RawMessage `json:"results"`
	More    bool              `json:"more"` // the limit left out some
}

// Errors of raw queries that a caller may want to tell apart.
var (
	ErrTimeout = errors.New("the query did not end in time")
	ErrCrash   = errors.New("the query crashed Cayley")
)

// rawLanguages are the languages that Raw takes.
var rawLanguages = []string{"gizmo", "graphql", "mql"}

// Raw runs a query on a store. IRIs may be written with the prefixes of
// [schema.Prefixes] and entities by their ids, as in g.V("<state/KR>").
// In("<ng:hostedBy>").
//
// A query that exceeds its time ends with ErrTimeout: Cayley's own engines
// would return a part of the answer as if it were all. What still runs then
// finds a store that has no more quads, and ends. A panic in Cayley is
// ErrCrash, but for Gizmo, which runs scripts in a goroutine of its own: an
// except() with an unknown node (of a store that is no snapshot) or an endless
// recursion ends the process. Where that matters use [RawChild].
func Raw(ctx context.Context, qs graph.QuadStore, names schema.Names, req RawRequest) (*RawResult, error) {
	lang := cayley.GetLanguage(req.Language)
	if lang == nil || !slices.Contains(rawLanguages, req.Language) {
		return nil, fmt.Errorf("unknown language %q%s", req.Language, after(suggestion(req.Language, rawLanguages)))
	}
	timeout := req.Timeout
	if timeout == 0 {
		timeout = DefaultRawTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	type answer struct {
		res *RawResult
		err error
	}
	done := make(chan answer, 1)
	go func() {
		store := &fence{qs, names, ctx}
		var a answer
		if req.Shape {
			a.res, a.err = rawShape(lang, store, req)
		} else {
			a.res, a.err = runRaw(ctx, lang.Session(store), req)
		}
		done <- a
	}()
	var a answer
	select {
	case a = <-done:
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			return nil, fmt.Errorf("%w (%v)", ErrTimeout, timeout)
		}
		return nil, ctx.Err()
	}
	return a.res, a.err
}

// rawShape gives the shape of a query as Cayley's pages draw it.
func rawShape(lang *cayley.Language, qs graph.QuadStore, req RawRequest) (res *RawResult, err error) {
	defer func() {
		if p := recover(); p != nil {
			res, err = nil, fmt.Errorf("%w: %v", ErrCrash, p)
		}
	}()
	if lang.HTTP == nil {
		return nil, fmt.Errorf("%s: queries in this language have no shape", req.Language)
	}
	shape, err := lang.HTTP(qs).ShapeOf(req.Text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.Language, err)
	}
	b, err := json.Marshal(shape)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.Language, err)
	}
	return &RawResult{Results: []json.RawMessage{b}}, nil
}

func runRaw(ctx context.Context, session cayley.Session, req RawRequest) (res *RawResult, err error) {
	defer func() {
		if p := recover(); p != nil {
			res, err = nil, fmt.Errorf("%w: %v", ErrCrash, p)
		}
	}()
	limit := req.Limit
	if limit == 0 {
		limit = DefaultRawLimit
	}
	opt := cayley.Options{Collation: cayley.JSON}
	if limit > 0 {
		opt.Limit = limit + 1
	}
	it, err := session.Execute(ctx, req.Text, opt)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", req.Language, err)
	}
	defer it.Close()
	res = &RawResult{Results: []json.RawMessage{}}
	for it.Next(ctx) {
		if limit > 0 && len(res.Results) == limit {
			res.More = true
			break
		}
		v := it.Result()
		if v == nil {
			continue
		}
		b, err := json.Marshal(v)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", req.Language, err)
		}
		res.Results = append(res.Results, b)
	}
	if err := it.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", req.Language, err)
	}
	return res, ctx.Err()
}

// fence is a store that knows short names of IRIs and has no quads any more
// once its context is done.
type fence struct {
	graph.QuadStore
	names schema.Names
	ctx   context.Context
}

// ValueOf gives the reference of a term; of an IRI also under its short name. Of
// a term that a snapshot does not hold it is [snapshot.Absent], so that the
// query goes on without it.
func (f *fence) ValueOf(v quad.Value) graph.Ref {
	if r := f.QuadStore.ValueOf(v); r != nil {
		return r
	}
	if short, ok := v.(quad.IRI); ok {
		if full, err := f.names.Expand(string(short)); err == nil && full != short {
			if r := f.QuadStore.ValueOf(full); r != nil {
				return r
			}
		}
	}
	if _, ok := f.QuadStore.(*snapshot.Snapshot); ok {
		return snapshot.Absent{}
	}
	return nil
}

// NameOf gives the term of a reference.
func (f *fence) NameOf(r graph.Ref) quad.Value {
	if r == graph.Ref(snapshot.Absent{}) {
		return nil
	}
	return f.QuadStore.NameOf(r)
}

// OptimizeShape lets the store replace parts of a query by what it does better.
// The iterators of a snapshot end when the context of the query does.
func (f *fence) OptimizeShape(s shape.Shape) (shape.Shape, bool) {
	if o, ok := f.QuadStore.(shape.Optimizer); ok {
		return o.OptimizeShape(s)
	}
	return s, false
}

func (f *fence) QuadIterator(d quad.Direction, r graph.Ref) graph.Iterator {
	if r == graph.Ref(snapshot.Absent{}) {
		return f.guard(iterator.NewNull())
	}
	return f.guard(f.QuadStore.QuadIterator(d, r))
}

func (f *fence) NodesAllIterator() graph.Iterator { return f.guard(f.QuadStore.NodesAllIterator()) }
func (f *fence) QuadsAllIterator() graph.Iterator { return f.guard(f.QuadStore.QuadsAllIterator()) }

// ApplyDeltas refuses: raw queries read.
func (f *fence) ApplyDeltas([]graph.Delta, graph.IgnoreOpts) error {
	return errors.New("raw queries can't change the graph")
}

// NewQuadWriter refuses: raw queries read.
func (f *fence) NewQuadWriter() (quad.WriteCloser, error) {
	return nil, errors.New("raw queries can't change the graph")
}

func (f *fence) guard(it graph.Iterator) graph.Iterator { return &guarded{it, f.ctx} }

// guarded is an iterator that ends when the context of its fence does.
type guarded struct {
	graph.Iterator
	ctx context.Context
}

func (g *guarded) Next(ctx context.Context) bool { return g.ctx.Err() == nil && g.Iterator.Next(ctx) }

func (g *guarded) Contains(ctx context.Context, r graph.Ref) bool {
	return g.ctx.Err() == nil && g.Iterator.Contains(ctx, r)
}

func (g *guarded) NextPath(ctx context.Context) bool {
	return g.ctx.Err() == nil && g.Iterator.NextPath(ctx)
}

func (g *guarded) Err() error {
	if err := g.ctx.Err(); err != nil {
		return err
	}
	return g.Iterator.Err()
}

func (g *guarded) Optimize() (graph.Iterator, bool) {
	it, changed := g.Iterator.Optimize()
	return &guarded{it, g.ctx}, changed
}

// rawReply is what a child process writes.
type rawReply struct {
	Result  *RawResult `json:"result,omitempty"`
	Error   string     `json:"error,omitempty"`
	Timeout bool       `json:"timeout,omitempty"`
}

// childStack bounds the stack of a child process, so that a script without an
// end to its recursion fails at once and not after a gigabyte.
const childStack = 128 << 20

// ServeRaw reads one RawRequest as JSON from in, runs it and writes the reply
// for [RawChild] to out. It is meant for a process of its own, whose stack it
// bounds.
func ServeRaw(ctx context.Context, qs graph.QuadStore, names schema.Names, in io.Reader, out io.Writer) error {
	debug.SetMaxStack(childStack)
	var req RawRequest
	if err := json.NewDecoder(in).Decode(&req); err != nil {
		return fmt.Errorf("read request: %w", err)
	}
	var reply rawReply
	res, err := Raw(ctx, qs, names, req)
	if err != nil {
		reply.Error, reply.Timeout = err.Error(), errors.Is(err, ErrTimeout)
	} else {
		reply.Result = res
	}
	return json.NewEncoder(out).Encode(reply)
}

// killAfter is the time that a child gets to say itself that the query took
// too long; starting a process and opening the store count too.
const killAfter = 2 * time.Second

// RawChild runs a query in a child process: cmd is a command that calls
// [ServeRaw] with its standard input and output. The child is ended when the
// query exceeds its time or ctx is done. A child that dies is ErrCrash.
func RawChild(ctx context.Context, cmd *exec.Cmd, req RawRequest) (*RawResult, error) {
	timeout := req.Timeout
	if timeout == 0 {
		timeout = DefaultRawTimeout
	}
	in, err := json.Marshal(req)
	if err != nil {
		return nil, err
	}
	var out, fault strings.Builder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(string(in)), &out, &fault
	cmd.WaitDelay = time.Second
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start query process: %w", err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	timer := time.NewTimer(timeout + killAfter)
	defer timer.Stop()
	select {
	case err = <-done:
	case <-timer.C:
		_ = cmd.Process.Kill()
		<-done
		return nil, fmt.Errorf("%w (%v)", ErrTimeout, timeout)
	case <-ctx.Done():
		_ = cmd.Process.Kill()
		<-done
		return nil, ctx.Err()
	}
	var reply rawReply
	if jerr := json.Unmarshal([]byte(out.String()), &reply); jerr != nil {
		line, _, _ := strings.Cut(fault.String(), "\n")
		if err == nil {
			err = jerr
		}
		return nil, fmt.Errorf("%w: %s (%w)", ErrCrash, line, err)
	}
	switch {
	case reply.Timeout:
		return nil, fmt.Errorf("%w (%v)", ErrTimeout, timeout)
	case reply.Error != "":
		return nil, errors.New(reply.Error)
	}
	return reply.Result, nil
}
