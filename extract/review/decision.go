package review

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/normgraph/normgraph/extract"
	"github.com/normgraph/normgraph/extract/resolve"
	"github.com/normgraph/normgraph/schema"
)

// A Verdict is the outcome of a decision.
type Verdict string

// The verdicts. The first two are on identities, the others on claims.
const (
	Same      Verdict = "same"
	NotSame   Verdict = "not-same"
	Right     Verdict = "right"
	Wrong     Verdict = "wrong"
	Corrected Verdict = "corrected"
)

// A Decision is what one person has said of one claim, or of two things.
type Decision struct {
	Verdict Verdict         `json:"verdict"`
	Claim   *Statement      `json:"claim,omitempty"` // of right, wrong, corrected
	Value   *Value          `json:"value,omitempty"` // of corrected: the object that is right
	A       *resolve.Member `json:"a,omitempty"`     // of same, not-same
	B       *resolve.Member `json:"b,omitempty"`
	By      string          `json:"by,omitempty"`
	On      string          `json:"on,omitempty"` // 2006-01-02
	Note    string          `json:"note,omitempty"`
}

// A Statement is a claim as a document makes it, by the names and words of the
// document alone.
type Statement struct {
	Document  string           `json:"document"` // id
	Subject   Value            `json:"subject"`
	Predicate schema.Predicate `json:"predicate"`
	Object    Value            `json:"object"`
	Status    extract.Status   `json:"status,omitempty"` // "" means asserted
	Words     []string         `json:"words"`            // of each evidence, white space as single blanks
}

// A Value is a thing by its class and the document's name for it, or a literal.
// The document itself is a thing of class Document without a name. Key, where
// there is one, is the path of an entry of the gazetteer or the norm catalogue.
type Value struct {
	Class schema.Class `json:"class,omitempty"`
	Key   string       `json:"key,omitempty"`
	Label string       `json:"label,omitempty"`

	Literal  string `json:"literal,omitempty"`
	Datatype string `json:"datatype,omitempty"`
}

// String is the name or the value.
func (v *Value) String() string {
	switch {
	case v.Datatype != "":
		return v.Literal
	case v.Label != "":
		return v.Label
	case v.Key != "":
		return v.Key
	}
	return "the document"
}

// identity reports whether the decision is on two things.
func (d *Decision) identity() bool { return d.Verdict == Same || d.Verdict == NotSame }

// Path is that of the decision's node in the graph. It depends on what is
// decided on, not on the verdict.
func (d *Decision) Path() string {
	sum := sha256.Sum256([]byte(d.key()))
	return "decision/" + hex.EncodeToString(sum[:8])
}

// Review is the decision as a claim carries it.
func (d *Decision) Review() *resolve.Review {
	return &resolve.Review{Verdict: string(d.Verdict), By: d.By, On: d.On, Note: d.Note, Decision: d.Path()}
}

// String says in a line what was decided.
func (d *Decision) String() string {
	if d.identity() {
		return fmt.Sprintf("%s: “%s” (%s) and “%s” (%s)", d.Verdict, d.A.Label, d.A.Document, d.B.Label, d.B.Document)
	}
	c := d.Claim
	s := fmt.Sprintf("%s: %s %s %s (%s)", d.Verdict, &c.Subject, c.Predicate, &c.Object, c.Document)
	if d.Value != nil {
		s += " → " + d.Value.String()
	}
	return s
}

// key is what a decision is on: a later decision of the same key takes the
// place of an earlier one.
func (d *Decision) key() string {
	var parts []string
	if d.identity() {
		a, b := memberKey(d.A), memberKey(d.B)
		parts = append(parts, "identity", min(a, b), max(a, b))
	} else {
		c := d.Claim
		words := slices.Sorted(slices.Values(c.Words))
		parts = append(parts, "claim", c.Document, c.Subject.key(), string(c.Predicate), c.Object.key(), string(c.Status))
		parts = append(parts, words...)
	}
	return strings.Join(parts, "\n")
}

func memberKey(m *resolve.Member) string {
	return m.Document + "\t" + string(m.Class) + "\t" + m.Label
}

func (v *Value) key() string {
	if v.Datatype != "" {
		return v.Literal + "^^" + v.Datatype
	}
	return cmp.Or(v.Key, string(v.Class)+"\t"+v.Label)
}

// decode reads a decision and checks it.
func (d *Decision) decode(line []byte) error {
	dec := json.NewDecoder(strings.NewReader(string(line)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(d); err != nil {
		return fmt.Errorf("no decision: %w", err)
	}
	return d.check()
}

func (d *Decision) check() error {
	switch d.Verdict {
	case Same, NotSame:
		if d.A == nil || d.B == nil || d.Claim != nil || d.Value != nil {
			return fmt.Errorf("%s wants the fields a and b, and no claim", d.Verdict)
		}
		for _, m := range []*resolve.Member{d.A, d.B} {
			if m.Document == "" || m.Class == "" || m.Label == "" {
				return errors.New("a and b want document, class and label")
			}
		}
		if memberKey(d.A) == memberKey(d.B) {
			return errors.New("a and b are one")
		}
	case Right, Wrong, Corrected:
		if d.Claim == nil || d.A != nil || d.B != nil {
			return fmt.Errorf("%s wants the field claim, and neither a nor b", d.Verdict)
		}
		if (d.Verdict == Corrected) != (d.Value != nil) {
			return errors.New("corrected wants a value, and no other verdict has one")
		}
		c := d.Claim
		if c.Document == "" || c.Predicate == "" || len(c.Words) == 0 {
			return errors.New("claim wants document, predicate and words")
		}
		for i, w := range c.Words {
			if c.Words[i] = oneLine(w); c.Words[i] == "" {
				return errors.New("claim has empty words")
			}
		}
		if c.Status == extract.Asserted {
			c.Status = ""
		}
	default:
		return fmt.Errorf("unknown verdict %q: use %s, %s, %s, %s or %s", d.Verdict, Same, NotSame, Right, Wrong, Corrected)
	}
	if _, err := time.Parse(time.DateOnly, d.On); d.On != "" && err != nil {
		return fmt.Errorf("on: %q is no day like 2019-10-08", d.On)
	}
	return nil
}

// oneLine makes white space single blanks.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
