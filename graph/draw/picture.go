package draw

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
)

// A Node is a box of a picture.
type Node struct {
	Key    string `json:"id"`
	Kind   Kind   `json:"kind"`
	Class  string `json:"class,omitempty"` // of an entity: State, Event …
	Label  string `json:"label"`
	Title  string `json:"-"`               // shown when pointed at; "" means Label
	Count  string `json:"count,omitempty"` // how much is not shown behind it
	Open   bool   `json:"open"`
	Toggle string `json:"-"` // address of the picture with it open, or shut
	Page   string `json:"-"` // address of the page about it
	Again  bool   `json:"again,omitempty"`

	Children []*Node `json:"-"`
	Edge     Edge    `json:"-"` // from the parent; From, To and Path are set by Tree
	// Left puts a branch of the root, and all of it, to the left.
	Left bool `json:"-"`

	x, y, w, h, depth, span int
	lines                   []string
}

// A Kind is what a box stands for.
type Kind string

// Kinds of boxes.
const (
	Entity    Kind = "entity"
	Predicate Kind = "predicate"
	More      Kind = "more" // for all that is left out of a branch
)

// An Edge is a line of a picture.
type Edge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Name  string `json:"predicate,omitempty"`
	Side  string `json:"stance,omitempty"` // its colour: yes, lean, no, open or ""
	Back  bool   `json:"-"`                // it points from To to From
	Half  bool   `json:"-"`                // from an entity to a predicate
	Href  string `json:"-"`                // the words
	Title string `json:"-"`

	cross bool
	line  line
}

// A line is drawn as a curve of four points.
type line struct{ x1, y1, x2, y2, x3, y3, x4, y4 int }

func (l line) String() string {
	return fmt.Sprintf("M%d,%dC%d,%d %d,%d %d,%d", l.x1, l.y1, l.x2, l.y2, l.x3, l.y3, l.x4, l.y4)
}

// down is the line moved down.
func (l line) down(dy int) line {
	l.y1, l.y2, l.y3, l.y4 = l.y1+dy, l.y2+dy, l.y3+dy, l.y4+dy
	return l
}

// A Picture is a graph that has been laid out.
type Picture struct {
	Title  string  `json:"-"`
	Nodes  []*Node `json:"nodes"`
	Edges  []Edge  `json:"edges"`
	Width  int     `json:"-"` // in pixels, as Height
	Height int     `json:"-"`
}

// Style is the style sheet of pictures in a page. Those that stand alone hold it.
//
//go:embed picture.css
var Style string

//go:embed picture.html
var pictures string

var templates = template.Must(template.New("").Parse(pictures))

// Inline is the picture as a part of a page that has [Style].
func (p *Picture) Inline() (template.HTML, error) { return inline("graph", p.view()) }

// Inline is the picture as a part of a page that has [Style].
func (l *Lanes) Inline() (template.HTML, error) { return inline("lanes", l) }

func inline(name string, of any) (template.HTML, error) {
	var b bytes.Buffer
	if err := templates.ExecuteTemplate(&b, name, framed{Of: of}); err != nil {
		return "", fmt.Errorf("draw: %w", err)
	}
	return template.HTML(b.String()), nil // #nosec G203 -- html/template has escaped every label
}

// WriteSVG writes the picture as a file of its own, in light or dark as its
// reader has it.
func (p *Picture) WriteSVG(w io.Writer) error { return alone(w, "graph", p.view()) }

// WriteSVG writes the picture as a file of its own, in light or dark as its
// reader has it.
func (l *Lanes) WriteSVG(w io.Writer) error { return alone(w, "lanes", l) }

func alone(w io.Writer, name string, of any) error {
	if _, err := io.WriteString(w, `<?xml version="1.0" encoding="UTF-8"?>`+"\n"); err != nil {
		return err
	}
	return templates.ExecuteTemplate(w, name, framed{Of: of, Style: template.CSS(Style)})
}

// framed is what the templates get.
type framed struct {
	Of    any
	Style template.CSS // "" in a page, which has it already
}

// The templates see boxes and lines with their places.
type (
	pictureView struct {
		Title         string
		Width, Height int
		Nodes         []nodeView
		Edges         []edgeView
	}
	nodeView struct {
		*Node
		X, Y, W, H           int
		LeftX, TopY, Round   int
		TextX, CountX, PageX int
		Center               bool
		Lines                []lineView
	}
	lineView struct {
		Y    int
		Text string
	}
	edgeView struct {
		Edge
		Cross bool
		Path  string
	}
)

func (p *Picture) view() pictureView {
	v := pictureView{Title: p.Title, Width: p.Width, Height: p.Height}
	for _, n := range p.Nodes {
		x := nodeView{Node: n, X: n.x, Y: n.y, W: n.w, H: n.h, LeftX: -n.w / 2, TopY: -n.h / 2, Round: 6, Center: n.depth == 0, PageX: n.w/2 - 14}
		x.TextX, x.CountX = x.LeftX+10, n.w/2-9
		switch {
		case n.Kind == Predicate:
			x.Round, x.TextX = n.h/2, x.LeftX+8
		case n.Page != "" && n.Kind == Entity:
			x.CountX = n.w/2 - 28
		}
		for i, text := range n.lines {
			x.Lines = append(x.Lines, lineView{4 + lineHeight*i - lineHeight*(len(n.lines)-1)/2, text})
		}
		v.Nodes = append(v.Nodes, x)
	}
	for _, e := range p.Edges {
		v.Edges = append(v.Edges, edgeView{e, e.cross, e.line.String()})
	}
	return v
}
