package web

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"

	"github.com/normgraph/normgraph/extract/read"
)

// Limits of site maps, those of the protocol.
const (
	maxSitemaps = 100
	maxPages    = 50000
)

// Sitemap lists the addresses that a site map names, in its order, those of the
// site maps that it names included. Addresses of other hosts are left out.
func (f *Fetcher) Sitemap(ctx context.Context, address string) ([]string, error) {
	base, err := url.Parse(address)
	if err != nil {
		return nil, &read.Refusal{Path: address, Err: ErrScheme}
	}
	var pages []string
	seen := map[string]bool{address: true}
	for todo := []string{address}; len(todo) > 0; todo = todo[1:] {
		p, err := f.Fetch(ctx, todo[0])
		if err != nil {
			return pages, err
		}
		index, found, err := parseSitemap(p.Raw)
		if err != nil {
			return pages, &read.Refusal{Path: todo[0], Err: err}
		}
		for _, s := range found {
			u, err := url.Parse(s)
			if err != nil || u.Host != base.Host || seen[s] {
				continue
			}
			seen[s] = true
			switch {
			case index && len(seen) <= maxSitemaps:
				todo = append(todo, s)
			case !index && len(pages) < maxPages:
				pages = append(pages, s)
			}
		}
	}
	return pages, nil
}

// parseSitemap reads the addresses of a site map; index says that they are
// those of other site maps.
func parseSitemap(raw []byte) (index bool, found []string, err error) {
	dec := xml.NewDecoder(bytes.NewReader(raw))
	dec.Strict = false
	in, loc := "", ""
	root := false
	for {
		t, err := dec.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return index, found, fmt.Errorf("%w: broken site map: %v", read.ErrBinary, err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			in, loc = t.Name.Local, ""
			switch in {
			case "urlset":
				root = true
			case "sitemapindex":
				root, index = true, true
			}
		case xml.CharData:
			if in == "loc" {
				loc += string(t)
			}
		case xml.EndElement:
			if t.Name.Local == "loc" && len(found) < maxPages {
				if s := string(bytes.TrimSpace([]byte(loc))); s != "" {
					found = append(found, s)
				}
			}
			in = ""
		}
	}
	if !root {
		return false, nil, fmt.Errorf("%w: no site map", read.ErrUnsupported)
	}
	return index, found, nil
}
