package clause

import (
	_ "embed"
	"sort"
	"strings"
	"sync"

	"github.com/normgraph/normgraph/extract"
)

//go:embed idioms.tsv
var idiomsTSV string

//go:embed intransitive.txt
var intransitiveTXT string

// intransitive holds verbs that stand without an object.
var intransitive = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for line := range strings.Lines(intransitiveTXT) {
		if verb := strings.TrimSpace(line); verb != "" && !strings.HasPrefix(verb, "#") {
			m[verb] = true
		}
	}
	return m
})

// idioms holds "verb noun" pairs that are one predicate.
var idioms = sync.OnceValue(func() map[string]bool {
	m := make(map[string]bool)
	for line := range strings.Lines(idiomsTSV) {
		if verb, noun, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(verb, "#") {
			m[verb+" "+noun] = true
		}
	}
	return m
})

// Of gives the clauses of every sentence of a, in the order of their heads.
func Of(a *extract.Analysis) [][]Clause {
	out := make([][]Clause, len(a.Sentences))
	for i := range a.Sentences {
		out[i] = Sentence(&a.Sentences[i], i)
	}
	return out
}

// Sentence gives the clauses of one parsed sentence, in the order of their
// heads; the heads of its tokens must form a tree. index is the sentence's index in the analysis.
func Sentence(s *extract.Sentence, index int) []Clause {
	b := builder{sent: s, index: index}
	b.run()
	return b.clauses
}

// builder holds the tree of one sentence while its clauses are made.
type builder struct {
	sent     *extract.Sentence
	index    int
	children [][]int // by token, ascending
	clauseAt []int   // by token: index of the clause it heads, or -1
	clauses  []Clause
}

func (b *builder) run() {
	toks := b.sent.Tokens
	b.children = make([][]int, len(toks))
	b.clauseAt = make([]int, len(toks))
	count := make([]int, len(toks))
	for i, t := range toks {
		b.clauseAt[i] = -1
		if t.Head >= 0 && t.Head < len(toks) && t.Head != i {
			count[t.Head]++
		}
	}
	all := make([]int, len(toks)) // one piece of memory for the children of all
	for i, n := range count {
		b.children[i], all = all[:0:n], all[n:]
	}
	for i, t := range toks {
		if t.Head >= 0 && t.Head < len(toks) && t.Head != i {
			b.children[t.Head] = append(b.children[t.Head], i)
		}
	}
	for i := range toks {
		if kind, ok := b.kindOf(i); ok {
			b.clauseAt[i] = len(b.clauses)
			b.clauses = append(b.clauses, Clause{Sent: b.index, Head: i, Kind: kind, Lemma: b.lemma(i), Parent: -1, Link: base(toks[i].Rel)})
			if toks[i].Rel == "acl:relcl" {
				b.clauses[len(b.clauses)-1].Link = "acl:relcl"
			}
		}
	}
	for i := range b.clauses {
		b.describe(&b.clauses[i])
	}
	// Arguments that a clause shares with the one above need that one's, so go
	// from the top of the tree down.
	order := make([]int, len(b.clauses))
	for i := range order {
		order[i] = i
	}
	depth := make([]int, len(b.clauses))
	for i, c := range b.clauses {
		depth[i] = b.depth(c.Head)
	}
	sort.SliceStable(order, func(i, j int) bool { return depth[order[i]] < depth[order[j]] })
	for _, i := range order {
		b.ownArgs(&b.clauses[i])
		b.sharedArgs(&b.clauses[i])
	}
	for i := range b.clauses {
		c := &b.clauses[i]
		sort.SliceStable(c.Args, func(p, q int) bool { return c.Args[p].Head < c.Args[q].Head })
	}
}

// base is a UD relation without its subtype.
func base(rel string) string {
	if i := strings.IndexByte(rel, ':'); i >= 0 {
		return rel[:i]
	}
	return rel
}

func (b *builder) tok(i int) *extract.Token { return &b.sent.Tokens[i] }

// child is the first child of i with one of the relations, or -1.
func (b *builder) child(i int, rels ...string) int {
	for _, k := range b.children[i] {
		for _, r := range rels {
			if b.tok(k).Rel == r {
				return k
			}
		}
	}
	return -1
}

func (b *builder) kindOf(i int) (Kind, bool) {
	t := b.tok(i)
	if b.child(i, "cop") >= 0 && t.UPOS != "VERB" {
		return Copular, true
	}
	switch t.UPOS {
	case "VERB":
		switch base(t.Rel) {
		case "amod", "compound", "case", "mark", "fixed", "flat", "cc", "det":
			return 0, false
		}
		return Verbal, true
	case "AUX":
		if base(t.Rel) == "root" || base(t.Rel) == "conj" || base(t.Rel) == "ccomp" {
			return Verbal, true
		}
	case "NOUN", "PROPN":
		for _, k := range b.children[i] {
			if r := base(b.tok(k).Rel); r == "nmod" || r == "acl" {
				return Nominal, true
			}
		}
	}
	return 0, false
}

func (b *builder) lemma(i int) string {
	l := b.tok(i).Lemma
	if p := b.child(i, "compound:prt"); p >= 0 {
		return l + " " + b.tok(p).Lemma
	}
	if o := b.child(i, "obj"); o >= 0 {
		if joined := l + " " + b.tok(o).Lemma; idioms()[joined] {
			return joined
		}
	}
	return l
}

func (b *builder) depth(i int) int {
	d := 0
	for h := b.tok(i).Head; h >= 0 && d < len(b.sent.Tokens); h = b.tok(h).Head {
		d++
	}
	return d
}

// describe sets voice, tense, modality, polarity, parent and span.
func (b *builder) describe(c *Clause) {
	t := b.tok(c.Head)
	have, be := false, false
	for _, k := range b.children[c.Head] {
		kt := b.tok(k)
		switch kt.Rel {
		case "aux:pass":
			be = true
			b.finite(c, kt)
		case "nsubj:pass":
			be = true
		case "aux", "cop":
			switch {
			case kt.XPOS == "MD":
				c.Modal, c.Finite = kt.Lemma, true
			case kt.Rel == "cop" && c.Kind == Verbal:
				c.Modal, c.Finite = "be to", true // "Turkey is to host it"
			default:
				b.finite(c, kt)
			}
			have = have || kt.Lemma == "have"
		case "advmod":
			if kt.Lemma == "not" || kt.Lemma == "never" || kt.Lemma == "n't" {
				c.Negated = true
			}
		case "det":
			if c.Kind != Verbal && kt.Lemma == "no" {
				c.Negated = true
			}
		case "cc:preconj":
			if kt.Lemma == "neither" {
				c.Negated = true
			}
		}
	}
	if c.Kind == Verbal {
		b.finite(c, t)
		c.Passive = be || t.XPOS == "VBN" && !have
		if c.Passive && !be && b.simplePast(c) {
			c.Passive, c.Finite, c.Past = false, true, true
		}
	}
	// "No state signed", "Neither … signed".
	for _, k := range b.children[c.Head] {
		if r := base(b.tok(k).Rel); r == "nsubj" || r == "obj" {
			for _, d := range b.children[k] {
				if l := b.tok(d).Lemma; l == "no" || l == "neither" {
					c.Negated = true
				}
			}
			if l := b.tok(k).Lemma; l == "none" || l == "neither" || l == "nobody" {
				c.Negated = true
			}
		}
	}
	c.Parent, _ = b.above(c.Head)
	if c.Parent >= 0 && base(t.Rel) == "xcomp" {
		switch p := b.tok(b.clauses[c.Parent].Head); p.Lemma {
		case "need", "have", "ought":
			c.Modal = p.Lemma + " to"
		case "refuse", "fail", "decline":
			c.Negated = !c.Negated
		}
	}
	c.Span = b.ownSpan(c.Head)
}

// simplePast reports whether a form that may be past tense or participle
// ("attended") is the former: it heads the sentence, or stands beside a verb
// that does, without a form of "be" or "by".
func (b *builder) simplePast(c *Clause) bool {
	t := b.tok(c.Head)
	switch base(t.Rel) {
	case "root", "parataxis", "ccomp":
	case "conj":
		if t.Head < 0 || b.tok(t.Head).XPOS == "VBN" || b.tok(t.Head).XPOS == "VBG" {
			return false
		}
	case "acl":
		// The only verb of a sentence with an object, or of a kind that takes
		// none, is no participle: "Experts from Peru presented at the forum."
		if b.finiteSomewhere() || !intransitive()[c.Lemma] && b.child(c.Head, "obj", "ccomp") < 0 {
			return false
		}
	default:
		return false
	}
	for _, k := range b.children[c.Head] {
		if b.tok(k).Rel == "obl:agent" || base(b.tok(k).Rel) == "obl" && b.prep(k) == "by" {
			return false
		}
	}
	return true
}

// finiteSomewhere reports whether any verb of the sentence is finite.
func (b *builder) finiteSomewhere() bool {
	for i := range b.sent.Tokens {
		switch b.tok(i).XPOS {
		case "VBD", "VBZ", "VBP", "MD":
			return true
		}
	}
	return false
}

// finite notes what a verb or auxiliary says of tense and finiteness.
func (b *builder) finite(c *Clause, t *extract.Token) {
	switch t.XPOS {
	case "VBD":
		c.Finite, c.Past = true, true
	case "VBZ", "VBP":
		c.Finite = true
	}
}

// above gives the clause that governs the token and the token through which.
func (b *builder) above(i int) (clause, via int) {
	via = i
	for h, n := b.tok(i).Head, 0; h >= 0 && n < len(b.sent.Tokens); h, n = b.tok(h).Head, n+1 {
		if k := b.clauseAt[h]; k >= 0 && b.clauses[k].Kind != Nominal {
			return k, via
		}
		via = h
	}
	return -1, via
}

// ownSpan is the hull of the words under head that belong to no other clause.
func (b *builder) ownSpan(head int) extract.Span {
	sp := b.tok(head).Span
	var walk func(i int)
	walk = func(i int) {
		for _, k := range b.children[i] {
			if k := b.clauseAt[k]; k >= 0 && b.clauses[k].Kind != Nominal {
				continue
			}
			switch base(b.tok(k).Rel) {
			case "punct", "parataxis":
				continue
			}
			s := b.tok(k).Span
			sp.Start, sp.End = min(sp.Start, s.Start), max(sp.End, s.End)
			walk(k)
		}
	}
	walk(head)
	return sp
}

// phrase is the span of the phrase headed by i, without coordinated phrases,
// appositions, relative and participial clauses and its preposition.
func (b *builder) phrase(i int) extract.Span {
	sp := b.tok(i).Span
	var walk func(i int, top bool)
	walk = func(i int, top bool) {
		for _, k := range b.children[i] {
			switch base(b.tok(k).Rel) {
			case "punct", "cc", "parataxis", "acl", "advcl", "cop", "aux", "ccomp", "csubj":
				continue
			case "conj", "appos", "case", "mark", "nsubj", "advmod", "obl", "expl":
				if top {
					continue
				}
			}
			s := b.tok(k).Span
			sp.Start, sp.End = min(sp.Start, s.Start), max(sp.End, s.End)
			walk(k, false)
		}
	}
	walk(i, true)
	return sp
}

// add appends the phrase headed by i in the role, with its coordinated phrases
// and appositions.
func (b *builder) add(c *Clause, role string, i int, shared bool) {
	c.Args = append(c.Args, Arg{Role: role, Head: i, Span: b.phrase(i), Shared: shared})
	for _, k := range b.children[i] {
		switch base(b.tok(k).Rel) {
		case "conj":
			if kc := b.clauseAt[k]; kc >= 0 && b.clauses[kc].Kind == Verbal {
				continue
			}
			r := role
			if p := b.prep(k); p != "" && p != role && role != "agent" && role != "patient" {
				r = p // "in Seoul and on 8 October"
			}
			b.add(c, r, k, shared)
		case "appos":
			n := len(c.Args)
			b.add(c, role, k, shared)
			for j := n; j < len(c.Args); j++ {
				c.Args[j].Appos = true
			}
		}
	}
}

// prep is the preposition of the phrase headed by i, with its fixed parts and a
// preceding preposition that governs it: "in", "together with", "as part of".
func (b *builder) prep(i int) string {
	var words []string
	for _, k := range b.children[i] {
		if b.tok(k).Rel != "case" || b.tok(k).Lemma == "'s" || b.tok(k).Lemma == "’s" || b.tok(k).Lemma == "'" {
			continue
		}
		words = append(words, strings.ToLower(b.tok(k).Lemma))
		for _, f := range b.children[k] {
			if b.tok(f).Rel == "fixed" {
				words = append(words, strings.ToLower(b.tok(f).Lemma))
			}
		}
	}
	return strings.Join(words, " ")
}

// ownArgs adds the arguments that depend on the head of c itself.
func (b *builder) ownArgs(c *Clause) {
	subject := "agent"
	if c.Passive || c.Kind == Copular {
		subject = "patient"
	}
	for _, k := range b.children[c.Head] {
		t := b.tok(k)
		if b.relative(k) {
			continue
		}
		switch t.Rel {
		case "nsubj", "nsubj:outer":
			if c.Kind == Nominal {
				continue
			}
			if c.Passive && b.child(c.Head, "nsubj:pass") < 0 && b.child(c.Head, "aux:pass") < 0 && b.child(c.Head, "obj") >= 0 {
				b.add(c, "agent", k, false)
				continue
			}
			b.add(c, subject, k, false)
		case "nsubj:pass":
			b.add(c, "patient", k, false)
		case "obj":
			if strings.HasSuffix(c.Lemma, " "+t.Lemma) {
				// the noun of an idiom; what hangs on it hangs on the verb
				b.prepositions(c, k)
				continue
			}
			b.add(c, "patient", k, false)
			b.prepositions(c, k)
		case "iobj":
			b.add(c, "recipient", k, false)
		case "obl:agent":
			b.add(c, "agent", k, false)
		case "obl", "nmod", "obl:unmarked", "nmod:unmarked", "nmod:desc", "obl:tmod":
			b.oblique(c, k)
		case "nmod:poss":
			b.add(c, "agent", k, false)
		case "advmod":
			if len(b.children[k]) > 0 && b.prep(k) != "" {
				b.oblique(c, k)
			}
		case "compound":
			if c.Kind == Nominal {
				b.add(c, "compound", k, false)
			}
		}
	}
}

// oblique adds a prepositional or bare phrase and the prepositional phrases
// that hang on its noun, since a parser often hangs "in Seoul" on the wrong
// word of the clause.
func (b *builder) oblique(c *Clause, k int) {
	role := b.prep(k)
	switch {
	case role == "":
		role = "when"
	case role == "by" && (c.Passive || c.Kind == Nominal):
		role = "agent"
	}
	b.add(c, role, k, false)
	b.prepositions(c, k)
}

// prepositions adds the prepositional phrases below the noun i.
func (b *builder) prepositions(c *Clause, i int) {
	for _, k := range b.children[i] {
		switch b.tok(k).Rel {
		case "nmod", "obl", "nmod:unmarked":
			role := b.prep(k)
			if role == "" {
				role = "when"
			}
			n := len(c.Args)
			b.add(c, role, k, false)
			for j := n; j < len(c.Args); j++ {
				c.Args[j].Deep = true
			}
			b.prepositions(c, k)
		}
	}
}

// relative reports whether token i is a relative pronoun.
func (b *builder) relative(i int) bool {
	t := b.tok(i)
	return (t.XPOS == "WDT" || t.XPOS == "WP" || t.XPOS == "WP$") && (t.Lemma == "which" || t.Lemma == "who" || t.Lemma == "that" || t.Lemma == "whom")
}

func (c *Clause) has(role string) bool {
	for _, a := range c.Args {
		if a.Role == role {
			return true
		}
	}
	return false
}

// sharedArgs adds the arguments that stand elsewhere: the antecedent of a
// relative clause or participle, the subject of a coordinated or controlled
// verb.
func (b *builder) sharedArgs(c *Clause) {
	t := b.tok(c.Head)
	switch base(t.Rel) {
	case "acl":
		b.antecedent(c, t.Head)
	case "conj":
		// "was held in Seoul and attended by …", "chaired and hosted the meeting"
		k := b.clauseAt[t.Head]
		if k < 0 || c.Kind == Nominal {
			return
		}
		up := &b.clauses[k]
		if up.Kind == Nominal {
			return
		}
		if !c.has("agent") || c.Passive {
			b.shareSubject(c, up)
		}
		if !c.Passive && c.Kind == Verbal && !c.has("patient") {
			for _, a := range up.Args {
				if a.Role == "patient" && a.Head > c.Head && !up.Passive {
					b.share(c, "patient", a)
				}
			}
		}
	case "xcomp":
		k := b.clauseAt[t.Head]
		if k < 0 {
			return
		}
		up := &b.clauses[k]
		if !up.Passive && up.has("patient") && up.Kind == Verbal {
			b.shareRole(c, up, "patient")
			return
		}
		b.shareSubject(c, up)
	case "advcl":
		if c.Finite && (c.has("agent") || c.has("patient")) {
			return
		}
		if k := b.clauseAt[t.Head]; k >= 0 {
			b.shareSubject(c, &b.clauses[k])
		}
	}
}

// antecedent gives the noun that a relative or participial clause hangs on the
// role of the gap.
func (b *builder) antecedent(c *Clause, noun int) {
	if noun < 0 {
		return
	}
	role := ""
	for _, k := range b.children[c.Head] {
		t := b.tok(k)
		if t.Lemma == "where" && t.Rel == "advmod" {
			role = "in"
		}
		if !b.relative(k) {
			continue
		}
		switch base(t.Rel) {
		case "nsubj":
			role = "agent"
			if c.Passive || c.Kind == Copular {
				role = "patient"
			}
		case "obj":
			role = "patient"
		case "obl":
			if role = b.prep(k); role == "" {
				role = "when"
			}
		}
	}
	if role == "" {
		switch {
		case c.Passive:
			role = "patient"
		case c.has("agent"):
			role = "patient" // "the meeting Poland hosted"
		default:
			role = "agent"
		}
		if c.has(role) {
			return
		}
	}
	n := len(c.Args)
	b.add(c, role, noun, true)
	// Only the antecedent itself, not what is coordinated with it, unless the
	// clause follows the last of them.
	kept := c.Args[:n]
	for _, a := range c.Args[n:] {
		if a.Head <= c.Head {
			kept = append(kept, a)
		}
	}
	c.Args = kept
}

func (b *builder) shareSubject(c, up *Clause) {
	from := "agent"
	if up.Passive || up.Kind == Copular {
		from = "patient"
	}
	b.shareRole(c, up, from)
}

func (b *builder) shareRole(c, up *Clause, from string) {
	to := "agent"
	if c.Passive || c.Kind == Copular {
		to = "patient"
	}
	if c.has(to) {
		return
	}
	for _, a := range up.Args {
		if a.Role == from {
			b.share(c, to, a)
		}
	}
}

func (b *builder) share(c *Clause, role string, a Arg) {
	a.Role, a.Shared = role, true
	c.Args = append(c.Args, a)
}
