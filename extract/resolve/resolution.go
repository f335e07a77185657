package resolve

import (
	"cmp"
	"slices"
	"sort"

	"github.com/normgraph/normgraph/schema"
)

// A Thing is one entity of the whole corpus.
type Thing struct {
	Path      string       // IRI path within the base
	Class     schema.Class // the most specific that its documents agree on
	Label     string
	Aliases   []string // other names in the documents, the most frequent first
	Documents int      // number of documents that speak of it
	SortDate  string   // of an event: first day that its best start date may mean, 2006-01-02; else ""
	Merges    []Merge  // why mentions of several documents were joined, in order; same names are not listed
}

// A Merge says that two mentions were taken for one thing, and why. Score is 0
// where a rule decided and no points were counted.
type Merge struct {
	A, B    Member
	Score   int
	Reasons []string
}

// A Pair is two things that may be one, but were not joined.
type Pair struct {
	A, B             string // paths, A < B
	MemberA, MemberB Member // an entity of each, as a [Decision] names it
	Score            int
	Reasons          []string
}

// A Resolution is the outcome. It is read-only and safe for concurrent use.
type Resolution struct {
	Things []Thing // in order of Path
	Pairs  []Pair  // in order of A and B
	// Outcomes are those of [Options.Decisions], in their order.
	Outcomes []Outcome

	of map[string][]int32 // document id → index into Things by entity
}

// Thing is the global entity of an entity of a document, nil for a document or
// an index that was not added.
func (r *Resolution) Thing(document string, entity int) *Thing {
	ids := r.of[document]
	if entity < 0 || entity >= len(ids) || ids[entity] < 0 {
		return nil
	}
	return &r.Things[ids[entity]]
}

// A Part is what one document needs of a resolution, to be carried to where the
// document is.
type Part struct {
	Things []Thing // without the reasons of merges
	Of     []int32 // index into Things by entity of the document, -1 for none
}

// Part is what a document needs.
func (r *Resolution) Part(document string) Part {
	var p Part
	at := map[int32]int32{-1: -1}
	for _, i := range r.of[document] {
		j, ok := at[i]
		if !ok {
			t := r.Things[i]
			t.Merges = nil
			j = int32(len(p.Things))
			at[i] = j
			p.Things = append(p.Things, t)
		}
		p.Of = append(p.Of, j)
	}
	return p
}

// Resolution is the part as the resolution of a corpus of that one document.
func (p Part) Resolution(document string) *Resolution {
	return &Resolution{Things: p.Things, of: map[string][]int32{document: p.Of}}
}

// ByPath is the thing with an IRI path, or nil.
func (r *Resolution) ByPath(path string) *Thing {
	i := sort.Search(len(r.Things), func(i int) bool { return r.Things[i].Path >= path })
	if i == len(r.Things) || r.Things[i].Path != path {
		return nil
	}
	return &r.Things[i]
}

// finish names the clusters and makes the outcome.
func (p *pass) finish() *Resolution {
	var live []*cluster
	for _, c := range p.clusters {
		if c.into == nil {
			live = append(live, c)
		}
	}
	aliases := map[*cluster][]string{}
	for _, c := range live {
		c.class = p.classOf(c)
		c.label, aliases[c] = p.label(c)
	}
	p.mintPaths(live)

	res := &Resolution{of: make(map[string][]int32, len(p.docs))}
	slices.SortFunc(live, func(a, b *cluster) int { return cmp.Compare(a.path, b.path) })
	index := make(map[*cluster]int32, len(live))
	for i, c := range live {
		index[c] = int32(i)
		t := Thing{Path: c.path, Class: c.class, Label: c.label, Aliases: aliases[c], Documents: countDocuments(c), Merges: c.merges}
		if e := p.eventInfo[c]; e != nil {
			t.SortDate = e.sortDate()
		}
		sort.SliceStable(t.Merges, func(i, j int) bool { return compareMembers(t.Merges[i], t.Merges[j]) < 0 })
		res.Things = append(res.Things, t)
	}
	for d, doc := range p.docs {
		ids := make([]int32, len(doc.entities))
		for e := range ids {
			ids[e] = -1
			if c := p.of[d][e]; c != nil {
				ids[e] = index[c.root()]
			}
		}
		res.of[doc.id] = ids
	}
	res.Pairs = p.finishPairs()
	for _, f := range p.found {
		res.Outcomes = append(res.Outcomes, p.outcome(f))
	}
	return res
}

// outcome compares a decision with what came of it.
func (p *pass) outcome(f foundDecision) Outcome {
	o := f.outcome
	if o.Absent || o.Gone {
		return o
	}
	a, b := p.of[f.a.doc][f.a.ent], p.of[f.b.doc][f.b.ent]
	if a != nil && b != nil {
		a, b = a.root(), b.root()
		o.A, o.B, o.Honoured = a.path, b.path, (a == b) == f.same
	}
	return o
}

func compareMembers(a, b Merge) int {
	return cmp.Or(
		cmp.Compare(a.A.Document, b.A.Document), cmp.Compare(a.B.Document, b.B.Document),
		cmp.Compare(a.A.Label, b.A.Label), cmp.Compare(a.B.Label, b.B.Label),
	)
}

func countDocuments(c *cluster) int {
	n := 0
	for i, r := range c.members {
		if i == 0 || r.doc != c.members[i-1].doc {
			n++
		}
	}
	return n
}

// finishPairs keeps the best doubtful pairs of each thing.
func (p *pass) finishPairs() []Pair {
	slices.SortStableFunc(p.pairs, func(x, y rawPair) int {
		return cmp.Or(cmp.Compare(y.score, x.score), cmp.Compare(x.a.id, y.a.id), cmp.Compare(x.b.id, y.b.id))
	})
	used := map[*cluster]int{}
	seen := map[[2]string]bool{}
	var out []Pair
	for _, raw := range p.pairs {
		a, b := raw.a.root(), raw.b.root()
		if a == b || used[a] >= maxDoubts || used[b] >= maxDoubts {
			continue
		}
		if a.path > b.path {
			a, b = b, a
		}
		if seen[[2]string{a.path, b.path}] {
			continue
		}
		seen[[2]string{a.path, b.path}] = true
		used[a]++
		used[b]++
		out = append(out, Pair{A: a.path, B: b.path, MemberA: p.member(a), MemberB: p.member(b), Score: raw.score, Reasons: raw.reasons})
	}
	slices.SortFunc(out, func(x, y Pair) int { return cmp.Or(cmp.Compare(x.A, y.A), cmp.Compare(x.B, y.B)) })
	return out
}

// classOf is the catalogue's class, else the one that most members have, of two
// the more specific.
func (p *pass) classOf(c *cluster) schema.Class {
	if k := p.known[c.key]; k != nil && k.Class != "" {
		return k.Class
	}
	count := map[schema.Class]int{}
	for _, r := range c.members {
		count[p.entity(r).Class]++
	}
	var best schema.Class
	for class, n := range count {
		b := count[best]
		special, bestSpecial := family(class) != class, family(best) != best
		if n > b || n == b && (special && !bestSpecial || special == bestSpecial && class < best) {
			best = class
		}
	}
	return best
}

// sortDate is the first day of the most exact date, the earliest of equals.
func (e *eventInfo) sortDate() string {
	var best interval
	found := false
	for _, iv := range e.dates {
		if !found || iv.gran < best.gran || iv.gran == best.gran && iv.lo < best.lo {
			best, found = iv, true
		}
	}
	if !found {
		return ""
	}
	return best.first().Format("2006-01-02")
}
