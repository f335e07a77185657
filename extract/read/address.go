package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"time"
)

// ErrAddress is the reason of an address where nothing is fetched.
var ErrAddress = errors.New("is an address, and nothing is fetched here")

// A Web fetches what is at addresses of the web. The errors say why something
// is not to be had, and may be [*Refusal].
type Web interface {
	// Get gives the bytes at an address and when they were known to be there.
	Get(ctx context.Context, address string) (raw []byte, at time.Time, err error)
	// Sitemap lists the pages that the site map at an address names.
	Sitemap(ctx context.Context, address string) ([]string, error)
}

// IsAddress reports whether a path that a user gave is an address of the web.
func IsAddress(path string) bool {
	return strings.HasPrefix(path, "http://") || strings.HasPrefix(path, "https://")
}

// address yields what is at an address: a page, the items of a feed, or the
// pages that a site map names. False means stop.
func (w *walker) address(address string, pages bool) bool {
	if w.files[address] {
		return true
	}
	w.files[address] = true
	if w.opt.Web == nil {
		return w.refuse(address, ErrAddress)
	}
	raw, at, err := w.opt.Web.Get(w.ctx, address)
	if err != nil {
		return w.unfetched(address, err)
	}
	d := decode(raw)
	switch feedRoot(d.text) {
	case "":
	case "urlset", "sitemapindex":
		if !pages {
			break // read.Document says what it is
		}
		found, err := w.opt.Web.Sitemap(w.ctx, address)
		for _, p := range found {
			if !w.address(p, false) {
				return false
			}
		}
		return err == nil || w.unfetched(address, err)
	default:
		m := &memberReader{w: w, file: address, modified: at, left: max(minUnpack, int64(len(raw)))}
		return m.feed(bytes.NewReader(raw))
	}
	return w.yield(Source{Path: address, Size: int64(len(raw)), Modified: at, open: func() (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(raw)), nil
	}}, nil)
}

// unfetched reports what is not to be had. False means stop.
func (w *walker) unfetched(address string, err error) bool {
	if w.ctx.Err() != nil {
		w.refuse(address, w.ctx.Err())
		return false
	}
	var r *Refusal
	if errors.As(err, &r) {
		err = r.Err
	}
	return w.refuse(address, err)
}
