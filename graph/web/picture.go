package web

import (
	"bytes"
	"html/template"
)

// picturePolicy lets a picture that stands alone have its style and nothing
// else.
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// writePicture writes a picture as a file that stands alone.
func (s *Site) writePicture(b *bytes.Buffer, p *page) error {
	style := template.CSS(s.assets["picture.css"].data)
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	return s.pages[p.Name].ExecuteTemplate(b, "picture", struct {
		Picture any
		Style   template.CSS
	}{p.Picture, style})
}
