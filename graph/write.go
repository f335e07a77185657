package graph

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"path/filepath"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// Options say how a graph is written. The zero value is ready for use.
type Options struct {
	// Memory is about the number of bytes that sorting may take; 0 means 256
	// MiB.
	Memory int
	// Lock is the lock on the folder, where the caller holds it already.
	Lock *Lock
	// Disk is the file system; nil means that of the operating system.
	Disk snapshot.Disk
}

// Write replaces the graph in a folder, which is made if need be, by the given
// quads. Equal quads are kept once, and their order does not matter. Each quad
// needs a label and terms that [nquads.CheckQuad] accepts.
//
// The graph that is there stays as it is until the new one is whole and
// durable; after an error it is still there. Where another process is writing
// the error wraps [ErrLocked]; where the quads end with an error it is that.
func Write(ctx context.Context, dir string, quads iter.Seq2[quad.Quad, error], opts Options) error {
	if opts.Disk == nil {
		opts.Disk = snapshot.OS{}
	}
	if err := write(ctx, dir, quads, opts); err != nil {
		return fmt.Errorf("write graph to %s: %w", dir, describe(err))
	}
	// From here on the new graph is there.
	if err := opts.Disk.SyncDir(dir); err != nil {
		return fmt.Errorf("write graph to %s: it is in place but might not survive a power failure: %w", dir, err)
	}
	return nil
}

func write(ctx context.Context, dir string, quads iter.Seq2[quad.Quad, error], opts Options) (err error) {
	if err := opts.Disk.MkdirAll(dir); err != nil {
		return err
	}
	if opts.Lock == nil {
		lock, err := LockDir(dir)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, lock.Unlock()) }()
	}
	fresh := filepath.Join(dir, newName)
	// What a killed process has left behind.
	for _, name := range []string{fresh, fresh + ".runs"} {
		if err := opts.Disk.RemoveAll(name); err != nil {
			return err
		}
	}
	err = snapshot.Build(ctx, fresh, checked(quads), snapshot.Options{
		Memory: opts.Memory, Check: nquads.Check, Disk: opts.Disk,
	})
	if err != nil {
		return err
	}
	if err := opts.Disk.Rename(fresh, filepath.Join(dir, currentName)); err != nil {
		return errors.Join(err, opts.Disk.RemoveAll(fresh))
	}
	return nil
}

// checked passes quads on whose terms are of the right kind for their place.
func checked(quads iter.Seq2[quad.Quad, error]) iter.Seq2[quad.Quad, error] {
	return func(yield func(quad.Quad, error) bool) {
		for q, err := range quads {
			if err == nil {
				err = nquads.CheckKinds(q)
			}
			if err == nil && q.Label == nil {
				err = fmt.Errorf("quad %v has no label", q)
			}
			if !yield(q, err) || err != nil {
				return
			}
		}
	}
}

// describe adds to errors of the file system what they mean for the user.
func describe(err error) error {
	switch {
	case isDiskFull(err):
		return fmt.Errorf("the disk is full; the graph that was there is unchanged: %w", err)
	case errors.Is(err, fs.ErrPermission) || isReadOnly(err):
		return fmt.Errorf("the folder cannot be written; the graph that was there is unchanged: %w", err)
	}
	return err
}
