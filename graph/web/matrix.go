package web

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/graph/draw"
	"github.com/normgraph/normgraph/graph/query"
)

// stances are the stances on norms, the strongest first, with the side that
// each is on: 2 for a clear yes, 1 for a weaker one, -1 for a no, 0 for neither.
var stances = []struct {
	name string
	side int
}{
	{"adopts", 2},
	{"agrees", 2},
	{"reaffirms", 2},
	{"commitsTo", 2},
	{"callsFor", 2},
	{"recommends", 1},
	{"supports", 1},
	{"endorses", 1},
	{"implements", 1},
	{"hopesFor", 1},
	{"opposes", -1},
	{"accusedOfViolating", -1},
	{"notesGapIn", 0},
	{"discusses", 0},
	{"abstains", 0},
}

// rankOf is the place of a stance in the order of strength.
func rankOf(stance string) int {
	for i, s := range stances {
		if s.name == stance {
			return i
		}
	}
	return len(stances)
}

// sideOf is the class of style of a stance.
func sideOf(stance string) string {
	for _, s := range stances {
		if s.name == stance {
			return map[int]string{2: "yes", 1: "lean", -1: "no", 0: "open"}[s.side]
		}
	}
	return ""
}

// stancePath is every stance, for patterns of the path language. The roll-up
// holds the positive ones.
const stancePath = "endorses|discusses|opposes|notesGapIn|abstains|accusedOfViolating"

// holderKinds are who a matrix may have as columns.
var holderKinds = []struct{ key, name, class string }{
	{"forum", "Forums", "Series"},
	{"state", "States", "State"},
	{"organization", "Organisations", "Organization"},
	{"event", "Events", "Event"},
	{"person", "People", "Person"},
}

// A position is that a holder takes a stance on a norm, in documents of one
// day.
type position struct {
	holder, norm   term
	stance, status string
	published      string // "" if unknown
	claims         int
}

// positions are all of a kind of holder, in the order of the graph's answer.
type positions struct{ rows []position }

// positions asks who of a kind stands where, by the claims that were read from
// texts. A forum speaks through its editions.
func (v *reading) positions(ctx context.Context, kind string) (*positions, error) {
	class := ""
	for _, k := range holderKinds {
		if k.key == kind {
			class = k.class
		}
	}
	if class == "" {
		return nil, badRequest(fmt.Sprintf("A matrix has forum, state, organization, event or person as columns, not “%s”.", kind))
	}
	return remember(v, "positions "+kind, func() (*positions, error) {
		start := "holder:" + class
		if kind == "forum" {
			start = "holder:Series ->^editionOf? voice and voice"
		}
		docs, err := v.documentList(ctx)
		if err != nil {
			return nil, err
		}
		t, err := v.Graph.Query(ctx, start+" ->"+stancePath+"@d#c norm return holder, norm, c.stance as stance, c.status as status, d, count(c) as n", nil, query.Options{NoEvidence: true})
		if err != nil {
			return nil, err
		}
		out := &positions{}
		for _, row := range t.Rows {
			c := row.Cells
			if len(c[0]) == 0 || len(c[1]) == 0 {
				continue
			}
			x := position{holder: v.term(c[0][0]), norm: v.term(c[1][0]), stance: cmp.Or(firstLabel(c[2]), "endorses"), status: firstLabel(c[3])}
			if len(c[4]) > 0 {
				if i, ok := docs.at[c[4][0].ID]; ok {
					x.published = docs.docs[i].Date
				}
			}
			if x.claims, err = strconv.Atoi(firstLabel(c[5])); err != nil {
				return nil, err
			}
			out.rows = append(out.rows, x)
		}
		return out, nil
	})
}

// mayBeFrom reports whether a day, month or year may lie on or after another.
func mayBeFrom(day, from string) bool {
	n := min(len(day), len(from))
	return day[:n] >= from[:n]
}

// A normNode is a norm in the tree of the catalogue.
type normNode struct {
	term   term
	parent string // id; "" for a topic
	depth  int
	topic  string // id of the root
	order  int    // in the order of the tree
}

type normTree map[string]*normNode // by id

// normTree reads the catalogue's hierarchy.
func (v *reading) normTree(ctx context.Context) (normTree, error) {
	return remember(v, "norms", func() (normTree, error) {
		t, err := v.Graph.Query(ctx, "n:Norm return n, n.skos:broader as broader", nil, query.Options{NoEvidence: true})
		if err != nil {
			return nil, err
		}
		tree := normTree{}
		children := map[string][]string{}
		var ids []string
		for _, row := range t.Rows {
			n := &normNode{term: v.term(row.Cells[0][0])}
			if len(row.Cells[1]) > 0 {
				n.parent = row.Cells[1][0].ID
			}
			tree[n.term.ID] = n
			ids = append(ids, n.term.ID)
		}
		for _, id := range ids {
			if tree[tree[id].parent] == nil {
				tree[id].parent = ""
			}
			children[tree[id].parent] = append(children[tree[id].parent], id)
		}
		order := 0
		var walk func(id, topic string, depth int)
		walk = func(id, topic string, depth int) {
			n := tree[id]
			if n.topic != "" { // a ring
				return
			}
			n.depth, n.topic, n.order = depth, topic, order
			order++
			for _, c := range children[id] {
				walk(c, topic, depth+1)
			}
		}
		for _, id := range children[""] {
			walk(id, id, 0)
		}
		for _, id := range ids { // of rings
			if tree[id].topic == "" {
				tree[id].topic, tree[id].order = id, order
				order++
			}
		}
		return tree, nil
	})
}

type matrixData struct {
	By      string      `json:"by"`
	From    string      `json:"from,omitempty"`
	To      string      `json:"to,omitempty"`
	Topic   string      `json:"topic,omitempty"`
	Stance  string      `json:"stance,omitempty"`
	Holders []counted   `json:"holders"`
	Rows    []matrixRow `json:"rows"`
	Total   int         `json:"holders_total"`

	FoldAll string    `json:"-"` // address with all fields folded, or none
	Folded  bool      `json:"-"` // all are
	Kinds   []navItem `json:"-"`
	Topics  []option  `json:"-"`
	Stances []option  `json:"-"`
	Pager   pager     `json:"-"`
	Empty   bool      `json:"-"`
}

type option struct {
	Value, Name string
	Selected    bool
}

type matrixRow struct {
	Norm    term   `json:"norm"`
	Topic   string `json:"topic"`
	IsTopic bool   `json:"-"`
	Depth   int    `json:"depth"`
	Cells   []cell `json:"cells"`
	Inner   int    `json:"-"` // rows below it in the hierarchy
	Shut    bool   `json:"-"`
	Hidden  bool   `json:"-"` // below a row that is shut
	Toggle  string `json:"-"` // address with it opened, or shut
}

// A cell is where a holder stands on a norm.
type cell struct {
	Stance string   `json:"stance,omitempty"`
	Others []string `json:"others,omitempty"`
	Claims int      `json:"claims,omitempty"`
	Status string   `json:"status,omitempty"`
	Side   string   `json:"-"`
	Href   string   `json:"-"`
	Label  string   `json:"-"`
	Norms  int      `json:"norms,omitempty"` // of a topic: how many of it are spoken of
}

// add takes up a further position.
func (c *cell) add(p position) {
	switch {
	case c.Stance == "":
		c.Stance, c.Status = p.stance, p.status
	case c.Stance == p.stance:
	case rankOf(p.stance) < rankOf(c.Stance):
		c.Others = append(c.Others, c.Stance)
		c.Stance, c.Status = p.stance, p.status
	case !slices.Contains(c.Others, p.stance):
		c.Others = append(c.Others, p.stance)
	}
	c.Claims += p.claims
}

// side is the class of style of a cell: mixed where it holds both a yes and a
// no.
func (c *cell) side() string {
	side := sideOf(c.Stance)
	for _, o := range c.Others {
		if other := sideOf(o); side != other && (other == "no" && side != "open" || side == "no" && other != "open") {
			return "mixed"
		}
	}
	return side
}

const (
	columnsShown = 24
	otherTopic   = "instruments" // what is no norm of the catalogue
)

// matrix shows where holders stand on norms.
func (s *Site) matrix(r *request) (*page, error) {
	d := &matrixData{
		By: cmp.Or(r.form.Get("by"), "forum"), From: r.form.Get("from"), To: r.form.Get("to"),
		Topic: r.form.Get("topic"), Stance: r.form.Get("stance"),
	}
	for _, day := range []string{d.From, d.To} {
		if !isDate(day) {
			return nil, badRequest(fmt.Sprintf("“%s” is no date: write 2019, 2019-10 or 2019-10-08.", day))
		}
	}
	all, err := r.positions(r.ctx, d.By)
	if err != nil {
		return nil, err
	}
	tree, err := r.normTree(r.ctx)
	if err != nil {
		return nil, err
	}
	kept := d.filter(all, tree)
	d.holders(r, kept)
	d.fill(r, kept, tree)
	d.choices(r, all, tree)
	return &page{Name: "matrix", Title: "Who stands where", Section: "Matrix", Data: d, Sheet: d.sheet(), Gizmo: matrixGizmo(d.By)}, nil
}

func isDate(s string) bool {
	if s == "" {
		return true
	}
	for i, c := range s {
		if dash := i == 4 || i == 7; dash != (c == '-') || !dash && (c < '0' || c > '9') {
			return false
		}
	}
	return len(s) == 4 || len(s) == 7 || len(s) == 10
}

func topicOf(tree normTree, norm string) string {
	if n := tree[norm]; n != nil {
		return n.topic
	}
	return otherTopic
}

func (d *matrixData) filter(all *positions, tree normTree) []position {
	var out []position
	for _, p := range all.rows {
		if d.Topic != "" && topicOf(tree, p.norm.ID) != d.Topic {
			continue
		}
		if (d.From != "" || d.To != "") && (p.published == "" || !mayBeFrom(p.published, d.From) || d.To != "" && !mayBeFrom(d.To, p.published)) {
			continue
		}
		if d.Stance != "" && p.stance != d.Stance && sideOf(p.stance) != d.Stance {
			continue
		}
		out = append(out, p)
	}
	return out
}

// holders makes the columns, those with most to say first.
func (d *matrixData) holders(r *request, kept []position) {
	cols := positions{kept}
	all, _ := cols.most(len(kept))
	d.Total = len(all)
	d.Pager, d.Holders = paged(r, all, columnsShown)
	d.Empty = len(all) == 0
}

// fill makes the rows: topics with the norms under them.
func (d *matrixData) fill(r *request, kept []position, tree normTree) {
	col := map[string]int{}
	for i, h := range d.Holders {
		col[h.Term.ID] = i
	}
	rows := map[string]*matrixRow{}
	row := func(t term, topic string, depth int, isTopic bool) *matrixRow {
		x := rows[t.ID]
		if x == nil {
			x = &matrixRow{Norm: t, Topic: topic, Depth: depth, IsTopic: isTopic, Cells: make([]cell, len(d.Holders))}
			rows[t.ID] = x
		}
		return x
	}
	for _, p := range kept {
		i, shown := col[p.holder.ID]
		if !shown {
			continue
		}
		n := tree[p.norm.ID]
		topic := term{ID: otherTopic, Label: "Texts and instruments"}
		depth := 1
		if n != nil {
			topic, depth = tree[n.topic].term, n.depth
		}
		head := row(topic, topic.ID, 0, true)
		if topic.ID == p.norm.ID {
			if head.Cells[i].Stance == "" || head.Cells[i].Norms == 0 {
				head.Cells[i].Norms++
			}
			head.Cells[i].add(p)
			continue
		}
		c := &row(p.norm, topic.ID, depth, false).Cells[i]
		if c.Stance == "" {
			head.Cells[i].Norms++
		}
		c.add(p)
		head.Cells[i].add(p)
	}
	for _, x := range rows {
		for i := range x.Cells {
			d.finish(&x.Cells[i], x, d.Holders[i].Term)
		}
		d.Rows = append(d.Rows, *x)
	}
	slices.SortFunc(d.Rows, func(a, b matrixRow) int { return cmp.Compare(rowKey(a, tree), rowKey(b, tree)) })
	d.fold(r)
}

// foldAll in place of a norm folds every field.
const foldAll = "*"

// fold hides the rows below those that the address says are shut.
func (d *matrixData) fold(r *request) {
	var above []int // rows that the current one is below
	var parents []string
	for i := range d.Rows {
		for len(above) > 0 && d.Rows[above[len(above)-1]].Depth >= d.Rows[i].Depth {
			above = above[:len(above)-1]
		}
		for _, k := range above {
			if d.Rows[k].Inner == 0 && d.Rows[k].IsTopic {
				parents = append(parents, d.Rows[k].Norm.ID)
			}
			d.Rows[k].Inner++
		}
		above = append(above, i)
	}
	shut := r.form["shut"]
	if slices.Contains(shut, foldAll) {
		shut = parents
	}
	until := -1 // depth of the row that hides
	d.Folded = len(parents) > 0
	for i := range d.Rows {
		x := &d.Rows[i]
		if until >= 0 && x.Depth > until {
			x.Hidden = true
		} else {
			until = -1
		}
		if x.Inner == 0 {
			continue
		}
		k := slices.Index(shut, x.Norm.ID)
		x.Shut = k >= 0
		d.Folded = d.Folded && (x.Shut || !x.IsTopic)
		form := cloneForm(r.form)
		if form["shut"] = append(slices.Clone(shut), x.Norm.ID); x.Shut {
			form["shut"] = slices.Delete(slices.Clone(shut), k, k+1)
			if until < 0 {
				until = x.Depth
			}
		}
		x.Toggle = "/matrix?" + form.Encode()
	}
	d.FoldAll = r.with("shut", foldAll)
	if d.Folded {
		d.FoldAll = r.with("shut", "")
	}
}

// rowKey orders rows as the catalogue does, what is not in it last.
func rowKey(x matrixRow, tree normTree) string {
	order := func(id string) int {
		if n := tree[id]; n != nil {
			return n.order
		}
		return 1 << 20
	}
	if x.IsTopic {
		return fmt.Sprintf("%08d", order(x.Topic))
	}
	return fmt.Sprintf("%08d %08d %s", order(x.Topic), order(x.Norm.ID), x.Norm.Label)
}

// finish writes what a cell says in words, and where its sentences are.
func (d *matrixData) finish(c *cell, row *matrixRow, holder term) {
	if c.Stance == "" {
		return
	}
	slices.SortFunc(c.Others, func(a, b string) int { return rankOf(a) - rankOf(b) })
	c.Side = c.side()
	c.Label = holder.Label + " " + draw.Phrase(c.Stance) + ": " + row.Norm.Label
	for i, o := range c.Others {
		if i == 0 {
			c.Label += "; also "
		} else {
			c.Label += ", "
		}
		c.Label += draw.Phrase(o)
	}
	if row.IsTopic {
		c.Label += " (" + plural(c.Norms, "norm", "norms") + ")"
		c.Claims = 0
	} else {
		c.Label += " (" + plural(c.Claims, "claim", "claims") + ")"
	}
	if row.Norm.ID == otherTopic {
		return
	}
	form := url.Values{"holder": {holder.ID}, "norm": {row.Norm.ID}}
	for name, v := range map[string]string{"from": d.From, "to": d.To, "stance": d.Stance} {
		if v != "" {
			form.Set(name, v)
		}
	}
	c.Href = "/cell?" + form.Encode()
}

// choices fills in the filters.
func (d *matrixData) choices(r *request, all *positions, tree normTree) {
	for _, k := range holderKinds {
		d.Kinds = append(d.Kinds, navItem{k.name, "/matrix?" + url.Values{"by": {k.key}}.Encode(), d.By == k.key})
	}
	topics, used := map[string]bool{}, map[string]bool{}
	for _, p := range all.rows {
		topics[topicOf(tree, p.norm.ID)], used[p.stance] = true, true
	}
	for id := range topics {
		name := "Texts and instruments"
		if n := tree[id]; n != nil {
			name = n.term.Label
		}
		d.Topics = append(d.Topics, option{id, name, d.Topic == id})
	}
	slices.SortFunc(d.Topics, func(a, b option) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), strings.Compare(a.Value, b.Value))
	})
	d.Stances = []option{{"yes", "clearly for", d.Stance == "yes"}, {"lean", "in favour", d.Stance == "lean"}, {"no", "against", d.Stance == "no"}, {"open", "neither", d.Stance == "open"}}
	for _, st := range stances {
		if used[st.name] {
			d.Stances = append(d.Stances, option{st.name, draw.Phrase(st.name), d.Stance == st.name})
		}
	}
}

func (d *matrixData) sheet() *sheet {
	out := &sheet{Columns: []string{"topic", "norm"}}
	for _, h := range d.Holders {
		out.Columns = append(out.Columns, h.Term.Label)
	}
	for _, x := range d.Rows {
		row := []string{x.Topic, x.Norm.Label}
		for _, c := range x.Cells {
			row = append(row, c.Stance)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func matrixGizmo(by string) string {
	switch by {
	case "forum":
		return `g.V().has("<ng:editionOf>")
  .save("<ng:editionOf>", "source")
  .out("<ng:endorses>").tag("target")
  .limit(200).all()`
	case "state":
		return `g.V("<ng:State>").in("<rdf:type>").tag("source")
  .out("<ng:endorses>").tag("target")
  .limit(200).all()`
	}
	return `g.V().tag("source").out("<ng:endorses>").tag("target").limit(200).all()`
}

type cellData struct {
	Holder   term      `json:"holder"`
	Norm     term      `json:"norm"`
	Quotes   []quote   `json:"evidence"`
	Passages []passage `json:"-"`
	Cut      int       `json:"left_out"`
}

// cell shows the sentences behind a cell of the matrix.
func (s *Site) cell(r *request) (*page, error) {
	holder, err := r.exact(r.form.Get("holder"))
	if err != nil {
		return nil, err
	}
	normID, err := r.exact(r.form.Get("norm"))
	if err != nil {
		return nil, err
	}
	args := map[string]string{"holder": holder.ID, "norm": normID.ID}
	pattern := "$holder ->^editionOf? voice and voice ->" + stancePath + "@d#c norm and norm ->broader{0,3} $norm"
	if s.defs.IsA(schemaClass(normID.Class), "Instrument") || s.defs.IsA(schemaClass(normID.Class), "Clause") {
		pattern = "$holder ->^editionOf? voice and voice ->" + stancePath + "@d#c norm and norm = $norm"
	}
	for _, name := range []string{"from", "to"} {
		if day := r.form.Get(name); day != "" && isDate(day) {
			args[name] = day
		}
	}
	if args["from"] != "" || args["to"] != "" {
		pattern += " and d.date in $from..$to"
	}
	t, err := r.Graph.Query(r.ctx, pattern+" return c, c.stance as stance", args, query.Options{})
	if err != nil {
		return nil, err
	}
	var ids []string
	want := r.form.Get("stance")
	for _, row := range t.Rows {
		st := firstLabel(row.Cells[1])
		if want == "" || st == want || sideOf(st) == want {
			ids = append(ids, row.Cells[0][0].ID)
		}
	}
	ids = uniq(ids)
	d := cellData{Holder: r.termOf(holder), Norm: r.termOf(normID), Cut: max(0, len(ids)-maxClaims)}
	if d.Quotes, err = r.quotes(ids[:min(len(ids), maxClaims)]); err != nil {
		return nil, err
	}
	d.Passages = passages(d.Quotes)
	return &page{
		Name: "cell", Title: d.Holder.Label + " on " + d.Norm.Label, Section: "Matrix", Data: d,
		Sheet: quoteSheet(d.Quotes), Gizmo: claimsGizmo(ids),
	}, nil
}

func (v *reading) termOf(c query.Candidate) term {
	return v.term(query.Term{IRI: c.IRI, ID: c.ID, Label: c.Label, Class: c.Class})
}
