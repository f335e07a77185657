package main

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/extract/corpus"
	"github.com/normgraph/normgraph/extract/pipeline"
	"github.com/normgraph/normgraph/extract/quads"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/graph/nquads"
	"github.com/normgraph/normgraph/schema"
)

// options are the settings of a pipeline. They travel to the workers as JSON.
type options struct {
	Output  string
	Shards  int
	Base    string
	MaxSize int64
	Gzip    bool // compress the shards
}

// build makes the pipeline over the files.
func build(files []string, o options) *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	paths := beam.Reshuffle(s, beam.CreateList(s, files))
	whole, names := beam.ParDo2(s.Scope("extract"), &extractFn{MaxSize: o.MaxSize}, paths)
	rs := s.Scope("resolve")
	parts, frame := beam.ParDo2(rs, &resolveFn{Base: o.Base}, beam.GroupByKey(rs, names))
	qs := s.Scope("quads")
	lines := beam.ParDo(qs, &quadsFn{Base: o.Base, Shards: o.Shards}, beam.CoGroupByKey(qs, whole, parts))
	sharded := beam.ParDo(qs, &shardFn{Shards: o.Shards}, frame)
	ws := s.Scope("write")
	beam.ParDo0(ws, &writeFn{Output: o.Output, Shards: o.Shards, Gzip: o.Gzip}, beam.GroupByKey(ws, beam.Flatten(ws, lines, sharded)))
	return p
}

func init() {
	// Beam finds the functions of a pipeline on its workers by this.
	register.DoFn4x1[context.Context, string, func(string, []byte), func(int, []byte), error](&extractFn{})
	register.DoFn5x1[context.Context, int, func(*[]byte) bool, func(string, []byte), func([]byte), error](&resolveFn{})
	register.DoFn5x1[context.Context, string, func(*[]byte) bool, func(*[]byte) bool, func(int, []byte), error](&quadsFn{})
	register.DoFn2x0[[]byte, func(int, []byte)](&shardFn{})
	register.DoFn3x1[context.Context, int, func(*[]byte) bool, error](&writeFn{})
	register.Emitter2[string, []byte]()
	register.Emitter2[int, []byte]()
	register.Emitter1[[]byte]()
	register.Iter1[[]byte]()
}

// findFiles lists the files that the paths name, as a build does.
func findFiles(paths []string) ([]string, error) {
	var files []string
	for _, p := range paths {
		err := filepath.WalkDir(p, func(path string, e fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			hidden := path != p && (strings.HasPrefix(e.Name(), ".") || strings.HasSuffix(e.Name(), "~"))
			switch {
			case hidden && e.IsDir():
				return filepath.SkipDir
			case !hidden && (e.Type().IsRegular() || path == p && !e.IsDir()):
				files = append(files, path)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(files)
	return slices.Compact(files), nil
}

// world is what is known, loaded once a process.
var world = sync.OnceValues(corpus.Shipped)

// A record is a document between the steps.
type record struct {
	Path   []byte // any bytes, which a string of JSON does not hold
	Size   int64
	SHA256 [32]byte
	Data   []byte // the extraction in its binary form
}

func (r *record) doc() corpus.Doc {
	return corpus.Doc{Path: string(r.Path), Size: r.Size, SHA256: r.SHA256}
}

// extractFn reads and analyses the documents of a file.
type extractFn struct {
	MaxSize int64
}

// ProcessElement emits the extraction of each document by its path, and its
// names into the one group of the resolve pass.
func (f *extractFn) ProcessElement(ctx context.Context, file string, whole func(string, []byte), names func(int, []byte)) error {
	w, err := world()
	if err != nil {
		return err
	}
	r := pipeline.Runner{Pipeline: w.Pipeline, Read: read.Options{MaxSize: f.MaxSize}, Workers: 1}
	return r.Run(ctx, read.Walk(ctx, []string{file}, r.Read), func(res pipeline.Result) error {
		if res.Err != nil {
			log.Warnf(ctx, "%s: %v", corpus.ShownPath(res.Path), res.Err)
			return nil
		}
		data, err := res.Extraction.MarshalBinary()
		if err != nil {
			return err
		}
		rec := record{Path: []byte(res.Path), Size: res.Size, SHA256: res.SHA256, Data: data}
		b, err := json.Marshal(rec)
		if err != nil {
			return err
		}
		whole(res.Path, b)
		ext := *res.Extraction
		ext.Claims = slices.Clone(ext.Claims)
		for i := range ext.Claims {
			ext.Claims[i].Evidence = nil
		}
		if rec.Data, err = ext.MarshalBinary(); err != nil {
			return err
		}
		if b, err = json.Marshal(rec); err != nil {
			return err
		}
		names(0, b)
		return nil
	})
}

// resolveFn decides which things of the corpus are one.
type resolveFn struct {
	Base string
}

// A named part is what one document gets from the resolve pass.
type named struct {
	ID   string
	Part resolve.Part
}

// ProcessElement emits what each document needs of the resolution by its path,
// and the lines that belong to no document.
func (f *resolveFn) ProcessElement(ctx context.Context, _ int, next func(*[]byte) bool, parts func(string, []byte), frame func([]byte)) error {
	w, err := world()
	if err != nil {
		return err
	}
	n, err := schema.NewNames(f.Base)
	if err != nil {
		return err
	}
	names := namesOf{}
	var docs []corpus.Doc
	var b []byte
	for next(&b) {
		var r record
		if err := json.Unmarshal(b, &r); err != nil {
			return err
		}
		names[string(r.Path)] = r.Data
		docs = append(docs, r.doc())
	}
	docs = corpus.Name(docs)
	resolver, err := w.Resolver()
	if err != nil {
		return err
	}
	res, err := corpus.Resolve(ctx, resolver, docs, names, nil)
	if err != nil {
		return err
	}
	for _, d := range docs {
		part, err := json.Marshal(named{d.ID, res.Part(d.ID)})
		if err != nil {
			return err
		}
		parts(d.Path, part)
	}
	g := corpus.Graph{Builder: quads.Builder{Vocabulary: w.Vocabulary, Names: n, Resolution: res}, Known: w.Known()}
	return g.Frame(func(q quad.Quad) error {
		line, err := line(q)
		frame(line)
		return err
	})
}

// namesOf are the extractions without evidence by path.
type namesOf map[string][]byte

// Names implements [corpus.Extractions].
func (n namesOf) Names(d corpus.Doc) (*resolve.Extraction, error) {
	ext := new(resolve.Extraction)
	return ext, ext.UnmarshalNames(n[d.Path])
}

// Whole implements [corpus.Extractions]; the evidence is missing.
func (n namesOf) Whole(d corpus.Doc) (*resolve.Extraction, error) { return n.Names(d) }

// line is the canonical line of a quad, checked.
func line(q quad.Quad) ([]byte, error) {
	if err := nquads.CheckQuad(q); err != nil {
		return nil, err
	}
	return nquads.AppendQuad(nil, q), nil
}

// quadsFn makes the quads of a document.
type quadsFn struct {
	Base   string
	Shards int
}

// ProcessElement emits the lines of the document by shard.
func (f *quadsFn) ProcessElement(ctx context.Context, path string, whole, parts func(*[]byte) bool, emit func(int, []byte)) error {
	w, err := world()
	if err != nil {
		return err
	}
	n, err := schema.NewNames(f.Base)
	if err != nil {
		return err
	}
	var b, part []byte
	if !whole(&b) || !parts(&part) {
		return fmt.Errorf("%s: a step before has lost it", corpus.ShownPath(path))
	}
	var rec record
	if err := json.Unmarshal(b, &rec); err != nil {
		return err
	}
	var own named
	if err := json.Unmarshal(part, &own); err != nil {
		return err
	}
	doc := rec.doc()
	doc.ID = own.ID
	g := corpus.Graph{
		Builder: quads.Builder{Vocabulary: w.Vocabulary, Names: n, Resolution: own.Part.Resolution(own.ID)},
		Docs:    []corpus.Doc{doc}, Extractions: one(rec.Data),
	}
	return g.Documents(ctx, func(q quad.Quad) error {
		line, err := line(q)
		emit(shardOf(line, f.Shards), line)
		return err
	}, func(w *corpus.Written) {
		for _, r := range w.Rejected {
			log.Warnf(ctx, "%v", r)
		}
	})
}

// one is the extraction of the only document.
type one []byte

// Names implements [corpus.Extractions].
func (o one) Names(d corpus.Doc) (*resolve.Extraction, error) { return o.Whole(d) }

// Whole implements [corpus.Extractions].
func (o one) Whole(corpus.Doc) (*resolve.Extraction, error) {
	ext := new(resolve.Extraction)
	return ext, ext.UnmarshalBinary(o)
}

// shardOf is the shard of a line, the same for equal lines.
func shardOf(line []byte, shards int) int {
	h := fnv.New32a()
	h.Write(line)
	return int(h.Sum32() % uint32(max(shards, 1)))
}

// shardFn gives each line to its shard.
type shardFn struct {
	Shards int
}

// ProcessElement emits the line by its shard.
func (f *shardFn) ProcessElement(line []byte, emit func(int, []byte)) {
	emit(shardOf(line, f.Shards), line)
}

// writeFn sorts a shard and writes it to a file.
type writeFn struct {
	Output string
	Shards int
	Gzip   bool
}

// ProcessElement writes each different line once. A shard must fit into the
// memory of a worker.
func (f *writeFn) ProcessElement(ctx context.Context, shard int, next func(*[]byte) bool) error {
	var lines [][]byte
	var line []byte
	for next(&line) {
		lines = append(lines, bytes.Clone(line))
	}
	slices.SortFunc(lines, bytes.Compare)
	lines = slices.CompactFunc(lines, bytes.Equal)
	system, err := filesystem.New(ctx, f.Output)
	if err != nil {
		return err
	}
	defer system.Close()
	name := fmt.Sprintf("%s-%05d-of-%05d.nq", f.Output, shard, f.Shards)
	if f.Gzip {
		name += ".gz"
	}
	file, err := system.OpenWrite(ctx, name)
	if err != nil {
		return err
	}
	out := file
	if f.Gzip {
		out = gzip.NewWriter(file)
	}
	for _, l := range lines {
		if err == nil {
			_, err = out.Write(l)
		}
	}
	if f.Gzip {
		err = cmp.Or(err, out.Close())
	}
	return cmp.Or(err, file.Close())
}
