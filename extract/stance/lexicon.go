package stance

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"regexp"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/normgraph/normgraph/schema"
	"github.com/normgraph/normgraph/schema/pattern"
	"github.com/normgraph/normgraph/schema/problem"
)

//go:embed data/*.yaml
var embedded embed.FS

// kind is where holder and norm stand in relation to a cue.
type kind string

// The kinds of cue.
const (
	verb       kind = "verb"       // "H calls for N"
	noun       kind = "noun"       // "H's commitment to N"
	need       kind = "need"       // "A must do N"; the subject is addressed
	will       kind = "will"       // "H will do N"
	predicate  kind = "predicate"  // "N is vital"
	impersonal kind = "impersonal" // "it is essential to do N"
)

// Labels of cues that are no predicates themselves.
const (
	none     schema.Predicate = "none"     // takes no position
	frame    schema.Predicate = "frame"    // says who speaks
	condemns schema.Predicate = "condemns" // an act is condemned
	harms    schema.Predicate = "harms"    // something does harm
)

// confidence is the table confidence.yaml: the base confidence of each label and
// the grades by which the way to norm and holder multiplies it.
type confidence struct {
	Labels map[schema.Predicate]float64 `yaml:"labels"`
	Near   float64                      `yaml:"near"`
	Named  float64                      `yaml:"named"`
	Clear  float64                      `yaml:"clear"`
	Likely float64                      `yaml:"likely"`
	Fair   float64                      `yaml:"fair"`
	Weak   float64                      `yaml:"weak"`
	Thin   float64                      `yaml:"thin"`
}

// check says what is wrong with the table, "" where nothing is.
func (c *confidence) check() string {
	for l, w := range c.Labels {
		if w <= 0 || w > 1 {
			return fmt.Sprintf("the confidence of %s is not between 0 and 1", l)
		}
	}
	last := 1.0
	for _, g := range []float64{c.Near, c.Named, c.Clear, c.Likely, c.Fair, c.Weak, c.Thin} {
		if g <= 0 || g > last {
			return "the grades do not fall from at most 1 to more than 0"
		}
		last = g
	}
	return ""
}

// A cue is one entry of the lexicon.
type cue struct {
	ID        string           `yaml:"id"`
	Label     schema.Predicate `yaml:"label"`
	Kind      kind             `yaml:"kind"`
	Match     string           `yaml:"match"`
	Frame     bool             `yaml:"frame"`     // may govern a that-clause
	Owner     bool             `yaml:"owner"`     // a noun that belongs to its holder: "Peru's commitment"
	Addressee bool             `yaml:"addressee"` // the object is asked to act
	Object    string           `yaml:"object"`    // "instrument" or "norm": takes nothing else as object
	Reported  bool             `yaml:"reported"`  // counts only under a verb of saying
	Required  bool             `yaml:"required"`  // "without N there is no M"
	Gathering bool             `yaml:"gathering"` // said of events only
	After     bool             `yaml:"after"`     // its subject comes after it: "according to Peru"
	Aspect    bool             `yaml:"aspect"`    // says only that something goes on: "continues to"
	Adjunct   bool             `yaml:"adjunct"`   // an aside: its label stands whatever governs it
	Weight    float64          `yaml:"weight"`    // base confidence, that of the label where 0
	Examples  []example        `yaml:"examples"`
}

type example struct {
	Text   string   `yaml:"text"`
	Claims []string `yaml:"claims"`
}

// words are the word lists of words.yaml.
type words struct {
	// Collective nouns stand for the event in focus or its parties.
	Collective []string `yaml:"collective"`
	// Transparent nouns stand for the State in their phrase.
	Transparent []string `yaml:"transparent"`
	// SpeakFor are nouns that speak for the organisation after them.
	SpeakFor []string `yaml:"speakFor"`
	// Forums are groups of States whose members speak for the group.
	Forums []string `yaml:"forums"`
	// Parties matches noun phrases that stand for each of two or three parties.
	Parties string `yaml:"parties"`
	// Nobody matches noun phrases that commit nobody who can be named.
	Nobody string `yaml:"nobody"`
	// Everybody are nouns that are addressed, not holders.
	Everybody []string `yaml:"everybody"`
	// Barriers are expressions at which the reach of a cue ends.
	Barriers []string `yaml:"barriers"`
	// Negations are expressions that, right before a cue, negate it.
	Negations []string `yaml:"negations"`
	// Conditions open a clause that asserts nothing.
	Conditions []string `yaml:"conditions"`
	// Anti are words that turn an act into what is done against it.
	Anti []string `yaml:"anti"`
	// Violation are words that say that the norm is broken.
	Violation []string `yaml:"violation"`
	// FirstPerson are expressions of the speaker's State or organisation.
	FirstPerson []string `yaml:"firstPerson"`
	// Opens are expressions at the end of a sentence that opens a list or a
	// quoted text.
	Opens []string `yaml:"opens"`
}

// lexicon is the loaded data, read-only.
type lexicon struct {
	cues  []cue
	set   *pattern.Set
	words words

	barriers, negations, conditions, anti, violation, firstPerson, opens *pattern.Set

	partiesNP, nobodyNP *regexp.Regexp
	instruments         instrumentWords
	confidence          confidence
}

// loadLexicon reads cues.yaml, words.yaml, instruments.yaml and confidence.yaml.
func loadLexicon(fsys fs.FS) (*lexicon, error) {
	x := &lexicon{}
	var problems problem.List
	if err := decode(fsys, "confidence.yaml", &x.confidence); err != nil {
		return nil, err
	}
	if msg := x.confidence.check(); msg != "" {
		problems.Add("confidence.yaml", 1, "%s", msg)
	}
	var file struct {
		Cues []yaml.Node `yaml:"cues"`
	}
	if err := decode(fsys, "cues.yaml", &file); err != nil {
		return nil, err
	}
	var exprs []string
	var lines []int
	for i := range file.Cues {
		n := &file.Cues[i]
		var c cue
		if err := strict(n, &c); err != nil {
			problems.Add("cues.yaml", n.Line, "%v", err)
			continue
		}
		if msg := c.check(&x.confidence); msg != "" {
			problems.Add("cues.yaml", n.Line, "%s: %s", c.ID, msg)
			continue
		}
		if c.Weight == 0 {
			c.Weight = x.confidence.Labels[c.Label]
		}
		x.cues = append(x.cues, c)
		exprs = append(exprs, c.Match)
		lines = append(lines, n.Line)
	}
	set, bad := pattern.New(exprs)
	for _, b := range bad {
		problems.Add("cues.yaml", lines[b.Pattern], "%v", b.Err)
	}
	x.set = set
	if err := decode(fsys, "words.yaml", &x.words); err != nil {
		return nil, err
	}
	compile := func(name string, list []string) *pattern.Set {
		set, bad := pattern.New(list)
		for _, b := range bad {
			problems.Add("words.yaml", 0, "%s: %v", name, b.Err)
		}
		return set
	}
	x.barriers = compile("barriers", x.words.Barriers)
	x.negations = compile("negations", x.words.Negations)
	x.conditions = compile("conditions", x.words.Conditions)
	x.anti = compile("anti", x.words.Anti)
	x.violation = compile("violation", x.words.Violation)
	x.firstPerson = compile("firstPerson", x.words.FirstPerson)
	x.opens = compile("opens", x.words.Opens)
	single := func(name, expr string) *regexp.Regexp {
		re, err := regexp.Compile(expr)
		if err != nil {
			problems.Add("words.yaml", 0, "%s: %v", name, err)
		}
		return re
	}
	x.partiesNP = single("parties", x.words.Parties)
	x.nobodyNP = single("nobody", x.words.Nobody)
	if err := decode(fsys, "instruments.yaml", &x.instruments); err != nil {
		return nil, err
	}
	x.instruments.compile(&problems)
	return x, problems.Err()
}

// check gives what is wrong with a cue, "" if nothing.
func (c *cue) check(conf *confidence) string {
	switch {
	case c.ID == "" || c.Match == "":
		return "id and match are needed"
	case !slices.Contains([]kind{verb, noun, need, will, predicate, impersonal}, c.Kind):
		return fmt.Sprintf("unknown kind %q", c.Kind)
	case conf.Labels[c.Label] == 0 && !slices.Contains([]schema.Predicate{none, frame, harms}, c.Label):
		return fmt.Sprintf("unknown label %q", c.Label)
	case c.Object != "" && c.Object != "instrument" && c.Object != "norm":
		return fmt.Sprintf("unknown object %q", c.Object)
	case len(c.Examples) == 0:
		return "an example is needed"
	}
	return ""
}

func decode(fsys fs.FS, name string, into any) error {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// strict decodes a node and refuses unknown fields, which yaml.Node.Decode
// does not.
func strict(n *yaml.Node, into any) error {
	data, err := yaml.Marshal(n)
	if err != nil {
		return err
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	return d.Decode(into)
}
