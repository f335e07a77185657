package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
)

// ErrTooSlow is the reason of a document that took longer than MaxTime.
var ErrTooSlow = errors.New("takes too long to analyse")

// A Runner extracts from many documents.
type Runner struct {
	Pipeline *Pipeline
	Read     read.Options
	// Version stands for the program and its data; extractions are kept under it.
	Version []byte
	Cache   *cache.Cache  // nil: nothing is kept
	Workers int           // documents at a time; 0 means one a core
	MaxTime time.Duration // for one document; 0 means a minute
}

// A Result is what became of one source. Err says why there is no extraction;
// it names the source.
type Result struct {
	Path       string
	Size       int64
	SHA256     [32]byte
	Key        cache.Key
	Cached     bool // in the cache before; Extraction is then nil, see [Load]
	Words      int  // tokens of the analysis; 0 where it was cached
	Extraction *resolve.Extraction
	Err        error
}

// Run extracts from the sources and calls each with the results in their order.
// It ends with the context or with the first error of each; what is wrong with
// a source is in its Result.
func (r *Runner) Run(ctx context.Context, sources iter.Seq2[read.Source, error], each func(Result) error) error {
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Each source gets a channel of its own, queued in order; the tokens bound
	// how many are worked on.
	queue := make(chan chan Result, 4*workers)
	tokens := make(chan struct{}, workers)
	go func() {
		defer close(queue)
		for src, err := range sources {
			out := make(chan Result, 1)
			select {
			case queue <- out:
			case <-ctx.Done():
				return
			}
			if err != nil {
				out <- Result{Path: src.Path, Err: err}
				continue
			}
			select {
			case tokens <- struct{}{}:
			case <-ctx.Done():
				out <- Result{Path: src.Path, Err: ctx.Err()}
				return
			}
			go func() {
				defer func() { <-tokens }()
				out <- r.one(src)
			}()
		}
	}()
	for out := range queue {
		var res Result
		select {
		case res = <-out:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := each(res); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// one makes the result of one source.
func (r *Runner) one(src read.Source) Result {
	res := Result{Path: src.Path, Size: src.Size}
	raw, err := src.Bytes(r.Read)
	if err != nil {
		res.Err = err
		return res
	}
	res.Size = int64(len(raw))
	res.SHA256 = sha256.Sum256(raw)
	res.Key = r.key(src.Path, res.SHA256)
	if r.Cache != nil && r.Cache.Has(cache.Extraction, res.Key) {
		res.Cached = true
		return res
	}
	type made struct {
		ext   *resolve.Extraction
		words int
		err   error
	}
	done := make(chan made, 1)
	go func() {
		ext, words, err := r.analyse(src.Path, raw)
		done <- made{ext, words, err}
	}()
	limit := r.MaxTime
	if limit <= 0 {
		limit = time.Minute
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case m := <-done:
		res.Extraction, res.Words, res.Err = m.ext, m.words, m.err
	case <-timer.C:
		res.Err = &read.Refusal{Path: src.Path, Err: fmt.Errorf("%w (limit %s)", ErrTooSlow, limit)}
	}
	if res.Err != nil || r.Cache == nil {
		return res
	}
	data, err := json.Marshal(res.Extraction)
	if err == nil {
		err = r.Cache.Put(cache.Original, cache.Key(res.SHA256), raw)
	}
	if err == nil {
		err = r.Cache.Put(cache.Extraction, res.Key, data)
	}
	if err != nil {
		res.Extraction, res.Err = nil, fmt.Errorf("%s: %w", src.Path, err)
	}
	return res
}

// Load reads an extraction from the cache.
func Load(c *cache.Cache, key cache.Key) (*resolve.Extraction, error) {
	data, ok, err := c.Get(cache.Extraction, key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("extraction %x is not in the cache or is damaged", key[:8])
	}
	ext := new(resolve.Extraction)
	if err := json.Unmarshal(data, ext); err != nil {
		return nil, fmt.Errorf("extraction %x in the cache: %w", key[:8], err)
	}
	return ext, nil
}

// analyse reads and analyses one document. A panic is a fault of ours that
// must not cost the other documents.
func (r *Runner) analyse(path string, raw []byte) (ext *resolve.Extraction, words int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: fault in the program, please report it: %v\n%s", path, p, debug.Stack())
		}
	}()
	doc, err := read.Document(path, raw, r.Read)
	if err != nil {
		return nil, 0, err
	}
	a := r.Pipeline.Analyse(doc)
	for _, s := range a.Sentences {
		words += len(s.Tokens)
	}
	return resolve.FromAnalysis(a), words, nil
}

// key is the name of an extraction: of the bytes, what made it, and the format
// that the file's name asks for.
func (r *Runner) key(path string, sum [32]byte) cache.Key {
	h := sha256.New()
	h.Write(r.Version)
	h.Write([]byte(strings.ToLower(filepath.Ext(path))))
	h.Write([]byte{0})
	h.Write(sum[:])
	return cache.Key(h.Sum(nil))
}
