package web

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/cayleygraph/cayley/graph"

	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

// A Version is one state of the store, open for reading.
type Version struct {
	Graph *query.Graph
	Quads graph.QuadStore // the same graph, for Cayley's engines
	Names schema.Names
	// Stale reports whether Open would give a newer version. Nil means never.
	Stale func() (bool, error)
	// Original gives the bytes of the document with a SHA-256 sum, in
	// hexadecimal; nil where they are not kept. It is safe for concurrent use.
	Original func(sha256 string) ([]byte, error)
	// Close is called when nobody reads the version any more.
	Close func() error
}

// pollEvery is the time between two looks for a newer version.
const pollEvery = 500 * time.Millisecond

// library hands out the current version and closes old ones when their last
// reader is done.
type library struct {
	open func(context.Context) (*Version, error)
	log  *slog.Logger
	// prepare finds what many pages need, beside those who read already.
	prepare func(context.Context, *reading)

	mu     sync.Mutex
	cur    *reading
	closed bool
}

// A reading is a version that is in use.
type reading struct {
	*Version
	lib  *library
	refs int // under lib.mu; the library itself holds one
	memo memo
}

// acquire gives the current version; release it when the answer is written.
func (l *library) acquire() (*reading, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.cur == nil {
		return nil, errors.New("the server is stopping")
	}
	l.cur.refs++
	return l.cur, nil
}

func (v *reading) release() {
	v.lib.mu.Lock()
	v.refs--
	last := v.refs == 0
	v.lib.mu.Unlock()
	if !last || v.Close == nil {
		return
	}
	if err := v.Close(); err != nil {
		v.lib.log.Error("close an old version of the store", "error", err)
	}
}

// load opens the newest version and makes it the current one.
func (l *library) load(ctx context.Context) error {
	v, err := l.open(ctx)
	if err != nil {
		return err
	}
	next := &reading{Version: v, lib: l, refs: 1}
	next.warm(ctx)
	l.mu.Lock()
	old := l.cur
	if l.closed {
		old = next
	} else {
		l.cur = next
	}
	l.mu.Unlock()
	if old != nil {
		old.release()
	}
	if old != next {
		l.background(ctx)
	}
	return nil
}

// warm finds what every page needs, before the version is shown.
func (v *reading) warm(ctx context.Context) {
	_, err := v.lexicon(ctx)
	if err == nil {
		_, err = v.documentList(ctx)
	}
	if err == nil {
		_, err = v.normTree(ctx)
	}
	if err != nil && ctx.Err() == nil {
		v.lib.log.Warn("read names and documents of a version of the store", "error", err)
	}
}

// background prepares the current version.
func (l *library) background(ctx context.Context) {
	v, err := l.acquire()
	if err != nil {
		return
	}
	go func() {
		defer v.release()
		l.prepare(ctx, v)
	}()
}

// watch follows the store until ctx is done, then lets go of the version.
func (l *library) watch(ctx context.Context) {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			l.mu.Lock()
			cur := l.cur
			l.cur, l.closed = nil, true
			l.mu.Unlock()
			if cur != nil {
				cur.release()
			}
			return
		case <-tick.C:
			if err := l.refresh(ctx); err != nil && ctx.Err() == nil {
				l.log.Warn("the store has a newer version that can't be opened; the old one is served", "error", err)
			}
		}
	}
}

// refresh loads a newer version where there is one.
func (l *library) refresh(ctx context.Context) error {
	v, err := l.acquire()
	if err != nil {
		return nil
	}
	defer v.release()
	if v.Stale == nil {
		return nil
	}
	stale, err := v.Stale()
	if err != nil || !stale {
		return err
	}
	return l.load(ctx)
}

// memo keeps what is costly to find out of one version. Errors are not kept.
type memo struct {
	mu      sync.Mutex
	entries map[string]*memoEntry
	asked   int // how often, for all
}

type memoEntry struct {
	last int // when it was asked for, counted by memo.asked; under memo.mu

	mu    sync.Mutex
	done  bool
	value any
}

// maxMemo bounds the answers kept of a version. The one that was not asked for
// the longest makes room.
const maxMemo = 1000

// remember gives the value under a key, made once.
func remember[T any](v *reading, key string, find func() (T, error)) (T, error) {
	m := &v.memo
	m.mu.Lock()
	if m.entries == nil {
		m.entries = map[string]*memoEntry{}
	}
	e := m.entries[key]
	if e == nil {
		if len(m.entries) >= maxMemo {
			m.forget()
		}
		e = &memoEntry{}
		m.entries[key] = e
	}
	m.asked++
	e.last = m.asked
	m.mu.Unlock()
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.done {
		return e.value.(T), nil
	}
	value, err := find()
	if err == nil {
		e.value, e.done = value, true
	}
	return value, err
}

// forget takes out the entry that was not asked for the longest.
func (m *memo) forget() {
	oldest := ""
	for key, e := range m.entries {
		if oldest == "" || e.last < m.entries[oldest].last {
			oldest = key
		}
	}
	delete(m.entries, oldest)
}
