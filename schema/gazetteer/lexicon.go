package gazetteer

import (
	"io/fs"
	"slices"

	"github.com/normgraph/normgraph/schema/problem"
)

// Class is a class of words in the lexicon.
type Class uint32

// The classes of words. FORMAT.md says what each holds.
const (
	Honorific    Class = 1 << iota // Mr, Dr, H.E.: before a name, no office
	RankTitle                      // Ambassador, General: rank before a name, office with a complement
	OfficeHead                     // minister, secretary-general: head noun of an office
	OfficeWord                     // deputy, foreign, acting: stands before the head of an office
	EventRole                      // chair, moderator: a role in an event or body, no office
	FormerWord                     // former, ex-, late
	BodyHead                       // ministry, agency, committee: head noun of an organisation
	MinistryHead                   // of these, the ones that belong to one state
	MinistryWord                   // "foreign", "defence" before a lower-case "ministry"
	EventHead                      // conference, meeting, treaty: heads a name that is no actor
	NotName                        // months, days, pronouns: never part of a personal name
	GivenName
	WeakGivenName // given name that is also a word or a place
	FamilyName
	FamilyFirst // family name of a people that writes it first
	Particle    // de, van, bin, al: inside a name
	SpeechVerb  // said, told, opened: its subject is an actor
	FamilyWord  // wife, daughter: relation, no office
	Function    // word of a closed class, or one that opens sentences
	Common      // word of running text: a name only if a list of names has it too
	KindHead    // body head that names a kind unless a proper name stands before it: "company"
	TakesTo     // office head with "to the United Nations"
	TakesIn     // office head with "in Geneva"
	TakesOn     // office head with "on Torture"
	Topical     // office head whose "for STATE" says what it deals with
	Academic    // office of a scholar or journalist, who speaks for nobody
	Outlet      // head noun of media and schools
	ShipPrefix  // HMS, MV: before the name of a ship
	ShipNoun    // frigate, tanker: before the name of a ship
	KindNoun    // company, charity: before the name of an organisation
)

var classNames = map[string]Class{
	"honorific": Honorific, "rank": RankTitle, "office": OfficeHead, "office-word": OfficeWord,
	"event-role": EventRole, "former": FormerWord, "body": BodyHead, "ministry": MinistryHead | BodyHead,
	"ministry-word": MinistryWord, "event": EventHead, "not-name": NotName, "given": GivenName,
	"weak-given": WeakGivenName, "family": FamilyName, "family-first": FamilyFirst, "particle": Particle,
	"speech": SpeechVerb, "relation": FamilyWord, "function": Function, "common": Common, "kind": KindHead, "takes-to": TakesTo, "takes-in": TakesIn, "takes-on": TakesOn, "topical": Topical,
	"academic": Academic, "outlet": Outlet, "ship-prefix": ShipPrefix, "ship-noun": ShipNoun, "kind-noun": KindNoun,
}

// A Lexicon tells the classes of words and short phrases.
type Lexicon struct {
	trie    *trie
	classes []Class
	words   map[string]Class // single words
}

// Word is the union of the classes of a folded single word.
func (l *Lexicon) Word(fold string) Class { return l.words[fold] }

// MatchAt is the number of words of the longest phrase at i that has one of the
// classes, or 0. Case is ignored.
func (l *Lexicon) MatchAt(ws []Word, i int, of Class) int {
	h, ok := l.trie.longest(ws, i, func(_ int, ids []int32) bool {
		return slices.ContainsFunc(ids, func(id int32) bool { return l.classes[id]&of != 0 })
	})
	if !ok {
		return 0
	}
	return h.n
}

func loadLexicon(fsys fs.FS, ps *problem.List) *Lexicon {
	l := &Lexicon{trie: newTrie(), words: map[string]Class{}}
	files, err := fs.Glob(fsys, "words/*.tsv")
	if err != nil {
		ps.Add("words", 0, "%v", err)
	}
	slices.Sort(files)
	for _, name := range files {
		readTSV(fsys, name, []string{"word", "class"}, ps, func(line int, f []string) {
			c, ok := classNames[f[1]]
			if !ok {
				ps.Add(name, line, "unknown class %q", f[1])
				return
			}
			ws := Words(f[0])
			if len(ws) == 0 {
				ps.Add(name, line, "no word")
				return
			}
			if len(ws) == 1 {
				if l.words[ws[0].Fold]&c == c {
					ps.Add(name, line, "%q is there twice as %s", f[0], f[1])
				}
				l.words[ws[0].Fold] |= c
			}
			l.trie.add(ws, int32(len(l.classes)))
			l.classes = append(l.classes, c)
		})
	}
	return l
}
