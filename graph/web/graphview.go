package web

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
	"github.com/normgraph/normgraph/schema"
)

const (
	branchShown = 6  // entities that a predicate shows unasked
	branchMost  = 25 // that it shows when opened
	pictureMost = 220
	stepsMost   = 80 // of opening and closing

	oneSided = "right" // layout that grows to one side only, for narrow screens
)

type graphData struct {
	Entity     term          `json:"entity"`
	Detail     string        `json:"detail,omitempty"`
	Picture    *draw.Picture `json:"picture"`
	Predicates []option      `json:"-"` // to filter by
	Undo       string        `json:"-"`
	Reset      string        `json:"-"`
	SVG        string        `json:"-"`
	Full       bool          `json:"-"` // no more fits in the picture
	List       []listed      `json:"-"`
}

// A listed node is a row of the picture as a list.
type listed struct {
	*draw.Node
	Lines []draw.Edge
}

// graphStart asks whose surroundings to draw.
func (s *Site) graphStart(r *request) (*page, error) {
	if text := r.form.Get("around"); text != "" {
		c, err := r.exact(text)
		if err != nil {
			return nil, err
		}
		return &page{Go: "/graph/" + escapePath(c.ID)}, nil
	}
	m, err := r.positions(r.ctx, "forum")
	if err != nil {
		return nil, err
	}
	states, err := r.positions(r.ctx, "state")
	if err != nil {
		return nil, err
	}
	d := struct {
		Start []counted `json:"start"`
	}{}
	forums, norms := m.most(5)
	actors, _ := states.most(5)
	d.Start = slices.Concat(forums, actors, norms)
	for i := range d.Start {
		d.Start[i].Term.Href = "/graph/" + escapePath(d.Start[i].Term.ID)
	}
	return &page{Name: "graphstart", Title: "Graph", Section: "Graph", Data: d}, nil
}

// growing is the tree of a picture as it is made.
type growing struct {
	site   *Site
	r      *request
	center string
	state  map[string]bool // what was opened and shut, by key
	only   map[string]bool // predicates to show; nil means all
	seen   map[string]*draw.Node
	cross  []draw.Edge
	count  int
	full   bool
	preds  map[string]bool
}

// graphView draws what is around an entity. The address holds all that was
// opened and shut, in order, so that it can be kept, shared and gone back from.
func (s *Site) graphView(r *request) (*page, error) {
	c, err := r.exact(r.id(""))
	if err != nil {
		return nil, err
	}
	d := &growing{site: s, r: r, state: map[string]bool{}, seen: map[string]*draw.Node{}, preds: map[string]bool{}}
	steps := r.form["do"]
	for _, step := range steps[:min(len(steps), stepsMost)] {
		key, open := strings.CutPrefix(step, "open:")
		if !open {
			key = strings.TrimPrefix(step, "shut:")
		}
		d.state[key] = open
	}
	if only := r.form["p"]; len(only) > 0 {
		d.only = map[string]bool{}
		for _, p := range only {
			d.only[p] = true
		}
	}
	center := r.termOf(c)
	root := d.entity(center)
	d.center = root.Key
	root.Open = true
	if err := d.grow(root); err != nil {
		return nil, err
	}
	if r.form.Get("layout") != oneSided {
		draw.Balance(root)
	}
	data := &graphData{Entity: center, Detail: c.Detail, Picture: draw.Tree(root, d.cross), Full: d.full}
	data.Picture.Title = "Around " + center.Label
	for p := range d.preds {
		data.Predicates = append(data.Predicates, option{p, draw.Phrase(p), d.only == nil || d.only[p]})
	}
	slices.SortFunc(data.Predicates, func(a, b option) int { return strings.Compare(a.Name, b.Name) })
	here := "/graph/" + escapePath(center.ID)
	if len(steps) > 0 {
		form := cloneForm(r.form)
		form["do"] = steps[:len(steps)-1]
		data.Undo = here
		if q := form.Encode(); q != "" {
			data.Undo += "?" + q
		}
	}
	data.Reset = here
	if layout := r.form.Get("layout"); layout != "" {
		data.Reset += "?" + url.Values{"layout": {layout}}.Encode()
	}
	data.SVG = here + ".svg"
	if r.URL.RawQuery != "" {
		data.SVG += "?" + r.URL.RawQuery
	}
	data.List = listPicture(data.Picture)
	return &page{
		Name: "graph", Title: "Around " + center.Label, Section: "Graph", Data: data,
		Sheet: pictureSheet(data.Picture), Gizmo: entityGizmo(center.ID), Picture: data.Picture,
	}, nil
}

// entity is a box for an entity.
func (d *growing) entity(t term) *draw.Node {
	n := &draw.Node{Key: t.ID, Kind: draw.Entity, Label: t.Label, Class: t.Class, Page: t.Href}
	d.seen[t.ID] = n
	d.count++
	return n
}

// toggle is the address of the picture with a node opened or shut.
func (d *growing) toggle(key string, open bool) string {
	form := cloneForm(d.r.form)
	verb := "shut:"
	if open {
		verb = "open:"
	}
	form["do"] = append(slices.Clone(form["do"]), verb+key)
	return "/graph/" + escapePath(strings.TrimSuffix(d.r.PathValue("id"), d.r.suffix)) + "?" + form.Encode()
}

// grow opens an entity and everything opened behind it.
func (d *growing) grow(n *draw.Node) error {
	queue := []*draw.Node{n}
	for len(queue) > 0 {
		n, queue = queue[0], queue[1:]
		if err := d.branches(n); err != nil {
			return err
		}
		for _, b := range n.Children {
			for _, c := range b.Children {
				if c.Kind != draw.Entity || c.Again {
					continue
				}
				if d.state[c.Key] {
					c.Open = true
					queue = append(queue, c)
				}
			}
		}
	}
	for _, n := range d.seen {
		if err := d.finish(n); err != nil {
			return err
		}
	}
	return nil
}

// branches adds the predicates of an entity and what they lead to.
func (d *growing) branches(n *draw.Node) error {
	p, err := d.r.surroundings(n.Key)
	if err != nil {
		return err
	}
	for _, sec := range d.site.finest(p.Sections) {
		if d.only != nil && !d.only[sec.Predicate] {
			d.preds[sec.Predicate] = true
			continue
		}
		d.preds[sec.Predicate] = true
		b := &draw.Node{Key: n.Key + "~" + sec.Title, Kind: draw.Predicate, Label: draw.Phrase(sec.Title)}
		b.Edge = draw.Edge{Half: true, Back: sec.Inverse, Side: d.side(sec)}
		open, asked := d.state[b.Key]
		if !asked {
			open = sec.Total <= branchShown && spokenOf(sec)
		}
		b.Open = open
		b.Toggle = d.toggle(b.Key, !open)
		b.Title = fmt.Sprintf("%s: %s", b.Label, plural(sec.Total, "entity", "entities"))
		if !open {
			b.Count = grouped(sec.Total)
		} else if err := d.leaves(n, b, sec); err != nil {
			return err
		}
		if open && len(b.Children) == 0 && !d.crossesFrom(b.Key) {
			continue // it leads back to where the branch comes from
		}
		n.Children = append(n.Children, b)
	}
	return nil
}

func (d *growing) crossesFrom(key string) bool {
	return slices.ContainsFunc(d.cross, func(e draw.Edge) bool { return e.From == key })
}

func (d *growing) side(sec query.Section) string {
	if def := d.site.defs.Predicate(schema.Predicate(sec.Predicate)); def != nil && def.Group == schema.StanceGroup {
		return sideOf(sec.Predicate)
	}
	return ""
}

// leaves adds what one predicate leads to.
func (d *growing) leaves(n, b *draw.Node, sec query.Section) error {
	shown := 0
	for _, e := range sec.Edges {
		if shown == branchMost || d.count >= pictureMost {
			d.full = d.full || d.count >= pictureMost
			break
		}
		shown++
		t := d.r.term(e.Other)
		line := draw.Edge{Name: sec.Title, Back: sec.Inverse, Side: b.Edge.Side, Href: claimsHref(e.Claims)}
		line.Title = fmt.Sprintf("%s %s %s: %s", n.Label, draw.Phrase(sec.Title), t.Label, plural(e.Evidence, "passage", "passages"))
		if old := d.seen[t.ID]; old != nil {
			switch {
			case old == n || d.isParent(old, n):
			case d.isParent(n, old): // by another predicate: shown again, which is clearer than a line across
				c := &draw.Node{Key: b.Key + ">" + t.ID, Kind: draw.Entity, Label: t.Label, Class: t.Class, Page: t.Href, Again: true, Edge: line}
				b.Children = append(b.Children, c)
				d.count++
			default:
				line.From, line.To = b.Key, t.ID
				d.cross = append(d.cross, line)
			}
			continue
		}
		c := d.entity(t)
		c.Edge = line
		b.Children = append(b.Children, c)
	}
	if rest := sec.Total - shown; rest > 0 {
		m := &draw.Node{
			Key: b.Key + "~more", Kind: draw.More, Label: grouped(rest) + " more", Title: "All on a page",
			Page: n.Page + "?" + url.Values{"only": {sec.Title}}.Encode(),
		}
		b.Children = append(b.Children, m)
	}
	return nil
}

// isParent reports whether a branch of a leads to b at once.
func (d *growing) isParent(a, b *draw.Node) bool {
	return slices.ContainsFunc(a.Children, func(p *draw.Node) bool { return slices.Contains(p.Children, b) })
}

// finish writes on a node how much it hides.
func (d *growing) finish(n *draw.Node) error {
	if n.Kind != draw.Entity {
		return nil
	}
	if n.Open {
		if n.Key != d.center {
			n.Toggle = d.toggle(n.Key, false)
		}
		return nil
	}
	p, err := d.r.surroundings(n.Key)
	if err != nil {
		return err
	}
	total := 0
	for _, sec := range d.site.finest(p.Sections) {
		total += sec.Total
	}
	if total > 1 {
		n.Count = "+" + grouped(total-1)
		n.Toggle = d.toggle(n.Key, true)
	}
	return nil
}

// spokenOf reports whether documents say most edges of a section; the others
// are known from lists of names.
func spokenOf(sec query.Section) bool {
	said := 0
	for _, e := range sec.Edges {
		if len(e.Claims) > 0 {
			said++
		}
	}
	return said > 0 && 2*said >= len(sec.Edges)
}

// surroundings are the edges of an entity to other entities, those that
// documents say first.
func (r *request) surroundings(id string) (*query.Portrait, error) {
	return remember(r.reading, "around "+id, func() (*query.Portrait, error) {
		p, err := r.Graph.Show(context.WithoutCancel(r.ctx), r.full(id), branchMost+1)
		if err != nil {
			return nil, err
		}
		kept := *p
		kept.Sections = nil
		for _, sec := range p.Sections {
			if len(sec.Edges) > 0 && sec.Edges[0].Other.IRI != "" && sec.Predicate != "mentions" {
				kept.Sections = append(kept.Sections, sec)
			}
		}
		slices.SortStableFunc(kept.Sections, func(a, b query.Section) int {
			switch {
			case spokenOf(a) == spokenOf(b):
				return 0
			case spokenOf(a):
				return -1
			}
			return 1
		})
		return &kept, nil
	})
}

// finest leaves out edges that are rolled up from finer ones that are there.
func (s *Site) finest(secs []query.Section) []query.Section {
	finer := map[string]map[string]bool{} // by predicate: ends reached by finer ones
	for _, sec := range secs {
		def := s.defs.Predicate(schema.Predicate(sec.Predicate))
		if def == nil || def.Super == "" {
			continue
		}
		key := fmt.Sprint(def.Super, sec.Inverse)
		if finer[key] == nil {
			finer[key] = map[string]bool{}
		}
		for _, e := range sec.Edges {
			finer[key][e.Other.IRI] = true
		}
	}
	var out []query.Section
	for _, sec := range secs {
		if have := finer[fmt.Sprint(sec.Predicate, sec.Inverse)]; have != nil && len(sec.Edges) == sec.Total {
			var rest []query.Edge
			for _, e := range sec.Edges {
				if !have[e.Other.IRI] {
					rest = append(rest, e)
				}
			}
			sec.Edges, sec.Total = rest, len(rest)
		}
		if sec.Total > 0 {
			out = append(out, sec)
		}
	}
	return out
}

// listPicture is the picture for those who can't see it: each entity with the
// lines that lead to it.
func listPicture(p *draw.Picture) []listed {
	names := map[string]string{}
	parent := map[string]string{}
	for _, n := range p.Nodes {
		names[n.Key] = n.Label
	}
	for _, e := range p.Edges {
		if e.Half {
			parent[e.To] = e.From
		}
	}
	var out []listed
	for _, n := range p.Nodes {
		if n.Kind == draw.More {
			continue
		}
		l := listed{Node: n}
		for _, e := range p.Edges {
			if e.To == n.Key && !e.Half {
				e.Title = names[parent[e.From]] + " " + names[e.From]
				l.Lines = append(l.Lines, e)
			}
		}
		if n.Kind == draw.Entity {
			out = append(out, l)
		} else if !n.Open {
			l.Node = &draw.Node{Key: n.Key, Kind: n.Kind, Label: names[parent[n.Key]] + " " + n.Label, Count: n.Count, Toggle: n.Toggle}
			out = append(out, l)
		}
	}
	return out
}

func pictureSheet(p *draw.Picture) *sheet {
	out := &sheet{Columns: []string{"from", "predicate", "to", "stance"}}
	parent := map[string]string{}
	for _, e := range p.Edges {
		if e.Half {
			parent[e.To] = e.From
		}
	}
	for _, e := range p.Edges {
		if !e.Half && e.Name != "" {
			out.Rows = append(out.Rows, []string{parent[e.From], e.Name, e.To, e.Side})
		}
	}
	return out
}
