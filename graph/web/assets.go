package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/normgraph/normgraph/graph/draw"
)

// An asset is a file of assets/ under a name that changes with its content, so
// that browsers keep it for good.
type asset struct {
	name string // with the sum of its content
	data []byte
}

func loadAssets() (map[string]asset, error) {
	out := map[string]asset{}
	files, err := fs.ReadDir(embedded, "assets")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		data, err := fs.ReadFile(embedded, path.Join("assets", f.Name()))
		if err != nil {
			return nil, err
		}
		out[f.Name()] = newAsset(f.Name(), data)
	}
	const pictures = "picture.css"
	out[pictures] = newAsset(pictures, []byte(draw.Style))
	return out, nil
}

func newAsset(name string, data []byte) asset {
	sum := sha256.Sum256(data)
	stem, ext, _ := strings.Cut(name, ".")
	return asset{name: stem + "-" + hex.EncodeToString(sum[:4]) + "." + ext, data: data}
}

// assetPath is the address of an asset.
func (s *Site) assetPath(name string) string { return "/assets/" + s.assets[name].name }

func (s *Site) asset(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("name")
	for plain, a := range s.assets {
		if name != a.name && name != plain {
			continue
		}
		if name == a.name {
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
		}
		w.Header().Set("Content-Type", mime.TypeByExtension(path.Ext(plain)))
		http.ServeContent(w, r, plain, time.Time{}, bytes.NewReader(a.data))
		return
	}
	s.refuse(w, r, http.StatusNotFound, "There is no such file.")
}

// loadTemplates parses each page of templates/ with the layout and the parts
// that pages share.
func (s *Site) loadTemplates() (map[string]*template.Template, error) {
	funcs := template.FuncMap{
		"phrase":  draw.Phrase,
		"plural":  plural,
		"grouped": grouped,
		"asset":   s.assetPath,
		"sub":     func(a, b int) int { return a - b },
		"mul":     func(a, b int) int { return a * b },
	}
	shared, err := template.New("").Funcs(funcs).ParseFS(embedded, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	out := map[string]*template.Template{}
	files, err := fs.Glob(embedded, "templates/*.html")
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		name := strings.TrimSuffix(path.Base(f), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := shared.Clone()
		if err != nil {
			return nil, err
		}
		if out[name], err = t.ParseFS(embedded, f); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// plural is a count with its noun: "1 passage", "2 passages".
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%s %s", grouped(n), many)
}

// grouped writes a count with thin spaces between thousands.
func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u2009" + s[i:]
	}
	return s
}
