package draw

import "slices"

// Lengths in pixels.
const (
	nodeGap    = 8  // between boxes of a column
	groupGap   = 9  // more, between the branches of different predicates
	columnGap  = 46 // between columns, where the lines are
	sideMargin = 16
	lineHeight = 15
	labelWidth = 240 // of a line of a label
	labelLines = 3
)

// measure gives a box its size.
func (n *Node) measure() {
	if n.Title == "" {
		n.Title = n.Label
	}
	width := labelWidth
	if n.depth == 0 { // in bold
		width = width * 8 / 9
	}
	n.lines = even(n.Label, width, labelLines)
	n.w = 0
	for _, line := range n.lines {
		n.w = max(n.w, textWidth(line))
	}
	n.h = 11 + lineHeight*len(n.lines)
	if n.depth == 0 {
		n.w += n.w / 8
	}
	switch n.Kind {
	case Predicate:
		n.w += 16
		n.h -= 6
	case Entity:
		n.w += 20
		if n.Page != "" {
			n.w += 20 // the mark that leads to it
		}
	default:
		n.w += 20
	}
	if n.Count != "" {
		n.w += textWidth(n.Count) + 10
	}
}

// Tree lays out the tree below root, and returns the picture. Lines to boxes
// that are reached again are in cross, from the key of one box to that of
// another; those to no box of the tree are left out.
func Tree(root *Node, cross []Edge) *Picture {
	var widths [2]map[int]int // of columns, by side and depth
	widths[0], widths[1] = map[int]int{}, map[int]int{}
	column := func(n *Node) map[int]int {
		if n.Left {
			return widths[0]
		}
		return widths[1]
	}
	var size func(n *Node, depth int)
	size = func(n *Node, depth int) {
		n.depth = depth
		n.measure()
		if depth > 0 {
			column(n)[depth] = max(column(n)[depth], n.w)
		}
		n.span = 0
		for _, c := range n.Children {
			if depth > 0 {
				c.Left = n.Left
			}
			size(c, depth+1)
		}
		n.span = max(n.inner(), n.h+nodeGap)
	}
	size(root, 0)
	var sides [2][]*Node
	heights := [2]int{}
	for _, c := range root.Children {
		i := 1
		if c.Left {
			i = 0
		}
		sides[i] = append(sides[i], c)
		heights[i] += c.span + groupGap
	}
	leftWidth := 0
	for _, w := range widths[0] {
		leftWidth += w + columnGap
	}
	p := &Picture{Title: root.Title, Height: max(heights[0], heights[1], root.h) + 2*sideMargin}
	root.x, root.y = sideMargin+leftWidth+root.w/2, p.Height/2
	var place func(n *Node, top, edge int)
	place = func(n *Node, top, edge int) { // edge is the inner border of the column
		dir := n.dir()
		n.x, n.y = edge+dir*n.w/2, top+n.span/2
		y := top + (n.span-n.inner())/2
		for _, c := range n.Children {
			place(c, y, edge+dir*(column(n)[n.depth]+columnGap))
			y += c.span
			if n.Kind == Entity {
				y += groupGap
			}
		}
	}
	for i, list := range sides {
		y := (p.Height - heights[i] + groupGap) / 2
		for _, c := range list {
			place(c, y, root.x+c.dir()*(root.w/2+columnGap))
			y += c.span + groupGap
		}
	}
	p.collect(root, cross)
	return p
}

// inner is the height of a box's children with the gaps between them.
func (n *Node) inner() int {
	h := 0
	for _, c := range n.Children {
		h += c.span
	}
	if n.Kind == Entity && len(n.Children) > 1 {
		h += groupGap * (len(n.Children) - 1)
	}
	return h
}

// dir is 1 to the right, -1 to the left.
func (n *Node) dir() int {
	if n.Left {
		return -1
	}
	return 1
}

// collect lists the boxes of a tree that has been placed, and draws its lines.
func (p *Picture) collect(root *Node, cross []Edge) {
	at := map[string]*Node{}
	var walk func(parent, n *Node)
	walk = func(parent, n *Node) {
		p.Nodes = append(p.Nodes, n)
		if at[n.Key] == nil {
			at[n.Key] = n
		}
		p.Width = max(p.Width, n.x+n.w/2+sideMargin)
		if parent != nil {
			e := n.Edge
			e.From, e.To = parent.Key, n.Key
			e.line = curve(parent.x+n.dir()*parent.w/2, parent.y, n.x-n.dir()*n.w/2, n.y)
			p.Edges = append(p.Edges, e)
		}
		for _, c := range n.Children {
			walk(n, c)
		}
	}
	walk(nil, root)
	for _, e := range cross {
		from, to := at[e.From], at[e.To]
		if from == nil || to == nil {
			continue
		}
		x1, x2 := from.x+from.dir()*from.w/2, to.x+to.dir()*to.w/2
		if from.x < to.x-to.w/2 {
			x2 = to.x - to.w/2
		} else if from.x > to.x+to.w/2 {
			x2 = to.x + to.w/2
		}
		e.cross, e.line = true, bow(x1, from.y, x2, to.y, from.dir())
		p.Edges = append(p.Edges, e)
	}
}

// curve is a line that leaves and arrives level.
func curve(x1, y1, x2, y2 int) line {
	mid := (x1 + x2) / 2
	return line{x1, y1, mid, y1, mid, y2, x2, y2}
}

// bow is a line that swings out to a side, so that it doesn't run below boxes
// of its own column.
func bow(x1, y1, x2, y2, dir int) line {
	out := 60 * dir
	return line{x1, y1, x1 + out, y1, x2 + out, y2, x2, y2}
}

// Balance gives the branches of a root to its two sides, so that both are about
// as high; what points to the root goes to the left where it can.
func Balance(root *Node) {
	var weight func(n *Node) int
	weight = func(n *Node) int {
		if len(n.Children) == 0 {
			return 1
		}
		w := 0
		for _, c := range n.Children {
			w += weight(c)
		}
		return w
	}
	total := 0
	for _, b := range root.Children {
		total += weight(b)
	}
	order := slices.Clone(root.Children)
	slices.SortStableFunc(order, func(a, b *Node) int {
		switch {
		case a.Edge.Back == b.Edge.Back:
			return 0
		case a.Edge.Back:
			return 1
		}
		return -1
	})
	left, used := false, 0
	for _, b := range order {
		w := weight(b)
		if !left && used > 0 && used+w/2 > total/2 {
			left = true
		}
		used += w
		b.Left = left
	}
}
