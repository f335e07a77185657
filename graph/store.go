package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// Names within the folder of a store.
const (
	currentName = "graph.snapshot"
	newName     = "graph.snapshot.new"
	lockName    = "graph.lock"
)

// Errors of a store that a caller may want to tell apart.
var (
	ErrCorrupt = snapshot.ErrCorrupt // the bytes are not those written
	ErrVersion = snapshot.ErrVersion // made by another version of the program
	ErrLocked  = errors.New("another process is writing it")
)

// A Store is an open graph, for reading. It is safe for concurrent use. A graph
// in a snapshot does not change while it is open; what another backend holds
// may be replaced.
type Store struct {
	qs   cayleygraph.QuadStore
	snap *snapshot.Snapshot // nil for another backend
	// read yields the quads of another backend as they come.
	read  func(context.Context) iter.Seq2[quad.Quad, error]
	close func() error
	name  string      // of the file or folder, "" if there is none
	info  fs.FileInfo // of the file or folder as opened
}

// Open opens the graph in a folder. Where there is none the error wraps
// [fs.ErrNotExist]; where it is damaged, [ErrCorrupt]; where another version
// made it, [ErrVersion].
func Open(dir string) (*Store, error) {
	s := &Store{name: filepath.Join(dir, currentName)}
	for {
		var err error
		if s.info, err = os.Stat(s.name); errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no graph in %s: %w", dir, fs.ErrNotExist)
		} else if err != nil {
			return nil, fmt.Errorf("open graph: %w", err)
		}
		if s.snap, err = snapshot.Open(s.name); err != nil {
			return nil, fmt.Errorf("open graph: %w", err)
		}
		s.qs, s.close = s.snap, s.snap.Close
		if stale, err := s.Stale(); err != nil || !stale {
			return s, err
		}
	}
}

// Stale reports whether the address holds another graph by now than the one
// that is open. Of a database it reports false.
func (s *Store) Stale() (bool, error) {
	if s.name == "" {
		return false, nil
	}
	info, err := os.Stat(s.name)
	if err != nil {
		return false, fmt.Errorf("look for a newer graph: %w", err)
	}
	return !os.SameFile(info, s.info) || s.snap != nil && !info.ModTime().Equal(s.info.ModTime()), nil
}

// QuadStore is the graph as Cayley's query engine takes it. That of a snapshot
// refuses changes; nobody should make any in another.
func (s *Store) QuadStore() cayleygraph.QuadStore { return s.qs }

// Quads yields all quads in the order of their canonical N-Quads lines. An
// error ends the sequence. Of a backend that keeps no order the quads are
// sorted first, in a temporary file.
func (s *Store) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] {
	if s.snap != nil {
		return s.snap.Quads(ctx)
	}
	return func(yield func(quad.Quad, error) bool) {
		err := withSorted(ctx, s.read(ctx), Options{}, func(snap *snapshot.Snapshot) error {
			for q, err := range snap.Quads(ctx) {
				if err != nil {
					return err
				}
				if !yield(q, nil) {
					return errStop
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errStop) {
			yield(quad.Quad{}, err)
		}
	}
}

// errStop ends an iteration whose consumer has enough.
var errStop = errors.New("stop")

// withSorted puts quads into a temporary snapshot and hands it to use.
func withSorted(ctx context.Context, quads iter.Seq2[quad.Quad, error], opts Options, use func(*snapshot.Snapshot) error) (err error) {
	dir, err := os.MkdirTemp("", "normgraph")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	name := filepath.Join(dir, currentName)
	if err := snapshot.Build(ctx, name, quads, snapshot.Options{Memory: opts.Memory}); err != nil {
		return err
	}
	snap, err := snapshot.Open(name)
	if err != nil {
		return err
	}
	defer snap.Close()
	return use(snap)
}

// Stats are exact counts.
type Stats struct {
	Quads, Nodes int64 // nodes are all distinct terms
	// Predicates are the counts of each predicate, in the order of the
	// predicates; nil for a backend that does not keep them.
	Predicates []snapshot.PredicateCounts
}

// Stats counts what the graph holds.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	if s.snap != nil {
		return Stats{Quads: s.snap.Len(), Nodes: s.snap.Terms(), Predicates: s.snap.Predicates()}, nil
	}
	st, err := s.qs.Stats(ctx, true)
	if err = errors.Join(err, ctx.Err()); err != nil {
		return Stats{}, fmt.Errorf("count quads: %w", err)
	}
	return Stats{Quads: st.Quads.Size, Nodes: st.Nodes.Size}, nil
}

// Verify compares all bytes of a snapshot with their checksums. The error wraps
// [ErrCorrupt]. Snapshots of up to 64 MiB have been verified when they are open,
// larger ones are where they are read; other backends take care of themselves.
func (s *Store) Verify(ctx context.Context) error {
	if s.snap == nil {
		return nil
	}
	return s.named(s.snap.Verify(ctx))
}

// Err is the damage, if any, that reading the store has met since it was opened.
// A query that meets it returns it too, but a term that cannot be found for it
// looks as if it were not there.
func (s *Store) Err() error {
	if s.snap == nil {
		return nil
	}
	return s.named(s.snap.Err())
}

// named adds the name of the file to an error.
func (s *Store) named(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", s.name, err)
}

// Close ends the use of s. Iterators over a snapshot that are still in use keep
// what they need.
func (s *Store) Close() error { return s.close() }
