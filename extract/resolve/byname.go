package resolve

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/normgraph/normgraph/schema"
)

// family groups the classes whose members may be one thing.
func family(c schema.Class) schema.Class {
	switch c {
	case schema.Body:
		return schema.Organization
	case schema.Process:
		return schema.Series
	case schema.Session:
		return schema.Event
	}
	return c
}

// named is an entity without a key while things are joined by name.
type named struct {
	c       *cluster
	keys    []string // of names that can stand for one thing
	short   []string // acronyms and document symbols
	qual    string   // what tells namesakes apart: home State, year; "" if not known
	generic bool     // a name that many things have: nothing without a qualifier
}

// byName joins the entities without a key of one family of classes by name, and
// by acronym where one thing only has it.
func (p *pass) byName(class schema.Class) {
	quals := p.qualifiers(class)
	var all []*named
	byKey := map[string][]*named{}
	for d := range p.docs {
		for e := range p.docs[d].entities {
			r := ref{int32(d), int32(e)}
			ent := p.entity(r)
			if ent.Key != "" || family(ent.Class) != class {
				continue
			}
			n := p.nameOf(class, r, quals[r])
			all = append(all, n)
			for _, k := range n.keys {
				byKey[k] = append(byKey[k], n)
			}
		}
	}
	if len(all) == 0 {
		return
	}
	known := p.knownNames(class)
	for _, pair := range p.joined {
		a, b := p.of[pair[0].doc][pair[0].ent], p.of[pair[1].doc][pair[1].ent]
		if a != nil && b != nil && family(a.class) == class && family(b.class) == class {
			p.joinNames(a.root(), b.root(), decidedReason)
		}
	}
	for _, k := range sortedKeys(byKey) {
		p.joinNamesakes(byKey[k], known.byKey[k])
	}
	p.joinShort(all, known)
	if class == schema.Series {
		p.joinNear(all)
	}
	if class == schema.Organization {
		for _, n := range all {
			if code, ok := strings.CutPrefix(n.qual, "state/"); ok {
				p.homes[n.c.root()] = strings.ToLower(code)
			}
		}
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// nameOf reads the names of an entity and makes its cluster.
func (p *pass) nameOf(class schema.Class, r ref, qual string) *named {
	ent := p.entity(r)
	n := &named{c: p.add(r), qual: qual}
	for i, name := range append([]string{ent.Label}, ent.Aliases...) {
		if isAcronym(name) || isSymbol(name) {
			n.short = append(n.short, shortKey(name))
			continue
		}
		info := p.info(name)
		key := p.nameKey(class, info)
		if key == "" || slices.Contains(n.keys, key) {
			continue
		}
		if i == 0 {
			n.generic = p.generic(class, info)
			if class == schema.Instrument && n.qual == "" && len(info.years) == 1 {
				n.qual = strconv.Itoa(info.years[0])
			}
		} else if p.generic(class, info) || info.weight < minWeight {
			continue // an alias such as "the Committee" is no name of its own
		}
		n.keys = append(n.keys, key)
	}
	return n
}

// nameKey is what two names of one thing have in common; "" for a name that
// says nothing.
func (p *pass) nameKey(class schema.Class, info *nameInfo) string {
	if len(info.bag) == 0 {
		return ""
	}
	words := info.bag
	if class == schema.Series { // "Annual River Dialogue" is the River Dialogue
		words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return p.lex.soft[w] })
		if len(words) == 0 {
			return ""
		}
	}
	var key strings.Builder
	key.WriteString(strings.Join(words, " "))
	if info.number > 0 {
		key.WriteString(" #" + strconv.Itoa(info.number))
	}
	// The Open-ended Working Groups of 2019-2021 and 2021-2025 are two bodies.
	if class != schema.Instrument {
		for _, y := range info.years {
			key.WriteString(" " + strconv.Itoa(y))
		}
	}
	return key.String()
}

// generic reports whether a name needs a qualifier to mean one thing: a
// ministry of nobody, a report of nothing.
func (p *pass) generic(class schema.Class, info *nameInfo) bool {
	switch class {
	case schema.Organization:
		if slices.ContainsFunc(info.bag, isStateWord) {
			return false
		}
		own := 0
		for _, w := range info.bag {
			if !p.lex.soft[w] && !p.lex.generic[w] {
				own++
			}
		}
		// "Ministry of Foreign Affairs" may be anybody's, "Ministry of Science,
		// ICT and Future Planning" is one.
		return own < 2 && p.lex.generic[info.head] || own < 3 && p.lex.national[info.head]
	case schema.Instrument:
		return !slices.ContainsFunc(info.bag, func(w string) bool { return !p.lex.soft[w] && !p.lex.generic[w] })
	case schema.Series:
		return info.weight < minWeight
	}
	return false
}

func isStateWord(w string) bool { return strings.HasPrefix(w, "@") }

// isSymbol reports whether a name is a document symbol such as A/70/174.
func isSymbol(s string) bool {
	digits := 0
	for _, r := range s {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	return digits >= 3 && strings.Contains(s, "/") && !strings.Contains(s, " ")
}

func shortKey(s string) string { return strings.ToLower(strings.TrimPrefix(s, "#")) }

// qualifiers gives the home State of organisations and the year of instruments
// as far as claims tell them.
func (p *pass) qualifiers(class schema.Class) map[ref]string {
	out := map[ref]string{}
	for d, doc := range p.docs {
		for i := range doc.claims {
			f := &doc.claims[i]
			r := ref{int32(d), f.s}
			if f.s < 0 || !f.firm() || out[r] != "" {
				continue
			}
			switch {
			case class == schema.Organization && f.p == schema.HomeState:
				if c := p.object(r.doc, f); c != nil {
					out[r] = c.key
				}
			case class == schema.Instrument && f.p == schema.IssuedOn:
				if iv, ok := parseDate(f.value); ok {
					out[r] = strconv.Itoa(iv.year())
				}
			}
		}
	}
	return out
}

// knownNames are the names of clusters with a key.
type knownNames struct {
	byKey, byShort map[string][]*named
}

func (p *pass) knownNames(class schema.Class) knownNames {
	k := knownNames{map[string][]*named{}, map[string][]*named{}}
	for _, c := range p.clusters {
		if c.key == "" || c.into != nil || family(c.class) != class {
			continue
		}
		n := &named{c: c}
		var names []string
		if kn := p.known[c.key]; kn != nil {
			n.qual = kn.Home
			names = append(append(names, kn.Label), kn.Aliases...)
		}
		if class == schema.Instrument {
			if y, ok := year(c.key[max(0, len(c.key)-4):]); ok {
				n.qual = strconv.Itoa(y)
			}
		}
		// Only the label that a document uses; its aliases may be "the Ministry".
		last := ""
		for _, r := range c.members {
			if l := p.entity(r).Label; l != last {
				names, last = append(names, l), l
			}
		}
		p.addKnown(k, class, n, names)
	}
	return k
}

func (p *pass) addKnown(k knownNames, class schema.Class, n *named, names []string) {
	seen := map[string]bool{}
	for _, name := range names {
		if seen[name] {
			continue
		}
		seen[name] = true
		if isAcronym(name) || isSymbol(name) {
			s := shortKey(name)
			if !slices.Contains(k.byShort[s], n) {
				k.byShort[s] = append(k.byShort[s], n)
			}
			continue
		}
		key := p.nameKey(class, p.info(name))
		if key != "" && p.info(name).weight >= minWeight && !slices.Contains(k.byKey[key], n) {
			k.byKey[key] = append(k.byKey[key], n)
		}
	}
}

// joinNamesakes joins what has one name: all with the same qualifier, and those
// without one where there is no second qualifier that they could have.
func (p *pass) joinNamesakes(ns, known []*named) {
	var quals []string
	for _, n := range slices.Concat(known, ns) {
		if n.qual != "" && !slices.Contains(quals, n.qual) {
			quals = append(quals, n.qual)
		}
	}
	byQual := map[string]*cluster{}
	for _, n := range known {
		if byQual[n.qual] != nil {
			return // two catalogued things of one name: nobody can tell
		}
		byQual[n.qual] = n.c.root()
	}
	for _, n := range ns {
		qual := n.qual
		if qual == "" && len(quals) == 1 && !n.generic {
			qual = quals[0]
		}
		if qual == "" && (n.generic || len(quals) > 1) {
			continue
		}
		if c := byQual[qual]; c != nil {
			byQual[qual] = p.joinNames(c.root(), n.c.root(), "same name")
		} else {
			byQual[qual] = n.c.root()
		}
	}
}

// joinNames joins two clusters by name unless that would make one thing of two
// that a document tells apart; it returns the cluster to go on with.
func (p *pass) joinNames(a, b *cluster, reason string) *cluster {
	if a == b {
		return a
	}
	same, decided := p.decision(a, b)
	if a.key != "" && b.key != "" || decided && !same || !decided && shareDocument(a, b) {
		return a
	}
	m := Merge{}
	if x, y := p.member(a), p.member(b); x.Label != y.Label {
		m = Merge{A: x, B: y, Reasons: []string{reason}}
	}
	return p.join(a, b, m)
}

// member names a cluster by its first entity.
func (p *pass) member(c *cluster) Member {
	r := c.members[0]
	e := p.entity(r)
	return Member{Document: p.docs[r.doc].id, Class: e.Class, Label: e.Label}
}

// joinShort joins an entity that has only a short form with the one thing whose
// long name goes by it.
func (p *pass) joinShort(all []*named, known knownNames) {
	long := map[string][]*cluster{}
	note := func(s string, c *cluster) {
		if c = c.root(); !slices.Contains(long[s], c) {
			long[s] = append(long[s], c)
		}
	}
	for s, ns := range known.byShort {
		for _, n := range ns {
			note(s, n.c)
		}
	}
	bare := map[string][]*named{}
	for _, n := range all {
		for _, s := range n.short {
			if len(n.keys) > 0 {
				note(s, n.c)
			} else {
				bare[s] = append(bare[s], n)
			}
		}
	}
	for _, s := range sortedKeys(bare) {
		owners := long[s]
		switch len(owners) {
		case 0:
			c := bare[s][0].c.root()
			for _, n := range bare[s][1:] {
				c = p.joinNames(c.root(), n.c.root(), "same short form "+s)
			}
		case 1:
			c := owners[0].root()
			for _, n := range bare[s] {
				c = p.joinNames(c.root(), n.c.root(), "the only long name with the short form "+s)
			}
		default:
			for _, c := range owners {
				p.doubt(bare[s][0].c, c, 4, []string{"same short form " + s, "others have it too"})
			}
		}
	}
}

// nearName is the similarity from which two series of one head and the same
// States are one: "Korea-Hungary Cyber Policy Dialogue", "Hungarian-Korean
// Cyber Dialogue".
const nearName = 0.8

// joinNear joins series whose names differ in a soft word or in one of five.
func (p *pass) joinNear(all []*named) {
	blocks := map[string][]*cluster{}
	for _, n := range all {
		info := p.info(p.entity(n.c.root().members[0]).Label)
		if states := stateWords(info); len(states) > 0 {
			k := info.head + " " + strings.Join(states, " ")
			if c := n.c.root(); !slices.Contains(blocks[k], c) {
				blocks[k] = append(blocks[k], c)
			}
		}
	}
	for _, k := range sortedKeys(blocks) {
		block := blocks[k]
		slices.SortFunc(block, func(a, b *cluster) int { return cmp.Compare(a.id, b.id) })
		for i := range block {
			for j := i + 1; j < min(len(block), i+blockWindow); j++ {
				a, b := block[i].root(), block[j].root()
				if a != b && p.lex.similarity(p.info(p.member(a).Label), p.info(p.member(b).Label)) >= nearName {
					p.joinNames(a, b, "nearly the same name, same States")
				}
			}
		}
	}
}

func stateWords(info *nameInfo) []string {
	var out []string
	for _, w := range info.bag {
		if isStateWord(w) {
			out = append(out, w)
		}
	}
	return out
}
