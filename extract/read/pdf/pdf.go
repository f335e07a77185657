// Package pdf takes the text of PDF files with its place on the page, for
// package read. It runs PDFium as WebAssembly in a sandbox that sees neither
// files nor network.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/klippa-app/go-pdfium"
	pdferrors "github.com/klippa-app/go-pdfium/errors"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
	"github.com/normgraph/normgraph/extract/read"
	"github.com/tetratelabs/wazero"
)

// Defaults of [Options].
const (
	DefaultMaxTime  = time.Minute
	DefaultMaxPages = 5000
	DefaultMemory   = 1 << 30
)

// Options of a reader. The zero value is what most programs want.
type Options struct {
	Workers  int           // files read at the same time; 0 means 2
	MaxTime  time.Duration // for one file; 0 means DefaultMaxTime
	MaxPages int           // of one file; 0 means DefaultMaxPages
	Memory   int           // bytes that one worker may use; 0 means DefaultMemory
}

// A Reader reads PDF files. It is safe for use by many goroutines. The engine
// is compiled when the first file is read, which takes some seconds; Close
// frees it.
type Reader struct {
	opt  Options
	mu   sync.Mutex
	pool pdfium.Pool
}

var _ read.PDFReader = (*Reader)(nil)

// New makes a reader.
func New(opt Options) *Reader {
	if opt.Workers <= 0 {
		opt.Workers = 2
	}
	if opt.MaxTime <= 0 {
		opt.MaxTime = DefaultMaxTime
	}
	if opt.MaxPages <= 0 {
		opt.MaxPages = DefaultMaxPages
	}
	if opt.Memory <= 0 {
		opt.Memory = DefaultMemory
	}
	return &Reader{opt: opt}
}

// Close frees the engine. The reader may be used again afterwards.
func (r *Reader) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool == nil {
		return nil
	}
	err := r.pool.Close()
	r.pool = nil
	return err
}

// wasmPage is the unit in which WebAssembly counts memory.
const wasmPage = 1 << 16

func (r *Reader) engine() (pdfium.Pool, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.pool != nil {
		return r.pool, nil
	}
	pool, err := webassembly.Init(webassembly.Config{
		MaxIdle:  r.opt.Workers,
		MaxTotal: r.opt.Workers,
		FSConfig: wazero.NewFSConfig(), // without a mount
		RuntimeConfig: wazero.NewRuntimeConfig().
			WithCloseOnContextDone(true).
			WithMemoryLimitPages(uint32(r.opt.Memory / wasmPage)),
		Stdout: io.Discard,
		Stderr: io.Discard,
	})
	if err != nil {
		return nil, fmt.Errorf("start PDF engine: %w", err)
	}
	r.pool = pool
	return pool, nil
}

// Pages reads the pages of a file, within the time that the options allow.
func (r *Reader) Pages(ctx context.Context, raw []byte) (read.PDF, error) {
	ctx, cancel := context.WithTimeout(ctx, r.opt.MaxTime)
	defer cancel()
	pool, err := r.engine()
	if err != nil {
		return read.PDF{}, err
	}
	type result struct {
		pdf read.PDF
		err error
	}
	done := make(chan result, 1)
	go func() {
		var res result
		defer func() {
			if p := recover(); p != nil { // the engine gave up on the file
				res = result{err: fmt.Errorf("%w: PDF engine: %v", read.ErrUnsupported, p)}
			}
			done <- res
		}()
		res.pdf, res.err = r.pages(ctx, pool, raw)
	}()
	select {
	case res := <-done:
		return res.pdf, res.err
	case <-ctx.Done():
		// The call into the engine does not end by itself; the engine is closed
		// and the next file starts another.
		r.mu.Lock()
		if r.pool == pool {
			r.pool = nil
		}
		r.mu.Unlock()
		err := pool.Close()
		return read.PDF{}, errors.Join(fmt.Errorf("%w: PDF takes longer than %v", read.ErrTooLarge, r.opt.MaxTime), err)
	}
}

func (r *Reader) pages(ctx context.Context, pool pdfium.Pool, raw []byte) (read.PDF, error) {
	inst, err := pool.GetInstanceWithContext(ctx)
	if err != nil {
		return read.PDF{}, fmt.Errorf("start PDF worker: %w", err)
	}
	defer inst.Close()
	doc, err := inst.OpenDocument(&requests.OpenDocument{File: &raw})
	switch {
	case errors.Is(err, pdferrors.ErrPassword):
		return read.PDF{}, fmt.Errorf("%w: PDF with a password", read.ErrUnsupported)
	case err != nil:
		return read.PDF{}, fmt.Errorf("%w: broken PDF: %v", read.ErrBinary, err)
	}
	var out read.PDF
	if meta, err := inst.GetMetaData(&requests.GetMetaData{Document: doc.Document, Tags: &[]string{"Title", "Author"}}); err == nil {
		for _, t := range meta.Tags {
			switch t.Tag {
			case "Title":
				out.Title = t.Value
			case "Author":
				out.Author = t.Value
			}
		}
	}
	count, err := inst.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return read.PDF{}, fmt.Errorf("%w: broken PDF: %v", read.ErrBinary, err)
	}
	if count.PageCount > r.opt.MaxPages {
		return read.PDF{}, fmt.Errorf("%w: PDF of %d pages, the limit is %d", read.ErrTooLarge, count.PageCount, r.opt.MaxPages)
	}
	for i := range count.PageCount {
		if err := ctx.Err(); err != nil {
			return read.PDF{}, err
		}
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}
		size, err := inst.GetPageSize(&requests.GetPageSize{Page: page})
		if err != nil {
			return read.PDF{}, fmt.Errorf("%w: page %d: %v", read.ErrBinary, i+1, err)
		}
		text, err := inst.GetPageTextStructured(&requests.GetPageTextStructured{
			Page: page, Mode: requests.GetPageTextStructuredModeChars, CollectFontInformation: true,
		})
		if err != nil {
			return read.PDF{}, fmt.Errorf("%w: page %d: %v", read.ErrBinary, i+1, err)
		}
		p := read.PDFPage{Width: size.Width, Height: size.Height}
		p.Texts = runs(text.Chars)
		out.Pages = append(out.Pages, p)
	}
	return out, nil
}
