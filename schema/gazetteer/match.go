package gazetteer

// Kind says what a matched name is.
type Kind int

// The kinds of entry.
const (
	StateName Kind = iota
	Demonym
	OrganizationName
	PlaceName
)

// An Entry is one reading of a name. One of State, Organization and Place is
// set; a capital has Place and, in Capital, the state that it stands for.
type Entry struct {
	Kind         Kind
	Name         string // the alias that matched, as the data write it
	State        *State
	Organization *Organization
	Place        *Place
	Capital      *State
	Abbreviation bool // written in capitals only
	NeedsContext bool
	lower        bool // may be written in lower case throughout
	article      bool // means this only after "the": "the Hague", "the Gulf"
}

// A Match is a name found in a run of words.
type Match struct {
	First, Last int     // indexes of the first and last word
	Entries     []Entry // the readings, best first; at least one
}

// MatchAt finds the longest name that starts at word i. Words of a name that
// have a capital in the data must have one in the text; abbreviations must be
// in capitals. Upper says that the whole line is in capitals, where neither
// is a sign of anything and short abbreviations are not taken.
func (g *Gazetteer) MatchAt(ws []Word, i int, upper bool) (Match, bool) {
	var found []Entry
	m, ok := g.names.longest(ws, i, func(n int, ids []int32) bool {
		var es []Entry
		for _, id := range ids {
			if e := g.table[id]; e.fits(ws[i:i+n], upper) && (!e.article || i > 0 && ws[i-1].Fold == "the") {
				es = append(es, e)
			}
		}
		if len(es) > 0 {
			found = es
			return true
		}
		return false
	})
	if !ok {
		return Match{}, false
	}
	return Match{First: i, Last: i + m.n - 1, Entries: found}, true
}

// fits checks the case of the words against the entry's name.
func (e *Entry) fits(ws []Word, upper bool) bool {
	if e.Abbreviation {
		if upper && len(ws) == 1 && ws[0].End-ws[0].Start <= 3 {
			return false
		}
		for _, w := range ws {
			if w.Letter && !w.Upper {
				return false
			}
		}
		return len(ws) > 1 || ws[0].Caps || ws[0].Fold[len(ws[0].Fold)-1] <= '9' || mixedCase(e.Name)
	}
	if e.lower {
		return true
	}
	return ws[0].Upper && ws[len(ws)-1].startsLikeName() || !ws[0].Letter
}

func (w *Word) startsLikeName() bool { return w.Upper || !w.Letter || w.Fold[0] <= '9' || w.Hyphen }

func mixedCase(s string) bool {
	for _, r := range s {
		if r >= 'a' && r <= 'z' {
			return true
		}
	}
	return false
}

// A trie over folded words. Nodes are numbered, edges are in one map.
type trie struct {
	vocab map[string]int32
	edges map[edge]int32
	ends  map[int32][]int32
	nodes int32
}

type edge struct{ node, word int32 }

type hit struct {
	n   int
	ids []int32
}

func newTrie() *trie {
	return &trie{vocab: map[string]int32{}, edges: map[edge]int32{}, ends: map[int32][]int32{}, nodes: 1}
}

func (t *trie) add(ws []Word, id int32) {
	n := int32(0)
	for _, w := range ws {
		v, ok := t.vocab[w.Fold]
		if !ok {
			v = int32(len(t.vocab))
			t.vocab[w.Fold] = v
		}
		next, ok := t.edges[edge{n, v}]
		if !ok {
			next = t.nodes
			t.nodes++
			t.edges[edge{n, v}] = next
		}
		n = next
	}
	t.ends[n] = append(t.ends[n], id)
}

// longest walks from word i and returns the longest path whose ids take
// accepts.
func (t *trie) longest(ws []Word, i int, accept func(n int, ids []int32) bool) (hit, bool) {
	var best hit
	if i < 0 {
		return best, false
	}
	n := int32(0)
	for k := i; k < len(ws); k++ {
		v, ok := t.vocab[ws[k].Fold]
		if !ok {
			break
		}
		next, ok := t.edges[edge{n, v}]
		if !ok {
			break
		}
		n = next
		if ids := t.ends[n]; len(ids) > 0 && accept(k-i+1, ids) {
			best = hit{k - i + 1, ids}
		}
	}
	return best, best.n > 0
}
