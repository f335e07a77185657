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

// A Store is an open graph, read-only and unchanging. It is safe for concurrent
// use.
type Store struct {
	snap *snapshot.Snapshot
	name string
	info fs.FileInfo // of the file as opened
}

// Open opens the graph in a folder. Where there is none the error wraps
// [fs.ErrNotExist]; where it is damaged, [ErrCorrupt]; where another version
// made it, [ErrVersion].
func Open(dir string) (*Store, error) {
	name := filepath.Join(dir, currentName)
	for {
		info, err := os.Stat(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("no graph in %s: %w", dir, fs.ErrNotExist)
		}
		if err != nil {
			return nil, fmt.Errorf("open graph: %w", err)
		}
		snap, err := snapshot.Open(name)
		if err != nil {
			return nil, fmt.Errorf("open graph: %w", err)
		}
		s := &Store{snap: snap, name: name, info: info}
		if stale, err := s.Stale(); err != nil || !stale {
			return s, err
		}
	}
}

// Stale reports whether the folder holds another graph by now than the one that
// is open.
func (s *Store) Stale() (bool, error) {
	info, err := os.Stat(s.name)
	if err != nil {
		return false, fmt.Errorf("look for a newer graph: %w", err)
	}
	return !os.SameFile(info, s.info) || !info.ModTime().Equal(s.info.ModTime()), nil
}

// QuadStore is the graph as Cayley's query engine takes it. It refuses changes.
func (s *Store) QuadStore() cayleygraph.QuadStore { return s.snap }

// Quads yields all quads in the order of their canonical N-Quads lines. An
// error ends the sequence.
func (s *Store) Quads(ctx context.Context) iter.Seq2[quad.Quad, error] { return s.snap.Quads(ctx) }

// Stats are exact counts.
type Stats struct {
	Quads, Nodes int64 // nodes are all distinct terms
	// Predicates are the counts of each predicate, in the order of the
	// predicates.
	Predicates []snapshot.PredicateCounts
}

// Stats counts what the graph holds.
func (s *Store) Stats() Stats {
	return Stats{Quads: s.snap.Len(), Nodes: s.snap.Terms(), Predicates: s.snap.Predicates()}
}

// Verify compares all bytes of the graph with their checksums. The error wraps
// [ErrCorrupt]. Graphs of up to 256 MiB have been verified when they are open.
func (s *Store) Verify(ctx context.Context) error { return s.snap.Verify(ctx) }

// Close ends the use of s. Iterators that are still in use keep what they need.
func (s *Store) Close() error { return s.snap.Close() }
