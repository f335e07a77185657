package web

import (
	"fmt"
	"unicode"
)

// The picture of a graph is a tree that grows from its centre to both sides, an
// entity and a predicate by turns, so that labels never overlap; what is
// reached twice has further lines. Lengths are in pixels of the picture.
const (
	rowHeight   = 34
	nodeHeight  = 26
	groupGap    = 8  // more, between the branches of different predicates
	columnGap   = 46 // between columns, where the lines are
	sideMargin  = 16
	nodeTextMax = 34 // characters of a name; the rest is in its title
)

// A gnode is a box in the picture.
type gnode struct {
	Key    string `json:"id"`
	Kind   string `json:"kind"` // entity, predicate or more
	Term   term   `json:"entity,omitzero"`
	Label  string `json:"label"`
	Short  string `json:"-"`
	Title  string `json:"-"`
	Class  string `json:"-"`
	Count  string `json:"count,omitempty"` // what is not shown
	Open   bool   `json:"open"`
	Toggle string `json:"-"` // address of the picture with it open, or shut
	Info   string `json:"-"` // page about it
	Center bool   `json:"-"`
	Again  bool   `json:"again,omitempty"` // it has a box already

	X, Y, W, H int `json:"-"`

	children []*gnode
	depth    int
	side     int // 1 to the right, -1 to the left
	span     int // height of the branch
	edge     gedge
}

// A gedge is a line in the picture.
type gedge struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Name  string `json:"predicate,omitempty"`
	Back  bool   `json:"-"` // the edge leads from the outer to the inner node
	Cross bool   `json:"-"` // to a node that has another line already
	Half  bool   `json:"-"` // from an entity to a predicate
	Side  string `json:"stance,omitempty"`
	Href  string `json:"-"` // the words
	Title string `json:"-"`
	Path  string `json:"-"`
}

// A picture is a graph that has been laid out.
type picture struct {
	Nodes         []*gnode `json:"nodes"`
	Edges         []gedge  `json:"edges"`
	Width, Height int      `json:"-"`
	Style         string   `json:"-"` // only of a picture that stands alone
	Title         string   `json:"-"`
}

// textWidth is about the width of a text in the font of the picture, 13 px.
func textWidth(s string) int {
	w := 0
	for _, c := range s {
		switch {
		case c > 0x1100 && (unicode.Is(unicode.Han, c) || unicode.Is(unicode.Hangul, c) || unicode.Is(unicode.Hiragana, c) || unicode.Is(unicode.Katakana, c)):
			w += 130
		case unicode.IsUpper(c) || c == 'm' || c == 'w':
			w += 98
		case c == 'i' || c == 'l' || c == 'j' || c == 't' || c == 'f' || c == 'r' || c == ' ' || c == '.' || c == ',':
			w += 46
		default:
			w += 80
		}
	}
	return w/10 + 2
}

// shorten cuts a text to n characters at a space, if there is one near.
func shorten(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	cut := n - 1
	for i := cut; i > cut-10 && i > 0; i-- {
		if rs[i] == ' ' {
			cut = i
			break
		}
	}
	return string(rs[:cut]) + "…"
}

// measure gives a node its size.
func (n *gnode) measure() {
	n.Short = shorten(n.Label, nodeTextMax)
	n.H = nodeHeight
	n.W = textWidth(n.Short) + 20
	if n.Center { // in bold
		n.W += n.W / 8
	}
	switch n.Kind {
	case "entity":
		n.W += 20 // the info mark
		if n.Count != "" {
			n.W += textWidth(n.Count) + 12
		}
	case "predicate":
		n.H = 20
		n.W = textWidth(n.Short) + 14
		if n.Count != "" {
			n.W += textWidth(n.Count) + 10
		}
	}
}

// lay places the tree below root and returns the picture. Lines to nodes that
// are reached again are in cross.
func lay(root *gnode, cross []gedge) *picture {
	var widths [2]map[int]int // of columns, by side and depth
	widths[0], widths[1] = map[int]int{}, map[int]int{}
	column := func(n *gnode) map[int]int { return widths[max(0, n.side)] }
	var size func(n *gnode)
	size = func(n *gnode) {
		n.measure()
		if n.depth > 0 {
			column(n)[n.depth] = max(column(n)[n.depth], n.W)
		}
		n.span = 0
		for _, c := range n.children {
			size(c)
			n.span += c.span
		}
		if n.Kind == "entity" && len(n.children) > 1 {
			n.span += groupGap * (len(n.children) - 1)
		}
		n.span = max(n.span, rowHeight)
	}
	root.side = 1
	size(root)
	var left, right []*gnode
	heights := [2]int{}
	for _, c := range root.children {
		if c.side < 0 {
			left = append(left, c)
			heights[0] += c.span + groupGap
		} else {
			right = append(right, c)
			heights[1] += c.span + groupGap
		}
	}
	leftWidth := 0
	for _, w := range widths[0] {
		leftWidth += w + columnGap
	}
	p := &picture{Height: max(heights[0], heights[1], rowHeight) + 2*sideMargin}
	root.X, root.Y = sideMargin+leftWidth+root.W/2, p.Height/2

	var place func(n *gnode, top, edge int)
	place = func(n *gnode, top, edge int) { // edge is the inner border of the column
		w := column(n)[n.depth]
		n.X = edge + n.side*n.W/2
		n.Y = top + n.span/2
		y := top
		inner := 0
		for _, c := range n.children {
			inner += c.span
		}
		if n.Kind == "entity" && len(n.children) > 1 {
			inner += groupGap * (len(n.children) - 1)
		}
		y += (n.span - inner) / 2
		for _, c := range n.children {
			place(c, y, edge+n.side*(w+columnGap))
			y += c.span
			if n.Kind == "entity" {
				y += groupGap
			}
		}
	}
	for i, list := range [][]*gnode{left, right} {
		y := (p.Height - heights[i] + groupGap) / 2
		for _, c := range list {
			place(c, y, root.X+c.side*(root.W/2+columnGap))
			y += c.span + groupGap
		}
	}
	at := map[string]*gnode{}
	var collect func(parent, n *gnode)
	collect = func(parent, n *gnode) {
		p.Nodes = append(p.Nodes, n)
		at[n.Key] = n
		p.Width = max(p.Width, n.X+n.W/2+sideMargin)
		if parent != nil {
			e := n.edge
			e.From, e.To = parent.Key, n.Key
			e.Path = curve(parent.X+n.side*parent.W/2, parent.Y, n.X-n.side*n.W/2, n.Y)
			p.Edges = append(p.Edges, e)
		}
		for _, c := range n.children {
			collect(n, c)
		}
	}
	collect(nil, root)
	for _, e := range cross {
		from, to := at[e.From], at[e.To]
		if from == nil || to == nil {
			continue
		}
		x1, x2 := from.X+from.side*from.W/2, to.X+to.side*to.W/2
		if from.X < to.X-to.W/2 {
			x2 = to.X - to.W/2
		} else if from.X > to.X+to.W/2 {
			x2 = to.X + to.W/2
		}
		e.Path = bow(x1, from.Y, x2, to.Y, from.side)
		p.Edges = append(p.Edges, e)
	}
	return p
}

// curve is a line that leaves and arrives level.
func curve(x1, y1, x2, y2 int) string {
	mid := (x1 + x2) / 2
	return fmt.Sprintf("M%d,%dC%d,%d %d,%d %d,%d", x1, y1, mid, y1, mid, y2, x2, y2)
}

// bow is a line that swings out to a side, so that it doesn't run below boxes
// of its own column.
func bow(x1, y1, x2, y2, side int) string {
	out := 60 * side
	return fmt.Sprintf("M%d,%dC%d,%d %d,%d %d,%d", x1, y1, x1+out, y1, x2+out, y2, x2, y2)
}

// Places within a box, for the template.

func (n *gnode) Left() int { return -n.W / 2 }
func (n *gnode) Top() int  { return -n.H / 2 }

func (n *gnode) Round() int {
	if n.Kind == "predicate" {
		return n.H / 2
	}
	return 6
}

func (n *gnode) TextX() int {
	if n.Kind == "predicate" {
		return n.Left() + 7
	}
	return n.Left() + 10
}

func (n *gnode) InfoX() int { return n.W/2 - 13 }

// CountX is where the count ends.
func (n *gnode) CountX() int {
	if n.Kind == "entity" {
		return n.W/2 - 27
	}
	return n.W/2 - 7
}
