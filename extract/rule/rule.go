// Package rule makes claims from the rule files of extract/rules. A rule names
// a trigger (a verb, a noun with arguments, or a noun that names a role) and
// the arguments of it that are subject and object; the engine finds the
// trigger in the clauses of a document (see extract/clause), decides whether
// the text asserts, plans or denies it, and links the entities mentioned.
package rule

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"sort"

	"go.yaml.in/yaml/v3"

	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/pattern"
	"github.com/normgraph/normgraph/schema/problem"
)

// A Rule is one entry of a rule file. Exactly one of Verb, Noun, Is, Adj, After, Before and Wording is set.
// See extract/rules/FORMAT.md.
type Rule struct {
	ID    string `yaml:"id"`
	About string `yaml:"about"`

	Verb []string `yaml:"verb"` // lemmas of a verbal clause
	Noun []string `yaml:"noun"` // lemmas of a noun with arguments
	Is   []string `yaml:"is"`   // lemmas of a noun that says what somebody is: "host", "chair"
	Adj  []string `yaml:"adj"`  // lemmas of a predicate adjective: "was present"
	// After is a phrase that stands after a name: "in the chair", "presiding".
	// The name fills the slot whose role is "bearer".
	After []string `yaml:"after"`

	Passive *bool `yaml:"passive"` // the verb must (not) be passive
	Finite  bool  `yaml:"finite"`  // the verb must be the clause's finite one: "were represented", not "represented by"
	// Before holds regular expressions over the lower-cased sentence for phrases
	// that stand before a list of names: "also present were". The names fill the
	// slot whose role is "bearer".
	Before []string `yaml:"before"`
	// Wording holds regular expressions over the sentence in small letters, with
	// {who}, {names}, {rest}, {left} or {list} for actors, {event} for an event, and
	// fragments of words.yaml. Not is an expression that must not be in what they match.
	Wording []string `yaml:"wording"`
	Not     string   `yaml:"not"`
	// Proceedings says that the wording counts only where the text tells of what
	// was said at a gathering.
	Proceedings bool `yaml:"proceedings"`

	With    *Slot `yaml:"with"`    // a further argument that must be there
	Without *Slot `yaml:"without"` // an argument that must not be there

	Claim   schema.Predicate `yaml:"claim"`
	Joint   schema.Predicate `yaml:"joint"`   // used instead where there are two or more objects
	Also    schema.Predicate `yaml:"also"`    // a second claim on the same pair
	Subject Slot             `yaml:"subject"` // subject of the claim
	Object  Slot             `yaml:"object"`  // object of the claim

	Confidence float64   `yaml:"confidence"`
	Examples   []Example `yaml:"examples"`

	file     string
	before   []*regexp.Regexp
	wordings []int // of [Set.wordings]
	not      *regexp.Regexp
}

// A Slot says which argument of the trigger is meant.
type Slot struct {
	// Role holds argument roles in order of preference, those joined by "+"
	// together; "self" is the trigger's own mention.
	Role  []string       `yaml:"role"`
	Class []schema.Class `yaml:"class"` // classes of entity that fit
	Lemma []string       `yaml:"lemma"` // lemmas of the argument's head that fit; any where empty
	// Least is how many entities must fill the slot; 0 means one.
	Least int `yaml:"least"`
	// Alone says that names joined by "together with" are not meant: they are
	// another rule's.
	Alone bool   `yaml:"alone"`
	Else  string `yaml:"else"` // "focus": the event in focus where there is no argument; "anaphor": where the argument is "it" or "the meeting"
}

// An Example is a text with the claims that the rules make of it. Claims are
// written "subject | predicate | object" by label; an empty list says that
// nothing may be claimed with the rule's predicates.
type Example struct {
	Text   string   `yaml:"text"`
	Claims []string `yaml:"claims"`
}

// Words are the word lists that the engine itself needs, from words.yaml.
type Words struct {
	// Transparent nouns stand for the state or organisation in them: "the
	// government of Poland", "the Korean side".
	Transparent []string `yaml:"transparent"`
	// TransparentPlural nouns do so in the plural: "the foreign ministers of Chile
	// and Peru".
	TransparentPlural []string `yaml:"transparentPlural"`
	// Group nouns stand for those named after "including" or a colon.
	Group []string `yaml:"group"`
	// Planning verbs put what they govern into the future.
	Planning []string `yaml:"planning"`
	// Blocking verbs and nouns leave open whether what they govern happens.
	Blocking []string `yaml:"blocking"`
	// Reporting verbs leave what they govern as it stands.
	Reporting []string `yaml:"reporting"`
	// PlanningModal and BlockingModal are modals by what they do.
	PlanningModal []string `yaml:"planningModal"`
	BlockingModal []string `yaml:"blockingModal"`
	// Conditional subordinators.
	Conditional []string `yaml:"conditional"`
	// Salutation words begin a line that names those present at a speech.
	Salutation []string `yaml:"salutation"`
	// Former words say that a role is not held now.
	Former []string `yaml:"former"`
	// Roster words, alone before a full stop or colon or as a heading, announce
	// the list of those who took part.
	Roster []string `yaml:"roster"`
	// Gathering nouns stand for the event in focus where no event is named:
	// "spoke at the opening".
	Gathering []string `yaml:"gathering"`
	// Ceremony words name the parts of an event that speak for the whole.
	Ceremony []string `yaml:"ceremony"`
	// Remote phrases tell that somebody took part from afar.
	Remote []string `yaml:"remote"`
	// Echo words begin a sentence that says the same of another.
	Echo []string `yaml:"echo"`
	// AsDid phrases do so within a sentence.
	AsDid []string `yaml:"asDid"`
	// Excluding prepositions set a role noun apart from what is said.
	Excluding []string `yaml:"excluding"`
	// Deictic determiners point at the event that the speaker is at.
	Deictic []string `yaml:"deictic"`
	// Callings are nouns that stand before a name without being an office:
	// "journalist".
	Callings []string `yaml:"callings"`
	// Labels are what stands before or above the names of those who have a role,
	// in programmes and at the head of tables, by predicate.
	Labels map[string][]string `yaml:"labels"`
	// EventColumns are heads of columns whose cells tell events apart.
	EventColumns []string `yaml:"eventColumns"`
	// Absent words open a line of those who did not come.
	Absent []string `yaml:"absent"`
	// Capacity nouns stand before "as" and the role that their owner has.
	Capacity []string `yaml:"capacity"`
	// Joining words part the items of a list; Within words may stand in them.
	Joining []string `yaml:"joining"`
	Within  []string `yaml:"within"`
	// Proceedings are nouns of the title of a text that reports what was said at a
	// gathering; Floor nouns are those who listened there.
	Proceedings []string `yaml:"proceedings"`
	Floor       []string `yaml:"floor"`
	// Fragments are parts of the expressions of wordings, by name.
	Fragments map[string]string `yaml:"fragments"`
}

// Set is a checked set of rules with its word lists.
type Set struct {
	Rules []Rule
	Words Words

	verbs, nouns, roles, adjs map[string][]int
	after, before, wording    []int

	// The expressions of all wordings, and which of them can match a text;
	// always holds those of which that is not known.
	wordings []*regexp.Regexp
	worded   *pattern.Set
	always   []int
}

// Load reads every *.yaml file of fsys: words.yaml holds the word lists, the
// others hold lists of rules. All problems are reported in one error, each
// with file and line.
func Load(fsys fs.FS) (*Set, error) {
	files, err := fs.Glob(fsys, "*.yaml")
	if err != nil {
		return nil, err
	}
	sort.Strings(files)
	s := &Set{verbs: map[string][]int{}, nouns: map[string][]int{}, roles: map[string][]int{}, adjs: map[string][]int{}}
	var probs problem.List
	seen := map[string]string{}
	at := map[string]int{}
	for _, f := range files {
		b, err := fs.ReadFile(fsys, f)
		if err != nil {
			return nil, err
		}
		if path.Base(f) == "words.yaml" {
			if err := decode(b, &s.Words); err != nil {
				probs.AddYAML(f, 1, err)
			}
			continue
		}
		var rules []Rule
		if err := decode(b, &rules); err != nil {
			probs.AddYAML(f, 1, err)
			continue
		}
		lines := ruleLines(b)
		for i := range rules {
			r := &rules[i]
			r.file = f
			line := 1
			if i < len(lines) {
				line = lines[i]
			}
			for _, m := range r.problems() {
				probs.Add(f, line, "rule %q: %s", r.ID, m)
			}
			if other, ok := seen[r.ID]; ok {
				probs.Add(f, line, "rule %q is also in %s", r.ID, other)
			}
			seen[r.ID] = f
			at[r.ID] = line
			n := len(s.Rules)
			s.Rules = append(s.Rules, *r)
			for _, l := range r.Verb {
				s.verbs[l] = append(s.verbs[l], n)
			}
			for _, l := range r.Noun {
				s.nouns[l] = append(s.nouns[l], n)
			}
			for _, l := range r.Is {
				s.roles[l] = append(s.roles[l], n)
			}
			for _, l := range r.Adj {
				s.adjs[l] = append(s.adjs[l], n)
			}
			if len(r.After) > 0 {
				s.after = append(s.after, n)
			}
			if len(r.Before) > 0 {
				s.before = append(s.before, n)
			}
			for _, p := range r.Before {
				re, err := regexp.Compile(`\b` + p)
				if err != nil {
					probs.Add(f, line, "rule %q: before: %v", r.ID, err)
					continue
				}
				s.Rules[n].before = append(s.Rules[n].before, re)
			}
			if len(r.Wording) > 0 {
				s.wording = append(s.wording, n)
			}
		}
	}
	s.compile(at, &probs)
	return s, probs.Err()
}

// compile makes the expressions of the rules that are wordings, when the
// fragments are known.
func (s *Set) compile(lines map[string]int, probs *problem.List) {
	var exprs []string
	defer func() {
		var bad []pattern.Bad
		s.worded, bad = pattern.New(exprs)
		for _, b := range bad {
			s.always = append(s.always, b.Pattern)
		}
	}()
	for _, n := range s.wording {
		r := &s.Rules[n]
		for _, expr := range r.Wording {
			re, err := s.Words.wording(expr)
			if err != nil {
				probs.Add(r.file, lines[r.ID], "rule %q: wording: %v", r.ID, err)
				continue
			}
			r.wordings = append(r.wordings, len(exprs))
			s.wordings, exprs = append(s.wordings, re), append(exprs, re.String())
		}
		if r.Not == "" {
			continue
		}
		re, err := regexp.Compile(r.Not)
		if err != nil {
			probs.Add(r.file, lines[r.ID], "rule %q: not: %v", r.ID, err)
			continue
		}
		r.not = re
	}
}

// decode reads YAML and refuses unknown fields.
func decode(b []byte, into any) error {
	d := yaml.NewDecoder(bytes.NewReader(b))
	d.KnownFields(true)
	return d.Decode(into)
}

// ruleLines gives the line of each entry of a YAML list.
func ruleLines(b []byte) []int {
	var doc yaml.Node
	if yaml.Unmarshal(b, &doc) != nil || len(doc.Content) == 0 {
		return nil
	}
	var lines []int
	for _, n := range doc.Content[0].Content {
		lines = append(lines, n.Line)
	}
	return lines
}

func (r *Rule) problems() []string {
	var out []string
	n := 0
	for _, l := range [][]string{r.Verb, r.Noun, r.Is, r.Adj, r.After, r.Before, r.Wording} {
		if len(l) > 0 {
			n++
		}
	}
	if n != 1 {
		out = append(out, "needs one of verb, noun, is, adj, after, before and wording")
	}
	if r.ID == "" {
		out = append(out, "has no id")
	}
	if r.Claim == "" {
		out = append(out, "has no claim")
	}
	if r.Confidence <= 0 || r.Confidence > 1 {
		out = append(out, "confidence must be over 0 and at most 1")
	}
	if len(r.Subject.Class) == 0 || len(r.Object.Class) == 0 {
		out = append(out, "subject and object need a class")
	}
	yes, no := false, false
	for _, e := range r.Examples {
		if len(e.Claims) > 0 {
			yes = true
		} else {
			no = true
		}
	}
	if !yes || !no {
		out = append(out, fmt.Sprintf("needs an example that matches and one that must not (has %d)", len(r.Examples)))
	}
	for _, s := range []Slot{r.Subject, r.Object} {
		if s.Else != "" && s.Else != "focus" && s.Else != "anaphor" {
			out = append(out, fmt.Sprintf("else can be focus or anaphor, not %q", s.Else))
		}
		if s.Else != "" && !slices.Contains(s.Class, schema.Event) {
			out = append(out, "else needs the class Event")
		}
	}
	return out
}
