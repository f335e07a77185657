package query

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cayleygraph/quad"

	"github.com/normgraph/normgraph/schema"
)

// An operand is one value of a comparison.
type operand struct {
	node        node   // of an entity or a literal of the store, else 0
	text        string // of a literal; the short IRI of an entity
	num         float64
	isNum       bool
	first, last string // days, where it is a date
	isDate      bool
	word        bool // written in the query without quotes: also a name of an entity
	slot        int  // of a variable, else -1
	attr        string
	ranged      bool // first..last or lo..hi as bounds of "in"
	lo, hi      *float64
}

// operand compiles a value of a condition. With resolve, words and texts name
// entities.
func (c *compiler) operand(v Value, sc scope, classes []string) (operand, error) {
	o := operand{slot: -1, text: v.Text}
	switch v.Kind {
	case Var:
		name, attr, _ := strings.Cut(v.Text, ".")
		o.slot, o.attr = sc[name], attr
	case Number:
		o.first, o.last, o.isDate = dateSpan(v.Text)
		n, err := strconv.ParseFloat(v.Text, 64)
		o.num, o.isNum = n, err == nil
	case Range:
		o.ranged = true
		o.setRange(v.Text, v.To)
	case Entity:
		ref := Ref{ByID, v.Text}
		if strings.HasPrefix(v.Text, "<") {
			ref = Ref{ByIRI, strings.Trim(v.Text, "<>")}
		}
		n, err := c.resolve(ref, classes)
		o.node = n
		return o, err
	case Word, Text:
		if classes != nil {
			n, err := c.resolve(Ref{ByName, v.Text}, classes)
			o.node = n
			return o, err
		}
		o.word = v.Kind == Word
	}
	return o, nil
}

func (o *operand) setRange(lo, hi string) {
	o.first, o.last = "0000-01-01", "9999-12-31"
	okLo, okHi := lo == "", hi == ""
	if f, _, ok := dateSpan(lo); ok {
		o.first, okLo = f, true
	}
	if _, l, ok := dateSpan(hi); ok {
		o.last, okHi = l, true
	}
	o.isDate = okLo && okHi
	if f, err := strconv.ParseFloat(lo, 64); err == nil {
		o.lo = &f
	}
	if f, err := strconv.ParseFloat(hi, 64); err == nil {
		o.hi = &f
	}
	o.isNum = (lo == "" || o.lo != nil) && (hi == "" || o.hi != nil)
}

// literal is the operand that a term of the store makes.
func (s *session) literal(n node) operand {
	o := operand{node: n, slot: -1, text: s.text(n)}
	t, ok := s.r.value(n).(quad.TypedString)
	if !ok {
		return o
	}
	switch t.Type {
	case schema.XSDDate, schema.XSDDateTime, schema.XSDGYear, schema.XSDGYearMonth:
		o.first, o.last, o.isDate = dateSpan(o.text)
	case schema.XSDInteger, schema.XSDDecimal:
		f, err := strconv.ParseFloat(o.text, 64)
		o.num, o.isNum = f, err == nil
	}
	return o
}

// operands are the values of an attribute of n; of n itself where attr is "".
func (s *session) operands(n node, attr string) ([]operand, error) {
	switch attr {
	case "":
		return []operand{s.literal(n)}, nil
	case "date":
		spans, err := s.dates(n)
		var out []operand
		for _, d := range spans {
			out = append(out, operand{slot: -1, text: d[0], first: d[0], last: d[1], isDate: true})
		}
		return out, err
	case "id":
		return []operand{{slot: -1, text: s.text(n)}}, nil
	case "class":
		types, err := s.attr(n, "rdf:type")
		var out []operand
		for _, t := range types {
			out = append(out, operand{slot: -1, text: s.text(t)})
		}
		return out, err
	}
	name, back, nerr := s.voc.canonical(attr)
	if nerr != nil {
		return nil, &Error{Message: nerr.message, Hint: nerr.hint}
	}
	vs, err := s.neighbours(n, s.pred(name), back)
	var out []operand
	for _, v := range vs {
		out = append(out, s.literal(v))
	}
	return out, err
}

// dateAttrs are the predicates that say when something is, the first that has
// a value counts.
var dateAttrs = []string{"startDate", "sortDate", "deliveredOn", "publishedOn", "issuedOn", "establishedOn"}

// dates are the spans of days (first and last) in which n may lie, sorted, the
// most exact of those that documents give. A
// session or another part of an event that has no date has that of the whole.
func (s *session) dates(n node) ([][2]string, error) {
	for range 4 {
		for _, p := range dateAttrs {
			vs, err := s.attr(n, p)
			if err != nil {
				return nil, err
			}
			spans := s.spans(vs)
			if p == "startDate" && len(spans) > 0 {
				ends, err := s.attr(n, "endDate")
				if err != nil {
					return nil, err
				}
				for _, e := range s.spans(ends) {
					for i := range spans {
						spans[i][1] = max(spans[i][1], e[1])
					}
				}
			}
			if len(spans) > 0 {
				slices.SortFunc(spans, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) })
				return mostExact(slices.Compact(spans)), nil
			}
		}
		up, err := s.attr(n, "subEventOf")
		if err != nil || len(up) == 0 {
			return nil, err
		}
		n = slices.Min(up)
	}
	return nil, nil
}

// mostExact leaves out the spans that hold another one: "2013" beside "17
// October 2013" says nothing more.
func mostExact(spans [][2]string) [][2]string {
	var out [][2]string
	for i, a := range spans {
		if !slices.ContainsFunc(spans, func(b [2]string) bool { return b != spans[i] && a[0] <= b[0] && b[1] <= a[1] }) {
			out = append(out, a)
		}
	}
	return out
}

func (s *session) spans(vs []node) [][2]string {
	var out [][2]string
	for _, v := range vs {
		if first, last, ok := dateSpan(s.text(v)); ok {
			out = append(out, [2]string{first, last})
		}
	}
	return out
}

// compare reports whether "a op b" holds. Dates compare as spans of days: they
// are equal where they overlap, and one is before the other where it ends
// before the other begins; <= is the contrary of >, >= that of <.
func (s *session) compare(op string, a, b operand) (bool, error) {
	if op == "~" {
		return s.contains(a, b)
	}
	less, equal := false, false
	switch {
	case a.node != 0 && b.node != 0 && !(a.isDate && b.isDate) && !(a.isNum && b.isNum):
		equal = a.node == b.node
		less = a.text < b.text
	case a.isDate && b.isDate:
		less, equal = a.last < b.first, a.first <= b.last && b.first <= a.last
	case b.ranged:
		if a.isNum && b.isNum {
			equal = (b.lo == nil || a.num >= *b.lo) && (b.hi == nil || a.num <= *b.hi)
		}
	case a.isNum && b.isNum:
		less, equal = a.num < b.num, a.num == b.num
	default:
		ok, err := s.sameText(a, b)
		if err != nil {
			return false, err
		}
		less, equal = a.text < b.text, ok
	}
	switch op {
	case "=", "in":
		return equal, nil
	case "<":
		return less && !equal, nil
	case "<=":
		return less || equal, nil
	case ">":
		return !less && !equal, nil
	case ">=":
		return !less || equal, nil
	}
	return false, nil
}

// sameText compares texts without regard to case, accents and punctuation; an
// entity is the same as any of its names.
func (s *session) sameText(a, b operand) (bool, error) {
	want := fold(b.text)
	if fold(a.text) == want {
		return true, nil
	}
	if a.node == 0 || !s.isIRI(a.node) {
		return false, nil
	}
	names, err := s.namesOf(a.node)
	return slices.ContainsFunc(names, func(n string) bool { return fold(n) == want }), err
}

func (s *session) contains(a, b operand) (bool, error) {
	want := fold(b.text)
	if a.node == 0 || !s.isIRI(a.node) {
		return strings.Contains(fold(a.text), want), nil
	}
	names, err := s.namesOf(a.node)
	return slices.ContainsFunc(names, func(n string) bool { return strings.Contains(fold(n), want) }), err
}

// namePredicates hold the names of entities.
var namePredicates = []string{"rdfs:label", "altName", "name", "abbreviation", "symbol", "title"}

// namesOf lists the names of an entity, the label first.
func (s *session) namesOf(n node) ([]string, error) {
	var out []string
	for _, p := range namePredicates {
		vs, err := s.attr(n, p)
		if err != nil {
			return nil, err
		}
		for _, v := range vs {
			if t := s.text(v); !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out, nil
}

// holds reports whether any of the values compares with any of the wanted
// ones; for "!=" whether none of them is equal.
func (s *session) holds(op string, have, want []operand) (bool, error) {
	if op == "!=" {
		ok, err := s.holds("=", have, want)
		return !ok, err
	}
	for _, a := range have {
		for _, b := range want {
			if ok, err := s.compare(op, a, b); err != nil || ok {
				return ok, err
			}
		}
	}
	return false, nil
}

// filterAtom holds where an attribute of a bound term compares with values.
type filterAtom struct {
	left   term
	attr   string
	op     string
	values []operand
	text   string
}

func (a *filterAtom) String() string { return a.text }
func (a *filterAtom) needs() []int   { return a.uses() }

func (a *filterAtom) uses() []int {
	var out []int
	if a.left.slot >= 0 {
		out = append(out, a.left.slot)
	}
	for _, v := range a.values {
		if v.slot >= 0 {
			out = append(out, v.slot)
		}
	}
	return out
}

func (a *filterAtom) cost(*runner, *rowset) (int, error) { return 0, nil }

func (a *filterAtom) run(e *runner, rows *rowset) (*rowset, error) {
	out := rows.like()
	memo := map[string]bool{}
	slots := a.uses()
	for i := range rows.n {
		if err := e.alive(i); err != nil {
			return nil, err
		}
		row := rows.row(i)
		k := keyOf(row, slots)
		ok, known := memo[k]
		if !known {
			var err error
			if ok, err = a.test(e.s, row); err != nil {
				return nil, err
			}
			memo[k] = ok
		}
		if ok {
			if err := e.add(out, row); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

func (a *filterAtom) test(s *session, row []node) (bool, error) {
	have, err := s.operands(a.left.in(row), a.attr)
	if err != nil {
		return false, err
	}
	var want []operand
	for _, v := range a.values {
		if v.slot < 0 {
			want = append(want, v)
			continue
		}
		os, err := s.operands(row[v.slot], v.attr)
		if err != nil {
			return false, err
		}
		want = append(want, os...)
	}
	return s.holds(a.op, have, want)
}

// edgeConds are conditions on one claim behind an edge.
type edgeConds struct {
	conds []edgeCond
	memo  map[nodes]bool
}

type edgeCond struct {
	attr, op string
	values   []operand
}

// entityConds are the attributes of claims whose values are entities, with
// the classes that they are of.
var entityConds = map[string][]string{
	"doc": {"Document"}, "attributedTo": {"Actor", "Document", "Office", "Event"}, "addressee": {"Actor", "Office", "Event", "Series"},
}

func (c *compiler) edgeConds(cs []Cond) (*edgeConds, error) {
	if len(cs) == 0 {
		return nil, nil
	}
	out := &edgeConds{memo: map[nodes]bool{}}
	for _, cond := range cs {
		e := edgeCond{attr: cond.Attr, op: cond.Op}
		classes := entityConds[cond.Attr]
		if cond.Op == "~" {
			classes = nil
		}
		for _, v := range cond.Values {
			o, err := c.operand(v, nil, classes)
			if err != nil {
				return nil, c.at(cond.Pos, err)
			}
			e.values = append(e.values, o)
		}
		out.conds = append(out.conds, e)
	}
	return out, nil
}

// hold reports whether a claim behind the edge meets all the conditions.
func (cs *edgeConds) hold(s *session, subj, pred, obj node) (bool, error) {
	key := nodes{subj, pred, obj}
	if ok, known := cs.memo[key]; known {
		return ok, nil
	}
	got, err := s.behindIf(subj, pred, obj, cs)
	if err != nil {
		return false, err
	}
	cs.memo[key] = len(got) > 0
	return len(got) > 0, nil
}

// behindIf returns the claims behind an edge that meet the conditions; nil
// conditions are met by all.
func (s *session) behindIf(subj, pred, obj node, cs *edgeConds) ([]*claim, error) {
	if cs == nil {
		return s.behind(subj, pred, obj)
	}
	direct, err := s.claimsOf(subj, pred, obj)
	if err != nil {
		return nil, err
	}
	var out []*claim
	for _, d := range direct {
		leaf, err := s.mainLeaves(d)
		if err != nil {
			return nil, err
		}
		for _, l := range leaf {
			ok, err := cs.meets(s, d, l)
			if err != nil {
				return nil, err
			}
			if ok && !slices.Contains(out, l) {
				out = append(out, l)
			}
		}
	}
	return out, nil
}

func (cs *edgeConds) meets(s *session, direct, l *claim) (bool, error) {
	for _, c := range cs.conds {
		have, err := s.claimValues(c.attr, direct, l)
		if err != nil {
			return false, err
		}
		ok, err := s.holds(c.op, have, c.values)
		if err != nil || !ok {
			return false, err
		}
	}
	return true, nil
}

// claimValues are the values of an attribute of claim l, which was read from a
// text, and of the claim that makes the edge, which may be derived from it.
func (s *session) claimValues(attr string, direct, l *claim) ([]operand, error) {
	one := func(t string) []operand {
		if t == "" {
			return nil
		}
		return []operand{{slot: -1, text: t}}
	}
	many := func(ns []node) []operand {
		var out []operand
		for _, n := range ns {
			out = append(out, s.literal(n))
		}
		return out
	}
	switch attr {
	case "status":
		return one(l.status), nil
	case "stance":
		return one(l.stance), nil
	case "modality":
		return one(l.modality), nil
	case "rule":
		return one(l.rule), nil
	case "derived":
		return one(strconv.FormatBool(direct.derived)), nil
	case "confidence":
		return []operand{{slot: -1, num: l.confidence, isNum: true, text: strconv.FormatFloat(l.confidence, 'f', -1, 64)}}, nil
	case "attributedTo":
		return many(l.attributedTo), nil
	case "addressee":
		return many(l.addressee), nil
	case "doc":
		if l.doc == 0 {
			return nil, nil
		}
		return many([]node{l.doc}), nil
	case "published":
		vs, err := s.attr(l.doc, "publishedOn")
		return many(vs), err
	}
	return nil, nil
}
