// Command normgraph-beam builds the graph of a corpus that is too large for one
// machine, as an Apache Beam pipeline for Flink, Spark, Dataflow or Beam's own
// runner Prism. It writes the N-Quads that `normgraph export` writes after a
// build of the same documents, in sorted shards.
//
//	normgraph-beam --input press/ --output graph/quads --shards 16 --runner prism
//	sort --merge -u graph/quads-* | normgraph import -
//
// The paths of the input are given to the workers and read there, so they must
// mean the same files on all of them. The steps:
//
//	paths ─ extract ─▶ extractions ─┬─ names ─▶ all in one group ─ resolve ─▶ things ─┐
//	                                └──────────── by path ─────────────────────────▶ quads ─▶ shards
//
// Extraction, which is nearly all of the work, and the quads are made where the
// documents are. The resolve pass sees the names of the whole corpus in one
// place, about a kilobyte a document. README.md reckons what a corpus of a given
// size takes.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"

	"github.com/normgraph/normgraph/schema"
)

func main() {
	var o options
	var input string
	flag.StringVar(&input, "input", "", "file or folder of documents; further ones follow the flags")
	flag.StringVar(&o.Output, "output", "graph", "first part of the names of the files to write, a path or an address that Beam knows")
	flag.IntVar(&o.Shards, "shards", 8, "number of files to write")
	flag.StringVar(&o.Base, "base", "", "namespace of the entities' IRIs")
	flag.BoolVar(&o.Gzip, "gzip", false, "compress the files")
	flag.Int64Var(&o.MaxSize, "max-size", 0, "refuse documents of more bytes (0: 64 MiB)")
	flag.Parse()
	beam.Init()
	paths := flag.Args()
	if input != "" {
		paths = append([]string{input}, paths...)
	}
	if err := run(context.Background(), paths, o); err != nil {
		fmt.Fprintf(os.Stderr, "normgraph-beam: %v\n", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, paths []string, o options) error {
	if _, err := schema.NewNames(o.Base); err != nil {
		return fmt.Errorf("--base: %w", err)
	}
	files, err := findFiles(paths)
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return errors.New("no documents: name files or folders with --input")
	}
	return beamx.Run(ctx, build(files, o))
}
