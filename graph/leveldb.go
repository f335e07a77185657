package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"sync"

	cayleygraph "github.com/cayleygraph/cayley/graph"
	"github.com/cayleygraph/cayley/graph/kv"
	"github.com/cayleygraph/cayley/graph/kv/leveldb"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/snapshot"
)

// levelIndexes are the indexes of a leveldb store. Cayley's own choice serves
// neither an object with its predicate nor a label: those questions would read
// the whole store.
var levelIndexes = []kv.QuadIndex{
	{Dirs: []quad.Direction{quad.Subject, quad.Predicate}},
	{Dirs: []quad.Direction{quad.Object, quad.Predicate}},
	{Dirs: []quad.Direction{quad.Label}},
}

// noBloom turns filters off that speed up inserts, and are made by reading the
// whole store.
var noBloom = cayleygraph.Options{kv.OptNoBloom: true}

func openLevelDB(dir string) (*Store, error) {
	if err := settle(dir); err != nil {
		return nil, fmt.Errorf("open graph: %w", err)
	}
	info, err := os.Stat(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("no graph in leveldb:%s: %w", dir, fs.ErrNotExist)
	} else if err != nil {
		return nil, fmt.Errorf("open graph: %w", err)
	}
	qs, err := openKV(dir, noBloom)
	if err != nil {
		return nil, fmt.Errorf("open graph leveldb:%s: %w", dir, err)
	}
	read := func(ctx context.Context) iter.Seq2[quad.Quad, error] { return readAll(ctx, qs) }
	return &Store{qs: qs, read: read, close: qs.Close, name: dir, info: info}, nil
}

// readAll yields the quads of a store as they come.
func readAll(ctx context.Context, qs cayleygraph.QuadStore) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		it := qs.QuadsAllIterator()
		defer it.Close()
		for it.Next(ctx) {
			if !yield(qs.Quad(it.Result()), nil) {
				return
			}
		}
		// Cayley's iterators end silently with their context.
		if err := errors.Join(it.Err(), ctx.Err()); err != nil {
			yield(quad.Quad{}, fmt.Errorf("read quads: %w", err))
		}
	}
}

func openKV(dir string, opts cayleygraph.Options) (cayleygraph.QuadStore, error) {
	db, err := leveldb.Open(dir, nil)
	if err != nil {
		return nil, inUse(err)
	}
	qs, err := kv.New(db, opts)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return qs, nil
}

// writeLevelDB writes a new store beside the old one and exchanges the two. The
// old one must not be open.
//
// Cayley's key-value backends give wrong answers after a failed transaction,
// and after one that adds and deletes. So this only ever fills a fresh store,
// and throws it away on any error.
func writeLevelDB(ctx context.Context, dir string, quads iter.Seq2[quad.Quad, error], opts Options) error {
	if err := replaceLevelDB(ctx, dir, quads, opts); err != nil {
		return fmt.Errorf("write graph to leveldb:%s: %w", dir, describe(err))
	}
	return nil
}

func replaceLevelDB(ctx context.Context, dir string, quads iter.Seq2[quad.Quad, error], opts Options) (err error) {
	dir = filepath.Clean(dir)
	if err := os.MkdirAll(filepath.Dir(dir), 0o755); err != nil {
		return err
	}
	lock, err := lockNamed(dir + ".lock")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := settle(dir); err != nil {
		return err
	}
	if err := checkOld(dir); err != nil {
		return err
	}
	fresh := dir + ".new"
	if err := os.RemoveAll(fresh); err != nil {
		return err
	}
	err = withSorted(ctx, checked(quads), opts, func(snap *snapshot.Snapshot) error {
		return fillLevelDB(ctx, fresh, snap)
	})
	if err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	if err := checkOld(dir); err != nil {
		return errors.Join(err, os.RemoveAll(fresh))
	}
	old := dir + ".old"
	if err := os.Rename(dir, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(fresh, dir); err != nil {
		return errors.Join(err, settle(dir))
	}
	if err := (snapshot.OS{}).SyncDir(filepath.Dir(dir)); err != nil {
		return err
	}
	return os.RemoveAll(old)
}

// settle puts the old store back where a process was killed between the two
// steps of the exchange.
func settle(dir string) error {
	dir = filepath.Clean(dir)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(dir+".old", dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// checkOld refuses to replace a folder that holds something else, and a store
// that is open: leveldb opens its files by name when it needs them, so a reader
// would go on in the new ones.
func checkOld(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(dir, "CURRENT")); err != nil {
		return fmt.Errorf("the folder holds other files than a leveldb store")
	}
	db, err := leveldb.Open(dir, nil)
	if err != nil {
		return inUse(err)
	}
	return db.Close()
}

// inUse says what the error of a locked store means.
func inUse(err error) error {
	if isLocked(err) {
		return fmt.Errorf("%w or reading it: only one can have a leveldb store open at a time", ErrLocked)
	}
	return err
}

// initMu guards Cayley's variable for the indexes of a new store.
var initMu sync.Mutex

func initLevelDB(dir string) error {
	db, err := leveldb.Create(dir, nil)
	if err != nil {
		return err
	}
	initMu.Lock()
	defer initMu.Unlock()
	before := kv.DefaultQuadIndexes
	kv.DefaultQuadIndexes = levelIndexes
	defer func() { kv.DefaultQuadIndexes = before }()
	return errors.Join(kv.Init(db, nil), db.Close())
}
