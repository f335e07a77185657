package draw

import (
	"cmp"
	"slices"
)

// Graph draws any graph: nodes are its entities, edges what is between them by
// From, To and Name. The picture grows from the node with the key center, or
// from the one with most edges; parts that hang together with nothing else
// stand below each other, the largest first. Edges of nodes that are not in
// nodes are left out. The nodes are changed.
func Graph(nodes []*Node, edges []Edge, center string) *Picture {
	g := grower{at: map[string]*Node{}, by: map[string][]Edge{}, seen: map[string]bool{}}
	for _, n := range nodes {
		g.at[n.Key] = n
	}
	for _, e := range edges {
		if g.at[e.From] == nil || g.at[e.To] == nil || e.From == e.To {
			continue
		}
		g.by[e.From] = append(g.by[e.From], e)
		back := e
		back.From, back.To, back.Back = e.To, e.From, true
		g.by[e.To] = append(g.by[e.To], back)
	}
	order := slices.Clone(nodes)
	slices.SortStableFunc(order, func(a, b *Node) int {
		if (a.Key == center) != (b.Key == center) {
			if a.Key == center {
				return -1
			}
			return 1
		}
		return cmp.Compare(len(g.by[b.Key]), len(g.by[a.Key]))
	})
	type part struct {
		picture *Picture
		size    int
	}
	var parts []part
	for _, n := range order {
		if g.seen[n.Key] {
			continue
		}
		size := len(g.seen)
		g.cross = nil
		g.grow(n)
		Balance(n)
		parts = append(parts, part{Tree(n, g.cross), len(g.seen) - size})
	}
	if len(parts) == 0 {
		return &Picture{Nodes: []*Node{}}
	}
	rest := parts[1:]
	if center == "" {
		rest = parts
	}
	slices.SortStableFunc(rest, func(a, b part) int { return b.size - a.size })
	out := &Picture{Title: parts[0].picture.Title}
	for _, p := range parts {
		out.below(p.picture)
	}
	return out
}

// grower makes a tree of a graph.
type grower struct {
	at    map[string]*Node
	by    map[string][]Edge // by the end that is looked from
	seen  map[string]bool
	cross []Edge
}

// grow hangs all that is connected with root below it, the nearest first.
func (g *grower) grow(root *Node) {
	g.seen[root.Key] = true
	drawn := map[Edge]bool{} // as they point
	queue := []*Node{root}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		n.Open, n.Kind = true, Entity
		list := slices.Clone(g.by[n.Key])
		slices.SortStableFunc(list, func(a, b Edge) int {
			return cmp.Or(cmp.Compare(a.Name, b.Name), compareBool(a.Back, b.Back))
		})
		var branch *Node
		for _, e := range list {
			as := Edge{From: e.From, To: e.To, Name: e.Name}
			if e.Back {
				as.From, as.To = e.To, e.From
			}
			if drawn[as] {
				continue
			}
			drawn[as] = true
			if branch == nil || branch.Edge.Name != e.Name || branch.Edge.Back != e.Back {
				branch = &Node{Key: n.Key + "~" + e.Name + map[bool]string{true: "~of"}[e.Back], Kind: Predicate, Label: Phrase(e.Name), Open: true}
				branch.Edge = Edge{Name: e.Name, Side: e.Side, Back: e.Back, Half: true}
				n.Children = append(n.Children, branch)
			}
			if g.seen[e.To] {
				e.From = branch.Key
				g.cross = append(g.cross, e)
				continue
			}
			g.seen[e.To] = true
			c := g.at[e.To]
			c.Edge = e
			branch.Children = append(branch.Children, c)
			queue = append(queue, c)
		}
	}
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// below puts a picture under this one.
func (p *Picture) below(q *Picture) {
	for _, n := range q.Nodes {
		n.y += p.Height
	}
	for i := range q.Edges {
		q.Edges[i].line = q.Edges[i].line.down(p.Height)
	}
	p.Nodes, p.Edges = append(p.Nodes, q.Nodes...), append(p.Edges, q.Edges...)
	p.Width, p.Height = max(p.Width, q.Width), p.Height+q.Height
}
