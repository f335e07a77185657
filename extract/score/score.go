package score

import (
	"cmp"
	"slices"
	"strings"
)

// A Scorer knows what counts as the same.
type Scorer struct {
	Names  *Names
	Groups Groups // nil: norms are compared by id
}

// Figures are precision, recall and F1, 0 to 1, with the counts behind them.
type Figures struct {
	Precision, Recall, F1 float64
	Right, Claims         int // claims that match a fact; all claims that count
	Found, Facts          int // core facts that a claim matches; all core facts
}

func (f *Figures) finish() {
	if f.Claims > 0 {
		f.Precision = float64(f.Right) / float64(f.Claims)
	}
	if f.Facts > 0 {
		f.Recall = float64(f.Found) / float64(f.Facts)
	}
	f.F1 = f1(f.Precision, f.Recall)
}

func f1(p, r float64) float64 {
	if p+r == 0 {
		return 0
	}
	return 2 * p * r / (p + r)
}

// Predicate is the figures of one predicate.
type Predicate struct {
	Name string
	Figures
}

// Result is the outcome over all documents.
type Result struct {
	Micro      Figures
	MacroF1    float64     // mean over the documents that have core facts
	Predicates []Predicate // in order of name
	// StanceRight of StanceOf matched positions have the right kind.
	StanceRight, StanceOf int
}

// Report is strict and loose figures, and every difference of the strict ones.
type Report struct {
	Strict, Loose Result
	Documents     []Document // in order of stem
}

// Document is what went right and wrong in one document.
type Document struct {
	Stem    string
	Matched []Pair
	Missed  []Fact  // core facts that no claim matches, in order of the gold
	Wrong   []Claim // claims that match no fact, in order of the claims
}

// Pair is a fact and the claim that matches it.
type Pair struct {
	Fact  Fact
	Claim Claim
}

// Score compares claims with gold. Only documents with gold count. A nil only
// means all of them.
func (s *Scorer) Score(gold Gold, claims Claims, only []string) *Report {
	r := &Report{}
	var stems []string
	for stem := range gold {
		if only == nil || slices.Contains(only, stem) {
			stems = append(stems, stem)
		}
	}
	slices.Sort(stems)
	for _, loose := range []bool{false, true} {
		t := tally{predicates: map[string]*Figures{}}
		for _, stem := range stems {
			facts, cs := gold[stem], claims[stem]
			pairs, extra := s.align(facts, cs, loose)
			t.add(facts, cs, pairs, extra)
			if !loose {
				r.Documents = append(r.Documents, document(stem, facts, cs, pairs, extra))
			}
		}
		if loose {
			r.Loose = t.result()
		} else {
			r.Strict = t.result()
		}
	}
	return r
}

func document(stem string, facts []Fact, cs []Claim, pairs [][2]int, extra map[int]bool) Document {
	d := Document{Stem: stem}
	found, right := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		found[p[0]], right[p[1]] = true, true
		d.Matched = append(d.Matched, Pair{facts[p[0]], cs[p[1]]})
	}
	for i, f := range facts {
		if f.Core && !found[i] {
			d.Missed = append(d.Missed, f)
		}
	}
	for j, c := range cs {
		if !right[j] && !extra[j] {
			d.Wrong = append(d.Wrong, c)
		}
	}
	return d
}

// tally sums the figures of documents.
type tally struct {
	predicates            map[string]*Figures
	macro                 float64
	documents             int
	stanceRight, stanceOf int
}

func (t *tally) predicate(p string) *Figures {
	f := t.predicates[p]
	if f == nil {
		f = &Figures{}
		t.predicates[p] = f
	}
	return f
}

func (t *tally) add(facts []Fact, cs []Claim, pairs [][2]int, extra map[int]bool) {
	found, right := map[int]bool{}, map[int]bool{}
	for _, p := range pairs {
		found[p[0]], right[p[1]] = true, true
	}
	var doc Figures
	for i, f := range facts {
		if !f.Core {
			continue
		}
		doc.Facts++
		t.predicate(f.Predicate).Facts++
		if found[i] {
			doc.Found++
			t.predicate(f.Predicate).Found++
		}
	}
	for j, c := range cs {
		doc.Claims++
		t.predicate(c.Predicate).Claims++
		if right[j] || extra[j] {
			doc.Right++
			t.predicate(c.Predicate).Right++
		}
	}
	for _, p := range pairs {
		f, c := facts[p[0]], cs[p[1]]
		if f.Predicate != "endorses" || len(f.Fine) == 1 && f.Fine[0] == "endorses" {
			continue
		}
		t.stanceOf++
		if slices.ContainsFunc(f.Fine, func(k string) bool { return slices.Contains(c.Fine, k) }) {
			t.stanceRight++
		}
	}
	if doc.Facts > 0 {
		doc.finish()
		t.macro += doc.F1
		t.documents++
	}
}

func (t *tally) result() Result {
	r := Result{MacroF1: t.macro / float64(max(1, t.documents)), StanceRight: t.stanceRight, StanceOf: t.stanceOf}
	for name, f := range t.predicates {
		r.Micro.Right += f.Right
		r.Micro.Claims += f.Claims
		r.Micro.Found += f.Found
		r.Micro.Facts += f.Facts
		f.finish()
		r.Predicates = append(r.Predicates, Predicate{name, *f})
	}
	r.Micro.finish()
	slices.SortFunc(r.Predicates, func(a, b Predicate) int { return strings.Compare(a.Name, b.Name) })
	return r
}

// align pairs facts and claims, the best match first, each once. Extra are
// further claims of norms that match a fact which has its claim: several
// narrower norms may support one general fact, and are right.
func (s *Scorer) align(facts []Fact, cs []Claim, loose bool) (pairs [][2]int, extra map[int]bool) {
	type candidate struct {
		score float64
		i, j  int
	}
	var cands []candidate
	for i := range facts {
		for j := range cs {
			if m := s.match(&facts[i], &cs[j], loose); m > 0 {
				cands = append(cands, candidate{m, i, j})
			}
		}
	}
	slices.SortStableFunc(cands, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	usedFact, usedClaim := map[int]bool{}, map[int]bool{}
	for _, c := range cands {
		if !usedFact[c.i] && !usedClaim[c.j] {
			usedFact[c.i], usedClaim[c.j] = true, true
			pairs = append(pairs, [2]int{c.i, c.j})
		}
	}
	extra = map[int]bool{}
	for _, c := range cands {
		if !usedClaim[c.j] && facts[c.i].ObjectType == "Norm" {
			extra[c.j] = true
		}
	}
	return pairs, extra
}

// match is how well a claim says a fact, 0 for not at all.
func (s *Scorer) match(f *Fact, c *Claim, loose bool) float64 {
	if !samePredicate(f, c.Predicate, loose) {
		return 0
	}
	subject := 1.0
	if c.Subject.Type != "Document" {
		subject = s.names(f.SubjectNames, c.Subject.Names, c.Subject.Type)
	}
	if subject < 0.6 {
		return 0
	}
	object := s.object(f, c)
	if object < 0.5 {
		return 0
	}
	return subject * object
}

func samePredicate(f *Fact, p string, loose bool) bool {
	right := append([]string{f.Predicate}, f.Others...)
	if slices.Contains(right, p) {
		return true
	}
	return loose && slices.ContainsFunc(families, func(family []string) bool {
		return slices.Contains(family, p) && slices.ContainsFunc(right, func(r string) bool { return slices.Contains(family, r) })
	})
}

func (s *Scorer) object(f *Fact, c *Claim) float64 {
	any := func(same func(gold string) bool) float64 {
		if slices.ContainsFunc(f.ObjectNames, same) {
			return 1
		}
		return 0
	}
	if c.Object.IsLiteral {
		v := c.Object.label()
		switch f.Predicate {
		case "startDate", "endDate", "publishedOn":
			return any(func(gold string) bool { return dateOf(gold) == dateOf(v) })
		case "participantCount", "countryCount", "editionNumber":
			return any(func(gold string) bool {
				return noDigit.ReplaceAllString(gold, "") == noDigit.ReplaceAllString(v, "")
			})
		}
		return s.names(f.ObjectNames, []string{v}, "")
	}
	if c.Object.Type == "Norm" || f.ObjectType == "Norm" {
		best := 0.0
		for _, gold := range f.ObjectNames {
			best = max(best, s.Groups.same(gold, c.Object.ID, f.Free), s.Groups.same(gold, c.Object.label(), f.Free))
		}
		return best
	}
	return s.names(f.ObjectNames, c.Object.Names, c.Object.Type)
}

// dateOf is the day of a date or time.
func dateOf(s string) string {
	s = strings.TrimSpace(s)
	return s[:min(len(s), 10)]
}

func (s *Scorer) names(gold, got []string, class string) float64 {
	best := 0.0
	for _, x := range gold {
		for _, y := range got {
			if x == "" || y == "" {
				continue
			}
			best = max(best, s.Names.similarity(x, y))
			if class == "Person" {
				best = max(best, s.Names.person(x, y))
			}
		}
	}
	return best
}
