package pipeline

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync"
	"sync/atomic"
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
	Cached     bool   // in the cache before; Extraction is then nil, see [Load]
	Words      int    // tokens of the analysis; 0 where it was cached
	Text       []byte // what evidence points into, where that is not the document's bytes: the text of a PDF
	Extraction *resolve.Extraction
	Err        error
}

// Run extracts from the sources and calls each with the results in their order.
// It ends with the context, with the first error of each, or where the cache
// cannot be written; what is wrong with a source is in its Result.
func (r *Runner) Run(ctx context.Context, sources iter.Seq2[read.Source, error], each func(Result) error) error {
	workers := r.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	// Whoever stops early may close the cache: the workers end first.
	var working sync.WaitGroup
	defer working.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	// Each source gets a channel of its own, queued in order; the tokens bound
	// how many are worked on.
	type outcome struct {
		res Result
		err error // of the cache
	}
	queue := make(chan chan outcome, 4*workers)
	tokens := make(chan struct{}, workers)
	working.Go(func() {
		defer close(queue)
		for src, err := range sources {
			out := make(chan outcome, 1)
			select {
			case queue <- out:
			case <-ctx.Done():
				return
			}
			if err != nil {
				out <- outcome{res: Result{Path: src.Path, Err: err}}
				continue
			}
			select {
			case tokens <- struct{}{}:
			case <-ctx.Done():
				out <- outcome{err: ctx.Err()}
				return
			}
			working.Go(func() {
				defer func() { <-tokens }()
				res, err := r.one(ctx, src)
				out <- outcome{res, err}
			})
		}
	})
	for out := range queue {
		var o outcome
		select {
		case o = <-out:
		case <-ctx.Done():
			return ctx.Err()
		}
		if o.err != nil {
			return o.err
		}
		if err := each(o.res); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// one makes the result of one source; the error is that of the cache.
func (r *Runner) one(ctx context.Context, src read.Source) (Result, error) {
	res := Result{Path: src.Path, Size: src.Size}
	raw, err := src.Bytes(r.Read)
	if err != nil {
		res.Err = err
		return res, nil
	}
	res.Size = int64(len(raw))
	res.SHA256 = sha256.Sum256(raw)
	res.Key = r.Key(src.Path, res.SHA256)
	if r.Cache != nil && r.Cache.Has(cache.Extraction, res.Key) && r.Cache.Has(cache.Original, res.SHA256) {
		res.Cached = true
		return res, nil
	}
	m := r.within(ctx, src.Path, raw)
	res.Extraction, res.Words, res.Text, res.Err = m.ext, m.words, m.text, m.err
	if res.Err != nil || r.Cache == nil {
		return res, nil
	}
	return res, r.keep(&res, raw)
}

// keep puts an extraction and its document into the cache, the document and its
// text first: an extraction that is there has them.
func (r *Runner) keep(res *Result, raw []byte) error {
	data, err := res.Extraction.MarshalBinary()
	if err == nil {
		err = r.Cache.Put(cache.Original, cache.Key(res.SHA256), raw)
	}
	if err == nil && res.Text != nil {
		err = r.Cache.Put(cache.Text, res.Key, res.Text)
	}
	if err == nil {
		err = r.Cache.Put(cache.Extraction, res.Key, data)
	}
	return err
}

// within analyses a document unless it takes longer than allowed, or the
// context ends.
func (r *Runner) within(ctx context.Context, path string, raw []byte) made {
	var stop atomic.Bool
	done := make(chan made, 1)
	go func() { done <- r.analyse(path, raw, &stop) }()
	limit := r.MaxTime
	if limit <= 0 {
		limit = time.Minute
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case m := <-done:
		return m
	case <-ctx.Done():
		stop.Store(true)
		return made{err: ctx.Err()}
	case <-timer.C:
		stop.Store(true)
		return made{err: &read.Refusal{Path: path, Err: fmt.Errorf("%w (limit %s)", ErrTooSlow, limit)}}
	}
}

// Restore extracts anew from a document that the cache holds, or that is still
// at its path with the same bytes. Where there is neither the error wraps
// ErrNotKept.
func (r *Runner) Restore(path string, sum [32]byte) error {
	raw, ok, err := r.Cache.Get(cache.Original, cache.Key(sum))
	if err != nil {
		return err
	}
	if !ok {
		raw, ok = r.again(path, sum)
	}
	if !ok {
		return fmt.Errorf("%s: document %x %w", path, sum[:8], ErrNotKept)
	}
	res := Result{SHA256: sum, Key: r.Key(path, sum)}
	m := r.within(context.Background(), path, raw)
	if m.err != nil {
		return m.err
	}
	res.Extraction, res.Text = m.ext, m.text
	return r.keep(&res, raw)
}

// Text puts the text of a document that the cache holds into the cache, where
// evidence points into that and it is not there.
func (r *Runner) Text(path string, sum [32]byte) error {
	key := r.Key(path, sum)
	if r.Cache.Has(cache.Text, key) {
		return nil
	}
	raw, ok, err := r.Cache.Get(cache.Original, cache.Key(sum))
	if err != nil || !ok {
		return err
	}
	doc, err := read.Document(path, raw, r.Read)
	if err != nil || !doc.Derived {
		return err
	}
	return r.Cache.Put(cache.Text, key, doc.Raw)
}

// again reads the document at a path; ok is false where other bytes or none
// are there.
func (r *Runner) again(path string, sum [32]byte) (raw []byte, ok bool) {
	for src, err := range read.Walk(context.Background(), []string{path}, r.Read) {
		if err != nil || src.Path != path {
			return nil, false
		}
		raw, err := src.Bytes(r.Read)
		return raw, err == nil && sha256.Sum256(raw) == sum
	}
	return nil, false
}

// ErrNotKept is the reason where a record is missing or damaged.
var ErrNotKept = errors.New("is not in the cache or is damaged")

// Load reads an extraction from the cache. The error wraps ErrNotKept where it
// is not there.
func Load(c *cache.Cache, key cache.Key) (*resolve.Extraction, error) {
	return load(c, key, (*resolve.Extraction).UnmarshalBinary)
}

// LoadNames is Load without the evidence of the claims.
func LoadNames(c *cache.Cache, key cache.Key) (*resolve.Extraction, error) {
	return load(c, key, (*resolve.Extraction).UnmarshalNames)
}

func load(c *cache.Cache, key cache.Key, unmarshal func(*resolve.Extraction, []byte) error) (*resolve.Extraction, error) {
	data, ok, err := c.Get(cache.Extraction, key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, fmt.Errorf("extraction %x %w", key[:8], ErrNotKept)
	}
	ext := new(resolve.Extraction)
	if err := unmarshal(ext, data); err != nil {
		return nil, fmt.Errorf("extraction %x in the cache: %w", key[:8], err)
	}
	return ext, nil
}

// made is what was made of one document.
type made struct {
	ext   *resolve.Extraction
	words int
	text  []byte // of a document whose evidence does not point at its bytes
	err   error
}

// analyse reads and analyses one document. A panic is a fault of ours that
// must not cost the other documents.
func (r *Runner) analyse(path string, raw []byte, stop *atomic.Bool) (m made) {
	defer func() {
		if p := recover(); p != nil {
			m.err = fmt.Errorf("%s: fault in the program, please report it: %v\n%s", path, p, debug.Stack())
		}
	}()
	doc, err := read.Document(path, raw, r.Read)
	if err != nil {
		return made{err: err}
	}
	if doc.Derived {
		m.text = doc.Raw
	}
	a := r.Pipeline.analyse(doc, stop)
	if stop.Load() {
		return made{err: ErrTooSlow} // nobody waits for it
	}
	for _, s := range a.Sentences {
		m.words += len(s.Tokens)
	}
	m.ext = resolve.FromAnalysis(a)
	return m
}

// Key is the name of an extraction: of the bytes, what made it, and the format
// that the file's name asks for.
func (r *Runner) Key(path string, sum [32]byte) cache.Key {
	h := sha256.New()
	h.Write(r.Version)
	h.Write([]byte(strings.ToLower(filepath.Ext(path))))
	h.Write([]byte{0})
	h.Write(sum[:])
	return cache.Key(h.Sum(nil))
}
