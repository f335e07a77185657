package web

import (
	"html/template"
	"io"
)

// picturePolicy lets a picture that stands alone have its style and nothing
// else.
const picturePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

// A drawing is what a page draws.
type drawing interface {
	Inline() (template.HTML, error)
	WriteSVG(io.Writer) error
}
