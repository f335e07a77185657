package main

import (
	"errors"
	"io"

	"github.com/normgraph/normgraph/extract/cache"
	"github.com/normgraph/normgraph/graph/snapshot"
)

// A disk is where builds write: the store's graph and lists, and its cache. The
// zero value is the file system of the operating system; tests inject faults
// with another.
type disk struct {
	graph snapshot.Disk
	cache cache.Disk
}

func (d disk) files() snapshot.Disk {
	if d.graph == nil {
		return snapshot.OS{}
	}
	return d.graph
}

func (d disk) openCache(dir string) (*cache.Cache, error) {
	if d.cache == nil {
		return cache.Open(dir)
	}
	return cache.OpenOn(d.cache, dir)
}

// writeFile replaces a file in one step: the old or the new content is there.
func (d disk) writeFile(name string, data []byte) error {
	return d.replaceFile(name, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

// replaceFile is writeFile for what is not in memory.
func (d disk) replaceFile(name string, write func(io.Writer) error) error {
	// Locked stores have one writer; what a killed one has left is overwritten.
	fresh := name + ".new"
	f, err := d.files().Create(fresh)
	if err != nil {
		return err
	}
	if err = write(f); err == nil {
		err = f.Sync()
	}
	err = errors.Join(err, f.Close())
	if err == nil {
		err = d.files().Rename(fresh, name)
	}
	if err != nil {
		return errors.Join(err, d.files().RemoveAll(fresh))
	}
	return nil
}
